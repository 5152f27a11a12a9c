// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"
#include "parts.hpp"

#include <algorithm>
#include <limits>

namespace comity::python {

namespace {

// ---- tables --------------------------------------------------------------------------------------------------------------

py::dict row_of(table const& t, std::size_t number) {
    py::dict row;
    for (std::size_t c = 0; c < t.columns.size(); ++c) row[t.columns[c].name.c_str()] = t.rows.columns()[c][number];
    return row;
}

std::size_t column_place(table const& t, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(t.columns, name, &column::name) - t.columns.begin());
}

/// A column's cells, a row, or a table of some of the rows.
py::object part_of(table const& t, py::handle at) {
    if (PyUnicode_Check(at.ptr())) {
        auto const c = column_place(t, text_of(at));
        if (c < t.columns.size()) {
            py::tuple cells(t.rows.size());
            for (std::size_t i = 0; i < t.rows.size(); ++i) cells[i] = py::cast(t.rows.columns()[c][i]);
            return cells;
        }
        std::string known;
        for (auto const& one : t.columns) (known += known.empty() ? "" : ", ") += one.name;
        throw py::key_error("there is no column '" + text_of(at) + "'; there are " + known);
    }
    auto const wanted = places_in(at, t.rows.size(), "rows", " or a column's name");
    if (!wanted.slice) return row_of(t, wanted.each.front());
    auto part = table{.name = t.name, .title = t.title, .definition = t.definition, .columns = t.columns, .rows = {}, .notes = t.notes, .covers = t.covers, .digest = t.digest, .if_empty = t.if_empty};
    for (auto const i : wanted.each) {
        std::vector<cell> cells;
        for (auto const& c : t.rows.columns()) cells.push_back(c[i]);
        part.rows.push_back(std::move(cells));
    }
    if (part.rows.size() != t.rows.size()) part.notes.push_back("These are " + std::to_string(part.rows.size()) + " of its " + std::to_string(t.rows.size()) + " rows; coverage and digest are those of all.");
    return py::cast(std::move(part));
}

/// Sentences as text.
cell_column in_english(cell_column const& column) {
    if (std::ranges::none_of(column.odd(), [](auto const& one) { return std::holds_alternative<sentence>(one.second); })) return column;
    cell_column result;
    for (std::size_t row = 0; row < column.size(); ++row) {
        auto c = column[row];
        result.push_back(std::holds_alternative<sentence>(c) ? cell(to_text(c)) : std::move(c));
    }
    return result;
}

/// A column as arrays, without an object of Python for each row: numbers (NaN for none), or days since 1970 and a mask, or codes (-1 for none) of
/// distinct texts; identifiers as a list; and the cells of another type, by row.
py::dict arrays_of(table const& t, std::size_t number) {
    // A table without rows has no cells either.
    auto const column = t.rows.empty() ? cell_column() : in_english(t.rows.columns().at(number));
    auto const n = static_cast<py::ssize_t>(column.size());
    need_numpy();
    auto missing = py::array_t<bool>(n);
    auto* const none = missing.mutable_data();
    std::ranges::copy(column.absent(), none);
    py::dict result, odd;
    for (auto const& [row, value] : column.odd()) {
        odd[py::int_(row)] = value;
        none[row] = true;
    }
    result["odd"] = odd;
    result["missing"] = missing;
    std::visit(
        [&]<class A>(A const& array) {
            if constexpr (std::is_same_v<A, std::vector<date>>) {
                auto days = py::array_t<std::int32_t>(n);
                std::ranges::transform(array, days.mutable_data(), &date::days_since_1970);
                result["days"] = days;
            } else if constexpr (std::is_same_v<A, std::vector<std::string>>) {
                if (t.columns[number].type == column_type::identifier) {  // no two are alike
                    py::list each(n);
                    for (std::size_t i = 0; i < array.size(); ++i) each[i] = none[i] ? py::object(py::none()) : text_for_python(array[i]);
                    result["each"] = each;
                    return;
                }
                auto codes = py::array_t<std::int32_t>(n);
                word_list words;
                auto* const code = codes.mutable_data();
                for (std::size_t i = 0; i < array.size(); ++i) code[i] = none[i] ? -1 : static_cast<std::int32_t>(words.add(array[i]));
                py::list texts;
                for (std::uint32_t w = 0; w < words.size(); ++w) texts.append(text_for_python(words[w]));
                result["codes"] = codes;
                result["texts"] = texts;
            } else if constexpr (!std::is_same_v<A, std::monostate>) {
                result["numbers"] = py::array_t<typename A::value_type>(n, array.data());
            }
        },
        column.cells());
    return result;
}

void add_tables(py::module_& m) {
    record<column>(m, "Column", {}, "A column of a Table.")
        .field("name", &column::name, "the field's name in rows, CSV and JSON")
        .field("heading", &column::heading, "for people")
        .field("type", &column::type, "ColumnType; identifiers are for programs, and left out where people read")
        .field("decimals", &column::decimals, "that a person is shown, three at most: of a share as many as its counts bear; None: as many as the cells have")
        .done();
    record<coverage>(m, "Coverage", {}, "Of how many records the date that a figure rests on is known exactly, roughly, only by somebody's claim, or not at all.")
        .field("known", &coverage::known, "exactly")
        .field("approximate", &coverage::approximate, "roughly")
        .field("claimed", &coverage::claimed, "of those counted: known since a day that only an imported source claims")
        .field("missing", &coverage::missing, "not at all")
        .done();

    auto cls = py::class_<table>(m, "Table",
        "A figure that can stand alone: what it counts, as of when, as known when, from how much, and a digest. A sequence of rows, each a dict by the columns'\n"
        "names: table[0], table[-1]. table[\"column\"] is one column, table[:10] a Table of some rows, whose notes say so; \"column\" in table tells whether there is one. to_pandas() makes a DataFrame of it; in a notebook it prints as HTML.");
    cls.def_property_readonly("name", [](table const& t) { return text_for_python(t.name); }, "\"unanswered\": stable, for file names.")
        .def_property_readonly("title", [](table const& t) { return t.title; }, "For people.")
        .def_property_readonly("definition", [](table const& t) { return t.definition; }, "One or two sentences a stranger could recount the figure by.")
        .def_property_readonly("columns", [](table const& t) { return t.columns; }, "Column each.")
        .def_property_readonly("notes", [](table const& t) { return t.notes; }, "What to know before quoting it.")
        .def_property_readonly("coverage", [](table const& t) { return t.covers; }, "Coverage, or None where no date matters.")
        .def_property_readonly("digest", [](table const& t) { return t.digest; }, "SHA-256, in hex: of the register in view, the definition and the parameters.")
        .def_property_readonly("if_empty", [](table const& t) { return t.if_empty; }, "What to print instead of an empty table.")
        .def("__len__", [](table const& t) { return t.rows.size(); })
        .def("__bool__", [](table const&) { return true; })
        .def("__getitem__", [](table const& t, py::object const& at) { return part_of(t, at); })
        .def("__contains__", [](py::object const& self, py::object const& what) {
            auto const& t = self.cast<table const&>();
            if (PyUnicode_Check(what.ptr())) return column_place(t, text_of(what)) < t.columns.size();
            return py::list(self).contains(what);
        })
        .def("__eq__", compared<table>([](py::object const& a, py::object const& b) {
            auto const& x = a.cast<table const&>();
            auto const& y = b.cast<table const&>();
            return x.name == y.name && to_string(x.definition) == to_string(y.definition) && x.digest == y.digest && std::ranges::equal(x.notes, y.notes, {}, [](auto const& n) { return to_string(n); }, [](auto const& n) { return to_string(n); }) && py::tuple(a).equal(py::tuple(b));
        }))
        .def("__hash__", [](table const& t) { return py::hash(py::make_tuple(t.name, t.digest, t.rows.size())); })
        .def("__repr__", [](table const& t) { return text_for_python("<comity.Table " + t.name + ": " + std::to_string(t.rows.size()) + (t.rows.size() == 1 ? " row>" : " rows>")); })
        .def("_arrays", &arrays_of)
        .def("__reduce__", [](table const& t) {
            py::list rows;
            for (auto const& row : t.rows) {
                py::list cells;
                for (auto const& c : row) cells.append(py::cast(c));
                rows.append(py::tuple(cells));
            }
            return made_by(py::type::of<table>(), "_restored", py::make_tuple(t.name, t.title, t.definition, t.columns, py::tuple(rows), t.notes, t.covers, t.digest, t.if_empty));
        })
        .def_static("_restored", [](py::tuple const& s) {
            auto t = table{.name = s[0].cast<std::string>(), .title = s[1].cast<message>(), .definition = s[2].cast<message>(), .columns = s[3].cast<std::vector<column>>()};
            for (auto row : s[4]) {
                std::vector<cell> cells;
                for (std::size_t c = 0; c < t.columns.size(); ++c) {
                    auto const value = py::reinterpret_borrow<py::tuple>(row)[c];
                    if (value.is_none()) cells.emplace_back();
                    else if (PyLong_Check(value.ptr())) cells.emplace_back(value.cast<std::int64_t>());
                    else if (PyFloat_Check(value.ptr())) cells.emplace_back(value.cast<double>());
                    else if (PyUnicode_Check(value.ptr())) cells.emplace_back(text_of(value));
                    else if (auto const w = from_python<when>(value); w.exact() && !w.at()) cells.emplace_back(w.earliest());
                    else cells.emplace_back(w);
                }
                t.rows.push_back(std::move(cells));
            }
            t.notes = s[5].cast<std::vector<message>>();
            t.covers = s[6].cast<std::optional<coverage>>();
            t.digest = s[7].cast<std::string>();
            t.if_empty = s[8].cast<message>();
            return t;
        });
    sequence(cls);
}

// ---- columns -------------------------------------------------------------------------------------------------------------

/// The columns of a snapshot, which it keeps alive.
struct columns_view {
    snapshot of;
};

/// Arrays that the columns own, and that nobody can write to.
class array_maker {
public:
    explicit array_maker(py::object owner) : owner_(std::move(owner)) { need_numpy(); }

