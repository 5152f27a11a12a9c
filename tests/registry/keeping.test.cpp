// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/intake.hpp>
#include <comity/reconcile.hpp>
#include <comity/report.hpp>
#include <comity/snapshot.hpp>

#include <fstream>
#include <atomic>
#include <sstream>
#include <thread>

using namespace test;

namespace {

comity::person called(std::string name, comity::person_role role = comity::person_role::sought) {
    return {.names = {{.text = std::move(name)}}, .role = role, .nationalities = {"RU"_state}, .born = date(1970, 5, 1)};
}

request about(std::vector<comity::person> persons) {
    auto r = small_request();
    r.persons = std::move(persons);
    return r;
}

/// All that is in the register's tables, as a dump would have it.
std::string dump(database const& db) {
    auto session = db.connect();
    std::string text;
    for (auto const* column : {"private_text.content", "event.body", "request.body", "event.kind"}) {
        auto const name = std::string(column);
        std::string value;
        soci::statement all = (session.prepare << "select " + name + " from " + name.substr(0, name.find('.')), soci::into(value));
        all.execute();
        while (all.fetch()) text += value + "\n";
    }
    return text;
}

/// Every byte of the file and its log.
std::string bytes(database const& db) {
    std::string text;
    for (auto const& f : std::filesystem::directory_iterator(db.folder())) {
        std::ostringstream all;
        all << std::ifstream(f.path(), std::ios::binary).rdbuf();
        text += all.str();
    }
    return text;
}

bool has(std::string const& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("an erased person is gone from every request, and the chain still verifies") {
    database db;
    auto registry = db.open();
    auto with_alias = called("Ivan Petrovich Sidorov");
    with_alias.names.push_back({.text = "Иван Петрович Сидоров", .kind = comity::name_kind::transliteration});
    auto r = about({called("Anna Karenina", comity::person_role::witness), with_alias});
    r.note = "Sidorov is said to be in Leeds";
    r.urgency_reason = "she may leave";
    r.documents = {{.title = "Warrant against I. P. SIDOROV", .pages = 3}, {.title = "Summons"}};
    r.measures = {{.kind = "hearing", .object = "the cousin of Сидорова", .purpose = "what she saw"}};
    auto const a = registry.file(r, {.source = "note verbale 114", .note = "for Petrovich"});
    registry.record(a, {.kind = event_kind::arrest, .on = date(2020, 4, 1), .concerns = {comity::person_number(2)}, .note = "Sidorov arrested"});
    r.persons[1].names[0].text = "Ivan P. Sidorov";  // a corrected name
    registry.amend(a, r, "s");
    auto const b = registry.file(about({called("IVAN  PETROVICH SIDOROV")}));
    auto const c = registry.file(about({called("Pyotr Sidorov")}), {.note = "a brother of Ivan Petrovich Sidorov"});
    auto const seal = registry.seal();
    CHECK(has(dump(db), "Сидоров"));
    auto const digest_before = registry.snapshot(date(2021, 1, 1)).unanswered().digest;

    auto const done = registry.erase_person("Ivan Petrovich Sidorov", "order 12/2026");
    REQUIRE(done.persons.size() == 2);
    CHECK(done.left.empty());
    auto const in_tables = dump(db);
    for (auto const* part : {"Ivan", "IVAN", "Сидор", "SIDOROV", "Leeds", "arrested", "brother", "Petrovich"}) {
        INFO(part);
        CHECK(!has(in_tables, part));
        if (!db.is_postgresql()) CHECK(!has(bytes(db), part));
    }
    for (auto const* part : {"Anna Karenina", "she may leave", "Summons", "what she saw", "note verbale 114", "Pyotr Sidorov"}) {
        INFO(part);
        CHECK(has(in_tables, part));
    }
    CHECK(registry.verify(seal).erased_texts == done.texts);

    auto const d = registry.dossier(a);
    auto const& now = d.request();
    CHECK(now.persons[0] == called("Anna Karenina", comity::person_role::witness));
    REQUIRE(now.persons[1].names.size() == 2);
    CHECK(now.persons[1].names[0].text == comity::erased);
    CHECK(!now.persons[1].born);
    CHECK(now.persons[1].nationalities == std::vector{"RU"_state});  // which figures count
    CHECK(now.persons[1].role == comity::person_role::sought);
    CHECK(now.note == comity::erased);
    CHECK(d.history()[1].event.note == comity::erased);
    CHECK(d.history().back().event.kind == event_kind::erased);
    CHECK(d.history().back().event.note == "order 12/2026");
    CHECK(d.history().back().event.concerns == std::vector{comity::person_number(2)});
    CHECK(registry.dossier(b).history().size() == 2);
    CHECK(registry.dossier(c).history()[0].event.note == comity::erased);

    // Figures say how many are erased, and are otherwise what they were.
    auto const figure = registry.snapshot(date(2021, 1, 1)).unanswered();
    REQUIRE(figure.notes.size() == 1);
    mentions(to_string(figure.notes[0]), "2 persons in these requests have been erased");
    CHECK(figure.digest == digest_before);

    // Nobody is left to erase; and the register goes on.
    auto const before = db.rows();
    CHECK(registry.erase_person("Ivan Petrovich Sidorov", "order 12/2026").texts == 0);
    CHECK(db.rows() == before);
    registry.record(a, {.kind = event_kind::released, .on = date(2020, 5, 1)});
    registry.seal();
    CHECK(registry.verify(seal).seals == 2);
}

TEST_CASE("a name is words, not letters") {
    database db;
    auto registry = db.open();
    registry.file(about({called("Mark Ford")}));
    auto const other = registry.file(about({called("Rosa Market")}), {.source = "trademark office", .note = "Seized at the market, affordable bail; see Markus Fordham"});
    CHECK(registry.erase_person("Mark Ford", "see remark in order 4").texts == 2);  // name and birth
    CHECK(registry.dossier(other).history()[0].event.note == "Seized at the market, affordable bail; see Markus Fordham");

    // A single word goes nowhere but where somebody bears it.
    registry.file(about({called("Li")}));
    auto const third = registry.file(about({called("Wei Chen")}), {.note = "the police delivered Li's file"});
    registry.erase_person("Li", "order 5");
    CHECK(registry.dossier(third).history()[0].event.note == "the police delivered Li's file");

    // Endings that a name takes.
    auto const fourth = registry.file(about({called("Сидоров")}), {.note = "беседа с Сидоровым; сидоровские дела"});
    registry.erase_person("Сидоров", "order 6");
    CHECK(registry.dossier(fourth).history()[0].event.note == comity::erased);
}

TEST_CASE("who took the place of a person, or shares an alias, is not erased with them") {
    database db;
    auto registry = db.open();
    auto r = about({called("Wrong Mann"), called("Right Hansen")});
    auto const id = registry.file(r);
    r.persons.erase(r.persons.begin());
    registry.amend(id, r, "named in error");
    CHECK(registry.erase_person("Wrong Mann", "order 7").persons.size() == 1);
    auto const d = registry.dossier(id);
    CHECK(d.request() == r);
    CHECK(d.versions().at(1).persons[1] == called("Right Hansen"));

    auto const doc = comity::person_name{.text = "Doc", .kind = comity::name_kind::alias};
    auto sidorov = called("Ivan Sidorov"), krasnov = called("Pavel Krasnov");
    sidorov.names.push_back(doc), krasnov.names.push_back(doc);
    auto const both = registry.file(about({sidorov, krasnov}));
    CHECK(registry.find_person("Ivan Sidorov").persons.size() == 1);
    registry.erase_person("Ivan Sidorov", "order 8");
    CHECK(registry.dossier(both).request().persons[1] == krasnov);

    // A version that was retracted is erased too; and what stands in the place of a name is none.
    auto two = about({called("Anna Berg")});
    auto const retracted = registry.file(two);
    two.persons.push_back(called("Bruno Castell"));
    registry.amend(retracted, two, "s");
    registry.retract(retracted, 2, "a mistake");
    CHECK(registry.erase_person("Bruno Castell", "order 9").persons.size() == 1);
    mentions(complaint<comity::bad_input>([&] { registry.erase_person("[erased]", "order 10"); }), "in the place of erased names");
    registry.verify();
}

TEST_CASE("dossiers that are one by merger: texts about the person go in all of them, and nobody else does") {
    database db;
    auto registry = db.open();
    auto const anna = called("Anna Karenina", comity::person_role::witness);
    auto wolf = called("Ivan Petrovich Sidorov");
    wolf.names.push_back({.text = "Grey Wolf", .kind = comity::name_kind::alias});
    auto const a = registry.file(about({anna, wolf}));
    auto const b = registry.file(about({called("Pyotr Sidorov"), called("Ivan P. Sidorov")}), {.note = "Sidorov wrote himself"});
    auto const c = registry.file(about({anna, called("Pyotr Sidorov")}), {.note = "Sidorov called"});
    auto const d = registry.file(about({anna, called("Ivan Petrovich Sidorov")}), {.note = "the Grey Wolf was seen in Leeds"});
    auto const e = registry.file(about({anna, anna}), {.note = "Ivan Petrovich Sidorov telephoned"});
    registry.merge(e, d, "the same");
    registry.merge(d, a, "the same");
    registry.merge(b, a, "the same");
    registry.merge(c, a, "the same, it was thought");
    registry.retract(c, 2, "another person");
    auto const seal = registry.seal();

    auto const looked = registry.find_person("Ivan Petrovich Sidorov");
    auto const done = registry.erase_person("ivan petrovich sidorov", "order 12");
    CHECK(done.texts == looked.texts);
    CHECK(done.persons.size() == 2);
    for (auto const& id : {b, d, e}) CHECK(registry.dossier(id).history()[0].event.note == comity::erased);
    CHECK(registry.dossier(d).request().persons[1].names[0].text == comity::erased);
    auto const& others = registry.dossier(b).request().persons;  // the same under another spelling? It is told, not decided
    CHECK(others[0].names[0].text == "Pyotr Sidorov");
    CHECK(others[1].names[0].text == "Ivan P. Sidorov");
    REQUIRE(done.left.size() == 2);
    CHECK(done.left[1].request == b);
    CHECK(done.left[1].field == "person 2");
    CHECK(registry.dossier(c).request().persons[1].names[0].text == "Pyotr Sidorov");
    CHECK(registry.dossier(c).history()[0].event.note == "Sidorov called");
    registry.verify(seal);
}

TEST_CASE("what would be erased can be looked at first") {
    database db;
    auto registry = db.open();
    auto r = about({called("Ivan Sidorov")});
    r.reference = "SIDOROV/2020";
    registry.file(r, {.note = "about Sidorov"});
    auto const before = db.rows();
    auto const found = db.open({.access = comity::access::read_only}).find_person("ivan  SIDOROV");
    CHECK(found.persons.size() == 1);
    CHECK(found.texts == 3);
    REQUIRE(found.left.size() == 1);
    CHECK(found.left[0].field == "reference");
    CHECK(db.rows() == before);
    CHECK(registry.find_person("Ivan").persons.empty());
}

TEST_CASE("what cannot be erased: a name in what the chain holds is told") {
    database db;
    auto registry = db.open();
    auto r = about({called("Ivan Sidorov")});
    r.reference = "Ivan Sidorov/1";
    auto const id = registry.file(r);
    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1), .by = comity::authority{.name = "Ivan Sidorov"}});
    auto const done = registry.erase_person("ivan sidorov", "order");
    REQUIRE(done.left.size() == 2);
    CHECK(done.left[0].field == "reference");
    CHECK(done.left[1].field == "by");
    CHECK(done.left[1].seq == 2);
}

