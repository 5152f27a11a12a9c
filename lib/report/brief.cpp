// SPDX-License-Identifier: Apache-2.0
#include "pictures/pictures.hpp"
#include "words.hpp"
#include "writers.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace comity::inline v0 {

namespace {

/// What the sections are made from.
struct material {
    brief_options const& options;
    snapshot view;
    query about;
    date_range period;
    std::vector<dossier> dossiers;  ///< only of a register small enough to tell each history
    std::vector<deadline> due;      ///< of all requests in view
    table doubts;                   ///< likewise
    std::optional<snapshot> everybody{};  ///< of a pair: a view in which the others are, too
    detail::gnuplot* draws = nullptr;     ///< pictures; none: no pictures are asked for
};

/// Puts the pictures that a function draws of some tables into a section.
template <class Draw, class... Of> void illustrate(section& s, material const& m, Draw draw, Of const&... of) {
    if (!m.draws) return;
    for (auto& p : draw(*m.draws, of...)) s.pictures.push_back(std::move(p));
}

constexpr std::size_t histories_at_most = 40;

std::string in_words(cutoff const& c) { return c.at() ? to_string(c) : detail::day_in_words(c.day()); }

using detail::words;

std::string number_of(std::size_t n, std::string_view one, std::string_view many) {
    return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::int64_t integer(cell const& c) { return std::get<std::int64_t>(c); }

/// The name a code had on that day, or the code itself where it meant nothing then.
std::string name_of(state_code s, cutoff const& as_of) {
    try {
        return state_name(s, as_of.day());
    } catch (bad_input const&) {
        return to_string(s);
    }
}

std::size_t column_of(table const& t, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(t.columns, name, &column::name) - t.columns.begin());
}

std::string joined(std::vector<subject> const& concerns) {
    std::string text;
    for (auto const& c : concerns) text += (text.empty() ? "" : ", ") + to_string(c);
    return text;
}

// ---- the sections, in order -----------------------------------------------------------------------------------------

/// For each direction and kind: how many were asked, how many wait, and since when the oldest.
section in_short(material const& m) {
    auto s = section{.name = "in-short", .title = "In short"};
    auto const unanswered = m.view.unanswered(m.about, m.options.definition);
    auto outcomes = m.view.outcomes({.of = m.about});
    auto const total = column_of(outcomes, "total");
    auto const waits_in = [](auto const& row) {
        return [row](auto const& waiting) { return waiting[1] == row[0] && waiting[2] == row[1] && waiting[3] == row[2]; };
    };
    // Of a pair, first what the State named first asked; of many, first where something waits.
    outcomes.rows.sort([&](auto const& row) {
        return m.options.other ? to_text(row[0]) != m.options.state->text() : std::ranges::none_of(unanswered.rows, waits_in(row));
    });
    auto const name = [&](cell const& code) { return name_of(parse_state(std::get<std::string>(code)), m.view.as_of()); };
    for (auto const& row : outcomes.rows) {
        auto const waiting = static_cast<std::size_t>(std::ranges::count_if(unanswered.rows, waits_in(row)));
        auto const asked = static_cast<std::size_t>(integer(row[total]));
        auto sentence = name(row[0]) + " to " + name(row[1]) + ", " + to_text(row[2]) + ": " + number_of(asked, "request", "requests") + ", " +
                        (waiting == 0 ? "none" : std::to_string(waiting)) + " without an answer";
        if (auto const oldest = std::ranges::find_if(unanswered.rows, waits_in(row)); oldest != unanswered.rows.end())
            sentence += ", the oldest made on " + (std::holds_alternative<date>((*oldest)[4]) ? detail::day_in_words(std::get<date>((*oldest)[4])) : to_text((*oldest)[4]));
        s.paragraphs.push_back(sentence + ".");
    }
    if (s.paragraphs.empty()) {
        s.paragraphs.push_back("The register holds no such request.");
        if (m.view.known_on())
            s.paragraphs.push_back("Nothing counts as known before it was recorded, unless its source says since when it knew (known_since).");
        return s;
    }
    auto const lead = number_of(m.view.size(), "request", "requests") + " in view, " + std::to_string(unanswered.rows.size()) +
                      " of them without an answer under the definition “" + words(m.options.definition) + "”.";
    s.paragraphs.insert(s.paragraphs.begin(), lead);
    if (s.paragraphs.size() > 12) {
        auto const more = s.paragraphs.size() - 12;
        s.paragraphs.resize(12);
        s.paragraphs.push_back("And " + number_of(more, "more pair and kind", "more pairs and kinds") + "; all of them are under “What came back”.");
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
    std::string but_for(track_record const& own) const {
        std::string text;
        auto const say = [&](std::size_t n, std::string_view what) {
            if (n) text += (text.empty() ? "" : ", ") + std::to_string(n) + " " + std::string(what);
        };
        say(met - own.met, "met"), say(late - own.late, "met late"), say(missed - own.missed, "missed");
        return text.empty() ? "no other" : text;
    }
};

/// What is due and overdue, whose duty it is, and what comes next.
section due(material const& m) {
    auto s = section{.name = "due", .title = "What is due"};
    auto t = table{.name = "due", .title = "Deadlines on which somebody still has to act",
                   .definition = "Time limits of the instruments that bear on each request, run from the events of the register. The last day is the earlier one, where a text can be read in two ways or a date is "
                                 "rough: by then it is safe to act; only after the latest is it certain that the time has run out. That a period has run out ends neither the request nor, unless the text says so, the duty. “Others” counts the same "
                                 "provision in the other requests in view, where it bound the same State.",
                   .if_empty = "No time limit runs."};
    t.columns = {{"reference", "Reference"}, {"provision", "Provision"}, {"duty_of", "Whose duty"}, {"earliest", "Last day", column_type::date}, {"latest", "At the latest", column_type::date}, {"days_left", "Days left", column_type::integer},
                 {"status", "Status"}, {"next_step", "Next step"}, {"consequence", "When it runs out"}, {"others", "Others"},
                 {"certainty", "Not certain", column_type::identifier},
                 {"id", "Id", column_type::identifier}};
    auto missing = table{.name = "not-computable", .title = "Time limits that lack a fact", .definition = "What would run, or might, if the register held the fact named."};
    missing.columns = {{"reference", "Reference"}, {"provision", "Provision"}, {"reason", "What is missing"}, {"id", "Id", column_type::identifier}};
    std::set<std::string> missing_said;
    std::size_t overdue = 0, soon = 0;
    auto const day = m.view.as_of().day();
    std::map<std::pair<provision, jurisdiction>, std::map<std::optional<uuid>, track_record>> records;  // of all, and of each request
    for (auto const& d : m.due)
        for (auto const& of : {std::optional<uuid>(), std::optional(d.request)}) records[{d.provision(), d.duty_of()}][of].add(d);
    for (auto const& d : m.due) {
        if (d.status == deadline_status::not_computable) {
            auto row = std::vector<cell>{d.reference, to_string(d.provision()), d.reason, to_string(d.request)};
            if (missing_said.insert(to_text(row[3]) + to_text(row[1]) + d.reason).second) missing.rows.push_back(std::move(row));  // 18(4): after 15 days, and after 30
        }
        if (!d.open()) continue;
        overdue += d.status == deadline_status::missed;
        soon += d.status != deadline_status::missed && d.earliest && *d.earliest - day <= days(30);
        auto const on = [](std::optional<date> const& x) { return x ? cell(*x) : cell(); };
        auto const who = (d.duty_of().empty() ? "" : to_string(d.duty_of())) +
                         (d.binds == bound_party::requesting || d.binds == bound_party::requested ? "" : ", " + words(to_string(d.binds)));
        auto& record = records[{d.provision(), d.duty_of()}];
        auto const doubts = d.certainty.empty() ? std::string() : words(to_string(d.certainty));
        t.rows.push_back({d.reference, to_string(d.provision()) + (d.concerns.empty() ? "" : " (" + joined(d.concerns) + ")"), who, on(d.earliest), on(d.latest),
                          d.earliest ? cell(std::int64_t{(*d.earliest - day).count()}) : cell(), words(to_string(d.status)) + (doubts.empty() ? "" : "; " + doubts), next_step(d), d.consequence(),
                          record[{}].but_for(record[d.request]), doubts, to_string(d.request)});
    }
    s.paragraphs.push_back(number_of(overdue, "time limit has", "time limits have") + " run out with the act still due; " + number_of(soon, "runs", "run") + " out within 30 days.");
    illustrate(s, m, detail::picture_of_deadlines, t, day);
    s.tables.push_back(std::move(t));
    if (!missing.rows.empty()) s.tables.push_back(std::move(missing));
    return s;
}

section asked(material const& m) {
    return {.name = "asked", .title = "The requests", .tables = {m.view.requests(m.about)}};
}

/// The list under the chosen definition, and how long it would be under each other one.
section unanswered(material const& m) {
    auto s = section{.name = "unanswered", .title = "The unanswered"};
    s.tables.push_back(m.view.unanswered(m.about, m.options.definition));
    auto definitions = table{.name = "definitions", .title = "How many, under each definition of an answer",
                             .definition = "The same requests, counted under every definition of an answer that the law files know.",
                             .columns = {{.name = "definition", .heading = "Definition"},
                                         {.name = "unanswered", .heading = "Unanswered", .type = column_type::integer},
                                         {.name = "text", .heading = "What it says"}}};
    for (auto const& d : m.view.law().answers()) {
        auto const count = static_cast<std::int64_t>(m.view.unanswered(m.about, d.name).rows.size());
        definitions.rows.push_back({d.name, count, d.text});
    }
    s.paragraphs.push_back("The definition used is “" + m.options.definition + "”: " + m.view.law().answer(m.options.definition).text);
    s.paragraphs.push_back("No answer means that this register records none: its keeper may not have heard of one.");
    s.tables.push_back(std::move(definitions));
    return s;
}

section ageing(material const& m) {
    auto s = section{.name = "ageing", .title = "Ageing", .tables = {m.view.ageing({.of = m.about}, m.options.definition)}};
    illustrate(s, m, detail::picture_of_ageing, s.tables.front());
    return s;
}

section outcomes(material const& m) {
    return {.name = "outcomes", .title = "What came back", .tables = {m.view.outcomes({.of = m.about}), m.view.outcomes_by_year(m.period, {.of = m.about, .by = {}})}};
}

section reciprocity(material const& m) {
    if (!m.everybody) return {};
    auto s = section{.name = "reciprocity", .title = "In both directions", .tables = {m.everybody->reciprocity(*m.options.state, *m.options.other, m.options.definition)}};
    illustrate(s, m, detail::picture_of_reciprocity, s.tables.front());
    return s;
}

section limits(material const& m) {
    return {.name = "limits", .title = "Time limits, kept and missed", .tables = {m.view.compliance({.of = m.about, .by = {}})}};
}

section flow(material const& m) {
    auto s = section{.name = "flow", .title = "Stock and flow", .tables = {m.view.flow(m.period, step::year, {.of = m.about, .by = {}})}};
    auto const length = m.period.until - m.period.from;  // as many bars as can be told apart
    auto const by = length <= days(7 * 366) ? step::month : length <= days(21 * 366) ? step::quarter : step::year;
    if (m.draws) illustrate(s, m, detail::picture_of_flow, m.view.flow(m.period, by, {.of = m.about, .by = {}}));
    return s;
}

section items(material const& m) {
    auto s = section{.name = "items", .title = "Incident assistance"};
    auto figure = m.view.items(m.period, {.of = m.about, .by = {key::requesting, key::requested}});
    if (figure.rows.empty()) return s;
    illustrate(s, m, detail::picture_of_items, figure);
    s.tables.push_back(std::move(figure));
    for (auto const* what : {"acknowledgement", "forwarding", "suppression"}) s.tables.push_back(m.view.item_times(what, {.of = m.about, .by = {key::requesting, key::requested}}));
    illustrate(s, m, detail::picture_of_item_times, s.tables.back());
    return s;
}

/// Whose act it was: a State's by its code.
std::string actor(event_meaning const& meaning, request const& r) {
    if (meaning.by == side::requesting) return to_string(r.requesting);
    if (meaning.by == side::requested) return to_string(r.requested);
    return std::string(to_string(meaning.by));
}

/// A ground is a word, as own_national; anything longer is free text.
std::string ground(event const& e) {
    return detail::is_name(e.ground) ? words(e.ground) : "";
}

cell day_cell(when const& w) { return w.exact() && !w.at() ? cell(w.earliest()) : cell(w); }

/// Each request with its events. Sources, notes and the names of authorities are somebody's words and may name a person.
section histories(material const& m) {
    auto s = section{.name = "histories", .title = "The histories"};
    for (auto const& d : m.dossiers) {
        auto const& r = d.request();
        auto t = table{.name = "history-" + to_string(d.id()),
                       .title = (r.reference.empty() ? to_string(d.id()) : r.reference) + ": " + words(to_string(r.kind)) + ", " +
                                to_string(r.requesting) + " to " + to_string(r.requested)};
        t.columns = {{.name = "on", .heading = "Day", .type = column_type::date}, {.name = "event", .heading = "What happened"},
                     {.name = "by", .heading = "By"}, {.name = "concerns", .heading = "Concerns"},
                     {.name = "provision", .heading = "Provision"}, {.name = "ground", .heading = "Ground"}};
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
            auto row = std::vector<cell>{day_cell(*e.on), meaning.title, actor(meaning, r), joined(e.concerns), e.provision ? to_string(*e.provision) : "",
                                         m.options.names ? e.ground : ground(e)};
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
        s.paragraphs.push_back("Histories are told where a brief has at most " + std::to_string(histories_at_most) + " requests; here it has " +
                               std::to_string(m.view.size()) + ".");
    return s;
}

/// What the register last says of it, while the request is open: afterwards nobody may have recorded a release.
std::string custody_of(subject_standing const& part, standing const& s) {
    auto const known = part.custody != custody::unknown && (s.open || part.custody == custody::surrendered);
    return known ? words(to_string(part.custody)) : "";
}

/// Whom it concerns: by role and nationality; by name only where names were asked for.
section persons(material const& m) {
    auto s = section{.name = "persons", .title = "The persons concerned"};
    auto t = table{.name = "persons", .title = "Persons",
                   .definition = "Custody as last recorded, and only of requests that are open."};
    t.columns = {{.name = "reference", .heading = "Reference"}, {.name = "person", .heading = "Person", .type = column_type::integer},
                 {.name = "role", .heading = "Role"}, {.name = "nationalities", .heading = "Nationalities"},
                 {.name = "custody", .heading = "Custody"}, {.name = "outcome", .heading = "Outcome"}};
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
            auto row = std::vector<cell>{d.request().reference, std::int64_t{part.number}, words(to_string(person.role)), nationalities,
                                         custody_of(part, *standing), words(to_string(part.outcome))};
            if (m.options.names) row.push_back(names);
            t.rows.push_back(std::move(row));
        }
    }
    if (!t.rows.empty()) s.tables.push_back(std::move(t));
    return s;
}

/// What is odd in the register: broken rules of the lifecycle, and rough dates on which it hangs what had happened by then.
table no_doubts() {
    auto t = table{.name = "doubts", .title = "Entries to check", .definition = "Entries that are kept as recorded, though they break a rule of "
                   "the lifecycle, or bear a rough date that may lie before or after the day of this brief."};
    t.columns = {{.name = "reference", .heading = "Reference"}, {.name = "entry", .heading = "Entry", .type = column_type::integer},
                 {.name = "rule", .heading = "Rule"}, {.name = "text", .heading = "What is odd"}, {.name = "id", .heading = "Id", .type = column_type::identifier}};
    return t;
}

void note_doubts(table& t, dossier const& d, standing const& s) {
    auto const& reference = d.request().reference;
    for (auto const& w : s.warnings) t.rows.push_back({reference, std::int64_t{w.seq}, w.rule, w.text, to_string(d.id())});
    for (auto const seq : s.perhaps)
        t.rows.push_back({reference, std::int64_t{seq}, "rough date", "it may have happened by then, or not; it is not counted", to_string(d.id())});
}

section doubts(material const& m) {
    auto s = section{.name = "doubts", .title = "Doubts in the register"};
    if (!m.doubts.rows.empty()) s.tables.push_back(m.doubts);
    return s;
}

std::size_t requests_with(snapshot const& view, register_columns::request_mark mark) {
    return static_cast<std::size_t>(std::ranges::count_if(view.columns().marks, [&](std::uint8_t marks) { return (marks & mark) != 0; }));
}

section small_print(material const& m) {
    auto s = section{.name = "small-print", .title = "Small print"};
    auto const claimed = requests_with(m.view, register_columns::claimed);
    s.paragraphs = {
        "Everything here is computed from the events in the register, as of " + in_words(m.view.as_of()) +
            (m.view.known_on() ? ", as it was known on " + in_words(*m.view.known_on()) : ", as it is known now") + ".",
        "An event counts once it has certainly happened: of a rough date the last day is taken. Requests found to be the same as "
        "another are counted once.",
        number_of(claimed, "request holds", "requests hold") + " entries known since a day that only an imported source claims.",
        "Law files: edition " + m.view.law().edition() + ".",
        "Each entry was held against its digest as it was read. That none was left out or put in shows when the register is verified "
        "against a seal that was kept elsewhere.",
        "Digest of the register in view (SHA-256): " + m.view.root() + ". Each table’s digest covers this one, its definition and its parameters."};
    if (!m.options.names) s.paragraphs.push_back("Personal names, sources and notes are left out.");
    if (m.draws && !m.draws->trouble().empty()) s.paragraphs.push_back("Pictures are left out: " + m.draws->trouble() + ".");
    return s;
}

/// What a body asks for.
section asked_by(material const& m) {
    return {.name = std::string(to_string(*m.options.table)), .title = "Tables for " + std::string(to_string(*m.options.table)),
            .tables = ready_tables(m.view, *m.options.table, *m.options.state, m.options.period, m.options.hold_back_below)};
}

/// Each claim with its readings, and the list behind each.
std::vector<section> claims(material const& m) {
    auto all = std::vector<section>{{.name = "claims", .title = "What was said, held against this register"}};
    auto verdicts = table{.name = "claims", .title = "Claims", .definition = "Each sentence is read in every way its words allow. It is true or false if it is so under each reading; else it depends, and the tables below say on what.",
                          .columns = {{"claim", "Claim"}, {"sentence", "What was said"}, {"source", "Source"}, {"verdict", "Verdict"}, {"readings", "Readings"}}};
    for (auto const& c : m.options.claims) {
        auto result = check(m.view, c);
        std::string readings;
        for (auto const& r : result.readings)
            readings += (readings.empty() ? "" : "; ") + words(r.name) + ": " + (r.value ? std::to_string(*r.value) : std::string(r.holds ? "true" : "false"));
        verdicts.rows.push_back({c.name, c.sentence, c.source, std::string(to_string(result.verdict)), readings});
        auto& s = all.emplace_back(section{.name = "claim-" + c.name, .title = c.sentence});
        s.tables.push_back(std::move(result.summary));
        for (auto& r : result.readings) s.tables.push_back(std::move(r.list));
    }
    all.front().tables.push_back(std::move(verdicts));
    return all;
}

section times(material const& m) {
    auto s = section{.name = "times", .title = "How long an answer takes"};
    s.tables.push_back(m.view.time_to(m.options.definition, {.of = m.about}));
    if (m.draws) illustrate(s, m, detail::picture_of_waiting, m.view.waiting_curve(m.options.definition, {.of = m.about}), s.tables.back());
    return s;
}

constexpr section (*sections[])(material const&) = {in_short, due, asked, unanswered, ageing, times, limits, outcomes, reciprocity, flow, items, histories, persons, doubts, small_print};

// ---- the head -------------------------------------------------------------------------------------------------------

std::string title(brief_options const& o) {
    if (!o.state) return "Requests between States";
    return name_of(*o.state, o.as_of) + " and " + (o.other ? name_of(*o.other, o.as_of) : "all other States");
}

std::string warning(material const& m) {
    auto const made_up = requests_with(m.view, register_columns::synthetic);
    if (made_up == 0) return {};
    return "Synthetic data: " + (made_up == m.view.size() ? "every request" : number_of(made_up, "request", "requests")) +
           " in this brief is made up, to show what such a register looks like. It says nothing about any State or person.";
}

date_range five_years_to(date day) { return {.from = date(std::max(day.year() - 4, 1400), 1, 1), .until = day}; }

}  // namespace

