// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/snapshot.hpp>

#include <chrono>
#include <thread>

using namespace test;

namespace {

bool equal(comity::dossier const& a, comity::dossier const& b) {
    return a.id() == b.id() && a.history() == b.history() && a.versions() == b.versions();
}

request between(comity::state_code requesting, comity::state_code requested, request_kind kind, std::string reference,
                std::string_view made_on) {
    return {.kind = kind,
            .requesting = requesting,
            .requested = requested,
            .reference = std::move(reference),
            .made_on = comity::parse_when(made_on)};
}

}  // namespace

TEST_CASE("each() gives what dossier() gives, in the order of the ids") {
    database db;
    auto registry = db.open();
    std::vector<uuid> ids;
    for (int i = 0; i < 50; ++i) {
        auto r = i % 3 ? small_request() : full_request();
        auto const id =
            registry.file(r, {.id = comity::named_uuid("test", std::to_string(i)), .note = i % 2 ? "odd" : ""});
        for (int k = 0; k < i % 5; ++k)
            registry.record(id, {.kind = event_kind::noted,
                                 .on = date(2020, 5, 1 + k),
                                 .note = std::string(static_cast<std::size_t>(k), 'x')});
        if (i % 7 == 0) r.language = "ru", registry.amend(id, r, "amended");
        ids.push_back(id);
    }
    CHECK(registry.find({}) == ids);  // in the order of filing
    std::ranges::sort(ids);
    std::size_t n = 0;
    registry.each({}, [&](comity::dossier const& d) {
        REQUIRE(n < ids.size());
        CHECK(d.id() == ids[n++]);
        CHECK(equal(d, registry.dossier(d.id())));
    });
    CHECK(n == ids.size());
}

TEST_CASE("finding requests") {
    database db;
    auto registry = db.open();
    auto const a = registry.file(between("RU"_state, "GB"_state, request_kind::extradition, "A/1", "2019-05-06"));
    auto const b = registry.file(between("GB"_state, "RU"_state, request_kind::extradition, "B/2", "2020"));
    auto const c = registry.file(between("RU"_state, "DE"_state, request_kind::service, "C/3", "2021-01-02"));
    using ids = std::vector<uuid>;
    CHECK(registry.find({}) == ids{a, b, c});
    CHECK(registry.find({.requesting = "RU"_state}) == ids{a, c});
    CHECK(registry.find({.requested = "RU"_state}) == ids{b});
    CHECK(registry.find({.state = "GB"_state}) == ids{a, b});
    CHECK(registry.find({.state = "GB"_state, .other = "RU"_state}) == ids{a, b});
    CHECK(registry.find({.state = "GB"_state, .other = "DE"_state}).empty());
    CHECK(registry.find({.requesting = "RU"_state, .kind = request_kind::service}) == ids{c});
    CHECK(registry.find({.reference = "B/2"}) == ids{b});
    CHECK(registry.find({.reference = "b/2"}).empty());
    CHECK(registry.find({.reference = "' or ''='"}).empty());
    CHECK(registry.find({.made_from = date(2020, 7, 1)}) == ids{b, c});
    CHECK(registry.find({.made_until = date(2020, 7, 1)}) == ids{a});  // of 2020 the last day counts
    CHECK(registry.find({.made_until = date(2020, 12, 31)}) == ids{a, b});
    CHECK(registry.find({.reference = ""}).empty() == false);
    mentions(complaint<comity::bad_input>([&] { registry.find({.other = "RU"_state}); }), "state");

    // The last version counts, as it was known.
    auto changed = between("RU"_state, "FR"_state, request_kind::extradition, "A/1", "2019-05-06");
    changed.requested_reference = "FR/9";
    registry.amend(a, changed, "sent to France");
    CHECK(registry.find({.requested = "GB"_state}).empty());
    CHECK(registry.find({.requested = "FR"_state}) == ids{a});
    CHECK(registry.find({.reference = "FR/9"}) == ids{a});
    int seen = 0;
    registry.each({.requested = "GB"_state}, [&](comity::dossier const&) { ++seen; });
    CHECK(seen == 0);
    registry.each({.state = "FR"_state}, [&](comity::dossier const& d) { seen += d.id() == a; });
    CHECK(seen == 1);
}

