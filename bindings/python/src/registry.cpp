// SPDX-License-Identifier: Apache-2.0
#include "parts.hpp"

#include <sstream>

namespace comity::python {

namespace {

void add_evidence(py::module_& m) {
    auto sealed = record<seal>(m, "Seal", {}, "What the last entries of all dossiers were at one moment, in one number. It proves something only against a copy kept elsewhere. str() is the seal file.")
        .shows("number", &seal::number, "from 1")
        .shows("sealed_at", [](seal const& s) { return instant(s.sealed_at); }, "an aware datetime, UTC")
        .shows("root", &seal::root, "of the Merkle tree over the heads of all dossiers (RFC 6962), 64 hexadecimal digits")
        .shows("dossiers", &seal::dossiers, "how many")
        .shows("entries", &seal::entries, "in all dossiers together")
        .shows("before", &seal::before, "digest of the seal before it; empty for the first")
        .shows("digest", &seal::digest, "of what it says and all seals before")
        .shows("public_key", &seal::public_key, "Ed25519; empty: not signed")
        .shows("signature", &seal::signature, "Ed25519")
        .done()
        .def("__str__", [](seal const& s) { return to_string(s); })
        .def("__reduce__", [](seal const& s) { return made_by(py::type::of<seal>(), "parse", to_string(s)); });
    class_function(sealed, "parse", &parse_seal, "A seal file. Raises bad_input for what is none, tampered where it is not what was sealed.", py::arg("text"));
    record<verification>(m, "Verification", {}, "What Registry.verify found in order.")
        .shows("dossiers", &verification::dossiers, "how many")
        .shows("entries", &verification::entries, "how many")
        .shows("erased_texts", &verification::erased_texts, "names and texts that were erased")
        .shows("seals", &verification::seals, "how many")
        .shows("unsealed_entries", &verification::unsealed_entries, "since the last seal: their tail could be cut without a trace")
        .shows("against", &verification::against, "the number of the seal from elsewhere, if one was given")
        .shows("root", &verification::root, "of the tree over all heads as they are now")
        .done();
    auto proved = record<proof>(m, "Proof", {}, "Shows that an entry is in a sealed register, to somebody who has the seal and not the register. str() is the proof file.")
        .shows("seal", &proof::seal, "Seal that it rests on")
        .shows("fields", [](proof const& p) { return fields_of(p); }, "what its entry says: (name, value) each; names and texts, if they are shown")
        .done()
        .def("__str__", [](proof const& p) { return to_string(p); })
        .def("__reduce__", [](proof const& p) { return made_by(py::type::of<proof>(), "parse", to_string(p)); });
    class_function(proved, "parse", &parse_proof, "A proof file. Raises bad_input.", py::arg("text"));
    method(proved, "check", [](proof const& p, seal const& trusted) { check(p, trusted); },
           "Raises tampered unless the entry (and its texts, if shown) is in the register that was so sealed.", py::arg("trusted"));
    record<erasure::person>(m, "ErasedPerson", {}, "A person whose names and birth are gone.")
        .shows("request", &erasure::person::request, "the request")
        .shows("number", &erasure::person::number, "in it, from 1")
        .done();
    record<erasure::place>(m, "NameLeft", {}, "Where a name still stands: in what the chain holds, or as that of another person who may be the same.")
        .shows("request", &erasure::place::request, "the request")
        .shows("seq", &erasure::place::seq, "the entry")
        .shows("field", &erasure::place::field, "the field of it")
        .done();
    record<erasure>(m, "Erasure", {}, "What Registry.erase_person did, or would do.")
        .shows("persons", &erasure::persons, "ErasedPerson each")
        .shows("texts", &erasure::texts, "how many texts, names included")
        .shows("left", &erasure::left, "NameLeft each")
        .done();
    record<changed_request>(m, "ChangedRequest", {}, "What an archive changed in a request that the register had: who sent it speaks in these entries.")
        .shows("id", &changed_request::id, "of the request")
        .shows("first", &changed_request::first, "number of the first entry that was added; 0: none was, but those merged into it, also by way of others, brought something new")
        .shows("last", &changed_request::last, "of the last one")
        .shows("erased_texts", &changed_request::erased_texts, "names and texts that were erased there, and now here")
        .done();
    record<passed_over_request>(m, "PassedOverRequest", {}, "A request of an archive that was not taken, so that it is here as it was, or not at all.")
        .shows("id", &passed_over_request::id, "of the request")
        .shows("why", &passed_over_request::why, "as an import that skips nothing says when it refuses the archive")
        .done();
    record<archive_report>(m, "ArchiveReport", {}, "What an archive held, or holds.")
        .shows("requests", &archive_report::requests, "how many")
        .shows("entries", &archive_report::entries, "of all of these")
        .shows("whole", &archive_report::whole, "whether it is of a whole register, with all its seals; else of some requests, with proofs")
        .shows("seals", &archive_report::seals, "up to this number; 0: it was never sealed")
        .shows("unsealed_entries", &archive_report::unsealed_entries, "that the last seal, or the one it was held against, does not cover, or is not shown to: only their own chains speak for them")
        .shows("proven", &archive_report::proven, "of an archive of some requests: how many are shown to be in the register that was sealed")
        .shows("added", &archive_report::added, "requests that the register did not have")
        .shows("grown", &archive_report::grown, "that it had, and of which entries were added")
        .shows("erased_texts", &archive_report::erased_texts, "names and texts that were erased there, and now here")
        .shows("unchanged", &archive_report::unchanged, "that it had, with all these entries, and perhaps later ones; others may have been merged into them")
        .shows("changed", &archive_report::changed, "ChangedRequest each: those that it had and that read otherwise now, since they have grown, texts of them were erased, or those merged into them say more")
        .shows("passed_over", &archive_report::passed_over, "PassedOverRequest each: see skip_conflicts")
        .shows("seals_kept", &archive_report::seals_kept, "whether the seals are in the register now, too: those of a whole register, in one that was empty or has them already")
        .done();
    record<changes>(m, "Changes", {}, "What was written to since a position.")
        .shows("requests", &changes::requests, "ids, in their order")
        .shows("position", &changes::position, "to go on from, also in another program and after years")
        .done();
    record<remark>(m, "Remark", {}, "Something about one row of a file that was brought in.")
        .shows("row", &remark::row, "as a spreadsheet numbers them: the heading is row 1")
        .shows("column", &remark::column, "its name")
        .shows("value", &remark::value, "as found")
        .shows("text", &remark::text, "what is wrong and what would be accepted")
        .shows("refused", &remark::refused, "whether it did not go in, or went in and is doubtful")
        .done();
    record<amendment>(m, "Amendment", {}, "What a load changed of something that the register had.")
        .shows("row", &amendment::row, "of the file")
        .shows("of", &amendment::of, "what changed, by the names of the mapping: \"made_on\", \"person 2 name\", \"refused on\"; of an event that came or went, \"event\"")
        .shows("before", &amendment::before, "as export_csv would write it; empty: nothing was there")
        .shows("after", &amendment::after, "empty: nothing is there any more")
        .done();
    record<intake_report>(m, "IntakeReport", {}, "What a load did. str() is a report for people.")
        .shows("source", &intake_report::source, "the name that the mapping gives the register")
        .shows("rows", &intake_report::rows, "of the file that were read, the heading and empty lines left out; several may be of one request. The four that follow count rows too")
        .shows("filed", &intake_report::filed, "not known before")
        .shows("amended", &intake_report::amended, "known already, and different now")
        .shows("unchanged", &intake_report::unchanged, "known already, and the same")
        .shows("refused", &intake_report::refused, "could not be read")
        .shows("remarks", &intake_report::remarks, "Remark each, in the order of rows")
        .shows("amendments", &intake_report::amendments, "Amendment each, in the order of rows; of more than 50,000 the first of them, and a Remark says how many are left out")
        .shows("vanished", &intake_report::vanished, "row keys that an earlier load had, and no row of this file that could be read has")
        .done()
        .def("__str__", [](intake_report const& r) {
            std::ostringstream out;
            write(out, r);
            return text_for_python(out.str());
        });
}

// ---- the register --------------------------------------------------------------------------------------------------------

/// sqlite:// or postgresql://, or a path.
std::string url_of(py::object const& where) {
    auto const path = py::module_::import("os").attr("fspath")(where);
    if (!PyUnicode_Check(path.ptr())) refuse("a path, or a URL that begins with sqlite:// or postgresql://", where);
    return text_of(path);
}

/// An Event, or its kind with its other fields as keyword arguments.
event event_of(py::object const& what, py::kwargs const& fields) {
    if (!py::isinstance<event>(what)) return py::type::of<event>()(what, **fields).cast<event>();
    auto e = what.cast<event>();
    set_fields("Event", record<event>::fields(), &e, fields, false);
    return e;
}

template <class T> std::vector<T> all_of(py::object const& given, char const* wanted) {
    std::vector<T> all;
    if (PyUnicode_Check(given.ptr()) || !py::isinstance<py::iterable>(given)) refuse(std::string("a list of ") + wanted, given);
    for (auto one : py::reinterpret_borrow<py::iterable>(given)) {
        if (all.size() % 1024 == 0 && PyErr_CheckSignals() != 0) throw py::error_already_set();
        if constexpr (std::is_same_v<T, filing>) {
            if (py::isinstance<request>(one)) {
                all.push_back({.request = one.cast<request>()});
                continue;
            }
        }
        if (!py::isinstance<T>(one)) refuse(wanted, one);
        all.push_back(one.cast<T>());
    }
    return all;
}

void add_writing(py::class_<registry>& cls) {
    method(cls, "file", [](registry& r, request const& what, std::optional<uuid> const& id, std::optional<date> known_since, std::optional<origin> const& from,
                           std::string const& source, std::string const& note) {
        auto const options = filing_options{.id = id, .known_since = known_since, .origin = from, .source = source, .note = note};
        return released([&] { return r.file(what, options); });
    }, "Enters a Request; gives its id. The filing becomes entry 1, dated as the request, so `made_on` is required, as roughly as it is known.\n\n"
       "request_id: the caller's own id; filing the same again is nothing, other content raises conflict. known_since, origin: claimed by an imported source.\n"
       "source: where it is known from; note: free text.\n"
       "Raises bad_input, conflict where the row of `origin` is in the register already.",
        py::arg("request"), py::kw_only(), py::arg("request_id") = py::none(), py::arg("known_since") = py::none(), py::arg("origin") = py::none(), py::arg("source") = "", py::arg("note") = "");
    taking(cls, "record", "on=None, by=None, provision=None, ground='', concerns=(), amounts=(), appoints=None, other=None, known_since=None, corrects=0, source='', note=''",
           [](registry& r, uuid const& id, py::object const& what, std::optional<uuid> const& event_id, std::optional<int> expected_seq, py::kwargs const& fields) {
        auto const e = event_of(what, fields);
        return released([&] { return r.record(id, e, {.id = event_id, .expected_seq = expected_seq}); });
    }, "Appends an event: an Event, or its kind and its other fields. Gives the event's id.\n\n"
       "    registry.record(id, \"provisional_arrest\", on=date(2020, 3, 10), source=\"note verbale 114\")\n\n"
       "event_id: the caller's own id; recording the same again is nothing, other content raises conflict. expected_seq: the number the new entry must get, else\n"
       "conflict: somebody was faster. Raises not_found; bad_input for an unknown kind, no date, a part that the request does not have, a day in the future; conflict where a\n"
       "rule of the lifecycle refuses it, by name.",
        py::arg("request"), py::arg("event"), py::kw_only(), py::arg("event_id") = py::none(), py::arg("expected_seq") = py::none());
    method(cls, "amend", [](registry& r, uuid const& id, py::object const& what, int seq, std::string const& source, std::optional<uuid> const& event_id, std::optional<int> expected_seq) {
        auto const options = recording_options{.id = event_id, .expected_seq = expected_seq};
        if (py::isinstance<request>(what)) {
            if (seq != 1) throw bad_input("a Request takes the place of entry 1, not of entry " + std::to_string(seq));
            auto const content = what.cast<request>();
            return released([&] { return r.amend(id, content, source, options); });
        }
        auto e = event_of(what, py::kwargs());
        if (!source.empty()) e.source = source;
        return released([&] { return r.amend(id, seq, e, options); });
    }, "Puts other content in the place of an entry, its date included: a Request in that of entry 1, an Event in that of another (seq). Nothing is lost: the amendment is an\n"
       "entry too. source: where that is known from; the rest as in `record`.",
        py::arg("request"), py::arg("content"), py::arg("seq") = 1, py::kw_only(), py::arg("source") = "", py::arg("event_id") = py::none(), py::arg("expected_seq") = py::none());
    method(cls, "retract", [](registry& r, uuid const& id, int seq, std::string const& why) { return released([&] { return r.retract(id, seq, why); }); },
           "Takes an entry away, and says why. Raises bad_input if it does not.", py::arg("request"), py::arg("seq"), py::arg("why"));
    method(cls, "merge", [](registry& r, uuid const& duplicate, uuid const& into, std::string const& why) { return released([&] { return r.merge(duplicate, into, why); }); },
           "Two dossiers turned out to be one request: the events of `duplicate` count in `into` from now on. Retracting the entry takes it back. Raises conflict where they cannot\n"
           "be one. why: the reason, which is kept.", py::arg("duplicate"), py::arg("into"), py::arg("why"));
    method(cls, "file_many", [](registry& r, py::object const& what, py::object const& tell) {
        auto const all = all_of<filing>(what, "Request or Filing");
        auto const told = progress_of(tell);
        return released([&] { return r.file_many(all, told); });
    }, "Enters Requests, or Filings with their events, in one transaction; gives their ids in the order given. Raises as `file`; then nothing is written.",
        py::arg("filings"), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "record_many", [](registry& r, py::object const& what, py::object const& tell) {
        auto const all = all_of<recording>(what, "Recording");
        auto const told = progress_of(tell);
        return released([&] { return r.record_many(all, told); });
    }, "Appends Recordings in one transaction; gives the events' ids. Raises as `record`; then nothing is written.", py::arg("recordings"), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "import_csv", [](registry& r, std::filesystem::path const& csv, std::filesystem::path const& mapping, bool dry_run, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return import_csv(r, csv, mapping, told, dry_run); });
    }, "Brings in a register kept in CSV, through a mapping (TOML) that says which column is what: IntakeReport. A row that cannot be read is refused, and named; the same file\n"
       "again changes nothing. dry_run: all is read, compared and told as it would be, and nothing stays. Raises bad_input where file or mapping as a whole cannot be read, with\n"
       "file and line; not_found.",
        py::arg("csv"), py::arg("mapping"), py::kw_only(), py::arg("dry_run") = false, py::arg("progress") = py::none());
}

