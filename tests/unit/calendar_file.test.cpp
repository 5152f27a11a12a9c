// SPDX-License-Identifier: Apache-2.0
#include <comity/calendar.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using comity::calendar;
using comity::date;
using namespace std::string_literals;

namespace {

/// Files of one test, in a folder of their own.
class folder {
public:
    std::filesystem::path const path;

    folder() : path(fresh()) { std::filesystem::create_directories(path); }
    ~folder() { std::filesystem::remove_all(path); }

    calendar read(std::string const& name, std::string const& text) {
        std::ofstream(path / name, std::ios::binary) << text;
        return calendar::read(path / name);
    }
    /// The message with which the file is refused.
    std::string refusal(std::string const& name, std::string const& text) {
        try {
            read(name, text);
        } catch (comity::bad_input const& e) {
            return e.what();
        }
        return "(accepted)";
    }

private:
    static std::filesystem::path fresh() {
        static int number = 0;
        return std::filesystem::temp_directory_path() /
               ("comity-calendar-file-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()) +
                "-" + std::to_string(++number));
    }
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// "2024-03-29 Good Friday | …"
std::string list(calendar const& c) {
    std::string result;
    for (auto const& d : c.facts().days_off) result += (result.empty() ? "" : " | ") + to_string(d.on) + " " + d.name;
    return result;
}

std::string coverage(calendar const& c) { return to_string(c.coverage()->from) + " " + to_string(c.coverage()->until); }

std::string ics(std::string const& inner) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + inner + "END:VCALENDAR\r\n";
}
std::string event(std::string const& lines) { return "BEGIN:VEVENT\r\n" + lines + "\r\nEND:VEVENT\r\n"; }

/// One event, its days.
std::string days_of(std::string const& lines) {
    folder f;
    return list(f.read("days.ics", ics(event(lines))));
}
std::string refusal_of(std::string const& lines) {
    folder f;
    return f.refusal("days.ics", ics(event(lines)));
}

std::string many(int n, std::string const& text) {
    std::string result;
    for (int i = 0; i < n; ++i) result += text;
    return result;
}

}  // namespace

TEST_CASE("an .ics file as gov.uk publishes it") {
    folder f;
    auto const gb = f.read("england-and-wales.ics",
                           "BEGIN:VCALENDAR\r\n"
                           "VERSION:2.0\r\n"
                           "METHOD:PUBLISH\r\n"
                           "PRODID:-//uk.gov/GOVUK calendars//EN\r\n"
                           "CALSCALE:GREGORIAN\r\n"
                           "BEGIN:VEVENT\r\n"
                           "DTEND;VALUE=DATE:20240102\r\n"
                           "DTSTART;VALUE=DATE:20240101\r\n"
                           "SUMMARY:New Year’s Day\r\n"
                           "UID:ca6af7456b0088abad9a69f9f620f5ac-0@gov.uk\r\n"
                           "SEQUENCE:0\r\n"
                           "DTSTAMP:20231006T085201Z\r\n"
                           "END:VEVENT\r\n"
                           "BEGIN:VEVENT\r\n"
                           "DTEND;VALUE=DATE:20250102\r\n"
                           "DTSTART;VALUE=DATE:20250101\r\n"
                           "SUMMARY:New Year’s Day\r\n"
                           "UID:ca6af7456b0088abad9a69f9f620f5ac-7@gov.uk\r\n"
                           "END:VEVENT\r\n"
                           "BEGIN:VEVENT\r\n"
                           "DTEND;VALUE=DATE:20240330\r\n"
                           "DTSTART;VALUE=DATE:20240329\r\n"
                           "SUMMARY:Good Friday\r\n"
                           "UID:ca6af7456b0088abad9a69f9f620f5ac-1@gov.uk\r\n"
                           "END:VEVENT\r\n"
                           "END:VCALENDAR\r\n");
    CHECK(list(gb) == "2024-01-01 New Year’s Day | 2024-03-29 Good Friday | 2025-01-01 New Year’s Day");
    CHECK(gb.name() == "england-and-wales");
    CHECK(gb.facts().sources == std::vector{"england-and-wales.ics"s});
    CHECK(coverage(gb) == "2024-01-01 2025-12-31");
    CHECK(gb.why_not(date(2024, 3, 29)) == "Good Friday");
    CHECK(gb.working_days().add(date(2024, 3, 28), 1) == date(2024, 4, 1));
    CHECK_FALSE(gb.certain({date(2025, 12, 31), date(2026, 1, 1)}));
}

