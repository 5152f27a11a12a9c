// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// States, and the parts of them that have a law of their own.
//
//     using namespace comity::literals;
//     "GB"_state                                               // as "UK"_state; "gb"_state does not compile
//     read_state("UK")                                         // GB, with the remark "UK read as GB (ISO 3166-1)"
//     state_name(parse_state("CS"), date(1985, 1, 1))          // Czechoslovakia, Czechoslovak Socialist Republic
//     state_name(parse_state("CS"), date(2004, 1, 1))          // Serbia and Montenegro
//     resolve("SU"_state, date(1995, 1, 1))                    // throws bad_input: the code ended on 1992-08-30
//     parse_jurisdiction("GB-SCT").state()                     // GB

namespace comity::inline v0 {

class state_code;
class jurisdiction;

namespace literals {
/// Checks at compile time that these are two or three capital letters of ASCII. Whether they are a State's is asked of
/// `resolve`, since that depends on the day.
consteval state_code operator""_state(char const* letters, std::size_t size);
}

namespace detail {
constexpr std::optional<state_code> code_of_letters(std::string_view);
jurisdiction make_jurisdiction(state_code, std::string_view part);
}

/// A party to a request: an ISO 3166-1 alpha-2 code (RU, GB, HK), a withdrawn one (SU, YU, DD, CS), a party that is no
/// State (EU, ICC), Kosovo (XK), or a code that ISO leaves to users (AA, QM to QZ, XA to XZ, ZZ) for a party that a
/// register declares itself. Default-constructed it is empty: no State was named.
class state_code {
public:
    constexpr state_code() = default;

    /// "RU"; a view into this very object.
    constexpr std::string_view text() const { return {letters_.data(), letters_[2] ? 3u : letters_[0] ? 2u : 0u}; }
    constexpr bool empty() const { return letters_[0] == '\0'; }

    friend constexpr auto operator<=>(state_code const&, state_code const&) = default;  ///< alphabetical

private:
    friend constexpr std::optional<state_code> detail::code_of_letters(std::string_view);
    std::array<char, 4> letters_{};
};

std::string to_string(state_code);
std::ostream& operator<<(std::ostream&, state_code);

/// A State code as it was read, and what has to be said about the reading.
struct state_reading {
    state_code code;
    std::string remark{};  ///< "UK read as GB (ISO 3166-1)"; empty if it was read as written
};

/// Reads a code of any day. UK and EL, which the EU writes for GB and GR, are read and remarked on. Throws bad_input
/// for everything else, and says what to write: letters of another script that look Latin are named by code point,
/// "gb" is told to write GB, "RUS" to write RU.
state_reading read_state(std::string_view text);
state_code parse_state(std::string_view text);  ///< the same, without the remark
std::optional<state_code> try_parse_state(std::string_view text) noexcept;

/// What a code means between two days. `from` is the State's own day (independence), not the day on which ISO assigned
/// the code; `until` of a withdrawn code is the day on which ISO withdrew it, which comes months after the State's end:
/// on 1 May 1992 both RU and SU are read. Where ISO gives only the year of withdrawal, the code is read to its end.
struct state_record {
    state_code code;
    std::string name;             ///< in English, as ISO 3166 has it: "Russian Federation"
    std::optional<date> from{};   ///< the first day; none: any earlier day
    std::optional<date> until{};  ///< the first day on which it no longer means this; none: it still does
    state_code before{};          ///< the code to write for days before `from`: SU for KZ
    std::string why{};            ///< why `from` or `until` is that day
    std::string source{};
    bool verified = true;         ///< somebody has read the source
};

/// What the code meant on that day. Where two readings overlap, the later one is meant. Throws bad_input if it meant
/// nothing then; the message says what it meant when, and what to write. The record lives as long as the program.
state_record const& resolve(state_code, date on);
std::string const& state_name(state_code, date on);
/// All that is known of codes, by code and then by the first day. It lives as long as the program.
std::span<state_record const> state_records();

/// A State, or a part of one with its own law, calendar or treaty dates: GB, GB-SCT, US-NY (ISO 3166-2). Hong Kong and
/// Guernsey have State codes of their own: HK, GG.
class jurisdiction {
public:
    constexpr jurisdiction() = default;
    constexpr jurisdiction(state_code state) : state_(state) {}

    constexpr state_code state() const { return state_; }
    /// "SCT", empty for a whole State; a view into this very object.
    constexpr std::string_view part() const {
        return {part_.data(), part_[2] ? 3u : part_[1] ? 2u : part_[0] ? 1u : 0u};
    }
    constexpr bool empty() const { return state_.empty(); }

    friend constexpr auto operator<=>(jurisdiction const&, jurisdiction const&) = default;

private:
    friend jurisdiction detail::make_jurisdiction(state_code, std::string_view);
    state_code state_;
    std::array<char, 4> part_{};
};

std::string to_string(jurisdiction const&);  ///< GB-SCT
std::ostream& operator<<(std::ostream&, jurisdiction const&);
/// A code as `read_state` takes it, perhaps with a part of ISO 3166-2 after a hyphen.
jurisdiction parse_jurisdiction(std::string_view text);
std::optional<jurisdiction> try_parse_jurisdiction(std::string_view text) noexcept;

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

/// What the institutions of the EU write, and the ISO code it stands for.
struct state_alias {
    std::string_view written;
    std::string_view code;
};
inline constexpr std::array<state_alias, 2> state_aliases{{{"UK", "GB"}, {"EL", "GR"}}};

/// Looks at the shape alone. Nothing, if these are not two or three capital letters of ASCII.
constexpr std::optional<state_code> code_of_letters(std::string_view letters) {
    if (letters.size() != 2 && letters.size() != 3) return {};
    state_code code;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (letters[i] < 'A' || letters[i] > 'Z') return {};
        code.letters_[i] = letters[i];
    }
    return code;
}

}  // namespace detail

consteval state_code literals::operator""_state(char const* letters, std::size_t size) {
    std::string_view text(letters, size);
    for (auto const& alias : detail::state_aliases)
        if (text == alias.written) text = alias.code;
    auto const code = detail::code_of_letters(text);
    if (!code) throw "a State code is two or three capital letters, A to Z of ASCII";
    return *code;
}

}  // namespace comity::v0
