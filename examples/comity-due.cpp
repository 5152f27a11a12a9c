// SPDX-License-Identifier: Apache-2.0
// comity-due: what is due, from which article, and why. A register is a file, or postgresql://…
//
//     comity-due deadlines requests.db --as-of 2020-04-01 --within 30
//     comity-due deadlines requests.db 81/3-412-20 --as-of 2020-04-01 --steps
//     comity-due deadlines requests.db 81/3-412-20 --as-of 2020-04-01 --suppose "provisional_arrest 2020-03-12 corrects 2"
//     comity-due deadlines requests.db --as-of 2020-04-01 --ics due.ics
//     comity-due agenda requests.db --on 2020-04-01
//     comity-due impact requests.db --as-of 2020-04-01 --other-law draft/

#include <comity/icalendar.hpp>
#include <comity/registry.hpp>
#include <comity/report.hpp>

#include "program.hpp"
#include "progress.hpp"
#include "requests.hpp"

#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct arguments {
    std::string register_url, request, as_of, law_folder, other_law, calendar_file, ics_file, format;
    std::vector<std::string> suppositions;
    int within = -1, due_within = 7, silent_for = 90;
    bool steps = false;
};

comity::law law_of(arguments const& a) {
    auto law = a.law_folder.empty() ? comity::law::built_in() : comity::law::load(a.law_folder);
    return a.calendar_file.empty() ? law : law.with(comity::calendar::read(a.calendar_file));
}

comity::registry open(arguments const& a) { return comity::registry::open(a.register_url, {.access = comity::access::read_only, .law = law_of(a)}); }

/// "KIND DAY", and perhaps "corrects ENTRY", "appoints DAY", "concerns person 2".
comity::event event_of(std::string const& text, comity::law const& law) {
    std::istringstream words(text);
    std::string kind, on, word, value, number;
    words >> kind >> on;
    if (on.empty()) throw comity::bad_input("\"" + comity::displayable(text) + "\" supposes no event; write a kind and a day, as \"provisional_arrest 2020-03-12\"");
    auto event = comity::event{.kind = law.event_kind(kind), .on = comity::parse_when(on)};
    while (words >> word) {
        if (!(words >> value)) throw comity::bad_input("after " + comity::displayable(word) + " nothing follows");
        if (word == "appoints") event.appoints = comity::parse_when(value);
        else if (word == "concerns" && words >> number) event.concerns.push_back(comity::parse_subject(value + " " + number));
        else if (word == "corrects" && value.size() < 7 && value.find_first_not_of("0123456789") == value.npos) event.corrects = std::stoi(value);
        else throw comity::bad_input("\"" + comity::displayable(word + " " + value) + "\" is not understood; write corrects ENTRY, appoints DAY or concerns person 2");
    }
    return event;
}

void write_table(comity::table t, std::string const& format) {
    write(std::cout, comity::brief{.title = t.title, .sections = {{.name = t.name, .title = t.title, .tables = {std::move(t)}}}}, comity::parse<comity::format>(format));
}

void deadlines(arguments const& a) {
    if (!a.ics_file.empty()) check_output(a.ics_file, a.register_url, {a.calendar_file});
    auto const registry = open(a);
    auto const as_of = comity::parse_cutoff(a.as_of);
    auto const near = a.within < 0 ? std::nullopt : std::optional(comity::days(a.within));
    std::vector<comity::deadline> due;
    if (a.request.empty()) {
        if (!a.suppositions.empty()) throw comity::bad_input("--suppose is asked of one request; name it");
        due = registry.deadlines(as_of, near, {}, told("dossiers looked at"));
    } else {
        auto dossier = registry.dossier(request_in(registry, a.request));
        auto const before = comity::deadlines(dossier, registry.law(), as_of);
        for (auto const& text : a.suppositions) dossier = dossier.supposing(event_of(text, registry.law()));
        due = comity::deadlines(dossier, registry.law(), as_of);
        if (!a.suppositions.empty())
            for (auto const& m : compare(before, due)) std::cerr << "moved: " << (m.before ? to_string(*m.before) : "nothing") << "\n   to: " << (m.after ? to_string(*m.after) : "nothing") << "\n  why: " << m.why << '\n';
        if (near) std::erase_if(due, [&](comity::deadline const& d) { return !d.open() || !d.earliest || *d.earliest > as_of.day() + *near; });
    }
    if (!a.ics_file.empty()) write_file(a.ics_file, [&](std::ostream& out) { write_icalendar(out, due, as_of); });
    if (!a.format.empty()) return write_table(to_table(due, as_of), a.format);
    for (auto const& d : due) {
        std::cout << comity::displayable(d.reference) << "  " << d << '\n';
        if (auto const next = next_step(d); !next.empty()) std::cout << "    " << next << '\n';
        if (a.steps)
            for (auto const& step : d.steps()) std::cout << "    " << step << '\n';
    }
}

