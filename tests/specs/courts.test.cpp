// SPDX-License-Identifier: Apache-2.0
// How courts, statutes and those who explain them count: each rule composed of answers, each example with where it is from. "Year
// ours": the source gives a day and a month, and the year was chosen so that its weekdays fit. "Dates ours": only the rule was read.
//
// Left out: recesses, spans that do not count at all (Canada from 21 December to 7 January, Switzerland around Easter and in summer,
// Austria, Italy in August). No answer says them: where one lies within a period its days are added as a length of their own, as the
// Swiss and Italian examples do.
#include "specs/counting_table.hpp"

using namespace comity;
using namespace comity::specs;

namespace {

auto const sunday_and_holidays = set_of{non_working::sunday, non_working::holiday};

/// Every day counts but the first, and the last one moves to the next working day.
auto const rolling = counting{.roll = roll::next};
/// Every day counts but the first.
auto const plain = counting{};
/// The first day counts, and months end on the day before its number.
auto const beginning_with = counting{.trigger_day = trigger_day::included, .months = month_end::day_before};
/// Of the day after the event: it begins there, and ends on the day before the number of that day.
auto const from_next_day = counting{.months = month_end::day_before};
/// Rolls, and in periods of fewer days than these only working days count.
counting short_periods_below(char const* length) {
    return {.roll = roll::next, .between = between::excluded, .between_below = length};
}

}  // namespace

// ---- United States ------------------------------------------------------------------------------------------------------

TEST_CASE("United States, federal rules since 2009: Fed. R. Civ. P. 6(a), App. P. 26(a), Crim. P. 45(a)") {
    // The test suite of github.com/homestead/keep (dates), which has its holidays from the same table as ours.
    check_counts("us-frcrp-45", R"(
        start        length    last day      // why
        2026-08-10   P1D       2026-08-11    // the day of the event does not count
        2026-08-04   P21D      2026-08-25    // twenty-one days
        2026-08-07   P3D       2026-08-10    // the weekend counts, and Monday is the third day
        2026-11-12   P14D      2026-11-27    // Thanksgiving lies within and counts; the Friday after it is a working day
        2026-05-20   P5D       2026-05-26    // day five is Memorial Day
        2026-12-19   P14D      2027-01-04    // day fourteen is a Saturday
        2027-01-14   P4D       2027-01-19    // day four is the Birthday of Martin Luther King
        2026-07-01   P3D       2026-07-06    // day three is Saturday 4 July
        2026-07-01   P2D       2026-07-06    // day two is Friday 3 July, kept for the Saturday: the suite and the calendar roll. Disputed:
                                             // the rule speaks of the day set aside by statute, and then the Friday itself is the last day
    )");
    // Committee note of 2009 on App. P. 26(a)(5), of which only the numbers of the days can be read; the day of the event is derived.
    check_counts("us-frcrp-45", R"(
        start        length           last day      // why
        2007-08-22   P10D             2007-09-04    // day ten is Saturday 1 September, Monday is Labor Day
        2007-09-11   P10D     back    2007-08-31    // counted back to the same Saturday, and on to Friday
    )");
}

TEST_CASE("United States: a closed office prolongs forwards even what was counted back (App. P. 26(a)(3))") {
    // The same note: on Friday 31 August the office was inaccessible; the next day on which it is not, and which is no holiday, is the
    // Tuesday after Labor Day. Two rules of two directions: the count, and then a step.
    auto const last = count("P10D", {.start = date(2007, 9, 11), .counting = "us-frcrp-45", .direction = direction::backward}).last_day();
    auto const open = calendar::joint({law::built_in().calendar("US"), calendar({.name = "inaccessible", .days_off = {{last, "storm"}}})});
    CHECK(open.working_days().on_or_after(last) == date(2007, 9, 4));
}