void add_export(py::class_<registry>& cls) {
    filtered(cls, "export_csv", [](registry const& r, std::filesystem::path const& csv, std::filesystem::path const& mapping, std::optional<cutoff> const& known_on, bool names,
                                   std::string const& delimiter, std::string const& register_name, py::object const& tell, py::kwargs const& f) {
        if (delimiter.size() != 1) throw bad_input("delimiter is to be a comma, a semicolon, a bar or a tab");
        auto const options = export_options{.of = filters(f), .known_on = known_on, .names = names, .delimiter = delimiter.front(), .register_name = register_name};
        auto const told = progress_of(tell);
        return released([&] { return export_csv(r, csv, mapping, options, told); });
    }, "Writes the requests that match as CSV, for spreadsheets, and the mapping with which import_csv reads them back: the same dossiers, and exported again the same bytes. Both are\n"
       "new files. A row is a request, one of its parts or an event, as they stand after corrections; what makes them evidence (chains, seals, when they were recorded) is not in it.\n\n"
       "names: with personal names, births, sources, notes and other free text; without them the file has no columns for these. known_on: as the register was known then.\n"
       "delimiter: a comma, a semicolon, a bar or a tab. register_name: in the mapping. Gives the number of requests. Raises conflict where a file is there already, unsupported for a text over 1 MB.",
        py::arg("csv"), py::arg("mapping"), py::kw_only(), py::arg("known_on") = py::none(), py::arg("names") = false, py::arg("delimiter") = ",", py::arg("register_name") = export_options().register_name,
        py::arg("progress") = py::none());
}

