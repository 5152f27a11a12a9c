// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "words.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>

// What came back, and what has not.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// Full months from one day to another: from 31 January to 28 February none, to 1 March one.
int months_between(date from, date to) {
    return (to.year() - from.year()) * 12 + to.month() - from.month() - (to.day() < from.day() ? 1 : 0);
}

}  // namespace

table snapshot::ageing(breakdown const& b, std::string_view definition) const {
    static constexpr std::array limits{3, 6, 12, 24};
    auto const in = column_reader(*this);
    auto const answer = answers(in, definition);
    auto const g = group(in, b);
    auto t = figure(in, "ageing", "How long the unanswered have waited", message::sentences({answer.of_the_unanswered(), "Months are full calendar months."}), b, g, definition);
    t.if_empty = "Nothing waits.";
    for (auto const* name : {"under_3_months", "3_to_6_months", "6_to_12_months", "12_to_24_months", "24_months_and_more", "total"}) t.columns.push_back(counted(name));
    auto of = counts(g.size(), limits.size() + 2);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        if (!answer.awaited(i)) continue;
        auto const months = months_between(day_of(in.day(i, in.made(i))), as_of().day());
        ++of(g.groups[n], static_cast<std::size_t>(std::ranges::upper_bound(limits, months) - limits.begin()));
        ++of(g.groups[n], limits.size() + 1);
    }
    of.append_to(t, g, b, limits.size() + 1, row_sums::to_headline);
    return t;
}

table snapshot::outcomes(breakdown const& b) const {
    constexpr auto& names = detail::enum_names<outcome>::names;
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "outcomes", "What came back",
                    {"Every request made by {as_of}, by the outcome it had on that day. Where its persons, measures, "
                    "offences or items have got different things, it is granted in part, or pending while some have got nothing. "
                    "Executed means the person surrendered, or the request carried out.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    for (auto const name : names) t.columns.push_back(counted(name));
    t.columns.push_back(counted("closed_without_outcome"));
    t.columns.push_back(counted("total"));
    auto of = counts(g.size(), names.size() + 2);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const now = in.last(g.requests[n]);
        auto const nothing = in.has(now, register_columns::closed) && (in.outcome(now) == outcome::pending || in.outcome(now) == outcome::postponed);
        ++of(g.groups[n], nothing ? names.size() : static_cast<std::size_t>(in.outcome(now)));
        ++of(g.groups[n], names.size() + 1);
    }
    of.append_to(t, g, b, names.size() + 1, row_sums::to_headline);
    return t;
}

// ---- year by year ---------------------------------------------------------------------------------------------------

namespace {

/// Outcomes as people ask for them: a grant counts, surrender or execution need not have followed.
enum result : std::size_t { granted_wholly, granted_partly, refused_wholly, withdrawn_or_lapsed, returned_to, transferred_to, closed_without, still_open, results };

result result_of(column_reader const& in, std::size_t event) {
    switch (in.outcome(event)) {
        using enum comity::outcome;
        case granted: case executed: return granted_wholly;
        case partly_granted: return granted_partly;
        case refused: return refused_wholly;
        case withdrawn: case lapsed: return withdrawn_or_lapsed;
        case returned: return returned_to;
        case transferred: return transferred_to;
        case pending: case postponed: break;
    }
    return in.has(event, register_columns::closed) ? closed_without : still_open;
}

}  // namespace

