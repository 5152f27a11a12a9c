// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/deadline.hpp>

#include <fstream>

using namespace test;

namespace {

request an_order(std::string reference, date made_on) {
    return {.kind = request_kind::mutual_legal_assistance, .requesting = "DE"_state, .requested = "FR"_state, .reference = std::move(reference), .basis = {"eio-2014"}, .made_on = made_on};
}

/// "reference limit last-day status", of what has a day.
std::vector<std::string> told(std::vector<comity::deadline> const& all) {
    std::vector<std::string> result;
    for (auto const& d : all)
        if (d.latest) result.push_back(d.reference + " " + d.limit().id + " " + to_string(*d.latest) + " " + std::string(to_string(d.status)));
    return result;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the deadlines of all open dossiers at once, by their days; within a time, what somebody has to act on") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto extradition = small_request();
    auto const a = registry.file(extradition);
    registry.record(a, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});
    auto const b = registry.file(an_order("EIO-7", date(2020, 3, 2)));
    registry.record(b, {.kind = event_kind("request_received_by_competent_authority"), .on = date(2020, 3, 9)});
    auto closed = small_request();
    closed.reference = "closed";
    auto const c = registry.file(closed);
    registry.record(c, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});
    registry.record(c, {.kind = event_kind::closed, .on = date(2020, 3, 12)});

    // EIO 16(1): a week; 12(3): 30 days after 9 March, counted by Regulation 1182/71: 16 March and 8 April, both working days in France.
    CHECK(told(registry.deadlines(date(2020, 4, 1))) == lines{"EIO-7 16-1 2020-03-16 missed", "81/3-412-20 16-4-18d 2020-03-28 missed", "EIO-7 12-3 2020-04-08 pending",
                                                              "81/3-412-20 16-4-40d 2020-04-19 pending", "81/3-412-20 74-45d 2020-04-23 pending"});
    CHECK(told(registry.deadlines(date(2020, 4, 1), comity::days(7))) == lines{"EIO-7 16-1 2020-03-16 missed", "81/3-412-20 16-4-18d 2020-03-28 missed", "EIO-7 12-3 2020-04-08 pending"});
    CHECK(told(registry.deadlines(date(2020, 4, 1), comity::days(6))) == lines{"EIO-7 16-1 2020-03-16 missed", "81/3-412-20 16-4-18d 2020-03-28 missed"});
    CHECK(told(registry.deadlines(date(2020, 4, 1), {}, {.kind = request_kind::mutual_legal_assistance})) == lines{"EIO-7 16-1 2020-03-16 missed", "EIO-7 12-3 2020-04-08 pending"});
    CHECK_THROWS_WITH_AS(registry.deadlines(date(2020, 4, 1), comity::days(-1)), doctest::Contains("a number from 0"), comity::bad_input);
    CHECK(registry.deadlines(date(2020, 3, 1)).empty());  // nothing had happened
}

TEST_CASE("what if: another day of arrest, asked without writing") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});
    auto const dossier = registry.dossier(id);
    auto const supposed = dossier.supposing({.kind = event_kind::provisional_arrest, .on = date(2020, 3, 12), .corrects = 2});
    auto const moved = compare(deadlines(dossier, registry.law(), date(2020, 3, 20)), deadlines(supposed, registry.law(), date(2020, 3, 20)));
    REQUIRE(moved.size() == 3);
    CHECK(moved[0].before->latest == date(2020, 3, 28));
    CHECK(moved[0].after->latest == date(2020, 3, 30));
    CHECK(moved[0].why.find("2020-03-12") != std::string::npos);
    CHECK(registry.dossier(id).history().size() == 2);
    CHECK_THROWS_AS(dossier.supposing({.kind = event_kind::provisional_arrest, .on = date(2020, 3, 12), .corrects = 9}), comity::conflict);
}

TEST_CASE("impact: a new holiday moves the days that roll over it, says from where to where, and why") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(an_order("EIO-7", date(2020, 3, 2)));
    registry.record(id, {.kind = event_kind("request_received_by_competent_authority"), .on = date(2020, 3, 9)});
    auto const still = registry.file(small_request());
    registry.record(still, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});

    auto facts = registry.law().calendar("FR").facts();
    facts.days_off.push_back({.on = date(2020, 4, 8), .name = "Day of the Decree"});
    auto const moved = registry.impact(registry.law().with(comity::calendar(facts)), date(2020, 4, 1));
    REQUIRE(moved.size() == 1);  // treaty periods do not roll
    CHECK(moved[0].before->limit().id == "12-3");
    CHECK(moved[0].before->latest == date(2020, 4, 8));
    CHECK(moved[0].after->latest == date(2020, 4, 9));
    CHECK(moved[0].why.find("Day of the Decree") != std::string::npos);
    CHECK(registry.impact(registry.law(), date(2020, 4, 1)).empty());

    // Another edition, in which a ministry reads the article otherwise.
    auto const folder = db.folder() / "draft";
    std::filesystem::create_directories(folder / "instruments");
    std::ofstream(folder / "instruments" / "ets-24.toml") << R"(
        id = "ets-24"
        title = "European Convention on Extradition, as the draft has it"
        form = "multilateral"
        in_force = 1960-04-18
        kinds = ["extradition", "provisional_arrest"]
        counting = "uk-after"
        parties = [ { state = "RU", from = 2000-03-09, verified = true }, { state = "GB", from = 1991-05-14, verified = true } ]
        time_limits = [
          { id = "16-4-40d", at = "16(4), sentence 2", from = "provisional_arrest", length = "P60D", met_by = "request_received", binds = "requested", nature = "mandatory_release", verified = true },
        ]
        [about.16-4-40d]
        for = ["extradition", "provisional_arrest"]
    )";
    auto const under_draft = registry.impact(comity::law::load(folder), date(2020, 3, 20));
    REQUIRE(under_draft.size() == 2);  // the limit of 18 days is gone, that of 40 has become one of 60
    CHECK(under_draft[0].before->limit().id == "16-4-18d");
    CHECK_FALSE(under_draft[0].after);
    CHECK(under_draft[1].after->latest == date(2020, 5, 9));
    CHECK(under_draft[1].why.find("the text gives 60 days, and gave 40 days") != std::string::npos);
}

