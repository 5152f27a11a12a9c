// SPDX-License-Identifier: Apache-2.0
// What a deadline engine must model: the numbered semantics of the collection of time limits, each told as a dossier or several. The
// days follow from the texts cited and from the calendar. Where a text is silent on whether the first day counts there are two.
#include "story.hpp"

#include <algorithm>

using namespace comity;
using namespace comity::story;

namespace {

cutoff at(char const* instant) { return parse_instant(instant); }

/// Counted backwards, the day on which it is safe to act: so many days lie from it to the event, whether the event's own day counts or not.
std::string safe_day(deadline const& d) { return d.earliest ? to_string(*d.earliest) : "-"; }

time_limit const& row(char const* instrument, char const* id) {
    return *std::ranges::find(law::built_in().instrument(instrument).time_limits, id, &time_limit::id);
}

}  // namespace

// ---- start ----------------------------------------------------------------------------------------------------------------

TEST_CASE("semantics 1: several limits on one trigger, of different nature") {
    // ETS 24 art. 16(4): may be released after 18 days, shall be after 40. 10 March counted: 10 + 17 = 27 March; not: 28. So 18 or 19 April.
    auto const extradition = asked("RU asks GB for extradition on 2020-03-02 under ets-24");
    auto const arrested = R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
    )";
    check_due(extradition, arrested, date(2020, 3, 27), R"(
        ets-24/16-4-18d  2020-03-27  2020-03-28  pending      // until the end of its last day
        ets-24/16-4-40d  2020-04-18  2020-04-19  pending
    )");
    check_due(extradition, arrested, date(2020, 3, 28), "ets-24/16-4-18d  2020-03-27  2020-03-28  disputed   // run out if 10 March counts");
    check_due(extradition, arrested, date(2020, 3, 29), R"(
        ets-24/16-4-18d  2020-03-27  2020-03-28  missed
        ets-24/16-4-40d  2020-04-18  2020-04-19  pending
    )");
    check_due(extradition, arrested, date(2020, 4, 19), "ets-24/16-4-40d  2020-04-18  2020-04-19  disputed");
    check_due(extradition, arrested, date(2020, 4, 20), "ets-24/16-4-40d  2020-04-18  2020-04-19  missed");
    CHECK(due(extradition, arrested, date(2020, 3, 29), "ets-24/16-4-18d").nature() == nature::permissive_release);
    CHECK(due(extradition, arrested, date(2020, 3, 29), "ets-24/16-4-40d").nature() == nature::mandatory_release);

    // ETS 24 art. 18(4): 15 days from the appointed date it may be released, 30 and it shall be.
    check_due(extradition, R"(
        2020-03-02  filed
        2020-03-20  request_received
        2020-05-29  granted
        2020-06-15  surrender_date_agreed   appoints 2020-07-01
    )", date(2020, 7, 10), R"(
        ets-24/18-4-15d  2020-07-15  2020-07-16  pending
        ets-24/18-4-30d  2020-07-30  2020-07-31  pending
    )");

    // NIS 2 art. 23(4)(a) and (b): early warning in 24 hours, notification in 72, both from becoming aware.
    auto const incident = asked("FR asks DE for incident_assistance on 2026-03-02 under eu-nis2");
    auto const noticed = R"(
        2026-03-02  filed
        2026-03-02T10:20:00+01:00[Europe/Berlin]  incident_noticed
        2026-03-03T09:00:00+01:00[Europe/Berlin]  early_warning_sent
    )";
    check_due(incident, noticed, at("2026-03-05T10:20:00+01:00[Europe/Berlin]"), R"(
        eu-nis2/23-4-a  2026-03-03T10:20  2026-03-03T10:20  met
        eu-nis2/23-4-b  2026-03-05T10:20  2026-03-05T10:20  pending
    )");
    check_due(incident, noticed, at("2026-03-05T10:21:00+01:00[Europe/Berlin]"), "eu-nis2/23-4-b  2026-03-05T10:20  2026-03-05T10:20  missed");

    // Extradition Act 2003 s. 6(2), (2A): two times 48 hours from one arrest, one binding the police, one the requesting authority. Friday
    // 5 July 2019, 15:00: nine hours of Friday, none of the weekend, Monday, fifteen of Tuesday.
    auto const warrant = asked("FR asks GB for surrender on 2019-07-01 under eaw-2002");
    auto const brought = R"(
        2019-07-01  filed
        2019-07-05T15:00:00+01:00[Europe/London]  arrest_before_warrant
        2019-07-08T10:00:00+01:00[Europe/London]  brought_before_judge
    )";
    check_due(warrant, brought, at("2019-07-09T15:00:00+01:00[Europe/London]"), R"(
        gb-extradition-act-2003/6-2   2019-07-09T15:00  2019-07-09T15:00  met
        gb-extradition-act-2003/6-2a  2019-07-09T15:00  2019-07-09T15:00  pending
    )");
    check_due(warrant, brought, at("2019-07-09T15:01:00+01:00[Europe/London]"), "gb-extradition-act-2003/6-2a  2019-07-09T15:00  2019-07-09T15:00  missed");
    CHECK(due(warrant, brought, date(2019, 7, 8), "gb-extradition-act-2003/6-2").binds == bound_party::executive);
    CHECK(due(warrant, brought, date(2019, 7, 8), "gb-extradition-act-2003/6-2a").binds == bound_party::requesting);

    // ETS 73 art. 29(3)-(5): 18 days for the request, 15 from its receipt for the documents, 40 in all.
    auto const transfer = asked("AT asks CH for transfer_of_proceedings on 2026-02-20 under ets-73");
    check_due(transfer, R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
        2026-03-11  request_received
    )", date(2026, 3, 20), R"(
        ets-73/29-3  2026-03-18  2026-03-19  met        // 1 March + 17 or 18
        ets-73/29-4  2026-03-25  2026-03-26  pending    // 11 March + 14 or 15
        ets-73/29-5  2026-04-09  2026-04-10  pending    // 1 March + 39 or 40
    )");
    check_due(transfer, R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
        2026-04-01  request_received
    )", date(2026, 4, 2), R"(
        ets-73/29-3  2026-03-18  2026-03-19  met_late
        ets-73/29-4  2026-04-09  2026-04-10  pending    // 1 April + 15 is 16 April: the 40 days come first
    )");
}

TEST_CASE("semantics 2: the same number, of different nature") {
    // Day 18 is permissive in ETS 24 art. 16(4), mandatory in the Swiss Act art. 50(1); both for one arrest.
    auto const swiss = asked("DE asks CH for extradition on 2020-03-02 under ets-24");
    auto const arrested = R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
    )";
    check_due(swiss, arrested, date(2020, 3, 20), R"(
        ets-24/16-4-18d  2020-03-27  2020-03-28  pending
        ch-imac/50-1     2020-03-27  2020-03-28  pending
    )");
    CHECK(due(swiss, arrested, date(2020, 3, 20), "ets-24/16-4-18d").nature() == nature::permissive_release);
    CHECK(due(swiss, arrested, date(2020, 3, 20), "ch-imac/50-1").nature() == nature::mandatory_release);

    // ETS 70 art. 33(2)(b) and Benelux art. 15(5): 18 days, and release follows.
    auto const judgment = asked("BE asks AT for provisional_arrest on 2020-03-02 under ets-70");
    check_due(judgment, arrested, date(2020, 3, 29), "ets-70/33-2-b  2020-03-27  2020-03-28  missed");
    CHECK(due(judgment, arrested, date(2020, 3, 29), "ets-70/33-2-b").nature() == nature::mandatory_release);
    auto const benelux = asked("BE asks NL for extradition on 1999-03-01 under benelux-1962");
    auto const arrested_in_1999 = R"(
        1999-03-01  filed
        1999-03-10  arrest
    )";
    check_due(benelux, arrested_in_1999, date(1999, 3, 29), "benelux-1962/15-5  1999-03-27  1999-03-28  missed");
    CHECK(due(benelux, arrested_in_1999, date(1999, 3, 29), "benelux-1962/15-5").nature() == nature::mandatory_release);

    // Day 30 is release in ETS 24 art. 18(4); in the treaty of the Netherlands and Canada art. 11(4) the decision need not be carried out.
    auto const date_set = R"(
        1995-03-01  filed
        1995-05-02  granted
        1995-05-10  surrender_date_agreed   appoints 1995-06-01
    )";
    auto const canadian = asked("CA asks NL for extradition on 1995-03-01 under ca-nl-extradition-1989");
    check_due(canadian, date_set, date(1995, 7, 2), R"(
        ca-nl-extradition-1989/11-4-15d  1995-06-15  1995-06-16  missed
        ca-nl-extradition-1989/11-4-30d  1995-06-30  1995-07-01  missed    // 1 June + 29 or 30
    )");
    auto const ended = due(canadian, date_set, date(1995, 7, 2), "ca-nl-extradition-1989/11-4-30d");
    CHECK(ended.nature() == nature::lapse);
    CHECK_FALSE(ended.open());                  // the duty has gone
    auto const french = asked("CH asks FR for extradition on 1995-03-01 under ets-24");
    CHECK(due(french, date_set, date(1995, 7, 2), "ets-24/18-4-30d").nature() == nature::mandatory_release);
    CHECK(due(french, date_set, date(1995, 7, 2), "ets-24/18-4-30d").open());
}

TEST_CASE("semantics 3: kinds of triggers: which arrest, the warrant, the notice of the arrest, the person informed, the complete file, the competent authority") {
    // Swiss Act art. 50(2): held on another ground, the period starts when the detention for extradition starts.
    check_due(asked("DE asks CH for extradition on 2020-01-06 under ets-24"), R"(
        2020-01-06  filed
        2020-01-10  domestic_arrest
        2020-03-10  extradition_custody_ordered
    )", date(2020, 3, 20), "ch-imac/50-1  2020-03-27  2020-03-28  pending");

    // UK s. 31: 40 days starting with the arrest, which are of no account before there is an appeal. 5 July 2019 + 39.
    auto const british = asked("FR asks GB for surrender on 2019-07-01 under eaw-2002");
    auto const decided = R"(
        2019-07-01  filed
        2019-07-05  arrest
        2019-07-30  granted_by_court
    )";
    check_due(british, decided, date(2019, 8, 1), "gb-extradition-act-2003/31  none");
    check_due(british, std::string(decided) + "2019-08-02 appeal_lodged", date(2019, 8, 13), "gb-extradition-act-2003/31  2019-08-13  2019-08-13  pending");
    check_due(british, std::string(decided) + "2019-08-02 appeal_lodged", date(2019, 8, 14), "gb-extradition-act-2003/31  2019-08-13  2019-08-13  missed");

    // Netherlands and San Marino art. 10: 20 days from the date of the warrant, 1 March, not from the arrest.
    check_due(asked("SM asks NL for extradition on 2005-02-20 under nl-sm-extradition"), R"(
        2005-02-20  filed
        2005-03-01  provisional_arrest_warrant_issued
        2005-03-05  arrest_under_provisional_warrant
    )", date(2005, 3, 22), "nl-sm-extradition/10  2005-03-20  2005-03-21  missed");

    // Netherlands and Belgium 1889 art. 10: from the warrant where the Netherlands is asked, from the arrest where Belgium is.
    auto const fifteen_days = R"(
        1950-02-20  filed
        1950-03-01  provisional_arrest_warrant_issued
        1950-03-05  provisional_arrest
    )";
    check_due(asked("BE asks NL for extradition on 1950-02-20 under be-nl-extradition-1889"), fifteen_days, date(1950, 3, 10), R"(
        be-nl-extradition-1889/10-nl  1950-03-15  1950-03-16  pending
        be-nl-extradition-1889/10-be  none
    )");
    check_due(asked("NL asks BE for extradition on 1950-02-20 under be-nl-extradition-1889"), fifteen_days, date(1950, 3, 10), R"(
        be-nl-extradition-1889/10-be  1950-03-19  1950-03-20  pending
        be-nl-extradition-1889/10-nl  none
    )");

    // Argentina art. 50: 30 days from the communication of the arrest, 8 February 2024 (a leap year): 8 March if it counts, 9 March if not.
    auto const communicated = R"(
        2024-01-25  filed
        2024-02-01  provisional_arrest
        2024-02-08  arrest_notified
    )";
    check_due(asked("PE asks AR for extradition on 2024-01-25"), communicated, date(2024, 3, 1), "ar-ley24767/50  2024-03-08  2024-03-09  pending");
    // Montevideo art. 10: two months from the same notice, which end on 7 April or on the 8th.
    check_due(asked("CL asks MX for extradition on 2024-01-25 under montevideo-1933"), communicated, date(2024, 3, 1), "montevideo-1933/10  2024-04-07  2024-04-08  pending");

    // UK s. 103(9): 14 days starting with the day on which the person is informed, 20 June 2022: 3 July.
    auto const to_russia = asked("RU asks GB for extradition on 2022-01-10 under ets-24");
    auto const ordered = std::string(R"(
        2022-01-10  filed
        2022-03-01  arrest
        2022-06-17  granted_by_minister
    )");
    CHECK(due(to_russia, ordered, date(2022, 6, 18), "gb-extradition-act-2003/103-9").status == deadline_status::not_computable);
    CHECK(to_string(due(to_russia, ordered, date(2022, 6, 18), "gb-extradition-act-2003/103-9").reason).find("person informed") != std::string::npos);
    check_due(to_russia, ordered + "2022-06-20 person_informed", date(2022, 7, 3), "gb-extradition-act-2003/103-9  2022-07-03  2022-07-04  pending");  // a Sunday: on the next open day, too (Mucelli [2009] UKHL 2, 84)

    // CETS 224 art. 8(6): 45 days from the complete file, 1 February 2027: 17 March or 18.
    check_due(asked("RS asks HU for disclosure on 2027-01-02 under cets-224"), R"(
        2027-01-02  filed
        2027-01-04  request_received
        2027-02-01  complete_request_received
    )", date(2027, 2, 2), "cets-224/8-6  2027-03-17  2027-03-18  pending");

    // EIO art. 12(3): 30 days from receipt by the competent authority, not from the first receipt. 2 November + 30, a Wednesday.
    auto const order = asked("FR asks DE for mutual_legal_assistance on 2026-10-20 under eio-2014");
    auto const passed_on = std::string(R"(
        2026-10-20  filed
        2026-10-26  request_received
    )");
    check_due(order, passed_on, date(2026, 11, 1), "eio-2014/12-3  none");
    check_due(order, passed_on + "2026-11-02 request_received_by_competent_authority", date(2026, 12, 2), "eio-2014/12-3  2026-12-02  2026-12-02  pending");
    check_due(order, passed_on + "2026-11-02 request_received_by_competent_authority", date(2026, 12, 3), "eio-2014/12-3  2026-12-02  2026-12-02  missed");
}

