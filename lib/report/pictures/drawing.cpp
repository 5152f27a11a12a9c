// SPDX-License-Identifier: Apache-2.0
#include "drawing.hpp"
#include "utf16.hpp"

#include "../../embedded.hpp"
#include "../writers.hpp"

#include <comity/language.hpp>
#include <kainjow/mustache.hpp>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace comity::inline v0::detail {

namespace {

/// How wide a letter of 13 points is where fonts are wide.
double width_of_letter(UChar32 letter) {
    if ((U_GET_GC_MASK(letter) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0) return 0;
    auto const full = u_getIntPropertyValue(letter, UCHAR_EAST_ASIAN_WIDTH);
    if (full == U_EA_WIDE || full == U_EA_FULLWIDTH) return 13;
    if (letter < 128 && std::string_view("ijlI.,:;|'!").find(static_cast<char>(letter)) != std::string_view::npos) return 4.2;
    if (letter < 128 && std::string_view("ftr ()[]/-\"").find(static_cast<char>(letter)) != std::string_view::npos) return 5.1;
    if (letter < 128 && std::string_view("mwMW@%").find(static_cast<char>(letter)) != std::string_view::npos) return 12.7;
    return u_isUUppercase(letter) || letter > 0x2000 ? 9.8 : 8.3;
}

/// Calls f(letter, its width, whether it is a mark on the one before) until that is false.
template <class F> void each_letter(icu::UnicodeString const& text, F f) {
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        auto const letter = text.char32At(at);
        auto const width = width_of_letter(letter);
        if (!f(letter, width, width == 0)) return;
    }
}

bool runs_from_right(UChar32 letter) {
    auto const way = u_charDirection(letter);
    return way == U_RIGHT_TO_LEFT || way == U_RIGHT_TO_LEFT_ARABIC;
}

std::string plain(double number) {
    if (!std::isfinite(number)) return "NaN";
    std::array<char, 64> text;
    return {text.data(), std::to_chars(text.begin(), text.end(), std::round(number * 100) / 100).ptr};
}

std::string report_script(std::string_view name) {
    for (auto const& f : report_files())
        if (f.path == "pictures/" + std::string(name) + ".gp") return std::string(f.text);
    return {};
}

/// Puts `what` in behind each of the places at which a text begins.
void insert_behind(std::string& text, std::string_view begins, std::string_view what) {
    for (auto at = text.find(begins); at != text.npos; at = text.find(begins, at)) text.insert(at += begins.size(), what);
}

bool may_stand_on_a_page(std::string_view svg) {
    for (auto const* bad : {"<script", "<image", "<foreignObject", "<iframe", "<!", "<?", "@import", "javascript:", "http:", "https:", "data:", "file:"})
        if (svg.find(bad) != svg.npos) return false;
    for (auto at = svg.find(" on"); at != svg.npos; at = svg.find(" on", at + 1))
        if (svg.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1) == svg.find('=', at)) return false;
    for (std::string_view const refers : {"href='", "href=\"", "url("})
        for (auto at = svg.find(refers); at != svg.npos; at = svg.find(refers, at + 1))
            if (!svg.substr(at + refers.size()).starts_with('#')) return false;
    return true;
}

/// The number of a mark at this place, and how long the mark is.
std::pair<std::size_t, std::size_t> marked(std::string_view text) {
    auto const end = text.find("]]");
    std::size_t number = 0;
    auto const digits = text.substr(2, end == text.npos ? 0 : end - 2);
    auto const [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || last != digits.data() + digits.size()) throw bad_input("a picture has a mark that is no number");
    return {number, end + 2};
}

/// Displayable, but for what `isolated` put in.
std::string shown_label(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        auto const sign = std::min({text.find("\u2068"), text.find("\u2069"), text.size()});
        result += displayable(text.substr(0, sign));
        result += text.substr(sign, 3);
        text.remove_prefix(std::min(sign + 3, text.size()));
    }
    return result;
}

}  // namespace

double width_of(std::string_view text) {
    double sum = 0;
    each_letter(utf16(text), [&](UChar32, double width, bool) { return sum += width, true; });
    return sum;
}

double room_for(message const& text) {
    double widest = 0;
    for (auto const& tag : language::built_in()) widest = std::max(widest, width_of(language(tag)(text)));
    return widest;
}

