// SPDX-License-Identifier: Apache-2.0
// What cannot be counted is refused, and told so.
#include "specs/counting_table.hpp"

using namespace comity;

namespace {

std::string refusal(period const& length, when const& start, counting const& how, std::vector<calendar> const& on = {}) {
    try {
        return "counted to " + to_string(count(length, start, how, on).last_day());
    } catch (bad_input const& e) {
        return e.what();
    }
}

std::string refusal(std::string_view length) {
    try {
        return "read as " + phrase(period(length));
    } catch (bad_input const& e) {
        return e.what();
    }
}

bool says(std::string const& message, std::initializer_list<std::string_view> words) {
    for (auto const word : words)
        if (message.find(word) == std::string::npos) {
            MESSAGE("\"", message, "\" does not say \"", std::string(word), "\"");
            return false;
        }
    return true;
}

auto const monday = date(2026, 3, 2);

}  // namespace

TEST_CASE("refused: a day that does not exist") {
    CHECK_THROWS_WITH_AS(date(2026, 11, 31), "day 31 does not exist in 2026-11, which has 30 days", bad_input);
    CHECK_THROWS_AS(parse_date("2026-11-31"), bad_input);
    CHECK_THROWS_AS(parse_when("2026-11-31"), bad_input);
}

TEST_CASE("refused: an end beyond the year 9999, and before 1400") {
    for (auto const* length : {"P9000Y", "P999999Y", "P999999M", "P999999W"}) {
        CAPTURE(length);
        CHECK(says(refusal(length, monday, counting{}), {"1400", "9999"}));
        CHECK_THROWS_AS(count(length, monday, counting{}, {}, direction::backward), bad_input);
    }
    CHECK(says(refusal("P1D", date(9999, 12, 31), counting{}), {"9999"}));
    CHECK(says(refusal("P1D", date(9999, 12, 31), counting{.roll = roll::next}), {"9999"}));
    CHECK(says(refusal("P1M", date(9999, 12, 1), counting{.trigger_day = trigger_day::silent, .months = month_end::silent}), {"9999"}));
    CHECK(says(refusal("PT1H", instant(date(9999, 12, 31), 23, 30, 0, "UTC"), counting{}), {"9999"}));
    CHECK(says(refusal("PT999999H", instant(date(9999, 12, 31), 12, 0, 0, "UTC"), counting{}), {"9999"}));
    CHECK(says(refusal("PT999999H", instant(date(9990, 1, 1), 12, 0, 0, "UTC"), counting{.between = between::excluded}), {"9999"}));
    // What still fits is counted.
    CHECK(count("P1D", date(9999, 12, 30), counting{}).last_day() == date(9999, 12, 31));
    CHECK(count("P999999D", monday, counting{}).last_day() == monday + days(999'999));
}

TEST_CASE("refused: what is no length of time") {
    CHECK(says(refusal("P999999999D"), {"P999999999D", "six digits"}));
    CHECK(says(refusal("P0D"), {"P0D", "no period"}));
    CHECK(says(refusal("P-5D"), {"P-5D", "count backwards"}));
    CHECK(says(refusal("P1.5M"), {"P1.5M", "fraction", "write days"}));
    CHECK(says(refusal("P1,5M"), {"fraction"}));
    CHECK(says(refusal(""), {"does not begin with P", "P18D"}));
    CHECK(says(refusal("P"), {"empty"}));
    CHECK(says(refusal("P5"), {"the letter after a number"}));
    CHECK(says(refusal("P1M1Y"), {"order", "list"}));
    CHECK(says(refusal("18 days"), {"does not begin with P"}));
    CHECK(says(refusal("PT"), {"T"}));
    CHECK_THROWS_AS(period(std::vector<std::string>{}), bad_input);
}

TEST_CASE("refused: hours without a clock") {
    CHECK(says(refusal("PT48H", monday, counting{}), {"48 hours", "clock time", "zone"}));
    CHECK(says(refusal("PT48H", when(date(2026, 3, 1), date(2026, 3, 31)), counting{}), {"clock time"}));
    // The hours after a day begin at a time that the text would have to give; see also the three days and three hours of Korea.
    CHECK(says(refusal({"P1D", "PT6H"}, monday, counting{}), {"1 day", "6 hours", "clock time"}));
    CHECK(says(refusal("P1DT6H", instant(monday, 15, 0, 0, "Europe/Paris"), counting{}), {"clock time"}));
    // Days after hours are counted from the day on which the hours end.
    CHECK(count({"PT6H", "P1D"}, instant(monday, 20, 0, 0, "Europe/Paris"), counting{}).last_day() == date(2026, 3, 4));
}

TEST_CASE("refused: a month without the day, where the text wants that day") {
    auto const strict = counting{.months = month_end::refuse};
    CHECK(says(refusal("P1M", date(2026, 1, 31), strict), {"31", "2026-02"}));
    CHECK(count("P2M", date(2026, 1, 31), strict).last_day() == date(2026, 3, 31));
}

TEST_CASE("refused: answers that cannot stand together") {
    auto const clear_and_included = counting{.trigger_day = trigger_day::included, .clear = true};
    CHECK(says(refusal("P5D", monday, clear_and_included), {"clear days", "excluded"}));
    CHECK(says(refusal("P5D", monday, counting{.trigger_day = trigger_day::silent, .clear = true}), {"clear days", "excluded"}));
    CHECK(says(refusal("P5D", monday, counting{.between_below = "P1M"}), {"between_below", "P11D"}));
    CHECK(says(refusal("P5D", monday, counting{.rolls_at_most = {"P1M3D"}}), {"rolls_at_most"}));
    CHECK(says(refusal("P5D", monday, counting{.minimum_working_days = minimum_working_days{0, "P3D"}}), {"minimum_working_days"}));
    CHECK(says(refusal("P5D", monday, counting{.hours_without = nightly_window{0, 24 * 60}}), {"leave some"}));
    CHECK(says(refusal("P5D", monday, counting{.name = "mine", .trigger_day = trigger_day::included, .clear = true}), {"mine"}));
}

TEST_CASE("refused: a week without a working day") {
    using enum weekday;
    auto const made = [](std::vector<weekday> rest) { return calendar({.name = "Rest", .weekend = {{std::move(rest)}}}); };
    CHECK_THROWS_WITH_AS(made({sunday, saturday, friday, thursday, wednesday, tuesday, monday}),
                         "calendar \"Rest\": its weekend is the whole week, so that there is no working day", bad_input);
    CHECK(made({saturday, friday, thursday, wednesday, tuesday, weekday::monday}).working_days().add(date(2026, 3, 2), 1) == date(2026, 3, 8));

    // Between them no day is left: the one works from Monday to Wednesday, the other from Thursday to Sunday.
    auto const joint = calendar::joint({made({thursday, friday, saturday, sunday}), made({weekday::monday, tuesday, wednesday})});
    CHECK(says(refusal("P5D", date(2026, 3, 2), counting{.roll = roll::next}, {joint}), {"Rest + Rest", "working day"}));
    CHECK(says(refusal("P5WD", date(2026, 3, 2), counting{}, {joint}), {"Rest + Rest", "working day"}));
    CHECK_THROWS_AS(calendar::joint({}), bad_input);
    CHECK(count("P5D", date(2026, 3, 2), counting{}, {joint}).last_day() == date(2026, 3, 7));  // who asks for no working day needs none
}

TEST_CASE("refused: a working day that is not to be found nearby") {
    // Two years closed, within the years for which there are tables and beyond them: the answer does not depend on that. (Within
    // them such a calendar is refused at once.)
    for (auto const year : {2026, 2226}) {
        CAPTURE(year);
        std::vector<day_off> days_off;
        for (auto day = date(year, 1, 1); day.year() < year + 2; day = day + days(1)) days_off.push_back({day, "closed"});
        auto const closed = std::vector{calendar({.name = "Closed", .days_off = days_off})};
        auto const within = date(year, 3, 2);
        auto const before = date(year - 1, 12, 1);
        CHECK(count("P5D", before, counting{}, closed).last_day() == date(year - 1, 12, 6));
        CHECK(says(refusal("P5D", within, counting{.roll = roll::next}, closed), {"Closed", "no working day"}));
        CHECK(says(refusal("P500D", within, counting{.roll = roll::previous}, closed), {"Closed", "no working day"}));
        CHECK(says(refusal("P1WD", within, counting{}, closed), {"Closed", "no working day"}));
        CHECK(says(refusal("PT1H", instant(within, 9, 0, 0, "UTC"), counting{.between = between::excluded}, closed), {"Closed", "no working day"}));
    }
}

TEST_CASE("refused: names that nobody knows; the message lists those that there are") {
    auto const message = [](count_options const& options) {
        try {
            return "counted to " + to_string(count("P5D", options).last_day());
        } catch (not_found const& e) {
            return std::string(e.what());
        }
    };
    CHECK(says(message({.start = monday, .counting = "uk-afer"}), {"uk-afer", "uk-after", "treaty-silent"}));
    CHECK(says(message({.start = monday, .counting = ""}), {"uk-after"}));
    CHECK(says(message({.start = monday, .counting = "uk-after", .calendar = "GB-WLS"}), {"GB-WLS", "GB-ENG", "GB-NIR"}));
    CHECK(says(message({.start = monday, .counting = "uk-after", .calendar = std::vector<std::string>{"GB-ENG", "XX"}}), {"XX", "GB-ENG"}));
    CHECK_THROWS_AS(count("P5D", {.start = monday, .counting = "uk-after", .calendar = std::vector<std::string>{}}), bad_input);
    CHECK_THROWS_AS(instant(monday, 15, 0, 0, "Europe/Atlantis"), bad_input);
}
