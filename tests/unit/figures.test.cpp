// SPDX-License-Identifier: Apache-2.0
// Figures counted by hand from a few stories each.
#include "story.hpp"

#include <comity/claim.hpp>
#include <comity/ready_tables.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace comity;
using namespace comity::story;

namespace {

struct told_request {
    std::string reference;
    std::string_view story;
    state_code from = "RU"_state, to = "GB"_state;
    request_kind kind = request_kind::extradition;
    std::size_t persons = 1, measures = 0, items = 0;
    std::vector<provision> basis{"ets-24"};
};

request request_of(told_request const& t) {
    auto r = request{.kind = t.kind, .requesting = t.from, .requested = t.to, .reference = t.reference, .basis = t.basis};
    auto const first = t.story.find_first_not_of(" \n");
    r.made_on = parse_when(t.story.substr(first, t.story.find(' ', first) - first));
    r.persons.resize(t.persons), r.measures.resize(t.measures, measure{.kind = "hearing"}), r.items.resize(t.items);
    return r;
}

snapshot view_of(std::vector<told_request> const& stories, cutoff as_of) {
    std::vector<dossier> dossiers;
    for (auto const& t : stories) dossiers.push_back(tell(request_of(t), t.story));
    return snapshot(law::built_in(), as_of, std::nullopt, dossiers);
}

/// One cell, by the text of the cells that a row begins with and the name of a column.
std::string at(table const& t, std::vector<std::string> const& begins, std::string_view column) {
    auto const c = static_cast<std::size_t>(std::ranges::find(t.columns, column, &comity::column::name) - t.columns.begin());
    REQUIRE(c < t.columns.size());
    for (auto const& row : t.rows) {
        bool same = true;
        for (std::size_t i = 0; i < begins.size(); ++i) same &= to_text(row[i]) == begins[i];
        if (same) return to_text(row[c]);
    }
    return "no such row";
}

std::string all_of(table const& t) {
    std::string text;
    for (auto const& row : t.rows) {
        for (auto const& c : row) text += to_text(c) + " ";
        text.back() = '\n';
    }
    return text;
}

constexpr auto no_keys = [] { return breakdown{.by = {}}; };

}  // namespace

TEST_CASE("time to an answer counts those without one: five requests, Kaplan–Meier by hand") {
    // Answered after 10, 20 and 30 days; open for 25 and 40 days. S: 4/5, 3/5 (at 20), then of two at risk at 30 one: 3/10.
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-01-11 refused"},
                               {"B", "2020-01-01 filed\n 2020-01-21 granted"},
                               {"C", "2020-01-01 filed\n 2020-01-31 supplementary_information_requested"},
                               {"D", "2020-01-16 filed"},
                               {"E", "2020-01-01 filed\n 2020-01-05 receipt_acknowledged"}},
                              date(2020, 2, 10));
    auto const t = view.time_to("answer", no_keys());
    CHECK(at(t, {}, "requests") == "5");
    CHECK(at(t, {}, "happened") == "3");
    CHECK(at(t, {}, "waiting") == "2");
    CHECK(at(t, {}, "median") == "30");
    CHECK(at(t, {}, "first_quartile") == "20");     // down to 3/4 only with the second
    CHECK(at(t, {}, "ninth_decile") == "");         // never down to a tenth
    CHECK(at(t, {}, "median_of_happened") == "20");  // what leaves the open ones out looks faster
    CHECK(at(t, {}, "mean_of_happened") == "20");
    auto const curve = view.waiting_curve("answer");
    CHECK(at(curve, {"30"}, "at_risk") == "2");
    CHECK(std::stod(at(curve, {"30"}, "still_waiting")) == doctest::Approx(0.3));
    CHECK(at(view.time_to("acknowledgement", no_keys()), {}, "median") == "");
    CHECK(at(view.time_to("decision", no_keys()), {}, "happened") == "2");
    CHECK_THROWS_WITH_AS(view.time_to("anwser"), doctest::Contains("write answer, substantive"), bad_input);
}

TEST_CASE("what nobody waits for any more counts until then") {
    auto const t = view_of({{"A", "2020-01-01 filed\n 2020-01-11 request_withdrawn"}, {"B", "2020-01-01 filed\n 2020-02-20 refused"},
                            {"C", "2020-01-01 filed\n 2020-01-05 request_withdrawn\n 2020-01-20 request_sent"}}, date(2020, 3, 1)).waiting_curve("answer");
    CHECK(all_of(t).starts_with("10 3 0 1 1 "));  // A, censored at its withdrawal; C was sent again and waits
    CHECK(at(t, {"50"}, "at_risk") == "2");
    CHECK(at(t, {"60"}, "censored") == "1");
}

TEST_CASE("net of the days that were not the requested State's turn") {
    auto const story = R"(2020-01-01 filed
                          2020-01-11 supplementary_information_requested
                          2020-03-11 supplementary_information_received
                          2020-03-21 stay_ordered
                          2020-04-20 stay_lifted
                          2020-04-30 granted)";
    auto const view = view_of({{"A", story}}, date(2020, 12, 31));
    CHECK(at(view.time_to("decision", no_keys()), {}, "median") == "120");
    CHECK(at(view.time_to("decision", no_keys(), {.net = true}), {}, "median") == "30");  // less 60 for the information, and 30 for the stay
}

TEST_CASE("from another event than the making") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-01-11 request_received\n 2020-01-31 granted"}, {"B", "2020-01-01 filed\n 2020-01-31 granted"}}, date(2020, 12, 31));
    auto const t = view.time_to("decision", no_keys(), {.from = event_kind::request_received});
    CHECK(at(t, {}, "median") == "20");
    REQUIRE(!t.notes.empty());
    CHECK(to_string(t.notes[0]) == "1 request is left out: the event with which the time begins is not recorded.");
}

TEST_CASE("late entry: an old request counts from when the register knew of it") {
    // A was 100 days old when the register began, and was answered 10 days later; C was over by then.
    auto const view = view_of({{"A", "2020-01-01 filed known 2020-04-10\n 2020-04-20 granted"}, {"B", "2020-04-10 filed known 2020-04-10\n 2020-07-19 granted"},
                               {"C", "2020-01-01 filed known 2020-04-10\n 2020-02-01 granted"}}, date(2020, 12, 31));
    auto const late = view.waiting_curve("answer", {.by = {}}, {.late_entry = true});
    CHECK(all_of(late).starts_with("100 1 1 0 0 "));  // B alone is at risk at 100 days: A enters after it
    CHECK(at(late, {"110"}, "at_risk") == "1");
    CHECK(to_string(late.notes[0]) == "1 request is left out: all was over before the register knew of it.");
}

TEST_CASE("a rough date counts by its middle") {
    auto const t = view_of({{"A", "2020-01-01 filed\n 2020-02-01/2020-02-04 granted"}}, date(2020, 12, 31)).time_to("decision", no_keys());
    CHECK(at(t, {}, "median") == "32.5");
}

TEST_CASE("what a request has come to: outcomes that exclude each other add up") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-01-11 granted"}, {"B", "2020-01-01 filed\n 2020-01-21 refused"}, {"C", "2020-01-01 filed\n 2020-01-31 request_withdrawn"}, {"D", "2020-01-01 filed"}},
                              date(2020, 12, 31));
    auto const t = view.incidence(no_keys(), {5, 10, 30, 365});
    CHECK(at(t, {"5"}, "none_yet") == "100");
    CHECK(at(t, {"10"}, "granted") == "25");
    CHECK(at(t, {"30"}, "refused") == "25");
    CHECK(at(t, {"30"}, "withdrawn") == "25");
    CHECK(at(t, {"30"}, "none_yet") == "25");
    CHECK_THROWS_AS(view.incidence(no_keys(), {-1}), bad_input);
}

TEST_CASE("outcomes by year: what is granted in a year need not have been asked in it") {
    auto const view = view_of({{"A", "2018-05-01 filed\n 2019-02-01 granted"}, {"B", "2019-05-01 filed\n 2019-06-01 refused"}, {"C", "2019-07-01 filed"}}, date(2019, 12, 31));
    auto const t = view.outcomes_by_year({date(2018, 1, 1), date(2019, 12, 31)});
    CHECK(at(t, {"2018", "cohort"}, "granted") == "1");
    CHECK(at(t, {"2018", "flow"}, "granted") == "0");
    CHECK(at(t, {"2019", "cohort"}, "granted") == "0");
    CHECK(at(t, {"2019", "flow"}, "granted") == "1");
    CHECK(at(t, {"2019", "cohort"}, "granted_share") == "0");
    CHECK(at(t, {"2019", "flow"}, "granted_share") == "50");
    CHECK(at(t, {"2019", "cohort"}, "open") == "1");
}

