// SPDX-License-Identifier: Apache-2.0
#include <comity/answer.hpp>
#include <comity/intake.hpp>

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <locale>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace comity::literals;
using comity::date;
using comity::event_kind;
using comity::intake_report;
using comity::when;

namespace {

/// What most of these registers look like:
///     number,from,to,type,made,result,decided
constexpr std::string_view plain_mapping = R"(
register = "test"
rows     = "requests"
key      = ["number"]

[request]
requesting = { column = "from" }
requested  = { column = "to" }
kind       = { column = "type", values = { A = "extradition", B = "mutual_legal_assistance" } }
made_on    = { column = "made" }
reference  = { column = "number" }

[[events]]
kind = { column = "result", values = { granted = "granted", refused = "refused", open = "" } }
on   = { column = "decided" }
)";
constexpr std::string_view heading = "number,from,to,type,made,result,decided\n";

/// Each row an event, or what was asked:
///     case,n,made,event,on
constexpr std::string_view event_rows = R"(
register    = "test"
rows        = "events"
key         = ["case", "n"]
request_key = ["case"]

[request]
requesting = { always = "RU" }
requested  = { always = "GB" }
kind       = { always = "extradition" }
made_on    = { column = "made" }

[event]
kind = { column = "event" }
on   = { column = "on" }
)";

/// Loads text after text into one register in memory.
class loading {
public:
    comity::registry registry = comity::registry::open(":memory:");
    std::string mapping = std::string(plain_mapping);

    loading() { std::filesystem::create_directories(folder); }
    ~loading() { std::filesystem::remove_all(folder); }

    intake_report file(std::string const& csv, bool dry_run = false) {
        write("cases.csv", csv);
        write("cases.toml", mapping);
        return comity::import_csv(registry, folder / "cases.csv", folder / "cases.toml", {}, dry_run);
    }
    intake_report rows(std::string const& rows) { return file(std::string(heading) + rows); }

    /// The message with which the file or the mapping as a whole is refused.
    std::string refusal(std::string const& csv) {
        try {
            file(csv);
        } catch (comity::bad_input const& e) {
            return e.what();
        }
        return "(accepted)";
    }
    std::string refusal() { return refusal(std::string(heading)); }

    comity::dossier dossier(std::string const& key) { return registry.dossier(registry.imported("test").at(key)); }
    std::size_t count() { return registry.imported("test").size(); }

    loading& with(std::string const& old, std::string const& fresh) {
        REQUIRE(mapping.find(old) != mapping.npos);
        mapping.replace(mapping.find(old), old.size(), fresh);
        return *this;
    }

private:
    void write(char const* name, std::string const& text) {
        std::ofstream out(folder / name, std::ios::binary);
        out << text;
    }
    static std::filesystem::path fresh_folder() {
        static int number = 0;
        return std::filesystem::temp_directory_path() /
               ("comity-intake-" +
                comity::to_string(comity::named_uuid(
                    "intake", std::to_string(std::filesystem::file_time_type::clock::now().time_since_epoch().count()) +
                                  std::to_string(++number))));
    }
    std::filesystem::path folder = fresh_folder();
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// "refused 3 made", in the order of the report.
std::vector<std::string> places(intake_report const& r) {
    std::vector<std::string> result;
    for (auto const& m : r.remarks)
        result.push_back((m.refused ? "refused " : "doubtful ") + std::to_string(m.row) +
                         (m.column.empty() ? "" : " " + m.column));
    return result;
}

/// filed, amended, unchanged, refused
std::string counts(intake_report const& r) {
    CHECK(r.filed + r.amended + r.unchanged + r.refused == r.rows);
    return std::to_string(r.filed) + " " + std::to_string(r.amended) + " " + std::to_string(r.unchanged) + " " +
           std::to_string(r.refused);
}

using strings = std::vector<std::string>;

/// Event rows of one case, three a day from 2001 on: notes, but for those of these numbers, which reopen what nothing closed.
std::string long_case(int events, std::set<int> const& reopened) {
    std::string all = "case,n,made,event,on\n1,0,2000-03-02,filed,\n";
    for (int n = 1; n <= events; ++n)
        all += "1," + std::to_string(n) + ",," + (reopened.contains(n) ? "reopened" : "noted") + "," + to_string(date(2001, 1, 1) + comity::days(n / 3)) + "\n";
    return all;
}

/// Loads the row of request 1: its date is read as meant (EDTF), or, where that is empty, refused.
void check_made_on(loading& load, std::string const& row, std::string const& text, std::string const& meant) {
    auto const report = load.rows(row);
    if (!meant.empty()) {
        REQUIRE(counts(report) == "1 0 0 0");
        CHECK(comity::to_string(*load.dossier("1").request().made_on) == meant);
    } else {
        CHECK(places(report) == strings{"refused 2 made"});
        CHECK(report.remarks[0].value == text);
    }
}

}  // namespace

TEST_CASE("a row becomes a request and its events") {
    loading load;
    auto const report = load.rows("12,RU,GB,A,2020-03-02,refused,2021-05-04\n"
                                  "13,FR,GB,B,2020-03,open,\n");
    CHECK(counts(report) == "2 0 0 0");
    CHECK(report.source == "test");
    CHECK(report.remarks.empty());

    auto const d = load.dossier("12");
    CHECK(d.request().kind == comity::request_kind::extradition);
    CHECK(d.request().requesting == "RU"_state);
    CHECK(d.request().requested == "GB"_state);
    CHECK(d.request().reference == "12");
    CHECK(d.request().made_on == when(date(2020, 3, 2)));
    REQUIRE(d.facts().size() == 2);
    CHECK(d.facts()[1].event.kind == event_kind::refused);
    CHECK(d.facts()[1].event.on == when(date(2021, 5, 4)));
    CHECK(d.facts()[1].event.source == "test");

    CHECK(load.dossier("13").request().made_on == when(date(2020, 3, 1), date(2020, 3, 31)));
    CHECK(load.dossier("13").facts().size() == 1);
}

// ---- CSV ------------------------------------------------------------------------------------------------------------

TEST_CASE("nothing shifts by a column: a row with a field too few or too many is refused, with both numbers") {
    loading load;
    auto const report = load.rows("1,RU,GB,A,2020-03-02,open\n"
                                  "2,RU,GB,A,2020-03-02,open,,\n"
                                  "3,RU,GB,A,2020-03-02,open,\n");
    CHECK(counts(report) == "1 0 0 2");
    CHECK(places(report) == strings{"refused 2", "refused 3"});
    CHECK(contains(report.remarks[0].text, "has 6 fields where the heading has 7"));
    CHECK(contains(report.remarks[1].text, "has 8 fields where the heading has 7"));
    CHECK(load.dossier("3").request().reference == "3");
}

TEST_CASE("fields are kept byte for byte") {
    loading load;
    load.with("reference  = { column = \"number\" }", "note = { column = \"to\" }")
        .with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }");
    auto const note_of = [&](std::string const& field) {
        static int number = 100;
        auto const key = std::to_string(++number);
        auto const report = load.rows(key + ",RU," + field + ",A,2020-03-02,open,\n");
        CAPTURE(field);
        REQUIRE(counts(report) == "1 0 0 0");
        return load.dossier(key).request().note;
    };
    CHECK(note_of("\"a, b\"") == "a, b");
    CHECK(note_of("\"he said \"\"no\"\"\"") == "he said \"no\"");
    CHECK(note_of("\"two\nlines\"") == "two\nlines");
    CHECK(note_of("\"two\r\nlines\"") == "two\r\nlines");
    CHECK(note_of("  spaces  ") == "  spaces  ");
    CHECK(note_of("\"  spaces  \"") == "  spaces  ");
    CHECK(note_of("\ttab\t") == "\ttab\t");
    CHECK(note_of("=1+2") == "=1+2");
    CHECK(note_of("=HYPERLINK(1)") == "=HYPERLINK(1)");
    CHECK(note_of("@x") == "@x");
    CHECK(note_of("007") == "007");
    CHECK(note_of("Ж") == "Ж");
}

TEST_CASE("line ends, byte order mark, no end of the last line") {
    for (std::string const end : {"\n", "\r\n", "\r"})
        for (std::string const mark : {"", "\xEF\xBB\xBF"})
            for (bool const ended : {true, false}) {
                loading load;
                CAPTURE(end.size());
                CAPTURE(mark.size());
                auto const text = mark + "number,from,to,type,made,result,decided" + end +
                                  "1,RU,GB,A,2020-03-02,open," + end + "2,RU,GB,A,2020-03-02,open," +
                                  (ended ? end : "");
                auto const report = load.file(text);
                CHECK(counts(report) == "2 0 0 0");
                CHECK(report.remarks.empty());
            }
}

TEST_CASE("rows are numbered as a spreadsheet numbers them") {
    // Row 2 takes two lines of the file; row 3 is empty, and so is row 5, which is all commas.
    for (std::string const end : {"\n", "\r\n"}) {
        loading load;
        auto const report = load.file("number,from,to,type,made,result,decided" + end + "\"1" + end +
                                      "b\",RU,GB,A,2020-03-02,open," + end + end + "2,RU,GB,A,2020-13-02,open," + end +
                                      ",,,,,," + end + "3,RU,GB,A,2020-02-30,open," + end);
        CHECK(places(report) == strings{"refused 2 number", "refused 4 made", "refused 6 made"});
        CHECK(counts(report) == "0 0 0 3");
    }
}

TEST_CASE("a quotation mark out of place costs its row and no other") {
    loading load;
    auto const report = load.rows("1,RU,GB,A,2020-03-02,op\"en,\n"      // inside a bare field
                                  "2,RU,GB,A,2020-03-02,open,\n"
                                  "3,RU,\"GB\"x,A,2020-03-02,open,\n"   // behind the closing one
                                  "4,RU,GB,A,2020-03-02,open,\n"
                                  "5,RU,\"GB,A,2020-03-02,open,\n"      // never closed
                                  "6,RU,GB,A,2020-03-02,open,\n"
                                  "7,RU,\"GB\",A,2020-03-02,open,\n"
                                  "8,RU,\"GB,A,2020-03-02,open,\n"      // never closed, to the end of the file
                                  "9,RU,GB,A,2020-03-02,open,");
    CHECK(places(report) == strings{"refused 2", "refused 4", "refused 6", "refused 9"});
    CHECK(counts(report) == "5 0 0 4");
    for (auto const key : {"2", "4", "6", "7", "9"}) CHECK(load.registry.imported("test").contains(key));
}

