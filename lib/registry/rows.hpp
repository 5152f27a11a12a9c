// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tables.hpp"

#include <soci/soci.h>

#include <functional>
#include <string>
#include <utility>

// Writing and reading the rows of a table as `tables.hpp` describes them.

namespace comity::inline v0::detail {

/// Which rows: a condition in SQL, and what it asks for by name. Written here, never made from what is asked for.
struct condition {
    std::string sql{};  ///< "where request_id = :id", or empty: all
    std::vector<std::pair<std::string, std::string>> texts{};
};

/// The columns of a table, and a cell for each.
template <class Table> class row_cells {
public:
    using row = typename Table::row;

    row_cells() {
        columns_ = {{"request_id", true}, {"seq", false}};
        if (Table::numbered) columns_.push_back({"number", false});
        each([&]<class Value>(auto const& column, std::type_identity<Value>, std::size_t) {
            for (auto const& p : stored<Value>::parts)
                columns_.push_back({std::string(column.name) + p.suffix, p.is_text});
        });
        cells_.resize(columns_.size());
    }

    void put(std::string const& request, int seq, int number, row const& r) {
        cells_[0].set(request);
        cells_[1].set(seq);
        if (Table::numbered) cells_[2].set(number);
        each([&]<class Value>(auto const& column, std::type_identity<Value>, std::size_t at) {
            try {
                stored<Value>::put(std::invoke(column.member, r), &cells_[at]);
            } catch (error& e) {
                e.in(place(number, column.name));
                throw;
            }
        });
    }

    void get(row& r, law const& law) const {
        each([&]<class Value>(auto const& column, std::type_identity<Value>, std::size_t at) {
            try {
                std::invoke(column.member, r) = stored<Value>::get(&cells_[at], law);
            } catch (error& e) {
                e.in(place(number(), column.name));
                throw;
            }
        });
    }

    std::string const& request() const { return cells_[0].text; }
    long long seq() const { return cells_[1].number; }
    long long number() const { return Table::numbered ? cells_[2].number : 1; }

    std::string names(std::string_view before) const {
        std::string list;
        for (auto const& c : columns_) ((list += list.empty() ? "" : ", ") += before) += c.name;
        return list;
    }

    void bind_use(soci::statement& statement) {
        for (std::size_t i = 0; i < cells_.size(); ++i)
            if (columns_[i].is_text)
                statement.exchange(soci::use(std::as_const(cells_[i].text), cells_[i].is, columns_[i].name));
            else
                statement.exchange(soci::use(std::as_const(cells_[i].number), cells_[i].is, columns_[i].name));
    }

    void bind_into(soci::statement& statement) {
        for (std::size_t i = 0; i < cells_.size(); ++i)
            if (columns_[i].is_text)
                statement.exchange(soci::into(cells_[i].text, cells_[i].is));
            else
                statement.exchange(soci::into(cells_[i].number, cells_[i].is));
    }

private:
    /// Calls f(column, type of its value, place of its first cell) for each column.
    template <class F> static void each(F f) {
        std::size_t at = Table::numbered ? 3 : 2;
        auto const one = [&](auto const& column) {
            using value = std::remove_cvref_t<decltype(std::invoke(column.member, std::declval<row&>()))>;
            f(column, std::type_identity<value>(), at);
            at += stored<value>::parts.size();
        };
        std::apply([&](auto const&... column) { (one(column), ...); }, Table::columns);
    }

    static std::string place(long long number, char const* column) {
        return std::string(Table::name) + (Table::numbered ? " " + std::to_string(number) : "") + ", " + column;
    }

    struct named {
        std::string name;
        bool is_text;
    };
    std::vector<named> columns_;
    std::vector<cell> cells_;  // never resized once bound
};

/// Adds rows to a table; prepared when first needed, and kept.
template <class Table> class inserter {
public:
    void operator()(soci::session& session, std::string const& request, int seq, int number,
                    typename Table::row const& row) {
        cells_.put(request, seq, number, row);
        if (!statement_) {
            statement_ = std::make_unique<soci::statement>(session);
            cells_.bind_use(*statement_);
            statement_->alloc();
            statement_->prepare("insert into " + std::string(Table::name) + " (" + cells_.names("") + ") values (" +
                                cells_.names(":") + ")");
            statement_->define_and_bind();
        }
        statement_->execute(true);
    }

private:
    row_cells<Table> cells_;
    std::unique_ptr<soci::statement> statement_;
};

/// Reads the rows of a table in the order of their keys.
template <class Table> class cursor {
public:
    cursor(soci::session& session, condition const& which) : texts_(which.texts), statement_(session) {
        cells_.bind_into(statement_);
        for (auto const& [name, text] : texts_) statement_.exchange(soci::use(text, name));
        statement_.alloc();
        statement_.prepare("select " + cells_.names("") + " from " + Table::name + " " + which.sql +
                           " order by request_id, seq" + (Table::numbered ? ", number" : ""));
        statement_.define_and_bind();
    }
    cursor(cursor const&) = delete;

    /// From the first row again, for what is asked for now.
    void start() {
        statement_.execute(false);
        advance();
    }
    void start(std::string const& text) {
        texts_.front().second = text;
        start();
    }

    bool at_end() const { return !live_; }
    row_cells<Table> const& row() const { return cells_; }
    void advance() { live_ = statement_.fetch(); }

    /// Calls f(row) for each row of a dossier. Rows of a dossier that was passed over belong to no entry.
    template <class F> void of(std::string const& request, F f) {
        for (; live_ && cells_.request() <= request; advance()) {
            if (cells_.request() < request)
                throw tampered(std::string(Table::name) + " has rows of " + detail::quoted(cells_.request()) +
                               ", which has no such entry");
            f(cells_);
        }
    }

private:
    std::vector<std::pair<std::string, std::string>> texts_;
    row_cells<Table> cells_;
    soci::statement statement_;
    bool live_ = false;
};

}  // namespace comity::v0::detail