void add_reading(py::class_<registry>& cls) {
    method(cls, "dossier", [](registry const& r, uuid const& id, std::optional<cutoff> const& known_on) {
        auto d = released([&] { return r.dossier(id, known_on); });
        return dossier_under_law{std::move(d), r.law()};
    }, "Dossier. Raises not_found; also where it was not known yet on `known_on`.", py::arg("request"), py::kw_only(), py::arg("known_on") = py::none());
    filtered(cls, "find", [](registry const& r, std::optional<cutoff> const& known_on, py::object const& tell, py::kwargs const& f) {
        auto const q = filters(f);
        auto const told = progress_of(tell);
        return released([&] { return r.find(q, known_on, told); });
    }, "Ids of the requests that match, in the order of filing. known_on: as the register was known then.", py::kw_only(), py::arg("known_on") = py::none(), py::arg("progress") = py::none());
    filtered(cls, "each", [](registry const& r, py::function const& visit, std::optional<cutoff> const& known_on, py::object const& tell, py::kwargs const& f) {
        auto const q = filters(f);
        auto const told = progress_of(tell);
        released([&] {
            r.each(q, [&](dossier const& d) { locked([&] { visit(dossier_under_law{d, r.law()}); }); }, known_on, told);
        });
    }, "Calls a function with every Dossier that matches, in the order of their ids, in bounded memory, all as of one moment. The function may read from this register, and not\n"
       "write to it. known_on: as the register was known then.", py::arg("visit"), py::kw_only(), py::arg("known_on") = py::none(), py::arg("progress") = py::none());
    method(cls, "changed_since", [](registry const& r, py::object const& position) {
        if (!PyUnicode_Check(position.ptr()))
            refuse("changed_since.position: a position (the text in Changes.position of an earlier call; what was known on a day is asked of snapshot(known_on=…) and find(known_on=…), "
                   "and when an entry was recorded of a dossier's history)", position);
        auto const from = text_of(position);
        return released([&] { return r.changed_since(from); });
    }, "Changes: the requests with entries that were not there at that position; from the beginning, if it is empty. Nothing is missed, however late a transaction is committed.\n"
           "Raises bad_input for a position of another database, or of one that was put back to an earlier state.", py::arg("position") = "");
    method(cls, "imported", [](registry const& r, std::string const& source) { return released([&] { return r.imported(source); }); },
           "{row key: request's id} of what was imported from a register, by the name that its mapping gives it (source).", py::arg("source"));
    filtered(cls, "deadlines", [](registry const& r, cutoff const& as_of, std::optional<days> within, py::object const& tell, py::kwargs const& f) {
        auto const q = filters(f);
        auto const told = progress_of(tell);
        return deadline_list{released([&] { return r.deadlines(as_of, within, q, told); }), as_of};
    }, "Deadlines of every open request that matches, and those of others that still run. within: those that somebody still has to act on, and that are overdue or due within so\n"
       "many days.", py::arg("as_of"), py::arg("within") = py::none(), py::kw_only(), py::arg("progress") = py::none());
    filtered(cls, "impact", [](registry const& r, law const& under, cutoff const& as_of, py::object const& tell, py::kwargs const& f) {
        auto const q = filters(f);
        auto const told = progress_of(tell);
        return released([&] { return r.impact(under, as_of, q, told); });
    }, "MovedDeadline each: what another law, with another edition, calendar or row, would change.", py::arg("law"), py::arg("as_of"), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "agenda", [](registry const& r, date day, days due_within, days silent_for, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return r.agenda(day, {.due_within = due_within, .silent_for = silent_for}, told); });
    },
           "Table of what to look at on a day: overdue or due soon; days appointed, and review dates that have come; requests that nobody has done anything with for long.\n\n"
           "due_within: so many days ahead. silent_for: so many days.",
           py::arg("day"), py::kw_only(), py::arg("due_within") = 7, py::arg("silent_for") = 90, py::arg("progress") = py::none());
    filtered(cls, "snapshot", [](registry const& r, cutoff const& as_of, std::optional<cutoff> const& known_on, bool deadlines, py::object const& tell, py::kwargs const& f) {
        auto const options = snapshot_options{.of = filters(f), .deadlines = deadlines};
        auto const told = progress_of(tell);
        return released([&] { return r.snapshot(as_of, known_on, options, told); });
    }, "Snapshot: the register as of a day and as known on a day, for figures. deadlines: with the status of time limits, for `compliance`; without them it takes less time.",
        py::arg("as_of"), py::arg("known_on") = py::none(), py::kw_only(), py::arg("deadlines") = true, py::arg("progress") = py::none());
    method(cls, "refresh", [](registry const& r, snapshot const& view, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return r.refresh(view, told); });
    }, "The same view with what was written since it was taken; only that is read. Raises bad_input for a view of another register.", py::arg("view"), py::kw_only(), py::arg("progress") = py::none());
}

