// SPDX-License-Identifier: Apache-2.0
// The ways of counting of the law, each by its worked examples. Behind every example: what it rests on. "Derived" means that the
// rule is somebody else's and the dates are ours: evidence of what is meant, not of what a court would say.
#include "specs/counting_table.hpp"

using namespace comity;
using namespace comity::specs;

TEST_CASE("uk-after: four months from 30 September end on 30 January (Dodds v Walker)") {
    // Dodds v Walker [1981] 1 WLR 1027 (HL): a notice given on the last day of a month of thirty days; the application of
    // 31 January was a day late.
    check_counts("uk-after", R"(
        start        length    last day      // why
        1978-09-30   P4M       1979-01-30    // case: the same number governs, not the end of the month
        1978-10-31   P4M       1979-02-28    // derived: where the number is missing, the last day of the month
    )");
}

TEST_CASE("us-frcrp-45: every day counts, and the last runs on to a day on which the clerk is there") {
    // Committee note on the amendments of 2009 (the examples; read in a garbled copy).
    check_counts("us-frcrp-45", R"(
        start              length                            last day            // why
        2007-08-02         P30D                              2007-09-04          // note: day 30 is Saturday 1 September; Monday the 3rd is Labor Day
        2007-09-22         P21D    back                      2007-08-31          // note: counted back to Saturday 1 September, and on to the Friday before
        2007-11-02T10:23   PT72H   America/New_York          2007-11-05T09:23    // note: every hour counts; the clocks went back on 4 November
    )");
    // 18 U.S.C. 3188 on the facts of Barrett (certificate and commitment on 11 January 1978): two calendar months and the time of the
    // journey. The months end on 11 March 1978, a Saturday, and so on the 13th: by the rule in force then as by that of today. How long
    // the journey takes is a fact, which no way of counting knows: it comes on top.
    check_counts("us-frcrp-45", "1978-01-11   P2M   1978-03-13   // derived");
    check_counts("us-frcrp-45-until-2009", "1978-01-11   P2M   1978-03-13   // derived");
    CHECK(count("P2M", {.start = date(1978, 1, 11), .counting = "us-frcrp-45"}).certainty().contains(doubt::provisional));  // holidays of 1978
}

TEST_CASE("us-frcrp-45-until-2009: in less than eleven days only working days counted") {
    // Former rule 45(a)(2), and the committee note of 2009 on why it went: a period of ten days and one of fourteen ended together,
    // or the shorter one later. The dates are ours.
    check_counts("us-frcrp-45-until-2009", R"(
        start        length    last day      // why
        2008-06-02   P10D      2008-06-16    // derived: ten working days
        2008-06-02   P14D      2008-06-16    // derived: fourteen days: the same
        2007-06-28   P10D      2007-07-13    // derived: 4 July among the ten …
        2007-06-28   P14D      2007-07-12    // derived: … so that fourteen days are over before
        2008-06-02   P11D      2008-06-13    // derived: eleven days count every day, and end before ten do
    )");
}

TEST_CASE("coe-ets76: the dies a quo does not count, the dies ad quem does") {
    // ETS 76 art. 3(1) and its explanatory report, which opens with this example. Its year is ours; the result is derived.
    check_counts("coe-ets76", R"(
        start        length    last day      // why
        2026-01-05   P4D       2026-01-09    // from midnight at the end of the 5th to midnight at the end of the 9th
    )");
}

TEST_CASE("uk-starting-with: the first day is day one, and nothing rolls") {
    check_counts("uk-starting-with", R"(
        start        length    last day      // why
        2026-03-03   P7D       2026-03-09    // CrimPR 2014 r. 17.19(2)(a): not more than 7 days after the day of the order, starting with that day; dates derived
        2026-03-10   P10D      2026-03-19    // derived: s. 35(4)(a): the appeal period ended on 9 March, day one is the 10th
        2026-04-01   P45D      2026-05-15    // derived: s. 74; a reading without the first day gives 16 May, a day after the discharge was due
        2026-03-10   P2M       2026-05-09    // derived: s. 76: the day before the same number; a Saturday, and no roll
        2026-04-06   P28D      2026-05-03    // derived: s. 117: a Sunday, and no roll for removal
        2025-12-31   P2M       2026-02-28    // derived: no 31 February, so the last day of the month and not the day before it
    )");
}

