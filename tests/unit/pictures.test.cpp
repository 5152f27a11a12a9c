// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <report/pictures/drawing.hpp>
#include <report/pictures/pictures.hpp>
#include <report/writers.hpp>
#include <words.hpp>

#include <comity/comity.hpp>

#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

using namespace comity;
using namespace comity::literals;
using namespace std::string_literals;
using detail::gnuplot;

namespace {

namespace fs = std::filesystem;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// What stands between two texts, wherever they do.
std::set<std::string> what_stands_between(std::string const& text, std::string const& begins, std::string const& ends) {
    std::set<std::string> all;
    for (auto at = text.find(begins); at != text.npos; at = text.find(begins, at + 1)) {
        auto const from = at + begins.size();
        all.insert(text.substr(from, text.find(ends, from) - from));
    }
    return all;
}

std::set<std::string> both(std::set<std::string> a, std::set<std::string> b) {
    a.merge(b);
    return a;
}

/// A PATH of a test's own, while it lasts; and a folder, which may hold a gnuplot of its own.
class path_of_its_own {
public:
    path_of_its_own() { ::setenv("PATH", folder.c_str(), 1); }
    ~path_of_its_own() {
        ::setenv("PATH", before_.c_str(), 1);
        fs::remove_all(folder);
    }
    void gnuplot_is(std::string const& script) const {
        std::ofstream(folder / "gnuplot") << "#!/bin/sh\n" << script;
        fs::permissions(folder / "gnuplot", fs::perms::owner_all);
    }

