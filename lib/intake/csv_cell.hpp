// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// A cell of a CSV file on its way out: quoted where it must be, and no formula to a spreadsheet.

namespace comity::inline v0::detail {

/// An apostrophe goes before a text that a spreadsheet may take for a formula: one that begins, perhaps behind spaces, with = + - @ (also the full-width
/// ones), a tab or a line break. A number with its sign, -2, is none. A text that already has apostrophes before such a one gets one more, so that
/// `as_meant` gives back every text as it was.
std::string neutralised(std::string text);
std::string as_meant(std::string cell);

/// In quotation marks where the delimiter, a quotation mark or a line break is in it, or a space at either end, for readers that trim.
std::string csv_cell(std::string text, char delimiter);
std::string in_quotes(std::string_view text);

}  // namespace comity::v0::detail
