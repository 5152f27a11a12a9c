// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cctz/time_zone.h>

#include <string>

namespace comity::inline v0::detail {

/// A zone of the system's tz database by its name, or +01:00. Throws bad_input for anything else: a path, an unknown name, a machine's own zone.
cctz::time_zone const& time_zone(std::string const& name);

}  // namespace comity::v0::detail
