// SPDX-License-Identifier: Apache-2.0
#include "neighbours.hpp"
#include "stages.hpp"

#include <tuple>

namespace comity::inline v0::detail {

namespace {

constexpr std::array<std::string_view, 10> names{"same_id", "same_reference", "normalised_reference", "look_alike_letters", "transliteration", "words_around", "leading_zeros", "short_year", "typing_error", "state_kind_and_dates"};

class matcher {
public:
    explicit matcher(matching_work& w) : work_(w), keys_(w) {}

    void run() {
        by_id();
        for (std::size_t at = 0; at < ready_levels; ++at) by_references(at, true);
        keys_.read_the_rest();
        for (auto at = ready_levels; at < std::size(levels); ++at) keys_.read(at), by_references(at, true);
        for (std::size_t at = 0; at < std::size(levels); ++at) by_references(at, false);
        match_by_typing_errors(work_, keys_);
        by_circumstances();
        find_doubts(work_, keys_);
        find_nearest(work_);
        std::ranges::sort(work_.into.pairs, {}, &matched_pair::ours);
    }

private:
    /// Two registers may have brought in rows of the same numbers from files of the same name, which then have the same ids: something else must agree.
    void by_id() {
        auto const &a = work_.side(0).in.columns.id, &b = work_.side(1).in.columns.id;
        for (std::uint32_t i = 0, j = 0; i < a.size() && j < b.size();) {
            if (a[i] < b[j]) ++i;
            else if (b[j] < a[i]) ++j;
            else {
                auto const agree = work_.same_plain(0, i, j) || work_.same_plain(1, i, j) || (work_.same_kind(i, j) && work_.near(i, j));
                if (agree && work_.side(0).direction[i] == work_.side(1).direction[j]) work_.accept(i, j, match_means::same_id, 100, {}, {});
                ++i, ++j;
            }
        }
    }

    void by_references(std::size_t at, bool kind_and_dates) {
        std::vector<std::tuple<std::uint32_t, std::uint32_t, relation_of_references>> crosswise;  // taken at the end, so that neither direction goes before the other
        for (auto const by : relations) {
            auto const take = [&](std::uint32_t ours, std::uint32_t theirs) {
                if (by.crosswise()) crosswise.emplace_back(ours, theirs, by);
                else work_.accept(ours, theirs, levels[at].by, levels[at].score, by, levels[at].how);
            };
            keys_.each_alike(at, by, kind_and_dates, [&](both_sides alike) {
                // Of several, those that the other reference tells apart.
                auto const one_each = [](both_sides const& b) { return b[0].size() == 1 && b[1].size() == 1; };
                auto const may_be = [&](std::uint32_t ours, std::uint32_t theirs) {
                    if (kind_and_dates) return true;
                    if (by.crosswise() || levels[at].by == match_means::leading_zeros || levels[at].by == match_means::short_year) return work_.same_kind(ours, theirs) && work_.near(ours, theirs);
                    if (levels[at].by == match_means::words_around) return work_.same_kind(ours, theirs) && (work_.near(ours, theirs) || dates_beside_agree(by, ours, theirs));
                    return at < ready_levels || work_.same_kind(ours, theirs);
                };
                auto const take_if_alone = [&](both_sides const& b) {
                    if (!one_each(b)) return;
                    auto const i = b[0].front(), j = b[1].front();
                    if (may_be(i, j)) return take(i, j);
                    auto const why = work_.same_kind(i, j) ? nearest_one::far_in_days : nearest_one::other_kind;
                    auto const score = levels[at].score - (by.crosswise() ? 10 : 0) - (work_.near(i, j) ? 0 : 15) - (work_.same_kind(i, j) ? 0 : 10);
                    refuse(0, i, j, why, score), refuse(1, j, i, why, score);
                };
                if (one_each(alike)) return take_if_alone(alike);
                if (!by.crosswise()) told_apart_by_other_reference(alike, 1u - by.ours, take_if_alone);
                if (kind_and_dates) return;
                keep_free(alike);
                for (auto& [_, of_kind] : work_.kinds_of(alike)) {
                    for (auto const& [ours, theirs] : alone_near_each_other(of_kind)) take(ours, theirs);
                    if (by.crosswise()) continue;
                    keep_free(of_kind);
                    take_if_alone(of_kind);
                }
                if (by.crosswise()) return;
                keep_free(alike);
                take_if_alone(alike);
            });
        }
        both_sides taken;
        for (auto const& [ours, theirs, _] : crosswise) taken[0].push_back(ours), taken[1].push_back(theirs);
        std::ranges::sort(taken[0]), std::ranges::sort(taken[1]);
        auto const once = [](requests const& all, std::uint32_t i) {
            auto const [first, last] = std::equal_range(all.begin(), all.end(), i);
            return last - first == 1;
        };
        for (auto const& [ours, theirs, by] : crosswise)
            if (once(taken[0], ours) && once(taken[1], theirs)) work_.accept(ours, theirs, levels[at].by, levels[at].score, by, levels[at].how);
    }

