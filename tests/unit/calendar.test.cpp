// SPDX-License-Identifier: Apache-2.0
#include <comity/calendar.hpp>
#include <comity/law.hpp>

#include <doctest/doctest.h>

#include <thread>

using namespace comity;

namespace {

calendar named(char const* name) { return law::built_in().calendar(name); }

calendar_facts ruritania() {
    return {.name = "Ruritania",
            .rules = {{.name = "Crown Day", .on = "06-15"}},
            .days_off = {{date(2026, 7, 1), "Coronation", day_off_kind::one_off, date(2026, 3, 1)}},
            .working_days = {{date(2026, 7, 4), "for the Coronation"}},
            .coverage = date_range{date(2026, 1, 1), date(2026, 12, 31)}};
}

}  // namespace

TEST_CASE("days off of the law, by name") {
    struct row { char const* calendar; date on; char const* name; };
    // What each Government announced for these days.
    for (auto const& r : {row{"GB-ENG", date(2020, 5, 8), "Early May bank holiday"}, row{"GB-ENG", date(2020, 5, 4), ""},
                          row{"GB-ENG", date(2022, 9, 19), "State Funeral of Queen Elizabeth II"}, row{"GB-ENG", date(2023, 5, 8), "Coronation of Charles III"},
                          row{"GB-SCT", date(2024, 4, 1), ""}, row{"GB-ENG", date(2024, 4, 1), "Easter Monday"}, row{"PL", date(2018, 11, 12), "Independence"},
                          row{"DK", date(2024, 4, 26), ""}, row{"US", date(2007, 9, 3), "Labor Day"}, row{"IE", date(2023, 2, 6), "Saint Brigid's Day"}}) {
        CAPTURE(std::string(r.calendar));
        CAPTURE(to_string(r.on));
        CHECK((named(r.calendar).name_of(r.on).find(r.name) != std::string::npos) == true);
        CHECK(named(r.calendar).name_of(r.on).empty() == std::string_view(r.name).empty());
    }
}

TEST_CASE("a worked Saturday is a working day, a transferred one is not") {
    auto const ru = named("RU").working_days();
    CHECK(ru.contains(date(2024, 4, 27)));         // decree: Saturday worked for Monday 29 April
    CHECK_FALSE(ru.contains(date(2024, 4, 29)));
    CHECK_FALSE(ru.contains(date(2024, 12, 30)));
    CHECK(named("CN").working_days().contains(date(2024, 9, 29)));
    // Where a law names Saturday itself, one that is worked elsewhere stays a Saturday (Regulation 1182/71 art. 2(2)).
    CHECK_FALSE(named("RU").working_days({non_working::saturday, non_working::sunday, non_working::holiday}).contains(date(2024, 4, 27)));
}

TEST_CASE("weekends have dates") {
    auto const ae = named("AE").working_days();
    CHECK_FALSE(ae.contains(date(2021, 12, 24)));  // Friday, until the end of 2021
    CHECK(ae.contains(date(2021, 12, 26)));        // Sunday
    CHECK(ae.contains(date(2022, 1, 7)));          // Friday
    CHECK_FALSE(ae.contains(date(2022, 1, 9)));    // Sunday
    CHECK(named("HK").working_days().contains(date(2026, 7, 4)));  // in Hong Kong only Sunday is none
    CHECK_FALSE(named("IL").working_days().contains(date(2026, 2, 6)));
}

TEST_CASE("rules give the day in any year, and say so beyond what is known") {
    auto const gb = named("GB-ENG");
    CHECK(gb.name_of(date(2045, 12, 25)) == "Christmas Day");
    CHECK(gb.name_of(date(2045, 4, 7)) == "Good Friday");
    CHECK_FALSE(gb.certain({date(2045, 4, 7), date(2045, 4, 7)}));
    CHECK(gb.certain({date(2024, 1, 1), date(2024, 12, 31)}));
    CHECK_FALSE(gb.certain({date(2027, 12, 31), date(2028, 1, 1)}));
    // Orthodox Easter (dates as the Church of Greece gives them).
    for (auto const sunday : {date(2000, 4, 30), date(2013, 5, 5), date(2024, 5, 5), date(2025, 4, 20), date(2026, 4, 12)}) CHECK(named("GR").name_of(sunday + days(1)).ends_with("Easter Monday"));
}

TEST_CASE("a day near one computed from the moon is not certain") {
    auto const facts = calendar_facts{.name = "moon", .estimated = {{date(2026, 3, 20), "Eid"}}, .coverage = date_range{date(2026, 1, 1), date(2026, 12, 31)}};
    auto const moon = calendar(facts);
    CHECK(moon.name_of(date(2026, 3, 20)) == "Eid");
    CHECK(moon.certain({date(2026, 3, 17), date(2026, 3, 17)}));
    CHECK_FALSE(moon.certain({date(2026, 3, 18), date(2026, 3, 18)}));
    CHECK_FALSE(moon.certain({date(2026, 3, 22), date(2026, 3, 22)}));
    CHECK(moon.certain({date(2026, 3, 23), date(2026, 3, 23)}));
}

