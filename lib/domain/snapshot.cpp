// SPDX-License-Identifier: Apache-2.0
#include <comity/snapshot.hpp>

#include <comity/answer.hpp>

#include "course.hpp"
#include "digest.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace comity::inline v0 {

bool query::matches(request const& r) const {
    auto const one_side = [&](state_code s) { return r.requesting == s || r.requested == s; };
    if (requesting && r.requesting != *requesting) return false;
    if (requested && r.requested != *requested) return false;
    if (state && !one_side(*state)) return false;
    if (other && !one_side(*other)) return false;
    if (kind && r.kind != *kind) return false;
    if (reference && r.reference != *reference && r.requested_reference != *reference) return false;
    if (made_from && !(r.made_on && r.made_on->latest() >= *made_from)) return false;
    if (made_until && !(r.made_on && r.made_on->earliest() <= *made_until)) return false;
    return true;
}

// ---- one case -------------------------------------------------------------------------------------------------------

namespace {

std::int64_t items_concerned(event const& e, request const& r) {
    auto const all = static_cast<std::int64_t>(r.items.size());
    if (e.concerns.empty()) return all;
    std::int64_t count = 0;
    for (auto const& s : e.concerns)
        if (s.kind == subject_kind::item) count += std::min<std::int64_t>(s.last, all) - s.first + 1;
    return std::clamp<std::int64_t>(count, 0, all);
}

/// The turns that the events took, and what was done with items.
void follow(dossier const& d, law const& law, cutoff const& as_of, case_summary& c) {
    auto course = detail::course(d.request(), law);
    for (auto const& f : d.facts()) {
        if (!as_of.covers(*f.event.on)) continue;
        auto const day = f.event.on->latest();
        course.happen(f);
        auto const now = turn{.on = day, .outcome = course.combined(), .closed = course.stage() == stage::closed};
        auto const changed = c.turns.empty() || c.turns.back().outcome != now.outcome || c.turns.back().closed != now.closed;
        if (f.event.kind == event_kind::filed || (!c.turns.empty() && changed)) c.turns.push_back(now);
        c.claimed |= f.event.known_since.has_value();
        auto const count = law.meaning(f.event.kind).outcome ? items_concerned(f.event, d.request()) : 0;
        if (count > 0) c.item_acts.push_back({.on = day, .kind = f.event.kind, .items = count});
    }
}

/// What the figures read of a request: who and what, but nobody's name and no free text.
request without_texts(request r) {
    for (auto& p : r.persons) p.names.clear();
    r.note.clear();
    r.urgency_reason.clear();
    return r;
}

}  // namespace

std::optional<case_summary> summarize(dossier const& d, law const& law, cutoff const& as_of) {
    auto standing = standing::of(d, law, as_of);
    if (!standing || standing->merged_into) return {};
    auto c = case_summary{.id = d.id(), .request = without_texts(d.request()), .standing = std::move(*standing)};
    for (auto const& definition : law.answers()) {
        auto const* answer = first_answer(d, law, definition, as_of);
        c.answered.push_back(answer ? answer->event.on : std::nullopt);
    }
    c.erased_persons = std::ranges::count_if(d.request().persons, [](person const& p) {
        return std::ranges::any_of(p.names, [](person_name const& n) { return n.text == erased; });
    });
    follow(d, law, as_of, c);
    return c;
}

// ---- the snapshot ---------------------------------------------------------------------------------------------------

