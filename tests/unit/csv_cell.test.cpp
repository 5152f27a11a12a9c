// SPDX-License-Identifier: Apache-2.0
#include "../../lib/intake/csv_cell.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using comity::detail::as_meant;
using comity::detail::csv_cell;
using comity::detail::neutralised;

TEST_CASE("what OWASP lists as the beginning of a formula gets an apostrophe, and nothing else does") {
    // https://owasp.org/www-community/attacks/CSV_Injection: = + - @, tab, carriage return, line feed, and the full-width forms
    for (std::string const text : {"=1+2", "=HYPERLINK(\"http://example.test\",\"x\")", "=cmd|' /C calc'!A0", "+1+2", "+44 20 7946", "-1+2", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1", "\tx", "\r=1", "\n=1",
                                   "＝1+2", "＋1", "－1", "＠SUM(1)", " =1", "   @x", "-", "--2", "-2 ", "-1.2.3", "-,5"}) {
        CAPTURE(text);
        CHECK(neutralised(text) == "'" + text);
        CHECK(as_meant("'" + text) == text);
    }
    for (std::string const text : {"", "-2", "+2", "-2.5", "-2,5", "2-3", "a=1", "'", "'quoted'", "o'clock", "'-2", "1999-01-02", "№ 81/3", "Иван"}) {
        CAPTURE(text);
        CHECK(neutralised(text) == text);
        CHECK(as_meant(text) == text);
    }
}

TEST_CASE("a text that had apostrophes of its own before a formula keeps as many") {
    for (std::string text = "=1"; text.size() < 6; text.insert(text.begin(), '\'')) {
        CHECK(neutralised(text) == "'" + text);
        CHECK(as_meant(neutralised(text)) == text);
    }
}

TEST_CASE("every text of a few characters comes back, and none begins a formula any more") {
    constexpr std::string_view letters = "'=-2. \tx";
    std::vector<std::string> texts{""};
    for (std::size_t at = 0; at < texts.size() && texts[at].size() < 5; ++at)
        for (char const c : letters) texts.push_back(texts[at] + c);
    for (auto const& text : texts) {
        auto const cell = neutralised(text);
        if (as_meant(cell) != text || cell.starts_with('=') || cell.starts_with('\t')) {
            CAPTURE(text);
            FAIL_CHECK(cell);
        }
    }
}

TEST_CASE("quotation marks stand where a reader needs them") {
    CHECK(csv_cell("plain", ',') == "plain");
    CHECK(csv_cell("", ',') == "");
    CHECK(csv_cell("a,b", ',') == "\"a,b\"");
    CHECK(csv_cell("a;b", ',') == "a;b");
    CHECK(csv_cell("a;b", ';') == "\"a;b\"");
    CHECK(csv_cell("he said \"no\"", ',') == "\"he said \"\"no\"\"\"");
    CHECK(csv_cell("two\nlines", ',') == "\"two\nlines\"");
    CHECK(csv_cell("cr\r", ',') == "\"cr\r\"");
    CHECK(csv_cell(" lead", ',') == "\" lead\"");
    CHECK(csv_cell("trail ", ',') == "\"trail \"");
}