TEST_CASE("working days are added, found and counted, in the tables and outside them") {
    auto const days_of = calendar(ruritania()).working_days();
    CHECK(days_of.add(date(2026, 6, 30), 1) == date(2026, 7, 2));     // over the Coronation
    CHECK(days_of.add(date(2026, 7, 3), 1) == date(2026, 7, 4));      // a Saturday that is worked
    CHECK(days_of.add(date(2026, 7, 2), -1) == date(2026, 6, 30));
    CHECK(days_of.on_or_after(date(2026, 7, 1)) == date(2026, 7, 2));
    CHECK(days_of.on_or_before(date(2026, 7, 5)) == date(2026, 7, 4));
    CHECK(days_of.count({date(2026, 6, 29), date(2026, 7, 5)}) == 5);
    // The same by walking, where the tables do not reach: from a year before 1950, and after 2149.
    for (auto const start : {date(1949, 12, 20), date(2149, 12, 20), date(1850, 6, 10), date(2300, 6, 10)})
        for (int n : {1, 2, 7, 30}) {
            auto day = start;
            for (int left = n; left > 0;) {
                day = day + days(1);
                left -= days_of.contains(day) ? 1 : 0;
            }
            CHECK(days_of.add(start, n) == day);
            CHECK(days_of.add(day + days(1), -n) <= day);
            CHECK(days_of.count({start + days(1), day}) == n);
        }
    CHECK_THROWS_AS(days_of.add(date(2026, 7, 1), 0), bad_input);
    CHECK_THROWS_AS(days_of.add(date(9999, 12, 1), 100), bad_input);
    CHECK_THROWS_AS(days_of.add(date(1400, 1, 10), -100), bad_input);
}

TEST_CASE("joint calendars work when all do") {
    auto const both = calendar::joint({named("GB-ENG"), named("GB-SCT")});
    CHECK(both.name() == "GB-ENG + GB-SCT");
    CHECK_FALSE(both.working_days().contains(date(2024, 4, 1)));   // Easter Monday in England
    CHECK_FALSE(both.working_days().contains(date(2024, 1, 2)));   // 2 January in Scotland
    CHECK(both.name_of(date(2024, 4, 1)) == "Easter Monday (GB-ENG)");
    CHECK(both.working_days().contains(date(2024, 1, 3)));
    CHECK(calendar::joint({named("RU"), named("DE")}).coverage()->until == date(2026, 12, 31));
    CHECK_FALSE(calendar::joint({named("SA"), named("DE")}).coverage());
    CHECK_THROWS_AS(calendar::joint({}), bad_input);
}

TEST_CASE("a calendar as it was known on a day") {
    auto const now = calendar(ruritania());
    CHECK(now.known_on(date(2026, 2, 28)).name_of(date(2026, 7, 1)).empty());
    CHECK(now.known_on(date(2026, 3, 1)).name_of(date(2026, 7, 1)) == "Coronation");
    CHECK(now.known_on(date(2026, 3, 1)) == now);
    CHECK_FALSE(now.known_on(date(2025, 3, 1)).coverage());  // nothing was known to be complete
    CHECK(named("RU").known_on(date(2019, 1, 1)).coverage()->until == date(2019, 12, 31));
    CHECK_THROWS_AS(now.days_off({date(2026, 12, 31), date(2026, 1, 1)}), bad_input);
}

TEST_CASE("what a calendar cannot be") {
    auto const problem = [](calendar_facts facts) -> std::string {
        try {
            calendar(std::move(facts));
        } catch (bad_input const& e) {
            return e.what();
        }
        return "none";
    };
    using enum weekday;
    CHECK(problem({.name = ""}) == "a calendar needs a name");
    CHECK(problem({.name = "rest", .weekend = {{{monday, tuesday, wednesday, thursday, friday, saturday, sunday}}}}) ==
          "calendar \"rest\": its weekend is the whole week, so that there is no working day");
    CHECK(problem({.name = "back", .coverage = date_range{date(2026, 1, 2), date(2026, 1, 1)}}) ==
          "calendar \"back\": its coverage ends before it begins: 2026-01-02, 2026-01-01");
    for (auto const* text : {"", "13-01", "02-30", "1-1", "easter+", "easter+1000", "noday on or after 05-01", "monday after 05-01", "monday on or after 05-1", "12-25 "})
        CHECK(problem({.name = "rule", .rules = {{.name = "x", .on = text}}}).find("is not a day of the year; write 12-25") != std::string::npos);
    // 29 February comes when it comes.
    auto const leap = calendar({.name = "leap", .rules = {{.name = "Leap Day", .on = "02-29"}}});
    CHECK(leap.name_of(date(2024, 2, 29)) == "Leap Day");
    CHECK(leap.days_off({date(2025, 1, 1), date(2027, 12, 31)}).empty());
    // A calendar in which every day is off has no working day, and looking for one ends.
    std::vector<day_off> every_day;
    for (auto day = date(1950, 1, 1); day < date(2150, 1, 1); day = day + days(1)) every_day.push_back({day, "feast"});
    CHECK_THROWS_WITH_AS(calendar({.name = "feasts", .days_off = every_day}).working_days(), "calendar \"feasts\" has no working day left without weekend, holiday", bad_input);
}

TEST_CASE("a calendar is a value that threads may share") {
    auto const gb = named("GB-ENG");
    std::vector<std::thread> threads;
    std::vector<int> counts(8);
    for (auto& n : counts)
        threads.emplace_back([&n, gb] { n = gb.working_days({non_working::sunday, non_working::holiday}).count({date(2024, 1, 1), date(2024, 12, 31)}); });
    for (auto& thread : threads) thread.join();
    for (auto const n : counts) CHECK(n == counts.front());
    CHECK(gb == named("GB-ENG"));
    CHECK_FALSE(gb == named("GB-SCT"));
}