TEST_CASE("United States, rules that were read, with dates of ours") {
    // Fed. R. Civ. P. 6(a)(2)(C), federal-rules.laws-info.com/frcp/rule_6: hours that end on a Saturday end at that time on Monday.
    check_counts("us-frcrp-45", "2024-06-27T13:00   PT48H   America/New_York   2024-07-01T13:00   // dates ours");
    // NMSA 12-2A-7.E (New Mexico): below eleven days; statutes.laws-info.com. Federal holidays stand in for those of the State.
    check_counts(counted{.by = short_periods_below("P11D"), .on = "US"}, "2024-06-27   P5D   2024-07-05   // 4 July is the sixth day");
    // Ariz. R. Crim. P. 1.10(a)(3): below seven days; state-rules.com/arizona/criminal/1.10.
    check_counts(counted{.by = short_periods_below("P7D"), .on = "US"}, R"(
        2024-05-24   P5D   2024-06-03    // Memorial Day and two weekends do not count
        2024-05-24   P7D   2024-05-31    // seven days count every day
    )");
    // Cal. Code Civ. P. 12c, 1005(b): sixteen court days back from the hearing; nfsesq.com.
    check_counts(counted{.by = plain, .on = "US"}, "2024-06-18   P16WD   back   2024-05-24   // Memorial Day does not count");
}

// ---- United Kingdom -----------------------------------------------------------------------------------------------------

TEST_CASE("England and Wales: clear days, and in five or fewer only working ones (CPR 2.8)") {
    auto const clear_days = counting{.clear = true, .between = between::excluded, .between_below = "P6D"};
    // The rule's own examples; years ours.
    check_counts(counted{.by = clear_days, .on = "GB-ENG"}, R"(
        start        length         last day      // why
        2023-10-20   P3D    back    2023-10-16    // at least 3 days before a hearing on Friday 20 October: Monday the 16th
        2024-10-01   P28D           2024-10-30    // at least 28 days after notice on 1 October: the first possible day of the hearing
        2025-10-20   P3D    back    2025-10-14    // a hearing on Monday 20 October: Tuesday the 14th, for the weekend does not count
    )");
    // clarionlegalcosts.com/2017/03/07/getting-it-right-cpr-2-8-and-calculating-dates-for-service
    check_counts(counted{.by = clear_days, .on = "GB-ENG", .direction = direction::backward}, R"(
        start        length    last day      // why
        2017-03-30   P7D       2017-03-22    // bundles 7 days before a conference on 30 March
        2017-03-14   P5D       2017-03-06    // a hearing on Tuesday 14 March: Monday the 6th
    )");
    // "Within" so many days is no number of clear days: the third example of the rule (year ours); and Evans v Pinsent Masons [2019]
    // EWHC 2150 (QB), where the notice of 21 May and the late application of the 30th are told, and the last day follows.
    check_counts(counted{.by = short_periods_below("P6D"), .on = "GB-ENG"}, R"(
        start        length    last day      // why
        2023-10-02   P14D      2023-10-16    // within 14 days of service
        2019-05-21   P7D       2019-05-28    // seven days, so that the bank holiday of 27 May counts
    )");
}

TEST_CASE("Trinidad and Tobago: the same rule (CPR 1998 r. 2.8(3)-(4))") {
    // Its own examples, sites.google.com/site/civilrulestt.
    check_counts(counting{.clear = true, .between = between::excluded, .between_below = "P6D"}, R"(
        start        length         last day      // why
        2023-10-20   P3D    back    2023-10-16    // (a) a hearing on Friday 20 October
        2023-10-17   P7D    back    2023-10-09    // (b) not more than 7 days before Tuesday 17 October: the first possible day
    )");
}

