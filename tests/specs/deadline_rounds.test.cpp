// SPDX-License-Identifier: Apache-2.0
// Deadlines where a case takes turns: asked again, held again, consented again, stopped twice, extended too late, decided in part. Days are
// counted by hand; where a text does not say whether the first day counts there are two.
#include "story.hpp"

#include <algorithm>

using namespace comity;
using namespace comity::story;

namespace {

auto const warrant = asked("DE asks PL for surrender on 2018-01-10 under eaw-2002");
auto const request_ = asked("RU asks GB for extradition on 2020-03-02 under ets-24");

}  // namespace

TEST_CASE("a request that was withdrawn and sent again: the new arrest has clocks of its own") {
    check_due(request_, R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
        2020-03-15  request_received
        2020-03-20  request_withdrawn
        2020-03-25  request_sent
        2020-03-25  provisional_arrest
    )", date(2020, 5, 20), R"(
        ets-24/16-4-40d  2020-04-18  2020-04-19  met
        ets-24/16-4-40d  2020-05-03  2020-05-04  missed   // 40 days from 25 March; what came on 15 March was withdrawn
    )");
}

TEST_CASE("what happened in an earlier round stops nothing in a later one") {
    check_due(asked("FR asks ES for surrender on 2019-07-01 under eaw-2002"), R"(
        2019-07-01  filed
        2019-07-05  arrest
        2019-07-06  consent_given
        2019-07-10  request_withdrawn
        2019-07-11  released
        2019-09-01  request_sent
        2019-09-05  arrest
    )", date(2019, 9, 20), R"(
        eaw-2002/17-3  2019-09-06  2019-09-08  discontinued
        eaw-2002/17-3  2019-11-03  2019-11-04  pending    // 60 days from 5 September: the consent was to another warrant
    )");
}

TEST_CASE("consent that was revoked can be given again, and its ten days run again") {
    check_due(warrant, R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-02-10  consent_given
        2018-02-12  consent_revoked
        2018-02-20  consent_given
    )", date(2018, 2, 25), R"(
        eaw-2002/17-2  2018-02-19  2018-02-20  discontinued
        eaw-2002/17-2  2018-03-01  2018-03-02  pending
    )");
}

TEST_CASE("who is surrendered before the day appointed has been surrendered in time") {
    check_due(request_, R"(
        2020-03-02  filed
        2020-03-20  request_received
        2020-05-29  granted
        2020-06-15  surrender_date_agreed  appoints 2020-07-01
        2020-06-29  person_surrendered
    )", date(2020, 9, 1), R"(
        ets-24/18-4-15d  2020-07-15  2020-07-16  met
        ets-24/18-4-30d  2020-07-30  2020-07-31  met
    )");
}

TEST_CASE("a ceiling on custody that has run out is not revived by an extension") {
    auto const swiss = asked("DE asks CH for extradition on 2020-03-02 under ets-24");
    auto const held = std::string("2020-03-02 filed\n 2020-03-10 provisional_arrest\n");
    CHECK(due(swiss, held + "2020-03-20 custody_extended", date(2020, 3, 30), "ch-imac/50-1").status == deadline_status::pending);  // 40 days in all
    CHECK(due(swiss, held + "2020-04-10 custody_extended", date(2020, 4, 12), "ch-imac/50-1").status == deadline_status::missed);
}

TEST_CASE("a new day agreed after the ten days does not undo that release was due") {
    auto const late = due(warrant, R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-02-20  granted_by_court
        2018-03-05  decision_final
        2018-03-20  new_surrender_date_agreed  appoints 2018-04-02  by judicial
    )", date(2018, 3, 31), "eaw-2002/23-2");
    CHECK(clock_text(late) == "2018-03-14  2018-03-15  missed");
    CHECK(late.open());  // EAW art. 23(5)
    CHECK(to_string(next_step(late)) == "Release or discharge is due.");
}

TEST_CASE("a clock of an earlier arrest neither replaces nor caps one of a later arrest") {
    auto const twice = std::string(R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-02-05  immunity_lift_notified
        2018-02-10  released
        2020-03-01  arrest
    )");
    check_due(warrant, twice, date(2020, 3, 10), R"(
        eaw-2002/17-3  2018-04-01  2018-04-02  superseded
        eaw-2002/17-3  2020-04-29  2020-04-30  pending
    )");
    check_due(warrant, twice + "2020-03-05 supplementary_information_requested appoints 2020-03-25", date(2020, 3, 10), "eaw-2002/15-2  2020-03-25  2020-03-25  pending");
}

TEST_CASE("days on which the clock stands still for two reasons are left out once") {
    check_due(warrant, R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-02-10  immunity_invoked
        2018-02-12  consent_given
        2018-02-20  consent_revoked
        2018-02-26  immunity_lift_notified
    )", date(2018, 2, 25), "eaw-2002/17-3  2018-04-16  2018-04-18  suspended");  // as of the 25th 15 or 16 days are left out: 1 April + 15, 2 April + 16
}

