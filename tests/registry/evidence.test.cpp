// SPDX-License-Identifier: Apache-2.0
#include "chain.hpp"

#include "registry/merkle.hpp"

#include <comity/evidence.hpp>

#include <set>

using namespace test;
using comity::tampered;
using comity::detail::bytes_of;
using comity::detail::to_hex;

namespace {

/// An Ed25519 key: the first of RFC 8032, section 7.1.
constexpr auto private_key = "-----BEGIN PRIVATE KEY-----\n"
                             "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                             "-----END PRIVATE KEY-----\n";
constexpr auto public_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

std::vector<uuid> some_dossiers(registry& registry, int count) {
    std::vector<uuid> ids;
    for (int i = 0; i < count; ++i) {
        ids.push_back(registry.file(i % 2 ? small_request() : full_request(), {.id = comity::named_uuid("evidence", std::to_string(i)), .note = "n"}));
        for (int k = 0; k < i % 4; ++k)
            registry.record(ids.back(), {.kind = event_kind::noted, .on = date(2020, 5, 1 + k), .note = "note " + std::to_string(k)});
    }
    return ids;
}

/// After rewriting a chain, what the seals' table has of it.
void rewrite_sealed(database const& db) {
    db.tamper("update sealed set digest = (select digest from event where event.request_id = sealed.request_id and event.seq = sealed.seq)");
}

}  // namespace

TEST_CASE("the form of an entry, and its digest, as EVIDENCE.md writes them") {
    stopped_clock clock(date(2021, 6, 1));
    database db;
    auto registry = db.open();
    auto const id = comity::parse_uuid("01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f");
    registry.file(small_request(), {.id = id});
    registry.record(id, {.kind = event_kind::refused,
                         .on = comity::parse_when("2021-05-04T16:20:00+01:00[Europe/London]"),
                         .by = comity::authority{.name = "Суд"},
                         .provision = "ets-24 6(1)",
                         .ground = "own_national"},
                    {.id = comity::named_uuid("evidence", "e")});
    auto const rows = rows_of(db, id);
    std::string const first =
        "form:1:1\nrequest:36:01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f\nseq:1:1\nid:36:01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f\n"
        "recorded_at:16:1622548800000000\nkind:5:filed\non:10:2020-03-02\n"
        "asked:136:kind:11:extradition\nrequesting:2:RU\nrequested:2:GB\nreference:11:81/3-412-20\nmade_on:10:2020-03-02\n"
        "channel:11:unspecified\nbasis:6:ets-24\n\n";
    std::string const second =
        "form:1:1\nrequest:36:01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f\nseq:1:2\nid:36:" + to_string(comity::named_uuid("evidence", "e")) +
        "\nrecorded_at:16:1622548800000000\nkind:7:refused\non:35:2021-05-04T15:20:00Z[Europe/London]\n"
        "by:34:name:6:Суд\nkind:11:unspecified\n\nprovision:11:ets-24 6(1)\nground:12:own_national\n";
    CHECK(form_of_entry(rows.entries[0]) == first);
    CHECK(form_of_entry(rows.entries[1]) == second);
    auto const d1 = comity::detail::sha256({std::string(32, '\0'), bytes_of(comity::detail::sha256({first}))});
    auto const d2 = comity::detail::sha256({bytes_of(d1), bytes_of(comity::detail::sha256({second}))});
    CHECK(rows.entries[0].event.digest == to_hex(bytes_of(d1)));
    CHECK(rows.entries[1].event.digest == to_hex(bytes_of(d2)));
}

TEST_CASE("a register that nobody touched verifies, sealed or not") {
    database db;
    auto registry = db.open();
    CHECK(registry.verify().dossiers == 0);
    some_dossiers(registry, 10);
    auto v = registry.verify();
    CHECK(v.dossiers == 10);
    CHECK(v.entries == 10 + 0 + 1 + 2 + 3 + 0 + 1 + 2 + 3 + 0 + 1);
    CHECK(v.seals == 0);
    CHECK(v.unsealed_entries == v.entries);

    auto const first = registry.seal();
    CHECK(first.number == 1);
    CHECK(first.dossiers == 10);
    CHECK(first.entries == v.entries);
    registry.record(comity::named_uuid("evidence", "3"), {.kind = event_kind::noted, .on = date(2020, 6, 1)});
    CHECK(registry.verify(first).unsealed_entries == 1);
    auto const second = registry.seal();
    CHECK(second.number == 2);
    for (auto const& s : {first, second}) {
        v = registry.verify(s);
        CHECK(v.against == s.number);
        CHECK(v.seals == 2);
        CHECK(v.unsealed_entries == 0);
        CHECK(registry.sealed(s.number) == s);
    }
    CHECK(registry.sealed() == second);
    mentions(complaint<comity::not_found>([&] { registry.sealed(3); }), "no number 3");
    CHECK(db.open({.access = comity::access::read_only}).verify(second).seals == 2);
}