std::string label_of(std::string_view text, double points) {
    constexpr int most_marks = 4;
    constexpr std::size_t most_bytes = 8192;  // whoever writes a megabyte into a field gets the beginning of it shown
    icu::UnicodeString kept;
    auto room = points;
    int marks = 0;
    bool cut = false;
    auto bytes = std::min(text.size(), most_bytes);
    while (bytes > 0 && bytes < text.size() && (text[bytes] & 0xC0) == 0x80) --bytes;  // no half a letter
    each_letter(utf16(displayable(text.substr(0, bytes))), [&](UChar32 letter, double width, bool is_mark) {
        if ((room -= width) < 0) return cut = true, false;
        marks = is_mark ? marks + 1 : 0;
        if (marks <= most_marks) kept.append(letter);
        return true;
    });
    if (cut || bytes < text.size()) kept.append(UChar32{0x2026});
    return utf8(kept);
}

std::string isolated(std::string part) {
    bool from_right = false;
    each_letter(utf16(part), [&](UChar32 letter, double, bool) { return !(from_right = from_right || runs_from_right(letter)); });
    return from_right ? "\u2068" + part + "\u2069" : part;
}

message::argument::value amount(double number) {
    if (number == std::round(number)) return static_cast<std::int64_t>(number);
    return std::round(number * 100) / 100;
}

message shown(double number) { return {"{n}", {{"n", amount(number)}}}; }

message pair(message name, double number) { return {"{name}: {n}", {{"name", std::move(name)}, {"n", amount(number)}}}; }

message drawn_of(message what, std::size_t drawn, std::size_t all) {
    if (drawn >= all) return {};
    return {"Drawn are the {n} {what}; {more, plural, one {# more is} other {# more are}} in the table.", {{"n", drawn}, {"what", std::move(what)}, {"more", all - drawn}}};
}

std::vector<double> round_values(double most, int about) {
    auto const rough = std::max(most, 1.0) / about;
    auto const power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (auto const s : {1.0, 2.0, 5.0})
        if (s * power >= rough) {
            step = s * power;
            break;
        }
    step = std::max(1.0, std::round(step));
    std::vector<double> values{0};
    while (values.back() < most || values.size() < 2) values.push_back(values.back() + step);
    return values;
}

std::vector<drawing::row>& drawing::block(std::string const& name, std::size_t part) {
    auto& parts = blocks_[name];
    if (parts.size() <= part) parts.resize(part + 1);
    return parts[part];
}

void drawing::bar(fill f, double x1, double x2, double y1, double y2) {
    if (x2 > x1) block("bars", static_cast<std::size_t>(f)).push_back({x1, x2, y1, y2});
}

void drawing::number_in(double value, double x1, double x2, double y) {
    auto const text = shown(value);
    auto const half = room_for(text) / 2 + 1, middle = (x1 + x2) / 2;
    if (2 * half > x2 - x1) return;
    ground(middle - half, middle + half, y);
    centre(middle, y, text);
}

double drawing::legend(double y, std::vector<std::pair<fill, message>> const& meanings) {
    constexpr double patch = 20, gap = 16;
    double x = 2;
    for (auto const& [f, text] : meanings) {
        auto const wide = patch + 5 + std::max(room_for(text), 100.0);  // as much as it may take in other languages
        if (x > 2 && x + wide > picture_width) x = 2, y += line_height + 2;
        bar(f, x, x + patch, y - 6, y + 6);
        left(x + patch + 5, y, text);
        x += wide + gap;
    }
    return y + line_height;
}

void drawing::axis_below(scale const& s, double top, double y, message title) {
    for (auto const value : round_values(s.to, 6)) {
        if (value > s.to) break;
        grid(s(value), top, s(value), y);
        centre(s(value), y + 12, shown(value));
    }
    line(s.first, y, s.last, y);
    right(picture_width - 2, y + 12 + line_height, std::move(title));
}

