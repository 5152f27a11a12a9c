// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry.hpp"

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

// Registers kept elsewhere, read from CSV through a mapping file that says which column is what; and a register written as such a file, with the mapping
// that reads it back.
//
// The mapping file: TOML that says which column of a register is what. Nothing in it is guessed, and all of it is checked
// before a row is read.
//
//     register    = "landmark cases"       # the register's name. It goes into the ids: rename it, and it is another register
//     rows        = "requests"             # each row is a request, with its events in columns; or "events": each row is an event
//     key         = ["case", "number"]     # the columns that together name a row; no two rows have the same
//     request_key = ["case"]               # with rows = "events": the columns that name the request
//     together    = true                   # with rows = "events": the rows of a request follow each other; the file is then not held in memory
//     parts       = "row"                  # with rows = "events": a row in which this column says "person 2", "offence 1", "measure 3", "item 17",
//                                          # "document 1", "related 1", or "person 2 name 3" for a further name, is that part of its request
//     dates       = "DD/MM/YYYY"           # how dates are written: YYYY, MM or M, DD or D, hh, mm, ss; default: EDTF, as 2016-02-29, 2016-02.
//                                          # Of a month or a year alone 2016-02 and 2016 are read beside any pattern.
//                                          # "excel-1900" and "excel-1904" are the numbers of Excel's two systems (44197 is 2021-01-01 in the first, 42735
//                                          # in the second); a fraction is a clock time in `time_zone`, to a millisecond
//     time_zone   = "Europe/London"        # of clock times written without an offset
//     delimiter   = ";"                    # default: a comma
//     decimal     = ","                    # in amounts ("1250000,50 EUR") and Excel's dates; default: a point
//     formulas    = "neutralised"          # the apostrophes that export_csv puts before what a spreadsheet would take for a formula come off again
//     withheld    = true                   # names and free texts are not in the file: those that the register has stay
//     missing     = ["NA", "n/a"]          # cells that mean nothing, beside empty ones
//     ignored     = ["price"]              # columns not to be read. Each other column that nothing reads is remarked on
//
//     [request]                            # where each member of the request comes from
//     requesting = { column = "from" }                                  # a cell, as it is written
//     requested  = { always = "US" }                                    # the same for every row
//     kind       = { column = "type", values = { "A" = "extradition", "B" = "" } }
//                                          # a cell, translated. "" means nothing. A cell that is not listed is refused,
//                                          # unless otherwise = "…" says what it means
//     basis      = { column = "treaty", split = ";" }                   # several values in a cell, without the spaces around them; with
//                                                                       # split = "\n" one on each line, and as they stand
//     made_on    = { column = "made", dates = "YYYYMMDD" }              # a format of its own
//     requested_authority = { column = ["agency", "place"], join = ", " }   # one value out of several cells
//     items      = { column = "addresses", split = " ", kind = "ipv4" }
//
// Members of [request]: requesting, requested, kind, made_on (these four are required); reference, requested_reference,
// basis, channel, urgent, urgency_reason, language, handling, review_on, synthetic, note, requesting_authority,
// requested_authority (their names; and with _kind, _jurisdiction and _zone behind it), persons, nationalities, person_role (the last two of every person in
// the row), offences, measures, items, competing (the keys of other requests of this register, where a key is one column), source, known_since,
// filing_note (of the entry that files the request), id (its own UUID: a request that the register has under that id is the one that is meant).
//
// In the place of a UUID, an id of a request or event may be "new" and a name, as "new 1": what has none yet. Its id then follows from the row's key, so that the same file again
// adds nothing. `register` must then be a name that no other register has: "comity", which exported mappings have unless told otherwise, is none. Under that name it goes in once: where the row says something else later, it is refused, and names the id that is to be written to change it; the next export has it.
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
//     [person]                             # with `parts`: where the members of each come from. Parts are numbered from 1 within their request, each once,
//     name = { column = "name" }           # and go in by their numbers, in whatever order the rows stand
//     role = { column = "role" }
//
// Members of [person]: name, name_kind, role, nationalities, born, legal_person; of [name]: text, kind; of [offence]: title, group, text, committed_on; of
// [measure]: kind, object, purpose; of [item]: kind (required), value, port, activity, observed_on; of [document]: title, language, translates, pages,
// sha256; of [related]: id (a UUID), relation (both required).
//
// Members of events: kind, on (required), id (its own UUID, with rows = "events"), by (and by_kind, by_jurisdiction, by_zone), provision, ground, concerns
// ("person 2; item 1-30", with split = ";"), amounts ("1250000.50 EUR"), appoints, source, known_since, note. There is no event where `kind` means nothing. Where it means something and `on` is
// empty, the row is refused (an event that is left out would be a request unanswered), unless `or_between` gives the days,
// `or_nothing = true` says that then there is none, or `kind` is always the same, so that the date alone tells. `source` of
// requests and events is the register's name unless it is mapped (and not empty, or or_nothing = true); `known_since` is since when the register's keeper knew.
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

