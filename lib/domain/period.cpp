// SPDX-License-Identifier: Apache-2.0
#include <comity/period.hpp>

#include "quoted.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>
#include <utility>

namespace comity::inline v0 {

namespace {

struct designator {
    std::string_view letters;
    bool of_clock;
    time_unit unit;
};

/// In the order in which ISO 8601 has them; a longer designator stands before one that begins it.
constexpr std::array designators{designator{"Y", false, time_unit::years},   designator{"M", false, time_unit::months},
                                 designator{"WD", false, time_unit::working_days}, designator{"W", false, time_unit::weeks},
                                 designator{"D", false, time_unit::days},    designator{"H", true, time_unit::hours},
                                 designator{"M", true, time_unit::minutes}};

constexpr std::size_t digits_at_most = 6;
constexpr int working_days_at_most = 20'000;  // eighty years; they are counted one by one

std::string counted(period::part part) {
    auto text = std::to_string(part.count) + " " + std::string(to_string(part.unit));
    if (part.count == 1) text.pop_back();
    return text;
}

}  // namespace

period::period(std::string_view iso8601) { append(iso8601); }

period::period(std::initializer_list<std::string_view> in_order) {
    for (auto const length : in_order) append(length);
    if (parts_.empty()) throw bad_input("a list of no lengths is not a length of time; write P18D");
}

period::period(std::vector<std::string> const& in_order) {
    for (auto const& length : in_order) append(length);
    if (parts_.empty()) throw bad_input("a list of no lengths is not a length of time; write P18D");
}

void period::append(std::string_view iso8601) {
    auto const refuse = [&](std::string_view why) {
        return bad_input(detail::quoted(iso8601) + " is not a length of time: " + std::string(why) +
                         "; write ISO 8601, as P18D, P2M, P4W, P1Y2M, PT48H, or P5WD for working days");
    };
    if (!iso8601.starts_with("P")) throw refuse("it does not begin with P");
    auto rest = iso8601.substr(1);
    bool of_clock = false;
    auto const first = parts_.size();
    while (!rest.empty()) {
        if (rest.front() == 'T') {
            if (of_clock || rest.size() == 1) throw refuse("nothing follows T, or T stands twice");
            of_clock = true;
            rest.remove_prefix(1);
        }
        auto const digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (digits == 0) throw refuse("a whole number is missing, and no period is negative (count backwards instead)");
        if (digits > digits_at_most) throw refuse("a number has more than six digits");
        int count = 0;
        std::from_chars(rest.data(), rest.data() + digits, count);
        rest.remove_prefix(digits);
        if (rest.starts_with('.') || rest.starts_with(',')) throw refuse("a fraction is counted in some laws only, and differently in each: write days");
        auto const found = std::ranges::find_if(designators, [&](auto const& d) { return d.of_clock == of_clock && rest.starts_with(d.letters); });
        if (found == designators.end()) throw refuse(of_clock ? "after T stand H and M" : "the letter after a number is none of Y, M, W, D, WD");
        if (count == 0) throw refuse("nothing of something is no period");
        if (found->unit == time_unit::working_days && count > working_days_at_most) throw refuse("it has more than " + std::to_string(working_days_at_most) + " working days");
        if (parts_.size() > first && found->unit <= parts_.back().unit) throw refuse("the units are not in the order Y, M, W, D, H, M; give a list for another order");
        parts_.push_back({count, found->unit, parts_.size() == first});
        rest.remove_prefix(found->letters.size());
    }
    if (parts_.size() == first) throw refuse("it is empty");
    if (parts_.size() > 32) throw bad_input("a length of more than 32 parts is not read");
}

std::string to_string(period const& p) {
    std::string text;
    bool clock = false;
    for (auto const part : p.parts()) {
        auto const letter = *std::ranges::find(designators, part.unit, &designator::unit);
        if (part.begins) {
            text += text.empty() ? "P" : ", P";
            clock = false;
        }
        if (letter.of_clock && !std::exchange(clock, true)) text += 'T';
        (text += std::to_string(part.count)) += letter.letters;
    }
    return text;
}

std::string phrase(period const& p) {
    std::string text;
    for (auto const part : p.parts()) {
        if (!text.empty()) text += part.begins ? ", then " : " and ";
        text += counted(part);
    }
    return text;
}

std::ostream& operator<<(std::ostream& out, period const& p) { return out << to_string(p); }

}  // namespace comity::v0
