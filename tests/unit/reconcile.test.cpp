// SPDX-License-Identifier: Apache-2.0
// Two registers of the same traffic, held against each other. What must come out was written down before, from how the two were made.
#include "story.hpp"

#include <comity/reconcile.hpp>

#include <chrono>
#include <map>
#include <random>
#include <set>

using namespace comity;
using namespace comity::story;

namespace {

/// A request as a register has it: "reference | requested side's reference | the day it bears | what happened, as in a story".
struct kept {
    std::string line;
    request_kind kind = request_kind::extradition;
    state_code from = "RU"_state, to = "GB"_state;
};

std::string trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
    return first == text.npos ? "" : std::string(text.substr(first, last - first + 1));
}

std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields;
    for (std::size_t at = 0; at <= line.size();) {
        auto const bar = std::min(line.find('|', at), line.size());
        fields.push_back(trimmed(line.substr(at, bar - at)));
        at = bar + 1;
    }
    fields.resize(4);
    return fields;
}

dossier dossier_of(kept const& k, uuid const& id) {
    auto const f = fields_of(k.line);
    auto r = request{.kind = k.kind, .requesting = k.from, .requested = k.to, .reference = f[0], .requested_reference = f[1], .made_on = parse_when(f[2])};
    std::string events = f[2] + " filed\n";
    for (auto const c : f[3]) events += c == ';' ? '\n' : c;
    auto const told = tell(r, events);
    return dossier(id, std::vector<entry>(told.history()), {{1, r}});
}

snapshot register_of(std::string const& whose, std::vector<kept> const& all, cutoff as_of = date(2021, 5, 12)) {
    std::vector<dossier> dossiers;
    for (std::size_t i = 0; i < all.size(); ++i) dossiers.push_back(dossier_of(all[i], named_uuid(whose, std::to_string(i))));
    return snapshot(law::built_in(), as_of, std::nullopt, dossiers);
}

std::string at(table const& t, std::size_t row, std::string_view column) {
    auto const c = static_cast<std::size_t>(std::ranges::find(t.columns, column, &comity::column::name) - t.columns.begin());
    REQUIRE(c < t.columns.size());
    REQUIRE(row < t.rows.size());
    return to_text(t.rows[row][c]);
}

std::vector<std::string> rows_of(table const& t) {
    std::vector<std::string> rows;
    for (auto const& row : t.rows) {
        std::string text;
        for (auto const& c : row) text += to_text(c) + " | ";
        rows.push_back(text);
    }
    return rows;
}

/// That the two registers side by side add up: each row by itself, and all of them to the counts.
void check_sums(reconciliation const& r) {
    std::map<std::string, std::int64_t> sums;
    for (std::size_t n = 0; n < r.summary.rows.size(); ++n) {
        auto const is = [&](char const* column) { return std::stoll(at(r.summary, n, column)); };
        CHECK(is("ours") == is("matched") + is("missing_on_their_side") + is("in_doubt_ours"));
        CHECK(is("theirs") == is("matched_theirs") + is("missing_on_ours") + is("in_doubt_theirs"));
        for (auto const& c : r.summary.columns)
            if (c.type == column_type::integer) sums[c.name] += is(c.name.c_str());
    }
    if (r.summary.rows.empty()) return;
    auto const& c = r.counts;
    std::map<std::string, std::int64_t> const counted{
        {"ours", c.ours}, {"theirs", c.theirs}, {"matched", c.matched}, {"matched_theirs", c.matched}, {"missing_on_their_side", c.missing_on_their_side}, {"missing_on_ours", c.missing_on_ours},
        {"in_doubt_ours", c.in_doubt_ours}, {"in_doubt_theirs", c.in_doubt_theirs}, {"differing", c.differing}, {"written_otherwise", c.written_otherwise},
        {"unanswered_ours", c.unanswered_ours}, {"unanswered_and_missing", c.unanswered_and_missing}, {"unanswered_but_answered_there", c.unanswered_but_answered_there}};
    CHECK(sums == counted);
}

reconciliation held(std::vector<kept> const& ours, std::vector<kept> const& theirs, reconcile_options const& o = {}) {
    auto const a = register_of("ours", ours), b = register_of("theirs", theirs);
    auto result = reconcile(a, b, o);
    auto const& c = result.counts;
    // Nothing is lost, and nothing counted twice.
    CHECK(c.ours == c.matched + c.missing_on_their_side + c.in_doubt_ours);
    CHECK(c.theirs == c.matched + c.missing_on_ours + c.in_doubt_theirs);
    CHECK(static_cast<std::size_t>(c.matched) == result.matched.rows.size());
    CHECK(static_cast<std::size_t>(c.missing_on_their_side) == result.missing_on_their_side.rows.size());
    CHECK(static_cast<std::size_t>(c.missing_on_ours) == result.missing_on_ours.rows.size());
    check_sums(result);
    // Turned round, it is the same with the sides exchanged.
    auto const turned = reconcile(b, a, o);
    CHECK(turned.counts.matched == c.matched);
    CHECK(turned.counts.missing_on_ours == c.missing_on_their_side);
    CHECK(turned.counts.missing_on_their_side == c.missing_on_ours);
    CHECK(turned.counts.in_doubt_ours == c.in_doubt_theirs);
    CHECK(turned.counts.in_doubt_theirs == c.in_doubt_ours);
    CHECK(turned.counts.differing == c.differing);
    CHECK(turned.counts.written_otherwise == c.written_otherwise);
    CHECK(turned.counts.not_kept_on_ours == c.not_kept_on_their_side);
    CHECK(turned.counts.not_kept_on_their_side == c.not_kept_on_ours);
    // So is what comes nearest, and why it is another.
    CHECK(rows_of(turned.missing_on_ours) == rows_of(result.missing_on_their_side));
    CHECK(rows_of(turned.missing_on_their_side) == rows_of(result.missing_on_ours));
    return result;
}

