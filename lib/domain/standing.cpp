// SPDX-License-Identifier: Apache-2.0
#include <comity/standing.hpp>

#include <comity/answer.hpp>

#include "course.hpp"

#include <algorithm>
#include <functional>

namespace comity::inline v0 {

namespace detail {

// ---- the parts of a request -----------------------------------------------------------------------------------------

course::course(request const& r, law const& law) : law_(&law) {
    auto const add = [&](subject_kind kind, std::size_t count) {
        auto& of_kind = parts_[static_cast<std::size_t>(kind)];
        for (std::size_t i = 1; i <= count; ++i) of_kind.subjects.push_back({.kind = kind, .number = static_cast<int>(i)});
        of_kind.with_outcome[static_cast<std::size_t>(outcome::pending)] = count;
    };
    add(subject_kind::person, r.persons.size());
    add(subject_kind::measure, r.measures.size());
    add(subject_kind::offence, r.offences.size());
    add(subject_kind::item, r.items.size());
}

void course::happen(fact const& f) {
    auto const& meaning = law_->meaning(f.event.kind);
    if (meaning.stage) stage_ = *meaning.stage;
    if (meaning.awaits) awaits_ = *meaning.awaits;
    for (auto& p : parts_) apply(p, meaning, f);
    if (!meaning.outcome) return;
    last_outcome_ = *meaning.outcome;
    decided_by_ = f.seq;
    if (law_->is_a(f.event.kind, event_kind::granted)) conditional_ = law_->is_a(f.event.kind, event_kind::granted_conditionally);
}

/// An event that names parts of the request touches those alone. One that names none touches all.
void course::apply(part& p, event_meaning const& meaning, fact const& f) {
    auto const touch = [&](subject_standing& s) {
        if (meaning.custody) s.custody = *meaning.custody;
        if (!meaning.outcome) return;
        --p.with_outcome[static_cast<std::size_t>(s.outcome)];
        ++p.with_outcome[static_cast<std::size_t>(*meaning.outcome)];
        s.outcome = *meaning.outcome;
        s.decided_by = f.seq;
    };
    if (f.event.concerns.empty()) {
        std::ranges::for_each(p.subjects, touch);
        if (meaning.outcome) p.singled_out = false;
        return;
    }
    for (auto const& named : f.event.concerns) {
        if (p.subjects.empty() || named.kind != p.subjects.front().kind) continue;
        auto const last = std::min(static_cast<std::size_t>(named.last), p.subjects.size());
        for (auto i = static_cast<std::size_t>(std::max(named.first, 1)); i <= last; ++i) touch(p.subjects[i - 1]);
        if (meaning.outcome) p.singled_out = true;
    }
}

/// Of one kind of part: what all have got, or `pending` while some have got nothing, or `partly_granted`.
/// Postponed ones are open as well.
comity::outcome course::combined() const {
    std::array<std::size_t, outcomes> total{};
    std::size_t subjects = 0;
    for (auto const& p : parts_)
        if (p.singled_out) {
            for (std::size_t i = 0; i < outcomes; ++i) total[i] += p.with_outcome[i];
            subjects += p.subjects.size();
        }
    if (subjects == 0) return last_outcome_;
    auto const got = [&](comity::outcome o) { return total[static_cast<std::size_t>(o)]; };
    for (std::size_t i = 0; i < outcomes; ++i)
        if (total[i] == subjects) return static_cast<comity::outcome>(i);
    if (got(outcome::pending) + got(outcome::returned) > 0) return outcome::pending;
    if (got(outcome::postponed) > 0) return outcome::postponed;
    if (got(outcome::granted) + got(outcome::executed) == subjects) return outcome::granted;
    if (got(outcome::granted) + got(outcome::executed) + got(outcome::partly_granted) > 0) return outcome::partly_granted;
    // Nothing was got: the weightiest of what ended it.
    for (auto o : {outcome::refused, outcome::transferred, outcome::withdrawn}) if (got(o) > 0) return o;
    return outcome::lapsed;
}

std::vector<subject_standing> course::subjects() const {
    std::vector<subject_standing> all;
    for (auto const& p : parts_) all.insert(all.end(), p.subjects.begin(), p.subjects.end());
    return all;
}

}  // namespace detail

// ---- standing -------------------------------------------------------------------------------------------------------

namespace {

/// Whether somebody still has something to do: also a refused person may be held, and a granted one not surrendered.
bool is_open(comity::stage stage, comity::outcome outcome) {
    if (stage == stage::closed) return false;
    switch (outcome) {
        using enum comity::outcome;
        case pending: case granted: case partly_granted: case postponed: case returned: return true;
        case executed: case refused: case withdrawn: case transferred: case lapsed: break;
    }
    return false;
}

comity::silence silence_of(law const& law, std::vector<fact const*> const& happened, bool answered) {
    if (answered) return silence::none;
    auto result = silence::since_sending;
    for (auto const* f : happened) {
        if (law.meaning(f->event.kind).by == side::requested) result = silence::since_acknowledgement;
        if (law.is_a(f->event.kind, event_kind::reminder_sent)) result = silence::since_reminder;
    }
    return result;
}

}  // namespace

std::optional<standing> standing::of(dossier const& d, law const& law, cutoff const& as_of) {
    auto s = standing{.as_of = as_of, .merged_into = d.merged_into()};
    auto course = detail::course(d.request(), law);
    std::vector<fact const*> happened;
    bool made = false;
    for (auto const& f : d.facts()) {
        if (!as_of.covers(*f.event.on)) {
            if (as_of.may_cover(*f.event.on)) s.perhaps.push_back(f.seq);
            continue;
        }
        made |= f.event.kind == event_kind::filed;
        course.happen(f);
        happened.push_back(&f);
        s.last_act = f.event.on;
        if (law.meaning(f.event.kind).by == side::requested) s.last_contact = f.event.on;
    }
    if (!made) return {};
    s.stage = course.stage();
    s.outcome = course.combined();
    s.decided_by = course.decided_by();
    s.conditional = course.conditional();
    s.open = !s.merged_into && is_open(s.stage, s.outcome);
    s.awaits = s.open ? course.awaits() : side::nobody;
    s.silence = silence_of(law, happened, first_answer(d, law, law.answer("substantive"), as_of) != nullptr);
    s.subjects = course.subjects();
    for (auto& f : check_lifecycle(d, law))
        if (std::ranges::any_of(happened, [&](fact const* h) { return h->seq == f.seq; })) s.warnings.push_back(std::move(f));
    return s;
}

std::string phrase(standing const& s, request const& r) {
    auto const surrender = r.kind == request_kind::extradition || r.kind == request_kind::surrender;
    auto const what = [&]() -> std::string {
        switch (s.outcome) {
            using enum comity::outcome;
            case pending: break;
            case granted: return std::string("granted") + (s.conditional ? " on conditions" : "") +
                                 (s.open ? (surrender ? ", not surrendered" : ", not yet executed") : "");
            case partly_granted: return "granted in part";
            case executed: return surrender ? "surrendered" : "executed";
            case refused: return "refused";
            case postponed: return "postponed";
            case withdrawn: return "withdrawn";
            case returned: return "returned as deficient";
            case transferred: return "transferred";
            case lapsed: return "lapsed";
        }
        if (std::ranges::any_of(s.subjects, [](subject_standing const& part) { return part.decided_by != 0 && part.outcome != outcome::pending; }))
            return "decided in part";
        switch (s.silence) {
            case silence::none: break;
            case silence::since_sending: return "no response of any kind";
            case silence::since_acknowledgement: return "received, no answer";
            case silence::since_reminder: return "no answer after a reminder";
        }
        if (s.awaits == side::requesting) return "waiting for the requesting State";
        return s.stage == stage::admissible ? "found admissible, not decided" : "under consideration";
    }();
    if (s.merged_into) return "the same as another request";
    if (s.stage == stage::closed && s.outcome == outcome::pending) return "closed without an outcome";
    return s.stage == stage::closed ? what + ", closed" : what;
}

// ---- the lifecycle --------------------------------------------------------------------------------------------------

namespace {

/// Whether two events may speak of the same part of the request: they do not where both name parts of one kind, and none is
/// in both. Who names none speaks of all.
bool may_concern_the_same(event const& a, event const& b) {
    for (std::size_t k = 0; k < detail::enum_names<subject_kind>::names.size(); ++k) {
        auto const kind = static_cast<subject_kind>(k);
        bool in_a = false, in_b = false, in_both = false;
        for (auto const& x : a.concerns) {
            if (x.kind != kind) continue;
            in_a = true;
            for (auto const& y : b.concerns)
                in_both |= y.kind == kind && x.first <= y.last && y.first <= x.last;
        }
        for (auto const& y : b.concerns) in_b |= y.kind == kind;
        if (in_a && in_b && !in_both) return false;
    }
    return true;
}

/// A dossier's facts beside what they mean, held against one rule.
class rule_check {
public:
    rule_check(std::vector<fact> const& facts, std::vector<event_meaning const*> const& meanings, lifecycle_rule const& rule)
        : facts_(facts), meanings_(meanings), rule_(rule) {}

