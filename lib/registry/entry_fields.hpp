// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "entry_form.hpp"
#include "form.hpp"

// The fields of an entry: named once, for whatever writes, reads, lists or transcribes them.

namespace comity::inline v0::detail {

/// What event.body holds.
void event_fields(auto& f, auto& e, auto& erases) {
    f("by", e.by), f("provision", e.provision), f("ground", e.ground), f.each("concerns", e.concerns);
    f.each("amount", e.amounts), f("appoints", e.appoints), f("known_since", e.known_since), f("corrects", e.corrects), f.each("erases", erases);
    f.apart("source", e.source), f.apart("note", e.note);
}

/// What request.body holds.
void request_fields(auto& f, auto& r) {
    f("requesting_authority", r.requesting_authority), f("requested_authority", r.requested_authority);
    f("channel", r.channel), f("urgent", r.urgent), f.apart("urgency_reason", r.urgency_reason), f("language", r.language);
    f("review_on", r.review_on), f("synthetic", r.synthetic), f.apart("note", r.note);
    f.each("basis", r.basis), f.each("person", r.persons), f.each("offence", r.offences), f.each("measure", r.measures);
    f.each("item", r.items), f.each("document", r.documents), f.each("related", r.related);
}

/// What the columns of table request hold: calls f(field, column, member).
void request_columns(auto& row, auto& r, auto f) {
    f("kind", row.kind, r.kind), f("requesting", row.requesting, r.requesting), f("requested", row.requested, r.requested);
    f("reference", row.reference, r.reference), f("requested_reference", row.requested_reference, r.requested_reference);
    f("made_on", row.made, r.made_on), f("handling", row.handling, r.handling);
}

}  // namespace comity::v0::detail
