// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deadline.hpp"
#include "dossier.hpp"
#include "law.hpp"
#include "standing.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Requests as columns: what figures read of many dossiers, in some two hundred bytes for a request with four events.
//
// Four tables, row by row in parallel arrays: requests in the order of their ids; what happened to each, in order; its persons, measures,
// offences and items; its time limits. A row of requests says where its rows in the others end; they begin where those of the request
// before end. Words (States, authorities, provisions …) stand in one list, and their places in it in the columns. What few rows have (a
// clock time, a ground) is a list of its own, by row. Names of persons and free texts are not there.
//
//     auto const view = registry.snapshot(date(2021, 5, 12));
//     auto const& all = view.columns();
//     for (std::size_t i = 0; i < all.size(); ++i)
//         for (auto e : all.events_of(i)) ++count[all.events.kind[e]];      // by `event_meaning::number`

namespace comity::inline v0 {

/// Words, each once, by their places: 0, 1, 2 … in the order in which they were first met.
class word_list {
public:
    static constexpr std::uint32_t none = 0xFFFF'FFFF;

    std::uint32_t add(std::string_view);
    std::uint32_t find(std::string_view) const;  ///< none, if it is not there
    std::string const& operator[](std::uint32_t place) const { return words_[place]; }
    std::size_t size() const { return words_.size(); }

private:
    struct hash : std::hash<std::string_view> { using is_transparent = void; };
    std::vector<std::string> words_{};
    std::unordered_map<std::string, std::uint32_t, hash, std::equal_to<>> places_{};
};

/// Texts of which hardly any is like another, end to end.
class text_list {
public:
    std::size_t size() const { return ends_.size(); }
    std::string_view operator[](std::size_t i) const {
        auto const begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view(text_).substr(begin, ends_[i] - begin);
    }
    void push_back(std::string_view);
    void append(text_list const&, std::size_t first, std::size_t last);
    void shrink();
    std::size_t bytes() const { return text_.capacity() + ends_.capacity() * sizeof(std::uint64_t); }

private:
    std::string text_{};
    std::vector<std::uint64_t> ends_{};
};

/// Rows of a table, from first to before last.
struct row_range {
    std::size_t first = 0, last = 0;

    class iterator {
    public:
        using value_type = std::size_t;
        using difference_type = std::ptrdiff_t;
        explicit iterator(std::size_t at = 0) : at_(at) {}
        std::size_t operator*() const { return at_; }
        iterator& operator++() { return ++at_, *this; }
        iterator operator++(int) { return iterator(at_++); }
        friend bool operator==(iterator, iterator) = default;

    private:
        std::size_t at_;
    };
    iterator begin() const { return iterator(first); }
    iterator end() const { return iterator(last); }
    std::size_t size() const { return last - first; }
};

struct register_columns {
    using word = std::uint32_t;              ///< a place in `words`, or word_list::none
    using day = std::int32_t;                ///< since 1970-01-01
    static constexpr day no_day = INT32_MIN;

    word_list words{};

    // ---- requests ----------------------------------------------------------------------------------------------------
    std::vector<uuid> id{};
    std::vector<std::array<std::uint8_t, 32>> digest{};  ///< SHA-256 of all that stands here of a request, but for what was erased, and `known`
    text_list reference{}, requested_reference{};
    std::vector<word> requesting{}, requested{};         ///< "RU"
    std::vector<word> requesting_authority{}, requested_authority{};
    std::vector<word> requesting_part{}, requested_part{};  ///< of a State that has several laws: "GB-SCT", where its authority says so
    std::vector<word> language{}, handling{};
    std::vector<std::uint8_t> kind{};                    ///< request_kind
    std::vector<std::uint8_t> channel{};
    std::vector<std::uint8_t> marks{};                   ///< of `request_mark`
    std::vector<std::uint8_t> stage{}, silence{};
    std::vector<std::uint8_t> erased_persons{};          ///< at most 255 are counted
    std::vector<day> known{};                            ///< when the filing was known: as a source claims, else when it was recorded
    std::vector<day> review_on{};
    std::vector<std::uint32_t> events_end{}, parts_end{}, bases_end{}, limits_end{};
    std::vector<word> basis{};                           ///< by `bases_end`: "ets-24", "ets-24 2(1)"

