// SPDX-License-Identifier: Apache-2.0
#include "rules.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <shared_mutex>

namespace comity::inline v0 {

namespace detail {

/// What was found for requests of a kind from one State to another: between two of these days nothing begins or ends for the two.
struct rulebook::memory {
    struct pair {
        std::vector<date> turns;
        std::vector<std::shared_ptr<std::vector<bearing_instrument> const>> found;  ///< before the first turn, between …, after the last
    };
    std::shared_mutex mutex;
    std::unordered_map<std::uint64_t, pair> pairs;

    static std::uint64_t key(state_code a, state_code b, request_kind kind) {
        std::uint64_t result = 0;
        for (auto const s : {a, b})
            for (std::size_t i = 0; i < 3; ++i) result = result << 8 | static_cast<unsigned char>(i < s.text().size() ? s.text()[i] : 0);
        return result << 16 | static_cast<std::uint64_t>(kind);
    }
};

// Every day on which a row that speaks of one of the two begins or has just ended, and every day on which a State of theirs began.
std::vector<date> rulebook::turns(std::vector<instrument> const& instruments, state_code a, state_code b) {
    std::vector<date> days_;
    auto const begins = [&](std::optional<date> d) {
        if (d) days_.push_back(*d);
    };
    auto const ends = [&](std::optional<date> d) {
        if (d && *d < date(9999, 12, 31)) days_.push_back(*d + days(1));
    };
    std::vector<state_code> ours{a, b};          // and who continues them under another code
    for (auto const& r : state_records())
        if (r.code == a || r.code == b || r.before == a || r.before == b) ours.push_back(r.code), begins(r.from), begins(r.until);
    auto const is_ours = [&](state_code s) { return std::ranges::find(ours, s) != ours.end(); };
    for (auto const& i : instruments) {
        auto const listed = is_ours(i.state) || std::ranges::any_of(i.parties, [&](instrument_party const& p) { return is_ours(p.state); }) ||
                            std::ranges::any_of(i.territories, [&](instrument_territory const& t) { return is_ours(t.territory); });
        if (!listed) continue;
        if (i.in_force) begins(i.in_force->earliest()), begins(i.in_force->latest());
        for (auto const& p : i.parties)
            if (is_ours(p.state)) begins(p.from), ends(p.until);
        for (auto const* list : {&i.territories, &i.excluded})
            for (auto const& t : *list)
                if (is_ours(t.territory)) begins(t.from), ends(t.until);
        for (auto const& g : i.not_between) begins(g.from), ends(g.until);
        for (auto const* list : {&i.displaces, &i.supplements, &i.subsidiary})
            for (auto const& r : *list) begins(r.from);
    }
    std::ranges::sort(days_);
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    return days_;
}

rulebook::rulebook(law::tables const& tables) : memory_(std::make_shared<memory>()) {
    for (auto const& i : tables.instruments) instruments.emplace(i.id, &i);
    appeal_lodged = tables.kinds({event_kind::appeal_lodged});
    appeal_ended = tables.kinds({event_kind::appeal_dismissed, tables.event_kind_named("appeal_discontinued"), tables.event_kind_named("appeal_decision_final"), tables.event_kind_named("review_decided")});
    reopened = tables.kinds({event_kind::reopened});
    request_received = tables.kinds({event_kind::request_received});
    request_sent = tables.kinds({event_kind::request_sent});
    provisional_arrest = tables.kinds({event_kind::provisional_arrest});
    plain_arrest = tables.exactly({event_kind::arrest, tables.event_kind_named("detention_ordered")});
    for (auto const& event : tables.events) {
        auto& shown_by = shows.emplace_back();
        for (auto const kind : event.shows) shown_by.push_back({&tables.events[tables.index.at(kind)], tables.kinds({kind})});
    }
    auto const is_custody = [&](event_kind kind) { return tables.events[tables.index.at(kind)].custody == custody::held; };
    for (auto const& i : tables.instruments)
        for (auto const& limit : i.time_limits) {
            auto r = rule{.of = &i, .limit = &limit, .counting = tables.counting_of(limit)};
            if (limit.nature == nature::minimum && !limit.before) {  // to move its last day would lengthen it, and nothing is due then
                r.counting.roll = roll::none;
                r.counting.minimum_working_days.reset();
            }
            r.custody = limit.nature == nature::permissive_release || limit.nature == nature::mandatory_release;
            r.from_custody = !limit.from.empty() && std::ranges::all_of(limit.from.named(), is_custody);
            r.from_provisional = std::ranges::find(limit.from.named(), event_kind::provisional_arrest) != limit.from.named().end();
            std::vector<event_kind> wider;
            for (auto const kind : limit.met_by.named())
                for (auto is = tables.events[tables.index.at(kind)].is; is; is = tables.events[tables.index.at(*is)].is)
                    if (auto const& event = tables.events[tables.index.at(*is)]; event.custody != custody::held && !limit.met_by.contains(event)) wider.push_back(*is);
            r.perhaps_met_by = tables.exactly(std::move(wider));  // an arrest is no further title of custody
            if (limit.met_by_all)
                for (auto const kind : limit.met_by.named()) kinds_of.emplace(kind, tables.kinds({kind}));
            rules.push_back(std::move(r));
        }
    auto const resolve = [&](provision const& limit, std::vector<std::size_t>& to) {
        if (auto const found = find(limit)) to.push_back(*found);
    };
    for (auto& r : rules) {
        if (!r.limit->after.instrument().empty()) resolve(r.limit->after, r.after);
        for (auto const& limit : r.limit->within) resolve(limit, r.within);
        for (auto const& limit : r.limit->replaces) resolve(limit, r.replaces);
        for (auto const& limit : r.limit->extinguishes) resolve(limit, r.extinguishes);
    }
    // What runs from, or within, another must not come back to itself.
    std::vector<int> state(rules.size());
    auto const visit = [&](auto const& self, std::size_t at) -> void {
        if (state[at] == 2) return;
        if (state[at] == 1) throw bad_input("instruments/" + rules[at].of->id + ".toml: time limit " + rules[at].limit->id + " runs from its own end");
        state[at] = 1;
        for (auto const* list : {&rules[at].after, &rules[at].within})
            for (auto const next : *list) self(self, next);
        state[at] = 2;
    };
    for (std::size_t i = 0; i < rules.size(); ++i) visit(visit, i);
}

std::optional<std::size_t> rulebook::find(provision const& limit) const {
    auto const found = std::ranges::find_if(rules, [&](rule const& r) { return r.of->id == limit.instrument() && r.limit->id == limit.article(); });
    return found == rules.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - rules.begin()));
}

