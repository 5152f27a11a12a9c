// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"
#include "quoted.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <set>

// All that is peculiar to PostgreSQL. Questions go through SOCI; rows are read and added through libpq itself, added many by COPY and few
// in one round trip together with the commit.

namespace comity::inline v0::detail {

namespace {

struct release {
    void operator()(PGresult* r) const { PQclear(r); }
    void operator()(PQconninfoOption* o) const { PQconninfoFree(o); }
};
using result = std::unique_ptr<PGresult, release>;

std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

disconnected lost(std::string const& said) { return disconnected("the connection to the database is gone: " + said); }

/// What PostgreSQL reported, by its code (SQLSTATE).
[[noreturn]] void fail_with(std::string const& state, std::string const& said) {
    auto const class_of = state.substr(0, 2);
    auto const told = said + (state.empty() ? "" : " (PostgreSQL " + state + ")");
    if (state == "40001" || state == "40P01" || state == "23505") throw overtaken("another writer was faster: " + told);
    if (class_of == "08" || state == "57P01" || state == "57P02" || state == "57P03")
        throw lost(told);
    if (state == "42501") throw storage_error("the database does not let this user do that: " + told);
    if (state == "25006") throw storage_error("the register cannot be written to: " + told);
    if (class_of == "53") throw storage_error("the database server has no room left: " + told);
    throw storage_error(told);
}

}  // namespace

std::string connection_string(std::string const& url) {
    constexpr std::string_view malformed =
        "the URL of the register cannot be read; write postgresql://user@host/database?sslmode=verify-full, with %40 for an @, "
        "%2F for a / and %3A for a : in a name or password";
    char* problem = nullptr;
    std::unique_ptr<PQconninfoOption, release> const options(PQconninfoParse(url.c_str(), &problem));
    PQfreemem(problem);
    if (!options)
        throw bad_input(std::string(malformed));
    // Parts of a password in which @, / or : is not escaped are taken for these, and errors would show them.
    for (auto const* o = options.get(); o->keyword; ++o) {
        auto const name = std::string_view(o->keyword), value = std::string_view(o->val ? o->val : "");
        auto const is_place = name == "host" || name == "hostaddr" || name == "dbname" || name == "port";
        if (is_place && (value.find('@') != value.npos || (name == "port" && value.find_first_not_of("0123456789,") != value.npos)))
            throw bad_input(std::string(malformed));
    }
    std::string text = "client_encoding='UTF8' fallback_application_name='comity'";
    for (auto const* o = options.get(); o->keyword; ++o) {
        if (!o->val || std::string_view(o->keyword) == "client_encoding") continue;
        (text += " ") += o->keyword;
        text += "='";
        for (char const* c = o->val; *c; ++c) {
            if (*c == '\'' || *c == '\\') text += '\\';
            text += *c;
        }
        text += '\'';
    }
    return text;
}

std::string place_of(std::string const& url) {
    std::unique_ptr<PQconninfoOption, release> const options(PQconninfoParse(url.c_str(), nullptr));
    std::string host, name;
    for (auto const* o = options.get(); o && o->keyword; ++o) {
        if (o->val && (std::string_view(o->keyword) == "host" || (std::string_view(o->keyword) == "hostaddr" && host.empty())))
            host = o->val;
        if (o->val && std::string_view(o->keyword) == "dbname") name = o->val;
    }
    return "register " + detail::quoted("postgresql://" + host + "/" + name);
}

namespace {

/// Adds a number as PostgreSQL's binary format has it: the most significant byte first.
template <class N> void append_number(std::string& to, N n) {
    for (int shift = 8 * (static_cast<int>(sizeof n) - 1); shift >= 0; shift -= 8)
        to += static_cast<char>(static_cast<std::uint64_t>(n) >> shift);
}

void append_binary(std::string& to, std::string const& text) {
    append_number(to, static_cast<std::uint32_t>(text.size()));
    to += text;
}
void append_binary(std::string& to, long long n) {
    append_number(to, std::uint32_t{8});
    append_number(to, static_cast<std::uint64_t>(n));
}

class head_query {
public:
    explicit head_query(soci::session& session)
        : statement_((session.prepare << dossier_head::query, soci::use(id_, "other"), soci::use(id_, "id"), soci::into(found_.seq),
                      soci::into(found_.digest), soci::into(found_.duplicates))) {}

