// SPDX-License-Identifier: Apache-2.0
#include <comity/law.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace comity;

namespace {

std::string text(std::vector<counting_step> const& steps) {
    std::string lines;
    for (auto const& step : steps) lines += to_string(step) + "\n";
    return lines;
}

set_of<doubt> only(doubt d) { return d; }

}  // namespace

TEST_CASE("every skipped day is named, and every rule has its source") {
    auto const end = count("P30D", {.start = date(2007, 8, 2), .counting = "us-frcrp-45", .calendar = "US"});
    CHECK(end.last_day() == date(2007, 9, 4));
    CHECK(end.certainty().empty());
    auto const steps = end.steps();
    auto const at = [&](date day, std::string_view what) {
        return std::ranges::any_of(steps, [&](auto const& s) { return s.on == day && s.what.find(what) != s.what.npos && s.source.starts_with("us-frcrp-45 45(a)"); });
    };
    CHECK(at(date(2007, 8, 2), "trigger day, not counted"));
    CHECK(at(date(2007, 9, 1), "Saturday"));
    CHECK(at(date(2007, 9, 2), "Sunday"));
    CHECK(at(date(2007, 9, 3), "Labor Day"));
}

TEST_CASE("a text that does not say gives two dates") {
    auto const end = count("P18D", {.start = date(2026, 2, 1), .counting = "treaty-silent"});
    CHECK(end.earliest() == date(2026, 2, 18));
    CHECK(end.latest() == date(2026, 2, 19));
    CHECK(end.last_day() == end.latest());
    CHECK(end.certainty().contains(doubt::two_readings));
    CHECK(text(end.steps()).find("if the first day counts:") != std::string::npos);
    auto const months = count("P2M", {.start = date(2026, 3, 10), .counting = "treaty-silent"});
    CHECK(months.earliest() == date(2026, 5, 9));
    CHECK(months.latest() == date(2026, 5, 10));
    // Silent on days only (Russian Code of Criminal Procedure art. 128): months have one reading.
    CHECK_FALSE(count("P1M", {.start = date(2026, 4, 8), .counting = "ru-upk-128"}).certainty().contains(doubt::two_readings));
    CHECK(count("P10D", {.start = date(2026, 4, 8), .counting = "ru-upk-128"}).certainty().contains(doubt::two_readings));
}

TEST_CASE("beyond what a calendar covers a result is provisional, and only if the calendar was asked") {
    auto const far = count("P30D", {.start = date(2045, 3, 2), .counting = "de-bgb-186-193"});
    CHECK(far.certainty() == only(doubt::provisional));
    CHECK(text(far.steps()).find("provisional: calendar DE is held to be complete from 2000-01-01 to 2027-12-31") != std::string::npos);
    CHECK(count("P30D", {.start = date(2045, 3, 2), .counting = "uk-after"}).certainty().empty());
    CHECK(count("P5WD", {.start = date(2027, 12, 20), .counting = "de-bgb-186-193"}).certainty().empty());
    CHECK(count("P20WD", {.start = date(2027, 12, 20), .counting = "de-bgb-186-193"}).certainty() == only(doubt::provisional));
    // With no calendar at all only the week is known.
    auto const bare = count("P30D", {.start = date(2026, 4, 1), .counting = "eu-1182-71"});
    CHECK(bare.last_day() == date(2026, 5, 1));
    CHECK(bare.certainty().contains(doubt::provisional));
    CHECK(count("P30D", {.start = date(2026, 4, 1), .counting = "eu-1182-71", .calendar = "FR"}).last_day() == date(2026, 5, 4));  // 1 May 2026 is a Friday
}

TEST_CASE("the parts of a State whose part is not known give the earliest and the latest") {
    // Easter Monday 2024-04-01 is a bank holiday in England and Northern Ireland, not in Scotland.
    auto const how = counting{.name = "next working day", .roll = roll::next};
    auto const end = count("P4D", {.start = date(2024, 3, 28), .counting = how, .calendar = "GB"});
    CHECK(end.earliest() == date(2024, 4, 1));
    CHECK(end.latest() == date(2024, 4, 2));
    CHECK(end.certainty() == only(doubt::two_readings));
    CHECK(text(end.steps()).find("on the calendar GB-SCT:") != std::string::npos);
    CHECK(count("P4D", {.start = date(2024, 3, 28), .counting = how, .calendar = "GB-SCT"}).last_day() == date(2024, 4, 1));
    auto const joint = count("P4D", {.start = date(2024, 3, 28), .counting = how, .calendar = std::vector<std::string>{"GB-ENG", "GB-SCT"}});
    CHECK(joint.last_day() == date(2024, 4, 2));
    CHECK(joint.certainty().empty());
}

