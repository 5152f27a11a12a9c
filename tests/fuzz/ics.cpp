// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/calendar.hpp>

using namespace comity;

// Days off from an .ics file.

static fuzz::target const ics("ics", [](std::string_view input) {
    auto const file = fuzz::file("days.ics", input);
    auto const found = fuzz::read([&] { return calendar::read(file.path()); });
    if (!found) return;
    fuzz::require(!found->facts().days_off.empty() && found->coverage(), "a file that is read has days, and covers them");
    for (auto const& day : found->facts().days_off) fuzz::require(!day.name.empty() && !found->name_of(day.on).empty(), "each day has a name");
});