TEST_CASE("what was imported") {
    database db;
    auto registry = db.open();
    auto const a = registry.file(small_request(), {.origin = comity::origin{"old", "1"}});
    auto const b = registry.file(small_request(), {.origin = comity::origin{"old", "2"}});
    registry.file(small_request(), {.origin = comity::origin{"other", "1"}});
    CHECK(registry.imported("old") == std::map<std::string, uuid>{{"1", a}, {"2", b}});
    CHECK(registry.imported("none").empty());
}

TEST_CASE("the agenda: review dates that have come, and silence") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto reviewed = small_request();
    reviewed.reference = "review";
    reviewed.review_on = date(2020, 12, 1);
    auto const a = registry.file(reviewed);
    registry.record(a, {.kind = event_kind::arrest, .on = date(2020, 11, 1)});
    auto silent = small_request();
    silent.reference = "silent";
    auto const b = registry.file(silent);
    registry.record(b, {.kind = event_kind::receipt_acknowledged, .on = date(2020, 9, 2)});
    auto closed = small_request();
    closed.reference = "closed";
    closed.review_on = date(2020, 12, 1);
    auto const c = registry.file(closed);
    registry.record(c, {.kind = event_kind::refused, .on = date(2020, 4, 1)});
    registry.record(c, {.kind = event_kind::closed, .on = date(2020, 4, 2)});

    auto const agenda = registry.agenda(date(2020, 12, 1));
    REQUIRE(agenda.rows.size() == 2);
    CHECK(agenda.rows[0][0] == comity::cell(to_string(b)));
    CHECK(agenda.rows[0][6] == comity::cell(date(2020, 9, 2)));
    CHECK(agenda.rows[0][7] ==
          comity::cell(std::int64_t{-90}));  // 28 days of September, 31, 30, and the first of December
    CHECK(agenda.rows[1][0] == comity::cell(to_string(a)));
    CHECK(agenda.rows[1][5] == comity::cell(std::string("review_date")));
    CHECK(agenda.rows[1][7] == comity::cell(std::int64_t{0}));
    CHECK(registry.agenda(date(2020, 11, 30)).rows.empty());
    for (auto const& row : agenda.rows) CHECK(row.size() == agenda.columns.size());
}

namespace {

comity::outcome outcome_of(comity::snapshot const& view, std::size_t request) {
    auto const& c = view.columns();
    return static_cast<comity::outcome>(c.events.outcome[c.events_of(request).last - 1]);
}

}  // namespace

TEST_CASE("a snapshot sees the register as of a day and as known on a day") {
    stopped_clock clock(date(2021, 1, 1));
    database db;
    auto registry = db.open();
    auto const a = registry.file(small_request());
    clock.set(date(2021, 2, 1));
    registry.record(a, {.kind = event_kind::refused, .on = date(2020, 4, 1)});
    auto const now = registry.snapshot(date(2021, 1, 15));
    REQUIRE(now.size() == 1);
    CHECK(outcome_of(now, 0) == comity::outcome::refused);
    auto const then = registry.snapshot(date(2021, 1, 15), date(2021, 1, 15));
    REQUIRE(then.size() == 1);
    CHECK(outcome_of(then, 0) == comity::outcome::pending);
    auto const before = registry.snapshot(date(2019, 1, 1));
    CHECK(before.size() == 0);
    auto const of_france = registry.snapshot(date(2021, 1, 15), {}, {.of = {.requesting = "FR"_state}});
    CHECK(of_france.size() == 0);
}

namespace {

/// What was written since, and a position from which nothing of it comes again: on a server others may be writing meanwhile.
comity::changes told_by(registry const& r, std::string const& position = {}) {
    auto told = r.changed_since(position);
    for (auto next = told; !next.requests.empty(); told.position = next.position) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        next = r.changed_since(next.position);
    }
    return told;
}

}  // namespace

