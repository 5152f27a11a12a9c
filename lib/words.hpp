// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/message.hpp>
#include <comity/provision.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace comity::inline v0 {
class law;
}

namespace comity::inline v0::detail {

/// A name as people read it: mutual_legal_assistance is "mutual legal assistance".
inline std::string words(std::string_view name) {
    auto result = std::string(name);
    std::ranges::replace(result, '_', ' ');
    return result;
}

/// A provision in a sentence: what is said beside its article reads in the language, "ets-24 16(4), sentence 1".
inline word named(provision const& p) { return {to_string(p)}; }

/// Whether it is written as names are: own_national. Anything else is free text.
inline bool is_name(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

/// Whether it is named as the tz database names zones, whichever release has it. What else lies in the same folder means another zone on another machine
/// (localtime, posixrules), or the same under a second name (posix/…, right/…).
bool is_zone_name(std::string_view);

/// Why something was refused, fit for everybody: a word of the law (grounds.toml). Anything else may name somebody, and is "in_other_words".
std::string ground_in_public(law const&, std::string_view ground);

}  // namespace comity::v0::detail
