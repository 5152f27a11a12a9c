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

    void write(std::string const& name, std::string const& text) const { std::ofstream(path / name) << text; }
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
    CHECK(says("events = [{ name = \"a\", title = \"\", is = \"a\" }]") == "events.toml: a is a case of itself");
    CHECK(says("events = [{ name = \"a\", title = \"\", is = \"nothing_known\" }]") ==
          "events.toml: a is a case of \"nothing_known\", which is not a kind of event");
    CHECK(says("event = []") == "events.toml, line 1: nothing is called event here; events are");
    CHECK_THROWS_AS(law::load("/nowhere/at/all"), not_found);
}
