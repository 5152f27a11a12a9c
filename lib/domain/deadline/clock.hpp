// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bearing_law.hpp"
#include "timeline.hpp"

#include <comity/deadline.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

// One time limit running from one trigger: how long, what stops and extends it, when it ends, and what became of it.

namespace comity::inline v0::detail {

/// What was counted, where that is not simply the row's length.
struct course_of_clock {
    std::optional<period> early{}, late{};       ///< none: nothing was counted
    std::optional<when> from{}, until{};         ///< from where, for the earliest and for the latest end; none: from the trigger
    bool fixed = false;                          ///< the last day was appointed
    std::vector<counting_step> remarks{};
};

struct clock {
    std::size_t rule;
    deadline due;
    std::optional<std::size_t> from{};           ///< the happening it runs from
    std::optional<std::size_t> next{};           ///< where the next clock of its limit begins
    std::optional<std::size_t> parent{};         ///< the clock from whose end it runs
    std::optional<std::size_t> round{};          ///< then: a happening of its round
    std::optional<when> replaced_on{};           ///< a later trigger took its place
    bool perhaps = false;                        ///< whether it runs at all is not recorded
    bool dropped = false;                        ///< it never ran

    std::optional<std::size_t> place() const { return from ? from : round; } ///< a happening of its round, where there is one
};

/// Works out one clock.
class clock_worker {
public:
    clock_worker(bearing_law const& bearing, timeline const& happened, cutoff const& as_of, clock& c)
        : bearing_(bearing), happened_(happened), as_of_(as_of), clock_(c), due_(c.due), rule_(bearing.rule_at(c.rule)), limit_(*rule_.limit) {}

    /// Who is bound, and how days are counted.
    void prepare(bool verified);
    /// The ends of the clock, and what became of it; `inside` are those before whose ends it must end.
    void settle(clock const* parent, std::vector<deadline const*> const& inside);
    void not_computable(message why);

private:
    /// Days that do not count: at least those from `from_late` to `until_early`, at most those from `from` to `until`.
    struct gap {
        date from, until, from_late, until_early;
        bool doubtful = false;                   ///< perhaps none of them
    };

    bool choose_length();
    void add_up_custody();
    void find_stops();
    void leave_out_stops();
    void leave_out(std::vector<gap> const&, int ends);
    bool extend();
    bool extend(period_extension const&, happening const&);
    void count(clock const* parent);
    void next_open_day();
    void end_inside(std::vector<deadline const*> const&);

    void become();
    void become_floor(std::optional<std::size_t> breach, std::optional<std::size_t> ended);
    std::optional<std::size_t> meeting() const;
    std::optional<std::size_t> first_meeting(kind_set const&) const;
    std::optional<std::size_t> perhaps_met() const;
    std::optional<std::size_t> ended_by() const;

    course_of_clock& course();
    void remark(std::string what, std::string source = {}, std::optional<date> on = {});
    bool has_run_out_before(date) const;
    when here(when const&) const;
    cutoff now() const;
    std::vector<calendar> calendars() const;
    message said(std::size_t place) const;

    bearing_law const& bearing_;
    timeline const& happened_;
    cutoff const& as_of_;
    clock& clock_;
    deadline& due_;
    rule const& rule_;
    time_limit const& limit_;

    std::optional<when> start_{};
    bool plain_ = false;                         ///< the row's length, which nothing can change
    std::vector<std::string> early_{}, late_{};  ///< lengths, one after the other: for the earliest and for the latest end
    std::optional<when> fixed_{};                ///< the last day, as somebody appointed it
    bool fixed_is_ceiling_ = false;              ///< … but not beyond the length
    std::vector<gap> gaps_{};                    ///< in the order in which they begin
    bool stands_still_ = false;
    std::shared_ptr<course_of_clock> course_{};
};

word kinds_of(kind_set const&);                  ///< "granted, refused"

/// Whether working days matter to how a length is counted.
bool asks_days(counting const&, std::optional<period> const& length);
/// The calendars that may apply where that authority has to act: the counting's own, or those of the State or the part of it.
std::vector<calendar> calendars_of(law const&, counting const&, jurisdiction const& bound);

}  // namespace comity::v0::detail
