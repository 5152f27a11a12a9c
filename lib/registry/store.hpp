// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "carried.hpp"
#include "database.hpp"
#include "dossier_reader.hpp"
#include "lookups.hpp"

#include <comity/registry.hpp>
#include <comity/snapshot.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

// The register's tables: reading dossiers, adding to them.

namespace comity::inline v0 {

namespace detail {

/// Tells of dossiers one by one as they are read, and at the end that these were all.
class reading_told {
public:
    explicit reading_told(progress const& tell) : tell_(tell) {}
    void one_more() {
        ++done_;
        if (tell_) tell_(done_, 0);
    }
    void all() const {
        if (tell_) tell_(done_, done_);
    }

private:
    progress const& tell_;
    std::size_t done_ = 0;
};

}  // namespace detail

/// One connection of a registry, and what it does there. Its calls come one after the other, from one thread at a time.
class registry::store {
public:
    store(std::unique_ptr<detail::database>, open_options, std::optional<comity::clearance>);
    ~store();

    bool can_be_shared() const { return db_->can_be_shared(); }

    /// Ids of the filings, then of the recordings' events.
    std::vector<uuid> write(std::span<filing const>, std::span<recording const>, progress const&);
    std::size_t write(std::function<std::optional<addition>()> const& next, progress const&);

    comity::dossier dossier(uuid const&, std::optional<cutoff> const& known_on);
    std::vector<uuid> find(query const&, std::optional<cutoff> const& known_on, progress const&);
    void each(query const&, std::function<void(comity::dossier const&)> const&, std::optional<cutoff> const& known_on, progress const&);
    changes changed_since(std::string_view position);
    using visitor = std::function<void(comity::dossier const&, std::vector<deadline>)>;
    void take(snapshot::state&, visitor const&, progress const&);                             // view.cpp
    register_columns columns_of(detail::runs const&, snapshot::state const&, visitor const&, progress const&);
    register_columns brought_up_to_date(snapshot::state const&, std::string& position, progress const&);
    std::map<std::string, uuid> imported(std::string_view source);

    comity::seal seal(std::string_view private_key, progress const&);   // evidence.cpp
    comity::seal sealed(int number);
    verification verify(comity::seal const* against, progress const&);
    proof prove(uuid const&, int seq, bool texts);

    erasure find_person(std::string_view name, progress const&);   // erase.cpp
    erasure erase_person(std::string_view name, std::string_view why, progress const&);

    void check();
    void backup(std::string const& path, progress const&);
    /// Everything, row by row, into a register in which nothing is yet. Gives the number of dossiers.
    std::size_t copy_to(store&, progress const&);               // evidence.cpp
    archive_report give(archive_options const&, detail::archive_writer&, progress const&);   // carrying.cpp
    archive_report take(detail::archive_reader&, import_options const&, progress const&);

private:
    using stored_dossier = detail::stored_dossier;

    /// A dossier that is being written to.
    struct draft {
        stored_dossier stored;
        std::vector<comity::dossier> merged{};
        std::optional<uuid> merged_into{};
        std::size_t known = 0;                     ///< how many of its entries were there before; none: it is being filed
        detail::weight family{};                   ///< with those merged into it
        long long others = 0;                      ///< `written_by_others` when it was current

        comity::dossier as_dossier() const { return comity::dossier(stored.id, stored.history, stored.versions, merged); }
        comity::dossier as_it_was() const;
    };

    void file_chunk(std::span<filing const>, std::function<void(uuid const&)> const& done, std::size_t before, std::size_t of);
    uuid file(filing const&);
    draft new_draft(filing const&, uuid const&);
    void confirm(filing const&, draft const&);
    void record_all(std::span<recording const>, std::function<void(uuid const&)> const& done, std::size_t before, std::size_t of);
    uuid record(draft&, recording const&);
    void append(draft&, uuid const& id, event, comity::request const* content, origin const* = nullptr,
                std::span<detail::text_place const> erases = {});
    static void check_content(uuid const&, entry const&, comity::request const* content);
    static void check_correction(std::span<entry const> history, event const&);
    void check_result(draft&, detail::weight const& added);
    comity::dossier const& check_merger(comity::dossier const& duplicate, uuid const& into, bool is_new);
    void check_merged(std::map<uuid, uuid> const& into);
    detail::weight weight_of_family(uuid const&);
    void finish(draft&);
    void keep(draft);
    void forget_drafts();

