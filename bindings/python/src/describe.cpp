// SPDX-License-Identifier: Apache-2.0
#include "describe.hpp"

#include <algorithm>
#include <chrono>

namespace comity::python {

namespace {

py::object hashable(py::handle value) {
    if (!PyDict_Check(value.ptr())) return py::reinterpret_borrow<py::object>(value);
    return py::tuple(py::reinterpret_borrow<py::dict>(value).attr("items")());
}

/// As `repr`, but for what a constructor reads as text: enumerations, dates and UUIDs.
py::str pasteable(py::handle value) {
    if (PyTuple_Check(value.ptr())) {
        std::string text = "(";
        auto const all = py::reinterpret_borrow<py::tuple>(value);
        for (std::size_t i = 0; i < all.size(); ++i) text += (i ? ", " : "") + pasteable(all[i]).cast<std::string>();
        return text + (all.size() == 1 ? ",)" : ")");
    }
    if (PyAnySet_Check(value.ptr())) {
        std::string text = "{";
        for (auto one : py::list(py::module_::import("builtins").attr("sorted")(value))) text += (text.size() > 1 ? ", " : "") + pasteable(one).cast<std::string>();
        return text == "{" ? "()" : text + "}";
    }
    auto const cls = py::type::of(value);
    auto const plain = [&](py::object const& text) { return py::str(py::repr(text)); };
    if (py::hasattr(cls, "__members__")) return plain(py::reinterpret_borrow<py::object>(value).attr("value"));
    auto const module = cls.attr("__module__").cast<std::string>();
    if (module == "uuid") return plain(py::str(value));
    if (module == "datetime") {
        auto const text = to_string(from_python<when>(value));
        return plain(py::str(text));
    }
    return py::repr(value);
}

}  // namespace

std::vector<py::object> signature::values(py::args const& args, py::kwargs const& named, bool takes_others) const {
    auto const without_name = std::ranges::count(all_, false, &argument::by_name);
    auto const how = [this] { return "; it is called as " + name_ + text(); };
    if (std::ssize(args) > without_name)
        throw py::type_error(name_ + "() takes " + std::to_string(without_name) + " arguments without their names, and " + std::to_string(args.size()) + " were given" + how());
    std::vector<py::object> all;
    std::size_t used = 0;
    for (auto const& one : all_) {
        auto const found = named.contains(one.name);
        used += found;
        if (all.size() < args.size()) {
            if (found) throw py::type_error(name_ + "." + one.name + " is given twice");
            all.emplace_back(args[all.size()]);
        } else if (found) {
            all.emplace_back(named[one.name.c_str()]);
        } else if (one.usual) {
            all.push_back(one.usual);
        } else {
            throw py::type_error(name_ + "." + one.name + " is missing" + how());
        }
    }
    if (!takes_others && used == named.size()) return all;
    py::dict others;
    for (auto const& [key, value] : named)
        if (std::ranges::find(all_, text_of(key), &argument::name) == all_.end()) {
            if (!takes_others) throw py::type_error(name_ + "() has no argument '" + text_of(key) + "'" + how());
            others[key] = value;
        }
    all.push_back(std::move(others));
    return all;
}

places places_in(py::handle at, std::size_t size, std::string_view of, std::string_view others) {
    places result;
    if (PySlice_Check(at.ptr())) {
        result.slice = true;
        std::size_t start = 0, stop = 0, step = 0, count = 0;
        if (!py::reinterpret_borrow<py::slice>(at).compute(size, &start, &stop, &step, &count)) throw py::error_already_set();
        for (; result.each.size() < count; start += step) result.each.push_back(start);
        return result;
    }
    if (is_flag(at) || !PyIndex_Check(at.ptr())) refuse("a whole number (int), a slice" + std::string(others), at);
    auto const place = PyNumber_AsSsize_t(at.ptr(), PyExc_IndexError);
    if (place == -1 && PyErr_Occurred()) throw py::error_already_set();
    auto const n = static_cast<py::ssize_t>(size);
    if (place < -n || place >= n) throw py::index_error("there are " + std::to_string(n) + " " + std::string(of));
    result.each = {static_cast<std::size_t>(place < 0 ? place + n : place)};
    return result;
}

namespace {

/// What to do instead of pickling what is not pickled.
std::string way_out(std::string_view name) {
    if (name == "Deadline" || name == "Deadlines") return ", which rests on a law and on what a register holds: pickle the Dossier, and ask its deadlines(as_of) again; or keep Deadlines.to_table()";
    if (name == "Expiry") return ", which rests on a law: pickle what was counted, and count it again; or keep its days";
    if (name == "Snapshot" || name == "Columns") return ", which is as large as its register: take it again with Registry.snapshot(as_of, known_on); or keep its figures, which are pickled, or to_pandas()";
    if (name == "WorkingDays") return ": pickle the Calendar, and ask its working_days() again";
    if (name == "MovedDeadline") return ", which rests on two laws: pickle the Dossier, and compare its deadlines again";
    if (name == "Registry") return ": open it again, by its path or URL, where it is needed";
    return {};
}

}  // namespace

void close_classes(py::module_& m) {
    for (auto const& [name, one] : m.attr("__dict__").cast<py::dict>()) {
        if (!PyType_Check(one.ptr())) continue;
        auto* const type = reinterpret_cast<PyTypeObject*>(one.ptr());
        auto const called = "comity." + name.cast<std::string>();
        auto const refused = [](std::string const& why) {
            return py::cpp_function([why](py::args const&, py::kwargs const&) -> py::object { throw py::type_error(why); });
        };
        if (!PyDict_GetItemString(type->tp_dict, "__reduce__"))
            one.attr("__reduce__") = py::cpp_function([why = "cannot pickle a " + called + way_out(name.cast<std::string>())](py::object const&) -> py::object { throw py::type_error(why); }, py::is_method(one));
        // A value is its own copy; a register is none.
        if (name.cast<std::string>() != "Registry") {
            one.attr("__copy__") = py::cpp_function([](py::object const& self) { return self; }, py::name("__copy__"), py::is_method(one));
            one.attr("__deepcopy__") = py::cpp_function([](py::object const& self, py::object const&) { return self; }, py::name("__deepcopy__"), py::is_method(one), py::arg("memo"));
        }
        type->tp_flags &= ~static_cast<unsigned long>(Py_TPFLAGS_BASETYPE);
        // Not as an attribute, which would be called by the class too.
        auto const no_new = py::reinterpret_steal<py::object>(PyStaticMethod_New(refused(called + " is made by calling the class, where it can be made at all").ptr()));
        PyDict_SetItemString(type->tp_dict, "__new__", no_new.ptr());
        PyType_Modified(type);
    }
}

py::tuple values_of(std::vector<field_of_class> const& fields, void const* value) {
    py::tuple values(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) values[i] = hashable(fields[i].get(value));
    return values;
}

Py_hash_t hash_of(py::handle values) {
    auto const hash = PyObject_Hash(values.ptr());
    if (hash == -1) throw py::error_already_set();
    return hash;
}

std::string repr_of(std::string_view name, std::vector<field_of_class> const& fields, void const* value, void const* prototype) {
    auto const made = std::ranges::all_of(fields, &field_of_class::given);
    auto text = (made ? "comity." : "<comity.") + std::string(name) + (made ? "(" : " ");
    bool first = true;
    // A result that is as nothing is shown in full: "persons=(), texts=0" says that nobody was found.
    auto const nothing = !made && std::ranges::all_of(fields, [&](field_of_class const& f) { return f.get(value).equal(f.get(prototype)); });
    for (auto const& f : fields) {
        auto const now = f.get(value);
        if (!f.required && !nothing && now.equal(f.get(prototype))) continue;
        // What is no text of UTF-8 is written with Python's escapes, by which it is read again.
        text += (first ? "" : ", ") + f.name + "=" + std::string(py::bytes(pasteable(now).attr("encode")("utf-8", "backslashreplace")));
        first = false;
    }
    return text + (made ? ")" : ">");
}

void set_fields(std::string_view name, std::vector<field_of_class> const& fields, void* value, py::dict const& given, bool all) {
    for (auto const& [key, to] : given) {
        auto const word = text_of(key);
        auto const f = std::ranges::find(fields, word, &field_of_class::name);
        if (f == fields.end()) {
            std::string known;
            for (auto const& other : fields) (known += known.empty() ? "" : ", ") += other.name;
            throw py::type_error(std::string(name) + " has no field '" + word + "'; it has " + known);
        }
        f->set(value, to);
    }
    if (!all) return;
    for (auto const& f : fields)
        if (f.required && !given.contains(f.name)) throw py::type_error(std::string(name) + "." + f.name + " is needed: " + f.doc);
}

std::string made_with(std::string_view name, bool bound, std::vector<field_of_class> const& fields, void const* prototype, std::size_t positional) {
    signature s(name, bound);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i == positional) s.add("*");
        if (fields[i].required) {
            s.add(fields[i].name);
            continue;
        }
        auto const usual = pasteable(fields[i].get(prototype)).cast<std::string>();
        s.add(fields[i].name + "=" + (usual.starts_with("comity.") ? "..." : usual));  // `inspect` reads nothing but literals
    }
    return std::string(name) + s.text() + "\n--\n\n";
}

