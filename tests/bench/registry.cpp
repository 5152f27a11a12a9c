// SPDX-License-Identifier: Apache-2.0
// How fast a register takes, checks and seals what it is given, beside the bare C APIs of its databases doing the least that could be
// done: the same rows, into the same tables, with everything computed beforehand. `tests/bench/run.sh` runs it.
//
//     comity-bench-registry FOLDER [--full] [bulk | record | linear]     the PostgreSQL database is the one that COMITY_TEST_URL names
//
// Each floor follows at once what it is held against, and a ratio is the median over such pairs: a machine that has other things to do
// slows both. What comes first is not counted.

#include "measuring.hpp"
#include "registry/rows.hpp"

#include <comity/registry.hpp>

#include <libpq-fe.h>
#include <openssl/evp.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

using namespace comity::literals;
using comity::date;
using comity::event_kind;
using comity::registry;
using comity::detail::column_names;
using comity::detail::each_column;
using comity::detail::entry_rows;
using comity::detail::event_row;
using comity::detail::request_row;
using comity::detail::text_row;

// ---- what is recorded -----------------------------------------------------------------------------------------------

constexpr std::size_t rows_of_a_request = 11;  ///< five events and their texts, one request

/// A request with one person, two measures and four events, as the i-th of a register.
comity::filing sample(std::size_t i) {
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

std::vector<comity::filing> samples(std::size_t count) {
    std::vector<comity::filing> filings;
    for (std::size_t i = 0; i < count; ++i) filings.push_back(sample(i));
    return filings;
}

// ---- the floor: SQLite's own API ------------------------------------------------------------------------------------

[[noreturn]] void fail(std::string const& problem) { throw std::runtime_error(problem); }

struct release {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    void operator()(PGconn* c) const { PQfinish(c); }
    void operator()(PGresult* r) const { PQclear(r); }
    void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
    void operator()(EVP_MD* m) const { EVP_MD_free(m); }
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
    double target_bulk = 0.6, target_record = 0.85;

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
    double target_bulk = 0.7, target_record = 0.6;

    std::string url(char const* called) const {
        bare_postgresql(server).run(std::string("create schema if not exists bench_") + called);
        return server + (server.find('?') == server.npos ? '?' : '&') + "options=-c%20search_path%3Dbench_" + called;
    }
    bare open(char const* called) const { return bare(url(called)); }
    void remove(char const* called) const { bare_postgresql(server).run(std::string("drop schema if exists bench_") + called + " cascade"); }
};

// ---- rows of a register ---------------------------------------------------------------------------------------------

template <class Row> Row row_of(cells<Row> const& of) {
    Row row;
    auto cell = of.begin();
    each_column(row, [&]<class Value>(char const*, Value& value) {
        if constexpr (std::is_same_v<Value, std::string>) value = *cell;
        else std::from_chars(cell->data(), cell->data() + cell->size(), value);
        ++cell;
    });
    return row;
}

/// The entries that meet a condition, with all their rows.
std::vector<entry_rows> entries_of(auto& bare, std::string const& condition = "") {
    std::vector<entry_rows> entries;
    bare.template each<event_row>(condition, [&](auto const& cells) { entries.push_back({.event = row_of<event_row>(cells)}); });
    auto const attach = [&]<class Row>(std::optional<Row> entry_rows::*part) {
        auto entry = entries.begin();
        bare.template each<Row>(condition, [&](auto const& cells) {
            auto row = row_of<Row>(cells);
            while (std::tie(entry->event.request_id, entry->event.seq) != std::tie(row.request_id, row.seq)) ++entry;
            (*entry).*part = std::move(row);
        });
    };
    attach(&entry_rows::request), attach(&entry_rows::texts);
    return entries;
}

/// Reads every row of a register, and hashes each.
void scan(auto& bare) {
    owned<EVP_MD> const method(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    owned<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    std::array<unsigned char, 32> digest;
    auto const hash = [&](auto const& cells) {
        EVP_DigestInit_ex2(context.get(), method.get(), nullptr);
        for (auto const cell : cells) EVP_DigestUpdate(context.get(), cell.data(), cell.size());
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
    };
    bare.template each<event_row>("", hash), bare.template each<request_row>("", hash), bare.template each<text_row>("", hash);
}

// ---- measuring ------------------------------------------------------------------------------------------------------

/// Rates of comity and of the floor, pair by pair.
class pairs {
public:
    void add(double count, double our_seconds, double floors_seconds) {
        ours_.push_back(count / our_seconds), floors_.push_back(count / floors_seconds);
        ratios_.push_back(floors_seconds / our_seconds);
    }
    /// Prints a line of the table; target 0: none. Gives whether it is met.
    bool print(std::string const& work, char const* unit, double target = 0) const {
        auto const ratio = median(ratios_);
        std::printf("%-44s %9.0f %9.0f %-9s %6.2f", work.c_str(), median(ours_), median(floors_), unit, ratio);
        if (target > 0) std::printf("  %6.2f  %s", target, ratio >= target ? "met" : "MISSED");
        std::puts("");
        std::fflush(stdout);
        return target == 0 || ratio >= target;
    }

private:
    std::vector<double> ours_{}, floors_{}, ratios_{};
};

/// Many requests in one transaction; the register they make, verified, read by the floor, and sealed.
bool bulk(auto const& database, std::size_t requests, int rounds) {
    auto const all = samples(requests);
    pairs file, verify, seal;
    for (int round = 0; round <= rounds; ++round) {
        auto const filings = std::span(all).first(round == 0 ? requests / 5 : requests);
        database.remove("ours"), database.remove("floor");
        auto ours = registry::open(database.url("ours"));
        registry::open(database.url("floor"));
        auto const filed = seconds([&] { ours.file_many(filings); });
        auto from = database.open("ours"), to = database.open("floor");
        auto const entries = entries_of(from);
        auto const inserted = seconds([&] { to.insert_all(entries); });
        auto const verified = seconds([&] { ours.verify(); });
        auto const scanned = seconds([&] { scan(from); });
        auto const sealed = seconds([&] { ours.seal(); });
        if (round == 0) continue;
        auto const rows = static_cast<double>(requests * rows_of_a_request);
        file.add(rows, filed, inserted), verify.add(rows, verified, scanned), seal.add(rows, sealed, scanned);
    }
    database.remove("ours"), database.remove("floor");
    auto const on = std::string(", ") + database.name;
    auto const met = file.print("file_many, " + std::to_string(requests) + " requests" + on, "rows/s", database.target_bulk);
    verify.print("verify, beside a scan with SHA-256" + on, "rows/s");
    seal.print("seal, beside the same scan" + on, "rows/s");
    return met;
}

/// One event after the other, each of them durable before the next: to dossiers that the register has at hand, and to others.
bool records(auto const& database) {
    constexpr int dossiers = 100, turns = 7;
    database.remove("ours"), database.remove("floor");
    auto ours = registry::open(database.url("ours"));
    registry::open(database.url("floor"));
    auto const reminder = [](int year) { return comity::event{.kind = event_kind::reminder_sent, .on = comity::when(date(year, 3, 1))}; };
    auto filings = samples(dossiers);
    for (std::size_t i = 0; i < filings.size(); ++i) filings[i].events.resize(4 + i % 9, comity::recording{.event = reminder(2024)});
    auto const at_hand = ours.file_many(filings), unseen = ours.file_many(filings);
    auto from = database.open("ours"), to = database.open("floor");
    to.insert_all(entries_of(from));
    pairs warm, cold;
    auto const record = [&](registry& r, comity::uuid const& id, bool counts, pairs& times) {
        auto const recorded = seconds([&] { r.record(id, reminder(2025)); });
        auto const dossier = " where request_id = '" + comity::to_string(id) + "'";
        auto const added = entries_of(from, dossier + " and seq = (select max(seq) from event" + dossier + ")");
        auto const committed = seconds([&] { to.insert_one(added.at(0)); });
        if (counts) times.add(1, recorded, committed);
    };
    for (int turn = 0; turn < turns; ++turn) {
        for (auto const& id : at_hand) record(ours, id, turn > 0, warm);
        auto another = registry::open(database.url("ours"));
        for (auto const& id : unseen) record(another, id, turn > 0, cold);
    }
    database.remove("ours"), database.remove("floor");
    auto const on = std::string(", ") + database.name;
    auto const met = warm.print("record, a dossier at hand" + on, "commits/s", database.target_record);
    cold.print("record, not seen before" + on, "commits/s");
    return met;
}

/// Whether a row costs the same in a large register as in a small one: filed, and verified.
bool linear(auto const& database, std::vector<std::size_t> const& sizes) {
    constexpr double allowed = 0.3;
    std::vector<double> costs;
    for (auto const requests : sizes) {
        database.remove("ours");
        auto ours = registry::open(database.url("ours"));
        std::size_t i = 0;
        auto const next = [&] { return i < requests ? std::optional(sample(i++)) : std::nullopt; };
        auto const took = seconds([&] { ours.write(next), ours.verify(); });
        costs.push_back(1e9 * took / static_cast<double>(requests * rows_of_a_request));
        auto const work = "filed and verified, " + std::to_string(requests) + " requests, " + database.name;
        std::printf("%-44s %9.0f ns/row\n", work.c_str(), costs.back());
        std::fflush(stdout);
    }
    database.remove("ours");
    auto const [least, most] = std::ranges::minmax(costs);
    auto const spread = most / least, target = (1 + allowed) / (1 - allowed);
    std::printf("%-44s %36.2f  %6.2f  %s\n", "  the dearest row, by the cheapest", spread, target, spread <= target ? "met" : "MISSED");
    return spread <= target;
}

/// What a commit cannot cost less than here.
void print_fdatasync(std::filesystem::path const& folder) {
    auto const file = (folder / "sync").string();
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const f(std::fopen(file.c_str(), "w"), std::fclose);
    std::vector<double> times;
    std::string const page(4096, 'x');
    for (int i = 0; i < 200; ++i)
        times.push_back(seconds([&] {
            std::fwrite(page.data(), 1, page.size(), f.get()), std::fflush(f.get());
            ::fdatasync(::fileno(f.get()));
        }));
    std::printf("One page written and synchronised: %.0f µs\n\n", 1e6 * median(times));
    std::filesystem::remove(file);
}

}  // namespace

int main(int argc, char** argv) try {
    std::vector<std::string_view> arguments(argv + 1, argv + argc);
    auto const taken = [&](std::string_view option) { return std::erase(arguments, option) > 0; };
    auto const full = taken("--full");
    auto const* const server = std::getenv("COMITY_TEST_URL");
    if (arguments.empty() || !server)
        fail("usage: COMITY_TEST_URL=postgresql://… comity-bench-registry FOLDER [--full] [bulk | record | linear]");
    auto const wanted = [&](std::string_view work) { return arguments.size() == 1 || arguments[1] == work; };
    sqlite const file{arguments[0]};
    postgresql const schema{server};

    print_fdatasync(file.folder);
    std::printf("%-44s %9s %9s %-9s %6s  %6s\n", "work", "comity", "floor", "", "ratio", "target");
    bool met = true;
    if (wanted("bulk")) met &= bulk(file, 15'000, 3), met &= bulk(schema, 6'000, 3);
    if (wanted("record")) met &= records(file), met &= records(schema);
    if (wanted("linear")) {
        std::vector<std::size_t> sizes{10'000, 30'000, 100'000};
        if (full) met &= linear(schema, sizes), sizes.push_back(1'000'000);
        met &= linear(file, sizes);
    }
    return met ? 0 : 1;
} catch (std::exception const& e) {
    std::fprintf(stderr, "comity-bench-registry: %s\n", e.what());
    return 2;
}