TEST_CASE("the stock at the end of each month is what flow says it is") {
    auto const view = view_of({{"A", "2020-01-15 filed\n 2020-03-02 refused\n 2020-04-01 reopened"}, {"B", "2020-02-20 filed\n 2020-02-25 granted"}, {"C", "2019-06-01 filed"}}, date(2020, 4, 30));
    auto const period = date_range{date(2020, 1, 1), date(2020, 4, 30)};
    CHECK(all_of(view.stock(period, step::month, no_keys())) == "2 2 1 2\n");
    std::string closing;
    for (auto const& row : view.flow(period, step::month).rows) closing += to_text(row[13]) + " ";
    CHECK(closing == "2 2 1 2 ");
}

TEST_CASE("stock, flow and outcomes agree on any register") {
    std::mt19937 random(7);
    auto const pick = [&](auto const& list) { return list[random() % list.size()]; };
    std::vector<std::string> const kinds{"granted", "refused", "request_returned", "request_sent", "request_withdrawn", "reopened", "postponed", "closed", "receipt_acknowledged", "refused_on_appeal", "person_surrendered"};
    for (int round = 0; round < 60; ++round) {
        std::vector<std::string> texts;
        for (int i = 0; i < 12; ++i) {
            auto day = date(2018, 1, 1) + days(static_cast<int>(random() % 700));
            auto text = to_string(day) + " filed";
            for (auto n = random() % 6; n > 0; --n) day = day + days(static_cast<int>(random() % 150)), text += "\n" + to_string(day) + " " + pick(kinds);
            texts.push_back(text);
        }
        std::vector<told_request> stories;
        for (std::size_t i = 0; i < texts.size(); ++i) stories.push_back({std::to_string(i), texts[i], i % 2 ? "RU"_state : "DE"_state});
        auto const view = view_of(stories, date(2021, 12, 31));
        auto const period = date_range{date(2018, 3, 5), date(2021, 12, 31)};
        for (auto const by : {step::month, step::quarter, step::year}) {
            auto const flow = view.flow(period, by), stock = view.stock(period, by, no_keys());
            auto before = std::get<std::int64_t>(flow.rows[0][2]);
            std::size_t step_number = 0;
            for (auto const& row : flow.rows) {
                auto const n = [&](std::size_t c) { return std::get<std::int64_t>(row[c]); };
                REQUIRE(n(2) == before);
                std::int64_t out = n(13);
                for (std::size_t c = 5; c <= 12; ++c) out += n(c);
                REQUIRE(n(2) + n(3) + n(4) == out);
                REQUIRE((stock.rows.empty() ? 0 : std::get<std::int64_t>(stock.rows[0][step_number])) == n(13));
                before = n(13), ++step_number;
            }
        }
        // By pair of States the flows add up to the whole.
        auto const whole = view.flow(period), parts = view.flow(period, step::year, {.by = {key::requesting}});
        for (std::size_t c = 2; c <= 13; ++c) {
            std::int64_t a = 0, b = 0;
            for (auto const& row : whole.rows) a += std::get<std::int64_t>(row[c]);
            for (auto const& row : parts.rows) b += std::get<std::int64_t>(row[c + 1]);
            REQUIRE(a == b);
        }
    }
}

TEST_CASE("refusals by ground, article and who refused; partial ones apart") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 refused_by_court ground own_national"},
                               {"B", "2020-01-01 filed\n 2020-02-01 refused_by_minister ground human_rights"},
                               {"C", "2020-01-01 filed\n 2020-02-01 refused concerns person 1 ground own_national\n 2020-03-01 refused concerns person 2 ground own_national", "RU"_state, "GB"_state, request_kind::extradition, 3},
                               {"D", "2020-01-01 filed\n 2020-02-01 refused"}}, date(2020, 12, 31));
    auto const t = view.refusals();
    CHECK(all_of(t) == "RU GB human_rights  minister 1 1 0 1\n"
                       "RU GB not_recorded  not_recorded 1 1 0 1\n"
                       "RU GB own_national  court 1 1 0 1\n"
                       "RU GB own_national  not_recorded 2 0 2 1\n");
    CHECK(view.refusals(date_range{date(2020, 3, 1), date(2020, 12, 31)}).rows.size() == 1);
}

TEST_CASE("a ground that the law has no word for may be a name, and is told in no figure") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 refused ground sidorov"}, {"B", "2020-01-01 filed\n 2020-02-01 refused ground own_national"}}, date(2020, 12, 31));
    CHECK(all_of(view.refusals()) == "RU GB in_other_words  not_recorded 1 1 0 1\nRU GB own_national  not_recorded 1 1 0 1\n");
    CHECK(at(view.reciprocity("RU"_state, "GB"_state), {"RU", "GB"}, "main_grounds") == "in_other_words (1), own_national (1)");
}

TEST_CASE("a refusal of some measures or offences counts in their groups alone; one that names none, in all") {
    auto r = request_of({.reference = "A", .story = "2020-01-01 filed", .kind = request_kind::mutual_legal_assistance});
    r.measures = {{.kind = "hearing"}, {.kind = "bank_records"}, {.kind = "hearing"}}, r.offences = {{.group = "fraud"}, {.group = "sorcery"}};
    std::vector<dossier> const dossiers{tell(r, "2020-01-01 filed\n 2020-02-01 refused concerns measure 2\n 2020-03-01 refused concerns offence 1\n 2020-04-01 refused")};
    auto const view = snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers);
    auto const by_measure = view.refusals({}, {.by = {key::measure}});
    CHECK(at(by_measure, {"bank_records"}, "refusals") == "3");  // of the second measure, of an offence, of all
    CHECK(at(by_measure, {"hearing"}, "refusals") == "2");
    CHECK(at(by_measure, {"bank_records"}, "partial") == "2");
    auto const by_offence = view.refusals({}, {.by = {key::offence}});
    CHECK(at(by_offence, {"fraud"}, "refusals") == "3");
    CHECK(at(by_offence, {"sorcery"}, "refusals") == "2");
    auto const by_category = view.refusals({}, {.by = {key::offence_category}});
    CHECK(at(by_category, {"fraud"}, "refusals") == "3");
    CHECK(at(by_category, {"group not listed"}, "refusals") == "2");
    auto const by_both = view.refusals({}, {.by = {key::measure, key::offence}});
    CHECK(at(by_both, {"hearing", "sorcery"}, "refusals") == "1");
    CHECK(at(view.refusals({}, no_keys()), {}, "refusals") == "3");
}

TEST_CASE("silence, reminders and questions") {
    auto const view = view_of({{"A", "2020-01-01 filed"},
                               {"B", "2020-01-01 filed\n 2020-01-10 receipt_acknowledged"},
                               {"C", "2020-01-01 filed\n 2020-01-10 receipt_acknowledged\n 2020-06-01 reminder_sent"},
                               {"D", "2020-01-01 filed\n 2020-03-01 reminder_sent\n 2020-03-11 status_reported\n 2020-04-01 reminder_sent\n 2020-04-06 granted"},
                               {"E", "2020-01-01 filed\n 2020-02-01 supplementary_information_requested\n 2020-02-21 supplementary_information_sent\n 2020-03-01 translation_requested"}},
                              date(2020, 6, 30));
    CHECK(all_of(view.no_response(days(0), no_keys())) == "1 2 3 1\n");
    CHECK(all_of(view.no_response(days(30), no_keys())) == "1 2 3 0\n");  // the reminder is 29 days old
    CHECK(all_of(view.reminders(no_keys())) == "2 3 2 1 5 5\n");          // reactions after 10 and 5 days: the lower middle; one of them an answer
    CHECK(all_of(view.questions(no_keys())) == "5 1 2 1 1 20 121 20 20\n");  // open since 1 March: 121 days; asked in one of five
    // A reminder is no act of the requested State: of those that did nothing it hides none.
    auto const reminded = view_of({{"A", "2020-01-01 filed"}, {"B", "2020-01-01 filed\n 2020-06-01 reminder_sent"}}, date(2020, 6, 30));
    CHECK(all_of(reminded.no_response(days(0), no_keys())) == "2 0 2 1\n");
    CHECK(at(reminded.coverage_of_dates(), {"received"}, "requests") == "0");
}

TEST_CASE("persons, requests and measures are counted apart") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 arrest concerns person 1\n 2020-02-02 arrest concerns person 2\n 2020-02-10 consent_given concerns person 1\n 2020-03-01 granted\n 2020-03-10 person_surrendered concerns person 1\n 2020-04-20 released concerns person 2 ground time_limit",
                                "RU"_state, "GB"_state, request_kind::extradition, 3}}, date(2020, 12, 31));
    auto const t = view.persons();
    auto const n = [&](std::string_view column) { return at(t, {"RU", "GB"}, column); };
    CHECK(n("requests") == "1");
    CHECK(n("persons") == "3");
    CHECK(n("arrested") == "2");
    CHECK(n("consented") == "1");
    CHECK(n("surrendered") == "1");
    CHECK(n("released_for_lapse_of_time") == "1");
    CHECK(n("nationality_not_known") == "3");
}