TEST_CASE("uk-hours-excluding-nonworking: 48 hours without the weekend (Extradition Act 2003 s. 6)") {
    // 9 hours on Friday, none on Saturday and Sunday, 24 on Monday, 15 on Tuesday. Where no part of the Kingdom is named there are two
    // readings: Monday 13 July 2026 is a bank holiday in Northern Ireland. All derived.
    auto const arrest = counted{.by = "uk-hours-excluding-nonworking", .zone = "Europe/London"};
    check_counts(arrest, R"(
        start              length            clock time                              // why
        2026-07-10T15:00   PT48H   GB-ENG    2026-07-14T15:00                        // England and Wales
        2026-07-10T15:00   PT48H   GB-SCT    2026-07-14T15:00                        // Scotland
        2026-07-10T15:00   PT48H   GB-NIR    2026-07-15T15:00                        // Northern Ireland: Orangemen's Day, in lieu
        2026-07-10T15:00   PT48H             2026-07-14T15:00/2026-07-15T15:00       // nobody says which
    )");
    auto const anywhere = count("PT48H", {.start = instant(date(2026, 7, 10), 15, 0, 0, "Europe/London"), .counting = "uk-hours-excluding-nonworking"});
    CHECK(anywhere.certainty() == set_of{doubt::two_readings});
}

TEST_CASE("treaty-silent: two dates, the first with the day of the event, the second without") {
    check_counts("treaty-silent", R"(
        start        length        last day                 // why
        2026-02-01   P18D          2026-02-18/2026-02-19    // derived: ETS 24 art. 16(4)
        2026-02-01   P40D          2026-03-12/2026-03-13    // derived: the same, the hard ceiling
        2028-02-10   P40D          2028-03-20/2028-03-21    // derived: a leap day within
        2026-01-02   P60D          2026-03-02/2026-03-03    // derived: EAW framework decision art. 17(3)
        2026-01-02   P60D+P30D     2026-04-01/2026-04-02    // derived: and 17(4): the extension runs from the end of the sixty days
        2025-12-31   P2M           2026-02-28               // derived: Montevideo 1933 art. 11: both readings meet where the number is missing
        2025-12-31   P40D          2026-02-08/2026-02-09    // derived: the same, forty days between States with a common border
        2026-07-01   P45D          2026-08-14/2026-08-15    // derived: Extradition Act 1988 (Australia) s. 17(2): one party is bound …
        2026-07-01   P45D+P5D      2026-08-19/2026-08-20    // derived: … and from its last day another
    )");
}

TEST_CASE("treaty-silent: a total is no extension") {
    // Swiss IMAC art. 50(1): eighteen days, which may be raised to forty in all. That is a second count from the same day; to add the
    // forty gives an arrest of fifty-eight.
    check_counts("treaty-silent", R"(
        start        length        last day                 // why
        2026-02-01   P40D          2026-03-12/2026-03-13    // derived: right
        2026-02-01   P18D+P40D     2026-03-30/2026-03-31    // derived: wrong, and told apart
    )");
}

TEST_CASE("treaty-silent: a clock that stood still") {
    // ETS 209 art. 4(5): forty days from 1 March, the ten days from consent (5 March) to its revocation (15 March) left out. Which days
    // stood still is a fact of the case: it is said as a second length, or as the rest counted from the day on which the clock went on.
    // In the reading without the first day four days had passed on 5 March; in the other one five.
    check_counts("treaty-silent", "2026-03-01   P40D+P10D   2026-04-19/2026-04-20   // derived");
    check_counts(but("treaty-silent", [](counting& c) { c.trigger_day = trigger_day::excluded; }), "2026-03-15   P36D   2026-04-20   // derived: 40 - 4");
    check_counts(but("treaty-silent", [](counting& c) { c.trigger_day = trigger_day::excluded; }), "2026-03-15   P35D   2026-04-19   // derived: 40 - 5");
}

