// SPDX-License-Identifier: Apache-2.0
#include "convert.hpp"

#include <datetime.h>

#include <algorithm>
#include <mutex>
#include <set>

namespace comity::python {

namespace {

/// A member of one of Python's modules, looked up once and kept for as long as the interpreter lives. No guard of C++ stands over it, but Python's lock: an
/// import gives that up for a while, and a thread that waited for the guard with the lock would wait for ever.
struct python_member {
    char const* module;
    char const* name;
    PyObject* found = nullptr;

    py::handle operator()() {
        if (!found) found = py::object(py::module_::import(module).attr(name)).release().ptr();
        return found;
    }
};

constinit python_member uuid_class{"uuid", "UUID"}, when_class{"comity._core", "When"}, timezone_class{"datetime", "timezone"}, datetime_class{"datetime", "datetime"},
    zone_info{"zoneinfo", "ZoneInfo"};

bool is_datetime(py::handle o) {
    if (!PyDateTimeAPI) PyDateTime_IMPORT;
    return PyDateTime_Check(o.ptr());
}

date date_of(py::handle o) { return date(PyDateTime_GET_YEAR(o.ptr()), PyDateTime_GET_MONTH(o.ptr()), PyDateTime_GET_DAY(o.ptr())); }

/// Of NumPy or pandas, which are not imported for who does not use them.
bool is_of(py::handle o, std::string_view package, std::string_view type) {
    if (!std::string_view(Py_TYPE(o.ptr())->tp_name).ends_with(type)) return false;
    return text_of(py::type::of(o).attr("__module__")).starts_with(package);
}

bad_input no_date() { return bad_input("NaT is no date: write None where there is none"); }

/// The day that an object is; none where it is no day. One of NumPy or pandas without a zone is a day where it is midnight, since they know no other.
std::optional<date> day_in(py::handle o) {
    auto const asked = py::reinterpret_borrow<py::object>(o);
    auto const no_day = [&](char const* how) -> bad_input {
        return bad_input(shown(o) + " has a time of day: on which day that is depends on the place. " + how + " where that does not matter");
    };
    if (is_of(o, "numpy", "datetime64")) {
        auto const days = asked.attr("astype")("datetime64[D]");
        auto const text = text_of(py::str(days));
        if (text == "NaT") throw no_date();
        auto const unit = text_of(py::str(asked.attr("dtype")));
        if (unit == "datetime64[Y]" || unit == "datetime64[M]") throw bad_input(shown(o) + " is no day: write its text, \"" + text_of(py::str(o)) + "\", where a rough date is accepted");
        if (!days.equal(asked)) throw no_day("Write .astype('datetime64[D]')");
        return parse_date(text);
    }
    if (!is_datetime(o)) return PyDate_Check(o.ptr()) ? std::optional(date_of(o)) : std::nullopt;
    if (nothing(o)) throw no_date();
    if (!is_of(o, "pandas", "Timestamp") || !asked.attr("tzinfo").is_none()) return {};
    if (!asked.attr("normalize")().equal(asked)) throw no_day("Write .normalize(), or give it a zone: .tz_localize(\"Europe/London\"),");
    return date_of(o);
}

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day_length = 86'400 * second;

std::int64_t microseconds_of(py::handle timedelta) {
    return PyDateTime_DELTA_GET_DAYS(timedelta.ptr()) * day_length + PyDateTime_DELTA_GET_SECONDS(timedelta.ptr()) * second +
           PyDateTime_DELTA_GET_MICROSECONDS(timedelta.ptr());
}

/// The name of a zone: of zoneinfo ("key") and pytz ("zone") theirs; of all others the offset that the clock had then.
std::string zone_of(py::handle tzinfo, std::int64_t offset) {
    for (auto const* attribute : {"key", "zone"})
        if (auto name = py::getattr(tzinfo, attribute, py::none()); PyUnicode_Check(name.ptr())) return text_of(name);
    if (offset == 0) return "UTC";
    if (offset % (60 * second) != 0) throw bad_input("an offset of whole minutes is needed, or a zone of the tz database");
    auto const minutes = std::abs(offset) / (60 * second);
    auto const two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60);
}

instant instant_of(py::handle o) {
    if (nothing(o)) throw no_date();
    auto const zone = py::reinterpret_borrow<py::object>(o).attr("tzinfo");
    auto const offset = zone.is_none() ? py::object(py::none()) : py::object(py::reinterpret_borrow<py::object>(o).attr("utcoffset")());
    if (offset.is_none())
        throw bad_input(shown(o) + " has no time zone: whose clock was it? Give one, as in datetime(2020, 3, 2, 9, 0, tzinfo=ZoneInfo(\"Europe/London\")); "
                                   "where a day is meant, give its .date()");
    if (!py::int_(0).equal(py::getattr(o, "nanosecond", py::int_(0)))) throw bad_input(shown(o) + " has nanoseconds; comity keeps microseconds: round it");
    auto const p = o.ptr();
    auto const wall = date_of(o).days_since_1970() * day_length +
                      (PyDateTime_DATE_GET_HOUR(p) * 3600 + PyDateTime_DATE_GET_MINUTE(p) * 60 + PyDateTime_DATE_GET_SECOND(p)) * second +
                      PyDateTime_DATE_GET_MICROSECOND(p);
    auto const shift = microseconds_of(offset);
    auto result = instant(wall - shift, zone_of(zone, shift));
    // A time that the zone skips in spring is no time. Python takes it for another; the clock that it reads is not the one that was given.
    auto const there = to_python(result);
    if (PyDateTime_GET_DAY(there.ptr()) != PyDateTime_GET_DAY(p) || PyDateTime_DATE_GET_HOUR(there.ptr()) != PyDateTime_DATE_GET_HOUR(p) ||
        PyDateTime_DATE_GET_MINUTE(there.ptr()) != PyDateTime_DATE_GET_MINUTE(p))
        throw bad_input(shown(o) + " does not exist: " + result.zone() + " skips it, or this machine's time zones are not those of Python" +
                        (py::hasattr(zone, "localize") ? "; a zone of pytz is given by zone.localize(…)" : ""));
    return result;
}

std::string stated(std::string_view wanted, py::handle given) {
    return std::string(wanted) + " is needed, not " + shown(given);
}

}  // namespace

