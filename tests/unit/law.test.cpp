// SPDX-License-Identifier: Apache-2.0
#include <comity/law.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace comity;

namespace {

/// A folder of law files for the length of a test.
struct law_folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("comity-law-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));

    law_folder() { std::filesystem::create_directory(path); }
    ~law_folder() { std::filesystem::remove_all(path); }

    void write(std::string const& name, std::string const& text) const {
        std::filesystem::create_directories((path / name).parent_path());
        std::ofstream(path / name) << text;
    }
    std::string problem() const {
        try {
            law::load(path);
        } catch (bad_input const& e) {
            return e.what();
        }
        return "none";
    }
};

}  // namespace

TEST_CASE("a kind of event is known by name, and inherits what it is a case of") {
    auto const law = law::built_in();
    CHECK(law.event_kind("provisional_arrest") == event_kind::provisional_arrest);
    CHECK(law.is_a(event_kind::provisional_arrest, event_kind::arrest));
    CHECK_FALSE(law.is_a(event_kind::arrest, event_kind::provisional_arrest));
    auto const& refused = law.meaning(event_kind::refused_by_court);
    CHECK(refused.outcome == outcome::refused);
    CHECK(refused.by == side::requested);
    CHECK(refused.substantive);
    CHECK_THROWS_WITH_AS(law.event_kind("refused_by_king"),
                         "\"refused_by_king\" is not a kind of event; near it are refused, refused_by_court, refused_on_appeal, refused_by_minister",
                         bad_input);
    CHECK_THROWS_WITH_AS(law.event_kind("arest"), "\"arest\" is not a kind of event; near it are arrest", bad_input);
    CHECK_THROWS_WITH_AS(law.instrument("ets24"), "there is no instrument \"ets24\"; near it are ets-24", not_found);
}

TEST_CASE("every kind that has a constant in code has a row") {
    auto const law = law::built_in();
    for (auto const kind : {event_kind::filed, event_kind::retracted, event_kind::merged, event_kind::noted, event_kind::request_sent,
                            event_kind::reminder_sent, event_kind::supplementary_information_sent, event_kind::request_withdrawn,
                            event_kind::request_received, event_kind::receipt_acknowledged, event_kind::request_registered,
                            event_kind::request_forwarded, event_kind::supplementary_information_requested,
                            event_kind::supplementary_information_received, event_kind::request_returned, event_kind::arrest,
                            event_kind::provisional_arrest, event_kind::released, event_kind::released_on_bail, event_kind::consent_given,
                            event_kind::consent_revoked, event_kind::hearing_held, event_kind::hearing_fixed, event_kind::found_admissible,
                            event_kind::appeal_lodged, event_kind::appeal_dismissed, event_kind::granted, event_kind::partly_granted,
                            event_kind::granted_conditionally, event_kind::refused, event_kind::refused_by_court, event_kind::postponed,
                            event_kind::surrender_date_agreed, event_kind::person_surrendered, event_kind::executed, event_kind::partly_executed,
                            event_kind::proceedings_transferred, event_kind::lapsed, event_kind::closed, event_kind::reopened,
                            event_kind::forwarded_to_provider, event_kind::source_suppressed, event_kind::source_inactive,
                            event_kind::source_reactivated})
        CHECK(law.event_kind(kind.name()) == kind);
}

TEST_CASE("an acknowledgement is not an answer") {
    auto const law = law::built_in();
    auto const counts = [&](std::string_view definition, event_kind kind) { return law.answer(definition).counts(law.meaning(kind)); };
    //                       substantive   any_act   decision   final
    struct row { event_kind kind; bool expected[4]; };
    for (auto const& r : {row{event_kind::receipt_acknowledged, {false, true, false, false}},
                          row{event_kind::request_registered, {false, true, false, false}},
                          row{event_kind::provisional_arrest, {true, true, false, false}},
                          row{event_kind::supplementary_information_requested, {true, true, false, false}},
                          row{event_kind::request_returned, {true, true, false, false}},
                          row{event_kind::granted, {true, true, true, false}},
                          row{event_kind::refused_by_court, {true, true, true, true}},
                          row{event_kind::person_surrendered, {true, true, true, true}},
                          row{event_kind::reminder_sent, {false, false, false, false}},
                          row{event_kind::request_withdrawn, {false, false, false, false}}}) {
        CAPTURE(r.kind.name());
        CHECK(counts("substantive", r.kind) == r.expected[0]);
        CHECK(counts("any_act", r.kind) == r.expected[1]);
        CHECK(counts("decision", r.kind) == r.expected[2]);
        CHECK(counts("final", r.kind) == r.expected[3]);
    }
    CHECK_THROWS_WITH_AS(law.answer("a wink"), "\"a wink\" is not a definition of an answer; write one of substantive, any_act, decision, final", bad_input);
}