std::string class_doc(std::vector<field_of_class> const& fields, std::string_view doc) {
    auto text = std::string(doc) + "\n\nFields:\n";
    for (auto const& f : fields) text += "    " + f.name + ": " + f.doc + "\n";
    return text;
}

std::string type_name(std::string_view description, std::type_info const* const* types) {
    std::string text;
    for (auto c : description) {
        if (c != '%') {
            text += c;
        } else {
            auto const& type = **types++;
            auto const* known = py::detail::get_type_info(type);
            text += known ? known->type->tp_name : type == typeid(py::function) ? "a function" : "value";
        }
    }
    for (auto at = text.find("comity._core."); at != text.npos; at = text.find("comity._core.")) text.erase(at, 13);
    auto const or_none = text.starts_with("Optional[");
    if (or_none) text = text.substr(9, text.size() - 10);
    if (text.starts_with("Dict[")) text = "a dict";
    else if (text == "int") text = "a whole number (int)";
    else if (text == "float") text = "a number";
    else if (text == "bool") text = "True or False";
    else if (text.starts_with("list[object")) text = "a list";
    else if (text.starts_with("list[")) text = "a list of " + text.substr(5, text.size() - 6);
    return or_none ? text + ", or None," : text;
}

progress progress_of(py::object const& tell) {
    using clock = std::chrono::steady_clock;
    auto const bar = !tell.is_none() && py::hasattr(tell, "update") && py::hasattr(tell, "n");
    if (!tell.is_none() && !bar && !PyCallable_Check(tell.ptr())) refuse("progress: a function of (done, of), or a bar of tqdm", tell);
    return [tell = std::make_shared<py::object>(tell), bar, told = clock::time_point{}](std::size_t done, std::size_t of) mutable {
        // Ten times a second is enough for people, and for Ctrl-C; the end is always told.
        auto const now = clock::now();
        if (now - told < std::chrono::milliseconds(100) && !(of != 0 && done >= of)) return;
        told = now;
        locked([&] {
            if (PyErr_CheckSignals() != 0) throw py::error_already_set();
            if (tell->is_none()) return;
            if (!bar) {
                (*tell)(done, of);
                return;
            }
            if (of != 0) tell->attr("total") = of;
            tell->attr("update")(py::int_(done) - tell->attr("n"));
        });
    };
}

}  // namespace comity::python
