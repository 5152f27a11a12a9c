// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/date.hpp>

#include <string>
#include <string_view>

namespace comity::inline v0::detail {

/// How a register writes its dates, by name: EDTF (ISO dates, instants, rough dates), or a pattern such as DD/MM/YYYY.
///
///   YYYY        the year, four digits
///   MM   M      the month, with two digits, or one or two
///   DD   D      the day
///   hh mm ss    a clock time, in the mapping's time zone
///
/// with any of - / . : , T or a space between them. Nothing is guessed: 01/02/2016 is a date only where its pattern is named.
class date_format {
public:
    /// Throws bad_input for a name that is neither. The zone (may be empty) is that of clock times without an offset.
    explicit date_format(std::string name, std::string zone = {});

    /// Throws bad_input, naming the text and what would be accepted.
    when read(std::string_view text) const;

private:
    std::string name_;
    std::string zone_;
};

}  // namespace comity::v0::detail
