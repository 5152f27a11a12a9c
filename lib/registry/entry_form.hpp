// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "digest.hpp"
#include "private_texts.hpp"
#include "rows.hpp"

#include <comity/dossier.hpp>
#include <comity/law.hpp>
#include <comity/registry.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

// Entries as rows, and the chain over their forms. EVIDENCE.md is the specification.

namespace comity::inline v0::detail {

/// A text of a dossier, by the entry that it belongs to and its number there.
struct text_place {
    int seq = 0;
    int number = 0;
    friend auto operator<=>(text_place const&, text_place const&) = default;
};

/// All that an entry says.
struct full_entry {
    comity::entry entry;
    std::optional<comity::request> content{};  ///< of a filing, or an amendment of it
    std::optional<comity::origin> origin{};    ///< of a filing
    std::vector<text_place> erases{};          ///< of kind `erased`
};

/// The rows of an entry, its digest still to be set. Throws bad_input, naming the field, for what cannot be kept.
entry_rows to_rows(uuid const& request, entry const&, comity::request const* content, origin const* = nullptr,
                   std::span<text_place const> erases = {});

/// The id of a request that comes from a row of another register: always the same.
inline uuid id_of(origin const& o) { return named_uuid("comity intake " + o.source, o.row_key); }

enum class depth {
    heads,  ///< without names and texts, and not held against the chain: enough to search
    facts,  ///< without names and texts: what figures are made of
    whole,
};

/// What the rows of an entry say. `erased` collects the texts that are no longer there. Throws bad_input for what the library
/// cannot have written, unsupported for a kind of event that this law does not know.
full_entry from_rows(entry_rows const&, law const&, depth, std::vector<text_place>& erased);
/// The texts of an entry that were not erased, and where they belong.
std::vector<opened_text> texts_of(entry_rows const&, law const&);

/// The canonical form of an entry.
std::string form_of_entry(entry_rows const&);
void append_form_of_entry(std::string& form, entry_rows const&);

/// What the entry with this form says, field by field. Throws bad_input for what is no such form, and where these are not its texts;
/// none: they are not to be shown.
std::vector<std::pair<std::string, std::string>> fields_of(std::string_view form, std::optional<std::string_view> content);

/// What the chain of a dossier begins with.
inline constexpr sha256_bytes no_digest{};
/// The digest of an entry, from the one before it.
sha256_bytes link(sha256_bytes const& before, sha256_bytes const& form_digest);
inline sha256_bytes link(sha256_bytes const& before, std::string_view form) { return link(before, sha256({form})); }

}  // namespace comity::v0::detail
