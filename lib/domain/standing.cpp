// SPDX-License-Identifier: Apache-2.0
#include <comity/standing.hpp>

#include "concerns.hpp"
#include "course.hpp"
#include "law/rules.hpp"
#include "law/tables.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <utility>

namespace comity::inline v0 {

namespace detail {

// ---- the parts of a request -----------------------------------------------------------------------------------------

namespace {

bool is_empty(std::span<std::size_t const> counts) {
    return std::ranges::all_of(counts, [](std::size_t n) { return n == 0; });
}

}  // namespace

parts_of_kind::parts_of_kind(std::size_t size) : size_(size), width_(std::bit_ceil(std::max<std::size_t>(size, 1))), nodes_(2 * width_ - 1) {
    constexpr auto pending = static_cast<std::size_t>(outcome::pending);
    for (std::size_t i = 0; i < size; ++i) nodes_[width_ - 1 + i].with_outcome[pending] = 1;
    for (auto i = width_ - 1; i-- > 0;) nodes_[i].with_outcome[pending] = nodes_[2 * i + 1].with_outcome[pending] + nodes_[2 * i + 2].with_outcome[pending];
}

void parts_of_kind::node::add(std::array<std::uint32_t, outcomes> const& later, std::optional<comity::custody> held, std::vector<detail::gift> const& gifts) {
    counts had = with_outcome;
    with_outcome = {};
    for (std::size_t o = 0; o < outcomes; ++o) with_outcome[after(o, later[o], gifts)] += had[o];
    for (std::size_t o = 0; o < outcomes; ++o)
        if (auto const next = later[after(o, got[o], gifts)]; next != none) got[o] = next;
    if (held) custody = held;
}

void parts_of_kind::touch(std::size_t first, std::size_t last, std::array<bool, outcomes> const& gives, std::uint32_t gift, std::optional<comity::custody> held, std::vector<detail::gift> const& gifts) {
    auto c = change{.first = first, .last = std::min(last, size_), .got = {}, .custody = held};
    for (std::size_t o = 0; o < outcomes; ++o) c.got[o] = gives[o] ? gift : none;
    if (c.first < c.last) touch(0, 0, width_, c, gifts);
}

void parts_of_kind::touch(std::size_t n, std::size_t begin, std::size_t width, change const& c, std::vector<detail::gift> const& gifts) {
    if (c.last <= begin || begin + width <= c.first) return;
    auto& here = nodes_[n];
    if (c.first <= begin && std::min(begin + width, size_) <= c.last) return here.add(c.got, c.custody, gifts);
    auto& left = nodes_[2 * n + 1];
    auto& right = nodes_[2 * n + 2];
    for (auto* child : {&left, &right}) child->add(here.got, here.custody, gifts);
    here.got.fill(none), here.custody.reset();
    touch(2 * n + 1, begin, width / 2, c, gifts), touch(2 * n + 2, begin + width / 2, width / 2, c, gifts);
    for (std::size_t o = 0; o < outcomes; ++o) here.with_outcome[o] = left.with_outcome[o] + right.with_outcome[o];
}

parts_of_kind::standing parts_of_kind::of(std::size_t part, std::vector<detail::gift> const& gifts) const {
    standing result;
    for (auto n = width_ - 1 + part;; n = (n - 1) / 2) {
        auto const& here = nodes_[n];
        auto const now = after(static_cast<std::size_t>(outcome::pending), result.gift, gifts);
        if (here.got[now] != none) result.gift = here.got[now];
        if (here.custody) result.custody = *here.custody;
        if (n == 0) return result;
    }
}

course::course(request const& r, law const& law) : law_(&law), substantive_(&law.answer("substantive")), made_on_(r.made_on) {
    auto const add = [&](subject_kind kind, std::size_t count) {
        if (count > 0) parts_[static_cast<std::size_t>(kind)].all = parts_of_kind(count);
    };
    add(subject_kind::person, r.persons.size());
    add(subject_kind::measure, r.measures.size());
    add(subject_kind::offence, r.offences.size());
    add(subject_kind::item, r.items.size());
}

void course::happen(fact const& f) {
    auto const& meaning = law_->meaning(f.event.kind);
    auto const& kinds = law_access::tables(*law_).course;
    if (!made_on_ || f.event.on->latest() >= made_on_->earliest()) {  // what came before it was made is no answer to it
        if (meaning.by == side::requested) silence_ = silence::since_acknowledgement;
        answered_ |= substantive_->counts(meaning);
    }
    if (kinds.reminders.contains(meaning)) silence_ = silence::since_reminder;
    // What is closed is opened again by name only.
    if (meaning.stage && (stage_ != stage::closed || kinds.reopenings.contains(meaning))) stage_ = *meaning.stage;
    if (meaning.awaits == side::third) {
        stayed_ = true;
    } else if (kinds.lifted_stays.contains(meaning)) {
        stayed_ = false;  // what was waited for before is waited for again
    } else if (meaning.awaits) {
        awaits_ = *meaning.awaits;
        if (meaning.outcome) stayed_ = false;
    }
    if (kinds.appeals.contains(meaning)) appeal_ = true;
    if (meaning.outcome || kinds.dismissals.contains(meaning)) appeal_ = false;
    if (!meaning.outcome && !meaning.custody) return;

    auto const conditional = kinds.conditional.contains(meaning);
    auto const before = combined();
    if (meaning.outcome) gifts_.push_back({.outcome = *meaning.outcome, .seq = f.seq, .on = f.event.on->latest(), .conditional = conditional});
    for (std::size_t k = 0; k < parts_.size(); ++k) apply(parts_[k], static_cast<subject_kind>(k), meaning, f);
    if (f.event.concerns.empty() && meaning.gives(before)) {
        whole_ = *meaning.outcome;
        whole_conditional_ = conditional;
    }
    if (meaning.outcome && (meaning.gives(before) || !f.event.concerns.empty())) {
        decided_by_ = *meaning.outcome == outcome::pending ? 0 : f.seq;
        last_given_ = *meaning.outcome;
    }
}

/// An event that names parts of the request touches those alone. One that names none touches all.
void course::apply(part& p, subject_kind kind, event_meaning const& meaning, fact const& f) {
    if (p.all.size() == 0) return;
    std::array<bool, outcomes> gives{};
    if (meaning.outcome)
        for (std::size_t o = 0; o < outcomes; ++o) gives[o] = meaning.gives(static_cast<comity::outcome>(o));
    auto const gift = static_cast<std::uint32_t>(gifts_.size() - 1);
    if (f.event.concerns.empty()) {
        p.all.touch(0, p.all.size(), gives, gift, meaning.custody, gifts_);
        if (meaning.outcome) p.singled_out = std::ranges::find(p.all.with_outcome(), p.all.size()) == p.all.with_outcome().end();
        return;
    }
    for (auto const& named : f.event.concerns) {
        if (named.kind != kind) continue;
        p.all.touch(static_cast<std::size_t>(std::max(named.first, 1)) - 1, static_cast<std::size_t>(std::max(named.last, 0)), gives, gift, meaning.custody, gifts_);
        if (meaning.outcome) p.singled_out = true;
    }
}

course::counts course::deciding() const {
    counts total{};
    auto const add = [&](subject_kind kind) {
        auto const& p = parts_[static_cast<std::size_t>(kind)];
        if (p.singled_out)
            for (std::size_t i = 0; i < outcomes; ++i) total[i] += p.all.with_outcome()[i];
    };
    for (auto const kind : {subject_kind::person, subject_kind::measure, subject_kind::item}) add(kind);
    if (is_empty(total)) add(subject_kind::offence);
    return total;
}

/// All the same; else pending while one waits; else granted in part, if anything was granted.
comity::outcome course::combined() const {
    auto const total = deciding();
    auto const got = [&](comity::outcome o) { return total[static_cast<std::size_t>(o)]; };
    std::size_t parts = 0;
    for (auto const n : total) parts += n;
    if (parts == 0) return whole_;
    for (std::size_t i = 0; i < outcomes; ++i)
        if (total[i] == parts) return static_cast<comity::outcome>(i);
    if (got(outcome::pending) + got(outcome::returned) > 0) return outcome::pending;
    if (got(outcome::postponed) > 0) return outcome::postponed;
    if (got(outcome::granted) + got(outcome::executed) == parts) return outcome::granted;
    if (got(outcome::granted) + got(outcome::executed) + got(outcome::partly_granted) > 0) return outcome::partly_granted;
    return last_given_;  // nothing was got, in several ways: what ended the last of them
}

bool course::open() const {
    if (stage_ == stage::closed) return false;
    if (appeal_) return true;
    auto total = deciding();
    if (is_empty(total)) ++total[static_cast<std::size_t>(whole_)];
    for (auto const o : {outcome::pending, outcome::granted, outcome::partly_granted, outcome::postponed, outcome::returned})
        if (total[static_cast<std::size_t>(o)] > 0) return true;
    return false;
}

side course::awaits() const {
    if (!open()) return side::nobody;
    if (stayed_) return side::third;
    return awaits_ == side::nobody ? side::requested : awaits_;
}

bool course::conditional() const {
    auto const total = deciding();
    if (is_empty(total)) return whole_conditional_;
    return std::ranges::any_of(subjects(), &subject_standing::conditional);
}

std::vector<subject_standing> course::subjects() const {
    std::vector<subject_standing> all;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
        auto const& parts = parts_[k].all;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            auto& s = all.emplace_back(subject_standing{.kind = static_cast<subject_kind>(k), .number = static_cast<int>(i + 1)});
            auto const stands = parts.of(i, gifts_);
            s.custody = stands.custody;
            if (stands.gift == parts_of_kind::none) continue;
            auto const& got = gifts_[stands.gift];
            s.outcome = got.outcome, s.conditional = got.conditional;
            if (got.outcome != outcome::pending) s.decided_by = got.seq, s.decided_on = got.on;
        }
    }
    return all;
}

}  // namespace detail

