// SPDX-License-Identifier: Apache-2.0
#include "matching.hpp"

#include <algorithm>
#include <compare>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace comity::inline v0::detail {

namespace {

using day = register_columns::day;
using requests = std::vector<std::uint32_t>;
using both_sides = std::array<requests, 2>;

constexpr std::array<std::string_view, 10> names{"same_id", "same_reference", "normalised_reference", "look_alike_letters", "transliteration", "words_around", "leading_zeros", "short_year", "typing_error", "state_kind_and_dates"};

/// A way of reading references, and what a match by it counts for.
struct level {
    match_means by;
    reading how;
    int score;
    bool exact = false;
};
constexpr unsigned plain = reading::plain, bare = reading::bare, with_zeros = bare | reading::leading_zeros, with_years = with_zeros | reading::short_year;
constexpr level levels[] = {
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
};
constexpr std::size_t ready_levels = 2;                  ///< of which every request has its key; the others are made for those that are left
constexpr std::size_t in_letters = 5;                    ///< so many levels, from the second on, do the same but for what is done to letters
constexpr std::size_t look_alikes_at = 7, any_latin_at = 8;
constexpr int score_of_edits[] = {0, 70, 60};
constexpr std::size_t longest_with_edits = 64, longest_with_two = 40, edits_looked_up_at_most = 16'000'000, crowd = 16 * 16;

/// A reference as it is looked up: those that may be the same come one after the other.
struct look_up {
    std::uint64_t hash = 0;
    std::uint32_t direction = 0;
    std::uint8_t kind = 0;                               ///< where kind and dates must agree too
    day from = 0, until = 0;
    std::string_view text{};
    std::uint8_t side = 0;
    std::uint32_t request = 0;

    auto key() const { return std::tie(hash, direction, kind, from, until, text); }
};

std::uint64_t mixed(std::uint64_t seed, std::uint64_t value) {
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

both_sides parted(std::span<look_up const> alike) {
    both_sides result;
    for (auto const& one : alike) result[one.side].push_back(one.request);
    return result;
}

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
        void add(day at, std::uint32_t request) { days.push_back(at), together.push_back(together.back() ^ request); }
    };
    matched_side const& side_;
    requests by_beginning_, by_end_;
    ordered begins_{}, ends_{};
};

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
constexpr std::int64_t rank_of_edit = 1'000'000;

class matcher {
public:
    matcher(matching& m, std::int64_t window, reference_reader& reader) : m_(m), window_(window), reader_(reader) {}

    void run() {
        prepare();
        by_id();
        for (std::size_t at = 0; at < ready_levels; ++at) by_references(at, true);
        read_the_rest();
        for (auto at = ready_levels; at < std::size(levels); ++at) read_level(at), by_references(at, true);
        for (std::size_t at = 0; at < std::size(levels); ++at) by_references(at, false);
        for (int edits = 1; edits <= 2; ++edits)
            for (auto const at : {look_alikes_at, any_latin_at}) by_typing_errors(at, edits);
        by_circumstances();
        for (std::size_t at = 0; at < std::size(levels); ++at) doubt_by_references(at);
        doubt_of_ties();
        doubt_of_one_register();
        explain();
        std::ranges::sort(m_.pairs, {}, &matched_pair::ours);
    }

private:
    matched_side& side(std::size_t s) { return m_.sides[s]; }
    matched_side const& side(std::size_t s) const { return m_.sides[s]; }
    bool is_free(std::size_t s, std::uint32_t i) const { return side(s).states[i] == matched_side::free; }
    std::uint8_t kind(std::size_t s, std::uint32_t i) const { return side(s).in.columns.kind[i]; }
    std::int64_t apart(std::uint32_t ours, std::uint32_t theirs) const { return days_between(side(0), ours, side(1), theirs); }
    bool same_kind(std::uint32_t ours, std::uint32_t theirs) const { return kind(0, ours) == kind(1, theirs); }
    bool near(std::uint32_t ours, std::uint32_t theirs) const { return apart(ours, theirs) <= window_; }
    std::string_view plain_of(std::size_t s, std::size_t which, std::uint32_t i) const { return side(s).plain[which][i]; }
    bool same_plain(std::size_t which, std::uint32_t ours, std::uint32_t theirs) const {
        auto const text = plain_of(0, which, ours);
        return !text.empty() && text == plain_of(1, which, theirs);
    }