void refuse(std::string_view wanted, py::handle given) { throw py::type_error(stated(wanted, given)); }

std::string text_of(py::handle o) {
    if (!PyUnicode_Check(o.ptr())) refuse("text (str)", o);
    Py_ssize_t size = 0;
    auto const* bytes = PyUnicode_AsUTF8AndSize(o.ptr(), &size);
    if (!bytes) {
        PyErr_Clear();
        throw bad_input(shown(o) + " has lone surrogates, which no text in UTF-8 can hold");
    }
    return {bytes, static_cast<std::size_t>(size)};
}

py::object text_for_python(std::string_view text) {
    return py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape"));
}

std::string shown(py::handle o) {
    constexpr std::string_view hidden = "comity._core.";
    auto text = py::reinterpret_steal<py::object>(PyObject_ASCII(o.ptr()));
    if (!text) {
        PyErr_Clear();
        return std::string("a ") + Py_TYPE(o.ptr())->tp_name;
    }
    auto written = text.cast<std::string>();
    if (written.size() > 80) written.replace(77, written.npos, "...");
    std::string type = Py_TYPE(o.ptr())->tp_name;
    if (type.starts_with(hidden)) type.replace(0, hidden.size(), "comity.");
    return written + " (" + type + ")";
}

bool nothing(py::handle value) {
    if (value.is_none()) return true;
    if (PyFloat_Check(value.ptr())) return std::isnan(PyFloat_AS_DOUBLE(value.ptr()));
    auto const* type = Py_TYPE(value.ptr())->tp_name;
    return std::string_view(type).ends_with("NAType") || std::string_view(type).ends_with("NaTType");
}

