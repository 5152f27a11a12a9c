// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "calendar.hpp"
#include "counting.hpp"
#include "event_meaning.hpp"
#include "handling.hpp"
#include "instrument.hpp"
#include "legal_basis.hpp"
#include "request.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The law as data: instruments and who is bound by them, ways of counting, calendars; what events mean, in which order they can
// happen, what counts as an answer, who may see it. Each is a TOML file that a lawyer can check (lib/law/ in the source), embedded in the library and
// overlaid at run time.
//
//     law::built_in().bases("RU"_state, "GB"_state, date(2020, 3, 2), request_kind::extradition)
//     law::built_in().time_limits("ets-24", date(2020, 3, 2))
//     law::load("/etc/ministry/law")                              // the built-in law with a folder of files over it

namespace comity::inline v0 {

namespace detail {
struct rulebook;
struct law_access;
}

/// An order that events keep: a row of lifecycle.toml.
struct lifecycle_rule {
    std::string name;
    kind_set on;
    kind_set needs{};
    kind_set barred_by{};
    kind_set lifted_by{};
    std::optional<subject_kind> per{};       ///< only parts of this kind tell two events apart; none: parts of every kind
    bool refuse = false;                     ///< or else warn
    std::string why;
};

/// What counts as an answer: a row of answers.toml.
struct answer_definition {
    std::string name;
    std::string text;
    bool substantive = false;                ///< every substantive act of the requested side counts
    std::optional<side> by{};                ///< every act of that side counts
    kind_set kinds{};
    bool ends = false;                       ///< only an act after which nothing is open any more

    bool counts(event_meaning const& m) const {
        return (substantive && m.substantive && m.by == side::requested) || (by && m.by == *by) || kinds.contains(m);
    }
};

/// One edition of the law: an immutable value, cheap to copy, safe to share between threads.
class law {
public:
    static law built_in();
    /// The built-in law with the files of a folder over it, laid out as lib/law/ is. Of tables (events.toml, lifecycle.toml …) a
    /// file adds rows, and a row of the same name replaces one; an instrument, a calendar or a way of counting is replaced by a file
    /// of its name, or added. Throws bad_input with file and line for anything it cannot read, not_found for a missing folder.
    static law load(std::filesystem::path const& folder);
    /// The same over another law: a draft over what a ministry has.
    static law load(std::filesystem::path const& folder, law const& under);

    /// "2026a". An overlay names its own in its edition.toml; else its folder's name is added.
    std::string const& edition() const;

    /// The kind of that name. Throws bad_input, with the nearest names, if there is none.
    comity::event_kind event_kind(std::string_view name) const;
    std::vector<event_meaning> const& events() const;
    event_meaning const& meaning(comity::event_kind) const;
    /// Whether a kind is another, or a case of it.
    bool is_a(comity::event_kind kind, comity::event_kind ancestor) const;

    std::vector<lifecycle_rule> const& lifecycle() const;

    std::vector<answer_definition> const& answers() const;
    /// Throws bad_input that lists the definitions.
    answer_definition const& answer(std::string_view name) const;

    /// Words that offences are grouped by, with the category of the FATF of each.
    std::vector<offence_group> const& offence_groups() const;

    /// Words for why something was refused, returned or postponed.
    std::vector<event_ground> const& grounds() const;

    std::vector<handling_scale> const& handling_scales() const;
    /// A marking (see handling.hpp) as it is kept: in capitals, a code by its own name, in the order of the scales' names. "tlp:white"
    /// is "TLP:CLEAR", and nothing is nothing. Throws bad_input, with the codes there are, for what no scale has.
    std::string handling(std::string_view marking) const;
    /// "TLP:AMBER" or "TLP:AMBER, GB:SECRET": at most this of each scale. Throws bad_input as `handling` does, and for nothing.
    comity::clearance clearance(std::string_view marking) const;

    std::vector<comity::instrument> const& instruments() const;
    /// Throws not_found that says what there is, or is near; so do the other look-ups by name.
    comity::instrument const& instrument(std::string_view id) const;
    /// The limits of an instrument that are valid on a day; none before it is in force or applied, where that is recorded.
    std::vector<time_limit> time_limits(std::string_view id, date on) const;
    /// How a limit is counted: by the way it names, else its instrument's, with what its own words settle of the trigger day.
    comity::counting counting_of(time_limit const&) const;
    /// What binds two States on a day for one kind of request, and why something that one might expect does not. A State that did not
    /// exist that day has no treaties. Parts of a State that have a code of their own (HK, GG, FO) are asked for themselves; the
    /// instruments of the whole bind them only where they were extended. Throws bad_input if both are the same.
    legal_bases bases(state_code a, state_code b, date on, request_kind kind) const;

    /// The same law with another calendar in the place of the one of its name, or beside the others: to ask what a new holiday would change.
    law with(comity::calendar) const;

    std::vector<comity::calendar> const& calendars() const;
    comity::calendar calendar(std::string_view name) const;
    /// The calendar of that name; or where only parts of the State have one (GB), theirs.
    std::vector<comity::calendar> calendars(std::string_view name) const;
    std::vector<comity::counting> const& countings() const;
    comity::counting const& counting(std::string_view name) const;

    /// What its files are called, and each of them printed for reading: "events", "instruments/ets-24", "calendars/GB-ENG". A name
    /// without its folder does too. Throws not_found.
    std::vector<std::string> files() const;
    std::string text(std::string_view file) const;

private:
    friend struct detail::rulebook;
    friend struct detail::law_access;
    struct tables;
    explicit law(std::shared_ptr<tables const> t) : tables_(std::move(t)) {}
    std::shared_ptr<tables const> tables_;
};

/// The end of a period, counted by the names of a law (see counting.hpp).
///
///     count("P4M", {.start = date(1978, 9, 30), .counting = "uk-after"}).last_day()      == date(1979, 1, 30)
expiry count(period const& length, count_options const& options, law const& under = law::built_in());

}  // namespace comity::v0
