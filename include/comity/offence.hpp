// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"

#include <optional>
#include <string>

namespace comity::inline v0 {

/// What a person is sought or prosecuted for.
struct offence {
    std::string title{};                 ///< "wire fraud"
    std::string group{};                 ///< a word figures are broken down by: "fraud", "cybercrime"
    std::string text{};                  ///< the enactment: "18 USC 1343"
    std::optional<when> committed_on{};

    friend bool operator==(offence const&, offence const&) = default;
};

/// A word that offences are grouped by, as the law has it (offences.toml). Registers may use others.
struct offence_group {
    std::string name{};                  ///< "fraud"
    std::string title{};                 ///< where the word does not speak for itself
    std::string category{};              ///< of the 21 designated categories of offences of the FATF's glossary; empty: in none by itself
};

}  // namespace comity::v0
