// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include <algorithm>

// What the two sides said to each other, short of a decision.

namespace comity::inline v0 {

namespace {

using namespace detail;

std::int64_t days_between(column_reader const& in, std::size_t request, std::size_t a, std::size_t b) {
    return std::int64_t{in.day(request, b)} - in.day(request, a);
}

/// By nearest rank; none of none.
cell median_of(std::vector<std::int64_t> values) {
    if (values.empty()) return {};
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() + 1) / 2 - 1);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// Adds a column of medians, row by row.
void add_medians(table& t, counts::rows_put const& rows, std::vector<std::vector<std::int64_t>> const& of, column heading) {
    cell_column medians;
    for (std::size_t n = 0; n < rows.groups.size(); ++n) medians.push_back(rows.held[n] ? cell() : median_of(of[rows.groups[n]]));
    t.columns.push_back(std::move(heading));
    t.rows.add_column(std::move(medians));
}

}  // namespace

table snapshot::traffic(date_range p, breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "traffic", "Requests made and received",
                    {"Made: requests that bear a date {when}. Received: requests whose receipt is recorded in those days, whatever date they bear; an acknowledgement, a registration or a "
                    "forwarding shows that there was one, but not when. Reminders, supplements and repetitions filed as requests count as such.", {{"when", in_words(p, as_of())}}}, b, g, text_of(p));
    for (auto const* name : {"made", "received", "made_receipt_recorded", "made_receipt_only_shown", "made_no_receipt", "urgent"}) t.columns.push_back(counted(name));
    enum { made, received, with_receipt, shown_only, without, urgent, columns };
    auto const receipts = in.kinds({event_kind::request_received});
    auto const counts_in = within(in, p);
    auto of = counts(g.size(), columns);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        auto const receipt = in.next_of(receipts, in.columns.events_of(i).first, in.last(i));
        if (receipt && counts_in(i, *receipt)) ++of(row, received);
        if (!counts_in(i, in.made(i))) continue;
        ++of(row, made), of(row, urgent) += in.has(i, register_columns::urgent);
        ++of(row, receipt ? with_receipt : in.first_act_of_requested(i) ? shown_only : without);
    }
    auto const rows = of.append_to(t, g, b);
    rows.add_shares(t, measured("urgent_share", "Urgent, of those made, %"), of, urgent, made);
    return t;
}

table snapshot::no_response(days at_least, breakdown const& b) const {
    if (at_least.count() < 0) throw bad_input("silence is asked for from " + std::to_string(at_least.count()) + " days on; a number from 0 says how long");
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const g = group(in, b);
    auto const answer = answers(in, "substantive");
    auto t = figure(in, "no-response", "No response", {"{unanswered} Of them, in which nothing was heard for {days, plural, one {# day} other {# days}} or longer: no act of any kind by the requested side since it was sent; none since its last act short of an answer, such as an "
                    "acknowledgement. Whether or not there were reminders; none since the last of these, and that so long ago, is counted beside.", {{"unanswered", answer.of_the_unanswered()}, {"days", at_least.count()}}}, b, g, std::to_string(at_least.count()));
    for (auto const* name : {"no_act_since_sending", "none_after_acknowledgement", "total", "none_after_reminder"}) t.columns.push_back(counted(name));
    enum { no_act, none_after_act, total, none_after_reminder, columns };
    auto const reminders = in.kinds({event_kind::reminder_sent});
    auto of = counts(g.size(), columns);
    auto const today = as_of().day().days_since_1970();
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        if (!answer.awaited(i)) continue;
        std::optional<std::size_t> act, reminder;
        for (auto const e : c.events_of(i)) {
            if (in.is_act_of_requested(e)) act = e, reminder.reset();
            else if (reminders[c.events.kind[e]] && !in.has(e, register_columns::before_request)) reminder = e;
        }
        auto const silent_since = [&](std::size_t e) { return today - in.day(i, e) >= at_least.count(); };
        if (silent_since(act.value_or(in.made(i)))) ++of(g.groups[n], act ? none_after_act : no_act), ++of(g.groups[n], total);
        if (reminder && silent_since(*reminder)) ++of(g.groups[n], none_after_reminder);
    }
    of.append_to(t, g, b, total);
    t.if_empty = "Nobody has been silent so long.";
    return t;
}

table snapshot::reminders(breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto const answer = answers(in, "substantive");
    auto t = figure(in, "reminders", "Reminders", {"Reminders sent by {as_of}. Reacted to: the requested side did anything afterwards, before the next reminder. Answered: with an answer. {answer}", {{"as_of", comity::in_words(as_of())}, {"answer", message(answer.definition().text)}}}, b, g, "");
    for (auto const* name : {"requests_reminded", "reminders", "reacted_to", "answered"}) t.columns.push_back(counted(name));
    auto const reminders = in.kinds({event_kind::reminder_sent});
    auto of = counts(g.size(), 4);
    std::vector<std::vector<std::int64_t>> waits(g.size()), to_answer(g.size());
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const last = in.last(i);
        bool any = false;
        for (auto const e : in.columns.events_of(i)) {
            if (!reminders[in.columns.events.kind[e]] || in.has(e, register_columns::before_request)) continue;
            any = true;
            ++of(g.groups[n], 1);
            bool reacted = false, answered = false;
            for (auto after = e + 1; after <= last && !reminders[in.columns.events.kind[after]]; ++after) {
                if (in.meaning(after).by != side::requested) continue;
                if (!reacted) waits[g.groups[n]].push_back(days_between(in, i, e, after));
                if (!answered && answer.counts(after)) to_answer[g.groups[n]].push_back(days_between(in, i, e, after));
                reacted = true, answered |= answer.counts(after);
            }
            of(g.groups[n], 2) += reacted, of(g.groups[n], 3) += answered;
        }
        of(g.groups[n], 0) += any;
    }
    auto const rows = of.append_to(t, g, b);
    add_medians(t, rows, waits, counted("median_days_to_reaction"));
    add_medians(t, rows, to_answer, counted("median_days_to_answer"));
    t.if_empty = "No reminder is recorded.";
    return t;
}