TEST_CASE("a rough date gives both ends, and says so") {
    auto const end = count("P10D", {.start = parse_when("2024-02"), .counting = "uk-after"});
    CHECK(end.earliest() == date(2024, 2, 11));
    CHECK(end.latest() == date(2024, 3, 10));
    CHECK(end.certainty() == only(doubt::approximate));
    CHECK(count("P10D", {.start = parse_when("2024-02-05~"), .counting = "uk-after"}).certainty() == only(doubt::approximate));
}

TEST_CASE("a time limit says how it is counted") {
    auto const law = law::built_in();
    auto const limit = [&](char const* instrument, char const* id) {
        auto const& all = law.instrument(instrument).time_limits;
        return *std::ranges::find(all, id, &time_limit::id);
    };
    // EAW art. 27(4): "no later than 30 days after receipt": its words leave the day of receipt out.
    auto const consent = limit("eaw-2002", "27-4");
    auto const end = count(*consent.length, date(2020, 3, 1), law.counting_of(consent));
    CHECK(end.earliest() == date(2020, 3, 31));
    CHECK(end.latest() == date(2020, 3, 31));
    CHECK(law.counting_of(limit("ets-24", "16-4-18d")) == law.counting("treaty-silent"));
    CHECK(law.counting_of(limit("gb-extradition-act-2003", "6-2")).name == "uk-hours-excluding-nonworking");
}

TEST_CASE("of a week alone everything is known") {
    auto const how = counting{.roll = roll::next, .non_working = {non_working::saturday, non_working::sunday}};
    CHECK(count("P1D", date(2045, 3, 3), how).last_day() == date(2045, 3, 6));
    CHECK(count("P1D", date(2045, 3, 3), how).certainty().empty());
}

TEST_CASE("what nobody has read says so") {
    CHECK(count("P10D", {.start = date(2026, 3, 2), .counting = "fr-cpp-801"}).certainty() == only(doubt::unverified));
}

TEST_CASE("a ceiling on detention never rolls, other periods of the same law do") {
    auto const of = [](bool custody) { return count("P20D", {.start = date(2026, 12, 6), .counting = "nl-algemene-termijnenwet", .custody = custody}).last_day(); };
    CHECK(of(true) == date(2026, 12, 26));   // Saturday, Boxing Day
    CHECK(of(false) == date(2026, 12, 28));
    // Periods of more than 90 days do not roll either (art. 4(a)); 13 weeks are more than 12.
    CHECK(count("P91D", {.start = date(2026, 9, 26), .counting = "nl-algemene-termijnenwet"}).last_day() == date(2026, 12, 26));
    CHECK(count("P90D", {.start = date(2026, 9, 27), .counting = "nl-algemene-termijnenwet"}).last_day() == date(2026, 12, 28));
    CHECK(count("P13W", {.start = date(2026, 9, 26), .counting = "nl-algemene-termijnenwet"}).last_day() == date(2026, 12, 26));
    CHECK(count("P1Y", {.start = date(2025, 12, 26), .counting = "nl-algemene-termijnenwet"}).last_day() == date(2026, 12, 26));
}

TEST_CASE("hours across a change of the clocks, in a named zone") {
    auto const ny = "America/New_York";
    auto const hours = [&](date day, int hour, int minute, period const& length, counting const& how) { return *count(length, instant(day, hour, minute, 0, ny), how).last_instant(); };
    auto const plain = counting{};
    CHECK(to_string(hours(date(2007, 11, 2), 10, 23, "PT72H", plain)) == "2007-11-05T09:23:00-05:00[America/New_York]");
    CHECK(to_string(hours(date(2007, 3, 9), 10, 23, "PT72H", plain)) == "2007-03-12T11:23:00-04:00[America/New_York]");
    auto const full = counting{.hours = hour_start::next_full_hour};
    CHECK(to_string(hours(date(2024, 6, 3), 10, 0, "PT2H", full)) == "2024-06-03T13:00:00-04:00[America/New_York]");  // the hour of 10:00 is the one until 11:00
    CHECK(to_string(hours(date(2024, 6, 3), 10, 59, "PT2H", full)) == "2024-06-03T13:00:00-04:00[America/New_York]");
    // A day left out is as long as it is: the Sunday of 25 hours adds none.
    auto const week = counting{.between = between::excluded, .non_working = {non_working::saturday, non_working::sunday}};
    CHECK(to_string(hours(date(2007, 11, 2), 12, 0, "PT24H", week)) == "2007-11-05T12:00:00-05:00[America/New_York]");
    // On a Sunday the count has not begun: 10 hours from Monday 00:00.
    CHECK(to_string(hours(date(2007, 11, 4), 12, 0, "PT10H", week)) == "2007-11-05T10:00:00-05:00[America/New_York]");
    // A night over midnight, 22:00 to 06:00.
    auto const night = counting{.hours_without = nightly_window{22 * 60, 6 * 60}};
    CHECK(to_string(hours(date(2024, 6, 3), 21, 0, "PT3H", night)) == "2024-06-04T08:00:00-04:00[America/New_York]");
    CHECK(to_string(hours(date(2024, 6, 3), 23, 30, "PT1H", night)) == "2024-06-04T07:00:00-04:00[America/New_York]");
    // Backwards.
    auto const back = [&](period const& length, counting const& how) { return to_string(*count(length, instant(date(2007, 11, 5), 12, 0, 0, ny), how, {}, direction::backward).last_instant()); };
    CHECK(back("PT72H", plain) == "2007-11-02T13:00:00-04:00[America/New_York]");
    CHECK(back("PT24H", week) == "2007-11-02T12:00:00-04:00[America/New_York]");
    // They roll to the same time of day (Fed. R. Crim. P. 45(a)(2)(C)): 14 hours from Friday noon.
    auto const rolls = counting{.roll = roll::onward};
    CHECK(to_string(hours(date(2007, 11, 2), 12, 0, "PT14H", rolls)) == "2007-11-05T02:00:00-05:00[America/New_York]");
}

