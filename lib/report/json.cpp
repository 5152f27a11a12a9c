// SPDX-License-Identifier: Apache-2.0
#include "writers.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace comity::inline v0 {

namespace {

using json = nlohmann::ordered_json;

struct cell_value {
    json operator()(std::monostate) const { return nullptr; }
    json operator()(std::int64_t number) const { return number; }
    json operator()(double number) const { return std::isfinite(number) ? json(number) : json(nullptr); }
    json operator()(date day) const { return to_string(day); }
    json operator()(when const& rough) const { return to_string(rough); }
    json operator()(std::string const& text) const { return text; }
    json operator()(sentence const& s) const { return in(s.says); }
    language const& in;
};

json texts(std::vector<message> const& said, language const& in) {
    auto result = json::array();
    for (auto const& one : said) result.push_back(in(one));
    return result;
}

json text_or_null(std::string const& text) { return text.empty() ? json(nullptr) : json(text); }

json to_value(std::optional<coverage> const& c) {
    if (!c) return nullptr;
    return {{"known", c->known}, {"approximate", c->approximate}, {"claimed", c->claimed}, {"missing", c->missing}};
}

json to_value(table const& t, language const& in) {
    auto columns = json::array(), rows = json::array();
    for (auto const& c : t.columns)
        columns.push_back({{"name", c.name}, {"heading", in(c.heading)}, {"type", to_string(c.type)}});
    for (auto const& row : t.rows) {
        auto object = json::object();
        for (std::size_t i = 0; i < row.size(); ++i) object[t.columns[i].name] = std::visit(cell_value{in}, row[i]);
        rows.push_back(std::move(object));
    }
    return {{"name", t.name},
            {"title", in(t.title)},
            {"definition", in(t.definition)},
            {"columns", std::move(columns)},
            {"rows", std::move(rows)},
            {"notes", texts(t.notes, in)},
            {"coverage", to_value(t.covers)},
            {"digest", text_or_null(t.digest)}};
}

json to_value(section const& s, language const& in) {
    auto tables = json::array(), pictures = json::array();
    for (auto const& t : s.tables) tables.push_back(to_value(t, in));
    for (auto const& p : s.pictures) pictures.push_back({{"name", p.name}, {"title", in(p.title)}, {"description", in(p.description)}});
    return {{"name", s.name}, {"title", in(s.title)}, {"paragraphs", texts(s.paragraphs, in)}, {"pictures", std::move(pictures)}, {"tables", std::move(tables)}};
}

}  // namespace

std::string detail::to_json(brief const& b, language const& in) {
    auto facts = json::array(), sections = json::array();
    for (auto const& [name, value] : b.facts) facts.push_back({{"name", in(name)}, {"value", in(value)}});
    for (auto const& s : b.sections) sections.push_back(to_value(s, in));
    auto headlines = json::array();
    for (auto const& h : b.headlines) headlines.push_back({{"says", in(h.says)}, {"definition", in(h.definition)}, {"table", h.table}});
    json const document{{"$schema", "urn:comity:brief:1"},  // brief.schema.json
                        {"comity", version()},
                        {"format", 1},
                        {"language", in.tag()},
                        {"title", in(b.title)},
                        {"subtitle", in(b.subtitle)},
                        {"warning", text_or_null(in(b.warning))},
                        {"facts", std::move(facts)},
                        {"headlines", std::move(headlines)},
                        {"next", texts(b.next, in)},
                        {"sections", std::move(sections)}};
    // ASCII only: no terminal, and no program that mistakes the encoding, can read it otherwise than it is stored.
    return document.dump(2, ' ', true, json::error_handler_t::replace) + "\n";
}

}  // namespace comity::v0
