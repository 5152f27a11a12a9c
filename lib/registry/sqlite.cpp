// SPDX-License-Identifier: Apache-2.0
#include "sqlite.hpp"

#include "embedded.hpp"
#include "quoted.hpp"

// This header puts the C API of SQLite into namespace sqlite_api; <sqlite3.h> must not be included beside it.
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace comity::inline v0::detail::sqlite {

namespace {

namespace api = sqlite_api;

constexpr int application_id =
    0x636d7479;  // "cmty", in the header of the file: what `file` and SQLite know a register by
constexpr int busy_timeout_ms = 10'000;

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
        case SQLITE_READONLY: return storage_error("the register cannot be written to: " + said);
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
    auto const flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
    if (api::sqlite3_open_v2(path.c_str(), &db, flags, nullptr) != SQLITE_OK) {
        auto const problem = reason(db, "out of memory");
        api::sqlite3_close(db);
        throw problem;
    }
    api::sqlite3_close(std::exchange(handle(session), db));
    api::sqlite3_busy_timeout(db, busy_timeout_ms);
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

std::vector<embedded_file> numbered_migrations() {
    auto const files = migrations();
    std::vector<embedded_file> sorted(files.begin(), files.end());
    std::ranges::sort(sorted, {}, &embedded_file::path);
    return sorted;
}

void migrate(soci::session& session) {
    auto* const db = handle(session);
    auto const scripts = numbered_migrations();
    begin_writing(session);
    try {
        // Asked again: another program may have done it in the meantime.
        for (auto n = static_cast<std::size_t>(recognise(session)); n < scripts.size(); ++n)
            run(db, std::string(scripts[n].text));
        run(db, "pragma application_id = " + std::to_string(application_id) +
                "; pragma user_version = " + std::to_string(scripts.size()) + "; commit");
    } catch (...) {
        api::sqlite3_exec(db, "rollback", nullptr, nullptr, nullptr);
        throw;
    }
}

void open_file(soci::session& session, std::string const& path, access mode) {
    connect(session, path, mode == access::read_write);
    auto* const db = handle(session);
    api::sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    api::sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    auto const number = recognise(session);
    auto const newest = static_cast<int>(numbered_migrations().size());
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
    run(db, "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
    if (number < newest) migrate(session);
}

}  // namespace

std::unique_ptr<soci::session> open(std::string const& path, access mode) {
    auto session = std::make_unique<soci::session>(soci::sqlite3, ":memory:");
    try {
        if (path == ":memory:") {
            open_file(*session, path, mode);
            return session;
        }
        // Absolute, so that no name reads as an option ("file:…" is one to SQLite).
        auto const file = std::filesystem::absolute(path);
        if (mode == access::read_only && !std::filesystem::exists(file)) throw not_found("there is no such file");
        open_file(*session, file.string(), mode);
    } catch (error& e) {
        e.in("register " + detail::quoted(path));
        throw;
    } catch (soci::soci_error const& e) {
        auto problem = explain(*session, e);
        problem.in("register " + detail::quoted(path));
        throw problem;
    } catch (std::filesystem::filesystem_error const& e) {
        throw storage_error("register " + detail::quoted(path) + ": " + e.code().message());
    }
    return session;
}

void begin_writing(soci::session& session) { session << "begin immediate"; }

storage_error explain(soci::session& session, soci::soci_error const& e) { return reason(handle(session), e.what()); }

}  // namespace comity::v0::detail::sqlite
