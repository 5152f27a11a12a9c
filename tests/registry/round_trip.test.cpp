// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/standing.hpp>

using namespace test;

namespace {

template <class E> std::vector<E> all() {
    std::vector<E> values;
    for (std::size_t i = 0; i < comity::detail::enum_names<E>::names.size(); ++i) values.push_back(static_cast<E>(i));
    return values;
}

request stored(database const& db, request const& r) {
    auto const id = db.open().file(r);
    return db.open().dossier(id).request();
}

}  // namespace

TEST_CASE("a request comes back as it was filed, whatever it holds") {
    database db;
    CHECK(stored(db, full_request()) == full_request());
    CHECK(stored(db, small_request()) == small_request());
}

TEST_CASE("every word of every enumeration is kept") {
    database db;
    auto registry = db.open();
    auto const check_all = [&](auto member) {
        using value = std::remove_cvref_t<decltype(member(std::declval<request&>()))>;
        for (auto const v : all<value>()) {
            auto r = full_request();
            member(r) = v;
            CHECK(registry.dossier(registry.file(r)).request() == r);
        }
    };
    check_all([](request& r) -> auto& { return r.kind; });
    check_all([](request& r) -> auto& { return r.channel; });
    check_all([](request& r) -> auto& { return r.requesting_authority->kind; });
    check_all([](request& r) -> auto& { return r.persons[0].role; });
    check_all([](request& r) -> auto& { return r.persons[0].names[0].kind; });
    check_all([](request& r) -> auto& { return r.items[0].kind; });
    check_all([](request& r) -> auto& { return r.related[0].relation; });
}

TEST_CASE("every way of dating something is kept") {
    database db;
    auto registry = db.open();
    for (auto const* text :
         {"2009", "2009-08", "2009-08-15", "2009-08-15~", "2009?", "2009-08%", "2008-07-09/2008-11-24", "1861-02-19",
          "1400-01-01", "2017-11-05T09:17:00+01:00[Europe/Brussels]", "2019-10-27T02:30:00+01:00[Europe/Berlin]",
          "2020-03-10T10:00:00.000001Z", "2018-03-30T00:06:00+02:00[Europe/Prague]"}) {
        auto r = small_request();
        r.kind = request_kind::service;
        r.requesting = "FR"_state;
        r.made_on = comity::parse_when(text);
        r.offences = {{.committed_on = r.made_on}};
        INFO(text);
        auto const back = registry.dossier(registry.file(r)).request();
        CHECK(back == r);
        CHECK(to_string(*back.made_on) == to_string(*r.made_on));
    }
}

TEST_CASE("an event comes back as it was recorded") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(full_request());
    auto const e = event{.kind = event_kind::refused_by_court,
                         .on = when(comity::parse_instant("2021-05-04T16:20:00+01:00[Europe/London]")),
                         .by = comity::authority{.name = "Westminster Magistrates’ Court",
                                                 .kind = comity::authority_kind::judicial,
                                                 .jurisdiction = comity::parse_jurisdiction("GB-EAW"),
                                                 .zone = "Europe/London"},
                         .provision = "ets-30 2(b)",
                         .ground = "ordre_public",
                         .concerns = {comity::person_number(3), comity::measure_number(2), comity::offence_number(1),
                                      comity::item_numbers(1, 2)},
                         .amounts = {comity::parse_amount("1250000.5 EUR"), comity::parse_amount("0.0001 BTC")},
                         .appoints = comity::parse_when("2022-06~"),
                         .known_since = date(2021, 5, 5),
                         .source = "judgment of 4 May",
                         .note = "« sous réserve »"};
    auto const event_id = registry.record(id, e);
    auto const d = registry.dossier(id);
    REQUIRE(d.history().size() == 2);
    CHECK(d.history()[1].event == e);
    CHECK(d.history()[1].id == event_id);
    CHECK(d.history()[1].seq == 2);
    CHECK(d.history()[1].recorded_at ==
          std::int64_t{date(2022, 1, 1).days_since_1970()} * 86'400'000'000 + 43'200'000'000);
}

TEST_CASE("the filing is entry 1, and dated as the request") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request(),
                                  {.known_since = date(2020, 3, 4), .source = "register of 2020", .note = "row 7"});
    auto const d = registry.dossier(id);
    REQUIRE(d.history().size() == 1);
    auto const& filed = d.history()[0];
    CHECK(filed.seq == 1);
    CHECK(filed.event == event{.kind = event_kind::filed,
                               .on = date(2020, 3, 2),
                               .known_since = date(2020, 3, 4),
                               .source = "register of 2020",
                               .note = "row 7"});
}

TEST_CASE("texts: any script and a megabyte, but nothing that a database would cut or change") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    auto const noted = [&](std::string text) {
        registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = std::move(text)});
    };

    auto megabyte = std::string(1'000'000, 'x');
    megabyte += "ё";
    noted(megabyte);
    CHECK(registry.dossier(id).history().back().event.note == megabyte);
    noted("עברית \xE2\x80\x8F 漢字 \xF0\x9F\x95\x8A");
    CHECK(registry.dossier(id).history().back().event.note == "עברית \xE2\x80\x8F 漢字 \xF0\x9F\x95\x8A");

    auto const before = db.rows();
    mentions(complaint<comity::bad_input>([&] { noted(std::string("a\0b", 3)); }), "note holds U+0000");
    mentions(complaint<comity::bad_input>([&] { noted("caf\xE9"); }), "not UTF-8 at byte 3");
    mentions(complaint<comity::bad_input>([&] { noted("\xED\xA0\x80"); }), "not UTF-8");  // half of a surrogate pair
    mentions(complaint<comity::bad_input>([&] { noted(std::string(16'000'001, 'x')); }), "16 MB");
    auto r = small_request();
    r.persons = {{.names = {{std::string("A\0B", 3), comity::name_kind::usual}}}};
    mentions(complaint<comity::bad_input>([&] { registry.file(r); }), "person 1, name 1, text holds U+0000");
    CHECK(db.rows() == before);
}
