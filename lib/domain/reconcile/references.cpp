// SPDX-License-Identifier: Apache-2.0
#include "references.hpp"

#include "../law/tables.hpp"

#include "quoted.hpp"
#include "utf16.hpp"

#include <comity/error.hpp>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/regex.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <set>
#include <unordered_set>
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

char32_t fold(char32_t c) { return c < 0x80 ? small(c) : static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)); }
bool is_letter(char32_t c) { return is_part(c) && !is_digit(c); }

/// Characters of large scripts, of which ICU takes long to read many in a row, and of which each is read by itself.
bool is_word_alone(char32_t c) {
    if (c < 0x1100) return false;
    auto const at = static_cast<UChar32>(c);
    return u_hasBinaryProperty(at, UCHAR_IDEOGRAPHIC) || u_getIntPropertyValue(at, UCHAR_HANGUL_SYLLABLE_TYPE) >= U_HST_LV_SYLLABLE;
}
bool is_cyrillic(char32_t c) {
    auto status = U_ZERO_ERROR;
    return c >= 0x400 && uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_CYRILLIC;
}

/// Runs of letters, in small ones.
template <class F> void each_word(std::u32string_view text, F f) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::u32string one;
        for (; at < text.size() && is_letter(text[at]); ++at) one += fold(text[at]);
        if (!one.empty()) f(one);
    }
}

icu::UnicodeString forms(icu::UnicodeString const& text) {
    auto status = U_ZERO_ERROR;
    auto const* const nfkc = icu::Normalizer2::getNFKCInstance(status);
    need(status, "normalise references");
    auto result = nfkc->normalize(text, status);
    need(status, "normalise references");
    return result;
}

/// Years as such, without their century: this one and those beside it, or each.
std::u32string with_short_years(std::u32string const& text, int year) {
    std::u32string result;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        auto number = 0;
        while (end < text.size() && is_digit(text[end])) number = end - at < 4 ? number * 10 + static_cast<int>(text[end] - U'0') : number, ++end;
        auto const is_year = end - at == 4 && (year == 0 ? number >= 1900 && number < 2100 : std::abs(number - year) <= 1);
        if (is_year) at += 2;
        if (end == at) ++end;
        result.append(text, at, end - at);
        at = end;
    }
    return result;
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
                                                              {reading::letter_case, "letter_case"}, {reading::words_around, "words_around"}, {reading::date_around, "date_around"},
                                                              {reading::leading_zeros, "leading_zeros"}, {reading::short_year, "short_year"}};

/// Words of a list as one pattern, the longest first.
std::string any_of(std::vector<std::string> const& words, std::unordered_set<std::u32string>* first) {
    std::set<std::pair<std::ptrdiff_t, std::string>> patterns;
    for (auto const& text : words) {
        std::string pattern;
        each_word(code_points(utf8(forms(utf16(text)))), [&](std::u32string const& one) {
            if (pattern.empty() && first) first->insert(one);
            pattern += (pattern.empty() ? "" : "[\\s./-]*") + utf8_of(one);
        });
        if (!pattern.empty()) patterns.emplace(-static_cast<std::ptrdiff_t>(pattern.size()), pattern);
    }
    std::string result;
    for (auto const& [_, pattern] : patterns) (result += result.empty() ? "" : "|") += pattern;
    return result.empty() ? "(?!)" : "(?:" + result + ")";
}

}  // namespace

struct reference_reader::tools {
    explicit tools(reference_words const& w) : words(w) {}

    reference_words const& words;
    std::unordered_set<std::u32string> first_words{};     ///< of what may stand around a number
    std::unordered_set<std::string> none{};               ///< what stands for no number, read as numbers are
    std::unique_ptr<icu::RegexMatcher> before[2]{}, after[2]{};  ///< words around, and a date
    std::array<std::unique_ptr<icu::Transliterator>, 5> latin{};
    std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker{nullptr, &uspoof_close};