// ---- standing -------------------------------------------------------------------------------------------------------

std::optional<standing> standing::of(dossier const& d, law const& law, cutoff const& as_of) {
    auto s = standing{.as_of = as_of, .merged_into = d.merged_into()};
    auto course = detail::course(d.request(), law);
    std::set<std::pair<uuid, int>> happened;
    bool made = false;
    for (auto const& f : d.facts()) {
        if (!as_of.covers(*f.event.on)) {
            if (as_of.may_cover(*f.event.on)) s.perhaps.push_back(f.seq);
            continue;
        }
        made |= f.event.kind == event_kind::filed;
        course.happen(f);
        happened.insert({f.request, f.seq});
        s.last_act = f.event.on;
        if (law.meaning(f.event.kind).by == side::requested && !d.precedes_request(f.event)) s.last_contact = f.event.on;
    }
    if (!made) return {};
    s.stage = course.stage();
    s.outcome = course.combined();
    s.decided_by = course.decided_by();
    s.conditional = course.conditional();
    s.open = !s.merged_into && course.open();
    s.awaits = s.open ? course.awaits() : side::nobody;
    s.silence = course.silence();
    s.subjects = course.subjects();
    for (auto& f : check_lifecycle(d, law))
        if (happened.contains({f.request, f.seq})) s.warnings.push_back(std::move(f));
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
            case refused: return s.open ? "refused, under appeal" : "refused";
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

/// A dossier's facts held against one rule.
class rule_check {
public:
    rule_check(std::vector<fact> const& facts, std::vector<event_meaning const*> const& meanings, lifecycle_rule const& rule)
        : facts_(facts), meanings_(meanings), rule_(rule) {
        for (std::size_t i = 0; i < facts.size(); ++i) {
            if (rule.on.contains(*meanings[i])) on_.push_back(i);
            if (rule.needs.contains(*meanings[i])) needed_.push_back(i);
            if (rule.barred_by.contains(*meanings[i])) bars_.push_back(i);
            if (rule.lifted_by.contains(*meanings[i])) lifts_.push_back(i);
        }
    }

    void find(std::vector<finding>& findings) const {
        for (auto const i : on_) {
            if (!rule_.needs.empty()) {
                if (!is_satisfied(i)) findings.push_back(broken(i, i));
            } else if (auto const bar = barred(i)) {
                findings.push_back(broken(i, *bar));
            }
        }
    }

private:
    when const& on(std::size_t i) const { return *facts_[i].event.on; }
    bool same_part(std::size_t i, std::size_t j) const { return detail::may_share_a_part(facts_[i].event.concerns, facts_[j].event.concerns, rule_.per); }

    /// On one day what was recorded first comes first.
    bool may_precede(std::size_t i, std::size_t j) const {
        return on(i).earliest() < on(j).latest() || (on(i).earliest() == on(j).latest() && i < j);
    }

    /// Before, on the same day, or perhaps before.
    bool is_satisfied(std::size_t i) const {
        return std::ranges::any_of(needed_, [&](std::size_t j) { return j != i && (j < i || on(j).earliest() <= on(i).latest()) && same_part(i, j); });
    }

    /// The last event that certainly came before this one, bars it, and cannot have been lifted in between.
    std::optional<std::size_t> barred(std::size_t i) const {
        if (rule_.lifted_by.contains(*meanings_[i])) return {};  // it lifts the bar itself, as a grant on appeal does
        for (auto j = bars_.rbegin(); j != bars_.rend(); ++j) {
            if (*j >= i || on(*j).latest() > on(i).earliest() || !same_part(i, *j)) continue;
            auto const lifts = [&](std::size_t k) { return may_precede(*j, k) && may_precede(k, i) && same_part(i, k); };
            if (std::ranges::none_of(lifts_, lifts)) return *j;
            return {};
        }
        return {};
    }

    /// `bar` is the event that stands in the way, or the broken one itself.
    finding broken(std::size_t i, std::size_t bar) const {
        auto const told = [&](std::size_t n) { return message("{event} on {day}", {{"event", message(meanings_[n]->title)}, {"day", in_words(on(n))}}); };
        auto text = bar == i ? message("{what}: {why}", {{"what", told(i)}, {"why", message(rule_.why)}})
                             : message("{what}, after {other}: {why}", {{"what", told(i)}, {"other", told(bar)}, {"why", message(rule_.why)}});
        return {.rule = rule_.name, .refuse = rule_.refuse, .request = facts_[i].request, .seq = facts_[i].seq, .text = std::move(text)};
    }

    std::vector<fact> const& facts_;
    std::vector<event_meaning const*> const& meanings_;
    lifecycle_rule const& rule_;
    std::vector<std::size_t> on_, needed_, bars_, lifts_;  ///< which facts the rule speaks of, in order
};

}  // namespace

std::vector<finding> check_lifecycle(dossier const& d, law const& law) {
    std::vector<event_meaning const*> meanings;
    for (auto const& f : d.facts()) meanings.push_back(&law.meaning(f.event.kind));
    std::vector<finding> findings;
    for (auto const& rule : law.lifecycle()) rule_check(d.facts(), meanings, rule).find(findings);
    std::ranges::stable_sort(findings, std::greater{}, &finding::refuse);
    return findings;
}

}  // namespace comity::v0
