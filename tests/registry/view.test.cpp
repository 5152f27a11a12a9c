// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/snapshot.hpp>

#include <algorithm>

using namespace test;

namespace {

/// The same register, dossier by dossier.
comity::snapshot one_by_one(registry const& r, comity::cutoff as_of, std::optional<comity::cutoff> known_on = {}, comity::query const& q = {}) {
    std::vector<comity::dossier> dossiers;
    r.each(q, [&](comity::dossier const& d) { dossiers.push_back(d); }, known_on);
    return comity::snapshot(r.law(), as_of, known_on, dossiers);
}

std::string text_of(comity::table const& t) {
    std::string text = to_string(t.definition) + t.digest;
    for (auto const& row : t.rows)
        for (auto const& cell : row) text += "|" + to_text(cell);
    for (auto const& note : t.notes) text += to_string(note);
    return text;
}

bool tells_of_erasure(comity::table const& t) {
    return std::ranges::any_of(t.notes, [](comity::message const& note) { return to_string(note).find("been erased") != std::string::npos; });
}

void check_same(comity::snapshot const& a, comity::snapshot const& b) {
    CHECK(a.root() == b.root());
    CHECK(text_of(a.requests()) == text_of(b.requests()));
    CHECK(text_of(a.unanswered()) == text_of(b.unanswered()));
    CHECK(text_of(a.flow({date(2015, 1, 1), date(2021, 6, 1)}, comity::step::month)) == text_of(b.flow({date(2015, 1, 1), date(2021, 6, 1)}, comity::step::month)));
}

constexpr auto as_of = [] { return comity::cutoff(date(2021, 6, 1)); };

request called(std::string reference, comity::state_code to = "GB"_state) {
    auto r = full_request();
    r.requested = to, r.reference = std::move(reference);
    if (r.requesting == to) r.requesting = "RU"_state;
    return r;
}

/// A register with all that makes one dossier need more than its own rows.
struct crowd {
    explicit crowd(registry& r) {
        for (int i = 0; i < 40; ++i) {
            ids.push_back(r.file(called("C/" + std::to_string(i), i % 3 ? "GB"_state : "DE"_state), {.id = comity::named_uuid("crowd", std::to_string(i))}));
            if (i % 2) r.record(ids.back(), {.kind = event_kind::receipt_acknowledged, .on = date(2020, 5, 1 + i % 20)});
            if (i % 5 == 0) r.record(ids.back(), {.kind = event_kind::refused, .on = date(2020, 9, 1), .ground = "own_national"});
        }
    }
    std::vector<uuid> ids{};
};

}  // namespace

TEST_CASE("a snapshot of a register is that of its dossiers, mergers, erasures and corrections included") {
    database db;
    auto r = db.open();
    auto const all = crowd(r).ids;
    r.merge(all[1], all[2], "the same letter");
    r.merge(all[4], all[5], "the same letter");
    auto const entries = r.dossier(all[4]).history().size();
    r.retract(all[4], static_cast<int>(entries), "it was not");
    r.record(all[2], {.kind = event_kind::granted, .on = date(2020, 11, 2)});
    auto amended = called("C/7 anew", "FR"_state);
    amended.urgent = true;
    r.amend(all[7], amended, "a clearer copy");
    r.erase_person(full_request().persons.at(0).names.at(0).text, "order 3");
    check_same(r.snapshot(as_of()), one_by_one(r, as_of()));
    CHECK(r.snapshot(as_of()).size() == 39);
    CHECK(tells_of_erasure(r.snapshot(as_of()).requests()));
    for (auto const& of : {comity::query{.requested = "GB"_state}, comity::query{.reference = "C/7 anew"}, comity::query{.state = "FR"_state}})
        check_same(r.snapshot(as_of(), {}, {.of = of}), one_by_one(r, as_of(), {}, of));
    check_same(r.snapshot(as_of(), date(2020, 1, 1)), one_by_one(r, as_of(), date(2020, 1, 1)));
    auto const bare = r.snapshot(as_of(), {}, {.deadlines = false});
    CHECK(bare.columns().limits.status.empty());
    auto const whole = r.snapshot(as_of());
    CHECK(!whole.columns().limits.status.empty());
}