TEST_CASE("erasures that are refused") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(about({called("Ivan Sidorov")}));
    auto const before = db.rows();
    mentions(complaint<comity::bad_input>([&] { registry.erase_person("", "why"); }), "too short");
    mentions(complaint<comity::bad_input>([&] { registry.erase_person("Ivan Sidorov", ""); }), "reason");
    mentions(complaint<comity::bad_input>([&] { registry.erase_person("Ivan Sidorov", "request of Mr SIDOROV"); }), "names the person");
    mentions(complaint<comity::bad_input>([&] { registry.erase_person("Iv\xFFn", "why"); }), "not UTF-8");
    mentions(complaint<comity::bad_input>([&] { registry.record(id, {.kind = event_kind::erased, .on = date(2021, 1, 1)}); }), "use erase_person");
    mentions(complaint<comity::unsupported>([&] { db.open({.access = comity::access::read_only}).erase_person("Ivan Sidorov", "why"); }), "reading only");
    CHECK(db.rows() == before);
    CHECK(registry.erase_person("Nobody Known", "why").persons.empty());
    CHECK(db.rows() == before);
    // Composed or not, it is the same name.
    registry.file(about({called("Zo\xC3\xAB Müller")}));
    CHECK(registry.erase_person("Zoe\xCC\x88 Mu\xCC\x88ller", "why").persons.size() == 1);
}