TEST_CASE("the same person in two requests counts twice, and the table says so: a view has no names") {
    auto r = request_of({.reference = "A", .story = "2020-01-01 filed"});
    r.persons = {{.names = {{.text = "Ivan Petrov"}}, .born = date(1970, 1, 1)}};
    auto again = r;
    again.reference = "B";
    std::vector<dossier> const dossiers{tell(r, "2020-01-01 filed"), tell(again, "2020-01-01 filed")};
    auto const t = snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers).persons();
    CHECK(at(t, {"RU", "GB"}, "persons") == "2");
    CHECK(to_string(t.definition).find("somebody named in two requests counts in each") != std::string::npos);
}

// ---- what keeps a request from its course -------------------------------------------------------------------------------

TEST_CASE("a postponement lasts until its ground has ceased or the request is decided; the open one counts as running") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 postponed\n 2020-03-02 postponement_ended\n 2020-04-01 granted"},  // 30 days
                               {"B", "2020-01-01 filed\n 2020-02-01 postponed\n 2020-02-05 postponed\n 2020-02-11 refused"},           // 10: what is said again is the same
                               {"C", "2020-01-01 filed\n 2020-04-10 postponed"},                                                          // running for 20
                               {"D", "2020-01-01 filed\n 2020-02-01 postponed\n 2020-02-06 request_withdrawn"},                          // given up after 5
                               {"E", "2020-01-01 filed\n 2020-02-01 granted"}},
                              date(2020, 4, 30));
    auto const t = view.complications(no_keys());
    auto const n = [&](std::string_view column) { return at(t, {"postponed"}, column); };
    CHECK(n("requests") == "4");
    CHECK(n("cases") == "4");
    CHECK(n("over") == "2");
    CHECK(n("running") == "1");
    CHECK(n("given_up") == "1");
    CHECK(n("granted") == "1");
    CHECK(n("refused") == "1");
    CHECK(n("median_days") == "30");  // 2/3 last longer than 10 days, of one at risk none longer than 30
    CHECK(at(t, {"none_of_these"}, "requests") == "1");
    CHECK(t.rows.size() == 2);
    // Two postponements of one request are two cases.
    auto const twice = view_of({{"A", "2020-01-01 filed\n 2020-01-11 postponed\n 2020-01-21 postponement_ended\n 2020-02-01 postponed\n 2020-02-05 granted"}}, date(2020, 12, 31)).complications(no_keys());
    CHECK(at(twice, {"postponed"}, "requests") == "1");
    CHECK(at(twice, {"postponed"}, "cases") == "2");
}

TEST_CASE("a surrender is postponed for those concerned, and until the last of them") {
    auto const one = view_of({{"A", "2020-01-01 filed\n 2020-01-10 granted\n 2020-02-01 surrender_postponed concerns person 1\n 2020-02-05 person_surrendered concerns person 2\n 2020-02-21 person_surrendered concerns person 1",
                               "RU"_state, "GB"_state, request_kind::extradition, 2}}, date(2020, 12, 31)).complications(no_keys());
    CHECK(at(one, {"surrender_postponed"}, "median_days") == "20");
    CHECK(at(one, {"surrender_postponed"}, "over") == "1");
    auto const all = view_of({{"A", "2020-01-01 filed\n 2020-01-10 granted\n 2020-02-01 surrender_postponed\n 2020-02-06 person_surrendered concerns person 1\n 2020-02-16 person_surrendered concerns person 2-3",
                               "RU"_state, "GB"_state, request_kind::extradition, 3}}, date(2020, 12, 31)).complications(no_keys());
    CHECK(at(all, {"surrender_postponed"}, "median_days") == "15");
    // Of two persons postponed one after the other each is a case; the middle one of three is taken out, and the rest waits on.
    auto const apart = view_of({{"A", "2020-01-01 filed\n 2020-02-01 postponed concerns person 1\n 2020-02-02 postponed concerns person 2\n 2020-02-11 refused concerns person 1"},
                                {"B", "2020-01-01 filed\n 2020-02-01 postponed concerns person 1-3\n 2020-02-11 refused concerns person 2\n 2020-02-12 refused concerns person 1", "RU"_state, "GB"_state, request_kind::extradition, 3}},
                               date(2020, 12, 31)).complications(no_keys());
    CHECK(at(apart, {"postponed"}, "cases") == "3");
    CHECK(at(apart, {"postponed"}, "over") == "1");
    CHECK(at(apart, {"postponed"}, "running") == "2");
}

TEST_CASE("conditions: from the grant until it is carried out; a refusal on appeal gives them up") {
    auto const t = view_of({{"A", "2020-01-01 filed\n 2020-02-01 granted_conditionally\n 2020-02-15 person_surrendered"}, {"B", "2020-01-01 filed\n 2020-02-01 granted_conditionally\n 2020-02-08 refused_on_appeal"},
                            {"C", "2020-01-01 filed\n 2020-02-01 granted_conditionally\n 2020-02-11 granted_by_minister"}}, date(2020, 12, 31)).complications(no_keys());
    CHECK(all_of(t).starts_with("granted_conditionally 3 3 2 0 1 2 1 "));
    CHECK(at(t, {"granted_conditionally"}, "median_days") == "12");  // after 7 days one is given up; of two at risk one ends at 10, the other at 14: a half between
}

TEST_CASE("requests that compete: both do, whichever of them says so; time runs to the decision") {
    auto a = request_of({.reference = "A", .story = "2020-01-01 filed"}), b = request_of({.reference = "B", .story = "2020-01-11 filed", .from = "US"_state});
    a.related = {{.id = named_uuid("story", "B"), .relation = relation::competing}};
    std::vector<dossier> const dossiers{tell(a, "2020-01-01 filed\n 2020-03-01 granted"), tell(b, "2020-01-11 filed\n 2020-03-01 refused"), tell(request_of({.reference = "C", .story = "2020-01-01 filed"}), "2020-01-01 filed")};
    auto const t = snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers).complications(no_keys());
    CHECK(all_of(t).starts_with("competing_request 2 2 2 0 0 1 1 55 "));  // 60 and 50 days
    CHECK(at(t, {"none_of_these"}, "requests") == "1");
}

TEST_CASE("consents to speciality and to onward transfer are counted apart, with their times") {
    std::vector<dossier> dossiers;
    auto const asks = [&](std::string const& reference, std::vector<std::string> const& what, std::string_view story) {
        auto r = request_of({.reference = reference, .story = story, .kind = request_kind::consent});
        for (auto const& kind : what) r.measures.push_back({.kind = kind});
        dossiers.push_back(tell(r, story));
    };
    asks("A", {"speciality_consent"}, "2020-01-01 filed\n 2020-01-31 granted");
    asks("B", {"speciality_consent"}, "2020-01-01 filed\n 2020-01-11 refused");
    asks("C", {"re_extradition_consent"}, "2020-01-01 filed");
    asks("D", {"speciality_consent", "re_extradition_consent"}, "2020-01-01 filed\n 2020-01-06 request_withdrawn");
    asks("E", {}, "2020-01-01 filed\n 2020-01-21 granted");
    auto const t = snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers).complications(no_keys());
    CHECK(all_of(t).find("re_extradition_consent 2 2 0 1 1 0 0 ") != std::string::npos);
    CHECK(all_of(t).find("speciality_consent 3 3 2 0 1 1 1 20 ") != std::string::npos);  // withdrawn after 5 days; of two at risk one is decided at 10, the other at 30
    CHECK(at(t, {"consent_to_what_is_not_recorded"}, "median_days") == "20");
}

// ---- what figures rest on -----------------------------------------------------------------------------------------------