TEST_CASE("seals do not depend on the order in which dossiers were written") {
    database one, other;
    auto a = one.open(), b = other.open();
    stopped_clock clock(date(2021, 6, 1));
    for (int i = 0; i < 7; ++i) {
        auto const file = [](registry& r, int n) { r.file(small_request(), {.id = comity::named_uuid("evidence", std::to_string(n))}); };
        file(a, i);
        file(b, 6 - i);
    }
    CHECK(a.seal().root == b.seal().root);
    CHECK(a.verify().root == b.verify().root);
}

TEST_CASE("whatever is altered, deleted, inserted, swapped or cut is named") {
    database db;
    auto registry = db.open();
    auto const ids = some_dossiers(registry, 8);
    auto const seal = registry.seal();
    auto const id = [&](int n) { return std::string("'") + to_string(ids[static_cast<std::size_t>(n)]) + "'"; };
    auto const found = [&](std::string_view expected) {
        auto const text = complaint<tampered>([&] { db.open().verify(seal); });
        mentions(text, expected);
        return text;
    };
    SUBCASE("an entry deleted in the middle") {
        db.tamper("delete from event where request_id = " + id(3) + " and seq = 2");
        mentions(found("entry 2 is missing"), to_string(ids[3]));
    }
    SUBCASE("two entries swapped") {
        auto const swap = [&](std::string const& a, std::string const& b) {
            db.tamper("update event set seq = " + b + " where seq = " + a + " and request_id = " + id(3));
        };
        swap("3", "100"), swap("4", "3"), swap("100", "4");
        db.tamper("update private_text set seq = 100 where seq = 3 and request_id = " + id(3));
        db.tamper("update private_text set seq = 3 where seq = 4 and request_id = " + id(3));
        db.tamper("update private_text set seq = 4 where seq = 100 and request_id = " + id(3));
        found("entry 4: it was recorded before entry 3");
        db.tamper("update event set recorded_at = (select max(recorded_at) from event where request_id = " + id(3) + ") where seq > 2 and request_id = " + id(3));
        found("entry 3 is not as it was recorded");
    }
    SUBCASE("an entry inserted") {
        db.tamper("update event set seq = 5 where seq = 4 and request_id = " + id(3));
        db.tamper("update private_text set seq = 5 where seq = 4 and request_id = " + id(3));
        db.tamper("insert into event (request_id, seq, event_id, recorded_at, kind, happened, other_id, body, digest) select request_id, 4, '" +
                  to_string(comity::named_uuid("x", "y")) + "', recorded_at, kind, happened, other_id, '', digest from event where seq = 3 and request_id = " + id(3));
        found("entry 4 is not as it was recorded");
    }
    SUBCASE("a tail cut after the seal") {
        db.tamper("delete from private_text where seq = 4 and request_id = " + id(3));
        db.tamper("delete from event where seq = 4 and request_id = " + id(3));
        found("entry 4 is missing: seal 1 covers 4 entries");
    }
    SUBCASE("a whole dossier removed") {
        for (std::string const table : {"event", "request", "private_text"}) db.tamper("delete from " + table + " where request_id = " + id(5));
        mentions(found("is missing: seal 1 covers its 2 entries"), to_string(ids[5]));
    }
    SUBCASE("and every trace of it") {
        for (std::string const table : {"event", "request", "private_text", "sealed"}) db.tamper("delete from " + table + " where request_id = " + id(5));
        found("seal 1 covers");
    }
    SUBCASE("a dossier moved under another id") {
        auto const other = to_string(comity::named_uuid("evidence", "elsewhere"));
        for (std::string const table : {"event", "request", "private_text", "sealed"})
            db.tamper("update " + table + " set request_id = '" + other + "' where request_id = " + id(5));
        mentions(found("entry 1 is not as it was recorded"), other);
    }
    SUBCASE("an entry altered, and the chain written anew") {
        db.tamper("update event set happened = '2020-05-09' where seq = 2 and request_id = " + id(3));
        rewrite_chain(db, ids[3]);
        mentions(found("entry 4 or one before it is not the one that was sealed (seal 1)"), to_string(ids[3]));
        rewrite_sealed(db);
        found("seal 1: the history that it covers is not the one that is in the register now");
    }
    SUBCASE("a text altered, its commitment kept") {
        db.tamper("update private_text set content = replace(content, 'note 1', 'note 7')");
        found("is not the one that was recorded");
    }
    SUBCASE("a seal altered") {
        db.tamper("update event set recorded_at = recorded_at - 1 where kind = 'sealed'");
        found("seal 1: it is not as it was made");
    }
    SUBCASE("the seals removed") {
        db.tamper("delete from event where kind = 'sealed'");
        found("seal 1 is not in the register, which has 0");
        CHECK_THROWS_AS(db.open().verify(), tampered);  // rows of table sealed tell that there was one
    }
    SUBCASE("rows of table sealed removed") {
        db.tamper("delete from sealed where request_id = " + id(2));
        found("seal 1 covers");
    }
    SUBCASE("an empty row of texts for an entry that has none") {
        db.tamper("insert into private_text values (" + id(2) + ", 99, '')");
        found("entry 99 does not exist");
        db.tamper("delete from private_text where seq = 99");
        registry.record(ids[2], {.kind = event_kind::noted, .on = date(2020, 6, 1)});
        db.tamper("insert into private_text values (" + id(2) + ", 4, '')");
        found("entry 4: private_text has an empty row");
    }
    SUBCASE("an erasure of what is still there, of what never was, of itself, or by another kind of entry") {
        auto const append = [&](std::string const& kind, std::string const& erases) {
            db.tamper("insert into event (request_id, seq, event_id, recorded_at, kind, happened, other_id, body, digest) select request_id, 5, '" +
                      to_string(comity::named_uuid("x", "y")) + "', recorded_at, '" + kind + "', happened, '', 'erases:3:" + erases + "\n', '' from event where seq = 4 and request_id = " + id(3));
            rewrite_chain(db, ids[3]);
        };
        SUBCASE("") { append("erased", "2.1"), found("entry 2: text 1 was erased, as another entry says, and is there"); }
        SUBCASE("") { append("erased", "2.7"), found("entry 2: text 7 was erased"); }
        SUBCASE("") { append("erased", "5.1"), found("entry 5: it erases a text of its own"); }
        SUBCASE("") { append("noted", "2.1"), found("entry 5: only an entry of kind erased erases texts"); }
    }
    SUBCASE("an altered word that could be another law's") {
        db.tamper("update event set kind = 'nodded' where seq = 2 and request_id = " + id(3));
        found("entry 2 is not as it was recorded");
    }
    SUBCASE("a table that holds anything") {
        if (db.is_postgresql()) return;
        db.tamper("create table loose as select * from private_text");
        db.tamper("drop table private_text");
        db.tamper("alter table loose rename to private_text");
        found("table private_text is not laid out as this release makes it");
        db.tamper("insert into private_text select * from private_text");
        found("two rows in table private_text");
    }
    SUBCASE("an index that leaves an entry out") {
        if (db.is_postgresql()) return;
        registry.merge(ids[6], ids[4], "the same");
        db.tamper("drop index event_other");
        db.tamper("create index event_other on event (other_id) where other_id > 'x'");
        {
            auto session = db.connect();
            session << "pragma writable_schema = on";
            session << "update sqlite_schema set sql = 'CREATE INDEX event_other on event (other_id) where other_id <> ' || quote('') where name = 'event_other'";
        }
        CHECK_THROWS_AS(db.open().verify(seal), comity::storage_error);
    }
    SUBCASE("nothing is sealed over an alteration") {
        db.tamper("update event set digest = substr(digest, 2) || 'z' where seq = 4 and request_id = " + id(3));
        mentions(complaint<tampered>([&] { registry.seal(); }), "entry 4 is not the one that was sealed (seal 1)");
    }
    SUBCASE("rows behind every id") {
        if (db.is_postgresql()) return;  // where a foreign key would be in the way
        db.tamper("insert into sealed values ('\xF4\x8F\xBF\xBFx', 1, 1, 'x')");
        found("table sealed has rows without a request");
    }
    SUBCASE("rows without a request") {
        db.tamper("insert into sealed values ('', 1, 1, 'x')");
        found("table sealed has rows without a request");
    }
    SUBCASE("the whole history written anew, with its seals: caught by the copy kept elsewhere") {
        db.tamper("update event set happened = '2020-05-09' where seq = 2 and request_id = " + id(3));
        rewrite_chain(db, ids[3]);
        db.tamper("delete from sealed");
        db.tamper("delete from event where kind = 'sealed'");
        registry.seal();
        CHECK(db.open().verify().seals == 1);
        found("seal 1 is another one in the register");
    }
}

