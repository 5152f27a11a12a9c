// SPDX-License-Identifier: Apache-2.0
#include <comity/deadline.hpp>

#include "deadline_course.hpp"
#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

// The engine. For each instrument that bears on the request, each limit of it, and each part of the request that stands differently:
// find what it runs from, how long, what stopped or extended it, when it was met, and what became of it. What a limit means is in its
// row; nothing here knows the name of a law.

namespace comity::inline v0 {

namespace detail {

namespace {

/// Something that happened, or a day that somebody fixed.
struct happening {
    event_meaning const* means;
    when on;
    fact const* told;                            ///< the fact that says so
    bool shown = false;                          ///< it is not recorded: another event shows that it had happened by then
};

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

/// Which comes first, where clocks can tell; else by the days.
bool certainly_before(when const& a, when const& b) {
    if (a.at() && b.at()) return a.at()->microseconds_utc() < b.at()->microseconds_utc();
    return a.latest() < b.earliest();
}

subject_kind divided_by(request_kind kind, std::vector<fact> const& facts) {
    switch (kind) {
        case request_kind::incident_assistance: return subject_kind::item;
        case request_kind::extradition:
        case request_kind::provisional_arrest:
        case request_kind::surrender:
        case request_kind::consent: return subject_kind::person;
        default: break;
    }
    auto const names_measure = [](fact const& f) { return std::ranges::any_of(f.event.concerns, [](subject const& s) { return s.kind == subject_kind::measure; }); };
    return std::ranges::any_of(facts, names_measure) ? subject_kind::measure : subject_kind::person;
}

enum class answer { no, yes, unknown };

period joined(std::vector<std::string> const& lengths) { return period(lengths); }

std::string days_text(std::int64_t n) { return "P" + std::to_string(n) + "D"; }

}  // namespace

bool asks_days(counting const& how, std::optional<period> const& length) {
    auto const in_length = length && std::ranges::any_of(length->parts(), [](period::part p) { return p.unit == time_unit::working_days; });
    return in_length || how.roll != roll::none || how.between == between::excluded || how.minimum_working_days;
}

std::vector<calendar> calendars_of(law const& l, counting const& how, jurisdiction const& bound) {
    auto const& tables = law_access::tables(l);
    auto const named = [&](std::string_view name) {
        std::vector<calendar> found;
        for (auto const& c : tables.calendars)
            if (c.name() == name) return std::vector{c};
        for (auto const& c : tables.calendars)
            if (c.name().starts_with(std::string(name) + "-")) found.push_back(c);
        return found;
    };
    auto const& own = how.calendars;
    auto const of_bound = own.empty() || (own.size() == 1 && own.front() == bound.state().text());
    if (!of_bound) {
        if (own.size() == 1) return named(own.front());
        std::vector<calendar> parts;
        for (auto const& name : own)
            for (auto& c : named(name)) parts.push_back(std::move(c));
        return {calendar::joint(parts)};
    }
    if (!bound.part().empty())
        if (auto found = named(to_string(bound)); !found.empty()) return found;
    return named(bound.state().text());
}

class deadline_finder {
public:
    deadline_finder(dossier const& d, law const& l, cutoff const& as_of)
        : dossier_(d), request_(d.request()), law_(l), tables_(law_access::tables(law_)), as_of_(as_of) {}

    std::vector<deadline> find() {
        if (!request_.made_on || d_has_ended_elsewhere()) return {};
        choose_instruments();
        auto const all = happenings();
        for (auto const& group : groups()) run(group, all);
        std::ranges::stable_sort(result_, [](deadline const& a, deadline const& b) {
            auto const key = [](deadline const& d) { return std::tuple(d.earliest.value_or(date(9999, 12, 31)), d.latest.value_or(date(9999, 12, 31))); };
            return key(a) < key(b);
        });
        return std::move(result_);
    }

private:
    /// A limit running from one trigger, for one group.
    struct clock {
        std::size_t rule;
        deadline due;
        std::optional<std::size_t> from{};       ///< the happening it runs from
        std::optional<std::size_t> parent{};     ///< the clock from whose end it runs
        std::optional<when> replaced_on{};       ///< a later trigger took its place
        bool over = false;                       ///< nothing is owed any more
        bool dropped = false;
    };

    struct step {
        std::size_t rule;
        bool verified;                           ///< that its instrument bears on the request
        int state = 0;                           ///< 1: being worked out, 2: done
        std::size_t first = 0, last = 0;         ///< its clocks
    };

    /// The parts of the request that stand alike; none: all of it.
    using parts = std::vector<subject>;

    bool d_has_ended_elsewhere() const { return dossier_.merged_into().has_value(); }

    // ---- which instruments bear ---------------------------------------------------------------------------------------

    void add(instrument const& of, std::vector<std::size_t> const& rules, bool verified) {
        instruments_.push_back(&of);
        for (auto const r : rules) steps_.push_back({r, verified});
    }

    bool bears(std::string_view id) const {
        return std::ranges::any_of(instruments_, [&](instrument const* i) { return i->id == id; });
    }

    /// What the request names, and what supplements it; where it names no treaty, what binds the two States. And the statutes of the
    /// requested State.
    void choose_instruments() {
        auto const& book = *tables_.rules;
        std::vector<instrument const*> named;
        bool names_treaty = false;
        auto const is_named = [&](instrument const* i) { return std::ranges::find(named, i) != named.end(); };
        for (auto const& p : request_.basis) {
            auto const found = book.instruments.find(p.instrument());
            if (found == book.instruments.end()) unknown_instrument(p);
            else if (!is_named(found->second)) named.push_back(found->second), names_treaty |= found->second->form != instrument_form::statute;
        }
        if (request_.requesting != request_.requested && !request_.requesting.empty() && !request_.requested.empty()) {
            auto const found = book.bearing(law_, request_.requesting, request_.requested, request_.made_on->latest(), request_.kind);
            auto const used = [&](bearing_instrument const& b) {
                switch (b.bearing) {
                    case bearing::domestic: return true;
                    case bearing::binds: return !names_treaty || is_named(b.of);
                    case bearing::supplements:
                        return !names_treaty || is_named(b.of) || std::ranges::any_of(b.of->supplements, [&](instrument_relation const& r) {
                            return std::ranges::any_of(named, [&](instrument const* i) { return i->id == r.instrument; });
                        });
                    default: return is_named(b.of);
                }
            };
            for (auto const& b : *found)
                if (used(b)) add(*b.of, b.rules, b.verified || is_named(b.of));
        }
        // The basis is fixed by the request: what it names holds, whatever the lists of parties say.
        for (auto const* i : named)
            if (std::ranges::find(instruments_, i) == instruments_.end()) add(*i, book.of(*i, request_.requesting, request_.requested, request_.kind), true);
        for (auto const* i : instruments_)
            for (auto const& d : i->deemed) deemed_.push_back(&d);
    }

