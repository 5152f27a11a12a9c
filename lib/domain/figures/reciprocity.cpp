// SPDX-License-Identifier: Apache-2.0
#include "waiting.hpp"

#include "words.hpp"

#include <algorithm>
#include <map>

// What two States do for each other.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// The most frequent grounds for refusal of some requests, three at most: "own_national (4), ne_bis_in_idem (2)".
std::string main_grounds(column_reader const& in, std::vector<bool> const& refuses, std::vector<std::uint32_t> const& requests) {
    auto const& c = in.columns;
    std::map<std::string, int> grounds;
    for (auto const i : requests)
        for (auto const e : c.events_of(i))
            if (refuses[c.events.kind[e]])
                for (auto const& g : register_columns::of_event(c.grounds, e))
                    ++grounds[ground_in_public(in.view.law(), in.word(g.text))];
    std::vector<std::pair<int, std::string>> most;
    for (auto const& [word, n] : grounds) most.emplace_back(-n, word);
    std::ranges::sort(most);
    std::string list;
    for (std::size_t k = 0; k < std::min<std::size_t>(most.size(), 3); ++k)
        list += (list.empty() ? "" : ", ") + most[k].second + " (" + std::to_string(-most[k].first) + ")";
    return list;
}

}  // namespace

table snapshot::reciprocity(state_code a, state_code b, std::string_view definition) const {
    if (a == b) throw bad_input("both States are " + to_string(a) + "; reciprocity is between two");
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const answer = answers(in, definition);
    auto const both = query{.state = a, .other = b};
    auto t = figure(in, "reciprocity", {"{a} and {b}, in both directions", {{"a", to_string(a)}, {"b", to_string(b)}}},
                    {"{answer} Time to it is the Kaplan–Meier median in days from the date the request bears, as in the table of times: the open requests count as long as they have waited. “Others” are all other States together: what the same State asks of them, and does for them.", {{"answer", message(answer.definition().text)}}},
                    both, select(in, both), definition);
    t.columns = {worded("from"), worded("to"), counted("asked"), counted("answered"), counted("unanswered"), counted("granted"), counted("refused"), worded("main_grounds", "Most frequent grounds for refusal"),
                 measured("median_days"), measured("median_lower", "Lower 95 %"), measured("median_upper", "Upper 95 %"), counted("oldest_unanswered_days"), counted("median_unanswered_days")};

    // Each request belongs to one of these, or, between two others, to none.
    grouping ways;
    ways.names = {{to_string(a), to_string(b)}, {to_string(b), to_string(a)}, {to_string(a), "others"}, {"others", to_string(a)}, {to_string(b), "others"}, {"others", to_string(b)}};
    auto const of_a = c.words.find(a.text()), of_b = c.words.find(b.text());
    std::vector<std::vector<std::uint32_t>> requests(ways.size());
    for (std::uint32_t i = 0; i < c.size(); ++i) {
        auto const from = c.requesting[i], to = c.requested[i];
        auto const way = from == of_a ? (to == of_b ? 0 : 2) : from == of_b ? (to == of_a ? 1 : 4) : to == of_a ? 3 : to == of_b ? 5 : -1;
        if (way < 0) continue;
        ways.requests.push_back(i), ways.groups.push_back(static_cast<std::uint32_t>(way));
        requests[static_cast<std::size_t>(way)].push_back(i);
    }
    auto observed = observed_groups(in, ways, moment(in, definition), {});
    auto const refuses = in.kinds({event_kind::refused});
    auto const today = as_of().day().days_since_1970();
    // A view of these two alone knows nothing of others.
    auto const& taken = state_->from.of;
    auto const rows = taken.other || (taken.requesting && taken.requested) ? std::size_t{2} : ways.size();
    for (std::size_t way = 0; way < rows; ++way) {
        std::int64_t granted = 0, refused = 0, answered = 0;
        std::vector<std::int64_t> ages;
        for (auto const i : requests[way]) {
            auto const now = in.outcome(in.last(i));
            granted += is_granted(now), refused += now == outcome::refused, answered += answer.first(i).has_value();
            if (answer.awaited(i)) ages.push_back(std::max(0, today - in.day(i, in.made(i))));
        }
        std::ranges::sort(ages);
        auto const median = curve_of(observed.risk_sets(way), limits::log, 0.95).median();
        auto row = ways.named_row(way);
        row.insert(row.end(), {static_cast<std::int64_t>(requests[way].size()), answered, static_cast<std::int64_t>(ages.size()), granted, refused, text(main_grounds(in, refuses, requests[way])), maybe(median.at), maybe(median.lower),
                               maybe(median.upper), ages.empty() ? cell() : cell(ages.back()), ages.empty() ? cell() : cell(ages[(ages.size() + 1) / 2 - 1])});
        t.rows.push_back(std::move(row));
    }
    if (rows == 2) t.notes.push_back("This view holds what these two asked of each other; what they do for others is not in it.");
    return t;
}

}  // namespace comity::v0
