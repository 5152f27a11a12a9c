// SPDX-License-Identifier: Apache-2.0
#include "chain.hpp"

#include "digest.hpp"

#include <comity/archive.hpp>
#include <comity/snapshot.hpp>

#include <array>
#include <iomanip>
#include <map>
#include <optional>
#include <set>
#include <sstream>

using namespace test;
using comity::archive_format;
using comity::bad_input;
using comity::tampered;

namespace {

void write(std::filesystem::path const& file, std::string_view content) { std::ofstream(file, std::ios::binary) << content; }

uuid id(int n) { return comity::named_uuid("archive", std::to_string(n)); }

/// A register with all that an archive has to carry: every field, corrections, a merger, an erasure, two seals and something after them.
void fill(registry& r) {
    r.file(full_request(), {.id = id(0), .known_since = date(2021, 1, 1), .origin = comity::origin{"cases.csv", "17"}, .source = "file 12", .note = "filed late"});
    r.record(id(0), {.kind = event_kind::partly_executed,
                     .on = comity::parse_when("2018-09-01~"),
                     .by = comity::authority{.name = "Crown Office", .kind = comity::authority_kind::central, .jurisdiction = comity::parse_jurisdiction("GB-SCT")},
                     .provision = "ets-30 3",
                     .ground = "ordre_public",
                     .concerns = {comity::person_number(3), comity::item_numbers(1, 2)},
                     .amounts = {comity::parse_amount("1250000.5 EUR"), comity::parse_amount("3 USD")},
                     .appoints = comity::parse_when("2022-06~"),
                     .known_since = date(2021, 2, 1),
                     .source = "note \"114\"\\ \t 漢字 \xE2\x80\xA8",
                     .note = "line 1\nline 2"});
    for (int n = 1; n <= 4; ++n) r.file(small_request(), {.id = id(n), .note = "by Anna Example"});
    r.record(id(1), {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});
    r.seal();
    r.record(id(1), {.kind = event_kind::refused, .on = comity::parse_when("2021-05-04T16:20:00+01:00[Europe/London]")});
    r.amend(id(1), 2, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 11)});
    r.retract(id(1), 3, "another request was meant");
    auto other = small_request();
    other.reference = "81/3-412-21";
    r.amend(id(2), other, "letter");
    r.merge(id(4), id(3), "sent twice");
    r.seal();
    r.erase_person("Ivan Sidorov", "order 12/2026");
}

/// The envelope of altered contents, as somebody writes it who wants them to be believed.
std::string with_envelope(std::string const& contents) {
    std::ostringstream out;
    out << R"({"format": "comity archive", "version": 1, "length": )" << std::setw(20) << contents.size() << R"(, "sha256": ")"
        << comity::detail::to_hex(comity::detail::bytes_of(comity::detail::sha256({contents}))) << "\",\n" << contents;
    return std::move(out).str();
}

std::string contents(std::string const& json) { return json.substr(json.find('\n') + 1); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    REQUIRE_MESSAGE(at != text.npos, from);
    return text.replace(at, from.size(), to);
}

/// A register of the other kind than the one the tests run on; on SQLite, another file.
struct other_register {
    explicit other_register(database const& db, std::string const& name = "other") : file(db.folder() / (name + ".db")) {}
    registry open(comity::open_options options = {}) const { return registry::open(file.string(), std::move(options)); }
    std::filesystem::path file;
};

/// The requests of these archives in JSON, each as it comes first, put together by somebody who wants them to be believed.
std::string together(std::vector<std::filesystem::path> const& files, std::optional<uuid> const& without = {}) {
    std::map<std::string, std::string> dossiers;
    for (auto const& file : files) {
        std::istringstream lines(content_of(file));
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with("{\"request\": ")) dossiers.emplace(line.substr(0, line.find(',')), line.ends_with(',') ? line.substr(0, line.size() - 1) : line);
    }
    if (without) dossiers.erase("{\"request\": \"" + to_string(*without) + "\"");
    std::string text = "\"whole\": false,\"seals\": [],\n\"dossiers\": [\n";
    for (auto const& [_, d] : dossiers) text += (text.ends_with("[\n") ? "" : ",\n") + d;
    return with_envelope(text + "\n]}\n");
}

request with_persons(std::string reference, std::size_t n) {
    auto r = small_request();
    r.reference = std::move(reference);
    r.persons.resize(n);
    return r;
}

std::set<uuid> passed_over(comity::archive_report const& report) {
    std::set<uuid> ids;
    for (auto const& p : report.passed_over) ids.insert(p.id);
    CHECK(report.added + report.grown + report.unchanged + ids.size() == report.requests);
    return ids;
}

}  // namespace

TEST_CASE("a register that was archived, read into a database of another kind, and archived again gives the same bytes") {
    for (auto const* const name : {"a.comity", "a.json"}) {
        INFO(name);
        database db;
        auto const other = other_register(db);
        auto from = other.open();
        fill(from);
        auto const file = db.folder() / name, again = db.folder() / (std::string("again-") + name);
        auto const out = from.export_archive(file);
        CHECK(out.requests == 5);
        CHECK(out.entries == 3 + 5 + 2 + 1 + 2);
        CHECK(out.whole);
        CHECK(out.seals == 2);

        auto to = db.open();
        auto const before = db.rows();
        auto const tried = to.import_archive(file, {.against = from.sealed(1), .dry_run = true});
        CHECK(db.rows() == before);
        auto const in = to.import_archive(file, {.against = from.sealed(1)});
        CHECK(tried == in);
        CHECK(in.added == 5);
        CHECK(in.seals_kept);
        CHECK(in.entries == out.entries);
        to.export_archive(again);
        CHECK(content_of(again) == content_of(file));

        auto const ours = from.verify(), theirs = to.verify(from.sealed(2));
        CHECK(theirs.root == ours.root);
        CHECK(theirs.seals == 2);
        CHECK(theirs.erased_texts == ours.erased_texts);
        CHECK(theirs.erased_texts > 0);
        for (int n = 0; n <= 4; ++n) CHECK(to.dossier(id(n)) == from.dossier(id(n)));
        CHECK(to.imported("cases.csv") == from.imported("cases.csv"));
        CHECK(to_string(to.prove(id(1), 2, true)) == to_string(from.prove(id(1), 2, true)));

        // It goes on there: entries, seals.
        to.record(id(2), {.kind = event_kind::reminder_sent, .on = date(2021, 6, 1)});
        CHECK(to.seal().number == 3);
        CHECK(to.verify(from.sealed(2)).seals == 3);
    }
}

TEST_CASE("an empty register has an archive too") {
    database db;
    auto registry = db.open();
    for (auto const* const name : {"a.comity", "a.json"}) {
        auto const file = db.folder() / name;
        CHECK(registry.export_archive(file).requests == 0);
        CHECK(registry.import_archive(file) == comity::archive_report{.whole = true});
    }
    CHECK(content_of(db.folder() / "a.json").ends_with("\"whole\": true,\"seals\": [],\n\"dossiers\": [\n]}\n"));
}

