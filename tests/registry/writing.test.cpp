// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <thread>

using namespace test;

namespace {

/// A call that is refused, and leaves nothing.
template <class Error> std::string refused(database const& db, auto call) {
    auto const before = db.rows();
    auto const text = complaint<Error>(call);
    CHECK(db.rows() == before);
    return text;
}

request of_kind(request_kind kind) {
    auto r = small_request();
    r.kind = kind;
    return r;
}

}  // namespace

TEST_CASE("what is recorded is never changed or removed, whoever tries") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(full_request(), {.origin = comity::origin{"old", "1"}, .note = "n"});
    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1), .concerns = {comity::person_number(1)}});
    registry.seal();
    auto const before = registry.dossier(id);
    for (std::string const table : {"event", "request", "private_text", "sealed"}) {
        INFO(table);
        CHECK(db.rows().at(table) > 0);
        auto const append_only = [&](std::string const& sql) {
            mentions(complaint<soci::soci_error>([&] { db.sql(sql); }), "append-only");
        };
        append_only("update " + table + " set seq = seq");
        append_only("delete from " + table);
        if (db.is_postgresql()) append_only("truncate " + table + " cascade");
    }
    if (!db.is_postgresql())
        mentions(complaint<soci::soci_error>(
                     [&] { db.sql("insert or replace into event select * from event where seq = 1"); }),
                 "never replaced");
    CHECK(registry.dossier(id).history() == before.history());
    registry.verify();
}

TEST_CASE("requests that cannot be") {
    database db;
    auto registry = db.open();
    auto undated = small_request();
    undated.made_on.reset();
    mentions(refused<comity::bad_input>(db, [&] { registry.file(undated); }),
             "made_on is missing: write the date the request bears");
    auto self = small_request();
    self.requested = "RU"_state;
    mentions(refused<comity::bad_input>(db, [&] { registry.file(self); }), "RU");
    auto impossible = small_request();
    impossible.kind = static_cast<request_kind>(99);
    mentions(refused<comity::bad_input>(db, [&] { registry.file(impossible); }), "99");
    mentions(refused<comity::bad_input>(db, [&] { registry.file(small_request(), {.id = uuid{}}); }), "nil UUID");

    auto const id = comity::named_uuid("test", "a"), another = comity::named_uuid("test", "b");
    auto related = small_request();
    related.related = {{.id = another, .relation = comity::relation::follows},
                       {.id = id, .relation = comity::relation::repeats}};
    mentions(refused<comity::bad_input>(db, [&] { registry.file(related, {.id = id}); }),
             "related 2 is the request itself");
    registry.file(small_request(), {.id = id});
    mentions(refused<comity::bad_input>(db, [&] { registry.amend(id, related, "s"); }),
             "related 2 is the request itself");
    registry.file(related, {.id = comity::named_uuid("test", "c")});  // related to others
}