TEST_CASE("semantics 4: the trigger is the latest of several, or the earliest counts") {
    // UK s. 102: the appropriate day is the day on which the case is sent to the minister, or a later one (the end of a charge here).
    // s. 99(3): 2 months starting with it: 10 January to 9 March; 1 February to 31 March. s. 93(6): 4 weeks: to 6 February; to 28 February.
    auto const russian = asked("RU asks GB for extradition on 2021-09-01 under ets-24");
    auto const sent = std::string(R"(
        2021-09-01  filed
        2022-01-10  case_sent_to_minister
    )");
    check_due(russian, sent, date(2022, 1, 20), R"(
        gb-extradition-act-2003/99     2022-03-09  2022-03-09  pending
        gb-extradition-act-2003/93-4w  2022-02-06  2022-02-06  pending
    )");
    check_due(russian, sent + "2022-02-01 appropriate_day", date(2022, 2, 3), R"(
        gb-extradition-act-2003/99     2022-03-09  2022-03-09  superseded
        gb-extradition-act-2003/99     2022-03-31  2022-03-31  pending
        gb-extradition-act-2003/93-4w  2022-02-06  2022-02-06  superseded
        gb-extradition-act-2003/93-4w  2022-02-28  2022-02-28  pending
    )");

    // Netherlands and Australia art. 10(1): Australia need not decide for 15 days from the finding, or from the judgment on the last appeal.
    auto const dutch = asked("NL asks AU for extradition on 2019-11-01 under au-nl-extradition-1985");
    auto const found = std::string(R"(
        2019-11-01  filed
        2020-02-03  found_admissible
    )");
    check_due(dutch, found, date(2020, 2, 10), "au-nl-extradition-1985/10-1  2020-02-17  2020-02-18  pending");
    auto const appealed = found + R"(
        2020-02-10  appeal_lodged
        2020-05-11  appeal_dismissed
    )";
    CHECK(due(dutch, appealed, date(2020, 3, 15), "au-nl-extradition-1985/10-1").status == deadline_status::suspended);
    auto const last_of = [&](std::string const& story, date as_of) {
        auto const all = deadlines(tell(dutch, story), law::built_in(), as_of);
        auto const last = std::find_if(all.rbegin(), all.rend(), [](deadline const& d) { return limit_name(d) == "au-nl-extradition-1985/10-1"; });
        REQUIRE(last != all.rend());
        return clock_text(*last);
    };
    CHECK(last_of(appealed, date(2020, 5, 20)) == "2020-05-25  2020-05-26  pending");
    CHECK(last_of(appealed + "2020-05-20 granted_by_minister", date(2020, 5, 21)) == "2020-05-25  2020-05-26  missed");  // too early
    CHECK(last_of(appealed + "2020-05-27 granted_by_minister", date(2020, 5, 28)) == "2020-05-25  2020-05-26  met");

    // Uitleveringswet art. 16(1): the treaty's period (b), or 20 days from the order of the judge (c); the earlier ends the custody.
    check_due(asked("RU asks NL for extradition on 2026-11-20 under ets-24"), R"(
        2026-11-20  filed
        2026-12-01  provisional_arrest
        2026-12-06  custody_ordered_by_judge
    )", date(2026, 12, 27), R"(
        nl-uw/16-1-c  2026-12-26  2026-12-26  missed    // a Saturday and a holiday: custody does not roll (Algemene termijnenwet art. 4(c))
        nl-uw/16-1-b  2027-01-10  2027-01-10  pending   // 40 days of ETS 24 art. 16(4), the first not counted
    )");

    // Minsk art. 62(1): day 40, or the notice that the person is to be released.
    auto const kazakh = asked("KZ asks RU for extradition on 2010-03-01 under cis-minsk-1993");
    auto const notice = due(kazakh, R"(
        2010-03-01  filed
        2010-03-10  arrest
        2010-03-20  request_withdrawn
    )", date(2010, 3, 21), "cis-minsk-1993/62-1");
    CHECK(clock_text(notice) == "2010-04-18  2010-04-19  discontinued");

    // ETS 182 art. 17(2): observation stops after five hours, or when the other Party demands it.
    auto const observed = asked("BE asks CH for mutual_legal_assistance on 2022-03-01 under ets-182 ets-30");
    auto const crossed = std::string(R"(
        2022-03-01  filed
        2022-03-03T21:30:00+01:00[Europe/Zurich]  border_crossed
    )");
    check_due(observed, crossed, at("2022-03-04T02:31:00+01:00[Europe/Zurich]"), "ets-182/17-2  2022-03-04T02:30  2022-03-04T02:30  missed");
    check_due(observed, crossed + "2022-03-03T23:00:00+01:00[Europe/Zurich] refused", at("2022-03-04T02:31:00+01:00[Europe/Zurich]"),
              "ets-182/17-2  2022-03-04T02:30  2022-03-04T02:30  discontinued");
}

TEST_CASE("semantics 5: the trigger is an agreed date, and a new one replaces it") {
    // ETS 24 art. 18(5): prevented by circumstances beyond control, a new date is agreed, and both periods of 18(4) run from it.
    auto const extradition = asked("RU asks GB for extradition on 2020-03-02 under ets-24");
    auto const prevented = std::string(R"(
        2020-03-02  filed
        2020-05-29  granted
        2020-06-15  surrender_date_agreed      appoints 2020-07-01
        2020-06-30  surrender_prevented
        2020-07-05  new_surrender_date_agreed  appoints 2020-08-10
    )");
    check_due(extradition, prevented, date(2020, 7, 4), R"(
        ets-24/18-4-15d  2020-07-15  2020-07-16  pending
        ets-24/18-5      -           -           pending
    )");
    check_due(extradition, prevented, date(2020, 7, 20), R"(
        ets-24/18-4-15d  2020-07-15  2020-07-16  superseded
        ets-24/18-4-15d  2020-08-24  2020-08-25  pending
        ets-24/18-4-30d  2020-07-30  2020-07-31  superseded
        ets-24/18-4-30d  2020-09-08  2020-09-09  pending
        ets-24/18-5      -           -           met
    )");
    // Not capped: a third date replaces the second.
    check_due(extradition, prevented + "2020-08-20 new_surrender_date_agreed appoints 2020-10-01", date(2020, 8, 21), R"(
        ets-24/18-4-15d  2020-07-15  2020-07-16  superseded
        ets-24/18-4-15d  2020-08-24  2020-08-25  superseded
        ets-24/18-4-15d  2020-10-15  2020-10-16  pending
    )");

    // EAW art. 23(2)-(3): ten days from the final decision; from a new date if circumstances beyond control prevented the surrender. Vilkas
    // (C-640/15): again if they do so again.
    auto const warrant = asked("FR asks DE for surrender on 2019-02-01 under eaw-2002");
    auto const final = std::string(R"(
        2019-02-01  filed
        2019-02-04  arrest
        2019-02-25  granted_by_court
        2019-03-01  decision_final
        2019-03-08  surrender_prevented
        2019-03-09  new_surrender_date_agreed  appoints 2019-03-20  by judicial
    )");
    check_due(warrant, final, date(2019, 3, 8), "eaw-2002/23-2  2019-03-10  2019-03-11  pending");
    check_due(warrant, final, date(2019, 3, 25), R"(
        eaw-2002/23-2  2019-03-10  2019-03-11  superseded
        eaw-2002/23-3  2019-03-29  2019-03-30  pending
    )");
    check_due(warrant, final + "2019-03-25 new_surrender_date_agreed appoints 2019-04-10 by judicial", date(2019, 4, 21), R"(
        eaw-2002/23-3  2019-03-29  2019-03-30  superseded
        eaw-2002/23-3  2019-04-19  2019-04-20  missed
    )");

    // Convention of 1995 art. 11: 20 days from the notice of the decision; from the new date.
    auto const simplified = asked("DE asks NL for extradition on 2002-01-10 under ets-24 eu-simplified-extradition-1995");
    auto const told = std::string(R"(
        2002-01-10  filed
        2002-01-15  provisional_arrest
        2002-01-17  consent_given
        2002-02-20  granted
        2002-03-01  decision_notified
    )");
    check_due(simplified, told, date(2002, 3, 5), "eu-simplified-extradition-1995/11-1  2002-03-20  2002-03-21  pending");
    check_due(simplified, told + "2002-03-18 new_surrender_date_agreed appoints 2002-04-10", date(2002, 4, 12), "eu-simplified-extradition-1995/11-1  2002-04-29  2002-04-30  pending");

    // Russian CPC art. 467(2): a postponement moves the 15 days.
    check_due(asked("GB asks RU for extradition on 2020-03-02 under ets-24"), R"(
        2020-03-02  filed
        2020-05-29  granted
        2020-06-15  surrender_date_agreed      appoints 2020-07-01
        2020-06-30  new_surrender_date_agreed  appoints 2020-07-20
    )", date(2020, 7, 21), R"(
        ru-cpc/467-1  2020-07-15  2020-07-16  superseded
        ru-cpc/467-1  2020-08-03  2020-08-04  pending
    )");
}

TEST_CASE("semantics 6: a period that starts only on a condition") {
    // EAW art. 20: where there is an immunity the periods start when the authority is told that it was lifted. 1 May + 59 or 60.
    auto const warrant = asked("FR asks DE for surrender on 2019-02-20 under eaw-2002");
    auto const invoked = std::string(R"(
        2019-02-20  filed
        2019-03-01  arrest
        2019-03-01  immunity_invoked
    )");
    auto const waiting = due(warrant, invoked, date(2019, 6, 15), "eaw-2002/17-3");    // 60 days from the arrest ended on 30 April
    CHECK(waiting.status == deadline_status::suspended);
    check_due(warrant, invoked, date(2019, 6, 15), "eaw-2002/20-1  none");
    auto const lifted = invoked + "2019-05-01 immunity_lift_notified";
    check_due(warrant, lifted, date(2019, 6, 29), "eaw-2002/20-1  2019-06-29  2019-06-30  pending");
    check_due(warrant, lifted, date(2019, 7, 1), "eaw-2002/20-1  2019-06-29  2019-06-30  missed");
    CHECK(due(warrant, lifted, date(2019, 5, 2), "eaw-2002/17-3").status == deadline_status::superseded);

    // Overleveringswet art. 22(2): where a third State must consent, 60 days from the receipt of its consent. 10 April 2019 + 60 is Pentecost
    // Sunday, 9 June; Monday is a holiday: Tuesday (Algemene termijnenwet art. 1).
    auto const dutch = asked("DE asks NL for surrender on 2019-02-20 under eaw-2002");
    auto const consented = std::string(R"(
        2019-02-20  filed
        2019-03-01  arrest
        2019-04-10  third_state_consent_received
    )");
    check_due(dutch, consented, date(2019, 4, 9), R"(
        nl-olw/22-1  2019-04-30  2019-04-30  pending
        nl-olw/22-2  none
    )");
    check_due(dutch, consented, date(2019, 4, 11), R"(
        nl-olw/22-1  2019-04-30  2019-04-30  superseded
        nl-olw/22-2  2019-06-11  2019-06-11  pending
    )");
}

TEST_CASE("semantics 7: the trigger is itself computed: final when the time for appeal has run out, powers to extend it ignored") {
    // UK s. 26(4): seven days starting with the order, 3 to 9 March. s. 35(4): ten days starting with the first day after them, 10 to 19 March.
    auto const part1 = asked("FR asks GB for surrender on 2026-01-20 under eu-uk-tca-2020");
    auto const ordered = std::string(R"(
        2026-01-20  filed
        2026-02-02  arrest
        2026-03-03  granted_by_court
    )");
    check_due(part1, ordered, date(2026, 3, 9), R"(
        gb-extradition-act-2003/26-4  2026-03-09  2026-03-09  pending
        gb-extradition-act-2003/35-4  2026-03-19  2026-03-19  pending
    )");
    check_due(part1, ordered, date(2026, 3, 20), "gb-extradition-act-2003/35-4  2026-03-19  2026-03-19  missed");
    // s. 35(6): a power to extend the time for appeal is ignored.
    check_due(part1, ordered + "2026-03-08 time_extended_by_court appoints 2026-03-30", date(2026, 3, 20), "gb-extradition-act-2003/35-4  2026-03-19  2026-03-19  missed");
    // With an appeal s. 36 governs, from the day on which the decision on it is final: ten days starting with 18 May.
    auto const dismissed = ordered + R"(
        2026-03-06  appeal_lodged
        2026-05-04  appeal_dismissed
    )";
    check_due(part1, dismissed, date(2026, 5, 5), "gb-extradition-act-2003/35-4  none");
    // Until that day is recorded it is computed: leave may be asked for in 14 days starting with 4 May, to Sunday 17 May (or, where the office is
    // closed, to Monday); ten days starting with the day after end on 27 May, or on the 28th.
    check_due(part1, dismissed, date(2026, 5, 5), "gb-extradition-act-2003/36-3-a  2026-05-27  2026-05-28  pending");
    check_due(part1, dismissed + "2026-05-18 appeal_decision_final", date(2026, 5, 20), "gb-extradition-act-2003/36-3  2026-05-27  2026-05-27  pending");

    // UK s. 117: 28 days starting with the minister's order, 6 April to 3 May; with leave finally refused on 1 June, to 28 June. s. 118: from
    // the final decision of the appeal, 1 July to 28 July.
    auto const part2 = asked("RU asks GB for extradition on 2026-01-20 under ets-24");
    auto const minister = std::string(R"(
        2026-01-20  filed
        2026-02-02  arrest
        2026-04-06  granted_by_minister
    )");
    check_due(part2, minister, date(2026, 5, 3), "gb-extradition-act-2003/117  2026-05-03  2026-05-03  pending");
    check_due(part2, minister, date(2026, 5, 4), "gb-extradition-act-2003/117  2026-05-03  2026-05-03  missed");
    auto const refused = minister + R"(
        2026-04-10  leave_to_appeal_applied_for
        2026-06-01  leave_refusal_final
    )";
    auto const all = deadlines(tell(part2, refused), law::built_in(), date(2026, 6, 2));
    CHECK(std::ranges::count_if(all, [](deadline const& d) { return limit_name(d) == "gb-extradition-act-2003/117" && clock_text(d) == "2026-06-28  2026-06-28  pending"; }) == 1);
    CHECK(std::ranges::count_if(all, [](deadline const& d) { return limit_name(d) == "gb-extradition-act-2003/117" && d.open(); }) == 1);
    auto const heard = minister + R"(
        2026-04-10  leave_to_appeal_applied_for
        2026-04-20  leave_to_appeal_granted
        2026-06-17  appeal_dismissed
        2026-07-01  appeal_decision_final
    )";
    check_due(part2, heard, date(2026, 7, 2), "gb-extradition-act-2003/118  2026-07-28  2026-07-28  pending");
}

TEST_CASE("semantics 8: chained from the act that met the limit before, or from that limit's end") {
    // EIO art. 12(4): 90 days from the decision: 20 November + 90 is Thursday 18 February 2027. A late decision of 20 December moves them: to
    // Saturday 20 March, and so to Monday 22 March (Regulation 1182/71 art. 3(4)).
    auto const order = asked("FR asks DE for mutual_legal_assistance on 2026-10-20 under eio-2014");
    auto const received = std::string(R"(
        2026-10-20  filed
        2026-11-02  request_received_by_competent_authority
    )");
    check_due(order, received, date(2026, 11, 10), "eio-2014/12-4  none");
    check_due(order, received + "2026-11-20 granted", date(2026, 11, 21), R"(
        eio-2014/12-3  2026-12-02  2026-12-02  met
        eio-2014/12-4  2027-02-18  2027-02-18  pending
    )");
    check_due(order, received + "2026-12-20 granted", date(2026, 12, 21), R"(
        eio-2014/12-3  2026-12-02  2026-12-02  met_late
        eio-2014/12-4  2027-03-22  2027-03-22  pending
    )");

    // NIS 2 art. 23(4)(d): one month after the notification was sent: 10 March to 10 April, a Friday.
    check_due(asked("FR asks DE for incident_assistance on 2026-03-09 under eu-nis2"), R"(
        2026-03-09  filed
        2026-03-09T08:00:00+01:00[Europe/Berlin]  incident_noticed
        2026-03-10T09:00:00+01:00[Europe/Berlin]  incident_notification_sent
    )", date(2026, 3, 20), "eu-nis2/23-4-d  2026-04-10  2026-04-10  pending");

    // CETS 224 art. 8(6): from the service on the provider, 1 March 2027.
    check_due(asked("RS asks HU for disclosure on 2027-01-02 under cets-224"), R"(
        2027-01-02  filed
        2027-02-01  complete_request_received
        2027-03-01  provider_served
    )", date(2027, 3, 2), R"(
        cets-224/8-6    2027-03-17  2027-03-18  met
        cets-224/8-6-a  2027-03-20  2027-03-21  pending
        cets-224/8-6-b  2027-04-14  2027-04-15  pending
    )");

    // Canada s. 14(1)(c), without a treaty: 60 days for the request, to 31 July; then 30 more from their end, to 30 August, although the
    // request came on 10 June. A Sunday, but discharge does not wait for Monday.
    check_due(asked("TH asks CA for extradition on 2026-05-20"), R"(
        2026-05-20  filed
        2026-06-01  provisional_arrest
        2026-06-10  request_received
    )", date(2026, 6, 11), R"(
        ca-extradition-act-1999/14-1-b-i   none
        ca-extradition-act-1999/14-1-c-i   2026-07-31  2026-07-31  met
        ca-extradition-act-1999/14-1-c-ii  2026-08-30  2026-08-30  pending
    )");

    // Australia s. 17(2)(b): 45 days after the day of the arrest for the Attorney-General to receive the request; five after their end for his
    // notice, which binds somebody else.
    auto const dutch = asked("NL asks AU for extradition on 2026-06-20 under au-nl-extradition-1985");
    auto const early = R"(
        2026-06-20  filed
        2026-07-01  provisional_arrest
        2026-07-20  request_received_by_named_authority
    )";
    check_due(dutch, early, date(2026, 8, 20), R"(
        au-extradition-act-1988/17-2-b-i   2026-08-15  2026-08-15  met
        au-extradition-act-1988/17-2-b-ii  2026-08-20  2026-08-20  pending
    )");
    check_due(dutch, early, date(2026, 8, 21), "au-extradition-act-1988/17-2-b-ii  2026-08-20  2026-08-20  missed");
    CHECK(due(dutch, early, date(2026, 8, 20), "au-extradition-act-1988/17-2-b-i").binds == bound_party::requesting);
    CHECK(due(dutch, early, date(2026, 8, 20), "au-extradition-act-1988/17-2-b-ii").binds == bound_party::executive);
}

