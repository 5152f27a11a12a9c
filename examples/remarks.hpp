// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the programs say of the rows of a CSV file.

#include "program.hpp"

#include <comity/intake.hpp>
#include <comity/report.hpp>

#include <iostream>
#include <string>

namespace {

/// The first of each sort for people; all of it into a file, if one is named.
void tell(std::ostream& out, comity::intake_report const& report, std::string const& remarks) {
    constexpr std::size_t of_each = 3;
    auto const left_out = write(out, report, of_each);
    if (!remarks.empty()) write_file(remarks, [&](std::ostream& file) { write_csv(file, to_table(report)); });
    else if (left_out) std::cerr << "--remarks FILE writes down all of these\n";
}

}  // namespace
