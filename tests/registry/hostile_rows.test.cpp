// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <fstream>

using namespace test;

// Anybody may have written to the file. What the library cannot have written is named, by dossier and entry, and nothing crashes.

TEST_CASE("rows that the library did not write") {
    struct row {
        std::string sql;
        std::string complaint;
    };
    std::vector<row> const table{
        {"update event set kind = 'Beamed up!' where seq = 2", "entry 2: event, kind: \"Beamed up!\""},
        {"update event set kind = 'beamed_up; --' where seq = 2", "entry 2: event, kind: \"beamed_up; --\""},
        {"update event set kind = '' where seq = 2", "entry 2: event, kind"},
        {"update event set happened_earliest = 99999999 where seq = 2", "entry 2: event, happened: day 99999999"},
        {"update event set happened_earliest = 9223372036854775807 where seq = 2", "entry 2: event, happened"},
        {"update event set happened_latest = happened_earliest - 1 where seq = 2", "ends before it begins"},
        {"update event set happened_latest = null where seq = 2", "entry 2: event, happened: a number is missing"},
        {"update event set happened_qualifier = '!' where seq = 2", "entry 2: event, happened: \"!\""},
        {"update event set happened_at = 0, happened_zone = 'Mars/Olympus' where seq = 2", "Mars/Olympus"},
        {"update event set happened_at = 0, happened_zone = 'UTC' where seq = 2", "is not on the day beside it"},
        {"update event set happened_at = 9223372036854775807, happened_zone = 'UTC' where seq = 2",
         "entry 2: event, happened"},
        {"update event set happened_at = 0, happened_zone = '../../../../etc/passwd' where seq = 2",
         "entry 2: event, happened"},
        {"update event set event_id = 'x' where seq = 2", "entry 2: event, event_id"},
        {"update event set recorded_at = -1 where seq = 1", "entry 1: recorded_at"},
        {"update event set recorded_at = 9223372036854775807 where seq = 2", "entry 2: recorded_at"},
        {"update event set recorded_at = 0 where seq = 2", "entry 2 was recorded before entry 1"},
        {"update event set corrects = 77 where seq = 2", "corrects nothing"},
        {"update event set corrects = -1 where seq = 2", "corrects nothing"},
        {"update event set corrects = 4294967298 where seq = 2", "out of range"},
        {"update event set actor_kind = 'king' where seq = 2", "entry 2: event, actor"},
        {"update event set seq = 5 where seq = 2", "entry 2 is missing (found number 5)"},
        {"update event set seq = 5 where seq = 1", "entry 1 is missing"},
        {"update event set kind = 'noted' where seq = 1", "entry 1 carries a request"},
        {"update event set ground = cast(x'ff' as text) where seq = 2", "not UTF-8"},
        {"update event set request_id = upper(request_id) where seq = 2", "dossier"},
        {"update event_text set note = cast(x'410042' as text)", "NUL byte"},
        {"update event_text set seq = 9", "entry 9 does not exist"},
        {"delete from concern where number = 1", "concern 1 is missing"},
        {"update concern set last_number = 2147483647 where number = 1",
         "person 1-2147483647, but the request names 3"},
        {"update concern set first_number = 0 where number = 1", "person 0-1"},
        {"update concern set subject = 'dog' where number = 1", "\"dog\""},
        {"update request set requesting = 'QQQQ'", "entry 1: request, requesting"},
        {"update request set requesting = ''", "entry 1: request, requesting"},
        {"update request set kind = 'favour'", "\"favour\""},
        {"update request set urgent = 7", "out of range"},
        {"update request set seq = 2", "entry 1 carries no request"},
        {"delete from request", "entry 1 carries no request"},
        {"update basis set provision_instrument = 'two words'", "not the id of an instrument"},
        {"delete from person where number = 1", "person 1 is missing"},
        {"update person set nationalities = 'RU  IL' where number = 1", "person 1, nationalities"},
        {"update person_name set person = 9 where number = 1", "a name of person 9"},
        {"update item set port = 99999999999 where number = 1", "out of range"},
        {"update related set related_id = 'me'", "related 1, related_id"},
        {"delete from event", "has no entries, but rows of them"},
    };
    for (auto const& [sql, expected] : table) {
        INFO(sql);
        database db;
        uuid id;
        {
            auto registry = db.open();
            id = registry.file(full_request(), {.note = "n"});
            registry.record(id, {.kind = event_kind::arrest,
                                 .on = date(2020, 4, 1),
                                 .by = comity::authority{.name = "police"},
                                 .concerns = {comity::person_number(1), comity::item_numbers(1, 2)}});
        }
        db.tamper(sql);
        auto registry = db.open();
        auto const text = complaint<comity::tampered>([&] { registry.each({}, [](comity::dossier const&) {}); });
        mentions(text, expected);
        if (sql.find("upper") == sql.npos) mentions(text, to_string(id));
        // The register is not stuck: it can be asked again.
        CHECK_THROWS_AS(registry.each({}, [](comity::dossier const&) {}), comity::tampered);
        if (sql.find("upper") == sql.npos && sql != "delete from event")
            CHECK_THROWS_AS(registry.dossier(id), comity::tampered);
    }
}

