// SPDX-License-Identifier: Apache-2.0
// How fast a register takes, checks and seals what it is given, beside the bare C APIs of its databases doing the least that could be
// done: the same rows, into the same tables, with everything computed beforehand. `tests/bench/run.sh` runs it.
//
//     comity-bench-registry FOLDER [--full] [bulk | record | linear]     the PostgreSQL database is the one that COMITY_TEST_URL names
//
// Each floor follows at once what it is held against, and a ratio is the median over such pairs: a machine that has other things to do
// slows both. What comes first is not counted.

#include "bare.hpp"
#include "measuring.hpp"

#include <comity/registry.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

using namespace bench;
using comity::registry;

constexpr std::size_t rows_of_a_request = 11;  ///< five events and their texts, one request

// ---- rows of a register ---------------------------------------------------------------------------------------------

template <class Row> Row row_of(cells<Row> const& of) {
    Row row;
    auto cell = of.begin();
    each_column(row, [&]<class Value>(char const*, Value& value) {
        if constexpr (std::is_same_v<Value, std::string>) value = *cell;
        else std::from_chars(cell->data(), cell->data() + cell->size(), value);
        ++cell;
    });
    return row;
}

/// The entries that meet a condition, with all their rows.
std::vector<entry_rows> entries_of(auto& bare, std::string const& condition = "") {
    std::vector<entry_rows> entries;
    bare.template each<event_row>(condition, [&](auto const& cells) { entries.push_back({.event = row_of<event_row>(cells)}); });
    auto const attach = [&]<class Row>(std::optional<Row> entry_rows::*part) {
        auto entry = entries.begin();
        bare.template each<Row>(condition, [&](auto const& cells) {
            auto row = row_of<Row>(cells);
            while (std::tie(entry->event.request_id, entry->event.seq) != std::tie(row.request_id, row.seq)) ++entry;
            (*entry).*part = std::move(row);
        });
    };
    attach(&entry_rows::request), attach(&entry_rows::texts);
    return entries;
}

