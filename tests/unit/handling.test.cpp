// SPDX-License-Identifier: Apache-2.0
#include <comity/law.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace comity;

namespace {

bool covers(std::string_view clearance, std::string_view handling) { return law::built_in().clearance(clearance).covers(handling); }

/// A law folder that holds only a handling.toml.
struct handling_file {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("comity-handling-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));

    explicit handling_file(std::string const& text) {
        std::filesystem::create_directory(path);
        std::ofstream(path / "handling.toml") << text;
    }
    ~handling_file() { std::filesystem::remove_all(path); }
};

std::string problem(std::string const& text) {
    auto const file = handling_file(text);
    try {
        law::load(file.path);
    } catch (bad_input const& e) {
        auto const message = std::string(e.what());
        return message.substr(message.find("handling.toml"));
    }
    return "none";
}

std::string refusal(std::string_view marking) {
    try {
        law::built_in().handling(marking);
    } catch (bad_input const& e) {
        return e.what();
    }
    return "none";
}

std::string const tlp = "TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT, TLP:RED";
std::string const all = tlp +
                        ", GB:OFFICIAL, GB:OFFICIAL-SENSITIVE, GB:SECRET, GB:TOP-SECRET, EU:RESTRICTED, EU:CONFIDENTIAL, EU:SECRET, EU:TOP-SECRET, "
                        "DE:VS-NFD, DE:VS-VERTRAULICH, DE:GEHEIM, DE:STRENG-GEHEIM";

std::string const ruritania = R"(
[[scales]]
name   = "XR"
title  = "Ruritania"
source = "Order in Council"
codes  = [{ code = "OPEN", title = "Open" }, { code = "CROWN-ONLY", title = "Crown only", also = ["KING"] }]
)";

}  // namespace

TEST_CASE("who may see a code may see those below it in the same scale, and nothing above it") {
    for (auto const& scale : law::built_in().handling_scales())
        for (auto reader = scale.codes.begin(); reader != scale.codes.end(); ++reader)
            for (auto marked = scale.codes.begin(); marked != scale.codes.end(); ++marked) {
                CAPTURE(reader->code);
                CAPTURE(marked->code);
                CHECK(covers(reader->code, marked->code) == (marked <= reader));
            }
}

TEST_CASE("the order of each scale is that of its text") {
    std::string codes;
    for (auto const& scale : law::built_in().handling_scales())
        for (auto const& code : scale.codes) codes += (codes.empty() ? "" : ", ") + code.code;
    CHECK(codes == all);
    CHECK(covers("TLP:AMBER+STRICT", "TLP:AMBER"));
    CHECK_FALSE(covers("TLP:AMBER", "TLP:AMBER+STRICT"));
    CHECK_FALSE(covers("GB:OFFICIAL", "GB:OFFICIAL-SENSITIVE"));
    CHECK(covers("GB:SECRET", "GB:OFFICIAL-SENSITIVE"));
    CHECK_FALSE(covers("DE:GEHEIM", "DE:STRENG-GEHEIM"));
}

TEST_CASE("what nobody has marked is covered by nothing") {
    CHECK_FALSE(covers("TLP:RED, GB:TOP-SECRET, EU:TOP-SECRET, DE:STRENG-GEHEIM", ""));
    CHECK_FALSE(covers("TLP:RED", "  "));
    CHECK_FALSE(clearance().covers("TLP:CLEAR"));
    CHECK_FALSE(clearance().covers(""));
}

TEST_CASE("scales are not compared with each other: all that a marking names must be covered") {
    CHECK_FALSE(covers("GB:TOP-SECRET", "EU:RESTRICTED"));
    CHECK_FALSE(covers("TLP:RED", "GB:OFFICIAL"));

    //             the reader                  the request                                  may see it
    CHECK(      covers("TLP:AMBER, GB:SECRET", "TLP:AMBER"));
    CHECK(      covers("TLP:AMBER, GB:SECRET", "TLP:AMBER, GB:OFFICIAL-SENSITIVE"));
    CHECK(      covers("GB:SECRET,TLP:AMBER",  "GB:SECRET, TLP:GREEN"));
    CHECK_FALSE(covers("TLP:AMBER, GB:SECRET", "TLP:RED, GB:OFFICIAL"));
    CHECK_FALSE(covers("TLP:AMBER, GB:SECRET", "TLP:GREEN, GB:TOP-SECRET"));
    CHECK_FALSE(covers("TLP:AMBER, GB:SECRET", "TLP:GREEN, EU:RESTRICTED"));
}

