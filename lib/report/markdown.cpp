// SPDX-License-Identifier: Apache-2.0
#include "writers.hpp"

// CommonMark with the tables of GitHub. Outside text is escaped until it can be nothing but text; what opens HTML or a
// template becomes an entity, which every dialect honours.

namespace comity::inline v0 {

namespace {

bool special(char c, char next, std::string_view before) {
    if (std::string_view("\\`*_[]|#~@$^").find(c) != std::string_view::npos) return true;
    if (c == ':') return next != ' ' && next != '\0';  // https://…, mailto:…, :emoji:
    if (c == '.' && before.ends_with("www")) return true;
    if (before.empty()) return c == '-' || c == '+';  // a list, a rule
    return (c == '.' || c == ')') && before.find_first_not_of("0123456789") == std::string_view::npos;  // 1. 2)
}

std::string escaped(std::string_view outside) {
    auto text = displayable(outside);
    text.erase(0, text.find_first_not_of(' '));  // four spaces would open a block of code
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) switch (auto const c = text[i]) {
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '&': result += "&amp;"; break;
            case '{': result += "&#123;"; break;
            default:
                if (special(c, text[i + 1], std::string_view(text).substr(0, i))) result += '\\';
                result += c;
        }
    return result;
}

std::string content(cell const& c, detail::shown_column const& column, language const& in) {
    auto const shown = detail::readable(c, column, in);
    return std::holds_alternative<std::string>(c) || std::holds_alternative<sentence>(c) ? escaped(shown) : shown;
}

bool right_aligned(column const& c) { return c.type == column_type::integer || c.type == column_type::number; }

void append_rows(std::string& out, table const& t, std::vector<detail::shown_column> const& columns, language const& in) {
    out += '|';
    for (auto const& c : columns) out += ' ' + escaped(in(t.columns[c.index].heading)) + " |";
    out += "\n|";
    for (auto const& c : columns) out += right_aligned(t.columns[c.index]) ? " ---: |" : " --- |";
    for (auto const& row : t.rows) {
        out += "\n|";
        for (auto const& c : columns) out += ' ' + content(row[c.index], c, in) + " |";
    }
    out += "\n\n";
}

void append(std::string& out, table const& t, language const& in) {
    out += "### " + escaped(in(t.title)) + "\n\n";
    auto const shown = detail::shown_columns(t, in);
    if (t.rows.empty())
        out += escaped(in(t.if_empty)) + "\n\n";
    else
        append_rows(out, t, shown.columns, in);
    if (!shown.remark.empty()) out += escaped(shown.remark) + "\n\n";
    if (!t.definition.empty()) out += "*" + escaped(in("Definition")) + ".* " + escaped(in(t.definition)) + "\n\n";
    for (auto const& note : t.notes) out += "*" + escaped(in("Note")) + ".* " + escaped(in(note)) + "\n\n";
    if (t.covers) out += escaped(in(detail::in_words(*t.covers))) + "\n\n";
    if (!t.digest.empty()) out += "SHA-256 " + escaped(t.digest) + "\n\n";
}

}  // namespace

std::string detail::to_markdown(brief const& b, language const& in) {
    auto out = "# " + escaped(in(b.title)) + "\n\n";
    if (!b.subtitle.empty()) out += escaped(in(b.subtitle)) + "\n\n";
    if (!b.warning.empty()) out += "> **" + escaped(in("Warning")) + ".** " + escaped(in(b.warning)) + "\n\n";
    for (auto const& [name, value] : b.facts) out += "- **" + escaped(in(name)) + "**: " + escaped(in(value)) + "\n";
    if (!b.facts.empty()) out += '\n';
    if (!b.headlines.empty()) out += "## " + escaped(in("Findings")) + "\n\n";
    for (std::size_t i = 0; i < b.headlines.size(); ++i) out += std::to_string(i + 1) + ". " + escaped(in(b.headlines[i].says)) + "\n";
    if (!b.headlines.empty()) out += '\n';
    for (auto const& [numbers, definition] : definitions_of(b.headlines)) out += "*" + escaped(in("What is counted")) + ": " + numbers + ".* " + escaped(in(definition)) + "\n\n";
    if (!b.next.empty()) out += "## " + escaped(in("What to do next")) + "\n\n";
    for (auto const& step : b.next) out += "- " + escaped(in(step)) + "\n";
    if (!b.next.empty()) out += '\n';
    for (auto const& section : b.sections) {
        out += "## " + escaped(in(section.title)) + "\n\n";
        for (auto const& paragraph : section.paragraphs) out += escaped(in(paragraph)) + "\n\n";
        for (auto const& table : section.tables) append(out, table, in);
    }
    return out + "---\n\n" + escaped(in(message(legend))) + " " + escaped(in(made_by())) + "\n";
}

}  // namespace comity::v0
