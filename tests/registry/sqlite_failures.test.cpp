// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <linux/fs.h>

// A disk that is full, and files that cannot be written to.

using namespace test;

namespace {

namespace api = sqlite_api;

/// The connection that the library opened last: SQLite tells of each.
api::sqlite3*& newest_connection() {
    static api::sqlite3* db = nullptr;
    return db;
}

int remember(api::sqlite3* db, char const**, void const*) {
    newest_connection() = db;
    return SQLITE_OK;
}

class watched_connections {
public:
    watched_connections() { api::sqlite3_auto_extension(entry()); }
    ~watched_connections() { api::sqlite3_cancel_auto_extension(entry()); }

private:
    static void (*entry())() { return reinterpret_cast<void (*)()>(reinterpret_cast<void*>(&remember)); }
};

void run(api::sqlite3* db, std::string const& sql) { REQUIRE(api::sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK); }

int pages(database const& db) {
    soci::session session(soci::sqlite3, "dbname=" + db.file().string());
    int count = 0;
    session << "pragma page_count", soci::into(count);
    return count;
}

request long_request(std::size_t length = 3000) {
    auto r = small_request();
    r.note = std::string(length, 'x');
    return r;
}

std::vector<comity::filing> long_filings(int count) {
    return std::vector<comity::filing>(static_cast<std::size_t>(count), {.request = long_request()});
}

/// Makes the call until it fails, and gives the complaint. Each that did not fail is there.
std::string until_full(database const& db, registry& r, std::function<void()> const& call, int most = 1000) {
    for (int n = 0; n < most; ++n) {
        auto const before = db.rows();
        try {
            call();
        } catch (comity::storage_error const& e) {
            CHECK(db.rows() == before);
            CHECK(r.verify().entries == before.at("event"));
            return e.what();
        } catch (std::exception const& e) {
            return std::string("(another error) ") + e.what();
        }
    }
    return "(nothing thrown)";
}

bool set_immutable(std::filesystem::path const& file, bool is) {
    auto const fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    int flags = 0;
    auto done = fd >= 0 && ::ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0;
    flags = is ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
    done = done && ::ioctl(fd, FS_IOC_SETFLAGS, &flags) == 0;
    if (fd >= 0) ::close(fd);
    return done;
}

}  // namespace

TEST_CASE("no room in the database file: an error that says so, nothing half-written, and on with it when there is room") {
    watched_connections watched;
    database db;
    auto r = db.open();
    auto* const connection = newest_connection();
    auto const first = r.file(long_request());
    for (int const room : {0, 1, 2, 3, 5, 10, 40}) {
        CAPTURE(room);
        auto const limit = [&] { run(connection, "pragma max_page_count = " + std::to_string(pages(db) + room)); };
        limit();
        auto text = until_full(db, r, [&] { r.file(long_request()); });
        mentions(text, "the disk is full");
        mentions(until_full(db, r, [&] { r.record(first, {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = std::string(9000, 'y')}); }), "the disk is full");
        limit();
        mentions(until_full(db, r, [&] { r.file_many(long_filings(600)); }), "the disk is full");
        limit();
        mentions(until_full(db, r, [&] {
                     std::size_t n = 0;
                     r.write([&] { return n++ < 600 ? std::optional(comity::filing{.request = long_request()}) : std::nullopt; });
                 }),
                 "the disk is full");
        limit();
        mentions(until_full(db, r, [&] {
                     r.record_many(std::vector<comity::recording>(300, {.request = first, .event = {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = std::string(3000, 'z')}}));
                 }),
                 "the disk is full");
        CHECK(r.dossier(first).request() == long_request());
        run(connection, "pragma max_page_count = 1000000");
        auto const before = r.verify().dossiers;
        r.file(long_request());
        r.file_many(long_filings(3));
        r.record(first, {.kind = event_kind::noted, .on = date(2020, 4, 1)});
        CHECK(r.verify().dossiers == before + 4);
    }
    r.check();
    CHECK(db.open().verify().root == r.verify().root);
}

