// SPDX-License-Identifier: Apache-2.0
#include "date_format.hpp"

#include "../quoted.hpp"

#include <array>
#include <charconv>
#include <cmath>
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

/// Days since 1900-01-00 as Excel has it, or since 1904-01-01.
date day_of_serial(std::int64_t serial, bool from_1904) {
    constexpr std::int64_t last_of_1900 = 2958465, last_of_1904 = 2957003;  // 9999-12-31
    auto const first = from_1904 ? 0 : 1;
    if (serial < first || serial > (from_1904 ? last_of_1904 : last_of_1900))
        throw bad_input("is not a day of this system, which has " + std::to_string(first) + " to " + std::to_string(from_1904 ? last_of_1904 : last_of_1900));
    if (from_1904) return date::from_days(date(1904, 1, 1).days_since_1970() + serial);
    if (serial == 60) throw bad_input("stands for 29 February 1900, a day that never was");
    return date::from_days(date(1899, 12, 31).days_since_1970() + serial - (serial > 60 ? 1 : 0));
}

/// None, where the text is no number.
std::optional<when> read_serial(std::string_view text, bool from_1904, char decimal, std::string const& zone) {
    std::int64_t serial = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, serial);
    if (text.empty() || !is_digit(text.front()) || read.ec != std::errc()) return {};
    auto const fraction = std::string_view(read.ptr, static_cast<std::size_t>(end - read.ptr));
    if (fraction.empty()) return day_of_serial(serial, from_1904);
    if (fraction.size() < 2 || fraction.size() > 30 || fraction[0] != decimal || fraction.find_first_not_of("0123456789", 1) != fraction.npos) return {};
    constexpr double milliseconds_of_day = 86'400'000;
    double part = 0;
    auto const digits = "0." + std::string(fraction.substr(1));
    std::from_chars(digits.data(), digits.data() + digits.size(), part);
    auto milliseconds = static_cast<std::int64_t>(std::llround(part * milliseconds_of_day));
    if (milliseconds == 0) return day_of_serial(serial, from_1904);
    if (milliseconds == static_cast<std::int64_t>(milliseconds_of_day)) milliseconds = 0, ++serial;
    if (zone.empty()) throw bad_input("has a clock time, and the mapping does not say whose (time_zone = \"Europe/London\")");
    auto const seconds = static_cast<int>(milliseconds / 1000);
    auto const at = instant(day_of_serial(serial, from_1904), seconds / 3600, seconds / 60 % 60, seconds % 60, zone);
    return instant(at.microseconds_utc() + milliseconds % 1000 * 1000, zone);
}

/// "2020" or "2020-05", which is the same in every format; perhaps with a qualifier.
bool is_rough(std::string_view text) {
    if (!text.empty() && std::string_view("?~%").find(text.back()) != text.npos) text.remove_suffix(1);
    return match(text, "YYYY") || match(text, "YYYY-MM");
}

constexpr std::array<std::string_view, 2> local_times{"YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm"};

}  // namespace

date_format::date_format(std::string name, std::string zone, bool decimal_commas)
    : name_(std::move(name)), zone_(std::move(zone)), decimal_commas_(decimal_commas) {
    if (name_ == "EDTF" || name_ == "excel-1900" || name_ == "excel-1904") return;
    auto const refuse = [&](std::string const& why) {
        return bad_input(detail::quoted(name_) + " is not a date format: " + why +
                         "; write EDTF, excel-1900, excel-1904, or a pattern of YYYY, MM, DD, M, D, hh, mm, ss, as DD/MM/YYYY");
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
    if (name_.starts_with("excel")) try {
            if (auto const result = read_serial(text, name_ == "excel-1904", decimal_commas_ ? ',' : '.', zone_)) return *result;
            auto const mark = decimal_commas_ ? "," : ".", other = decimal_commas_ ? "." : ",";
            auto const marked_otherwise = text.find(other) != text.npos && text.find_first_not_of(std::string("0123456789") + other) == text.npos;
            throw bad_input(std::string("is not a number of days as ") + name_ + " has them, as 44197 or 44197" + mark + "5" +
                            (marked_otherwise ? std::string("; if \"") + other + "\" stands before decimals in this file, the mapping says so: decimal = \"" + other + "\"" : ""));
        } catch (error& e) {
            throw bad_input(detail::quoted(text) + " " + e.what());
        }
    if (name_ != "EDTF") {
        if (auto const result = in_pattern(name_)) return *result;
        if (is_rough(text)) return parse_when(text);
        throw bad_input(detail::quoted(text) + " is not a date as " + name_ + "; a month or a year alone is written 2020-05 or 2020");
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