    void compile_words() {
        if (before[0]) return;
        auto const around = any_of(words.around, &first_words), markings = any_of(words.markings, &first_words), dated = any_of(words.dated, &first_words);
        std::string const opens = "^[\\s(\\[<«\"“]*", closes = "[\\s.:,;°)\\]>»\"”]*", end = "[\\s.)\\]>»\"”]*$", parts = "(?:(?<![\\s,;])[\\s,;]++|(?<!\\s)\\s*+[(\\[<«\"“])";  // begun where they begin, and in one go: blanks may be many
        std::string const date = "(?:\\d{1,2}\\s?[./-]\\s?\\d{1,2}\\s?[./-]\\s?(?:\\d{4}|\\d{2})|\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}"                              // 12.03.2020, 2020-03-12
                                 "|\\d{1,2}(?:\\.|st|nd|rd|th|er|o)?\\s*(?:de\\s+)?\\p{L}[\\p{L}\\p{M}]{2,20}\\.?,?\\s+(?:de\\s+)?\\d{4}"                        // 12 March 2020, 12 de marzo de 2020
                                 "|\\p{L}[\\p{L}\\p{M}]{2,20}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4})(?!\\d)(?:\\s*" + any_of(words.year, nullptr) + "(?![\\p{L}\\d]))?";  // March 12, 2020
        auto const compiled = [](std::string const& pattern) {
            auto status = U_ZERO_ERROR;
            auto result = std::make_unique<icu::RegexMatcher>(utf16(pattern), 0, status);
            need(status, "look for words around references");
            return result;
        };
        before[0] = compiled(opens + "(?:" + around + "(?=[\\s.:°)\\]]|$)|" + markings + "(?=[\\s.:,;)\\]]|$))" + closes);
        before[1] = compiled(opens + "(?:" + dated + "\\.?:?\\s*" + date + "|" + date + "(?=[\\s.,]*(?:no|nr|n|#)(?![\\p{L}])))" + closes);
        after[0] = compiled(parts + "(?:" + around + "|" + markings + ")" + end);
        after[1] = compiled(parts + dated + "\\.?:?\\s*" + date + end);
    }
    std::unordered_set<std::string> const& nothing(reference_reader& reader) {
        if (none.empty())
            for (auto const& text : words.none) none.insert(reader.read(text, {}));
        return none;
    }
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

reference_reader::reference_reader(reference_words const& words) : tools_(std::make_unique<tools>(words)) {}
reference_reader::~reference_reader() = default;

std::u32string code_points(std::string_view text) {
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
        if (does(reading::character_forms)) all = forms(all);
        if (does(reading::letter_case)) all.foldCase();
        text = code_points(utf8(all));
        if (does(reading::character_forms))
            for (auto& c : text)
                if (auto const value = c < 0x80 ? -1 : u_charDigitValue(static_cast<UChar32>(c)); value >= 0) c = U'0' + static_cast<char32_t>(value);
    }
    if (does(reading::words_around) || does(reading::date_around)) text = without_words(text, how.steps);
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
    if (does(reading::short_year)) text = with_short_years(text, how.year);
    if (does(reading::leading_zeros)) text = without_zeros(text);
    auto result = utf8_of(text);
    if (how.letters == letters::look_alikes) return skeleton(result);
    return how.letters == letters::as_they_are ? result : latin(result, how.letters);
}

/// Without what is written around a number; as it stands, if no digit would be left, but nothing is what is no number.
std::u32string reference_reader::without_words(std::u32string const& text, unsigned steps) {
    constexpr std::size_t longest = 256;
    if (text.size() > longest || std::ranges::none_of(text, is_letter)) return text;
    // Which digits there are makes no difference, nor do capitals, and registers have few ways of writing.
    auto shape = text;
    for (auto& c : shape) c = is_digit(c) ? U'0' : fold(c);
    auto& known = shapes_[(steps & reading::words_around) != 0][(steps & reading::date_around) != 0];
    if (known.size() > 100'000) known.clear();
    auto const [place, is_new] = known.try_emplace(shape);
    if (is_new) place->second = number_in(shape, steps);
    return text.substr(place->second.first, place->second.second);
}

/// Where the number stands in a text: from which character, and how many.
std::pair<std::size_t, std::size_t> reference_reader::number_in(std::u32string const& text, unsigned steps) {
    auto const all = std::pair(std::size_t{0}, text.size());
    tools_->compile_words();
    auto has_words = false;
    each_word(text, [&](std::u32string const& one) { has_words = has_words || tools_->first_words.contains(one); });
    if (!has_words) return all;
    // Of many blanks and commas on end, which an expression would try in every way, the first say as much.
    constexpr std::size_t most_on_end = 3;
    std::u32string thin;
    std::vector<std::size_t> places;
    std::size_t on_end = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        on_end = is_letter(text[i]) || is_digit(text[i]) ? 0 : on_end + 1;
        if (on_end <= most_on_end) thin += text[i], places.push_back(i);
    }
    auto left = utf16(utf8_of(thin));
    auto status = U_ZERO_ERROR;
    std::size_t begins = 0;
    auto const take = [&](icu::RegexMatcher& of) {
        of.reset(left);
        if (!of.find(status) || U_FAILURE(status)) return false;
        if (of.start(status) == 0) begins += static_cast<std::size_t>(left.countChar32(0, of.end(status)));
        left.remove(of.start(status), of.end(status) - of.start(status));
        return true;
    };
    constexpr int at_most = 8;
    for (int n = 0, taken = 1; n < at_most && taken != 0; ++n) {
        taken = 0;
        for (std::size_t what = 0; what < 2; ++what)
            if ((steps & (what == 0 ? reading::words_around : reading::date_around)) != 0) taken += take(*tools_->after[what]), taken += take(*tools_->before[what]);
    }
    need(status, "look for words around references");
    auto const number = code_points(utf8(left));
    if (std::ranges::any_of(number, is_digit)) return {places[begins], places[begins + number.size() - 1] + 1 - places[begins]};
    auto const rest = read(utf8_of(number), {});
    return rest.empty() || tools_->nothing(*this).contains(rest) ? std::pair(std::size_t{0}, std::size_t{0}) : all;
}