    std::optional<dossier_head> operator()(std::string const& id) {
        id_ = id;
        statement_.execute(false);
        return statement_.fetch() ? std::optional(found_) : std::nullopt;
    }

private:
    std::string id_{};
    dossier_head found_{};
    soci::statement statement_;
};

class postgresql_database : public database {
public:
    postgresql_database(std::string const& url, access mode) : database(place_of(url)), connection_(connection_string(url)), mode_(mode) {
        connect();
        try {
            open_register();
        } catch (error& e) {
            e.in(place());
            throw;
        } catch (soci::soci_error const& e) {
            try {
                fail(e);
            } catch (error& ours) {
                ours.in(place());
                throw;
            }
        }
    }

    void begin_reading() override {
        pending_ = false;
        session_ << "begin isolation level repeatable read, read only";
    }
    /// One view too: the rows of a dossier are read by several statements, while others go on writing.
    /// Not yet: one who need not look sends beginning, rows and end together. But a connection that lay idle may be gone, and had
    /// better be found so before there is an end of which nobody knows whether it was reached.
    void begin_writing() override {
        if (gone_ || !session_.get_backend()) throw disconnected("there is no connection to the database");
        auto const now = std::chrono::steady_clock::now();
        pending_ = true;
        if (now - std::exchange(last_used_, now) > std::chrono::seconds(1)) look();
    }
    void look() override {
        if (std::exchange(pending_, false)) session_ << begin;
    }

    /// In one order, so that two writers do not wait for each other.
    void lock(std::vector<std::string> names, bool all) override {
        int ignored = 0;
        auto const take = [&](std::string const& function, std::string const& name) {
            session_ << "select 1 from (select " + function + "(hashtextextended(current_schema() || ' ' || cast(:name as text), 0))) l",
                soci::use(name, "name"), soci::into(ignored);
        };
        take(all ? "pg_advisory_lock" : "pg_advisory_lock_shared", "all");
        std::ranges::sort(names);
        for (auto const& name : names) take("pg_advisory_lock", name);
    }
    void unlock() noexcept override {
        try {
            session_ << "select pg_advisory_unlock_all()";
        } catch (...) {  // they go with the connection
        }
    }

    std::optional<dossier_head> head_of(std::string const& request_id) override {
        if (!head_) head_.emplace(session_);
        return (*head_)(request_id);
    }

    std::unique_ptr<row_source> rows(std::string const& sql, named_texts texts, std::vector<row_source::place> places) override {
        return std::make_unique<plain_rows>(*this, sql, std::move(texts), std::move(places));
    }
    void insert(row_batch& batch) override {
        look();
        if (batch.size() <= few) {
            pipeline(batch, false);
        } else {
            batch.each([&](auto const& rows) { copy(rows); });
        }
        batch.clear();
    }

    void commit(row_batch& batch) override {
        if (batch.size() > few) insert(batch);
        try {
            pipeline(batch, true);
        } catch (disconnected& e) {
            e.committing = !not_committed_;
            throw;
        }
        batch.clear();
    }

    // Numbers of transactions: whoever is still writing has one that is not less.
    long long written() override { return ask<long long>("select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)"); }
    /// Rows that were dumped elsewhere may have numbers that no transaction here has had yet.
    std::string written_since(long long since) const override {
        if (since == 0) return "true";
        return "written >= cast('" + std::to_string(since) + "' as xid8) and written < pg_snapshot_xmax(pg_current_snapshot())";
    }
    /// The time line is another one where the server was put back to an earlier state, or a standby took over.
    std::string mark_at(long long) override {
        return ask<std::string>("select system_identifier || '.' || timeline_id || '.' || (select oid from pg_database where datname = current_database()) || '.' || "
                                "cast(to_regclass('event') as oid) from pg_control_system(), pg_control_checkpoint()");
    }

    // An array, which the planner looks up one by one; for a subquery it would go through all rows of a table without statistics.
    char const* in_list() const override { return " = any (array(select jsonb_array_elements_text(cast(:list as jsonb)) collate \"C\"))"; }

    void fail(soci::soci_error const& e) override {
        auto const said = without_line_end(without_statement(e.what()));
        if (gone_ || !session_.get_backend() || PQstatus(connection()) == CONNECTION_BAD)
            throw lost(said);
        if (auto const* known = dynamic_cast<soci::postgresql_soci_error const*>(&e))
            fail_with(known->sqlstate() == "     " ? "" : known->sqlstate(), said);
        throw storage_error(said);
    }

