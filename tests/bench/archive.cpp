// SPDX-License-Identifier: Apache-2.0
// What archives cost for each request: written from a register in SQLite and read into another, with every chain computed anew. Beside it, what moves the same entries without a file
// (`registry::copy_to`), and the rows of some of these requests in memory, written and read by cereal and nlohmann-json as they are, without a register, a digest or a look at what
// is read. `tests/bench/run.sh` runs it.
//
//     comity-bench-archive FOLDER [SIZE…]

#include "bare.hpp"
#include "measuring.hpp"
#include "registry/dossier_reader.hpp"

#include <cereal/archives/json.hpp>
#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>
#include <nlohmann/json.hpp>

#include <sys/resource.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>

namespace bench {

/// An entry's columns, for a library that is told nothing else.
struct plain_entry {
    entry_rows rows{};
    template <class F> void each(F f) {
        each_column(rows.event, f);
        auto request = rows.request.value_or(request_row{});
        auto texts = rows.texts.value_or(text_row{});
        each_column(request, f), each_column(texts, f);
        rows.request = std::move(request), rows.texts = std::move(texts);
    }
    template <class A> void serialize(A& a) {
        each([&](char const* name, auto& value) { a(cereal::make_nvp(name, value)); });
    }
};

}  // namespace bench

namespace {

using namespace bench;

double peak_mb() {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_maxrss) / 1024;
}

void remove(std::string const& file) {
    for (auto const* ending : {"", "-wal", "-shm"}) std::remove((file + ending).c_str());
}

void print(char const* what, double write, double read, std::size_t requests, double bytes) {
    auto const each = [&](double s) { return s * 1e6 / static_cast<double>(requests); };
    std::printf("    %-28s write %7.1f µs   read %7.1f µs   %6.0f bytes\n", what, each(write), each(read), bytes / static_cast<double>(requests));
    std::fflush(stdout);
}

template <class Out, class In> void rival(char const* name, std::vector<std::vector<plain_entry>> const& all) {
    std::vector<std::string> texts;
    auto const write = seconds([&] {
        for (auto const& d : all) {
            std::ostringstream out;
            {
                Out a(out);
                a(d);
            }
            texts.push_back(std::move(out).str());
        }
    });
    double bytes = 0;
    auto const read = seconds([&] {
        for (auto const& text : texts) {
            std::istringstream in(text);
            In a(in);
            std::vector<plain_entry> back;
            a(back);
            bytes += static_cast<double>(text.size());
        }
    });
    print(name, write, read, all.size(), bytes);
}

void nlohmann_json(std::vector<std::vector<plain_entry>> all) {
    std::vector<std::string> texts;
    auto const write = seconds([&] {
        for (auto& d : all) {
            auto list = nlohmann::json::array();
            for (auto& e : d) {
                nlohmann::json object;
                e.each([&](char const* name, auto const& value) { object[name] = value; });
                list.push_back(std::move(object));
            }
            texts.push_back(list.dump());
        }
    });
    double bytes = 0;
    auto const read = seconds([&] {
        for (auto const& text : texts) {
            std::vector<plain_entry> back;
            for (auto const& object : nlohmann::json::parse(text))
                back.emplace_back().each([&](char const* name, auto& value) { object.at(name).get_to(value); });
            bytes += static_cast<double>(text.size());
        }
    });
    print("nlohmann-json, rows", write, read, all.size(), bytes);
}

void rivals(std::string const& file) {
    auto const db = comity::detail::database::open("sqlite://" + file, comity::access::read_only);
    db->begin_reading();
    std::vector<std::vector<plain_entry>> all;
    comity::detail::pages(*db, comity::detail::runs_of(*db, comity::detail::condition()), comity::detail::depth::whole, [&](comity::detail::dossier_rows& d) {
        if (all.size() == 20'000) return;
        auto& entries = all.emplace_back();
        for (auto& e : d.entries) entries.push_back({std::move(e)});
    });
    rival<cereal::PortableBinaryOutputArchive, cereal::PortableBinaryInputArchive>("cereal, binary, rows", all);
    rival<cereal::JSONOutputArchive, cereal::JSONInputArchive>("cereal, JSON, rows", all);
    nlohmann_json(std::move(all));
}

void archives(std::string const& folder, std::size_t requests, bool with_rivals) {
    auto const file = folder + "/archive.db", other = folder + "/other.db";
    remove(file);
    auto ours = comity::registry::open("sqlite://" + file);
    std::size_t i = 0;
    ours.write([&]() -> std::optional<comity::filing> { return i < requests ? std::optional(sample(i++)) : std::nullopt; });
    ours.seal();
    std::printf("%zu requests with 5 entries each, for each request:\n", requests);
    for (auto const* const name : {"archive.comity", "archive.json"}) {
        auto const path = folder + "/" + name;
        std::filesystem::remove(path);
        remove(other);
        auto const write = seconds([&] { ours.export_archive(path); });
        auto theirs = comity::registry::open("sqlite://" + other);
        auto const read = seconds([&] {
            if (theirs.import_archive(path).added != requests) fail("not all were read");
        });
        print(name, write, read, requests, static_cast<double>(std::filesystem::file_size(path)));
        std::filesystem::remove(path);
    }
    remove(other);
    {
        auto theirs = comity::registry::open("sqlite://" + other);
        auto const copied = seconds([&] { ours.copy_to(theirs); });
        std::printf("    %-28s %7.1f µs\n", "copy_to, without a file", copied * 1e6 / static_cast<double>(requests));
    }
    remove(other);
    std::printf("    memory at most %.0f MB so far\n", peak_mb());
    if (with_rivals) rivals(file);
    remove(file);
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 2) {
        std::fprintf(stderr, "comity-bench-archive FOLDER [SIZE…]\n");
        return 2;
    }
    std::vector<std::size_t> sizes;
    for (int n = 2; n < argc; ++n) sizes.push_back(std::stoul(argv[n]));
    if (sizes.empty()) sizes = {10'000, 100'000};
    for (auto const size : sizes) archives(argv[1], size, size == sizes.back());
    return 0;
} catch (std::exception const& e) {
    std::fprintf(stderr, "comity-bench-archive: %s\n", e.what());
    return 1;
}
