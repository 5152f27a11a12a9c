// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/report.hpp>

#include <algorithm>

using namespace comity;

// A profile of a brief.

static fuzz::target const profiles("profiles", [](std::string_view input) {
    auto const file = fuzz::file("profile.toml", input);
    auto const found = fuzz::read([&] { return read_profile(file.path().string()); });
    if (!found) return;
    auto const known = section_names();
    for (auto const& name : found->sections) fuzz::require(std::ranges::find(known, name) != known.end(), "each section is one that briefs have");
});
