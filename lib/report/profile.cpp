// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "quoted.hpp"
#include "toml_rows.hpp"

#include <comity/report.hpp>

#include <algorithm>

namespace comity::inline v0 {

namespace {

brief_profile read(std::string const& file, std::string_view text) {
    auto const table = detail::parse_toml(file, text);
    auto row = detail::toml_row(file, table);
    auto const known = section_names();
    auto result = brief_profile{.sections = row.texts("sections"), .clearance = row.optional_text("clearance"), .names = row.flag("names")};
    if (result.clearance && result.clearance->empty()) throw row.problem("clearance", "is empty; leave it out, or write a handling code, as TLP:GREEN");
    for (auto const& name : result.sections)
        if (std::ranges::find(known, name) == known.end()) throw row.problem("sections", detail::quoted(name) + " is no section of a brief (`comity-report --help` lists them)");
    if (auto const rows = row.optional_number("rows")) {
        if (*rows < 0) throw row.problem("rows", "is how many rows a table has at most; write a number from 0, which is all");
        result.rows = static_cast<std::size_t>(*rows);
    }
    row.finish();
    return result;
}

}  // namespace

brief_profile read_profile(std::string const& name_or_path) {
    std::string names;
    for (auto const& file : detail::report_files()) {
        if (!file.path.starts_with("profiles/")) continue;
        auto const path = std::string(file.path);
        auto const name = path.substr(9, path.rfind('.') - 9);
        if (name == name_or_path) return read(path, file.text);
        names += (names.empty() ? "" : ", ") + name;
    }
    if (!detail::names_a_file(name_or_path)) throw not_found(detail::quoted(name_or_path) + " is no profile; there are " + names + ", and files of a caller's own");
    auto const path = std::filesystem::path(name_or_path);
    return read(path.filename().string(), detail::read_toml_text(path, "a profile is a few lines"));
}

}  // namespace comity::v0