TEST_CASE("semantics 9: the trigger depends on the path of the case") {
    // France: in custody, one month from the notification (696-18): 31 August to 30 September. At liberty and arrested once the decision is
    // final, seven days (696-22): 10 to 17 September.
    auto const french = asked("CH asks FR for extradition on 2026-06-01 under ets-24");
    auto const notified = std::string(R"(
        2026-06-01  filed
        2026-08-20  granted
        2026-08-31  decision_notified
    )");
    check_due(french, notified, date(2026, 9, 5), R"(
        fr-cpp/696-18-1  2026-09-30  2026-09-30  pending
        fr-cpp/696-22    none
    )");
    check_due(french, notified + "2026-09-10 arrest_after_final_decision", date(2026, 9, 18), R"(
        fr-cpp/696-18-1  2026-09-30  2026-09-30  superseded
        fr-cpp/696-22    2026-09-17  2026-09-17  missed
    )");

    // UK: under a provisional warrant s. 76, two months starting with the receipt of the documents, 10 March to 9 May; under a full one
    // s. 75, starting with the first appearance, 20 February to 19 April.
    auto const british = asked("RU asks GB for extradition on 2026-01-20 under ets-24");
    check_due(british, R"(
        2026-01-20  filed
        2026-02-20  arrest_under_provisional_warrant
        2026-02-20  brought_before_judge
        2026-03-10  documents_received_by_judge
    )", date(2026, 5, 9), R"(
        gb-extradition-act-2003/76  2026-05-09  2026-05-09  pending
        gb-extradition-act-2003/75  none
    )");
    check_due(british, R"(
        2026-01-20  filed
        2026-02-16  documents_received_by_judge
        2026-02-20  arrest
        2026-02-20  first_appearance
    )", date(2026, 4, 20), R"(
        gb-extradition-act-2003/75  2026-04-19  2026-04-19  missed
        gb-extradition-act-2003/76  2026-04-15  2026-04-15  discontinued    // it had begun, before a full warrant was known of
    )");
}

// ---- value ----------------------------------------------------------------------------------------------------------------

TEST_CASE("semantics 10: the authority supplies the day in the case, sometimes under a ceiling") {
    // ETS 24 art. 13: the requested Party fixes a time limit.
    auto const extradition = asked("RU asks GB for extradition on 2020-03-02 under ets-24");
    auto const asked_for = std::string(R"(
        2020-03-02  filed
        2020-04-01  supplementary_information_requested  appoints 2020-05-15
    )");
    check_due(extradition, asked_for, date(2020, 5, 15), "ets-24/13  2020-05-15  2020-05-15  pending");
    check_due(extradition, asked_for, date(2020, 5, 16), "ets-24/13  2020-05-15  2020-05-15  missed");
    check_due(extradition, asked_for + "2020-05-15 supplementary_information_received", date(2020, 5, 16), "ets-24/13  2020-05-15  2020-05-15  met");
    check_due(extradition, asked_for + "2020-05-16 supplementary_information_received", date(2020, 5, 16), "ets-24/13  2020-05-15  2020-05-15  met_late");
    auto const no_day = due(extradition, "2020-03-02 filed\n 2020-04-01 supplementary_information_requested", date(2020, 5, 16), "ets-24/13");
    CHECK(no_day.status == deadline_status::not_computable);
    CHECK(to_string(no_day.reason).find("is not recorded") != std::string::npos);

    // ETS 30 art. 11(1): the person transferred is returned within the period stipulated by the requested Party.
    check_due(asked("FR asks CH for mutual_legal_assistance on 2020-03-02 under ets-30"), R"(
        2020-03-02  filed
        2020-04-01  person_transferred_for_hearing  appoints 2020-04-20
        2020-04-21  transferred_person_returned
    )", date(2020, 4, 22), "ets-30/11-1  2020-04-20  2020-04-20  met_late");

    // Netherlands and Trinidad art. 7(1): the period that was set, of 30 days at most: 1 April + 29 or 30.
    auto const trinidad = asked("TT asks NL for extradition on 2020-03-02 under nl-tt-extradition");
    check_due(trinidad, "2020-03-02 filed\n 2020-04-01 supplementary_information_requested appoints 2020-04-20", date(2020, 4, 2),
              "nl-tt-extradition/7-1  2020-04-20  2020-04-20  pending");
    check_due(trinidad, "2020-03-02 filed\n 2020-04-01 supplementary_information_requested appoints 2020-06-01", date(2020, 4, 2),
              "nl-tt-extradition/7-1  2020-04-30  2020-05-01  pending");
}

TEST_CASE("semantics 11: a declaration of the State supplies the value") {
    // ETS 30 art. 7(3): as long before the appearance as the requested Party declared: Switzerland 30 days, Bulgaria 50; Germany nothing.
    // 30 days before 1 October is 1 September, 50 days before it is 12 August; a day later if its own day counts.
    auto const story = R"(
        2026-05-20  filed
        2026-06-01  appearance_date  appoints 2026-10-01
    )";
    CHECK(safe_day(due(asked("AT asks CH for service on 2026-05-20 under ets-30"), story, date(2026, 6, 2), "ets-30/7-3")) == "2026-09-01");
    CHECK(safe_day(due(asked("AT asks BG for service on 2026-05-20 under ets-30"), story, date(2026, 6, 2), "ets-30/7-3")) == "2026-08-12");
    check_due(asked("AT asks DE for service on 2026-05-20 under ets-30"), story, date(2026, 6, 2), "ets-30/7-3  none");

    // ETS 209 art. 4(5): the clock of ETS 24 art. 16(4) stops only where the State declared that consent may be withdrawn. Whether the
    // Netherlands did is not recorded: the early end is without the stop. 1 March + 39 is 9 April; without the days from 5 to 15 March, these
    // included, the 40 days after 1 March end on 21 April (leaving out ten, on the 20th).
    check_due(asked("TR asks NL for extradition on 2026-02-20 under ets-24 ets-209"), R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
        2026-03-05  consent_notified
        2026-03-15  consent_revoked
    )", date(2026, 3, 20), "ets-24/16-4-40d  2026-04-09  2026-04-21  pending");

    // CETS 224 art. 7: Japan reserves it: a provider there is not asked directly, and no time runs for it.
    check_due(asked("RS asks JP for disclosure on 2027-01-02 under cets-224"), R"(
        2027-01-02  filed
        2027-01-10  order_received_by_provider
    )", date(2027, 1, 11), "cets-224/7-7  none");
}

TEST_CASE("semantics 12: a table of values by State, made by order") {
    // UK s. 74(11) and SI 2003/3334 art. 4: 45 days starting with 1 April, to 15 May; for Saint Helena and the United States 65, to 4 June.
    auto const arrested = R"(
        2026-03-20  filed
        2026-04-01  arrest_under_provisional_warrant
    )";
    check_due(asked("RU asks GB for extradition on 2026-03-20 under ets-24"), arrested, date(2026, 5, 16), R"(
        gb-extradition-act-2003/74-45d     2026-05-15  2026-05-15  missed
        gb-extradition-act-2003/74-65d-us  none
        gb-extradition-act-2003/74-65d-sh  none
    )");
    check_due(asked("US asks GB for extradition on 2026-03-20 under gb-us-extradition-2003"), arrested, date(2026, 5, 16), R"(
        gb-extradition-act-2003/74-65d-us  2026-06-04  2026-06-04  pending
        gb-extradition-act-2003/74-45d     none
    )");
    check_due(asked("SH asks GB for extradition on 2026-03-20"), arrested, date(2026, 6, 5), R"(
        gb-extradition-act-2003/74-65d-sh  2026-06-04  2026-06-04  missed
        gb-extradition-act-2003/74-45d     none
    )");
    CHECK(due(asked("US asks GB for extradition on 2026-03-20"), arrested, date(2026, 5, 16), "gb-extradition-act-2003/74-65d-us").certainty.contains(doubt::unverified));
}

TEST_CASE("semantics 13: a value imported from the treaty, from domestic law, or from rules of court") {
    // Canada s. 14(1)(b): the treaty's 60 days, after 1 December 2018: 30 January; then 30 more: 1 March. The 60 days of (c) do not run.
    check_due(asked("US asks CA for extradition on 2018-11-30 under ca-us-extradition-1971"), R"(
        2018-11-30  filed
        2018-12-01  provisional_arrest
    )", date(2018, 12, 2), R"(
        ca-us-extradition-1971/11-3-60d    2019-01-29  2019-01-30  pending
        ca-extradition-act-1999/14-1-b-i   2019-01-30  2019-01-30  pending
        ca-extradition-act-1999/14-1-b-ii  2019-03-01  2019-03-01  pending
        ca-extradition-act-1999/14-1-c-i   none
        ca-extradition-act-1999/14-1-c-ii  none
    )");

    // Uitleveringswet art. 16(1)(b): of Suriname 20 days, of the United States 60: 1 December + 20, + 60.
    auto const arrested = R"(
        2026-11-20  filed
        2026-12-01  provisional_arrest
    )";
    check_due(asked("SR asks NL for extradition on 2026-11-20 under nl-sr-extradition-1976"), arrested, date(2026, 12, 2), R"(
        nl-sr-extradition-1976/5-5  2026-12-20  2026-12-21  pending
        nl-uw/16-1-b                2026-12-21  2026-12-21  pending
    )");
    check_due(asked("US asks NL for extradition on 2026-11-20 under nl-us-extradition-1980"), arrested, date(2026, 12, 2), "nl-uw/16-1-b  2027-01-30  2027-01-30  pending");

    // Minsk art. 62(2): the length of domestic law, which is not recorded.
    auto const kyrgyz = due(asked("KG asks BY for extradition on 2010-03-01 under cis-minsk-1993"), R"(
        2010-03-01  filed
        2010-03-10  detention_before_request
    )", date(2010, 3, 11), "cis-minsk-1993/62-2");
    CHECK(kyrgyz.status == deadline_status::not_computable);
    CHECK(to_string(kyrgyz.reason).find("law of BY") != std::string::npos);

    // UK s. 31: the Act leaves the number to rules of court, 40 days.
    CHECK(row("gb-extradition-act-2003", "31").length == period("P40D"));
}

TEST_CASE("semantics 14: the value depends on the States, the data or the entity") {
    // Montevideo art. 11: 40 days where the States share a border, 31 December + 39 or 40; else two months, to 28 February on both readings.
    auto const disposal = R"(
        2025-10-01  filed
        2025-12-20  granted
        2025-12-31  person_at_disposal_notified
    )";
    check_due(asked("AR asks CL for extradition on 2025-10-01 under montevideo-1933"), disposal, date(2026, 1, 5), R"(
        montevideo-1933/11-40d  2026-02-08  2026-02-09  pending
        montevideo-1933/11-2m   none
    )");
    check_due(asked("AR asks MX for extradition on 2025-10-01 under montevideo-1933"), disposal, date(2026, 1, 5), R"(
        montevideo-1933/11-2m   2026-02-28  2026-02-28  pending
        montevideo-1933/11-40d  none
    )");

    // IRG s. 16(2): two months of custody; three where the request comes from outside Europe. Of Russia either is said.
    auto const arrested = R"(
        2026-01-10  filed
        2026-01-15  provisional_arrest
    )";
    check_due(asked("UA asks DE for extradition on 2026-01-10 under ets-24"), arrested, date(2026, 1, 20), R"(
        de-irg/16-2-2m  2026-03-15  2026-03-15  pending
        de-irg/16-2-3m  none
    )");
    check_due(asked("US asks DE for extradition on 2026-01-10 under de-us-extradition-1978"), arrested, date(2026, 1, 20), R"(
        de-irg/16-2-3m  2026-04-15  2026-04-15  pending
        de-irg/16-2-2m  none
    )");
    auto const russian = asked("RU asks DE for extradition on 2026-01-10 under ets-24");
    check_due(russian, arrested, date(2026, 1, 20), R"(
        de-irg/16-2-2m  2026-03-15  2026-03-15  pending
        de-irg/16-2-3m  -           -           not_computable
    )");
    CHECK(to_string(due(russian, arrested, date(2026, 1, 20), "de-irg/16-2-3m").reason).find("Europe") != std::string::npos);

    // Netherlands and Mexico art. XII: 90 days; 60 where a colony in America is concerned. The Netherlands in Europe is none.
    check_due(asked("MX asks NL for extradition on 2026-01-10 under mx-nl-extradition-1907"), arrested, date(2026, 1, 20), R"(
        mx-nl-extradition-1907/12-90d  2026-04-14  2026-04-15  pending
        mx-nl-extradition-1907/12-60d  none
    )");

    // Canada s. 76: 24 hours for a State, 96 for the International Criminal Court.
    auto const landed = R"(
        2026-01-10  filed
        2026-01-15T10:00:00-05:00[America/Toronto]  unscheduled_landing
    )";
    check_due(asked("US asks CA for extradition on 2026-01-10 under ca-us-extradition-1971"), landed, date(2026, 1, 15), "ca-extradition-act-1999/76-b  2026-01-16T10:00  2026-01-16T10:00  pending");
    auto const court = deadlines(tell(asked("ICC asks CA for surrender on 2026-01-10 under icc-statute"), landed), law::built_in(), date(2026, 1, 15));
    CHECK(std::ranges::any_of(court, [](deadline const& d) { return d.instrument() == "ca-extradition-act-1999" && clock_text(d) == "2026-01-19T10:00  2026-01-19T10:00  pending"; }));
    check_due(asked("ICC asks CA for surrender on 2026-01-10 under icc-statute"), landed, date(2026, 1, 15), "icc-statute/89-3-e  2026-01-19T10:00  2026-01-19T10:00  pending");

    // CETS 224 art. 8(6): 20 days for subscriber information, 45 for traffic data, each met by what it asks for.
    check_due(asked("RS asks HU for disclosure on 2027-01-02 under cets-224"), R"(
        2027-01-02  filed
        2027-03-01  provider_served
        2027-03-15  subscriber_information_returned
    )", date(2027, 3, 16), R"(
        cets-224/8-6-a  2027-03-20  2027-03-21  met
        cets-224/8-6-b  2027-04-14  2027-04-15  pending
    )");
    // Untested: NIS 2 art. 23(4)(b), 24 hours for trust services. No fact of a request says what the entity is.
}

TEST_CASE("semantics 15: a default and what overrides it") {
    // EIO art. 12(2): the issuing authority's own day, soft, beside the 30 days.
    auto const order = asked("FR asks DE for mutual_legal_assistance on 2026-10-20 under eio-2014");
    auto const story = R"(
        2026-10-20  filed
        2026-10-20  date_asked_for  appoints 2026-11-12
        2026-11-02  request_received_by_competent_authority
    )";
    check_due(order, story, date(2026, 11, 12), R"(
        eio-2014/12-2  2026-11-12  2026-11-12  pending
        eio-2014/12-3  2026-12-02  2026-12-02  pending
    )");
    check_due(order, story, date(2026, 11, 13), "eio-2014/12-2  2026-11-12  2026-11-12  missed");
    CHECK(due(order, story, date(2026, 11, 12), "eio-2014/12-2").nature() == nature::target);

    // UNTOC art. 18(24): a day suggested by the requester is taken into account; there is no number.
    auto const untoc = asked("TH asks CA for mutual_legal_assistance on 2026-10-20 under untoc-2000");
    check_due(untoc, "2026-10-20 filed\n 2026-11-02 request_received", date(2026, 12, 1), "untoc-2000/18-24  -  -  pending");

    // Ghana keeps data for 120 days, beyond the 60 of ETS 185 art. 29(7): 5 January + 119 or 120; 7 January + 59 or 60.
    check_due(asked("US asks GH for preservation on 2026-01-02 under ets-185"), R"(
        2026-01-02  filed
        2026-01-05  request_received
        2026-01-07  preservation_effected
    )", date(2026, 3, 9), R"(
        ets-185/29-7                                 2026-03-07  2026-03-08  met
        gh-mutual-legal-assistance-act/preservation  2026-05-04  2026-05-05  pending
    )");

    // CETS 224 art. 7(7): 30 days, or the period stated in the order if that is longer: here 60 days.
    check_due(asked("RS asks HU for disclosure on 2027-01-02 under cets-224"), R"(
        2027-01-02  filed
        2027-01-10  order_received_by_provider  appoints 2027-03-11
    )", date(2027, 1, 11), "cets-224/7-7  2027-03-11  2027-03-11  pending");
}