    enum request_mark : std::uint8_t { urgent = 1, synthetic = 2, claimed = 4, conditional = 8, open = 16 };

    // ---- what happened: certain by the day of the view, in order; one row is the making of the request ----------------
    struct event_columns {
        std::vector<std::uint16_t> kind{};               ///< event_meaning::number
        std::vector<day> earliest{}, latest{};
        std::vector<std::uint8_t> outcome{};             ///< of the request as a whole, from then on
        std::vector<std::uint8_t> state{};               ///< of `event_state`
    } events{};

    /// Whose turn it is from then on (side), and what else is so.
    enum event_state : std::uint8_t { turn = 7, closed = 8, still_open = 16, before_request = 32, approximate = 64, uncertain = 128 };

    struct clock_time { std::uint32_t event; std::int64_t microseconds_utc; };
    struct event_word { std::uint32_t event; word text; };
    struct event_part { std::uint32_t event; subject of; };
    struct event_amount { std::uint32_t event; word text; std::int64_t ten_thousandths; };
    struct event_actor { std::uint32_t event; authority_kind kind; };
    std::vector<clock_time> clocks{};                    ///< of events of which the instant is known
    std::vector<event_word> provisions{}, grounds{};
    std::vector<event_part> named{};                     ///< what an event concerns, where it does not concern all
    std::vector<event_actor> actors{};
    std::vector<event_amount> amounts{};                 ///< of money; `text` is the currency

    // ---- persons, measures, offences, items, each kind in the order of their numbers ----------------------------------
    struct part_columns {
        std::vector<std::uint8_t> kind{};                ///< subject_kind
        std::vector<word> group{};                       ///< the kind of measure, the group of offences, the activity of an item
        std::vector<std::uint8_t> detail{};              ///< person_role, or item_kind
        std::vector<std::uint8_t> outcome{}, custody{};
        std::vector<std::uint8_t> marks{};               ///< of `part_mark`
        std::vector<day> decided{};                      ///< when it got this outcome, at the latest; no_day: it has none
    } parts{};

    enum part_mark : std::uint8_t { national_of_requested = 1, national_of_requesting = 2, several_nationalities = 4, legal_person = 8, on_conditions = 16, nationality_known = 32 };

    // ---- time limits, where the view was taken with them ----------------------------------------------------------------
    struct limit_columns {
        std::vector<word> provision{}, instrument{}, duty_of{};
        std::vector<std::uint8_t> status{};              ///< deadline_status
    } limits{};

    struct relation_row { std::uint32_t request; uuid other; relation to; };
    std::vector<relation_row> related{};

    std::size_t size() const { return id.size(); }
    row_range events_of(std::size_t request) const { return range(events_end, request); }
    row_range parts_of(std::size_t request) const { return range(parts_end, request); }
    row_range bases_of(std::size_t request) const { return range(bases_end, request); }
    row_range limits_of(std::size_t request) const { return range(limits_end, request); }
    /// The rows of a list by event that belong to this one.
    template <class Row> static std::span<Row const> of_event(std::vector<Row> const& list, std::size_t event) {
        // Not ranges::equal_range: clang 14 does not compile it with libstdc++ 12.
        auto const first = std::ranges::lower_bound(list, static_cast<std::uint32_t>(event), {}, &Row::event);
        return {first, std::ranges::upper_bound(first, list.end(), static_cast<std::uint32_t>(event), {}, &Row::event)};
    }
    std::size_t bytes() const;                           ///< of memory

private:
    static row_range range(std::vector<std::uint32_t> const& ends, std::size_t i) { return {i == 0 ? 0 : ends[i - 1], ends[i]}; }
};

/// Adds requests of other columns, from first to before last; they come after those that are there.
void append(register_columns& to, register_columns const& from, std::size_t first, std::size_t last);
/// Both, in the order of ids, without those of `before` whose ids are among these.
register_columns merged(register_columns const& before, std::set<uuid> const& without, register_columns const& added);
void shrink(register_columns&);                          ///< to what they need

/// Adds one dossier, as of a day: nothing, if the request had not been made. One that is the same as another belongs there only if the other does not. Dossiers come in the order of their ids.
void append(register_columns& to, dossier const&, law const&, cutoff const& as_of, std::span<deadline const> its_deadlines);

}  // namespace comity::v0
