// SPDX-License-Identifier: Apache-2.0
#include "transaction.hpp"

#include <algorithm>

// What a snapshot is made of.

namespace comity::inline v0 {

namespace {

/// What comes of some dossiers, and which of them need more of the register than their own rows: those merged with or into others, and those
/// of which something was erased.
struct part {
    register_columns columns{};
    std::vector<uuid> others{};
};

/// Whether something of it was erased, whenever: that is so in every view.
bool erases(detail::stored_dossier const& d) {
    return std::ranges::any_of(d.history, [](entry const& e) { return e.event.kind == event_kind::erased; });
}

}  // namespace

/// Adds a dossier, if it is meant.
void registry::store::add(register_columns& to, comity::dossier const& d, snapshot::state const& of, visitor const& visit) {
    if (!of.from.of.matches(d.request())) return;
    auto due = of.from.deadlines || visit ? comity::deadlines(d, of.law, of.as_of) : std::vector<deadline>();
    comity::append(to, d, of.law, of.as_of, of.from.deadlines ? std::span<deadline const>(due) : std::span<deadline const>());
    if (visit) visit(d, std::move(due));
}

/// Adds a dossier, with those merged into it and all its texts.
void registry::store::append(register_columns& to, uuid const& id, snapshot::state const& of, visitor const& visit) {
    auto stored = load(id);
    if (!stored) return;
    auto base = seen(std::move(*stored), of.known_on);
    if (!base || (base->merged_into() && !stands_alone(*base, of.known_on))) return;
    add(to, with_merged(std::move(*base), of.known_on), of, visit);
}

register_columns registry::store::columns_of(detail::runs const& wanted, snapshot::state const& of, visitor const& visit, progress const& tell) {
    register_columns columns;
    auto const merged_into = ids_merged_into();
    std::vector<uuid> others;
    auto const work = [&](std::vector<detail::dossier_rows> const& dossiers) {
        part p;
        for (auto const& rows : dossiers) {
            auto stored = detail::decode(rows, options_.law, detail::depth::facts);
            auto const needs_texts = erases(stored);
            auto const d = seen(std::move(stored), of.known_on);
            if (!d) continue;
            if (needs_texts || d->merged_into() || merged_into.contains(d->id())) p.others.push_back(d->id());
            else add(p.columns, *d, of, visit);
        }
        return p;
    };
    detail::worked_pages(view(), wanted, detail::depth::facts, work, [&](part p) {
        comity::append(columns, p.columns, 0, p.columns.size());
        others.insert(others.end(), p.others.begin(), p.others.end());
        if (tell) tell(columns.size(), 0);
    });
    shrink(columns);
    if (others.empty()) return columns;
    register_columns added;
    for (auto const& id : others) append(added, id, of, visit);
    return merged(columns, {}, added);
}

void registry::store::take(snapshot::state& of, visitor const& visit, progress const& tell) {
    reading([&] {
        of.from.position = position_now();
        of.columns = columns_of(detail::runs_of(view(), detail::candidates(of.from.of)), of, visit, tell);
    });
}

register_columns registry::store::brought_up_to_date(snapshot::state const& of, std::string& position, progress const& tell) {
    return reading([&] {
        auto const changed = written_to(since(position));
        position = position_now();
        // From a list each costs about twice as much.
        if (2 * changed.size() > of.columns.size() + 1000) return columns_of(detail::runs_of(view(), detail::candidates(of.from.of)), of, {}, tell);
        return merged(of.columns, changed, columns_of(detail::runs_of(view(), changed), of, {}, tell));
    });
}

}  // namespace comity::v0
