// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "query.hpp"
#include "snapshot.hpp"
#include "table.hpp"

#include <cstdint>
#include <string>

// Two registers of the same traffic, kept by the two sides, held against each other: what one has and the other has not.
//
//     auto const result = reconcile(ours.snapshot(day), theirs.snapshot(day));
//     result.counts.missing_on_their_side          50 of our requests were never registered there
//     result.missing_on_their_side.rows            … these, each with what comes nearest there, and why it was not taken for it
//
// Only requests from the same State to the same State are compared. They are matched, the strongest evidence first:
//
//     by                     score   what it is
//     same_id                 1.00   the same id, as in a register that was copied from the other; a reference, or kind and dates, must agree too
//     same_reference          0.95   a reference, letter for letter: the requesting side's with the requesting side's, the requested side's with the requested side's
//     normalised_reference    0.90   … after compatible forms (NFKC), case, blanks, dashes, slashes and other signs (one of them stands between two digits only),
//                                    and "No.", "№", "#"
//     look_alike_letters      0.85   … after letters and digits that look alike, as Latin C and Cyrillic С (Unicode's confusables, UTS 39)
//     transliteration         0.80   … after other scripts became Latin letters, as ICU's Any-Latin has them, or as BGN writes Russian or Ukrainian
//     words_around            0.75   … after what is written around a number was left out: "исх. № …", "Our ref: …", "… (secret)", "… от 12.03.2020 г." (references.toml has the
//                                    words); where that was a date, it must be the other's day, or dates must be near
//     leading_zeros           0.75   … after leading zeros of numbers were left out
//     short_year              0.70   … after the year of the request, or one beside it, lost its century: 81/3-412-2020 is 81/3-412-20
//     typing_error            0.70   … but for one character (put in, left out, replaced, or two exchanged), 0.60 for two of them: where kinds are the same
//                                    and the day may be, and no other is as near: serial numbers stand side by side
//     state_kind_and_dates    0.50   no reference matches: kind and nearly the date, where of all that are left in either register no other comes into question;
//                                    0.40 where both have a reference, and the day is the same
//
// 0.05 more where both sides' references match; 0.10 less for a reference that was entered as the other side's, which also takes the same kind and near dates; 0.05
// less for dates that differ, 0.15 if they are not near; 0.10 less for another kind. Scores rank; they are no probabilities.
//
// What stands for no number ("б/н", "N/A", "-"; references.toml) is no reference, and matches nothing.
//
// A reference that is the same only after more than normalising matches requests of one kind, and without its leading zeros or its century only such with near dates. Among requests
// that bear one reference those are matched that agree in kind and dates, in the other side's reference, or alone in having near dates. Which of several is meant is
// never chosen by chance: such requests are in doubt, neither matched nor missing, and listed under `duplicates`. Where no reference matches and several come into
// question by kind and dates, they are missing, and named as what comes nearest.
//
// A rough date differs from another only where no day that may be meant is the same. As everywhere, a request is seen once the whole of its date is past: one that one
// register dates "2021" and the other 2 March 2021 is missing in the one until 2022.
//
// The result does not depend on the order of ids, on the locale or on the machine; turned round, what is matched, missing and in doubt is the same with the sides exchanged. It takes time in proportion
// to the requests (times the logarithm), whatever they look like: where more than 16 by 16 references may differ in a character, or one is longer than 64 characters
// (40 for two of them), slips of the pen are not looked for, and the tables say of how many.

namespace comity::inline v0 {

struct reconcile_options {
    query of{};                                  ///< what is told: pairs of which one request is meant, and requests that are meant; matched is everything
    days window = days(7);                       ///< dates are near with at most so many days between; 0 to 366
    std::string definition = "substantive";      ///< of an answer, by its name in the law
};

/// Requests, not rows. `ours` is matched + missing_on_their_side + in_doubt_ours, and `theirs` likewise.
struct reconciliation_counts {
    std::int64_t ours = 0, theirs = 0;
    std::int64_t matched = 0;
    std::int64_t missing_on_their_side = 0, missing_on_ours = 0;
    std::int64_t not_kept_on_their_side = 0, not_kept_on_ours = 0;  ///< of those missing: of a sort of which that register holds none, see `reconciliation::not_kept`
    std::int64_t in_doubt_ours = 0, in_doubt_theirs = 0;
    std::int64_t differing = 0;                  ///< matched, with other dates, outcomes, answers or kinds
    std::int64_t written_otherwise = 0;          ///< matched, with a reference that is not the same letter for letter; one that stands in the other side's field, and is the same, is none
    std::int64_t unanswered_ours = 0;            ///< without an answer in ours: those that wait for one, as `snapshot::unanswered` has them; of these …
    std::int64_t unanswered_and_missing = 0;     ///< … are missing on their side
    std::int64_t unanswered_but_answered_there = 0;  ///< … have an answer in theirs

    friend bool operator==(reconciliation_counts const&, reconciliation_counts const&) = default;
};

/// Each table says what it holds, and has a digest over both registers in view and what was asked.
struct reconciliation {
    reconciliation_counts counts{};
    table summary{};                             ///< by direction and kind, each register by its own kind: of each row ours is what `reconciliation_counts` says, and theirs likewise, with matched_theirs
    table means{};                               ///< how many were matched by what, and what was done to the references
    table matched{};
    table missing_on_their_side{}, missing_on_ours{};  ///< with what comes nearest, and why it was not taken
    table not_kept{};                            ///< what one register holds none of, as all from one State to another: perhaps it does not keep that traffic, and nothing got lost
    table differing{};                           ///< a row for each request and field: made_on, kind, reference, requested_reference, received_on, outcome, outcome_on, answer
    table duplicates{};                          ///< requests of one register that look the same, and those of both that may be each other's: in groups
};

/// Throws bad_input where the two are not as of the same day, the window is out of range, or a law has not got the definition.
reconciliation reconcile(snapshot const& ours, snapshot const& theirs, reconcile_options const& = {});

}  // namespace comity::v0
