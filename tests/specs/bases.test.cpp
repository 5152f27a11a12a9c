// SPDX-License-Identifier: Apache-2.0
// What binds two States on a day, against the texts and the depositaries' lists.
#include <comity/law.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace comity;
using namespace comity::literals;
using enum request_kind;

namespace {

legal_bases on(state_code a, state_code b, date day, request_kind kind = extradition) { return law::built_in().bases(a, b, day, kind); }

/// The ids with that bearing, in order.
std::string with(legal_bases const& bases, bearing wanted) {
    std::string ids;
    for (auto const& basis : bases.found)
        if (basis.bearing == wanted) (ids += ids.empty() ? "" : " ") += basis.instrument;
    return ids;
}

legal_basis const& basis(legal_bases const& bases, std::string_view id) {
    auto const found = std::ranges::find(bases.found, id, &legal_basis::instrument);
    REQUIRE(found != bases.found.end());
    return *found;
}

/// Why an instrument is missing; empty if it is not listed so.
std::string why_not(legal_bases const& bases, std::string_view id) {
    auto const found = std::ranges::find(bases.missing, id, &missing_basis::instrument);
    return found == bases.missing.end() ? "" : found->why;
}

bool says(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("RU and GB: extradition is under ETS 24, in force for Russia since 9 March 2000") {
    auto const bases = on("RU"_state, "GB"_state, date(2020, 3, 2));
    CHECK(with(bases, bearing::binds) == "ets-24");
    CHECK(basis(bases, "ets-24").since == date(2000, 3, 9));
    CHECK(basis(bases, "ets-24").verified);
    CHECK(says(with(bases, bearing::subsidiary), "untoc-2000"));
    CHECK(says(with(bases, bearing::domestic), "gb-extradition-act-2003"));
    CHECK(std::ranges::any_of(bases.missing, [](auto const& m) { return says(m.why, "no bilateral extradition treaty"); }));
    CHECK_FALSE(says(with(on("RU"_state, "GB"_state, date(2000, 3, 8)), bearing::binds), "ets-24"));
    CHECK(why_not(on("RU"_state, "GB"_state, date(2000, 3, 8)), "ets-24") == "RU is bound only from 2000-03-09");
    // The order in which the two are named changes nothing.
    CHECK(with(on("GB"_state, "RU"_state, date(2020, 3, 2)), bearing::binds) == "ets-24");
}

TEST_CASE("GB and DE: the European arrest warrant until the end of 2020, the Trade and Cooperation Agreement after") {
    auto const before = on("GB"_state, "DE"_state, date(2020, 12, 31));
    CHECK(with(before, bearing::binds) == "eaw-2002");
    CHECK(basis(before, "eaw-2002").displaces == std::vector<std::string>{"ets-24"});
    CHECK(with(before, bearing::displaced) == "ets-24");
    CHECK(basis(before, "ets-24").displaced_by == std::vector<std::string>{"eaw-2002"});
    CHECK(why_not(before, "eu-uk-tca-2020") == "GB is bound only from 2021-01-01; DE is bound only from 2021-01-01");

    auto const after = on("GB"_state, "DE"_state, date(2021, 1, 1));
    CHECK(with(after, bearing::binds) == "eu-uk-tca-2020");
    CHECK(basis(after, "eu-uk-tca-2020").since == date(2021, 1, 1));
    CHECK(basis(after, "ets-24").displaced_by == std::vector<std::string>{"eu-uk-tca-2020"});
    CHECK(why_not(after, "eaw-2002") == "GB was bound until 2020-12-31");
    CHECK(std::ranges::any_of(basis(after, "eu-uk-tca-2020").declarations, [](auto const& d) { return says(d, "DE on 603(2)"); }));
    // The same for a request that is called a surrender.
    CHECK(with(on("GB"_state, "DE"_state, date(2019, 5, 2), surrender), bearing::binds) == "eaw-2002");
    CHECK(with(on("GB"_state, "DE"_state, date(2021, 5, 2), surrender), bearing::binds) == "eu-uk-tca-2020");
    // Before Germany and the United Kingdom operated the warrant with one another: the Convention.
    CHECK(with(on("GB"_state, "DE"_state, date(2005, 2, 28)), bearing::binds) == "ets-24");
    CHECK(with(on("GB"_state, "DE"_state, date(2005, 3, 1)), bearing::binds) == "eaw-2002");
}

TEST_CASE("an agreement of the Union with a third State binds no two Member States with one another") {
    auto const bases = on("DK"_state, "DE"_state, date(2020, 3, 2), mutual_legal_assistance);
    CHECK(with(bases, bearing::binds) == "ets-30");
    CHECK(why_not(bases, "eu-us-mla-2003") == "it binds US with each of the others, and not the others with one another");
    CHECK(says(with(on("US"_state, "DE"_state, date(2020, 3, 2), mutual_legal_assistance), bearing::binds), "eu-us-mla-2003"));
    CHECK(says(why_not(on("DK"_state, "DE"_state, date(2022, 3, 2)), "eu-uk-tca-2020"), "it binds GB with each of the others"));
    CHECK(with(on("DK"_state, "DE"_state, date(2022, 3, 2)), bearing::binds) == "eaw-2002");
}

TEST_CASE("Denmark and Ireland are not bound by the Investigation Order; between the others it takes the place of ETS 30") {
    CHECK(says(why_not(on("DK"_state, "DE"_state, date(2020, 3, 2), mutual_legal_assistance), "eio-2014"), "not bound by the Directive"));
    CHECK(says(why_not(on("IE"_state, "FR"_state, date(2020, 3, 2), mutual_legal_assistance), "eio-2014"), "not bound by the Directive"));
    auto const bases = on("FR"_state, "DE"_state, date(2020, 3, 2), mutual_legal_assistance);
    CHECK(says(with(bases, bearing::binds), "eio-2014"));
    CHECK(basis(bases, "ets-30").displaced_by == std::vector<std::string>{"eio-2014"});
    CHECK(with(on("FR"_state, "DE"_state, date(2016, 3, 2), mutual_legal_assistance), bearing::binds).find("eio-2014") == std::string::npos);
}

TEST_CASE("the Trade and Cooperation Agreement adds to ETS 30, and does not displace it") {
    auto const bases = on("GB"_state, "FR"_state, date(2022, 1, 10), mutual_legal_assistance);
    CHECK(with(bases, bearing::binds) == "ets-30");
    CHECK(with(bases, bearing::supplements) == "eu-uk-tca-2020");
}

TEST_CASE("a State that did not exist that day has no treaties") {
    auto const bases = on("ME"_state, "GB"_state, date(2005, 6, 1));
    CHECK(bases.found.empty());
    REQUIRE(bases.missing.size() == 1);
    CHECK(says(bases.missing.front().why, "ME meant no State on 2005-06-01"));
    // By succession Montenegro is bound from its own first day.
    CHECK(with(on("ME"_state, "GB"_state, date(2006, 6, 6)), bearing::binds) == "ets-24");
    CHECK(says(on("SU"_state, "GB"_state, date(1995, 1, 1)).missing.front().why, "SU"));
}

TEST_CASE("Hong Kong is asked for itself, not as a part of China") {
    CHECK(with(on("GB"_state, "HK"_state, date(2019, 5, 2)), bearing::binds) == "gb-hk-extradition-1997");
    auto const suspended = on("GB"_state, "HK"_state, date(2021, 5, 2));
    CHECK_FALSE(says(with(suspended, bearing::binds), "gb-hk"));
    CHECK(says(why_not(suspended, "gb-hk-extradition-1997"), "it does not apply from 2020-07-20"));
    // UNTOC was extended to Hong Kong on 27 September 2006; China itself is bound from 23 October 2003.
    CHECK(says(why_not(on("GB"_state, "HK"_state, date(2006, 9, 26)), "untoc-2000"), "it was extended to HK only on 2006-09-27"));
    CHECK(basis(on("GB"_state, "HK"_state, date(2006, 9, 27)), "untoc-2000").since == date(2006, 9, 27));
    CHECK_FALSE(says(with(on("GB"_state, "CN"_state, date(2019, 5, 2)), bearing::binds), "gb-hk"));
    CHECK(std::ranges::any_of(on("GB"_state, "CN"_state, date(2019, 5, 2)).missing, [](auto const& m) { return says(m.why, "no UK-China") || says(m.why, "extradition treaty"); }));
}

TEST_CASE("territories have dates of their own") {
    // The Falkland Islands: UNTOC extended on 11 January 2007. Greenland and the Faroe Islands are left out of Denmark's participation.
    CHECK(says(with(on("FR"_state, "FK"_state, date(2010, 1, 1), mutual_legal_assistance), bearing::binds), "untoc-2000"));
    CHECK(says(why_not(on("FR"_state, "GL"_state, date(2010, 1, 1), mutual_legal_assistance), "untoc-2000"), "it does not apply to GL"));
}

TEST_CASE("where no other treaty binds two States, the conventions of the United Nations serve themselves") {
    // US and RU: no extradition treaty (art. 16(4) leaves the basis open), a treaty of 1999 on assistance.
    auto const bases = on("US"_state, "RU"_state, date(2020, 1, 1));
    CHECK(says(with(bases, bearing::binds), "untoc-2000"));
    CHECK(basis(bases, "untoc-2000").at == "16(3)-(7)");
    CHECK(with(bases, bearing::subsidiary).empty());
    auto const assistance = on("US"_state, "RU"_state, date(2020, 1, 1), mutual_legal_assistance);
    CHECK(with(assistance, bearing::binds) == "ru-us-mla-1999");
    CHECK(says(with(assistance, bearing::subsidiary), "untoc-2000"));
}

TEST_CASE("Chisinau takes the place of Minsk between its own Parties") {
    auto const bases = on("RU"_state, "BY"_state, date(2023, 6, 28));
    CHECK(with(bases, bearing::binds) == "cis-chisinau-2002");
    CHECK(basis(bases, "cis-minsk-1993").displaced_by == std::vector<std::string>{"cis-chisinau-2002"});
    CHECK(with(on("RU"_state, "BY"_state, date(2023, 6, 27)), bearing::binds) == "cis-minsk-1993");
    CHECK(says(why_not(on("UA"_state, "RU"_state, date(2023, 1, 10)), "cis-minsk-1993"), "it does not apply from 2022-12-27"));
}

TEST_CASE("signature alone binds nobody") {
    CHECK(says(why_not(on("RU"_state, "GB"_state, date(2026, 3, 2), mutual_legal_assistance), "un-cybercrime-2024"), "RU signed on 2025-10-25 and is not bound"));
    auto const& hanoi = law::built_in().instrument("un-cybercrime-2024");
    CHECK_FALSE(hanoi.in_force);
    // Negotiated by a committee set up in 2019 that first met in May 2021; adopted in December 2024; open for signature since October 2025.
    std::vector<std::string> months;
    for (auto const& step : hanoi.status) months.push_back(to_string(step.on.earliest()).substr(0, 7));
    for (auto const* month : {"2019-12", "2021-05", "2024-12", "2025-10"}) CHECK(std::ranges::find(months, month) != months.end());
}

TEST_CASE("a State and its part, or two parts of it, are bound by no treaty with one another") {
    for (auto const& [a, b] : {std::pair("GB"_state, "GG"_state), std::pair("GG"_state, "JE"_state), std::pair("HK"_state, "CN"_state), std::pair("HK"_state, "MO"_state)}) {
        auto const bases = on(a, b, date(2020, 1, 1), mutual_legal_assistance);
        CHECK(with(bases, bearing::binds).empty());
        REQUIRE_FALSE(bases.missing.empty());
        CHECK(says(bases.missing.front().why, "no treaty binds a State with itself"));
    }
}

TEST_CASE("Serbia and Montenegro was bound by what Serbia continues") {
    CHECK(with(on("CS"_state, "FR"_state, date(2004, 1, 1)), bearing::binds) == "ets-24");
    CHECK(with(on("CS"_state, "FR"_state, date(2002, 12, 28)), bearing::binds).empty());
}

TEST_CASE("a law is no basis before it is in force") {
    CHECK_FALSE(says(with(on("RU"_state, "GB"_state, date(2003, 12, 31)), bearing::domestic), "gb-extradition-act-2003"));
    CHECK(says(why_not(on("RU"_state, "GB"_state, date(2003, 12, 31)), "gb-extradition-act-2003"), "in force only from 2004-01-01"));
    CHECK(says(with(on("RU"_state, "GB"_state, date(2004, 1, 1)), bearing::domestic), "gb-extradition-act-2003"));
    CHECK_FALSE(basis(on("RU"_state, "GB"_state, date(2004, 1, 1)), "ru-cpc").verified);  // since when it is in force is not recorded
    auto const law = law::built_in();
    CHECK(law.time_limits("gb-extradition-act-2003", date(2003, 12, 31)).empty());
    CHECK_FALSE(law.time_limits("gb-extradition-act-2003", date(2004, 1, 1)).empty());
    CHECK(law.time_limits("eu-uk-tca-2020", date(2020, 12, 31)).empty());
    CHECK_FALSE(law.time_limits("eu-uk-tca-2020", date(2021, 1, 1)).empty());  // applied provisionally until 1 May
}

TEST_CASE("since when: from the day on which it binds the two") {
    CHECK(basis(on("GB"_state, "DE"_state, date(2019, 6, 1)), "eaw-2002").since == date(2005, 3, 1));
    CHECK(basis(on("FR"_state, "ES"_state, date(2019, 6, 1)), "eaw-2002").since == date(2004, 1, 1));
}

TEST_CASE("a treaty of the two whose dates are not recorded keeps the general conventions in second place") {
    auto const bases = on("AU"_state, "NL"_state, date(2020, 1, 1));
    CHECK(with(bases, bearing::binds).empty());
    CHECK(says(with(bases, bearing::subsidiary), "untoc-2000"));
    CHECK(says(why_not(bases, "au-nl-extradition-1985"), "is not recorded here"));
    CHECK_FALSE(bases.any());
}

TEST_CASE("treaties whose parties are not recorded are named") {
    auto const& missing = on("NL"_state, "BE"_state, date(1985, 1, 1)).missing;
    CHECK(std::ranges::any_of(missing, [](auto const& m) { return says(m.why, "who is bound by these is not recorded here") && says(m.why, "benelux-1962"); }));
}

TEST_CASE("a State has no legal basis with itself") {
    CHECK_THROWS_AS(on("GB"_state, "GB"_state, date(2020, 1, 1)), bad_input);
}
