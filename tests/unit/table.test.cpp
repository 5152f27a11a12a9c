// SPDX-License-Identifier: Apache-2.0
#include <comity/table.hpp>

#include <doctest/doctest.h>

using namespace comity;
using namespace std::string_literals;

TEST_CASE("cells come back as they were put in, whatever their neighbours are") {
    auto const cells = std::vector<cell>{{}, parse_when("2009-08"), date(2020, 3, 2), {}, date(1400, 1, 1), "a word"s, std::int64_t{-1}, 0.5, ""s};
    cell_column column;
    for (auto const& c : cells) column.push_back(c);
    REQUIRE(column.size() == cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) CHECK(column[i] == cells[i]);
    auto const copy = column;
    column = column.only({8, 7, 6, 5, 4, 3, 2, 1, 0});
    for (std::size_t i = 0; i < cells.size(); ++i) CHECK(column[i] == cells[cells.size() - 1 - i]);
    CHECK(copy[0] == cell());
}

TEST_CASE("rows are sorted by a key, and equal ones keep their order") {
    auto rows = row_list{{"b"s, std::int64_t{1}}, {"a"s, std::int64_t{2}}, {"b"s, std::int64_t{0}}};
    rows.sort([](auto const& row) { return to_text(row[0]); });
    std::string text;
    for (auto const& row : rows) text += to_text(row[0]) + to_text(row[1]) + " ";
    CHECK(text == "a2 b1 b0 ");
    row_list().sort([](auto const& row) { return to_text(row[0]); });
}
