// SPDX-License-Identifier: Apache-2.0
#include <comity/report.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <limits>
#include <locale>
#include <sstream>

using namespace comity;
using namespace std::string_literals;

namespace {

std::string written(brief const& b, format f) {
    std::ostringstream out;
    write(out, b, f);
    return out.str();
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != text.npos; }

std::size_t occurrences(std::string const& text, std::string const& part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++n;
    return n;
}

/// A table of one column and one row, and the brief around it.
brief with(cell c, column_type type = column_type::text) {
    table const t{.name = "t", .title = "T", .definition = "D", .columns = {{"c", "C", type}}, .rows = {{std::move(c)}}};
    return {.title = "B", .subtitle = "S", .sections = {{.name = "s", .title = "T", .tables = {t}}}};
}

/// What stands in the one cell of such a table.
std::string csv_of(cell c) {
    auto const text = written(with(std::move(c)), format::csv);
    auto const start = text.find("\r\nc\r\n") + 5;
    return text.substr(start, text.size() - 2 - start);
}

std::string markdown_of(cell c, column_type type = column_type::text) {
    auto const text = written(with(std::move(c), type), format::markdown);
    auto const start = text.find("\n| ", text.find("\n| ---") + 1) + 3;
    return text.substr(start, text.find(" |\n", start) - start);
}

std::string html_of(cell c, column_type type = column_type::text) {
    auto const text = written(with(std::move(c), type), format::html);
    auto const row = text.find("<th scope=\"row\"");
    auto const start = text.find('>', row) + 1;
    return text.substr(start, text.find("</th>", start) - start);
}

nlohmann::json json_of(cell c) {
    auto const document = nlohmann::json::parse(written(with(std::move(c)), format::json));
    return document["sections"][0]["tables"][0]["rows"][0]["c"];
}

constexpr std::array formats{format::html, format::markdown, format::csv, format::json};  // those that are text
constexpr std::array all_formats{format::html, format::markdown, format::csv, format::json, format::workbook};

/// The same text in every field that takes one.
brief filled_with(std::string const& text) {
    table const t{.name = text, .title = text, .definition = text, .columns = {{text, text, column_type::text}},
                  .rows = {{text}}, .notes = {text}, .covers = coverage{1, 0, 0, 0}, .digest = text};
    table empty = t;
    empty.rows = {};
    empty.if_empty = text;
    return {.title = text, .subtitle = text, .facts = {{text, text}}, .warning = text,
            .sections = {{.name = text, .title = text, .paragraphs = {text}, .tables = {t, empty}}}};
}

}  // namespace

TEST_CASE("people are spared identifiers, columns with nothing in them and, in a wide table, counts that are 0 throughout") {
    auto t = table{.name = "t", .title = "T", .columns = {{"name", "Name"}, {"note", "Note"}, {"id", "Id", column_type::identifier}}};
    t.rows.push_back({"A"s, cell(), "01889c2e"s});
    t.rows.push_back({"B"s, ""s, "01889c2f"s});
    auto const in = [&](format f) { return written({.title = "B", .sections = {{.name = "s", .title = "S", .tables = {t}}}}, f); };
    CHECK(in(format::markdown).find("| Name |\n| --- |\n| A |\n| B |\n") != std::string::npos);
    CHECK(in(format::html).find("01889c2e") == std::string::npos);
    CHECK(in(format::csv).find("name,note,id\r\nA,,01889c2e\r\n") != std::string::npos);
    CHECK(in(format::json).find("01889c2e") != std::string::npos);

    for (auto const* name : {"a", "b", "c", "d", "e", "f"}) t.columns.push_back({name, name, column_type::integer});
    auto const none = cell(std::int64_t{0}), one = cell(std::int64_t{1});
    t.rows = {{"A"s, cell(), "01889c2e"s, none, none, one, none, none, none}, {"B"s, ""s, "01889c2f"s, none, none, one, none, none, none}};
    CHECK(in(format::markdown).find("| Name | c |\n") != std::string::npos);
    CHECK(in(format::markdown).find("Left out, being 0 in all of these rows: a, b, d, e, f.") != std::string::npos);
    CHECK(in(format::html).find("Left out, being 0 in all of these rows: a, b, d, e, f.") != std::string::npos);
    CHECK(in(format::csv).find("A,,01889c2e,0,0,1,0,0,0\r\n") != std::string::npos);
}

