// SPDX-License-Identifier: Apache-2.0
#include <comity/icalendar.hpp>

#include <comity/uuid.hpp>

#include "words.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace comity::inline v0 {

namespace {

struct component_end {
    void operator()(icalcomponent* c) const { icalcomponent_free(c); }
};
using component = std::unique_ptr<icalcomponent, component_end>;

icaltimetype as_date(date d) {
    auto t = icaltime_null_date();
    t.year = d.year();
    t.month = d.month();
    t.day = d.day();
    return t;
}

/// The moment of the file: what follows from the day it speaks of, not from the clock.
icaltimetype stamp(cutoff const& as_of) {
    auto const day = as_of.at() ? as_of.at()->microseconds_utc() / 86'400'000'000 : std::int64_t{as_of.day().days_since_1970()};
    auto t = as_date(date::from_days(day));
    t.is_date = 0;
    t.hour = t.minute = t.second = 0;
    t.zone = icaltimezone_get_utc_timezone();
    if (as_of.at()) {
        auto const second = static_cast<int>(as_of.at()->microseconds_utc() / 1'000'000 % 86'400);
        t.hour = second / 3600;
        t.minute = second / 60 % 60;
        t.second = second % 60;
    }
    return t;
}

/// By the limit and the entry it runs from. Where persons have come to stand differently, the first of them keeps what all had.
std::string uid_of(deadline const& d, std::set<std::string>& taken) {
    auto text = to_string(d.request) + '\n' + d.instrument() + '\n' + d.limit().id + '\n' + to_string(d.trigger_request) + '\n' + std::to_string(d.trigger_entry);
    if (!taken.insert(text).second)
        for (auto const& c : d.concerns) text += '\n' + to_string(c);
    return to_string(named_uuid("deadline", text)) + "@comity";
}

std::string summary_of(deadline const& d, language const& in) {
    auto const name = d.reference.empty() ? to_string(d.request) : displayable(d.reference);
    auto text = name + " " + to_string(d.requesting) + "–" + to_string(d.requested) + ": " + in(detail::named(d.provision()));
    using enum deadline_status;
    if (d.status != pending) text += " (" + in(word{std::string(to_string(d.status))}) + ")";
    return text;
}

std::string description_of(deadline const& d, message const& warning, language const& in) {
    auto text = displayable(in(warning));
    auto const line = [&](message const& what) {
        if (!what.empty()) text += (text.empty() ? "" : "\n") + in(what);
    };
    line(next_step(d));
    if (*d.earliest != *d.latest) line({"Last day {earliest} or {latest}, according to the reading.", {{"earliest", *d.earliest}, {"latest", *d.latest}}});
    if (d.last_instant) line({"Until {instant}.", {{"instant", in_words(cutoff(*d.last_instant))}}});
    if (d.trigger && d.trigger_kind) line({"Runs from {event} on {day}.", {{"event", word{std::string(d.trigger_kind->name())}}, {"day", in_words(*d.trigger)}}});
    else if (d.trigger) line({"Runs from the end of {provision} on {day}.", {{"provision", detail::named(d.limit().after)}, {"day", in_words(*d.trigger)}}});
    line(d.consequence());
    if (!d.certainty.empty()) line({"Not certain: {doubts}.", {{"doubts", word{to_string(d.certainty)}}}});
    line(d.reason);
    return text;
}

std::string text_of(component const& c) {
    auto const text = std::unique_ptr<char, decltype(&std::free)>(icalcomponent_as_ical_string_r(c.get()), &std::free);
    return text.get();
}

}  // namespace

void write_icalendar(std::ostream& out, std::span<deadline const> all, cutoff const& as_of, message const& warning, language const& in) {
    auto const calendar = component(icalcomponent_new_vcalendar());
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//comity//deadlines//EN"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
    auto const frame = text_of(calendar);
    auto const end = frame.rfind("END:");
    out << std::string_view(frame).substr(0, end);
    // Of one limit, the group with the lowest number first.
    std::vector<deadline const*> entries;
    for (auto const& d : all)
        if (d.latest && *d.latest < date(9999, 12, 31)) entries.push_back(&d);  // the day after the last must be one
    auto by_part = entries;
    std::ranges::stable_sort(by_part, {}, [](deadline const* d) { return d->concerns.empty() ? 0 : d->concerns.front().first; });
    std::set<std::string> taken;
    std::map<deadline const*, std::string> uids;
    for (auto const* d : by_part) uids.emplace(d, uid_of(*d, taken));
    for (auto const* entry : entries) {
        auto const& d = *entry;
        auto const event = component(icalcomponent_new_vevent());
        auto const add = [&](icalproperty* p) { icalcomponent_add_property(event.get(), p); };
        add(icalproperty_new_uid(uids.at(entry).c_str()));
        add(icalproperty_new_dtstamp(stamp(as_of)));
        add(icalproperty_new_sequence(std::max(as_of.day().days_since_1970(), 0)));
        add(icalproperty_new_dtstart(as_date(*d.earliest)));
        add(icalproperty_new_dtend(as_date(*d.latest + days(1))));  // the day after the last
        add(icalproperty_new_summary(summary_of(d, in).c_str()));
        add(icalproperty_new_description(description_of(d, warning, in).c_str()));
        using enum deadline_status;
        auto const gone = d.status == superseded || d.status == discontinued || d.status == waived;
        add(icalproperty_new_status(gone ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
        add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
        out << text_of(event);
    }
    out << std::string_view(frame).substr(end);
}

}  // namespace comity::v0
