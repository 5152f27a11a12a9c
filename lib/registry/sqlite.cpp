// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"
#include "quoted.hpp"
#include "random.hpp"

// This header puts the C API of SQLite into namespace sqlite_api; <sqlite3.h> must not be included beside it.
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <vector>

// All that is peculiar to SQLite.

namespace comity::inline v0::detail {

namespace {

namespace api = sqlite_api;

constexpr int application_id =
    0x636d7479;  // "cmty", in the header of the file: what `file` and SQLite know a register by

/// Called while another program writes. The waits are at random: SQLite's own grow, so that who has waited longest comes last.
/// Gives up after some thirty seconds.
int wait_for_turn(void*, int waited) {
    if (waited == 3000) return 0;
    api::sqlite3_sleep(1 + random_bytes<1>()[0] % 20);
    return 1;
}

api::sqlite3*& handle(soci::session& session) {
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

storage_error reason(api::sqlite3* db, std::string const& otherwise) {
    auto const code = db ? api::sqlite3_extended_errcode(db) : SQLITE_OK;
    auto const known = code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE;
    auto const said =
        known ? std::string(api::sqlite3_errmsg(db)) + " (SQLite " + std::to_string(code) + ")" : otherwise;
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return storage_error("another program has been writing for too long: " + said);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return storage_error("the file is damaged: " + said);
        case SQLITE_READONLY:
            if (code == SQLITE_READONLY_DIRECTORY || code == SQLITE_READONLY_CANTINIT)
                return storage_error("the register cannot be written to, and so not be read: SQLite must be able to make its files -wal and -shm in the folder; copy it to one where it can: " + said);
            return storage_error("the register cannot be written to: " + said);
        case SQLITE_FULL: return storage_error("the disk is full: " + said);
        default: return storage_error(said);
    }
}

/// A whole script; SOCI would run its first statement and drop the rest.
void run(api::sqlite3* db, std::string const& script) {
    if (api::sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw reason(db, "");
}

int ask(soci::session& session, std::string const& question) {
    int answer = 0;
    session << question, soci::into(answer);
    return answer;
}

/// Puts a connection of ours into the session: SOCI's own way of opening makes files that are not there, and reads options out
/// of a path that has an equals sign.
void connect(soci::session& session, std::string const& path, bool create) {
    api::sqlite3* db = nullptr;
    // A connection is used by one thread at a time: it needs no lock of its own.
    auto const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    if (api::sqlite3_open_v2(path.c_str(), &db, flags, nullptr) != SQLITE_OK) {
        auto const problem = reason(db, "out of memory");
        api::sqlite3_close(db);
        throw problem;
    }
    api::sqlite3_close(std::exchange(handle(session), db));
    api::sqlite3_busy_handler(db, wait_for_turn, nullptr);
}

/// The release's number of the file, 0 for a new one. Throws unless the file is a register, or empty.
int recognise(soci::session& session) {
    try {
        auto const number = ask(session, "pragma user_version");
        auto const application = ask(session, "pragma application_id");
        auto const tables = ask(session, "select count(*) from sqlite_schema");
        if (application == application_id && number > 0) return number;
        if (application == 0 && number == 0 && tables == 0) return 0;
    } catch (soci::soci_error const&) {
        if (api::sqlite3_errcode(handle(session)) == SQLITE_NOTADB) throw unsupported("this is not a SQLite database");
        throw;
    }
    throw unsupported(
        "this SQLite database belongs to another program; name a register, or a file that does not exist yet");
}

void migrate(soci::session& session) {
    auto* const db = handle(session);
    auto const scripts = migrations_of("sqlite");
    session << "begin immediate";
    try {
        // Asked again: another program may have done it in the meantime.
        for (auto n = static_cast<std::size_t>(recognise(session)); n < scripts.size(); ++n)
            run(db, std::string(scripts[n]));
        run(db, "pragma application_id = " + std::to_string(application_id) +
                "; pragma user_version = " + std::to_string(scripts.size()) + "; commit");
    } catch (...) {
        api::sqlite3_exec(db, "rollback", nullptr, nullptr, nullptr);
        throw;
    }
}

/// A view in the place of a table can give rows without end, and a trigger can drop in silence what is written. Our own triggers need not be there:
/// they keep mistakes out, not people.
void refuse_strange_schema(soci::session& session) {
    std::string ours, strange;
    for (auto const script : migrations_of("sqlite")) ours += script;
    session << "select type || ' ' || name from sqlite_schema where type = 'view' or (type = 'trigger' and instr(:ours, substr(sql, 1 + length('CREATE TRIGGER '))) = 0) limit 1",
        soci::use(ours, "ours"), soci::into(strange);
    if (!strange.empty()) throw tampered("the file has a " + strange + ", which no release makes; nothing is read or written through it");
}

void open_file(soci::session& session, std::string const& path, access mode) {
    connect(session, path, mode == access::read_write);
    auto* const db = handle(session);
    api::sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    api::sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    auto const newest = static_cast<int>(migrations_of("sqlite").size());
    session << "begin";  // what is asked must not change in between: another program may be making it
    auto const number = [&] {
        struct end {
            soci::session& s;
            ~end() { api::sqlite3_exec(handle(s), "rollback", nullptr, nullptr, nullptr); }
        } const at_end{session};
        try {
            auto const found = recognise(session);
            if (found > 0 && found <= newest) refuse_strange_schema(session);
            return found;
        } catch (soci::soci_error const& e) {  // while SQLite still knows the reason
            throw reason(db, without_statement(e.what()));
        }
    }();
    if (number > newest)
        throw unsupported("the register was written by a newer release (its tables have number " +
                          std::to_string(number) + ", this release knows " + std::to_string(newest) +
                          "); install that release");
    run(db, "pragma cache_size = -65536");  // 64 MB; with the 2 MB it has otherwise, bulk writes take twice as long
    if (mode == access::read_only) {
        if (number < newest)
            throw unsupported(number == 0 ? "there is no register in it: it is empty" : "the register's tables are older than this release; open it once for writing");
        run(db, "pragma query_only = on");
        return;
    }
    // In this order: a file that is not ours must not be changed, and the mode cannot change within a transaction.
    // What is erased is overwritten (secure_delete); temporary copies stay in memory.
    run(db, "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; "
            "pragma temp_store = memory");
    if (number < newest) migrate(session);
}

/// A prepared statement.
class command {
public:
    command(api::sqlite3* db, std::string const& sql) : db_(db) {
        if (api::sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK)
            throw reason(db, "");
    }
    ~command() { api::sqlite3_finalize(statement_); }
    command(command const&) = delete;

    void operator()() { ask([](api::sqlite3_stmt*) {}); }
    /// Calls f(statement) for the first row, if there is one.
    template <class F> void ask(F f) {
        struct end {
            command& c;
            ~end() { c.reset(); }
        } const at_end{*this};
        step(f);
    }
    /// Calls f(statement) for the next row, and says whether there was one. After the last: `reset`.
    template <class F> bool step(F f) {
        auto const step = api::sqlite3_step(statement_);
        if (step == SQLITE_ROW) f(statement_);
        else if (step != SQLITE_DONE) throw reason(db_, "");
        return step == SQLITE_ROW;
    }
    void reset() { api::sqlite3_reset(statement_); }
    void bind(int place, long long n) { api::sqlite3_bind_int64(statement_, place, n); }
    void bind(int place, std::string const& text) {
        api::sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }

    void bind(std::string const& name, std::string const& text) { bind(api::sqlite3_bind_parameter_index(statement_, (":" + name).c_str()), text); }

private:
    api::sqlite3* db_;
    api::sqlite3_stmt* statement_ = nullptr;
};

/// Adds rows to a table.
template <class Row> class inserter {
public:
    explicit inserter(api::sqlite3* db)
        : insert_(db, std::string("insert into ") + Row::table + " (" + column_names<Row>() + ") values (" + column_names<Row>(":") + ")") {}

    void operator()(Row const& row) {
        int place = 0;
        each_column(row, [&](char const*, auto const& value) { insert_.bind(++place, value); });
        insert_();
    }

private:
    command insert_;
};

class sqlite_rows : public row_source {
public:
    sqlite_rows(api::sqlite3* db, std::string const& sql, named_texts texts, std::vector<place> places)
        : row_source(std::move(texts), std::move(places)), select_(db, sql) {}

    bool next() override {
        return select_.step([&](api::sqlite3_stmt* row) {
            int column = 0;
            for (auto const& to : places_) {
                auto const* const text = std::holds_alternative<std::string*>(to) ? reinterpret_cast<char const*>(api::sqlite3_column_text(row, column)) : nullptr;
                if (text) std::get<std::string*>(to)->assign(text, static_cast<std::size_t>(api::sqlite3_column_bytes(row, column)));
                else if (api::sqlite3_column_type(row, column) != SQLITE_INTEGER) throw no_value(api::sqlite3_column_name(row, column));
                else *std::get<long long*>(to) = api::sqlite3_column_int64(row, column);
                ++column;
            }
        });
    }

protected:
    void execute() override {
        select_.reset();
        for (auto const& [name, text] : texts_) select_.bind(name, text);
    }

private:
    command select_;
};

/// What writing takes, prepared once.
struct writing_commands {
    explicit writing_commands(api::sqlite3* db)
        : begin(db, "begin immediate"), data_version(db, "pragma data_version"), head(db, dossier_head::query), commit(db, "commit"), insert(db, db, db, db) {}

    command begin, data_version, head, commit;
    std::tuple<inserter<event_row>, inserter<request_row>, inserter<text_row>, inserter<sealed_row>> insert;
};

class sqlite_database : public database {
public:
    sqlite_database(std::string const& path, access mode) : database("register " + detail::quoted_path(path)), memory_(path == ":memory:") {
        session_.open(soci::sqlite3, ":memory:");
        try {
            // Absolute, so that no name reads as an option ("file:…" is one to SQLite).
            auto const file = memory_ ? path : std::filesystem::absolute(path).string();
            auto const there = memory_ ? std::filesystem::file_status() : std::filesystem::status(file);
            if (mode == access::read_only && !memory_ && !std::filesystem::exists(there)) throw not_found("there is no such file");
            if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there))
                throw bad_input("it is not a file; name a register, or a file that does not exist yet");
            open_file(session_, file, mode);
        } catch (error& e) {
            e.in(place());
            throw;
        } catch (soci::soci_error const& e) {
            auto problem = reason(handle(session_), e.what());
            problem.in(place());
            throw problem;
        } catch (std::filesystem::filesystem_error const& e) {
            throw storage_error(place() + ": " + e.code().message());
        }
    }

