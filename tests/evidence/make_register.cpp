// SPDX-License-Identifier: Apache-2.0
// make_register FOLDER [KEY.pem]: a register with all that EVIDENCE.md speaks of, for a second verifier to check. Writes register.db, its seals 1.seal,
// 2.seal and 3.seal (the second signed, if there is a key), and proofs: first.proof (entry 1 of many, with its texts), bare.proof
// (the same without), later.proof (an entry in the middle of its dossier), erased.proof (one whose texts were erased). And archives, of all of it and
// of some requests: whole.json, some.json, whole.comity, some.comity. tests/archive/ keeps what each release wrote.
#include <comity/comity.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

using namespace comity;
using namespace comity::literals;

namespace {

void write(std::string const& folder, std::string const& name, std::string const& content) {
    std::ofstream(folder + "/" + name, std::ios::binary) << content;
}

// Every field of a request; of two persons, the second is the one to erase.
request full() {
    auto const ministry = authority{.name = "Ministère de la justice", .kind = authority_kind::central, .zone = "Europe/Brussels"};
    return {.kind = request_kind::mutual_legal_assistance, .requesting = "BE"_state, .requested = "FR"_state, .reference = "2009/114-β",
            .requested_reference = "CRIM-77", .basis = {"ets-30"}, .made_on = parse_when("2009-08"), .requesting_authority = ministry,
            .requested_authority = authority{.name = "Parquet de Lille"}, .channel = channel::direct, .urgent = true,
            .urgency_reason = "the hearing is near\nand cannot wait", .language = "fr", .handling = "TLP:AMBER",
            .persons = {{.names = {{"Jean Dupont", name_kind::usual}, {"Жан Дюпон", name_kind::transliteration}}, .role = person_role::suspect,
                         .nationalities = {"FR"_state, "BE"_state}, .born = parse_when("1961-05~")},
                        {.names = {{"Wilhelmina Vandersteen", name_kind::usual}}, .role = person_role::witness, .nationalities = {"BE"_state},
                         .born = parse_when("1970-11-30")},
                        {.names = {{"Acme: 1:x\n SA", name_kind::usual}}, .legal_person = true}},
            .offences = {{.title = "fraud", .group = "fraud", .text = "art. 496 C.P.", .committed_on = parse_when("2008-02-01/2008-06-30")}},
            .measures = {{.kind = "hearing", .object = "Wilhelmina Vandersteen", .purpose = "what she saw"}, {.kind = "bank_records"}},
            .items = {{.kind = item_kind::ipv4, .value = "203.0.113.7", .port = 8080, .activity = "phishing",
                       .observed_on = parse_when("2017-11-05T09:17:00+01:00[Europe/Brussels]")},
                      {.kind = item_kind::domain, .value = "example.org"}},
            .documents = {{.title = "Commission rogatoire", .language = "fr", .pages = 12, .sha256 = std::string(64, 'a')},
                          {.language = "nl", .translates = 1}},
            .review_on = date(2010, 1, 1), .synthetic = true, .note = "a note that stays"};
}

request brief(int n) {
    return {.kind = request_kind::extradition, .requesting = "RU"_state, .requested = "GB"_state,
            .reference = "81/3-" + std::to_string(n), .basis = {"ets-24"}, .made_on = date(2020, 3, 2)};
}

void make(std::string const& folder, std::string const& key) {
    auto r = registry::open(folder + "/register.db");
    auto const id = [](int n) { return named_uuid("evidence", std::to_string(n)); };
    auto const seal = [&](std::string_view private_key = {}) {
        auto const s = r.seal(private_key);
        write(folder, std::to_string(s.number) + ".seal", to_string(s));
    };

    r.file(full(), {.id = id(0), .known_since = date(2012, 1, 1), .origin = origin{"cases.csv", "17"}, .source = "file 12", .note = "filed late"});
    r.record(id(0), {.kind = event_kind::request_sent, .on = date(2009, 8, 3), .by = full().requesting_authority, .source = "post"});
    for (int n = 1; n <= 4; ++n) r.file(brief(n), {.id = id(n)});
    seal();

    r.record(id(0), {.kind = event_kind::partly_executed, .on = parse_when("2009-09-01~"), .provision = "ets-30 3",
                     .concerns = {person_number(2), item_numbers(1, 2)}, .note = "Vandersteen was heard"});
    auto amended = full();
    amended.documents.push_back({.title = "Annex", .pages = 2});
    amended.related.push_back({id(1), relation::follows});
    r.amend(id(0), amended, "letter of 2 September");
    r.record(id(1), {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10), .source = "note verbale 114"});
    r.amend(id(1), 2, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 11)});
    r.record(id(1), {.kind = event_kind::hearing_fixed, .on = date(2020, 3, 12), .appoints = date(2020, 4, 1)});
    r.retract(id(1), 3, "of another person");
    r.record(id(1), {.kind = event_kind::refused, .on = date(2021, 5, 4), .provision = "ets-24 6(1)", .ground = "own_national", .amounts = {parse_amount("1250.5 EUR"), parse_amount("3 CHF")}});
    seal(key);

    r.merge(id(2), id(1), "one and the same");
    r.erase_person("wilhelmina vandersteen", "at her request");
    for (int n = 5; n <= 9; ++n) r.file(brief(n), {.id = id(n), .note = "note " + std::to_string(n)});
    seal();

    write(folder, "first.proof", to_string(r.prove(id(5), 1, true)));
    write(folder, "bare.proof", to_string(r.prove(id(5), 1)));
    write(folder, "later.proof", to_string(r.prove(id(1), 3, true)));
    write(folder, "erased.proof", to_string(r.prove(id(0), 1, true)));
    r.record(id(3), {.kind = event_kind::noted, .on = date(2022, 1, 1), .note = "not sealed yet"});
    r.verify(r.sealed(2));
    for (auto const* const ending : {".json", ".comity"}) {
        r.export_archive(folder + "/whole" + ending);
        r.export_archive(folder + "/some" + ending, {.of = {.requesting = "BE"_state}});
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        std::ifstream key(argc > 2 ? argv[2] : "");
        make(argc > 1 ? argv[1] : ".", {std::istreambuf_iterator<char>(key), {}});
    } catch (error const& e) {
        std::cerr << "make_register: " << e.what() << '\n';
        return 1;
    }
}
