// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::inline v0::detail {

/// How many letters must be put in, left out or changed to make one text of another (Levenshtein 1966).
inline std::size_t letters_apart(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto before = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j)
            before = std::exchange(row[j + 1], std::min({row[j] + 1, row[j + 1] + 1, before + (a[i] != b[j])}));
    }
    return row[b.size()];
}

/// Of a list those that a name which is none of them may stand for, as text: those that begin with the same word, or else those that differ in a letter or so.
/// Empty: none.
template <class Names, class NameOf> std::string near(std::string_view name, Names const& all, NameOf name_of) {
    std::string found;
    auto const add = [&](std::string_view one) { (found += found.empty() ? "" : ", ") += one; };
    auto const word = name.substr(0, name.find_first_of("-_"));
    for (auto const& one : all)
        if (word.size() > 1 && std::string_view(name_of(one)).starts_with(word)) add(name_of(one));
    if (!found.empty() || name.size() > 64) return found;
    for (auto const& one : all)
        if (letters_apart(name, name_of(one)) <= 1 + name.size() / 8) add(name_of(one));
    return found;
}

}  // namespace comity::v0::detail