TEST_CASE("a text that was removed by somebody else is no erasure") {
    database db;
    auto registry = db.open();
    registry.file(about({called("Ivan Sidorov")}));
    auto const other = registry.file(about({called("Pyotr Ivanov")}));
    registry.erase_person("Ivan Sidorov", "why");
    registry.verify();
    db.tamper("update private_text set content = 'text:0:\n' where request_id = '" + to_string(other) + "'");
    CHECK_THROWS_AS(registry.verify(), comity::tampered);
}

TEST_CASE("a file that still has the person does not bring them back") {
    database db;
    auto registry = db.open();
    std::ofstream(db.folder() / "map.toml") << R"(register = "old"
rows = "requests"
key = ["number"]
[request]
requesting = { column = "from" }
requested = { column = "to" }
kind = { always = "extradition" }
made_on = { column = "made" }
persons = { column = "person" }
note = { column = "note" }
reference = { column = "reference" }
)";
    auto const load = [&](std::string const& reference) {
        std::ofstream(db.folder() / "old.csv") << "number,from,to,made,person,note,reference\n1,RU,GB,2020-03-02,Ivan Sidorov,about Sidorov," << reference << "\n";
        return comity::import_csv(registry, db.folder() / "old.csv", db.folder() / "map.toml");
    };
    CHECK(load("A/1").filed == 1);
    registry.erase_person("Ivan Sidorov", "why");
    CHECK(load("A/1").unchanged == 1);
    CHECK(load("A/2").amended == 1);
    CHECK(!has(dump(db), "Sidorov"));
    auto const d = registry.dossier(registry.find({}).front());
    CHECK(d.request().reference == "A/2");
    CHECK(d.request().persons.at(0).names.at(0).text == comity::erased);
}

