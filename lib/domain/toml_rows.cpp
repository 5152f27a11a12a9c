// SPDX-License-Identifier: Apache-2.0
#include "toml_rows.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace comity::inline v0::detail {

namespace {

std::string place_of(std::string const& file, toml::source_region const& where) {
    return file + ", line " + std::to_string(where.begin.line);
}

}  // namespace

/// toml++ bounds how deep values nest (256), but not how many parts a dotted key has: each is a table within a table, which it takes
/// apart by calling itself. Both together say how deep that goes.
void check_size(std::string const& file, std::string_view text) {
    constexpr std::size_t bytes_at_most = 8 << 20, dots_at_most = 100;
    if (text.size() > bytes_at_most) throw bad_input(file + " has " + std::to_string(text.size()) + " bytes; at most 8 MiB are read");
    std::size_t line = 1, dots = 0;
    for (char const c : text) {
        dots = c == '\n' ? 0 : dots + (c == '.');
        line += c == '\n';
        if (dots > dots_at_most)
            throw bad_input(file + ", line " + std::to_string(line) + ": more than " + std::to_string(dots_at_most) + " dots in one line");
    }
}

std::string read_toml_text(std::filesystem::path const& path, std::string_view how_long) {
    constexpr std::size_t bytes_at_most = 1 << 20;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) throw not_found(path.string() + " is not there");
    if (!std::filesystem::is_regular_file(path, ignored)) throw bad_input(path.string() + " is not a file");
    std::ifstream file(path, std::ios::binary);
    std::string text(bytes_at_most + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.eof()) throw bad_input(path.filename().string() + (file.bad() || !file.is_open() ? " cannot be read" : " is over 1 MiB; " + std::string(how_long)));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

namespace {

/// What \u001B and the like put into a text has no place in a file that people write, and is shown wherever its texts are.
void check_texts(std::string const& file, toml::table const& root, characters allowed) {
    for (auto open = std::vector<toml::node const*>{&root}; !open.empty();) {
        auto const& node = *open.back();
        open.pop_back();
        if (auto const* table = node.as_table())
            for (auto const& [key, value] : *table) open.push_back(&value);
        if (auto const* array = node.as_array())
            for (auto const& value : *array) open.push_back(&value);
        if (auto const* text = node.as_string()) check_characters(place_of(file, node.source()) + ": a text", text->get(), allowed);
    }
}

}  // namespace

toml::table parse_toml(std::string const& file, std::string_view text, characters of_texts) {
    check_size(file, text);
    try {
        auto table = toml::parse(text, file);
        check_texts(file, table, of_texts);
        return table;
    } catch (toml::parse_error const& e) {
        throw bad_input(place_of(file, e.source()) + ": " + std::string(e.description()));
    }
}

std::string toml_row::text(std::string_view key) {
    if (auto value = optional_text(key)) return *value;
    throw problem(key, "is missing; write a text");
}

std::optional<std::string> toml_row::optional_text(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    if (auto value = node->value_exact<std::string>()) return value;
    throw problem(key, "is not a text");
}

std::optional<bool> toml_row::flag(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    if (auto value = node->value_exact<bool>()) return value;
    throw problem(key, "is not true or false");
}

std::vector<std::string> toml_row::texts(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    std::vector<std::string> result;
    if (auto const* array = node->as_array())
        for (auto const& element : *array)
            if (auto value = element.value_exact<std::string>()) result.push_back(*value);
    if (!node->is_array() || result.size() != node->as_array()->size()) throw problem(key, "is not a list of texts");
    return result;
}

namespace {

std::optional<date> day_of(toml::node const& node) {
    if (auto const* value = node.as_date()) return date((*value)->year, (*value)->month, (*value)->day);
    return {};
}

}  // namespace

date toml_row::day(std::string_view key) {
    if (auto value = optional_day(key)) return *value;
    throw problem(key, "is missing; write a date, as 2020-05-08");
}

std::optional<date> toml_row::optional_day(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    if (auto value = at(key, [&] { return day_of(*node); })) return value;
    throw problem(key, "is not a date; write it without quotes, as 2020-05-08");
}

std::optional<when> toml_row::optional_when(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    if (auto text = node->value_exact<std::string>()) return at(key, [&] { return parse_when(*text); });
    return when(*optional_day(key));
}

std::optional<double> toml_row::optional_real(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    if (!node->is_number()) throw problem(key, "is not a number");
    return node->value<double>();
}

std::optional<int> toml_row::optional_number(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    auto const value = node->value_exact<std::int64_t>();
    if (!value || *value < -1'000'000 || *value > 1'000'000) throw problem(key, "is not a whole number between -1000000 and 1000000");
    return static_cast<int>(*value);
}

std::vector<int> toml_row::numbers(std::string_view key) {
    std::vector<int> result;
    auto const* node = find(key);
    if (!node) return result;
    if (auto const* array = node->as_array())
        for (auto const& element : *array)
            if (auto value = element.value_exact<std::int64_t>(); value && *value > -1'000'000 && *value < 1'000'000)
                result.push_back(static_cast<int>(*value));
    if (!node->is_array() || result.size() != node->as_array()->size()) throw problem(key, "is not a list of whole numbers");
    return result;
}

std::optional<toml_row> toml_row::table(std::string_view key) {
    auto const* node = find(key);
    if (!node) return {};
    if (auto const* inner = node->as_table()) return toml_row(*file_, *inner);
    throw problem(key, "is not a table; write { … = … }");
}

std::vector<std::string> toml_row::keys() const {
    std::vector<std::string> result;
    for (auto const& [key, node] : *table_) result.emplace_back(key.str());
    return result;
}

std::vector<std::string> toml_row::one_or_more(std::string_view key) {
    auto const* node = find(key);
    if (node && node->is_string()) return {text(key)};
    return texts(key);
}

std::vector<toml_row> toml_row::rows(std::string_view key) {
    std::vector<toml_row> result;
    auto const* node = find(key);
    if (!node) return result;
    auto const* array = node->as_array();
    if (!array) throw problem(key, "is not a list of rows");
    for (auto const& element : *array) {
        if (!element.is_table())
            throw bad_input(place_of(*file_, element.source()) + ": not a row; write { name = \"…\", … }");
        result.emplace_back(*file_, *element.as_table());
    }
    return result;
}

void toml_row::finish() const {
    for (auto const& [key, node] : *table_) {
        if (known_.contains(key.str())) continue;
        std::string accepted;
        for (auto const& name : known_) accepted += (accepted.empty() ? "" : ", ") + name;
        throw bad_input(place_of(*file_, node.source()) + ": nothing is called " + std::string(key.str()) + " here; " +
                        accepted + " are");
    }
}

bad_input toml_row::problem(std::string_view key, std::string const& what) const {
    return bad_input(place(key) + ": " + std::string(key) + " " + what);
}

toml::node const* toml_row::find(std::string_view key) {
    known_.emplace(key);
    return table_->get(key);
}

std::string toml_row::place(std::string_view key) const {
    auto const* node = table_->get(key);
    return place_of(*file_, node ? node->source() : table_->source());
}

}  // namespace comity::v0::detail
