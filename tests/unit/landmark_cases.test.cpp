// SPDX-License-Identifier: Apache-2.0
#include <comity/deadline.hpp>
#include <comity/intake.hpp>
#include <comity/registry.hpp>
#include <comity/standing.hpp>

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using comity::event_kind;

namespace {

auto const data = std::string(COMITY_SOURCE_DIR) + "/examples/data/";

/// The register of the example data, loaded into a database of its own.
struct landmark_cases {
    comity::registry registry = comity::registry::open("sqlite://:memory:");
    comity::intake_report report = import_csv(registry, data + "landmark-cases.csv", data + "landmark-cases.toml");

    comity::dossier dossier(std::string const& reference) const {
        auto const found = registry.find({.reference = reference});
        REQUIRE_MESSAGE(found.size() == 1, reference);
        return registry.dossier(found.front());
    }
    std::vector<comity::dossier> all() const {
        std::vector<comity::dossier> result;
        for (auto const& id : registry.find({})) result.push_back(registry.dossier(id));
        return result;
    }
};

/// What happened in a case, without the filing and without what is only noted.
std::vector<comity::event> events(comity::dossier const& d) {
    std::vector<comity::event> result;
    for (auto const& f : d.facts())
        if (f.event.kind != event_kind::filed && f.event.kind != event_kind::noted) result.push_back(f.event);
    return result;
}

/// The words of each line before the comment, for lines that have any.
std::vector<std::vector<std::string>> rows_of(std::string const& table) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find("//")));
        std::vector<std::string> row;
        for (std::string word; words >> word;) row.push_back(word);
        if (!row.empty()) rows.push_back(row);
    }
    return rows;
}

/// Each line: a case, a day, and the outcome then; "none" where it had certainly not been made yet.
void check_outcomes(landmark_cases const& cases, std::string const& table) {
    for (auto const& row : rows_of(table)) {
        CAPTURE(row[0]);
        CAPTURE(row[1]);
        auto const s = comity::standing::of(cases.dossier(row[0]), cases.registry.law(), comity::parse_cutoff(row[1]));
        CHECK((s ? std::string(to_string(s->outcome)) : "none") == row[2]);
    }
}

std::string joined(std::vector<std::string> const& words) {
    std::string text;
    for (auto const& w : words) text += (text.empty() ? "" : " ") + w;
    return text;
}

/// Each line: a case, a date as the register holds it, a kind of event.
void check_happened(landmark_cases const& cases, std::string const& table) {
    for (auto const& row : rows_of(table)) {
        CAPTURE(joined(row));
        auto const d = cases.dossier(row[0]);
        CHECK(std::ranges::any_of(d.facts(), [&](comity::fact const& f) {
            return to_string(*f.event.on) == row[1] && f.event.kind.name() == row[2];
        }));
    }
}

}  // namespace

TEST_CASE("what was erased of a person is not brought back by the file it came from, be it as it was or changed") {
    landmark_cases cases;
    auto& registry = cases.registry;
    for (auto const* name : {"Carles Puigdemont", "Vijay Mallya", "Gary McKinnon", "Kim Dotcom"}) {
        CAPTURE(name);
        CHECK(registry.erase_person(name, "an order").texts > 0);
    }
    auto const texts = [&] {
        std::string all;
        for (auto const& d : cases.all())
            for (auto const& e : d.history()) all += e.event.source + e.event.note + "\n";
        return all;
    };
    auto const before = texts();
    CHECK(import_csv(registry, data + "landmark-cases.csv", data + "landmark-cases.toml").unchanged == cases.report.rows);
    CHECK(texts() == before);

    auto const changed = std::filesystem::temp_directory_path() / ("landmark-" + std::to_string(::getpid()) + ".csv");
    {
        std::ifstream in(data + "landmark-cases.csv");
        std::ostringstream file;
        file << in.rdbuf();
        auto text = file.str();
        auto const at = text.find("2018-03-25");  // the arrest of one of them
        REQUIRE(at != text.npos);
        std::ofstream(changed) << text.replace(at, 10, "2018-03-26");
    }
    CHECK(import_csv(registry, changed, data + "landmark-cases.toml").amended == 1);
    std::filesystem::remove(changed);
    CHECK(texts().find("puigdemont") == std::string::npos);
}

