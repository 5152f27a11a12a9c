// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "detail/enum_names.hpp"
#include "state.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace comity::inline v0 {

enum class person_role { sought, suspect, accused, convicted, witness, expert, victim, third_party };

enum class name_kind { usual, former, alias, transliteration };

/// A name as it is written somewhere, in whatever script; kept byte for byte.
struct person_name {
    std::string text{};
    name_kind kind{};

    friend bool operator==(person_name const&, person_name const&) = default;
};

/// A natural or legal person whom a request concerns. Streams as its role and number of names: never by name.
struct person {
    std::vector<person_name> names{};
    person_role role{};
    std::vector<state_code> nationalities{};  ///< all of them; none: not known, or stateless
    std::optional<when> born{};
    bool legal_person = false;

    friend bool operator==(person const&, person const&) = default;
};

std::ostream& operator<<(std::ostream&, person const&);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::person_role> {
    static constexpr std::string_view what = "role";
    static constexpr std::array<std::string_view, 8> names{"sought",  "suspect", "accused", "convicted",
                                                           "witness", "expert",  "victim",  "third_party"};
};

template <> struct comity::detail::enum_names<comity::name_kind> {
    static constexpr std::string_view what = "kind of name";
    static constexpr std::array<std::string_view, 4> names{"usual", "former", "alias", "transliteration"};
};
