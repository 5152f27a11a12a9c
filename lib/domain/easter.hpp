// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/date.hpp>

// Easter Sunday, from which many days off are counted.

namespace comity::inline v0::detail {

/// Of the Western Churches, by the Gregorian tables of 1582 (the algorithm printed in Nature, 20 April 1876).
inline date easter(int year) {
    int const a = year % 19, b = year / 100, c = year % 100;
    int const h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int const l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int const m = (a + 11 * h + 22 * l) / 451;
    int const n = h + l - 7 * m + 114;
    return date(year, n / 31, n % 31 + 1);
}

/// Of the Orthodox Churches, by the Julian tables (Meeus), given as the Gregorian date of that day.
inline date orthodox_easter(int year) {
    int const d = (19 * (year % 19) + 15) % 30;
    int const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    int const n = d + e + 114;
    int const days_behind = year / 100 - year / 400 - 2;  // of the Julian calendar, in March and later
    return date(year, n / 31, n % 31 + 1) + days(days_behind);
}

}  // namespace comity::v0::detail
