// SPDX-License-Identifier: Apache-2.0
#include <comity/reconcile.hpp>

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
};
enum field : std::uint8_t { outcome_field, answer_field, made_on_field, kind_field, outcome_on_field, received_on_field, reference_field, requested_reference_field };
constexpr std::array field_names{"outcome", "answer", "made_on", "kind", "outcome_on", "received_on", "reference", "requested_reference"};

cell told(message m) { return m.empty() ? cell() : cell(sentence{std::move(m)}); }
cell as_word(std::string_view name) { return told(message("{word}", {{"word", word{std::string(name)}}})); }

class teller {
public:
    teller(snapshot const& ours, snapshot const& theirs, reconcile_options const& o)
        : options_(o), m_(match(ours, theirs, o.window, reader_)), answers_{{{m_.sides[0].in, o.definition}, {m_.sides[1].in, o.definition}}},
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
        std::map<std::tuple<std::string_view, std::string_view, std::string_view>, reconciliation_counts> rows;
        auto const each = [&](std::size_t s, std::uint32_t i, auto count) { count(r.counts), count(rows[{requesting(s, i), requested(s, i), kind(s, i)}]); };
        auto by_means = means_counts();
        r.matched = matched(by_means, r, each);
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : in_view_[s]) each(s, i, [&](reconciliation_counts& c) { count(c, s, i); });
        r.missing_on_their_side = missing(0), r.missing_on_ours = missing(1);
        r.duplicates = duplicates();
        r.means = means(by_means);
        r.summary = summary(rows);
        return r;
    }