TEST_CASE("a marking is kept in one spelling") {
    auto const law = law::built_in();
    CHECK(law.handling("") == "");
    CHECK(law.handling("   ") == "");
    CHECK(law.handling("TLP:AMBER") == "TLP:AMBER");
    CHECK(law.handling("tlp:amber+Strict") == "TLP:AMBER+STRICT");
    CHECK(law.handling(" TLP: Amber ") == "TLP:AMBER");
    CHECK(law.handling("TLP:WHITE") == "TLP:CLEAR");                     // version 1.0
    CHECK(law.handling("gb:top secret") == "GB:TOP-SECRET");
    CHECK(law.handling("GB: top  secret") == "GB:TOP-SECRET");
    CHECK(law.handling("DE:VS-NfD") == "DE:VS-NFD");
    CHECK(law.handling("tlp:green,GB:Official-Sensitive ,eu:secret") == "EU:SECRET, GB:OFFICIAL-SENSITIVE, TLP:GREEN");
    CHECK(law.handling(law.handling("tlp:white, de:geheim")) == "DE:GEHEIM, TLP:CLEAR");
}

TEST_CASE("a register that kept another spelling is read the same way") {
    CHECK(covers("TLP:CLEAR", "TLP:WHITE"));
    CHECK(covers("tlp:white", "TLP:CLEAR"));
    CHECK(covers("TLP:AMBER", "tlp:white"));
    CHECK(covers("TLP:AMBER, GB:SECRET", "gb:official,tlp: green"));
    CHECK_FALSE(covers("TLP:GREEN", "tlp:amber"));
}

TEST_CASE("a clearance says what it is, and outlives the law that made it") {
    auto const made = [] {
        auto const file = handling_file(ruritania);
        return law::load(file.path).clearance("xr:king, tlp:green");
    }();
    CHECK(made.text() == "TLP:GREEN, XR:CROWN-ONLY");
    CHECK(made.covers("XR:OPEN"));
    CHECK(made.covers("XR:KING"));
    CHECK_FALSE(made.covers("XR:OPEN, TLP:AMBER"));
    auto const law = law::built_in();
    CHECK(law.clearance("tlp:green, gb:secret") == law.clearance("GB:SECRET, TLP:GREEN"));
    CHECK(law.clearance("TLP:GREEN") != law.clearance("TLP:AMBER"));
    CHECK(clearance().text() == "");
}

TEST_CASE("a refusal says which codes there are") {
    CHECK(refusal("TLP:PURPLE") == "\"TLP:PURPLE\" is no handling code; write one of " + tlp);
    CHECK(refusal("tlp:green, tlp") == "\"tlp\" is no handling code; write one of " + tlp);
    CHECK(refusal("US:SECRET") == "\"US:SECRET\" is no handling code; write one of " + all);
    CHECK(refusal("AMBER") == "\"AMBER\" is no handling code; write one of " + all);
    CHECK(refusal("TLP:GREEN, TLP:RED") == "\"TLP:RED\" is of the same scale as TLP:GREEN; write at most one code of each scale");
    CHECK(refusal("TLP:WHITE, TLP:CLEAR") == "\"TLP:CLEAR\" is of the same scale as TLP:CLEAR; write at most one code of each scale");
    CHECK(refusal("TLP:GREEN,") == "\"\" is no handling code; write one of " + all);
    CHECK_THROWS_WITH_AS(law::built_in().clearance("TLP:PURPLE"), ("\"TLP:PURPLE\" is no handling code; write one of " + tlp).c_str(), bad_input);
    CHECK_THROWS_WITH_AS(law::built_in().clearance(""), ("a clearance names at least one handling code; write some of " + all).c_str(), bad_input);
}

