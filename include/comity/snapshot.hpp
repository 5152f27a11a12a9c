// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "columns.hpp"
#include "dossier.hpp"
#include "law.hpp"
#include "query.hpp"
#include "survival.hpp"
#include "table.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// A register as of a day and as known on a day: what figures run on.
//
//     auto const view = registry.snapshot(date(2021, 5, 12));
//     view.unanswered({.requesting = "RU"_state, .requested = "GB"_state, .kind = request_kind::extradition})
//     view.outcomes({.by = {key::requested, key::year}})

namespace comity::inline v0 {

namespace detail {
class column_reader;
}

/// By what a figure is broken down. Of instruments, measures and offences a request may have several: it then counts in each group, and the
/// groups add up to more than the requests.
enum class key {
    requesting,
    requested,
    direction,             ///< sent or received, by the State that the query is about
    kind,
    instrument,
    measure,
    offence,               ///< the group of offences
    offence_category,      ///< the category of the FATF that its group is in (`law::offence_groups`)
    urgency,
    channel,
    handling,
    language,
    requesting_authority,
    requested_authority,
    consent,               ///< whether the person is recorded to have consented to surrender
    counterpart,           ///< the other State, by the one that the query is about
    year,                  ///< in which the request was made, at the latest
};

/// Which requests a figure is about, and by what it is broken down.
struct breakdown {
    query of{};
    std::vector<key> by{key::requesting, key::requested, key::kind};
    int hold_back_below = 0;   ///< for publication: rows with a count from 1 up to this are held back, but for a headline that is larger, and others from which they would follow in the same table (not in several together). 0: none
};

/// How long something took is counted.
struct time_options {
    std::optional<event_kind> from{};  ///< from the first of these, as event_kind::request_received or ::arrest; none: from the date the request bears
    bool net = false;                ///< only days on which it was the requested State's turn: without those it waited for the requesting State or a court
    bool late_entry = false;         ///< each counts from the day the register knew of it: of a register that began with old open requests
    comity::limits limits = limits::log;
    double confidence = 0.95;
    std::vector<int> within_days{};  ///< `time_to` also tells in which share it happened within so many days, by Kaplan–Meier: {7} of an acknowledgement
};

/// By what a period is divided.
enum class step { month, quarter, year };

/// A register as of a day and as known on a day: an immutable value, whose copies share their columns.
class snapshot {
public:
    /// Of dossiers as they were known then. Those merged into another of them are left out.
    snapshot(comity::law, cutoff as_of, std::optional<cutoff> known_on, std::span<dossier const>);

    /// Of columns that `append` made under that law, as of that day.
    snapshot(comity::law, cutoff as_of, std::optional<cutoff> known_on, register_columns);

    cutoff const& as_of() const { return state_->as_of; }
    /// Of the registry that it was taken of: what it does not cover is not here. Empty: all that there was is.
    std::string const& clearance() const { return state_->from.clearance; }
    std::optional<cutoff> const& known_on() const { return state_->known_on; }
    comity::law const& law() const { return state_->law; }
    std::size_t size() const { return state_->columns.size(); }
    register_columns const& columns() const& { return state_->columns; }
    register_columns const& columns() && = delete;  ///< would not outlive the snapshot: keep it in a variable
    /// SHA-256, in hex, over the edition of the law, the day, and all that stands in the columns: says which register this was. What it
    /// is taken `known_on` shows in what it holds.
    std::string const& root() const { return state_->root; }

