// SPDX-License-Identifier: Apache-2.0
#include "form.hpp"

#include "quoted.hpp"
#include "words.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace comity::inline v0::detail {

void check_text(std::string_view text) {
    constexpr std::size_t most = 16'000'000;
    if (text.size() > most)
        throw bad_input("the text has " + std::to_string(text.size()) + " bytes; at most 16 MB are kept");
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
    auto const size = static_cast<int>(text.size());
    for (int at = 0; at < size;) {
        auto const start = at;
        UChar32 c;
        U8_NEXT(bytes, at, size, c);
        if (c > 0) continue;
        auto const shown = quoted(text.substr(static_cast<std::size_t>(start < 30 ? 0 : start)));
        throw bad_input((c == 0 ? "a NUL byte in the text at byte " : "the text is not UTF-8 at byte ") +
                        std::to_string(start) + ": " + shown);
    }
}

instant zoned(std::int64_t microseconds_utc, std::string const& zone) {
    try {
        instant(0, zone);
    } catch (bad_input const&) {
        if (!is_zone_name(zone)) throw;
        throw unsupported(quoted(zone) + " is not a time zone of this machine's tz database; the register may have been written with another: bring the "
                                         "system's tzdata up to date, and for an old name (US/Eastern) install tzdata-legacy, where that is a package of its own");
    }
    return instant(microseconds_utc, zone);
}

// ---- writing --------------------------------------------------------------------------------------------------------

void append_field(std::string& form, std::string_view name, std::string_view value) {
    std::array<char, 20> length;
    auto const end = std::to_chars(length.data(), length.data() + length.size(), value.size()).ptr;
    form.append(name).append(1, ':').append(length.data(), end).append(1, ':').append(value).append(1, '\n');
}

std::string const& form_text(std::string const& text) { return check_text(text), text; }
std::string form_text(std::int64_t n) { return std::to_string(n); }
std::string form_text(uuid const& id) { return to_string(id); }
std::string form_text(date d) { return to_string(d); }
std::string form_text(subject const& s) { return to_string(s); }

/// Also an amount that was put together by hand is one that can be read.
std::string form_text(amount const& a) {
    auto text = to_string(a);
    if (a.ten_thousandths < 0 || parse_amount(text) != a) throw bad_input(quoted(text) + " is not an amount of money; write 1250000.50 EUR");
    return text;
}
std::string form_text(state_code s) { return std::string(s.text()); }
std::string form_text(jurisdiction const& j) { return to_string(j); }

std::string form_text(provision const& p) {
    if (p.instrument().empty()) throw bad_input("a provision without an instrument; write \"ets-24 16(4)\" or \"ets-24\"");
    check_text(p.instrument());
    check_text(p.article());
    return to_string(p);
}

/// UTC, with the zone's name behind it: an edition of the tz database that changes the zone must not change what was recorded.
std::string form_text(when const& w) {
    if (!w.at()) return to_string(w);
    auto text = to_string(instant(w.at()->microseconds_utc()));
    text = text.substr(0, text.find('[')) + "[" + w.at()->zone() + "]";
    auto const qualifier = w.approximate() ? (w.uncertain() ? "%" : "~") : w.uncertain() ? "?" : "";
    return text + qualifier;
}

std::string form_text(std::vector<state_code> const& codes) {
    std::string text;
    for (auto const code : codes) {
        if (code.empty()) throw bad_input("an empty State code; leave it out");
        (text += text.empty() ? "" : " ") += code.text();
    }
    return text;
}

// ---- reading --------------------------------------------------------------------------------------------------------

std::optional<std::string_view> next_field(std::string_view& form, std::string_view name) {
    if (form.size() <= name.size() || form.front() != name.front() || !form.starts_with(name) || form[name.size()] != ':') return {};
    auto const digits = form.data() + name.size() + 1;
    auto const end = form.data() + form.size();
    std::size_t length = 0;
    auto const [after, problem] = std::from_chars(digits, end, length);
    auto const padded = after != digits && *digits == '0' && after != digits + 1;
    if (problem != std::errc() || padded || after == end || *after != ':')
        throw bad_input(std::string(name) + ": the length of the field is not written as a number");
    auto const left = static_cast<std::size_t>(end - after) - 1;
    if (length >= left || after[1 + length] != '\n')
        throw bad_input(std::string(name) + ": the field does not end after its " + std::to_string(length) + " bytes");
    auto const value = std::string_view(after + 1, length);
    form.remove_prefix(static_cast<std::size_t>(after - form.data()) + length + 2);
    return value;
}

std::optional<std::string_view> form_reader::take(std::string_view name) { return next_field(rest_, name); }

void form_reader::finish() const {
    if (!rest_.empty()) throw bad_input("a field that does not belong here: " + quoted(rest_.substr(0, rest_.find(':'))));
}

namespace {

std::string_view present(std::string_view text) {
    if (text.empty()) throw bad_input("the value is empty; such a field is left out");
    return text;
}

}  // namespace

template <> std::string from_form(std::string_view text) { return check_text(present(text)), std::string(text); }

template <> std::int64_t from_form(std::string_view text) {
    std::int64_t n = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (problem != std::errc() || end != text.data() + text.size() || std::to_string(n) != text)
        throw bad_input(quoted(text) + " is not a number, or out of range");
    return n;
}

template <> int from_form(std::string_view text) {
    auto const n = from_form<std::int64_t>(text);
    if (n < std::numeric_limits<int>::min() || n > std::numeric_limits<int>::max() || n == 0)
        throw bad_input("the number " + std::string(text) + " is out of range");
    return static_cast<int>(n);
}

template <> bool from_form(std::string_view text) {
    return text == "yes" ? true : throw bad_input(quoted(text) + " is not yes; what is not so is left out");
}

template <> uuid from_form(std::string_view text) {
    auto const id = parse_uuid(text);
    auto const large = [](char c) { return c >= 'A' && c <= 'F'; };
    return std::ranges::none_of(text, large) ? id : throw bad_input("the id is not written in small letters");
}

template <> date from_form(std::string_view text) { return parse_date(text); }

template <> when from_form(std::string_view text) {
    auto const bracket = text.find('[');
    if (bracket == text.npos) return parse_when(text);
    auto const end = text.rfind(']');
    if (end == text.npos || end < bracket || text.size() - end > 2)
        throw bad_input(quoted(text) + " is not an instant with its zone");
    auto const utc = parse_instant(text.substr(0, bracket));
    auto result = when(zoned(utc.microseconds_utc(), std::string(text.substr(bracket + 1, end - bracket - 1))));
    auto const qualifier = text.substr(end + 1);
    if (qualifier == "~" || qualifier == "%") result = result.about();
    if (qualifier == "?" || qualifier == "%") result = result.doubted();
    return result;
}

template <> provision from_form(std::string_view text) { return check_text(present(text)), provision(text); }
template <> subject from_form(std::string_view text) { return parse_subject(text); }
template <> amount from_form(std::string_view text) { return parse_amount(text); }
template <> state_code from_form(std::string_view text) { return parse_state(text); }
template <> jurisdiction from_form(std::string_view text) { return parse_jurisdiction(text); }

template <> std::vector<state_code> from_form(std::string_view text) {
    std::vector<state_code> codes;
    for (auto rest = std::optional(present(text)); rest;) {
        auto const space = rest->find(' ');
        codes.push_back(parse_state(rest->substr(0, space)));
        rest = space == rest->npos ? std::nullopt : std::optional(rest->substr(space + 1));
    }
    return codes;
}

}  // namespace comity::v0::detail