    void name(deadline& due) const {
        due.request = dossier_.id();
        due.reference = request_.reference;
        due.requesting = request_.requesting;
        due.requested = request_.requested;
    }

    void unknown_instrument(comity::provision const& p) {
        auto row = std::make_shared<time_limit>(time_limit{.id = {}, .source = p, .verified = true});
        auto due = deadline(law_, nullptr, std::move(row));
        name(due);
        due.status = deadline_status::not_computable;
        due.binds = bound_party::requested;
        due.bound_ = authority_of(side::requested);
        due.reason = "this law (" + law_.edition() + ") has no instrument " + detail::quoted(p.instrument()) + ": whether it fixes a time limit is not known here";
        result_.push_back(std::move(due));
    }

    // ---- what happened ------------------------------------------------------------------------------------------------

    std::vector<happening> happenings() {
        std::vector<happening> all;
        all.reserve(dossier_.facts().size() + 2);
        for (auto const& f : dossier_.facts()) {
            if (!as_of_.covers(*f.event.on)) continue;
            auto const& means = law_.meaning(f.event.kind);
            for (auto const& shown : tables_.rules->shows[means.number])
                if (std::ranges::none_of(all, [&](happening const& h) { return shown.kinds.contains(*h.means); }))
                    all.push_back({shown.means, when(std::min(request_.made_on->earliest(), f.event.on->latest()), f.event.on->latest()), &f, true});
            if (means.fixes && f.event.appoints) {
                auto const& day = law_.meaning(*means.fixes);
                if (&day != &means) all.push_back({&means, *f.event.on, &f});
                all.push_back({&day, *f.event.appoints, &f});
            } else {
                all.push_back({&means, *f.event.on, &f});
            }
            for (auto const* d : deemed_)
                if (d->event.contains(means)) all.push_back({&law_.meaning(d->counts_as), *f.event.on, &f});
        }
        return all;
    }

    /// The parts of the request, those together of which the same events speak.
    std::vector<parts> groups() const {
        if (std::ranges::all_of(dossier_.facts(), [](fact const& f) { return f.event.concerns.empty(); })) return {{}};
        auto const kind = divided_by(request_.kind, dossier_.facts());
        std::size_t count = kind == subject_kind::person ? request_.persons.size() : kind == subject_kind::measure ? request_.measures.size() : request_.items.size();
        std::set<int> cuts{1};
        for (auto const& f : dossier_.facts())
            for (auto const& s : f.event.concerns)
                if (s.kind == kind) cuts.insert(s.first), cuts.insert(s.last + 1);
        if (count < 2 || cuts.size() == 1) return {{}};
        // Runs between two cuts are alike; those of which the same facts speak go together.
        std::map<std::vector<bool>, parts> alike;
        auto const last = static_cast<int>(count);
        for (auto at = cuts.begin(); at != cuts.end() && *at <= last; ++at) {
            auto const next = std::next(at);
            auto const run = subject{kind, *at, next == cuts.end() ? last : std::min(*next - 1, last)};
            std::vector<bool> spoken;
            for (auto const& f : dossier_.facts()) spoken.push_back(may_concern(f.event, run));
            alike[spoken].push_back(run);
        }
        std::vector<parts> result;
        for (auto& [spoken, together] : alike) result.push_back(std::move(together));
        std::ranges::sort(result, {}, [](parts const& g) { return g.front().first; });
        if (result.size() == 1) return {{}};
        return result;
    }

    // ---- one group ----------------------------------------------------------------------------------------------------

    void run(parts const& g, std::vector<happening> const& all) {
        if (g.empty()) {
            happened_ = all;
        } else {
            happened_.clear();
            for (auto const& h : all)
                if (may_concern(h.told->event, g.front())) happened_.push_back(h);
        }
        group_ = &g;
        clocks_.clear();
        find_breaks();
        for (auto& s : steps_) s.state = 0;
        for (auto& s : steps_) work_out(s);
        for (std::size_t i = 0; i < clocks_.size(); ++i) replace_by(i);
        for (auto& c : clocks_)
            if (c.parent && clocks_[*c.parent].dropped) c.dropped = true;
        for (std::size_t i = 0; i < clocks_.size(); ++i) extinguish_by(i);
        for (auto& c : clocks_) {
            if (c.dropped) continue;
            c.due.over_ = c.over;
            c.due.concerns = g;
            auto const same = g.empty() ? result_.end() : std::ranges::find_if(result_, [&](deadline const& d) { return same_but_for_parts(d, c.due); });
            if (same == result_.end()) {
                result_.push_back(std::move(c.due));
            } else {
                same->concerns.insert(same->concerns.end(), g.begin(), g.end());
            }
        }
    }

    static bool same_but_for_parts(deadline const& a, deadline const& b) {
        return a.rule_ == b.rule_ && a.rule_ && a.trigger_entry == b.trigger_entry && a.trigger == b.trigger && a.status == b.status && a.earliest == b.earliest &&
               a.latest == b.latest && a.done_entry == b.done_entry && a.reason == b.reason && a.certainty == b.certainty;
    }

    /// When the request ended for this group: for good (withdrawn, closed, transferred), or as it stands now (refused, carried out).
    void find_breaks() {
        breaks_.clear();
        auto present = outcome::pending;
        bool appeal = false, closed = false;
        std::optional<std::size_t> decided;
        for (std::size_t i = 0; i < happened_.size(); ++i) {
            auto const& m = *happened_[i].means;
            if (tables_.rules->appeal_lodged.contains(m)) appeal = true;
            if (tables_.rules->appeal_dismissed.contains(m)) appeal = false;
            if (tables_.rules->reopened.contains(m)) closed = false;
            if (m.stage == stage::closed) closed = true, breaks_.push_back(i);
            if (!m.outcome || !m.gives(present)) continue;
            appeal = false;
            present = *m.outcome;
            decided = i;
            if (present == outcome::withdrawn || present == outcome::lapsed || present == outcome::transferred || present == outcome::returned) breaks_.push_back(i);
        }
        auto const of_person = request_.kind == request_kind::extradition || request_.kind == request_kind::surrender || request_.kind == request_kind::provisional_arrest;
        auto const ended = present == outcome::refused || (present == outcome::executed && of_person);  // what was executed may still be objected to, or kept
        if (ended && !appeal && !closed && decided) breaks_.push_back(*decided);
        std::ranges::sort(breaks_);
    }

    step* step_of(std::size_t rule) {
        auto const found = std::ranges::find(steps_, rule, &step::rule);
        return found == steps_.end() ? nullptr : &*found;
    }
    detail::rule const& rule_of(clock const& c) const { return tables_.rules->rules[c.rule]; }

