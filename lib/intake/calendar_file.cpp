// SPDX-License-Identifier: Apache-2.0
#include "days_off.hpp"

#include "../quoted.hpp"
#include "../utf8.hpp"

#include <algorithm>
#include <fstream>
#include <tuple>
#include <utility>

// A calendar from a file of official days off.

namespace comity::inline v0 {

std::string detail::name_of_day(std::string_view text) {
    std::string name;
    bool space = false;
    for (char const c : text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = !name.empty();
            continue;
        }
        if ((c >= 0 && c < ' ') || c == 0x7f)
            throw bad_input("the name " + detail::quoted(text) + " holds a control character; take it out");
        if (std::exchange(space, false)) name += ' ';
        name += c;
    }
    constexpr std::size_t name_size_max = 1'000;
    if (name.size() > name_size_max)
        throw bad_input("the name " + detail::quoted(text) + " has " + std::to_string(name.size()) + " bytes; " +
                        std::to_string(name_size_max) + " are read at most");
    return name.empty() ? "day off" : name;
}

namespace {

constexpr std::size_t file_max = 8 << 20;

std::string read_text(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw storage_error(path.string() + " cannot be opened for reading");
    std::string text(file_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) throw storage_error(path.string() + " cannot be read to its end");
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        throw bad_input("it is written in UTF-16; save it as UTF-8");
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (auto const nul = text.find('\0'); nul != text.npos)
        throw bad_input("line " + std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n')) + " holds a NUL; an .ics file is text");
    return text;
}

}  // namespace

calendar calendar::read(std::filesystem::path const& path) {
    auto const name = path.filename().string();
    std::error_code problem;
    auto const status = std::filesystem::status(path, problem);
    if (status.type() == std::filesystem::file_type::not_found) throw not_found(path.string() + " is not there");
    if (status.type() == std::filesystem::file_type::none)
        throw storage_error(path.string() + " cannot be read: " + problem.message());
    if (status.type() != std::filesystem::file_type::regular) throw bad_input(path.string() + " is not a file");
    if (!detail::is_utf8(name))
        throw bad_input(detail::quoted(name) + " is the calendar's name too, and not UTF-8; rename the file");
    auto const kind = detail::to_upper(path.extension().string());
    if (kind != ".ICS" && kind != ".CSV")
        throw bad_input(name + " is neither .ics nor .csv; a calendar is read from these");
    auto const size = std::filesystem::file_size(path, problem);
    if (problem) throw storage_error(path.string() + " cannot be read: " + problem.message());
    if (size > file_max) throw bad_input(name + " is larger than 8 MiB; a calendar has a few days in a year");

    auto const from_ics = [&] {
        try {
            return detail::days_off_from_ics(read_text(path));
        } catch (bad_input& e) {
            e.in(name);
            throw;
        }
    };
    auto found = kind == ".CSV" ? detail::days_off_from_csv(path) : from_ics();
    auto const order = [](day_off const& d) { return std::tie(d.on, d.name); };
    std::ranges::stable_sort(found.days, {}, order);
    found.days.erase(std::unique(found.days.begin(), found.days.end(), [&](auto const& a, auto const& b) { return order(a) == order(b); }), found.days.end());
    calendar_facts facts{.name = path.stem().string()};
    facts.coverage = date_range{date(found.span->from.year(), 1, 1), date(found.span->until.year(), 12, 31)};
    facts.days_off = std::move(found.days);
    facts.sources = {name};
    return calendar(std::move(facts));
}

}  // namespace comity::v0
