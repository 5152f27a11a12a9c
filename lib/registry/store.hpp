// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dossier_reader.hpp"

#include <comity/registry.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

// The register's tables: reading dossiers, adding to them.

namespace comity::inline v0 {

/// What registry is made of. Its calls come one after the other, from one thread at a time.
class registry::store {
public:
    store(std::unique_ptr<soci::session>, open_options);
    ~store();

    comity::law const& law() const { return options_.law; }

    /// Ids of the filings, then of the recordings' events.
    std::vector<uuid> write(std::span<filing const>, std::span<recording const>, progress const&);

    comity::dossier dossier(uuid const&, std::optional<cutoff> const& known_on);
    std::vector<uuid> find(query const&, std::optional<cutoff> const& known_on);
    void each(query const&, std::function<void(comity::dossier const&)> const&, std::optional<cutoff> const& known_on);
    std::map<std::string, uuid> imported(std::string_view source);

private:
    using stored_dossier = detail::stored_dossier;

    /// A dossier that is being written to.
    struct draft {
        stored_dossier stored;
        std::vector<comity::dossier> merged{};
        std::optional<comity::dossier> before{};   ///< as it was; none: it is being filed
        std::optional<uuid> merged_into{};
        bool changed = false;

        comity::dossier as_dossier() const {
            return comity::dossier(stored.id, stored.history, stored.versions, merged);
        }
    };

    uuid file(filing const&);
    draft new_draft(filing const&, uuid const&);
    void confirm(filing const&, draft const&);
    uuid record(draft&, recording const&);
    void append(draft&, uuid const& id, event, comity::request const* content);
    void check_correction(draft const&, event const&);
    void check_result(draft&);
    void check_merger(comity::dossier const& duplicate, bool is_new);
    void finish(draft&);
    void insert(std::string const& request, entry const&, comity::request const* content);
    void insert_content(std::string const& request, int seq, comity::request const&);
    template <class Inserter, class Rows> void insert_rows(Inserter&, std::string const& request, int seq, Rows const&);

    std::optional<stored_dossier> load(uuid const&);
    std::optional<draft> load_draft(uuid const&);
    std::vector<uuid> duplicates_of(uuid const&);
    std::vector<comity::dossier> merged_into(uuid const&, std::optional<cutoff> const&, std::vector<uuid>& path);
    std::optional<comity::dossier> as_known(stored_dossier, std::optional<cutoff> const&);
    bool stands_alone(comity::dossier const&, std::optional<cutoff> const&);
    std::vector<uuid> origins(std::string_view source, std::string_view row_key);

    template <class F> auto writing(F);
    template <class F> auto reading(F);
    void forget_statements();

    std::unique_ptr<soci::session> session_;       // first, so that every statement goes before it
    open_options options_;
    bool in_transaction_ = false;
    std::unique_ptr<detail::dossier_reader> by_id_;
    struct duplicate_query;
    std::unique_ptr<duplicate_query> duplicates_;

    struct inserters;
    std::unique_ptr<inserters> insert_;
};

}  // namespace comity::v0
