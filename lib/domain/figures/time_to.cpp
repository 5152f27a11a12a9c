// SPDX-License-Identifier: Apache-2.0
#include "digest.hpp"
#include "waiting.hpp"

#include <algorithm>
#include <cmath>

// How long things take.

namespace comity::inline v0 {

namespace {

using namespace detail;

message start_of(law const& law, time_options const& o) {
    if (!o.from) return "the date the request bears (its sending)";
    return {"the first event “{event}”", {{"event", message(law.meaning(*o.from).title)}}};
}

message how_counted(time_options const& o) {
    return message::sentences({o.net ? "Days on which it was not the requested State’s turn (information asked for and not supplied, a request returned, a stay) are not counted." : message(),
                               o.late_entry ? "Each counts from the day on which the register knew of it." : message()});
}

message definition_of(moment const& what, law const& law, time_options const& o, cutoff const& as_of) {
    return message::sentences({{"Days from {start} to {what} Requests in which it has not happened count for as long as they have waited, by {as_of}, as censored; those withdrawn, transferred, lapsed or closed "
                                "without it, until then. Of a rough date the middle is taken.", {{"start", start_of(law, o)}, {"what", what.text()}, {"as_of", comity::in_words(as_of)}}}, how_counted(o)});
}

/// When a register knew of its requests is in the digests of those figures alone that go by it: what was brought in a day later is the same register to all others.
std::string days_known(column_reader const& in) {
    detail::digest all;
    for (auto const day : in.columns.known) all.add(std::int64_t{day});
    return all.hex();
}

std::string parameters_of(column_reader const& in, std::string_view what, time_options const& o) {
    std::string within;
    for (auto const days : o.within_days) {
        if (days < 0) throw bad_input("a share is asked for within " + std::to_string(days) + " days; a number from 0 says how many");
        within += "|" + std::to_string(days);
    }
    return std::string(what) + "|" + std::string(o.from ? o.from->name() : "sent") + (o.net ? "|net" : "") + (o.late_entry ? "|late " + days_known(in) : "") + "|" + std::string(to_string(o.limits)) + "|" +
           to_text(cell(o.confidence)) + within;
}

using group_counts = observed_groups::group_counts;

void note_left_out(table& t, std::vector<group_counts> const& groups, int hold_back_below) {
    std::int64_t no_start = 0, early = 0, late = 0;
    for (auto const& g : groups) no_start += g.no_start, early += g.too_early, late += g.known_too_late;
    auto const note = [&](std::int64_t n, message const& why) {
        if (n) t.notes.push_back({"{n, plural, =-1 {A few requests are} one {# request is} other {# requests are}} left out: {why}", {{"n", told(n, hold_back_below)}, {"why", why}}});
    };
    note(no_start, "the event with which the time begins is not recorded.");
    note(early, "it had happened before the time begins.");
    note(late, "all was over before the register knew of it.");
}

/// A definition of an answer under one name.
std::string_view canonical(std::string_view what) { return what == "answer" ? "substantive" : what; }

message title_of(std::string_view what, law const& law) {
    auto const defined = std::ranges::find(law.answers(), what, &answer_definition::name) != law.answers().end();
    if (!defined) return {"{what}", {{"what", word{std::string(what)}}}};
    return {"an answer ({definition})", {{"definition", word{std::string(what)}}}};
}

/// The least time by which so large a part of the events had happened (percentile_disc of SQL).
cell nearest_rank(std::vector<risk_set> const& sets, std::int64_t events, double p) {
    auto left = static_cast<std::int64_t>(std::ceil(p * static_cast<double>(events)));
    for (auto const& s : sets)
        if (left -= s.events; s.events > 0 && left <= 0) return s.time;
    return {};
}

}  // namespace

table snapshot::time_to(std::string_view asked, breakdown const& b, time_options const& options) const {
    auto o = options;
    std::ranges::sort(o.within_days);
    o.within_days.erase(std::unique(o.within_days.begin(), o.within_days.end()), o.within_days.end());
    auto const what = canonical(asked);
    auto const in = column_reader(*this);
    auto const ends_with = moment(in, what);
    auto const g = group(in, b);
    auto t = figure(in, "time-to-" + std::string(what), {"Time to {what}{net, select, yes {, net} other {}}", {{"what", title_of(what, law())}, {"net", o.net ? "yes" : "no"}}}, definition_of(ends_with, law(), o, as_of()), b, g, parameters_of(in, what, o));
    for (auto const* name : {"requests", "happened", "waiting", "given_up"}) t.columns.push_back(counted(name));
    auto const percent = to_text(cell(100 * o.confidence));
    t.columns.push_back(measured("median")), t.columns.push_back(measured("median_lower", {"Median, lower {percent} %", {{"percent", percent}}})), t.columns.push_back(measured("median_upper", {"Median, upper {percent} %", {{"percent", percent}}}));
    t.columns.push_back(measured("first_quartile", "A quarter by")), t.columns.push_back(measured("third_quartile", "Three quarters by")), t.columns.push_back(measured("ninth_decile", "Nine tenths by"));
    t.columns.push_back(measured("median_of_happened", "Median where it happened")), t.columns.push_back(measured("ninth_decile_of_happened", "Nine tenths where it happened"));
    t.columns.push_back(measured("mean_of_happened", "Mean where it happened"));
    t.columns.back().decimals = 1;
    auto const first_share = t.columns.size();
    for (auto const days : o.within_days) t.columns.push_back(measured("within_" + std::to_string(days) + "_days", {"Within {days, plural, one {# day} other {# days}}, %", {{"days", days}}}));
    auto observed = observed_groups(in, g, ends_with, o);
    auto const held = observed.held_back(g, b.hold_back_below);
    auto const measures = 9 + o.within_days.size();
    std::vector<std::vector<cell>> times(g.size());
    in_parallel(g.size(), [&](std::size_t i) {
        auto const& counts = observed.of[i];
        if (counts.requests == 0 || held.in_detail[i]) return;
        auto const sets = observed.risk_sets(i);
        auto const curve = curve_of(sets, o.limits, o.confidence);
        auto const median = curve.median();
        double sum = 0;
        for (auto const& s : sets) sum += s.time * static_cast<double>(s.events);
        times[i] = {maybe(median.at), maybe(median.lower), maybe(median.upper), maybe(curve.time_at(0.25)), maybe(curve.time_at(0.75)), maybe(curve.time_at(0.9)),
                    nearest_rank(sets, counts.happened, 0.5), nearest_rank(sets, counts.happened, 0.9), counts.happened ? cell(sum / static_cast<double>(counts.happened)) : cell()};
        for (auto const days : o.within_days) times[i].push_back(percent_by(curve, days));
    });
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto const& counts = observed.of[i];
        if (counts.requests == 0) continue;
        auto row = g.named_row(i);
        auto const mark = cell(std::string(held_back_mark));
        row.push_back(held.wholly[i] ? mark : cell(counts.requests));
        if (held.in_detail[i]) row.insert(row.end(), 3, mark), row.insert(row.end(), measures, cell());
        else row.insert(row.end(), {counts.happened, counts.waiting, counts.given_up}), row.insert(row.end(), times[i].begin(), times[i].end());
        t.rows.push_back(std::move(row));
    }
    auto fewest = std::numeric_limits<std::int64_t>::max();
    for (auto const& counts : observed.of)
        if (counts.requests > 0) fewest = std::min(fewest, counts.requests);
    for (auto n = first_share; n < t.columns.size(); ++n) t.columns[n].decimals = share_decimals(fewest);
    note_left_out(t, observed.of, b.hold_back_below);
    t.notes.push_back("Median, quartiles and limits are Kaplan–Meier estimates; a dash: not reached yet. What is said of those in which it happened leaves out the others, and so flatters; its quantiles are by nearest rank.");
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return t;
}

