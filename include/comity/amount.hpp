// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace comity::inline v0 {

/// A sum of money, exactly as a text has it: assets frozen, costs claimed. Sums of different currencies are never added or converted.
///
///     to_string(parse_amount("1250000.50 EUR")) == "1250000.5 EUR"
struct amount {
    std::int64_t ten_thousandths = 0;   ///< no currency divides its unit further; from 0
    std::string currency{};             ///< ISO 4217, also a withdrawn one: "EUR", "DEM"

    friend auto operator<=>(amount const&, amount const&) = default;
};

std::string to_string(amount const&);
/// A number with at most four decimals behind a point, without signs or separators, and the code of the currency. Throws bad_input for
/// anything else, and from 900 million million units on.
amount parse_amount(std::string_view text);
std::ostream& operator<<(std::ostream&, amount const&);

}  // namespace comity::v0
