// SPDX-License-Identifier: Apache-2.0
#include "parts.hpp"

namespace comity::python {

namespace {

/// Errors keep their names, and their messages.
void translate_errors() {
    py::register_exception_translator([](std::exception_ptr thrown) {
        auto const raise = [](char const* name, error const& e) {
            auto const cls = py::module_::import("comity.errors").attr(name);
            PyErr_SetObject(cls.ptr(), text_for_python(e.what()).ptr());
        };
        try {
            if (thrown) std::rethrow_exception(thrown);
        } catch (bad_input const& e) {
            raise("bad_input", e);
        } catch (conflict const& e) {
            raise("conflict", e);
        } catch (not_found const& e) {
            raise("not_found", e);
        } catch (unsupported const& e) {
            raise("unsupported", e);
        } catch (storage_error const& e) {
            raise("storage_error", e);
        } catch (tampered const& e) {
            raise("tampered", e);
        } catch (error const& e) {
            raise("error", e);
        }
    });
}

/// Looks up every enumeration's class once, before there can be several threads.
template <class... E> void know_enums() { (enum_class<E>(), ...); }

}  // namespace

}  // namespace comity::python

PYBIND11_MODULE(_core, m) {
    using namespace comity::python;
    py::options options;
    options.disable_function_signatures();
    m.doc() = "What comity/__init__.py takes its names from.";
    translate_errors();
    know_enums<comity::authority_kind, comity::bearing, comity::between, comity::bound_party, comity::channel, comity::circumstance, comity::column_type,
               comity::consent_to_be_bound, comity::counted_thing, comity::custody, comity::day_off_kind, comity::deadline_status, comity::direction, comity::doubt, comity::effect,
               comity::exemption, comity::format, comity::hour_start, comity::instrument_form, comity::item_kind, comity::key, comity::length_source, comity::limits, comity::month_end,
               comity::name_kind, comity::nature, comity::non_working, comity::outcome, comity::person_role, comity::precision, comity::reading_of_text, comity::ready_table,
               comity::relation, comity::repetition, comity::request_kind, comity::roll, comity::side, comity::silence, comity::stage, comity::step, comity::subject_kind,
               comity::trigger_choice, comity::trigger_day, comity::verdict, comity::version_day, comity::weekday>();
    m.def("displayable", [](std::string const& text) { return comity::displayable(text); });
    add_values(m);
    add_law(m);
    add_dossiers(m);
    add_survival(m);
    add_figures(m);
    add_registry(m);
    close_classes(m);
    m.attr("__version__") = std::to_string(comity::version_major) + "." + std::to_string(comity::version_minor) + "." + std::to_string(comity::version_patch);
}
