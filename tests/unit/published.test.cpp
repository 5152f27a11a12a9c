// SPDX-License-Identifier: Apache-2.0
#include <comity/error.hpp>
#include <comity/published.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

std::size_t column_of(comity::table const& t, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(t.columns, name, &comity::column::name) - t.columns.begin());
}

comity::table const& named(comity::published_figures const& p, std::string_view name) {
    auto const found = std::ranges::find(p.tables, name, &comity::table::name);
    REQUIRE(found != p.tables.end());
    return *found;
}

/// A table of two columns that ought to come to a third.
class checking {
public:
    std::string what = "title = \"T\"\nsource = \"S\"\nkey = [\"year\"]\nmissing = [\"-\"]\nthousands = \",\"\n"
                       "[[sums]]\nname = \"s\"\ntotal = \"all\"\nparts = [\"yes\", \"no\"]\n";

    checking() { std::filesystem::create_directories(folder); }
    ~checking() { std::filesystem::remove_all(folder); }

    comity::published_figures rows(std::string const& rows) {
        std::ofstream(folder / "t.csv", std::ios::binary) << "year,yes,no,all,percent\n" << rows;
        std::ofstream(folder / "t.toml", std::ios::binary) << what;
        return comity::check_published(folder / "t.csv", folder / "t.toml");
    }
    std::string refusal(std::string const& text) {
        try {
            rows(text);
            return "accepted";
        } catch (comity::bad_input const& e) {
            return e.what();
        }
    }
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("comity-published-" + std::to_string(::getpid()));
};

}  // namespace

TEST_CASE("the Cabinet Office's table of 2010 to 2020: 67 of its yearly rows do not add up, and no quarterly one") {
    // The numbers were counted in the published file, with another reader.
    auto const folder = std::filesystem::path(COMITY_SOURCE_DIR) / "examples" / "data";
    auto const found = comity::check_published(folder / "uk-foi-2010-2020.csv", folder / "uk-foi-2010-2020.toml");
    CHECK(found.rows == 2303);

    // `answerable` stands twice in the table; against the second the parts differ in 55 more rows.
    CHECK(named(found, "sum-answered").rows.size() == 12);
    auto const& again = named(found, "sum-answered_again");
    CHECK(again.rows.size() == 67);
    for (auto const& row : again.rows) CHECK(!to_text(row[0]).starts_with("Q"));
    auto const water = std::ranges::find_if(again.rows, [](auto const& r) { return to_text(r[0]) == "2013" && to_text(r[1]) == "Water Services Regulation Authority (OFWAT)"; });
    REQUIRE(water != again.rows.end());
    CHECK(to_text((*water)[column_of(again, "sum_of_parts")]) == "420");  // 209 + 1 + 210
    CHECK(to_text((*water)[column_of(again, "difference")]) == "202");
    CHECK(named(found, "sum-decided").rows.empty());

    // Compliance, from the 1,818 quarterly rows that have numbers.
    auto const& all = named(found, "share-in_20_days");
    REQUIRE(all.rows.size() == 1);
    CHECK(to_text(all.rows[0][column_of(all, "rows")]) == "1818");
    CHECK(std::get<double>(all.rows[0][column_of(all, "share_percent")]) == doctest::Approx(100.0 * 446'644 / 520'706));
    auto const& in_time = named(found, "share-in_time");
    auto const foreign = std::ranges::find_if(in_time.rows, [](auto const& r) { return to_text(r[0]) == "Foreign and Commonwealth Office"; });
    REQUIRE(foreign != in_time.rows.end());
    CHECK(std::get<double>((*foreign)[column_of(in_time, "share_percent")]) == doctest::Approx(100.0 * (9267 + 2791) / 13'295));
    CHECK(named(found, "share-in_time-differs").rows.empty());
}

TEST_CASE("a share that was published otherwise than its numbers give is named") {
    checking c;
    c.what += "[[shares]]\nname = \"yes\"\nof = [\"yes\"]\nin = \"all\"\npublished = \"percent\"\nwithin = 0.5\n";
    auto const found = c.rows("2019,50,50,100,50.4\n2020,\"1,000\",1000,\"2,000\",60\n2021,0,0,0,0\n");
    CHECK(named(found, "sum-s").rows.empty());
    auto const& share = named(found, "share-yes");
    CHECK(to_text(share.rows[0][column_of(share, "yes")]) == "1050");
    CHECK(to_text(share.rows[0][column_of(share, "share_percent")]) == "50");
    auto const& differs = named(found, "share-yes-differs");
    REQUIRE(differs.rows.size() == 1);
    CHECK(to_text(differs.rows[0][0]) == "2020");
}

TEST_CASE("what was not published is left out, and counted") {
    checking c;
    auto const found = c.rows("2019,1,2,4,\n2020,-,2,3,\n2021,,2,3,\n");
    CHECK(named(found, "sum-s").rows.size() == 1);
    REQUIRE(named(found, "sum-s").notes.size() == 1);
    CHECK(to_string(named(found, "sum-s").notes[0]) == "1 row checked; 2 rows left out, in which a number was not published.");
}

TEST_CASE("a published table that cannot be used is refused with its place") {
    checking c;
    CHECK(c.refusal("2019,1,x,3,\n") == "t.csv, row 2, no: \"x\" is not a number; write digits, or what `missing` lists");
    CHECK(c.refusal("2019,1,-2,3,\n") == "t.csv, row 2, no: \"-2\" is not a number; write digits, or what `missing` lists");
    for (auto const* cell : {"12,34", "1,2,3", "1234,567", ",123", "1,234.5,6", "1,2345"}) {
        CAPTURE(cell);
        CHECK(c.refusal("2019,1,\"" + std::string(cell) + "\",3,\n") == "t.csv, row 2, no: \"" + std::string(cell) + "\" is not a number; write digits, or what `missing` lists");
    }
    CHECK(c.refusal("2019,1,inf,3,\n") == "t.csv, row 2, no: \"inf\" is not a number; write digits, or what `missing` lists");
    CHECK(c.refusal("2019,1,1.5,3,\n") == "t.csv, row 2, no: \"1.5\" is no count; a count is a whole number");
    CHECK(c.refusal("2019,1,2,3,\n2019,1,2,3,\n") == "t.csv, row 3: has the same year as row 2; `key` names the columns by which rows differ");
    c.what += "parts_of = 1\n";
    CHECK(c.refusal("").find("parts_of") != std::string::npos);
    c.what = "title = \"T\"\nsource = \"S\"\nkey = [\"month\"]\n";
    CHECK(c.refusal("") == "t.toml, line 3: key \"month\" is no column of t.csv; it has \"year\", \"yes\", \"no\", \"all\", \"percent\"");
    c.what = "title = \"T\"\nsource = \"S\"\nkey = [\"year\"]\n";
    CHECK(c.refusal("") == "t.toml checks nothing; write [[sums]] or [[shares]]");
}
