// SPDX-License-Identifier: Apache-2.0
#include <comity/calendar.hpp>

#include "easter.hpp"
#include "quoted.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <limits>
#include <mutex>
#include <sstream>
#include <utility>

namespace comity::inline v0 {

namespace {

constexpr std::size_t rows_at_most = 100'000;

std::string to_lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::optional<weekday> weekday_named(std::string_view name) {
    for (int n = 1; n <= 7; ++n)
        if (to_lower(to_string(static_cast<weekday>(n))) == name) return static_cast<weekday>(n);
    return {};
}

std::optional<int> number(std::string_view text) {
    int n = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
    return n;
}

/// `yearly_day_off::on`, read.
struct rule {
    enum class base { fixed, on_or_after, on_or_before, easter, orthodox_easter } from{};
    int month = 0, day = 0;
    comity::weekday weekday{};
    int offset = 0;

    std::optional<date> in(int year) const;
};

std::optional<rule> read_rule(std::string_view text) {
    for (auto const& [word, base] : {std::pair(std::string_view("easter"), rule::base::easter),
                                     std::pair(std::string_view("orthodox_easter"), rule::base::orthodox_easter)})
        if (text.starts_with(word)) {
            auto rest = text.substr(word.size());
            if (rest.empty()) return rule{.from = base};
            if (rest.front() == '+') rest.remove_prefix(1);
            else if (rest.front() != '-') return {};
            auto const offset = number(rest);
            if (!offset || *offset < -100 || *offset > 100) return {};
            return rule{.from = base, .offset = *offset};
        }
    auto result = rule{};
    if (auto const space = text.find(' '); space != text.npos) {
        auto const day = weekday_named(text.substr(0, space));
        if (!day) return {};
        result.weekday = *day;
        auto rest = text.substr(space + 1);
        if (rest.starts_with("on or after ")) result.from = rule::base::on_or_after, rest.remove_prefix(12);
        else if (rest.starts_with("on or before ")) result.from = rule::base::on_or_before, rest.remove_prefix(13);
        else return {};
        text = rest;
    }
    if (text.size() != 5 || text[2] != '-') return {};
    auto const month = number(text.substr(0, 2)), day = number(text.substr(3));
    if (!month || !day || !try_parse_date("2000-" + std::string(text))) return {};  // 2000 had a 29 February
    result.month = *month;
    result.day = *day;
    return result;
}

/// The day in a year; none where 29 February does not exist.
std::optional<date> rule::in(int year) const {
    switch (from) {
        case base::easter: return detail::easter(year) + days(offset);
        case base::orthodox_easter: return detail::orthodox_easter(year) + days(offset);
        default: break;
    }
    auto const leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month == 2 && day == 29 && !leap) return {};
    auto const fixed = date(year, month, day);
    if (from == base::fixed) return fixed;
    auto const back = from == base::on_or_before;
    auto const distance = (static_cast<int>(weekday) - static_cast<int>(fixed.weekday())) * (back ? -1 : 1);
    auto const steps = days((distance + 7) % 7);
    return back ? fixed - steps : fixed + steps;
}

constexpr std::array dated_lists{&calendar_facts::days_off,  &calendar_facts::estimated, &calendar_facts::working_days,
                                 &calendar_facts::half_days, &calendar_facts::uncertain, &calendar_facts::deadline};

bool by_date(day_off const& a, day_off const& b) { return a.on < b.on; }

/// A calendar in which nothing can be done for longer than this is a mistake, and would send a count years away.
constexpr int idle_days_at_most = 400;

bad_input no_working_day(std::string const& calendar, date near) {
    return bad_input("calendar " + detail::quoted(calendar) + " has no working day within " + std::to_string(idle_days_at_most) + " days of " + to_string(near));
}

bool has(std::vector<day_off> const& sorted, date on) {
    return std::ranges::binary_search(sorted, on, {}, &day_off::on);
}

}  // namespace

// ---- the body -------------------------------------------------------------------------------------------------------

