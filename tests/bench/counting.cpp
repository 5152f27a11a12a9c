// SPDX-License-Identifier: Apache-2.0
// How fast comity counts, beside a bare look-up in a table and beside what one would use instead. `tests/bench/run.sh` runs it, and
// busday.py after it, for NumPy.
//
// Two questions, asked of the days from 2000 to 2025 in random order, in the calendar of England and Wales:
//     add      the N-th working day after a day, N from 1 to 60
//     months   the day M months later, M from 1 to 24 (31 January and a month: the last of February), or the next working day after
// Every answer is compared with the table's. One rival's answers rightly differ: Boost.Date_Time counts months from the end of a month
// to the end of a month, so that 28 February and a month is 31 March.

#include "measuring.hpp"

#include <comity/calendar.hpp>
#include <comity/counting.hpp>
#include <comity/date.hpp>
#include <comity/law.hpp>

// <ql/quantlib.hpp> does not compile as C++20 with Boost 1.74; the calendars alone do.
#include <ql/time/calendars/unitedkingdom.hpp>

#include <benchmark/benchmark.h>
#include <boost/date_time/gregorian/gregorian.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

namespace {

namespace gregorian = boost::gregorian;
namespace ql = QuantLib;

constexpr std::size_t many = 1'000'000;

// ---- what is asked --------------------------------------------------------------------------------------------------

struct questions {
    std::vector<std::int32_t> days, working_days, months;  ///< days since 1970
    std::vector<comity::date> dates;

    questions() {
        std::mt19937 random(20260301);
        auto const first = comity::date(2000, 1, 1).days_since_1970(), last = comity::date(2025, 12, 31).days_since_1970();
        for (std::size_t i = 0; i < many; ++i) {
            days.push_back(std::uniform_int_distribution(first, last)(random));
            working_days.push_back(std::uniform_int_distribution(1, 60)(random));
            months.push_back(std::uniform_int_distribution(1, 24)(random));
            dates.push_back(comity::date::from_days(days.back()));
        }
    }
};

questions const& asked() {
    static questions const q;
    return q;
}

comity::calendar const& england() {
    static auto const calendar = comity::law::built_in().calendar("GB-ENG");
    return calendar;
}

// ---- the floor: a table written by hand -----------------------------------------------------------------------------

std::int32_t days_from_civil(int y, unsigned m, unsigned d) {  // H. Hinnant's
    y -= m <= 2;
    auto const era = (y >= 0 ? y : y - 399) / 400;
    auto const yoe = static_cast<unsigned>(y - era * 400), doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    return era * 146097 + static_cast<int>(yoe * 365 + yoe / 4 - yoe / 100 + doy) - 719468;
}

void civil_from_days(std::int32_t z, int& y, unsigned& m, unsigned& d) {
    z += 719468;
    auto const era = (z >= 0 ? z : z - 146096) / 146097;
    auto const doe = static_cast<unsigned>(z - era * 146097), yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    auto const doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    d = doy - (153 * mp + 2) / 5 + 1;
    m = mp < 10 ? mp + 3 : mp - 9;
    y = static_cast<int>(yoe) + era * 400 + (m <= 2);
}

struct bare_table {
    std::int32_t first = comity::date(1990, 1, 1).days_since_1970();
    std::vector<std::int32_t> rank;  ///< [day - first]: the working days up to it, itself included
    std::vector<std::int32_t> day;   ///< [rank]
    std::vector<std::int32_t> next;  ///< [day - first]: that day, or the next working day

    bare_table() {
        auto const length = comity::date(2065, 1, 1).days_since_1970() - first;
        auto const working = england().working_days();
        for (std::int32_t i = 0; i < length; ++i) {
            if (working.contains(comity::date::from_days(first + i))) day.push_back(first + i);
            rank.push_back(static_cast<std::int32_t>(day.size()));
        }
        next.resize(rank.size());
        auto following = first + length;
        for (auto i = length - 1; i >= 0; --i) {
            if (working.contains(comity::date::from_days(first + i))) following = first + i;
            next[static_cast<std::size_t>(i)] = following;
        }
    }
};

// ---- the answers: out[i] for each i below n -------------------------------------------------------------------------

using answers = std::vector<std::int32_t>;

void table_add(answers& out, std::size_t n) {
    static bare_table const table;
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i)
        out[i] = table.day[static_cast<std::size_t>(table.rank[static_cast<std::size_t>(q.days[i] - table.first)] + q.working_days[i] - 1)];
}

