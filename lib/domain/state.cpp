// SPDX-License-Identifier: Apache-2.0
#include <comity/state.hpp>

#include "embedded.hpp"
#include "quoted.hpp"
#include "utf8.hpp"

#include <nlohmann/json.hpp>
#include <toml++/toml.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <span>
#include <utility>
#include <vector>

namespace comity::inline v0 {

namespace {

using detail::code_of_letters;
using detail::quoted;

constexpr std::string_view what_to_write =
    "write an ISO 3166-1 code in two capital letters, as GB; EU or ICC; or for a party of your own one of ISO's "
    "user-assigned codes (AA, QM to QZ, XA to XZ, ZZ)";

// ---- the tables -----------------------------------------------------------------------------------------------------

std::string_view text_of(std::span<detail::embedded_file const> files, std::string_view path) {
    auto const file = std::ranges::find(files, path, &detail::embedded_file::path);
    if (file == files.end()) throw not_found(std::string(path) + " was not built into the library");
    return file->text;
}

nlohmann::json iso_table(std::string_view part) {
    auto const path = "iso_3166-" + std::string(part) + ".json";
    return nlohmann::json::parse(text_of(detail::state_files(), path)).at("3166-" + std::string(part));
}

toml::table const& supplement() {
    constexpr std::string_view path = "states.toml";
    static toml::table const table = toml::parse(text_of(detail::law_files(), path), path);
    return table;
}

/// A code out of our own tables, which are right about its shape.
state_code known_code(std::string_view letters) { return code_of_letters(letters).value(); }

/// The day from which a withdrawn code is no longer read. Where ISO gives only the year, it is read to the year's end.
date day_withdrawn(std::string const& text) {
    auto const withdrawn = parse_when(text);
    return withdrawn.exact() ? withdrawn.earliest() : withdrawn.latest() + days(1);
}

std::optional<date> day_in(toml::table const& row, std::string_view key) {
    auto const day = row[key].value<toml::date>();
    if (!day) return {};
    return date(day->year, day->month, day->day);
}

/// Puts a row of states.toml over a record. What the row leaves out stays.
void apply(toml::table const& row, state_record& record) {
    auto const text = [&](std::string_view key) { return row[key].value_or(std::string()); };
    if (auto name = text("name"); !name.empty()) record.name = name;
    if (auto const from = day_in(row, "from")) record.from = from;
    if (auto const until = day_in(row, "until")) record.until = until;
    if (auto const before = text("before"); !before.empty()) record.before = known_code(before);
    record.why = text("why");
    record.source = text("source");
    record.verified = row["verified"].value_or(false);
}

template <class Visit> void for_each_row(std::string_view list, Visit visit) {
    for (auto const& row : *supplement()[list].as_array()) visit(*row.as_table());
}

struct directory {
    std::vector<state_record> records;                           ///< by code, then by the first day
    std::map<std::string, state_code, std::less<>> other_names;  ///< "RUS", "RUSSIAN FEDERATION": in complaints only

    directory() {
        std::map<std::string, std::size_t> by_iso_code;  // "GB", and "CSXX" for the withdrawn ones
        auto const add = [&](nlohmann::json const& entry, std::string const& iso_code, std::string source) {
            by_iso_code[iso_code] = records.size();
            auto const name = entry.value("common_name", entry.at("name").get<std::string>());
            auto& record = records.emplace_back(state_record{.code = known_code(entry.at("alpha_2").get<std::string>()),
                                                             .name = name, .source = std::move(source)});
            for (auto key : {"alpha_3", "name", "common_name", "official_name"})
                if (entry.contains(key)) other_names.try_emplace(detail::to_upper(entry[key].get<std::string>()), record.code);
        };
        for (auto const& entry : iso_table("1")) add(entry, entry.at("alpha_2"), "ISO 3166-1");
        for (auto const& entry : iso_table("3")) {
            add(entry, entry.at("alpha_4"), "ISO 3166-3");
            records.back().until = day_withdrawn(entry.at("withdrawal_date"));
        }
        for_each_row("begins", [&](toml::table const& row) {
            apply(row, records.at(by_iso_code.at(row["code"].value_or(std::string()))));
        });
        for_each_row("others", [&](toml::table const& row) {
            auto const code = known_code(row["code"].value_or(std::string()));
            apply(row, records.emplace_back(state_record{.code = code, .name = {}}));
        });
        add_user_assigned();
        // No first day sorts first, a current code before a withdrawn one: of two that overlap the later is last.
        std::ranges::stable_sort(records, {}, [](state_record const& r) { return std::pair(r.code, r.from); });
    }