    void reconnect() override { connect(); }

    void check_layout() override {
        auto const right = ask<int>(
            "select cast(count(*) as int) from pg_class c where c.relnamespace = (select oid from pg_namespace where nspname = current_schema()) "
            "and relname in ('event', 'request', 'private_text', 'sealed') and relkind = 'r' and not relhasrules and not relrowsecurity "
            "and exists (select 1 from pg_constraint where conrelid = c.oid and contype = 'p') "
            "and not exists (select 1 from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and not attnotnull)");
        if (right != 4) throw tampered("the tables are not laid out as this release makes them: of the four with keys and without rules, " + std::to_string(right) + " are there");
    }
    void scrub() override {
        // To others, vacuum gives a warning, and does nothing.
        if (ask<int>("select case when pg_has_role(relowner, 'member') then 1 else 0 end from pg_class where oid = to_regclass('private_text')") == 0)
            throw storage_error("this user does not own table private_text; its owner can: vacuum (full) private_text");
        session_ << "vacuum (full) private_text";
    }
    void check() override {}  // the server looks after its own pages: data checksums, pg_amcheck
    void backup(std::string const&, progress const&) override {
        throw unsupported("a PostgreSQL register is backed up by PostgreSQL's tools (pg_dump, pg_basebackup), or copied into a file: copy_to");
    }

private:
    static constexpr std::size_t few = 64;
    static constexpr auto begin = "begin isolation level repeatable read";

    PGconn* connection() { return static_cast<soci::postgresql_session_backend*>(session_.get_backend())->conn_; }

    void connect() {
        prepared_.clear();
        head_.reset();
        try {
            session_.close();
            session_.open(soci::postgresql, connection_);
        } catch (soci::soci_error const& e) {
            throw storage_error(place() + ": " + without_line_end(e.what()));
        }
        gone_ = false;
        PQsetNoticeProcessor(connection(), [](void*, char const*) {}, nullptr);
        if (mode_ == access::read_only) session_ << "set default_transaction_read_only = on";
    }

    template <class T> T ask(std::string const& question) {
        T answer{};
        session_ << question, soci::into(answer);
        return answer;
    }

    /// The number of the tables, 0 where there are none. Throws unless the schema is a register's, or has nothing of its names.
    long long recognise() {
        soci::indicator is = soci::i_ok;
        std::string schema;
        session_ << "select current_schema()", soci::into(schema, is);
        if (is != soci::i_ok) throw storage_error("no schema of the search_path exists; make it, or leave search_path out");
        // Two questions, since the second cannot be asked where there is no such table.
        if (ask<int>("select case when to_regclass(quote_ident(current_schema()) || '.register_version') is null then 0 else 1 end") == 1)
            return ask<long long>("select coalesce(max(number), 0) from register_version");
        if (ask<int>("select cast(count(*) as int) from pg_tables where schemaname = current_schema() and tablename in ('event', 'request', 'private_text', 'sealed')") > 0)
            throw unsupported("schema " + detail::quoted(schema) + " has tables of another program; name another schema (?options=-csearch_path%3Dname) or database");
        return 0;
    }

    void open_register() {
        auto const scripts = migrations_of("postgresql");
        auto const newest = static_cast<long long>(scripts.size());
        auto const number = recognise();
        if (number > newest)
            throw unsupported("the register was written by a newer release (its tables have number " + std::to_string(number) +
                              ", this release knows " + std::to_string(newest) + "); install that release");
        if (number == newest) return;
        if (mode_ == access::read_only)
            throw unsupported(number == 0 ? "there is no register in it" : "the register's tables are older than this release; open it once for writing");
        try {
            lock({"migration"}, false);
            begin_writing();
            look();
            // Asked again: another program may have done it in the meantime.
            auto n = recognise();
            if (n == 0) session_ << "create table if not exists register_version (number bigint not null)";
            for (; n < newest; ++n) run(std::string(scripts[static_cast<std::size_t>(n)]));
            session_ << "delete from register_version";
            run("insert into register_version values (" + std::to_string(newest) + "); commit");
            unlock();
        } catch (...) {
            rollback();
            unlock();
            throw;
        }
    }