TEST_CASE("England and Wales: months and years from a day") {
    // vlex.co.uk/vid/pritam-kaur-v-s-794072489. 5 September 1970 was a Saturday, and the court office shut: the writ of Monday was in
    // time. The period itself does not roll; what needs the office may be done on the next day on which it is open.
    check_counts(rolling, "1967-09-05   P3Y   1970-09-07   // Pritam Kaur v S Russell & Sons [1973] QB 336");
    check_counts("uk-after", R"(
        start        length    last day      // why
        1967-09-05   P3Y       1970-09-05    // the same without that rule
        1983-03-23   P2M       1983-05-23    // E J Riley Investments v Eurostile [1985] 1 WLR 1139: not less than two months after: from this day on
        2006-11-01   P1M       2006-12-01    // Dodds v Walker (CA), as quoted at rightsnet.org.uk/forum-archive/index00fa.html
        2006-03-31   P1M       2006-04-30    // the same: no 31 April
    )");
    // vlex.co.uk/vid/trow-v-ind-coope-793888785 (the opening): twelve months beginning with the date of issue.
    check_counts("uk-starting-with", "1965-09-10   P12M   1966-09-09   // Trow v Ind Coope [1967] 2 QB 899: service on the 10th was a day late");
}

TEST_CASE("Great Britain: three months beginning with the effective date of termination (ERA 1996 s. 111)") {
    // LRD guide to employment tribunals, lrdpublications.org.uk; the last one worksmart.org.uk.
    check_counts("uk-starting-with", R"(
        start        length    last day      // why
        2012-06-20   P3M       2012-09-19    // dismissed on 20 June
        2012-11-30   P3M       2013-02-28    // no 30 February: its last day, not the day before that
        2011-11-30   P3M       2012-02-29    // the same in a leap year
        2013-05-21   P3M       2013-08-20    // dismissed on 21 May
    )");
    check_counts("uk-after", "2012-06-20   P6M   2012-12-20   // equal pay: six months after leaving");
}

TEST_CASE("United Kingdom: a month from the day of receipt (UK GDPR art. 12(3), Information Commissioner)") {
    // ico.org.uk/for-the-public/time-limits-for-responding-to-data-protection-rights-requests (years ours)
    check_counts(counted{.by = rolling, .on = "GB-ENG"}, R"(
        start        length    last day      // why
        2025-09-03   P1M       2025-10-03    // 3 September
        2024-11-25   P1M       2024-12-27    // Christmas and Boxing Day
        2025-03-31   P1M       2025-04-30    // no 31 April
        2019-01-30   P1M       2019-02-28    // lexology.com/library/detail.aspx?g=ff847e97-aa21-4a2d-be47-eb979808f6ae
        2018-08-01   P1M       2018-09-03    // the same: 1 September is a Saturday. Until 2019 the Commissioner began with the day after
                                             // receipt, against Toeters (below); 2 September was a Sunday, so here both meet on Monday
    )");
}

TEST_CASE("United Kingdom: a bank holiday in any part is none of the twenty working days (FOIA 2000 s. 10)") {
    // informationrightsandwrongs.com/2015/09/04/easy-as-1-2-3: 17 March is kept in Northern Ireland alone.
    check_counts(plain, R"(
        start        length    calendar                  last day      // why
        2014-03-16   P20WD     GB-ENG+GB-SCT+GB-NIR      2014-04-14    // answered in time; the Commissioner had counted twenty-one
        2014-03-16   P20WD     GB-ENG                    2014-04-11    // what England alone would have
    )");
}

TEST_CASE("United Kingdom, rules that were read, with dates of ours") {
    // Mucelli v Government of Albania [2009] UKHL 2: 7 days starting with the day of the order (Extradition Act 2003 s. 26(4)); if the
    // recipient's office is closed all day, the next business day. A limit on removal would not move.
    check_counts(counted{.by = but("uk-starting-with", [](counting& c) { c.roll = roll::next; }), .on = "GB-ENG"}, R"(
        start        length    last day      // why
        2026-03-30   P7D       2026-04-07    // day seven is Easter Sunday, Monday a bank holiday
        2026-03-03   P7D       2026-03-09    // a Monday
    )");
    // RSC (NI) 1980 O. 3 r. 2(4)-(5): clear days; seven days or less leave out weekends and the bank holidays of Northern Ireland.
    check_counts(counted{.by = counting{.clear = true}, .on = "GB-NIR"}, "2025-10-20   P10D   back   2025-10-09   // ten clear days before");
    check_counts(counted{.by = short_periods_below("P8D"), .on = "GB-NIR"}, "2024-07-10   P3D   2024-07-16   // 12 July and a weekend");
}

