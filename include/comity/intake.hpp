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
// The mapping file: TOML that says which column of a register is what. Nothing in it is guessed, and all of it is checked
// before a row is read.
//
//     register    = "landmark cases"       # the register's name. It goes into the ids: rename it, and it is another register
//     rows        = "requests"             # each row is a request, with its events in columns; or "events": each row is an event
//     key         = ["case", "number"]     # the columns that together name a row; no two rows have the same
//     request_key = ["case"]               # with rows = "events": the columns that name the request
//     dates       = "DD/MM/YYYY"           # how dates are written: YYYY, MM or M, DD or D, hh, mm, ss; default: EDTF, as 2016-02-29, 2016-02
//     time_zone   = "Europe/London"        # of clock times written without an offset
//     delimiter   = ";"                    # default: a comma
//     missing     = ["NA", "n/a"]          # cells that mean nothing, beside empty ones
//     ignored     = ["price"]              # columns not to be read. Each other column that nothing reads is remarked on
//
//     [request]                            # where each member of the request comes from
//     requesting = { column = "from" }                                  # a cell, as it is written
//     requested  = { always = "US" }                                    # the same for every row
//     kind       = { column = "type", values = { "A" = "extradition", "B" = "" } }
//                                          # a cell, translated. "" means nothing. A cell that is not listed is refused,
//                                          # unless otherwise = "…" says what it means
//     basis      = { column = "treaty", split = ";" }                   # several values in a cell, without the spaces around them
//     made_on    = { column = "made", dates = "YYYYMMDD" }              # a format of its own
//     requested_authority = { column = ["agency", "place"], join = ", " }   # one value out of several cells
//     items      = { column = "addresses", split = " ", kind = "ipv4" }
//
// Members of [request]: requesting, requested, kind, made_on (these four are required); reference, requested_reference,
// basis, channel, urgent, urgency_reason, language, handling, review_on, synthetic, note, requesting_authority,
// requested_authority, persons, nationalities, person_role (the last two of every person in the row), offences, measures,
// items, competing (the keys of other requests of this register, where a key is one column), source, known_since.
//
//     [event]                              # with rows = "events": the event of the row. A row whose kind is empty, or
//     kind = { column = "event" }          # "filed", only carries the request. What was asked is read from that row, or
//     on   = { column = "on" }             # else from the request's first; a row that says otherwise is remarked on
//
//     [[events]]                           # with rows = "requests": one for each event that a row can hold
//     name = "answer"                      # goes into the event's id; default: its place in the file, "1"
//     kind = { column = "status", values = { "done" = "executed", "rejected" = "refused", "ack" = "" } }
//     on   = { column = "date_done", or_between = ["date_submitted", "2016-05-31"] }
//                                          # where the cell is empty: some day between these (columns or fixed days), and
//                                          # remarked on
//
// Members of events: kind, on (required), by, provision, ground, concerns ("person 2; item 1-30", with split = ";"),
// amounts ("1250000.50 EUR"), appoints, source, known_since, note. There is no event where `kind` means nothing. Where it means something and `on` is
// empty, the row is refused (an event that is left out would be a request unanswered), unless `or_between` gives the days,
// `or_nothing = true` says that then there is none, or `kind` is always the same, so that the date alone tells. `source` of
// requests and events is the register's name unless it is mapped; `known_since` is since when the register's keeper knew.
//
//     [[checks]]                           # what goes in, and is doubtful
//     if_earlier = ["date_due", "date_submitted"]   # where the first is before the second (columns or fixed days)
//     text       = "due before it was submitted"
//     dates      = "YYYYMMDD"              # a format of its own

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

/// For people: the counts, then the remarks, on a line each: of those that say the same of a column the first `of_each`, and how many more there are (0: all).
/// What comes from the file is quoted, cut, and harmless. Gives how many are left out.
std::size_t write(std::ostream&, intake_report const&, std::size_t of_each = 0);
/// All remarks: refused or doubtful, row, column, value as found, and what is wrong.
table to_table(intake_report const&);

/// Reads a register. A row that cannot be read is refused, and named; the rest goes in, in one transaction. The same file again
/// changes nothing. Others who write wait meanwhile (see `registry::write`). `progress` is told of rows, and must not write to the register.
/// Throws bad_input where the file or mapping as a whole cannot be read, with file and line; not_found; conflict where others wrote to the
/// same requests at the same time, three times over.
intake_report import_csv(registry&, std::filesystem::path const& csv, std::filesystem::path const& mapping, progress const& = {});

}  // namespace comity::v0
