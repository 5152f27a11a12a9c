// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

// Figures that somebody has published as a table, held against themselves: whether they add up, and what their shares are.
//
// Of most registers only such tables are public. Their rows cannot be counted anew, but their sums can. A file says what is to be one:
//
//     title     = "Requests by quarter"
//     source    = "Ministry of Justice, yearbook 2020"
//     key       = ["period", "body"]            # the columns that together name a row; no two rows have the same
//     missing   = ["-"]                         # cells that say nothing was published, beside empty ones
//     thousands = ","                           # what stands between the digits of large numbers
//     delimiter = ";"                           # default: a comma
//
//     [[sums]]                                  # a column that ought to be the sum of others
//     name  = "answered"
//     total = "received"
//     parts = ["in_time", "late"]
//     rows  = { column = "period", starts_with = "Q" }   # only these; none named: all
//
//     [[shares]]                                # a share counted anew, and held against the one that was published
//     name      = "in_time"
//     of        = ["in_time"]
//     in        = "received"
//     by        = ["body"]                      # a row for each; none: one for all
//     published = "in_time_percent"             # where the table gives it too, in per cent
//     within    = 0.5                           # points of a per cent that rounding explains; 0.5 unless said

namespace comity::inline v0 {

struct published_figures {
    std::string title{};
    std::string source{};
    std::size_t rows = 0;           ///< read
    /// For each sum the rows that do not add up, with what they say and what the parts come to; for each share the share counted anew, and
    /// the rows that publish another.
    std::vector<table> tables{};
};

/// Throws bad_input, with file and line or row, for a file that cannot be used, a row that is not readable or occurs twice, and a cell that is
/// neither a number nor missing; not_found. Nothing is guessed: a row in which one of the numbers is missing is left out, and counted.
published_figures check_published(std::filesystem::path const& csv, std::filesystem::path const& what);

}  // namespace comity::v0