TEST_CASE("a kind of event that only another law knows") {
    database db;
    std::ofstream(db.folder() / "events.toml")
        << R"(events = [{ name = "refused_by_king", title = "refused by the King", is = "refused" }])";
    auto const kingdom = comity::open_options{.law = comity::law::load(db.folder())};
    uuid id;
    {
        auto registry = db.open(kingdom);
        id = registry.file(small_request());
        registry.record(id, {.kind = "refused_by_king", .on = date(2020, 4, 1)});
    }
    auto registry = db.open();
    for (int i = 0; i < 2; ++i) {  // the register is not stuck
        auto const text = complaint<comity::unsupported>([&] { registry.each({}, [](comity::dossier const&) {}); });
        mentions(text, to_string(id));
        mentions(text, "entry 2: event, kind: \"refused_by_king\"");
        mentions(text, "open_options.law, --law");
        CHECK_THROWS_AS(registry.dossier(id), comity::unsupported);
        CHECK_THROWS_AS(registry.find({}), comity::unsupported);
    }
    CHECK_THROWS_AS(registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)}), comity::unsupported);
    registry.file(small_request());
    CHECK(db.open(kingdom).dossier(id).history().size() == 2);
}

TEST_CASE("dossiers merged in a circle, or into nothing") {
    database db;
    auto registry = db.open();
    auto const a = registry.file(small_request()), b = registry.file(small_request()),
               c = registry.file(small_request());
    registry.merge(a, b, "");
    registry.merge(b, c, "");
    auto const nothing = [](comity::dossier const&) {};
    SUBCASE("circle") {
        db.tamper("update event set other_id = '" + to_string(a) + "' where request_id = '" + to_string(b) +
                  "' and kind = 'merged'");
        mentions(complaint<comity::tampered>([&] { registry.each({}, nothing); }), "merged into itself");
        mentions(complaint<comity::tampered>([&] { registry.dossier(a); }), "merged into itself");
    }
    SUBCASE("itself") {
        db.tamper("update event set other_id = request_id where kind = 'merged'");
        mentions(complaint<comity::tampered>([&] { registry.each({}, nothing); }), "merged into itself");
        mentions(complaint<comity::tampered>([&] { registry.dossier(a); }), "merged into itself");
    }
    SUBCASE("nothing") {
        db.tamper("update event set other_id = '" + to_string(comity::named_uuid("test", "none")) +
                  "' where kind = 'merged'");
        mentions(complaint<comity::tampered>([&] { registry.each({}, nothing); }), "not in the register");
    }
}

TEST_CASE("an origin that leads to no id") {
    database db;
    db.open().file(small_request(), {.origin = comity::origin{"old", "1"}});
    db.tamper("update origin set request_id = 'x'");
    mentions(complaint<comity::tampered>([&] { db.open().imported("old"); }), "table origin");
}

TEST_CASE("a register whose tables are gone") {
    database db;
    db.open().file(small_request());
    db.tamper("drop table person_name");
    auto registry = db.open();
    mentions(complaint<comity::storage_error>([&] { registry.each({}, [](comity::dossier const&) {}); }),
             "person_name");
}
