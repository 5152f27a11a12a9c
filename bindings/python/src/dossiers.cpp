// SPDX-License-Identifier: Apache-2.0
#include "parts.hpp"

#include <sstream>

namespace comity::python {

namespace {

law law_of(dossier_under_law const& d, std::optional<law> const& given) { return given ? *given : d.law; }

void add_standing(py::module_& m) {
    record<mixed_word>(m, "MixedWord", {}, "A word whose letters come from scripts that are not written together; it is kept as it is.")
        .shows("field", &mixed_word::field, "\"reference\", \"person 2, name 1\"")
        .shows("word", &mixed_word::word, "as it is written")
        .shows("text", &mixed_word::text, "which letters, with their code points")
        .done();
    function(m, "mixed_scripts", [](request const& r) { return mixed_scripts(r); },
             "MixedWord each: words in the references of a Request and in the names of its persons whose letters come from several scripts, as \"Ivаnov\" with a Cyrillic а. Words of one\n"
             "script each (\"Ivan Иванов\") are none, nor is what is written together, as Japanese with Latin letters (Unicode Technical Standard #39, highly restrictive).",
             py::arg("request"));
    record<finding>(m, "Finding", {.rule = {}, .text = {}}, "A broken rule of the lifecycle.")
        .shows("rule", &finding::rule, "by its name in the law")
        .shows("refuse", &finding::refuse, "whether it cannot have happened so, or is odd and kept")
        .shows("request", &finding::request, "the dossier")
        .shows("seq", &finding::seq, "the entry in it that breaks the rule")
        .shows("text", &finding::text, "the whole sentence")
        .done();
    record<subject_standing>(m, "SubjectStanding", {}, "What one person, measure, offence or item has got so far.")
        .shows("kind", &subject_standing::kind, "SubjectKind")
        .shows("number", &subject_standing::number, "in the request, from 1")
        .shows("outcome", &subject_standing::outcome, "Outcome")
        .shows("decided_by", &subject_standing::decided_by, "the entry that gave it; 0: none")
        .shows("decided_on", &subject_standing::decided_on, "the last day on which that may have happened")
        .shows("conditional", &subject_standing::conditional, "granted on conditions")
        .shows("custody", &subject_standing::custody, "Custody, of persons")
        .done();
    record<standing>(m, "Standing", {.as_of = date(1970, 1, 1)}, "Where a request stands on a day.")
        .shows("as_of", &standing::as_of, "the day, at its end, or the instant")
        .shows("stage", &standing::stage, "Stage of the procedure")
        .shows("outcome", &standing::outcome, "Outcome of the request as a whole")
        .shows("decided_by", &standing::decided_by, "the last entry that gave an outcome; 0: none")
        .shows("conditional", &standing::conditional, "granted on conditions, in whole or in part")
        .shows("open", &standing::open, "whether something is still to be done by somebody")
        .shows("awaits", &standing::awaits, "Side whose turn it is")
        .shows("silence", &standing::silence, "Silence: how long nothing has been heard from the requested side")
        .shows("last_contact", &standing::last_contact, "the last act of the requested side")
        .shows("last_act", &standing::last_act, "the last act of anybody")
        .shows("subjects", &standing::subjects, "SubjectStanding each")
        .shows("perhaps", &standing::perhaps, "entries with a rough date that may or may not have happened by then")
        .shows("warnings", &standing::warnings, "Finding each")
        .shows("merged_into", &standing::merged_into, "the request that this one was found to be the same as")
        .done();
}

void add_deadlines(py::module_& m) {
    auto cls = py::class_<deadline>(m, "Deadline",
        "One time limit applied to one request, run from one event. Where a law leaves open how to count it has two ends: whoever must act does so by\n"
        "`earliest`; only after `latest` is it certain that the time has run out. str() is one line.");
    cls.def_readonly("request", &deadline::request, "The request's id.")
        .def_property_readonly("reference", [](deadline const& d) { return text_for_python(d.reference); }, "Of the requesting side.")
        .def_readonly("requesting", &deadline::requesting, "The State that asks.")
        .def_readonly("requested", &deadline::requested, "The State that is asked.")
        .def_readonly("concerns", &deadline::concerns, "The persons, measures or items it is about, where they stand differently; none: all.")
        .def_property_readonly("instrument", &deadline::instrument, "The instrument's id.")
        .def_property_readonly("provision", &deadline::provision, "Instrument and article: \"ets-24 16(4), sentence 1\".")
        .def_property_readonly("limit", &deadline::limit, "TimeLimit that it follows from.")
        .def_property_readonly("nature", &deadline::nature, "Nature of the limit: permissive or mandatory release, maximum, target, minimum, lapse.")
        .def_readonly("binds", &deadline::binds, "BoundParty: who has to act.")
        .def_property_readonly("duty_of", &deadline::duty_of, "Whose authority has to act: a State, or a part of one.")
        .def_readonly("trigger", &deadline::trigger, "When it began to run; None: that is not recorded.")
        .def_readonly("trigger_kind", &deadline::trigger_kind, "The kind of event it runs from; None: from the end of another period.")
        .def_readonly("trigger_entry", &deadline::trigger_entry, "The entry that says so; 0: none.")
        .def_readonly("last_day", &deadline::last_day, "Of two readings the later one; None: there is no number, or no end.")
        .def_readonly("earliest", &deadline::earliest, "By which whoever must act does so.")
        .def_readonly("latest", &deadline::latest, "After which it is certain that the time has run out.")
        .def_readonly("earliest_instant", &deadline::earliest_instant, "Of a period in hours.")
        .def_readonly("last_instant", &deadline::last_instant, "Of a period in hours.")
        .def_readonly("status", &deadline::status, "DeadlineStatus.")
        .def_readonly("done", &deadline::done, "When what was due was done, or None.")
        .def_readonly("done_entry", &deadline::done_entry, "The entry that says so; 0: none.")
        .def_property_readonly("consequence", &deadline::consequence, "What follows when it runs out, in words.")
        .def_readonly("certainty", &deadline::certainty, "Doubt each; empty when certain.")
        .def_property_readonly("reason", [](deadline const& d) { return d.reason; }, "Why it is not computable, superseded, discontinued, disputed, in words.")
        .def_property_readonly("counting", &deadline::counting, "By what way it was counted: a name of the law's.")
        .def_property_readonly("calendar", &deadline::calendar, "On whose days; empty where days off do not matter.")
        .def_property_readonly("open", &deadline::open, "Whether somebody still has to act on it.")
        .def_property_readonly("next_step", [](deadline const& d) { return next_step(d); }, "What has to be done next, and by whom; empty where nothing has.")
        .def_property_readonly("steps", &deadline::steps, "CountingStep each: what was looked at, and how the days were counted. Made when asked for.")
        .def("__str__", [](deadline const& d) { return text_for_python(to_string(d)); })
        .def("__repr__", [](deadline const& d) { return text_for_python("<comity.Deadline " + to_string(d) + ">"); });
    auto const what_it_says = [](deadline const& d) {
        return py::make_tuple(d.request, d.provision(), d.limit().id, d.concerns, d.trigger, d.trigger_entry, d.earliest, d.latest, d.earliest_instant, d.last_instant,
                              d.status, d.done, d.done_entry, d.binds, d.certainty, d.reason, d.counting(), d.calendar());
    };
    cls.def("__eq__", compared<deadline>([what_it_says](deadline const& a, deadline const& b) { return what_it_says(a).equal(what_it_says(b)); }))
        .def("__hash__", [what_it_says](deadline const& d) { return hash_of(what_it_says(d)); });

    auto list = py::class_<deadline_list>(m, "Deadlines", "Deadlines as of a day: a sequence of Deadline, by their earliest days, those without one last.");
    list.def("__len__", [](deadline_list const& l) { return l.items.size(); })
        .def("__getitem__", [](deadline_list const& l, py::object const& at) -> py::object {
            auto const wanted = places_in(at, l.items.size(), "deadlines");
            if (!wanted.slice) return py::cast(l.items[wanted.each.front()]);
            auto part = deadline_list{.as_of = l.as_of};
            for (auto const i : wanted.each) part.items.push_back(l.items[i]);
            return py::cast(std::move(part));
        })
        .def_readonly("as_of", &deadline_list::as_of, "The day, at its end, or the instant.")
        .def("__eq__", compared<deadline_list>([](py::object const& a, py::object const& b) { return py::tuple(a).equal(py::tuple(b)); }))
        .def("__hash__", [](py::object const& self) { return hash_of(py::tuple(self)); })
        .def("__repr__", [](deadline_list const& l) { return "<comity.Deadlines: " + std::to_string(l.items.size()) + " as of " + to_string(l.as_of) + ">"; });
    sequence(list);
    method(list, "to_table", [](deadline_list const& l) { return to_table(l.items, l.as_of); }, "Table with a row for each.");
    method(list, "to_icalendar", [](deadline_list const& l) {
        std::ostringstream out;
        write_icalendar(out, l.items, l.as_of);
        return py::bytes(out.str());
    }, "A calendar file that office programs read (RFC 5545), as bytes: an all-day entry for each that has a day. It names no person.");

    record<moved_deadline>(m, "MovedDeadline", {}, "Why a day moved: a deadline under two laws, or of two versions of a dossier.")
        .shows("before", &moved_deadline::before, "Deadline; None: it is new")
        .shows("after", &moved_deadline::after, "Deadline; None: there is none any more")
        .shows("why", &moved_deadline::why, "what differs in the row and in the steps")
        .done();
    function(m, "compare", [](deadline_list const& before, deadline_list const& after) { return compare(before.items, after.items); },
             "MovedDeadline each: which deadlines differ in day, status, certainty, nature or whom they bind.", py::arg("before"), py::arg("after"));
}

void add_dossier(py::module_& m) {
    auto cls = py::class_<dossier_under_law>(m, "Dossier",
        "One request with its history: an immutable value, as known on a day. Its deadlines and its standing are computed from what is recorded, under\n"
        "the law of its register unless another is given.");
    cls.def_property_readonly("id", [](dossier_under_law const& d) { return d.value.id(); }, "The request's id.")
        .def_property_readonly("request", [](dossier_under_law const& d) { return d.value.request(); }, "Request: what was asked, as last amended.")
        .def_property_readonly("versions", [](dossier_under_law const& d) { return d.value.versions(); }, "Request by the number of the entry that put it so.")
        .def_property_readonly("history", [](dossier_under_law const& d) { return d.value.history(); }, "Entry each, as recorded, corrections and all.")
        .def_property_readonly("facts", [](dossier_under_law const& d) { return d.value.facts(); }, "Fact each: what happened, after corrections, in the order in which it happened.")
        .def_property_readonly("merged_into", [](dossier_under_law const& d) { return d.value.merged_into(); }, "The request that this one was found to be the same as, or None.")
        .def_property_readonly("law", [](dossier_under_law const& d) { return d.law; }, "Law that it is read under.")
        .def("__eq__", compared<dossier_under_law>([](dossier_under_law const& a, dossier_under_law const& b) { return a.value == b.value; }))
        .def("__hash__", [](dossier_under_law const& d) { return py::hash(py::make_tuple(d.value.id(), d.value.history().size())); })
        .def("__len__", [](dossier_under_law const& d) { return d.value.history().size(); })
        .def("__repr__", [](dossier_under_law const& d) {
            auto const& r = d.value.request();
            return text_for_python("<comity.Dossier " + to_string(d.value.id()) + ": " + std::string(to_string(r.kind)) + " " + to_string(r.requesting) + "–" + to_string(r.requested) + " " +
                                   displayable(r.reference) + ", " + std::to_string(d.value.history().size()) + (d.value.history().size() == 1 ? " entry>" : " entries>"));
        })
        .def("__reduce__", [](dossier_under_law const& d) {
            py::list merged;
            for (auto const& other : d.value.merged()) merged.append(dossier_under_law{other, d.law});
            return made_by(py::type::of<dossier_under_law>(), "_restored", py::make_tuple(d.value.id(), d.value.history(), d.value.versions(), py::tuple(merged), d.law));
        })
        .def_static("_restored", [](py::tuple const& state) {
            std::vector<dossier> merged;
            for (auto one : state[3]) merged.push_back(one.cast<dossier_under_law const&>().value);
            return dossier_under_law{dossier(state[0].cast<uuid>(), state[1].cast<std::vector<entry>>(), state[2].cast<std::map<int, request>>(), std::move(merged)),
                                     state[4].cast<law>()};
        });
    method(cls, "standing", [](dossier_under_law const& d, cutoff const& as_of, std::optional<law> const& under) { return standing::of(d.value, law_of(d, under), as_of); },
           "Standing at the end of a day, or at an instant; None where the request was not made yet.", py::arg("as_of"), py::kw_only(), py::arg("law") = py::none());
    method(cls, "phrase", [](dossier_under_law const& d, cutoff const& as_of, std::optional<law> const& under) -> std::optional<std::string> {
        auto const s = standing::of(d.value, law_of(d, under), as_of);
        if (!s) return {};
        return phrase(*s, d.value.request());
    }, "Where it stands in a few words: \"granted, not surrendered\"; None where the request was not made yet.", py::arg("as_of"), py::kw_only(), py::arg("law") = py::none());
    method(cls, "deadlines", [](dossier_under_law const& d, cutoff const& as_of, std::optional<law> const& under) {
        return deadline_list{deadlines(d.value, law_of(d, under), as_of), as_of};
    }, "Deadlines that have begun to run by then, and those that should have and lack a fact. `law`: None is that of the register it is from.",
        py::arg("as_of"), py::arg("law") = py::none());
    method(cls, "first_answer", [](dossier_under_law const& d, cutoff const& as_of, std::string const& definition, std::optional<law> const& under) -> std::optional<fact> {
        auto const l = law_of(d, under);
        auto const* found = first_answer(d.value, l, l.answer(definition), as_of);
        return found ? std::optional(*found) : std::nullopt;
    }, "Fact that answers the request under a definition, or None while there is none.",
        py::arg("as_of"), py::arg("definition") = "substantive", py::kw_only(), py::arg("law") = py::none());
    method(cls, "check_lifecycle", [](dossier_under_law const& d, std::optional<law> const& under) { return check_lifecycle(d.value, law_of(d, under)); },
           "Finding each: rules of the lifecycle that it breaks, refusals first.", py::kw_only(), py::arg("law") = py::none());
    method(cls, "supposing", [](dossier_under_law const& d, event const& e) { return dossier_under_law{d.value.supposing(e), d.law}; },
           "The same as if this Event had been recorded too. Nothing is written.", py::arg("event"));
    method(cls, "known_on", [](dossier_under_law const& d, cutoff const& day) -> std::optional<dossier_under_law> {
        auto known = d.value.known_on(day);
        if (!known) return {};
        return dossier_under_law{std::move(*known), d.law};
    }, "The same as it was known then; None if it was not known at all.", py::arg("day"));
}

}  // namespace

void add_dossiers(py::module_& m) {
    add_standing(m);
    add_deadlines(m);
    add_dossier(m);
}

}  // namespace comity::python
