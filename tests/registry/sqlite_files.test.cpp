// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <sys/stat.h>

#include <fstream>
#include <iterator>

using namespace test;

namespace {

std::string bytes(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> files(std::filesystem::path const& folder) {
    std::vector<std::string> names;
    for (auto const& f : std::filesystem::directory_iterator(folder)) names.push_back(f.path().filename().string());
    return names;
}

}  // namespace

TEST_CASE("ways of naming a register") {
    database db;
    auto const id = db.open().file(small_request());
    CHECK(registry::open(db.file().string()).find({}) == std::vector{id});
    CHECK(registry::open("sqlite://" + db.file().string()).find({}) == std::vector{id});
    CHECK(registry::open(":memory:").find({}).empty());
    auto memory = registry::open("sqlite://:memory:");
    CHECK(memory.dossier(memory.file(full_request())).request() == full_request());
    auto const odd = db.folder() / "a b=c;\"d' ü.db";
    auto const there = registry::open(odd.string()).file(small_request());
    CHECK(registry::open("sqlite://" + odd.string()).find({}) == std::vector{there});
}

TEST_CASE("names that are refused, without a word of what may be a password") {
    for (std::string_view url : {"", "sqlite://", "mysql://root:secret@host/db", "sqlite:requests.db",
                                 "file:requests.db?mode=memory", "sqlite://x.db?mode=ro"}) {
        INFO(url);
        auto const text = complaint<comity::bad_input>([&] { registry::open(url); });
        mentions(text, "sqlite");
        CHECK(text.find("secret") == text.npos);
    }
    mentions(complaint<comity::bad_input>([] { registry::open(std::string_view("a\0b", 3)); }), "NUL");
}

TEST_CASE("files that are no register are refused, and left as they are") {
    database db;
    auto const file = db.file();
    auto const refused = [&](std::string_view why) {
        auto const before = bytes(file);
        for (auto const mode : {comity::access::read_write, comity::access::read_only}) {
            auto const text = complaint<comity::unsupported>([&] { db.open({.access = mode}); });
            mentions(text, why);
            mentions(text, "requests.db");
        }
        CHECK(bytes(file) == before);
        CHECK(files(db.folder()) == std::vector<std::string>{"requests.db"});
    };
    SUBCASE("text") {
        std::ofstream(file) << std::string(5000, 'x');
        refused("not a SQLite database");
    }
    SUBCASE("another program's database") {
        db.sql("create table photos (id integer)");
        refused("another program");
    }
    SUBCASE("another program's database, marked as such") {
        db.sql("pragma application_id = 7");
        refused("another program");
    }
    SUBCASE("a newer release's") {
        db.open();
        db.sql("pragma user_version = 1000");
        db.sql("pragma journal_mode = delete");
        refused("newer release");
    }
}

TEST_CASE("a folder, a pipe or a device is no register, and nobody waits for one to become it") {
    database db;
    REQUIRE(::mkfifo(db.file().c_str(), 0600) == 0);
    for (auto const mode : {comity::access::read_write, comity::access::read_only}) {
        mentions(complaint<comity::bad_input>([&] { db.open({.access = mode}); }), "it is not a file; name a register, or a file that does not exist yet");
        for (auto const& other : {db.folder().string(), std::string("/dev/zero")})
            mentions(complaint<comity::bad_input>([&] { registry::open(other, {.access = mode}); }), "it is not a file");
    }
}

TEST_CASE("a damaged file is reported, and nothing crashes") {
    database db;
    {
        auto registry = db.open();
        std::vector<comity::filing> many(300, {.request = full_request()});
        registry.file_many(many);
    }
    auto const good = bytes(db.file());
    for (std::size_t at = 4096; at < good.size(); at += 4096 * 7) {
        auto bad = good;
        for (std::size_t i = at; i < std::min(at + 600, bad.size()); ++i) bad[i] = static_cast<char>(bad[i] ^ 0x5A);
        std::ofstream(db.file(), std::ios::binary | std::ios::trunc) << bad;
        try {
            auto registry = db.open();
            registry.each({}, [](comity::dossier const&) {});
        } catch (comity::error const& e) {
            CHECK(std::string(e.what()).size() > 10);
        }
    }
    std::ofstream(db.file(), std::ios::binary | std::ios::trunc) << good.substr(0, good.size() / 2);
    CHECK_THROWS_AS(db.open().each({}, [](comity::dossier const&) {}), comity::storage_error);
}

TEST_CASE("one byte changed in the file, in any entry, is found") {
    database db;
    {
        auto registry = db.open();
        for (int i = 0; i < 5; ++i) registry.file(full_request(), {.note = "n"});
        registry.seal();
    }
    auto const good = bytes(db.file());
    std::vector<std::string> contents;
    {
        auto session = db.connect();
        for (std::string const of : {"kind || happened || body || digest from event", "kind || requesting from request", "body from request", "content from private_text"}) {
            std::string text;
            soci::statement all = (session.prepare << "select " + of, soci::into(text));
            all.execute();
            while (all.fetch()) contents.push_back(text);
        }
    }
    std::size_t flipped = 0;
    for (auto const& content : contents) {
        if (content.size() < 20) continue;
        auto const at = good.find(content.substr(0, 20));
        if (at == good.npos) continue;  // on overflow pages, or behind the key
        for (std::size_t i = 0; i < std::min<std::size_t>(content.size(), 200); i += 23) {
            auto bad = good;
            bad[at + i] = static_cast<char>(bad[at + i] ^ 0x01);
            std::ofstream(db.file(), std::ios::binary | std::ios::trunc) << bad;
            INFO(content.substr(0, 40) << " byte " << i);
            CHECK_THROWS_AS(db.open({.access = comity::access::read_only}).verify(), comity::error);
            ++flipped;
        }
    }
    CHECK(flipped > 50);
    std::ofstream(db.file(), std::ios::binary | std::ios::trunc) << good;
    CHECK(db.open().verify().dossiers == 5);
}

TEST_CASE("a backup, while others write; and the database's own check") {
    database db;
    auto registry = db.open();
    std::vector<comity::filing> many(3000, {.request = small_request()});
    registry.file_many(many);
    auto other = db.open();
    auto const copy = db.folder() / "copy.db";
    std::size_t told = 0;
    registry.backup(copy, [&](std::size_t done, std::size_t of) {
        if (told++ == 0) other.file(small_request());
        CHECK(done <= of);
    });
    CHECK(told > 1);
    auto kept = registry::open(copy.string());
    CHECK(kept.verify().dossiers >= 3000);
    kept.check();
    registry.check();
    mentions(complaint<comity::conflict>([&] { registry.backup(copy); }), "there already");
    mentions(complaint<comity::storage_error>([&] { registry.backup(db.folder() / "no" / "copy.db"); }), "backup to");
    auto const files_before = files(db.folder());
    CHECK_THROWS(registry.backup(db.folder() / "stopped.db", [](std::size_t, std::size_t) { throw comity::bad_input("stop"); }));
    CHECK(files(db.folder()) == files_before);

    auto damaged = bytes(copy);
    kept.close();
    for (std::size_t at = 8192; at < damaged.size(); at += 4096) damaged[at] = 0x7F;
    std::ofstream(copy, std::ios::binary | std::ios::trunc) << damaged;
    CHECK_THROWS_AS(registry::open(copy.string()).check(), comity::storage_error);
}

TEST_CASE("reading only") {
    database db;
    mentions(complaint<comity::not_found>([&] { db.open({.access = comity::access::read_only}); }), "no such file");
    CHECK(files(db.folder()).empty());
    auto const id = db.open().file(full_request());
    {
        auto registry = db.open({.access = comity::access::read_only});
        CHECK(registry.dossier(id).request() == full_request());
        mentions(complaint<comity::unsupported>([&] { registry.file(small_request()); }), "reading only");
    }
    CHECK(files(db.folder()) == std::vector<std::string>{"requests.db"});
    mentions(
        complaint<comity::storage_error>([&] { registry::open((db.folder() / "no" / "such" / "folder.db").string()); }),
        "folder.db");
    mentions(complaint<comity::storage_error>([&] { registry::open(db.folder().string()); }), "register");
    std::ofstream(db.folder() / "empty.db");
    CHECK(registry::open((db.folder() / "empty.db").string()).find({}).empty());
}

TEST_CASE("a closed register says so") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.close();
    registry.close();
    mentions(complaint<comity::storage_error>([&] { registry.find({}); }), "closed");
    mentions(complaint<comity::storage_error>([&] { registry.file(small_request()); }), "closed");
    mentions(complaint<comity::storage_error>([&] { (void)registry.law(); }), "closed");
    registry = db.open();
    auto const moved = std::move(registry);
    CHECK(moved.find({}) == std::vector{id});
}

TEST_CASE("what is written is safe from a power cut: WAL, and synchronous in full") {
    database db;
    db.open();
    soci::session session(soci::sqlite3, "dbname=" + db.file().string());
    std::string mode;
    session << "pragma journal_mode", soci::into(mode);
    CHECK(mode == "wal");
}

TEST_CASE("a writer waits for another") {
    database db;
    auto registry = db.open();
    soci::session other(soci::sqlite3, "dbname=" + db.file().string());
    other << "begin immediate";
    // Reading goes on meanwhile.
    CHECK(registry.find({}).empty());
    other << "rollback";
    registry.file(small_request());
}
