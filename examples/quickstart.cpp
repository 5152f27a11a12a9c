// SPDX-License-Identifier: Apache-2.0
// Enters a request and the arrest that followed it, and prints what was due on 1 April, from which article, and whom it binds.
#include <comity/comity.hpp>
#include <iostream>
using namespace comity::literals;

int main() {
    auto registry = comity::registry::open("sqlite://requests.db");
    auto id = registry.file({.kind = comity::request_kind::extradition, .requesting = "RU"_state, .requested = "GB"_state,
                             .reference = "81/3-412-20", .basis = {"ets-24"}, .made_on = comity::date(2020, 3, 2)});
    registry.record(id, {.kind = comity::event_kind::provisional_arrest, .on = comity::date(2020, 3, 10)});
    auto law = comity::law::built_in();
    for (auto const& due : comity::deadlines(registry.dossier(id), law, comity::date(2020, 4, 1)))
        std::cout << due << '\n';
}
