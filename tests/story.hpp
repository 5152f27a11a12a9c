// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/comity.hpp>

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <string_view>

// Dossiers told as tables, one entry a line in the order of recording:
//
//     2020-03-02  filed
//     2020-03-10  provisional_arrest  concerns person 2
//     2020-03-11  arrest              corrects 2
//     =           retracted           corrects 2
//     2020-03-20? released            known 2020-05-01
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

}  // namespace comity::story
