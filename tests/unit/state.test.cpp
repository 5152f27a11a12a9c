// SPDX-License-Identifier: Apache-2.0
#include <comity/state.hpp>

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

using namespace comity::literals;
using comity::date;

namespace {

std::string complaint(auto call) {
    try {
        call();
    } catch (comity::bad_input const& e) {
        return e.what();
    }
    return "(accepted)";
}

std::string complaint_about(std::string_view text) {
    return complaint([&] { comity::read_state(text); });
}

/// Each line: a code, a day, and what the code meant then; "-" for nothing.
void check_meanings(std::string_view table) {
    std::istringstream lines{std::string(table)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line.substr(0, line.find("//")));
        std::string code, day, name;
        if (!(fields >> code >> day)) continue;
        std::getline(fields >> std::ws, name);
        name.erase(name.find_last_not_of(' ') + 1);
        CAPTURE(line);
        auto const state = comity::parse_state(code);
        auto const on = comity::parse_date(day);
        if (name == "-")
            CHECK_THROWS_AS(comity::resolve(state, on), comity::bad_input);
        else
            CHECK(comity::state_name(state, on) == name);
    }
}

bool contains(std::string const& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a State code is a small value, and empty until a State is named") {
    static_assert(sizeof(comity::state_code) == 4);
    static_assert(std::is_trivially_copyable_v<comity::state_code>);
    static_assert(comity::state_code().empty());
    static_assert(!"GB"_state.empty());
    static_assert("GB"_state.text() == "GB");
    static_assert("ICC"_state.text() == "ICC");
    static_assert("FR"_state < "GB"_state);
    static_assert("UK"_state == "GB"_state);
    static_assert("EL"_state == "GR"_state);
    CHECK(to_string(comity::state_code()).empty());
    std::ostringstream out;
    out << "RU"_state << ' ' << comity::parse_jurisdiction("GB-SCT");
    CHECK(out.str() == "RU GB-SCT");
}

TEST_CASE("codes of today, withdrawn codes, parties that are no States and user-assigned codes are read as written") {
    for (auto code : {"RU", "GB", "HK", "GG", "SU", "YU", "DD", "CS", "EU", "ICC", "XK", "AA", "QM", "QZ", "XA",
                      "XM", "XZ", "ZZ"}) {
        CAPTURE(code);
        auto const read = comity::read_state(code);
        CHECK(read.code.text() == code);
        CHECK(read.remark.empty());
    }
}

TEST_CASE("UK and EL are read as GB and GR, and it is said") {
    CHECK(comity::read_state("UK").code == "GB"_state);
    CHECK(comity::read_state("UK").remark == "UK read as GB (ISO 3166-1)");
    CHECK(comity::read_state("EL").code == "GR"_state);
    CHECK(comity::read_state("EL").remark == "EL read as GR (ISO 3166-1)");
    CHECK(comity::parse_jurisdiction("UK-SCT") == comity::parse_jurisdiction("GB-SCT"));
}

TEST_CASE("what only looks like a code is refused, by code point") {
    auto const cyrillic = complaint_about("\u0421\u0410");
    CHECK(contains(cyrillic, "U+0421 CYRILLIC CAPITAL LETTER ES looks like C"));
    CHECK(contains(cyrillic, "U+0410 CYRILLIC CAPITAL LETTER A looks like A"));
    CHECK(contains(cyrillic, "write CA if Canada is meant"));

    auto const half_cyrillic = complaint_about("G\u0412");
    CHECK(contains(half_cyrillic, "U+0412 CYRILLIC CAPITAL LETTER VE looks like B"));
    CHECK(contains(half_cyrillic, "write GB if United Kingdom is meant"));

    auto const full_width = complaint_about("\uFF27\uFF22");
    CHECK(contains(full_width, "U+FF27 FULLWIDTH LATIN CAPITAL LETTER G looks like G"));
    CHECK(contains(full_width, "write GB if United Kingdom is meant"));

    CHECK(contains(complaint_about("\u0399\u03A4"), "U+0399 GREEK CAPITAL LETTER IOTA looks like I"));
    CHECK(contains(complaint_about("G\u200BB"), "U+200B ZERO WIDTH SPACE"));
    CHECK(contains(complaint_about("G\u202EB"), "\"G<U+202E>B\""));
}

TEST_CASE("other ways of writing a State are refused with what to write") {
    CHECK(contains(complaint_about("gb"), "\"gb\" is not a State code; write GB"));
    CHECK(contains(complaint_about("Gb"), "write GB"));
    CHECK(contains(complaint_about(" GB"), "write GB"));
    CHECK(contains(complaint_about("RUS"), "write RU if Russian Federation is meant"));
    CHECK(contains(complaint_about("SUN"), "write SU"));
    CHECK(contains(complaint_about("United Kingdom"), "write GB"));
    CHECK(contains(complaint_about("russian federation"), "write RU"));
    CHECK(contains(complaint_about("Islamic Republic of Afghanistan"), "write AF"));
    CHECK(contains(complaint_about(""), "a State code is missing"));
    for (auto text : {"QQQ", "QL", "AB", "G", "G1", "GBR2", "GB-SCT", "??", "GB\n", "'; drop table"}) {
        CAPTURE(text);
        CHECK(contains(complaint_about(text), " is not a State code"));
    }
    CHECK(contains(complaint_about("QL"), "user-assigned codes (AA, QM to QZ, XA to XZ, ZZ)"));
    CHECK(comity::try_parse_state("gb") == std::nullopt);
    CHECK(comity::try_parse_state("GB") == "GB"_state);
}

