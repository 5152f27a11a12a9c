// SPDX-License-Identifier: Apache-2.0
#include "writers.hpp"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <map>

// brief.mustache is the page and brief.css its style; this gives them their values. Mustache escapes each value and
// never reads one as a template. A name that an inner value lacks is looked up further out, so no two levels share one.

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

data text(std::string_view outside) { return displayable(outside); }

/// Nothing to show is absent, so that a section of the template can ask for it.
data if_any(std::string_view outside) { return outside.empty() ? data(false) : text(outside); }

data texts(std::vector<message> const& said, language const& in) {
    list result;
    for (auto const& item : said) result.push_back(text(in(item)));
    return result;
}

/// Cells are written here and not by the template: a list may have a hundred thousand of them.
std::string content(cell const& c, detail::shown_column const& column, language const& in) {
    auto const shown = html_escape(detail::readable(c, column, in));
    if (std::holds_alternative<std::string>(c) || std::holds_alternative<sentence>(c)) return "<bdi>" + shown + "</bdi>";
    auto const* rough = std::get_if<when>(&c);
    bool const day = std::holds_alternative<date>(c) || (rough && rough->exact() && !rough->at());
    if (day) return "<time>" + shown + "</time>";
    if (rough) return "<abbr title=\"" + html_escape(displayable(in(detail::in_words(*rough)))) + "\">" + shown + "</abbr>";
    return shown;
}

std::string rows(table const& t, std::vector<detail::shown_column> const& shown, language const& in) {
    std::string result;
    for (auto const& row : t.rows) {
        result += "<tr>";
        for (auto const& column : shown) {
            auto const* tag = column.index == shown.front().index ? "th" : "td";
            ((result += '<') += tag) += tag[1] == 'h' ? " scope=\"row\"" : "";
            ((result += " class=\"") += to_string(column.type)) += "\">";
            (((result += content(row[column.index], column, in)) += "</") += tag) += '>';
        }
        result += "</tr>\n";
    }
    return result;
}

data to_data(table const& t, anchors& anchor, language const& in) {
    auto const shown = detail::shown_columns(t, in);
    list columns;
    for (auto const& column : shown.columns)
        columns.push_back(object{{"column", text(in(t.columns[column.index].heading))}, {"type", std::string(to_string(column.type))}});
    return object{{"table_anchor", anchor("table-" + t.name)},
                  {"table_title", text(in(t.title))},
                  {"columns", columns},
                  {"rows?", !t.rows.empty()},
                  {"rows", rows(t, shown.columns, in)},
                  {"left_out", if_any(shown.remark)},
                  {"if_empty", text(in(t.if_empty))},
                  {"definition", if_any(in(t.definition))},
                  {"notes?", !t.notes.empty()},
                  {"notes", texts(t.notes, in)},
                  {"coverage", t.covers ? data(in(detail::in_words(*t.covers))) : data(false)},
                  {"digest", if_any(t.digest)}};
}

data to_data(picture const& p, language const& in) {
    return object{{"picture_title", text(in(p.title))}, {"picture_words", text(in(p.description))}, {"svg", detail::inline_svg(p, in)}};
}

data to_data(section const& s, anchors& anchor, language const& in) {
    list tables, pictures;
    tables.reserve(s.tables.size());
    auto const here = anchor(s.name);
    for (auto const& t : s.tables) tables.push_back(to_data(t, anchor, in));
    for (auto const& p : s.pictures)
        if (!p.drawing.empty()) pictures.push_back(to_data(p, in));
    return object{{"anchor", here},
                  {"heading", text(in(s.title))},
                  {"paragraphs", texts(s.paragraphs, in)},
                  {"pictures", pictures},
                  {"tables", tables}};
}

}  // namespace

std::string detail::to_html(brief const& b, language const& in) {
    list facts, sections;
    anchors anchor;
    for (auto const& [term, value] : b.facts) facts.push_back(object{{"term", text(in(term))}, {"value", text(in(value))}});
    for (auto const& s : b.sections) sections.push_back(to_data(s, anchor, in));
    auto const is_there = [&](std::string const& name) {
        return std::ranges::any_of(b.sections, [&](section const& s) { return std::ranges::find(s.tables, name, &table::name) != s.tables.end(); });
    };
    list headlines, next;
    for (auto const& h : b.headlines)
        headlines.push_back(object{{"says", text(in(h.says))}, {"counted", text(in(h.definition))}, {"behind", is_there(h.table) ? data(anchors()("table-" + h.table)) : data(false)}});
    for (auto const& step : b.next) next.push_back(text(in(step)));
    kainjow::mustache::mustache page(std::string(detail::report_file("brief.mustache")));
    return page.render(object{{"title", text(in(b.title))},
                              {"subtitle", if_any(in(b.subtitle))},
                              {"warning", if_any(in(b.warning))},
                              {"facts?", !facts.empty()},
                              {"facts", facts},
                              {"headlines?", !headlines.empty()},
                              {"headlines", headlines},
                              {"says_headlines", in("Findings")},
                              {"says_table", in("The table behind it")},
                              {"says_counted", in("What is counted")},
                              {"next?", !next.empty()},
                              {"next", next},
                              {"says_next", in("What to do next")},
                              {"sections?", !sections.empty()},
                              {"sections", sections},
                              {"legend", in(message(legend))},
                              {"made_by", in(made_by())},
                              {"language", in.tag()},
                              {"says_warning", in("Warning")},
                              {"says_contents", in("Contents")},
                              {"version", version()},
                              {"style", std::string(report_file("brief.css"))}});
}

}  // namespace comity::v0
