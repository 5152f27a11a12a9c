// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "state.hpp"

#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// A text for people, which can be had in their language (language.hpp).

namespace comity::inline v0 {

/// A text for people: as it stands, or a pattern in English and what stands in it.
///
///     message("{n, plural, one {# request} other {# requests}} made by {day}", {{"n", 253}, {"day", date(2021, 5, 12)}})
///
/// is "253 requests made by 12 May 2021" in English; another language has a phrase for the pattern. Patterns are those of ICU's MessageFormat. A text
/// without arguments is no pattern: braces in it are braces, and it is looked up as it stands. Without a pattern, what stands in it comes one after the other.
class message {
public:
    struct argument;
    enum class listing { all, any, plain, clauses };              ///< "a, b and c"; "a, b or c"; "a, b, c"; "a; b; c"

    message();
    message(std::string text);                                    // NOLINT(google-explicit-constructor): whatever is said is said in words
    message(std::string_view text);                               // NOLINT(google-explicit-constructor)
    message(char const* text);                                    // NOLINT(google-explicit-constructor)
    message(std::string pattern, std::vector<argument> arguments);
    static message as_is(std::string text);                       ///< from outside, as a claim: it is in no catalogue
    static message sentences(std::vector<message> const&);        ///< one after the other, those that are empty left out
    static message listed(std::vector<message>, listing);         ///< as the language lists them, those that are empty left out

    std::string const& pattern() const { return pattern_; }
    std::vector<argument> const& arguments() const;
    bool empty() const;
    friend bool operator==(message const&, message const&);

private:
    std::string pattern_{};
    std::vector<argument> arguments_;
};

/// A name from a vocabulary of ours or of the law, or several with ", " between, to be spelt out: mutual_legal_assistance.
struct word {
    std::string name{};
    friend bool operator==(word const&, word const&) = default;
};

/// A State, called as it was on a day.
struct named_state {
    state_code code;
    date on;
    friend bool operator==(named_state const&, named_state const&) = default;
};

/// Several texts, in one.
struct series {
    std::vector<message> texts{};
    message::listing as{};
    friend bool operator==(series const&, series const&);
};

/// What stands in a pattern under a name: a number, a day, a word, a State, a text as it is, another message, or several.
struct message::argument {
    using value = std::variant<std::int64_t, double, date, word, named_state, std::string, message, series>;

    template <std::integral T> argument(std::string n, T number) : name(std::move(n)), is(static_cast<std::int64_t>(number)) {}
    argument(std::string n, value v) : name(std::move(n)), is(std::move(v)) {}
    argument(std::string n, std::string text) : name(std::move(n)), is(std::move(text)) {}
    argument(std::string n, std::string_view text) : name(std::move(n)), is(std::string(text)) {}
    argument(std::string n, char const* text) : name(std::move(n)), is(std::string(text)) {}

    std::string name;
    value is;
    friend bool operator==(argument const&, argument const&) = default;
};

/// "1 August 2009"; "some day from 1 August 2009 to 31 August 2009, approximately"; "5 November 2017, 09:17 Europe/Brussels".
message in_words(when const&);
message in_words(cutoff const&);

std::string to_string(message const&);       ///< in English
std::ostream& operator<<(std::ostream&, message const&);

inline message::message() = default;
inline message::message(std::string text) : pattern_(std::move(text)) {}
inline message::message(std::string_view text) : pattern_(text) {}
inline message::message(char const* text) : pattern_(text) {}
inline message::message(std::string pattern, std::vector<argument> arguments) : pattern_(std::move(pattern)), arguments_(std::move(arguments)) {}
inline std::vector<message::argument> const& message::arguments() const { return arguments_; }
inline bool operator==(series const& a, series const& b) { return a.texts == b.texts && a.as == b.as; }
inline bool message::empty() const { return pattern_.empty() && arguments_.empty(); }
inline message message::as_is(std::string text) { return {{}, {{"text", std::move(text)}}}; }

}  // namespace comity::v0
