// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/intake.hpp>

#include <barrier>
#include <fstream>
#include <thread>

#include <unistd.h>

// What is stopped leaves nothing, and the register goes on.

using namespace test;

namespace {

/// Ctrl-C, as a program may make an exception of it: none of ours.
struct stopped {};

std::vector<comity::filing> some_filings(int count, std::string const& name) {
    std::vector<comity::filing> filings;
    for (int i = 0; i < count; ++i)
        filings.push_back({.request = small_request(),
                           .options = {.id = comity::named_uuid(name, std::to_string(i))},
                           .events = {{.event = {.kind = event_kind::arrest, .on = date(2020, 4, 1), .note = "n"}}}});
    return filings;
}

/// Stops at the call of that number.
comity::progress stop_at(int number, int& calls) {
    calls = 0;
    return [number, &calls](std::size_t, std::size_t) {
        if (++calls == number) throw stopped();
    };
}

int after_count = 0;

/// As the caller gave it, not wrapped; nothing is there that was not; and a file, a bulk and a check are still possible.
void check_stopped(database const& db, registry& r, std::string const& what, auto call) {
    CAPTURE(what);
    auto const before = db.rows();
    CHECK_THROWS_AS(call(), stopped);
    CHECK(db.rows() == before);
    auto const n = ++after_count;
    r.file(small_request(), {.id = comity::named_uuid("after", std::to_string(n))});
    r.file_many(some_filings(20, "after " + std::to_string(n)));
    auto const after = db.rows();
    CHECK(after.at("event") == before.at("event") + 41);
    CHECK(r.verify().entries == after.at("event") - r.verify().seals);
    // Nor does it hold a lock, or a view, that is in the way of others.
    db.open().record(comity::named_uuid("after", std::to_string(n)), {.kind = event_kind::noted, .on = date(2020, 4, 1)});
}

}  // namespace

TEST_CASE("Ctrl-C: what was under way leaves nothing, and the register can be used") {
    database db;
    auto r = db.open();
    auto const filings = some_filings(600, "stopped");
    auto const id = r.file(small_request());
    std::vector<comity::recording> recordings(600, {.request = id, .event = {.kind = event_kind::noted, .on = date(2020, 4, 1)}});
    int calls = 0;
    for (int const at : {1, 6}) {  // among the first; with all of them done, of which the first 500 were sent
        CAPTURE(at);
        check_stopped(db, r, "file_many", [&] { r.file_many(filings, stop_at(at, calls)); });
        check_stopped(db, r, "record_many", [&] { r.record_many(recordings, stop_at(at, calls)); });
        check_stopped(db, r, "write", [&] { r.write(std::span(filings).first(300), std::span(recordings).first(300), stop_at(at, calls)); });
        check_stopped(db, r, "file_many of a source", [&] {
            std::size_t next = 0;
            r.write([&] { return next < filings.size() ? std::optional(filings[next++]) : std::nullopt; }, stop_at(at, calls));
        });
        check_stopped(db, r, "the source itself", [&] {
            std::size_t next = 0;
            r.write([&]() -> std::optional<comity::filing> {
                if (next == static_cast<std::size_t>(at) * 100 - 1) throw stopped();
                return filings[next++];
            });
        });
    }
    check_stopped(db, r, "verify", [&] { r.verify(stop_at(1, calls)); });
    check_stopped(db, r, "each", [&] { r.each({}, [](comity::dossier const&) { throw stopped(); }); });
    // Also where nothing of what is read is asked for.
    auto const none = comity::query{.measure = "hearing"};
    check_stopped(db, r, "find", [&] { r.find(none, {}, stop_at(2, calls)); });
    check_stopped(db, r, "each, of none", [&] { r.each(none, [](comity::dossier const&) {}, {}, stop_at(2, calls)); });
    check_stopped(db, r, "deadlines", [&] { r.deadlines(date(2020, 4, 1), {}, none, stop_at(2, calls)); });
    check_stopped(db, r, "agenda", [&] { r.agenda(date(2020, 4, 1), {}, stop_at(2, calls)); });
    check_stopped(db, r, "find_person", [&] { r.find_person("Ivan Petrov", stop_at(2, calls)); });
    check_stopped(db, r, "erase_person", [&] { r.erase_person("Ivan Petrov", "by order", stop_at(2, calls)); });
    check_stopped(db, r, "seal", [&] { r.seal({}, stop_at(2, calls)); });
    r.seal();
    check_stopped(db, r, "verify against a seal", [&] { r.verify(r.sealed(), stop_at(2, calls)); });

    // The very same can then be done.
    r.file_many(filings);
    r.record_many(recordings);
    CHECK(r.verify().dossiers == static_cast<std::int64_t>(r.find({}).size()));
}