TEST_CASE("semantics 16: a version by the day and by the pair of Parties") {
    // ETS 212 art. 3 makes 30 days of the 45 of ETS 24 art. 14(1)(b), between its own Parties: 1 March + 29 or 30; + 44 or 45.
    auto const discharged = R"(
        2025-01-10  filed
        2026-03-01  finally_discharged
    )";
    check_due(asked("UA asks CH for extradition on 2025-01-10 under ets-24 ets-212"), discharged, date(2026, 3, 2), R"(
        ets-212/3-30d  2026-03-30  2026-03-31  pending
        ets-24/14-1-b  none
    )");
    check_due(asked("RU asks CH for extradition on 2025-01-10 under ets-24"), discharged, date(2026, 3, 2), R"(
        ets-24/14-1-b  2026-04-14  2026-04-15  pending
        ets-212/3-30d  none
    )");

    // Minsk art. 62(1): one month; 40 days by the Protocol of 1997, for those bound by it, which is not recorded.
    auto const kazakh = [](char const* day) { return asked("KZ asks RU for extradition on " + std::string(day) + " under cis-minsk-1993"); };
    check_due(kazakh("1998-02-20"), "1998-02-20 filed\n 1998-03-01 arrest", date(1998, 3, 2), R"(
        cis-minsk-1993/62-1-original  1998-03-31  1998-04-01  pending
        cis-minsk-1993/62-1           none
    )");
    check_due(kazakh("2010-02-20"), "2010-02-20 filed\n 2010-03-01 arrest", date(2010, 3, 2), R"(
        cis-minsk-1993/62-1-original  2010-03-31  2010-04-01  pending
        cis-minsk-1993/62-1           2010-04-09  2010-04-10  pending
    )");

    // Canada and the United States: 45 days, since 26 November 1991 60; by the day of the arrest, whenever the request was made.
    auto const american = [](char const* arrest) {
        return "1991-11-01 filed\n " + std::string(arrest) + " provisional_arrest";
    };
    auto const treaty = asked("US asks CA for extradition on 1991-11-01 under ca-us-extradition-1971");
    check_due(treaty, american("1991-11-25"), date(1991, 11, 28), R"(
        ca-us-extradition-1971/11-3-45d  1992-01-08  1992-01-09  pending
        ca-us-extradition-1971/11-3-60d  none
    )");
    check_due(treaty, american("1991-11-26"), date(1991, 11, 28), R"(
        ca-us-extradition-1971/11-3-60d  1992-01-24  1992-01-25  pending
        ca-us-extradition-1971/11-3-45d  none
    )");

    // Australia s. 17(2): the text until 19 September 2012, and since.
    auto const dutch = asked("NL asks AU for extradition on 2012-09-01 under au-nl-extradition-1985");
    check_due(dutch, "2012-09-01 filed\n 2012-09-19 provisional_arrest", date(2012, 9, 25), R"(
        au-extradition-act-1988/17-2        2012-11-03  2012-11-03  pending
        au-extradition-act-1988/17-2-b-i    none
        au-extradition-act-1988/17-2-b-ii   none
    )");
    check_due(dutch, "2012-09-01 filed\n 2012-09-20 provisional_arrest", date(2012, 9, 25), R"(
        au-extradition-act-1988/17-2        none
        au-extradition-act-1988/17-2-b-i    2012-11-04  2012-11-04  pending
        au-extradition-act-1988/17-2-b-ii   2012-11-09  2012-11-09  pending
    )");

    // UK s. 93(6): four weeks, which were six: 10 January 2022 to 6 February.
    check_due(asked("RU asks GB for extradition on 2021-09-01 under ets-24"), "2021-09-01 filed\n 2022-01-10 case_sent_to_minister", date(2022, 2, 7), R"(
        gb-extradition-act-2003/93-4w  2022-02-06  2022-02-06  missed
        gb-extradition-act-2003/93-6w  none
    )");
}

TEST_CASE("semantics 16a: the shorter of treaty and domestic law; an attribute of the person") {
    // Netherlands and Hong Kong art. 14(4): 30 days after the date, to 31 August, or the shorter period that the law of the requested Party
    // prescribes. None is recorded for the Netherlands: Uitleveringswet art. 37 runs from the custody.
    check_due(asked("HK asks NL for extradition on 2020-03-02 under hk-nl-surrender-1992"), R"(
        2020-03-02  filed
        2020-06-20  granted
        2020-07-15  surrender_date_agreed  appoints 2020-08-01
    )", date(2020, 8, 31), "hk-nl-surrender-1992/14-4  2020-08-31  2020-08-31  pending");

    // Naples II art. 20(5): six hours, but only of a person who is no national of the State of arrest.
    auto const pursued = R"(
        2026-07-10  filed
        2026-07-10T10:00:00+02:00[Europe/Berlin]  arrest_after_pursuit
    )";
    check_due(asked("FR asks DE for provisional_arrest on 2026-07-10 person FR under naples-ii-1997"), pursued, date(2026, 7, 10),
              "naples-ii-1997/20-5  2026-07-10T16:00  2026-07-10T16:00  pending");
    check_due(asked("FR asks DE for provisional_arrest on 2026-07-10 person DE under naples-ii-1997"), pursued, date(2026, 7, 10), "naples-ii-1997/20-5  none");
    auto const unknown = due(asked("FR asks DE for provisional_arrest on 2026-07-10 under naples-ii-1997"), pursued, date(2026, 7, 10), "naples-ii-1997/20-5");
    CHECK(unknown.status == deadline_status::not_computable);
    CHECK(to_string(unknown.reason).find("is a national of") != std::string::npos);
}

TEST_CASE("semantics 17: treaty and statute disagree for one case, and both are shown") {
    // UK and US: art. 12(4) of the treaty, 60 days, may be discharged: 1 April + 59 or 60; s. 74 of the Act with the order, 65 starting with
    // the arrest, shall be discharged.
    auto const american = asked("US asks GB for extradition on 2026-03-20 under gb-us-extradition-2003");
    auto const arrested = R"(
        2026-03-20  filed
        2026-04-01  arrest_under_provisional_warrant
    )";
    check_due(american, arrested, date(2026, 6, 1), R"(
        gb-us-extradition-2003/12-4        2026-05-30  2026-05-31  missed
        gb-extradition-act-2003/74-65d-us  2026-06-04  2026-06-04  pending
    )");
    auto const treaty = due(american, arrested, date(2026, 6, 1), "gb-us-extradition-2003/12-4"), statute = due(american, arrested, date(2026, 6, 1), "gb-extradition-act-2003/74-65d-us");
    CHECK(to_string(treaty.provision()) == "gb-us-extradition-2003 12(4)");
    CHECK(to_string(statute.provision()) == "gb-extradition-act-2003 74(11)(b)");
    CHECK(treaty.nature() == nature::permissive_release);
    CHECK(statute.nature() == nature::mandatory_release);
    CHECK(treaty.binds == bound_party::requesting);
    CHECK(statute.binds == bound_party::requesting);
    CHECK(to_string(statute.duty_of()) == "US");
}

// ---- running --------------------------------------------------------------------------------------------------------------

TEST_CASE("semantics 18: the clock stops, which is neither a new start nor a replacement") {
    // Overleveringswet art. 66: no time while the person evades custody. 2 March + 20 is 22 March; of 6 to 16 March ten days or eleven do not count.
    auto const dutch = asked("DE asks NL for surrender on 2026-02-20 under eaw-2002");
    auto const absconded = std::string(R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
        2026-03-02  custody_ordered_by_judge
        2026-03-06  person_absconded
    )");
    CHECK(due(dutch, absconded, date(2026, 3, 30), "nl-olw/19-b").status == deadline_status::suspended);
    check_due(dutch, absconded + "2026-03-16 arrest", date(2026, 3, 30), "nl-olw/19-b  2026-04-01  2026-04-02  pending");
    check_due(dutch, absconded + "2026-03-16 arrest", date(2026, 4, 3), "nl-olw/19-b  2026-04-01  2026-04-02  missed");

    // Uitleveringswet art. 58: so for the 20 days of 16(1)(c), not for the treaty's of (b): 40 days after 1 March.
    check_due(asked("RU asks NL for extradition on 2026-02-20 under ets-24"), absconded + "2026-03-16 arrest", date(2026, 3, 30), R"(
        nl-uw/16-1-c  2026-04-01  2026-04-02  pending
        nl-uw/16-1-b  2026-04-10  2026-04-10  pending
    )");

    // E-evidence art. 10(6): nothing runs for the provider until what is unclear is clarified. 1 October + 10 days, and four or five more.
    auto const german = asked("IT asks DE for disclosure on 2026-09-28 under eu-e-evidence-2023");
    auto const unclear = std::string(R"(
        2026-09-28  filed
        2026-10-01  order_received_by_provider
        2026-10-05  clarification_request_received
    )");
    CHECK(due(german, unclear, date(2026, 10, 30), "eu-e-evidence-2023/10-3").status == deadline_status::suspended);
    check_due(german, unclear + "2026-10-09 clarification_given", date(2026, 10, 10), "eu-e-evidence-2023/10-3  2026-10-15  2026-10-16  pending");

    // EIO art. 15: postponed from 1 December to 10 January, 40 days or 41: 18 February becomes 30 or 31 March (29 March is Easter Monday).
    auto const order = asked("FR asks DE for mutual_legal_assistance on 2026-10-20 under eio-2014");
    auto const postponed = std::string(R"(
        2026-10-20  filed
        2026-11-02  request_received_by_competent_authority
        2026-11-20  granted
        2026-12-01  postponed
    )");
    CHECK(due(order, postponed, date(2027, 1, 5), "eio-2014/12-4").status == deadline_status::suspended);
    check_due(order, postponed + "2027-01-10 postponement_ended", date(2027, 1, 11), "eio-2014/12-4  2027-03-30  2027-03-31  pending");

    // EAW art. 24(1): surrender is put off: the ten days of 23(2) stand still.
    CHECK(due(asked("FR asks DE for surrender on 2019-02-01 under eaw-2002"), R"(
        2019-02-01  filed
        2019-02-04  arrest
        2019-03-01  decision_final
        2019-03-05  surrender_postponed
    )", date(2019, 6, 1), "eaw-2002/23-2").status == deadline_status::suspended);

    // Rome Statute art. 16: twelve months at the request of the Security Council; a further request runs anew.
    auto const court = asked("ICC asks CH for surrender on 2025-01-10 under icc-statute");
    auto const deferred = std::string(R"(
        2025-01-10  filed
        2025-03-01  security_council_request
    )");
    check_due(court, deferred, date(2025, 6, 1), "icc-statute/16  2026-02-28  2026-03-01  pending");
    check_due(court, deferred + "2026-02-20 security_council_request", date(2026, 3, 5), R"(
        icc-statute/16  2026-02-28  2026-03-01  superseded
        icc-statute/16  2027-02-19  2027-02-20  pending
    )");

    // A stop acts on another instrument only where both bear: without ETS 209 consent does not stop ETS 24 art. 16(4).
    check_due(asked("TR asks NL for extradition on 2026-02-20 under ets-24"), R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
        2026-03-05  consent_notified
        2026-03-15  consent_revoked
    )", date(2026, 3, 20), "ets-24/16-4-40d  2026-04-09  2026-04-10  pending");
}

TEST_CASE("semantics 19: a stop that is limited itself, and owned by the other side") {
    // E-evidence art. 10(6): the issuing authority reacts within five days: 5 October + 5 is a Saturday, so Monday 12 October. It reacts on the
    // 14th: late, and the provider's ten days have stood still all the same, nine days or ten: 11 October becomes the 20th or the 21st.
    auto const german = asked("IT asks DE for disclosure on 2026-09-28 under eu-e-evidence-2023");
    auto const unclear = std::string(R"(
        2026-09-28  filed
        2026-10-01  order_received_by_provider
        2026-10-05  clarification_request_received
    )");
    check_due(german, unclear, date(2026, 10, 12), "eu-e-evidence-2023/10-6  2026-10-12  2026-10-12  pending");
    check_due(german, unclear, date(2026, 10, 13), "eu-e-evidence-2023/10-6  2026-10-12  2026-10-12  missed");
    check_due(german, unclear + "2026-10-14 clarification_given", date(2026, 10, 15), R"(
        eu-e-evidence-2023/10-6  2026-10-12  2026-10-12  met_late
        eu-e-evidence-2023/10-3  2026-10-20  2026-10-21  pending
    )");
    CHECK(due(german, unclear, date(2026, 10, 12), "eu-e-evidence-2023/10-6").binds == bound_party::requesting);
    CHECK(to_string(due(german, unclear, date(2026, 10, 12), "eu-e-evidence-2023/10-6").duty_of()) == "IT");
    CHECK(due(german, unclear, date(2026, 10, 12), "eu-e-evidence-2023/10-3").binds == bound_party::provider);
}

TEST_CASE("semantics 20: what expressly does not stop or move a period") {
    // France 696-18(2): one month from the notification, 2 March to 2 April; an informal appeal to the Government does not interrupt it.
    check_due(asked("CH asks FR for extradition on 2025-10-01 under ets-24"), R"(
        2025-10-01  filed
        2026-02-20  granted_by_minister
        2026-03-02  person_informed
        2026-03-10  submissions_made
    )", date(2026, 4, 3), "fr-cpp/696-18-2  2026-04-02  2026-04-02  missed");

    // Russian CPC art. 467: a postponement moves the 15 days, not the 30 from the day that was fixed first.
    check_due(asked("GB asks RU for extradition on 2020-03-02 under ets-24"), R"(
        2020-03-02  filed
        2020-05-29  granted
        2020-06-15  surrender_date_agreed      appoints 2020-07-01
        2020-06-30  new_surrender_date_agreed  appoints 2020-07-20
    )", date(2020, 8, 1), R"(
        ru-cpc/467-1  2020-07-15  2020-07-16  superseded
        ru-cpc/467-1  2020-08-03  2020-08-04  pending
        ru-cpc/467-3  2020-07-30  2020-07-31  missed
    )");
}

TEST_CASE("semantics 21: a notice that is filed replaces one limit by another") {
    // Canada s. 40(1): 90 days after the committal of 2 February: 3 May is a Sunday, Monday 4 May. s. 41(1): once a postponement was filed
    // it is 45 days after the decision of the court of appeal: 15 June + 45 is Thursday 30 July.
    auto const american = asked("US asks CA for extradition on 2025-10-01 under ca-us-extradition-1971");
    auto const committed = std::string(R"(
        2025-10-01  filed
        2026-02-02  committed_for_surrender
        2026-02-20  appeal_lodged
    )");
    check_due(american, committed, date(2026, 5, 4), R"(
        ca-extradition-act-1999/40-1    2026-05-04  2026-05-04  pending
        ca-extradition-act-1999/41-1-c  none
    )");
    check_due(american, committed, date(2026, 5, 5), "ca-extradition-act-1999/40-1  2026-05-04  2026-05-04  missed");
    auto const filed = committed + "2026-03-01 postponed\n";
    CHECK(due(american, filed, date(2026, 5, 5), "ca-extradition-act-1999/40-1").status == deadline_status::suspended);
    auto const dismissed = filed + "2026-06-15 appeal_dismissed\n";
    check_due(american, dismissed, date(2026, 7, 30), "ca-extradition-act-1999/41-1-c  2026-07-30  2026-07-30  pending");
    check_due(american, dismissed, date(2026, 7, 31), "ca-extradition-act-1999/41-1-c  2026-07-30  2026-07-30  missed");
    CHECK(due(american, dismissed, date(2026, 6, 16), "ca-extradition-act-1999/40-1").status == deadline_status::superseded);
    // Without the notice the appeal changes nothing.
    check_due(american, committed + "2026-06-15 appeal_dismissed", date(2026, 6, 16), R"(
        ca-extradition-act-1999/40-1    2026-05-04  2026-05-04  missed
        ca-extradition-act-1999/41-1-c  none
    )");
}

TEST_CASE("semantics 22: custody is added up, not time") {
    // IRG s. 16(2), BGB s. 191: held from 1 to 20 March, and again from 1 May: a month that is not continuous is 30 days; of 60 days of
    // custody 20 have passed, and the 40th from 1 May is 9 June. If neither 1 March nor 1 May counts, it is 11 June.
    auto const ukrainian = asked("UA asks DE for extradition on 2026-02-20 under ets-24");
    auto const held = std::string(R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
    )");
    check_due(ukrainian, held, date(2026, 3, 10), "de-irg/16-2-2m  2026-05-01  2026-05-01  pending");   // without a break two months
    auto const released = held + "2026-03-20 released\n";
    CHECK(due(ukrainian, released, date(2026, 5, 20), "de-irg/16-2-2m").status != deadline_status::missed);   // nobody is held
    auto const again = released + "2026-05-01 arrest\n";
    check_due(ukrainian, again, date(2026, 6, 9), "de-irg/16-2-2m  2026-06-09  2026-06-11  pending");
    check_due(ukrainian, again, date(2026, 6, 12), "de-irg/16-2-2m  2026-06-09  2026-06-11  missed");
}

TEST_CASE("semantics 23: a time that nobody knows beforehand is added") {
    // 18 USC 3188: two calendar months after the commitment, over and above the time required to convey the person.
    auto const british = asked("GB asks US for extradition on 2025-10-01");
    auto const committed = R"(
        2025-10-01  filed
        2026-01-13  committed_for_surrender
    )";
    check_due(british, committed, date(2026, 3, 13), "us-18-usc-209/3188  2026-03-13  2026-03-13  pending");
    auto const american = due(british, committed, date(2026, 3, 13), "us-18-usc-209/3188");
    CHECK(american.certainty.contains(doubt::approximate));
    CHECK(std::ranges::any_of(american.steps(), [](counting_step const& s) { return s.what.find("convey") != std::string::npos; }));
    // Barrett v. US, 590 F.2d 624: committed on 11 January 1978, two months to 11 March, a Saturday; the day of a release does not roll.
    check_due(asked("CA asks US for extradition on 1977-10-01"), "1977-10-01 filed\n 1978-01-11 committed_for_surrender", date(1978, 3, 1),
              "us-18-usc-209/3188  1978-03-11  1978-03-11  pending");

    // Canada s. 69(b): 45 days after the order, 2 March to 16 April, and the time to convey.
    auto const canadian = asked("US asks CA for extradition on 2025-10-01 under ca-us-extradition-1971");
    auto const ordered = "2025-10-01 filed\n 2026-03-02 granted_by_minister";
    check_due(canadian, ordered, date(2026, 4, 1), "ca-extradition-act-1999/69-b  2026-04-16  2026-04-16  pending");
    CHECK(due(canadian, ordered, date(2026, 4, 1), "ca-extradition-act-1999/69-b").certainty.contains(doubt::approximate));
}

