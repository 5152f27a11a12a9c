// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "event.hpp"
#include "request.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

// One request with its history.
//
// The history is what the register holds: entries in the order in which they were recorded, from 1, never changed. Entry 1 is
// the filing. What is known to have happened follows from it, each time anew: an entry that `corrects` another stands in its
// place (or, of kind `retracted`, takes it away), and the rest is put in the order in which it happened.

namespace comity::inline v0 {

/// One row of the register.
struct entry {
    int seq = 0;                     ///< its place in the dossier, from 1
    uuid id{};
    std::int64_t recorded_at = 0;    ///< by our clock, microseconds of UTC; never goes backwards within a dossier
    comity::event event;

    friend bool operator==(entry const&, entry const&) = default;

    /// Since when it was known: as an imported source claims, or else since it was recorded.
    bool known_on(cutoff const&) const;
};

/// Something that happened, after corrections. Of a dossier merged into another, the persons and other parts are taken to be
/// numbered as in that other.
struct fact {
    uuid request{};                  ///< the dossier it was recorded in: this one, or one merged into it
    int seq = 0;                     ///< the entry there that it stands under
    comity::event event;
};

/// One request with its history: an immutable value, as known on a day.
class dossier {
public:
    /// Versions are the contents of the request: of entry 1, and of each entry that amends entry 1. Those that no longer stand may be missing.
    /// Throws conflict where a correction points nowhere (see `correction_problem`); bad_input where there is no filing, or not what is asked.
    dossier(uuid id, std::vector<entry> history, std::map<int, comity::request> versions, std::vector<dossier> merged = {});

    uuid const& id() const { return id_; }
    /// What was asked, as last amended.
    comity::request const& request() const& { return versions_.at(version_); }
    comity::request request() && { return std::move(versions_.at(version_)); }
    /// What was asked, as entry 1 and each amendment of it put it; without those that were marked higher than the registry's clearance.
    std::map<int, comity::request> const& versions() const& { return versions_; }
    /// As recorded, corrections and all.
    std::vector<entry> const& history() const& { return history_; }
    std::vector<entry> history() && { return std::move(history_); }
    /// What happened, in the order in which it happened: by the last day it may have been, on one day as recorded; but what
    /// has a clock time follows the clocks, wherever they stood. Everything in it has a date.
    std::vector<fact> const& facts() const& { return facts_; }
    std::vector<fact> facts() && { return std::move(facts_); }
    /// Whether an event certainly came before the request was made: a provisional arrest does, and is no answer to it.
    bool precedes_request(event const&) const;
    /// The dossiers merged into this one, as they stand by themselves.
    std::vector<dossier> const& merged() const& { return merged_; }
    std::vector<dossier> merged() && { return std::move(merged_); }
    /// The request this one was found to be the same as.
    std::optional<uuid> const& merged_into() const { return merged_into_; }

    /// The same dossier as if this had been recorded too, or in the place of the entry it corrects: to ask what would follow. Nothing is
    /// written. Throws conflict where it corrects nothing.
    dossier supposing(event) const;
    /// The same dossier as it was known then; none if it was not known at all, or what was asked then is not among its versions.
    std::optional<dossier> known_on(cutoff const&) const;

    /// The same entries, in it and in those merged into it.
    friend bool operator==(dossier const& a, dossier const& b) {
        return a.id_ == b.id_ && a.history_ == b.history_ && a.versions_ == b.versions_ && a.merged_ == b.merged_;
    }

private:
    uuid id_;
    std::vector<entry> history_;
    std::map<int, comity::request> versions_;
    std::vector<dossier> merged_;
    int version_ = 1;
    std::optional<uuid> merged_into_{};
    std::vector<fact> facts_;
};

/// Why this event cannot be recorded as a correction of one in this history, or empty: what it corrects must be there, must not
/// have been retracted, and must not be a correction itself (but a wrong amendment can be retracted). The filing cannot be
/// retracted.
std::string correction_problem(std::span<entry const> history, event const& correction);

}  // namespace comity::v0
