// SPDX-License-Identifier: Apache-2.0
#include <comity/ready_tables.hpp>

#include "figure.hpp"

// Each body's questions, put together from the figures.

namespace comity::inline v0 {

namespace {

using namespace detail;

class asked {
public:
    asked(snapshot const& v, state_code state, std::optional<date_range> period, int hold_back_below) : view(v), of(state), period_(period), hold_back_below_(hold_back_below) {}

    breakdown by(std::vector<key> keys, query q = {}) const {
        if (!q.requesting && !q.requested) q.state = of;
        if (period_) q.made_from = period_->from, q.made_until = period_->until;
        return {.of = std::move(q), .by = std::move(keys), .hold_back_below = hold_back_below_};
    }

    /// The figure under the name and title that it has in this table.
    asked& add(std::string name, message title, table figure, message note = {}) {
        figure.name = std::move(name), figure.title = std::move(title);
        if (!note.empty()) figure.notes.push_back(std::move(note));
        tables.push_back(std::move(figure));
        return *this;
    }

    /// What the tables cover: those requests, beside all others of the view.
    asked& cover(std::string name, query q = {}) { return add(std::move(name), "What these requests cover, and what is left out", view.coverage_of_requests(by({}, std::move(q)).of, hold_back_below_)); }

    snapshot const& view;
    state_code of;
    std::vector<table> tables{};

private:
    std::optional<date_range> period_;
    int hold_back_below_;
};

void fatf(asked& a) {
    auto const& v = a.view;
    a.add("fatf-requests", "Requests sent and received, by kind: granted, refused, pending (R. 37–40, IO.2)", v.outcomes(a.by({key::direction, key::kind})),
          "Spontaneous exchanges and co-operation between financial intelligence units are not requests, and not in this register unless filed as such.");
    a.add("fatf-authorities", "Requests by competent authority asked", v.outcomes(a.by({key::direction, key::requested_authority})));
    a.add("fatf-categories", "Requests by designated category of offences (R. 3)", v.outcomes(a.by({key::direction, key::offence_category})), "The 21 categories of the FATF’s glossary; which group of offences is in which is a table of the law files (offences.toml). Money laundering is in none: the categories are those of its predicate offences.");
    a.add("fatf-offences", "Requests by group of offences", v.outcomes(a.by({key::direction, key::offence})), "Groups of offences are the words of this register.");
    a.add("fatf-time", "Time to an answer, with those still waiting", v.time_to("answer", a.by({key::direction, key::kind})));
    a.add("fatf-time-urgent", "The same, urgent and not", v.time_to("answer", a.by({key::direction, key::urgency})));
    a.add("fatf-time-to-execution", "Time to execution", v.time_to("execution", a.by({key::direction, key::kind})));
    a.add("fatf-refusals", "Reasons for refusal", v.refusals({}, a.by({key::direction, key::kind})));
    a.add("fatf-assets", "Assets frozen, confiscated, returned and shared; costs", v.amounts({}, a.by({key::direction})));
    a.add("fatf-states", "Requests by State", v.outcomes(a.by({key::direction, key::counterpart})));
    a.add("fatf-feedback", "Feedback on what was sent", v.feedback(a.by({key::direction})));
    a.cover("fatf-coverage");
}

void parliament(asked& a) {
    auto const& v = a.view;
    a.add("parliament-outcomes", "By State and year of request: outcome, and outstanding", v.outcomes(a.by({key::direction, key::counterpart, key::year})),
          "Pending requests are those outstanding. Whether a request exists before an arrest is in many States neither confirmed nor denied; hold back small counts before publishing.");
    a.add("parliament-age", "Outstanding: how long they have waited", v.ageing(a.by({key::direction, key::counterpart})));
    a.add("parliament-persons", "Persons arrested, surrendered, discharged", v.persons(a.by({key::direction, key::counterpart})));
    a.add("parliament-refusals", "Refused: by court or minister, and why", v.refusals({}, a.by({key::direction, key::counterpart})));
    a.cover("parliament-coverage");
}

void t_cy(asked& a) {
    auto const& v = a.view;
    auto const under = [&](std::vector<key> keys) { return a.by(std::move(keys), {.instrument = "ets-185"}); };
    a.add("t-cy-requests", "Requests under the Convention on Cybercrime (ETS 185), by kind", v.outcomes(under({key::direction, key::kind})));
    a.add("t-cy-channels", "By channel; the network of 24/7 contact points is article 35", v.outcomes(under({key::direction, key::channel})));
    a.add("t-cy-measures", "By measure asked for", v.outcomes(under({key::direction, key::measure})));
    a.add("t-cy-offences", "By underlying offence", v.outcomes(under({key::direction, key::offence})));
    a.add("t-cy-time", "Time to an answer, with those still waiting", v.time_to("answer", under({key::direction, key::kind})));
    a.add("t-cy-acknowledgement", "Time to acknowledgement of receipt", v.time_to("acknowledgement", under({key::direction, key::kind})));
    a.add("t-cy-refusals", "Grounds for refusal", v.refusals({}, under({key::direction})));
    a.cover("t-cy-coverage", {.instrument = "ets-185"});
}

void eaw(asked& a) {
    auto const& v = a.view;
    auto const issued = [&](std::vector<key> keys) { return a.by(std::move(keys), {.requesting = a.of, .kind = request_kind::surrender}); };
    auto const executed = [&](std::vector<key> keys) { return a.by(std::move(keys), {.requested = a.of, .kind = request_kind::surrender}); };
    a.add("eaw-issued", "Warrants issued, by channel", v.outcomes(issued({key::channel})), "Executed: the person was surrendered. Whether a warrant was for prosecution or for a sentence follows from the role of the person, and is not counted here.");
    a.add("eaw-issued-persons", "Persons sought by warrants issued", v.persons(issued({key::requested})));
    a.add("eaw-executed-persons", "Persons sought by warrants received: arrested, consenting, surrendered, nationals", v.persons(executed({key::requesting})), "Residents and guarantees of return are not told apart in this register.");
    a.add("eaw-executed-refusals", "Surrender refused, by ground", v.refusals({}, executed({key::requesting})));
    a.add("eaw-executed-time", "Days from arrest to the decision, with consent and without", v.time_to("decision", executed({key::consent}), {.from = event_kind::arrest}));
    a.add("eaw-executed-surrender", "Days from arrest to surrender, with consent and without", v.time_to("surrender", executed({key::consent}), {.from = event_kind::arrest}));
    a.add("eaw-executed-limits", "Time limits of the Framework Decision, kept and exceeded", v.compliance(executed({})));
    a.add("eaw-executed-complications", "Surrender postponed, conditional, asked for by several States", v.complications(executed({})));
    a.cover("eaw-coverage", {.kind = request_kind::surrender});
}

void directive(asked& a) {
    auto const& v = a.view;
    auto const under = [&](query q, std::vector<key> keys) {
        q.instrument = "eu-directive-2023-977";
        return a.by(std::move(keys), std::move(q));
    };
    auto const sent = query{.requesting = a.of}, received = query{.requested = a.of};
    auto const what = message("Counted are requests whose basis names {instrument}.", {{"instrument", "eu-directive-2023-977"}});
    a.add("directive-2023-977-sent", "Article 18: requests sent", v.outcomes(under(sent, {key::requested})), what);
    a.add("directive-2023-977-received", "Article 18: requests received and answered, urgent and not, by State", v.outcomes(under(received, {key::requesting, key::urgency})), what);
    a.add("directive-2023-977-time", "Time to an answer, urgent and not", v.time_to("answer", under(received, {key::urgency}), {.from = event_kind::request_received}), what);
    a.add("directive-2023-977-refused", "Article 18: refused, by State and ground", v.refusals({}, under(received, {key::requesting})), what);
    a.add("directive-2023-977-limits", "Article 18: time limits departed from", v.compliance(under(received, {key::requesting})), message::sentences({what, "Departures because a judicial authorisation was needed are the extensions among them; the register tells them by the events that extend."}));
    a.cover("directive-2023-977-coverage", {.instrument = "eu-directive-2023-977"});
}

void eio(asked& a) {
    auto const& v = a.view;
    auto const under = [&](std::vector<key> keys) { return a.by(std::move(keys), {.instrument = "eio-2014"}); };
    a.add("eio-requests", "Orders sent and received, by State", v.outcomes(under({key::direction, key::counterpart})), {"Counted are requests whose basis names {instrument}.", {{"instrument", "eio-2014"}}});
    a.add("eio-measures", "By measure asked for", v.outcomes(under({key::direction, key::measure})));
    a.add("eio-acknowledgement", "Reception acknowledged, and within a week", v.time_to("acknowledgement", under({key::direction, key::counterpart}), {.from = event_kind::request_received, .within_days = {7}}),
          "Directive 2014/41/EU, article 16(1): reception is acknowledged without delay, and in any case within a week, by the form of Annex B. Seven days are counted here from the reception recorded first, whatever day of the week the last is.");
    a.add("eio-decision", "Decided on, and within 30 days", v.time_to("decision", under({key::direction, key::counterpart}), {.from = event_kind::request_received, .within_days = {30}}),
          "Directive 2014/41/EU, article 12(3): the decision on recognition or execution is taken within 30 days after reception by the competent authority; 12(5): in a specific case up to 30 days later. Here days count from the reception recorded first, by whichever authority.");
    a.add("eio-execution", "Executed, and within 90 days of the decision", v.time_to("execution", under({key::direction, key::counterpart}), {.from = event_kind::granted, .within_days = {90}}),
          "Directive 2014/41/EU, article 12(4): the measure is carried out within 90 days following the decision, unless there is a ground for postponement under article 15 or the evidence is there already.");
    a.add("eio-refusals", "Refused, by ground", v.refusals({}, under({key::direction, key::counterpart})));
    a.add("eio-complications", "Postponed, and for how long", v.complications(under({key::direction})));
    a.add("eio-limits", "Time limits of the Directive, kept and exceeded", v.compliance(under({key::direction})));
    a.cover("eio-coverage", {.instrument = "eio-2014"});
}

}  // namespace

std::vector<table> ready_tables(snapshot const& view, ready_table which, state_code of, std::optional<date_range> period, int hold_back_below) {
    if (of.empty()) throw bad_input("a ready table is of one State: what it sent and received");
    if (period) check_period(*period, view.as_of());
    auto a = asked(view, of, period, hold_back_below);
    switch (which) {
        case ready_table::fatf: fatf(a); break;
        case ready_table::parliament: parliament(a); break;
        case ready_table::t_cy: t_cy(a); break;
        case ready_table::eaw: eaw(a); break;
        case ready_table::directive_2023_977: directive(a); break;
        case ready_table::eio: eio(a); break;
    }
    return std::move(a.tables);
}

}  // namespace comity::v0