std::vector<uuid> all_ids(registry const& r) {
    auto const alive = progress_of(py::none());
    return released([&] { return r.find({}, {}, alive); });
}

void add_keeping(py::class_<registry>& cls) {
    method(cls, "seal", [](registry& r, std::optional<std::string> const& private_key, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return r.seal(private_key.value_or(""), told); });
    }, "Seals all that is recorded, and remembers the Seal. To keep elsewhere. private_key: Ed25519, in PEM, to sign it.", py::arg("private_key") = py::none(), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "sealed", [](registry const& r, int number) { return released([&] { return r.sealed(number); }); }, "A Seal of this register by its number; 0: the last. Raises not_found.", py::arg("number") = 0);
    method(cls, "verify", [](registry const& r, std::optional<seal> const& against, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return against ? r.verify(*against, told) : r.verify(told); });
    }, "Verification: goes over every row, and raises tampered that names the first entry, seal or gap which is not as it was recorded. against: a Seal that was kept elsewhere;\n"
       "what it covers is all there, and as it was then.", py::arg("against") = py::none(), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "prove", [](registry const& r, uuid const& id, int seq, bool texts) { return released([&] { return r.prove(id, seq, texts); }); },
           "Proof, by the last seal, that an entry is recorded; with its names and texts, if `texts`. Raises not_found, also where it is not sealed yet.",
           py::arg("request"), py::arg("seq"), py::kw_only(), py::arg("texts") = false);
    method(cls, "find_person", [](registry const& r, std::string const& name, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return r.find_person(name, told); });
    }, "Erasure that erase_person would make: who bears the name, how many texts would go, and what would stay. Where nobody bears it, `persons` is empty, and no text goes.",
        py::arg("name"), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "erase_person", [](registry& r, std::string const& name, std::string const& why, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return r.erase_person(name, why, told); });
    },
           "Erases a person from every request: names, birth, and free texts in which a name occurs. The chain still verifies. It cannot be taken back, and homonyms are erased too: look\n"
           "first, with find_person. Gives Erasure; of nobody, where nobody bears the name: then nothing is erased or recorded. Raises bad_input, also where `why` names the person.",
           py::arg("name"), py::arg("why"), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "check", [](registry const& r) { released([&] { r.check(); }); }, "SQLite's own check of the file, which is part of verify too. Raises storage_error, naming the damage.");
    method(cls, "backup", [](registry const& r, std::filesystem::path const& file, py::object const& tell) {
        auto const told = progress_of(tell);
        released([&] { r.backup(file, told); });
    }, "A copy into a new file, as of one moment, while others go on writing. SQLite; raises unsupported on PostgreSQL.", py::arg("file"), py::kw_only(), py::arg("progress") = py::none());
    method(cls, "copy_to", [](registry const& r, registry& other, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return r.copy_to(other, told); });
    }, "Every entry, text and seal into an empty register of either kind. Gives the number of dossiers. Raises conflict where there is something in the other, tampered.",
        py::arg("other"), py::kw_only(), py::arg("progress") = py::none());
    filtered(cls, "export", [](registry const& r, std::filesystem::path const& file, std::optional<std::vector<uuid>> const& requests, std::optional<archive_format> as,
                               py::object const& tell, py::kwargs const& f) {
        auto const options = archive_options{.format = as, .of = filters(f), .requests = requests};
        auto const told = progress_of(tell);
        return released([&] { return r.export_archive(file, options, told); });
    }, "Requests as a file, with their names, texts and evidence: ArchiveReport. Of all there are, with the seals; or of some, with those that they were merged with, and a\n"
       "proof for each against the last seal. requests: ids of those that are meant. format: \"binary\" or \"json\"; None: JSON where the name ends in .json. Made anew: raises\n"
       "conflict where there is such a file, not_found for a request that is not there, tampered, storage_error; it is then not there.",
        py::arg("path"), py::kw_only(), py::arg("requests") = py::none(), py::arg("format") = py::none(), py::arg("progress") = py::none());
    method(cls, "import_archive", [](registry& r, std::filesystem::path const& file, std::optional<seal> const& against, bool erase, bool skip_conflicts, bool dry_run, py::object const& tell) {
        auto const told = progress_of(tell);
        return released([&] { return r.import_archive(file, {.against = against, .erase = erase, .skip_conflicts = skip_conflicts, .dry_run = dry_run}, told); });
    }, "Adds what an archive has and the register has not, all or nothing, each entry as it was recorded there and when: ArchiveReport. A request that the register has already must\n"
       "be the same as far as both go. against: a Seal from elsewhere; the archive is of the register that it covers, and each request is shown to be in it. erase: what was erased\n"
       "there is erased here, for good; else an archive that would is a conflict. skip_conflicts: requests that do not fit with what is here (they went\n"
       "on or were merged otherwise, their row of another register is here, texts were erased there) are passed over with those merged into them, and named with the reason; not where the seals\n"
       "are kept. dry_run: all is done, told and refused as it would be, and nothing stays. Raises bad_input for a file that is cut, altered, or no archive, naming the place; conflict for another history; tampered\n"
       "where its evidence does not hold; unsupported for the archive of a newer release, or an event that the law in use does not know; not_found.",
        py::arg("path"), py::kw_only(), py::arg("against") = py::none(), py::arg("erase") = false, py::arg("skip_conflicts") = false, py::arg("dry_run") = false, py::arg("progress") = py::none());
    method(cls, "close", [](registry& r) { released([&] { r.close(); }); }, "After it every call raises storage_error. Values that were read stay.");
    cls.def_property_readonly("law", [](registry const& r) { return r.law(); }, "Law that it was opened with.")
        .def_property_readonly("clearance", [](registry const& r) { return r.clearance(); }, "What it was opened with; empty: all is seen.")
        .def("__enter__", [](py::object const& self) { return self; })
        .def("__exit__", [](registry& r, py::args const&) { released([&] { r.close(); }); })
        .def("__len__", [](registry const& r) { return all_ids(r).size(); })
        .def("__bool__", [](registry const&) { return true; })
        .def("__iter__", [](registry const& r) { return py::iter(py::cast(all_ids(r))); })
        .def("__contains__", [](registry const& r, uuid const& id) {
            return released([&] {
                try {
                    r.dossier(id);
                    return true;
                } catch (not_found const&) {
                    return false;
                }
            });
        });
}