TEST_CASE("what only looks like a code is none") {
    auto const reader = law::built_in().clearance("TLP:RED");
    for (auto const& hostile : {std::string("TLP:RED\0", 8), std::string("TLP\0:RED", 8), std::string("TLP:R\xD0\x95" "D"),  // a Cyrillic letter
                                std::string("TLP:RED\n"), std::string("TLP:RED\t, TLP:CLEAR"), std::string("\xE2\x80\xAE" "TLP:RED"),
                                std::string("TLP:RED\xC2\xA0"), std::string("\xFF\xFE"), std::string("TLP:RED;TLP:CLEAR"), std::string("TLP:TLP:RED"),
                                std::string(":"), std::string(","), std::string(" , "), std::string(":RED"), std::string("TLP:"), std::string("TLP:-RED"),
                                std::string("TLP:AMBER STRICT"), std::string("TLP:*"), std::string("TLP:RED,,"), std::string(1 << 20, 'A'),
                                std::string(1 << 20, ','), std::string(1 << 20, ':'), std::string("TLP:") + std::string(1 << 20, ' ') + "X"}) {
        CAPTURE(hostile.substr(0, 20));
        CHECK_FALSE(reader.covers(hostile));
        CHECK_THROWS_AS(law::built_in().handling(hostile), bad_input);
    }
    CHECK(refusal(std::string("TLP:RED\0", 8)).starts_with("\"TLP:RED<U+0000>\" is no handling code; "));
    CHECK(refusal(std::string(1 << 20, 'A')).size() < 600);
    CHECK_FALSE(reader.covers("TLP:RED, tlp"));
    CHECK(reader.covers("TLP:RED, TLP:GREEN"));  // a register may hold it; the stricter of the two decides
}

TEST_CASE("a ministry adds a scale, and replaces one whole") {
    auto const file = handling_file(ruritania + R"(
[[scales]]
name   = "GB"
title  = "as before 2014"
source = "Security Policy Framework"
codes  = [{ code = "RESTRICTED", title = "RESTRICTED" }, { code = "SECRET", title = "SECRET" }]
)");
    auto const law = law::load(file.path);
    CHECK(law.handling("xr:crown only, TLP:GREEN") == "TLP:GREEN, XR:CROWN-ONLY");
    CHECK(law.handling("XR:KING") == "XR:CROWN-ONLY");
    CHECK(law.clearance("XR:CROWN-ONLY").covers("XR:OPEN"));
    CHECK_FALSE(law.clearance("XR:OPEN").covers("XR:KING"));
    CHECK(law.clearance("GB:SECRET").covers("GB:RESTRICTED"));
    CHECK_FALSE(law.clearance("GB:SECRET").covers("GB:OFFICIAL"));
    CHECK_THROWS_AS(law.handling("GB:OFFICIAL"), bad_input);
    CHECK_THROWS_AS(law::built_in().handling("XR:OPEN"), bad_input);
    CHECK(law.text("handling").find("XR  Ruritania  [Order in Council]  (not checked)\n    XR:OPEN  Open\n    XR:CROWN-ONLY  Crown only, also XR:KING\n") !=
          std::string::npos);
}

TEST_CASE("an error in handling.toml names file and line") {
    auto const row = [](std::string const& codes) { return problem("[[scales]]\nname = \"XR\"\ntitle = \"\"\nsource = \"\"\ncodes = [\n" + codes + "]\n"); };
    std::string const letters = "; write capital letters of ASCII, digits, - for a space, and +, at most 64";
    CHECK(row("{ code = \"A\", title = \"\" },\n") == "none");
    CHECK(row("") == "handling.toml, line 5: codes names none; write at least one");
    CHECK(row("{ code = \"A\" },\n") == "handling.toml, line 6: title is missing; write a text");
    CHECK(row("{ code = \"A\", title = \"\" },\n{ code = \"TOP SECRET\", title = \"\" },\n") == "handling.toml, line 7: code is \"TOP SECRET\"" + letters);
    CHECK(row("{ code = \"XR:A\", title = \"\" },\n") == "handling.toml, line 6: code is \"XR:A\"" + letters);
    CHECK(row("{ code = \"\", title = \"\" },\n") == "handling.toml, line 6: code is \"\"" + letters);
    CHECK(row("{ code = \"A\", title = \"\", also = [\"a\"] },\n") == "handling.toml, line 6: also is \"a\"" + letters);
    CHECK(row("{ code = \"A\", title = \"\" },\n{ code = \"A\", title = \"\" },\n") == "handling.toml, line 7: code is \"A\", which stands in this scale already");
    CHECK(row("{ code = \"A\", title = \"\" },\n{ code = \"B\", title = \"\", also = [\"A\"] },\n") ==
          "handling.toml, line 7: also is \"A\", which stands in this scale already");
    CHECK(row("{ code = \"A\", title = \"\", rank = 1 },\n").starts_with("handling.toml, line 6: nothing is called rank here; "));
    CHECK(problem("[[scales]]\nname = \"X R\"\n") == "handling.toml, line 2: name is \"X R\"" + letters);
    CHECK(problem("[[scales]]\nname = \"XR\"\ntitle = \"\"\nsource = \"\"\n") == "handling.toml, line 1: codes names none; write at least one");
    CHECK(problem("[[scale]]\n").starts_with("handling.toml, line 1: nothing is called scale here; scales are"));
}
