// SPDX-License-Identifier: Apache-2.0
#include <comity/answer.hpp>

namespace comity::inline v0 {

fact const* first_answer(dossier const& d, law const& law, answer_definition const& definition, cutoff const& as_of) {
    auto const& made_on = d.request().made_on;
    for (auto const& f : d.facts()) {
        if (!as_of.covers(*f.event.on)) continue;
        if (made_on && f.event.on->latest() < made_on->earliest()) continue;  // certainly came before it was asked
        if (definition.counts(law.meaning(f.event.kind))) return &f;
    }
    return nullptr;
}

}  // namespace comity::v0
