// SPDX-License-Identifier: Apache-2.0
#include "drawing.hpp"
#include "pictures.hpp"
#include "reading.hpp"

#include <algorithm>
#include <array>

// Items of incident assistance: a bar for each direction, by what was done with them; and how many hours it took.

namespace comity::inline v0::detail {

namespace {

constexpr std::size_t most_rows = 12;
constexpr double row_step = 25;

constexpr std::array<std::pair<fill, std::string_view>, 5> ends{
    {{fill::dark, "suppressed"}, {fill::hatched, "already_inactive"}, {fill::grey, "refused"}, {fill::light, "other_outcomes"}, {fill::white, "without_outcome"}}};

// ---- what they say ---------------------------------------------------------------------------------------------------

constexpr auto most_items = "groups with the most items";

message described(reading const& of, std::vector<std::size_t> const& rows, std::vector<message> const& names) {
    std::vector<message> outcomes, first;
    for (auto const& [f, name] : ends) outcomes.push_back(pair(of.heading(name), of.sum(name)));
    for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 3); ++i) first.push_back(pair(names[i], of.count(rows[i], "items")));
    return message::sentences({{"{items, plural, one {# item} other {# items}} in {requests, plural, one {# request} other {# requests}}. {outcomes}. The most items: {first}.",
                                {{"items", amount(of.sum("items"))}, {"requests", amount(of.sum("requests"))}, {"outcomes", message::listed(std::move(outcomes), message::listing::clauses)}, {"first", message::listed(std::move(first), message::listing::clauses)}}},
                               drawn_of(most_items, rows.size(), of.rows())});
}

constexpr std::array<std::pair<double, std::string_view>, 8> times_marked{
    {{1, "1 hour"}, {6, "6 hours"}, {24, "1 day"}, {72, "3 days"}, {240, "10 days"}, {720, "30 days"}, {2160, "90 days"}, {8766, "1 year"}}};
constexpr auto median_sign = "half suppressed, with 95 % limits", tenth_sign = "nine tenths suppressed", share_heading = "within 72 hours", no_median = "half not suppressed yet";

message described_times(reading const& of, std::vector<std::size_t> const& rows, std::vector<message> const& names) {
    auto all = std::vector<message>{"Hours to suppression; each step of the scale is several times the one before."};
    for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 3); ++i) {
        auto const median = of.number(rows[i], "median_hours"), share = of.number(rows[i], "within_72_hours");
        auto const time = std::isnan(median) ? message(no_median) : message("half within {n, plural, one {# hour} other {# hours}}", {{"n", amount(std::round(median))}});
        auto const in_time = std::isnan(share) ? message() : message(", {n} % within 72 hours", {{"n", amount(std::round(share))}});
        all.push_back({"{group}: {happened} of {n} suppressed, {time}{in_time}.", {{"group", names[i]}, {"happened", amount(of.count(rows[i], "happened"))}, {"n", amount(of.count(rows[i], "episodes"))}, {"time", time}, {"in_time", in_time}}});
    }
    all.push_back(drawn_of(most_items, rows.size(), of.rows()));
    return message::sentences(all);
}

}  // namespace

pictures picture_of_items(gnuplot& program, table const& items) {
    auto const of = reading(items);
    auto rows = of.by_greatest("items");
    if (rows.empty() || of.sum("items") == 0) return {};
    rows.resize(std::min(rows.size(), most_rows));

    drawing d("items");
    std::vector<std::pair<fill, message>> meanings;
    for (auto const& [f, name] : ends)
        if (of.sum(name) > 0) meanings.emplace_back(f, of.heading(name));
    auto const top = d.legend(10, meanings) + 2;
    auto const names = row_labels(of, rows, "requests");
    double most = 1;
    auto const length = [&](std::size_t row) {
        double all = 0;
        for (auto const& [f, name] : ends) all += of.count(row, name);
        return all;
    };
    for (auto const row : rows) most = std::max(most, length(row));
    auto const x = scale{0, most, names.widest + 12, picture_width - 50};
    auto const foot = top + row_step * static_cast<double>(rows.size());
    d.axis_below(x, top, foot + 2, of.heading("items"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const y = top + row_step * (static_cast<double>(i) + 0.5);
        auto const reached = bar_of_parts(d, of, rows[i], ends, x, y, names.texts[i]);
        auto const total = of.number(rows[i], "items");
        d.left(x(reached) + 5, y, std::isnan(total) ? message::as_is("c") : shown(total));
    }
    return {d.finished(program, foot + 44, items.title, described(of, rows, names.texts))};
}

pictures picture_of_item_times(gnuplot& program, table const& times) {
    auto const of = reading(times);
    auto rows = of.by_greatest("episodes");
    if (rows.empty() || of.sum("happened") == 0) return {};
    rows.resize(std::min(rows.size(), most_rows));

    drawing d("item-times");
    d.block("until"), d.block("limits"), d.block("medians"), d.block("tenths");
    auto const names = row_labels(of, rows, "items");
    double longest = 24;
    for (auto const row : rows)
        for (auto const* name : {"median_hours", "median_upper", "ninth_decile_hours"}) longest = std::max(longest, of.count(row, name));
    // Hours and months side by side: an axis of powers.
    constexpr double shortest = 0.5;
    auto const by_powers = scale{std::log(shortest), std::log(longest * 1.15), names.widest + 12, picture_width - 150};
    auto const x = [&](double hours) { return by_powers(std::log(std::max(hours, shortest))); };
    // What the signs mean.
    double at = 12;
    drawing::segment(d.block("limits"), at - 8, 10, at + 8, 10), d.block("medians").push_back({at, 10.0});
    d.left(at + 14, 10, median_sign);
    at += 34 + room_for(median_sign);
    d.block("tenths").push_back({at, 10.0});
    d.left(at + 12, 10, tenth_sign);
    auto const top = 24.0, foot = top + row_step * static_cast<double>(rows.size());
    d.right(picture_width - 2, top + 2, share_heading);
    double written = -100;
    for (auto const& [hours, name] : times_marked) {
        if (x(hours) > by_powers.last) break;
        d.grid(x(hours), top + 12, x(hours), foot + 16);
        auto const half = room_for(name) / 2;
        if (x(hours) - half < written + 6) continue;
        d.centre(x(hours), foot + 26, name);
        written = x(hours) + half;
    }
    d.line(by_powers.first, foot + 14, by_powers.last, foot + 14);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const y = top + 14 + row_step * (static_cast<double>(i) + 0.5);
        auto const median = of.number(rows[i], "median_hours"), lower = of.number(rows[i], "median_lower"), upper = of.number(rows[i], "median_upper"), tenth = of.number(rows[i], "ninth_decile_hours");
        d.right(by_powers.first - 8, y, names.texts[i]);
        if (std::isnan(median)) {
            d.left(by_powers.first + 6, y, no_median);
        } else {
            drawing::segment(d.block("until"), by_powers.first, y, x(std::isnan(tenth) ? median : tenth), y);
            auto const from = x(std::isnan(lower) ? median : lower), to = x(std::isnan(upper) ? median : upper);
            drawing::segment(d.block("limits"), from, y, to, y);
            d.block("medians").push_back({x(median), y});
            if (!std::isnan(tenth)) d.block("tenths").push_back({x(tenth), y});
        }
        auto const share = of.number(rows[i], "within_72_hours");
        d.right(picture_width - 2, y, std::isnan(share) ? message::as_is("–") : message("{n} %", {{"n", amount(std::round(share))}}));
    }
    return {d.finished(program, foot + 38, times.title, described_times(of, rows, names.texts))};
}

}  // namespace comity::v0::detail
