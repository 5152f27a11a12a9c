// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../registry/entry_form.hpp"
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

// The mapping file, read and checked before a row is; its format stands in <comity/intake.hpp>.

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

/// The id of the request that a register knows under a key: the same for every load.
inline uuid imported_id(std::string_view register_name, std::string_view key) {
    return id_of({.source = std::string(register_name), .row_key = std::string(key)});
}

/// A value on its way into a member.
struct incoming {
    std::string text;
    std::optional<when> on{};
    item_kind items{};
    comity::law const* law;
    std::string_view register_name{};
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
