// SPDX-License-Identifier: Apache-2.0
#include <comity/mixed_scripts.hpp>

#include "material.hpp"
#include "pictures/pictures.hpp"
#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

// The sections of a brief, in order.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// Puts the pictures that a function draws of some tables into a section.
template <class Draw, class... Of> void illustrate(section& s, material const& m, Draw draw, Of const&... of) {
    if (!m.draws) return;
    for (auto& p : draw(*m.draws, of...)) s.pictures.push_back(std::move(p));
}

cell told(message m) { return m.empty() ? cell() : cell(sentence{std::move(m)}); }

std::string joined(std::vector<subject> const& concerns) {
    std::string text;
    for (auto const& c : concerns) text += (text.empty() ? "" : ", ") + to_string(c);
    return text;
}

/// For each direction and kind: how many were asked, how many wait, and since when the oldest.
section in_short(material const& m) {
    auto s = section{.name = "in-short", .title = "In short"};
    auto const made_on = column_of(m.unanswered, "made_on");
    auto all = m.asked_for;
    // Of a pair, first what the State named first asked; of many, first where something waits.
    std::ranges::stable_sort(all, {}, [&](asked const& one) { return m.options.other ? one.from != m.options.state->text() : one.waiting == 0; });
    auto const name = [&](std::string const& code) { return named_state{parse_state(code), m.view.as_of().day()}; };
    for (auto const& one : all) {
        auto about = std::vector<message::argument>{{"from", name(one.from)}, {"to", name(one.to)}, {"kind", word{one.kind}}, {"asked", one.requests}, {"waiting", one.waiting}};
        if (one.waiting == 0) {
            s.paragraphs.push_back({"{from} to {to}, {kind}: {asked, plural, one {# request} other {# requests}}, {waiting, plural, =0 {none} other {#}} without an answer.", std::move(about)});
            continue;
        }
        auto const oldest = m.unanswered.rows[one.oldest][made_on];
        about.emplace_back("oldest", in_words(oldest));
        s.paragraphs.push_back({"{from} to {to}, {kind}: {asked, plural, one {# request} other {# requests}}, {waiting, plural, =0 {none} other {#}} without an answer, the oldest made on {oldest}.", std::move(about)});
    }
    if (s.paragraphs.empty()) {
        s.paragraphs.push_back("No such request is in view.");
        if (m.view.known_on())
            s.paragraphs.push_back("Nothing counts as known before it was recorded, unless its source says since when it knew (known_since).");
        return s;
    }
    s.paragraphs.insert(s.paragraphs.begin(), {"{n, plural, one {# request} other {# requests}} in view, {waiting} of them without an answer under the definition “{definition}”.",
                                               {{"n", m.view.size()}, {"waiting", m.unanswered.rows.size()}, {"definition", word{m.options.definition}}}});
    if (s.paragraphs.size() > 12) {
        auto const more = s.paragraphs.size() - 12;
        s.paragraphs.resize(12);
        s.paragraphs.push_back({"And {n, plural, one {# more pair and kind} other {# more pairs and kinds}}; all of them are under “What came back”.", {{"n", more}}});
    }
    return s;
}

/// How deadlines of one provision ended that bound one State.
struct track_record {
    std::size_t met = 0, late = 0, missed = 0;

    void add(deadline const& d) {
        met += d.status == deadline_status::met;
        late += d.status == deadline_status::met_late;
        missed += d.status == deadline_status::missed;
    }
    /// "3 met, 1 met late, 1 missed", without those of one request.
    sentence but_for(track_record const& own) const {
        auto const n = std::array{met - own.met, late - own.late, missed - own.missed};
        if (n == std::array<std::size_t, 3>{}) return {"no other"};
        return {{"{met} met, {late} met late, {missed} missed", {{"met", n[0]}, {"late", n[1]}, {"missed", n[2]}}}};
    }
};

