// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "writers.hpp"

#include <comity/version.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ostream>
#include <set>

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

std::string text_of(brief const& b, format f) {
    switch (f) {
        case format::html: return detail::to_html(b);
        case format::markdown: return detail::to_markdown(b);
        case format::csv: return detail::to_csv(b);
        case format::json: return detail::to_json(b);
        case format::workbook: break;  // no text
        case format::ics:
            if (b.calendar.empty()) throw bad_input("this brief was made without its calendar; it must be asked for when the brief is made");
            return b.calendar;
    }
    throw unsupported("a brief is written as html, markdown, csv, json, workbook or ics");
}

std::string fixed(double number, int decimals) {
    std::array<char, 400> text;  // the longest, -1.8e308, has 309 digits
    return {text.data(), std::to_chars(text.begin(), text.end(), number, std::chars_format::fixed, decimals).ptr};
}

/// 12345 with a narrow space that does not break: 12 345. Four digits stay together, as in a year.
std::string grouped(std::string number) {
    constexpr std::string_view narrow_space = "\u202F";
    auto const first = std::size_t{number.starts_with('-')};
    auto const end = std::min(number.find('.'), number.size());
    if (end - first > 4)
        for (auto at = end - 3; at > first; at = at > 3 ? at - 3 : 0) number.insert(at, narrow_space);
    return number;
}

struct reader {
    int decimals;

    std::string operator()(std::monostate) const { return "–"; }
    std::string operator()(std::int64_t number) const { return grouped(std::to_string(number)); }
    std::string operator()(double number) const {
        return std::isfinite(number) ? grouped(fixed(number, decimals)) : (*this)(std::monostate{});
    }
    std::string operator()(date day) const { return to_string(day); }
    std::string operator()(when const& rough) const { return to_string(rough); }
    std::string operator()(std::string const& text) const { return displayable(text); }
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

void write(std::ostream& out, brief const& b, format f) {
    for (auto const& section : b.sections)
        for (auto const& table : section.tables) check(table);
    if (f == format::workbook) detail::write_workbook(out, b);
    else out << text_of(b, f);
    if (!out) throw storage_error("the brief could not be written out");
}

std::optional<format> format_of(std::string_view file_name) {
    using enum format;
    constexpr std::array<std::pair<std::string_view, format>, 6> endings{{{".html", html}, {".md", markdown}, {".csv", csv}, {".json", json}, {".xlsx", workbook}, {".ics", ics}}};
    for (auto const& [ending, f] : endings)
        if (file_name.ends_with(ending)) return f;
    return {};
}

std::string_view brief_schema() { return detail::report_file("brief.schema.json"); }

namespace detail {

std::string day_in_words(date d) {
    constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    auto const* month = months[static_cast<std::size_t>(d.month() - 1)];
    return std::to_string(d.day()) + " " + month + " " + std::to_string(d.year());
}

int decimals(table const& t, std::size_t column) {
    constexpr std::size_t most = 3;
    std::size_t needed = 0;
    for (auto const& row : t.rows) {
        auto const c = row[column];
        if (auto const* number = std::get_if<double>(&c); number && std::isfinite(*number)) {
            auto const text = fixed(*number, most);
            needed = std::max(needed, text.find_last_not_of('0') - text.find('.'));
        }
    }
    return static_cast<int>(needed);
}

shown_columns::shown_columns(table const& t) {
    constexpr std::size_t wide = 8;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        auto const all = [&](auto is) { return !t.rows.empty() && std::ranges::all_of(t.rows, [&](auto const& row) { return is(row[i]); }); };
        if (t.columns[i].type == column_type::identifier || (i > 0 && all(nothing))) continue;  // the first names the row
        if (t.columns.size() > wide && all(zero))
            remark += (remark.empty() ? "Left out, being 0 in every row: " : ", ") + t.columns[i].heading;
        else
            columns.push_back({.index = i, .decimals = decimals(t, i)});
    }
    if (!remark.empty()) remark += ".";
}

std::string readable(cell const& c, int decimals) { return std::visit(reader{decimals}, c); }

std::string in_words(when const& w) {
    auto const first = day_in_words(w.earliest());
    auto const month = first.substr(first.find(' ') + 1);
    std::string words;
    switch (w.precision()) {
        case precision::instant: words = to_string(*w.at()); break;
        case precision::day: words = first; break;
        case precision::month: words = "some day in " + month; break;
        case precision::year: words = "some day in " + std::to_string(w.earliest().year()); break;
        case precision::interval: words = "some day from " + first + " to " + day_in_words(w.latest()); break;
    }
    if (w.approximate()) words += ", approximately";
    if (w.uncertain()) words += ", but the source is doubted";
    return words;
}

std::string in_words(coverage const& c) {
    auto const number = [](std::int64_t n) { return grouped(std::to_string(n)); };
    auto words = "Dates: " + number(c.known) + " known exactly, " + number(c.approximate) + " approximately, " +
                 number(c.missing) + " missing";
    if (c.claimed > 0)
        words += "; " + number(c.claimed) + (c.claimed == 1 ? " rests" : " rest") + " on a source's claim";
    return words + ".";
}

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
