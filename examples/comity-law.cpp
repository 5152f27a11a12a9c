// SPDX-License-Identifier: Apache-2.0
// comity-law: who is bound by what on a day, how days are counted, and what the law files say.
//
//     comity-law bases RU GB 2020-03-02
//     comity-law count P10D --from 2024-03-28 --counting nl-algemene-termijnenwet
//     comity-law limits ets-24
//     comity-law print ets-24
//     comity-law days-off GB-ENG 2026-01-01 2026-12-31

#include <comity/comity.hpp>

#include "program.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

struct arguments {
    std::string law_folder;

    std::string a, b, on;
    std::vector<std::string> kinds;

    std::vector<std::string> lengths;
    std::string from, counting;
    std::vector<std::string> calendars;
    bool backward = false, custody = false, brief = false;
    std::string trigger_day, roll, months, between, between_below, hours, hours_without, minimum;
    std::vector<std::string> non_working;
    bool clear = false;

    std::string file, folder;
    std::string instrument;
    std::string calendar, first, last;
};

comity::law law_of(arguments const& a) { return a.law_folder.empty() ? comity::law::built_in() : comity::law::load(a.law_folder); }

/// Says aloud what was read otherwise than written.
comity::state_code read_state(std::string const& text) {
    auto reading = comity::read_state(text);
    if (!reading.remark.empty()) std::cerr << reading.remark << '\n';
    return reading.code;
}

void bases(arguments const& a) {
    auto const law = law_of(a);
    auto const first = read_state(a.a), second = read_state(a.b);
    auto const on = comity::parse_date(a.on);
    auto const kinds = a.kinds.empty() ? std::vector<std::string>{"extradition", "mutual_legal_assistance"} : a.kinds;
    for (auto const& kind : kinds) {
        if (&kind != kinds.data()) std::cout << '\n';
        std::cout << as_text(law.bases(first, second, on, comity::parse<comity::request_kind>(kind)));
    }
}

/// The way of counting named, with the answers given on the command line over it.
comity::counting counting_of(arguments const& a, comity::law const& law) {
    auto how = a.counting.empty() ? comity::counting{} : law.counting(a.counting);
    bool answered = false;
    // An answer given here has no article of the law behind it.
    auto const given = [&](char const* question, bool is_given) {
        if (!is_given) return false;
        how.articles.erase(question);
        return answered = true;
    };
    auto const answer = [&]<class E>(char const* question, std::string const& text, E& to) {
        if (given(question, !text.empty())) to = comity::parse<E>(text);
    };
    answer("trigger_day", a.trigger_day, how.trigger_day);
    answer("roll", a.roll, how.roll);
    answer("months", a.months, how.months);
    answer("between", a.between, how.between);
    answer("hours", a.hours, how.hours);
    if (given("clear", a.clear)) how.clear = true;
    if (given("between_below", !a.between_below.empty())) how.between_below = comity::period(a.between_below);
    if (given("minimum_working_days", !a.minimum.empty())) {
        auto const slash = a.minimum.find('/');
        auto const number = a.minimum.substr(0, slash);
        if (slash == a.minimum.npos || number.empty() || number.size() > 3 || number.find_first_not_of("0123456789") != number.npos)
            throw comity::bad_input("--minimum-working-days takes a number and a length, as 2/P3D");
        how.minimum_working_days = comity::minimum_working_days{std::stoi(number), comity::period(a.minimum.substr(slash + 1))};
    }
    if (given("hours_without", !a.hours_without.empty())) {
        auto const of_day = [&](std::string const& text) {
            auto const at = comity::try_parse_instant("2000-01-01T" + text + ":00Z");
            if (text == "24:00") return 24 * 60;
            if (!at || text.size() != 5) throw comity::bad_input("--hours-without takes two times of day, as 00:00/09:00");
            return static_cast<int>((at->microseconds_utc() - comity::instant(comity::date(2000, 1, 1), 0, 0, 0, "UTC").microseconds_utc()) / 60'000'000);
        };
        auto const slash = std::min(a.hours_without.find('/'), a.hours_without.size());
        how.hours_without = comity::nightly_window{of_day(a.hours_without.substr(0, slash)),
                                                   of_day(slash < a.hours_without.size() ? a.hours_without.substr(slash + 1) : "")};
    }
    if (given("non_working", !a.non_working.empty())) {
        how.non_working = {};
        for (auto const& text : a.non_working) how.non_working.insert(comity::parse<comity::non_working>(text));
    }
    if (!answered && a.counting.empty())
        throw comity::bad_input("how are the days counted? Name a way of counting (comity-law list has them), or give answers, as --trigger-day excluded --roll next");
    if (answered) {
        how.name += how.name.empty() ? "the answers given" : " but for the answers given";
        if (a.counting.empty()) how.source = "the command line; what is not given: the trigger day does not count, nothing rolls";
    }
    return how;
}

