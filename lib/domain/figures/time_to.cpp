// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "../risk_sets.hpp"
#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <cmath>

// How long things take.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// Days are counted in halves, since the middle of a rough date may lie between two days.
using half_days = std::int64_t;

/// What ends the waiting: an event of some kinds, or an answer under a definition.
class moment {
public:
    moment(column_reader const& in, std::string_view what) : in_(in) {
        if (what == "answer") what = "substantive";
        for (auto const& a : in.view.law().answers())
            if (a.name == what) {
                answers_.emplace(in, what);
                text_ = "an answer. " + a.text;
                return;
            }
        auto const kind = what == "acknowledgement" ? event_kind::receipt_acknowledged
                          : what == "surrender"     ? event_kind::person_surrendered
                          : what == "execution"     ? event_kind::executed
                                                    : named(what);
        kinds_ = in.kinds({kind});
        text_ = "the first event “" + in.view.law().meaning(kind).title + "”, or a case of it.";
    }

    std::optional<std::size_t> first(std::size_t request) const {
        if (answers_) return answers_->first(request);
        for (auto const e : in_.columns.events_of(request))
            if (kinds_[in_.columns.events.kind[e]] && !in_.has(e, register_columns::before_request)) return e;
        return {};
    }
    std::string const& text() const { return text_; }

private:
    event_kind named(std::string_view what) const {
        try {
            return in_.view.law().event_kind(what);
        } catch (bad_input const&) {
            std::string names;
            for (auto const& a : in_.view.law().answers()) names += a.name + ", ";
            throw bad_input(quoted(what) + " is nothing that time is counted to; write answer, " + names + "acknowledgement, surrender, execution, or a kind of event");
        }
    }

    column_reader const& in_;
    std::optional<answers> answers_{};
    std::vector<bool> kinds_{};
    std::string text_{};
};

half_days middle(column_reader const& in, std::size_t event) {
    return half_days{in.columns.events.earliest[event]} + in.columns.events.latest[event];
}

/// A request under observation: from when, how long, and whether it ended with what is asked for.
struct observation {
    half_days entry = 0, duration = 0;
    std::optional<std::size_t> event{};    ///< none: it was still waiting, or nobody waits any more
    bool given_up = false;
};

class clock {
public:
    clock(column_reader const& in, time_options const& o) : in_(in), o_(o), begins_(o.from ? in.kinds({*o.from}) : std::vector<bool>()) {}

    /// None where it does not begin: no receipt is recorded. `what`: the event with which it ends.
    std::optional<observation> run(std::size_t request, std::optional<std::size_t> what) const {
        auto const began = start(request);
        if (!began) return {};
        observation result;
        auto const first = in_.made(request), last = in_.last(request);
        half_days end = 2 * half_days{in_.view.as_of().day().days_since_1970()};
        if (what) {
            result.event = what;
            end = middle(in_, *what);
        } else {
            for (auto e = first; e <= last; ++e) {
                // Given up for good: what was taken up again waits on.
                if (in_.given_up(e)) {
                    if (!result.given_up) end = middle(in_, e);
                    result.given_up = true;
                } else if (result.given_up) {
                    result.given_up = false;
                    end = 2 * half_days{in_.view.as_of().day().days_since_1970()};
                }
            }
        }
        result.duration = std::max<half_days>(end - *began, 0);
        if (o_.net) result.duration -= others_turn(first, last, *began, end);
        if (o_.late_entry) result.entry = std::max<half_days>(2 * half_days{in_.columns.known[request]} - *began, 0);
        return result;
    }

private:
    std::optional<half_days> start(std::size_t request) const {
        if (!o_.from) return middle(in_, in_.made(request));
        for (auto const e : in_.columns.events_of(request))
            if (begins_[in_.columns.events.kind[e]]) return middle(in_, e);
        return {};
    }
    /// How much of the time was not the requested State's turn.
    half_days others_turn(std::size_t first, std::size_t last, half_days from, half_days until) const {
        half_days sum = 0;
        for (auto e = first; e <= last; ++e) {
            if (in_.turn(e) == side::requested) continue;
            auto const begins = std::max(middle(in_, e), from);
            auto const ends = std::min(e == last ? until : middle(in_, e + 1), until);
            if (ends > begins) sum += ends - begins;
        }
        return sum;
    }

