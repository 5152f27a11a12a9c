// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include <array>
#include <functional>
#include <map>

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
        auto const total = column_of(m.outcomes, "total"), made_on = column_of(m.unanswered, "made_on"), kind = column_of(m.unanswered, "kind");
        for (auto const& row : m.outcomes.rows) {
            if (!is(row[0], row[1])) continue;
            auto const n = integer(row[total]);
            all.asked += n, kinds[to_text(row[2])].asked += n;
        }
        for (auto const& row : m.unanswered.rows) {
            if (!is(row[1], row[2])) continue;
            if (all.waiting++ == 0) oldest = row[made_on];  // they are in the order of their age
            ++kinds[to_text(row[kind])].waiting;
        }
    }
};

message made_on(cell const& day) {
    auto const* exact = std::get_if<date>(&day);
    return exact ? message("{day}", {{"day", *exact}}) : message::as_is(to_text(day));
}

/// "extradition 50 of 116, mutual legal assistance 19 of 66": the kinds in which most wait first.
message by_kind(asked_so const& so) {
    std::vector<std::pair<std::string, asked_so::counts>> kinds(so.kinds.begin(), so.kinds.end());
    std::ranges::stable_sort(kinds, std::greater{}, [](auto const& k) { return k.second.waiting; });
    message list;
    for (auto const& [kind, n] : kinds) {
        if (n.waiting == 0) break;
        auto one = message("{kind} {waiting} of {asked}", {{"kind", word{kind}}, {"waiting", n.waiting}, {"asked", n.asked}});
        list = list.empty() ? std::move(one) : message("{list}, {one}", {{"list", std::move(list)}, {"one", std::move(one)}});
    }
    return list;
}

headline without_answer(material const& m, message const& who, asked_so const& so) {
    auto about = std::vector<message::argument>{{"who", who}, {"asked", so.all.asked}, {"waiting", so.all.waiting}};
    auto result = headline{.says = {}, .definition = m.unanswered.definition, .table = m.unanswered.name};
    if (so.all.asked == 0) result.says = {"{who}: nothing was asked.", {{"who", who}}};
    else if (so.all.waiting == 0) result.says = {"{who}: {asked, plural, one {the one request has} other {all # requests have}} an answer.", {about[0], about[1]}};
    else {
        about.emplace_back("kinds", by_kind(so)), about.emplace_back("oldest", made_on(so.oldest));
        result.says = {"{who}: {waiting} of {asked, plural, one {# request} other {# requests}} {waiting, plural, one {has} other {have}} no answer ({kinds}), the oldest since {oldest}.", about};
    }
    return result;
}

/// Half of what was asked was answered by then.
message half_by(table const& times, std::size_t row) {
    auto const at = [&](std::string_view column) { return times.rows[row][column_of(times, column)]; };
    auto const rounded = [](cell const& days) -> message {
        auto const* number = std::get_if<double>(&days);
        return number ? message("{n}", {{"n", static_cast<std::int64_t>(*number + 0.5)}}) : message("…");
    };
    auto const median = at("median");
    auto const* days = std::get_if<double>(&median);
    if (!days) return "not yet half of them";
    return {"{days} (95 %: {lower} to {upper})", {{"days", static_cast<std::int64_t>(*days + 0.5)}, {"lower", rounded(at("median_lower"))}, {"upper", rounded(at("median_upper"))}}};
}

headline time_to_answer(material const& m, std::function<message(cell const&)> const& who, breakdown const& by) {
    auto const times = m.view.time_to(m.options.definition, by);
    // What the State asked first, as in the other sentences: "sent" is the last of the two.
    auto const first_last = !by.by.empty() && !times.rows.empty() && to_text(times.rows[times.rows.size() - 1][0]) == (m.options.other ? m.options.state->text() : std::string_view("sent"));
    message list;
    for (std::size_t n = times.rows.size(); n-- > 0;) {
        auto const row = first_last ? n : times.rows.size() - 1 - n;
        auto one = by.by.empty() ? half_by(times, row) : message("{who}: {half}", {{"who", who(times.rows[row][0])}, {"half", half_by(times, row)}});
        list = list.empty() ? std::move(one) : message("{list}; {one}", {{"list", std::move(list)}, {"one", std::move(one)}});
    }
    return {.says = list.empty() ? message("No request has been made, and none answered.") : message("Days until half were answered, those that still wait counted in: {list}.", {{"list", list}}), .definition = times.definition, .table = times.name};
}

