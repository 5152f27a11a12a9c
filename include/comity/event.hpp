// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "amount.hpp"
#include "authority.hpp"
#include "date.hpp"
#include "provision.hpp"
#include "uuid.hpp"

#include <compare>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What happened to a request: a kind, a day, who acted, on what provision, and which persons, measures or items it concerns.
//
//     event{.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10), .source = "note verbale 114"}
//     event{.kind = event_kind::refused, .on = date(2021, 5, 4), .provision = "ets-24 6(1)", .concerns = {person_number(2)}}

namespace comity::inline v0 {

/// The name of a kind of event. What it means (whose act it is, what follows from it) is a row of the law's table of events, so
/// that a treaty and the event it speaks of can be added without recompiling; the common ones are constants here.
class event_kind {
public:
    /// A name written in code. Names read from outside come through `law::event_kind`, which knows whether they exist.
    consteval event_kind(char const* name) : name_(name) {}
    constexpr std::string_view name() const { return name_; }

    friend constexpr bool operator==(event_kind, event_kind) = default;
    friend constexpr auto operator<=>(event_kind a, event_kind b) { return a.name_ <=> b.name_; }

    static event_kind const filed, retracted, merged, erased, noted;
    static event_kind const request_sent, reminder_sent, supplementary_information_sent, request_withdrawn;
    static event_kind const request_received, receipt_acknowledged, request_registered, request_forwarded;
    static event_kind const supplementary_information_requested, supplementary_information_received, request_returned;
    static event_kind const arrest, provisional_arrest, released, released_on_bail, consent_given, consent_revoked;
    static event_kind const hearing_held, hearing_fixed, found_admissible, appeal_lodged, appeal_dismissed;
    static event_kind const granted, partly_granted, granted_conditionally, refused, refused_by_court, postponed;
    static event_kind const surrender_date_agreed, person_surrendered, executed, partly_executed, proceedings_transferred;
    static event_kind const lapsed, closed, reopened;
    static event_kind const forwarded_to_provider, source_suppressed, source_inactive, source_reactivated;

private:
    friend class law;
    struct interned { std::string_view name; };
    explicit constexpr event_kind(interned n) : name_(n.name) {}
    std::string_view name_;  // of a literal, or of a name the law has interned for good
};

std::ostream& operator<<(std::ostream&, event_kind);

/// What an event can concern within a request.
enum class subject_kind { person, measure, offence, item };

/// Some persons, measures, offences or items of a request, by their numbers there, counted from 1: one, or a run of them.
struct subject {
    subject_kind kind{};
    int first = 1;
    int last = first;

    friend auto operator<=>(subject const&, subject const&) = default;
};

constexpr subject person_number(int n) { return {subject_kind::person, n, n}; }
constexpr subject measure_number(int n) { return {subject_kind::measure, n, n}; }
constexpr subject offence_number(int n) { return {subject_kind::offence, n, n}; }
constexpr subject item_number(int n) { return {subject_kind::item, n, n}; }
constexpr subject item_numbers(int first, int last) { return {subject_kind::item, first, last}; }

std::string to_string(subject const&);      ///< "person 2", "item 1-300"
subject parse_subject(std::string_view);    ///< the same, or bad_input

/// Something that happened, as somebody reports it. Once recorded it is never changed; `corrects` points to what it mends.
struct event {
    event_kind kind;
    std::optional<when> on{};                      ///< when it happened; required, but for retracting, merging and amending a filing
    std::optional<comity::authority> by{};         ///< who acted
    std::optional<comity::provision> provision{};  ///< the article relied on
    std::string ground{};                          ///< why refused, returned, postponed: a word such as "own_national" (`law::grounds`), or free text
    std::vector<subject> concerns{};               ///< none named: all
    std::vector<amount> amounts{};                 ///< of money: assets frozen or shared, costs claimed
    std::optional<when> appoints{};                ///< a day this fixes: of a hearing, of the surrender, for supplying information
    std::optional<uuid> other{};                   ///< the other request, for `merged`
    std::optional<date> known_since{};             ///< claimed by an imported source; never later than the day of recording
    int corrects = 0;                              ///< the entry that this one amends or retracts; 0: none
    std::string source{};                          ///< where this is known from: a note, a judgment, a press report
    std::string note{};                            ///< free text; may hold personal data

    friend bool operator==(event const&, event const&) = default;
};

/// A word for why something was refused, returned or postponed, as the law has it (grounds.toml). Registers may use others, and free text; only these are shown
/// where names are not.
struct event_ground {
    std::string name{};                            ///< "own_national"
    std::string title{};                           ///< where the word does not speak for itself
    std::vector<comity::provision> at{};           ///< which articles have it
};

// ---------------------------------------------------------------------------------------------------------------------

// clang-format off
inline constexpr event_kind event_kind::filed = "filed", event_kind::retracted = "retracted", event_kind::merged = "merged",
    event_kind::erased = "erased", event_kind::noted = "noted",
    event_kind::request_sent = "request_sent", event_kind::reminder_sent = "reminder_sent",
    event_kind::supplementary_information_sent = "supplementary_information_sent",
    event_kind::request_withdrawn = "request_withdrawn",
    event_kind::request_received = "request_received", event_kind::receipt_acknowledged = "receipt_acknowledged",
    event_kind::request_registered = "request_registered", event_kind::request_forwarded = "request_forwarded",
    event_kind::supplementary_information_requested = "supplementary_information_requested",
    event_kind::supplementary_information_received = "supplementary_information_received",
    event_kind::request_returned = "request_returned",
    event_kind::arrest = "arrest", event_kind::provisional_arrest = "provisional_arrest",
    event_kind::released = "released", event_kind::released_on_bail = "released_on_bail",
    event_kind::consent_given = "consent_given", event_kind::consent_revoked = "consent_revoked",
    event_kind::hearing_held = "hearing_held", event_kind::hearing_fixed = "hearing_fixed",
    event_kind::found_admissible = "found_admissible",
    event_kind::appeal_lodged = "appeal_lodged", event_kind::appeal_dismissed = "appeal_dismissed",
    event_kind::granted = "granted", event_kind::partly_granted = "partly_granted",
    event_kind::granted_conditionally = "granted_conditionally",
    event_kind::refused = "refused", event_kind::refused_by_court = "refused_by_court", event_kind::postponed = "postponed",
    event_kind::surrender_date_agreed = "surrender_date_agreed", event_kind::person_surrendered = "person_surrendered",
    event_kind::executed = "executed", event_kind::partly_executed = "partly_executed",
    event_kind::proceedings_transferred = "proceedings_transferred",
    event_kind::lapsed = "lapsed", event_kind::closed = "closed", event_kind::reopened = "reopened",
    event_kind::forwarded_to_provider = "forwarded_to_provider", event_kind::source_suppressed = "source_suppressed",
    event_kind::source_inactive = "source_inactive", event_kind::source_reactivated = "source_reactivated";
// clang-format on

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::subject_kind> {
    static constexpr std::string_view what = "subject";
    static constexpr std::array<std::string_view, 4> names{"person", "measure", "offence", "item"};
};

template <> struct std::hash<comity::event_kind> {
    std::size_t operator()(comity::event_kind k) const noexcept { return std::hash<std::string_view>()(k.name()); }
};
