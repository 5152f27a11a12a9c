// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "calendar.hpp"
#include "date.hpp"
#include "detail/set_of.hpp"
#include "period.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// How days are counted: which questions a law answers, and what follows for one period.
//
//     count("P4M",  {.start = date(1978, 9, 30), .counting = "uk-after"}).last_day()                     == date(1979, 1, 30)
//     count("P30D", {.start = date(2007, 8, 2), .counting = "us-frcrp-45", .calendar = "US"}).last_day() == date(2007, 9, 4)
//     count("P18D", {.start = date(2026, 2, 1), .counting = "treaty-silent"})      // earliest 18 February, latest 19 February
//     count({"P10D", "P2M"}, …)                                                    // ten days, and from their end two months
//     count("PT48H", {.start = instant(date(2026, 7, 10), 15, 0, 0, "Europe/London"), .counting = "uk-hours-excluding-nonworking"})
//
// A way of counting is composed of independent answers. Where a text is silent on one, both readings are counted, and the result
// carries both dates. (`count` by the names of ways of counting and calendars is declared in law.hpp.)

namespace comity::inline v0 {

class law;

/// Whether the day on which the period starts to run (dies a quo) is its first day.
enum class trigger_day { excluded, included, silent };

/// Where the last day goes if nothing can be done on it.
enum class roll {
    none,
    next,      ///< to the next working day
    previous,  ///< to the working day before
    onward,    ///< on in the direction of counting: to the next, or counted back to the one before (Fed. R. Crim. P. 45(a)(5))
};

/// A kind of period whose last day stays where it falls. All but those counted backwards need not contain any number of working days either.
enum class exemption {
    custody,   ///< a ceiling on deprivation of liberty (Algemene termijnenwet art. 4(c))
    backward,  ///< counted backwards from a date or an event (Regulation 1182/71 art. 3(4))
    hours,     ///< expressed in hours
    years,     ///< expressed in years
};

/// Whether non-working days within the period count.
enum class between { counted, excluded };

/// Where hours start to run.
enum class hour_start {
    instant,         ///< at once
    next_full_hour,  ///< the hour in which the event falls is not counted (Regulation 1182/71 art. 3(1)); at 10:00 sharp it is the one until 11:00
};

enum class direction { forward, backward };

/// So many working days must lie within a period of at least this length; it is prolonged until they do.
struct minimum_working_days {
    int days = 0;
    period of = "P1D";
    friend bool operator==(minimum_working_days const&, minimum_working_days const&) = default;
};

/// Hours of each night that are not counted, in minutes from local midnight.
struct nightly_window {
    int from = 0, until = 0;
    friend bool operator==(nightly_window, nightly_window) = default;
};

/// A way of counting: the questions that legal texts answer differently, each answered once. What is left out has the answer given here.
struct counting {
    std::string name{};
    std::string title{};
    comity::trigger_day trigger_day = trigger_day::excluded;
    bool clear = false;                           ///< "clear days": neither the first nor the last counts
    comity::roll roll = roll::none;
    set_of<exemption> never_rolls{};
    std::vector<period> rolls_at_most{};          ///< longer periods do not roll; each is compared with periods in its own unit
    comity::between between = between::counted;
    std::optional<period> between_below{};        ///< `between` holds for periods in days shorter than this; longer ones count every day
    month_end months = month_end::same_number_else_last;
    std::optional<comity::minimum_working_days> minimum_working_days{};
    hour_start hours = hour_start::instant;
    std::optional<nightly_window> hours_without{};
    set_of<comity::non_working> non_working = comity::calendar::default_non_working;

    std::vector<std::string> calendars{};         ///< the calendars to use where none is named; several: joint
    std::map<std::string, std::string> articles{};///< the provision behind each answer, by question
    std::string scope{};                          ///< what it applies to
    std::string note{};
    std::string source{};
    bool verified = true;                         ///< somebody has read the text