TEST_CASE("hostile text is refused, and the complaint stays short and printable") {
    auto const long_text = complaint_about(std::string(1'000'000, 'A'));
    CHECK(contains(long_text, "AAA…\" is not a State code"));
    CHECK(long_text.size() < 400);
    CHECK(contains(complaint_about(std::string("GB\0", 3)), "\"GB<U+0000>\""));
    CHECK(contains(complaint_about(std::string("G\0B", 3)), "U+0000"));
    CHECK(contains(complaint_about("G\xFF"), "\"G\uFFFD\""));
    CHECK(contains(complaint_about("\xD0"), "\"\uFFFD\""));
    CHECK(contains(complaint_about(std::string(99, '\x80')), "\uFFFD…\""));
    CHECK(comity::try_parse_jurisdiction(std::string(1'000'000, '-')) == std::nullopt);
    CHECK(comity::try_parse_jurisdiction("GB-" + std::string(1'000'000, 'S')) == std::nullopt);
    CHECK(comity::try_parse_jurisdiction(std::string("GB-S\0T", 6)) == std::nullopt);
    CHECK(comity::try_parse_jurisdiction("GB-\xFF") == std::nullopt);
}

TEST_CASE("a withdrawn code is read until the day ISO 3166-3 withdrew it") {
    check_meanings(R"(
        DD  1990-10-29  German Democratic Republic
        DD  1990-10-30  -                                                // the State had joined DE on 3 October
        YD  1990-08-13  Yemen, Democratic, People's Democratic Republic of
        YD  1990-08-14  -
        SU  1992-08-29  USSR, Union of Soviet Socialist Republics
        SU  1992-08-30  -
        YU  2003-07-22  Yugoslavia, Federal Republic of
        YU  2003-07-23  -
        ZR  1997-07-14  -
        AN  2010-12-14  Netherlands Antilles
        AN  2010-12-15  -
        VD  1977-12-31  Viet-Nam, Democratic Republic of                 // ISO gives the year alone
        VD  1978-01-01  -
    )");
}

TEST_CASE("a code given twice is resolved on the day") {
    check_meanings(R"(
        CS  1985-01-01  Czechoslovakia, Czechoslovak Socialist Republic
        CS  1993-06-14  Czechoslovakia, Czechoslovak Socialist Republic  // withdrawn months after the State ended
        CS  1993-06-15  -
        CS  2003-02-03  -
        CS  2003-02-04  Serbia and Montenegro                            // the State's day; ISO followed on 23 July
        CS  2006-06-05  Serbia and Montenegro
        CS  2006-09-26  -
        SK  1975-06-01  Sikkim
        SK  1980-01-01  -
        SK  1993-01-01  Slovakia
        GE  1978-01-01  Gilbert and Ellice Islands
        GE  1985-01-01  -
        GE  1992-07-31  Georgia
        AI  1977-06-27  French Afars and Issas
        AI  2020-01-01  Anguilla
        BQ  1978-01-01  British Antarctic Territory
        BQ  2020-01-01  Bonaire, Sint Eustatius and Saba
        BY  1985-01-01  Byelorussian SSR Soviet Socialist Republic
        BY  1992-01-01  Belarus                                          // two entries of ISO overlap; the later holds
        YU  1985-01-01  Yugoslavia, Socialist Federal Republic of
        YU  1999-01-01  Yugoslavia, Federal Republic of
        YE  1985-01-01  Yemen Arab Republic
        YE  1995-01-01  Yemen
    )");
}

TEST_CASE("a new State is read from its own day, not from the day of its code") {
    check_meanings(R"(
        RU  1991-12-23  -
        RU  1992-01-15  Russian Federation                               // SU is withdrawn on 30 August only
        SU  1992-01-15  USSR, Union of Soviet Socialist Republics
        LT  1990-03-11  Lithuania
        UA  1991-08-24  Ukraine
        UA  1980-01-01  Ukrainian Soviet Socialist Republic              // had a seat in the UN, and a code
        HR  1991-06-24  -
        HR  1991-10-08  Croatia
        CZ  1992-12-31  -
        CZ  1993-01-01  Czechia
        RS  2006-06-02  -
        RS  2006-06-05  Serbia
        ME  2006-06-03  Montenegro
        SS  2011-07-08  -
        SS  2011-07-09  South Sudan
        TL  2002-05-20  Timor-Leste
        EU  1990-01-01  -
        EU  2009-12-01  European Union
        ICC 2002-06-30  -
        ICC 2002-07-01  International Criminal Court
        XK  2008-02-17  Kosovo
    )");
}

