// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "describe.hpp"

#include <pybind11/numpy.h>

#include <vector>

// Arrays of NumPy that share the memory of their owner.

namespace comity::python {

/// To be called before an array is made. pybind11 looks NumPy up under a guard of C++; were it not imported by then, the import would give up Python's
/// lock, and a thread that waited for the guard with the lock would wait for ever.
inline void need_numpy() { py::module_::import("numpy.core.multiarray"); }

/// Nobody can write to it.
inline py::array read_only(py::array array) {
    array.attr("setflags")(py::arg("write") = false);
    return array;
}

/// A view of numbers that the owner keeps.
template <class T> py::array view_of(std::vector<T> const& values, py::object const& owner) {
    need_numpy();
    return read_only(py::array_t<T>({values.size()}, {sizeof(T)}, values.data(), owner));
}

}  // namespace comity::python