// ---- Canada, Australia, New Zealand, Hong Kong --------------------------------------------------------------------------

TEST_CASE("Canada: Federal Courts Rules r. 6: in less than seven days no holiday counts, and Saturday is one") {
    // fct-cf.gc.ca, guideline of the deadlines calculator: pictures of calendars without a year; 2012 fits.
    check_counts(counted{.by = short_periods_below("P7D"), .on = "CA"}, R"(
        start        length    last day      // why
        2012-05-31   P10D      2012-06-11    // day ten is a Sunday
        2012-05-01   P20D      2012-05-22    // day twenty is Victoria Day
        2012-05-04   P30D      2012-06-04    // day thirty is a Sunday
        2012-04-03   P4D       2012-04-11    // Good Friday, the weekend and Easter Monday do not count
    )");
}

TEST_CASE("Canada: Supreme Court") {
    // scc-csc.gc.ca/filing-depot/deadlines-delais (years ours)
    check_counts("ca-interpretation-act", R"(
        start        length    last day      // why
        2018-04-30   P60D      2018-06-29    // Supreme Court Act s. 58(1)(a): judgment on 30 April
        2018-05-02   P30D      2018-06-01    // SCC Rules r. 27(1): served on 2 May
    )");
    // SCC Rules r. 5(1.1), (2): holidays out in less than six days, Saturday and Sunday among them. Dates ours.
    check_counts(counted{.by = short_periods_below("P6D"), .on = "CA"}, R"(
        2024-01-08   P4W       2024-02-05    // four weeks from a Monday
        2024-03-27   P3D       2024-04-03    // Good Friday, the weekend and Easter Monday do not count
    )");
}

TEST_CASE("Canada: Interpretation Act ss. 27, 28") {
    // tips.slaw.ca/2019/practice/unclear-days-computing-time-in-statutes-and-regulations (2019: date ours)
    check_counts("ca-interpretation-act", R"(
        start        length    last day      // why
        2020-03-30   P1M       2020-04-30    // a month after 30 March
        2020-03-31   P1M       2020-04-30    // a month after 31 March
        2019-03-04   P4D       2019-03-08    // four days from a Monday: the first out, the last in
    )");
    check_counts(but("ca-interpretation-act", [](counting& c) { c.clear = true; }), "2019-03-04   P4D   2019-03-09   // \"at least\" four days: both out");
}

TEST_CASE("British Columbia: Interpretation Act s. 25.2") {
    // blog.jamallaw.ca/whats-in-a-day
    check_counts(plain, R"(
        start        length          last day      // why
        2019-04-30   P7D             2019-05-07    // seven days after 30 April
        2019-04-30   P7D     back    2019-04-23    // the page says 22 April, but its own row of days leaves out the 26th
    )");
    check_counts(counting{.clear = true}, "2019-04-30   P7D   2019-05-08   // seven clear days after");
}

TEST_CASE("Australia: Acts Interpretation Act 1901 s. 36") {
    // The examples printed in the section, ato.gov.au PAC/19010002/36 (years, and the last day of example 6, ours)
    check_counts(counted{.by = rolling, .on = "AU"}, "2024-08-02   P28D   2024-08-30   // example 6: decided on 2 August, the 28 days begin on the 3rd");
    check_counts(counted{.by = plain, .on = "AU"}, "2024-05-08   P7D   back   2024-05-01   // example 7: the seven days before 8 May are 1 to 7 May");
}

