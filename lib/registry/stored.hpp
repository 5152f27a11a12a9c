// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "quoted.hpp"

#include <comity/law.hpp>

#include <soci/soci.h>

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

// How a value of the domain lies in columns: `stored<T>` names its parts, puts a value into them and gets it out again. Reading
// trusts nothing, since anybody may have written to the database: what cannot be throws bad_input.

namespace comity::inline v0::detail {

/// One column of the row that is being written or read. SOCI binds to the addresses.
struct cell {
    long long number = 0;
    std::string text{};
    soci::indicator is = soci::i_null;

    bool empty() const { return is != soci::i_ok; }
    void clear() { is = soci::i_null; }
    void set(long long n) { number = n, is = soci::i_ok; }
    void set(std::string_view t) { text = t, is = soci::i_ok; }
    long long get_number() const { return empty() ? throw bad_input("a number is missing") : number; }
    std::string const& get_text() const { return empty() ? throw bad_input("a text is missing") : text; }
};

/// A column that a value takes, by what follows the value's name.
struct part {
    char const* suffix;
    bool is_text;
};

template <class T> struct stored;

/// Throws bad_input for what no database or reader would keep as it is: NUL, broken UTF-8, more than 16 MB.
void check_text(std::string_view);

template <> struct stored<std::string> {
    static constexpr std::array parts{part{"", true}};
    static void put(std::string const& v, cell* c) { check_text(v), c->set(v); }
    static std::string get(cell const* c, law const&) { return check_text(c->get_text()), c->text; }
};

template <std::integral N> struct stored<N> {
    static constexpr std::array parts{part{"", false}};
    static void put(N v, cell* c) { c->set(static_cast<long long>(v)); }
    static N get(cell const* c, law const&) {
        auto const n = c->get_number();
        if (n < static_cast<long long>(std::numeric_limits<N>::min()) ||
            n > static_cast<long long>(std::numeric_limits<N>::max()))
            throw bad_input("the number " + std::to_string(n) + " is out of range");
        return static_cast<N>(n);
    }
};

template <named_enum E> struct stored<E> {
    static constexpr std::array parts{part{"", true}};
    static void put(E v, cell* c) {
        if (static_cast<std::size_t>(v) >= enum_names<E>::names.size())
            throw bad_input(std::to_string(static_cast<int>(v)) + " is no " + std::string(enum_names<E>::what));
        c->set(to_string(v));
    }
    static E get(cell const* c, law const&) { return parse<E>(c->get_text()); }
};

template <> struct stored<event_kind> {
    static constexpr std::array parts{part{"", true}};
    static void put(event_kind v, cell* c) { c->set(v.name()); }
    /// Throws unsupported for what may be a kind of event in another law.
    static event_kind get(cell const* c, law const& law);
};

template <> struct stored<uuid> {
    static constexpr std::array parts{part{"", true}};
    static void put(uuid const& v, cell* c) { c->set(to_string(v)); }
    static uuid get(cell const* c, law const&) { return parse_uuid(c->get_text()); }
};

template <> struct stored<date> {
    static constexpr std::array parts{part{"", false}};
    static void put(date v, cell* c) { c->set(v.days_since_1970()); }
    static date get(cell const* c, law const&) { return date::from_days(c->get_number()); }
};

template <> struct stored<state_code> {
    static constexpr std::array parts{part{"", true}};
    static void put(state_code v, cell* c) { c->set(v.text()); }
    static state_code get(cell const* c, law const&) { return parse_state(c->get_text()); }
};

/// In one column, with spaces between: a person has few.
template <> struct stored<std::vector<state_code>> {
    static constexpr std::array parts{part{"", true}};
    static void put(std::vector<state_code> const& v, cell* c);
    static std::vector<state_code> get(cell const* c, law const&);
};

template <> struct stored<jurisdiction> {
    static constexpr std::array parts{part{"", true}};
    static void put(jurisdiction const& v, cell* c) { c->set(to_string(v)); }
    static jurisdiction get(cell const* c, law const&) { return parse_jurisdiction(c->get_text()); }
};

template <> struct stored<provision> {
    static constexpr std::array parts{part{"_instrument", true}, part{"_article", true}};
    static void put(provision const& v, cell* c);
    static provision get(cell const* c, law const&);
};

template <> struct stored<when> {
    static constexpr std::array parts{part{"_earliest", false}, part{"_latest", false}, part{"_qualifier", true},
                                      part{"_at", false}, part{"_zone", true}};
    static void put(when const& v, cell* c);
    static when get(cell const* c, law const&);
};

template <> struct stored<authority> {
    static constexpr std::array parts{part{"_name", true}, part{"_kind", true}, part{"_jurisdiction", true},
                                      part{"_zone", true}};
    static void put(authority const& v, cell* c);
    static authority get(cell const* c, law const&);
};

/// Absent where every part is. The first part of everything else is there.
template <class T> struct stored<std::optional<T>> {
    static constexpr auto parts = stored<T>::parts;
    static void put(std::optional<T> const& v, cell* c) {
        if (v) return stored<T>::put(*v, c);
        for (std::size_t i = 0; i < parts.size(); ++i) c[i].clear();
    }
    static std::optional<T> get(cell const* c, law const& law) {
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (!c[i].empty()) return stored<T>::get(c, law);
        return {};
    }
};

}  // namespace comity::v0::detail
