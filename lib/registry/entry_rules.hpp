// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/dossier.hpp>
#include <comity/law.hpp>
#include <comity/registry.hpp>

#include <string>

// What an entry must be before it is recorded, beyond what its columns can hold.

namespace comity::inline v0::detail {

/// How a message calls a dossier: "request 0190… ("81/3-412-20")".
std::string called(uuid const&, request const&);

/// Entry 1, as a filing gives it; its date is that of the request.
event filing_event(filing_options const&);

/// Whether an entry carries a request: the filing, or an amendment of it.
bool carries_request(event const&, int seq);

/// What was given, with what the register has erased of it taken away: it is compared, and corrected, as far as it is kept.
event as_far_as_kept(event given, event const& recorded);
request as_far_as_kept(request given, request const& recorded);

/// How many of these parts a request has.
std::size_t parts_of(subject_kind, request const&);

/// Why a request has no such part, or empty: "person 3, but the request names 2".
std::string subject_problem(subject const&, request const&);

/// Why a request has not all that a dossier's events concern, or empty: "entry 4 (arrest) concerns person 3, but …".
std::string part_problem(dossier const&, request const&);

/// Why a request cannot be the same as one into which it is to be merged, or empty: "kind is extradition here and …".
std::string difference(request const& duplicate, request const& into);

/// Throws bad_input for what no entry `seq` can say that was recorded then, whatever the request.
void check_event(event const&, int seq, std::int64_t recorded_at);
/// Throws bad_input for an event that does not happen to such a request, or concerns what it does not have.
void check_event(event const&, request const&, law const&);

/// Throws bad_input for a source or a key that people could not read as it is.
void check_origin(origin const&);

/// Whether an event, put into a dossier, can make it break a refusing rule of the lifecycle that it did not break before.
bool may_break_order(event const&, law const&);

/// Throws conflict where the dossier breaks a refusing rule of the lifecycle that it did not break before.
void check_order(dossier const* before, dossier const& after, law const&);

}  // namespace comity::v0::detail