TEST_CASE("the example data loads whole: 22 requests, no row refused") {
    landmark_cases cases;
    for (auto const& r : cases.report.remarks) CHECK_MESSAGE(!r.refused, "row " << r.row << ", " << r.column << ": " << r.text);
    CHECK(cases.report.source == "landmark cases");
    CHECK(cases.report.refused == 0);
    CHECK(cases.report.remarks.size() == 1);  // doubted: a surrender from Prague, though nobody reports the grant
    CHECK(cases.report.filed == cases.report.rows);
    CHECK(cases.registry.find({}).size() == 22);

    auto const again = import_csv(cases.registry, data + "landmark-cases.csv", data + "landmark-cases.toml");
    CHECK(again.unchanged == again.rows);
    CHECK(again.vanished.empty());
}

TEST_CASE("every event that the reports tell is there, with its source") {
    // The reports tell 119 events of 18 persons' cases. Two of them are the making of the request and stand in its filing. A
    // text that tells two acts is two events, an act on several requests is one in each (+12; +4 where a step of the procedure begins with
    // the act), and one withdrawal is told only
    // in the summary of its case.
    std::map<std::string, std::size_t> const told{
        {"US-CH-2009", 6},
        {"US-TH-2008", 5 + 1},   // "cabinet approves; flown out"
        {"GB-IE-2012", 12 - 1},  // the warrant's issue
        {"LT-IE-2015", 8},
        {"ES-DE-2018", 6 + 1},   // admissible for one offence, not for the other
        {"ES-BE-2017", 4 + 1},   // the withdrawal
        {"ES-BE-2019", 5 - 1},   // the warrant's issue
        {"IN-GB-2018", 8 + 1},   // admissible, and sent to the minister
        {"US-GB-2004", 11 + 1},  // "sends the case to the Secretary of State"
        {"US-GB-2019", 3},
        {"US-GR-2017", 2 + 4},   // the minister's two acts, the Council of State, and the surrender by way of Greece
        {"RU-GR-2017", 0 + 3},
        {"FR-GR-2018", 3 + 4},
        {"US-CZ-2016", 4 + 1},   // admissible "to both"
        {"RU-CZ-2016", 1 + 1},
        {"US-IL-2016", 8 + 1},   // "petition; stay granted"
        {"RU-IL-2019", 0},
        {"US-NZ-2012", 5},
        {"TM-UA-2007", 6},
        {"RU-DK-2002", 3},
        {"RU-GB-2002", 5},
        {"IN-GB-2017", 9 + 3},   // "arrested, bailed"; "sends case"; "starts the required period"
    };
    landmark_cases cases;
    std::size_t total = 0;
    for (auto const& [reference, count] : told) {
        CAPTURE(reference);
        auto const d = cases.dossier(reference);
        CHECK(events(d).size() == count);
        total += events(d).size();
        for (auto const& e : d.history()) CHECK(!e.event.source.empty());
    }
    CHECK(total == 119 - 2 + 12 + 1 + 4);
}

