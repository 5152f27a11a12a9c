// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/survival.hpp>

#include <cstdint>
#include <vector>

namespace comity::inline v0::detail {

/// What happened at one time, and to how many it could.
struct risk_set {
    double time = 0;
    std::int64_t at_risk = 0, events = 0, censored = 0;
};

/// The estimate from risk sets in the order of their times.
survival_curve curve_of(std::vector<risk_set> const&, limits, double confidence);

}  // namespace comity::v0::detail
