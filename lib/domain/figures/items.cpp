// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "../risk_sets.hpp"
#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <utility>

// Incident assistance: what was done with each source.

namespace comity::inline v0 {

using namespace detail;

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
        auto const all = count_parts(in, i, subject_kind::item);
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
    auto const rows = count.append_to(t, g, b);
    std::int64_t all_items = 0;
    for (auto const r : rows) all_items += count(r, items);
    cell_column shares;
    for (auto const r : rows) shares.push_back(all_items == 0 || count(r, items) < b.hold_back_below ? cell() : cell(100.0 * static_cast<double>(count(r, items)) / static_cast<double>(all_items)));
    t.columns.push_back(measured("share_of_items", "Share of the items, %"));
    t.rows.add_column(std::move(shares));
    auto const by_items = b.by.size() + 1;
    t.rows.sort([&](auto const& row) {
        auto const items_of_row = row[by_items];
        auto const* number = std::get_if<std::int64_t>(&items_of_row);
        return number ? *number : 0;
    }, std::ranges::greater());
    return t;
}

// ---- hours ----------------------------------------------------------------------------------------------------------

namespace {

using seconds = std::int64_t;
constexpr seconds day_length = 86'400;

/// By the clock, where a clock time is recorded; else the middle of the days that it may have been, in UTC.
seconds time_of(column_reader const& in, std::size_t event) {
    auto const clock = register_columns::of_event(in.columns.clocks, event);
    if (!clock.empty()) {
        auto const us = clock.front().microseconds_utc;
        return us >= 0 ? us / 1'000'000 : -((-us + 999'999) / 1'000'000);
    }
    return (seconds{in.columns.events.earliest[event]} + in.columns.events.latest[event] + 1) * day_length / 2;
}

seconds end_of_view(cutoff const& as_of) {
    if (as_of.at()) return as_of.at()->microseconds_utc() / 1'000'000;
    return (seconds{as_of.day().days_since_1970()} + 1) * day_length;
}

/// From when a source was reported, or active again, to what was asked for, or until nobody waits for it.
struct episode {
    seconds lasted = 0;
    enum { happened, otherwise, open } ended = open;
};

struct episode_counts {
    std::int64_t items = 0, episodes = 0, happened = 0, otherwise = 0, open = 0, by_day = 0;
};

/// The episodes of each item, told event by event.
class episodes {
public:
    episodes(column_reader const& in, std::string_view what) : in_(in), suppression_(what == "suppression"), reactivates_(in.kinds({event_kind::source_reactivated})) {
        if (suppression_) happens_ = in.kinds({event_kind::source_suppressed});
        else if (what == "acknowledgement") happens_ = in.kinds({event_kind::receipt_acknowledged});
        else if (what == "forwarding") happens_ = in.kinds({event_kind::forwarded_to_provider});
        else throw bad_input(detail::quoted(what) + " is nothing that items are timed to; write acknowledgement, forwarding or suppression");
    }

    /// Calls f(episode) for each.
    template <class F> void each(std::size_t request, std::int64_t items, episode_counts& counts, F f) const {
        auto const& c = in_.columns;
        struct item { seconds since; bool waits = true; };
        auto const made = in_.made(request);
        std::vector<item> all(static_cast<std::size_t>(items), item{time_of(in_, made)});
        counts.by_day += register_columns::of_event(c.clocks, made).empty();
        auto const touch = [&](std::size_t event, auto act) {
            auto const named = register_columns::of_event(c.named, event);
            if (named.empty())
                for (auto& one : all) act(one);
            for (auto const& [at, s] : named)
                if (s.kind == subject_kind::item)
                    for (auto n = std::max(s.first, 1); n <= std::min<std::int64_t>(s.last, items); ++n) act(all[static_cast<std::size_t>(n - 1)]);
        };
        for (auto e = made; e <= in_.last(request); ++e) {
            auto const& meaning = in_.meaning(e);
            auto const now = time_of(in_, e);
            auto const end = [&](auto how) {
                touch(e, [&](item& one) {
                    if (std::exchange(one.waits, false)) f(episode{std::max<seconds>(now - one.since, 0), how});
                });
            };
            if (happens_[meaning.number]) end(episode::happened);
            // Whatever else is the outcome of an item ends it: found inactive, elsewhere, refused, withdrawn.
            else if (meaning.outcome && *meaning.outcome != outcome::pending && *meaning.outcome != outcome::postponed) end(episode::otherwise);
            else if (suppression_ && reactivates_[meaning.number]) touch(e, [&](item& one) { one = {now, true}; });
        }
        auto const until = end_of_view(in_.view.as_of());
        for (auto const& one : all)
            if (one.waits) f(episode{std::max<seconds>(until - one.since, 0), in_.given_up(in_.last(request)) ? episode::otherwise : episode::open});
    }

private:
    column_reader const& in_;
    bool suppression_;
    std::vector<bool> happens_{}, reactivates_;
};

}  // namespace

table snapshot::item_times(std::string_view what, breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const of_items = episodes(in, what);
    auto about = b;
    if (!about.of.kind) about.of.kind = request_kind::incident_assistance;
    auto const g = group(in, about);
    auto t = figure(in, "item-time-to-" + std::string(what), "Items: hours to " + words(what),
                    "From when a source was reported (the request’s date, or instant) to " + std::string(what == "suppression" ? "its suppression; a source that is active again begins anew, as another episode." : what == "forwarding" ? "forwarding to the provider." : "acknowledgement of receipt.") +
                        " Hours of UTC; where only a day is recorded, its middle. Sources in which it has not happened count as long as they have been known, by " + to_string(as_of()) +
                        ", as censored; those that had another end (found inactive, elsewhere, refused), until then. Kaplan–Meier.",
                    about, g, what);
    for (auto const* name : {"items", "episodes", "happened", "ended_otherwise", "open"}) t.columns.push_back(counted(name));
    t.columns.push_back(measured("median_hours")), t.columns.push_back(measured("median_lower", "Median, lower 95 %")), t.columns.push_back(measured("median_upper", "Median, upper 95 %"));
    t.columns.push_back(measured("ninth_decile_hours", "Nine tenths by")), t.columns.push_back(measured("within_24_hours", "Within 24 hours, %")), t.columns.push_back(measured("within_72_hours", "Within 72 hours, %"));
    std::vector<std::vector<std::uint64_t>> times(g.size());
    std::vector<episode_counts> counts(g.size());
    std::int64_t by_day = 0, requests = 0;
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const items = count_parts(in, i, subject_kind::item);
        if (items == 0) continue;
        auto& c = counts[g.groups[n]];
        c.items += items, ++requests;
        of_items.each(i, items, c, [&](episode const& e) {
            ++c.episodes, ++(e.ended == episode::happened ? c.happened : e.ended == episode::otherwise ? c.otherwise : c.open);
            times[g.groups[n]].push_back(static_cast<std::uint64_t>(e.lasted) << 1 | (e.ended == episode::happened ? 0 : 1));
        });
    }
    bool any_held = false;
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto const& c = counts[i];
        by_day += c.by_day;
        if (c.items == 0) continue;
        auto row = g.named_row(i);
        if (c.items < b.hold_back_below) {
            any_held = true;
            row.insert(row.end(), 5, std::string(held_back_mark)), row.insert(row.end(), 6, cell());
            t.rows.push_back(std::move(row));
            continue;
        }
        std::ranges::sort(times[i]);
        auto const curve = curve_of(risk_sets_of<std::uint64_t>(times[i], 3600), limits::log, 0.95);
        auto const median = curve.median();
        row.insert(row.end(), {c.items, c.episodes, c.happened, c.otherwise, c.open, maybe(median.at), maybe(median.lower), maybe(median.upper), maybe(curve.time_at(0.9)), 100 * (1 - curve.at(24)), 100 * (1 - curve.at(72))});
        t.rows.push_back(std::move(row));
    }
    if (by_day) t.notes.push_back("Of " + std::to_string(by_day) + " of " + std::to_string(requests) + " requests only the day is recorded on which they were made.");
    if (any_held) t.notes.push_back("“" + std::string(held_back_mark) + "” stands in a row that rests on fewer than " + std::to_string(b.hold_back_below) + " items.");
    return t;
}

}  // namespace comity::v0
