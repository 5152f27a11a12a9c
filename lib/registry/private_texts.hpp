// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Personal data and free text, which stand apart from the entries: an entry holds a commitment to each, the salted text lies in
// table private_text, and can be erased from there. EVIDENCE.md says how.

namespace comity::inline v0::detail {

/// How a salt is written before its text: 16 bytes, in hexadecimal digits.
inline constexpr std::size_t salt_digits = 32;
/// What stands for a text in an entry. Throws bad_input where the salt is not written in such digits.
std::string commitment(std::string_view salt, std::string_view text);

/// Collects the texts of one entry.
class text_writer {
public:
    /// Adds a text, and gives what stands for it in the entry.
    std::string commit(std::string_view text);

    std::string content{};  ///< of the row in private_text; empty: none
};

/// Where a text belongs, and what it says.
struct opened_text {
    int number = 0;                                   ///< among the entry's texts, from 1
    std::vector<std::pair<std::string_view, int>> path{};  ///< "person" 2, "name" 1
    std::string_view field{};                         ///< "text"
    std::string text{};                               ///< empty: erased
};

/// The texts of one entry, in their order.
class text_reader {
public:
    /// `content` as it lies in private_text; none: the texts are not to be read.
    explicit text_reader(std::optional<std::string_view> content) : shown_(content.has_value()), rest_(content.value_or("")) {}

    bool shown() const { return shown_; }
    /// The text that the next commitment stands for; none where it was erased, or where texts are not to be read.
    /// Throws bad_input where it is not there, or another.
    std::optional<std::string> open(std::string_view field, std::string_view commitment);
    /// The numbers, from 1, of those opened so far that were erased.
    std::vector<int> const& erased() const { return erased_; }
    /// Throws bad_input where texts are left to which nothing is committed.
    void finish() const;

    std::vector<std::pair<std::string_view, int>> path{};  ///< where the reader of the form is
    std::vector<opened_text>* trace = nullptr;             ///< collects what is opened, if wanted

private:
    bool shown_;
    std::string_view rest_;
    int number_ = 0;
    std::vector<int> erased_{};
};

/// How many of its texts were erased.
std::size_t erased_in(std::string_view content);

/// The content without these texts (numbers from 1).
std::string without_texts(std::string_view content, std::vector<int> const& numbers);

}  // namespace comity::v0::detail
