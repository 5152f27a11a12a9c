// SPDX-License-Identifier: Apache-2.0
#include "../../examples/statement.hpp"

#include <comity/snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

using comity::date;
using comity::event_kind;
using namespace comity::literals;

namespace {

comity::registry statement_register() {
    auto registry = comity::registry::open("sqlite://:memory:");
    registry.file_many(statement::make());
    return registry;
}

std::size_t unanswered(comity::registry const& registry, date as_of, std::optional<comity::cutoff> known_on = {},
                       std::string_view definition = "substantive") {
    auto const which = comity::query{.requesting = "RU"_state, .requested = "GB"_state,
                                     .kind = comity::request_kind::extradition};
    return registry.snapshot(as_of, known_on).unanswered(which, definition).rows.size();
}

bool reserved_for_documentation(std::string_view value) {
    for (auto const network : {"192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"})
        if (value.starts_with(network)) return true;
    return value.ends_with(".example") || value.find(".example/") != value.npos;
}

}  // namespace

TEST_CASE("the made-up register is shaped like the statement of 12 May 2021: about 50 requests without an answer") {
    auto const registry = statement_register();
    auto const said = statement::day_of_the_statement;
    auto const count = unanswered(registry, said);
    CHECK(count >= 45);
    CHECK(count <= 55);
    CHECK(unanswered(registry, said, {}, "any_act") < count);             // some are acknowledged, and no more
    CHECK(unanswered(registry, date(2020, 1, 1)) < count);
    CHECK(unanswered(registry, date(2022, 12, 31)) != count);             // more was asked, and answered, since
    CHECK(unanswered(registry, said, said) != count);                     // what was learned later was not known then
    CHECK(unanswered(registry, date(2016, 1, 1), date(2016, 1, 1)) > 0);  // but a register was kept
}

TEST_CASE("in 2020 Russia suppresses over 9,000 sources at foreign request, and most of those it reports are in three States") {
    int suppressed = 0;
    std::map<std::string, std::size_t> abroad;
    for (auto const& f : statement::make()) {
        if (f.request.requesting == "RU"_state) abroad[to_string(f.request.requested)] += f.request.items.size();
        if (f.request.requested != "RU"_state) continue;
        for (auto const& r : f.events)
            if (r.event.kind == event_kind::source_suppressed && r.event.on->latest().year() == 2020)
                for (auto const& s : r.event.concerns) suppressed += s.last - s.first + 1;
    }
    CHECK(suppressed >= 9000);
    CHECK(suppressed <= 9300);
    auto const three = abroad["US"] + abroad["DE"] + abroad["NL"];
    auto const others = abroad["FR"] + abroad["GB"];
    CHECK(three > 10 * others);
}

TEST_CASE("nothing in it can be taken for real") {
    auto const filings = statement::make();
    std::set<std::string> references;
    for (auto const& f : filings) {
        CHECK(f.request.synthetic);
        CHECK(f.options.source.starts_with("synthetic: "));
        CHECK(references.insert(f.request.reference).second);
        CHECK(std::ranges::all_of(f.request.items, reserved_for_documentation, &comity::item::value));
        for (auto const& p : f.request.persons) {
            auto const& name = p.names.front().text;
            CHECK((name.starts_with("Specimen Person ") || name.starts_with("Вымышленное Лицо ")));
        }
        for (auto const& r : f.events) CHECK(r.event.source.starts_with("synthetic: "));
    }
}

TEST_CASE("what is known since a day was known neither before it happened nor before the request was") {
    for (auto const& f : statement::make()) {
        REQUIRE(f.options.known_since);
        CHECK(*f.options.known_since >= f.request.made_on->earliest());
        for (auto const& r : f.events) {
            CHECK(r.event.known_since >= f.options.known_since);
            CHECK(*r.event.known_since >= r.event.on->latest());
        }
    }
}

TEST_CASE("the same seed makes the same register, and writing it again changes nothing") {
    CHECK(std::ranges::equal(statement::make(7), statement::make(7), {}, &comity::filing::request, &comity::filing::request));
    auto registry = statement_register();
    auto const before = registry.snapshot(statement::day_of_the_statement).root();
    registry.file_many(statement::make());
    CHECK(registry.snapshot(statement::day_of_the_statement).root() == before);
}
