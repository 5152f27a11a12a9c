// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What shows that nobody changed the register: seals to keep elsewhere, proofs to give away, and what a check found.
// lib/registry/EVIDENCE.md says how each is made, so that others can check them without this library.
//
//     write_file("2026-11.seal", to_string(registry.seal()));                  // today; a copy goes to somebody else
//     registry.verify(parse_seal(read_file("2026-11.seal")));                  // later: throws tampered, or says what it saw

namespace comity::inline v0 {

/// What the last entries of all dossiers were at one moment, in one number. It names the seal before it. It proves something only
/// against a copy kept where those who can write to the register cannot.
struct seal {
    int number = 0;                ///< from 1
    std::int64_t sealed_at = 0;    ///< microseconds of UTC
    std::string root{};            ///< of the Merkle tree over the heads of all dossiers (RFC 6962), 64 hexadecimal digits
    std::int64_t dossiers = 0;
    std::int64_t entries = 0;      ///< in all dossiers together
    std::string form{};            ///< the canonical form of the seal as an entry; the members above are read from it
    std::string before{};          ///< digest of the seal before it; empty for the first
    std::string digest{};          ///< of the form and all seals before, 64 hexadecimal digits
    std::string public_key{};      ///< Ed25519, 64 hexadecimal digits; empty: not signed
    std::string signature{};

    friend bool operator==(seal const&, seal const&) = default;
};

std::string to_string(seal const&);      ///< the seal file
/// Throws bad_input for what is no seal file, tampered where its digest is not that of what it says, or the signature not that of the
/// public key in it. Whose key it is, the reader must know.
seal parse_seal(std::string_view text);

/// What `verify` found in order.
struct verification {
    std::int64_t dossiers = 0;
    std::int64_t entries = 0;
    std::int64_t erased_texts = 0;
    int seals = 0;
    std::int64_t unsealed_entries = 0;   ///< since the last seal: their tail could be cut without a trace
    std::optional<int> against{};        ///< the number of the seal from elsewhere, if one was given
    std::string root{};                  ///< of the tree over all heads as they are now: two registers with the same have the same entries
};

/// Shows that an entry is in a sealed register, to somebody who has the seal and not the register.
struct proof {
    std::string entry{};                 ///< the entry's form: what was recorded, with commitments in the place of names and texts
    std::string before{};                ///< digest of the entry before; empty for entry 1
    std::vector<std::string> after{};    ///< digests of the forms of later entries, up to the sealed one
    std::int64_t leaf = 0;               ///< the dossier's place in the tree, from 0
    std::int64_t leaves = 0;
    std::vector<std::string> path{};     ///< from the leaf upwards
    std::string texts{};                 ///< names and texts of the entry with their salts, if they are to be shown
    comity::seal seal{};

    friend bool operator==(proof const&, proof const&) = default;
};

std::string to_string(proof const&);     ///< the proof file
proof parse_proof(std::string_view text);  ///< throws bad_input
/// What its entry says, for people: "person 1, role" and "sought"; names and texts, if they are shown. Text from outside: to be escaped. Throws
/// bad_input.
std::vector<std::pair<std::string, std::string>> fields_of(proof const&);
/// Throws tampered unless the proof's entry (and texts, if shown) are in the register that was so sealed.
void check(proof const&, comity::seal const& trusted);

/// What `erase_person` did.
struct erasure {
    struct person { uuid request{}; int number = 0; };
    struct place { uuid request{}; int seq = 0; std::string field{}; };
    std::vector<person> persons{};       ///< whose names and birth are gone
    std::int64_t texts = 0;              ///< texts removed, names included
    std::vector<place> left{};           ///< where a name still stands: in what the chain holds (references, authorities, enactments), or
                                         ///< as that of another person ("person 2"), who may be the same under another spelling
};

}  // namespace comity::v0
