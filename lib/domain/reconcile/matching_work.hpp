// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "matching.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

// What the stages of matching share.

namespace comity::inline v0::detail {

using requests = std::vector<std::uint32_t>;
using both_sides = std::array<requests, 2>;

/// A reference as it is looked up: those that may be the same come one after the other.
struct look_up {
    std::uint64_t hash = 0;
    std::uint32_t direction = 0;
    std::uint8_t kind = 0;                               ///< where kind and dates must agree too
    register_columns::day from = 0, until = 0;
    std::string_view text{};
    std::uint8_t side = 0;
    std::uint32_t request = 0;

    auto key() const { return std::tie(hash, direction, kind, from, until, text); }
};

inline std::uint64_t mixed(std::uint64_t seed, std::uint64_t value) {
    seed ^= value + 0x9E37'79B9'7F4A'7C15 + (seed << 6) + (seed >> 2);
    return seed * 0xFF51'AFD7'ED55'8CCD;
}

/// Calls f with what is the same, where there are at least two of it.
template <class F> void each_alike(std::vector<look_up>& all, F f) {
    std::ranges::sort(all, [](look_up const& a, look_up const& b) { return std::tuple_cat(a.key(), std::tie(a.side, a.request)) < std::tuple_cat(b.key(), std::tie(b.side, b.request)); });
    for (auto first = all.begin(); first != all.end();) {
        auto const last = std::find_if(first + 1, all.end(), [&](look_up const& one) { return one.key() != first->key(); });
        if (last - first > 1) f(std::span(first, last));
        first = last;
    }
}

inline both_sides parted(std::span<look_up const> alike) {
    both_sides result;
    for (auto const& one : alike) result[one.side].push_back(one.request);
    return result;
}

/// What comes nearest to a request by its reference, but for a character or two.
struct nearest_by_edits {
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    std::int64_t rank = none;                            ///< by characters, then by days
    std::array<std::uint32_t, 3> others{};
    std::size_t count = 0;                               ///< as near as that; 3: or more
    relation_of_references by{};
    std::int64_t far_rank = none;                        ///< the same of those that cannot be of the same day
    std::uint32_t far = 0;

    void see(std::int64_t r, std::uint32_t other, relation_of_references how, matched_side const& in) {
        if (r < rank) rank = r, count = 0, by = how;
        if (r != rank) return;
        auto const last = others.begin() + static_cast<std::ptrdiff_t>(count);
        if (std::find(others.begin(), last, other) != last) return;
        // Of more than three, those that come first by what stands in them.
        auto const place = std::find_if(others.begin(), last, [&](std::uint32_t known) { return in.comes_before(other, known); });
        if (count < others.size()) ++count;
        if (place == others.end()) return;
        std::move_backward(place, others.begin() + static_cast<std::ptrdiff_t>(count) - 1, others.begin() + static_cast<std::ptrdiff_t>(count));
        *place = other;
    }
    void see_far(std::int64_t r, std::uint32_t other, matched_side const& in) {
        if (r < far_rank || (r == far_rank && in.comes_before(other, far))) far_rank = r, far = other;
    }
};
inline constexpr std::int64_t rank_of_edit = 1'000'000;
inline constexpr int score_of_edits[] = {0, 70, 60};

/// A matching while it is made.
class matching_work {
public:
    matching_work(matching&, days window, reference_reader&);

    matched_side& side(std::size_t s) { return into.sides[s]; }
    matched_side const& side(std::size_t s) const { return into.sides[s]; }
    bool is_free(std::size_t s, std::uint32_t i) const { return side(s).states[i] == matched_side::free; }
    std::uint8_t kind(std::size_t s, std::uint32_t i) const { return side(s).in.columns.kind[i]; }
    std::int64_t apart(std::uint32_t ours, std::uint32_t theirs) const { return days_between(side(0), ours, side(1), theirs); }
    bool same_kind(std::uint32_t ours, std::uint32_t theirs) const { return kind(0, ours) == kind(1, theirs); }
    /// What days between two take from their score.
    int less_for(std::int64_t between) const { return between == 0 ? 0 : between <= window ? 5 : 15; }
    bool near(std::uint32_t ours, std::uint32_t theirs) const { return apart(ours, theirs) <= window; }
    std::string_view plain_of(std::size_t s, std::size_t which, std::uint32_t i) const { return side(s).plain[which][i]; }
    bool same_plain(std::size_t which, std::uint32_t ours, std::uint32_t theirs) const {
        auto const text = plain_of(0, which, ours);
        return !text.empty() && text == plain_of(1, which, theirs);
    }
    /// Those that are still free.
    requests const& left(std::size_t s);
    std::map<std::pair<std::uint32_t, std::uint8_t>, both_sides> by_direction_and_kind();
    std::map<std::uint8_t, both_sides> kinds_of(both_sides const&) const;
    /// Whether both bear a reference of one of the sides; it is another one, since they were not matched.
    bool other_reference(std::uint32_t ours, std::uint32_t theirs) const;

    void accept(std::uint32_t ours, std::uint32_t theirs, match_means, int score, std::optional<relation_of_references> compared, reading how, int edits = 0);
    void put_in_doubt(doubtful_group);

    matching& into;
    std::int64_t window;
    reference_reader& reader;
    std::array<std::vector<nearest_by_edits>, 2> nearest_seen{};  ///< by their references, but for a character or two
    std::array<std::vector<nearest_one>, 2> refused{};            ///< the only one with a reference that is the same once read so, where that was not enough

private:
    both_sides left_{};
};

}  // namespace comity::v0::detail
