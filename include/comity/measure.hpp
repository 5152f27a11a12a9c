// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace comity::inline v0 {

/// One thing a letter of request asks to be done: a hearing, a search, bank records.
struct measure {
    std::string kind{};     ///< a word figures are broken down by: "hearing", "bank_records"
    std::string object{};   ///< whom or what it is about
    std::string purpose{};  ///< what it is to prove

    friend bool operator==(measure const&, measure const&) = default;
};

}  // namespace comity::v0
