// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/amount.hpp>
#include <comity/event.hpp>
#include <comity/law.hpp>
#include <comity/provision.hpp>
#include <comity/state.hpp>
#include <comity/uuid.hpp>

using namespace comity;

// Small values, each in one text: States and their parts, amounts, UUIDs, parts of a request, provisions, markings, words.

static fuzz::target const values("values", [](std::string_view input) {
    fuzz::round_trip(parse_state, input);
    fuzz::round_trip(parse_jurisdiction, input);
    fuzz::round_trip(parse_amount, input);
    if (auto const id = fuzz::read([&] { return parse_uuid(input); })) fuzz::require(parse_uuid(to_string(*id)) == *id, "an id is printed and read as the same");
    fuzz::round_trip(parse_subject, input);
    fuzz::round_trip([](std::string_view text) { return provision(text); }, input);
    fuzz::read([&] { return parse<request_kind>(input); });

    auto const law = law::built_in();
    fuzz::read([&] { return law.event_kind(input); });
    fuzz::read([&] { return law.instrument(input).id; });
    fuzz::read([&] { return law.calendar(input).name(); });
    fuzz::read([&] { return law.counting(input).name; });
    if (auto const marking = fuzz::read([&] { return law.handling(input); })) {
        fuzz::require(law.handling(*marking) == *marking, "a marking is spelled in one way");
        if (auto const reader = fuzz::read([&] { return law.clearance(input); })) fuzz::require(reader->covers(*marking), "who is cleared for a marking may see what bears it");
    }
});
