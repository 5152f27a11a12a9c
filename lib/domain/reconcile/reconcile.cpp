// SPDX-License-Identifier: Apache-2.0
#include <comity/reconcile.hpp>

#include "../law/rules.hpp"
#include "../law/tables.hpp"
#include "matching.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

// What a matching comes to: counts, and tables that can be read alone.

namespace comity::inline v0 {

namespace {

using namespace detail;

constexpr std::array side_names{"ours", "theirs"};
constexpr std::array state_names{"missing", "matched", "in_doubt"};  // by `matched_side::state`

/// A field of which two registers have something else.
struct difference {
    std::uint8_t field;
    cell ours, theirs;
    std::optional<std::int64_t> days_apart{};
    message reason{};
    bool only_place = false;  ///< of references: the same, in the other side's field
};
enum field : std::uint8_t { outcome_field, answer_field, made_on_field, kind_field, outcome_on_field, received_on_field, reference_field, requested_reference_field };
constexpr std::array field_names{"outcome", "answer", "made_on", "kind", "outcome_on", "received_on", "reference", "requested_reference"};

cell told(message m) { return m.empty() ? cell() : cell(sentence{std::move(m)}); }
cell as_word(std::string_view name) { return told(message("{word}", {{"word", word{std::string(name)}}})); }

/// What people write around numbers under either law.
reference_words words_of(snapshot const& ours, snapshot const& theirs) {
    auto words = law_access::tables(ours.law()).reference_words;
    std::vector<std::vector<std::string>*> lists;
    reference_words::each(words, [&](char const*, std::vector<std::string>& list) { lists.push_back(&list); });
    auto next = lists.begin();
    reference_words::each(law_access::tables(theirs.law()).reference_words, [&](char const*, std::vector<std::string> const& list) {
        auto& all = **next++;
        for (auto const& text : list)
            if (std::ranges::find(all, text) == all.end()) all.push_back(text);
    });
    return words;
}

class teller {
public:
    teller(snapshot const& ours, snapshot const& theirs, reconcile_options const& o)
        : options_(o), words_(words_of(ours, theirs)), m_(match(ours, theirs, o.window, reader_)), answers_{{{m_.sides[0].in, o.definition}, {m_.sides[1].in, o.definition}}},
          received_{in(0).kinds({event_kind::request_received}), in(1).kinds({event_kind::request_received})} {
        for (std::size_t s = 0; s < 2; ++s) {
            told_[s].resize(in(s).size()), pair_of_[s].resize(in(s).size(), no_pair);
            for (auto const i : select(in(s), o.of)) told_[s][i] = true;
        }
        for (std::size_t n = 0; n < m_.pairs.size(); ++n) {
            auto const& p = m_.pairs[n];
            pair_of_[0][p.ours] = pair_of_[1][p.theirs] = n;
            if (told_[0][p.ours] || told_[1][p.theirs]) told_[0][p.ours] = told_[1][p.theirs] = true;
        }
        for (std::size_t s = 0; s < 2; ++s)
            for (std::uint32_t i = 0; i < in(s).size(); ++i)
                if (told_[s][i]) in_view_[s].push_back(i);
        std::erase_if(m_.doubts, [&](doubtful_group const& g) {
            for (std::size_t s = 0; s < 2; ++s)
                if (std::ranges::any_of(g.requests[s], [&](std::uint32_t i) { return told_[s][i]; })) return false;
            return true;
        });
    }

    reconciliation all() {
        reconciliation r;
        summary_rows rows;
        auto const row_of = [&](std::size_t s, std::uint32_t i) -> summary_row& { return rows[{requesting(s, i), requested(s, i), kind(s, i)}]; };
        auto const each = [&](std::size_t s, std::uint32_t i, auto count) { count(r.counts), count(row_of(s, i).counts); };
        auto by_means = means_counts();
        r.matched = matched(by_means, r, each);
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : in_view_[s]) each(s, i, [&](reconciliation_counts& c) { count(c, s, i); });
        for (auto const i : in_view_[1]) row_of(1, i).matched_theirs += state(1, i) == matched_side::matched;
        r.not_kept = not_kept(r.counts);
        r.missing_on_their_side = missing(0), r.missing_on_ours = missing(1);
        r.duplicates = duplicates();
        r.means = means(by_means);
        r.summary = summary(rows);
        return r;
    }

private:
    static constexpr auto no_pair = ~std::size_t{};
    struct sort_not_kept {
        std::string_view kind{};                         ///< none: each
        std::optional<date_range> made{};
    };
    using states_of = std::pair<std::string_view, std::string_view>;  ///< requesting and requested
    struct summary_row {
        reconciliation_counts counts{};
        std::int64_t matched_theirs = 0;                 ///< by the kind that theirs has
    };
    using summary_rows = std::map<std::tuple<std::string_view, std::string_view, std::string_view>, summary_row>;
    using means_counts = std::map<std::tuple<match_means, std::string, std::string>, std::pair<std::int64_t, int>>;  ///< how many, and the lowest score