TEST_CASE("a field of 5 MB, NUL bytes and bytes that are not UTF-8 cost their rows") {
    loading load;
    using namespace std::string_literals;
    auto const report = load.rows("1,RU," + std::string(5'000'000, 'x') + ",A,2020-03-02,open,\n"
                                  "2,RU,\"" + std::string(5'000'000, 'x') + "\",A,2020-03-02,open,\n"
                                  "3,RU,G\0B,A,2020-03-02,open,\n"s
                                  "4,RU,GB,A,2020-03-02,open\xFF,\n"
                                  "5,RU,GB,A,2020-03-02,open,\n");
    CHECK(places(report) == strings{"refused 2", "refused 3", "refused 4", "refused 5"});
    CHECK(contains(report.remarks[0].text, "1 MiB"));
    CHECK(contains(report.remarks[2].text, "NUL in \"to\""));
    CHECK(contains(report.remarks[3].text, "not UTF-8"));
    CHECK(counts(report) == "1 0 0 4");
    for (auto const& r : report.remarks) CHECK(r.value.size() < 2000);
}

TEST_CASE("semicolons, where the mapping says so") {
    loading load;
    load.with("rows     = ", "delimiter = \";\"\nrows = ");
    CHECK(counts(load.file("number;from;to;type;made;result;decided\n1;RU;GB;A;2020-03-02;open;\n")) == "1 0 0 0");
    auto const wrong = load.refusal(std::string(heading));
    CHECK(contains(wrong, "cases.toml, line "));
    CHECK(contains(wrong, "the wrong delimiter"));
}

TEST_CASE("a heading that cannot be used refuses the file") {
    loading load;
    CHECK(contains(load.refusal(""), "cases.csv is empty"));
    CHECK(contains(load.refusal("number,from,from\n"), "columns 2 and 3 are both called \"from\""));
    CHECK(contains(load.refusal("number,,from\n"), "column 2 has no name"));
    CHECK(contains(load.refusal("number,\"fr\"om\n"), "cannot be read"));
    CHECK(contains(load.refusal("\xFF\xFEn"), "UTF-16"));
    auto const other = load.refusal("number,von,nach\n");
    CHECK(contains(other, "there is no column \"from\""));
    CHECK(contains(other, "\"number\", \"von\", \"nach\""));
    CHECK_THROWS_AS(comity::import_csv(load.registry, "/nowhere/cases.csv", "/nowhere/cases.toml"), comity::not_found);
}

// ---- values ---------------------------------------------------------------------------------------------------------

TEST_CASE("dates: a format is named, never guessed") {
    struct row { std::string format, text, meant; };  // meant: EDTF; "" where it is refused
    for (auto const& r : std::vector<row>{
             {"", "2016-02-01", "2016-02-01"},
             {"", "2016-02", "2016-02"},
             {"", "2016~", "2016~"},
             {"", "2015-07-09/2015-11-24", "2015-07-09/2015-11-24"},
             {"", "2017-11-05T09:17:00+01:00[Europe/Brussels]", "2017-11-05T09:17:00+01:00[Europe/Brussels]"},
             {"", "01/02/2016", ""},
             {"", "2016-02-30", ""},
             {"", "42401", ""},
             {"", " 2016-02-01", ""},
             {"", "2017-11-05T09:17:00", ""},  // whose clock?
             {"DD/MM/YYYY", "01/02/2016", "2016-02-01"},
             {"MM/DD/YYYY", "01/02/2016", "2016-01-02"},
             {"DD/MM/YYYY", "31/02/2016", ""},
             {"DD/MM/YYYY", "1/2/2016", ""},
             {"D/M/YYYY", "1/2/2016", "2016-02-01"},
             {"D/M/YYYY", "11/12/2016", "2016-12-11"},
             {"DD/MM/YYYY", "01/02/16", ""},
             {"DD/MM/YYYY", "2016-02-01", ""},
             {"DD.MM.YYYY", "01.02.2016", "2016-02-01"},
             {"YYYYMMDD", "20160201", "2016-02-01"},
             {"DD-MM-YYYY", "01-02-2016", "2016-02-01"},
             {"MM/YYYY", "02/2016", "2016-02"},
             {"YYYY", "2016", "2016"},
             // A month or a year alone, as export_csv writes them, can be nothing else; a whole day in another format is another format.
             {"DD/MM/YYYY", "2016-02", "2016-02"},
             {"DD/MM/YYYY", "2016", "2016"},
             {"D.M.YYYY", "2016-02~", "2016-02~"},
             {"YYYYMMDD", "2016?", "2016?"},
             {"DD/MM/YYYY", "2016-13", ""},
             {"DD/MM/YYYY", "16-02", ""},
             {"DD/MM/YYYY", "2016-2", ""},
             {"DD/MM/YYYY", "2016/2017", ""},
         }) {
        loading load;
        CAPTURE(r.format);
        CAPTURE(r.text);
        if (!r.format.empty()) load.with("key ", "dates = \"" + r.format + "\"\nkey ");
        check_made_on(load, "1,RU,GB,A," + r.text + ",open,\n", r.text, r.meant);
    }
    loading load;
    auto const report = load.rows("1,RU,GB,A,01/02/2016,open,\n");
    CHECK(contains(report.remarks.at(0).text,
                   "write the year first, as in 2016-02-29, or name the format in the mapping"));
    load.with("key ", "dates = \"DD/MM/YYYY\"\nkey ");
    CHECK(contains(load.rows("1,RU,GB,A,2016-02-01,open,\n").remarks.at(0).text, "is not a date as DD/MM/YYYY; a month or a year alone is written 2020-05 or 2020"));
}

TEST_CASE("dates: a clock time needs a zone") {
    loading load;
    load.with("key ", "time_zone = \"Europe/London\"\ndates = \"DD/MM/YYYY hh:mm\"\nkey ");
    CHECK(counts(load.rows("1,RU,GB,A,01/07/2016 09:30,open,\n")) == "1 0 0 0");
    CHECK(comity::to_string(*load.dossier("1").request().made_on) == "2016-07-01T09:30:00+01:00[Europe/London]");
    CHECK(places(load.rows("2,RU,GB,A,27/03/2016 01:30,open,\n")) ==
          strings{"refused 2 made"});  // that hour was skipped
    load.with("time_zone = \"Europe/London\"", "");
    CHECK(contains(load.refusal(), "the mapping does not say whose"));
}

TEST_CASE("a column can have a format of its own") {
    loading load;
    load.with("{ column = \"decided\" }", "{ column = \"decided\", dates = \"DD/MM/YYYY\" }");
    CHECK(counts(load.rows("1,RU,GB,A,2020-03-02,refused,04/05/2021\n")) == "1 0 0 0");
    CHECK(load.dossier("1").facts().back().event.on == when(date(2021, 5, 4)));
}

TEST_CASE("States: what is read otherwise than written is said once, with the number of rows") {
    loading load;
    auto const report = load.rows("1,RU,UK,A,2020-03-02,open,\n"
                                  "2,RU,UK,A,2020-03-02,open,\n"
                                  "3,RU,GB,A,2020-03-02,open,\n");
    CHECK(counts(report) == "3 0 0 0");
    CHECK(places(report) == strings{"doubtful 2 to"});
    CHECK(report.remarks[0].value == "UK");
    CHECK(contains(report.remarks[0].text, "UK read as GB"));
    CHECK(contains(report.remarks[0].text, "1 more row"));
    CHECK(load.dossier("2").request().requested == "GB"_state);
}

TEST_CASE("States: a look-alike is refused by code point, and a State before its time by its dates") {
    loading load;
    auto const report = load.rows("1,RU,\u0421Z,A,2020-03-02,open,\n"   // CZ with a Cyrillic Es
                                  "2,CZ,GB,A,1990-01-01,open,\n"
                                  "3,GB,GB,A,2020-03-02,open,\n"
                                  "4,,GB,A,2020-03-02,open,\n");
    CHECK(places(report) == strings{"refused 2 to", "refused 3 from", "refused 4 from", "refused 5 from"});
    CHECK(contains(report.remarks[0].text, "U+0421"));
    CHECK(contains(report.remarks[1].text, "CS"));
    CHECK(counts(report) == "0 0 0 4");
}

TEST_CASE("values: one that the mapping does not list is refused with those it does") {
    loading load;
    auto const report = load.rows("1,RU,GB,X,2020-03-02,done,2020-04-01\n");
    CHECK(places(report) == strings{"refused 2 result", "refused 2 type"});
    CHECK(report.remarks[1].value == "X");
    CHECK(contains(report.remarks[1].text, "\"A\", \"B\""));
    CHECK(counts(report) == "0 0 0 1");
    load.with("open = \"\" }", "open = \"\" }, otherwise = \"noted\"");
    CHECK(counts(load.rows("1,RU,GB,A,2020-03-02,done,2020-04-01\n")) == "1 0 0 0");
}

TEST_CASE("values: missing ones, split ones, joined ones, constant ones") {
    loading load;
    load.mapping = R"(
register = "test"
rows     = "requests"
key      = ["n"]
missing  = ["NA"]
[request]
requesting          = { always = "RU" }
requested           = { always = "GB" }
kind                = { always = "incident_assistance" }
made_on             = { always = 2020-03-02 }
synthetic           = { always = true }
reference           = { column = "ref" }
basis               = { column = "basis", split = ";" }
persons             = { column = "names", split = "|" }
person_role         = { always = "suspect" }
items               = { column = "ip", split = " ", kind = "ipv4" }
requested_authority = { column = ["office", "town"], join = ", " }
)";
    CHECK(counts(load.file("n,ref,basis,names,ip,office,town\n"
                           "1,NA,ets-24; ets-98 5(1),Anna|Boris,203.0.113.7 203.0.113.8,Court,Perm\n"
                           "2,x,,NA,,Court,NA\n")) == "2 0 0 0");
    auto const one = load.dossier("1").request();
    CHECK(one.reference.empty());
    CHECK(one.basis == std::vector<comity::provision>{"ets-24", "ets-98 5(1)"});
    REQUIRE(one.persons.size() == 2);
    CHECK(one.persons[1].names.at(0).text == "Boris");
    CHECK(one.persons[1].role == comity::person_role::suspect);
    REQUIRE(one.items.size() == 2);
    CHECK(one.items[1].value == "203.0.113.8");
    CHECK(one.items[1].kind == comity::item_kind::ipv4);
    CHECK(one.requested_authority->name == "Court, Perm");
    CHECK(one.synthetic);
    auto const two = load.dossier("2").request();
    CHECK(two.persons.empty());
    CHECK(two.requested_authority->name == "Court");
}

