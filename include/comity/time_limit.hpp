// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "authority.hpp"
#include "counting.hpp"
#include "event_meaning.hpp"
#include "provision.hpp"
#include "request.hpp"

#include <optional>
#include <string>
#include <vector>

// A period fixed by a legal text: one row of an instrument's file.

namespace comity::inline v0 {

/// Who has to act, or refrain, within the period.
enum class bound_party {
    requesting,
    requested,
    person,
    executive,
    court,
    provider,
    either,  ///< the side whose act or mishap it runs from (ETS 24 art. 18(5))
};

/// What the text attaches to the period.
enum class nature {
    permissive_release,  ///< when it has run out the person may be released (ETS 24 art. 16(4), 18 days)
    mandatory_release,   ///< when it has run out the person must be released (40 days)
    maximum,             ///< the act is due within it
    target,              ///< the act ought to be done within it, or without delay
    minimum,             ///< something may not happen, or must be kept up, before it has run out
    lapse,               ///< a right or a protection ends with it
};

/// What follows when it runs out, beside what its nature says. The whole of it is in `time_limit::consequence`.
enum class effect {
    on_application,    ///< only if it is applied for
    reasonable_cause,  ///< unless reasonable cause is shown for the delay
    deemed_granted,
    deemed_refused,
    deemed_decided,    ///< one way or the other, as the text says
    bars_request,      ///< no new request for the same acts
    rearrest_allowed,  ///< release does not bar arrest and surrender if a request comes later
    duty_survives,     ///< what was due stays due
    report_due,        ///< a third body must be told
};

/// Which of several triggers counts, where that is not as the kinds of events say (`repetition`).
enum class trigger_choice {
    each,    ///< each starts a period of its own
    first,   ///< the first, of whatever kind
    latest,  ///< the last so far: a later one takes its place
};

/// Where the length comes from.
enum class length_source {
    text,         ///< `length`; without one it is a duty without a number
    appointed,    ///< the day that the trigger appoints is the last one; `length`, if any, is a ceiling (NL-Trinidad art. 7)
    appointed_if_later,  ///< `length`, or the day that the trigger appoints if that is later (CETS 224 art. 7(7))
    trigger,      ///< the day of the trigger is the last one (EIO art. 12(2))
    treaty,       ///< the treaty of the request, for the same step (Canada s. 14(1)(b))
    declaration,  ///< a declaration of the requested State on this article; `length` is the ceiling (ETS 30 art. 7(3))
    domestic,     ///< the law of the requested State, which is not recorded here (Minsk art. 62(2))
};

/// What must be so of the request, beside its kind.
enum class circumstance { urgent, requesting_outside_europe, contiguous_states, person_not_national };

/// By which day the version of the law is chosen.
enum class version_day { trigger, request };

/// How a period may grow.
struct period_extension {
    kind_set by{};                    ///< what extends it; none: it is not told by an event
    std::optional<period> length{};   ///< none: to the day that the event appoints
    bool total = false;               ///< the length is a new total, not an addition (CH IMAC art. 50: 18 to 40 days)
    bool new_start = false;           ///< it runs anew from the day of the event, or the one it appoints
    bool in_time = false;             ///< only if it comes before the period has run out; so it is of every ceiling on custody, unless
    bool late = false;                ///< the text allows it afterwards (Extradition Act 2003 s. 31)
    int times = 0;                    ///< how often at most; 0: without limit
    authority_kind organ{};           ///< only if such an authority acts (EAW art. 23, C-804/21 PPU)
    std::string when{};               ///< on what condition
    std::string at{};                 ///< article
    friend bool operator==(period_extension const&, period_extension const&) = default;
};

/// Time that does not count.
struct interruption {
    kind_set by{};                    ///< the clock stops with one of these
    kind_set until{};                 ///< and goes on with one of these
    std::optional<period> at_most{};  ///< after that it goes on by itself
    bool declared = false;            ///< only where the requested State has declared so on `at`
    provision at{""};                 ///< another instrument's (ETS 209 art. 4(5)) only where it bears on the request
    friend bool operator==(interruption const&, interruption const&) = default;
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

    // ---- trigger
    kind_set from{};                           ///< dies a quo; none where it runs from another limit's expiry, or from no event
    provision after{""};                       ///< the limit from whose expiry it runs, as "ca-extradition-act-1999 14-1-b"; or none
    kind_set except{};                         ///< cases of these that do not start it
    std::optional<trigger_choice> pick{};
    kind_set once{};                           ///< a trigger counts only after one of these
    kind_set needs{};                          ///< there is none before one of these has happened
    kind_set unless{};                         ///< there is none once one of these has happened, and still stands (a refusal may be overturned)
    kind_set asks{};                           ///< the text asks whether one of these happened (CH IMAC art. 38: the warning): without one it is not computable
    kind_set expected_after{};                 ///< once one of these has happened a trigger is missed where none is recorded
    authority_kind organ{};                    ///< only if such an authority acts; where that is not recorded there are two readings
    std::vector<circumstance> where{};
    std::string measure{};                     ///< only if the request asks for a measure of this kind

