// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert.hpp"

#include <cxxabi.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

// How classes and functions are described to Python: values by their fields, each said once; functions with the signature that `help` and
// `inspect.signature` show, put together from their arguments.

namespace comity::python {

// ---- functions -----------------------------------------------------------------------------------------------------------

/// The arguments of a function: as Python writes them, "(start, *, counting, calendar=None)", and which value each has in a call. pybind11's own reading of
/// a call would name types of C++ where one is wrong, and not the argument.
class signature {
public:
    explicit signature(std::string_view name, bool bound) : name_(name) {
        if (bound) {
            text_ = "self";  // not "$self", which `inspect` would leave out, and then the first argument too
            all_.push_back({.name = "self"});
        }
    }
    void add(std::string_view part) { (text_ += text_.empty() ? "" : ", ") += part; }
    void describe(py::arg const& a) {
        add(a.name);
        all_.push_back({.name = a.name, .by_name = by_name_});
    }
    void describe(py::arg_v const& a) {
        add(std::string(a.name) + "=" + py::repr(a.value).cast<std::string>());
        all_.push_back({.name = a.name, .usual = a.value, .by_name = by_name_});
    }
    void describe(py::kw_only const&) {
        add("*");
        by_name_ = true;
    }
    std::string text() const { return "(" + text_ + ")"; }