TEST_CASE("New Zealand: a month ends just before the same day (Legislation Act 2019 s. 56)") {
    // The examples of the section, plainlanguagelaw.ackama.com/acts/DLM7298104
    check_counts(beginning_with, R"(
        start        length    last day      // why
        2024-02-15   P1M       2024-03-14    // from 15 February, to just before 15 March
        2023-10-31   P6M       2024-04-30    // from 31 October: no 31 April
    )");
}

TEST_CASE("Hong Kong: Cap. 1 s. 71: only general holidays and Sundays") {
    // scribd.com/document/695440940/s-71-IGCO (the section as of 2017; dates ours)
    auto const cap_1 = counting{.roll = roll::next, .between = between::excluded, .between_below = "P7D", .non_working = sunday_and_holidays};
    check_counts(counted{.by = cap_1, .on = "HK"}, R"(
        start        length    last day      // why
        2024-03-09   P14D      2024-03-23    // a Saturday, which is no holiday
        2024-03-15   P14D      2024-04-02    // Good Friday, the day after it, Sunday, Easter Monday
        2024-03-27   P4D       2024-04-05    // the same in a period of not more than six days, and Ching Ming on the 4th
    )");
}

// ---- European Union and Council of Europe -------------------------------------------------------------------------------

TEST_CASE("European Union: weeks end on the weekday of the event (C-171/03 Maatschap Toeters, paras 33, 36)") {
    // ECLI:EU:C:2004:714, the facts from the Opinion. The national board had begun with the day after the event and so allowed a day
    // more (and a weekend, on the second); the results are what follows from the ruling. Holidays of 1998 play no part.
    check_counts("eu-1182-71", R"(
        start        length    last day      // why
        1998-03-12   P3W       1998-04-02    // Thursday; the board: Friday 3 April
        1998-03-13   P3W       1998-04-03    // Friday; the board: Monday 6 April
        1998-03-16   P3W       1998-04-06    // Monday; the board: 7 April
        1998-01-27   P3W       1998-02-17    // Tuesday; the board: 18 February
        1998-01-28   P3W       1998-02-18    // Wednesday; the board: 19 February
        2024-01-08   P1W       2024-01-15    // para 33: an event on a Monday, a week ends on Monday (date ours)
    )");
}

TEST_CASE("Court of Justice: three months, then two days on account of distance (152/85 Misset)") {
    // Opinion: notified on 18 February 1985. 18 May is a Saturday, but the period does not pause there; the two days end on Monday, and
    // the application of Tuesday was out of time.
    check_counts(rolling, "1985-02-18   P3M+P2D   1985-05-20   // case");
}

TEST_CASE("European Court of Human Rights: six months do not roll (Sabri Güneş v Turkey [GC], 27396/06)") {
    // They ended on Sunday 28 May 2006, and the application of the Monday was late. The day of notice is derived.
    check_counts(plain, "2005-11-28   P6M   2006-05-28   // case");
}

TEST_CASE("Council of Europe: ETS 76 art. 5") {
    // droit-bilingue.ch/de-fr/0.2/0.22/0.221.122.3-5-8.html (the rule; dates ours)
    check_counts(counted{.by = "coe-ets76", .on = "CH"}, "2024-07-18   P14D   2024-08-02   // 1 August, the national day of Switzerland");
}

// ---- Germany, Austria, Switzerland --------------------------------------------------------------------------------------

TEST_CASE("Germany: months end on the same number, else the last day, and roll (BGB 187(1), 188(2)-(3), 193)") {
    check_counts("de-bgb-186-193", R"(
        start        length    last day      // why
        2001-04-04   P1M       2001-05-04    // ra-kotz.de/monatsfrist.htm
        2001-01-31   P1M       2001-02-28    // the same: no 31 February
        2001-02-28   P1M       2001-03-28    // the same: the 28th, not the end of March (BGH NJW 1984, 1358)
        2001-04-05   P1M       2001-05-07    // the same: a Saturday
        2018-02-19   P1M       2018-03-19    // haufe.de, das Berufungsrecht, Ende der Berufungsfrist (HI12575477)
        2018-01-25   P1M       2018-02-26    // the same: a Sunday, so Monday the 26th; the page prints "Montag, den 23.2.2018", a slip
        2018-01-29   P1M       2018-02-28    // the same: served on 29 January,
        2018-01-30   P1M       2018-02-28    // on the 30th
        2018-01-31   P1M       2018-02-28    // or on the 31st
        2010-03-05   P1M       2010-04-06    // mariusebertsblog.com: leaves it on 5 April, but that was Easter Monday, and 193 holds
        2010-03-09   P3W       2010-03-30    // the same: three weeks from a Tuesday (date ours)
    )");
}

