// SPDX-License-Identifier: Apache-2.0
#include "csv_file.hpp"
#include "days_off.hpp"

#include "../quoted.hpp"

#include <algorithm>

namespace comity::inline v0 {

detail::days_off_read detail::days_off_from_csv(std::filesystem::path const& path) {
    detail::csv_file file(path, ',');
    auto const column = [&](std::string_view name) {
        auto const at = static_cast<std::size_t>(std::ranges::find(file.heading(), name) - file.heading().begin());
        return at < file.heading().size() ? std::optional(at) : std::nullopt;
    };
    auto const on = column("date"), name = column("name"), kind = column("kind");
    if (!on || !name)
        throw bad_input(file.name() + " has no column \"" + (on ? "name" : "date") +
                        "\", or another delimiter than the comma; its first "
                        "row names the columns, date and name and perhaps kind, and has " +
                        file.columns());
    days_off_read found;
    for (detail::csv_row row; file.next(row);) {
        auto const place = file.name() + ", row " + std::to_string(row.row);
        if (!row.problem.empty()) throw bad_input(place + " " + row.problem);
        if (static_cast<std::int64_t>(found.days.size()) == days_off_max)
            throw bad_input(place + ": the file has more than " + std::to_string(days_off_max) + " days off; split it");
        try {
            auto const day = parse_date(row.fields[*on]);
            auto const word = kind ? row.fields[*kind] : std::string();
            auto const known = word.empty() ? std::optional(day_off_kind{}) : try_parse<day_off_kind>(word);
            if (!known)
                throw bad_input(
                    detail::quoted(word) +
                    " is not a kind of day off; write recurring, observed, transferred, one_off or nothing");
            found.days.push_back({.on = day, .name = name_of_day(row.fields[*name]), .kind = *known});
            auto const span = found.span.value_or(date_range{day, day});
            found.span = date_range{std::min(span.from, day), std::max(span.until, day)};
        } catch (error& e) {
            e.in(place);
            throw;
        }
    }
    if (found.days.empty())
        throw bad_input(file.name() + " has no row but its heading; write a date and a name in each");
    return found;
}

}  // namespace comity::v0
