// SPDX-License-Identifier: Apache-2.0
#include <comity/date.hpp>

#include "quoted.hpp"
#include "words.hpp"
#include "zones.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>
#include <ostream>
#include <system_error>
#include <utility>

namespace comity::inline v0 {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Text against a pattern in which 9 stands for a digit and everything else for itself.
bool matches(std::string_view text, std::string_view pattern) {
    return std::ranges::equal(text, pattern, [](char c, char p) { return p == '9' ? is_digit(c) : c == p; });
}

int number(std::string_view digits) {
    int n = 0;
    for (char c : digits) n = n * 10 + (c - '0');
    return n;
}

/// +01:00: the clock of a source that gives an offset and no zone.
std::optional<std::chrono::seconds> fixed_offset(std::string_view name) {
    if (!matches(name, "+99:99") && !matches(name, "-99:99")) return {};
    auto const hours = number(name.substr(1, 2)), minutes = number(name.substr(4, 2));
    if (hours > 14 || minutes > 59) return {};
    auto const offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return name.front() == '-' ? -offset : offset;
}

}  // namespace

namespace detail {

namespace {

// New zones are named Area/Location; these are the areas, and all the names without one that there will ever be (backward, etcetera, northamerica … of the
// tz database, https://data.iana.org/time-zones/theory.html#naming).
constexpr std::array<std::string_view, 16> areas{"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil", "Canada", "Chile",
                                                 "Etc", "Europe", "Indian", "Mexico", "Pacific", "US"};
constexpr std::array<std::string_view, 45> without_area{
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "Factory", "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0", "GMT0",
    "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT",
    "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC", "Universal", "W-SU", "WET", "Zulu"};

/// cctz opens whatever stands there, also a pipe that nobody writes to.
bool may_be_file(std::string const& name) {
    auto const* folder = std::getenv("TZDIR");
    std::error_code unknown;
    auto const there = std::filesystem::status(std::filesystem::path(folder && *folder ? folder : "/usr/share/zoneinfo") / name, unknown);
    return !std::filesystem::exists(there) || std::filesystem::is_regular_file(there);
}

}  // namespace

bool is_zone_name(std::string_view name) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    auto const slash = name.find('/');
    if (slash == name.npos) return std::ranges::find(without_area, name) != without_area.end();
    return name.size() <= 64 && name.back() != '/' && name.find("//") == name.npos && name.find_first_not_of(allowed) == name.npos &&
           std::ranges::find(areas, name.substr(0, slash)) != areas.end();
}

cctz::time_zone const& time_zone(std::string const& name) {
    static std::mutex mutex;
    static std::map<std::string, cctz::time_zone, std::less<>> known;
    std::lock_guard lock(mutex);
    if (auto found = known.find(name); found != known.end()) return found->second;
    cctz::time_zone zone;
    if (auto const offset = fixed_offset(name))
        zone = cctz::fixed_time_zone(*offset);
    else if (!is_zone_name(name))
        throw bad_input(detail::quoted(name) + " is not a time zone; write a name of the tz database, as Europe/Brussels, or an offset, as +01:00");
    else if (!may_be_file(name) || !cctz::load_time_zone(name, &zone))
        throw bad_input(detail::quoted(name) + " is not a time zone of this machine's tz database; write another of its names, as Europe/Brussels, or an offset, as "
                                       "+01:00. A new one comes with an update of tzdata, an old one (US/Eastern) lies in the package tzdata-legacy");
    return known.emplace(name, zone).first->second;
}

}  // namespace detail