TEST_CASE("a view brought up to date is the view that would be taken now") {
    database db;
    auto r = db.open();
    auto const all = crowd(r).ids;
    std::vector<std::pair<comity::snapshot_options, std::optional<comity::cutoff>>> const ways{
        {{}, {}}, {{.of = {.requested = "GB"_state}}, {}}, {{.of = {.kind = full_request().kind}, .deadlines = false}, {}}, {{}, date(2020, 12, 31)}};
    std::vector<comity::snapshot> views;
    for (auto const& [options, known_on] : ways) views.push_back(r.snapshot(as_of(), known_on, options));
    auto const check = [&] {
        for (std::size_t i = 0; i < ways.size(); ++i) {
            views[i] = r.refresh(views[i]);
            check_same(views[i], r.snapshot(as_of(), ways[i].second, ways[i].first));
        }
    };
    check();
    CHECK(views[0].size() == 40);
    SUBCASE("a new request, before and after the others") {
        r.file(called("first"), {.id = comity::parse_uuid("00000000-0000-4000-8000-000000000001")});
        r.file(called("last"), {.id = comity::parse_uuid("ffffffff-ffff-4fff-bfff-ffffffffffff")});
        check();
        CHECK(views[0].size() == 42);
    }
    SUBCASE("events, also of an earlier day") {
        for (auto const& id : {all[0], all[17], all[39]}) r.record(id, {.kind = event_kind::executed, .on = date(2021, 2, 3)});
        r.record(all[20], {.kind = event_kind::request_received, .on = date(2020, 3, 20)});
        check();
    }
    SUBCASE("a request that is now between other States") {
        r.amend(all[3], called("C/3", "FR"_state), "the other half of the file");
        r.amend(all[4], called("C/4"), "a clearer copy");
        check();
    }
    SUBCASE("a merger, and its end") {
        r.merge(all[7], all[8], "the same letter");
        check();
        CHECK(views[0].size() == 39);
        r.record(all[8], {.kind = event_kind::granted, .on = date(2020, 11, 2)});
        check();
        r.retract(all[7], static_cast<int>(r.dossier(all[7]).history().size()), "it was not");
        check();
        CHECK(views[0].size() == 40);
    }
    SUBCASE("an erasure") {
        r.erase_person(full_request().persons.at(0).names.at(0).text, "order 3");
        check();
    }
    SUBCASE("nothing at all") { check(); }
}

TEST_CASE("what was erased later is erased in a view of before, too") {
    database db;
    auto r = db.open();
    auto const early = date(2020, 12, 31);
    r.file(full_request(), {.known_since = date(2020, 6, 1)});
    auto view = r.snapshot(as_of(), early);
    REQUIRE(view.size() == 1);
    CHECK_FALSE(tells_of_erasure(view.requests()));
    r.erase_person(full_request().persons.at(0).names.at(0).text, "order 3");
    CHECK(tells_of_erasure(r.snapshot(as_of(), early).requests()));
    check_same(r.refresh(view), r.snapshot(as_of(), early));
}

TEST_CASE("a request that was merged into one that the reader may not see stands alone") {
    database db;
    auto r = db.open();
    auto const marked = [](std::string reference, std::string handling) {
        auto request = called(std::move(reference));
        request.handling = std::move(handling);
        return request;
    };
    r.file(marked("X/1", "TLP:GREEN"));
    auto const red = r.file(marked("X/2", "TLP:RED")), green = r.file(marked("X/3", "TLP:GREEN"));
    auto cleared = db.open({.clearance = "TLP:GREEN"});
    auto const before = cleared.snapshot(as_of());
    r.merge(green, red, "the same letter");
    CHECK(r.snapshot(as_of()).size() == 2);
    auto const view = cleared.snapshot(as_of());
    CHECK(view.size() == 2);
    check_same(view, one_by_one(cleared, as_of()));
    check_same(cleared.refresh(before), view);
    CHECK_THROWS_WITH_AS(cleared.refresh(r.snapshot(as_of())), doctest::Contains("clearance"), comity::bad_input);
}

TEST_CASE("a view misses nothing of a transaction that began before it was taken and is committed after") {
    database db;
    if (!db.is_postgresql()) return;  // on SQLite they come one after the other
    auto reader = db.open(), fast = db.open(), slow = db.open();
    auto view = reader.snapshot(as_of());
    auto n = 0;
    slow.write([&]() -> std::optional<comity::filing> {
        if (++n == 1200) {  // the first of them are in the database, not committed
            fast.file(small_request());
            view = reader.refresh(view);
            CHECK(view.size() == 1);
        }
        return n <= 1200 ? std::optional<comity::filing>({.request = small_request()}) : std::nullopt;
    });
    view = reader.refresh(view);
    CHECK(view.size() == 1201);
    check_same(view, reader.snapshot(as_of()));
}

TEST_CASE("a view of something else is not brought up to date") {
    database db, another;
    auto r = db.open();
    r.file(small_request());
    auto const d = r.dossier(r.find({}).at(0));
    CHECK_THROWS_WITH_AS(r.refresh(comity::snapshot(r.law(), as_of(), {}, std::span(&d, 1))), doctest::Contains("not taken of a register"), comity::bad_input);
    auto other = another.open();
    other.file(small_request()), other.file(called("B"));
    CHECK_THROWS_WITH_AS(r.refresh(other.snapshot(as_of())), doctest::Contains("begin anew"), comity::bad_input);
}

TEST_CASE("an altered row is found while a view is taken") {
    database db;
    auto r = db.open();
    auto const all = crowd(r).ids;
    db.tamper("update event set happened = '2020-09-02' where happened = '2020-09-01' and request_id = '" + to_string(all[35]) + "'");
    CHECK_THROWS_WITH_AS(r.snapshot(as_of()), doctest::Contains(to_string(all[35]).c_str()), comity::tampered);
}