    column_reader const& in_;
    time_options o_;
    std::vector<bool> begins_;
};

std::string start_of(law const& law, time_options const& o) { return o.from ? "the first event “" + law.meaning(*o.from).title + "”" : "the date the request bears, as sent,"; }

std::string definition_of(moment const& what, law const& law, time_options const& o, cutoff const& as_of) {
    return "Days from " + start_of(law, o) + " to " + what.text() +
           " Requests in which it has not happened count for as long as they have waited, by " + to_string(as_of) +
           ", as censored; those withdrawn, transferred, lapsed or closed without it, until then. Of a rough date the middle is taken." +
           (o.net ? " Days on which it was not the requested State’s turn (information asked for and not supplied, a request returned, a stay) are not counted." : "") +
           (o.late_entry ? " Each counts from the day on which the register knew of it." : "");
}

std::string parameters_of(std::string_view what, time_options const& o) {
    return std::string(what) + "|" + std::string(o.from ? o.from->name() : "sent") + (o.net ? "|net" : "") + (o.late_entry ? "|late" : "") + "|" + std::string(to_string(o.limits)) + "|" +
           to_text(cell(o.confidence));
}

/// The observations of a breakdown, group by group.
struct group_counts {
    std::int64_t requests = 0, happened = 0, waiting = 0, given_up = 0, no_start = 0, known_too_late = 0;
};

struct observed_groups {
    observed_groups(column_reader const& in, grouping const& g, moment const& what, time_options const& o) : of(g.size()), begins(g.size() + 1) {
        auto const runs = clock(in, o);
        constexpr auto left_out = ~std::uint32_t{};
        std::vector<std::uint32_t> all(g.requests.size(), left_out);
        std::vector<half_days> entry(o.late_entry ? all.size() : 0);
        for (std::size_t n = 0; n < all.size(); ++n) {
            auto& counts = of[g.groups[n]];
            ++counts.requests;
            auto const run = runs.run(g.requests[n], what.first(g.requests[n]));
            if (!run) {
                ++counts.no_start;
                continue;
            }
            if (run->entry > 0 && run->entry >= run->duration) {
                ++counts.known_too_late;
                continue;
            }
            ++(run->event ? counts.happened : run->given_up ? counts.given_up : counts.waiting);
            all[n] = static_cast<std::uint32_t>(run->duration) << 1 | (run->event ? 0 : 1);  // at one time events come first
            if (o.late_entry) entry[n] = run->entry;
            ++begins[g.groups[n] + 1];
        }
        for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
        ends.resize(begins.back());
        if (o.late_entry) entries.resize(begins.back());
        auto next = begins;
        for (std::size_t n = 0; n < all.size(); ++n) {
            if (all[n] == left_out) continue;
            auto const at = next[g.groups[n]]++;
            ends[at] = all[n];
            if (o.late_entry) entries[at] = entry[n];
        }
    }

    std::vector<risk_set> risk_sets(std::size_t group) {
        auto const of_group = [&](auto& all) { return std::span(all).subspan(begins[group], begins[group + 1] - begins[group]); };
        auto const durations = of_group(ends);
        std::ranges::sort(durations);
        auto const entered = entries.empty() ? std::span<half_days>() : of_group(entries);
        std::ranges::sort(entered);
        return risk_sets_of<std::uint32_t>(durations, 2, entered);
    }

    std::vector<group_counts> of;

private:
    std::vector<std::size_t> begins;
    std::vector<std::uint32_t> ends;      ///< half-days, and whether censored
    std::vector<half_days> entries;       ///< of each, in the same places before they are sorted: only their own order matters
};

