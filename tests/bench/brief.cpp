// SPDX-License-Identifier: Apache-2.0
// How long a brief takes, from a register to the page, beside loading that register for figures (`registry::snapshot`, with deadlines), which it cannot do without.
// `tests/bench/run.sh` runs it.
//
//     comity-bench-brief FOLDER [SIZE…]
//
// Every fifth request waits for an answer, and lists are cut as the report generator cuts them.

#include "bare.hpp"
#include "measuring.hpp"

#include <comity/report.hpp>

#include <cstdio>
#include <exception>
#include <fstream>
#include <string>

namespace {

using namespace bench;

void briefs(std::string const& folder, std::size_t requests) {
    auto const file = folder + "/brief.db";
    for (auto const* ending : {"", "-wal", "-shm"}) std::remove((file + ending).c_str());
    auto ours = comity::registry::open("sqlite://" + file);
    std::size_t i = 0;
    ours.write([&]() -> std::optional<comity::filing> {
        if (i >= requests) return {};
        auto one = sample(i++);
        if (i % 5 == 0) one.events.pop_back();
        return one;
    });
    auto const as_of = comity::cutoff(date(2025, 1, 1));
    std::size_t loaded = 0;
    auto const load = seconds([&] { loaded = ours.snapshot(as_of).size(); });
    if (loaded != requests) fail("of " + std::to_string(requests) + " requests " + std::to_string(loaded) + " were loaded");
    std::optional<comity::brief> brief;
    auto const make = seconds([&] { brief = make_brief(ours, {.as_of = as_of}); });
    auto const cut = seconds([&] { brief->rows_at_most = 300, cut_long_tables(*brief, [](auto const&) { return comity::message("beside"); }); });
    auto const write = seconds([&] {
        std::ofstream out(folder + "/brief.html", std::ios::binary);
        comity::write(out, *brief, comity::format::html);
    });
    std::printf("%9zu requests: load %8.2f s, brief %8.2f s (%.1f times), cut %6.2f s, page %6.2f s\n", requests, load, make, make / load, cut, write);
    std::fflush(stdout);
    for (auto const* ending : {"", "-wal", "-shm"}) std::remove((file + ending).c_str());
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 2) {
        std::fprintf(stderr, "comity-bench-brief FOLDER [SIZE…]\n");
        return 2;
    }
    std::vector<std::size_t> sizes;
    for (int n = 2; n < argc; ++n) sizes.push_back(std::stoul(argv[n]));
    if (sizes.empty()) sizes = {10'000, 100'000};
    for (auto const size : sizes) briefs(argv[1], size);
    return 0;
} catch (std::exception const& e) {
    std::fprintf(stderr, "comity-bench-brief: %s\n", e.what());
    return 1;
}