TEST_CASE("coverage: the channels and parts of States that occur, those that do not, and what a query leaves out") {
    std::vector<dossier> dossiers;
    auto const asks = [&](std::string const& reference, channel by, std::string const& authority_of, state_code to = "GB"_state) {
        auto r = request_of({.reference = reference, .story = "2020-01-01 filed", .to = to, .basis = {}});
        r.channel = by;
        if (!authority_of.empty()) r.requested_authority = authority{.name = "an authority", .jurisdiction = parse_jurisdiction(authority_of)};
        dossiers.push_back(tell(r, "2020-01-01 filed"));
    };
    asks("A", channel::direct, "GB-SCT"), asks("B", channel::direct, "GB"), asks("C", {}, ""), asks("D", channel::interpol, "", "FR"_state);
    auto const view = snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers);
    auto const t = view.coverage_of_requests({.requested = "GB"_state});
    auto const is = [&](std::string const& by, std::string const& which) { return at(t, {by, which}, "requests") + " " + at(t, {by, which}, "left_out"); };
    CHECK(is("all", "") == "3 1");
    CHECK(is("channel", "direct") == "2 0");
    CHECK(is("channel", "interpol") == "0 1");     // it is there, and the query leaves it out
    CHECK(is("channel", "diplomatic") == "0 0");   // it does not occur
    CHECK(is("channel", "not_recorded") == "1 0");
    CHECK(is("part_of_the_requested_state", "GB-SCT") == "1 0");
    CHECK(is("part_of_the_requested_state", "GB, no_part_named") == "2 0");
    CHECK(is("part_of_the_requested_state", "states_of_which_no_part_is_named") == "0 1");
    CHECK(is("part_of_the_requesting_state", "states_of_which_no_part_is_named") == "3 1");
    CHECK(is("requested_authority", "recorded") == "2 0");
    CHECK(is("legal_basis", "not_recorded") == "3 1");
    // Held back, no count of one or two is seen: neither of requests, nor of those left out.
    auto const held = view.coverage_of_requests({.requested = "GB"_state}, 3);
    CHECK(at(held, {"channel", "direct"}, "requests") == "c");
    CHECK(at(held, {"channel", "not_recorded"}, "requests") == "c");
    CHECK(at(held, {"legal_basis", "not_recorded"}, "left_out") == "c");
    CHECK(snapshot(law::built_in(), date(2020, 12, 31), {}, std::span<dossier const>()).coverage_of_requests().rows.empty());
}

TEST_CASE("European Investigation Orders: reception acknowledged within a week") {
    auto const order = [](std::string reference, std::string_view story) {
        return told_request{.reference = std::move(reference), .story = story, .from = "FR"_state, .to = "DE"_state, .kind = request_kind::mutual_legal_assistance, .basis = {"eio-2014"}};
    };
    auto const view = view_of({order("A", "2020-01-01 filed\n 2020-01-10 request_received\n 2020-01-17 receipt_acknowledged"),  // on the seventh day
                               order("B", "2020-01-01 filed\n 2020-01-10 request_received\n 2020-01-18 receipt_acknowledged"),
                               order("C", "2020-01-01 filed\n 2020-01-10 request_received"), order("D", "2020-01-01 filed\n 2020-01-10 request_received\n 2020-01-11 receipt_acknowledged"),
                               {"E", "2020-01-01 filed\n 2020-01-10 request_received\n 2020-01-11 receipt_acknowledged", "FR"_state, "DE"_state, request_kind::mutual_legal_assistance, 0, 0, 0, {"ets-30"}}},
                              date(2020, 12, 31));
    auto const tables = ready_tables(view, ready_table::eio, "DE"_state);
    auto const t = std::ranges::find(tables, "eio-acknowledgement", &table::name);
    REQUIRE(t != tables.end());
    CHECK(at(*t, {"received", "FR"}, "requests") == "4");
    CHECK(at(*t, {"received", "FR"}, "within_7_days") == "50");
    CHECK(to_string(t->notes.back()).find("16(1)") != std::string::npos);
    auto const coverage = std::ranges::find(tables, "eio-coverage", &table::name);
    REQUIRE(coverage != tables.end());
    CHECK(at(*coverage, {"all"}, "left_out") == "1");
}

TEST_CASE("items by the clock: episodes, reactivation, never suppressed") {
    auto const story = R"(2020-03-02T12:00:00+00:00[UTC] filed
                          2020-03-02T13:00:00+00:00[UTC] receipt_acknowledged
                          2020-03-03T00:00:00+00:00[UTC] source_suppressed concerns item 1-2
                          2020-03-03T12:00:00+00:00[UTC] source_inactive concerns item 3
                          2020-03-10T00:00:00+01:00[Europe/Paris] source_reactivated concerns item 1
                          2020-03-10T05:00:00+00:00[UTC] source_suppressed concerns item 1)";
    auto const view = view_of({{"I", story, "US"_state, "RU"_state, request_kind::incident_assistance, 0, 0, 4}}, date(2020, 3, 31));
    auto const t = view.item_times();
    auto const n = [&](std::string_view column) { return at(t, {"RU"}, column); };
    CHECK(n("items") == "4");
    CHECK(n("episodes") == "5");
    CHECK(n("happened") == "3");          // after 12, 12 and 6 hours: 23:00 UTC to 05:00
    CHECK(n("ended_otherwise") == "1");
    CHECK(n("open") == "1");
    CHECK(n("median_hours") == "12");     // 4/5 at 6, 2/5 at 12
    CHECK(n("within_24_hours") == "60");  // as a part of the five episodes; the inactive one ended after 24 hours
    CHECK(at(view.item_times("acknowledgement"), {"RU"}, "median_hours") == "1");
    CHECK(at(view.items({date(2020, 1, 1), date(2020, 3, 31)}), {"US", "RU"}, "share_of_items") == "100");
    CHECK_THROWS_AS(view.item_times("supression"), bad_input);
}

TEST_CASE("amounts are added by currency, and never converted") {
    CHECK(to_string(parse_amount("1250000.50 EUR")) == "1250000.5 EUR");
    CHECK(to_string(parse_amount("0.0001 BTC")) == "0.0001 BTC");
    for (auto const* wrong : {"", "EUR", "12", "12 eur", "-12 EUR", "12.00001 EUR", "1,250 EUR", "12 EURO", "1e5 EUR", " 12 EUR", "900000000000000 EUR", "12. EUR", ".5 EUR"})
        CHECK_THROWS_AS(parse_amount(wrong), bad_input);
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 assets_frozen amount 100.25 EUR\n 2020-03-01 assets_frozen amount 0.75 EUR\n 2020-03-01 costs_claimed amount 7 CHF", "CH"_state, "FR"_state},
                               {"B", "2020-01-01 filed\n 2021-02-01 assets_frozen amount 5 EUR", "CH"_state, "FR"_state}}, date(2021, 12, 31));
    CHECK(all_of(view.amounts({}, no_keys())) == "assets_frozen EUR 2020 1 2 101\n"
                                                 "assets_frozen EUR 2021 1 1 5\n"
                                                 "costs_claimed CHF 2020 1 1 7\n");
}

TEST_CASE("time limits met and missed, by article") {
    // ETS 24 art. 16(4): 18 and 40 days from provisional arrest to the request.
    auto const view = view_of({{"A", "2020-03-09 filed\n 2020-02-20 provisional_arrest\n 2020-03-10 request_received"}}, date(2020, 6, 1));
    auto const t = view.compliance();
    CHECK(at(t, {"ets-24 16(4), sentence 2"}, "met") == "1");
    CHECK(at(t, {"ets-24 16(4), sentence 1"}, "met_late") == "1");
    auto const columns = [] {
        register_columns c;
        append(c, tell(an_extradition(), "2020-03-02 filed"), law::built_in(), date(2020, 6, 1), {});
        return c;
    }();
    CHECK_THROWS_AS(snapshot(law::built_in(), date(2020, 6, 1), {}, columns).compliance(), bad_input);
}

TEST_CASE("offences by the categories of the FATF: one request counts once in each, and a word that no file lists is said to be one") {
    auto const with = [](std::string reference, std::vector<std::string> groups) {
        auto r = request_of({.reference = std::move(reference), .story = "2020-01-10 filed"});
        for (auto& g : groups) r.offences.push_back({.group = std::move(g)});
        return tell(std::move(r), "2020-01-10 filed");
    };
    std::vector<dossier> const dossiers{with("A", {"corruption", "bribery", "fraud"}), with("B", {"money_laundering", "sorcery"}), with("C", {""}), with("D", {})};
    auto const t = snapshot(law::built_in(), date(2020, 12, 31), std::nullopt, dossiers).outcomes({.by = {key::offence_category}});
    CHECK(at(t, {"corruption and bribery"}, "total") == "1");
    CHECK(at(t, {"fraud"}, "total") == "1");
    CHECK(at(t, {"none of these by itself"}, "total") == "1");
    CHECK(at(t, {"group not listed"}, "total") == "1");
    CHECK(at(t, {""}, "total") == "2");  // none recorded
    CHECK(t.rows.size() == 5);
}

TEST_CASE("every category of offences of the law files is one of the 21 of the FATF's glossary, and none of them lacks a word") {
    std::set<std::string> categories;
    for (auto const& g : law::built_in().offence_groups())
        if (!g.category.empty()) categories.insert(g.category);
    CHECK(categories.size() == 21);
}

