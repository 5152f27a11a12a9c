// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gnuplot.hpp"

#include <comity/report.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// What all pictures share. A picture is a fixed script for gnuplot and the places at which it draws. No text reaches gnuplot, neither from outside nor ours: it
// puts down marks, as [[7]], and the texts take their place when the brief is written, in its language. So nothing that stands in a register can be read as a command, as gnuplot's mark-up
// or as a number, and a label may be as long and in what script it likes.

namespace comity::inline v0::detail {

/// Places are in points from the left and the top of a picture, which is as wide as this.
inline constexpr double picture_width = 640;
inline constexpr double line_height = 18;

/// How many points a text is wide, about: the reader's font is not known.
double width_of(std::string_view text);
double room_for(message const&);             ///< of it in whichever built-in language takes the most; in another it is set no wider
/// A text from outside, fit to be a label: displayable, no wider than so many points, with few marks on each letter.
std::string label_of(std::string_view text, double points = 300);
/// A part of a label, kept apart from the rest where it runs from right to left.
std::string isolated(std::string part);
/// A number as an argument of a message: whole, or with two decimals.
message::argument::value amount(double);
/// It alone: 12,345, 3.25.
message shown(double);
/// "RU → GB: 3"
message pair(message name, double number);
/// "Drawn are the 12 groups with the most; 5 more are in the table."; nothing where all are drawn.
message drawn_of(message what, std::size_t drawn, std::size_t all);

/// Where values lie between two places.
struct scale {
    double from, to;     ///< values
    double first, last;  ///< their places

    double operator()(double value) const { return first + (value - from) / (to - from) * (last - first); }
};

/// Round values from 0 to the first that is no less than `most`, some `about` steps; whole numbers.
std::vector<double> round_values(double most, int about);

/// How an area is filled, from light to dark: told apart in greyscale too.
enum class fill { white, light, hatched, grey, dark };

class drawing {
public:
    /// A row of numbers and texts, of which gnuplot gets a mark.
    using row = std::vector<std::variant<double, message>>;

    explicit drawing(std::string name) : name_(std::move(name)) {}

    /// The rows of $NAME, or of one of its parts, as gnuplot's `index` counts them; each that a script names must be asked for, though it may stay empty.
    std::vector<row>& block(std::string const& name, std::size_t part = 0);

    void left(double x, double y, message text) { block("left").push_back({x, y, std::move(text)}); }
    void centre(double x, double y, message text) { block("centre").push_back({x, y, std::move(text)}); }
    void right(double x, double y, message text) { block("right").push_back({x, y, std::move(text)}); }
    void line(double x1, double y1, double x2, double y2) { segment(block("lines"), x1, y1, x2, y2); }
    void grid(double x1, double y1, double x2, double y2) { segment(block("grid"), x1, y1, x2, y2); }
    /// Two points and an empty row: a line that ends there.
    static void segment(std::vector<row>& rows, double x1, double y1, double x2, double y2) { rows.insert(rows.end(), {{x1, y1}, {x2, y2}, {}}); }
    /// White behind a text, where lines would run through it.
    void ground(double x1, double x2, double y) { block("grounds").push_back({x1, x2, y - 7.5, y + 7.5}); }
    void bar(fill, double x1, double x2, double y1, double y2);
    /// A number in the middle of a bar, on white, if there is room.
    void number_in(double value, double x1, double x2, double y);
    /// What the fills mean, on as many lines as it takes; gives the place below.
    double legend(double y, std::vector<std::pair<fill, message>> const&);
    /// An axis of whole numbers from left to right, with lines from above.
    void axis_below(scale const&, double top, double y, message title);

    /// So many points high; empty where gnuplot could not draw it.
    picture finished(gnuplot&, double height, message title, message description) const;

private:
    /// Fills `texts` with those that the marks stand for.
    std::string script(double height, std::vector<message>& texts) const;

    std::string name_;
    std::map<std::string, std::vector<std::vector<row>>> blocks_{};
};

/// What gnuplot drew, fit to stand on a page with others: its ids are its own. Empty where it is no picture, or would load or run anything.
std::string drawn_alone(std::string_view printed, std::string_view name);

}  // namespace comity::v0::detail
