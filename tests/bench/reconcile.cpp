// SPDX-License-Identifier: Apache-2.0
// How long it takes to hold two registers against each other, beside a bare hash join of the same references, letter for letter. `tests/bench/run.sh` runs it.
//
//     comity-bench-reconcile [SIZE…]
//
// Of the requests of ours one in forty was never registered there, one in a hundred has another date and one in a hundred a reference with a slip; then come registers of which nothing matches as it stands,
// and those that were made to take long.

#include "measuring.hpp"

#include <comity/reconcile.hpp>

#include <cstdio>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

using namespace comity::literals;
using comity::date;
using comity::days;

struct row {
    std::string reference;
    date made_on;
    bool backwards = false;
};

comity::snapshot register_of(std::string_view whose, std::size_t size, std::function<std::optional<row>(std::size_t)> const& row_of) {
    auto const law = comity::law::built_in();
    comity::cutoff const as_of = date(2021, 5, 12);
    std::vector<std::pair<comity::uuid, std::size_t>> ids;
    for (std::size_t i = 0; i < size; ++i) ids.emplace_back(comity::named_uuid(whose, std::to_string(i)), i);
    std::ranges::sort(ids);
    comity::register_columns columns;
    for (auto const& [id, i] : ids) {
        auto const r = row_of(i);
        if (!r) continue;
        auto const RU = "RU"_state, GB = "GB"_state;
        auto asked = comity::request{.kind = comity::request_kind::extradition, .requesting = r->backwards ? GB : RU, .requested = r->backwards ? RU : GB, .reference = r->reference, .made_on = r->made_on};
        auto filed = comity::entry{.seq = 1, .id = id, .event = {.kind = comity::event_kind::filed, .on = r->made_on}};
        append(columns, comity::dossier(id, {filed}, {{1, asked}}), law, as_of, {});
    }
    shrink(columns);
    return {law, as_of, std::nullopt, std::move(columns)};
}

/// What a bare join finds: references of ours that are theirs, letter for letter.
std::size_t joined(comity::snapshot const& ours, comity::snapshot const& theirs) {
    std::unordered_map<std::string_view, std::uint32_t> places;
    auto const& there = theirs.columns().reference;
    places.reserve(there.size());
    for (std::uint32_t i = 0; i < there.size(); ++i) places.emplace(there[i], i);
    std::size_t found = 0;
    auto const& here = ours.columns().reference;
    for (std::size_t i = 0; i < here.size(); ++i) found += places.contains(here[i]);
    return found;
}