    void work_out(step& s) {
        if (s.state != 0) return;
        s.state = 1;
        auto const& r = tables_.rules->rules[s.rule];
        for (auto const* list : {&r.after, &r.within})
            for (auto const other : *list)
                if (auto* before = step_of(other)) work_out(*before);
        s.first = s.last = clocks_.size();
        auto holds = r.limit->needs.empty() || any_happened(r.limit->needs) ? circumstances(*r.limit) : answer::no;
        if (reserved(r)) holds = answer::no;
        if (holds != answer::no) start(s, r, holds);
        s.last = clocks_.size();
        s.state = 2;
    }

    // ---- trigger ------------------------------------------------------------------------------------------------------

    /// Whether the requested State has reserved the article.
    bool reserved(detail::rule const& r) const {
        return std::ranges::any_of(r.of->declarations, [&](instrument_declaration const& d) {
            auto const& at = r.limit->source.article();
            return d.reserved && d.state == request_.requested && at.starts_with(d.at) && (at.size() == d.at.size() || at[d.at.size()] == '(') && (!d.from || *d.from <= request_.made_on->latest()) &&
                   (!d.until || request_.made_on->latest() <= *d.until);
        });
    }

    answer circumstances(time_limit const& limit) const {
        auto result = answer::yes;
        for (auto const c : limit.where) {
            auto const holds = this->holds(c);
            if (holds == answer::no) return answer::no;
            if (holds == answer::unknown) result = answer::unknown;
        }
        if (!limit.measure.empty() && std::ranges::none_of(request_.measures, [&](measure const& m) { return m.kind == limit.measure; })) return answer::no;
        return result;
    }

    answer holds(circumstance c) const {
        auto const in = [](std::vector<state_code> const& list, state_code s) { return std::ranges::find(list, s) != list.end(); };
        switch (c) {
            case circumstance::urgent: return request_.urgent ? answer::yes : answer::no;
            case circumstance::requesting_outside_europe:
                if (in(tables_.partly_europe, request_.requesting)) return answer::unknown;
                return in(tables_.europe, request_.requesting) ? answer::no : answer::yes;
            case circumstance::contiguous_states:
                return std::ranges::any_of(tables_.borders, [&](auto const& pair) {
                    return pair == std::pair(request_.requesting, request_.requested) || pair == std::pair(request_.requested, request_.requesting);
                }) ? answer::yes : answer::no;
            case circumstance::person_not_national: break;
        }
        auto result = answer::yes;
        for (std::size_t i = 0; i < request_.persons.size(); ++i) {
            auto const number = static_cast<int>(i) + 1;
            auto const ours = group_->empty() || std::ranges::any_of(*group_, [&](subject const& s) { return s.first <= number && number <= s.last; });
            if (!ours) continue;
            auto const& nationalities = request_.persons[i].nationalities;
            if (in(nationalities, request_.requested)) return answer::no;
            if (nationalities.empty()) result = answer::unknown;
        }
        return request_.persons.empty() ? answer::unknown : result;
    }

    /// Whether this version of the text is that of the trigger, or of the request; of a rough date, perhaps.
    answer in_force(time_limit const& limit, when const& trigger) const {
        auto const& by = limit.dated_by == version_day::request ? *request_.made_on : trigger;
        auto const first = limit.valid_on(by.earliest()), last = limit.valid_on(by.latest());
        return first && last ? answer::yes : first || last ? answer::unknown : answer::no;
    }

    bool any_happened(kind_set const& kinds) const {
        return !kinds.empty() && std::ranges::any_of(happened_, [&](happening const& h) { return kinds.contains(*h.means); });
    }

    /// Clocks from every trigger of a limit, in order.
    void start(step& s, detail::rule const& r, answer holds) {
        auto const& limit = *r.limit;
        if (!r.after.empty()) {
            if (auto const* parent = step_of(r.after.front()))
                for (auto i = parent->first; i < parent->last; ++i) start_after(s, r, i, holds);
            return;
        }
        std::optional<std::size_t> running;      // the clock that a further trigger may replace or not count beside
        bool triggered = false;
        for (std::size_t i = 0; i < happened_.size(); ++i) {
            auto const& h = happened_[i];
            if (!limit.from.contains(*h.means) || h.shown) continue;
            triggered = true;
            auto const version = in_force(limit, h.on);
            auto const by = h.told->event.by ? h.told->event.by->kind : authority_kind::unspecified;
            auto const organ_unknown = limit.organ != authority_kind::unspecified && by == authority_kind::unspecified;
            if (version == answer::no || (limit.organ != authority_kind::unspecified && !organ_unknown && by != limit.organ)) continue;
            if (ended_before_by(limit.unless, i)) continue;
            auto const again = running ? repeats(limit, clocks_[*running], i) : repetition::another;
            if (again == repetition::lasts) continue;
            if (again == repetition::replaces) clocks_[*running].replaced_on = *h.told->event.on;
            running = clocks_.size();
            auto& c = clocks_.emplace_back(clock{s.rule, deadline(law_, &r, std::shared_ptr<time_limit const>(std::shared_ptr<void>(), &limit))});
            c.from = i;
            c.due.trigger = h.on;
            c.due.trigger_kind = h.means->kind;
            c.due.trigger_entry = h.told->seq;
            prepare(c, s, &h);
            if (version == answer::unknown) c.due.certainty.insert(doubt::approximate);
            if (organ_unknown) c.due.certainty.insert(doubt::two_readings);
        }
        for (auto i = s.first; i < clocks_.size(); ++i) settle(clocks_[i], s, holds, nullptr);
        if (!triggered && holds == answer::yes) missing_trigger(s, r);
    }

    /// How a further trigger stands to the clock that runs.
    repetition repeats(time_limit const& limit, clock const& running, std::size_t next) const {
        if (limit.pick) {
            switch (*limit.pick) {
                case trigger_choice::each: return repetition::another;
                case trigger_choice::first: return repetition::lasts;
                case trigger_choice::latest: return repetition::replaces;
            }
        }
        auto const& m = *happened_[next].means;
        if (m.custody == custody::held) {  // the same deprivation of liberty, unless the person was free or a new request came
            bool received = false;
            for (std::size_t i = 0; i < next; ++i) {
                auto const& h = *happened_[i].means;
                auto const receipt = tables_.rules->request_received.contains(h);
                if (i > *running.from && (h.custody == custody::at_liberty || h.custody == custody::surrendered || (receipt && received))) return repetition::another;
                received |= receipt;
            }
            return repetition::lasts;
        }
        if (m.repeated == repetition::lasts)
            for (auto const b : breaks_)
                if (b > *running.from && b < next) return repetition::another;
        return m.repeated;
    }

    /// Whether one of these happened before, or with, that happening.
    bool ended_before_by(kind_set const& kinds, std::size_t at) const {
        if (kinds.empty()) return false;
        for (std::size_t i = 0; i < happened_.size(); ++i)
            if (kinds.contains(*happened_[i].means) && i != at && (i < at || !certainly_before(happened_[at].on, happened_[i].on)) && !overturned(i, at)) return true;
        return false;
    }

