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

message direction(std::string const& from, std::string const& to) { return {"{from} asks {to}", {{"from", from}, {"to", to}}}; }

message took(double asked, double median) {
    if (asked == 0) return "nothing asked";
    if (std::isnan(median)) return "half not answered yet";
    return {"half answered within {n, plural, one {# day} other {# days}}", {{"n", amount(median)}}};
}

message described(reading const& of, std::size_t way, message const& who, message const& time) {
    std::vector<message> counts;
    for (auto const name : measures) counts.push_back(pair(of.heading(name), of.count(way, name)));
    return {"{direction}. {counts}; {time}.", {{"direction", who}, {"counts", message::listed(std::move(counts), message::listing::clauses)}, {"time", time}}};
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
    std::vector<message> sentences;
    for (std::size_t way = 0; way < 2; ++way) {
        auto const side = way == 0 ? -1.0 : 1.0;
        auto const x = scale{0, most, centre + side * gutter, centre + side * (picture_width / 2 - room)};
        auto const asked = of.count(way, "asked"), median = of.number(way, "median_days");
        auto const from = label_of(of.text(way, "from"), 110), to = label_of(of.text(way, "to"), 110);
        auto const time = took(asked, median);
        auto const outward = [&](double at, double y, message label) { way == 0 ? d.right(at, y, std::move(label)) : d.left(at, y, std::move(label)); };
        auto const who = direction(from, to);
        outward(x.first, 12, who);
        outward(x.first, 12 + line_height, time);
        for (std::size_t i = 0; i < measures.size(); ++i) {
            auto const y = top + step * static_cast<double>(i);
            auto const n = of.count(way, measures[i]);
            auto const end = x(n);
            d.bar(fills[way], std::min(x.first, end), std::max(x.first, end), y - 9, y + 9);
            outward(end + side * 5, y, i > 0 && asked > 0 ? message("{n} ({share} %)", {{"n", amount(n)}, {"share", amount(std::round(100 * n / asked))}}) : shown(n));
            if (way == 0) d.centre(centre, y, of.heading(measures[i]));
        }
        d.line(x.first, top - 13, x.first, top + step * measures.size() - 13);
        sentences.push_back(described(of, way, who, time));
    }
    sentences.push_back(about_shares);
    return {d.finished(program, top + step * measures.size() - 6, reciprocity.title, message::sentences(sentences))};
}

}  // namespace comity::v0::detail
