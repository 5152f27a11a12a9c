// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "quoted.hpp"
#include "rows.hpp"

#include <comity/error.hpp>

#include <soci/soci.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

// Reading the rows of a table through SOCI.

namespace comity::inline v0::detail {

/// Which rows: a condition in SQL, and what it asks for by name. Written here, never made from what is asked for.
struct condition {
    std::string sql{};  ///< "request_id = :id", or empty: all
    std::vector<std::pair<std::string, std::string>> texts{};
};

/// Reads the rows of a table in the order of their keys.
template <class Row> class cursor {
public:
    cursor(soci::session& session, condition const& which) : texts_(which.texts), statement_(session) {
        each_column(row_, [&](char const* name, auto& value) {
            statement_.exchange(soci::into(value, present_.emplace_back(name, soci::i_ok).second));
        });
        for (auto const& [name, text] : texts_) statement_.exchange(soci::use(text, name));
        statement_.alloc();
        statement_.prepare("select " + column_names<Row>() + " from " + Row::table +
                           (which.sql.empty() ? "" : " where " + which.sql) + " order by " + Row::key);
        statement_.define_and_bind();
    }
    cursor(cursor const&) = delete;

    /// From the first row again, for these values of what the condition asks for first.
    void start(std::vector<std::string> const& texts) {
        auto of = texts_.begin();
        for (auto const& text : texts) (of++)->second = text;
        statement_.execute(false);
        advance();
    }

    bool at_end() const { return !live_; }
    Row& row() { return row_; }
    void advance() {
        live_ = statement_.fetch();
        if (!live_) return;
        for (auto const& [name, is] : present_)
            if (is != soci::i_ok)
                throw tampered(std::string("table ") + Row::table + ", " + name + ": the value is missing");
    }

private:
    std::vector<std::pair<std::string, std::string>> texts_;
    Row row_;
    std::deque<std::pair<char const*, soci::indicator>> present_;  // SOCI keeps the addresses
    soci::statement statement_;
    bool live_ = false;
};

}  // namespace comity::v0::detail
