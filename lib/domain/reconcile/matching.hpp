// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../figures/figure.hpp"
#include "references.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

// Which request of one register is which of the other. What the means are and how they rank is said in reconcile.hpp.

namespace comity::inline v0::detail {

/// By what two requests were matched; the names are those of the tables.
enum class match_means : std::uint8_t { same_id, same_reference, normalised_reference, look_alike_letters, transliteration, words_around, leading_zeros, short_year, typing_error, state_kind_and_dates };
std::string_view name_of(match_means);

/// Which references of two requests were compared: ours, theirs; 0 is the requesting side's, 1 the requested side's.
struct relation_of_references {
    std::uint8_t ours = 0, theirs = 0;
    bool crosswise() const { return ours != theirs; }
};
inline constexpr std::array<relation_of_references, 4> relations{{{0, 0}, {1, 1}, {0, 1}, {1, 0}}};

struct matched_pair {
    std::uint32_t ours = 0, theirs = 0;
    match_means by{};
    std::optional<relation_of_references> compared{};    ///< none: no reference
    reading how{};                                       ///< of these references
    int edits = 0;                                       ///< of a typing error
    int score = 0;                                       ///< in hundredths
};

/// A register, as it is matched. A request is its place in the columns.
struct matched_side {
    enum state : std::uint8_t { free, matched, in_doubt };

    explicit matched_side(snapshot const& s) : in(s) {}
    column_reader in;
    std::vector<std::uint32_t> direction{};              ///< a number for each pair of States, the same in both registers
    std::vector<register_columns::day> from{}, until{};  ///< the days that each may have been made on
    std::array<text_list, 2> plain{};                    ///< references, normalised; nothing of what stands for none
    std::vector<std::uint8_t> states{};
    std::vector<std::uint8_t> crowded{};                 ///< whether some that differ in a character were not compared

    /// By what stands in them, and last by their ids.
    bool comes_before(std::uint32_t a, std::uint32_t b) const {
        if (from[a] != from[b]) return from[a] < from[b];
        auto const& c = in.columns;
        auto const key = [&](std::uint32_t i) { return std::tuple(until[i], c.reference[i], c.requested_reference[i], c.kind[i], c.id[i]); };
        return key(a) < key(b);
    }
    text_list const& references(std::size_t which) const { return which == 0 ? in.columns.reference : in.columns.requested_reference; }
};

/// Requests that look the same, or may be each other's.
struct doubtful_group {
    std::array<std::vector<std::uint32_t>, 2> requests{};
    match_means by{};
    int score = 0;
    bool of_one_register = false;                        ///< they look the same; else several may be the same as several
};

/// What came nearest to a request that was not matched.
struct nearest_one {
    enum why : std::uint8_t {
        nothing,
        bears_the_reference,                             ///< and is matched with another, or in doubt
        bears_it_crosswise,                              ///< the same, as the other side's reference
        other_direction,                                 ///< it bears the reference, between other States
        other_kind,
        far_in_days,
        several_as_near,                                 ///< by their references and days
        taken,                                           ///< it is matched with another
        not_mutual,                                      ///< another is nearer to it
        other_reference,                                 ///< it agrees in kind and nearly in its day
        not_alone,                                       ///< several do, or it does so for several
    };
    why reason = nothing;
    std::vector<std::uint32_t> others{};                 ///< up to three, the nearest first
    std::int64_t count = 0;                              ///< of them; 3 of more, too, where it is by references
    int score = 0;
    int edits = 0;
};

struct matching {
    std::array<matched_side, 2> sides;
    std::vector<matched_pair> pairs{};                   ///< in the order of ours
    std::vector<doubtful_group> doubts{};
    std::array<std::vector<nearest_one>, 2> nearest{};   ///< of every request, of one that is still free something
    bool two_edits_left_out = false, edits_left_out = false;
};

/// How many days lie between the days that two may have been made on; 0 where they may have been made on the same.
std::int64_t days_between(matched_side const&, std::uint32_t, matched_side const&, std::uint32_t);

/// How one text comes to be another: once both are read so, and but for some characters. None: it is another one.
struct alike {
    reading how{};
    int edits = 0;
};
std::optional<alike> how_alike(std::string_view a, std::string_view b, reference_reader&);

matching match(snapshot const& ours, snapshot const& theirs, days window, reference_reader&);

}  // namespace comity::v0::detail
