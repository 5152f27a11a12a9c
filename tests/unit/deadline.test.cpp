// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <comity/deadline.hpp>

#include <algorithm>
#include <random>

using namespace comity::story;
using comity::date;
using comity::deadline;
using comity::deadline_status;

namespace {

std::vector<deadline> due(comity::dossier const& d, date as_of, comity::law const& law = comity::law::built_in()) { return deadlines(d, law, as_of); }

/// The only clock of a limit.
deadline one(std::vector<deadline> const& all, std::string_view instrument, std::string_view limit) {
    std::vector<deadline> found;
    std::ranges::copy_if(all, std::back_inserter(found), [&](deadline const& d) { return d.instrument() == instrument && d.limit().id == limit; });
    REQUIRE_MESSAGE(found.size() == 1, instrument << ' ' << limit << ": " << found.size());
    return found.front();
}

comity::request a_warrant(std::string reference = "EAW-1") {
    return {.kind = comity::request_kind::surrender, .requesting = "PL"_state, .requested = "DE"_state, .reference = std::move(reference), .basis = {"eaw-2002"}, .made_on = date(2020, 3, 2)};
}

}  // namespace

TEST_CASE("two laws, one case: the treaty's 60 days and the statute's 65 are both shown, each with its article and whom it binds") {
    auto r = an_extradition();
    r.requesting = "US"_state;
    r.basis = {"gb-us-extradition-2003"};
    auto const all = due(tell(r, R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
    )"), date(2020, 4, 1));
    auto const treaty = one(all, "gb-us-extradition-2003", "12-4"), statute = one(all, "gb-extradition-act-2003", "74-65d-us");
    CHECK(to_string(treaty.provision()) == "gb-us-extradition-2003 12(4)");
    CHECK(treaty.latest == date(2020, 5, 9));    // 60 days after 10 March
    CHECK(statute.latest == date(2020, 5, 13));  // 65 days starting with 10 March
    CHECK(treaty.nature() == comity::nature::permissive_release);
    CHECK(statute.nature() == comity::nature::mandatory_release);
    CHECK(treaty.binds == comity::bound_party::requesting);
    CHECK(treaty.certainty.contains(comity::doubt::unverified));  // nobody has read either text
    CHECK(statute.certainty.contains(comity::doubt::unverified));
    CHECK(std::ranges::none_of(all, [](deadline const& d) { return d.limit().id == "74-45d"; }));  // the order for the United States takes its place
}

TEST_CASE("release never closes the request, granted is not surrendered, and what was missed stays due") {
    auto const d = tell(a_warrant(), R"(
        2020-03-02  filed
        2020-03-10  arrest
        2020-05-20  released_on_bail
        2020-06-01  granted_by_court
        2020-06-01  decision_final
    )");
    auto const late = one(due(d, date(2020, 5, 25)), "eaw-2002", "17-3");
    CHECK(late.status == deadline_status::missed);  // 60 days after 10 March: 9 May
    CHECK(late.open());                             // Lanigan, C-237/15 PPU
    CHECK(one(due(d, date(2020, 6, 5)), "eaw-2002", "17-3").status == deadline_status::met_late);
    auto const surrender = one(due(d, date(2020, 6, 5)), "eaw-2002", "23-2");
    CHECK(surrender.status == deadline_status::pending);
    CHECK(surrender.latest == date(2020, 6, 11));   // ten days after the final decision
    auto const overdue = one(due(d, date(2020, 6, 12)), "eaw-2002", "23-2");
    CHECK(overdue.status == deadline_status::missed);
    CHECK(overdue.open());
    CHECK(to_string(next_step(overdue)) == "Release or discharge is due.");
    CHECK(stands(d, date(2020, 6, 12)) == "granted, not surrendered");
}

TEST_CASE("a new request while the person is held gets a clock of its own; a further order of detention does not") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
        2020-03-12  detention_ordered      // the same deprivation of liberty
        2020-03-20  request_received
        2020-05-01  request_received       // a second request, while held on the first
        2020-05-01  provisional_arrest
    )");
    std::vector<date> starts;
    for (auto const& x : due(d, date(2020, 5, 2)))
        if (x.limit().id == "16-4-40d") starts.push_back(x.trigger->latest());
    CHECK(starts == std::vector{date(2020, 3, 10), date(2020, 5, 1)});
    auto const s = comity::standing::of(d, comity::law::built_in(), date(2020, 5, 2));
    REQUIRE(s->subjects.size() == 1);
    CHECK(s->subjects.front().custody == comity::custody::held);
}

