// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

using namespace test;

namespace {

std::vector<std::string> facts(comity::dossier const& d) {
    std::vector<std::string> texts;
    for (auto const& f : d.facts()) texts.push_back(to_string(*f.event.on) + " " + std::string(f.event.kind.name()));
    return texts;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("an amendment counts from the day it was made, and the register still knows what it knew before") {
    stopped_clock clock(date(2021, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::arrest, .on = date(2020, 4, 1)});
    clock.set(date(2021, 2, 1));
    registry.amend(id, 2,
                   {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 31), .source = "the police report"});
    clock.set(date(2021, 3, 1));
    registry.retract(id, 3, "the report was of another man");
    clock.set(date(2021, 4, 1));
    registry.retract(id, 2, "so was the arrest");

    CHECK(facts(registry.dossier(id, date(2021, 1, 15))) == texts{"2020-03-02 filed", "2020-04-01 arrest"});
    CHECK(facts(registry.dossier(id, date(2021, 2, 15))) == texts{"2020-03-02 filed", "2020-03-31 provisional_arrest"});
    CHECK(facts(registry.dossier(id, date(2021, 3, 15))) == texts{"2020-03-02 filed", "2020-04-01 arrest"});
    CHECK(facts(registry.dossier(id)) == texts{"2020-03-02 filed"});
    CHECK(registry.dossier(id).history().size() == 5);
    mentions(complaint<comity::not_found>([&] { registry.dossier(id, date(2020, 12, 31)); }),
             "was not known on 2020-12-31");

    mentions(complaint<comity::conflict>([&] { registry.retract(id, 2, "again"); }), "retracted");
    mentions(complaint<comity::conflict>([&] { registry.retract(id, 9, "what?"); }), "entry 9");
    mentions(complaint<comity::conflict>([&] { registry.retract(id, 1, "no"); }), "filing");
    mentions(complaint<comity::bad_input>(
                 [&] { registry.amend(id, 0, {.kind = event_kind::noted, .on = date(2020, 1, 1)}); }),
             "seq is 0");
}

TEST_CASE("an amendment without a date is refused: it would take the event away unsaid") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::granted, .on = date(2020, 5, 1)});
    auto const before = db.rows();
    auto const text = complaint<comity::bad_input>([&] { registry.amend(id, 2, {.kind = event_kind::refused}); });
    mentions(text, "refused: on is missing; write when it happened");
    mentions(text, "2020-03");
    mentions(text, "to take an entry away, retract it");
    CHECK(db.rows() == before);
    CHECK(facts(registry.dossier(id)) == texts{"2020-03-02 filed", "2020-05-01 granted"});
    registry.amend(id, 2, {.kind = event_kind::refused, .on = date(2020, 5, 1)});
    CHECK(facts(registry.dossier(id)) == texts{"2020-03-02 filed", "2020-05-01 refused"});
}

TEST_CASE("an amended merger is dated by the register, as a merger is") {
    stopped_clock clock(date(2021, 1, 1));
    database db;
    auto registry = db.open();
    auto const duplicate = registry.file(small_request()), wrong = registry.file(small_request()),
               right = registry.file(small_request());
    registry.merge(duplicate, wrong, "the same note verbale");
    clock.set(date(2021, 2, 1));
    registry.amend(duplicate, 2, {.kind = event_kind::merged, .other = right, .note = "that one"});
    CHECK(registry.dossier(duplicate).merged_into() == right);
    CHECK(facts(registry.dossier(duplicate)) == texts{"2020-03-02 filed", "2021-02-01 merged"});
}

