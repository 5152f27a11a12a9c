// SPDX-License-Identifier: Apache-2.0
#include <comity/table.hpp>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <charconv>
#include <cmath>

namespace comity::inline v0 {

namespace {

struct writer {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    /// The shortest text that reads back as the same number, in any locale.
    std::string operator()(double number) const {
        if (!std::isfinite(number)) return {};
        std::array<char, 32> text;
        return {text.data(), std::to_chars(text.begin(), text.end(), number).ptr};
    }
    std::string operator()(date day) const { return to_string(day); }
    std::string operator()(when const& rough) const { return to_string(rough); }
    std::string operator()(std::string const& text) const { return text; }
};

UChar32 visible(UChar32 c) {
    constexpr UChar32 pictures = 0x2400, delete_picture = 0x2421, replacement = 0xFFFD;
    auto const control = u_charType(c) == U_CONTROL_CHAR;
    if (c == 0x2028 || c == 0x2029 || (control && u_isUWhiteSpace(c))) return ' ';
    if (c == 0x7F) return delete_picture;
    if (control && c < 0x20) return pictures + c;
    if (control || u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) || U_IS_UNICODE_NONCHAR(c)) return replacement;
    return c;
}

}  // namespace

std::string to_text(cell const& c) { return std::visit(writer{}, c); }

std::string displayable(std::string_view text) {
    auto const read = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    icu::UnicodeString shown;
    for (std::int32_t at = 0; at < read.length(); at = read.moveIndex32(at, 1))
        shown.append(visible(read.char32At(at)));
    std::string result;
    return shown.toUTF8String(result);
}

}  // namespace comity::v0
