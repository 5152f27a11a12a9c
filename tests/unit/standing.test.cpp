// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <algorithm>
#include <chrono>
#include <random>

using namespace comity;
using namespace comity::story;

TEST_CASE("silence: not a word, received, reminded") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-05  request_sent
        2020-04-01  receipt_acknowledged
        2020-09-01  reminder_sent
        2021-02-01  supplementary_information_requested
        2021-02-20  supplementary_information_sent
        2021-06-01  granted
        2021-07-01  person_surrendered
        2021-08-01  closed
    )");
    CHECK(stands(d, date(2020, 3, 1)) == "not made");
    CHECK(stands(d, date(2020, 3, 2)) == "no response of any kind");
    CHECK(stands(d, date(2020, 4, 1)) == "received, no answer");
    CHECK(stands(d, date(2020, 9, 1)) == "no answer after a reminder");
    CHECK(stands(d, date(2021, 2, 1)) == "waiting for the requesting State");
    CHECK(stands(d, date(2021, 2, 20)) == "under consideration");
    CHECK(stands(d, date(2021, 6, 30)) == "granted, not surrendered");
    CHECK(stands(d, date(2021, 7, 1)) == "surrendered");
    CHECK(stands(d, date(2021, 8, 1)) == "surrendered, closed");
    CHECK(broken_rules(d) == "");

    auto const s = standing::of(d, law::built_in(), date(2021, 2, 1));
    CHECK(s->awaits == side::requesting);
    CHECK(s->last_contact == date(2021, 2, 1));
    CHECK(s->open);
    CHECK_FALSE(standing::of(d, law::built_in(), date(2021, 7, 1))->open);
}

TEST_CASE("before it is registered: received, returned as deficient, sent again, forwarded") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-20  request_received
        2020-04-10  request_returned
        2020-06-01  request_sent
        2020-06-20  request_forwarded
        2020-07-01  request_registered
    )");
    CHECK(stands(d, date(2020, 3, 31)) == "received, no answer");
    CHECK(stands(d, date(2020, 4, 10)) == "returned as deficient");
    auto const s = standing::of(d, law::built_in(), date(2020, 6, 20));
    CHECK(s->stage == stage::forwarded);
    CHECK(s->outcome == outcome::pending);
    CHECK(s->awaits == side::requested);
    CHECK(broken_rules(d) == "");
}

TEST_CASE("release does not close the request") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
        2020-04-19  released
    )");
    auto const s = standing::of(d, law::built_in(), date(2020, 5, 1));
    CHECK(s->open);
    CHECK(s->outcome == outcome::pending);
    REQUIRE(s->subjects.size() == 1);
    CHECK(s->subjects[0].custody == custody::at_liberty);
    CHECK(standing::of(d, law::built_in(), date(2020, 4, 18))->subjects[0].custody == custody::held);
}

TEST_CASE("one request with four persons: outcomes are kept apart, and mixed is partly") {
    auto const d = tell(an_extradition(4), R"(
        2020-03-02  filed
        2020-05-01  granted             concerns person 1 concerns person 2
        2020-06-01  person_surrendered  concerns person 1
        2020-07-01  refused             concerns person 3
        2020-08-01  refused_by_court    concerns person 4
        2020-09-01  person_surrendered  concerns person 2
    )");
    CHECK(stands(d, date(2020, 5, 1)) == "decided in part");
    CHECK(standing::of(d, law::built_in(), date(2020, 7, 31))->outcome == outcome::pending);
    CHECK(stands(d, date(2020, 8, 1)) == "granted in part");
    auto const s = standing::of(d, law::built_in(), date(2020, 9, 1));
    CHECK(s->subjects[0].outcome == outcome::executed);
    CHECK(s->subjects[0].decided_by == 3);
    CHECK(s->subjects[0].custody == custody::surrendered);
    CHECK(s->subjects[3].outcome == outcome::refused);
    CHECK(broken_rules(d) == "");
}

TEST_CASE("the persons decide; offences only where nothing else is told apart") {
    auto r = an_extradition();
    r.offences.resize(2);
    auto const d = tell(r, R"(
        2020-03-02  filed
        2020-05-01  granted             concerns offence 1
        2020-05-01  refused             concerns offence 2     // speciality
        2020-06-01  person_surrendered  concerns person 1
    )");
    CHECK(stands(d, date(2020, 5, 1)) == "granted in part");
    CHECK(stands(d, date(2020, 6, 1)) == "surrendered");
    CHECK_FALSE(standing::of(d, law::built_in(), date(2020, 6, 1))->open);
}

