// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "claim.hpp"
#include "detail/enum_names.hpp"
#include "published.hpp"
#include "ready_tables.hpp"
#include "registry.hpp"
#include "snapshot.hpp"
#include "table.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A brief: figures and lists about a pair of States, or about one against all, on a day; written as HTML, Markdown, CSV or JSON.

namespace comity::inline v0 {

/// A picture of a table: inline SVG, without scripts and without anything that is loaded from elsewhere.
struct picture {
    std::string name{};                      ///< "flow": of its anchors in HTML
    std::string title{};
    std::string description{};               ///< what it shows, in words and with its main numbers
    std::string svg{};                       ///< has title and description too; empty where it could not be drawn
};

/// One part of a brief: a heading, paragraphs, pictures, and tables.
struct section {
    std::string name{};                      ///< "unanswered": the anchor in HTML, the name in JSON
    std::string title{};
    std::vector<std::string> paragraphs{};
    std::vector<table> tables{};
    std::vector<picture> pictures{};         ///< of these tables; only HTML shows them
};

/// A finished report, before it has a format. All text is plain text; the writers escape it.
struct brief {
    std::string title{};                     ///< "Russian Federation and United Kingdom"
    std::string subtitle{};                  ///< "Requests between the two States as of 12 May 2021"
    std::vector<std::pair<std::string, std::string>> facts{};   ///< the table at the head: "As known on" → "2021-05-12"
    std::string warning{};                   ///< set apart at the head of every format, as for synthetic data
    std::vector<section> sections{};
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
    bool pictures = true;                    ///< drawn by gnuplot, if it is on PATH; else the small print says why there are none
    bool names = false;                      ///< personal names, sources and notes; without them nothing in the brief names a person
};

/// Reads the register and makes the brief. Throws bad_input for a definition the law does not have.
brief make_brief(registry const&, brief_options const&);
/// A published table, held against itself.
brief make_brief(published_figures);

enum class format { html, markdown, csv, json };

/// One self-contained file without scripts; UTF-8, the same bytes for the same brief. Text from outside stays text in each
/// format, and control characters are made visible (in JSON, escaped). Throws bad_input for a row that is longer or
/// shorter than its columns, or two columns of one name.
///
/// JSON holds everything but what pictures look like, a row as an object keyed by the columns' names. CSV (RFC 4180, with a byte order mark for Excel)
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
void write(std::ostream&, brief const&, format);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::format> {
    static constexpr std::string_view what = "format";
    static constexpr std::array<std::string_view, 4> names{"html", "markdown", "csv", "json"};
};