namespace {

std::string text_of(std::optional<when> const& w) { return w ? to_string(*w) : ""; }

void add(detail::digest& digest, request const& r) {
    digest.add(to_string(r.kind)).add(r.requesting.text()).add(r.requested.text()).add(r.reference).add(r.requested_reference);
    for (auto const& p : r.basis) digest.add(to_string(p));
    digest.add(text_of(r.made_on)).add(to_string(r.channel)).add(std::int64_t{r.urgent}).add(r.language).add(r.handling);
    digest.add(r.review_on ? to_string(*r.review_on) : "").add(std::int64_t{r.synthetic});
    for (auto const& p : r.persons) {
        digest.add(to_string(p.role));
        for (auto const& n : p.nationalities) digest.add(n.text());
    }
    for (auto const& m : r.measures) digest.add(m.kind);
    for (auto const& o : r.offences) digest.add(o.group);
    for (auto const& i : r.items) digest.add(to_string(i.kind)).add(i.activity);
    for (auto const& other : r.related) digest.add(to_string(other.id)).add(to_string(other.relation));
}

void add(detail::digest& digest, standing const& s) {
    digest.add(to_string(s.stage)).add(to_string(s.outcome)).add(s.decided_by).add(std::int64_t{s.conditional}).add(std::int64_t{s.open});
    digest.add(to_string(s.awaits)).add(to_string(s.silence)).add(text_of(s.last_contact)).add(text_of(s.last_act));
    for (auto const& part : s.subjects)
        digest.add(to_string(part.kind)).add(part.number).add(to_string(part.outcome)).add(part.decided_by).add(to_string(part.custody));
    for (auto const seq : s.perhaps) digest.add(seq);
    for (auto const& w : s.warnings) digest.add(w.rule).add(w.seq).add(w.text);
}

void add(detail::digest& digest, case_summary const& c) {
    digest.add(to_string(c.id));
    add(digest, c.request);
    add(digest, c.standing);
    for (auto const& a : c.answered) digest.add(text_of(a));
    for (auto const& t : c.turns) digest.add(to_string(t.on)).add(to_string(t.outcome)).add(std::int64_t{t.closed});
    for (auto const& i : c.item_acts) digest.add(to_string(i.on)).add(i.kind.name()).add(i.items);
    digest.add(std::int64_t{c.claimed});
}

std::string text_of(query const& q) {
    auto const code = [](std::optional<state_code> const& s) { return s ? std::string(s->text()) : std::string(); };
    auto const day = [](std::optional<date> const& d) { return d ? to_string(*d) : std::string(); };
    return code(q.requesting) + ">" + code(q.requested) + "|" + code(q.state) + "-" + code(q.other) + "|" +
           (q.kind ? std::string(to_string(*q.kind)) : "") + "|" + day(q.made_from) + ".." + day(q.made_until) + "|" +
           q.reference.value_or("");
}

/// Full months from one day to another: from 31 January to 28 February none, to 1 March one.
int months_between(date from, date to) {
    return (to.year() - from.year()) * 12 + to.month() - from.month() - (to.day() < from.day() ? 1 : 0);
}

cell text(std::string s) { return s.empty() ? cell() : cell(std::move(s)); }
/// The day of it: figures count days, also where a clock time is known.
cell day_cell(std::optional<when> const& w) {
    if (!w) return {};
    return w->exact() ? cell(w->earliest()) : cell(*w);
}

/// Whose turn it is: a State by its code.
cell turn_cell(side awaits, request const& r) {
    if (awaits == side::nobody) return {};
    if (awaits == side::requesting) return to_string(r.requesting);
    if (awaits == side::requested) return to_string(r.requested);
    return std::string(to_string(awaits));
}

using detail::words;

std::string heading(std::string_view name) {
    auto result = words(name);
    result[0] = static_cast<char>(result[0] >= 'a' && result[0] <= 'z' ? result[0] - 'a' + 'A' : result[0]);
    return result;
}

column counted(std::string_view name) { return {.name = std::string(name), .heading = heading(name), .type = column_type::integer}; }
column written(std::string_view name, std::string_view as = {}) {
    return {.name = std::string(name), .heading = as.empty() ? heading(name) : std::string(as)};
}
column dated(std::string_view name, std::string_view as = {}) {
    auto c = written(name, as);
    c.type = column_type::date;
    return c;
}

column identifier(std::string_view name, std::string_view as) {
    auto c = written(name, as);
    c.type = column_type::identifier;
    return c;
}

void cover(coverage& total, case_summary const& c) {
    auto const& made = c.request.made_on;
    ++(!made ? total.missing : made->exact() ? total.known : total.approximate);
    total.claimed += c.claimed;
}

}  // namespace

snapshot::snapshot(comity::law law, cutoff as_of, std::optional<cutoff> known_on, std::vector<case_summary> cases)
    : law_(std::move(law)), as_of_(std::move(as_of)), known_on_(std::move(known_on)) {
    for (auto const& c : cases)
        if (c.answered.size() != law_.answers().size() || c.turns.empty())
            throw bad_input("case " + to_string(c.id) + " was not summed up under this law");
    std::ranges::sort(cases, {}, &case_summary::id);
    detail::digest digest;
    digest.add(law_.edition()).add(to_string(as_of_)).add(known_on_ ? to_string(*known_on_) : "");
    for (auto const& c : cases) add(digest, c);
    root_ = digest.hex();
    cases_ = std::make_shared<std::vector<case_summary> const>(std::move(cases));
}

template <class Use> void snapshot::each(query const& q, Use use) const {
    for (auto const& c : *cases_)
        if (q.matches(c.request)) use(c);
}

