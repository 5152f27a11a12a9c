// SPDX-License-Identifier: Apache-2.0
#include "drawing.hpp"
#include "pictures.hpp"
#include "reading.hpp"

#include <algorithm>
#include <array>

// A bar for each group of the unanswered, the longer they wait the darker, with the counts in it.

namespace comity::inline v0::detail {

namespace {

constexpr std::array<std::pair<fill, std::string_view>, 5> bands{
    {{fill::white, "under_3_months"}, {fill::light, "3_to_6_months"}, {fill::hatched, "6_to_12_months"}, {fill::grey, "12_to_24_months"}, {fill::dark, "24_months_and_more"}}};

// ---- what it says ----------------------------------------------------------------------------------------------------

constexpr auto axis = "Unanswered requests";

message described(reading const& of, std::vector<std::size_t> const& rows, std::vector<message> const& labels) {
    std::vector<message> by_age, first;
    for (auto const& [f, name] : bands) by_age.push_back(pair(of.heading(name), of.sum(name)));
    for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 3); ++i) first.push_back(pair(labels[i], of.count(rows[i], "total")));
    return message::sentences({{"{n, plural, one {# request is} other {# requests are}} unanswered. By how long they have waited: {by_age}. The longest bars: {first}.",
                                {{"n", amount(of.sum("total"))}, {"by_age", message::listed(std::move(by_age), message::listing::clauses)}, {"first", message::listed(std::move(first), message::listing::clauses)}}},
                               drawn_of("groups with the most", rows.size(), of.rows())});
}

}  // namespace

pictures picture_of_ageing(gnuplot& program, table const& ageing) {
    constexpr std::size_t most_bars = 12;
    constexpr double step = 25;
    auto const of = reading(ageing);
    auto order = of.by_greatest("total");
    if (order.empty() || of.sum("total") == 0) return {};
    order.resize(std::min(order.size(), most_bars));

    drawing d("ageing");
    std::vector<std::pair<fill, message>> meanings;
    for (auto const& [f, name] : bands) meanings.emplace_back(f, of.heading(name));
    auto const top = d.legend(10, meanings) + 2;
    auto const labels = row_labels(of, order, "under_3_months");
    auto const x = scale{0, of.count(order.front(), "total"), labels.widest + 12, picture_width - 42};
    auto const foot = top + step * static_cast<double>(order.size());
    d.axis_below(x, top, foot + 2, axis);
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto const row = order[i];
        auto const y = top + step * (static_cast<double>(i) + 0.5);
        auto const reached = bar_of_parts(d, of, row, bands, x, y, labels.texts[i]);
        auto const total = of.number(row, "total");
        d.left(x(std::max(reached, of.count(row, "total"))) + 5, y, std::isnan(total) ? message::as_is("c") : shown(total));
    }
    return {d.finished(program, foot + 44, ageing.title, described(of, order, labels.texts))};
}

}  // namespace comity::v0::detail
