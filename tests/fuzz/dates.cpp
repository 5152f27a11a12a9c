// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/date.hpp>

using namespace comity;

// ISO 8601 dates, EDTF, instants with offsets and zones.

static fuzz::target const dates("dates", [](std::string_view input) {
    fuzz::round_trip(parse_date, input);
    fuzz::round_trip(parse_instant, input);
    fuzz::round_trip(parse_when, input);
    fuzz::round_trip(parse_cutoff, input);
    // A day is the same to all who read one, and is on no other day than written.
    auto const day = try_parse_date(input);
    auto const rough = try_parse_when(input);
    if (day) fuzz::require(to_string(*day) == input && rough == when(*day), "a day is that day");
    if (auto const at = try_parse_instant(input)) fuzz::require(rough && rough->at() == at && to_string(at->local_date()) == input.substr(0, 10), "an instant is on the day that it names");
});
