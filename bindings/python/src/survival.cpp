// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"
#include "parts.hpp"

#include <algorithm>
#include <cmath>

namespace comity::python {

namespace {

/// Equal numbers, or none in both.
template <class T> bool same(std::vector<T> const& a, std::vector<T> const& b) {
    return std::ranges::equal(a, b, [](T x, T y) { return x == y || (x != x && y != y); });
}

template <class C, class Value, class Owner> void array_field(C& cls, char const* name, std::vector<Value> Owner::*member, char const* doc) {
    cls.def_property_readonly(name, [member](py::object const& self) { return view_of(self.cast<Owner const&>().*member, self); }, doc);
}

/// What NumPy makes of a list, a Series or an array, where that is one row.
py::object row_of(py::handle given, char const* what) {
    if (PyUnicode_Check(given.ptr()) || PyBytes_Check(given.ptr()) || !py::isinstance<py::iterable>(given)) refuse(std::string(what) + ": a list or an array", given);
    // A list of lists that are not of one length is no array, and NumPy says so at length.
    auto const sized = py::hasattr(given, "__len__") ? py::reinterpret_borrow<py::object>(given) : py::object(py::list(py::reinterpret_borrow<py::object>(given)));
    py::object array;
    try {
        array = py::module_::import("numpy").attr("asarray")(sized);
    } catch (py::error_already_set& e) {
        if (!e.matches(PyExc_ValueError)) throw;
        throw bad_input(std::string(what) + ": one row is needed: " + e.what());
    }
    if (py::module_::import("numpy").attr("ma").attr("isMaskedArray")(sized).cast<bool>()) throw bad_input(std::string(what) + ": a masked array says of some rows nothing; leave these out");
    if (auto const dimensions = array.attr("ndim").cast<int>(); dimensions != 1)
        throw bad_input(std::string(what) + ": one row is needed, not an array of " + std::to_string(dimensions) + " dimensions");
    return array;
}

/// Numbers out of an array, a Series or a list; timedeltas become days. Missing values are not finite, and are refused as such.
std::vector<double> numbers(py::handle given, char const* what) {
    auto const numpy = py::module_::import("numpy");
    auto array = row_of(given, what);
    auto const timedelta = py::module_::import("datetime").attr("timedelta");
    if (array.attr("dtype").attr("kind").cast<std::string>() == "O" && py::len(array) != 0 && py::isinstance(array[py::int_(0)], timedelta)) {
        for (auto one : py::reinterpret_borrow<py::iterable>(array))
            if (!py::isinstance(one, timedelta)) refuse(std::string(what) + ": timedeltas beside timedeltas", one);
        array = array.attr("astype")("timedelta64[us]");
    }
    auto const kind = array.attr("dtype").attr("kind").cast<std::string>();
    if (kind == "m") array = array / numpy.attr("timedelta64")(1, "D");
    else if (kind != "f" && kind != "i" && kind != "u" && kind != "O")
        throw py::type_error(std::string(what) + ": numbers or timedeltas are needed, not an array of " + py::str(array.attr("dtype")).cast<std::string>());
    py::array_t<double, py::array::c_style | py::array::forcecast> doubles;
    try {
        doubles = py::reinterpret_borrow<decltype(doubles)>(numpy.attr("ascontiguousarray")(array, py::arg("dtype") = "float64"));
    } catch (py::error_already_set& e) {
        throw py::type_error(std::string(what) + ": numbers are needed: " + e.what());
    }
    return {doubles.data(), doubles.data() + doubles.size()};
}

std::vector<bool> flags(py::handle given) {
    auto const array = row_of(given, "observed");
    if (array.attr("dtype").attr("kind").cast<std::string>() == "b") {
        auto const bytes = py::array_t<bool, py::array::c_style | py::array::forcecast>(array);
        return std::vector<bool>(bytes.data(), bytes.data() + bytes.size());
    }
    std::vector<bool> all;
    for (auto one : py::reinterpret_borrow<py::iterable>(array)) {
        auto const number = PyNumber_Check(one.ptr()) ? PyFloat_AsDouble(one.ptr()) : NAN;
        if (PyErr_Occurred()) PyErr_Clear();
        if (number != 0 && number != 1) throw bad_input("observed: True, False, 1 or 0 is needed, not " + shown(one) + " at place " + std::to_string(all.size()));
        all.push_back(number == 1);
    }
    return all;
}

survival_options options(py::object const& entry, limits kind, double confidence) {
    survival_options o{.limits = kind, .confidence = confidence};
    if (!entry.is_none()) o.entry = numbers(entry, "entry");
    return o;
}

/// Labels as they were given, one for each. A list is gone through as it stands: NumPy would make text of None or a number beside a text. Of an array or a
/// Series objects of Python are made.
py::list labels_of(py::handle given, char const* what) {
    if (PyUnicode_Check(given.ptr()) || PyBytes_Check(given.ptr()) || !py::isinstance<py::iterable>(given)) refuse(std::string(what) + ": a list or an array", given);
    auto all = py::list(py::hasattr(given, "tolist") ? py::object(row_of(given, what).attr("tolist")()) : py::reinterpret_borrow<py::object>(given));
    for (auto one : all)
        if (PyList_Check(one.ptr()) || PyTuple_Check(one.ptr()) || (py::hasattr(one, "ndim") && !py::int_(0).equal(one.attr("ndim")))) refuse(std::string(what) + ": one label for each", one);
    return all;
}

/// Labels of groups: the text of each, by which they are counted, and what each text was given as.
struct labels {
    std::vector<std::string> texts{};
    py::dict given{};

