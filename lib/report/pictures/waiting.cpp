// SPDX-License-Identifier: Apache-2.0
#include "drawing.hpp"
#include "pictures.hpp"
#include "reading.hpp"

#include <algorithm>
#include <optional>

// Kaplan–Meier curves: steps, limits, and below the axis how many were still waiting.

namespace comity::inline v0::detail {

namespace {

constexpr std::size_t most_curves = 4;

/// One curve, as rows of the table of curves.
struct curve {
    message name;
    std::size_t first, last;  ///< rows, the last not included
    std::size_t times;        ///< the row of the same group in the table of times
};

/// Those with the most requests first.
std::vector<curve> curves_of(reading const& curves, reading const& times) {
    std::vector<curve> all;
    for (std::size_t row = 0; row < curves.rows(); ++row) {
        auto name = curves.group(row, "days");
        if (!all.empty() && all.back().name == name) all.back().last = row + 1;
        else all.push_back({.name = std::move(name), .first = row, .last = row + 1, .times = times.rows()});
    }
    for (auto& c : all)
        for (std::size_t row = 0; row < times.rows(); ++row)
            if (times.group(row, "requests") == c.name) c.times = row;
    std::erase_if(all, [&](curve const& c) { return c.times == times.rows(); });
    std::ranges::stable_sort(all, std::ranges::greater(), [&](curve const& c) { return times.count(c.times, "requests"); });
    return all;
}

// ---- what it says ----------------------------------------------------------------------------------------------------

constexpr auto share_axis = "Still waiting", days_axis = "Days since the request", at_risk_heading = "Still waiting then:";

message described(reading const& times, curve const& c) {
    auto const days = [&](std::string_view name) { return times.number(c.times, name); };
    auto const limit = [&](std::string_view name) { return std::isnan(days(name)) ? message::as_is("…") : shown(days(name)); };
    auto const median = [&]() -> message {
        if (std::isnan(days("median"))) return "half are not answered yet";
        auto text = message("half were answered within {n, plural, one {# day} other {# days}}", {{"n", amount(days("median"))}});
        if (std::isnan(days("median_lower")) && std::isnan(days("median_upper"))) return text;
        return {"{median} (95 % limits {lower} to {upper})", {{"median", text}, {"lower", limit("median_lower")}, {"upper", limit("median_upper")}}};
    };
    return {"{group}: {n, plural, one {# request} other {# requests}}, {waiting} still waiting; {median}.",
            {{"group", c.name}, {"n", amount(times.count(c.times, "requests"))}, {"waiting", amount(times.count(c.times, "waiting"))}, {"median", median()}}};
}

message described(reading const& times, std::vector<curve> const& drawn, std::size_t groups, double until, double longest) {
    auto all = std::vector<message>{"The share of requests that still waited, by the days since they were made (Kaplan–Meier). Upright bars are 95 % limits; small strokes are requests that were open, or given up, after so long."};
    for (auto const& c : drawn) all.push_back(described(times, c));
    if (until < longest) all.push_back({"The picture ends after {until} days; the longest wait is {longest}.", {{"until", amount(std::round(until))}, {"longest", amount(std::round(longest))}}});
    all.push_back(drawn_of("groups with the most requests", drawn.size(), groups));
    return message::sentences(all);
}

}  // namespace

pictures picture_of_waiting(gnuplot& program, table const& of_curves, table const& of_times) {
    auto const curves = reading(of_curves), times = reading(of_times);
    auto all = curves_of(curves, times);
    if (all.empty()) return {};
    auto const groups = all.size();
    all.resize(std::min(groups, most_curves), all.front());

    // Long after most answers have come little happens: the picture ends at twice the time that nine tenths of them took.
    double longest = 1, until = 30;
    for (auto const& c : all) {
        longest = std::max(longest, curves.number(c.last - 1, "days"));
        auto const tenth = times.number(c.times, "ninth_decile_of_happened");
        until = std::max(until, std::isnan(tenth) ? 0 : 2 * tenth);
    }
    until = std::min(until, longest);

    drawing d("waiting");
    auto const x = scale{0, until, 56, picture_width - 34}, share = scale{0, 1, 262, 26};
    d.left(2, 9, share_axis);
    for (auto const part : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        d.grid(x.first, share(part), x.last, share(part));
        d.right(x.first - 6, share(part), {"{n} %", {{"n", amount(100 * part)}}});
    }
    std::vector<double> ticks;
    for (auto const day : round_values(until, 8))
        if (day <= until) ticks.push_back(day);
    for (auto const day : ticks) {
        d.line(x(day), share.first, x(day), share.first + 4);
        d.centre(x(day), share.first + 14, shown(day));
    }
    d.line(x.first, share.first, x.last, share.first);
    auto y = share.first + 14 + line_height;
    d.right(picture_width - 2, y, days_axis);
    d.left(2, y += 4, at_risk_heading);
    for (auto const* name : {"curves", "open", "limits", "samples"}) d.block(name, most_curves - 1);
    struct end { double height, at; message letter; };
    std::vector<end> ends;
    for (std::size_t k = 0; k < all.size(); ++k) {
        auto const& c = all[k];
        auto const letter = message::as_is(std::string(1, static_cast<char>('A' + k)));
        auto const value = [&](std::size_t row, std::string_view name) { return curves.number(row, name); };
        /// The row that tells of a day: the last by then; none before the first.
        auto const row_at = [&](double day) {
            std::optional<std::size_t> found;
            for (auto row = c.first; row < c.last && value(row, "days") <= day; ++row) found = row;
            return found;
        };
        auto& steps = d.block("curves", k);
        auto height = share(1), last_step = -1.0, last_open = -1.0;
        steps.push_back({x(0), height});
        for (auto row = c.first; row < c.last && value(row, "days") <= until; ++row) {
            auto const at = x(value(row, "days"));
            // Of what lies closer together than can be seen, one is drawn.
            if (curves.count(row, "events") > 0) {
                if (at - last_step >= 0.5 || steps.size() == 1) {
                    steps.push_back({at, height}), steps.push_back({at, height});
                    last_step = at;
                }
                steps.back()[1] = height = share(value(row, "still_waiting"));
            }
            if (curves.count(row, "censored") > 0 && at - last_open >= 1) {
                drawing::segment(d.block("open", k), at, height, at, height - 7);
                last_open = at;
            }
        }
        auto const last = x(std::min(value(c.last - 1, "days"), until));
        steps.push_back({last, height});
        ends.push_back({height, last, letter});
        d.block("open", k), d.block("limits", k);

        y += line_height + 6;
        drawing::segment(d.block("samples", k), 2, y, 42, y);
        d.left(50, y, {"{letter}: {group}", {{"letter", letter}, {"group", c.name}}});
        y += line_height - 1;
        for (auto const day : ticks) {
            double at_risk = 0;
            for (auto row = c.last; row-- > c.first && value(row, "days") >= day;) at_risk = curves.count(row, "at_risk");
            d.centre(x(day), y, shown(at_risk));
            auto const row = row_at(day);
            if (!row || at_risk == 0 || std::isnan(value(*row, "lower")) || std::isnan(value(*row, "upper"))) continue;
            auto const at = x(day) + (static_cast<double>(k) - static_cast<double>(all.size() - 1) / 2) * 6;
            drawing::segment(d.block("limits", k), at, share(value(*row, "lower")), at, share(value(*row, "upper")));
            for (auto const* limit : {"lower", "upper"}) drawing::segment(d.block("limits", k), at - 2.5, share(value(*row, limit)), at + 2.5, share(value(*row, limit)));
        }
    }
    // Each curve's letter at its end, no two on one another, and none on the axis.
    std::ranges::stable_sort(ends, std::ranges::greater(), &end::height);
    for (std::size_t k = 0; k < ends.size(); ++k) {
        auto& e = ends[k];
        e.height = std::min(e.height, share.first - 9);
        for (std::size_t other = 0; other < k; ++other)
            if (std::abs(ends[other].at - e.at) < 16) e.height = std::min(e.height, ends[other].height - 15);
        d.left(e.at + 6, e.height, e.letter);
    }
    return {d.finished(program, y + 14, of_curves.title, described(times, all, groups, until, longest))};
}

}  // namespace comity::v0::detail
