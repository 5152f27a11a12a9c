// SPDX-License-Identifier: Apache-2.0
#include <comity/dossier.hpp>

#include <algorithm>
#include <span>

namespace comity::inline v0 {

namespace {

entry const* find_entry(std::span<entry const> history, int seq) {
    auto const found = std::ranges::find(history, seq, &entry::seq);
    return found == history.end() ? nullptr : &*found;
}

bool is_retraction(event const& e) { return e.kind == event_kind::retracted; }

/// Which entries stand: retracted ones do not, and the last amendment of an entry stands in its place.
struct standing_entries {
    std::map<int, entry const*> content;  ///< by the entry that is amended, or that stands for itself

    explicit standing_entries(std::vector<entry> const& history) {
        std::map<int, std::vector<entry const*>> versions;
        for (auto const& e : history) {
            if (e.event.corrects == 0) {
                versions[e.seq].push_back(&e);
            } else if (!is_retraction(e.event)) {
                versions[e.event.corrects].push_back(&e);
            } else if (versions.contains(e.event.corrects)) {
                versions.erase(e.event.corrects);
            } else {  // of an amendment
                for (auto& [seq, of_one] : versions)
                    std::erase_if(of_one, [&](entry const* v) { return v->seq == e.event.corrects; });
            }
        }
        for (auto const& [seq, of_one] : versions)
            if (!of_one.empty()) content[seq] = of_one.back();
    }
};

/// On one day, entries with a known clock time take the places of such entries in the order of their times; the others keep
/// theirs. What comes first on the day is thus as recorded, unless the clock says otherwise.
void order_within_days(std::vector<fact>& facts) {
    for (auto first = facts.begin(); first != facts.end();) {
        auto const day = first->event.on->latest();
        auto const last = std::find_if(first, facts.end(), [&](fact const& f) { return f.event.on->latest() != day; });
        std::vector<std::size_t> places;
        std::vector<fact> timed;
        for (auto f = first; f != last; ++f)
            if (f->event.on->at()) {
                places.push_back(static_cast<std::size_t>(f - facts.begin()));
                timed.push_back(*f);
            }
        std::ranges::stable_sort(timed, {}, [](fact const& f) { return f.event.on->at()->microseconds_utc(); });
        for (std::size_t i = 0; i < places.size(); ++i) facts[places[i]] = std::move(timed[i]);
        first = last;
    }
}

}  // namespace

bool entry::known_on(cutoff const& c) const {
    if (event.known_since) return *event.known_since <= c.day();
    return c.covers(when(instant(recorded_at)));
}

std::string correction_problem(std::span<entry const> history, event const& correction) {
    auto const number = "entry " + std::to_string(correction.corrects);
    auto const* target = find_entry(history, correction.corrects);
    if (!target) return number + " is not in this dossier, which has " + std::to_string(history.size());
    auto const retracted = std::ranges::any_of(history, [&](entry const& e) {
        return is_retraction(e.event) && e.event.corrects == correction.corrects;
    });
    if (retracted) return number + " has been retracted";
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

dossier::dossier(uuid id, std::vector<entry> history, std::map<int, comity::request> versions, std::vector<dossier> merged)
    : id_(id), history_(std::move(history)), versions_(std::move(versions)), merged_(std::move(merged)) {
    if (history_.empty() || history_.front().event.kind != event_kind::filed || !versions_.contains(1))
        throw bad_input("a dossier begins with its filing");
    for (std::size_t i = 0; i < history_.size(); ++i) {
        auto const& e = history_[i];
        if (e.event.corrects == 0) continue;
        if (auto const problem = correction_problem(std::span(history_).first(i), e.event); !problem.empty())
            throw conflict("entry " + std::to_string(e.seq) + " of " + to_string(id_) + " corrects nothing: " + problem);
    }
    auto const standing = standing_entries(history_);
    for (auto const& [seq, content] : standing.content) {
        if (content->event.kind == event_kind::merged) merged_into_ = content->event.other;
        if (seq == 1) version_ = content->seq;
        facts_.push_back({.request = id_, .seq = seq, .event = content->event});
        // An amended filing is dated as the request is now.
        if (seq == 1 && request().made_on) facts_.back().event.on = request().made_on;
    }
    for (auto const& duplicate : merged_)
        for (auto const& f : duplicate.facts())
            if (f.event.kind != event_kind::filed && f.event.kind != event_kind::merged) facts_.push_back(f);
    std::erase_if(facts_, [](fact const& f) { return !f.event.on; });
    std::ranges::stable_sort(facts_, {}, [](fact const& f) { return f.event.on->latest(); });
    order_within_days(facts_);
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
    if (history.empty() || history.front().seq != 1) return {};
    std::vector<dossier> merged;
    for (auto const& m : merged_)
        if (auto known = m.known_on(c); known && known->merged_into() == id_) merged.push_back(std::move(*known));
    return dossier(id_, std::move(history), std::move(versions), std::move(merged));
}

}  // namespace comity::v0
