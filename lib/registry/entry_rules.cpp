// SPDX-License-Identifier: Apache-2.0
#include "entry_rules.hpp"

#include "characters.hpp"
#include "entry_fields.hpp"
#include "quoted.hpp"

#include <comity/standing.hpp>

#include <algorithm>

namespace comity::inline v0::detail {

std::string called(uuid const& id, request const& r) {
    return "request " + to_string(id) + (r.reference.empty() ? "" : " (" + detail::quoted(r.reference) + ")");
}

std::size_t parts_of(subject_kind kind, request const& r) {
    switch (kind) {
        case subject_kind::person: return r.persons.size();
        case subject_kind::measure: return r.measures.size();
        case subject_kind::offence: return r.offences.size();
        case subject_kind::item: return r.items.size();
    }
    throw bad_input("an event concerns persons, measures, offences or items");
}

namespace {

/// Looks at the texts of whatever has a form. Those that stand apart are names and free texts, the others are of one line.
class character_check {
public:
    template <class T> void operator()(std::string_view name, T const& value) { look(place_ + std::string(name), value, characters::label); }
    template <class T> void each(std::string_view name, std::vector<T> const& values) {
        for (std::size_t i = 0; i < values.size(); ++i) look(place_ + std::string(name) + " " + std::to_string(i + 1), values[i], characters::label);
    }
    template <class T> void apart(std::string_view name, T const& value) { look(place_ + std::string(name), value, characters::free_text); }
    void zone(std::string_view name, std::string const& value) { (*this)(name, value); }

private:
    template <class T> void look(std::string place, std::optional<T> const& value, characters allowed) {
        if (value) look(std::move(place), *value, allowed);
    }
    template <class T> void look(std::string place, T const& value, characters allowed) {
        if constexpr (has_form<T>) {
            auto const outer = std::exchange(place_, std::move(place) + ", ");
            form_of<T>::fields(*this, value);
            place_ = outer;
        } else if constexpr (std::same_as<T, std::string>) {
            check_characters(place, value, allowed);
        } else if constexpr (std::same_as<T, provision>) {
            check_characters(place, to_string(value), allowed);
        }
    }

