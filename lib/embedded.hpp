// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace comity::inline v0::detail {

/// A text file that was put into the library when it was built.
struct embedded_file {
    std::string_view path;  ///< relative to the folder it was taken from, "events.toml"
    std::string_view text;
};

std::span<embedded_file const> law_files();     ///< lib/law/
std::span<embedded_file const> language_files(); ///< lib/languages/
std::span<embedded_file const> state_files();   ///< the ISO 3166 tables of iso-codes
std::span<embedded_file const> report_files();  ///< templates and style sheets of the brief
std::span<embedded_file const> archive_files(); ///< the schema of an archive in JSON
std::span<embedded_file const> migrations();    ///< lib/registry/migrations/

}  // namespace comity::v0::detail
