// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/dossier.hpp>

#include <map>
#include <utility>

namespace comity::inline v0::detail {

/// Under which id an entry of a request, or of one that was merged into it, stands in a CSV file, by request and number. It is the entry's own. But ids are
/// unique within a request only: of entries that have the same one, those of the request itself come first, and each of the others has an id that follows
/// from its own and its request's.
std::map<std::pair<uuid, int>, uuid> row_ids(comity::dossier const&);

}  // namespace comity::v0::detail
