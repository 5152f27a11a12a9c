// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detail/enum_names.hpp"
#include "state.hpp"

#include <optional>
#include <string>

namespace comity::inline v0 {

enum class authority_kind { unspecified, central, judicial, prosecutor, executive, police, diplomatic, contact_point_24_7, incident_response };

/// Who acts for a State: the Ministry of Justice, a court, a 24/7 contact point.
struct authority {
    std::string name{};
    authority_kind kind{};
    std::optional<comity::jurisdiction> jurisdiction{};
    std::string zone{};  ///< the time zone of its office hours, a name of the tz database

    friend bool operator==(authority const&, authority const&) = default;
};

/// The way a request took.
enum class channel { unspecified, diplomatic, central_authorities, direct, interpol, contact_point_24_7, incident_response };

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::authority_kind> {
    static constexpr std::string_view what = "kind of authority";
    static constexpr std::array<std::string_view, 9> names{"unspecified", "central",    "judicial",           "prosecutor",       "executive",
                                                           "police",      "diplomatic", "contact_point_24_7", "incident_response"};
};

template <> struct comity::detail::enum_names<comity::channel> {
    static constexpr std::string_view what = "channel";
    static constexpr std::array<std::string_view, 7> names{"unspecified", "diplomatic",         "central_authorities", "direct",
                                                           "interpol",    "contact_point_24_7", "incident_response"};
};
