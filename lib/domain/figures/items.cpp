// SPDX-License-Identifier: Apache-2.0
#include "waiting.hpp"

#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <utility>

// Incident assistance: what was done with each source.

namespace comity::inline v0 {

using namespace detail;

table snapshot::items(date_range p, breakdown const& b) const {
    check_period(p, as_of());
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto of = b;
    if (!of.of.kind) of.of.kind = request_kind::incident_assistance;
    auto const g = group(in, of);
    auto t = figure(in, "items", "Incident assistance, by item",
                    {"Items (addresses, links, domains…) in requests for incident assistance made {when}, and what was done with items of any request in those days; an item that was active again and suppressed again counts twice.", {{"when", in_words(p, as_of())}}},
                    of, g, text_of(p));
    for (auto const* name : {"requests", "items", "suppressed", "already_inactive", "refused", "other_outcomes", "without_outcome"}) t.columns.push_back(counted(name));
    enum { requests, items, suppressed, inactive, refused_items, other, without, columns };
    auto const are_suppressed = in.kinds({event_kind::source_suppressed}), are_inactive = in.kinds({event_kind::source_inactive});
    std::vector<std::uint8_t> becomes;
    for (auto const& m : law().events())
        becomes.push_back(!m.outcome ? none_of_it : *m.outcome == outcome::pending ? 0 : are_suppressed[m.number] ? suppressed : are_inactive[m.number] ? inactive : *m.outcome == outcome::refused ? refused_items : other);
    auto const counts_in = within(in, p);
    auto count = counts(g.size(), columns);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        auto const all = count_parts(in, i, subject_kind::item);
        if (counts_in(i, in.made(i))) {
            ++count(row, requests);
            count(row, items) += all;
            count(row, without) += std::ranges::count_if(c.parts_of(i), [&](std::size_t part) {
                return c.parts.kind[part] == static_cast<std::uint8_t>(subject_kind::item) && c.parts.outcome[part] == static_cast<std::uint8_t>(outcome::pending);
            });
        }
        each_change(in, i, subject_kind::item, static_cast<std::size_t>(all), becomes, [&](std::size_t e, std::uint8_t what, std::int64_t changed) {
            if (what != 0 && counts_in(i, e)) count(row, what) += changed;
        });
    }
    auto const rows = count.append_to(t, g, b, items);
    std::int64_t all_items = 0;
    for (auto const r : rows.groups) all_items += count(r, items);
    cell_column shares;
    for (std::size_t n = 0; n < rows.groups.size(); ++n) shares.push_back(rows.held[n] ? cell() : percent(count(rows.groups[n], items), all_items));
    t.columns.push_back(measured("share_of_items", "Share of the items, %"));
    t.columns.back().decimals = share_decimals(all_items);
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
    template <class F> void each(std::size_t request, std::int64_t items, F f) const {
        auto const& c = in_.columns;
        struct item { seconds since; bool waits = true; };
        std::vector<item> all(static_cast<std::size_t>(items), item{time_of(in_, in_.made(request))});
        for (auto const e : c.events_of(request)) {
            if (in_.has(e, register_columns::before_request)) continue;
            auto const& meaning = in_.meaning(e);
            auto const now = time_of(in_, e);
            auto const end = [&](auto how) {
                each_concerned(in_, e, subject_kind::item, all.size(), [&](std::size_t k) {
                    if (std::exchange(all[k].waits, false)) f(episode{std::max<seconds>(now - all[k].since, 0), how});
                });
            };
            if (happens_[meaning.number]) end(episode::happened);
            // Whatever else is the outcome of an item ends it: found inactive, elsewhere, refused, withdrawn.
            else if (meaning.outcome && *meaning.outcome != outcome::pending && *meaning.outcome != outcome::postponed) end(episode::otherwise);
            else if (suppression_ && reactivates_[meaning.number]) each_concerned(in_, e, subject_kind::item, all.size(), [&](std::size_t k) { all[k] = {now, true}; });
        }
        auto const left = in_.given_up_at(request);
        auto const until = left ? time_of(in_, *left) : end_of_view(in_.view.as_of());
        for (auto const& one : all)
            if (one.waits) f(episode{std::max<seconds>(until - one.since, 0), left ? episode::otherwise : episode::open});
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
    auto t = figure(in, "item-time-to-" + std::string(what), {"Items: hours to {what}", {{"what", word{std::string(what)}}}},
                    {"From when a source was reported (the request’s date, or instant) to {what, select, suppression {its suppression; a source that is active again begins anew, as another episode} forwarding {forwarding to the provider} other {acknowledgement of receipt}}. "
                     "Hours of UTC; where only a day is recorded, its middle. Sources in which it has not happened count as long as they have been known, by {as_of}, as censored; those that had another end (found inactive, elsewhere, refused; the request closed), "
                     "until then. Kaplan–Meier.", {{"what", what}, {"as_of", comity::in_words(as_of())}}},
                    about, g, what);
    for (auto const* name : {"items", "episodes", "happened", "ended_otherwise", "open"}) t.columns.push_back(counted(name));
    auto const first_measured = t.columns.size();
    t.columns.push_back(measured("median_hours")), t.columns.push_back(measured("median_lower", "Median, lower 95 %")), t.columns.push_back(measured("median_upper", "Median, upper 95 %"));
    t.columns.push_back(measured("ninth_decile_hours", "Nine tenths by")), t.columns.push_back(measured("within_24_hours", "Within 24 hours, %")), t.columns.push_back(measured("within_72_hours", "Within 72 hours, %"));
    for (auto n = first_measured; n < t.columns.size(); ++n) t.columns[n].decimals = 1;
    std::vector<std::vector<std::uint64_t>> times(g.size());
    enum { items, episodes_begun, first_end, columns = first_end + 3 };  // then by how they ended, in the order of `ended`
    auto of = counts(g.size(), columns);
    std::int64_t by_day = 0;
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        auto const all = count_parts(in, i, subject_kind::item);
        if (all == 0) continue;
        of(row, items) += all;
        by_day += register_columns::of_event(in.columns.clocks, in.made(i)).empty();
        of_items.each(i, all, [&](episode const& e) {
            ++of(row, episodes_begun), ++of(row, first_end + static_cast<std::size_t>(e.ended));
            times[row].push_back(static_cast<std::uint64_t>(e.lasted) << 1 | (e.ended == episode::happened ? 0 : 1));
        });
    }
    auto const held = of.held_back(b.hold_back_below, totals_of(g), items);
    auto fewest = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < g.size(); ++i) {
        if (of(i, items) == 0) continue;
        fewest = std::min(fewest, of(i, episodes_begun));
        auto row = g.named_row(i);
        of.append_to(row, i, held, items);
        if (held.in_detail[i]) {
            row.insert(row.end(), 6, cell());
        } else {
            std::ranges::sort(times[i]);
            auto const curve = curve_of(risk_sets_of<std::uint64_t>(times[i], 3600), limits::log, 0.95);
            auto const median = curve.median();
            row.insert(row.end(), {maybe(median.at), maybe(median.lower), maybe(median.upper), maybe(curve.time_at(0.9)), percent_by(curve, 24), percent_by(curve, 72)});
        }
        t.rows.push_back(std::move(row));
    }
    for (auto n = t.columns.size() - 2; n < t.columns.size(); ++n) t.columns[n].decimals = share_decimals(fewest);  // within so many hours
    if (by_day) t.notes.push_back({"Of {n, plural, =-1 {a few requests} one {# request} other {# requests}} only the day is recorded on which it was made.", {{"n", told(by_day, b.hold_back_below)}}});
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return t;
}

}  // namespace comity::v0
