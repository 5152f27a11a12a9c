// SPDX-License-Identifier: Apache-2.0
#include <comity/counting.hpp>

#include "domain/counting_ends.hpp"
#include "quoted.hpp"
#include "words.hpp"
#include "zones.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <span>
#include <sstream>
#include <utility>

namespace comity::inline v0 {

namespace {

using clock_point = cctz::time_point<std::chrono::microseconds>;
constexpr std::int64_t minute = 60'000'000;  // in microseconds
constexpr int minutes_of_day = 24 * 60;
constexpr set_of<non_working> weekly{non_working::saturday, non_working::sunday};

/// A counting with every question answered.
struct reading {
    comity::trigger_day trigger;
    month_end months;
    std::string_view said{};  ///< what distinguishes it from the other reading
};

/// One or two of them.
struct reading_list {
    std::array<reading, 2> all;
    std::size_t size;
    reading const* begin() const { return all.data(); }
    reading const* end() const { return all.data() + size; }
};

/// What the text leaves open is read both ways. Where both questions are open, the first day is counted and months end a day
/// before, or neither.
reading_list readings(counting const& how, period const& length) {
    bool in_days = false, in_months = false;
    for (auto const part : length.parts()) {
        in_months |= part.unit <= time_unit::months;
        in_days |= part.unit > time_unit::months && part.unit < time_unit::hours;
    }
    in_days |= in_months && how.months == month_end::day_before;
    auto const open_trigger = in_days && how.trigger_day == trigger_day::silent;
    auto const open_months = in_months && how.months == month_end::silent;
    auto late = reading{how.trigger_day, how.months};
    if (late.trigger == trigger_day::silent) late.trigger = trigger_day::excluded;
    if (late.months == month_end::silent) late.months = month_end::same_number_else_last;
    if (!open_trigger && !open_months) return {{late, late}, 1};
    auto early = late;
    if (open_trigger) early.trigger = trigger_day::included;
    if (open_months) early.months = month_end::day_before;
    if (open_months && how.trigger_day == trigger_day::silent) early.trigger = trigger_day::included;
    early.said = open_trigger || how.trigger_day == trigger_day::silent ? "if the first day counts" : "if months end on the day before";
    late.said = open_trigger || how.trigger_day == trigger_day::silent ? "if the first day does not count" : "if months end on the same number";
    return {{early, late}, 2};
}

/// Where a period ends.
struct end_point {
    date day;
    std::optional<instant> at{};
    bool provisional = false;
};

bool earlier(end_point const& a, end_point const& b) {
    if (a.at && b.at) return a.at->microseconds_utc() < b.at->microseconds_utc();
    return a.day < b.day;
}

bool same_end(end_point const& a, end_point const& b) { return !earlier(a, b) && !earlier(b, a); }

/// What nothing but the week is known of.
calendar const& bare_week() {
    static auto const week = calendar({.name = "Saturday and Sunday alone"});
    return week;
}

std::string clock_time(instant const& at) { return to_string(at).substr(0, 16); }

/// Counts one reading on one calendar.
class counter {
public:
    counter(period const& length, counting const& how, reading const& as, calendar const& on, direction to, bool custody,
            std::vector<counting_step>* steps)
        : length_(length), how_(how), as_(as), calendar_(on), sign_(to == direction::forward ? 1 : -1), custody_(custody), steps_(steps) {}

    end_point from(date start, std::optional<instant> const& clock);

private:
    /// Only with somebody to listen: the words would cost more than the counting.
    void say(std::optional<date> on, std::string what, std::string_view question = {}) {
        auto const article = how_.articles.find(std::string(question));
        auto source = question.empty() ? "" : how_.name;  // what has no article of its own follows from the way of counting
        if (article != how_.articles.end()) source += " " + article->second;
        steps_->push_back({on, std::move(what), std::move(source)});
    }
    /// The days were asked about: were they known?
    void ask(date a, date b) {
        if ((how_.non_working | weekly) == weekly) return;  // the days of the week are known of any year
        provisional_ |= !calendar_.certain({std::min(a, b), std::max(a, b)});
    }
    /// On which days no period ends: with the holidays those that the calendar keeps for this alone (Austria's 24 December).
    set_of<non_working> no_end_on() const {
        return how_.non_working.contains(non_working::holiday) ? how_.non_working | set_of(non_working::deadline) : how_.non_working;
    }
    working_days const& worked() {
        if (!worked_) worked_ = calendar_.working_days(how_.non_working);
        return *worked_;
    }
    void leave_out(date on, std::string what, std::string_view question) {
        if (!steps_) return;
        constexpr std::size_t steps_at_most = 2000;
        if (steps_->size() < steps_at_most) say(on, std::move(what), question);
        if (steps_->size() == steps_at_most) steps_->push_back({on, "further days are left out here"});
    }
    void skip(date on, std::string_view question) {
        if (steps_) leave_out(on, "not a working day: " + calendar_.why_not(on, how_.non_working), question);
    }

