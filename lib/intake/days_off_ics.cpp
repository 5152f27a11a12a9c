// SPDX-License-Identifier: Apache-2.0
#include "days_off.hpp"

#include "../quoted.hpp"
#include "../utf8.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <regex>
#include <set>
#include <utility>

// libical reads iCalendar (RFC 5545); before it does, the lines are looked at for what it would recurse into, cut off in silence or
// follow wrongly.

namespace comity::inline v0 {

namespace {

using detail::days_off_max;
using detail::days_off_read;
using detail::is_utf8;
using detail::name_of_day;
using detail::to_upper;

constexpr std::size_t returns_max = 10'000;  // of one rule
constexpr std::size_t rules_max = 1'000;
constexpr std::size_t rule_max = 256;   // characters; libical's arrays hold more values than such a rule can name
constexpr std::size_t list_max = 400;   // dates in one list; libical keeps 500 and says nothing of the rest
constexpr std::size_t depth_max = 20;   // components within components
constexpr int first_rule_year = 1900, last_rule_year = 2100;

// ---- a look before it is read ---------------------------------------------------------------------------------------

/// The text with folded lines put together (section 3.1).
std::string unfolded(std::string const& text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const end = text[i] == '\n' ? i + 1 : text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n' ? i + 2 : 0;
        if (end && end < text.size() && (text[end] == ' ' || text[end] == '\t'))
            i = end;
        else if (text[i] != '\r')
            result += text[i];
    }
    return result;
}

std::string const rule_form =
    "is not a rule that can be followed; write FREQ first, YEARLY, MONTHLY, WEEKLY or DAILY, and of the others INTERVAL (1 to 999), COUNT (1 to "
    "10000), UNTIL, BYMONTH, BYMONTHDAY, BYDAY and WKST, or date each day";

/// Of RFC 5545 what libical 3.0.16 follows as the RFC has it; tried against python-dateutil, it loses or moves days with BYWEEKNO, with
/// BYYEARDAY beside BYMONTH, with BYMONTHDAY in a DAILY rule or in a YEARLY one without BYMONTH, and with INTERVAL and BYDAY in a WEEKLY
/// one; with BYSETPOS, or BYMONTHDAY beside a numbered BYDAY, it can search for seconds.
void check_rule(std::string const& rule) {
    static std::regex const pattern(
        "FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY)"
        "(?:;(?:INTERVAL=[1-9]\\d{0,2}|COUNT=[1-9]\\d{0,4}|UNTIL=\\d{8}(?:T\\d{6}Z?)?|WKST=(?:MO|TU|WE|TH|FR|SA|SU)"
        "|BYMONTH=\\d{1,2}(?:,\\d{1,2})*|BYMONTHDAY=[+-]?\\d{1,2}(?:,[+-]?\\d{1,2})*"
        "|BYDAY=(?:[+-]?[1-9]\\d?)?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?[1-9]\\d?)?(?:MO|TU|WE|TH|FR|SA|SU))*))*;?");
    auto const has = [&](char const* part) { return rule.find(part) != rule.npos; };
    auto const refuse = [&](std::string const& why) { return bad_input("RRULE " + detail::quoted(rule) + " " + why); };
    std::smatch found;
    if (rule.size() > rule_max || !std::regex_match(rule, found, pattern)) throw refuse(rule_form);
    auto const yearly = found[1] == "YEARLY", monthly = found[1] == "MONTHLY";
    if (has("BYMONTHDAY=") && !monthly && !(yearly && has("BYMONTH=")))
        throw refuse("has BYMONTHDAY in other than a MONTHLY rule or a YEARLY one with BYMONTH; add the month");
    static std::regex const nth_weekday("BYDAY=[^;]*\\d");
    if (has("BYMONTHDAY=") && std::regex_search(rule, nth_weekday)) throw refuse("has BYMONTHDAY and a numbered BYDAY; leave one");
    if (found[1] == "WEEKLY" && has("INTERVAL=") && has("BYDAY="))
        throw refuse("has INTERVAL and BYDAY in a WEEKLY rule; let it begin on the weekday, without BYDAY");
}

/// What stands behind the first colon outside quotation marks.
std::string value(std::string const& line) {
    bool in_quotes = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        in_quotes ^= line[i] == '"';
        if (line[i] == ':' && !in_quotes) return line.substr(i + 1);
    }
    return {};
}

