// SPDX-License-Identifier: Apache-2.0
#include <comity/comity.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

// Whatever stands where a file of ours should stand: one clear error, in no time, and nothing else.

using namespace comity;

namespace {

struct folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("comity-hostile-" + std::to_string(::getpid()) + "-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));

    folder() { std::filesystem::create_directories(path); }
    ~folder() { std::filesystem::remove_all(path); }
    std::filesystem::path write(std::string const& name, std::string const& text) const {
        std::filesystem::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << text;
        return path / name;
    }
};

/// What a call says against what it was given; "nothing" if it takes it.
std::string complaint(std::function<void()> const& call) {
    try {
        call();
    } catch (error const& e) {
        return e.what();
    }
    return "nothing";
}

using path_reader = std::function<void(std::filesystem::path const&)>;

/// Every reader of a file, by the ending that it asks for.
std::vector<std::pair<std::string, path_reader>> readers(folder const& with) {
    auto const mapping = with.write("mapping.toml", "register = \"r\"\nrows = \"requests\"\nkey = [\"a\"]\n[request]\nrequesting = { column = \"a\" }\nrequested = { always = \"GB\" }\n"
                                                    "kind = { always = \"extradition\" }\nmade_on = { column = \"b\" }\n");
    auto const rows = with.write("rows.csv", "a,b\nRU,2020-03-02\n");
    auto const load = [](std::filesystem::path const& csv, std::filesystem::path const& toml) {
        auto r = registry::open(":memory:");
        import_csv(r, csv, toml);
    };
    return {{"claims.toml", [](auto const& p) { read_claims(p); }},
            {"profile.toml", [](auto const& p) { read_profile(p.string()); }},
            {"language.toml", [](auto const& p) { language::read(p); }},
            {"days.ics", [](auto const& p) { calendar::read(p); }},
            {"days.csv", [](auto const& p) { calendar::read(p); }},
            {"what.toml", [rows](auto const& p) { check_published(rows, p); }},
            {"other.toml", [rows, load](auto const& p) { load(rows, p); }},
            {"other.csv", [mapping, load](auto const& p) { load(p, mapping); }},
            {"law/events.toml", [](auto const& p) { law::load(p.parent_path()); }},
            {"law/calendars/X.toml", [](auto const& p) { law::load(p.parent_path().parent_path()); }}};
}

}  // namespace

TEST_CASE("what is no file is none: a folder, a pipe that nobody writes to, zeros without end, a link to itself") {
    folder f;
    for (auto const& one : readers(f)) {
        auto const& name = one.first;
        CAPTURE(name);
        auto const path = f.path / name;
        std::filesystem::create_directories(path.parent_path());
        auto const refused = [&](char const* what) {
            CAPTURE(std::string(what));
            CHECK(complaint([&] { one.second(path); }) != "nothing");
            std::filesystem::remove_all(path);
        };
        refused("nothing there");
        std::filesystem::create_directory(path), refused("a folder");
        REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
        refused("a pipe");
        std::filesystem::create_symlink("/dev/zero", path), refused("zeros");
        std::filesystem::create_symlink(path.filename(), path), refused("a link to itself");
        std::filesystem::create_symlink("nowhere", path), refused("a link to nothing");
        for (auto const& [what, bytes] : {std::pair("a NUL", std::string("a\0", 2)), std::pair("UTF-16", std::string("\xFF\xFE" "a")), std::pair("an overlong slash", std::string("\xC0\xAF"))}) {
            f.write(name, bytes);
            refused(what);
        }
    }
}

