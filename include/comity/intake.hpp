// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry.hpp"

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

// Registers kept elsewhere, read from CSV through a mapping file that says which column is what.
//
//     register = "old register"                                # old-register.toml
//     rows     = "requests"                                    # each row is a request
//     key      = ["number"]                                    # the column that names a row
//     dates    = "DD/MM/YYYY"                                  # never guessed; default: 2016-02-29, 2016-02, 2016
//
//     [request]
//     requesting = { column = "from" }
//     requested  = { always = "GB" }
//     kind       = { column = "type", values = { "A" = "extradition", "B" = "mutual_legal_assistance" } }
//     made_on    = { column = "made" }
//     reference  = { column = "number" }
//
//     [[events]]
//     kind = { column = "result", values = { "granted" = "granted", "refused" = "refused", "open" = "" } }
//     on   = { column = "decided" }
//
// The whole of the format stands in lib/intake/mapping.hpp.

namespace comity::inline v0 {

/// Something about one row of the file. `refused`: the row, or this value of it, did not go in. Else it went in, and is doubtful.
struct remark {
    std::size_t row = 0;           ///< as a spreadsheet numbers them: the heading is row 1
    std::string column{};
    std::string value{};           ///< as found
    std::string text{};            ///< what is wrong and what would be accepted
    bool refused = false;
};

/// What a load did. `filed + amended + unchanged + refused` is the number of rows read, the heading and empty lines left out.
struct intake_report {
    std::string source{};          ///< the name the mapping gives the register
    std::size_t rows = 0;
    std::size_t filed = 0;         ///< not known before
    std::size_t amended = 0;       ///< known already, and different now: what changed is amended, what is gone from a row retracted
    std::size_t unchanged = 0;     ///< known already, and the same
    std::size_t refused = 0;       ///< could not be read; each has its remarks
    std::vector<remark> remarks{};        ///< in the order of rows
    std::vector<std::string> vanished{};  ///< what an earlier load had and this file no longer has, by its row key; it stays
};

/// For people: the counts, then every remark, on a line of its own. What comes from the file is quoted, cut, and harmless.
void write(std::ostream&, intake_report const&);

/// Reads a register. A row that cannot be read is refused, and named; the rest goes in, in one transaction. The same file again
/// changes nothing. Throws bad_input where the file or mapping as a whole cannot be read, with file and line; not_found.
intake_report import_csv(registry&, std::filesystem::path const& csv, std::filesystem::path const& mapping, progress const& = {});

}  // namespace comity::v0