std::string reference_reader::plain(std::string_view reference) {
    auto text = read(reference, {});
    if (text.empty() || tools_->nothing(*this).contains(text)) return {};
    auto const has_letters = std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0 || (c >= 'a' && c <= 'z'); });
    return has_letters && read(reference, {reading::bare}).empty() ? std::string() : text;
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

std::vector<int> reference_reader::date_beside(std::string_view reference) {
    constexpr unsigned steps = reading::character_forms | reading::letter_case | reading::words_around;
    auto const with = code_points(read(reference, {steps})), without = code_points(read(reference, {steps | reading::date_around}));
    std::vector<int> numbers;
    auto const at = with.find(without);
    if (with == without || at == with.npos) return numbers;
    auto in_number = false;
    for (auto const c : with.substr(0, at) + U' ' + with.substr(at + without.size())) {
        if (is_digit(c)) {
            if (!in_number) numbers.push_back(0);
            numbers.back() = std::min(numbers.back() * 10 + static_cast<int>(c - U'0'), 9999);
        }
        in_number = is_digit(c);
    }
    return numbers;
}

std::string reference_reader::unlike_letters(std::string_view a, std::string_view b, reading how) {
    how.letters = letters::as_they_are, how.steps &= ~reading::letter_case;  // as they stand there
    auto const x = code_points(read(a, how)), y = code_points(read(b, how));
    if (x.size() != y.size()) return {};
    auto const named = [](char32_t c) {
        auto status = U_ZERO_ERROR;
        auto const at = static_cast<UChar32>(c);
        auto const script = uscript_getScript(at, &status);
        std::string result;
        append(result, c);
        return result + " " + code_point(at) + (script > USCRIPT_INHERITED ? std::string(" (") + uscript_getName(script) + ")" : "");
    };
    constexpr std::size_t at_most = 5;
    std::set<std::pair<char32_t, char32_t>> told;
    std::string list;
    for (std::size_t n = 0; n < x.size(); ++n) {
        if (fold(x[n]) == fold(y[n]) || !told.emplace(x[n], y[n]).second) continue;
        if (told.size() > at_most) return list + ", …";
        list += (list.empty() ? "" : ", ") + named(x[n]) + " – " + named(y[n]);
    }
    return list;
}

/// Word by word, each of which is looked up once; characters of which one is a word by itself, as those of Han, one by one.
std::string reference_reader::latin(std::string_view text, letters how) {
    if (is_ascii(text)) return std::string(text);
    auto const all = code_points(text);
    std::string result;
    for (std::size_t at = 0; at < all.size();) {
        if (!is_letter(all[at])) {
            append(result, all[at++]);
            continue;
        }
        auto end = at + 1;
        if (!is_word_alone(all[at]))
            while (end < all.size() && is_letter(all[end]) && !is_word_alone(all[end])) ++end;
        auto const letters_of_word = std::u32string_view(all).substr(at, end - at);
        at = end;
        auto const as = std::ranges::any_of(letters_of_word, is_cyrillic) ? how : letters::any_latin;
        auto& known = known_[static_cast<std::size_t>(as)];
        if (known.size() > 100'000) known.clear();
        auto const word = utf8_of(letters_of_word);
        auto const [place, is_new] = known.try_emplace(word);
        if (is_new) {
            auto spelt = utf16(word);
            tools_->to_latin(as).transliterate(spelt);
            place->second = read(utf8(spelt), {.steps = reading::separators});
        }
        result += place->second;
    }
    return result;
}

std::string reference_reader::needed(std::string_view a, std::string_view b, reading how, int but_for) {
    std::string list;
    auto const add = [&](std::string_view name) { (list += list.empty() ? "" : ", ") += name; };
    auto const same = [&](reading r) { return edits(code_points(read(a, r)), code_points(read(b, r)), but_for) <= but_for; };
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
