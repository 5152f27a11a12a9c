// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "matching_work.hpp"

#include <numeric>

// References, read in one way after the other.

namespace comity::inline v0::detail {

/// A way of reading references, and what a match by it counts for.
struct level {
    match_means by;
    reading how;
    int score;
    bool exact = false;
};
inline constexpr auto levels = [] {
    constexpr unsigned plain = reading::plain, bare = reading::bare, with_zeros = bare | reading::leading_zeros, with_years = with_zeros | reading::short_year;
    return std::to_array<level>({
        {match_means::same_reference, {0}, 95, true},
        {match_means::normalised_reference, {plain}, 90},
        {match_means::look_alike_letters, {plain, letters::look_alikes}, 85},
        {match_means::transliteration, {plain, letters::any_latin}, 80},
        {match_means::transliteration, {plain, letters::russian_bgn}, 80},
        {match_means::transliteration, {plain, letters::ukrainian_bgn}, 80},
        {match_means::words_around, {bare}, 75},
        {match_means::words_around, {bare, letters::look_alikes}, 75},
        {match_means::words_around, {bare, letters::any_latin}, 75},
        {match_means::words_around, {bare, letters::russian_bgn}, 75},
        {match_means::words_around, {bare, letters::ukrainian_bgn}, 75},
        {match_means::leading_zeros, {with_zeros}, 75},
        {match_means::leading_zeros, {with_zeros, letters::look_alikes}, 75},
        {match_means::leading_zeros, {with_zeros, letters::any_latin}, 75},
        {match_means::leading_zeros, {with_zeros, letters::russian_bgn}, 75},
        {match_means::leading_zeros, {with_zeros, letters::ukrainian_bgn}, 75},
        {match_means::short_year, {with_years}, 70},
        {match_means::short_year, {with_years, letters::look_alikes}, 70},
        {match_means::short_year, {with_years, letters::any_latin}, 70},
        {match_means::short_year, {with_years, letters::russian_bgn}, 70},
        {match_means::short_year, {with_years, letters::ukrainian_bgn}, 70},
    });
}();
inline constexpr std::size_t ready_levels = 2;  ///< of which every request has its key; the others are made for those that are left
inline constexpr std::size_t in_letters = 5;    ///< so many levels, from the second on, do the same but for what is done to letters
inline constexpr std::size_t look_alikes_at = 7, any_latin_at = 8;

/// What each request is looked up by, on each level.
class reference_keys {
public:
    explicit reference_keys(matching_work& w) : work_(w) {}

    /// Of those that are still free, once the ready levels are done with.
    void read_the_rest();
    /// Of those that are still free. A level that reads every reference as another does finds nothing that it has not found, and is that other.
    void read(std::size_t at);
    std::string_view of(std::size_t at, std::size_t s, std::size_t which, std::uint32_t i) const;
    /// Calls f with both sides' requests that have the same key, of those that are still free.
    template <class F> void each_alike(std::size_t at, relation_of_references by, bool kind_and_dates, F f) const {
        if (same_as_[at] != at || work_.left(0).empty() || work_.left(1).empty()) return;
        std::vector<look_up> all;
        for (std::uint8_t s = 0; s < 2; ++s)
            for (auto const i : work_.left(s)) {
                auto const text = of(at, s, s == 0 ? by.ours : by.theirs, i);
                if (text.empty()) continue;
                auto one = look_up{.direction = work_.side(s).direction[i], .text = text, .side = s, .request = i};
                if (kind_and_dates) one.kind = work_.kind(s, i), one.from = work_.side(s).from[i], one.until = work_.side(s).until[i];
                one.hash = mixed(mixed(mixed(std::hash<std::string_view>()(text), one.direction), (std::uint64_t{one.kind} << 32) ^ static_cast<std::uint32_t>(one.from)), static_cast<std::uint32_t>(one.until));
                all.push_back(one);
            }
        detail::each_alike(all, [&](std::span<look_up const> alike) {
            if (alike.front().side == 0 && alike.back().side == 1) f(parted(alike));
        });
    }

private:
    matching_work& work_;
    both_sides rest_{};
    std::array<std::vector<std::uint32_t>, 2> place_{};  ///< of a request among the rest
    std::array<std::array<text_list, 2>, 2> bare_{};     ///< references without what is written around them, of the rest
    std::array<std::array<std::array<text_list, 2>, 2>, std::size(levels)> keys_{};
    std::array<std::size_t, std::size(levels)> same_as_ = [] {
        std::array<std::size_t, std::size(levels)> each{};
        std::iota(each.begin(), each.end(), std::size_t{0});
        return each;
    }();
};

}  // namespace comity::v0::detail