brief make_brief(registry const& registry, brief_options const& o) {
    if (o.other && !o.state) throw bad_input("one State of a pair was given without the other");
    if (o.other == o.state && o.state) throw bad_input("both States are " + to_string(*o.state) + "; a pair is two States");
    if (o.table && !o.claims.empty()) throw bad_input("a table or claims; ask for one after the other");
    if (o.table && (!o.state || o.other)) throw bad_input("a ready table is of one State against all; name it");
    registry.law().answer(o.definition);  // before anything long is done
    auto const about = query{.state = o.state, .other = o.other};
    auto m = material{.options = o, .view = registry.snapshot(o.as_of, o.known_on, {.of = about}), .about = about,
                      .period = o.period.value_or(five_years_to(o.as_of.day())), .dossiers = {}, .due = {}, .doubts = no_doubts()};
    auto const only_figures = o.table || !o.claims.empty();
    detail::gnuplot draws;
    if (o.pictures && !only_figures) m.draws = &draws;
    if (!only_figures && o.other) m.everybody = registry.snapshot(o.as_of, o.known_on, {.deadlines = false});
    if (!only_figures && m.view.size() <= histories_at_most)
        for (auto const& id : m.view.columns().id) m.dossiers.push_back(registry.dossier(id, o.known_on));
    if (!only_figures) registry.each(about, [&](dossier const& d) {
        auto const standing = standing::of(d, registry.law(), o.as_of);
        if (standing && !standing->merged_into) note_doubts(m.doubts, d, *standing);
        for (auto& one : deadlines(d, registry.law(), o.as_of)) {
            auto const ended = !standing || !standing->open;  // what began with its end runs on
            auto const calls = one.status == deadline_status::missed ? one.open() : one.status == deadline_status::not_computable;
            if (!ended || !calls) m.due.push_back(std::move(one));
        }
    }, o.known_on);
    std::ranges::stable_sort(m.due, {}, [](deadline const& d) { return d.earliest.value_or(date(9999, 12, 31)); });
    std::ranges::stable_sort(m.dossiers, {}, [](dossier const& d) { return d.request().reference; });

    auto result = brief{.title = title(o), .subtitle = "Requests for extradition and legal assistance, as of " + in_words(o.as_of)};
    result.warning = warning(m);
    result.facts = {{"As of", in_words(o.as_of)},
                    {"As known on", o.known_on ? in_words(*o.known_on) : "the day it was made"},
                    {"Requests in view", std::to_string(m.view.size())},
                    {"Definition of an answer", words(o.definition)},
                    {"Law files", "edition " + m.view.law().edition()}};
    if (auto const& seen = registry.clearance(); !seen.empty())
        result.facts.push_back({"Cleared for", seen + "; requests marked higher, or not marked, are left out"});
    if (only_figures) {
        if (o.table) result.sections.push_back(asked_by(m));
        if (!o.claims.empty()) result.sections = claims(m);
        result.sections.push_back(small_print(m));
        return result;
    }
    for (auto const make : sections)
        if (auto s = make(m); !s.paragraphs.empty() || !s.tables.empty()) result.sections.push_back(std::move(s));
    return result;
}

brief make_brief(published_figures published) {
    auto result = brief{.title = published.title, .subtitle = "Whether the figures add up, as they were published",
                        .facts = {{"Source", published.source}, {"Rows", std::to_string(published.rows)}}};
    result.sections.push_back({.name = "published", .title = "What the published figures come to", .tables = std::move(published.tables)});
    return result;
}

}  // namespace comity::v0
