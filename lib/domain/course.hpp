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
    side awaits() const { return awaits_; }
    int decided_by() const { return decided_by_; }
    bool conditional() const { return conditional_; }
    /// Of the request as a whole: what its last event gave it; or, where events singled out some of its persons, measures,
    /// offences or items, what these have got together.
    comity::outcome combined() const;
    std::vector<subject_standing> subjects() const;

private:
    static constexpr std::size_t outcomes = enum_names<outcome>::names.size();

    struct part {
        std::vector<subject_standing> subjects;
        std::array<std::size_t, outcomes> with_outcome{};
        bool singled_out = false;  ///< the last outcomes were not given to all of them at once
    };

    void apply(part&, event_meaning const&, fact const&);

    law const* law_;
    std::array<part, enum_names<subject_kind>::names.size()> parts_;
    comity::stage stage_ = stage::made;
    side awaits_ = side::requested;
    comity::outcome last_outcome_ = outcome::pending;
    int decided_by_ = 0;
    bool conditional_ = false;
};

}  // namespace comity::v0::detail