namespace {

/// Changes each column of the newest row of this kind, one after the other, by a byte; each time the check must find it.
template <class Row> int alter_columns(database const& db, std::string const& id, char const* order) {
    int changes = 0;
    auto const table = std::string(Row::table), where = " where request_id = '" + id + "'";
    auto const newest = where + " and " + order + " = (select max(" + order + ") from " + table + where + ")";
    Row row;
    comity::detail::each_column(row, [&]<class Value>(char const* name, Value const&) {
        auto const column = std::string(name);
        INFO(table << "." << column);
        auto const changed = std::is_same_v<Value, std::string>
                                 ? "case when " + column + " = '' then 'x' else substr(" + column + ", 2) end"
                                 : column + " + 1";
        db.tamper("create table kept as select * from " + table + where);
        try {
            db.tamper("update " + table + " set " + column + " = " + changed + newest);
            ++changes;
            CHECK_THROWS_AS(db.open().verify(), comity::error);
        } catch (soci::soci_error const&) {  // a constraint of the database was in the way
        }
        db.tamper("delete from " + table + " where request_id in ('" + id + "', '" + id.substr(1) + "')");
        db.tamper("insert into " + table + " select * from kept");
        db.tamper("drop table kept");
        CHECK_NOTHROW(db.open().verify());
    });
    return changes;
}

}  // namespace

