// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive.hpp"
#include "deadline.hpp"
#include "dossier.hpp"
#include "evidence.hpp"
#include "law.hpp"
#include "query.hpp"
#include "table.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The persisted dossiers. Append-only: what is recorded is never changed, only corrected by further entries.
//
//     auto registry = registry::open("sqlite://requests.db");
//     auto id = registry.file({.kind = request_kind::extradition, .requesting = "RU"_state, .requested = "GB"_state, …});
//     registry.record(id, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10)});

namespace comity::inline v0 {

class snapshot;

enum class access { read_write, read_only };

struct open_options {
    comity::access access = access::read_write;  ///< read_write makes the database if it is not there
    comity::law law = law::built_in();
    /// "TLP:AMBER" (see handling.hpp): requests that it does not cover are as if they were not there, nor are earlier versions of others. Empty: all are seen. It keeps
    /// an honest program from showing too much. It does not keep anybody out who can open the database by other means, it hides no
    /// sizes or times, and `verify`, `seal`, `copy_to`, `backup`, `find_person` and `erase_person` go over everything.
    std::string clearance{};
    int connections = 1;                         ///< how many threads are served at once; the others wait. 1 to 1000
};

/// Where an imported request comes from: the register it was kept in, and its key there.
struct origin {
    std::string source{};
    std::string row_key{};

    friend bool operator==(origin const&, origin const&) = default;
};

/// What may be said with a filing.
struct filing_options {
    std::optional<uuid> id{};                    ///< the caller's own; filing the same again is nothing, other content is `conflict`
    std::optional<date> known_since{};           ///< claimed by an imported source
    std::optional<comity::origin> origin{};
    std::string source{};
    std::string note{};
};

/// What may be said with an event.
struct recording_options {
    std::optional<uuid> id{};                    ///< the caller's own, within the request; recording the same again is nothing, other content is `conflict`
    std::optional<int> expected_seq{};           ///< the number the new entry must get; else `conflict`: somebody was faster
};

struct recording {
    uuid request{};
    comity::event event;
    recording_options options{};
    std::optional<comity::request> content{};    ///< with an event of kind `filed` that corrects entry 1: the request as it should be
};

struct filing {
    comity::request request;
    filing_options options{};
    std::vector<recording> events{};             ///< recorded with it one after the other; `recording::request` need not be given
};

using addition = std::variant<filing, recording>;

/// What was written to since a position.
struct changes {
    std::vector<uuid> requests{};                ///< in the order of their ids; those that they were ever merged with, too
    std::string position{};                      ///< to go on from, also in another program and after years
};

/// Of what a snapshot is taken.
struct snapshot_options {
    query of{};
    bool deadlines = true;                       ///< with their status, for `compliance`; without them it takes less time
    /// Called for each dossier of the view, with its deadlines: from several threads at once, in no order, and without names and free texts.
    std::function<void(comity::dossier const&, std::vector<deadline>)> visit{};
};

/// How far an agenda looks.
struct agenda_options {
    days due_within = days(7);                   ///< what is due in as many days
    days silent_for = days(90);                  ///< with which nobody has done anything for so long
};

/// How far a long call has come: done, and of how many where that is known (else 0). Throw from it to stop.
using progress = std::function<void(std::size_t done, std::size_t of)>;

/// A register. An object may be used by several threads at once, and several of them, in several threads, programs or (PostgreSQL)
/// machines, may work on one register. What is read is checked: rows that this library cannot have written, and whatever was
/// altered since, throw `tampered`, which names the dossier and the entry; a kind of event that the law in use does not know throws
/// `unsupported`. What a query passes over is not read: whether a column was altered so that it does, `verify` tells. Every call may
/// throw storage_error.
class registry {
public:
    /// "sqlite://requests.db", "sqlite:///srv/requests.db", a bare path, or ":memory:"; what follows sqlite:// is taken as it is
    /// written. Or "postgresql://user@host/database?sslmode=verify-full", as libpq takes it, with all its parameters; the register
    /// is in the first schema of the search path (?options=-csearch_path%3Dname). Passwords appear in no error.
    /// Throws bad_input for a malformed URL, storage_error where the database cannot be opened, not_found for a missing file that
    /// is only to be read, unsupported (and leaves all as it is) where it is not a register or was written by a newer release.
    static registry open(std::string_view url, open_options = {});

    registry(registry&&) noexcept;
    registry& operator=(registry&&) noexcept;
    ~registry();

    // One transaction a call: a refused write leaves nothing.