TEST_CASE("groups: several measures and treaties, and the other State") {
    auto const view = view_of({{"A", "2020-01-01 filed", "RU"_state, "GB"_state, request_kind::extradition, 1, 0, 0, {"ets-24 2(1)", "ets-24 12", "ets-98"}},
                               {"B", "2020-01-01 filed", "GB"_state, "FR"_state, request_kind::extradition, 1, 0, 0, {}}}, date(2020, 12, 31));
    auto const t = view.outcomes({.by = {key::instrument}});
    CHECK(at(t, {"ets-24"}, "total") == "1");
    CHECK(at(t, {"ets-98"}, "total") == "1");
    CHECK(at(t, {""}, "total") == "1");
    REQUIRE(t.notes.size() == 1);
    CHECK(to_string(t.notes[0]).find("more than the 2 requests") != std::string::npos);
    auto const both = view.outcomes({.of = {.state = "GB"_state}, .by = {key::direction, key::counterpart}});
    CHECK(at(both, {"received", "RU"}, "total") == "1");
    CHECK(at(both, {"sent", "FR"}, "total") == "1");
    CHECK_THROWS_WITH_AS(view.outcomes({.by = {key::direction}}), doctest::Contains("needs the State"), bad_input);
}

TEST_CASE("a query means the same in columns as in requests") {
    std::mt19937 random(3);
    auto const some = [&](auto const& list) { return list[random() % list.size()]; };
    std::vector<state_code> const states{"RU"_state, "GB"_state, "DE"_state};
    std::vector<std::string> const words{"", "a", "b"};
    std::vector<dossier> dossiers;
    for (int i = 0; i < 200; ++i) {
        auto r = request{.kind = static_cast<request_kind>(random() % 3), .requesting = some(states), .reference = some(words), .requested_reference = some(words), .urgent = random() % 2 == 0, .handling = some(words)};
        do r.requested = some(states);
        while (r.requested == r.requesting);
        auto const first = date(2020, 1, 1) + days(static_cast<int>(random() % 60));
        r.made_on = random() % 3 ? when(first) : when(first, first + days(20));
        if (random() % 2) r.basis = {provision(std::string("ets-24 ") + (random() % 2 ? "12" : "2")), provision("ets-98")};
        if (random() % 2) r.requesting_authority = authority{.name = some(words)};
        if (random() % 2) r.requested_authority = authority{.name = some(words)};
        if (random() % 2) r.measures.push_back({.kind = some(words)});
        if (random() % 2) r.offences.push_back({.group = some(words)});
        r.channel = static_cast<channel>(random() % 3);
        dossiers.push_back(dossier(named_uuid("q", std::to_string(i)), {{.seq = 1, .id = {}, .recorded_at = 0, .event = {.kind = event_kind::filed, .on = r.made_on}}}, {{1, r}}));
    }
    auto const view = snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers);
    for (int round = 0; round < 400; ++round) {
        query q;
        auto const maybe = [&] { return random() % 6 == 0; };
        if (maybe()) q.requesting = some(states);
        if (maybe()) q.requested = some(states);
        if (maybe()) q.state = some(states);
        if (q.state && maybe()) q.other = some(states);
        if (maybe()) q.kind = static_cast<request_kind>(random() % 3);
        if (maybe()) q.reference = some(words);
        if (maybe()) q.instrument = random() % 3 ? "ets-24" : "ets-2";
        if (maybe()) q.authority = some(words);
        if (maybe()) q.measure = some(words);
        if (maybe()) q.offence = some(words);
        if (maybe()) q.handling = random() % 4 ? some(words) : std::string("c");
        if (maybe()) q.urgent = random() % 2 == 0;
        if (maybe()) q.channel = static_cast<channel>(random() % 4);
        if (maybe()) q.made_from = date(2020, 1, 1) + days(static_cast<int>(random() % 80));
        if (maybe()) q.made_until = date(2020, 1, 1) + days(static_cast<int>(random() % 80));
        auto const expected = std::ranges::count_if(dossiers, [&](dossier const& d) { return q.matches(d.request()); });
        REQUIRE(static_cast<std::ptrdiff_t>(view.requests(q).rows.size()) == expected);
    }
}

TEST_CASE("a roughly dated filing hides nothing of what came after it, and an outcome has its own day") {
    auto const view = view_of({{"A", "2020 filed\n 2020-03-01 request_received\n 2020-04-01 reminder_sent\n 2020-05-01 receipt_acknowledged\n 2020-06-01 supplementary_information_requested\n 2020-06-20 supplementary_information_sent\n 2020-08-01 granted"}},
                              date(2021, 12, 31));
    CHECK(at(view.registration(no_keys()), {}, "nothing_recorded") == "0");
    CHECK(at(view.registration(no_keys()), {}, "acknowledged") == "1");
    CHECK(at(view.reminders(no_keys()), {}, "reacted_to") == "1");
    CHECK(all_of(view.questions(no_keys())) == "1 1 1 1 0 19 0 19 100\n");
    CHECK(at(view.time_to("acknowledgement", no_keys()), {}, "happened") == "1");
    CHECK(at(view.time_to("request_received", no_keys()), {}, "median") == "30");  // made from 1 January to 1 March: 31 January

    auto const early = view_of({{"A", "2019-01-01/2021-06-30 filed\n 2019-08-01 granted"}}, date(2021, 12, 31));
    auto const years = early.outcomes_by_year({date(2019, 1, 1), date(2021, 12, 31)}, no_keys());
    CHECK(at(years, {"2019", "flow"}, "granted") == "1");
    CHECK(at(years, {"2019", "cohort"}, "granted") == "1");
    auto const flow = early.flow({date(2019, 1, 1), date(2021, 12, 31)}, step::year, no_keys());
    CHECK(at(flow, {"2019-01-01"}, "new") == "1");
    CHECK(at(flow, {"2019-01-01"}, "granted") == "1");
    CHECK(check(early, {.name = "g", .sentence = "One was granted in 2019.", .period = date_range{date(2019, 1, 1), date(2019, 12, 31)}, .counts = counted_thing::granted, .about = 1}).verdict == verdict::holds);

    auto const incident = view_of({{"I", "2020 filed\n 2020-06-01 source_suppressed", "RU"_state, "GB"_state, request_kind::incident_assistance, 0, 0, 3, {}}}, date(2021, 12, 31));
    CHECK(at(incident.item_times("suppression", no_keys()), {}, "happened") == "3");
}

TEST_CASE("clock times of distant zones: every figure has an outcome in the same year") {
    auto const view = view_of({{"A", "2020-12-01 filed\n 2020-12-31T23:30:00-10:00[Pacific/Honolulu] granted\n 2021-01-01T00:30:00+14:00[Pacific/Kiritimati] status_reported"}}, date(2021, 12, 31));
    auto const period = date_range{date(2020, 1, 1), date(2021, 12, 31)};
    CHECK(at(view.outcomes_by_year(period, no_keys()), {"2020", "flow"}, "granted") == "1");
    CHECK(at(view.flow(period, step::year, no_keys()), {"2020-01-01"}, "granted") == "1");
    CHECK(view.stock(period, step::year, no_keys()).rows.empty());  // nothing was open at the end of either
}

TEST_CASE("the net clock never runs backward, and never twice") {
    auto const net = time_options{.net = true};
    // Events are in the order of their last days; the middle of a rough one may lie before that of the one before it.
    auto const rough = view_of({{"A", "2020-01-01 filed\n 2020-02-01 supplementary_information_requested\n 2020-11-15 supplementary_information_requested\n 2020 status_reported\n 2021-06-01 granted"}}, date(2021, 12, 31));
    CHECK(at(rough.time_to("decision", no_keys(), net), {}, "median") == "31");  // the question of 1 February was never answered
    CHECK_NOTHROW(rough.incidence(no_keys(), {30}, net));
    // Entry is told by the clock that tells the end: known since day 100, of which 80 were not the requested State's.
    auto const late = view_of({{"A", "2020-01-01 filed known 2020-04-10\n 2020-01-11 supplementary_information_requested\n 2020-03-31 supplementary_information_sent\n 2020-04-20 granted"}}, date(2020, 12, 31));
    auto const t = late.time_to("decision", no_keys(), {.net = true, .late_entry = true});
    CHECK(at(t, {}, "happened") == "1");
    CHECK(at(t, {}, "median") == "30");
}