    column_reader const& in(std::size_t s) const { return m_.sides[s].in; }
    std::string_view requesting(std::size_t s, std::uint32_t i) const { return in(s).word(in(s).columns.requesting[i]); }
    std::string_view requested(std::size_t s, std::uint32_t i) const { return in(s).word(in(s).columns.requested[i]); }
    std::string_view kind(std::size_t s, std::uint32_t i) const { return to_string(static_cast<request_kind>(in(s).columns.kind[i])); }
    std::string reference(std::size_t s, std::size_t which, std::uint32_t i) const { return std::string(m_.sides[s].references(which)[i]); }
    cell reference_cell(std::size_t s, std::size_t which, std::uint32_t i) const { return text(reference(s, which, i)); }
    cell from(std::size_t s, std::uint32_t i) const { return std::string(requesting(s, i)); }
    cell to(std::size_t s, std::uint32_t i) const { return std::string(requested(s, i)); }
    cell kind_cell(std::size_t s, std::uint32_t i) const { return std::string(kind(s, i)); }
    cell id(std::size_t s, std::uint32_t i) const { return to_string(in(s).columns.id[i]); }
    cell made_on(std::size_t s, std::uint32_t i) const { return day_cell(in(s), in(s).made(i)); }
    comity::outcome outcome(std::size_t s, std::uint32_t i) const { return in(s).outcome(in(s).last(i)); }
    matched_side::state state(std::size_t s, std::uint32_t i) const { return static_cast<matched_side::state>(m_.sides[s].states[i]); }
    static cell score(int hundredths) { return static_cast<double>(hundredths) / 100; }
    bool has_reference(std::size_t s, std::size_t which, std::uint32_t i) const { return !m_.sides[s].plain[which][i].empty(); }
    /// What a request is called, where people read: by a reference, else by what it is.
    message name(std::size_t s, std::uint32_t i) const {
        for (std::size_t which = 0; which < 2; ++which)
            if (has_reference(s, which, i)) return message::as_is(reference(s, which, i));
        auto const made = made_on(s, i);
        auto const* const exact = std::get_if<date>(&made);
        return {"{kind} of {day}, {from} to {to}, without a reference", {{"kind", word{std::string(kind(s, i))}}, {"day", exact ? in_words(cutoff(*exact)) : in_words(std::get<when>(made))}, {"from", requesting(s, i)}, {"to", requested(s, i)}}};
    }
    cell name_cell(std::size_t s, std::uint32_t i) const {
        for (std::size_t which = 0; which < 2; ++which)
            if (has_reference(s, which, i)) return reference(s, which, i);
        return told(name(s, i));
    }
    /// Several; ids tell those apart that have the same name.
    message names(std::size_t s, std::vector<std::uint32_t> const& all) const {
        std::vector<message> list;
        for (auto const one : all) list.push_back(name(s, one));
        auto const same = [&](std::size_t n) { return std::ranges::count(list, list[n]) > 1; };
        std::vector<message> told;
        for (std::size_t n = 0; n < all.size(); ++n) told.push_back(same(n) ? message("{name} ({id})", {{"name", list[n]}, {"id", to_string(in(s).columns.id[all[n]])}}) : list[n]);
        return message::listed(std::move(told), message::listing::plain);
    }
    /// By what stands in it, and last by its id: the order of rows.
    auto order(std::size_t s, std::uint32_t i) const {
        auto const& side = m_.sides[s];
        return std::tuple(requesting(s, i), requested(s, i), side.from[i], side.until[i], side.references(0)[i], side.references(1)[i], kind(s, i), in(s).columns.id[i]);
    }
    std::vector<std::uint32_t> ordered(std::size_t s, auto is) const {
        std::vector<std::uint32_t> all;
        std::ranges::copy_if(in_view_[s], std::back_inserter(all), is);
        std::ranges::sort(all, [&](std::uint32_t a, std::uint32_t b) { return order(s, a) < order(s, b); });
        return all;
    }

