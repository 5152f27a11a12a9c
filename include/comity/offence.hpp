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

}  // namespace comity::v0