TEST_CASE("an answer without a day is not left out: that would be a request unanswered") {
    loading load;
    auto const row = "1,RU,GB,A,2020-03-02,refused,\n";
    auto report = load.rows(row);
    CHECK(counts(report) == "0 0 0 1");
    CHECK(places(report) == strings{"refused 2 decided"});
    CHECK(contains(report.remarks[0].text, "or_between"));

    load.with("{ column = \"decided\" }", "{ column = \"decided\", or_between = [\"made\", 2021-12-31] }");
    report = load.rows(row);
    CHECK(counts(report) == "1 0 0 0");
    CHECK(places(report) == strings{"doubtful 2 decided"});
    auto const d = load.dossier("1");
    CHECK(d.facts().back().event.on == when(date(2020, 3, 2), date(2021, 12, 31)));
    auto const& law = load.registry.law();
    CHECK(comity::first_answer(d, law, law.answer("substantive"), date(2022, 1, 1)));
}

TEST_CASE("a day that no event takes is not lost in silence") {
    loading load;
    auto const report = load.rows("1,RU,GB,A,2020-03-02,open,2020-04-01\n");
    CHECK(counts(report) == "1 0 0 0");
    CHECK(places(report) == strings{"doubtful 2 decided"});
    CHECK(report.remarks[0].value == "2020-04-01");
}

TEST_CASE("a column that nothing reads is said, unless it is to be ignored") {
    loading load;
    CHECK(places(load.file("number,from,to,type,made,result,decided,judge\n")) == strings{"doubtful 1 judge"});
    load.with("key ", "ignored = [\"judge\"]\nkey ");
    CHECK(places(load.file("number,from,to,type,made,result,decided,judge\n")).empty());
}

TEST_CASE("checks of the mapping: what goes in, and is doubtful") {
    loading load;
    load.mapping += "\n[[checks]]\nif_earlier = [\"decided\", \"made\"]\ntext = \"decided before it was asked\"\n";
    auto const report = load.rows("1,RU,GB,A,2020-03-02,open,\n"
                                  "2,RU,GB,A,2020-03-02,granted,2020-03-02\n"
                                  "3,RU,GB,A,2020-03-02,granted,2019-03-02\n");
    CHECK(counts(report) == "3 0 0 0");
    CHECK(std::ranges::count_if(report.remarks, [](auto const& r) {
              return r.row == 4 && r.column == "decided" && !r.refused &&
                     contains(r.text, "decided before it was asked");
          }) == 1);
    CHECK(std::ranges::none_of(report.remarks, [](auto const& r) { return r.row < 4; }));
}

// ---- the lifecycle --------------------------------------------------------------------------------------------------

TEST_CASE("an event that a rule refuses stays out, and all else goes in") {
    loading load;
    load.mapping += "\n[[events]]\nkind = { always = \"reopened\" }\non = { column = \"reopened\" }\n";
    auto const report = load.file(
        "number,from,to,type,made,result,decided,reopened\n"
        "1,RU,GB,A,2020-03-02,open,,2020-05-01\n"  // only what was closed can be reopened
        "2,RU,GB,A,2020-03-02,refused,2020-04-01,2020-05-01\n");
    CHECK(counts(report) == "2 0 0 0");
    CHECK(std::ranges::count(report.remarks, true, &comity::remark::refused) == 1);
    auto const& r = report.remarks.front();
    CHECK(r.row == 2);
    CHECK(contains(r.text, "reopened after its end"));
    CHECK(load.dossier("1").facts().size() == 1);
    CHECK(load.dossier("2").facts().size() == 3);
}

TEST_CASE("an event that a rule finds odd goes in, and is doubtful each time") {
    loading load;
    auto const row = "1,RU,GB,A,2020-03-02,granted,2020-02-02\n";
    for (int time = 0; time < 2; ++time) {
        auto const report = load.rows(row);
        REQUIRE(report.remarks.size() == 1);
        CHECK(places(report) == strings{"doubtful 2 result"});
        CHECK(contains(report.remarks[0].text, "not before it was asked"));
    }
    CHECK(load.dossier("1").facts().size() == 2);
}

TEST_CASE("a day in the future cannot have happened") {
    loading load;
    auto const report = load.rows("1,RU,GB,A,2020-03-02,granted,9999-01-01\n"
                                  "2,RU,GB,A,9999-01-01,open,\n"
                                  "3,RU,GB,A,2020-03-02,open,\n");
    CHECK(counts(report) == "2 0 0 1");
    CHECK(contains(report.remarks.at(0).text, "future"));
    CHECK(load.count() == 2);
}