TEST_CASE("one byte changed in any column is found") {
    database db;
    auto registry = db.open();
    auto const ids = some_dossiers(registry, 4);
    registry.seal();
    registry.record(ids[1], {.kind = event_kind::noted, .on = date(2020, 6, 1)});
    registry.seal();
    auto const id = to_string(ids[1]);
    auto const changes = alter_columns<comity::detail::event_row>(db, id, "seq") + alter_columns<comity::detail::request_row>(db, id, "seq") +
                         alter_columns<comity::detail::text_row>(db, id, "seq") + alter_columns<comity::detail::sealed_row>(db, id, "seal");
    CHECK(changes > 20);
}

TEST_CASE("a seal file comes back, signed or not; a changed one does not") {
    database db;
    auto registry = db.open();
    some_dossiers(registry, 3);
    auto const plain = registry.seal(), with_signature = registry.seal(private_key);
    for (auto const& s : {plain, with_signature}) CHECK(comity::parse_seal(to_string(s)) == s);
    CHECK(with_signature.public_key == public_key);
    CHECK(registry.verify(with_signature).against == 2);

    auto const text = to_string(with_signature);
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto bad = text;
        bad[at] = bad[at] == '1' ? '2' : '1';
        INFO(bad);
        bool caught = false;
        try {
            registry.verify(comity::parse_seal(bad));
        } catch (comity::error const&) {
            caught = true;
        }
        CHECK(caught);
    }
    for (std::size_t length = 0; length < text.size(); ++length) {
        try {
            auto const s = comity::parse_seal(std::string_view(text).substr(0, length));
            CHECK(s.signature.empty());  // cut where the signature begins
            CHECK(to_string(s).size() == length);
        } catch (comity::bad_input const&) {
        }
    }
    // What was given in the place of a seal or proof is said.
    auto const of_entry = to_string(registry.prove(registry.find({}).front(), 1));
    for (auto const& file : std::vector<std::pair<std::string, std::string>>{{of_entry, "it is a proof"},
                                                                             {private_key, "it is a key in PEM"},
                                                                             {std::string("SQLite format 3") + '\0', "it is a SQLite database, perhaps a register"},
                                                                             {R"({"format": "comity archive", "version": 1)", "it is an archive"},
                                                                             {"requests,from,to\n", "it is something else"},
                                                                             {"", "it is empty"}})
        mentions(complaint<comity::bad_input>([&] { comity::parse_seal(file.first); }), file.second + "; the file of a seal begins with \"seal:\"");
    mentions(complaint<comity::bad_input>([&] { comity::parse_proof(text); }), "it is a seal; the file of a proof begins with \"proof:\"");
    // The signature covers what the seal says.
    auto forged = with_signature;
    forged.form.replace(forged.form.find("root:64:") + 8, 1, forged.form[forged.form.find("root:64:") + 8] == '0' ? "1" : "0");
    mentions(complaint<tampered>([&] { comity::parse_seal(to_string(forged)); }), "its digest is not that of what it says");

    auto const before = db.rows();
    for (std::string_view key : {"secret", "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"}) {
        auto const complaints = complaint<comity::bad_input>([&] { registry.seal(key); });
        mentions(complaints, "openssl genpkey -algorithm ed25519");
        CHECK(complaints.find("secret") == complaints.npos);
    }
    CHECK(db.rows() == before);
}

