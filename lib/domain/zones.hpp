// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cctz/time_zone.h>

#include <string>

namespace comity::inline v0::detail {

/// A zone of the system's time-zone data by its name. Throws bad_input for anything else: a path, an unknown name.
cctz::time_zone const& time_zone(std::string const& name);

}  // namespace comity::v0::detail
