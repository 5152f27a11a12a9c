// SPDX-License-Identifier: Apache-2.0
#include "timeline.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace comity::inline v0::detail {

bool certainly_before(when const& a, when const& b) {
    if (a.at() && b.at()) return a.at()->microseconds_utc() < b.at()->microseconds_utc();
    return a.latest() < b.earliest();
}

timeline::timeline(std::vector<happening> happened, rulebook const& rules, request_kind kind) : all_(std::move(happened)), rules_(&rules) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
        auto const known = std::ranges::find(kinds_, all_[i].means, &kind_places::means);
        if (known == kinds_.end()) kinds_.push_back({all_[i].means, i});
        else known->last = i;
        if (all_[i].means->custody == custody::at_liberty) releases_.push_back(i);
    }
    find_ends(kind);
}

void timeline::find_ends(request_kind kind) {
    auto present = outcome::pending;
    bool appeal = false, closed = false;
    std::optional<std::size_t> decided;
    for (std::size_t i = 0; i < all_.size(); ++i) {
        auto const& m = *all_[i].means;
        if (rules_->appeal_lodged.contains(m)) appeal = true;
        if (rules_->appeal_ended.contains(m)) appeal = false;
        if (rules_->reopened.contains(m)) closed = false;
        // What was withdrawn, closed or returned and is asked again, or is opened again, begins anew.
        auto const asked_again = !ends_.empty() && (rounds_.empty() || ends_.back() >= rounds_.back()) && (rules_->request_sent.contains(m) || m.custody == custody::held);
        if (rules_->reopened.contains(m) || (asked_again && !all_[i].shown)) rounds_.push_back(i);
        if (m.stage == stage::closed) closed = true, ends_.push_back(i);
        if (!m.outcome || !m.gives(present) || all_[i].partial) continue;
        appeal = false;
        present = *m.outcome;
        decided = i;
        for (auto const final : {outcome::withdrawn, outcome::lapsed, outcome::transferred, outcome::returned})
            if (present == final) ends_.push_back(i);
    }
    // What was executed may still be objected to, and must be kept; who was surrendered is gone.
    auto const of_person = kind == request_kind::extradition || kind == request_kind::surrender || kind == request_kind::provisional_arrest;
    auto const ended = present == outcome::refused || (present == outcome::executed && of_person);
    if (ended && !appeal && !closed && decided) ends_.push_back(*decided);
    std::ranges::sort(ends_);
}

bool timeline::any(kind_set const& kinds) const {
    return !kinds.empty() && std::ranges::any_of(kinds_, [&](kind_places const& k) { return kinds.contains(*k.means); });
}

std::optional<std::size_t> timeline::first_after(std::optional<std::size_t> place, kind_set const& kinds) const {
    if (kinds.empty()) return {};
    std::size_t begin = place ? *place + 1 : 0, end = 0;
    for (auto const& k : kinds_)
        if (kinds.contains(*k.means)) end = std::max(end, k.last + 1);
    for (auto i = begin; i < end; ++i)
        if (kinds.contains(*all_[i].means)) return i;
    return {};
}

namespace {

std::optional<std::size_t> next(std::vector<std::size_t> const& places, std::optional<std::size_t> after) {
    auto const found = after ? std::ranges::upper_bound(places, *after) : places.begin();
    return found == places.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::optional<std::size_t> timeline::released_after(std::optional<std::size_t> place) const { return next(releases_, place); }

std::optional<std::size_t> timeline::end_after(std::optional<std::size_t> place) const {
    auto end = next(ends_, place);
    // A fact and the day it fixes are one: neither ends what the other began.
    while (end && place && all_[*end].told == all_[*place].told) end = next(ends_, end);
    return end;
}

bool timeline::ended_between(std::size_t a, std::size_t b) const {
    auto const end = next(ends_, a);
    return end && *end < b;
}

std::size_t timeline::round_begin(std::size_t place) const {
    auto const next = std::ranges::upper_bound(rounds_, place);
    return next == rounds_.begin() ? 0 : *std::prev(next);
}

bool timeline::any_in_round(kind_set const& kinds, std::optional<std::size_t> place) const {
    if (!place || rounds_.empty()) return any(kinds);
    auto const begin = round_begin(*place);
    auto const found = first_after(begin == 0 ? std::nullopt : std::optional(begin - 1), kinds);
    return found && same_round(*found, *place);
}

bool timeline::stood_before(kind_set const& kinds, std::size_t place, kind_set const& renewed) const {
    if (!any(kinds)) return false;
    std::optional<std::size_t> earlier;          // of those that may be renewed
    for (auto i = round_begin(place); i < all_.size(); ++i) {
        auto const& h = all_[i];
        if (i < place && !earlier && renewed.contains(*h.means)) earlier = i;
        if (!kinds.contains(*h.means) || i == place || h.partial || (i > place && (!same_round(i, place) || !all_[place].on.exact() || !h.on.exact() || certainly_before(all_[place].on, h.on)))) continue;
        if (h.means->outcome ? !overturned(i, place) : !(earlier && i < place)) return true;
    }
    return false;
}

/// Whether another outcome was given between the two.
bool timeline::overturned(std::size_t given, std::size_t by) const {
    auto const& before = *all_[given].means;
    for (auto i = given + 1; before.outcome && i <= by && i < all_.size(); ++i)
        if (all_[i].means->gives(*before.outcome) && all_[i].means->outcome != before.outcome) return true;
    return false;
}

bool timeline::arrested_anew(std::size_t since, std::size_t place) const {
    if (!same_round(since, place)) return true;
    auto const first_receipt = first_after({}, rules_->request_received);
    for (auto i = since + 1; i < place; ++i) {
        auto const& m = *all_[i].means;
        if (m.custody == custody::at_liberty || m.custody == custody::surrendered) return true;
        if (rules_->request_received.contains(m) && first_receipt && *first_receipt < i && all_[*first_receipt].means == &m) return true;  // not the same one, by another authority
    }
    return false;
}

bool timeline::perhaps_provisional(std::size_t place) const {
    if (!rules_->plain_arrest.contains(*all_[place].means) || any(rules_->provisional_arrest)) return false;
    auto const is_request = [&](happening const& h) { return !h.shown && (rules_->request_sent.contains(*h.means) || rules_->request_received.contains(*h.means)); };
    return std::none_of(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(place), is_request);
}

}  // namespace comity::v0::detail
