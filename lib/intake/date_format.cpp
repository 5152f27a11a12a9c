// SPDX-License-Identifier: Apache-2.0
#include "date_format.hpp"

#include "../quoted.hpp"

#include <array>
#include <optional>

namespace comity::inline v0::detail {

namespace {

struct token {
    std::string_view text;
    std::size_t unit;  ///< year, month, day, hour, minute, second
    std::size_t digits_min;
    std::size_t digits_max;
};

/// Longer ones first, so that MM is not read as M twice.
constexpr std::array<token, 8> tokens{{{"YYYY", 0, 4, 4},
                                       {"MM", 1, 2, 2},
                                       {"DD", 2, 2, 2},
                                       {"hh", 3, 2, 2},
                                       {"mm", 4, 2, 2},
                                       {"ss", 5, 2, 2},
                                       {"M", 1, 1, 2},
                                       {"D", 2, 1, 2}}};

token const* token_at(std::string_view pattern) {
    for (auto const& t : tokens)
        if (pattern.starts_with(t.text)) return &t;
    return nullptr;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

using units = std::array<std::optional<int>, 6>;

/// The numbers of a text written in the pattern.
std::optional<units> match(std::string_view text, std::string_view pattern) {
    units found{};
    while (!pattern.empty()) {
        auto const* t = token_at(pattern);
        if (!t) {
            if (!text.starts_with(pattern.front())) return {};
            pattern.remove_prefix(1);
            text.remove_prefix(1);
            continue;
        }
        int number = 0;
        std::size_t digits = 0;
        for (; digits < t->digits_max && digits < text.size() && is_digit(text[digits]); ++digits)
            number = number * 10 + (text[digits] - '0');
        if (digits < t->digits_min) return {};
        found[t->unit] = number;
        pattern.remove_prefix(t->text.size());
        text.remove_prefix(digits);
    }
    return text.empty() ? std::optional(found) : std::nullopt;
}

when date_of(units const& u, std::string const& zone) {
    auto const year = u[0].value(), month = u[1].value_or(1), day = u[2].value_or(1);
    auto const first = date(year, month, day);
    if (u[3]) return instant(first, *u[3], *u[4], u[5].value_or(0), zone);
    if (u[2]) return first;
    if (!u[1]) return when(first, date(year, 12, 31));
    return when(first, (month == 12 ? date(year, 12, 31) : date(year, month + 1, 1) - days(1)));
}

constexpr std::array<std::string_view, 2> local_times{"YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm"};

}  // namespace

date_format::date_format(std::string name, std::string zone) : name_(std::move(name)), zone_(std::move(zone)) {
    if (name_ == "EDTF") return;
    auto const refuse = [&](std::string const& why) {
        return bad_input(detail::quoted(name_) + " is not a date format: " + why +
                         "; write EDTF, or a pattern of YYYY, MM, DD, M, D, hh, mm, ss, as DD/MM/YYYY");
    };
    units has{};
    for (auto pattern = std::string_view(name_); !pattern.empty();) {
        if (auto const* t = token_at(pattern)) {
            if (has[t->unit]) throw refuse(std::string(t->text) + " comes twice");
            has[t->unit] = 1;
            pattern.remove_prefix(t->text.size());
            if (t->digits_min != t->digits_max && token_at(pattern))
                throw refuse("nothing stands between " + std::string(t->text) + " and what follows");
        } else {
            if (std::string_view("-/.:, T").find(pattern.front()) == std::string_view::npos)
                throw refuse(detail::quoted(pattern.substr(0, 1)) + " has no meaning in it");
            pattern.remove_prefix(1);
        }
    }
    if (!has[0]) throw refuse("it has no year of four digits");
    if (has[2] && !has[1]) throw refuse("it has a day and no month");
    if (has[3] != has[4] || (has[5] && !has[3]) || (has[3] && !has[2]))
        throw refuse("a clock time has a day, hours and minutes");
    if (has[3] && zone_.empty())
        throw refuse("it has a clock time, and the mapping does not say whose (time_zone = \"Europe/London\")");
}

when date_format::read(std::string_view text) const {
    auto const in_pattern = [&](std::string_view pattern) -> std::optional<when> {
        auto const found = match(text, pattern);
        if (!found) return {};
        try {
            return date_of(*found, zone_);
        } catch (error& e) {
            e.in(detail::quoted(text));
            throw;
        }
    };
    if (name_ != "EDTF") {
        if (auto const result = in_pattern(name_)) return *result;
        throw bad_input(detail::quoted(text) + " is not a date as " + name_);
    }
    if (!zone_.empty())
        for (auto const pattern : local_times)
            if (auto const result = in_pattern(pattern)) return *result;
    if (auto const result = try_parse_when(text)) return *result;
    // Of a day that does not exist, or ends that are in the wrong order, the parser says so; else say what is to be done.
    if (in_pattern("YYYY-MM-DD") || text.find_first_of("T[") != text.npos) return parse_when(text);
    auto const both_ends = text.find('/') == 10 && text.size() > 20;
    if (both_ends) return parse_when(text);
    throw bad_input(
        detail::quoted(text) +
        " is not a date: write the year first, as in 2016-02-29, or name the format in the mapping (dates = \"DD/MM/YYYY\")");
}

}  // namespace comity::v0::detail
