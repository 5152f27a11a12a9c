// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/law.hpp>
#include <comity/period.hpp>

using namespace comity;

// ISO 8601 durations and working days; what can be read can be counted, or is refused.

static fuzz::target const periods("periods", [](std::string_view input) {
    auto const length = fuzz::read([&] { return period(input); });
    if (!length) return;
    fuzz::require(period(to_string(*length)) == *length && to_string(*length).size() <= input.size(), "a length is printed as it is written, but for zeros before a number");
    fuzz::require(!phrase(*length).empty(), "a length has words");
    for (auto const* counting : {"eu-1182-71", "treaty-silent", "moment-hours"})
        for (auto const way : {direction::forward, direction::backward})
            if (auto const end = fuzz::read([&] { return count(*length, {.start = date(2024, 1, 31), .counting = counting, .direction = way}); }))
                fuzz::require(end->earliest() <= end->last_day(), "the earliest last day is none after the last");
});
