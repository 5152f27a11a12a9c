// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"

#include "domain/counting_ends.hpp"

#include <algorithm>
#include <utility>

namespace comity::inline v0::detail {

namespace {

std::string days_text(std::int64_t n) { return "P" + std::to_string(n) + "D"; }

std::string name_of(authority_kind kind) { return "a " + std::string(to_string(kind)) + " authority"; }

}  // namespace

word kinds_of(kind_set const& kinds) {
    std::string names;
    for (auto const k : kinds.named()) names += (names.empty() ? "" : ", ") + std::string(k.name());
    return {names};
}

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

// ---- who is bound, and where ----------------------------------------------------------------------------------------

void clock_worker::prepare(bool verified) {
    auto const& request = bearing_.request();
    auto where = limit_.binds == bound_party::requesting ? side::requesting : side::requested;
    due_.binds = limit_.binds;
    if (clock_.from && (limit_.binds == bound_party::either || limit_.binds == bound_party::person)) {
        auto const& from = happened_[*clock_.from];
        auto const& by = from.told->event.by;
        auto const acts = by && by->jurisdiction ? (by->jurisdiction->state() == request.requesting ? side::requesting : side::requested) : from.means->by;
        if (acts == side::requesting) where = side::requesting;
        if (limit_.binds == bound_party::either) due_.binds = where == side::requesting ? bound_party::requesting : bound_party::requested;
    }
    due_.bound_ = bearing_.authority_of(where);
    due_.how_ = &bearing_.counting_of(rule_);
    if (!limit_.verified || !verified) due_.certainty.insert(doubt::unverified);
}

std::vector<calendar> clock_worker::calendars() const {
    return asks_days(*due_.how_, limit_.length) ? calendars_of(bearing_.law(), *due_.how_, due_.bound_) : std::vector<calendar>();
}

void clock_worker::not_computable(message why) {
    due_.status = deadline_status::not_computable;
    due_.reason = std::move(why);
    due_.earliest = due_.latest = due_.last_day = std::nullopt;
    due_.earliest_instant = due_.last_instant = std::nullopt;
}

course_of_clock& clock_worker::course() {
    if (!course_) course_ = std::make_shared<course_of_clock>();
    return *course_;
}

void clock_worker::remark(std::string what, std::string source, std::optional<date> on) {
    course().remarks.push_back({on, std::move(what), std::move(source)});
}

message clock_worker::said(std::size_t place) const { return {"{event} on {day}", {{"event", message(happened_[place].means->title)}, {"day", in_words(happened_[place].on)}}}; }

// ---- value, running, extension, counting ----------------------------------------------------------------------------

void clock_worker::settle(clock const* parent, std::vector<deadline const*> const& inside) {
    if (!limit_.asks.empty() && !happened_.any_in_round(limit_.asks, clock_.place())) return not_computable({"the text asks for {events}, and the dossier records none", {{"events", kinds_of(limit_.asks)}}});
    start_ = here(*due_.trigger);
    try {
        if (!choose_length()) return;
        if (!early_.empty()) {
            if (limit_.in_custody) add_up_custody();
            find_stops();
            if (!extend()) return;
            leave_out_stops();
        }
        if (plain_ || !early_.empty() || fixed_) count(parent);
        if (due_.latest) end_inside(inside);
    } catch (bad_input const& e) {  // an end beyond the year 9999, or hours after days
        return not_computable(message::as_is(e.what()));
    }
    if (!limit_.plus.empty()) {
        due_.certainty.insert(doubt::approximate);
        remark("to this is added: " + limit_.plus, to_string(limit_.source));
    }
    due_.course_ = std::move(course_);
    due_.start_ = start_;
    become();
}

/// False: there is no such clock, or it is not computable.
bool clock_worker::choose_length() {
    auto const& request = bearing_.request();
    auto const use = [&](period const& length) { early_ = late_ = {to_string(length)}; };
    auto const* appointed = clock_.from && happened_[*clock_.from].told->event.appoints ? &*happened_[*clock_.from].told->event.appoints : nullptr;
    switch (limit_.value) {
        case length_source::text:
            plain_ = limit_.length && limit_.extensions.empty() && limit_.stops.empty() && !limit_.in_custody;
            if (limit_.length && !plain_) use(*limit_.length);
            return true;
        case length_source::trigger: fixed_ = start_; return true;
        case length_source::appointed:
            if (limit_.length) use(*limit_.length);
            if (appointed) {
                fixed_ = *appointed;
                fixed_is_ceiling_ = true;
                remark("the day that was fixed", to_string(limit_.source), appointed->latest());
            } else if (limit_.length) {
                remark("no day was fixed, as far as is recorded: the most that the text allows", to_string(limit_.source));
            } else {
                not_computable({"the day fixed with {events} is not recorded", {{"events", kinds_of(limit_.from)}}});
            }
            return due_.reason.empty();
        case length_source::appointed_if_later:
            use(*limit_.length);
            if (appointed && ends_of(*limit_.length, *start_, *due_.how_, calendars()).latest < appointed->latest()) {
                fixed_ = *appointed;
                remark("the later day that was fixed", to_string(limit_.source), appointed->latest());
            }
            return true;
        case length_source::treaty: {
            auto const* other = clock_.from ? bearing_.same_step_in_treaty(limit_, *happened_[*clock_.from].means, *start_) : nullptr;
            clock_.dropped = !other;
            if (!other) return false;
            use(*other->length);
            remark("the period of the treaty: " + phrase(*other->length), to_string(other->source));
            if (!other->verified) due_.certainty.insert(doubt::unverified);
            return true;
        }
        case length_source::declaration: {
            auto const* declared = bearing_.declaration(limit_.source.instrument(), limit_.source.article(), start_->latest());
            clock_.dropped = !declared || !declared->length;
            if (clock_.dropped) return false;
            use(*declared->length);
            remark("declared by " + to_string(request.requested) + ": " + phrase(*declared->length), declared->source);
            if (!declared->verified) due_.certainty.insert(doubt::unverified);
            return true;
        }
        case length_source::domestic:
            not_computable({"the length is that of the law of {state}, which is not recorded here", {{"state", to_string(request.requested)}}});
            return false;
    }
    return true;
}

/// Of gaps that overlap each day is left out once. `ends` is how many of the two days at the ends of a gap are no part of it; in the late
/// reading one more is left out.
void clock_worker::leave_out(std::vector<gap> const& gaps, int ends) {
    auto const add = [&](std::vector<std::string>& lengths, bool least, std::int64_t more) {
        std::optional<std::pair<date, date>> last;
        auto const close = [&] {
            auto const days = last ? (last->second - last->first).count() - ends + more : 0;
            if (days > 0) lengths.push_back(days_text(days));
        };
        for (auto const& g : gaps) {
            if (least && (g.doubtful || g.until_early < g.from_late)) continue;
            auto const span = least ? std::pair(g.from_late, g.until_early) : std::pair(g.from, g.until);
            if (last && span.first <= last->second) {
                last->second = std::max(last->second, span.second);
                continue;
            }
            close();
            last = span;
        }
        close();
    };
    add(early_, true, 0);
    add(late_, false, 1);
    due_.certainty.insert(doubt::two_readings);
}

void clock_worker::add_up_custody() {
    std::optional<when> free;
    std::vector<gap> gaps;
    for (auto i = *clock_.from + 1; i < happened_.size(); ++i) {
        auto const& h = happened_[i];
        if (!h.means->custody) continue;
        if (*h.means->custody != custody::held) {
            if (!free) free = h.on;
        } else if (free) {
            gaps.push_back({free->earliest(), h.on.latest(), free->latest(), h.on.earliest()});
            free.reset();
        }
    }
    if (free) gaps.push_back({free->earliest(), as_of_.day(), free->latest(), as_of_.day()}), stands_still_ = true;
    if (gaps.empty()) return;
    // Of a month that is not counted without a break, thirty days are meant (BGB 191).
    std::int64_t total = 0;
    for (auto const& p : limit_.length->parts()) total += std::int64_t{p.count} * (p.unit == time_unit::years ? 365 : p.unit == time_unit::months ? 30 : p.unit == time_unit::weeks ? 7 : 1);
    early_ = {days_text(std::max<std::int64_t>(total - 1, 1))};  // the day of the arrest is a day in custody too, or it is not
    late_ = {days_text(total)};
    remark("custody was interrupted: its days are added up, a month as 30 of them", to_string(limit_.source));
    for (auto const& g : gaps) remark("not in custody until " + to_string(g.until), {}, g.from);
    leave_out(gaps, 1);
}

void clock_worker::find_stops() {
    for (auto const& s : limit_.stops) {
        if (s.at.instrument() != rule_.of->id && !bearing_.bears(s.at.instrument())) continue;
        // A declaration may have been made without being recorded here.
        auto const doubtful = s.declared && !bearing_.declaration(s.at.instrument(), s.at.article(), start_->latest());
        auto const begin = clock_.place() ? happened_.round_begin(*clock_.place()) : 0;
        auto stopped = happened_.first_after(begin == 0 ? std::nullopt : std::optional(begin - 1), s.by);
        if (stopped && clock_.from && *stopped == *clock_.from) stopped = happened_.first_after(stopped, s.by);
        while (stopped && (!clock_.place() || happened_.same_round(*stopped, *clock_.place()))) {
            auto const resumed = happened_.first_after(stopped, s.until);
            auto const& by = happened_[*stopped].on;
            auto g = gap{by.earliest(), resumed ? happened_[*resumed].on.latest() : as_of_.day(), by.latest(), resumed ? happened_[*resumed].on.earliest() : as_of_.day(), doubtful};
            auto open = !resumed;
            if (auto const end = happened_.end_after(stopped); open && end) {  // with the request the stop is over, too
                open = false;
                g.until = happened_[*end].on.latest();
                g.until_early = happened_[*end].on.earliest();
            }
            if (s.at_most) {
                auto const most = ends_of(*s.at_most, by, *due_.how_, calendars());
                open &= as_of_.day() < most.latest;
                g.until = std::min(g.until, most.latest);
                g.until_early = std::min(g.until_early, most.earliest);
            }
            if (open) g.until = g.until_early = std::max(as_of_.day(), g.from_late);
            stands_still_ |= open;
            if (g.from != g.from_late || (resumed && !happened_[*resumed].on.exact())) due_.certainty.insert(doubt::approximate);
            gaps_.push_back(g);
            remark("the clock stands still until " + (open ? "further notice" : to_string(g.until)) + (doubtful ? ", if the State has declared so, which is not recorded here" : ""), to_string(s.at), g.from_late);
            stopped = resumed ? happened_.first_after(resumed, s.by) : std::nullopt;
        }
    }
    std::ranges::sort(gaps_, {}, &gap::from);
}

/// Those that lie after the start, and began before the period had run out.
void clock_worker::leave_out_stops() {
    std::vector<gap> those;
    auto const all = std::exchange(gaps_, {});
    auto const first = start_->latest();
    for (auto g : all) {
        if (g.until <= first || has_run_out_before(g.from)) continue;
        for (auto* d : {&g.from, &g.from_late}) *d = std::max(*d, first);
        those.push_back(g);
        gaps_.push_back(g);
    }
    if (those.empty()) stands_still_ = stands_still_ && limit_.in_custody;
    else leave_out(those, 0);
}

/// Whether it had certainly run out before that day, by all that is known of it so far.
bool clock_worker::has_run_out_before(date day) const {
    if (fixed_ && !fixed_is_ceiling_) return fixed_->latest() < day;
    try {
        auto lengths = late_;
        for (auto const& g : gaps_)
            if (g.from < day && g.until > start_->latest()) lengths.push_back(days_text((g.until - std::max(g.from, start_->latest())).count() + 1));
        return ends_of(period(lengths), *start_, *due_.how_, calendars(), limit_.before ? direction::backward : direction::forward, rule_.custody).latest < day;
    } catch (bad_input const&) {
        return false;
    }
}

/// Of a period in days: the day it was where somebody has to act, if that place's zone is known.
when clock_worker::here(when const& w) const {
    auto const zone = bearing_.zone_of(due_.bound_);
    if (!w.at() || zone.empty() || (limit_.length && limit_.length->starts_in_hours())) return w;
    return when(instant(w.at()->microseconds_utc(), zone));
}

bool clock_worker::extend() {
    for (auto const& e : limit_.extensions) {
        int times = 0;
        for (auto at = happened_.first_after(clock_.from, e.by); at && (e.times == 0 || times < e.times) && (!clock_.next || *at < *clock_.next); at = happened_.first_after(at, e.by)) {
            auto const& h = happened_[*at];
            if (certainly_before(h.on, *start_) || (clock_.from && h.told == happened_[*clock_.from].told)) continue;
            times += extend(e, h);
            if (!due_.reason.empty()) return false;
        }
    }
    return true;
}

/// Whether it extends the clock.
bool clock_worker::extend(period_extension const& e, happening const& h) {
    auto const source = limit_.source.instrument() + (e.at.empty() ? "" : " " + e.at);
    auto const& what = h.means->title;
    if ((e.in_time || (rule_.custody && !e.late)) && has_run_out_before(h.on.earliest())) {
        remark(what + ": too late, the period had run out", source, h.on.latest());
        return false;
    }
    auto const organ = h.organ();
    auto const doubtful = e.organ != authority_kind::unspecified && organ == authority_kind::unspecified;
    if (e.organ != authority_kind::unspecified && !doubtful && organ != e.organ) {
        remark(what + ": not by " + name_of(e.organ) + ", and without effect", source, h.on.latest());
        return false;
    }
    auto const caveat = doubtful ? ", if by " + name_of(e.organ) + ", which is not recorded" : std::string();
    if (doubtful) due_.certainty.insert(doubt::two_readings);
    auto const& appointed = h.told->event.appoints;
    if (e.new_start) {
        remark(what + ": " + phrase(*e.length) + " from a new start" + caveat, source, h.on.latest());
        if (doubtful) return false;
        start_ = appointed ? *appointed : h.on;
        early_ = late_ = {to_string(*e.length)};
        fixed_.reset();
    } else if (appointed && !h.means->fixes) {
        remark(what + ": until that day" + caveat, source, appointed->latest());
        fixed_ = *appointed;
        fixed_is_ceiling_ = false;
    } else if (!e.length) {
        not_computable({"it was extended on {day} ({event}), and to which day is not recorded", {{"day", in_words(h.on)}, {"event", word{std::string(h.means->kind.name())}}}});
    } else {
        for (auto* lengths : {&early_, &late_}) {
            if (doubtful && lengths == &early_) continue;
            if (e.total) lengths->front() = to_string(*e.length);
            else lengths->push_back(to_string(*e.length));
        }
        remark(what + ": " + phrase(*e.length) + (e.total ? " in all" : " more") + caveat, source, h.on.latest());
    }
    return true;
}

/// The day it is there, if `as_of` is an instant.
cutoff clock_worker::now() const {
    auto const zone = as_of_.at() ? bearing_.zone_of(due_.bound_) : std::string();
    return zone.empty() ? as_of_ : cutoff(instant(as_of_.at()->microseconds_utc(), zone));
}

void clock_worker::count(clock const* parent) {
    auto const set_fixed = [&] {
        due_.earliest = fixed_->earliest();
        due_.latest = due_.last_day = fixed_->latest();
        if (!fixed_->exact()) due_.certainty.insert(doubt::approximate);
        course().fixed = true;
    };
    if (!plain_ && (early_.empty() || (fixed_ && !fixed_is_ceiling_))) return set_fixed();
    auto const differ = early_ != late_;
    if (!plain_) {
        course().early = period(early_);
        course().late = differ ? period(late_) : *course_->early;
    }
    auto const& first = plain_ ? *limit_.length : *course_->early;
    auto const& last = plain_ ? *limit_.length : *course_->late;
    auto from = *start_, until = *start_;
    if (first.starts_in_hours() && !start_->at()) {
        auto const known = bearing_.zone_of(due_.bound_);
        auto const zone = known.empty() ? std::string("UTC") : known;
        from = instant(start_->earliest(), 0, 0, 0, zone);
        until = instant(instant(start_->latest() + days(1), 0, 0, 0, zone).microseconds_utc() - 1, zone);
        due_.certainty.insert(doubt::approximate);
        remark("the clock time of the event is not recorded: from the first and from the last moment of the day", {}, start_->latest());
    } else if (limit_.evening && start_->at() && !first.starts_in_hours()) {
        auto const text = to_string(*start_->at());  // 2019-02-04T17:05…: the local time of day
        if ((text[11] - '0') * 600 + (text[12] - '0') * 60 + (text[14] - '0') * 10 + (text[15] - '0') >= *limit_.evening) {
            from = when(start_->latest());
            until = when(start_->latest() + days(1));
            due_.certainty.insert(doubt::two_readings);
            remark("after office hours: whether this day or the next starts the clock is open", to_string(limit_.source), start_->latest());
        }
    }
    if (from != *start_ || until != *start_) {
        course().from = from, course().until = until;
    }
    auto const to = limit_.before ? direction::backward : direction::forward;
    auto const on = calendars();
    auto const a = ends_of(first, from, *due_.how_, on, to, rule_.custody);
    auto const b = from == until && !differ ? a : ends_of(last, until, *due_.how_, on, to, rule_.custody);
    due_.earliest = std::min(a.earliest, b.earliest);
    due_.latest = due_.last_day = std::max(a.latest, b.latest);
    due_.earliest_instant = a.earliest_at;
    due_.last_instant = b.latest_at;
    if (a.provisional || b.provisional) due_.certainty.insert(doubt::provisional);
    if (a.readings_differ || b.readings_differ) due_.certainty.insert(doubt::two_readings);
    if (!due_.how_->verified) due_.certainty.insert(doubt::unverified);
    if (parent) due_.certainty = due_.certainty | parent->due.certainty;
    else if (!start_->exact()) due_.certainty.insert(doubt::approximate);
    if (!limit_.next_open_day.empty() && due_.latest) next_open_day();
    if (!fixed_) return;
    if (fixed_->latest() <= *due_.latest) {
        due_.earliest_instant = due_.last_instant = std::nullopt;
        set_fixed();
    } else {
        remark("that day lies beyond what the text allows", to_string(limit_.source));
    }
}

/// An act that needs an office which is closed on the last day may be done on the next day on which it is open; the period itself does not move.
void clock_worker::next_open_day() {
    auto last = *due_.latest;
    for (auto const& c : calendars_of(bearing_.law(), *due_.how_, due_.bound_)) {
        auto const open = c.working_days(due_.how_->non_working).on_or_after(*due_.latest);
        if (!c.certain({*due_.latest, open})) due_.certainty.insert(doubt::provisional);
        last = std::max(last, open);
    }
    if (last == *due_.latest) return;
    remark("the period ends on a day on which offices are closed: an act that needs one may be done on the next open day", limit_.next_open_day, *due_.latest);
    due_.latest = due_.last_day = last;
    due_.certainty.insert(doubt::two_readings);
}

void clock_worker::end_inside(std::vector<deadline const*> const& inside) {
    for (auto const* outer : inside) {
        if (!outer->latest || (*outer->earliest >= *due_.earliest && *outer->latest >= *due_.latest)) continue;
        due_.earliest = std::min(*due_.earliest, *outer->earliest);
        due_.latest = due_.last_day = std::min(*due_.latest, *outer->latest);
        due_.certainty = due_.certainty | outer->certainty;
        remark("at the latest when " + to_string(outer->provision()) + " runs out", to_string(limit_.source), *due_.latest);
    }
    if (*due_.earliest != *due_.latest && due_.certainty.empty()) due_.certainty.insert(doubt::two_readings);
}

// ---- meeting, and what became of it ---------------------------------------------------------------------------------

/// The first of these after the trigger, or on its day; what lasts also before it. Counted backwards, whenever it was.
std::optional<std::size_t> clock_worker::first_meeting(kind_set const& kinds) const {
    if (!happened_.any(kinds)) return {};
    auto const counts = [&](std::size_t i) {
        if (!clock_.from) return true;
        if (i == *clock_.from) return false;
        if (limit_.before || i > *clock_.from) return true;
        auto const& h = happened_[i];
        if (h.means->repeated == repetition::lasts) return !happened_.ended_between(i, *clock_.from);
        return !limit_.from.contains(*h.means) && !certainly_before(h.on, happened_[*clock_.from].on);
    };
    for (auto i = happened_.first_after({}, kinds); i; i = happened_.first_after(i, kinds))
        if (counts(*i)) return i;
    return {};
}

std::optional<std::size_t> clock_worker::meeting() const {
    if (!limit_.met_by_all) return first_meeting(limit_.met_by);
    std::optional<std::size_t> last;
    for (auto const kind : limit_.met_by.named()) {
        auto const one = first_meeting(bearing_.book().kinds_of.at(kind));
        if (!one) return {};
        if (!last || happened_[*last].on.latest() < happened_[*one].on.latest()) last = one;
    }
    return last;
}

/// Something less exact than what the text asks for.
std::optional<std::size_t> clock_worker::perhaps_met() const {
    auto const& wider = rule_.perhaps_met_by;
    if (auto const first = happened_.first_after({}, wider); first && first != clock_.from && happened_[*first].means->repeated == repetition::lasts) return first;
    return happened_.first_after(clock_.from, wider);
}

/// What ended the clock otherwise: the request's end, release from what it limited, an event that the text names.
std::optional<std::size_t> clock_worker::ended_by() const {
    std::optional<std::size_t> first;
    auto const consider = [&](std::optional<std::size_t> i) {
        if (i && (!first || happened_[*i].on.latest() < happened_[*first].on.latest())) first = i;
    };
    if (auto const end = happened_.end_after(clock_.from); end && !limit_.met_by.contains(*happened_[*end].means)) consider(end);
    if (rule_.custody && rule_.from_custody && !limit_.in_custody) consider(happened_.released_after(clock_.from));
    auto unless = happened_.first_after(clock_.from, limit_.unless);
    while (unless && happened_[*unless].partial) unless = happened_.first_after(unless, limit_.unless);
    if (unless && (!clock_.from || happened_.same_round(*unless, *clock_.from))) consider(unless);
    return first;
}

namespace {

bool has_run_out(deadline const& d, cutoff const& as_of, bool on_every_reading) {
    if (!d.latest) return false;
    auto const& at = on_every_reading ? d.last_instant : d.earliest_instant;
    if (at && as_of.at()) return at->microseconds_utc() < as_of.at()->microseconds_utc();
    return (on_every_reading ? *d.latest : *d.earliest) < as_of.day();
}

bool certainly_in_time(when const& done, deadline const& d) {
    if (done.at() && d.earliest_instant) return done.at()->microseconds_utc() <= d.earliest_instant->microseconds_utc();
    if (d.earliest_instant) return done.latest() < *d.earliest;  // on the same day, nobody can tell
    return done.latest() <= *d.earliest;
}

bool certainly_late(when const& done, deadline const& d) {
    if (done.at() && d.last_instant) return done.at()->microseconds_utc() > d.last_instant->microseconds_utc();
    return done.earliest() > *d.latest;
}

}  // namespace

void clock_worker::become() {
    using enum deadline_status;
    if (auto const opened = happened_.first_after(clock_.from, limit_.opened_by); opened && (!due_.latest || happened_[*opened].on.earliest() <= *due_.latest)) {
        due_.reason = {"without an end since {event}", {{"event", said(*opened)}}};
        due_.earliest = due_.latest = due_.last_day = std::nullopt;
        due_.earliest_instant = due_.last_instant = std::nullopt;
    }
    auto const within = [&](std::size_t place) { return !due_.latest || happened_[place].on.earliest() <= *due_.latest; };
    auto const first_of = [&](std::size_t a, std::optional<std::size_t> b) { return !b || happened_[a].on.latest() < happened_[*b].on.earliest(); };
    auto const done = meeting();
    auto const ended = ended_by();
    if (auto const by = happened_.first_after(clock_.from, limit_.waived_by); by && within(*by) && (!done || happened_[*by].on.latest() <= happened_[*done].on.latest())) {
        due_.status = waived;
        due_.reason = said(*by);
        due_.over_ = true;
        return;
    }
    if (limit_.nature == nature::minimum && !limit_.before) return become_floor(done, ended);

    auto const replaced_first = clock_.replaced_on && !(done && happened_[*done].on.latest() <= clock_.replaced_on->earliest()) && !(due_.latest && *due_.latest < clock_.replaced_on->earliest());
    due_.over_ = true;
    if (ended && first_of(*ended, done) && within(*ended)) {
        due_.status = discontinued;
        due_.reason = said(*ended);
    } else if (replaced_first) {
        due_.status = superseded;
        due_.reason = {"another day took its place on {day}", {{"day", in_words(*clock_.replaced_on)}}};
    } else if (done) {
        due_.done = here(happened_[*done].on);
        due_.done_entry = happened_[*done].told->seq;
        if (!due_.latest || certainly_in_time(*due_.done, due_)) due_.status = deadline_status::met;
        else if (certainly_late(*due_.done, due_)) due_.status = met_late;
        else due_.status = disputed, due_.reason = happened_[*done].shown ? "it had happened by then; when is not recorded" : "in time on one reading, late on another";
        if (due_.status == met_late && !limit_.late_excused.empty()) due_.reason = {"a late act may be accepted: {provision}", {{"provision", word{limit_.source.instrument() + " " + limit_.late_excused}}}};
    } else if (auto const perhaps = perhaps_met(); perhaps && due_.latest && certainly_in_time(happened_[*perhaps].on, due_)) {
        due_.status = disputed;
        due_.reason = {"{event}; whether as the text asks ({events}) is not recorded", {{"event", said(*perhaps)}, {"events", kinds_of(limit_.met_by)}}};
        due_.over_ = has_run_out(due_, now(), true);
    } else if (has_run_out(due_, now(), true) && clock_.perhaps) {
        due_.status = disputed;
        due_.reason = "whether the arrest was provisional is not recorded; it came before any request";
    } else if (has_run_out(due_, now(), true)) {
        due_.status = missed;
        // A new day does not undo that release was due; release does.
        auto const released = rule_.custody && happened_.released_after(clock_.from);
        due_.over_ = ended.has_value() || released || (clock_.replaced_on && limit_.nature != nature::mandatory_release) || limit_.nature == nature::lapse;
    } else if (has_run_out(due_, now(), false)) {
        due_.status = disputed;
        due_.reason = "run out on one reading, not yet on another";
        due_.over_ = false;
    } else {
        due_.status = stands_still_ ? suspended : pending;
        due_.over_ = false;
    }
}

/// A time before which something may not happen. What ends it by its own words (`unless`) fulfils it.
void clock_worker::become_floor(std::optional<std::size_t> breach, std::optional<std::size_t> ended) {
    using enum deadline_status;
    auto const ended_first = ended && (!breach || happened_[*ended].on.latest() < happened_[*breach].on.earliest());
    due_.over_ = true;
    if (ended_first && (!due_.latest || happened_[*ended].on.earliest() <= *due_.latest)) {
        due_.status = limit_.unless.contains(*happened_[*ended].means) ? deadline_status::met : discontinued;
        due_.reason = said(*ended);
    } else if (breach) {
        due_.done = happened_[*breach].on;
        due_.done_entry = happened_[*breach].told->seq;
        // On the last day itself the act is still too early; whoever reads the text the other way has an earlier last day.
        if (!due_.latest || due_.done->latest() <= *due_.earliest) due_.status = missed, due_.reason = "done before the time had passed";
        else if (due_.done->earliest() > *due_.latest) due_.status = deadline_status::met;
        else due_.status = disputed, due_.reason = "too early on one reading, not on another";
    } else if (has_run_out(due_, now(), true)) {
        due_.status = deadline_status::met;
    } else {
        due_.status = stands_still_ ? suspended : pending;
        due_.over_ = false;
    }
}

}  // namespace comity::v0::detail