    /// Whether an outcome was given anew between the two.
    bool overturned(std::size_t given, std::size_t by) const {
        auto const& before = *happened_[given].means;
        for (auto i = given + 1; before.outcome && i <= by && i < happened_.size(); ++i)
            if (happened_[i].means->gives(*before.outcome) && happened_[i].means->outcome != before.outcome) return true;
        return false;
    }

    void start_after(step& s, detail::rule const& r, std::size_t parent, answer holds) {
        auto const& limit = *r.limit;
        auto const& before = clocks_[parent].due;
        if (any_happened(limit.unless)) return;
        auto const ended = {deadline_status::discontinued, deadline_status::superseded, deadline_status::waived};
        if (std::ranges::find(ended, before.status) != ended.end()) return;
        auto& c = clocks_.emplace_back(clock{s.rule, deadline(law_, &r, std::shared_ptr<time_limit const>(std::shared_ptr<void>(), &limit))});
        auto const& of = clocks_[parent].due;
        if (of.latest) c.due.trigger = *of.earliest == *of.latest ? when(*of.latest) : when(*of.earliest, *of.latest);
        c.due.trigger_entry = of.trigger_entry;
        c.parent = parent;
        prepare(c, s, nullptr);
        if (!of.latest) {
            not_computable(c, "it runs from the end of " + to_string(of.provision()) + ", which is not computable: " + of.reason);
            return;
        }
        if (in_force(limit, of.trigger.value_or(*of.latest)) == answer::no) {
            clocks_.pop_back();
            return;
        }
        settle(c, s, holds, &clocks_[parent]);
    }

    void missing_trigger(step& s, detail::rule const& r) {
        auto const& limit = *r.limit;
        if (!any_happened(limit.expected_after) || any_happened(limit.met_by) || any_happened(limit.unless) || !breaks_.empty()) return;
        if (!limit.valid_on(as_of_.day())) return;
        auto& c = clocks_.emplace_back(clock{s.rule, deadline(law_, &r, std::shared_ptr<time_limit const>(std::shared_ptr<void>(), &limit))});
        prepare(c, s, nullptr);
        std::string kinds;
        for (auto const k : limit.from.named()) kinds += (kinds.empty() ? "" : " or ") + std::string(k.name());
        auto const& last = happened_.back();
        not_computable(c, "it runs from " + kinds + ", and the dossier records none (last event: " + std::string(last.means->kind.name()) + ", " + to_string(last.on) + ")");
    }

    // ---- who is bound -------------------------------------------------------------------------------------------------

    jurisdiction authority_of(side s) const {
        auto const& authority = s == side::requesting ? request_.requesting_authority : request_.requested_authority;
        auto const state = s == side::requesting ? request_.requesting : request_.requested;
        if (authority && authority->jurisdiction && authority->jurisdiction->state() == state) return *authority->jurisdiction;
        return state;
    }

    void prepare(clock& c, step const& s, happening const* from) {
        auto const& limit = *tables_.rules->rules[s.rule].limit;
        name(c.due);
        c.due.binds = limit.binds;
        auto where = limit.binds == bound_party::requesting ? side::requesting : side::requested;
        if (from && (limit.binds == bound_party::either || limit.binds == bound_party::person)) {
            auto const& by = from->told->event.by;
            auto const acts = by && by->jurisdiction ? (by->jurisdiction->state() == request_.requesting ? side::requesting : side::requested) : from->means->by;
            if (acts == side::requesting) where = side::requesting;
            if (limit.binds == bound_party::either) c.due.binds = where == side::requesting ? bound_party::requesting : bound_party::requested;
        }
        c.due.bound_ = authority_of(where);
        c.due.how_ = &counting_for(tables_.rules->rules[s.rule]);
        if (!limit.verified || !s.verified) c.due.certainty.insert(doubt::unverified);
    }

    void not_computable(clock& c, std::string why) {
        c.due.status = deadline_status::not_computable;
        c.due.reason = std::move(why);
        c.due.earliest = c.due.latest = c.due.last_day = std::nullopt;
    }

    // ---- value, running, extension ------------------------------------------------------------------------------------

    static course_of_clock& course(std::shared_ptr<course_of_clock>& held) {
        if (!held) held = std::make_shared<course_of_clock>();
        return *held;
    }

    static void remark(course_of_clock& to, std::string what, std::string source = {}, std::optional<date> on = {}) {
        to.remarks.push_back({on, std::move(what), std::move(source)});
    }

    /// The length of the same step in a treaty that bears on the request.
    time_limit const* same_step_in_treaty(clock const& c, time_limit const& limit) const {
        for (auto const& s : steps_) {
            auto const& other = tables_.rules->rules[s.rule];
            if (other.of->form == instrument_form::statute || !other.limit->length || other.limit->nature != nature::mandatory_release) continue;
            auto const from = c.from && other.limit->from.contains(*happened_[*c.from].means) && in_force(*other.limit, *c.due.trigger) != answer::no;
            auto const meets = std::ranges::any_of(other.limit->met_by.named(), [&](event_kind k) {
                return limit.met_by.contains(law_.meaning(k)) || std::ranges::any_of(limit.met_by.named(), [&](event_kind mine) { return law_.is_a(k, mine) || law_.is_a(mine, k); });
            });
            if (from && meets) return other.limit;
        }
        return nullptr;
    }

    std::optional<std::pair<period, instrument_declaration const*>> declared_length(detail::rule const& r, date on) const {
        for (auto const& d : r.of->declarations)
            if (d.length && d.state == request_.requested && d.at == r.limit->source.article() && (!d.from || *d.from <= on) && (!d.until || on <= *d.until))
                return std::pair(*d.length, &d);
        return {};
    }