    // ---- value
    std::optional<period> length{};            ///< none: a duty without a number, or a number from elsewhere
    length_source value{};
    std::vector<provision> within{};           ///< and at the latest when these run out
    std::string plus{};                        ///< time that is added and not known beforehand, in words (18 USC 3188)

    // ---- running
    std::vector<interruption> stops{};
    bool in_custody = false;                   ///< only days in custody count (IRG s. 16)
    std::vector<provision> replaces{};         ///< limits that this one, once it runs, takes the place of
    kind_set opened_by{};                      ///< it has no end any more once one of these has happened (ETS 185 art. 29(7))
    std::vector<period_extension> extensions{};

    // ---- meeting
    kind_set met_by{};                         ///< what must have happened by the last day; of a minimum, what may not happen before
    bool met_by_all = false;                   ///< all of these; else any
    bool before = false;                       ///< counted backwards from the trigger
    kind_set waived_by{};
    std::string late_excused{};                ///< article under which a late act is accepted (Extradition Act 2003 s. 26(5))

    // ---- consequence
    bound_party binds{};
    comity::nature nature{};
    set_of<effect> effects{};
    std::vector<provision> extinguishes{};     ///< limits that end if this one is not met (e-evidence art. 11(5))

    // ---- counting
    std::string counting{};                    ///< where it is counted otherwise than the instrument
    std::optional<comity::trigger_day> trigger_day{};  ///< where its own words settle that question
    std::optional<side> counted_by{};          ///< the law of this side counts (ETS 70 art. 24(2))
    std::string next_open_day{};               ///< on what authority an act that needs an office may be done on the next open day
    std::optional<int> evening{};              ///< minutes of the day after which it is open whether the next one is the first

    // ---- where it exists
    std::vector<request_kind> kinds{};         ///< the kinds of request it belongs to; none: to none of those kept here (enforcement of judgments)
    std::vector<std::string> labels{};         ///< procedures it belongs to, in the words of the text: "uk_part2", "appeal"
    std::vector<state_code> requesting{}, requested{};  ///< where it exists between these only, by declaration or order
    std::optional<date> valid_from{}, valid_until{};   ///< both included
    version_day dated_by{};                    ///< which day must lie between them

    // ---- as text
    std::string consequence{};                 ///< what follows when it runs out
    std::vector<std::string> suspended_by{};   ///< what else stops it, in words
    std::string words{};                       ///< how the text words its start or end
    std::string note{};
    std::string url{};                         ///< where it was read
    std::string locator{};
    reading_of_text read{};
    bool verified = false;                     ///< somebody has read the text of this paragraph

    bool valid_on(date day) const { return (!valid_from || *valid_from <= day) && (!valid_until || day <= *valid_until); }
    friend bool operator==(time_limit const&, time_limit const&) = default;
};

std::string as_text(time_limit const&);        ///< the row with what is said about it, printed for reading

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::bound_party> {
    static constexpr std::string_view what = "bound party";
    static constexpr std::array<std::string_view, 7> names{"requesting", "requested", "person", "executive", "court", "provider", "either"};
};

template <> struct comity::detail::enum_names<comity::nature> {
    static constexpr std::string_view what = "nature of a time limit";
    static constexpr std::array<std::string_view, 6> names{"permissive_release", "mandatory_release", "maximum", "target", "minimum", "lapse"};
};

template <> struct comity::detail::enum_names<comity::reading_of_text> {
    static constexpr std::string_view what = "way a row was read";
    static constexpr std::array<std::string_view, 5> names{"text", "secondary", "transposition", "case", "not read"};
};

template <> struct comity::detail::enum_names<comity::effect> {
    static constexpr std::string_view what = "effect";
    static constexpr std::array<std::string_view, 9> names{"on_application", "reasonable_cause", "deemed_granted",   "deemed_refused", "deemed_decided",
                                                           "bars_request",   "rearrest_allowed", "duty_survives",    "report_due"};
};

template <> struct comity::detail::enum_names<comity::trigger_choice> {
    static constexpr std::string_view what = "choice of a trigger";
    static constexpr std::array<std::string_view, 3> names{"each", "first", "latest"};
};

template <> struct comity::detail::enum_names<comity::length_source> {
    static constexpr std::string_view what = "source of a length";
    static constexpr std::array<std::string_view, 7> names{"text", "appointed", "appointed_if_later", "trigger", "treaty", "declaration", "domestic"};
};

template <> struct comity::detail::enum_names<comity::circumstance> {
    static constexpr std::string_view what = "circumstance";
    static constexpr std::array<std::string_view, 4> names{"urgent", "requesting_outside_europe", "contiguous_states", "person_not_national"};
};

template <> struct comity::detail::enum_names<comity::version_day> {
    static constexpr std::string_view what = "day by which the version of the law is chosen";
    static constexpr std::array<std::string_view, 2> names{"trigger", "request"};
};
