// SPDX-License-Identifier: Apache-2.0
#include <comity/answer.hpp>

#include "course.hpp"

namespace comity::inline v0 {

fact const* first_answer(dossier const& d, law const& law, answer_definition const& definition, cutoff const& as_of) {
    auto course = detail::course(d.request(), law);
    for (auto const& f : d.facts()) {
        if (!as_of.covers(*f.event.on)) continue;
        if (definition.ends) course.happen(f);
        if (d.precedes_request(f.event) || !definition.counts(law.meaning(f.event.kind))) continue;
        if (!definition.ends || !course.open()) return &f;
    }
    return nullptr;
}

}  // namespace comity::v0
