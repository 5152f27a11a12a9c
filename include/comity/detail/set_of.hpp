// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "enum_names.hpp"

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace comity::inline v0 {

/// Some of the values of an enumeration, as a small value.
///
///     set_of<non_working>{non_working::sunday, non_working::holiday}      to_string: "sunday, holiday"
template <class E> class set_of {
public:
    constexpr set_of() = default;
    constexpr set_of(E only) { insert(only); }
    constexpr set_of(std::initializer_list<E> values) {
        for (E value : values) insert(value);
    }

    constexpr void insert(E value) { bits_ |= bit(value); }
    constexpr bool contains(E value) const { return (bits_ & bit(value)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr std::uint32_t bits() const { return bits_; }

    friend constexpr set_of operator|(set_of a, set_of b) {
        a.bits_ |= b.bits_;
        return a;
    }
    friend constexpr bool operator==(set_of, set_of) = default;

private:
    static constexpr std::uint32_t bit(E value) { return std::uint32_t{1} << static_cast<unsigned>(value); }
    std::uint32_t bits_ = 0;
};

/// The names, in the order of the enumeration, with commas; empty for none.
template <named_enum E> std::string to_string(set_of<E> set) {
    std::string text;
    auto const& names = detail::enum_names<E>::names;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (set.contains(static_cast<E>(i))) (text += text.empty() ? "" : ", ") += names[i];
    return text;
}

template <class Stream, named_enum E>
    requires requires(Stream& s, std::string text) { s << text; }
Stream& operator<<(Stream& stream, set_of<E> set) {
    stream << to_string(set);
    return stream;
}

}  // namespace comity::v0