TEST_CASE("hours then days, in the order written") {
    // EU 2000 art. 20: 96 hours, and 8 days more.
    auto const end = count({"PT96H", "P8D"}, {.start = instant(date(2026, 3, 2), 10, 0, 0, "Europe/Paris"), .counting = counting{}});
    CHECK(end.last_day() == date(2026, 3, 14));
    CHECK_FALSE(end.last_instant());
    CHECK_THROWS_AS(count({"P1D", "PT6H"}, {.start = date(2026, 3, 2), .counting = counting{}}), bad_input);
    CHECK_THROWS_AS(count("PT6H", {.start = date(2026, 3, 2), .counting = counting{}}), bad_input);
}

TEST_CASE("a last day that rolls passes days on which no period ends") {
    // Japan: Act No. 91 of 1988, arts. 1(1)(iii) and 2; Austria: 24 December (AVG s. 33(2)).
    auto const japan = counting{.roll = roll::next, .months = month_end::day_before};
    CHECK(count("P3M", {.start = date(2023, 9, 28), .counting = japan, .calendar = "JP"}).last_day() == date(2023, 12, 28));
    CHECK(count("P3M", {.start = date(2023, 9, 29), .counting = japan, .calendar = "JP"}).last_day() == date(2024, 1, 4));
    CHECK(count("P10D", {.start = date(2026, 12, 14), .counting = counting{.roll = roll::next}, .calendar = "AT"}).last_day() == date(2026, 12, 28));
    // They are working days within a period.
    CHECK(count("P1WD", {.start = date(2023, 12, 28), .counting = counting{}, .calendar = "JP"}).last_day() == date(2023, 12, 29));
}

TEST_CASE("counted backwards a period still contains its working days, though it does not roll") {
    // Regulation 1182/71: art. 3(4) leaves out what is counted backwards, art. 3(5) does not. 3 and 4 January 2026 are a weekend.
    auto const end = count("P2D", {.start = date(2026, 1, 5), .counting = "eu-1182-71", .calendar = "FR", .direction = direction::backward});
    CHECK(end.last_day() == date(2025, 12, 31));
}

TEST_CASE("the steps name the night that is left out, and cite no article for an answer it does not give") {
    auto const night = count("PT12H", {.start = instant(date(2026, 1, 1), 15, 0, 0, "Europe/Brussels"), .counting = "hours-daily-window"}).steps();
    CHECK(text(night).find("2026-01-02 Fri  hours of the night are not counted") != std::string::npos);
    CHECK(text(night).find("2026-01-01 Thu  hours of the night") == std::string::npos);
    auto const days = text(count("P5WD", {.start = date(2026, 1, 1), .counting = "consecutive-days", .calendar = "FR"}).steps());
    CHECK(days.find("not a working day: Saturday  [consecutive-days]") != std::string::npos);
}

TEST_CASE("a rough date before a text that does not say has two readings, too") {
    auto const how = counting{.trigger_day = trigger_day::silent, .roll = roll::next};
    auto const end = count("P1D", when(date(2026, 1, 1), date(2026, 1, 4)), how);
    CHECK(end.certainty().contains(doubt::two_readings));
    CHECK(end.certainty().contains(doubt::approximate));
}