TEST_CASE("which days an event is") {
    struct row {
        std::string lines, days;
    };
    for (
        auto const& [lines, days] : {
            row{"DTSTART;VALUE=DATE:20240229", "2024-02-29 day off"},
            row{"DTSTART:20240229\r\nSUMMARY:", "2024-02-29 day off"},
            row{"DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240302\r\nSUMMARY:a", "2024-02-29 a | 2024-03-01 a"},
            row{"DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240229\r\nSUMMARY:a", "2024-02-29 a"},
            row{"DTSTART;VALUE=DATE:20240229\r\nDURATION:P2D\r\nSUMMARY:a", "2024-02-29 a | 2024-03-01 a"},
            row{"DTSTART;TZID=\"Europe: Paris\";VALUE=DATE:20240229\r\nSUMMARY;LANGUAGE=fr:a", "2024-02-29 a"},
            // names: escapes, folded lines, white space; an alarm's own are not the event's
            row{"DTSTART;VALUE=DATE:20240229\r\nSUMMARY:a\\, b\\; c\\nd\\\\", "2024-02-29 a, b; c d\\"},
            row{"DTSTART;VALUE=DATE:20240229\r\nSUMMARY:Independ\r\n ence  Day ", "2024-02-29 Independence Day"},
            row{"DTSTART;VALUE=DATE:20240229\r\nSUMMARY:\xC3\r\n \xA9t\xC3\xA9", "2024-02-29 été"},
            row{"BEGIN:VALARM\r\nSUMMARY:x\r\nDURATION:PT5M\r\nEND:VALARM\r\nDTSTART;VALUE=DATE:20240229\r\nSUMMARY:a",
                "2024-02-29 a"},
            row{"DTSTART;VALUE=DATE:20240229\r\nSUMMARY:\u200Fيوم\u202E", "2024-02-29 \u200Fيوم\u202E"},
            // rules
            row{"DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY;COUNT=3",
                "2024-02-29 day off | 2028-02-29 day off | 2032-02-29 day off"},
            row{"DTSTART;VALUE=DATE:20241226\r\nDURATION:P2D\r\nSUMMARY:b\r\nRRULE:FREQ=YEARLY;UNTIL=20251226",
                "2024-12-26 b | 2024-12-27 b | 2025-12-26 b | 2025-12-27 b"},
            row{"DTSTART;VALUE=DATE:20240506\r\nSUMMARY:m\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO;UNTIL=20261231T000000Z\r\n"
                "EXDATE;VALUE=DATE:20250505,20300101\r\nRDATE;VALUE=DATE:20250508",
                "2024-05-06 m | 2025-05-08 m | 2026-05-04 m"},
            row{"DTSTART;VALUE=DATE:20240131\r\nSUMMARY:l\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2",
                "2024-01-31 l | 2024-02-29 l"},
        }) {
        CAPTURE(lines);
        CHECK(days_of(lines) == days);
    }
}

TEST_CASE("what is no day off is left out") {
    folder f;
    auto const day = event("DTSTART;VALUE=DATE:20240229\r\nSUMMARY:a");
    CHECK(list(f.read("a.ics", ics(event("DTSTART;VALUE=DATE:20240228\r\nSTATUS:CANCELLED") + day))) == "2024-02-29 a");
    CHECK(list(f.read("a.ics", ics("BEGIN:VTODO\r\nDTSTART:20240101T090000\r\nEND:VTODO\r\n" + day))) ==
          "2024-02-29 a");
    CHECK(list(f.read("a.ics", ics(day + day))) == "2024-02-29 a");
    CHECK(list(f.read("a.ics", ics(day) + "\r\n" + ics(day))) == "2024-02-29 a");
    CHECK(list(f.read("a.ics", "\xEF\xBB\xBF" + ics(day))) == "2024-02-29 a");
    CHECK(list(f.read(
              "A.ICS",
              "begin:vcalendar\nbegin:vevent\ndtstart;value=date:20240229\nsummary:a\nend:vevent\nend:vcalendar")) ==
          "2024-02-29 a");
    // A day of a rule that another event moves, and one that it cancels.
    CHECK(
        list(f.read(
            "a.ics",
            ics(event("UID:x\r\nDTSTART;VALUE=DATE:20240101\r\nSUMMARY:a\r\nRRULE:FREQ=YEARLY;COUNT=3") +
                event("UID:x\r\nRECURRENCE-ID;VALUE=DATE:20250101\r\nDTSTART;VALUE=DATE:20250102\r\nSUMMARY:b") +
                event(
                    "UID:x\r\nRECURRENCE-ID;VALUE=DATE:20260101\r\nDTSTART;VALUE=DATE:20260101\r\nSTATUS:CANCELLED")))) ==
        "2024-01-01 a | 2025-01-02 b");
}

