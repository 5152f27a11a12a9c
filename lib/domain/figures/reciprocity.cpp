// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "../risk_sets.hpp"
#include "words.hpp"

#include <algorithm>
#include <map>

// What two States do for each other.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// What one State asked of another, or of all others.
struct one_way {
    std::string from, to;
    query of;
};

}  // namespace

table snapshot::reciprocity(state_code a, state_code b, std::string_view definition) const {
    if (a == b) throw bad_input("both States are " + to_string(a) + "; reciprocity is between two");
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const answer = answers(in, definition);
    auto const both = query{.state = a, .other = b};
    auto t = figure(in, "reciprocity", to_string(a) + " and " + to_string(b) + ", in both directions",
                    answer.definition().text + " Time to it is the Kaplan–Meier median in days from the date the request bears, the open requests counted as long as they have waited. “Others” are all other States together: what the same State asks of them, and does for them.",
                    both, select(in, both), definition);
    t.columns = {written("from"), written("to"), counted("asked"), counted("answered"), counted("unanswered"), counted("granted"), counted("refused"), written("main_grounds", "Most frequent grounds for refusal"),
                 measured("median_days"), measured("median_lower", "Lower 95 %"), measured("median_upper", "Upper 95 %"), counted("oldest_unanswered_days"), counted("median_unanswered_days")};
    auto const refuses = in.kinds({event_kind::refused});
    auto const row = [&](one_way const& d, state_code without) {
        std::int64_t asked = 0, answered = 0, granted = 0, refused = 0;
        std::map<std::string, int> grounds;
        std::vector<std::uint32_t> durations;
        std::vector<std::int64_t> ages;
        auto const excluded = without.empty() ? word_list::none : c.words.find(without.text());
        for (auto const i : select(in, d.of)) {
            if (!without.empty() && (c.requesting[i] == excluded || c.requested[i] == excluded)) continue;
            ++asked;
            auto const now = in.outcome(in.last(i));
            granted += is_granted(now), refused += now == outcome::refused;
            for (auto const e : c.events_of(i))
                if (refuses[c.events.kind[e]])
                    for (auto const& g : register_columns::of_event(c.grounds, e)) {
                        auto const word = std::string(in.word(g.text));
                        if (is_name(word)) ++grounds[word];
                    }
            auto const made = in.made(i);
            auto const first = answer.first(i);
            answered += first.has_value();
            auto const end = first ? c.events.latest[*first] : as_of().day().days_since_1970();
            auto const waited = std::max(0, end - c.events.latest[made]);
            if (answer.awaited(i)) ages.push_back(waited);
            if (first || answer.awaited(i)) durations.push_back(static_cast<std::uint32_t>(waited) << 1 | !first);
        }
        if (asked == 0) {
            t.rows.push_back({d.from, d.to, asked, answered, std::int64_t{0}, granted, refused, cell(), cell(), cell(), cell(), cell(), cell()});
            return;
        }
        std::ranges::sort(durations);
        auto const median = curve_of(risk_sets_of<std::uint32_t>(durations, 1), limits::log, 0.95).median();
        std::vector<std::pair<int, std::string>> most;
        for (auto const& [word, n] : grounds) most.emplace_back(-n, word);
        std::ranges::sort(most);
        std::string list;
        for (std::size_t k = 0; k < std::min<std::size_t>(most.size(), 3); ++k) {
            list += (list.empty() ? "" : ", ") + words(most[k].second) + " (" + std::to_string(-most[k].first) + ")";
        }
        std::ranges::sort(ages);
        t.rows.push_back({d.from, d.to, asked, answered, static_cast<std::int64_t>(ages.size()), granted, refused, text(list), maybe(median.at), maybe(median.lower), maybe(median.upper),
                          ages.empty() ? cell() : cell(ages.back()), ages.empty() ? cell() : cell(ages[(ages.size() + 1) / 2 - 1])});
    };
    row({to_string(a), to_string(b), {.requesting = a, .requested = b}}, {});
    row({to_string(b), to_string(a), {.requesting = b, .requested = a}}, {});
    row({to_string(a), "others", {.requesting = a}}, b);
    row({"others", to_string(a), {.requested = a}}, b);
    row({to_string(b), "others", {.requesting = b}}, a);
    row({"others", to_string(b), {.requested = b}}, a);
    return t;
}

}  // namespace comity::v0
