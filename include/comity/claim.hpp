// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// A published sentence, held against a register.
//
//     claim{.name = "no-response", .sentence = "There has been no response to about 50 requests for extradition.",
//           .of = {.requesting = "RU"_state, .requested = "GB"_state, .kind = request_kind::extradition}, .counts = counted_thing::unanswered, .about = 50}
//
// A sentence has as many readings as its words: what is an answer; whether what was granted in a year had to be asked in it. It is true or
// false if it is so under all of them; else it depends, and the result says on what.

namespace comity::inline v0 {

/// What a claim counts.
enum class counted_thing {
    requests,          ///< made in the period
    unanswered,        ///< without an answer on the day of the view; read under each definition of an answer
    granted,           ///< read twice: asked in the period and granted to date, granted in the period whenever asked
    refused,           ///< likewise
    surrendered,       ///< persons; likewise
    items_reported,    ///< in requests made in the period
    items_suppressed,  ///< read twice: reported in the period and suppressed to date, suppressed in the period whenever reported
    main_origins,      ///< which States the most items come from: those that were asked to act on them. Read by items and by requests
};

struct claim {
    std::string name{};                          ///< "no-response"
    std::string sentence{};                      ///< as published, or in translation
    std::string source{};                        ///< where, and when
    query of{};                                  ///< about which requests
    std::optional<date_range> period{};          ///< none: all to date
    counted_thing counts{};
    std::optional<std::int64_t> at_least{};
    std::optional<std::int64_t> at_most{};
    std::optional<std::int64_t> about{};         ///< within `tolerance` of it
    double tolerance = 0.1;                      ///< a part of `about`: 0.1 is from 45 to 55 of 50
    std::vector<state_code> origins{};           ///< of `main_origins`: these are the first, in any order
};

enum class verdict { holds, fails, depends };

/// A claim under one of its readings.
struct claim_reading {
    std::string name{};                          ///< "substantive", "cohort"
    message text{};                              ///< what is counted so
    std::optional<std::int64_t> value{};         ///< none of `main_origins`
    bool holds = false;
    table list{};                                ///< the requests, or the States, behind it
};

struct claim_result {
    comity::claim claim{};
    comity::verdict verdict{};
    std::vector<claim_reading> readings{};
    table summary{};                             ///< a row for each reading
};

/// Throws bad_input for a claim that says no number or States, or several that contradict each other.
claim_result check(snapshot const&, claim const&);

/// A file of claims: an array of tables `claims`, see lib/domain/figures/CLAIMS.md. Throws bad_input with file and line.
std::vector<claim> read_claims(std::filesystem::path const&);
std::vector<claim> read_claims(std::string const& file_name, std::string_view toml);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::counted_thing> {
    static constexpr std::string_view what = "thing that a claim counts";
    static constexpr std::array<std::string_view, 8> names{"requests", "unanswered", "granted", "refused", "surrendered", "items_reported", "items_suppressed", "main_origins"};
};

template <> struct comity::detail::enum_names<comity::verdict> {
    static constexpr std::string_view what = "verdict";
    static constexpr std::array<std::string_view, 3> names{"true", "false", "depends"};
};
