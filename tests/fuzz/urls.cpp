// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include "registry/database.hpp"

using namespace comity;

// Where a register is, as a URL or a path; nothing is opened.

static fuzz::target const urls("urls", [](std::string_view input) {
    fuzz::read([&] {
        auto const path = detail::path_of_file(input);
        fuzz::require(!path.empty() && input.ends_with(path), "a path is what stands in the URL");
    });
    fuzz::read([&] {
        detail::connection_string(std::string(input));
        fuzz::require_readable(detail::place_of(std::string(input)));
    });
});