TEST_CASE("a reminder, a registration or a hearing of the case does not take the turn from who was asked") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-01-11 supplementary_information_requested\n 2020-01-21 reminder_sent\n 2020-03-11 supplementary_information_sent\n 2020-03-21 granted"}}, date(2020, 12, 31));
    CHECK(at(view.time_to("decision", no_keys(), {.net = true}), {}, "median") == "20");
    auto const open = view_of({{"A", "2020-01-01 filed\n 2020-01-11 supplementary_information_requested\n 2020-01-21 request_registered"}}, date(2020, 12, 31));
    CHECK(at(open.questions(no_keys()), {}, "open_rounds") == "1");
    // A stay ends when it is lifted, not when information comes in meanwhile; and who was asked before it, is asked after it.
    auto const stayed = view_of({{"A", "2020-01-01 filed\n 2020-01-11 stay_ordered\n 2020-01-21 supplementary_information_received\n 2020-01-31 stay_lifted\n 2020-02-10 granted"}}, date(2020, 12, 31));
    CHECK(at(stayed.time_to("decision", no_keys(), {.net = true}), {}, "median") == "20");
}

TEST_CASE("what happened before the time begins is left out, and said") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 granted\n 2020-06-01 arrest"}, {"B", "2020-01-01 filed\n 2020-02-01 arrest\n 2020-06-01 granted"}}, date(2020, 12, 31));
    auto const t = view.time_to("decision", no_keys(), {.from = event_kind::arrest});
    CHECK(at(t, {}, "median") == "121");
    CHECK(to_string(t.notes.front()).find("1 request is left out: it had happened before") != std::string::npos);
}

TEST_CASE("nothing is said of times beyond what was observed") {
    auto const view = view_of({{"A", "2020-11-01 filed\n 2020-11-11 granted"}, {"B", "2020-11-01 filed"}}, date(2020, 12, 31));
    auto const t = view.incidence(no_keys(), {30, 1825});
    CHECK(at(t, {"30"}, "granted") == "50");
    CHECK(at(t, {"1825"}, "granted") == "");
    CHECK(at(t, {"1825"}, "none_yet") == "");
    auto const within = view.time_to("decision", no_keys(), {.within_days = {7, 30, 100}});
    CHECK(at(within, {}, "within_7_days") == "0");
    CHECK(at(within, {}, "within_30_days") == "50");
    CHECK(at(within, {}, "within_100_days") == "");
}

TEST_CASE("items and persons are counted by what they come to, not by how often it is said") {
    auto const period = date_range{date(2020, 1, 1), date(2020, 12, 31)};
    auto const twice = view_of({{"I", "2020-01-01 filed\n 2020-01-02 source_suppressed\n 2020-01-03 source_suppressed", "RU"_state, "GB"_state, request_kind::incident_assistance, 0, 0, 4, {}}}, date(2020, 12, 31));
    CHECK(at(twice.items(period, no_keys()), {}, "suppressed") == "4");
    CHECK(at(check(twice, {.name = "s", .sentence = "Four.", .period = period, .counts = counted_thing::items_suppressed, .about = 4}).summary, {"flow"}, "value") == "4");
    auto const again = view_of({{"I", "2020-01-01 filed\n 2020-01-02 source_suppressed\n 2020-02-01 source_reactivated\n 2020-02-03 source_suppressed", "RU"_state, "GB"_state, request_kind::incident_assistance, 0, 0, 4, {}}}, date(2020, 12, 31));
    CHECK(at(again.items(period, no_keys()), {}, "suppressed") == "8");
    auto const lent = view_of({{"A", "2020-01-01 filed\n 2020-02-01 granted\n 2020-03-01 person_surrendered\n 2020-09-01 person_surrendered"}}, date(2020, 12, 31));
    CHECK(at(check(lent, {.name = "p", .sentence = "One.", .period = period, .counts = counted_thing::surrendered, .about = 1}).summary, {"flow"}, "value") == "1");
    // An item of a request that was closed waits no longer than it did.
    auto const closed = view_of({{"I", "2020-01-01 filed\n 2020-01-03 closed", "RU"_state, "GB"_state, request_kind::incident_assistance, 0, 0, 1, {}},
                                 {"J", "2020-01-01 filed\n 2020-02-01 source_suppressed", "RU"_state, "GB"_state, request_kind::incident_assistance, 0, 0, 1, {}}}, date(2020, 12, 31));
    CHECK(at(closed.item_times("suppression", no_keys()), {}, "median_hours") == "744");  // 31 days
    CHECK_THROWS_AS(closed.items({date(2020, 12, 31), date(2020, 1, 1)}), bad_input);
}

TEST_CASE("one person refused by name is a whole refusal; consent that was revoked is none; postponed and closed is closed") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 refused concerns person 1"}, {"B", "2020-01-01 filed\n 2020-02-01 consent_given\n 2020-02-02 consent_revoked"},
                               {"C", "2020-01-01 filed\n 2020-02-01 postponed\n 2020-03-01 closed"}}, date(2020, 12, 31));
    CHECK(at(view.refusals({}, no_keys()), {}, "whole") == "1");
    CHECK(at(view.persons(no_keys()), {}, "consented") == "0");
    CHECK(at(view.outcomes({.by = {key::consent}}), {"consented"}, "total") == "no such row");
    CHECK(at(view.outcomes(no_keys()), {}, "closed_without_outcome") == "1");
    CHECK(at(view.complications(no_keys()), {"postponed"}, "running") == "0");
    CHECK(at(view.complications(no_keys()), {"postponed"}, "given_up") == "1");
}

TEST_CASE("of a rough date a year is the last, in every figure of that year and in no other") {
    auto const view = view_of({{"A", "2018-07-01/2021-06-30 filed"}}, date(2021, 12, 31));
    for (int const year : {2018, 2019, 2020, 2021}) {
        auto const period = date_range{date(year, 1, 1), date(year, 12, 31)};
        auto const tables = ready_tables(view, ready_table::parliament, "GB"_state, period);
        CHECK(tables.front().rows.size() == (year == 2021 ? 1 : 0));
        CHECK(at(view.traffic(period, no_keys()), {}, "made") == (year == 2021 ? "1" : "no such row"));
    }
}

TEST_CASE("a request does not count twice in a group that two of its words name") {
    auto r = request_of({.reference = "A", .story = "2020-01-10 filed"});
    r.measures = {{.kind = "bank_records"}, {.kind = "bank records"}};
    std::vector<dossier> const dossiers{tell(std::move(r), "2020-01-10 filed")};
    CHECK(at(snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers).outcomes({.by = {key::measure}}), {"bank_records"}, "total") == "1");
}

TEST_CASE("keys that would make millions of groups of one request are refused") {
    auto r = request_of({.reference = "A", .story = "2020-01-10 filed"});
    for (int i = 0; i < 3000; ++i) r.measures.push_back({.kind = "m" + std::to_string(i)}), r.offences.push_back({.group = "o" + std::to_string(i)});
    std::vector<dossier> const dossiers{tell(std::move(r), "2020-01-10 filed")};
    CHECK_THROWS_WITH_AS(snapshot(law::built_in(), date(2020, 12, 31), {}, dossiers).outcomes({.by = {key::measure, key::offence}}), doctest::Contains("by fewer"), bad_input);
}

// ---- holding back ---------------------------------------------------------------------------------------------------

