// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/published.hpp>

using namespace comity;

// A published table and what is to be checked of it: the file that says so, and the table.

static fuzz::target const published("published", [](std::string_view input) {
    auto const part = fuzz::parts(input, 2);
    auto const what = fuzz::file("what.toml", part[0]), rows = fuzz::file("rows.csv", part[1]);
    auto const found = fuzz::read([&] { return check_published(rows.path(), what.path()); });
    if (!found) return;
    fuzz::require(!found->tables.empty(), "something is checked");
    auto const again = check_published(rows.path(), what.path());
    for (std::size_t i = 0; i < again.tables.size(); ++i) fuzz::require(again.tables[i].digest == found->tables[i].digest, "the same files have the same digest");
});