/// What a load changed of something that the register had.
struct amendment {
    std::size_t row = 0;           ///< of the file
    std::string of{};              ///< what changed, by the names of the mapping: "made_on", "person 2 name", "refused on"; of an event that came or went, "event"
    std::string before{};          ///< as to-csv would write it; empty: nothing was there
    std::string after{};           ///< empty: nothing is there any more
};

/// What a load did. `filed + amended + unchanged + refused` is the number of rows read, the heading and empty lines left out.
struct intake_report {
    std::string source{};          ///< the name the mapping gives the register
    std::size_t rows = 0;
    std::size_t filed = 0;         ///< not known before
    std::size_t amended = 0;       ///< known already, and different now: what changed is amended, what is gone from a row retracted
    std::size_t unchanged = 0;     ///< known already, and the same
    std::size_t refused = 0;       ///< could not be read; each has its remarks
    std::vector<remark> remarks{};        ///< in the order of rows; of more than 50,000 the first of them, and a last one that says how many are left out
    std::vector<amendment> amendments{};  ///< in the order of rows, each that went in; of more than 50,000 the first of them, and a remark says how many are left out
    std::vector<std::string> vanished{};  ///< what an earlier load had, and no row of this file that could be read has, by its row key; it stays
};

/// For people: the counts, then the remarks and amendments, on a line each: of those that say the same of a column the first `of_each`, and how many more there are (0: all).
/// What comes from the file is quoted, cut, and harmless. Gives how many are left out.
std::size_t write(std::ostream&, intake_report const&, std::size_t of_each = 0);
/// All remarks and amendments: refused, doubtful or amended, row, column, value as found or as it is now, and what is wrong or what it was.
table to_table(intake_report const&);

/// Reads a register. A row that cannot be read is refused, and named; the rest goes in, in one transaction. The same file again
/// changes nothing. Others who write wait meanwhile (see `registry::write`). `progress` is told of rows, and must not write to the register.
/// With `dry_run` all is read, compared and told as it would be, and nothing stays.
/// Of one request a hundred events that break a rule are found out and refused each for itself; what comes after these is refused untried, and says so. A request
/// that would be larger than a register takes is refused with all its rows, or left as it is.
/// Throws bad_input where the file or mapping as a whole cannot be read, with file and line; not_found; conflict where others wrote to the
/// same requests at the same time, three times over.
intake_report import_csv(registry&, std::filesystem::path const& csv, std::filesystem::path const& mapping, progress const& = {}, bool dry_run = false);

struct export_options {
    query of{};                           ///< which requests
    std::optional<cutoff> known_on{};     ///< as they were known then
    /// What may name a person: names, births, notes, sources, names of authorities, urgency_reason, what measures are about, values of items, titles of documents, grounds that are no
    /// word. Without them the file has no columns for these, and its mapping says `withheld`.
    bool names = false;
    char delimiter = ',';                 ///< or a semicolon, bar or tab
    std::string register_name = "comity"; ///< in the mapping; one of its own lets what is new be added to the file
};

/// Writes a register as CSV, for spreadsheets, and the mapping that reads it back: `import_csv` of the two into an empty register, and exported again with
/// the same options, gives the same bytes, and the same dossiers with the same ids. Into the register it came from, what was changed in the file becomes amendments.
///
/// A row is a request, one of its parts, or an event; requests stand in the order of their ids, events by day and as recorded. What is written is what stands,
/// as of one moment: an amended entry has its last content, a retracted one no row, and the events of a request that was merged into another are that one's, under their
/// ids; where two have the same, the later one gets another that follows from its request's and its own.
/// What makes an entry evidence (its number, when it was recorded, what it corrects, that something was erased, chains, salts and seals) is not in it: that travels in archives.
/// What the registry's clearance does not cover is not written. Texts are as they are kept, marks of direction too; one that a spreadsheet would take for a formula
/// gets an apostrophe in front, which the mapping takes off again. UTF-8 with a byte order mark, CRLF.
///
/// Memory is that of one request. Both files are new, and there when they are whole: conflict where one is there already, storage_error where they cannot be
/// written, unsupported for a text over 1 MB. Gives the number of requests; `progress` is told of them.
std::size_t export_csv(registry const&, std::filesystem::path const& csv, std::filesystem::path const& mapping, export_options const& = {}, progress const& = {});

}  // namespace comity::v0