table snapshot::questions(breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "questions", "Supplementary information", {"Requests in which the requested side asked for supplementary information, a translation or assurances; each time is a round. Supplied: something was supplied after it, before the next "
                    "round. Open: it was not, and the request is. Days from the question to the supply, by when it was sent or, failing that, received; days of open rounds, by {as_of}. They count for the requesting State.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    for (auto const* name : {"requests", "asked_in", "rounds", "supplied", "open_rounds", "days_taken", "days_of_open_rounds"}) t.columns.push_back(counted(name));
    auto const asks = in.kinds({event_kind::supplementary_information_requested});
    auto const supplies = in.kinds({event_kind::supplementary_information_sent, event_kind::supplementary_information_received});
    auto of = counts(g.size(), 7);
    std::vector<std::vector<std::int64_t>> taken(g.size());
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        auto const last = in.last(i);
        ++of(row, 0);
        auto round = in.next_of(asks, in.first_after_made(i), last);
        of(row, 1) += round.has_value();
        while (round) {
            ++of(row, 2);
            auto const next = in.next_of(asks, *round + 1, last);
            auto const supply = in.next_of(supplies, *round + 1, next ? *next - 1 : last);
            if (supply) {
                auto const took = days_between(in, i, *round, *supply);
                ++of(row, 3), of(row, 5) += took;
                taken[row].push_back(took);
            } else if (!next && in.has(last, register_columns::still_open)) {
                ++of(row, 4), of(row, 6) += as_of().day().days_since_1970() - in.day(i, *round);
            }
            round = next;
        }
    }
    auto const rows = of.append_to(t, g, b, 0);
    add_medians(t, rows, taken, counted("median_days_taken"));
    rows.add_shares(t, measured("asked_in_share", "Asked in, of the requests, %"), of, 1, 0);
    return t;
}

table snapshot::registration(breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const g = group(in, b);
    auto t = figure(in, "registration", "Before registration", {"Requests by what the requested side is recorded to have done with them by {as_of}: each counts in every column that applies. Received, not registered: the requested side did something, and neither registered it nor acted on its merits. Nothing recorded: it did nothing.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    for (auto const* name : {"requests", "received", "acknowledged", "registered", "returned", "sent_again_after_return", "forwarded", "received_not_registered", "nothing_recorded"}) t.columns.push_back(counted(name));
    std::vector<std::vector<bool>> const kinds{in.kinds({event_kind::request_received}), in.kinds({event_kind::receipt_acknowledged}), in.kinds({event_kind::request_registered}), in.kinds({event_kind::request_returned}),
                                               in.kinds({event_kind::request_sent}), in.kinds({event_kind::request_forwarded})};
    enum { received = 0, acknowledged, registered, returned, sent, forwarded };
    auto of = counts(g.size(), 9);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        auto const last = in.last(i);
        auto const first = [&, begin = in.first_after_made(i)](int what) { return in.next_of(kinds[static_cast<std::size_t>(what)], begin, last); };
        ++of(row, 0);
        of(row, 1) += first(received).has_value(), of(row, 2) += first(acknowledged).has_value(), of(row, 3) += first(registered).has_value();
        auto const back = first(returned);
        of(row, 4) += back.has_value(), of(row, 5) += back && in.next_of(kinds[sent], *back + 1, last), of(row, 6) += first(forwarded).has_value();
        bool heard = false, decided = false;
        for (auto const e : in.columns.events_of(i)) heard |= in.is_act_of_requested(e), decided |= in.meaning(e).substantive && in.is_act_of_requested(e);
        of(row, 7) += heard && !decided && !first(registered), of(row, 8) += !heard;
    }
    of.append_to(t, g, b, 0);
    return t;
}

table snapshot::feedback(breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const g = group(in, b);
    auto t = figure(in, "feedback", "Feedback", {"Feedback that the requested side asked for, and that the requesting side gave on what was sent, by {as_of}. How useful: the word recorded as its ground, “useful”, “partly_useful” or “not_useful”.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    for (auto const* name : {"executed", "asked_for", "given", "given_unasked", "useful", "partly_useful", "not_useful", "not_said"}) t.columns.push_back(counted(name));
    auto const asks = in.kinds({"feedback_requested"}), gives = in.kinds({"feedback_given"}), executes = in.kinds({event_kind::executed});
    auto of = counts(g.size(), 8);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        auto const first = c.events_of(i).first, last = in.last(i);
        auto const asked = in.next_of(asks, first, last), given = in.next_of(gives, first, last);
        of(row, 0) += in.next_of(executes, first, last).has_value(), of(row, 1) += asked.has_value(), of(row, 2) += given.has_value();
        of(row, 3) += given && (!asked || *given < *asked);
        if (!given) continue;
        auto const said = register_columns::of_event(c.grounds, *given);
        auto const word = said.empty() ? std::string_view() : in.word(said.front().text);
        ++of(row, word == "useful" ? 4 : word == "partly_useful" ? 5 : word == "not_useful" ? 6 : 7);
    }
    of.append_to(t, g, b);
    t.if_empty = "No feedback is recorded.";
    return t;
}

}  // namespace comity::v0
