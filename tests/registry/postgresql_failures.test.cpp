// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <functional>
#include <set>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

// What a server may do to its clients: refuse, throw out, fall silent.

using namespace test;

namespace {

soci::session as_owner() { return soci::session(soci::postgresql, test_url("application_name=comity-tests-owner")); }

/// Somebody else, who may only do what is granted; gone in the end.
class role {
public:
    explicit role(std::string const& options = "") {
        static int count = 0;
        name_ = "comity_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
        as_owner() << "create role " + name_ + " login password '" + password + "' " + options;
    }
    ~role() {
        try {
            as_owner() << "drop owned by " + name_ + "; drop role " + name_;
        } catch (soci::soci_error const& e) {
            FAIL_CHECK("left behind: role " << name_ << ": " << std::string(e.what()));
        }
    }
    role(role const&) = delete;

    std::string const& name() const { return name_; }
    /// The database's URL, with this user in it.
    std::string url(database const& db, std::string const& with = password_in_url) const {
        auto const url = db.url();
        return "postgresql://" + name_ + ":" + with + url.substr(url.find('@'));
    }

    /// These rights on every table of the register.
    void grant(database const& db, std::string const& rights) const;

    static constexpr auto password = "hush/hush@1";
    static constexpr auto password_in_url = "hush%2Fhush%401";

private:
    std::string name_;
};

std::string schema_of(database const& db) {
    auto session = soci::session(soci::postgresql, db.url());
    std::string name;
    session << "select current_schema()", soci::into(name);
    return name;
}

void role::grant(database const& db, std::string const& rights) const {
    auto const schema = schema_of(db);
    db.sql("grant usage on schema " + schema + " to " + name_ + "; grant " + rights + " on all tables in schema " + schema + " to " + name_);
}

/// The part of a URL between its host and its parameters.
std::string with_database(std::string url, std::string const& name) {
    auto const slash = url.find('/', url.find('@')), question = url.find('?');
    return url.replace(slash + 1, (question == url.npos ? url.size() : question) - slash - 1, name);
}

void keeps_quiet(std::string const& text) {
    INFO(text);
    CHECK(text.find("hush") == text.npos);
}

std::string url_named(database const& db, std::string const& name) { return db.url() + "&application_name=" + name; }

/// Throws out all of that name, and waits until they are.
int terminate(std::string const& name) {
    auto session = as_owner();
    int count = 0, left = 1;
    session << "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '" + name + "'", soci::into(count);
    for (int n = 0; left && n < 1000; ++n) {
        session << "select count(*) from pg_stat_activity where application_name = '" + name + "'", soci::into(left);
        if (left) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return count;
}

int port_of_peer(int fd) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
    if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<sockaddr_in*>(&address)->sin_port);
    if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&address)->sin6_port);
    return 0;
}

/// This process's connections to others.
std::set<int> connections() {
    std::set<int> found;
    for (auto const& f : std::filesystem::directory_iterator("/proc/self/fd")) {
        auto const fd = std::stoi(f.path().filename().string());
        if (port_of_peer(fd) > 0) found.insert(fd);
    }
    return found;
}

std::vector<comity::filing> filings_named(std::string const& name, int count, std::size_t length = 10) {
    std::vector<comity::filing> filings;
    for (int i = 0; i < count; ++i) {
        auto r = small_request();
        r.note = std::string(length, 'x');
        filings.push_back({.request = r,
                           .options = {.id = comity::named_uuid(name, std::to_string(i))},
                           .events = {{.event = {.kind = event_kind::arrest, .on = date(2020, 4, 1), .note = "n"}}}});
    }
    return filings;
}

std::function<std::optional<comity::filing>()> source_of(std::vector<comity::filing> const& filings) {
    return [&filings, next = std::size_t{}]() mutable { return next < filings.size() ? std::optional(filings[next++]) : std::nullopt; };
}

