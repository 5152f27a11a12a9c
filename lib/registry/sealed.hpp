// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cursor.hpp"
#include "dossier_reader.hpp"
#include "merkle.hpp"

#include <comity/evidence.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// What is sealed, read and held against the seals. EVIDENCE.md is the specification.

namespace comity::inline v0::detail {

/// What an entry of the seals' own dossier says, behind the seal before it. Throws tampered.
seal read_seal(entry_rows const&, std::string const& before);
/// What the rows of the seals' own dossier say, the first of them behind `before`. Throws tampered.
std::vector<seal> read_seals(std::span<entry_rows const>, std::string const& before = "");

/// The rows of table sealed, dossier by dossier, beside the dossiers.
class sealed_reader {
public:
    explicit sealed_reader(database& db) : cursor_(db, within_range()) {}

    void start(std::string const& after, std::string const& upto) { cursor_.start({after, upto}); }
    /// Those of this dossier. Throws tampered for what was passed over.
    std::vector<sealed_row> of(std::string const& request);
    void finish();

private:
    cursor<sealed_row> cursor_;
};

/// Calls f(rows, sealed), which may take them, for each dossier with an id greater than `after`, whole, with its rows of table sealed. Throws tampered for rows that belong to none.
template <class F> void each_with_sealed(database& db, std::string after, F f) {
    dossier_reader reader(db, within_range(), depth::whole);
    sealed_reader sealed(db);
    dossier_rows rows;  // whose memory is used again
    id_ranges(db, {}, std::move(after), [&](std::string const& first, std::string const& last) {
        reader.start({first, last});
        sealed.start(first, last);
        while (auto next = reader.next(std::move(rows))) {
            rows = std::move(*next);
            f(rows, sealed.of(rows.request_id));
        }
        sealed.finish();
    });
}

/// Calls f(rows) for each dossier that is sealed, with its rows of table sealed.
template <class F> void each_sealed(database& db, F f) {
    cursor<sealed_row> rows(db, within_range());
    id_ranges(db, {}, after_seals(), [&](std::string const& after, std::string const& upto) {
        rows.start({after, upto});
        while (!rows.at_end()) {
            std::vector<sealed_row> one;
            for (auto const of = rows.row().request_id; !rows.at_end() && rows.row().request_id == of; rows.advance())
                one.push_back(rows.row());
            f(one);
        }
    });
}

/// The tree over the heads of the dossiers at one seal.
struct heads_at {
    int seal;
    merkle_tree tree{};

    void add(std::span<sealed_row const> rows, bool watched = false);
};

/// What has grown with each seal, held against what the seals say of themselves.
class growth {
public:
    explicit growth(std::size_t seals) : dossiers_(seals + 1), entries_(seals + 1), latest_(seals + 1) {}

    /// Throws tampered unless these rows speak of entries that are there, seal by seal.
    void add(dossier_rows const&, std::span<sealed_row const>);
    void check(std::vector<seal> const&) const;

private:
    std::vector<std::int64_t> dossiers_, entries_, latest_;  ///< by seal; when the last of the entries was recorded that it is the first to cover
};

}  // namespace comity::v0::detail
