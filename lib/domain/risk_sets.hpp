// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/survival.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace comity::inline v0::detail {

/// What happened at one time, and to how many it could.
struct risk_set {
    double time = 0;
    std::int64_t at_risk = 0, events = 0, censored = 0;
};

/// Times of observations, doubled, the last bit set where one was censored: sorted, events come before censorings. In units of which there
/// are so many to one of the result. `entered` are the times of entry in the same units, not doubled, sorted; none: all from the start.
template <class Number> std::vector<risk_set> risk_sets_of(std::span<Number const> sorted, double units, std::span<std::int64_t const> entered = {}) {
    std::vector<risk_set> sets;
    sets.reserve(sorted.size());
    auto at_risk = entered.empty() ? static_cast<std::int64_t>(sorted.size()) : 0;
    auto next = entered.begin();
    for (auto one = sorted.begin(); one != sorted.end();) {
        auto const time = *one >> 1;
        for (; next != entered.end() && (*next < static_cast<std::int64_t>(time) || *next == 0); ++next) ++at_risk;  // who was there from the start, also at time 0
        auto set = risk_set{.time = static_cast<double>(time) / units, .at_risk = at_risk};
        for (; one != sorted.end() && *one >> 1 == time; ++one) ++(*one & 1 ? set.censored : set.events);
        at_risk -= set.events + set.censored;
        sets.push_back(set);
    }
    return sets;
}

/// The estimate from risk sets in the order of their times.
survival_curve curve_of(std::vector<risk_set> const&, limits, double confidence);

}  // namespace comity::v0::detail