TEST_CASE("when every person has got something for good, nothing is open") {
    auto const d = tell(an_extradition(2), R"(
        2020-03-02  filed
        2020-05-01  granted             concerns person 1
        2020-05-02  refused             concerns person 2
        2020-06-01  person_surrendered  concerns person 1
    )");
    CHECK(standing::of(d, law::built_in(), date(2020, 5, 2))->open);  // granted, and still here
    auto const s = standing::of(d, law::built_in(), date(2020, 6, 1));
    CHECK(s->outcome == outcome::partly_granted);
    CHECK_FALSE(s->open);
    CHECK(s->awaits == side::nobody);
    CHECK(s->subjects[0].decided_on == date(2020, 6, 1));
}

TEST_CASE("sending a request again changes nothing but a return or a withdrawal") {
    auto const after = [](std::string const& event) {
        return stands(tell(an_extradition(), "2020-03-02 filed\n 2020-05-01 " + event + "\n 2020-06-01 request_sent"), date(2020, 7, 1));
    };
    CHECK(after("granted") == "granted, not surrendered");
    CHECK(after("refused") == "refused");
    CHECK(after("request_returned") == "under consideration");
    CHECK(after("request_withdrawn") == "no response of any kind");
    auto const only_sent = tell(an_extradition(), "2020-03-02 filed\n 2020-03-05 request_sent");
    CHECK(standing::of(only_sent, law::built_in(), date(2020, 4, 1))->decided_by == 0);
}

TEST_CASE("a surrender postponed (ETS 24 art. 19) is still granted; a decision postponed is not") {
    CHECK(stands(tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  granted
        2020-05-10  surrender_postponed
    )"), date(2020, 6, 1)) == "granted, not surrendered");
}

TEST_CASE("a withdrawal does not take back who was surrendered") {
    auto const d = tell(an_extradition(2), R"(
        2020-03-02  filed
        2020-05-01  granted
        2020-06-01  person_surrendered  concerns person 1
        2020-07-01  request_withdrawn
    )");
    auto const s = standing::of(d, law::built_in(), date(2020, 7, 1));
    CHECK(s->subjects[0].outcome == outcome::executed);
    CHECK(s->subjects[1].outcome == outcome::withdrawn);
    CHECK_FALSE(s->open);
}

TEST_CASE("a refusal under appeal is open until the appeal is decided") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  refused_by_court
        2020-05-10  appeal_lodged_by_requesting_state
        2020-09-01  appeal_dismissed
    )");
    CHECK(stands(d, date(2020, 5, 1)) == "refused");
    CHECK(stands(d, date(2020, 5, 10)) == "refused, under appeal");
    CHECK(standing::of(d, law::built_in(), date(2020, 5, 10))->awaits == side::requested);
    CHECK(stands(d, date(2020, 9, 1)) == "refused");
    CHECK_FALSE(standing::of(d, law::built_in(), date(2020, 9, 1))->open);
}

TEST_CASE("what is closed is opened again by name only") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  closed
        2020-06-01  request_received
    )");
    CHECK(stands(d, date(2020, 6, 1)) == "closed without an outcome");
    CHECK(broken_rules(d) == "no act after closing at 3");
}

TEST_CASE("a provisional arrest before the request is neither an answer to it nor contact about it") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-02-20  provisional_arrest
    )");
    auto const s = standing::of(d, law::built_in(), date(2020, 4, 1));
    CHECK(s->silence == silence::since_sending);
    CHECK_FALSE(s->last_contact);
    CHECK(s->subjects[0].custody == custody::held);
    CHECK_FALSE(first_answer(d, law::built_in(), law::built_in().answer("substantive"), date(2020, 4, 1)));
}

TEST_CASE("a later decision on all stands for all") {
    auto const d = tell(an_extradition(2), R"(
        2020-03-02  filed
        2020-05-01  refused_by_court    concerns person 1
        2020-09-01  granted_on_appeal
    )");
    CHECK(stands(d, date(2020, 9, 1)) == "granted, not surrendered");
}

