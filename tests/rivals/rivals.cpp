// SPDX-License-Identifier: Apache-2.0
// Compares our calendars with a rival's, day by day, and the differences with a table of those that are known and explained.
//
//     quantlib_days | comity-rivals quantlib disagreements.txt
//
// Input: a line per calendar and year, "DE<TAB>2005<TAB>x....xx…": a letter per day, x where the rival does not work; "end" at the end.
// Compared is what both know: nothing outside a calendar's coverage. Exit code 1 for a difference that is in no row of the table, and
// for a row whose number of days is no longer right.
#include <comity/calendar.hpp>
#include <comity/error.hpp>
#include <comity/law.hpp>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using comity::date;

constexpr int first_year = 2005, last_year = 2026;

/// A calendar of ours, looked up by day.
struct our_calendar {
    comity::calendar calendar;
    comity::working_days working;
    std::multimap<date, comity::day_off> off;

    explicit our_calendar(comity::calendar c) : calendar(std::move(c)), working(calendar.working_days()) {
        for (auto& row : calendar.days_off({date(first_year, 1, 1), date(last_year, 12, 31)})) off.emplace(row.on, std::move(row));
    }
    bool covers(date day) const { return calendar.coverage() && calendar.coverage()->contains(day); }
};

struct difference {
    our_calendar const* ours;
    date on;
    bool rival_works;

    std::string const& calendar() const { return ours->calendar.name(); }
};

std::ostream& operator<<(std::ostream& out, difference const& d) {
    return out << d.calendar() << ' ' << d.on << ' ' << to_string(d.on.weekday()).substr(0, 3) << ": off to "
               << (d.rival_works ? "comity (" + d.ours->calendar.why_not(d.on) + ")" : "the rival");
}

// ---- the table ------------------------------------------------------------------------------------------------------

/// One item of a row's `which`.
class pattern {
public:
    explicit pattern(std::string text) : text_(std::move(text)) {
        for (int n = 1; n <= 7; ++n)
            if (to_string(static_cast<comity::weekday>(n)) == text_) weekday_ = static_cast<comity::weekday>(n);
        if (lists.contains(text_) || kinds.contains(text_) || text_ == "rest" || weekday_ || text_.front() == '"') return;
        if (auto const day = comity::try_parse_date(text_)) {
            days_.insert(*day);
            return;
        }
        auto const by_rule = comity::calendar({.name = "of a row", .rules = {{.name = text_, .on = text_}}});
        for (auto const& row : by_rule.days_off({date(first_year, 1, 1), date(last_year, 12, 31)})) days_.insert(row.on);
    }

    bool fits(difference const& d) const {
        if (text_ == "rest") return true;
        if (weekday_) return d.on.weekday() == *weekday_;
        if (auto const list = lists.find(text_); list != lists.end())
            return std::ranges::binary_search(d.ours->calendar.facts().*list->second, d.on, {}, &comity::day_off::on);
        auto const [from, until] = d.ours->off.equal_range(d.on);
        if (auto const kind = kinds.find(text_); kind != kinds.end())
            return std::any_of(from, until, [&](auto const& row) { return row.second.kind == kind->second; });
        if (text_.front() == '"')
            return std::any_of(from, until, [&](auto const& row) { return row.second.name.starts_with(text_.substr(1, text_.size() - 2)); });
        return days_.contains(d.on);
    }

private:
    static inline std::map<std::string, std::vector<comity::day_off> comity::calendar_facts::*> const lists{
        {"uncertain", &comity::calendar_facts::uncertain}, {"half_days", &comity::calendar_facts::half_days},
        {"working_days", &comity::calendar_facts::working_days}, {"estimated", &comity::calendar_facts::estimated}};
    static inline std::map<std::string, comity::day_off_kind> const kinds{
        {"observed", comity::day_off_kind::observed}, {"transferred", comity::day_off_kind::transferred}, {"one_off", comity::day_off_kind::one_off}};

    std::string text_;
    std::optional<comity::weekday> weekday_;
    std::set<date> days_;
};

struct row {
    int line = 0;
    std::string calendar, rival;
    bool rival_works = false;
    std::vector<pattern> which;
    int from = 0, until = 0;  ///< years
    std::size_t days = 0;
    std::string right;
    std::vector<difference> found{};

    bool fits(difference const& d) const {
        return d.calendar() == calendar && d.rival_works == rival_works && from <= d.on.year() && d.on.year() <= until &&
               std::ranges::any_of(which, [&](pattern const& p) { return p.fits(d); });
    }
};

