// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "describe.hpp"

// What the parts of the binding are to each other: each adds its classes to the module, in this order.

namespace comity::python {

/// A dossier, and the law that it is read under where no other is given: its register's.
struct dossier_under_law {
    comity::dossier value;
    comity::law law;
};

/// Deadlines as of a day.
struct deadline_list {
    std::vector<deadline> items{};
    cutoff as_of;
};

void add_values(py::module_&);     ///< requests, events and their parts
void add_law(py::module_&);        ///< law, calendars, counting
void add_dossiers(py::module_&);   ///< dossiers, standing, deadlines
void add_survival(py::module_&);
void add_figures(py::module_&);    ///< tables, snapshots, claims
void add_registry(py::module_&);   ///< the register, evidence, intake, briefs

/// A query out of keyword arguments, each named as a field of it.
query filters(py::kwargs const&);

/// The law that is given, or else the built-in one.
law law_or_built_in(std::optional<law> const&);

}  // namespace comity::python
