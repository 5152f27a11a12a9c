// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../error.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

// The words of an enumeration, once: what it is called, and the name of each value in order. They are what is stored,
// printed and read.
//
//     template <> struct detail::enum_names<channel> {
//         static constexpr std::string_view what = "channel";
//         static constexpr std::array names{"unknown", "diplomatic", …};
//     };

namespace comity::inline v0 {

namespace detail {
template <class E> struct enum_names;
}

template <class E>
concept named_enum = std::is_enum_v<E> && requires { detail::enum_names<E>::names; };

template <named_enum E> constexpr std::string_view to_string(E value) {
    return detail::enum_names<E>::names[static_cast<std::size_t>(value)];
}

template <named_enum E> constexpr std::optional<E> try_parse(std::string_view text) {
    auto const& names = detail::enum_names<E>::names;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == text) return static_cast<E>(i);
    return {};
}

/// Throws bad_input that lists what is accepted.
template <named_enum E> E parse(std::string_view text) {
    if (auto value = try_parse<E>(text)) return *value;
    auto shown = text.substr(0, 60);  // not within a character
    while (shown.size() < text.size() && !shown.empty() && (text[shown.size()] & 0xC0) == 0x80) shown.remove_suffix(1);
    std::string message = "\"" + std::string(shown) + (shown.size() < text.size() ? "…" : "") + "\" is not a " + std::string(detail::enum_names<E>::what) + "; write one of";
    std::string_view separator = " ";
    for (std::string_view name : detail::enum_names<E>::names) {
        if (name.empty()) continue;
        (message += separator) += name;
        separator = ", ";
    }
    throw bad_input(message);
}

template <class Stream, named_enum E>
    requires requires(Stream& s, std::string_view text) { s << text; }
Stream& operator<<(Stream& stream, E value) {
    stream << to_string(value);
    return stream;
}

}  // namespace comity::v0
