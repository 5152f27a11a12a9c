// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detail/enum_names.hpp"
#include "evidence.hpp"
#include "query.hpp"
#include "uuid.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Requests in a file, to be sent to another authority or kept for decades: every entry with its names and texts, as it was recorded and when, with
// what shows that nobody changed it. lib/archive/ARCHIVES.md says how such a file is made, so that others can read and check it.
//
//     registry.export_archive("2026-11.comity");                               // all of it, with its seals
//     registry.export_archive("to-gb.json", {.of = {.requested = "GB"_state}});  // some, as JSON, each with a proof against the last seal
//     other.import_archive("2026-11.comity");                                  // what it has already is compared, what is new is added

namespace comity::inline v0 {

enum class archive_format {
    binary,  ///< smaller and faster: the same on every machine
    json,    ///< the same as a JSON document, see `archive_schema`
};

/// Which requests an archive is made of; in what form.
struct archive_options {
    std::optional<archive_format> format{};      ///< none: JSON where the file's name ends in .json, else binary
    query of{};                                  ///< those that match; nothing asked: all
    std::optional<std::vector<uuid>> requests{};  ///< of these, those that match; none: no list is given
};

/// What is asked of an archive that comes in, and what it may do here.
struct import_options {
    /// From elsewhere: the archive is of the register that it covers, and of each request at least the beginning is shown to be; else bad_input.
    std::optional<seal> against{};
    bool erase = false;                          ///< what was erased there is erased here, for good. Else an archive that would is a conflict
    /// Requests that do not fit with what is here are passed over, and named with the reason, and so are those merged into them: they went on otherwise, or were merged otherwise; their row of another
    /// register is here already; what was erased there is not to be erased. Not where the seals are kept: then nothing is taken.
    bool skip_conflicts = false;
    bool dry_run = false;                        ///< all is done, told and refused as it would be, and nothing stays; others who write wait meanwhile, all the same
};

/// What an archive changed in a request that the register had: who sent it speaks in these entries.
struct changed_request {
    uuid id{};
    int first = 0;                               ///< of the entries that were added; 0: none was, but those merged into it, also by way of others, brought something new
    int last = 0;
    std::size_t erased_texts = 0;

    friend bool operator==(changed_request const&, changed_request const&) = default;
};

/// A request of an archive that was not taken, so that it is here as it was, or not at all.
struct passed_over_request {
    uuid id{};
    std::string why{};                           ///< as an import that skips nothing says when it refuses the archive: it names the request

    friend bool operator==(passed_over_request const&, passed_over_request const&) = default;
};

/// What an archive held, or holds.
struct archive_report {
    std::size_t requests = 0;
    std::size_t entries = 0;                     ///< of all of these
    bool whole = false;                          ///< it is of a whole register, with all its seals; else of some requests, with proofs
    int seals = 0;                               ///< up to this number; 0: it was never sealed
    std::size_t unsealed_entries = 0;            ///< that the last seal does not cover, or is not shown to: only their own chains speak for them
    std::size_t proven = 0;                      ///< of an archive of some requests: how many are shown to be in the register that was sealed

    // ---- of an import: each request was added, has grown, is unchanged or was passed over ----
    std::size_t added = 0;                       ///< requests that the register did not have
    std::size_t grown = 0;                       ///< that it had, and of which entries were added
    std::size_t erased_texts = 0;                ///< names and texts that were erased there, and now here
    std::size_t unchanged = 0;                   ///< that it had, with all these entries, and perhaps later ones; others may have been merged into them
    std::vector<changed_request> changed{};      ///< each that it had and that reads otherwise now: it has grown, texts of it were erased, or those merged into it say more
    std::vector<passed_over_request> passed_over{};  ///< see `import_options::skip_conflicts`
    bool seals_kept = false;                     ///< the seals are in the register now, too: those of a whole register, in one that was empty, or has the first of them and was given the last

    friend bool operator==(archive_report const&, archive_report const&) = default;
};

/// Of an archive in JSON: a JSON Schema (2020-12).
std::string_view archive_schema();

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::archive_format> {
    static constexpr std::string_view what = "format of an archive";
    static constexpr std::array<std::string_view, 2> names{"binary", "json"};
};
