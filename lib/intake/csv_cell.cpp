// SPDX-License-Identifier: Apache-2.0
#include "csv_cell.hpp"

#include <csv.h>

#include <algorithm>
#include <array>

namespace comity::inline v0::detail {

namespace {

void skip(std::string_view& text, char c) { text.remove_prefix(std::min(text.find_first_not_of(c), text.size())); }

bool is_number(std::string_view text) {
    auto const digits = [&] {
        auto const before = text.size();
        text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
        return text.size() < before;
    };
    text.remove_prefix(1);  // the sign
    if (!digits()) return false;
    if (text.starts_with('.') || text.starts_with(',')) {
        text.remove_prefix(1);
        if (!digits()) return false;
    }
    return text.empty();
}

/// As OWASP lists what begins a formula ("CSV Injection").
bool is_formula(std::string_view text) {
    constexpr std::array<std::string_view, 11> openings{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
    skip(text, '\'');
    skip(text, ' ');
    if (std::ranges::none_of(openings, [&](auto opening) { return text.starts_with(opening); })) return false;
    return !((text[0] == '+' || text[0] == '-') && is_number(text));
}

}  // namespace

std::string neutralised(std::string text) {
    if (is_formula(text)) text.insert(text.begin(), '\'');
    return text;
}

std::string as_meant(std::string cell) {
    if (cell.starts_with('\'') && is_formula(cell)) cell.erase(cell.begin());
    return cell;
}

std::string in_quotes(std::string_view text) {
    std::string result(2 * text.size() + 2, '\0');
    result.resize(csv_write(result.data(), result.size(), text.data(), text.size()));
    return result;
}

std::string csv_cell(std::string text, char delimiter) {
    auto const spaced = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    return spaced || text.find_first_of("\"\r\n") != text.npos || text.find(delimiter) != text.npos ? in_quotes(text) : text;
}

}  // namespace comity::v0::detail