TEST_CASE("a State that was only renamed, enlarged or made independent under its own code is read on any day") {
    check_meanings(R"(
        DE  1960-01-01  Germany
        DE  1990-10-03  Germany
        MM  1980-01-01  Myanmar
        BF  1980-01-01  Burkina Faso
        CD  1980-01-01  Congo, The Democratic Republic of the
        NA  1985-01-01  Namibia
        HK  1990-01-01  Hong Kong
        GB  1861-02-19  United Kingdom
        KR  1990-01-01  South Korea
    )");
}

TEST_CASE("a user-assigned code means its party on any day") {
    CHECK(comity::state_name("XM"_state, date(1960, 1, 1)) == "XM (declared by this register)");
    CHECK(comity::resolve("XM"_state, date(2020, 1, 1)).source == "ISO 3166-1, user-assigned");
}

TEST_CASE("a code that meant nothing on the day says when it did, and what to write") {
    auto const on = [](auto code, date day) { return complaint([&] { comity::resolve(code, day); }); };
    CHECK(on("SU"_state, date(1995, 1, 1)) ==
          "SU meant no State on 1995-01-01; it is read as USSR, Union of Soviet Socialist Republics, until 1992-08-30");
    CHECK(on("CS"_state, date(1998, 1, 1)) ==
          "CS meant no State on 1998-01-01; it is read as Czechoslovakia, Czechoslovak Socialist Republic, "
          "until 1993-06-15; as Serbia and Montenegro, from 2003-02-04 until 2006-09-26; "
          "write YU (Yugoslavia, Federal Republic of)");
    CHECK(contains(on("CZ"_state, date(1990, 1, 1)), "write CS (Czechoslovakia"));
    CHECK(contains(on("KZ"_state, date(1990, 1, 1)), "write SU (USSR"));
    CHECK(contains(on("ME"_state, date(2004, 1, 1)), "write CS (Serbia and Montenegro)"));
    CHECK(contains(on("ME"_state, date(1999, 1, 1)), "write YU (Yugoslavia, Federal Republic of)"));
    CHECK(contains(on("ME"_state, date(1980, 1, 1)), "write YU (Yugoslavia, Socialist Federal Republic of)"));
    CHECK(contains(on("QL"_state, date(2020, 1, 1)), "\"QL\" is not a State code"));
    CHECK(contains(on(comity::state_code(), date(2020, 1, 1)), "a State code is missing"));
}

TEST_CASE("a record says why its day is that day, and whether the source was read") {
    auto const& russia = comity::resolve("RU"_state, date(2020, 1, 1));
    CHECK(russia.from == date(1991, 12, 24));
    CHECK(russia.before == "SU"_state);
    CHECK_FALSE(russia.why.empty());
    CHECK_FALSE(russia.source.empty());
    CHECK(comity::resolve("GB"_state, date(2020, 1, 1)).source == "ISO 3166-1");
    CHECK_FALSE(comity::resolve("KZ"_state, date(2020, 1, 1)).verified);
}

TEST_CASE("a jurisdiction is a State, or a part of one that ISO 3166-2 knows") {
    comity::jurisdiction const whole = "GB"_state;
    CHECK(whole == comity::parse_jurisdiction("GB"));
    CHECK(whole.part().empty());
    CHECK(comity::jurisdiction().empty());

    for (auto text : {"GB", "GB-SCT", "GB-NIR", "GB-ENG", "GB-EAW", "US-NY", "CH-BE", "AD-02", "AR-A", "HK", "GG", "EU",
                      "XM"}) {
        CAPTURE(text);
        CHECK(to_string(comity::parse_jurisdiction(text)) == text);
    }
    auto const scotland = comity::parse_jurisdiction("GB-SCT");
    CHECK(scotland.state() == "GB"_state);
    CHECK(scotland.part() == "SCT");
    CHECK(scotland != whole);
    CHECK(whole < scotland);

    auto const about = [](auto text) { return complaint([&] { comity::parse_jurisdiction(text); }); };
    CHECK(contains(about("GB-sct"), "write GB-SCT"));
    CHECK(contains(about("GB-XYZ"), "\"GB-XYZ\" is not a part of a State in ISO 3166-2; write GB for the whole"));
    CHECK(contains(about("GB-NY"), "is not a part of a State"));
    CHECK(contains(about("GB-"), "is not a part of a State"));
    CHECK(contains(about("GB-S-T"), "is not a part of a State"));
    CHECK(contains(about("gb-SCT"), "write GB"));
    CHECK(contains(about("-SCT"), "a State code is missing"));
    CHECK(contains(about(""), "a State code is missing"));
    CHECK(contains(about("Scotland"), "is not a State code"));
}

TEST_CASE("many threads may ask first") {
    std::vector<std::thread> threads;
    std::vector<int> right(8);
    for (std::size_t i = 0; i < right.size(); ++i)
        threads.emplace_back([&right, i] {
            right[i] = comity::parse_jurisdiction("US-NY").state() == "US"_state &&
                       comity::state_name("CS"_state, date(2004, 1, 1)) == "Serbia and Montenegro";
        });
    for (auto& thread : threads) thread.join();
    CHECK(right == std::vector<int>(8, 1));
}