    /// A table of the requests of one side, whose digest covers both registers.
    table figure_of(std::size_t s, std::string name, message title, message definition, std::vector<std::uint32_t> const& requests) const {
        auto const& other = in(1 - s).view;
        auto t = figure(in(s), std::move(name), std::move(title), std::move(definition), options_.of, requests,
                        std::string(side_names[s]) + "|" + other.root() + "|" + options_.definition + "|" + std::to_string(options_.window.count()));
        for (auto const& [left_out, said] : {std::pair(m_.edits_left_out, message("So many requests were left without a counterpart that slips of the pen in their references were not looked for.")),
                                             std::pair(!m_.edits_left_out && m_.two_edits_left_out, message("So many requests were left without a counterpart that references which differ in two characters were not looked for."))})
            if (left_out) t.notes.push_back(said);
        auto const crowded = std::ranges::count_if(requests, [&](std::uint32_t i) { return m_.sides[s].crowded[i] != 0; });
        if (crowded > 0)
            t.notes.push_back({"Of {n, plural, one {# request} other {# requests}} not all others that may differ in a character or two were compared: there are too many of them, or the reference is too long.", {{"n", crowded}}});
        return t;
    }

    void count(reconciliation_counts& c, std::size_t s, std::uint32_t i) const {
        auto const is = state(s, i);
        ++(s == 0 ? c.ours : c.theirs);
        if (is == matched_side::free) ++(s == 0 ? c.missing_on_their_side : c.missing_on_ours);
        if (is == matched_side::in_doubt) ++(s == 0 ? c.in_doubt_ours : c.in_doubt_theirs);
        if (s != 0) return;
        c.matched += is == matched_side::matched;
        if (!answers_[0].awaited(i)) return;
        ++c.unanswered_ours;
        c.unanswered_and_missing += is == matched_side::free;
        c.unanswered_but_answered_there += is == matched_side::matched && answers_[1].first(m_.pairs[pair_of_[0][i]].theirs).has_value();
    }

    // ---- what differs ----------------------------------------------------------------------------------------------------

    std::optional<std::int64_t> apart(std::size_t ours, std::size_t theirs) const {
        auto const &a = in(0).columns.events, &b = in(1).columns.events;
        auto const days = std::max(std::int64_t{a.earliest[ours]} - b.latest[theirs], std::int64_t{b.earliest[theirs]} - a.latest[ours]);
        return days > 0 ? std::optional(days) : std::nullopt;
    }
    void note_days(std::vector<difference>& all, std::uint8_t field, std::size_t ours, std::size_t theirs) const {
        auto const days = apart(ours, theirs);
        if (!days) return;
        auto how = message("{n, plural, one {# day} other {# days}} apart", {{"n", *days}});
        auto const a = day_cell(in(0), ours), b = day_cell(in(1), theirs);
        if (auto const *x = std::get_if<date>(&a), *y = std::get_if<date>(&b); x && y) {
            if (x->year() == y->year() && x->month() == y->day() && x->day() == y->month()) how = {"{apart}: day and month are exchanged", {{"apart", how}}};
            else if (x->month() == y->month() && x->day() == y->day()) how = {"{apart}: the same day of another year", {{"apart", how}}};
        }
        all.push_back({field, a, b, days, std::move(how)});
    }
    /// Since when it has had its outcome.
    std::size_t decided(std::size_t s, std::uint32_t i) const {
        auto at = in(s).last(i);
        while (at > in(s).columns.events_of(i).first && in(s).outcome(at - 1) == in(s).outcome(at)) --at;
        return at;
    }
    message of_references(std::string const& ours, std::string const& theirs) {
        auto const how = how_alike(ours, theirs, reader_);
        if (!how) return "another reference";
        auto const what = word{reader_.needed(ours, theirs, how->how, how->edits)};
        auto const letters = how->edits == 0 && how->how.letters == letters::look_alikes ? reader_.unlike_letters(ours, theirs, how->how) : std::string();
        if (letters.empty()) return {"the same but for {what}", {{"what", what}}};
        return {"the same but for {what}: {letters}", {{"what", what}, {"letters", letters}}};
    }

