// SPDX-License-Identifier: Apache-2.0
#include "matching_work.hpp"

#include <numeric>
#include <unordered_map>

namespace comity::inline v0::detail {

matching_work::matching_work(matching& m, days window_of_days, reference_reader& r) : into(m), window(window_of_days.count()), reader(r) {
    std::map<std::pair<std::string_view, std::string_view>, std::uint32_t> directions;
    for (std::size_t s = 0; s < 2; ++s) {
        auto& one = side(s);
        auto const& c = one.in.columns;
        std::unordered_map<std::uint64_t, std::uint32_t> known;
        for (std::uint32_t i = 0; i < c.size(); ++i) {
            auto const pair = (std::uint64_t{c.requesting[i]} << 32) | c.requested[i];
            auto const [at, is_new] = known.try_emplace(pair);
            if (is_new) at->second = directions.try_emplace({one.in.word(c.requesting[i]), one.in.word(c.requested[i])}, static_cast<std::uint32_t>(directions.size())).first->second;
            one.direction.push_back(at->second);
            auto const made = one.in.made(i);
            one.from.push_back(c.events.earliest[made]), one.until.push_back(c.events.latest[made]);
            for (std::size_t which = 0; which < 2; ++which) one.plain[which].push_back(reader.plain(one.references(which)[i]));
        }
        one.states.resize(c.size()), one.crowded.resize(c.size());
        into.nearest[s].resize(c.size()), nearest_seen[s].resize(c.size()), refused[s].resize(c.size());
        left_[s].resize(c.size());
        std::iota(left_[s].begin(), left_[s].end(), 0u);
    }
}

requests const& matching_work::left(std::size_t s) {
    std::erase_if(left_[s], [&](std::uint32_t i) { return !is_free(s, i); });
    return left_[s];
}

std::map<std::pair<std::uint32_t, std::uint8_t>, both_sides> matching_work::by_direction_and_kind() {
    std::map<std::pair<std::uint32_t, std::uint8_t>, both_sides> groups;
    for (std::size_t s = 0; s < 2; ++s)
        for (auto const i : left(s)) groups[{side(s).direction[i], kind(s, i)}][s].push_back(i);
    return groups;
}

std::map<std::uint8_t, both_sides> matching_work::kinds_of(both_sides const& all) const {
    std::map<std::uint8_t, both_sides> kinds;
    for (std::size_t s = 0; s < 2; ++s)
        for (auto const i : all[s]) kinds[kind(s, i)][s].push_back(i);
    return kinds;
}

bool matching_work::other_reference(std::uint32_t ours, std::uint32_t theirs) const {
    return (!plain_of(0, 0, ours).empty() && !plain_of(1, 0, theirs).empty()) || (!plain_of(0, 1, ours).empty() && !plain_of(1, 1, theirs).empty());
}

void matching_work::accept(std::uint32_t ours, std::uint32_t theirs, match_means by, int score, std::optional<relation_of_references> compared, reading how, int edits) {
    if (by != match_means::same_id) {
        auto const both = compared && !compared->crosswise() && same_plain(1u - compared->ours, ours, theirs);
        score += (both ? 5 : 0) - (compared && compared->crosswise() ? 10 : 0) - less_for(apart(ours, theirs)) - (same_kind(ours, theirs) ? 0 : 10);
    }
    side(0).states[ours] = side(1).states[theirs] = matched_side::matched;
    into.pairs.push_back({.ours = ours, .theirs = theirs, .by = by, .compared = compared, .how = how, .edits = edits, .score = std::min(score, by == match_means::same_id ? 100 : 99)});
}

void matching_work::put_in_doubt(doubtful_group g) {
    for (std::size_t s = 0; s < 2; ++s)
        for (auto const i : g.requests[s])
            if (is_free(s, i)) side(s).states[i] = matched_side::in_doubt;
    into.doubts.push_back(std::move(g));
}

std::int64_t days_between(matched_side const& a, std::uint32_t i, matched_side const& b, std::uint32_t j) {
    return std::max<std::int64_t>({0, std::int64_t{a.from[i]} - b.until[j], std::int64_t{b.from[j]} - a.until[i]});
}

}  // namespace comity::v0::detail
