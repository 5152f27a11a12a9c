// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include <algorithm>

// Persons, counted apart from the requests that are about them.

namespace comity::inline v0 {

namespace {

using namespace detail;

/// What is recorded of a person.
struct person_course {
    bool arrested = false, consents = false, surrendered = false, released = false, for_lapse = false;
};

}  // namespace

table snapshot::persons(breakdown const& b) const {
    auto const in = column_reader(*this);
    auto const& c = in.columns;
    auto const g = group(in, b);
    auto t = figure(in, "persons", "Persons, requests and measures",
                    {"Persons named in requests made by {as_of}: they are told apart within a request, not between requests, since a view has no names; somebody named in two requests counts in each. Arrested: an arrest on the request is recorded; consented: and did not revoke it; released for lapse of time: a release whose ground is “time_limit”. "
                    "Nationals: of the requested State, whatever other nationality they have. Measures and items are counted apart.", {{"as_of", comity::in_words(as_of())}}}, b, g, "");
    for (auto const* name : {"requests", "persons", "arrested", "consented", "surrendered", "refused", "released", "released_for_lapse_of_time", "nationals", "several_nationalities", "nationality_not_known", "legal_persons",
                             "measures", "measures_executed", "measures_refused", "items"})
        t.columns.push_back(counted(name));
    enum { requests, persons, arrested, consented, surrendered, refused, released, lapsed, nationals, several, unknown, legal, measures, executed_measures, refused_measures, items, columns };
    auto const arrests = in.kinds({event_kind::arrest}), consents = in.kinds({event_kind::consent_given}), revokes = in.kinds({event_kind::consent_revoked}), surrenders = in.kinds({event_kind::person_surrendered}),
               releases = in.kinds({event_kind::released, event_kind::released_on_bail});
    auto const is_lapse = c.words.find("time_limit");
    auto of = counts(g.size(), columns);
    for (std::size_t n = 0; n < g.requests.size(); ++n) {
        auto const i = g.requests[n];
        auto const row = g.groups[n];
        ++of(row, requests);
        std::vector<person_course> courses(static_cast<std::size_t>(count_parts(in, i, subject_kind::person)));
        for (auto const e : c.events_of(i)) {
            auto const kind = c.events.kind[e];
            if (!(arrests[kind] || consents[kind] || revokes[kind] || surrenders[kind] || releases[kind])) continue;
            auto const ground = register_columns::of_event(c.grounds, e);
            auto const lapse = releases[kind] && !ground.empty() && ground.front().text == is_lapse;
            each_concerned(in, e, subject_kind::person, courses.size(), [&](std::size_t person) {
                auto& one = courses[person];
                one.arrested |= arrests[kind], one.surrendered |= surrenders[kind], one.released |= releases[kind], one.for_lapse |= lapse;
                one.consents = consents[kind] || (one.consents && !revokes[kind]);
            });
        }
        std::size_t number = 0;
        for (auto const p : c.parts_of(i)) {
            auto const outcome = static_cast<comity::outcome>(c.parts.outcome[p]);
            switch (static_cast<subject_kind>(c.parts.kind[p])) {
                case subject_kind::offence: continue;
                case subject_kind::item: ++of(row, items); continue;
                case subject_kind::measure:
                    ++of(row, measures), of(row, executed_measures) += outcome == comity::outcome::executed, of(row, refused_measures) += outcome == comity::outcome::refused;
                    continue;
                case subject_kind::person: break;
            }
            ++of(row, persons);
            auto const marks = c.parts.marks[p];
            of(row, nationals) += (marks & register_columns::national_of_requested) != 0, of(row, several) += (marks & register_columns::several_nationalities) != 0;
            of(row, unknown) += (marks & register_columns::nationality_known) == 0, of(row, legal) += (marks & register_columns::legal_person) != 0;
            of(row, refused) += outcome == comity::outcome::refused;
            auto const& one = courses[number++];
            of(row, arrested) += one.arrested, of(row, consented) += one.consents, of(row, surrendered) += one.surrendered, of(row, released) += one.released, of(row, lapsed) += one.for_lapse;
        }
    }
    of.append_to(t, g, b, requests, row_sums::none);
    return t;
}

}  // namespace comity::v0