TEST_CASE("no room for a new register's tables: none are made, and they are when there is room") {
    watched_connections watched;
    database db;
    // The library's own connection, before it has read the file.
    static int limit;
    auto const entry = reinterpret_cast<void (*)()>(reinterpret_cast<void*>(+[](api::sqlite3* c, char const**, void const*) {
        return limit ? api::sqlite3_exec(c, ("pragma max_page_count = " + std::to_string(limit)).c_str(), nullptr, nullptr, nullptr) : SQLITE_OK;
    }));
    api::sqlite3_auto_extension(entry);
    for (int const pages : {1, 2, 5, 10}) {
        CAPTURE(pages);
        limit = pages;
        auto const text = complaint<comity::storage_error>([&] { db.open(); });
        mentions(text, "the disk is full");
        mentions(text, "requests.db");
        CHECK(db.tables().empty());
    }
    limit = 0;
    api::sqlite3_cancel_auto_extension(entry);
    auto r = db.open();
    r.file(small_request());
    r.verify();
}

TEST_CASE("no room to seal, to copy, to erase") {
    watched_connections watched;
    database db;
    auto r = db.open();
    auto* const connection = newest_connection();
    r.file_many(long_filings(300));
    auto of_person = long_request();
    of_person.persons = {{.names = {{.text = "Anselm Quiring", .kind = comity::name_kind::usual}}, .nationalities = {}, .born = {}}};
    auto const id = r.file(of_person);
    auto const before = db.rows();
    auto const root = r.verify().root;

    run(connection, "pragma max_page_count = " + std::to_string(pages(db)));
    mentions(complaint<comity::storage_error>([&] { r.seal(); }), "the disk is full");
    CHECK(db.rows() == before);
    CHECK(r.verify().seals == 0);
    CHECK(r.verify().root == root);
    run(connection, "pragma max_page_count = 1000000");
    r.seal();

    // A register of another file, into which it does not fit.
    auto const other = db.folder() / "other.db";
    auto copy = registry::open(other.string());
    auto* const connection_of_copy = newest_connection();
    run(connection_of_copy, "pragma max_page_count = 40");
    mentions(complaint<comity::storage_error>([&] { r.copy_to(copy); }), "the disk is full");
    CHECK(copy.find({}).empty());
    CHECK(copy.verify().dossiers == 0);
    run(connection_of_copy, "pragma max_page_count = 1000000");
    CHECK(r.copy_to(copy) == 301);

    run(connection, "pragma max_page_count = " + std::to_string(pages(db)));
    auto const unerased = db.rows();
    mentions(complaint<comity::storage_error>([&] { r.erase_person("Anselm Quiring", std::string(9000, 'w')); }), "the disk is full");
    CHECK(db.rows() == unerased);
    CHECK(r.dossier(id).request() == of_person);
    run(connection, "pragma max_page_count = 1000000");
    CHECK(r.erase_person("Anselm Quiring", "order 12").persons.size() == 1);
    CHECK(r.dossier(id).request().persons.front().names.front().text == comity::erased);
    r.verify(r.sealed());
}

TEST_CASE("a file that may not grow: the same") {
    database db;
    auto const text = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        auto r = db.open();
        auto const first = r.file(long_request());
        r.file_many(long_filings(200));
        std::string said;
        auto const limit = [](rlim_t bytes) {
            rlimit both{};
            ::getrlimit(RLIMIT_FSIZE, &both);
            both.rlim_cur = bytes;
            ::setrlimit(RLIMIT_FSIZE, &both);
        };
        auto const need = [&](bool is, std::string const& what) {
            if (!is) throw std::runtime_error(what);
        };
        for (rlim_t const more : {0, 1000, 5000, 30'000, 200'000}) {
            auto const before = r.verify();
            for (int bulk = 0; bulk < 2; ++bulk) {
                auto const wal = std::filesystem::path(db.file().string() + "-wal");
                limit(std::max<rlim_t>(std::filesystem::file_size(db.file()), std::filesystem::exists(wal) ? std::filesystem::file_size(wal) : 0) + more);
                int done = 0;
                std::string error = "(nothing thrown)";
                try {
                    for (; done < 3000; ++done) {
                        if (bulk) r.file_many(long_filings(600));
                        else r.file(long_request());
                    }
                } catch (comity::storage_error const& e) {
                    error = e.what();
                }
                auto const now = r.verify();
                need(now.dossiers == before.dossiers + (bulk ? 600 : 1) * done || bulk, "half-written, or lost");
                said += std::to_string(more) + (bulk ? " bulk: " : " single: ") + error + "\n";
                limit(RLIM_INFINITY);
                auto const there = r.verify().dossiers;
                r.file(long_request());
                r.file_many(long_filings(20));
                need(r.verify().dossiers == there + 21, "it does not go on");
            }
        }
        need(r.dossier(first).request() == long_request(), "the first is another one");
        r.check();
        return said + "all checked";
    });
    INFO(text);
    CHECK(text.ends_with("all checked"));
    CHECK(text.find("(nothing thrown)") == text.npos);
    mentions(text, "disk");  // SQLite: disk I/O error; only ENOSPC is "full" to it
    auto const r = db.open();
    r.check();
    r.verify();
}

