// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "entry_form.hpp"

#include <comity/evidence.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// Seals and proofs as texts.

namespace comity::inline v0::detail {

/// Fills in what the seal's form says.
void read_seal_form(seal&);
std::string digest_of(seal const&);
std::string seal_body(std::string const& root, std::int64_t dossiers, std::int64_t entries);
/// A dossier's leaf in the tree of a seal.
std::string leaf_of(std::string_view request, std::int64_t seq, std::string_view digest);
/// With an Ed25519 private key, as PEM.
void sign(seal&, std::string_view pem);

}  // namespace comity::v0::detail
