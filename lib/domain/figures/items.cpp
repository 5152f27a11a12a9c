// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include <algorithm>
#include <array>

// Incident assistance: what was done with each source.

namespace comity::inline v0 {

namespace {

using namespace detail;

std::int64_t items_in(column_reader const& in, std::size_t request) {
    auto const& c = in.columns;
    return std::ranges::count_if(c.parts_of(request), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(subject_kind::item); });
}

std::int64_t items_concerned(column_reader const& in, std::size_t event, std::int64_t all) {
    auto const named = register_columns::of_event(in.columns.named, event);
    if (named.empty()) return all;
    std::int64_t count = 0;
    for (auto const& [at, s] : named)
        if (s.kind == subject_kind::item) count += std::min<std::int64_t>(s.last, all) - s.first + 1;
    return std::clamp<std::int64_t>(count, 0, all);
}

}  // namespace

table snapshot::items(date_range p, breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto of = b;
    if (!of.of.kind) of.of.kind = request_kind::incident_assistance;
    auto const g = group(in, of);
    auto t = figure(in, "items", "Incident assistance, by item",
                    "Items (addresses, links, domains…) in requests for incident assistance made from " + to_string(p.from) + " to " + to_string(p.until) +
                    ", and what was done with items of any request in those days; an item that was active again and suppressed again counts twice.",
                    of, g, text_of(p));
    for (auto const* name : {"requests", "items", "suppressed", "already_inactive", "refused", "other_outcomes", "without_outcome"}) t.columns.push_back(counted(name));
    enum { requests, items, suppressed, inactive, refused_items, other, without, columns };
    auto const are_suppressed = in.kinds({event_kind::source_suppressed}), are_inactive = in.kinds({event_kind::source_inactive});
    auto const within = [&](std::size_t event) {
        auto const day = day_of(c.events.latest[event]);
        return p.from <= day && day <= p.until;
    };
    auto count = counts(g.size(), columns);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        auto const all = items_in(in, i);
        if (within(in.made(i))) {
            ++count(row, requests);
            count(row, items) += all;
            count(row, without) += std::ranges::count_if(c.parts_of(i), [&](std::size_t part) {
                return c.parts.kind[part] == static_cast<std::uint8_t>(subject_kind::item) && c.parts.outcome[part] == static_cast<std::uint8_t>(outcome::pending);
            });
        }
        for (auto const e : c.events_of(i)) {
            auto const& meaning = in.meaning(e);
            if (!within(e) || !meaning.outcome || meaning.outcome == outcome::pending) continue;
            auto const into = are_suppressed[meaning.number] ? suppressed : are_inactive[meaning.number] ? inactive : meaning.outcome == outcome::refused ? refused_items : other;
            count(row, into) += items_concerned(in, e, all);
        }
    }
    count.append_to(t, g, b);
    auto const by_items = b.by.size() + 1;
    t.rows.sort([&](auto const& row) {
        auto const items_of_row = row[by_items];
        auto const* number = std::get_if<std::int64_t>(&items_of_row);
        return number ? *number : 0;
    }, std::ranges::greater());
    return t;
}

}  // namespace comity::v0
