// SPDX-License-Identifier: Apache-2.0
#include "writers.hpp"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <map>

// brief.mustache is the page and brief.css its style; this gives them their values. Mustache escapes what stands in {{}}; what stands in {{{}}} is escaped here, by `shown` and
// `css_text`. A name that an inner value lacks is looked up further out, so no two levels share one.

namespace comity::inline v0 {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::html_escape;
using kainjow::mustache::list;
using kainjow::mustache::object;

/// Names as they can stand behind a # in an address, each given once.
class anchors {
public:
    std::string operator()(std::string_view name) {
        std::string anchor;
        for (char const c : name) anchor += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ? c : '-';
        auto const times = ++given_[anchor];
        return times == 1 ? anchor : anchor + "." + std::to_string(times);
    }

private:
    std::map<std::string, int> given_{{"contents", 1}, {"headlines", 1}, {"next", 1}, {"", 1}};
};

constexpr bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }  // a character of UTF-8 that began before

constexpr std::size_t longest = 24;  // characters of a word

/// Escaped. A longer word may be broken, lest it widen a table.
std::string breakable(std::string_view text) {
    auto const escaped = [](std::string_view part) { return html_escape(std::string(part)); };
    std::string result;
    std::size_t from = 0, length = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (continues(text[at])) continue;
        if (text[at] == ' ' || text[at] == '-') length = 0;
        else if (++length > longest) {
            (result += escaped(text.substr(from, at - from))) += "<wbr>";
            from = at, length = 1;
        }
    }
    return result += escaped(text.substr(from));
}

/// Text in a direction of its own, so that it turns nothing around it.
std::string shown(std::string_view text, char const* attributes = "") { return std::string("<bdi") + attributes + ">" + breakable(text) + "</bdi>"; }

/// A text for people. What the language has no phrase for is marked as the English that it is.
std::string shown(message const& says, language const& in) {
    auto const text = displayable(in(says));
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    auto const lacks = in.tag() != "en" && !says.pattern().empty() && std::ranges::any_of(text, letter) && text == displayable(to_string(says));
    return shown(text, lacks ? " lang=\"en\"" : "");
}

/// Nothing to show is absent, so that a section of the template can ask for it.
data if_any(message const& says, language const& in) { return in(says).empty() ? data(false) : data(shown(says, in)); }

data texts(std::vector<message> const& said, language const& in) {
    list result;
    for (auto const& item : said) result.push_back(shown(item, in));
    return result;
}

/// Within quotation marks in a style sheet that stands in a page.
std::string css_text(std::string_view text) {
    std::string result;
    for (auto const c : text) result += c == '"' ? "\\22 " : c == '\\' ? "\\5c " : c == '<' ? "\\3c " : std::string(1, c);
    return result;
}

/// Cells are written here and not by the template: a list may have a hundred thousand of them.
std::string content(cell const& c, detail::shown_column const& column, language const& in) {
    if (auto const* said = std::get_if<sentence>(&c)) return shown(said->says, in);
    auto const text = detail::readable(c, column, in);
    if (std::holds_alternative<std::string>(c)) {
        auto const reference = text.size() <= longest && text.find('-') != text.npos && text.find(' ') == text.npos;  // which is not broken at a hyphen
        return shown(text, reference ? " class=\"whole\"" : "");
    }
    auto const* rough = std::get_if<when>(&c);
    bool const day = std::holds_alternative<date>(c) || (rough && rough->exact() && !rough->at());
    if (day) return "<time>" + html_escape(text) + "</time>";
    if (rough) return "<abbr title=\"" + html_escape(displayable(in(detail::in_words(*rough)))) + "\">" + html_escape(text) + "</abbr>";
    return breakable(text);
}

std::string rows(table const& t, std::vector<detail::shown_column> const& columns, language const& in) {
    std::string result;
    for (auto const& row : t.rows) {
        result += "<tr>";
        for (auto const& column : columns) {
            auto const& c = row[column.index];
            auto const heads = column.index == columns.front().index && c != cell(std::string());  // who listens has no use for a heading that is empty
            auto const* tag = heads ? "th" : "td";
            ((result += '<') += tag) += heads ? " scope=\"row\"" : "";
            ((result += " class=\"") += to_string(column.type)) += "\">";
            (((result += content(c, column, in)) += "</") += tag) += '>';
        }
        result += "</tr>\n";
    }
    return result;
}

