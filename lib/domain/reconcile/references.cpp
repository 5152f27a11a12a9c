// SPDX-License-Identifier: Apache-2.0
#include "references.hpp"

#include "utf16.hpp"

#include <comity/error.hpp>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

namespace comity::inline v0::detail {

namespace {

void need(UErrorCode status, char const* what) {
    if (U_FAILURE(status)) throw unsupported("ICU cannot " + std::string(what) + ": " + u_errorName(status));
}

bool is_ascii(std::string_view text) { return std::ranges::none_of(text, [](char c) { return (c & 0x80) != 0; }); }

void append(std::string& to, char32_t c) {
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(c));
    to.append(bytes, static_cast<std::size_t>(length));
}

std::string utf8_of(std::u32string_view text) {
    std::string result;
    for (auto const c : text) append(result, c);
    return result;
}

bool is_digit(char32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER; }
/// Letters, digits, and the marks that letters bear.
bool is_part(char32_t c) {
    if (c < 0x80) return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    auto const at = static_cast<UChar32>(c);
    return (u_isalnum(at) || (U_GET_GC_MASK(at) & U_GC_M_MASK) != 0 || c == 0xFFFD) && !u_hasBinaryProperty(at, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}
char32_t small(char32_t c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

/// How long a sign for "number" is that stands at a place: "No.", "Nº", "Nr", "№", "#", "N" before a dot or a blank; 0, if there is none. A number must follow.
std::size_t number_sign_at(std::u32string_view text, std::size_t at) {
    if (at > 0 && is_part(text[at - 1])) return 0;
    auto end = at;
    auto const is = [&](char32_t c) { return end < text.size() && small(text[end]) == c; };
    auto bare = false;  // "N", which may be a letter of the reference
    if (is(U'#') || is(U'№')) ++end;
    else if (is(U'n')) {
        ++end;
        if (is(U'o') || is(U'r') || is(U'º') || is(U'°')) ++end;
        else bare = true;
    } else return 0;
    auto const sign = end;
    while (end < text.size() && (text[end] == U'.' || text[end] == U':' || text[end] == U'°' || text[end] == U'º' || u_isUWhiteSpace(static_cast<UChar32>(text[end])))) ++end;
    return end < text.size() && is_digit(text[end]) && !(bare && end == sign) ? end - at : 0;
}

/// Without the zeros that a number begins with.
std::u32string without_zeros(std::u32string_view text) {
    std::u32string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const begins = i == 0 || !is_digit(text[i - 1]);
        if (begins)
            while (i + 1 < text.size() && text[i] == U'0' && is_digit(text[i + 1])) ++i;
        result += text[i];
    }
    return result;
}

constexpr std::pair<unsigned, char const*> names_of_steps[] = {{reading::character_forms, "character_forms"}, {reading::number_sign, "number_sign"}, {reading::separators, "separators"},
                                                              {reading::letter_case, "letter_case"}, {reading::leading_zeros, "leading_zeros"}};

}  // namespace

struct reference_reader::tools {
    std::array<std::unique_ptr<icu::Transliterator>, 5> latin{};
    std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker{nullptr, &uspoof_close};

    icu::Transliterator const& to_latin(letters how) {
        auto& one = latin[static_cast<std::size_t>(how)];
        if (!one) {
            auto const id = std::string(how == letters::russian_bgn ? "Russian-Latin/BGN; " : how == letters::ukrainian_bgn ? "Ukrainian-Latin/BGN; " : "") + "Any-Latin; Latin-ASCII";
            auto status = U_ZERO_ERROR;
            one.reset(icu::Transliterator::createInstance(icu::UnicodeString::fromUTF8(id), UTRANS_FORWARD, status));
            need(status, "transliterate references");
        }
        return *one;
    }
    USpoofChecker const* confusables() {
        if (!checker) {
            auto status = U_ZERO_ERROR;
            checker.reset(uspoof_open(&status));
            need(status, "tell which letters look alike");
        }
        return checker.get();
    }
};

reference_reader::reference_reader() : tools_(std::make_unique<tools>()) {}
reference_reader::~reference_reader() = default;

std::u32string characters(std::string_view text) {
    std::u32string result;
    auto const size = static_cast<int32_t>(text.size());
    for (int32_t at = 0; at < size;) {
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(reinterpret_cast<std::uint8_t const*>(text.data()), at, size, c);
        result += static_cast<char32_t>(c);
    }
    return result;
}

std::string reference_reader::read(std::string_view reference, reading how) {
    auto const does = [&](unsigned step) { return (how.steps & step) != 0; };
    std::u32string text;
    if (is_ascii(reference)) {
        text.assign(reference.begin(), reference.end());
        if (does(reading::letter_case)) std::ranges::transform(text, text.begin(), small);
    } else {
        auto all = utf16(reference);
        if (does(reading::character_forms)) {
            auto status = U_ZERO_ERROR;
            auto const* const nfkc = icu::Normalizer2::getNFKCInstance(status);
            need(status, "normalise references");
            all = nfkc->normalize(all, status);
            need(status, "normalise references");
        }
        if (does(reading::letter_case)) all.foldCase();
        text = characters(utf8(all));
        if (does(reading::character_forms))
            for (auto& c : text)
                if (auto const value = c < 0x80 ? -1 : u_charDigitValue(static_cast<UChar32>(c)); value >= 0) c = U'0' + static_cast<char32_t>(value);
    }
    if (does(reading::number_sign) || does(reading::separators)) {
        std::u32string kept;
        auto parted = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (auto const sign = does(reading::number_sign) ? number_sign_at(text, i) : 0) {
                i += sign - 1;
                parted = true;  // "81 No. 3" is not 813
                if (!does(reading::separators) && !kept.empty()) kept += U' ';
                continue;
            }
            if (does(reading::separators) && !is_part(text[i])) {
                parted = true;
                continue;
            }
            if (parted && does(reading::separators) && !kept.empty() && is_digit(kept.back()) && is_digit(text[i])) kept += U'-';
            parted = false;
            kept += text[i];
        }
        text = std::move(kept);
    }
    if (does(reading::leading_zeros)) text = without_zeros(text);
    auto result = utf8_of(text);
    if (how.letters == letters::look_alikes) return skeleton(result);
    return how.letters == letters::as_they_are ? result : latin(result, how.letters);
}

