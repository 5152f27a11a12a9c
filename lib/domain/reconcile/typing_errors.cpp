// SPDX-License-Identifier: Apache-2.0
#include "stages.hpp"

#include <compare>
#include <unordered_set>

namespace comity::inline v0::detail {

namespace {

constexpr std::size_t longest_with_edits = 64, longest_with_two = 40, edits_looked_up_at_most = 16'000'000, crowd = 16 * 16;

class typing_errors {
public:
    typing_errors(matching_work& w, reference_keys const& keys) : work_(w), keys_(keys) {
        for (std::size_t s = 0; s < 2; ++s) best_[s].resize(work_.side(s).in.size());
    }

    /// Two texts of which one becomes the other by one edit have a text in common that either has with one character left out, or none; by two edits, two. So they meet under its hash.
    void look(std::size_t at, int edits) {
        std::array<std::array<std::vector<std::u32string>, 2>, 2> texts;
        std::vector<without_characters> all;
        std::size_t size = 0;
        auto const too_short = edits == 1 ? 4u : 8u;
        for (std::size_t s = 0; s < 2; ++s)
            for (std::size_t which = 0; which < 2; ++which)
                for (auto const i : work_.left(s)) {
                    auto& text = texts[s][which].emplace_back(code_points(keys_.of(at, s, which, i)));
                    auto const n = text.size();
                    if (n > (edits == 1 ? longest_with_edits : longest_with_two)) work_.side(s).crowded[i] = 1;
                    if (n < too_short || n > (edits == 1 ? longest_with_edits : longest_with_two)) text.clear();
                    else size += edits == 1 ? n + 1 : 1 + n + n * (n - 1) / 2;
                }
        if (work_.left(0).empty() || work_.left(1).empty()) return;
        if (size > edits_looked_up_at_most) {
            (edits == 1 ? work_.into.edits_left_out : work_.into.two_edits_left_out) = true;
            return;
        }
        all.reserve(size);
        std::array<std::vector<std::uint32_t>, 2> place;
        for (std::uint8_t s = 0; s < 2; ++s) {
            place[s].resize(work_.side(s).in.size());
            for (std::uint8_t which = 0; which < 2; ++which) {
                std::size_t n = 0;
                for (auto const i : work_.left(s)) {
                    place[s][i] = static_cast<std::uint32_t>(n);
                    auto const seed = mixed(mixed(work_.side(s).direction[i], work_.kind(s, i)), which);
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
        for (auto const i : requests(work_.left(0))) {
            auto const& best = best_[0][i];
            auto const sure = [&](std::size_t s, std::uint32_t r) { return best_[s][r].count == 1 && !work_.side(s).crowded[r]; };
            if (!sure(0, i)) continue;
            auto const j = best.others.front();
            if (sure(1, j) && best_[1][j].others.front() == i) work_.accept(i, j, match_means::typing_error, score_of_edits[best.rank / rank_of_edit], best.by, levels[at].how, static_cast<int>(best.rank / rank_of_edit));
        }
        // What was seen is kept to be told; the next look is at those that are left.
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : work_.left(s)) {
                auto& now = best_[s][i];
                auto& told = work_.nearest_seen[s][i];
                if (now.rank <= told.rank && now.count > 0) told.rank = now.rank, told.others = now.others, told.count = now.count, told.by = now.by;
                if (now.far_rank != nearest_by_edits::none) told.see_far(now.far_rank, now.far, work_.side(1 - s));
                now = {};
            }
    }

private:
    struct without_characters {
        std::uint64_t hash;
        std::uint32_t request;
        std::uint8_t side, which;
        auto operator<=>(without_characters const&) const = default;
    };

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
                for (auto const i : who[s]) work_.side(s).crowded[i] = 1;
            return;
        }
        auto const which = alike.front().which;
        for (auto const i : who[0])
            for (auto const j : who[1]) {
                if (work_.side(0).direction[i] != work_.side(1).direction[j] || !work_.same_kind(i, j)) continue;
                auto const n = edits(texts[0][which][place[0][i]], texts[1][which][place[1][j]], at_most);
                if (n > at_most || n == 0) continue;
                auto const between = work_.apart(i, j);
                auto const rank = n * rank_of_edit + std::min<std::int64_t>(between, rank_of_edit - 1);
                auto &of_i = best_[0][i], &of_j = best_[1][j];
                // Serial numbers stand side by side: one that is near in number and in time is another request, unless the day is the same.
                if (between == 0) of_i.see(rank, j, {which, which}, work_.side(1)), of_j.see(rank, i, {which, which}, work_.side(0));
                else {
                    if (!bears_anothers(1, j, which)) of_i.see_far(rank, j, work_.side(1));
                    if (!bears_anothers(0, i, which)) of_j.see_far(rank, i, work_.side(0));
                }
            }
    }

    /// Whether its reference is that of a request which the other register has too, so that it is not a slip for one that this register has not.
    bool bears_anothers(std::size_t s, std::uint32_t i, std::size_t which) {
        if (!known_) {
            auto& known = known_.emplace();
            for (std::size_t side = 0; side < 2; ++side)
                for (std::size_t field = 0; field < 2; ++field)
                    for (std::uint32_t r = 0; r < work_.side(side).in.size(); ++r)
                        if (auto const text = work_.plain_of(side, field, r); !text.empty()) known[side][field].insert(text);
        }
        return (*known_)[1 - s][which].contains(work_.plain_of(s, which, i));
    }

    matching_work& work_;
    reference_keys const& keys_;
    std::array<std::vector<nearest_by_edits>, 2> best_{};
    std::optional<std::array<std::array<std::unordered_set<std::string_view>, 2>, 2>> known_{};  ///< references, by side and field; made when first asked for
};

}  // namespace

void match_by_typing_errors(matching_work& work, reference_keys const& keys) {
    auto errors = typing_errors(work, keys);
    for (int edits = 1; edits <= 2; ++edits)
        for (auto const at : {look_alikes_at, any_latin_at}) errors.look(at, edits);
}

}  // namespace comity::v0::detail
