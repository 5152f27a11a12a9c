// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "date.hpp"
#include "request.hpp"
#include "state.hpp"

#include <optional>
#include <string>
#include <vector>

// What binds two States on a day, for one kind of request; and why something that one might expect does not.
//
//     law::built_in().bases("RU"_state, "GB"_state, date(2020, 3, 2), request_kind::extradition)
//         found    ets-24  binds since 2000-03-09
//         missing  eaw-2002 …

namespace comity::inline v0 {

enum class bearing {
    binds,        ///< a basis of its own
    supplements,  ///< adds to another that is listed beside it
    subsidiary,   ///< binds both, but serves only where no other treaty does (UNTOC art. 18(7))
    displaced,    ///< binds both, but another takes its place between them
    domestic,     ///< the law of one of the two
};

/// An instrument that bears on a request between two States.
struct legal_basis {
    std::string instrument;                 ///< id
    std::string title;
    comity::bearing bearing{};
    std::optional<date> since{};            ///< the first day on which it bound both; of domestic law none
    std::vector<std::string> displaces{};   ///< ids: what it takes the place of between these two
    std::vector<std::string> displaced_by{};
    std::string at{};                       ///< the article behind the bearing, where it is not plain
    std::string why{};
    std::vector<std::string> declarations{};///< of either, in words: "CH on 7(3): …"
    std::vector<std::string> remarks{};
    bool verified = true;                   ///< the rows it rests on were checked

    friend bool operator==(legal_basis const&, legal_basis const&) = default;
};

/// An instrument that one might expect, and does not bear.
struct missing_basis {
    std::string instrument;                 ///< id; empty where there is none, only a reason
    std::string title;
    std::string why;
    bool verified = true;

    friend bool operator==(missing_basis const&, missing_basis const&) = default;
};

struct legal_bases {
    state_code a{}, b{};
    date on;
    request_kind kind{};
    std::vector<legal_basis> found{};       ///< what binds first, then supplements, subsidiary, displaced, domestic
    std::vector<missing_basis> missing{};

    /// Whether anything binds the two.
    bool any() const { return !found.empty() && found.front().bearing == bearing::binds; }
};

std::string as_text(legal_bases const&);

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::bearing> {
    static constexpr std::string_view what = "bearing";
    static constexpr std::array<std::string_view, 5> names{"binds", "supplements", "subsidiary", "displaced", "domestic"};
};