table snapshot::outcomes_by_year(date_range p, breakdown const& b) const {
    check_period(p, as_of());
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "outcomes-by-year", "Outcomes year by year",
                    {"Cohort: of the requests that bear a date in the year, how they stood on {as_of}. Flow: outcomes that requests got in the year, whenever they were made; "
                    "what got another outcome later counts again. The two need not agree: what is granted and refused in a year need not have been asked in it. A grant counts, surrender or execution need not have "
                    "followed. Of a rough date the last day is taken.", {{"as_of", comity::in_words(as_of())}}}, b, g, text_of(p));
    t.columns.push_back(written("year")), t.columns.push_back(worded("counted_by", "Counted by"));
    for (auto const* name : {"requests", "granted", "partly_granted", "refused", "withdrawn_or_lapsed", "returned", "transferred", "closed_without_outcome", "open"}) t.columns.push_back(counted(name));
    t.columns.push_back(measured("granted_share", "Granted, of those granted or refused, %"));
    auto const steps = steps_of(p, step::year);
    auto const counts_in = within(in, p);
    constexpr std::size_t all = 0, first_result = 1;
    auto of = counts(g.size() * steps.size() * 2, results + 1);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const made = in.made(i), last = in.last(i);
        auto const row = [&](std::size_t event, std::size_t flow) {
            auto const year = static_cast<std::size_t>(day_of(in.day(i, event)).year() - p.from.year());
            return (g.groups[n] * steps.size() + year) * 2 + flow;
        };
        if (counts_in(i, made)) ++of(row(made, 0), all), ++of(row(made, 0), first_result + result_of(in, last));
        auto before = still_open;
        for (auto e = made; e <= last; ++e) {
            auto const now = result_of(in, e);
            if (now != before && now != still_open && counts_in(i, e)) ++of(row(e, 1), all), ++of(row(e, 1), first_result + now);
            before = now;
        }
    }
    // Years, and the two ways of counting, each have totals of their own.
    std::vector<std::uint32_t> groups, labels;
    for (std::size_t at = 0; at < g.size() * steps.size() * 2; ++at) groups.push_back(static_cast<std::uint32_t>(at / 2 / steps.size())), labels.push_back(static_cast<std::uint32_t>(at % (2 * steps.size())));
    auto totals = totals_of(g, groups, labels);
    for (std::size_t at = 0; at < groups.size(); ++at) totals.front()[at] = groups[at] * 2 + at % 2;
    auto const held = of.held_back(b.hold_back_below, totals, all);
    auto fewest = std::numeric_limits<std::int64_t>::max();
    for (std::size_t at = 0; at < groups.size(); ++at) {
        auto row = g.named_row(groups[at]);
        row.push_back(std::to_string(steps[labels[at] / 2].from.year())), row.push_back(at % 2 ? "flow" : "cohort");
        of.append_to(row, at, held, all);
        if (at % 2) row.back() = cell();  // nobody gets it, to be open still
        auto const yes = of(at, first_result + granted_wholly) + of(at, first_result + granted_partly), decided = yes + of(at, first_result + refused_wholly);
        if (decided > 0) fewest = std::min(fewest, decided);
        row.push_back(held.in_detail[at] ? cell() : percent(yes, decided));
        t.rows.push_back(std::move(row));
    }
    t.columns.back().decimals = share_decimals(fewest);
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return t;
}

// ---- refusals -------------------------------------------------------------------------------------------------------

table snapshot::refusals(std::optional<date_range> p, breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const g = group(in, b);
    auto t = figure(in, "refusals", "Refusals, by ground",
                    {"Events that refuse a request, in whole or for some of its persons, measures, offences or items, {when}, whether or not another decision followed. Whole: after it all of the request was refused. By measure or offence, one that names some of them counts in the groups of those. Decided by: what the event is called or who acted; else not recorded.", {{"when", in_words(p, as_of())}}}, b, g, text_of(p));
    t.columns.push_back(worded("ground")), t.columns.push_back(written("provision")), t.columns.push_back(worded("decided_by"));
    for (auto const* name : {"refusals", "whole", "partial", "requests"}) t.columns.push_back(counted(name));
    auto const refuses = in.kinds({event_kind::refused}), by_court = in.kinds({event_kind::refused_by_court}), by_minister = in.kinds({"refused_by_minister"});
    auto const counts_in = within(in, p);
    auto const first_word = [&](std::vector<register_columns::event_word> const& list, std::size_t e) {
        auto const found = register_columns::of_event(list, e);
        return found.empty() ? std::string() : std::string(in.word(found.front().text));
    };
    auto const ground_of = [&](std::size_t e) {
        auto const ground = first_word(c.grounds, e);
        return ground.empty() ? std::string("not_recorded") : ground_in_public(in.view.law(), ground);
    };
    auto const decider_of = [&](std::size_t e) -> std::string {
        auto const kind = c.events.kind[e];
        if (by_court[kind]) return "court";
        if (by_minister[kind]) return "minister";
        auto const actor = register_columns::of_event(c.actors, e);
        auto const who = actor.empty() ? in.meaning(e).organ : actor.front().kind;
        return who == authority_kind::unspecified ? "not_recorded" : std::string(to_string(who)) + "_authority";
    };
    struct key_of_parts {
        std::size_t key;
        subject_kind kind;
        std::function<std::string(register_columns::word)> name;
    };
    std::vector<key_of_parts> by_parts;
    for (std::size_t k = 0; k < b.by.size(); ++k)
        if (b.by[k] == key::measure || b.by[k] == key::offence || b.by[k] == key::offence_category) by_parts.push_back({k, b.by[k] == key::measure ? subject_kind::measure : subject_kind::offence, names_of(in, b.by[k], b.of)});
    /// Whether an event speaks of the measures or offences of a group: it does where it names none.
    auto const speaks_of = [&](std::size_t request, std::size_t event, std::uint32_t of_group) {
        auto const parts = c.parts_of(request);
        return std::ranges::all_of(by_parts, [&](key_of_parts const& by) {
            auto const named = register_columns::of_event(c.named, event);
            if (std::ranges::none_of(named, [&](auto const& one) { return one.of.kind == by.kind; })) return true;
            auto const first = *std::ranges::find(parts, static_cast<std::uint8_t>(by.kind), [&](std::size_t part) { return c.parts.kind[part]; });
            bool speaks = false;
            each_concerned(in, event, by.kind, static_cast<std::size_t>(count_parts(in, request, by.kind)), [&](std::size_t n) { speaks = speaks || by.name(c.parts.group[first + n]) == g.names[of_group][by.key]; });
            return speaks;
        });
    };
    using row_key = std::tuple<std::uint32_t, std::string, std::string, std::string>;
    std::map<row_key, std::array<std::int64_t, 4>> rows;
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        std::set<row_key> of_this;
        for (auto const e : c.events_of(g.requests[n])) {
            if (!refuses[c.events.kind[e]] || !counts_in(g.requests[n], e) || !speaks_of(g.requests[n], e, g.groups[n])) continue;
            auto const which = row_key{g.groups[n], ground_of(e), first_word(c.provisions, e), decider_of(e)};
            auto& row = rows[which];
            auto const partial = in.outcome(e) != outcome::refused;  // something of the request is not
            ++row[0], ++row[partial ? 2 : 1], row[3] += of_this.insert(which).second;
        }
    }
    auto const counts_of_rows = labelled_counts(rows);
    auto const held = counts_of_rows.held_back(g, b.hold_back_below, counts::no_headline);
    std::size_t at = 0;
    for (auto const& [which, numbers] : rows) {
        auto row = g.named_row(std::get<0>(which));
        row.insert(row.end(), {std::get<1>(which), text(std::get<2>(which)), std::get<3>(which)});
        counts_of_rows.append_to(row, at++, held, counts::no_headline);
        t.rows.push_back(std::move(row));
    }
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return t;
}

