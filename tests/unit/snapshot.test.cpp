// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <algorithm>

using namespace comity;
using namespace comity::story;

namespace {

/// A register of stories, each filed on its first day.
snapshot view_of(std::vector<std::pair<std::string, std::string_view>> const& stories, date as_of) {
    std::vector<dossier> dossiers;
    for (auto const& [reference, text] : stories) {
        auto r = an_extradition();
        r.reference = reference;
        auto const first = text.find_first_not_of(" \n");
        r.made_on = parse_when(text.substr(first, text.find(' ', first) - first));
        dossiers.push_back(tell(r, text));
    }
    return snapshot(law::built_in(), as_of, std::nullopt, dossiers);
}

std::string text_of(table const& t, std::vector<std::size_t> const& columns) {
    std::string text;
    for (auto const& row : t.rows) {
        for (auto const c : columns) text += to_text(row[c]) + " ";
        text.back() = '\n';
    }
    return text;
}

std::vector<std::pair<std::string, std::string_view>> const register_of_five = {
    {"A", R"(2018-02-01 filed)"},
    {"B", R"(2018-06-01 filed
             2018-07-01 receipt_acknowledged)"},
    {"C", R"(2019-01-01 filed
             2019-05-01 refused
             2020-02-01 reopened)"},
    {"D", R"(2019-03-01 filed
             2019-09-01 granted
             2020-01-15 person_surrendered)"},
    {"E", R"(2020-04-01 filed
             2020-05-01 request_withdrawn)"},
};

}  // namespace

TEST_CASE("the unanswered, under each definition of an answer") {
    auto const view = view_of(register_of_five, date(2020, 12, 31));
    //                                                           reference, made on, days waiting, last contact
    CHECK(text_of(view.unanswered(), {0, 4, 5, 6}) == "A 2018-02-01 1064 \n"
                                                      "B 2018-06-01 944 2018-07-01\n");
    CHECK(text_of(view.unanswered({}, "any_act"), {0}) == "A\n");
    CHECK(text_of(view.unanswered({}, "final"), {0}) == "A\nB\n");  // D was surrendered, C was refused once, E withdrawn
    CHECK(view.unanswered({.requested = "FR"_state}).rows.empty());
    CHECK_THROWS_AS(view.unanswered({}, "no such"), bad_input);
    CHECK(text_of(view_of(register_of_five, date(2018, 3, 1)).unanswered(), {0}) == "A\n");
}

TEST_CASE("granted and not surrendered is not final, and a part of a request does not answer for all") {
    auto const on = [](std::string_view story, std::string_view definition) {
        return view_of({{"A", story}}, date(2020, 12, 31)).unanswered({}, definition).rows.size();
    };
    CHECK(on("2020-01-10 filed\n 2020-02-01 granted", "final") == 1);
    CHECK(on("2020-01-10 filed\n 2020-02-01 granted", "decision") == 0);
    CHECK(on("2020-01-10 filed\n 2020-02-01 granted\n 2020-03-01 person_surrendered", "final") == 0);
    CHECK(on("2020-01-10 filed\n 2020-02-01 partly_executed", "final") == 1);
    CHECK(on("2020-01-10 filed\n 2020-02-01 refused_by_court\n 2020-02-05 appeal_lodged", "final") == 0);  // refused first
    CHECK(on("2020-01-10 filed\n 2020-02-01 request_withdrawn", "final") == 0);
}

TEST_CASE("what got another outcome than before was reopened, and balances") {
    auto const flow = view_of({{"A", "2018-02-01 filed\n 2018-06-01 granted\n 2019-05-01 refused_on_appeal"},
                               {"B", "2018-03-01 filed\n 2018-04-01 request_returned\n 2019-02-01 request_sent\n 2019-09-01 granted"}},
                              date(2019, 12, 31)).flow({.from = date(2018, 1, 1), .until = date(2019, 12, 31)});
    //                opening new reopened granted partly refused withdrawn returned transferred lapsed closed closing
    CHECK(text_of(flow, {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}) == "0 2 0 1 0 0 0 1 0 0 0 0\n"
                                                                     "0 0 2 1 0 1 0 0 0 0 0 0\n");
}