/// What is due and overdue, whose duty it is, and what comes next.
section due(material const& m) {
    auto s = section{.name = "due", .title = "What is due"};
    auto t = table{.name = "due", .title = "Deadlines on which somebody still has to act",
                   .definition = "Time limits of the instruments that bear on each request, run from the events of the register. Where a text can be read in two ways, or a date is rough, the last day has an earliest and a latest: "
                                 "by the one it is safe to act, and days left are counted to it; only after the other is it certain that the time has run out. That a period has run out ends neither the request nor, unless the text says so, the duty. “Others” counts the same "
                                 "provision in the other requests in view, where it bound the same State.",
                   .if_empty = "No time limit runs."};
    t.columns = {{"reference", "Reference"}, {"provision", "Provision", column_type::word}, {"duty_of", "Whose duty", column_type::word}, {"earliest", "Last day, earliest", column_type::date}, {"latest", "Last day, latest", column_type::date}, {"days_left", "Days left", column_type::integer},
                 {"status", "Status", column_type::word}, {"certainty", "Not certain", column_type::word}, {"next_step", "Next step"}, {"consequence", "When it runs out"}, {"others", "Others"},
                 {"id", "Id", column_type::identifier}};
    auto missing = table{.name = "not-computable", .title = "Time limits that lack a fact", .definition = "What would run, or might, if the register held the fact named."};
    missing.columns = {{"reference", "Reference"}, {"provision", "Provision", column_type::word}, {"reason", "What is missing"}, {"id", "Id", column_type::identifier}};
    facts_lacking lacking;
    std::size_t overdue = 0, soon = 0;
    auto const day = m.view.as_of().day();
    std::map<std::pair<provision, jurisdiction>, std::map<std::optional<uuid>, track_record>> records;  // of all, and of each request
    for (auto const& d : m.due)
        for (auto const& of : {std::optional<uuid>(), std::optional(d.request)}) records[{d.provision(), d.duty_of()}][of].add(d);
    for (auto const& d : m.due) {
        if (d.status == deadline_status::not_computable) {
            if (lacking.add(d)) missing.rows.push_back({d.reference, to_string(d.provision()), told(d.reason), to_string(d.request)});
        }
        if (!d.open()) continue;
        overdue += d.status == deadline_status::missed;
        soon += d.status != deadline_status::missed && d.earliest && *d.earliest - day <= days(30);
        auto const on = [](std::optional<date> const& x) { return x ? cell(*x) : cell(); };
        auto const who = (d.duty_of().empty() ? "" : to_string(d.duty_of())) +
                         (d.binds == bound_party::requesting || d.binds == bound_party::requested ? "" : ", " + std::string(to_string(d.binds)));
        auto& record = records[{d.provision(), d.duty_of()}];
        t.rows.push_back({d.reference, to_string(d.provision()) + (d.concerns.empty() ? "" : " (" + joined(d.concerns) + ")"), who, on(d.earliest), on(d.latest),
                          d.earliest ? cell(std::int64_t{(*d.earliest - day).count()}) : cell(), std::string(to_string(d.status)), d.certainty.empty() ? cell() : cell(to_string(d.certainty)), told(next_step(d)), told(d.consequence()),
                          record[{}].but_for(record[d.request]), to_string(d.request)});
    }
    s.paragraphs.push_back({"{overdue, plural, one {# time limit has} other {# time limits have}} run out with the act still due; {soon, plural, one {# runs} other {# run}} out within 30 days.", {{"overdue", overdue}, {"soon", soon}}});
    illustrate(s, m, picture_of_deadlines, t, day);
    s.tables.push_back(std::move(t));
    if (!missing.rows.empty()) s.tables.push_back(std::move(missing));
    return s;
}

section requests(material const& m) {
    return {.name = "asked", .title = "The requests", .tables = {m.view.requests(m.about)}};
}

/// The list under the chosen definition, and how long it would be under each other one.
section unanswered(material const& m) {
    auto s = section{.name = "unanswered", .title = "The unanswered"};
    s.tables.push_back(m.unanswered);
    auto definitions = table{.name = "definitions", .title = "How many, under each definition of an answer",
                             .definition = "The same requests, counted under every definition of an answer that the law files know.",
                             .columns = {{.name = "definition", .heading = "Definition", .type = column_type::word},
                                         {.name = "unanswered", .heading = "Unanswered", .type = column_type::integer},
                                         {.name = "text", .heading = "What it says"}}};
    for (auto const& d : m.view.law().answers()) {
        auto const ages = m.view.ageing({.of = m.about, .by = {}}, d.name);  // which counts them, and makes no list
        definitions.rows.push_back({d.name, ages.rows.empty() ? 0 : integer(ages.rows[0][column_of(ages, "total")]), told(d.text)});
    }
    s.paragraphs.push_back({"The definition used is “{definition}”: {text}", {{"definition", word{m.options.definition}}, {"text", message(m.view.law().answer(m.options.definition).text)}}});
    s.paragraphs.push_back("No answer means that this register records none: its keeper may not have heard of one.");
    s.tables.push_back(std::move(definitions));
    return s;
}