/// All of them are there, or none; whichever it is, they can be filed (again), and all is verified.
bool all_or_nothing(database const& db, registry& r, std::vector<comity::filing> const& filings, std::map<std::string, long long> const& before) {
    auto after = db.rows();
    auto const all = after.at("event") != before.at("event");
    if (all) CHECK(after.at("event") == before.at("event") + 2 * static_cast<long long>(filings.size()));
    else CHECK(after == before);
    r.file_many(filings);
    after = db.rows();
    CHECK(after.at("event") == before.at("event") + 2 * static_cast<long long>(filings.size()));
    CHECK(after.at("request") == before.at("request") + static_cast<long long>(filings.size()));
    CHECK(r.verify().entries == after.at("event") - r.verify().seals);
    return all;
}

/// What a call said, if anything; "done" if it did what was asked.
std::string outcome(std::function<void()> const& call) {
    try {
        call();
        return "done";
    } catch (comity::storage_error const& e) {
        return std::string("storage_error: ") + e.what();
    } catch (std::exception const& e) {
        return std::string("(another error) ") + e.what();
    }
}

}  // namespace

TEST_CASE("a user who may only read: reads, and is told what is not allowed; between two calls, too") {
    database db;
    auto const id = db.open().file(full_request());
    role reader;
    auto const schema = schema_of(db);
    reader.grant(db, "select");
    auto r = registry::open(reader.url(db));
    CHECK(r.dossier(id).request() == full_request());
    CHECK(r.find({}).size() == 1);
    CHECK(r.verify().dossiers == 1);

    auto const filings = filings_named("reader", 600);
    auto const recording = comity::recording{.request = id, .event = {.kind = event_kind::noted, .on = date(2020, 4, 1), .note = "n"}};
    auto const all_refused = [&](std::string const& why) {
        CAPTURE(why);
        auto const before = db.rows();
        for (auto const& call : std::vector<std::function<void()>>{[&] { r.file(small_request()); },
                                                                   [&] { r.record(id, recording.event); },
                                                                   [&] { r.record_many(std::vector(300, recording)); },
                                                                   [&] { r.file_many(filings); },
                                                                   [&] { r.write(source_of(filings)); }}) {
            auto const text = complaint<comity::storage_error>(call);
            mentions(text, "the database does not let this user do that");
            mentions(text, "permission denied for table " + why);
            keeps_quiet(text);
            CHECK(db.rows() == before);
        }
        CHECK(r.verify().dossiers == 1);
    };
    all_refused("event");
    mentions(complaint<comity::storage_error>([&] { r.seal(); }), "permission denied");
    mentions(complaint<comity::storage_error>([&] { r.erase_person("Ivan Sidorov", "order 12"); }), "permission denied");
    db.sql("grant insert on event to " + reader.name());  // half of what a record takes
    r.dossier(id);
    auto const before = db.rows();
    mentions(complaint<comity::storage_error>([&] { r.file_many(filings); }), "permission denied for table request");
    mentions(complaint<comity::storage_error>([&] { r.file(full_request()); }), "permission denied for table request");
    CHECK(db.rows() == before);

    db.sql("grant insert on all tables in schema " + schema + " to " + reader.name());
    r.record(id, recording.event);
    r.file_many(filings);
    r.seal();
    CHECK(r.verify().dossiers == 601);
    db.sql("revoke insert on all tables in schema " + schema + " from " + reader.name());
    mentions(complaint<comity::storage_error>([&] { r.record(id, recording.event); }), "permission denied for table event");
    db.sql("grant insert on all tables in schema " + schema + " to " + reader.name());
    r.record(id, recording.event);
    r.verify(r.sealed());

    // Not so much as seen any more.
    db.sql("revoke all on all tables in schema " + schema + " from " + reader.name());
    mentions(complaint<comity::storage_error>([&] { r.dossier(id); }), "permission denied");
    mentions(complaint<comity::storage_error>([&] { r.verify(); }), "permission denied");
    mentions(complaint<comity::storage_error>([&] { registry::open(reader.url(db)); }), "permission denied");
}