TEST_CASE("semantics 24: a limit that comes again") {
    // IRG s. 26(1): custody is reviewed every two months, from the last review: 10 January, 5 March, 5 May.
    auto const swiss = asked("CH asks DE for extradition on 2026-01-05 under ets-24");
    auto const held = std::string(R"(
        2026-01-05  filed
        2026-01-10  arrest
    )");
    check_due(swiss, held, date(2026, 3, 10), "de-irg/26-1  2026-03-10  2026-03-10  pending");
    check_due(swiss, held, date(2026, 3, 11), "de-irg/26-1  2026-03-10  2026-03-10  missed");
    check_due(swiss, held + "2026-03-05 custody_reviewed", date(2026, 3, 11), R"(
        de-irg/26-1  2026-03-10  2026-03-10  met
        de-irg/26-1  2026-05-05  2026-05-05  pending
    )");

    // Uitleveringswet art. 37-38: 30 days, and each time 30 more if they are ordered in time: 2 March, 1 April, 1 May, 31 May.
    auto const dutch = asked("RU asks NL for extradition on 2026-01-05 under ets-24");
    auto const custody = std::string(R"(
        2026-01-05  filed
        2026-03-02  extradition_custody_ordered
    )");
    check_due(dutch, custody, date(2026, 4, 2), "nl-uw/37-1-b  2026-04-01  2026-04-01  missed");
    auto const extended = custody + "2026-03-30 custody_extended by judicial\n";
    check_due(dutch, extended, date(2026, 4, 2), "nl-uw/37-1-b  2026-05-01  2026-05-01  pending");
    check_due(dutch, extended + "2026-04-30 custody_extended by judicial", date(2026, 5, 2), "nl-uw/37-1-b  2026-05-31  2026-05-31  pending");
    check_due(dutch, extended + "2026-05-02 custody_extended by judicial", date(2026, 5, 2), "nl-uw/37-1-b  2026-05-01  2026-05-01  missed");

    // Netherlands and Morocco art. 22(3): whether it is still needed is to be said every six months.
    check_due(asked("NL asks MA for freezing on 2026-01-05 under ma-nl-mla"), R"(
        2026-01-05  filed
        2026-01-15  assets_frozen
        2026-07-10  measure_renewed
    )", date(2026, 7, 20), R"(
        ma-nl-mla/22-3  2026-07-14  2026-07-15  met
        ma-nl-mla/22-3  2027-01-09  2027-01-10  pending
    )");
}

TEST_CASE("semantics 25: floors and standstills") {
    // ETS 185: what is preserved for another Party is kept at least 60 days (29(7)); an order binds a custodian 90 at most (16(2)).
    auto const preserved = std::string(R"(
        2026-01-02  filed
        2026-01-05  preservation_order_served
        2026-01-07  preservation_effected
    )");
    auto const budapest = asked("US asks CH for preservation on 2026-01-02 under ets-185");
    check_due(budapest, preserved, date(2026, 3, 7), R"(
        ets-185/29-7  2026-03-07  2026-03-08  pending    // 7 January + 59 or 60
        ets-185/16-2  2026-04-04  2026-04-05  pending    // 5 January + 89 or 90
    )");
    check_due(budapest, preserved, date(2026, 3, 9), "ets-185/29-7  2026-03-07  2026-03-08  met");
    CHECK(due(budapest, preserved, date(2026, 3, 7), "ets-185/29-7").nature() == nature::minimum);
    CHECK(due(budapest, preserved, date(2026, 3, 7), "ets-185/16-2").nature() == nature::maximum);

    // Canada s. 62(1)(a): no surrender for 30 days after the committal: 2 February + 30 is 4 March; the person may waive them (62(2)).
    auto const american = asked("US asks CA for extradition on 2025-10-01 under ca-us-extradition-1971");
    auto const committed = std::string(R"(
        2025-10-01  filed
        2026-02-02  committed_for_surrender
        2026-02-10  granted_by_minister
    )");
    check_due(american, committed, date(2026, 3, 4), "ca-extradition-act-1999/62-1-a  2026-03-04  2026-03-04  pending");
    check_due(american, committed + "2026-03-04 person_surrendered", date(2026, 3, 5), "ca-extradition-act-1999/62-1-a  2026-03-04  2026-03-04  missed");
    check_due(american, committed + "2026-03-05 person_surrendered", date(2026, 3, 5), "ca-extradition-act-1999/62-1-a  2026-03-04  2026-03-04  met");
    check_due(american, committed + "2026-02-15 standstill_waived\n 2026-02-20 person_surrendered", date(2026, 3, 5),
              "ca-extradition-act-1999/62-1-a  2026-03-04  2026-03-04  waived");
    // s. 62(1)(b): nor while an appeal is pending, however long.
    auto const appealed = committed + "2026-02-20 appeal_lodged\n";
    check_due(american, appealed, date(2026, 6, 1), "ca-extradition-act-1999/62-1-b  -  -  pending");
    check_due(american, appealed + "2026-06-02 person_surrendered", date(2026, 6, 3), "ca-extradition-act-1999/62-1-b  -  -  missed");

    // Ireland s. 31: fifteen days from the committal: 2 February + 14 or 15; not where the person consents.
    auto const irish = asked("CH asks IE for extradition on 2025-10-01 under ets-24");
    auto const committed_in_ireland = std::string("2025-10-01 filed\n 2026-02-02 committed_for_surrender\n");
    check_due(irish, committed_in_ireland, date(2026, 2, 16), "ie-extradition-act-1965/31  2026-02-16  2026-02-17  pending");
    check_due(irish, committed_in_ireland + "2026-02-17 person_surrendered", date(2026, 2, 20), "ie-extradition-act-1965/31  2026-02-16  2026-02-17  disputed");
    check_due(irish, committed_in_ireland + "2026-02-18 person_surrendered", date(2026, 2, 20), "ie-extradition-act-1965/31  2026-02-16  2026-02-17  met");
    check_due(irish, committed_in_ireland + "2026-02-05 consent_given\n 2026-02-09 person_surrendered", date(2026, 2, 20), "ie-extradition-act-1965/31  2026-02-16  2026-02-17  waived");

    // E-evidence art. 10(2) and 12(1): wait and deadline end on one day, ten days after 1 October, a Sunday: Monday 12 October.
    check_due(asked("IT asks DE for disclosure on 2026-09-28 under eu-e-evidence-2023"), R"(
        2026-09-28  filed
        2026-10-01  order_received_by_provider
        2026-10-01  order_notified_to_enforcing_authority
    )", date(2026, 10, 12), R"(
        eu-e-evidence-2023/10-2  2026-10-12  2026-10-12  pending
        eu-e-evidence-2023/12-1  2026-10-12  2026-10-12  pending
        eu-e-evidence-2023/10-3  none
    )");
}

TEST_CASE("semantics 26: without an end from an event on, or ended early by a notice") {
    // ETS 185 art. 29(7): after the request for assistance the data are kept until it is decided.
    auto const budapest = asked("US asks CH for preservation on 2026-01-02 under ets-185");
    auto const preserved = std::string(R"(
        2026-01-02  filed
        2026-01-07  preservation_effected
    )");
    auto const requested = due(budapest, preserved + "2026-02-20 mla_request_received", date(2026, 6, 1), "ets-185/29-7");
    CHECK(clock_text(requested) == "-  -  pending");
    CHECK(to_string(requested.reason).find("without an end") != std::string::npos);
    check_due(budapest, preserved + "2026-03-20 mla_request_received", date(2026, 6, 1), "ets-185/29-7  2026-03-07  2026-03-08  met");   // it came too late for that

    // E-evidence art. 11(1)-(2): 60 days after 1 October, to Monday 30 November; as long as needed once a request for production is confirmed;
    // 11(3): at an end when the issuing authority says that it is not needed any more.
    auto const german = asked("IT asks DE for preservation on 2026-09-28 under eu-e-evidence-2023");
    auto const ordered = std::string(R"(
        2026-09-28  filed
        2026-10-01  order_received_by_provider
    )");
    check_due(german, ordered, date(2026, 11, 30), "eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  pending");
    check_due(german, ordered + "2026-11-20 production_request_confirmed", date(2026, 12, 20), "eu-e-evidence-2023/11-1  -  -  pending");
    check_due(german, ordered + "2026-12-02 production_request_confirmed", date(2026, 12, 20), "eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  missed");
    check_due(german, ordered + "2026-10-20 request_withdrawn", date(2026, 10, 21), "eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  discontinued");
}

TEST_CASE("semantics 27: counted backwards from a hearing") {
    // Netherlands and Morocco art. 24(2): the summons arrives at least 80 days before the appearance of 1 October: on 13 July, or on the 14th if
    // the day of the appearance counts as the first of them. No roll: backward periods roll earlier or not at all.
    auto const summons = std::string(R"(
        2026-05-20  filed
        2026-06-01  appearance_date  appoints 2026-10-01
    )");
    auto const moroccan = asked("NL asks MA for service on 2026-05-20 under ma-nl-mla");
    auto const eighty = due(moroccan, summons, date(2026, 6, 2), "ma-nl-mla/24-2");
    CHECK(safe_day(eighty) == "2026-07-13");
    CHECK(eighty.latest == date(2026, 7, 14));
    CHECK(due(moroccan, summons + "2026-07-10 request_received", date(2026, 7, 20), "ma-nl-mla/24-2").status == deadline_status::met);
    CHECK(due(moroccan, summons + "2026-07-14 request_received", date(2026, 7, 20), "ma-nl-mla/24-2").status == deadline_status::disputed);
    CHECK(due(moroccan, summons + "2026-07-15 request_received", date(2026, 7, 20), "ma-nl-mla/24-2").status == deadline_status::met_late);

    // Netherlands and Australia art. 9: sent 45 days before: 17 August. Hong Kong art. 17(3): 30 days before: 1 September.
    CHECK(safe_day(due(asked("NL asks AU for service on 2026-05-20 under au-nl-mla"), summons, date(2026, 6, 2), "au-nl-mla/9")) == "2026-08-17");
    CHECK(safe_day(due(asked("NL asks HK for service on 2026-05-20 under hk-nl-mla"), summons, date(2026, 6, 2), "hk-nl-mla/17-3")) == "2026-09-01");
    // ETS 30 art. 7(3), Switzerland 30 days: before 20 October that is Sunday 20 September, and stays.
    CHECK(safe_day(due(asked("AT asks CH for service on 2026-05-20 under ets-30"), "2026-05-20 filed\n 2026-06-01 appearance_date appoints 2026-10-20", date(2026, 6, 2), "ets-30/7-3")) == "2026-09-20");
    // A new day for the appearance replaces the first.
    std::string again;
    for (auto const& d : deadlines(tell(moroccan, summons + "2026-06-20 appearance_date appoints 2026-11-02"), law::built_in(), date(2026, 6, 21)))
        if (limit_name(d) == "ma-nl-mla/24-2") again += safe_day(d) + " " + std::string(to_string(d.status)) + "\n";
    CHECK(again == "2026-07-13 superseded\n2026-08-14 pending\n");

    // ETS 209 art. 6(2): whether the simplified procedure is declined is said in good time before the 40 days of ETS 24 art. 16(4) end.
    auto const declined = due(asked("TR asks NL for extradition on 2026-02-20 under ets-24 ets-209"), "2026-02-20 filed\n 2026-03-01 provisional_arrest", date(2026, 3, 2), "ets-209/6-2");
    CHECK(clock_text(declined) == "-  -  pending");
    CHECK(declined.trigger->latest() == date(2026, 4, 10));
    // Untested: ETS 70 arts 25-26 (21 days before the hearing); there is no kind of request for the enforcement of judgments.
}

// ---- extension ------------------------------------------------------------------------------------------------------------

TEST_CASE("semantics 28: extended by notification, on request, by agreement, by a court, by the right organ only") {
    // EAW art. 17(3)-(4): 60 days after 2 January: 2 or 3 March; with a reasoned notice 30 more: 1 or 2 April.
    auto const warrant = asked("FR asks DE for surrender on 2025-12-20 under eaw-2002");
    auto const arrested = std::string("2025-12-20 filed\n 2026-01-02 arrest\n");
    check_due(warrant, arrested, date(2026, 3, 2), "eaw-2002/17-3  2026-03-02  2026-03-03  pending");
    check_due(warrant, arrested + "2026-02-20 delay_notified", date(2026, 3, 4), "eaw-2002/17-3  2026-04-01  2026-04-02  pending");

    // EIO art. 12(5): 2 December and 30 days: 1 January, a Friday; Monday 4 January 2027.
    check_due(asked("FR asks DE for mutual_legal_assistance on 2026-10-20 under eio-2014"), R"(
        2026-10-20  filed
        2026-11-02  request_received_by_competent_authority
        2026-11-25  delay_notified
    )", date(2026, 12, 3), "eio-2014/12-3  2027-01-04  2027-01-04  pending");

    // Russia and Estonia art. 71(2): 15 days, and 15 more at the request of the requesting Party. 1 July: 15 or 16, 30 or 31.
    auto const estonian = asked("RU asks EE for extradition on 2020-03-02 under ee-ru-1993");
    auto const date_set = std::string("2020-03-02 filed\n 2020-05-29 granted\n 2020-06-15 surrender_date_agreed appoints 2020-07-01\n");
    check_due(estonian, date_set, date(2020, 7, 17), "ee-ru-1993/71-2  2020-07-15  2020-07-16  missed");
    check_due(estonian, date_set + "2020-07-10 extension_agreed", date(2020, 7, 17), "ee-ru-1993/71-2  2020-07-30  2020-07-31  pending");
    // Minsk art. 67: by agreement, the same.
    check_due(asked("KZ asks RU for extradition on 2020-03-02 under cis-minsk-1993"), date_set + "2020-07-10 extension_agreed", date(2020, 7, 17), "cis-minsk-1993/67  2020-07-30  2020-07-31  pending");
    // Argentina art. 50: 30 days, and ten more.
    check_due(asked("PE asks AR for extradition on 2024-01-25"), "2024-01-25 filed\n 2024-02-08 arrest_notified\n 2024-03-01 extension_agreed", date(2024, 3, 2), "ar-ley24767/50  2024-03-18  2024-03-19  pending");

    // Canada s. 14(2): by a court, to the day that it appoints.
    auto const thai = asked("TH asks CA for extradition on 2026-05-20");
    auto const held = std::string("2026-05-20 filed\n 2026-06-01 provisional_arrest\n");
    check_due(thai, held + "2026-07-20 time_extended_by_court appoints 2026-08-20", date(2026, 8, 1), "ca-extradition-act-1999/14-1-c-i  2026-08-20  2026-08-20  pending");
    auto const no_day = due(thai, held + "2026-07-20 time_extended_by_court", date(2026, 8, 1), "ca-extradition-act-1999/14-1-c-i");
    CHECK(no_day.status == deadline_status::not_computable);
    CHECK(to_string(no_day.reason).find("is not recorded") != std::string::npos);

    // Overleveringswet art. 22(3): the court may add 30 days; nobody else. 60 days after 1 March 2019: 30 April; + 30: 30 May is Ascension Day: 31 May.
    auto const dutch = asked("DE asks NL for surrender on 2019-02-20 under eaw-2002");
    auto const held_in_holland = std::string("2019-02-20 filed\n 2019-03-01 arrest\n");
    check_due(dutch, held_in_holland + "2019-04-20 time_extended_by_court by judicial", date(2019, 5, 1), "nl-olw/22-1  2019-05-31  2019-05-31  pending");
    check_due(dutch, held_in_holland + "2019-04-20 time_extended_by_court by prosecutor", date(2019, 5, 1), "nl-olw/22-1  2019-04-30  2019-04-30  missed");
    check_due(dutch, held_in_holland + "2019-04-20 time_extended_by_court", date(2019, 5, 1), "nl-olw/22-1  2019-05-31  2019-05-31  pending");  // its name says who

    // EAW art. 23(3) and C-804/21 PPU: if it is not the judicial authority that finds a case of force majeure, the ten days have simply run out.
    auto const final = std::string("2022-02-01 filed\n 2022-02-02 arrest\n 2022-02-20 granted_by_court\n 2022-03-01 decision_final\n 2022-03-08 surrender_prevented\n");
    auto const finnish = asked("RO asks FI for surrender on 2022-02-01 under eaw-2002");
    check_due(finnish, final + "2022-03-09 new_surrender_date_agreed appoints 2022-03-12 by police", date(2022, 3, 13), R"(
        eaw-2002/23-2  2022-03-10  2022-03-11  missed
        eaw-2002/23-3  none
    )");
    check_due(finnish, final + "2022-03-09 new_surrender_date_agreed appoints 2022-03-10 by judicial", date(2022, 3, 13), R"(
        eaw-2002/23-2  2022-03-10  2022-03-11  superseded
        eaw-2002/23-3  2022-03-19  2022-03-20  pending
    )");
    // Untested: IRG s. 90v (automatic on appeal); supervision measures have no kind of request.
}

