// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/error.hpp>
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
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

// What the programs share: how they end, and how they write files.

namespace {

/// How every program ends.
enum class status {
    done = 0,
    refused = 1,    ///< what was asked cannot be done, or not with all that was given: an option, a file or a register is not as it should be
    failed = 2,     ///< the database or the disk failed, or something does not verify
    stopped = 130,  ///< by Ctrl-C: 128 and the number of the signal, as shells have it
};

/// A call was stopped by Ctrl-C.
struct interruption : std::runtime_error { using std::runtime_error::runtime_error; };

/// One line that a terminal can show, whatever was on the command line or in a file.
[[maybe_unused]] void complain(std::string_view text) { std::cerr << comity::displayable(text) << '\n'; }

/// Reads the command line, does what it asks for, and says what went wrong. What was printed has then gone out: a full disk is an error, not a shorter text.
[[maybe_unused]] int run(CLI::App& app, int argc, char** argv, std::function<status()> const& ask) {
    auto const told_why = [&](std::exception const& e, status how) {
        complain(app.get_name() + ": " + e.what());
        return static_cast<int>(how);
    };
    if (app.get_footer().empty()) app.footer("The status is 0 if it was done, and 1 if it was not, or not with all of it, since an option, a file or the register is not as it should be. It is 2 if the\n"
                                             "database or the disk failed or something does not verify, and 130 if it was stopped by Ctrl-C.");
    // An empty shell variable is no way to leave an option out: "of no State" would be the whole register, and "no seal" no check.
    std::function<void(CLI::App&)> const refuse_empty = [&](CLI::App& of) {
        for (auto* option : of.get_options()) option->check([](std::string const& value) { return value.empty() ? "is empty; leave it out, or say what is meant" : ""; });
        for (auto* command : of.get_subcommands({})) refuse_empty(*command);
    };
    refuse_empty(app);
    auto result = status::done;
    try {
        try {
            app.parse(argc, argv);
            result = ask();
        } catch (CLI::ParseError const& e) {
            std::stringstream said;
            if (app.exit(e, std::cout, said) != 0) result = status::refused;
            for (std::string line; std::getline(said, line);) complain(line.substr(0, 1000));
        }
        if (!(std::cout << std::flush)) throw comity::storage_error("standard output cannot be written to");
        return static_cast<int>(result);
    } catch (interruption const& e) {
        return told_why(e, status::stopped);
    } catch (comity::storage_error const& e) {
        return told_why(e, status::failed);
    } catch (comity::tampered const& e) {
        return told_why(comity::tampered(std::string("does not verify: ") + e.what()), status::failed);
    } catch (comity::error const& e) {
        return told_why(e, status::refused);
    } catch (std::exception const& e) {
        return told_why(e, status::failed);
    }
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

/// What SQLite keeps of a register: the file itself, and beside it.
[[maybe_unused]] constexpr auto beside_register = {"", "-wal", "-shm", "-journal"};

/// The file that a register is in; empty where it is in none.
[[maybe_unused]] std::string register_file(std::string_view url) {
    if (url.starts_with("sqlite://")) return std::string(url.substr(9));
    return url == ":memory:" || url.find("://") != url.npos ? std::string() : std::string(url);
}

/// Nothing that is written may take the place of what it is made from: these files, or the register with what SQLite keeps beside it.
[[maybe_unused]] void check_output(std::filesystem::path const& output, std::string_view register_url, std::initializer_list<std::string_view> sources = {}) {
    auto const refuse_if = [&](std::string_view source) {
        auto ignored = std::error_code();
        if (!source.empty() && std::filesystem::equivalent(source, output, ignored))
            throw comity::bad_input(output.string() + " would be overwritten, and is what it is made from; name another file");
    };
    for (auto const source : sources) refuse_if(source);
    if (auto const file = register_file(register_url); !file.empty())
        for (auto const* beside : beside_register) refuse_if(file + beside);
}

}  // namespace