/// Capitals are compared, since more of them look alike: В is like B, and в like no Latin letter.
std::string reference_reader::skeleton(std::string_view text) {
    auto status = U_ZERO_ERROR;
    auto capitals = utf16(text);
    capitals.toUpper(icu::Locale::getRoot());
    icu::UnicodeString result;
    uspoof_getSkeletonUnicodeString(tools_->confusables(), 0, capitals, result, &status);
    need(status, "tell which letters look alike");
    return utf8(result.foldCase());
}

/// Word by word, each of which is looked up once.
std::string reference_reader::latin(std::string_view text, letters how) {
    if (is_ascii(text)) return std::string(text);
    auto& known = known_[static_cast<std::size_t>(how)];
    if (known.size() > 100'000) known.clear();
    auto const all = characters(text);
    std::string result;
    for (std::size_t at = 0; at < all.size();) {
        auto end = at;
        while (end < all.size() && is_part(all[end]) && !is_digit(all[end])) ++end;
        if (end == at) {
            append(result, all[at++]);
            continue;
        }
        auto const word = utf8_of(std::u32string_view(all).substr(at, end - at));
        at = end;
        auto const [place, is_new] = known.try_emplace(word);
        if (is_new) {
            auto spelt = utf16(word);
            tools_->to_latin(how).transliterate(spelt);
            place->second = read(utf8(spelt), {.steps = reading::separators});
        }
        result += place->second;
    }
    return result;
}

std::string reference_reader::needed(std::string_view a, std::string_view b, reading how, int but_for) {
    std::string list;
    auto const add = [&](std::string_view name) { (list += list.empty() ? "" : ", ") += name; };
    auto const same = [&](reading r) { return edits(characters(read(a, r)), characters(read(b, r)), but_for) <= but_for; };
    for (auto const& [step, name] : names_of_steps)
        if ((how.steps & step) != 0 && !same({how.steps & ~step, how.letters})) add(name);
    if (how.letters != letters::as_they_are && !same({how.steps, letters::as_they_are})) add(how.letters == letters::look_alikes ? "look_alike_letters" : "transliteration");
    if (but_for > 0) add(but_for == 1 ? "one_character" : "two_characters");
    return list;
}

int edits(std::u32string_view a, std::u32string_view b, int at_most) {
    auto const n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
    auto const too_many = at_most + 1;
    if (std::abs(n - m) > at_most) return too_many;
    auto const columns = static_cast<std::size_t>(m) + 1;
    std::vector<int> before(columns), last(columns), row(columns);
    for (std::size_t j = 0; j < columns; ++j) last[j] = static_cast<int>(j);
    for (int i = 1; i <= n; ++i) {
        std::ranges::fill(row, too_many);
        auto least = row[0] = i;
        for (auto j = std::max(1, i - at_most); j <= std::min(m, i + at_most); ++j) {
            auto const y = static_cast<std::size_t>(j), x = static_cast<std::size_t>(i);
            auto const other = a[x - 1] != b[y - 1];
            auto best = std::min({last[y] + 1, row[y - 1] + 1, last[y - 1] + static_cast<int>(other)});
            if (i > 1 && j > 1 && a[x - 1] == b[y - 2] && a[x - 2] == b[y - 1]) best = std::min(best, before[y - 2] + 1);
            row[y] = best;
            least = std::min(least, best);
        }
        if (least > at_most && i > 1) {
            // An exchange reaches two rows back.
            if (*std::ranges::min_element(last) > at_most) return too_many;
        }
        std::swap(before, last), std::swap(last, row);
    }
    return std::min(last[columns - 1], too_many);
}

}  // namespace comity::v0::detail
