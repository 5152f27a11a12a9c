// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"
#include "words.hpp"
#include "quoted.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

// The engine. For each instrument that bears on the request (bearing_law), each of its limits, and each group of persons, measures or
// items of which the same events speak (timeline), every trigger makes a clock (clock); then clocks take each other's place. What a limit
// means is in its row; nothing here knows the name of a law.

namespace comity::inline v0 {

namespace detail {

namespace {

/// Whether an event may concern this part of the request: it does if it names no part of that kind.
bool may_concern(event const& e, subject const& part) {
    bool named = false;
    for (auto const& c : e.concerns) {
        if (c.kind != part.kind) continue;
        if (c.first <= part.first && part.first <= c.last) return true;
        named = true;
    }
    return !named;
}

/// By which of its parts a request is looked at apart.
subject_kind divided_by(request_kind kind, std::vector<fact const*> const& facts) {
    switch (kind) {
        case request_kind::incident_assistance: return subject_kind::item;
        case request_kind::extradition:
        case request_kind::provisional_arrest:
        case request_kind::surrender:
        case request_kind::consent: return subject_kind::person;
        default: break;
    }
    auto const names_measure = [](fact const* f) { return std::ranges::any_of(f->event.concerns, [](subject const& s) { return s.kind == subject_kind::measure; }); };
    return std::ranges::any_of(facts, names_measure) ? subject_kind::measure : subject_kind::person;
}

}  // namespace

class deadline_finder {
public:
    deadline_finder(dossier const& d, law const& l, cutoff const& as_of) : dossier_(d), bearing_(d.request(), l), as_of_(as_of) {}

    std::vector<deadline> find() {
        for (auto const& basis : bearing_.unknown()) unknown_instrument(basis);
        for (auto const& p : bearing_.parts()) steps_.push_back({p.rule, p.verified});
        if (!steps_.empty()) {
            facts_ = facts();
            for (auto const& group : groups()) run(group);
        }
        for (auto& due : result_) tidy(due.concerns);
        std::ranges::stable_sort(result_, [](deadline const& a, deadline const& b) {
            auto const key = [](std::optional<date> const& d) { return d.value_or(date(9999, 12, 31)); };
            return std::pair(key(a.earliest), key(a.latest)) < std::pair(key(b.earliest), key(b.latest));
        });
        return std::move(result_);
    }

private:
    /// A limit, and its clocks once they are worked out.
    struct step {
        std::size_t rule;
        bool verified;
        bool begun = false;
        std::size_t first = 0, last = 0;
    };

    /// The parts of the request that stand alike; none: all of it.
    using parts = std::vector<subject>;

    void name(deadline& due) const;
    void unknown_instrument(provision const&);
    std::vector<fact const*> facts() const;
    std::vector<happening> happenings(parts const&) const;
    std::vector<parts> groups();
    void run(parts const&);
    void tidy(parts&) const;
    void take(clock&, parts const&);

    step* step_of(std::size_t rule);
    void work_out(step&);
    void start(step&, rule const&);
    void start_after(step&, rule const&, std::size_t parent);
    void missing_trigger(step&, rule const&);
    repetition repeats(time_limit const&, clock const& running, std::size_t next) const;
    clock& new_clock(step const&);
    void settle(clock&, clock const* parent);

    void replace_by(std::size_t at);
    void extinguish_by(std::size_t at);

    dossier const& dossier_;
    bearing_law bearing_;
    cutoff as_of_;
    std::vector<step> steps_{};
    std::vector<fact const*> facts_{};           ///< those of the dossier that count
    std::vector<deadline> result_{};
    subject_kind divided_by_{};                  ///< by which of its parts the request is looked at apart
    int count_ = 0;                              ///< how many it has
    std::unordered_multimap<std::size_t, std::size_t> found_{};  ///< places in the result, by rule and trigger: only of groups

