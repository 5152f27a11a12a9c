// SPDX-License-Identifier: Apache-2.0
#include "waiting.hpp"

#include "quoted.hpp"

#include <algorithm>
#include <span>

namespace comity::inline v0::detail {

moment::moment(column_reader const& in, std::string_view what) : in_(in) {
    if (what == "answer") what = "substantive";
    for (auto const& a : in.view.law().answers())
        if (a.name == what) {
            answers_.emplace(in, what);
            text_ = {"an answer. {answer}", {{"answer", message(a.text)}}};
            return;
        }
    auto const kind = what == "acknowledgement" ? event_kind::receipt_acknowledged
                      : what == "surrender"     ? event_kind::person_surrendered
                      : what == "execution"     ? event_kind::executed
                                                : named(what);
    kinds_ = in.kinds({kind});
    text_ = {"the first event “{event}”, or a case of it.", {{"event", message(in.view.law().meaning(kind).title)}}};
}

std::optional<std::size_t> moment::first(std::size_t request) const {
    if (answers_) return answers_->first(request);
    for (auto const e : in_.columns.events_of(request))
        if (kinds_[in_.columns.events.kind[e]] && !in_.has(e, register_columns::before_request)) return e;
    return {};
}

event_kind moment::named(std::string_view what) const {
    try {
        return in_.view.law().event_kind(what);
    } catch (bad_input const&) {
        std::string names;
        for (auto const& a : in_.view.law().answers()) names += a.name + ", ";
        throw bad_input(quoted(what) + " is nothing that time is counted to; write answer, " + names + "acknowledgement, surrender, execution, or a kind of event");
    }
}

waiting_clock::waiting_clock(column_reader const& in, time_options const& o) : in_(in), o_(o), begins_(o.from ? in.kinds({*o.from}) : std::vector<bool>()) {}

std::optional<observation> waiting_clock::run(std::size_t request, std::optional<std::size_t> what) const {
    auto const began = start(request);
    if (!began) return {};
    observation result;
    auto const today = 2 * half_days{in_.view.as_of().day().days_since_1970()};
    auto end = today;
    if (what) {
        result.event = what;
        end = middle(request, *what);
        result.too_early = end < *began;
    } else if (auto const left = in_.given_up_at(request)) {
        result.given_up = true;
        end = middle(request, *left);
    }
    end = std::max(end, *began);
    auto const days = [&](half_days until) { return until - *began - (o_.net ? others_turn(request, *began, until) : 0); };
    result.duration = days(end);
    // Time not under observation is told by the same clock.
    if (o_.late_entry) result.entry = days(std::clamp(2 * half_days{in_.columns.known[request]}, *began, std::max(end, today)));
    return result;
}

std::optional<half_days> waiting_clock::start(std::size_t request) const {
    if (!o_.from) return middle(request, in_.made(request));
    for (auto const e : in_.columns.events_of(request))
        if (begins_[in_.columns.events.kind[e]]) return middle(request, e);
    return {};
}

half_days waiting_clock::others_turn(std::size_t request, half_days from, half_days until) const {
    half_days sum = 0, begins = from;
    auto const last = in_.last(request);
    for (auto const e : in_.columns.events_of(request)) {
        // Middles of rough dates need not rise as the events do: no time is taken twice.
        begins = std::max(begins, middle(request, e));
        auto const ends = std::min(e == last ? until : std::max(begins, middle(request, e + 1)), until);
        if (in_.turn(e) != side::requested && ends > begins) sum += ends - begins;
    }
    return sum;
}

observed_groups::observed_groups(column_reader const& in, grouping const& g, moment const& what, time_options const& o) : of(g.size()), begins_(g.size() + 1) {
    auto const runs = waiting_clock(in, o);
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
        if (run->too_early || run->known_too_late()) {
            ++(run->too_early ? counts.too_early : counts.known_too_late);
            continue;
        }
        ++(run->event ? counts.happened : run->given_up ? counts.given_up : counts.waiting);
        all[n] = static_cast<std::uint32_t>(run->duration) << 1 | (run->event ? 0 : 1);  // at one time events come first
        if (o.late_entry) entry[n] = run->entry;
        ++begins_[g.groups[n] + 1];
    }
    for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
    ends_.resize(begins_.back());
    if (o.late_entry) entries_.resize(begins_.back());
    auto next = begins_;
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (all[n] == left_out) continue;
        auto const at = next[g.groups[n]]++;
        ends_[at] = all[n];
        if (o.late_entry) entries_[at] = entry[n];
    }
}

held_rows observed_groups::held_back(grouping const& g, int below) const {
    counts all(of.size(), 4);
    for (std::size_t i = 0; i < of.size(); ++i) all(i, 0) = of[i].requests, all(i, 1) = of[i].happened, all(i, 2) = of[i].waiting, all(i, 3) = of[i].given_up;
    return all.held_back(below, totals_of(g), 0);
}

cell percent_by(survival_curve const& curve, double time) {
    if (curve.times.empty() || (time > curve.times.back() && curve.survival.back() > 0)) return {};
    return 100 * (1 - curve.at(time));
}

std::vector<risk_set> observed_groups::risk_sets(std::size_t group) {
    auto const of_group = [&](auto& all) { return std::span(all).subspan(begins_[group], begins_[group + 1] - begins_[group]); };
    auto const durations = of_group(ends_);
    std::ranges::sort(durations);
    auto const entered = entries_.empty() ? std::span<half_days>() : of_group(entries_);
    std::ranges::sort(entered);
    return risk_sets_of<std::uint32_t>(durations, 2, entered);
}

}  // namespace comity::v0::detail
