// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detail/enum_names.hpp"
#include "error.hpp"

#include <boost/date_time/gregorian/greg_calendar.hpp>  // civil days to day numbers and back; the cheapest header that has it

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace boost::gregorian { class date; }
namespace boost::posix_time { class ptime; }

// Days, instants, and dates that are known only roughly.
//
//     date(2020, 3, 2) + days(18)                                == date(2020, 3, 20)
//     parse_instant("2017-11-05T09:17:00+01:00[Europe/Brussels]").local_date() == date(2017, 11, 5)
//     parse_when("2009-08").earliest()                           == date(2009, 8, 1)
//     date(2023, 2, 29)                                          // throws bad_input: February 2023 has 28 days

namespace comity::inline v0 {

class date;
enum class month_end;

namespace detail {
[[noreturn]] void refuse_months(std::int64_t month, month_end);
[[noreturn]] void refuse_month_end(int day, int year, int month);
}

/// A number of calendar days. Made on purpose only, so that a date plus a bare number does not compile.
class days {
public:
    explicit constexpr days(int count) : count_(count) {}
    constexpr int count() const { return count_; }
    friend constexpr auto operator<=>(days, days) = default;

private:
    int count_;
};

/// Monday to Sunday, numbered as ISO 8601 numbers them.
enum class weekday { monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday };

/// A day of the Gregorian calendar, from 1400-01-01 to 9999-12-31 (the range of Boost.Date_Time).
/// It is always a real day: 31 November throws `bad_input`, and there are no special values; absence is `std::optional`.
class date {
public:
    date(int year, int month, int day);

    /// Days since 1970-01-01, the form in which days are stored.
    static date from_days(std::int64_t since_1970) {
        if (since_1970 < first_day || since_1970 > last_day) refuse(since_1970);
        return date(unchecked{}, static_cast<std::int32_t>(since_1970));
    }
    constexpr std::int32_t days_since_1970() const { return since_1970_; }

    int year() const { return civil().year; }
    int month() const { return civil().month.as_number(); }
    int day() const { return civil().day.as_number(); }
    comity::weekday weekday() const;

    friend date operator+(date d, days n) { return from_days(std::int64_t{d.since_1970_} + n.count()); }
    friend date operator-(date d, days n) { return from_days(std::int64_t{d.since_1970_} - n.count()); }
    friend constexpr days operator-(date a, date b) { return days(a.since_1970_ - b.since_1970_); }
    friend constexpr auto operator<=>(date, date) = default;

    explicit date(std::chrono::year_month_day d);
    explicit operator std::chrono::year_month_day() const { return std::chrono::year_month_day(std::chrono::sys_days(*this)); }
    explicit operator std::chrono::sys_days() const { return std::chrono::sys_days(std::chrono::days(since_1970_)); }

    // Boost's own types, for callers who include them: nothing of theirs is needed here. A special value (not_a_date_time,
    // infinity) throws bad_input.
    template <std::same_as<boost::gregorian::date> Boost> date(Boost const& d);
    template <std::same_as<boost::gregorian::date> Boost> operator Boost() const { return Boost(civil()); }

private:
    using calendar = boost::gregorian::gregorian_calendar;
    static constexpr std::int64_t day_number_1970 = 2440588;  // Boost counts Julian days
    static constexpr std::int64_t first_day = -208188;        // 1400-01-01
    static constexpr std::int64_t last_day = 2932896;         // 9999-12-31
    [[noreturn]] static void refuse(std::int64_t since_1970);

    struct unchecked {};
    constexpr date(unchecked, std::int32_t since_1970) : since_1970_(since_1970) {}
    friend date add_months(date, int, month_end);
    static date from_civil(unsigned short year, unsigned short month, unsigned short day) {
        return date(unchecked{}, static_cast<std::int32_t>(calendar::day_number({year, month, day}) - day_number_1970));
    }
    boost::gregorian::greg_year_month_day civil() const {
        return calendar::from_day_number(static_cast<std::uint32_t>(since_1970_ + day_number_1970));
    }