    /// The clock's ends, and what became of it.
    void settle(clock& c, step const& s, answer holds, clock const* parent) {
        auto const& r = tables_.rules->rules[s.rule];
        auto const& limit = *r.limit;
        if (holds == answer::unknown) return not_computable(c, unknown_circumstance(limit));
        if (!limit.asks.empty() && !any_happened(limit.asks)) return not_computable(c, "the text asks for " + kinds_of(limit.asks) + ", and the dossier records none");
        std::shared_ptr<course_of_clock> held;
        auto start = *c.due.trigger;
        std::vector<std::string> early, late;    // lengths, one after the other
        bool counted = true;
        auto& due = c.due;
        auto const trigger_event = c.from ? &happened_[*c.from].told->event : nullptr;
        auto const no_clock = [&] { c.dropped = true; };

        switch (limit.value) {
            case length_source::text:
                if (!limit.length) counted = false;
                else if (limit.extensions.empty() && limit.stops.empty() && !limit.in_custody) break;  // nothing can change it: no list is made
                else early = late = {to_string(*limit.length)};
                break;
            case length_source::trigger:
                course(held).fixed = start.latest();
                break;
            case length_source::appointed_if_later:
            case length_source::appointed: {
                auto const* appointed = trigger_event && trigger_event->appoints ? &*trigger_event->appoints : nullptr;
                if (appointed && limit.value == length_source::appointed_if_later && limit.length) {
                    auto const least = ends_of(*limit.length, start, *due.how_, calendars(c)).latest;
                    if (appointed->latest() <= least) {
                        remark(course(held), "the day that was fixed is not later than the text's", to_string(limit.source), appointed->latest());
                        break;
                    }
                    course(held).fixed = appointed->latest();
                    remark(*held, "the later day that was fixed", to_string(limit.source), appointed->latest());
                    break;
                }
                if (limit.value == length_source::appointed_if_later && limit.length) break;
                if (appointed) {
                    course(held).fixed = appointed->latest();
                    remark(*held, "the day that was fixed", to_string(limit.source), appointed->latest());
                } else if (!limit.length) {
                    return not_computable(c, "the day fixed with " + kinds_of(limit.from) + " is not recorded (`appoints`)");
                } else {
                    remark(course(held), "no day was fixed, as far as is recorded: the most that the text allows", to_string(limit.source));
                }
                if (limit.length) early = late = {to_string(*limit.length)};
                break;
            }
            case length_source::treaty: {
                auto const* other = same_step_in_treaty(c, limit);
                if (!other) return no_clock();
                early = late = {to_string(*other->length)};
                remark(course(held), "the period of the treaty: " + phrase(*other->length), to_string(other->source));
                if (!other->verified) due.certainty.insert(doubt::unverified);
                break;
            }
            case length_source::declaration: {
                auto const declared = declared_length(r, start.latest());
                if (!declared) return no_clock();
                early = late = {to_string(declared->first)};
                remark(course(held), "declared by " + to_string(request_.requested) + ": " + phrase(declared->first), declared->second->source);
                if (!declared->second->verified) due.certainty.insert(doubt::unverified);
                break;
            }
            case length_source::domestic:
                return not_computable(c, "the length is that of the law of " + to_string(request_.requested) + ", which is not recorded here");
        }

        if (counted && !early.empty()) {
            if (limit.in_custody) only_in_custody(c, r, early, late, held);
            if (!limit.stops.empty()) stop(c, r, early, late, held);
            if (!limit.extensions.empty() && !extend(c, r, start, early, late, held)) return;
        }
        if (counted) {
            try {
                ends(c, r, start, early, late, held, parent);
            } catch (bad_input const& e) {
                return not_computable(c, e.what());
            }
        }
        if (!limit.plus.empty()) {
            due.certainty.insert(doubt::approximate);
            remark(course(held), "to this is added: " + limit.plus, to_string(limit.source));
        }
        if (held) due.course_ = std::move(held);
        due.start_ = start;
        outcome_of(c, r);
    }

    std::string kinds_of(kind_set const& kinds) const {
        std::string text;
        for (auto const k : kinds.named()) text += (text.empty() ? "" : " or ") + std::string(k.name());
        return text;
    }

    std::string unknown_circumstance(time_limit const& limit) const {
        for (auto const c : limit.where) {
            if (holds(c) != answer::unknown) continue;
            if (c == circumstance::requesting_outside_europe) return "whether " + to_string(request_.requesting) + " lies outside Europe is read differently";
            return "whether the person is a national of " + to_string(request_.requested) + " is not recorded (`nationalities`)";
        }
        return {};
    }

    // ---- running: time that does not count

    /// From one happening on, the time until another does not count; `inclusive` days of both ends are added in the late reading.
    struct gap {
        date from, until;
        bool open;                               ///< it has not ended
    };

    /// Adds the days of a gap: as many as lie between, or one more if both its ends are left out.
    static void add_gap(gap const& g, int least, std::vector<std::string>& early, std::vector<std::string>& late) {
        auto const between = (g.until - g.from).count() + least;
        if (between > 0) early.push_back(days_text(between));
        if (between + 1 > 0) late.push_back(days_text(between + 1));
    }

    void only_in_custody(clock& c, detail::rule const& r, std::vector<std::string>& early, std::vector<std::string>& late, std::shared_ptr<course_of_clock>& held) {
        std::optional<when> free;
        std::vector<gap> gaps;
        for (std::size_t i = *c.from + 1; i < happened_.size(); ++i) {
            auto const& h = happened_[i];
            if (!h.means->custody) continue;
            if (*h.means->custody == custody::held) {
                if (free) gaps.push_back({free->latest(), h.on.earliest(), false});
                free.reset();
            } else if (!free) {
                free = h.on;
            }
        }
        if (free) gaps.push_back({free->latest(), as_of_.day(), true});
        if (gaps.empty()) return;
        // Of a month that is not counted without a break, thirty days are meant (BGB 191).
        std::int64_t total = 0;
        for (auto const& p : r.limit->length->parts()) total += std::int64_t{p.count} * (p.unit == time_unit::years ? 365 : p.unit == time_unit::months ? 30 : p.unit == time_unit::weeks ? 7 : 1);
        early = {days_text(total - 1)};          // the day of the arrest is a day in custody too, or it is not
        late = {days_text(total)};
        remark(course(held), "custody was interrupted: its days are added up, a month as 30 of them", to_string(r.limit->source));
        for (auto const& g : gaps) {
            add_gap(g, -1, early, late);
            remark(*held, "not in custody until " + to_string(g.until), {}, g.from);
            if (g.open) suspended_ = true;
        }
        c.due.certainty.insert(doubt::two_readings);
    }

    void stop(clock& c, detail::rule const& r, std::vector<std::string>& early, std::vector<std::string>& late, std::shared_ptr<course_of_clock>& held) {
        auto const& limit = *r.limit;
        for (auto const& s : limit.stops) {
            if (s.at.instrument() != r.of->id && !bears(s.at.instrument())) continue;
            auto doubtful = false;
            if (s.declared) {
                auto const* of = tables_.find_instrument(s.at.instrument());
                auto const declared = of && std::ranges::any_of(of->declarations, [&](instrument_declaration const& d) {
                    return d.state == request_.requested && d.at == s.at.article() && (!d.from || *d.from <= c.due.trigger->latest()) && (!d.until || c.due.trigger->latest() <= *d.until);
                });
                doubtful = !declared;            // it may have been made without being recorded here
            }
            happening const* stopped = nullptr;
            auto const begin = c.from ? *c.from : 0;
            for (std::size_t i = 0; i <= happened_.size(); ++i) {
                auto const* h = i < happened_.size() ? &happened_[i] : nullptr;
                if (h && !stopped && s.by.contains(*h->means) && i != begin) stopped = h;
                auto const resumed = h && stopped && stopped != h && s.until.contains(*h->means);
                if (!stopped || (h && !resumed)) continue;
                auto g = gap{std::max(stopped->on.latest(), c.due.trigger->latest()), h ? h->on.earliest() : as_of_.day(), h == nullptr};
                if (s.at_most) {
                    auto const most = ends_of(*s.at_most, stopped->on, *c.due.how_, calendars(c)).latest;
                    if (most < g.until || (g.open && most <= as_of_.day())) g = {g.from, most, false};
                }
                stopped = nullptr;
                if (g.until < g.from || (!g.open && g.until <= c.due.trigger->latest()) || past(c, r, early, g.from)) continue;
                if (g.open) suspended_ = true;
                std::vector<std::string> none;
                add_gap(g, 0, doubtful ? none : early, late);
                remark(course(held), "the clock stands still until " + (g.open ? "further notice" : to_string(g.until)) + (doubtful ? ", if the State has declared so, which is not recorded here" : ""),
                       to_string(s.at), g.from);
                c.due.certainty.insert(doubt::two_readings);
            }
        }
    }