TEST_CASE("a user who may erase, and not tidy up, is told so") {
    database db;
    db.open().file(full_request());
    role clerk;
    auto const schema = schema_of(db);
    clerk.grant(db, "select, insert, update");
    auto r = registry::open(clerk.url(db));
    auto const said = outcome([&] { r.erase_person("Ivan Sidorov", "order 12"); });
    int dead = 0;
    auto session = as_owner();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    session << "set client_min_messages = warning; create extension if not exists pageinspect";
    session << "select cast(count(*) as int) from heap_page_items(get_raw_page('" + schema + ".private_text', 0)) where position(convert_to('Sidorov', 'UTF8') in t_data) > 0", soci::into(dead);
    CAPTURE(dead);
    CAPTURE(said);
    auto const honest = dead == 0 || said.starts_with("storage_error");
    CHECK(honest);
}

TEST_CASE("a user who may make no tables") {
    database db;
    role guest;
    auto const schema = schema_of(db);
    mentions(complaint<comity::storage_error>([&] { registry::open(guest.url(db)); }), "no schema of the search_path");
    db.sql("grant usage on schema " + schema + " to " + guest.name());
    for (int i = 0; i < 2; ++i) {
        auto const text = complaint<comity::storage_error>([&] { registry::open(guest.url(db)); });
        mentions(text, "the database does not let this user do that");
        mentions(text, "permission denied for schema " + schema);
        keeps_quiet(text);
    }
    CHECK(db.tables().empty());
    db.sql("grant create on schema " + schema + " to " + guest.name());
    registry::open(guest.url(db)).file(small_request());
}

TEST_CASE("nobody there by that name, or with that password: which, and never the password") {
    database db;
    db.open();
    role guest;
    auto const nowhere = complaint<comity::storage_error>([&] { registry::open(with_database(guest.url(db), "no_such_database")); });
    mentions(nowhere, "no_such_database");
    mentions(nowhere, "does not exist");
    keeps_quiet(nowhere);
    for (auto const* wrong : {"hush", "hush%20hush", "hush'hush\\"}) {
        auto const text = complaint<comity::storage_error>([&] { registry::open(guest.url(db, wrong)); });
        mentions(text, "password authentication failed for user");
        mentions(text, guest.name());
        keeps_quiet(text);
    }
    auto const url = guest.url(db);
    auto const host = url.find('@') + 1;
    auto const elsewhere = complaint<comity::storage_error>([&] { registry::open(url.substr(0, host) + "127.0.0.1:1/comity"); });
    mentions(elsewhere, "Connection refused");
    keeps_quiet(elsewhere);
    for (auto const* malformed : {"postgresql://me:hush%zz@127.0.0.1/y", "postgresql://me:hush@127.0.0.1/y?hush",
                                  "postgresql://me:hush@[::1/y", "postgresql://127.0.0.1/y?password=hush&nonsense=hush", "postgresql:/me:hush@127.0.0.1/y"}) {
        auto const text = complaint<comity::error>([&] { registry::open(malformed); });
        CHECK(text != "(nothing thrown)");
        keeps_quiet(text);
    }
    // In parameters, too, where it is as good a password.
    auto const question = url.find('?');
    auto const parameter = "postgresql://" + url.substr(host, question - host) + "?user=" + guest.name() + "&password=hush";
    keeps_quiet(complaint<comity::storage_error>([&] { registry::open(parameter); }));
}

TEST_CASE("a password with an @ that is not written %40 is not shown as the host") {
    for (auto const* malformed : {"postgresql://me:secret@hush@127.0.0.1:1/y", "postgresql://me:secret@hush@127.0.0.1:x/y", "postgresql://me:se@hush@localhost/y"})
        keeps_quiet(complaint<comity::error>([&] { registry::open(malformed); }));
}

TEST_CASE("a server that is not to be reached when a connection is lost: an error each time, and in the end it is there again") {
    database db;
    db.open().file(small_request());
    role guest;
    guest.grant(db, "select, insert");
    auto const text = in_child([&] {
        auto r = registry::open(guest.url(db) + "&application_name=" + guest.name());
        as_owner() << "alter role " + guest.name() + " password 'another'";
        r.file(small_request());
        if (terminate(guest.name()) != 1) return std::string("not thrown out");
        std::string said;
        for (int i = 0; i < 2; ++i) said += outcome([&] { r.find({}); }) + '\n' + outcome([&] { r.file(small_request()); }) + '\n';
        as_owner() << "alter role " + guest.name() + " password '" + role::password + "'";
        said += std::to_string(r.find({}).size());
        r.file(small_request());
        return said + ' ' + std::to_string(r.verify().dossiers);
    });
    mentions(text, "password authentication failed");
    keeps_quiet(text);
    INFO(text);
    CHECK(text.ends_with("\n2 3"));
}