/// libical reads 2024-01-01 as some other day, and a number of days beyond 32 bits as a small one.
void check_value(std::string const& name, std::string const& value) {
    static std::regex const dates("\\d{8}(?:T\\d{6}Z?)?(?:,\\d{8}(?:T\\d{6}Z?)?)*"), duration("[+-]?P(?:\\d{1,4}W)?(?:\\d{1,6}D)?(?:T[\\dHMS]{1,20})?");
    static std::set<std::string> const of_dates{"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"};
    if (of_dates.contains(name) && !std::regex_match(value, dates))
        throw bad_input(name + " " + detail::quoted(value) + " is not a date; write the year first, as in " + name + ";VALUE=DATE:20240229");
    if (name == "DURATION" && !std::regex_match(value, duration))
        throw bad_input("DURATION " + detail::quoted(value) + " is not a number of whole days; write P1D for one, P1W for a week");
}

/// Refuses what libical must not be given: components that nest without end or do not match, lists and rules of which it would lose a part.
void check_lines(std::string const& text) {
    std::vector<std::string> open;
    std::size_t number = 0, events = 0, rules = 0;
    for (std::size_t at = 0; at < text.size(); ++number) {
        auto const end = std::min(text.find('\n', at), text.size());
        auto const line = text.substr(at, std::min(end - at, std::size_t{100'000}));
        at = end + 1;
        auto const name = to_upper(line.substr(0, std::min({line.find_first_of(":;"), line.size(), std::size_t{30}})));
        if (line.find_first_not_of(" \t") == line.npos) continue;
        if (open.empty() && to_upper(line) != "BEGIN:VCALENDAR")
            throw bad_input("this is not iCalendar: found " + detail::quoted(line) + " where BEGIN:VCALENDAR must stand");
        if (name == "BEGIN") {
            open.push_back(to_upper(value(line)));
            if (open.size() > depth_max) throw bad_input("components within components, more than " + std::to_string(depth_max) + " deep; a calendar has three");
            events += open.back() == "VEVENT";
        } else if (name == "END") {
            if (to_upper(value(line)) != open.back())
                throw bad_input("END:" + value(line) + " closes nothing; " + detail::quoted(open.back()) + " is open, and the file may be cut");
            open.pop_back();
        }
        try {
            if (name == "CALSCALE" && to_upper(value(line)) != "GREGORIAN") throw bad_input("CALSCALE is " + detail::quoted(value(line)) + "; only GREGORIAN is read");
            if (open.empty() || open.back() != "VEVENT") continue;
            if (name == "EXRULE") throw bad_input("EXRULE is not read, and RFC 5545 has withdrawn it; write the days as EXDATE");
            if (name == "RRULE" && ++rules > rules_max) throw bad_input("more than " + std::to_string(rules_max) + " rules (RRULE) in one file; date the days one by one");
            if (name == "RRULE") check_rule(to_upper(value(line)));
            if ((name == "EXDATE" || name == "RDATE") && std::ranges::count(line, ',') >= static_cast<std::ptrdiff_t>(list_max))
                throw bad_input("more than " + std::to_string(list_max) + " dates in one " + name + "; write several");
            check_value(name, value(line));
        } catch (error& e) {
            e.in("event " + std::to_string(events));
            throw;
        }
    }
    if (number == 0 || (open.empty() && text.find_first_not_of(" \t\n") == text.npos)) throw bad_input("it is empty; an .ics file begins with BEGIN:VCALENDAR");
    if (!open.empty()) throw bad_input("it is cut off: " + detail::quoted(open.back()) + " has no END; get the whole file");
}

// ---- dates and rules ------------------------------------------------------------------------------------------------

/// libical is told by a global whether an error ends the program.
class libical_guard {
public:
    libical_guard() : were_fatal_(icalerror_get_errors_are_fatal()) { icalerror_set_errors_are_fatal(0); }
    ~libical_guard() { icalerror_set_errors_are_fatal(were_fatal_); }
    libical_guard(libical_guard const&) = delete;

private:
    inline static std::mutex mutex;
    std::lock_guard<std::mutex> lock_{mutex};
    int were_fatal_;
};

icaltimetype as_icaltime(date on) {
    icaltimetype result{};  // icaltime_null_date() has an hour of -1
    result.year = on.year();
    result.month = on.month();
    result.day = on.day();
    result.is_date = 1;
    return result;
}

date whole_day(std::string const& name, icaltimetype const& at) {
    if (!at.is_date)
        throw bad_input(name + " has a clock time, and a day off is a whole day: which one is it, and where? Write " + name + ";VALUE=DATE:20240229");
    return date(at.year, at.month, at.day);
}

struct returns {
    std::vector<date> on;
    bool ends = false;  ///< the rule itself says when, and before the last year that is followed
};

/// The days on which a rule returns.
returns follow(icalproperty* property, date start) {
    auto rule = icalproperty_get_rrule(property);
    auto const refuse = [&](std::string const& why) {
        std::unique_ptr<char, decltype(&icalmemory_free_buffer)> const text(icalrecurrencetype_as_string_r(&rule), icalmemory_free_buffer);
        return bad_input("RRULE " + detail::quoted(text ? text.get() : "") + " " + why);
    };
    if (start.year() < first_rule_year || start.year() > last_rule_year)
        throw refuse("begins in " + std::to_string(start.year()) + "; rules are followed from " + std::to_string(first_rule_year) + " to " +
                     std::to_string(last_rule_year) + ": begin it there");
    auto const count = static_cast<std::size_t>(std::max(rule.count, 0));
    auto const last = date(last_rule_year, 12, 31);
    auto const has_until = !icaltime_is_null_time(rule.until);
    auto const until = has_until ? date(rule.until.year, rule.until.month, rule.until.day) : last;
    rule.until = as_icaltime(std::min(until, last));
    std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> const iterator(
        rule.freq == ICAL_NO_RECURRENCE ? nullptr : icalrecur_iterator_new(rule, as_icaltime(start)), icalrecur_iterator_free);
    returns result;
    for (auto day = iterator ? icalrecur_iterator_next(iterator.get()) : icaltime_null_time(); !icaltime_is_null_time(day);
         day = icalrecur_iterator_next(iterator.get())) {
        if (result.on.size() == returns_max) throw refuse("returns on more than " + std::to_string(returns_max) + " days; set it an end by UNTIL");
        result.on.emplace_back(day.year, day.month, day.day);
    }
    if (result.on.empty()) throw refuse("gives no day; correct it");
    result.ends = count != 0 ? result.on.size() >= count : has_until && until.year() <= last_rule_year;
    return result;
}

// ---- events ---------------------------------------------------------------------------------------------------------

template <class Visit> void each(icalcomponent* component, icalproperty_kind kind, Visit visit) {
    for (auto* p = icalcomponent_get_first_property(component, kind); p; p = icalcomponent_get_next_property(component, kind)) visit(p);
}

/// What libical could not read it leaves as a property of its own. A line without a value is as good as none.
void refuse_unreadable(icalproperty* property) {
    auto const said = std::string_view(icalproperty_get_xlicerror(property));
    if (!said.starts_with("No value for")) throw bad_input("a line cannot be read: " + detail::quoted(said));
}

/// The days of one event, or of one that returns.
struct series {
    std::string uid{};
    int length = 1;
    std::string name{};
    std::set<date> starts{};
    bool ends = true;
};

class event_reader {
public:
    void read(icalcomponent* event) {
        ++number_;
        std::string id = std::to_string(number_);
        if (auto const* uid = icalcomponent_get_uid(event); uid && *uid) id = detail::quoted(uid);
        try {
            take(event);
        } catch (error& e) {
            e.in("event " + id);
            throw;
        }
    }

    /// A rule without an end says nothing about how far the file as a whole is complete; the days that it dates do.
    days_off_read result() const {
        days_off_read found;
        std::optional<date_range> of_all;
        auto const widen = [](std::optional<date_range>& span, date on) {
            span = span ? date_range{std::min(span->from, on), std::max(span->until, on)} : date_range{on, on};
        };
        for (auto const& s : series_) {
            auto const replaced = s.uid.empty() ? replaced_.end() : replaced_.find(s.uid);
            for (auto const start : s.starts) {
                if (replaced != replaced_.end() && replaced->second.contains(start)) continue;
                for (int n = 0; n < s.length; ++n) {
                    auto const on = start + days(n);
                    found.days.push_back({.on = on, .name = s.name});
                    widen(of_all, on);
                    if (s.ends) widen(found.span, on);
                }
            }
        }
        if (found.days.empty()) throw bad_input("it has no all-day event; a day off is a VEVENT with a day, as in DTSTART;VALUE=DATE:20240229");
        if (!found.span) found.span = of_all;
        return found;
    }

private:
    /// What may stand there once.
    static icalproperty* one(icalcomponent* event, icalproperty_kind kind) {
        auto* const property = icalcomponent_get_first_property(event, kind);
        if (property && icalcomponent_get_next_property(event, kind))
            throw bad_input("there is more than one " + std::string(icalproperty_kind_to_string(kind)) + "; leave one");
        return property;
    }

    void take(icalcomponent* event) {
        each(event, ICAL_XLICERROR_PROPERTY, refuse_unreadable);
        auto const uid = std::string(icalcomponent_get_uid(event) ? icalcomponent_get_uid(event) : "");
        auto* const instead_of = one(event, ICAL_RECURRENCEID_PROPERTY);
        if (instead_of) {
            if (uid.empty()) throw bad_input("RECURRENCE-ID without a UID: of which event is it a day? Write the UID");
            if (icalproperty_get_first_parameter(instead_of, ICAL_RANGE_PARAMETER))
                throw bad_input("RECURRENCE-ID with RANGE changes all days that follow; end the rule by UNTIL, and write a second event");
            replaced_[uid].insert(whole_day("RECURRENCE-ID", icalproperty_get_recurrenceid(instead_of)));
        }
        if (auto* const status = one(event, ICAL_STATUS_PROPERTY); status && icalproperty_get_status(status) == ICAL_STATUS_CANCELLED) return;

        auto* const starts = one(event, ICAL_DTSTART_PROPERTY);
        auto* const ends = one(event, ICAL_DTEND_PROPERTY);
        auto* const lasts = one(event, ICAL_DURATION_PROPERTY);
        if (!starts) throw bad_input("there is no DTSTART; write the day, as in DTSTART;VALUE=DATE:20240229");
        auto const start = whole_day("DTSTART", icalproperty_get_dtstart(starts));
        if (ends && lasts) throw bad_input("there is a DTEND and a DURATION; leave one");
        auto s = series{.uid = instead_of ? "" : uid};
        if (lasts) s.length = length_of(icalproperty_get_duration(lasts));
        if (ends) {
            auto const end = whole_day("DTEND", icalproperty_get_dtend(ends));
            if (end < start) throw bad_input("DTEND " + to_string(end) + " lies before DTSTART " + to_string(start) + "; it is the day after the last");
            s.length = std::max(1, (end - start).count());  // the same day twice is often written for that one day
        }
        auto* const summary = one(event, ICAL_SUMMARY_PROPERTY);
        auto const* text = summary ? icalproperty_get_summary(summary) : nullptr;
        s.name = name_of_day(text ? text : "");

        s.starts.insert(start);
        each(event, ICAL_RDATE_PROPERTY, [&](icalproperty* p) { s.starts.insert(whole_day("RDATE", icalproperty_get_rdate(p).time)); });
        each(event, ICAL_RRULE_PROPERTY, [&](icalproperty* p) {
            auto const rule = follow(p, start);
            s.starts.insert(rule.on.begin(), rule.on.end());
            s.ends = s.ends && rule.ends;
        });
        each(event, ICAL_EXDATE_PROPERTY, [&](icalproperty* p) { s.starts.erase(whole_day("EXDATE", icalproperty_get_exdate(p))); });
        if (s.starts.empty()) return;
        count_ += static_cast<std::int64_t>(s.starts.size()) * s.length;
        if (count_ > days_off_max)
            throw bad_input("with this event the file has more than " + std::to_string(days_off_max) + " days off; leave out what is none, or split the file");
        (void)(*s.starts.rbegin() + days(s.length - 1));  // throws outside the years that dates have
        series_.push_back(std::move(s));
    }

    static int length_of(icaldurationtype const& d) {
        auto const length = std::uint64_t{d.weeks} * 7 + d.days;
        if (icaldurationtype_is_bad_duration(d) || d.is_neg || d.hours || d.minutes || d.seconds || length < 1 || length > static_cast<std::uint64_t>(days_off_max))
            throw bad_input("DURATION is not a number of whole days; write P1D for one, P1W for a week");
        return static_cast<int>(length);
    }

    std::size_t number_ = 0;
    std::int64_t count_ = 0;
    std::vector<series> series_{};
    std::map<std::string, std::set<date>> replaced_{};  ///< by UID: days of a rule that another event moves or cancels
};

}  // namespace

days_off_read detail::days_off_from_ics(std::string const& text) {
    auto const lines = unfolded(text);
    if (!is_utf8(lines)) throw bad_input("it holds bytes that are not UTF-8; save the file as UTF-8");
    check_lines(lines);
    libical_guard const guard;
    std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> const root(icalparser_parse_string(lines.c_str()), icalcomponent_free);
    if (!root) throw bad_input("it cannot be read as iCalendar");
    event_reader reader;
    auto const events_of = [&](icalcomponent* calendar) {
        each(calendar, ICAL_XLICERROR_PROPERTY, refuse_unreadable);
        for (auto* e = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); e; e = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
            reader.read(e);
    };
    if (icalcomponent_isa(root.get()) == ICAL_VCALENDAR_COMPONENT) events_of(root.get());
    else  // several calendars in one file stand under a root of libical's
        for (auto* c = icalcomponent_get_first_component(root.get(), ICAL_VCALENDAR_COMPONENT); c; c = icalcomponent_get_next_component(root.get(), ICAL_VCALENDAR_COMPONENT))
            events_of(c);
    return reader.result();
}

}  // namespace comity::v0
