// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/registry.hpp>

#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <string>

// Progress on a terminal, and Ctrl-C: a call that is stopped leaves nothing half done. A second Ctrl-C ends the program at once.

namespace {

std::sig_atomic_t volatile interrupted = 0;

class on_terminal {
public:
    explicit on_terminal(char const* what) : what_(what) {
        struct sigaction action {};
        action.sa_handler = [](int) { interrupted = 1; };
        action.sa_flags = static_cast<int>(SA_RESETHAND);
        sigaction(SIGINT, &action, nullptr);
    }

    void operator()(std::size_t done, std::size_t of) {
        if (interrupted) throw std::runtime_error("stopped; nothing of it was recorded");
        if (!isatty(STDERR_FILENO)) return;
        if (of) std::fprintf(stderr, "\r%zu of %zu %s%s", done, of, what_, done == of ? "\n" : "");
        else std::fprintf(stderr, "\r%zu %s", done, what_);
    }

private:
    char const* what_;
};

comity::progress told(char const* what) { return on_terminal(what); }

}  // namespace