    void add_user_assigned() {
        auto const add = [&](std::string const& letters) {
            auto const code = known_code(letters);
            if (std::ranges::find(records, code, &state_record::code) != records.end()) return;  // XK has a row
            records.push_back({.code = code, .name = letters + " (declared by this register)",
                               .source = "ISO 3166-1, user-assigned"});
        };
        add("AA");
        for (char c = 'M'; c <= 'Z'; ++c) add(std::string("Q") + c);
        for (char c = 'A'; c <= 'Z'; ++c) add(std::string("X") + c);
        add("ZZ");
    }

    std::span<state_record const> meanings(state_code code) const {
        // Not ranges::equal_range: clang 14 does not compile it with libstdc++ 12.
        return {std::ranges::lower_bound(records, code, {}, &state_record::code),
                std::ranges::upper_bound(records, code, {}, &state_record::code)};
    }

    state_record const* find(state_code code, date on) const {
        auto const all = meanings(code);
        auto const found = std::ranges::find_if(all.rbegin(), all.rend(), [&](state_record const& r) {
            return (!r.from || *r.from <= on) && (!r.until || on < *r.until);
        });
        return found == all.rend() ? nullptr : &*found;
    }
};

directory const& states() {
    static directory const table;
    return table;
}

/// "GB-SCT" and the like, sorted. Apart from the States, since few programs ask and it is ten times as long.
std::vector<std::string> const& parts_of_states() {
    static auto const table = [] {
        std::vector<std::string> codes;
        for (auto const& entry : iso_table("2")) codes.push_back(entry.at("code"));
        for_each_row("parts", [&](toml::table const& row) { codes.push_back(row["code"].value_or(std::string())); });
        std::ranges::sort(codes);
        return codes;
    }();
    return table;
}

// ---- what to say about text that is no code -------------------------------------------------------------------------

/// The Latin capital that a Cyrillic or Greek capital looks like.
char look_alike(UChar32 c) {
    static constexpr std::pair<UChar32, char> table[] = {
        {0x0391, 'A'}, {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'}, {0x0397, 'H'}, {0x0399, 'I'}, {0x039A, 'K'},
        {0x039C, 'M'}, {0x039D, 'N'}, {0x039F, 'O'}, {0x03A1, 'P'}, {0x03A4, 'T'}, {0x03A5, 'Y'}, {0x03A7, 'X'},
        {0x0405, 'S'}, {0x0406, 'I'}, {0x0408, 'J'}, {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x041A, 'K'},
        {0x041C, 'M'}, {0x041D, 'H'}, {0x041E, 'O'}, {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0425, 'X'},
        {0x0474, 'V'}, {0x04AE, 'Y'}, {0x051A, 'Q'}, {0x051C, 'W'}};
    auto const found = std::ranges::find(table, c, &std::pair<UChar32, char>::first);
    return found == std::end(table) ? '\0' : found->second;
}

std::string name_of(UChar32 c) {
    char name[128];
    UErrorCode failed = U_ZERO_ERROR;
    u_charName(c, U_EXTENDED_CHAR_NAME, name, sizeof name, &failed);
    return detail::code_point(c) + (U_SUCCESS(failed) ? " " + std::string(name) : std::string());
}

/// What the text may have been meant to be: full-width and look-alike letters as Latin capitals, no spaces around.
std::string as_latin_capitals(icu::UnicodeString text) {
    UErrorCode failed = U_ZERO_ERROR;
    auto const* nfkc = icu::Normalizer2::getNFKCInstance(failed);
    if (U_SUCCESS(failed)) text = nfkc->normalize(text, failed);
    text.trim();
    icu::UnicodeString latin;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        auto const c = u_toupper(text.char32At(i));
        auto const alike = look_alike(c);
        latin.append(alike ? UChar32{alike} : c);
    }
    std::string utf8;
    return latin.toUTF8String(utf8);
}

/// ": U+0421 CYRILLIC CAPITAL LETTER ES looks like C, …" for the first few characters that are not plain ASCII.
std::string strange_characters(icu::UnicodeString const& text) {
    std::string list;
    int told = 0;
    for (int32_t i = 0; i < text.length() && told < 3; i = text.moveIndex32(i, 1)) {
        auto const c = text.char32At(i);
        if ((c >= 0x20 && c < 0x7F) || c == 0xFFFD) continue;  // U+FFFD: a byte that is no UTF-8, shown by quoted
        list += (told++ ? ", " : ": ") + name_of(c);
        auto const alike = as_latin_capitals(icu::UnicodeString(c));
        if (code_of_letters(alike + "A")) list += " looks like " + alike;
    }
    return list;
}

/// The code that text in another writing, an alpha-3 code or an English name stands for.
std::optional<state_code> meant_by(std::string const& capital_text) {
    auto const code = code_of_letters(capital_text);
    if (code && !states().meanings(*code).empty()) return code;
    auto const found = states().other_names.find(capital_text);
    if (found == states().other_names.end()) return {};
    return found->second;
}

bad_input not_a_state(std::string_view text) {
    if (text.empty()) return bad_input("a State code is missing; " + std::string(what_to_write));
    constexpr std::size_t longest_worth_explaining = 100;  // no English name of a State is longer
    auto message = quoted(text) + " is not a State code";
    if (text.size() > longest_worth_explaining) return bad_input(message + "; " + std::string(what_to_write));
    auto const unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    message += strange_characters(unicode);
    if (auto const meant = meant_by(as_latin_capitals(unicode)))
        return bad_input(message + "; write " + to_string(*meant) + " if " + states().meanings(*meant).back().name +
                         " is meant");
    return bad_input(message + "; " + std::string(what_to_write));
}

/// "Serbia and Montenegro, from 2003-02-04 until 2006-09-26"
std::string described(state_record const& r) {
    return r.name + (r.from || r.until ? "," : "") + (r.from ? " from " + to_string(*r.from) : "") +
           (r.until ? " until " + to_string(*r.until) : "");
}

/// What was right for an earlier day: for ME in 2004 Serbia and Montenegro (CS), in 1980 the old Yugoslavia (YU). Each
/// step goes to what the code before meant on the eve, so that CS never leads to Czechoslovakia here.
state_record const* predecessor(state_record const& record, date on) {
    auto const* earlier = &record;
    while (earlier && earlier->from && on < *earlier->from)
        earlier = earlier->before.empty() ? nullptr : states().find(earlier->before, *earlier->from - days(1));
    return earlier == &record ? nullptr : earlier;
}

bad_input meant_nothing(state_code code, date on) {
    if (code.empty()) return bad_input("a State code is missing; " + std::string(what_to_write));
    auto const meanings = states().meanings(code);
    if (meanings.empty()) return not_a_state(code.text());
    auto message = to_string(code) + " meant no State on " + to_string(on) + "; it is read as ";
    for (auto const& record : meanings) message += (&record == &meanings.front() ? "" : "; as ") + described(record);
    if (auto const* earlier = predecessor(meanings.back(), on))
        message += "; write " + to_string(earlier->code) + " (" + earlier->name + ")";
    return bad_input(message);
}

template <class Parse> auto attempt(Parse parse) noexcept -> std::optional<decltype(parse())> {
    try {
        return parse();
    } catch (...) {
        return {};
    }
}

}  // namespace

// ---- State codes ----------------------------------------------------------------------------------------------------

std::string to_string(state_code code) { return std::string(code.text()); }

std::ostream& operator<<(std::ostream& out, state_code code) { return out << code.text(); }

state_reading read_state(std::string_view text) {
    for (auto const& alias : detail::state_aliases)
        if (text == alias.written)
            return {known_code(alias.code),
                    std::string(alias.written) + " read as " + std::string(alias.code) + " (ISO 3166-1)"};
    auto const code = code_of_letters(text);
    if (!code || states().meanings(*code).empty()) throw not_a_state(text);
    return {*code, {}};
}

state_code parse_state(std::string_view text) { return read_state(text).code; }

std::optional<state_code> try_parse_state(std::string_view text) noexcept {
    return attempt([&] { return parse_state(text); });
}

state_record const& resolve(state_code code, date on) {
    if (auto const* found = states().find(code, on)) return *found;
    throw meant_nothing(code, on);
}

std::span<state_record const> state_records() { return states().records; }

std::string const& state_name(state_code code, date on) { return resolve(code, on).name; }

// ---- jurisdictions --------------------------------------------------------------------------------------------------

jurisdiction detail::make_jurisdiction(state_code state, std::string_view part) {
    jurisdiction made(state);
    std::ranges::copy(part, made.part_.begin());
    return made;
}

std::string to_string(jurisdiction const& j) {
    auto text = to_string(j.state());
    return j.part().empty() ? text : (text += '-') += j.part();
}

std::ostream& operator<<(std::ostream& out, jurisdiction const& j) { return out << to_string(j); }

jurisdiction parse_jurisdiction(std::string_view text) {
    auto const hyphen = text.find('-');
    if (hyphen == text.npos) return parse_state(text);
    auto const state = parse_state(text.substr(0, hyphen));
    auto const part = text.substr(hyphen + 1);
    auto const is_part = [&](std::string const& code) { return std::ranges::binary_search(parts_of_states(), code); };
    auto const code = [&](std::string_view of_part) { return to_string(state) + "-" + std::string(of_part); };
    if (part.size() <= 3 && is_part(code(part))) return detail::make_jurisdiction(state, part);
    auto message = quoted(text) + " is not a part of a State in ISO 3166-2";
    if (part.size() <= 3 && is_part(code(detail::to_upper(part)))) throw bad_input(message + "; write " + code(detail::to_upper(part)));
    throw bad_input(message + "; write " + to_string(state) + " for the whole, or the code of a part, as GB-SCT");
}

std::optional<jurisdiction> try_parse_jurisdiction(std::string_view text) noexcept {
    return attempt([&] { return parse_jurisdiction(text); });
}

}  // namespace comity::v0
