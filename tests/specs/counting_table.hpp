// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/law.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <source_location>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Worked examples of counting, one a row:
//
//     check_counts("us-frcrp-45", R"(
//         start             length                         last day            // why
//         2007-08-02        P30D                           2007-09-04          // day 30 is a Saturday, Monday is Labor Day
//         2007-09-22        P21D       back                2007-08-31          // counted backwards
//         2007-11-02T10:23  PT72H      America/New_York    2007-11-05T09:23    // the clocks went back
//     )");
//
// A length is ISO 8601; of several the order counts: P10D+P2M. Between the length and the last day may stand the calendar
// (GB-ENG; joint: GB-ENG+GB-SCT), `back`, `custody`, and the zone of the clock. The last day is one date where there is one
// reading on one calendar, else `earliest/latest`; for hours a clock time; `refused` where the library is to throw bad_input.

namespace comity::specs {

/// How the rows of a table are counted, where a row says nothing else.
struct counted {
    std::variant<std::string, counting> by;
    decltype(count_options::calendar) on{};
    std::string zone = "UTC";
    comity::direction direction = direction::forward;
    bool custody = false;
};

/// A way of counting of the law, but for an answer or two.
template <class Change> counting but(std::string_view name, Change change) {
    auto how = law::built_in().counting(name);
    change(how);
    return how;
}

namespace table {

inline std::vector<std::string> split(std::string const& text, char at) {
    std::vector<std::string> parts;
    std::string part;
    for (std::istringstream in(text); std::getline(in, part, at);) parts.push_back(part);
    return parts;
}

inline bool is_zone(std::string const& word) { return word == "UTC" || word.find('/') != std::string::npos; }

/// 2026-07-10T15:00 by the clock of that zone; a day; or whatever parse_when reads.
inline when start_of(std::string const& text, std::string const& zone) {
    if (text.size() != 16 || text[10] != 'T') return parse_when(text);
    return instant(parse_date(text.substr(0, 10)), std::stoi(text.substr(11, 2)), std::stoi(text.substr(14, 2)), 0, zone);
}

inline std::string told(expiry const& end) {
    auto const clock = [](instant const& at) { return to_string(at).substr(0, 16); };
    auto const first = end.earliest_instant() ? clock(*end.earliest_instant()) : to_string(end.earliest());
    auto const last = end.last_instant() ? clock(*end.last_instant()) : to_string(end.latest());
    return first == last ? last : first + "/" + last;
}

inline void check_row(counted const& as, std::string const& row) {
    std::vector<std::string> words;
    std::string word;
    for (std::istringstream in(row); in >> word && !word.starts_with("//");) words.push_back(word);
    if (words.size() < 3) throw bad_input("a row has a start, a length and a last day");

    auto options = count_options{.start = date(2000, 1, 1), .counting = as.by, .calendar = as.on, .direction = as.direction, .custody = as.custody};
    auto zone = as.zone;
    for (auto w = words.begin() + 2; w != words.end() - 1; ++w) {
        if (*w == "back") options.direction = direction::backward;
        else if (*w == "custody") options.custody = true;
        else if (is_zone(*w)) zone = *w;
        else options.calendar = split(*w, '+');
    }

    std::string got, steps;
    std::optional<date> last_step, last_day;
    try {
        options.start = start_of(words.front(), zone);
        auto const end = count(period(split(words[1], '+')), options);
        got = told(end);
        last_day = end.last_day();
        for (auto const& step : end.steps()) {
            steps += "\n    " + to_string(step);
            last_step = step.on;
        }
    } catch (bad_input const& e) {
        got = "refused";
        steps = std::string("\n    ") + e.what();
    }
    INFO("counted: ", steps);
    CHECK(got == words.back());
    CHECK(last_step == last_day);  // the steps end where the period does
}

}  // namespace table

inline void check_counts(counted const& as, std::string_view rows, std::source_location const& where = std::source_location::current()) {
    int read = 0;
    for (auto row : table::split(std::string(rows), '\n')) {
        row.erase(0, std::min(row.find_first_not_of(' '), row.size()));
        if (row.empty() || row.starts_with("//") || row.starts_with("start ")) continue;
        INFO("table at ", std::string(where.file_name()), ":", where.line());
        INFO("row: ", row);
        ++read;
        try {
            table::check_row(as, row);
        } catch (std::exception const& e) {
            FAIL_CHECK("the row cannot be counted: " << e.what());
        }
    }
    if (read == 0) FAIL_CHECK("a table without rows proves nothing");
}

/// By a way of counting of the law.
inline void check_counts(char const* name, std::string_view rows, std::source_location const& where = std::source_location::current()) {
    check_counts(counted{.by = name}, rows, where);
}

/// By a way of counting composed for the purpose. Without a calendar the week is all that is known.
inline void check_counts(counting const& how, std::string_view rows, std::source_location const& where = std::source_location::current()) {
    check_counts(counted{.by = how}, rows, where);
}

}  // namespace comity::specs