    // of the group being worked out
    parts const* group_ = nullptr;
    std::optional<timeline> happened_{};
    std::vector<clock> clocks_{};
};

void deadline_finder::name(deadline& due) const {
    auto const& request = bearing_.request();
    due.request = dossier_.id();
    due.reference = request.reference;
    due.requesting = request.requesting;
    due.requested = request.requested;
}

void deadline_finder::unknown_instrument(provision const& basis) {
    auto due = deadline(bearing_.law(), nullptr, std::make_shared<time_limit>(time_limit{.id = {}, .source = basis, .verified = true}));
    name(due);
    due.status = deadline_status::not_computable;
    due.binds = bound_party::requested;
    due.bound_ = bearing_.authority_of(side::requested);
    due.reason = {"this law ({edition}) has no instrument {instrument}: whether it fixes a time limit is not known here", {{"edition", bearing_.law().edition()}, {"instrument", detail::quoted(basis.instrument())}}};
    result_.push_back(std::move(due));
}

// ---- what happened, and to whom -------------------------------------------------------------------------------------

/// What had happened by then, of which this law knows what it means.
std::vector<fact const*> deadline_finder::facts() const {
    auto const& index = law_access::tables(bearing_.law()).index;
    std::vector<fact const*> result;
    for (auto const& f : dossier_.facts())
        if (as_of_.covers(*f.event.on) && index.contains(f.event.kind)) result.push_back(&f);
    return result;
}

std::vector<happening> deadline_finder::happenings(parts const& group) const {
    auto const& law = bearing_.law();
    auto const& request = bearing_.request();
    std::vector<happening> all;
    for (auto const* f : facts_) {
        if (!group.empty() && !may_concern(f->event, group.front())) continue;
        auto const& e = f->event;
        auto const& means = law.meaning(e.kind);
        for (auto const& shown : bearing_.book().shows[means.number])
            if (std::ranges::none_of(all, [&](happening const& h) { return shown.kinds.contains(*h.means); }))
                all.push_back({shown.means, when(std::min(request.made_on->earliest(), e.on->latest()), e.on->latest()), f, true});
        // What is refused for one offence of two is not refused.
        int offences = 0;
        for (auto const& c : e.concerns) offences += c.kind == subject_kind::offence ? c.last - c.first + 1 : 0;
        auto const partial = offences > 0 && offences < static_cast<int>(request.offences.size());
        auto const* day = means.fixes && e.appoints ? &law.meaning(*means.fixes) : nullptr;
        if (day != &means) all.push_back({&means, *e.on, f, false, partial});
        if (day) all.push_back({day, *e.appoints, f, false, partial});
        for (auto const* d : bearing_.deemed())
            if (d->event.contains(means)) all.push_back({&law.meaning(d->counts_as), *e.on, f});
    }
    return all;
}

/// The parts of the request, those together of which the same events speak.
std::vector<deadline_finder::parts> deadline_finder::groups() {
    auto const& request = bearing_.request();
    divided_by_ = divided_by(request.kind, facts_);
    count_ = static_cast<int>(divided_by_ == subject_kind::person ? request.persons.size() : divided_by_ == subject_kind::measure ? request.measures.size() : request.items.size());
    if (count_ < 2 || std::ranges::all_of(facts_, [](fact const* f) { return f->event.concerns.empty(); })) return {{}};
    std::set<int> cuts{1};
    for (auto const* f : facts_)
        for (auto const& s : f->event.concerns)
            if (s.kind == divided_by_) cuts.insert(s.first), cuts.insert(s.last + 1);
    if (cuts.size() == 1) return {{}};
    // Runs between two cuts are alike; those of which the same events speak go together.
    std::map<std::vector<bool>, parts> alike;
    for (auto at = cuts.begin(); at != cuts.end() && *at <= count_; ++at) {
        auto const next = std::next(at);
        auto const run = subject{divided_by_, *at, next == cuts.end() ? count_ : std::min(*next - 1, count_)};
        std::vector<bool> spoken;
        for (auto const* f : facts_) spoken.push_back(may_concern(f->event, run));
        alike[spoken].push_back(run);
    }
    std::vector<parts> result;
    for (auto& [spoken, together] : alike) result.push_back(std::move(together));
    std::ranges::sort(result, {}, [](parts const& g) { return g.front().first; });
    if (result.size() == 1) return {{}};
    return result;
}

/// Runs beside each other become one; all of them are none.
void deadline_finder::tidy(parts& concerns) const {
    std::ranges::sort(concerns, {}, &subject::first);
    parts joined;
    for (auto const& c : concerns)
        if (!joined.empty() && joined.back().last + 1 == c.first) joined.back().last = c.last;
        else joined.push_back(c);
    if (joined.size() == 1 && joined.front().first == 1 && joined.front().last == count_) joined.clear();
    concerns = std::move(joined);
}

void deadline_finder::run(parts const& group) {
    happened_.emplace(happenings(group), bearing_.book(), bearing_.request().kind);
    group_ = &group;
    clocks_.clear();
    for (auto& s : steps_) s.begun = false;
    for (auto& s : steps_) work_out(s);
    for (std::size_t i = 0; i < clocks_.size(); ++i) replace_by(i);
    for (auto& c : clocks_) c.dropped |= c.parent && clocks_[*c.parent].dropped;
    for (std::size_t i = 0; i < clocks_.size(); ++i) extinguish_by(i);
    for (auto& c : clocks_)
        if (!c.dropped) take(c, group);
}

/// Into the result; where another group stands in the same way, together with that.
void deadline_finder::take(clock& c, parts const& group) {
    c.due.concerns = group;
    if (!group.empty()) {
        auto const key = c.rule * 1'000'003 + static_cast<std::size_t>(c.due.trigger_entry);
        auto const same = [](deadline const& a, deadline const& b) {
            return a.trigger == b.trigger && a.status == b.status && a.earliest == b.earliest && a.latest == b.latest && a.done_entry == b.done_entry && a.reason == b.reason &&
                   a.certainty == b.certainty;
        };
        for (auto [at, end] = found_.equal_range(key); at != end; ++at)
            if (auto& other = result_[at->second]; same(other, c.due)) {
                other.concerns.insert(other.concerns.end(), group.begin(), group.end());
                return;
            }
        found_.emplace(key, result_.size());
    }
    result_.push_back(std::move(c.due));
}

// ---- triggers -------------------------------------------------------------------------------------------------------

deadline_finder::step* deadline_finder::step_of(std::size_t rule) {
    auto const found = std::ranges::find(steps_, rule, &step::rule);
    return found == steps_.end() ? nullptr : &*found;
}

void deadline_finder::work_out(step& s) {
    if (std::exchange(s.begun, true)) return;
    auto const& r = bearing_.rule_at(s.rule);
    for (auto const* list : {&r.after, &r.within})
        for (auto const other : *list)
            if (auto* before = step_of(other)) work_out(*before);
    s.first = s.last = clocks_.size();
    if (!r.limit->after.instrument().empty()) {
        if (auto const* parent = r.after.empty() ? nullptr : step_of(r.after.front()))
            for (auto i = parent->first; i < parent->last; ++i) start_after(s, r, i);
    } else {
        start(s, r);
    }
    s.last = clocks_.size();
}

clock& deadline_finder::new_clock(step const& s) {
    auto const& r = bearing_.rule_at(s.rule);
    auto& c = clocks_.emplace_back(clock{s.rule, deadline(bearing_.law(), &r, std::shared_ptr<time_limit const>(std::shared_ptr<void>(), r.limit))});
    name(c.due);
    return c;
}

/// Clocks from every trigger of a limit, in order.
void deadline_finder::start(step& s, rule const& r) {
    auto const& limit = *r.limit;
    auto const& happened = *happened_;
    std::optional<std::size_t> running;          // the clock that a further trigger may replace, or not count beside
    auto triggered = false;
    auto const perhaps = r.from_provisional && !happened.any(limit.from);  // an arrest of which only that is recorded
    auto const& triggers = perhaps ? bearing_.book().plain_arrest : limit.from;
    for (auto at = happened.first_after({}, triggers); at; at = happened.first_after(at, triggers)) {
        auto const& h = happened[*at];
        if (h.shown || limit.except.contains(*h.means) || (perhaps && !happened.perhaps_provisional(*at))) continue;
        if (auto const once = happened.first_after({}, limit.once); !limit.once.empty() && (!once || *once > *at)) continue;
        triggered = true;
        auto const version = bearing_.in_force(limit, h.on);
        auto const organ = h.organ();
        auto const needs_organ = limit.organ != authority_kind::unspecified;
        if (version == answer::no || (needs_organ && organ != authority_kind::unspecified && organ != limit.organ) || happened.stood_before(limit.unless, *at, limit.from)) continue;
        if (!limit.needs.empty() && !happened.any_in_round(limit.needs, *at)) continue;
        auto const again = running ? repeats(limit, clocks_[*running], *at) : repetition::another;
        if (again == repetition::lasts || (again == repetition::replaces && h.on == *clocks_[*running].due.trigger)) continue;
        if (again == repetition::replaces) clocks_[*running].replaced_on = *h.told->event.on;
        if (running) clocks_[*running].next = at;
        running = clocks_.size();
        auto& c = new_clock(s);
        c.from = at;
        c.perhaps = perhaps;
        c.due.trigger = h.on;
        c.due.trigger_kind = h.means->kind;
        c.due.trigger_entry = h.told->seq;
        c.due.trigger_request = h.told->request;
        if (version == answer::unknown) c.due.certainty.insert(doubt::approximate);
        if (perhaps) c.due.certainty.insert(doubt::two_readings);
        if (needs_organ && organ == authority_kind::unspecified) c.due.certainty.insert(doubt::two_readings);
        clock_worker(bearing_, happened, as_of_, c).prepare(s.verified);
    }
    auto const exists = s.first == clocks_.size() && triggered ? answer::yes : bearing_.exists(r, *group_);
    if (exists == answer::no) {
        clocks_.erase(clocks_.begin() + static_cast<std::ptrdiff_t>(s.first), clocks_.end());
        return;
    }
    for (auto i = s.first; i < clocks_.size(); ++i) settle(clocks_[i], nullptr);
    if (!triggered) missing_trigger(s, r);
}

/// How a further trigger stands to the clock that runs.
repetition deadline_finder::repeats(time_limit const& limit, clock const& running, std::size_t next) const {
    if (limit.pick) {
        switch (*limit.pick) {
            case trigger_choice::each: return repetition::another;
            case trigger_choice::first: return repetition::lasts;
            case trigger_choice::latest: return repetition::replaces;
        }
    }
    auto const& m = *(*happened_)[next].means;
    if (m.custody == custody::held) return happened_->arrested_anew(*running.from, next) ? repetition::another : repetition::lasts;
    if (m.repeated == repetition::lasts && happened_->ended_between(*running.from, next)) return repetition::another;
    return m.repeated;
}

/// From the end of another clock, met early or not.
void deadline_finder::start_after(step& s, rule const& r, std::size_t parent) {
    using enum deadline_status;
    auto const& limit = *r.limit;
    {
        auto const& of = clocks_[parent].due;
        if (of.status == discontinued || of.status == superseded || of.status == waived || clocks_[parent].dropped) return;
        auto const place = clocks_[parent].place();
        if (happened_->any_in_round(limit.unless, place)) return;
        if (!limit.needs.empty() && !happened_->any_in_round(limit.needs, place)) return;
        if (of.latest && bearing_.in_force(limit, of.trigger.value_or(*of.latest)) == answer::no) return;
    }
    auto& c = new_clock(s);
    auto const& of = clocks_[parent].due;
    c.parent = parent;
    c.round = clocks_[parent].place();
    c.due.trigger_entry = of.trigger_entry;
    c.due.trigger_request = of.trigger_request;
    if (of.latest) c.due.trigger = *of.earliest == *of.latest ? when(*of.latest) : when(*of.earliest, *of.latest);
    auto worker = clock_worker(bearing_, *happened_, as_of_, c);
    worker.prepare(s.verified);
    if (!of.latest) return worker.not_computable(of.reason.empty() ? message("it runs from the end of {provision}, which has no day", {{"provision", named(of.provision())}})
                                                               : message("it runs from the end of {provision}, of which is said: {reason}", {{"provision", named(of.provision())}, {"reason", of.reason}}));
    settle(c, &clocks_[parent]);
}

/// Where events show that it ought to run, and nothing is recorded from which it would.
void deadline_finder::missing_trigger(step& s, rule const& r) {
    auto const& limit = *r.limit;
    auto const& happened = *happened_;
    if (happened.empty() || happened.ended() || !limit.valid_on(as_of_.day())) return;
    auto const any = [&](kind_set const& kinds) { return happened.any_in_round(kinds, happened.size() - 1); };
    if (!any(limit.expected_after) || any(limit.met_by) || any(limit.unless) || (!limit.needs.empty() && !any(limit.needs))) return;
    if (bearing_.exists(r, *group_) != answer::yes) return;
    auto& c = new_clock(s);
    auto worker = clock_worker(bearing_, happened, as_of_, c);
    worker.prepare(s.verified);
    worker.not_computable({"it runs from {events}, and the dossier records none (last event: {last}, {day})",
                           {{"events", kinds_of(limit.from)}, {"last", word{std::string(happened.last().means->kind.name())}}, {"day", in_words(happened.last().on)}}});
}

void deadline_finder::settle(clock& c, clock const* parent) {
    auto const& r = bearing_.rule_at(c.rule);
    auto worker = clock_worker(bearing_, *happened_, as_of_, c);
    if (!r.limit->where.empty() && bearing_.exists(r, *group_) == answer::unknown) return worker.not_computable(bearing_.why_unknown(*r.limit, *group_));
    std::vector<deadline const*> inside;
    for (auto const other : r.within)
        if (auto const* outer = step_of(other))
            for (auto i = outer->last; i-- > outer->first;) {  // the newest that ran when this one began
                using enum deadline_status;
                auto const& o = clocks_[i];
                if (o.dropped || o.due.status == discontinued || o.due.status == superseded || o.due.status == not_computable || (c.from && o.from && *o.from > *c.from)) continue;
                inside.push_back(&o.due);
                break;
            }
    worker.settle(parent, inside);
}

// ---- one limit in the place of another ------------------------------------------------------------------------------

void deadline_finder::replace_by(std::size_t at) {
    using enum deadline_status;
    auto const& by = clocks_[at];
    auto const& replaces = bearing_.rule_at(by.rule).replaces;
    if (replaces.empty() || by.dropped || by.due.status == discontinued || by.due.status == not_computable || !by.due.trigger) return;
    auto const since = by.from ? (*happened_)[*by.from].told->event.on->latest() : by.due.trigger->latest();
    for (auto& c : clocks_) {
        if (c.dropped || &c == &by || std::ranges::find(replaces, c.rule) == replaces.end()) continue;
        if (by.from && c.from && *by.from < *c.from) {  // of an earlier round, or before the person was free
            auto const free = happened_->released_after(by.from);
            if (!happened_->same_round(*by.from, *c.from) || (free && *free < *c.from)) continue;
        }
        if (!c.due.trigger || (c.due.trigger == by.due.trigger && c.from == by.from)) {
            c.dropped = true;                    // it never ran
            continue;
        }
        auto const settled = c.due.status == discontinued || c.due.status == waived || c.due.status == superseded || (c.due.done && c.due.done->latest() < since);
        if (settled) continue;
        if (c.due.latest && *c.due.latest < since && !c.due.done) {  // it had run out before, and stays missed
            c.due.over_ |= c.due.nature() != nature::mandatory_release;
            continue;
        }
        c.due.over_ = true;
        c.due.status = superseded;
        c.due.done.reset();
        c.due.done_entry = 0;
        c.due.reason = {"in its place: {provision}", {{"provision", named(by.due.provision())}}};
    }
}

void deadline_finder::extinguish_by(std::size_t at) {
    using enum deadline_status;
    auto const& by = clocks_[at];
    auto const& extinguishes = bearing_.rule_at(by.rule).extinguishes;
    if (extinguishes.empty() || by.dropped || (by.due.status != missed && by.due.status != met_late)) return;
    for (auto& c : clocks_) {
        if (c.dropped || std::ranges::find(extinguishes, c.rule) == extinguishes.end()) continue;
        if (c.due.status != pending && c.due.status != suspended && c.due.status != disputed) continue;
        c.due.status = discontinued;
        c.due.reason = {"{provision} was not met", {{"provision", named(by.due.provision())}}};
        c.due.over_ = true;
    }
}

}  // namespace detail

std::vector<deadline> deadlines(dossier const& d, law const& l, cutoff const& as_of) {
    if (!d.request().made_on || d.merged_into()) return {};
    return detail::deadline_finder(d, l, as_of).find();
}

}  // namespace comity::v0