TEST_CASE("where each case stands today is the outcome that the reports state") {
    landmark_cases cases;
    check_outcomes(cases, R"(
        // case      as of       outcome        as reported
        US-CH-2009  2026-11-23  refused     // refused 2010-07-12
        US-TH-2008  2026-11-23  executed    // surrendered 2010-11-16
        GB-IE-2012  2026-11-23  granted     // surrender ordered 2015-09-02
        LT-IE-2015  2026-11-23  refused     // Supreme Court 2018-12-05: appeal allowed (not surrendered)
        ES-DE-2018  2026-11-23  withdrawn   // EAW withdrawn 2018-07-19; closed 2018-07-20
        ES-BE-2017  2026-11-23  withdrawn   // withdrawn by Spain (autumn 2017)
        ES-BE-2019  2026-11-23  pending     // released under conditions 2019-10-18; hearing fixed 2019-10-29
        IN-GB-2018  2026-11-23  granted     // appeals exhausted 2022-12-15; not surrendered at source date
        US-GB-2004  2026-11-23  refused     // order withdrawn by SoS 2012-10-16
        US-GB-2019  2026-11-23  pending     // (later stages not recorded here)
        US-GR-2017  2026-11-23  executed    // returned FR->GR->US 2022-08-04
        RU-GR-2017  2026-11-23  granted     // France, then US, then Russia
        FR-GR-2018  2026-11-23  executed    // surrendered to FR January 2020
        US-CZ-2016  2026-11-23  executed    // surrendered to US 2018-03-30
        RU-CZ-2016  2026-11-23  pending     // admissible to both
        US-IL-2016  2026-11-23  executed    // surrendered to US 2019-11-12
        RU-IL-2019  2026-11-23  pending
        US-NZ-2012  2026-11-23  pending     // surrender order dated 12 August 2024: for one person of four, see below
        TM-UA-2007  2026-11-23  pending     // Rule 39 stay; violation found 2008-10-23
        RU-DK-2002  2026-11-23  pending     // released 2002-12-03: a release never ends the request
        RU-GB-2002  2026-11-23  refused     // refused 2003-11-13
        IN-GB-2017  2026-11-23  granted     // leave refused 2020-05-14; not surrendered within 28 days
    )");
}

TEST_CASE("competing requests know of each other, and all stay live") {
    landmark_cases const cases;
    auto const view = cases.registry.snapshot(comity::date(2018, 8, 1), std::nullopt, {.of = {.requested = comity::parse_state("GR")}});
    auto const requests = view.requests();
    auto const column = [&](std::string_view name) {
        return static_cast<std::size_t>(std::ranges::find(requests.columns, name, &comity::column::name) - requests.columns.begin());
    };
    std::map<std::string, std::string> competing;
    for (auto const& row : requests.rows) competing[to_text(row[0])] = to_text(row[column("competing")]);
    CHECK(competing == std::map<std::string, std::string>{{"US-GR-2017", "RU-GR-2017, FR-GR-2018"},
                                                          {"RU-GR-2017", "US-GR-2017, FR-GR-2018"},
                                                          {"FR-GR-2018", "US-GR-2017, RU-GR-2017"}});
    for (auto const marks : view.columns().marks) CHECK((marks & comity::register_columns::open) != 0);
}

TEST_CASE("and where it stood on earlier days") {
    landmark_cases cases;
    check_outcomes(cases, R"(
        US-CH-2009  2009-09-30  none        // arrested; whether the request had been made is not known
        US-CH-2009  2010-07-11  pending
        US-TH-2008  2009-12-31  refused     // by the criminal court, in August 2009
        US-TH-2008  2010-08-19  refused
        US-TH-2008  2010-09-01  granted     // on appeal, on 20 August
        US-TH-2008  2010-11-16  executed
        LT-IE-2015  2018-12-04  granted
        ES-DE-2018  2018-07-12  pending     // one offence of two is refused
        ES-DE-2018  2018-07-19  withdrawn
        ES-BE-2017  2017-11-30  pending     // perhaps withdrawn by then
        ES-BE-2017  2017-12-21  withdrawn
        US-GB-2004  2004-12-30  none        // asked for some day in 2004
        US-GB-2004  2012-10-15  granted
        FR-GR-2018  2018-12-31  granted
        FR-GR-2018  2020-01-31  executed
        US-GR-2017  2022-08-03  granted
        US-GR-2017  2022-08-04  executed
        US-IL-2016  2019-11-11  granted
        US-CZ-2016  2018-03-30T00:05:00+02:00[Europe/Prague]  pending
        US-CZ-2016  2018-03-29T22:06:00Z                      executed    // the same minute, on the day before in UTC
    )");
}