    fs::path folder = made();

private:
    static fs::path made() {
        static int number = 0;
        auto const path = fs::temp_directory_path() / ("p" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        fs::create_directories(path);
        return path;
    }
    std::string before_ = std::getenv("PATH");
};

std::string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool no_gnuplot() {
    gnuplot program;
    auto const missing = !program.run("").has_value();
    if (missing) MESSAGE("no gnuplot here: nothing is drawn");
    return missing;
}

std::string svg_of(picture const& p) { return p.drawing.empty() ? "" : detail::inline_svg(p, language()); }

cell n(std::int64_t number) { return number; }

table ageing_of(std::vector<std::pair<std::string, std::array<std::int64_t, 5>>> const& groups) {
    auto t = table{.name = "ageing", .title = "How long", .columns = {{"requesting", "From"}, {"requested", "To"}, {"kind", "Kind", column_type::word}}};
    for (auto const* name : {"under_3_months", "3_to_6_months", "6_to_12_months", "12_to_24_months", "24_months_and_more", "total"})
        t.columns.push_back({name, detail::words(name), column_type::integer});
    for (auto const& [to, counts] : groups) {
        auto row = std::vector<cell>{"RU"s, to, "mutual_legal_assistance"s};
        std::int64_t total = 0;
        for (auto const c : counts) row.push_back(n(c)), total += c;
        row.push_back(n(total));
        t.rows.push_back(std::move(row));
    }
    return t;
}

table due_of(std::vector<std::vector<cell>> const& rows) {
    auto t = table{.name = "due", .title = "What is due",
                   .columns = {{"reference", "Reference"}, {"provision", "Provision"}, {"earliest", "Earliest", column_type::date}, {"latest", "Latest", column_type::date}, {"status", "Status"}}};
    for (auto const& row : rows) t.rows.push_back(row);
    return t;
}

auto const today = date(2021, 5, 12);

/// One deadline, of a request that bears this reference.
picture drawn_of(std::string const& reference) {
    gnuplot program;
    auto all = detail::picture_of_deadlines(program, due_of({{reference, "ets-24 16(4)"s, date(2021, 6, 1), date(2021, 6, 3), "pending"s}}), today);
    REQUIRE(all.size() == 1);
    REQUIRE_MESSAGE(program.trouble().empty(), program.trouble());
    return all.front();
}

}  // namespace

TEST_CASE("whatever stands in a register is drawn as text, and nothing of it runs") {
    if (no_gnuplot()) return;
    auto const marker = fs::temp_directory_path() / ("ran" + std::to_string(::getpid()));
    auto const touch = "touch " + marker.string();
    std::string marks = "e";
    for (int i = 0; i < 10'000; ++i) marks += "\u0301";
    struct hostile {
        std::string text, shown;  // shown: a part of it that is there to be read
    };
    for (auto const& [text, shown] : std::vector<hostile>{
             {"`" + touch + "`", "`touch "},
             {"$(" + touch + ")", "$(touch "},
             {"\"; system('" + touch + "')", "&quot;; system(&apos;touch "},
             {"\"\n!" + touch + "\n\"", "&quot; !touch "},
             {"END\n!" + touch + "\n", "END !touch "},
             {"@x \"\"' \\ \\n \\\"", "@x &quot;&quot;&apos; \\ \\n \\&quot;"},
             {"% %s %1.2e", "% %s %1.2e"},
             {"{/Bold x}_1^2", "{/Bold x}_1^2"},
             {"&{y} ~a{b}", "&amp;{y} ~a{b}"},
             {"]]><script>alert(1)</script>", "]]&gt;&lt;script&gt;alert(1"},
             {"</text></svg><img src=x onerror=alert(1)>", "&lt;/text&gt;&lt;/svg&gt;&lt;img"},
             {"[[0]] [[1]] [[99]]", "[[0]] [[1]] [[99]]"},
             {" id=\"x\" url(#y) href='#z'", " id=&quot;x&quot; url(#y) href=&apos;#z"},
             {"&lt; &#x3c;script>", "&amp;lt; &amp;#x3c;script&gt;"},
             {"a\u202Eb\u2066c", "a\uFFFDb\uFFFDc"},
             {"a\x1b[31m\tb", "a␛[31m b"},
             {"\xff\xfe", "\uFFFD"},
             {"نسخة", "\u2068نسخة\u2069"},
             {"请求书 ½ €", "请求书 ½ €"},
             {marks, "e\u0301\u0301\u0301\u0301… · ets-24"},
             {std::string(100'000, 'x'), "xxx… · ets-24"},
             {"", "ets-24"},
         }) {
        CAPTURE(shown);
        auto const p = drawn_of(text);
        CHECK(contains(svg_of(p), shown));
        for (auto const* never : {"<script", "<img", "<image", "http://x", "href=\"", "onerror=\""}) CHECK_FALSE(contains(svg_of(p), never));
        CHECK(svg_of(p).size() < 40'000);
        // Text of ours and of others is all there is in it that is not markup of gnuplot's.
        CHECK(what_stands_between(svg_of(p), "<text>", "</text>").contains("1 June 2021 – 3 June 2021"));
    }
    CHECK_FALSE(fs::exists(marker));
    CHECK(contains(svg_of(drawn_of("نسخة")), "The next: نسخة · ets-24"));  // no sign of direction, where it is made visible
}

TEST_CASE("no text reaches gnuplot, neither from outside nor ours") {
    if (no_gnuplot()) return;
    auto const real = [] {
        for (auto const* folder : {"/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"})
            if (fs::exists(folder + "gnuplot"s)) return folder + "gnuplot"s;
        return ""s;
    }();
    if (real.empty()) return;
    path_of_its_own const path;
    path.gnuplot_is("/usr/bin/tee " + (path.folder / "seen").string() + " | " + real + " -d -\n/usr/bin/env >" + (path.folder / "env").string() + "\npwd >" + (path.folder / "where").string() + "\n");
    auto const p = drawn_of("A/1 of the register");
    CHECK(contains(svg_of(p), "A/1 of the register"));
    auto const seen = read(path.folder / "seen");
    CHECK(contains(seen, "set terminal svg"));
    for (auto const* text : {"A/1", "register", "ets-24", "Ahead", "2021"}) CHECK_FALSE(contains(seen, text));
    CHECK(read(path.folder / "where") == "/\n");
    CHECK_FALSE(contains(read(path.folder / "env"), "HOME="));
}

TEST_CASE("pictures share a page: their ids differ, and each refers to its own") {
    if (no_gnuplot()) return;
    gnuplot program;
    auto const one = svg_of(drawn_of("A/1"));
    auto const other = svg_of(detail::picture_of_ageing(program, ageing_of({{"GB", {1, 2, 3, 4, 5}}})).front());
    std::set<std::string> seen;
    for (auto const& svg : {one, other}) {
        auto const ids = both(what_stands_between(svg, " id=\"", "\""), what_stands_between(svg, " id='", "'"));
        CHECK(ids.size() > 5);
        for (auto const& id : ids) {
            CHECK(id.starts_with("picture-"));
            CHECK_MESSAGE(seen.insert(id).second, id);
        }
        auto refers = both(what_stands_between(svg, "url(#", ")"), what_stands_between(svg, "href='#", "'"));
        for (auto const& ref : refers) CHECK_MESSAGE(ids.contains(ref), ref);
        CHECK(svg.starts_with("<svg "));
        CHECK(contains(svg, " role=\"img\" aria-labelledby=\""));
        CHECK(contains(svg, " viewBox=\"0 0 640 "));
        CHECK(what_stands_between(svg, "<title", ">").size() == 1);
        CHECK_FALSE(contains(svg, "gnuplot_plot_1</title>"));
    }
    CHECK(contains(one, "<title id=\"picture-deadlines-title\">What is due</title>"));
    CHECK(contains(one, "aria-labelledby=\"picture-deadlines-title picture-deadlines-desc\""));
}

TEST_CASE("the same table gives the same bytes") {
    if (no_gnuplot()) return;
    CHECK(svg_of(drawn_of("A/1")) == svg_of(drawn_of("A/1")));
}

TEST_CASE("a description says what the table says") {
    gnuplot program;
    SUBCASE("ageing: every band, the longest bars, and how many are not drawn") {
        std::vector<std::pair<std::string, std::array<std::int64_t, 5>>> groups;
        for (int i = 0; i < 15; ++i) groups.push_back({"X" + std::to_string(i), {1, 0, 0, 0, i}});
        auto const p = detail::picture_of_ageing(program, ageing_of(groups)).front();
        CHECK(to_string(p.description) == "120 requests are unanswered. By how long they have waited: under 3 months: 15; 3 to 6 months: 0; 6 to 12 months: 0; 12 to 24 months: 0; 24 months and more: 105. The longest bars: "
                               "RU → X14, mutual legal assistance: 15; RU → X13, mutual legal assistance: 14; RU → X12, mutual legal assistance: 13. Drawn are the 12 groups with the most; 3 more are in the table.");
        if (p.drawing.empty()) return;
        CHECK(contains(svg_of(p), ">RU → X14, mutual legal assistance<"));
        CHECK_FALSE(contains(svg_of(p), ">RU → X2, mutual legal assistance<"));
        CHECK(contains(svg_of(p), "105. The longest bars"));
    }
    SUBCASE("deadlines: those overdue are told apart from those ahead, and those without a day are counted") {
        auto const p = detail::picture_of_deadlines(program, due_of({{"A/1"s, "ets-24 16(4)"s, date(2011, 2, 19), date(2011, 2, 19), "missed"s},
                                                                      {"A/2"s, "ets-24 18(4)"s, date(2021, 5, 11), date(2021, 5, 13), "disputed"s},
                                                                      {"A/3"s, "ets-24 18(5)"s, date(2021, 5, 12), date(2021, 5, 12), "missed; approximate"s},
                                                                      {"A/4"s, "ets-24 13"s, cell(), cell(), "pending"s}}), today).front();
        CHECK(contains(to_string(p.description), "As of 12 May 2021 2 deadlines are overdue, and 1 is ahead. The next: A/2 · ets-24 18(4), 11 May 2021 – 13 May 2021. The longest overdue: A/1 · ets-24 16(4), 19 February 2011."));
        CHECK(contains(to_string(p.description), " 1 has no day."));
    }
    SUBCASE("many deadlines: the latest overdue and the next ahead are drawn, the others counted") {
        std::vector<std::vector<cell>> rows;
        for (int i = 1; i <= 28; ++i) rows.push_back({"O/" + std::to_string(i), "x 1"s, date(2021, 4, i), date(2021, 4, i), "missed"s});
        for (int i = 1; i <= 28; ++i) rows.push_back({"N/" + std::to_string(i), "x 1"s, date(2021, 6, i), date(2021, 6, i), "pending"s});
        auto const p = detail::picture_of_deadlines(program, due_of(rows), today).front();
        CHECK(contains(to_string(p.description), "Of those overdue the latest 8 are drawn, 20 are not. Of those ahead the first 15 are drawn, 13 are not."));
        if (p.drawing.empty()) return;
        CHECK(contains(svg_of(p), "O/21 ·"));
        CHECK_FALSE(contains(svg_of(p), ">O/20 ·"));
        CHECK_FALSE(contains(svg_of(p), ">N/16 ·"));
    }
    SUBCASE("the ends of time") {
        for (auto const day : {date(9999, 12, 31), date(1400, 1, 1)})
            CHECK(detail::picture_of_deadlines(program, due_of({{"A/1"s, "x 1"s, day, day, "missed"s}, {"A/2"s, "x 1"s, day, day, "pending"s}}), day).size() == 1);
        CHECK(detail::picture_of_deadlines(program, due_of({{"A/1"s, "x 1"s, date(1400, 1, 1), date(1400, 1, 1), "missed"s}, {"A/2"s, "x 1"s, date(9999, 12, 31), date(9999, 12, 31), "pending"s}}), today).size() == 1);
        CHECK(program.trouble().find("failed") == std::string::npos);
    }
    SUBCASE("nothing to draw is no picture") {
        CHECK(detail::picture_of_ageing(program, ageing_of({})).empty());
        CHECK(detail::picture_of_ageing(program, ageing_of({{"GB", {0, 0, 0, 0, 0}}})).empty());
        CHECK(detail::picture_of_deadlines(program, due_of({{"A/4"s, "ets-24 13"s, cell(), cell(), "pending"s}}), today).empty());
    }
}

namespace {

/// Five requests: three refused, after 30, 90 and 120 days, two that wait.
registry small_register() {
    auto r = registry::open(":memory:");
    static constexpr std::array answered{30, 90, 120};
    for (std::size_t i = 0; i < 5; ++i) {
        auto one = story::an_extradition();
        one.reference = "A/" + std::to_string(i + 1);
        one.made_on = date(2020, 3, 2);
        auto const id = r.file(one);
        if (i < answered.size()) r.record(id, {.kind = event_kind::refused, .on = date(2020, 3, 2) + days(answered[i])});
    }
    return r;
}

brief_options about_both() { return {.state = "RU"_state, .other = "GB"_state, .as_of = today}; }

std::string page_of(brief const& b, format f = format::html) {
    std::ostringstream out;
    write(out, b, f);
    return out.str();
}

section const* find(brief const& b, std::string_view name) {
    auto const found = std::ranges::find(b.sections, name, &section::name);
    return found == b.sections.end() ? nullptr : &*found;
}

picture const& picture_in(brief const& b, std::string_view name) {
    auto const* s = find(b, name);
    REQUIRE(s);
    REQUIRE(s->pictures.size() == 1);
    return s->pictures.front();
}

}  // namespace

TEST_CASE("a brief has its pictures beside their tables, with the same numbers") {
    auto const r = small_register();
    auto const b = make_brief(r, about_both());
    CHECK(contains(to_string(picture_in(b, "times").description), "RU → GB, extradition: 5 requests, 2 still waiting; half were answered within 120 days (95 % limits 90 to …)."));
    CHECK(contains(to_string(picture_in(b, "ageing").description), "2 requests are unanswered."));
    CHECK(contains(to_string(picture_in(b, "reciprocity").description), "RU asks GB. Asked: 5; Answered: 3; Unanswered: 2; Granted: 0; Refused: 3; half answered within 120 days."));
    CHECK(contains(to_string(picture_in(b, "reciprocity").description), "GB asks RU. Asked: 0; Answered: 0; Unanswered: 0; Granted: 0; Refused: 0; nothing asked."));
    CHECK(contains(to_string(picture_in(b, "flow").description), "On 1 January 2017 0 requests were open. Until 12 May 2021 5 came in, 3 went out (0 granted, 3 refused, 0 otherwise), and 2 were open at the end. "
                                                      "Most came in from 1 March 2020 to 31 March 2020: 5."));
    CHECK_FALSE(find(b, "items"));

    auto const json = page_of(b, format::json);
    CHECK(contains(json, "\"name\": \"flow\",\n          \"title\": \"Stock and flow\",\n          \"description\": \"On 1 January 2017"));
    CHECK_FALSE(contains(json, "<g "));
    for (auto const f : {format::markdown, format::csv}) CHECK_FALSE(contains(page_of(b, f), "<svg"));
    if (no_gnuplot()) return;
    auto const page = page_of(b);
    CHECK(what_stands_between(page, "<svg ", "\n").size() == 4);
    CHECK(contains(page, "<figcaption><bdi>Stock and flow</bdi></figcaption>"));
    std::ostringstream russian;
    write(russian, b, format::html, language("ru"));
    CHECK(what_stands_between(russian.str(), "<svg ", "\n").size() == 4);
    CHECK_FALSE(contains(russian.str(), "textLength="));  // there is room for the labels of every built-in language
    CHECK_FALSE(contains(page, "<script"));
    CHECK_FALSE(contains(page, "Pictures are left out"));
    auto const again = page == page_of(make_brief(r, about_both()));
    CHECK(again);
}

TEST_CASE("a period of centuries: the picture has its last years, the table all") {
    auto o = about_both();
    o.period = date_range{.from = date(1400, 1, 1), .until = today};
    auto const b = make_brief(small_register(), o);
    CHECK(contains(to_string(picture_in(b, "flow").description), "On 1 January 1770 0 requests were open. Until 12 May 2021 5 came in,"));
    CHECK(find(b, "flow")->tables.front().rows.size() == 622);
}

TEST_CASE("without gnuplot the brief comes, with its tables and one note") {
    auto const pictureless = [](std::string const& why) {
        auto const b = make_brief(small_register(), about_both());
        auto const page = page_of(b);
        CHECK_FALSE(contains(page, "<svg"));
        CHECK_FALSE(contains(page, "<figure>"));
        CHECK(what_stands_between(page, "<bdi>Pictures are left out: ", "</bdi>") == std::set{why});
        CHECK(contains(page, "How long the unanswered have waited"));
        CHECK(find(b, "ageing")->tables.size() == 1);
    };
    path_of_its_own const path;
    SUBCASE("an empty PATH") {
        ::setenv("PATH", "", 1);
        pictureless("gnuplot is not on PATH.");
    }
    SUBCASE("no PATH at all") {
        ::unsetenv("PATH");
        pictureless("gnuplot is not on PATH.");
    }
    SUBCASE("a folder without it; what lies in the folder the brief is made in is not run") {
        path.gnuplot_is("echo ran >" + (path.folder / "ran").string());
        auto const here = fs::current_path();
        fs::current_path(path.folder);
        ::setenv("PATH", ":.:/nowhere", 1);
        pictureless("gnuplot is not on PATH.");
        fs::current_path(here);
        CHECK_FALSE(fs::exists(path.folder / "ran"));
    }
    SUBCASE("one that fails") {
        path.gnuplot_is("exit 3");
        pictureless("gnuplot failed.");
    }
    SUBCASE("one that prints something else") {
        path.gnuplot_is("echo '<html></html>'");
        pictureless("this gnuplot draws otherwise than is expected.");
    }
    SUBCASE("one that would run or load something") {
        for (auto const* bad : {"<script>alert(1)</script>", "<a href=\"https://x\">x</a>", "<use href='x.svg#y'/>", "<image/>", "<g onload='x'/>", "<g style='fill:url(//x)'/>", "<!ENTITY x>"}) {
            CAPTURE(bad);
            path.gnuplot_is("/bin/cat <<'END'\n<svg><g id=\"gnuplot_canvas\">"s + bad + "</g></svg>\nEND\n");
            pictureless("this gnuplot draws otherwise than is expected.");
        }
    }
    SUBCASE("one that fails at one picture draws the others") {
        path.gnuplot_is("if [ -e '" + (path.folder / "once").string() + "' ]; then echo '<svg><g id=\"gnuplot_canvas\"></g></svg>'; else : >'" + (path.folder / "once").string() + "'; exit 3; fi");
        auto const b = make_brief(small_register(), about_both());
        CHECK(contains(page_of(b), "Some pictures are left out: gnuplot failed."));
        std::size_t drawn = 0, all = 0;
        for (auto const& s : b.sections)
            for (auto const& p : s.pictures) ++all, drawn += !p.drawing.empty();
        CHECK(all > 1);
        CHECK(drawn == all - 1);
    }
    SUBCASE("no pictures were asked for: there is nothing to say") {
        ::setenv("PATH", "", 1);
        auto o = about_both();
        o.pictures = false;
        auto const b = make_brief(small_register(), o);
        for (auto const& s : b.sections) CHECK(s.pictures.empty());
        CHECK_FALSE(contains(page_of(b), "Pictures are left out"));
    }
}

TEST_CASE("a gnuplot that hangs, or never stops printing, is ended") {
    path_of_its_own const path;
    auto const ends = [](std::chrono::milliseconds limit) {
        gnuplot program(limit);
        auto const begun = std::chrono::steady_clock::now();
        CHECK_FALSE(program.run("x").has_value());
        CHECK(program.trouble() == "gnuplot took too long, or printed too much");
        CHECK_FALSE(program.run("x").has_value());  // it is not asked again
        CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(10));
    };
    SUBCASE("while it should print") {
        path.gnuplot_is("exec /bin/sleep 60");
        ends(std::chrono::milliseconds(200));
    }
    SUBCASE("after it has closed its output") {
        path.gnuplot_is("exec >&-; exec /bin/sleep 60");
        gnuplot program(std::chrono::milliseconds(200));
        CHECK_FALSE(program.run("x").has_value());
        CHECK(program.trouble() == "gnuplot failed");
    }
    SUBCASE("a flood") {
        path.gnuplot_is("exec /usr/bin/yes");
        ends(std::chrono::seconds(20));
    }
}

TEST_CASE("a label is no wider than its place, and keeps few marks on a letter") {
    CHECK(detail::label_of("short") == "short");
    CHECK(detail::label_of(std::string(1000, 'm'), 100) == std::string(7, 'm') + "…");
    CHECK(detail::label_of("ab\ncd\x01") == "ab cd␁");
    CHECK(detail::width_of(detail::label_of(std::string(1000, 'w'), 100)) <= 100 + 14);
    CHECK(detail::round_values(50, 6) == std::vector<double>{0, 10, 20, 30, 40, 50});
    CHECK(detail::round_values(7, 3) == std::vector<double>{0, 5, 10});
    CHECK(detail::round_values(0, 3) == std::vector<double>{0, 1});
}