void table_months(answers& out, std::size_t n) {
    static bare_table const table;
    static constexpr unsigned lengths[]{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i) {
        int y;
        unsigned m, d;
        civil_from_days(q.days[i], y, m, d);
        auto const month = y * 12 + static_cast<int>(m) - 1 + q.months[i];
        y = month / 12;
        m = static_cast<unsigned>(month % 12) + 1;
        auto const last = lengths[m] + (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
        out[i] = table.next[static_cast<std::size_t>(days_from_civil(y, m, std::min(d, last)) - table.first)];
    }
}

void comity_add(answers& out, std::size_t n) {
    static auto const working = england().working_days();
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i) out[i] = working.add(q.dates[i], q.working_days[i]).days_since_1970();
}

void comity_months(answers& out, std::size_t n) {
    static auto const working = england().working_days();
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i)
        out[i] = working.on_or_after(add_months(q.dates[i], q.months[i], comity::month_end::same_number_else_last)).days_since_1970();
}

/// The whole of it, with its steps and doubts at hand.
void count(answers& out, std::size_t n, std::vector<comity::period> const& lengths, comity::counting const& counting) {
    std::vector<comity::calendar> const calendars{england()};
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i)
        out[i] = comity::count(lengths[i], q.dates[i], counting, calendars).last_day().days_since_1970();
}

std::vector<comity::period> periods(std::vector<std::int32_t> const& numbers, char unit) {
    std::vector<comity::period> result;
    for (auto const number : numbers) result.emplace_back("P" + std::to_string(number) + unit);
    return result;
}

void comity_count_add(answers& out, std::size_t n) {
    static auto const lengths = periods(asked().working_days, 'D');
    count(out, n, lengths, {.name = "working days", .between = comity::between::excluded});
}

void comity_count_months(answers& out, std::size_t n) {
    static auto const lengths = periods(asked().months, 'M');
    count(out, n, lengths, {.name = "next working day", .roll = comity::roll::next});
}

ql::Date quantlib_date(std::int32_t day) { return ql::Date(static_cast<ql::Date::serial_type>(day + 25569)); }  // it counts from 1899-12-30
std::int32_t day_of(ql::Date const& date) { return static_cast<std::int32_t>(date.serialNumber() - 25569); }

/// UnitedKingdom(Settlement) of QuantLib 1.29, told the day it does not know, if there is one.
ql::Calendar const& quantlib_england() {
    static auto const calendar = [] {
        ql::Calendar made = ql::UnitedKingdom(ql::UnitedKingdom::Settlement);
        auto const working = england().working_days();
        for (auto day = comity::date(2000, 1, 1); day <= comity::date(2027, 12, 31); day = day + comity::days(1)) {
            auto const theirs = quantlib_date(day.days_since_1970());
            if (working.contains(day) != made.isBusinessDay(theirs)) {
                std::printf("QuantLib is told that %s is %s\n", to_string(day).c_str(), working.contains(day) ? "a working day" : "none");
                working.contains(day) ? made.removeHoliday(theirs) : made.addHoliday(theirs);
            }
        }
        return made;
    }();
    return calendar;
}

void quantlib_add(answers& out, std::size_t n) {
    auto const& calendar = quantlib_england();
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i) out[i] = day_of(calendar.advance(quantlib_date(q.days[i]), q.working_days[i], ql::Days));
}

void quantlib_months(answers& out, std::size_t n) {
    auto const& calendar = quantlib_england();
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i)
        out[i] = day_of(calendar.advance(quantlib_date(q.days[i]), q.months[i], ql::Months, ql::Following, false));
}

struct day_loop {
    gregorian::date epoch{1970, 1, 1};
    std::unordered_set<long> holidays;

    day_loop() {
        for (auto const& row : england().days_off({comity::date(1990, 1, 1), comity::date(2064, 12, 31)}))
            holidays.insert(row.on.days_since_1970());
    }
    bool works(gregorian::date day) const {
        auto const weekday = day.day_of_week();
        return weekday != 0 && weekday != 6 && !holidays.contains((day - epoch).days());
    }
};

void boost_add(answers& out, std::size_t n) {
    static day_loop const loop;
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i) {
        auto day = loop.epoch + gregorian::days(q.days[i]);
        for (auto left = q.working_days[i]; left > 0;) {
            day += gregorian::days(1);
            if (loop.works(day)) --left;
        }
        out[i] = static_cast<std::int32_t>((day - loop.epoch).days());
    }
}

void boost_months(answers& out, std::size_t n) {
    static day_loop const loop;
    auto const& q = asked();
    for (std::size_t i = 0; i < n; ++i) {
        auto day = loop.epoch + gregorian::days(q.days[i]) + gregorian::months(q.months[i]);
        while (!loop.works(day)) day += gregorian::days(1);
        out[i] = static_cast<std::int32_t>((day - loop.epoch).days());
    }
}