TEST_CASE("Germany: half a month is fifteen days, and is counted last (BGB 189)") {
    // jura.fu-berlin.de, netjura, BGB AT, Fristberechnung
    check_counts("de-bgb-186-193", R"(
        start        length       last day      // why
        2005-01-17   P1M+P15D     2005-03-04    // one and a half months: 17 February, and fifteen days
        2005-01-17   P1M15D       2005-03-04    // the same in one word
        2004-01-17   P1M+P15D     2004-03-03    // the same in a leap year (year ours)
        2005-01-17   P15D+P1M     2005-03-01    // the wrong order, which gives another day
    )");
}

TEST_CASE("Germany: three days of fiction, then a month") {
    // Bundesverwaltungsamt, bva.bund.de, Fristberechnung: posted on Friday 6 July 2018, notified on Monday the 9th.
    check_counts("de-bgb-186-193", "2018-07-06   P3D+P1M   2018-08-09   // a Thursday");
}

TEST_CASE("Germany: what begins with a day includes it (BGB 187(2), 188(2))") {
    // mindmeister.com/de/5579137 (the lease: date ours). Terms of a contract are no acts, and do not roll.
    check_counts(beginning_with, R"(
        start        length    last day      // why
        2010-10-01   P1M       2010-10-31    // a month from 1 October; a Sunday
        2010-03-09   P1W       2010-03-15    // a week from a Tuesday ends on Monday
    )");
}

TEST_CASE("Germany, rules that were read, with dates of ours") {
    // BGH IX ZB 198/04 of 14 December 2005, BGHZ 21, 43: an extension by a span runs from the day to which the end had moved. That is a
    // second count from that day. Of a list of lengths only the last end rolls: so it is with the USPTO and the EPO.
    check_counts("de-bgb-186-193", R"(
        start        length     last day      // why
        2005-04-14   P1M        2005-05-17    // 14 May is a Saturday, and the 16th Whit Monday
        2005-05-17   P1M        2005-06-17    // a month more, from there
        2005-04-14   P1M+P1M    2005-06-14    // not that
    )");
    // ZPO 222(3): of periods in hours Sundays, holidays and Saturdays do not count.
    auto const zpo_222_3 = counting{.between = between::excluded};
    check_counts(counted{.by = zpo_222_3, .on = "DE", .zone = "Europe/Berlin"},
                 "2024-03-28T15:00   PT48H   2024-04-03T15:00   // 9 hours on Maundy Thursday, 24 on Tuesday, 15 on Wednesday");
}

TEST_CASE("Austria: ABGB 902") {
    // 360.lexisnexis.at (the rule; dates ours)
    check_counts(counted{.by = rolling, .on = "AT"}, "2024-02-29   P1Y   2025-02-28   // no 29 February in 2025");
}

TEST_CASE("Switzerland: months end on the number of the day of the event (BGE 150 III 367)") {
    // 5A_691/2023 of 13 August 2024. Practice before took the day after it. Time stood still for the fifteen days around Easter (10 to
    // 24 April 2022; ZPO 145(1)(a)), by which the end found is put off; the action of 12 May was late.
    check_counts("ch-zpo-142", R"(
        start        length       last day      // why
        2022-01-26   P3M          2022-04-26    // leave to sue served on 26 January: not the 27th
        2022-01-26   P3M+P15D     2022-05-11    // with the recess
    )");
    // BGG 46 (fristen.ch; dates ours): no such stop in mutual assistance in criminal matters.
    check_counts("ch-zpo-142", "2024-07-10   P30D   2024-08-09   // in the midst of the summer recess");
}