std::vector<std::size_t> rulebook::of(instrument const& i, state_code requesting, state_code requested, request_kind kind) const {
    std::vector<std::size_t> result;
    for (std::size_t at = 0; at < rules.size(); ++at) {
        if (rules[at].of != &i) continue;
        auto const& limit = *rules[at].limit;
        if (std::ranges::find(limit.kinds, kind) == limit.kinds.end()) continue;
        auto const among = [](std::vector<state_code> const& states, state_code s) { return std::ranges::find(states, s) != states.end(); };
        if (!limit.requesting.empty() && !among(limit.requesting, requesting)) continue;
        if (!limit.requested.empty() && !among(limit.requested, requested)) continue;
        // A statute speaks of what its own State is asked.
        if (i.form == instrument_form::statute && !i.state.empty() && i.state != requested && !among(limit.requesting, i.state)) continue;
        result.push_back(at);
    }
    return result;
}

std::shared_ptr<std::vector<bearing_instrument> const> rulebook::bearing(law const& law, state_code requesting, state_code requested, date on,
                                                                         request_kind kind) const {
    auto const key = memory::key(requesting, requested, kind);
    auto const epoch = [&](memory::pair const& p) { return static_cast<std::size_t>(std::ranges::upper_bound(p.turns, on) - p.turns.begin()); };
    {
        std::shared_lock lock(memory_->mutex);
        if (auto const known = memory_->pairs.find(key); known != memory_->pairs.end())
            if (auto const& found = known->second.found[epoch(known->second)]) return found;
    }
    auto result = std::make_shared<std::vector<bearing_instrument>>();
    auto const bases = law.bases(requesting, requested, on, kind);
    for (auto const& basis : bases.found) {
        auto const& i = law.instrument(basis.instrument);
        result->push_back({&i, basis.bearing, basis.verified || basis.bearing == bearing::domestic, of(i, requesting, requested, kind)});
    }
    for (auto const& i : law.instruments()) {
        if (i.form != instrument_form::human_rights || !i.carries(kind)) continue;
        auto const party = std::ranges::find_if(i.parties, [&](instrument_party const& p) { return p.state == requested && p.bound_on(on); });
        if (party != i.parties.end()) result->push_back({&i, bearing::domestic, party->verified, of(i, requesting, requested, kind)});
    }
    std::unique_lock lock(memory_->mutex);
    auto& known = memory_->pairs[key];
    if (known.found.empty()) {
        known.turns = turns(law.instruments(), requesting, requested);
        known.found.resize(known.turns.size() + 1);
    }
    auto& found = known.found[epoch(known)];
    if (!found) found = std::move(result);
    return found;
}

}  // namespace detail

}  // namespace comity::v0
