// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"
#include "pictures/pictures.hpp"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <numeric>
#include <tuple>

namespace comity::inline v0 {

namespace {

using namespace detail;

// ---- the head -------------------------------------------------------------------------------------------------------

message title(brief_options const& o) {
    if (!o.state) return "Requests between States";
    auto const name = [&](state_code s) { return named_state{s, o.as_of.day()}; };
    if (!o.other) return {"{state} and all other States", {{"state", name(*o.state)}}};
    return {"{state} and {other}", {{"state", name(*o.state)}, {"other", name(*o.other)}}};
}

message warning(material const& m) {
    auto const made_up = requests_with(m.view, register_columns::synthetic);
    auto const made_up_there = m.theirs ? requests_with(*m.theirs, register_columns::synthetic) : 0;
    if (made_up == 0 && made_up_there > 0)
        return {"Synthetic data: {n, plural, one {# request of the other register is} other {# requests of the other register are}} made up. It says nothing about any State or person.", {{"n", made_up_there}}};
    if (made_up == 0) return {};
    return message::sentences({made_up == m.view.size() ? message("Synthetic data: every request in this brief is made up, to show what such a register looks like.")
                                                        : message("Synthetic data: {n, plural, one {# request in this brief is} other {# requests in this brief are}} made up, to show what such a register looks like.", {{"n", made_up}}),
                               "It says nothing about any State or person."});
}

date_range five_years_to(date day) { return {.from = date(std::max(day.year() - 4, 1400), 1, 1), .until = day}; }

}  // namespace

brief make_brief(registry const& registry, brief_options const& o, progress const& tell) {
    if (o.other && !o.state) throw bad_input("one State of a pair was given without the other");
    if (o.other == o.state && o.state) throw bad_input("both States are " + to_string(*o.state) + "; a pair is two States");
    if (o.table && !o.claims.empty()) throw bad_input("a table or claims; ask for one after the other");
    if (o.table && (!o.state || o.other)) throw bad_input("a ready table is of one State against all; name it");
    if (o.theirs && (o.table || !o.claims.empty())) throw bad_input("a table or claims are of one register; ask without the other side's");
    if (!o.theirs)
        if (auto const of_two = std::ranges::find_if(o.sections, is_of_two_registers); of_two != o.sections.end())
            throw bad_input("the section " + *of_two + " holds the other side's register against this one, and none was given: name it (--against, brief_options::theirs), or ask for other sections");
    registry.law().answer(o.definition);  // before anything long is done
    auto const wanted = chosen(o.sections);
    auto const has = [&](std::string_view name) { return std::ranges::find(wanted, name, &section_maker::name) != wanted.end(); };
    auto const about = query{.state = o.state, .other = o.other};
    auto const only_figures = o.table || !o.claims.empty();
    auto options = snapshot_options{.of = about};
    std::vector<deadline> due;
    auto doubts = no_doubts();
    std::mutex both;
    if (!only_figures) options.visit = [&](dossier const& d, std::vector<deadline> all) {
        auto const standing = standing::of(d, registry.law(), o.as_of);
        auto const ended = !standing || !standing->open;  // what began with its end runs on
        if (ended) std::erase_if(all, [](deadline const& one) { return one.status == deadline_status::missed ? one.open() : one.status == deadline_status::not_computable; });
        auto const lock = std::scoped_lock(both);
        if (standing && !standing->merged_into) note_doubts(doubts, d, *standing);
        std::ranges::move(all, std::back_inserter(due));
    };
    auto view = registry.snapshot(o.as_of, o.known_on, options, tell);
    // They came in no order.
    std::ranges::sort(due, {}, [](deadline const& d) {
        return std::tuple<date, uuid const&, std::string const&, std::string const&, uuid const&, int, std::string>(
            d.earliest.value_or(date(9999, 12, 31)), d.request, d.instrument(), d.limit().id, d.trigger_request, d.trigger_entry, d.concerns.empty() ? std::string() : to_string(d.concerns.front()));
    });
    doubts.rows.sort([](auto const& row) { return std::tuple(to_text(row[0]), to_text(row[4]), integer(row[1]), to_text(row[2])); });
    auto m = material{.options = o, .view = view, .about = about, .period = o.period.value_or(five_years_to(o.as_of.day())), .due = std::move(due), .doubts = std::move(doubts)};
    if (!only_figures) {
        m.unanswered = view.unanswered(about, o.definition);
        m.outcomes = view.outcomes({.of = about});
        m.asked_for = count_asked(m.outcomes, m.unanswered);
        m.times = view.time_to(o.definition, {.of = about, .by = !o.state ? std::vector<key>() : std::vector{o.other ? key::requesting : key::direction}});
    }
    gnuplot draws;
    if (o.pictures && !only_figures) m.draws = &draws;
    if (!only_figures && o.other && has("reciprocity")) m.everybody = registry.snapshot(o.as_of, o.known_on, {.deadlines = false}, tell);
    if (o.theirs) {
        m.theirs = o.theirs->snapshot(o.as_of, o.known_on, {.of = about}, tell);  // with all that a brief of it alone has, so that both print one digest
        m.held_against = reconcile(m.view, *m.theirs, {.definition = o.definition});
    }
    if (!only_figures && m.view.size() <= histories_at_most)
        for (auto const& id : m.view.columns().id) m.dossiers.push_back(registry.dossier(id, o.known_on));
    std::ranges::stable_sort(m.dossiers, {}, [](dossier const& d) { return d.request().reference; });

    auto result = brief{.title = title(o), .subtitle = {"Requests for extradition and legal assistance, as of {as_of}", {{"as_of", in_words(o.as_of)}}}};
    auto const& seen = registry.clearance();
    auto const left_out = seen.empty() ? message() : message("Made for a reader cleared for {clearance}: requests marked higher, or not marked, are in none of its figures and sentences.", {{"clearance", seen}});
    result.warning = message::sentences({left_out, warning(m), o.warning});
    result.facts = {{"As of", in_words(o.as_of)},
                    {"As known on", o.known_on ? in_words(*o.known_on) : message("the day this brief was made")},
                    {"Requests in view", {"{n}", {{"n", m.view.size()}}}},
                    {"Definition of an answer", {"{definition}", {{"definition", word{o.definition}}}}},
                    {"Law files", {"edition {edition}", {{"edition", m.view.law().edition()}}}}};
    if (m.theirs) result.facts.push_back({"Held against", {"the other register, {n, plural, one {# request} other {# requests}}", {{"n", m.theirs->size()}}}});
    if (!seen.empty())
        result.facts.push_back({"Cleared for", {"{clearance}; requests marked higher, or not marked, are left out", {{"clearance", seen}}}});
    if (only_figures) {
        if (o.table) result.sections.push_back(asked_by(m));
        if (!o.claims.empty()) result.sections = claims(m);
        result.sections.push_back(small_print(m));
        return result;
    }
    result.headlines = headlines(m);
    auto const tells_cases = has("due");
    if (tells_cases) result.next = next_steps(m);
    for (auto const& one : wanted) {
        if (tell) tell(m.view.size(), 0);
        if (auto s = one.make(m); !s.paragraphs.empty() || !s.tables.empty()) result.sections.push_back(std::move(s));
    }
    for (auto& h : result.headlines)
        if (std::ranges::none_of(result.sections, [&](section const& s) { return std::ranges::find(s.tables, h.table, &table::name) != s.tables.end(); })) h.table.clear();
    if (tell) tell(m.view.size(), m.view.size());
    if (!tells_cases) return result;
    result.as_of = o.as_of;
    std::erase_if(m.due, [](deadline const& d) { return !d.open(); });
    result.deadlines = std::move(m.due);
    return result;
}

std::vector<brief> cut_long_tables(brief& b, std::function<message(table const&)> const& where) {
    std::vector<brief> whole;
    if (b.rows_at_most == 0) return whole;
    for (auto& s : b.sections)
        for (auto& t : s.tables) {
            auto const rows = t.rows.size();
            if (rows <= b.rows_at_most) continue;
            whole.push_back({.title = b.title, .subtitle = b.subtitle, .facts = b.facts, .warning = b.warning, .sections = {{.name = s.name, .title = s.title, .tables = {t}}}});
            std::vector<std::size_t> first(b.rows_at_most);
            std::iota(first.begin(), first.end(), std::size_t{0});
            t.rows = t.rows.only(first);
            t.notes.insert(t.notes.begin(), {"The first {shown} of {all, plural, one {# row} other {# rows}}; all of them: {where}.", {{"shown", b.rows_at_most}, {"all", rows}, {"where", where(t)}}});
        }
    return whole;
}

brief make_brief(published_figures published) {
    auto result = brief{.title = message::as_is(published.title), .subtitle = "Whether the figures add up, as they were published",
                        .facts = {{"Source", message::as_is(published.source)}, {"Rows", {"{n}", {{"n", published.rows}}}}}};
    result.sections.push_back({.name = "published", .title = "What the published figures come to", .tables = std::move(published.tables)});
    return result;
}

}  // namespace comity::v0
