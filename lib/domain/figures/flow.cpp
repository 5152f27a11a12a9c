// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include <algorithm>

// Stock and flow.

namespace comity::inline v0 {

namespace {

using namespace detail;

enum flow_column : std::size_t { opening, fresh, reopened, granted, partly, refused, withdrawn, returned, transferred, lapsed, closed_without, closing, flow_columns };

flow_column way_out(outcome o) {
    switch (o) {
        using enum comity::outcome;
        case pending: case postponed: return flow_column::closed_without;
        case granted: case executed: return flow_column::granted;
        case partly_granted: return flow_column::partly;
        case refused: return flow_column::refused;
        case withdrawn: return flow_column::withdrawn;
        case returned: return flow_column::returned;
        case transferred: return flow_column::transferred;
        case lapsed: return flow_column::lapsed;
    }
    return flow_column::closed_without;
}

/// How a request stood: not made yet, waiting, or out by one way.
struct place {
    bool made = false, waits = false;
    flow_column out = closed_without;
};

place after(column_reader const& in, std::size_t event) { return {.made = true, .waits = in.pending(event), .out = way_out(in.outcome(event))}; }

}  // namespace

table snapshot::flow(date_range p, step by, breakdown const& b) const {
    check_period(p, as_of());
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "flow", "Stock and flow",
                    "Opening stock + new + reopened = outcomes + closing stock. A request is in stock from the date it bears until it has an "
                    "outcome (a grant counts, surrender or execution need not have followed) or is closed; each is counted once a step, by how it "
                    "stood at its ends. What got another outcome than before, as on appeal, was reopened. Outcomes of a step need not be of "
                    "requests made in it.",
                    b, g, text_of(p) + "/" + std::string(to_string(by)));
    t.columns.push_back(dated("from")), t.columns.push_back(dated("until"));
    for (auto const* name : {"opening_stock", "new", "reopened", "granted", "partly_granted", "refused", "withdrawn", "returned", "transferred", "lapsed", "closed_without_outcome", "closing_stock"})
        t.columns.push_back(counted(name));
    auto const steps = steps_of(p, by);
    std::vector<register_columns::day> ends;
    for (auto const& one : steps) ends.push_back(one.until.days_since_1970());
    auto const begins = p.from.days_since_1970();

    auto of = counts(g.size() * steps.size(), flow_columns);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n] * steps.size();
        auto const last = in.last(i);
        auto event = in.made(i);
        auto at_start = place();
        for (; event <= last && in.day(i, event) < begins; ++event) at_start = after(in, event);
        for (std::size_t s = 0; s < steps.size(); ++s) {
            auto at_end = at_start;
            for (; event <= last && in.day(i, event) <= ends[s]; ++event) at_end = after(in, event);
            if (at_end.made) {
                auto const moved = at_end.waits || at_start.out != at_end.out;
                if (!at_start.made) ++of(row + s, fresh);
                else if (at_start.waits) ++of(row + s, opening);
                else if (moved) ++of(row + s, reopened);  // also what got another outcome
                if (!at_start.made || at_start.waits || moved) ++of(row + s, at_end.waits ? closing : at_end.out);
            }
            at_start = at_end;
            if (event > last && !at_end.waits) break;  // out for good
        }
    }
    std::vector<std::uint32_t> groups, numbers;
    for (std::size_t row = 0; row < g.size() * steps.size(); ++row) groups.push_back(static_cast<std::uint32_t>(row / steps.size())), numbers.push_back(static_cast<std::uint32_t>(row % steps.size()));
    auto const held = of.held_back(b.hold_back_below, totals_of(g, groups, numbers), counts::no_headline);
    for (std::size_t at = 0; at < g.size() * steps.size(); ++at) {
        auto row = g.named_row(groups[at]);
        row.push_back(steps[numbers[at]].from), row.push_back(steps[numbers[at]].until);
        of.append_to(row, at, held, counts::no_headline);
        t.rows.push_back(std::move(row));
    }
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return t;
}

table snapshot::stock(date_range p, step by, breakdown const& b) const {
    check_period(p, as_of());
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "stock", {"Open at the end of each {step}", {{"step", word{std::string(to_string(by))}}}},
                    "Requests that had been made by then and waited for an outcome: neither granted, refused, withdrawn, returned, transferred, lapsed nor closed. Of a rough date the last day is taken.", b, g,
                    text_of(p) + "/" + std::string(to_string(by)));
    auto const steps = steps_of(p, by);
    std::vector<register_columns::day> ends;
    for (auto const& one : steps) {
        ends.push_back(one.until.days_since_1970());
        t.columns.push_back(counted("at_" + to_string(one.until)));
        t.columns.back().heading = to_string(one.until);
    }
    // In which step a day lies, looked up day by day.
    auto const first_day = p.from.days_since_1970();
    std::vector<std::uint32_t> step_of(static_cast<std::size_t>(ends.back() - first_day) + 1);
    for (std::size_t d = 0, s = 0; d < step_of.size(); ++d) {
        if (first_day + static_cast<register_columns::day>(d) > ends[s]) ++s;
        step_of[d] = static_cast<std::uint32_t>(s);
    }
    auto of = counts(g.size(), steps.size());
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const last = in.last(i);
        bool waits = false;
        for (auto e = in.made(i); e <= last; ++e) {
            if (in.pending(e) == waits) continue;
            waits = !waits;
            auto const day = in.day(i, e);
            if (day > ends.back()) break;
            of(g.groups[n], day < first_day ? 0 : step_of[static_cast<std::size_t>(day - first_day)]) += waits ? 1 : -1;
        }
    }
    for (std::size_t group = 0; group < g.size(); ++group)
        for (std::size_t s = 1; s < steps.size(); ++s) of(group, s) += of(group, s - 1);
    of.append_to(t, g, b);
    return t;
}

}  // namespace comity::v0
