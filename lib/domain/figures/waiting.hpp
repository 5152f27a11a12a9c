// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "figure.hpp"

#include "../risk_sets.hpp"

#include <comity/snapshot.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How long requests wait: when the clock of each begins and ends.

namespace comity::inline v0::detail {

/// Days are counted in halves, since the middle of a rough date may lie between two days.
using half_days = std::int64_t;

/// What ends the waiting: an event of some kinds, or an answer under a definition.
class moment {
public:
    /// Throws bad_input for what is neither.
    moment(column_reader const&, std::string_view what);

    std::optional<std::size_t> first(std::size_t request) const;
    message const& text() const { return text_; }

private:
    event_kind named(std::string_view what) const;

    column_reader const& in_;
    std::optional<answers> answers_{};
    std::vector<bool> kinds_{};
    message text_{};
};

/// A request under observation: from when, how long, and whether it ended with what is asked for.
struct observation {
    half_days entry = 0, duration = 0;
    std::optional<std::size_t> event{};    ///< none: it was still waiting, or nobody waits any more
    bool given_up = false;
    bool too_early = false;                ///< it had happened before the time begins

    /// All was over before the register knew of it.
    bool known_too_late() const { return entry > 0 && entry >= duration; }
};

class waiting_clock {
public:
    waiting_clock(column_reader const&, time_options const&);

    /// None where it does not begin: no receipt is recorded. `what`: the event with which it ends.
    std::optional<observation> run(std::size_t request, std::optional<std::size_t> what) const;

private:
    std::optional<half_days> start(std::size_t request) const;
    /// Of the days that an event may have been.
    half_days middle(std::size_t request, std::size_t event) const { return half_days{in_.columns.events.earliest[event]} + std::max(in_.day(request, event), in_.columns.events.earliest[event]); }
    /// How much of the time was not the requested State's turn.
    half_days others_turn(std::size_t request, half_days from, half_days until) const;

    column_reader const& in_;
    time_options o_;
    std::vector<bool> begins_;
};

/// The observations of some groups of requests.
class observed_groups {
public:
    observed_groups(column_reader const&, grouping const&, moment const&, time_options const&);

    struct group_counts {
        std::int64_t requests = 0, happened = 0, waiting = 0, given_up = 0, no_start = 0, too_early = 0, known_too_late = 0;
    };
    std::vector<group_counts> of;

    /// Which are held back, of a figure in which they make the rows.
    held_rows held_back(grouping const&, int below) const;
    /// In days. Different groups may be asked for at the same time.
    std::vector<risk_set> risk_sets(std::size_t group);

private:
    std::vector<std::size_t> begins_;
    std::vector<std::uint32_t> ends_{};   ///< half-days, and whether censored
    std::vector<half_days> entries_{};    ///< of each, in the same places before they are sorted: only their own order matters
};

/// In which part it had happened by a time, in per cent: nothing is known beyond the last that was under observation, unless all was over by then.
cell percent_by(survival_curve const&, double time);

}  // namespace comity::v0::detail