// ---- briefs --------------------------------------------------------------------------------------------------------------

void add_briefs(py::module_& m) {
    record<picture>(m, "Picture", {}, "A picture of a Table in a Brief: inline SVG, without scripts and without anything that is loaded from elsewhere.")
        .shows("name", &picture::name, "\"flow\"")
        .shows("title", &picture::title, "for people")
        .shows("description", &picture::description, "what it shows, in words and with its main numbers")
        .shows("drawing", &picture::drawing, "the inside of an SVG that is 640 wide, with a mark, [[7]], where a label belongs; empty where it could not be drawn")
        .shows("height", &picture::height, "of it")
        .shows("labels", &picture::labels, "by their numbers")
        .done();
    record<section>(m, "Section", {}, "One part of a Brief: a heading, paragraphs, pictures, and tables.")
        .shows("name", &section::name, "\"unanswered\"")
        .shows("title", &section::title, "for people")
        .shows("paragraphs", &section::paragraphs, "plain text each")
        .shows("tables", &section::tables, "Table each")
        .shows("pictures", &section::pictures, "Picture each")
        .done();
    record<headline>(m, "Headline", {}, "A sentence that a Brief begins with, made from a figure.")
        .shows("says", &headline::says, "the sentence")
        .shows("definition", &headline::definition, "what was counted")
        .shows("table", &headline::table, "the name of the table behind it")
        .done();
    auto const written = [](brief const& b, format as, language const& in) {
        std::ostringstream out;
        released([&] { write(out, b, as, in); });
        return out.str();
    };
    auto cls = record<brief>(m, "Brief", {}, "A finished report about a pair of States, or one against all. In a notebook it prints as it is sent on.")
        .shows("title", &brief::title, "\"Russian Federation and United Kingdom\"")
        .shows("subtitle", &brief::subtitle, "what it is about, and as of when")
        .shows("facts", &brief::facts, "(name, value) each of the table at the head")
        .shows("warning", &brief::warning, "set apart at the head, as for synthetic data")
        .shows("sections", &brief::sections, "Section each")
        .shows("headlines", &brief::headlines, "Headline each: what stands on the first page")
        .shows("next", &brief::next, "what to do next, the most urgent first")
        .shows("rows_at_most", &brief::rows_at_most, "of a table as HTML and Markdown, which say how many more there are; 0: all")
        .done();
    cls.def("_repr_html_", [](brief const& b) {
        std::ostringstream out;
        write(out, b, format::html);
        auto const escape = py::module_::import("html").attr("escape");
        return py::str("<iframe title=\"Brief\" style=\"width:100%;height:40em;border:1px solid #ccc\" srcdoc=\"{}\"></iframe>").attr("format")(escape(text_for_python(out.str())));
    });
    method(cls, "text", [written](brief const& b, format as, language const& in) {
        if (as == format::workbook) throw bad_input("a workbook is no text; save it, or take its content");
        return text_for_python(written(b, as, in));
    }, "It as \"html\", \"markdown\", \"csv\", \"json\" or \"ics\". lang: \"en\", \"ru\", or the path of a file of phrases. Raises bad_input for another language.", py::arg("format") = "html", py::kw_only(), py::arg("lang") = "en");
    method(cls, "content", [written](brief const& b, format as, language const& in) { return py::bytes(written(b, as, in)); }, "The bytes that save writes, in any format. lang: as of `text`.", py::arg("format"), py::kw_only(), py::arg("lang") = "en");
    method(cls, "save", [written](brief const& b, std::filesystem::path const& path, std::optional<format> as, language const& in) {
        if (!as) as = format_of(path.filename().string());
        py::module_::import("pathlib").attr("Path")(path).attr("write_bytes")(py::bytes(written(b, *as, in)));
    }, "Writes it to a file, in the format that its name ends in (.html, .md, .csv, .json, .xlsx, .ics) unless one is given. lang: as of `text`.", py::arg("path"), py::arg("format") = py::none(), py::kw_only(), py::arg("lang") = "en");
    function(m, "brief", [](registry const& r, cutoff const& as_of, std::optional<state_code> state, std::optional<state_code> other, std::optional<cutoff> const& known_on,
                            std::string const& definition, std::optional<date_range> const& period, std::optional<ready_table> table, std::vector<claim> const& claims, int hold_back_below,
                            std::vector<std::string> const& sections, bool pictures, bool names, std::optional<std::filesystem::path> const& profile, std::optional<std::size_t> rows, py::object const& against, py::object const& tell) {
        if (!against.is_none() && !py::isinstance<registry>(against)) refuse("brief.against: a Registry, or None", against);
        auto o = brief_options{.state = state, .other = other, .as_of = as_of, .known_on = known_on, .definition = definition, .period = period, .table = table,
                                     .claims = claims, .hold_back_below = hold_back_below, .sections = sections, .theirs = against.is_none() ? nullptr : against.cast<registry const*>(), .pictures = pictures, .names = names};
        if (profile) {
            auto const said = read_profile(profile->string());
            if (said.clearance && r.law().handling(*said.clearance) != r.clearance())
                throw bad_input("this profile is for readers cleared for " + *said.clearance + ", and the register was opened for " + (r.clearance().empty() ? "all that is in it" : r.clearance()) + ": open it with that clearance");
            if (o.sections.empty()) o.sections = sections_of(said, o.theirs != nullptr);
            o.names |= said.names.value_or(false);
            if (!rows) rows = said.rows;
        }
        auto const told = progress_of(tell);
        auto made = released([&] { return make_brief(r, o, told); });
        made.rows_at_most = rows.value_or(0);
        return made;
    }, "Reads the register and makes the Brief that the report generator writes: of a pair (state, other), of one State against all, or of everything. table: nothing but what a body\n"
       "asks for; claims: nothing but these. definition: of an answer, by its name in Law.answers. period: when requests were made, two dates or EDTF such as \"2020\"; None: to date.\n"
       "known_on: as the register was known then. hold_back_below: rows with a count from 1 up to this are held back. sections: which, by their names, in this order; none: all.\n"
       "pictures: for HTML, drawn by gnuplot if it is on PATH. names: personal names, sources and notes; without them\n"
       "nothing names a person. profile: for whom, \"ministry\", \"parliament\", \"journalist\" or the path of a file, which says sections, names and rows where they are not given here;\n"
       "bad_input where it asks for another clearance than the register was opened with. rows: of a table as HTML and Markdown at most; None: as the profile says, or all; 0: all.\n"
       "against: the Registry of the other side, opened under the same clearance; the brief then says where the two differ (the sections \"registers\" and \"register-counts\", which are\n"
       "bad_input without it).",
        py::arg("registry"), py::arg("as_of"), py::kw_only(), py::arg("state") = py::none(), py::arg("other") = py::none(), py::arg("known_on") = py::none(), py::arg("definition") = "substantive",
        py::arg("period") = py::none(), py::arg("table") = py::none(), py::arg("claims") = py::tuple(), py::arg("hold_back_below") = 0, py::arg("sections") = py::tuple(), py::arg("pictures") = true, py::arg("names") = false, py::arg("profile") = py::none(), py::arg("rows") = py::none(), py::arg("against") = py::none(), py::arg("progress") = py::none());
}

