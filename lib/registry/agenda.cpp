// SPDX-License-Identifier: Apache-2.0
#include <comity/answer.hpp>
#include <comity/registry.hpp>
#include <comity/snapshot.hpp>
#include <comity/standing.hpp>

#include <algorithm>

namespace comity::inline v0 {

namespace {

std::string_view said(silence s) {
    switch (s) {
        case silence::none: break;
        case silence::since_sending: return "no answer since it was sent";
        case silence::since_acknowledgement: return "no answer, only acknowledged";
        case silence::since_reminder: return "no answer to a reminder";
    }
    return {};
}

}  // namespace

table registry::agenda(date day, days silent_for) const {
    constexpr auto answer = "substantive";
    auto result =
        table{.name = "agenda",
              .title = "What to look at on " + to_string(day),
              .definition = "Requests open on " + to_string(day) +
                            " that were to be looked at again on that day or before, or that have no answer and with "
                            "which nobody has done anything for " +
                            std::to_string(silent_for.count()) +
                            " days or longer. Days are counted from the "
                            "review date, or from the last day on which the last act may have been done. " +
                            law().answer(answer).text,
              .columns = {{"request", "Request"},
                          {"reference", "Reference"},
                          {"requesting", "Requesting"},
                          {"requested", "Requested"},
                          {"kind", "Kind"},
                          {"why", "Why"},
                          {"since", "Since", column_type::date},
                          {"days", "Days", column_type::integer}},
              .rows = {},
              .if_empty = "Nothing to look at."};
    each({}, [&](comity::dossier const& d) {
        auto const standing = standing::of(d, law(), day);
        if (!standing || !standing->open) return;
        auto const& r = d.request();
        auto const add = [&](std::string_view why, date since) {
            result.rows.push_back({to_string(d.id()), r.reference, to_string(r.requesting), to_string(r.requested),
                                   std::string(to_string(r.kind)), std::string(why), since,
                                   std::int64_t{(day - since).count()}});
        };
        if (r.review_on && *r.review_on <= day) add("review date", *r.review_on);
        if (standing->silence == silence::none || !standing->last_act) return;
        auto const since = standing->last_act->latest();
        if (day - since >= silent_for) add(said(standing->silence), since);
    });
    std::ranges::stable_sort(result.rows, std::ranges::greater(),
                             [](auto const& row) { return std::get<std::int64_t>(row.back()); });
    return result;
}

snapshot registry::snapshot(cutoff const& as_of, std::optional<cutoff> const& known_on, query const& q) const {
    std::vector<case_summary> cases;
    each(q, [&](comity::dossier const& d) {
        if (auto one = summarize(d, law(), as_of)) cases.push_back(std::move(*one));
    }, known_on);
    return comity::snapshot(law(), as_of, known_on, std::move(cases));
}

}  // namespace comity::v0