    bool exempt(bool from_roll) const;
    bool reaches(period const& of) const;
    bool leaves_out_days(period::part) const;
    void count_days(period::part);
    void count_months(int months, std::string const& length);
    date working_day(date after, int n, std::string_view question);
    void roll();
    void fill_up();
    void start_hours();
    void count_hours(std::int64_t minutes);
    void roll_hours();

    period const& length_;
    counting const& how_;
    reading const& as_;
    calendar const& calendar_;
    int sign_;
    bool custody_;
    std::vector<counting_step>* steps_;

    std::optional<working_days> worked_{};
    bool provisional_ = false;
    date trigger_ = date(2000, 1, 1);  ///< the day of the trigger, or the last day of the part before
    date last_ = trigger_;             ///< the last day so far: the next part begins on the day after, in the direction of counting
    date first_ = trigger_;            ///< the first day that counts
    std::optional<instant> at_{};
};

end_point counter::from(date start, std::optional<instant> const& clock) {
    auto const included = as_.trigger == trigger_day::included;
    trigger_ = start;
    last_ = included ? start - days(sign_) : start;
    first_ = last_ + days(sign_);
    at_ = clock;
    if (length_.starts_in_hours()) {
        if (!clock) throw bad_input(phrase(length_) + " run from a clock time: give an instant with its zone, as 2026-07-10T15:00:00+01:00[Europe/London]");
        start_hours();
    } else {
        if (steps_) say(start, included ? "trigger day, counted" : "trigger day, not counted", "trigger_day");
    }
    for (std::size_t i = 0; i < length_.parts().size(); ++i) {
        auto const part = length_.parts()[i];
        switch (part.unit) {
            case time_unit::years:
                if (i + 1 < length_.parts().size() && length_.parts()[i + 1].unit == time_unit::months && !length_.parts()[i + 1].begins) {  // a year and two months are 14 months
                    auto const months = length_.parts()[++i].count;
                    count_months(part.count * 12 + months, "P" + std::to_string(part.count) + "Y" + std::to_string(months) + "M");
                } else {
                    count_months(part.count * 12, "P" + std::to_string(part.count) + "Y");
                }
                break;
            case time_unit::months: count_months(part.count, "P" + std::to_string(part.count) + "M"); break;
            case time_unit::weeks:
            case time_unit::days:
            case time_unit::working_days: count_days(part); break;
            case time_unit::hours:
            case time_unit::minutes:
                if (!at_) throw bad_input("in " + phrase(length_) + " hours follow days, and the text would have to say from which clock time");
                count_hours(std::int64_t{part.count} * (part.unit == time_unit::hours ? 60 : 1));
                trigger_ = last_ = at_->local_date();
                continue;
        }
        trigger_ = last_;
        at_.reset();
    }
    if (at_) {
        roll_hours();
        if (steps_) say(at_->local_date(), "the period ends at " + clock_time(*at_) + " " + at_->zone());
        return {at_->local_date(), at_, provisional_};
    }
    if (how_.clear) {
        last_ = leaves_out_days(length_.parts().back()) ? working_day(last_, 1, "clear") : last_ + days(sign_);
        if (steps_) say(last_, "the days must be clear: the last one does not count either", "clear");
    }
    roll();
    fill_up();
    if (steps_) say(last_, sign_ > 0 ? "last day" : "latest day before, counted backwards");
    return {last_, {}, provisional_};
}

// ---- days, weeks, months --------------------------------------------------------------------------------------------

bool counter::leaves_out_days(period::part part) const {
    if (part.unit == time_unit::working_days) return true;
    if (part.unit != time_unit::days || how_.between == between::counted) return false;
    return !how_.between_below || part.count < how_.between_below->parts().front().count;
}

date counter::working_day(date after, int n, std::string_view question) {
    auto const to = worked().add(after, sign_ * n);
    ask(after + days(sign_), to);
    if (steps_)
        for (auto day = after + days(sign_); day != to; day = day + days(sign_))
            if (!worked().contains(day)) skip(day, question);
    return to;
}

void counter::count_days(period::part part) {
    auto const in_working_days = leaves_out_days(part);
    auto const question = in_working_days && how_.between == between::excluded ? "between" : "days";
    auto const weeks = part.unit == time_unit::weeks;
    if (in_working_days)
        last_ = working_day(last_, part.count, question);
    else
        last_ = date::from_days(last_.days_since_1970() + std::int64_t{sign_} * part.count * (weeks ? 7 : 1));
    if (steps_) say(last_, phrase(period("P" + std::to_string(part.count) + (weeks ? "W" : in_working_days ? "WD" : "D"))) + " end here", question);
}

void counter::count_months(int months, std::string const& length) {
    auto const from = as_.months == month_end::day_before ? last_ + days(sign_) : trigger_;
    last_ = add_months(from, sign_ * months, as_.months);
    if (steps_) say(last_, phrase(period(length)) + " end here (" + detail::words(to_string(as_.months)) + ")", "months");
}

// ---- the last day ---------------------------------------------------------------------------------------------------

/// Whether the period stays where it ends. That it is counted backwards exempts it from the roll alone (Regulation 1182/71 art. 3(4);
/// Algemene termijnenwet art. 1(2)).
bool counter::exempt(bool from_roll) const {
    using enum exemption;
    if (custody_ && how_.never_rolls.contains(custody)) return true;
    if (from_roll && sign_ < 0 && how_.never_rolls.contains(backward)) return true;
    if (length_.ends_in_hours() && how_.never_rolls.contains(hours)) return true;
    for (auto const part : length_.parts()) {
        if (part.unit == time_unit::years && how_.never_rolls.contains(years)) return true;
        for (auto const& limit : how_.rolls_at_most)
            if (limit.parts().front().unit == part.unit && part.count > limit.parts().front().count) return true;
    }
    return false;
}

void counter::roll() {
    if (how_.roll == roll::none) return;
    if (exempt(true)) {
        if (steps_) say({}, "the last day of such a period is not moved", "never_rolls");
        return;
    }
    auto const fell_on = last_;
    auto const forward = how_.roll == roll::next || (how_.roll == roll::onward && sign_ > 0);
    auto const ends = calendar_.working_days(no_end_on());
    last_ = forward ? ends.on_or_after(last_) : ends.on_or_before(last_);
    ask(fell_on, last_);
    if (steps_)
        for (auto day = fell_on; day != last_; day = day + days(forward ? 1 : -1))
            if (steps_) say(day, "not a working day: " + calendar_.why_not(day, no_end_on()), "roll");
}

/// Whether the period is at least as long as that one, which is in days.
bool counter::reaches(period const& of) const {
    std::int64_t length = 0;
    for (auto const part : length_.parts()) {
        if (part.unit <= time_unit::months) return true;
        length += std::int64_t{part.count} * (part.unit == time_unit::weeks ? 7 : 1);
    }
    return length >= of.parts().front().count;
}

void counter::fill_up() {
    if (!how_.minimum_working_days || exempt(false) || !reaches(how_.minimum_working_days->of)) return;
    auto const wanted = how_.minimum_working_days->days;
    auto const rolled_out = sign_ > 0 ? last_ < first_ : last_ > first_;  // to before its own first day
    if (rolled_out) last_ = first_ - days(sign_);
    auto const have = rolled_out ? 0 : worked().count({std::min(first_, last_), std::max(first_, last_)});
    ask(first_, last_);
    if (have >= wanted) return;
    if (steps_) say({}, "the period must contain " + std::to_string(wanted) + " working days, and contains " + std::to_string(have), "minimum_working_days");
    last_ = working_day(last_, wanted - have, "minimum_working_days");
}

// ---- hours ----------------------------------------------------------------------------------------------------------

void counter::start_hours() {
    if (how_.hours == hour_start::instant) {
        if (steps_) say(at_->local_date(), "runs from " + clock_time(*at_) + " " + at_->zone(), "hours");
        return;
    }
    auto const& zone = detail::time_zone(at_->zone());
    auto const local = cctz::convert(clock_point(std::chrono::microseconds(at_->microseconds_utc())), zone);
    auto const into_hour = (local.minute() * 60 + local.second()) * 1'000'000LL + ((at_->microseconds_utc() % 1'000'000) + 1'000'000) % 1'000'000;
    auto const hour_begins = at_->microseconds_utc() - into_hour;
    at_ = instant(sign_ > 0 ? hour_begins + 60 * minute : hour_begins, at_->zone());
    if (steps_) say(at_->local_date(), "the hour of the event is not counted: runs from " + clock_time(*at_) + " " + at_->zone(), "hours");
}

void counter::count_hours(std::int64_t minutes) {
    auto left = minutes * minute;
    auto now = at_->microseconds_utc();
    auto const no_days = how_.between == between::excluded;
    if (!no_days && !how_.hours_without) {
        at_ = instant(now + sign_ * left, at_->zone());
        return;
    }
    auto const& zone = detail::time_zone(at_->zone());
    auto const point = [&](date day, int minute_of_day) {
        auto const found = zone.lookup(cctz::civil_second(day.year(), day.month(), day.day(), 0, minute_of_day, 0));
        auto const at = found.kind == cctz::time_zone::civil_lookup::SKIPPED ? found.trans : found.pre;
        return clock_point(at).time_since_epoch().count();
    };
    auto const out = [&](int from, int until) {  // whether the window takes this piece of the day out
        if (!how_.hours_without) return false;
        auto const [begin, end] = *how_.hours_without;
        return begin < end ? begin <= from && until <= end : until <= end || begin <= from;
    };
    std::vector<int> cuts{0, minutes_of_day};
    if (how_.hours_without) cuts = {0, how_.hours_without->from, how_.hours_without->until, minutes_of_day};
    std::ranges::sort(cuts);
    auto day = instant(sign_ > 0 ? now : now - 1, at_->zone()).local_date();
    for (;; day = day + days(sign_)) {
        if (no_days) {
            ask(day, day);
            if (!worked().contains(day)) {
                worked().add(day, sign_);  // throws where no day comes any more
                skip(day, "between");
                continue;
            }
        }
        for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
            auto const i = sign_ > 0 ? k : cuts.size() - 2 - k;
            if (cuts[i] == cuts[i + 1]) continue;
            auto const begin = point(day, cuts[i]), end = point(day, cuts[i + 1]);
            if (out(cuts[i], cuts[i + 1])) {
                if (sign_ > 0 ? now < end : now > begin) leave_out(day, "hours of the night are not counted", "hours_without");
                continue;
            }
            if (sign_ > 0) {
                auto const from = std::max(now, begin);
                if (from >= end) continue;
                if (end - from >= left) {
                    at_ = instant(from + left, at_->zone());
                    return;
                }
                left -= end - from;
                now = end;
            } else {
                auto const from = std::min(now, end);
                if (from <= begin) continue;
                if (from - begin >= left) {
                    at_ = instant(from - left, at_->zone());
                    return;
                }
                left -= from - begin;
                now = begin;
            }
        }
    }
}

void counter::roll_hours() {
    if (how_.roll == roll::none) return;
    if (exempt(true)) {
        if (steps_) say({}, "the end of such a period is not moved", "never_rolls");
        return;
    }
    auto const fell_on = at_->local_date();
    auto const forward = how_.roll == roll::next || (how_.roll == roll::onward && sign_ > 0);
    auto const to = forward ? worked().on_or_after(fell_on) : worked().on_or_before(fell_on);
    ask(fell_on, to);
    if (to == fell_on) return;
    for (auto day = fell_on; day != to; day = day + days(forward ? 1 : -1)) skip(day, "roll");
    auto const& zone = detail::time_zone(at_->zone());
    auto const local = cctz::convert(clock_point(std::chrono::microseconds(at_->microseconds_utc())), zone);
    auto const same_time = zone.lookup(cctz::civil_second(to.year(), to.month(), to.day(), local.hour(), local.minute(), local.second()));
    at_ = instant(clock_point(same_time.pre).time_since_epoch().count(), at_->zone());
}

}  // namespace