private:
    static constexpr auto no_pair = ~std::size_t{};
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
    /// What a request is called, where people read.
    std::string name(std::size_t s, std::uint32_t i) const {
        for (std::size_t which = 0; which < 2; ++which)
            if (auto text = reference(s, which, i); !text.empty()) return text;
        return to_string(in(s).columns.id[i]);
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
        return {"the same but for {what}", {{"what", word{reader_.needed(ours, theirs, how->how, how->edits)}}}};
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
            auto ours = reference(0, which, i), theirs = reference(1, which, j);
            auto const crosswise = p.compared && p.compared->crosswise() && p.compared->ours == which;
            if (crosswise) theirs = reference(1, 1 - which, j);
            else if (ours == theirs || ours.empty() || theirs.empty()) continue;
            auto reason = crosswise ? message("entered as the other side’s reference") : of_references(ours, theirs);
            if (crosswise && ours != theirs) reason = {"{one}; {other}", {{"one", reason}, {"other", of_references(ours, theirs)}}};
            all.push_back({static_cast<std::uint8_t>(which == 0 ? reference_field : requested_reference_field), text(std::move(ours)), text(std::move(theirs)), {}, std::move(reason)});
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
                (d.field == reference_field || d.field == requested_reference_field ? otherwise : differs) = true;
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
                           "records is no difference, but for an answer and an outcome.", in_both);
        t.if_empty = "No difference.";
        t.columns = {written("reference"), written("requesting", "From"), written("requested", "To"), worded("kind"), worded("field", "What differs"), written("ours"),
                     written("theirs"), counted("days_apart"), written("reason", "How"), worded("by", "Matched by"), measured("score"), identifier("id", "Id"), identifier("id_theirs", "Id, theirs")};
        // The gravest first; what differs most, before what differs less.
        std::ranges::stable_sort(all, {}, [](auto const& d) { return std::pair(std::get<0>(d).field, -std::get<0>(d).days_apart.value_or(0)); });
        for (auto& [d, i, n] : all) {
            auto const& p = m_.pairs[n];
            t.rows.push_back({name(0, i), from(0, i), to(0, i), kind_cell(0, i), std::string(field_names[d.field]), as_text(d.ours), as_text(d.theirs),
                              d.days_apart ? cell(*d.days_apart) : cell(), told(std::move(d.reason)), std::string(name_of(p.by)), score(p.score), id(0, i), id(1, p.theirs)});
        }
        return t;
    }

    message why_not(std::size_t s, std::uint32_t i, nearest_one const& n) const {
        using enum nearest_one::why;
        if (n.reason == nothing) return "nothing like it is there";
        auto const other = n.others.front();
        auto const days = days_between(m_.sides[s], i, m_.sides[1 - s], other);
        message list;
        for (auto const one : n.others) list = list.empty() ? message::as_is(name(1 - s, one)) : message("{list}, {one}", {{"list", list}, {"one", name(1 - s, one)}});
        auto const said = [&](char const* pattern) {
            return message(pattern, {{"days", days}, {"n", n.count}, {"edits", n.edits}, {"list", list}, {"from", requesting(1 - s, other)}, {"to", requested(1 - s, other)}});
        };
        switch (n.reason) {
            case nothing: break;
            case bears_the_reference: {
                auto const* taken = state(1 - s, other) == matched_side::matched ? "it bears the same reference, and is matched with {one}" : "it bears the same reference, and is in doubt itself";
                if (state(1 - s, other) != matched_side::matched) return taken;
                auto const& p = m_.pairs[pair_of_[1 - s][other]];
                return {taken, {{"one", name(s, s == 0 ? p.ours : p.theirs)}}};
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

    table missing(std::size_t s) const {
        auto const all = ordered(s, [&](std::uint32_t n) { return state(s, n) == matched_side::free; });
        auto t = s == 0 ? figure_of(0, "missing-on-their-side", "Missing on their side", "Requests of ours that match none of theirs, and look like no other of ours that does. Beside each stands what comes nearest there, and why it was not taken for it.", all)
                        : figure_of(1, "missing-on-ours", "Missing on ours", "Requests of theirs that match none of ours, and look like no other of theirs that does. Beside each stands what comes nearest in ours, and why it was not taken for it.", all);
        t.if_empty = "None is missing.";
        t.columns = {written("reference"), written("requested_reference", "Requested side’s reference"), written("requesting", "From"), written("requested", "To"), worded("kind"),
                     dated("made_on", "Made on"), worded("outcome"), written("nearest", "Nearest"), dated("nearest_made_on", "Its date"), measured("score"),
                     written("reason", "Why it is not that one"), identifier("id", "Id"), identifier("nearest_id", "Id of the nearest")};
        for (auto const i : all) {
            auto const& n = m_.nearest[s][i];
            auto const has = !n.others.empty();
            auto const other = has ? n.others.front() : 0;
            t.rows.push_back({reference_cell(s, 0, i), reference_cell(s, 1, i), from(s, i), to(s, i), kind_cell(s, i), made_on(s, i), std::string(to_string(outcome(s, i))),
                              has ? cell(name(1 - s, other)) : cell(), has ? made_on(1 - s, other) : cell(), has ? score(n.score) : cell(), told(why_not(s, i, n)), id(s, i),
                              has ? id(1 - s, other) : cell()});
        }
        return t;
    }

    table duplicates() {
        auto t = figure_of(0, "duplicates", "In doubt", "Groups of requests that look the same. In one register: the same States, kind and reference, days that may be the same, and no other reference of the other side. Of both: several that may be the same as several, since nothing tells them apart; which is which "
                           "is not chosen by chance. “Status” says what each was counted as.", in_view_[0]);
        t.covers.reset();  // of requests of both
        t.if_empty = "None is in doubt.";
        t.columns = {counted("group"), worded("register"), written("reference"), written("requested_reference", "Requested side’s reference"), written("requesting", "From"),
                     written("requested", "To"), worded("kind"), dated("made_on", "Made on"), worded("status"), worded("by", "Alike by"), measured("score"), written("reason", "How"), identifier("id", "Id")};
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
                                      std::string(state_names[state(s, i)]), std::string(name_of(g.by)), score(g.score), told(how), id(s, i)});
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

    template <class Rows> table summary(Rows const& rows) const {
        auto t = figure_of(0, "registers", "The two registers side by side", {"Requests of both registers as of {as_of}, by direction and kind, each by the kind that its own register has. Ours are those matched, missing on their side or in doubt, and theirs likewise. An answer is what counts under “{definition}”.",
                           {{"as_of", in_words(in(0).view.as_of())}, {"definition", word{options_.definition}}}}, in_view_[0]);
        t.covers.reset();  // of requests of both
        t.columns = {written("requesting", "From"), written("requested", "To"), worded("kind"), counted("ours"), counted("theirs"), counted("matched"),
                     counted("missing_on_their_side"), counted("missing_on_ours"), {"in_doubt_ours", "In doubt, ours", column_type::integer},
                     {"in_doubt_theirs", "In doubt, theirs", column_type::integer}, counted("differing"), counted("written_otherwise"),
                     {"unanswered_ours", "Unanswered, ours", column_type::integer}, {"unanswered_and_missing", "Of these, missing there", column_type::integer},
                     {"unanswered_but_answered_there", "Of these, answered there", column_type::integer}};
        for (auto const& [of, c] : rows)
            t.rows.push_back({std::string(std::get<0>(of)), std::string(std::get<1>(of)), std::string(std::get<2>(of)), c.ours, c.theirs, c.matched, c.missing_on_their_side,
                              c.missing_on_ours, c.in_doubt_ours, c.in_doubt_theirs, c.differing, c.written_otherwise, c.unanswered_ours, c.unanswered_and_missing, c.unanswered_but_answered_there});
        return t;
    }

    reconcile_options const& options_;
    reference_reader reader_{};
    matching m_;
    std::array<answers, 2> answers_;
    std::array<std::vector<bool>, 2> received_;
    std::array<std::vector<bool>, 2> told_{};
    std::array<std::vector<std::uint32_t>, 2> in_view_{};  ///< what is told
    std::array<std::vector<std::size_t>, 2> pair_of_{};
};

}  // namespace

reconciliation reconcile(snapshot const& ours, snapshot const& theirs, reconcile_options const& o) {
    if (!(ours.as_of() == theirs.as_of()))
        throw bad_input("ours is as of " + to_string(ours.as_of()) + ", theirs as of " + to_string(theirs.as_of()) + "; two registers are held against each other as of one day");
    if (o.window < days(0) || o.window > days(366)) throw bad_input("the window is " + std::to_string(o.window.count()) + " days; dates are near within 0 to 366");
    ours.law().answer(o.definition), theirs.law().answer(o.definition);  // before anything long is done
    return teller(ours, theirs, o).all();
}

}  // namespace comity::v0
