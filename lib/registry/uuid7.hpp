// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/uuid.hpp>

namespace comity::inline v0::detail {

/// A new UUID of version 7 (RFC 9562): the time in front, random bits from libcrypto behind. Each is greater than the one
/// before, also within a millisecond and when the system's clock is put back.
uuid make_uuid7();

}  // namespace comity::v0::detail