    template <class T> void add(char const* name, std::vector<T> const& values) { put(name, view_of(values, owner_)); }
    /// A row of bytes for each.
    template <class T> void add_bytes(char const* name, std::vector<T> const& values) {
        auto const* bytes = reinterpret_cast<std::uint8_t const*>(values.data());
        put(name, py::array_t<std::uint8_t>({values.size(), sizeof(T)}, {sizeof(T), std::size_t{1}}, bytes, owner_));
    }
    /// A member of rows that have several.
    template <class Row, class T> void add(char const* name, std::vector<Row> const& rows, T Row::*member) {
        static T const none{};
        put(name, py::array_t<T>({rows.size()}, {sizeof(Row)}, rows.empty() ? &none : &(rows.front().*member), owner_));
    }
    py::object done() { return py::module_::import("types").attr("MappingProxyType")(arrays_); }

private:
    void put(char const* name, py::array array) { arrays_[name] = read_only(std::move(array)); }
    py::object owner_;
    py::dict arrays_{};
};

register_columns const& columns_of(py::object const& self) { return self.cast<columns_view const&>().of.columns(); }

py::object request_arrays(py::object const& self) {
    auto const& c = columns_of(self);
    array_maker all(self);
    all.add_bytes("id", c.id);
    all.add_bytes("digest", c.digest);
    all.add("requesting", c.requesting);
    all.add("requested", c.requested);
    all.add("requesting_part", c.requesting_part);
    all.add("requested_part", c.requested_part);
    all.add("requesting_authority", c.requesting_authority);
    all.add("requested_authority", c.requested_authority);
    all.add("language", c.language);
    all.add("handling", c.handling);
    all.add("kind", c.kind);
    all.add("channel", c.channel);
    all.add("marks", c.marks);
    all.add("stage", c.stage);
    all.add("silence", c.silence);
    all.add("erased_persons", c.erased_persons);
    all.add("known", c.known);
    all.add("review_on", c.review_on);
    all.add("events_end", c.events_end);
    all.add("parts_end", c.parts_end);
    all.add("bases_end", c.bases_end);
    all.add("limits_end", c.limits_end);
    return all.done();
}

py::object event_arrays(py::object const& self) {
    auto const& e = columns_of(self).events;
    array_maker all(self);
    all.add("kind", e.kind);
    all.add("earliest", e.earliest);
    all.add("latest", e.latest);
    all.add("outcome", e.outcome);
    all.add("state", e.state);
    return all.done();
}

py::object part_arrays(py::object const& self) {
    auto const& p = columns_of(self).parts;
    array_maker all(self);
    all.add("kind", p.kind);
    all.add("group", p.group);
    all.add("detail", p.detail);
    all.add("outcome", p.outcome);
    all.add("custody", p.custody);
    all.add("marks", p.marks);
    all.add("decided", p.decided);
    return all.done();
}

py::object limit_arrays(py::object const& self) {
    auto const& l = columns_of(self).limits;
    array_maker all(self);
    all.add("provision", l.provision);
    all.add("instrument", l.instrument);
    all.add("duty_of", l.duty_of);
    all.add("status", l.status);
    return all.done();
}

py::object clock_arrays(py::object const& self) {
    auto const& c = columns_of(self).clocks;
    array_maker all(self);
    all.add("event", c, &register_columns::clock_time::event);
    all.add("microseconds_utc", c, &register_columns::clock_time::microseconds_utc);
    return all.done();
}

template <named_enum E> py::tuple words_of() {
    auto const& names = detail::enum_names<E>::names;
    py::tuple words(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) words[i] = py::str(std::string(names[i]));
    return words;
}

/// What the codes stand for in the columns of which each value is an enumeration's, or a kind of event.
py::object vocabularies(columns_view const& view) {
    py::dict all;
    all["requests.kind"] = words_of<request_kind>();
    all["requests.channel"] = words_of<channel>();
    all["requests.stage"] = words_of<stage>();
    all["requests.silence"] = words_of<silence>();
    all["events.outcome"] = words_of<outcome>();
    all["parts.outcome"] = words_of<outcome>();
    all["parts.kind"] = words_of<subject_kind>();
    all["parts.custody"] = words_of<custody>();
    all["limits.status"] = words_of<deadline_status>();
    py::list kinds;
    for (auto const& meaning : view.of.law().events()) kinds.append(to_python(meaning.kind));
    all["events.kind"] = py::tuple(kinds);
    return py::module_::import("types").attr("MappingProxyType")(all);
}

py::list texts(text_list const& all) {
    py::list list(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) list[i] = text_for_python(all[i]);
    return list;
}

void add_columns(py::module_& m) {
    auto cls = py::class_<columns_view>(m, "Columns",
        "The columns of a snapshot as read-only NumPy arrays that share its memory: four tables, row by row. Requests come in the order of their ids; the rows of a\n"
        "request in another table end before `events_end`, `parts_end`, `bases_end`, `limits_end`, and begin where those of the request before end. Words (States,\n"
        "authorities, provisions) are places in `words`, NO_WORD for none; days are numbers since 1970-01-01, NO_DAY for none; `vocabularies` says what other codes mean.");
    cls.def_property_readonly("requests", &request_arrays, "Arrays by name, one row for each request. `marks`: 1 urgent, 2 synthetic, 4 known by a claim, 8 granted on conditions, 16 open.")
        .def_property_readonly("events", &event_arrays, "What happened to each, in order; one row is the making of the request. `state`: bits 0–2 whose turn it is, 8 closed, 16 still open, 32 before the request, 64 approximate, 128 uncertain.")
        .def_property_readonly("parts", &part_arrays, "Persons, measures, offences and items.")
        .def_property_readonly("limits", &limit_arrays, "Time limits, where the snapshot was taken with them.")
        .def_property_readonly("clocks", &clock_arrays, "Events of which the instant is known: the event's row, and microseconds of UTC.")
        .def_property_readonly("basis", [](py::object const& self) { return view_of(columns_of(self).basis, self); }, "Treaties and statutes that requests rely on, by `bases_end`: words.")
        .def_property_readonly("words", [](columns_view const& v) {
            auto const& words = v.of.columns().words;
            py::tuple all(words.size());
            for (std::uint32_t w = 0; w < words.size(); ++w) all[w] = text_for_python(words[w]);
            return all;
        }, "The words, by their places. Made when asked for.")
        .def_property_readonly("vocabularies", &vocabularies, "{\"requests.kind\": words …}: what the codes of these columns mean, by number.")
        .def_property_readonly("references", [](columns_view const& v) { return texts(v.of.columns().reference); }, "Of the requesting side, an object of Python for each. Made when asked for.")
        .def_property_readonly("requested_references", [](columns_view const& v) { return texts(v.of.columns().requested_reference); }, "Of the requested side. Made when asked for.")
        .def("__len__", [](columns_view const& v) { return v.of.size(); })
        .def("__repr__", [](columns_view const& v) { return "<comity.Columns of " + std::to_string(v.of.size()) + " requests, " + std::to_string(v.of.columns().events.kind.size()) + " events>"; });
    cls.attr("NO_WORD") = word_list::none;
    cls.attr("NO_DAY") = register_columns::no_day;
}

// ---- figures -------------------------------------------------------------------------------------------------------------

using keys = std::optional<std::vector<key>>;

/// What a figure is about, out of what Python gives: no `by` is the figure's own.
breakdown by(keys const& given, std::vector<key> usual, int hold_back_below, py::kwargs const& filter) {
    return {.of = filters(filter), .by = given ? *given : std::move(usual), .hold_back_below = hold_back_below};
}

std::vector<key> const pair_and_kind{key::requesting, key::requested, key::kind};
std::vector<key> const pair{key::requesting, key::requested};

std::string const shared_arguments =
    "\n\nby: by what it is broken down, Key each; None: as usual. hold_back_below: for publication, rows with a count from 1 up to this are held back, and others from\n"
    "which they would follow.";

time_options times(std::optional<event_kind> runs_from, bool net, bool late_entry, limits kind, double confidence, std::vector<int> within_days) {
    return {.from = runs_from, .net = net, .late_entry = late_entry, .limits = kind, .confidence = confidence, .within_days = std::move(within_days)};
}

std::string const time_arguments =
    "\n\nruns_from: from the first event of this kind, as \"request_received\"; None: from the date the request bears. net: only days on which it was the requested\n"
    "State's turn. late_entry: each counts from the day the register knew of it. limits: \"log\", \"log-log\" or \"plain\"; confidence: between 0 and 1.";

void add_snapshot(py::module_& m) {
    auto cls = py::class_<snapshot>(m, "Snapshot",
        "A register as of a day and as known on a day: an immutable value on which figures run. Every figure is a Table that carries its definition, coverage and\n"
        "digest. Registry.snapshot takes one.");
    cls.def_property_readonly("as_of", &snapshot::as_of, "The day, at its end, or the instant.")
        .def_property_readonly("clearance", &snapshot::clearance, "Of the Registry that it was taken of: what it does not cover is not here. Empty: all that there was is.")
        .def_property_readonly("known_on", &snapshot::known_on, "As it was known then; None: as it is known now.")
        .def_property_readonly("law", &snapshot::law, "Law that it was read under.")
        .def_property_readonly("root", [](snapshot const& s) { return s.root(); }, "SHA-256, in hex: which register this was.")
        .def_property_readonly("columns", [](snapshot const& s) { return columns_view{s}; }, "Columns: what it is made of, as arrays that share its memory.")
        .def("__len__", &snapshot::size)
        .def("__bool__", [](snapshot const&) { return true; })
        .def("__eq__", compared<snapshot>([](snapshot const& a, snapshot const& b) { return a.root() == b.root(); }))
        .def("__hash__", [](snapshot const& s) { return py::hash(py::str(s.root())); })
        .def("__repr__", [](snapshot const& s) {
            return "<comity.Snapshot of " + std::to_string(s.size()) + " requests as of " + to_string(s.as_of()) + (s.known_on() ? ", as known on " + to_string(*s.known_on()) : "") + ">";
        });

    filtered(cls, "requests", [](snapshot const& s, py::kwargs const& f) {
        auto const q = filters(f);
        return released([&] { return s.requests(q); });
    }, "The requests themselves, and how each stands.");
    filtered(cls, "unanswered", [](snapshot const& s, std::string const& definition, py::kwargs const& f) {
        auto const q = filters(f);
        return released([&] { return s.unanswered(q, definition); });
    }, "Requests without an answer, the longest waiting first. definition: of an answer, by its name in Law.answers.", py::arg("definition") = "substantive");
    filtered(cls, "coverage_of_dates", [](snapshot const& s, py::kwargs const& f) {
        auto const q = filters(f);
        return released([&] { return s.coverage_of_dates(q); });
    }, "Of how many requests each date that figures rest on is known exactly, roughly, by a claim alone, or not at all.");

    filtered(cls, "coverage_of_requests", [](snapshot const& s, int hold_back_below, py::kwargs const& f) {
        auto const q = filters(f);
        return released([&] { return s.coverage_of_requests(q, hold_back_below); });
    }, "What the requests are by channel, by part of a State and by what is recorded of them, beside those of the snapshot that the choice leaves out. hold_back_below: as in `outcomes`.", py::kw_only(), py::arg("hold_back_below") = 0);

    // A breakdown alone.
    auto const broken_down = [&](char const* name, table (snapshot::*figure)(breakdown const&) const, std::vector<key> const& usual, std::string const& doc) {
        filtered(cls, name, [figure, usual](snapshot const& s, keys const& of, int hold_back_below, py::kwargs const& f) {
            auto const b = by(of, usual, hold_back_below, f);
            return released([&] { return (s.*figure)(b); });
        }, doc + shared_arguments, py::arg("by") = py::none(), py::kw_only(), py::arg("hold_back_below") = 0);
    };
    broken_down("outcomes", &snapshot::outcomes, pair_and_kind, "What came back: requests by the outcome they have.");
    broken_down("compliance", &snapshot::compliance, {}, "Time limits by article: met, met late, missed, not yet due … Raises bad_input where the snapshot was taken without deadlines.");
    broken_down("reminders", &snapshot::reminders, pair_and_kind, "Reminders sent, answered, and after how many days.");
    broken_down("questions", &snapshot::questions, pair_and_kind, "Supplementary information: how often asked for, in how many rounds, and how many days it took to supply.");
    broken_down("persons", &snapshot::persons, pair, "Persons, counted apart from requests and measures: arrested, consenting, surrendered, released, nationals. A person in two requests counts twice.");
    broken_down("complications", &snapshot::complications, pair, "Postponements, grants on conditions, requests that compete, consents to prosecute for other offences (speciality) and to transfer onward: how many, what came of them, and how long they took.");
    broken_down("registration", &snapshot::registration, pair, "Before and beside registration: received, not yet registered; returned; forwarded.");
    broken_down("feedback", &snapshot::feedback, pair, "Feedback on what was sent: asked for, given, and how useful it was said to be.");

    filtered(cls, "ageing", [](snapshot const& s, keys const& of, std::string const& definition, int hold_back_below, py::kwargs const& f) {
        auto const b = by(of, pair_and_kind, hold_back_below, f);
        return released([&] { return s.ageing(b, definition); });
    }, "The unanswered by how long they have waited: under 3, 3–6, 6–12, 12–24 and over 24 months. definition: of an answer, by its name in Law.answers." + shared_arguments,
        py::arg("by") = py::none(), py::kw_only(), py::arg("definition") = "substantive", py::arg("hold_back_below") = 0);
    filtered(cls, "no_response", [](snapshot const& s, keys const& of, days at_least, int hold_back_below, py::kwargs const& f) {
        auto const b = by(of, pair_and_kind, hold_back_below, f);
        return released([&] { return s.no_response(at_least, b); });
    }, "Requests with no act of any kind, none after an acknowledgement, none after the last reminder, for at least so many days." + shared_arguments,
        py::arg("by") = py::none(), py::kw_only(), py::arg("at_least") = 0, py::arg("hold_back_below") = 0);

    // Over a period.
    auto const over = [&](char const* name, table (snapshot::*figure)(date_range, breakdown const&) const, std::vector<key> const& usual, std::string const& doc) {
        filtered(cls, name, [figure, usual](snapshot const& s, date_range period, keys const& of, int hold_back_below, py::kwargs const& f) {
            auto const b = by(of, usual, hold_back_below, f);
            return released([&] { return (s.*figure)(period, b); });
        }, doc + "\n\nperiod: two dates, or EDTF such as \"2020\"." + shared_arguments, py::arg("period"), py::arg("by") = py::none(), py::kw_only(), py::arg("hold_back_below") = 0);
    };
    over("traffic", &snapshot::traffic, pair_and_kind, "Requests made and received in a period: made by the date they bear, received by the day of receipt where one is recorded.");
    over("outcomes_by_year", &snapshot::outcomes_by_year, {},
         "Outcomes year by year, twice: of the requests asked in the year, to date (cohort), and those given in the year, whenever asked (flow).");
    over("items", &snapshot::items, pair, "Items of incident assistance: reported, and what was done with them in the period.");
    auto const perhaps_over = [&](char const* name, table (snapshot::*figure)(std::optional<date_range>, breakdown const&) const, std::string const& doc) {
        filtered(cls, name, [figure](snapshot const& s, std::optional<date_range> const& period, keys const& of, int hold_back_below, py::kwargs const& f) {
            auto const b = by(of, pair, hold_back_below, f);
            return released([&] { return (s.*figure)(period, b); });
        }, doc + "\n\nperiod: two dates, or EDTF such as \"2020\"; None: to date." + shared_arguments, py::arg("period") = py::none(), py::arg("by") = py::none(), py::kw_only(), py::arg("hold_back_below") = 0);
    };
    perhaps_over("refusals", &snapshot::refusals, "Refusals, whole and partial, by ground, by provision and by who refused.");
    perhaps_over("amounts", &snapshot::amounts, "Money: assets frozen, confiscated, returned and shared, costs incurred, claimed and agreed, by year and currency.");
    auto const in_steps = [&](char const* name, table (snapshot::*figure)(date_range, step, breakdown const&) const, std::vector<key> const& usual, char const* step_of, std::string const& doc) {
        filtered(cls, name, [figure, usual](snapshot const& s, date_range period, keys const& of, step each, int hold_back_below, py::kwargs const& f) {
            auto const b = by(of, usual, hold_back_below, f);
            return released([&] { return (s.*figure)(period, each, b); });
        }, doc + "\n\nperiod: two dates, or EDTF such as \"2020\". step: \"month\", \"quarter\" or \"year\"." + shared_arguments,
            py::arg("period"), py::arg("by") = py::none(), py::kw_only(), py::arg("step") = step_of, py::arg("hold_back_below") = 0);
    };
    in_steps("flow", &snapshot::flow, {}, "year", "Opening stock + new + reopened = outcomes + closing stock, per step of the period. Balances by construction.");
    in_steps("stock", &snapshot::stock, pair_and_kind, "month", "How many waited for an outcome at the end of each step: a column for each.");

    filtered(cls, "time_to", [](snapshot const& s, std::string const& what, keys const& of, std::optional<event_kind> runs_from, bool net, bool late_entry, limits kind, double confidence,
                               std::vector<int> const& within_days, int hold_back_below, py::kwargs const& f) {
        auto const b = by(of, pair_and_kind, hold_back_below, f);
        auto const how = times(runs_from, net, late_entry, kind, confidence, within_days);
        return released([&] { return s.time_to(what, b, how); });
    }, "How long it takes until something happens, with those in which it has not: Kaplan–Meier quartiles and limits, in days. what: a definition of an answer (\"answer\" is\n"
       "\"substantive\"; \"decision\", \"final\" …), \"acknowledgement\", \"surrender\", \"execution\", or the name of a kind of event." + time_arguments +
       " within_days: also the share within so many days each." + shared_arguments,
        py::arg("what"), py::arg("by") = py::none(), py::kw_only(), py::arg("runs_from") = py::none(), py::arg("net") = false, py::arg("late_entry") = false,
        py::arg("limits") = "log", py::arg("confidence") = 0.95, py::arg("within_days") = py::tuple(), py::arg("hold_back_below") = 0);
    filtered(cls, "waiting_curve", [](snapshot const& s, std::string const& what, keys const& of, std::optional<event_kind> runs_from, bool net, bool late_entry, limits kind, double confidence,
                                     int hold_back_below, py::kwargs const& f) {
        auto const b = by(of, {}, hold_back_below, f);
        auto const how = times(runs_from, net, late_entry, kind, confidence, {});
        return released([&] { return s.waiting_curve(what, b, how); });
    }, "The curve behind time_to: for each day on which something happened, how many were still waiting, and the probability of waiting longer." + time_arguments + shared_arguments,
        py::arg("what"), py::arg("by") = py::none(), py::kw_only(), py::arg("runs_from") = py::none(), py::arg("net") = false, py::arg("late_entry") = false,
        py::arg("limits") = "log", py::arg("confidence") = 0.95, py::arg("hold_back_below") = 0);
    filtered(cls, "incidence", [](snapshot const& s, keys const& of, std::vector<int> const& after_days, std::optional<event_kind> runs_from, bool net, bool late_entry, limits kind, double confidence,
                                 int hold_back_below, py::kwargs const& f) {
        auto const b = by(of, {}, hold_back_below, f);
        auto const how = times(runs_from, net, late_entry, kind, confidence, {});
        return released([&] { return s.incidence(b, after_days, how); });
    }, "What a request has come to after so many days: the probability of each outcome, where the first excludes the others (cumulative incidence). after_days: after how many, each a row." + time_arguments + shared_arguments,
        py::arg("by") = py::none(), py::kw_only(), py::arg("after_days") = py::make_tuple(30, 90, 180, 365, 730, 1825), py::arg("runs_from") = py::none(), py::arg("net") = false,
        py::arg("late_entry") = false, py::arg("limits") = "log", py::arg("confidence") = 0.95, py::arg("hold_back_below") = 0);
    filtered(cls, "item_times", [](snapshot const& s, std::string const& what, keys const& of, int hold_back_below, py::kwargs const& f) {
        auto const b = by(of, {key::requested}, hold_back_below, f);
        return released([&] { return s.item_times(what, b); });
    }, "How long items of incident assistance take, in hours: to \"acknowledgement\", \"forwarding\" or \"suppression\". By UTC clocks, where a clock time is recorded." + shared_arguments,
        py::arg("what") = "suppression", py::arg("by") = py::none(), py::kw_only(), py::arg("hold_back_below") = 0);
    method(cls, "reciprocity", [](snapshot const& s, state_code a, state_code b, std::string const& definition) { return released([&] { return s.reciprocity(a, b, definition); }); },
           "Two States in both directions, side by side, and what each does for all others. definition: of an answer, by its name in Law.answers.", py::arg("a"), py::arg("b"), py::arg("definition") = "substantive");
    method(cls, "ready_tables", [](snapshot const& s, ready_table what, state_code state, std::optional<date_range> const& period, int hold_back_below) {
        return released([&] { return ready_tables(s, what, state, period, hold_back_below); });
    }, "What a body asks for, of one State: Tables. what: \"fatf\", \"parliament\", \"t-cy\", \"eaw\", \"eio\" or \"directive-2023-977\". period: when requests were made; None: to date. hold_back_below: as in `outcomes`.",
        py::arg("what"), py::arg("state"), py::arg("period") = py::none(), py::kw_only(), py::arg("hold_back_below") = 0);
    method(cls, "claim", [](snapshot const& s, py::object const& what) -> py::object {
        if (py::isinstance<claim>(what)) {
            auto const c = what.cast<claim>();
            return py::cast(released([&] { return check(s, c); }));
        }
        std::vector<claim_result> results;
        auto const path = taken<std::filesystem::path>("claim", "file", what);
        released([&] {
            for (auto const& c : read_claims(path)) results.push_back(check(s, c));
        });
        return py::cast(results);
    }, "A published sentence, held against the register. what: a Claim, which gives a ClaimResult; or a file of claims (TOML), which gives one for each. Raises bad_input for a claim that says no number or\n"
       "States, or several that contradict each other.", py::arg("what"));
}

void add_claims(py::module_& m) {
    record<claim>(m, "Claim", {}, "A published sentence, tied to a query.")
        .field("name", &claim::name, "\"no-response\"")
        .field("sentence", &claim::sentence, "as published, or in translation")
        .field("source", &claim::source, "where, and when")
        .field("of", &claim::of, "Query: about which requests")
        .field("period", &claim::period, "two dates, or EDTF such as \"2020\"; None: all to date")
        .field("counts", &claim::counts, "CountedThing: what it counts")
        .field("at_least", &claim::at_least, "or None")
        .field("at_most", &claim::at_most, "or None")
        .field("about", &claim::about, "within `tolerance` of it, or None")
        .field("tolerance", &claim::tolerance, "a part of `about`: 0.1 is from 45 to 55 of 50")
        .field("origins", &claim::origins, "of main_origins: these States are the first, in any order")
        .done();
    record<claim_reading>(m, "ClaimReading", {}, "A claim under one of its readings.")
        .shows("name", &claim_reading::name, "\"substantive\", \"cohort\"")
        .shows("text", &claim_reading::text, "what is counted so")
        .shows("value", &claim_reading::value, "None of main_origins")
        .shows("holds", &claim_reading::holds, "whether it is true so")
        .shows("list", &claim_reading::list, "Table: the requests, or the States, behind it")
        .done();
    record<claim_result>(m, "ClaimResult", {}, "What became of a claim: true or false if it is so under all its readings, else it depends.")
        .shows("claim", &claim_result::claim, "Claim")
        .shows("verdict", &claim_result::verdict, "Verdict: \"true\", \"false\" or \"depends\"")
        .shows("readings", &claim_result::readings, "ClaimReading each")
        .shows("summary", &claim_result::summary, "Table with a row for each reading")
        .done();
    function(m, "read_claims", [](std::filesystem::path const& path) { return released([&] { return read_claims(path); }); },
             "Claim each of a file in TOML. Raises bad_input with file and line; not_found.", py::arg("path"));
    record<published_figures>(m, "PublishedFigures", {}, "A published table, held against itself.")
        .shows("title", &published_figures::title, "for people")
        .shows("source", &published_figures::source, "where it was published")
        .shows("rows", &published_figures::rows, "how many were read")
        .shows("tables", &published_figures::tables, "Table each: the rows that do not add up; the shares counted anew, and the rows that publish another")
        .done();
    function(m, "check_published", [](std::filesystem::path const& csv, std::filesystem::path const& what) { return released([&] { return check_published(csv, what); }); },
             "Whether a published table adds up: PublishedFigures. `csv` is the table, `what` (TOML) says what is to be a sum of what. Raises bad_input with file and line or row; not_found.",
             py::arg("csv"), py::arg("what"));
}

}  // namespace

void add_figures(py::module_& m) {
    add_tables(m);
    add_columns(m);
    add_claims(m);
    add_snapshot(m);
}

}  // namespace comity::python