    bool has_entries();
    /// To read more by than one statement does.
    detail::database& view();
    std::optional<detail::dossier_rows> rows_of(uuid const&);
    std::optional<stored_dossier> load(uuid const&);
    std::optional<draft> load_draft(uuid const&);
    bool is_current(draft const&);
    bool visible(comity::dossier const& d) const { return visible(d.request()); }
    bool visible(request const&) const;
    bool has_hidden_versions(stored_dossier const&) const;
    bool visible_now_or_since(uuid const&, long long since);
    std::string position_now();
    long long since(std::string_view position);
    std::set<uuid> written_to(long long since);
    std::set<uuid> merged_with(std::set<uuid>);
    void append(register_columns&, uuid const&, snapshot::state const&, visitor const&);
    static void add(register_columns&, comity::dossier const&, snapshot::state const&, visitor const&);
    std::vector<uuid> duplicates_of(uuid const&);
    std::map<uuid, detail::weight> families_{};    ///< of those that something is merged into, while one call writes
    std::optional<comity::dossier> target_{};      ///< the last of those, until something is written to it
    std::vector<comity::dossier> merged_into(uuid const&, std::optional<cutoff> const&, std::vector<uuid>& path);
    std::optional<comity::dossier> seen(stored_dossier, std::optional<cutoff> const&) const;
    comity::dossier with_merged(comity::dossier base, std::optional<cutoff> const&);
    std::set<uuid> ids_merged_into();
    bool stands_alone(comity::dossier const&, std::optional<cutoff> const&);
    void look_up(std::span<filing const>);
    void flush();
    std::vector<comity::seal> seals();
    int seals_made();
    comity::seal seal_of(int number);

    std::set<uuid> to_give(archive_options const&);
    std::map<std::string, detail::head_proof> head_proofs(std::set<uuid> const&, int seal);
    struct arrival;                                // carrying.cpp
    struct arrivals;
    stored_dossier arrived(detail::dossier_rows const&) const;
    std::string conflict_with(arrival const&, stored_dossier const&, import_options const&) const;
    void check_arrival(arrival const&, stored_dossier, arrivals&);
    void add_arrival(arrival const&, archive_report&);
    std::string named(uuid const&);
    struct way_up;
    using misfits = std::vector<passed_over_request>;  ///< what cannot be taken; first what is so by itself
    std::map<uuid, way_up> ways_up(arrivals const&);
    misfits check_mergers(arrivals const&, std::set<uuid>& changed);
    comity::dossier checked_family(comity::dossier, detail::weight&, std::size_t steps);
    misfits check_origins(arrivals const&);
    void replace_texts(detail::text_row const&);   // erase.cpp
    void scrub(std::string const& done);

    /// What other writers are kept from: always, or only when one of them was faster before.
    struct locks {
        std::vector<std::string> names{};
        bool always = false;
        bool once = false;  ///< what is to be written cannot be asked for again
    };
    struct affected;                               // erase.cpp
    std::map<uuid, affected> affected_by(std::string_view name, std::string_view why, progress const&);
    static erasure summary(std::map<uuid, affected> const&);
    static locks locks_for(std::span<filing const>, std::span<recording const>);
    template <class F> auto writing(F f) { return writing(std::move(f), locks{}); }
    template <class F> auto writing(F, locks const&);
    template <class F> auto reading(F);
    void forget_statements();
    void name_register(storage_error&) const;

    std::unique_ptr<detail::database> db_;         // first, so that every statement goes before it
    open_options options_;
    std::optional<comity::clearance> clearance_;
    bool in_transaction_ = false;
    detail::row_batch batch_;                      ///< rows to be added

    std::optional<detail::dossier_reader> by_id_;
    std::optional<detail::duplicate_query> duplicates_;

    long long others_ = 0;                         ///< `written_by_others` in this transaction
    detail::weight kept_{};                        ///< entries of these, and bytes as in an archive:
    std::map<uuid, draft> drafts_;                 ///< of this transaction, and of those before: what is current need not be read again
    std::map<uuid, bool> ids_there_;               ///< of the filings of a chunk that give their own: whether they were in the register
    std::map<std::pair<std::string, std::string>, uuid> origins_there_;
};

}  // namespace comity::v0
