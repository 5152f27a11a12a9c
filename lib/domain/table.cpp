// SPDX-License-Identifier: Apache-2.0
#include <comity/table.hpp>

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

}  // namespace

std::string to_text(cell const& c) { return std::visit(writer{}, c); }

}  // namespace comity::v0