    /// Throws what the server complained of, if anything.
    void check_result(PGresult const* r, ExecStatusType expected) {
        auto const status = PQresultStatus(r);
        if (status == expected) return;
        auto const* state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
        auto const said = without_line_end(r && PQresultErrorMessage(r)[0] ? PQresultErrorMessage(r) : PQerrorMessage(connection()));
        if (gone_ || PQstatus(connection()) == CONNECTION_BAD) throw lost(said);
        fail_with(state ? state : "", said);
    }

    /// Rows as libpq has them. As text: the server takes a tenth longer to write them in binary.
    class plain_rows : public row_source {
    public:
        plain_rows(postgresql_database& of, std::string const& sql, named_texts texts, std::vector<place> places)
            : row_source(std::move(texts), std::move(places)), of_(of), name_("comity_rows_" + std::to_string(++of.statements_)) {
            result const r(PQprepare(of_.connection(), name_.c_str(), numbered(sql).c_str(), 0, nullptr));
            of_.check_result(r.get(), PGRES_COMMAND_OK);
        }
        ~plain_rows() override { result const r(PQexec(of_.connection(), ("deallocate " + name_).c_str())); }

        bool next() override {
            if (row_ == PQntuples(found_.get())) return false;
            int column = 0;
            for (auto const& to : places_) {
                auto const* const data = PQgetvalue(found_.get(), row_, column);
                auto const* const end = data + PQgetlength(found_.get(), row_, column);
                auto is_there = !PQgetisnull(found_.get(), row_, column);
                if (auto* const* text = std::get_if<std::string*>(&to)) (*text)->assign(data, end);
                else is_there &= data != end && std::from_chars(data, end, *std::get<long long*>(to)).ptr == end;
                if (!is_there) throw no_value(PQfname(found_.get(), column));
                ++column;
            }
            ++row_;
            return true;
        }

    protected:
        void execute() override {
            std::vector<char const*> values;
            for (auto const& [name, text] : texts_) values.push_back(text.c_str());
            found_.reset(PQexecPrepared(of_.connection(), name_.c_str(), static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0));
            of_.check_result(found_.get(), PGRES_TUPLES_OK);
            row_ = 0;
        }

    private:
        /// With $1, $2 … for names.
        std::string numbered(std::string sql) const {
            for (std::size_t at = 0; (at = sql.find(':', at)) != sql.npos;) {
                auto const end = std::min(sql.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1), sql.size());
                auto const named = std::ranges::find(texts_, std::string_view(sql).substr(at + 1, end - at - 1), &named_texts::value_type::first);
                sql.replace(at, end - at, "$" + std::to_string(named - texts_.begin() + 1));
            }
            return sql;
        }

        postgresql_database& of_;
        std::string name_;
        result found_{};
        int row_ = 0;
    };

    /// A whole script.
    void run(std::string const& script) {
        result const r(PQexec(connection(), script.c_str()));
        check_result(r.get(), PQresultStatus(r.get()) == PGRES_TUPLES_OK ? PGRES_TUPLES_OK : PGRES_COMMAND_OK);
    }

    /// Many rows of a table.
    template <class Row> void copy(std::vector<Row> const& rows) {
        if (rows.empty()) return;
        auto* const c = connection();
        result const begun(PQexec(c, (std::string("copy ") + Row::table + " (" + column_names<Row>() + ") from stdin (format binary)").c_str()));
        check_result(begun.get(), PGRES_COPY_IN);
        std::string data("PGCOPY\n\377\r\n\0", 11);
        append_number(data, std::uint64_t{0});  // no flags, no extension
        auto const send = [&] {
            if (PQputCopyData(c, data.data(), static_cast<int>(data.size())) != 1) end_copy("the rows could not be sent");
            data.clear();
        };
        for (auto const& row : rows) {
            append_number(data, static_cast<std::uint16_t>(std::tuple_size_v<decltype(Row::columns)>));
            each_column(row, [&](char const*, auto const& value) { append_binary(data, value); });
            if (data.size() > 256 * 1024) send();
        }
        append_number(data, std::uint16_t{0xFFFF});
        send();
        end_copy(nullptr);
    }

    void end_copy(char const* problem) {
        auto* const c = connection();
        if (PQputCopyEnd(c, problem) != 1) throw lost(without_line_end(PQerrorMessage(c)));
        result const ended(PQgetResult(c));
        while (result const more{PQgetResult(c)}) {}
        check_result(ended.get(), PGRES_COMMAND_OK);
        if (problem) throw storage_error(problem);
    }