section ageing(material const& m) {
    auto s = section{.name = "ageing", .title = "Ageing", .tables = {m.view.ageing({.of = m.about}, m.options.definition)}};
    illustrate(s, m, picture_of_ageing, s.tables.front());
    return s;
}

section outcomes(material const& m) {
    return {.name = "outcomes", .title = "What came back", .tables = {m.outcomes, m.view.outcomes_by_year(m.period, {.of = m.about, .by = {}})}};
}

section reciprocity(material const& m) {
    if (!m.everybody) return {};
    auto s = section{.name = "reciprocity", .title = "In both directions", .tables = {m.everybody->reciprocity(*m.options.state, *m.options.other, m.options.definition)}};
    illustrate(s, m, picture_of_reciprocity, s.tables.front());
    return s;
}

section limits(material const& m) {
    return {.name = "limits", .title = "Time limits, kept and missed", .tables = {m.view.compliance({.of = m.about, .by = {}})}};
}

section flow(material const& m) {
    auto s = section{.name = "flow", .title = "Stock and flow", .tables = {m.view.flow(m.period, step::year, {.of = m.about, .by = {}})}};
    auto const length = m.period.until - m.period.from;  // as many bars as can be told apart
    auto const by = length <= days(7 * 366) ? step::month : length <= days(21 * 366) ? step::quarter : step::year;
    if (m.draws) illustrate(s, m, picture_of_flow, m.view.flow(m.period, by, {.of = m.about, .by = {}}));
    return s;
}

section items(material const& m) {
    auto s = section{.name = "items", .title = "Incident assistance"};
    auto figure = m.view.items(m.period, {.of = m.about, .by = {key::requesting, key::requested}});
    if (figure.rows.empty()) return s;
    illustrate(s, m, picture_of_items, figure);
    s.tables.push_back(std::move(figure));
    for (auto const* what : {"acknowledgement", "forwarding", "suppression"}) s.tables.push_back(m.view.item_times(what, {.of = m.about, .by = {key::requesting, key::requested}}));
    illustrate(s, m, picture_of_item_times, s.tables.back());
    return s;
}

/// Whose act it was: a State's by its code.
std::string actor(event_meaning const& meaning, request const& r) {
    if (meaning.by == side::requesting) return to_string(r.requesting);
    if (meaning.by == side::requested) return to_string(r.requested);
    return std::string(to_string(meaning.by));
}

cell day_cell(when const& w) { return w.exact() && !w.at() ? cell(w.earliest()) : cell(w); }

/// Each request with its events. Sources, notes and the names of authorities are somebody's words and may name a person.
section histories(material const& m) {
    auto s = section{.name = "histories", .title = "The histories"};
    for (auto const& d : m.dossiers) {
        auto const& r = d.request();
        auto t = table{.name = "history-" + to_string(d.id()),
                       .title = {"{reference}: {kind}, {from} to {to}", {{"reference", r.reference.empty() ? to_string(d.id()) : r.reference}, {"kind", word{std::string(to_string(r.kind))}},
                                                                          {"from", to_string(r.requesting)}, {"to", to_string(r.requested)}}}};
        t.columns = {{.name = "on", .heading = "Day", .type = column_type::date}, {.name = "event", .heading = "What happened"},
                     {.name = "by", .heading = "By", .type = column_type::word}, {.name = "concerns", .heading = "Concerns"},
                     {.name = "provision", .heading = "Provision"}, {.name = "ground", .heading = "Ground", .type = m.options.names ? column_type::text : column_type::word}};
        if (m.options.names) {
            t.columns.push_back({.name = "authority", .heading = "Authority"});
            t.columns.push_back({.name = "note", .heading = "Note"});
            t.columns.push_back({.name = "source", .heading = "Source"});
        }
        for (auto const& f : d.facts()) {
            auto const& e = f.event;
            if (!m.view.as_of().covers(*e.on)) continue;
            if (e.kind == event_kind::noted && !m.options.names) continue;  // nothing but free text
            auto const& meaning = m.view.law().meaning(e.kind);
            auto row = std::vector<cell>{day_cell(*e.on), told(meaning.title), actor(meaning, r), joined(e.concerns), e.provision ? to_string(*e.provision) : "",
                                         m.options.names || e.ground.empty() ? e.ground : ground_in_public(m.view.law(), e.ground)};
            if (m.options.names) {
                row.push_back(e.by ? e.by->name : "");
                row.push_back(e.kind == event_kind::filed && e.note.empty() ? r.note : e.note);
                row.push_back(e.source);
            }
            t.rows.push_back(std::move(row));
        }
        s.tables.push_back(std::move(t));
    }
    if (m.dossiers.empty() && m.view.size() > 0)
        s.paragraphs.push_back({"Histories are told where a brief has at most {most} requests; here it has {n}.", {{"most", histories_at_most}, {"n", m.view.size()}}});
    return s;
}

