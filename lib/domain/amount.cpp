// SPDX-License-Identifier: Apache-2.0
#include <comity/amount.hpp>

#include <comity/error.hpp>

#include "quoted.hpp"

#include <algorithm>
#include <charconv>
#include <ostream>

namespace comity::inline v0 {

namespace {

constexpr std::int64_t unit = 10'000;
constexpr std::int64_t most_units = 900'000'000'000'000;

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string to_string(amount const& a) {
    auto text = std::to_string(a.ten_thousandths / unit);
    if (auto const rest = a.ten_thousandths % unit; rest != 0) {
        auto decimals = std::to_string(unit + rest).substr(1);
        decimals.erase(decimals.find_last_not_of('0') + 1);
        text += "." + decimals;
    }
    return text + " " + a.currency;
}

amount parse_amount(std::string_view text) {
    auto const refuse = [&] { return bad_input(detail::quoted(text) + " is not an amount of money; write it as 1250000.50 EUR: at most four decimals behind a point, then the code of the currency"); };
    auto const space = text.find(' ');
    if (space == text.npos) throw refuse();
    auto const number = text.substr(0, space), currency = text.substr(space + 1);
    auto const is_code = currency.size() == 3 && std::ranges::all_of(currency, [](char c) { return c >= 'A' && c <= 'Z'; });
    auto const point = number.find('.');
    auto const whole = number.substr(0, point), decimals = point == number.npos ? std::string_view("0") : number.substr(point + 1);
    if (!is_code || !all_digits(whole) || !all_digits(decimals) || decimals.size() > 4) throw refuse();
    std::int64_t units = 0;
    auto const [end, problem] = std::from_chars(whole.data(), whole.data() + whole.size(), units);
    if (problem != std::errc() || units >= most_units) throw bad_input(detail::quoted(text) + " is more than an amount can be: less than 900 million million");
    std::int64_t part = 0;
    std::from_chars(decimals.data(), decimals.data() + decimals.size(), part);
    for (auto n = decimals.size(); n < 4; ++n) part *= 10;
    return {.ten_thousandths = units * unit + part, .currency = std::string(currency)};
}

std::ostream& operator<<(std::ostream& out, amount const& a) { return out << to_string(a); }

}  // namespace comity::v0