TEST_CASE("the request itself is amended, version by version") {
    stopped_clock clock(date(2021, 1, 1));
    database db;
    auto registry = db.open();
    auto const first = full_request();
    auto const id = registry.file(first);
    auto second = first;
    second.made_on = date(2017, 11, 6);
    second.persons.push_back({.names = {{"A fourth", comity::name_kind::usual}}});
    second.measures.clear();
    clock.set(date(2021, 2, 1));
    registry.amend(id, second, "letter of 30 January");

    CHECK(registry.dossier(id).request() == second);
    CHECK(registry.dossier(id).versions() == std::map<int, request>{{1, first}, {2, second}});
    CHECK(facts(registry.dossier(id)) == texts{"2017-11-06 filed"});
    CHECK(registry.dossier(id, date(2021, 1, 15)).request() == first);
    CHECK(registry.dossier(id).history()[1].event.source == "letter of 30 January");

    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 1, 1), .concerns = {comity::person_number(4)}});
    auto const before = db.rows();
    mentions(complaint<comity::bad_input>([&] { registry.retract(id, 2, "no fourth person"); }),
             "person 4, but the request names 3");
    mentions(complaint<comity::bad_input>([&] { registry.amend(id, first, "no fourth person"); }), "person 4");
    mentions(complaint<comity::bad_input>([&] { registry.amend(id, 1, {.kind = event_kind::filed}); }),
             "carries the request");
    CHECK(db.rows() == before);
    clock.set(date(2021, 3, 1));
    registry.retract(id, 3, "of another request");
    registry.retract(id, 2, "no fourth person");
    CHECK(registry.dossier(id).request() == first);
    CHECK(registry.dossier(id, date(2021, 2, 15)).request() == second);
}

TEST_CASE("two dossiers turn out to be one request") {
    stopped_clock clock(date(2021, 1, 1));
    database db;
    auto registry = db.open();
    auto const kept = registry.file(small_request()), duplicate = registry.file(small_request()),
               third = registry.file(small_request());
    registry.record(duplicate, {.kind = event_kind::arrest, .on = date(2020, 4, 1)});
    clock.set(date(2021, 2, 1));
    registry.merge(duplicate, kept, "the same note verbale");

    CHECK(facts(registry.dossier(kept)) == texts{"2020-03-02 filed", "2020-04-01 arrest"});
    CHECK(registry.dossier(duplicate).merged_into() == kept);
    CHECK(facts(registry.dossier(kept, date(2021, 1, 15))) == texts{"2020-03-02 filed"});
    CHECK(registry.dossier(duplicate, date(2021, 1, 15)).merged_into() == std::nullopt);

    auto const delivered = [&](std::optional<comity::cutoff> known_on = {}) {
        std::vector<uuid> ids;
        registry.each({}, [&](comity::dossier const& d) { ids.push_back(d.id()); }, known_on);
        return ids;
    };
    CHECK(delivered() == std::vector{kept, third});
    CHECK(delivered(date(2021, 1, 15)) == std::vector{kept, duplicate, third});
    CHECK(registry.find({}) == std::vector{kept, duplicate, third});

    auto const before = db.rows();
    auto const text = complaint<comity::conflict>(
        [&] { registry.record(duplicate, {.kind = event_kind::noted, .on = date(2020, 5, 1)}); });
    mentions(text, to_string(kept));
    mentions(complaint<comity::conflict>([&] { registry.merge(duplicate, third, "again"); }), to_string(kept));
    mentions(complaint<comity::conflict>([&] { registry.merge(third, duplicate, "into a merged one"); }),
             "merge into that one");
    mentions(complaint<comity::conflict>([&] { registry.merge(third, third, "itself"); }), "into itself");
    mentions(complaint<comity::conflict>([&] { registry.merge(kept, duplicate, "in a circle"); }),
             "merge into that one");
    mentions(complaint<comity::not_found>([&] { registry.merge(third, comity::named_uuid("test", "none"), "nobody"); }),
             "no request");
    CHECK(db.rows() == before);

    registry.merge(kept, third, "all three");
    CHECK(facts(registry.dossier(third)) == texts{"2020-03-02 filed", "2020-04-01 arrest"});
    CHECK(delivered() == std::vector{third});

    clock.set(date(2021, 3, 1));
    registry.amend(duplicate, 2,
                   {.kind = event_kind::provisional_arrest, .on = date(2020, 4, 2)});  // its entries can be mended
    CHECK(facts(registry.dossier(third)) == texts{"2020-03-02 filed", "2020-04-02 provisional_arrest"});
    registry.retract(duplicate, 3, "two requests after all");
    CHECK(registry.dossier(duplicate).merged_into() == std::nullopt);
    CHECK(delivered() == std::vector{duplicate, third});
    registry.merge(third, duplicate, "the other way round");  // allowed now: no circle
    CHECK(delivered() == std::vector{duplicate});
    CHECK(delivered(date(2021, 2, 15)) == std::vector{third});
}

