// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include <map>
#include <tuple>

// Requests one by one.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// Whose turn it is: a State by its code.
cell turn_cell(column_reader const& in, std::size_t request) {
    auto const whose = in.turn(in.last(request));
    if (whose == side::nobody) return {};
    if (whose == side::requesting) return std::string(in.word(in.columns.requesting[request]));
    if (whose == side::requested) return std::string(in.word(in.columns.requested[request]));
    return std::string(to_string(whose));
}

/// How it stands, in a few words.
std::string phrase_of(column_reader const& in, std::size_t i) {
    auto const& c = in.columns;
    auto const now = in.last(i);
    auto s = standing{.as_of = in.view.as_of(),
                      .stage = static_cast<stage>(c.stage[i]),
                      .outcome = in.outcome(now),
                      .conditional = in.has(i, register_columns::conditional),
                      .open = in.has(i, register_columns::open),
                      .awaits = in.turn(now),
                      .silence = static_cast<silence>(c.silence[i])};
    for (auto const p : c.parts_of(i))
        s.subjects.push_back({.kind = static_cast<subject_kind>(c.parts.kind[p]), .outcome = static_cast<outcome>(c.parts.outcome[p]),
                              .decided_by = c.parts.decided[p] == register_columns::no_day ? 0 : 1});
    return phrase(s, {.kind = static_cast<request_kind>(c.kind[i])});
}

std::string kind_of(column_reader const& in, std::size_t i) { return std::string(to_string(static_cast<request_kind>(in.columns.kind[i]))); }
cell word_cell(column_reader const& in, std::uint32_t word) { return text(std::string(in.word(word))); }

/// The last act of the requested side since the request was made.
cell last_contact(column_reader const& in, std::size_t i) {
    auto const events = in.columns.events_of(i);
    for (auto e = events.last; e-- > events.first;)
        if (in.meaning(e).by == side::requested && !in.has(e, register_columns::before_request)) return day_cell(in, e);
    return {};
}

}  // namespace

table snapshot::requests(query const& q) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const selected = select(in, q);
    auto t = figure(in, "requests", "What was asked, and how it stands", {"Every request made by {as_of}, in the order of the dates they bear.", {{"as_of", comity::in_words(as_of())}}}, q, selected, "");
    t.columns = {written("reference"), written("requesting", "From"), written("requested", "To"), worded("kind"), dated("made_on", "Made on"),
                 worded("standing"), worded("awaits", "Whose turn"), dated("last_act", "Last act"), worded("urgent"),
                 written("requested_reference", "Their reference"), written("basis"), written("handling"), written("competing", "Competes with"), identifier("id", "Id")};
    std::map<std::uint32_t, std::string> competing;
    for (auto const& [request, other, to] : c.related) {
        if (to != relation::competing) continue;
        auto const at = static_cast<std::size_t>(std::ranges::lower_bound(c.id, other) - c.id.begin());
        auto const known = at < c.size() && c.id[at] == other && !c.reference[at].empty();
        auto& list = competing[request];
        list += (list.empty() ? "" : ", ") + (known ? std::string(c.reference[at]) : to_string(other));
    }
    for (auto const i : selected) {
        std::string basis;
        for (auto const b : c.bases_of(i)) (basis += basis.empty() ? "" : "; ") += in.word(c.basis[b]);
        auto const competes = competing.find(i);
        t.rows.push_back({text(std::string(c.reference[i])), word_cell(in, c.requesting[i]), word_cell(in, c.requested[i]), kind_of(in, i), day_cell(in, in.made(i)),
                          phrase_of(in, i), turn_cell(in, i), day_cell(in, in.last(i)), in.has(i, register_columns::urgent) ? cell("urgent") : cell(),
                          text(std::string(c.requested_reference[i])), text(basis), word_cell(in, c.handling[i]), competes == competing.end() ? cell() : text(competes->second), to_string(c.id[i])});
    }
    t.rows.sort([](auto const& row) { return std::tuple(to_text(row[4]), to_text(row[0])); });
    return t;
}

table snapshot::unanswered(query const& q, std::string_view definition) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const answer = answers(in, definition);
    auto const selected = select(in, q);
    auto t = figure(in, "unanswered", "Not answered", answer.of_the_unanswered(), q, selected, definition);
    t.if_empty = "No request waits for an answer under this definition.";
    t.columns = {written("reference"), written("requesting", "From"), written("requested", "To"), worded("kind"), dated("made_on", "Made on"), counted("days_waiting"),
                 dated("last_contact", "Last contact"), worded("standing"), worded("silence", "Silent"), dated("review_on", "Look again on"), identifier("id", "Id")};
    for (auto const i : selected) {
        if (!answer.awaited(i)) continue;
        auto const made = in.made(i);
        auto const heard = static_cast<silence>(c.silence[i]);
        t.rows.push_back({text(std::string(c.reference[i])), word_cell(in, c.requesting[i]), word_cell(in, c.requested[i]), kind_of(in, i), day_cell(in, made),
                          std::int64_t{(as_of().day() - day_of(in.day(i, made))).count()}, last_contact(in, i), phrase_of(in, i), heard == silence::none ? cell() : cell(std::string(to_string(heard))),
                          c.review_on[i] == register_columns::no_day ? cell() : cell(day_of(c.review_on[i])), to_string(c.id[i])});
    }
    t.rows.sort([](auto const& row) { return std::tuple(-std::get<std::int64_t>(row[5]), to_text(row[0])); });
    return t;
}

}  // namespace comity::v0
