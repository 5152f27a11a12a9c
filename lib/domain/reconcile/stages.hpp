// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reference_keys.hpp"

// What comes after the references are matched; see `match`.

namespace comity::inline v0::detail {

/// Slips of the pen: of references that differ in one or two characters.
void match_by_typing_errors(matching_work&, reference_keys const&);
/// Of those that are left, who may be each other's; and who stands in one register twice.
void find_doubts(matching_work&, reference_keys const&);
/// What comes nearest to each that is left, and why it is not that one.
void find_nearest(matching_work&);

}  // namespace comity::v0::detail
