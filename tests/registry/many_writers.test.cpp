// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/intake.hpp>

#include <barrier>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

// Sixteen at once: nothing is lost, nothing is there twice, and a number goes to one of those who want it.

using namespace test;

namespace {

constexpr int writers = 16;

/// Runs f(0) to f(15) in a thread each, and gives what they threw.
std::vector<std::string> all_at_once(std::function<void(int)> const& f) {
    std::vector<std::string> errors;
    std::mutex mutex;
    std::barrier start(writers);
    std::vector<std::thread> threads;
    for (int t = 0; t < writers; ++t)
        threads.emplace_back([&, t] {
            start.arrive_and_wait();
            try {
                f(t);
            } catch (std::exception const& e) {
                std::lock_guard const lock(mutex);
                errors.push_back("writer " + std::to_string(t) + ": " + e.what());
            }
        });
    for (auto& t : threads) t.join();
    return errors;
}

/// Sixteen programs with an object each, or sixteen threads of one program with one object.
struct office {
    bool shares;
    std::vector<registry> objects{};

    office(database const& db, bool one_object) : shares(one_object) {
        db.open();
        if (shares) objects.push_back(db.open({.connections = writers}));
        else for (int t = 0; t < writers; ++t) objects.push_back(db.open());
    }
    registry& of(int t) { return objects[shares ? 0 : static_cast<std::size_t>(t)]; }
};

uuid name(std::string const& what, int a, int b = 0) { return comity::named_uuid("many writers", what + " " + std::to_string(a) + " " + std::to_string(b)); }

event note(int t, int i) { return {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = std::to_string(t) + " " + std::to_string(i)}; }

/// The ids of a dossier's entries after the filing, each of which is there once, with numbers that have no gap.
std::set<uuid> entries_of(comity::dossier const& d) {
    std::set<uuid> ids;
    auto const& history = d.history();
    for (std::size_t i = 0; i < history.size(); ++i) {
        CHECK(history[i].seq == static_cast<int>(i) + 1);
        if (i > 0) CHECK(ids.insert(history[i].id).second);
        if (i > 0) CHECK(history[i].recorded_at >= history[i - 1].recorded_at);
    }
    return ids;
}

}  // namespace

TEST_CASE("sixteen writers, who make each call twice, on one dossier and on many") {
    for (bool const one_object : {false, true}) {
        CAPTURE(one_object);
        database db;
        office office(db, one_object);
        auto const hot = office.of(0).file(small_request(), {.id = name("hot", 0)});
        constexpr int each = 4;
        auto const errors = all_at_once([&](int t) {
            auto& registry = office.of(t);
            for (int i = 0; i < each; ++i) {
                // What all of them file is filed by one of them.
                for (int again = 0; again < 2; ++again) registry.file(small_request(), {.id = name("common", i)});
                for (int again = 0; again < 2; ++again) registry.file(small_request(), {.id = name("own", t, i)});
                for (int again = 0; again < 2; ++again) registry.record(hot, note(t, i), {.id = name("hot event", t, i)});
                auto const other = (t + i) % writers;
                std::vector<comity::recording> const several{
                    {.request = name("common", i), .event = note(t, i), .options = {.id = name("common event", t, i)}},
                    {.request = hot, .event = note(t, i), .options = {.id = name("second hot event", t, i)}},
                    {.request = name("own", t, i), .event = note(t, i), .options = {.id = name("own event", t, i)}}};
                for (int again = 0; again < 2; ++again) registry.record_many(several);
                // The same by all of them.
                registry.record(name("common", i), note(-1, i), {.id = name("event of all", i)});
                if (other == 0) registry.seal();
            }
        });
        for (auto const& e : errors) FAIL_CHECK(e);

        auto& registry = office.of(0);
        std::set<uuid> wanted;
        for (int t = 0; t < writers; ++t)
            for (int i = 0; i < each; ++i) wanted.insert(name("hot event", t, i)), wanted.insert(name("second hot event", t, i));
        CHECK(entries_of(registry.dossier(hot)) == wanted);
        for (int i = 0; i < each; ++i) {
            wanted = {name("event of all", i)};
            for (int t = 0; t < writers; ++t) {
                wanted.insert(name("common event", t, i));
                CHECK(entries_of(registry.dossier(name("own", t, i))) == std::set{name("own event", t, i)});
            }
            CHECK(entries_of(registry.dossier(name("common", i))) == wanted);
        }
        auto const found = registry.verify();
        CHECK(found.dossiers == 1 + each + writers * each);
        CHECK(found.entries == found.dossiers + 2 * writers * each + each * (writers + 1) + writers * each);
        CHECK(found.seals == each);
    }
}