TEST_CASE("a period may end on the last day there is") {
    CHECK(view_of({{"A", "9999-11-01 filed"}}, date(9999, 12, 31)).flow({.from = date(9999, 12, 1), .until = date(9999, 12, 31)}, step::month).rows.size() == 1);
}

TEST_CASE("ageing in full calendar months") {
    auto const ages = [](date as_of) {
        return text_of(view_of({{"A", "2019-01-31 filed"}}, as_of).ageing(), {3, 4, 5, 6, 7, 8});
    };
    CHECK(ages(date(2019, 4, 30)) == "1 0 0 0 0 1\n");  // no third month yet: April has no 31st
    CHECK(ages(date(2019, 5, 1)) == "0 1 0 0 0 1\n");
    CHECK(ages(date(2020, 1, 30)) == "0 0 1 0 0 1\n");
    CHECK(ages(date(2020, 1, 31)) == "0 0 0 1 0 1\n");
    CHECK(ages(date(2021, 1, 31)) == "0 0 0 0 1 1\n");
}

TEST_CASE("stock and flow, counted by hand") {
    auto const view = view_of(register_of_five, date(2020, 12, 31));
    auto const flow = view.flow({.from = date(2018, 1, 1), .until = date(2020, 12, 31)});
    //                 from    until    opening new reopened granted partly refused withdrawn returned transferred lapsed closed closing
    CHECK(text_of(flow, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}) == "2018-01-01 2018-12-31 0 2 0 0 0 0 0 0 0 0 0 2\n"
                                                                           "2019-01-01 2019-12-31 2 2 0 1 0 1 0 0 0 0 0 2\n"
                                                                           "2020-01-01 2020-12-31 2 1 1 0 0 0 1 0 0 0 0 3\n");
    CHECK_THROWS_AS(view.flow({.from = date(2018, 1, 1), .until = date(2021, 1, 1)}), bad_input);
    CHECK_THROWS_AS(view.flow({.from = date(2019, 1, 1), .until = date(2018, 1, 1)}), bad_input);
}

TEST_CASE("stock and flow balances, whatever the step and the period") {
    auto const view = view_of(register_of_five, date(2020, 12, 31));
    for (auto const by : {step::month, step::quarter, step::year}) {
        auto const flow = view.flow({.from = date(2018, 5, 17), .until = date(2020, 8, 3)}, by);
        std::int64_t stock = std::get<std::int64_t>(flow.rows[0][2]);
        for (auto const& row : flow.rows) {
            auto const n = [&](std::size_t c) { return std::get<std::int64_t>(row[c]); };
            REQUIRE(n(2) == stock);
            std::int64_t out = 0;
            for (std::size_t c = 5; c <= 12; ++c) out += n(c);
            REQUIRE(n(2) + n(3) + n(4) == out + n(13));
            stock = n(13);
        }
    }
}

TEST_CASE("what came back") {
    auto const outcomes = view_of(register_of_five, date(2020, 12, 31)).outcomes();
    REQUIRE(outcomes.rows.size() == 1);
    auto const count = [&](std::string_view name) {
        auto const c = std::ranges::find(outcomes.columns, name, &column::name) - outcomes.columns.begin();
        return std::get<std::int64_t>(outcomes.rows[0][static_cast<std::size_t>(c)]);
    };
    CHECK(count("pending") == 3);
    CHECK(count("executed") == 1);
    CHECK(count("withdrawn") == 1);
    CHECK(count("refused") == 0);
    CHECK(count("total") == 5);
}

