// SPDX-License-Identifier: Apache-2.0
#include <comity/date.hpp>

#include <boost/date_time/posix_time/posix_time.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace comity;

TEST_CASE("a date is a real day of the Gregorian calendar from 1400 to 9999") {
    CHECK(to_string(date(2024, 2, 29)) == "2024-02-29");
    CHECK_THROWS_WITH_AS(date(2023, 2, 29), "day 29 does not exist in 2023-02, which has 28 days", bad_input);
    CHECK_THROWS_AS(date(2023, 11, 31), bad_input);
    CHECK_THROWS_AS(date(2023, 13, 1), bad_input);
    CHECK_THROWS_AS(date(10000, 1, 1), bad_input);
    CHECK_THROWS_AS(date(1399, 12, 31), bad_input);
    CHECK_THROWS_AS(date(9999, 12, 31) + days(1), bad_input);
    CHECK_THROWS_AS(date(1400, 1, 1) - days(1), bad_input);
    CHECK_THROWS_AS(date::from_days(INT64_MAX), bad_input);
}

TEST_CASE("days are counted as std::chrono counts them") {
    using namespace std::chrono;
    for (auto d = sys_days(year(1400) / 1 / 1); d < sys_days(year(9999) / 12 / 31); d += std::chrono::days(97)) {
        auto const ours = date::from_days(d.time_since_epoch().count());
        auto const theirs = year_month_day(d);
        REQUIRE(year_month_day(ours) == theirs);
        REQUIRE(date(theirs) == ours);
        REQUIRE(static_cast<unsigned>(ours.weekday()) == std::chrono::weekday(d).iso_encoding());
    }
}

TEST_CASE("a date converts to and from Boost's, whose special values stop here") {
    boost::gregorian::date const b = date(2020, 2, 29);
    CHECK(b == boost::gregorian::date(2020, 2, 29));
    CHECK(date(b) == date(2020, 2, 29));
    CHECK_THROWS_AS(date(boost::gregorian::date(boost::gregorian::not_a_date_time)), bad_input);
    CHECK_THROWS_AS(date(boost::gregorian::date(boost::gregorian::pos_infin)), bad_input);
    auto const before_1970 = boost::posix_time::ptime(parse_instant("1969-12-31T23:59:59.5Z"));
    CHECK(boost::posix_time::to_iso_extended_string(before_1970) == "1969-12-31T23:59:59.500000");
}

TEST_CASE("clocks that were seconds off a whole minute are kept to the second (tz database: Monrovia until 1972, Amsterdam until 1937)") {
    for (auto const* text : {"1970-06-01T23:59:50-00:44:30[Africa/Monrovia]", "1860-01-01T00:00:00+00:09:21[Europe/Paris]", "1850-06-01T12:00:30+00:17:30[Europe/Brussels]", "1900-01-01T00:00:00.25+02:30:17[Europe/Moscow]"}) {
        CHECK(to_string(parse_instant(text)) == text);
        CHECK(parse_instant(to_string(parse_instant(text))) == parse_instant(text));
    }
    for (auto const* text : {"1850-06-01T12:00:00+00:17[Europe/Brussels]", "1900-01-01T00:00:00+02:30[Europe/Moscow]"})
        CHECK_THROWS_WITH_AS(parse_instant(text), doctest::Contains("the offset is not the one"), bad_input);
}

TEST_CASE("an instant is within the years, in its zone and in UTC") {
    CHECK_THROWS_WITH_AS(parse_instant("1400-01-01T00:00:00+14:00"), doctest::Contains("\"1400-01-01T00:00:00+14:00\": it is in the year 1399 in UTC, outside the years 1400 to 9999"), bad_input);
    CHECK_THROWS_WITH_AS(parse_instant("9999-12-31T23:00:00-05:00"), doctest::Contains("the year 10000 in UTC"), bad_input);
    CHECK(to_string(parse_instant("1400-01-01T00:00:00Z")) == "1400-01-01T00:00:00Z");
}