struct working_days::table {
    std::vector<std::int32_t> rank;
    std::vector<std::int32_t> days;
};

struct calendar::body {
    calendar_facts facts;
    std::vector<rule> rules{};              ///< as facts.rules
    std::vector<calendar> parts{};
    std::string name{};

    mutable std::mutex mutex{};
    mutable std::array<std::shared_ptr<working_days::table const>, 64> tables{};  ///< by what is non-working

    bool rests(date on) const {
        for (auto const& span : facts.weekend)
            if ((!span.from || *span.from <= on) && (!span.until || on <= *span.until) &&
                std::ranges::find(span.days, on.weekday()) != span.days.end())
                return true;
        return false;
    }

    /// Calls visit(date, rule) for each day that a rule gives in a year.
    template <class Visit> void for_each_by_rule(int year, Visit visit) const {
        if (year < 1401 || year > 9998) return;  // so that no rule leaves the range of dates
        for (std::size_t i = 0; i < rules.size(); ++i) {
            auto const& says = facts.rules[i];
            if ((says.since && year < *says.since) || (says.until && year > *says.until) ||
                std::ranges::find(says.except, year) != says.except.end())
                continue;
            if (auto const on = rules[i].in(year)) visit(*on, says);
        }
    }

    bool by_rule(date on) const {
        bool found = false;
        for (int year = on.year() - 1; year <= on.year() + 1; ++year)  // a Monday on or after 29 December may be in January
            for_each_by_rule(year, [&](date day, auto const&) { found |= day == on; });
        return found;
    }

    bool idle(date on, set_of<non_working> none) const {
        for (auto const& part : parts)
            if (part.body_->idle(on, none)) return true;
        if (!parts.empty()) return false;
        using enum non_working;
        auto const day = on.weekday();
        return (none.contains(weekend) && rests(on) && !has(facts.working_days, on)) ||
               (none.contains(saturday) && day == weekday::saturday) || (none.contains(sunday) && day == weekday::sunday) ||
               (none.contains(holiday) && (has(facts.days_off, on) || has(facts.estimated, on) || by_rule(on))) ||
               (none.contains(uncertain) && has(facts.uncertain, on)) || (none.contains(deadline) && has(facts.deadline, on));
    }

    std::shared_ptr<working_days::table const> make_table(set_of<non_working> none) const;
};

std::shared_ptr<working_days::table const> calendar::body::make_table(set_of<non_working> none) const {
    constexpr auto first = working_days::first_day, end = working_days::end_day;
    std::vector<bool> idle(static_cast<std::size_t>(end - first));
    auto const mark = [&](date on) {
        if (working_days::in_table(on.days_since_1970())) idle[static_cast<std::size_t>(on.days_since_1970() - first)] = true;
    };
    auto const mark_all = [&](std::vector<day_off> const& list) {
        for (auto const& row : list) mark(row.on);
    };
    if (parts.empty()) {
        using enum non_working;
        auto const weekly = none.contains(weekend) || none.contains(saturday) || none.contains(sunday);
        auto without_dates = none;
        if (weekly) {
            without_dates = {};
            for (auto const kind : {weekend, saturday, sunday})
                if (none.contains(kind)) without_dates.insert(kind);
            for (auto day = first; day < end; ++day)
                if (this->idle(date::from_days(day), without_dates)) mark(date::from_days(day));
        }
        if (none.contains(holiday)) {
            mark_all(facts.days_off);
            mark_all(facts.estimated);
            for (int year = date::from_days(first).year() - 1; year <= date::from_days(end).year() + 1; ++year)
                for_each_by_rule(year, [&](date on, auto const&) { mark(on); });
        }
        if (none.contains(uncertain)) mark_all(facts.uncertain);
        if (none.contains(deadline)) mark_all(facts.deadline);
    } else {
        for (auto const& part : parts) {
            auto const theirs = part.working_days(none);
            for (auto day = first; day < end; ++day)
                if (!theirs.contains(date::from_days(day))) mark(date::from_days(day));
        }
    }
    auto made = std::make_shared<working_days::table>();
    made->rank.reserve(idle.size() + 1);
    made->rank.push_back(0);
    for (std::size_t i = 0; i < idle.size(); ++i) {
        if (!idle[i]) made->days.push_back(first + static_cast<std::int32_t>(i));
        made->rank.push_back(static_cast<std::int32_t>(made->days.size()));
    }
    if (made->days.empty()) throw bad_input("calendar " + detail::quoted(name) + " has no working day left without " + to_string(none));
    for (std::size_t i = 1; i < made->days.size(); ++i)
        if (made->days[i] - made->days[i - 1] > idle_days_at_most) throw no_working_day(name, date::from_days(made->days[i - 1]));
    return made;
}