TEST_CASE("semantics 29: an addition, a new total, a new start") {
    // Swiss Act art. 50(1): 18 days are raised to 40: 1 February + 39 or 40. Art. 61: ten raised to 30: 2 March + 10, + 30.
    auto const german = asked("DE asks CH for extradition on 2026-01-20 under ets-24");
    auto const arrested = std::string("2026-01-20 filed\n 2026-02-01 provisional_arrest\n");
    check_due(german, arrested, date(2026, 2, 18), "ch-imac/50-1  2026-02-18  2026-02-19  pending");
    check_due(german, arrested + "2026-02-15 custody_extended", date(2026, 2, 20), "ch-imac/50-1  2026-03-12  2026-03-13  pending");
    auto const notified = arrested + "2026-02-10 request_received\n 2026-02-25 granted\n 2026-03-02 execution_notice_received\n";
    check_due(german, notified, date(2026, 3, 12), "ch-imac/61  2026-03-12  2026-03-12  pending");
    check_due(german, notified + "2026-03-10 extension_agreed", date(2026, 3, 13), "ch-imac/61  2026-04-01  2026-04-01  pending");

    // EAW art. 23(3): ten days from the new date, whatever was left of the old ones.
    check_due(asked("FR asks DE for surrender on 2019-02-01 under eaw-2002"), R"(
        2019-02-01  filed
        2019-02-04  arrest
        2019-03-01  decision_final
        2019-03-05  new_surrender_date_agreed  appoints 2019-03-08  by judicial
    )", date(2019, 3, 10), "eaw-2002/23-3  2019-03-17  2019-03-18  pending");

    // EU Convention of 2000 art. 20(4)(a): 96 hours, extended by eight days: to the 5th, 10:00, and to the 13th.
    auto const belgian = asked("BE asks NL for mutual_legal_assistance on 2010-02-20 under ets-30 eu-mla-2000");
    auto const tapped = std::string("2010-02-20 filed\n 2010-03-01T10:00:00+01:00[Europe/Amsterdam] interception_notified\n");
    check_due(belgian, tapped, at("2010-03-05T09:59:00+01:00[Europe/Amsterdam]"), "eu-mla-2000/20-4-a  2010-03-05T10:00  2010-03-05T10:00  pending");
    check_due(belgian, tapped + "2010-03-04 extension_agreed", date(2010, 3, 6), "eu-mla-2000/20-4-a  2010-03-13  2010-03-13  pending");
}

TEST_CASE("semantics 30: before the period has run out, or after; once or again") {
    // UK s. 76(4): on an application before the day: two months starting with 10 March end on 9 May.
    auto const russian = asked("RU asks GB for extradition on 2026-01-20 under ets-24");
    auto const documents = std::string(R"(
        2026-01-20  filed
        2026-02-20  arrest_under_provisional_warrant
        2026-03-10  documents_received_by_judge
    )");
    check_due(russian, documents + "2026-05-09 time_extended_by_court appoints 2026-06-15", date(2026, 5, 20), "gb-extradition-act-2003/76  2026-06-15  2026-06-15  pending");
    check_due(russian, documents + "2026-05-10 time_extended_by_court appoints 2026-06-15", date(2026, 5, 20), "gb-extradition-act-2003/76  2026-05-09  2026-05-09  missed");
    check_due(russian, documents + "2026-05-01 time_extended_by_court appoints 2026-06-15\n 2026-06-10 time_extended_by_court appoints 2026-07-20", date(2026, 7, 1),
              "gb-extradition-act-2003/76  2026-07-20  2026-07-20  pending");   // repeatedly
    // s. 99(4): the same: two months starting with 10 January end on 9 March.
    auto const sent = std::string("2025-09-01 filed\n 2026-01-10 case_sent_to_minister\n");
    check_due(russian, sent + "2026-03-09 time_extended_by_court appoints 2026-05-09", date(2026, 3, 20), "gb-extradition-act-2003/99  2026-05-09  2026-05-09  pending");
    check_due(russian, sent + "2026-03-12 time_extended_by_court appoints 2026-05-09", date(2026, 3, 20), "gb-extradition-act-2003/99  2026-03-09  2026-03-09  missed");

    // UK s. 31(4)-(5) and 56(6)-(7): even after the end. 40 days starting with 5 July: 13 August; 21 starting with 1 June: 21 June.
    check_due(asked("FR asks GB for surrender on 2019-07-01 under eaw-2002"), R"(
        2019-07-01  filed
        2019-07-05  arrest
        2019-07-30  granted_by_court
        2019-08-02  appeal_lodged
        2019-08-20  time_extended_by_court  appoints 2019-09-30
    )", date(2019, 8, 21), "gb-extradition-act-2003/31  2019-09-30  2019-09-30  pending");
    auto const consent = asked("FR asks GB for consent on 2019-05-20 under eaw-2002");
    check_due(consent, "2019-05-20 filed\n 2019-06-01 request_received", date(2019, 6, 22), "gb-extradition-act-2003/56-5  2019-06-21  2019-06-21  missed");
    check_due(consent, "2019-05-20 filed\n 2019-06-01 request_received\n 2019-06-25 time_extended_by_court appoints 2019-07-15", date(2019, 6, 26), "gb-extradition-act-2003/56-5  2019-07-15  2019-07-15  pending");

    // Canada s. 40(5)(b): once, 60 days, before the end. 4 May without it; 90 + 60 days after 2 February are 2 July.
    auto const american = asked("US asks CA for extradition on 2025-10-01 under ca-us-extradition-1971");
    auto const committed = std::string("2025-10-01 filed\n 2026-02-02 committed_for_surrender\n");
    check_due(american, committed + "2026-04-20 time_extended_by_minister", date(2026, 5, 5), "ca-extradition-act-1999/40-1  2026-07-02  2026-07-02  pending");
    check_due(american, committed + "2026-05-06 time_extended_by_minister", date(2026, 5, 7), "ca-extradition-act-1999/40-1  2026-05-04  2026-05-04  missed");
    check_due(american, committed + "2026-04-20 time_extended_by_minister\n 2026-06-20 time_extended_by_minister", date(2026, 7, 3), "ca-extradition-act-1999/40-1  2026-07-02  2026-07-02  missed");
    // s. 50(2): the court of appeal may extend after the period has ended: 30 days after 2 February are 4 March.
    check_due(american, committed + "2026-03-20 time_extended_by_court appoints 2026-04-10", date(2026, 3, 21), "ca-extradition-act-1999/50-1  2026-04-10  2026-04-10  pending");

    // E-evidence art. 11(1): within the 60 days 30 more: 1 October + 90 is Wednesday 30 December.
    auto const german = asked("IT asks DE for preservation on 2026-09-28 under eu-e-evidence-2023");
    auto const ordered = std::string("2026-09-28 filed\n 2026-10-01 order_received_by_provider\n");
    check_due(german, ordered + "2026-11-30 extension_requested", date(2026, 12, 1), "eu-e-evidence-2023/11-1  2026-12-30  2026-12-30  pending");
    check_due(german, ordered + "2026-12-01 extension_requested", date(2026, 12, 2), "eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  missed");

    // EAW art. 17(4): once: a second notice adds nothing.
    check_due(asked("FR asks DE for surrender on 2025-12-20 under eaw-2002"), "2025-12-20 filed\n 2026-01-02 arrest\n 2026-02-20 delay_notified\n 2026-03-20 delay_notified", date(2026, 4, 3),
              "eaw-2002/17-3  2026-04-01  2026-04-02  missed");
    // Untested: Overleveringswet art. 22(4), a third tier with a price; no event tells of it.
}

TEST_CASE("semantics 31: a late act is excused by conduct") {
    // UK s. 26(4)-(5): seven days starting with 3 March end on the 9th; a late notice is not refused if the person did what was possible.
    auto const part1 = asked("FR asks GB for surrender on 2026-01-20 under eu-uk-tca-2020");
    auto const ordered = std::string("2026-01-20 filed\n 2026-02-02 arrest\n 2026-03-03 granted_by_court\n");
    check_due(part1, ordered + "2026-03-09 leave_to_appeal_applied_for", date(2026, 3, 12), "gb-extradition-act-2003/26-4  2026-03-09  2026-03-09  met");
    auto const late = due(part1, ordered + "2026-03-10 leave_to_appeal_applied_for", date(2026, 3, 12), "gb-extradition-act-2003/26-4");
    CHECK(clock_text(late) == "2026-03-09  2026-03-09  met_late");
    CHECK(to_string(late.reason).find("26(5)") != std::string::npos);
    // s. 28(5), of the requesting authority, has no such clause.
    auto const discharged = due(part1, "2026-01-20 filed\n 2026-02-02 arrest\n 2026-03-03 refused_by_court\n 2026-03-12 appeal_lodged_by_requesting_state", date(2026, 3, 12), "gb-extradition-act-2003/28-5");
    CHECK(clock_text(discharged) == "2026-03-09  2026-03-09  met_late");
    CHECK(discharged.reason.empty());

    // s. 103(9)-(10): 14 days starting with 20 June 2022 end on 3 July.
    auto const part2 = due(asked("RU asks GB for extradition on 2022-01-10 under ets-24"), R"(
        2022-01-10  filed
        2022-06-17  granted_by_minister
        2022-06-20  person_informed
        2022-07-06  appeal_lodged
    )", date(2022, 7, 7), "gb-extradition-act-2003/103-9");
    CHECK(clock_text(part2) == "2022-07-03  2022-07-04  met_late");
    CHECK(to_string(part2.reason).find("103(10)") != std::string::npos);
}

// ---- meeting and consequence ----------------------------------------------------------------------------------------------

TEST_CASE("semantics 32: met by receipt or by dispatch, by whom it counts, by all or by a substitute, by steps") {
    // Morocco by receipt, Australia by sending: sent in time, received the day before the appearance.
    auto const sent = R"(
        2026-05-20  filed
        2026-05-25  appearance_date  appoints 2026-10-01
        2026-07-01  request_sent
        2026-09-30  request_received
    )";
    CHECK(due(asked("NL asks MA for service on 2026-05-20 under ma-nl-mla"), sent, date(2026, 10, 2), "ma-nl-mla/24-2").status == deadline_status::met_late);
    CHECK(due(asked("NL asks AU for service on 2026-05-20 under au-nl-mla"), sent, date(2026, 10, 2), "au-nl-mla/9").status == deadline_status::met);

    // ETS 24 art. 16(4): not by dispatch. 10 March + 39 or 40.
    check_due(asked("RU asks GB for extradition on 2020-03-02 under ets-24"), "2020-03-02 filed\n 2020-03-10 provisional_arrest\n 2020-04-15 request_sent\n 2020-04-21 request_received", date(2020, 4, 21), R"(
        ets-24/16-4-40d  2020-04-18  2020-04-19  met_late
    )");

    // UK s. 74: received by the judge, 45 days starting with 1 April; not by the State.
    auto const russian = asked("RU asks GB for extradition on 2026-03-20 under ets-24");
    auto const provisional = std::string("2026-03-20 filed\n 2026-04-01 arrest_under_provisional_warrant\n 2026-05-04 request_received\n");
    check_due(russian, provisional, date(2026, 5, 16), "gb-extradition-act-2003/74-45d  2026-05-15  2026-05-15  missed");
    check_due(russian, provisional + "2026-05-15 documents_received_by_judge", date(2026, 5, 16), "gb-extradition-act-2003/74-45d  2026-05-15  2026-05-15  met");

    // Switzerland and the United States art. 13(4): by the authority named, in 40 days.
    auto const american = asked("US asks CH for extradition on 2026-01-20 under ch-us-extradition-1990");
    auto const arrested = std::string("2026-01-20 filed\n 2026-02-01 arrest\n");
    check_due(american, arrested + "2026-03-01 request_received_by_named_authority", date(2026, 3, 14), "ch-us-extradition-1990/13-4  2026-03-12  2026-03-13  met");
    CHECK(due(american, arrested + "2026-03-01 request_received_by_contact_point", date(2026, 3, 14), "ch-us-extradition-1990/13-4").status == deadline_status::missed);

    // EU-US art. 7(1): delivery at the embassy counts as receipt, for the 60 days of the treaty of the Netherlands; only with that agreement.
    auto const embassy = "2026-01-20 filed\n 2026-02-01 provisional_arrest\n 2026-04-01 request_received_by_embassy\n 2026-04-10 request_received";
    check_due(asked("US asks NL for extradition on 2026-01-20 under nl-us-extradition-1980 eu-us-extradition-2003"), embassy, date(2026, 4, 11), "nl-us-extradition-1980/11-4  2026-04-01  2026-04-02  met");
    check_due(asked("CH asks NL for extradition on 2026-01-20 under nl-us-extradition-1980"), embassy, date(2026, 4, 11), "nl-us-extradition-1980/11-4  2026-04-01  2026-04-02  met_late");

    // Latvia art. 701(5): in 40 days the request and the custody, both; 701(4): in 18 the request, or a report that justifies the delay.
    auto const latvian = asked("BY asks LV for extradition on 2020-03-02 under ets-24");
    auto const held = std::string("2020-03-02 filed\n 2020-03-10 provisional_arrest\n");
    check_due(latvian, held + "2020-03-25 delay_report_received\n 2020-04-10 request_received", date(2020, 4, 20), R"(
        lv-cpl/701-4  2020-03-28  2020-03-28  met
        lv-cpl/701-5  2020-04-18  2020-04-19  missed
    )");
    check_due(latvian, held + "2020-04-10 request_received\n 2020-04-17 extradition_custody_ordered", date(2020, 4, 20), R"(
        lv-cpl/701-4  2020-03-28  2020-03-28  met_late
        lv-cpl/701-5  2020-04-18  2020-04-19  met
    )");
    check_due(latvian, held + "2020-04-10 request_received\n 2020-04-20 extradition_custody_ordered", date(2020, 4, 20), "lv-cpl/701-5  2020-04-18  2020-04-19  met_late");

    // Swiss Act art. 61: by the steps for the takeover, ten days after 2 March; not by its completion.
    check_due(asked("DE asks CH for extradition on 2026-01-20 under ets-24"), R"(
        2026-01-20  filed
        2026-02-25  granted
        2026-03-02  execution_notice_received
        2026-03-11  takeover_steps_taken
        2026-03-20  person_surrendered
    )", date(2026, 3, 21), "ch-imac/61  2026-03-12  2026-03-12  met");
}

TEST_CASE("semantics 33: what follows: may, must, on application, deemed, barred, or the duty survives; never the end of the request") {
    auto const has = [](char const* instrument, char const* id, effect e) { return row(instrument, id).effects.contains(e); };
    CHECK(row("ets-24", "16-4-18d").nature == nature::permissive_release);
    CHECK(row("ets-24", "16-4-40d").nature == nature::mandatory_release);
    CHECK(has("ets-24", "16-4-40d", effect::rearrest_allowed));                      // 16(5)
    for (auto const& [instrument, id] : {std::pair("gb-extradition-act-2003", "35-4"), std::pair("gb-extradition-act-2003", "117"), std::pair("ca-extradition-act-1999", "69-b"), std::pair("us-18-usc-209", "3188")}) {
        INFO(std::string(instrument), " ", std::string(id));
        CHECK(has(instrument, id, effect::on_application));
        CHECK(has(instrument, id, effect::reasonable_cause));
    }
    CHECK_FALSE(has("in-extradition-act-1962", "34b-2", effect::on_application));     // mandatory, without application
    CHECK(has("gb-extradition-act-2003", "31", effect::deemed_decided));
    CHECK(has("gb-extradition-act-2003", "32-7", effect::deemed_decided));           // 32(8)
    CHECK(has("gb-extradition-act-2003", "56-5", effect::deemed_refused));
    CHECK(has("eu-e-evidence-2023", "12-1", effect::deemed_granted));
    CHECK(has("eio-2014", "31-3", effect::deemed_granted));
    CHECK(has("fr-cpp", "696-18-1", effect::bars_request));
    CHECK(has("montevideo-1933", "11-2m", effect::bars_request));
    CHECK(has("eaw-2002", "17-3", effect::duty_survives));
    CHECK(has("eaw-2002", "17-3", effect::report_due));                              // Eurojust

    // EAW art. 17 (Lanigan): after the 60 days the duty to decide is still there, and so is the request.
    auto const warrant = asked("FR asks DE for surrender on 2025-12-20 under eaw-2002");
    auto const arrested = std::string("2025-12-20 filed\n 2026-01-02 arrest\n");
    auto const overdue = due(warrant, arrested, date(2026, 4, 20), "eaw-2002/17-3");
    CHECK(overdue.status == deadline_status::missed);
    CHECK(overdue.open());
    CHECK(standing::of(tell(warrant, arrested), law::built_in(), date(2026, 4, 20))->open);

    // ETS 24 art. 16(4)-(5): released after day 40, the request comes on day 60 all the same; the next arrest has 40 days of its own.
    auto const extradition = asked("RU asks GB for extradition on 2020-03-02 under ets-24");
    auto const released = std::string("2020-03-02 filed\n 2020-03-10 provisional_arrest\n 2020-04-20 released\n");
    CHECK(due(extradition, released, date(2020, 4, 21), "ets-24/16-4-40d").status == deadline_status::missed);
    CHECK(standing::of(tell(extradition, released), law::built_in(), date(2020, 4, 21))->open);
    check_due(extradition, released + "2020-05-08 request_received", date(2020, 5, 9), "ets-24/16-4-40d  2020-04-18  2020-04-19  met_late");
    CHECK(due(extradition, released + "2020-05-08 request_received", date(2020, 5, 9), "ets-24/16-4-40d").open() == false);

    // A right that has lapsed is not owed: UK s. 26(4).
    CHECK_FALSE(due(asked("FR asks GB for surrender on 2026-01-20 under eu-uk-tca-2020"), "2026-01-20 filed\n 2026-03-03 granted_by_court", date(2026, 3, 10), "gb-extradition-act-2003/26-4").open());
}