bool is_flag(py::handle value) { return PyBool_Check(value.ptr()) || std::string_view(Py_TYPE(value.ptr())->tp_name) == "numpy.bool_"; }

// ---- in ----------------------------------------------------------------------------------------------------------------

template <> date from_python<date>(py::handle o) {
    if (auto const day = day_in(o)) return *day;
    if (PyUnicode_Check(o.ptr())) return parse_date(text_of(o));
    if (is_datetime(o)) refuse("a date (an instant falls on different days in different places: give its .date() where that matters)", o);
    refuse("a date (datetime.date, or text such as '2020-03-02')", o);
}

template <> instant from_python<instant>(py::handle o) {
    if (is_datetime(o)) return instant_of(o);
    if (PyUnicode_Check(o.ptr())) return parse_instant(text_of(o));
    refuse("an instant (an aware datetime, or text such as '2017-11-05T09:17:00+01:00[Europe/Brussels]')", o);
}

template <> when from_python<when>(py::handle o) {
    if (auto const day = day_in(o)) return *day;
    if (is_datetime(o)) return instant_of(o);
    if (PyUnicode_Check(o.ptr())) return parse_when(text_of(o));
    if (py::isinstance(o, when_class())) return parse_when(text_of(py::str(o)));
    refuse("a date (datetime.date, an aware datetime, When, or EDTF such as '2020-03-02' or '2009-08')", o);
}

template <> cutoff from_python<cutoff>(py::handle o) {
    if (auto const day = day_in(o)) return *day;
    if (is_datetime(o)) return instant_of(o);
    if (PyUnicode_Check(o.ptr())) return parse_cutoff(text_of(o));
    refuse("a day or an instant (datetime.date, an aware datetime, or text such as '2020-03-02')", o);
}

template <> date_range from_python<date_range>(py::handle o) {
    if (PyUnicode_Check(o.ptr()) || py::isinstance(o, when_class())) {
        auto const w = from_python<when>(o);
        return {w.earliest(), w.latest()};
    }
    if (py::isinstance<py::sequence>(o) && py::len(o) == 2) {
        auto const pair = py::reinterpret_borrow<py::sequence>(o);
        auto const range = date_range{from_python<date>(pair[0]), from_python<date>(pair[1])};
        if (range.until < range.from) throw bad_input("a period from " + to_string(range.from) + " until " + to_string(range.until) + " ends before it begins");
        return range;
    }
    refuse("a period (two dates, or EDTF such as '2020' or '2019-07/2020-06')", o);
}

template <> days from_python<days>(py::handle o) {
    if (is_datetime(o); PyDelta_Check(o.ptr())) {
        auto const length = microseconds_of(o);
        if (length % day_length == 0) return days(static_cast<int>(length / day_length));
        throw bad_input(stated("a number of whole days", o));
    }
    if (is_flag(o) || !PyIndex_Check(o.ptr())) refuse("a number of days (int)", o);
    auto const number = py::reinterpret_steal<py::object>(PyNumber_Index(o.ptr()));
    if (!number) {  // an array has one as its type goes
        if (!PyErr_ExceptionMatches(PyExc_TypeError)) throw py::error_already_set();
        PyErr_Clear();
        refuse("a number of days (int)", o);
    }
    int overflow = 0;
    auto const n = PyLong_AsLongAndOverflow(number.ptr(), &overflow);
    if (overflow != 0 || n > 3'200'000 || n < -3'200'000) throw bad_input(stated("a number of days within the calendar", o));
    return days(static_cast<int>(n));
}

template <> uuid from_python<uuid>(py::handle o) {
    if (PyUnicode_Check(o.ptr())) return parse_uuid(text_of(o));
    if (!py::isinstance(o, uuid_class())) refuse("a UUID (uuid.UUID, or its text)", o);
    auto const bytes = std::string(py::bytes(py::reinterpret_borrow<py::object>(o).attr("bytes")));
    uuid id{};
    std::copy_n(reinterpret_cast<std::uint8_t const*>(bytes.data()), id.size(), id.begin());
    return id;
}