TEST_CASE("persons who stand differently have deadlines of their own; those who stand alike share one") {
    auto const d = tell(an_extradition(4), R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest  concerns person 1
        2020-03-10  provisional_arrest  concerns person 3
        2020-03-12  provisional_arrest  concerns person 2
        2020-03-20  released            concerns person 2
    )");
    std::vector<std::string> told;
    for (auto const& x : due(d, date(2020, 3, 21)))
        if (x.limit().id == "16-4-40d") {
            std::string parts;
            for (auto const& c : x.concerns) parts += to_string(c) + " ";
            told.push_back(parts + to_string(*x.latest) + " " + std::string(to_string(x.status)));
        }
    CHECK(told == std::vector<std::string>{"person 1 2020-04-19 pending", "person 3 2020-04-19 pending", "person 2 2020-04-21 discontinued"});
}

TEST_CASE("a batch of hundreds of items is worked out once for those of which the same is known") {
    auto r = comity::request{.kind = comity::request_kind::mutual_legal_assistance, .requesting = "DE"_state, .requested = "FR"_state, .reference = "B", .basis = {"eio-2014"}, .made_on = date(2020, 3, 2)};
    r.measures.resize(300);
    auto const d = tell(r, R"(
        2020-03-02  filed
        2020-03-03  request_received_by_competent_authority
        2020-03-20  granted   concerns measure 1
        2020-03-25  executed  concerns measure 1
    )");
    std::size_t decisions = 0;
    for (auto const& x : due(d, date(2020, 3, 26))) {
        if (x.limit().id != "12-3") continue;
        ++decisions;
        CHECK(x.concerns.size() == 1);
        CHECK(x.status == (x.concerns.front().first == 1 ? deadline_status::met : deadline_status::pending));
        if (x.status == deadline_status::pending) CHECK(to_string(x.concerns.front()) == "measure 2-300");
    }
    CHECK(decisions == 2);
}

TEST_CASE("a rough date gives both ends, and an act on a rough day is in time, late, or in dispute") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02             filed
        2020-03-10/2020-03-12  provisional_arrest
        2020-04-18/2020-04-25  request_received
    )");
    auto const limit = one(due(d, date(2020, 5, 1)), "ets-24", "16-4-40d");
    CHECK(limit.earliest == date(2020, 4, 18));  // from the 10th, which is counted
    CHECK(limit.latest == date(2020, 4, 21));    // from the 12th, which is not
    CHECK(limit.certainty.contains(comity::doubt::approximate));
    CHECK(limit.status == deadline_status::disputed);
    CHECK(one(due(d, date(2020, 4, 20)), "ets-24", "16-4-40d").status == deadline_status::disputed);  // as of then the receipt may not have been
    CHECK(one(due(d, date(2020, 4, 17)), "ets-24", "16-4-40d").status == deadline_status::pending);
}

TEST_CASE("what cannot be computed names what is missing") {
    auto const all = due(tell(a_warrant(), R"(
        2020-03-02  filed
        2020-06-01  granted_by_court
    )"), date(2020, 7, 1));
    auto const surrender = one(all, "eaw-2002", "23-2");
    CHECK(surrender.status == deadline_status::not_computable);
    CHECK_FALSE(surrender.latest);
    CHECK(to_string(surrender.reason) == "it runs from decision final, and the dossier records none (last event: granted by court, 1 June 2020)");

    auto r = an_extradition();
    r.basis = {"xx-treaty-1901"};
    auto const unknown = due(tell(r, "2020-03-02 filed"), date(2020, 7, 1));
    REQUIRE(unknown.size() == 1);
    CHECK(unknown.front().status == deadline_status::not_computable);
    CHECK(to_string(unknown.front().reason).find("no instrument \"xx-treaty-1901\"") != std::string::npos);
    CHECK(unknown.front().steps().size() == 1);
}

TEST_CASE("a basis that the request names holds, whatever the lists of parties say; one that it does not name is found") {
    auto r = an_extradition();
    r.requesting = "TH"_state;  // no party to ETS 24
    auto const arrested = "2020-03-02 filed\n2020-03-10 provisional_arrest";
    CHECK(one(due(tell(r, arrested), date(2020, 4, 1)), "ets-24", "16-4-40d").latest == date(2020, 4, 19));
    r.basis.clear();
    auto const without = due(tell(r, arrested), date(2020, 4, 1));
    CHECK(std::ranges::none_of(without, [](deadline const& d) { return d.instrument() == "ets-24"; }));
    r.requesting = "TR"_state;
    CHECK(one(due(tell(r, arrested), date(2020, 4, 1)), "ets-24", "16-4-40d").latest == date(2020, 4, 19));
}

TEST_CASE("corrections count: an amended arrest moves what follows, a retracted one takes it away") {
    auto const amended = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
        2020-03-12  provisional_arrest  corrects 2
    )");
    CHECK(one(due(amended, date(2020, 4, 1)), "ets-24", "16-4-40d").latest == date(2020, 4, 21));
    auto const retracted = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-10  provisional_arrest
        =           retracted  corrects 2
    )");
    CHECK(due(retracted, date(2020, 4, 1)).empty());
}