TEST_CASE("a ministry adds an event of its own, and what it means") {
    law_folder folder;
    folder.write("events.toml", R"(events = [{ name = "refused_by_king", title = "refused by the King", is = "refused" }])");
    folder.write("edition.toml", R"(edition = "2026a-kingdom")");
    auto const law = law::load(folder.path);
    CHECK(law.edition() == "2026a-kingdom");
    CHECK(law.is_a(law.event_kind("refused_by_king"), event_kind::refused));
    CHECK(law.answer("decision").counts(law.meaning(law.event_kind("refused_by_king"))));
    CHECK_THROWS_AS(law::built_in().event_kind("refused_by_king"), bad_input);
}

TEST_CASE("a case may deny what its kind is") {
    law_folder folder;
    folder.write("events.toml", R"(events = [{ name = "executed_for_show", title = "", is = "executed", substantive = false, by = "nobody" }])");
    auto const law = law::load(folder.path);
    auto const& meaning = law.meaning(law.event_kind("executed_for_show"));
    CHECK_FALSE(meaning.substantive);
    CHECK(meaning.by == side::nobody);
    CHECK(meaning.outcome == outcome::executed);
}

TEST_CASE("a ministry adds words that it writes around the numbers of its letters") {
    law_folder folder;
    folder.write("references.toml", R"(around = ["cabinet noir"])");
    auto const words = law::load(folder.path).text("references");
    CHECK(words.find("    cabinet noir\n") != std::string::npos);
    CHECK(words.find("    our ref\n") != std::string::npos);  // beside those that are there
    CHECK(law::built_in().text("references").find("cabinet noir") == std::string::npos);
    folder.write("references.toml", "around = [\"исх\"]\nnone = [\"---\"]");
    CHECK(folder.problem().ends_with("references.toml, line 2: none holds \"---\"; write words, of at most 64 bytes: \"our ref\""));
}

TEST_CASE("an error in a law file names file and line") {
    law_folder folder;
    auto const says = [&](std::string const& text) {
        folder.write("events.toml", text);
        auto problem = folder.problem();
        auto const slash = problem.rfind('/', problem.find(", line"));
        return slash == problem.npos ? problem : problem.substr(slash + 1);
    };
    CHECK(says("events = [\n  { name = \"a\", title = \"A\", by = \"requested\", colour = \"red\" },\n]").substr(0, 47) ==
          "events.toml, line 2: nothing is called colour h");
    CHECK(says("events = [\n  { name = \"a\", title = \"A\", by = \"somebody\" },\n]") ==
          "events.toml, line 2: \"somebody\" is not a side; write one of nobody, requesting, requested, person, third, register");
    CHECK(says("events = [\n\n  { name = \"a\", by = \"requested\" },\n]") == "events.toml, line 3: title is missing; write a text");
    CHECK(says("events = [\n  { name = ").substr(0, 20) == "events.toml, line 2:");
    CHECK(says("events = [{ name = \"A B\", title = \"\", by = \"requested\" }]") ==
          "events.toml, line 1: name is \"A B\"; write small letters, digits and underscores, at most 64");
    CHECK(says("events = [{ name = \"a\", title = \"\", is = \"a\" }]") == "events.toml, line 1: a is a case of itself");
    CHECK(says("events = [{ name = \"a\", title = \"\", is = \"nothing_known\" }]") ==
          "events.toml, line 1: a is a case of \"nothing_known\", which is not a kind of event");
    for (auto const* own : {"filed", "retracted", "merged", "erased"})
        CHECK(says("events = [{ name = \"" + std::string(own) + "\", title = \"\", is = \"refused\" }]") ==
              "events.toml, line 1: is makes " + std::string(own) + " a case of another kind; what the register itself writes is a case of none");
    CHECK(says("events = [{ name = \"erased\", title = \"\", by = \"register\", outcome = \"refused\" }]").starts_with("events.toml, line 1: outcome is said of erased; "));
    CHECK(says("events = [{ name = \"erased\", title = \"deleted\", by = \"register\" }]") == "none");
    CHECK(says("event = []") == "events.toml, line 1: nothing is called event here; events are");
    CHECK_THROWS_AS(law::load("/nowhere/at/all"), not_found);
}

