// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/calendar.hpp>

using namespace comity;

// Days off from a CSV file.

static fuzz::target const days_off_csv("days_off_csv", [](std::string_view input) {
    auto const file = fuzz::file("days.csv", input);
    auto const found = fuzz::read([&] { return calendar::read(file.path()); });
    if (!found) return;
    for (auto const& day : found->facts().days_off) fuzz::require(input.find(to_string(day.on)) != input.npos, "each day stands in the file");
});
