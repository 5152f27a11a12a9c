// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/event.hpp>

#include <cstddef>
#include <optional>

namespace comity::inline v0::detail {

/// Whether two lists of parts of a request may speak of the same one: they do not where both name parts of one kind, and none is in both. Who names none speaks of all. With `per`, only
/// parts of that kind tell them apart.
template <class A, class B> bool may_share_a_part(A const& a, B const& b, std::optional<subject_kind> per = {}) {
    for (std::size_t k = 0; k < enum_names<subject_kind>::names.size(); ++k) {
        auto const kind = static_cast<subject_kind>(k);
        if (per && kind != *per) continue;
        bool in_a = false, in_b = false, in_both = false;
        for (subject const& x : a) {
            if (x.kind != kind) continue;
            in_a = true;
            for (subject const& y : b) in_both |= y.kind == kind && x.first <= y.last && y.first <= x.last;
        }
        for (subject const& y : b) in_b |= y.kind == kind;
        if (in_a && in_b && !in_both) return false;
    }
    return true;
}

}  // namespace comity::v0::detail
