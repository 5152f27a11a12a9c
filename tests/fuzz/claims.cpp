// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/claim.hpp>

#include <span>

using namespace comity;

// A file of claims.

static fuzz::target const claims("claims", [](std::string_view input) {
    auto const found = fuzz::read([&] { return read_claims("claims.toml", input); });
    if (!found) return;
    static auto const empty = snapshot(law::built_in(), date(2024, 2, 29), {}, std::span<dossier const>());
    for (auto const& one : *found) fuzz::read([&] { return check(empty, one); });
});
