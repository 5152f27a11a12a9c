// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace comity::inline v0::detail {

/// U+0421
inline std::string code_point(UChar32 c) {
    char text[16];
    std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(c));
    return text;
}

/// Outside text as a message may show it: in quotes, cut after 60 characters, and what cannot be seen (controls, marks
/// of direction) written out, as in "R<U+0000>U". A byte that is not UTF-8 is shown as U+FFFD.
inline std::string quoted(std::string_view text, int longest = 60) {
    auto const head = text.substr(0, static_cast<std::size_t>(longest) * 4);
    auto const characters = icu::UnicodeString::fromUTF8({head.data(), static_cast<int32_t>(head.size())});
    std::string shown = "\"";
    int32_t at = 0;
    for (int n = 0; at < characters.length() && n < longest; ++n, at = characters.moveIndex32(at, 1)) {
        auto const c = characters.char32At(at);
        if (u_isprint(c))
            icu::UnicodeString(c).toUTF8String(shown);
        else
            shown += "<" + code_point(c) + ">";
    }
    return shown + (at < characters.length() || head.size() < text.size() ? "…\"" : "\"");
}

/// A path, of which the end says most.
inline std::string quoted_path(std::string_view path) { return quoted(path, 400); }

}  // namespace comity::v0::detail