/// Reads every row of a register, and hashes each.
void scan(auto& bare) {
    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> const method(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::array<unsigned char, 32> digest;
    auto const hash = [&](auto const& cells) {
        EVP_DigestInit_ex2(context.get(), method.get(), nullptr);
        for (auto const cell : cells) EVP_DigestUpdate(context.get(), cell.data(), cell.size());
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
    };
    bare.template each<event_row>("", hash), bare.template each<request_row>("", hash), bare.template each<text_row>("", hash);
}

// ---- measuring ------------------------------------------------------------------------------------------------------

/// Rates of comity and of the floor, pair by pair.
class pairs {
public:
    void add(double count, double our_seconds, double floors_seconds) {
        ours_.push_back(count / our_seconds), floors_.push_back(count / floors_seconds);
        ratios_.push_back(floors_seconds / our_seconds);
    }
    /// Prints a line of the table; target 0: none. Gives whether it is met.
    bool print(std::string const& work, char const* unit, double target = 0) const {
        auto const ratio = median(ratios_);
        std::printf("%-44s %9.0f %9.0f %-9s %6.2f", work.c_str(), median(ours_), median(floors_), unit, ratio);
        if (target > 0) std::printf("  %6.2f  %s", target, ratio >= target ? "met" : "MISSED");
        std::puts("");
        std::fflush(stdout);
        return target == 0 || ratio >= target;
    }

private:
    std::vector<double> ours_{}, floors_{}, ratios_{};
};

/// Many requests in one transaction; the register they make, verified, read by the floor, and sealed.
bool bulk(auto const& database, std::size_t requests, int rounds, double target) {
    auto const all = samples(requests);
    pairs file, verify, seal;
    for (int round = 0; round <= rounds; ++round) {
        auto const filings = std::span(all).first(round == 0 ? requests / 5 : requests);
        database.remove("ours"), database.remove("floor");
        auto ours = registry::open(database.url("ours"));
        registry::open(database.url("floor"));
        auto const filed = seconds([&] { ours.file_many(filings); });
        auto from = database.open("ours"), to = database.open("floor");
        auto const entries = entries_of(from);
        auto const inserted = seconds([&] { to.insert_all(entries); });
        auto const verified = seconds([&] { ours.verify(); });
        auto const scanned = seconds([&] { scan(from); });
        auto const sealed = seconds([&] { ours.seal(); });
        if (round == 0) continue;
        auto const rows = static_cast<double>(requests * rows_of_a_request);
        file.add(rows, filed, inserted), verify.add(rows, verified, scanned), seal.add(rows, sealed, scanned);
    }
    database.remove("ours"), database.remove("floor");
    auto const on = std::string(", ") + database.name;
    auto const met = file.print("file_many, " + std::to_string(requests) + " requests" + on, "rows/s", target);
    verify.print("verify, beside a scan with SHA-256" + on, "rows/s");
    seal.print("seal, beside the same scan" + on, "rows/s");
    return met;
}

/// One event after the other, each of them durable before the next: to dossiers that the register has at hand, and to others.
bool records(auto const& database, double target) {
    constexpr int dossiers = 100, turns = 7;
    database.remove("ours"), database.remove("floor");
    auto ours = registry::open(database.url("ours"));
    registry::open(database.url("floor"));
    auto const reminder = [](int year) { return comity::event{.kind = event_kind::reminder_sent, .on = comity::when(date(year, 3, 1))}; };
    auto filings = samples(dossiers);
    for (std::size_t i = 0; i < filings.size(); ++i) filings[i].events.resize(4 + i % 9, comity::recording{.event = reminder(2024)});
    auto const at_hand = ours.file_many(filings), unseen = ours.file_many(filings);
    auto from = database.open("ours"), to = database.open("floor");
    to.insert_all(entries_of(from));
    pairs warm, cold;
    auto const record = [&](registry& r, comity::uuid const& id, bool counts, pairs& times) {
        auto const recorded = seconds([&] { r.record(id, reminder(2025)); });
        auto const dossier = " where request_id = '" + comity::to_string(id) + "'";
        auto const added = entries_of(from, dossier + " and seq = (select max(seq) from event" + dossier + ")");
        auto const committed = seconds([&] { to.insert_one(added.at(0)); });
        if (counts) times.add(1, recorded, committed);
    };
    for (int turn = 0; turn < turns; ++turn) {
        for (auto const& id : at_hand) record(ours, id, turn > 0, warm);
        auto another = registry::open(database.url("ours"));
        for (auto const& id : unseen) record(another, id, turn > 0, cold);
    }
    database.remove("ours"), database.remove("floor");
    auto const on = std::string(", ") + database.name;
    auto const met = warm.print("record, a dossier at hand" + on, "commits/s", target);
    cold.print("record, not seen before" + on, "commits/s");
    return met;
}

/// Whether a row costs the same in a large register as in a small one: filed, and verified.
bool linear(auto const& database, std::vector<std::size_t> const& sizes) {
    constexpr double allowed = 0.3;
    std::vector<double> costs;
    for (auto const requests : sizes) {
        database.remove("ours");
        auto ours = registry::open(database.url("ours"));
        std::size_t i = 0;
        auto const next = [&] { return i < requests ? std::optional(sample(i++)) : std::nullopt; };
        auto const took = seconds([&] { ours.write(next), ours.verify(); });
        costs.push_back(1e9 * took / static_cast<double>(requests * rows_of_a_request));
        auto const work = "filed and verified, " + std::to_string(requests) + " requests, " + database.name;
        std::printf("%-44s %9.0f ns/row\n", work.c_str(), costs.back());
        std::fflush(stdout);
    }
    database.remove("ours");
    auto const [least, most] = std::ranges::minmax(costs);
    auto const spread = most / least, target = (1 + allowed) / (1 - allowed);
    std::printf("%-44s %36.2f  %6.2f  %s\n", "  the dearest row, by the cheapest", spread, target, spread <= target ? "met" : "MISSED");
    return spread <= target;
}

/// What a commit cannot cost less than here.
void print_fdatasync(std::filesystem::path const& folder) {
    auto const file = (folder / "sync").string();
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const f(std::fopen(file.c_str(), "w"), std::fclose);
    std::vector<double> times;
    std::string const page(4096, 'x');
    for (int i = 0; i < 200; ++i)
        times.push_back(seconds([&] {
            std::fwrite(page.data(), 1, page.size(), f.get()), std::fflush(f.get());
            ::fdatasync(::fileno(f.get()));
        }));
    std::printf("One page written and synchronised: %.0f µs\n\n", 1e6 * median(times));
    std::filesystem::remove(file);
}

}  // namespace

int main(int argc, char** argv) try {
    std::vector<std::string_view> arguments(argv + 1, argv + argc);
    auto const taken = [&](std::string_view option) { return std::erase(arguments, option) > 0; };
    auto const full = taken("--full");
    auto const* const server = std::getenv("COMITY_TEST_URL");
    if (arguments.empty() || !server)
        fail("usage: COMITY_TEST_URL=postgresql://… comity-bench-registry FOLDER [--full] [bulk | record | linear]");
    auto const wanted = [&](std::string_view work) { return arguments.size() == 1 || arguments[1] == work; };
    sqlite const file{arguments[0]};
    postgresql const schema{server};

    print_fdatasync(file.folder);
    std::printf("%-44s %9s %9s %-9s %6s  %6s\n", "work", "comity", "floor", "", "ratio", "target");
    bool met = true;
    if (wanted("bulk")) met &= bulk(file, 15'000, 3, 0.6), met &= bulk(schema, 6'000, 3, 0.7);
    if (wanted("record")) met &= records(file, 0.85), met &= records(schema, 0.6);
    if (wanted("linear")) {
        std::vector<std::size_t> sizes{10'000, 30'000, 100'000};
        if (full) met &= linear(schema, sizes), sizes.push_back(1'000'000);
        met &= linear(file, sizes);
    }
    return met ? 0 : 1;
} catch (std::exception const& e) {
    std::fprintf(stderr, "comity-bench-registry: %s\n", e.what());
    return 2;
}