std::string drawing::script(double height, std::vector<message>& texts) const {
    auto result = "width = " + plain(picture_width) + "\nheight = " + plain(height) + "\n";
    auto const add = [&](std::string const& name, std::size_t parts) {
        auto const known = blocks_.find(name);
        result += "$" + name + " << END\n";
        for (std::size_t part = 0; part < std::max(parts, known == blocks_.end() ? 1 : known->second.size()); ++part) {
            if (part > 0) result += "\n\n";
            auto const none = std::vector<row>{row(6, -99.0)};  // out of sight: an empty part would not be counted, and without any label gnuplot falls over
            auto const& of_part = known != blocks_.end() && part < known->second.size() && !known->second[part].empty() ? known->second[part] : none;
            for (auto const& r : of_part) {
                for (auto const& value : r) {
                    if (auto const* number = std::get_if<double>(&value)) result += plain(*number) + " ";
                    else result += "[[" + std::to_string(texts.size()) + "]] ", texts.push_back(std::get<message>(value));
                }
                if (!r.empty()) result.pop_back();
                result += '\n';
            }
        }
        result += "END\n";
    };
    for (auto const* name : {"grid", "lines", "left", "centre", "right", "grounds"}) add(name, 1);
    add("bars", static_cast<std::size_t>(fill::dark) + 1);
    static std::set<std::string> const common{"grid", "lines", "left", "centre", "right", "bold", "grounds", "bars"};
    for (auto const& [name, parts] : blocks_)
        if (!common.contains(name)) add(name, 1);
    return result + report_script("head") + report_script(name_) + report_script("tail");
}

picture drawing::finished(gnuplot& program, double height, message title, message description) const {
    auto result = picture{.name = name_, .title = std::move(title), .description = std::move(description), .height = height};
    if (auto const printed = program.run(script(height, result.labels))) {
        result.drawing = drawn_alone(*printed, name_);
        if (result.drawing.empty()) program.fail("this gnuplot draws otherwise than is expected");
        else program.drawn();
    }
    if (result.drawing.empty()) result.labels.clear();
    return result;
}

std::string drawn_alone(std::string_view printed, std::string_view name) {
    auto const begins = printed.find("<g id=\"gnuplot_canvas\">"), ends = printed.rfind("</svg>");
    if (begins == printed.npos || ends == printed.npos || ends < begins) return {};
    auto drawn = std::string(printed.substr(begins, ends - begins));
    for (auto at = drawn.find("<title>"); at != drawn.npos; at = drawn.find("<title>", at)) {  // names of parts, shown where the mouse rests
        auto const end = drawn.find("</title>", at);
        if (end == drawn.npos) return {};
        drawn.erase(at, end + 8 - at);
    }
    if (!may_stand_on_a_page(drawn)) return {};
    for (auto const* refers : {" id=\"", " id='", "href='#", "href=\"#", "url(#"}) insert_behind(drawn, refers, "picture-" + std::string(name) + "-");
    return drawn;
}

std::string inline_svg(picture const& p, language const& in) {
    using kainjow::mustache::html_escape;
    auto const id = "picture-" + html_escape(p.name);
    auto result = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 " + plain(picture_width) + " " + plain(p.height) +
                  "\" role=\"img\" aria-labelledby=\"" + id + "-title " + id + "-desc\">\n<title id=\"" + id + "-title\">" + html_escape(displayable(in(p.title))) + "</title>\n<desc id=\"" + id +
                  "-desc\">" + html_escape(displayable(in(p.description))) + "</desc>\n";
    constexpr std::string_view opens = "<text>";
    for (auto rest = std::string_view(p.drawing); !rest.empty();) {
        auto const mark = std::min(rest.find("[["), rest.size());
        result += rest.substr(0, mark);
        rest.remove_prefix(mark);
        if (rest.empty()) break;
        auto const [number, length] = marked(rest);
        if (number >= p.labels.size()) throw bad_input("a picture has a mark without a label");
        auto const& label = p.labels[number];
        auto const text = in(label);
        // Places were given to what the label is in the languages that are built in; a short one has more.
        if (auto const room = std::max(room_for(label), 100.0); result.ends_with(opens) && width_of(text) > room)
            result.insert(result.size() - 1, " textLength=\"" + plain(room) + "\" lengthAdjust=\"spacingAndGlyphs\"");
        result += html_escape(shown_label(text));
        rest.remove_prefix(length);
    }
    return result + "</svg>\n";
}

}  // namespace comity::v0::detail