bool measured(char const* what, std::size_t size, std::function<std::optional<row>(std::size_t)> const& ours, std::function<std::optional<row>(std::size_t)> const& theirs,
              std::optional<std::pair<std::size_t, std::size_t>> matched_and_missing, double at_most) {
    auto const a = register_of("ours", size, ours), b = register_of("theirs", size, theirs);
    std::vector<double> floors, times;
    comity::reconciliation_counts counts;
    std::size_t bare = 0;
    for (int n = 0; n < (size <= 100'000 ? 3 : 1); ++n) {
        floors.push_back(seconds([&] { bare += joined(a, b); }));
        times.push_back(seconds([&] { counts = reconcile(a, b).counts; }));
    }
    auto const time = median(times), floor = median(floors);
    std::printf("%8zu  %-34s %8.3f s  %6.2f µs a request  bare join %7.4f s (%5.1f times)  matched %lld, missing %lld, in doubt %lld\n", size, what, time, time / static_cast<double>(size) * 1e6, floor, time / floor,
                static_cast<long long>(counts.matched), static_cast<long long>(counts.missing_on_their_side), static_cast<long long>(counts.in_doubt_ours));
    std::fflush(stdout);
    if (bare == ~std::size_t{}) return false;
    auto ok = time <= at_most * static_cast<double>(size) / 100'000 + 0.5;
    if (!ok) std::printf("          MISSED: at most %.1f s of 100,000 were allowed\n", at_most);
    if (matched_and_missing && (counts.matched != static_cast<std::int64_t>(matched_and_missing->first) || counts.missing_on_their_side != static_cast<std::int64_t>(matched_and_missing->second))) {
        std::printf("          WRONG: %zu matched and %zu missing were expected\n", matched_and_missing->first, matched_and_missing->second);
        ok = false;
    }
    return ok;
}

date day_of(std::size_t i, std::size_t size) { return date(1991, 1, 1) + days(static_cast<int>(i * 10'900 / size)); }
std::string number(std::size_t i) { return std::to_string(1'000'000 + i * 7); }
/// Six characters of Han, others for each.
std::string in_han(std::size_t i) {
    std::string text;
    for (int n = 0; n < 6; ++n, i = i * 7919 + 13) {
        auto const c = 0x4E00 + i % 8000;
        for (auto const byte : {0xE0 | (c >> 12), 0x80 | ((c >> 6) & 0x3F), 0x80 | (c & 0x3F)}) text += static_cast<char>(byte);
    }
    return text;
}

bool all(std::size_t size) {
    auto const as_it_is = [&](std::size_t i) -> std::optional<row> { return row{"81/3-" + number(i) + "-" + std::to_string(day_of(i, size).year()), day_of(i, size), i % 3 == 2}; };
    std::size_t missing = 0;
    for (std::size_t i = 0; i < size; ++i) missing += i % 40 == 7;
    auto const kept = [&](std::size_t i) -> std::optional<row> {
        auto r = *as_it_is(i);
        if (i % 40 == 7) return {};
        if (i % 100 == 21) r.made_on = r.made_on + days(100);
        if (i % 100 == 53) r.reference.insert(8, "x");
        return r;
    };
    auto ok = measured("as registers are", size, as_it_is, kept, std::pair(size - missing, missing), 3);
    if (size > 200'000) return ok;  // what is made to take long does so in proportion
    ok &= measured("all written otherwise", size, as_it_is, [&](std::size_t i) -> std::optional<row> { return row{"No. 81 3 — " + number(i) + " " + std::to_string(day_of(i, size).year()), day_of(i, size), i % 3 == 2}; }, std::pair(size, std::size_t{0}), 6);
    ok &= measured("all in another script", size, [&](std::size_t i) -> std::optional<row> { return row{"Исх. " + number(i), day_of(i, size)}; },
                   [&](std::size_t i) -> std::optional<row> { return row{"Iskh. " + number(i), day_of(i, size)}; }, std::pair(size, std::size_t{0}), 10);
    ok &= measured("all in Han, and none there", size, [&](std::size_t i) -> std::optional<row> { return row{in_han(i) + " " + number(i), day_of(i, size)}; },
                   [&](std::size_t i) -> std::optional<row> { return row{in_han(i + 500'000) + " " + number(i + 500'000), day_of(i, size) + days(9)}; }, {}, 30);
    ok &= measured("words around each of ours", size, [&](std::size_t i) -> std::optional<row> { return row{"Исх. № 81/3-" + number(i) + " от " + to_string(day_of(i, size)), day_of(i, size)}; },
                   [&](std::size_t i) -> std::optional<row> { return row{"81/3-" + number(i), day_of(i, size)}; }, std::pair(size, std::size_t{0}), 10);
    ok &= measured("one reference for all", size, [&](std::size_t) -> std::optional<row> { return row{"81/3", date(2020, 3, 2)}; }, [&](std::size_t) -> std::optional<row> { return row{"81/3", date(2020, 3, 2)}; },
                   std::pair(std::size_t{0}, std::size_t{0}), 6);
    ok &= measured("no reference, one day", size, [&](std::size_t) -> std::optional<row> { return row{"", date(2020, 3, 2)}; }, [&](std::size_t) -> std::optional<row> { return row{"", date(2020, 3, 2)}; },
                   std::pair(std::size_t{0}, size), 6);
    ok &= measured("all alike but for a character", size, [&](std::size_t i) -> std::optional<row> { return row{"A" + std::to_string(1'000'000 + i), date(2020, 3, 2)}; },
                   [&](std::size_t i) -> std::optional<row> { return row{"B" + std::to_string(1'000'000 + i), date(2020, 3, 2)}; }, {}, 15);
    return ok;
}

}  // namespace

int main(int argc, char** argv) try {
    std::vector<std::size_t> sizes;
    for (int n = 1; n < argc; ++n) sizes.push_back(std::stoul(argv[n]));
    if (sizes.empty()) sizes = {10'000, 100'000, 1'000'000};
    auto ok = true;
    for (auto const size : sizes) ok &= all(size);
    return ok ? 0 : 1;
} catch (std::exception const& e) {
    std::fprintf(stderr, "comity-bench-reconcile: %s\n", e.what());
    return 1;
}