void note_left_out(table& t, std::vector<group_counts> const& groups) {
    std::int64_t no_start = 0, late = 0;
    for (auto const& g : groups) no_start += g.no_start, late += g.known_too_late;
    if (no_start) t.notes.push_back(std::to_string(no_start) + (no_start == 1 ? " request is" : " requests are") + " left out: the event with which the time begins is not recorded.");
    if (late) t.notes.push_back(std::to_string(late) + (late == 1 ? " request is" : " requests are") + " left out: all was over before the register knew of it.");
}

/// The least time by which so large a part of the events had happened (percentile_disc of SQL).
cell nearest_rank(std::vector<risk_set> const& sets, std::int64_t events, double p) {
    auto left = static_cast<std::int64_t>(std::ceil(p * static_cast<double>(events)));
    for (auto const& s : sets)
        if (left -= s.events; s.events > 0 && left <= 0) return s.time;
    return {};
}

}  // namespace

table snapshot::time_to(std::string_view what, breakdown const& b, time_options const& o) const {
    auto const in = column_reader(*this);
    auto const ends_with = moment(in, what);
    auto const g = group(in, b);
    auto t = figure(in, "time-to-" + std::string(what), "Time to " + words(what) + (o.net ? ", net" : ""), definition_of(ends_with, law(), o, as_of()), b, g, parameters_of(what, o));
    for (auto const* name : {"requests", "happened", "waiting", "given_up"}) t.columns.push_back(counted(name));
    auto const percent = to_text(cell(100 * o.confidence)) + " %";
    t.columns.push_back(measured("median")), t.columns.push_back(measured("median_lower", "Median, lower " + percent)), t.columns.push_back(measured("median_upper", "Median, upper " + percent));
    t.columns.push_back(measured("first_quartile", "A quarter by")), t.columns.push_back(measured("third_quartile", "Three quarters by")), t.columns.push_back(measured("ninth_decile", "Nine tenths by"));
    t.columns.push_back(measured("median_of_happened", "Median where it happened")), t.columns.push_back(measured("ninth_decile_of_happened", "Nine tenths where it happened"));
    t.columns.push_back(measured("mean_of_happened", "Mean where it happened"));
    auto observed = observed_groups(in, g, ends_with, o);
    // What rests on few cases tells of each.
    auto const rests_on_few = [&](group_counts const& c) { return c.requests < b.hold_back_below || (c.happened > 0 && c.happened < b.hold_back_below); };
    std::vector<std::vector<cell>> times(g.size());
    in_parallel(g.size(), [&](std::size_t i) {
        auto const& counts = observed.of[i];
        if (counts.requests == 0 || rests_on_few(counts)) return;
        auto const sets = observed.risk_sets(i);
        auto const curve = curve_of(sets, o.limits, o.confidence);
        auto const median = curve.median();
        double sum = 0;
        for (auto const& s : sets) sum += s.time * static_cast<double>(s.events);
        times[i] = {maybe(median.at), maybe(median.lower), maybe(median.upper), maybe(curve.time_at(0.25)), maybe(curve.time_at(0.75)), maybe(curve.time_at(0.9)),
                    nearest_rank(sets, counts.happened, 0.5), nearest_rank(sets, counts.happened, 0.9), counts.happened ? cell(sum / static_cast<double>(counts.happened)) : cell()};
    });
    bool any_held = false;
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto const& counts = observed.of[i];
        if (counts.requests == 0) continue;
        auto row = g.named_row(i);
        if (rests_on_few(counts)) {
            any_held = true;
            row.insert(row.end(), 4, std::string(held_back_mark)), row.insert(row.end(), 9, cell());
        } else {
            row.insert(row.end(), {counts.requests, counts.happened, counts.waiting, counts.given_up}), row.insert(row.end(), times[i].begin(), times[i].end());
        }
        t.rows.push_back(std::move(row));
    }
    note_left_out(t, observed.of);
    t.notes.push_back("Median, quartiles and limits are Kaplan–Meier estimates; a dash: not reached yet. What is said of those in which it happened leaves out the others, and so flatters; its quantiles are by nearest rank.");
    if (any_held) t.notes.push_back("“" + std::string(held_back_mark) + "” stands in a row that rests on fewer than " + std::to_string(b.hold_back_below) + " requests.");
    return t;
}

