// SPDX-License-Identifier: Apache-2.0
#include <comity/mixed_scripts.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using comity::mixed_scripts;

TEST_CASE("a letter of another script within a word is found, and told by its code point") {
    struct row { std::string text, word, said; };
    for (auto const& r : std::vector<row>{
             {"Ivаnov", "Ivаnov", "(Latin, Cyrillic): а U+0430"},               // Cyrillic а in a Latin name
             {"Пeтров Ivanov", "Пeтров", "(Cyrillic, Latin): e U+0065"},        // Latin e in a Cyrillic one
             {"81/АB-412", "АB", "U+0042"},                                      // of a reference: Cyrillic А, Latin B
             {"Αthens", "Αthens", "(Latin, Greek): Α U+0391"},
             {"Müllеr", "Müllеr", "е U+0435"},                                   // composed or not
             {"Mu\xCC\x88ll\xD0\xB5r", "Mu\xCC\x88ll\xD0\xB5r", "U+0435"},
             {"cohenכהן", "cohenכהן", "Hebrew"},
             {"РАССО123", "", ""},                                               // all Cyrillic, digits belong to every script
         }) {
        CAPTURE(r.text);
        auto const found = mixed_scripts(r.text);
        REQUIRE(found.size() == (r.word.empty() ? 0 : 1));
        if (r.word.empty()) continue;
        CHECK(found[0].word == r.word);
        CHECK_MESSAGE(to_string(found[0].text).find(r.said) != std::string::npos, to_string(found[0].text));
    }
}

TEST_CASE("names as they are written in the world are left alone") {
    for (auto const* text : {"Ivan Sidorov", "Иван Сидоров", "Ivan Сидоров", "Sidorov (Сидоров), Ivan", "Sidorov/Сидоров", "محمد بن سلمان", "מֹשֶׁה כהן", "홍길동", "\xE1\x84\x92\xE1\x85\xA9\xE1\x86\xBC",  // 홍 in jamo
                             "Nguyễn Văn Thiệu", "Nguye\xCC\x82\xCC\x83n", "Iğdır Şırnak ılgaz", "Groß Straße", "Ångström", "O’Brien-Łuczak", "D'Artagnan", "株式会社アクメ", "ソニー株式会社", "ＡＢＣ株式会社", "Tシャツ", "김철수 Kim", "Ελένη",
                             "ქართული", "हिन्दी", "ภาษาไทย", "№ 81/3-412-20", "HO/2020/77", "81/З-412", "", "!", "Jean-Пётр"}) {
        CAPTURE(text);
        CHECK(mixed_scripts(text).empty());
    }
}

TEST_CASE("of a request: references and names, by their places; long words and broken bytes do no harm") {
    auto const found = mixed_scripts(comity::request{.reference = "АB-1", .persons = {{}, {.names = {{"Anna"}, {"Ivаn"}}}}, .note = "Ivаnov"});
    REQUIRE(found.size() == 2);
    CHECK(found[0].field == "reference");
    CHECK(found[1].field == "person 2, name 2");
    std::string all;
    for (int i = 0; i < 1000; ++i) all += "aя";
    auto const many = mixed_scripts(all);
    REQUIRE(many.size() == 1);
    CHECK(to_string(many[0].text).size() < 700);
    CHECK(mixed_scripts("\xFF\xFE a\xD0").empty());
}