message directed(message const& from, message const& to) { return {"{from} to {to}", {{"from", from}, {"to", to}}}; }

}  // namespace

std::vector<headline> headlines(material const& m) {
    auto const& o = m.options;
    auto const name = [&](state_code s) { return message("{state}", {{"state", named_state{s, m.view.as_of().day()}}}); };
    auto const others = message("all other States");
    auto const is = [](std::optional<state_code> const& s, cell const& code) { return !s || to_text(code) == s->text(); };
    if (!o.state) {
        auto const all = asked_so(m, [](cell const&, cell const&) { return true; });
        auto const ages = m.view.ageing({.of = m.about, .by = {}}, o.definition);
        auto old = headline{.says = "Nobody has waited for two years.", .definition = ages.definition, .table = ages.name};
        if (!ages.rows.empty())
            old.says = {"{old} of the {all} without an answer {old, plural, one {has} other {have}} waited for two years or longer.",
                        {{"old", integer(ages.rows[0][column_of(ages, "24_months_and_more")])}, {"all", integer(ages.rows[0][column_of(ages, "total")])}}};
        return {without_answer(m, "All requests", all), std::move(old), time_to_answer(m, {}, {.of = m.about, .by = {}})};
    }
    auto const first = name(*o.state), second = o.other ? name(*o.other) : others;
    auto const asks = asked_so(m, [&](cell const& from, cell const& to) { return is(o.state, from) && is(o.other, to); });
    auto const is_asked = asked_so(m, [&](cell const& from, cell const& to) { return is(o.other, from) && is(o.state, to); });
    auto const way = [&](cell const& from) { return to_text(from) == o.state->text() || to_text(from) == "sent" ? directed(first, second) : directed(second, first); };
    return {without_answer(m, directed(first, second), asks), without_answer(m, directed(second, first), is_asked),
            time_to_answer(m, way, {.of = m.about, .by = {o.other ? key::requesting : key::direction}})};
}

std::vector<message> next_steps(material const& m) {
    constexpr std::size_t at_most = 3;
    auto const today = m.view.as_of().day();
    std::vector<message> steps;
    std::array<std::size_t, 2> left{};  // overdue, soon
    std::size_t lacking = 0;
    for (auto const overdue : {true, false}) {
        std::size_t told = 0;
        for (auto const& d : m.due) {
            if (d.status == deadline_status::not_computable) lacking += overdue;
            if (!d.open() || !d.earliest || (d.status == deadline_status::missed) != overdue || (!overdue && *d.earliest - today > days(30))) continue;
            auto const step = next_step(d);
            if (step.empty()) continue;
            if (++told > at_most) {
                ++left[overdue ? 0 : 1];
                continue;
            }
            auto const name = d.reference.empty() ? to_string(d.request) : d.reference;
            if (overdue) steps.push_back({"{reference}: {step} The last day was {day} ({provision}).", {{"reference", name}, {"step", step}, {"day", *d.earliest}, {"provision", to_string(d.provision())}}});
            else steps.push_back({"{reference}: {step} ({provision})", {{"reference", name}, {"step", step}, {"provision", to_string(d.provision())}}});
        }
    }
    if (left[0] + left[1]) steps.push_back({"{overdue, plural, =0 {No more} one {# more} other {# more}} overdue, {soon, plural, =0 {no more} one {# more} other {# more}} within 30 days: see “What is due”.", {{"overdue", left[0]}, {"soon", left[1]}}});
    auto const silence = column_of(m.unanswered, "silence"), waiting = column_of(m.unanswered, "days_waiting"), reference = column_of(m.unanswered, "reference");
    std::size_t silent = 0;
    cell oldest;
    for (auto const& row : m.unanswered.rows) {
        if ((m.options.state && to_text(row[1]) != m.options.state->text()) || std::holds_alternative<std::monostate>(row[silence]) || integer(row[waiting]) < 90) continue;
        if (silent++ == 0) oldest = row[reference];
    }
    if (silent) steps.push_back({"Remind: {n, plural, one {# request has} other {# requests have}} waited for 90 days or longer, and nothing more was heard{oldest, select, none {} other {; the oldest is {oldest}}}.",
                                 {{"n", silent}, {"oldest", to_text(oldest).empty() ? "none" : to_text(oldest)}}});
    if (lacking) steps.push_back({"Record what is missing: {n, plural, one {# time limit lacks} other {# time limits lack}} a fact; see “Time limits that lack a fact”.", {{"n", lacking}}});
    return steps;
}

}  // namespace comity::v0::detail
