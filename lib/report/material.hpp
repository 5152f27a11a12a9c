// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/reconcile.hpp>
#include <comity/report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a brief is made from, read once.

namespace comity::inline v0::detail {

class gnuplot;

/// What was asked in one direction, of one kind: how much of it waits for an answer, and which row of the unanswered is the first of that.
struct asked {
    std::string from, to, kind;
    std::int64_t requests = 0, waiting = 0;
    std::size_t oldest = 0;
};

struct material {
    brief_options const& options;
    snapshot view;
    query about;
    date_range period;
    table unanswered{};                   ///< under the definition asked for, the oldest first
    table outcomes{};                     ///< by direction and kind
    std::vector<asked> asked_for{};       ///< in their order
    table times{};                        ///< to an answer, by direction: of a pair by who asks; of everything, all together
    std::vector<dossier> dossiers{};      ///< only of a register small enough to tell each history
    std::vector<deadline> due{};          ///< of all requests in view, by their earliest days
    table doubts{};
    std::optional<snapshot> theirs{};     ///< the register of the other side, if there is one, and
    std::optional<reconciliation> held_against{};  ///< what comes of holding the two against each other
    std::optional<snapshot> everybody{};  ///< of a pair: a view in which the others are, too
    gnuplot* draws = nullptr;             ///< pictures; none: none are asked for
};

inline constexpr std::size_t histories_at_most = 40;  ///< more are not told one by one

/// What stands on the first page: what was found, each with the table behind it, and what to do next.
std::vector<headline> headlines(material const&);
std::vector<message> next_steps(material const&);

/// The sections, each made where it has something to say.
struct section_maker {
    std::string_view name;
    section (*make)(material const&);
    bool of_two_registers = false;        ///< nothing without the other side's
};
/// Those asked for, in the order in which they are, and the small print in any case; all, if none is. Throws bad_input for another name.
std::vector<section_maker> chosen(std::vector<std::string> const& names);
/// Whether a section says nothing without the other side's register.
bool is_of_two_registers(std::string_view name);
section small_print(material const&);
/// Of a brief that is nothing but what a body asks for, or claims.
section asked_by(material const&);
std::vector<section> claims(material const&);

/// Time limits that lack a fact: those of one request under one provision that lack the same are one, as those of 18(4), after 15 days and after 30.
class facts_lacking {
public:
    /// Whether it is another one.
    bool add(deadline const& d) {
        auto& reasons = known_[{d.request, d.provision()}];
        if (std::ranges::find(reasons, d.reason, [](message const* m) -> message const& { return *m; }) != reasons.end()) return false;
        reasons.push_back(&d.reason);
        return ++size_, true;
    }
    std::size_t size() const { return size_; }

private:
    std::map<std::pair<uuid, provision>, std::vector<message const*>> known_{};
    std::size_t size_ = 0;
};

/// Entries to check: none, and those of a dossier.
table no_doubts();
void note_doubts(table&, dossier const&, standing const&);

std::size_t requests_with(snapshot const&, register_columns::request_mark);

using comity::in_words;
/// Of a cell with a day, or a rough one.
inline message in_words(cell const& day) {
    if (auto const* exact = std::get_if<date>(&day)) return in_words(cutoff(*exact));
    auto const* rough = std::get_if<when>(&day);
    return rough ? in_words(*rough) : message();
}

/// Counts the unanswered by direction and kind; the oldest come first.
std::vector<asked> count_asked(table const& outcomes, table const& unanswered);

inline std::int64_t integer(cell const& c) { return std::get<std::int64_t>(c); }

inline std::size_t column_of(table const& t, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(t.columns, name, &column::name) - t.columns.begin());
}

}  // namespace comity::v0::detail