    /// The nearest of those that were not enough alike is told.
    void refuse(std::size_t s, std::uint32_t i, std::uint32_t other, nearest_one::why why, int score) {
        auto& known = work_.refused[s][i];
        auto const between = [&](std::uint32_t j) { return days_between(work_.side(s), i, work_.side(1 - s), j); };
        auto const nearer = [&](std::uint32_t than) { return between(other) != between(than) ? between(other) < between(than) : work_.side(1 - s).comes_before(other, than); };
        if (known.reason == nearest_one::nothing || score > known.score || (score == known.score && nearer(known.others.front()))) known = {.reason = why, .others = {other}, .count = 1, .score = score};
    }

    /// Whether the date of the letter, where it stands with its number, is the day of the other, or the date that stands there.
    bool dates_beside_agree(relation_of_references by, std::uint32_t ours, std::uint32_t theirs) {
        auto const a = work_.reader.date_beside(work_.side(0).references(by.ours)[ours]), b = work_.reader.date_beside(work_.side(1).references(by.theirs)[theirs]);
        auto const is_day_of = [](std::vector<int> const& numbers, matched_side const& in, std::uint32_t i) {
            if (numbers.empty()) return true;
            auto const on = day_of(in.from[i]);
            auto const d = on.day(), m = on.month(), y = on.year();
            return in.from[i] == in.until[i] && (numbers == std::vector{d, m, y} || numbers == std::vector{d, m, y % 100} || numbers == std::vector{y, m, d} || numbers == std::vector{d, y});
        };
        return a == b || (is_day_of(a, work_.side(1), theirs) && is_day_of(b, work_.side(0), ours));
    }

    template <class F> void told_apart_by_other_reference(both_sides const& alike, std::size_t which, F f) {
        std::vector<look_up> all;
        for (std::uint8_t s = 0; s < 2; ++s)
            for (auto const i : alike[s])
                if (auto const text = work_.plain_of(s, which, i); !text.empty()) all.push_back({.hash = std::hash<std::string_view>()(text), .text = text, .side = s, .request = i});
        each_alike(all, [&](std::span<look_up const> a) { f(parted(a)); });
    }

    void keep_free(both_sides& b) {
        for (std::size_t s = 0; s < 2; ++s) std::erase_if(b[s], [&](std::uint32_t i) { return !work_.is_free(s, i); });
    }

    /// Pairs of which each is near no other.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> alone_near_each_other(both_sides const& b) const {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        if (b[0].empty() || b[1].empty()) return pairs;
        auto const ours = neighbours(work_.side(0), b[0]), theirs = neighbours(work_.side(1), b[1]);
        for (auto const i : b[0]) {
            auto const there = theirs.near(work_.side(0).from[i], work_.side(0).until[i], work_.window);
            if (there.count == 1 && ours.near(work_.side(1).from[there.one], work_.side(1).until[there.one], work_.window).count == 1) pairs.emplace_back(i, there.one);
        }
        return pairs;
    }

    void by_circumstances() {
        for (auto const& [_, group] : work_.by_direction_and_kind())
            for (auto const& [i, j] : alone_near_each_other(group)) {
                auto const same_day = work_.side(0).from[i] == work_.side(0).until[i] && work_.side(0).from[i] == work_.side(1).from[j] && work_.side(1).from[j] == work_.side(1).until[j];
                auto const other = work_.other_reference(i, j);
                if (!other || same_day) work_.accept(i, j, match_means::state_kind_and_dates, other ? 40 : 50, {}, {});
            }
    }

    matching_work& work_;
    reference_keys keys_;
};

}  // namespace

std::string_view name_of(match_means by) { return names[static_cast<std::size_t>(by)]; }

matching match(snapshot const& ours, snapshot const& theirs, days window, reference_reader& reader) {
    auto result = matching{.sides = {matched_side(ours), matched_side(theirs)}};
    auto work = matching_work(result, window, reader);
    matcher(work).run();
    return result;
}

}  // namespace comity::v0::detail
