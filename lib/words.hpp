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

/// Whether it is written as names are: own_national. Anything else is free text.
inline bool is_name(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

}  // namespace comity::v0::detail
