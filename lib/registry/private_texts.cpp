// SPDX-License-Identifier: Apache-2.0
#include "private_texts.hpp"

#include "digest.hpp"
#include "form.hpp"
#include "random.hpp"

#include <algorithm>

namespace comity::inline v0::detail {

std::string commitment(std::string_view salt, std::string_view text) { return to_hex(bytes_of(sha256({from_hex(salt), text}))); }

std::string text_writer::commit(std::string_view text) {
    check_text(text);
    auto const random = random_bytes<salt_digits / 2>();
    auto salted = to_hex({reinterpret_cast<char const*>(random.data()), random.size()});
    auto result = commitment(salted, text);
    salted += text;
    append_field(content, "text", salted);
    return result;
}

std::optional<std::string> text_reader::open(std::string_view field, std::string_view commitment) {
    if (!shown_) return {};  // the commitment is part of the form, which the chain covers
    auto const expected = parse_sha256(commitment);
    ++number_;
    auto const place = "text " + std::to_string(number_) + " ";
    auto const value = next_field(rest_, "text");
    if (!value) throw tampered(place + "is missing");
    if (trace) trace->push_back({.number = number_, .path = path, .field = field});
    if (value->empty()) {
        erased_.push_back(number_);
        return {};
    }
    if (value->size() < salt_digits) throw tampered(place + "has no salt");
    auto const text = value->substr(salt_digits);
    if (sha256({from_hex(value->substr(0, salt_digits)), text}) != expected)
        throw tampered(place + "is not the one that was recorded");
    check_text(text);
    if (trace) trace->back().text = text;
    return std::string(text);
}

void text_reader::finish() const {
    if (!rest_.empty()) throw tampered("private_text holds more than the entry's " + std::to_string(number_) + " texts");
}

std::size_t erased_in(std::string_view content) {
    std::size_t count = 0;
    while (auto const value = next_field(content, "text")) count += value->empty();
    return count;
}

std::string without_texts(std::string_view content, std::vector<int> const& numbers) {
    std::string result;
    for (int number = 1; !content.empty(); ++number) {
        auto const value = next_field(content, "text");
        if (!value) throw bad_input("private_text holds something else than texts");
        append_field(result, "text", std::ranges::find(numbers, number) != numbers.end() ? "" : *value);
    }
    return result;
}

}  // namespace comity::v0::detail