// ---- calendar -------------------------------------------------------------------------------------------------------

calendar::calendar(std::shared_ptr<body const> made) : body_(std::move(made)) {}

calendar::calendar(calendar_facts facts) {
    auto made = std::make_shared<body>();
    auto const refuse = [&](std::string const& what) { return bad_input("calendar " + detail::quoted(facts.name) + ": " + what); };
    if (facts.name.empty()) throw bad_input("a calendar needs a name");
    if (facts.coverage && facts.coverage->until < facts.coverage->from)
        throw refuse("its coverage ends before it begins: " + to_string(facts.coverage->from) + ", " + to_string(facts.coverage->until));
    for (auto const& span : facts.weekend) {
        if (span.from && span.until && *span.until < *span.from) throw refuse("a weekend ends on " + to_string(*span.until) + ", before it begins");
        std::bitset<8> rest;
        for (auto const day : span.days) rest.set(static_cast<std::size_t>(day));
        if (rest.count() == 7) throw refuse("its weekend is the whole week, so that there is no working day");
    }
    for (auto const& rule : facts.rules)
        if (rule.since && rule.until && *rule.until < *rule.since)
            throw refuse("the rule " + detail::quoted(rule.name) + " ends in " + std::to_string(*rule.until) + ", before it begins, in " + std::to_string(*rule.since));
    auto rows = facts.rules.size();
    for (auto const list : dated_lists) rows += (facts.*list).size();
    if (rows > rows_at_most)
        throw refuse("it has more than " + std::to_string(rows_at_most) + " rows");
    for (auto const& row : facts.rules) {
        auto const read = read_rule(row.on);
        if (!read)
            throw refuse(detail::quoted(row.on) + " is not a day of the year; write 12-25, monday on or after 05-01, monday on or before 05-31, "
                                                  "easter-2 or orthodox_easter+1");
        made->rules.push_back(*read);
    }
    for (auto const list : dated_lists) std::ranges::stable_sort(facts.*list, by_date);
    made->name = facts.name;
    made->facts = std::move(facts);
    body_ = std::move(made);
}

calendar calendar::joint(std::vector<calendar> const& parts) {
    if (parts.empty()) throw bad_input("a joint calendar needs at least one");
    if (parts.size() == 1) return parts.front();
    auto made = std::make_shared<body>();
    made->parts = parts;
    for (auto const& part : parts) made->name += (made->name.empty() ? "" : " + ") + part.name();
    made->facts = parts.front().facts();
    return calendar(std::move(made));
}

std::string const& calendar::name() const { return body_->name; }
calendar_facts const& calendar::facts() const { return body_->facts; }
std::vector<calendar> const& calendar::parts() const { return body_->parts; }

std::optional<date_range> calendar::coverage() const {
    if (body_->parts.empty()) return body_->facts.coverage;
    auto common = body_->parts.front().coverage();
    for (auto const& part : body_->parts) {
        auto const theirs = part.coverage();
        if (!common || !theirs) return {};
        common = date_range{std::max(common->from, theirs->from), std::min(common->until, theirs->until)};
        if (common->until < common->from) return {};
    }
    return common;
}