TEST_CASE("parts of a request have outcomes of their own") {
    landmark_cases cases;
    auto const at = [&](char const* reference, comity::date day) {
        return comity::standing::of(cases.dossier(reference), cases.registry.law(), day).value();
    };
    auto const of = [](comity::standing const& s, comity::subject_kind kind, int number) {
        auto const part = std::ranges::find_if(s.subjects, [&](auto const& p) { return p.kind == kind && p.number == number; });
        REQUIRE(part != s.subjects.end());
        return part->outcome;
    };
    using enum comity::subject_kind;

    auto const germany = at("ES-DE-2018", comity::date(2018, 7, 12));
    CHECK(of(germany, offence, 1) == comity::outcome::pending);  // misuse of funds: admissible
    CHECK(of(germany, offence, 2) == comity::outcome::refused);  // rebellion
    CHECK(germany.stage == comity::stage::admissible);
    CHECK(at("ES-DE-2018", comity::date(2018, 7, 20)).stage == comity::stage::closed);

    auto const new_zealand = at("US-NZ-2012", comity::date(2026, 11, 23));
    CHECK(cases.dossier("US-NZ-2012").request().persons.size() == 4);
    CHECK(of(new_zealand, person, 1) == comity::outcome::granted);
    CHECK(of(new_zealand, person, 2) == comity::outcome::pending);

    auto const denmark = at("RU-DK-2002", comity::date(2002, 12, 3));
    CHECK(denmark.subjects.front().custody == comity::custody::at_liberty);
    CHECK(at("RU-DK-2002", comity::date(2002, 12, 31)).open);
}

TEST_CASE("dates are held as exactly as they are reported, and conflicts side by side") {
    landmark_cases cases;
    check_happened(cases, R"(
        US-TH-2008  2009-08                                       refused_by_court          // a month
        US-GB-2004  2004                                          request_sent              // a year
        US-GB-2004  2002-10-31?                                   domestic_warrant_issued   // doubted
        LT-IE-2015  2015-07-09/2015-11-24                         surrender_attempt_failed  // between the orders and the reference
        US-IL-2016  2015-12-12?/2015-12-13?                       provisional_arrest        // TASS 13, Library of Congress 12 December
        US-IL-2016  2019-11-10?/2019-11-11?                       appeal_dismissed
        IN-GB-2018  2019-03-19?/2019-03-20?                       arrest                    // Federal 19, Republic 20 March
        IN-GB-2017  2019-02-03?/2019-02-04?                       granted_by_minister
        ES-BE-2017  2017-11-05T09:17:00+01:00[Europe/Brussels]    arrest
        US-CZ-2016  2018-03-30T00:06:00+02:00[Europe/Prague]      person_surrendered        // TASS: Thursday night, 29 March
        US-CZ-2016  2018-03-30T00:06:00+02:00[Europe/Prague]      noted
        US-TH-2008  2010-08-20                                    noted                     // three months, or 90 days
        LT-IE-2015  2018-12-05                                    noted                     // 12/05/2018 is not the 12th of May
        ES-BE-2019  2019-10-17                                    noted                     // "he wasn't arrested at any point"
        US-GB-2019  2019-06-12                                    noted                     // certified, not granted
        US-GR-2017  2017-10                                       noted                     // whose request was accepted first?
        RU-GR-2017  2017-10                                       noted
        RU-GB-2002  2002-12-06                                    noted                     // is there an agreement?
    )");
    std::size_t disagreements = 0;
    for (auto const& d : cases.all())
        for (auto const& f : d.facts())
            if (f.event.kind == event_kind::noted) {
                ++disagreements;
                CHECK(f.event.note.starts_with("Sources differ"));
            }
    CHECK(disagreements == 14);

    auto const belgium = events(cases.dossier("ES-BE-2017"));
    auto const fixed = std::ranges::find(belgium, event_kind::hearing_fixed, &comity::event::kind);
    REQUIRE(fixed != belgium.end());
    CHECK(fixed->appoints == comity::when(comity::date(2017, 12, 4)));
}

TEST_CASE("the names of persons stand with the persons alone") {
    landmark_cases cases;
    for (auto const& d : cases.all()) {
        CAPTURE(d.request().reference);
        CHECK(!d.request().persons.empty());
        std::istringstream words(d.request().persons.front().names.front().text);
        for (std::string word; words >> word;) {
            if (word.size() < 5) continue;  // such as "Bout", which is in "about"
            CHECK(d.request().note.find(word) == std::string::npos);
            for (auto const& f : d.facts()) CHECK(f.event.note.find(word) == std::string::npos);
        }
    }
}