    std::optional<finding> at(std::size_t i) const {
        if (!rule_.on.contains(*meanings_[i])) return {};
        if (!rule_.needs.empty()) return needed(i) ? std::nullopt : std::optional(broken(i, i));
        auto const bar = barred(i);
        return bar ? std::optional(broken(i, *bar)) : std::nullopt;
    }

private:
    /// Before, on the same day, or perhaps before.
    bool needed(std::size_t i) const {
        auto const& e = facts_[i].event;
        for (std::size_t j = 0; j < facts_.size(); ++j)
            if (j != i && rule_.needs.contains(*meanings_[j]) && facts_[j].event.on->earliest() <= e.on->latest() &&
                may_concern_the_same(e, facts_[j].event))
                return true;
        return false;
    }

    /// The event before this one that bars it and was not lifted since.
    std::optional<std::size_t> barred(std::size_t i) const {
        if (rule_.lifted_by.contains(*meanings_[i])) return {};  // it lifts the bar itself, as a grant on appeal does
        auto const& e = facts_[i].event;
        std::optional<std::size_t> bar;
        for (std::size_t j = 0; j < i; ++j) {
            auto const bars = rule_.barred_by.contains(*meanings_[j]), lifts = rule_.lifted_by.contains(*meanings_[j]);
            if ((!bars && !lifts) || !may_concern_the_same(e, facts_[j].event)) continue;
            if (lifts)
                bar.reset();
            else if (facts_[j].event.on->latest() <= e.on->earliest())
                bar = j;
        }
        return bar;
    }