// ---- count ----------------------------------------------------------------------------------------------------------

namespace {

template <class Visit>
void each_end(period const& length, when const& start, counting const& how, std::span<calendar const> alternatives, direction to, bool custody, bool with_steps,
              Visit visit) {
    auto const as = readings(how, length);
    auto const one_day = start.earliest() == start.latest();
    for (auto const& on : alternatives.empty() ? std::span(&bare_week(), 1) : alternatives)
        for (auto const& reading : as)
            for (auto const last : {false, true}) {
                if (one_day && last) continue;
                auto const from = last ? start.latest() : start.earliest();
                std::vector<counting_step> steps;
                auto const end = counter(length, how, reading, on, to, custody, with_steps ? &steps : nullptr).from(from, start.at());
                visit(end, reading, on, from, steps);
            }
}

}  // namespace

struct expiry::question {
    period length;
    when start;
    comity::counting counting;
    std::vector<calendar> alternatives;
    comity::direction direction;
    bool custody;

    /// Calls visit(end, reading, calendar, start day, steps) for every reading on every calendar from either end of a rough date.
    template <class Visit> void for_each(Visit visit) const {
        each_end(length, start, counting, alternatives, direction, custody, true, visit);
    }
};

detail::counted_ends detail::ends_of(period const& length, when const& start, counting const& how, std::span<calendar const> alternatives, direction to,
                                     bool custody) {
    std::optional<end_point> first, last, of_earliest, of_latest;  // two dates from two ends of a rough date alone are no two readings
    bool provisional = false, differ = false;
    each_end(length, start, how, alternatives, to, custody, false, [&](end_point const& end, reading const&, calendar const&, date from, auto const&) {
        provisional |= end.provisional;
        auto& same_start = from == start.earliest() ? of_earliest : of_latest;
        if (same_start) differ |= !same_end(*same_start, end);
        else same_start = end;
        if (!first || earlier(end, *first)) first = end;
        if (!last || earlier(*last, end)) last = end;
    });
    return {first->day, last->day, std::move(first->at), std::move(last->at), provisional, differ};
}