    std::vector<difference> differences(matched_pair const& p) {
        std::vector<difference> all;
        auto const i = p.ours, j = p.theirs;
        auto const a = outcome(0, i), b = outcome(1, j);
        if (a != b) all.push_back({outcome_field, as_word(to_string(a)), as_word(to_string(b)), {}, "not the same outcome"});
        auto const heard = answers_[0].first(i), heard_there = answers_[1].first(j);
        if (heard.has_value() != heard_there.has_value())
            all.push_back({answer_field, heard ? day_cell(in(0), *heard) : cell(), heard_there ? day_cell(in(1), *heard_there) : cell(), {}, heard ? "an answer is recorded in ours alone" : "an answer is recorded in theirs alone"});
        note_days(all, made_on_field, in(0).made(i), in(1).made(j));
        if (kind(0, i) != kind(1, j)) all.push_back({kind_field, as_word(kind(0, i)), as_word(kind(1, j)), {}, "another kind, under a reference that matches"});
        if (a == b && a != outcome::pending) note_days(all, outcome_on_field, decided(0, i), decided(1, j));
        auto const first = [&](std::size_t s, std::uint32_t of) { return in(s).next_of(received_[s], in(s).columns.events_of(of).first, in(s).last(of)); };
        if (auto const x = first(0, i), y = first(1, j); x && y) note_days(all, received_on_field, *x, *y);
        for (std::size_t which = 0; which < 2; ++which) {
            auto const exchanged = p.compared && p.compared->crosswise();
            auto const there = exchanged ? 1 - which : which;
            auto ours = reference(0, which, i), theirs = reference(1, there, j);
            auto const crosswise = exchanged && p.compared->ours == which;
            if (!crosswise && (ours == theirs || !has_reference(0, which, i) || !has_reference(1, there, j))) continue;
            auto const only_place = ours == theirs;
            auto reason = crosswise ? message("entered as the other side’s reference") : of_references(ours, theirs);
            if (crosswise && ours != theirs) reason = {"{one}; {other}", {{"one", reason}, {"other", of_references(ours, theirs)}}};
            all.push_back({static_cast<std::uint8_t>(which == 0 ? reference_field : requested_reference_field), text(std::move(ours)), text(std::move(theirs)), {}, std::move(reason), only_place});
        }
        return all;
    }

    // ---- tables ----------------------------------------------------------------------------------------------------------

    std::string compared(matched_pair const& p) const {
        if (!p.compared) return {};
        if (p.compared->crosswise()) return "crosswise";
        auto const other = 1u - p.compared->ours;
        auto const text = m_.sides[0].plain[other][p.ours];
        if (!text.empty() && text == m_.sides[1].plain[other][p.theirs]) return "both_references";
        return p.compared->ours == 0 ? "requesting_reference" : "requested_reference";
    }
    std::string done(matched_pair const& p) {
        if (!p.compared || p.by == match_means::same_reference) return {};
        return reader_.needed(m_.sides[0].references(p.compared->ours)[p.ours], m_.sides[1].references(p.compared->theirs)[p.theirs], p.how, p.edits);
    }

    /// The pairs, and on the way what differs in them.
    table matched(means_counts& by_means, reconciliation& r, auto const& each) {
        auto all = ordered(0, [&](std::uint32_t n) { return state(0, n) == matched_side::matched; });
        std::ranges::stable_sort(all, {}, [&](std::uint32_t i) { return m_.pairs[pair_of_[0][i]].score; });  // the weakest first: they are what to look at
        auto t = figure_of(0, "matched", "In both registers", "Requests of ours and theirs that are the same: by what they were matched, what had to be done to the references for that, and how strong it is. Scores rank; they are no probabilities. The weakest come first.", all);
        t.columns = {written("reference", "Ours"), written("reference_theirs", "Theirs"), written("requested_reference", "Requested side’s, ours"),
                     written("requested_reference_theirs", "Requested side’s, theirs"), written("requesting", "From"), written("requested", "To"), worded("kind"),
                     dated("made_on", "Made on, ours"), dated("made_on_theirs", "Made on, theirs"), worded("by", "Matched by"), worded("compared"),
                     worded("done", "Allowing for"), measured("score"), worded("differs"), identifier("id", "Id"), identifier("id_theirs", "Id, theirs")};
        std::vector<cell_column> cells(t.columns.size());
        std::vector<std::tuple<difference, std::uint32_t, std::uint32_t>> differing;  // with ours, and the pair
        for (auto const i : all) {
            auto const& p = m_.pairs[pair_of_[0][i]];
            auto const j = p.theirs;
            auto how = compared(p), what = done(p);
            auto& [n, lowest] = by_means.try_emplace({p.by, how, what}, 0, 100).first->second;
            ++n, lowest = std::min(lowest, p.score);
            std::string fields;
            auto otherwise = false, differs = false;
            for (auto& d : differences(p)) {
                (fields += fields.empty() ? "" : ", ") += field_names[d.field];
                if (d.field != reference_field && d.field != requested_reference_field) differs = true;
                else if (!d.only_place) otherwise = true;
                differing.emplace_back(std::move(d), i, static_cast<std::uint32_t>(pair_of_[0][i]));
            }
            each(0, i, [&](reconciliation_counts& c) { c.differing += differs, c.written_otherwise += otherwise; });
            cell row[] = {reference_cell(0, 0, i), reference_cell(1, 0, j), reference_cell(0, 1, i), reference_cell(1, 1, j), from(0, i), to(0, i), kind_cell(0, i),
                          made_on(0, i), made_on(1, j), std::string(name_of(p.by)), text(std::move(how)), text(std::move(what)), score(p.score), text(std::move(fields)),
                          id(0, i), id(1, j)};
            for (std::size_t c = 0; c < cells.size(); ++c) cells[c].push_back(std::move(row[c]));
        }
        t.rows = row_list(std::move(cells));
        r.differing = differing_table(all, differing);
        return t;
    }

