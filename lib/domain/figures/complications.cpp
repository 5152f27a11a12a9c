// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "../concerns.hpp"
#include "../risk_sets.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>

// What keeps a request from its course: postponements, conditions, requests of other States; and consents.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// How it ended: with what was waited for, or because nobody waited any more.
enum class ending { over, given_up, running };

/// Takes parts away, whole or piece by piece.
void take(std::vector<subject>& from, subject const& what) {
    std::vector<subject> left;
    for (auto const& s : from) {
        if (s.kind != what.kind || s.last < what.first || what.last < s.first) {
            left.push_back(s);
            continue;
        }
        if (s.first < what.first) left.push_back({.kind = s.kind, .first = s.first, .last = what.first - 1});
        if (what.last < s.last) left.push_back({.kind = s.kind, .first = what.last + 1, .last = s.last});
    }
    from = std::move(left);
}

/// Calls f(begin, end, how) for each time that something stood in the way of a request, or of some of its parts, by the events with which it began and ended (none: it goes on). It ends
/// with the last of the parts. What begins for parts of which it goes on already is the same.
template <class Ends, class F> void each_spell(column_reader const& in, std::size_t request, std::vector<bool> const& begins, Ends ends, F f) {
    struct spell {
        std::size_t begin;
        std::vector<subject> left;  ///< the parts of which it goes on; none: of all
    };
    std::vector<spell> running;
    for (auto const e : in.columns.events_of(request)) {
        if (in.has(e, register_columns::before_request)) continue;
        std::vector<subject> named;
        for (auto const& part : register_columns::of_event(in.columns.named, e)) named.push_back(part.of);
        if (begins[in.columns.events.kind[e]]) {
            if (std::ranges::none_of(running, [&](spell const& s) { return may_share_a_part(s.left, named); })) running.push_back({e, std::move(named)});
            continue;
        }
        std::optional<ending> const how = ends(e);
        if (!how) continue;
        std::erase_if(running, [&](spell& s) {
            if (!named.empty()) {
                if (s.left.empty()) s.left = {{.kind = named.front().kind, .first = 1, .last = static_cast<int>(count_parts(in, request, named.front().kind))}};
                for (subject const& one : named) take(s.left, one);
                if (!s.left.empty()) return false;
            }
            f(s.begin, std::optional(e), *how);
            return true;
        });
    }
    for (auto const& s : running) f(s.begin, std::optional<std::size_t>(), ending::running);
}

}  // namespace