    /// Whether the period had certainly run out before that day.
    bool past(clock const& c, detail::rule const& r, std::vector<std::string> const& lengths, date day) const {
        try {
            return ends_of(joined(lengths), *c.due.trigger, *c.due.how_, calendars(c), r.limit->before ? direction::backward : direction::forward, r.custody).latest < day;
        } catch (bad_input const&) {
            return false;
        }
    }

    // ---- extension; false: the clock is settled already

    bool extend(clock& c, detail::rule const& r, when& start, std::vector<std::string>& early, std::vector<std::string>& late, std::shared_ptr<course_of_clock>& held) {
        auto const& limit = *r.limit;
        for (auto const& e : limit.extensions) {
            if (e.by.empty()) continue;
            int times = 0;
            for (std::size_t i = c.from ? *c.from + 1 : 0; i < happened_.size(); ++i) {
                auto const& h = happened_[i];
                if (!e.by.contains(*h.means) || certainly_before(h.on, start)) continue;
                if (c.from && h.told == happened_[*c.from].told) continue;
                if (e.times != 0 && times == e.times) break;
                auto const source = limit.source.instrument() + (e.at.empty() ? "" : " " + e.at);
                auto const said = h.means->title;
                if (e.in_time && (held && held->fixed ? *held->fixed < h.on.earliest() : past(c, r, late, h.on.earliest()))) {
                    remark(course(held), said + ": too late, the period had run out", source, h.on.latest());
                    continue;
                }
                auto doubtful = false;
                if (e.organ != authority_kind::unspecified) {
                    auto const organ = h.told->event.by ? h.told->event.by->kind : authority_kind::unspecified;
                    if (organ == authority_kind::unspecified) doubtful = true;
                    else if (organ != e.organ) {
                        remark(course(held), said + ": not by a " + std::string(to_string(e.organ)) + " authority, and without effect", source, h.on.latest());
                        continue;
                    }
                }
                ++times;
                auto const& appointed = h.told->event.appoints;
                auto const only_day = appointed && !h.means->fixes;
                if (e.new_start) {
                    if (doubtful) {
                        c.due.certainty.insert(doubt::two_readings);
                        remark(course(held), said + ": it counts only if found by a " + std::string(to_string(e.organ)) + " authority, which is not recorded", source, h.on.latest());
                        continue;
                    }
                    start = appointed ? *appointed : h.on;
                    early = late = {to_string(*e.length)};
                    held = std::make_shared<course_of_clock>();
                    remark(*held, said + ": " + phrase(*e.length) + " from a new start", source, start.latest());
                } else if (only_day) {
                    auto& to = course(held);
                    to.fixed = appointed->latest();
                    remark(to, said + ": until that day", source, appointed->latest());
                } else if (!e.length) {
                    c.due.start_ = start;
                    not_computable(c, "it was extended on " + to_string(h.on) + " (" + std::string(h.means->kind.name()) + "), and to which day is not recorded (`appoints`)");
                    return false;
                } else {
                    auto const apply = [&](std::vector<std::string>& to) {
                        if (e.total) to.front() = to_string(*e.length);
                        else to.push_back(to_string(*e.length));
                    };
                    apply(late);
                    if (!doubtful) apply(early);
                    else c.due.certainty.insert(doubt::two_readings);
                    remark(course(held), said + ": " + phrase(*e.length) + (e.total ? " in all" : " more") +
                                                (doubtful ? ", if by a " + std::string(to_string(e.organ)) + " authority, which is not recorded" : ""),
                           source, h.on.latest());
                }
            }
        }
        return true;
    }

    // ---- counting -----------------------------------------------------------------------------------------------------

    std::vector<calendar> calendars(clock const& c) const {
        return asks_days(*c.due.how_, c.due.limit().length) ? calendars_of(law_, *c.due.how_, c.due.bound_) : std::vector<calendar>();
    }

    std::string zone_of(clock const& c) const {
        for (auto const* a : {&request_.requested_authority, &request_.requesting_authority})
            if (*a && !(*a)->zone.empty() && (*a)->jurisdiction && (*a)->jurisdiction->state() == c.due.bound_.state()) return (*a)->zone;
        return "UTC";
    }

    comity::counting const& counting_for(detail::rule const& r) const {
        if (!r.limit->counted_by) return r.counting;
        auto const state = *r.limit->counted_by == side::requesting ? request_.requesting : request_.requested;
        for (auto const& i : tables_.instruments)
            if (i.form == instrument_form::statute && i.state == state && !i.counting.empty()) return *tables_.find_counting(i.counting);
        return r.counting;
    }