TEST_CASE("who follows the register is told what was written since, each time") {
    database db;
    auto registry = db.open();
    auto const a = registry.file(small_request()), b = registry.file(small_request()), c = registry.file(small_request());
    auto sorted = std::vector{a, b, c};
    std::ranges::sort(sorted);
    auto told = told_by(registry);
    CHECK(told.requests == sorted);
    told = told_by(registry, told.position);
    CHECK(told.requests.empty());

    registry.record(b, {.kind = event_kind::noted, .on = date(2020, 6, 1)});
    registry.seal();
    told = told_by(db.open({.access = comity::access::read_only}), told.position);  // by another program
    CHECK(told.requests == std::vector{b});

    SUBCASE("what a dossier was merged into changes with it") {
        registry.merge(b, c, "the same request");
        registry.merge(c, a, "and again");
        told = told_by(registry, told.position);
        CHECK(told.requests == sorted);
        registry.amend(b, 2, {.kind = event_kind::noted, .on = date(2020, 6, 2)});
        CHECK(told_by(registry, told.position).requests == sorted);
    }
    SUBCASE("an erasure is a change, and does not disturb the order") {
        auto named = small_request();
        named.persons = {{.names = {{.text = "Ivan Sidorov"}}}};
        auto const d = registry.file(named);
        told = told_by(registry, told.position);
        registry.erase_person("Ivan Sidorov", "order 12/2026");
        CHECK(told_by(registry, told.position).requests == std::vector{d});
    }
    SUBCASE("a request that is no longer for this clearance comes once more") {
        auto const cleared = db.open({.clearance = "TLP:GREEN"});
        auto shown = small_request(), secret = small_request();
        shown.handling = "TLP:GREEN", secret.handling = "TLP:RED";
        auto const released = registry.file(shown);
        registry.amend(released, secret, "a letter");
        auto const never = registry.file(secret);
        auto const into = registry.file(shown), duplicate = registry.file(shown);
        registry.merge(duplicate, into, "the same");
        auto const seen = told_by(cleared, told.position);
        auto three = std::vector{released, into, duplicate};
        std::ranges::sort(three);
        CHECK(seen.requests == three);
        registry.record(released, {.kind = event_kind::noted, .on = date(2020, 6, 1)});  // which they are not to know
        CHECK(told_by(cleared, seen.position).requests.empty());
        registry.amend(into, secret, "a letter");
        auto two = std::vector{into, duplicate};  // the one is seen no longer, and so the other by itself
        std::ranges::sort(two);
        CHECK(told_by(cleared, seen.position).requests == two);
        CHECK_THROWS_AS(cleared.dossier(released), comity::not_found);
        CHECK_THROWS_AS(cleared.dossier(never), comity::not_found);
    }
    SUBCASE("a position that is none, or of another register") {
        database other;
        auto elsewhere = other.open();
        elsewhere.file(small_request());
        for (auto const& position : std::vector<std::string>{"x", ":", "1", "-1:", "0:", "900:", "900", "99999999999999999999:", "1:x", elsewhere.changed_since().position})
            CHECK_THROWS_WITH_AS(registry.changed_since(position), doctest::Contains("begin anew"), comity::bad_input);
    }
}

TEST_CASE("nothing is missed of a transaction that began earlier and is committed later") {
    database db;
    if (!db.is_postgresql()) return;  // on SQLite they come one after the other
    auto reader = db.open(), fast = db.open(), slow = db.open();
    comity::changes told;
    uuid between;
    auto n = 0;
    slow.write([&]() -> std::optional<comity::filing> {
        if (++n == 1200) {  // the first of them are in the database, not committed
            between = fast.file(small_request());
            told = reader.changed_since();
            CHECK(told.requests == std::vector{between});
        }
        return n <= 1200 ? std::optional<comity::filing>({.request = small_request()}) : std::nullopt;
    });
    told = told_by(reader, told.position);
    CHECK(told.requests.size() == 1201);  // the fast one came again: others were still writing
    CHECK(reader.changed_since(told.position).requests.empty());
}