// ---- France, Italy, Netherlands, Poland, Spain --------------------------------------------------------------------------

TEST_CASE("France: months first, then days (CPC 641, 642)") {
    check_counts(counted{.by = rolling, .on = "FR"}, R"(
        start        length    last day      // why
        2017-02-12   P1M15D    2017-03-27    // aurelienbamde.com/2017/12/18/computation-des-delais-regles-generales: 12 March, then the 27th
        2008-03-07   P15D      2008-03-25    // simonnetavocat.fr: day fifteen is Saturday 22 March, Monday is Easter Monday
    )");
}

TEST_CASE("Italy: months by the name of the day, then the thirty-one of August (CPC 155(2))") {
    // lanuovaproceduracivile.com, calcolo dei termini a mesi e sospensione feriale (dates ours)
    check_counts(counted{.by = rolling, .on = "IT"}, "2024-06-15   P3M+P31D   2024-10-16   // 15 September, then thirty-one days");
}

TEST_CASE("Netherlands: Good Friday is a holiday, and Saturday one for periods of statutes alone") {
    // beestdelft.nl/artikelen/238977_termijnen-met-de-feestdagen (start ours); vdv-vh.nl/atw (dates ours)
    check_counts("nl-algemene-termijnenwet", R"(
        start        length    last day      // why
        2018-03-16   P2W       2018-04-03    // Good Friday: Tuesday after Easter
        2024-03-27   P3D       2024-04-02    // Saturday before Easter: Tuesday; Thursday and Tuesday are the two working days
        2024-03-06   P3D       2024-03-11    // a Saturday: Monday
    )");
    check_counts(counted{.by = counting{.roll = roll::next, .non_working = sunday_and_holidays}, .on = "NL"},
                 "2018-03-16   P2W   2018-03-31   // Rv art. 64(2): of other periods Good Friday and Sunday roll, Saturday does not");
}

TEST_CASE("Poland: KC 111, 112, 115") {
    check_counts(counted{.by = rolling, .on = "PL"}, R"(
        start        length    last day      // why
        2013-10-24   P7D       2013-10-31    // blizejprawa.com/obliczanie-terminu-w-prawie-cywilnym
        2013-10-24   P1M       2013-11-25    // the same page leaves it on 24 November, a Sunday; by art. 115 it is Monday
        2003-02-22   P2Y       2005-02-22    // prawoity.pl, wyliczanie terminów
        2005-05-16   P4M       2005-09-16    // the same
        2024-01-02   P7D       2024-01-09    // adwokatmdp.pl/jak-liczyc-terminy-wedlug-kodeksu-cywilnego (year ours)
    )");
}

TEST_CASE("Spain: Ley 39/2015 art. 30, Código Civil art. 5") {
    check_counts(counted{.by = rolling, .on = "ES"}, R"(
        start        length    last day      // why
        2017-01-10   P1M       2017-02-10    // procedimientoadministrativocomun.blogspot.com, plazos (years ours)
        2017-01-30   P1M       2017-02-28    // the same
        2017-08-31   P1M       2017-10-02    // the same says 30 September; in this year that is a Saturday, and rolls
        2017-11-21   P1M       2017-12-21    // arlabogados.com: not the 22nd (year ours)
        2017-06-28   P2M       2017-08-28    // epmabogados.es says 29 July, "so" the 31st: that is one month and a day; two end here
        2018-01-03   P15WD     2018-01-24    // riscoabogado.com: fifteen working days (the result was cut off, and is ours)
    )");
    check_counts(plain, "2018-01-03   P15D   2018-01-18   // the same: fifteen natural days");
}