TEST_CASE("a server, or a user, set to read only") {
    database db, empty;
    auto const id = db.open().file(small_request());
    auto const read_only = [](database const& of) {
        auto url = of.url();
        return url + "%20-c%20default_transaction_read_only%3Don";
    };
    auto r = registry::open(read_only(db));
    CHECK(r.dossier(id).request() == small_request());
    auto const before = db.rows();
    for (auto const& call : std::vector<std::function<void()>>{[&] { r.file(small_request()); },
                                                               [&] { r.file_many(filings_named("read only", 300)); },
                                                               [&] { r.seal(); }})
        mentions(complaint<comity::storage_error>(call), "the register cannot be written to");
    CHECK(db.rows() == before);
    CHECK(r.verify().dossiers == 1);
    mentions(complaint<comity::storage_error>([&] { registry::open(read_only(empty)); }), "cannot be written to");
    CHECK(empty.tables().empty());
    empty.open();
    CHECK(r.find({}).size() == 1);
}

TEST_CASE("thrown out between two calls: the next one does what it should") {
    database db;
    auto const name = schema_of(db) + "_out";
    auto r = registry::open(url_named(db, name), {.connections = 3});
    auto const id = r.file(full_request());
    // A connection that lay idle for a second is looked at before it is written to. On one used just before, the end of the call is
    // sent with it, and nobody knows whether it was reached.
    auto const out = [&] {
        CHECK(terminate(name) >= 1);
        std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    };
    out();
    r.file(small_request());
    out();
    CHECK(r.find({}).size() == 2);
    out();
    r.record(id, {.kind = event_kind::noted, .on = date(2020, 4, 1)}, {.expected_seq = 2});
    out();
    CHECK(r.dossier(id).history().size() == 2);
    out();
    r.file_many(filings_named("out", 300));
    out();
    CHECK(r.verify().dossiers == 302);
    auto const filings = filings_named("from a source", 300);
    out();
    CHECK(r.write(source_of(filings)) == 300);
    out();
    r.seal();
    out();
    CHECK(r.sealed().number == 1);
    std::size_t seen = 0;
    out();
    r.each({}, [&](comity::dossier const&) { ++seen; });
    CHECK(seen == 602);
    out();
    r.prove(id, 2);
    out();
    r.record_many(std::vector<comity::recording>(200, {.request = id, .event = {.kind = event_kind::noted, .on = date(2020, 4, 1)}}));
    out();
    CHECK(r.erase_person("Ivan Sidorov", "order 12").persons.size() == 1);
    out();
    database other;
    auto copy = other.open();
    CHECK(r.copy_to(copy) == 602);
    // All connections at once, each of which another thread has had.
    out();
    std::vector<std::thread> threads;
    std::vector<std::string> said(3);
    for (std::size_t t = 0; t < 3; ++t) threads.emplace_back([&, t] { said[t] = outcome([&] { r.file(small_request()); }); });
    for (auto& t : threads) t.join();
    for (auto const& s : said) CHECK(s == "done");
    r.verify(r.sealed());
}

