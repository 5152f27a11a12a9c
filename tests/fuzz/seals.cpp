// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/evidence.hpp>

using namespace comity;

// Files of seals and proofs.

static fuzz::target const seals("seals", [](std::string_view input) {
    fuzz::round_trip(parse_seal, input);
    fuzz::round_trip(parse_proof, input);
    if (auto const shown = fuzz::read([&] { return parse_proof(input); })) {
        fuzz::read([&] { return fields_of(*shown); });
        fuzz::read([&] { check(*shown, shown->seal); });
    }
});