TEST_CASE("an interval whose ends are marked otherwise is not kept as if they were not") {
    for (auto const* text : {"2015-07-09~/2015-11-24?", "2015-07-09/2015-11-24~", "2015-07~/2015-11"}) CHECK_THROWS_WITH_AS(parse_when(text), doctest::Contains("marks its ends differently"), bad_input);
    CHECK(to_string(parse_when("2015-07-09~/2015-11-24~")) == "2015-07-09~/2015-11-24~");
}

TEST_CASE("a month that is none is named as it is written") {
    CHECK_THROWS_WITH_AS(parse_when("2016-13"), doctest::Contains("month 13 is not 1 to 12"), bad_input);
    CHECK_THROWS_WITH_AS(parse_when("2016-00"), doctest::Contains("month 0 is not 1 to 12"), bad_input);
}

TEST_CASE("dates are read in one form only") {
    CHECK(parse_date("2024-02-29") == date(2024, 2, 29));
    for (auto const* text : {"", "31/02/2024", "2024-2-29", "2024-02-30", " 2024-02-29", "2024-02-29 ", "24-02-29", "２０２４-02-29"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_date(text), bad_input);
        CHECK_FALSE(try_parse_date(text));
    }
}

TEST_CASE("the aircraft that left Prague at 00:06 on 30 March 2018 left on 29 March in UTC") {
    auto const left = instant(date(2018, 3, 30), 0, 6, 0, "Europe/Prague");
    CHECK(left.local_date() == date(2018, 3, 30));
    CHECK(instant(left.microseconds_utc(), "UTC").local_date() == date(2018, 3, 29));
    CHECK(to_string(left) == "2018-03-30T00:06:00+02:00[Europe/Prague]");
    CHECK(parse_instant(to_string(left)) == left);
}