template <> state_code from_python<state_code>(py::handle o) {
    if (!PyUnicode_Check(o.ptr())) refuse("a State (its code, such as 'RU')", o);
    return parse_state(text_of(o));
}

template <> jurisdiction from_python<jurisdiction>(py::handle o) {
    if (!PyUnicode_Check(o.ptr())) refuse("a jurisdiction (its code, such as 'GB' or 'GB-SCT')", o);
    return parse_jurisdiction(text_of(o));
}

template <> provision from_python<provision>(py::handle o) {
    if (!PyUnicode_Check(o.ptr())) refuse("a provision (text such as 'ets-24 16(4)')", o);
    return provision(text_of(o));
}

template <> period from_python<period>(py::handle o) {
    if (PyUnicode_Check(o.ptr())) return period(text_of(o));
    if (PyBytes_Check(o.ptr()) || !py::isinstance<py::sequence>(o) || !py::isinstance<py::iterable>(o)) refuse("a length (ISO 8601 such as 'P18D', or several in order)", o);
    return period(o.cast<std::vector<std::string>>());
}

template <> subject from_python<subject>(py::handle o) {
    if (!PyUnicode_Check(o.ptr())) refuse("a part of the request (text such as 'person 2' or 'item 1-30')", o);
    return parse_subject(text_of(o));
}

template <> message from_python<message>(py::handle o) { return text_of(o); }

template <> language from_python<language>(py::handle o) {
    return PyUnicode_Check(o.ptr()) ? language::of(text_of(o)) : language::read(from_python<std::filesystem::path>(o));
}

template <> amount from_python<amount>(py::handle o) {
    if (!PyUnicode_Check(o.ptr())) refuse("a sum of money (text such as '1250000.50 EUR')", o);
    return parse_amount(text_of(o));
}

namespace {

struct kinds_known {
    std::mutex mutex{};
    std::set<event_kind> kinds{};
};

kinds_known& known() {
    static auto* const all = new kinds_known();
    return *all;
}

}  // namespace

void know_events_of(law const& of) {
    std::lock_guard lock(known().mutex);
    for (auto const& meaning : of.events()) known().kinds.insert(meaning.kind);
}

template <> event_kind from_python<event_kind>(py::handle o) {
    if (!PyUnicode_Check(o.ptr())) refuse("a kind of event (its name, such as 'provisional_arrest')", o);
    auto const name = text_of(o);
    {
        std::lock_guard lock(known().mutex);
        for (auto const& kind : known().kinds)
            if (kind.name() == name) return kind;
    }
    return law::built_in().event_kind(name);
}

template <> std::filesystem::path from_python<std::filesystem::path>(py::handle o) {
    auto path = py::reinterpret_steal<py::object>(PyOS_FSPath(o.ptr()));
    if (!path) throw py::error_already_set();
    PyObject* encoded = nullptr;
    if (!PyUnicode_FSConverter(path.ptr(), &encoded)) throw py::error_already_set();  // a ValueError for NUL
    return std::string(py::reinterpret_steal<py::bytes>(encoded));
}

template <> kind_set from_python<kind_set>(py::handle o) { return kind_set(o.cast<std::vector<event_kind>>()); }

// ---- out ---------------------------------------------------------------------------------------------------------------

py::object to_python(date d) {
    if (!PyDateTimeAPI) PyDateTime_IMPORT;
    return py::reinterpret_steal<py::object>(PyDate_FromDate(d.year(), d.month(), d.day()));
}