// ---- two registers -------------------------------------------------------------------------------------------------------

/// A register or a view of it, as a view.
snapshot view_of(py::object const& side, std::string const& name, std::optional<cutoff> const& as_of, std::optional<cutoff> const& known_on) {
    if (py::isinstance<snapshot>(side)) {
        auto view = side.cast<snapshot>();
        if (as_of && !(view.as_of() == *as_of)) throw bad_input("reconcile.as_of: " + name + " is as of " + to_string(view.as_of()) + ", not " + to_string(*as_of));
        return view;
    }
    if (!py::isinstance<registry>(side)) refuse("reconcile." + name + ": a Registry or a Snapshot", side);
    if (!as_of) throw py::type_error("reconcile.as_of: name a day, since " + name + " is a Registry");
    auto const& r = side.cast<registry const&>();
    auto const alive = progress_of(py::none());
    return released([&] { return r.snapshot(*as_of, known_on, {.deadlines = false}, alive); });
}

void add_reconciliation(py::module_& m) {
    using counts = reconciliation_counts;
    record<counts>(m, "ReconciliationCounts", {}, "How many requests of two registers are in both, in one of them, or in doubt. `ours` is matched, missing_on_their_side and in_doubt_ours together, and `theirs` likewise.")
        .shows("ours", &counts::ours, "of our register")
        .shows("theirs", &counts::theirs, "of theirs")
        .shows("matched", &counts::matched, "in both")
        .shows("missing_on_their_side", &counts::missing_on_their_side, "in ours alone")
        .shows("missing_on_ours", &counts::missing_on_ours, "in theirs alone")
        .shows("not_kept_on_their_side", &counts::not_kept_on_their_side, "missing there, of a sort of which theirs holds none")
        .shows("not_kept_on_ours", &counts::not_kept_on_ours, "missing here, of a sort of which ours holds none")
        .shows("in_doubt_ours", &counts::in_doubt_ours, "of ours, neither matched nor missing")
        .shows("in_doubt_theirs", &counts::in_doubt_theirs, "of theirs")
        .shows("differing", &counts::differing, "matched, with other dates, outcomes, answers or kinds")
        .shows("written_otherwise", &counts::written_otherwise, "matched, with a reference that is not the same letter for letter, whichever field it stands in")
        .shows("unanswered_ours", &counts::unanswered_ours, "of ours, without an answer; of these …")
        .shows("unanswered_and_missing", &counts::unanswered_and_missing, "… missing on their side")
        .shows("unanswered_but_answered_there", &counts::unanswered_but_answered_there, "… with an answer in theirs")
        .done();
    record<reconciliation>(m, "Reconciliation", {}, "Two registers of the same traffic, held against each other, see reconcile. Each Table says what it holds, and has a digest over both registers.")
        .shows("counts", &reconciliation::counts, "ReconciliationCounts")
        .shows("summary", &reconciliation::summary, "Table by direction and kind")
        .shows("means", &reconciliation::means, "Table: how many were matched by what")
        .shows("matched", &reconciliation::matched, "Table: requests in both, by what they were matched, and the score")
        .shows("missing_on_their_side", &reconciliation::missing_on_their_side, "Table: requests of ours alone, with what comes nearest and why it is another one")
        .shows("missing_on_ours", &reconciliation::missing_on_ours, "Table: likewise of theirs")
        .shows("not_kept", &reconciliation::not_kept, "Table: what one register holds none of, as all from one State to another, and how many of those missing there are of that sort")
        .shows("differing", &reconciliation::differing, "Table with a row for each request and field in which the two differ")
        .shows("duplicates", &reconciliation::duplicates, "Table of requests that look the same, in groups")
        .done();
    define([&](auto&& call, std::string const& text) { m.def("reconcile", call, text.c_str()); }, "reconcile", false, filter_arguments(),
        [](py::object const& ours, py::object const& theirs, std::optional<cutoff> as_of, std::optional<cutoff> const& known_on, days window, std::string const& definition, py::kwargs const& f) {
            auto const o = reconcile_options{.of = filters(f), .window = window, .definition = definition};
            for (auto const& side : {ours, theirs})
                if (!as_of && py::isinstance<snapshot>(side)) as_of = side.cast<snapshot const&>().as_of();
            auto const a = view_of(ours, "ours", as_of, known_on), b = view_of(theirs, "theirs", as_of, known_on);
            return released([&] { return reconcile(a, b, o); });
        },
        "Holds two registers of the same traffic against each other, ours and theirs, a Registry or a Snapshot each: a Reconciliation says what is in both, what only one has, and where they differ.\n\n"
        "    comity.reconcile(ours, theirs, as_of=date(2021, 5, 12)).missing_on_their_side.to_pandas()\n\n"
        "Requests are matched by both sides' references (letter for letter; then without regard to case, blanks and signs; letters that look alike; transliteration; words and a date around\n"
        "the number; leading zeros; a year in two digits; one or two characters), then by State, kind and dates; by what is always said, and nothing is chosen by chance. as_of: the day on which a Registry is seen; None: that of the Snapshot\n"
        "beside it. known_on: as a Registry was known then. window: dates are near with at most so many days between. definition: of an answer, by its name in Law.answers.\n"
        "Other arguments choose the requests that are told of, see Query. Raises bad_input where the two are not as of the same day.",
        py::arg("ours"), py::arg("theirs"), py::kw_only(), py::arg("as_of") = py::none(), py::arg("known_on") = py::none(), py::arg("window") = 7, py::arg("definition") = "substantive");
}

}  // namespace

