// SPDX-License-Identifier: Apache-2.0
#include <comity/language.hpp>
#include <comity/law.hpp>
#include <comity/table.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <unistd.h>

using comity::bad_input;
using comity::date;
using comity::language;
using comity::message;
using comity::word;
using namespace comity::literals;

namespace {

std::string nbsp(std::string text) {  // as CLDR groups digits in Russian
    for (auto at = text.find('~'); at != text.npos; at = text.find('~', at)) text.replace(at, 1, "\u00A0");
    return text;
}

/// A file of phrases, gone with the test.
class phrases {
public:
    explicit phrases(std::string const& text) : path(std::filesystem::temp_directory_path() / ("comity-phrases-" + std::to_string(::getpid()) + ".toml")) { std::ofstream(path, std::ios::binary) << text; }
    phrases(phrases const&) = delete;
    ~phrases() { std::filesystem::remove(path); }
    language read() const { return language::read(path); }
    std::string complaint() const {
        try {
            read();
        } catch (bad_input const& e) {
            return e.what();
        }
        return "none";
    }
    std::filesystem::path path;
};

constexpr auto head = "tag = \"xx\"\nname = \"X\"\nlocale = \"ru_RU\"\nday = \"d MMMM y\"\n";

bool contains(std::string const& text, std::string const& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a message in English: plurals, days, words, States by their names on the day, text from outside as it is") {
    auto const m = [](std::int64_t n) { return to_string(message("{n, plural, =0 {no request} one {# request} other {# requests}} made by {day}", {{"n", n}, {"day", date(2021, 5, 12)}})); };
    CHECK(m(0) == "no request made by 12 May 2021");
    CHECK(m(1) == "1 request made by 12 May 2021");
    CHECK(m(12345) == "12,345 requests made by 12 May 2021");
    CHECK(to_string(message("{kind} from {state}", {{"kind", word{"mutual_legal_assistance"}}, {"state", comity::named_state{"CS"_state, date(1985, 1, 1)}}})) ==
          "mutual legal assistance from Czechoslovakia, Czechoslovak Socialist Republic");
    CHECK(to_string(message("{state}", {{"state", comity::named_state{"CS"_state, date(2020, 1, 1)}}})) == "CS");  // no State by then
    auto const hostile = std::string("{n, plural, one {<b>}} '{' # \\ %s");
    CHECK(to_string(message("about {what}", {{"what", hostile}})) == "about " + hostile);
    CHECK(to_string(message(hostile)) == hostile);  // without arguments it is no pattern
    CHECK(to_string(message::as_is(hostile)) == hostile);
}

TEST_CASE("the tag of a language is the same in either case") {
    for (auto const* tag : {"ru", "RU", "Ru"}) CHECK(language::of(tag).tag() == "ru");
    CHECK_THROWS_AS(language::of("R"), comity::bad_input);
}

TEST_CASE("sentences stand one after the other; what is empty is left out") {
    CHECK(message().empty());
    CHECK(message::sentences({}).empty());
    CHECK(to_string(message::sentences({"One.", message(), {"{n}.", {{"n", 2}}}})) == "One. 2.");
}

TEST_CASE("days of long ago and far ahead are those of the calendar that dates are in") {
    // 1500-02-28 of the proleptic Gregorian calendar; a library that changes to the Julian before 1582 says 18 February.
    CHECK(language()(date(1500, 2, 28)) == "28 February 1500");
    CHECK(language()(date(9999, 12, 31)) == "31 December 9999");
    CHECK(language("ru")(date(2021, 5, 12)) == "12 мая 2021 года");
}

TEST_CASE("several texts are listed as a language lists them") {
    using enum message::listing;
    auto const said = [](std::vector<message> all, message::listing as, char const* tag) { return language(tag)(message::listed(std::move(all), as)); };
    CHECK(message::listed({}, all).empty());
    CHECK(message::listed({message(), "one", message()}, any) == message("one"));
    CHECK(said({"one", "two"}, all, "en") == "one and two");
    CHECK(said({"one", "two", "three"}, any, "en") == "one, two or three");
    CHECK(said({"one", "two", "three"}, plain, "en") == "one, two, three");
    CHECK(said({"one", "two", "three"}, clauses, "en") == "one; two; three");
    CHECK(said({message::as_is("раз"), message::as_is("два"), message::as_is("три")}, all, "ru") == "раз, два и три");
    CHECK(said({message::as_is("раз"), message::as_is("два"), message::as_is("три")}, any, "ru") == "раз, два или три");
    CHECK(said({message::as_is("раз"), message::as_is("два"), message::as_is("три")}, plain, "ru") == "раз, два, три");
}

TEST_CASE("a day in a sentence reads as people write it, a rough one says that it is, and an instant names its clock") {
    auto const en = language(), ru = language("ru");
    CHECK(en(in_words(comity::parse_when("2021-05-22"))) == "22 May 2021");
    CHECK(ru(in_words(comity::parse_when("2021-05-22"))) == "22 мая 2021 года");
    CHECK(en(in_words(comity::parse_when("2009-08~"))) == "some day from 1 August 2009 to 31 August 2009, approximately");
    CHECK(ru(in_words(comity::parse_when("2009-08"))) == "один из дней с 1 августа 2009 года по 31 августа 2009 года");
    CHECK(en(in_words(comity::parse_when("2017-11-05T09:17:00+01:00[Europe/Brussels]"))) == "5 November 2017, 09:17 Europe/Brussels");
    CHECK(en(in_words(comity::parse_cutoff("2017-11-05T09:17:05Z"))) == "5 November 2017, 09:17:05 UTC");
    CHECK(en(in_words(comity::cutoff(date(2021, 5, 12)))) == "12 May 2021");
}

TEST_CASE("a language is named by its tag, or is a file: what has a dot or a slash in it") {
    auto const file = phrases(head);
    CHECK(language::of("ru").tag() == "ru");
    CHECK(language::of(file.path.string()).tag() == "xx");
    CHECK_THROWS_AS(language::of("xx"), bad_input);
    CHECK_THROWS_AS(language::of("./xx"), comity::not_found);
}

TEST_CASE("Russian has three forms for a number, and its own way of writing it") {
    auto const file = phrases(std::string(head) + "[phrases]\n\"{n, plural, one {# request} other {# requests}}\" = \"{n, plural, one {# запрос} few {# запроса} other {# запросов}}\"\n");
    auto const in = file.read();
    auto const m = [&](std::int64_t n) { return in(message("{n, plural, one {# request} other {# requests}}", {{"n", n}})); };
    // one: 1, 21, 101; few: 2–4, 22–24; many: the rest (Unicode CLDR, plural rules of ru).
    CHECK(m(1) == "1 запрос");
    CHECK(m(2) == "2 запроса");
    CHECK(m(5) == "5 запросов");
    CHECK(m(11) == "11 запросов");
    CHECK(m(21) == "21 запрос");
    CHECK(m(12344) == nbsp("12~344 запроса"));
    CHECK(in(std::int64_t{1234567}) == nbsp("1~234~567"));
    CHECK(in(0.25, 2) == "0,25");
    CHECK(in(comity::named_state{"RU"_state, date(2021, 5, 12)}) == "Россия");
    CHECK(in(comity::named_state{"EU"_state, date(2021, 5, 12)}) == "Европейский союз");
}

TEST_CASE("words are spelt out one by one, also with a number behind them; what has no word reads as its name") {
    auto const file = phrases(std::string(head) + "[words]\nmissed = \"пропущен\"\ntwo_readings = \"два прочтения\"\n");
    auto const in = file.read();
    CHECK(in(word{"missed, two_readings"}) == "пропущен, два прочтения");
    CHECK(in(word{"missed (4), met_late (2)"}) == "пропущен (4), met late (2)");
    CHECK(in(word{"GB, executive"}) == "GB, executive");
    CHECK(in(word{""}).empty());
}

TEST_CASE("what a language lacks stands in English, by English rules, and is told to who asks") {
    auto const file = phrases(std::string(head) + "[phrases]\n\"Note\" = \"Примечание\"\n");
    std::set<std::string> lacking;
    auto const in = file.read().telling([&](auto const& what) {
        if (auto const* w = std::get_if<word>(&what)) lacking.insert(w->name);
        else lacking.insert(std::get<message>(what).pattern());
    });
    CHECK(in("Note") == "Примечание");
    CHECK(in(message("{n, plural, one {# day} other {# days}}", {{"n", 2100}})) == "2,100 days");
    CHECK(in(message("{n}", {{"n", 2100}})) == nbsp("2~100"));
    CHECK(in(word{"met_late"}) == "met late");
    CHECK(in(message::as_is("from outside")) == "from outside");
    CHECK(lacking == std::set<std::string>{"{n, plural, one {# day} other {# days}}", "met_late"});
}

TEST_CASE("a file of phrases that cannot be right is refused, with the line") {
    CHECK(contains(phrases("tag = \"xx\"\nname = \"X\"\nday = \"d MMMM y\"\n").complaint(), "locale"));
    CHECK(contains(phrases(std::string(head) + "[phrases]\n\"a {n}\" = \"b\"\n").complaint(), "line 6: \"b\" names none; the English phrase names {n}"));
    CHECK(contains(phrases(std::string(head) + "[phrases]\n\"a {n}\" = \"{m}\"\n").complaint(), "names {m}; the English phrase names {n}"));
    CHECK(contains(phrases(std::string(head) + "[phrases]\n\"a {n}\" = \"{n\"\n").complaint(), "is no pattern"));
    CHECK(contains(phrases("tag = \"xx\"\nname = \"X\"\nlocale = \"xx_QQ\"\nday = \"d MMMM y\"\n").complaint(), "no language that ICU knows"));
    CHECK(contains(phrases("tag = \"xx\"\nname = \"X\"\nlocale = \"ru_RU\"\nday = \"QQQQ\"\n").complaint(), "leaves out a part of the day"));
    CHECK(phrases(std::string(head) + "[phrases]\n\"a\" = \"\"\n").read()("a") == "a");  // a line to be filled in
    CHECK(contains(phrases(std::string(head) + "[phrases]\n\"a\" = 1\n").complaint(), "line 6"));
    CHECK(contains(phrases(std::string(head) + "[words]\nx = \"y\"\nx = \"z\"\n").complaint(), "line 7"));
    CHECK(contains(phrases(std::string(head) + "colour = \"red\"\n").complaint(), "colour"));
    CHECK(contains(phrases("tag = \"xx\"\nname = \"X\"\nlocale = \"\"\nday = \"d MMMM y\"\n").complaint(), "no locale"));
    auto deep = std::string("a");
    for (int i = 0; i < 5000; ++i) deep = "{n, plural, other {" + deep + "}}";
    CHECK(contains(phrases(std::string(head) + "[phrases]\n\"a {n}\" = \"" + deep + "\"\n").complaint(), "line 6: braces within braces"));
    CHECK(contains(phrases("tag = \"<x>\"\nname = \"X\"\nlocale = \"ru_RU\"\nday = \"d MMMM y\"\n").complaint(), "no tag of a language"));
    auto const file = phrases(std::string(head) + "[phrases]\n\"a {n}\" = \"{n, plural, other {#}}\"\n");
    CHECK_THROWS_WITH_AS(file.read()(message("a {n}", {{"n", "text"}})), doctest::Contains("asks of what stands in it what it is not"), bad_input);
    CHECK_THROWS_AS(language("xx"), bad_input);
    CHECK_THROWS_AS(language::read("/nowhere/xx.toml"), comity::not_found);
}

TEST_CASE("every built-in language can be read and has a name of its own") {
    auto const tags = language::built_in();
    CHECK(tags == std::vector<std::string>{"en", "ru"});
    for (auto const& tag : tags) {
        CHECK(language(tag).tag() == tag);
        CHECK_FALSE(language(tag).name().empty());
    }
}

TEST_CASE("what the law says to people can be said in every built-in language") {
    for (auto const& tag : language::built_in()) {
        std::set<std::string> lacking;
        auto const in = language(tag).telling([&](auto const& what) {
            if (auto const* m = std::get_if<message>(&what)) lacking.insert(m->pattern());
            else lacking.insert(std::get<word>(what).name);
        });
        auto const law = comity::law::built_in();
        for (auto const& e : law.events()) in(message(e.title));
        for (auto const& a : law.answers()) in(message(a.text));
        for (auto const& rule : law.lifecycle()) {
            in(message(rule.why));
            if (tag != "en") CHECK(in(word{rule.name}) != rule.name);
        }
        for (auto const& i : law.instruments())
            for (auto const& limit : i.time_limits)
                if (!limit.consequence.empty()) in(message(limit.consequence));
        for (auto const& g : law.grounds()) in(word{g.name});
        // What is said beside an article is English, unless it is a word: "16(4), sentence 1"; and not "16(10), (10A)".
        for (auto const* id : {"ets-24", "ie-eaw-act-2003"})
            for (auto const& limit : law.instrument(id).time_limits) {
                auto const remark = limit.source.article().find(", ");
                if (tag != "en" && remark != std::string::npos && limit.source.article()[remark + 2] >= 'a') CHECK_FALSE(contains(in(word{to_string(limit.source)}), limit.source.article().substr(remark + 2)));
            }
        for (auto const& text : lacking) MESSAGE(tag, " lacks: ", text);
        CHECK(lacking.empty());
    }
}
