// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "quoted.hpp"

#include <algorithm>

// countings/*.toml, and counting by name

namespace comity::inline v0 {

using detail::toml_row;

int detail::minute_of_day(toml_row& row, std::string_view key) {
    auto const text = row.text(key);
    auto const digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99; };
    auto const minutes = text.size() == 5 && text[2] == ':' ? (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4) : -1;
    if (minutes < 0 || minutes > 24 * 60 || digit(3) > 5) throw row.problem(key, "is " + detail::quoted(text) + "; write a time of day, as 09:00");
    return minutes;
}

void law::tables::read_counting(toml_row& file) {
    auto how = comity::counting{.name = file.text("id"), .title = file.text("title")};
    detail::check_id(file, how.name);
    // The answer to one question: { is = …, at = "its article" }.
    auto const ask = [&](std::string_view question, auto read) {
        auto row = file.table(question);
        if (!row) return;
        if (auto article = row->optional_text("at")) how.articles.emplace(question, *article);
        read(*row);
        row->finish();
    };
    auto const word = [&]<class E>(std::string_view question, E& to) {
        ask(question, [&](toml_row& row) {
            auto const is = detail::optional_word<E>(row, "is");
            if (!is) throw row.problem("is", "is missing; write the answer");
            to = *is;
        });
    };
    word("trigger_day", how.trigger_day);
    ask("clear", [&](toml_row& row) { how.clear = row.flag("is").value_or(false); });
    word("roll", how.roll);
    ask("never_rolls", [&](toml_row& row) {
        for (auto const e : detail::words_of<exemption>(row, "is")) how.never_rolls.insert(e);
    });
    ask("rolls_at_most", [&](toml_row& row) {
        for (auto const& text : row.texts("is")) how.rolls_at_most.push_back(row.at("is", [&] { return period(text); }));
    });
    word("between", how.between);
    ask("between_below", [&](toml_row& row) { how.between_below = detail::optional_period(row, "is"); });
    word("months", how.months);
    ask("minimum_working_days", [&](toml_row& row) {
        auto const is = row.optional_number("is");
        auto const of = detail::optional_period(row, "of");
        if (!is || !of) throw row.problem("is", "and of are both needed, as { is = 2, of = \"P3D\" }");
        how.minimum_working_days = comity::minimum_working_days{*is, *of};
    });
    word("hours", how.hours);
    ask("hours_without", [&](toml_row& row) { how.hours_without = nightly_window{detail::minute_of_day(row, "from"), detail::minute_of_day(row, "until")}; });
    ask("non_working", [&](toml_row& row) {
        how.non_working = {};
        for (auto const kind : detail::words_of<comity::non_working>(row, "is")) how.non_working.insert(kind);
    });
    ask("days", [](toml_row&) {});
    how.calendars = file.one_or_more("calendar");
    for (auto const& name : how.calendars)
        if (std::ranges::none_of(calendars, [&](comity::calendar const& c) { return c.name() == name || c.name().starts_with(name + "-"); }))
            throw file.problem("calendar", "is " + detail::quoted(name) + ", and no calendar has that name");
    how.scope = file.optional_text("scope").value_or("");
    how.note = file.optional_text("note").value_or("");
    how.source = file.text("source");
    how.verified = file.flag("verified").value_or(false);
    file.at("id", [&] { check(how); });
    detail::overlay(countings, std::move(how), [](comity::counting const& c) { return c.name; });
}

std::vector<comity::counting> const& law::countings() const { return tables_->countings; }

comity::counting const& law::counting(std::string_view name) const {
    std::string names;
    for (auto const& c : tables_->countings) {
        if (c.name == name) return c;
        names += (names.empty() ? "" : ", ") + c.name;
    }
    throw not_found("there is no way of counting " + detail::quoted(name) + "; there are " + names);
}

expiry count(period const& length, count_options const& options, law const& law) {
    auto const how = std::holds_alternative<std::string>(options.counting) ? law.counting(std::get<std::string>(options.counting))
                                                                           : std::get<comity::counting>(options.counting);
    auto const joint = [&](std::vector<std::string> const& names) {
        if (names.empty()) return std::vector<calendar>{};
        if (names.size() == 1) return law.calendars(names.front());
        std::vector<calendar> parts;
        for (auto const& name : names) parts.push_back(law.calendar(name));
        return std::vector{calendar::joint(parts)};
    };
    struct {
        decltype(joint) const& named;
        comity::counting const& how;
        comity::law const& law;
        std::vector<calendar> operator()(std::monostate) const { return named(how.calendars); }
        std::vector<calendar> operator()(std::string const& name) const { return law.calendars(name); }
        std::vector<calendar> operator()(std::vector<std::string> const& names) const {
            if (names.empty()) throw bad_input("the list of calendars is empty; name one, as US, or leave the calendar out");
            return named(names);
        }
        std::vector<calendar> operator()(calendar const& value) const { return {value}; }
    } const alternatives{joint, how, law};
    return count(length, options.start, how, std::visit(alternatives, options.calendar), options.direction, options.custody);
}

}  // namespace comity::v0