// ---- measuring ------------------------------------------------------------------------------------------------------

struct contestant {
    std::string name;
    std::size_t samples;  ///< the slow ones answer the first so many questions
    std::array<void (*)(answers&, std::size_t), 2> answer;  ///< add, months
    std::array<double, 2> target{};                         ///< times the table; 0: none
    bool own_month_ends = false;
};

std::array const questions_asked{"add", "months"};

std::vector<contestant> const contestants{
    {"table, by hand", many, {table_add, table_months}},
    {"comity", many, {comity_add, comity_months}, {5, 3}},
    {"comity count()", 20'000, {comity_count_add, comity_count_months}},
    {"Boost day loop", 20'000, {boost_add, boost_months}, {}, true},
    {"QuantLib advance", 2'000, {quantlib_add, quantlib_months}},
};

/// Keeps nanoseconds per answer of each repetition, and prints nothing.
class collector : public benchmark::BenchmarkReporter {
public:
    std::map<std::string, std::vector<double>> nanoseconds;

    bool ReportContext(Context const&) override { return true; }
    void ReportRuns(std::vector<Run> const& runs) override {
        for (auto const& run : runs)
            if (run.run_type == Run::RT_Iteration && !run.error_occurred)
                nanoseconds[run.run_name.function_name].push_back(1e9 / run.counters.at("items_per_second"));
    }
};

/// The questions and the table's answers, for a program in another language; the table's times follow in `floor`.
void write_questions(std::string const& folder) {
    auto const write = [&](char const* name, std::vector<std::int32_t> const& values) {
        std::ofstream(folder + "/" + name, std::ios::binary)
            .write(reinterpret_cast<char const*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof values[0]));
    };
    auto const& q = asked();
    write("days", q.days);
    write("working_days", q.working_days);
    write("months", q.months);
    answers out(many);
    table_add(out, many);
    write("answers_add", out);
    table_months(out, many);
    write("answers_months", out);
    std::ofstream holidays(folder + "/holidays");
    for (auto const& row : england().days_off({comity::date(1990, 1, 1), comity::date(2064, 12, 31)})) holidays << to_string(row.on) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    std::string const folder = argc == 2 ? argv[1] : "";
    if (!folder.empty()) write_questions(folder);

    std::map<std::string, std::size_t> different;
    for (std::size_t question = 0; question < questions_asked.size(); ++question) {
        answers expected(many), out(many);
        contestants[0].answer[question](expected, many);
        for (auto const& who : contestants) {
            auto const name = who.name + ", " + questions_asked[question];
            auto const answer = who.answer[question];
            answer(out, who.samples);
            for (std::size_t i = 0; i < who.samples; ++i) different[name] += out[i] != expected[i];
            benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
                answers mine(who.samples);
                for (auto _ : state) {
                    answer(mine, who.samples);
                    benchmark::DoNotOptimize(mine.data());
                    benchmark::ClobberMemory();
                }
                state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * who.samples));
            })->Repetitions(9);
        }
    }
    collector measured;
    benchmark::RunSpecifiedBenchmarks(&measured);

    if (measured.nanoseconds.size() < questions_asked.size() * contestants.size()) {
        std::puts("Not all was measured: no ratios");
        return 1;
    }
    bool good = true;
    std::ofstream floors;
    if (!folder.empty()) floors.open(folder + "/floor");
    for (std::size_t question = 0; question < questions_asked.size(); ++question) {
        std::string const what = questions_asked[question];
        auto const floor = median(measured.nanoseconds.at(contestants[0].name + ", " + what));
        floors << what << ' ' << floor << '\n';
        for (auto const& who : contestants) {
            auto const name = who.name + ", " + what;
            auto const ns = median(measured.nanoseconds.at(name));
            auto const target = who.target[question];
            auto const off = different[name];
            auto const own = who.own_month_ends && question == 1;
            std::printf("%-8s %-20s %10.1f ns %10.2f x", what.c_str(), who.name.c_str(), ns, ns / floor);
            if (target > 0) std::printf("   target %.0f x: %s", target, ns <= target * floor ? "met" : "MISSED");
            if (off > 0) std::printf("   %zu of %zu differ%s", off, who.samples, own ? ": its months end otherwise" : ": WRONG");
            std::printf("\n");
            good &= (target == 0 || ns <= target * floor) && (off == 0 || own);
        }
        std::printf("\n");
    }
    return good ? 0 : 1;
}