    void prepare() {
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
                for (std::size_t which = 0; which < 2; ++which) one.plain[which].push_back(reader_.plain(one.references(which)[i]));
            }
            one.states.resize(c.size()), one.crowded.resize(c.size());
            m_.nearest[s].resize(c.size()), by_edits_[s].resize(c.size()), nearest_seen_[s].resize(c.size()), refused_[s].resize(c.size());
        }
    }

    void accept(std::uint32_t ours, std::uint32_t theirs, match_means by, int score, std::optional<relation_of_references> compared, reading how, int edits = 0) {
        if (by != match_means::same_id) {
            auto const both = compared && !compared->crosswise() && same_plain(1u - compared->ours, ours, theirs);
            auto const between = apart(ours, theirs);
            score += (both ? 5 : 0) - (compared && compared->crosswise() ? 10 : 0) - (between == 0 ? 0 : between <= window_ ? 5 : 15) - (same_kind(ours, theirs) ? 0 : 10);
        }
        side(0).states[ours] = side(1).states[theirs] = matched_side::matched;
        m_.pairs.push_back({.ours = ours, .theirs = theirs, .by = by, .compared = compared, .how = how, .edits = edits, .score = std::min(score, by == match_means::same_id ? 100 : 99)});
    }

    /// Two registers may have brought in rows of the same numbers from files of the same name, which then have the same ids: something else must agree.
    void by_id() {
        auto const &a = side(0).in.columns.id, &b = side(1).in.columns.id;
        for (std::uint32_t i = 0, j = 0; i < a.size() && j < b.size();) {
            if (a[i] < b[j]) ++i;
            else if (b[j] < a[i]) ++j;
            else {
                auto const agree = same_plain(0, i, j) || same_plain(1, i, j) || (same_kind(i, j) && near(i, j));
                if (agree && side(0).direction[i] == side(1).direction[j]) accept(i, j, match_means::same_id, 100, {}, {});
                ++i, ++j;
            }
        }
    }

    // ---- by references -----------------------------------------------------------------------------------------------

    /// Keys of the other levels, of those that are still free.
    void read_the_rest() {
        for (std::size_t s = 0; s < 2; ++s) {
            place_[s].resize(side(s).in.size());
            for (std::uint32_t i = 0; i < side(s).in.size(); ++i) {
                if (!is_free(s, i)) continue;
                place_[s][i] = static_cast<std::uint32_t>(rest_[s].size());
                rest_[s].push_back(i);
            }
        }
        if (rest_[0].empty() || rest_[1].empty()) return;
        for (std::size_t s = 0; s < 2; ++s)
            for (std::size_t which = 0; which < 2; ++which)
                for (auto const i : rest_[s]) bare_[s][which].push_back(plain_of(s, which, i).empty() ? std::string() : reader_.read(side(s).references(which)[i], {bare}));
    }

    /// Of those that are still free. A level that reads every reference as another does finds nothing that it has not found, and is that other.
    void read_level(std::size_t at) {
        if (left(0).empty() || left(1).empty()) return;
        auto const how = levels[at].how;
        auto const letters_left_out = at - (at - 1) % in_letters, step_left_out = at - in_letters;
        auto as_without_letters = letters_left_out != at, as_without_step = at > in_letters;
        if (as_without_letters && as_without_step && same_as_[letters_left_out] == same_as_[letters_left_out - in_letters]) {  // the step does nothing
            same_as_[at] = same_as_[step_left_out];
            return;
        }
        for (std::size_t s = 0; s < 2; ++s)
            for (std::size_t which = 0; which < 2; ++which) {
                auto& keys = keys_[at][s][which];
                std::size_t place = 0;
                for (auto const i : left(s)) {
                    for (; place < place_[s][i]; ++place) keys.push_back({});
                    ++place;
                    // What is normalised is read on: it is the same, and shorter.
                    auto const text = at <= in_letters ? plain_of(s, which, i) : plain_of(s, which, i).empty() ? std::string_view() : bare_[s][which][place_[s][i]];
                    auto const key = text.empty() ? std::string() : reader_.read(text, {how.steps & (reading::leading_zeros | reading::short_year), how.letters, day_of(side(s).from[i]).year()});
                    as_without_letters = as_without_letters && key == key_of(letters_left_out, s, which, i);
                    as_without_step = as_without_step && key == key_of(step_left_out, s, which, i);
                    keys.push_back(key);
                }
            }
        if (as_without_letters) same_as_[at] = same_as_[letters_left_out];
        else if (as_without_step) same_as_[at] = same_as_[step_left_out];
        if (same_as_[at] != at) keys_[at] = {};
    }

    std::string_view key_of(std::size_t at, std::size_t s, std::size_t which, std::uint32_t i) const {
        at = same_as_[at];
        if (plain_of(s, which, i).empty()) return {};
        if (levels[at].exact) return side(s).references(which)[i];
        if (at < ready_levels) return plain_of(s, which, i);
        auto const& keys = keys_[at][s][which];
        return keys.size() == 0 ? std::string_view() : keys[place_[s][i]];
    }

    template <class F> void each_alike_by(std::size_t at, relation_of_references by, bool kind_and_dates, F f) {
        if (same_as_[at] != at || left(0).empty() || left(1).empty()) return;
        std::vector<look_up> all;
        for (std::uint8_t s = 0; s < 2; ++s)
            for (auto const i : left(s)) {
                auto const text = key_of(at, s, s == 0 ? by.ours : by.theirs, i);
                if (text.empty()) continue;
                auto one = look_up{.direction = side(s).direction[i], .text = text, .side = s, .request = i};
                if (kind_and_dates) one.kind = kind(s, i), one.from = side(s).from[i], one.until = side(s).until[i];
                one.hash = mixed(mixed(mixed(std::hash<std::string_view>()(text), one.direction), (std::uint64_t{one.kind} << 32) ^ static_cast<std::uint32_t>(one.from)), static_cast<std::uint32_t>(one.until));
                all.push_back(one);
            }
        each_alike(all, [&](std::span<look_up const> alike) {
            if (alike.front().side == 0 && alike.back().side == 1) f(parted(alike));
        });
    }

    void by_references(std::size_t at, bool kind_and_dates) {
        std::vector<std::tuple<std::uint32_t, std::uint32_t, relation_of_references>> crosswise;  // taken at the end, so that neither direction goes before the other
        for (auto const by : relations) {
            auto const take = [&](std::uint32_t ours, std::uint32_t theirs) {
                if (by.crosswise()) crosswise.emplace_back(ours, theirs, by);
                else accept(ours, theirs, levels[at].by, levels[at].score, by, levels[at].how);
            };
            each_alike_by(at, by, kind_and_dates, [&](both_sides alike) {
                // Of several, those that the other reference tells apart.
                auto const one_each = [](both_sides const& b) { return b[0].size() == 1 && b[1].size() == 1; };
                auto const may_be = [&](std::uint32_t ours, std::uint32_t theirs) {
                    if (kind_and_dates) return true;
                    if (by.crosswise() || levels[at].by == match_means::leading_zeros || levels[at].by == match_means::short_year) return same_kind(ours, theirs) && near(ours, theirs);
                    if (levels[at].by == match_means::words_around) return same_kind(ours, theirs) && (near(ours, theirs) || dates_beside_agree(by, ours, theirs));
                    return at < ready_levels || same_kind(ours, theirs);
                };
                auto const take_if_alone = [&](both_sides const& b) {
                    if (!one_each(b)) return;
                    auto const i = b[0].front(), j = b[1].front();
                    if (may_be(i, j)) return take(i, j);
                    auto const why = same_kind(i, j) ? nearest_one::far_in_days : nearest_one::other_kind;
                    auto const score = levels[at].score - (by.crosswise() ? 10 : 0) - (near(i, j) ? 0 : 15) - (same_kind(i, j) ? 0 : 10);
                    refuse(0, i, j, why, score), refuse(1, j, i, why, score);
                };
                if (one_each(alike)) return take_if_alone(alike);
                if (!by.crosswise()) told_apart_by_other_reference(alike, 1u - by.ours, take_if_alone);
                if (kind_and_dates) return;
                keep_free(alike);
                for (auto& [_, of_kind] : kinds_of(alike)) {
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
            if (once(taken[0], ours) && once(taken[1], theirs)) accept(ours, theirs, levels[at].by, levels[at].score, by, levels[at].how);
    }

    std::map<std::uint8_t, both_sides> kinds_of(both_sides const& all) const {
        std::map<std::uint8_t, both_sides> kinds;
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : all[s]) kinds[kind(s, i)][s].push_back(i);
        return kinds;
    }

    /// The nearest of those that were not enough alike is told.
    void refuse(std::size_t s, std::uint32_t i, std::uint32_t other, nearest_one::why why, int score) {
        auto& known = refused_[s][i];
        auto const between = [&](std::uint32_t j) { return days_between(side(s), i, side(1 - s), j); };
        auto const nearer = [&](std::uint32_t than) { return between(other) != between(than) ? between(other) < between(than) : side(1 - s).comes_before(other, than); };
        if (known.reason == nearest_one::nothing || score > known.score || (score == known.score && nearer(known.others.front()))) known = {.reason = why, .others = {other}, .count = 1, .score = score};
    }

    /// Whether the date of the letter, where it stands with its number, is the day of the other, or the date that stands there.
    bool dates_beside_agree(relation_of_references by, std::uint32_t ours, std::uint32_t theirs) {
        auto const a = reader_.date_beside(side(0).references(by.ours)[ours]), b = reader_.date_beside(side(1).references(by.theirs)[theirs]);
        auto const is_day_of = [](std::vector<int> const& numbers, matched_side const& in, std::uint32_t i) {
            if (numbers.empty()) return true;
            auto const on = day_of(in.from[i]);
            auto const d = on.day(), m = on.month(), y = on.year();
            return in.from[i] == in.until[i] && (numbers == std::vector{d, m, y} || numbers == std::vector{d, m, y % 100} || numbers == std::vector{y, m, d} || numbers == std::vector{d, y});
        };
        return a == b || (is_day_of(a, side(1), theirs) && is_day_of(b, side(0), ours));
    }

    template <class F> void told_apart_by_other_reference(both_sides const& alike, std::size_t which, F f) {
        std::vector<look_up> all;
        for (std::uint8_t s = 0; s < 2; ++s)
            for (auto const i : alike[s])
                if (auto const text = plain_of(s, which, i); !text.empty()) all.push_back({.hash = std::hash<std::string_view>()(text), .text = text, .side = s, .request = i});
        each_alike(all, [&](std::span<look_up const> a) { f(parted(a)); });
    }

    void keep_free(both_sides& b) {
        for (std::size_t s = 0; s < 2; ++s) std::erase_if(b[s], [&](std::uint32_t i) { return !is_free(s, i); });
    }

    /// Pairs of which each is near no other.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> alone_near_each_other(both_sides const& b) const {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        if (b[0].empty() || b[1].empty()) return pairs;
        auto const ours = neighbours(side(0), b[0]), theirs = neighbours(side(1), b[1]);
        for (auto const i : b[0]) {
            auto const there = theirs.near(side(0).from[i], side(0).until[i], window_);
            if (there.count == 1 && ours.near(side(1).from[there.one], side(1).until[there.one], window_).count == 1) pairs.emplace_back(i, there.one);
        }
        return pairs;
    }

    // ---- slips of the pen ----------------------------------------------------------------------------------------------

    struct without_characters {
        std::uint64_t hash;
        std::uint32_t request;
        std::uint8_t side, which;
        auto operator<=>(without_characters const&) const = default;
    };

    /// Two texts of which one becomes the other by one edit have a text in common that either has with one character left out, or none; by two edits, two. So they meet under its hash.
    void by_typing_errors(std::size_t at, int edits) {
        std::array<std::array<std::vector<std::u32string>, 2>, 2> texts;
        std::vector<without_characters> all;
        std::size_t size = 0;
        auto const too_short = edits == 1 ? 4u : 8u;
        for (std::size_t s = 0; s < 2; ++s)
            for (std::size_t which = 0; which < 2; ++which)
                for (auto const i : left(s)) {
                    auto& text = texts[s][which].emplace_back(code_points(key_of(at, s, which, i)));
                    auto const n = text.size();
                    if (n > (edits == 1 ? longest_with_edits : longest_with_two)) side(s).crowded[i] = 1;
                    if (n < too_short || n > (edits == 1 ? longest_with_edits : longest_with_two)) text.clear();
                    else size += edits == 1 ? n + 1 : 1 + n + n * (n - 1) / 2;
                }
        if (left(0).empty() || left(1).empty()) return;
        if (size > edits_looked_up_at_most) {
            (edits == 1 ? m_.edits_left_out : m_.two_edits_left_out) = true;
            return;
        }
        all.reserve(size);
        std::array<std::vector<std::uint32_t>, 2> place;
        for (std::uint8_t s = 0; s < 2; ++s) {
            place[s].resize(side(s).in.size());
            for (std::uint8_t which = 0; which < 2; ++which) {
                std::size_t n = 0;
                for (auto const i : left(s)) {
                    place[s][i] = static_cast<std::uint32_t>(n);
                    auto const seed = mixed(mixed(side(s).direction[i], kind(s, i)), which);
                    each_without(texts[s][which][n++], edits, [&](std::uint64_t hash) { all.push_back({mixed(seed, hash), i, s, which}); });
                }
            }
        }
        std::ranges::sort(all);
        for (auto first = all.begin(); first != all.end();) {
            auto const last = std::find_if(first + 1, all.end(), [&](auto const& one) { return one.hash != first->hash; });
            meet(std::span(first, last), texts, place, edits);
            first = last;
        }
        for (auto const i : requests(left(0))) {
            auto const& best = by_edits_[0][i];
            auto const sure = [&](std::size_t s, std::uint32_t r) { return by_edits_[s][r].count == 1 && !side(s).crowded[r]; };
            if (!sure(0, i)) continue;
            auto const j = best.others.front();
            if (sure(1, j) && by_edits_[1][j].others.front() == i) accept(i, j, match_means::typing_error, score_of_edits[best.rank / rank_of_edit], best.by, levels[at].how, static_cast<int>(best.rank / rank_of_edit));
        }
        // What was seen is kept to be told; the next look is at those that are left.
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : left(s)) {
                auto& now = by_edits_[s][i];
                auto& told = nearest_seen_[s][i];
                if (now.rank <= told.rank && now.count > 0) told.rank = now.rank, told.others = now.others, told.count = now.count, told.by = now.by;
                if (now.far_rank != nearest_by_edits::none) told.see_far(now.far_rank, now.far, side(1 - s));
                now = {};
            }
    }

    /// Hashes of a text without none, one or two of its characters: of polynomials, so that each is made of its parts.
    template <class F> static void each_without(std::u32string const& text, int edits, F f) {
        if (text.empty()) return;
        constexpr std::uint64_t base = 0x9E37'79B9'7F4A'7C15;
        auto const n = text.size();
        std::array<std::uint64_t, longest_with_edits + 1> head{}, power{};
        power[0] = 1;
        for (std::size_t i = 0; i < n; ++i) head[i + 1] = head[i] * base + text[i] + 1, power[i + 1] = power[i] * base;
        auto const part = [&](std::size_t from, std::size_t to) { return head[to] - head[from] * power[to - from]; };
        f(head[n]);
        for (std::size_t i = 0; i < n; ++i) {
            auto const without = head[i] * power[n - i - 1] + part(i + 1, n);
            f(without);
            if (edits < 2) continue;
            for (auto j = i + 1; j < n; ++j) f((head[i] * power[j - i - 1] + part(i + 1, j)) * power[n - j - 1] + part(j + 1, n));
        }
    }

    template <class Texts, class Places> void meet(std::span<without_characters const> alike, Texts const& texts, Places const& place, int at_most) {
        std::array<requests, 2> who;
        for (auto const& one : alike)
            if (who[one.side].empty() || who[one.side].back() != one.request) who[one.side].push_back(one.request);
        if (who[0].empty() || who[1].empty()) return;
        if (who[0].size() * who[1].size() > crowd) {
            for (std::size_t s = 0; s < 2; ++s)
                for (auto const i : who[s]) side(s).crowded[i] = 1;
            return;
        }
        auto const which = alike.front().which;
        for (auto const i : who[0])
            for (auto const j : who[1]) {
                if (side(0).direction[i] != side(1).direction[j] || !same_kind(i, j)) continue;
                auto const n = edits(texts[0][which][place[0][i]], texts[1][which][place[1][j]], at_most);
                if (n > at_most || n == 0) continue;
                auto const between = apart(i, j);
                auto const rank = n * rank_of_edit + std::min<std::int64_t>(between, rank_of_edit - 1);
                auto &of_i = by_edits_[0][i], &of_j = by_edits_[1][j];
                // Serial numbers stand side by side: one that is near in number and in time is another request, unless the day is the same.
                if (between == 0) of_i.see(rank, j, {which, which}, side(1)), of_j.see(rank, i, {which, which}, side(0));
                else of_i.see_far(rank, j, side(1)), of_j.see_far(rank, i, side(0));
            }
    }

    // ---- by State, kind and dates --------------------------------------------------------------------------------------

    std::map<std::pair<std::uint32_t, std::uint8_t>, both_sides> by_direction_and_kind() {
        std::map<std::pair<std::uint32_t, std::uint8_t>, both_sides> groups;
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : left(s)) groups[{side(s).direction[i], kind(s, i)}][s].push_back(i);
        return groups;
    }

    /// Whether both bear a reference of one of the sides; it is another one, since they were not matched.
    bool other_reference(std::uint32_t ours, std::uint32_t theirs) const {
        return (!plain_of(0, 0, ours).empty() && !plain_of(1, 0, theirs).empty()) || (!plain_of(0, 1, ours).empty() && !plain_of(1, 1, theirs).empty());
    }

    void by_circumstances() {
        for (auto const& [_, group] : by_direction_and_kind())
            for (auto const& [i, j] : alone_near_each_other(group)) {
                auto const same_day = side(0).from[i] == side(0).until[i] && side(0).from[i] == side(1).from[j] && side(1).from[j] == side(1).until[j];
                auto const other = other_reference(i, j);
                if (!other || same_day) accept(i, j, match_means::state_kind_and_dates, other ? 40 : 50, {}, {});
            }
    }

    // ---- what is in doubt ------------------------------------------------------------------------------------------------

    void put_in_doubt(doubtful_group g) {
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : g.requests[s])
                if (is_free(s, i)) side(s).states[i] = matched_side::in_doubt;
        m_.doubts.push_back(std::move(g));
    }

    void doubt_by_references(std::size_t at) {
        auto const doubt = [&](both_sides alike) {
            if (!alike[0].empty() && !alike[1].empty() && alike[0].size() + alike[1].size() > 2) put_in_doubt({.requests = std::move(alike), .by = levels[at].by, .score = levels[at].score});
        };
        for (auto const by : relations) {
            if (by.crosswise()) continue;
            each_alike_by(at, by, false, [&](both_sides alike) {
                if (at < ready_levels) return doubt(std::move(alike));
                for (auto& [_, of_kind] : kinds_of(alike)) {  // as they would have to be alike to be matched
                    if (at <= in_letters) doubt(std::move(of_kind));
                    else each_near(of_kind, doubt);
                }
            });
        }
    }

    /// Those of both sides that follow each other within the window.
    template <class F> void each_near(both_sides const& all, F f) const {
        std::vector<std::tuple<day, std::size_t, std::uint32_t>> in_time;
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : all[s]) in_time.emplace_back(side(s).from[i], s, i);
        std::ranges::sort(in_time);
        both_sides together;
        std::int64_t until = std::numeric_limits<std::int32_t>::min();
        for (auto const& [from, s, i] : in_time) {
            if (from > until + window_) f(std::exchange(together, {}));
            together[s].push_back(i);
            until = std::max<std::int64_t>(until, side(s).until[i]);
        }
        f(std::move(together));
    }

    /// Several that differ in one character, and are as near by their days: with all that they are tied to.
    void doubt_of_ties() {
        using node = std::pair<std::size_t, std::uint32_t>;
        std::map<node, std::vector<node>> tied;
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : left(s)) {
                auto const& best = nearest_seen_[s][i];
                if (best.count < 2 || best.rank / rank_of_edit != 1) continue;
                std::vector<node> others;
                for (std::size_t n = 0; n < best.count; ++n)
                    if (is_free(1 - s, best.others[n])) others.emplace_back(1 - s, best.others[n]);
                if (others.size() < 2) continue;
                for (auto const& other : others) tied[{s, i}].push_back(other), tied[other].emplace_back(s, i);
            }
        while (!tied.empty()) {
            auto g = doubtful_group{.by = match_means::typing_error, .score = score_of_edits[1]};
            std::vector<node> next{tied.begin()->first};
            while (!next.empty()) {
                auto const found = tied.extract(next.back());
                next.pop_back();
                if (found.empty()) continue;
                auto const [s, i] = found.key();
                g.requests[s].push_back(i);
                auto const& best = nearest_seen_[s][i];
                if (best.rank % rank_of_edit) g.score = score_of_edits[1] - 5;
                next.insert(next.end(), found.mapped().begin(), found.mapped().end());
            }
            put_in_doubt(std::move(g));
        }
    }

    /// Those of one register with the same States, kind and reference whose days may be the same, and whose other references do not differ.
    void doubt_of_one_register() {
        for (std::uint8_t s = 0; s < 2; ++s) {
            std::vector<look_up> all;
            for (std::uint32_t i = 0; i < side(s).in.size(); ++i) {
                auto const which = plain_of(s, 0, i).empty() ? 1u : 0u;
                auto const text = plain_of(s, which, i);
                if (text.empty()) continue;
                auto one = look_up{.direction = side(s).direction[i], .kind = kind(s, i), .text = text, .side = s, .request = i};
                one.from = one.until = static_cast<day>(which);  // in the place of dates, which need not be the same
                one.hash = mixed(mixed(mixed(std::hash<std::string_view>()(text), one.direction), one.kind), which);
                all.push_back(one);
            }
            each_alike(all, [&](std::span<look_up const> alike) { doubt_of_alike(s, static_cast<std::size_t>(alike.front().from), alike); });
        }
    }

    void doubt_of_alike(std::size_t s, std::size_t which, std::span<look_up const> alike) {
        std::map<std::string_view, requests> by_other;
        for (auto const& one : alike) by_other[which == 0 ? plain_of(s, 1, one.request) : std::string_view()].push_back(one.request);
        if (by_other.size() == 2 && by_other.begin()->first.empty()) {  // who has no such reference may be any of the others
            auto& only = by_other.rbegin()->second;
            only.insert(only.end(), by_other.begin()->second.begin(), by_other.begin()->second.end());
            by_other.erase(by_other.begin());
        }
        for (auto& [_, same] : by_other) {
            std::ranges::sort(same, {}, [&](std::uint32_t i) { return std::pair(side(s).from[i], i); });
            for (std::size_t first = 0; first < same.size();) {
                auto last = first + 1;
                auto until = side(s).until[same[first]];
                while (last < same.size() && side(s).from[same[last]] <= until) until = std::max(until, side(s).until[same[last++]]);
                auto group = requests(same.begin() + static_cast<std::ptrdiff_t>(first), same.begin() + static_cast<std::ptrdiff_t>(last));
                first = last;
                auto const told = std::ranges::all_of(group, [&](std::uint32_t i) { return side(s).states[i] == matched_side::in_doubt; });
                if (group.size() < 2 || told) continue;
                auto const letter_for_letter = std::ranges::all_of(group, [&](std::uint32_t i) { return side(s).references(which)[i] == side(s).references(which)[group.front()]; });
                auto g = doubtful_group{.by = letter_for_letter ? match_means::same_reference : match_means::normalised_reference, .score = letter_for_letter ? 95 : 90, .of_one_register = true};
                // If one of them is in both registers, the others are not missing: they are entered twice. If none is, each is missing, once or twice.
                auto const missing = std::ranges::all_of(group, [&](std::uint32_t i) { return is_free(s, i); });
                g.requests[s] = std::move(group);
                if (missing) m_.doubts.push_back(std::move(g));
                else put_in_doubt(std::move(g));
            }
        }
    }

    // ---- why not ---------------------------------------------------------------------------------------------------------

    using by_reference = std::array<std::unordered_map<std::string_view, requests>, 2>;
    using near_ones = std::map<std::pair<std::uint32_t, std::uint8_t>, neighbours>;

    void explain() {
        for (std::size_t s = 0; s < 2; ++s) {
            auto const still = requests(left(s));
            if (still.empty()) continue;
            by_reference bearers;
            for (auto& of : bearers)
                for (std::size_t which = 0; which < 2; ++which)
                    for (auto const i : still)
                        if (auto const text = plain_of(s, which, i); !text.empty()) of.try_emplace(text);
            for (std::size_t which = 0; which < 2; ++which) {
                for (std::uint32_t j = 0; j < side(1 - s).in.size(); ++j)
                    if (auto const at = bearers[which].find(plain_of(1 - s, which, j)); at != bearers[which].end()) at->second.push_back(j);
                for (auto& [_, list] : bearers[which])
                    std::ranges::sort(list, [&](std::uint32_t a, std::uint32_t b) {
                        auto const x = side(1 - s).direction[a], y = side(1 - s).direction[b];
                        return x != y ? x < y : side(1 - s).comes_before(a, b);
                    });
            }
            near_ones near;
            for (auto& [of, group] : by_direction_and_kind()) near.emplace(of, neighbours(side(1 - s), group[1 - s]));
            for (auto const i : still) m_.nearest[s][i] = nearest_to(s, i, bearers, near);
        }
    }

    /// Who bears one of its references, in this direction before another, in the same field before the other one, of this kind, and of days that are near. Of a reference that many
    /// bear, those are looked at that come next to it in time.
    nearest_one nearest_by_reference(std::size_t s, std::uint32_t i, by_reference const& bearers) const {
        constexpr std::ptrdiff_t each_way = 8;
        auto const& there = side(1 - s);
        auto const to_and_fro = [&](matched_side const& in, std::uint32_t r) { return std::pair(in.in.word(in.in.columns.requesting[r]), in.in.word(in.in.columns.requested[r])); };
        std::optional<std::tuple<bool, bool, bool, std::int64_t>> least;
        std::uint32_t nearest = 0;
        for (std::size_t which = 0; which < 2; ++which)
            for (std::size_t field = 0; field < 2; ++field) {
                auto const at = bearers[field].find(plain_of(s, which, i));
                if (at == bearers[field].end()) continue;
                auto const& list = at->second;
                auto const look = [&](std::ptrdiff_t n) {
                    if (n < 0 || n >= std::ssize(list)) return;
                    auto const j = list[static_cast<std::size_t>(n)];
                    auto const elsewhere = there.direction[j] != side(s).direction[i], crosswise = which != field, other_kind = kind(s, i) != kind(1 - s, j);
                    auto const between = days_between(side(s), i, there, j);
                    // Numbers of two offices are often the same.
                    if (crosswise && (elsewhere || other_kind || between > window_ || is_free(1 - s, j))) return;
                    auto const rank = std::tuple(elsewhere, crosswise, other_kind, between);
                    auto const first = [&] { return to_and_fro(there, j) != to_and_fro(there, nearest) ? to_and_fro(there, j) < to_and_fro(there, nearest) : there.comes_before(j, nearest); };
                    if (!least || rank < *least || (rank == *least && first())) least = rank, nearest = j;
                };
                if (std::ssize(list) <= 2 * each_way) {
                    for (std::ptrdiff_t n = 0; n < std::ssize(list); ++n) look(n);
                } else {
                    auto const here = std::ranges::lower_bound(list, std::pair(side(s).direction[i], side(s).from[i]), {}, [&](std::uint32_t j) { return std::pair(there.direction[j], there.from[j]); }) - list.begin();
                    for (auto n = here - each_way; n < here + each_way; ++n) look(n);
                }
            }
        if (!least) return {};
        auto const& [elsewhere, crosswise, other_kind, between] = *least;
        if (elsewhere) return {.reason = nearest_one::other_direction, .others = {nearest}, .count = 1};
        return {.reason = crosswise ? nearest_one::bears_it_crosswise : nearest_one::bears_the_reference, .others = {nearest}, .count = 1,
                .score = 90 - (crosswise ? 10 : 0) - (between == 0 ? 0 : between <= window_ ? 5 : 15) - (other_kind ? 10 : 0)};
    }

    nearest_one nearest_to(std::size_t s, std::uint32_t i, by_reference const& bearers, near_ones const& near) const {
        auto const late = [&](std::uint32_t j) {
            auto const between = days_between(side(s), i, side(1 - s), j);
            return between == 0 ? 0 : between <= window_ ? 5 : 15;
        };
        if (auto bearer = nearest_by_reference(s, i, bearers); bearer.reason != nearest_one::nothing) return bearer;
        if (auto const& known = refused_[s][i]; known.reason != nearest_one::nothing) return known;
        auto const& best = nearest_seen_[s][i];
        if (best.rank != nearest_by_edits::none) {
            auto const edits = static_cast<int>(best.rank / rank_of_edit);
            auto const other = best.others.front();
            auto const why = best.count > 1 ? nearest_one::several_as_near : is_free(1 - s, other) ? nearest_one::not_mutual : nearest_one::taken;
            return {.reason = why, .others = {best.others.begin(), best.others.begin() + static_cast<std::ptrdiff_t>(best.count)}, .count = static_cast<std::int64_t>(best.count),
                    .score = score_of_edits[edits] - late(other), .edits = edits};
        }
        if (best.far_rank != nearest_by_edits::none) {
            auto const edits = static_cast<int>(best.far_rank / rank_of_edit);
            return {.reason = nearest_one::far_in_days, .others = {best.far}, .count = 1, .score = score_of_edits[edits] - 15, .edits = edits};
        }
        if (auto const at = near.find({side(s).direction[i], kind(s, i)}); at != near.end()) {
            auto const from = side(s).from[i], until = side(s).until[i];
            auto const found = at->second.near(from, until, window_);
            if (found.count == 1) {
                auto const other = s == 0 ? other_reference(i, found.one) : other_reference(found.one, i);
                return {.reason = other ? nearest_one::other_reference : nearest_one::not_alone, .others = {found.one}, .count = 1, .score = (other ? 40 : 50) - late(found.one)};
            }
            if (found.count > 1) return {.reason = nearest_one::not_alone, .others = at->second.some_near(from, until, window_), .count = static_cast<std::int64_t>(found.count), .score = 50};
        }
        return {};
    }

    requests const& left(std::size_t s) {
        if (!started_[s]) {
            left_[s].resize(side(s).in.size());
            std::iota(left_[s].begin(), left_[s].end(), 0u);
            started_[s] = true;
        }
        std::erase_if(left_[s], [&](std::uint32_t i) { return !is_free(s, i); });
        return left_[s];
    }

    matching& m_;
    std::int64_t window_;
    reference_reader& reader_;
    both_sides left_{}, rest_{};
    std::array<bool, 2> started_{};
    std::array<std::vector<std::uint32_t>, 2> place_{};  ///< of a request among the rest
    std::array<std::array<text_list, 2>, 2> bare_{};     ///< references without what is written around them, of the rest
    std::array<std::array<std::array<text_list, 2>, 2>, std::size(levels)> keys_{};
    std::array<std::size_t, std::size(levels)> same_as_ = [] {
        std::array<std::size_t, std::size(levels)> each{};
        std::iota(each.begin(), each.end(), std::size_t{0});
        return each;
    }();
    std::array<std::vector<nearest_by_edits>, 2> by_edits_{}, nearest_seen_{};
    std::array<std::vector<nearest_one>, 2> refused_{};  ///< the only one with a reference that is the same once read so, where that was not enough
};

}  // namespace

std::string_view name_of(match_means by) { return names[static_cast<std::size_t>(by)]; }

std::int64_t days_between(matched_side const& a, std::uint32_t i, matched_side const& b, std::uint32_t j) {
    return std::max<std::int64_t>({0, std::int64_t{a.from[i]} - b.until[j], std::int64_t{b.from[j]} - a.until[i]});
}

std::optional<alike> how_alike(std::string_view a, std::string_view b, reference_reader& reader) {
    for (auto const& l : levels)
        if (l.exact ? a == b : reader.read(a, l.how) == reader.read(b, l.how)) return alike{l.how};
    for (int n = 1; n <= 2; ++n)
        for (auto const at : {look_alikes_at, any_latin_at})
            if (edits(code_points(reader.read(a, levels[at].how)), code_points(reader.read(b, levels[at].how)), n) <= n) return alike{levels[at].how, n};
    return {};
}

matching match(snapshot const& ours, snapshot const& theirs, days window, reference_reader& reader) {
    auto result = matching{.sides = {matched_side(ours), matched_side(theirs)}};
    matcher(result, window.count(), reader).run();
    return result;
}

}  // namespace comity::v0::detail
