// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/counting.hpp>

#include <optional>
#include <span>

namespace comity::inline v0::detail {

/// The ends of a period over all readings and calendars.
struct counted_ends {
    date earliest, latest;
    std::optional<instant> earliest_at{}, latest_at{};
    bool provisional = false;
    bool readings_differ = false;
};

/// What `count` does, without keeping what its steps would need, and for a way of counting that was checked.
counted_ends ends_of(period const& length, when const& start, counting const&, std::span<calendar const> alternatives, direction = direction::forward,
                     bool custody = false);

}  // namespace comity::v0::detail
