// SPDX-License-Identifier: Apache-2.0
#include <comity/event.hpp>
#include <comity/request.hpp>

#include "characters.hpp"
#include "quoted.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ostream>

namespace comity::inline v0 {

// ---- small texts ----------------------------------------------------------------------------------------------------

std::ostream& operator<<(std::ostream& out, event_kind kind) { return out << kind.name(); }
std::ostream& operator<<(std::ostream& out, provision const& p) { return out << to_string(p); }

std::ostream& operator<<(std::ostream& out, person const& p) {
    return out << (p.legal_person ? "legal person " : "person ") << to_string(p.role) << " (" << p.names.size()
               << (p.names.size() == 1 ? " name withheld)" : " names withheld)");
}

std::string to_string(subject const& s) {
    auto text = std::string(to_string(s.kind)) + " " + std::to_string(s.first);
    return s.last == s.first ? text : text + "-" + std::to_string(s.last);
}

subject parse_subject(std::string_view text) {
    auto const refuse = [&] {
        return bad_input(detail::quoted(text) + " names no part of a request; write person 2, measure 1, offence 3, or item 1-300");
    };
    auto const space = text.find(' ');
    auto const kind = try_parse<subject_kind>(text.substr(0, space));
    if (!kind || space == text.npos) throw refuse();
    auto result = subject{.kind = *kind, .first = 0, .last = 0};
    auto const* const end = text.data() + text.size();
    auto read = std::from_chars(text.data() + space + 1, end, result.first);
    result.last = result.first;
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == '-') read = std::from_chars(read.ptr + 1, end, result.last);
    if (read.ec != std::errc() || read.ptr != end || result.first < 1 || result.last < result.first) throw refuse();
    return result;
}

// ---- what a request cannot be ---------------------------------------------------------------------------------------

namespace {

void check_reference(std::string_view field, std::string_view text) {
    if (text.size() > 200) throw bad_input(std::string(field) + " has " + std::to_string(text.size()) + " bytes; at most 200");
    detail::check_characters(field, text, detail::characters::reference);
}

void check_state(std::string_view field, state_code code, std::optional<when> const& made_on) {
    if (code.empty()) throw bad_input(std::string(field) + " is missing; write an ISO 3166 code, as GB");
    try {
        if (made_on)
            resolve(code, made_on->latest());
        else
            parse_state(code.text());
    } catch (error& e) {
        e.in(field);
        throw;
    }
}

}  // namespace

void check(request const& r) {
    check_state("requesting", r.requesting, r.made_on);
    check_state("requested", r.requested, r.made_on);
    if (r.requesting == r.requested)
        throw bad_input("requesting and requested are both " + to_string(r.requesting) + "; a request goes from one State to another");
    check_reference("reference", r.reference);
    check_reference("requested_reference", r.requested_reference);
    for (auto const& p : r.basis) {
        check_reference("basis", to_string(p));
        if (p.instrument().empty()) throw bad_input("basis names no instrument; write its id, and perhaps an article, as in ets-24 16(4)");
    }
    for (auto const& i : r.items)
        if (i.port < 0 || i.port > 65535) throw bad_input("item port " + std::to_string(i.port) + " is not 0 to 65535");
    for (std::size_t n = 0; n < r.documents.size(); ++n) {
        auto const& d = r.documents[n];
        auto const count = static_cast<int>(r.documents.size());
        if (d.translates < 0 || d.translates > count || d.translates == static_cast<int>(n) + 1)
            throw bad_input("document " + std::to_string(n + 1) + " translates document " + std::to_string(d.translates) + ", which is not another of the " +
                            std::to_string(count));
        if (d.pages < 0) throw bad_input("document " + std::to_string(n + 1) + " has " + std::to_string(d.pages) + " pages");
        if (!d.sha256.empty() && (d.sha256.size() != 64 || d.sha256.find_first_not_of("0123456789abcdef") != d.sha256.npos))
            throw bad_input("sha256 of document " + std::to_string(n + 1) + " is " + detail::quoted(d.sha256) +
                            "; write 64 hexadecimal digits in small letters");
    }
}

}  // namespace comity::v0
