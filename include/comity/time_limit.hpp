// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counting.hpp"
#include "event.hpp"
#include "provision.hpp"
#include "request.hpp"

#include <optional>
#include <string>
#include <vector>

// A period fixed by a legal text: one row of an instrument's file.

namespace comity::inline v0 {

/// Who has to act, or refrain, within the period.
enum class bound_party { requesting, requested, person, executive, court, provider };

/// What the text attaches to the period.
enum class nature {
    permissive_release,  ///< when it has run out the person may be released (ETS 24 art. 16(4), 18 days)
    mandatory_release,   ///< when it has run out the person must be released (40 days)
    maximum,             ///< the act is due within it
    target,              ///< the act ought to be done within it, or without delay
    minimum,             ///< something may not happen, or must be kept up, before it has run out
    lapse,               ///< a right or a protection ends with it
};

/// How a period may grow.
struct period_extension {
    std::optional<period> length{};   ///< none: the text names no number
    std::string when{};               ///< on what condition
    std::string at{};                 ///< article
    bool total = false;               ///< the length is a new total, not an addition (CH IMAC art. 50: 18 to 40 days)
    bool new_start = false;           ///< it runs from a new trigger (EAW art. 23(3))
    friend bool operator==(period_extension const&, period_extension const&) = default;
};

/// How well a row is known.
enum class reading_of_text { text, secondary, transposition, case_law, not_read };

/// A period fixed by a legal text.
///
/// Where the first day (dies a quo) is not counted, an arrest on 1 February 2024 under a limit of 18 days makes 19 February 2024 the
/// last day (dies ad quem); where it is counted, 18 February.
struct time_limit {
    std::string id;                            ///< within the instrument: "16-4-18d"
    provision source;                          ///< instrument and article: "ets-24 16(4), sentence 1"
    std::vector<event_kind> from{};            ///< dies a quo; none where it runs from another limit's expiry, or from no event
    provision after{""};                       ///< the limit from whose expiry it runs, as "ca-extradition-act-1999 14-1-b"; or none
    std::optional<period> length{};            ///< none: a duty without a number, or a number supplied in the case
    std::vector<event_kind> met_by{};          ///< what must have happened by the last day
    bool met_by_all = false;                   ///< all of these; else any
    bool before = false;                       ///< counted backwards from the trigger
    bound_party binds{};
    comity::nature nature{};
    std::vector<request_kind> kinds{};         ///< the kinds of request it belongs to; none: to none of those kept here (enforcement of judgments)
    std::vector<std::string> labels{};         ///< procedures it belongs to, in the words of the text: "uk_part2", "appeal"
    std::string counting{};                    ///< where it is counted otherwise than the instrument
    std::optional<comity::trigger_day> trigger_day{};  ///< where its own words settle that question
    state_code requesting{}, requested{};      ///< where it exists between these only, by declaration or order
    std::optional<date> valid_from{}, valid_until{};   ///< both included
    std::string consequence{};                 ///< what follows when it runs out
    std::optional<period_extension> extension{};
    std::vector<std::string> suspended_by{};
    std::string words{};                       ///< how the text words its start or end
    std::string note{};
    std::string url{};                         ///< where it was read
    std::string locator{};
    reading_of_text read{};
    bool verified = false;                     ///< somebody has read the text of this paragraph

    bool valid_on(date day) const { return (!valid_from || *valid_from <= day) && (!valid_until || day <= *valid_until); }
};

std::string as_text(time_limit const&);        ///< the row with what is said about it, printed for reading

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::bound_party> {
    static constexpr std::string_view what = "bound party";
    static constexpr std::array<std::string_view, 6> names{"requesting", "requested", "person", "executive", "court", "provider"};
};

template <> struct comity::detail::enum_names<comity::nature> {
    static constexpr std::string_view what = "nature of a time limit";
    static constexpr std::array<std::string_view, 6> names{"permissive_release", "mandatory_release", "maximum", "target", "minimum", "lapse"};
};

template <> struct comity::detail::enum_names<comity::reading_of_text> {
    static constexpr std::string_view what = "way a row was read";
    static constexpr std::array<std::string_view, 5> names{"text", "secondary", "transposition", "case", "not read"};
};
