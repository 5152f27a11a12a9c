// SPDX-License-Identifier: Apache-2.0
#include "drawing.hpp"
#include "pictures.hpp"
#include "reading.hpp"

#include <algorithm>
#include <array>

// One direction to the left, the other to the right: what was asked, and how much of it came to what.

namespace comity::inline v0::detail {

namespace {

constexpr std::array<std::string_view, 5> measures{"asked", "answered", "unanswered", "granted", "refused"};

// ---- what it says ----------------------------------------------------------------------------------------------------

std::string direction(std::string const& from, std::string const& to) { return from + " asks " + to; }

std::string took(double asked, double median) {
    if (asked == 0) return "nothing asked";
    return std::isnan(median) ? "half not answered yet" : "half answered within " + counted(median, "day", "days");
}

std::string described(reading const& of, std::size_t way, std::string const& from, std::string const& to, std::string const& time) {
    std::vector<std::string> counts;
    for (auto const name : measures) counts.push_back(of.heading(name) + ": " + shown(of.count(way, name)));
    return direction(from, to) + ". " + listed(counts) + "; " + time + ". ";
}

constexpr auto about_shares = "In brackets: the share of what was asked.";

}  // namespace

pictures picture_of_reciprocity(gnuplot& program, table const& reciprocity) {
    static constexpr std::array<fill, 2> fills{fill::hatched, fill::grey};
    constexpr double step = 27, top = 66, gutter = 56, room = 100;
    auto const of = reading(reciprocity);
    if (of.rows() < 2) return {};
    double most = 1;
    for (std::size_t way = 0; way < 2; ++way)
        for (auto const name : measures) most = std::max(most, of.count(way, name));

    drawing d("reciprocity");
    constexpr double centre = picture_width / 2;
    std::string text;
    for (std::size_t way = 0; way < 2; ++way) {
        auto const side = way == 0 ? -1.0 : 1.0;
        auto const x = scale{0, most, centre + side * gutter, centre + side * (picture_width / 2 - room)};
        auto const asked = of.count(way, "asked"), median = of.number(way, "median_days");
        auto const from = label_of(of.text(way, "from"), 110), to = label_of(of.text(way, "to"), 110);
        auto const time = took(asked, median);
        auto const outward = [&](double at, double y, std::string label) { way == 0 ? d.right(at, y, std::move(label)) : d.left(at, y, std::move(label)); };
        outward(x.first, 12, direction(from, to));
        outward(x.first, 12 + line_height, time);
        for (std::size_t i = 0; i < measures.size(); ++i) {
            auto const y = top + step * static_cast<double>(i);
            auto const n = of.count(way, measures[i]);
            auto const end = x(n);
            d.bar(fills[way], std::min(x.first, end), std::max(x.first, end), y - 9, y + 9);
            auto const share = i > 0 && asked > 0 ? " (" + shown(std::round(100 * n / asked)) + " %)" : "";
            outward(end + side * 5, y, shown(n) + share);
            if (way == 0) d.centre(centre, y, of.heading(measures[i]));
        }
        d.line(x.first, top - 13, x.first, top + step * measures.size() - 13);
        text += described(of, way, from, to, time);
    }
    return {d.finished(program, top + step * measures.size() - 6, reciprocity.title, text + about_shares)};
}

}  // namespace comity::v0::detail