expiry count(period const& length, when const& start, comity::counting const& counting, std::vector<calendar> const& alternatives,
              direction to, bool custody) {
    check(counting);
    auto const ends = detail::ends_of(length, start, counting, alternatives, to, custody);
    auto result = expiry(ends.earliest, ends.latest);
    if (ends.latest_at) {
        result.earliest_instant_ = ends.earliest_at;
        result.last_instant_ = ends.latest_at;
    }
    if (ends.provisional) result.certainty_.insert(doubt::provisional);
    if (ends.readings_differ) result.certainty_.insert(doubt::two_readings);
    if (!start.exact()) result.certainty_.insert(doubt::approximate);
    if (!counting.verified) result.certainty_.insert(doubt::unverified);
    result.question_ = std::make_shared<expiry::question>(
        expiry::question{length, start, counting, alternatives.empty() ? std::vector{bare_week()} : alternatives, to, custody});
    return result;
}

std::vector<counting_step> expiry::steps() const {
    std::vector<counting_step> result;
    auto const& q = *question_;
    auto const remark = [&](std::string what, std::string source = {}) { result.push_back({{}, std::move(what), std::move(source)}); };
    if (!q.counting.name.empty())
        remark(phrase(q.length) + (q.direction == direction::backward ? " back from " : " from ") + to_string(q.start) + ", counted by " + q.counting.name +
                   (q.counting.title.empty() ? "" : " (" + q.counting.title + ")"),
               q.counting.source);
    if (!q.counting.verified) remark("the text of this way of counting has not been checked");
    struct run {
        end_point end;
        std::string heading;
        bool provisional;
        calendar const* on;
        std::vector<counting_step> steps;
    };
    std::vector<run> runs;
    q.for_each([&](end_point const& end, reading const& as, calendar const& on, date from, std::vector<counting_step> const& steps) {
        auto heading = std::string(as.said);
        if (q.alternatives.size() > 1) heading += (heading.empty() ? "on the calendar " : ", on the calendar ") + on.name();
        if (q.start.earliest() != q.start.latest()) heading += (heading.empty() ? "from " : ", from ") + to_string(from);
        runs.push_back({end, heading, end.provisional, &on, steps});
    });
    // Of several runs those show that give the two ends; a third says nothing new.
    auto const ends = [](run const& a, run const& b) { return earlier(a.end, b.end); };
    std::vector<run> shown{*std::ranges::min_element(runs, ends)};
    auto const last = *std::ranges::max_element(runs, ends);
    if (!same_end(shown.front().end, last.end)) shown.push_back(last);
    for (auto& run : shown) {
        if (shown.size() > 1) remark(run.heading + ":");
        if (run.provisional) {
            auto const known = run.on->coverage();
            remark("provisional: calendar " + run.on->name() +
                   (known ? " is held to be complete from " + to_string(known->from) + " to " + to_string(known->until) +
                                (run.on->facts().estimated.empty() ? "" : ", except near days computed from the moon")
                          : " is not held to be complete for any day"));
        }
        std::ranges::move(run.steps, std::back_inserter(result));
    }
    return result;
}