namespace {

constexpr int year_min = 1400;  // the range of Boost.Date_Time
constexpr int year_max = 9999;

using detail::quoted;

std::string padded(int n, std::size_t width) {
    auto digits = std::to_string(n);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

template <class Parse> auto attempt(Parse parse) noexcept -> std::optional<decltype(parse())> {
    try {
        return parse();
    } catch (...) {
        return {};
    }
}

using microseconds_point = cctz::time_point<std::chrono::microseconds>;

/// In its zone, and in UTC, in which it is kept.
void check_years(std::int64_t microseconds, std::string const& zone) {
    constexpr std::int64_t day = 86'400'000'000;
    if (zone == "UTC" && microseconds >= 0 && microseconds < 2'932'897 * day) return;  // every entry is stamped so
    for (auto const& name : {zone, std::string("UTC")}) {
        auto const year = cctz::convert(microseconds_point(std::chrono::microseconds(microseconds)), detail::time_zone(name)).year();
        if (year < year_min || year > year_max) throw bad_input("it is in the year " + std::to_string(year) + " in " + name + ", outside the years 1400 to 9999");
    }
}

cctz::civil_second civil(date d, int hour = 0, int minute = 0, int second = 0) {
    return cctz::civil_second(d.year(), d.month(), d.day(), hour, minute, second);
}

}  // namespace

// ---- date -----------------------------------------------------------------------------------------------------------

date::date(int year, int month, int day) {
    if (year < year_min || year > year_max)
        throw bad_input("year " + std::to_string(year) + " is outside 1400 to 9999");
    if (month < 1 || month > 12) throw bad_input("month " + std::to_string(month) + " is not 1 to 12");
    auto const last = calendar::end_of_month_day(static_cast<unsigned short>(year), static_cast<unsigned short>(month));
    if (day < 1 || day > last)
        throw bad_input("day " + std::to_string(day) + " does not exist in " + padded(year, 4) + "-" + padded(month, 2) +
                        ", which has " + std::to_string(last) + " days");
    using boost::gregorian::greg_year_month_day;
    since_1970_ = static_cast<std::int32_t>(
        std::int64_t{calendar::day_number(greg_year_month_day(static_cast<unsigned short>(year),
                                                              static_cast<unsigned short>(month),
                                                              static_cast<unsigned short>(day)))} - day_number_1970);
}

void date::refuse(std::int64_t since_1970) {
    throw bad_input("day " + std::to_string(since_1970) + " counted from 1970-01-01 is outside the years 1400 to 9999");
}

void detail::refuse_months(std::int64_t month, month_end rule) {
    if (rule == month_end::silent) throw bad_input("months can be counted only where the rule for their end is named");
    throw bad_input("a period that ends in the year " + std::to_string(month / 12) + " is outside the years 1400 to 9999");
}

void detail::refuse_month_end(int day, int year, int month) {
    throw bad_input("there is no day " + std::to_string(day) + " in " + padded(year, 4) + "-" + padded(month, 2) +
                    ", and this way of counting names no other");
}

date::date(std::chrono::year_month_day d)
    : date(static_cast<int>(d.year()), static_cast<int>(static_cast<unsigned>(d.month())),
           static_cast<int>(static_cast<unsigned>(d.day()))) {}

std::string to_string(date d) { return padded(d.year(), 4) + "-" + padded(d.month(), 2) + "-" + padded(d.day(), 2); }

std::ostream& operator<<(std::ostream& out, date d) { return out << to_string(d); }

date parse_date(std::string_view text) {
    if (!matches(text, "9999-99-99"))
        throw bad_input(quoted(text) + " is not a date; write the year first, as in 2024-02-29");
    return date(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)));
}

std::optional<date> try_parse_date(std::string_view text) noexcept {
    return attempt([&] { return parse_date(text); });
}

// ---- instant --------------------------------------------------------------------------------------------------------

instant::instant(std::int64_t microseconds_utc, std::string zone) : microseconds_(microseconds_utc), zone_(std::move(zone)) {
    check_years(microseconds_, zone_);
}

instant::instant(date day, int hour, int minute, int second, std::string zone) : microseconds_(0), zone_(std::move(zone)) {
    auto const& rules = detail::time_zone(zone_);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        throw bad_input(std::to_string(hour) + ":" + std::to_string(minute) + ":" + std::to_string(second) +
                        " is not a time of day; 00:00:00 to 23:59:59 are");
    auto const local = civil(day, hour, minute, second);
    auto const found = rules.lookup(local);
    auto const name = to_string(day) + "T" + padded(hour, 2) + ":" + padded(minute, 2) + " in " + zone_;
    if (found.kind == cctz::time_zone::civil_lookup::SKIPPED)
        throw bad_input(name + " does not exist: the clocks were put forward over it");
    if (found.kind == cctz::time_zone::civil_lookup::REPEATED)
        throw bad_input(name + " happened twice, as the clocks were put back; write it with its offset from UTC");
    microseconds_ = microseconds_point(found.pre).time_since_epoch().count();
    check_years(microseconds_, zone_);
}

