// SPDX-License-Identifier: Apache-2.0
#include <comity/period.hpp>

#include <doctest/doctest.h>

using namespace comity;

TEST_CASE("lengths are read and written in ISO 8601") {
    for (auto const* text : {"P18D", "P2M", "P4W", "P1Y2M", "P1Y2M10D", "PT48H", "PT1H30M", "P5WD", "P1M15D", "P2DT12H"}) CHECK(to_string(period(text)) == text);
    CHECK(to_string(period({"P10D", "P2M"})) == "P10D, P2M");
    CHECK(to_string(period({"PT96H", "P8D"})) == "PT96H, P8D");
    CHECK(phrase(period("P1Y2M")) == "1 year and 2 months");
    CHECK(phrase(period({"P10D", "P1M"})) == "10 days, then 1 month");
    CHECK(period("P5WD").parts().front().unit == time_unit::working_days);
    CHECK(to_string(period("P20000WD")) == "P20000WD");
    CHECK_THROWS_WITH_AS(period("P20001WD"), doctest::Contains("more than 20000 working days"), bad_input);
    CHECK(period("PT48H").starts_in_hours());
    CHECK_FALSE(period({"P1D"}).ends_in_hours());
}

TEST_CASE("what is no length of time is refused, and says why") {
    auto const why = [](std::string const& text) -> std::string {
        try {
            period{text};
        } catch (bad_input const& e) {
            std::string message = e.what();
            auto const from = message.find("time: ") + 6;
            return message.substr(from, message.find("; write ISO") - from);
        }
        return "none";
    };
    CHECK(why("18D") == "it does not begin with P");
    CHECK(why("P") == "it is empty");
    CHECK(why("PT") == "nothing follows T, or T stands twice");
    CHECK(why("P0D") == "nothing of something is no period");
    CHECK(why("P-5D") == "a whole number is missing, and no period is negative (count backwards instead)");
    CHECK(why("P0.5M") == "a fraction is counted in some laws only, and differently in each: write days");
    CHECK(why("P1,5D") == "a fraction is counted in some laws only, and differently in each: write days");
    CHECK(why("P1234567D") == "a number has more than six digits");
    CHECK(why("P10D2M") == "the units are not in the order Y, M, W, D, H, M; give a list for another order");
    CHECK(why("P5X") == "the letter after a number is none of Y, M, W, D, WD");
    CHECK(why("P5H") == "the letter after a number is none of Y, M, W, D, WD");
    CHECK(why("PT5D") == "after T stand H and M");
    CHECK(why(std::string("P5D\0", 4)) == "a whole number is missing, and no period is negative (count backwards instead)");
    CHECK_THROWS_AS(period(std::vector<std::string>{}), bad_input);
    CHECK_THROWS_AS(period(std::vector<std::string>(40, "P1D")), bad_input);
}
