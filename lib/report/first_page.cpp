// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"
#include "words.hpp"
#include "writers.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

namespace comity::inline v0::detail {

namespace {

/// What was asked in one direction: by kind, and all together.
struct asked_so {
    struct counts {
        std::int64_t asked = 0, waiting = 0;
    };
    counts all{};
    std::map<std::string, counts> kinds{};
    cell oldest{};  ///< the day on which the first of those without an answer was made

    template <class Is> asked_so(material const& m, Is is) {
        auto first = m.unanswered.rows.size();
        for (auto const& one : m.asked_for) {
            if (!is(one.from, one.to)) continue;
            auto& of_kind = kinds[one.kind];
            all.asked += one.requests, of_kind.asked += one.requests;
            all.waiting += one.waiting, of_kind.waiting += one.waiting;
            if (one.waiting) first = std::min(first, one.oldest);
        }
        if (all.waiting) oldest = m.unanswered.rows[first][column_of(m.unanswered, "made_on")];
    }
};

/// "extradition 50 of 116, mutual legal assistance 19 of 66": the kinds in which most wait first.
message by_kind(asked_so const& so) {
    std::vector<std::pair<std::string, asked_so::counts>> kinds(so.kinds.begin(), so.kinds.end());
    std::ranges::stable_sort(kinds, std::greater{}, [](auto const& k) { return k.second.waiting; });
    std::vector<message> list;
    for (auto const& [kind, n] : kinds) {
        if (n.waiting == 0) break;
        list.push_back({"{kind} {waiting} of {asked}", {{"kind", word{kind}}, {"waiting", n.waiting}, {"asked", n.asked}}});
    }
    return message::listed(std::move(list), message::listing::plain);
}

headline without_answer(material const& m, message const& who, asked_so const& so) {
    auto about = std::vector<message::argument>{{"who", who}, {"asked", so.all.asked}, {"waiting", so.all.waiting}};
    auto result = headline{.says = {}, .definition = m.unanswered.definition, .table = m.unanswered.name};
    if (so.all.asked == 0) result.says = {"{who}: no request is in view.", {{"who", who}}};
    else if (so.all.waiting == 0) result.says = {"{who}: {asked, plural, one {the one request does not wait} other {none of # requests waits}} for an answer.", {about[0], about[1]}};
    else {
        about.emplace_back("kinds", by_kind(so)), about.emplace_back("oldest", in_words(so.oldest));
        result.says = {"{who}: {waiting} of {asked, plural, one {# request} other {# requests}} {waiting, plural, one {has} other {have}} no answer ({kinds}), the oldest since {oldest}.", about};
    }
    return result;
}

/// Half of what was asked was answered by then.
message half_by(table const& times, std::size_t row) {
    auto const at = [&](std::string_view column) { return times.rows[row][column_of(times, column)]; };
    auto const rounded = [](cell const& days) -> message {
        auto const* number = std::get_if<double>(&days);
        return number ? message("{n}", {{"n", static_cast<std::int64_t>(*number + 0.5)}}) : message::as_is("…");
    };
    auto const median = at("median");
    auto const* days = std::get_if<double>(&median);
    if (!days) return "not yet half of them";
    if (std::holds_alternative<std::monostate>(at("median_lower")) && std::holds_alternative<std::monostate>(at("median_upper"))) return {"{days}", {{"days", static_cast<std::int64_t>(*days + 0.5)}}};
    return {"{days} (95 %: {lower} to {upper})", {{"days", static_cast<std::int64_t>(*days + 0.5)}, {"lower", rounded(at("median_lower"))}, {"upper", rounded(at("median_upper"))}}};
}

headline time_to_answer(material const& m, std::function<message(cell const&)> const& who) {
    auto const& times = m.times;
    // What the State asked first, as in the other sentences: "sent" is the last of the two.
    auto const first_last = m.options.state && !times.rows.empty() && to_text(times.rows[times.rows.size() - 1][0]) == (m.options.other ? m.options.state->text() : std::string_view("sent"));
    std::vector<message> list;
    for (std::size_t n = times.rows.size(); n-- > 0;) {
        auto const row = first_last ? n : times.rows.size() - 1 - n;
        list.push_back(!m.options.state ? half_by(times, row) : message("{who}: {half}", {{"who", who(times.rows[row][0])}, {"half", half_by(times, row)}}));
    }
    auto const none = list.empty();
    auto const all = message::listed(std::move(list), message::listing::clauses);
    return {.says = none ? message("No request is in view.") : message("Days until half were answered, those that still wait counted in: {list}.", {{"list", all}}), .definition = times.definition, .table = times.name};
}

/// Of the register of the other side: what only one of the two has, and what became there of what has no answer here.
std::vector<headline> held_against(material const& m) {
    if (!m.held_against) return {};
    auto const& c = m.held_against->counts;
    auto const& t = m.held_against->summary;
    if (c.ours + c.theirs == 0) return {{.says = "Neither of the two registers holds a request in view.", .definition = t.definition, .table = t.name}};
    auto all = std::vector{headline{.says = {"{missing, plural, =0 {None} other {#}} of {ours, plural, one {# request} other {# requests}} in this register {missing, plural, =0 {is} one {is} other {are}} missing in the other side’s, and {missing_here, plural, =0 {none} other {#}} of {theirs, plural, one {# request} other {# requests}} in the other side’s {missing_here, plural, =0 {is} one {is} other {are}} missing in this one.",
                                             {{"missing", c.missing_on_their_side}, {"ours", c.ours}, {"missing_here", c.missing_on_ours}, {"theirs", c.theirs}}},
                                    .definition = t.definition, .table = t.name}};
    if (c.not_kept_on_their_side + c.not_kept_on_ours > 0)
        all.front().says = message::sentences({all.front().says,
            {"Of those missing, {there, plural, =0 {none} other {#}} in the other side’s and {here, plural, =0 {none} other {#}} in this one {n, plural, one {is} other {are}} of a sort of which that register holds none at all; perhaps it does not keep that traffic.",
             {{"there", c.not_kept_on_their_side}, {"here", c.not_kept_on_ours}, {"n", c.not_kept_on_their_side + c.not_kept_on_ours}}}});
    if (c.unanswered_ours > 0)
        all.push_back({.says = {"Of {n, plural, one {# request} other {# requests}} without an answer in this register, {missing, plural, =0 {none is} one {# is} other {# are}} missing in the other side’s, and {answered, plural, =0 {none has} one {# has} other {# have}} an answer there.",
                                {{"n", c.unanswered_ours}, {"missing", c.unanswered_and_missing}, {"answered", c.unanswered_but_answered_there}}},
                       .definition = t.definition, .table = t.name});
    return all;
}

message directed(message const& from, message const& to) { return {"{from} to {to}", {{"from", from}, {"to", to}}}; }

}  // namespace

std::vector<asked> count_asked(table const& outcomes, table const& unanswered) {
    std::vector<asked> all;
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> place;
    auto const total = column_of(outcomes, "total");
    for (auto const& row : outcomes.rows) {
        all.push_back({.from = to_text(row[0]), .to = to_text(row[1]), .kind = to_text(row[2]), .requests = integer(row[total])});
        place.emplace(std::tuple(all.back().from, all.back().to, all.back().kind), all.size() - 1);
    }
    for (std::size_t i = 0; i < unanswered.rows.size(); ++i) {
        auto const row = unanswered.rows[i];
        auto& one = all[place.at({to_text(row[1]), to_text(row[2]), to_text(row[3])})];
        if (one.waiting++ == 0) one.oldest = i;
    }
    return all;
}

namespace {

std::vector<headline> of_this_register(material const& m) {
    auto const& o = m.options;
    auto const name = [&](state_code s) { return message("{state}", {{"state", named_state{s, m.view.as_of().day()}}}); };
    auto const others = message("Other States");
    auto const is = [](std::optional<state_code> const& s, std::string const& code) { return !s || code == s->text(); };
    if (!o.state) {
        auto const all = asked_so(m, [](auto const&, auto const&) { return true; });
        auto const ages = m.view.ageing({.of = m.about, .by = {}}, o.definition);
        auto old = headline{.says = "Nobody has waited for two years.", .definition = ages.definition, .table = ages.name};
        if (!ages.rows.empty())
            old.says = {"{old} of the {all} without an answer {old, plural, one {has} other {have}} waited for two years or longer.",
                        {{"old", integer(ages.rows[0][column_of(ages, "24_months_and_more")])}, {"all", integer(ages.rows[0][column_of(ages, "total")])}}};
        return {without_answer(m, "All requests", all), std::move(old), time_to_answer(m, {})};
    }
    auto const first = name(*o.state), second = o.other ? name(*o.other) : others;
    auto const asks = asked_so(m, [&](std::string const& from, std::string const& to) { return is(o.state, from) && is(o.other, to); });
    auto const is_asked = asked_so(m, [&](std::string const& from, std::string const& to) { return is(o.other, from) && is(o.state, to); });
    auto const way = [&](cell const& from) { return to_text(from) == o.state->text() || to_text(from) == "sent" ? directed(first, second) : directed(second, first); };
    auto all = std::vector{without_answer(m, directed(first, second), asks), without_answer(m, directed(second, first), is_asked), time_to_answer(m, way)};
    if (m.everybody) for (auto& one : all) one.table = "reciprocity";  // which has these very numbers, direction by direction
    return all;
}

}  // namespace

std::vector<headline> headlines(material const& m) {
    auto all = held_against(m);
    std::ranges::move(of_this_register(m), std::back_inserter(all));
    constexpr std::size_t on_one_screen = 3;
    if (all.size() > on_one_screen) all.erase(all.begin() + on_one_screen, all.end());
    return all;
}

std::vector<message> next_steps(material const& m) {
    constexpr std::size_t at_most = 3;
    auto const today = m.view.as_of().day();
    std::vector<message> steps;
    std::array<std::size_t, 2> left{};  // overdue, soon
    facts_lacking lacking;  // as in the table of them
    for (auto const overdue : {true, false}) {
        std::size_t told = 0;
        for (auto const& d : m.due) {
            if (d.status == deadline_status::not_computable) lacking.add(d);
            if (!d.open() || !d.earliest || (d.status == deadline_status::missed) != overdue || (!overdue && *d.earliest - today > days(30))) continue;
            auto const step = next_step(d);
            if (step.empty()) continue;
            if (++told > at_most) {
                ++left[overdue ? 0 : 1];
                continue;
            }
            auto const name = d.reference.empty() ? to_string(d.request) : d.reference;
            if (overdue) steps.push_back({"{reference}: {step} The last day was {day} ({provision}).", {{"reference", name}, {"step", step}, {"day", d.latest.value_or(*d.earliest)}, {"provision", named(d.provision())}}});
            else steps.push_back({"{reference}: {step} ({provision})", {{"reference", name}, {"step", step}, {"provision", named(d.provision())}}});
        }
    }
    if (left[0] + left[1]) steps.push_back({"{overdue, plural, =0 {No more} one {# more} other {# more}} overdue, {soon, plural, =0 {no more} one {# more} other {# more}} within 30 days: see “What is due”.", {{"overdue", left[0]}, {"soon", left[1]}}});
    auto asked = m.about;
    if (m.options.state) asked.requesting = m.options.state;
    auto const silent = m.view.no_response(days(90), {.of = asked, .by = {}});
    if (!silent.rows.empty()) steps.push_back({"Of {n, plural, one {# request} other {# requests}} nothing was heard for 90 days or longer: remind, or ask what became of the reminders.", {{"n", integer(silent.rows[0][column_of(silent, "total")])}}});
    if (m.held_against) {
        auto const& c = m.held_against->counts;
        if (auto const n = c.missing_on_their_side - c.not_kept_on_their_side; n > 0)
            steps.push_back({"Tell the other side of {n, plural, one {# request} other {# requests}} missing in its register, with references, dates and proof of dispatch: see “Where the two registers differ”.", {{"n", n}}});
        if (c.not_kept_on_their_side > 0)
            steps.push_back({"Ask the other side whether its register keeps such traffic at all: {n, plural, one {# missing request is} other {# missing requests are}} of a sort of which it holds none; see “Where the two registers differ”.", {{"n", c.not_kept_on_their_side}}});
        if (c.unanswered_but_answered_there > 0)
            steps.push_back({"Ask for the {n, plural, one {answer} other {# answers}} that only the other side has recorded.", {{"n", c.unanswered_but_answered_there}}});
        if (c.missing_on_ours > 0) steps.push_back({"Look for {n, plural, one {# request} other {# requests}} that only the other side’s register has: see “Where the two registers differ”.", {{"n", c.missing_on_ours}}});
    }
    if (lacking.size()) steps.push_back({"Record what is missing: {n, plural, one {# time limit lacks} other {# time limits lack}} a fact; see “Time limits that lack a fact”.", {{"n", lacking.size()}}});
    return steps;
}

}  // namespace comity::v0::detail
