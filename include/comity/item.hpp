// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "detail/enum_names.hpp"

#include <optional>
#include <string>

namespace comity::inline v0 {

enum class item_kind { ipv4, ipv6, url, domain, autonomous_system, account, hash, other };

/// One malicious source in a request for incident assistance. It has an outcome and times of its own.
struct item {
    item_kind kind{};
    std::string value{};                ///< "203.0.113.7", "hxxp://…"; as reported
    int port = 0;                       ///< 0: none given
    std::string activity{};             ///< "phishing", "command_and_control", "denial_of_service"
    std::optional<when> observed_on{};

    friend bool operator==(item const&, item const&) = default;
};

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::item_kind> {
    static constexpr std::string_view what = "kind of item";
    static constexpr std::array<std::string_view, 8> names{"ipv4", "ipv6", "url", "domain", "autonomous_system", "account", "hash", "other"};
};