TEST_CASE("treaty-silent: counted back from a hearing") {
    // Treaty of the Netherlands and Morocco art. 24(2): received at least eighty days before 1 October. Who must act does so by the
    // earlier date. If clear days are meant, it is a day earlier still, and no longer silent.
    check_counts("treaty-silent", "2026-10-01   P80D   back   2026-07-13/2026-07-14   // derived");
    check_counts(but("treaty-silent", [](counting& c) { c.trigger_day = trigger_day::excluded, c.clear = true; }),
                 "2026-10-01   P80D   back   2026-07-12   // derived: clear days");
}

TEST_CASE("treaty-silent: two limits under one ceiling are three counts (ETS 73 art. 29)") {
    // Arrest on 1 March, the request on the 11th: the second limit runs from a fact, not from the end of the first.
    check_counts("treaty-silent", R"(
        start        length    last day                 // why
        2026-03-01   P18D      2026-03-18/2026-03-19    // derived: 29(3): for the request
        2026-03-11   P15D      2026-03-25/2026-03-26    // derived: 29(4): from its receipt, for the documents
        2026-03-01   P40D      2026-04-09/2026-04-10    // derived: 29(5): in all
    )");
}

TEST_CASE("eu-1182-71: the next working day, and at least two of them") {
    check_counts(counted{.by = "eu-1182-71", .on = "DE"}, R"(
        start        length         last day      // why
        2026-10-26   P60D           2026-12-28    // derived: day 60 is Christmas, then a weekend. A duty to keep something lasts longer so
        2026-12-24   P3D            2026-12-29    // derived: Christmas, Saturday, Sunday: Monday; the second working day is Tuesday (3(5))
        2026-01-31   P1M            2026-03-02    // derived: 28 February is a Saturday
        2026-11-02   P30D           2026-12-02    // derived: EIO art. 12(3): an order received on 2 November …
        2026-11-20   P90D           2027-02-18    // derived: … decided on the 20th: ninety days from the decision, as it was made
        2026-11-02   P30D+P90D      2027-03-02    // derived: not from the last day on which it might have been made
    )");
}

TEST_CASE("eu-1182-71: the hour of the event does not count") {
    // Receipt at 23:40 on a Saturday: the hour until midnight is left out. Hours do not roll, though it is Sunday. What is counted by
    // the moment ends at 07:40.
    auto const brussels = [](char const* how) { return counted{.by = how, .on = "BE", .zone = "Europe/Brussels"}; };
    check_counts(brussels("eu-1182-71"), "2026-09-12T23:40   PT8H   2026-09-13T08:00   // derived");
    check_counts(brussels("moment-hours"), "2026-09-12T23:40   PT8H   2026-09-13T07:40   // derived");
}

TEST_CASE("ca-interpretation-act: Sunday is a holiday, Saturday is none") {
    check_counts("ca-interpretation-act", R"(
        start        length                  last day      // why
        2026-07-09   P30D                    2026-08-08    // derived: a Saturday
        2026-07-10   P30D                    2026-08-10    // derived: 9 August is a Sunday
        2026-06-01   P60D                    2026-07-31    // derived: Extradition Act s. 14(1)(c), even if the papers came on day ten
        2026-06-01   P60D+P30D   custody     2026-08-30    // derived: thirty more from the end of day 60; a Sunday, but the end is a discharge
        2026-06-01   P60D+P30D               2026-08-31    // derived: what an act to be done would have
    )");
}

