// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/snapshot.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

// What all figures share: which requests they are of, in which groups, and what is said with them.

namespace comity::inline v0::detail {

/// How well the dates of some requests are known, and how many of their persons were erased, and how many of them are made up.
struct covered {
    coverage dates{};
    std::int64_t erased_persons = 0;
    std::int64_t made_up = 0;
};

/// The columns of a register, read under its law.
class column_reader {
public:
    explicit column_reader(snapshot const&);

    snapshot const& view;
    register_columns const& columns;

    std::size_t size() const { return columns.size(); }
    covered of_all() const { return {view.state_->dates, view.state_->erased_persons, view.state_->made_up}; }
    event_meaning const& meaning(std::size_t event) const { return law_events_[columns.events.kind[event]]; }
    /// Kinds of events by their numbers: those named, with their cases.
    std::vector<bool> kinds(std::vector<event_kind> const& named) const;

    /// The row of the making of a request.
    std::size_t made(std::size_t request) const;
    /// The last row of a request: how it stands.
    std::size_t last(std::size_t request) const { return columns.events_end[request] - 1; }
    comity::outcome outcome(std::size_t event) const { return static_cast<comity::outcome>(columns.events.outcome[event]); }
    bool has(std::size_t event, register_columns::event_state s) const { return (columns.events.state[event] & s) != 0; }
    bool has(std::size_t request, register_columns::request_mark m) const { return (columns.marks[request] & m) != 0; }
    side turn(std::size_t event) const { return static_cast<side>(columns.events.state[event] & register_columns::turn); }
    std::string_view word(std::uint32_t place) const { return place == word_list::none ? std::string_view() : std::string_view(columns.words[place]); }

    /// The day by which it had happened: its last. What came next in the course of the request may tell an earlier one, of a request that bears a rough date.
    register_columns::day day(std::size_t request, std::size_t event) const {
        auto const& latest = columns.events.latest;
        return event < last(request) ? std::min(latest[event], latest[event + 1]) : latest[event];
    }
    /// Whether the requested side did something in it, once the request was made.
    bool is_act_of_requested(std::size_t event) const { return meaning(event).by == side::requested && !has(event, register_columns::before_request); }
    std::optional<std::size_t> first_act_of_requested(std::size_t request) const;
    /// The first event of some kinds, from one row to another.
    std::optional<std::size_t> next_of(std::vector<bool> const& kinds, std::size_t from, std::size_t last) const;
    /// The first row that does not certainly come before the making.
    std::size_t first_after_made(std::size_t request) const;
    /// Whether the day is known: one, neither about nor doubted.
    bool exact(std::size_t event) const {
        return columns.events.earliest[event] == columns.events.latest[event] && !has(event, register_columns::approximate) && !has(event, register_columns::uncertain);
    }
    /// Whether it still waits for an outcome from this event on.
    bool pending(std::size_t event) const {
        return !has(event, register_columns::closed) && (outcome(event) == outcome::pending || outcome(event) == outcome::postponed);
    }
    /// Whether nobody waits for an answer any more, though there may be none.
    bool given_up(std::size_t event) const;
    /// Since when, where it is so to this day: what was taken up again waits on.
    std::optional<std::size_t> given_up_at(std::size_t request) const;

private:
    std::vector<event_meaning> const& law_events_;
    std::uint16_t filed_;
};

covered coverage_of(column_reader const&, std::vector<std::uint32_t> const& requests);

/// What counts as an answer, by the numbers of events.
class answers {
public:
    answers(column_reader const&, std::string_view definition);