TEST_CASE("events that cannot be") {
    stopped_clock clock(date(2021, 6, 1));
    database db;
    auto registry = db.open();
    auto r = small_request();
    r.persons = {{}, {}};
    auto const id = registry.file(r);
    auto const refusal = [&](event const& e) {
        return refused<comity::bad_input>(db, [&] { registry.record(id, e); });
    };

    mentions(refusal({.kind = "beamed_up", .on = date(2021, 1, 1)}), "beamed_up");
    mentions(refusal({.kind = event_kind::arrest}), "on is missing");
    mentions(refusal({.kind = event_kind::source_suppressed, .on = date(2021, 1, 1)}), "extradition");
    mentions(refusal({.kind = event_kind::arrest, .on = date(2021, 1, 1), .concerns = {comity::person_number(3)}}),
             "person 3, but the request names 2");
    mentions(refusal({.kind = event_kind::arrest, .on = date(2021, 1, 1), .concerns = {comity::person_number(0)}}),
             "person 0");
    mentions(
        refusal(
            {.kind = event_kind::arrest, .on = date(2021, 1, 1), .concerns = {comity::item_numbers(1, 2'000'000'000)}}),
        "item 1-2000000000");
    mentions(refusal({.kind = event_kind::arrest,
                      .on = date(2021, 1, 1),
                      .concerns = {comity::person_number(2), comity::person_number(1), comity::person_number(2)}}),
             "concerns person 2 and person 2, which overlap; name each part once");
    mentions(refusal({.kind = event_kind::filed, .on = date(2021, 1, 1)}), "filed once");
    mentions(refusal({.kind = event_kind::retracted, .corrects = 1}), "say why");
    mentions(refusal({.kind = event_kind::merged, .on = date(2021, 1, 1)}), "into which request");
    mentions(refusal({.kind = event_kind::retracted, .on = date(2021, 1, 1)}), "which entry");
    mentions(refusal({.kind = event_kind::arrest, .on = date(2021, 1, 1), .known_since = date(2021, 6, 2)}),
             "later than the day of recording");
    mentions(
        refusal({.kind = event_kind::arrest, .on = date(2021, 1, 1), .by = comity::authority{.zone = "Mars/Olympus"}}),
        "Mars/Olympus");
    mentions(refused<comity::not_found>(db,
                                        [&] {
                                            registry.record(comity::named_uuid("test", "nobody"),
                                                            {.kind = event_kind::arrest, .on = date(2021, 1, 1)});
                                        }),
             to_string(comity::named_uuid("test", "nobody")));
}

TEST_CASE("an event names each part of a request once") {
    database db;
    auto registry = db.open();
    auto r = small_request();
    r.persons = {{}, {}};
    r.items.resize(10);
    auto const id = registry.file(r);
    auto const concerning = [](std::vector<comity::subject> parts) {
        return event{.kind = event_kind::noted, .on = date(2021, 1, 1), .concerns = std::move(parts)};
    };
    using comity::item_numbers, comity::item_number, comity::person_number;
    for (auto const& [parts, expected] : std::vector<std::pair<std::vector<comity::subject>, std::string>>{
             {{item_numbers(1, 10), item_numbers(1, 10)}, "item 1-10 and item 1-10"},
             {{item_numbers(1, 5), item_numbers(5, 9)}, "item 1-5 and item 5-9"},
             {{item_numbers(5, 9), person_number(1), item_numbers(1, 5)}, "item 1-5 and item 5-9"},
             {{item_number(3), item_numbers(1, 10)}, "item 1-10 and item 3"}})
        mentions(refused<comity::bad_input>(db, [&] { registry.record(id, concerning(parts)); }),
                 "noted: concerns " + expected + ", which overlap");
    // Numbers of one kind of part say nothing of another, and what lies side by side does not overlap.
    registry.record(id, concerning({person_number(1), item_number(1), item_numbers(5, 9), item_numbers(2, 4)}));
}

TEST_CASE("nothing happened in the future; but somewhere it is tomorrow already") {
    stopped_clock clock(date(2021, 6, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::noted, .on = date(2021, 6, 2)});
    registry.record(id, {.kind = event_kind::noted, .on = comity::parse_when("2021")});
    registry.record(id, {.kind = event_kind::hearing_fixed, .on = date(2021, 6, 1), .appoints = date(2021, 9, 1)});
    for (auto const kind : {event_kind::noted, event_kind::hearing_fixed, event_kind::refused})
        mentions(refused<comity::bad_input>(db, [&] { registry.record(id, {.kind = kind, .on = date(2021, 6, 3)}); }),
                 "not in the future");
    auto tomorrow = small_request();
    tomorrow.made_on = date(2021, 6, 3);
    mentions(refused<comity::bad_input>(db, [&] { registry.file(tomorrow); }), "not in the future");
}

TEST_CASE("what cannot have happened so is refused by the name of its rule; what is odd is kept") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::person_surrendered, .on = date(2020, 6, 1)});  // without a grant: odd
    auto const text = refused<comity::conflict>(
        db, [&] { registry.record(id, {.kind = event_kind::person_surrendered, .on = date(2020, 7, 1)}); });
    mentions(text, "surrendered once");
    mentions(text, "81/3-412-20");
    mentions(text, to_string(id));
    // Recorded later, dated earlier: now the surrender that is there already would be the second.
    mentions(refused<comity::conflict>(
                 db, [&] { registry.record(id, {.kind = event_kind::person_surrendered, .on = date(2020, 5, 1)}); }),
             "surrendered once");
    registry.record(id, {.kind = "person_returned", .on = date(2020, 6, 15)});
    registry.record(id, {.kind = event_kind::person_surrendered, .on = date(2020, 7, 1)});
    // Taking the return away would leave two surrenders.
    mentions(refused<comity::conflict>(db, [&] { registry.retract(id, 3, "a mistake"); }), "surrendered once");
}

TEST_CASE("the same again under one's own id is nothing; other content is a conflict") {
    database db;
    auto registry = db.open();
    auto const id = comity::named_uuid("test", "request"), event_id = comity::named_uuid("test", "event");
    auto const filing = comity::filing_options{.id = id, .origin = comity::origin{"old", "7"}, .source = "s"};
    auto const e = event{.kind = event_kind::arrest, .on = date(2020, 4, 1)};
    CHECK(registry.file(small_request(), filing) == id);
    CHECK(registry.record(id, e, {.id = event_id}) == event_id);
    auto const before = db.rows();

    CHECK(registry.file(small_request(), filing) == id);
    CHECK(registry.record(id, e, {.id = event_id}) == event_id);
    CHECK(db.open().record(id, e, {.id = event_id, .expected_seq = 2}) ==
          event_id);  // sent again after a broken connection
    CHECK(db.rows() == before);

    auto other = small_request();
    other.reference = "another";
    mentions(refused<comity::conflict>(db, [&] { registry.file(other, filing); }), "other content");
    mentions(refused<comity::conflict>(db, [&] { registry.file(small_request(), {.id = id, .source = "elsewhere"}); }),
             "other content");
    mentions(
        refused<comity::conflict>(
            db, [&] { registry.record(id, {.kind = event_kind::arrest, .on = date(2020, 4, 2)}, {.id = event_id}); }),
        "entry 2");
    mentions(
        refused<comity::conflict>(db,
                                  [&] {
                                      registry.file(small_request(), {.id = {}, .origin = comity::origin{"old", "7"}});
                                  }),
        to_string(id));
}

TEST_CASE("a filing with its events, again") {
    database db;
    auto registry = db.open();
    auto const f =
        std::vector{comity::filing{.request = small_request(),
                                   .options = {.id = comity::named_uuid("test", "a")},
                                   .events = {{.event = {.kind = event_kind::arrest, .on = date(2020, 4, 1)}}}}};
    registry.file_many(f);
    auto const before = db.rows();
    registry.file_many(f);
    CHECK(db.rows() == before);
    auto changed = f;
    changed[0].events[0].event.on = date(2020, 4, 2);
    mentions(refused<comity::conflict>(db, [&] { registry.file_many(changed); }), "other events");
}

TEST_CASE("expected_seq refuses a lost update") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)}, {.expected_seq = 2});
    auto const text = refused<comity::conflict>(
        db, [&] { registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)}, {.expected_seq = 2}); });
    mentions(text, "number 2");
    mentions(text, "would be 3");
}

