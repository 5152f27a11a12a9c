// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/intake.hpp>

using namespace comity;

// A register in CSV, read through a mapping: the mapping, and the rows.

static fuzz::target const csv("csv", [](std::string_view input) {
    auto const part = fuzz::parts(input, 2);
    auto const mapping = fuzz::file("mapping.toml", part[0]), rows = fuzz::file("rows.csv", part[1]);
    auto registry = comity::registry::open(":memory:");
    auto const load = [&] { return fuzz::read([&] { return import_csv(registry, rows.path(), mapping.path()); }); };
    auto const first = load();
    if (!first) {
        fuzz::require(registry.find({}).empty(), "what cannot be read leaves nothing behind");
        return;
    }
    fuzz::require(first->filed + first->amended + first->unchanged + first->refused == first->rows, "each row has one outcome");
    registry.verify();
    auto const second = load();
    fuzz::require(second && second->filed == 0 && second->amended == 0, "the same file again changes nothing");
});