    std::string place_{};
};

/// A text that another has under the eyes is to be what it looks like.
void check_texts(event const& e, request const& r) {
    character_check look;
    std::vector<text_place> const erases;
    event_fields(look, e, erases);
    if (e.kind != event_kind::filed) return;  // another carries no request
    request_row const columns;
    request_columns(columns, r, [&](auto name, auto const&, auto const& value) { look(name, value); });
    request_fields(look, r);
}

void check_kind(event const& e, request const& r, law const& law) {
    auto const& meaning = law.meaning(law.event_kind(e.kind.name()));
    if (!meaning.of.empty() && std::ranges::find(meaning.of, r.kind) == meaning.of.end()) {
        std::string kinds;
        for (auto const kind : meaning.of) (kinds += kinds.empty() ? "" : ", ") += to_string(kind);
        throw bad_input("it does not happen to a request of kind " + std::string(to_string(r.kind)) + ", only to " +
                        kinds);
    }
}

/// Entries that speak of others.
void check_kind_and_place(event const& e, int seq) {
    if (e.corrects < 0) throw bad_input("corrects is " + std::to_string(e.corrects) + "; write the number of an entry");
    if (e.kind == event_kind::filed && !carries_request(e, seq)) throw bad_input("a request is filed once; use file()");
    if (e.kind == event_kind::erased && e.corrects != 0) throw bad_input("what is erased is not coming back");
    if (e.kind == event_kind::retracted && e.corrects == 0)
        throw bad_input("corrects is missing: which entry is retracted?");
    if ((e.kind == event_kind::merged) != e.other.has_value())
        throw bad_input(e.other ? "other is for events of kind merged"
                                : "other is missing: into which request is this one merged?");
    if ((e.kind == event_kind::retracted || e.kind == event_kind::merged || e.kind == event_kind::erased) && e.note.empty())
        throw bad_input("note is missing: say why");
}

void check_days(event const& e, std::int64_t recorded_at) {
    auto const recorded = instant(recorded_at).local_date();
    // An amended filing is dated as the request it carries.
    if (!e.on && e.kind != event_kind::retracted && e.kind != event_kind::filed)
        throw bad_input(
            "on is missing; write when it happened, as roughly as it is known: 2020-03-10, 2020-03 or 2020" +
            std::string(e.corrects == 0 ? "" : "; to take an entry away, retract it"));
    // Clocks run ahead of UTC by 14 hours at most: somewhere it is tomorrow already.
    if (e.on && e.on->earliest() > recorded + days(1))
        throw bad_input("not in the future: it is dated " + to_string(*e.on) + ", and today is " + to_string(recorded) +
                        "; a day that is fixed beforehand belongs into appoints");
    if (e.known_since && *e.known_since > recorded)
        throw bad_input("known_since is " + to_string(*e.known_since) + ", later than the day of recording, " +
                        to_string(recorded));
}

/// What is named twice would be counted twice.
void check_overlaps(event const& e) {
    auto sorted = e.concerns;
    std::ranges::sort(sorted);
    auto const twice = std::ranges::adjacent_find(
        sorted, [](subject const& a, subject const& b) { return a.kind == b.kind && b.first <= a.last; });
    if (twice != sorted.end())
        throw bad_input("concerns " + to_string(*twice) + " and " + to_string(*std::next(twice)) +
                        ", which overlap; name each part once");
}

}  // namespace

namespace {

void keep(std::string& given, std::string const& recorded) {
    if (recorded == erased) given = recorded;
}

template <class T, class F> void keep_each(std::vector<T>& given, std::vector<T> const& recorded, F f) {
    for (std::size_t i = 0; i < std::min(given.size(), recorded.size()); ++i) f(given[i], recorded[i]);
}

bool is_erased(person const& p) {
    return std::ranges::any_of(p.names, [](person_name const& n) { return n.text == erased; });
}

}  // namespace

event as_far_as_kept(event given, event const& recorded) {
    keep(given.source, recorded.source);
    keep(given.note, recorded.note);
    return given;
}

request as_far_as_kept(request given, request const& recorded) {
    keep(given.urgency_reason, recorded.urgency_reason);
    keep(given.note, recorded.note);
    keep_each(given.persons, recorded.persons, [](person& a, person const& b) {
        if (is_erased(b)) a.names = b.names, a.born = b.born;
    });
    keep_each(given.measures, recorded.measures, [](measure& a, measure const& b) {
        keep(a.object, b.object), keep(a.purpose, b.purpose);
    });
    keep_each(given.items, recorded.items, [](item& a, item const& b) { keep(a.value, b.value); });
    keep_each(given.documents, recorded.documents, [](document& a, document const& b) { keep(a.title, b.title); });
    return given;
}

event filing_event(filing_options const& o) {
    return {.kind = event_kind::filed, .known_since = o.known_since, .source = o.source, .note = o.note};
}

bool carries_request(event const& e, int seq) {
    return e.kind == event_kind::filed && (seq == 1 ? e.corrects == 0 : e.corrects == 1);
}

std::string subject_problem(subject const& s, request const& r) {
    auto const there = parts_of(s.kind, r);
    if (s.first >= 1 && s.last >= s.first && static_cast<std::size_t>(s.last) <= there) return {};
    return to_string(s) + ", but the request names " + std::to_string(there);
}

std::string part_problem(dossier const& d, request const& r) {
    for (auto const& f : d.facts())
        for (auto const& s : f.event.concerns)
            if (auto const problem = subject_problem(s, r); !problem.empty())
                return "entry " + std::to_string(f.seq) + " (" + std::string(f.event.kind.name()) + ")" +
                       (f.request == d.id() ? "" : " of request " + to_string(f.request) + ", merged into this one,") +
                       " concerns " + problem;
    return {};
}

std::string difference(request const& duplicate, request const& into) {
    auto const differ = [](std::string_view field, std::string_view a, std::string_view b) {
        return std::string(field) + " is " + std::string(a) + " here and " + std::string(b) + " there";
    };
    if (duplicate.kind != into.kind) return differ("kind", to_string(duplicate.kind), to_string(into.kind));
    if (duplicate.requesting != into.requesting)
        return differ("requesting", to_string(duplicate.requesting), to_string(into.requesting));
    if (duplicate.requested != into.requested)
        return differ("requested", to_string(duplicate.requested), to_string(into.requested));
    if (duplicate.made_on && into.made_on && duplicate.made_on->latest() < into.made_on->earliest())
        return differ("made_on", to_string(*duplicate.made_on), to_string(*into.made_on)) +
               "; merge the later into the earlier, or amend the date";
    return {};
}

void check_event(event const& e, int seq, std::int64_t recorded_at) {
    try {
        check_kind_and_place(e, seq);
        check_days(e, recorded_at);
        check_overlaps(e);
    } catch (error& problem) {
        problem.in(std::string(e.kind.name()));
        throw;
    }
}

void check_event(event const& e, request const& r, law const& law) {
    try {
        check_kind(e, r, law);
        check_texts(e, r);
        for (auto const& s : e.concerns)
            if (auto const problem = subject_problem(s, r); !problem.empty()) throw bad_input("concerns " + problem);
    } catch (error& problem) {
        problem.in(std::string(e.kind.name()));
        throw;
    }
}

void check_origin(origin const& o) {
    check_characters("origin", o.source, characters::label);
    // What a key is made of is joined by U+001F.
    for (auto rest = std::string_view(o.row_key); !rest.empty();) {
        auto const end = std::min(rest.find('\x1F'), rest.size());
        check_characters("origin_key", rest.substr(0, end), characters::label);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

bool may_break_order(event const& e, law const& law) {
    if (e.corrects != 0) return true;  // what it takes away may have been needed
    auto const& meaning = law.meaning(e.kind);
    return std::ranges::any_of(law.lifecycle(), [&](lifecycle_rule const& rule) {
        return rule.refuse && (rule.on.contains(meaning) || rule.barred_by.contains(meaning));
    });
}

void check_order(dossier const* before, dossier const& after, law const& law) {
    auto const findings = check_lifecycle(after, law);
    if (std::ranges::none_of(findings, &finding::refuse)) return;
    auto old = before ? check_lifecycle(*before, law) : std::vector<finding>();
    for (auto const& f : findings) {
        if (!f.refuse) continue;
        auto const known =
            std::ranges::find_if(old, [&](finding const& o) { return o.refuse && o.rule == f.rule && o.seq == f.seq; });
        if (known == old.end()) throw conflict(f.rule + ": " + to_string(f.text));
        old.erase(known);
    }
}

}  // namespace comity::v0::detail
