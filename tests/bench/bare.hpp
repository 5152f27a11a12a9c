// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/rows.hpp"

#include <comity/registry.hpp>

#include <libpq-fe.h>
#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// What is recorded in the registers that benches measure, and the floor beside them: the bare C APIs of their databases.

namespace bench {

using namespace comity::literals;
using comity::date;
using comity::event_kind;
using comity::detail::column_names;
using comity::detail::each_column;
using comity::detail::entry_rows;
using comity::detail::event_row;
using comity::detail::request_row;
using comity::detail::text_row;

// ---- what is recorded -----------------------------------------------------------------------------------------------

/// A request with one person, two measures and four events, as the i-th of a register.
inline comity::filing sample(std::size_t i) {
    static constexpr std::array<std::string_view, 12> states{"AT", "BE", "BR", "CH", "DE", "ES", "FR", "GB", "IT", "PL", "SE", "US"};
    static constexpr std::array family{"Lindqvist", "Moreau", "Kowalska", "Ferreira", "Steinbrenner", "O'Donoghue", "Zanetti"};
    static constexpr std::array given{"Anna Maria", "Jean", "Piotr", "Luiza", "Karl-Heinz"};
    auto const number = std::to_string(i);
    auto const day = date(2015, 1, 1) + comity::days(static_cast<int>(i % 3000));
    auto const from = i % states.size(), to = (from + 1 + i / states.size() % (states.size() - 1)) % states.size();
    auto const happened = [&](event_kind kind, int after, std::string source) {
        return comity::recording{.event = {.kind = kind, .on = comity::when(day + comity::days(after)), .source = std::move(source)}};
    };
    return {
        .request = {.kind = comity::request_kind::mutual_legal_assistance,
                    .requesting = comity::parse_state(states[from]),
                    .requested = comity::parse_state(states[to]),
                    .reference = "JU-" + std::to_string(2015 + i % 9) + "-" + number,
                    .basis = {"ets-30"},
                    .made_on = comity::when(day),
                    .persons = {{.names = {{std::string(given[i % given.size()]) + " " + family[i % family.size()]}},
                                 .role = comity::person_role::suspect,
                                 .born = comity::when(date(1950 + static_cast<int>(i % 50), 7, 14))}},
                    .measures = {{"bank_records", "account 4400-" + number, "proceeds of the fraud"},
                                 {"hearing", "the manager of the branch", "who opened the account"}}},
        .events = {happened(event_kind::request_sent, 2, "letter " + number + "/a"),
                   happened(event_kind::request_received, 9, "stamp on the letter"),
                   happened(event_kind::receipt_acknowledged, 14, "note verbale " + number),
                   happened(event_kind::executed, 200 + static_cast<int>(i % 300), "letter of transmittal, file " + number)},
    };
}

inline std::vector<comity::filing> samples(std::size_t count) {
    std::vector<comity::filing> filings;
    for (std::size_t i = 0; i < count; ++i) filings.push_back(sample(i));
    return filings;
}

// ---- the floor: SQLite's own API ------------------------------------------------------------------------------------

[[noreturn]] inline void fail(std::string const& problem) { throw std::runtime_error(problem); }

struct release {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    void operator()(PGconn* c) const { PQfinish(c); }
    void operator()(PGresult* r) const { PQclear(r); }
};
template <class T> using owned = std::unique_ptr<T, release>;

template <class Row> constexpr auto width = std::tuple_size_v<decltype(Row::columns)>;
template <class Row> using cells = std::array<std::string_view, width<Row>>;

class bare_sqlite {
public:
    explicit bare_sqlite(std::string const& file) {
        sqlite3* opened = nullptr;
        if (sqlite3_open(file.c_str(), &opened) != SQLITE_OK) fail("cannot open " + file);
        db_.reset(opened);
        // What comity sets. Its tables, and its journal, are there already.
        run("pragma cache_size = -65536; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; "
            "pragma temp_store = memory");
        insert_event_ = prepared_insert<event_row>();
        insert_request_ = prepared_insert<request_row>();
        insert_text_ = prepared_insert<text_row>();
    }

