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
/// with any of - / . : , T or a space between them. Nothing is guessed: 01/02/2016 is a date only where its pattern is named. Beside a pattern 2016-02 and 2016 are
/// read, also with a qualifier (2016~): a month and a year are written in no other way.
///
/// excel-1900 and excel-1904 are the numbers that Excel keeps in the place of dates: days, and of a day as a fraction the clock time, in the mapping's
/// time zone and to a millisecond, in which Excel itself reckons. The system of 1900 has a 29 February 1900 (60), which never was and is refused.
class date_format {
public:
    /// Throws bad_input for a name that is neither. The zone (may be empty) is that of clock times without an offset.
    explicit date_format(std::string name, std::string zone = {}, bool decimal_commas = false);

    /// Throws bad_input, naming the text and what would be accepted.
    when read(std::string_view text) const;

private:
    std::string name_;
    std::string zone_;
    bool decimal_commas_;  ///< of Excel's numbers
};

}  // namespace comity::v0::detail