    friend bool operator==(counting const&, counting const&) = default;
};

/// Throws bad_input where the answers cannot stand together: clear days that include the first day; a night of more than 24 hours.
void check(counting const&);
std::string as_text(counting const&);             ///< the law file, printed for reading

/// Why a result is less than certain.
enum class doubt {
    provisional,   ///< it rests on days that a calendar does not cover, or that the moon may move
    two_readings,  ///< the text is silent or disputed, or the part of the State is not known: there are two dates
    approximate,   ///< the date it starts from is imprecise
    unverified,    ///< nobody has read the text it rests on
};

/// One step of a counting: a day (or none, for a remark), what was done with it, and on what provision.
struct counting_step {
    std::optional<date> on{};
    std::string what;
    std::string source{};
    friend bool operator==(counting_step const&, counting_step const&) = default;
};

std::string to_string(counting_step const&);
std::ostream& operator<<(std::ostream&, counting_step const&);

/// What to count, besides the length.
struct count_options {
    when start;                                                            ///< a day; an instant for hours; a rough date gives both ends
    std::variant<std::string, comity::counting> counting;                   ///< a name of the law's, or a value of one's own
    /// A calendar's name, several (joint), or a value. "GB", where each part of the State has its own, stands for all of them, and
    /// the result has the earliest and the latest. None: the counting's own.
    std::variant<std::monostate, std::string, std::vector<std::string>, comity::calendar> calendar{};
    comity::direction direction = direction::forward;
    bool custody = false;                                                  ///< the period limits a deprivation of liberty
};

/// The end of a period. Where there are two readings, `last_day` is the later one: until then nobody can say that the period is over;
/// whoever must act does so by `earliest`.
class expiry {
public:
    date last_day() const { return latest_; }
    date earliest() const { return earliest_; }
    date latest() const { return latest_; }
    /// Of a period that ends in hours; the same order holds.
    std::optional<instant> const& last_instant() const { return last_instant_; }
    std::optional<instant> const& earliest_instant() const { return earliest_instant_; }
    set_of<doubt> certainty() const { return certainty_; }  ///< empty when certain
    /// How it was counted: each rule with its provision, each skipped day with its name. Made when asked for.
    std::vector<counting_step> steps() const;

private:
    friend expiry count(period const&, when const&, comity::counting const&, std::vector<comity::calendar> const&, direction, bool);
    expiry(date earliest, date latest) : earliest_(earliest), latest_(latest) {}

    struct question;
    date earliest_, latest_;
    std::optional<instant> earliest_instant_{}, last_instant_{};
    set_of<doubt> certainty_{};
    std::shared_ptr<question const> question_{};
};

/// Counts with values alone. `alternatives` are the calendars that may apply (the parts of a State); one where it is known, none where
/// the days are not asked for or nothing but Saturday and Sunday is known. Throws bad_input for what cannot be: hours from a day without
/// a clock time, an end beyond the year 9999, a month without the day where the counting refuses one.
expiry count(period const& length, when const& start, comity::counting const& counting, std::vector<comity::calendar> const& alternatives = {},
              direction = direction::forward, bool custody = false);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::trigger_day> {
    static constexpr std::string_view what = "answer to whether the trigger day counts";
    static constexpr std::array<std::string_view, 3> names{"excluded", "included", "silent"};
};

template <> struct comity::detail::enum_names<comity::roll> {
    static constexpr std::string_view what = "way to roll the last day";
    static constexpr std::array<std::string_view, 4> names{"none", "next", "previous", "onward"};
};

template <> struct comity::detail::enum_names<comity::exemption> {
    static constexpr std::string_view what = "kind of period that never rolls";
    static constexpr std::array<std::string_view, 4> names{"custody", "backward", "hours", "years"};
};

template <> struct comity::detail::enum_names<comity::between> {
    static constexpr std::string_view what = "answer to whether non-working days count";
    static constexpr std::array<std::string_view, 2> names{"counted", "excluded"};
};

template <> struct comity::detail::enum_names<comity::hour_start> {
    static constexpr std::string_view what = "start of hours";
    static constexpr std::array<std::string_view, 2> names{"instant", "next_full_hour"};
};

template <> struct comity::detail::enum_names<comity::direction> {
    static constexpr std::string_view what = "direction of counting";
    static constexpr std::array<std::string_view, 2> names{"forward", "backward"};
};

template <> struct comity::detail::enum_names<comity::doubt> {
    static constexpr std::string_view what = "doubt";
    static constexpr std::array<std::string_view, 4> names{"provisional", "two_readings", "approximate", "unverified"};
};
