// SPDX-License-Identifier: Apache-2.0
#include "parts.hpp"

namespace comity::python {

namespace {

/// A date that is known only roughly; exact ones are dates of Python.
struct rough_date {
    when value;
    friend bool operator==(rough_date const&, rough_date const&) = default;
};

void add_when(py::module_& m) {
    auto cls = py::class_<rough_date>(m, "When",
        "When(text)\n--\n\n"
        "A date that is known only roughly: a month, a year, an interval, or \"about\". Written in EDTF (ISO 8601-2): 2009-08, 2018-03~, 2004,\n"
        "2015-07-09/2015-11-24. It stands for the days it may be, and nothing ever picks one of them in silence. Exact days are datetime.date,\n"
        "instants aware datetimes. Raises bad_input for other text.");
    constructor(cls, [](when w) { return rough_date{std::move(w)}; }, py::arg("text"));
    cls.def_property_readonly("earliest", [](rough_date const& r) { return r.value.earliest(); }, "The first day it may be.")
        .def_property_readonly("latest", [](rough_date const& r) { return r.value.latest(); }, "The last day it may be.")
        .def_property_readonly("precision", [](rough_date const& r) { return r.value.precision(); }, "How exactly it is known.")
        .def_property_readonly("approximate", [](rough_date const& r) { return r.value.approximate(); }, "Whether the source says \"about\" (~).")
        .def_property_readonly("uncertain", [](rough_date const& r) { return r.value.uncertain(); }, "Whether it is doubted, or sources differ (?).")
        .def("__eq__", compared<rough_date>([](rough_date const& a, rough_date const& b) { return a == b; }))
        .def("__hash__", [](rough_date const& r) { return py::hash(py::str(to_string(r.value))); })
        .def("__str__", [](rough_date const& r) { return to_string(r.value); })
        .def("__repr__", [](rough_date const& r) { return "comity.When('" + to_string(r.value) + "')"; })
        .def("__reduce__", [](py::object const& self) { return py::make_tuple(py::type::of(self), py::make_tuple(py::str(self))); });
}

/// An instant of our clock.
py::object clock_time(std::int64_t microseconds) { return to_python(instant(microseconds)); }

}  // namespace

std::string const& filter_arguments() {
    static auto const* const text = [] {
        auto* all = new std::string();
        for (auto const& f : record<query>::fields()) *all += (all->empty() ? "" : ", ") + f.name + "=None";
        return all;
    }();
    return *text;
}

query filters(py::kwargs const& given) {
    query q;
    set_fields("query", record<query>::fields(), &q, given, false);
    return q;
}

void add_values(py::module_& m) {
    add_when(m);

    record<authority>(m, "Authority", {}, "Who acts for a State: a ministry, a court, a 24/7 contact point.", 1)
        .field("name", &authority::name, "as it is called")
        .field("kind", &authority::kind, "AuthorityKind")
        .field("jurisdiction", &authority::jurisdiction, "\"GB\", or a part of a State: \"GB-SCT\"")
        .field("zone", &authority::zone, "the time zone of its office hours, a name of the tz database")
        .done();
    record<person_name>(m, "PersonName", {}, "A name as it is written somewhere, in whatever script; kept as it is.", 1)
        .required("text", &person_name::text, "the name")
        .field("kind", &person_name::kind, "NameKind")
        .done();
    record<person>(m, "Person", {}, "A natural or legal person whom a request concerns.")
        .field("names", &person::names, "PersonName each")
        .field("role", &person::role, "PersonRole")
        .field("nationalities", &person::nationalities, "State codes, all of them; none: not known, or stateless")
        .field("born", &person::born, "a date, perhaps a rough one")
        .field("legal_person", &person::legal_person, "whether it is no natural person")
        .done();
    record<offence>(m, "Offence", {}, "What a person is sought or prosecuted for.")
        .field("title", &offence::title, "\"wire fraud\"")
        .field("group", &offence::group, "a word figures are broken down by: \"fraud\", \"cybercrime\"; Law.offence_groups has those of the law")
        .field("text", &offence::text, "the enactment: \"18 USC 1343\"")
        .field("committed_on", &offence::committed_on, "a date, perhaps a rough one")
        .done();
    record<measure>(m, "Measure", {}, "One thing that a letter of request asks to be done.", 1)
        .field("kind", &measure::kind, "a word figures are broken down by: \"hearing\", \"bank_records\"")
        .field("object", &measure::object, "whom or what it is about")
        .field("purpose", &measure::purpose, "what it is to prove")
        .done();
    record<item>(m, "Item", {}, "One malicious source in a request for incident assistance. It has an outcome and times of its own.")
        .field("kind", &item::kind, "ItemKind")
        .field("value", &item::value, "\"203.0.113.7\", \"hxxp://…\"; as reported")
        .field("port", &item::port, "0: none given")
        .field("activity", &item::activity, "\"phishing\", \"command_and_control\"")
        .field("observed_on", &item::observed_on, "a date or an instant")
        .done();
    record<document>(m, "Document", {}, "A paper that belongs to a request: what it is, and a digest to know it again by. Never its contents.")
        .field("title", &document::title, "its title")
        .field("language", &document::language, "ISO 639: \"fr\"")
        .field("translates", &document::translates, "the number, among the request's documents from 1, of the one it translates; 0: none")
        .field("pages", &document::pages, "0: not known")
        .field("sha256", &document::sha256, "64 hexadecimal digits, or empty")
        .done();
    record<related_request>(m, "RelatedRequest", {}, "Another request that this one has to do with.")
        .required("id", &related_request::id, "uuid.UUID")
        .field("relation", &related_request::relation, "Relation")
        .done();

    record<request>(m, "Request", {},
        "What one State asked of another.\n\n"
        "    Request(kind=\"extradition\", requesting=\"RU\", requested=\"GB\", reference=\"81/3-412-20\", basis=[\"ets-24\"], made_on=date(2020, 3, 2))\n\n"
        "Raises bad_input where it cannot be: a State asks itself; a code that meant no State on the day it was made; a reference with control\n"
        "or direction-changing characters.")
        .required("kind", &request::kind, "RequestKind")
        .required("requesting", &request::requesting, "the code of the State that asks: \"RU\"")
        .required("requested", &request::requested, "the code of the State that is asked")
        .field("reference", &request::reference, "of the requesting side")
        .field("requested_reference", &request::requested_reference, "of the requested side")
        .field("basis", &request::basis, "on what treaty or statute: \"ets-24\", \"ets-24 16(4)\"")
        .field("made_on", &request::made_on, "the date it bears; a register requires one, as roughly as it is known")
        .field("requesting_authority", &request::requesting_authority, "Authority")
        .field("requested_authority", &request::requested_authority, "Authority")
        .field("channel", &request::channel, "Channel: the way it took")
        .field("urgent", &request::urgent, "whether it is marked urgent")
        .field("urgency_reason", &request::urgency_reason, "why")
        .field("language", &request::language, "ISO 639")
        .field("handling", &request::handling, "who may see it: \"TLP:AMBER\", or a national marking")
        .field("persons", &request::persons, "Person each")
        .field("offences", &request::offences, "Offence each")
        .field("measures", &request::measures, "Measure each")
        .field("items", &request::items, "Item each")
        .field("documents", &request::documents, "Document each")
        .field("related", &request::related, "RelatedRequest each")
        .field("review_on", &request::review_on, "a day to look at it again")
        .field("synthetic", &request::synthetic, "made up, as sample data; every figure from it says so")
        .field("note", &request::note, "free text; may hold personal data")
        .done();

    record<event>(m, "Event", {.kind = event_kind::noted},
        "Something that happened to a request, as somebody reports it.\n\n"
        "    Event(\"provisional_arrest\", on=date(2020, 3, 10), source=\"note verbale 114\")\n"
        "    Event(\"refused\", on=date(2021, 5, 4), provision=\"ets-24 6(1)\", concerns=[\"person 2\"])\n\n"
        "Raises bad_input for a kind that neither the built-in law nor one that was loaded has.", 1)
        .required("kind", &event::kind, "a name of the law's table of events; Law.events lists them")
        .field("on", &event::on, "when it happened: a date, an aware datetime, or a rough date")
        .field("by", &event::by, "Authority: who acted")
        .field("provision", &event::provision, "the article relied on: \"ets-24 6(1)\"")
        .field("ground", &event::ground, "why refused, returned, postponed: a word such as \"own_national\" (Law.grounds), or free text")
        .field("concerns", &event::concerns, "which parts of the request: \"person 2\", \"item 1-30\"; none named: all")
        .field("amounts", &event::amounts, "of money: \"1250000.50 EUR\"")
        .field("appoints", &event::appoints, "a day this fixes: of a hearing, of the surrender")
        .field("other", &event::other, "the other request, of a merger")
        .field("known_since", &event::known_since, "claimed by an imported source; never later than the day of recording")
        .field("corrects", &event::corrects, "the number of the entry that this one amends or retracts; 0: none")
        .field("source", &event::source, "where this is known from: a note, a judgment, a press report")
        .field("note", &event::note, "free text; may hold personal data")
        .done();

    record<entry>(m, "Entry", {.event = {.kind = event_kind::noted}}, "One row of the register: what was recorded, and when.")
        .required("seq", &entry::seq, "its place in the dossier, from 1")
        .required("id", &entry::id, "uuid.UUID")
        .required("recorded_at", [](entry const& e) { return clock_time(e.recorded_at); },
                  [](entry& e, py::handle at) { e.recorded_at = taken<instant>("Entry", "recorded_at", at).microseconds_utc(); },
                  "by the register's clock, UTC; never goes backwards within a dossier")
        .required("event", &entry::event, "Event")
        .done();
    record<fact>(m, "Fact", {.event = {.kind = event_kind::noted}}, "Something that happened, after corrections.")
        .shows("request", &fact::request, "the dossier it was recorded in: this one, or one merged into it")
        .shows("seq", &fact::seq, "the number of the entry there")
        .shows("event", &fact::event, "Event")
        .done();

    record<query>(m, "Query", {}, "Which requests are meant. What is left out is not asked for. The same names are keyword arguments wherever requests are chosen.")
        .field("requesting", &query::requesting, "the State that asks")
        .field("requested", &query::requested, "the State that is asked")
        .field("state", &query::state, "a State on either side")
        .field("other", &query::other, "with `state`: between these two, in either direction")
        .field("kind", &query::kind, "RequestKind")
        .field("reference", &query::reference, "of either side, exactly")
        .field("instrument", &query::instrument, "among the treaties or statutes it relies on: \"ets-24\"")
        .field("authority", &query::authority, "the name of either side's")
        .field("measure", &query::measure, "asks for one of this kind")
        .field("offence", &query::offence, "is about an offence of this group")
        .field("urgent", &query::urgent, "marked urgent, or not")
        .field("channel", &query::channel, "Channel")
        .field("handling", &query::handling, "marked exactly so")
        .field("made_from", &query::made_from, "made on this day or later; of a rough date the last day counts")
        .field("made_until", &query::made_until, "made on this day or earlier; likewise")
        .done();

    record<origin>(m, "Origin", {}, "Where an imported request comes from.")
        .required("source", &origin::source, "the register it was kept in")
        .required("row_key", &origin::row_key, "its key there")
        .done();
    record<recording>(m, "Recording", {.event = {.kind = event_kind::noted}}, "An event to be recorded with others in one transaction (Registry.record_many, Filing).")
        .field("request", &recording::request, "the request's id; of an event of a Filing it need not be given")
        .required("event", &recording::event, "Event")
        .field("event_id", [](recording const& r) { return r.options.id; },
               [](recording& r, py::handle id) { r.options.id = taken<std::optional<uuid>>("Recording", "event_id", id); }, "an id of the caller's own: the same again is nothing")
        .field("expected_seq", [](recording const& r) { return r.options.expected_seq; },
               [](recording& r, py::handle seq) { r.options.expected_seq = taken<std::optional<int>>("Recording", "expected_seq", seq); },
               "the number that the new entry must get, else conflict: somebody was faster")
        .field("content", &recording::content, "with an event of kind \"filed\" that corrects entry 1: the Request as it should be")
        .done();
    record<filing>(m, "Filing", {}, "A request to be filed with its events, with others in one transaction (Registry.file_many).", 1)
        .required("request", &filing::request, "Request")
        .field("events", &filing::events, "Recording each, recorded with it one after the other")
        .field("request_id", [](filing const& f) { return f.options.id; },
               [](filing& f, py::handle id) { f.options.id = taken<std::optional<uuid>>("Filing", "request_id", id); }, "an id of the caller's own: the same again is nothing")
        .field("known_since", [](filing const& f) { return f.options.known_since; },
               [](filing& f, py::handle day) { f.options.known_since = taken<std::optional<date>>("Filing", "known_since", day); }, "claimed by an imported source")
        .field("origin", [](filing const& f) { return f.options.origin; },
               [](filing& f, py::handle from) { f.options.origin = taken<std::optional<origin>>("Filing", "origin", from); }, "Origin: the row of another register")
        .field("source", [](filing const& f) { return f.options.source; },
               [](filing& f, py::handle text) { f.options.source = taken<std::string>("Filing", "source", text); }, "where this is known from")
        .field("note", [](filing const& f) { return f.options.note; },
               [](filing& f, py::handle text) { f.options.note = taken<std::string>("Filing", "note", text); }, "free text")
        .done();
}

}  // namespace comity::python