TEST_CASE("a ministry adds a treaty, a calendar and a way of counting, and replaces one") {
    law_folder folder;
    folder.write("events.toml", R"(events = [{ name = "warrant_sealed", title = "warrant sealed", by = "requesting" }])");
    folder.write("calendars/XR.toml", R"(id = "XR"
title = "Ruritania"
coverage = { from = 2026-01-01, until = 2026-12-31 }
weekend = [{ days = ["friday"] }]
rules = [{ name = "Crown Day", on = "06-15" }]
)");
    folder.write("countings/ruritania.toml", R"(id = "ruritania"
title = "Ruritania"
roll = { is = "next", at = "s. 7" }
non_working = { is = ["weekend", "holiday"] }
calendar = "XR"
source = "Calendar Act"
verified = true
)");
    folder.write("instruments/fr-xr-2020.toml", R"~(id = "fr-xr-2020"
title = "Extradition treaty between France and Ruritania"
form = "bilateral"
kinds = ["extradition"]
counting = "ruritania"
parties = [
  { state = "FR", from = 2020-02-01, verified = true },
  { state = "XR", from = 2020-03-01, verified = true },
]
time_limits = [{ id = "5", at = "5(2)", from = "warrant_sealed", length = "P10D", met_by = "request_received", binds = "requested", nature = "maximum", verified = true }]
[about.5]
for = ["extradition"]
consequence = "none"
)~");
    folder.write("instruments/g7-24-7-network.toml", R"(id = "g7-24-7-network"
title = "as the ministry reads it"
form = "multilateral"
kinds = ["extradition"]
)");
    auto const law = law::load(folder.path);
    using namespace comity::literals;
    auto const bases = law.bases("FR"_state, "XR"_state, date(2020, 3, 1), request_kind::extradition);
    REQUIRE(bases.any());
    CHECK(bases.found.front().instrument == "fr-xr-2020");
    CHECK(bases.found.front().since == date(2020, 3, 1));
    CHECK_FALSE(law.bases("FR"_state, "XR"_state, date(2020, 2, 29), request_kind::extradition).any());
    CHECK(law.time_limits("fr-xr-2020", date(2020, 3, 1)).front().from.named().front().name() == "warrant_sealed");
    CHECK(count("P3D", {.start = date(2026, 6, 12), .counting = "ruritania"}, law).last_day() == date(2026, 6, 16));  // Crown Day
    CHECK(law.instrument("g7-24-7-network").title == "as the ministry reads it");
    CHECK(law::built_in().instrument("g7-24-7-network").title != "as the ministry reads it");
}

