// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "authority.hpp"
#include "detail/enum_names.hpp"
#include "event.hpp"
#include "request.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What events mean: rows of events.toml.

namespace comity::inline v0 {

/// Whose act something is, or whose turn.
enum class side { nobody, requesting, requested, person, third, registrar };

/// Where a request stands in the procedure.
enum class stage { made, transmitted, received, returned, forwarded, registered, admissible, closed };

/// What was got: by a person, a measure, an offence, an item, or by the request as a whole.
enum class outcome { pending, granted, partly_granted, executed, refused, postponed, withdrawn, returned, transferred, lapsed };

/// How a person is held. Unknown: nothing is recorded of it.
enum class custody { unknown, at_liberty, held, on_bail, surrendered };

/// How a second event of a kind stands to the first, for whatever runs from it.
enum class repetition {
    another,   ///< it stands for itself: a second question has a time limit of its own
    lasts,     ///< what has happened stays so: a request that is there need not come again
    replaces,  ///< it takes the place of the first: a new day for surrender
};

/// What an event of a kind means: a row of events.toml.
struct event_meaning {
    event_kind kind;
    std::string title;
    std::optional<event_kind> is{};          ///< the kind it is a case of
    side by = side::nobody;
    bool substantive = false;
    std::optional<comity::stage> stage{};
    std::optional<comity::outcome> outcome{};
    std::vector<comity::outcome> from{};     ///< it changes only these outcomes; none: any
    std::optional<comity::custody> custody{};
    std::optional<side> awaits{};
    authority_kind organ{};                  ///< who acts, where that is not said of an event: its name says so
    comity::repetition repeated{};           ///< how a second one stands to the first
    std::optional<event_kind> fixes{};       ///< the day it appoints is a day of this kind
    std::vector<event_kind> shows{};         ///< these have happened by then, recorded or not
    std::vector<request_kind> of{};          ///< the kinds of request it can happen to; none: all
    std::size_t number = 0;                  ///< its place in `law::events`

    /// Whether it gives its outcome to what has this one.
    bool gives(comity::outcome present) const {
        return outcome && (from.empty() || std::find(from.begin(), from.end(), present) != from.end());
    }
};

/// Kinds of events with all their cases.
class kind_set {
public:
    kind_set() = default;
    explicit kind_set(std::vector<event_kind> named) : named_(std::move(named)) {}

    std::vector<event_kind> const& named() const { return named_; }
    bool empty() const { return named_.empty(); }
    bool contains(event_meaning const& m) const { return m.number < members_.size() && members_[m.number]; }
    friend bool operator==(kind_set const& a, kind_set const& b) { return a.named_ == b.named_; }

private:
    friend class law;
    std::vector<event_kind> named_;
    std::vector<bool> members_;              ///< by `event_meaning::number`
};

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::side> {
    static constexpr std::string_view what = "side";
    static constexpr std::array<std::string_view, 6> names{"nobody", "requesting", "requested", "person", "third", "register"};
};

template <> struct comity::detail::enum_names<comity::stage> {
    static constexpr std::string_view what = "stage";
    static constexpr std::array<std::string_view, 8> names{"made", "transmitted", "received", "returned", "forwarded", "registered", "admissible", "closed"};
};

template <> struct comity::detail::enum_names<comity::outcome> {
    static constexpr std::string_view what = "outcome";
    static constexpr std::array<std::string_view, 10> names{"pending", "granted", "partly_granted", "executed", "refused",
                                                            "postponed", "withdrawn", "returned", "transferred", "lapsed"};
};

template <> struct comity::detail::enum_names<comity::custody> {
    static constexpr std::string_view what = "custody";
    static constexpr std::array<std::string_view, 5> names{"unknown", "at_liberty", "held", "on_bail", "surrendered"};
};

template <> struct comity::detail::enum_names<comity::repetition> {
    static constexpr std::string_view what = "way to be repeated";
    static constexpr std::array<std::string_view, 3> names{"another", "lasts", "replaces"};
};
