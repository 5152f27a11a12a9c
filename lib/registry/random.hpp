// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/uuid.hpp>

#include <array>
#include <cstdint>
#include <span>

namespace comity::inline v0::detail {

/// From libcrypto, fit for secrets.
void fill_random(std::span<std::uint8_t>);

template <std::size_t N> std::array<std::uint8_t, N> random_bytes() {
    std::array<std::uint8_t, N> bytes;
    fill_random(bytes);
    return bytes;
}

/// A new UUID of version 7 (RFC 9562): those made later by this process sort behind.
uuid make_uuid7();

}  // namespace comity::v0::detail
