// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/report.hpp>
#include <comity/snapshot.hpp>

#include <functional>
#include <sstream>

using namespace test;

namespace {

struct spelling {
    char const* composed;
    char const* decomposed;
};

/// From the Unicode character database: a letter, and what it is made of.
constexpr spelling spellings[] = {
    {"Jos\xC3\xA9", "Jose\xCC\x81"},                                                                  // Latin e and acute
    {"Nguy\xE1\xBB\x85n", "Nguye\xCC\x82\xCC\x83n"},                                                  // Vietnamese, two marks
    {"\xC3\x85ke", "A\xCC\x8Ake"},                                                                    // A and ring
    {"\xD0\xA1\xD0\xB5\xD1\x80\xD0\xB3\xD0\xB5\xD0\xB9", "\xD0\xA1\xD0\xB5\xD1\x80\xD0\xB3\xD0\xB5\xD0\xB8\xCC\x86"},  // Cyrillic й
    {"\xED\x99\x8D\xEA\xB8\xB8\xEB\x8F\x99", "\xE1\x84\x92\xE1\x85\xA9\xE1\x86\xBC\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xAF\xE1\x84\x83\xE1\x85\xA9\xE1\x86\xBC"},  // Hangul, jamo
    {"\xD8\xA2\xD9\x85\xD9\x86\xD8\xA9", "\xD8\xA7\xD9\x93\xD9\x85\xD9\x86\xD8\xA9"},                 // Arabic alef with madda
};

}  // namespace

TEST_CASE("names and references are kept byte for byte, and found by either normal form") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    for (auto const& s : spellings)
        for (std::string const stored : {s.composed, s.decomposed}) {
            INFO(stored);
            auto r = small_request();
            r.reference = stored + "/1";
            r.persons = {{.names = {{stored}}}};
            auto const id = registry.file(r);
            CHECK(registry.dossier(id).request() == r);
            for (std::string const asked : {s.composed, s.decomposed}) {
                auto const found = registry.find({.reference = asked + "/1"});
                CHECK(std::ranges::find(found, id) != found.end());
                CHECK(comity::query{.reference = asked + "/1"}.matches(r));
                auto const persons = registry.find_person(asked).persons;
                CHECK(std::ranges::any_of(persons, [&](auto const& p) { return p.request == id; }));
                auto const view = registry.snapshot(date(2022, 1, 1));
                CHECK(view.requests({.reference = asked + "/1"}).rows.size() == found.size());
            }
            CHECK(registry.find({.reference = stored}).empty());
        }
    // ß is no other spelling of ss in a reference, nor ı of i; a person is found whatever the case.
    auto r = small_request();
    r.reference = "Straße ı";
    r.persons = {{.names = {{"Groß"}}}};
    auto const id = registry.file(r);
    CHECK(registry.find({.reference = "Strasse ı"}).empty());
    CHECK(registry.find({.reference = "Straße i"}).empty());
    CHECK(registry.find({.reference = "Straße ı"}) == std::vector{id});
    CHECK(registry.find_person("GROSS").persons.size() == 1);
}

TEST_CASE("marks of direction have no place in a reference, and do not leave a name in what is shown") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    for (auto const* mark : {"\xE2\x80\xAE", "\xE2\x80\xAB", "\xE2\x80\x8F", "\xE2\x81\xA7", "\xE2\x80\x8B", "\x1B", "\n"}) {
        auto r = small_request();
        r.reference = "12" + std::string(mark) + "/3";
        mentions(complaint<comity::bad_input>([&] { registry.file(r); }), "; write visible characters");
        std::swap(r.reference, r.requested_reference);
        mentions(complaint<comity::bad_input>([&] { registry.file(r); }), "requested_reference");
    }
    auto r = small_request();
    r.persons = {{.names = {{"evil\xE2\x80\xAE\x67\x6E\x70"}}}};
    CHECK(registry.dossier(registry.file(r)).request() == r);
    auto const brief = comity::make_brief(registry, {.state = "GB"_state, .as_of = date(2022, 1, 1), .names = true});
    for (auto const format : {comity::format::html, comity::format::markdown, comity::format::csv, comity::format::json}) {
        std::ostringstream out;
        comity::write(out, brief, format);
        CHECK(out.str().find("\xE2\x80\xAE") == std::string::npos);
    }
}