void count(arguments const& a) {
    auto const law = law_of(a);
    auto options = comity::count_options{.start = comity::parse_when(a.from), .counting = counting_of(a, law)};
    if (a.backward) options.direction = comity::direction::backward;
    options.custody = a.custody;
    std::error_code unknown;
    if (a.calendars.size() == 1 && std::filesystem::is_regular_file(a.calendars.front(), unknown))
        options.calendar = comity::calendar::read(a.calendars.front());
    else if (!a.calendars.empty())
        options.calendar = a.calendars;
    auto const end = comity::count(comity::period(a.lengths), options, law);
    if (end.last_instant()) {
        if (end.certainty().contains(comity::doubt::two_readings) || *end.earliest_instant() != *end.last_instant())
            std::cout << "earliest  " << *end.earliest_instant() << "\nlatest    " << *end.last_instant() << '\n';
        else
            std::cout << "ends      " << *end.last_instant() << '\n';
    } else if (end.earliest() != end.latest()) {
        std::cout << "earliest  " << end.earliest() << "\nlatest    " << end.latest() << '\n';
    } else {
        std::cout << "last day  " << end.last_day() << '\n';
    }
    if (!end.certainty().empty()) std::cout << "but       " << end.certainty() << '\n';
    if (a.brief) return;
    std::cout << '\n';
    for (auto const& step : end.steps()) std::cout << step << '\n';
}

void limits(arguments const& a) {
    auto const law = law_of(a);
    auto const all = a.on.empty() ? law.instrument(a.instrument).time_limits : law.time_limits(a.instrument, comity::parse_date(a.on));
    for (auto const& limit : all) std::cout << as_text(limit) << "      counted by: " << law.counting_of(limit).name << '\n';
}

void print(arguments const& a) {
    auto const law = law_of(a);
    if (a.folder.empty()) {
        std::cout << law.text(a.file);
        return;
    }
    for (auto const& name : law.files()) {
        auto const path = std::filesystem::path(a.folder) / (name + ".txt");
        std::filesystem::create_directories(path.parent_path());
        write_file(path, [&](std::ostream& out) { out << law.text(name); });
    }
}

void list(arguments const& a) {
    for (auto const& name : law_of(a).files()) std::cout << name << '\n';
}

void days_off(arguments const& a) {
    auto const range = comity::date_range{comity::parse_date(a.first), comity::parse_date(a.last)};
    std::error_code unknown;
    auto const of = std::filesystem::is_regular_file(a.calendar, unknown) ? comity::calendar::read(a.calendar) : law_of(a).calendar(a.calendar);
    for (auto const& day : of.days_off(range)) std::cout << day.on << '\t' << comity::displayable(day.name) << '\n';
    if (!of.certain(range)) complain(of.name() + ": what is known of these days is not complete, or rests on the moon");
}

}  // namespace