TEST_CASE("requests that cannot be one are not merged") {
    database db;
    auto registry = db.open();
    auto const into = registry.file(small_request());
    auto const refusal = [&](request const& r) {
        auto const id = registry.file(r);
        auto const before = db.rows();
        auto const text = complaint<comity::conflict>([&] { registry.merge(id, into, "the same?"); });
        CHECK(db.rows() == before);
        CHECK(registry.dossier(id).merged_into() == std::nullopt);
        mentions(text, to_string(into));
        return text;
    };
    auto other = small_request();
    other.kind = request_kind::service;
    mentions(refusal(other), "kind is service here and extradition there");
    other = small_request();
    other.requesting = "FR"_state;
    mentions(refusal(other), "requesting is FR here and RU there");
    other = small_request();
    other.requested = "FR"_state;
    mentions(refusal(other), "requested is FR here and GB there");
    other = small_request();
    other.made_on = date(2020, 3, 1);
    auto const text = refusal(other);
    mentions(text, "made_on is 2020-03-01 here and 2020-03-02 there");
    mentions(text, "merge the later into the earlier, or amend the date");

    for (auto const* made : {"2020-03-02", "2020-03-03", "2020-03", "2020"}) {  // certainly earlier is none of them
        INFO(made);
        other.made_on = comity::parse_when(made);
        auto const id = registry.file(other);
        registry.merge(id, into, "the same");
        CHECK(registry.dossier(id).merged_into() == into);
    }
}

TEST_CASE("a request has every part that the events of those merged into it concern") {
    database db;
    auto registry = db.open();
    auto three = small_request(), two = small_request();
    three.persons = {{}, {}, {}};
    two.persons = {{}, {}};
    auto const duplicate = registry.file(three), into = registry.file(two), last = registry.file(two);
    registry.record(duplicate,
                    {.kind = event_kind::arrest, .on = date(2020, 4, 1), .concerns = {comity::person_number(3)}});
    auto const refused = [&](auto call) {
        auto const before = db.rows();
        auto const text = complaint<comity::conflict>(call);
        CHECK(db.rows() == before);
        return text;
    };
    mentions(refused([&] { registry.merge(duplicate, into, "the same"); }),
             to_string(into) + " (\"81/3-412-20\"): entry 2 (arrest) concerns person 3, but the request names 2");

    registry.amend(into, three, "the third is named in an annex");
    registry.merge(duplicate, into, "the same");
    // Also by way of another.
    mentions(refused([&] { registry.merge(into, last, "the same"); }), "of request " + to_string(duplicate));
    // Neither side can be corrected so that they no longer fit.
    mentions(complaint<comity::bad_input>([&] { registry.amend(into, two, "there is no annex"); }),
             "merged into this one, concerns person 3");
    three.persons.push_back({});
    registry.amend(duplicate, three, "four persons");
    mentions(refused([&] {
                 registry.amend(
                     duplicate, 2,
                     {.kind = event_kind::arrest, .on = date(2020, 4, 1), .concerns = {comity::person_number(4)}});
             }),
             "person 4, but the request names 3");
    registry.amend(duplicate, 2,
                   {.kind = event_kind::arrest, .on = date(2020, 4, 1), .concerns = {comity::person_number(1)}});
    registry.merge(into, last, "the same");
    CHECK(facts(registry.dossier(last)) == texts{"2020-03-02 filed", "2020-04-01 arrest"});
}

