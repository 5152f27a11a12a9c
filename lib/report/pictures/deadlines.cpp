// SPDX-License-Identifier: Apache-2.0
#include "drawing.hpp"
#include "pictures.hpp"
#include "reading.hpp"

#include <algorithm>

// Deadlines on a line of days: overdue ones before today, the others after it. A bar from the first to the last day that may be meant, a diamond where both are one.

namespace comity::inline v0::detail {

namespace {

struct due_one {
    date earliest, latest;
    std::string reference, provision;

    message what() const { return {"{reference} · {provision}", {{"reference", isolated(reference)}, {"provision", word{isolated(provision)}}}}; }
    message when() const { return earliest == latest ? message("{day}", {{"day", latest}}) : message("{first} – {last}", {{"first", earliest}, {"last", latest}}); }
    message said() const { return {"{reference} · {provision}, {when}", {{"reference", reference}, {"provision", word{provision}}, {"when", when()}}}; }  // a sentence shows no sign of direction
};

// ---- what it says ----------------------------------------------------------------------------------------------------

constexpr auto overdue_heading = "Overdue", ahead_heading = "Ahead";

message today_is(date today) { return {"As of {day}", {{"day", today}}}; }

/// Those that are drawn, the first of all that are overdue, how many there are, and how many have no day.
struct contents {
    std::vector<due_one> overdue{}, ahead{};
    message oldest{};
    std::size_t all_overdue = 0, all_ahead = 0, without = 0;
};

message described(contents const& c, date today) {
    auto const all = [](std::string pattern, std::size_t drawn, std::size_t of) { return drawn < of ? message(std::move(pattern), {{"drawn", drawn}, {"n", of - drawn}}) : message(); };
    return message::sentences(
        {{"As of {day} {overdue, plural, one {# deadline is} other {# deadlines are}} overdue, and {ahead, plural, one {# is} other {# are}} ahead.", {{"day", today}, {"overdue", c.all_overdue}, {"ahead", c.all_ahead}}},
         c.ahead.empty() ? message() : message("The next: {deadline}.", {{"deadline", c.ahead.front().said()}}),
         c.overdue.empty() ? message() : message("The longest overdue: {deadline}.", {{"deadline", c.oldest}}),
         "A diamond is the last day; a bar reaches from the earliest to the latest day that it may be.",
         all("Of those overdue the latest {drawn} are drawn, {n} are not.", c.overdue.size(), c.all_overdue),
         all("Of those ahead the first {drawn} are drawn, {n} are not.", c.ahead.size(), c.all_ahead),
         c.without == 0 ? message() : message("{n, plural, one {# has} other {# have}} no day.", {{"n", c.without}})});
}

// ---- how it is drawn -------------------------------------------------------------------------------------------------

/// Round days from one to another, with what stands below them.
std::vector<std::pair<date, std::string>> round_days(date from, date until) {
    auto const span = (until - from).count();
    std::vector<std::pair<date, std::string>> all;
    if (span <= 75) {
        for (std::int32_t n = 0; n <= span; n += span <= 21 ? 7 : 14) all.emplace_back(from + days(n), to_string(from + days(n)));
        return all;
    }
    auto step = 1;
    for (auto const s : {2, 3, 6, 12, 24, 60, 120})
        if (static_cast<double>(span) / 30.4 / step > 6) step = s;
    for (auto month = from.year() * 12; month <= until.year() * 12 + 11; ++month) {
        if (month % step != 0 || month / 12 > 9999) continue;
        auto const day = date(month / 12, month % 12 + 1, 1);
        if (day >= from && day <= until) all.emplace_back(day, step >= 12 ? to_string(day).substr(0, 4) : to_string(day).substr(0, 7));
    }
    return all;
}

/// Rows under a heading, on an axis of days; gives the place below.
double draw(drawing& d, double y, message heading, std::vector<due_one> const& rows, date from, date until, bool today_last) {
    constexpr double step = 42;
    auto const span = static_cast<double>((until - from).count()), length = std::max(span, 14.0);
    auto const x = scale{0, length, 14, picture_width - 14};
    auto const place = [&](date day) { return x(static_cast<double>((std::clamp(day, from, until) - from).count()) + (today_last ? length - span : 0)); };
    d.left(2, y, std::move(heading));
    auto const top = y + 14, foot = top + step * static_cast<double>(rows.size());
    auto const now = today_last ? x.last : x.first;
    double written = -100;
    for (auto const& [day, label] : round_days(from, until)) {
        auto const half = width_of(label) / 2;
        auto const at = std::clamp(place(day), half + 1, picture_width - half - 1);
        d.grid(place(day), top, place(day), foot);
        if (at - half < written + 10) continue;
        d.centre(at, foot + 12, message::as_is(label));
        written = at + half;
    }
    d.line(now, top - 4, now, foot);
    d.line(x.first, foot, x.last, foot);
    d.right(picture_width - 2, y, today_is(today_last ? until : from));
    y = top;
    for (auto const& one : rows) {
        d.ground(x.first + 5, x.first + 7 + room_for(one.what()), y + 11), d.left(x.first + 6, y + 11, one.what());
        d.ground(x.last - 7 - room_for(one.when()), x.last - 5, y + 11), d.right(x.last - 6, y + 11, one.when());
        auto const line = y + 28;
        drawing::segment(d.block("until"), now, line, place(today_last ? one.latest : one.earliest), line);
        if (one.earliest == one.latest) d.block("days").push_back({place(one.latest), line});
        else d.bar(fill::hatched, place(one.earliest), std::max(place(one.latest), place(one.earliest) + 3), line - 6, line + 6);
        y += step;
    }
    return foot + 12 + line_height;
}

}  // namespace

pictures picture_of_deadlines(gnuplot& program, table const& due, date today) {
    constexpr std::size_t most_ahead = 15, most_overdue = 8;
    auto const of = reading(due);
    contents c;
    for (std::size_t row = 0; row < of.rows(); ++row) {
        auto const first = of.value(row, "earliest"), last = of.value(row, "latest");
        if (!std::holds_alternative<date>(first) || !std::holds_alternative<date>(last)) {
            ++c.without;
            continue;
        }
        auto one = due_one{.earliest = std::get<date>(first), .latest = std::get<date>(last), .reference = label_of(of.text(row, "reference"), 180), .provision = {}};
        one.provision = label_of(of.text(row, "provision"), picture_width - 85 - room_for(one.when()) - width_of(one.reference));
        auto const over = one.latest < today || of.text(row, "status").starts_with(to_string(deadline_status::missed));
        (over ? c.overdue : c.ahead).push_back(std::move(one));
    }
    if (c.overdue.empty() && c.ahead.empty()) return {};
    c.all_overdue = c.overdue.size(), c.all_ahead = c.ahead.size();
    std::ranges::stable_sort(c.overdue, {}, [](due_one const& one) { return std::pair(one.latest, one.earliest); });
    std::ranges::stable_sort(c.ahead, {}, [](due_one const& one) { return std::pair(one.earliest, one.latest); });
    if (!c.overdue.empty()) c.oldest = c.overdue.front().said();
    if (c.overdue.size() > most_overdue) c.overdue.erase(c.overdue.begin(), c.overdue.end() - most_overdue);
    if (c.ahead.size() > most_ahead) c.ahead.erase(c.ahead.begin() + most_ahead, c.ahead.end());

    drawing d("deadlines");
    d.block("until"), d.block("days");
    double y = 9;
    if (!c.overdue.empty()) {
        auto first = today;
        for (auto const& one : c.overdue) first = std::min(first, one.earliest);
        y = draw(d, y, overdue_heading, c.overdue, first, today, true) + 6;
    }
    if (!c.ahead.empty()) {
        auto last = today;
        for (auto const& one : c.ahead) last = std::max(last, one.latest);
        y = draw(d, y, ahead_heading, c.ahead, today, last, false) + 6;
    }
    return {d.finished(program, y, due.title, described(c, today))};
}

}  // namespace comity::v0::detail
