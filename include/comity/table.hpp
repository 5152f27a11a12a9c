// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "detail/enum_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// A figure as a table that can stand alone: what it counts, as of when, as known when, from how much, and a digest.

namespace comity::inline v0 {

/// One cell: nothing (not known, or not applicable), a number, a day, a rough date, or text. Text may come from outside and is
/// never markup.
using cell = std::variant<std::monostate, std::int64_t, double, date, when, std::string>;

/// What a column holds; how it is aligned and written follows from it. Identifiers are for programs: they are left out where
/// people read.
enum class column_type { text, integer, number, date, identifier };

struct column {
    std::string name{};                      ///< "days_waiting": the field's name in CSV and JSON
    std::string heading{};                   ///< "Days waiting"
    column_type type = column_type::text;
};

/// Of how many records the date that a figure rests on is known exactly, roughly, only by somebody's claim, or not at all.
struct coverage {
    std::int64_t known = 0;
    std::int64_t approximate = 0;
    std::int64_t claimed = 0;                ///< of those counted: known since a day only an imported source claims
    std::int64_t missing = 0;
    friend bool operator==(coverage const&, coverage const&) = default;
};

struct table {
    std::string name{};                      ///< "unanswered": stable, for file names, anchors and JSON
    std::string title{};
    std::string definition{};                ///< one or two sentences a stranger could recount the figure by
    std::vector<column> columns{};
    std::vector<std::vector<cell>> rows{};   ///< each as long as columns
    std::vector<std::string> notes{};        ///< what to know before quoting it
    std::optional<comity::coverage> covers{};
    std::string digest{};                    ///< SHA-256, in hex: of the register in view, the definition and the parameters
    std::string if_empty = "None.";          ///< what to print instead of an empty table
};

std::string to_text(cell const&);            ///< as written in CSV: 2020-03-02, 48, 0.25, text as it is; nothing for nothing

/// Outside text made fit to be shown, on one line: what is not UTF-8 becomes U+FFFD, a control character its visible
/// picture (ESC is ␛), a line break or tab a space. Bidirectional controls, by which a line can read otherwise than it is
/// stored, become U+FFFD too.
std::string displayable(std::string_view text);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::column_type> {
    static constexpr std::string_view what = "column type";
    static constexpr std::array<std::string_view, 5> names{"text", "integer", "number", "date", "identifier"};
};
