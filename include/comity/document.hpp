// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace comity::inline v0 {

/// A paper that belongs to a request: what it is and a digest to know it again by. Never the bytes.
struct document {
    std::string title{};
    std::string language{};   ///< ISO 639, "fr"
    int translates = 0;       ///< the number, among the request's documents, of the one this is a translation of; 0: none
    int pages = 0;            ///< 0: not known
    std::string sha256{};     ///< 64 hexadecimal digits, or empty

    friend bool operator==(document const&, document const&) = default;
};

}  // namespace comity::v0
