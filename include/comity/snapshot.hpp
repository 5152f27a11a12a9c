// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dossier.hpp"
#include "law.hpp"
#include "query.hpp"
#include "standing.hpp"
#include "table.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// A register as of a day and as known on a day: what figures run on.
//
//     auto view = registry.snapshot(date(2021, 5, 12));
//     view.unanswered({.requesting = "RU"_state, .requested = "GB"_state, .kind = request_kind::extradition})

namespace comity::inline v0 {

/// The day from which a request had another outcome, or was closed.
struct turn {
    date on;
    comity::outcome outcome{};
    bool closed = false;

    /// Whether it still waits for an outcome from then on.
    bool pending() const { return !closed && (outcome == comity::outcome::pending || outcome == comity::outcome::postponed); }
    /// Whether nobody waits for an answer any more, though there may be none.
    bool given_up() const {
        using enum comity::outcome;
        return closed || outcome == withdrawn || outcome == transferred || outcome == lapsed;
    }
    friend bool operator==(turn const&, turn const&) = default;
};

/// An outcome given to some items of incident assistance at once.
struct item_act {
    date on;
    event_kind kind;
    std::int64_t items = 0;
};

/// One request as it stood: what the figures need of it.
struct case_summary {
    uuid id{};
    comity::request request;                       ///< without its persons' names and free texts
    comity::standing standing;
    std::vector<std::optional<when>> answered{};   ///< under each of `law::answers()`, in that order
    std::vector<turn> turns{};                     ///< from being made on; the last is how it stands
    std::vector<item_act> item_acts{};
    std::int64_t erased_persons = 0;
    bool claimed = false;                          ///< something in it is known since a day that only an imported source claims
};

/// One dossier on a day; none if the request had not been made, or is the same as another.
std::optional<case_summary> summarize(dossier const&, law const&, cutoff const& as_of);

/// By what a period is divided.
enum class step { month, quarter, year };

/// A register as of a day and as known on a day: an immutable value, whose copies share their cases.
class snapshot {
public:
    /// Of cases that `summarize` made under the same law; else bad_input.
    snapshot(comity::law, cutoff as_of, std::optional<cutoff> known_on, std::vector<case_summary>);

    cutoff const& as_of() const { return as_of_; }
    std::optional<cutoff> const& known_on() const { return known_on_; }
    comity::law const& law() const { return law_; }
    std::span<case_summary const> cases() const& { return *cases_; }
    std::span<case_summary const> cases() && = delete;  ///< would not outlive the snapshot: keep it in a variable
    std::string const& root() const { return root_; }  ///< SHA-256 over all that figures read of it, in hex: says which register this was

    /// The requests themselves, and how each stands.
    table requests(query const& = {}) const;
    /// Requests without an answer under a definition (`law::answers`), the longest waiting first.
    table unanswered(query const& = {}, std::string_view definition = "substantive") const;
    /// The unanswered by how long they have waited: under 3, 3–6, 6–12, 12–24 and over 24 months.
    table ageing(query const& = {}, std::string_view definition = "substantive") const;
    /// What came back: requests by pair of States, kind and outcome.
    table outcomes(query const& = {}) const;
    /// Opening stock + new + reopened = outcomes + closing stock, per step of the period. Balances by construction.
    table flow(date_range, step = step::year, query const& = {}) const;
    /// Items of incident assistance: reported, and what was done with them in the period, by pair of States.
    table items(date_range, query const& = {}) const;

private:
    template <class Use> void each(query const&, Use) const;
    table figure(std::string name, std::string title, std::string definition, query const&, std::string_view parameters) const;

    comity::law law_;
    cutoff as_of_;
    std::optional<cutoff> known_on_;
    std::shared_ptr<std::vector<case_summary> const> cases_;
    std::string root_;
};

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::step> {
    static constexpr std::string_view what = "step";
    static constexpr std::array<std::string_view, 3> names{"month", "quarter", "year"};
};