    /// The first event that answers; none while there is none.
    std::optional<std::size_t> first(std::size_t request) const;
    answer_definition const& definition() const { return definition_; }
    /// Whether an event is one, under a definition that looks at events alone.
    bool counts(std::size_t event) const { return counts_[in_.columns.events.kind[event]] && !in_.has(event, register_columns::before_request); }
    /// In words: what is counted as unanswered.
    message of_the_unanswered() const;
    /// Whether the request waits for one.
    bool awaited(std::size_t request) const;

private:
    column_reader const& in_;
    answer_definition const& definition_;
    std::vector<bool> counts_;
};

/// The requests that a query means, in the order of their ids.
std::vector<std::uint32_t> select(column_reader const&, query const&);

/// How many persons, measures, offences or items it has.
std::int64_t count_parts(column_reader const&, std::size_t request, subject_kind);
/// Calls act(n) for those of the parts of a kind, numbered from 0, that an event concerns: those it names, or all if it names none at all. An act that names
/// measures alone says nothing of persons; of one request they are the same.
template <class F> void each_concerned(column_reader const& in, std::size_t event, subject_kind kind, std::size_t parts, F act) {
    auto const named = register_columns::of_event(in.columns.named, event);
    auto const names = std::ranges::any_of(named, [&](auto const& one) { return one.of.kind == kind; });
    if (named.empty() || (!names && kind == subject_kind::person))
        for (std::size_t n = 0; n < parts; ++n) act(n);
    for (auto const& [at, s] : named)
        if (s.kind == kind)
            for (auto n = static_cast<std::size_t>(std::max(s.first, 1)); n <= std::min(static_cast<std::size_t>(std::max(s.last, 0)), parts); ++n) act(n - 1);
}
/// Calls f(event, what, count) for each event by which some of the parts of a kind come to something else than they were. `what` each kind of event makes of
/// them, by its number; 0 is what they are at first, none_of_it that it makes nothing of them.
inline constexpr std::uint8_t none_of_it = 255;
template <class F> void each_change(column_reader const& in, std::size_t request, subject_kind kind, std::size_t parts, std::vector<std::uint8_t> const& what, F f) {
    std::vector<std::uint8_t> state(parts);
    for (auto const e : in.columns.events_of(request)) {
        auto const to = what[in.columns.events.kind[e]];
        if (to == none_of_it || in.has(e, register_columns::before_request)) continue;
        std::int64_t count = 0;
        each_concerned(in, e, kind, parts, [&](std::size_t n) { count += std::exchange(state[n], to) != to; });
        if (count > 0) f(e, to, count);
    }
}
/// Granted, in whole or in part; surrender or execution need not have followed.
inline bool is_granted(outcome o) { return o == outcome::granted || o == outcome::executed || o == outcome::partly_granted; }

/// "ets-24" of "ets-24 16(4)".
std::string_view instrument_of(std::string_view provision);

/// Requests in groups: a pair for each request and group that it belongs to, and what the groups are called, in the order of their names.
struct grouping {
    std::vector<std::uint32_t> requests{}, groups{};       ///< pair by pair
    std::vector<std::vector<std::string>> names{};         ///< of each group: one for each key
    bool several = false;                                  ///< whether a request is in more than one

    std::size_t size() const { return names.size(); }
    /// What a row of the table begins with.
    std::vector<cell> named_row(std::size_t group) const;
};
using row_classes = std::vector<std::vector<std::uint32_t>>;
/// Which rows add up to a number that others may know: those that agree in their first keys. For each such total the class of each group.
row_classes totals_of(grouping const&);
/// The same of rows that are groups, told apart by something else too (a year, a ground), by its number.
row_classes totals_of(grouping const&, std::vector<std::uint32_t> const& groups_of_rows, std::vector<std::uint32_t> const& labels);
grouping group(column_reader const&, breakdown const&);
/// What a key calls the word that a request or a part of it has. The reader must last.
std::function<std::string(register_columns::word)> names_of(column_reader const&, key, query const&);

/// Throws bad_input where a period ends before it begins, or after the day of the view.
void check_period(date_range, cutoff const& as_of);

// ---- tables ---------------------------------------------------------------------------------------------------------

std::string heading(std::string_view name);
column counted(std::string_view name);
column written(std::string_view name, message as = {});
column worded(std::string_view name, message as = {});
column dated(std::string_view name, message as = {});
column identifier(std::string_view name, message as);
column measured(std::string_view name, message as = {});

/// A cell of text, or nothing.
inline cell text(std::string s) { return s.empty() ? cell() : cell(std::move(s)); }
inline cell maybe(std::optional<double> x) { return x ? cell(*x) : cell(); }
/// In per cent; nothing of nothing.
/// How many decimals shares bear, the fewest cases behind one of them: below a hundred one case is more than a per cent.
inline int share_decimals(std::int64_t fewest) { return fewest < 100 ? 0 : 1; }
inline cell percent(std::int64_t part, std::int64_t whole) { return whole == 0 ? cell() : cell(100.0 * static_cast<double>(part) / static_cast<double>(whole)); }
/// The days of an event: one, or a rough date.
cell day_cell(column_reader const&, std::size_t event);
inline date day_of(register_columns::day d) { return date(1970, 1, 1) + days(d); }

/// A table with all that is said of it: what it is of, how well its dates are known, and a digest.
table figure(column_reader const&, std::string name, message title, message definition, query const&, std::vector<std::uint32_t> const& requests,
             std::string_view parameters);
/// The same of a breakdown, its first columns being those of the keys.
table figure(column_reader const&, std::string name, message title, message definition, breakdown const&, grouping const&, std::string_view parameters);

/// What stands for a count that is held back, since few are behind it.
inline constexpr std::string_view held_back_mark = "c";
message held_back_note(int below);

/// Which rows of a table are held back: all they say, or all but their headline; and which columns, in every row.
struct held_rows {
    std::vector<bool> wholly{}, in_detail{};
    std::vector<bool> nothing{};             ///< columns that are 0 in every row: there is nothing to hold back
    std::vector<bool> columns{};
    bool any() const { return std::ranges::find(in_detail, true) != in_detail.end() || std::ranges::find(columns, true) != columns.end(); }
};

/// What is known of how the counts of a row stand to each other: nothing, so that any may follow from the others; that they add up to the headline, and there is no
/// more to it; that none follows from others.
enum class row_sums { unknown, to_headline, none };

/// Counts by group, as rows of a table: the names of the group, then the counts.
class counts {
public:
    counts(std::size_t groups, std::size_t columns) : columns_(columns), of_(groups * columns) {}
    std::int64_t& operator()(std::size_t group, std::size_t column) { return of_[group * columns_ + column]; }
    std::int64_t operator()(std::size_t group, std::size_t column) const { return of_[group * columns_ + column]; }
    static constexpr std::size_t no_headline = ~std::size_t{};
    /// A row is held back in detail where one of its counts is small, and wholly where its headline is. Then as many others with it as it takes for what
    /// is held back of a total to be two rows at least, and nothing, or no small number, in each column. Where it is known how a row adds up, columns are held back in
    /// every row instead, if less is lost by that: those in which the most are small; and in detail the rows in which one is left, or what is held back of the headline is small.
    held_rows held_back(int below, row_classes const& totals, std::size_t headline, row_sums = row_sums::unknown) const;
    /// Adds the counts of a row to its cells, or marks for those that are held back.
    void append_to(std::vector<cell>& cells, std::size_t row, held_rows const&, std::size_t headline) const;

