// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mapping.hpp"
#include "row_book.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// From the cells of a row to the value of one member, as the mapping says.

namespace comity::inline v0::detail {

/// A cell that a member was read from, and what stands there: for remarks.
struct found_cell {
    std::string column;
    std::string value;
};

class cell_reader {
public:
    enum class got { nothing, value, refused };

    cell_reader(mapping const& m, law const& law, row_book& book) : map_(m), law_(law), book_(book) {}

    bool missing(std::string_view text) const { return map_.missing.contains(text); }
    found_cell cell_of(csv_row const&, value_source const&) const;
    /// Puts what the row says into a member. What cannot be read is refused.
    template <class T> got put(csv_row const&, value_source const&, member<T> const&, T& into);
    /// Nothing where the cell is empty. Throws bad_input.
    std::optional<when> day_of(csv_row const&, column_or_day const&, date_format const&) const;

    void refuse(csv_row const&, std::string column, std::string_view value, std::string_view text);
    void doubt(csv_row const&, std::string column, std::string_view value, std::string_view text);
    /// Where one day is before another, as the mapping's checks say.
    void doubt_of_checks(csv_row const&);
    /// At the end: what is said once of many rows.
    void tell_states();

private:
    struct state_remark {
        std::size_t row;
        std::string text;
        std::size_t rows = 0;
        std::size_t last = 0;
    };

    std::vector<std::string> values_of(value_source const&, std::string const& cell) const;
    template <class T> got put_interval(csv_row const&, value_source const&, member<T> const&, T& into, found_cell const&);
    void note_state(csv_row const&, std::string const& column, std::string const& value, std::string const& text);

    mapping const& map_;
    law const& law_;
    row_book& book_;
    std::map<std::pair<std::string, std::string>, state_remark> states_{};
};

}  // namespace comity::v0::detail