TEST_CASE("a clock time that was skipped or happened twice is refused") {
    CHECK_THROWS_AS(instant(date(2024, 3, 31), 2, 30, 0, "Europe/Berlin"), bad_input);
    CHECK_THROWS_AS(instant(date(2024, 10, 27), 2, 30, 0, "Europe/Berlin"), bad_input);
    CHECK(parse_instant("2024-10-27T02:30:00+01:00[Europe/Berlin]").microseconds_utc() -
              parse_instant("2024-10-27T02:30:00+02:00[Europe/Berlin]").microseconds_utc() ==
          3'600'000'000);
}

TEST_CASE("a zone is one of the tz database's own, not what a machine is set to") {
    // Debian's zoneinfo has these files too: a link to /etc/localtime, the rules for TZ strings, and everything twice more.
    for (auto const* name : {"localtime", "posixrules", "posix/Europe/Brussels", "right/Europe/Brussels", "libc:localtime", "local/Site", "europe/brussels", "Fixed/UTC+05:00:00"}) {
        CAPTURE(name);
        CHECK_THROWS_WITH_AS(parse_when("2020-03-02T23:30:00Z[" + std::string(name) + "]"), doctest::Contains("is not a time zone; write a name of the tz database"), bad_input);
        CHECK_THROWS_AS(instant(date(2020, 3, 2), 10, 0, 0, name), bad_input);
    }
    // The database's own list of its names: Z NAME …, L TARGET NAME.
    std::ifstream list("/usr/share/zoneinfo/tzdata.zi");
    int known = 0;
    for (std::string kind, first, second, line; std::getline(list, line);) {
        std::istringstream words(line);
        words >> kind >> first >> second;
        if (kind != "Z" && kind != "L") continue;
        auto const name = kind == "Z" ? first : second;
        if (!std::filesystem::exists("/usr/share/zoneinfo/" + name)) continue;  // in a package of its own, tzdata-legacy
        CAPTURE(name);
        CHECK(instant(0, name).zone() == name);
        ++known;
    }
    if (list.is_open()) CHECK(known > 300);
    CHECK_THROWS_WITH_AS(instant(0, "US/Nowhere"), doctest::Contains("tzdata-legacy"), bad_input);
    CHECK_THROWS_WITH_AS(instant(253'402'343'999'000'000, "Europe/London"), doctest::Contains("the year 10000 in Europe/London, outside the years 1400 to 9999"), bad_input);
}

TEST_CASE("an instant needs a clock: an offset, perhaps with a zone that had it then") {
    CHECK(parse_instant("2017-11-05T09:17:00+01:00[Europe/Brussels]").local_date() == date(2017, 11, 5));
    CHECK(parse_instant("2018-03-30T00:06:00+02:00").local_date() == date(2018, 3, 30));  // by the source's own clock
    for (auto const* text : {"2017-11-05T09:17:00", "2017-11-05T09:17:00+03:00[Europe/Brussels]", "2017-11-05T24:17:00Z",
                             "2017-11-05T09:17:00Z[/etc/passwd]", "2017-11-05T09:17:00Z[../UTC]", "2017-11-05T09:17:00Z[", "T", "",
                             "2017-11-05T09:17:00Z[file:/etc/localtime]", "2017-11-05T09:17:00.1234567Z", "2017-02-30T09:17:00Z"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_instant(text), bad_input);
        CHECK_FALSE(try_parse_instant(text));
    }
}

TEST_CASE("rough dates are the interval of the days they may be (EDTF, ISO 8601-2)") {
    struct row { std::string_view text; date earliest; date latest; comity::precision precision; };
    for (auto const& r : {row{"2009-08", date(2009, 8, 1), date(2009, 8, 31), precision::month},
                          row{"2016-02?", date(2016, 2, 1), date(2016, 2, 29), precision::month},
                          row{"2018-03~", date(2018, 3, 1), date(2018, 3, 31), precision::month},
                          row{"2004", date(2004, 1, 1), date(2004, 12, 31), precision::year},
                          row{"2020-01-23%", date(2020, 1, 23), date(2020, 1, 23), precision::day},
                          row{"2015-07-09/2015-11-24", date(2015, 7, 9), date(2015, 11, 24), precision::interval}}) {
        CAPTURE(r.text);
        auto const w = parse_when(r.text);
        CHECK(w.earliest() == r.earliest);
        CHECK(w.latest() == r.latest);
        CHECK(w.precision() == r.precision);
        CHECK(to_string(w) == r.text);
    }
    CHECK(parse_when("2018-03~").approximate());
    CHECK(parse_when("2016-02?").uncertain());
    CHECK(parse_when("2020-01-23").exact());
    CHECK_FALSE(parse_when("2020-01-23?").exact());
    for (auto const* text : {"", "2015-11-24/2015-07-09", "2009-13", "/", "2009-08/", "~", "10000", "09-08"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_when(text), bad_input);
    }
}

TEST_CASE("as of a day, what has certainly happened is seen; of a rough date, what may have") {
    auto const as_of = cutoff(date(2009, 8, 15));
    CHECK(as_of.covers(date(2009, 8, 15)));
    CHECK_FALSE(as_of.covers(date(2009, 8, 16)));
    CHECK_FALSE(as_of.covers(parse_when("2009-08")));
    CHECK(as_of.may_cover(parse_when("2009-08")));
    CHECK_FALSE(as_of.may_cover(parse_when("2009-09")));
    auto const noon = cutoff(parse_instant("2018-03-30T00:00:00+02:00[Europe/Prague]"));
    CHECK_FALSE(noon.covers(parse_instant("2018-03-30T00:06:00+02:00[Europe/Prague]")));
    CHECK(noon.covers(parse_instant("2018-03-29T21:59:00Z")));
    CHECK_FALSE(noon.covers(date(2018, 3, 30)));  // some time of that day: perhaps later
    CHECK(noon.may_cover(date(2018, 3, 30)));
}
