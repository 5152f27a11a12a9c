// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Who may see a request: handling codes, and what a reader is cleared for.
//
// A marking names codes, each with the scale it belongs to: "TLP:AMBER", or "GB:OFFICIAL-SENSITIVE, TLP:AMBER", at most one of each
// scale. A scale is a row of handling.toml, and a ministry can add its own; the law gives the order within a scale, and none between
// two scales. It also reads markings, see `law::handling` and `law::clearance`.
//
//     auto const reader = law::built_in().clearance("TLP:AMBER");
//     reader.covers("TLP:GREEN")                         == true
//     reader.covers("TLP:AMBER+STRICT")                  == false
//     reader.covers("GB:OFFICIAL-SENSITIVE, TLP:GREEN")  == false     // nothing says what the reader may see of the British scale
//     reader.covers("")                                  == false     // what nobody has marked, nobody has released

namespace comity::inline v0 {

struct handling_code {
    std::string code;                  ///< "EU:RESTRICTED": the scale, and the official name without spaces or accents
    std::string title;                 ///< the official name: "RESTREINT UE/EU RESTRICTED"
    std::vector<std::string> also{};   ///< other spellings that are read as this one: "TLP:WHITE" as TLP:CLEAR
};

/// A row of handling.toml.
struct handling_scale {
    std::string name;                  ///< "TLP"
    std::string title;
    std::vector<handling_code> codes;  ///< the most restricted last
    std::string source;
    bool verified = false;             ///< somebody has read the text that names the codes
};

/// What a reader may see: at most this code of each scale. `law::clearance` makes one; it stays what it is when the law changes.
class clearance {
public:
    clearance() = default;             ///< covers nothing

    /// Whether everything that the marking names is covered. Nothing is covered by default: neither a request without a marking,
    /// which nobody has released, nor a scale of which this clearance names no code, nor a code that the law did not know.
    bool covers(std::string_view handling) const;

    /// "GB:SECRET, TLP:AMBER": what it was made from, as `law::handling` spells it.
    std::string const& text() const { return text_; }

    friend bool operator==(clearance const&, clearance const&) = default;

private:
    friend class law;
    std::string text_;
    std::vector<std::string> covered_;  ///< every code, in every spelling; in order
};

}  // namespace comity::v0