table snapshot::waiting_curve(std::string_view asked, breakdown const& b, time_options const& o) const {
    auto const what = canonical(asked);
    auto const in = column_reader(*this);
    auto const ends_with = moment(in, what);
    auto const g = group(in, b);
    auto t = figure(in, "waiting-" + std::string(what), {"Still waiting for: {what}", {{"what", title_of(what, law())}}}, definition_of(ends_with, law(), o, as_of()), b, g, "curve|" + parameters_of(in, what, o));
    t.columns.push_back(measured("days"));
    for (auto const* name : {"at_risk", "events", "censored"}) t.columns.push_back(counted(name));
    for (auto const* name : {"still_waiting", "std_error", "lower", "upper"}) t.columns.push_back(measured(name));
    auto observed = observed_groups(in, g, ends_with, o);
    auto const held = observed.held_back(g, b.hold_back_below);
    for (std::size_t i = 0; i < g.size(); ++i) {
        if (observed.of[i].requests == 0 || held.in_detail[i]) continue;
        auto const curve = curve_of(observed.risk_sets(i), o.limits, o.confidence);
        auto const known = [](double x) { return std::isnan(x) ? cell() : cell(x); };
        for (std::size_t n = 0; n < curve.times.size(); ++n) {
            auto row = g.named_row(i);
            row.insert(row.end(), {curve.times[n], curve.at_risk[n], curve.events[n], curve.censored[n], curve.survival[n], known(curve.std_error[n]), known(curve.lower[n]), known(curve.upper[n])});
            t.rows.push_back(std::move(row));
        }
    }
    note_left_out(t, observed.of, b.hold_back_below);
    if (held.any()) t.notes.push_back("Groups with small counts, and those from which these would follow, have no curve here.");
    return t;
}

