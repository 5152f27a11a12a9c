// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "program.hpp"

#include <comity/registry.hpp>

#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <string>

// Progress on a terminal, and Ctrl-C: a call that is stopped leaves nothing half done. A second Ctrl-C ends the program at once.

namespace {

std::sig_atomic_t volatile interrupted = 0;

class on_terminal {
public:
    on_terminal(char const* what, char const* what_of_it) : what_(what), what_of_it_(what_of_it) {
        struct sigaction action {};
        action.sa_handler = [](int) { interrupted = 1; };
        action.sa_flags = static_cast<int>(SA_RESETHAND);
        sigaction(SIGINT, &action, nullptr);
    }

    void operator()(std::size_t done, std::size_t of) {
        if (interrupted) throw interruption(std::string("stopped; ") + what_of_it_);
        if (!isatty(STDERR_FILENO)) return;
        if (of) std::fprintf(stderr, "\r%zu of %zu %s%s", done, of, what_, done == of ? "\n" : "");
        else std::fprintf(stderr, "\r%zu %s", done, what_);
    }

private:
    char const* what_;
    char const* what_of_it_;
};

comity::progress told(char const* what, char const* what_of_it = "nothing of it was recorded") { return on_terminal(what, what_of_it); }

}  // namespace