TEST_CASE("some requests travel with those they were merged with, and each with a proof against the last seal") {
    database db;
    auto from = other_register(db).open();
    fill(from);
    from.file(small_request(), {.id = id(9)});  // not sealed
    auto const seal = from.sealed(2);
    {
        from.export_archive(db.folder() / "more.json", {.requests = {{id(9)}}});
        database target;
        mentions(complaint<bad_input>([&] { target.open().import_archive(db.folder() / "more.json", {.against = seal}); }), "is not shown to be in the register that seal 2 covers");
        CHECK(target.open().import_archive(db.folder() / "more.json").unsealed_entries == 1);
    }
    for (auto const* const name : {"b.comity", "b.json"}) {
        INFO(name);
        auto const file = db.folder() / name;
        auto const out = from.export_archive(file, {.requests = {{id(3)}}});
        CHECK(out.requests == 2);
        CHECK_FALSE(out.whole);
        CHECK(out.proven == 2);
        database target;
        auto to = target.open();
        auto const in = to.import_archive(file, {.against = seal});
        CHECK(in.proven == 2);
        CHECK(in.added == 2);
        CHECK_FALSE(in.seals_kept);
        CHECK(to.dossier(id(3)) == from.dossier(id(3)));
        CHECK(to.dossier(id(3)).merged().size() == 1);
        CHECK(to.verify().dossiers == 2);

        database elsewhere;
        auto stranger = elsewhere.open();
        stranger.file(small_request());
        auto const another = stranger.seal();
        mentions(complaint<tampered>([&] { to.import_archive(file, {.against = another}); }), "not of the register that seal 1 covers");
    }
    CHECK(from.export_archive(db.folder() / "fr.comity", {.of = {.requesting = "FR"_state}}).requests == 1);
    mentions(complaint<comity::not_found>([&] { from.export_archive(db.folder() / "no.comity", {.requests = {{id(77)}}}); }), "there is no request");
    CHECK_FALSE(std::filesystem::exists(db.folder() / "no.comity"));
}

TEST_CASE("what is in the register already is nothing; what has grown there is added; another history is a conflict") {
    database db;
    auto from = other_register(db).open();
    fill(from);
    auto const first = db.folder() / "1.comity", second = db.folder() / "2.comity";
    from.export_archive(first);
    auto to = db.open();
    to.import_archive(first);
    auto const rows = db.rows();
    auto const again = to.import_archive(first);
    CHECK(again.unchanged == 5);
    CHECK(again.added + again.grown == 0);
    CHECK(db.rows() == rows);

    from.record(id(2), {.kind = event_kind::reminder_sent, .on = date(2021, 6, 1)});
    from.file(small_request(), {.id = id(5)});
    from.seal();
    from.export_archive(second);
    auto const later = to.import_archive(second);
    CHECK(later.grown == 1);
    CHECK(later.added == 1);
    CHECK(later.unchanged == 4);
    CHECK(later.changed == std::vector{comity::changed_request{.id = id(2), .first = 3, .last = 3}});
    CHECK(to.verify().root == from.verify().root);
    // Seals come with a register as a whole. Here somebody else could have made the third, over what nobody here has seen.
    CHECK_FALSE(later.seals_kept);
    CHECK(to.verify().seals == 2);
    CHECK(to.import_archive(first).unchanged == 5);  // the earlier state of the same

    to.record(id(2), {.kind = event_kind::granted, .on = date(2021, 7, 1)});
    from.record(id(2), {.kind = event_kind::refused, .on = date(2021, 7, 1)});
    auto const third = db.folder() / "3.json";
    from.export_archive(third);
    auto const before = db.rows();
    mentions(complaint<comity::conflict>([&] { to.import_archive(third); }), "request " + to_string(id(2)) + " (\"81/3-412-21\") is in the register with another history: entry 4 is granted (2021-07-01) here, and refused (2021-07-01) there; the rest can be had without it (skip_conflicts, --skip-conflicts)");
    CHECK(db.rows() == before);
    // The rest can be had without it.
    from.file(small_request(), {.id = id(6)});
    from.export_archive(db.folder() / "4.json");
    auto const rest = to.import_archive(db.folder() / "4.json", {.skip_conflicts = true});
    CHECK(passed_over(rest) == std::set{id(2)});
    CHECK(rest.added == 1);
    CHECK(to.dossier(id(2)).history().back().event.kind == event_kind::granted);
}

TEST_CASE("a register with seals of its own keeps them") {
    database db;
    auto from = other_register(db).open();
    fill(from);
    from.export_archive(db.folder() / "a.comity");
    auto to = db.open();
    to.file(full_request());
    auto const own = to.seal();
    auto const report = to.import_archive(db.folder() / "a.comity");
    CHECK(report.added == 5);
    CHECK_FALSE(report.seals_kept);
    auto const v = to.verify(own);
    CHECK(v.seals == 1);
    CHECK(v.dossiers == 6);
    CHECK(to.seal().dossiers == 6);
}

TEST_CASE("what was erased there is erased here, and stays erased when an earlier archive is read") {
    database db;
    auto from = other_register(db).open();
    from.file(full_request(), {.id = id(0)});
    from.export_archive(db.folder() / "with.comity");
    auto to = db.open();
    to.import_archive(db.folder() / "with.comity");
    CHECK(to.dossier(id(0)).request().persons[0].names[0].text == "Иван Петрович Сидоров");
    from.erase_person("Ivan Sidorov", "order 12/2026");
    from.export_archive(db.folder() / "without.comity");
    // Who sends a file cannot take a name out of this register unless somebody here agrees.
    mentions(complaint<comity::conflict>([&] { to.import_archive(db.folder() / "without.comity"); }), "were erased there and are here");
    CHECK(to.dossier(id(0)).request().persons[0].names[0].text == "Иван Петрович Сидоров");
    auto const taken = to.import_archive(db.folder() / "without.comity", {.erase = true});
    CHECK(taken.grown == 1);
    CHECK(taken.changed.front().erased_texts == taken.erased_texts);
    CHECK(taken.erased_texts == from.verify().erased_texts);
    CHECK(to.dossier(id(0)).request().persons[0].names[0].text == comity::erased);
    CHECK(to.verify().erased_texts == from.verify().erased_texts);
    CHECK(to.import_archive(db.folder() / "with.comity").unchanged == 1);
    CHECK(to.dossier(id(0)).request().persons[0].names[0].text == comity::erased);
    if (!db.is_postgresql())
        for (auto const& f : {db.file(), std::filesystem::path(db.file().string() + "-wal")})
            CHECK(content_of(f).find("Сидоров") == std::string::npos);
}

TEST_CASE("a reader who is not cleared for a request sends an archive without it") {
    database db;
    auto registry = db.open();
    for (auto const* const handling : {"TLP:GREEN", "TLP:AMBER", "TLP:GREEN"}) {
        auto r = small_request();
        r.handling = handling;
        registry.file(r);
    }
    registry.seal();
    auto const cleared = db.open({.clearance = "TLP:GREEN"});
    auto const report = cleared.export_archive(db.folder() / "green.json");
    CHECK(report.requests == 2);
    CHECK_FALSE(report.whole);
    CHECK(report.proven == 2);
    CHECK(content_of(db.folder() / "green.json").find("TLP:AMBER") == std::string::npos);
}