TEST_CASE("a stop within the time that an extension adds counts too") {
    check_due(warrant, R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-03-20  delay_notified
        2018-04-10  consent_given
        2018-04-20  consent_revoked
    )", date(2018, 4, 25), "eaw-2002/17-3  2018-05-11  2018-05-13  pending");  // 90 days: 1 or 2 May; and ten days, or eleven
}

TEST_CASE("a stop of which the days are known roughly lasts from its least to its most") {
    auto const rough = due(warrant, R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-02     consent_given
        2018-03     consent_revoked
    )", date(2018, 4, 25), "eaw-2002/17-3");
    CHECK(clock_text(rough) == "2018-04-02  2018-05-31  disputed");  // from 28 February to 1 March, or from 1 February to 31 March: one day, or 59
    CHECK(rough.certainty.contains(doubt::approximate));
    check_due(asked("RU asks GB for extradition on 2020-03-02 under ets-24"), "2020-03-02 filed\n 2020-04-01 supplementary_information_requested appoints 2020-07", date(2020, 4, 2),
              "ets-24/13  2020-07-01  2020-07-31  pending");
}

TEST_CASE("the day of an arrest is the one on which it was where the duty lies") {
    auto r = request_;
    r.requested_authority = authority{.name = "Crown Prosecution Service", .jurisdiction = parse_jurisdiction("GB"), .zone = "Europe/London"};
    auto const limit = due(r, "2020-03-02 filed\n 2020-03-11T01:30:00+03:00[Europe/Moscow] provisional_arrest", date(2020, 3, 20), "ets-24/16-4-40d");
    CHECK(clock_text(limit) == "2020-04-18  2020-04-19  pending");  // 10 March, 22:30, in London
    // 28 March, 18:00, in London, of which the 18 days are the last there: it is the 29th in Tokyo alone.
    auto const tokyo = due(r, "2020-03-02 filed\n 2020-03-10 provisional_arrest", parse_instant("2020-03-29T03:00:00+09:00[Asia/Tokyo]"), "ets-24/16-4-40d");
    CHECK(tokyo.status == deadline_status::pending);
    r.requesting_authority = authority{.name = "Prosecutor General", .jurisdiction = parse_jurisdiction("RU"), .zone = "Europe/Moscow"};
    auto const moscow = due(r, "2020-03-02 filed\n 2020-03-10 provisional_arrest", parse_instant("2020-03-29T03:00:00+09:00[Asia/Tokyo]"), "ets-24/16-4-18d");
    CHECK(moscow.status == deadline_status::disputed);  // 28 March, 21:00: not missed yet
}

TEST_CASE("what one event shows is shown of each person") {
    auto r = request_;
    r.persons.resize(2);
    std::vector<std::string> told;
    for (auto const& d : deadlines(tell(r, R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
        2020-03-20  granted  concerns person 1
        2020-03-21  granted  concerns person 2
    )"), law::built_in(), date(2020, 6, 1)))
        if (d.limit().id == "16-4-40d") told.push_back(std::string(to_string(d.status)));
    CHECK(told == std::vector<std::string>{"met", "met"});
}

TEST_CASE("a refusal for one offence of two ends nothing: the person is to be surrendered") {
    auto r = warrant;
    r.offences.resize(2);
    auto const d = tell(r, R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-03-01  granted   concerns offence 1
        2018-03-01  refused   concerns offence 2
        2018-03-10  decision_final
    )");
    auto const all = deadlines(d, law::built_in(), date(2018, 3, 12));
    auto const has = [&](std::string_view limit, std::string const& text) {
        return std::ranges::any_of(all, [&](deadline const& x) { return x.limit().id == limit && x.instrument() == "eaw-2002" && clock_text(x) == text; });
    };
    CHECK(has("17-3", "2018-04-01  2018-04-02  met"));
    CHECK(has("23-2", "2018-03-19  2018-03-20  pending"));
}

TEST_CASE("after an appeal the ten days run from the decision that is final then") {
    check_due(warrant, R"(
        2018-01-10  filed
        2018-02-01  arrest
        2018-02-20  granted_by_court
        2018-02-25  decision_final
        2018-02-27  appeal_lodged
        2018-04-05  appeal_decision_final
    )", date(2018, 4, 10), R"(
        eaw-2002/23-2  2018-03-06  2018-03-07  missed
        eaw-2002/23-2  2018-04-14  2018-04-15  pending
    )");
}

TEST_CASE("what is recorded for later persons or days does not split today's deadlines") {
    auto r = request_;
    r.persons.resize(2);
    auto const now = std::string("2020-03-02 filed\n 2020-03-10 provisional_arrest\n");
    for (auto const& story : {now, now + "2021-01-01 noted concerns person 2\n"})
        for (auto const& d : deadlines(tell(r, story), law::built_in(), date(2020, 3, 12))) CHECK(d.concerns.empty());
}
