// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/language.hpp>
#include <comity/state.hpp>

using namespace comity;

// A file of phrases, and texts in that language.

static fuzz::target const languages("languages", [](std::string_view input) {
    auto const file = fuzz::file("language.toml", input);
    auto const found = fuzz::read([&] { return language::read(file.path()); });
    if (!found) return;
    auto const& in = *found;
    fuzz::require(!in.tag().empty(), "a language has a tag");
    fuzz::require(!in(-1234567).empty() && !in(0.5, 2).empty() && !in(date(1400, 1, 1)).empty() && !in(date(9999, 12, 31)).empty(), "numbers and days are written");
    fuzz::require(!in(named_state{.code = parse_state("GB"), .on = date(2024, 2, 29)}).empty() && !in(word{"refused"}).empty(), "States and words are written");
    for (auto const n : {0, 1, 2, 5, 1'000'000}) {
        fuzz::read([&] { return in({"{n, plural, one {# request} other {# requests}}", {{"n", n}}}); });
        fuzz::read([&] { return in({"{of} of {n}", {{"of", "some <b>"}, {"n", n}}}); });
        fuzz::read([&] { return in({"since {day}", {{"day", date(2024, 2, 29)}}}); });
    }
});
