// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counting.hpp"
#include "dossier.hpp"
#include "law.hpp"
#include "table.hpp"
#include "time_limit.hpp"

#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

// What is due on a request, from which article, and why: a pure function of dossier, law and day.
//
//     for (auto const& due : deadlines(registry.dossier(id), law::built_in(), date(2020, 4, 1))) std::cout << due << '\n';
//         ets-24 16(4), sentence 1   from provisional arrest on 2020-03-10   2020-03-27 or 2020-03-28   missed   …
//
// A deadline is a time limit applied: a row of an instrument that bears on the request, run from one event. What a law leaves open has
// two ends, `earliest` and `latest`; what cannot be computed says which fact is missing. Running out changes nothing by itself: what was
// due and not done is `missed`, the request goes on, and the duty with it unless the text says otherwise.
//
// Another trigger day, another edition or another calendar is asked for by giving another dossier (`dossier::supposing`) or another law
// (`law::load`, `law::with`).

namespace comity::inline v0 {

enum class deadline_status {
    pending,         ///< not due yet; or a duty without a number, not yet done
    met,             ///< of a minimum: it has run out, and nothing was done too early
    met_late,
    missed,          ///< it has run out, and what was due is not recorded; of a minimum: it was not kept
    disputed,        ///< met or missed, according to the reading of the text, the calendar, or a rough date
    suspended,       ///< the clock stands still
    superseded,      ///< another period has taken its place
    discontinued,    ///< the request ended, or what the period was for
    waived,
    not_computable,  ///< `reason` names what is missing
};

namespace detail {
struct rule;
struct course_of_clock;
class clock_worker;
class deadline_finder;
}  // namespace detail

/// One time limit applied to one request, run from one event.
class deadline {
public:
    uuid request{};
    std::string reference{};                    ///< of the requesting side
    state_code requesting{}, requested{};
    std::vector<subject> concerns{};            ///< the persons, measures or items it is about, where they stand differently; none: all
    std::optional<when> trigger{};              ///< what it runs from; none where that is not recorded
    std::optional<event_kind> trigger_kind{};   ///< none where it runs from the end of another period
    int trigger_entry = 0;                      ///< the entry that says so; 0: none
    uuid trigger_request{};                     ///< the dossier that it is in: this one, or one merged into it
    std::optional<date> last_day{};             ///< of two readings the later one; none where there is no number, or no end
    std::optional<date> earliest{}, latest{};
    std::optional<instant> earliest_instant{}, last_instant{};  ///< of a period in hours
    deadline_status status{};
    std::optional<when> done{};                 ///< when what was due was done
    int done_entry = 0;                         ///< the entry that says so; 0: none
    bound_party binds{};                        ///< who has to act; never `either`
    set_of<doubt> certainty{};                  ///< empty when certain
    message reason{};                           ///< why it is not computable, superseded, discontinued, disputed … in words

    /// The row it follows from.
    time_limit const& limit() const { return *limit_; }
    comity::provision const& provision() const { return limit_->source; }
    std::string const& instrument() const { return limit_->source.instrument(); }
    comity::nature nature() const { return limit_->nature; }
    std::string const& consequence() const { return limit_->consequence; }
    /// Whose authority has to act: the State, or the part of it where that is recorded.
    jurisdiction duty_of() const { return bound_; }
    std::string const& counting() const;        ///< by what way it was counted
    std::string calendar() const;               ///< on whose days; several: each may apply; empty where days off do not matter
    /// Whether somebody still has to act on it: pending, suspended, disputed, or missed while what was due is still owed.
    bool open() const;
    /// How it came about: what was looked at, and how the days were counted. Made when asked for.
    std::vector<counting_step> steps() const;

private:
    friend class detail::clock_worker;
    friend class detail::deadline_finder;
    friend message next_step(deadline const&);
    deadline(comity::law under, detail::rule const* rule, std::shared_ptr<time_limit const> limit)
        : law_(std::move(under)), rule_(rule), limit_(std::move(limit)) {}

    comity::law law_;
    detail::rule const* rule_;                          // none where the law has no such instrument
    comity::counting const* how_ = nullptr;             // of the law; none where nothing is counted
    std::shared_ptr<time_limit const> limit_;
    std::shared_ptr<detail::course_of_clock const> course_{};  // what stopped or extended it; none: nothing did
    std::optional<when> start_{};
    jurisdiction bound_{};
    bool over_ = false;                                 // nothing is owed any more
};

std::string to_string(deadline const&);         ///< one line
std::ostream& operator<<(std::ostream&, deadline const&);

/// Every deadline that has begun to run by then, and every one that should have and lacks a fact; by their earliest days, those without
/// one last. Events count once they have certainly happened; a day appointed for later counts when its appointment has. The law is that of
/// the day of the trigger (or of the request, where a text says so), of the instruments that the request names, or else of those that bind
/// the two States on the day it was made; what supplements them, and the statutes of the requested State.
std::vector<deadline> deadlines(dossier const&, law const&, cutoff const& as_of);

/// What has to be done next, and by whom, in one sentence; empty where nothing has.
message next_step(deadline const&);

/// Why a day moved: a deadline under two laws, or of two versions of a dossier.
struct moved_deadline {
    std::optional<deadline> before{};           ///< none: it is new
    std::optional<deadline> after{};            ///< none: there is none any more
    std::string why{};                          ///< what differs in the row and in the steps
};

/// Which deadlines differ in day, status, certainty, nature or whom they bind.
std::vector<moved_deadline> compare(std::vector<deadline> const& before, std::vector<deadline> const& after);

/// As a table: one row each, in the order given; with the days left on a day, if one is given.
table to_table(std::span<deadline const>, std::optional<cutoff> const& as_of = {});

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::deadline_status> {
    static constexpr std::string_view what = "status of a deadline";
    static constexpr std::array<std::string_view, 10> names{"pending",   "met",        "met_late",     "missed", "disputed",
                                                            "suspended", "superseded", "discontinued", "waived", "not_computable"};
};