/// What the register last says of it, while the request is open: afterwards nobody may have recorded a release.
std::string custody_of(subject_standing const& part, standing const& s) {
    auto const known = part.custody != custody::unknown && (s.open || part.custody == custody::surrendered);
    return known ? std::string(to_string(part.custody)) : "";
}

/// Whom it concerns: by role and nationality; by name only where names were asked for.
section persons(material const& m) {
    auto s = section{.name = "persons", .title = "The persons concerned"};
    auto t = table{.name = "persons", .title = "Persons",
                   .definition = "Custody as last recorded, and only of requests that are open."};
    t.columns = {{.name = "reference", .heading = "Reference"}, {.name = "person", .heading = "Person", .type = column_type::integer},
                 {.name = "role", .heading = "Role", .type = column_type::word}, {.name = "nationalities", .heading = "Nationalities"},
                 {.name = "custody", .heading = "Custody", .type = column_type::word}, {.name = "outcome", .heading = "Outcome", .type = column_type::word}};
    if (m.options.names) t.columns.push_back({.name = "names", .heading = "Names"});
    for (auto const& d : m.dossiers) {
        auto const standing = standing::of(d, m.view.law(), m.view.as_of());
        if (!standing) continue;
        for (auto const& part : standing->subjects) {
            if (part.kind != subject_kind::person) continue;
            auto const& person = d.request().persons[static_cast<std::size_t>(part.number - 1)];
            std::string nationalities, names;
            for (auto const& n : person.nationalities) nationalities += (nationalities.empty() ? "" : ", ") + to_string(n);
            for (auto const& n : person.names) names += (names.empty() ? "" : "; ") + n.text;
            auto row = std::vector<cell>{d.request().reference, std::int64_t{part.number}, std::string(to_string(person.role)), nationalities,
                                         custody_of(part, *standing), std::string(to_string(part.outcome))};
            if (m.options.names) row.push_back(names);
            t.rows.push_back(std::move(row));
        }
    }
    if (!t.rows.empty()) s.tables.push_back(std::move(t));
    return s;
}

section doubts(material const& m) {
    auto s = section{.name = "doubts", .title = "Doubts in the register"};
    if (!m.doubts.rows.empty()) s.tables.push_back(m.doubts);
    return s;
}

section times(material const& m) {
    auto s = section{.name = "times", .title = "How long an answer takes"};
    auto by_kind = m.view.time_to(m.options.definition, {.of = m.about});
    by_kind.name += "-by-kind";
    by_kind.title = {"{title}, by kind", {{"title", by_kind.title}}};
    s.tables.push_back(m.times);
    s.tables.push_back(std::move(by_kind));
    if (m.draws) illustrate(s, m, picture_of_waiting, m.view.waiting_curve(m.options.definition, {.of = m.about}), s.tables.back());
    return s;
}