TEST_CASE("the order of combined periods matters") {
    auto const plain = counting{};
    CHECK(count("P1Y2M", date(2024, 2, 29), plain).last_day() == date(2025, 4, 29));           // 14 months
    CHECK(count({"P1Y", "P2M"}, date(2024, 2, 29), plain).last_day() == date(2025, 4, 28));    // from the end of the year
    CHECK_FALSE(period("P1Y2M") == period({"P1Y", "P2M"}));
    CHECK(count({"P10D", "P2M"}, date(2026, 1, 21), plain).last_day() == date(2026, 3, 31));
    CHECK(count({"P2M", "P10D"}, date(2026, 1, 21), plain).last_day() == date(2026, 3, 31));
    CHECK(count({"P1M", "P1D"}, date(2026, 1, 30), plain).last_day() == date(2026, 3, 1));
    CHECK(count({"P1D", "P1M"}, date(2026, 1, 30), plain).last_day() == date(2026, 2, 28));
    CHECK(count("P1M15D", date(2026, 1, 31), plain).last_day() == date(2026, 3, 15));  // BGB 189(2): the days are counted last
    // Where the first day counts, the second leg begins on the day after the first has ended.
    auto const included = counting{.trigger_day = trigger_day::included, .months = month_end::day_before};
    CHECK(count({"P10D", "P2M"}, date(2026, 1, 1), included).last_day() == date(2026, 3, 10));
}

TEST_CASE("counted backwards, everything mirrors") {
    auto const back = [](period const& length, counting const& how, date from) { return count(length, from, how, {}, direction::backward).last_day(); };
    CHECK(back("P80D", counting{}, date(2026, 10, 1)) == date(2026, 7, 13));
    CHECK(back("P80D", counting{.clear = true}, date(2026, 10, 1)) == date(2026, 7, 12));
    CHECK(back("P80D", counting{.trigger_day = trigger_day::included}, date(2026, 10, 1)) == date(2026, 7, 14));
    CHECK(back("P1M", counting{}, date(2026, 3, 31)) == date(2026, 2, 28));
    CHECK(back("P1M", counting{.trigger_day = trigger_day::included, .months = month_end::day_before}, date(2026, 3, 10)) == date(2026, 2, 11));
    CHECK(back("P1M", counting{.trigger_day = trigger_day::included, .months = month_end::day_before}, date(2026, 3, 31)) == date(2026, 3, 1));
    // Regulation 1182/71 art. 3(4): what is counted backwards does not roll.
    CHECK(count("P21D", {.start = date(2026, 10, 31), .counting = "eu-1182-71", .calendar = "FR", .direction = direction::backward}).last_day() == date(2026, 10, 10));
}

TEST_CASE("month ends, four ways") {
    auto const end = [](date from, int months, month_end rule) { return add_months(from, months, rule); };
    using enum month_end;
    CHECK(end(date(2026, 1, 31), 1, same_number_else_last) == date(2026, 2, 28));
    CHECK(end(date(2028, 1, 31), 1, same_number_else_last) == date(2028, 2, 29));
    CHECK(end(date(2026, 2, 28), 1, same_number_else_last) == date(2026, 3, 28));   // Boost's months() says 31 March
    CHECK(end(date(2026, 2, 28), 1, end_of_month_sticks) == date(2026, 3, 31));
    CHECK(end(date(2026, 3, 10), 2, day_before) == date(2026, 5, 9));
    CHECK(end(date(2026, 3, 1), 1, day_before) == date(2026, 3, 31));
    CHECK(end(date(2025, 12, 31), 2, day_before) == date(2026, 2, 28));             // no 31 February: not a day earlier still
    CHECK(end(date(2026, 3, 31), -1, same_number_else_last) == date(2026, 2, 28));
    CHECK(end(date(2024, 2, 29), 12, same_number_else_last) == date(2025, 2, 28));
    CHECK_THROWS_AS(end(date(2026, 1, 31), 1, refuse), bad_input);
    CHECK(end(date(2026, 1, 30), 2, refuse) == date(2026, 3, 30));
    CHECK_THROWS_AS(end(date(2026, 1, 31), 1, silent), bad_input);
    CHECK_THROWS_AS(end(date(9999, 12, 1), 1, same_number_else_last), bad_input);
    CHECK_THROWS_AS(end(date(1400, 1, 1), -1, same_number_else_last), bad_input);
}

TEST_CASE("non-working days within a short period") {
    // Fed. R. Crim. P. 45(a) until 2009: under 11 days they do not count.
    auto const old = [](period const& length, date from) { return count(length, {.start = from, .counting = "us-frcrp-45-until-2009"}).last_day(); };
    CHECK(old("P10D", date(2007, 8, 24)) == date(2007, 9, 10));   // two weekends, and Labor Day
    CHECK(old("P11D", date(2007, 8, 24)) == date(2007, 9, 4));    // counted through, then rolled over Labor Day
}