TEST_CASE("a file that is there is not written over, and a register that was altered gives no archive") {
    database db;
    auto registry = db.open();
    fill(registry);
    write(db.folder() / "there.json", "mine");
    mentions(complaint<comity::conflict>([&] { registry.export_archive(db.folder() / "there.json"); }), "there already");
    CHECK(content_of(db.folder() / "there.json") == "mine");
    CHECK_THROWS_AS(registry.export_archive(db.folder() / "no" / "where.json"), comity::storage_error);

    db.tamper("update event set kind = 'granted' where kind = 'refused'");
    CHECK_THROWS_AS(registry.export_archive(db.folder() / "bad.json"), tampered);
    CHECK_FALSE(std::filesystem::exists(db.folder() / "bad.json"));
}

TEST_CASE("a file that is cut, altered or no archive is refused, and leaves the register as it was") {
    database db;
    auto from = other_register(db).open();
    fill(from);
    auto to = db.open();
    auto const file = db.folder() / "x";
    auto const refused = [&](std::string const& content, std::string_view why) {
        write(file, content);
        auto const said = complaint<bad_input>([&] { to.import_archive(file); });
        mentions(said, why);
        mentions(said, "\"" + file.string() + "\"");
        CHECK(to.find({}).empty());
    };
    for (auto const* const name : {"a.comity", "a.json"}) {
        from.export_archive(db.folder() / name);
        auto const good = content_of(db.folder() / name);
        for (std::size_t const length : {good.size() - 1, good.size() / 2, std::size_t{200}}) refused(good.substr(0, length), "cut");
        for (std::size_t const length : {20, 9, 1}) refused(good.substr(0, length), "");
        refused(good + "\n", "behind its end stand 1 bytes more");
        for (std::size_t at = 60; at < good.size(); at += good.size() / 40) {
            auto flipped = good;
            flipped[at] = static_cast<char>(flipped[at] ^ 4);
            refused(flipped, "");
        }
    }
    // An editor's mark or line ends, and another program's spaces: the dossiers may be the same, the bytes are not.
    auto const good = content_of(db.folder() / "a.json");
    auto crlf = good, spaced = good;
    for (std::size_t at = 0; (at = crlf.find('\n', at)) != crlf.npos; at += 2) crlf.insert(at, "\r");
    spaced.replace(0, spaced.find(", "), "{\n  \"format\": \"comity archive\"");
    for (auto const& text : {"\xEF\xBB\xBF" + good, crlf, spaced, "\n" + good}) refused(text, "wrote anew, with a mark at its beginning, other line ends or other spaces");
    for (auto const& text : {crlf, spaced, good + "\n", "{\"dossiers\": []" + good}) refused(text, "ask for the file as it was sent");
    refused("", "the file is empty");
    refused("requests,from,to\n", "no comity archive");
    refused(R"({"dossiers": []})", "no comity archive");
    refused(R"({"format": "comity archive", "version": 1})", "");
    std::filesystem::remove(file);
    CHECK_THROWS_AS(to.import_archive(file), comity::not_found);
    std::filesystem::create_directory(file);
    mentions(complaint<bad_input>([&] { to.import_archive(file); }), "is not a file");
}

