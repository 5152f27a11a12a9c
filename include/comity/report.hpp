// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "claim.hpp"
#include "detail/enum_names.hpp"
#include "language.hpp"
#include "published.hpp"
#include "ready_tables.hpp"
#include "registry.hpp"
#include "snapshot.hpp"
#include "table.hpp"

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A brief: figures and lists about a pair of States, or about one against all, on a day; written as HTML, Markdown, CSV, JSON or a workbook,
// and its deadlines as a calendar.

namespace comity::inline v0 {

/// A picture of a table: inline SVG, without scripts and without anything that is loaded from elsewhere.
struct picture {
    std::string name{};                      ///< "flow": of its anchors in HTML
    message title{};
    message description{};                   ///< what it shows, in words and with its main numbers
    std::string drawing{};                   ///< the inside of an SVG that is 640 wide, with a mark, [[7]], where a label belongs; empty where it could not be drawn
    double height = 0;
    std::vector<message> labels{};           ///< by their numbers
};

/// One part of a brief: a heading, paragraphs, pictures, and tables.
struct section {
    std::string name{};                      ///< "unanswered": the anchor in HTML, the name in JSON
    message title{};
    std::vector<message> paragraphs{};
    std::vector<table> tables{};
    std::vector<picture> pictures{};         ///< of these tables; only HTML shows them
};

/// A sentence that a brief begins with, made from a figure.
struct headline {
    message says{};                          ///< "Russian Federation to United Kingdom: 70 of 183 requests have no answer …"
    message definition{};                    ///< what was counted
    std::string table{};                     ///< the name of the table behind it; empty where the brief has not got it
};

/// A finished report, before it has a format. All text is plain text; the writers escape it.
struct brief {
    message title{};                         ///< "Russian Federation and United Kingdom"
    message subtitle{};                      ///< "Requests between the two States as of 12 May 2021"
    std::vector<std::pair<message, message>> facts{};           ///< the table at the head: "As known on" → "2021-05-12"
    message warning{};                       ///< set apart at the head of every format, as for synthetic data
    std::vector<headline> headlines{};       ///< on the first page
    std::vector<message> next{};             ///< what to do next, the most urgent first
    std::vector<section> sections{};
    std::size_t rows_at_most = 0;            ///< of a table in HTML and Markdown, see `cut_long_tables`; 0: all. Whoever writes it says how many
    std::optional<cutoff> as_of{};           ///< the day of its deadlines; none: it has none, as a ready table, or one without the section "due"
    std::vector<deadline> deadlines{};       ///< those on which somebody still has to act: what a calendar is made of
};

/// What a brief is about.
struct brief_options {
    std::optional<state_code> state{};       ///< one State against all; none: everything in the register
    std::optional<state_code> other{};       ///< with `state`: these two
    cutoff as_of;
    std::optional<cutoff> known_on{};
    std::string definition = "substantive";  ///< of an answer, by its name in the law
    std::optional<date_range> period{};      ///< of stock and flow; none: five years back to the beginning of that year
    std::optional<ready_table> table{};      ///< nothing but what a body asks for, of `state`
    std::vector<claim> claims{};             ///< nothing but these, held against the register
    int hold_back_below = 0;                 ///< of a ready table, see `breakdown`
    std::vector<std::string> sections{};     ///< which, by their names (`section_names`), in this order; none: all. The small print is always there
    registry const* theirs = nullptr;        ///< the same traffic as the other side has it, for the sections "registers" and "register-counts" (see reconcile.hpp); seen as of the same day, and under the same clearance
    message warning{};                       ///< to say at the head, beside what the register gives cause for
    bool pictures = true;                    ///< drawn by gnuplot, if it is on PATH; else the small print says why there are none
    bool names = false;                      ///< personal names, sources and notes; without them nothing in the brief names a person
};

/// Reads the register and makes the brief. Throws bad_input for a definition the law does not have, and for a register of the other side that was opened with another clearance. `progress` is told of requests, anew for each reading.
brief make_brief(registry const&, brief_options const&, progress const& = {});
/// A published table, held against itself.
brief make_brief(published_figures);
/// What a brief can have: "due", "unanswered" …, in the order in which it has them.
std::vector<std::string> section_names();

/// For whom a brief is: which sections it has, and what it tells. See lib/report/profiles/.
struct brief_profile {
    std::vector<std::string> sections{};     ///< as of `brief_options`
    std::optional<std::string> clearance{};  ///< as of `open_options`; none: as the caller is cleared
    std::optional<bool> names{};
    std::optional<std::size_t> rows{};       ///< how many a table has at most in HTML and Markdown; 0: all
};
/// "ministry", "parliament", "journalist", or the path of a file of one's own. Throws not_found; bad_input with file and line.
brief_profile read_profile(std::string const& name_or_path);
/// Its sections; those on two registers only where there are two.
std::vector<std::string> sections_of(brief_profile const&, bool two_registers);

/// Shortens every table with more rows than the brief is to have, with a note that says so and where all of them are. Gives, for each, a brief of the
/// same head and the whole table: to be written beside. (`write` does the first of itself, and says that the brief as CSV or JSON has them all.)
std::vector<brief> cut_long_tables(brief&, std::function<message(table const&)> const& where);

enum class format { html, markdown, csv, json, workbook, ics };
/// The one that a file of that name is written in, by its ending: .html, .md, .csv, .json, .xlsx, .ics, in small letters or capitals. Throws bad_input for another.
format format_of(std::string_view file_name);
std::optional<format> try_format_of(std::string_view file_name);

/// One self-contained file without scripts, in a language; UTF-8, the same bytes for the same brief. Text from outside stays text in each
/// format, and control characters are made visible (in JSON, escaped). Throws bad_input for a row that is longer or
/// shorter than its columns, or two columns of one name.
///
/// A workbook (.xlsx) holds the brief on its first sheet, and all columns of each table on a sheet of its own: days are dates, and numbers
/// numbers. Text is never a formula or a link. What a sheet or a cell has no room for (1,048,576 rows, 32,767 characters) is cut, and
/// it says so there; columns beyond 16,384 and sheets beyond 65,000 are bad_input. Doubles keep 16 digits. It is put together in a folder of its own in
/// the temporary directory (TMPDIR), which needs room for some 500 bytes a row, and is removed; storage_error where that fails.
///
/// ics is the calendar, as it was made; bad_input where it was not asked for.
///
/// JSON holds everything but what pictures look like, a row as an object keyed by the columns' names; see `brief_schema`. CSV (RFC 4180, with a byte order mark for Excel)
/// holds the tables, in blocks that an empty line ends. The first block is the brief; then come two for each table: what
/// describes it, then its columns' names and its rows. A text that a spreadsheet would take for a formula gets an
/// apostrophe in front.
///
///     brief,Russian Federation and United Kingdom,Requests between the two States as of 12 May 2021
///     warning,Synthetic data
///     fact,As known on,2021-05-12
///
///     table,unanswered,Requests without an answer
///     section,requests,Requests
///     definition,"Requests filed, less those with an answer"
///     dates,known,48,approximate,2,claimed,0,missing,0
///     digest,9f86d081…
///
///     reference,made_on,days_waiting
///     81/3-412-20,2020-03-02,436
void write(std::ostream&, brief const&, format, language const& = {});
/// One table as CSV: the columns' names, and the rows.
void write_csv(std::ostream&, table const&, language const& = {});

/// Of the JSON: a JSON Schema (2020-12). The document names it in `$schema`.
std::string_view brief_schema();

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::format> {
    static constexpr std::string_view what = "format";
    static constexpr std::array<std::string_view, 6> names{"html", "markdown", "csv", "json", "workbook", "ics"};
};