bool calendar::certain(date_range range) const {
    for (auto const& part : body_->parts)
        if (!part.certain(range)) return false;
    if (!body_->parts.empty()) return true;
    auto const& facts = body_->facts;
    if (!facts.coverage || range.from < facts.coverage->from || facts.coverage->until < range.until) return false;
    auto const near = std::ranges::lower_bound(facts.estimated, range.from - days(2), {}, &day_off::on);
    return near == facts.estimated.end() || near->on > range.until + days(2);
}

namespace {

void check(date_range range) {
    if (range.until < range.from) throw bad_input("the days from " + to_string(range.from) + " to " + to_string(range.until) + " end before they begin");
}

}  // namespace

std::vector<day_off> calendar::days_off(date_range range) const {
    check(range);
    std::vector<day_off> result;
    for (auto const& part : body_->parts)
        for (auto& row : part.days_off(range)) {
            row.name += " (" + part.name() + ")";
            result.push_back(std::move(row));
        }
    if (body_->parts.empty()) {
        for (auto const* dated : {&body_->facts.days_off, &body_->facts.estimated})
            for (auto row = std::ranges::lower_bound(*dated, range.from, {}, &day_off::on); row != dated->end() && row->on <= range.until; ++row)
                result.push_back(*row);
        for (int year = range.from.year() - 1; year <= range.until.year() + 1; ++year)
            body_->for_each_by_rule(year, [&](date on, yearly_day_off const& says) {
                if (range.contains(on)) result.push_back({.on = on, .name = says.name, .known = says.known, .source = says.source});
            });
    }
    std::ranges::stable_sort(result, by_date);
    return result;
}

std::string calendar::name_of(date on) const {
    std::string names;
    for (auto const& row : days_off({on, on})) (names += names.empty() ? "" : "; ") += row.name;
    return names;
}

std::string calendar::why_not(date on, set_of<non_working> none) const {
    if (!body_->idle(on, none)) return {};
    if (none.contains(non_working::holiday))
        if (auto name = name_of(on); !name.empty()) return name;
    auto const listed = [&](non_working kind, std::vector<day_off> const& list) -> std::string {
        auto const row = std::ranges::lower_bound(list, on, {}, &day_off::on);
        return none.contains(kind) && row != list.end() && row->on == on ? row->name : "";
    };
    for (auto const& part : body_->parts.empty() ? std::vector{*this} : body_->parts) {
        if (auto name = listed(non_working::deadline, part.facts().deadline); !name.empty()) return name;
        if (auto name = listed(non_working::uncertain, part.facts().uncertain); !name.empty()) return name;
    }
    return std::string(to_string(on.weekday()));
}

calendar calendar::known_on(date day) const {
    if (!body_->parts.empty()) {
        std::vector<calendar> parts;
        for (auto const& part : body_->parts) parts.push_back(part.known_on(day));
        return joint(parts);
    }
    auto facts = body_->facts;
    auto const later = [&](auto const& row) { return row.known && *row.known > day; };
    std::erase_if(facts.rules, later);
    for (auto const list : dated_lists) std::erase_if(facts.*list, later);
    if (facts.coverage) {
        facts.coverage->until = std::min(facts.coverage->until, date(day.year(), 12, 31));
        if (facts.coverage->until < facts.coverage->from) facts.coverage.reset();
    }
    return calendar(std::move(facts));
}

bool operator==(calendar const& a, calendar const& b) {
    return a.body_ == b.body_ || (a.body_->facts == b.body_->facts && a.body_->parts == b.body_->parts);
}

comity::working_days calendar::working_days(set_of<non_working> none) const {
    std::lock_guard lock(body_->mutex);
    auto& table = body_->tables[none.bits()];
    if (!table) table = body_->make_table(none);
    return {*this, none, table};
}

// ---- working days ---------------------------------------------------------------------------------------------------