    /// Few rows, and perhaps the commit, in one round trip.
    void pipeline(row_batch const& batch, bool commits) {
        batch.each([&]<class Row>(std::vector<Row> const& rows) {
            if (!rows.empty()) prepare<Row>();
        });
        auto* const c = connection();
        if (PQenterPipelineMode(c) != 1) throw storage_error("libpq cannot send several commands at once");
        std::size_t sent = 0;
        auto const begins = std::exchange(pending_, false);
        not_committed_ = false;
        auto all_sent = true;
        if (begins) all_sent &= 1 == PQsendQueryParams(c, begin, 0, nullptr, nullptr, nullptr, nullptr, 0), ++sent;
        batch.each([&]<class Row>(std::vector<Row> const& rows) {
            for (auto const& row : rows) all_sent &= send(row), ++sent;
        });
        if (commits && all_sent) all_sent &= 1 == PQsendQueryParams(c, "commit", 0, nullptr, nullptr, nullptr, nullptr, 0), ++sent;
        if (PQpipelineSync(c) != 1 || !all_sent) {
            gone_ = true;
            not_committed_ = !all_sent;  // the commit was not even sent
            throw disconnected("the rows could not be sent: " + without_line_end(PQerrorMessage(c)));
        }
        result failed;
        bool rolled_back = false;
        for (std::size_t i = 0; i < sent; ++i) {
            result r(PQgetResult(c));
            if (!r) break;
            if (commits && i + 1 == sent) rolled_back = std::string_view(PQcmdStatus(r.get())) == "ROLLBACK";
            if (!failed && PQresultStatus(r.get()) != PGRES_COMMAND_OK) {
                // The server's own word that it did not even begin; libpq's, that the connection is gone, has no code.
                not_committed_ = begins && i == 0 && PQresultErrorField(r.get(), PG_DIAG_SQLSTATE);
                failed = std::move(r);
            }
            result const end(PQgetResult(c));  // null: the end of this command
        }
        result const synced(PQgetResult(c));
        auto const ended = PQstatus(c) == CONNECTION_OK && PQexitPipelineMode(c) == 1;
        if (!ended) gone_ = true;  // it takes no ordinary command any more
        if (failed) check_result(failed.get(), PGRES_COMMAND_OK);
        if (!ended) throw lost(without_line_end(PQerrorMessage(c)));
        if (rolled_back) throw storage_error("the database rolled back instead of committing");
    }

    template <class Row> void prepare() {
        if (prepared_.contains(Row::table)) return;
        std::string places;
        for (std::size_t i = 1; i <= std::tuple_size_v<decltype(Row::columns)>; ++i)
            places += (i == 1 ? "$" : ", $") + std::to_string(i);
        auto const sql = std::string("insert into ") + Row::table + " (" + column_names<Row>() + ") values (" + places + ")";
        result const r(PQprepare(connection(), (std::string("comity_") + Row::table).c_str(), sql.c_str(), 0, nullptr));
        check_result(r.get(), PGRES_COMMAND_OK);
        prepared_.insert(Row::table);
    }

    template <class Row> bool send(Row const& row) {
        constexpr auto count = std::tuple_size_v<decltype(Row::columns)>;
        std::array<std::string, count> numbers;
        std::array<char const*, count> values;
        std::size_t at = 0;
        each_column(row, [&]<class Value>(char const*, Value const& value) {
            if constexpr (std::is_same_v<Value, std::string>) {
                values[at] = value.c_str();
            } else {
                numbers[at] = std::to_string(value);
                values[at] = numbers[at].c_str();
            }
            ++at;
        });
        return 1 == PQsendQueryPrepared(connection(), (std::string("comity_") + Row::table).c_str(), count, values.data(), nullptr, nullptr, 0);
    }

    std::string connection_;
    access mode_;
    bool pending_ = false;  ///< a transaction that has not begun
    bool not_committed_ = false;  ///< though the connection was lost in committing
    bool gone_ = false;     ///< the connection is of no use
    std::chrono::steady_clock::time_point last_used_{};
    std::set<std::string_view> prepared_{};
    long long statements_ = 0;
    std::optional<head_query> head_{};
};

}  // namespace

std::unique_ptr<database> open_postgresql(std::string const& url, access mode) {
    return std::make_unique<postgresql_database>(url, mode);
}

}  // namespace comity::v0::detail
