// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/standing.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace comity::inline v0::detail {

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
    static constexpr std::size_t outcomes = enum_names<outcome>::names.size();
    using counts = std::array<std::size_t, outcomes>;

    struct part {
        std::vector<subject_standing> subjects;
        counts with_outcome{};
        bool singled_out = false;  ///< the last outcomes were not given to all of them at once
    };

    void touch(part&, subject_standing&, event_meaning const&, fact const&, bool conditional);
    void apply(part&, event_meaning const&, fact const&, bool conditional);
    /// How many of the parts that decide the request have each outcome; none, where no part was singled out.
    counts deciding() const;

    law const* law_;
    answer_definition const* substantive_;
    std::optional<when> made_on_;
    std::array<part, enum_names<subject_kind>::names.size()> parts_;
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
