// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "request.hpp"

#include <optional>
#include <string>

namespace comity::inline v0 {

/// Which requests are meant. What is left empty is not asked for.
struct query {
    std::optional<state_code> requesting{};
    std::optional<state_code> requested{};
    std::optional<state_code> state{};           ///< on either side
    std::optional<state_code> other{};           ///< with `state`: between these two, in either direction
    std::optional<request_kind> kind{};
    std::optional<std::string> reference{};      ///< of either side: all of it, letter by letter; é is found as it is written, composed (NFC) or decomposed (NFD)
    std::optional<std::string> instrument{};     ///< "ets-24": among the treaties or statutes it relies on
    std::optional<std::string> authority{};      ///< the name of either side's
    std::optional<std::string> measure{};        ///< asks for one of this kind
    std::optional<std::string> offence{};        ///< is about an offence of this group
    std::optional<bool> urgent{};
    std::optional<comity::channel> channel{};
    std::optional<std::string> handling{};       ///< marked exactly so
    std::optional<date> made_from{};             ///< made on this day or later; of a rough date the last day counts
    std::optional<date> made_until{};            ///< made on this day or earlier; likewise

    bool matches(request const&) const;
    friend bool operator==(query const&, query const&) = default;
};

}  // namespace comity::v0