table snapshot::figure(std::string name, std::string title, std::string definition, query const& q, std::string_view parameters) const {
    auto t = table{.name = std::move(name), .title = std::move(title), .definition = std::move(definition)};
    t.covers.emplace();
    std::int64_t erased_persons = 0;
    each(q, [&](case_summary const& c) { cover(*t.covers, c), erased_persons += c.erased_persons; });
    if (erased_persons)
        t.notes.push_back(std::to_string(erased_persons) + (erased_persons == 1 ? " person" : " persons") +
                          " in these requests have been erased from the register: names and birth are gone, what happened is counted.");
    t.digest = detail::digest().add(root_).add(t.name).add(t.definition).add(text_of(q)).add(parameters).hex();
    return t;
}

// ---- figures --------------------------------------------------------------------------------------------------------

namespace {

/// Counts for each pair of States and kind of request.
template <std::size_t N> using counts_by_pair = std::map<std::tuple<state_code, state_code, request_kind>, std::array<std::int64_t, N>>;

template <std::size_t N> void append(table& t, counts_by_pair<N> const& rows) {
    for (auto const& [key, counts] : rows) {
        auto const& [from, to, kind] = key;
        auto row = std::vector<cell>{std::string(from.text()), std::string(to.text()), words(to_string(kind))};
        row.insert(row.end(), counts.begin(), counts.end());
        t.rows.push_back(std::move(row));
    }
}

bool waits(case_summary const& c, std::size_t definition) {
    return !c.answered[definition] && !c.turns.back().given_up() && c.standing.outcome != outcome::returned;
}

std::size_t number_of(law const& law, std::string_view definition) {
    return static_cast<std::size_t>(&law.answer(definition) - law.answers().data());
}

std::string waiting_definition(law const& law, std::string_view definition, cutoff const& as_of) {
    return law.answer(definition).text + " Counted are requests made by " + to_string(as_of) +
           " that have none, and are not withdrawn, returned, transferred, lapsed or closed. They wait since the date "
           "the request bears, as sent; of a rough date the last day is taken.";
}

}  // namespace

table snapshot::requests(query const& q) const {
    auto t = figure("requests", "What was asked, and how it stands",
                    "Every request made by " + to_string(as_of_) + ", in the order of the dates they bear.", q, "");
    t.columns = {written("reference"), written("requesting", "From"), written("requested", "To"), written("kind"), dated("made_on", "Made on"),
                 written("standing"), written("awaits", "Whose turn"), dated("last_act", "Last act"), written("urgent"),
                 written("requested_reference", "Their reference"), written("basis"), written("handling"), written("competing", "Competes with"), identifier("id", "Id")};
    std::map<uuid, std::string> references;
    for (auto const& c : *cases_) references.emplace(c.id, c.request.reference);
    auto const competing = [&](request const& r) {
        std::string list;
        for (auto const& other : r.related)
            if (other.relation == relation::competing) {
                auto const found = references.find(other.id);
                list += (list.empty() ? "" : ", ") + (found == references.end() || found->second.empty() ? to_string(other.id) : found->second);
            }
        return list;
    };
    each(q, [&](case_summary const& c) {
        auto const& r = c.request;
        std::string basis;
        for (auto const& p : r.basis) basis += (basis.empty() ? "" : "; ") + to_string(p);
        auto const& s = c.standing;
        t.rows.push_back({text(r.reference), std::string(r.requesting.text()), std::string(r.requested.text()), words(to_string(r.kind)),
                          day_cell(r.made_on), phrase(s, r), turn_cell(s.awaits, r), day_cell(s.last_act),
                          r.urgent ? cell("urgent") : cell(), text(r.requested_reference), text(basis), text(r.handling), text(competing(r)), to_string(c.id)});
    });
    t.rows.sort([](auto const& row) { return std::tuple(to_text(row[4]), to_text(row[0])); });
    return t;
}

table snapshot::unanswered(query const& q, std::string_view definition) const {
    auto const number = number_of(law_, definition);
    auto t = figure("unanswered", "Not answered", waiting_definition(law_, definition, as_of_), q, definition);
    t.if_empty = "Every request was answered under this definition.";
    t.columns = {written("reference"), written("requesting", "From"), written("requested", "To"), written("kind"),
                 dated("made_on", "Made on"), counted("days_waiting"), dated("last_contact", "Last contact"),
                 written("silence", "Since then"), dated("review_on", "Look again on"), identifier("id", "Id")};
    each(q, [&](case_summary const& c) {
        if (!waits(c, number)) return;
        auto const& r = c.request;
        auto const silence = c.standing.silence == silence::none ? phrase(c.standing, r) : "silent " + words(to_string(c.standing.silence));
        t.rows.push_back({text(r.reference), std::string(r.requesting.text()), std::string(r.requested.text()), words(to_string(r.kind)),
                          day_cell(r.made_on), std::int64_t{(as_of_.day() - c.turns.front().on).count()},
                          day_cell(c.standing.last_contact), silence, r.review_on ? cell(*r.review_on) : cell(), to_string(c.id)});
    });
    t.rows.sort([](auto const& row) { return std::tuple(-std::get<std::int64_t>(row[5]), to_text(row[0])); });
    return t;
}

