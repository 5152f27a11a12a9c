// SPDX-License-Identifier: Apache-2.0
#include "stages.hpp"

#include <tuple>

namespace comity::inline v0::detail {

namespace {

class doubts {
public:
    doubts(matching_work& w, reference_keys const& keys) : work_(w), keys_(keys) {}

    void by_references(std::size_t at) {
        auto const doubt = [&](both_sides alike) {
            if (!alike[0].empty() && !alike[1].empty() && alike[0].size() + alike[1].size() > 2) work_.put_in_doubt({.requests = std::move(alike), .by = levels[at].by, .score = levels[at].score});
        };
        for (auto const by : relations) {
            if (by.crosswise()) continue;
            keys_.each_alike(at, by, false, [&](both_sides alike) {
                if (at < ready_levels) return doubt(std::move(alike));
                for (auto& [_, of_kind] : work_.kinds_of(alike)) {  // as they would have to be alike to be matched
                    if (at <= in_letters) doubt(std::move(of_kind));
                    else each_near(of_kind, doubt);
                }
            });
        }
    }

    /// Several that differ in one character, and are as near by their days: with all that they are tied to.
    void of_ties() {
        using node = std::pair<std::size_t, std::uint32_t>;
        std::map<node, std::vector<node>> tied;
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : work_.left(s)) {
                auto const& best = work_.nearest_seen[s][i];
                if (best.count < 2 || best.rank / rank_of_edit != 1) continue;
                std::vector<node> others;
                for (std::size_t n = 0; n < best.count; ++n)
                    if (work_.is_free(1 - s, best.others[n])) others.emplace_back(1 - s, best.others[n]);
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
                auto const& best = work_.nearest_seen[s][i];
                if (best.rank % rank_of_edit) g.score = score_of_edits[1] - 5;
                next.insert(next.end(), found.mapped().begin(), found.mapped().end());
            }
            work_.put_in_doubt(std::move(g));
        }
    }

    /// Those of one register with the same States, kind and reference whose days may be the same, and whose other references do not differ.
    void of_one_register() {
        for (std::uint8_t s = 0; s < 2; ++s) {
            std::vector<look_up> all;
            for (std::uint32_t i = 0; i < work_.side(s).in.size(); ++i) {
                auto const which = work_.plain_of(s, 0, i).empty() ? 1u : 0u;
                auto const text = work_.plain_of(s, which, i);
                if (text.empty()) continue;
                auto one = look_up{.direction = work_.side(s).direction[i], .kind = work_.kind(s, i), .text = text, .side = s, .request = i};
                one.from = one.until = static_cast<register_columns::day>(which);  // in the place of dates, which need not be the same
                one.hash = mixed(mixed(mixed(std::hash<std::string_view>()(text), one.direction), one.kind), which);
                all.push_back(one);
            }
            each_alike(all, [&](std::span<look_up const> alike) { of_alike(s, static_cast<std::size_t>(alike.front().from), alike); });
        }
    }

private:
    /// Those of both sides that follow each other within the window.
    template <class F> void each_near(both_sides const& all, F f) const {
        std::vector<std::tuple<register_columns::day, std::size_t, std::uint32_t>> in_time;
        for (std::size_t s = 0; s < 2; ++s)
            for (auto const i : all[s]) in_time.emplace_back(work_.side(s).from[i], s, i);
        std::ranges::sort(in_time);
        both_sides together;
        std::int64_t until = std::numeric_limits<std::int32_t>::min();
        for (auto const& [from, s, i] : in_time) {
            if (from > until + work_.window) f(std::exchange(together, {}));
            together[s].push_back(i);
            until = std::max<std::int64_t>(until, work_.side(s).until[i]);
        }
        f(std::move(together));
    }

    void of_alike(std::size_t s, std::size_t which, std::span<look_up const> alike) {
        std::map<std::string_view, requests> by_other;
        for (auto const& one : alike) by_other[which == 0 ? work_.plain_of(s, 1, one.request) : std::string_view()].push_back(one.request);
        if (by_other.size() == 2 && by_other.begin()->first.empty()) {  // who has no such reference may be any of the others
            auto& only = by_other.rbegin()->second;
            only.insert(only.end(), by_other.begin()->second.begin(), by_other.begin()->second.end());
            by_other.erase(by_other.begin());
        }
        for (auto& [_, same] : by_other) {
            std::ranges::sort(same, {}, [&](std::uint32_t i) { return std::pair(work_.side(s).from[i], i); });
            for (std::size_t first = 0; first < same.size();) {
                auto last = first + 1;
                auto until = work_.side(s).until[same[first]];
                while (last < same.size() && work_.side(s).from[same[last]] <= until) until = std::max(until, work_.side(s).until[same[last++]]);
                auto group = requests(same.begin() + static_cast<std::ptrdiff_t>(first), same.begin() + static_cast<std::ptrdiff_t>(last));
                first = last;
                auto const told = std::ranges::all_of(group, [&](std::uint32_t i) { return work_.side(s).states[i] == matched_side::in_doubt; });
                if (group.size() < 2 || told) continue;
                auto const letter_for_letter = std::ranges::all_of(group, [&](std::uint32_t i) { return work_.side(s).references(which)[i] == work_.side(s).references(which)[group.front()]; });
                auto g = doubtful_group{.by = letter_for_letter ? match_means::same_reference : match_means::normalised_reference, .score = letter_for_letter ? 95 : 90, .of_one_register = true};
                // If one of them is in both registers, the others are not missing: they are entered twice. If none is, each is missing, once or twice.
                auto const missing = std::ranges::all_of(group, [&](std::uint32_t i) { return work_.is_free(s, i); });
                g.requests[s] = std::move(group);
                if (missing) work_.into.doubts.push_back(std::move(g));
                else work_.put_in_doubt(std::move(g));
            }
        }
    }

    matching_work& work_;
    reference_keys const& keys_;
};

}  // namespace

void find_doubts(matching_work& work, reference_keys const& keys) {
    auto all = doubts(work, keys);
    for (std::size_t at = 0; at < std::size(levels); ++at) all.by_references(at);
    all.of_ties();
    all.of_one_register();
}

}  // namespace comity::v0::detail