    /// Days stand in one column with words and references: as texts.
    static cell as_text(cell const& c) { return std::holds_alternative<date>(c) || std::holds_alternative<when>(c) ? cell(to_text(c)) : c; }

    table differing_table(std::vector<std::uint32_t> const& in_both, std::vector<std::tuple<difference, std::uint32_t, std::uint32_t>>& all) const {
        auto t = figure_of(0, "differing", "In both, and not the same", "Of requests that are in both registers, each field of which they have something else. Days differ where the days that may be meant are all other days; a reference, letter for letter, where both have one. What only one register "
                           "records is no difference, but for an answer and an outcome. Persons, offences, bases and what else a request has are not compared.", in_both);
        t.if_empty = "No difference.";
        t.columns = {written("reference"), written("requesting", "From"), written("requested", "To"), worded("kind"), worded("field", "What differs"), written("ours"),
                     written("theirs"), counted("days_apart"), written("reason", "How"), worded("by", "Matched by"), measured("score"), identifier("id", "Id"), identifier("id_theirs", "Id, theirs")};
        // The gravest first; what differs most, before what differs less.
        std::ranges::stable_sort(all, {}, [](auto const& d) { return std::pair(std::get<0>(d).field, -std::get<0>(d).days_apart.value_or(0)); });
        for (auto& [d, i, n] : all) {
            auto const& p = m_.pairs[n];
            t.rows.push_back({name_cell(0, i), from(0, i), to(0, i), kind_cell(0, i), std::string(field_names[d.field]), as_text(d.ours), as_text(d.theirs),
                              d.days_apart ? cell(*d.days_apart) : cell(), told(std::move(d.reason)), std::string(name_of(p.by)), score(p.score), id(0, i), id(1, p.theirs)});
        }
        return t;
    }

    message why_not(std::size_t s, std::uint32_t i, nearest_one const& n) const {
        using enum nearest_one::why;
        if (n.reason == nothing) return is_of_sort_not_kept(s, i) ? "that register holds none of this sort at all" : "nothing like it is there";
        auto const other = n.others.front();
        auto const days = days_between(m_.sides[s], i, m_.sides[1 - s], other);
        auto const list = names(1 - s, n.others);
        auto const said = [&](char const* pattern) {
            return message(pattern, {{"days", days}, {"n", n.count}, {"edits", n.edits}, {"list", list}, {"from", requesting(1 - s, other)}, {"to", requested(1 - s, other)}});
        };
        switch (n.reason) {
            case nothing: break;
            case bears_the_reference:
            case bears_it_crosswise: {
                auto const crosswise = n.reason == bears_it_crosswise;
                if (state(1 - s, other) != matched_side::matched) return crosswise ? "it bears the same reference as the other side’s, and is in doubt itself" : "it bears the same reference, and is in doubt itself";
                auto const& p = m_.pairs[pair_of_[1 - s][other]];
                return {crosswise ? "it bears the same reference as the other side’s, and is matched with {one}" : "it bears the same reference, and is matched with {one}", {{"one", name(s, s == 0 ? p.ours : p.theirs)}}};
            }
            case other_direction: return said("it bears the same reference, but goes from {from} to {to}");
            case other_kind: return "its reference is alike, but it is of another kind";
            case far_in_days: return n.edits > 0 ? said("its reference differs in {edits, plural, one {# character} other {# characters}}, and its date by {days, plural, one {# day} other {# days}}") : said("its reference is alike, but its date differs by {days, plural, one {# day} other {# days}}");
            case several_as_near: return said("{n, plural, =2 {two references are} other {several references are}} as near: {list}");
            case taken: return said("its reference differs in {edits, plural, one {# character} other {# characters}}, and it is matched with another");
            case not_mutual: return said("its reference differs in {edits, plural, one {# character} other {# characters}}, and another is nearer to it");
            case other_reference: return said("only kind and date are like it, the reference is another one");
            case not_alone: return n.count > 1 ? said("{n} come into question by kind and date, among them {list}") : said("it comes into question by kind and date, as for others");
        }
        return {};
    }

