// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// References as they are compared: the only place here that sees ICU.

namespace comity::inline v0::detail {

/// What is done to letters: nothing; those that look alike become one; those of other scripts become Latin, in one of several ways.
enum class letters : std::uint8_t { as_they_are, look_alikes, any_latin, russian_bgn, ukrainian_bgn };

/// How a reference is read.
struct reading {
    enum step : unsigned { character_forms = 1, number_sign = 2, separators = 4, letter_case = 8, leading_zeros = 16, all = 31, plain = 15 };
    unsigned steps = plain;
    detail::letters letters = letters::as_they_are;
};

class reference_reader {
public:
    reference_reader();
    ~reference_reader();

    std::string read(std::string_view reference, reading);
    /// What it takes to make two references the same that are so under a reading, but for some characters: that without which they would not be. "letter_case, separators".
    std::string needed(std::string_view a, std::string_view b, reading, int but_for = 0);

private:
    struct tools;
    std::string latin(std::string_view text, detail::letters);
    std::string skeleton(std::string_view text);
    std::unique_ptr<tools> tools_;  ///< of ICU, made once, and not before they are needed
    std::array<std::unordered_map<std::string, std::string>, 5> known_{};  ///< words in Latin letters
};

/// The characters of a text; of what is not UTF-8, U+FFFD.
std::u32string characters(std::string_view text);

/// How many characters must be put in, left out or replaced, or neighbours exchanged, to make one text of the other (optimal string alignment); any number above `at_most`, if more.
int edits(std::u32string_view a, std::u32string_view b, int at_most);

}  // namespace comity::v0::detail