py::object to_python(instant const& at) {
    if (!PyDateTimeAPI) PyDateTime_IMPORT;
    auto const utc = py::object(timezone_class().attr("utc"));
    auto const microseconds = at.microseconds_utc();
    auto const day = microseconds >= 0 ? microseconds / day_length : -((-microseconds + day_length - 1) / day_length);
    auto const rest = microseconds - day * day_length;
    auto const d = date::from_days(day);
    auto const moment = py::reinterpret_steal<py::object>(PyDateTimeAPI->DateTime_FromDateAndTime(
        d.year(), d.month(), d.day(), static_cast<int>(rest / (3600 * second)), static_cast<int>(rest / (60 * second) % 60),
        static_cast<int>(rest / second % 60), static_cast<int>(rest % second), utc.ptr(), PyDateTimeAPI->DateTimeType));
    if (!moment) throw py::error_already_set();
    if (at.zone() == "UTC") return moment;
    if (at.zone().front() == '+' || at.zone().front() == '-')
        return moment.attr("astimezone")(datetime_class().attr("fromisoformat")("2000-01-01T00:00:00" + at.zone()).attr("tzinfo"));
    return moment.attr("astimezone")(zone_info()(at.zone()));
}

py::object to_python(when const& w) {
    if (w.approximate() || w.uncertain() || w.earliest() != w.latest()) return when_class()(to_string(w));
    return w.at() ? to_python(*w.at()) : to_python(w.earliest());
}

py::object to_python(cutoff const& c) { return c.at() ? to_python(*c.at()) : to_python(c.day()); }
py::object to_python(date_range const& r) { return py::make_tuple(to_python(r.from), to_python(r.until)); }
py::object to_python(days n) { return py::int_(n.count()); }

py::object to_python(uuid const& id) {
    return uuid_class()(py::arg("bytes") = py::bytes(reinterpret_cast<char const*>(id.begin()), id.size()));
}

py::object to_python(state_code code) { return code.empty() ? py::object(py::none()) : py::object(py::str(std::string(code.text()))); }
py::object to_python(jurisdiction const& j) { return j.empty() ? py::object(py::none()) : py::object(py::str(to_string(j))); }
py::object to_python(provision const& p) { return text_for_python(to_string(p)); }

py::object to_python(period const& p) {
    // As it is read: one text, or several lengths in the order written.
    auto const text = to_string(p);
    auto parts = py::str(text).attr("split")(", ");
    return py::len(parts) == 1 ? py::object(py::str(text)) : py::object(py::tuple(parts));
}

py::object to_python(event_kind kind) { return py::str(kind.name().data(), kind.name().size()); }
py::object to_python(subject const& s) { return py::str(to_string(s)); }
py::object to_python(amount const& a) { return py::str(to_string(a)); }

py::object to_python(std::filesystem::path const& p) { return text_for_python(p.string()); }

py::object to_python(kind_set const& set) {
    py::tuple names(set.named().size());
    for (std::size_t i = 0; i < set.named().size(); ++i) names[i] = to_python(set.named()[i]);
    return names;
}

py::object to_python(message const& m) { return text_for_python(to_string(m)); }

py::object to_python(cell const& c) {
    return std::visit(
        []<class V>(V const& value) -> py::object {
            if constexpr (std::is_same_v<V, std::monostate>) return py::none();
            else if constexpr (std::is_same_v<V, sentence>) return to_python(value.says);
            else return py::cast(value);
        },
        c);
}

// ---- enumerations ------------------------------------------------------------------------------------------------------

py::handle enum_class(std::string_view name, std::string_view const* names, std::size_t size) {
    py::object cls = py::module_::import("comity.enums").attr(std::string(name).c_str());
    std::size_t i = 0;
    bool same = true;
    auto const next = [&]() -> std::string_view {
        while (i < size && names[i].empty()) ++i;  // what is nothing here is None there
        return i < size ? names[i++] : std::string_view();
    };
    for (auto member : cls) same = same && text_of(py::reinterpret_borrow<py::object>(member).attr("value")) == next();
    if (!same || !next().empty()) throw py::import_error("comity.enums." + std::string(name) + " is not of the same release as comity._core");
    return py::object(std::move(cls)).release();
}

py::object enum_member(py::handle cls, std::string_view word) {
    if (word.empty()) return py::none();
    return cls(std::string(word));
}

}  // namespace comity::python
