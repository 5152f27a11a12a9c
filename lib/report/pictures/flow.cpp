// SPDX-License-Identifier: Apache-2.0
#include "drawing.hpp"
#include "pictures.hpp"
#include "reading.hpp"

#include <algorithm>
#include <array>

// How many were open, as a line; below it bars of what came in, above zero, and of what went out, below.

namespace comity::inline v0::detail {

namespace {

struct way {
    fill filled;
    std::vector<std::string_view> columns;  ///< of the table, added up
};

// ---- what it says ----------------------------------------------------------------------------------------------------

constexpr auto open_heading = "Open", moved_heading = "Came in (above), went out (below)", otherwise = "Out otherwise";

struct totals {
    date from, until;
    double opening, fresh, reopened, granted, refused, otherwise, closing;
    date busiest_from, busiest_until;
    double busiest;
    std::size_t steps;
};

message described(totals const& t) {
    auto const of_reopened = t.reopened > 0 ? message("{n, plural, one {, # was reopened} other {, # were reopened}}", {{"n", amount(t.reopened)}}) : message();
    auto const busiest = t.busiest > 0 ? message("Most came in from {from} to {until}: {n}.", {{"from", t.busiest_from}, {"until", t.busiest_until}, {"n", amount(t.busiest)}}) : message();
    return message::sentences({{"On {day} {n, plural, one {# request was} other {# requests were}} open.", {{"day", t.from}, {"n", amount(t.opening)}}},
                               {"Until {day} {fresh} came in{reopened}, {out} went out ({granted} granted, {refused} refused, {otherwise} otherwise), and {n, plural, one {# was} other {# were}} open at the end.",
                                {{"day", t.until}, {"fresh", amount(t.fresh)}, {"reopened", of_reopened}, {"out", amount(t.granted + t.refused + t.otherwise)}, {"granted", amount(t.granted)}, {"refused", amount(t.refused)},
                                 {"otherwise", amount(t.otherwise)}, {"n", amount(t.closing)}}},
                               busiest,
                               {"The picture is made of {n, plural, one {# step} other {# steps}}; a request counts once in each.", {{"n", t.steps}}}});
}

}  // namespace

pictures picture_of_flow(gnuplot& program, table const& flow) {
    constexpr std::size_t most_steps = 252;
    auto const of = reading(flow);
    if (of.rows() == 0) return {};
    auto const begin = of.rows() - std::min(of.rows(), most_steps);  // of more than can be told apart, the last
    static std::vector<way> const in{{fill::dark, {"new"}}, {fill::hatched, {"reopened"}}};
    static std::vector<way> const out{{fill::grey, {"granted", "partly_granted"}}, {fill::light, {"refused"}},
                                      {fill::white, {"withdrawn", "returned", "transferred", "lapsed", "closed_without_outcome"}}};
    auto const count = [&](std::size_t row, way const& w) {
        double all = 0;
        for (auto const name : w.columns) all += of.count(row, name);
        return all;
    };
    auto const total = [&](way const& w) {
        double all = 0;
        for (auto row = begin; row < of.rows(); ++row) all += count(row, w);
        return all;
    };
    auto const all_of = [&](std::size_t row, std::vector<way> const& ways) {
        double all = 0;
        for (auto const& w : ways) all += count(row, w);
        return all;
    };
    double most_open = of.count(begin, "opening_stock"), most_in = 0, most_out = 0;
    auto busiest = begin;
    for (auto row = begin; row < of.rows(); ++row) {
        most_open = std::max(most_open, of.count(row, "closing_stock"));
        most_in = std::max(most_in, all_of(row, in)), most_out = std::max(most_out, all_of(row, out));
        if (of.count(row, "new") > of.count(busiest, "new")) busiest = row;
    }
    auto const until = of.rows() - 1;
    auto const opening = of.count(begin, "opening_stock"), closing = of.count(until, "closing_stock");

    drawing d("flow");
    auto const x = scale{static_cast<double>(begin), static_cast<double>(of.rows()), 40, picture_width - 40};
    // How many were open.
    d.left(2, 9, open_heading);
    auto const levels = round_values(most_open, 3);
    auto const open = scale{0, levels.back(), 132, 26};
    for (auto const level : levels) {
        d.grid(x.first, open(level), x.last, open(level));
        d.right(x.first - 6, open(level), shown(level));
    }
    d.line(x.first, open.first, x.last, open.first);
    d.block("stock").push_back({x.first, open(opening)});
    for (auto row = begin; row < of.rows(); ++row) d.block("stock").push_back({x(static_cast<double>(row) + 1), open(of.count(row, "closing_stock"))});
    d.block("ends") = {{x.first, open(opening)}, {x.last, open(closing)}};
    d.left(x.last + 6, open(closing), shown(closing));
    // What came in and went out.
    d.left(2, 160, moved_heading);
    std::vector<std::pair<fill, message>> meanings;
    for (auto const* ways : {&in, &out})
        for (auto const& w : *ways)
            if (total(w) > 0) meanings.emplace_back(w.filled, w.filled == fill::white ? message(otherwise) : of.heading(w.columns.front()));
    auto const top = d.legend(181, meanings) + 4;
    auto const moved = scale{std::max(most_in, 1.0), -std::max(most_out, 1.0), top, top + 150};
    auto const about = std::max(1, static_cast<int>(4 * std::max(most_in, most_out) / (most_in + most_out + 1)));
    for (auto const value : round_values(std::max(most_in, most_out), about + 1))
        for (auto const sign : {1, -1}) {
            if (value > (sign > 0 ? most_in : most_out) || (value == 0 && sign < 0)) continue;
            d.grid(x.first, moved(sign * value), x.last, moved(sign * value));
            d.right(x.first - 6, moved(sign * value), shown(value));
        }
    for (auto row = begin; row < of.rows(); ++row) {
        auto const gap = (x(1) - x(0)) * 0.12, left = x(static_cast<double>(row)) + gap, right = x(static_cast<double>(row) + 1) - gap;
        double reached = 0;
        for (auto const& w : in) {
            auto const n = count(row, w);
            if (n > 0) d.bar(w.filled, left, right, moved(reached + n), moved(reached));
            reached += n;
        }
        reached = 0;
        for (auto const& w : out) {
            auto const n = count(row, w);
            if (n > 0) d.bar(w.filled, left, right, moved(-reached), moved(-reached - n));
            reached += n;
        }
    }
    d.line(x.first, moved(0), x.last, moved(0));
    // Years, below both.
    auto const foot = moved.last + 6;
    auto const year_of = [&](std::size_t row) { return std::get<date>(of.value(row, "from")).year(); };
    double last_written = -100;
    for (auto row = begin, first = begin; row < of.rows(); ++row) {
        if (row < until && year_of(row + 1) == year_of(row)) continue;
        auto const from = x(static_cast<double>(first)), to = x(static_cast<double>(row) + 1);
        for (auto const edge : {from, to}) d.grid(edge, open.last, edge, open.first), d.grid(edge, moved.first, edge, foot + 4);
        if (auto const middle = (from + to) / 2; middle - last_written >= 34) d.centre(last_written = middle, foot + 8, message::as_is(std::to_string(year_of(first))));
        first = row + 1;
    }

    auto const day = [&](std::size_t row, std::string_view name) { return std::get<date>(of.value(row, name)); };
    return {d.finished(program, foot + 20, flow.title,
                       described({.from = day(begin, "from"), .until = day(until, "until"), .opening = opening, .fresh = total(in[0]), .reopened = total(in[1]), .granted = total(out[0]), .refused = total(out[1]),
                                  .otherwise = total(out[2]), .closing = closing, .busiest_from = day(busiest, "from"), .busiest_until = day(busiest, "until"), .busiest = of.count(busiest, "new"), .steps = of.rows() - begin}))};
}

}  // namespace comity::v0::detail