    explicit labels(py::handle all) {
        for (auto one : labels_of(all, "group")) {
            if (nothing(one)) throw bad_input("group: nothing stands at place " + std::to_string(texts.size()) + "; give it a name, or leave it out");
            auto const text = py::str(one);
            if (!given.contains(text)) given[text] = one;
            else if (!py::object(given[text]).equal(py::reinterpret_borrow<py::object>(one)))
                throw bad_input("group: " + shown(one) + " and " + shown(given[text]) + " are two labels that look the same");
            texts.push_back(text_of(text));
        }
    }
};

py::object survival_of(py::object const& durations, py::object const& observed, py::object const& entry, py::object const& group, limits kind, double confidence) {
    auto const length = numbers(durations, "durations");
    auto const seen = flags(observed);
    auto const how = options(entry, kind, confidence);
    if (group.is_none()) return py::cast(released([&] { return kaplan_meier(length, seen, how); }));
    auto const of = labels(group);
    auto curves = released([&] { return kaplan_meier(length, seen, of.texts, how); });
    py::dict by_group;
    for (auto& one : curves) by_group[of.given[py::str(one.group)]] = std::move(one.curve);
    return by_group;
}

/// Cumulative incidence, with the outcomes by the names they were given under.
struct incidence {
    incidence_curves curves{};
    py::list names{};  ///< of outcome 1, 2 …
};

std::size_t outcome_number(incidence const& i, py::handle name) {
    if (name.is_none()) return 0;
    for (std::size_t n = 0; n < i.names.size(); ++n)
        if (py::object(i.names[n]).equal(py::reinterpret_borrow<py::object>(name))) return n + 1;
    throw py::key_error(shown(name) + " is none of the outcomes");
}

incidence incidence_of(py::object const& durations, py::object const& outcomes, py::object const& entry, limits kind, double confidence) {
    auto const length = numbers(durations, "durations");
    incidence result;
    py::dict number_of;
    std::vector<int> numbered;
    auto const add = [&](py::handle name) {
        // 0 whatever it is written as: beside missing values NumPy makes floats of whole numbers.
        if (nothing(name) || py::int_(0).equal(py::reinterpret_borrow<py::object>(name))) return numbered.push_back(0);
        if (!number_of.contains(name)) {
            number_of[name] = py::int_(number_of.size() + 1);
            result.names.append(name);
        }
        numbered.push_back(number_of[name].cast<int>());
    };
    for (auto one : labels_of(outcomes, "outcomes")) add(one);
    auto const how = options(entry, kind, confidence);
    result.curves = released([&] { return cumulative_incidence(length, numbered, how); });
    return result;
}

}  // namespace

void add_survival(py::module_& m) {
    record<survival_quantile>(m, "SurvivalQuantile", {}, "A time, and its confidence limits; None where the curve or the limit does not come down so far.")
        .field("at", &survival_quantile::at, "the time")
        .field("lower", &survival_quantile::lower, "lower limit")
        .field("upper", &survival_quantile::upper, "upper limit")
        .done();
    record<restricted_mean>(m, "RestrictedMean", {}, "The area under a survival curve up to a time.")
        .field("until", &restricted_mean::until, "the time")
        .field("mean", &restricted_mean::mean, "the area")
        .field("std_error", &restricted_mean::std_error, "its standard error")
        .done();

    auto curve = py::class_<survival_curve>(m, "SurvivalCurve",
        "A Kaplan–Meier estimate (Kaplan and Meier 1958): a step at each time at which something happened or was censored. Its arrays are read-only views.");
    array_field(curve, "times", &survival_curve::times, "Ascending.");
    array_field(curve, "at_risk", &survival_curve::at_risk, "Just before each time.");
    array_field(curve, "events", &survival_curve::events, "At each time.");
    array_field(curve, "censored", &survival_curve::censored, "At each time, after the events.");
    array_field(curve, "survival", &survival_curve::survival, "The probability that it has not happened, from each time on.");
    array_field(curve, "std_error", &survival_curve::std_error, "Of survival (Greenwood 1926); NaN where survival is 0.");
    array_field(curve, "lower", &survival_curve::lower, "Lower confidence limit of survival.");
    array_field(curve, "upper", &survival_curve::upper, "Upper confidence limit of survival.");
    curve.def_property_readonly("median", [](survival_curve const& c) { return c.median().at; },
                                "The time by which it has happened in half of the cases; None: the curve does not come down so far. quantile(0.5) has its limits.")
        .def("__len__", [](survival_curve const& c) { return c.times.size(); })
        .def("__repr__", [](survival_curve const& c) {
            auto const median = c.median().at;
            return "<comity.SurvivalCurve: " + std::to_string(c.at_risk.empty() ? 0 : c.at_risk.front()) + " at risk, " + std::to_string(c.times.size()) + " times, median " +
                   (median ? to_text(cell(*median)) : "not reached") + ">";
        });
    curve.def("__eq__", compared<survival_curve>([](survival_curve const& a, survival_curve const& b) { return same(a.times, b.times) && same(a.at_risk, b.at_risk) && same(a.events, b.events) && same(a.censored, b.censored) && same(a.survival, b.survival) &&
                              same(a.std_error, b.std_error) && same(a.lower, b.lower) && same(a.upper, b.upper); }))
        .def("__hash__", [](survival_curve const& c) { return py::hash(py::make_tuple(c.times, c.at_risk, c.events)); })
        .def("__reduce__", [](survival_curve const& c) {
            return made_by(py::type::of<survival_curve>(), "_restored", c.times, c.at_risk, c.events, c.censored, c.survival, c.std_error, c.lower, c.upper);
        })
        .def_static("_restored", [](std::vector<double> times, std::vector<std::int64_t> at_risk, std::vector<std::int64_t> events, std::vector<std::int64_t> censored, std::vector<double> survival,
                                    std::vector<double> std_error, std::vector<double> lower, std::vector<double> upper) {
            return survival_curve{std::move(times), std::move(at_risk), std::move(events), std::move(censored), std::move(survival), std::move(std_error), std::move(lower), std::move(upper)};
        });
    method(curve, "at", &survival_curve::at, "The probability that it has not happened by then: 1 before the first time.", py::arg("time"));
    method(curve, "quantile", &survival_curve::quantile,
           "SurvivalQuantile: the first time at which the curve has come down to 1 − p; where it runs flat exactly there, the middle of the flat stretch; with limits\n"
           "(Brookmeyer and Crowley 1982). Raises bad_input for a p outside 0 to 1.", py::arg("p"));
    method(curve, "mean_until", &survival_curve::mean_until, "RestrictedMean: the area under the curve, in the unit of the durations.", py::arg("time"));

    function(m, "kaplan_meier", &survival_of,
        "The probability that something has not happened yet, by time (Kaplan and Meier 1958), when not everything has happened: what is still open counts for\n"
        "as long as it has waited.\n\n"
        "    kaplan_meier([9, 13, 13, 18, 23], [True, True, False, True, True]).median\n\n"
        "durations: numbers, or timedeltas (which become days): until it happened, or until it was last known not to have happened.\n"
        "observed: whether it happened.\n"
        "entry: the age at which each came under observation, less than its duration (a register that began with old open cases needs it).\n"
        "group: a label for each; then the result is a dict of curves by label.\n"
        "limits: \"log\", \"log-log\" or \"plain\"; confidence: between 0 and 1, of two-sided limits.\n"
        "Conventions are those of R's survival package: events before censorings at a tie, times closer than 1.5e-8 (or that fraction of their mean) are one.\n"
        "Raises bad_input where the arrays are of different lengths, and for a duration or entry that is negative, not finite, or no greater than its entry.",
        py::arg("durations"), py::arg("observed"), py::arg("entry") = py::none(), py::arg("group") = py::none(), py::kw_only(), py::arg("limits") = "log", py::arg("confidence") = 0.95);

    auto one = py::class_<incidence_curves::curve>(m, "IncidenceCurve", "The probability that one outcome has come, by time. Its arrays are read-only views.");
    array_field(one, "events", &incidence_curves::curve::events, "At each time.");
    array_field(one, "probability", &incidence_curves::curve::probability, "From each time on.");
    array_field(one, "std_error", &incidence_curves::curve::std_error, "Infinitesimal jackknife, as R's survfit has it.");
    array_field(one, "lower", &incidence_curves::curve::lower, "Lower confidence limit; NaN where the probability is 0.");
    array_field(one, "upper", &incidence_curves::curve::upper, "Upper confidence limit.");
    using one_outcome = incidence_curves::curve;
    auto const same_curve = [](one_outcome const& a, one_outcome const& b) {
        return same(a.events, b.events) && same(a.probability, b.probability) && same(a.std_error, b.std_error) && same(a.lower, b.lower) && same(a.upper, b.upper);
    };
    one.def("__eq__", compared<one_outcome>([same_curve](one_outcome const& a, one_outcome const& b) { return same_curve(a, b); }))
        .def("__hash__", [](one_outcome const& c) { return py::hash(py::make_tuple(c.events, c.probability)); })
        .def("__len__", [](one_outcome const& c) { return c.events.size(); })
        .def("__repr__", [](one_outcome const& c) {
            return "<comity.IncidenceCurve: " + std::to_string(c.events.size()) + " times, " + (c.probability.empty() ? "0" : to_text(cell(c.probability.back()))) + " at the end>";
        })
        .def("__reduce__", [](one_outcome const& c) { return made_by(py::type::of<one_outcome>(), "_restored", c.events, c.probability, c.std_error, c.lower, c.upper); })
        .def_static("_restored", [](std::vector<std::int64_t> events, std::vector<double> probability, std::vector<double> std_error, std::vector<double> lower, std::vector<double> upper) {
            return one_outcome{std::move(events), std::move(probability), std::move(std_error), std::move(lower), std::move(upper)};
        });
    auto all = py::class_<incidence>(m, "IncidenceCurves",
        "The probability that each of several outcomes has come by a time, where the first excludes the others (Aalen and Johansen 1978). curves[outcome] is one of\n"
        "them; the outcome None is \"still open\".");
    all.def_property_readonly("times", [](py::object const& self) { return view_of(self.cast<incidence const&>().curves.times, self); }, "Ascending.")
        .def_property_readonly("at_risk", [](py::object const& self) { return view_of(self.cast<incidence const&>().curves.at_risk, self); }, "Just before each time.")
        .def_property_readonly("censored", [](py::object const& self) { return view_of(self.cast<incidence const&>().curves.censored, self); }, "At each time.")
        .def_property_readonly("outcomes", [](incidence const& i) { return py::tuple(i.names); }, "As they were given, in the order in which they first occur.")
        .def("__len__", [](incidence const& i) { return i.curves.times.size(); })
        .def("__eq__", compared<incidence>([same_curve](incidence const& a, incidence const& b) { return a.names.equal(b.names) && same(a.curves.times, b.curves.times) && same(a.curves.at_risk, b.curves.at_risk) && same(a.curves.censored, b.curves.censored) &&
                             std::ranges::equal(a.curves.outcomes, b.curves.outcomes, same_curve); }))
        .def("__hash__", [](incidence const& i) { return py::hash(py::make_tuple(i.curves.times, i.curves.at_risk)); })
        .def("__repr__", [](incidence const& i) {
            return text_for_python("<comity.IncidenceCurves: " + std::to_string(i.curves.at_risk.empty() ? 0 : i.curves.at_risk.front()) + " at risk, " + std::to_string(i.curves.times.size()) +
                                   " times, outcomes " + text_of(py::str(", ").attr("join")(py::module_::import("builtins").attr("map")(py::module_::import("builtins").attr("repr"), i.names))) + ">");
        })
        .def("__reduce__", [](incidence const& i) {
            return made_by(py::type::of<incidence>(), "_restored", i.curves.times, i.curves.at_risk, i.curves.censored, i.curves.outcomes, i.names);
        })
        .def_static("_restored", [](std::vector<double> times, std::vector<std::int64_t> at_risk, std::vector<std::int64_t> censored, std::vector<one_outcome> outcomes, py::list const& names) {
            return incidence{{std::move(times), std::move(at_risk), std::move(censored), std::move(outcomes)}, names};
        })
        .def("__getitem__", [](incidence const& i, py::object const& name) -> incidence_curves::curve const& { return i.curves.outcomes.at(outcome_number(i, name)); },
             py::return_value_policy::reference_internal);
    method(all, "at", [](incidence const& i, double time) {
        auto const probabilities = i.curves.at(time);
        py::dict by_outcome;
        for (std::size_t n = 0; n < i.names.size(); ++n) by_outcome[i.names[n]] = probabilities[n + 1];
        by_outcome[py::none()] = probabilities[0];
        return by_outcome;
    }, "{outcome: probability} that it has come by then; None: still open.", py::arg("time"));
    function(m, "cumulative_incidence", &incidence_of,
        "The probability of each of several outcomes by time, where the first excludes the others: granted, refused, withdrawn. To censor the others instead would\n"
        "overstate each.\n\n"
        "    cumulative_incidence([30, 45, 60, 80], [\"granted\", None, \"refused\", \"granted\"]).at(60)\n\n"
        "outcomes: a label for each; None, NaN or 0: still open when last heard of. The rest as in kaplan_meier. Raises bad_input as that does, and for more\n"
        "than 1000 outcomes.",
        py::arg("durations"), py::arg("outcomes"), py::arg("entry") = py::none(), py::kw_only(), py::arg("limits") = "log", py::arg("confidence") = 0.95);

    record<log_rank_test::group>(m, "LogRankGroup", {}, "One group of a log-rank test.")
        .field("name", &log_rank_test::group::name, "its label")
        .field("size", &log_rank_test::group::size, "how many are in it")
        .field("observed", &log_rank_test::group::observed, "in how many it happened")
        .field("expected", &log_rank_test::group::expected, "in how many it would have, if the groups did not differ")
        .done();
    record<log_rank_test>(m, "LogRankTest", {}, "Whether groups differ (Mantel 1966, Peto and Peto 1972).")
        .field("groups", &log_rank_test::groups, "LogRankGroup each")
        .field("chi_squared", &log_rank_test::chi_squared, "the statistic")
        .field("degrees_of_freedom", &log_rank_test::degrees_of_freedom, "one less than the groups")
        .field("p_value", &log_rank_test::p_value, "from 0 to 1")
        .done();
    function(m, "log_rank", [](py::object const& durations, py::object const& observed, py::object const& group) {
        auto const length = numbers(durations, "durations");
        auto const seen = flags(observed);
        auto const of = labels(group);
        return released([&] { return log_rank(length, seen, of.texts); });
    }, "LogRankTest: whether groups differ. Raises bad_input as kaplan_meier, and for fewer than two groups.", py::arg("durations"), py::arg("observed"), py::arg("group"));
}

}  // namespace comity::python