TEST_CASE("an error in an instrument, a calendar or a way of counting names file and line") {
    auto const says = [](std::string const& file, std::string const& text) {
        law_folder folder;
        folder.write(file, text);
        auto const problem = folder.problem();
        auto const at = problem.find(file);
        return at == problem.npos ? problem : problem.substr(at + file.find('/') + 1);
    };
    std::string const head = "id = \"x\"\ntitle = \"X\"\nform = \"bilateral\"\nkinds = [\"extradition\"]\n";
    auto const instrument = [&](std::string const& more) { return says("instruments/x.toml", head + more); };
    CHECK(instrument("") == "none");
    CHECK(instrument("colour = 1\n").substr(0, 43) == "x.toml, line 5: nothing is called colour he");
    CHECK(instrument("counting = \"by-thumb\"\n") == "x.toml, line 5: counting is \"by-thumb\", and no way of counting has that name");
    CHECK(instrument("displaces = [\n  { instrument = \"ets-23\" },\n]\n") == "x.toml, line 6: there is no instrument \"ets-23\"");
    CHECK(instrument("parties = [{ state = \"GB\", from = 2020-02-30 }]\n").substr(0, 14) == "x.toml, line 5");
    CHECK(instrument("parties = [{ state = \"GB\", from = \"2020\" }]\n") == "x.toml, line 5: from is not a date; write it without quotes, as 2020-05-08");
    CHECK(instrument("parties = [{ state = \"GB\", from = 2020-02-02, until = 2020-02-01 }]\n") == "x.toml, line 5: until is a day before from");
    CHECK(instrument("parties = [{ state = \"gb\" }]\n").substr(0, 16) == "x.toml, line 5: ");
    auto const limit = [&](std::string const& row) { return instrument("time_limits = [\n  { id = \"1\", at = \"1\", binds = \"requested\", nature = \"maximum\", " + row + " },\n]\n"); };
    CHECK(limit("length = \"P18D\"") == "none");
    CHECK(limit("length = \"18 days\"").substr(0, 47) == "x.toml, line 6: \"18 days\" is not a length of ti");
    CHECK(limit("from = \"provisional_capture\"").starts_with("x.toml, line 6: \"provisional_capture\" is not a kind of event; near it are provisional_arrest"));
    CHECK(limit("after = \"ets-24/99\"") == "x.toml, line 6: ets-24 has no time limit \"99\"");
    CHECK(limit("met_by = 3") == "x.toml, line 6: met_by is not a list of texts");
    CHECK(says("instruments/y.toml", head) == "y.toml, line 1: id is \"x\", but the file is called y.toml; both must be the same");
    CHECK(says("calendars/x.toml", "id = \"x\"\ntitle = \"X\"\nrules = [{ name = \"a\", on = \"31-12\" }]\n").substr(0, 15) == "x.toml, line 1:");
    auto const since = [&](std::string const& years) { return says("calendars/x.toml", "id = \"x\"\ntitle = \"X\"\nrules = [{ name = \"a\", on = \"12-31\", " + years + " }]\n"); };
    CHECK(since("since = 1990, until = 1990") == "none");
    CHECK(since("since = -5, until = -9") == "x.toml, line 3: since is -5; write a year, 1 to 9999");
    CHECK(since("until = 10000") == "x.toml, line 3: until is 10000; write a year, 1 to 9999");
    CHECK(since("since = 2012, until = 2011").ends_with("calendar \"x\": the rule \"a\" ends in 2011, before it begins, in 2012"));
    CHECK(says("countings/x.toml", "id = \"x\"\ntitle = \"X\"\nsource = \"\"\nroll = { is = \"sideways\" }\n") ==
          "x.toml, line 4: \"sideways\" is not a way to roll the last day; write one of none, next, previous, onward");
    CHECK(says("countings/x.toml", "id = \"x\"\ntitle = \"X\"\nsource = \"\"\nroll = \"next\"\n") == "x.toml, line 4: roll is not a table; write { … = … }");
    CHECK(says("countings/x.toml", "id = \"x\"\ntitle = \"X\"\nsource = \"\"\ncalendar = \"Atlantis\"\n") == "x.toml, line 4: calendar is \"Atlantis\", and no calendar has that name");
    CHECK(says("event.toml", "events = []\n").find("no file of the law has this name") != std::string::npos);
    CHECK(says("readme.txt", "").find("holds no law file") != std::string::npos);
    CHECK(instrument("displaces = [{ instrument = \"x\" }]\n") == "x.toml, line 5: instrument is this instrument itself");
    CHECK(instrument("not_between = [{ between = [\"GB\", \"GB\"] }]\n") == "x.toml, line 5: between takes two States");
    CHECK(instrument("declarations = [{ state = \"GB\", text = \"\", from = 2020-02-02, until = 2020-01-01 }]\n") == "x.toml, line 5: until is a day before from");
    // An instrument whose limits follow one another can be replaced by one that has none.
    CHECK(says("instruments/ca-extradition-act-1999.toml", "id = \"ca-extradition-act-1999\"\ntitle = \"X\"\nform = \"statute\"\nstate = \"CA\"\nkinds = [\"extradition\"]\n") == "none");
    law_folder two;
    for (auto const& [id, other] : {std::pair("a", "b"), std::pair("b", "a")})
        two.write(std::string("instruments/") + id + ".toml", std::string("id = \"") + id + "\"\ntitle = \"X\"\nform = \"bilateral\"\nkinds = [\"extradition\"]\ndisplaces = [{ instrument = \"" + other + "\" }]\n");
    CHECK(two.problem() == "instruments/a.toml displaces an instrument that, directly or through others, displaces it");
}