namespace {

/// So many requests to a State, of which some were refused.
void add(std::vector<told_request>& stories, state_code to, int requests, int refused, std::string_view year = "2020") {
    static std::vector<std::string> kept;  // stories are views
    kept.reserve(10'000);
    for (int i = 0; i < requests; ++i) {
        kept.push_back(std::string(year) + "-01-01 filed" + (i < refused ? "\n " + std::string(year) + "-02-01 refused" : ""));
        stories.push_back({.reference = std::string(to.text()) + "/" + std::string(year) + "/" + std::to_string(i), .story = kept.back(), .to = to});
    }
}

/// That nobody who knows the totals can tell a count that was held back: of each column, what is held back of it is in two rows at least, and together nothing
/// or no small number.
void check_held(table const& held, table const& whole, std::size_t keys, int below) {
    REQUIRE(held.rows.size() == whole.rows.size());
    for (std::size_t c = keys; c < whole.columns.size(); ++c) {
        std::int64_t sum = 0, rows = 0;
        for (std::size_t i = 0; i < whole.rows.size(); ++i) {
            auto const shown = to_text(held.rows[i][c]);
            auto const number = whole.rows[i][c];
            if (!std::holds_alternative<std::int64_t>(number)) continue;
            auto const n = std::get<std::int64_t>(number);
            if (shown == "c") ++rows, sum += n;
            else CHECK((n == 0 || n >= below));
        }
        auto const all = rows == static_cast<std::int64_t>(whole.rows.size());
        CHECK((rows != 1 || all));
        CHECK((sum == 0 || sum >= below || all));
    }
}

/// The same of a table whose last column is the sum of the others: nobody can tell what is held back of a row either, nor from rows and columns together. For every small count there is
/// another table that shows the same and has the same totals: one more here and one less in another row, and the other way round in another column.
void check_held_of_sums(table const& held, table const& whole, std::size_t keys, int below) {
    check_held(held, whole, keys, below);
    auto const columns = whole.columns.size() - 1;
    auto const hidden = [&](std::size_t i, std::size_t c) { return to_text(held.rows[i][c]) == "c"; };
    auto const n = [&](std::size_t i, std::size_t c) { return std::get<std::int64_t>(whole.rows[i][c]); };
    CAPTURE(all_of(whole));
    CAPTURE(all_of(held));
    for (std::size_t i = 0; i < whole.rows.size(); ++i) {
        std::int64_t sum = 0;
        for (std::size_t c = keys; c < columns; ++c) sum += hidden(i, c) ? n(i, c) : 0;
        CHECK((sum == 0 || sum >= below || hidden(i, columns)));
        for (std::size_t c = keys; c < columns && whole.rows.size() > 1; ++c) {
            if (!hidden(i, c) || n(i, c) == 0 || n(i, c) >= below) continue;
            bool another = false;
            for (std::size_t j = 0; j < whole.rows.size(); ++j) {
                if (j == i || !hidden(j, c)) continue;
                another |= hidden(i, columns) && hidden(j, columns);
                for (std::size_t d = keys; d < columns; ++d)
                    if (d != c && hidden(i, d) && hidden(j, d)) another |= (n(j, c) > 0 && n(i, d) > 0) || n(j, d) > 0;
            }
            CHECK(another);
        }
    }
}

}  // namespace

TEST_CASE("small counts are held back, and so is what they would follow from") {
    std::vector<told_request> stories;
    add(stories, "GB"_state, 30, 1), add(stories, "DE"_state, 40, 10), add(stories, "FR"_state, 20, 5), add(stories, "IT"_state, 2, 0);
    auto const view = view_of(stories, date(2020, 12, 31));
    auto const b = breakdown{.by = {key::requested}, .hold_back_below = 3};
    auto const t = view.outcomes(b);
    CHECK(at(t, {"GB"}, "refused") == "c");   // 1
    CHECK(at(t, {"GB"}, "pending") == "c");   // from which and from the total it would follow
    CHECK(at(t, {"GB"}, "total") == "30");
    CHECK(at(t, {"IT"}, "total") == "c");     // 2
    CHECK(at(t, {"FR"}, "total") == "c");     // else the two would follow from the total of all
    CHECK(at(t, {"DE"}, "refused") == "10");
    CHECK(to_string(t.notes.back()).find("from 1 to 2") != std::string::npos);
    CHECK(at(view.outcomes({.by = {key::requested}}), {"GB"}, "refused") == "1");
    CHECK(t.digest != view.outcomes({.by = {key::requested}}).digest);
    CHECK(view_of({stories.front(), stories.back()}, date(2020, 12, 31)).outcomes({.by = {}, .hold_back_below = 3}).covers == std::nullopt);
}

TEST_CASE("in a table of many small counts columns are held back rather than rows, and what is asked for stays") {
    std::vector<told_request> stories;
    add(stories, "GB"_state, 12, 2), add(stories, "DE"_state, 9, 1), add(stories, "FR"_state, 10, 2);
    for (auto const& to : {"GB"_state, "DE"_state, "FR"_state}) stories.push_back({.reference = "granted by " + std::string(to.text()), .story = "2020-01-01 filed\n 2020-02-01 granted", .to = to});
    auto const t = view_of(stories, date(2020, 12, 31)).outcomes({.by = {key::requested}, .hold_back_below = 3});
    CHECK(at(t, {"GB"}, "pending") == "10");
    CHECK(at(t, {"GB"}, "refused") == "c");
    CHECK(at(t, {"GB"}, "granted") == "c");  // else the refused would follow from the total
    CHECK(at(t, {"GB"}, "total") == "13");
    CHECK(at(t, {"DE"}, "pending") == "c");  // of 10 two were refused or granted: that is a small number, and would follow
    CHECK(at(t, {"FR"}, "pending") == "c");  // from which and from the total of all pending it would follow
    CHECK(at(t, {"GB"}, "withdrawn") == "0");
    // Persons do not add up to anything: what is small is held back by itself, in every row.
    std::vector<told_request> arrests;
    for (int i = 0; i < 4; ++i) {
        arrests.push_back({"A" + std::to_string(i), i ? "2020-01-01 filed\n 2020-02-01 refused" : "2020-01-01 filed\n 2020-02-01 arrest"});
        arrests.push_back({"B" + std::to_string(i), "2020-01-01 filed\n 2020-02-01 refused", "FR"_state});
    }
    auto const p = view_of(arrests, date(2020, 12, 31)).persons({.by = {key::requesting}, .hold_back_below = 3});
    CHECK(at(p, {"RU"}, "arrested") == "c");
    CHECK(at(p, {"FR"}, "arrested") == "c");
    CHECK(at(p, {"RU"}, "refused") == "3");
    CHECK(at(p, {"RU"}, "persons") == "4");
}

TEST_CASE("what is held back does not follow from any total, in any figure") {
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        std::vector<told_request> stories;
        for (auto const& to : {"GB"_state, "DE"_state, "FR"_state, "IT"_state, "ES"_state}) {
            auto const all = static_cast<int>(random() % 12);
            add(stories, to, all, static_cast<int>(random() % (static_cast<unsigned>(all) + 1)));
        }
        if (stories.empty()) continue;
        auto const view = view_of(stories, date(2020, 12, 31));
        auto const shown = breakdown{.by = {key::requested}}, held = breakdown{.by = {key::requested}, .hold_back_below = 4};
        auto const year = date_range{date(2020, 1, 1), date(2020, 12, 31)};
        check_held_of_sums(view.outcomes(held), view.outcomes(shown), 1, 4);
        check_held_of_sums(view.ageing(held), view.ageing(shown), 1, 4);
        check_held(view.traffic(year, held), view.traffic(year, shown), 1, 4);
        check_held(view.persons(held), view.persons(shown), 1, 4);
        check_held(view.registration(held), view.registration(shown), 1, 4);
        check_held(view.complications(held), view.complications(shown), 1, 4);
        check_held(view.time_to("answer", held), view.time_to("answer", shown), 1, 4);
        check_held(view.flow(year, step::year, held), view.flow(year, step::year, shown), 1, 4);
        // No curve of a group of which the table tells nothing.
        auto const times = view.time_to("answer", held);
        auto const curves = view.waiting_curve("answer", held);
        auto const incidence = view.incidence(held, {30});
        for (auto const& row : times.rows)
            if (to_text(row[2]) == "c")
                for (auto const* t : {&curves, &incidence}) CHECK(at(*t, {to_text(row[0])}, t->columns[1].name) == "no such row");
    }
}

TEST_CASE("what is held back by columns follows neither from rows, nor from totals, nor from both") {
    std::mt19937 random(23);
    std::vector<std::string> const ways{"", "", "", "granted", "refused", "request_withdrawn", "person_surrendered", "request_returned"};
    std::size_t by_columns = 0;
    for (int round = 0; round < 150; ++round) {
        std::vector<std::string> texts;
        std::vector<told_request> stories;
        std::vector<state_code> const states{"GB"_state, "DE"_state, "FR"_state};
        auto const several = 1 + random() % 7;
        for (auto n = 20 + random() % 100; n > 0; --n) {
            auto const year = std::to_string(2016 + random() % 4);
            auto const& way = ways[random() % 3 == 0 ? random() % several : 0];
            texts.push_back(year + "-01-01 filed" + (way.empty() ? "" : "\n " + year + "-03-01 " + way));
        }
        for (std::size_t n = 0; n < texts.size(); ++n) stories.push_back({.reference = std::to_string(n), .story = texts[n], .to = states[random() % (1 + n % 3)]});
        auto const view = view_of(stories, date(2020, 12, 31));
        auto const check_by = [&](std::vector<key> const& keys) {
            auto const whole = view.outcomes({.by = keys}), held = view.outcomes({.by = keys, .hold_back_below = 3});
            auto const below = keys.size() - 1;
            for (std::size_t first = 0; first < whole.rows.size();) {  // of each total by the first keys, the rows
                auto some = whole, some_held = held;
                some.rows = {}, some_held.rows = {};
                auto const of = below ? to_text(whole.rows[first][0]) : std::string();
                for (; first < whole.rows.size() && (!below || to_text(whole.rows[first][0]) == of); ++first) {
                    auto const cells = [&](table const& t) { auto const all = t.rows[first]; return std::vector<cell>(all.begin(), all.end()); };
                    some.rows.push_back(cells(whole)), some_held.rows.push_back(cells(held));
                }
                check_held_of_sums(some_held, some, keys.size(), 3);
            }
            auto const& rows = held.rows;
            for (std::size_t c = keys.size(); c + 1 < held.columns.size() && rows.size() > 1; ++c)
                by_columns += std::ranges::all_of(rows, [&](auto const& row) { return to_text(row[c]) == "c"; }) && std::ranges::any_of(rows, [&](auto const& row) { return to_text(row[keys.size()]) != "c"; });
        };
        check_by({key::requested}), check_by({key::requested, key::year});
    }
    CHECK(by_columns > 100);  // else the test says nothing
}

