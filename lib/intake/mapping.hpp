// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../registry/entry_form.hpp"
#include "csv_file.hpp"
#include "date_format.hpp"

#include <comity/law.hpp>
#include <comity/registry.hpp>

#include <algorithm>
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
    bool or_nothing = false;                ///< of days; of `source`: an empty cell is not the register's name
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
    bool decimal_commas = false;
    std::string remark{};   ///< what has to be said about the reading
};

/// A member of a request, of an event or of a part, and how a value gets into it and out again. `put` throws bad_input. What has no `get` has another
/// way out; several values come out on a line each.
template <class T> struct member {
    enum shape { plain, several, dated };
    std::string_view name;
    shape takes;
    bool required;
    void (*put)(T&, incoming&);
    void (*get)(T const&, std::string& cell) = nullptr;
    bool personal = false;  ///< a name, or somebody's words, which may hold one
};

extern std::vector<member<filing>> const request_members;   ///< in the order in which they are to be put
extern std::vector<member<recording>> const event_members;
extern std::vector<member<person>> const person_members;
extern std::vector<member<person_name>> const name_members;
extern std::vector<member<offence>> const offence_members;
extern std::vector<member<measure>> const measure_members;
extern std::vector<member<item>> const item_members;
extern std::vector<member<document>> const document_members;
extern std::vector<member<related_request>> const related_members;

/// The lists of a request whose members can have rows of their own: calls f(name, members, list) for each.
void each_list(auto f) {
    f("person", person_members, &request::persons);
    f("offence", offence_members, &request::offences);
    f("measure", measure_members, &request::measures);
    f("item", item_members, &request::items);
    f("document", document_members, &request::documents);
    f("related", related_members, &request::related);
}

void check_register_name(std::string_view);

/// "new 1": stands in the place of an id for what has none yet. Its id then follows from its key, so that the same row is the same thing each time.
inline bool is_new(std::string_view id) { return id.starts_with("new "); }
constexpr std::string_view hint_of_new = "for what is new write \"new\" and a name that was not used before, as \"new 1\"";

/// The part of a request that a row speaks of: "item 17", or of a person one name more, "person 2 name 3".
struct part_place {
    std::string_view list;
    int number = 0;
    int name = 0;                           ///< 0: the part itself
};
std::string text_of(part_place const&);
/// None, where the cell does not begin with the name of a list. Throws bad_input where it does, and no number follows.
std::optional<part_place> read_part_place(std::string_view cell);

struct event_mapping {
    std::string name;
    std::vector<value_source> members;      ///< in the order of event_members: kind and on first
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
    bool decimal_commas = false;
    bool neutralised = false;               ///< see csv_cell.hpp
    bool together = false;                  ///< with rows = "events": the rows of a request follow each other
    bool withheld = false;                  ///< names and free texts are not in the file
    std::optional<column_id> parts{};       ///< with rows = "events": which part of the request a row is
    std::set<std::string, std::less<>> missing{""};
    std::vector<column_id> ignored{};
    std::vector<value_source> request{};    ///< in the order of request_members
    std::vector<event_mapping> events{};    ///< with rows = "events": one
    std::map<std::string, std::vector<value_source>, std::less<>> lists{};  ///< by "person", "name", "offence" …
    std::vector<check_mapping> checks{};

    /// Finds the columns in the file. Throws bad_input that lists those it has.
    void bind(csv_file const&);
    /// The columns of the file that the mapping does not speak of.
    std::vector<std::string> unused(csv_file const&) const;

    /// Where the value of one of the request's members comes from, if from anywhere.
    value_source const* source_of(std::string_view request_member) const;
    /// Where the ids of events come from, if the file has any: of rows that are events.
    value_source const* source_of_event_ids() const {
        if (rows != row_kind::events) return nullptr;
        auto const found = std::ranges::find(events.front().members, "id", &value_source::member);
        return found == events.front().members.end() ? nullptr : &*found;
    }
    bool has_event_ids() const { return source_of_event_ids() != nullptr; }
    std::string const& name(column_id c) const { return columns[c].name; }
    std::string const& cell(csv_row const& row, column_id c) const { return row.fields[columns[c].index]; }
};

/// Throws bad_input, "muckrock.toml, line 12: …"; not_found.
mapping read_mapping(std::filesystem::path const&, law const&);

}  // namespace comity::v0::detail
