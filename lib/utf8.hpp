// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unicode/utf8.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace comity::inline v0::detail {

inline bool is_utf8(std::string_view text) {
    auto const size = static_cast<int>(text.size());
    for (int at = 0; at < size;) {
        UChar32 c = 0;
        U8_NEXT(reinterpret_cast<std::uint8_t const*>(text.data()), at, size, c);
        if (c < 0) return false;
    }
    return true;
}

/// Capital letters of ASCII for small ones; other characters as they are.
inline std::string to_upper(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

}  // namespace comity::v0::detail