    void ends(clock& c, detail::rule const& r, when const& start, std::vector<std::string> const& early, std::vector<std::string> const& late,
              std::shared_ptr<course_of_clock>& held, clock const* parent) {
        auto const& limit = *r.limit;
        auto& due = c.due;
        auto const cap = held && held->fixed;    // the day was fixed; a length is a ceiling
        if (cap && early.empty()) {
            due.earliest = due.latest = *held->fixed;
        } else {
            auto const& how = *due.how_;
            auto const direction_ = limit.before ? direction::backward : direction::forward;
            auto const first = early.empty() ? *limit.length : joined(early), last = late.empty() ? *limit.length : joined(late);
            auto const alternatives = calendars(c);
            auto from = start, until = start;
            if (first.starts_in_hours() && !start.at()) {
                auto const zone = zone_of(c);
                from = instant(start.earliest(), 0, 0, 0, zone);
                until = instant(instant(start.latest() + days(1), 0, 0, 0, zone).microseconds_utc() - 1, zone);
                due.certainty.insert(doubt::approximate);
                remark(course(held), "the clock time of the event is not recorded: from the first and from the last moment of the day", {}, start.latest());
            } else if (limit.evening && start.at() && !first.starts_in_hours()) {
                auto const text = to_string(*start.at());  // 2019-02-04T17:05…: the local time of day
                auto const minute = (text[11] - '0') * 600 + (text[12] - '0') * 60 + (text[14] - '0') * 10 + (text[15] - '0');
                if (minute >= *limit.evening) {
                    until = when(start.at()->local_date() + days(1));
                    from = when(start.at()->local_date());
                    due.certainty.insert(doubt::two_readings);
                    remark(course(held), "after office hours: whether this day or the next starts the clock is open", to_string(limit.source), start.latest());
                }
            }
            auto a = ends_of(first, from, how, alternatives, direction_, r.custody);
            auto const plain = from == until && early == late;
            auto const b = plain ? a : ends_of(last, until, how, alternatives, direction_, r.custody);
            due.earliest = std::min(a.earliest, b.earliest);
            due.latest = std::max(a.latest, b.latest);
            due.earliest_instant = a.earliest_at;
            due.last_instant = b.latest_at;
            if (a.provisional || b.provisional) due.certainty.insert(doubt::provisional);
            if (a.readings_differ || b.readings_differ) due.certainty.insert(doubt::two_readings);
            if (!how.verified) due.certainty.insert(doubt::unverified);
            if (parent) due.certainty = due.certainty | parent->due.certainty;
            else if (!start.exact()) due.certainty.insert(doubt::approximate);
            if (cap) {
                if (*held->fixed <= *due.latest || limit.value != length_source::appointed) {
                    due.earliest = due.latest = *held->fixed;
                    due.earliest_instant = due.last_instant = std::nullopt;
                } else {
                    remark(*held, "that day lies beyond what the text allows", to_string(limit.source));
                }
            }
            if (!early.empty() && !plain) course(held);
            if (held) held->early = first, held->late = last;
        }
        for (auto const other : r.within)
            if (auto const* s = step_of(other))
                for (auto i = s->first; i < s->last; ++i) {
                    auto const& outer = clocks_[i].due;
                    if (!outer.latest || (*outer.earliest >= *due.earliest && *outer.latest >= *due.latest)) continue;
                    due.earliest = std::min(*due.earliest, *outer.earliest);
                    due.latest = std::min(*due.latest, *outer.latest);
                    course(held).at_most = std::pair(*due.earliest, *due.latest);
                    remark(*held, "at the latest when " + to_string(outer.provision()) + " runs out", to_string(limit.source), *due.latest);
                }
        if (*due.earliest != *due.latest && due.certainty.empty()) due.certainty.insert(doubt::two_readings);
        due.last_day = due.latest;
    }

    // ---- meeting ------------------------------------------------------------------------------------------------------

    /// The first of these after the trigger; or what lasts, also before it.
    std::optional<std::size_t> first_after(clock const& c, kind_set const& kinds, time_limit const& limit) const {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < happened_.size(); ++i) {
            auto const& h = happened_[i];
            if (!kinds.contains(*h.means) || (c.from && i == *c.from)) continue;
            if (c.from && !limit.before) {
                auto const& start = happened_[*c.from];
                auto const earlier = h.means->repeated != repetition::lasts && (limit.from.contains(*h.means) ? i < *c.from : certainly_before(h.on, start.on));
                if (earlier) continue;
                if (h.means->repeated == repetition::lasts && i < *c.from && broken_between(i, *c.from)) continue;
            }
            if (!best || h.on.latest() < happened_[*best].on.latest()) best = i;
        }
        return best;
    }

    bool broken_between(std::size_t a, std::size_t b) const {
        return std::ranges::any_of(breaks_, [&](std::size_t at) { return a < at && at < b; });
    }

    std::optional<std::size_t> meeting(clock const& c, time_limit const& limit) const {
        if (!limit.met_by_all) return first_after(c, limit.met_by, limit);
        std::optional<std::size_t> last;
        for (auto const kind : limit.met_by.named()) {
            std::optional<std::size_t> one;
            for (std::size_t i = 0; i < happened_.size(); ++i) {
                auto const& h = happened_[i];
                if (!law_.is_a(h.means->kind, kind) || (c.from && i < *c.from && h.means->repeated != repetition::lasts)) continue;
                if (!one || h.on.latest() < happened_[*one].on.latest()) one = i;
            }
            if (!one) return {};
            if (!last || happened_[*last].on.latest() < happened_[*one].on.latest()) last = one;
        }
        return last;
    }

    /// Something less exact than what the text asks for: a receipt, where it must be one by a named authority.
    std::optional<std::size_t> perhaps_met(clock const& c, time_limit const& limit) const {
        for (std::size_t i = 0; i < happened_.size(); ++i) {
            auto const kind = happened_[i].means->kind;
            if (happened_[i].means->custody == custody::held) continue;  // an arrest is no further title of custody
            auto const lasts = happened_[i].means->repeated == repetition::lasts;
            if (c.from && (i == *c.from || (i < *c.from && !lasts))) continue;
            if (std::ranges::any_of(limit.met_by.named(), [&](event_kind asked) { return asked != kind && law_.is_a(asked, kind); })) return i;
        }
        return {};
    }

    /// The first of some happenings after the trigger of a clock.
    std::optional<std::size_t> first_since(clock const& c, kind_set const& kinds) const {
        if (kinds.empty()) return {};
        for (std::size_t i = 0; i < happened_.size(); ++i)
            if (kinds.contains(*happened_[i].means) && (!c.from || i > *c.from)) return i;
        return {};
    }

    bool runs_out_by(deadline const& d, bool late) const {
        if (!d.latest) return false;
        auto const& at = late ? d.last_instant : d.earliest_instant;
        if (at && as_of_.at()) return at->microseconds_utc() < as_of_.at()->microseconds_utc();
        return (late ? *d.latest : *d.earliest) < as_of_.day();
    }

    static bool in_time(when const& done, deadline const& d) {
        if (done.at() && d.earliest_instant) return done.at()->microseconds_utc() <= d.earliest_instant->microseconds_utc();
        if (d.earliest_instant) return done.latest() < *d.earliest;  // on the same day, nobody can tell
        return done.latest() <= *d.earliest;
    }
    static bool too_late(when const& done, deadline const& d) {
        if (done.at() && d.last_instant) return done.at()->microseconds_utc() > d.last_instant->microseconds_utc();
        return done.earliest() > *d.latest;
    }

