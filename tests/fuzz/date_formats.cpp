// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include "intake/date_format.hpp"

using namespace comity;

// A date as a mapping's format has it: the zone, the format, the text.

static fuzz::target const date_formats("date_formats", [](std::string_view input) {
    auto const part = fuzz::parts(input, 3);
    auto const format = fuzz::read([&] { return detail::date_format(std::string(part[1]), std::string(part[0])); });
    if (!format) return;
    auto const found = fuzz::read([&] { return format->read(part[2]); });
    if (!found) return;
    fuzz::require(found->earliest() <= found->latest(), "a date ends where it begins or later");
    fuzz::require(part[2].find(to_string(found->earliest()).substr(0, 4)) != part[2].npos, "the year of a date is written there");
});