table snapshot::waiting_curve(std::string_view what, breakdown const& b, time_options const& o) const {
    auto const in = column_reader(*this);
    auto const ends_with = moment(in, what);
    auto const g = group(in, b);
    auto t = figure(in, "waiting-" + std::string(what), "Still waiting for: " + words(what), definition_of(ends_with, law(), o, as_of()), b, g, "curve|" + parameters_of(what, o));
    t.columns.push_back(measured("days"));
    for (auto const* name : {"at_risk", "events", "censored"}) t.columns.push_back(counted(name));
    for (auto const* name : {"still_waiting", "std_error", "lower", "upper"}) t.columns.push_back(measured(name));
    auto observed = observed_groups(in, g, ends_with, o);
    for (std::size_t i = 0; i < g.size(); ++i) {
        if (observed.of[i].requests < std::max(1, b.hold_back_below)) continue;
        auto const curve = curve_of(observed.risk_sets(i), o.limits, o.confidence);
        auto const known = [](double x) { return std::isnan(x) ? cell() : cell(x); };
        for (std::size_t n = 0; n < curve.times.size(); ++n) {
            auto row = g.named_row(i);
            row.insert(row.end(), {curve.times[n], curve.at_risk[n], curve.events[n], curve.censored[n], curve.survival[n], known(curve.std_error[n]), known(curve.lower[n]), known(curve.upper[n])});
            t.rows.push_back(std::move(row));
        }
    }
    note_left_out(t, observed.of);
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
                    std::string("The probability, in per cent, that a request has had its first outcome, and which, so many days after ") + start_of(law(), o) +
                        ". Outcomes compete: a request that was refused cannot be withdrawn (Aalen–Johansen). Postponed is no outcome. Open requests count for as long as they have waited, by " +
                        to_string(as_of()) + "." + (o.net ? " Days on which it was not the requested State’s turn are not counted." : "") + (o.late_entry ? " Each counts from the day on which the register knew of it." : ""),
                    b, g, "incidence|" + days_asked + "|" + parameters_of("", o));
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
    auto const runs = clock(in, o);
    struct sample { std::vector<double> durations{}, entries{}; std::vector<int> outcomes{}; };
    std::vector<sample> of(g.size());
    std::vector<group_counts> counts(g.size());
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto& c = counts[g.groups[n]];
        auto& s = of[g.groups[n]];
        auto const [event, got] = first_outcome(g.requests[n]);
        auto const run = runs.run(g.requests[n], event);
        if (!run) { ++c.no_start; continue; }
        if (run->entry > 0 && run->entry >= run->duration) { ++c.known_too_late; continue; }
        ++c.requests;
        s.durations.push_back(static_cast<double>(run->duration) / 2), s.outcomes.push_back(got);
        // Who is there from the start is at risk at time 0 too.
        if (o.late_entry) s.entries.push_back(static_cast<double>(run->entry) / 2);
    }
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto& s = of[i];
        if (counts[i].requests < std::max(1, b.hold_back_below)) continue;
        if (o.late_entry)
            for (std::size_t n = 0; n < s.durations.size(); ++n)
                if (s.durations[n] == 0) s.durations[n] = 0.25;  // an end on the first day comes after the entry
        auto const curves = cumulative_incidence(s.durations, s.outcomes, {.entry = s.entries, .limits = o.limits, .confidence = o.confidence});
        for (auto const days : after_days) {
            auto const at = curves.at(days);
            auto const share = [&](std::size_t k) { return k < at.size() ? cell(100 * at[k]) : cell(0.0); };
            auto row = g.named_row(i);
            row.insert(row.end(), {std::int64_t{days}, counts[i].requests, share(0)});
            for (std::size_t k = 1; k < names.size(); ++k)
                if (static_cast<outcome>(k) != outcome::postponed) row.push_back(share(k));
            row.push_back(share(names.size()));
            t.rows.push_back(std::move(row));
        }
    }
    note_left_out(t, counts);
    return t;
}

}  // namespace comity::v0