TEST_CASE("the same dossier, law and day give the same answer; what comes later changes nothing of an earlier day") {
    auto const d = tell(a_warrant(), R"(
        2020-03-02  filed
        2020-03-10  arrest
        2020-04-01  consent_given
        2020-04-20  decision_final
        2020-04-25  person_surrendered
    )");
    auto const text = [](std::vector<deadline> const& all) {
        std::string lines;
        for (auto const& x : all) lines += to_string(x) + '\n';
        return lines;
    };
    auto const before = tell(a_warrant(), "2020-03-02 filed\n2020-03-10 arrest");
    CHECK(text(due(d, date(2020, 3, 20))) == text(due(before, date(2020, 3, 20))));
    CHECK(text(due(d, date(2021, 1, 1))) == text(due(d, date(2021, 1, 1))));
    CHECK(due(d, date(2020, 3, 1)).empty());
}

TEST_CASE("steps are the whole way: trigger, rule, each day that was skipped") {
    auto r = comity::request{.kind = comity::request_kind::mutual_legal_assistance, .requesting = "DE"_state, .requested = "FR"_state, .reference = "EIO-7", .basis = {"eio-2014"}, .made_on = date(2020, 4, 1)};
    auto const all = due(tell(r, R"(
        2020-04-01  filed
        2020-04-01  request_received_by_competent_authority
    )"), date(2020, 4, 2));
    auto const decision = one(all, "eio-2014", "12-3");
    CHECK(decision.latest == date(2020, 5, 4));  // 30 days after 1 April: Friday 1 May, a holiday; then a weekend
    std::string steps;
    for (auto const& step : decision.steps()) steps += to_string(step) + '\n';
    CAPTURE(steps);
    CHECK(steps.find("2020-04-01 Wed  request received by competent authority, entry 2  [eio-2014 12(3)]") != std::string::npos);
    CHECK(steps.find("2020-05-01 Fri  not a working day: Labor Day") != std::string::npos);
    CHECK(steps.find("2020-05-02 Sat  not a working day: Saturday") != std::string::npos);
    CHECK(steps.find("2020-05-04 Mon  last day") != std::string::npos);
    CHECK(decision.calendar() == "FR");
    CHECK(decision.counting() == "eu-1182-71 in the words of eio-2014 12(3)");
}

TEST_CASE("where the part of the State is not known each may apply; where it is, that one does") {
    auto r = comity::request{.kind = comity::request_kind::mutual_legal_assistance, .requesting = "DE"_state, .requested = "GB"_state, .reference = "EIO-8", .basis = {"eio-2014"}, .made_on = date(2019, 10, 1)};
    auto const received = "2019-10-01 filed\n2019-10-31 request_received_by_competent_authority";  // 30 days: St Andrew's Day, Saturday 30 November; Monday is off in Scotland alone
    auto const unknown = one(due(tell(r, received), date(2019, 11, 1)), "eio-2014", "12-3");
    CHECK(unknown.earliest == date(2019, 12, 2));
    CHECK(unknown.latest == date(2019, 12, 3));
    CHECK(unknown.certainty.contains(comity::doubt::two_readings));
    CHECK(unknown.calendar() == "GB-ENG, GB-NIR, GB-SCT");
    r.requested_authority = comity::authority{.name = "Crown Office", .jurisdiction = comity::parse_jurisdiction("GB-SCT")};
    auto const scotland = one(due(tell(r, received), date(2019, 11, 1)), "eio-2014", "12-3");
    CHECK(scotland.earliest == date(2019, 12, 3));
    CHECK(scotland.duty_of() == comity::parse_jurisdiction("GB-SCT"));
}

TEST_CASE("nothing that a register may hold makes it fail: the ends of time, hours from a day without a clock, a State that asks nobody") {
    auto r = a_warrant();
    r.made_on = date(9999, 12, 1);
    auto const all = due(tell(r, R"(
        9999-12-01  filed
        9999-12-20  arrest
    )"), date(9999, 12, 31));
    CHECK(one(all, "eaw-2002", "17-3").status == deadline_status::not_computable);
    CHECK(to_string(one(all, "eaw-2002", "17-3").reason).find("9999") != std::string::npos);

    auto hours = comity::request{.kind = comity::request_kind::surrender, .requesting = "ES"_state, .requested = "BE"_state, .reference = "24", .basis = {"eaw-2002"}, .made_on = date(2017, 11, 3)};
    auto const day = one(due(tell(hours, "2017-11-03 filed\n2017-11-05 arrest"), date(2017, 11, 5)), "be-eaw-law", "11-1");
    CHECK(day.earliest == date(2017, 11, 6));
    CHECK(day.certainty.contains(comity::doubt::approximate));
    auto const instant = one(due(tell(hours, "2017-11-03 filed\n2017-11-05T09:17:00+01:00[Europe/Brussels] arrest"), date(2017, 11, 5)), "be-eaw-law", "11-1");
    CHECK(to_string(*instant.last_instant) == "2017-11-06T09:17:00+01:00[Europe/Brussels]");

    auto nobody = comity::request{.kind = comity::request_kind::extradition, .reference = "x", .made_on = date(2020, 1, 1)};
    CHECK(due(tell(nobody, "2020-01-01 filed\n2020-01-02 provisional_arrest"), date(2020, 2, 1)).empty());
}

TEST_CASE("whatever events a register holds: nothing throws, days are in order, and what happens later changes nothing of an earlier day") {
    auto const law = comity::law::built_in();
    std::mt19937 random(20261128);
    auto const below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    std::vector<comity::event_kind> kinds;
    for (auto const& m : law.events())
        if (m.by != comity::side::registrar) kinds.push_back(m.kind);
    std::vector<comity::state_code> const states{"GB"_state, "RU"_state, "DE"_state, "FR"_state, "US"_state, "NL"_state, "CA"_state, "CH"_state, "IE"_state, "BE"_state, "AU"_state, "IN"_state, "TH"_state, "UA"_state};
    std::vector<comity::instrument const*> with_limits;
    for (auto const& i : law.instruments())
        if (!i.time_limits.empty()) with_limits.push_back(&i);
    std::size_t found = 0, uneasy = 0;
    for (int round = 0; round < 700; ++round) {
        // Of an instrument: a kind of request that it carries, and mostly events of which its limits speak.
        auto const& basis = *with_limits[below(with_limits.size())];
        std::vector<comity::event_kind> spoken;
        for (auto const& limit : basis.time_limits)
            for (auto const* set : {&limit.from, &limit.from, &limit.met_by, &limit.unless, &limit.needs, &limit.opened_by, &limit.waived_by}) spoken.insert(spoken.end(), set->named().begin(), set->named().end());
        for (auto const& limit : basis.time_limits) {
            for (auto const& s : limit.stops) spoken.insert(spoken.end(), s.by.named().begin(), s.by.named().end());
            for (auto const& e : limit.extensions) spoken.insert(spoken.end(), e.by.named().begin(), e.by.named().end());
        }
        if (spoken.empty()) continue;
        auto r = comity::request{.kind = basis.kinds[below(basis.kinds.size())], .requesting = states[below(states.size())], .requested = states[below(states.size())], .reference = std::to_string(round), .made_on = date(2019, 1, 1)};
        if (basis.form == comity::instrument_form::statute) r.requested = basis.state;
        if (r.requesting == r.requested) continue;
        r.basis = {basis.id};
        r.persons.resize(below(3));
        r.measures.resize(below(3));
        std::vector<comity::entry> history{{.seq = 1, .id = {}, .recorded_at = 0, .event = {.kind = comity::event_kind::filed, .on = date(2019, 1, 1)}}};
        auto const as_of = date(2020, 1, 1);
        for (auto n = below(14); n > 0; --n) {
            auto e = comity::event{.kind = below(4) ? spoken[below(spoken.size())] : kinds[below(kinds.size())]};
            auto const day = date(2018, 11, 1) + comity::days(static_cast<int>(below(420)));
            e.on = below(8) ? comity::when(day) : below(2) ? comity::when(day, day + comity::days(30)) : comity::when(comity::instant(day, 16, 45, 0, "Europe/London"));
            if (below(4) == 0) e.appoints = day + comity::days(static_cast<int>(below(90)));
            if (!r.persons.empty() && below(4) == 0) e.concerns = {comity::person_number(1)};
            history.push_back({.seq = static_cast<int>(history.size()) + 1, .id = {}, .recorded_at = 0, .event = e});
        }
        auto later = history;
        for (int n = 0; n < 3; ++n)
            later.push_back({.seq = static_cast<int>(later.size()) + 1, .id = {}, .recorded_at = 0, .event = {.kind = kinds[below(kinds.size())], .on = as_of + comity::days(1 + static_cast<int>(below(300)))}});
        auto const id = comity::named_uuid("random", std::to_string(round));
        auto const text = [&](comity::dossier const& d) {
            std::string lines;
            for (auto const& x : deadlines(d, law, as_of)) lines += to_string(x) + '\n';
            return lines;
        };
        CAPTURE(round);
        auto const now = comity::dossier(id, history, {{1, r}});
        CHECK(text(now) == text(comity::dossier(id, later, {{1, r}})));
        for (auto const& x : deadlines(now, law, as_of)) {
            ++found;
            CHECK(x.earliest.has_value() == x.latest.has_value());
            if (x.latest) CHECK(*x.earliest <= *x.latest);
            if (x.latest && *x.earliest != *x.latest) CHECK_FALSE(x.certainty.empty());
            CHECK((x.status != deadline_status::not_computable || (!x.latest && !x.reason.empty())));
            CHECK((x.status != deadline_status::met_late || x.done));
            uneasy += x.status == deadline_status::not_computable;
            auto const steps = x.steps();
            if (x.latest && x.trigger) CHECK_FALSE(steps.empty());
            CHECK_FALSE(to_string(x).empty());
            next_step(x);
        }
    }
    CHECK(found > 1000);
    CHECK(uneasy < found / 4);
}

TEST_CASE("an arrest before any request is taken for provisional, and says so; one on a request is not") {
    auto const plain = one(due(tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-10  arrest
    )"), date(2020, 3, 20)), "ets-24", "16-4-40d");
    CHECK(plain.latest == date(2020, 4, 19));
    CHECK(plain.certainty.contains(comity::doubt::two_readings));
    CHECK(plain.status == deadline_status::pending);
    auto const late = one(due(tell(an_extradition(), "2020-03-02 filed\n2020-03-10 arrest"), date(2020, 5, 1)), "ets-24", "16-4-40d");
    CHECK(late.status == deadline_status::disputed);
    CHECK(to_string(late.reason) == "whether the arrest was provisional is not recorded; it came before any request");
    auto const on_request = due(tell(an_extradition(), R"(
        2020-03-02  filed
        2020-03-05  request_received
        2020-03-10  arrest
    )"), date(2020, 5, 1));
    CHECK(std::ranges::none_of(on_request, [](deadline const& d) { return d.limit().id == "16-4-40d"; }));
}

TEST_CASE("leave refused is no appeal dismissed on its merits: it opens no appeal from it") {
    auto r = comity::request{.kind = comity::request_kind::surrender, .requesting = "PL"_state, .requested = "GB"_state, .reference = "EAW-9", .basis = {"eaw-2002"}, .made_on = date(2019, 3, 1)};
    auto const arrested = std::string("2019-03-01 filed\n2019-03-10 arrest\n2019-04-01 granted_by_court\n2019-04-05 appeal_lodged\n");
    auto const has = [](std::vector<deadline> const& all, std::string_view limit) { return std::ranges::any_of(all, [&](deadline const& d) { return d.limit().id == limit; }); };
    CHECK(has(due(tell(r, arrested + "2019-05-02 appeal_dismissed"), date(2019, 5, 3)), "32-5"));
    CHECK_FALSE(has(due(tell(r, arrested + "2019-05-02 leave_to_appeal_refused"), date(2019, 5, 3)), "32-5"));
}