TEST_CASE("a rule without an end is followed to 2100, but covers no more than the days that are dated") {
    folder f;
    auto const christmas = event("DTSTART;VALUE=DATE:20001225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas Day");
    auto const easter = event("DTSTART;VALUE=DATE:20240401\r\nSUMMARY:Easter Monday");
    auto const both = f.read("a.ics", ics(christmas + easter));
    CHECK(both.name_of(date(2100, 12, 25)) == "Christmas Day");
    CHECK(both.facts().days_off.size() == 102);
    CHECK(coverage(both) == "2024-01-01 2024-12-31");
    CHECK(coverage(f.read("a.ics", ics(christmas))) == "2000-01-01 2100-12-31");
}

TEST_CASE("an event that cannot be a day off is refused, by name") {
    struct row {
        std::string lines, message;
    };
    for (auto const& [lines, message] : {
             row{"UID:u1\r\nDTSTART:20240101T090000Z",
                 "days.ics: event \"u1\": DTSTART has a clock time"},
             row{"DTSTART;TZID=Europe/Paris:20240101T000000", "days.ics: event 1: DTSTART has a clock time"},
             row{"DTSTART;VALUE=DATE:2024-01-01",
                 "\"2024-01-01\" is not a date; write the year first, as in DTSTART;VALUE=DATE:20240229"},
             row{"DTSTART;VALUE=DATE:20230229", "event 1: day 29 does not exist in 2023-02"},
             row{"DTSTART;VALUE=DATE:13991231", "year 1399 is outside 1400 to 9999"},
             row{"DTSTART;VALUE=DATE:99991231\r\nDURATION:P2D", "outside the years 1400 to 9999"},
             row{"SUMMARY:a", "there is no DTSTART"},
             row{"DTSTART;VALUE=DATE", "event 1: DTSTART \"\" is not a date"},
             row{"DTSTART;VALUE=DATE:20240102\r\nDTEND;VALUE=DATE:20240101",
                 "DTEND 2024-01-01 lies before DTSTART 2024-01-02"},
             row{"DTSTART;VALUE=DATE:20240102\r\nDTSTART;VALUE=DATE:20240103", "more than one DTSTART"},
             row{"DTSTART;VALUE=DATE:20240102\r\nDURATION:P1D\r\nDTEND;VALUE=DATE:20240103", "a DTEND and a DURATION"},
             row{"DTSTART;VALUE=DATE:20240102\r\nDURATION:PT1H", "is not a number of whole days"},
             row{"DTSTART;VALUE=DATE:20240102\r\nDURATION:P0D", "is not a number of whole days"},
             row{"DTSTART;VALUE=DATE:20240102\r\nDURATION:-P1D", "is not a number of whole days"},
             row{"DTSTART;VALUE=DATE:20240102\r\nDURATION:P4294967297D", "is not a number of whole days"},
             row{"DTSTART;VALUE=DATE:20240102\r\nEXRULE:FREQ=YEARLY", "EXRULE is not read"},
             row{"DTSTART;VALUE=DATE:20240102\r\nRDATE:20240102T000000", "RDATE has a clock time"},
             row{"DTSTART;VALUE=DATE:20240102\r\nEXDATE;VALUE=DATE:20240102,", "EXDATE \"20240102,\" is not a date"},
             row{"DTSTART;VALUE=DATE:20240102\r\nRECURRENCE-ID;VALUE=DATE:20240102", "RECURRENCE-ID without a UID"},
             row{"UID:x\r\nDTSTART;VALUE=DATE:20240102\r\nRECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20240102",
                 "RANGE"},
             row{"DTSTART;VALUE=DATE:20240102\r\nSUMMARY:a\x1B[31m", "control character"},
             row{"DTSTART;VALUE=DATE:20240102\r\nSUMMARY:a\xFF",
                 "days.ics: it holds bytes that are not UTF-8"},
             row{"DTSTART;VALUE=DATE:20240102\r\nSUMMARY:" + std::string(1'000'000, 'x'),
                 "has 1000000 bytes; 1000 are read at most"},
             row{"DTSTART;VALUE=DATE:14000101\r\nDTEND;VALUE=DATE:99990101", "more than 100000 days off"},
             row{"DTSTART;VALUE=DATE:20240229\r\nSTATUS:CANCELLED", "has no all-day event"},
             row{"DTSTART;VALUE=DATE:20240229\r\nEXDATE:20240229", "has no all-day event"},
         }) {
        CAPTURE(lines.substr(0, 200));
        auto const refusal = refusal_of(lines);
        CAPTURE(refusal);
        CHECK(contains(refusal, message));
        CHECK(refusal.size() < 600);
    }
}