/// Where the separator is at least two spaces, a single one may stand in a cell.
std::vector<std::string> split(std::string_view line, std::string_view separator) {
    std::vector<std::string> cells;
    while (!line.empty()) {
        auto const end = std::min(line.find(separator), line.size());
        cells.emplace_back(line.substr(0, end));
        line.remove_prefix(std::min(line.size(), end + separator.size()));
        line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
    }
    return cells;
}

std::vector<row> read_table(std::string const& path, std::string const& rival) {
    std::ifstream file(path);
    if (!file) throw comity::not_found("no table " + path);
    std::vector<row> rows;
    std::string line;
    for (int n = 1; std::getline(file, line); ++n) {
        if (line.empty() || line.front() == '#') continue;
        auto const refuse = [&](std::string const& why) { return comity::bad_input(path + ":" + std::to_string(n) + ": " + why); };
        auto const cells = split(line, "  ");
        if (cells.size() != 8) throw refuse("a row has eight cells, at least two spaces between them");
        if (cells[1] != "quantlib" && cells[1] != "workalendar") throw refuse("no rival is called " + cells[1]);
        if (cells[2] != "comity" && cells[2] != "rival") throw refuse("a day is off to comity or to the rival");
        if (!std::set<std::string>{"comity", "rival", "both", "unsettled"}.contains(cells[6]))
            throw refuse("right is comity, the rival, both, or it is unsettled");
        if (cells[1] != rival) continue;
        row made{.line = n, .calendar = cells[0], .rival = cells[1], .rival_works = cells[2] == "comity", .which = {}, .right = cells[6]};
        try {
            for (auto const& item : split(cells[3], ", ")) made.which.emplace_back(item);
            made.from = std::stoi(cells[4].substr(0, 4));
            made.until = cells[4].size() == 9 ? std::stoi(cells[4].substr(5)) : made.from;
            made.days = std::stoul(cells[5]);
        } catch (std::exception const& failure) {
            throw refuse(failure.what());
        }
        rows.push_back(std::move(made));
    }
    return rows;
}

// ---- comparing ------------------------------------------------------------------------------------------------------

std::vector<difference> compare(std::istream& input, std::map<std::string, our_calendar> const& ours, std::set<std::string>& compared) {
    std::vector<difference> found;
    for (std::string line; std::getline(input, line) && line != "end";) {
        std::istringstream in(line);
        std::string name, works;
        int year = 0;
        if (!(in >> name >> year >> works)) throw comity::bad_input("not a line of days: " + line);
        if (!ours.contains(name)) throw comity::not_found("no calendar of ours is called " + name);
        auto const& calendar = ours.at(name);
        auto day = date(year, 1, 1);
        for (char const letter : works) {
            if (calendar.covers(day)) {
                compared.insert(name);
                if (calendar.working.contains(day) != (letter == '.')) found.push_back({&calendar, day, letter == '.'});
            }
            day = day + comity::days(1);
        }
        if (day != date(year + 1, 1, 1)) throw comity::bad_input("not all days of " + name + ' ' + std::to_string(year));
    }
    if (!input) throw comity::bad_input("the rival's days stop before the line \"end\"");
    return found;
}

int run(std::string const& rival, std::string const& path) {
    std::map<std::string, our_calendar> ours;
    for (auto const& calendar : comity::law::built_in().calendars()) ours.emplace(calendar.name(), our_calendar(calendar));
    auto rows = read_table(path, rival);
    std::set<std::string> compared, differing;
    auto const differences = compare(std::cin, ours, compared);

    bool good = true;
    for (auto const& d : differences) {
        differing.insert(d.calendar());
        auto const known = std::ranges::find_if(rows, [&](row const& r) { return r.fits(d); });
        if (known != rows.end()) {
            known->found.push_back(d);
        } else {
            std::cout << "in no row: " << d << '\n';
            good = false;
        }
    }
    std::map<std::string, std::size_t> right;
    for (auto const& r : rows) {
        right[r.right] += r.found.size();
        if (r.found.size() == r.days) continue;
        std::cout << path << ':' << r.line << ": " << r.days << " days, but there are " << r.found.size() << '\n';
        for (auto const& d : r.found) std::cout << "    " << d << '\n';
        good = false;
    }

    std::cout << rival << ": " << compared.size() << " calendars, " << differences.size() << " days differ; right:";
    for (auto const& [who, n] : right) std::cout << ' ' << who << ' ' << n;
    std::cout << "\nthe same on every day:";
    for (auto const& name : compared)
        if (!differing.contains(name)) std::cout << ' ' << name;
    std::cout << '\n';
    return good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: comity-rivals quantlib|workalendar TABLE < DAYS\n";
        return 2;
    }
    try {
        return run(argv[1], argv[2]);
    } catch (std::exception const& failure) {
        std::cerr << failure.what() << '\n';
        return 2;
    }
}