// RFC 6962's own tests (Certificate Transparency, merkletree test vectors): eight leaves and the roots over the first n of them.
TEST_CASE("the Merkle tree is that of RFC 6962") {
    std::vector<std::string> const leaves{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    std::vector<std::string> const roots{
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    CHECK(to_hex(bytes_of(comity::detail::merkle_tree().root())) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (std::size_t n = 1; n <= leaves.size(); ++n)
        for (std::size_t watched = 0; watched < n; ++watched) {
            comity::detail::merkle_tree tree;
            for (std::size_t i = 0; i < n; ++i) tree.add(comity::detail::from_hex(leaves[i]), i == watched);
            CHECK(to_hex(bytes_of(tree.root())) == roots[n - 1]);
            auto const from_path = [&](std::size_t place, std::vector<comity::detail::sha256_bytes> const& path) {
                return comity::detail::root_from_path(comity::detail::from_hex(leaves[watched]), static_cast<std::int64_t>(place), static_cast<std::int64_t>(n), path);
            };
            CHECK(from_path(watched, tree.paths().front()) == tree.root());
            for (std::size_t place = 0; place < n + 2; ++place)
                if (place != watched) CHECK(from_path(place, tree.paths().front()) != tree.root());
            auto longer = tree.paths().front();
            longer.push_back({});
            CHECK(from_path(watched, longer) != tree.root());
        }
}

TEST_CASE("a proof shows an entry to somebody who has the seal alone") {
    database db;
    auto registry = db.open();
    auto const ids = some_dossiers(registry, 9);
    mentions(complaint<comity::not_found>([&] { registry.prove(ids[3], 1); }), "no seal");
    auto const seal = registry.seal();
    registry.record(ids[3], {.kind = event_kind::noted, .on = date(2020, 6, 1)});  // not sealed yet
    for (auto const& id : ids)
        for (int seq = 1; seq <= static_cast<int>(registry.dossier(id).history().size()) - (id == ids[3]); ++seq)
            for (bool texts : {false, true}) {
                auto const p = comity::parse_proof(to_string(registry.prove(id, seq, texts)));
                CHECK_NOTHROW(check(p, seal));
                mentions(p.entry, to_string(id));
                CHECK(p.entry.find("Сидоров") == p.entry.npos);
                if (seq == 1 && &id == &ids[0]) CHECK((p.texts.find("Сидоров") != p.texts.npos) == texts);
                CHECK(p.texts.empty() != texts);
            }
    mentions(complaint<comity::not_found>([&] { registry.prove(ids[3], 5); }), "entry 5 is not sealed; 4 entries are, by seal 1");
    mentions(complaint<comity::not_found>([&] { registry.prove(ids[3], 0); }), "entry 0 is not sealed");
    mentions(complaint<comity::not_found>([&] { registry.prove(comity::named_uuid("no", "body"), 1); }), "there is no request");

    auto const good = registry.prove(ids[3], 2, true);
    auto const refused = [&](auto change) {
        auto p = good;
        change(p);
        CHECK_THROWS_AS(check(p, seal), comity::error);
    };
    refused([](auto& p) { p.entry.replace(p.entry.find("noted"), 5, "nOted"); });
    refused([](auto& p) { p.texts.replace(p.texts.find("note 0"), 6, "note 1"); });
    refused([](auto& p) { p.texts += "text:0:\n"; });
    refused([](auto& p) { p.before = std::string(64, '0'); });
    refused([](auto& p) { p.before.clear(); });
    refused([](auto& p) { p.after.pop_back(); });
    refused([](auto& p) { p.after.push_back(p.before); });
    refused([](auto& p) { p.leaf = 1; });
    refused([](auto& p) { p.leaves = 10; });
    refused([](auto& p) { p.path.pop_back(); });
    refused([](auto& p) { p.path[0] = "x"; });
    refused([&](auto& p) { p.entry = registry.prove(ids[7], 2).entry; });
    auto const later = registry.seal();
    mentions(complaint<tampered>([&] { check(good, later); }), "another seal");
    CHECK_NOTHROW(check(registry.prove(ids[3], 5), later));
}

TEST_CASE("one meaning has one form, also where the chain was written anew") {
    database db;
    auto registry = db.open();
    auto const id = registry.file(full_request(), {.origin = comity::origin{"old", "1"}});
    registry.record(id, {.kind = event_kind::arrest, .on = date(2020, 4, 1), .provision = "ets-30 2", .concerns = {comity::person_number(1)}});
    struct row { std::string sql, was; };
    for (auto const& change : std::vector<row>{
             {"update event set happened = '2020-04-01/2020-04-01' where seq = 2", "update event set happened = '2020-04-01' where seq = 2"},
             {"update event set body = replace(body, 'concerns:8:person 1', 'concerns:9:person 01')", "update event set body = replace(body, 'concerns:9:person 01', 'concerns:8:person 1')"},
             {"update event set body = replace(body, 'concerns:8:person 1', 'concerns:10:person 1-1')", "update event set body = replace(body, 'concerns:10:person 1-1', 'concerns:8:person 1')"},
             {"update request set requested = 'UK'", "update request set requested = 'GB'"},
             {"update request set origin_source = ''", "update request set origin_source = 'old'"},
         }) {
        INFO(change.sql);
        db.tamper(change.sql);
        rewrite_chain(db, id);
        CHECK_THROWS_AS(registry.dossier(id), tampered);
        db.tamper(change.was);
        rewrite_chain(db, id);
        CHECK_NOTHROW(registry.dossier(id));
    }
    CHECK_THROWS_AS(registry.verify(comity::seal{}), comity::bad_input);
    // What a newer tz database knows is no alteration, nor is a form that a newer release writes.
    registry.record(id, {.kind = event_kind::noted, .on = when(comity::instant(1'600'000'000'000'000, "Europe/Brussels"))});
    db.tamper("update event set happened = replace(happened, 'Brussels', 'Brussel_s') where seq = 3");
    CHECK_THROWS_AS(registry.dossier(id), tampered);
    rewrite_chain(db, id);
    CHECK_THROWS_WITH_AS(registry.dossier(id), doctest::Contains("install tzdata-legacy"), comity::unsupported);
    // What is no name of any tz database nobody wrote here.
    db.tamper("update event set happened = replace(happened, 'Europe/Brussel_s', 'posix/Europe/Brussels') where seq = 3");
    rewrite_chain(db, id);
    CHECK_THROWS_AS(registry.dossier(id), tampered);
    db.tamper("update event set happened = replace(happened, 'posix/Europe/Brussels', 'Europe/Brussel_s') where seq = 3");
    db.tamper("update event set happened = replace(happened, 'Brussel_s', 'Brussels') where seq = 3");
    rewrite_chain(db, id);
    db.tamper("update event set body = 'form:1:2\n' || body where seq = 2");
    rewrite_chain(db, id);
    CHECK_THROWS_AS(registry.dossier(id), comity::unsupported);
}

TEST_CASE("more dossiers and seals than fit into one page") {
    database db;
    auto registry = db.open();
    std::vector<comity::filing> many(2500, {.request = small_request()});
    registry.file_many(many);
    auto const seal = registry.seal();
    CHECK(seal.dossiers == 2500);
    auto const ids = registry.find({});
    registry.record(ids[1000], {.kind = event_kind::noted, .on = date(2020, 6, 1)});
    registry.seal();
    CHECK(registry.verify(seal).dossiers == 2500);
    CHECK_NOTHROW(check(registry.prove(ids[1000], 1), registry.sealed()));
    std::size_t n = 0;
    registry.each({}, [&](comity::dossier const&) { ++n; });
    CHECK(n == 2500);
}