TEST_CASE("a cell as text: what a CSV file holds") {
    CHECK(to_text({}) == "");
    CHECK(to_text(std::int64_t{48}) == "48");
    CHECK(to_text(std::int64_t{-1234567}) == "-1234567");
    CHECK(to_text(0.25) == "0.25");
    CHECK(to_text(0.1) == "0.1");
    CHECK(to_text(std::numeric_limits<double>::quiet_NaN()) == "");
    CHECK(to_text(date(2020, 3, 2)) == "2020-03-02");
    CHECK(to_text(parse_when("2009-08~")) == "2009-08~");
    CHECK(to_text("as it is"s) == "as it is");
}

TEST_CASE("each kind of cell, in each format") {
    SUBCASE("nothing: a dash for people, an empty field, null") {
        CHECK(html_of({}) == "–");
        CHECK(markdown_of({}) == "–");
        CHECK(csv_of({}) == "\"\"");  // alone on its line, it may not leave the line empty
        CHECK(json_of({}).is_null());
    }
    SUBCASE("numbers: thousands apart for people, never for programs") {
        CHECK(html_of(std::int64_t{12345}, column_type::integer) == "12,345");
        CHECK(html_of(std::int64_t{-1234567}, column_type::integer) == "-1,234,567");
        CHECK(html_of(std::int64_t{-123456}, column_type::integer) == "-123,456");
        CHECK(html_of(std::int64_t{2019}, column_type::integer) == "2,019");
        CHECK(markdown_of(std::int64_t{12345}, column_type::integer) == "12,345");
        CHECK(csv_of(std::int64_t{12345}) == "12345");
        CHECK(csv_of(std::int64_t{-2}) == "-2");
        CHECK(json_of(std::int64_t{12345}) == 12345);
        CHECK(html_of(12345.25, column_type::number) == "12,345.25");
        CHECK(html_of(1.0 / 3, column_type::number) == "0.333");
        CHECK(json_of(0.25) == 0.25);
        CHECK(json_of(std::numeric_limits<double>::infinity()).is_null());
    }
    SUBCASE("days") {
        CHECK(html_of(date(2020, 3, 2), column_type::date) == "<time>2020-03-02</time>");
        CHECK(markdown_of(date(2020, 3, 2), column_type::date) == "2020-03-02");
        CHECK(csv_of(date(2020, 3, 2)) == "2020-03-02");
        CHECK(json_of(date(2020, 3, 2)) == "2020-03-02");
    }
    SUBCASE("rough dates, which HTML explains") {
        CHECK(html_of(when(date(2020, 3, 2)), column_type::date) == "<time>2020-03-02</time>");
        CHECK(html_of(parse_when("2009-08")) == "<abbr title=\"some day from 1 August 2009 to 31 August 2009\">2009-08</abbr>");
        CHECK(contains(html_of(parse_when("2018-03~")), "\"some day from 1 March 2018 to 31 March 2018, approximately\""));
        CHECK(contains(html_of(parse_when("2004?")), "\"some day from 1 January 2004 to 31 December 2004, but the source is doubted\""));
        CHECK(contains(html_of(parse_when("2015-07-09/2015-11-24")), "some day from 9 July 2015 to 24 November 2015"));
        CHECK(markdown_of(parse_when("2018-03~"), column_type::date) == "2018-03~");
        CHECK(csv_of(parse_when("2015-07-09/2015-11-24")) == "2015-07-09/2015-11-24");
        CHECK(json_of(parse_when("2018-03~")) == "2018-03~");
    }
    SUBCASE("text") {
        CHECK(html_of("Иванов"s) == "<bdi>Иванов</bdi>");
        CHECK(markdown_of("Иванов"s) == "Иванов");
        CHECK(csv_of("Иванов"s) == "Иванов");
        CHECK(csv_of(""s) == "\"\"");
        CHECK(json_of("Иванов"s) == "Иванов");
    }
}