table snapshot::complications(breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const g = group(in, b);
    auto t = figure(in, "complications", "Postponements, conditions, competing requests, consents",
                    {"What kept requests from their course by {as_of}, and for how many days. A postponement lasts from the day it is recorded until its ground has ceased, or what was postponed is decided or performed. "
                    "A grant on conditions, until it is carried out or granted without them. A request that competes with another State’s, and one for consent, from the date it bears until it is granted or refused, in whole or in part; what a "
                    "consent is to is told by a measure of the kind “speciality_consent” or “re_extradition_consent”. Where several persons, measures or items are concerned, the last of them counts; what is said again while it lasts is the same case. "
                    "Given up: the request was refused (where it had been granted on conditions), withdrawn, returned, transferred, lapsed or closed. Cases that are running count for as long as they have lasted, those given up until then, as censored; Kaplan–Meier. Of a "
                    "rough date the last day is taken. Granted, refused: of the requests, as they stand. “None of these” counts requests without any.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    t.columns.push_back(worded("what"));
    for (auto const* name : {"requests", "cases", "over", "running", "given_up", "granted", "refused"}) t.columns.push_back(counted(name));
    t.columns.push_back(measured("median_days")), t.columns.push_back(measured("median_lower", "Median, lower 95 %")), t.columns.push_back(measured("median_upper", "Median, upper 95 %"));
    enum { requests, cases, over, running, given_up, granted, refused, columns };

    auto const conditions = in.kinds({event_kind::granted_conditionally}), postpones = in.kinds({event_kind::postponed}), ceases = in.kinds({"postponement_ended"});
    auto const decides = [](comity::outcome o) { return is_granted(o) || o == outcome::refused; };
    /// What an event that gives another outcome to what has this one makes of it.
    auto const ends_what_is = [&](std::size_t e, comity::outcome present) -> std::optional<ending> {
        auto const& m = in.meaning(e);
        if (m.stage == stage::closed) return ending::given_up;
        if (!m.gives(present) || *m.outcome == outcome::postponed) return {};
        return decides(*m.outcome) || *m.outcome == outcome::pending ? ending::over : ending::given_up;
    };
    auto const ends_postponement = [&](std::size_t e) { return ceases[c.events.kind[e]] ? std::optional(ending::over) : ends_what_is(e, outcome::postponed); };
    auto const ends_conditions = [&](std::size_t e) {
        auto const how = ends_what_is(e, outcome::granted);
        return how && !is_granted(*in.meaning(e).outcome) ? std::optional(ending::given_up) : how;
    };
    std::vector<bool> competes(in.size());
    for (auto const& r : c.related) {
        if (r.to != relation::competing) continue;
        competes[r.request] = true;  // and so does the other, though only one of them says so
        if (auto const other = std::ranges::lower_bound(c.id, r.other); other != c.id.end() && *other == r.other) competes[static_cast<std::size_t>(other - c.id.begin())] = true;
    }
    auto const speciality = c.words.find("speciality_consent"), onward = c.words.find("re_extradition_consent");

    using row_key = std::tuple<std::uint32_t, std::string>;
    std::map<row_key, std::array<std::int64_t, columns>> rows;
    std::map<row_key, std::vector<std::uint64_t>> times;
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        std::set<std::string> found;
        auto const add = [&](std::string const& what, std::size_t begin, std::optional<std::size_t> end, ending how) {
            auto const key = row_key{g.groups[n], what};
            auto& row = rows[key];
            if (found.insert(what).second) {
                auto const now = in.outcome(in.last(i));
                ++row[requests], row[granted] += is_granted(now), row[refused] += now == outcome::refused;
            }
            ++row[cases], ++row[how == ending::over ? over : how == ending::running ? running : given_up];
            auto const until = end ? in.day(i, *end) : as_of().day().days_since_1970();
            times[key].push_back(static_cast<std::uint64_t>(std::max(0, until - in.day(i, begin))) << 1 | (how == ending::over ? 0 : 1));
        };
        each_spell(in, i, postpones, ends_postponement, [&](std::size_t begin, std::optional<std::size_t> end, ending how) { add(std::string(in.meaning(begin).kind.name()), begin, end, how); });
        each_spell(in, i, conditions, ends_conditions, [&](std::size_t begin, std::optional<std::size_t> end, ending how) { add(std::string(in.meaning(begin).kind.name()), begin, end, how); });
        auto const until_decided = [&](std::string const& what) {
            for (auto e = in.made(i); e <= in.last(i); ++e)
                if (decides(in.outcome(e))) return add(what, in.made(i), e, ending::over);
            auto const left = in.given_up_at(i);
            add(what, in.made(i), left, left ? ending::given_up : ending::running);
        };
        if (competes[i]) until_decided("competing_request");
        if (c.kind[i] == static_cast<std::uint8_t>(request_kind::consent)) {
            auto const asks = [&](register_columns::word kind) {
                return kind != word_list::none && std::ranges::any_of(c.parts_of(i), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(subject_kind::measure) && c.parts.group[p] == kind; });
            };
            auto const to_other_offences = asks(speciality), to_others = asks(onward);
            if (to_other_offences) until_decided("speciality_consent");
            if (to_others) until_decided("re_extradition_consent");
            if (!to_other_offences && !to_others) until_decided("consent_to_what_is_not_recorded");
        }
        if (found.empty()) ++rows[{g.groups[n], "none_of_these"}][requests];
    }
    auto const counts_of_rows = labelled_counts(rows);
    auto const held = counts_of_rows.held_back(g, b.hold_back_below, requests);
    std::size_t at = 0;
    for (auto const& [which, numbers] : rows) {
        auto row = g.named_row(std::get<0>(which));
        row.push_back(std::get<1>(which));
        counts_of_rows.append_to(row, at, held, requests);
        auto& durations = times[which];
        if (held.in_detail[at++] || durations.empty()) {
            row.insert(row.end(), 3, cell());
        } else {
            std::ranges::sort(durations);
            auto const median = curve_of(risk_sets_of<std::uint64_t>(durations, 1), limits::log, 0.95).median();
            row.insert(row.end(), {maybe(median.at), maybe(median.lower), maybe(median.upper)});
        }
        t.rows.push_back(std::move(row));
    }
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return t;
}

}  // namespace comity::v0