TEST_CASE("thrown out in the middle of a bulk: all is there, or nothing, and the register goes on") {
    database db;
    auto const name = schema_of(db) + "_mid";
    auto r = registry::open(url_named(db, name));
    auto const id = r.file(small_request());
    for (std::size_t const at : {100, 600, 800}) {  // before anything is sent, after the first of it, at the end
        CAPTURE(at);
        auto const filings = filings_named("mid " + std::to_string(at), 800);
        auto const cut = [&, done = false](std::size_t now, std::size_t) mutable {
            if (now == at && !std::exchange(done, true)) CHECK(terminate(name) == 1);
        };
        auto before = db.rows();
        auto const said = outcome([&] { r.file_many(filings, cut); });
        INFO(said);
        CHECK((said == "done" || said.find("connection to the database is gone") != said.npos));
        auto const is_there = all_or_nothing(db, r, filings, before);
        CHECK(is_there == (said == "done"));

        before = db.rows();
        auto const recordings = std::vector<comity::recording>(800, {.request = id, .event = {.kind = event_kind::noted, .on = date(2020, 4, 1)}});
        auto const also_said = outcome([&] { r.record_many(recordings, cut); });
        INFO(also_said);
        CHECK((also_said == "done" || also_said.find("connection to the database is gone") != also_said.npos));
        CHECK(db.rows().at("event") == before.at("event") + (also_said == "done" ? 800 : 0));
        if (at == 100) r.verify();
    }
}

TEST_CASE("thrown out in the middle of a bulk from a source: the error says so") {
    database db;
    auto const name = schema_of(db) + "_source";
    auto r = registry::open(url_named(db, name));
    for (std::size_t const at : {100, 700}) {
        CAPTURE(at);
        auto const filings = filings_named("source " + std::to_string(at), 700);
        auto const before = db.rows();
        auto const said = outcome([&] {
            r.write(source_of(filings), [&, done = false](std::size_t now, std::size_t) mutable {
                if (now == at && !std::exchange(done, true)) CHECK(terminate(name) == 1);
            });
        });
        INFO(said);
        CHECK((said == "done" || said.find("the connection to the database is gone") != said.npos));
        all_or_nothing(db, r, filings, before);
    }
}

TEST_CASE("thrown out while reading: an error, and not half of it") {
    database db;
    auto const name = schema_of(db) + "_read";
    auto r = registry::open(url_named(db, name));
    r.file_many(filings_named("read", 1500));
    auto const cut = [&, n = 0](std::size_t, std::size_t) mutable {
        if (++n == 2) terminate(name);
    };
    // Rows are fetched some hundreds at a time: what is there already can be read to its end.
    auto const is_right = [](std::string const& said) { return said == "done" || (said.starts_with("storage_error") && said.find("the connection to the database is gone") != said.npos); };
    auto said = outcome([&] { r.verify(cut); });
    CHECK_MESSAGE(is_right(said), said);
    CHECK(r.verify().dossiers == 1500);
    std::size_t seen = 0;
    said = outcome([&] {
        r.each({}, [&](comity::dossier const&) {
            if (++seen == 10) terminate(name);
        });
    });
    CHECK_MESSAGE(is_right(said), said);
    CHECK((seen == 1500) == (said == "done"));
    CHECK(r.find({}).size() == 1500);
    database other;
    auto copy = other.open();
    said = outcome([&] { r.copy_to(copy, cut); });
    CHECK_MESSAGE(is_right(said), said);
    CHECK(copy.find({}).size() == (said == "done" ? 1500 : 0));
    if (said != "done") CHECK(r.copy_to(copy) == 1500);
}

