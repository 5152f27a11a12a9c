// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/calendar.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Official days off from a file, one format in each of days_off_ics.cpp and days_off_csv.cpp; calendar_file.cpp makes a calendar of them.

namespace comity::inline v0::detail {

constexpr std::int64_t days_off_max = 100'000;  // in a file

struct days_off_read {
    std::vector<day_off> days{};
    std::optional<date_range> span{};  ///< of the days that the file dates
};

/// Text in iCalendar (RFC 5545). Throws bad_input that names the event.
days_off_read days_off_from_ics(std::string const& text);
/// A CSV file with the columns date and name, perhaps kind. Throws bad_input that names file and row.
days_off_read days_off_from_csv(std::filesystem::path const&);

/// The name of a day on one line: white space of any length is one space. Marks of direction stay, since names in Arabic and
/// Hebrew need them.
std::string name_of_day(std::string_view text);

}  // namespace comity::v0::detail