    /// The arguments of a call in their order; at the end, where it takes any, the others that were given by name. Throws TypeError as Python words it.
    std::vector<py::object> values(py::args const& args, py::kwargs const& named, bool takes_others) const;
    /// "retract.seq": where an error was.
    std::string const& name() const { return name_; }
    std::string const& name(std::size_t index) const { return index < all_.size() ? all_[index].name : name_; }

private:
    struct argument {
        std::string name{};
        py::object usual{};  ///< of what need not be given
        bool by_name = false;
    };
    std::string name_;
    std::string text_{};
    std::vector<argument> all_{};
    bool by_name_ = false;
};

/// Reads a value; throws TypeError that says what is needed. Errors begin with where it was.
template <class M> void read_value(py::detail::make_caster<M>& into, std::string_view name, std::string_view field, py::handle given) {
    using caster = py::detail::make_caster<M>;
    auto const place = std::string(name) + "." + std::string(field);
    try {
        if (!reads<std::remove_cvref_t<M>>(into, given)) refuse(type_name(caster::name.text, caster::name.types().data()), given);
    } catch (py::type_error const& e) {
        throw py::type_error(place + ": " + e.what());
    } catch (error& e) {
        e.in(place);
        throw;
    }
}

/// A function as Python calls it.
template <class R, class... A, class F> auto called_by(signature how, F f) {
    return [how = std::make_shared<signature const>(std::move(how)), f](py::args const& args, py::kwargs const& named) -> R {
        constexpr auto takes_others = (std::is_same_v<std::remove_cvref_t<A>, py::kwargs> || ...);
        auto const given = how->values(args, named, takes_others);
        std::tuple<py::detail::make_caster<A>...> read;
        return [&]<std::size_t... I>(std::index_sequence<I...>) -> R {
            (read_value<A>(std::get<I>(read), how->name(), how->name(I), given[I]), ...);
            return std::invoke(f, py::detail::cast_op<A>(std::move(std::get<I>(read)))...);
        }(std::index_sequence_for<A...>());
    };
}
template <class R, class... A> auto with_arguments(signature how, R (*f)(A...)) { return called_by<R, A...>(std::move(how), f); }
template <class R, class C, class... A> auto with_arguments(signature how, R (C::*f)(A...) const) { return called_by<R, C const&, A...>(std::move(how), f); }
template <class R, class L, class... A, class F> auto with_arguments_of(signature how, R (L::*)(A...) const, F f) { return called_by<R, A...>(std::move(how), std::move(f)); }
template <class F> auto with_arguments(signature how, F f) { return with_arguments_of(std::move(how), &F::operator(), f); }

/// The keyword arguments that stand for a `query`, as in a signature; see `filters`.
std::string const& filter_arguments();

/// A function and its documentation. `others`: keyword arguments behind its own, as in a signature.
template <class Define, class F, class... Extra>
void define(Define&& def, std::string_view name, bool bound, std::string_view others, F&& f, std::string_view doc, Extra const&... extra) {
    signature how(name, bound);
    (how.describe(extra), ...);
    auto text = how;
    if (!others.empty()) {
        if (!(std::is_same_v<Extra, py::kw_only> || ...) && !others.starts_with("**")) text.add("*");
        text.add(others);
    }
    def(with_arguments(std::move(how), std::forward<F>(f)), std::string(name) + text.text() + "\n--\n\n" + std::string(doc));
}

/// A method that takes others as keyword arguments, behind its own.
template <class C, class F, class... Extra> void taking(C& cls, char const* name, std::string_view others, F&& f, std::string_view doc, Extra const&... extra) {
    define([&](auto&& call, std::string const& text) { cls.def(name, call, text.c_str()); }, name, true, others, std::forward<F>(f), doc, extra...);
}

template <class C, class F, class... Extra> void method(C& cls, char const* name, F&& f, std::string_view doc, Extra const&... extra) {
    taking(cls, name, "", std::forward<F>(f), doc, extra...);
}

/// One that takes the fields of a `query`.
template <class C, class F, class... Extra> void filtered(C& cls, char const* name, F&& f, std::string_view doc, Extra const&... extra) {
    taking(cls, name, filter_arguments(), std::forward<F>(f), std::string(doc) + "\n\nOther arguments choose the requests, see Query.", extra...);
}

template <class C, class F, class... Extra> void constructor(C& cls, F&& f, Extra const&... extra) {
    auto const name = py::str(cls.attr("__name__")).template cast<std::string>();
    signature shown("__init__", true), how(name, false);
    (shown.describe(extra), ...);
    (how.describe(extra), ...);
    cls.def(py::init(with_arguments(std::move(how), std::forward<F>(f))), ("__init__" + shown.text() + "\n--\n\n").c_str());
}

/// What `==` is for a class: nothing is said of other classes. `same` is given the values, or the objects that hold them.
template <class T, class F> auto compared(F same) {
    return [same](py::object const& a, py::object const& b) -> py::object {
        if (!py::isinstance<T>(b)) return py::reinterpret_borrow<py::object>(Py_NotImplemented);
        if constexpr (std::is_invocable_v<F, T const&, T const&>) return py::bool_(same(a.cast<T const&>(), b.cast<T const&>()));
        else return py::bool_(same(a, b));
    };
}

/// What is meant by `[…]` of a sequence: one place, counted from the end where it is negative, or a slice of places.
struct places {
    std::vector<std::size_t> each{};
    bool slice = false;
};
/// `others`: what else it takes, for the error. Throws TypeError, IndexError: "there are 3 rows".
places places_in(py::handle at, std::size_t size, std::string_view of, std::string_view others = "");

/// A class with `__getitem__` by number is gone through so.
template <class C> void sequence(C& cls) {
    cls.def("__iter__", [](py::object const& self) { return py::reinterpret_steal<py::object>(PySeqIter_New(self.ptr())); });
}

template <class C, class F, class... Extra> void class_function(C& cls, char const* name, F&& f, std::string_view doc, Extra const&... extra) {
    define([&](auto&& call, std::string const& text) { cls.def_static(name, call, text.c_str()); }, name, false, "", std::forward<F>(f), doc, extra...);
}

template <class F, class... Extra> void function(py::module_& m, char const* name, F&& f, std::string_view doc, Extra const&... extra) {
    define([&](auto&& call, std::string const& text) { m.def(name, call, text.c_str()); }, name, false, "", std::forward<F>(f), doc, extra...);
}

/// Takes Python's lock. Where the interpreter is ending Python ends a thread that asks for it, by unwinding its stack, which frames of C++ do not stand;
/// such a thread waits for the end of the program instead.
template <class F> void lock_by(F&& take) {
    try {
        take();
    } catch (abi::__forced_unwind&) {
        for (;;) pause();
    }
}

/// Runs without Python's lock, so that other threads go on.
template <class F> decltype(auto) released(F&& f) {
    struct unlocked {
        PyThreadState* state = PyEval_SaveThread();
        unlocked() = default;
        unlocked(unlocked const&) = delete;
        unlocked& operator=(unlocked const&) = delete;
        ~unlocked() {
            lock_by([&] { PyEval_RestoreThread(state); });
        }
    } while_it_runs;
    return std::forward<F>(f)();
}

/// Runs with Python's lock, within `released`.
template <class F> decltype(auto) locked(F&& f) {
    std::optional<py::gil_scoped_acquire> lock;
    lock_by([&] { lock.emplace(); });
    return std::forward<F>(f)();
}

/// Told of how far a call has come: a function of (done, of), or a bar of tqdm; None. It looks for Ctrl-C too, so every long call has one.
progress progress_of(py::object const&);

// ---- values --------------------------------------------------------------------------------------------------------------

/// What can be asked of a class's values: a field by its name.
struct field_of_class {
    std::string name{};
    std::string doc{};
    bool required = false;
    std::function<py::object(void const*)> get{};
    std::function<void(void*, py::handle)> set{};     ///< none: it is shown alone
    bool given = true;                                ///< by keyword; of results and rows of the law it is only set when they are unpickled
};

/// How a value is pickled: as what a function of its class makes of these arguments.
template <class... Args> py::tuple made_by(py::handle cls, char const* function, Args&&... args) {
    return py::make_tuple(py::module_::import("operator").attr("methodcaller")(function, std::forward<Args>(args)...), py::make_tuple(cls));
}

/// What there is to say of every class of a module, once it has all: nothing is made by `__new__`, which would leave it without a value; it has no
/// subclasses; and what does not say how it is pickled is not, since Python would try by calling pybind11's base class, which ends the program.
void close_classes(py::module_&);

py::tuple values_of(std::vector<field_of_class> const&, void const*);
Py_hash_t hash_of(py::handle values);
/// "comity.Person(role='witness')": what makes the same again; of results, which cannot be made, "<comity.Finding …>". What is as it is by default is
/// left out.
std::string repr_of(std::string_view name, std::vector<field_of_class> const&, void const* value, void const* prototype);
/// Sets fields by keyword. Throws TypeError for names that are none and for those that are missing.
void set_fields(std::string_view name, std::vector<field_of_class> const&, void* value, py::dict const& given, bool all);
/// The signature by which it is made, of the class or of its `__init__`.
std::string made_with(std::string_view name, bool bound, std::vector<field_of_class> const&, void const* prototype, std::size_t positional);
std::string class_doc(std::vector<field_of_class> const&, std::string_view doc);

/// A field's value out of any object. Errors begin with where it was.
template <class M> M taken(std::string_view name, std::string_view field, py::handle given) {
    py::detail::make_caster<M> read;
    read_value<M>(read, name, field, given);
    return py::detail::cast_op<M>(std::move(read));
}

/// A class of Python for a struct: immutable, made by keyword, equal and hashed by its fields, copied as itself, pickled by field name.
/// Results are made by comity alone, and are all that otherwise.
template <class T> class record {
public:
    /// `prototype` has the defaults of what is left out. The first `positional` fields may be given without their names.
    record(py::module_& m, char const* name, T prototype, char const* doc, std::size_t positional = 0)
        : module_(m), name_(name), doc_(doc), positional_(positional) {
        of().prototype.emplace(std::move(prototype));
        of().name = name;
    }

    /// A member.
    template <class M> record& field(char const* name, M T::*member, char const* doc, bool required = false) {
        of().fields.push_back({name, doc, required, [member](void const* value) { return shown_as(static_cast<T const*>(value)->*member); },
                               [member, name](void* value, py::handle given) { static_cast<T*>(value)->*member = taken<M>(of().name, name, given); }});
        return *this;
    }
    template <class M> record& required(char const* name, M T::*member, char const* doc) { return field(name, member, doc, true); }

    /// A member that Python sees otherwise.
    template <class Get, class Set> record& field(char const* name, Get get, Set set, char const* doc, bool required = false) {
        of().fields.push_back({name, doc, required, [get](void const* value) { return shown_as(get(*static_cast<T const*>(value))); },
                               [set](void* value, py::handle given) { set(*static_cast<T*>(value), given); }});
        return *this;
    }
    template <class Get, class Set> record& required(char const* name, Get get, Set set, char const* doc) { return field(name, get, set, doc, true); }
    /// What is seen and cannot be given: a result, or a row of the law.
    template <class Get> record& shows(char const* name, Get get, char const* doc) {
        std::function<void(void*, py::handle)> set;
        if constexpr (std::is_member_object_pointer_v<Get>)
            set = [get, name](void* value, py::handle given) {
                using member = std::remove_cvref_t<decltype(static_cast<T*>(value)->*get)>;
                static_cast<T*>(value)->*get = taken<member>(of().name, name, given);
            };
        of().fields.push_back({name, doc, false, [get](void const* value) { return shown_as(std::invoke(get, *static_cast<T const*>(value))); }, std::move(set), false});
        made_ = false;
        return *this;
    }
    template <class Get, class Set> record& shows(char const* name, Get get, Set set, char const* doc) {
        field(name, get, set, doc);
        of().fields.back().given = made_ = false;
        return *this;
    }

    /// The class, once all fields are said.
    py::class_<T> done() {
        auto const& all = of();
        // Documentation of a class outlives the call that hands it over.
        static auto* const doc = new std::string();
        *doc = (made_ ? made_with(name_, false, all.fields, &*all.prototype, positional_) : "") + class_doc(all.fields, doc_);
        auto cls = py::class_<T>(module_, name_, doc->c_str());
        for (auto const& f : all.fields)
            cls.def_property_readonly(f.name.c_str(), [get = f.get](T const& value) { return get(&value); }, f.doc.c_str());
        if (made_) {
            cls.def(py::init([positional = positional_](py::args const& args, py::kwargs const& given) { return make(args, given, positional); }),
                    made_with("__init__", true, all.fields, &*all.prototype, positional_).c_str());
            taking(cls, "replace", "**changes", [](T const& value, py::kwargs const& changes) {
                auto other = value;
                set_fields(of().name, of().fields, &other, changes, false);
                if constexpr (requires { check(other); }) check(other);
                return other;
            }, "The same with other values in some fields.");
        }
        if (std::ranges::all_of(all.fields, [](field_of_class const& f) { return bool(f.set); })) {
            cls.def("__reduce__", [](T const& value) {
                py::dict state;
                for (auto const& f : of().fields)
                    if (auto const now = f.get(&value); !now.is_none() || !f.get(&*of().prototype).is_none()) state[f.name.c_str()] = now;
                return made_by(py::type::of<T>(), "_restored", state);
            });
            cls.def_static("_restored", [](py::dict const& state) {
                auto value = *of().prototype;
                set_fields(of().name, of().fields, &value, state, true);
                return value;
            });
        }
        cls.def("__eq__", compared<T>([](T const& a, T const& b) {
            if constexpr (requires(T const& x) { x == x; }) return a == b;
            else return values_of(of().fields, &a).equal(values_of(of().fields, &b));
        }));
        cls.def("__hash__", [](T const& value) { return hash_of(values_of(of().fields, &value)); });
        cls.def("__repr__", [](T const& value) { return text_for_python(repr_of(of().name, of().fields, &value, &*of().prototype)); });
        return cls;
    }

    static std::vector<field_of_class> const& fields() { return of().fields; }

private:
    struct description {
        std::string name{};
        std::vector<field_of_class> fields{};
        std::optional<T> prototype{};
    };
    /// Kept for as long as the interpreter lives, and longer.
    static description& of() {
        static auto* const all = new description();
        return *all;
    }

    template <class V> static py::object shown_as(V const& value) {
        if constexpr (std::is_base_of_v<py::handle, V>) return value;
        else return py::cast(value, py::return_value_policy::copy);
    }

    static T make(py::args const& args, py::kwargs const& given, std::size_t positional) {
        auto all = py::reinterpret_borrow<py::dict>(given);
        auto const& fields = of().fields;
        if (args.size() > positional)
            throw py::type_error(of().name + " takes " + (positional == 0 ? "its fields by name" : "its first fields without their names, the others by name") + ", as in " + of().name + "(" + fields.front().name + "=…)");
        for (std::size_t i = 0; i < args.size(); ++i) {
            if (all.contains(fields[i].name)) throw py::type_error(of().name + "." + fields[i].name + " is given twice");
            all[fields[i].name.c_str()] = args[i];
        }
        auto value = *of().prototype;
        set_fields(of().name, fields, &value, all, true);
        if constexpr (requires { check(value); }) check(value);
        return value;
    }

    py::module_& module_;
    char const* name_;
    char const* doc_;
    std::size_t positional_;
    bool made_ = true;
};

}  // namespace comity::python
