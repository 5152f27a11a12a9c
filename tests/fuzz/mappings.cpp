// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include "intake/mapping.hpp"

using namespace comity;

// A mapping alone.

static fuzz::target const mappings("mappings", [](std::string_view input) {
    auto const file = fuzz::file("mapping.toml", input);
    auto const found = fuzz::read([&] { return detail::read_mapping(file.path(), law::built_in()); });
    if (found) fuzz::require(!found->register_name.empty() && !found->key.empty(), "a mapping names the register and what tells rows apart");
});
