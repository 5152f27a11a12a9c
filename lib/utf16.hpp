// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unicode/unistr.h>

#include <cstdint>
#include <string>
#include <string_view>

// Between UTF-8, in which everything here is, and the strings of ICU. What is not UTF-8 becomes U+FFFD.

namespace comity::inline v0::detail {

inline icu::UnicodeString utf16(std::string_view text) { return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}); }

inline std::string utf8(icu::UnicodeString const& text) {
    std::string result;
    return text.toUTF8String(result);
}

}  // namespace comity::v0::detail
