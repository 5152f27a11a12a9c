// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/intake.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What became of each row of a file, and what is said of it.

namespace comity::inline v0::detail {

enum class row_outcome { unchanged, amended, filed, refused };

/// What is known about the rows of a file; made into an intake_report at the end.
class row_book {
public:
    /// The next row: empty lines, which have numbers too, are none.
    void add(std::size_t row) { outcomes_.push_back({row, row_outcome::unchanged}); }
    /// Of several outcomes for a row, the last of the list counts.
    void set(std::size_t row, row_outcome outcome) {
        auto& known = outcomes_[place_of(row)].outcome;
        known = std::max(known, outcome);
    }
    bool is_refused(std::size_t row) const { return outcomes_[place_of(row)].outcome == row_outcome::refused; }
    void remark(std::size_t row, std::string column, std::string_view value, std::string_view text, bool refused);
    void amend(std::size_t row, std::string of, std::string_view before, std::string_view after);

    /// Counts, and remarks and amendments in the order of rows.
    intake_report report(std::string source) &&;

private:
    struct outcome_of {
        std::size_t row;
        row_outcome outcome;
    };
    std::size_t place_of(std::size_t row) const { return static_cast<std::size_t>(std::ranges::lower_bound(outcomes_, row, {}, &outcome_of::row) - outcomes_.begin()); }

    std::vector<outcome_of> outcomes_;  ///< in the order of rows
    std::vector<comity::remark> remarks_;
    std::vector<amendment> amendments_;
    std::size_t left_out_ = 0, amendments_left_out_ = 0;
};

}  // namespace comity::v0::detail
