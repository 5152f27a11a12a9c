// SPDX-License-Identifier: Apache-2.0
#include "row_ids.hpp"

#include <set>

namespace comity::inline v0::detail {

namespace {

void add(comity::dossier const& d, std::set<uuid>& taken, std::map<std::pair<uuid, int>, uuid>& result) {
    for (auto const& e : d.history()) {
        auto const own = taken.insert(e.id).second;
        result.emplace(std::pair(d.id(), e.seq), own ? e.id : named_uuid("comity row of " + to_string(d.id()), to_string(e.id)));
    }
    for (auto const& m : d.merged()) add(m, taken, result);
}

}  // namespace

std::map<std::pair<uuid, int>, uuid> row_ids(comity::dossier const& d) {
    std::map<std::pair<uuid, int>, uuid> result;
    std::set<uuid> taken;
    add(d, taken, result);
    return result;
}

}  // namespace comity::v0::detail
