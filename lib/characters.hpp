// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "quoted.hpp"

#include <comity/error.hpp>

#include <unicode/utf8.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace comity::inline v0::detail {

/// What a text that people read may be made of. Registers have zero width spaces and tabs in the names of their authorities: what does no harm is kept, and made fit
/// to be shown where it is shown.
enum class characters {
    reference,  ///< it is compared and searched for: what cannot be seen has no place in it
    label,      ///< one line: no marks of direction, no control characters but tabs
    lines,      ///< labels, and ends of lines
    free_text,  ///< no control characters but tabs and ends of lines; of a person's name too, as it is spelt
};

/// Throws bad_input, naming the field and the code point. Names and free texts are not quoted: who reads a message need not be one who may read them.
inline void check_characters(std::string_view field, std::string_view text, characters allowed) {
    using enum characters;
    auto const one_of = [&](auto... some) { return ((allowed == some) || ...); };
    auto const size = static_cast<int>(text.size());
    for (int at = 0; at < size;) {
        auto const start = at;
        UChar32 c;
        U8_NEXT(reinterpret_cast<std::uint8_t const*>(text.data()), at, size, c);
        auto const kind = u_charType(c < 0 ? 0 : c);  // a broken byte is taken as NUL is
        auto const control = kind == U_CONTROL_CHAR, separator = kind == U_LINE_SEPARATOR || kind == U_PARAGRAPH_SEPARATOR;
        auto const unseen = separator || (one_of(reference) ? kind == U_FORMAT_CHAR : u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0);
        if (!control && (!unseen || one_of(free_text))) continue;
        auto const ends_line = c == '\n' || (c == '\r' && text.substr(static_cast<std::size_t>(at)).starts_with('\n'));
        if ((c == '\t' && one_of(label, lines, free_text)) || (ends_line && one_of(lines, free_text))) continue;
        throw bad_input(std::string(field) + (one_of(free_text) ? "" : " " + quoted(text)) + " holds " +
                        (c < 0     ? "what is not UTF-8 at byte " + std::to_string(start)
                         : control ? code_point(c) + ", a control character"
                                   : code_point(c) + ", a mark of direction or another that cannot be seen") +
                        (one_of(lines, free_text) ? "; write visible characters, line feeds and tabs" : "; write visible characters"));
    }
}

}  // namespace comity::v0::detail