    std::int32_t since_1970_;
};

std::string to_string(date);                            ///< 2020-03-02
std::ostream& operator<<(std::ostream&, date);
date parse_date(std::string_view text);                 ///< exactly YYYY-MM-DD, a real day; else bad_input
std::optional<date> try_parse_date(std::string_view text) noexcept;

/// Two days and what lies between them, both included.
struct date_range {
    date from, until;
    bool contains(date day) const { return from <= day && day <= until; }
    friend bool operator==(date_range const&, date_range const&) = default;
};

/// On which day a period of months or years ends. Laws differ, and each answer has a name.
///
///     add_months(date(2026, 1, 31), 1, month_end::same_number_else_last)    == date(2026, 2, 28)
///     add_months(date(2026, 3, 10), 2, month_end::day_before)               == date(2026, 5, 9)
///     add_months(date(2026, 2, 28), 1, month_end::end_of_month_sticks)      == date(2026, 3, 31)
///     add_months(date(2026, 1, 31), 1, month_end::refuse)                   // throws bad_input: no 31 February
enum class month_end {
    same_number_else_last,  ///< the day with the same number; where the month has none, its last day (Dodds v Walker; 1182/71 art. 3(2)(c))
    day_before,             ///< the day before the one with the number of the first day counted; where there is none, the month's last
    end_of_month_sticks,    ///< as the first, but the last day of a month leads to the last day of a month
    refuse,                 ///< the same number, or an error
    silent,                 ///< the text does not say: a way of counting then has two readings
};

/// The day a number of months later, or earlier if it is negative; a year is twelve months. Counted back, `day_before` is the
/// day after. Throws bad_input outside the years 1400 to 9999, and for `month_end::silent`.
date add_months(date from, int months, month_end);

/// A point in time, in microseconds of UTC, and the zone whose rules name its local day ("Europe/Brussels", from the system's
/// time-zone data). The aircraft that left Prague at 00:06 on 30 March left on 29 March in UTC; both are this one instant.
class instant {
public:
    /// Throws bad_input if the zone is not known, or the year is outside 1400 to 9999.
    explicit instant(std::int64_t microseconds_utc, std::string zone = "UTC");
    /// A local wall-clock time. Throws bad_input for a time that the zone skips, or has twice (write the offset then).
    instant(date day, int hour, int minute, int second, std::string zone);
    explicit instant(std::chrono::sys_time<std::chrono::microseconds> t, std::string zone = "UTC")
        : instant(t.time_since_epoch().count(), std::move(zone)) {}

    std::int64_t microseconds_utc() const { return microseconds_; }
    std::string const& zone() const { return zone_; }
    date local_date() const;
    explicit operator std::chrono::sys_time<std::chrono::microseconds>() const {
        return std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(microseconds_));
    }
    template <std::same_as<boost::posix_time::ptime> Boost> explicit operator Boost() const;  ///< in UTC

    /// The same instant under the same zone's name. Which of two came first is a question to `microseconds_utc()`.
    friend bool operator==(instant const&, instant const&) = default;

private:
    std::int64_t microseconds_;
    std::string zone_;
};

std::string to_string(instant const&);                  ///< 2017-11-05T09:17:00+01:00[Europe/Brussels] (RFC 9557)
std::ostream& operator<<(std::ostream&, instant const&);
/// RFC 3339 with an offset, or RFC 9557 with a zone in brackets. A time without either is refused: whose clock was it?
instant parse_instant(std::string_view text);
std::optional<instant> try_parse_instant(std::string_view text) noexcept;

/// How exactly it is known when something happened.
enum class precision { instant, day, month, year, interval };

/// When something happened, as exactly as the source says: an instant, a day, a month, a year or an interval, perhaps
/// approximate (~) or uncertain (?). Written in EDTF (ISO 8601-2 levels 0 and 1): 2009-08, 2018-03~, 2004, 2015-07-09/2015-11-24.
/// An imprecise date is the interval of the days it may be; nothing ever picks one of them in silence.
class when {
public:
    when(date day) : earliest_(day), latest_(day) {}
    when(comity::instant at) : earliest_(at.local_date()), latest_(earliest_), instant_(std::move(at)) {}
    template <std::same_as<boost::gregorian::date> Boost> when(Boost const& d) : when(date(d)) {}
    /// Some day of these, both included. Throws bad_input if they are in the wrong order.
    when(date earliest, date latest);

    date earliest() const { return earliest_; }
    date latest() const { return latest_; }
    std::optional<comity::instant> const& at() const { return instant_; }
    comity::precision precision() const;
    bool approximate() const { return approximate_; }  ///< ~: the source says "about"
    bool uncertain() const { return uncertain_; }      ///< ?: the source is doubted, or sources differ
    /// One day, neither approximate nor uncertain.
    bool exact() const { return earliest_ == latest_ && !approximate_ && !uncertain_; }

    when about() const { auto w = *this; w.approximate_ = true; return w; }
    when doubted() const { auto w = *this; w.uncertain_ = true; return w; }

    friend bool operator==(when const&, when const&) = default;

private:
    date earliest_;
    date latest_;
    std::optional<comity::instant> instant_{};
    bool approximate_ = false;
    bool uncertain_ = false;
};

