// SPDX-License-Identifier: Apache-2.0
#include <comity/language.hpp>

#include "embedded.hpp"
#include "quoted.hpp"
#include "toml_rows.hpp"
#include "utf16.hpp"
#include "words.hpp"

#include <comity/table.hpp>

#include <unicode/fmtable.h>
#include <unicode/gregocal.h>
#include <unicode/listformatter.h>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>
#include <unicode/smpdtfmt.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <set>

namespace comity::inline v0 {

namespace {

using detail::utf16, detail::utf8;

void check(UErrorCode error) {
    if (U_FAILURE(error)) throw unsupported(std::string("ICU: ") + u_errorName(error));
}

/// Throws bad_input for what is no pattern.
icu::MessageFormat format_of(std::string const& pattern, icu::Locale const& locale) {
    auto error = U_ZERO_ERROR;
    UParseError where{};
    auto format = icu::MessageFormat(utf16(pattern), locale, where, error);
    if (U_FAILURE(error)) throw bad_input(detail::quoted(pattern) + " is no pattern of ICU's MessageFormat (" + u_errorName(error) + " at character " + std::to_string(where.offset) + ")");
    return format;
}

/// The names that a pattern asks for.
std::set<std::string> names_in(std::string const& pattern, icu::Locale const& locale) {
    constexpr int deepest = 20;  // ICU follows braces by calling itself
    for (int depth = 0; auto const c : pattern)
        if ((depth += (c == '{') - (c == '}')) > deepest) throw bad_input("braces within braces, more than " + std::to_string(deepest) + " deep");
    auto error = U_ZERO_ERROR;
    auto format = format_of(pattern, locale);
    auto const names = std::unique_ptr<icu::StringEnumeration>(format.getFormatNames(error));
    check(error);
    std::set<std::string> result;
    while (auto const* name = names->snext(error)) result.insert(utf8(*name));
    return result;
}

/// Whether a letter stands outside of all braces, or within a choice.
bool says_something(std::string_view pattern) {
    int depth = 0;
    for (auto const c : pattern) {
        depth += (c == '{') - (c == '}');
        if (depth != 1 && (static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return true;
    }
    return false;
}

/// Writes days. Throws bad_input for a pattern with letters that mean nothing in one.
std::unique_ptr<icu::SimpleDateFormat> format_of_days(std::string const& pattern, icu::Locale const& locale) {
    auto error = U_ZERO_ERROR;
    auto calendar = std::make_unique<icu::GregorianCalendar>(*icu::TimeZone::getGMT(), locale, error);
    calendar->setGregorianChange(-1e18, error);  // days of before 1582 are Gregorian here, too
    auto format = std::make_unique<icu::SimpleDateFormat>(utf16(pattern), locale, error);
    check(error);
    format->adoptCalendar(calendar.release());
    icu::UnicodeString example;
    format->format(0.0, example, nullptr, error);
    if (U_FAILURE(error) || example.isEmpty()) throw bad_input(detail::quoted(pattern) + " is no pattern of a day; write d MMMM y, and other letters between apostrophes");
    return format;
}

std::string day_as(icu::SimpleDateFormat const& format, date day) {
    icu::UnicodeString result;
    return utf8(format.format(static_cast<UDate>(day.days_since_1970()) * 86'400'000.0, result));
}

std::string listed(std::set<std::string> const& names) {
    std::string list;
    for (auto const& n : names) list += (list.empty() ? "{" : ", {") + n + "}";
    return list.empty() ? "none" : list;
}

}  // namespace

struct language::data {
    std::string tag, name, day;
    icu::Locale locale;
    icu::number::LocalizedNumberFormatter whole{};
    std::array<icu::number::LocalizedNumberFormatter, 4> real{};  ///< with so many decimals
    std::unique_ptr<icu::SimpleDateFormat> days{};
    std::map<std::string, std::string, std::less<>> words{}, phrases{};

    bool english() const { return tag == "en"; }
};

namespace {

using texts = std::map<std::string, std::string, std::less<>>;

texts texts_of(toml::table const& table, std::string const& file, std::string_view part) {
    texts result;
    auto const* within = table.get_as<toml::table>(part);
    if (!within) return result;
    for (auto const& [key, node] : *within) {
        auto const text = node.value_exact<std::string>();
        if (!text) throw bad_input(file + ", line " + std::to_string(node.source().begin.line) + ": " + detail::quoted(key.str()) + " has no text; write how it reads in this language");
        if (!text->empty()) result.emplace(std::string(key.str()), *text);  // else a line to be filled in
    }
    return result;
}

}  // namespace

// ---- the files ------------------------------------------------------------------------------------------------------

namespace detail {

struct language_reader {
    template <class Data> static std::shared_ptr<Data const> read(std::string const& file, std::string_view text) {
        auto const table = parse_toml(file, text);
        auto row = toml_row(file, table);
        auto result = std::make_shared<Data>();
        result->tag = row.text("tag");
        if (result->tag.empty() || result->tag.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") != result->tag.npos)
            throw row.problem("tag", detail::quoted(result->tag) + " is no tag of a language; write one of BCP 47, such as ru or sr-Latn");
        result->name = row.text("name");
        result->day = row.text("day");
        auto const locale = row.text("locale");
        result->locale = icu::Locale::createCanonical(locale.c_str());
        if (result->locale.isBogus() || !*result->locale.getLanguage()) throw row.problem("locale", detail::quoted(locale) + " is no locale; write one of ICU's, such as ru_RU");
        if (!*result->locale.getISO3Language()) throw row.problem("locale", detail::quoted(locale) + " is of no language that ICU knows; write one such as ru_RU");
        for (auto const* part : {"d", "yu", "ML"})
            if (result->day.find_first_of(part) == result->day.npos) throw row.problem("day", detail::quoted(result->day) + " leaves out a part of the day; write a pattern such as d MMMM y");
        row.at("day", [&] { return result->days = format_of_days(result->day, result->locale), 0; });
        using icu::number::NumberFormatter, icu::number::Precision;
        result->whole = NumberFormatter::withLocale(result->locale);
        for (int decimals = 0; decimals < 4; ++decimals)
            result->real[static_cast<std::size_t>(decimals)] = NumberFormatter::withLocale(result->locale).precision(Precision::fixedFraction(decimals)).roundingMode(UNUM_ROUND_HALFEVEN);
        row.find("words"), row.find("phrases");
        row.finish();
        result->words = texts_of(table, file, "words");
        result->phrases = texts_of(table, file, "phrases");
        auto const line_of = [&](std::string const& english) { return file + ", line " + std::to_string(table.at_path("phrases").as_table()->get(english)->source().begin.line); };
        for (auto const& [english, phrase] : result->phrases) {
            if (english.find('{') == english.npos) continue;
            try {
                auto const asked = names_in(english, icu::Locale::getUK()), given = names_in(phrase, result->locale);
                if (asked != given) throw bad_input(detail::quoted(phrase) + " names " + listed(given) + "; the English phrase names " + listed(asked));
            } catch (error& e) {
                e.in(line_of(english));
                throw;
            }
        }
        return result;
    }
};

}  // namespace detail

language::language() : language("en") {}

language::language(std::string_view tag) {
    static auto const all = [] {
        std::map<std::string, std::shared_ptr<data const>, std::less<>> result;
        for (auto const& file : detail::language_files()) {
            auto one = detail::language_reader::read<data>(std::string(file.path), file.text);
            result.emplace(one->tag, std::move(one));
        }
        return result;
    }();
    // Tags are the same in either case (RFC 5646, 2.1.1).
    constexpr auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    auto const found = std::ranges::find_if(all, [&](auto const& one) { return std::ranges::equal(one.first, tag, {}, small, small); });
    if (found == all.end()) {
        std::string known;
        for (auto const& [name, one] : all) known += (known.empty() ? "" : ", ") + name;
        throw bad_input(detail::quoted(tag) + " is no language that is built in; there are " + known + ", and files of a caller's own");
    }
    data_ = found->second;
}

language language::read(std::filesystem::path const& path) {
    return language(detail::language_reader::read<data>(path.filename().string(), detail::read_toml_text(path, "a file of phrases has some hundred lines")));
}

language language::of(std::string const& tag_or_path) { return detail::names_a_file(tag_or_path) ? read(tag_or_path) : language(tag_or_path); }

std::vector<std::string> language::built_in() {
    std::vector<std::string> tags;
    for (auto const& file : detail::language_files()) tags.push_back(std::string(file.path.substr(0, file.path.find('.'))));
    std::ranges::sort(tags);
    return tags;
}

std::string const& language::tag() const { return data_->tag; }
std::string const& language::name() const { return data_->name; }

// ---- texts ----------------------------------------------------------------------------------------------------------

language language::telling(std::function<void(std::variant<word, message> const&)> what_it_lacks) const {
    auto result = *this;
    result.tell_ = std::move(what_it_lacks);
    return result;
}

void language::lacks(std::variant<word, message> const& what) const {
    if (!tell_ || data_->english()) return;
    // A pattern of nothing but names and signs is the same in all.
    auto const* m = std::get_if<message>(&what);
    if (!m || says_something(m->pattern())) tell_(what);
}

std::string language::operator()(message const& m) const {
    auto const shown = [&](message::argument::value const& value) {
        return std::visit([&]<class T>(T const& v) -> std::string {
            if constexpr (std::is_same_v<T, std::string>) return v;
            else if constexpr (std::is_same_v<T, double>) return to_text(v);
            else return (*this)(v);
        }, value);
    };
    if (m.pattern().empty()) {
        std::string text;
        for (auto const& one : m.arguments()) (text += text.empty() ? "" : " ") += shown(one.is);
        return text;
    }
    auto const phrase = data_->phrases.find(m.pattern());
    auto const known = phrase != data_->phrases.end();
    if (!known) lacks(m);
    auto const& pattern = known ? phrase->second : m.pattern();
    if (m.arguments().empty()) return pattern;
    if (auto const& only = m.arguments().front(); m.arguments().size() == 1 && (std::holds_alternative<date>(only.is) || std::holds_alternative<std::string>(only.is)) && pattern == "{" + only.name + "}")
        return shown(only.is);
    // What stands in English has its numbers in English too; what is no more than a number has them in the language.
    auto const format = format_of(pattern, known || !says_something(pattern) ? data_->locale : icu::Locale::getUK());
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (auto const& [name, value] : m.arguments()) {
        names.push_back(utf16(name));
        if (auto const* number = std::get_if<std::int64_t>(&value)) values.emplace_back(*number);
        else if (auto const* real = std::get_if<double>(&value)) values.emplace_back(*real);
        else values.emplace_back(utf16(shown(value)));
    }
    auto error = U_ZERO_ERROR;
    icu::UnicodeString result;
    format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), result, error);
    if (U_FAILURE(error)) throw bad_input(detail::quoted(pattern) + " asks of what stands in it what it is not, as a plural of a text (" + u_errorName(error) + ")");
    return utf8(result);
}

std::string language::operator()(word const& w) const {
    auto const spelt = [&](std::string_view name) -> std::string {
        if (auto const found = data_->words.find(name); found != data_->words.end()) return found->second;
        if (detail::is_name(name)) lacks(word{std::string(name)});
        return detail::words(name);
    };
    if (data_->words.contains(w.name)) return spelt(w.name);
    std::string result;
    for (std::size_t at = 0; at < w.name.size();) {
        auto const end = std::min(w.name.find(", ", at), w.name.size());
        auto const one = std::string_view(w.name).substr(at, end - at);
        auto const bracket = std::min(one.find(" ("), one.size());
        result += (at == 0 ? "" : ", ") + spelt(one.substr(0, bracket)) + std::string(one.substr(bracket));
        at = end + 2;
    }
    return result;
}

std::string language::operator()(std::int64_t n) const {
    auto error = U_ZERO_ERROR;
    auto const shown = data_->whole.formatInt(n, error).toString(error);
    check(error);
    return utf8(shown);
}

std::string language::operator()(double n, int decimals) const {
    auto error = U_ZERO_ERROR;
    auto const shown = data_->real[static_cast<std::size_t>(std::clamp(decimals, 0, 3))].formatDouble(n, error).toString(error);
    check(error);
    return utf8(shown);
}

std::string language::operator()(date day) const {
    return day_as(*data_->days, day);
}

std::string language::operator()(series const& s) const {
    std::vector<icu::UnicodeString> texts;
    if (s.as == message::listing::clauses) {
        std::string list;
        for (auto const& text : s.texts) list += (list.empty() ? "" : "; ") + (*this)(text);
        return list;
    }
    for (auto const& text : s.texts) texts.push_back(utf16((*this)(text)));
    auto error = U_ZERO_ERROR;
    auto const format = std::unique_ptr<icu::ListFormatter>(icu::ListFormatter::createInstance(
        data_->locale, s.as == message::listing::any ? ULISTFMT_TYPE_OR : ULISTFMT_TYPE_AND, s.as == message::listing::plain ? ULISTFMT_WIDTH_NARROW : ULISTFMT_WIDTH_WIDE, error));
    check(error);
    icu::UnicodeString result;
    format->format(texts.data(), static_cast<std::int32_t>(texts.size()), result, error);
    check(error);
    return utf8(result);
}

std::string language::operator()(named_state const& s) const {
    auto const code = to_string(s.code);
    if (!data_->english()) {
        icu::UnicodeString name;
        icu::Locale("", code.c_str()).getDisplayCountry(data_->locale, name);
        if (auto text = utf8(name); text != code && !text.empty()) return text;
    }
    try {
        return state_name(s.code, s.on);
    } catch (bad_input const&) {
        return code;
    }
}

message message::sentences(std::vector<message> const& all) {
    message result;
    for (auto const& one : all)
        if (!one.empty()) result.arguments_.emplace_back("text", one);
    return result;
}

message message::listed(std::vector<message> all, listing as) {
    std::erase_if(all, [](message const& one) { return one.empty(); });
    if (all.size() < 2) return all.empty() ? message() : std::move(all.front());
    return {{}, {{"list", series{std::move(all), as}}}};
}

namespace {

message in_words(instant const& at) {
    auto const text = to_string(at);  // 2017-11-05T09:17:00…
    auto const time = text.substr(11, text.compare(16, 3, ":00") == 0 ? 5 : 8);
    return {"{day}, {time}", {{"day", at.local_date()}, {"time", time + " " + at.zone()}}};
}

}  // namespace

message in_words(when const& w) {
    auto words = w.at()                       ? in_words(*w.at())
                 : w.earliest() == w.latest() ? message("{day}", {{"day", w.earliest()}})
                                              : message("some day from {first} to {last}", {{"first", w.earliest()}, {"last", w.latest()}});
    if (w.approximate()) words = message("{when}, approximately", {{"when", std::move(words)}});
    if (w.uncertain()) words = message("{when}, but the source is doubted", {{"when", std::move(words)}});
    return words;
}

message in_words(cutoff const& c) { return c.at() ? in_words(*c.at()) : message("{day}", {{"day", c.day()}}); }

bool operator==(message const& a, message const& b) { return a.pattern_ == b.pattern_ && a.arguments_ == b.arguments_; }
std::string to_string(message const& m) { return language()(m); }
std::ostream& operator<<(std::ostream& out, message const& m) { return out << to_string(m); }

}  // namespace comity::v0