TEST_CASE("the numbers of a column have the same number of decimals") {
    auto b = with(0.5, column_type::number);
    b.sections[0].tables[0].rows = {{0.5}, {48.25}, {std::int64_t{3}}, {12.0}};
    CHECK(contains(written(b, format::markdown), "| 0.50 |\n| 48.25 |\n| 3 |\n| 12.00 |"));
    b.sections[0].tables[0].rows = {{2.0}, {48.0}};
    CHECK(contains(written(b, format::markdown), "| 2 |\n| 48 |"));
}

TEST_CASE("a share has as many decimals as its counts bear where people read, and all of them where programs do") {
    auto b = with(200.0 / 3, column_type::number);
    b.sections[0].tables[0].columns[0].decimals = 0;
    for (auto const f : {format::html, format::markdown}) {
        CHECK(contains(written(b, f), "67"));
        CHECK_FALSE(contains(written(b, f), "66"));
    }
    CHECK(contains(written(b, format::csv), "66.66666666666667"));
    CHECK(contains(written(b, format::json), "66.66666666666667"));
    b.sections[0].tables[0].columns[0].decimals = 1;
    CHECK(contains(written(b, format::markdown), "| 66.7 |"));
}

TEST_CASE("a long table is cut where people read, says so, and has all its rows beside with the head of the brief") {
    auto b = with("first");
    b.warning = "Synthetic data.", b.facts = {{"As of", "12 May 2021"}, {"Cleared for", "TLP:GREEN"}};
    for (auto const* row : {"second", "third"}) b.sections[0].tables[0].rows.push_back({row});
    b.rows_at_most = 2;
    for (auto const f : {format::html, format::markdown}) {
        CHECK(contains(written(b, f), "The first 2 of 3 rows; all of them: in the brief as CSV or JSON."));
        CHECK(contains(written(b, f), "second"));
        CHECK_FALSE(contains(written(b, f), "third"));
    }
    for (auto const f : {format::csv, format::json}) {
        CHECK(contains(written(b, f), "third"));
        CHECK_FALSE(contains(written(b, f), "The first 2"));
    }
    auto const beside = cut_long_tables(b, [](table const& t) { return comity::message::as_is("brief." + t.name + ".csv"); });
    CHECK(contains(written(b, format::markdown), "all of them: brief.t.csv"));
    REQUIRE(beside.size() == 1);
    CHECK(written(beside[0], format::csv) == "\uFEFFbrief,B,S\r\nwarning,Synthetic data.\r\nfact,As of,12 May 2021\r\nfact,Cleared for,TLP:GREEN\r\n\r\ntable,t,T\r\nsection,s,T\r\ndefinition,D\r\n\r\nc\r\nfirst\r\nsecond\r\nthird\r\n");
    b.rows_at_most = 0;
    CHECK(cut_long_tables(b, {}).empty());
}