    bool is_of_sort_not_kept(std::size_t s, std::uint32_t i) const {
        auto const found = sorts_not_kept_[s].find({requesting(s, i), requested(s, i)});
        auto const made = day_of(m_.sides[s].from[i]);
        return found != sorts_not_kept_[s].end() && std::ranges::any_of(found->second, [&](sort_not_kept const& one) {
            return (one.kind.empty() || one.kind == kind(s, i)) && (!one.made || one.made->contains(made));
        });
    }

    void note_clearance(table& t) const {
        if (!in(0).view.clearance().empty()) t.notes.push_back({"Both registers are seen under {clearance}: what one of them has marked higher, or not marked, may be there, and is not looked at.", {{"clearance", in(0).view.clearance()}}});
    }

    table missing(std::size_t s) const {
        auto all = ordered(s, [&](std::uint32_t n) { return state(s, n) == matched_side::free; });
        std::stable_partition(all.begin(), all.end(), [&](std::uint32_t n) { return !is_of_sort_not_kept(s, n); });  // what may have got lost is not to be looked for among what was never kept
        auto t = s == 0 ? figure_of(0, "missing-on-their-side", "Missing on their side", "Requests of ours that match none of theirs, and look like no other of ours that does. Beside each stands what comes nearest there, and why it was not taken for it. Those of a sort of which theirs holds none come last.", all)
                        : figure_of(1, "missing-on-ours", "Missing on ours", "Requests of theirs that match none of ours, and look like no other of theirs that does. Beside each stands what comes nearest in ours, and why it was not taken for it. Those of a sort of which ours holds none come last.", all);
        t.if_empty = "None is missing.";
        t.columns = {written("reference"), written("requested_reference", "Requested side’s reference"), written("requesting", "From"), written("requested", "To"), worded("kind"),
                     dated("made_on", "Made on"), worded("outcome"), written("nearest", "Nearest"), dated("nearest_made_on", "Its date"), measured("score"),
                     written("reason", "Why it was not matched"), identifier("id", "Id"), identifier("nearest_id", "Id of the nearest")};
        note_clearance(t);
        for (auto const i : all) {
            auto const& n = m_.nearest[s][i];
            auto const has = !n.others.empty();
            auto const other = has ? n.others.front() : 0;
            t.rows.push_back({reference_cell(s, 0, i), reference_cell(s, 1, i), from(s, i), to(s, i), kind_cell(s, i), made_on(s, i), std::string(to_string(outcome(s, i))),
                              has ? name_cell(1 - s, other) : cell(), has ? made_on(1 - s, other) : cell(), has && n.score > 0 ? score(n.score) : cell(), told(why_not(s, i, n)), id(s, i),
                              has ? id(1 - s, other) : cell()});
        }
        return t;
    }

    cell answered_on(std::size_t s, std::uint32_t i) {
        auto const answer = answers_[s].first(i);
        return answer ? day_cell(in(s), *answer) : cell();
    }

    table duplicates() {
        auto t = figure_of(0, "duplicates", "In doubt", "Groups of requests that look the same. In one register: the same States, kind and reference, days that may be the same, and no other reference of the other side. Of both: several that may be the same as several, since nothing tells them apart; which is which "
                           "is not chosen by chance. “Status” says what each was counted as.", in_view_[0]);
        t.covers.reset();  // of requests of both
        t.if_empty = "None is in doubt.";
        t.columns = {counted("group"), worded("register"), written("reference"), written("requested_reference", "Requested side’s reference"), written("requesting", "From"),
                     written("requested", "To"), worded("kind"), dated("made_on", "Made on"), worded("status"), worded("outcome"), dated("answered_on", "Answered"), worded("by", "Alike by"), measured("score"), written("reason", "How"), identifier("id", "Id")};
        for (auto& g : m_.doubts)
            for (std::size_t s = 0; s < 2; ++s) std::ranges::sort(g.requests[s], [&](std::uint32_t a, std::uint32_t b) { return order(s, a) < order(s, b); });
        std::ranges::sort(m_.doubts, [&](doubtful_group const& a, doubtful_group const& b) {
            auto const first = [](doubtful_group const& g) { return g.requests[0].empty() ? std::size_t{1} : std::size_t{0}; };
            auto const x = first(a), y = first(b);
            return std::tuple_cat(order(x, a.requests[x].front()), std::tuple(x)) < std::tuple_cat(order(y, b.requests[y].front()), std::tuple(y));
        });
        std::int64_t number = 0;
        for (auto const& g : m_.doubts) {
            ++number;
            auto const how = g.of_one_register ? message("entered more than once, as it seems") : message("{ours} of ours and {theirs} of theirs, and nothing tells them apart", {{"ours", g.requests[0].size()}, {"theirs", g.requests[1].size()}});
            for (std::size_t s = 0; s < 2; ++s)
                for (auto const i : g.requests[s])
                    t.rows.push_back({number, std::string(side_names[s]), reference_cell(s, 0, i), reference_cell(s, 1, i), from(s, i), to(s, i), kind_cell(s, i), made_on(s, i),
                                      std::string(state_names[state(s, i)]), std::string(to_string(outcome(s, i))), answered_on(s, i), std::string(name_of(g.by)), score(g.score), told(how), id(s, i)});
        }
        return t;
    }

