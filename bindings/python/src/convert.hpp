// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/comity.hpp>

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// What comity's small values are in Python, each in one place: a date is a `datetime.date`, an instant an aware `datetime`, a State "RU". What cannot
// be read throws at once, and says what would be accepted, since no function here is overloaded.

namespace py = pybind11;

namespace comity::python {

/// From any object; throws bad_input for a value that cannot be, TypeError for one of another type.
template <class T> T from_python(py::handle);

// clang-format off
template <> date         from_python<date>(py::handle);          ///< datetime.date, or "2020-03-02"
template <> instant      from_python<instant>(py::handle);       ///< an aware datetime, or RFC 9557
template <> when         from_python<when>(py::handle);          ///< either, or When, or EDTF: "2009-08"
template <> cutoff       from_python<cutoff>(py::handle);        ///< datetime.date, an aware datetime, or either as text
template <> date_range   from_python<date_range>(py::handle);    ///< two dates, or EDTF: "2020", "2019-07/2020-06"
template <> days         from_python<days>(py::handle);          ///< int, or a timedelta of whole days
template <> uuid         from_python<uuid>(py::handle);          ///< uuid.UUID or its text
template <> state_code   from_python<state_code>(py::handle);
template <> jurisdiction from_python<jurisdiction>(py::handle);
template <> provision    from_python<provision>(py::handle);
template <> period       from_python<period>(py::handle);        ///< "P18D", or several: ["P10D", "P2M"]
template <> event_kind   from_python<event_kind>(py::handle);    ///< a name of the built-in law, or of one that was loaded
template <> subject      from_python<subject>(py::handle);       ///< "person 2", "item 1-30"
template <> amount       from_python<amount>(py::handle);        ///< "1250000.50 EUR"
template <> kind_set     from_python<kind_set>(py::handle);
template <> message      from_python<message>(py::handle);
template <> language     from_python<language>(py::handle);      ///< a tag, or the path of a file of phrases
template <> std::filesystem::path from_python<std::filesystem::path>(py::handle);   ///< str or os.PathLike

py::object to_python(date);
py::object to_python(instant const&);
py::object to_python(when const&);                               ///< a date or datetime where it is exact; else When
py::object to_python(cutoff const&);
py::object to_python(date_range const&);
py::object to_python(days);
py::object to_python(uuid const&);
py::object to_python(state_code);                                ///< None for none
py::object to_python(jurisdiction const&);
py::object to_python(provision const&);
py::object to_python(period const&);
py::object to_python(event_kind);
py::object to_python(subject const&);
py::object to_python(amount const&);
py::object to_python(kind_set const&);
py::object to_python(message const&);                            ///< in English
py::object to_python(std::filesystem::path const&);
py::object to_python(cell const&);
// clang-format on

/// Bytes of a string of Python. Throws bad_input for lone surrogates, TypeError for anything else than str.
std::string text_of(py::handle);

/// Text that may not be UTF-8 (a file name, a text of before): as Python reads file names.
py::object text_for_python(std::string_view);

/// "'x' (str)": what was given instead of what was meant; cut where it is long.
std::string shown(py::handle);

[[noreturn]] void refuse(std::string_view wanted, py::handle given);

/// What a type is called, for an error, out of what pybind11 calls it.
std::string type_name(std::string_view description, std::type_info const* const* types);

/// Whether pandas, NumPy or Python takes it for nothing.
bool nothing(py::handle);

/// True or False, of Python or of NumPy.
bool is_flag(py::handle);

/// Reads a value into what pybind11 has for its type; false where it is of another type. Of whatever has a truth pybind11 would make a bool, of a bool and
/// of 1.5 an int, and of None nothing that it then refers to: those are mistakes of the caller's, more likely than not.
template <class M, class Caster> bool reads(Caster& into, py::handle given) {
    if constexpr (py::detail::is_instantiation<std::optional, M>::value) {
        using value = typename M::value_type;
        if constexpr (std::is_arithmetic_v<value>) {
            py::detail::make_caster<value> inner;
            return (given.is_none() || reads<value>(inner, given)) && into.load(given, std::is_floating_point_v<value>);
        } else {
            return into.load(given, true);
        }
    } else if constexpr (std::is_same_v<M, bool>) {
        return into.load(given, false);
    } else if constexpr (std::is_arithmetic_v<M>) {
        return !is_flag(given) && into.load(given, std::is_floating_point_v<M>);
    } else if constexpr (std::is_base_of_v<py::detail::type_caster_generic, Caster>) {
        return !given.is_none() && into.load(given, true);
    } else {
        return into.load(given, true);
    }
}

/// Kinds of events that `from_python` knows, beside those of the built-in law.
void know_events_of(law const&);

/// The class in Python of an enumeration, where `comity.enums` has it under this name. Throws ImportError where the two have other words.
py::handle enum_class(std::string_view name, std::string_view const* names, std::size_t size);
/// Its member of this word; a Python object.
py::object enum_member(py::handle cls, std::string_view word);

/// How an enumeration is called in Python.
template <class E> struct enum_in_python;

#define COMITY_ENUM_IN_PYTHON(type, called) \
    template <> struct enum_in_python<type> { static constexpr std::string_view name = called; };
COMITY_ENUM_IN_PYTHON(authority_kind, "AuthorityKind")
COMITY_ENUM_IN_PYTHON(bearing, "Bearing")
COMITY_ENUM_IN_PYTHON(between, "Between")
COMITY_ENUM_IN_PYTHON(bound_party, "BoundParty")
COMITY_ENUM_IN_PYTHON(channel, "Channel")
COMITY_ENUM_IN_PYTHON(circumstance, "Circumstance")
COMITY_ENUM_IN_PYTHON(column_type, "ColumnType")
COMITY_ENUM_IN_PYTHON(consent_to_be_bound, "ConsentToBeBound")
COMITY_ENUM_IN_PYTHON(counted_thing, "CountedThing")
COMITY_ENUM_IN_PYTHON(custody, "Custody")
COMITY_ENUM_IN_PYTHON(day_off_kind, "DayOffKind")
COMITY_ENUM_IN_PYTHON(deadline_status, "DeadlineStatus")
COMITY_ENUM_IN_PYTHON(direction, "Direction")
COMITY_ENUM_IN_PYTHON(doubt, "Doubt")
COMITY_ENUM_IN_PYTHON(effect, "Effect")
COMITY_ENUM_IN_PYTHON(exemption, "Exemption")
COMITY_ENUM_IN_PYTHON(archive_format, "ArchiveFormat")
COMITY_ENUM_IN_PYTHON(format, "Format")
COMITY_ENUM_IN_PYTHON(hour_start, "HourStart")
COMITY_ENUM_IN_PYTHON(instrument_form, "InstrumentForm")
COMITY_ENUM_IN_PYTHON(item_kind, "ItemKind")
COMITY_ENUM_IN_PYTHON(key, "Key")
COMITY_ENUM_IN_PYTHON(length_source, "LengthSource")
COMITY_ENUM_IN_PYTHON(limits, "Limits")
COMITY_ENUM_IN_PYTHON(month_end, "MonthEnd")
COMITY_ENUM_IN_PYTHON(name_kind, "NameKind")
COMITY_ENUM_IN_PYTHON(nature, "Nature")
COMITY_ENUM_IN_PYTHON(non_working, "NonWorking")
COMITY_ENUM_IN_PYTHON(outcome, "Outcome")
COMITY_ENUM_IN_PYTHON(person_role, "PersonRole")
COMITY_ENUM_IN_PYTHON(precision, "Precision")
COMITY_ENUM_IN_PYTHON(reading_of_text, "ReadingOfText")
COMITY_ENUM_IN_PYTHON(ready_table, "ReadyTable")
COMITY_ENUM_IN_PYTHON(relation, "Relation")
COMITY_ENUM_IN_PYTHON(repetition, "Repetition")
COMITY_ENUM_IN_PYTHON(request_kind, "RequestKind")
COMITY_ENUM_IN_PYTHON(roll, "Roll")
COMITY_ENUM_IN_PYTHON(side, "Side")
COMITY_ENUM_IN_PYTHON(silence, "Silence")
COMITY_ENUM_IN_PYTHON(stage, "Stage")
COMITY_ENUM_IN_PYTHON(step, "Step")
COMITY_ENUM_IN_PYTHON(subject_kind, "SubjectKind")
COMITY_ENUM_IN_PYTHON(trigger_choice, "TriggerChoice")
COMITY_ENUM_IN_PYTHON(trigger_day, "TriggerDay")
COMITY_ENUM_IN_PYTHON(verdict, "Verdict")
COMITY_ENUM_IN_PYTHON(version_day, "VersionDay")
COMITY_ENUM_IN_PYTHON(weekday, "Weekday")
#undef COMITY_ENUM_IN_PYTHON

template <named_enum E> py::handle enum_class() {
    static auto const cls = enum_class(enum_in_python<E>::name, detail::enum_names<E>::names.data(), detail::enum_names<E>::names.size());
    return cls;
}

}  // namespace comity::python

