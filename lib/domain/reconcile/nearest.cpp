// SPDX-License-Identifier: Apache-2.0
#include "neighbours.hpp"
#include "stages.hpp"

#include <unordered_map>

namespace comity::inline v0::detail {

namespace {

class nearest_ones {
public:
    explicit nearest_ones(matching_work& w) : work_(w) {}

    void find() {
        for (std::size_t s = 0; s < 2; ++s) {
            auto const still = requests(work_.left(s));
            if (still.empty()) continue;
            by_reference bearers;
            for (auto& of : bearers)
                for (std::size_t which = 0; which < 2; ++which)
                    for (auto const i : still)
                        if (auto const text = work_.plain_of(s, which, i); !text.empty()) of.try_emplace(text);
            for (std::size_t which = 0; which < 2; ++which) {
                for (std::uint32_t j = 0; j < work_.side(1 - s).in.size(); ++j)
                    if (auto const at = bearers[which].find(work_.plain_of(1 - s, which, j)); at != bearers[which].end()) at->second.push_back(j);
                for (auto& [_, list] : bearers[which])
                    std::ranges::sort(list, [&](std::uint32_t a, std::uint32_t b) {
                        auto const x = work_.side(1 - s).direction[a], y = work_.side(1 - s).direction[b];
                        return x != y ? x < y : work_.side(1 - s).comes_before(a, b);
                    });
            }
            near_ones near;
            for (auto& [of, group] : work_.by_direction_and_kind()) near.emplace(of, neighbours(work_.side(1 - s), group[1 - s]));
            for (auto const i : still) work_.into.nearest[s][i] = nearest_to(s, i, bearers, near);
        }
    }

private:
    using by_reference = std::array<std::unordered_map<std::string_view, requests>, 2>;
    using near_ones = std::map<std::pair<std::uint32_t, std::uint8_t>, neighbours>;

    /// Who bears one of its references, in this direction before another, in the same field before the other one, of this kind, and of days that are near. Of a reference that many
    /// bear, those are looked at that come next to it in time.
    nearest_one nearest_by_reference(std::size_t s, std::uint32_t i, by_reference const& bearers) const {
        constexpr std::ptrdiff_t each_way = 8;
        auto const& there = work_.side(1 - s);
        auto const to_and_fro = [&](matched_side const& in, std::uint32_t r) { return std::pair(in.in.word(in.in.columns.requesting[r]), in.in.word(in.in.columns.requested[r])); };
        std::optional<std::tuple<bool, bool, bool, std::int64_t>> least;
        std::uint32_t nearest = 0;
        for (std::size_t which = 0; which < 2; ++which)
            for (std::size_t field = 0; field < 2; ++field) {
                auto const at = bearers[field].find(work_.plain_of(s, which, i));
                if (at == bearers[field].end()) continue;
                auto const& list = at->second;
                auto const look = [&](std::ptrdiff_t n) {
                    if (n < 0 || n >= std::ssize(list)) return;
                    auto const j = list[static_cast<std::size_t>(n)];
                    auto const elsewhere = there.direction[j] != work_.side(s).direction[i], crosswise = which != field, other_kind = work_.kind(s, i) != work_.kind(1 - s, j);
                    auto const between = days_between(work_.side(s), i, there, j);
                    // Numbers of two offices are often the same.
                    if (crosswise && (elsewhere || other_kind || between > work_.window || work_.is_free(1 - s, j))) return;
                    auto const rank = std::tuple(elsewhere, crosswise, other_kind, between);
                    auto const first = [&] { return to_and_fro(there, j) != to_and_fro(there, nearest) ? to_and_fro(there, j) < to_and_fro(there, nearest) : there.comes_before(j, nearest); };
                    if (!least || rank < *least || (rank == *least && first())) least = rank, nearest = j;
                };
                if (std::ssize(list) <= 2 * each_way) {
                    for (std::ptrdiff_t n = 0; n < std::ssize(list); ++n) look(n);
                } else {
                    auto const here = std::ranges::lower_bound(list, std::pair(work_.side(s).direction[i], work_.side(s).from[i]), {}, [&](std::uint32_t j) { return std::pair(there.direction[j], there.from[j]); }) - list.begin();
                    for (auto n = here - each_way; n < here + each_way; ++n) look(n);
                }
            }
        if (!least) return {};
        auto const& [elsewhere, crosswise, other_kind, between] = *least;
        if (elsewhere) return {.reason = nearest_one::other_direction, .others = {nearest}, .count = 1};
        return {.reason = crosswise ? nearest_one::bears_it_crosswise : nearest_one::bears_the_reference, .others = {nearest}, .count = 1,
                .score = 90 - (crosswise ? 10 : 0) - work_.less_for(between) - (other_kind ? 10 : 0)};
    }

    nearest_one nearest_to(std::size_t s, std::uint32_t i, by_reference const& bearers, near_ones const& near) const {
        auto const late = [&](std::uint32_t j) { return work_.less_for(days_between(work_.side(s), i, work_.side(1 - s), j)); };
        if (auto bearer = nearest_by_reference(s, i, bearers); bearer.reason != nearest_one::nothing) return bearer;
        if (auto const& known = work_.refused[s][i]; known.reason != nearest_one::nothing) return known;
        auto const& best = work_.nearest_seen[s][i];
        if (best.rank != nearest_by_edits::none) {
            auto const edits = static_cast<int>(best.rank / rank_of_edit);
            auto const other = best.others.front();
            auto const why = best.count > 1 ? nearest_one::several_as_near : work_.is_free(1 - s, other) ? nearest_one::not_mutual : nearest_one::taken;
            return {.reason = why, .others = {best.others.begin(), best.others.begin() + static_cast<std::ptrdiff_t>(best.count)}, .count = static_cast<std::int64_t>(best.count),
                    .score = score_of_edits[edits] - late(other), .edits = edits};
        }
        if (best.far_rank != nearest_by_edits::none) {
            auto const edits = static_cast<int>(best.far_rank / rank_of_edit);
            return {.reason = nearest_one::far_in_days, .others = {best.far}, .count = 1, .score = score_of_edits[edits] - 15, .edits = edits};
        }
        if (auto const at = near.find({work_.side(s).direction[i], work_.kind(s, i)}); at != near.end()) {
            auto const from = work_.side(s).from[i], until = work_.side(s).until[i];
            auto const found = at->second.near(from, until, work_.window);
            if (found.count == 1) {
                auto const other = s == 0 ? work_.other_reference(i, found.one) : work_.other_reference(found.one, i);
                return {.reason = other ? nearest_one::other_reference : nearest_one::not_alone, .others = {found.one}, .count = 1, .score = (other ? 40 : 50) - late(found.one)};
            }
            if (found.count > 1) return {.reason = nearest_one::not_alone, .others = at->second.some_near(from, until, work_.window), .count = static_cast<std::int64_t>(found.count), .score = 50};
        }
        return {};
    }

    matching_work& work_;
};

}  // namespace

void find_nearest(matching_work& work) { nearest_ones(work).find(); }

}  // namespace comity::v0::detail
