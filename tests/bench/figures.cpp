// SPDX-License-Identifier: Apache-2.0
// How fast figures are: one report by pair of States (counts, quantiles, Kaplan–Meier, backlog by month), beside a pass written by hand over
// bare arrays of the same numbers. `tests/bench/run.sh` runs it.
//
//     comity-bench-figures [SIZE…]
//     comity-bench-figures --rows FOLDER SIZE    writes the rows for rivals (`rivals.sh`), and prints what a rival prints: name, ms, sums

#include "measuring.hpp"

#include <comity/comity.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using comity::date;
using comity::event_kind;
using comity::key;

// ---- what is counted: bare arrays -----------------------------------------------------------------------------------

constexpr int months = 120;
date const first_day(2011, 1, 1), as_of(2020, 12, 31);

enum kind : std::uint8_t { received = 1, acknowledged, forwarded, reported, granted, refused, reminded };

/// Requests over ten years between States, some of which ask and are asked more than others, some 280 for each pair of them; four events each. Nine tenths of those
/// whose time has come were decided, a fifth of these refused.
struct arrays {
    std::vector<std::uint8_t> from, to;
    std::vector<std::int32_t> made;                          ///< days since the first
    std::vector<std::int32_t> event_day;                     ///< in the order of the days
    std::vector<std::uint32_t> event_request;
    std::vector<std::uint8_t> event_kind;

    explicit arrays(std::size_t count) {
        auto const states = std::clamp<std::size_t>(static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(count) / 280))), 2, 60);
        std::mt19937_64 random(42);
        // Not the distributions of the standard library, which differ from one to the next.
        auto const below = [&](std::uint64_t n) { return random() % n; };
        std::vector<double> cumulated(states);
        for (std::size_t s = 0; s < states; ++s) cumulated[s] = (s ? cumulated[s - 1] : 0) + 1.0 / (1 + 0.15 * static_cast<double>(s));
        auto const state = [&] {
            auto const x = static_cast<double>(random() >> 11) * 0x1.0p-53 * cumulated.back();
            return static_cast<std::uint8_t>(std::ranges::upper_bound(cumulated, x) - cumulated.begin());
        };
        auto const days = static_cast<std::uint64_t>((as_of - first_day).count());
        for (std::size_t i = 0; i < count; ++i) made.push_back(static_cast<std::int32_t>(below(days)));
        std::ranges::sort(made);
        struct row { std::int32_t day; std::uint32_t request; std::uint8_t kind; };
        std::vector<row> rows;
        for (std::size_t i = 0; i < count; ++i) {
            from.push_back(state());
            do to.resize(i), to.push_back(state());
            while (to[i] == from[i]);
            auto const u = static_cast<double>((random() >> 11) + 1) * 0x1.0p-53;
            auto const takes = -std::log(u) * 120 * (0.3 + 0.05 * to[i]);
            auto const end = made[i] + static_cast<std::int32_t>(std::min(takes, 1e6));
            auto const decided = end < static_cast<std::int32_t>(days) && below(10) < 9;
            auto const last = decided ? end : static_cast<std::int32_t>(days);
            auto const between = [&] { return made[i] + static_cast<std::int32_t>(below(static_cast<std::uint64_t>(last - made[i] + 1))); };
            auto const request = static_cast<std::uint32_t>(i);
            rows.push_back({made[i], request, received});
            rows.push_back({between(), request, acknowledged});
            rows.push_back({between(), request, below(2) ? forwarded : reported});
            rows.push_back({last, request, decided ? below(5) ? granted : refused : reminded});
        }
        std::ranges::stable_sort(rows, {}, &row::day);
        for (auto const& r : rows) event_day.push_back(r.day), event_request.push_back(r.request), event_kind.push_back(r.kind);
    }
};

/// What all of them must agree on.
struct checksums {
    long long open = 0, granted = 0, refused = 0, median_of_answered = 0, ninth_decile = 0, median_of_all = 0, reached = 0, backlog = 0;
    friend bool operator==(checksums const&, checksums const&) = default;
};

std::vector<std::int32_t> ends_of_months() {
    std::vector<std::int32_t> ends;
    for (int m = 0; m < months; ++m) {
        auto const next = m + 1;
        ends.push_back((date(2011 + next / 12, next % 12 + 1, 1) - first_day).count() - 1);
    }
    return ends;
}