    void begin_reading() override { session_ << "begin"; }
    void look() override {}
    void begin_writing() override {
        int moved = 0;
        api::sqlite3_file_control(db(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
        if (moved) throw storage_error("the file was moved or removed while it was open; open it anew, under the name it has now");
        commands().begin();
    }
    void lock(std::vector<std::string>, bool) override {}  // writers come one after the other
    void unlock() noexcept override {}

    long long written_by_others() override {
        long long version = 0;
        commands().data_version.ask([&](api::sqlite3_stmt* row) { version = api::sqlite3_column_int64(row, 0); });
        return version;
    }
    std::optional<dossier_head> head_of(std::string const& request_id) override {
        auto& head = commands().head;
        head.bind(1, request_id);
        head.bind(2, request_id);
        std::optional<dossier_head> found;
        head.ask([&](api::sqlite3_stmt* row) {
            auto const* digest = reinterpret_cast<char const*>(api::sqlite3_column_text(row, 1));
            found = dossier_head{api::sqlite3_column_int64(row, 0), digest ? digest : "", api::sqlite3_column_int64(row, 2)};
        });
        return found;
    }
    std::unique_ptr<row_source> rows(std::string const& sql, named_texts texts, std::vector<row_source::place> places) override {
        return std::make_unique<sqlite_rows>(db(), sql, std::move(texts), std::move(places));
    }
    void insert(row_batch& batch) override {
        batch.each([&]<class Row>(std::vector<Row> const& rows) {
            for (auto const& row : rows) std::get<inserter<Row>>(commands().insert)(row);
        });
        batch.clear();
    }
    void commit(row_batch& batch) override {
        insert(batch);
        commands().commit();
    }

    // Writers come one after the other, and no row is ever deleted: row ids follow each other, and vacuum does not change them.
    long long written() override {
        long long last = 0;
        session_ << "select coalesce(max(rowid), 0) from event", soci::into(last);
        return last;
    }
    std::string written_since(long long since) const override { return "rowid > " + std::to_string(since); }
    std::string mark_at(long long written) override {
        std::string id, digest = "empty";
        session_ << "select id from register_id", soci::into(id);
        session_ << "select digest from event where rowid = :written", soci::use(written, "written"), soci::into(digest);
        return id + "." + digest;
    }

    char const* in_list() const override { return " in (select value from json_each(:list))"; }
    void fail(soci::soci_error const& e) override { throw reason(db(), without_statement(e.what())); }
    void reconnect() override { throw storage_error("the database file cannot be opened again"); }
    bool can_be_shared() const override { return !memory_; }

    void scrub() override {
        if (memory_) return;
        empty_log();  // else vacuum would copy it
        run(db(), "vacuum");
        empty_log();
    }

    /// A table made anew without STRICT would hold anything under the names of its columns.
    void check_layout() override {
        soci::session fresh(soci::sqlite3, ":memory:");
        for (auto const script : migrations_of("sqlite")) run(handle(fresh), std::string(script));
        for (std::string const table : {"event", "request", "private_text", "sealed"}) {
            auto const made = [&](soci::session& session) {
                std::string sql;
                session << "select sql from sqlite_schema where type = 'table' and name = :name", soci::use(table, "name"), soci::into(sql);
                return sql;
            };
            if (made(session_) != made(fresh)) throw tampered("table " + table + " is not laid out as this release makes it");
        }
    }

    void check() override {
        for (auto const* question : {"pragma integrity_check", "pragma foreign_key_check"}) {
            soci::indicator is = soci::i_ok;
            std::string first;
            session_ << question, soci::into(first, is);
            if (session_.got_data() && is == soci::i_ok && first != "ok")
                throw storage_error("SQLite finds the file damaged: " + detail::quoted(first));
        }
    }

    void backup(std::string const& path, progress const& tell) override {
        std::error_code unknown;
        if (path.empty()) throw bad_input("the backup has no name");
        if (std::filesystem::exists(path, unknown)) throw conflict(detail::quoted_path(path) + " is there already; name a new file");
        auto const partial = path + ".part";
        struct closer { void operator()(api::sqlite3* db) const { api::sqlite3_close(db); } };
        try {
            api::sqlite3* raw = nullptr;
            auto const opened = api::sqlite3_open_v2(partial.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
            std::unique_ptr<api::sqlite3, closer> const to(raw);
            if (opened != SQLITE_OK) throw reason(raw, "out of memory");
            auto* const copy = api::sqlite3_backup_init(raw, "main", db(), "main");
            if (!copy) throw reason(raw, "");
            auto step = SQLITE_OK;
            try {
                do {
                    step = api::sqlite3_backup_step(copy, 100);
                    if (step == SQLITE_BUSY) api::sqlite3_sleep(20);
                    auto const of = static_cast<std::size_t>(api::sqlite3_backup_pagecount(copy));
                    if (tell) tell(of - static_cast<std::size_t>(api::sqlite3_backup_remaining(copy)), of);
                } while (step == SQLITE_OK || step == SQLITE_BUSY);
            } catch (...) {
                api::sqlite3_backup_finish(copy);
                throw;
            }
            api::sqlite3_backup_finish(copy);
            if (step != SQLITE_DONE) throw reason(raw, api::sqlite3_errstr(step));
        } catch (error& e) {
            std::error_code ignored;
            std::filesystem::remove(partial, ignored);
            e.in("backup to " + detail::quoted_path(path));
            throw;
        } catch (...) {
            std::error_code ignored;
            std::filesystem::remove(partial, ignored);
            throw;
        }
        std::error_code problem;
        std::filesystem::rename(partial, path, problem);
        if (!problem) return;
        std::error_code ignored;
        std::filesystem::remove(partial, ignored);
        throw storage_error("backup to " + detail::quoted_path(path) + ": " + problem.message());
    }

private:
    api::sqlite3* db() { return handle(session_); }
    writing_commands& commands() { return commands_ ? *commands_ : commands_.emplace(db()); }

    void empty_log() {
        int busy = 0, pages = 0, moved = 0;
        session_ << "pragma wal_checkpoint(truncate)", soci::into(busy), soci::into(pages), soci::into(moved);
        if (busy)
            throw storage_error("another program is reading: what was erased may still lie in the write-ahead log; erase again later");
    }

    bool memory_;
    std::optional<writing_commands> commands_{};
};

}  // namespace

std::unique_ptr<database> open_sqlite(std::string const& path, access mode) {
    return std::make_unique<sqlite_database>(path, mode);
}

}  // namespace comity::v0::detail
