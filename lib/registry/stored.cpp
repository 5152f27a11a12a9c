// SPDX-License-Identifier: Apache-2.0
#include "stored.hpp"

#include <unicode/utf8.h>

#include <cstdlib>
#include <ranges>

namespace comity::inline v0::detail {

void check_text(std::string_view text) {
    constexpr std::size_t most = 16'000'000;
    if (text.size() > most)
        throw bad_input("the text has " + std::to_string(text.size()) + " bytes; at most 16 MB are kept");
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
    auto const size = static_cast<int>(text.size());
    for (int at = 0; at < size;) {
        auto const start = at;
        UChar32 c;
        U8_NEXT(bytes, at, size, c);
        if (c > 0) continue;
        auto const shown = detail::quoted(text.substr(static_cast<std::size_t>(start < 30 ? 0 : start)));
        throw bad_input((c == 0 ? "a NUL byte in the text at byte " : "the text is not UTF-8 at byte ") +
                        std::to_string(start) + ": " + shown);
    }
}

event_kind stored<event_kind>::get(cell const* c, law const& law) {
    auto const& name = c->get_text();
    try {
        return law.event_kind(name);
    } catch (bad_input const&) {
        auto const is_name =
            !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos;
        if (!is_name) throw;
        throw unsupported(detail::quoted(name) + " is not a kind of event in the law in use (" + law.edition() +
                          "); the register may have been written with other law files: open it with those "
                          "(open_options.law, --law)");
    }
}

void stored<std::vector<state_code>>::put(std::vector<state_code> const& v, cell* c) {
    std::string text;
    for (auto const code : v) {
        if (code.empty()) throw bad_input("an empty State code; leave it out");
        (text += text.empty() ? "" : " ") += code.text();
    }
    c->set(text);
}

std::vector<state_code> stored<std::vector<state_code>>::get(cell const* c, law const&) {
    std::vector<state_code> codes;
    if (c->get_text().empty()) return codes;
    for (auto const word : std::views::split(c->text, ' '))
        codes.push_back(parse_state(std::string_view(word.begin(), word.end())));
    return codes;
}

void stored<provision>::put(provision const& v, cell* c) {
    check_text(v.instrument());
    check_text(v.article());
    c[0].set(v.instrument());
    c[1].set(v.article());
}

provision stored<provision>::get(cell const* c, law const&) {
    auto const& instrument = c[0].get_text();
    auto const& article = c[1].get_text();
    check_text(instrument);
    check_text(article);
    if (instrument.find(' ') != instrument.npos)
        throw bad_input(detail::quoted(instrument) + " is not the id of an instrument");
    return provision(article.empty() ? instrument : instrument + " " + article);
}

namespace {

constexpr std::array<std::string_view, 4> qualifiers{"", "~", "?", "%"};  // as EDTF writes them

}  // namespace

void stored<when>::put(when const& v, cell* c) {
    c[0].set(v.earliest().days_since_1970());
    c[1].set(v.latest().days_since_1970());
    c[2].set(qualifiers[(v.approximate() ? 1u : 0u) + (v.uncertain() ? 2u : 0u)]);
    c[3].clear();
    c[4].clear();
    if (!v.at()) return;
    c[3].set(v.at()->microseconds_utc());
    c[4].set(v.at()->zone());
}

when stored<when>::get(cell const* c, law const&) {
    auto const earliest = date::from_days(c[0].get_number()), latest = date::from_days(c[1].get_number());
    auto result = when(earliest, latest);
    if (!c[3].empty()) {
        result = when(instant(c[3].number, c[4].get_text()));
        // One day of difference is what another edition of the zone's rules can make.
        if (earliest != latest || std::abs((result.earliest() - earliest).count()) > 1)
            throw bad_input("the instant " + to_string(result) + " is not on the day beside it, " +
                            to_string(earliest));
    }
    auto const qualifier = std::ranges::find(qualifiers, c[2].get_text());
    if (qualifier == qualifiers.end())
        throw bad_input(detail::quoted(c[2].text) + " does not qualify a date; ~, ? and % do");
    auto const bits = static_cast<unsigned>(qualifier - qualifiers.begin());
    if (bits & 1u) result = result.about();
    if (bits & 2u) result = result.doubted();
    return result;
}

void stored<authority>::put(authority const& v, cell* c) {
    check_text(v.name);
    if (!v.zone.empty()) instant(0, v.zone);  // throws unless there is such a zone
    c[0].set(v.name);
    stored<authority_kind>::put(v.kind, c + 1);
    stored<std::optional<jurisdiction>>::put(v.jurisdiction, c + 2);
    c[3].set(v.zone);
}

authority stored<authority>::get(cell const* c, law const& law) {
    check_text(c[0].get_text());
    if (!c[3].get_text().empty()) instant(0, c[3].text);
    return {.name = c[0].text,
            .kind = stored<authority_kind>::get(c + 1, law),
            .jurisdiction = stored<std::optional<jurisdiction>>::get(c + 2, law),
            .zone = c[3].text};
}

}  // namespace comity::v0::detail
