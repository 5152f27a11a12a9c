// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tables.hpp"

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

// What the engine of deadlines looks up: time limits with all that does not depend on a request, and which of them bear on one.

namespace comity::inline v0::detail {

/// A time limit with what is known of it beforehand.
struct rule {
    instrument const* of;
    time_limit const* limit;
    comity::counting counting;           ///< with what its own words settle
    bool custody = false;                ///< it limits a deprivation of liberty
    bool from_custody = false;           ///< it runs from an arrest
    bool from_provisional = false;       ///< … from a provisional one
    kind_set perhaps_met_by{};           ///< less exact than what the text asks for: a receipt, where it must be one by a named authority
    std::vector<std::size_t> after{}, within{}, replaces{}, extinguishes{};  ///< places in `rulebook::rules`
};

/// An instrument that bears on requests of one kind between two States on a day, with its limits.
struct bearing_instrument {
    instrument const* of;
    comity::bearing bearing;
    bool verified;
    std::vector<std::size_t> rules;
};

struct rulebook {
    std::vector<rule> rules;
    std::unordered_map<std::string_view, instrument const*> instruments;
    std::unordered_map<event_kind, kind_set> kinds_of;  ///< of those of which a limit asks for all: each with its cases
    kind_set appeal_lodged, appeal_ended, reopened, request_received, request_sent, provisional_arrest;
    kind_set plain_arrest;               ///< of which nothing says whether it was provisional

    /// What an event shows to have happened, with all its cases; by `event_meaning::number`.
    struct shown {
        event_meaning const* means;
        kind_set kinds;
    };
    std::vector<std::vector<shown>> shows;

    explicit rulebook(law::tables const&);
    std::optional<std::size_t> find(provision const& limit) const;
    /// The limits of an instrument for requests of this kind from one State to another.
    std::vector<std::size_t> of(instrument const&, state_code requesting, state_code requested, request_kind) const;
    /// Kept once computed: between two days on which a row of the two begins or ends, the answer is the same.
    std::shared_ptr<std::vector<bearing_instrument> const> bearing(law const&, state_code requesting, state_code requested, date on, request_kind) const;

private:
    struct memory;
    static std::vector<date> turns(std::vector<instrument> const&, state_code, state_code);
    std::shared_ptr<memory> memory_;
};

/// The one way from outside to the tables of a law.
struct law_access {
    static law::tables const& tables(law const& l) { return *l.tables_; }
};

}  // namespace comity::v0::detail
