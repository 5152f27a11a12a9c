// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

// What figures rest on: how well it is known, and what is not in it.

namespace comity::inline v0 {

using namespace detail;

table snapshot::coverage_of_dates(query const& q) const {
    auto const in = column_reader(*this);
    auto const selected = select(in, q);
    auto t = figure(in, "coverage", "How well the dates are known", "For each date that figures rest on: in how many of the requests that have got so far it is known to the day, only roughly, or not at all; and in how many of them something rests on a source’s claim alone.", q, selected, "");
    t.columns = {worded("date"), counted("requests"), counted("known"), counted("approximate"), counted("missing"), counted("claimed")};
    auto const row = [&](std::string what, std::vector<event_kind> const& kinds, auto applies) {
        auto const are = in.kinds(kinds);
        std::array<std::int64_t, 5> n{};
        for (auto const i : selected) {
            if (!applies(i)) continue;
            auto const e = in.next_of(are, in.columns.events_of(i).first, in.last(i));
            ++n[0], ++n[!e ? 3 : in.exact(*e) ? 1 : 2], n[4] += in.has(i, register_columns::claimed);
        }
        t.rows.push_back({std::move(what), n[0], n[1], n[2], n[3], n[4]});
    };
    auto const always = [](std::size_t) { return true; };
    auto const heard_of = [&](std::size_t i) { return in.first_act_of_requested(i).has_value(); };
    auto const outcome_is = [&](std::initializer_list<outcome> some) {
        return [&in, of = std::vector(some)](std::size_t i) { return std::ranges::find(of, in.outcome(in.last(i))) != of.end(); };
    };
    row("made", {event_kind::filed}, always);
    row("sent", {event_kind::request_sent}, always);
    row("received", {event_kind::request_received}, heard_of);
    row("acknowledged", {event_kind::receipt_acknowledged}, heard_of);
    row("registered", {event_kind::request_registered}, heard_of);
    row("granted", {event_kind::granted}, outcome_is({outcome::granted, outcome::executed, outcome::partly_granted}));
    row("refused", {event_kind::refused}, outcome_is({outcome::refused}));
    row("surrendered_or_executed", {event_kind::executed, event_kind::person_surrendered}, outcome_is({outcome::executed}));
    return t;
}

table snapshot::coverage_of_requests(query const& q, int hold_back_below) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const b = breakdown{.of = q, .by = {}, .hold_back_below = hold_back_below};
    auto const g = group(in, b);
    auto t = figure(in, "coverage-of-requests", "What the requests cover, and what is left out",
                    {"The requests that these figures are of, and those of the view that they leave out, by channel, by the part of a State whose authority asks or is asked, and by what is recorded of them. A channel with 0 in both columns does not "
                    "occur here. What an authority of a State with several laws is of, is recorded or not: a part that stands in no row may be among those of which none is named. Requests made after {as_of} are not in the view, nor those of "
                    "which the date they bear leaves that open.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    t.columns.push_back(worded("by")), t.columns.push_back(worded("which"));
    for (auto const* name : {"requests", "left_out"}) t.columns.push_back(counted(name));
    if (in.size() == 0) return t;

    // States of which some request names a part: of the others nothing is told apart.
    std::set<register_columns::word> divided;
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (c.requesting_part[i] != word_list::none) divided.insert(c.requesting[i]);
        if (c.requested_part[i] != word_list::none) divided.insert(c.requested[i]);
    }
    auto const part_name = [&](register_columns::word of_state, register_columns::word named) {
        return named != word_list::none ? std::string(in.word(named)) : divided.contains(of_state) ? std::string(in.word(of_state)) + ", no_part_named" : std::string("states_of_which_no_part_is_named");
    };
    auto const recorded = [](bool is) { return std::string(is ? "recorded" : "not_recorded"); };
    enum of : std::uint32_t { all, by_channel, by_requesting_part, by_requested_part, by_requesting_authority, by_requested_authority, by_basis };
    static constexpr std::array<std::string_view, 7> names{"all", "channel", "part_of_the_requesting_state", "part_of_the_requested_state", "requesting_authority", "requested_authority", "legal_basis"};
    constexpr auto& channels = enum_names<channel>::names;
    // Of channels the number comes first, so that those not recorded are the last.
    std::map<std::tuple<std::uint32_t, std::size_t, std::string>, std::array<std::int64_t, 2>> rows;
    for (std::size_t k = 0; k < channels.size(); ++k) rows[{by_channel, k == 0 ? channels.size() : k, k == 0 ? "not_recorded" : std::string(channels[k])}] = {};
    auto meant = g.requests.begin();
    for (std::uint32_t i = 0; i < in.size(); ++i) {
        auto const column = meant != g.requests.end() && *meant == i ? 0u : 1u;
        if (column == 0) ++meant;
        auto const add = [&](of by, std::string which) { ++rows[{by, 0, std::move(which)}][column]; };
        add(all, "");
        ++rows[{by_channel, c.channel[i] == 0 ? channels.size() : c.channel[i], c.channel[i] == 0 ? "not_recorded" : std::string(channels[c.channel[i]])}][column];
        add(by_requesting_part, part_name(c.requesting[i], c.requesting_part[i])), add(by_requested_part, part_name(c.requested[i], c.requested_part[i]));
        add(by_requesting_authority, recorded(c.requesting_authority[i] != word_list::none)), add(by_requested_authority, recorded(c.requested_authority[i] != word_list::none));
        add(by_basis, recorded(c.bases_of(i).size() > 0));
    }
    auto of_rows = counts(rows.size(), 2);
    row_classes totals(1);
    for (auto const& [which, numbers] : rows) {
        auto const at = totals.front().size();
        totals.front().push_back(std::get<0>(which));
        of_rows(at, 0) = numbers[0], of_rows(at, 1) = numbers[1];
    }
    auto const held = of_rows.held_back(hold_back_below, totals, counts::no_headline);
    std::size_t at = 0;
    for (auto const& [which, numbers] : rows) {
        std::vector<cell> row{std::string(names[std::get<0>(which)]), text(std::get<2>(which))};
        of_rows.append_to(row, at++, held, counts::no_headline);
        t.rows.push_back(std::move(row));
    }
    if (state_->from.of != query{}) t.notes.push_back("The view itself was taken of a part of its register: what was not asked for then is in neither column.");
    if (!state_->from.clearance.empty()) t.notes.push_back({"The view was taken for a reader who is cleared for {clearance}: requests that this does not cover, and those that nobody has marked, are in neither column.", {{"clearance", state_->from.clearance}}});
    if (held.any()) t.notes.push_back(held_back_note(hold_back_below));
    return t;
}

}  // namespace comity::v0