TEST_CASE("rules that cannot be followed, or that libical would follow wrongly, are refused") {
    for (auto const* rule : {"FREQ=SECONDLY",
                             "FREQ=HOURLY;COUNT=5",
                             "FREQ=YEARLY;INTERVAL=0",
                             "FREQ=YEARLY;INTERVAL=65537",
                             "FREQ=YEARLY;COUNT=2147483648",
                             "FREQ=YEARLY;COUNT=0",
                             "FREQ=YEARLY;COUNT=3;UNTIL=20300101",
                             "FREQ=YEARLY;FREQ=DAILY",
                             "COUNT=3",
                             "FREQ=YEARLY;BYHOUR=1",
                             "FREQ=YEARLY;BYDAY=256MO",
                             "FREQ=YEARLY;BYWEEKNO=20",
                             "FREQ=YEARLY;BYYEARDAY=100",
                             "FREQ=YEARLY;BYMONTHDAY=1",
                             "FREQ=DAILY;BYMONTHDAY=-1",
                             "FREQ=WEEKLY;BYMONTHDAY=1",
                             "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1",
                             "FREQ=MONTHLY;BYMONTH=5,9;BYSETPOS=2",
                             "FREQ=MONTHLY;BYMONTHDAY=20;BYDAY=1SU",
                             "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
                             "RSCALE=CHINESE;FREQ=YEARLY",
                             "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                             "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
                             "FREQ=DAILY",
                             "FREQ=YEARLY;UNTIL=20230101",
                             "FREQ=YEARLY;UNTIL=20230230",
                             "FREQ=YEARLY;BYMONTH=13",
                             "nonsense",
                             ";;;;",
                             "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12,1,2,3,4"}) {
        CAPTURE(rule);
        auto const refusal = refusal_of("DTSTART;VALUE=DATE:20240101\r\nRRULE:"s + rule);
        CAPTURE(refusal);
        CHECK((contains(refusal, "RRULE") || contains(refusal, "2023-02")));
        CHECK(contains(refusal, "event 1"));
    }
    CHECK(contains(refusal_of(std::string("DTSTART;VALUE=DATE:20240101\r\nRRULE:FREQ=YEARLY;BYMONTH=") + many(100'000, "1,") + "1"),
                   "not a rule"));
    CHECK(contains(refusal_of("DTSTART;VALUE=DATE:20240101\r\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=MO;BYSETPOS=" +
                              many(400, "1,") + "1"),
                   "not a rule"));
    for (auto const* start : {"18990101", "21010101", "99990101"})
        CHECK(contains(refusal_of("DTSTART;VALUE=DATE:"s + start + "\r\nRRULE:FREQ=YEARLY"),
                       "rules are followed from 1900 to 2100"));
}

TEST_CASE("a file that is not a whole calendar is refused, with its line") {
    auto const day = event("DTSTART;VALUE=DATE:20240229\r\nSUMMARY:a");
    auto const whole = ics(day);
    struct row {
        std::string text, message;
    };
    for (auto const& [text, message] : {
             row{"", "days.ics: it is empty"},
             row{"\n\n", "days.ics: it is empty"},
             row{"date,name\n2024-02-29,a\n", "days.ics: this is not iCalendar: found \"date,name\""},
             row{"<!DOCTYPE html>", "this is not iCalendar"},
             row{day, "this is not iCalendar: found \"BEGIN:VEVENT\""},
             row{whole + "x", "this is not iCalendar: found \"x\""},
             row{ics(""), "has no all-day event"},
             row{whole.substr(0, whole.size() - 15), "days.ics: it is cut off: \"VCALENDAR\" has no END"},
             row{whole.substr(0, whole.find("SUMMARY")), "it is cut off: \"VEVENT\" has no END"},
             row{whole.substr(0, 80), "is not a date"},
             row{"BEGIN:VCALENDAR\nEND:VEVENT\n", "days.ics: END:VEVENT closes nothing; \"VCALENDAR\" is open"},
             row{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "\"VEVENT\" is open"},
             row{ics("no colon\r\n"), "a line cannot be read: \"Got a data line"},
             row{ics("\xC3\xA9:x\r\n"), "a line cannot be read: \"Parse error in property name"},
             row{"BEGIN:VCALENDAR\nCALSCALE:HIJRI\n", "only GREGORIAN"},
             row{ics("X:\0"s), "line 4 holds a NUL"},
             row{"\xFF\xFE"
                 "B\0E\0"s,
                 "UTF-16"},
             row{std::string("BEGIN:VCALENDAR\n") + many(900'000, "BEGIN:X\n"), "more than 20 deep"},
             row{ics(std::string(9 << 20, 'x')), "larger than 8 MiB"},
             row{ics("X:" + std::string(4 << 20, 'x') + "\r\n"), "has no all-day event"},
             row{ics(std::string("X:") + many(1'000'000, "\r\n y") + "\r\n"), "has no all-day event"},
             row{ics(many(200'000, "BEGIN:VEVENT\nEND:VEVENT\n")), "there is no DTSTART"},
             row{ics(many(110'000, "BEGIN:VEVENT\nDTSTART:20240229\nEND:VEVENT\n")), "more than 100000 days off"},
             row{ics(many(1'001, "BEGIN:VEVENT\nDTSTART:20240101\nRRULE:FREQ=YEARLY;COUNT=2\nEND:VEVENT\n")),
                 "more than 1000 rules"},
             row{ics(event(std::string("DTSTART:20240101\r\nRDATE:20240102") + many(600'000, ",20240103") + ",2024")),
                 "more than 400 dates in one RDATE"},
         }) {
        folder f;
        CAPTURE(text.substr(0, 200));
        auto const refusal = f.refusal("days.ics", text);
        CAPTURE(refusal);
        CHECK(contains(refusal, message));
        CHECK(contains(refusal, "days.ics"));
        CHECK(refusal.size() < 600);
    }
    for (std::size_t size = 0; size + 2 < whole.size(); ++size) {  // cut anywhere
        folder f;
        CAPTURE(size);
        CHECK(f.refusal("days.ics", whole.substr(0, size)) != "(accepted)");
    }
}

TEST_CASE("many dates in one list are refused, since libical keeps 500; in several lists they are all there") {
    std::string one_list, lists;
    for (int n = 0; n < 1'000; ++n) {
        auto const iso = to_string(date(2000, 1, 2) + comity::days(n));
        auto const day = iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8);
        one_list += n == 0 ? ":" : ",";
        one_list += day;
        lists += n % 200 != 0 ? "," : "\r\nRDATE;VALUE=DATE:";
        lists += day;
    }
    folder f;
    CHECK(f.read("a.ics", ics(event("DTSTART:20000101" + lists))).facts().days_off.size() == 1'001);
    for (std::string list : {"RDATE", "EXDATE"})
        CHECK(contains(refusal_of("DTSTART:20000101\r\n" + list + ";VALUE=DATE" + one_list), "more than 400 dates in one " + list));
}

TEST_CASE("a CSV file: date and name, perhaps kind") {
    folder f;
    auto const c = f.read("ruritania.csv",
                          "note,date,kind,name\n"
                          ",2027-07-01,one_off,Coronation\n"
                          "\"a, b\",2026-12-25,,Christmas Day\n"
                          "\n"
                          "again,2026-12-25,,Christmas Day\n"
                          ",2026-12-28,observed,\n");
    CHECK(list(c) == "2026-12-25 Christmas Day | 2026-12-28 day off | 2027-07-01 Coronation");
    CHECK(c.facts().days_off[2].kind == comity::day_off_kind::one_off);
    CHECK(c.facts().days_off[0].kind == comity::day_off_kind::recurring);
    CHECK(c.name() == "ruritania");
    CHECK(c.facts().sources == std::vector{"ruritania.csv"s});
    CHECK(coverage(c) == "2026-01-01 2027-12-31");
}

TEST_CASE("a CSV file that cannot be read is refused, with its row") {
    struct row {
        std::string text, message;
    };
    for (auto const& [text, message] : {
             row{std::string("date,name\n") + many(39, "2024-02-28,a\n") + "31/02/2024,b\n",
                 "days.csv, row 41: \"31/02/2024\" is not a date; write the year first, as in 2024-02-29"},
             row{"date,name\n2023-02-29,a\n", "days.csv, row 2: day 29 does not exist"},
             row{"date,name\n,a\n", "days.csv, row 2: \"\" is not a date"},
             row{"date,name\n1399-12-31,a\n", "year 1399 is outside"},
             row{"date,name\n20240229,a\n", "\"20240229\" is not a date"},
             row{"date,name\n2024-02-29T09:00,a\n", "is not a date"},
             row{"date,name\n2024-02-29\n", "days.csv, row 2 has 1 field where the heading has 2"},
             row{"date,name\n2024-02-29,\"a\n", "never closed"},
             row{"date,name\n2024-02-29,a\0b\n"s, "NUL"},
             row{"date,name\n2024-02-29,a\xFF\n", "not UTF-8"},
             row{"date,name\n2024-02-29,\x1B[31m\n", "control character"},
             row{"date,name,kind\n2024-02-29,a,moved\n", "row 2: \"moved\" is not a kind of day off"},
             row{"date,name\n", "no row but its heading"},
             row{"", "days.csv is empty"},
             row{"date;name\n2024-02-29;a\n", "another delimiter than the comma"},
             row{"day,name\n2024-02-29,a\n", "has no column \"date\""},
             row{"date\n2024-02-29\n", "has no column \"name\""},
             row{ics(event("DTSTART:20240229")), "has no column"},
             row{std::string("date,name\n") + many(100'001, "2024-02-29,a\n"), "more than 100000 days off"},
             row{"date,name\n2024-02-29," + std::string(1'000'000, 'x') + "\n", "1000 are read at most"},
             row{std::string("date,name\n") + many(700'000, "2024-02-29,a\n"), "larger than 8 MiB"},
         }) {
        folder f;
        CAPTURE(text.substr(0, 200));
        auto const refusal = f.refusal("days.csv", text);
        CAPTURE(refusal);
        CHECK(contains(refusal, message));
        CHECK(contains(refusal, "days.csv"));
        CHECK(refusal.size() < 600);
    }
}

TEST_CASE("files that are none") {
    folder f;
    CHECK_THROWS_AS(calendar::read(f.path / "missing.ics"), comity::not_found);
    CHECK_THROWS_AS(calendar::read(f.path / "missing.csv"), comity::not_found);
    CHECK_THROWS_AS(calendar::read(""), comity::not_found);
    std::filesystem::create_directory(f.path / "folder.ics");
    CHECK_THROWS_AS(calendar::read(f.path / "folder.ics"), comity::bad_input);
    CHECK_THROWS_AS(calendar::read(f.path), comity::bad_input);
    CHECK(contains(f.refusal("days.txt", "x"), "neither .ics nor .csv"));
    CHECK(contains(f.refusal(".ics", "x"), "neither .ics nor .csv"));
    std::filesystem::create_symlink("loop.ics", f.path / "loop.ics");
    CHECK_THROWS_AS(calendar::read(f.path / "loop.ics"), comity::storage_error);
}

TEST_CASE("several threads read at once") {
    folder f;
    auto const first = f.read("a.ics", ics(event("DTSTART:20240101\r\nSUMMARY:a\\, b\r\nRRULE:FREQ=YEARLY")));
    std::vector<std::thread> threads;
    std::vector<int> same(4);
    for (std::size_t t = 0; t < same.size(); ++t)
        threads.emplace_back([&, t] {
            for (int n = 0; n < 20; ++n) same[t] += calendar::read(f.path / "a.ics") == first;
        });
    for (auto& t : threads) t.join();
    CHECK(same == std::vector{20, 20, 20, 20});
}
