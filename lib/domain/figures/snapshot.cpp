// SPDX-License-Identifier: Apache-2.0
#include <comity/snapshot.hpp>

#include "digest.hpp"
#include "figure.hpp"

#include <algorithm>
#include <set>

namespace comity::inline v0 {

namespace {

register_columns columns_of(std::span<dossier const> dossiers, law const& law, cutoff const& as_of) {
    std::set<uuid> ids;
    for (auto const& d : dossiers) ids.insert(d.id());
    std::vector<dossier const*> in_order;
    for (auto const& d : dossiers)
        if (!d.merged_into() || !ids.contains(*d.merged_into())) in_order.push_back(&d);
    std::ranges::sort(in_order, {}, [](dossier const* d) -> auto const& { return d->id(); });
    register_columns columns;
    for (auto const* d : in_order) append(columns, *d, law, as_of, deadlines(*d, law, as_of));
    return columns;
}

}  // namespace

snapshot::snapshot(comity::law law, cutoff as_of, std::optional<cutoff> known_on, std::span<dossier const> dossiers)
    : snapshot(state{.law = law, .as_of = as_of, .known_on = std::move(known_on), .from = {.deadlines = true}, .columns = columns_of(dossiers, law, as_of)}) {}

snapshot::snapshot(comity::law law, cutoff as_of, std::optional<cutoff> known_on, register_columns columns)
    : snapshot(state{.law = std::move(law), .as_of = std::move(as_of), .known_on = std::move(known_on), .from = {.deadlines = !columns.limits.status.empty()}, .columns = std::move(columns)}) {}

snapshot::snapshot(state s) {
    detail::digest digest;
    digest.add(s.law.edition()).add(to_string(s.as_of));
    for (auto const& one : s.columns.digest) digest.add(detail::bytes_of(one));
    s.root = digest.hex();
    auto const made = std::make_shared<state>(std::move(s));
    state_ = made;
    auto const in = detail::column_reader(*this);
    auto const covered = detail::coverage_of(in, detail::select(in, {}));
    made->dates = covered.dates, made->erased_persons = covered.erased_persons, made->made_up = covered.made_up;
}

}  // namespace comity::v0