// ---- India, Japan, Korea, Russia ----------------------------------------------------------------------------------------

TEST_CASE("India: the day of the event is out (General Clauses Act s. 9)") {
    check_counts(plain, R"(
        start        length    last day      // why
        2005-12-31   P6M       2006-06-30    // Rameshchandra Ambalal Joshi v State of Gujarat (2014): cheque presented on 30 June in time
        1995-09-29   P15D      1995-10-14    // Saketh India v India Securities (1999): notice on 29 September, payment until 14 October
        1995-10-15   P1M       1995-11-15    // the same: cause of action on 15 October, the complaint of 15 November in time
        2002-05-15   P15D      2002-05-30    // the-laws.com CaseId=305102771200: dishonour known on 15 May, the notice of the 30th in time
    )");
}

TEST_CASE("India: a Saturday on which the registry is open is no closed day (Ajay Gupta v Raju (2016) 14 SCC 314)") {
    // The last day fell into the vacation, which ended on 31 December 2010; the suit was due on the reopening, Saturday 1 January 2011.
    auto const court = calendar({.name = "the court", .days_off = {{date(2010, 12, 30), "vacation"}, {date(2010, 12, 31), "vacation"}}});
    check_counts(counted{.by = counting{.roll = roll::next, .non_working = sunday_and_holidays}, .on = court},
                 "2010-12-23   P8D   2011-01-01   // the suit of Monday 3 January was late (length ours: a period that ends on the 31st)");
}

TEST_CASE("Japan: Civil Code 140, 143") {
    // weblio.jp, 期間の計算 (years ours): from the beginning of a day
    check_counts(beginning_with, R"(
        start        length    last day      // why
        2023-02-01   P2M       2023-03-31    // two months from 1 February
        2022-12-30   P2M       2023-02-28    // two months from 30 December: no 30 February
    )");
}

TEST_CASE("Korea: Civil Code 157, 159 to 161") {
    check_counts(counted{.by = rolling, .on = "KR"}, R"(
        start        length    last day      // why
        2026-01-19   P90D      2026-04-20    // 3.l1i1i.workers.dev/view?id=26145: 19 April is a Sunday
        2020-07-01   P5D       2020-07-06    // lulumomo.tistory.com/17 (year ours)
        2021-03-01   P14D      2021-03-15    // mylawstory.com/18030 (year ours)
        2019-12-02   P3D       2019-12-05    // brunch.co.kr/@@78tp/199: a contract of 2 December at 15:00, three days
    )");
    check_counts(beginning_with, "2021-03-01   P14D   2021-03-14   // mylawstory.com/18030: from 0:00 of 1 March, which counts");
    check_counts(from_next_day, "2020-05-30   P1M   2020-06-30   // lulumomo.tistory.com/17: begins on 31 May; no 31 June (the answer was cut off, and is ours)");
    // brunch.co.kr/@@78tp/199: three days and three hours from 15:00 on 2 December end at 03:00 on the 6th, three hours after midnight.
    // Other laws would say 18:00 on the 5th: the library does not choose, and asks for the clock time.
    check_counts(counted{.by = plain, .zone = "Asia/Seoul"}, "2019-12-02T15:00   P3D+PT3H   refused   // days, then hours");
    check_counts(counted{.by = plain, .zone = "Asia/Seoul"}, "2019-12-06T00:00   PT3H   2019-12-06T03:00   // from the midnight with which the three days end");
}

TEST_CASE("Russia: ten days from 15 July (UPK 128)") {
    // Kalinovsky's commentary (the day and hour of the end; year ours): 25 July at 24:00, or in custody at 11:00, the hour of the start.
    // A period in days ends with a day here, the 25th in both views. The text leaves open whether the first day counts: then the 24th.
    check_counts(counted{.by = "ru-upk-128", .zone = "Europe/Moscow", .custody = true}, "2023-07-15T11:00   P10D   2023-07-24/2023-07-25   // disputed");
}