TEST_CASE("granted on conditions, postponed, withdrawn, lapsed, reopened") {
    CHECK(stands(tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  granted_conditionally
    )"), date(2020, 6, 1)) == "granted on conditions, not surrendered");
    CHECK(stands(tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  postponed
    )"), date(2020, 6, 1)) == "postponed");
    CHECK(stands(tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  request_withdrawn
    )"), date(2020, 6, 1)) == "withdrawn");
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  lapsed
        2020-06-01  closed
        2020-07-01  reopened
    )");
    CHECK(stands(d, date(2020, 6, 1)) == "lapsed, closed");
    auto const s = standing::of(d, law::built_in(), date(2020, 7, 1));
    CHECK(s->outcome == outcome::pending);
    CHECK(s->open);
    CHECK(broken_rules(d) == "");
}

TEST_CASE("items: suppressed, elsewhere, active again") {
    auto r = request{.kind = request_kind::incident_assistance, .requesting = "US"_state, .requested = "RU"_state, .made_on = date(2020, 3, 2)};
    r.items.resize(300);
    auto const d = tell(r, R"(
        2020-03-02  filed
        2020-03-03  source_suppressed           concerns item 1-200
        2020-03-04  source_not_in_jurisdiction  concerns item 201-250
        2020-03-09  source_reactivated          concerns item 7
    )");
    auto const with = [&](date day, outcome o) {
        auto const s = standing::of(d, law::built_in(), day);
        return std::ranges::count(s->subjects, o, &subject_standing::outcome);
    };
    CHECK(with(date(2020, 3, 4), outcome::executed) == 200);
    CHECK(with(date(2020, 3, 4), outcome::refused) == 50);
    CHECK(with(date(2020, 3, 4), outcome::pending) == 50);
    CHECK(with(date(2020, 3, 9), outcome::pending) == 51);
    CHECK(broken_rules(d) == "");
}

TEST_CASE("what cannot have happened so is refused by a named rule; what is odd is kept with a warning") {
    struct row { std::string_view story; std::string_view broken; };
    for (auto const& r : {
             row{R"(2020-03-02 filed
                    2020-05-01 granted
                    2020-06-01 person_surrendered
                    2020-07-01 person_surrendered)", "REFUSED surrendered once at 4"},
             row{R"(2020-03-02 filed
                    2020-05-01 granted
                    2020-06-01 person_surrendered
                    2020-06-15 person_returned
                    2020-07-01 person_surrendered)", ""},
             row{R"(2020-03-02 filed
                    2020-05-01 reopened)", "REFUSED reopened after its end at 2"},
             row{R"(2020-03-02 filed
                    2020-05-01 closed
                    2020-06-01 closed)", "REFUSED closed once at 3"},
             row{R"(2020-03-02 filed
                    2020-05-01 person_returned)", "REFUSED returned after surrender at 2"},
             row{R"(2020-03-02 filed
                    2020-05-01 person_surrendered)", "surrender after a grant at 2"},
             row{R"(2020-03-02 filed
                    2020-05-01 released)", "release after an arrest at 2"},
             row{R"(2020-03-02 filed
                    2020-02-01 refused)", "not before it was asked at 2"},
             row{R"(2020-03-02 filed
                    2020-02-01 provisional_arrest)", ""},  // an arrest may come before the request: that is what makes it provisional
             row{R"(2020-03-02 filed
                    2020-05-01 request_withdrawn
                    2020-06-01 granted)", "no answer after withdrawal at 3"},
             row{R"(2020-03-02 filed
                    2020-05-01 closed
                    2020-06-01 refused)", "no act after closing at 3"},
             row{R"(2020-03-02 filed
                    2020-05-01 refused_by_court
                    2020-06-01 granted)", "grant after refusal at 3"},
             row{R"(2020-03-02 filed
                    2020-05-01 refused_by_court
                    2020-06-01 granted_on_appeal)", ""},
             row{R"(2020-03-02 filed
                    2020-05-01 supplementary_information_sent)", "supplied when asked at 2"},
             row{R"(2020-03-02 filed
                    2020-05-01 closed
                    2020       reopened
                    2020-09-01 closed)", ""},  // it may have been reopened in between
             row{R"(2020-03-02 filed
                    2020-05-01 granted
                    2020-06-01 reopened)", ""},
             // A rough date breaks a rule only if it does on every day it may stand for.
             row{R"(2020-03-02 filed
                    2020-03    refused)", ""},
             row{R"(2020-03-02 filed
                    2020-02    refused)", "not before it was asked at 2"},
         }) {
        CAPTURE(r.story);
        CHECK(broken_rules(tell(an_extradition(), r.story)) == r.broken);
    }
    CHECK(broken_rules(tell(an_extradition(2), R"(
        2020-03-02  filed
        2020-04-01  granted
        2020-06-01  person_surrendered  concerns person 1
        2020-07-01  person_surrendered  concerns person 2
    )")) == "");
}

TEST_CASE("a broken rule is told in words, and stands beside the standing") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-05-01  request_withdrawn
        2020-06-01  granted
    )");
    auto const s = standing::of(d, law::built_in(), date(2020, 6, 1));
    REQUIRE(s->warnings.size() == 1);
    CHECK(to_string(s->warnings[0].text) == "granted on 1 June 2020, after request withdrawn on 1 May 2020: the request had been withdrawn");
    CHECK(standing::of(d, law::built_in(), date(2020, 5, 31))->warnings.empty());
}

TEST_CASE("a late entry gives the same standing as a timely one") {
    auto const timely = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-04-01  provisional_arrest
        2020-06-01  granted
        2020-07-01  person_surrendered
    )");
    auto const late = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-07-01  person_surrendered
        2020-06-01  granted
        2020-04-01  provisional_arrest
    )");
    for (auto day = date(2020, 3, 1); day < date(2020, 8, 1); day = day + days(1)) CHECK(stands(timely, day) == stands(late, day));
    CHECK(broken_rules(late) == "");
}

