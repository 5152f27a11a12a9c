// SPDX-License-Identifier: Apache-2.0
#pragma once

// A request as somebody names it on the command line.

#include <comity/registry.hpp>

#include <string>

namespace {

/// By the reference that one of the two States gave it, or by its id.
comity::uuid request_in(comity::registry const& registry, std::string const& named) {
    if (named.empty()) throw comity::bad_input("a request is named by its id or its reference, and nothing was given");
    auto const found = registry.find({.reference = named});
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        try {
            return comity::parse_uuid(named);
        } catch (comity::bad_input const&) {
        }
    }
    throw comity::not_found("the register has " + std::to_string(found.size()) + " requests with that reference; " +
                            (found.empty() ? "`comity-register list` shows what there is" : "name one by its id, which `comity-register list` shows"));
}

}  // namespace
