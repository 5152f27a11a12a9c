// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/comity.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <source_location>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// Dossiers told as tables, one entry a line in the order of recording:
//
//     2020-03-02  filed
//     2020-03-10  provisional_arrest  concerns person 2
//     2020-03-11  arrest              corrects 2
//     =           retracted           corrects 2
//     2020-03-20? released            known 2020-05-01
//     2020-04-01  hearing_fixed       appoints 2020-05-04
//     2020-04-02T16:40:00+02:00[Europe/Paris]  custody_extended  by judicial  of FR
//     other 01889c2e-…                merged

namespace comity::story {

using namespace comity::literals;

inline request an_extradition(int persons = 1) {
    auto r = request{.kind = request_kind::extradition, .requesting = "RU"_state, .requested = "GB"_state, .reference = "81/3-412-20",
                     .basis = {"ets-24"}, .made_on = date(2020, 3, 2)};
    r.persons.resize(static_cast<std::size_t>(persons));
    return r;
}

inline event event_of(std::string const& line, law const& law) {
    std::istringstream words(line);
    std::string on, kind, word;
    words >> on >> kind;
    auto e = event{.kind = law.event_kind(kind)};
    if (on != "=") e.on = parse_when(on);
    while (words >> word) {
        std::string value, number;
        words >> value;
        if (word == "concerns") {
            words >> number;
            e.concerns.push_back(parse_subject(value + " " + number));
        } else if (word == "corrects") {
            e.corrects = std::stoi(value);
        } else if (word == "known") {
            e.known_since = parse_date(value);
        } else if (word == "other") {
            e.other = parse_uuid(value);
        } else if (word == "amount") {
            words >> number;
            e.amounts.push_back(parse_amount(value + " " + number));
        } else if (word == "ground") {
            e.ground = value;
        } else if (word == "appoints") {
            e.appoints = parse_when(value);
        } else if (word == "by") {
            if (!e.by) e.by.emplace();
            e.by->kind = parse<authority_kind>(value);
        } else if (word == "of") {
            if (!e.by) e.by.emplace();
            e.by->jurisdiction = parse_jurisdiction(value);
        } else {
            FAIL("a story does not know the word " << word);
        }
    }
    return e;
}

inline dossier tell(request const& r, std::string_view text, law const& law = law::built_in()) {
    std::istringstream lines{std::string(text)};
    std::vector<entry> history;
    std::map<int, request> versions{{1, r}};
    for (std::string line; std::getline(lines, line);) {
        line = line.substr(0, line.find("//"));
        if (line.find_first_not_of(' ') == line.npos) continue;
        auto const seq = static_cast<int>(history.size()) + 1;
        // Recorded one day after the other, from 1 January 2021.
        auto const recorded = (std::int64_t{date(2021, 1, 1).days_since_1970()} + seq) * 86'400'000'000;
        history.push_back({.seq = seq, .id = named_uuid("story", std::to_string(seq)), .recorded_at = recorded, .event = event_of(line, law)});
    }
    return dossier(named_uuid("story", r.reference), std::move(history), std::move(versions));
}

inline std::string stands(dossier const& d, date as_of) {
    auto const s = standing::of(d, law::built_in(), as_of);
    return s ? phrase(*s, d.request()) : "not made";
}

/// The names of the rules it breaks; refusals in capitals, as it were: "REFUSED surrendered once".
inline std::string broken_rules(dossier const& d) {
    std::string text;
    for (auto const& f : check_lifecycle(d, law::built_in()))
        text += (text.empty() ? "" : ", ") + std::string(f.refuse ? "REFUSED " : "") + f.rule + " at " + std::to_string(f.seq);
    return text;
}

// ---- deadlines ------------------------------------------------------------------------------------------------------

/// "RU asks GB for extradition on 2020-03-02 under ets-24 ets-209". Before `under` may stand `urgent`; `person FR`, a national of France;
/// `measure hearing`; `at GB-SCT`, the part of the State whose authority is asked. One person is sought, of no known nationality.
inline request asked(std::string const& told) {
    std::istringstream words(told);
    auto r = request{.reference = "81/3-412-20", .persons = {person{}}};
    std::string word;
    words >> word;
    r.requesting = parse_state(word);
    while (words >> word) {
        std::string value;
        if (word == "urgent") {
            r.urgent = true;
            continue;
        }
        if (!r.basis.empty()) {
            r.basis.emplace_back(word);
            continue;
        }
        words >> value;
        if (word == "asks") r.requested = parse_state(value);
        else if (word == "for") r.kind = parse<request_kind>(value);
        else if (word == "on") r.made_on = parse_when(value);
        else if (word == "person") r.persons.front().nationalities.push_back(parse_state(value));
        else if (word == "measure") r.measures.push_back({.kind = value});
        else if (word == "at") r.requested_authority = authority{.jurisdiction = parse_jurisdiction(value)};
        else if (word == "under") r.basis.emplace_back(value);
        else FAIL("a request does not know the word " << word);
    }
    return r;
}

/// "ets-24/16-4-18d".
inline std::string limit_name(deadline const& d) { return d.instrument() + "/" + d.limit().id; }

/// "2020-03-27  2020-03-28  missed": the ends of a clock, of hours to the minute, a dash where there is none; and what became of it.
inline std::string clock_text(deadline const& d) {
    auto const end = [](std::optional<date> const& day, std::optional<instant> const& at) {
        return at ? to_string(*at).substr(0, 16) : day ? to_string(*day) : std::string("-");
    };
    return end(d.earliest, d.earliest_instant) + "  " + end(d.latest, d.last_instant) + "  " + std::string(to_string(d.status));
}

/// All clocks of the limits that the table names, in the order of their days; `none`, where a limit has no clock at all.
///
///     check_due(request, story, date(2020, 3, 29), R"(
///         ets-24/16-4-18d  2020-03-27  2020-03-28  missed     // 10 March is counted, or not
///         ets-24/16-4-40d  2020-04-18  2020-04-19  pending
///         ets-24/18-4-15d  none
///     )");
inline void check_due(request const& r, std::string_view story, cutoff const& as_of, std::string_view table,
                      std::source_location const& where = std::source_location::current()) {
    std::vector<std::string> limits;
    std::map<std::string, std::string> expected, got;
    std::istringstream lines{std::string(table)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find("//")));
        std::string limit, first, second, status;
        if (!(words >> limit >> first)) continue;
        if (!expected.contains(limit)) limits.push_back(limit);
        auto& text = expected[limit];
        if (first == "none") continue;
        words >> second >> status;
        text += "\n    " + first + "  " + second + "  " + status;
    }
    std::map<std::string, std::string> reasons;
    for (auto const& d : deadlines(tell(r, story), law::built_in(), as_of)) {
        got[limit_name(d)] += "\n    " + clock_text(d);
        reasons[limit_name(d)] += "\n    " + to_string(d);
    }
    if (limits.empty()) FAIL_CHECK("a table without rows proves nothing");
    for (auto const& limit : limits) {
        INFO("table at ", std::string(where.file_name()), ":", where.line(), ", as of ", to_string(as_of));
        INFO(limit, reasons[limit]);
        auto const slash = limit.find('/');
        auto const& rows = law::built_in().instrument(limit.substr(0, slash)).time_limits;
        CHECK(std::ranges::find(rows, limit.substr(slash + 1), &time_limit::id) != rows.end());  // else `none` would prove nothing
        CHECK(got[limit] == expected[limit]);
    }
}

/// The only clock of that limit.
inline deadline due(request const& r, std::string_view story, cutoff const& as_of, std::string_view limit) {
    auto all = deadlines(tell(r, story), law::built_in(), as_of);
    std::erase_if(all, [&](deadline const& d) { return limit_name(d) != limit; });
    INFO(std::string(limit), ", as of ", to_string(as_of));
    REQUIRE(all.size() == 1);
    return all.front();
}

}  // namespace comity::story