int main(int argc, char** argv) {
    auto a = arguments();
    auto app = CLI::App("Who is bound by what on a day, how days are counted, and what the law files say.", "comity-law");
    app.require_subcommand(0, 1);
    app.set_version_flag("--version", std::to_string(comity::version_major) + "." + std::to_string(comity::version_minor) + "." + std::to_string(comity::version_patch));
    app.add_option("--law", a.law_folder, "Law files to put over the built-in ones")->type_name("FOLDER");

    auto* command = app.add_subcommand("bases", "What binds two States on a day, and why something else does not");
    command->add_option("a", a.a, "A State, or a part of one with a code of its own")->required()->type_name("STATE");
    command->add_option("b", a.b, "Another")->required()->type_name("STATE");
    command->add_option("on", a.on, "The day")->required()->type_name("DAY");
    command->add_option("--kind", a.kinds, "Kinds of request (extradition and mutual_legal_assistance)");
    command->callback([&] { bases(a); });

    command = app.add_subcommand("count", "The last day of a period, and how it was counted");
    command->add_option("length", a.lengths, "P18D, P2M, PT48H, P5WD; several are counted one after another")->required();
    command->add_option("--from", a.from, "The day, or the instant for hours: 2026-07-10T15:00:00+01:00[Europe/London]")->required()->type_name("WHEN");
    command->add_option("--counting", a.counting, "A way of counting by its name");
    command->add_option("--calendar", a.calendars, "A calendar by its name, or an .ics or CSV file; several names: joint");
    command->add_flag("--backward", a.backward, "Count back from the day");
    command->add_flag("--custody", a.custody, "The period limits a deprivation of liberty");
    command->add_flag("--brief", a.brief, "Only the result");
    command->add_option("--trigger-day", a.trigger_day, "excluded, included or silent")->group("Answers");
    command->add_flag("--clear", a.clear, "Neither end counts")->group("Answers");
    command->add_option("--roll", a.roll, "none, next, previous or onward")->group("Answers");
    command->add_option("--months", a.months, "same_number_else_last, day_before, end_of_month_sticks, refuse or silent")->group("Answers");
    command->add_option("--between", a.between, "Non-working days within: counted or excluded")->group("Answers");
    command->add_option("--between-below", a.between_below, "… in periods shorter than this")->group("Answers");
    command->add_option("--minimum-working-days", a.minimum, "N/LENGTH, as 2/P3D")->group("Answers");
    command->add_option("--hours", a.hours, "instant or next_full_hour")->group("Answers");
    command->add_option("--hours-without", a.hours_without, "A nightly window, as 00:00/09:00")->group("Answers");
    command->add_option("--non-working", a.non_working, "weekend, saturday, sunday, holiday, uncertain, deadline")->delimiter(',')->group("Answers");
    command->callback([&] { count(a); });

    command = app.add_subcommand("limits", "The time limits of an instrument");
    command->add_option("instrument", a.instrument, "Its id, as ets-24")->required();
    command->add_option("on", a.on, "Only those valid on that day")->type_name("DAY");
    command->callback([&] { limits(a); });

    command = app.add_subcommand("print", "A law file as text: ets-24, uk-after, GB-ENG, events, lifecycle, answers, handling, references, absences, states");
    auto* file = command->add_option("file", a.file, "Its name");
    command->add_option("--all", a.folder, "Every one, into a folder")->type_name("FOLDER")->excludes(file);
    command->callback([&] {
        if (a.file.empty() && a.folder.empty()) throw comity::bad_input("name a file, or --all with a folder; comity-law list says what there is");
        print(a);
    });

    command = app.add_subcommand("list", "What law files there are");
    command->callback([&] { list(a); });

    command = app.add_subcommand("days-off", "The days off of a calendar between two days");
    command->add_option("calendar", a.calendar, "Its name, or an .ics or CSV file")->required();
    command->add_option("from", a.first, "The first day")->required()->type_name("DAY");
    command->add_option("until", a.last, "The last day")->required()->type_name("DAY");
    command->callback([&] { days_off(a); });

    return run(app, argc, argv, [&] {
        if (app.get_subcommands().empty()) throw comity::bad_input("what is asked? Write bases, count, limits, print, list or days-off; --help says more");
        return status::done;
    });
}
