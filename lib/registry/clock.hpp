// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace comity::inline v0::detail {

/// Microseconds of UTC, for `recorded_at`: the one place where the clock is read. A test puts another in its place.
extern std::atomic<std::int64_t (*)()> clock;

}  // namespace comity::v0::detail