TEST_CASE("a clearance hides what it does not cover") {
    database db;
    auto registry = db.open();
    auto const marked = [&](std::string handling) {
        auto r = small_request();
        r.handling = std::move(handling);
        return registry.file(r, {.origin = comity::origin{"old", r.handling}});
    };
    auto const clear = marked("tlp:clear"), amber = marked("TLP:AMBER"), secret = marked("TLP:CLEAR, GB:SECRET"), unmarked = marked("");
    CHECK(registry.dossier(clear).request().handling == "TLP:CLEAR");
    mentions(complaint<comity::bad_input>([&] { marked("TLP:PINK"); }), "TLP:AMBER");
    registry.merge(amber, clear, "the same");

    auto green = db.open({.clearance = "TLP:GREEN"});
    CHECK(green.find({}) == std::vector{clear});
    CHECK(green.dossier(clear).history().size() == 1);
    for (auto const& id : {amber, secret, unmarked}) {
        mentions(complaint<comity::not_found>([&] { green.dossier(id); }), "there is no request");
        mentions(complaint<comity::not_found>([&] { green.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)}); }), "there is no request");
        CHECK_THROWS_AS(green.prove(id, 1), comity::not_found);
    }
    std::size_t seen = 0;
    green.each({}, [&](comity::dossier const& d) { seen += d.facts().size(); });
    CHECK(seen == 1);
    auto const view = green.snapshot(date(2021, 1, 1));
    CHECK(view.size() == 1);
    CHECK(view.clearance() == "TLP:GREEN");
    // What one reader does not see is not missing.
    mentions(complaint<comity::bad_input>([&] { comity::reconcile(view, registry.snapshot(date(2021, 1, 1))); }), "open both alike");
    CHECK(to_string(comity::reconcile(view, view).missing_on_ours.notes.back()).find("TLP:GREEN") != std::string::npos);
    CHECK(green.imported("old").size() == 1);
    std::ostringstream brief;
    write(brief, make_brief(green, {.as_of = date(2021, 1, 1)}), comity::format::markdown);
    mentions(brief.str(), "GREEN; requests marked higher, or not marked, are left out");
    CHECK(db.open({.clearance = "TLP:RED"}).find({}) == std::vector{clear, amber});
    CHECK(db.open({.clearance = "TLP:RED, GB:SECRET"}).find({}).size() == 3);
    mentions(complaint<comity::bad_input>([&] { db.open({.clearance = "TLP:PINK"}); }), "TLP:AMBER");

    // Marked higher later, it is not seen as of before either; and its id and origin cannot be used, and tell nothing.
    auto raised = small_request();
    raised.handling = "TLP:GREEN";
    auto const was_green = registry.file(raised, {.origin = comity::origin{"new", "1"}});
    CHECK(db.open({.clearance = "TLP:GREEN"}).find({}).size() == 2);
    raised.handling = "TLP:RED";
    registry.amend(was_green, raised, "s");
    auto const then = comity::cutoff(comity::instant(registry.dossier(was_green).history()[0].recorded_at));
    CHECK(green.find({}, then) == std::vector{clear});
    CHECK_THROWS_AS(green.dossier(was_green, then), comity::not_found);
    mentions(complaint<comity::conflict>([&] { green.file(small_request(), {.id = was_green}); }), "not for this clearance");
    auto const told = complaint<comity::conflict>([&] { green.file(small_request(), {.origin = comity::origin{"new", "1"}}); });
    CHECK(!has(told, "as request"));
    mentions(complaint<comity::not_found>([&] { green.merge(clear, was_green, "the same"); }), "there is no request");
}