// ---- time limits ----------------------------------------------------------------------------------------------------

table snapshot::compliance(breakdown const& b) const {
    if (!state_->from.deadlines) throw bad_input("this view was taken without deadlines; take it with them (snapshot_options::deadlines)");
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const g = group(in, b);
    auto t = figure(in, "compliance", "Time limits, met and missed",
                    {"Each time limit that ran in a request, by the article that fixes it, as it stood on {as_of}. Not due: running. Suspended: standing still. Open question: met on one reading and missed on another, or a fact is missing that would tell. No longer counts: replaced, waived, or ended with the request. "
                    "“No time limit” counts requests in which none ran.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    t.columns.push_back(worded("provision")), t.columns.push_back(written("duty_of", "Whose duty"));
    for (auto const* name : {"met", "met_late", "missed", "not_due", "suspended", "open_question", "no_longer_counts", "total"}) t.columns.push_back(counted(name));
    t.columns.push_back(measured("met_share", "Met in time, of those met or missed, %"));
    enum { met, late, missed, not_due, suspended, question, no_longer, total, columns };
    std::map<std::tuple<std::uint32_t, std::string, std::string>, std::array<std::int64_t, columns>> rows;
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const limits = c.limits_of(g.requests[n]);
        if (limits.size() == 0) ++rows[{g.groups[n], "no_time_limit", ""}][total];
        for (auto const l : limits) {
            auto& row = rows[{g.groups[n], std::string(in.word(c.limits.provision[l])), std::string(in.word(c.limits.duty_of[l]))}];
            ++row[total];
            switch (static_cast<deadline_status>(c.limits.status[l])) {
                case deadline_status::met: ++row[met]; break;
                case deadline_status::met_late: ++row[late]; break;
                case deadline_status::missed: ++row[missed]; break;
                case deadline_status::pending: ++row[not_due]; break;
                case deadline_status::suspended: ++row[suspended]; break;
                case deadline_status::disputed: case deadline_status::not_computable: ++row[question]; break;
                case deadline_status::superseded: case deadline_status::discontinued: case deadline_status::waived: ++row[no_longer]; break;
            }
        }
    }
    auto const counts_of_rows = labelled_counts(rows);
    auto const held = counts_of_rows.held_back(g, b.hold_back_below, total);
    std::size_t at = 0;
    auto fewest = std::numeric_limits<std::int64_t>::max();
    for (auto const& [which, numbers] : rows) {
        auto row = g.named_row(std::get<0>(which));
        row.push_back(std::get<1>(which)), row.push_back(text(std::get<2>(which)));
        counts_of_rows.append_to(row, at, held, total);
        auto const ended = numbers[met] + numbers[late] + numbers[missed];
        if (ended > 0) fewest = std::min(fewest, ended);
        row.push_back(held.in_detail[at++] ? cell() : percent(numbers[met], ended));
        t.rows.push_back(std::move(row));
    }
    t.columns.back().decimals = share_decimals(fewest);
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return t;
}

}  // namespace comity::v0