TEST_CASE("no room to tidy up after an erasure: the error says that it is recorded, and to be done again") {
    database db;
    auto const text = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        auto r = db.open();
        r.file_many(long_filings(300));
        auto of_person = long_request();
        of_person.persons = {{.names = {{.text = "Anselm Quiring", .kind = comity::name_kind::usual}}, .nationalities = {}, .born = {}}};
        auto const id = r.file(of_person);
        r.close();
        r = db.open();
        // Room for the entry, and not for the log of `vacuum`, which is somewhat greater than the file.
        rlimit both{};
        ::getrlimit(RLIMIT_FSIZE, &both);
        auto const most = both.rlim_cur;
        both.rlim_cur = std::filesystem::file_size(db.file());
        ::setrlimit(RLIMIT_FSIZE, &both);
        auto const said = complaint<comity::storage_error>([&] { r.erase_person("Anselm Quiring", "order 12"); });
        both.rlim_cur = most;
        ::setrlimit(RLIMIT_FSIZE, &both);
        auto const erased = r.dossier(id).request().persons.front().names.front().text == comity::erased;
        if (r.erase_person("Anselm Quiring", "order 12").persons.size() != (erased ? 0 : 1)) return std::string("erased twice");
        r.verify();
        r.check();
        std::ifstream in(db.file(), std::ios::binary);
        std::string const bytes(std::istreambuf_iterator<char>(in), {});
        if (bytes.find("Anselm") != bytes.npos) return std::string("it is still there");
        return (erased ? "recorded: " : "not recorded: ") + said;
    });
    INFO(text);
    auto const clear = text.starts_with("not recorded: disk") || (text.starts_with("recorded: ") && text.find("erase again") != text.npos);
    CHECK(clear);
}

TEST_CASE("an error of a call names the register: a program may have several") {
    watched_connections watched;
    database db;
    auto r = db.open();
    r.file(small_request());
    run(newest_connection(), "pragma max_page_count = 1");
    mentions(until_full(db, r, [&] { r.file(long_request()); }), "requests.db");
}

TEST_CASE("somebody who may only read the file") {
    database db;
    {
        auto r = db.open();
        r.file(small_request());
    }
    namespace fs = std::filesystem;
    fs::permissions(db.folder(), fs::perms(0777));
    auto const as_nobody = [&](std::function<std::string()> const& f) {
        return in_child([&]() -> std::string {
            if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return "cannot become nobody";
            return f();
        });
    };
    auto const write = [&] {
        return complaint<comity::storage_error>([&] {
            auto r = db.open();
            r.file(small_request());
        });
    };
    auto const read = [&]() -> std::string {
        auto const r = db.open({.access = comity::access::read_only});
        return "read " + std::to_string(r.verify().dossiers);
    };
    fs::permissions(db.file(), fs::perms(0444));
    SUBCASE("in a folder that can be written to") {
        auto const text = as_nobody(write);
        mentions(text, "cannot be written to");
        CHECK(as_nobody(read) == "read 1");
    }
    SUBCASE("in a folder that cannot") {
        fs::permissions(db.folder(), fs::perms(0555));
        auto const text = as_nobody(write);
        mentions(text, "requests.db");
        mentions(text, "cannot be written to");
        mentions(as_nobody(read), "requests.db");  // SQLite's log needs a file beside it
    }
    SUBCASE("or not even that") {
        fs::permissions(db.file(), fs::perms(0000));
        mentions(as_nobody(write), "unable to open");
        mentions(as_nobody(read), "unable to open");
    }
    SUBCASE("in a folder in which no file can be made") {
        fs::remove(db.file());
        fs::permissions(db.folder(), fs::perms(0555));
        mentions(as_nobody(write), "unable to open");
    }
    fs::permissions(db.folder(), fs::perms(0755));
    if (fs::exists(db.file())) {
        fs::permissions(db.file(), fs::perms(0644));
        auto r = db.open();
        r.file(small_request());
        CHECK(r.verify().dossiers == 2);
    }
}

