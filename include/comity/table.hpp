// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "detail/enum_names.hpp"
#include "message.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// A figure as a table that can stand alone: what it counts, as of when, as known when, from how much, and a digest.

namespace comity::inline v0 {

/// A text of ours in a cell, which can be had in other languages; not one from outside.
struct sentence {
    message says;
    friend bool operator==(sentence const&, sentence const&) = default;
};

/// One cell: nothing (not known, or not applicable), a number, a day, a rough date, or text. Text may come from outside and is
/// never markup.
using cell = std::variant<std::monostate, std::int64_t, double, date, when, std::string, sentence>;

/// What a column holds; how it is aligned and written follows from it. Words are names from a vocabulary of ours or of the law, several with
/// ", " between them: "mutual_legal_assistance". They are spelt out where people read, and stay as they are for programs. Identifiers are for
/// programs alone, and left out where people read.
enum class column_type { text, word, integer, number, date, identifier };

struct column {
    std::string name{};                      ///< "days_waiting": the field's name in CSV and JSON
    message heading{};                       ///< "Days waiting"
    column_type type = column_type::text;
    std::optional<int> decimals{};           ///< that a person is shown, three at most: of a share as many as its counts bear. None: as many as the cells have
};

/// The cells of a column, from the first row on. What they have in common is kept in one array: a list of a million rows costs
/// what its numbers, days and texts cost.
class cell_column {
public:
    cell_column() = default;
    explicit cell_column(std::vector<std::int64_t> numbers) : absent_(numbers.size()) { cells_ = std::move(numbers); }
    explicit cell_column(std::vector<std::string> texts) : absent_(texts.size()) { cells_ = std::move(texts); }

    std::size_t size() const { return absent_.size(); }
    cell operator[](std::size_t row) const;
    void push_back(cell);
    /// As they are kept, for who reads many at once: an array of the type of the first that is something (none: nothing is), with any value
    /// where there is none; in which rows there is none; and, by row, what is of another type, as a rough date among days.
    using array = std::variant<std::monostate, std::vector<std::int64_t>, std::vector<double>, std::vector<date>, std::vector<std::string>>;
    array const& cells() const { return cells_; }
    std::vector<bool> const& absent() const { return absent_; }
    std::map<std::size_t, cell> const& odd() const { return odd_; }
    /// The cells of some rows, in this order.
    cell_column only(std::vector<std::size_t> const& rows) const;

private:
    array cells_{};                          ///< of the type of the first that is something
    std::vector<bool> absent_{};             ///< nothing
    std::map<std::size_t, cell> odd_{};      ///< of another type: a rough date among days
};

/// The rows of a table, all of one length.
class row_list {
    /// Goes through what has [] and hands out values.
    template <class List> class reading {
    public:
        using value_type = std::remove_cvref_t<decltype(std::declval<List const&>()[0])>;
        using difference_type = std::ptrdiff_t;
        reading() = default;
        reading(List const& list, std::size_t at) : list_(&list), at_(at) {}
        auto operator*() const { return (*list_)[at_]; }
        reading& operator++() { return ++at_, *this; }
        reading operator++(int) { auto const before = *this; return ++at_, before; }
        friend bool operator==(reading const&, reading const&) = default;

    private:
        List const* list_ = nullptr;
        std::size_t at_ = 0;
    };

public:
    /// One of them: a view.
    class row_view {
    public:
        row_view(row_list const& list, std::size_t number) : list_(&list), number_(number) {}
        std::size_t size() const { return list_->columns_.size(); }
        cell operator[](std::size_t column) const { return list_->columns_[column][number_]; }
        reading<row_view> begin() const { return {*this, 0}; }
        reading<row_view> end() const { return {*this, size()}; }

    private:
        row_list const* list_;
        std::size_t number_;
    };

    row_list() = default;
    row_list(std::initializer_list<std::vector<cell>>);
    /// Of columns, one as long as another; else bad_input.
    explicit row_list(std::vector<cell_column>);

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    row_view operator[](std::size_t number) const { return row_view(*this, number); }
    std::vector<cell_column> const& columns() const { return columns_; }
    /// Throws bad_input where it has more or fewer cells than the first.
    void push_back(std::vector<cell>);
    /// Some of the rows, in this order.
    row_list only(std::vector<std::size_t> const& rows) const;
    /// A cell more for each row; bad_input if there are more or fewer.
    void add_column(cell_column);
    /// By what a row has, given as a value that can be compared; equal ones stay as they are.
    template <class Key, class Less = std::ranges::less> void sort(Key key, Less less = {}) {
        struct keyed {
            std::invoke_result_t<Key&, row_view> by;
            std::size_t row;
        };
        std::vector<keyed> order;
        order.reserve(size_);
        for (std::size_t i = 0; i < size_; ++i) order.push_back({key((*this)[i]), i});
        std::ranges::stable_sort(order, less, &keyed::by);
        std::vector<std::size_t> rows;
        rows.reserve(size_);
        for (auto const& k : order) rows.push_back(k.row);
        *this = only(rows);
    }

    reading<row_list> begin() const { return {*this, 0}; }
    reading<row_list> end() const { return {*this, size_}; }

private:
    std::vector<cell_column> columns_{};
    std::size_t size_ = 0;
};

/// Of how many records the date that a figure rests on is known exactly, roughly, only by somebody's claim, or not at all.
struct coverage {
    std::int64_t known = 0;
    std::int64_t approximate = 0;
    std::int64_t claimed = 0;                ///< of those counted: known since a day only an imported source claims
    std::int64_t missing = 0;
    friend bool operator==(coverage const&, coverage const&) = default;
};

struct table {
    std::string name{};                      ///< "unanswered": stable, for file names, anchors and JSON
    message title{};
    message definition{};                ///< one or two sentences a stranger could recount the figure by
    std::vector<column> columns{};
    row_list rows{};                         ///< each as long as columns
    std::vector<message> notes{};            ///< what to know before quoting it
    std::optional<comity::coverage> covers{};
    std::string digest{};                    ///< SHA-256, in hex: of the register in view, the definition and the parameters
    message if_empty = "None.";          ///< what to print instead of an empty table
};

std::string to_text(cell const&);            ///< as written in CSV: 2020-03-02, 48, 0.25, text as it is, a sentence in English; nothing for nothing

/// Outside text made fit to be shown, on one line: what is not UTF-8 becomes U+FFFD, a control character its visible
/// picture (ESC is ␛), a line break or tab a space. What cannot be seen, or by which a line can read otherwise than it is stored (bidirectional controls, tags,
/// a soft hyphen: Unicode's Default_Ignorable_Code_Point), becomes U+FFFD too, but for joiners (U+200C, U+200D) and variation selectors.
std::string displayable(std::string_view text);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::column_type> {
    static constexpr std::string_view what = "column type";
    static constexpr std::array<std::string_view, 6> names{"text", "word", "integer", "number", "date", "identifier"};
};