working_days::working_days(comity::calendar of, set_of<non_working> none, std::shared_ptr<table const> made)
    : calendar_(std::move(of)), non_working_(none), table_(std::move(made)),
      rank_(table_->rank.data()), days_(table_->days.data()), size_(static_cast<std::int32_t>(table_->days.size())) {}

bool working_days::contains_slowly(date on) const { return !calendar_.body_->idle(on, non_working_); }

/// The nearest working day in a direction, the day itself left out.
date working_days::step(date on, int direction) const {
    auto const from = on;
    for (int i = 0; i < idle_days_at_most; ++i) {
        on = on + days(direction);
        if (contains(on)) return on;
    }
    throw no_working_day(calendar_.name(), from);
}

date working_days::add_slowly(date on, int n) const {
    if (n == 0) throw bad_input("no working day is 0 working days away; ask for on_or_after or on_or_before");
    for (; n > 0; --n) on = step(on, 1);
    for (; n < 0; ++n) on = step(on, -1);
    return on;
}

int working_days::count(date_range range) const {
    check(range);
    auto const from = range.from.days_since_1970(), until = range.until.days_since_1970();
    if (in_table(from) && in_table(until)) return rank_[until - first_day + 1] - rank_[from - first_day];
    int n = 0;
    for (auto day = from; day <= until; ++day) n += contains(date::from_days(day)) ? 1 : 0;
    return n;
}

// ---- as text --------------------------------------------------------------------------------------------------------

std::string as_text(calendar const& of) {
    auto const& facts = of.facts();
    std::ostringstream out;
    out << facts.name << "  " << facts.title << '\n';
    if (facts.coverage)
        out << "days off are complete from " << facts.coverage->from << " to " << facts.coverage->until << '\n';
    else
        out << "days off are not known to be complete in any year\n";
    for (auto const& span : facts.weekend) {
        out << "rest";
        for (auto const day : span.days) out << ' ' << to_string(day);
        if (span.from) out << " from " << *span.from;
        if (span.until) out << " to " << *span.until;
        out << '\n';
    }
    auto const remark = [&](auto const& row) {
        if (row.known) out << "  [known " << *row.known << ']';
        if (!row.source.empty()) out << "  [" << row.source << ']';
        out << '\n';
    };
    if (!facts.rules.empty()) out << "\nevery year\n";
    for (auto const& row : facts.rules) {
        out << "  " << row.on << "  " << row.name;
        if (row.since) out << ", since " << *row.since;
        if (row.until) out << ", until " << *row.until;
        for (auto const& year : row.except) out << (&year == row.except.data() ? ", not in " : ", ") << year;
        remark(row);
    }
    auto const list = [&](std::string_view heading, std::vector<day_off> const& rows) {
        if (!rows.empty()) out << '\n' << heading << '\n';
        for (auto const& row : rows) {
            out << "  " << row.on << ' ' << std::string_view(to_string(row.on.weekday())).substr(0, 3) << "  " << row.name;
            if (row.kind != day_off_kind::recurring) out << " (" << to_string(row.kind) << ')';
            if (!row.why.empty()) out << ": " << row.why;
            remark(row);
        }
    };
    list("days off", facts.days_off);
    list("days of rest that are worked", facts.working_days);
    list("half days", facts.half_days);
    list("uncertain", facts.uncertain);
    list("no period ends on", facts.deadline);
    list("days off computed from the moon", facts.estimated);
    if (facts.coverage) {
        out << "\nworking days of a year";
        auto const worked = of.working_days();
        for (int year = facts.coverage->from.year(); year <= facts.coverage->until.year(); ++year)
            out << ((year - facts.coverage->from.year()) % 7 == 0 ? "\n  " : "  ") << year << ' '
                << worked.count({date(year, 1, 1), date(year, 12, 31)});
        out << '\n';
    }
    if (!facts.note.empty()) out << "\nnote: " << facts.note << '\n';
    for (auto const& source : facts.sources) out << "source: " << source << '\n';
    return out.str();
}

}  // namespace comity::v0