table snapshot::incidence(breakdown const& b, std::vector<int> const& after_days, time_options const& o) const {
    constexpr auto& names = detail::enum_names<outcome>::names;
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    std::string days_asked;
    for (auto const d : after_days) {
        if (d < 0) throw bad_input("incidence is asked for after " + std::to_string(d) + " days; a number from 0 says when");
        (days_asked += days_asked.empty() ? "" : ",") += std::to_string(d);
    }
    auto t = figure(in, "incidence", "What a request has come to, and when",
                    message::sentences({{"The probability, in per cent, that a request has had its first outcome, and which, so many days after {start}. Outcomes compete: a request that was refused cannot be "
                                         "withdrawn (Aalen–Johansen). Postponed is no outcome. Open requests count for as long as they have waited, by {as_of}.", {{"start", start_of(law(), o)}, {"as_of", comity::in_words(as_of())}}}, how_counted(o)}),
                    b, g, "incidence|" + days_asked + "|" + parameters_of(in, "", o));
    t.columns.push_back(counted("after_days")), t.columns.push_back(counted("requests")), t.columns.push_back(measured("none_yet", "None yet"));
    for (std::size_t k = 1; k < names.size(); ++k)
        if (static_cast<outcome>(k) != outcome::postponed) t.columns.push_back(measured(names[k]));
    t.columns.push_back(measured("closed_without_outcome"));

    // Numbers of outcomes from 1: those of the enumeration but pending, and closed without one last.
    auto const first_outcome = [&](std::size_t i) -> std::pair<std::optional<std::size_t>, int> {
        for (auto e = in.made(i); e <= in.last(i); ++e) {
            auto const got = in.outcome(e);
            if (got != outcome::pending && got != outcome::postponed) return {e, static_cast<int>(got)};
            if (in.has(e, register_columns::closed)) return {e, static_cast<int>(names.size())};
        }
        return {std::nullopt, 0};
    };
    auto const runs = waiting_clock(in, o);
    struct sample { std::vector<double> durations{}, entries{}; std::vector<int> outcomes{}; };
    std::vector<sample> of(g.size());
    std::vector<group_counts> counts(g.size());
    detail::counts by_outcome(g.size(), names.size() + 2);  // all, and by outcome: pending, those of the enumeration, closed without one
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto& c = counts[g.groups[n]];
        auto& s = of[g.groups[n]];
        auto const [event, got] = first_outcome(g.requests[n]);
        auto const run = runs.run(g.requests[n], event);
        if (!run) { ++c.no_start; continue; }
        if (run->too_early) { ++c.too_early; continue; }
        if (run->known_too_late()) { ++c.known_too_late; continue; }
        ++by_outcome(g.groups[n], 0), ++by_outcome(g.groups[n], 1 + static_cast<std::size_t>(got));
        s.durations.push_back(static_cast<double>(run->duration) / 2), s.outcomes.push_back(got);
        // Who is there from the start is at risk at time 0 too.
        if (o.late_entry) s.entries.push_back(static_cast<double>(run->entry) / 2);
    }
    auto const held = by_outcome.held_back(b.hold_back_below, totals_of(g), 0);
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto& s = of[i];
        if (s.durations.empty() || held.in_detail[i]) continue;
        if (o.late_entry)
            for (std::size_t n = 0; n < s.durations.size(); ++n)
                if (s.durations[n] == 0) s.durations[n] = 0.25;  // an end on the first day comes after the entry
        auto const curves = cumulative_incidence(s.durations, s.outcomes, {.entry = s.entries, .limits = o.limits, .confidence = o.confidence});
        auto const longest = std::ranges::max(s.durations);
        for (auto const days : after_days) {
            auto const at = curves.at(days);
            auto const known = days <= longest || at[0] <= 0;  // nobody was under observation for longer
            auto const share = [&](std::size_t k) { return !known ? cell() : k < at.size() ? cell(100 * at[k]) : cell(0.0); };
            auto row = g.named_row(i);
            row.insert(row.end(), {std::int64_t{days}, by_outcome(i, 0), share(0)});
            for (std::size_t k = 1; k < names.size(); ++k)
                if (static_cast<outcome>(k) != outcome::postponed) row.push_back(share(k));
            row.push_back(share(names.size()));
            t.rows.push_back(std::move(row));
        }
    }
    auto fewest = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < g.size(); ++i)
        if (auto const n = by_outcome(i, 0); n > 0) fewest = std::min(fewest, n);
    for (auto& c : t.columns)
        if (c.type == column_type::number) c.decimals = share_decimals(fewest);
    note_left_out(t, counts, b.hold_back_below);
    if (held.any()) t.notes.push_back("Groups with small counts, and those from which these would follow, are not here.");
    return t;
}

}  // namespace comity::v0