    table means(means_counts const& by_means) const {
        auto t = figure_of(0, "means", "How they were matched", "How many requests were matched by what, which references were compared, and what the references had to be allowed for. The strongest means go first, and what one has matched is not looked at again.", in_view_[0]);
        t.columns = {worded("by", "Matched by"), worded("compared"), worded("done", "Allowing for"), counted("requests"), measured("lowest_score")};
        t.if_empty = "Nothing was matched.";
        for (auto const& [how, counts] : by_means) t.rows.push_back({std::string(name_of(std::get<0>(how))), text(std::get<1>(how)), text(std::get<2>(how)), counts.first, score(counts.second)});
        return t;
    }

    /// What one register holds none of, and the other misses: a direction; else, of three or more, a kind in it; else years on end.
    table not_kept(reconciliation_counts& counts) {
        constexpr std::int64_t at_least = 3;
        struct held {
            std::array<std::int64_t, 2> all{}, missing{};                          ///< of ours, of theirs
            std::map<int, std::array<std::int64_t, 2>> by_year{}, missing_in{};
        };
        struct direction : held {
            std::map<std::string_view, held> kinds{};
        };
        std::map<states_of, direction> directions;
        for (std::size_t s = 0; s < 2; ++s)
            for (std::uint32_t i = 0; i < in(s).size(); ++i) {
                auto& d = directions[{requesting(s, i), requested(s, i)}];
                auto const first = day_of(m_.sides[s].from[i]).year(), last = day_of(m_.sides[s].until[i]).year();
                auto const is_missing = told_[s][i] && state(s, i) == matched_side::free;
                for (auto* const h : {static_cast<held*>(&d), &d.kinds[kind(s, i)]}) {
                    ++h->all[s], h->missing[s] += is_missing;
                    for (auto year = first; year <= last; ++year) ++h->by_year[year][s];
                    if (is_missing) ++h->missing_in[first][s];
                }
            }
        auto t = figure_of(0, "not-kept", "What one register does not hold", {"Sorts of requests of which one register holds none, and the other some that are missing there: all from one State to another; else those of one kind, or all that were made in some years on end, "
                           "where at least {n} are missing. Perhaps that register does not keep this traffic, or did not yet; then nothing need have been lost.", {{"n", at_least}}}, in_view_[0]);
        t.covers.reset();  // of requests of both
        t.if_empty = "None.";
        t.columns = {worded("register", "Not in"), written("requesting", "From"), written("requested", "To"), worded("kind"), dated("made_from"), dated("made_until"), {"requests", "Missing requests", column_type::integer}};
        for (std::size_t s = 0; s < 2; ++s) {
            auto const other = 1 - s;
            auto& sum = s == 0 ? counts.not_kept_on_their_side : counts.not_kept_on_ours;
            for (auto const& one : directions) {
                auto const& states = one.first;
                auto const& d = one.second;
                auto const say = [&](std::string_view kind, std::optional<date_range> made, std::int64_t n) {
                    t.rows.push_back({std::string(side_names[other]), std::string(states.first), std::string(states.second), text(std::string(kind)), made ? cell(made->from) : cell(), made ? cell(made->until) : cell(), n});
                    sorts_not_kept_[s][states].push_back({kind, made});
                    sum += n;
                };
                if (d.missing[s] == 0) continue;
                if (d.all[other] == 0) {
                    say({}, {}, d.missing[s]);
                    continue;
                }
                auto left = std::map<int, std::int64_t>();
                for (auto const& [kind, h] : d.kinds) {
                    if (h.all[other] == 0 && h.missing[s] >= at_least) say(kind, {}, h.missing[s]);
                    else for (auto const& [year, n] : h.missing_in) left[year] += n[s];
                }
                auto const none_there = [&](int first, int last) {
                    for (auto year = d.by_year.lower_bound(first); year != d.by_year.end() && year->first <= last; ++year)
                        if (year->second[other] > 0) return false;
                    return true;
                };
                for (auto from = left.begin(); from != left.end();) {
                    auto until = from;
                    auto last = from->first;
                    std::int64_t n = 0;
                    for (; until != left.end() && none_there(last, until->first); ++until) last = until->first, n += until->second;
                    if (n >= at_least) say({}, date_range{date(from->first, 1, 1), date(last, 12, 31)}, n);
                    from = until == from ? std::next(from) : until;
                }
            }
        }
        t.rows.sort([](auto const& row) { return std::tuple(to_text(row[0]), -std::get<std::int64_t>(row[6])); });  // what is most of it first
        return t;
    }

