// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dossier_reader.hpp"

#include <optional>
#include <string>
#include <vector>

// What goes from one register to another, and its evidence.

namespace comity::inline v0::detail {

/// Shows that a dossier was in a sealed register, as EVIDENCE.md has it of a proof.
struct head_proof {
    long long entry = 0;              ///< the last one that was sealed
    long long leaf = 0;
    std::vector<std::string> path{};  ///< from the leaf upwards
};

struct carried_dossier {
    dossier_rows rows{};
    std::vector<sealed_row> sealed{};  ///< of a whole register
    std::optional<head_proof> proof{};  ///< of some dossiers
};

/// What comes before the dossiers.
struct carried_head {
    bool whole = false;
    std::vector<entry_rows> seals{};  ///< all of them; or the last one, against which the proofs are
    std::string before{};             ///< digest of the seal before the first of these
};

/// Takes what a register gives. One after the other: a head, and dossiers in the order of their ids.
struct archive_writer {
    virtual ~archive_writer() = default;
    virtual void begin(carried_head const&) = 0;
    virtual void add(carried_dossier const&) = 0;
};

/// Gives what was written, as often as it is begun with. Throws bad_input, naming the place.
struct archive_reader {
    virtual ~archive_reader() = default;
    virtual carried_head begin() = 0;
    virtual std::optional<carried_dossier> next() = 0;
    virtual std::string place() const = 0;  ///< of what was given last, for complaints
};

}  // namespace comity::v0::detail
