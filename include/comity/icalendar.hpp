// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deadline.hpp"
#include "language.hpp"

#include <iosfwd>
#include <span>
#include <string_view>

// Deadlines as a calendar file that office programs read (RFC 5545).

namespace comity::inline v0 {

/// Writes one all-day entry for each deadline that has a day: from its earliest last day to its latest. The same deadline has the same UID in
/// every file, and SEQUENCE is the number of the day `as_of` since 1970, so that a later file takes the place of an earlier one; what has
/// been superseded, discontinued or waived is CANCELLED there. Who reads it learns references, States and articles, and no name of a
/// person. A warning, as of data that are made up, stands first in each entry. The same bytes for the same input. Text from outside is escaped; lines are folded after at most 75 octets.
void write_icalendar(std::ostream&, std::span<deadline const>, cutoff const& as_of, message const& warning = {}, language const& = {});

}  // namespace comity::v0
