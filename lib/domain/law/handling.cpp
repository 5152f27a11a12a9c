// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "quoted.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <set>

// handling.toml; markings, and what a clearance covers of them

namespace comity::inline v0 {

namespace {

using detail::overlay;
using detail::toml_row;

std::string_view trimmed(std::string_view text) {
    auto const first = std::min(text.find_first_not_of(' '), text.size());
    return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

/// " top  secret" as TOP-SECRET
std::string capital(std::string_view written) {
    std::string result;
    for (char const c : detail::to_upper(trimmed(written)))
        if (c != ' ' || result.back() != '-') result += c == ' ' ? '-' : c;
    return result;
}

std::string spelled(std::string_view written) {
    auto const colon = written.find(':');
    if (colon == written.npos) return capital(written);
    return capital(written.substr(0, colon)) + ':' + capital(written.substr(colon + 1));
}

/// Each code of a marking, as written. None in a marking of spaces.
std::vector<std::string_view> codes_in(std::string_view marking) {
    std::vector<std::string_view> result;
    if (trimmed(marking).empty()) return result;
    for (;;) {
        auto const comma = marking.find(',');
        result.push_back(trimmed(marking.substr(0, comma)));
        if (comma == marking.npos) return result;
        marking.remove_prefix(comma + 1);
    }
}

/// One code of a marking, and where it was found.
struct mark {
    handling_scale const* scale;
    std::vector<handling_code>::const_iterator code;
};

bool is_called(handling_code const& c, std::string_view name) { return c.code == name || std::ranges::find(c.also, name) != c.also.end(); }

/// The codes of the scale that the text names, else of all.
std::string accepted(std::vector<handling_scale> const& scales, std::string_view spelling) {
    auto const named = std::ranges::find(scales, spelling.substr(0, spelling.find(':')), &handling_scale::name);
    std::string result;
    for (auto const& scale : scales)
        if (named == scales.end() || &scale == &*named)
            for (auto const& c : scale.codes) result += (result.empty() ? "" : ", ") + c.code;
    return result;
}

mark find_code(std::vector<handling_scale> const& scales, std::string_view written) {
    auto const spelling = spelled(written);
    for (auto const& scale : scales) {
        auto const code = std::ranges::find_if(scale.codes, [&](handling_code const& c) { return is_called(c, spelling); });
        if (code != scale.codes.end()) return {&scale, code};
    }
    throw bad_input(detail::quoted(written) + " is no handling code; write one of " + accepted(scales, spelling));
}

/// What a marking names, in the order of the scales' names.
std::vector<mark> read_marking(std::vector<handling_scale> const& scales, std::string_view marking) {
    std::vector<mark> result;
    for (auto const written : codes_in(marking)) {
        auto const found = find_code(scales, written);
        auto const same = std::ranges::find(result, found.scale, &mark::scale);
        if (same != result.end())
            throw bad_input(detail::quoted(written) + " is of the same scale as " + same->code->code + "; write at most one code of each scale");
        result.push_back(found);
    }
    std::ranges::sort(result, {}, [](mark const& m) -> std::string const& { return m.scale->name; });
    return result;
}

std::string text_of(std::vector<mark> const& marks) {
    std::string result;
    for (auto const& m : marks) result += (result.empty() ? "" : ", ") + m.code->code;
    return result;
}

/// A name as it stands in a marking.
std::string code_name(toml_row const& row, std::string_view key, std::string const& text) {
    if (text.empty() || text.size() > 64 || text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+") != text.npos)
        throw row.problem(key, "is " + detail::quoted(text) + "; write capital letters of ASCII, digits, - for a space, and +, at most 64");
    return text;
}

}  // namespace

void law::tables::read_handling(toml_row& file) {
    for (auto& row : file.rows("scales")) {
        auto scale = handling_scale{.name = code_name(row, "name", row.text("name")), .title = row.text("title"), .codes = {}, .source = row.text("source")};
        scale.verified = row.flag("verified").value_or(false);
        std::set<std::string> names;
        auto const full = [&](toml_row const& at, std::string_view key, std::string const& text) {
            auto name = scale.name + ':' + code_name(at, key, text);
            if (!names.insert(name).second) throw at.problem(key, "is " + detail::quoted(text) + ", which stands in this scale already");
            return name;
        };
        for (auto& line : row.rows("codes")) {
            auto code = handling_code{.code = full(line, "code", line.text("code")), .title = line.text("title")};
            for (auto const& other : line.texts("also")) code.also.push_back(full(line, "also", other));
            line.finish();
            scale.codes.push_back(std::move(code));
        }
        if (scale.codes.empty()) throw row.problem("codes", "names none; write at least one");
        row.finish();
        overlay(handling, std::move(scale), &handling_scale::name);
    }
}

std::vector<handling_scale> const& law::handling_scales() const { return tables_->handling; }

std::string law::handling(std::string_view marking) const { return text_of(read_marking(tables_->handling, marking)); }

comity::clearance law::clearance(std::string_view marking) const {
    auto const highest = read_marking(tables_->handling, marking);
    if (highest.empty()) throw bad_input("a clearance names at least one handling code; write some of " + accepted(tables_->handling, ""));
    comity::clearance result;
    result.text_ = text_of(highest);
    for (auto const& m : highest)
        for (auto code = m.scale->codes.begin(); code <= m.code; ++code) {
            result.covered_.push_back(code->code);
            result.covered_.insert(result.covered_.end(), code->also.begin(), code->also.end());
        }
    std::ranges::sort(result.covered_);
    return result;
}

bool clearance::covers(std::string_view handling) const {
    auto const codes = codes_in(handling);
    return !codes.empty() && std::ranges::all_of(codes, [&](std::string_view code) { return std::ranges::binary_search(covered_, spelled(code)); });
}

}  // namespace comity::v0
