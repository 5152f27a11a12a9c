// SPDX-License-Identifier: Apache-2.0
#include <comity/dossier.hpp>

#include <algorithm>
#include <set>
#include <span>

namespace comity::inline v0 {

namespace {

/// Entries are in the order of their numbers; of a history as known on a day some are missing.
entry const* find_entry(std::span<entry const> history, int seq) {
    auto const found = std::ranges::lower_bound(history, seq, {}, &entry::seq);
    return found == history.end() || found->seq != seq ? nullptr : &*found;
}

bool is_retraction(event const& e) { return e.kind == event_kind::retracted; }

std::set<int> retracted_in(std::span<entry const> history) {
    std::set<int> retracted;
    for (auto const& e : history)
        if (is_retraction(e.event)) retracted.insert(e.event.corrects);
    return retracted;
}

std::string problem_of(event const& correction, std::span<entry const> history, std::set<int> const& retracted) {
    auto const number = "entry " + std::to_string(correction.corrects);
    auto const* target = find_entry(history, correction.corrects);
    if (!target) return number + " is not in this dossier, which has " + std::to_string(history.size());
    if (retracted.contains(correction.corrects)) return number + " has been retracted";
    if (is_retraction(target->event)) return number + " is a retraction; record the event anew";
    if (is_retraction(correction)) {
        if (target->seq == 1) return "the filing cannot be retracted; withdraw, close or merge the request";
        return {};
    }
    if (target->event.corrects != 0)
        return number + " is itself an amendment, of entry " + std::to_string(target->event.corrects) + "; amend that";
    if ((target->seq == 1) != (correction.kind == event_kind::filed))
        return target->seq == 1 ? "entry 1 is the filing, and stays one" : "only entry 1 is a filing";
    return {};
}

/// Which entries stand, by the number they stand under: retracted ones do not, and the last amendment of an entry stands in its
/// place.
std::vector<std::pair<int, entry const*>> standing_entries(std::vector<entry> const& history, std::set<int> const& retracted) {
    std::vector<std::pair<int, entry const*>> standing;
    standing.reserve(history.size());
    for (auto const& e : history) {
        auto const number = e.event.corrects == 0 ? e.seq : e.event.corrects;
        if (is_retraction(e.event) || retracted.contains(e.seq) || retracted.contains(number)) continue;
        auto const at = std::ranges::lower_bound(standing, number, {}, &std::pair<int, entry const*>::first);
        if (at == standing.end() || at->first != number) standing.insert(at, {number, &e});
        else at->second = &e;
    }
    return standing;
}

/// What has a clock time takes the places of such facts in the order of the clocks; the others keep theirs.
void order_by_clock(std::vector<fact>& facts) {
    std::vector<std::size_t> places;
    std::vector<fact> timed;
    for (std::size_t i = 0; i < facts.size(); ++i)
        if (facts[i].event.on->at()) {
            places.push_back(i);
            timed.push_back(facts[i]);
        }
    std::ranges::stable_sort(timed, {}, [](fact const& f) { return f.event.on->at()->microseconds_utc(); });
    for (std::size_t i = 0; i < places.size(); ++i) facts[places[i]] = std::move(timed[i]);
}

}  // namespace

bool entry::known_on(cutoff const& c) const {
    if (event.known_since) return *event.known_since <= c.day();
    return c.covers(when(instant(recorded_at)));
}

std::string correction_problem(std::span<entry const> history, event const& correction) {
    return problem_of(correction, history, retracted_in(history));
}

dossier::dossier(uuid id, std::vector<entry> history, std::map<int, comity::request> versions, std::vector<dossier> merged)
    : id_(id), history_(std::move(history)), versions_(std::move(versions)), merged_(std::move(merged)) {
    if (history_.empty() || history_.front().event.kind != event_kind::filed) throw bad_input("a dossier begins with its filing");
    std::set<int> retracted;
    for (std::size_t i = 0; i < history_.size(); ++i) {
        auto const& e = history_[i];
        if (e.event.corrects == 0) continue;
        if (auto const problem = problem_of(e.event, std::span(history_).first(i), retracted); !problem.empty())
            throw conflict("entry " + std::to_string(e.seq) + " of " + to_string(id_) + " corrects nothing: " + problem);
        if (is_retraction(e.event)) retracted.insert(e.event.corrects);
    }
    facts_.reserve(history_.size());
    for (auto const& [seq, content] : standing_entries(history_, retracted)) {
        if (content->event.kind == event_kind::merged) merged_into_ = content->event.other;
        if (seq == 1) version_ = content->seq;
        if (!versions_.contains(version_)) throw bad_input("a dossier has what was asked");
        facts_.push_back({.request = id_, .seq = seq, .event = content->event});
        // An amended filing is dated as the request is now.
        if (seq == 1 && request().made_on) facts_.back().event.on = request().made_on;
    }
    for (auto const& duplicate : merged_)
        for (auto const& f : duplicate.facts())
            if (f.event.kind != event_kind::filed && f.event.kind != event_kind::merged) facts_.push_back(f);
    std::erase_if(facts_, [](fact const& f) { return !f.event.on; });
    // A request of a rough date was made before all that need not have come before it.
    auto const day = [](fact const& f) { return f.event.kind == event_kind::filed ? f.event.on->earliest() : f.event.on->latest(); };
    if (!std::ranges::is_sorted(facts_, {}, day)) std::ranges::stable_sort(facts_, {}, day);
    order_by_clock(facts_);
}

bool dossier::precedes_request(event const& e) const {
    auto const& made_on = request().made_on;
    return made_on && e.on && e.on->latest() < made_on->earliest();
}

dossier dossier::supposing(event supposed) const {
    auto history = history_;
    auto const& last = history.back();
    history.push_back({.seq = last.seq + 1, .id = {}, .recorded_at = last.recorded_at, .event = std::move(supposed)});
    return dossier(id_, std::move(history), versions_, merged_);
}

std::optional<dossier> dossier::known_on(cutoff const& c) const {
    std::vector<entry> history;
    std::map<int, comity::request> versions;
    for (auto const& e : history_) {
        if (!e.known_on(c)) continue;
        // A claim may make a correction known before what it corrects; it is then seen from that day on.
        if (e.event.corrects != 0 && !find_entry(history, e.event.corrects)) continue;
        history.push_back(e);
        if (auto const version = versions_.find(e.seq); version != versions_.end()) versions.insert(*version);
    }
    if (history.empty() || history.front().seq != 1 || !versions.contains(standing_entries(history, retracted_in(history)).front().second->seq)) return {};
    std::vector<dossier> merged;
    for (auto const& m : merged_)
        if (auto known = m.known_on(c); known && known->merged_into() == id_) merged.push_back(std::move(*known));
    return dossier(id_, std::move(history), std::move(versions), std::move(merged));
}

}  // namespace comity::v0