TEST_CASE("what was merged into a request that the reader may not see, now or then, stands alone") {
    stopped_clock clock(date(2021, 6, 1));
    database db;
    auto registry = db.open();
    auto r = small_request();
    r.handling = "TLP:GREEN";
    auto const duplicate = registry.file(r);
    r.handling = "TLP:RED";
    auto const into = registry.file(r);
    registry.merge(duplicate, into, "the same");
    auto const green = db.open({.clearance = "TLP:GREEN"});
    auto const seen = [&](std::optional<comity::cutoff> const& known_on) {
        std::vector<uuid> ids;
        green.each({}, [&](comity::dossier const& d) { ids.push_back(d.id()); }, known_on);
        return ids;
    };
    CHECK(seen({}) == std::vector{duplicate});
    clock.set(date(2021, 7, 1));
    r.handling = "TLP:GREEN";
    registry.amend(into, r, "released");
    CHECK(seen({}) == std::vector{into});
    CHECK(seen(date(2021, 6, 15)) == std::vector{duplicate});
}

TEST_CASE("a register moves house and back, with every row and digest") {
    database db;
    auto registry = db.open();
    std::vector<uuid> ids;
    for (int i = 0; i < 30; ++i) ids.push_back(registry.file(i % 2 ? full_request() : small_request(), {.origin = comity::origin{"old", std::to_string(i)}}));
    registry.merge(ids[0], ids[2], "the same");
    registry.seal();
    registry.record(ids[4], {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    auto const seal = registry.seal();
    registry.erase_person("Ivan Sidorov", "why");

    auto const file = db.folder() / "elsewhere.db";
    auto elsewhere = registry::open(file.string());
    std::size_t told = 0;
    CHECK(registry.copy_to(elsewhere, [&](std::size_t done, std::size_t) { told = done; }) == 30);
    CHECK(told == 30);
    CHECK(elsewhere.verify(seal).root == registry.verify(seal).root);
    database another;
    auto back = another.open();
    CHECK(elsewhere.copy_to(back) == 30);
    CHECK(back.verify(seal).erased_texts == registry.verify().erased_texts);
    for (auto const& id : ids) {
        CHECK(back.dossier(id).history() == registry.dossier(id).history());
        CHECK(back.dossier(id).versions() == registry.dossier(id).versions());
    }
    CHECK(another.rows() == db.rows());
    CHECK(back.imported("old") == registry.imported("old"));
    back.record(ids[5], {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    back.seal();
    back.verify(seal);

    mentions(complaint<comity::conflict>([&] { registry.copy_to(elsewhere); }), "not empty");
    database third;
    db.tamper("update event set happened = '2020-04-02' where seq = 2 and request_id = '" + to_string(ids[4]) + "'");
    auto empty = third.open();
    mentions(complaint<comity::tampered>([&] { registry.copy_to(empty); }), to_string(ids[4]));
    CHECK(empty.find({}).empty());
}

TEST_CASE("filings from a source, in one transaction") {
    database db;
    auto registry = db.open();
    int left = 1234;
    auto const source = [&]() -> std::optional<comity::filing> {
        if (left-- == 0) return {};
        return comity::filing{.request = small_request(), .options = {.id = comity::named_uuid("source", std::to_string(left % 1000))}};
    };
    std::size_t told = 0;
    CHECK(registry.write(source, [&](std::size_t done, std::size_t) { told = done; }) == 1234);
    CHECK(told == 1234);
    CHECK(registry.find({}).size() == 1000);  // the same again is nothing
    left = 700;
    auto const before = db.rows();
    mentions(complaint<comity::bad_input>([&] {
                 registry.write([&]() -> std::optional<comity::filing> {
                     if (left-- == 0) throw comity::bad_input("row 701");
                     return comity::filing{.request = small_request()};
                 });
             }),
             "row 701");
    CHECK(db.rows() == before);
}

TEST_CASE("filings and recordings from a source that reads what it gave") {
    database db;
    auto registry = db.open();
    auto const id = [](int i) { return comity::named_uuid("source", std::to_string(i)); };
    int n = 0;
    auto const given = registry.write([&]() -> std::optional<comity::addition> {
        auto const i = n++ / 2;
        if (i == 900) return {};
        if (n % 2) return comity::filing{.request = small_request(), .options = {.id = id(i)}};
        if (i == 800) CHECK(registry.find({}).size() > 700);
        return comity::recording{.request = id(i), .event = {.kind = event_kind::noted, .on = date(2020, 4, 1)}};
    });
    CHECK(given == 1800);
    CHECK(registry.verify().entries == 1800);
    CHECK_THROWS_AS(registry.write([&]() -> std::optional<comity::addition> {
        return comity::recording{.request = id(5000), .event = {.kind = event_kind::noted, .on = date(2020, 4, 1)}};
    }), comity::not_found);
    CHECK_THROWS_AS(registry.write([&]() -> std::optional<comity::addition> { return registry.file(small_request()), std::nullopt; }), comity::unsupported);
    CHECK(registry.verify().entries == 1800);
}

TEST_CASE("one object, many threads") {
    database db;
    auto registry = db.open({.connections = 4});
    auto const id = registry.file(small_request());
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            try {
                for (int i = 0; i < 20; ++i) {
                    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)});
                    registry.each({}, [&](comity::dossier const& d) {
                        if (registry.dossier(d.id()).history().size() != d.history().size()) ++failures;  // one view
                    });
                    if (t == 0) registry.verify();
                }
            } catch (comity::error const& e) {
                MESSAGE(e.what());
                ++failures;
            }
        });
    for (auto& t : threads) t.join();
    CHECK(failures == 0);
    CHECK(registry.dossier(id).history().size() == 161);
    mentions(complaint<comity::bad_input>([&] { db.open({.connections = 0}); }), "connections");
}