namespace pybind11::detail {

/// For the types above. It holds an optional, since few of them have a default.
template <class T> class comity_caster {
public:
    static constexpr auto name = const_name("object");
    bool load(handle given, bool) {
        value_ = comity::python::from_python<T>(given);
        return true;
    }
    template <class U> using cast_op_type = movable_cast_op_type<U>;
    operator T*() { return &*value_; }
    operator T&() { return *value_; }
    operator T&&() && { return std::move(*value_); }
    static handle cast(T const& value, return_value_policy, handle) { return comity::python::to_python(value).release(); }

private:
    std::optional<T> value_{};
};

template <> struct type_caster<comity::date> : comity_caster<comity::date> {};
template <> struct type_caster<comity::instant> : comity_caster<comity::instant> {};
template <> struct type_caster<comity::when> : comity_caster<comity::when> {};
template <> struct type_caster<comity::cutoff> : comity_caster<comity::cutoff> {};
template <> struct type_caster<comity::date_range> : comity_caster<comity::date_range> {};
template <> struct type_caster<comity::days> : comity_caster<comity::days> {};
template <> struct type_caster<comity::uuid> : comity_caster<comity::uuid> {};
template <> struct type_caster<comity::state_code> : comity_caster<comity::state_code> {};
template <> struct type_caster<comity::jurisdiction> : comity_caster<comity::jurisdiction> {};
template <> struct type_caster<comity::provision> : comity_caster<comity::provision> {};
template <> struct type_caster<comity::period> : comity_caster<comity::period> {};
template <> struct type_caster<comity::event_kind> : comity_caster<comity::event_kind> {};
template <> struct type_caster<comity::subject> : comity_caster<comity::subject> {};
template <> struct type_caster<comity::amount> : comity_caster<comity::amount> {};
template <> struct type_caster<comity::kind_set> : comity_caster<comity::kind_set> {};
template <> struct type_caster<comity::message> : comity_caster<comity::message> {};
template <> struct type_caster<comity::language> : comity_caster<comity::language> {};
template <> struct type_caster<std::filesystem::path> : comity_caster<std::filesystem::path> {};

/// Text: str alone, where pybind11 would take bytes too; see `text_of` and `text_for_python`.
template <> struct type_caster<std::string> {
    PYBIND11_TYPE_CASTER(std::string, const_name("str"));
    bool load(handle given, bool) {
        value = comity::python::text_of(given);
        return true;
    }
    static handle cast(std::string const& text, return_value_policy, handle) { return comity::python::text_for_python(text).release(); }
};
template <> struct type_caster<std::string_view> {
    PYBIND11_TYPE_CASTER(std::string_view, const_name("str"));
    bool load(handle given, bool) {
        value = text_ = comity::python::text_of(given);
        return true;
    }
    static handle cast(std::string_view text, return_value_policy, handle) { return comity::python::text_for_python(text).release(); }

private:
    std::string text_{};
};

/// Every enumeration with names: a member of its class in Python, or its word.
template <comity::named_enum E> struct type_caster<E> {
    PYBIND11_TYPE_CASTER(E, const_name("str"));
    bool load(handle given, bool) {
        if (!PyUnicode_Check(given.ptr())) comity::python::refuse(comity::detail::enum_names<E>::what, given);
        // A member is a str too; one of another enumeration is refused by its type, were its word the same.
        auto const own = comity::python::enum_class<E>();
        if (!PyUnicode_CheckExact(given.ptr()) && !isinstance(given, own) && hasattr(type::of(given), "__members__"))
            comity::python::refuse(comity::detail::enum_names<E>::what, given);
        auto const word = comity::python::text_of(given);
        // What is nothing in C++ is no word.
        if (word.empty()) throw comity::bad_input(std::string(comity::detail::enum_names<E>::what) + " is needed, not ''");
        value = comity::parse<E>(word);
        return true;
    }
    static handle cast(E value, return_value_policy, handle) {
        return comity::python::enum_member(comity::python::enum_class<E>(), comity::to_string(value)).release();
    }
};

template <comity::named_enum E> struct type_caster<comity::set_of<E>> {
    PYBIND11_TYPE_CASTER(comity::set_of<E>, const_name("set[str]"));
    bool load(handle given, bool convert) {
        if (PyUnicode_Check(given.ptr()) || !isinstance<iterable>(given)) comity::python::refuse("a set of words", given);
        for (auto item : reinterpret_borrow<iterable>(given)) {
            make_caster<E> one;
            one.load(item, convert);
            value.insert(cast_op<E>(one));
        }
        return true;
    }
    static handle cast(comity::set_of<E> set, return_value_policy, handle) {
        pybind11::set members;
        for (std::size_t i = 0; i < comity::detail::enum_names<E>::names.size(); ++i)
            if (set.contains(static_cast<E>(i))) members.add(static_cast<E>(i));
        return reinterpret_steal<object>(PyFrozenSet_New(members.ptr())).release();
    }
};

/// A list is a tuple in Python, since values do not change. What has an order is read, but for text; of keys of figures one alone is a list of one.
template <class T> struct type_caster<std::vector<T, std::allocator<T>>> {
    PYBIND11_TYPE_CASTER(std::vector<T>, const_name("list[") + make_caster<T>::name + const_name("]"));
    bool load(handle given, bool) {
        if constexpr (std::is_same_v<T, comity::key>)
            if (PyUnicode_Check(given.ptr())) {
                value.push_back(given.cast<comity::key>());
                return true;
            }
        if (PyUnicode_Check(given.ptr()) || PyBytes_Check(given.ptr()) || PyAnySet_Check(given.ptr()) || PyDict_Check(given.ptr()) || !isinstance<iterable>(given))
            comity::python::refuse(comity::python::type_name(name.text, name.types().data()), given);
        for (auto item : reinterpret_borrow<iterable>(given)) {
            make_caster<T> one;
            if (!comity::python::reads<T>(one, item)) return false;
            value.push_back(cast_op<T&&>(std::move(one)));
        }
        return true;
    }
    template <class V> static handle cast(V&& list, return_value_policy, handle parent) {
        tuple result(list.size());
        std::size_t i = 0;
        for (auto&& item : list)
            result[i++] = reinterpret_steal<object>(make_caster<T>::cast(forward_like<V>(item), return_value_policy::copy, parent));
        return result.release();
    }
};

template <> struct type_caster<comity::cell> {
    static constexpr auto name = const_name("object");
    static handle cast(comity::cell const& value, return_value_policy, handle) { return comity::python::to_python(value).release(); }
};

}  // namespace pybind11::detail