// ---- counting -------------------------------------------------------------------------------------------------------

void check(counting const& how) {
    auto const refuse = [&](std::string const& what) {
        return bad_input((how.name.empty() ? std::string("a way of counting") : "counting " + detail::quoted(how.name)) + ": " + what);
    };
    if (how.clear && how.trigger_day != trigger_day::excluded) throw refuse("of clear days the first is not counted either: the trigger day must be excluded");
    if (how.between_below && (how.between_below->parts().size() != 1 || how.between_below->parts().front().unit != time_unit::days))
        throw refuse("between_below is a number of days, as P11D");
    for (auto const& limit : how.rolls_at_most)
        if (limit.parts().size() != 1) throw refuse("rolls_at_most takes lengths in one unit each, as P90D, P12W, P3M");
    if (auto const& least = how.minimum_working_days) {
        if (least->days < 1 || least->days > 1000) throw refuse("minimum_working_days is 1 to 1000");
        if (least->of.parts().size() != 1 || least->of.parts().front().unit != time_unit::days) throw refuse("minimum_working_days holds for periods of a number of days, as P3D");
    }
    if (auto const& night = how.hours_without) {
        auto const of_day = [](int m) { return m >= 0 && m <= minutes_of_day; };
        if (!of_day(night->from) || !of_day(night->until) || night->from == minutes_of_day || night->from == night->until || (night->from == 0 && night->until == minutes_of_day))
            throw refuse("the hours left out of each day begin and end between 00:00 and 24:00, and leave some");
    }
}

