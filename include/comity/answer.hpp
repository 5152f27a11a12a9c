// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dossier.hpp"
#include "law.hpp"

namespace comity::inline v0 {

/// The first event that answers the request under a definition (see `law::answers`), among what has certainly happened by then;
/// none while there is none. The pointer is into the dossier.
fact const* first_answer(dossier const&, law const&, answer_definition const&, cutoff const& as_of);
fact const* first_answer(dossier const&&, law const&, answer_definition const&, cutoff const& as_of) = delete;

}  // namespace comity::v0
