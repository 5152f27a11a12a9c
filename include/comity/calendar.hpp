// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "detail/set_of.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The working days of one jurisdiction.
//
//     auto const gb = law::built_in().calendar("GB-ENG");
//     gb.name_of(date(2020, 5, 8))                                     // "Early May bank holiday (VE day)"
//     gb.working_days().add(date(2020, 5, 7), 1)                       == date(2020, 5, 11)
//     gb.working_days(non_working::sunday | …)                         // where Saturday is a working day
//     calendar({.name = "Ruritania", .days_off = {{date(2026, 7, 1), "Coronation"}}, .coverage = …})
//     calendar::read("days-off.ics")

namespace comity::inline v0 {

/// What makes a day one on which nothing can be done. Laws choose: Saturday is a working day under the Canadian Interpretation Act.
enum class non_working {
    weekend,    ///< the calendar's own weekly days of rest on that date: Friday and Saturday in AE before 2022
    saturday,
    sunday,
    holiday,    ///< the calendar's days off
    uncertain,  ///< days that some offices keep
    deadline,   ///< no holidays, but no period ends on them: with holidays, a last day that rolls passes them too
};

/// Why a dated day is off. A recurring one needs no word.
enum class day_off_kind { recurring, observed, transferred, one_off };

struct day_off {
    date on;
    std::string name;
    day_off_kind kind{};
    std::optional<date> known{};  ///< the day on which it became known, by decree or announcement
    std::string source{};
    std::string why{};            ///< of days that are uncertain, or on which only no period ends

    friend bool operator==(day_off const&, day_off const&) = default;
};

/// A day off of every year, by a rule of law.
struct yearly_day_off {
    std::string name;
    /// "12-25"; "monday on or after 05-01", "monday on or before 05-31"; "easter-2" (of the West), "orthodox_easter+1".
    std::string on;
    std::optional<int> since{}, until{};  ///< years, both included
    std::vector<int> except{};            ///< years in which the rule gives no day off
    std::optional<date> known{};
    std::string source{};

    friend bool operator==(yearly_day_off const&, yearly_day_off const&) = default;
};

/// The weekly days of rest between two days, both included.
struct weekly_rest {
    std::vector<weekday> days;
    std::optional<date> from{}, until{};

    friend bool operator==(weekly_rest const&, weekly_rest const&) = default;
};

/// What a calendar is made from: what its law file says.
struct calendar_facts {
    std::string name;                         ///< "GB-ENG"
    std::string title{};
    std::vector<weekly_rest> weekend = {{{weekday::saturday, weekday::sunday}}};
    std::vector<yearly_day_off> rules{};
    std::vector<day_off> days_off{};
    std::vector<day_off> working_days{};      ///< days of rest that are worked
    std::vector<day_off> half_days{};         ///< work ends about noon: told, not off
    std::vector<day_off> uncertain{};         ///< kept by some offices, or not established; not off unless a counting says so
    std::vector<day_off> deadline{};          ///< no period ends on them; not off unless a counting says so
    std::vector<day_off> estimated{};         ///< days off computed from the moon, which may move by two days
    std::optional<date_range> coverage{};     ///< between these the days off are held to be complete; none: never
    std::vector<std::string> sources{};
    std::string note{};

    friend bool operator==(calendar_facts const&, calendar_facts const&) = default;
};

class working_days;

/// The working days of one jurisdiction, or of several at once: an immutable value, cheap to copy, safe to share between threads.
class calendar {
public:
    /// Throws bad_input where facts cannot be: a name that is empty, a rule that cannot be read, coverage that ends before it
    /// begins, a week without a working day.
    explicit calendar(calendar_facts);
    /// The days on which all of these work. Throws bad_input for none.
    static calendar joint(std::vector<calendar> const&);
    /// Official days off from an .ics file (all-day events, with the rules by which they return) or a CSV file (columns `date` and `name`,
    /// perhaps `kind`). The calendar has the file's name, its weekend is Saturday and Sunday, and it covers the years from the first day
    /// dated to the last; a rule without an end adds days, and no coverage beside days that are dated. Throws bad_input that names the
    /// event or the row for anything else; not_found; storage_error. Defined in comity::comity.
    static calendar read(std::filesystem::path const&);

    std::string const& name() const;                    ///< of a joint calendar "DE + FR"
    calendar_facts const& facts() const;                ///< of a joint calendar those of its first part
    std::vector<calendar> const& parts() const;         ///< of a joint calendar; else none
    std::optional<date_range> coverage() const;         ///< of a joint calendar what all cover