/// Of what one of the two registers holds nothing at all, in a sentence.
message of_not_kept(material const& m, std::string_view side, std::int64_t missing) {
    constexpr std::size_t at_most = 5;
    std::vector<message> list;
    std::size_t more = 0;
    for (auto const& row : m.held_against->not_kept.rows) {
        if (to_text(row[0]) != side) continue;
        if (list.size() == at_most) {
            ++more;
            continue;
        }
        auto const state = [&](cell const& c) { return named_state{parse_state(to_text(c)), m.view.as_of().day()}; };
        auto const* const of = std::holds_alternative<date>(row[4]) ? "from {from} to {to}, made from {first} to {last} ({n})"
                               : to_text(row[3]).empty()            ? "from {from} to {to} ({n})"
                                                                    : "from {from} to {to}, {kind} ({n})";
        list.push_back({of, {{"from", state(row[1])}, {"to", state(row[2])}, {"kind", word{to_text(row[3])}}, {"first", in_words(row[4])}, {"last", in_words(row[5])}, {"n", integer(row[6])}}});
    }
    if (list.empty()) return {};
    if (more > 0) list.push_back({"{n, plural, one {# more sort} other {# more sorts}}", {{"n", more}}});
    return {side == "theirs" ? "Theirs holds no request at all of these: {list}. {n, plural, one {# request} other {# requests}} of ours listed as missing in theirs {n, plural, one {is} other {are}} of such a sort; perhaps it does not keep that traffic."
                             : "Ours holds no request at all of these: {list}. {n, plural, one {# request} other {# requests}} of theirs listed as missing in ours {n, plural, one {is} other {are}} of such a sort; perhaps it does not keep that traffic.",
            {{"list", message::listed(std::move(list), message::listing::clauses)}, {"n", missing}}};
}

/// What the two registers come to, in sentences.
std::vector<message> of_both_registers(material const& m) {
    auto const& counts = m.held_against->counts;
    auto const of_this_clearance = m.options.theirs->clearance().empty()
        ? message() : message("Both registers are seen under one clearance. What one of them has marked higher, or not marked, is not looked at; so what is missing there may be there, and not be for this reader.");
    if (counts.ours + counts.theirs == 0) return {message::sentences({"Neither of the two registers holds a request in view.", of_this_clearance})};
    std::vector<message> paragraphs{
        {"“Ours” is this register, “theirs” the other side’s, both as of the same day: {ours, plural, one {# request} other {# requests}} in ours, {theirs, plural, one {# request} other {# requests}} in theirs, {matched} of them in both.",
         {{"ours", counts.ours}, {"theirs", counts.theirs}, {"matched", counts.matched}}},
        {"{n, plural, =0 {Nothing} one {# request} other {# requests}} of ours {n, plural, =0 {is} one {is} other {are}} missing in theirs, and {m, plural, =0 {nothing} one {# request} other {# requests}} of theirs {m, plural, =0 {is} one {is} other {are}} missing in ours. What is missing may never have arrived, or never "
         "have been registered; a register cannot tell.", {{"n", counts.missing_on_their_side}, {"m", counts.missing_on_ours}}}};
    for (auto& said : {of_not_kept(m, "theirs", counts.not_kept_on_their_side), of_not_kept(m, "ours", counts.not_kept_on_ours)})
        if (!said.empty()) paragraphs.push_back(said);
    if (!of_this_clearance.empty()) paragraphs.push_back(of_this_clearance);
    if (counts.in_doubt_ours + counts.in_doubt_theirs > 0)
        paragraphs.push_back({"In doubt, and counted neither as missing nor as in both: {n} of ours and {m} of theirs.", {{"n", counts.in_doubt_ours}, {"m", counts.in_doubt_theirs}}});
    paragraphs.push_back({"Of those in both, {differing, plural, =0 {none has} one {# has} other {# have}} other dates, outcomes, answers or kinds, and {otherwise, plural, =0 {none has} one {# has} other {# have}} a reference that is not the same letter for letter.",
                            {{"differing", counts.differing}, {"otherwise", counts.written_otherwise}}});
    if (m.theirs->size() == 0 && m.view.known_on())
        paragraphs.push_back("Nothing counts as known before it was recorded, unless its source says since when it knew (known_since).");
    paragraphs.push_back({"Digest of the other register in view (SHA-256): {digest}. Each table’s digest here covers both.", {{"digest", m.theirs->root()}}});
    return paragraphs;
}