void add_registry(py::module_& m) {
    add_evidence(m);
    auto cls = py::class_<registry>(m, "Registry",
        "A register: append-only, in SQLite or PostgreSQL. comity.open opens one; it is a context manager. It may be used by several threads at once, and several of them may\n"
        "work on one register. A refused write leaves nothing. What is read is checked: what was altered raises tampered. Every call may raise storage_error.\n\n"
        "progress, where a call takes it, is told how far the call has come: a function of (done, of), where `of` is 0 while nobody knows of how many, or a bar of\n"
        "tqdm. An exception from it stops the call, as Ctrl-C does, and nothing is left half-written.");
    add_writing(cls);
    add_export(cls);
    add_reading(cls);
    add_keeping(cls);
    cls.def("__repr__", [](registry const& r) -> std::string {
        try {
            return "<comity.Registry, law " + r.law().edition() + ">";
        } catch (storage_error const&) {
            return "<comity.Registry, closed>";
        }
    });
    add_briefs(m);
    function(m, "archive_schema", [] { return std::string(archive_schema()); }, "Of an archive in JSON: a JSON Schema (2020-12).");
    add_reconciliation(m);

    function(m, "open", [](py::object const& where, bool read_only, std::optional<law> const& under, std::string const& clearance, int connections) {
        auto const url = url_of(where);
        auto const options = open_options{.access = read_only ? access::read_only : access::read_write, .law = law_or_built_in(under), .clearance = clearance, .connections = connections};
        return released([&] { return registry::open(url, options); });
    }, "Opens a register: a path, \"sqlite://requests.db\", \":memory:\", or \"postgresql://user@host/database\" with all that libpq takes. \n"
       "One that is not there is made, and is empty: to read only, say read_only, which raises not_found for a name that is mistyped.\n\n"
       "    with comity.open(\"requests.db\", read_only=True) as registry: …\n\n"
       "law: None is the built-in one. clearance: \"TLP:AMBER\"; requests that it does not cover are as if they were not there; empty: all are seen. connections: how many\n"
       "threads are served at once. Raises bad_input for a malformed URL, storage_error where it cannot be opened, not_found for a missing file that is only to be read,\n"
       "unsupported where it is no register or was written by a newer release.",
        py::arg("where"), py::kw_only(), py::arg("read_only") = false, py::arg("law") = py::none(), py::arg("clearance") = "", py::arg("connections") = 1);
}

}  // namespace comity::python
