// SPDX-License-Identifier: Apache-2.0
#include "../intake/csv_cell.hpp"
#include "writers.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <ostream>

// RFC 4180: commas, CRLF, and quotes where they are needed. libcsv does the quoting.

namespace comity::inline v0 {

namespace {

/// Empty text is quoted, nothing at all is not.
std::string field(std::string_view outside) {
    auto const text = displayable(outside);
    return text.empty() ? detail::in_quotes(text) : detail::csv_cell(detail::neutralised(text), ',');
}

class csv_text {
public:
    explicit csv_text(language const& in) : in_(in) {}
    std::string text = "\uFEFF";  // without it Excel does not read UTF-8

    template <class... Texts> void line(Texts const&... texts) { row(std::array{std::string_view(texts)...}); }

    template <class Row, class Text = std::identity> void row(Row&& cells, Text const& text_of = {}) {
        auto const start = text.size();
        for (char const* separator = ""; auto&& c : cells) {
            (text += separator) += put(std::invoke(text_of, c));
            separator = ",";
        }
        if (text.size() == start) text += detail::in_quotes("");  // an empty line would end the block
        end();
    }

    void end() { text += "\r\n"; }

private:
    static std::string put(std::string_view outside) { return field(outside); }
    std::string put(cell const& c) const {
        if (auto const* outside = std::get_if<std::string>(&c)) return field(*outside);
        auto const* ours = std::get_if<sentence>(&c);
        return ours ? field(in_(ours->says)) : to_text(c);
    }

    language const& in_;
};

void describe(csv_text& out, section const& s, table const& t, language const& in) {
    out.end();
    out.line("table", t.name, in(t.title));
    out.line("section", s.name, in(s.title));
    out.line("definition", in(t.definition));
    for (auto const& note : t.notes) out.line("note", in(note));
    if (t.covers) {
        auto const& c = *t.covers;
        out.line("dates", "known", std::to_string(c.known), "approximate", std::to_string(c.approximate),
                 "claimed", std::to_string(c.claimed), "missing", std::to_string(c.missing));
    }
    if (!t.digest.empty()) out.line("digest", t.digest);
}

}  // namespace

void write_csv(std::ostream& out, table const& t, language const& in) {
    csv_text csv(in);
    csv.row(t.columns, [](column const& c) -> std::string_view { return c.name; });
    for (auto const& row : t.rows) csv.row(row);
    if (!(out << csv.text)) throw storage_error("the table could not be written out");
}

std::string detail::to_csv(brief const& b, language const& in) {
    csv_text out(in);
    out.line("brief", in(b.title), in(b.subtitle));
    if (!b.warning.empty()) out.line("warning", in(b.warning));
    for (auto const& [name, value] : b.facts) out.line("fact", in(name), in(value));
    for (auto const& h : b.headlines) out.line("headline", in(h.says), "definition", in(h.definition), "table", h.table);
    for (auto const& step : b.next) out.line("next", in(step));
    for (auto const& section : b.sections)
        for (auto const& table : section.tables) {
            describe(out, section, table, in);
            out.end();
            out.row(table.columns, [](column const& c) -> std::string_view { return c.name; });
            for (auto const& row : table.rows) out.row(row);
        }
    return std::move(out.text);
}

}  // namespace comity::v0