TEST_CASE("sixteen writers want the same number: one has it, the others hear of it") {
    for (bool const one_object : {false, true}) {
        CAPTURE(one_object);
        database db;
        office office(db, one_object);
        auto const id = office.of(0).file(small_request());
        constexpr int last = 11;
        std::array<std::atomic<int>, last + 1> won{}, lost{};
        std::barrier next(writers);
        auto const errors = all_at_once([&](int t) {
            for (int seq = 2; seq <= last; ++seq) {
                std::string other;
                try {
                    office.of(t).record(id, note(t, seq), {.expected_seq = seq});
                    ++won[static_cast<std::size_t>(seq)];
                } catch (comity::conflict const& e) {
                    if (std::string(e.what()).find("was expected to be number " + std::to_string(seq)) != std::string::npos) ++lost[static_cast<std::size_t>(seq)];
                    else other = e.what();
                } catch (std::exception const& e) {
                    other = e.what();
                }
                next.arrive_and_wait();
                if (!other.empty()) {
                    next.arrive_and_drop();
                    throw comity::error(other);
                }
            }
        });
        for (auto const& e : errors) FAIL_CHECK(e);
        for (std::size_t seq = 2; seq <= last; ++seq) {
            CAPTURE(seq);
            CHECK(won[seq] == 1);
            CHECK(lost[seq] == writers - 1);
        }
        auto const d = office.of(1).dossier(id);
        CHECK(entries_of(d).size() == last - 1);
        for (auto const& e : d.history())
            if (e.seq > 1) CHECK(e.event.note.ends_with(" " + std::to_string(e.seq)));  // who asked for it got it
        CHECK(office.of(2).verify().entries == last);
    }
}

TEST_CASE("sixteen writers file the same rows of another register, with ids of their own and without: each row becomes one request") {
    database db;
    office office(db, false);
    constexpr int rows = 20;
    std::atomic<int> filed = 0, refused = 0;
    std::barrier next(writers);
    auto const errors = all_at_once([&](int t) {
        for (int i = 0; i < rows; ++i) {
            next.arrive_and_wait();
            auto const id = t % 4 == 0 ? std::optional<uuid>() : name("row", t, i);
            try {
                office.of(t).file(small_request(), {.id = id, .origin = comity::origin{"their register", std::to_string(i)}});
                ++filed;
            } catch (comity::conflict const&) {
                ++refused;
            }
        }
    });
    for (auto const& e : errors) FAIL_CHECK(e);
    CHECK(filed == rows);
    CHECK(refused == rows * (writers - 1));
    CHECK(office.of(0).find({}).size() == rows);
}

TEST_CASE("bulks of sixteen writers, which overlap") {
    for (bool const one_object : {false, true}) {
        CAPTURE(one_object);
        database db;
        office office(db, one_object);
        // Each files 40: half are its own, half are the next one's too, in other orders.
        constexpr int each = 20;
        auto const errors = all_at_once([&](int t) {
            std::vector<comity::filing> filings;
            for (int i = 0; i < each; ++i)
                for (auto const of : t % 2 == 0 ? std::array{t, (t + 1) % writers} : std::array{(t + 1) % writers, t})
                    filings.push_back({.request = small_request(),
                                       .options = {.id = name("bulk", of, t % 3 == 0 ? each - 1 - i : i)},
                                       .events = {{.event = note(0, 0), .options = {.id = name("bulk event", of, t % 3 == 0 ? each - 1 - i : i)}}}});
            office.of(t).file_many(filings);
        });
        for (auto const& e : errors) FAIL_CHECK(e);
        auto const found = office.of(0).verify();
        CHECK(found.dossiers == writers * each);
        CHECK(found.entries == 2 * writers * each);
    }
}

TEST_CASE("sixteen load the same file: each row is filed once, and each is told what it did itself") {
    database db;
    write_csv(db.folder() / "old.csv", "RU", 1, 300);
    write_mapping(db.folder() / "map.toml");
    office programs(db, false);
    std::atomic<std::size_t> filed = 0, unchanged = 0;
    auto const errors = all_at_once([&](int t) {
        for (int n = 1;; ++n) try {
                auto const report = comity::import_csv(programs.of(t), db.folder() / "old.csv", db.folder() / "map.toml");
                filed += report.filed, unchanged += report.unchanged;
                return;
            } catch (comity::conflict const&) {
                if (n == writers) throw;
            }
    });
    CHECK(errors == std::vector<std::string>{});
    CHECK(filed == 300);
    CHECK(unchanged == 300 * (writers - 1));
    CHECK(programs.of(0).verify().dossiers == 300);
}