    void insert_all(std::vector<entry_rows> const& entries) {
        run("begin immediate");
        for (auto const& e : entries) insert(e);
        run("commit");
    }
    void insert_one(entry_rows const& e) {
        run("begin immediate");
        insert(e);
        run("commit");
    }
    /// Every row, in the order of the key; numbers are read as text.
    template <class Row, class F> void each(std::string const& condition, F f) {
        auto const statement = prepared("select " + column_names<Row>() + " from " + Row::table + condition + " order by " + Row::key);
        cells<Row> row;
        while (sqlite3_step(statement.get()) == SQLITE_ROW) {
            for (int i = 0; i < static_cast<int>(row.size()); ++i)
                row[static_cast<std::size_t>(i)] = {reinterpret_cast<char const*>(sqlite3_column_text(statement.get(), i)),
                                                    static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), i))};
            f(row);
        }
    }
    template <class Row, class F> void stream(F f) { each<Row>("", f); }

private:
    void run(char const* sql) {
        auto const done = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
        if (done != SQLITE_OK) fail(std::string(sql) + ": " + sqlite3_errmsg(db_.get()));
    }
    owned<sqlite3_stmt> prepared(std::string const& sql) {
        sqlite3_stmt* made = nullptr;
        auto const done = sqlite3_prepare_v3(db_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
        if (done != SQLITE_OK) fail(sql + ": " + sqlite3_errmsg(db_.get()));
        return owned<sqlite3_stmt>(made);
    }
    template <class Row> owned<sqlite3_stmt> prepared_insert() {
        return prepared(std::string("insert into ") + Row::table + " (" + column_names<Row>() + ") values (" + column_names<Row>(":") + ")");
    }
    template <class Row> void insert(sqlite3_stmt* statement, Row const& row) {
        int place = 0;
        each_column(row, [&]<class Value>(char const*, Value const& value) {
            ++place;
            if constexpr (std::is_same_v<Value, std::string>)
                sqlite3_bind_text(statement, place, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
            else sqlite3_bind_int64(statement, place, value);
        });
        if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(db_.get()));
        sqlite3_reset(statement);
    }
    void insert(entry_rows const& e) {
        insert(insert_event_.get(), e.event);
        if (e.request) insert(insert_request_.get(), *e.request);
        if (e.texts) insert(insert_text_.get(), *e.texts);
    }

    owned<sqlite3> db_{};
    owned<sqlite3_stmt> insert_event_{}, insert_request_{}, insert_text_{};
};

/// Registers in files of a folder.
struct sqlite {
    using bare = bare_sqlite;
    static constexpr auto name = "SQLite";
    std::filesystem::path folder;

    std::string file(char const* called) const { return (folder / called).string(); }
    std::string url(char const* called) const { return "sqlite://" + file(called); }
    bare open(char const* called) const { return bare(file(called)); }
    void remove(char const* called) const {
        for (auto const* end : {"", "-wal", "-shm"}) std::filesystem::remove(file(called) + end);
    }
};

// ---- the floor: PostgreSQL's own API --------------------------------------------------------------------------------

