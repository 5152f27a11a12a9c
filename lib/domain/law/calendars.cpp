// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "quoted.hpp"

#include <algorithm>

// calendars/*.toml

namespace comity::inline v0 {

using detail::toml_row;

namespace {

std::vector<weekday> weekdays(toml_row& row, std::string_view key) {
    std::vector<weekday> result;
    for (auto const& text : row.texts(key)) {
        auto name = text;
        if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
        auto const day = try_parse<weekday>(name);
        if (!day || name.empty()) throw row.problem(key, "holds " + detail::quoted(text) + ", which is no day of the week; write saturday");
        result.push_back(*day);
    }
    return result;
}

std::vector<day_off> dated(toml_row& file, std::string_view key) {
    std::vector<day_off> result;
    for (auto& row : file.rows(key)) {
        auto day = day_off{.on = row.day("on"), .name = row.text("name")};
        day.kind = detail::optional_word<day_off_kind>(row, "kind").value_or(day_off_kind::recurring);
        day.known = row.optional_day("known");
        day.source = row.optional_text("source").value_or("");
        auto const why = row.optional_text("why"), basis = row.optional_text("basis");
        day.why = why.value_or(basis.value_or(""));
        row.finish();
        result.push_back(std::move(day));
    }
    return result;
}

}  // namespace

void law::tables::read_calendar(toml_row& file) {
    auto facts = calendar_facts{.name = file.text("id"), .title = file.text("title")};
    detail::check_id(file, facts.name);
    if (file.find("weekend")) facts.weekend.clear();
    for (auto& row : file.rows("weekend")) {
        facts.weekend.push_back({.days = weekdays(row, "days"), .from = row.optional_day("from"), .until = row.optional_day("until")});
        row.finish();
    }
    for (auto& row : file.rows("rules")) {
        for (auto const* key : {"since", "until"})
            if (auto const year = row.optional_number(key); year && (*year < 1 || *year > 9999)) throw row.problem(key, "is " + std::to_string(*year) + "; write a year, 1 to 9999");
        facts.rules.push_back({.name = row.text("name"), .on = row.text("on"), .since = row.optional_number("since"), .until = row.optional_number("until"),
                               .except = row.numbers("except"), .known = row.optional_day("known"), .source = row.optional_text("source").value_or("")});
        row.finish();
    }
    facts.days_off = dated(file, "days_off");
    facts.working_days = dated(file, "working_days");
    facts.half_days = dated(file, "half_days");
    facts.uncertain = dated(file, "uncertain");
    facts.deadline = dated(file, "deadline");
    facts.estimated = dated(file, "estimated");
    if (auto row = file.table("coverage")) {
        facts.coverage = date_range{row->day("from"), row->day("until")};
        row->finish();
    }
    facts.sources = file.texts("sources");
    facts.note = file.optional_text("note").value_or("");
    auto const name = facts.name;
    auto made = file.at("id", [&] { return comity::calendar(std::move(facts)); });
    detail::overlay(calendars, std::move(made), [](comity::calendar const& c) { return c.name(); });
}

std::vector<comity::calendar> const& law::calendars() const { return tables_->calendars; }

std::vector<comity::calendar> law::calendars(std::string_view name) const {
    std::vector<comity::calendar> parts;
    for (auto const& c : tables_->calendars) {
        if (c.name() == name) return {c};
        if (c.name().size() > name.size() && c.name().starts_with(name) && c.name()[name.size()] == '-') parts.push_back(c);
    }
    if (!parts.empty()) return parts;
    std::string names;
    for (auto const& c : tables_->calendars) names += (names.empty() ? "" : ", ") + c.name();
    throw not_found("there is no calendar " + detail::quoted(name) + "; there are " + names);
}

comity::calendar law::calendar(std::string_view name) const {
    auto const found = calendars(name);
    if (found.size() == 1) return found.front();
    std::string names;
    for (auto const& c : found) names += (names.empty() ? "" : ", ") + c.name();
    throw not_found(detail::quoted(name) + " has no calendar of its own, its parts have: " + names);
}

}  // namespace comity::v0