date instant::local_date() const {
    constexpr std::int64_t day = 86'400'000'000;
    // Of UTC nothing need be looked up: every entry is stamped in it.
    if (zone_ == "UTC" && microseconds_ >= 0 && microseconds_ < 2'932'897 * day) return date::from_days(microseconds_ / day);
    auto const local = cctz::convert(microseconds_point(std::chrono::microseconds(microseconds_)), detail::time_zone(zone_));
    return date(static_cast<int>(local.year()), local.month(), local.day());
}

std::string to_string(instant const& at) {
    auto const& rules = detail::time_zone(at.zone());
    auto const point = microseconds_point(std::chrono::microseconds(at.microseconds_utc()));
    // Clocks that went by the sun were seconds off a whole minute, some of them until 1972.
    auto const whole_minutes = rules.lookup(point).offset % 60 == 0;
    auto text = cctz::format(whole_minutes ? "%Y-%m-%dT%H:%M:%E*S%Ez" : "%Y-%m-%dT%H:%M:%E*S%E*z", point, rules);
    if (at.zone() == "UTC") return text.substr(0, text.size() - 6) + "Z";
    return fixed_offset(at.zone()) ? text : text + "[" + at.zone() + "]";
}

std::ostream& operator<<(std::ostream& out, instant const& at) { return out << to_string(at); }

instant parse_instant(std::string_view text) {
    auto const refuse = [&](std::string_view why) -> bad_input {
        return bad_input(quoted(text) + " is not an instant: " + std::string(why) +
                         "; write it as 2017-11-05T09:17:00+01:00[Europe/Brussels] or 2017-11-05T08:17:00Z");
    };
    if (text.size() > 120) throw refuse("it is too long");
    auto moment = std::string(text);
    std::string zone;
    if (auto const open = moment.find('['); open != moment.npos) {
        if (moment.back() != ']') throw refuse("the zone's bracket is not closed");
        zone = moment.substr(open + 1, moment.size() - open - 2);
        moment.resize(open);
    }
    if (moment.size() < 16 || !matches(std::string_view(moment).substr(0, 16), "9999-99-99T99:99"))
        throw refuse("it has no date and time of day");
    auto const day = parse_date(std::string_view(moment).substr(0, 10));
    if (moment.size() == 16 || moment.substr(16).find_first_of("Zz+-") == moment.npos)
        throw refuse("it has no offset from UTC, so that nobody knows whose clock it was");
    if (auto const dot = moment.find('.'); dot != moment.npos && moment.find_first_not_of("0123456789", dot + 1) > dot + 7)
        throw refuse("it is finer than a microsecond");
    microseconds_point point;
    auto const utc = cctz::utc_time_zone();
    if (!cctz::parse("%Y-%m-%dT%H:%M:%E*S%Ez", moment, utc, &point) && !cctz::parse("%Y-%m-%dT%H:%M%Ez", moment, utc, &point))
        throw refuse("time or offset cannot be read");
    if (zone.empty())  // then the source's clock is all we know of the place
        zone = moment.back() == 'Z' || moment.back() == 'z' ? "UTC" : moment.substr(moment.size() - 6);
    auto const result = [&] {
        try {
            return instant(point.time_since_epoch().count(), zone);
        } catch (bad_input& e) {
            e.in(quoted(text));
            throw;
        }
    }();
    if (to_string(result).substr(0, 19) != to_string(day) + "T" + moment.substr(11, 5) + (moment[16] == ':' ? moment.substr(16, 3) : ":00"))
        throw refuse("the offset is not the one " + zone + " had then");
    return result;
}

std::optional<instant> try_parse_instant(std::string_view text) noexcept {
    return attempt([&] { return parse_instant(text); });
}

// ---- when -----------------------------------------------------------------------------------------------------------