/// The register of the other side, held against this one.
section registers(material const& m) {
    if (!m.held_against) return {};
    auto const& r = *m.held_against;
    auto s = section{.name = "registers", .title = "Where the two registers differ", .paragraphs = of_both_registers(m)};
    if (r.summary.rows.empty()) return s;
    s.tables.push_back(r.summary);
    if (!r.not_kept.rows.empty()) s.tables.push_back(r.not_kept);
    for (auto const* t : {&r.missing_on_their_side, &r.missing_on_ours, &r.differing}) s.tables.push_back(*t);
    if (!r.duplicates.rows.empty()) s.tables.push_back(r.duplicates);
    s.tables.push_back(r.means), s.tables.push_back(r.matched);
    return s;
}

/// The same without a single case; only where it is asked for, since the other one has all of it.
section register_counts(material const& m) {
    auto const is_asked_for = [&](char const* name) { return std::ranges::find(m.options.sections, name) != m.options.sections.end(); };
    if (!m.held_against || !is_asked_for("register-counts") || is_asked_for("registers")) return {};
    auto const& r = *m.held_against;
    auto s = section{.name = "register-counts", .title = "Where the two registers differ, in figures", .paragraphs = of_both_registers(m)};
    if (r.summary.rows.empty()) return s;
    s.tables.push_back(r.summary);
    if (!r.not_kept.rows.empty()) s.tables.push_back(r.not_kept);
    s.tables.push_back(r.means);
    return s;
}

constexpr section_maker sections[] = {{"in-short", in_short}, {"due", due}, {"asked", requests}, {"unanswered", unanswered}, {"registers", registers, true}, {"register-counts", register_counts, true}, {"ageing", ageing}, {"times", times}, {"limits", limits}, {"outcomes", outcomes},
                              {"reciprocity", reciprocity}, {"flow", flow}, {"items", items}, {"histories", histories}, {"persons", persons}, {"doubts", doubts}, {"small-print", small_print}};

}  // namespace

// ---- what a brief calls ----------------------------------------------------------------------------------------------

/// What is odd in the register: broken rules of the lifecycle, and rough dates on which it hangs what had happened by then.
table detail::no_doubts() {
    auto t = table{.name = "doubts", .title = "Entries to check", .definition = "Entries that are kept as recorded, though they break a rule of "
                   "the lifecycle, bear a rough date that may lie before or after the day of this brief, or have a reference with letters of several scripts in one word."};
    t.columns = {{.name = "reference", .heading = "Reference"}, {.name = "entry", .heading = "Entry", .type = column_type::integer},
                 {.name = "rule", .heading = "Rule", .type = column_type::word}, {.name = "text", .heading = "What is odd"}, {.name = "id", .heading = "Id", .type = column_type::identifier}};
    return t;
}

void detail::note_doubts(table& t, dossier const& d, standing const& s) {
    auto const& reference = d.request().reference;
    for (auto const& w : s.warnings) t.rows.push_back({reference, std::int64_t{w.seq}, w.rule, told(w.text), to_string(d.id())});
    for (auto const seq : s.perhaps)
        t.rows.push_back({reference, std::int64_t{seq}, "rough_date", told("it may have happened by then, or not; it is not counted"), to_string(d.id())});
    // Of names a brief says nothing here: import_csv does.
    for (auto const& m : mixed_scripts(d.request()))
        if (!m.field.starts_with("person")) t.rows.push_back({reference, std::int64_t{1}, "mixed_scripts", told(m.text), to_string(d.id())});
}

std::size_t detail::requests_with(snapshot const& view, register_columns::request_mark mark) {
    return static_cast<std::size_t>(std::ranges::count_if(view.columns().marks, [&](std::uint8_t marks) { return (marks & mark) != 0; }));
}