TEST_CASE("reading in a folder in which no file can be made: read, or told that it is the folder") {
    database db;
    db.open().file(small_request());
    std::filesystem::permissions(db.folder(), std::filesystem::perms(0555));
    auto const text = in_child([&]() -> std::string {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return "cannot become nobody";
        return "read " + std::to_string(db.open({.access = comity::access::read_only}).verify().dossiers);
    });
    std::filesystem::permissions(db.folder(), std::filesystem::perms(0755));
    INFO(text);
    auto const helps = text == "read 1" || text.find("folder") != text.npos;
    CHECK(helps);
}

TEST_CASE("a file that becomes immutable between two calls") {
    database db;
    auto r = db.open();
    auto const id = r.file(small_request());
    if (!set_immutable(db.file(), true)) {
        MESSAGE("left out: this user, or this file system, cannot make a file immutable (chattr +i)");
        return;
    }
    // What is written goes into the log beside it, which can still be: the file itself is next touched at a checkpoint.
    std::string opened_anew, appended;
    appended = complaint<comity::storage_error>([&] {
        for (int i = 0; i < 30; ++i) r.file_many(long_filings(100));
    });
    opened_anew = complaint<comity::storage_error>([&] { db.open().file(small_request()); });
    auto const there = r.verify().dossiers;
    REQUIRE(set_immutable(db.file(), false));
    mentions(opened_anew, "cannot be written to");
    CHECK((appended == "(nothing thrown)" || appended.find("(SQLite ") != appended.npos));
    r.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)});
    CHECK(db.open().verify().dossiers == there);
    r.check();
}

TEST_CASE("the file is given another name while it is open: nothing is lost while its log is kept with it") {
    database db;
    auto r = db.open();
    r.file(small_request());
    std::filesystem::rename(db.file(), db.folder() / "moved.db");
    auto const said = complaint<comity::storage_error>([&] { r.file(small_request()); });
    r.close();
    std::filesystem::rename(db.folder() / "moved.db", db.file());
    CHECK(db.open().verify().dossiers == (said == "(nothing thrown)" ? 2 : 1));
}

TEST_CASE("the file is given another name while it is open: further calls are refused") {
    database db;
    auto r = db.open();
    r.file(small_request());
    std::filesystem::rename(db.file(), db.folder() / "moved.db");
    CHECK(complaint<comity::storage_error>([&] { r.file(small_request()); }) != "(nothing thrown)");
}

// ---- a file that does other things than it seems ---------------------------------------------------------------------------

TEST_CASE("a trigger that drops what is written, and a view in the place of a table, are found before anything is read or written") {
    struct strange {
        char const* sql;
        char const* name;
    };
    for (auto const& [sql, name] : {strange{"create trigger evil before insert on event begin select raise(ignore); end", "trigger evil"},
                                    strange{"create trigger evil after insert on event begin delete from private_text; end", "trigger evil"},
                                    strange{"drop trigger event_no_update; create trigger event_no_update before update on event begin select 1; end", "trigger event_no_update"},
                                    strange{"create view evil as with recursive r(n) as (select 1 union all select n + 1 from r) select * from r", "view evil"}}) {
        database db;
        db.open().file(small_request());
        {
            soci::session session(soci::sqlite3, "dbname=" + db.file().string());
            api::sqlite3_exec(static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_, sql, nullptr, nullptr, nullptr);
        }
        for (auto const mode : {comity::access::read_only, comity::access::read_write})
            try {
                registry::open(db.url(), {.access = mode});
                FAIL("it was opened");
            } catch (comity::tampered const& e) {
                CHECK(std::string(e.what()).find(std::string("the file has a ") + name) != std::string::npos);
            }
    }
}
