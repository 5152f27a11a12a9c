// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detail/enum_names.hpp"

#include <compare>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

// A length of time as a legal text gives it.
//
//     period("P18D")                 18 days            period("PT48H")          48 hours
//     period("P1Y2M")                a year and two months: 14 months
//     period({"P1Y", "P2M"})         a year, and from its end two months
//     period("P5WD")                 5 working days (ours: ISO 8601 has none)
//     period({"P10D", "P2M"})        10 days, and from their end 2 months, in this order
//     period("P0.5M")                // throws bad_input: half a month is 15 days in some laws only (BGB 189)

namespace comity::inline v0 {

enum class time_unit { years, months, weeks, days, working_days, hours, minutes };

/// One or more counts, each with its unit, counted one after another in the order written. Always more than nothing.
class period {
public:
    struct part {
        int count;
        time_unit unit;
        bool begins = false;  ///< the first part of a length of its own
        friend bool operator==(part, part) = default;
    };

    /// ISO 8601-1 in its alternative with designators, in whole numbers of at most six digits, and `WD` for working days, at most 20,000.
    /// Throws bad_input that says what is wrong and what would be accepted.
    period(std::string_view iso8601);
    period(char const* iso8601) : period(std::string_view(iso8601)) {}
    period(std::string const& iso8601) : period(std::string_view(iso8601)) {}
    period(std::initializer_list<std::string_view> in_order);
    explicit period(std::vector<std::string> const& in_order);

    std::vector<part> const& parts() const { return parts_; }
    /// Whether it is counted from an instant: its first part is hours or minutes.
    bool starts_in_hours() const { return is_clock(parts_.front().unit); }
    /// Whether it ends at an instant: its last part is hours or minutes.
    bool ends_in_hours() const { return is_clock(parts_.back().unit); }

    friend bool operator==(period const&, period const&) = default;

private:
    static bool is_clock(time_unit unit) { return unit >= time_unit::hours; }
    void append(std::string_view iso8601);
    std::vector<part> parts_;
};

std::string to_string(period const&);   ///< "P1Y2M"; of several lengths "P10D, P2M"
std::string phrase(period const&);      ///< "1 year and 2 months"; "10 days, then 2 months"
std::ostream& operator<<(std::ostream&, period const&);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::time_unit> {
    static constexpr std::string_view what = "unit of time";
    static constexpr std::array<std::string_view, 7> names{"years", "months", "weeks", "days", "working days", "hours", "minutes"};
};
