// SPDX-License-Identifier: Apache-2.0
// How fast deadlines are computed: all of 10 thousand, 100 thousand and 1 million dossiers of four events each, on the instruments that an
// authority of Europe meets most, beside a bare pass that looks for each dossier's trigger and adds the days. Single-threaded; a hundred
// thousand dossiers are in memory, and a million are these ten times over.

#include "measuring.hpp"

#include <comity/deadline.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <vector>

namespace {

using namespace comity::literals;
using comity::event_kind;

struct step {
    event_kind kind;
    int after;                                                        ///< days after the one before, at most
};

/// What happens in a case, and how often.
struct course {
    int share;
    comity::request_kind kind;
    char const* basis;
    std::vector<std::pair<comity::state_code, comity::state_code>> pairs;
    std::vector<step> steps;
};

std::vector<course> const courses{
    {35, comity::request_kind::extradition, "ets-24", {{"RU"_state, "GB"_state}, {"TR"_state, "DE"_state}, {"UA"_state, "PL"_state}, {"CH"_state, "FR"_state}},
     {{"provisional_arrest", 30}, {"request_received", 50}, {"granted_by_minister", 300}}},
    {35, comity::request_kind::surrender, "eaw-2002", {{"DE"_state, "FR"_state}, {"PL"_state, "IE"_state}, {"NL"_state, "ES"_state}, {"RO"_state, "DE"_state}},
     {{"arrest", 200}, {"decision_final", 80}, {"person_surrendered", 15}}},
    {20, comity::request_kind::mutual_legal_assistance, "eio-2014", {{"DE"_state, "FR"_state}, {"IT"_state, "AT"_state}, {"ES"_state, "NL"_state}},
     {{"request_received_by_competent_authority", 10}, {"granted", 40}, {"executed", 120}}},
    {10, comity::request_kind::extradition, "gb-us-extradition-2003", {{"US"_state, "GB"_state}}, {{"provisional_arrest", 30}, {"documents_received_by_judge", 70}, {"hearing_begun", 80}}},
};

std::vector<comity::dossier> make(std::size_t count) {
    std::mt19937 random(20260301);
    auto const below = [&](int n) { return std::uniform_int_distribution(0, n - 1)(random); };
    std::vector<comity::dossier> result;
    result.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto draw = below(100);
        auto c = courses.begin();
        while (draw >= c->share) draw -= c->share, ++c;
        auto const& pair = c->pairs[static_cast<std::size_t>(below(static_cast<int>(c->pairs.size())))];
        auto day = comity::date(2010, 1, 1) + comity::days(below(4000));
        auto const number = std::to_string(i);
        auto request = comity::request{.kind = c->kind, .requesting = pair.first, .requested = pair.second, .reference = "B-" + number, .basis = {c->basis}, .made_on = day};
        std::vector<comity::entry> history{{.seq = 1, .id = {}, .recorded_at = 0, .event = {.kind = event_kind::filed, .on = day}}};
        for (auto const& s : c->steps) {
            day = day + comity::days(1 + below(s.after));
            history.push_back({.seq = static_cast<int>(history.size()) + 1, .id = {}, .recorded_at = 0, .event = {.kind = s.kind, .on = day}});
        }
        result.emplace_back(comity::named_uuid("bench", number), std::move(history), std::map<int, comity::request>{{1, std::move(request)}});
    }
    return result;
}

/// The day of the first arrest or receipt, and three sums.
std::int64_t bare(comity::dossier const& d) {
    for (auto const& f : d.facts())
        if (f.event.kind == event_kind::provisional_arrest || f.event.kind == event_kind::arrest || f.event.kind.name() == "request_received_by_competent_authority") {
            auto const day = f.event.on->latest();
            return std::int64_t{(day + comity::days(18)).days_since_1970()} + (day + comity::days(40)).days_since_1970() + (day + comity::days(60)).days_since_1970();
        }
    return 0;
}

}  // namespace

int main() {
    auto const law = comity::law::built_in();
    auto const as_of = comity::date(2026, 1, 1);
    auto const dossiers = make(100'000);
    std::int64_t sum = 0;
    std::size_t found = 0;
    auto const all = [&](std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
            for (auto const& due : comity::deadlines(dossiers[i % dossiers.size()], law, as_of)) ++found, sum += due.latest ? due.latest->days_since_1970() : 0;
    };
    all(10'000);                                                      // instruments are chosen, and calendars made, once
    std::printf("%-28s %12s %14s %12s\n", "", "seconds", "dossiers/s", "deadlines");
    std::vector<double> rates;
    for (std::size_t const n : {10'000, 100'000, 1'000'000}) {
        found = 0;
        auto const took = seconds([&] { all(n); });
        rates.push_back(static_cast<double>(n) / took);
        std::printf("deadlines of %-15zu %12.3f %14.0f %12zu\n", n, took, rates.back(), found);
    }
    auto const floor = seconds([&] {
        for (int round = 0; round < 10; ++round)
            for (auto const& d : dossiers) sum += bare(d);
    });
    std::printf("bare pass of %-15d %12.3f %14.0f\n", 1'000'000, floor, 1'000'000 / floor);
    std::size_t steps = 0;
    auto const with_steps = seconds([&] {
        for (std::size_t i = 0; i < 10'000; ++i)
            for (auto const& due : comity::deadlines(dossiers[i], law, as_of)) steps += due.steps().size();
    });
    std::printf("with all steps, of %-9d %12.3f %14.0f %12zu steps\n", 10'000, with_steps, 10'000 / with_steps, steps);
    auto const spread = *std::ranges::max_element(rates) / *std::ranges::min_element(rates);
    std::printf("fastest rate by slowest, 10 k to 1 M: %.2f   (linear: near 1)   deadlines beside the bare pass: %.0f x   [%lld]\n", spread, 1'000'000 / rates.back() / floor,
                static_cast<long long>(sum % 10));
    return spread < 1.5 ? 0 : 1;
}