data to_data(table const& t, std::string anchor, language const& in) {
    auto const here = detail::shown_columns(t, in);
    list columns;
    for (auto const& column : here.columns)
        columns.push_back(object{{"column", shown(t.columns[column.index].heading, in)}, {"type", std::string(to_string(column.type))}});
    return object{{"table_anchor", std::move(anchor)},
                  {"table_title", shown(t.title, in)},
                  {"columns", columns},
                  {"rows?", !t.rows.empty()},
                  {"rows", rows(t, here.columns, in)},
                  {"left_out", here.remark.empty() ? data(false) : data(displayable(here.remark))},
                  {"if_empty", shown(t.if_empty, in)},
                  {"definition", if_any(t.definition, in)},
                  {"notes?", !t.notes.empty()},
                  {"notes", texts(t.notes, in)},
                  {"coverage", t.covers ? data(in(detail::in_words(*t.covers))) : data(false)},
                  {"digest", t.digest.empty() ? data(false) : data(displayable(t.digest))}};
}

data to_data(picture const& p, language const& in) {
    return object{{"picture_name", displayable(in(p.title))}, {"picture_title", shown(p.title, in)}, {"picture_words", shown(p.description, in)}, {"svg", detail::inline_svg(p, in)}};
}

}  // namespace

std::string detail::to_html(brief const& b, language const& in) {
    struct place {
        std::string anchor;
        message const* title;
    };
    std::map<std::string_view, place> tables;  // the first of each name
    anchors anchor;
    list facts, sections, headlines, counted;
    for (auto const& [term, value] : b.facts) facts.push_back(object{{"term", shown(term, in)}, {"value", shown(value, in)}});
    for (auto const& s : b.sections) {
        auto const here = anchor(s.name);
        list made, pictures;
        made.reserve(s.tables.size());
        for (auto const& t : s.tables) {
            auto const table_anchor = anchor("table-" + t.name);
            tables.try_emplace(t.name, place{table_anchor, &t.title});
            made.push_back(to_data(t, table_anchor, in));
        }
        for (auto const& p : s.pictures)
            if (!p.drawing.empty()) pictures.push_back(to_data(p, in));
        sections.push_back(object{{"anchor", here}, {"heading", shown(s.title, in)}, {"paragraphs", texts(s.paragraphs, in)}, {"pictures", pictures}, {"tables", made}});
    }
    for (auto const& h : b.headlines) {
        auto const behind = tables.find(h.table);
        auto const there = behind != tables.end();
        headlines.push_back(object{{"says", shown(h.says, in)},
                                   {"behind", there ? data(behind->second.anchor) : data(false)},
                                   {"behind_title", there ? data(shown(*behind->second.title, in)) : data(false)}});
    }
    for (auto const& [numbers, definition] : definitions_of(b.headlines)) counted.push_back(object{{"numbers", numbers}, {"definition_of_these", shown(definition, in)}});
    kainjow::mustache::mustache page(std::string(detail::report_file("brief.mustache")));
    return page.render(object{{"title", displayable(in(b.title))},
                              {"says_title", shown(b.title, in)},
                              {"running_head", css_text(displayable(in(b.title) + (b.subtitle.empty() ? "" : " · " + in(b.subtitle))))},
                              {"subtitle", if_any(b.subtitle, in)},
                              {"warning", if_any(b.warning, in)},
                              {"facts?", !facts.empty()},
                              {"facts", facts},
                              {"summary?", !headlines.empty() || !b.next.empty()},
                              {"headlines?", !headlines.empty()},
                              {"headlines", headlines},
                              {"counted?", !counted.empty()},
                              {"counted", counted},
                              {"says_headlines", in("Findings")},
                              {"says_table", in("The table behind it")},
                              {"says_counted", in("What is counted")},
                              {"next?", !b.next.empty()},
                              {"next", texts(b.next, in)},
                              {"says_next", in("What to do next")},
                              {"sections?", !sections.empty()},
                              {"sections", sections},
                              {"legend", shown(message(legend), in)},
                              {"made_by", shown(made_by(), in)},
                              {"language", in.tag()},
                              {"says_warning", in("Warning")},
                              {"says_contents", in("Contents")},
                              {"version", version()},
                              {"style", std::string(report_file("brief.css"))}});
}

}  // namespace comity::v0
