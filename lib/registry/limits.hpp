// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "entry_fields.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// How large a request with all its entries can be: what is recorded must fit into an archive, and into the memory of whoever reads it.

namespace comity::inline v0::detail {

inline constexpr std::size_t most_bytes = 64'000'000;  ///< of a request in an archive
inline constexpr std::size_t most_parts = 250'000;     ///< entries, persons, items …: in all its lists, of all versions, together
inline constexpr std::size_t most_mergers = 100;       ///< by way of which a request is merged into the last one

/// By how much the clocks of two registers may differ, in microseconds.
inline constexpr std::int64_t clock_tolerance = 3'600'000'000;

struct weight {
    std::size_t parts = 0;
    std::size_t bytes = 0;  ///< that it takes in an archive, at most

    friend weight operator+(weight a, weight const& b) { return a += b; }
    weight& operator+=(weight const& other) {
        parts += other.parts, bytes += other.bytes;
        return *this;
    }
    /// Throws bad_input.
    void check() const {
        if (parts > most_parts) throw bad_input("with all its entries it would have " + std::to_string(parts) + " parts; a request has at most " + std::to_string(most_parts));
        if (bytes > most_bytes)
            throw bad_input("with all its entries it would take up to " + std::to_string(bytes) + " bytes in an archive; a request takes at most " + std::to_string(most_bytes));
    }
};

/// Follows the description of a type as those do that write and read it.
class form_weigher {
public:
    template <class T> void operator()(std::string_view, T const& value) {
        if (!is_blank(value)) add(value);
    }
    template <class T> void each(std::string_view, std::vector<T> const& values) {
        total.parts += values.size();
        for (auto const& v : values) add(v);
    }
    void each(std::string_view, std::vector<text_place> const& places) {
        total.parts += places.size();
        total.bytes += places.size() * of_field;
    }
    void zone(std::string_view, std::string const& value) { add(value); }
    template <class T> void apart(std::string_view, T const& value) {
        if (is_blank(value)) return;
        total.bytes += 120;  // the salt
        add(value);
    }

    weight total{};

private:
    static constexpr std::size_t of_field = 40;  // its name, and what stands around it

    template <class T> void add(std::optional<T> const& v) { add(*v); }
    void add(std::string const& text) {
        total.bytes += of_field + text.size();
        for (char const c : text)
            if (std::string_view("\"\\\b\f\n\r\t").find(c) != std::string_view::npos) total.bytes += 1;
            else if (c >= 0 && c < ' ') total.bytes += 5;
    }
    template <class T> void add(T const& v) {
        total.bytes += of_field;
        if constexpr (has_form<T>) form_of<T>::fields(*this, v);
        else total.bytes += form_text(v).size();
    }
};

/// An entry's, with what it carries and which texts it erases.
inline weight weight_of(event const& e, request const* content, std::vector<text_place> const& erases) {
    constexpr std::size_t of_entry = 800;  // its ids, digests and place in the seals
    form_weigher w;
    w.total = {.parts = 2, .bytes = of_entry};
    event_fields(w, e, erases);
    if (!content) return w.total;
    w.total.bytes += of_entry;
    request_fields(w, *content);
    w("reference", content->reference), w("requested_reference", content->requested_reference);
    return w.total;
}

}  // namespace comity::v0::detail
