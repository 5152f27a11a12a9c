// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rows.hpp"

#include <comity/error.hpp>
#include <comity/registry.hpp>

#include <soci/soci.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace comity::inline v0::detail {

/// Another writer came first: what was read is no longer so. To be done again.
struct overtaken : storage_error { using storage_error::storage_error; };
/// What may be done again from the beginning, by who can begin again.
struct begin_again : conflict { using conflict::conflict; };

/// The connection is gone, and with it everything that was not committed.
struct disconnected : storage_error {
    using storage_error::storage_error;
    bool committing = false;  ///< so that nobody knows whether it still was
};

/// How a dossier ends.
struct dossier_head {
    long long seq = 0;         ///< of its last entry
    std::string digest{};      ///< and that one's
    long long duplicates = 0;  ///< entries of others that say, or said, that they are the same as it

    static constexpr auto query =
        "select seq, digest, (select count(*) from event where other_id <> '' and other_id = :other) from event "
        "where request_id = :id order by seq desc limit 1";
};

/// What SQL asks for by :name, and the values.
using named_texts = std::vector<std::pair<std::string, std::string>>;

/// A prepared statement that finds rows, perhaps many.
class row_source {
public:
    /// Where the cells of a row go.
    using place = std::variant<std::string*, long long*>;

    virtual ~row_source() = default;
    /// From the first row again, for these values of what is asked for first.
    void start(std::vector<std::string> const& values) {
        auto of = texts_.begin();
        for (auto const& value : values) (of++)->second = value;
        execute();
    }
    /// Puts the next row into the places; false after the last. Throws tampered, naming the column, where a value is missing.
    virtual bool next() = 0;

protected:
    row_source(named_texts texts, std::vector<place> places) : texts_(std::move(texts)), places_(std::move(places)) {}
    virtual void execute() = 0;

    named_texts texts_;
    std::vector<place> places_;
};

/// For a cell that holds nothing, or no number where there has to be one.
inline tampered no_value(std::string const& column) { return tampered(column + ": the value is missing"); }

/// One connection to a database that holds a register: all in which SQLite and PostgreSQL differ. What is asked goes through SOCI
/// in plain SQL; rows are read and added by whatever is fastest.
class database {
public:
    /// Opens a register, made or brought up to date if need be. What is not a register, or comes from a newer release, is refused
    /// and left as it is.
    static std::unique_ptr<database> open(std::string_view url, access);
    virtual ~database() = default;

    soci::session& session() { return session_; }
    /// How a message calls the register: "register "requests.db"". Never with a password.
    std::string const& place() const { return place_; }

    /// One view of everything until `rollback`.
    virtual void begin_reading() = 0;
    virtual void begin_writing() = 0;
    /// To be called in a transaction that writes, before more is read than one statement does: from here on it has one view.
    virtual void look() = 0;
    /// Keeps other writers that ask for one of the same names, or for all, from going on, until `unlock`. Outside a transaction, so
    /// that what is read in the next one is what they left.
    virtual void lock(std::vector<std::string> names, bool all) = 0;
    virtual void unlock() noexcept = 0;
    /// In a transaction: a number that is another one as soon as another connection has written; 0: that cannot be told.
    virtual long long written_by_others() { return 0; }
    /// None, where there is no such dossier. One statement: it needs no `look`.
    virtual std::optional<dossier_head> head_of(std::string const& request_id) = 0;
    /// The rows that SQL finds; one place for each column, to outlive it.
    virtual std::unique_ptr<row_source> rows(std::string const& sql, named_texts, std::vector<row_source::place>) = 0;
    /// Adds the rows, and empties the batch.
    virtual void insert(row_batch&) = 0;
    virtual void commit(row_batch&) = 0;
    void rollback() noexcept;

    /// Where writing has come to. Rows of event added later meet `written_since` of it, and so do those of transactions that are
    /// not committed yet.
    virtual long long written() = 0;
    virtual std::string written_since(long long) const = 0;  ///< SQL
    /// What tells the number from the same one of another database, or of an earlier state of this one.
    virtual std::string mark_at(long long written) = 0;

    /// SQL for being among the texts of a JSON array that is bound as :list.
    virtual char const* in_list() const = 0;
    /// Throws what SOCI reported as one of ours, with the reason that the database knows.
    [[noreturn]] virtual void fail(soci::soci_error const&) = 0;
    /// A new connection in the place of one that is gone. Throws storage_error.
    virtual void reconnect() = 0;
    /// Whether several connections can be had to the same register.
    virtual bool can_be_shared() const { return true; }

    /// Removes what is left of erased texts in the database's files. Outside a transaction. Throws where something may be left.
    virtual void scrub() = 0;
    /// Throws tampered where tables have another layout than this release makes, so that they could hold what it cannot read.
    virtual void check_layout() = 0;
    /// The database's own check of itself. Throws storage_error, naming what it found.
    virtual void check() = 0;
    virtual void backup(std::string const& path, progress const&) = 0;

protected:
    explicit database(std::string place) : place_(std::move(place)) {}

    soci::session session_{};

private:
    std::string place_;
};

std::unique_ptr<database> open_sqlite(std::string const& path, access);
std::unique_ptr<database> open_postgresql(std::string const& url, access);

/// The file that a URL or bare path names. Throws bad_input, in which what stands behind an unknown scheme is not shown: it may hold a password.
std::string path_of_file(std::string_view url);
/// A PostgreSQL URL as libpq takes it, with what we want unless it says otherwise. Throws bad_input, in which the URL is not repeated: it may hold a
/// password.
std::string connection_string(std::string const& url);
/// How a message calls that register: where it is, never with what password.
std::string place_of(std::string const& url);

/// What SOCI says, without the statement that it appends: that has what was bound to it, which may be personal.
std::string without_statement(std::string_view said);

/// The scripts that make the tables of this kind of database, in their order.
std::vector<std::string_view> migrations_of(std::string_view kind);

}  // namespace comity::v0::detail