TEST_CASE("what a terminal obeys, or turns the letters beside it round, is in no field that people read") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    auto const hearing = comity::event{.kind = event_kind::noted, .on = date(2020, 3, 10)};
    auto const authority = [](std::string const& text) { return comity::authority{.name = text, .kind = comity::authority_kind::judicial}; };
    using fill = std::function<void(comity::event&, std::string const&)>;
    using ask = std::function<void(comity::request&, std::string const&)>;
    std::vector<std::pair<char const*, fill>> const said{
        {"by, name", [&](auto& e, auto& text) { e.by = authority(text); }},
        {"provision", [](auto& e, auto& text) { e.provision = "ets-24 " + text; }},
        {"ground", [](auto& e, auto& text) { e.ground = text; }}};
    std::vector<std::pair<char const*, ask>> const asked{
        {"requesting_authority, name", [&](auto& r, auto& text) { r.requesting_authority = authority(text); }},
        {"language", [](auto& r, auto& text) { r.language = text; }},
        {"offence 1, title", [](auto& r, auto& text) { r.offences = {{.title = text}}; }},
        {"measure 1, kind", [](auto& r, auto& text) { r.measures = {{.kind = text}}; }},
        {"item 1, activity", [](auto& r, auto& text) { r.items = {{.activity = text}}; }},
        {"document 2, language", [](auto& r, auto& text) { r.documents = {{.title = "a"}, {.language = text}}; }}};
    auto const record = [&](comity::event const& e) { return complaint<comity::bad_input>([&] { registry.record(id, e); }); };
    auto const file = [&](comity::request const& r) { return complaint<comity::bad_input>([&] { registry.file(r); }); };
    // Control characters, a mark of direction and a line, from the Unicode character database.
    for (auto const& [mark, code] : {std::pair("\x1B[2J", "U+001B"), {"\u009B", "U+009B"}, {"\n", "U+000A"}, {"\u202E", "U+202E"}, {"\u2028", "U+2028"}}) {
        auto const text = "a" + std::string(mark) + "b";
        INFO(code);
        for (auto const& [field, put] : said) {
            auto e = hearing;
            put(e, text);
            mentions(record(e), field + std::string(" \""));
            mentions(record(e), code);
        }
        for (auto const& [field, put] : asked) {
            auto r = small_request();
            put(r, text);
            mentions(file(r), field + std::string(" \""));
            mentions(file(r), code);
        }
    }
    for (auto const& [origin, field] : {std::pair(comity::origin{.source = "FR \u202Eregister", .row_key = "1"}, "origin \""), {comity::origin{.source = "FR", .row_key = "1\x1F""2\x1B[2J"}, "origin_key \""}})
        mentions(complaint<comity::bad_input>([&] { registry.file(small_request(), {.origin = origin}); }), field);
    // Of names and free texts it is told where, and not what they say.
    auto named = small_request();
    named.persons = {{}, {.names = {{"Anna"}, {"Evil\x1B[2J"}}}};
    CHECK_MESSAGE(file(named).ends_with(": filed: person 2, name 2, text holds U+001B, a control character; write visible characters, line feeds and tabs"), file(named));
    auto noted = hearing;
    noted.note = "one\ttwo\nthree\x07";
    mentions(record(noted), "noted: note holds U+0007, a control character");
    for (auto const* control : {"\r", "\x0B", "\u0085", "\x7F"}) {
        noted.note = "a" + std::string(control) + "b";
        mentions(record(noted), "note holds U+00");
    }
    CHECK(registry.find({}).size() == 1);
    CHECK(registry.dossier(id).history().size() == 1);

    // What spelling needs stays, as do the zero width spaces and tabs that registers have; lines where there can be several, as files of either sort end them.
    auto r = small_request();
    r.requesting_authority = authority("سازمان بین\u200Cالملل");
    r.requested_authority = authority("State \u200BSenator\t(WI)");
    r.persons = {{.names = {{"علی\u200Cرضا"}}}};
    r.note = "one\ttwo\nthree\r\nfour";
    CHECK(registry.dossier(registry.file(r)).request() == r);
}

TEST_CASE("a reference with letters of two scripts is a doubt that the brief lists") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto r = small_request();
    r.reference = "81/\xD0\x90\x42-412";  // Cyrillic А, Latin B
    registry.file(r);
    std::ostringstream out;
    comity::write(out, comity::make_brief(registry, {.state = "GB"_state, .as_of = date(2022, 1, 1)}), comity::format::csv);
    mentions(out.str(), "mixed_scripts");
    mentions(out.str(), "U+0042");
}
