// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/standing.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace comity::inline v0::detail {

/// What an event gives to the parts it concerns.
struct gift {
    comity::outcome outcome{};
    int seq = 0;
    date on;
    bool conditional = false;
};

/// The parts of one kind of a request, and what events made of them.
///
/// They are the leaves of a tree. What an event does to a range of them is noted at the few nodes that make up the range, and goes down when a part of it is touched: an event
/// costs no more where it concerns a hundred thousand parts than where it concerns three. What an event does depends on the outcome that a part has, and on nothing else.
class parts_of_kind {
public:
    static constexpr std::size_t outcomes = enum_names<outcome>::names.size();
    using counts = std::array<std::uint32_t, outcomes>;

    explicit parts_of_kind(std::size_t size = 0);

    std::size_t size() const { return size_; }
    /// How many have each outcome.
    counts const& with_outcome() const { return nodes_.front().with_outcome; }
    /// To the parts from `first` to before `last`: the gift of this number, if there is one, to those that have an outcome it `gives` to, and how they are held from then on.
    void touch(std::size_t first, std::size_t last, std::array<bool, outcomes> const& gives, std::uint32_t gift, std::optional<comity::custody>, std::vector<detail::gift> const& gifts);

    struct standing {
        std::uint32_t gift = none;           ///< none: it waits
        comity::custody custody{};
    };
    standing of(std::size_t part, std::vector<detail::gift> const& gifts) const;

    static constexpr std::uint32_t none = ~std::uint32_t{};

private:
    struct node {
        counts with_outcome{};
        std::array<std::uint32_t, outcomes> got;  ///< the last gift to those that had this outcome when the node was last passed; none: they have it still
        std::optional<comity::custody> custody{};

        node() { got.fill(none); }
        /// The gifts and the custody noted at a node above, which are later than those noted here.
        void add(std::array<std::uint32_t, outcomes> const& later, std::optional<comity::custody>, std::vector<detail::gift> const&);
    };
    struct change {
        std::size_t first, last;
        std::array<std::uint32_t, outcomes> got;
        std::optional<comity::custody> custody;
    };
    static std::size_t after(std::size_t outcome, std::uint32_t gift, std::vector<detail::gift> const& gifts) { return gift == none ? outcome : static_cast<std::size_t>(gifts[gift].outcome); }
    void touch(std::size_t node, std::size_t begin, std::size_t width, change const&, std::vector<detail::gift> const&);

    std::size_t size_ = 0, width_ = 1;
    std::vector<node> nodes_{1};             ///< the root, then level by level; the children of n are 2n + 1 and 2n + 2, and the leaves come last
};

/// A request in the course of its events: told one after the other, it knows the stage and every outcome so far.
class course {
public:
    course(request const&, law const&);

    void happen(fact const&);

    comity::stage stage() const { return stage_; }
    /// Of the request as a whole: what its last event gave it; or, where events singled out some of its persons, measures or
    /// items, what these have got together. Offences decide only where nothing else was singled out: a person surrendered for
    /// one offence of two is surrendered.
    comity::outcome combined() const;
    /// Whether somebody still has something to do: a part waits, is granted and not carried out, or an appeal is undecided.
    bool open() const;
    side awaits() const;
    int decided_by() const { return decided_by_; }
    bool conditional() const;
    /// None once there was a substantive answer.
    comity::silence silence() const { return answered_ ? silence::none : silence_; }
    std::vector<subject_standing> subjects() const;

private:
    static constexpr std::size_t outcomes = parts_of_kind::outcomes;
    using counts = std::array<std::size_t, outcomes>;

    struct part {
        parts_of_kind all{};
        bool singled_out = false;  ///< the last outcomes were not given to all of them at once
    };

    void apply(part&, subject_kind, event_meaning const&, fact const&);
    /// How many of the parts that decide the request have each outcome; none, where no part was singled out.
    counts deciding() const;

    law const* law_;
    answer_definition const* substantive_;
    std::optional<when> made_on_;
    std::array<part, enum_names<subject_kind>::names.size()> parts_;
    std::vector<gift> gifts_;                   ///< of all events that gave an outcome to parts
    comity::stage stage_ = stage::made;
    side awaits_ = side::requested;             ///< but for a stay
    bool stayed_ = false;
    comity::outcome whole_ = outcome::pending;  ///< what the last event that named no part gave
    bool whole_conditional_ = false;
    comity::outcome last_given_ = outcome::pending;  ///< by any event
    bool appeal_ = false;                       ///< lodged, and not decided
    int decided_by_ = 0;
    comity::silence silence_ = silence::since_sending;
    bool answered_ = false;
};

}  // namespace comity::v0::detail