TEST_CASE("a correction in a merged request fits with all that it is merged into, up to the last") {
    database db;
    auto registry = db.open();
    auto two = small_request(), one = small_request();
    two.persons = {{}, {}};
    one.persons = {{}};
    auto const first = registry.file(two), second = registry.file(two), last = registry.file(one);
    registry.record(first, {.kind = event_kind::noted, .on = date(2020, 5, 5), .concerns = {comity::person_number(1)}});
    registry.merge(first, second, "sent twice");
    registry.merge(second, last, "sent twice");
    auto const before = db.rows();
    auto const of_second = [&] { registry.amend(first, 2, {.kind = event_kind::noted, .on = date(2020, 5, 5), .concerns = {comity::person_number(2)}}); };
    mentions(complaint<comity::conflict>(of_second),
             "it cannot be the same as request " + to_string(last) + " (\"81/3-412-20\"): entry 2 (noted) concerns person 2, but the request names 1");
    CHECK(db.rows() == before);
    registry.amend(last, two, "the second is named in an annex");
    of_second();
    mentions(complaint<comity::bad_input>([&] { registry.amend(last, one, "there is no annex"); }), "merged into this one, concerns person 2");
}

TEST_CASE("a merged request grows by no more than the last one that it is merged into can take in") {
    database db;
    auto registry = db.open();
    auto const with_items = [](std::size_t n) {
        auto r = small_request();
        r.kind = request_kind::incident_assistance;
        r.items.assign(n, {.value = "a"});
        return r;
    };
    auto const first = registry.file(with_items(60'000)), second = registry.file(with_items(1)), last = registry.file(with_items(90'000)), other = registry.file(with_items(10));
    registry.merge(first, second, "sent twice");
    registry.merge(second, last, "sent twice");
    auto const before = db.rows();
    mentions(complaint<comity::bad_input>([&] { registry.amend(first, with_items(120'000), "an annex"); }), "parts; a request has at most 250000");
    CHECK(db.rows() == before);
    // Also step by step, in one call.
    std::vector<comity::recording> steps;
    for (int n = 0; n < 3; ++n) steps.push_back({.request = first, .event = {.kind = event_kind::filed, .corrects = 1}, .content = with_items(40'000)});
    mentions(complaint<comity::bad_input>([&] { registry.record_many(steps); }), "recording 3 of 3");
    CHECK(db.rows() == before);
    // And where a merger comes before, into one that grew meanwhile.
    steps = {{.request = other, .event = {.kind = event_kind::merged, .other = last, .note = "sent twice"}},
             {.request = last, .event = {.kind = event_kind::filed, .corrects = 1}, .content = with_items(95'000)},
             {.request = first, .event = {.kind = event_kind::filed, .corrects = 1}, .content = with_items(20'000)}};
    mentions(complaint<comity::bad_input>([&] { registry.record_many(steps); }), "recording 3 of 3");
    CHECK(db.rows() == before);
    registry.amend(first, with_items(90'000), "an annex");
    CHECK_NOTHROW(registry.retract(first, 3, "of another request"));
}

TEST_CASE("what an imported source claims to have known counts as known then") {
    stopped_clock clock(date(2021, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request(), {.known_since = date(2020, 3, 5)});
    registry.record(id, {.kind = event_kind::arrest, .on = date(2020, 4, 1), .known_since = date(2020, 4, 10)});
    registry.record(id, {.kind = event_kind::released, .on = date(2020, 4, 20)});
    CHECK(facts(registry.dossier(id, date(2020, 4, 9))) == texts{"2020-03-02 filed"});
    CHECK(facts(registry.dossier(id, date(2020, 4, 10))) == texts{"2020-03-02 filed", "2020-04-01 arrest"});
    CHECK(facts(registry.dossier(id, date(2020, 12, 31))) == texts{"2020-03-02 filed", "2020-04-01 arrest"});
    CHECK(facts(registry.dossier(id, date(2021, 1, 1))).size() == 3);
    CHECK(registry.find({}, date(2020, 3, 4)).empty());
    CHECK(registry.find({}, date(2020, 3, 5)) == std::vector{id});
    // A correction cannot have been known before what it corrects.
    mentions(complaint<comity::bad_input>([&] {
                 registry.amend(id, 2,
                                {.kind = event_kind::arrest, .on = date(2020, 4, 2), .known_since = date(2020, 4, 9)});
             }),
             "before entry 2 was known");
    registry.amend(id, 2, {.kind = event_kind::arrest, .on = date(2020, 4, 2), .known_since = date(2020, 5, 1)});
    CHECK(facts(registry.dossier(id, date(2020, 5, 1))) == texts{"2020-03-02 filed", "2020-04-02 arrest"});
}
