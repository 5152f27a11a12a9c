// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/report.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// One writer per format, and what they share: how outside text, cells and coverage read to a person.

namespace comity::inline v0::detail {

std::string to_html(brief const&);
std::string to_markdown(brief const&);
std::string to_csv(brief const&);
std::string to_json(brief const&);
void write_workbook(std::ostream&, brief const&);

/// A column that a person is shown, and how many decimals it needs so that its numbers line up: as many as its cells have,
/// three at most.
struct shown_column {
    std::size_t index;
    int decimals;
};

/// As many as the numbers of a column need, three at most.
int decimals(table const&, std::size_t column);

/// All but identifiers, and columns in which no row has anything.
struct shown_columns {
    explicit shown_columns(table const&);
    std::vector<shown_column> columns;
    std::string remark{};  ///< of a wide table: which counts are 0 in every row and left out
};

/// A cell as it is shown: 12 345, 48.50, 2020-03-02, 2009-08, text made displayable, and a dash for nothing.
std::string readable(cell const&, int decimals);

std::string day_in_words(date);  ///< "2 March 2020"

/// "some day in August 2009, approximately"
std::string in_words(when const&);

/// "Dates: 48 known exactly, 2 approximately, 1 missing; 5 rest on a source's claim."
std::string in_words(coverage const&);

/// How to read dashes and rough dates, and what made the brief.
inline constexpr std::string_view legend =
    "A dash stands for what is not known or does not apply. A date such as 2009-08 is known only roughly: some day in "
    "that month. A tilde (~) means about; a question mark (?) means that the source is doubted.";
std::string_view report_file(std::string_view name);  ///< of those that are embedded
std::string version();  ///< "0.1.0"

}  // namespace comity::v0::detail