    /// Enters a request; the filing becomes entry 1, dated as the request, so `made_on` is required, as roughly as it is known.
    /// Throws bad_input (see `check(request)`; related to itself), conflict where the row of `origin` is in the register already.
    uuid file(request const&, filing_options const& = {});
    /// Appends an event. Throws not_found, bad_input (an unknown kind, no date, a subject that the request does not have or that
    /// is named twice, a day in the future), conflict (a refusing rule of the lifecycle, by name; a dossier merged into another).
    /// Gives the event's id.
    uuid record(uuid const& request, event const&, recording_options const& = {});
    /// Puts other content in the place of an entry, its date included. Entry 1: the request itself. Corrections are taken by a
    /// merged dossier too.
    uuid amend(uuid const& request, int seq, event, recording_options const& = {});
    uuid amend(uuid const& request, comity::request const& content, std::string source, recording_options const& = {});
    /// Takes an entry away, and says why: `bad_input` if it does not.
    uuid retract(uuid const& request, int seq, std::string why, recording_options const& = {});
    /// Two dossiers turned out to be one request: the events of the first count in the second from now on, and further ones are
    /// recorded there. Throws conflict where the second was itself merged into a third, and where they cannot be one:
    /// of other kinds or between other States; an event concerns a part that the second does not have; the second was certainly
    /// made later (merge that one into the first). Throws bad_input where it does not say why. Retracting the entry takes it back.
    uuid merge(uuid const& duplicate, uuid const& into, std::string why, recording_options const& = {});

    /// Ids in the order given. A rule of the lifecycle is looked at when all of a dossier's entries of the call are there.
    /// A filing whose id is in the register already must be the same with all its events; those with ids of their own may be new.
    std::vector<uuid> file_many(std::span<filing const>, progress const& = {});
    std::vector<uuid> record_many(std::span<recording const>, progress const& = {});
    /// Both at once, in one transaction: filings first.
    void write(std::span<filing const>, std::span<recording const>, progress const& = {});
    /// What a source gives, one by one, until it gives nothing; in memory for some hundred of them, in one transaction all the same.
    /// The source may read from this registry: it sees what was there before, and some of what it gave. It must not write to the register,
    /// by whatever object or connection: it would wait for itself. Others who write wait, half a minute at most on SQLite. Gives the number. Throws
    /// conflict, and has recorded nothing, where others wrote to the same dossiers at the same time: begin again.
    std::size_t write(std::function<std::optional<addition>()> const& next, progress const& = {});

    /// Throws not_found; also where it was not known yet on `known_on`.
    comity::dossier dossier(uuid const& request, std::optional<cutoff> const& known_on = {}) const;
    /// In the order of filing; those merged into another too. The request's last version counts, as known then.
    std::vector<uuid> find(query const&, std::optional<cutoff> const& known_on = {}, progress const& = {}) const;
    /// Every dossier that matches, in the order of their ids, in bounded memory. Merged ones come within the one they were merged
    /// into, not alone. All is seen as of one moment; the function may read from this registry, and not write to it.
    void each(query const&, std::function<void(comity::dossier const&)> const&, std::optional<cutoff> const& known_on = {}, progress const& = {}) const;

    /// For who follows the register: the requests with entries that were not there at that position; from the beginning, if it is
    /// empty. However late a transaction is committed, nothing is missed; what was written while others were still writing may come
    /// again. A request that was for this clearance once, and is no longer, comes with each amendment of it: it is then `not_found`. Throws
    /// bad_input for a position of another database, or of one that was put back to an earlier state: begin anew.
    changes changed_since(std::string_view position = {}) const;

    /// What was imported from a register: its row keys, and the requests they became.
    std::map<std::string, uuid> imported(std::string_view source) const;

    /// The deadlines of every open dossier that matches (see deadline.hpp), and those of others that still run, by their earliest days. With `within`, those that somebody still has
    /// to act on, and that are overdue or due within so many days of that day.
    std::vector<deadline> deadlines(cutoff const& as_of, std::optional<days> within = {}, query const& = {}, progress const& = {}) const;
    /// What another edition, calendar or row would change: every deadline on which somebody still has to act, under the register's law or under
    /// the other one, whose day, status or certainty differs.
    std::vector<moved_deadline> impact(comity::law const& other, cutoff const& as_of, query const& = {}, progress const& = {}) const;
    /// What to look at on a day: what is overdue or due soon; days appointed, and review dates that have come; requests without an answer, or
    /// without any time limit that runs, with which nobody has done anything for long.
    table agenda(date day, agenda_options const& = {}, progress const& = {}) const;