table snapshot::ageing(query const& q, std::string_view definition) const {
    static constexpr std::array limits{3, 6, 12, 24};
    auto const number = number_of(law_, definition);
    auto t = figure("ageing", "How long the unanswered have waited", waiting_definition(law_, definition, as_of_) + " Months are full calendar months.",
                    q, definition);
    t.if_empty = "Nothing waits.";
    t.columns = {written("requesting", "From"), written("requested", "To"), written("kind"), counted("under_3_months"), counted("3_to_6_months"),
                 counted("6_to_12_months"), counted("12_to_24_months"), counted("24_months_and_more"), counted("total")};
    counts_by_pair<6> rows;
    each(q, [&](case_summary const& c) {
        if (!waits(c, number)) return;
        auto& row = rows[{c.request.requesting, c.request.requested, c.request.kind}];
        auto const months = months_between(c.turns.front().on, as_of_.day());
        ++row[static_cast<std::size_t>(std::ranges::upper_bound(limits, months) - limits.begin())];
        ++row.back();
    });
    append(t, rows);
    return t;
}

table snapshot::outcomes(query const& q) const {
    constexpr auto& names = detail::enum_names<outcome>::names;
    auto t = figure("outcomes", "What came back",
                    "Every request made by " + to_string(as_of_) + ", by the outcome it had on that day. Where its persons, measures, "
                    "offences or items have got different things, it is granted in part, or pending while some have got nothing. "
                    "Executed means the person surrendered, or the request carried out.", q, "");
    t.columns = {written("requesting", "From"), written("requested", "To"), written("kind")};
    for (auto const name : names) t.columns.push_back(counted(name));
    t.columns.push_back(counted("closed_without_outcome"));
    t.columns.push_back(counted("total"));
    counts_by_pair<names.size() + 2> rows;
    each(q, [&](case_summary const& c) {
        auto& row = rows[{c.request.requesting, c.request.requested, c.request.kind}];
        auto const& last = c.turns.back();
        auto const nothing = last.closed && last.outcome == outcome::pending;
        ++row[nothing ? names.size() : static_cast<std::size_t>(last.outcome)];
        ++row.back();
    });
    append(t, rows);
    return t;
}

// ---- stock and flow -------------------------------------------------------------------------------------------------

namespace {

/// The steps of a period, the first and the last perhaps cut short.
std::vector<date_range> steps_of(date_range p, step by) {
    auto const months = by == step::month ? 1 : by == step::quarter ? 3 : 12;
    std::vector<date_range> steps;
    for (auto first = p.from;;) {
        auto const month = (first.month() - 1) / months * months + months;  // the step's last
        auto const last = month == 12 ? date(first.year(), 12, 31) : date(first.year(), month + 1, 1) - days(1);
        steps.push_back({.from = first, .until = std::min(last, p.until)});
        if (last >= p.until) return steps;
        first = last + days(1);
    }
}

/// The last turn before a day, or on it; none if the request had not been made.
turn const* before(case_summary const& c, date day) {
    auto const after = std::ranges::lower_bound(c.turns, day, {}, &turn::on);
    return after == c.turns.begin() ? nullptr : &*std::prev(after);
}
turn const* at_end_of(case_summary const& c, date day) {
    auto const after = std::ranges::upper_bound(c.turns, day, {}, &turn::on);
    return after == c.turns.begin() ? nullptr : &*std::prev(after);
}

enum flow_column : std::size_t { opening, fresh, reopened, granted, partly, refused, withdrawn, returned, transferred, lapsed, closed_without, closing, flow_columns };

flow_column way_out(turn const& t) {
    switch (t.outcome) {
        using enum comity::outcome;
        case pending: case postponed: return flow_column::closed_without;
        case granted: case executed: return flow_column::granted;
        case partly_granted: return flow_column::partly;
        case refused: return flow_column::refused;
        case withdrawn: return flow_column::withdrawn;
        case returned: return flow_column::returned;
        case transferred: return flow_column::transferred;
        case lapsed: return flow_column::lapsed;
    }
    return flow_column::closed_without;
}

void count(std::array<std::int64_t, flow_columns>& row, turn const* at_start, turn const* at_end) {
    if (!at_end) return;
    if (!at_start) ++row[fresh];
    else if (at_start->pending()) ++row[opening];
    else if (at_end->pending() || way_out(*at_start) != way_out(*at_end)) ++row[reopened];  // also what got another outcome
    else return;
    ++row[at_end->pending() ? closing : way_out(*at_end)];
}

}  // namespace

