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
};

json text_or_null(std::string const& text) { return text.empty() ? json(nullptr) : json(text); }

json to_value(std::optional<coverage> const& c) {
    if (!c) return nullptr;
    return {{"known", c->known}, {"approximate", c->approximate}, {"claimed", c->claimed}, {"missing", c->missing}};
}

json to_value(table const& t) {
    auto columns = json::array(), rows = json::array();
    for (auto const& c : t.columns)
        columns.push_back({{"name", c.name}, {"heading", c.heading}, {"type", to_string(c.type)}});
    for (auto const& row : t.rows) {
        auto object = json::object();
        for (std::size_t i = 0; i < row.size(); ++i) object[t.columns[i].name] = std::visit(cell_value{}, row[i]);
        rows.push_back(std::move(object));
    }
    return {{"name", t.name},
            {"title", t.title},
            {"definition", t.definition},
            {"columns", std::move(columns)},
            {"rows", std::move(rows)},
            {"notes", t.notes},
            {"coverage", to_value(t.covers)},
            {"digest", text_or_null(t.digest)}};
}

json to_value(section const& s) {
    auto tables = json::array(), pictures = json::array();
    for (auto const& t : s.tables) tables.push_back(to_value(t));
    for (auto const& p : s.pictures) pictures.push_back({{"name", p.name}, {"title", p.title}, {"description", p.description}});
    return {{"name", s.name}, {"title", s.title}, {"paragraphs", s.paragraphs}, {"pictures", std::move(pictures)}, {"tables", std::move(tables)}};
}

}  // namespace

std::string detail::to_json(brief const& b) {
    auto facts = json::array(), sections = json::array();
    for (auto const& [name, value] : b.facts) facts.push_back({{"name", name}, {"value", value}});
    for (auto const& s : b.sections) sections.push_back(to_value(s));
    json const document{{"comity", version()},
                        {"format", 1},
                        {"title", b.title},
                        {"subtitle", b.subtitle},
                        {"warning", text_or_null(b.warning)},
                        {"facts", std::move(facts)},
                        {"sections", std::move(sections)}};
    // ASCII only: no terminal, and no program that mistakes the encoding, can read it otherwise than it is stored.
    return document.dump(2, ' ', true, json::error_handler_t::replace) + "\n";
}

}  // namespace comity::v0