TEST_CASE("the agenda: what is overdue, due, appointed, missing a fact, or forgotten because it has no time limit") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const a = registry.file(small_request());
    registry.record(a, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});
    auto granted = small_request();
    granted.reference = "granted";
    auto const b = registry.file(granted);
    registry.record(b, {.kind = event_kind::granted, .on = date(2020, 3, 20)});
    auto heard = small_request();
    heard.reference = "heard";
    heard.basis = {"uncac-2003"};
    auto const c = registry.file(heard);
    registry.record(c, {.kind = event_kind::hearing_fixed, .on = date(2020, 3, 20), .appoints = date(2020, 4, 21)});

    auto const why = [](comity::table const& t) {
        lines result;
        for (auto const& row : t.rows) result.push_back(to_text(row[1]) + ": " + to_text(row[5]) + " " + to_text(row[6]) + " " + to_text(row[7]) + " " + to_text(row[8]));
        return result;
    };
    auto const contains = [](lines const& all, std::string const& line) { return std::ranges::find(all, line) != all.end(); };
    auto const agenda = why(registry.agenda(date(2020, 4, 18)));
    CHECK(contains(agenda, "81/3-412-20: overdue 2020-03-27 -22 ets-24 16(4), sentence 1"));
    CHECK(contains(agenda, "81/3-412-20: due_today 2020-04-18 0 ets-24 16(4), sentence 2"));
    CHECK(contains(agenda, "81/3-412-20: due 2020-04-23 5 gb-extradition-act-2003 74(10)-(11)"));
    CHECK(contains(agenda, "heard: day_appointed 2020-04-21 3 "));
    CHECK(contains(agenda, "granted: a_fact_is_missing 2020-04-18 0 ets-24 18(4)"));
    // Granted, never surrendered, and nobody counts: after ninety days it comes up by itself.
    CHECK_FALSE(contains(why(registry.agenda(date(2020, 6, 17))), "granted: nothing_has_happened_and_no_time_limit_runs 2020-03-20 -89 "));
    CHECK(contains(why(registry.agenda(date(2020, 6, 18))), "granted: nothing_has_happened_and_no_time_limit_runs 2020-03-20 -90 "));
    CHECK(contains(why(registry.agenda(date(2020, 4, 18), {.silent_for = comity::days(10)})), "granted: nothing_has_happened_and_no_time_limit_runs 2020-03-20 -29 "));
    CHECK_THROWS_AS(registry.agenda(date(2020, 4, 18), {.due_within = comity::days(-1)}), comity::bad_input);
}

TEST_CASE("what begins when a request ends is seen too: speciality runs on after surrender; a replaced day is not announced") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::granted, .on = date(2020, 4, 1)});
    registry.record(id, {.kind = event_kind::person_surrendered, .on = date(2020, 4, 20)});
    registry.record(id, {.kind = event_kind("finally_discharged"), .on = date(2020, 9, 1)});
    auto const running = told(registry.deadlines(date(2020, 9, 20), comity::days(30)));
    CHECK(std::ranges::find(running, "81/3-412-20 14-1-b 2020-10-16 pending") != running.end());  // ETS 24 art. 14(1)(b): 45 days

    auto moved = small_request();
    moved.reference = "moved";
    auto const b = registry.file(moved);
    registry.record(b, {.kind = event_kind::granted, .on = date(2020, 4, 1)});
    registry.record(b, {.kind = event_kind::surrender_date_agreed, .on = date(2020, 4, 10), .appoints = date(2020, 5, 10)});
    registry.record(b, {.kind = event_kind::surrender_date_agreed, .on = date(2020, 4, 20), .appoints = date(2020, 5, 12)});
    lines appointed;
    for (auto const& row : registry.agenda(date(2020, 5, 8)).rows)
        if (to_text(row[5]).starts_with("day_appointed")) appointed.push_back(to_text(row[6]) + " " + to_text(row[9]));
    CHECK(appointed == lines{"2020-05-12 day appointed for surrender"});
}
