// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

// The tables that reviewers and parliaments ask for, each in one call.
//
//     ready_tables(view, ready_table::parliament, "GB"_state)

namespace comity::inline v0 {

enum class ready_table {
    fatf,                   ///< Financial Action Task Force: Recommendations 33 and 36–40, Immediate Outcome 2
    parliament,             ///< by State and by year of request: outcome, and outstanding
    t_cy,                   ///< Cybercrime Convention Committee of the Council of Europe: requests under the Convention of Budapest
    eaw,                    ///< the yearly questionnaire of the Council of the EU on European arrest warrants
    directive_2023_977,     ///< Directive (EU) 2023/977, article 18: exchange of information between law-enforcement authorities
    eio,                    ///< European Investigation Orders (Directive 2014/41/EU): acknowledged, decided and executed within its periods, refused
};

/// For one State, what it sent and received; the last table says what the requests cover, and what is left out. `period` is when requests were made; none: all to date. Where a table asks for something that
/// the register does not hold, its notes say so.
std::vector<table> ready_tables(snapshot const&, ready_table, state_code of, std::optional<date_range> period = {}, int hold_back_below = 0);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::ready_table> {
    static constexpr std::string_view what = "ready table";
    static constexpr std::array<std::string_view, 6> names{"fatf", "parliament", "t-cy", "eaw", "directive-2023-977", "eio"};
};
