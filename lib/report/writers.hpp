// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/report.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// One writer per format, and what they share: how outside text, cells and coverage read to a person.

namespace comity::inline v0::detail {

std::string to_html(brief const&, language const&);
std::string to_markdown(brief const&, language const&);
std::string to_csv(brief const&, language const&);
std::string to_json(brief const&, language const&);
void write_workbook(std::ostream&, brief const&, language const&);

/// A picture with its labels, title and description in a language.
std::string inline_svg(picture const&, language const&);

/// A column that a person is shown, and how many decimals it needs so that its numbers line up: as many as its cells have,
/// three at most.
struct shown_column {
    std::size_t index;
    column_type type;
    int decimals;
};

/// As many as the numbers of a column need, three at most, or as its shares bear.
int decimals(table const&, std::size_t column);

/// All but identifiers, and columns in which no row has anything.
struct shown_columns {
    shown_columns(table const&, language const&);
    std::vector<shown_column> columns;
    std::string remark{};  ///< of a wide table: which counts are 0 in every row and left out
};

/// A cell as it is shown: 12,345, 48.50, 2020-03-02, 2009-08, words spelt out, text made displayable, and a dash for nothing.
std::string readable(cell const&, shown_column const&, language const&);

using comity::in_words;
/// "Dates: 48 known exactly, 2 approximately, 1 missing; 5 rest on a source's claim."
message in_words(coverage const&);

/// What the findings count: each definition once, behind the numbers of those that it belongs to, "1, 2".
std::vector<std::pair<std::string, message>> definitions_of(std::vector<headline> const&);

/// How to read dashes and rough dates, and what made the brief.
inline constexpr auto* legend =
    "A dash stands for what is not known or does not apply. A date such as 2009-08 is known only roughly: some day in "
    "that month. A tilde (~) means about; a question mark (?) means that the source is doubted.";
std::string_view report_file(std::string_view name);  ///< of those that are embedded
std::string version();   ///< "0.1.0"
message made_by();       ///< "Made by comity 0.1.0."

}  // namespace comity::v0::detail
