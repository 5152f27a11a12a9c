// SPDX-License-Identifier: Apache-2.0
#include <comity/answer.hpp>
#include <comity/registry.hpp>
#include <comity/snapshot.hpp>
#include <comity/standing.hpp>

#include <algorithm>
#include <map>

// What is asked of every dossier at once.

namespace comity::inline v0 {

namespace {

std::string_view said(silence s) {
    switch (s) {
        case silence::none: break;
        case silence::since_sending: return "no_answer_since_sending";
        case silence::since_acknowledgement: return "no_answer_since_acknowledgement";
        case silence::since_reminder: return "no_answer_since_reminder";
    }
    return {};
}

/// The order of deadlines over all dossiers: by the day until which it is safe to act.
bool sooner(deadline const& a, deadline const& b) {
    if (a.earliest != b.earliest) return a.earliest && (!b.earliest || *a.earliest < *b.earliest);
    return a.request < b.request;
}

/// Of a request that has ended, what began with its end: speciality, what must be kept.
bool runs_on(deadline const& d) { return d.open() && d.status != deadline_status::missed; }

/// Whether somebody has to act on it now or within so many days.
bool is_near(deadline const& d, date day, days within) { return d.open() && d.earliest && *d.earliest <= day + within; }

}  // namespace

std::vector<deadline> registry::deadlines(cutoff const& as_of, std::optional<days> within, query const& q, progress const& report) const {
    if (within && within->count() < 0) throw bad_input("within is " + std::to_string(within->count()) + " days; a number from 0 says how far to look ahead");
    std::vector<deadline> result;
    each(q, [&](comity::dossier const& d) {
        auto const standing = standing::of(d, law(), as_of);
        if (!standing) return;
        for (auto& due : comity::deadlines(d, law(), as_of))
            if ((standing->open || runs_on(due)) && (!within || is_near(due, as_of.day(), *within))) result.push_back(std::move(due));
    }, {}, report);
    std::ranges::stable_sort(result, sooner);
    return result;
}

std::vector<moved_deadline> registry::impact(comity::law const& other, cutoff const& as_of, query const& q, progress const& report) const {
    std::vector<moved_deadline> result;
    each(q, [&](comity::dossier const& d) {
        for (auto& moved : compare(comity::deadlines(d, law(), as_of), comity::deadlines(d, other, as_of)))
            if ((moved.before && moved.before->open()) || (moved.after && moved.after->open())) result.push_back(std::move(moved));
    }, {}, report);
    std::ranges::stable_sort(result, [](moved_deadline const& a, moved_deadline const& b) { return sooner(a.after ? *a.after : *a.before, b.after ? *b.after : *b.before); });
    return result;
}

table registry::agenda(date day, agenda_options const& options, progress const& report) const {
    constexpr auto answer = "substantive";
    auto const due_within = options.due_within, silent_for = options.silent_for;
    if (due_within.count() < 0 || silent_for.count() < 0) throw bad_input("an agenda looks ahead and back by numbers of days from 0");
    auto result = table{.name = "agenda",
                        .title = {"What to look at on {day}", {{"day", to_string(day)}}},
                        .definition = {"Requests open on {day}: deadlines that are overdue, or due within {due, plural, one {# day} other {# days}}; of two readings of a text the earlier day counts. Days appointed from then on within "
                                       "the same time. Requests that were to be looked at again on that day or before. Requests with which nobody has done anything for {silent, plural, one {# day} other {# days}} or longer, and that have no "
                                       "answer, or no time limit that runs. Days left are counted from the day of the agenda to the day named; those gone by are negative. {answer}",
                                       {{"day", to_string(day)}, {"due", due_within.count()}, {"silent", silent_for.count()}, {"answer", message(law().answer(answer).text)}}},
                        .columns = {{"id", "Id", column_type::identifier},
                                    {"reference", "Reference"},
                                    {"requesting", "From"},
                                    {"requested", "To"},
                                    {"kind", "Kind", column_type::word},
                                    {"why", "Why", column_type::word},
                                    {"day", "Day", column_type::date},
                                    {"days_left", "Days left", column_type::integer},
                                    {"provision", "Provision"},
                                    {"next_step", "What to do"}},
                        .rows = {},
                        .if_empty = "Nothing to look at."};
    each({}, [&](comity::dossier const& d) {
        auto const standing = standing::of(d, law(), day);
        if (!standing) return;
        auto const& r = d.request();
        auto const add = [&](std::string_view why, date on, std::string provision = {}, std::string step = {}) {
            result.rows.push_back({to_string(d.id()), r.reference, to_string(r.requesting), to_string(r.requested), std::string(to_string(r.kind)), std::string(why), on,
                                   std::int64_t{(on - day).count()}, std::move(provision), std::move(step)});
        };
        bool runs = false;
        for (auto const& due : comity::deadlines(d, law(), day)) {
            if (!standing->open && !runs_on(due)) continue;
            runs |= due.open() && due.earliest.has_value() && due.status != deadline_status::missed;
            if (due.status == deadline_status::not_computable && due.limit().id.size()) add("a_fact_is_missing", due.trigger ? due.trigger->latest() : day, to_string(due.provision()), to_string(next_step(due)));
            if (!is_near(due, day, due_within)) continue;
            auto const why = due.status == deadline_status::missed       ? "overdue"
                             : due.status == deadline_status::disputed   ? "overdue_on_one_reading"
                             : due.status == deadline_status::suspended  ? "due_if_the_clock_did_not_stand_still"
                             : due.nature() == nature::minimum && !due.limit().before ? "may_not_be_done_before"
                             : *due.earliest == day                      ? "due_today"
                                                                         : "due";
            add(why, *due.earliest, to_string(due.provision()), to_string(next_step(due)));
        }
        if (!standing->open) return;
        std::map<comity::event_kind, fact const*> appointed;  // a new day takes the place of the one before
        for (auto const& f : d.facts())
            if (f.event.appoints && cutoff(day).covers(*f.event.on)) appointed[law().meaning(f.event.kind).fixes.value_or(f.event.kind)] = &f;
        for (auto const& [kind, f] : appointed)
            if (auto const& on = *f->event.appoints; on.latest() >= day && on.earliest() <= day + due_within)
                add("day_appointed", on.earliest(), f->event.provision ? to_string(*f->event.provision) : "", law().meaning(kind).title);
        if (r.review_on && *r.review_on <= day) add("review_date", *r.review_on);
        if (!standing->last_act) return;
        auto const since = standing->last_act->latest();
        if (day - since < silent_for) return;
        if (standing->silence != silence::none) add(said(standing->silence), since);
        else if (!runs) add("nothing_has_happened_and_no_time_limit_runs", since);
    }, {}, report);
    result.rows.sort([](auto const& row) { return std::get<std::int64_t>(row[7]); });
    return result;
}

}  // namespace comity::v0
