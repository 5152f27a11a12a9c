// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "writers.hpp"

#include <comity/icalendar.hpp>
#include <comity/version.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ostream>
#include <set>
#include <sstream>

namespace comity::inline v0 {

namespace {

/// A cell too many or two columns of one name would be lost without a word in one format and not in another.
void check(table const& t) {
    std::set<std::string_view> names;
    for (auto const& column : t.columns)
        if (!names.insert(column.name).second)
            throw bad_input("table \"" + t.name + "\" has two columns named \"" + column.name +
                            "\"; give each its own name");
    if (auto const cells = t.rows.columns().size(); !t.rows.empty() && cells != t.columns.size())
        throw bad_input("table \"" + t.name + "\" has rows of " + std::to_string(cells) + " cells; one is wanted for each of the " +
                        std::to_string(t.columns.size()) + " columns");
}

std::string text_of(brief const& b, format f, language const& in) {
    switch (f) {
        case format::html: return detail::to_html(b, in);
        case format::markdown: return detail::to_markdown(b, in);
        case format::csv: return detail::to_csv(b, in);
        case format::json: return detail::to_json(b, in);
        case format::workbook: break;  // no text
        case format::ics: {
            if (!b.as_of) throw bad_input("this brief has no deadlines, of which a calendar could be made: it is a ready table, of claims or of published figures, or was kept without them");
            std::ostringstream calendar;
            write_icalendar(calendar, b.deadlines, *b.as_of, b.warning, in);
            return std::move(calendar).str();
        }
    }
    throw unsupported("a brief is written as html, markdown, csv, json, workbook or ics");
}

struct reader {
    detail::shown_column const& column;
    language const& in;

    std::string operator()(std::monostate) const { return "–"; }
    std::string operator()(std::int64_t number) const { return in(number); }
    std::string operator()(double number) const { return std::isfinite(number) ? in(number, column.decimals) : (*this)(std::monostate{}); }
    std::string operator()(date day) const { return to_string(day); }
    std::string operator()(when const& rough) const { return to_string(rough); }
    std::string operator()(std::string const& text) const { return displayable(column.type == column_type::word ? in(word{text}) : text); }
    std::string operator()(sentence const& s) const { return displayable(in(s.says)); }
};

bool nothing(cell const& c) {
    auto const* text = std::get_if<std::string>(&c);
    return std::holds_alternative<std::monostate>(c) || (text && text->empty());
}

bool zero(cell const& c) {
    auto const* number = std::get_if<std::int64_t>(&c);
    return number && *number == 0;
}

}  // namespace

void write(std::ostream& out, brief const& b, format f, language const& in) {
    auto const for_people = f == format::html || f == format::markdown;
    auto const too_long = [&](table const& t) { return t.rows.size() > b.rows_at_most; };
    if (for_people && b.rows_at_most && std::ranges::any_of(b.sections, [&](section const& s) { return std::ranges::any_of(s.tables, too_long); })) {
        auto shorter = b;
        cut_long_tables(shorter, [](table const&) { return "in the brief as CSV or JSON"; });
        return write(out, shorter, f, in);
    }
    for (auto const& section : b.sections)
        for (auto const& table : section.tables) check(table);
    if (f == format::workbook) detail::write_workbook(out, b, in);
    else out << text_of(b, f, in);
    if (!out) throw storage_error("the brief could not be written out");
}

format format_of(std::string_view file_name) {
    if (auto const found = try_format_of(file_name)) return *found;
    throw bad_input("\"" + displayable(file_name) + "\" does not end in .html, .md, .csv, .json, .xlsx or .ics; name a format");
}

std::optional<format> try_format_of(std::string_view file_name) {
    using enum format;
    constexpr std::array<std::pair<std::string_view, format>, 6> endings{{{".html", html}, {".md", markdown}, {".csv", csv}, {".json", json}, {".xlsx", workbook}, {".ics", ics}}};
    auto name = std::string(file_name.substr(file_name.size() - std::min<std::size_t>(file_name.size(), 5)));
    for (auto& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    for (auto const& [ending, f] : endings)
        if (name.ends_with(ending)) return f;
    return {};
}

std::string_view brief_schema() { return detail::report_file("brief.schema.json"); }

namespace detail {

int decimals(table const& t, std::size_t column) {
    constexpr int most = 3;
    std::size_t needed = 0;
    for (auto const& row : t.rows) {
        auto const c = row[column];
        if (auto const* number = std::get_if<double>(&c); number && std::isfinite(*number)) {
            std::array<char, 400> text;  // the longest, -1.8e308, has 309 digits
            auto const fixed = std::string_view(text.data(), std::to_chars(text.begin(), text.end(), *number, std::chars_format::fixed, most).ptr);
            needed = std::max(needed, fixed.find_last_not_of('0') - fixed.find('.'));
        }
    }
    return std::min(static_cast<int>(needed), t.columns[column].decimals.value_or(most));
}

shown_columns::shown_columns(table const& t, language const& in) {
    constexpr std::size_t wide = 8;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        auto const all = [&](auto is) { return !t.rows.empty() && std::ranges::all_of(t.rows, [&](auto const& row) { return is(row[i]); }); };
        if (t.columns[i].type == column_type::identifier || (i > 0 && all(nothing))) continue;  // the first names the row
        if (t.columns.size() > wide && all(zero))
            remark += (remark.empty() ? "" : ", ") + in(t.columns[i].heading);
        else
            columns.push_back({.index = i, .type = t.columns[i].type, .decimals = decimals(t, i)});
    }
    if (!remark.empty()) remark = in(message("Left out, being 0 in all of these rows: {columns}.", {{"columns", remark}}));
}

std::string readable(cell const& c, shown_column const& column, language const& in) { return std::visit(reader{column, in}, c); }

message in_words(coverage const& c) {
    return message("Dates: {known} known exactly, {approximate} approximately, {missing} missing{claimed, plural, =0 {} one {; # rests on a source’s claim} other {; # rest on a source’s claim}}.",
                   {{"known", c.known}, {"approximate", c.approximate}, {"missing", c.missing}, {"claimed", c.claimed}});
}

std::vector<std::pair<std::string, message>> definitions_of(std::vector<headline> const& all) {
    std::vector<std::pair<std::string, message>> result;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].definition.empty()) continue;
        auto const same = std::ranges::find(result, all[i].definition, &std::pair<std::string, message>::second);
        if (same == result.end()) result.emplace_back(std::to_string(i + 1), all[i].definition);
        else same->first += ", " + std::to_string(i + 1);
    }
    return result;
}

message made_by() { return message("Made by comity {version}.", {{"version", version()}}); }

std::string_view report_file(std::string_view name) {
    for (auto const& file : report_files())
        if (file.path == name) return file.text;
    throw not_found(std::string(name) + " is not in this build");
}

std::string version() {
    return std::to_string(version_major) + "." + std::to_string(version_minor) + "." + std::to_string(version_patch);
}

}  // namespace detail

}  // namespace comity::v0
