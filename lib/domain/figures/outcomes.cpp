// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include <algorithm>
#include <array>

// What came back, and what has not.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// Full months from one day to another: from 31 January to 28 February none, to 1 March one.
int months_between(date from, date to) {
    return (to.year() - from.year()) * 12 + to.month() - from.month() - (to.day() < from.day() ? 1 : 0);
}

}  // namespace

table snapshot::ageing(breakdown const& b, std::string_view definition) const {
    static constexpr std::array limits{3, 6, 12, 24};
    auto const in = column_reader(*this);
    auto const answer = answers(in, definition);
    auto const g = group(in, b);
    auto t = figure(in, "ageing", "How long the unanswered have waited", answer.of_the_unanswered() + " Months are full calendar months.", b, g, definition);
    t.if_empty = "Nothing waits.";
    for (auto const* name : {"under_3_months", "3_to_6_months", "6_to_12_months", "12_to_24_months", "24_months_and_more", "total"}) t.columns.push_back(counted(name));
    auto of = counts(g.size(), limits.size() + 2);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        if (!answer.awaited(i)) continue;
        auto const months = months_between(day_of(in.columns.events.latest[in.made(i)]), as_of().day());
        ++of(g.groups[n], static_cast<std::size_t>(std::ranges::upper_bound(limits, months) - limits.begin()));
        ++of(g.groups[n], limits.size() + 1);
    }
    of.append_to(t, g, b, sums::in_rows_and_columns);
    return t;
}

table snapshot::outcomes(breakdown const& b) const {
    constexpr auto& names = detail::enum_names<outcome>::names;
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "outcomes", "What came back",
                    "Every request made by " + to_string(as_of()) + ", by the outcome it had on that day. Where its persons, measures, "
                    "offences or items have got different things, it is granted in part, or pending while some have got nothing. "
                    "Executed means the person surrendered, or the request carried out.", b, g, "");
    for (auto const name : names) t.columns.push_back(counted(name));
    t.columns.push_back(counted("closed_without_outcome"));
    t.columns.push_back(counted("total"));
    auto of = counts(g.size(), names.size() + 2);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const now = in.last(g.requests[n]);
        auto const nothing = in.has(now, register_columns::closed) && in.outcome(now) == outcome::pending;
        ++of(g.groups[n], nothing ? names.size() : static_cast<std::size_t>(in.outcome(now)));
        ++of(g.groups[n], names.size() + 1);
    }
    of.append_to(t, g, b, sums::in_rows_and_columns);
    return t;
}

}  // namespace comity::v0