std::string to_string(counting_step const& step) {
    auto text = step.on ? to_string(*step.on) + " " + std::string(to_string(step.on->weekday())).substr(0, 3) + "  " + step.what : step.what;
    if (!step.source.empty()) text += "  [" + step.source + "]";
    return text;
}

std::ostream& operator<<(std::ostream& out, counting_step const& step) { return out << to_string(step); }

namespace {

std::string of_day(int minutes) {
    auto const two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

}  // namespace

std::string as_text(counting const& how) {
    std::ostringstream out;
    out << how.name << "  " << how.title << '\n';
    auto const answer = [&](std::string_view question, std::string const& is) {
        out << "  " << question << std::string(question.size() < 22 ? 22 - question.size() : 1, ' ') << is;
        if (auto const at = how.articles.find(std::string(question)); at != how.articles.end()) out << "  [" << at->second << ']';
        out << '\n';
    };
    auto const name = [](auto value) { return std::string(to_string(value)); };
    answer("trigger_day", name(how.trigger_day));
    answer("clear", how.clear ? "true" : "false");
    answer("roll", name(how.roll));
    if (!how.never_rolls.empty()) answer("never_rolls", to_string(how.never_rolls));
    std::string longest;
    for (auto const& limit : how.rolls_at_most) longest += (longest.empty() ? "" : ", ") + to_string(limit);
    if (!longest.empty()) answer("rolls_at_most", longest);
    answer("between", name(how.between));
    if (how.between_below) answer("between_below", to_string(*how.between_below));
    answer("months", name(how.months));
    if (how.minimum_working_days) answer("minimum_working_days", std::to_string(how.minimum_working_days->days) + " in periods of " + to_string(how.minimum_working_days->of) + " or more");
    answer("hours", name(how.hours));
    if (how.hours_without) answer("hours_without", of_day(how.hours_without->from) + " to " + of_day(how.hours_without->until));
    answer("non_working", to_string(how.non_working));
    std::string calendars;
    for (auto const& c : how.calendars) calendars += (calendars.empty() ? "" : ", ") + c;
    if (!calendars.empty()) answer("calendar", calendars);
    if (!how.scope.empty()) out << "scope: " << how.scope << '\n';
    if (!how.note.empty()) out << "note: " << how.note << '\n';
    out << "source: " << how.source << (how.verified ? "" : "  (not checked against the text)") << '\n';
    return out.str();
}

}  // namespace comity::v0
