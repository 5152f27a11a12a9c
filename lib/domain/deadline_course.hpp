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

/// Whether working days matter to how a length is counted.
bool asks_days(counting const&, std::optional<period> const& length);
/// The calendars that may apply where that authority has to act: the counting's own, or those of the State or the part of it.
std::vector<calendar> calendars_of(law const&, counting const&, jurisdiction const& bound);

}  // namespace comity::v0::detail
