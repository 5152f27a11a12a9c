// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database.hpp"

#include <comity/error.hpp>

#include <memory>
#include <string>
#include <vector>

// Reading the rows of a table.

namespace comity::inline v0::detail {

/// Which rows: a condition in SQL, and what it asks for by name. Written here, never made from what is asked for.
struct condition {
    std::string sql{};  ///< "request_id = :id", or empty: all
    named_texts texts{};
};

/// Reads the rows of a table in the order of their keys.
template <class Row> class cursor {
public:
    cursor(database& db, condition const& which) {
        std::vector<row_source::place> places;
        each_column(row_, [&](char const*, auto& value) { places.emplace_back(&value); });
        rows_ = db.rows("select " + column_names<Row>() + " from " + Row::table + (which.sql.empty() ? "" : " where " + which.sql) + " order by " + Row::key,
                        which.texts, std::move(places));
    }
    cursor(cursor const&) = delete;

    /// From the first row again, for these values of what the condition asks for first.
    void start(std::vector<std::string> const& texts) {
        rows_->start(texts);
        advance();
    }

    bool at_end() const { return !live_; }
    Row& row() { return row_; }
    void advance() try {
        live_ = rows_->next();
    } catch (tampered& e) {
        e.in(std::string("table ") + Row::table);
        throw;
    }

private:
    Row row_;
    std::unique_ptr<row_source> rows_;
    bool live_ = false;
};

}  // namespace comity::v0::detail
