// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "error.hpp"

#include <boost/uuid/uuid.hpp>

#include <string>
#include <string_view>

namespace comity::inline v0 {

/// What a request or an event is known by. Ours are version 7 (time-ordered); a caller may give any of its own.
using uuid = boost::uuids::uuid;

std::string to_string(uuid const&);      ///< 01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f
uuid parse_uuid(std::string_view text);  ///< that form, upper or lower case; else bad_input

/// The same UUID for the same name, for ever (version 8: the first bits of SHA-256 over space and name).
uuid named_uuid(std::string_view space, std::string_view name);

}  // namespace comity::v0