TEST_CASE("thousands of events go into a request that is there, in their order") {
    loading load;
    load.mapping = event_rows;
    load.file(long_case(0, {}));
    CHECK(counts(load.file(long_case(20'000, {}))) == "20000 0 1 0");
    auto const d = load.dossier("1");
    REQUIRE(d.history().size() == 20'001);
    CHECK(d.history().back().seq == 20'001);
    CHECK(std::ranges::is_sorted(d.history(), {}, [](auto const& e) { return e.event.on->latest(); }));
    CHECK(counts(load.file(long_case(20'000, {}))) == "0 0 20001 0");
}

TEST_CASE("of thousands of events of one request those that a rule refuses stay out, and no other, be the request new or there") {
    for (auto const there : {false, true}) {
        CAPTURE(there);
        auto const load_case = [&](loading& load, std::set<int> const& wrong) {
            load.mapping = event_rows;
            if (there) load.file(long_case(0, {}));
            auto const report = load.file(long_case(3000, wrong) + "2,0,2020-03-02,filed,\n2,1,,noted,2020-05-01\n");
            CHECK(load.dossier("2").facts().size() == 2);
            CHECK(report.rows == 3003);
            CHECK(report.unchanged == (there ? 1 : 0));
            return report;
        };
        {
            loading load;
            auto const report = load_case(load, {1234});
            CHECK(places(report) == strings{"refused 1236 event"});
            CHECK(report.remarks.at(0).text == "this event did not go in: reopened after its end: reopened on 16 February 2002: only what was closed, returned or decided can be reopened");
            CHECK(load.dossier("1").history().size() == 3000);
            CHECK(counts(load.file(long_case(3000, {}))) == "1 0 3000 0");
        }
        std::set<int> wrong;
        for (int n = 1; n <= 50; ++n) wrong.insert(n), wrong.insert(50 * n + 500);  // beside each other, and far apart
        {
            loading load;
            auto const report = load_case(load, wrong);
            CHECK(report.refused == 100);
            for (auto const& r : report.remarks) CHECK(contains(r.text, "only what was closed, returned or decided can be reopened"));
            CHECK(load.dossier("1").history().size() == 2901);
        }
        for (int n = 1; n <= 3000; ++n) wrong.insert(n);
        {
            loading load;
            auto const report = load_case(load, wrong);
            CHECK(report.refused == 3000);
            REQUIRE(report.remarks.size() == 3000);
            CHECK(contains(report.remarks[99].text, "reopened after its end"));
            for (std::size_t n = 100; n < 3000; ++n)
                CHECK(report.remarks[n].text == "this event did not go in: it was not tried, as 100 events of this request were refused before it; see what is wrong with those, and load the file again");
            CHECK(load.dossier("1").history().size() == 1);
        }
    }
}

TEST_CASE("events of one day that hold together go in together, whatever else of the request is refused") {
    loading load;
    load.mapping = event_rows;
    auto const head = std::string("case,n,made,event,on\n");
    auto const filed = std::string("1,0,2020-03-02,filed,\n");
    auto const closed = std::string("1,1,,closed,2020-05-01T10:00:00Z\n");
    // The clock puts the one that comes first in the file last: by itself, it would close what is closed.
    auto const pair = std::string("1,2,,closed,2020-05-01T12:00:00Z\n1,3,,reopened,2020-05-01T11:00:00Z\n");
    load.file(head + filed + closed);
    SUBCASE("alone") {
        CHECK(counts(load.file(head + filed + closed + pair)) == "2 0 2 0");
        REQUIRE(load.dossier("1").facts().size() == 4);
        CHECK(to_string(*load.dossier("1").facts().back().event.on) == "2020-05-01T12:00:00Z");
    }
    SUBCASE("beside one that breaks a rule") {
        auto const report = load.file(head + filed + closed + pair + "1,4,,reopened,2020-04-01\n1,5,,noted,2020-06-01\n");
        CHECK(counts(report) == "3 0 2 1");
        CHECK(places(report) == strings{"refused 6 event"});
    }
    SUBCASE("beside one by which another breaks a rule that is there") {
        auto const later = std::string("1,4,,reopened,2020-05-10\n1,5,,closed,2020-07-01\n");
        load.file(head + filed + closed + later);
        auto const report = load.file(head + filed + closed + later + pair + "1,6,,closed,2020-06-01\n");
        CHECK(counts(report) == "2 0 4 1");
        CHECK(places(report) == strings{"refused 8 event"});
        CHECK(contains(report.remarks.at(0).text, "closed on 1 July 2020, after closed on 1 June 2020"));
    }
}

TEST_CASE("what came with a request that was merged into another counts there, and is not told of the rows of that one") {
    loading load;
    load.mapping = event_rows;
    auto const rows = std::string("case,n,made,event,on\n1,0,2020-03-02,filed,\n1,1,,noted,2020-04-01\n2,0,2020-03-02,filed,\n2,1,,granted,2020-02-01\n2,2,,closed,2020-05-01\n");
    CHECK(places(load.file(rows)) == strings{"doubtful 5 event"});  // granted before it was asked
    load.registry.record(load.dossier("2").id(), {.kind = event_kind::merged, .other = load.dossier("1").id(), .note = "the same"});
    auto const report = load.file(rows + "1,2,,closed,2020-06-01\n1,3,,reopened,2020-07-01\n");
    CHECK(counts(report) == "1 0 5 1");
    CHECK(places(report) == strings{"doubtful 5 event", "refused 7 event"});
    CHECK(contains(report.remarks.at(1).text, "closed once"));
    CHECK(load.dossier("1").facts().size() == 5);
}

// ---- loading again --------------------------------------------------------------------------------------------------

TEST_CASE("the same file twice changes nothing") {
    loading load;
    auto const text = "1,RU,UK,A,2020-03-02,refused,2021-05-04\n"
                      "2,FR,GB,B,2020-03,open,\n";
    load.rows(text);
    auto const before = load.dossier("1");
    auto const report = load.rows(text);
    CHECK(counts(report) == "0 0 2 0");
    CHECK(report.vanished.empty());
    CHECK(load.dossier("1").history() == before.history());
    CHECK(load.count() == 2);
}

TEST_CASE("the same rows under another name are another register") {
    loading load;
    load.rows("1,RU,GB,A,2020-03-02,open,\n");
    load.with("register = \"test\"", "register = \"other\"");
    CHECK(counts(load.rows("1,RU,GB,A,2020-03-02,open,\n")) == "1 0 0 0");
    CHECK(load.registry.find({}).size() == 2);
}

TEST_CASE("a changed row is an amendment, and the history keeps what stood before") {
    loading load;
    load.rows("1,RU,GB,A,2020-03-02,open,\n");
    auto report = load.rows("1,RU,GB,A,2020-03-03,refused,2021-05-04\n");
    CHECK(counts(report) == "0 1 0 0");
    auto d = load.dossier("1");
    REQUIRE(d.history().size() == 3);  // the filing, its amendment, the refusal
    CHECK(d.history()[1].event.corrects == 1);
    CHECK(d.versions().at(1).made_on == when(date(2020, 3, 2)));
    CHECK(d.request().made_on == when(date(2020, 3, 3)));

    SUBCASE("an event of another day amends the event") {
        CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,refused,2021-05-05\n")) == "0 1 0 0");
        d = load.dossier("1");
        REQUIRE(d.history().size() == 4);
        CHECK(d.history()[3].event.corrects == 3);
        REQUIRE(d.facts().size() == 2);
        CHECK(d.facts()[1].event.on == when(date(2021, 5, 5)));
        CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,refused,2021-05-05\n")) == "0 0 1 0");
        CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,refused,2021-05-04\n")) == "0 1 0 0");  // and back
        CHECK(load.dossier("1").facts()[1].event.on == when(date(2021, 5, 4)));
    }
    SUBCASE("an event that is gone is retracted, and may come back") {
        CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,open,\n")) == "0 1 0 0");
        d = load.dossier("1");
        CHECK(d.facts().size() == 1);
        CHECK(d.history().back().event.kind == event_kind::retracted);
        CHECK(d.history().back().event.note == "no longer in the source");
        CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,open,\n")) == "0 0 1 0");
        for (int time = 0; time < 2; ++time) {
            CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,granted,2021-06-01\n")) == "0 1 0 0");
            CHECK(load.dossier("1").facts().size() == 2);
            CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,granted,2021-06-01\n")) == "0 0 1 0");
            CHECK(counts(load.rows("1,RU,GB,A,2020-03-03,open,\n")) == "0 1 0 0");
        }
    }
}

TEST_CASE("a row that vanished is reported, and what it said stays") {
    loading load;
    load.rows("1,RU,GB,A,2020-03-02,open,\n2,RU,GB,A,2020-03-02,open,\n");
    auto const report = load.rows("2,RU,GB,A,2020-03-02,open,\n");
    CHECK(counts(report) == "0 0 1 0");
    CHECK(report.vanished == strings{"1"});
    CHECK(load.count() == 2);
    // A row that is there and cannot be read did not vanish.
    CHECK(load.rows("1,RU,GB,A,??,open,\n2,RU,GB,A,2020-03-02,open,\n").vanished.empty());
}

TEST_CASE("a row that cannot be read, but for its key, did not vanish either") {
    loading load;
    load.rows("1,RU,GB,A,2020-03-02,open,\n2,RU,GB,A,2020-03-02,open,\n3,RU,GB,A,2020-03-02,open,\n4,RU,GB,A,2020-03-02,open,\n");
    auto const report = load.rows("1,RU,GB,A,2020-03-02,open\n"         // a field too few
                                  "2,RU,GB,A,2020-03-02,open,,\n"       // one too many
                                  "3,RU,GB,A,2020-03-02,op\"en,\n");    // a quotation mark out of place
    CHECK(counts(report) == "0 0 0 3");
    CHECK(report.vanished == strings{"4"});
    std::ostringstream out;
    comity::write(out, report);
    CHECK(contains(out.str(), "vanished \"4\": in the register, and in no row of the file that could be read"));
}

TEST_CASE("what changed is told as it was and as it is") {
    loading load;
    load.with("reference  = { column = \"number\" }", "reference  = { column = \"number\" }\npersons = { column = \"to\", split = \";\" }\nnote = { column = \"from\" }")
        .with("requesting = { column = \"from\" }", "requesting = { always = \"RU\" }")
        .with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }");
    load.rows("1,seen,Ivan;Anna,A,2020-03-02,open,\n2,seen,Oleg,A,2020-03-02,refused,2020-05-01\n3,seen,Olga,A,2020-03-02,refused,2020-05-01\n");
    auto const told = [](intake_report const& r) {
        strings result;
        for (auto const& a : r.amendments) result.push_back(std::to_string(a.row) + " " + a.of + ": " + a.before + " -> " + a.after);
        return result;
    };
    auto const changed = std::string("1,,Iwan,A,2020-03,refused,2021-05-04\n2,seen,Oleg,A,2020-03-02,granted,2020-05-02\n3,seen,Olga,A,2020-03-02,open,\n");
    auto const dry = load.file(std::string(heading) + changed, true);
    CHECK(load.dossier("1").history().size() == 1);
    auto const report = load.rows(changed);
    CHECK(counts(report) == "0 3 0 0");
    CHECK(told(report) == strings{"2 made_on: 2020-03-02 -> 2020-03", "2 note: seen -> ", "2 person 1 name: Ivan -> Iwan", "2 person 2 name: Anna -> ", "2 person 2 name_kind: usual -> ",
                                  "2 person 2 role: sought -> ", "2 event:  -> refused 2021-05-04", "3 refused kind: refused -> granted", "3 refused on: 2020-05-01 -> 2020-05-02", "4 event: refused 2020-05-01 -> "});
    CHECK(told(dry) == told(report));
    CHECK(counts(dry) == counts(report));
    CHECK(told(load.rows(changed)).empty());
    std::ostringstream out, few;
    comity::write(out, report);
    CHECK(contains(out.str(), "amended  row 2, made_on: was \"2020-03-02\", is \"2020-03\"\n"));
    CHECK(contains(out.str(), "amended  row 2, note: was \"seen\", is nothing\n"));
    CHECK(comity::write(few, report, 1) == 2);  // a second name that changed, and a second event
    CHECK(contains(few.str(), "amended  1 more: event\n"));
    CHECK(to_table(report).rows.size() == report.amendments.size());
}

TEST_CASE("of more than fifty thousand amendments the first are told, and how many more there are") {
    loading load;
    load.with("reference  = { column = \"number\" }", "items = { column = \"to\", split = \" \", kind = \"other\" }").with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }");
    auto const row = [](char const* letter) {
        std::string items;
        for (int i = 0; i < 50'010; ++i) items += (items.empty() ? "" : " ") + (letter + std::to_string(i));
        return "1,RU," + items + ",A,2020-03-02,open,\n";
    };
    load.rows(row("a"));
    auto const report = load.rows(row("b"));
    CHECK(counts(report) == "0 1 0 0");
    CHECK(report.amendments.size() == 50'000);
    REQUIRE(report.remarks.size() == 1);
    CHECK(report.remarks[0].text == "10 more amendments went in, and are left out here");
    CHECK(load.dossier("1").request().items.back().value == "b50009");
}

TEST_CASE("a change of a request that is refused takes what the rows say of its events with it, but for what is there") {
    loading load;
    load.rows("1,RU,GB,A,2020-03-02,refused,2021-05-04\n");
    auto const report = load.rows("1,RU,GB,A,2999-03-02,granted,2021-05-04\n");
    CHECK(counts(report) == "0 0 0 1");
    CHECK(places(report) == strings{"refused 2", "refused 2 result"});
    CHECK(load.dossier("1").history().size() == 2);
}

TEST_CASE("a load that is only tried says all, and leaves nothing") {
    loading load;
    auto const text = std::string(heading) + "1,RU,GB,A,2020-03-02,refused,2021-05-04\n2,RU,GB,X,2020-03-02,open,\n";
    auto const tried = load.file(text, true);
    CHECK(counts(tried) == "1 0 0 1");
    CHECK(load.count() == 0);
    CHECK(load.registry.find({}).empty());
    CHECK(counts(load.file(text)) == "1 0 0 1");
    CHECK(load.count() == 1);
}

TEST_CASE("of two rows with one key the second is refused") {
    loading load;
    auto const report = load.rows(
        "1,RU,GB,A,2020-03-02,open,\n2,RU,GB,A,2020-03-02,open,\n1,FR,GB,A,2020-03-02,open,\n,FR,GB,A,2020-03-02,open,\n");
    CHECK(counts(report) == "2 0 0 2");
    CHECK(places(report) == strings{"refused 4 number", "refused 5 number"});
    CHECK(contains(report.remarks[0].text, "row 2 "));
    CHECK(load.dossier("1").request().requesting == "RU"_state);
}

// ---- rows that are events -------------------------------------------------------------------------------------------

TEST_CASE("rows = \"events\": rows of one case are one request") {
    loading load;
    load.mapping = event_rows;
    load.with("requesting = { always = \"RU\" }", "requesting = { column = \"from\" }");
    load.with("requested  = { always = \"GB\" }", "requested = { column = \"to\" }");
    std::string const head = "case,n,from,to,made,event,on\n";
    std::string const first = "P,2,RU,GB,2020-03-02,arrest,2020-03-10\n";
    std::string const filed = "P,1,RU,GB,2020-03-02,filed,\n";
    std::string const last = "P,3,,,,refused,2021-05-04\n";
    auto report = load.file(head + first + filed + last + "Q,1,US,GB,2001-01-01,,\n");
    CHECK(counts(report) == "4 0 0 0");
    CHECK(report.remarks.empty());
    auto d = load.dossier("P");
    REQUIRE(d.facts().size() == 3);
    CHECK(d.facts()[1].event.kind == event_kind::arrest);
    CHECK(d.facts()[2].event.kind == event_kind::refused);
    CHECK(load.dossier("Q").facts().size() == 1);

    SUBCASE("the same again changes nothing; one more row is filed; one less is reported") {
        report = load.file(head + first + filed + last + "Q,1,US,GB,2001-01-01,,\n");
        CHECK(counts(report) == "0 0 4 0");
        CHECK(report.vanished.empty());
        report = load.file(head + first + filed + last + "Q,1,US,GB,2001-01-01,,\nQ,2,,,,granted,2001-02-03\n");
        CHECK(counts(report) == "1 0 4 0");
        report = load.file(head + first + filed + "Q,1,US,GB,2001-01-01,,\nQ,2,,,,granted,2001-02-04\n");
        CHECK(counts(report) == "0 1 3 0");
        REQUIRE(report.vanished.size() == 1);
        CHECK(contains(report.vanished[0], "P, entry 3: refused 2021-05-04"));
        CHECK(load.dossier("P").facts().size() == 3);
    }
    SUBCASE("a row that says otherwise about the request is doubtful; one that cannot be read stays out alone") {
        report = load.file(head + filed + first + "P,3,FR,,,refused,04/05/2021\n");
        CHECK(places(report) == strings{"refused 4 on", "doubtful 4 from"});
        CHECK(counts(report) == "0 0 2 1");
    }
    SUBCASE("where the request cannot be read, none of its rows goes in") {
        report = load.file(head + "R,1,RU,ZX,2020-03-02,filed,\nR,2,,,,arrest,2020-03-10\n");
        CHECK(counts(report) == "0 0 0 2");
        CHECK(places(report) == strings{"refused 2 to", "refused 3"});
    }
}

TEST_CASE("what is new has a name in the place of an id: it goes in once, and is never taken for what had the name before") {
    loading load;
    load.mapping = std::string(event_rows) + R"(id = { column = "row" }
[person]
name = { column = "name" }
)";
    load.with("[\"case\", \"n\"]", "[\"request\", \"row\"]");
    load.with("request_key = [\"case\"]", "request_key = [\"request\"]");
    load.with("[request]", "parts = \"row\"\n[request]");
    load.with("[event]", "id = { column = \"request\" }\nreference = { column = \"reference\" }\n[event]");
    auto const head = std::string("request,row,made,reference,event,on,name\n");
    auto const rows = std::string("new 1,request,2020-03-02,A/1,filed,,\nnew 1,person 1,,,,,Ivan\nnew 1,new 1,,,noted,2020-05-01,\nnew 1,new 2,,,noted,2020-05-01,\n");
    CHECK(counts(load.file(head + rows)) == "4 0 0 0");
    auto const again = load.file(head + rows);
    CHECK(counts(again) == "0 0 4 0");
    CHECK(again.vanished.empty());
    auto const d = load.dossier("new 1");
    CHECK(d.facts().size() == 3);
    auto const id = comity::to_string(d.id());

    // The next export has the ids, and can be changed.
    auto const exported = id + ",request,2020-03-02,A/1,filed,,\n" + id + ",person 1,,,,,Ivan\n" + id + "," + comity::to_string(d.history()[1].id) + ",,,noted,2020-05-01,\n" + id + "," +
                          comity::to_string(d.history()[2].id) + ",,,noted,2020-05-01,\n";
    auto const next = load.file(head + exported);
    CHECK(counts(next) == "0 0 4 0");
    CHECK(next.vanished.empty());
    CHECK(counts(load.file(head + exported + id + ",new 1,,,refused,2020-06-01,\n")) == "1 0 4 0");
    CHECK(counts(load.file(head + exported + id + ",new 1,,,refused,2020-06-01,\n")) == "0 0 5 0");

    // Another request, or another event, under a name that was used.
    auto const other = load.file(head + "new 1,request,2021-01-01,B/7,filed,,\nnew 1,person 1,,,,,Anna\nnew 1,new 3,,,noted,2021-05-01,\n");
    CHECK(other.refused == 3);
    CHECK(contains(other.remarks.at(0).text, "request " + id));
    CHECK(contains(other.remarks.at(0).text, "take a name that was not used"));
    auto const event = load.file(head + exported + id + ",new 1,,,refused,2020-07-01,\n");
    CHECK(counts(event) == "0 0 4 1");
    CHECK(contains(event.remarks.at(0).text, "take a name that was not used"));
    CHECK(event.vanished.empty());
    CHECK(load.dossier("new 1").request().reference == "A/1");
    CHECK(load.dossier("new 1").facts().size() == 4);
    CHECK(load.registry.find({}).size() == 1);

    // Nor is it under the name that every export has unless told otherwise: two registers would give the same id to what is not the same.
    {
        loading unnamed;
        unnamed.mapping = load.mapping;
        unnamed.with("\"test\"", "\"comity\"");
        auto const none = unnamed.file(head + rows);
        CHECK(none.refused == 4);
        CHECK(contains(none.remarks.at(0).text, "write a name of its own at `register`"));
        CHECK(counts(unnamed.file(head + exported)) == "4 0 0 0");
        CHECK(counts(unnamed.file(head + exported + id + ",new 1,,,refused,2020-06-01,\n")) == "0 0 4 1");
    }

    // An id that is wrong, or left out, is no new one; and the event that has it did not vanish.
    for (auto const* cell : {"", "8bc00dc1-4ed4-8f02-bdee-87121ea2ca5l", "1"}) {
        CAPTURE(cell);
        auto const wrong = load.file(head + exported + id + "," + cell + ",,,noted,2020-08-01,\n" + cell + ",request,2020-03-02,C/1,filed,,\n");
        CHECK(wrong.refused == 2);
        REQUIRE(wrong.remarks.size() == 2);
        for (auto const& r : wrong.remarks) CHECK(contains(r.text, "for what is new write \"new\" and a name"));
    }
}

TEST_CASE("rows = \"events\": an event whose row cannot be read did not vanish") {
    loading load;
    load.mapping = event_rows;
    auto const head = std::string("case,n,made,event,on\n");
    auto const filed = std::string("P,1,2020-03-02,filed,\n");
    load.file(head + filed + "P,2,,refused,2021-05-04\nP,3,,noted,2021-05-05\nQ,1,2020-03-02,filed,\n");
    auto const report = load.file(head + filed + "P,2,,refused,2021-05-04,\nQ,1,2020-03-02\n");
    CHECK(counts(report) == "0 0 1 2");
    REQUIRE(report.vanished.size() == 1);
    CHECK(contains(report.vanished[0], "noted 2021-05-05"));
}

// ---- the mapping ----------------------------------------------------------------------------------------------------

TEST_CASE("a mapping that cannot be read is refused before a row is, with its line and what is accepted") {
    struct change { std::string old, fresh, line, part; };
    for (auto const& c : std::vector<change>{
             {"register = \"test\"", "", "", "register is missing"},
             {"register = \"test\"", "register = 5", "line 2", "register is not a text"},
             {"register = \"test\"", "registre = \"test\"", "", "register is missing"},
             {"rows     = \"requests\"", "rows = \"columns\"", "line 3", "\"requests\" or \"events\""},
             {"rows     = \"requests\"", "rows = \"events\"", "", "request_key is missing"},
             {"key      = [\"number\"]", "", "", "key is missing"},
             {"key      = [\"number\"]", "key = [\"nummer\"]", "line 4", "there is no column \"nummer\""},
             {"key      = [\"number\"]", "key = [\"number\"]\ncolour = 1", "line 5", "nothing is called colour here"},
             {"key      = [\"number\"]", "key = [\"number\"]\ndates = \"dd/mm/yy\"", "line 5", "is not a date format"},
             {"key      = [\"number\"]", "key = [\"number\"]\ndates = \"DD/MM/YY\"", "line 5", "is not a date format"},
             {"key      = [\"number\"]", "key = [\"number\"]\ntime_zone = \"Mars\"", "line 5", "is not a time zone"},
             {"key      = [\"number\"]", "key = [\"number\"]\ndelimiter = \"::\"", "line 5", "delimiter is"},
             {"made_on    = { column = \"made\" }", "", "", "made_on is missing"},
             {"{ column = \"made\" }", "\"made\"", "line 10", "made_on is not a table"},
             {"{ column = \"made\" }", "{ colum = \"made\" }", "line 10", "nothing is called colum here"},
             {"{ column = \"made\" }", "{ column = \"made\", always = 2016-01-01 }", "line 10", "both"},
             {"{ column = \"made\" }", "{ always = \"01/02/2016\" }", "line 10", "is not a date"},
             {"{ column = \"made\" }", "{ column = \"made\", split = \";\" }", "line 10",
              "nothing is called split here"},
             {"{ column = \"to\" }", "{ always = \"Britain\" }", "line 8", "Britain"},
             {"A = \"extradition\"", "A = \"extraditon\"", "line 9", "\"extraditon\" is not a kind of request"},
             {"reference  = ", "nickname = ", "line 11", "nothing is called nickname here"},
             {"refused = \"refused\"", "refused = \"rejected\"", "line 14", "rejected"},
             {"refused = \"refused\"", "refused = \"merged\"", "line 14", "cannot be imported"},
             {"[[events]]", "[event]", "", "[[events]]"},
             {"[request]", "[request", "line 6", ""},
         }) {
        loading load;
        load.with(c.old, c.fresh);
        CAPTURE(c.fresh);
        auto const message = load.refusal();
        CHECK_MESSAGE(contains(message, "cases.toml, line "), message);
        CHECK_MESSAGE(contains(message, c.line), message);
        CHECK_MESSAGE(contains(message, c.part), message);
    }
}

TEST_CASE("a hostile mapping is refused") {
    loading load;
    load.mapping = "x = " + std::string(100'000, '[');
    CHECK(load.refusal() != "(accepted)");
    load.mapping = "#" + std::string(2'000'000, 'x');
    CHECK(contains(load.refusal(), "1 MiB"));
}

// ---- the report -----------------------------------------------------------------------------------------------------

TEST_CASE("the report can be shown on a terminal, whatever the file holds") {
    loading load;
    std::ostringstream out;
    comity::write(out, load.rows("1,RU,\x1b[31mGB,A,2020-03-02,open,\n2,RU,GB,\u202e" + std::string(5000, 'y') +
                                 ",2020-03-02,open,\n3,RU,GB,A,2020-03-02,open,\n"));
    auto const text = out.str();
    CHECK(contains(text, "test: 3 rows: 1 filed, 0 amended, 0 unchanged, 2 refused"));
    CHECK(contains(text, "row 2, to, "));
    CHECK(text.find('\x1b') == text.npos);
    CHECK(!contains(text, "\u202e"));
    std::istringstream lines(text);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) CHECK(line.size() < 1000);
    CHECK(count == 3);
}

// ---- spreadsheets ----------------------------------------------------------------------------------------------------

TEST_CASE("dates: the numbers of Excel are read where their system is named") {
    struct row { std::string system, zone, text, meant; };  // meant: EDTF; "" where it is refused
    // 1900: 1 is 1900-01-01, 60 the 29 February that never was, 61 1900-03-01, 44197 2021-01-01, 2958465 the last; 1904: 0 is 1904-01-01, and the
    // same day has 1462 less (Microsoft, "Differences between the 1900 and the 1904 date system in Excel": 5 July 1998 is 35981 and 34519).
    for (auto const& r : std::vector<row>{
             {"excel-1900", "", "1", "1900-01-01"},
             {"excel-1900", "", "59", "1900-02-28"},
             {"excel-1900", "", "60", ""},
             {"excel-1900", "", "61", "1900-03-01"},
             {"excel-1900", "", "35981", "1998-07-05"},
             {"excel-1900", "", "44197", "2021-01-01"},
             {"excel-1900", "", "44197.0", "2021-01-01"},
             {"excel-1900", "", "0", ""},
             {"excel-1900", "", "-1", ""},
             {"excel-1900", "", "2958466", ""},
             {"excel-1900", "", "99999999999999999999", ""},
             {"excel-1900", "", "2016-02-01", ""},
             {"excel-1900", "", "44197.5", ""},     // whose noon?
             {"excel-1900", "", "4.4197E4", ""},
             {"excel-1900", "", " 44197", ""},
             {"excel-1900", "Europe/London", "44197.5", "2021-01-01T12:00:00+00:00[Europe/London]"},
             {"excel-1900", "Europe/London", "44378.3958333333", "2021-07-01T09:30:00+01:00[Europe/London]"},
             {"excel-1900", "Europe/London", "44197.9999999999", "2021-01-02T00:00:00+00:00[Europe/London]"},
             {"excel-1900", "Europe/London", "60.5", ""},
             {"excel-1900", "Europe/London", "42456.0625", ""},  // 2016-03-27 01:30, an hour that was skipped
             {"excel-1904", "", "34519", "1998-07-05"},
             {"excel-1904", "", "42735", "2021-01-01"},
             {"excel-1904", "", "2957004", ""},
         }) {
        loading load;
        CAPTURE(r.system);
        CAPTURE(r.text);
        load.with("key ", "dates = \"" + r.system + "\"\n" + (r.zone.empty() ? "" : "time_zone = \"" + r.zone + "\"\n") + "key ").with("A = \"extradition\"", "A = \"service\"");
        check_made_on(load, "1,FR,GB,A," + r.text + ",open,\n", r.text, r.meant);
    }
    // 1904-01-01 is 0: a request of that day needs a State that was there.
    loading load;
    load.with("key ", "dates = \"excel-1904\"\nkey ");
    CHECK(counts(load.rows("1,FR,GB,A,0,open,\n")) == "1 0 0 0");
    CHECK(load.dossier("1").request().made_on == when(date(1904, 1, 1)));
    CHECK(contains(loading().with("key ", "dates = \"excel-1905\"\nkey ").refusal(), "excel-1904"));
    CHECK(contains(load.rows("2,FR,GB,A,01/02/2016,open,\n").remarks.at(0).text, "is not a number of days as excel-1904 has them"));
}

TEST_CASE("decimal commas, by name") {
    loading load;
    load.with("on   = { column = \"decided\" }", "on   = { column = \"decided\" }\namounts = { column = \"to\", split = \";\" }")
        .with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }")
        .with("key ", "decimal = \",\"\nkey ");
    CHECK(counts(load.rows("1,RU,\"1250000,50 EUR;7 EUR\",A,2020-03-02,granted,2021-05-04\n")) == "1 0 0 0");
    CHECK(load.dossier("1").facts().back().event.amounts == std::vector{comity::parse_amount("1250000.5 EUR"), comity::parse_amount("7 EUR")});
    for (auto const* text : {"1250000.50 EUR", "\"1.250.000,50 EUR\"", "\"1,250,000 EUR\""}) {
        CAPTURE(text);
        CHECK(places(load.rows("2,RU," + std::string(text) + ",A,2020-03-02,granted,2021-05-04\n")) == strings{"refused 2 to"});
    }
    load.with("decimal = \",\"", "decimal = \";\"");
    CHECK(contains(load.refusal(), "stands before decimals"));
    // Without it a comma is no decimal.
    loading plain;
    plain.with("on   = { column = \"decided\" }", "on   = { column = \"decided\" }\namounts = { column = \"to\" }").with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }");
    CHECK(places(plain.rows("1,RU,\"1250000,50 EUR\",A,2020-03-02,granted,2021-05-04\n")) == strings{"refused 2 to"});
    // Excel's numbers follow.
    loading serial;
    serial.with("key ", "decimal = \",\"\ndates = \"excel-1900\"\ntime_zone = \"Europe/London\"\nkey ");
    CHECK(counts(serial.rows("1,RU,GB,A,\"44197,5\",open,\n")) == "1 0 0 0");
    auto const point = serial.rows("2,RU,GB,A,44197.5,open,\n");
    CHECK(places(point) == strings{"refused 2 made"});
    CHECK(contains(point.remarks[0].text, "the mapping says so: decimal = \".\""));
    serial.with("decimal = \",\"", "");
    CHECK(contains(serial.rows("2,RU,GB,A,\"44197,5\",open,\n").remarks.at(0).text, "the mapping says so: decimal = \",\""));
    CHECK_FALSE(contains(serial.rows("2,RU,GB,A,never,open,\n").remarks.at(0).text, "decimal"));
}

TEST_CASE("apostrophes before formulas come off where the mapping says that they were put there") {
    loading load;
    load.with("reference  = { column = \"number\" }", "note = { column = \"to\" }").with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }");
    load.rows("1,RU,'=1+2,A,2020-03-02,open,\n");
    CHECK(load.dossier("1").request().note == "'=1+2");
    load.with("key ", "formulas = \"neutralised\"\nkey ");
    load.rows("2,RU,'=1+2,A,2020-03-02,open,\n3,RU,''=1+2,A,2020-03-02,open,\n4,RU,'quoted',A,2020-03-02,open,\n5,RU,'-2,A,2020-03-02,open,\n");
    CHECK(load.dossier("2").request().note == "=1+2");
    CHECK(load.dossier("3").request().note == "'=1+2");
    CHECK(load.dossier("4").request().note == "'quoted'");
    CHECK(load.dossier("5").request().note == "'-2");
    load.with("formulas = \"neutralised\"", "formulas = \"none\"");
    CHECK(contains(load.refusal(), "write \"neutralised\""));
}

TEST_CASE("parts of a request in rows of their own") {
    loading load;
    load.mapping = std::string(event_rows) + R"([person]
name = { column = "name" }
[name]
text = { column = "name" }
[item]
kind = { always = "ipv4" }
value = { column = "name" }
)";
    load.with("[\"case\", \"n\"]", "[\"case\", \"row\"]");
    load.with("[request]", "parts = \"row\"\n[request]");
    auto const heading = std::string("case,row,made,event,on,name\n");
    auto const report = load.file(heading + "1,person 2,,,,Anna\n1,person 1 name 3,,,,Wanja\n1,person 1 name 2,,,,Vanya\n1,a,2020-03-02,filed,,\n1,person 1,,,,Ivan\n1,item 1,,,,203.0.113.7\n1,b,,refused,2020-05-01,\n");
    CHECK(report.remarks.empty());
    CHECK(counts(report) == "7 0 0 0");
    auto const r = load.dossier("1").request();
    REQUIRE(r.persons.size() == 2);
    CHECK(r.persons[0].names == std::vector<comity::person_name>{{"Ivan"}, {"Vanya"}, {"Wanja"}});
    CHECK(r.persons[1].names == std::vector<comity::person_name>{{"Anna"}});
    CHECK(r.items.at(0).value == "203.0.113.7");
    auto const refused = [&](std::string const& rows) {
        auto const found = load.file(heading + "2,a,2020-03-02,filed,,\n" + rows);
        CHECK(load.count() == 1);
        CHECK(found.filed == 0);
        return found.remarks.empty() ? "(accepted)" : found.remarks.front().text + " | " + found.remarks.back().text;
    };
    CHECK(contains(refused("2,person 2,,,,Anna\n"), "where 1 would come next"));
    CHECK(contains(refused("2,person 1 name 2,,,,Anna\n"), "would come next"));
    CHECK(contains(refused("2,person one,,,,Anna\n"), "names no part of a request"));
    CHECK(contains(refused("2,person,,,,Anna\n"), "names no part of a request"));
    CHECK(contains(refused("2,person 0,,,,Anna\n"), "names no part of a request"));
    CHECK(contains(refused("2,person 99999999999,,,,Anna\n"), "names no part of a request"));
    CHECK(contains(refused("2,item 1 name 2,,,,Anna\n"), "names no part of a request"));
    CHECK(contains(refused("2,measure 1,,,,Anna\n"), "write [measure]"));
    load.with("parts = \"row\"\n", "");
    CHECK(contains(load.refusal(heading), "[person]") == false);
    CHECK(contains(load.refusal(heading), "parts = "));
}

TEST_CASE("what stands in a column of other rows is in no register, and is said") {
    loading load;
    load.mapping = std::string(event_rows) + R"(note = { column = "words" }
[person]
name = { column = "name" }
[document]
title = { column = "words" }
)";
    load.with("[\"case\", \"n\"]", "[\"case\", \"row\"]");
    load.with("[request]", "parts = \"row\"\n[request]");
    load.with("[event]", "reference = { column = \"reference\" }\n[event]");
    auto const heading = std::string("case,row,made,reference,event,on,words,name\n");
    auto const filed = std::string("1,a,2020-03-02,A/1,filed,,,\n");
    CHECK(load.file(heading + filed + "1,person 1,,,,,,Ivan\n1,document 1,,,,,letter,\n1,b,,,noted,2020-05-01,a word,\n").remarks.empty());
    auto const said = [&](std::string const& row) { return places(load.file(heading + filed + row)); };
    CHECK(said("1,b,,,noted,2020-05-01,a word,Anna\n") == strings{"doubtful 3 name"});
    CHECK(said("1,person 1,,,refused,2020-06-01,,Ivan\n") == strings{"doubtful 3 event", "doubtful 3 on"});
    CHECK(said("1,person 1,,,,,a word,Ivan\n") == strings{"doubtful 3 words"});
    CHECK(said("1,person 1,,A/2,,,,Ivan\n") == strings{"doubtful 3 reference"});
    CHECK(places(load.file(heading + "1,a,2020-03-02,A/1,filed,2020-06-01,,Anna\n")) == strings{"doubtful 2 on", "doubtful 2 name"});
    // A part that stands before its request, too.
    CHECK(places(load.file(heading + "1,person 1,,A/2,,,,Ivan\n" + filed)) == strings{"doubtful 2 reference"});
}

TEST_CASE("rows = \"events\": a day without an event is not lost in silence") {
    loading load;
    load.mapping = event_rows;
    CHECK(load.file("case,n,made,event,on\n1,1,2020-03-02,filed,2020-03-02\n1,2,,noted,2020-05-01\n").remarks.empty());
    auto const report = load.file("case,n,made,event,on\n2,1,2020-03-02,,\n2,2,,,2020-05-01\n");
    CHECK(places(report) == strings{"doubtful 3 on"});
    CHECK(contains(report.remarks.at(0).text, "was not taken"));
    // Nor is anything else that such a row says.
    load.with("on   = { column = \"on\" }", "on = { column = \"on\" }\nnote = { column = \"note\" }");
    CHECK(places(load.file("case,n,made,event,on,note\n3,1,2020-03-02,filed,2020-06-01,a word\n")) == strings{"doubtful 2 on", "doubtful 2 note"});
}

TEST_CASE("a row that cannot be read may have been a part: its request stays as it is") {
    loading load;
    load.mapping = std::string(event_rows) + R"(id = { column = "n" }
[person]
name = { column = "name" }
)";
    load.with("[request]", "parts = \"n\"\n[request]");
    auto const heading = std::string("case,n,made,event,on,name\n");
    auto const filed = std::string("1,request,2020-03-02,filed,,\n"), anna = std::string("1,person 1,,,,Anna\n"), boris = std::string("1,person 2,,,,Boris\n"), other = std::string("2,request,2020-03-02,filed,,\n");
    auto const noted = std::string("1,0190a6a0-0000-7000-8000-000000000001,,noted,2020-05-01,\n");
    CHECK(counts(load.file(heading + filed + anna + boris + noted + other)) == "5 0 0 0");
    auto const stays = [&](std::string const& wrong, strings const& where) {
        CAPTURE(wrong);
        auto const report = load.file(heading + filed + anna + wrong + noted + other);
        CHECK(report.amended == 0);
        CHECK(report.amendments.empty());
        CHECK(report.vanished.empty());
        CHECK(places(report) == where);
        CHECK(load.dossier("1").request().persons.size() == 2);
    };
    // The row that is wrong, and the others of its request because of it.
    stays("1,person 2,,,,Boris,Jr\n", {"refused 2", "refused 3", "refused 4", "refused 5"});
    stays("1,person 2,,,,B\xEDris\n", {"refused 2", "refused 3", "refused 4", "refused 5"});
    stays("1,person2,,,,Boris\n", {"refused 2", "refused 3", "refused 4 n", "refused 5"});
    stays("1,person 1,,,,Boris\n", {"refused 2", "refused 3", "refused 4 case", "refused 5"});
    // An event that cannot be read stays out alone.
    auto const alone = load.file(heading + filed + anna + boris + "1,0190a6a0-0000-7000-8000-000000000001,,noted,2020-05-01,,\n" + other);
    CHECK(places(alone) == strings{"refused 5"});
    CHECK(alone.vanished.empty());
    auto const without_kind = load.file(heading + filed + anna + boris + "1,0190a6a0-0000-7000-8000-000000000001,,,2020-05-01,\n" + other);
    CHECK(places(without_kind) == strings{"refused 5 event"});
    CHECK(contains(without_kind.remarks.at(0).text, "an event has a kind"));
    CHECK(without_kind.vanished.empty());
    CHECK(load.dossier("1").facts().size() == 2);
    // Nor is half a request filed.
    CHECK(places(load.file(heading + "3,request,2020-03-02,filed,,\n3,person 1,,,,Anna,Maria\n")) == strings{"refused 2", "refused 3"});
    CHECK(load.count() == 2);
}

TEST_CASE("what a row says otherwise about its request is held against the row that went in, whatever columns it reads itself") {
    loading load;
    load.mapping = std::string(event_rows) + R"(note = { column = "words" }
[item]
kind = { always = "ipv4" }
value = { column = "reference" }
observed_on = { column = "from" }
)";
    load.with("[request]", "parts = \"n\"\n[request]");
    load.with("[event]", "reference = { column = \"reference\" }\nnote = { column = \"words\" }\n[event]");
    load.with("on   = { column = \"on\" }", "on = { column = \"on\", or_between = [\"from\", \"2020-12-31\"] }");
    auto const heading = std::string("case,n,made,reference,words,event,on,from\n");
    // Its own value, in a column that the request has too.
    auto const own = load.file(heading + "1,a,2020-03-02,A/1,about the request,filed,,\n1,b,,,about the event,noted,2020-05-01,\n1,item 1,,203.0.113.7,,,,\n");
    CHECK(own.remarks.empty());
    // A column that its day is read from, if it has none.
    auto const between = load.file(heading + "2,a,2020-03-02,A/2,,filed,,\n2,b,,,,noted,,2020-06-01\n");
    REQUIRE(between.remarks.size() == 1);
    CHECK(contains(between.remarks[0].text, "some day of 2020-06-01/2020-12-31"));
    // Of several rows that stand before the one that went in, each.
    auto const before = load.file(heading + "3,item 1,2001-01-01,,,,,\n3,item 2,2002-02-02,,,,,\n3,a,2020-03-02,A/3,,filed,,\n");
    CHECK(places(before) == strings{"doubtful 2 made", "doubtful 3 made"});
    for (auto const& r : before.remarks) CHECK(contains(r.text, "row 4 of the same request says \"2020-03-02\""));
}

TEST_CASE("a request that is larger than a register takes costs its rows, and no other") {
    loading load;
    load.mapping = event_rows;
    load.with("made_on    = { column = \"made\" }", "made_on    = { column = \"made\" }\nitems = { column = \"items\", split = \" \", kind = \"other\" }");
    auto const head = std::string("case,n,made,event,on,items\n");
    std::string items;
    for (int i = 0; i < 249'000; ++i) items += "a ";
    auto const filed = "1,0,2020-03-02,filed,," + items + "\n";
    auto const first = std::string("1,1,,noted,2020-05-01,\n");
    auto const other = std::string("2,0,2020-03-02,filed,,b\n2,1,,noted,2020-05-01,\n");
    std::string events;
    for (int n = 2; n <= 500; ++n) events += "1," + std::to_string(n) + ",,noted,2020-05-01,\n";
    SUBCASE("new: none of it goes in") {
        auto const report = load.file(head + filed + first + events + other);
        CHECK(counts(report) == "2 0 0 501");
        REQUIRE(report.remarks.size() == 501);
        CHECK(report.remarks[0].row == 2);
        CHECK(report.remarks[0].text == "with all its entries it would have 250002 parts; a request has at most 250000");
        CHECK(report.remarks[1].text == "this event did not go in: the request could not be filed");
        CHECK(load.count() == 1);
        CHECK(load.dossier("2").facts().size() == 2);
    }
    SUBCASE("there already: it stays as it is") {
        REQUIRE(counts(load.file(head + filed + first)) == "2 0 0 0");
        auto const before = load.dossier("1");
        auto const report = load.file(head + filed + first + events + other);
        CHECK(counts(report) == "2 0 1 500");
        REQUIRE(report.remarks.size() == 500);
        CHECK(report.remarks[0].row == 2);
        CHECK(report.remarks[0].text == "the change did not go in: with all its entries it would have 250002 parts; a request has at most 250000");
        CHECK(report.remarks[1].row == 4);
        CHECK(load.dossier("1") == before);
        CHECK(load.dossier("2").facts().size() == 2);
    }
}

TEST_CASE("an event can be taken away from a request that is as large as a register takes") {
    loading load;
    load.with("\n[[events]]", "items = { column = \"items\", split = \" \", kind = \"other\" }\n\n[[events]]");
    auto const file = [&](std::size_t items, char const* result) {
        std::string all;
        for (std::size_t i = 0; i < items; ++i) all += "a ";
        return load.file("number,from,to,type,made,result,decided,items\n1,RU,GB,A,2020-03-02," + std::string(result) + "," + all + "\n");
    };
    // The filing and the event are two parts each.
    CHECK(counts(file(249'997, "refused,2021-05-04")) == "0 0 0 1");
    REQUIRE(counts(file(249'996, "refused,2021-05-04")) == "1 0 0 0");
    auto const report = file(249'996, "open,");
    CHECK(counts(report) == "0 1 0 0");
    CHECK(report.remarks.empty());
    CHECK(load.dossier("1").facts().size() == 1);
}

TEST_CASE("rows of a request that stand together are not held until the end of the file; one that stands elsewhere is refused") {
    loading load;
    load.mapping = event_rows;
    load.with("[\"case\", \"n\"]", "[\"case\", \"on\"]");
    load.with("[request]", "together = true\n[request]");
    auto const together = std::string("case,made,on,event\n1,2020-03-02,-,filed\n1,,2020-05-01,refused\n2,2020-03-02,-,filed\n3,2020-03-02,-,filed\n3,,2020-05-01,refused\n");
    CHECK(counts(load.file(together)) == "5 0 0 0");
    CHECK(load.dossier("3").facts().size() == 2);
    CHECK(counts(load.file(together)) == "0 0 5 0");
    auto const apart = load.file(together + "1,,2020-06-01,noted\n2,,2020-06-01,noted\n");
    CHECK(places(apart) == strings{"refused 7 case", "refused 8 case"});
    CHECK(contains(apart.remarks[0].text, "had its rows further up"));
    CHECK(apart.vanished.empty());
    CHECK(load.dossier("2").facts().size() == 1);
    load.with("together = true\n", "");
    CHECK(counts(load.file(together + "1,,2020-06-01,noted\n2,,2020-06-01,noted\n")) == "2 0 5 0");
    CHECK(load.dossier("2").facts().size() == 2);
}

TEST_CASE("a program's locale changes nothing that is read, reported or written") {
    struct dotted : std::numpunct<char> {
        char do_thousands_sep() const override { return '.'; }
        char do_decimal_point() const override { return ','; }
        std::string do_grouping() const override { return "\3"; }
    };
    auto const everything = [] {
        loading load;
        load.with("reference  = { column = \"number\" }", "reference = { always = 12345 }").with("made_on    = { column = \"made\" }", "made_on = { always = 2016 }");
        std::string rows;
        for (int i = 0; i < 1234; ++i) rows += std::to_string(i) + ",RU,GB,A,,open,\n";
        std::ostringstream out;
        comity::write(out, load.rows(rows + "1,RU,GB,A,,x,\n"));
        auto const r = load.dossier("1000").request();
        return out.str() + r.reference + to_string(*r.made_on);
    };
    auto const text = everything();
    CHECK(contains(text, ": 1235 rows"));
    CHECK(contains(text, "123452016"));
    auto const before = std::locale::global(std::locale(std::locale::classic(), new dotted));
    auto const again = everything();
    std::locale::global(before);
    CHECK(again == text);
}

TEST_CASE("a million columns, and a row without an end, cost one error each and no memory to speak of") {
    loading load;
    std::string million;
    for (int i = 0; i < 1'000'000; ++i) million += "c" + std::to_string(i) + ",";
    CHECK(contains(load.refusal(million + "\n"), "more than 1000 columns"));
    auto const wide = load.rows("1,RU,GB,A,2020-03-02,open" + std::string(1'000'000, ',') + "\n2,RU,GB,A,2020-03-02,open,\n");
    CHECK(places(wide) == strings{"refused 2"});
    CHECK(counts(wide) == "1 0 0 1");
    CHECK(contains(load.refusal(std::string(64 << 20, 'x')), "heading cannot be read"));
    auto const endless = load.rows("3,RU,GB,A,2020-03-02,open," + std::string(64 << 20, 'x'));
    CHECK(places(endless) == strings{"refused 2"});
    CHECK(endless.remarks[0].text.size() < 300);
}

TEST_CASE("UTF-16 with and without its mark, and Latin-1 in the heading, are refused by name") {
    loading load;
    std::string utf16;
    for (char const c : std::string(heading)) utf16 += {c, '\0'};
    CHECK(contains(load.refusal("\xFF\xFE" + utf16), "UTF-16"));
    CHECK(contains(load.refusal(utf16), "NUL"));
    CHECK(contains(load.refusal("num\xE9ro,from,to,type,made,result,decided\n"), "not UTF-8"));
}

TEST_CASE("a word with letters of two scripts goes in as it is, and is doubtful") {
    loading load;
    load.with("reference  = { column = \"number\" }", "reference  = { column = \"number\" }\npersons = { column = \"to\", split = \";\" }").with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }");
    auto const report = load.rows("81/\xD0\x90\x42-412,RU,Anna;Iv\xD0\xB0nov,A,2020-03-02,open,\n7,RU,Иван Ivanov,A,2020-03-02,open,\n");
    CHECK(counts(report) == "2 0 0 0");
    CHECK(places(report) == strings{"doubtful 2 number", "doubtful 2 to"});
    CHECK(contains(report.remarks[0].text, "reference: "));
    CHECK(contains(report.remarks[0].text, "B U+0042"));
    CHECK(contains(report.remarks[1].text, "person 2, name 1: "));
    CHECK(contains(report.remarks[1].text, "U+0430"));
    CHECK(report.remarks[1].value == "Iv\xD0\xB0nov");
    CHECK(load.dossier("81/\xD0\x90\x42-412").request().persons.at(1).names.at(0).text == "Iv\xD0\xB0nov");
}

TEST_CASE("a cell with what a terminal obeys costs its row, and is told by its field") {
    loading load;
    load.with("reference  = { column = \"number\" }", "reference  = { column = \"number\" }\nrequesting_authority = { column = \"from\" }\nnote = { column = \"to\" }")
        .with("requested  = { column = \"to\" }", "requested = { always = \"GB\" }")
        .with("requesting = { column = \"from\" }", "requesting = { always = \"RU\" }");
    auto const keys = load.rows("8\u202E1,The Court,a,A,2020-03-02,open,\n9\u009B,The Court,a,A,2020-03-02,open,\n");
    CHECK(places(keys) == strings{"refused 2 number", "refused 3 number"});
    CHECK(contains(keys.remarks[0].text, "the key \"8<U+202E>1\" holds U+202E"));
    CHECK(contains(keys.remarks[1].text, "holds U+009B"));
    auto const report = load.rows("1,The \u202ECourt,a,A,2020-03-02,open,\n2,The Court,a\x1B[2J,A,2020-03-02,open,\n3,The Court,\"two\r\nlines\",A,2020-03-02,open,\n");
    CHECK(counts(report) == "1 0 0 2");
    CHECK(places(report) == strings{"refused 2", "refused 3"});
    CHECK(contains(report.remarks[0].text, "requesting_authority, name \"The <U+202E>Court\" holds U+202E"));
    CHECK(contains(report.remarks[1].text, "note holds U+001B"));
    CHECK(load.dossier("3").request().note == "two\r\nlines");
}

TEST_CASE("of remarks that say the same the first few stand in the report, with how many more; all are in the table") {
    loading load;
    std::string rows;
    for (int n = 1; n <= 9; ++n) rows += std::to_string(n) + ",RU,Q1,A,2020-03-02,open,\n";
    auto const report = load.rows(rows + "10,RU,GB,A,2020-13-02,open,\n");
    std::ostringstream all, few;
    CHECK(comity::write(all, report) == 0);
    CHECK(comity::write(few, report, 3) == 6);
    CHECK(contains(all.str(), "row 10, to"));
    CHECK(contains(few.str(), "row 4, to"));
    CHECK_FALSE(contains(few.str(), "row 5, to"));
    CHECK(contains(few.str(), "refused  6 more, to: "));
    CHECK(contains(few.str(), "row 11, made"));  // another sort
    CHECK(to_table(report).rows.size() == report.remarks.size());
}

// ---- a real log -----------------------------------------------------------------------------------------------------

TEST_CASE("MuckRock's log of 2016: every row is in or named, and a second load changes nothing") {
    // The numbers were counted in the file itself, with another reader.
    auto const folder = std::filesystem::path(COMITY_SOURCE_DIR) / "examples" / "data";
    auto registry = comity::registry::open(":memory:", {.law = comity::law::load(folder / "muckrock-law")});
    auto report = comity::import_csv(registry, folder / "muckrock-2016.csv", folder / "muckrock-2016.toml");
    CHECK(report.rows == 18'970);
    CHECK(counts(report) == "18965 0 0 5");
    auto const with = [&](std::string_view part, bool refused) {
        return std::ranges::count_if(report.remarks,
                                     [&](auto const& r) { return r.refused == refused && contains(r.text, part); });
    };
    CHECK(with("a request needs the day it was made", true) == 5);
    CHECK(with("due before it was submitted", false) == 25);
    CHECK(with("not before it was asked", false) == 11);
    CHECK(with("no day is given for \"executed\"", false) == 374 + 145);          // done, and no day
    CHECK(with("no day is given for \"nothing_found\"", false) == 448 + 79);      // no_docs
    CHECK(with("no day is given for \"refused\"", false) == 119 + 34);            // rejected
    CHECK(with("no day is given for \"request_withdrawn\"", false) == 534 + 419); // abandoned
    CHECK(with("no day is given for \"appeal_lodged\"", false) == 195);           // appealing
    CHECK(std::ranges::count(report.remarks, true, &comity::remark::refused) == 5);

    // done, no_docs, partial, rejected, fix and payment say that there was an answer, whether the day is known or not; and 95
    // of the appeals are against a refusal of a known day. Before the request, an act is no answer to it: the 11.
    auto const& law = registry.law();
    std::size_t answered = 0;
    registry.each({}, [&](comity::dossier const& d) {
        answered += comity::first_answer(d, law, law.answer("substantive"), date(2016, 4, 20)) != nullptr;
    });
    CHECK(answered == 6430 + 5359 + 348 + 1646 + 1053 + 367 + 95 - 11);

    // Of the 14,962 that state a last day: 4,009 answers of a known day were in time, and 2 of an unknown day whatever the day was; 6,852 were late,
    // and 1 of an unknown day, its last day being before the request. 318 were not due on the day of the log, and 2,107 were and had nothing; the 11
    // answers before the request are none. Of those withdrawn, 110 were after the last day.
    auto const compliance = registry.snapshot(date(2016, 4, 20)).compliance();
    auto const row = std::ranges::find_if(compliance.rows, [](auto const& r) { return to_text(r[0]) == "us-foi-log answer"; });
    REQUIRE(row != compliance.rows.end());
    auto const number = [&](std::string_view name) { return std::get<std::int64_t>((*row)[static_cast<std::size_t>(std::ranges::find(compliance.columns, name, &comity::column::name) - compliance.columns.begin())]); };
    CHECK(number("met") == 4009 + 2);
    CHECK(number("met_late") == 6852 + 1);
    CHECK(number("missed") == 2107 + 10 + 110);
    CHECK(number("not_due") == 318 + 1);
    CHECK(number("open_question") == 1006 - 2);
    CHECK(number("no_longer_counts") == 456 + 3 + 198 + 1 - 110);
    CHECK(number("total") == 14'962);

    report = comity::import_csv(registry, folder / "muckrock-2016.csv", folder / "muckrock-2016.toml");
    CHECK(counts(report) == "0 0 18965 5");
    CHECK(report.vanished.empty());
}

TEST_CASE("a file in which every row is wrong is remarked on fifty thousand times, and then told how often more") {
    std::string rows = "from,made,number\n";
    for (int i = 0; i < 50'010; ++i) rows += "RU,never," + std::to_string(i) + "\n";
    auto const folder = std::filesystem::temp_directory_path() / ("comity-many-remarks-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "rows.csv") << rows;
    std::ofstream(folder / "mapping.toml") << "register = \"r\"\nrows = \"requests\"\nkey = [\"number\"]\n[request]\nrequesting = { column = \"from\" }\nrequested = { always = \"GB\" }\n"
                                              "kind = { always = \"extradition\" }\nmade_on = { column = \"made\" }\n";
    auto registry = comity::registry::open(":memory:");
    auto const report = import_csv(registry, folder / "rows.csv", folder / "mapping.toml");
    std::filesystem::remove_all(folder);
    CHECK(report.refused == 50'010);
    REQUIRE(report.remarks.size() == 50'001);
    CHECK(report.remarks.back().text == "10 more remarks are left out; what these say comes first");
    CHECK(!report.remarks.back().refused);
}
