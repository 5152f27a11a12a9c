// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dossier.hpp"
#include "law.hpp"
#include "message.hpp"

#include <optional>
#include <string>
#include <vector>

// Where a request stands on a day: a pure function of dossier, law and day.

namespace comity::inline v0 {

/// A broken rule of the lifecycle.
struct finding {
    std::string rule;
    bool refuse = false;                       ///< it cannot have happened so; else it is odd, and kept
    uuid request{};                            ///< the dossier, and
    int seq = 0;                               ///< the entry in it that breaks the rule
    message text;                              ///< the whole sentence
};

/// How long nothing has been heard from the requested side.
enum class silence {
    none,                                      ///< there is an answer
    since_sending,                             ///< no act of any kind
    since_acknowledgement,                     ///< received, acknowledged, forwarded, but nothing on the merits
    since_reminder,                            ///< nor after a reminder
};

/// What one person, measure, offence or item has got so far.
struct subject_standing {
    subject_kind kind{};
    int number = 1;
    comity::outcome outcome{};
    int decided_by = 0;                        ///< the entry that gave it; 0: none
    std::optional<date> decided_on{};          ///< the last day on which that may have happened
    bool conditional = false;                  ///< granted on conditions
    comity::custody custody{};                 ///< of persons
};

struct standing {
    cutoff as_of;
    comity::stage stage{};
    comity::outcome outcome{};                 ///< of the request as a whole: where its parts differ, see `subjects`
    int decided_by = 0;                        ///< the last entry that gave an outcome to the request or a part; 0: none
    bool conditional = false;                  ///< granted on conditions, in whole or in part
    bool open = true;                          ///< something is still to be done by somebody: decide, carry out, hear an appeal
    side awaits{};                             ///< whose turn it is
    comity::silence silence{};
    std::optional<when> last_contact{};        ///< the last act of the requested side
    std::optional<when> last_act{};            ///< the last act of anybody
    std::vector<subject_standing> subjects{};
    std::vector<int> perhaps{};                ///< entries with a rough date: they may or may not have happened by then
    std::vector<finding> warnings{};
    std::optional<uuid> merged_into{};

    /// Nothing has certainly happened by `as_of` where the request was not made yet: none.
    static std::optional<standing> of(dossier const&, law const&, cutoff const& as_of);
};

/// A few words: "granted, not surrendered", "returned as deficient", "received, no answer".
std::string phrase(standing const&, request const&);

/// Every rule of the lifecycle that the dossier breaks, refusals first.
std::vector<finding> check_lifecycle(dossier const&, law const&);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::silence> {
    static constexpr std::string_view what = "silence";
    static constexpr std::array<std::string_view, 4> names{"none", "since_sending", "since_acknowledgement", "since_reminder"};
};