TEST_CASE("Ctrl-C while a register is copied: the copy is empty, and can be made again") {
    database from, to;
    auto a = from.open();
    auto b = to.open();
    a.file_many(some_filings(1200, "copied"));
    a.seal();
    auto const empty = to.rows();
    auto const full = from.rows();
    for (int const at : {1, 12, 13}) {  // the last: when all is copied, and looked at
        CAPTURE(at);
        int calls = 0;
        CHECK_THROWS_AS(a.copy_to(b, stop_at(at, calls)), stopped);
        if (at < 13) CHECK(to.rows() == empty);
        CHECK(from.rows() == full);
        CHECK(a.find({}).size() == 1200);
        CHECK(a.verify().dossiers == 1200);
        CHECK(b.verify().dossiers == (at < 13 ? 0 : 1200));
    }
    CHECK(b.sealed().digest == a.sealed().digest);
    b.file(small_request());
    a.file(small_request());
}

TEST_CASE("Ctrl-C while a file is imported: it is as if it had not begun") {
    database db;
    auto r = db.open();
    auto const csv = db.folder() / "requests.csv", mapping = db.folder() / "mapping.toml";
    write_csv(csv, "RU", 1, 600);
    write_mapping(mapping);
    int calls = 0;
    auto const before = db.rows();
    comity::import_csv(r, csv, mapping, stop_at(0, calls));
    CHECK(calls > 1);
    CHECK(db.rows().at("event") == before.at("event") + 600);

    write_csv(db.folder() / "others.csv", "FR", 1001, 1600);
    auto const last = calls;
    for (int const at : {1, last}) {
        CAPTURE(at);
        check_stopped(db, r, "import_csv", [&] { comity::import_csv(r, db.folder() / "others.csv", mapping, stop_at(at, calls)); });
    }
    CHECK(comity::import_csv(r, db.folder() / "others.csv", mapping).filed == 600);
    CHECK(comity::import_csv(r, db.folder() / "others.csv", mapping).unchanged == 600);
    r.verify();
}

TEST_CASE("mergers that race: a chain or a refusal, never a ring, and nobody waits for ever") {
    database db;
    db.open();
    for (int round = 0; round < 12; ++round) {
        CAPTURE(round);
        std::array<uuid, 3> ids;
        auto reader = db.open();
        for (auto& id : ids) id = reader.file(small_request());
        auto const ring = round % 2 == 1;  // A→B, B→C, and perhaps C→A
        std::array<std::string, 3> outcome;
        std::barrier start(ring ? 3 : 2);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < (ring ? 3 : 2); ++i)
            threads.emplace_back([&, i] {
                auto r = db.open();
                start.arrive_and_wait();
                try {
                    r.merge(ids[i], ids[(i + 1) % 3], "the same");
                    outcome[i] = "merged";
                } catch (comity::conflict const& e) {
                    outcome[i] = mentions(e.what(), "was itself merged into") || mentions(e.what(), "it cannot be merged into itself") ? "refused" : e.what();
                } catch (std::exception const& e) {
                    outcome[i] = e.what();
                }
            });
        for (auto& t : threads) t.join();
        int merged = 0;
        for (std::size_t i = 0; i < (ring ? 3 : 2); ++i) {
            CAPTURE(outcome[i]);
            CHECK((outcome[i] == "merged" || outcome[i] == "refused"));
            auto const d = reader.dossier(ids[i]);
            CHECK(d.merged_into().has_value() == (outcome[i] == "merged"));
            CHECK(d.history().size() == (outcome[i] == "merged" ? 2 : 1));
            merged += outcome[i] == "merged";
        }
        CHECK(merged >= 1);
        CHECK(merged <= 2);
        reader.verify();
        std::size_t seen = 0;
        reader.each({}, [&](comity::dossier const&) { ++seen; });
        CHECK(seen >= static_cast<std::size_t>(round));
    }
}

TEST_CASE("two registers copied into each other at once: nobody waits for ever") {
    database one, other;
    one.open(), other.open();
    auto const text = in_child([&]() -> std::string {
        ::alarm(60);
        auto a = one.open(), b = other.open();
        for (int round = 0; round < 30; ++round) {
            std::barrier start(2);
            auto const copy = [&](registry& from, registry& to) {
                start.arrive_and_wait();
                try {
                    from.copy_to(to);
                } catch (comity::error const&) {
                }
            };
            std::thread there([&] { copy(a, b); }), back([&] { copy(b, a); });
            there.join(), back.join();
        }
        return "done";
    });
    CHECK(text == "done");
}