/// The floor.
checksums by_hand(arrays const& a) {
    constexpr std::size_t pairs = 64 * 64;
    auto const n = a.from.size();
    auto const last = (as_of - first_day).count();
    std::vector<std::int32_t> answer(n, -1);
    std::vector<std::uint8_t> outcome(n);
    for (std::size_t e = 0; e < a.event_kind.size(); ++e)
        if (a.event_kind[e] == granted || a.event_kind[e] == refused)
            if (auto const i = a.event_request[e]; answer[i] < 0) answer[i] = a.event_day[e], outcome[i] = a.event_kind[e];
    auto const ends = ends_of_months();
    std::vector<std::uint8_t> month_of(static_cast<std::size_t>(last) + 1);
    for (std::size_t d = 0, m = 0; d < month_of.size(); ++d) month_of[d] = static_cast<std::uint8_t>(static_cast<std::int32_t>(d) > ends[m] ? ++m : m);

    std::vector<std::uint32_t> begins(pairs + 1), position;
    for (std::size_t i = 0; i < n; ++i) ++begins[a.from[i] * 64u + a.to[i] + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    position.assign(begins.begin(), begins.end() - 1);
    std::vector<std::uint32_t> durations(n);
    std::vector<std::int32_t> open(pairs), grants(pairs), refusals(pairs), stock(pairs * months);
    for (std::size_t i = 0; i < n; ++i) {
        auto const p = a.from[i] * 64u + a.to[i];
        bool const answered = answer[i] >= 0;
        durations[position[p]++] = static_cast<std::uint32_t>((answered ? answer[i] : last) - a.made[i]) << 1 | !answered;
        open[p] += !answered, grants[p] += outcome[i] == granted, refusals[p] += outcome[i] == refused;
        ++stock[p * months + month_of[static_cast<std::size_t>(a.made[i])]];
        if (answered) --stock[p * months + month_of[static_cast<std::size_t>(answer[i])]];
    }
    checksums sums;
    for (std::size_t p = 0; p < pairs; ++p) {
        auto* const d = durations.data() + begins[p];
        auto const count = static_cast<std::size_t>(begins[p + 1] - begins[p]);
        if (count == 0) continue;
        std::sort(d, d + count);
        if (auto const m = count - static_cast<std::size_t>(open[p]); m > 0) {
            auto const half = static_cast<std::size_t>(std::ceil(0.5 * static_cast<double>(m))) - 1, nine = static_cast<std::size_t>(std::ceil(0.9 * static_cast<double>(m))) - 1;
            std::size_t seen = 0;
            for (std::size_t i = 0; i < count; ++i) {
                if (d[i] & 1) continue;
                if (seen == half) sums.median_of_answered += d[i] >> 1;
                if (seen == nine) sums.ninth_decile += d[i] >> 1;
                ++seen;
            }
        }
        // The first time at which the curve is at one half or below; flat at one half, the middle of the flat stretch.
        double survival = 1, half_since = -1, median = -1;
        for (std::size_t i = 0; i < count && median < 0;) {
            auto const t = d[i] >> 1;
            auto j = i;
            std::size_t events = 0;
            for (; j < count && d[j] >> 1 == t; ++j) events += !(d[j] & 1);
            if (events) {
                survival *= 1 - static_cast<double>(events) / static_cast<double>(count - i);
                if (half_since >= 0) median = (half_since + t) / 2;
                else if (std::abs(survival - 0.5) < 1.5e-8) half_since = t;
                else if (survival < 0.5) median = t;
            }
            i = j;
        }
        if (median < 0 && half_since >= 0) median = (half_since + (d[count - 1] >> 1)) / 2;
        if (median >= 0) sums.median_of_all += static_cast<long long>(2 * median), ++sums.reached;
        long long waiting = 0;
        for (std::size_t m = 0; m < months; ++m) waiting += stock[p * months + m], sums.backlog += waiting * static_cast<long long>(m + 1);
        sums.open += open[p], sums.granted += grants[p], sums.refused += refusals[p];
    }
    return sums;
}

// ---- the same by comity ---------------------------------------------------------------------------------------------

std::vector<comity::state_code> const& sixty_states() {
    static auto const all = [] {
        std::vector<comity::state_code> result;
        for (auto const* code : {"AT", "BE", "BR", "CH", "DE", "ES", "FR", "GB", "IT", "PL", "SE", "US", "RU", "CA", "AU", "NZ", "JP", "KR", "CN", "IN", "ZA", "NG", "KE", "EG", "MA", "TN", "TR", "IL", "AE", "SA",
                                 "MX", "AR", "CL", "CO", "PE", "PT", "NL", "LU", "IE", "DK", "NO", "FI", "EE", "LV", "LT", "CZ", "SK", "HU", "RO", "BG", "GR", "CY", "MT", "HR", "SI", "RS", "UA", "KZ", "GE", "AM"})
            result.push_back(comity::parse_state(code));
        return result;
    }();
    return all;
}

event_kind kind_of(std::uint8_t k) {
    switch (k) {
        case received: return event_kind::request_received;
        case acknowledged: return event_kind::receipt_acknowledged;
        case forwarded: return event_kind::request_forwarded;
        case reported: return "status_reported";
        case granted: return event_kind::granted;
        case refused: return event_kind::refused;
        default: return event_kind::reminder_sent;
    }
}

comity::uuid id_of(std::size_t i) {
    comity::uuid id{};
    for (std::size_t b = 0; b < 8; ++b) id.data[15 - b] = static_cast<std::uint8_t>(i >> 8 * b);
    id.data[0] = 1;
    return id;
}

comity::request request_of(arrays const& a, std::size_t i) {
    return {.kind = comity::request_kind::mutual_legal_assistance, .requesting = sixty_states()[a.from[i]], .requested = sixty_states()[a.to[i]],
            .reference = "B/" + std::to_string(i), .made_on = comity::when(first_day + comity::days(a.made[i]))};
}

/// The places of each request's events, in their order.
std::vector<std::array<std::uint32_t, 4>> events_of(arrays const& a) {
    std::vector<std::array<std::uint32_t, 4>> places(a.from.size());
    std::vector<std::uint8_t> count(a.from.size());
    for (std::uint32_t e = 0; e < a.event_kind.size(); ++e) places[a.event_request[e]][count[a.event_request[e]]++] = e;
    return places;
}

comity::snapshot view_of(arrays const& a) {
    auto const law = comity::law::built_in();
    auto const places = events_of(a);
    comity::register_columns columns;
    for (std::size_t i = 0; i < a.from.size(); ++i) {
        auto r = request_of(a, i);
        std::vector<comity::entry> history{{.seq = 1, .id = {}, .recorded_at = 0, .event = {.kind = event_kind::filed, .on = r.made_on}}};
        for (auto const e : places[i])
            history.push_back({.seq = static_cast<int>(history.size()) + 1, .id = {}, .recorded_at = 0, .event = {.kind = kind_of(a.event_kind[e]), .on = comity::when(first_day + comity::days(a.event_day[e]))}});
        comity::append(columns, comity::dossier(id_of(i), std::move(history), {{1, std::move(r)}}), law, as_of, {});
    }
    comity::shrink(columns);
    return comity::snapshot(law, as_of, std::nullopt, std::move(columns));
}

std::vector<key> const by_pair{key::requesting, key::requested};

struct report {
    comity::table outcomes, times, stock;
};

report report_of(comity::snapshot const& view) {
    return {view.outcomes({.by = by_pair}), view.time_to("answer", {.by = by_pair}), view.stock({first_day, as_of}, comity::step::month, {.by = by_pair})};
}

checksums sums_of(report const& r) {
    checksums sums;
    auto const column = [](comity::table const& t, std::string_view name) {
        return static_cast<std::size_t>(std::ranges::find(t.columns, name, &comity::column::name) - t.columns.begin());
    };
    auto const add = [](long long& to, comity::cell const& c) {
        if (auto const* n = std::get_if<std::int64_t>(&c)) to += *n;
        if (auto const* x = std::get_if<double>(&c)) to += std::llround(*x);
    };
    auto const add_halves = [](long long& to, comity::cell const& c) {
        if (auto const* x = std::get_if<double>(&c)) to += std::llround(2 * *x);
    };
    auto const pending = column(r.outcomes, "pending"), grants = column(r.outcomes, "granted"), refusals = column(r.outcomes, "refused");
    for (auto const& row : r.outcomes.rows) add(sums.open, row[pending]), add(sums.granted, row[grants]), add(sums.refused, row[refusals]);
    auto const half = column(r.times, "median_of_happened"), nine = column(r.times, "ninth_decile_of_happened"), all = column(r.times, "median");
    for (auto const& row : r.times.rows) {
        add(sums.median_of_answered, row[half]), add(sums.ninth_decile, row[nine]), add_halves(sums.median_of_all, row[all]);
        sums.reached += !std::holds_alternative<std::monostate>(row[all]);
    }
    for (auto const& row : r.stock.rows)
        for (std::size_t m = 0; m < months; ++m) sums.backlog += std::get<std::int64_t>(row[by_pair.size() + m]) * static_cast<long long>(m + 1);
    return sums;
}

/// As every rival prints it: who, the milliseconds it took, and the sums, which must be the same for all.
void print(char const* who, double took, checksums const& s) {
    std::printf("%s\t%.3f\t%lld %lld %lld %lld %lld %lld %lld %lld\n", who, 1e3 * took, s.open, s.granted, s.refused, s.median_of_answered, s.ninth_decile, s.median_of_all, s.reached, s.backlog);
}

bool figures(std::size_t count) {
    constexpr double target = 2;
    auto const a = arrays(count);
    auto const view = view_of(a);
    report ours;
    checksums floor;
    std::vector<double> ratios, our_times, floor_times, outcome_times, time_times, stock_times;
    for (int round = 0; round < 9; ++round) {
        auto const our_time = seconds([&] { ours = report_of(view); });
        auto const floor_time = seconds([&] { floor = by_hand(a); });
        outcome_times.push_back(seconds([&] { view.outcomes({.by = by_pair}); }));
        time_times.push_back(seconds([&] { view.time_to("answer", {.by = by_pair}); }));
        stock_times.push_back(seconds([&] { view.stock({first_day, as_of}, comity::step::month, {.by = by_pair}); }));
        if (round == 0) continue;
        our_times.push_back(our_time), floor_times.push_back(floor_time), ratios.push_back(our_time / floor_time);
    }
    auto const met = median(ratios) <= target;
    std::printf("report over %zu requests, %zu events: comity %.1f ms, by hand %.1f ms, ratio %.2f (target %.0f, %s); outcomes %.1f, times %.1f, stock %.1f ms; %.0f bytes a request\n", count, a.event_kind.size(),
                1e3 * median(our_times), 1e3 * median(floor_times), median(ratios), target, met ? "met" : "MISSED", 1e3 * median(outcome_times), 1e3 * median(time_times), 1e3 * median(stock_times),
                static_cast<double>(view.columns().bytes()) / static_cast<double>(count));
    auto const same = sums_of(ours) == floor;
    if (!same) print("comity", median(our_times), sums_of(ours)), print("by hand", median(floor_times), floor), std::puts("THEY DIFFER");
    std::fflush(stdout);
    return met && same;
}

/// States and kinds are the numbers that the pass by hand has, days are counted from the first: what everybody reads and groups fastest.
void write_rows(arrays const& a, std::filesystem::path const& folder) {
    std::ofstream requests(folder / "requests.csv"), events(folder / "events.csv");
    requests << "number,from,to,made\n", events << "request,kind,day\n";
    for (std::size_t i = 0; i < a.from.size(); ++i) requests << i << ',' << +a.from[i] << ',' << +a.to[i] << ',' << a.made[i] << '\n';
    for (std::size_t e = 0; e < a.event_kind.size(); ++e) events << a.event_request[e] << ',' << +a.event_kind[e] << ',' << a.event_day[e] << '\n';
    if (!requests.flush() || !events.flush()) throw std::runtime_error("cannot write to " + folder.string());
}

void figures_for_rivals(arrays const& a) {
    auto const view = view_of(a);
    report ours;
    checksums floor;
    std::vector<double> our_times, floor_times;
    for (int round = 0; round < 9; ++round) our_times.push_back(seconds([&] { ours = report_of(view); })), floor_times.push_back(seconds([&] { floor = by_hand(a); }));
    print("by hand", std::ranges::min(floor_times), floor), print("comity", std::ranges::min(our_times), sums_of(ours));
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc == 4 && std::string_view(argv[1]) == "--rows") {
        auto const a = arrays(std::stoul(argv[3]));
        write_rows(a, argv[2]), figures_for_rivals(a);
        return 0;
    }
    std::vector<std::size_t> sizes;
    for (int i = 1; i < argc; ++i) sizes.push_back(std::stoul(argv[i]));
    if (sizes.empty()) sizes = {10'000, 100'000, 1'000'000};
    bool met = true;
    for (auto const count : sizes) met &= figures(count);
    return met ? 0 : 1;
} catch (std::exception const& e) {
    std::fprintf(stderr, "comity-bench-figures: %s\n", e.what());
    return 2;
}
