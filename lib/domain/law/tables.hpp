// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/law.hpp>

#include "toml_rows.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// One edition of the law, as it is read: each kind of file has a reader of its own beside this header.

namespace comity::inline v0 {

/// A row of events.toml: what it says of itself, and whether it does.
struct event_row {
    event_meaning says;
    bool substantive = false;
    bool by = false;
    bool repeated = false;
    std::string place{};  ///< "events.toml, line 12"
};

/// A row of absences.toml: between two States, or of one State and an instrument.
struct absence {
    state_code a{}, b{};
    std::string instrument{};
    std::vector<request_kind> kinds{};
    std::string why{};
    std::string source{};
    bool verified = false;
};

/// An instrument, or a limit of one, that a row speaks of; it may be read later.
struct reference {
    std::string of;      ///< the instrument whose file says so; empty for absences
    std::string place;
    std::string instrument;
    std::string limit{};
};

namespace detail {
/// What people write around the number of a letter, or in its place: references.toml, where it is said what each is.
struct reference_words {
    std::vector<std::string> around{}, dated{}, year{}, markings{}, none{};

    /// Each list, and what it is called.
    template <class Words, class F> static void each(Words&& words, F f) {
        f("around", words.around), f("dated", words.dated), f("year", words.year), f("markings", words.markings), f("none", words.none);
    }
};
}  // namespace detail

struct law::tables {
    std::string edition;
    std::vector<event_row> written;       ///< events as their rows say
    std::vector<lifecycle_rule> lifecycle;
    std::vector<answer_definition> answers;
    std::vector<offence_group> offences;
    std::vector<event_ground> grounds;
    std::vector<handling_scale> handling;
    detail::reference_words reference_words;
    std::vector<comity::calendar> calendars;
    std::vector<comity::counting> countings;
    std::vector<comity::instrument> instruments;
    std::vector<absence> absences;
    std::vector<reference> references;
    std::set<std::string> overlaid;       ///< instruments that a folder's file replaced: they need not have all the limits that others speak of
    std::vector<state_code> europe, partly_europe;                ///< regions.toml
    std::vector<std::pair<state_code, state_code>> borders;

    // Made from the above by `finish`.
    std::vector<event_meaning> events;    ///< with what a case inherits
    std::unordered_map<comity::event_kind, std::size_t> index;
    std::vector<std::vector<bool>> is_a;  ///< [kind][ancestor]
    struct course_kinds {                 ///< what the course of a request looks at
        kind_set reminders, appeals, dismissals, conditional, reopenings, lifted_stays;
    } course;
    std::shared_ptr<detail::rulebook const> rules;

    /// Reads one file; `path` is relative to the law folder ("calendars/GB-ENG.toml"), `shown` is how complaints name it.
    void read(std::string_view path, std::string const& shown, std::string_view text);
    /// Whether there is a kind of file with that path.
    static bool knows(std::string_view path);
    /// Puts together what the files said of each other. Throws bad_input for a name that nothing has.
    void finish();

    comity::instrument const* find_instrument(std::string_view id) const;
    comity::counting const* find_counting(std::string_view name) const;
    comity::counting counting_of(time_limit const&) const;
    kind_set kinds(std::vector<comity::event_kind>) const;        ///< with all their cases
    comity::event_kind event_kind_named(std::string_view) const;
    kind_set exactly(std::vector<comity::event_kind>) const;      ///< without

private:
    void read_events(detail::toml_row& file);
    void read_lifecycle(detail::toml_row& file);
    void read_answers(detail::toml_row& file);
    void read_offences(detail::toml_row& file);
    void read_grounds(detail::toml_row& file);
    void read_handling(detail::toml_row& file);
    void read_reference_words(detail::toml_row& file);
    void read_absences(detail::toml_row& file);
    void read_regions(detail::toml_row& file);
    void read_calendar(detail::toml_row& file);
    void read_counting(detail::toml_row& file);
    void read_instrument(detail::toml_row& file);

    void finish_events();
    void check_references() const;
    void check_displacement() const;
    void check_counting(detail::toml_row& row, std::string const& name) const;
    event_meaning inherited(event_row const&, std::vector<comity::event_kind>& chain) const;
    std::vector<comity::event_kind> event_kinds(detail::toml_row&, std::string_view key) const;
    std::vector<provision> read_limits(detail::toml_row& row, std::string_view key, std::string const& instrument);
    std::vector<period_extension> read_extensions(detail::toml_row& about);
    std::vector<interruption> read_stops(detail::toml_row& about, std::string const& instrument);
    time_limit read_time_limit(detail::toml_row& row, std::optional<detail::toml_row> about, std::string const& instrument);
    void fill(kind_set&) const;
};

namespace detail {

/// Replaces the row of the same name, or adds it.
template <class Row, class Name> void overlay(std::vector<Row>& rows, Row row, Name name) {
    auto const same = std::ranges::find(rows, std::invoke(name, row), name);
    if (same == rows.end())
        rows.push_back(std::move(row));
    else
        *same = std::move(row);
}

/// A word of an enumeration, where there is one.
template <class E> std::optional<E> optional_word(toml_row& row, std::string_view key) {
    auto const text = row.optional_text(key);
    if (!text) return {};
    return row.at(key, [&] { return parse<E>(*text); });
}

template <class E> std::vector<E> words_of(toml_row& row, std::string_view key) {
    std::vector<E> result;
    for (auto const& text : row.texts(key)) result.push_back(row.at(key, [&] { return parse<E>(text); }));
    return result;
}

/// A State's code, of any day.
state_code code_in(toml_row& row, std::string_view key);
std::vector<state_code> codes_in(toml_row& row, std::string_view key);
std::optional<period> optional_period(toml_row& row, std::string_view key);
/// "09:00" in minutes from midnight.
int minute_of_day(toml_row& row, std::string_view key);

/// A row's own file name without folder and ending must be what it calls itself.
void check_id(toml_row& row, std::string_view id);

}  // namespace detail

}  // namespace comity::v0
