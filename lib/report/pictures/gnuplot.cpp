// SPDX-License-Identifier: Apache-2.0
#include "gnuplot.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <utility>

namespace comity::inline v0::detail {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t size_limit = 4'000'000;

/// In the folders of PATH that are named from the root: a brief must not run what lies in the folder it is made in.
std::string on_path(std::string const& name) {
    auto const* path = std::getenv("PATH");
    auto rest = std::string_view(path ? path : "");
    while (!rest.empty()) {
        auto const folder = rest.substr(0, rest.find(':'));
        rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
        if (!folder.starts_with('/')) continue;
        auto program = std::string(folder) + "/" + name;
        struct stat found{};
        if (::stat(program.c_str(), &found) == 0 && S_ISREG(found.st_mode) && ::access(program.c_str(), X_OK) == 0) return program;
    }
    return {};
}

struct closing_file {
    void operator()(std::FILE* f) const { std::fclose(f); }
};
using file = std::unique_ptr<std::FILE, closing_file>;

/// A file without a name that holds the text, open at its beginning; none where there is no room for it.
file holding(std::string_view text) {
    auto f = file(std::tmpfile());
    if (f && (std::fwrite(text.data(), 1, text.size(), f.get()) != text.size() || std::fflush(f.get()) != 0 || std::fseek(f.get(), 0, SEEK_SET) != 0)) f.reset();
    return f;
}

struct descriptor {
    int number = -1;
    descriptor() = default;
    descriptor(descriptor const&) = delete;
    descriptor& operator=(descriptor const&) = delete;
    ~descriptor() { close(); }
    void close() {
        if (number >= 0) ::close(std::exchange(number, -1));
    }
};

int milliseconds_until(clock::time_point end) { return static_cast<int>(std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::milliseconds>(end - clock::now()).count())); }

/// All that a descriptor gives until it ends; none if that is too much, or takes too long.
std::optional<std::string> read_all(int from, clock::time_point end) {
    std::string text;
    std::array<char, 65'536> part;
    for (;;) {
        auto ready = pollfd{.fd = from, .events = POLLIN, .revents = 0};
        auto const n = ::poll(&ready, 1, milliseconds_until(end));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return {};
        auto const got = ::read(from, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return {};
        if (got == 0) return text;
        text.append(part.data(), static_cast<std::size_t>(got));
        if (text.size() > size_limit) return {};
    }
}

/// Whether a child ends well by then; one that does not end is killed.
bool ends_well(pid_t child, clock::time_point end, bool kill_now) {
    for (int status = 0;;) {
        if (kill_now || clock::now() > end) ::kill(child, SIGKILL);
        auto const done = ::waitpid(child, &status, kill_now ? 0 : WNOHANG);
        if (done == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (done < 0 && errno != EINTR) return errno == ECHILD;  // a program that ignores SIGCHLD never learns
        if (done == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace

gnuplot::gnuplot(std::chrono::milliseconds time_limit) : program_(on_path("gnuplot")), time_limit_(time_limit) {}

std::optional<std::string> gnuplot::run(std::string_view script) {
    if (given_up_) return {};
    if (program_.empty()) {
        give_up("gnuplot is not on PATH");
        return {};
    }
    auto const in = holding(script);
    std::array<int, 2> ends{-1, -1};
    if (!in || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        give_up("gnuplot could not be given its script");
        return {};
    }
    descriptor out, out_of_child;
    out.number = ends[0], out_of_child.number = ends[1];

    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, ::fileno(in.get()), 0);
    ::posix_spawn_file_actions_adddup2(&files, out_of_child.number, 1);
    ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addchdir_np(&files, "/");
    // -d: nobody's own settings. Nothing of the environment either: no fonts, libraries, language or home of its own.
    std::array<char*, 4> arguments{program_.data(), const_cast<char*>("-d"), const_cast<char*>("-"), nullptr};
    std::array<char*, 2> environment{const_cast<char*>("LC_ALL=C"), nullptr};
    pid_t child = 0;
    auto const failed = ::posix_spawn(&child, program_.c_str(), &files, nullptr, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&files);
    out_of_child.close();
    if (failed) {
        give_up("gnuplot could not be started");
        return {};
    }
    auto const end = clock::now() + time_limit_;
    auto text = read_all(out.number, end);
    auto const well = ends_well(child, end, !text);
    if (!text) give_up("gnuplot took too long, or printed too much");
    else if (!well) fail("gnuplot failed"), text.reset();
    return text;
}

}  // namespace comity::v0::detail
