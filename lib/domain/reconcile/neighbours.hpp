// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "matching_work.hpp"

namespace comity::inline v0::detail {

/// Of each request how many of others are near, and, where it is one, which.
class neighbours {
public:
    neighbours(matched_side const& side, requests const& others) : side_(side), by_beginning_(others) {
        std::ranges::sort(by_beginning_, [&](std::uint32_t a, std::uint32_t b) { return side.comes_before(a, b); });
        by_end_ = by_beginning_;
        std::ranges::stable_sort(by_end_, {}, [&](std::uint32_t i) { return side.until[i]; });
        for (auto const i : by_beginning_) begins_.add(side.from[i], i);
        for (auto const i : by_end_) ends_.add(side.until[i], i);
    }
    struct found {
        std::size_t count = 0;
        std::uint32_t one = 0;
    };
    found near(std::int64_t from, std::int64_t until, std::int64_t window) const {
        // Those that begin before the end, less those that end before the beginning, which are among them.
        auto const begun = std::ranges::upper_bound(begins_.days, until + window) - begins_.days.begin();
        auto const over = std::ranges::lower_bound(ends_.days, from - window) - ends_.days.begin();
        return {static_cast<std::size_t>(begun - over), begins_.together[static_cast<std::size_t>(begun)] ^ ends_.together[static_cast<std::size_t>(over)]};
    }
    /// The three nearest of them at most: of those that end next to its first day, and begin next to its last.
    requests some_near(std::int64_t from, std::int64_t until, std::int64_t window) const {
        constexpr std::ptrdiff_t looked_at = 16;
        constexpr std::size_t at_most = 3;
        auto const begin = std::ranges::upper_bound(begins_.days, until) - begins_.days.begin(), end = std::ranges::lower_bound(ends_.days, from) - ends_.days.begin();
        std::vector<std::pair<std::int64_t, std::uint32_t>> some;
        auto const look = [&](requests const& in, std::ptrdiff_t at) {
            if (at < 0 || at >= std::ssize(in)) return;
            auto const i = in[static_cast<std::size_t>(at)];
            auto const apart = std::max<std::int64_t>({0, from - side_.until[i], side_.from[i] - until});
            if (apart <= window) some.emplace_back(apart, i);
        };
        for (std::ptrdiff_t n = 0; n < 3; ++n) look(by_beginning_, begin + n), look(by_end_, end - 1 - n);
        for (std::ptrdiff_t n = 0; n < looked_at && some.size() < 3 * at_most; ++n) look(by_end_, end + n);
        std::ranges::sort(some, [&](auto const& a, auto const& b) { return a.first != b.first ? a.first < b.first : side_.comes_before(a.second, b.second); });
        some.erase(std::unique(some.begin(), some.end()), some.end());
        requests nearest;
        for (auto const& [_, i] : some)
            if (nearest.size() < at_most) nearest.push_back(i);
        return nearest;
    }

private:
    struct ordered {
        std::vector<std::int64_t> days{};
        std::vector<std::uint32_t> together{0};          ///< all requests up to there, each of which can be taken out again (exclusive or)
        void add(std::int64_t at, std::uint32_t request) { days.push_back(at), together.push_back(together.back() ^ request); }
    };
    matched_side const& side_;
    requests by_beginning_, by_end_;
    ordered begins_{}, ends_{};
};

}  // namespace comity::v0::detail
