// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/registry.hpp>

#include <soci/soci.h>

#include <memory>
#include <string>

// All that is peculiar to SQLite. Everything else of the registry speaks plain SQL through SOCI.

namespace comity::inline v0::detail::sqlite {

/// Opens a register, made or brought up to date if need be. What is not a register, or comes from a newer release, is refused
/// and left as it is.
std::unique_ptr<soci::session> open(std::string const& path, access);

/// A transaction that no other writer comes between.
void begin_writing(soci::session&);

/// What SOCI reported, with the reason that SQLite knows beside it.
storage_error explain(soci::session&, soci::soci_error const&);

}  // namespace comity::v0::detail::sqlite