TEST_CASE("markup in any field of the brief stays text") {
    auto const hostile = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;"s;
    auto const page = written(filled_with(hostile), format::html);
    CHECK_FALSE(contains(page, "<script"));
    CHECK_FALSE(contains(page, "<img"));
    CHECK(contains(page, "&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    CHECK(contains(page, "&lt;img src=x onerror=alert(1)&gt;&quot;&apos;&amp;amp;"));
    CHECK(contains(page, "default-src 'none'"));
    CHECK(contains(page, "id=\"--td--script-alert-1---script--img-src-x-onerror-alert-1-----amp-\""));

    auto const markdown = written(filled_with(hostile), format::markdown);
    CHECK_FALSE(contains(markdown, "<"));
    CHECK(occurrences(markdown, "&lt;script&gt;") >= 10);
}

TEST_CASE("a template's tags in the data are text, not tags") {
    auto const hostile = "{{title}} {{{style}}} {{#rows}} {{=<% %>=}}"s;
    CHECK(contains(html_of(hostile), "{{title}} {{{style}}} {{#rows}} {{=&lt;% %&gt;=}}"));
    CHECK_FALSE(contains(written(filled_with(hostile), format::markdown), "{"));
}

TEST_CASE("what Markdown would read is escaped") {
    CHECK(markdown_of("a|b"s) == "a\\|b");
    CHECK(markdown_of("`rm -rf`"s) == "\\`rm -rf\\`");
    CHECK(markdown_of("[x](javascript:alert)"s) == "\\[x\\](javascript\\:alert)");
    CHECK(markdown_of("https://example.org"s) == "https\\://example.org");
    CHECK(markdown_of("www.example.org"s) == "www\\.example.org");
    CHECK(markdown_of("*a* _b_ ~c~ \\ #d"s) == "\\*a\\* \\_b\\_ \\~c\\~ \\\\ \\#d");
    CHECK(markdown_of("a\n\n# b"s) == "a  \\# b");
    CHECK(markdown_of("2021-05-12: see no. 4."s) == "2021-05-12: see no. 4.");

    auto b = with("x"s);
    b.sections[0].paragraphs = {"- no list",      "1. no list", "    no code", "+ no list",
                                "> no quotation", "---",        "1986. A year"};
    auto const text = written(b, format::markdown);
    for (auto line : {"\\- no list", "1\\. no list", "no code", "\\+ no list", "&gt; no quotation", "\\---",
                      "1986\\. A year"})
        CHECK_MESSAGE(contains(text, "\n\n"s + line + "\n\n"), line);
}

TEST_CASE("a spreadsheet finds no formula in the CSV") {
    CHECK(csv_of("=HYPERLINK(\"http://x\")"s) == "\"'=HYPERLINK(\"\"http://x\"\")\"");
    CHECK(csv_of("=1+1"s) == "'=1+1");
    CHECK(csv_of("@SUM(A1)"s) == "'@SUM(A1)");
    CHECK(csv_of("+1-1"s) == "'+1-1");
    CHECK(csv_of("-cmd|' /C calc'!A0"s) == "'-cmd|' /C calc'!A0");
    CHECK(csv_of("\t=1+1"s) == "' =1+1");
    CHECK(csv_of("\r=1+1"s) == "' =1+1");
    CHECK(csv_of("＝1+1"s) == "'＝1+1");
    CHECK(csv_of("-2"s) == "-2");
    CHECK(csv_of("+2.5"s) == "+2.5");
    CHECK(csv_of("a=b"s) == "a=b");
}

TEST_CASE("CSV is quoted as RFC 4180 has it, and a line is a line") {
    CHECK(csv_of("a,b"s) == "\"a,b\"");
    CHECK(csv_of("say \"no\""s) == "\"say \"\"no\"\"\"");
    CHECK(csv_of(" a "s) == "\" a \"");
    CHECK(csv_of("a\r\nb"s) == "a  b");
    auto const text = written(filled_with("a\r\nb"), format::csv);
    CHECK(occurrences(text, "\n") == occurrences(text, "\r\n"));
    CHECK(occurrences(text, "\r") == occurrences(text, "\r\n"));
}

TEST_CASE("control characters are shown and never sent: terminals, NUL, bidirectional tricks, broken UTF-8") {
    CHECK(html_of("a\0b"s) == "<bdi>a␀b</bdi>");
    CHECK(csv_of("\x1b[2J\x07\x7f"s) == "␛[2J␇␡");
    CHECK(markdown_of("\x1b]0;x\x07"s) == "␛\\]0;x␇");
    CHECK(csv_of("\u009b2J"s) == "\uFFFD2J");                      // the same as ESC [, in one character
    CHECK(html_of("\u202Egnp.exe\u2066\u200F"s) == "<bdi>\uFFFDgnp.exe\uFFFD\uFFFD</bdi>");
    CHECK(html_of("a\u2028b"s) == "<bdi>a b</bdi>");
    CHECK(html_of("a\xff\xc0\xaf"s) == "<bdi>a\uFFFD\uFFFD\uFFFD</bdi>");
    CHECK(html_of("\xed\xa0\x80"s).find("\xed\xa0\x80") == std::string::npos);
    CHECK(json_of("a\xff"s) == "a\uFFFD");
    CHECK(json_of("a\0\x1b\u202E\n"s) == "a\0\x1b\u202E\n"s);      // JSON keeps them, escaped

    auto const hostile = "\0\x01\x08\x1b\x7f\u009b\u202A\u202E\u2066\u2069\u200E\xff"s;
    for (auto f : formats) {
        auto const text = written(filled_with(hostile), f);
        INFO(to_string(f));
        for (auto part : {"\0"s, "\x01"s, "\x08"s, "\x1b"s, "\x7f"s, "\u009b"s, "\u202A"s, "\u202E"s, "\u2066"s,
                          "\u2069"s, "\u200E"s, "\xff"s})
            CHECK_FALSE(contains(text, part));
    }
}

TEST_CASE("a letter that nobody sees is shown as one: two names that look alike would else be two") {
    // Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt, one of each kind: soft hyphen, joiner of graphemes, Hangul filler, zero width space,
    // word joiner, invisible times, half-width filler, BOM, shorthand and music format controls, tags.
    auto const unseen = {"\u00AD"s, "\u034F"s, "\u115F"s, "\u200B"s, "\u2060"s, "\u2062"s, "\u3164"s, "\uFEFF"s, "\uFFA0"s, "\U0001BCA0"s, "\U0001D173"s, "\U000E0041"s};
    for (auto const& mark : unseen) {
        CAPTURE(mark);
        CHECK(displayable("No" + mark + "vak") == "No\uFFFDvak");
        for (auto f : formats) {
            INFO(to_string(f));
            auto const text = written(filled_with("No" + mark + "vak"), f);
            CHECK_FALSE(contains(text, "No" + mark + "vak"));
            if (f != format::json) CHECK(contains(text, "No\uFFFDvak"));
        }
        CHECK(json_of("No" + mark + "vak") == "No" + mark + "vak");  // for programs
    }
    // Persian writes its plural and Malayalam its chillu with a joiner; an ideograph of a name and Mongolian letters have variants.
    for (auto const* spelt : {"نامه\u200Cها", "ന്\u200D", "邊\U000E0103", "葛\uFE00", "ᠠ\u180B"}) {
        CAPTURE(spelt);
        CHECK(displayable(spelt) == spelt);
        CHECK(html_of(std::string(spelt)) == "<bdi>" + std::string(spelt) + "</bdi>");
    }
}

TEST_CASE("the warning stands in every format, before the first section") {
    auto b = with("x"s);
    b.sections[0].title = "Requests";
    for (auto f : formats) {
        INFO(to_string(f));
        b.warning = "Synthetic data";
        auto const text = written(b, f);
        CHECK(contains(text, "Synthetic data"));
        CHECK(text.find("Synthetic data") < text.rfind("Requests"));
        b.warning = {};
        CHECK_FALSE(contains(written(b, f), "Warning"));
    }
}

TEST_CASE("HTML: headings, contents and tables that a reader can find its way in") {
    brief b{.title = "Two States", .subtitle = "", .sections = {
        {.name = "unanswered", .title = "Unanswered", .tables = {
            {.name = "unanswered", .title = "Requests without an answer", .definition = "Filed, not answered",
             .columns = {{"reference", "Reference"}, {"days", "Days", column_type::integer}},
             .rows = {{"81/3"s, std::int64_t{435}}, {"82/3"s, {}}}, .notes = {"N1", "N2"},
             .covers = coverage{48, 2, 5, 1}, .digest = "9f86d081"},
            {.name = "unanswered", .title = "The same for persons", .definition = {}, .columns = {{"n", "N"}}, .rows = {},
             .if_empty = "Nobody."}}},
        {.name = "un answered", .title = "Another", .paragraphs = {"One.", "Two."}}}};
    auto const page = written(b, format::html);
    CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    CHECK(page.ends_with("</html>\n"));
    CHECK(contains(page, "<title>Two States</title>"));
    CHECK(contains(page, "<a href=\"#unanswered\"><bdi>Unanswered</bdi></a>"));
    CHECK(contains(page, "<h2 id=\"unanswered\">"));
    CHECK(contains(page, "<a href=\"#un-answered\">"));
    CHECK(contains(page, "<h3 id=\"table-unanswered\">"));
    CHECK(contains(page, "<h3 id=\"table-unanswered.2\">"));
    CHECK(contains(page, "<th scope=\"col\" class=\"integer\"><bdi>Days</bdi></th>"));
    CHECK(contains(page, "<tr><th scope=\"row\" class=\"text\"><bdi>81/3</bdi></th>"
                         "<td class=\"integer\">435</td></tr>"));
    CHECK(contains(page, "<td class=\"integer\">–</td>"));
    CHECK(contains(page, "<p><bdi>Nobody.</bdi></p>"));
    CHECK(contains(page, "Dates: 48 known exactly, 2 approximately, 1 missing; 5 rest on a source’s claim."));
    CHECK(contains(page, "SHA-256 <code>9f86d081</code>"));
    CHECK(occurrences(page, "<table>") == 1);
    CHECK(occurrences(page, "<dl") == 0);              // no facts, no empty list of them
    CHECK(occurrences(page, "class=\"subtitle\"") == 0);
    CHECK_FALSE(contains(page, "{{"));
    CHECK_FALSE(contains(page, "http://"));
    CHECK_FALSE(contains(page, "https://"));
}

TEST_CASE("HTML: findings lead to their tables by the tables' names, and a definition that several share stands once") {
    auto const behind = table{.name = "unanswered", .title = "Not answered", .definition = "", .columns = {{"n", "N"}}, .rows = {{"1"s}}};
    brief b{.title = "Two \"States\" <\\", .subtitle = "On a day",
            .headlines = {{"Many wait.", "A letter is no answer.", "unanswered"}, {"Few wait.", "A letter is no answer.", "elsewhere"}, {"None waits.", "A call is none.", ""}},
            .next = {"Write."}, .sections = {{.name = "s", .title = "S", .tables = {behind}}}};
    auto const page = written(b, format::html);
    CHECK(contains(page, "<a href=\"#table-unanswered\"><bdi>Not answered</bdi></a>"));
    CHECK(occurrences(page, "class=\"behind\"") == 1);
    CHECK(contains(page, "<p><b>1, 2</b> <bdi>A letter is no answer.</bdi></p>\n<p><b>3</b> <bdi>A call is none.</bdi></p>"));
    CHECK(contains(page, "<li><bdi>Write.</bdi></li>"));
    // At the head of each printed page, where style sheets have their own way to escape.
    CHECK(contains(page, "content: \"Two \\22 States\\22  \\3c \\5c  · On a day\";"));
}

TEST_CASE("HTML: a long word can be broken, a reference stays whole, and what a language lacks is marked as English") {
    CHECK(html_of("81/3-412-20"s) == "<bdi class=\"whole\">81/3-412-20</bdi>");
    CHECK(html_of("a-b c"s) == "<bdi>a-b c</bdi>");
    CHECK(html_of(std::string(24, 'x')) == "<bdi>" + std::string(24, 'x') + "</bdi>");
    CHECK(html_of(std::string(49, '&')).starts_with("<bdi>&amp;"));
    CHECK(occurrences(html_of(std::string(49, '&')), "&amp;<wbr>&amp;") == 2);
    std::string letters;
    for (int i = 0; i < 25; ++i) letters += "я";
    CHECK(html_of(letters) == "<bdi>" + letters.substr(0, 48) + "<wbr>я</bdi>");

    auto b = with(sentence{"Nobody has ever translated this."});
    b.sections[0].paragraphs = {message::as_is("Said elsewhere."), {"{n}", {{"n", 3}}}};
    std::ostringstream russian;
    write(russian, b, format::html, language("ru"));
    CHECK(contains(russian.str(), "<bdi lang=\"en\">Nobody has ever translated this.</bdi>"));
    CHECK(contains(russian.str(), "<bdi>Said elsewhere.</bdi>"));
    CHECK(contains(russian.str(), "<bdi>3</bdi>"));
    CHECK(contains(russian.str(), "<h2 id=\"contents\">Содержание</h2>"));
    CHECK_FALSE(contains(written(b, format::html), "lang=\"en\">Nobody"));
}

TEST_CASE("HTML: a row that nothing names has no heading") {
    auto b = with(""s);
    b.sections[0].tables[0].columns.push_back({"d", "D"});
    b.sections[0].tables[0].rows = {{""s, "x"s}};
    CHECK(contains(written(b, format::html), "<tr><td class=\"text\"><bdi></bdi></td><td class=\"text\"><bdi>x</bdi></td></tr>"));
}

TEST_CASE("CSV: blocks that an empty line ends, two for each table") {
    brief b{.title = "Russian Federation and United Kingdom", .subtitle = "As of 12 May 2021",
            .facts = {{"As known on", "2021-05-12"}}, .warning = "Synthetic data",
            .sections = {{.name = "requests", .title = "Requests", .tables = {
                {.name = "unanswered", .title = "Requests without an answer", .definition = "Filed, less those answered",
                 .columns = {{"reference", "Reference"},
                             {"made_on", "Made on", column_type::date},
                             {"days", "Days", column_type::integer}},
                 .rows = {{"81/3-412-20"s, date(2020, 3, 2), std::int64_t{436}}, {{}, parse_when("2009-08"), {}}},
                 .notes = {"As recorded"}, .covers = coverage{1, 1, 0, 0}, .digest = "9f86d081"}}}}};
    CHECK(written(b, format::csv) ==
          "\uFEFF"
          "brief,Russian Federation and United Kingdom,As of 12 May 2021\r\n"
          "warning,Synthetic data\r\n"
          "fact,As known on,2021-05-12\r\n"
          "\r\n"
          "table,unanswered,Requests without an answer\r\n"
          "section,requests,Requests\r\n"
          "definition,\"Filed, less those answered\"\r\n"
          "note,As recorded\r\n"
          "dates,known,1,approximate,1,claimed,0,missing,0\r\n"
          "digest,9f86d081\r\n"
          "\r\n"
          "reference,made_on,days\r\n"
          "81/3-412-20,2020-03-02,436\r\n"
          ",2009-08,\r\n");
}

TEST_CASE("JSON: everything, in the order of the brief") {
    auto const hostile = "</script>{{x}}\"'\\\n\u202E=1"s;
    auto const text = written(filled_with(hostile), format::json);
    auto const document = nlohmann::ordered_json::parse(text);
    CHECK(document.dump(2, ' ', true) + "\n" == text);
    CHECK(document.at("format") == 1);
    CHECK(document.at("comity").is_string());
    for (auto key : {"title", "subtitle", "warning"}) CHECK(document.at(key) == hostile);
    CHECK(document.at("facts").at(0) == nlohmann::ordered_json{{"name", hostile}, {"value", hostile}});
    auto const& section = document.at("sections").at(0);
    CHECK(section.at("paragraphs").at(0) == hostile);
    auto const& table = section.at("tables").at(0);
    for (auto key : {"name", "title", "definition", "digest"}) CHECK(table.at(key) == hostile);
    CHECK(table.at("columns").at(0) ==
          nlohmann::ordered_json{{"name", hostile}, {"heading", hostile}, {"type", "text"}});
    CHECK(table.at("rows").at(0).at(hostile) == hostile);
    CHECK(table.at("notes").at(0) == hostile);
    CHECK(table.at("coverage") ==
          nlohmann::ordered_json{{"known", 1}, {"approximate", 0}, {"claimed", 0}, {"missing", 0}});
    CHECK(section.at("tables").at(1).at("rows").empty());

    auto const bare = nlohmann::json::parse(written(with("x"s), format::json));
    CHECK(bare.at("warning").is_null());
    auto const& bare_table = bare.at("sections").at(0).at("tables").at(0);
    CHECK(bare_table.at("coverage").is_null());
    CHECK(bare_table.at("digest").is_null());
}

TEST_CASE("the same brief gives the same bytes, whatever the locale") {
    struct dotted : std::numpunct<char> {
        char do_thousands_sep() const override { return '.'; }
        char do_decimal_point() const override { return ','; }
        std::string do_grouping() const override { return "\3"; }
    };
    auto b = with(1234567.5, column_type::number);
    b.sections[0].tables[0].covers = coverage{1234, 0, 0, 0};
    for (auto f : all_formats) {
        auto const text = written(b, f);
        auto const before = std::locale::global(std::locale(std::locale::classic(), new dotted));
        CHECK(written(b, f) == text);
        std::locale::global(before);
    }
}

TEST_CASE("a table whose rows do not fit its columns is refused in every format") {
    CHECK_THROWS_WITH_AS((row_list{{"x"s}, {}}), "row 2 has 0 cells; the others have 1", bad_input);
    auto short_rows = with("x"s);
    short_rows.sections[0].tables[0].rows = {{"x"s, "y"s}};
    auto twins = with("x"s);
    twins.sections[0].tables[0].columns.push_back({"c", "C again"});
    twins.sections[0].tables[0].rows = {{"x"s, "y"s}};
    for (auto f : all_formats) {
        std::ostringstream out;
        CHECK_THROWS_WITH_AS(write(out, short_rows, f),
                             "table \"t\" has rows of 2 cells; one is wanted for each of the 1 columns", bad_input);
        CHECK_THROWS_WITH_AS(write(out, twins, f),
                             "table \"t\" has two columns named \"c\"; give each its own name", bad_input);
        CHECK(out.str().empty());
    }
}

TEST_CASE("an empty brief is still a whole file") {
    for (auto f : all_formats) CHECK_FALSE(written({.title = "", .subtitle = ""}, f).empty());
    CHECK_FALSE(contains(written({.title = "", .subtitle = ""}, format::html), "<nav"));
    std::ostringstream full;
    full.setstate(std::ios::badbit);
    for (auto f : all_formats) CHECK_THROWS_AS(write(full, with("x"s), f), storage_error);
}

// What is in a workbook, another program reads: tests/formats/.

TEST_CASE("a workbook that cannot be made says where and why, and leaves nothing behind") {
    CHECK(written(with("x"s), format::workbook).starts_with("PK"));
    std::vector<column> columns;
    for (int i = 0; i <= 16'384; ++i) columns.push_back({std::to_string(i), "C"});
    auto wide = with("x"s);
    wide.sections[0].tables[0].rows = {};
    wide.sections[0].tables[0].columns = columns;
    std::ostringstream out;
    CHECK_THROWS_WITH_AS(write(out, wide, format::workbook), "table \"t\": it has 16385 columns, and a sheet has room for 16384", bad_input);
    columns.pop_back();
    wide.sections[0].tables[0].columns = columns;
    CHECK(written(wide, format::workbook).starts_with("PK"));
    auto many = brief{.title = "B", .sections = {{.name = "s", .title = "S", .tables = std::vector<table>(65'001)}}};
    CHECK_THROWS_WITH_AS(write(out, many, format::workbook), "a workbook has room for 65000 tables; this brief has 65001", bad_input);

    auto const* before = std::getenv("TMPDIR");
    auto const kept = std::optional<std::string>(before ? std::optional<std::string>(before) : std::nullopt);
    ::setenv("TMPDIR", "/nowhere", 1);
    CHECK_THROWS_WITH_AS(write(out, with("x"s), format::workbook), "no folder for temporary files can be made: No such file or directory", storage_error);
    kept ? ::setenv("TMPDIR", kept->c_str(), 1) : ::unsetenv("TMPDIR");
    CHECK(out.str().empty());
}

TEST_CASE("a brief has a calendar where it has deadlines, if only none at present") {
    auto b = with("x"s);
    std::ostringstream out;
    CHECK_THROWS_WITH_AS(write(out, b, format::ics), "this brief has no deadlines, of which a calendar could be made: it is a ready table, of claims or of published figures, or was kept without them", bad_input);
    b.as_of = date(2021, 5, 12);
    CHECK(written(b, format::ics).starts_with("BEGIN:VCALENDAR\r\n"));
}

TEST_CASE("a file's name says its format") {
    CHECK(format_of("cases.html") == format::html);
    CHECK(format_of("a.b/cases.md") == format::markdown);
    CHECK(format_of("cases.csv") == format::csv);
    CHECK(format_of("cases.json") == format::json);
    CHECK(format_of("cases.xlsx") == format::workbook);
    CHECK(format_of("cases.ics") == format::ics);
    for (auto other : {"", "cases", "xlsx", "cases.xls", "cases.xlsx.part"}) {
        CHECK(try_format_of(other) == std::nullopt);
        CHECK_THROWS_AS(format_of(other), bad_input);
    }
}

TEST_CASE("the schema of the JSON knows what columns hold, and the document names it") {
    auto const schema = nlohmann::json::parse(brief_schema());
    CHECK(schema["$defs"]["column"]["properties"]["type"]["enum"] == detail::enum_names<column_type>::names);
    auto const document = nlohmann::json::parse(written(with("x"s), format::json));
    CHECK(document["$schema"] == schema["$id"]);
    CHECK(document["format"] == schema["properties"]["format"]["const"]);
}