TEST_CASE("the time limits that the sources of the cases speak of, on the day that matters") {
    landmark_cases cases;
    // A case, a limit, as of, and its days: both readings where the text does not say whether the first day counts. What a court or a
    // source states as the last day is said behind it; the rest is counted by hand from the article.
    for (auto const& row : rows_of(R"(
        US-CH-2009  ch-us-extradition-1990/13-4        2009-12-31  2009-11-04  2009-11-05  met            // 40 days after 26 September
        US-TH-2008  th-extradition-act/1929-3m         2010-12-31  2010-11-20  2010-11-20  met            // officials, and AP: "within 90 days, or by Nov. 20"
        GB-IE-2012  eaw-2002/17-3                      2013-06-01  2013-03-16  2013-03-17  missed         // 60 days after 16 January; Lanigan: the duty goes on
        LT-IE-2015  eaw-2002/23-2                      2015-11-23  -           -           not_computable // "takes effect": the day is not reported
        ES-DE-2018  eaw-2002/17-3                      2018-06-01  2018-05-23  2018-05-24  missed         // 60 days after 25 March
        ES-BE-2017  be-eaw-law/11-1                    2017-11-05  2017-11-06  2017-11-06  pending        // "until tomorrow morning to decide"
        ES-BE-2017  be-eaw-law/16-1                    2017-11-06  2017-11-20  2017-11-20  pending        // 15 days after 5 November
        ES-BE-2017  eaw-2002/17-3                      2017-11-17  2018-01-03  2018-01-04  pending        // VOA: 60 days
        IN-GB-2018  gb-extradition-act-2003/99         2021-05-01  2021-04-24  2021-04-24  met            // two months starting with 25 February
        IN-GB-2018  gb-extradition-act-2003/108-4      2021-04-20  -           -           not_computable // 14 days starting with the day the person is informed: not reported
        US-GB-2004  gb-extradition-act-2003/99         2006-12-01  2006-07-09  2006-07-09  met            // two months starting with 10 May
        US-GB-2019  gb-us-extradition-2003/12-4        2019-07-01  2019-06-09  2019-06-10  disputed       // 60 days after 11 April; certified on 12 June, received at some time before
        TM-UA-2007  echr-1950/44-2-b                   2009-01-01  2009-01-23  2009-01-23  pending        // "after the date"; the Court: "FINAL 23/01/2009"
        RU-DK-2002  ets-24/16-4-40d                    2003-01-01  2002-12-08  2002-12-09  discontinued   // 40 days after 30 October; released on the 34th
        RU-GB-2002  ets-24/16-4-40d                    2003-01-01  2003-01-13  2003-01-14  met            // 40 days after 5 December
        IN-GB-2017  gb-extradition-act-2003/99         2019-03-01  2019-02-09  2019-02-09  met            // two months starting with 10 December
        IN-GB-2017  gb-extradition-act-2003/108-4      2019-02-10  2019-02-17  2019-02-18  pending        // "14 days starting from February 4": a Sunday, and Mucelli
        IN-GB-2017  gb-extradition-act-2003/118        2020-07-01  2020-06-10  2020-06-10  missed         // 28 days starting with 14 May; not surrendered
    )")) {
        CAPTURE(joined(row));
        auto const day = [](std::string const& text) { return text == "-" ? std::nullopt : std::optional(comity::parse_date(text)); };
        auto const name = row[1].substr(row[1].find('/') + 1), instrument = row[1].substr(0, row[1].find('/'));
        std::size_t found = 0;
        for (auto const& due : deadlines(cases.dossier(row[0]), cases.registry.law(), comity::parse_date(row[2]))) {
            if (due.instrument() != instrument || due.limit().id != name) continue;
            ++found;
            CAPTURE(to_string(due.reason));
            CHECK(due.earliest == day(row[3]));
            CHECK(due.latest == day(row[4]));
            CHECK(to_string(due.status) == row[5]);
            CHECK((due.status != comity::deadline_status::not_computable || to_string(due.reason).find("records none") != std::string::npos));
        }
        CHECK(found == 1);
    }
}
