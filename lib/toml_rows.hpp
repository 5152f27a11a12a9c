// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "characters.hpp"

#include <comity/date.hpp>
#include <comity/error.hpp>

#include <toml++/toml.h>

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// TOML as tables of rows, with file and line in every complaint.

namespace comity::inline v0::detail {

/// Whether a text that may be a name or a path is a path: what has a dot or a slash in it.
inline bool names_a_file(std::string_view name_or_path) { return name_or_path.find_first_of("./") != name_or_path.npos; }
/// The text of a file that people write by hand, at most 1 MiB. Throws not_found; bad_input, which ends with `how_long` ("a mapping is a page") for a
/// longer one.
std::string read_toml_text(std::filesystem::path const&, std::string_view how_long);
/// Throws bad_input, "events.toml, line 12: …", also for a text that holds what it may not.
toml::table parse_toml(std::string const& file, std::string_view text, characters of_texts = characters::free_text);

/// One table of a TOML file, read member by member. `finish` refuses members that nobody asked for.
class toml_row {
public:
    toml_row(std::string const& file, toml::table const& table) : file_(&file), table_(&table) {}

    std::string text(std::string_view key);                      ///< required
    std::optional<std::string> optional_text(std::string_view key);
    std::optional<bool> flag(std::string_view key);
    std::vector<std::string> texts(std::string_view key);        ///< an array of strings; absent: none
    std::vector<std::string> one_or_more(std::string_view key);  ///< a text, or an array of them; absent: none
    date day(std::string_view key);                              ///< required; a TOML date
    std::optional<date> optional_day(std::string_view key);
    std::optional<when> optional_when(std::string_view key);     ///< a TOML date, or a text in EDTF
    std::optional<int> optional_number(std::string_view key);
    std::optional<double> optional_real(std::string_view key);
    std::vector<int> numbers(std::string_view key);
    std::vector<toml_row> rows(std::string_view key);            ///< an array of tables; absent: none
    std::optional<toml_row> table(std::string_view key);         ///< a table within this one
    std::vector<std::string> keys() const;                       ///< what is written here
    toml::node const* find(std::string_view key);                ///< of whatever type; absent: null
    void finish() const;

    bad_input problem(std::string_view key, std::string const& what) const;
    std::string place(std::string_view key) const;               ///< "events.toml, line 12"

    /// Runs something on a member's value and puts the place in front of what it throws.
    template <class F> auto at(std::string_view key, F f) const {
        try {
            return f();
        } catch (error& e) {
            e.in(place(key));
            throw;
        }
    }

private:
    std::string const* file_;
    toml::table const* table_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace comity::v0::detail
