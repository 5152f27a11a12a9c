// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

using namespace comity;
using namespace comity::story;

namespace {

std::string facts_of(dossier const& d) {
    std::string text;
    for (auto const& f : d.facts())
        text += (text.empty() ? "" : ", ") + std::to_string(f.seq) + " " + std::string(f.event.kind.name()) + " " + to_string(*f.event.on);
    return text;
}

}  // namespace

TEST_CASE("an amendment stands in the place of its entry, the last one counts; a retraction takes it away") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed
        2020-04-20  arrest
        2020-05-01  granted
        2020-04-12  provisional_arrest  corrects 2
        2020-04-13  provisional_arrest  corrects 2
        =           retracted           corrects 3
    )");
    CHECK(facts_of(d) == "1 filed 2020-03-02, 2 provisional_arrest 2020-04-13");
    CHECK(d.history().size() == 6);  // nothing is ever taken out of the register
}

TEST_CASE("a wrong amendment can be retracted, and the entry stands as it was") {
    CHECK(facts_of(tell(an_extradition(), R"(
        2020-03-02  filed
        2020-04-20  arrest
        2020-04-12  arrest     corrects 2
        =           retracted  corrects 3
    )")) == "1 filed 2020-03-02, 2 arrest 2020-04-20");
}

TEST_CASE("a correction must point to something that stands") {
    for (auto const* last : {"= retracted corrects 1", "= retracted corrects 9", "2020-05-01 granted corrects 1", "2020-05-01 filed corrects 2",
                             "2020-05-01 granted corrects 3", "= retracted corrects 5", "2020-05-01 granted corrects 4", "= retracted corrects 4"}) {
        CAPTURE(last);
        CHECK_THROWS_AS(tell(an_extradition(), std::string(R"(
            2020-03-02  filed
            2020-04-20  arrest
            2020-04-21  arrest     corrects 2
            2020-04-25  released
            =           retracted  corrects 4
        )") + last), conflict);
    }
}

TEST_CASE("a dossier as it was known on a day: what was recorded by then, or is claimed to have been known") {
    // Entry n is recorded on the n-th day after 1 January 2021.
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed     known 2020-03-02
        2020-04-20  arrest    known 2020-04-21
        2020-05-01  granted
        2020-05-02  granted   corrects 3
    )");
    auto const known = [&](date day) {
        auto const then = d.known_on(day);
        return then ? facts_of(*then) : "unknown";
    };
    CHECK(known(date(2020, 3, 1)) == "unknown");
    CHECK(known(date(2020, 4, 20)) == "1 filed 2020-03-02");
    CHECK(known(date(2020, 12, 31)) == "1 filed 2020-03-02, 2 arrest 2020-04-20");
    CHECK(known(date(2021, 1, 4)) == "1 filed 2020-03-02, 2 arrest 2020-04-20, 3 granted 2020-05-01");
    CHECK(known(date(2021, 1, 5)) == "1 filed 2020-03-02, 2 arrest 2020-04-20, 3 granted 2020-05-02");
}

TEST_CASE("a claim that a correction was known before what it corrects does no harm") {
    auto const d = tell(an_extradition(), R"(
        2020-03-02  filed    known 2020-03-02
        2020-04-20  arrest   known 2020-06-01
        2020-04-21  arrest   corrects 2 known 2020-05-01
    )");
    CHECK(facts_of(*d.known_on(date(2020, 5, 15))) == "1 filed 2020-03-02");
    CHECK(facts_of(*d.known_on(date(2020, 6, 1))) == "1 filed 2020-03-02, 2 arrest 2020-04-21");
}

TEST_CASE("what a request cannot be") {
    auto const problem = [](auto change) {
        auto r = an_extradition();
        change(r);
        try {
            check(r);
        } catch (bad_input const& e) {
            return std::string(e.what());
        }
        return std::string("none");
    };
    CHECK(problem([](request&) {}) == "none");
    CHECK(problem([](request& r) { r.requested = r.requesting; }) ==
          "requesting and requested are both RU; a request goes from one State to another");
    CHECK(problem([](request& r) { r.requesting = {}; }) == "requesting is missing; write an ISO 3166 code, as GB");
    CHECK(problem([](request& r) { r.requesting = "SU"_state; }).find("1992-08-30") != std::string::npos);
    CHECK(problem([](request& r) { r.reference = "81/3\u202e-412"; }).find("U+202E") != std::string::npos);
    CHECK(problem([](request& r) { r.reference = std::string(201, 'x'); }) == "reference has 201 bytes; at most 200");
    CHECK(problem([](request& r) { r.documents = {{.title = "warrant", .translates = 1}}; }) ==
          "document 1 translates document 1, which is not another of the 1");
    CHECK(problem([](request& r) { r.items = {{.port = 70000}}; }) == "item port 70000 is not 0 to 65535");
}

TEST_CASE("parts of a request are named in words") {
    CHECK(parse_subject("person 2") == person_number(2));
    CHECK(parse_subject("item 1-300") == item_numbers(1, 300));
    CHECK(to_string(item_numbers(1, 300)) == "item 1-300");
    for (auto const* text : {"", "person", "person 0", "person -1", "item 3-2", "item 1-", "person 2 ", "uncle 1", "item 99999999999"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_subject(text), bad_input);
    }
}