    /// The requests themselves, and how each stands.
    table requests(query const& = {}) const;
    /// Requests without an answer under a definition (`law::answers`), the longest waiting first.
    table unanswered(query const& = {}, std::string_view definition = "substantive") const;
    /// The unanswered by how long they have waited: under 3, 3–6, 6–12, 12–24 and over 24 months.
    table ageing(breakdown const& = {}, std::string_view definition = "substantive") const;
    /// What came back: requests by the outcome they have.
    table outcomes(breakdown const& = {}) const;
    /// Requests made and received in a period: made by the date they bear, received by the day of receipt where one is recorded.
    table traffic(date_range, breakdown const& = {}) const;
    /// Outcomes year by year, twice: of the requests asked in the year, to date (cohort), and those given in the year, whenever asked (flow).
    table outcomes_by_year(date_range, breakdown const& = {.by = {}}) const;
    /// Refusals in a period (none: to date), whole and partial, by ground, by provision and by who refused. By measure or offence, one that names some of
    /// these counts in the groups of those alone.
    table refusals(std::optional<date_range> = {}, breakdown const& = {.by = {key::requesting, key::requested}}) const;
    /// Time limits by article: met, met late, missed, not yet due … Throws bad_input where the view was taken without deadlines.
    table compliance(breakdown const& = {.by = {}}) const;
    /// Requests with no act of any kind, none after an acknowledgement, none after the last reminder, for so many days.
    table no_response(days at_least = days(0), breakdown const& = {}) const;
    /// Reminders sent, answered, and after how many days.
    table reminders(breakdown const& = {}) const;
    /// Supplementary information: how often asked for, in how many rounds, and how many days it took to supply.
    table questions(breakdown const& = {}) const;
    /// Persons, counted apart from requests and measures: arrested, consenting, surrendered, released, nationals. Without names, as a snapshot is, the same person in two
    /// requests counts twice.
    table persons(breakdown const& = {.by = {key::requesting, key::requested}}) const;
    /// Money: assets frozen, confiscated, returned and shared, costs incurred, claimed and agreed, as recorded in a period (none: to date), by
    /// year and currency.
    table amounts(std::optional<date_range> = {}, breakdown const& = {.by = {key::requesting, key::requested}}) const;
    /// Postponements, grants on conditions, requests that compete, consents to prosecute for other offences (speciality) and to transfer onward: how many, what
    /// came of them, and how many days they took.
    table complications(breakdown const& = {.by = {key::requesting, key::requested}}) const;
    /// Before and beside registration: received, not yet registered; returned; forwarded.
    table registration(breakdown const& = {.by = {key::requesting, key::requested}}) const;
    /// Feedback on what was sent: asked for, given, and how useful it was said to be.
    table feedback(breakdown const& = {.by = {key::requesting, key::requested}}) const;
    /// Of how many requests each date that figures rest on is known exactly, roughly, by a claim alone, or not at all.
    table coverage_of_dates(query const& = {}) const;
    /// What the requests are by channel, by part of a State (GB-SCT) and by what is recorded of them, beside those of the view that the query leaves out: which
    /// channels and parts occur, which do not, and of how many nothing is known.
    table coverage_of_requests(query const& = {}, int hold_back_below = 0) const;
    /// Two States in both directions, side by side, and what each does for all others.
    table reciprocity(state_code a, state_code b, std::string_view definition = "substantive") const;
    /// Opening stock + new + reopened = outcomes + closing stock, per step of the period. Balances by construction.
    table flow(date_range, step = step::year, breakdown const& = {.by = {}}) const;
    /// How many waited for an outcome at the end of each step: a column for each.
    table stock(date_range, step = step::month, breakdown const& = {}) const;
    /// How long it takes until something happens, with those in which it has not: Kaplan–Meier quartiles and limits, in days. `what` is a
    /// definition of an answer ("answer" is "substantive"; "decision", "final" …), "acknowledgement", "surrender", "execution", or the name of a kind of event.
    table time_to(std::string_view what, breakdown const& = {}, time_options const& = {}) const;
    /// The curve behind it: for each day on which something happened, how many were still waiting, and the probability of waiting longer.
    table waiting_curve(std::string_view what, breakdown const& = {.by = {}}, time_options const& = {}) const;
    /// What a request has come to after so many days: the probability of each outcome, where the first excludes the others (cumulative incidence).
    table incidence(breakdown const& = {.by = {}}, std::vector<int> const& after_days = {30, 90, 180, 365, 730, 1825}, time_options const& = {}) const;
    /// How long items of incident assistance take, in hours: to "acknowledgement", "forwarding" or "suppression". By UTC clocks, where a clock time is
    /// recorded; a source that is active again begins anew. Those that were never suppressed count as long as they have been known.
    table item_times(std::string_view what = "suppression", breakdown const& = {.by = {key::requested}}) const;
    /// Items of incident assistance: reported, and what was done with them in the period.
    table items(date_range, breakdown const& = {.by = {key::requesting, key::requested}}) const;

private:
    friend class detail::column_reader;
    friend class registry;  // which takes it, and brings it up to date
    /// Which requests of a register it was taken of, and where the register had come to: what is needed to bring it up to date.
    struct source {
        query of{};
        bool deadlines = false;
        std::string clearance{};                     ///< of the reader who took it
        std::string position{};
    };
    struct state {
        comity::law law;
        cutoff as_of;
        std::optional<cutoff> known_on;
        source from;
        register_columns columns;
        std::string root{};
        comity::coverage dates{};                    ///< of all requests, and
        std::int64_t erased_persons = 0, made_up = 0;
    };
    explicit snapshot(state);

    std::shared_ptr<state const> state_;
};

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::step> {
    static constexpr std::string_view what = "step";
    static constexpr std::array<std::string_view, 3> names{"month", "quarter", "year"};
};

template <> struct comity::detail::enum_names<comity::key> {
    static constexpr std::string_view what = "key of a breakdown";
    static constexpr std::array<std::string_view, 17> names{"requesting", "requested", "direction", "kind", "instrument", "measure", "offence", "offence_category", "urgency",
                                                            "channel", "handling", "language", "requesting_authority", "requested_authority", "consent", "counterpart", "year"};
};