    void outcome_of(clock& c, detail::rule const& r) {
        using enum deadline_status;
        auto const& limit = *r.limit;
        auto& due = c.due;
        auto const suspended_now = std::exchange(suspended_, false);
        auto const said = [&](std::size_t i) { return happened_[i].means->title + " on " + to_string(happened_[i].on); };
        auto const floor = limit.nature == nature::minimum && !limit.before;

        if (auto const opened = first_since(c, limit.opened_by); opened && (!due.latest || happened_[*opened].on.earliest() <= *due.latest)) {
            due.reason = "without an end since " + said(*opened);
            due.earliest = due.latest = due.last_day = std::nullopt;
        }
        auto const done = meeting(c, limit);
        if (auto const waived = first_since(c, limit.waived_by); waived && (!due.latest || happened_[*waived].on.earliest() <= *due.latest) &&
                                                                    (!done || happened_[*waived].on.latest() <= happened_[*done].on.latest())) {
            due.status = deadline_status::waived;
            due.reason = said(*waived);
            c.over = true;
            return;
        }
        // What ended the clock otherwise: the request's end, release from what it limited, an event that the text names.
        std::optional<std::size_t> ended;
        auto const consider = [&](std::optional<std::size_t> i) {
            if (i && (!ended || happened_[*i].on.latest() < happened_[*ended].on.latest())) ended = i;
        };
        for (auto const b : breaks_)
            if (!c.from || (b > *c.from && happened_[b].told != happened_[*c.from].told)) {
                if (!limit.met_by.contains(*happened_[b].means)) consider(b);
                break;
            }
        if (r.custody && r.from_custody && !limit.in_custody)
            for (std::size_t i = c.from ? *c.from + 1 : 0; i < happened_.size(); ++i)
                if (happened_[i].means->custody == custody::at_liberty) {
                    consider(i);
                    break;
                }
        consider(first_since(c, limit.unless));
        if (done) {
            due.done = happened_[*done].on;
            due.done_entry = happened_[*done].told->seq;
        }
        auto const stopped_first = ended && (!done || happened_[*ended].on.latest() < happened_[*done].on.earliest());

        if (floor) return settle_floor(c, done, ended, suspended_now);
        if (stopped_first && (!due.latest || happened_[*ended].on.earliest() <= *due.latest)) {
            due.done.reset();
            due.done_entry = 0;
            due.status = discontinued;
            due.reason = said(*ended);
            c.over = true;
        } else if (c.replaced_on && !(done && happened_[*done].on.latest() <= c.replaced_on->earliest()) && !(due.latest && *due.latest < c.replaced_on->earliest())) {
            due.done.reset();
            due.done_entry = 0;
            due.status = superseded;
            due.reason = "another day took its place on " + to_string(*c.replaced_on);
            c.over = true;
        } else if (done) {
            c.over = true;
            if (!due.latest || in_time(*due.done, due)) due.status = deadline_status::met;
            else if (too_late(*due.done, due)) due.status = met_late;
            else due.status = disputed, due.reason = "in time on one reading, late on another";
            if (due.status == met_late && !limit.late_excused.empty()) due.reason = "a late act may be accepted: " + limit.source.instrument() + " " + limit.late_excused;
        } else if (auto const perhaps = perhaps_met(c, limit); perhaps && due.latest && in_time(happened_[*perhaps].on, due)) {
            due.status = disputed;
            due.reason = said(*perhaps) + "; whether as the text asks (" + kinds_of(limit.met_by) + ") is not recorded";
            c.over = runs_out_by(due, true);
        } else if (runs_out_by(due, true)) {
            due.status = missed;
            c.over = ended.has_value() || c.replaced_on.has_value() || limit.nature == nature::lapse;
        } else if (runs_out_by(due, false)) {
            due.status = disputed;
            due.reason = "run out on one reading, not yet on another";
        } else {
            due.status = suspended_now ? suspended : pending;
        }
    }

    /// A time before which something may not happen. What ends it by its own words (`unless`) fulfils it.
    void settle_floor(clock& c, std::optional<std::size_t> breach, std::optional<std::size_t> ended, bool suspended_now) {
        using enum deadline_status;
        auto& due = c.due;
        auto const fulfilled = ended && due.limit().unless.contains(*happened_[*ended].means);
        auto const ended_first = ended && (!breach || happened_[*ended].on.latest() < happened_[*breach].on.earliest());
        c.over = true;
        if (ended_first && (!due.latest || happened_[*ended].on.earliest() <= *due.latest)) {
            due.done.reset();
            due.done_entry = 0;
            due.status = fulfilled ? met : discontinued;
            due.reason = happened_[*ended].means->title + " on " + to_string(happened_[*ended].on);
        } else if (breach) {
            // On the last day itself the act is still too early; whoever reads the text the other way has an earlier last day.
            if (!due.latest || due.done->latest() <= *due.earliest) due.status = missed, due.reason = "done before the time had passed";
            else if (due.done->earliest() > *due.latest) due.status = met;
            else due.status = disputed, due.reason = "too early on one reading, not on another";
        } else if (runs_out_by(due, true)) {
            due.status = met;
        } else {
            due.status = suspended_now ? suspended : pending;
            c.over = false;
        }
    }

    // ---- one limit in the place of another ----------------------------------------------------------------------------

    void replace_by(std::size_t at) {
        using enum deadline_status;
        auto const& by = clocks_[at];
        auto const& r = rule_of(by);
        if (r.replaces.empty() || by.dropped || by.due.status == discontinued || by.due.status == not_computable || !by.due.trigger) return;
        for (auto& c : clocks_) {
            if (c.dropped || &c == &by || std::ranges::find(r.replaces, c.rule) == r.replaces.end()) continue;
            if (c.due.trigger && c.due.trigger == by.due.trigger && c.from == by.from) {
                c.dropped = true;                // it never ran
                continue;
            }
            auto const since = by.from ? happened_[*by.from].told->event.on->latest() : by.due.trigger->latest();
            if (c.due.status == discontinued || c.due.status == deadline_status::waived || c.due.status == superseded) continue;
            if (c.due.done && c.due.done->latest() < since) continue;
            if (c.due.status == missed && c.due.latest && *c.due.latest < since) {  // it had run out before
                c.over = true;
                continue;
            }
            if (!c.due.trigger) {
                c.dropped = true;
                continue;
            }
            c.due.status = superseded;
            c.due.done.reset();
            c.due.done_entry = 0;
            c.due.reason = "in its place: " + to_string(by.due.provision());
            c.over = true;
        }
    }

    void extinguish_by(std::size_t at) {
        using enum deadline_status;
        auto const& by = clocks_[at];
        auto const& r = rule_of(by);
        if (r.extinguishes.empty() || by.dropped || (by.due.status != missed && by.due.status != met_late)) return;
        for (auto& c : clocks_) {
            if (c.dropped || std::ranges::find(r.extinguishes, c.rule) == r.extinguishes.end()) continue;
            if (c.due.status != pending && c.due.status != suspended && c.due.status != disputed) continue;
            c.due.status = discontinued;
            c.due.reason = to_string(by.due.provision()) + " was not met";
            c.over = true;
        }
    }

    dossier const& dossier_;
    comity::request const& request_;
    law law_;
    decltype(law_access::tables(std::declval<law const&>())) tables_;
    cutoff as_of_;
    std::vector<instrument const*> instruments_;
    std::vector<deemed_event const*> deemed_;
    std::vector<step> steps_;
    std::vector<deadline> result_;

    // of the group being worked out
    parts const* group_ = nullptr;
    std::vector<happening> happened_;
    std::vector<std::size_t> breaks_;            ///< happenings by which the request ended
    std::vector<clock> clocks_;
    bool suspended_ = false;                     ///< the clock being settled stands still now
};

}  // namespace detail

std::vector<deadline> deadlines(dossier const& d, law const& l, cutoff const& as_of) { return detail::deadline_finder(d, l, as_of).find(); }

}  // namespace comity::v0
