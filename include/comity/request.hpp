// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "authority.hpp"
#include "date.hpp"
#include "document.hpp"
#include "item.hpp"
#include "measure.hpp"
#include "offence.hpp"
#include "person.hpp"
#include "provision.hpp"
#include "state.hpp"
#include "uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What one State asked of another.
//
//     request{.kind = request_kind::extradition, .requesting = "RU"_state, .requested = "GB"_state,
//             .reference = "81/3-412-20", .basis = {"ets-24"}, .made_on = date(2020, 3, 2)}

namespace comity::inline v0 {

enum class request_kind {
    extradition,
    provisional_arrest,
    surrender,                ///< under a warrant: European Arrest Warrant, Trade and Cooperation Agreement
    mutual_legal_assistance,  ///< a letter of request, a European Investigation Order
    preservation,             ///< of stored data
    disclosure,               ///< of data
    freezing,
    confiscation,
    service,                  ///< of documents
    transfer_of_proceedings,
    consent,                  ///< to prosecute for another offence, or to onward extradition: a measure `speciality_consent` or `re_extradition_consent` says which
    incident_assistance,      ///< to suppress or investigate malicious sources, in batches
};

enum class relation { competing, follows, supplements, repeats };

/// Another request that this one has to do with.
struct related_request {
    uuid id{};
    comity::relation relation{};

    friend bool operator==(related_request const&, related_request const&) = default;
};

/// What is read in the place of a text that was erased. Of a person whose names are erased, the birth is gone too.
inline constexpr std::string_view erased = "[erased]";

struct request {
    request_kind kind{};
    state_code requesting{};
    state_code requested{};
    std::string reference{};                        ///< of the requesting side
    std::string requested_reference{};              ///< of the requested side
    std::vector<provision> basis{};                 ///< on what treaty or statute
    std::optional<when> made_on{};                  ///< the date it bears
    std::optional<authority> requesting_authority{};
    std::optional<authority> requested_authority{};
    comity::channel channel{};
    bool urgent = false;
    std::string urgency_reason{};
    std::string language{};                         ///< ISO 639
    std::string handling{};                         ///< who may see it: "TLP:AMBER", or a national marking
    std::vector<person> persons{};
    std::vector<offence> offences{};
    std::vector<measure> measures{};
    std::vector<item> items{};
    std::vector<document> documents{};
    std::vector<related_request> related{};
    std::optional<date> review_on{};                ///< a day to look at it again
    bool synthetic = false;                         ///< made up, as sample data; every figure from it says so
    std::string note{};                             ///< free text; may hold personal data

    friend bool operator==(request const&, request const&) = default;
};

/// Throws bad_input where the request cannot be: a State asks itself, a code that meant no State on the day it was made, a
/// reference with control or direction-changing characters, a document that translates itself.
void check(request const&);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::request_kind> {
    static constexpr std::string_view what = "kind of request";
    static constexpr std::array<std::string_view, 12> names{
        "extradition", "provisional_arrest", "surrender", "mutual_legal_assistance", "preservation", "disclosure", "freezing",
        "confiscation", "service", "transfer_of_proceedings", "consent", "incident_assistance"};
};

template <> struct comity::detail::enum_names<comity::relation> {
    static constexpr std::string_view what = "relation";
    static constexpr std::array<std::string_view, 4> names{"competing", "follows", "supplements", "repeats"};
};
