// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "csv_file.hpp"
#include "date_format.hpp"

#include <comity/law.hpp>
#include <comity/registry.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// The mapping file: TOML that says which column of a register is what. Nothing in it is guessed, and all of it is checked
// before a row is read.
//
//     register    = "landmark cases"       # the register's name. It goes into the ids: rename it, and it is another register
//     rows        = "requests"             # each row is a request, with its events in columns; or "events": each row is an event
//     key         = ["case", "number"]     # the columns that together name a row; no two rows have the same
//     request_key = ["case"]               # with rows = "events": the columns that name the request
//     dates       = "DD/MM/YYYY"           # how dates are written, see date_format.hpp; default: EDTF, as 2016-02-29, 2016-02
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
// items, source, known_since.
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
// appoints, source, known_since, note. There is no event where `kind` means nothing. Where it means something and `on` is
// empty, the row is refused (an event that is left out would be a request unanswered), unless `or_between` gives the days,
// `or_nothing = true` says that then there is none, or `kind` is always the same, so that the date alone tells. `source` of
// requests and events is the register's name unless it is mapped; `known_since` is since when the register's keeper knew.
//
//     [[checks]]                           # what goes in, and is doubtful
//     if_earlier = ["date_due", "date_submitted"]   # where the first is before the second (columns or fixed days)
//     text       = "due before it was submitted"
//     dates      = "YYYYMMDD"              # a format of its own

namespace comity::inline v0::detail {

/// A column that the mapping names, as an index into `mapping::columns`.
using column_id = std::size_t;

/// Where a row says it, or the day itself.
using column_or_day = std::variant<column_id, when>;

/// Where the value of one member comes from.
struct value_source {
    std::string member;
    std::vector<column_id> columns{};
    std::string join = ", ";
    std::optional<std::string> always{};
    std::optional<std::map<std::string, std::string, std::less<>>> values{};
    std::optional<std::string> otherwise{};
    std::string split{};
    std::optional<date_format> dates{};
    std::optional<std::pair<column_or_day, column_or_day>> or_between{};
    bool or_nothing = false;
    item_kind items = item_kind::other;
};

/// A value on its way into a member.
struct incoming {
    std::string text;
    std::optional<when> on{};
    item_kind items{};
    comity::law const* law;
    std::string remark{};   ///< what has to be said about the reading
};

/// A member of a request or of an event, and how a value gets into it. `put` throws bad_input.
template <class T> struct member {
    enum shape { plain, several, dated };
    std::string_view name;
    shape takes;
    bool required;
    void (*put)(T&, incoming&);
};

extern std::vector<member<filing>> const request_members;   ///< in the order in which they are to be put
extern std::vector<member<event>> const event_members;

struct event_mapping {
    std::string name;
    std::vector<value_source> members;      ///< in the order of event_members
};

struct check_mapping {
    column_or_day first;
    column_or_day second;
    std::string text;
    date_format dates;
};

struct mapping {
    enum class row_kind { requests, events };
    struct named_column {
        std::string name;
        std::string place;                  ///< "muckrock.toml, line 12"
        std::size_t index = 0;              ///< in the heading
    };

    std::string file;
    std::string register_name;
    row_kind rows{};
    std::vector<named_column> columns{};
    std::vector<column_id> key{};
    std::vector<column_id> request_key{};      ///< the same as `key` where each row is a request
    date_format dates{"EDTF"};
    char delimiter = ',';
    std::set<std::string, std::less<>> missing{""};
    std::vector<column_id> ignored{};
    std::vector<value_source> request{};    ///< in the order of request_members
    std::vector<event_mapping> events{};    ///< with rows = "events": one
    std::vector<check_mapping> checks{};

    /// Finds the columns in the file. Throws bad_input that lists those it has.
    void bind(csv_file const&);
    /// The columns of the file that the mapping does not speak of.
    std::vector<std::string> unused(csv_file const&) const;

    std::string const& name(column_id c) const { return columns[c].name; }
    std::string const& cell(csv_row const& row, column_id c) const { return row.fields[columns[c].index]; }
};

/// Throws bad_input, "muckrock.toml, line 12: …"; not_found.
mapping read_mapping(std::filesystem::path const&, law const&);

}  // namespace comity::v0::detail
