// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drawing.hpp"

#include <comity/error.hpp>
#include <comity/table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::inline v0::detail {

/// A table, read by the names of its columns.
class reading {
public:
    explicit reading(table const& t) : of_(t) {}

    table const& of() const { return of_; }
    std::size_t rows() const { return of_.rows.size(); }
    std::size_t column(std::string_view name) const {
        auto const at = static_cast<std::size_t>(std::ranges::find(of_.columns, name, &column::name) - of_.columns.begin());
        if (at == of_.columns.size()) throw bad_input("a picture of \"" + of_.name + "\" needs a column \"" + std::string(name) + "\"");
        return at;
    }
    message const& heading(std::string_view name) const { return of_.columns[column(name)].heading; }
    std::string text(std::size_t row, std::string_view name) const { return to_text(of_.rows[row][column(name)]); }
    cell value(std::size_t row, std::string_view name) const { return of_.rows[row][column(name)]; }
    /// Not a number: it is not known, or held back.
    double number(std::size_t row, std::string_view name) const {
        auto const c = value(row, name);
        if (auto const* whole = std::get_if<std::int64_t>(&c)) return static_cast<double>(*whole);
        auto const* part = std::get_if<double>(&c);
        return part ? *part : NAN;
    }
    /// Of what is not known, nothing.
    double count(std::size_t row, std::string_view name) const {
        auto const n = number(row, name);
        return std::isnan(n) ? 0 : n;
    }
    double sum(std::string_view name) const {
        double all = 0;
        for (std::size_t i = 0; i < rows(); ++i) all += count(i, name);
        return all;
    }
    /// Rows, those with the greatest numbers first.
    std::vector<std::size_t> by_greatest(std::string_view name) const {
        std::vector<std::size_t> order(rows());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return count(i, name); });
        return order;
    }
    /// By what a row is broken down, in the columns before one: "RU → GB, extradition"; "All" of what is not broken down.
    message group(std::size_t row, std::string_view before) const {
        message all;
        for (std::size_t c = 0; c < column(before); ++c) {
            auto const name = to_text(of_.rows[row][c]);
            if (name.empty()) continue;
            auto const one = of_.columns[c].type == column_type::word ? message("{word}", {{"word", word{name}}}) : message::as_is(label_of(name));
            auto const from = c == 1 && of_.columns[0].name == "requesting" && of_.columns[1].name == "requested";
            all = all.empty() ? one : message(from ? "{from} → {to}" : "{from}, {to}", {{"from", all}, {"to", one}});
        }
        return all.empty() ? message("All") : all;
    }

private:
    table const& of_;
};

/// What rows are called, and how much room that takes.
struct row_labels {
    std::vector<message> texts{};
    double widest = 0;

    /// By the columns before one, as `reading::group`.
    row_labels(reading const& of, std::vector<std::size_t> const& rows, std::string_view before) {
        for (auto const row : rows) {
            texts.push_back(of.group(row, before));
            widest = std::max(widest, room_for(texts.back()));
        }
    }
};

/// A bar made of the counts in some columns of a row, one behind the other, and what it is called before it; gives how far it reaches.
inline double bar_of_parts(drawing& d, reading const& of, std::size_t row, std::span<std::pair<fill, std::string_view> const> parts, scale const& x, double y, message const& label) {
    double reached = 0;
    for (auto const& [f, name] : parts) {
        auto const n = of.count(row, name);
        d.bar(f, x(reached), x(reached + n), y - 9, y + 9);
        if (n > 0) d.number_in(n, x(reached), x(reached + n), y);
        reached += n;
    }
    d.right(x.first - 8, y, label);
    return reached;
}

}  // namespace comity::v0::detail