/// "by, score, allowing for" of the only pair; "missing", if there is none.
std::string matched_by(std::string const& ours, std::string const& theirs) {
    auto const r = held({{ours}}, {{theirs}});
    if (r.matched.rows.empty()) return "missing: " + at(r.missing_on_their_side, 0, "reason");
    auto const done = at(r.matched, 0, "done");
    return at(r.matched, 0, "by") + " " + at(r.matched, 0, "score") + (done.empty() ? "" : ": " + done);
}

}  // namespace

TEST_SUITE("reconcile") {

TEST_CASE("by a reference, letter for letter") {
    CHECK(matched_by("81/3-412-20 | | 2020-03-02", "81/3-412-20 | | 2020-03-02") == "same_reference 0.95");
    CHECK(matched_by("81/3-412-20 | HO/77 | 2020-03-02", "81/3-412-20 | HO/77 | 2020-03-02") == "same_reference 0.99");
    CHECK(matched_by("| HO/77 | 2020-03-02", "81/3-412-20 | HO/77 | 2020-03-02") == "same_reference 0.95");
    // Another day is no other request; it is said.
    auto const r = held({{"81/3-412-20 | | 2020-03-02"}}, {{"81/3-412-20 | | 2020-06-02"}});
    CHECK(at(r.matched, 0, "score") == "0.8");
    CHECK(at(r.differing, 0, "field") == "made_on");
    CHECK(at(r.differing, 0, "days_apart") == "92");
}

TEST_CASE("people write references in many ways") {
    auto const of = [](std::string const& a, std::string const& b) { return matched_by(a + " | | 2020-03-02", b + " | | 2020-03-02"); };
    CHECK(of("81/3-412-20", "81 / 3 - 412 – 20") == "normalised_reference 0.9: separators");
    CHECK(of("hms/12", "HMS 12") == "normalised_reference 0.9: separators, letter_case");
    CHECK(of("№ 81/3", "81/3") == "normalised_reference 0.9: number_sign");
    CHECK(of("No. 81/3", "Nr 81/3") == "normalised_reference 0.9: number_sign");
    CHECK(of("N 81/3", "#81/3") == "normalised_reference 0.9: number_sign");
    CHECK(of("ＡＢ１２", "AB12") == "normalised_reference 0.9: character_forms");  // full width
    CHECK(of("٨١/٣", "81/3") == "normalised_reference 0.9: character_forms");      // Arabic digits
    CHECK(of("N-81/3", "81/3") != "normalised_reference 0.9: number_sign");        // a letter of the reference
    // A sign between two digits is there for something: 8/13 is not 81/3.
    CHECK(held({{"8/13-2020-7 | | 2020-03-02"}}, {{"81/3-2020-7 | | 2020-09-02"}}).counts.matched == 0);
}

TEST_CASE("letters that look alike") {
    // Cyrillic Es, Latin C.
    CHECK(matched_by("С-12/20 | | 2020-03-02", "C-12/20 | | 2020-03-02") == "look_alike_letters 0.85: look_alike_letters");
    // Cyrillic Ve and En: like B and H in capitals alone.
    CHECK(matched_by("вн 7/1999 | | 2020-03-02", "BH-7/1999 | | 2020-03-02") == "look_alike_letters 0.85: separators, look_alike_letters");
    CHECK(matched_by("O7-1999 | | 2020-03-02", "07-1999 | | 2020-03-02").starts_with("look_alike_letters 0.85"));
    // Which they are.
    CHECK(at(held({{"СУН 5 | | 2020-03-02"}}, {{"CУН 5 | | 2020-03-02"}}).differing, 0, "reason") == "the same but for look-alike letters: С U+0421 (Cyrillic) – C U+0043 (Latin)");
    CHECK(at(held({{"O7/1999 | | 2020-03-02"}}, {{"07/1999 | | 2020-03-02"}}).differing, 0, "reason") == "the same but for look-alike letters: O U+004F (Latin) – 0 U+0030");
}

TEST_CASE("transliteration") {
    CHECK(matched_by("Исх. 81/3 | | 2020-03-02", "Iskh. 81/3 | | 2020-03-02") == "transliteration 0.8: transliteration");
    CHECK(matched_by("Исх. 81/3 | | 2020-03-02", "ISH 81/3 | | 2020-03-02") == "transliteration 0.8: separators, letter_case, transliteration");
    CHECK(matched_by("Уголовное 5 | | 2020-03-02", "ugolovnoe-5 | | 2020-03-02") == "transliteration 0.8: separators, letter_case, transliteration");
    CHECK(matched_by("Čj. 12/20 | | 2020-03-02", "Cj 12/20 | | 2020-03-02") == "transliteration 0.8: separators, transliteration");
}

TEST_CASE("leading zeros are left out only where the rest agrees, and it is said") {
    CHECK(matched_by("081/03 | | 2020-03-02", "81/3 | | 2020-03-02") == "leading_zeros 0.75: leading_zeros");
    CHECK(matched_by("Исх. 081/3 | | 2020-03-02", "Iskh. 81/3 | | 2020-03-02") == "leading_zeros 0.75: words_around, leading_zeros");
    CHECK(matched_by("012 | | 2012-03-02", "12 | | 2020-03-02") == "missing: its reference is alike, but its date differs by 2,922 days");
    CHECK(matched_by("100 | | 2020-03-02", "10 | | 2020-03-20").starts_with("missing"));
    // Of several that might be it, those alone whose days are near.
    auto const far = held({{"12 | | 2015-03-02"}}, {{"012 | | 2001-03-02"}, {"0012 | | 2009-03-02"}});
    CHECK(far.counts.missing_on_their_side == 1);
    CHECK(far.counts.missing_on_ours == 2);
    CHECK(held({{"12 | | 2015-03-02"}}, {{"012 | | 2015-03-01"}, {"0012 | | 2015-03-03"}}).counts.in_doubt_theirs == 2);
}

TEST_CASE("words around a number are no part of it, and that is said") {
    auto const of = [](std::string const& a, std::string const& b) { return matched_by(a + " | | 2020-03-12", b + " | | 2020-03-12"); };
    for (auto const* written : {"исх. 81/3-412-20", "Исх. № 81/3-412-20", "вх: 81/3-412-20", "Ref.: 81/3-412-20", "Our ref 81/3-412-20", "our ref. no. 81/3-412-20", "Az. 81/3-412-20", "N/Réf : 81/3-412-20", "81/3-412-20 (secret)",
                                "81/3-412-20 (секретно)", "Top Secret 81/3-412-20", "(ДСП) исх. № 81/3-412-20"}) {
        INFO(written);
        CHECK(of(written, "81/3-412-20").starts_with("words_around 0.75: words_around"));
    }
    for (auto const* written : {"81/3-412-20 dated 12.03.2020", "81/3-412-20 от 12.03.2020 г.", "81/3-412-20 от 12 марта 2020 года", "81/3-412-20 vom 12. März 2020", "81/3-412-20 du 12 mars 2020", "81/3-412-20 of 2020-03-12",
                                "81/3-412-20, dated March 12, 2020", "от 12.03.2020 г. 81/3-412-20", "12.03.2020 № 81/3-412-20"}) {
        INFO(written);
        CHECK(of(written, "81/3-412-20").starts_with("words_around 0.75: "));
        CHECK(of(written, "81/3-412-20").find("date_around") != std::string::npos);
    }
    // Around both, and more besides.
    CHECK(of("исх. № 81/3-412-20 от 12.03.2020", "our ref: 81/3-412-20 (secret)") == "words_around 0.75: words_around, date_around");
    CHECK(of("исх. С-412", "C-412") == "words_around 0.75: words_around, look_alike_letters");
    CHECK(of("исх. 081/3-412-20", "81/3-412-20") == "leading_zeros 0.75: words_around, leading_zeros");
    CHECK(of("исх. 81/3-412-20", "81/3-421-20") == "typing_error 0.7: words_around, one_character");
    // Both spellings stand beside it.
    auto const r = held({{"исх. № 81/3-412-20 | | 2020-03-12"}}, {{"81/3-412-20 | | 2020-03-12"}});
    CHECK(r.counts.written_otherwise == 1);
    CHECK(at(r.differing, 0, "ours") == "исх. № 81/3-412-20");
    CHECK(at(r.differing, 0, "theirs") == "81/3-412-20");
    CHECK(at(r.differing, 0, "reason") == "the same but for words around the number");
    // A sign without a blank makes them a part of the number, and so does a number that is none without them.
    CHECK(held({{"AZ-412/7 | | 2020-03-12"}}, {{"412/7 | | 2020-05-12"}}).counts.matched == 0);
    CHECK(held({{"Case Smith | | 2020-03-12"}}, {{"Smith | | 2020-05-12"}}).counts.matched == 0);
    // Weaker than what stands there as it is, and never of another kind.
    auto const both = held({{"81/3-412-20 | | 2020-03-12"}}, {{"81/3-412-20 | | 2020-03-12"}, {"вх. 81/3-412-20 | | 2020-03-14"}});
    CHECK(at(both.matched, 0, "by") == "same_reference");
    CHECK(at(both.missing_on_ours, 0, "reference") == "вх. 81/3-412-20");
    CHECK(held({{"исх. 81/3-412-20 | | 2020-03-12"}}, {{"81/3-412-20 | | 2020-03-12", request_kind::mutual_legal_assistance}}).counts.matched == 0);
    // Short numbers come again each year: with another date beside it, it is another letter.
    CHECK(held({{"исх. 12 от 03.03.2012 | | 2012-03-03"}}, {{"12 от 05.05.2020 | | 2020-05-05"}}).counts.matched == 0);
    CHECK(held({{"исх. 412-20 | | 2020-03-12"}}, {{"412-20 | | 2020-04-12"}}).counts.matched == 1);
    // Where that date is the day which the other register has, it does not matter when it was entered here.
    for (auto const* dated : {"исх. 12 от 12.03.2020 г.", "12 dated 2020-03-12", "12 vom 12. März 2020", "12 от 12.03.20"}) {
        INFO(dated);
        CHECK(held({{"12 | | 2020-03-12"}}, {{std::string(dated) + " | | 2020-05-20"}}).counts.matched == 1);
        CHECK(held({{"12 | | 2020-03-13"}}, {{std::string(dated) + " | | 2020-05-20"}}).counts.matched == 0);
    }
}

TEST_CASE("a year in two digits, beside four") {
    auto const of = [](std::string const& a, std::string const& b) { return matched_by(a + " | | 2020-03-12", b + " | | 2020-03-12"); };
    CHECK(of("81/3-412-20", "81/3-412-2020") == "short_year 0.7: short_year");
    CHECK(of("Исх. 81/3-412-2020", "81/3-412-20") == "short_year 0.7: words_around, short_year");
    CHECK(of("7/19", "7/2019") == "short_year 0.7: short_year");                       // registered before the turn of the year
    CHECK(of("81/3-412-20", "81/3-412-1920") != "short_year 0.7: short_year");         // no year of this request
    CHECK(matched_by("81/3-412-20 | | 2020-03-12", "81/3-412-2020 | | 2020-06-12") == "missing: its reference is alike, but its date differs by 92 days");
    // Where both are there, each is itself.
    auto const both = held({{"412-20 | | 2020-03-12"}, {"412-2020 | | 2020-03-12"}}, {{"412-2020 | | 2020-03-12"}, {"412-20 | | 2020-03-12"}});
    CHECK(both.counts.matched == 2);
    CHECK(at(both.matched, 0, "by") == "same_reference");
    CHECK(at(both.matched, 1, "by") == "same_reference");
    // Which of several is meant, is not chosen.
    auto const several = held({{"20/412-20 | | 2020-03-12"}}, {{"2020/412-20 | | 2020-03-12"}, {"20/412-2020 | | 2020-03-12"}});
    CHECK(several.counts.matched == 0);
    CHECK(several.counts.in_doubt_theirs == 2);
    CHECK(at(several.duplicates, 0, "by") == "short_year");
}

TEST_CASE("what stands for no number matches nothing") {
    for (auto const* none : {"б/н", "Б/Н", "№ б/н", "исх. б/н", "без номера", "N/A", "n/a", "none", "unknown", "s/n", "o. Az.", "-", "?", "исх. №", "б/н от 12.03.2012", "----"}) {
        INFO(none);
        CHECK(held({{std::string(none) + " | | 2012-03-02"}}, {{std::string(none) + " | | 2020-03-02"}}).counts.matched == 0);
        // Of the same day it is as if there were none.
        auto const same_day = held({{std::string(none) + " | | 2020-03-02"}}, {{"81/3-412-20 | | 2020-03-02"}});
        CHECK(at(same_day.matched, 0, "by") == "state_kind_and_dates");
        CHECK(at(same_day.matched, 0, "score") == "0.5");
        CHECK(same_day.counts.written_otherwise == 0);
    }
    // Two of one register are not the same for it.
    CHECK(held({{"б/н | | 2012-03-02"}, {"б/н | | 2012-03-02"}}, {}).duplicates.rows.empty());
}

TEST_CASE("what one register holds none of is said once") {
    auto const of = [](std::string line, state_code from, state_code to, request_kind kind = request_kind::extradition) { return kept{std::move(line), kind, from, to}; };
    auto const RU = "RU"_state, GB = "GB"_state, FR = "FR"_state;
    // They keep nothing of France, nor what they asked for themselves.
    auto const ours = std::vector{of("1/20 | | 2020-01-02", RU, GB), of("2/20 | | 2020-02-02", RU, GB), of("3/20 | | 2020-03-02", RU, FR), of("4/20 | | 2020-04-02", FR, RU), of("5/20 | | 2020-05-02", GB, RU), of("6/20 | | 2020-06-02", RU, FR)};
    auto const r = held(ours, {of("1/20 | | 2020-01-02", RU, GB)});
    CHECK(r.counts.missing_on_their_side == 5);
    CHECK(r.counts.not_kept_on_their_side == 4);  // but not 2/20, which may have been lost
    CHECK(r.counts.not_kept_on_ours == 0);
    CHECK(rows_of(r.not_kept) == std::vector<std::string>{"theirs | RU | FR |  |  |  | 2 | ", "theirs | FR | RU |  |  |  | 1 | ", "theirs | GB | RU |  |  |  | 1 | "});
    // What may have got lost stands before them.
    CHECK(at(r.missing_on_their_side, 0, "reference") == "2/20");
    CHECK(at(r.missing_on_their_side, 0, "reason") == "nothing like it is there");
    CHECK(at(r.missing_on_their_side, 1, "reason") == "that register holds none of this sort at all");
    // A kind, and years: of three or more.
    auto const mla = request_kind::mutual_legal_assistance;
    auto const in_years = std::vector{of("1/05 | | 2005-01-02", RU, GB), of("2/06 | | 2006-02-02", RU, GB), of("3/06 | | 2006-03-02", RU, GB), of("4/11 | | 2011-04-02", RU, GB), of("5/11 | | 2011-05-02", RU, GB), of("6/20 | | 2020-06-02", RU, GB),
                                      of("7/12 | | 2012-05-02", RU, GB, mla), of("8/13 | | 2013-05-02", RU, GB, mla), of("9/14 | | 2014-05-02", RU, GB, mla)};
    auto const years = held(in_years, {of("4/11 | | 2011-04-02", RU, GB), of("6/20 | | 2020-06-02", RU, GB)});
    CHECK(rows_of(years.not_kept) == std::vector<std::string>{"theirs | RU | GB | mutual_legal_assistance |  |  | 3 | ", "theirs | RU | GB |  | 2005-01-01 | 2006-12-31 | 3 | "});
    CHECK(years.counts.missing_on_their_side == 7);
    CHECK(years.counts.not_kept_on_their_side == 6);
    CHECK(held({{"1/20 | | 2020-01-02"}}, {{"1/20 | | 2020-01-02"}}).not_kept.rows.empty());
}

TEST_CASE("what comes nearest is the nearest") {
    auto const missing = [](std::vector<kept> const& ours, std::vector<kept> const& theirs) {
        auto const r = held(ours, theirs);
        REQUIRE(!r.missing_on_their_side.rows.empty());
        return at(r.missing_on_their_side, 0, "nearest") + ": " + at(r.missing_on_their_side, 0, "reason");
    };
    auto const turned = [](std::string line) { return kept{std::move(line), request_kind::extradition, "GB"_state, "RU"_state}; };
    // The same reference from the other State, before anything that is merely of those days.
    CHECK(missing({{"81/3-412-20 | | 2020-03-02"}}, {turned("81/3-412-20 | | 2020-03-02"), {"77 | | 2020-03-03"}, {"78 | | 2020-03-03"}}) == "81/3-412-20: it bears the same reference, but goes from GB to RU");
    CHECK(missing({{"81/3-412-20 | | 2020-03-02"}}, {turned("81/3-412-20 | | 2012-03-02"), turned("81/3-412-20 | | 2020-03-09"), {"81/3-421-20 | | 2020-03-04"}}) == "81/3-412-20: it bears the same reference, but goes from GB to RU");
    // Of several by kind and date, the nearest day first, whichever side of it.
    CHECK(missing({{" | | 2020-03-10"}}, {{"a1 | | 2020-03-04"}, {"a2 | | 2020-03-09"}, {"a3 | | 2020-03-12"}, {"a4 | | 2020-03-17"}}) == "a2: 4 come into question by kind and date, among them a2, a3, a1");
    CHECK(missing({{" | | 2020-03-10"}}, {{"a1 | | 2020-03"}, {"a2 | | 2020-03-09"}, {"a3 | | 2020-03-11"}}) == "a1: 3 come into question by kind and date, among them a1, a2, a3");
}

TEST_CASE("what has no reference is called by what it is") {
    auto const r = held({{" | | 2020-03-02"}}, {{" | | 2020-03-03"}, {"б/н | | 2020-03-04"}});
    CHECK(at(r.missing_on_their_side, 0, "nearest") == "extradition of 3 March 2020, RU to GB, without a reference");
    CHECK(at(r.missing_on_their_side, 0, "reason") ==
          "2 come into question by kind and date, among them extradition of 3 March 2020, RU to GB, without a reference, extradition of 4 March 2020, RU to GB, without a reference");
    // Only where that is the same for two of them, by their ids.
    auto const same = held({{" | | 2020-03-02"}}, {{" | | 2020-03-03"}, {" | | 2020-03-03"}});
    CHECK(at(same.missing_on_their_side, 0, "reason").find(to_string(named_uuid("theirs", "1"))) != std::string::npos);
}

TEST_CASE("slips of the pen") {
    auto const of = [](std::string const& a, std::string const& b) { return matched_by(a + " | | 2020-03-02", b + " | | 2020-03-02"); };
    CHECK(of("81/3-412-20", "81/3-421-20") == "typing_error 0.7: one_character");  // exchanged
    CHECK(of("81/3-412-20", "81/3-4l2-20") == "look_alike_letters 0.85: look_alike_letters");
    CHECK(of("81/3-412-20", "81/3-41-20") == "typing_error 0.7: one_character");
    CHECK(of("81/3-412-20", "81/3-4122-20") == "typing_error 0.7: one_character");
    CHECK(of("81/3-412-20", "81/3-512-21") == "typing_error 0.6: two_characters");
    // Serial numbers stand side by side: of another day it is another request.
    CHECK(matched_by("81/3-412-20 | | 2020-03-02", "81/3-421-20 | | 2020-03-06") == "missing: its reference differs in 1 character, and its date by 4 days");
    // Not where the dates are not near, or the kind is another.
    CHECK(matched_by("81/3-412-20 | | 2020-03-02", "81/3-421-20 | | 2020-06-02") == "missing: its reference differs in 1 character, and its date by 92 days");
    CHECK(held({{"81/3-412-20 | | 2020-03-02"}}, {{"81/3-421-20 | | 2020-03-02", request_kind::mutual_legal_assistance}}).counts.matched == 0);
    // A reference that is there letter for letter is nobody's slip.
    auto const r = held({{"81/3-412-20 | | 2020-03-02"}, {"81/3-413-20 | | 2020-03-02"}}, {{"81/3-412-20 | | 2020-03-02"}});
    CHECK(r.counts.missing_on_their_side == 1);
    CHECK(at(r.missing_on_their_side, 0, "reference") == "81/3-413-20");
}

TEST_CASE("two that are as near are in doubt") {
    auto const r = held({{"81/3-412-20 | | 2020-03-02"}}, {{"81/3-413-20 | | 2020-03-02"}, {"81/3-414-20 | | 2020-03-02"}});
    CHECK(r.counts.matched == 0);
    CHECK(r.counts.in_doubt_ours == 1);
    CHECK(r.counts.in_doubt_theirs == 2);
    CHECK(at(r.duplicates, 0, "by") == "typing_error");
    CHECK(at(r.duplicates, 0, "score") == "0.7");
    // The day decides, where one of them bears it.
    auto const decided = held({{"81/3-412-20 | | 2020-03-02"}}, {{"81/3-413-20 | | 2020-03-02"}, {"81/3-414-20 | | 2020-03-04"}});
    CHECK(decided.counts.matched == 1);
    CHECK(at(decided.matched, 0, "reference_theirs") == "81/3-413-20");
}

TEST_CASE("a reference in the other side's field") {
    auto const r = held({{"81/3-412-20 | | 2020-03-02"}}, {{" | 81/3-412-20 | 2020-03-02"}});
    CHECK(at(r.matched, 0, "compared") == "crosswise");
    CHECK(at(r.matched, 0, "score") == "0.85");
    CHECK(at(r.differing, 0, "reason") == "entered as the other side’s reference");
    CHECK(r.counts.written_otherwise == 0);  // it is the same, letter for letter
    CHECK(held({{"81/3-412-20 | | 2020-03-02"}}, {{" | 81/3 412 20 | 2020-03-02"}}).counts.written_otherwise == 1);
    // Numbers of two offices are often the same: without kind and date it is nothing.
    CHECK(held({{"12 | | 2012-03-02"}}, {{" | 12 | 2020-03-02"}}).counts.matched == 0);
}

TEST_CASE("without a reference: State, kind and dates, where there is only one of them") {
    CHECK(matched_by(" | | 2020-03-02", "81/3-412-20 | | 2020-03-05") == "state_kind_and_dates 0.45");
    CHECK(matched_by(" | | 2020-03-02", " | | 2020-03-02") == "state_kind_and_dates 0.5");
    CHECK(matched_by("81/3-412-20 | | 2020-03-02", " | HO/77 | 2020-03-02") == "state_kind_and_dates 0.5");
    // Two that bear references which have nothing in common: the same day, or not at all.
    CHECK(matched_by("81/3-412-20 | | 2020-03-02", "XYZ 999 | | 2020-03-02") == "state_kind_and_dates 0.4");
    CHECK(matched_by("81/3-412-20 | | 2020-03-02", "XYZ 999 | | 2020-03-03") == "missing: only kind and date are like it, the reference is another one");
    CHECK(matched_by(" | | 2020-03-02", " | | 2020-03-20") == "missing: nothing like it is there");
    // Two of theirs: which it is, nobody can say, and both are named.
    auto const r = held({{" | | 2020-03-02"}}, {{" | HO/77 | 2020-03-03"}, {" | HO/78 | 2020-03-04"}});
    CHECK(r.counts.matched == 0);
    CHECK(at(r.missing_on_their_side, 0, "reason") == "2 come into question by kind and date, among them HO/77, HO/78");
    // The window is what was asked for.
    CHECK(held({{" | | 2020-03-02"}}, {{" | | 2020-03-20"}}, {.window = days(30)}).counts.matched == 1);
    CHECK(held({{" | | 2020-03-02"}}, {{" | | 2020-03-03"}}, {.window = days(0)}).counts.matched == 0);
    // Other States are other requests.
    CHECK(held({{" | | 2020-03-02"}}, {{" | | 2020-03-02", request_kind::extradition, "GB"_state, "RU"_state}}).counts.matched == 0);
    auto const turned = held({{"81/3-412-20 | | 2020-03-02"}}, {{"81/3-412-20 | | 2020-03-02", request_kind::extradition, "GB"_state, "RU"_state}});
    CHECK(at(turned.missing_on_their_side, 0, "reason") == "it bears the same reference, but goes from GB to RU");
}

TEST_CASE("a rough date is no other date than one of its days") {
    auto const same = held({{"81/3-412-20 | | 2020-03"}}, {{"81/3-412-20 | | 2020-03-31"}});
    CHECK(same.counts.matched == 1);
    CHECK(same.counts.differing == 0);
    CHECK(at(same.matched, 0, "score") == "0.95");
    auto const other = held({{"81/3-412-20 | | 2020-03"}}, {{"81/3-412-20 | | 2020-04-01"}});
    CHECK(other.counts.differing == 1);
    CHECK(at(other.differing, 0, "days_apart") == "1");
    CHECK(at(other.differing, 0, "ours") == "2020-03");
    CHECK(held({{" | | 2020"}}, {{" | | 2020-07-01"}}).counts.matched == 1);
}

TEST_CASE("which of several with one reference") {
    // By the other side's reference.
    auto const by_other = held({{"12 | HO/1 | 2020-03-02"}, {"12 | HO/2 | 2020-03-02"}}, {{"12 | HO/2 | 2020-03-02"}, {"12 | HO/1 | 2020-03-02"}});
    CHECK(by_other.counts.matched == 2);
    CHECK(at(by_other.matched, 0, "requested_reference") == at(by_other.matched, 0, "requested_reference_theirs"));
    CHECK(by_other.duplicates.rows.empty());
    // By kind: a request for arrest bears the number of the request for extradition.
    auto const by_kind = held({{"12 | | 2020-03-02"}, {"12 | | 2020-02-20", request_kind::provisional_arrest}}, {{"12 | | 2020-03-20"}});
    CHECK(by_kind.counts.matched == 1);
    CHECK(by_kind.counts.missing_on_their_side == 1);
    CHECK(at(by_kind.missing_on_their_side, 0, "kind") == "provisional_arrest");
    CHECK(at(by_kind.missing_on_their_side, 0, "reason") == "it bears the same reference, and is matched with 12");
    // By their days.
    auto const by_day = held({{"12 | | 2015-03-02"}, {"12 | | 2020-03-02"}}, {{"12 | | 2020-03-04"}});
    CHECK(at(by_day.matched, 0, "made_on") == "2020-03-02");
    // By nothing.
    auto const by_none = held({{"12 | | 2015-03-02"}, {"12 | | 2016-03-02"}}, {{"12 | | 2020-03-04"}});
    CHECK(by_none.counts.in_doubt_ours == 2);
    CHECK(by_none.counts.in_doubt_theirs == 1);
    CHECK(at(by_none.duplicates, 0, "reason") == "2 of ours and 1 of theirs, and nothing tells them apart");
}

TEST_CASE("entered twice in one register") {
    auto const r = held({{"81/3-412-20 | HO/77 | 2020-03-02"}, {"81/3 412 20 | | 2020-03-02"}}, {{"81/3-412-20 | HO/77 | 2020-03-02"}});
    CHECK(r.counts.matched == 1);
    CHECK(r.counts.missing_on_their_side == 0);
    CHECK(r.counts.in_doubt_ours == 1);
    REQUIRE(r.duplicates.rows.size() == 2);
    CHECK(at(r.duplicates, 0, "register") == "ours");
    std::set<std::string> const counted{at(r.duplicates, 0, "status"), at(r.duplicates, 1, "status")};
    CHECK(counted == std::set<std::string>{"matched", "in_doubt"});
    CHECK(at(r.duplicates, 0, "reason") == "entered more than once, as it seems");
    // Where the other register has none of them, both are missing, and seen to be one.
    auto const none = held({{"81/3-412-20 | | 2020-03-02"}, {"81/3-412-20 | | 2020-03-02"}}, {});
    CHECK(none.counts.missing_on_their_side == 2);
    CHECK(none.duplicates.rows.size() == 2);
}

TEST_CASE("what both registers have is no slip of the pen for what one has not") {
    auto const r = held({{"81/3-413-15 | | 2015-01-20"}, {"81/3-423-15 | | 2015-04-01"}}, {{"81/3-413-15 | | 2015-01-20"}, {"81/3-413-15 | | 2015-01-20"}});
    REQUIRE(r.missing_on_their_side.rows.size() == 1);
    CHECK(at(r.missing_on_their_side, 0, "reference") == "81/3-423-15");
    CHECK(at(r.missing_on_their_side, 0, "reason") == "nothing like it is there");
    // A number that only the other register has may be one.
    auto const slip = held({{"81/3-423-15 | | 2015-04-01"}}, {{"81/3-413-15 | | 2015-01-20"}});
    CHECK(at(slip.missing_on_their_side, 0, "nearest") == "81/3-413-15");
}

TEST_CASE("the same id") {
    auto const id = named_uuid("story", "copied");
    auto const one = [&](std::string const& line, request_kind kind = request_kind::extradition) {
        return snapshot(law::built_in(), date(2021, 5, 12), std::nullopt, std::vector{dossier_of({line, kind}, id)});
    };
    auto const copied = reconcile(one("81/3-412-20 | | 2020-03-02"), one("another altogether | | 2020-03-02"));
    CHECK(at(copied.matched, 0, "by") == "same_id");
    CHECK(at(copied.matched, 0, "score") == "1");
    CHECK(at(copied.differing, 0, "reason") == "another reference");
    // Ids of rows of two files of one name may be the same, and the requests have nothing to do with each other.
    CHECK(reconcile(one("81/3-412-20 | | 2020-03-02"), one("HO 5 | | 2011-01-02")).counts.matched == 0);
}

TEST_CASE("what differs in a request that both have") {
    auto const r = held({{"12/20 | | 2020-03-02 | 2020-04-01 request_received"}, {"13/20 | | 2020-04-03"}, {"14/20 | | 2020-03-02 | 2020-06-01 refused"}, {"15/20 | | 2020-03-02"}},
                        {{"12/20 | | 2020-03-02 | 2020-04-20 request_received; 2020-09-01 refused"}, {"13/20 | | 2020-03-04"}, {"14/20 | | 2020-03-02 | 2020-07-01 refused"}, {"15/20 | | 2019-03-02"}});
    CHECK(r.counts.matched == 4);
    CHECK(r.counts.differing == 4);
    std::vector<std::string> told;
    for (std::size_t n = 0; n < r.differing.rows.size(); ++n)
        told.push_back(at(r.differing, n, "reference") + " " + at(r.differing, n, "field") + ": " + at(r.differing, n, "ours") + ", " + at(r.differing, n, "theirs") + ": " + at(r.differing, n, "reason"));
    CHECK(told == std::vector<std::string>{"12/20 outcome: pending, refused: not the same outcome",
                                           "12/20 answer: , 2020-09-01: an answer is recorded in theirs alone",
                                           "15/20 made_on: 2020-03-02, 2019-03-02: 366 days apart: the same day of another year",
                                           "13/20 made_on: 2020-04-03, 2020-03-04: 30 days apart: day and month are exchanged",
                                           "14/20 outcome_on: 2020-06-01, 2020-07-01: 30 days apart",
                                           "12/20 received_on: 2020-04-01, 2020-04-20: 19 days apart"});
    // What the quarrel is about: of three without an answer here, one has got one there.
    CHECK(r.counts.unanswered_ours == 3);
    CHECK(r.counts.unanswered_but_answered_there == 1);
    // Of another kind, under the same reference.
    auto const kinds = held({{"12/20 | | 2020-03-02"}}, {{"12/20 | | 2020-03-02", request_kind::mutual_legal_assistance}});
    CHECK(at(kinds.differing, 0, "field") == "kind");
    CHECK(at(kinds.matched, 0, "score") == "0.85");
    // Side by side it stands in the row of each kind, once: what is matched there of theirs is not of ours.
    REQUIRE(kinds.summary.rows.size() == 2);
    CHECK(at(kinds.summary, 0, "kind") == "extradition");
    CHECK(at(kinds.summary, 0, "matched") + at(kinds.summary, 0, "matched_theirs") == "10");
    CHECK(at(kinds.summary, 1, "matched") + at(kinds.summary, 1, "matched_theirs") == "01");
}

TEST_CASE("what is asked for chooses what is told, not what is matched") {
    auto const ours = std::vector<kept>{{"12/20 | | 2020-12-30"}, {"13/20 | | 2021-02-01"}};
    auto const theirs = std::vector<kept>{{"12/20 | | 2021-01-02"}, {"14/21 | | 2021-03-01"}};
    auto const r = held(ours, theirs, {.of = {.made_from = date(2021, 1, 1)}});
    CHECK(r.counts.ours == 2);      // the first, too: in theirs it is of 2021
    CHECK(r.counts.matched == 1);
    CHECK(r.counts.missing_on_ours == 1);
    CHECK(held(ours, theirs, {.of = {.made_until = date(2020, 12, 31)}}).counts.theirs == 1);
}

TEST_CASE("the order of ids does not matter, and the digest is of both registers") {
    auto const a = std::vector<kept>{{"12/20 | | 2020-03-02"}, {"13/20 | | 2020-03-02"}, {"14/20 | | 2020-03-02"}, {"99/1 | | 2020-03-09"}};
    auto const b = std::vector<kept>{{"12 20 | | 2020-03-02"}, {"31/20 | | 2020-03-02"}, {"No. 14/20 | | 2020-05-02"}, {" | HO/4 | 2020-03-10"}};
    auto const told = [&](std::string const& x, std::string const& y) {
        auto const r = reconcile(register_of(x, a), register_of(y, b));
        std::string text;
        for (auto const* t : {&r.matched, &r.missing_on_their_side, &r.missing_on_ours, &r.differing, &r.means, &r.duplicates})
            for (auto const& row : t->rows)
                for (std::size_t c = 0; c < t->columns.size(); ++c)
                    if (t->columns[c].type != column_type::identifier) text += to_text(row[c]) + ";";
        return text;
    };
    auto const once = told("ours", "theirs");
    for (auto const* x : {"a", "b", "c", "d"})
        for (auto const* y : {"e", "f", "g"}) CHECK(told(x, y) == once);
    auto const digest = [&](std::vector<kept> const& x, std::vector<kept> const& y, reconcile_options const& o = {}) { return reconcile(register_of("x", x), register_of("y", y), o).matched.digest; };
    std::set<std::string> const digests{digest(a, b), digest(b, a), digest(a, a), digest(b, b), digest(a, b, {.window = days(8)}), digest(a, b, {.definition = "decision"})};
    CHECK(digests.size() == 6);
    CHECK(digest(a, b) == digest(a, b));
}

TEST_CASE("what cannot be asked") {
    auto const a = register_of("ours", {{"12/20 | | 2020-03-02"}}), later = register_of("theirs", {{"12/20 | | 2020-03-02"}}, date(2021, 5, 13));
    CHECK_THROWS_WITH_AS(reconcile(a, later), doctest::Contains("ours is as of 2021-05-12, theirs as of 2021-05-13"), bad_input);
    CHECK_THROWS_WITH_AS(reconcile(a, a, {.window = days(400)}), doctest::Contains("0 to 366"), bad_input);
    CHECK_THROWS_AS(reconcile(a, a, {.definition = "a wink"}), bad_input);
    CHECK(reconcile(register_of("ours", {}), register_of("theirs", {})).counts == reconciliation_counts{});
}

// The quarrel of May 2021, as it could have been settled. One State's register has 2,000 requests of twenty years. The other's was kept from what arrived: 50 requests never
// were registered, 30 got another date, 20 another reference. All this is made up, and written down as it is done.
TEST_CASE("two registers of the same 2,000 requests") {
    std::mt19937_64 random(2021);
    auto const below = [&](std::uint64_t n) { return static_cast<std::size_t>(random() % n); };
    std::vector<kept> ours, theirs;
    std::set<std::string> never, dates, references;
    for (std::size_t n = 0; n < 2000; ++n) {
        auto const day = date(2001, 1, 3) + days(static_cast<int>(n * 37 / 10));
        auto const reference = "81/3-" + std::to_string(100 + n) + "-" + std::to_string(day.year() % 100 + 100).substr(1);
        auto const kind = n % 4 == 3 ? request_kind::mutual_legal_assistance : request_kind::extradition;
        auto one = [&](std::string const& text, date on) { return kept{text + " | | " + to_string(on), kind, n % 3 == 2 ? "GB"_state : "RU"_state, n % 3 == 2 ? "RU"_state : "GB"_state}; };
        ours.push_back(one(reference, day));
        if (n % 40 == 7) {
            never.insert(reference);
        } else if (n % 61 == 5 && dates.size() < 30) {
            dates.insert(reference);
            theirs.push_back(one(reference, day + days(static_cast<int>(20 + below(700)))));
        } else if (n % 99 == 11 && references.size() < 20) {
            references.insert(reference);
            auto text = reference;
            switch (references.size() % 5) {
                case 0: text = "№ " + reference; break;
                case 1: std::swap(text[text.size() - 1], text[text.size() - 2]), text += "0"; break;  // exchanged, and one too many
                case 2: text = "81 / 3 — " + reference.substr(5); break;
                case 3: text.erase(6, 1); break;
                default: text = "81/З-" + reference.substr(5); break;                                 // Cyrillic Ze for three
            }
            theirs.push_back(one(text, day));
        } else {
            theirs.push_back(one(reference, day));
        }
    }
    REQUIRE(never.size() == 50);
    REQUIRE(dates.size() == 30);
    REQUIRE(references.size() == 20);
    std::shuffle(theirs.begin(), theirs.end(), random);

    auto const r = held(ours, theirs);
    CHECK(r.counts.ours == 2000);
    CHECK(r.counts.theirs == 1950);
    CHECK(r.counts.matched == 1950);
    CHECK(r.counts.missing_on_their_side == 50);
    CHECK(r.counts.missing_on_ours == 0);
    CHECK(r.counts.in_doubt_ours == 0);
    CHECK(r.counts.differing == 30);
    CHECK(r.counts.written_otherwise == 20);
    CHECK(r.counts.unanswered_and_missing == 50);
    std::set<std::string> missing, other_dates, otherwise;
    for (std::size_t n = 0; n < r.missing_on_their_side.rows.size(); ++n) missing.insert(at(r.missing_on_their_side, n, "reference"));
    for (std::size_t n = 0; n < r.differing.rows.size(); ++n) (at(r.differing, n, "field") == "made_on" ? other_dates : otherwise).insert(at(r.differing, n, "reference"));
    CHECK(missing == never);
    CHECK(other_dates == dates);
    CHECK(otherwise == references);
    CHECK(r.duplicates.rows.empty());
}

TEST_CASE("whatever two registers hold, nothing is lost, and turned round it is the same") {
    std::mt19937_64 random(7);
    auto const one_of = [&](auto const& choice) { return choice[random() % std::size(choice)]; };
    constexpr std::array references{"", "", "1234", "01234", "12/34", "1243", "1235", "ABC 1234", "АВС-1234", "abv 1234", "No. 1234", "ABCD1234", "ABCD1324", "ABCD12345", "Исх 1", "Iskh-1"};
    constexpr std::array dates{"2020-03-02", "2020-03-02", "2020-03-05", "2020-03", "2020", "2020-02-03", "2019-03-02", "2015-01-01"};
    constexpr std::array kinds{request_kind::extradition, request_kind::extradition, request_kind::mutual_legal_assistance};
    for (int round = 0; round < 400; ++round) {
        auto const some = [&] {
            std::vector<kept> all;
            for (auto n = random() % 25; n > 0; --n) {
                auto const backwards = random() % 5 == 0;
                std::string line = one_of(references);
                line += std::string(" | ") + (random() % 3 == 0 ? one_of(references) : "") + " | " + one_of(dates);
                all.push_back({line, one_of(kinds), backwards ? "GB"_state : "RU"_state, backwards ? "RU"_state : "GB"_state});
            }
            return all;
        };
        auto const ours = some(), theirs = some();
        held(ours, theirs);
    }
}

TEST_CASE("hostile registers take no more time, and nothing is guessed") {
    auto const many = [](std::size_t n, auto line) {
        std::vector<kept> all;
        for (std::size_t i = 0; i < n; ++i) all.push_back({line(i)});
        return all;
    };
    auto const timed = [](std::vector<kept> const& a, std::vector<kept> const& b) {
        auto const x = register_of("ours", a), y = register_of("theirs", b);
        auto const start = std::chrono::steady_clock::now();
        auto r = reconcile(x, y);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));  // some tenths of a second; 10,000 by 10,000 comparisons take longer
        return r;
    };
    constexpr std::size_t n = 10'000;
    // One reference for all: nobody can say which is which.
    auto const same = many(n, [](std::size_t) { return std::string("81/3 | | 2020-03-02"); });
    CHECK(timed(same, same).counts.in_doubt_ours == n);
    // None for any, and one day.
    auto const none = many(n, [](std::size_t) { return std::string(" | | 2020-03-02"); });
    CHECK(timed(none, none).counts.missing_on_their_side == n);
    // All alike, but for two characters.
    auto const dense = [&](char c) { return many(n, [c](std::size_t i) { return std::string(1, c) + c + std::to_string(10'000 + i) + " | | 2020-03-02"; }); };
    auto const r = timed(dense('A'), dense('B'));
    CHECK(r.counts.matched + r.counts.missing_on_their_side + r.counts.in_doubt_ours == n);
    // Marks without end, the other direction of writing, what is no UTF-8, and a text that is far too long.
    std::string marks = "e";
    for (int i = 0; i < 90; ++i) marks += "\u0301";
    for (auto const& text : {marks, std::string("ערבית-12/٣"), std::string("\xff\xfe/12"), std::string(1 << 20, 'x'), std::string("----"), std::string("🏴󠁧󠁢󠁳󠁣󠁴󠁿/1")}) {
        auto const one = held({{text + " | | 2020-03-02"}}, {{text + " | | 2020-03-02"}});
        CHECK(one.counts.matched == 1);
    }
}

}  // TEST_SUITE