    /// Whether what is known of these days is complete: they lie within the coverage, and none within two days of one that is
    /// computed from the moon.
    bool certain(date_range) const;
    /// The name of the day off, or of several with "; " between; empty if the day is none.
    std::string name_of(date) const;
    /// Why nothing can be done on that day: the day off's name, or "Sunday"; empty if it is a working day.
    std::string why_not(date, set_of<non_working> = default_non_working) const;
    std::vector<day_off> days_off(date_range) const;    ///< in order; by rule or dated
    /// The calendar as it was known at the end of a day: without the days that became known later, and without coverage after that
    /// year. Few rows say when they became known; a day that a later decree took away does not come back.
    calendar known_on(date) const;

    static constexpr set_of<non_working> default_non_working{non_working::weekend, non_working::holiday};
    /// Tables for counting, made when first asked for and kept. Throws bad_input if no day is left to work.
    comity::working_days working_days(set_of<non_working> = default_non_working) const;

    /// The same facts.
    friend bool operator==(calendar const&, calendar const&);

private:
    friend class comity::working_days;
    struct body;
    explicit calendar(std::shared_ptr<body const>);
    std::shared_ptr<body const> body_;
};

std::string as_text(calendar const&);                   ///< the law file, printed for reading

/// The working days of a calendar under one answer to what is none, as look-up tables: from 1950 to 2149 each call costs one or two
/// reads; outside these years days are counted one by one.
class working_days {
public:
    bool contains(date) const;
    /// The n-th working day after that day, or for a negative n before it. Throws bad_input for n = 0, which asks nothing, and
    /// outside the years 1400 to 9999.
    date add(date, int n) const;
    date on_or_after(date) const;
    date on_or_before(date) const;
    int count(date_range) const;                        ///< how many there are; throws bad_input for a range that ends before it begins

private:
    friend class calendar;
    struct table;
    static constexpr std::int32_t first_day = -7305;    // 1950-01-01
    static constexpr std::int32_t end_day = 65744;      // 2150-01-01
    static constexpr bool in_table(std::int64_t day) { return day >= first_day && day < end_day; }

    working_days(calendar, set_of<non_working>, std::shared_ptr<table const>);
    date add_slowly(date, int n) const;
    bool contains_slowly(date) const;
    date step(date, int direction) const;

    comity::calendar calendar_;
    set_of<non_working> non_working_;
    std::shared_ptr<table const> table_;
    std::int32_t const* rank_;                          // [day - first_day]: working days before it
    std::int32_t const* days_;                          // [rank]: the working day
    std::int32_t size_;
};

// ---------------------------------------------------------------------------------------------------------------------

inline bool working_days::contains(date d) const {
    auto const day = d.days_since_1970();
    if (!in_table(day)) return contains_slowly(d);
    auto const at = rank_ + (day - first_day);
    return at[1] != at[0];
}

inline date working_days::add(date d, int n) const {
    auto const day = d.days_since_1970();
    if (in_table(day)) {
        auto const at = rank_ + (day - first_day);
        auto const to = std::int64_t{n > 0 ? at[1] - 1 : at[0]} + n;
        if (n != 0 && to >= 0 && to < size_) return date::from_days(days_[to]);
    }
    return add_slowly(d, n);
}

inline date working_days::on_or_after(date d) const {
    auto const day = d.days_since_1970();
    if (in_table(day)) {
        auto const to = rank_[day - first_day];
        if (to < size_) return date::from_days(days_[to]);
    }
    return contains(d) ? d : add_slowly(d, 1);
}

inline date working_days::on_or_before(date d) const {
    auto const day = d.days_since_1970();
    if (in_table(day)) {
        auto const to = rank_[day - first_day + 1] - 1;
        if (to >= 0) return date::from_days(days_[to]);
    }
    return contains(d) ? d : add_slowly(d, -1);
}

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::non_working> {
    static constexpr std::string_view what = "kind of non-working day";
    static constexpr std::array<std::string_view, 6> names{"weekend", "saturday", "sunday", "holiday", "uncertain", "deadline"};
};

template <> struct comity::detail::enum_names<comity::day_off_kind> {
    static constexpr std::string_view what = "kind of day off";
    static constexpr std::array<std::string_view, 4> names{"recurring", "observed", "transferred", "one_off"};
};