TEST_CASE("a socket that is shut in the middle of a bulk") {
    database db;
    auto const others = connections();
    auto r = db.open();
    auto const shut = [&] {
        int count = 0;
        for (auto const fd : connections())
            if (!others.contains(fd)) count += ::shutdown(fd, SHUT_RDWR) == 0;
        return count;
    };
    r.file(small_request());
    for (std::size_t const at : {100, 700}) {
        CAPTURE(at);
        auto const filings = filings_named("shut " + std::to_string(at), 700);
        auto const before = db.rows();
        auto const said = outcome([&] {
            r.file_many(filings, [&, done = false](std::size_t now, std::size_t) mutable {
                if (now == at && !std::exchange(done, true)) CHECK(shut() == 1);
            });
        });
        INFO(said);
        CHECK((said == "done" || said.find("connection to the database is gone") != said.npos));
        auto const is_there = all_or_nothing(db, r, filings, before);
        CHECK(is_there == (said == "done"));
    }

    // While rows go over it: another thread waits until the server says that it copies.
    for (int round = 0; round < 2; ++round) {
        CAPTURE(round);
        auto const name = schema_of(db) + "_copy" + std::to_string(round);
        auto mine = std::set<int>();
        auto const filings = filings_named(name, 400, 8000);
        auto const before = db.rows();
        auto copying = registry::open(url_named(db, name));
        for (auto const fd : connections()) mine.insert(fd);
        copying.find({});
        std::atomic<bool> over = false;
        std::atomic<int> in_copy = 0;
        std::set<int> const all_but_watcher = mine;
        std::thread watcher([&] {
            auto session = as_owner();
            while (!over) {
                int count = 0;
                session << "select count(*) from pg_stat_activity where application_name = '" + name + "' and query like 'copy %' and state = 'active'", soci::into(count);
                if (!count) continue;
                in_copy = 1;
                int newest = -1;  // the registry's was opened last before the watcher's own
                for (auto const fd : all_but_watcher) newest = std::max(newest, fd);
                ::shutdown(newest, SHUT_RDWR);
                return;
            }
        });
        auto const said = outcome([&] { copying.file_many(filings); });
        over = true;
        watcher.join();
        INFO(said);
        CHECK(in_copy == 1);
        CHECK((said == "done" || said.find("connection to the database is gone") != said.npos));
        CHECK(r.find({}).size() > 0);
        auto const is_there = all_or_nothing(db, copying, filings, before);
        CHECK(is_there == (said == "done"));
    }
}

TEST_CASE("statement_timeout, lock_timeout, idle_in_transaction_session_timeout hit a bulk: said, and nothing half there") {
    database db;
    db.open().file(small_request());
    auto const filings = filings_named("timeout", 700);
    for (std::string const setting : {"statement_timeout", "lock_timeout"}) {
        CAPTURE(setting);
        auto r = registry::open(db.url() + "%20-c%20" + setting + "%3D200");
        auto const before = db.rows();
        {
            auto other = soci::session(soci::postgresql, db.url());
            other << "begin";
            other << "lock table event in share row exclusive mode";  // readers pass, writers wait
            for (auto const& said : {outcome([&] { r.file_many(filings); }), outcome([&] { r.file(small_request()); }), outcome([&] { r.write(source_of(filings)); })}) {
                mentions(said, "storage_error");
                mentions(said, setting == "lock_timeout" ? "lock timeout" : "statement timeout");
            }
            CHECK(db.rows() == before);
            CHECK(r.verify().dossiers == 1);
            other << "rollback";
        }
        r.find({});  // and can be used
        auto patient = db.open();
        CHECK_FALSE(all_or_nothing(db, patient, filings, before));
        CHECK(db.rows().at("event") > before.at("event"));
        db.tamper("truncate event, request, private_text, sealed");
        db.open().file(small_request());
    }
    auto r = registry::open(db.url() + "%20-c%20idle_in_transaction_session_timeout%3D200");
    auto const before = db.rows();
    int slept = 0;
    auto const said = outcome([&] {
        r.file_many(filings, [&](std::size_t, std::size_t) {
            if (++slept == 6) std::this_thread::sleep_for(std::chrono::milliseconds(500));
        });
    });
    INFO(said);
    CHECK((said == "done" || said.find("the connection to the database is gone") != said.npos));
    r.find({});
    auto patient = db.open();
    CHECK(all_or_nothing(db, patient, filings, before) == (said == "done"));
}

TEST_CASE("no connection left for this user: said, and the others go on") {
    database db;
    db.open().file(small_request());
    role guest("connection limit 1");
    guest.grant(db, "select, insert");
    auto r = registry::open(guest.url(db), {.connections = 4});
    std::string said;
    r.each({}, [&](comity::dossier const&) { std::thread([&] { said = outcome([&] { r.find({}); }); }).join(); });
    mentions(said, "storage_error");
    mentions(said, "too many connections");
    keeps_quiet(said);
    auto const another = complaint<comity::storage_error>([&] { registry::open(guest.url(db)); });
    mentions(another, "too many connections");
    keeps_quiet(another);
    r.file(small_request());
    CHECK(r.verify().dossiers == 2);
}
