// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/report.hpp>
#include <comity/snapshot.hpp>

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
        mentions(complaint<comity::bad_input>([&] { registry.file(r); }), "a mark of direction");
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