TEST_CASE("semantics 34: no release of who is held on another title, or where a new date was agreed first") {
    // Benelux art. 15(5), Suriname art. 5(5): said with the consequence. The custody of the requested State's own is no event of the request.
    CHECK(row("benelux-1962", "15-5").consequence.find("another ground") != std::string::npos);
    CHECK(row("nl-sr-extradition-1976", "5-5").consequence.find("another ground") != std::string::npos);
    check_due(asked("SR asks NL for extradition on 2026-02-20 under nl-sr-extradition-1976"), R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
        2026-03-02  custody_on_own_title
    )", date(2026, 3, 22), "nl-sr-extradition-1976/5-5  2026-03-20  2026-03-21  missed");

    // IRG s. 83d: released ten days after the day agreed, 2 March, if no new day was agreed.
    auto const french = asked("FR asks DE for surrender on 2026-01-20 under eaw-2002");
    auto const agreed = std::string("2026-01-20 filed\n 2026-02-10 granted\n 2026-02-12 surrender_date_agreed appoints 2026-03-02\n");
    check_due(french, agreed, date(2026, 3, 13), "de-irg/83c-4  2026-03-12  2026-03-12  missed");
    check_due(french, agreed + "2026-03-10 new_surrender_date_agreed appoints 2026-03-20", date(2026, 3, 13), R"(
        de-irg/83c-4  2026-03-12  2026-03-12  superseded
        de-irg/83c-4  2026-03-30  2026-03-30  pending
    )");
}

TEST_CASE("semantics 35: a window for objections runs on after performance") {
    // E-evidence art. 10(4): eight hours for the provider, 96 for the enforcing authority; the data were sent after five.
    auto const urgent = asked("IT asks DE for disclosure on 2026-09-12 urgent under eu-e-evidence-2023");
    auto const sent = std::string(R"(
        2026-09-12  filed
        2026-09-12T23:40:00+02:00[Europe/Berlin]  order_received_by_provider
        2026-09-12T23:40:00+02:00[Europe/Berlin]  order_notified_to_enforcing_authority
        2026-09-13T05:00:00+02:00[Europe/Berlin]  data_transmitted
    )");
    check_due(urgent, sent, at("2026-09-14T09:00:00+02:00[Europe/Berlin]"), R"(
        eu-e-evidence-2023/10-4-8h   2026-09-13T07:40  2026-09-13T07:40  met
        eu-e-evidence-2023/10-4-96h  2026-09-16T23:40  2026-09-16T23:40  pending
        eu-e-evidence-2023/12-1      none
        eu-e-evidence-2023/10-3      none
    )");
    check_due(urgent, sent + "2026-09-15T10:00:00+02:00[Europe/Berlin] refusal_ground_raised", date(2026, 9, 16), "eu-e-evidence-2023/10-4-96h  2026-09-16T23:40  2026-09-16T23:40  met");
    check_due(urgent, sent, at("2026-09-16T23:41:00+02:00[Europe/Berlin]"), "eu-e-evidence-2023/10-4-96h  2026-09-16T23:40  2026-09-16T23:40  missed");
    // Not urgent: ten days, no such window.
    check_due(asked("IT asks DE for disclosure on 2026-09-12 under eu-e-evidence-2023"), sent, date(2026, 9, 14), R"(
        eu-e-evidence-2023/10-4-8h   none
        eu-e-evidence-2023/10-4-96h  none
    )");
}

TEST_CASE("semantics 36: who is bound, and may differ from who is harmed; a warning that must come first") {
    // ETS 24 art. 18(5): the Party that is prevented notifies: it is the one whose mishap it is.
    auto const extradition = asked("RU asks GB for extradition on 2020-03-02 under ets-24");
    auto const prevented = [](char const* whom) {
        return "2020-03-02 filed\n 2020-05-29 granted\n 2020-06-15 surrender_date_agreed appoints 2020-07-01\n 2020-06-30 surrender_prevented by central of " + std::string(whom);
    };
    auto const ours = due(extradition, prevented("RU"), date(2020, 7, 1), "ets-24/18-5"), theirs = due(extradition, prevented("GB"), date(2020, 7, 1), "ets-24/18-5");
    CHECK(ours.binds == bound_party::requesting);
    CHECK(to_string(ours.duty_of()) == "RU");
    CHECK(theirs.binds == bound_party::requested);
    CHECK(to_string(theirs.duty_of()) == "GB");
    // 18(4), 15 days: the requesting State takes over.
    CHECK(due(extradition, prevented("RU"), date(2020, 7, 1), "ets-24/18-4-15d").binds == bound_party::requesting);

    // Providers, courts, ministers and persons are bound too.
    CHECK(row("eu-e-evidence-2023", "10-3").binds == bound_party::provider);
    CHECK(row("eaw-2002", "17-3").binds == bound_party::court);
    CHECK(row("ca-extradition-act-1999", "40-1").binds == bound_party::executive);
    CHECK(row("gb-extradition-act-2003", "26-4").binds == bound_party::person);

    // Swiss Act art. 38(2)(b): 45 days after the release, 2 March to 16 April; only of who was told what follows from staying.
    auto const german = asked("DE asks CH for consent on 2026-01-20 under ets-24");
    auto const released = std::string("2026-01-20 filed\n 2026-03-02 released_in_requesting_state\n");
    auto const unwarned = due(german, released, date(2026, 3, 10), "ch-imac/38-2-b");
    CHECK(unwarned.status == deadline_status::not_computable);
    CHECK(to_string(unwarned.reason).find("person warned") != std::string::npos);
    check_due(german, released + "2026-03-02 person_warned", date(2026, 4, 16), "ch-imac/38-2-b  2026-04-16  2026-04-16  pending");
    check_due(german, released + "2026-03-02 person_warned", date(2026, 4, 17), "ch-imac/38-2-b  2026-04-16  2026-04-16  missed");
}

TEST_CASE("semantics 36a: a request lengthens a clock that is not its own") {
    // ETS 73 art. 23: the limitation in the requested State is six months longer: 15 December 2026 becomes 14 or 15 June 2027.
    check_due(asked("AT asks CH for transfer_of_proceedings on 2026-02-20 under ets-73"), R"(
        2026-02-20  filed
        2026-03-01  limitation_day  appoints 2026-12-15
    )", date(2026, 3, 2), "ets-73/23  2027-06-14  2027-06-15  pending");
    CHECK(row("ets-73", "23").nature == nature::lapse);
}

TEST_CASE("semantics 37: duties with an order, and no number; targets") {
    // UNTOC art. 18(26): before refusing, consult.
    auto const thai = asked("TH asks CA for mutual_legal_assistance on 2026-10-20 under untoc-2000");
    auto const considered = std::string("2026-10-20 filed\n 2026-11-02 request_received\n 2026-11-20 refusal_considered\n");
    check_due(thai, considered, date(2026, 12, 1), R"(
        untoc-2000/18-26  -  -  pending
        untoc-2000/18-24  -  -  pending
    )");
    check_due(thai, considered + "2026-11-25 consultation_held", date(2026, 12, 1), "untoc-2000/18-26  -  -  met");
    check_due(thai, considered + "2026-11-25 refused", date(2026, 12, 1), "untoc-2000/18-26  -  -  missed");

    // As soon as possible, with a cap: ETS 212 art. 3: 90 days after receipt, 2 March to 31 May.
    check_due(asked("UA asks CH for consent on 2026-02-20 under ets-24 ets-212"), "2026-02-20 filed\n 2026-03-02 request_received", date(2026, 5, 31), "ets-212/3-consent  2026-05-31  2026-05-31  pending");
    // As soon as possible only: ETS 185 art. 35(1).
    check_due(asked("US asks CH for preservation on 2026-01-02 under ets-185"), "2026-01-02 filed\n 2026-01-02 request_received_by_contact_point", date(2026, 2, 1), "ets-185/35-1  -  -  pending");

    // "Preferably": ETS 209 art. 9, ten days from the notice of 10 March: a target.
    auto const turkish = due(asked("TR asks NL for extradition on 2026-02-20 under ets-24 ets-209"), R"(
        2026-02-20  filed
        2026-03-01  provisional_arrest
        2026-03-02  consent_given
        2026-03-10  granted
        2026-03-10  decision_notified
    )", date(2026, 3, 21), "ets-209/9");
    CHECK(clock_text(turkish) == "2026-03-19  2026-03-20  missed");
    CHECK(turkish.nature() == nature::target);
}

// ---- counting -------------------------------------------------------------------------------------------------------------

TEST_CASE("semantics 38: counted by the State or the act that applies it, not by the treaty") {
    // One arrest: ETS 24 is silent and has two days; the Act of the United Kingdom starts with the day of the arrest and has one.
    check_due(asked("RU asks GB for extradition on 2026-03-20 under ets-24"), "2026-03-20 filed\n 2026-04-01 arrest_under_provisional_warrant", date(2026, 4, 2), R"(
        ets-24/16-4-40d                 2026-05-10  2026-05-11  pending
        gb-extradition-act-2003/74-45d  2026-05-15  2026-05-15  pending
    )");
    // The 40 days of the same convention where the Netherlands applies them by its statute: the day of the arrest is not counted.
    check_due(asked("RU asks NL for extradition on 2026-03-20 under ets-24"), "2026-03-20 filed\n 2026-04-01 provisional_arrest", date(2026, 4, 2), R"(
        ets-24/16-4-40d  2026-05-10  2026-05-11  pending
        nl-uw/16-1-b     2026-05-11  2026-05-11  pending
    )");
    // ETS 70 art. 24(2): by the law of the requested State. (There is no kind of request for it.)
    CHECK(row("ets-70", "24-2").counted_by == side::requested);
}

TEST_CASE("semantics 39: the first day in or out; months to the same number, the last day, or the day before; weeks by weekday") {
    // "Starting with": UK s. 26(4), seven days starting with 3 March: 9 March. "After": IRG s. 83c(3), ten days after 3 March: 13 March.
    check_due(asked("FR asks GB for surrender on 2026-01-20 under eu-uk-tca-2020"), "2026-01-20 filed\n 2026-03-03 granted_by_court", date(2026, 3, 9), "gb-extradition-act-2003/26-4  2026-03-09  2026-03-09  pending");
    check_due(asked("FR asks DE for surrender on 2026-01-20 under eaw-2002"), "2026-01-20 filed\n 2026-03-03 consent_given", date(2026, 3, 9), "de-irg/83c-3  2026-03-13  2026-03-13  pending");

    // Two months starting with 31 December end on the day before the 31st of February: on its last day. After 31 December, without a break,
    // on the 28th too (IRG s. 16(2), BGB s. 188(3)). One month after 31 August: 30 September (France 696-18).
    check_due(asked("RU asks GB for extradition on 2025-11-20 under ets-24"), "2025-11-20 filed\n 2025-12-31 first_appearance", date(2026, 2, 1), "gb-extradition-act-2003/75  2026-02-28  2026-02-28  pending");
    check_due(asked("CH asks DE for extradition on 2025-11-20 under ets-24"), "2025-11-20 filed\n 2025-12-31 provisional_arrest", date(2026, 2, 1), "de-irg/16-2-2m  2026-02-28  2026-02-28  pending");
    check_due(asked("CH asks FR for extradition on 2026-06-01 under ets-24"), "2026-06-01 filed\n 2026-08-20 granted\n 2026-08-31 decision_notified", date(2026, 9, 1), "fr-cpp/696-18-1  2026-09-30  2026-09-30  pending");
    // Inclusive months end a day earlier: UK s. 76 from 10 March: 9 May.
    check_due(asked("RU asks GB for extradition on 2026-01-20 under ets-24"), "2026-01-20 filed\n 2026-02-20 arrest_under_provisional_warrant\n 2026-03-10 documents_received_by_judge", date(2026, 4, 1), "gb-extradition-act-2003/76  2026-05-09  2026-05-09  pending");

    // A week after Monday 26 October is Monday 2 November (EIO art. 16(1)); four weeks starting with a Monday end on a Sunday (UK s. 93(6)).
    check_due(asked("FR asks DE for mutual_legal_assistance on 2026-10-20 under eio-2014"), "2026-10-20 filed\n 2026-10-26 request_received", date(2026, 11, 2), "eio-2014/16-1  2026-11-02  2026-11-02  pending");
    check_due(asked("RU asks GB for extradition on 2021-09-01 under ets-24"), "2021-09-01 filed\n 2022-01-10 case_sent_to_minister", date(2022, 2, 6), "gb-extradition-act-2003/93-4w  2022-02-06  2022-02-06  pending");
}

TEST_CASE("semantics 40: the last day does not roll everywhere") {
    // UK s. 117: 28 days starting with 6 April end on Sunday 3 May.
    check_due(asked("RU asks GB for extradition on 2026-01-20 under ets-24"), "2026-01-20 filed\n 2026-04-06 granted_by_minister", date(2026, 5, 4), "gb-extradition-act-2003/117  2026-05-03  2026-05-03  missed");
    // Consecutive days: ETS 30 art. 12(3), fifteen from Saturday 7 March: Saturday 21 or Sunday 22 March.
    check_due(asked("FR asks CH for mutual_legal_assistance on 2026-02-20 under ets-30"), "2026-02-20 filed\n 2026-03-07 presence_no_longer_required", date(2026, 3, 23), "ets-30/12-3  2026-03-21  2026-03-22  missed");
    // Custody: Overleveringswet art. 19(b): 20 days after 6 December: Saturday 26 December, a holiday. The decision of art. 40(1): ten days after
    // 16 December are the same day, and roll to Monday 28.
    check_due(asked("DE asks NL for surrender on 2026-11-20 under eaw-2002"), "2026-11-20 filed\n 2026-12-05 provisional_arrest\n 2026-12-06 custody_ordered_by_judge\n 2026-12-16 consent_given", date(2026, 12, 20), R"(
        nl-olw/19-b  2026-12-26  2026-12-26  pending
        nl-olw/40-1  2026-12-28  2026-12-28  pending
    )");
    // Russia art. 128: ten days to appeal roll (12 June is a holiday, Friday; so to Monday 15 June); the 15 days before a release do not (Sunday).
    check_due(asked("GB asks RU for extradition on 2025-10-01 under ets-24"), "2025-10-01 filed\n 2026-05-20 granted\n 2026-06-02 person_informed", date(2026, 6, 10), "ru-cpc/463-1  2026-06-11  2026-06-15  pending");
    check_due(asked("GB asks RU for extradition on 2025-10-01 under ets-24"), "2025-10-01 filed\n 2026-05-20 granted\n 2026-05-25 surrender_date_agreed appoints 2026-06-06", date(2026, 6, 10), "ru-cpc/467-1  2026-06-20  2026-06-21  pending");

    // Canada: Sunday is a holiday, Saturday is none. 30 days after 9 July end on Saturday 8 August; after 10 July on Sunday: Monday 10 August.
    auto const american = asked("US asks CA for extradition on 2026-01-20 under ca-us-extradition-1971");
    auto const committed = [](char const* day) { return "2026-01-20 filed\n " + std::string(day) + " committed_for_surrender"; };
    check_due(american, committed("2026-07-09"), date(2026, 7, 20), "ca-extradition-act-1999/43-1  2026-08-08  2026-08-08  pending");
    check_due(american, committed("2026-07-10"), date(2026, 7, 20), "ca-extradition-act-1999/43-1  2026-08-10  2026-08-10  pending");
    // What moves is the doing of a thing, not the period: the standstill of s. 62 ends on the Sunday.
    check_due(american, committed("2026-07-10"), date(2026, 7, 20), "ca-extradition-act-1999/62-1-a  2026-08-09  2026-08-09  pending");

    // It lengthens what a keeper bears: e-evidence art. 11(1): 60 days after 26 October: 25 December, a Friday: Monday 28.
    check_due(asked("IT asks DE for preservation on 2026-10-20 under eu-e-evidence-2023"), "2026-10-20 filed\n 2026-10-26 order_received_by_provider", date(2026, 12, 27), "eu-e-evidence-2023/11-1  2026-12-28  2026-12-28  pending");
}