    struct rows_put {
        std::vector<std::size_t> groups{};   ///< of each row
        std::vector<bool> held{};            ///< whether its detail is held back

        /// A column more: of each row, one of its counts in per cent of another.
        void add_shares(table&, column, counts const&, std::size_t part, std::size_t whole) const;
    };
    /// Groups with nothing in them are left out. What is added to rows of which it is known how they add up must not follow from the counts.
    rows_put append_to(table&, grouping const&, breakdown const&, std::size_t headline = no_headline, row_sums = row_sums::unknown) const;

private:
    std::size_t rows() const { return of_.size() / std::max<std::size_t>(columns_, 1); }

    std::size_t columns_;
    std::vector<std::int64_t> of_;
};

/// Rows of a figure that are groups told apart by a label: the key of a row is its group and the label.
class labelled_counts {
public:
    template <class Key, std::size_t Columns>
    explicit labelled_counts(std::map<Key, std::array<std::int64_t, Columns>> const& rows) : counts_(rows.size(), Columns) {
        auto const label_of = [](Key const& key) { return std::apply([](auto const&, auto const&... rest) { return std::tuple(rest...); }, key); };
        std::map<decltype(label_of(std::declval<Key>())), std::uint32_t> known;
        std::size_t at = 0;
        for (auto const& [key, counted] : rows) {
            groups_.push_back(std::get<0>(key));
            labels_.push_back(known.try_emplace(label_of(key), static_cast<std::uint32_t>(known.size())).first->second);
            for (std::size_t c = 0; c < Columns; ++c) counts_(at, c) = counted[c];
            ++at;
        }
    }
    held_rows held_back(grouping const& g, int below, std::size_t headline) const { return counts_.held_back(below, totals_of(g, groups_, labels_), headline); }
    void append_to(std::vector<cell>& cells, std::size_t row, held_rows const& held, std::size_t headline) const { counts_.append_to(cells, row, held, headline); }

private:
    std::vector<std::uint32_t> groups_{}, labels_{};
    counts counts_;
};

/// A count as an argument of a message; -1 where so few are held back: "{n, plural, =-1 {a few requests are} one {# request is} other {# requests are}} left out".
std::int64_t told(std::int64_t count, int hold_back_below);

/// Whether an event falls in a period; in any, if there is none.
class within {
public:
    within(column_reader const& in, std::optional<date_range> const& p)
        : in_(in), from_(p ? p->from.days_since_1970() : INT32_MIN), until_(p ? p->until.days_since_1970() : INT32_MAX) {
        if (p) check_period(*p, in.view.as_of());
    }
    bool operator()(std::size_t request, std::size_t event) const {
        auto const day = in_.day(request, event);
        return day >= from_ && day <= until_;
    }

private:
    column_reader const& in_;
    register_columns::day from_, until_;
};
/// "from 2020-01-01 to 2020-12-31", or "by 2021-05-12".
message in_words(std::optional<date_range> const&, cutoff const& as_of);
std::string text_of(std::optional<date_range> const&);

/// Calls f(i) for each i below `count`, on as many threads as there are cores. The calls must not touch the same things.
template <class F> void in_parallel(std::size_t count, F f) {
    auto const threads = std::min<std::size_t>(std::clamp(std::thread::hardware_concurrency(), 1u, 8u), count);
    std::vector<std::future<void>> others;
    auto const share = [&](std::size_t number) {
        for (auto i = number; i < count; i += threads) f(i);
    };
    for (std::size_t n = 1; n < threads; ++n) others.push_back(std::async(std::launch::async, share, n));
    if (count > 0) share(0);
    for (auto& one : others) one.get();
}

/// The steps of a period, the first and the last perhaps cut short.
std::vector<date_range> steps_of(date_range, step);
std::string text_of(date_range);

}  // namespace comity::v0::detail
