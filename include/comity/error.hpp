// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "version.hpp"

#include <exception>
#include <string>
#include <string_view>

namespace comity::inline v0 {

/// What can go wrong. A message names the rule or field, the dossier, what was found, and what would be accepted.
/// Refusal, lapse and delay are outcomes of law and are values, never errors. Whatever was found, the message is one line of UTF-8 that a terminal
/// can show: control characters, marks of direction and broken bytes are replaced (see `displayable`).
///
///     catch (comity::error& e) { e.in("cases.csv, row 41"); throw; }     // "cases.csv, row 41: …"
class error : public std::exception {
public:
    explicit error(std::string const& message);

    char const* what() const noexcept override { return message_.c_str(); }

    /// Puts the place in front of the message as the error climbs: a file, a row, a dossier.
    void in(std::string_view place);

private:
    std::string message_;
};

/// What was given cannot be read, or cannot be: a date that does not exist, a State that asks itself.
struct bad_input : error { using error::error; };
/// The register holds something else already: other content under the same id, another sequence number than expected.
struct conflict : error { using error::error; };
/// No such dossier, event, instrument or file.
struct not_found : error { using error::error; };
/// Understood, but not provided by this build, this database or this version of the file.
struct unsupported : error { using error::error; };
/// The database or the disk failed. Nothing of the call was written, unless the message says so.
struct storage_error : error { using error::error; };
/// Evidence does not verify: something was altered, deleted, inserted or reordered.
struct tampered : error { using error::error; };

}  // namespace comity::v0
