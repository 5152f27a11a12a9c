// SPDX-License-Identifier: Apache-2.0
// The letters are Cyrillic, U+0421 U+0410, and only look like CA.
// error: not a constant expression
#include <comity/state.hpp>

using namespace comity::literals;

#ifdef CONTROL
[[maybe_unused]] constexpr auto canada = "CA"_state;
#else
[[maybe_unused]] constexpr auto canada = "СА"_state;
#endif