table snapshot::flow(date_range p, step by, query const& q) const {
    if (p.until < p.from) throw bad_input("the period " + to_string(p.from) + " to " + to_string(p.until) + " ends before it begins");
    if (p.until > as_of_.day())
        throw bad_input("the period ends on " + to_string(p.until) + ", after " + to_string(as_of_) + ", the day the figures are as of");
    auto t = figure("flow", "Stock and flow",
                    "Opening stock + new + reopened = outcomes + closing stock. A request is in stock from the date it bears until it has an "
                    "outcome (a grant counts, surrender or execution need not have followed) or is closed; each is counted once a step, by how it "
                    "stood at its ends. What got another outcome than before, as on appeal, was reopened. Outcomes of a step need not be of "
                    "requests made in it.",
                    q, to_string(p.from) + "/" + to_string(p.until) + "/" + std::string(to_string(by)));
    t.columns = {dated("from"), dated("until"), counted("opening_stock"), counted("new"), counted("reopened"), counted("granted"),
                 counted("partly_granted"), counted("refused"), counted("withdrawn"), counted("returned"), counted("transferred"),
                 counted("lapsed"), counted("closed_without_outcome"), counted("closing_stock")};
    for (auto const& one : steps_of(p, by)) {
        std::array<std::int64_t, flow_columns> counts{};
        each(q, [&](case_summary const& c) { count(counts, before(c, one.from), at_end_of(c, one.until)); });
        auto row = std::vector<cell>{one.from, one.until};
        row.insert(row.end(), counts.begin(), counts.end());
        t.rows.push_back(std::move(row));
    }
    return t;
}

table snapshot::items(date_range p, query const& q) const {
    auto t = figure("items", "Incident assistance, by item",
                    "Items (addresses, links, domains…) in requests for incident assistance made from " + to_string(p.from) + " to " + to_string(p.until) +
                    ", and what was done with items of any request in those days; an item that was active again and suppressed again counts twice.",
                    q, to_string(p.from) + "/" + to_string(p.until));
    t.columns = {written("requesting", "From"), written("requested", "To"), counted("requests"), counted("items"), counted("suppressed"),
                 counted("already_inactive"), counted("refused"), counted("other_outcomes"), counted("without_outcome")};
    enum { requests, items, suppressed, inactive, refused_items, other, without, columns };
    std::map<std::pair<state_code, state_code>, std::array<std::int64_t, columns>> rows;
    auto const within = [&](date d) { return p.from <= d && d <= p.until; };
    each(q, [&](case_summary const& c) {
        if (c.request.kind != request_kind::incident_assistance) return;
        auto counts = std::array<std::int64_t, columns>{};
        if (within(c.turns.front().on)) {
            ++counts[requests];
            counts[items] += static_cast<std::int64_t>(c.request.items.size());
            counts[without] += std::ranges::count_if(c.standing.subjects, [](subject_standing const& s) {
                return s.kind == subject_kind::item && s.outcome == outcome::pending;
            });
        }
        for (auto const& act : c.item_acts) {
            if (!within(act.on)) continue;
            auto const& meaning = law_.meaning(act.kind);
            if (meaning.outcome == outcome::pending) continue;
            auto const into = law_.is_a(act.kind, event_kind::source_suppressed) ? suppressed
                              : law_.is_a(act.kind, event_kind::source_inactive) ? inactive
                              : meaning.outcome == outcome::refused     ? refused_items
                                                                        : other;
            counts[into] += act.items;
        }
        if (std::ranges::all_of(counts, [](auto n) { return n == 0; })) return;
        auto& row = rows[{c.request.requesting, c.request.requested}];
        for (std::size_t i = 0; i < counts.size(); ++i) row[i] += counts[i];
    });
    for (auto const& [key, counts] : rows) {
        auto row = std::vector<cell>{std::string(key.first.text()), std::string(key.second.text())};
        row.insert(row.end(), counts.begin(), counts.end());
        t.rows.push_back(std::move(row));
    }
    t.rows.sort([](auto const& row) { return std::get<std::int64_t>(row[3]); }, std::ranges::greater());
    return t;
}

}  // namespace comity::v0