TEST_CASE("of JSON that somebody wrote, with an envelope that fits, every deviation has its own complaint") {
    database db;
    auto from = other_register(db).open();
    from.file(small_request(), {.id = id(1), .note = "by Anna Example"});
    from.record(id(1), {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});
    from.file(small_request(), {.id = id(2)});
    from.seal();
    from.export_archive(db.folder() / "good.json");
    auto const good = contents(content_of(db.folder() / "good.json"));
    auto to = db.open();
    auto const rows = db.rows();
    auto const refused = [&]<class Error = bad_input>(std::string const& altered, std::string_view why, Error const* = nullptr) {
        write(db.folder() / "x.json", with_envelope(altered));
        mentions(complaint<Error>([&] { to.import_archive(db.folder() / "x.json"); }), why);
        CHECK(db.rows() == rows);
    };
    auto const changed = [&](std::string_view from_text, std::string_view to_text) {  // the first of them among the dossiers
        auto const begin = good.find("\"dossiers\"");
        return good.substr(0, begin) + replaced(good.substr(begin), from_text, to_text);
    };
    auto const head = [&](std::string_view from_text, std::string_view to_text) { return replaced(good, from_text, to_text); };
    tampered const* const evidence = nullptr;
    comity::unsupported const* const later = nullptr;

    refused(changed("\"seq\": 1,", "\"seq\": 1,\"colour\": \"red\","), "line 4: request");
    refused(changed("\"seq\": 1,", "\"seq\": 1,\"colour\": \"red\","), "id is missing; colour stands in its place");
    refused(changed("\"digest\": \"", "\"colour\": \"red\",\"digest\": \""), "digest is missing; colour stands in its place");
    refused(changed("\"basis\": [\"ets-24\"]", "\"basis\": [\"ets-24\"],\"colour\": \"red\""), "asked: the field colour is unknown");
    refused(head("\"whole\": true,", "\"whole\": true,\"colour\": \"red\","), "seals is missing; colour stands in its place");
    refused(changed("\"seq\": 1,", "\"seq\": \"1\","), "seq: it is not a whole number");
    refused(changed("\"seq\": 1,", "\"seq\": 1.5,"), "it has \"1.5\"; numbers are whole");
    refused(changed("\"seq\": 1,", "\"seq\": 99999999999999999999,"), "");
    refused(changed("\"seq\": 1,", "\"seq\": 2,"), "entries are numbered from 1 without a gap");
    refused(changed("\"seq\": 1,", "\"seq\": 1,\"seq\": 1,"), "the field \"seq\" twice");
    refused(changed("\"kind\": \"filed\"", "\"kind\": null"), "it has null");
    refused(changed("\"kind\": \"filed\"", "\"kind\": [\"filed\"]"), "kind: it is not a text");
    refused(changed("\"kind\": \"filed\"", "\"kind\": \"fi\\u0000led\""), "NUL");
    refused(changed("\"kind\": \"filed\"", "\"kind\\u0000x\": \"filed\""), "NUL");
    refused(changed("Anna", "An\xED\xA0\x80na"), "column");
    refused(changed("\"basis\": [\"ets-24\"]", "\"basis\": []"), "basis: an empty list");
    refused(changed("\"basis\": [\"ets-24\"]", "\"basis\": \"ets-24\""), "basis: it is not a list");
    refused(changed("\"basis\": [\"ets-24\"]", "\"urgent\": false,\"basis\": [\"ets-24\"]"), "urgent is false; what is not so is left out");
    std::string deep;
    for (int n = 0; n < 100'000; ++n) deep += "{\"x\": ";
    refused(changed("\"asked\": {", "\"asked\": " + deep + ",\"x\": {"), "more than 16 levels");
    refused(changed("\"asked\": {", "\"asked\": " + std::string(100'000, '[') + ",\"x\": {"), "a list of something else than texts and objects");
    refused(changed("\"basis\": [\"ets-24\"]", "\"basis\": [1, 1, 1]"), "a list of something else than texts and objects");
    refused(changed("\"salt\": \"", "\"salt\": \"0"), "salt has 32");
    refused(changed("\"entries\": [", "\"entries\": [],\"x\": ["), "entries: a request has one at least");
    refused(good + " ", "something stands behind the end");
    refused(changed("\"seq\": 1,", "\"seq\":  1,"), "it is not as an archive is written");
    refused(changed("\"kind\": \"filed\"", "\"kind\": \"fil\\u0065d\""), "it is not as an archive is written");
    refused(head("\"seals\": [", "\"before\": \"" + std::string(64, '0') + "\",\"seals\": ["), "");
    refused(good.substr(0, good.size() - 1), "the file ends within it");
    refused(changed("},\n{", "}\n{"), "does not end with a comma");
    refused(changed("\n{", "\n\n{"), "");
    refused(changed("}\n]}", "},\n]}"), "a comma stands before the end");
    refused(good.substr(0, good.find("\n{")) + "\n]}\n", "seal 1 covers 3 entries of 2 dossiers", evidence);
    auto const two = good.substr(good.find("\n{"), good.rfind("\n]}") - good.find("\n{"));
    refused(changed("\n]}", "," + two + "\n]}"), "requests come in the order of their ids");
    refused(changed("\"form\": 1", "\"form\": 2"), "form 2 of an entry", later);

    // What was written well, and is not what was recorded.
    refused(changed("2020-03-10", "2020-03-11"), "entry 2 is not as it was recorded", evidence);
    refused(changed("by Anna Example", "by Anna Exemple"), "entry 1 is not as it was recorded", evidence);
    refused(changed("\"text\": \"by Anna", "\"commitment\": \"by Anna"), "");
    refused(changed("\"seal\": 1,\"entry\": 2", "\"seal\": 1,\"entry\": 1"), "seal 1 covers 3 entries", evidence);
    refused(changed("\"seal\": 1,\"entry\": 2", "\"seal\": 2,\"entry\": 2"), "seal 2 is not in the register", evidence);
    refused(changed("\"seal\": 1,\"entry\": 2", "\"seal\": 1,\"entry\": 3"), "there is no number 3");
    refused(head("\"whole\": true", "\"whole\": false"), "whole register");

    auto const future = replaced(content_of(db.folder() / "good.json"), "\"version\": 1", "\"version\": 2");
    write(db.folder() / "x.json", future);
    mentions(complaint<comity::unsupported>([&] { to.import_archive(db.folder() / "x.json"); }), "format version 2");
    auto const last = replaced(content_of(db.folder() / "good.json"), "\"version\": 1", "\"version\": 18446744073709551615");
    write(db.folder() / "x.json", last);
    mentions(complaint<comity::unsupported>([&] { to.import_archive(db.folder() / "x.json"); }), "format version 18446744073709551615, of a newer release");
}

TEST_CASE("a chain that holds does not make a history that cannot be") {
    database hostile;
    auto const victim = other_register(hostile);
    auto from = hostile.open();
    from.file(small_request(), {.id = id(1), .note = "n"});
    from.record(id(1), {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});
    from.file(small_request(), {.id = id(2)});
    from.merge(id(2), id(1), "sent twice");
    int number = 0;
    auto const refused = [&](std::string const& sql, std::string const& undo, std::string_view why) {
        INFO(sql);
        hostile.tamper(sql);
        for (int n : {1, 2}) rewrite_chain(hostile, id(n));
        auto const file = hostile.folder() / (std::to_string(++number) + ".comity");
        hostile.open().export_archive(file);
        auto to = victim.open();
        mentions(complaint<bad_input>([&] { to.import_archive(file); }), why);
        CHECK(to.find({}).empty());
        hostile.tamper(undo);
        for (int n : {1, 2}) rewrite_chain(hostile, id(n));
    };
    refused("update event set recorded_at = recorded_at + 172800000000", "update event set recorded_at = recorded_at - 172800000000", "in the future");
    refused("update event set happened = '2999-01-01' where seq = 2 and request_id = '" + to_string(id(1)) + "'",
            "update event set happened = '2020-03-10' where seq = 2 and request_id = '" + to_string(id(1)) + "'", "not in the future");
    refused("update event set happened = '2020-03-03' where seq = 1", "update event set happened = '2020-03-02' where seq = 1", "the request was made on 2020-03-02");
    refused("update event set happened = '' where seq = 1", "update event set happened = '2020-03-02' where seq = 1", "on is missing");
    refused("update request set requested = 'RU'", "update request set requested = 'GB'", "a request goes from one State to another");
    refused("update request set reference = reference || '\xE2\x80\xAE'", "update request set reference = '81/3-412-20'", "mark of direction");
    refused("update event set body = 'ground:5:a\x1B[2J\n' where seq = 2 and request_id = '" + to_string(id(1)) + "'",
            "update event set body = '' where seq = 2 and request_id = '" + to_string(id(1)) + "'", "entry 2: provisional_arrest: ground \"a<U+001B>[2J\" holds U+001B");
    refused("update request set origin_source = 'FR \u202Eregister', origin_key = '1' where seq = 1", "update request set origin_source = '', origin_key = '' where seq = 1", "origin \"FR <U+202E>register\" holds U+202E");
    refused("update request set handling = 'tlp:amber'", "update request set handling = ''", "is not how the law in use spells it");
    // A merger in a circle, and one with a request that is nowhere.
    refused("update event set other_id = '" + to_string(id(2)) + "' where kind = 'merged'", "update event set other_id = '" + to_string(id(1)) + "' where kind = 'merged'", "");
    refused("update event set other_id = '" + to_string(id(8)) + "' where kind = 'merged'", "update event set other_id = '" + to_string(id(1)) + "' where kind = 'merged'", "which is not in the archive");
    // A request of others must not become part of one that is here.
    auto to = victim.open();
    to.file(small_request(), {.id = id(8)});
    hostile.tamper("update event set other_id = '" + to_string(id(8)) + "' where kind = 'merged'");
    rewrite_chain(hostile, id(2));
    hostile.open().export_archive(hostile.folder() / "foreign.comity");
    mentions(complaint<bad_input>([&] { victim.open().import_archive(hostile.folder() / "foreign.comity"); }), "is not in the archive");
}

TEST_CASE("what does not happen to such a request is no more believed than recorded") {
    database hostile;
    auto from = hostile.open();
    auto served = small_request();
    served.kind = request_kind::service;
    from.file(served, {.id = id(1)});
    from.record(id(1), {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    hostile.tamper("update event set kind = 'person_surrendered' where kind = 'noted'");
    rewrite_chain(hostile, id(1));
    hostile.open().export_archive(hostile.folder() / "a.json");
    auto to = other_register(hostile).open();
    mentions(complaint<bad_input>([&] { to.import_archive(hostile.folder() / "a.json"); }), "entry 2: person_surrendered: it does not happen to a request of kind service");
    CHECK(to.find({}).empty());
}

TEST_CASE("who makes the last seal cannot put another history under the one that is trusted") {
    database db;
    auto from = db.open();
    for (int n : {1, 2}) from.file(small_request(), {.id = id(n)}), from.record(id(n), {.kind = event_kind::granted, .on = date(2020, 6, 1)});
    auto const trusted = from.seal();
    // The history is written anew, with what the seals' table has of it, and sealed over: the first seal stays, and its counts are right.
    db.tamper("update event set kind = 'refused' where seq = 2");
    for (int n : {1, 2}) rewrite_chain(db, id(n));
    db.tamper("update sealed set digest = (select digest from event where event.request_id = sealed.request_id and event.seq = sealed.seq)");
    auto forged = db.open();
    forged.record(id(1), {.kind = event_kind::noted, .on = date(2020, 7, 1)});
    forged.seal();
    forged.export_archive(db.folder() / "forged.comity");
    auto to = other_register(db).open();
    mentions(complaint<tampered>([&] { to.import_archive(db.folder() / "forged.comity", {.against = trusted}); }), "seal 1 was made over another history");
    CHECK(to.find({}).empty());
}

TEST_CASE("what the last seal does not cover is counted") {
    database db;
    auto from = db.open();
    from.file(small_request(), {.id = id(1)});
    from.seal();
    from.record(id(1), {.kind = event_kind::refused, .on = date(2020, 6, 1)});
    from.file(small_request(), {.id = id(2)});
    CHECK(from.export_archive(db.folder() / "whole.json").unsealed_entries == 2);
    CHECK(from.export_archive(db.folder() / "some.json", {.requests = {{id(1)}}}).unsealed_entries == 1);
    CHECK(other_register(db).open().import_archive(db.folder() / "whole.json", {.against = from.sealed()}).unsealed_entries == 2);
}

TEST_CASE("as known on a day, mergers that were taken back do not go round in a circle") {
    database db;
    auto registry = db.open();
    for (int n : {1, 2}) registry.file(small_request(), {.id = id(n), .known_since = date(2020, 4, 1)});
    registry.record(id(1), {.kind = event_kind::merged, .on = date(2020, 5, 1), .other = id(2), .known_since = date(2020, 5, 1), .note = "sent twice"});
    registry.retract(id(1), 2, "they are two");
    registry.record(id(2), {.kind = event_kind::merged, .on = date(2020, 5, 2), .other = id(1), .known_since = date(2020, 5, 2), .note = "sent twice"});
    CHECK_NOTHROW(registry.dossier(id(1), comity::cutoff(date(2020, 6, 1))));
    CHECK_NOTHROW(registry.snapshot(date(2020, 6, 1), comity::cutoff(date(2020, 6, 1))));
    CHECK(registry.dossier(id(1)).merged().size() == 1);
}

TEST_CASE("the schema names every field that an archive can have") {
    auto const schema = std::string(comity::archive_schema());
    database db;
    auto registry = db.open();
    fill(registry);
    registry.export_archive(db.folder() / "a.json");
    registry.export_archive(db.folder() / "b.json", {.requests = {{id(0)}}});
    auto const text = content_of(db.folder() / "a.json") + content_of(db.folder() / "b.json");
    for (std::size_t at = 0; (at = text.find("\": ", at)) != text.npos; ++at) {
        auto const name = text.substr(text.rfind('"', at - 1), at + 2 - text.rfind('"', at - 1));
        INFO(name);
        CHECK(schema.find(name) != schema.npos);
    }
}

TEST_CASE("a dossier that does not begin with a filing is none, in an archive or a register") {
    database hostile;
    auto from = hostile.open();
    from.file(small_request(), {.id = id(1)});
    from.record(id(1), {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    hostile.tamper("delete from request");
    hostile.tamper("update event set kind = 'noted' where seq = 1");
    rewrite_chain(hostile, id(1));
    mentions(complaint<tampered>([&] { hostile.open().verify(); }), "entry 1 is no filing");
    mentions(complaint<tampered>([&] { hostile.open().export_archive(hostile.folder() / "a.json"); }), "entry 1 is no filing");

    // As somebody writes it by hand.
    database honest;
    auto other = honest.open();
    other.file(small_request(), {.id = id(1)});
    other.record(id(1), {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    other.export_archive(honest.folder() / "b.json");
    auto text = contents(content_of(honest.folder() / "b.json"));
    auto const begin = text.find("{\"form\""), end = text.find(",{\"form\"");
    REQUIRE(end != text.npos);
    auto const noted = "{\"form\": 1,\"seq\": 1,\"id\": \"" + to_string(id(7)) + "\",\"recorded_at\": 1600000000000000,\"kind\": \"noted\",\"on\": \"2020-04-01\"";
    auto const form = comity::detail::form_of_entry({.event = {.request_id = to_string(id(1)), .seq = 1, .event_id = to_string(id(7)), .recorded_at = 1'600'000'000'000'000, .kind = "noted", .happened = "2020-04-01"}});
    auto const digest = comity::detail::to_hex(comity::detail::bytes_of(comity::detail::link(comity::detail::no_digest, form)));
    auto const last = text.find("]", end);
    text.replace(begin, last - begin, noted + ",\"digest\": \"" + digest + "\"}");
    write(honest.folder() / "c.json", with_envelope(text));
    auto to = other_register(honest).open();
    mentions(complaint<tampered>([&] { to.import_archive(honest.folder() / "c.json"); }), "entry 1 is no filing");
    CHECK(to.find({}).empty());
}

TEST_CASE("verify finds mergers that lead nowhere") {
    database db;
    auto registry = db.open();
    for (int n : {1, 2}) registry.file(small_request(), {.id = id(n)});
    registry.merge(id(2), id(1), "sent twice");
    CHECK_NOTHROW(registry.verify());
    for (int to : {2, 8}) {
        db.tamper("update event set other_id = '" + to_string(id(to)) + "' where kind = 'merged'");
        rewrite_chain(db, id(2));
        mentions(complaint<tampered>([&] { db.open().verify(); }), to == 2 ? "merged into itself" : "which is not in the register");
    }
}

TEST_CASE("a merger that merge() would refuse comes in by no archive") {
    database hostile;
    auto from = hostile.open();
    for (int n : {1, 2}) from.file(small_request(), {.id = id(n)});
    from.merge(id(2), id(1), "sent twice");
    hostile.tamper("update request set kind = 'service' where request_id = '" + to_string(id(2)) + "'");
    rewrite_chain(hostile, id(2));
    hostile.open().export_archive(hostile.folder() / "a.comity");
    auto to = other_register(hostile).open();
    mentions(complaint<bad_input>([&] { to.import_archive(hostile.folder() / "a.comity"); }), "it cannot be the same as");
    CHECK(to.find({}).empty());
}

TEST_CASE("a hundred mergers in a row are the most, here and in an archive") {
    database db;
    auto from = db.open();
    constexpr int most = 100;
    for (int n = 0; n <= most + 1; ++n) from.file(small_request(), {.id = id(n)});
    for (int n = 0; n < most; ++n) from.merge(id(n), id(n + 1), "sent twice");
    mentions(complaint<comity::conflict>([&] { from.merge(id(most), id(most + 1), "sent twice"); }), "by way of 100 others");
    CHECK_NOTHROW(from.snapshot(date(2021, 1, 1)));
    from.export_archive(db.folder() / "a.comity");
    CHECK(other_register(db).open().import_archive(db.folder() / "a.comity").added == most + 2);
}

TEST_CASE("what an archive could not hold is not recorded") {
    database db;
    auto registry = db.open();
    registry.file(small_request(), {.id = id(1)});
    auto const note = std::string(15'000'000, 'a');
    for (int n = 0; n < 4; ++n) registry.record(id(1), {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = note});
    mentions(complaint<bad_input>([&] { registry.record(id(1), {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = note}); }), "bytes in an archive; a request takes at most 64000000");
    // Line feeds take two bytes in JSON.
    registry.file(small_request(), {.id = id(2), .note = std::string(16'000'000, '\n')});
    mentions(complaint<bad_input>([&] { registry.record(id(2), {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = std::string(16'000'000, '\n')}); }), "bytes in an archive");
    registry.export_archive(db.folder() / "a.json");
    CHECK(other_register(db).open().import_archive(db.folder() / "a.json").added == 2);

    auto many = small_request();
    many.kind = request_kind::incident_assistance;
    for (int n = 0; n < 124'000; ++n) many.items.push_back({.value = "a"});
    registry.file(many, {.id = id(3)});
    mentions(complaint<bad_input>([&] { registry.amend(id(3), many, "again"); registry.amend(id(3), many, "and again"); }), "parts; a request has at most 250000");
}

TEST_CASE("a request takes no more of an archive than was reckoned when it was recorded") {
    database db;
    auto registry = db.open();
    fill(registry);
    std::map<std::string, std::size_t> reckoned;
    for (int n = 0; n <= 4; ++n) {
        auto const d = registry.dossier(id(n));
        for (auto const& e : d.history()) {
            auto const version = d.versions().find(e.seq);
            reckoned[to_string(d.id())] += comity::detail::weight_of(e.event, version == d.versions().end() ? nullptr : &version->second, {}).bytes;
        }
    }
    registry.export_archive(db.folder() / "a.json");
    std::istringstream lines(content_of(db.folder() / "a.json"));
    std::size_t seen = 0;
    for (std::string line; std::getline(lines, line);)
        for (auto const& [request, bytes] : reckoned)
            if (line.starts_with("{\"request\": \"" + request)) {
                CHECK(line.size() < bytes);
                ++seen;
            }
    CHECK(seen == reckoned.size());
}

TEST_CASE("what was marked higher before goes into no archive for those who may see only what it is now") {
    database db;
    {
        auto registry = db.open();
        auto secret = small_request();
        secret.handling = "TLP:RED";
        secret.made_on = date(2019, 7, 7);
        registry.file(secret, {.id = id(1), .source = "a source", .note = "a name"});
        auto open = small_request();
        open.handling = "TLP:GREEN";
        registry.amend(id(1), open, "cleared");
        registry.seal();
    }
    auto reader = db.open({.clearance = "TLP:GREEN"});
    CHECK(reader.find({}).size() == 1);
    CHECK(reader.dossier(id(1)).versions().size() == 1);
    CHECK(reader.dossier(id(1)).versions().contains(2));
    CHECK(reader.dossier(id(1)).facts().size() == 1);
    auto const first = reader.dossier(id(1)).history().front().event;
    CHECK(first.note.empty());
    CHECK(first.source.empty());
    CHECK(first.on == small_request().made_on);
    reader.each({}, [](comity::dossier const& d) { CHECK(d.versions().size() == 1); });
    CHECK_FALSE(reader.dossier(id(1)).known_on(comity::instant(db.open().dossier(id(1)).history().front().recorded_at)));
    CHECK(db.open().dossier(id(1)).versions().size() == 2);
    mentions(complaint<comity::unsupported>([&] { reader.export_archive(db.folder() / "a.comity"); }), "was marked higher before");
    mentions(complaint<comity::unsupported>([&] { reader.prove(id(1), 1, true); }), "was marked higher before");
    mentions(complaint<comity::unsupported>([&] { reader.prove(id(1), 1, false); }), "was marked higher before");
    CHECK_NOTHROW(reader.prove(id(1), 2, false));
}

TEST_CASE("a seal is no earlier than what it covers, whatever the clock says") {
    database db;
    {
        stopped_clock clock(date(2021, 6, 2));
        db.open().file(small_request(), {.id = id(1)});
    }
    {
        stopped_clock clock(date(2021, 6, 1));  // it was a day ahead
        auto registry = db.open();
        CHECK(registry.seal().sealed_at == registry.dossier(id(1)).history().front().recorded_at);
        CHECK_NOTHROW(registry.verify());
    }
    // As somebody has it who makes a seal look older than it is.
    db.tamper("update event set recorded_at = recorded_at - 172800000000 where kind = 'sealed'");
    rewrite_chain(db, uuid{});
    mentions(complaint<tampered>([&] { db.open().verify(); }), "covers an entry that was recorded later");
}

TEST_CASE("nothing is merged into a request that was passed over") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    for (int n : {1, 2}) from.file(small_request(), {.id = id(n)});
    from.merge(id(2), id(1), "sent twice");
    auto other = small_request();
    other.reference = "another";
    to.file(other, {.id = id(1)});
    from.export_archive(theirs.folder() / "a.comity");
    auto const in = to.import_archive(theirs.folder() / "a.comity", {.skip_conflicts = true});
    CHECK(passed_over(in) == std::set{id(1), id(2)});
    CHECK(in.added == 0);
    CHECK(to.dossier(id(1)).merged().empty());
    CHECK(to.find({}) == std::vector{id(1)});
}

TEST_CASE("requests that both sides merged, each the other way, are a conflict; the rest can be had without them") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    for (int n : {1, 2}) from.file(small_request(), {.id = id(n)});
    from.export_archive(theirs.folder() / "a.comity");
    to.import_archive(theirs.folder() / "a.comity");
    for (int n : {3, 4, 5}) from.file(small_request(), {.id = id(n)});
    from.merge(id(3), id(2), "sent twice");
    from.merge(id(2), id(1), "and a third time");
    to.merge(id(1), id(2), "sent twice");
    from.merge(id(5), id(4), "another");
    from.export_archive(theirs.folder() / "b.comity");
    auto const before = to.verify().root;
    mentions(complaint<bad_input>([&] { to.import_archive(theirs.folder() / "b.comity"); }), "it is merged into itself");
    CHECK(to.verify().root == before);
    auto const tried = to.import_archive(theirs.folder() / "b.comity", {.skip_conflicts = true, .dry_run = true});
    CHECK(to.verify().root == before);
    auto const in = to.import_archive(theirs.folder() / "b.comity", {.skip_conflicts = true});
    CHECK(in == tried);
    CHECK(passed_over(in) == std::set{id(2), id(3)});
    CHECK(in.added == 2);
    CHECK(in.unchanged == 1);
    CHECK(to.dossier(id(1)).merged_into() == id(2));
    CHECK(to.dossier(id(4)).merged().size() == 1);
    CHECK_NOTHROW(to.verify());
}

TEST_CASE("a row of another register that is here under another id is passed over, where conflicts are") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    from.file(small_request(), {.id = id(1), .origin = comity::origin{"old", "7"}});
    from.file(small_request(), {.id = id(2)});
    to.file(small_request(), {.id = id(3), .origin = comity::origin{"old", "7"}});
    from.export_archive(theirs.folder() / "a.comity");
    mentions(complaint<comity::conflict>([&] { to.import_archive(theirs.folder() / "a.comity"); }), "as two requests");
    auto const in = to.import_archive(theirs.folder() / "a.comity", {.skip_conflicts = true});
    CHECK(passed_over(in) == std::set{id(1)});
    CHECK(to.find({}).size() == 2);
}

TEST_CASE("a copy that went on otherwise keeps no seal over what it does not have") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    from.file(small_request(), {.id = id(1)});
    from.seal();
    from.export_archive(theirs.folder() / "a.comity");
    to.import_archive(theirs.folder() / "a.comity");
    from.record(id(1), {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    to.record(id(1), {.kind = event_kind::noted, .on = date(2020, 5, 1)});
    auto const last = from.seal();
    from.export_archive(theirs.folder() / "b.comity");
    mentions(complaint<comity::conflict>([&] { to.import_archive(theirs.folder() / "b.comity", {.against = last, .skip_conflicts = true}); }), "another history: entry 2 is noted (2020-05-01) here, and noted (2020-04-01) there");
    CHECK(to.verify().seals == 1);
}

TEST_CASE("what is merged into a request that is here is named; a copy follows the register whose last seal it was given") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    from.file(small_request(), {.id = id(1)});
    from.seal();
    from.export_archive(theirs.folder() / "1.comity");
    to.import_archive(theirs.folder() / "1.comity");
    from.file(small_request(), {.id = id(2)});
    from.merge(id(2), id(1), "sent twice");
    auto const last = from.seal();
    from.export_archive(theirs.folder() / "2.comity");
    auto const in = to.import_archive(theirs.folder() / "2.comity", {.against = last});
    CHECK(in.changed == std::vector{comity::changed_request{.id = id(1)}});
    CHECK(in.seals_kept);
    CHECK(to.verify(last).seals == 2);
}

TEST_CASE("what was merged here into a request of ours takes in nothing more by an archive that has not got that one") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    from.file(with_persons("T", 2), {.id = id(1)});
    from.export_archive(theirs.folder() / "1.comity");
    to.import_archive(theirs.folder() / "1.comity");
    to.file(with_persons("OURS", 1), {.id = id(2)});
    to.merge(id(1), id(2), "the same");
    from.file(with_persons("M", 2), {.id = id(3)});
    from.record(id(3), {.kind = event_kind::refused, .on = date(2020, 6, 6), .concerns = {comity::person_number(2)}});
    from.merge(id(3), id(1), "sent twice");
    from.file(small_request(), {.id = id(4)});
    from.export_archive(theirs.folder() / "2.comity");

    auto const before = ours.rows();
    auto const why = "request " + to_string(id(3)) + " (\"M\"): it is merged with request " + to_string(id(1)) + " (\"T\"), which does not fit: it is merged into request " + to_string(id(2)) +
                     ", which is not in the archive; requests come with those that they are merged with, here or there";
    mentions(complaint<bad_input>([&] { to.import_archive(theirs.folder() / "2.comity"); }), why);
    CHECK(ours.rows() == before);
    auto const in = to.import_archive(theirs.folder() / "2.comity", {.skip_conflicts = true});
    CHECK(in.passed_over == std::vector{comity::passed_over_request{id(3), why}});
    CHECK(in.added == 1);
    CHECK(in.unchanged == 1);
    CHECK(in.changed.empty());
    CHECK(to.dossier(id(2)).facts().size() == 1);
    CHECK_NOTHROW(to.amend(id(2), with_persons("OURS", 1), "letter"));
    to.export_archive(ours.folder() / "3.comity");
    CHECK(other_register(ours).open().import_archive(ours.folder() / "3.comity").added == 3);
}

TEST_CASE("what comes in fits with all that it is merged into, up to the last") {
    // One of them knew the last request with two persons, the other with one.
    database one, two, ours;
    auto knows_two = one.open(), knows_one = two.open();
    auto to = ours.open();
    knows_two.file(with_persons("T", 2), {.id = id(1)});
    knows_two.file(with_persons("T2", 2), {.id = id(2)});
    knows_one.file(with_persons("T2", 1), {.id = id(2)});
    knows_two.file(with_persons("M", 2), {.id = id(3)});
    knows_two.record(id(3), {.kind = event_kind::noted, .on = date(2020, 6, 6), .concerns = {comity::person_number(2)}});
    knows_two.merge(id(3), id(1), "sent twice");
    knows_two.merge(id(1), id(2), "sent twice");
    knows_two.export_archive(one.folder() / "1.json");
    knows_one.export_archive(two.folder() / "1.json");
    auto const files = std::vector{two.folder() / "1.json", one.folder() / "1.json"};
    write(ours.folder() / "base.json", together(files, id(3)));  // without M they fit
    write(ours.folder() / "all.json", together(files));
    CHECK(to.import_archive(ours.folder() / "base.json").added == 2);

    auto const before = ours.rows();
    auto const said = complaint<bad_input>([&] { to.import_archive(ours.folder() / "all.json"); });
    mentions(said, "request " + to_string(id(2)) + " (\"T2\"): entry 2 (noted) of request " + to_string(id(3)) + ", merged into this one, concerns person 2, but the request names 1");
    CHECK(ours.rows() == before);
    auto const in = to.import_archive(ours.folder() / "all.json", {.skip_conflicts = true});
    CHECK(passed_over(in) == std::set{id(3)});
    CHECK(in.unchanged == 2);
    CHECK(ours.rows() == before);
}

TEST_CASE("all that those merged into it brought something new to are named") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    for (int n : {1, 2, 3, 4}) from.file(small_request(), {.id = id(n)});
    from.record(id(3), {.kind = event_kind::noted, .on = date(2020, 6, 6)});
    from.merge(id(3), id(2), "sent twice");
    from.merge(id(2), id(1), "sent twice");
    from.export_archive(theirs.folder() / "1.comity");
    to.import_archive(theirs.folder() / "1.comity");
    from.amend(id(3), 2, {.kind = event_kind::noted, .on = date(2020, 7, 7)});
    from.export_archive(theirs.folder() / "2.comity");
    auto changed = to.import_archive(theirs.folder() / "2.comity").changed;
    std::ranges::sort(changed, {}, &comity::changed_request::id);
    auto expected = std::vector<comity::changed_request>{{.id = id(1)}, {.id = id(2)}, {.id = id(3), .first = 4, .last = 4}};
    std::ranges::sort(expected, {}, &comity::changed_request::id);
    CHECK(changed == expected);

    // And where something is taken away from them.
    from.retract(id(3), 3, "another request");
    from.export_archive(theirs.folder() / "3.comity");
    changed = to.import_archive(theirs.folder() / "3.comity").changed;
    std::ranges::sort(changed, {}, &comity::changed_request::id);
    for (auto& c : expected)
        if (c.first) c.first = c.last = 5;
    CHECK(changed == expected);
    CHECK(to.dossier(id(1)).facts().size() == from.dossier(id(1)).facts().size());
}

TEST_CASE("what counts in a request of ours is not taken out of it by an archive that has not got that one") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    for (int n : {1, 3}) from.file(small_request(), {.id = id(n)});
    from.record(id(3), {.kind = event_kind::noted, .on = date(2020, 6, 6)});
    from.merge(id(3), id(1), "sent twice");
    from.export_archive(theirs.folder() / "1.comity");
    to.import_archive(theirs.folder() / "1.comity");
    to.file(small_request(), {.id = id(2)});
    to.merge(id(1), id(2), "the same");
    auto const before = to.dossier(id(2)).facts().size();
    from.retract(id(3), 3, "another request");
    from.export_archive(theirs.folder() / "2.comity");
    mentions(complaint<bad_input>([&] { to.import_archive(theirs.folder() / "2.comity"); }), "it is not merged any more into request " + to_string(id(1)) + ", which does not fit: it is merged into request " + to_string(id(2)) + ", which is not in the archive");
    CHECK(passed_over(to.import_archive(theirs.folder() / "2.comity", {.skip_conflicts = true})) == std::set{id(3)});
    CHECK(to.dossier(id(2)).facts().size() == before);
}

TEST_CASE("requests that were merged here by way of many others are merged by no archive into still more") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    for (int n = 0; n <= 60; ++n) from.file(small_request(), {.id = id(n)});
    from.export_archive(theirs.folder() / "1.comity");
    to.import_archive(theirs.folder() / "1.comity");
    for (int n = 0; n < 60; ++n) to.file(small_request(), {.id = id(1000 + n)});
    for (int n = 0; n < 59; ++n) to.merge(id(1000 + n), id(1001 + n), "sent twice");
    to.merge(id(1059), id(0), "sent twice");
    for (int n = 0; n < 60; ++n) from.merge(id(n), id(n + 1), "sent twice");
    from.export_archive(theirs.folder() / "2.comity");
    auto const before = ours.rows();
    mentions(complaint<bad_input>([&] { to.import_archive(theirs.folder() / "2.comity"); }), "it is merged by way of more than 100 others");
    CHECK(ours.rows() == before);
    CHECK(passed_over(to.import_archive(theirs.folder() / "2.comity", {.skip_conflicts = true})).size() == 60);
    CHECK(ours.rows() == before);
}

TEST_CASE("why each was passed over is what a refusal would have said") {
    database theirs, ours;
    auto from = theirs.open();
    auto to = ours.open();
    auto const named = [](std::string reference) {
        auto r = small_request();
        r.reference = std::move(reference);
        r.persons = {{.names = {{"Ivan Sidorov", comity::name_kind::usual}}}};
        return r;
    };
    from.file(named("E"), {.id = id(1)});
    for (int n : {2, 3}) from.file(small_request(), {.id = id(n)});
    from.export_archive(theirs.folder() / "1.comity");
    to.import_archive(theirs.folder() / "1.comity");
    from.erase_person("Ivan Sidorov", "order 12/2026");
    from.record(id(2), {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = "there"});
    to.record(id(2), {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = "here"});
    from.file(small_request(), {.id = id(4)});
    from.merge(id(4), id(2), "sent twice");
    from.export_archive(theirs.folder() / "2.comity");
    auto const tried = to.import_archive(theirs.folder() / "2.comity", {.skip_conflicts = true, .dry_run = true});
    auto const in = to.import_archive(theirs.folder() / "2.comity", {.skip_conflicts = true});
    CHECK(tried == in);
    CHECK(passed_over(in) == std::set{id(1), id(2), id(4)});
    std::map<uuid, std::string> why;
    for (auto const& p : in.passed_over) why[p.id] = p.why;
    CHECK(why[id(1)] == "request " + to_string(id(1)) + " (\"E\"): names or texts of entry 1 were erased there and are here; they go here too where that is asked for (erase, --erase)");
    CHECK(why[id(2)] == "request " + to_string(id(2)) +
                            " (\"81/3-412-20\") is in the register with another history: entry 2 is noted (2020-04-01) on both sides, but says something else, or was recorded at another time");
    CHECK(why[id(4)] == "request " + to_string(id(4)) + " (\"81/3-412-20\"): it is merged into request " + to_string(id(2)) + ", which was passed over");
    // What was erased there can be had.
    auto const rest = to.import_archive(theirs.folder() / "2.comity", {.erase = true, .skip_conflicts = true});
    CHECK(passed_over(rest) == std::set{id(2), id(4)});
    CHECK(rest.grown == 1);
}

TEST_CASE("a row of another register stays with the request that has it, whatever else claims it") {
    database theirs, hostile, ours;
    auto from = theirs.open(), other = hostile.open();
    auto to = ours.open();
    auto const row = comity::origin{"old", "7"};
    from.file(small_request(), {.id = id(1), .origin = row});
    from.export_archive(theirs.folder() / "1.comity");
    to.import_archive(theirs.folder() / "1.comity");
    from.record(id(1), {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    other.file(with_persons("Y", 0), {.id = id(2), .origin = row});
    from.export_archive(theirs.folder() / "2.json");
    other.export_archive(hostile.folder() / "2.json");
    write(ours.folder() / "3.json", together({theirs.folder() / "2.json", hostile.folder() / "2.json"}));
    auto const why = "request " + to_string(id(2)) + " (\"Y\"): row \"7\" of \"old\" would be in the register as two requests; the other is " + to_string(id(1));
    mentions(complaint<comity::conflict>([&] { to.import_archive(ours.folder() / "3.json"); }), why);
    auto const in = to.import_archive(ours.folder() / "3.json", {.skip_conflicts = true});
    CHECK(in.passed_over == std::vector{comity::passed_over_request{id(2), why}});
    CHECK(in.grown == 1);
    // Where none was here, nobody can tell whose it is.
    database empty;
    auto elsewhere = empty.open();
    elsewhere.file(small_request());
    CHECK(passed_over(elsewhere.import_archive(ours.folder() / "3.json", {.skip_conflicts = true})) == std::set{id(1), id(2)});
}

TEST_CASE("what does not fit is found at once, however long the way") {
    // Each of two registers has every other merger of a row that is longer than any can be.
    database even, odd, ours;
    constexpr int most = 100, all = 2 * most;
    std::array<database*, 2> const sides{&even, &odd};
    for (std::size_t side = 0; side < 2; ++side) {
        auto registry = sides[side]->open();
        for (int n = static_cast<int>(side); n < all; n += 2) {
            registry.file(small_request(), {.id = id(n)});
            registry.file(small_request(), {.id = id(n + 1)});
            registry.merge(id(n), id(n + 1), "sent twice");
        }
        registry.export_archive(sides[side]->folder() / "a.json");
    }
    // A merger is a line that says so; those that are merged nowhere there come from the other side.
    std::string merged, others;
    for (auto const* side : sides) {
        std::istringstream lines(content_of(side->folder() / "a.json"));
        for (std::string line; std::getline(lines, line);) (line.find("\"merged\"") != line.npos ? merged : others) += line + "\n";
    }
    write(ours.folder() / "merged", merged);
    write(ours.folder() / "others", others);
    write(ours.folder() / "row.json", together({ours.folder() / "merged", ours.folder() / "others"}));
    auto to = ours.open();
    to.file(small_request(), {.id = id(all + 1)});
    int begun = 0;
    auto const in = to.import_archive(ours.folder() / "row.json", {.skip_conflicts = true}, [&](std::size_t done, std::size_t) { begun += done == 1; });
    CHECK(begun == 2);
    CHECK(in.requests == all + 1);
    CHECK(passed_over(in).size() == all - most);
    std::set<uuid> farthest;
    for (int n = 0; n < all - most; ++n) farthest.insert(id(n));
    CHECK(passed_over(in) == farthest);
    CHECK_NOTHROW(to.verify());
}
