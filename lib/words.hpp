// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace comity::inline v0::detail {

/// A name as people read it: mutual_legal_assistance is "mutual legal assistance".
inline std::string words(std::string_view name) {
    auto result = std::string(name);
    std::ranges::replace(result, '_', ' ');
    return result;
}

}  // namespace comity::v0::detail