class bare_postgresql {
public:
    explicit bare_postgresql(std::string const& url) : connection_(PQconnectdb(url.c_str())) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) fail(PQerrorMessage(connection_.get()));
        PQsetNoticeProcessor(connection_.get(), [](void*, char const*) {}, nullptr);
    }

    void run(std::string const& sql) { check(PQexec(connection_.get(), sql.c_str()), sql); }

    void insert_all(std::vector<entry_rows> const& entries) {
        run("begin");
        copy<event_row>(entries, [](entry_rows const& e) { return &e.event; });
        copy<request_row>(entries, [](entry_rows const& e) { return e.request ? &*e.request : nullptr; });
        copy<text_row>(entries, [](entry_rows const& e) { return e.texts ? &*e.texts : nullptr; });
        run("commit");
    }
    void insert_one(entry_rows const& e) {
        if (e.request || e.texts) fail("a row of one table is wanted");
        if (!std::exchange(prepared_, true)) {
            std::string places;
            for (std::size_t i = 1; i <= width<event_row>; ++i) places += (i == 1 ? "$" : ", $") + std::to_string(i);
            auto const sql = "insert into event (" + column_names<event_row>() + ") values (" + places + ")";
            check(PQprepare(connection_.get(), "one", sql.c_str(), 0, nullptr), "prepare");
        }
        auto const seq = std::to_string(e.event.seq), at = std::to_string(e.event.recorded_at);
        auto const& v = e.event;
        std::array const values{v.request_id.c_str(), seq.c_str(), v.event_id.c_str(), at.c_str(), v.kind.c_str(), v.happened.c_str(),
                                v.other_id.c_str(), v.body.c_str(), v.digest.c_str()};
        check(PQexecPrepared(connection_.get(), "one", values.size(), values.data(), nullptr, nullptr, 0), "insert");
    }
    template <class Row, class F> void each(std::string const& condition, F f) {
        run("begin");
        run("declare all_rows cursor for select " + column_names<Row>() + " from " + Row::table + condition + " order by " + Row::key);
        constexpr int most = 5000;
        for (int count = most; count == most;) {
            owned<PGresult> const page(PQexec(connection_.get(), ("fetch " + std::to_string(most) + " from all_rows").c_str()));
            if (PQresultStatus(page.get()) != PGRES_TUPLES_OK) fail(PQerrorMessage(connection_.get()));
            count = PQntuples(page.get());
            cells<Row> row;
            for (int n = 0; n < count; ++n) {
                for (int i = 0; i < static_cast<int>(row.size()); ++i)
                    row[static_cast<std::size_t>(i)] = {PQgetvalue(page.get(), n, i), static_cast<std::size_t>(PQgetlength(page.get(), n, i))};
                f(row);
            }
        }
        run("commit");
    }
    /// Every row, in the order of the key, as fast as plain libpq has them: row by row as they come. (COPY takes a quarter longer, in
    /// binary too, and a cursor most of the time again.)
    template <class Row, class F> void stream(F f) {
        auto const sql = "select " + column_names<Row>() + " from " + Row::table + " order by " + Row::key;
        if (!PQsendQuery(connection_.get(), sql.c_str()) || !PQsetSingleRowMode(connection_.get())) fail(PQerrorMessage(connection_.get()));
        cells<Row> row;
        while (owned<PGresult> const got{PQgetResult(connection_.get())}) {
            if (PQresultStatus(got.get()) == PGRES_TUPLES_OK) continue;  // after the last
            if (PQresultStatus(got.get()) != PGRES_SINGLE_TUPLE) fail(PQerrorMessage(connection_.get()));
            for (int i = 0; i < static_cast<int>(row.size()); ++i)
                row[static_cast<std::size_t>(i)] = {PQgetvalue(got.get(), 0, i), static_cast<std::size_t>(PQgetlength(got.get(), 0, i))};
            f(row);
        }
    }

private:
    void check(PGresult* got, std::string const& doing) {
        owned<PGresult> const result(got);
        auto const status = PQresultStatus(got);
        auto const good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN;
        if (!good) fail(doing + ": " + PQerrorMessage(connection_.get()));
    }
    static void append(std::string& to, std::uint64_t n, int bytes) {
        while (bytes-- > 0) to += static_cast<char>(n >> 8 * bytes);
    }
    template <class Row, class Part> void copy(std::vector<entry_rows> const& entries, Part part) {
        run(std::string("copy ") + Row::table + " (" + column_names<Row>() + ") from stdin (format binary)");
        std::string data("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
        auto const send = [&] {
            if (PQputCopyData(connection_.get(), data.data(), static_cast<int>(data.size())) != 1) fail(PQerrorMessage(connection_.get()));
            data.clear();
        };
        for (auto const& e : entries) {
            Row const* const row = part(e);
            if (!row) continue;
            append(data, width<Row>, 2);
            each_column(*row, [&]<class Value>(char const*, Value const& value) {
                if constexpr (std::is_same_v<Value, std::string>) append(data, value.size(), 4), data += value;
                else append(data, 8, 4), append(data, static_cast<std::uint64_t>(value), 8);
            });
            if (data.size() > 256 * 1024) send();
        }
        append(data, 0xFFFF, 2);
        send();
        PQputCopyEnd(connection_.get(), nullptr);
        while (auto* const result = PQgetResult(connection_.get())) check(result, "copy");
    }

    owned<PGconn> connection_;
    bool prepared_ = false;
};

/// Registers in schemas of a database.
struct postgresql {
    using bare = bare_postgresql;
    static constexpr auto name = "PostgreSQL";
    std::string server;

    std::string url(char const* called) const {
        bare_postgresql(server).run(std::string("create schema if not exists bench_") + called);
        return server + (server.find('?') == server.npos ? '?' : '&') + "options=-c%20search_path%3Dbench_" + called;
    }
    bare open(char const* called) const { return bare(url(called)); }
    void remove(char const* called) const { bare_postgresql(server).run(std::string("drop schema if exists bench_") + called + " cascade"); }
};

}  // namespace bench
