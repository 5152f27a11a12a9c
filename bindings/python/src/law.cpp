// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"
#include "parts.hpp"

#include <algorithm>

namespace comity::python {

law law_or_built_in(std::optional<law> const& given) { return given ? *given : law::built_in(); }

namespace {

// ---- rows of the law -----------------------------------------------------------------------------------------------------

py::type_error not_of_the_law(std::string const& id) { return py::type_error("cannot pickle " + id + ", which is not of the built-in law: load it where it is needed"); }

instrument const& built_in_instrument(std::string const& id, std::string const& what) {
    auto const& all = law::built_in().instruments();
    auto const found = std::ranges::find(all, id, &instrument::id);
    if (found == all.end()) throw not_of_the_law(what);
    return *found;
}

void add_rows(py::module_& m) {
    record<event_meaning>(m, "EventMeaning", {.kind = event_kind::noted, .title = {}}, "What an event of a kind means: a row of events.toml.")
        .shows("kind", &event_meaning::kind, "its name")
        .shows("title", &event_meaning::title, "in words")
        .shows("is_", &event_meaning::is, "the kind it is a case of; None: of none")
        .shows("by", &event_meaning::by, "Side: whose act it is")
        .shows("substantive", &event_meaning::substantive, "whether it says something on the merits")
        .shows("stage", &event_meaning::stage, "Stage that it leads to, or None")
        .shows("outcome", &event_meaning::outcome, "Outcome that it gives, or None")
        .shows("custody", &event_meaning::custody, "Custody that it leads to, or None")
        .shows("awaits", &event_meaning::awaits, "Side whose turn it is then, or None: as before")
        .shows("repeated", &event_meaning::repeated, "Repetition: how a second one stands to the first")
        .shows("shows", &event_meaning::shows, "kinds that have happened by then, recorded or not")
        .shows("of", &event_meaning::of, "RequestKind that it can happen to; none: all")
        .done();
    record<lifecycle_rule>(m, "LifecycleRule", {.name = {}, .on = {}, .why = {}}, "An order that events keep: a row of lifecycle.toml.")
        .shows("name", &lifecycle_rule::name, "by which errors name it")
        .shows("on", &lifecycle_rule::on, "kinds of events that it is about")
        .shows("needs", &lifecycle_rule::needs, "of which one must have happened before")
        .shows("barred_by", &lifecycle_rule::barred_by, "none of which may have happened before")
        .shows("lifted_by", &lifecycle_rule::lifted_by, "unless one of these came after that")
        .shows("refuse", &lifecycle_rule::refuse, "whether a breach is refused, or warned of")
        .shows("why", &lifecycle_rule::why, "the reason")
        .done();
    record<answer_definition>(m, "AnswerDefinition", {}, "What counts as an answer: a row of answers.toml.")
        .shows("name", &answer_definition::name, "by which figures take it")
        .shows("text", &answer_definition::text, "in words")
        .shows("kinds", &answer_definition::kinds, "kinds of events that count")
        .done();
    record<offence_group>(m, "OffenceGroup", {}, "A word that offences are grouped by.")
        .shows("name", &offence_group::name, "\"fraud\"")
        .shows("title", &offence_group::title, "where the word does not speak for itself")
        .shows("category", &offence_group::category, "of the 21 designated categories of offences of the FATF's glossary; empty: in none by itself")
        .done();
    record<event_ground>(m, "EventGround", {}, "A word for why something was refused, returned or postponed.")
        .shows("name", &event_ground::name, "\"own_national\"")
        .shows("title", &event_ground::title, "where the word does not speak for itself")
        .shows("at", &event_ground::at, "which articles have it")
        .done();
    record<handling_code>(m, "HandlingCode", {.code = {}, .title = {}}, "A code of a handling scale.")
        .shows("code", &handling_code::code, "\"TLP:AMBER\"")
        .shows("title", &handling_code::title, "the official name")
        .shows("also", &handling_code::also, "other spellings that are read as this one")
        .done();
    record<handling_scale>(m, "HandlingScale", {.name = {}, .title = {}, .codes = {}, .source = {}}, "A scale of handling codes: a row of handling.toml.")
        .shows("name", &handling_scale::name, "\"TLP\"")
        .shows("title", &handling_scale::title, "in words")
        .shows("codes", &handling_scale::codes, "HandlingCode each, the most restricted last")
        .shows("source", &handling_scale::source, "where it is laid down")
        .shows("verified", &handling_scale::verified, "whether somebody has read it")
        .done();

    record<time_limit>(m, "TimeLimit", {.id = {}, .source = ""}, "A period fixed by a legal text: one row of an instrument.")
        .shows("id", &time_limit::id, "within the instrument")
        .shows("source", &time_limit::source, "instrument and article")
        .shows("runs_from", &time_limit::from, "kinds of events from which it runs")
        .shows("after", [](time_limit const& l) { return to_string(l.after); }, "the limit from whose end it runs, or empty")
        .shows("length", &time_limit::length, "ISO 8601; None: a duty without a number, or a number from elsewhere")
        .shows("value", &time_limit::value, "LengthSource: where the length comes from")
        .shows("met_by", &time_limit::met_by, "kinds of events of which one must have happened by the last day")
        .shows("met_by_all", &time_limit::met_by_all, "whether all of these must")
        .shows("before", &time_limit::before, "whether it is counted backwards from the trigger")
        .shows("binds", &time_limit::binds, "BoundParty: who has to act")
        .shows("nature", &time_limit::nature, "Nature of the limit")
        .shows("effects", &time_limit::effects, "Effect each: what follows beside that")
        .shows("counting", &time_limit::counting, "where it is counted otherwise than the instrument")
        .shows("kinds", &time_limit::kinds, "RequestKind each that it belongs to")
        .shows("valid_from", &time_limit::valid_from, "first day of this version")
        .shows("valid_until", &time_limit::valid_until, "last day of this version")
        .shows("consequence", &time_limit::consequence, "what follows when it runs out, in words")
        .shows("words", &time_limit::words, "how the text words its start or end")
        .shows("note", &time_limit::note, "what else to know")
        .shows("url", &time_limit::url, "where it was read")
        .shows("read", &time_limit::read, "ReadingOfText: how the row is known")
        .shows("verified", &time_limit::verified, "whether somebody has read the text of this paragraph")
        .done()
        .def("__str__", [](time_limit const& l) { return as_text(l); })
        // It says more than is shown here, so that it is looked up again where it is unpickled.
        .def("__reduce__", [](time_limit const& l) {
            auto const& rows = built_in_instrument(std::string(l.source.instrument()), l.id).time_limits;
            auto const row = std::ranges::find(rows, l);
            if (row == rows.end()) throw not_of_the_law(l.id);
            return made_by(py::type::of<time_limit>(), "_built_in", std::string(l.source.instrument()), row - rows.begin());
        })
        .def_static("_built_in", [](std::string const& id, std::size_t row) { return law::built_in().instrument(id).time_limits.at(row); });
    record<instrument_party>(m, "InstrumentParty", {}, "One party's row. Signature, deposit and entry into force are three facts.")
        .shows("state", &instrument_party::state, "its code")
        .shows("signed_on", &instrument_party::signed_on, "or None")
        .shows("deposited", &instrument_party::deposited, "when it deposited its instrument, or None")
        .shows("how", &instrument_party::how, "ConsentToBeBound, or None")
        .shows("bound_from", &instrument_party::from, "the first day on which it is bound; None: it signed alone")
        .shows("bound_until", &instrument_party::until, "the last day, or None")
        .shows("note", &instrument_party::note, "what else to know")
        .shows("source", &instrument_party::source, "where it was read")
        .shows("verified", &instrument_party::verified, "whether somebody has read it")
        .done();
    record<instrument_declaration>(m, "InstrumentDeclaration", {}, "What a party declared.")
        .shows("state", &instrument_declaration::state, "its code")
        .shows("at", &instrument_declaration::at, "the article")
        .shows("valid_from", &instrument_declaration::from, "or None")
        .shows("valid_until", &instrument_declaration::until, "or None")
        .shows("length", &instrument_declaration::length, "the number that it changes, or None")
        .shows("reserved", &instrument_declaration::reserved, "whether the article does not bind it")
        .shows("text", &instrument_declaration::text, "in words")
        .shows("source", &instrument_declaration::source, "where it was read")
        .shows("verified", &instrument_declaration::verified, "whether somebody has read it")
        .done();
    record<instrument>(m, "Instrument", {.id = {}, .title = {}}, "A treaty, a statute or an arrangement. str() prints its law file for reading.")
        .shows("id", &instrument::id, "\"ets-24\"")
        .shows("title", &instrument::title, "its title")
        .shows("form", &instrument::form, "InstrumentForm")
        .shows("opened", &instrument::opened, "signed, adopted or opened for signature")
        .shows("in_force", &instrument::in_force, "None: not in force, or not recorded")
        .shows("depositary", &instrument::depositary, "who keeps it")
        .shows("kinds", &instrument::kinds, "RequestKind each that it can carry")
        .shows("counting", &instrument::counting, "how its periods are counted unless a limit says otherwise")
        .shows("state", &instrument::state, "of a statute: whose law it is")
        .shows("parties", &instrument::parties, "InstrumentParty each")
        .shows("declarations", &instrument::declarations, "InstrumentDeclaration each")
        .shows("time_limits", [](instrument const& i) { return i.time_limits; }, "TimeLimit each, of all versions")
        .shows("as_of", &instrument::as_of, "the day of the list of parties that was used")
        .shows("note", &instrument::note, "what else to know")
        .done()
        .def("__str__", [](instrument const& i) { return as_text(i); })
        .def("__reduce__", [](instrument const& i) {
            if (as_text(built_in_instrument(i.id, i.id)) != as_text(i)) throw not_of_the_law(i.id);
            return made_by(py::cast(law::built_in()), "instrument", i.id);
        });

    record<legal_basis>(m, "LegalBasis", {.instrument = {}, .title = {}}, "An instrument that bears on a request between two States.")
        .shows("instrument", &legal_basis::instrument, "its id")
        .shows("title", &legal_basis::title, "its title")
        .shows("bearing", &legal_basis::bearing, "Bearing")
        .shows("since", &legal_basis::since, "the first day on which it bound both; of domestic law None")
        .shows("displaces", &legal_basis::displaces, "ids of what it takes the place of between these two")
        .shows("displaced_by", &legal_basis::displaced_by, "ids")
        .shows("at", &legal_basis::at, "the article behind the bearing, where it is not plain")
        .shows("why", &legal_basis::why, "in words")
        .shows("declarations", &legal_basis::declarations, "of either, in words")
        .shows("remarks", &legal_basis::remarks, "what else to know")
        .shows("verified", &legal_basis::verified, "whether the rows it rests on were checked")
        .done();
    record<missing_basis>(m, "MissingBasis", {.instrument = {}, .title = {}, .why = {}}, "An instrument that one might expect, and that does not bear.")
        .shows("instrument", &missing_basis::instrument, "its id; empty: only a reason")
        .shows("title", &missing_basis::title, "its title")
        .shows("why", &missing_basis::why, "why not")
        .shows("verified", &missing_basis::verified, "whether the rows it rests on were checked")
        .done();
    record<legal_bases>(m, "LegalBases", {.on = date(1970, 1, 1)}, "What binds two States on a day, and why something else does not. It is a sequence of what was found; str() prints all of it.")
        .shows("a", &legal_bases::a, "one State")
        .shows("b", &legal_bases::b, "the other")
        .shows("on", &legal_bases::on, "the day")
        .shows("kind", &legal_bases::kind, "RequestKind")
        .shows("found", &legal_bases::found, "LegalBasis each: what binds first, then supplements, subsidiary, displaced, domestic")
        .shows("missing", &legal_bases::missing, "MissingBasis each")
        .shows("any", [](legal_bases const& b) { return b.any(); }, [](legal_bases&, py::handle) {}, "whether anything binds the two")
        .done()
        .def("__len__", [](legal_bases const& b) { return b.found.size(); })
        .def("__iter__", [](legal_bases const& b) { return py::iter(py::cast(b.found)); })
        .def("__getitem__", [](legal_bases const& b, py::object const& at) { return py::object(py::cast(b.found)[at]); })
        .def("__str__", [](legal_bases const& b) { return as_text(b); });
}

// ---- counting ------------------------------------------------------------------------------------------------------------

std::string clock_text(int minutes) {
    auto const two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

void add_counting(py::module_& m) {
    record<minimum_working_days>(m, "MinimumWorkingDays", {}, "So many working days must lie within a period of at least this length; it is prolonged until they do.")
        .required("days", &minimum_working_days::days, "how many")
        .field("of", &minimum_working_days::of, "ISO 8601: \"P2D\"")
        .done();
    record<nightly_window>(m, "NightlyWindow", {}, "Hours of each night that are not counted.")
        .required("start", &nightly_window::from, "minutes from local midnight")
        .required("end", &nightly_window::until, "minutes from local midnight")
        .done()
        .def("__str__", [](nightly_window const& w) { return clock_text(w.from) + "–" + clock_text(w.until); });
    record<counting>(m, "Counting", {},
        "A way of counting: the questions that legal texts answer differently, each answered once. What is left out has the answer that the signature\n"
        "shows. Raises bad_input where answers cannot stand together.")
        .field("name", &counting::name, "by which the law has it; one's own needs none")
        .field("title", &counting::title, "in words")
        .field("trigger_day", &counting::trigger_day, "TriggerDay: whether the day on which the period starts to run is its first; silent: both readings")
        .field("clear", &counting::clear, "\"clear days\": neither the first nor the last counts")
        .field("roll", &counting::roll, "Roll: where the last day goes if nothing can be done on it")
        .field("never_rolls", &counting::never_rolls, "Exemption each: kinds of periods whose last day stays")
        .field("rolls_at_most", &counting::rolls_at_most, "longer periods do not roll")
        .field("between", &counting::between, "Between: whether non-working days within the period count")
        .field("between_below", &counting::between_below, "`between` holds for periods in days shorter than this")
        .field("months", &counting::months, "MonthEnd: on which day a period of months ends")
        .field("minimum_working_days", &counting::minimum_working_days, "MinimumWorkingDays, or None")
        .field("hours", &counting::hours, "HourStart: where hours start to run")
        .field("hours_without", &counting::hours_without, "NightlyWindow, or None")
        .field("non_working", &counting::non_working, "NonWorking each: which days are no working days")
        .field("calendars", &counting::calendars, "names of the calendars to use where none is named; several: joint")
        .field("articles", &counting::articles, "the provision behind each answer, by question")
        .field("scope", &counting::scope, "what it applies to")
        .field("note", &counting::note, "what else to know")
        .field("source", &counting::source, "the text")
        .field("verified", &counting::verified, "whether somebody has read the text")
        .done()
        .def("__str__", [](counting const& c) { return as_text(c); });
    record<counting_step>(m, "CountingStep", {.what = {}}, "One step of a counting. str() is the line that people read.")
        .shows("on", &counting_step::on, "the day; None: a remark")
        .shows("what", &counting_step::what, "what was done with it")
        .shows("source", &counting_step::source, "on what provision")
        .done()
        .def("__str__", [](counting_step const& s) { return to_string(s); });
}

/// Days off as Python gives them: {date: name}, dates alone, or DayOff.
std::vector<day_off> days_off_of(py::handle given) {
    std::vector<day_off> all;
    if (PyDict_Check(given.ptr())) {
        for (auto const& [day, name] : py::reinterpret_borrow<py::dict>(given)) all.push_back({.on = from_python<date>(day), .name = text_of(name)});
        return all;
    }
    if (PyUnicode_Check(given.ptr()) || !py::isinstance<py::iterable>(given)) refuse("days off ({date: name}, or a list of dates or DayOff)", given);
    for (auto one : py::reinterpret_borrow<py::iterable>(given)) {
        if (py::isinstance<day_off>(one)) all.push_back(one.cast<day_off>());
        else all.push_back({.on = from_python<date>(one), .name = "day off"});
    }
    return all;
}

/// The weekly days of rest: days of the week, or WeeklyRest where they changed.
std::vector<weekly_rest> weekend_of(py::handle given) {
    std::vector<weekly_rest> all;
    if (PyUnicode_Check(given.ptr()) || !py::isinstance<py::iterable>(given)) refuse("a weekend (days of the week, or WeeklyRest where they changed)", given);
    std::vector<weekday> days;
    for (auto one : py::reinterpret_borrow<py::iterable>(given)) {
        if (py::isinstance<weekly_rest>(one)) all.push_back(one.cast<weekly_rest>());
        else days.push_back(one.cast<weekday>());
    }
    if (!days.empty() && !all.empty()) throw bad_input("weekend: write days of the week, or WeeklyRest, not both");
    if (!days.empty()) all.push_back({.days = std::move(days)});
    return all;
}

/// By what its constructor makes the same calendar again; None where that cannot.
py::object arguments_of(calendar const& c) {
    auto const& facts = c.facts();
    auto const own = calendar_facts{.name = facts.name, .title = facts.title, .weekend = facts.weekend, .days_off = facts.days_off, .working_days = facts.working_days, .coverage = facts.coverage};
    if (!c.parts().empty() || facts != own) return py::none();
    py::dict all;
    all["name"] = facts.name;
    if (facts.weekend != calendar_facts{.name = {}}.weekend) all["weekend"] = facts.weekend;
    if (!facts.days_off.empty()) all["days_off"] = facts.days_off;
    if (!facts.working_days.empty()) all["working_days"] = facts.working_days;
    if (facts.coverage) all["coverage"] = py::make_tuple(to_string(facts.coverage->from), to_string(facts.coverage->until));
    if (!facts.title.empty()) all["title"] = facts.title;
    return all;
}

void add_calendars(py::module_& m) {
    record<day_off>(m, "DayOff", {.on = date(1970, 1, 1), .name = {}}, "A dated day off.", 2)
        .required("on", &day_off::on, "the day")
        .required("name", &day_off::name, "its name")
        .field("kind", &day_off::kind, "DayOffKind: why it is off that day")
        .field("known", &day_off::known, "the day on which it became known, by decree or announcement")
        .field("source", &day_off::source, "where it is laid down")
        .field("why", &day_off::why, "of days that are uncertain")
        .done();
    record<weekly_rest>(m, "WeeklyRest", {.days = {}}, "The weekly days of rest between two days, both included.", 1)
        .required("days", &weekly_rest::days, "Weekday each")
        .field("first_day", &weekly_rest::from, "None: ever before")
        .field("last_day", &weekly_rest::until, "None: ever after")
        .done();

    auto days = py::class_<working_days>(m, "WorkingDays", "The working days of a calendar under one answer to what is none, as look-up tables.");
    method(days, "__contains__", &working_days::contains, "Whether it is a working day.", py::arg("day"));
    method(days, "add", &working_days::add, "The n-th working day after that day, or for a negative n before it. Raises bad_input for 0, which asks nothing.",
           py::arg("day"), py::arg("n"));
    method(days, "on_or_after", &working_days::on_or_after, "The day, or the next working day.", py::arg("day"));
    method(days, "on_or_before", &working_days::on_or_before, "The day, or the working day before.", py::arg("day"));
    method(days, "count", [](working_days const& w, date first, date last) { return w.count({first, last}); },
           "How many working days there are from the first to the last day, both included.", py::arg("first"), py::arg("last"));

    auto cls = py::class_<calendar>(m, "Calendar",
        "Calendar(name, *, weekend=('Saturday', 'Sunday'), days_off=(), working_days=(), coverage=None, title='')\n--\n\n"
        "The working days of one jurisdiction: an immutable value. `weekend` are days of the week, or WeeklyRest where they changed; `days_off` are {date: name}, dates, or DayOff; `working_days` are days of rest that\n"
        "are worked; `coverage` is between which days the days off are held to be complete (two dates, or \"2020/2025\"): beyond it results are provisional;\n"
        "None: nowhere; `title` is its name in words. Raises bad_input where it cannot be: coverage that ends before it begins, a week without a working day.\n"
        "The calendars of the law are Law.calendar(name); an official file is read by Calendar.read(path).");
    constructor(cls, [](std::string const& name, py::object const& weekend, py::object const& days_off, py::object const& worked, std::optional<date_range> coverage,
                        std::string const& title) {
        calendar_facts facts{.name = name, .title = title};
        facts.weekend = weekend_of(weekend);
        facts.days_off = days_off_of(days_off);
        facts.working_days = days_off_of(worked);
        facts.coverage = coverage;
        return calendar(std::move(facts));
    }, py::arg("name"), py::kw_only(), py::arg("weekend") = py::make_tuple("Saturday", "Sunday"), py::arg("days_off") = py::tuple(),
        py::arg("working_days") = py::tuple(), py::arg("coverage") = py::none(), py::arg("title") = "");
    class_function(cls, "read", [](std::filesystem::path const& path) { return released([&] { return calendar::read(path); }); },
        "Official days off from an .ics file (all-day events) or a CSV file (columns `date` and `name`). Raises bad_input that names the event or the row; not_found.",
        py::arg("path"));
    class_function(cls, "joint", [](std::vector<calendar> const& all) { return calendar::joint(all); }, "The days on which all of these work.", py::arg("calendars"));
    cls.def_property_readonly("name", [](calendar const& c) { return c.name(); }, "Its name: \"GB-ENG\"; of a joint one \"DE + FR\".")
        .def_property_readonly("title", [](calendar const& c) { return c.facts().title; }, "In words.")
        .def_property_readonly("coverage", &calendar::coverage, "Two days between which what is known is complete, or None.")
        .def_property_readonly("sources", [](calendar const& c) { return c.facts().sources; }, "Where its days are laid down.")
        .def("__eq__", compared<calendar>([](calendar const& a, calendar const& b) { return a == b; }))
        .def("__hash__", [](calendar const& c) { return py::hash(py::str(as_text(c))); })
        .def("__str__", [](calendar const& c) { return as_text(c); })
        .def("__repr__", [](calendar const& c) {
            auto const own = arguments_of(c);
            if (own.is_none()) return "<comity.Calendar " + c.name() + ">";
            std::string text = "comity.Calendar(";
            for (auto const& [name, value] : own.cast<py::dict>()) text += (text.ends_with("(") ? "" : ", ") + name.cast<std::string>() + "=" + text_of(py::repr(value));
            return text + ")";
        })
        .def("__reduce__", [](calendar const& c) {
            if (!c.parts().empty()) return made_by(py::type::of<calendar>(), "joint", c.parts());
            if (auto const own = arguments_of(c); !own.is_none())
                return py::make_tuple(py::module_::import("functools").attr("partial")(py::type::of<calendar>(), **own.cast<py::dict>()), py::tuple());
            auto const& all = law::built_in().calendars();
            if (std::ranges::find(all, c) == all.end()) throw py::type_error("calendar " + c.name() + " has rules that are in no release, and cannot be pickled: pickle the file it is from");
            return made_by(py::cast(law::built_in()), "calendar", c.name());
        });
    method(cls, "name_of", &calendar::name_of, "The name of the day off; empty if the day is none.", py::arg("day"));
    method(cls, "why_not", [](calendar const& c, date day) { return c.why_not(day); },
           "Why nothing can be done on that day: the day off's name, or \"Sunday\"; empty if it is a working day.", py::arg("day"));
    method(cls, "certain", &calendar::certain, "Whether what is known of these days is complete.", py::arg("period"));
    method(cls, "days_off", &calendar::days_off, "DayOff each in a period, in order.", py::arg("period"));
    method(cls, "known_on", &calendar::known_on, "The calendar as it was known at the end of a day.", py::arg("day"));
    method(cls, "working_days", [](calendar const& c, std::optional<set_of<non_working>> const& none) { return c.working_days(none.value_or(calendar::default_non_working)); },
           "WorkingDays. non_working: which days are none, NonWorking each; None: weekends and holidays.", py::arg("non_working") = py::none());
}

/// What `count` takes from Python, ready to count with.
struct counting_terms {
    comity::period length;
    comity::counting counting;
    std::vector<comity::calendar> calendars{};
    comity::direction direction;
    bool custody;

    counting_terms(comity::period of, py::handle how, py::handle days, comity::direction to, bool ceiling, law const& under)
        : length(std::move(of)), direction(to), custody(ceiling) {
        if (py::isinstance<comity::counting>(how)) counting = how.cast<comity::counting>();
        else if (PyUnicode_Check(how.ptr())) counting = under.counting(text_of(how));
        else refuse("counting: the name of a way of counting, or a Counting", how);
        check(counting);
        auto names = counting.calendars;
        if (py::isinstance<calendar>(days)) {
            calendars = {days.cast<calendar>()};
            return;
        }
        if (PyUnicode_Check(days.ptr())) names = {text_of(days)};
        else if (!days.is_none()) names = taken<std::vector<std::string>>("count", "calendar", days);
        if (names.size() == 1) {
            calendars = under.calendars(names[0]);
        } else if (names.size() > 1) {
            std::vector<calendar> all;
            for (auto const& name : names) all.push_back(under.calendar(name));
            calendars = {calendar::joint(all)};
        }
    }
    expiry count(when const& start) const { return comity::count(length, start, counting, calendars, direction, custody); }
};

/// Days as NumPy has them: datetime64[D], or what that is made of. Missing ones (NaT, None) stay so. Dates and texts are read as everywhere: NumPy would
/// take the day of another place for that of an instant, and the first of January for "2020".
py::array_t<std::int64_t> days_of(py::handle given) {
    auto const numpy = py::module_::import("numpy");
    if (given.is_none()) refuse("starts: days (an array of datetime64, or a list of dates)", given);
    if (numpy.attr("ma").attr("isMaskedArray")(given).cast<bool>()) throw bad_input("starts: a masked array; write .filled('NaT')");
    // Days that nanoseconds do not reach are periods in pandas.
    auto const days_as_periods = py::str("period[D]").equal(py::str(py::getattr(given, "dtype", py::none())));
    auto array = days_as_periods ? numpy.attr("array")(py::reinterpret_borrow<py::object>(given).attr("astype")("int64")).attr("view")("datetime64[D]") : py::object(numpy.attr("asarray")(given));
    auto const kind = array.attr("dtype").attr("kind").cast<std::string>();
    if (kind == "M") {
        auto const whole = array.attr("astype")("datetime64[D]");
        if (!numpy.attr("all")(numpy.attr("logical_or")(numpy.attr("isnat")(array), numpy.attr("equal")(whole, array))).cast<bool>())
            throw bad_input("starts: whole days are needed, and some have a time of day: on which day that is depends on the place. Write .astype('datetime64[D]') where that does not matter");
        array = whole;
    } else if (kind == "O" || kind == "U") {
        py::list days;
        for (auto one : py::reinterpret_borrow<py::iterable>(array.attr("ravel")().attr("tolist")())) {
            if (nothing(one)) days.append(py::none());
            else days.append(to_string(taken<date>("count_many", "starts", one)));
        }
        array = numpy.attr("array")(days, py::arg("dtype") = "datetime64[D]").attr("reshape")(array.attr("shape"));
    } else if (array.attr("size").cast<py::ssize_t>() == 0) {
        array = array.attr("astype")("datetime64[D]");
    } else {
        throw py::type_error("starts: dates are needed (datetime64, datetime.date or text), not an array of " + py::str(array.attr("dtype")).cast<std::string>());
    }
    return py::reinterpret_borrow<py::array_t<std::int64_t>>(numpy.attr("ascontiguousarray")(array).attr("view")("int64"));
}

constexpr auto not_a_day = INT64_MIN;

/// The ends of one period from many days.
py::object count_many(period const& length, py::object const& starts, py::object const& how, py::object const& calendar, direction to, bool custody, std::optional<law> const& under) {
    auto const terms = counting_terms(length, how, calendar, to, custody, law_or_built_in(under));
    if (length.starts_in_hours()) throw bad_input("count_many counts days; give hours to count, one by one, with the instant they run from");
    auto const from = days_of(starts);
    auto shape = std::vector<py::ssize_t>(from.shape(), from.shape() + from.ndim());
    auto earliest = py::array_t<std::int64_t>(shape), latest = py::array_t<std::int64_t>(shape);
    auto certainty = py::array_t<std::uint8_t>(shape);
    auto const* in = from.data();
    auto *first = earliest.mutable_data(), *last = latest.mutable_data();
    auto* doubts = certainty.mutable_data();
    auto const alive = progress_of(py::none());  // for Ctrl-C
    released([&] {
        for (py::ssize_t i = 0, n = from.size(); i < n; ++i) {
            if (i % 1024 == 0) alive(static_cast<std::size_t>(i), 0);
            doubts[i] = 0;
            first[i] = last[i] = not_a_day;
            if (in[i] == not_a_day) continue;
            auto const end = terms.count(date::from_days(in[i]));
            first[i] = end.earliest().days_since_1970();
            last[i] = end.latest().days_since_1970();
            doubts[i] = static_cast<std::uint8_t>(end.certainty().bits());
        }
    });
    return py::module_::import("comity.frames").attr("CountMany")(earliest.attr("view")("datetime64[D]"), latest.attr("view")("datetime64[D]"), certainty);
}

void add_counts(py::module_& m) {
    auto cls = py::class_<expiry>(m, "Expiry",
        "The end of a period. Where there are two readings, `last_day` is the later one: until then nobody can say that the period is over; whoever must\n"
        "act does so by `earliest`.");
    cls.def_property_readonly("last_day", &expiry::last_day, "Of two readings the later one.")
        .def_property_readonly("earliest", &expiry::earliest, "By which whoever must act does so.")
        .def_property_readonly("latest", &expiry::latest, "After which it is certain that the period is over.")
        .def_property_readonly("last_instant", &expiry::last_instant, "Of a period that ends in hours: an aware datetime; else None.")
        .def_property_readonly("earliest_instant", &expiry::earliest_instant, "Of a period that ends in hours; else None.")
        .def_property_readonly("certainty", &expiry::certainty, "Doubt each; empty when certain.")
        .def_property_readonly("steps", &expiry::steps, "CountingStep each: every rule with its provision, every skipped day with its name. Made when asked for.")
        .def("__repr__", [](expiry const& e) {
            auto text = "<comity.Expiry " + to_string(e.earliest());
            if (e.earliest() != e.latest()) text += " or " + to_string(e.latest());
            if (e.last_instant()) text += ", " + to_string(*e.last_instant());
            return text + (e.certainty().empty() ? "" : ", " + to_string(e.certainty())) + ">";
        })
        .def("__eq__", compared<expiry>([](expiry const& a, expiry const& b) { return a.earliest() == b.earliest() && a.latest() == b.latest() && a.last_instant() == b.last_instant() &&
                             a.earliest_instant() == b.earliest_instant() && a.certainty() == b.certainty(); }))
        .def("__hash__", [](expiry const& e) { return py::hash(py::make_tuple(e.earliest(), e.latest(), e.last_instant(), e.certainty())); });

    function(m, "count",
        [](period const& length, when const& start, py::object const& how, py::object const& days, direction to, bool custody, std::optional<law> const& under) {
            return counting_terms(length, how, days, to, custody, law_or_built_in(under)).count(start);
        },
        "The end of a period.\n\n"
        "    count(\"P30D\", start=date(2007, 8, 2), counting=\"us-frcrp-45\", calendar=\"US\").last_day     # 4 September: Labor Day is skipped\n\n"
        "length: ISO 8601 (\"P4M\", \"PT48H\", \"P1Y2M\") plus working days (\"P5WD\"), or a list counted in the order written ([\"P10D\", \"P2M\"]).\n"
        "start: a date; an aware datetime for hours; a rough date gives both ends.\n"
        "counting: a name of the law's, or a Counting.\n"
        "calendar: a name, a list of names (joint), or a Calendar; None: the counting's own. \"GB\", where each part has its own, stands for all of them.\n"
        "direction: \"forward\" or \"backward\". custody: whether the period limits a deprivation of liberty. law: where the names are from; None: the built-in one.\n"
        "Raises bad_input for what cannot be: hours from a day without a clock time, an end beyond the year 9999; not_found for a name that is none.",
        py::arg("length"), py::kw_only(), py::arg("start"), py::arg("counting"), py::arg("calendar") = py::none(), py::arg("direction") = "forward",
        py::arg("custody") = false, py::arg("law") = py::none());
    function(m, "count_many", &count_many,
        "The ends of one period from many days: CountMany, with arrays of `earliest`, `latest` (datetime64[D]) and `codes`. `starts` is an array of\n"
        "datetime64, or a list of dates; missing ones (NaT) stay so. The rest as in `count`.",
        py::arg("length"), py::kw_only(), py::arg("starts"), py::arg("counting"), py::arg("calendar") = py::none(), py::arg("direction") = "forward",
        py::arg("custody") = false, py::arg("law") = py::none());
}

void add_law_itself(py::module_& m) {
    auto cls = py::class_<law>(m, "Law", "One edition of the law: instruments, ways of counting, calendars, what events mean. An immutable value.");
    class_function(cls, "built_in", [] { return law::built_in(); }, "The law that this release has.");
    class_function(cls, "load", [](std::filesystem::path const& folder, std::optional<law> const& under) {
        auto const base = law_or_built_in(under);
        auto loaded = released([&] { return law::load(folder, base); });
        know_events_of(loaded);
        return loaded;
    }, "The law `under` (None: the built-in one) with the files of a folder over it. Raises bad_input with file and line, not_found for a missing folder.",
        py::arg("folder"), py::arg("under") = py::none());
    cls.def_property_readonly("edition", &law::edition, "\"2026a\".")
        .def_property_readonly("events", [](law const& l) { return l.events(); }, "EventMeaning each.")
        .def_property_readonly("lifecycle", [](law const& l) { return l.lifecycle(); }, "LifecycleRule each.")
        .def_property_readonly("answers", [](law const& l) { return l.answers(); }, "AnswerDefinition each.")
        .def_property_readonly("offence_groups", [](law const& l) { return l.offence_groups(); }, "OffenceGroup each.")
        .def_property_readonly("grounds", [](law const& l) { return l.grounds(); }, "EventGround each. Registers may use other words, and free text; only these are shown where names are not.")
        .def_property_readonly("handling_scales", [](law const& l) { return l.handling_scales(); }, "HandlingScale each.")
        .def_property_readonly("instruments", [](law const& l) { return l.instruments(); }, "Instrument each.")
        .def_property_readonly("countings", [](law const& l) { return l.countings(); }, "Counting each.")
        .def_property_readonly("calendars", [](law const& l) { return l.calendars(); }, "Calendar each.")
        .def_property_readonly("files", &law::files, "What its files are called: \"events\", \"instruments/ets-24\".")
        .def("__eq__", compared<law>([](law const& a, law const& b) { return a.edition() == b.edition() && a.files() == b.files() && std::ranges::all_of(a.files(), [&](std::string const& file) { return a.text(file) == b.text(file); }); }))
        .def("__hash__", [](law const& l) { return py::hash(py::str(l.edition())); })
        .def("__repr__", [](law const& l) { return "<comity.Law " + l.edition() + ">"; })
        .def("__reduce__", [](law const& l) {
            // An overlay is files that the other side may not have.
            if (l.edition() != law::built_in().edition()) throw py::type_error("a law that was loaded from a folder cannot be pickled: load it there");
            return made_by(py::type::of<law>(), "built_in");
        });
    method(cls, "event", [](law const& l, std::string const& name) { return l.meaning(l.event_kind(name)); },
           "What an event of that kind means: EventMeaning. Raises bad_input for a kind that is none; `events` lists them.", py::arg("kind"));
    method(cls, "is_a", [](law const& l, std::string const& kind, std::string const& ancestor) { return l.is_a(l.event_kind(kind), l.event_kind(ancestor)); },
           "Whether a kind is its ancestor, or a case of it.", py::arg("kind"), py::arg("ancestor"));
    method(cls, "answer", [](law const& l, std::string const& name) { return l.answer(name); }, "AnswerDefinition. Raises bad_input that lists them.", py::arg("name"));
    method(cls, "handling", &law::handling, "A marking as it is kept: \"tlp:white\" is \"TLP:CLEAR\". Raises bad_input for what no scale has.", py::arg("marking"));
    method(cls, "covers", [](law const& l, std::string const& clearance, std::string const& marking) { return l.clearance(clearance).covers(marking); },
           "Whether a reader with a clearance, as \"TLP:AMBER\", may see what bears a marking.", py::arg("clearance"), py::arg("marking"));
    method(cls, "instrument", [](law const& l, std::string const& id) { return l.instrument(id); }, "Instrument. Raises not_found that says what is near.", py::arg("id"));
    method(cls, "time_limits", [](law const& l, std::string const& id, date on) { return l.time_limits(id, on); },
           "TimeLimit each of an instrument that are valid on a day; none before it is in force.", py::arg("id"), py::arg("on"));
    method(cls, "counting_of", &law::counting_of, "Counting by which a TimeLimit is counted.", py::arg("limit"));
    method(cls, "bases", [](law const& l, state_code a, state_code b, date on, request_kind kind) { return l.bases(a, b, on, kind); },
           "What binds two States on a day for one kind of request, and why something that one might expect does not: LegalBases.",
           py::arg("a"), py::arg("b"), py::arg("on"), py::arg("kind"));
    method(cls, "with_calendar", [](law const& l, calendar const& c) { return l.with(c); },
           "The same law with another calendar in the place of the one of its name, or beside the others: to ask what a new holiday would change.", py::arg("calendar"));
    method(cls, "calendar", [](law const& l, std::string const& name) { return l.calendar(name); }, "Calendar. Raises not_found.", py::arg("name"));
    method(cls, "counting", [](law const& l, std::string const& name) { return l.counting(name); }, "Counting. Raises not_found.", py::arg("name"));
    method(cls, "text", &law::text, "One of its files, printed for reading. Raises not_found.", py::arg("file"));

    function(m, "state_name", [](state_code code, date on) { return state_name(code, on); },
             "What the code meant on that day: \"CS\" was Czechoslovakia in 1985. Raises bad_input if it meant nothing then, and says what to write.", py::arg("code"), py::arg("on"));
}

}  // namespace

void add_law(py::module_& m) {
    add_rows(m);
    add_counting(m);
    add_calendars(m);
    add_law_itself(m);
    add_counts(m);
}

}  // namespace comity::python
