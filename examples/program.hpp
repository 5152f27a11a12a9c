// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/table.hpp>

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

// What the programs share: how they end, and how they write files.

namespace {

/// One line that a terminal can show, whatever was on the command line or in a file.
[[maybe_unused]] void complain(std::string_view text) { std::cerr << comity::displayable(text) << '\n'; }

/// Reads the command line, which runs what it asks for. What was printed has then gone out: a full disk is an error, not a shorter text.
[[maybe_unused]] int parse(CLI::App& app, int argc, char** argv, std::function<void()> const& then = {}) {
    try {
        app.parse(argc, argv);
        if (then) then();
    } catch (CLI::ParseError const& e) {
        std::stringstream said;
        auto const code = app.exit(e, std::cout, said);
        for (std::string line; std::getline(said, line);) complain(line.substr(0, 1000));
        if (code != 0) return code;
    }
    if (!(std::cout << std::flush)) throw comity::storage_error("standard output cannot be written to");
    return 0;
}

using writer = std::function<void(std::ostream&)>;

[[maybe_unused]] void write_to(std::filesystem::path const& path, std::filesystem::path const& meant, writer const& write) {
    errno = 0;
    auto out = std::ofstream(path, std::ios::binary);
    if (out) write(out);
    out.close();
    if (!out)
        throw comity::storage_error(meant.string() + " cannot be written" +
                                    (errno ? ": " + std::generic_category().message(errno) : ""));
}

/// Writes beside the target and then moves there, so that a failure leaves no half a file. What is no regular file (a pipe,
/// /dev/null) is written to as it stands; a link stays, and what it points to is replaced.
[[maybe_unused]] void write_file(std::filesystem::path const& path, writer const& write) {
    namespace fs = std::filesystem;
    std::error_code unknown;  // then opening it says more
    auto const there = fs::exists(fs::symlink_status(path, unknown));
    if (there && !fs::is_regular_file(path, unknown)) return write_to(path, path, write);
    auto const target = fs::weakly_canonical(path, unknown);
    if (unknown) throw comity::storage_error(path.string() + " cannot be written: " + unknown.message());
    auto const half = fs::path(target.string() + "." + std::to_string(::getpid()) + ".part");
    try {
        write_to(half, path, write);
        fs::rename(half, target, unknown);
        if (unknown) throw comity::storage_error(path.string() + " cannot be written: " + unknown.message());
    } catch (...) {
        fs::remove(half, unknown);
        throw;
    }
}

/// Nothing that is written may take the place of what it is made from: these files, or the register with what SQLite keeps beside it.
[[maybe_unused]] void check_output(std::filesystem::path const& output, std::string_view register_url, std::initializer_list<std::string_view> sources = {}) {
    if (register_url.starts_with("sqlite://")) register_url.remove_prefix(9);
    auto const refuse_if = [&](std::string_view source) {
        auto ignored = std::error_code();
        if (!source.empty() && std::filesystem::equivalent(source, output, ignored))
            throw comity::bad_input(output.string() + " would be overwritten, and is what it is made from; name another file");
    };
    for (auto const source : sources) refuse_if(source);
    if (!register_url.empty())
        for (auto const* beside : {"", "-wal", "-shm", "-journal"}) refuse_if(std::string(register_url) + beside);
}

}  // namespace