TEST_CASE("on one day entries count as recorded, unless their clock times say otherwise") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02                                     filed
        2020-06-01T15:00:00+01:00[Europe/London]       released
        2020-06-01                                     hearing_held
        2020-06-01T09:00:00+01:00[Europe/London]       arrest
    )");
    REQUIRE(d.facts().size() == 4);
    CHECK(d.facts()[1].event.kind == event_kind::arrest);
    CHECK(d.facts()[2].event.kind == event_kind::hearing_held);
    CHECK(d.facts()[3].event.kind == event_kind::released);
}

TEST_CASE("clock times are ordered by the clocks, wherever they stood") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02                                     filed
        2020-03-29T19:30:00-04:00[America/New_York]    released   // 23:30 UTC
        2020-03-30T00:06:00+02:00[Europe/Prague]       arrest     // 22:06 UTC
    )");
    CHECK(d.facts()[1].event.kind == event_kind::arrest);
    CHECK(broken_rules(d) == "");
}

TEST_CASE("one person is surrendered once, for whatever offences") {
    auto r = an_extradition(2);
    r.offences.resize(2);
    CHECK(broken_rules(tell(r, R"(
        2020-03-02  filed
        2020-04-01  granted
        2020-06-01  person_surrendered  concerns person 1 concerns offence 1
        2020-07-01  person_surrendered  concerns person 1 concerns offence 2
    )")) == "REFUSED surrendered once at 4");
}

TEST_CASE("thousands of events on one request are followed in no time") {
    auto r = request{.kind = request_kind::incident_assistance, .requesting = "US"_state, .requested = "RU"_state, .made_on = date(2020, 3, 2)};
    r.items.resize(20'000);
    std::string story = "2020-03-02 filed\n";
    for (int i = 1; i <= 3'000; ++i) story += "2020-03-03 source_suppressed concerns item " + std::to_string(i) + "\n";
    // Each entry but the last is amended to speak of the next item: entry 2, of item 1, then of item 2.
    for (int i = 2; i <= 3'000; ++i) story += "2020-03-04 source_suppressed corrects " + std::to_string(i) + " concerns item " + std::to_string(i) + "\n";
    auto const s = standing::of(tell(r, story), law::built_in(), date(2020, 3, 4));
    CHECK(std::ranges::count(s->subjects, outcome::executed, &subject_standing::outcome) == 2'999);
}

TEST_CASE("what fifty thousand parts have come to does not cost events times parts, whether they are named one by one, in runs, or not at all") {
    constexpr int size = 50'000;
    auto r = request{.kind = request_kind::incident_assistance, .requesting = "US"_state, .requested = "RU"_state, .reference = "A", .made_on = date(2020, 3, 2)};
    r.items.resize(size);
    std::vector<entry> history;
    auto const add = [&](std::string_view kind, std::vector<subject> concerns) {
        auto const seq = static_cast<int>(history.size()) + 1;
        history.push_back({.seq = seq, .id = named_uuid("many", std::to_string(seq)), .recorded_at = 0, .event = {.kind = law::built_in().event_kind(kind), .on = date(2020, 3, 2), .concerns = std::move(concerns)}});
    };
    auto const items = [](int first, int last) { return std::vector<subject>{{.kind = subject_kind::item, .first = first, .last = last}}; };
    add("filed", {});
    for (int i = 1; i <= size / 4; ++i) add("source_suppressed", items(2 * i, 2 * i));  // every other one of the first half
    for (int i = 0; i < size / 4; ++i) add(i % 2 ? "request_sent" : "request_withdrawn", {});
    for (int i = 0; i < size / 4; ++i) add(i % 2 ? "request_sent" : "request_withdrawn", items(1 + i, size - i));
    add("refused", items(size - 1, size));
    auto const d = dossier(named_uuid("many", "A"), std::move(history), {{1, std::move(r)}});
    auto const began = std::chrono::steady_clock::now();
    register_columns c;
    append(c, d, law::built_in(), date(2020, 3, 2), {});
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));  // optimised a tenth of a second, and event by event and part by part, ten
    auto const count = [&](outcome o) { return std::ranges::count(c.parts.outcome, static_cast<std::uint8_t>(o)); };
    CHECK(count(outcome::executed) == size / 4);
    CHECK(count(outcome::refused) == 2);
    // Each withdrawal reaches one part more at either end than the sending after it: the odd ones up to 12,499 and the even ones from 37,502, of which the last was refused since.
    CHECK(count(outcome::withdrawn) == 12'499);
    CHECK(count(outcome::pending) == 24'999);
}

TEST_CASE("parts followed in runs come to what each by itself comes to") {
    std::mt19937 random(11);
    auto const& law = law::built_in();
    std::vector<std::string> const kinds{"granted", "granted_conditionally", "refused", "postponed", "request_withdrawn", "request_sent", "lapsed", "executed", "partly_executed", "reopened", "arrest", "released", "request_returned"};
    for (int round = 0; round < 300; ++round) {
        auto const size = 1 + static_cast<int>(random() % 9);
        struct alone {
            comity::outcome outcome{};
            comity::custody custody{};
            bool conditional = false;
            int decided_by = 0;
        };
        std::vector<alone> each(static_cast<std::size_t>(size));
        std::string story = "2020-03-02 filed\n";
        for (int seq = 2; seq < 14; ++seq) {
            auto const& kind = kinds[random() % kinds.size()];
            auto const first = 1 + static_cast<int>(random() % static_cast<unsigned>(size)), last = first + static_cast<int>(random() % static_cast<unsigned>(size - first + 1));
            auto const all = random() % 3 == 0;
            story += to_string(date(2020, 3, 2) + days(seq)) + " " + kind + (all ? "" : " concerns person " + std::to_string(first) + "-" + std::to_string(last)) + "\n";
            auto const& m = law.meaning(law.event_kind(kind));
            for (int n = all ? 1 : first; n <= (all ? size : last); ++n) {
                auto& one = each[static_cast<std::size_t>(n - 1)];
                if (m.custody) one.custody = *m.custody;
                if (!m.gives(one.outcome)) continue;
                one = {.outcome = *m.outcome, .custody = one.custody, .conditional = kind == "granted_conditionally", .decided_by = *m.outcome == outcome::pending ? 0 : seq};
            }
        }
        auto const s = standing::of(tell(an_extradition(size), story), law, date(2020, 12, 31));
        CAPTURE(story);
        REQUIRE(s->subjects.size() == each.size());
        for (std::size_t n = 0; n < each.size(); ++n) {
            auto const& one = s->subjects[n];
            REQUIRE(one.outcome == each[n].outcome);
            REQUIRE(one.custody == each[n].custody);
            REQUIRE(one.conditional == each[n].conditional);
            REQUIRE(one.decided_by == each[n].decided_by);
            REQUIRE(one.decided_on == (each[n].decided_by == 0 ? std::nullopt : std::optional(date(2020, 3, 2) + days(each[n].decided_by))));
        }
    }
}

TEST_CASE("a rough date counts when its last day is past; before, it is named as one that may have happened") {
    auto const d = tell(an_extradition(), R"(
        2008-03-06  filed
        2009-08     refused_by_court
    )");
    auto r = an_extradition();
    auto const s = standing::of(d, law::built_in(), date(2009, 8, 15));
    // The filing is dated as the request: 2020-03-02 in this story.
    CHECK_FALSE(s);
    auto const later = standing::of(d, law::built_in(), date(2020, 3, 2));
    CHECK(later->outcome == outcome::refused);
    r.made_on = date(2008, 3, 6);
    auto const own = tell(r, R"(
        2008-03-06  filed
        2009-08     refused_by_court
    )");
    CHECK(standing::of(own, law::built_in(), date(2009, 8, 15))->outcome == outcome::pending);
    CHECK(standing::of(own, law::built_in(), date(2009, 8, 15))->perhaps == std::vector{2});
    CHECK(standing::of(own, law::built_in(), date(2009, 8, 31))->outcome == outcome::refused);
}
