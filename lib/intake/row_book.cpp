// SPDX-License-Identifier: Apache-2.0
#include "row_book.hpp"

#include <algorithm>

namespace comity::inline v0::detail {

namespace {

constexpr std::size_t most_told = 50'000;  // a file in which every row is wrong is wrong in one way
constexpr std::size_t value_shown = 1000;

/// Cut to some bytes, between two characters.
std::string clipped(std::string_view text, std::size_t size_max) {
    if (text.size() <= size_max) return std::string(text);
    while (size_max > 0 && (static_cast<unsigned char>(text[size_max]) & 0xC0) == 0x80) --size_max;
    return std::string(text.substr(0, size_max)) + "…";
}

}  // namespace

void row_book::amend(std::size_t row, std::string of, std::string_view before, std::string_view after) {
    if (amendments_.size() == most_told) return void(++amendments_left_out_);
    amendments_.push_back({.row = row, .of = std::move(of), .before = clipped(before, value_shown), .after = clipped(after, value_shown)});
}

void row_book::remark(std::size_t row, std::string column, std::string_view value, std::string_view text,
                      bool refused) {
    if (remarks_.size() == most_told) return void(++left_out_);
    remarks_.push_back({.row = row,
                        .column = std::move(column),
                        .value = clipped(value, value_shown),
                        .text = clipped(text, 2000),
                        .refused = refused});
}

intake_report row_book::report(std::string source) && {
    intake_report result{.source = std::move(source), .rows = 0, .remarks = std::move(remarks_), .amendments = std::move(amendments_)};
    for (auto const& [row, outcome] : outcomes_) {
        ++result.rows;
        switch (outcome) {
        case row_outcome::unchanged:
            ++result.unchanged;
            break;
        case row_outcome::amended:
            ++result.amended;
            break;
        case row_outcome::filed:
            ++result.filed;
            break;
        case row_outcome::refused:
            ++result.refused;
            break;
        }
    }
    std::ranges::stable_sort(result.remarks, {}, &remark::row);
    std::ranges::stable_sort(result.amendments, {}, &amendment::row);
    if (amendments_left_out_ > 0) result.remarks.push_back({.row = result.amendments.back().row, .text = std::to_string(amendments_left_out_) + " more amendments went in, and are left out here"});
    if (left_out_ > 0) result.remarks.push_back({.row = result.remarks.back().row, .text = std::to_string(left_out_) + " more remarks are left out; what these say comes first"});
    return result;
}

}  // namespace comity::v0::detail