namespace {

date last_of_month(int year, int month) {
    return month == 12 ? date(year, 12, 31) : date(year, month + 1, 1) - days(1);
}

/// 2009, 2009-08 or 2009-08-15.
std::optional<when> calendar_unit(std::string_view text) {
    if (matches(text, "9999")) return when(date(number(text), 1, 1), date(number(text), 12, 31));
    if (matches(text, "9999-99")) {
        auto const year = number(text.substr(0, 4)), month = number(text.substr(5, 2));
        auto const first = date(year, month, 1);
        return when(first, last_of_month(year, month));
    }
    if (matches(text, "9999-99-99")) return when(parse_date(text));
    return {};
}

}  // namespace

when::when(date earliest, date latest) : earliest_(earliest), latest_(latest) {
    if (latest < earliest)
        throw bad_input("the interval " + to_string(earliest) + "/" + to_string(latest) + " ends before it begins");
}

precision when::precision() const {
    using enum comity::precision;
    if (instant_) return instant;
    if (earliest_ == latest_) return day;
    auto const first_of_month = earliest_.day() == 1;
    if (first_of_month && earliest_.month() == 1 && latest_ == date(earliest_.year(), 12, 31)) return year;
    if (first_of_month && latest_ == last_of_month(earliest_.year(), earliest_.month())) return month;
    return interval;
}

std::string to_string(when const& w) {
    auto const qualifier = w.approximate() ? (w.uncertain() ? "%" : "~") : (w.uncertain() ? "?" : "");
    auto const day = to_string(w.earliest());
    switch (w.precision()) {
        case precision::instant: return to_string(*w.at()) + qualifier;
        case precision::day: return day + qualifier;
        case precision::month: return day.substr(0, 7) + qualifier;
        case precision::year: return day.substr(0, 4) + qualifier;
        case precision::interval: break;
    }
    return day + qualifier + "/" + to_string(w.latest()) + qualifier;
}

std::ostream& operator<<(std::ostream& out, when const& w) { return out << to_string(w); }

when parse_when(std::string_view text) {
    auto const refuse = [&] {
        return bad_input(quoted(text) + " is not a date; write 2024-02-29, 2024-02, 2024, an interval as 2015-07-09/2015-11-24, "
                                        "with ~ behind what is approximate and ? behind what is doubted");
    };
    if (text.empty() || text.size() > 120) throw refuse();
    bool approximate = false, uncertain = false;
    std::string marks;
    auto const unqualified = [&](std::string_view part) {
        if (!part.empty() && std::string_view("~?%").find(part.back()) != std::string_view::npos) {
            approximate |= part.back() != '?';
            uncertain |= part.back() != '~';
            marks += part.back();
            part.remove_suffix(1);
        }
        return part;
    };
    auto const read = [&]() -> when {
        if (auto const slash = text.find('/'); slash != text.npos && text.find('T') == text.npos) {
            auto const from = calendar_unit(unqualified(text.substr(0, slash)));
            auto const to = calendar_unit(unqualified(text.substr(slash + 1)));
            if (!from || !to) throw refuse();
            if (marks.size() == 1 || (marks.size() == 2 && marks[0] != marks[1]))
                throw bad_input(quoted(text) + " marks its ends differently; both are to bear the same ~, ? or %, or none");
            return when(from->earliest(), to->latest());
        }
        auto const plain = unqualified(text);
        if (auto const unit = calendar_unit(plain)) return *unit;
        if (plain.find('T') != plain.npos) return when(parse_instant(plain));
        throw refuse();
    };
    auto result = read();
    if (approximate) result = result.about();
    if (uncertain) result = result.doubted();
    return result;
}

std::optional<when> try_parse_when(std::string_view text) noexcept {
    return attempt([&] { return parse_when(text); });
}

// ---- cutoff ---------------------------------------------------------------------------------------------------------

bool cutoff::covers(when const& w) const {
    if (instant_ && w.at()) return w.at()->microseconds_utc() <= instant_->microseconds_utc();
    return instant_ ? w.latest() < day_ : w.latest() <= day_;
}

std::string to_string(cutoff const& c) { return c.at() ? to_string(*c.at()) : to_string(c.day()); }

cutoff parse_cutoff(std::string_view text) {
    if (text.find('T') != text.npos) return parse_instant(text);
    return parse_date(text);
}

}  // namespace comity::v0
