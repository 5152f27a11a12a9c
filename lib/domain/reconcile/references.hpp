// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

// References as they are compared: the only place here that sees ICU.

namespace comity::inline v0::detail {

struct reference_words;

/// What is done to letters: nothing; those that look alike become one; those of other scripts become Latin, in one of several ways.
enum class letters : std::uint8_t { as_they_are, look_alikes, any_latin, russian_bgn, ukrainian_bgn };

/// How a reference is read.
struct reading {
    enum step : unsigned { character_forms = 1, number_sign = 2, separators = 4, letter_case = 8, words_around = 16, date_around = 32, leading_zeros = 64, short_year = 128,
                           plain = 15, bare = plain | words_around | date_around };
    unsigned steps = plain;
    detail::letters letters = letters::as_they_are;
    int year = 0;                                        ///< of a short year: this one, and those beside it, lose their century; 0: each from 1900 to 2099
};

class reference_reader {
public:
    /// The words must last.
    explicit reference_reader(reference_words const&);
    ~reference_reader();

    std::string read(std::string_view reference, reading);
    /// As references are compared first; nothing, where it stands for no number, or has none: "б/н", "N/A", "-", "исх. №".
    std::string plain(std::string_view reference);
    /// The numbers of the date that stands beside one, in their order: 12, 3, 2020 or, if the month is a word, 12, 2020. None: no date.
    std::vector<int> date_beside(std::string_view reference);
    /// Where two that are the same once letters which look alike are one have other letters: "С U+0421 (Cyrillic) – C U+0043 (Latin), …". Nothing, if they are not as long.
    std::string unlike_letters(std::string_view a, std::string_view b, reading);
    /// What it takes to make two references the same that are so under a reading, but for some characters: that without which they would not be. "letter_case, separators".
    std::string needed(std::string_view a, std::string_view b, reading, int but_for = 0);

private:
    struct tools;
    std::string latin(std::string_view text, detail::letters);
    std::string skeleton(std::string_view text);
    std::u32string without_words(std::u32string const& text, unsigned steps);
    std::pair<std::size_t, std::size_t> number_in(std::u32string const& text, unsigned steps);
    std::unique_ptr<tools> tools_;  ///< of ICU, made once, and not before they are needed
    std::array<std::array<std::unordered_map<std::u32string, std::pair<std::size_t, std::size_t>>, 2>, 2> shapes_{};  ///< where the number stands, by the steps that look for it
    std::array<std::unordered_map<std::string, std::string>, 5> known_{};  ///< words, or characters of large scripts, in Latin letters
};

/// The characters of a text; of what is not UTF-8, U+FFFD.
std::u32string code_points(std::string_view text);

/// How many characters must be put in, left out or replaced, or neighbours exchanged, to make one text of the other (optimal string alignment); any number above `at_most`, if more.
int edits(std::u32string_view a, std::u32string_view b, int at_most);

}  // namespace comity::v0::detail
