// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/deadline.hpp>

#include "counting_ends.hpp"
#include "law/rules.hpp"

namespace comity::inline v0::detail {

/// What was counted, where that is not simply the row's length.
struct course_of_clock {
    std::optional<period> early{}, late{};       ///< none: nothing to count
    std::optional<date> fixed{};                 ///< the last day, where it was appointed
    std::optional<std::pair<date, date>> at_most{};  ///< and not beyond the end of another limit: its earliest and latest
    std::vector<counting_step> remarks{};
};

/// The calendars that may apply to a limit for which that authority answers: none where working days do not matter.
std::vector<calendar> calendars_of(law const&, rule const&, jurisdiction const& bound);

}  // namespace comity::v0::detail
