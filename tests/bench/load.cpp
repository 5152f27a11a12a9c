// SPDX-License-Identifier: Apache-2.0
// How fast a register is loaded for figures (`registry::snapshot`), beside a bare scan of the rows that are needed for it; and how fast a view
// is brought up to date (`registry::refresh`), beside a bare copy of its columns. `tests/bench/run.sh` runs it.
//
//     comity-bench-load FOLDER [SIZE…]     the PostgreSQL database is the one that COMITY_TEST_URL names
//
// Each floor follows at once what it is held against, and a ratio is the median over such pairs. What comes first is not counted.

#include "bare.hpp"
#include "measuring.hpp"

#include <comity/columns.hpp>
#include <comity/snapshot.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace bench;
using comity::registry;

date const as_of(2025, 1, 1);  // after all that was asked

/// Looks at every byte of every event and request. A view needs no texts, neither does comity read them.
std::size_t scan(auto& bare) {
    std::size_t sum = 0;
    auto const look = [&](auto const& cells) {
        for (auto const cell : cells)
            for (auto const c : cell) sum += static_cast<unsigned char>(c);
    };
    bare.template stream<event_row>(look), bare.template stream<request_row>(look);
    return sum;
}

bool load(registry const& ours, auto const& database, std::size_t requests, bool deadlines) {
    constexpr double target = 2;
    auto bare = database.open("ours");
    std::vector<double> our_times, floor_times, ratios;
    std::size_t loaded = 0, bytes = 0;
    for (int round = 0, rounds = requests > 10'000 ? 4 : 8; round < rounds; ++round) {
        auto const our_time = seconds([&] { loaded = ours.snapshot(as_of, {}, {.of = {}, .deadlines = deadlines}).size(); });
        auto const floor_time = seconds([&] { bytes = scan(bare); });
        if (round == 0) continue;
        our_times.push_back(our_time), floor_times.push_back(floor_time), ratios.push_back(our_time / floor_time);
    }
    if (loaded != requests || bytes == 0) fail("of " + std::to_string(requests) + " requests " + std::to_string(loaded) + " were loaded");
    auto const met = median(ratios) <= target;
    std::printf("  load %-39s %9.1f %9.1f %9.2f  %6.0f  %s\n", deadlines ? "with deadlines" : "without deadlines", 1e3 * median(our_times), 1e3 * median(floor_times), median(ratios), target, met ? "met" : "MISSED");
    std::fflush(stdout);
    return met;
}

/// New events, each of another request (or nearly), and a view of before that is brought up to date.
void refresh(registry& ours, std::vector<comity::uuid> const& ids, std::size_t events) {
    auto const before = ours.snapshot(as_of, {}, {.of = {}, .deadlines = false});
    std::vector<comity::recording> reminders;
    for (std::size_t i = 0; i < events; ++i)
        reminders.push_back({.request = ids[i * ids.size() / events], .event = {.kind = event_kind::reminder_sent, .on = comity::when(date(2024, 3, 1))}});
    ours.record_many(reminders);
    std::optional<comity::snapshot> after;
    std::vector<double> refreshed, copied;
    for (int round = 0; round < 6; ++round) {
        auto const our_time = seconds([&] { after = ours.refresh(before); });
        auto const copy_time = seconds([&] { auto const copy = before.columns(); });
        if (round > 0) refreshed.push_back(our_time), copied.push_back(copy_time);
    }
    std::optional<comity::snapshot> anew;
    auto const loaded = seconds([&] { anew = ours.snapshot(as_of, {}, {.of = {}, .deadlines = false}); });
    if (after->root() != anew->root() || after->root() == before.root()) fail("a view that was brought up to date is not what is loaded anew");
    auto const work = "refresh after " + std::to_string(events) + " new events";
    std::printf("  %-44s %9.2f %9.2f %9.1f µs an event beyond the copy; anew %.1f\n", work.c_str(), 1e3 * median(refreshed), 1e3 * median(copied),
                1e6 * (median(refreshed) - median(copied)) / static_cast<double>(events), 1e3 * loaded);
    std::fflush(stdout);
}

bool loads(auto const& database, std::size_t requests) {
    database.remove("ours");
    auto ours = registry::open(database.url("ours"));
    std::size_t i = 0;
    ours.write([&] { return i < requests ? std::optional(sample(i++)) : std::nullopt; });
    std::printf("%-46s %9s %9s %9s  %6s\n", (std::to_string(requests) + " requests, " + database.name + ": ms").c_str(), "comity", "floor", "ratio", "target");
    auto const without = load(ours, database, requests, false), with = load(ours, database, requests, true);
    auto const ids = ours.snapshot(as_of, {}, {.of = {}, .deadlines = false});
    for (auto const events : {1u, 100u, 10'000u}) refresh(ours, ids.columns().id, events);
    database.remove("ours");
    return without && with;
}

}  // namespace

int main(int argc, char** argv) try {
    auto const* const server = std::getenv("COMITY_TEST_URL");
    if (argc < 2 || !server) fail("usage: COMITY_TEST_URL=postgresql://… comity-bench-load FOLDER [SIZE…]");
    std::vector<std::size_t> sizes;
    for (int i = 2; i < argc; ++i) sizes.push_back(std::stoul(argv[i]));
    if (sizes.empty()) sizes = {10'000, 100'000};
    bool met = true;
    for (auto const requests : sizes) met &= loads(sqlite{argv[1]}, requests), met &= loads(postgresql{server}, requests);
    return met ? 0 : 1;
} catch (std::exception const& e) {
    std::fprintf(stderr, "comity-bench-load: %s\n", e.what());
    return 2;
}