section detail::small_print(material const& m) {
    auto s = section{.name = "small-print", .title = "Small print"};
    auto const claimed = requests_with(m.view, register_columns::claimed);
    s.paragraphs = {
        {"Everything here is computed from the events in the register, as of {as_of}, as it {known, select, now {is known now} other {was known on {known_on}}}.",
         {{"as_of", in_words(m.view.as_of())}, {"known", m.view.known_on() ? "then" : "now"}, {"known_on", m.view.known_on() ? in_words(*m.view.known_on()) : message()}}},
        "An event counts once it has certainly happened: of a rough date the last day is taken. Requests found to be the same as another are counted once.",
        {"{n, plural, one {# request holds} other {# requests hold}} entries known since a day that only an imported source claims.", {{"n", claimed}}},
        {"Law files: edition {edition}.", {{"edition", m.view.law().edition()}}},
        "Each entry was held against its digest as it was read. That none was left out or put in shows when the register is verified against a seal that was kept elsewhere.",
        {"Digest of the register in view (SHA-256): {digest}. Each table’s digest covers this one, its definition and its parameters.", {{"digest", m.view.root()}}}};
    if (!m.options.names) s.paragraphs.push_back("Personal names, sources and notes are left out.");
    if (!m.options.sections.empty()) {
        std::string names;
        for (auto const& name : m.options.sections) names += (names.empty() ? "" : ", ") + name;
        s.paragraphs.push_back({"Only some sections were asked for: {names}.", {{"names", names}}});
    }
    if (m.draws && !m.draws->trouble().empty()) s.paragraphs.push_back({m.draws->drew() ? "Some pictures are left out: {why}." : "Pictures are left out: {why}.", {{"why", message(m.draws->trouble())}}});
    return s;
}

/// What a body asks for.
section detail::asked_by(material const& m) {
    return {.name = std::string(to_string(*m.options.table)), .title = {"Tables for {body}", {{"body", to_string(*m.options.table)}}},
            .tables = ready_tables(m.view, *m.options.table, *m.options.state, m.options.period, m.options.hold_back_below)};
}

/// Each claim with its readings, and the list behind each.
std::vector<section> detail::claims(material const& m) {
    auto all = std::vector<section>{{.name = "claims", .title = "What was said, held against this register"}};
    auto verdicts = table{.name = "claims", .title = "Claims", .definition = "Each sentence is read in every way its words allow. It is true or false if it is so under each reading; else it depends, and the tables below say on what.",
                          .columns = {{"claim", "Claim"}, {"sentence", "What was said"}, {"source", "Source"}, {"verdict", "Verdict", column_type::word}, {"readings", "Readings"}}};
    for (auto const& c : m.options.claims) {
        auto result = check(m.view, c);
        std::vector<message> readings;
        for (auto const& r : result.readings)
            readings.push_back(r.value ? message("{reading}: {value}", {{"reading", word{r.name}}, {"value", *r.value}}) : message("{reading}: {verdict}", {{"reading", word{r.name}}, {"verdict", word{r.holds ? "true" : "false"}}}));
        verdicts.rows.push_back({c.name, c.sentence, c.source, std::string(to_string(result.verdict)), told(message::listed(std::move(readings), message::listing::clauses))});
        auto& s = all.emplace_back(section{.name = "claim-" + c.name, .title = message::as_is(c.sentence)});
        s.tables.push_back(std::move(result.summary));
        for (auto& r : result.readings) s.tables.push_back(std::move(r.list));
    }
    all.front().tables.push_back(std::move(verdicts));
    return all;
}

/// Those asked for, in the order in which they are, and the small print in any case.
std::vector<section_maker> detail::chosen(std::vector<std::string> const& names) {
    if (names.empty()) return {std::begin(sections), std::end(sections)};
    std::vector<section_maker> result;
    for (auto const& name : names) {
        auto const found = std::ranges::find(sections, name, &section_maker::name);
        if (found == std::end(sections)) {
            std::string known;
            for (auto const& s : sections) known += (known.empty() ? "" : ", ") + std::string(s.name);
            throw bad_input(detail::quoted(name) + " is no section of a brief; there are " + known);
        }
        if (std::ranges::find(result, found->name, &section_maker::name) == result.end()) result.push_back(*found);
    }
    if (std::ranges::find(result, "small-print", &section_maker::name) == result.end()) result.push_back(std::end(sections)[-1]);
    return result;
}

std::vector<std::string> sections_of(brief_profile const& profile, bool two_registers) {
    auto names = profile.sections;
    if (!two_registers) std::erase_if(names, detail::is_of_two_registers);
    return names;
}

bool detail::is_of_two_registers(std::string_view name) {
    return std::ranges::any_of(sections, [&](section_maker const& s) { return s.name == name && s.of_two_registers; });
}

std::vector<std::string> section_names() {
    std::vector<std::string> names;
    for (auto const& s : sections) names.emplace_back(s.name);
    return names;
}

}  // namespace comity::v0