TEST_CASE("items are counted by act and period") {
    auto r = request{.kind = request_kind::incident_assistance, .requesting = "US"_state, .requested = "RU"_state, .reference = "I", .made_on = date(2020, 3, 2)};
    r.items.resize(10);
    auto const d = tell(r, R"(
        2020-03-02  filed
        2020-03-03  source_suppressed           concerns item 1-6
        2020-03-04  source_not_in_jurisdiction  concerns item 7
        2021-01-09  source_reactivated          concerns item 1
        2021-01-20  source_suppressed           concerns item 1
    )");
    auto const view = snapshot(law::built_in(), date(2021, 12, 31), std::nullopt, std::span(&d, 1));
    //                                                                     requests items suppressed inactive refused other without
    CHECK(text_of(view.items({date(2020, 1, 1), date(2020, 12, 31)}), {2, 3, 4, 5, 6, 7, 8}) == "1 10 6 0 1 0 3\n");
    CHECK(text_of(view.items({date(2021, 1, 1), date(2021, 12, 31)}), {2, 3, 4, 5, 6, 7, 8}) == "0 0 1 0 0 0 0\n");
}

TEST_CASE("a digest says which register, which definition and which parameters") {
    auto const view = view_of(register_of_five, date(2020, 12, 31));
    CHECK(view.root() == view_of(register_of_five, date(2020, 12, 31)).root());
    CHECK(view.root() != view_of(register_of_five, date(2020, 12, 30)).root());
    auto other = register_of_five;
    other[0].second = "2018-02-02 filed";
    CHECK(view.root() != view_of(other, date(2020, 12, 31)).root());
    CHECK(view.unanswered().digest == view.unanswered().digest);
    CHECK(view.unanswered().digest != view.unanswered({}, "any_act").digest);
    CHECK(view.unanswered().digest != view.unanswered({.requesting = "RU"_state}).digest);
    CHECK(view.unanswered().digest.size() == 64);

    auto const root_of = [](auto change) {
        auto r = an_extradition();
        change(r);
        auto const d = tell(r, "2020-03-02 filed");
        return snapshot(law::built_in(), date(2020, 12, 31), std::nullopt, std::span(&d, 1)).root();
    };
    auto const plain = root_of([](request&) {});
    CHECK(plain != root_of([](request& r) { r.basis = {"gb-us-extradition-2003"}; }));
    CHECK(plain != root_of([](request& r) { r.synthetic = true; }));
    CHECK(plain != root_of([](request& r) { r.review_on = date(2021, 1, 1); }));
    CHECK(plain != root_of([](request& r) { r.persons[0].nationalities = {"RU"_state}; }));
    CHECK(plain == root_of([](request& r) { r.persons[0].names = {{.text = "somebody"}}; }));  // erasing a name changes no figure
}

TEST_CASE("what is brought in a day later has the same digests, but where the day counts on which the register knew of it") {
    auto const brought_in = [](date on) {
        auto const d = tell(an_extradition(), "2020-03-02 filed\n2020-05-01 noted");
        auto history = d.history();
        for (auto& e : history) e.recorded_at = std::int64_t{on.days_since_1970()} * 86'400'000'000;
        auto const later = dossier(d.id(), std::move(history), d.versions());
        return snapshot(law::built_in(), date(2020, 12, 31), std::nullopt, std::span(&later, 1));
    };
    auto const one = brought_in(date(2020, 6, 1)), next = brought_in(date(2020, 6, 2));
    CHECK(one.root() == next.root());
    CHECK(one.unanswered().digest == next.unanswered().digest);
    CHECK(one.time_to("answer").digest == next.time_to("answer").digest);
    CHECK(one.time_to("answer", {}, {.late_entry = true}).digest != next.time_to("answer", {}, {.late_entry = true}).digest);
}

TEST_CASE("coverage tells known, rough and claimed dates apart") {
    auto const view = view_of({{"A", "2018-02 filed"}, {"B", "2018-03-01 filed known 2019-01-01"}, {"C", "2018-03-02? filed"}}, date(2020, 12, 31));
    CHECK(view.requests().covers == coverage{.known = 1, .approximate = 2, .claimed = 1, .missing = 0});
}
