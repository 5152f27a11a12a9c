// SPDX-License-Identifier: Apache-2.0
#include "chain.hpp"

#include <fstream>
#include <regex>

using namespace test;

// Anybody may have written to the file. What the library cannot have written is named, by dossier and entry, and nothing crashes.

TEST_CASE("rows that the library did not write") {
    struct row {
        std::string sql;
        std::string complaint;
    };
    std::vector<row> const table{
        {"update event set kind = 'Beamed up!' where seq = 2", "entry 2: event: kind: \"Beamed up!\""},
        {"update event set kind = 'beamed_up; --' where seq = 2", "entry 2: event: kind: \"beamed_up; --\""},
        {"update event set kind = '' where seq = 2", "entry 2: event: kind"},
        {"update event set happened = '2020-13-01' where seq = 2", "entry 2: event: happened: month 13 is not 1 to 12"},
        {"update event set happened = '99999-01-01' where seq = 2", "entry 2: event: happened"},
        {"update event set happened = '2020-04-02/2020-04-01' where seq = 2", "entry 2: event: happened"},
        {"update event set happened = '2020-04-01!' where seq = 2", "entry 2: event: happened"},
        {"update event set happened = '2020-04-01T10:00:00Z[Europe/Olympus]' where seq = 2", "entry 2 is not as it was recorded"},
        {"update event set happened = '2020-04-01T10:00:00Z[' where seq = 2", "entry 2: event: happened"},
        {"update event set happened = '2020-04-01T10:00:00Z[../../../../etc/passwd]' where seq = 2",
         "entry 2: event: happened"},
        {"update event set happened = '2020-04-02' where seq = 2", "entry 2 is not as it was recorded"},
        {"update event set event_id = 'x' where seq = 2", "entry 2: event: event_id"},
        {"update event set event_id = upper(event_id) where seq = 2", "entry 2: event: event_id"},
        {"update event set recorded_at = -1 where seq = 1", "entry 1: recorded_at"},
        {"update event set recorded_at = 9223372036854775807 where seq = 2", "entry 2: recorded_at"},
        {"update event set recorded_at = 0 where seq = 2", "entry 2: it was recorded before entry 1"},
        {"update event set recorded_at = recorded_at + 1 where seq = 2", "entry 2 is not as it was recorded"},
        {"update event set other_id = request_id where seq = 2", "entry 2 is not as it was recorded"},
        {"update event set digest = '' where seq = 2", "entry 2 is not as it was recorded"},
        {"update event set digest = 'x' where seq = 1", "entry 1 is not as it was recorded"},
        {"update event set seq = 5 where seq = 2", "entry 2 is missing (found number 5)"},
        {"update event set seq = 5 where seq = 1", "entry 1 is missing"},
        {"update event set kind = 'noted' where seq = 1", "entry 1 carries a request"},
        {"update event set request_id = upper(request_id) where seq = 2", "dossier"},
        {"delete from event where seq = 1", "entry 1 is missing"},
        {"delete from event where seq = 2", "entry 2 does not exist"},
        {"delete from event", "has no entries, but rows of them"},
        // Bodies: forms that are none.
        {"update event set body = body || 'x' where seq = 2", "entry 2: event: a field that does not belong here"},
        {"update event set body = '' where seq = 2", "entry 2: private_text holds more"},
        {"update event set body = 'ground:999999999999999999999:x' where seq = 2", "entry 2: event: ground: the length"},
        {"update event set body = 'ground:18446744073709551615:x' where seq = 2", "entry 2: event: ground"},
        {"update event set body = 'ground:01:x' || chr(10) where seq = 2", "entry 2: event: ground: the length"},
        {"update event set body = 'ground:0:' || chr(10) where seq = 2", "entry 2: event: ground: the value is empty"},
        {"update event set body = 'ground:5:x' || chr(10) where seq = 2", "the field does not end after its 5 bytes"},
        {"update event set body = 'corrects:2:77' || chr(10) where seq = 2", "entry 2"},
        {"update event set body = 'corrects:10:4294967298' || chr(10) where seq = 2", "out of range"},
        {"update event set body = replace(body, 'item 1-2', 'item 0-2') where seq = 2", "\"item 0-2\""},
        {"update event set body = replace(body, 'item 1-2', 'item 2-3') where seq = 2", "item 2-3, but the request names 2"},
        {"update event set body = replace(body, 'person 1', 'person 9') where seq = 2", "person 9, but the request names 3"},
        {"update event set body = replace(body, 'person 1', 'camel 12') where seq = 2", "camel"},
        {"update event set body = replace(body, 'unspecified', 'unspecifieD') where seq = 2", "\"unspecifieD\""},
        {"update event set body = replace(body, 'police', 'Police') where seq = 2", "entry 2 is not as it was recorded"},
        {"update request set requesting = 'QQQQ'", "entry 1: request: requesting"},
        {"update request set requesting = ''", "entry 1: request: requesting"},
        {"update request set kind = 'favour'", "\"favour\""},
        {"update request set reference = 'another'", "entry 1 is not as it was recorded"},
        {"update request set handling = 'TLP:CLEAR'", "entry 1 is not as it was recorded"},
        {"update request set origin_key = '2'", "entry 1 is not as it was recorded"},
        {"update request set made = '2020-03-02?'", "entry 1 is not as it was recorded"},
        {"update request set seq = 2", "entry 1: private_text holds more"},
        {"delete from request", "entry 1: private_text holds more"},
        {"update request set body = replace(body, 'urgent:3:yes', 'urgent:3:not')", "entry 1: request: urgent"},
        {"update request set body = replace(body, 'synthetic:3:yes' || chr(10), '')", "entry 1 is not as it was recorded"},
        {"update request set body = replace(body, 'accused', 'ACCUSED')", "\"ACCUSED\""},
        {"update request set body = replace(body, 'port:3:443', 'port:3:443' || chr(10) || 'port:3:443')",
         "entry 1: request: item: the field does not end after its"},
        {"update private_text set content = ''", "entry 1: event: note: text 1 is missing"},
        {"update private_text set content = replace(content, 'dying', 'lying') where seq = 1",
         "entry 1"},
        {"update private_text set content = replace(content, '1970-05', '1971-05') where seq = 1",
         "born: text 4 is not the one that was recorded"},
        {"update private_text set content = content || 'text:0:' || chr(10) where seq = 2", "private_text holds more"},
        {"update private_text set content = 'text:0:' || chr(10) where seq = 2", "text 1 was removed, and no entry says that it was erased"},
        {"update private_text set content = 'text:1:x' || chr(10) where seq = 2", "text 1 has no salt"},
        {"delete from private_text where seq = 2", "entry 2: event: source: text 1 is missing"},
        {"update private_text set seq = 9 where seq = 2", "entry 9 does not exist"},
    };
    for (auto const& [sql, expected] : table) {
        INFO(sql);
        database db;
        uuid id;
        {
            auto registry = db.open();
            id = registry.file(full_request(), {.origin = comity::origin{"old", "1"}, .note = "n"});
            registry.record(id, {.kind = event_kind::arrest,
                                 .on = date(2020, 4, 1),
                                 .by = comity::authority{.name = "police"},
                                 .concerns = {comity::person_number(1), comity::item_numbers(1, 2)},
                                 .source = "s"});
        }
        db.tamper(db.is_postgresql() ? sql : std::regex_replace(sql, std::regex("chr\\("), "char("));
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
        mentions(text, "entry 2: event: kind: \"refused_by_king\"");
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
    registry.merge(a, b, "twice");
    registry.merge(b, c, "twice");
    auto const nothing = [](comity::dossier const&) {};
    SUBCASE("circle") {
        db.tamper("update event set other_id = '" + to_string(a) + "' where request_id = '" + to_string(b) +
                  "' and kind = 'merged'");
        mentions(complaint<comity::tampered>([&] { registry.dossier(b); }), "entry 2 is not as it was recorded");
        rewrite_chain(db, b);
        mentions(complaint<comity::tampered>([&] { registry.each({}, nothing); }), "merged into itself");
        mentions(complaint<comity::tampered>([&] { registry.dossier(a); }), "merged into itself");
    }
    SUBCASE("itself") {
        db.tamper("update event set other_id = request_id where kind = 'merged'");
        for (auto const& id : {a, b}) rewrite_chain(db, id);
        mentions(complaint<comity::tampered>([&] { registry.each({}, nothing); }), "merged into itself");
        mentions(complaint<comity::tampered>([&] { registry.dossier(a); }), "merged into itself");
    }
    SUBCASE("nothing") {
        db.tamper("update event set other_id = '" + to_string(comity::named_uuid("test", "none")) +
                  "' where kind = 'merged'");
        for (auto const& id : {a, b}) rewrite_chain(db, id);
        mentions(complaint<comity::tampered>([&] { registry.each({}, nothing); }), "not in the register");
    }
}

TEST_CASE("an origin that leads to no id") {
    database db;
    db.open().file(small_request(), {.origin = comity::origin{"old", "1"}});
    db.tamper("update request set request_id = 'x'");
    mentions(complaint<comity::tampered>([&] { db.open().imported("old"); }), "table request");
}

TEST_CASE("a register whose tables are gone") {
    database db;
    db.open().file(small_request());
    db.tamper("drop table private_text");
    auto registry = db.open();
    mentions(complaint<comity::storage_error>([&] { registry.each({}, [](comity::dossier const&) {}); }),
             "private_text");
}
