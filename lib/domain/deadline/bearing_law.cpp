// SPDX-License-Identifier: Apache-2.0
#include "bearing_law.hpp"

#include <algorithm>

namespace comity::inline v0::detail {

namespace {

template <class Row> bool holds_on(Row const& row, date on) { return (!row.from || *row.from <= on) && (!row.until || on <= *row.until); }

bool among(std::vector<state_code> const& list, state_code s) { return std::ranges::find(list, s) != list.end(); }

}  // namespace

/// What the request names, and what supplements it; where it names no treaty, what binds the two States. And the statutes of the
/// requested State. The basis is fixed by the request: what it names holds, whatever the lists of parties say.
bearing_law::bearing_law(comity::request const& r, comity::law const& l) : request_(r), law_(l), book_(law_access::tables(law_).rules.get()) {
    std::vector<instrument const*> named;
    bool names_treaty = false;
    auto const is_named = [&](instrument const* i) { return std::ranges::find(named, i) != named.end(); };
    for (auto const& p : r.basis) {
        auto const found = book_->instruments.find(p.instrument());
        if (found == book_->instruments.end()) unknown_.push_back(p);
        else if (!is_named(found->second)) named.push_back(found->second), names_treaty |= found->second->form != instrument_form::statute;
    }
    if (r.requesting != r.requested && !r.requesting.empty() && !r.requested.empty()) {
        auto const supplements_named = [&](instrument_relation const& row) { return std::ranges::find(named, row.instrument, &instrument::id) != named.end(); };
        auto const is_used = [&](bearing_instrument const& b) {
            if (is_named(b.of) || b.bearing == bearing::domestic) return true;
            if (b.bearing == bearing::supplements) return !names_treaty || std::ranges::any_of(b.of->supplements, supplements_named);
            return b.bearing == bearing::binds && !names_treaty;
        };
        auto const found = book_->bearing(law_, r.requesting, r.requested, r.made_on->latest(), r.kind);
        for (auto const& b : *found)
            if (is_used(b)) add(*b.of, b.rules, b.verified || is_named(b.of));
    }
    for (auto const* i : named)
        if (std::ranges::find(instruments_, i) == instruments_.end()) add(*i, book_->of(*i, r.requesting, r.requested, r.kind), true);
}

void bearing_law::add(instrument const& of, std::vector<std::size_t> const& rules, bool verified) {
    instruments_.push_back(&of);
    for (auto const rule : rules) parts_.push_back({rule, verified});
    for (auto const& d : of.deemed) deemed_.push_back(&d);
}

bool bearing_law::bears(std::string_view id) const {
    return std::ranges::any_of(instruments_, [&](instrument const* i) { return i->id == id; });
}

jurisdiction bearing_law::authority_of(side s) const {
    auto const& authority = s == side::requesting ? request_.requesting_authority : request_.requested_authority;
    auto const state = s == side::requesting ? request_.requesting : request_.requested;
    if (authority && authority->jurisdiction && authority->jurisdiction->state() == state) return *authority->jurisdiction;
    return state;
}

std::string bearing_law::zone_of(jurisdiction const& bound) const {
    for (auto const* a : {&request_.requested_authority, &request_.requesting_authority})
        if (*a && !(*a)->zone.empty() && (*a)->jurisdiction && (*a)->jurisdiction->state() == bound.state()) return (*a)->zone;
    return {};
}

answer bearing_law::exists(rule const& r, std::span<subject const> persons) const {
    auto const& limit = *r.limit;
    auto const& at = limit.source.article();
    for (auto const& d : r.of->declarations)
        if (d.reserved && d.state == request_.requested && at.starts_with(d.at) && (at.size() == d.at.size() || at[d.at.size()] == '(') && holds_on(d, request_.made_on->latest())) return answer::no;
    if (!limit.measure.empty() && std::ranges::find(request_.measures, limit.measure, &measure::kind) == request_.measures.end()) return answer::no;
    auto result = answer::yes;
    for (auto const c : limit.where) {
        auto const so = holds(c, persons);
        if (so == answer::no) return answer::no;
        if (so == answer::unknown) result = answer::unknown;
    }
    return result;
}

answer bearing_law::holds(circumstance c, std::span<subject const> persons) const {
    auto const& tables = law_access::tables(law_);
    switch (c) {
        case circumstance::urgent: return request_.urgent ? answer::yes : answer::no;
        case circumstance::requesting_outside_europe:
            if (among(tables.partly_europe, request_.requesting)) return answer::unknown;
            return among(tables.europe, request_.requesting) ? answer::no : answer::yes;
        case circumstance::contiguous_states: {
            auto const is_pair = [&](auto const& pair) { return pair == std::pair(request_.requesting, request_.requested) || pair == std::pair(request_.requested, request_.requesting); };
            return std::ranges::any_of(tables.borders, is_pair) ? answer::yes : answer::no;
        }
        case circumstance::person_not_national: break;
    }
    auto result = request_.persons.empty() ? answer::unknown : answer::yes;
    for (std::size_t i = 0; i < request_.persons.size(); ++i) {
        auto const number = static_cast<int>(i) + 1;
        if (!persons.empty() && std::ranges::none_of(persons, [&](subject const& s) { return s.first <= number && number <= s.last; })) continue;
        auto const& nationalities = request_.persons[i].nationalities;
        if (among(nationalities, request_.requested)) return answer::no;
        if (nationalities.empty()) result = answer::unknown;
    }
    return result;
}

message bearing_law::why_unknown(time_limit const& limit, std::span<subject const> persons) const {
    for (auto const c : limit.where) {
        if (holds(c, persons) != answer::unknown) continue;
        if (c == circumstance::requesting_outside_europe) return {"whether {state} lies outside Europe is read differently", {{"state", to_string(request_.requesting)}}};
        return {"whether the person is a national of {state} is not recorded", {{"state", to_string(request_.requested)}}};
    }
    return {};
}

answer bearing_law::in_force(time_limit const& limit, when const& trigger) const {
    auto const& by = limit.dated_by == version_day::request ? *request_.made_on : trigger;
    auto const first = limit.valid_on(by.earliest()), last = limit.valid_on(by.latest());
    return first && last ? answer::yes : first || last ? answer::unknown : answer::no;
}

time_limit const* bearing_law::same_step_in_treaty(time_limit const& limit, event_meaning const& trigger, when const& on) const {
    auto const is_met_alike = [&](event_kind theirs) {
        return std::ranges::any_of(limit.met_by.named(), [&](event_kind ours) { return law_.is_a(theirs, ours) || law_.is_a(ours, theirs); });
    };
    for (auto const& p : parts_) {
        auto const& other = rule_at(p.rule);
        if (other.of->form == instrument_form::statute || !other.limit->length || other.limit->nature != nature::mandatory_release) continue;
        if (other.limit->from.contains(trigger) && in_force(*other.limit, on) != answer::no && std::ranges::any_of(other.limit->met_by.named(), is_met_alike)) return other.limit;
    }
    return nullptr;
}

instrument_declaration const* bearing_law::declaration(std::string_view instrument, std::string_view at, date on) const {
    auto const of = book_->instruments.find(instrument);
    if (of == book_->instruments.end()) return nullptr;
    for (auto const& d : of->second->declarations)
        if (d.state == request_.requested && d.at == at && holds_on(d, on)) return &d;
    return nullptr;
}

counting const& bearing_law::counting_of(rule const& r) const {
    if (!r.limit->counted_by) return r.counting;
    auto const& tables = law_access::tables(law_);
    auto const state = *r.limit->counted_by == side::requesting ? request_.requesting : request_.requested;
    for (auto const& i : tables.instruments)
        if (i.form == instrument_form::statute && i.state == state && !i.counting.empty()) return *tables.find_counting(i.counting);
    return r.counting;
}

}  // namespace comity::v0::detail
