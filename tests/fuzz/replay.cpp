// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

// comity-replay NAME FOLDER…: runs a target on every file of the folders, each in ten seconds and all in a gigabyte.

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

namespace {

constexpr unsigned seconds_at_most = 10;
char running[512] = "";

void too_slow(int) {
    constexpr char said[] = " takes more than ten seconds\n";
    auto ignored = write(2, running, std::strlen(running));
    ignored = write(2, said, sizeof said - 1);
    (void)ignored;
    _exit(1);
}

/// Sanitizers reserve more than any limit.
void limit_memory() {
#ifndef SANITIZED
    rlimit const most{1ul << 30, 1ul << 30};
    setrlimit(RLIMIT_AS, &most);
#endif
}

}  // namespace

int main(int argc, char** argv) {
    auto const found = argc > 1 ? fuzz::targets().find(argv[1]) : fuzz::targets().end();
    if (found == fuzz::targets().end()) {
        std::fprintf(stderr, "comity-replay NAME FOLDER…; the names are:");
        for (auto const& [name, run] : fuzz::targets()) std::fprintf(stderr, " %s", name.c_str());
        return std::fprintf(stderr, "\n"), 2;
    }
    limit_memory();
    std::signal(SIGALRM, too_slow);
    std::vector<std::filesystem::path> files;
    for (auto const* folder : std::vector<char const*>(argv + 2, argv + argc))
        if (std::filesystem::is_directory(folder))
            for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
                if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    for (auto const& file : files) {
        std::snprintf(running, sizeof running, "%s", file.c_str());
        std::ifstream in(file, std::ios::binary);
        auto const input = std::string(std::istreambuf_iterator<char>(in), {});
        alarm(seconds_at_most);
        try {
            found->second(input);
        } catch (std::exception const& e) {
            return std::fprintf(stderr, "%s: %s leaves, which is no error of the library\n", running, e.what()), 1;
        }
        alarm(0);
    }
    if (files.empty()) return std::fprintf(stderr, "%s has no corpus\n", argv[1]), 1;
    std::printf("%s: %zu files\n", argv[1], files.size());
}
