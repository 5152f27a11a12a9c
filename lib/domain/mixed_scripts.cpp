// SPDX-License-Identifier: Apache-2.0
#include <comity/mixed_scripts.hpp>

#include "quoted.hpp"

#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <memory>

namespace comity::inline v0 {

namespace {

/// ICU's check of the scripts in an identifier. It is the same for all, and only read.
USpoofChecker const* checker() {
    static auto const made = [] {
        auto status = U_ZERO_ERROR;
        auto result = std::unique_ptr<USpoofChecker, decltype(&uspoof_close)>(uspoof_open(&status), uspoof_close);
        uspoof_setChecks(result.get(), USPOOF_RESTRICTION_LEVEL, &status);
        uspoof_setRestrictionLevel(result.get(), USPOOF_HIGHLY_RESTRICTIVE);
        if (U_FAILURE(status)) throw unsupported("ICU cannot tell scripts: " + std::string(u_errorName(status)));
        return result;
    }();
    return made.get();
}

bool is_mixed(icu::UnicodeString const& word) {
    auto status = U_ZERO_ERROR;
    auto const found = uspoof_check2UnicodeString(checker(), word, nullptr, &status);
    return U_SUCCESS(status) && found != 0;
}

UScriptCode script_of(UChar32 c) {
    auto status = U_ZERO_ERROR;
    return uscript_getScript(c, &status);
}

/// A letter of some script: what all scripts share (digits, the apostrophe) or inherit (accents) is none.
bool has_script(UScriptCode s) { return s > USCRIPT_INHERITED; }

mixed_word described(icu::UnicodeString const& word) {
    std::vector<std::pair<UScriptCode, int>> scripts;
    for (int32_t at = 0; at < word.length(); at = word.moveIndex32(at, 1)) {
        auto const s = script_of(word.char32At(at));
        if (!has_script(s)) continue;
        auto const known = std::ranges::find(scripts, s, &std::pair<UScriptCode, int>::first);
        if (known == scripts.end()) scripts.emplace_back(s, 1);
        else ++known->second;
    }
    std::ranges::stable_sort(scripts, std::greater{}, &std::pair<UScriptCode, int>::second);
    constexpr int letters_at_most = 5;
    std::string names, letters;
    for (auto const& [s, n] : scripts) (names += names.empty() ? "" : ", ") += uscript_getName(s);
    for (int32_t at = 0, n = 0; at < word.length(); at = word.moveIndex32(at, 1)) {
        auto const c = word.char32At(at);
        if (auto const s = script_of(c); !has_script(s) || s == scripts.front().first) continue;
        if (++n > letters_at_most) {
            letters += ", …";
            break;
        }
        letters += letters.empty() ? "" : ", ";
        icu::UnicodeString(c).toUTF8String(letters);
        letters += " " + detail::code_point(c);
    }
    mixed_word result;
    word.toUTF8String(result.word);
    result.text = {"the word {word} has letters of several scripts ({scripts}): {letters}", {{"word", detail::quoted(result.word)}, {"scripts", names}, {"letters", letters}}};
    return result;
}

void look(std::vector<mixed_word>& found, std::string const& field, std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return;
    for (auto& m : mixed_scripts(text)) {
        m.field = field;
        found.push_back(std::move(m));
    }
}

}  // namespace

std::vector<mixed_word> mixed_scripts(std::string_view text) {
    std::vector<mixed_word> result;
    auto const all = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    auto const in_word = [](UChar32 c) { return u_isalnum(c) || u_getCombiningClass(c) != 0 || U_MASK(u_charType(c)) & U_GC_M_MASK; };
    for (int32_t at = 0; at < all.length();) {
        if (!in_word(all.char32At(at))) {
            at = all.moveIndex32(at, 1);
            continue;
        }
        auto const start = at;
        while (at < all.length() && in_word(all.char32At(at))) at = all.moveIndex32(at, 1);
        auto const word = all.tempSubStringBetween(start, at);
        if (is_mixed(word)) result.push_back(described(word));
    }
    return result;
}

std::vector<mixed_word> mixed_scripts(request const& r) {
    std::vector<mixed_word> found;
    look(found, "reference", r.reference);
    look(found, "requested_reference", r.requested_reference);
    for (std::size_t p = 0; p < r.persons.size(); ++p)
        for (std::size_t n = 0; n < r.persons[p].names.size(); ++n) look(found, "person " + std::to_string(p + 1) + ", name " + std::to_string(n + 1), r.persons[p].names[n].text);
    return found;
}

}  // namespace comity::v0
