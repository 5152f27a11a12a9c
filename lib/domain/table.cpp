// SPDX-License-Identifier: Apache-2.0
#include <comity/table.hpp>

#include "utf16.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <type_traits>

namespace comity::inline v0 {

namespace {

template <class... F> struct overloaded : F... { using F::operator()...; };
template <class... F> overloaded(F...) -> overloaded<F...>;  // clang 14 makes none of its own

struct writer {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    /// The shortest text that reads back as the same number, in any locale.
    std::string operator()(double number) const {
        if (!std::isfinite(number)) return {};
        std::array<char, 32> text;
        return {text.data(), std::to_chars(text.begin(), text.end(), number).ptr};
    }
    std::string operator()(date day) const { return to_string(day); }
    std::string operator()(when const& rough) const { return to_string(rough); }
    std::string operator()(std::string const& text) const { return text; }
    std::string operator()(sentence const& s) const { return to_string(s.says); }
};

/// What is spelt with it reads otherwise without: the joiners of Persian and Indic words, the variants of a letter.
bool is_spelling(UChar32 c) { return c == 0x200C || c == 0x200D || u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR); }

UChar32 visible(UChar32 c) {
    constexpr UChar32 pictures = 0x2400, delete_picture = 0x2421, replacement = 0xFFFD;
    auto const control = u_charType(c) == U_CONTROL_CHAR;
    if (c == 0x2028 || c == 0x2029 || (control && u_isUWhiteSpace(c))) return ' ';
    if (c == 0x7F) return delete_picture;
    if (control && c < 0x20) return pictures + c;
    auto const unseen = u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) || (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !is_spelling(c));
    if (control || unseen || U_IS_UNICODE_NONCHAR(c)) return replacement;
    return c;
}

}  // namespace

// ---- cells by columns -----------------------------------------------------------------------------------------------

namespace {

template <class T> T filler() { return {}; }
template <> date filler() { return date(1970, 1, 1); }

}  // namespace

cell cell_column::operator[](std::size_t row) const {
    if (absent_[row]) return {};
    if (!odd_.empty())
        if (auto const odd = odd_.find(row); odd != odd_.end()) return odd->second;
    return std::visit([&](auto const& cells) -> cell {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(cells)>, std::monostate>) return {};
        else return cells[row];
    }, cells_);
}

void cell_column::push_back(cell c) {
    auto const row = size();
    absent_.push_back(std::holds_alternative<std::monostate>(c));
    auto const begin = [&]<class T>(T const&) {
        if (std::holds_alternative<std::monostate>(cells_)) cells_.emplace<std::vector<T>>(row, filler<T>());
    };
    std::visit(overloaded{[](std::monostate) {}, [](when const&) {}, [](sentence const&) {}, [&](auto const& value) { begin(value); }}, c);
    std::visit(overloaded{[](std::monostate) {},
                          [&]<class T>(std::vector<T>& cells) {
                              auto* const value = std::get_if<T>(&c);
                              cells.push_back(value ? std::move(*value) : filler<T>());
                              if (!value && !absent_[row]) odd_.emplace(row, std::move(c));
                          }},
               cells_);
    if (std::holds_alternative<std::monostate>(cells_) && !absent_[row]) odd_.emplace(row, std::move(c));
}

cell_column cell_column::only(std::vector<std::size_t> const& rows) const {
    cell_column result;
    for (auto const row : rows) result.push_back((*this)[row]);
    return result;
}

row_list row_list::only(std::vector<std::size_t> const& rows) const {
    row_list result;
    for (auto const& column : columns_) result.columns_.push_back(column.only(rows));
    result.size_ = rows.size();
    return result;
}

row_list::row_list(std::initializer_list<std::vector<cell>> rows) {
    for (auto const& row : rows) push_back(row);
}

row_list::row_list(std::vector<cell_column> columns) : columns_(std::move(columns)), size_(columns_.empty() ? 0 : columns_.front().size()) {
    for (auto const& column : columns_)
        if (column.size() != size_) throw bad_input("a column has " + std::to_string(column.size()) + " cells; the first has " + std::to_string(size_));
}

void row_list::add_column(cell_column column) {
    if (column.size() != size_) throw bad_input("a column has " + std::to_string(column.size()) + " cells; there are " + std::to_string(size_) + " rows");
    columns_.push_back(std::move(column));
}

void row_list::push_back(std::vector<cell> row) {
    if (size_ == 0) columns_.resize(row.size());
    if (row.size() != columns_.size())
        throw bad_input("row " + std::to_string(size_ + 1) + " has " + std::to_string(row.size()) + " cells; the others have " + std::to_string(columns_.size()));
    for (std::size_t i = 0; i < row.size(); ++i) columns_[i].push_back(std::move(row[i]));
    ++size_;
}

// ---- as text --------------------------------------------------------------------------------------------------------

std::string to_text(cell const& c) { return std::visit(writer{}, c); }

std::string displayable(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; })) return std::string(text);
    auto const read = detail::utf16(text);
    icu::UnicodeString shown;
    for (std::int32_t at = 0; at < read.length(); at = read.moveIndex32(at, 1))
        shown.append(visible(read.char32At(at)));
    return detail::utf8(shown);
}

}  // namespace comity::v0