    /// `bar` is the event that stands in the way, or the broken one itself.
    finding broken(std::size_t i, std::size_t bar) const {
        auto const told = [&](std::size_t n) { return meanings_[n]->title + " on " + to_string(*facts_[n].event.on); };
        auto const text = told(i) + (bar == i ? "" : ", after " + told(bar)) + ": " + rule_.why;
        return {.rule = rule_.name, .refuse = rule_.refuse, .seq = facts_[i].seq, .text = text};
    }

    std::vector<fact> const& facts_;
    std::vector<event_meaning const*> const& meanings_;
    lifecycle_rule const& rule_;
};

}  // namespace

std::vector<finding> check_lifecycle(dossier const& d, law const& law) {
    std::vector<event_meaning const*> meanings;
    for (auto const& f : d.facts()) meanings.push_back(&law.meaning(f.event.kind));
    std::vector<finding> findings;
    for (auto const& rule : law.lifecycle()) {
        auto const check = rule_check(d.facts(), meanings, rule);
        for (std::size_t i = 0; i < d.facts().size(); ++i)
            if (auto broken = check.at(i)) findings.push_back(std::move(*broken));
    }
    std::ranges::stable_sort(findings, std::greater{}, &finding::refuse);
    return findings;
}

}  // namespace comity::v0