    table summary(summary_rows const& rows) const {
        auto t = figure_of(0, "registers", "The two registers side by side", {"Requests of both registers as of {as_of}, by direction and kind, each by the kind that its own register has; so one that is matched with another of another kind is in two rows. In each row ours are those matched, missing on their side or in doubt, and theirs likewise. An answer is what counts under “{definition}”.",
                           {{"as_of", in_words(in(0).view.as_of())}, {"definition", word{options_.definition}}}}, in_view_[0]);
        t.covers.reset();  // of requests of both
        t.columns = {written("requesting", "From"), written("requested", "To"), worded("kind"), counted("ours"), counted("theirs"), {"matched", "Matched, ours", column_type::integer}, {"matched_theirs", "Matched, theirs", column_type::integer},
                     counted("missing_on_their_side"), counted("missing_on_ours"), {"in_doubt_ours", "In doubt, ours", column_type::integer},
                     {"in_doubt_theirs", "In doubt, theirs", column_type::integer}, counted("differing"), counted("written_otherwise"),
                     {"unanswered_ours", "Unanswered, ours", column_type::integer}, {"unanswered_and_missing", "Of these, missing there", column_type::integer},
                     {"unanswered_but_answered_there", "Of these, answered there", column_type::integer}};
        for (auto const& [of, row] : rows) {
            auto const& c = row.counts;
            t.rows.push_back({std::string(std::get<0>(of)), std::string(std::get<1>(of)), std::string(std::get<2>(of)), c.ours, c.theirs, c.matched, row.matched_theirs, c.missing_on_their_side,
                              c.missing_on_ours, c.in_doubt_ours, c.in_doubt_theirs, c.differing, c.written_otherwise, c.unanswered_ours, c.unanswered_and_missing, c.unanswered_but_answered_there});
        }
        return t;
    }

    reconcile_options const& options_;
    reference_words words_;                                ///< of the reader
    reference_reader reader_{words_};
    matching m_;
    std::array<answers, 2> answers_;
    std::array<std::vector<bool>, 2> received_;
    std::array<std::vector<bool>, 2> told_{};
    std::array<std::vector<std::uint32_t>, 2> in_view_{};  ///< what is told
    std::array<std::vector<std::size_t>, 2> pair_of_{};
    std::array<std::map<states_of, std::vector<sort_not_kept>>, 2> sorts_not_kept_{};  ///< of each side, what the other holds none of
};

}  // namespace

reconciliation reconcile(snapshot const& ours, snapshot const& theirs, reconcile_options const& o) {
    if (!(ours.as_of() == theirs.as_of()))
        throw bad_input("ours is as of " + to_string(ours.as_of()) + ", theirs as of " + to_string(theirs.as_of()) + "; two registers are held against each other as of one day");
    if (ours.clearance() != theirs.clearance()) {
        auto const as = [](std::string const& clearance) { return clearance.empty() ? "without a clearance" : "for " + clearance; };
        throw bad_input("our register was opened " + as(ours.clearance()) + ", the other side's " + as(theirs.clearance()) + "; open both alike: what one reader does not see would be shown as missing");
    }
    if (o.window < days(0) || o.window > days(366)) throw bad_input("the window is " + std::to_string(o.window.count()) + " days; dates are near within 0 to 366");
    ours.law().answer(o.definition), theirs.law().answer(o.definition);  // before anything long is done
    return teller(ours, theirs, o).all();
}

}  // namespace comity::v0
