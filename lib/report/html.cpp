// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "writers.hpp"

#include <kainjow/mustache.hpp>

#include <map>

// brief.mustache is the page and brief.css its style; this gives them their values. Mustache escapes each value and
// never reads one as a template. A name that an inner value lacks is looked up further out, so no two levels share one.

namespace comity::inline v0 {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::html_escape;
using kainjow::mustache::list;
using kainjow::mustache::object;

std::string report_file(std::string_view path) {
    for (auto const& file : detail::report_files())
        if (file.path == path) return std::string(file.text);
    throw not_found(std::string(path) + " is not in this build");
}

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
    std::map<std::string, int> given_{{"contents", 1}, {"", 1}};
};

data text(std::string_view outside) { return displayable(outside); }

/// Nothing to show is absent, so that a section of the template can ask for it.
data if_any(std::string_view outside) { return outside.empty() ? data(false) : text(outside); }

data texts(std::vector<std::string> const& outside) {
    list result;
    for (auto const& item : outside) result.push_back(text(item));
    return result;
}

/// Cells are written here and not by the template: a list may have a hundred thousand of them.
std::string content(cell const& c, int decimals) {
    auto const shown = html_escape(detail::readable(c, decimals));
    if (std::holds_alternative<std::string>(c)) return "<bdi>" + shown + "</bdi>";
    auto const* rough = std::get_if<when>(&c);
    bool const day = std::holds_alternative<date>(c) || (rough && rough->exact() && !rough->at());
    if (day) return "<time>" + shown + "</time>";
    if (rough) return "<abbr title=\"" + html_escape(detail::in_words(*rough)) + "\">" + shown + "</abbr>";
    return shown;
}

std::string rows(table const& t, std::vector<detail::shown_column> const& shown) {
    std::string result;
    for (auto const& row : t.rows) {
        result += "<tr>";
        for (auto const& [i, decimals] : shown) {
            auto const* tag = i == shown.front().index ? "th" : "td";
            ((result += '<') += tag) += tag[1] == 'h' ? " scope=\"row\"" : "";
            ((result += " class=\"") += to_string(t.columns[i].type)) += "\">";
            (((result += content(row[i], decimals)) += "</") += tag) += '>';
        }
        result += "</tr>\n";
    }
    return result;
}

data to_data(table const& t, anchors& anchor) {
    auto const shown = detail::shown_columns(t);
    list columns;
    for (auto const& [i, decimals] : shown.columns)
        columns.push_back(object{{"column", text(t.columns[i].heading)}, {"type", std::string(to_string(t.columns[i].type))}});
    return object{{"table_anchor", anchor("table-" + t.name)},
                  {"table_title", text(t.title)},
                  {"columns", columns},
                  {"rows?", !t.rows.empty()},
                  {"rows", rows(t, shown.columns)},
                  {"left_out", if_any(shown.remark)},
                  {"if_empty", text(t.if_empty)},
                  {"definition", if_any(t.definition)},
                  {"notes?", !t.notes.empty()},
                  {"notes", texts(t.notes)},
                  {"coverage", t.covers ? data(detail::in_words(*t.covers)) : data(false)},
                  {"digest", if_any(t.digest)}};
}

data to_data(picture const& p) {
    return object{{"picture_title", text(p.title)}, {"picture_words", text(p.description)}, {"svg", p.svg}};
}

data to_data(section const& s, anchors& anchor) {
    list tables, pictures;
    tables.reserve(s.tables.size());
    auto const here = anchor(s.name);
    for (auto const& t : s.tables) tables.push_back(to_data(t, anchor));
    for (auto const& p : s.pictures)
        if (!p.svg.empty()) pictures.push_back(to_data(p));
    return object{{"anchor", here},
                  {"heading", text(s.title)},
                  {"paragraphs", texts(s.paragraphs)},
                  {"pictures", pictures},
                  {"tables", tables}};
}

}  // namespace

std::string detail::to_html(brief const& b) {
    list facts, sections;
    anchors anchor;
    for (auto const& [term, value] : b.facts) facts.push_back(object{{"term", text(term)}, {"value", text(value)}});
    for (auto const& s : b.sections) sections.push_back(to_data(s, anchor));
    kainjow::mustache::mustache page(report_file("brief.mustache"));
    return page.render(object{{"title", text(b.title)},
                              {"subtitle", if_any(b.subtitle)},
                              {"warning", if_any(b.warning)},
                              {"facts?", !facts.empty()},
                              {"facts", facts},
                              {"sections?", !sections.empty()},
                              {"sections", sections},
                              {"legend", std::string(legend)},
                              {"version", version()},
                              {"style", report_file("brief.css")}});
}

}  // namespace comity::v0