TEST_CASE("ca-interpretation-act: six months from 31 August end with February (s. 28(c))") {
    // The period ends on 28 February 2027. That is a Sunday: what is to be done may be done on Monday (s. 26), which is the day that
    // a count gives, while detention ends with the period.
    check_counts("ca-interpretation-act", R"(
        start        length              last day      // why
        2026-08-31   P6M     custody     2027-02-28    // derived: the period
        2026-08-31   P6M                 2027-03-01    // derived: what an act to be done would have
    )");
}

TEST_CASE("de-bgb-186-193: an act may be done on the next working day, detention ends when it ends") {
    check_counts("de-bgb-186-193", R"(
        start              length                                   last day      // why
        2026-12-11         P2W                                      2026-12-28    // derived: StPO 43: Friday to Friday, which is Christmas
        2025-12-31         P2M     custody                          2026-02-28    // derived: IRG 16(2): a Saturday, and a ceiling
        2025-12-31         P2M                                      2026-03-02    // derived: what an act to be done would have
        2026-05-05T00:10   P1D     Europe/Berlin                    2026-05-06    // derived: IRG 21(1): "at the latest on the day after": a limit by the calendar,
        2026-05-05T23:50   P1D     Europe/Berlin                    2026-05-06    // derived: not of 24 hours: the same day from either end of a day
    )");
}

TEST_CASE("de-bgb-186-193: two months that are not in one piece are sixty days") {
    // BGB 191: in custody from 1 to 20 March and again from 1 May: 60 - 20 = 40 days are left, and 1 May is the first of them (187(2)).
    // How many days were used is a fact of the case; what is left is counted.
    auto const days_of_custody = but("de-bgb-186-193", [](counting& c) { c.trigger_day = trigger_day::included; });
    check_counts(days_of_custody, R"(
        start        length              last day      // why
        2026-03-01   P20D    custody     2026-03-20    // derived: the twenty days
        2026-05-01   P40D    custody     2026-06-09    // derived: the forty that are left
    )");
}

TEST_CASE("nl-algemene-termijnenwet: periods roll and hold two working days, those of detention do neither") {
    check_counts("nl-algemene-termijnenwet", R"(
        start        length               last day      // why
        2026-12-16   P10D                 2026-12-28    // derived: OLW 40(1): Boxing Day is a Saturday
        2026-12-06   P20D     custody     2026-12-26    // derived: OLW 19(b): periods of detention are outside the act (4(c))
        2026-04-03   P3D                  2026-04-08    // derived: Easter Monday, so Tuesday; but two working days are due (2): Wednesday
        2026-04-03   P2D                  2026-04-07    // derived: … in three days or more: two days end on Easter Sunday
        2026-09-27   P90D                 2026-12-28    // derived: ninety days still roll from Boxing Day, a Saturday (4(a))
        2026-09-26   P91D                 2026-12-26    // derived: ninety-one do not
    )");
}

TEST_CASE("ru-upk-128: a month, and the next working day") {
    check_counts("ru-upk-128", R"(
        start        length              last day                 // why
        2026-01-31   P1M                 2026-03-02               // derived: art. 463(4): 28 February is a Saturday
        2026-01-31   P1M     custody     2026-02-28               // derived: detention does not roll
        2026-02-02   P10D                2026-02-11/2026-02-12    // derived: of days the article does not say whether the first counts
    )");
}

TEST_CASE("fr-cpp-801: a month from 31 August") {
    check_counts("fr-cpp-801", "2026-08-31   P1M   2026-09-30   // derived: CPP 696-18; September has no 31st");
}

TEST_CASE("hours-daily-window: hours of the night do not count (Naples II art. 20(5))") {
    check_counts(counted{.by = "hours-daily-window", .zone = "Europe/Amsterdam"}, R"(
        start              length    clock time          // why
        2026-07-10T22:30   PT6H      2026-07-11T13:30    // derived: an hour and a half before midnight, then from 09:00
        2026-07-11T03:00   PT6H      2026-07-11T15:00    // derived: from within the night
        2026-07-11T09:00   PT6H      2026-07-11T15:00    // derived: from its end
    )");
}