std::string to_string(when const&);                     ///< EDTF
std::ostream& operator<<(std::ostream&, when const&);
when parse_when(std::string_view text);                 ///< EDTF, or an instant as parse_instant takes it
std::optional<when> try_parse_when(std::string_view text) noexcept;

/// The end of a day, or an instant: what comes later is not seen. This is what `as_of` and `known_on` are.
class cutoff {
public:
    cutoff(date day) : day_(day) {}
    cutoff(comity::instant at) : day_(at.local_date()), instant_(std::move(at)) {}
    template <std::same_as<boost::gregorian::date> Boost> cutoff(Boost const& d) : cutoff(date(d)) {}

    date day() const { return day_; }
    std::optional<comity::instant> const& at() const { return instant_; }

    /// Whether it has certainly happened: the whole of an imprecise date lies before; of an instant, the whole of a day does.
    /// A qualifier does not widen a date: where a source says "about 5 March", write the days that may be meant.
    bool covers(when const&) const;
    /// Whether it may have happened: some day of an imprecise date lies before.
    bool may_cover(when const& w) const { return w.earliest() <= day_ && (!w.at() || covers(w)); }

    friend bool operator==(cutoff const&, cutoff const&) = default;

private:
    date day_;
    std::optional<comity::instant> instant_{};
};

std::string to_string(cutoff const&);
cutoff parse_cutoff(std::string_view text);             ///< YYYY-MM-DD or an instant

// ---------------------------------------------------------------------------------------------------------------------

inline date add_months(date from, int months, month_end rule) {
    auto const civil = from.civil();
    auto const month = std::int64_t{civil.year} * 12 + (civil.month.as_number() - 1) + months;
    if (month < 1400 * 12 || month >= 10000 * 12 || rule == month_end::silent) detail::refuse_months(month, rule);
    auto const to_year = static_cast<unsigned short>(month / 12), to_month = static_cast<unsigned short>(month % 12 + 1);
    auto const last = date::calendar::end_of_month_day(to_year, to_month);
    auto const number = civil.day.as_number();
    auto const on = [&](int day) { return date::from_civil(to_year, to_month, static_cast<unsigned short>(day)); };
    switch (rule) {
        case month_end::day_before:
            if (number > last) return months < 0 ? on(last) + days(1) : on(last);
            return months < 0 ? on(number) + days(1) : on(number) - days(1);
        case month_end::end_of_month_sticks:
            if (number == date::calendar::end_of_month_day(civil.year, civil.month)) return on(last);
            break;
        case month_end::refuse:
            if (number > last) detail::refuse_month_end(number, to_year, to_month);
            break;
        default: break;
    }
    return on(number < last ? number : last);
}

inline comity::weekday date::weekday() const {
    auto const from_monday = (since_1970_ + 3) % 7;  // 1970-01-01 was a Thursday
    return static_cast<comity::weekday>((from_monday + 7) % 7 + 1);
}

template <std::same_as<boost::gregorian::date> Boost>
date::date(Boost const& d) : since_1970_(0) {
    if (d.is_special()) throw bad_input("a special Boost date (not_a_date_time or infinity) is not a day; use std::optional for absence");
    *this = from_days(static_cast<std::int64_t>(d.day_number()) - day_number_1970);
}

template <std::same_as<boost::posix_time::ptime> Boost>
instant::operator Boost() const {
    auto const day = microseconds_ >= 0 ? microseconds_ / 86'400'000'000 : -((-microseconds_ + 86'399'999'999) / 86'400'000'000);
    auto const rest = microseconds_ - day * 86'400'000'000;
    return Boost(typename Boost::date_type(date::from_days(day)),
                 typename Boost::time_duration_type(0, 0, rest / 1'000'000, rest % 1'000'000 *
                     (Boost::time_duration_type::ticks_per_second() / 1'000'000)));
}

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::precision> {
    static constexpr std::string_view what = "precision";
    static constexpr std::array<std::string_view, 5> names{"instant", "day", "month", "year", "interval"};
};

template <> struct comity::detail::enum_names<comity::month_end> {
    static constexpr std::string_view what = "rule for the end of months";
    static constexpr std::array<std::string_view, 5> names{"same_number_else_last", "day_before", "end_of_month_sticks", "refuse", "silent"};
};

template <> struct comity::detail::enum_names<comity::weekday> {  // in the order of the enumeration, which begins with 1
    static constexpr std::string_view what = "day of the week";
    static constexpr std::array<std::string_view, 8> names{"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
};
