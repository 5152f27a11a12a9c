// SPDX-License-Identifier: Apache-2.0
// What other libraries promise of the same questions: the examples of their documentation and tests.
#include "specs/counting_table.hpp"

#include <comity/calendar.hpp>

using namespace comity;
using namespace comity::specs;

TEST_CASE("dateutil: relativedelta never leaves the month") {
    // dateutil, docs/examples.rst (c981f9c7)
    check_counts(counting{}, R"(
        start        length          last day      // why
        2003-01-27   P1M             2003-02-27    // the same number
        2003-01-31   P1M             2003-02-28    // or the last day
        2003-01-31   P2M             2003-03-31    // of the month in which it ends: February is not met
        2000-02-28   P1Y             2001-02-28    // a year
        2000-02-29   P1Y             2001-02-28    // from a leap day
        1999-02-28   P1Y             2000-02-28    // not the leap day
        1999-03-01   P1Y             2000-03-01    // past it
        2001-02-28   P1Y     back    2000-02-28    // back
        2001-03-01   P1Y     back    2000-03-01    // back past it
    )");
}

TEST_CASE("java.time: plusMonths") {
    check_counts(counting{}, "2007-03-31   P1M   2007-04-30   // javadoc of LocalDate.plusMonths");
}

TEST_CASE("Catala dates-calc: an ambiguous month is rounded down, or refused") {
    // CatalaLang/dates-calc, test/ambiguous_computations.csv (9125d788). It also rounds up, to the first of the next month: no law here
    // does, and none of the answers; what it calls ambiguous is what month_end::refuse refuses.
    check_counts(counting{}, R"(
        start        length    last day      // why
        2012-03-31   P1M       2012-04-30    // up: 1 May
        2012-03-31   P3M       2012-06-30    // up: 1 July
        2012-01-31   P1M       2012-02-29    // up: 1 March
        2013-01-31   P1M       2013-02-28    // up: 1 March
        2012-10-31   P4M       2013-02-28    // up: 1 March
        2012-10-29   P4M       2013-02-28    // up: 1 March
        2012-02-29   P1Y       2013-02-28    // up: 1 March
        2012-02-29   P88Y      2100-02-28    // 2100 is no leap year; up: 1 March
    )");
    check_counts(counting{.months = month_end::refuse}, R"(
        2012-03-31   P1M       refused
        2012-03-31   P3M       refused
        2012-01-31   P1M       refused
        2013-01-31   P1M       refused
        2012-10-31   P4M       refused
        2012-10-29   P4M       refused
        2012-02-29   P1Y       refused
        2012-02-29   P88Y      refused
        2012-02-29   P4Y       2016-02-29    // not ambiguous
    )");
}

TEST_CASE("A module of data protection: a month as Regulation 1182/71 art. 3(2)(c) has it, without the roll of 3(4)") {
    // Its tests do not roll the Saturdays among these; by eu-1182-71 they would. The result of 2028 was cut off, and is ours.
    check_counts(counting{}, R"(
        start        length    last day      // why
        2026-01-31   P1M       2026-02-28    // a Saturday
        2026-01-30   P1M       2026-02-28    // the same
        2026-01-29   P1M       2026-02-28    // the same
        2026-03-31   P1M       2026-04-30    // no 31 April
        2026-05-31   P1M       2026-06-30    // no 31 June
        2028-01-31   P1M       2028-02-29    // a leap year
    )");
    check_counts("eu-1182-71", "2026-01-31   P1M   2026-03-02   // with the roll");
}

TEST_CASE("A calculator of tribunal claims: three months less a day (ERA 1996 s. 111)") {
    // The tests of an employment deadline calculator: nothing rolls.
    check_counts("uk-starting-with", R"(
        start        length    last day      // why
        2025-01-31   P3M       2025-04-30    // no 31 April: its last day, not the 29th
        2025-10-31   P3M       2026-01-30    // the day before 31 January
        2025-02-28   P3M       2025-05-27    // the end of February does not stick
        2025-08-31   P6M       2026-02-28    // no 31 February
        2027-12-01   P3M       2028-02-29    // the day before 1 March in a leap year
        2027-11-30   P3M       2028-02-29    // no 30 February in a leap year
        2025-06-01   P3M       2025-08-31    // a Sunday
        2025-04-06   P3M       2025-07-05    // a Saturday
        2026-09-29   P3M       2026-12-28    // the bank holiday for Boxing Day
    )");
}

TEST_CASE("NumPy: business days") {
    // Docstrings of busday_offset and is_busday (1.24). An offset of 0 asks for a working day, not for a period: it is on_or_after here.
    check_counts(counting{}, R"(
        start        length          last day      // why
        2011-03-20   P1WD            2011-03-21    // after a Sunday
        2011-03-22   P1WD            2011-03-23    // after a Tuesday
        2012-03-01   P1WD    back    2012-02-29    // the last of February
    )");
    auto const week = calendar({.name = "week"}).working_days();
    CHECK(week.on_or_after(date(2011, 3, 20)) == date(2011, 3, 21));
    CHECK(week.on_or_after(date(2011, 3, 22)) == date(2011, 3, 22));
    CHECK(week.on_or_after(date(2011, 10, 1)) == date(2011, 10, 3));  // the first of October
    auto const july = calendar({.name = "july", .days_off = {{date(2011, 7, 1), "a"}, {date(2011, 7, 4), "b"}, {date(2011, 7, 17), "c"}}}).working_days();
    CHECK_FALSE(july.contains(date(2011, 7, 1)));
    CHECK_FALSE(july.contains(date(2011, 7, 2)));
    CHECK(july.contains(date(2011, 7, 18)));
    CHECK(july.on_or_after(date(2011, 7, 1)) == date(2011, 7, 5));  // ours
}
