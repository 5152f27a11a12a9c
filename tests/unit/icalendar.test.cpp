// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <comity/icalendar.hpp>

#include <algorithm>

using namespace comity::story;
using comity::date;

namespace {

std::string ics(comity::dossier const& d, comity::cutoff const& as_of) {
    std::ostringstream out;
    write_icalendar(out, deadlines(d, comity::law::built_in(), as_of), as_of);
    return out.str();
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = text.find("\r\n", at);
        REQUIRE(end != text.npos);  // each line ends as RFC 5545 3.1 asks
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

/// Content lines, put together again from their folds.
std::vector<std::string> unfolded(std::string const& text) {
    std::vector<std::string> lines;
    for (auto const& line : lines_of(text))
        if (line.starts_with(' ')) lines.back() += line.substr(1);
        else lines.push_back(line);
    return lines;
}

std::size_t count(std::vector<std::string> const& lines, std::string const& line) { return static_cast<std::size_t>(std::ranges::count(lines, line)); }

std::vector<std::string> uids(std::string const& text) {
    auto lines = unfolded(text);
    std::erase_if(lines, [](std::string const& line) { return !line.starts_with("UID:"); });
    return lines;
}

constexpr auto arrested = R"(
    2020-03-02  filed
    2020-03-10  provisional_arrest
)";

}  // namespace

TEST_CASE("an entry is a day or days: DATE values, and an end that is the day after the last (RFC 5545 3.6.1)") {
    auto const lines = unfolded(ics(tell(an_extradition(), arrested), date(2020, 3, 11)));
    CHECK(lines.front() == "BEGIN:VCALENDAR");
    CHECK(lines.back() == "END:VCALENDAR");
    CHECK(count(lines, "DTSTART;VALUE=DATE:20200327") == 1);  // ets-24 16(4), 18 days: 27 or 28 March
    CHECK(count(lines, "DTEND;VALUE=DATE:20200329") == 1);
    CHECK(count(lines, "DTSTART;VALUE=DATE:20200423") == 1);  // 45 days starting with the arrest: one day
    CHECK(count(lines, "DTEND;VALUE=DATE:20200424") == 1);
    CHECK(std::ranges::none_of(lines, [](std::string const& line) { return line.starts_with("DTSTART:") || line.starts_with("DTEND:"); }));
    CHECK(count(lines, "DTSTAMP:20200311T000000Z") == 3);
}

TEST_CASE("the same deadline keeps its UID, and a later file takes the place of an earlier one") {
    auto const first = ics(tell(an_extradition(), arrested), date(2020, 3, 11));
    auto const later = ics(tell(an_extradition(), std::string(arrested) + "2020-03-09 provisional_arrest corrects 2"), date(2020, 3, 12));
    CHECK(uids(first).size() == 3);
    CHECK(uids(first) == uids(later));  // the arrest was a day earlier than recorded: the days move, the deadlines are the same
    CHECK(first.find("SEQUENCE:18332") != first.npos);  // 11 March 2020 is day 18332 since 1970
    CHECK(later.find("SEQUENCE:18333") != later.npos);
    CHECK(later.find("VALUE=DATE:20200326") != later.npos);
    CHECK(first == ics(tell(an_extradition(), arrested), date(2020, 3, 11)));
}

TEST_CASE("what has fallen away is cancelled in the calendar too") {
    auto const lines = unfolded(ics(tell(an_extradition(), std::string(arrested) + "2020-03-15 released"), date(2020, 3, 20)));
    CHECK(count(lines, "STATUS:CANCELLED") == 3);
    CHECK(count(lines, "STATUS:CONFIRMED") == 0);
}

TEST_CASE("lines are folded after at most 75 octets, and never inside a character") {
    auto r = an_extradition();
    r.reference = "81/3-412-20 Генеральная прокуратура Российской Федерации, Главное управление международно-правового сотрудничества";
    auto const text = ics(tell(r, arrested), date(2020, 3, 11));
    std::size_t folded = 0;
    for (auto const& line : lines_of(text)) {
        CHECK(line.size() <= 75);
        folded += line.starts_with(' ');
        for (auto const start : {std::size_t{0}, std::size_t{1}})  // the first octet of a line, or behind the fold, begins a character
            if (line.size() > start && (start == 0 || line.starts_with(' '))) CHECK((static_cast<unsigned char>(line[start]) & 0xC0) != 0x80);
    }
    CHECK(folded > 3);
    auto const lines = unfolded(text);
    CHECK(std::ranges::any_of(lines, [&](std::string const& line) { return line.find("Генеральная прокуратура Российской Федерации\\, Главное") != line.npos; }));
}

TEST_CASE("text from outside stays text: no line of its own, no property") {
    auto r = an_extradition();
    r.reference = "A;B,C\\D\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTENDEE:mailto:x@y";
    auto const lines = unfolded(ics(tell(r, arrested), date(2020, 3, 11)));
    CHECK(count(lines, "BEGIN:VEVENT") == 3);
    CHECK(count(lines, "END:VEVENT") == 3);
    CHECK(std::ranges::none_of(lines, [](std::string const& line) { return line.starts_with("ATTENDEE"); }));
    CHECK(std::ranges::any_of(lines, [](std::string const& line) { return line.starts_with("SUMMARY:A\\;B\\,C\\\\D  END:VEVENT  BEGIN:VEVENT ATTENDEE"); }));
}

TEST_CASE("where persons come to stand differently one keeps the UID, and each entry has its own; the end of time has no day after it") {
    auto const before = ics(tell(an_extradition(2), arrested), date(2020, 3, 11));
    auto const after = ics(tell(an_extradition(2), std::string(arrested) + "2020-03-20 released concerns person 2"), date(2020, 3, 21));
    auto all = uids(after);
    CHECK(all.size() == 6);
    for (auto const& uid : uids(before)) CHECK(std::ranges::find(all, uid) != all.end());
    std::ranges::sort(all);
    CHECK(std::ranges::adjacent_find(all) == all.end());
    auto const d = tell(an_extradition(), "2020-03-02 filed\n2020-04-01 supplementary_information_requested appoints 9999-12-31");
    CHECK(ics(d, date(2020, 4, 2)).find("BEGIN:VEVENT") == std::string::npos);
}