TEST_CASE("TOML as deep as its brackets and dots can make it is refused, not followed until the stack ends") {
    folder f;
    std::string dots = "b";
    for (int i = 0; i < 999; ++i) dots += ".b";
    std::string mixed = "a = ", brackets = "a = " + std::string(100'000, '['), closed;
    for (int i = 0; i < 120; ++i) mixed += "[\n{ " + dots + " = ", closed += " }\n]";  // 120,000 tables within each other
    for (auto const& text : {mixed + "1" + closed, brackets, "a = 1\n[" + dots + "]\n", dots + " = 1\n"}) {
        auto const path = f.write("claims.toml", text);
        CHECK_THROWS_AS(read_claims(path), bad_input);
        CHECK_THROWS_AS(read_profile(path.string()), bad_input);
    }
}

TEST_CASE("what a text may hide from who reads it on a terminal is not in a file that people write") {
    folder f;
    CHECK(complaint([&] { read_claims(f.write("claims.toml", "[[claims]]\nname = \"\\u001b[2J\"\n")); }) == "claims.toml, line 2: a text holds U+001B, a control character; write visible characters, line feeds and tabs");
    CHECK(complaint([&] { read_profile(f.write("p.toml", "sections = [\"\\u0007\"]\n").string()); }) == "p.toml, line 1: a text holds U+0007, a control character; write visible characters, line feeds and tabs");
    // Texts of the law are shown as they are, also by tools that know nothing of comity; what a mapping compares with cells may be as strange as they are.
    f.write("law/calendars/RT.toml", "id = \"RT\"\ntitle = \"R\"\ndays_off = [{ on = 2020-01-01, name = \"a\\u202Eb\" }]\n");
    CHECK(complaint([&] { law::load(f.path / "law"); }).ends_with("RT.toml, line 3: a text \"a<U+202E>b\" holds U+202E, a mark of direction or another that cannot be seen; write visible characters, line feeds and tabs"));
    f.write("law/calendars/RT.toml", "id = \"RT\"\ntitle = \"تعطیلات\u200Cها\"\ndays_off = [{ on = 2020-01-01, name = \"a\" }]\n");
    CHECK(complaint([&] { law::load(f.path / "law"); }) == "nothing");
}

TEST_CASE("a message is one line that a terminal can show, whatever a file is called") {
    CHECK(bad_input("a \x1b[2J b\n\xFF").what() == std::string("a ␛[2J b �"));
    auto e = not_found("it is not there");
    e.in("x\x1b]0;title\x07\u202E.csv");
    CHECK(e.what() == std::string("x␛]0;title␇�.csv: it is not there"));
    CHECK(complaint([] { read_claims("/nowhere/\x1b[31m\r.toml"); }) == "/nowhere/␛[31m .toml is not there");
    CHECK(complaint([] { calendar::read(std::string(200'000, 'x') + ".ics"); }).size() < 9000);
    auto long_place = not_found("it is not there");
    long_place.in(std::string(200'000, 'x'));
    CHECK(std::string(long_place.what()).size() < 9000);
}

TEST_CASE("a law folder with links that lead back into it is gone through once, not without end") {
    folder f;
    std::filesystem::create_directories(f.path / "law");
    for (auto const* name : {"a", "b", "c"}) std::filesystem::create_directory_symlink(".", f.path / "law" / name);
    CHECK(complaint([&] { law::load(f.path / "law"); }).find("holds no law file") != std::string::npos);
}

TEST_CASE("kinds of events: a case of a case of a case has an end, and there are not more than can be held against each other") {
    folder f;
    std::string chain = "events = [\n{ name = \"e0\", title = \"e\", by = \"requested\" },\n", many = "events = [\n";
    for (int i = 1; i < 20'000; ++i) chain += "{ name = \"e" + std::to_string(i) + "\", title = \"e\", is = \"e" + std::to_string(i - 1) + "\" },\n";
    for (int i = 0; i < 40'000; ++i) many += "{ name = \"e" + std::to_string(i) + "\", title = \"e\", by = \"requested\" },\n";
    f.write("law/events.toml", chain + "]\n");
    CHECK(complaint([&] { law::load(f.path / "law"); }).find("more than") != std::string::npos);
    f.write("law/events.toml", many + "]\n");
    CHECK(complaint([&] { law::load(f.path / "law"); }).find("more than 5000 kinds of events") != std::string::npos);
}
