// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "request.hpp"
#include "state.hpp"
#include "time_limit.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

// A treaty, a statute or an arrangement: who is bound, between which days, and within which times to act.

namespace comity::inline v0 {

enum class instrument_form {
    multilateral,
    bilateral,
    eu,        ///< an act of the European Union, or an agreement of it
    statute,   ///< the law of one State
    practice,  ///< an arrangement that binds nobody
    human_rights,  ///< binds each party by itself towards persons: no basis of a request, and a bound on what is done with one (ECHR)
};

/// How a party came to be bound.
enum class consent_to_be_bound { unknown, ratification, accession, acceptance, approval, succession, provisional, national_law, bilateral };

/// One party's row. Signature, ratification (the deposit of the instrument) and entry into force are three facts: a signatory has a
/// row without `from`.
struct instrument_party {
    state_code state{};
    std::optional<date> signed_on{};
    std::optional<date> deposited{};
    consent_to_be_bound how{};
    std::optional<date> from{}, until{};  ///< the first and the last day on which it is bound
    std::string note{};
    std::string source{};
    bool verified = false;

    bool bound_on(date day) const { return from && *from <= day && (!until || day <= *until); }
};

/// A part of a State to which an instrument was extended, or to which it does not apply: HK of CN, GG of GB, GL of DK.
struct instrument_territory {
    state_code territory{}, of{};
    std::optional<date> from{}, until{};  ///< of an extension without `from` only the year, or nothing, is known
    std::string note{};
    std::string source{};
    bool verified = false;
};

/// What a party declared: in words, and where it changes a number, that number.
struct instrument_declaration {
    state_code state{};
    std::string at{};
    std::optional<date> from{}, until{};
    std::optional<period> length{};
    bool reserved = false;                ///< the article does not bind it
    std::string text{};
    std::string source{};
    bool verified = false;
};

/// How an instrument stands to another, between States that are bound by both.
struct instrument_relation {
    std::string instrument{};             ///< the other; of `subsidiary`, none: any other
    std::vector<request_kind> kinds{};    ///< none: all that the instrument carries
    std::optional<date> from{};
    std::string at{};                     ///< the article that says so
    std::string why{};
    std::string source{};
    bool verified = false;

    bool covers(request_kind kind, date on) const {
        return (kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) && (!from || *from <= on);
    }
};

/// An instrument does not apply between these two for a time, though both are parties: it was suspended, or is not yet operated.
struct instrument_gap {
    state_code a{}, b{};
    std::optional<date> from{}, until{};  ///< both included; none: ever before, ever after
    std::string at{};
    std::string why{};
    std::string source{};
    bool verified = false;
};

/// An event that counts as another one between the parties: receipt by an embassy as receipt (EU-US Agreement art. 7).
struct deemed_event {
    kind_set event{};
    event_kind counts_as;
    std::string at{};
    std::string source{};
    bool verified = false;
};

/// A dated step in the life of an instrument: negotiated, adopted, opened for signature.
struct instrument_status {
    when on;
    std::string is;
    std::string source{};
    bool verified = false;
};

struct instrument {
    std::string id;                                    ///< "ets-24"
    std::string title;
    instrument_form form{};
    std::optional<when> opened{};                      ///< signed, adopted or opened for signature
    std::optional<when> in_force{};                    ///< none: not in force, or not recorded
    std::string depositary{};
    std::vector<request_kind> kinds{};                 ///< the kinds of request it can carry
    std::string counting{};                            ///< how its periods are counted unless a limit says otherwise
    state_code state{};                                ///< of a statute: whose law it is
    std::vector<state_code> hub{};                     ///< it binds each of these with each of the others, and nobody else with one another
    std::vector<instrument_relation> displaces{};
    std::vector<instrument_relation> supplements{};
    std::vector<instrument_relation> subsidiary{};
    std::vector<instrument_status> status{};
    bool parties_recorded = false;                     ///< the file has a table of parties; else nothing follows from a State's absence
    std::vector<instrument_party> parties{};
    std::vector<instrument_territory> territories{};   ///< to which it was extended
    std::vector<instrument_territory> excluded{};      ///< to which it does not apply
    std::vector<instrument_declaration> declarations{};
    std::vector<instrument_gap> not_between{};
    std::vector<deemed_event> deemed{};
    std::vector<time_limit> time_limits{};
    std::string as_of{};                               ///< the day of the list of parties that was used
    std::string note{};

    bool carries(request_kind kind) const { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); }
};

std::string as_text(instrument const&);                ///< the law file, printed for reading

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::instrument_form> {
    static constexpr std::string_view what = "form of an instrument";
    static constexpr std::array<std::string_view, 6> names{"multilateral", "bilateral", "eu", "statute", "practice", "human_rights"};
};

template <> struct comity::detail::enum_names<comity::consent_to_be_bound> {
    static constexpr std::string_view what = "way to become bound";
    static constexpr std::array<std::string_view, 9> names{"", "ratification", "accession", "acceptance", "approval", "succession", "provisional", "national_law", "bilateral"};
};