void agenda(arguments const& a) {
    auto const registry = open(a);
    auto agenda = registry.agenda(comity::parse_date(a.as_of), {.due_within = comity::days(a.due_within), .silent_for = comity::days(a.silent_for)});
    if (!a.format.empty()) return write_table(std::move(agenda), a.format);
    for (auto const& row : agenda.rows) {
        auto const text = [&](std::size_t i) { return comity::displayable(comity::to_text(row[i])); };
        auto const left = std::get<std::int64_t>(row[7]);
        auto const when = left == 0 ? comity::message("today") : comity::message(left < 0 ? "{n, plural, one {# day} other {# days}} ago" : "in {n, plural, one {# day} other {# days}}", {{"n", std::abs(left)}});
        std::cout << text(1) << "  " << text(2) << " to " << text(3) << "  " << comity::language()(comity::word{text(5)}) << ", " << text(6) << " (" << when << ")" << (text(8).empty() ? "" : "  ") << text(8) << '\n';
        if (!text(9).empty()) std::cout << "    " << text(9) << '\n';
    }
    if (agenda.rows.empty()) std::cout << agenda.if_empty << '\n';
}

void impact(arguments const& a) {
    if (a.other_law.empty() == a.calendar_file.empty()) throw comity::bad_input("say what would change: --other-law FOLDER or --calendar FILE");
    auto plain = a;
    plain.calendar_file.clear();
    auto const registry = open(plain);
    auto const other = a.other_law.empty() ? law_of(a) : comity::law::load(a.other_law, registry.law());
    auto const moved = registry.impact(other, comity::parse_cutoff(a.as_of), {}, told("dossiers looked at"));
    for (auto const& m : moved)
        std::cout << comity::displayable((m.after ? m.after : m.before)->reference) << "\n  before: " << (m.before ? to_string(*m.before) : "nothing") << "\n   after: " << (m.after ? to_string(*m.after) : "nothing") << "\n     why: " << m.why
                  << '\n';
    std::cerr << moved.size() << (moved.size() == 1 ? " open deadline moves\n" : " open deadlines move\n");
}

}  // namespace

int main(int argc, char** argv) {
    arguments a;
    CLI::App app("What is due on requests between States, from which article, and why.", "comity-due");
    app.require_subcommand(1);
    app.set_version_flag("--version", std::to_string(comity::version_major) + "." + std::to_string(comity::version_minor) + "." + std::to_string(comity::version_patch));
    auto const command = [&](char const* name, char const* text, void (*f)(arguments const&)) {
        auto* const c = app.add_subcommand(name, text);
        c->add_option("register", a.register_url, "A file, sqlite://… or postgresql://…")->required();
        c->add_option("--law", a.law_folder, "A folder of law files that are laid over the built-in ones");
        c->add_option("--calendar", a.calendar_file, "Days off from an .ics or CSV file, in the place of the calendar that has the file's name");
        c->callback([&a, f] { f(a); });
        return c;
    };
    auto* const d = command("deadlines", "Every deadline of the open requests, or of one request", deadlines);
    d->add_option("request", a.request, "Its id, or its reference");
    d->add_option("--as-of", a.as_of, "The end of this day, or an instant")->required();
    d->add_option("--within", a.within, "Only what is still to be done, and overdue or due within so many days")->check(CLI::NonNegativeNumber);
    d->add_flag("--steps", a.steps, "Show how each was counted");
    d->add_option("--suppose", a.suppositions, "As if this were recorded: \"KIND DAY\", with corrects ENTRY, appoints DAY, concerns person 2");
    d->add_option("--ics", a.ics_file, "Write a calendar file too");
    d->add_option("--format", a.format, "A table: markdown, html, csv or json");
    auto* const g = command("agenda", "What to look at on a day", agenda);
    g->add_option("--on", a.as_of, "The day")->required();
    g->add_option("--due-within", a.due_within, "What is due within so many days; default: 7");
    g->add_option("--silent-for", a.silent_for, "With which nobody has done anything for so many days; default: 90");
    g->add_option("--format", a.format, "A table: markdown, html, csv or json");
    auto* const i = command("impact", "Which open deadlines another law or calendar would move", impact);
    i->add_option("--as-of", a.as_of, "The end of this day, or an instant")->required();
    i->add_option("--other-law", a.other_law, "A folder laid over the law in use, to compare with");
    return run(app, argc, argv, [] { return status::done; });
}