TEST_CASE("semantics 41: so many working days at least within the period") {
    // Regulation 1182/71 art. 3(5): two in a period of two days or more. E-evidence art. 11(5): five days after Thursday 25 March 2027: Good Friday,
    // the weekend, Easter Monday, Tuesday 30 March: one working day; so Wednesday 31.
    auto const german = asked("DE asks IT for preservation on 2026-12-01 under eu-e-evidence-2023");    // Germany acts
    check_due(german, "2027-03-01 filed\n 2027-03-10 order_received_by_provider\n 2027-03-25 clarification_request_received", date(2027, 3, 26), "eu-e-evidence-2023/11-5  2027-03-31  2027-03-31  pending");
    // Two are there: five days after Wednesday 23 December 2026 end on Monday 28: the 24th and the 28th.
    check_due(german, "2026-12-01 filed\n 2026-12-10 order_received_by_provider\n 2026-12-23 clarification_request_received", date(2026, 12, 24), "eu-e-evidence-2023/11-5  2026-12-28  2026-12-28  pending");
    // Untested: the Netherlands (two in three days or more); no recorded limit that is not of custody is shorter than ten days.
}

TEST_CASE("semantics 42: hours from the instant, without weekends, without nights, over a change of clocks; the next day; days from a clock time") {
    // UK s. 6: Friday 10 July 2026, 15:00, to Tuesday 15:00. In Northern Ireland Monday 13 July is a bank holiday: Wednesday.
    auto const arrested = R"(
        2026-07-01  filed
        2026-07-10T15:00:00+01:00[Europe/London]  arrest_before_warrant
    )";
    check_due(asked("FR asks GB for surrender on 2026-07-01 at GB-ENG under eu-uk-tca-2020"), arrested, date(2026, 7, 13), "gb-extradition-act-2003/6-2  2026-07-14T15:00  2026-07-14T15:00  pending");
    check_due(asked("FR asks GB for surrender on 2026-07-01 at GB-NIR under eu-uk-tca-2020"), arrested, date(2026, 7, 13), "gb-extradition-act-2003/6-2  2026-07-15T15:00  2026-07-15T15:00  pending");
    check_due(asked("FR asks GB for surrender on 2026-07-01 under eu-uk-tca-2020"), arrested, date(2026, 7, 13), "gb-extradition-act-2003/6-2  2026-07-14T15:00  2026-07-15T15:00  pending");

    // Naples II art. 20(5): without the hours from midnight to 09:00: an hour and a half, then from nine to half past one.
    check_due(asked("FR asks DE for provisional_arrest on 2026-07-10 person FR under naples-ii-1997"), "2026-07-10 filed\n 2026-07-10T22:30:00+02:00[Europe/Berlin] arrest_after_pursuit", date(2026, 7, 11),
              "naples-ii-1997/20-5  2026-07-11T13:30  2026-07-11T13:30  pending");

    // 72 hours over the night in which the clocks go back, 25 October 2026: 09:00, not 10:00 (NIS 2 art. 23(4)(b)).
    check_due(asked("FR asks DE for incident_assistance on 2026-10-24 under eu-nis2"), "2026-10-24 filed\n 2026-10-24T10:00:00+02:00[Europe/Berlin] incident_noticed", date(2026, 10, 25),
              "eu-nis2/23-4-b  2026-10-27T09:00  2026-10-27T09:00  pending");

    // "At the latest on the day after": IRG s. 21(1): for an arrest at 00:10 and one at 23:50 the end of 6 May.
    auto const swiss = asked("CH asks DE for extradition on 2026-05-01 under ets-24");
    for (auto const clock : {"2026-05-05T00:10:00+02:00[Europe/Berlin]", "2026-05-05T23:50:00+02:00[Europe/Berlin]"}) {
        auto const story = "2026-05-01 filed\n " + std::string(clock) + " arrest\n";
        check_due(swiss, story, date(2026, 5, 6), "de-irg/21-1  2026-05-06  2026-05-06  pending");
        check_due(swiss, story + "2026-05-06T23:30:00+02:00[Europe/Berlin] brought_before_judge", date(2026, 5, 7), "de-irg/21-1  2026-05-06  2026-05-06  met");
        check_due(swiss, story, date(2026, 5, 7), "de-irg/21-1  2026-05-06  2026-05-06  missed");
    }

    // Three days from the moment: Overleveringswet art. 17(4). Without a clock time, from the first and from the last moment of the day.
    auto const dutch = asked("DE asks NL for surrender on 2026-02-20 under eaw-2002");
    auto const held = std::string("2026-02-20 filed\n 2026-03-02T14:00:00+01:00[Europe/Amsterdam] provisional_arrest\n");
    check_due(dutch, held, at("2026-03-05T13:59:00+01:00[Europe/Amsterdam]"), "nl-olw/17-4  2026-03-05T14:00  2026-03-05T14:00  pending");
    check_due(dutch, held, at("2026-03-05T14:01:00+01:00[Europe/Amsterdam]"), "nl-olw/17-4  2026-03-05T14:00  2026-03-05T14:00  missed");
    check_due(dutch, held + "2026-03-05 custody_ordered_by_judge", date(2026, 3, 6), "nl-olw/17-4  2026-03-05T14:00  2026-03-05T14:00  disputed");   // at what hour?
    auto const some_time = due(dutch, "2026-02-20 filed\n 2026-03-02 provisional_arrest", date(2026, 3, 3), "nl-olw/17-4");
    CHECK(some_time.certainty.contains(doubt::approximate));
    CHECK(clock_text(some_time) == "2026-03-05T00:00  2026-03-05T23:59  pending");
    // Untested: the hour of the event left out (Regulation 1182/71 art. 3(1)); every limit in hours is counted from the moment.
}

TEST_CASE("semantics 43: working days, by the calendar of the authority that acts") {
    // E-evidence art. 16(2): five working days after Friday 4 December 2026, of Germany: 7 to 11 December. 16(7) binds the other side, Austria,
    // where 8 December is a holiday: Monday 14.
    auto const austrian = asked("AT asks DE for disclosure on 2026-11-20 under eu-e-evidence-2023");
    check_due(austrian, "2026-11-20 filed\n 2026-12-04 enforcement_request_received\n 2026-12-04 consultation_opened", date(2026, 12, 11), R"(
        eu-e-evidence-2023/16-2  2026-12-11  2026-12-11  pending
        eu-e-evidence-2023/16-7  2026-12-14  2026-12-14  pending
    )");
    // Over Christmas: after Tuesday 22 December: 23, 24, 28, 29, 30.
    check_due(austrian, "2026-11-20 filed\n 2026-12-22 enforcement_request_received", date(2026, 12, 28), "eu-e-evidence-2023/16-2  2026-12-30  2026-12-30  pending");
    // Untested: IRG s. 90v (20 working days); supervision measures have no kind of request.
}

TEST_CASE("semantics 44: translations differ on the rule itself, and the authentic text is cited") {
    // Swiss Act art. 50(1): "raised to forty days" in French; "by up to 40 days" in an unofficial translation, which would be 31 March.
    auto const german = asked("DE asks CH for extradition on 2026-01-20 under ets-24");
    auto const raised = "2026-01-20 filed\n 2026-02-01 provisional_arrest\n 2026-02-15 custody_extended";
    check_due(german, raised, date(2026, 3, 13), "ch-imac/50-1  2026-03-12  2026-03-13  disputed");
    check_due(german, raised, date(2026, 3, 14), "ch-imac/50-1  2026-03-12  2026-03-13  missed");
    CHECK(row("ch-imac", "50-1").note.find("French") != std::string::npos);
}

// ---- second pass ----------------------------------------------------------------------------------------------------------

TEST_CASE("semantics 45: consent that is revoked does not count towards the periods of article 17") {
    // EAW art. 13(4): the days from 10 to 20 January, ten or eleven. 2 January + 59 + 10; + 60 + 11. Meanwhile ten days from the consent.
    auto const warrant = asked("FR asks DE for surrender on 2025-12-20 under eaw-2002");
    auto const consented = std::string(R"(
        2025-12-20  filed
        2026-01-02  arrest
        2026-01-10  consent_given
    )");
    check_due(warrant, consented, date(2026, 1, 15), "eaw-2002/17-2  2026-01-19  2026-01-20  pending");
    CHECK(due(warrant, consented, date(2026, 1, 15), "eaw-2002/17-3").status == deadline_status::superseded);
    auto const revoked = consented + "2026-01-20 consent_revoked\n";
    check_due(warrant, revoked, date(2026, 3, 10), "eaw-2002/17-3  2026-03-12  2026-03-14  pending");
    CHECK(due(warrant, revoked, date(2026, 3, 10), "eaw-2002/17-2").status == deadline_status::discontinued);
    check_due(warrant, revoked, date(2026, 3, 15), "eaw-2002/17-3  2026-03-12  2026-03-14  missed");
}

TEST_CASE("semantics 46: a limit nested in another") {
    // EAW art. 15(2): the day set for information lies within the periods of art. 17: 60 days after 2 January end on 2 or 3 March.
    auto const warrant = asked("FR asks DE for surrender on 2025-12-20 under eaw-2002");
    auto const asked_for = [](char const* day) {
        return "2025-12-20 filed\n 2026-01-02 arrest\n 2026-02-01 supplementary_information_requested appoints " + std::string(day);
    };
    check_due(warrant, asked_for("2026-02-15"), date(2026, 2, 2), "eaw-2002/15-2  2026-02-15  2026-02-15  pending");
    check_due(warrant, asked_for("2026-04-15"), date(2026, 2, 2), "eaw-2002/15-2  2026-03-02  2026-03-03  pending");

    // EAW art. 28(3)(c): 30 days; that a suspensive appeal too must end within art. 17 (C-168/13 PPU) is said, not computed: a request for
    // consent has no arrest of its own.
    check_due(asked("FR asks DE for consent on 2026-02-20 under eaw-2002"), "2026-02-20 filed\n 2026-03-02 request_received", date(2026, 3, 3), R"(
        eaw-2002/27-4    2026-04-01  2026-04-01  pending
        eaw-2002/28-3-c  2026-03-31  2026-04-01  pending
    )");
    CHECK(row("eaw-2002", "28-3-c").note.find("article 17") != std::string::npos);
}

TEST_CASE("semantics 47: one receipt, two duties") {
    // EIO art. 16(1): the central authority acknowledges within a week of its receipt, the executing authority within a week of its own.
    auto const order = asked("FR asks DE for mutual_legal_assistance on 2026-10-20 under eio-2014");
    auto const received = std::string(R"(
        2026-10-20  filed
        2026-10-26  request_received
        2026-10-30  receipt_acknowledged  by central
        2026-11-03  request_received_by_competent_authority
    )");
    check_due(order, received, date(2026, 11, 10), R"(
        eio-2014/16-1  2026-11-02  2026-11-02  met
        eio-2014/16-1  2026-11-10  2026-11-10  pending
    )");
    check_due(order, received, date(2026, 11, 11), R"(
        eio-2014/16-1  2026-11-02  2026-11-02  met
        eio-2014/16-1  2026-11-10  2026-11-10  missed
    )");
    check_due(order, received + "2026-11-10 receipt_acknowledged by judicial", date(2026, 11, 11), R"(
        eio-2014/16-1  2026-11-02  2026-11-02  met
        eio-2014/16-1  2026-11-10  2026-11-10  met
    )");
}

TEST_CASE("semantics 48: counted by the law of the other side") {
    // E-evidence art. 17(2), (9): ten days after receipt, by the national law of the issuing authority. After 17 April 2027 they end on 27 April,
    // King's Day in the Netherlands and a Tuesday: Wednesday 28 (Algemene termijnenwet art. 1). The calendar of the provider's State, Germany, has no such day.
    auto const received = "2027-04-01 filed\n 2027-04-17 order_received_by_provider";
    check_due(asked("NL asks DE for disclosure on 2027-04-01 under eu-e-evidence-2023"), received, date(2027, 4, 20), R"(
        eu-e-evidence-2023/10-3  2027-04-27  2027-04-27  pending
        eu-e-evidence-2023/17-2  2027-04-28  2027-04-28  pending
    )");
    check_due(asked("FR asks NL for disclosure on 2027-04-01 under eu-e-evidence-2023"), received, date(2027, 4, 20), R"(
        eu-e-evidence-2023/10-3  2027-04-28  2027-04-28  pending
        eu-e-evidence-2023/17-2  2027-04-27  2027-04-27  pending
    )");
}

TEST_CASE("semantics 49: an application that fails starts the period again") {
    // Australia s. 26(5)-(6): two months from the day on which the warrant could first be executed: 1 or 2 April; two more from the refusal.
    auto const dutch = asked("NL asks AU for extradition on 2025-10-01 under au-nl-extradition-1985");
    auto const executable = std::string("2025-10-01 filed\n 2026-01-20 granted_by_minister\n 2026-02-02 surrender_warrant_executable\n");
    check_due(dutch, executable, date(2026, 4, 3), "au-extradition-act-1988/26-5  2026-04-01  2026-04-02  missed");
    check_due(dutch, executable + "2026-04-20 release_application_refused", date(2026, 4, 21), "au-extradition-act-1988/26-5  2026-06-19  2026-06-20  pending");
}

TEST_CASE("semantics 50: inaction of the requester extinguishes the duty") {
    // E-evidence art. 11(5): no clarification within five days after 5 October, so by Monday 12: the provider is free of the 60 days.
    auto const german = asked("IT asks DE for preservation on 2026-09-28 under eu-e-evidence-2023");
    auto const unclear = std::string(R"(
        2026-09-28  filed
        2026-10-01  order_received_by_provider
        2026-10-05  clarification_request_received
    )");
    check_due(german, unclear, date(2026, 10, 12), R"(
        eu-e-evidence-2023/11-5  2026-10-12  2026-10-12  pending
        eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  pending
    )");
    check_due(german, unclear, date(2026, 10, 13), R"(
        eu-e-evidence-2023/11-5  2026-10-12  2026-10-12  missed
        eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  discontinued
    )");
    check_due(german, unclear + "2026-10-12 clarification_given", date(2026, 10, 13), R"(
        eu-e-evidence-2023/11-5  2026-10-12  2026-10-12  met
        eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  pending
    )");
    // What is late does not bring it back.
    check_due(german, unclear + "2026-10-14 clarification_given", date(2026, 10, 15), R"(
        eu-e-evidence-2023/11-5  2026-10-12  2026-10-12  met_late
        eu-e-evidence-2023/11-1  2026-11-30  2026-11-30  discontinued
    )");
}

TEST_CASE("semantics 51: one limit stated in two places, in different words") {
    // UK s. 26(4), "starting with the day", and CrimPR 17.19(2)(a), "after the day, starting with that day": the day is the same, 9 March for 3 March.
    auto const part1 = due(asked("FR asks GB for surrender on 2026-01-20 under eu-uk-tca-2020"), "2026-01-20 filed\n 2026-03-03 granted_by_court", date(2026, 3, 4), "gb-extradition-act-2003/26-4");
    CHECK(part1.last_day == date(2026, 3, 9));
    CHECK(part1.provision().article() == "26(4)");
    CHECK(part1.limit().locator.find("CrimPR") != std::string::npos);
    CHECK(part1.limit().words.find("starting with") != std::string::npos);
    // s. 75 and CrimPR 50.9(2)(b).
    CHECK(row("gb-extradition-act-2003", "75").source.article() == "75(2)-(3)");
    CHECK(row("gb-extradition-act-2003", "75").locator.find("CrimPR") != std::string::npos);
}

TEST_CASE("semantics 52: the last day runs to its end; whether an evening notice starts the clock is open") {
    // UK s. 108(4): 14 days starting with the day on which the person is informed: 1 to 14 March 2022; told at 17:05, perhaps from the 2nd to the 15th.
    auto const russian = asked("RU asks GB for extradition on 2021-09-01 under ets-24");
    auto const told = [](char const* clock) { return "2021-09-01 filed\n 2022-02-28 granted_by_minister\n 2022-03-01T" + std::string(clock) + ":00+00:00[Europe/London] person_informed\n"; };
    check_due(russian, told("16:00"), date(2022, 3, 15), "gb-extradition-act-2003/108-4  2022-03-14  2022-03-14  missed");
    check_due(russian, told("17:05"), date(2022, 3, 14), "gb-extradition-act-2003/108-4  2022-03-14  2022-03-15  pending");
    check_due(russian, told("17:05"), date(2022, 3, 15), "gb-extradition-act-2003/108-4  2022-03-14  2022-03-15  disputed");
    check_due(russian, told("17:05"), date(2022, 3, 16), "gb-extradition-act-2003/108-4  2022-03-14  2022-03-15  missed");
    CHECK(due(russian, told("17:05"), date(2022, 3, 14), "gb-extradition-act-2003/108-4").certainty.contains(doubt::two_readings));
    // At ten to midnight on the last day it is in time; ten minutes after midnight it is not.
    check_due(russian, told("16:00") + "2022-03-14T23:50:00+00:00[Europe/London] leave_to_appeal_applied_for", date(2022, 3, 15), "gb-extradition-act-2003/108-4  2022-03-14  2022-03-14  met");
    check_due(russian, told("16:00") + "2022-03-15T00:10:00+00:00[Europe/London] leave_to_appeal_applied_for", date(2022, 3, 15), "gb-extradition-act-2003/108-4  2022-03-14  2022-03-14  met_late");
}