    /// The register as of a day and as known on a day, for figures: one pass over it, on as many threads as there are cores. Each entry is held
    /// against its digest. `progress` is told of requests.
    comity::snapshot snapshot(cutoff const& as_of, std::optional<cutoff> const& known_on = {}, snapshot_options const& = {}, progress const& = {}) const;
    /// The same view with what was written since it was taken: of the register only that is read, and what transactions then still running have
    /// committed is not missed. Throws bad_input for a view of another register or clearance, of an earlier state that it was put back from, or one that
    /// was made of dossiers.
    comity::snapshot refresh(comity::snapshot const&, progress const& = {}) const;

    // ---- evidence; see evidence.hpp and lib/registry/EVIDENCE.md ----

    /// Seals all that is recorded, and remembers the seal. To keep elsewhere. Signed, if a private key is given: Ed25519, in PEM.
    comity::seal seal(std::string_view private_key = {}, progress const& = {});
    /// A seal of this register; 0: the last. Not signed. Throws not_found.
    comity::seal sealed(int number = 0) const;
    /// Goes over every row, in memory for one dossier, and throws tampered that names the first entry, seal or gap which is not as it
    /// was recorded. Cost grows with the rows alone.
    verification verify(progress const& = {}) const;
    /// And against a seal that was kept elsewhere: what it covers is all there, and as it was then.
    verification verify(comity::seal const& against, progress const& = {}) const;
    /// Shows by the last seal that an entry is recorded; with its names and texts, if `texts`. Throws not_found, also where it is
    /// not sealed yet.
    proof prove(uuid const& request, int seq, bool texts = false) const;

    // ---- keeping ----

    /// Erases a person from every request: whoever bears the name (without regard to case, composed letters and spaces), with their
    /// other names and birth, in all versions; free texts of these requests, and of those merged with them, in which one of their names, or a
    /// word of four letters or more of one, occurs; and free texts of other requests that have the name in full. An entry `erased` says that it was done,
    /// and why; the chain still verifies. Nothing of it is left in the tables, SQLite's file and log, or PostgreSQL's table file (but in its write-ahead
    /// log until it is recycled, and in what a transaction still sees that was open meanwhile). Nothing is left to know the person by: an amendment
    /// may name them again; `import_csv` does not. What backups and exports hold is not reached. See `erasure::left` for what stays. Homonyms are
    /// erased too: look first, with `find_person`. Throws bad_input, also where `why` names the person. Nobody found: nothing is recorded.
    erasure erase_person(std::string_view name, std::string_view why, progress const& = {});
    /// What `erase_person` would do: who bears the name, how many texts would go, and what would stay.
    erasure find_person(std::string_view name, progress const& = {}) const;
    /// SQLite's own check of the file, which is part of `verify` too. Throws storage_error, naming the damage. PostgreSQL looks after
    /// its own: data checksums, pg_amcheck.
    void check() const;
    /// A copy into a new file, as of one moment, while others go on writing. SQLite; unsupported on PostgreSQL.
    void backup(std::filesystem::path const& file, progress const& = {}) const;
    /// Every entry, text and seal into an empty register of either kind, each digest checked on the way and again there. Gives the number of dossiers. Throws
    /// conflict where there is something in the other register, tampered.
    std::size_t copy_to(registry& other, progress const& = {}) const;

    /// Requests as a file: see archive.hpp. What is in it was checked against its digests, and those against the seals. Made anew: throws conflict where
    /// there is a file of that name already, not_found for a request that is not there, tampered, storage_error; it is then not there.
    archive_report export_archive(std::filesystem::path const& file, archive_options const& = {}, progress const& = {}) const;
    /// Adds what an archive has and the register has not, all or nothing, each entry as it was recorded there and when. A request that the register has
    /// already must be the same as far as both go: else conflict. What is added to those is named in the report; see import_options. Throws bad_input for a file that
    /// is cut, altered, or no archive, naming the place; tampered where its evidence does not hold; unsupported for the archive of a newer release, or an event that the law in use does not know; not_found.
    archive_report import_archive(std::filesystem::path const& file, import_options const& = {}, progress const& = {});

    comity::law const& law() const;
    /// What it was opened with, as the law spells it; empty: all is seen.
    std::string const& clearance() const;
    void close();                                ///< after it every call throws storage_error

private:
    class store;
    class pool;
    explicit registry(std::shared_ptr<pool>);
    std::shared_ptr<pool> const& opened() const;
    std::shared_ptr<pool> pool_;
};

}  // namespace comity::v0