TEST_CASE("recorded_at never goes backwards, whatever the clock does") {
    stopped_clock clock(date(2021, 6, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    clock.set(date(2021, 5, 1));
    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    clock.set(date(2021, 7, 1));
    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    auto const history = registry.dossier(id).history();
    CHECK(history[1].recorded_at == history[0].recorded_at);
    CHECK(history[2].recorded_at - history[1].recorded_at == std::int64_t{30} * 86'400'000'000);
}

TEST_CASE("many at once: all or nothing") {
    database db;
    auto registry = db.open();
    auto const there = registry.file(small_request());
    std::vector<comity::filing> filings;
    for (int i = 0; i < 5; ++i)
        filings.push_back({.request = of_kind(request_kind::extradition),
                           .events = {{.event = {.kind = event_kind::arrest, .on = date(2020, 4, 1)}},
                                      {.event = {.kind = event_kind::released, .on = date(2020, 5, 1)}}}});
    auto broken = filings;
    broken[3].events[1].event.on.reset();
    auto const text = refused<comity::bad_input>(db, [&] { registry.file_many(broken); });
    mentions(text, "filing 4 of 5");
    mentions(text, "released");

    std::vector<std::size_t> told;
    auto const ids = registry.file_many(filings, [&](std::size_t done, std::size_t of) {
        told.push_back(done);
        CHECK(of == 5);
    });
    CHECK(ids.size() == 5);
    CHECK(told.back() == 5);
    CHECK(registry.dossier(ids[4]).history().size() == 3);
    mentions(
        refused<comity::bad_input>(
            db,
            [&] { registry.file_many(filings, [](std::size_t, std::size_t) { throw comity::bad_input("stop"); }); }),
        "stop");

    auto recordings = std::vector<comity::recording>{
        {.request = there, .event = {.kind = event_kind::arrest, .on = date(2020, 4, 1)}},
        {.request = ids[0], .event = {.kind = event_kind::noted, .on = date(2020, 4, 1)}},
        {.request = there, .event = {.kind = "beamed_up", .on = date(2020, 4, 1)}}};
    mentions(refused<comity::bad_input>(db, [&] { registry.record_many(recordings); }), "recording 3 of 3");
    mentions(refused<comity::bad_input>(db, [&] { registry.write(filings, recordings); }), "recording 3 of 3");
    recordings.pop_back();
    registry.write(filings, recordings);
    CHECK(registry.find({}).size() == 11);
    // Refused by the order of events, found when the whole dossier is looked at.
    recordings = {{.request = there, .event = {.kind = event_kind::person_surrendered, .on = date(2020, 6, 1)}},
                  {.request = there, .event = {.kind = event_kind::person_surrendered, .on = date(2020, 7, 1)}}};
    mentions(refused<comity::conflict>(db, [&] { registry.record_many(recordings); }), "surrendered once");
}

TEST_CASE("two programs on one register") {
    database db;
    auto first = db.open();
    auto const id = first.file(small_request());
    constexpr int each = 100;
    auto const work = [&] {
        auto registry = db.open();
        for (int i = 0; i < each; ++i) registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    };
    std::thread one(work), two(work);
    one.join(), two.join();
    CHECK(first.dossier(id).history().size() == 1 + 2 * each);
}

TEST_CASE("within each() the register can be read and not written to") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    int seen = 0;
    registry.each({}, [&](comity::dossier const& d) {
        ++seen;
        CHECK(registry.dossier(d.id()).history() == d.history());
        CHECK(registry.find({}).size() == 1);
        mentions(complaint<comity::unsupported>(
                     [&] { registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)}); }),
                 "each()");
    });
    CHECK(seen == 1);
    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)});
}

TEST_CASE("two who bring in the same row at once file one request") {
    database db;
    auto registry = db.open();
    auto const from = comity::origin{"old", "k1"};
    auto const id = registry.file(small_request(), {.origin = from});
    mentions(refused<comity::conflict>(db, [&] { registry.file(small_request(), {.origin = from}); }), "as request " + to_string(id));
    database other;
    CHECK(other.open().file(small_request(), {.origin = from}) == id);
}

TEST_CASE("a register that is closed from within a call goes on to its end") {
    database db;
    auto registry = db.open();
    for (int i = 0; i < 3; ++i) registry.file(small_request());
    int seen = 0;
    registry.each({}, [&](comity::dossier const&) { ++seen, registry.close(); });
    CHECK(seen == 3);
    CHECK_THROWS_AS(registry.find({}), comity::storage_error);
}