TEST_CASE("reciprocity: both directions, and what each does for others") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-01-31 refused ground own_national"}, {"B", "2020-01-01 filed"}, {"C", "2020-01-01 filed\n 2020-01-11 granted", "GB"_state, "RU"_state},
                               {"D", "2020-01-01 filed\n 2020-01-06 granted", "FR"_state, "GB"_state}}, date(2020, 3, 1));
    auto const t = view.reciprocity("RU"_state, "GB"_state);
    CHECK(at(t, {"RU", "GB"}, "asked") == "2");
    CHECK(at(t, {"RU", "GB"}, "unanswered") == "1");
    CHECK(at(t, {"RU", "GB"}, "main_grounds") == "own_national (1)");
    CHECK(at(t, {"RU", "GB"}, "oldest_unanswered_days") == "60");
    CHECK(at(t, {"RU", "GB"}, "median_days") == "45");  // down to a half at 30, and flat to the end at 60
    CHECK(at(t, {"GB", "RU"}, "median_days") == "10");
    CHECK(at(t, {"others", "GB"}, "granted") == "1");
    CHECK(at(t, {"RU", "others"}, "asked") == "0");
    CHECK_THROWS_AS(view.reciprocity("GB"_state, "GB"_state), bad_input);
}

TEST_CASE("claims: true, false, or it depends") {
    auto const view = view_of({{"A", "2019-05-01 filed\n 2020-02-01 granted"}, {"B", "2020-05-01 filed\n 2020-06-01 granted"}, {"C", "2020-07-01 filed\n 2020-07-05 receipt_acknowledged"}, {"D", "2020-08-01 filed"}}, date(2020, 12, 31));
    auto const in_2020 = date_range{date(2020, 1, 1), date(2020, 12, 31)};
    auto granted = check(view, {.name = "g", .sentence = "Two were granted in 2020.", .period = in_2020, .counts = counted_thing::granted, .at_least = 2, .at_most = 2});
    CHECK(granted.verdict == verdict::depends);
    REQUIRE(granted.readings.size() == 2);
    CHECK(granted.readings[0].value == 1);  // cohort
    CHECK(granted.readings[1].value == 2);  // flow
    CHECK(granted.readings[1].list.rows.size() == 2);
    CHECK(check(view, {.name = "g", .sentence = "", .counts = counted_thing::granted, .about = 2, .tolerance = 0}).verdict == verdict::holds);
    auto const unanswered = check(view, {.name = "u", .sentence = "", .counts = counted_thing::unanswered, .at_least = 2});
    CHECK(unanswered.verdict == verdict::depends);  // one of them was acknowledged
    for (auto const& r : unanswered.readings) CHECK(static_cast<std::size_t>(*r.value) == r.list.rows.size());
    CHECK(check(view, {.name = "u", .sentence = "", .counts = counted_thing::unanswered, .at_least = 5}).verdict == verdict::fails);
    CHECK_THROWS_WITH_AS(check(view, {.name = "n", .sentence = "", .counts = counted_thing::granted}), doctest::Contains("says no number"), bad_input);
    CHECK_THROWS_AS(check(view, {.name = "n", .sentence = "", .counts = counted_thing::main_origins}), bad_input);
    CHECK_THROWS_AS(check(view, {.name = "n", .sentence = "", .counts = counted_thing::granted, .at_least = 3, .at_most = 2}), bad_input);
}

TEST_CASE("files of claims, and what is refused with its line") {
    auto const claims = read_claims("c.toml", R"(
        [[claims]]
        name = "a"
        sentence = "About 50."
        source = "s"
        of = { requesting = "RU", requested = "UK", kind = "extradition" }
        period = { from = 2020-01-01, until = 2020-12-31 }
        counts = "unanswered"
        about = 50
        tolerance_percent = 20
    )");
    REQUIRE(claims.size() == 1);
    CHECK(claims[0].of.requested == "GB"_state);
    CHECK(claims[0].tolerance == doctest::Approx(0.2));
    auto const refused = [](std::string const& members, char const* because) {
        auto const toml = "[[claims]]\nname = \"a\"\nsentence = \"x\"\nsource = \"s\"\n" + members;
        CHECK_THROWS_WITH_AS(read_claims("c.toml", toml), doctest::Contains(because), bad_input);
    };
    refused("counts = \"grants\"\nabout = 1", "line 5: \"grants\" is not a thing that a claim counts");
    refused("counts = \"granted\"\nabout = -1", "is -1");
    refused("counts = \"granted\"", "says no number");
    refused("counts = \"granted\"\nabout = 1\nabuot = 2", "abuot");
    refused("counts = \"granted\"\nabout = 1\nof = { kind = \"extradtion\" }", "extradtion");
    refused("counts = \"granted\"\nabout = 1\nperiod = { from = 2020-02-01, until = 2020-01-01 }", "ends before it begins");
    refused("counts = \"granted\"\nabout = 1\n[[claims]]\nname = \"a\"\nsentence = \"x\"\nsource = \"s\"\ncounts = \"granted\"\nabout = 1", "the name of another claim");
    CHECK_THROWS_AS(read_claims("c.toml", ""), bad_input);
    CHECK_THROWS_AS(read_claims(std::filesystem::path("no-such-file.toml")), not_found);
}

TEST_CASE("every ready table can be made of any register, and each of its tables has a name of its own") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02-01 refused"}, {"B", "2020-01-01 filed\n 2020-02-01 arrest\n 2020-03-01 granted\n 2020-03-09 person_surrendered", "FR"_state, "GB"_state, request_kind::surrender, 1, 0, 0, {"eaw-2002"}}},
                              date(2020, 12, 31));
    for (auto const which : {ready_table::fatf, ready_table::parliament, ready_table::t_cy, ready_table::eaw, ready_table::directive_2023_977, ready_table::eio}) {
        std::set<std::string> names;
        for (auto const& t : ready_tables(view, which, "GB"_state, date_range{date(2020, 1, 1), date(2020, 12, 31)}, 3)) {
            CHECK(names.insert(t.name).second);
            CHECK(!t.definition.empty());
            CHECK(t.digest.size() == 64);
        }
        CHECK(names.size() >= 4);
        for (auto const& t : ready_tables(snapshot(law::built_in(), date(2020, 12, 31), {}, std::span<dossier const>()), which, "GB"_state)) CHECK(t.rows.empty());
    }
    auto const eaw = ready_tables(view, ready_table::eaw, "GB"_state);
    auto const time = std::ranges::find(eaw, "eaw-executed-surrender", &table::name);
    REQUIRE(time != eaw.end());
    CHECK(at(*time, {"no_consent_recorded"}, "median") == "37");
}

TEST_CASE("every figure says what it counts, of how much, and under which digest") {
    auto const view = view_of({{"A", "2020-01-01 filed\n 2020-02 refused"}}, date(2020, 12, 31));
    auto const year = date_range{date(2020, 1, 1), date(2020, 12, 31)};
    auto const all = std::vector{view.requests(), view.unanswered(), view.ageing(), view.outcomes(), view.flow(year), view.stock(year), view.traffic(year), view.outcomes_by_year(year), view.refusals(), view.compliance(), view.no_response(),
                                 view.reminders(), view.questions(), view.persons(), view.amounts(), view.complications(), view.registration(), view.feedback(), view.coverage_of_dates(), view.coverage_of_requests(), view.reciprocity("RU"_state, "GB"_state),
                                 view.time_to("answer"), view.waiting_curve("answer"), view.incidence(), view.items(year), view.item_times()};
    std::set<std::string> digests;
    for (auto const& t : all) {
        CAPTURE(t.name);
        CHECK(to_string(t.definition).size() > 40);
        CHECK(t.covers.has_value());
        CHECK(digests.insert(t.digest).second);
    }
    CHECK(view.outcomes({.by = {key::kind}}).digest != view.outcomes().digest);
    CHECK(view.outcomes({.of = {.urgent = true}}).digest != view.outcomes({.of = {.urgent = false}}).digest);
    CHECK(view.time_to("answer").digest != view.time_to("answer", {}, {.net = true}).digest);
}
