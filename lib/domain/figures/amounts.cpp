// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

// Assets and costs.

namespace comity::inline v0 {

using namespace detail;

table snapshot::amounts(std::optional<date_range> p, breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const g = group(in, b);
    auto t = figure(in, "amounts", "Assets and costs",
                    {"Amounts recorded with events {when}, added up by what happened, year and currency; of a rough date the year of the last day. Nothing is converted: a value is that of the day on which it was recorded, in the currency it was recorded in.", {{"when", in_words(p, as_of())}}}, b, g,
                    text_of(p));
    t.columns.push_back(worded("what")), t.columns.push_back(written("currency")), t.columns.push_back(written("year"));
    t.columns.push_back(counted("requests")), t.columns.push_back(counted("amounts")), t.columns.push_back(measured("sum"));
    auto const counts_in = within(in, p);
    struct sum { std::set<std::uint32_t> requests; std::int64_t count = 0, ten_thousandths = 0; };
    using row_key = std::tuple<std::uint32_t, std::string, std::string, int>;
    std::map<row_key, sum> sums;
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const events = c.events_of(g.requests[n]);
        for (auto a = std::ranges::lower_bound(c.amounts, events.first, {}, &register_columns::event_amount::event); a != c.amounts.end() && a->event < events.last; ++a) {
            if (!counts_in(g.requests[n], a->event)) continue;
            auto& s = sums[{g.groups[n], std::string(in.meaning(a->event).kind.name()), std::string(in.word(a->text)), day_of(in.day(g.requests[n], a->event)).year()}];
            s.requests.insert(g.requests[n]), ++s.count;
            if (__builtin_add_overflow(s.ten_thousandths, a->ten_thousandths, &s.ten_thousandths)) throw unsupported("amounts: the sum of one year and currency is larger than 900 million million");
        }
    }
    std::map<row_key, std::array<std::int64_t, 2>> numbers;
    for (auto const& [which, s] : sums) numbers[which] = {static_cast<std::int64_t>(s.requests.size()), s.count};
    auto const counts_of_rows = labelled_counts(numbers);
    auto const held = counts_of_rows.held_back(g, b.hold_back_below, counts::no_headline);
    std::size_t at = 0;
    for (auto const& [which, s] : sums) {
        auto row = g.named_row(std::get<0>(which));
        row.insert(row.end(), {std::get<1>(which), std::get<2>(which), std::to_string(std::get<3>(which))});
        counts_of_rows.append_to(row, at, held, counts::no_headline);
        row.push_back(held.in_detail[at++] ? cell() : cell(static_cast<double>(s.ten_thousandths) / 10'000));
        t.rows.push_back(std::move(row));
    }
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    t.if_empty = "No amount is recorded.";
    return t;
}

}  // namespace comity::v0
