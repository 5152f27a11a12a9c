// SPDX-License-Identifier: Apache-2.0
// Patent and trade mark offices publish worked examples as nobody else does: months are their daily business. "Year ours": the source
// gives a day and a month. "Dates ours": only the rule was read.
#include "specs/counting_table.hpp"

using namespace comity;
using namespace comity::specs;

namespace {

auto const rolling = counting{.roll = roll::next};

}  // namespace

TEST_CASE("USPTO: the corresponding day, and the District of Columbia's working days (35 USC 133, 21(b))") {
    // MPEP 710.01(a), clfip.com/ip/blog/mpep/s710-2; TMEP 310, bitlaw.com/source/tmep/310.html
    check_counts(counted{.by = rolling, .on = "US"}, R"(
        start        length    last day      // why
        2022-11-30   P3M       2023-02-28    // Ex parte Messick: the last day of February
        2023-11-30   P3M       2024-02-29    // the same in a leap year
        2025-02-28   P3M       2025-05-28    // the 28th, not the last day of May
        2022-01-31   P3M       2022-05-02    // 30 April is a Saturday (year ours)
        2022-01-31   P4M       2022-05-31    // an extension of a month (37 CFR 1.136): four from the action, not one from the rolled day
        2022-08-31   P6M       2023-02-28    // TMEP 310
        2023-02-28   P6M       2023-08-28    // TMEP 310: the 28th, not the last day of August
    )");
    check_counts(counted{.by = rolling, .on = "US"}, "2022-05-02   P1M   2022-06-02   // what one month from the rolled day would have given");
}

TEST_CASE("EPO: ten days of notification, then months (Rules 126(2), 131(4), 134(1) EPC until 31 October 2023)") {
    check_counts(rolling, R"(
        start        length       last day      // why
        2008-07-21   P10D+P2M     2008-09-30    // T 2056/08: 31 July, and two months: no 31 September
        2008-07-21   P2M+P10D     2008-10-01    // the order that the Board refused
        2010-08-31   P10D+P2M     2010-11-10    // R 18/10: received on 6 September, deemed on the 10th (the result was cut off, and is ours)
    )");
}

TEST_CASE("EPO: priority and renewal fees") {
    check_counts(rolling, R"(
        start        length    last day      // why
        1986-05-05   P12M      1987-05-05    // J 13/88: twelve months of priority (art. 87; epo.org, case law III.D.1.1)
        2018-10-31   P24M      2020-11-02    // Rule 51(1): due on 31 October 2020, a Saturday; payment on Monday (fillun.com/eqe-blog/time-limits)
        2020-10-31   P6M       2021-04-30    // Rule 51(2): six months from the due date …
        2020-11-02   P6M       2021-05-03    // … and not from the rolled day, which would end on Sunday 2 May, so Monday
    )");
}

TEST_CASE("PCT: Rule 80.1") {
    // sedlex.fr/en/pct-applications/international-phase-pct/regles-de-procedure/calculating-deadlines
    check_counts(rolling, R"(
        start        length    last day      // why
        2012-03-05   P1Y       2013-03-05    // a year
        2012-02-29   P1Y       2013-02-28    // no 29 February in 2013
    )");
}

TEST_CASE("European designs until 2025: the end of a month leads to the end of a month (Regulation (EC) 2245/2002 art. 56(4))") {
    // legislation.gov.uk/eur/2002/2245/chapter/X (the rule; dates ours)
    check_counts(counting{.months = month_end::end_of_month_sticks}, R"(
        start        length    last day      // why
        2023-02-28   P1M       2023-03-31    // 28 February is the last day of its month
        2023-04-30   P2M       2023-06-30    // as both have thirty
        2023-09-30   P3M       2023-12-31    // 30 September is one too
        2024-02-28   P1M       2024-03-28    // in a leap year it is not
    )");
}

TEST_CASE("Australia: Trade Marks Act 1995 s. 6A, and what it departs from") {
    // The note to the section, austlii.edu.au: three months from 30 September
    check_counts(counting{}, "2023-09-30   P3M   2023-12-30   // under s. 6A the same number");
    check_counts(counting{.months = month_end::end_of_month_sticks}, "2023-09-30   P3M   2023-12-31   // under the Acts Interpretation Act the end of the month");
}

TEST_CASE("Japan: months begin on the day after the event (Patent Act s. 3(1), Civil Code 140, 143)") {
    // The day before the number of that day, or the last of the month: the first counted day is the day after. origamipatentfirm.com
    // 2022/07/14 (years ours); the sixth benrishikoza.com/tanto/tanto-t3 (year ours); the last ben.jounin.jp/tokkyo_003.html.
    check_counts(counting{.months = month_end::day_before}, R"(
        start        length    last day      // why
        2022-01-31   P6M       2022-07-31    // begins on 1 February, ends with July
        2022-02-28   P6M       2022-08-31    // begins on 1 March: 31 August, not the 28th
        2022-02-27   P6M       2022-08-27    // begins on 28 February: the day before 28 August
        2022-08-30   P6M       2023-02-28    // begins on 31 August: no 31 February
        2023-08-30   P6M       2024-02-29    // the same in a leap year
        2022-04-18   P3M       2022-07-18    // begins on 19 April
        2024-02-29   P6M       2024-08-31    // begins on 1 March
        2006-06-09   P20Y      2026-06-09    // twenty years of a patent (s. 67)
    )");
}

TEST_CASE("Japan: days, and an extension that begins where the period ends") {
    check_counts(counted{.by = rolling, .on = "JP"}, R"(
        start        length        last day      // why
        2022-03-31   P60D          2022-05-30    // lhpat.com/software/patent/Sec3.html: day one is 1 April (year ours)
        2006-06-09   P30D+P10D     2006-07-19    // ben.jounin.jp/tokkyo_003.html: thirty end on Sunday 9 July, which does not move them; ten more
        2006-06-09   P30D          2006-07-10    // the thirty alone roll
    )");
}
