// SPDX-License-Identifier: Apache-2.0
#include <comity/intake.hpp>

#include <comity/standing.hpp>

#include "../quoted.hpp"
#include "../registry/clock.hpp"
#include "../registry/database.hpp"
#include "../registry/entry_rules.hpp"
#include "../registry/limits.hpp"
#include "../report/writers.hpp"
#include "../words.hpp"
#include "row_ids.hpp"
#include "translate.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <ostream>
#include <set>
#include <span>

// csv file → rows → (mapping) → drafts → comparison with what the register holds → one transaction, request by request

namespace comity::inline v0 {

namespace {

using detail::draft;
using detail::drafted_event;
using detail::mapping;
using detail::row_book;
using detail::row_outcome;

/// Names and free texts that a file withholds stay as they are held.
template <class T> void keep_personal(T& given, T const& held, std::vector<detail::member<T>> const& members, law const& law) {
    for (auto const& m : members) {
        auto value = detail::incoming{.text = {}, .law = &law};
        if (!m.personal) continue;
        m.get(held, value.text);
        if (value.text.empty()) continue;
        if (m.takes == detail::member<T>::dated) value.on = parse_when(value.text);
        m.put(given, value);
    }
}

/// Why it cannot be told which of the parts that are held a file means, or empty. What it has not got, or what was erased, is kept by the numbers of the parts.
std::string parts_problem(request const& given, request const& held, bool withheld) {
    auto const was_erased = [](std::string const& text) { return text == erased; };
    auto const names_erased = [&](person const& p) { return std::ranges::any_of(p.names, was_erased, &person_name::text); };
    auto const some_erased = std::ranges::any_of(held.persons, names_erased);
    auto const any = [&](auto const& parts, auto member) { return std::ranges::any_of(parts, was_erased, member); };
    auto const by_number = [&](std::string_view what, std::size_t there, std::size_t here, bool some) -> std::string {
        if (there == here || !(withheld || some)) return {};
        return "it has another number of " + std::string(what) + " (" + std::to_string(there) + ") than the register (" + std::to_string(here) + "), and " +
               (some ? "some of these were erased" : "the file has no names") + ", so that nobody could tell which is which; amend the request in the register";
    };
    for (auto const& problem : {by_number("persons", given.persons.size(), held.persons.size(), some_erased),
                                by_number("measures", given.measures.size(), held.measures.size(), any(held.measures, &measure::object) || any(held.measures, &measure::purpose)),
                                by_number("items", given.items.size(), held.items.size(), any(held.items, &item::value)),
                                by_number("documents", given.documents.size(), held.documents.size(), any(held.documents, &document::title))})
        if (!problem.empty()) return problem;
    if (some_erased && !withheld)
        for (std::size_t i = 0; i < held.persons.size(); ++i)
            if (!names_erased(held.persons[i]) && given.persons[i].names != held.persons[i].names)
                return "person " + std::to_string(i + 1) + " has other names than in the register, and others of the request were erased, who must not come back by it; amend the request in the register";
    return {};
}

void keep_personal(draft& d, comity::dossier const& held, event const& filed, law const& law) {
    keep_personal(d.filing, {.request = held.request(), .options = {.source = filed.source, .note = filed.note}}, detail::request_members, law);
    detail::each_list([&](std::string_view, auto const& members, auto list) {
        auto& given = d.filing.request.*list;
        auto const& parts = held.request().*list;
        for (std::size_t i = 0; i < std::min(given.size(), parts.size()); ++i) keep_personal(given[i], parts[i], members, law);
    });
    auto& persons = d.filing.request.persons;
    for (std::size_t i = 0; i < std::min(persons.size(), held.request().persons.size()); ++i) persons[i].names = held.request().persons[i].names;
}

void keep_personal(event& given, event const& held, law const& law) {
    auto with = recording{.event = given};
    keep_personal(with, {.event = held}, detail::event_members, law);
    if (with.event.ground.empty() && !held.ground.empty() && detail::ground_in_public(law, held.ground) != held.ground) with.event.ground = held.ground;
    given = std::move(with.event);
}

/// The same content, whoever knew it when, and whatever entry it stands in the place of.
bool same(event const& held, event given) {
    given.corrects = held.corrects;
    given.known_since = held.known_since;
    return detail::as_far_as_kept(std::move(given), held) == held;
}

/// An entry that is to be written, and why it is not.
struct attempt {
    recording what;
    drafted_event const* from = nullptr;  ///< none for what its row no longer has
    fact const* held = nullptr;           ///< what it corrects or takes away, if anything
    std::string problem{};                ///< empty, where it goes in
};

/// A dossier as it would be, so that what breaks a rule does not stop the rest.
class trial {
public:
    trial(uuid id, law const& law) : id_(id), law_(law) {}
    /// The dossier must outlive it.
    trial(comity::dossier const& held, law const& law) : id_(held.id()), law_(law), held_(&held) {}

    /// The filing, or an amendment of it. Throws as the registry would, and is then as it was.
    void add(recording with_content) {
        auto filed = attempt{.what = std::move(with_content)};
        auto& on = filed.what.event.on;
        if (!on) on = filed.what.content->made_on;  // as the registry will
        check(filed.what);
        auto* const all = &filed;
        weigh({&all, 1});
        auto next = with({&all, 1});
        check_subjects(next);
        detail::check_order(now(), next, law_);
        next_ = std::move(next);
    }

    /// The events of a request, but for those that have a problem, and gives the others the problems they turn out to have. Throws bad_input where the request
    /// would be too large with all of them, and is then as it was.
    void add(std::span<attempt> events) {
        std::vector<attempt*> all;
        for (auto& a : events)
            if (a.problem.empty()) try {
                    check(a.what);
                    all.push_back(&a);
                } catch (error const& problem) {
                    a.problem = problem.what();
                }
        weigh(all);
        put(all);
    }

    /// What is odd in it, and kept.
    std::vector<finding> warnings() const {
        auto findings = check_lifecycle(*now(), law_);
        std::erase_if(findings, [&](finding const& f) { return f.refuse || f.request != id_; });
        return findings;
    }

private:
    static constexpr std::size_t most_refused = 100;  ///< events of a request that are found out one by one
    static constexpr int most_guided = 12;            ///< partings at what a rule names; it may name what others are to blame for, and then only halves are sure to end

    comity::dossier const* now() const { return next_ ? &*next_ : held_; }

    /// What it says by itself.
    void check(recording const& r) const {
        detail::check_event(r.event, r.content ? *r.content : now()->request(), law_);
        detail::check_event(r.event, now() ? static_cast<int>(now()->history().size()) + 1 : 1, recorded_at_);
    }

    /// As the registry does: what is taken away makes no request too large.
    void weigh(std::span<attempt* const> events) const {
        if (events.empty()) return;
        auto weight = now() ? weight_of(*now()) : detail::weight();
        auto checked = detail::weight();
        for (auto const* const a : events) {
            weight += detail::weight_of(a->what.event, a->what.content ? &*a->what.content : nullptr, {});
            if (a->what.event.kind != event_kind::retracted) checked = weight;
        }
        checked.check();
    }

    /// All at once, since they may hold together though they do not one by one: of two on one day, the clock says which came first. Where they do not, one
    /// part after the other.
    void put(std::span<attempt*> events, int parted = 0) {
        if (events.empty()) return;
        if (refused_ == most_refused) {
            for (auto* const a : events)
                a->problem = "it was not tried, as " + std::to_string(most_refused) + " events of this request were refused before it; see what is wrong with those, and load the file again";
            return;
        }
        auto next = std::optional<comity::dossier>();
        try {
            next = with(events);
            detail::check_order(now(), *next, law_);
            next_ = std::move(next);
            return;
        } catch (error const& problem) {
            if (events.size() == 1) {
                events.front()->problem = problem.what();
                ++refused_;
                return;
            }
        }
        auto const cut = cut_of(events, next && parted < most_guided ? middle_of_named(*next, events.size()) : events.size() / 2);
        next.reset();
        put(events.first(cut), parted + 1);
        put(events.subspan(cut), parted + 1);
    }

    /// Of what was added, the one before and after which a rule names as many; the middle, where it names none.
    std::size_t middle_of_named(comity::dossier const& next, std::size_t added) const {
        auto const before = next.history().size() - added;
        std::vector<std::size_t> named;
        for (auto const& f : check_lifecycle(next, law_))
            if (auto const seq = static_cast<std::size_t>(f.seq); f.refuse && f.request == id_ && seq > before) named.push_back(seq - before - 1);
        if (named.empty()) return added / 2;
        std::ranges::nth_element(named, named.begin() + static_cast<std::ptrdiff_t>(named.size() / 2));
        return named[named.size() / 2];
    }

    /// Where two days part, as near to a place as it can be.
    static std::size_t cut_of(std::span<attempt* const> events, std::size_t place) {
        auto const day = [&](std::size_t i) {
            auto const& on = events[i]->what.event.on;
            return on ? std::optional(on->latest()) : std::nullopt;
        };
        for (std::size_t far = 0; far < events.size(); ++far)
            for (auto const i : {place - std::min(far, place), place + far})
                if (i > 0 && i < events.size() && day(i - 1) != day(i)) return i;
        return std::clamp(place, std::size_t(1), events.size() - 1);
    }

    /// As it would be with these too; whether it can have happened so is not asked. Throws conflict where they correct what they cannot.
    comity::dossier with(std::span<attempt* const> events) const {
        std::vector<entry> history;
        history.reserve((now() ? now()->history().size() : 0) + events.size());
        if (now()) history = now()->history();
        auto versions = now() ? now()->versions() : std::map<int, request>();
        for (auto const* const a : events) {
            auto const seq = static_cast<int>(history.size()) + 1;
            history.push_back({.seq = seq, .id = {}, .recorded_at = recorded_at_, .event = a->what.event});
            if (a->what.content) versions.emplace(seq, *a->what.content);
        }
        return comity::dossier(id_, std::move(history), std::move(versions), now() ? now()->merged() : std::vector<comity::dossier>());
    }

    static detail::weight weight_of(comity::dossier const& d) {
        detail::weight result;
        for (auto const& e : d.history()) {
            auto const version = d.versions().find(e.seq);
            result += detail::weight_of(e.event, version == d.versions().end() ? nullptr : &version->second, {});
        }
        for (auto const& m : d.merged()) result += weight_of(m);
        return result;
    }

    /// An amended request must still have the parts that events speak of.
    static void check_subjects(comity::dossier const& d) {
        for (auto const& f : d.facts())
            for (auto const& s : f.event.concerns)
                if (auto const problem = detail::subject_problem(s, d.request()); !problem.empty())
                    throw conflict("entry " + std::to_string(f.seq) + " concerns " + problem);
    }

    uuid id_;
    comity::law const& law_;
    std::int64_t recorded_at_ = detail::clock.load()();
    comity::dossier const* held_ = nullptr;
    std::optional<comity::dossier> next_{};  ///< with what went in
    std::size_t refused_ = 0;
};

/// What is to be written: drafts held against what the register has of them.
class plan {
public:
    plan(registry const& r, detail::translator& read, mapping const& m, row_book& book)
        : registry_(r), law_(r.law()), read_(read), map_(m), book_(book) {}

    /// Reads on to the first request that is to be written to, so that others can write meanwhile. False where there is none.
    bool find_first() {
        known_ = registry_.imported(map_.register_name);
        while (changes_.empty() && (first_ = read_.next()))
            if (auto const held = held_of(*first_)) hold(*std::exchange(first_, {}), *held);
            else break;
        return first_ || !changes_.empty();
    }

    /// The next thing to write, none at the end. Within the transaction: it reads what was written.
    std::optional<addition> next() {
        if (!std::exchange(begun_, true)) known_ = registry_.imported(map_.register_name);
        while (changes_.empty()) {
            auto d = first_ ? std::exchange(first_, {}) : read_.next();
            if (!d) return {};
            if (auto const held = held_of(*d)) hold(std::move(*d), *held);
            else if (auto filing = file(*d)) return filing;
        }
        auto change = std::move(changes_.front());
        changes_.pop_front();
        return change;
    }

    /// At the end: what an earlier load had, and the file no longer has.
    std::vector<std::string> vanished() && {
        for (auto const& [key, id] : known_)
            if (!read_.has(key) && !by_own_id_.contains(id) && !read_.unread_ids().contains(id)) vanished_.push_back(detail::readable_key(key));
        return std::move(vanished_);
    }

private:
    /// What the register has of the request: what came from this row, or what has the id that the row gives.
    std::optional<comity::dossier> held_of(draft const& d) {
        if (auto const known = known_.find(d.key); known != known_.end()) return registry_.dossier(known->second);
        auto const& own = d.filing.options.id;
        if (!own) return {};
        try {
            auto held = registry_.dossier(*own);
            if (!known_.empty()) by_own_id_.insert(*own);  // which may have come in under another key
            return held;
        } catch (not_found const&) {
            return {};
        }
    }

    /// Of an event that vanished and came back, the ids are numbered.
    uuid event_id(std::string const& name, std::optional<uuid> const& own, int number) const {
        if (own && number == 1) return *own;
        auto const separator = std::string("\x1f");  // no name has it
        return named_uuid("comity intake " + map_.register_name + separator + "events",
                          number == 1 ? name : name + separator + std::to_string(number));
    }

    bool row_is_request(std::size_t row, draft const& d) const {
        return map_.rows == mapping::row_kind::requests || row == d.row;
    }

    void refuse(drafted_event const& e, draft const& d, std::string_view why) {
        book_.remark(e.row, e.column, e.value, "this event did not go in: " + std::string(why), true);
        if (!row_is_request(e.row, d)) book_.set(e.row, row_outcome::refused);
    }

    /// Of the rows that say what was asked.
    void set(draft const& d, row_outcome outcome) {
        book_.set(d.row, outcome);
        for (auto const row : d.parts) book_.set(row, outcome);
    }

    void doubt(std::vector<finding> const& warnings, std::map<int, drafted_event const*> const& by_seq) {
        for (auto const& w : warnings)
            if (auto const e = by_seq.find(w.seq); e != by_seq.end())
                book_.remark(e->second->row, e->second->column, e->second->value, w.rule + ": " + to_string(w.text), false);
    }

    /// None, where it is refused.
    std::optional<filing> file(draft& d) {
        auto& options = d.filing.options;
        if (!options.id) options.id = detail::imported_id(map_.register_name, d.key);
        auto filed = detail::filing_event(options);
        filed.on = d.filing.request.made_on;
        std::vector<attempt> all;
        all.reserve(d.events.size());
        for (auto const& e : d.events) all.push_back({.what = {.event = e.event, .options = {.id = event_id(e.name, e.id, 1)}}, .from = &e});
        auto tried = trial(*options.id, law_);
        try {
            tried.add({.event = filed, .content = d.filing.request});
            tried.add(all);
        } catch (error const& e) {
            book_.remark(d.row, "", detail::readable_key(d.key), e.what(), true);
            set(d, row_outcome::refused);
            for (auto const& event : d.events) refuse(event, d, "the request could not be filed");
            return {};
        }
        std::map<int, drafted_event const*> by_seq;
        for (auto& a : all) {
            if (!a.problem.empty()) {
                refuse(*a.from, d, a.problem);
                continue;
            }
            by_seq.emplace(static_cast<int>(by_seq.size()) + 2, a.from);
            d.filing.events.push_back(std::move(a.what));
            book_.set(a.from->row, row_outcome::filed);
        }
        set(d, row_outcome::filed);
        doubt(tried.warnings(), by_seq);
        return std::move(d.filing);
    }

    void hold(draft d, comity::dossier const& held) {
        for (auto const& keys = read_.row_keys(); keys_known_ < keys.size(); ++keys_known_) row_ids_.insert(event_id(keys[keys_known_], {}, 1));
        compare(d, held);
    }

    static std::string in_words(event const& e) { return std::string(e.kind.name()) + (e.on ? " " + to_string(*e.on) : ""); }

    /// What became of something, member by member; of what was not there, or is no more, nullptr.
    template <class T> void tell(std::size_t row, std::string const& of, std::vector<detail::member<T>> const& members, T const* before, T const* after) {
        for (auto const& m : members) {
            std::string was, is;
            if (m.get && before) m.get(*before, was);
            if (m.get && after) m.get(*after, is);
            if (was != is) book_.amend(row, of + std::string(m.name), was, is);
        }
    }

    /// What became of a request, and of its parts by their numbers.
    void tell(std::size_t row, filing const& before, filing const& after) {
        auto const in = [](auto const& list, std::size_t i) { return i < list.size() ? &list[i] : nullptr; };
        tell(row, "", detail::request_members, &before, &after);
        detail::each_list([&]<class T>(std::string_view name, std::vector<detail::member<T>> const& members, std::vector<T> request::*list) {
            auto const& was = before.request.*list;
            auto const& is = after.request.*list;
            for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
                auto place = detail::part_place{.list = name, .number = static_cast<int>(i) + 1};
                tell(row, text_of(place) + " ", members, in(was, i), in(is, i));
                if constexpr (std::same_as<T, person>) {
                    auto const names = [](person const* p) { return p ? p->names : std::vector<person_name>(); };
                    auto const old = names(in(was, i)), now = names(in(is, i));
                    for (std::size_t n = 1; n < std::max(old.size(), now.size()); ++n) {
                        place.name = static_cast<int>(n) + 1;
                        tell(row, text_of(place) + " ", detail::name_members, in(old, n), in(now, n));
                    }
                }
            }
        });
    }

    /// The request stays as it is, and so does what its rows say of events, unless they say what is there.
    void leave(draft& d, std::string const& problem) {
        book_.remark(d.row, "", detail::readable_key(d.key), "the change did not go in: " + problem, true);
        set(d, row_outcome::refused);
        for (auto& e : d.events) {
            auto const slot = find(e.name, e.id);
            if (slot.held && map_.withheld) keep_personal(e.event, slot.held->event, law_);
            if (!slot.held || !same(slot.held->event, e.event)) refuse(e, d, "nor did the change of its request");
        }
    }

    static std::string not_new(std::string_view what, uuid const& id) {
        return "what came in under this name before, as " + std::string(what) + " " + to_string(id) + ", was something else; to change that one, export the register anew, where it has its id; for another one take a name that was not used";
    }

    void compare(draft& d, comity::dossier const& held) {
        look_at(held);
        auto const& filed = standing(1)->event;
        if (auto const problem = parts_problem(d.filing.request, held.request(), map_.withheld); !problem.empty()) return leave(d, problem);
        if (map_.withheld) keep_personal(d, held, filed, law_);
        // What was erased is not brought back by the file it once came from.
        d.filing.request = detail::as_far_as_kept(std::move(d.filing.request), held.request());
        // A mapping that says nothing of the filing's note leaves it alone.
        auto said = event{.kind = event_kind::filed, .corrects = 1, .source = d.filing.options.source, .note = map_.source_of("filing_note") ? d.filing.options.note : filed.note};
        said = detail::as_far_as_kept(std::move(said), filed);
        auto const amends = held.request() != d.filing.request || said.source != filed.source || said.note != filed.note;
        std::map<int, drafted_event const*> by_seq;
        std::vector<attempt> all;
        for (auto const& name : d.absent)
            if (auto const slot = find(name, {}); slot.held)
                all.push_back({.what = {.request = held.id(),
                                        .event = {.kind = event_kind::retracted,
                                                  .corrects = slot.held->seq,
                                                  .source = map_.register_name,
                                                  .note = "no longer in the source"}},
                               .held = slot.held});
        for (auto& e : d.events) {
            auto const slot = find(e.name, e.id);
            if (slot.held && map_.withheld) keep_personal(e.event, slot.held->event, law_);
            if (slot.held && slot.held->request == held.id()) by_seq.emplace(slot.held->seq, &e);
            if (!slot.held || !same(slot.held->event, e.event)) all.push_back(attempt_of(e, slot, held));
        }
        auto tried = trial(held, law_);
        try {
            if (amends && d.is_new) throw conflict(not_new("request", held.id()));
            if (amends) tried.add({.event = said, .content = d.filing.request});
            tried.add(all);
        } catch (error const& problem) {
            return leave(d, problem.what());
        }

        auto seq = static_cast<int>(held.history().size());
        if (amends) {
            ++seq;
            changes_.push_back({.request = held.id(), .event = said, .content = d.filing.request});
            set(d, row_outcome::amended);
            tell(d.row, {.request = held.request(), .options = {.source = filed.source, .note = filed.note}}, {.request = d.filing.request, .options = {.source = said.source, .note = said.note}});
        }
        for (auto& a : all) {
            if (a.problem.empty()) {
                ++seq;
                if (a.from) by_seq.emplace(seq, a.from);
                tell(a, d);
                changes_.push_back(std::move(a.what));
            } else if (a.from) {
                refuse(*a.from, d, a.problem);
            } else {
                book_.remark(d.row, "", detail::readable_key(d.key), "the change did not go in: " + a.problem, true);
            }
        }
        doubt(tried.warnings(), by_seq);
        if (map_.rows == mapping::row_kind::events) report_vanished(d, held, by_seq);
    }

    struct named_entry {
        fact const* held;  ///< what stands under the name, if anything
        uuid id;           ///< else the id it would get
    };

    /// What a row says of an event, where the request does not have it so.
    attempt attempt_of(drafted_event const& e, named_entry const& slot, comity::dossier const& held) const {
        auto a = attempt{.what = {.request = held.id(), .event = e.event}, .from = &e, .held = slot.held};
        if (!slot.held) {
            a.what.options.id = slot.id;
            if (held.merged_into()) a.problem = "the request was merged into " + to_string(*held.merged_into()) + "; record it there";
            return a;
        }
        if (e.is_new) a.problem = not_new("event", slot.id);
        else if (slot.held->request != held.id()) a.problem = "it is an entry of request " + to_string(slot.held->request) + ", which was merged into this one; amend it there";
        a.what.event = detail::as_far_as_kept(std::move(a.what.event), slot.held->event);
        a.what.event.corrects = slot.held->seq;
        // Nobody knows a correction before what it corrects: this load brought it.
        a.what.event.known_since.reset();
        return a;
    }

    /// What became of an event.
    void tell(attempt const& a, draft const& d) {
        if (!a.from) {
            book_.set(d.row, row_outcome::amended);
            book_.amend(d.row, "event", in_words(a.held->event), "");
            return;
        }
        auto const row = a.from->row;
        book_.set(row, a.held || row_is_request(row, d) ? row_outcome::amended : row_outcome::filed);
        if (a.held) {
            auto const was = recording{.event = a.held->event};
            auto now = recording{.event = a.what.event};
            now.event.known_since = a.held->event.known_since;  // which no correction has
            tell(row, std::string(a.held->event.kind.name()) + " ", detail::event_members, &was, &now);
        } else if (row_is_request(row, d)) {
            book_.amend(row, "event", "", in_words(a.what.event));
        }
    }

    /// Events that came from a row which the file no longer has: their ids are named ones.
    void report_vanished(draft const& d, comity::dossier const& held, std::map<int, drafted_event const*> const& seen) {
        auto const given = std::set<uuid>(d.event_ids.begin(), d.event_ids.end());
        for (auto const& e : held.history()) {
            auto const named = map_.has_event_ids() || e.id.data[6] >> 4 == 8;
            if (e.seq == 1 || e.event.corrects || e.event.kind == event_kind::erased || !named || seen.contains(e.seq) || row_ids_.contains(e.id) || read_.unread_ids().contains(e.id) || given.contains(e.id) || !standing(e.seq))
                continue;
            auto const& now = standing(e.seq)->event;
            vanished_.push_back(detail::readable_key(d.key) + ", entry " + std::to_string(e.seq) + ": " +
                               std::string(now.kind.name()) + " " + to_string(*now.on));
        }
    }

    /// What stands under a number in the dossier at hand, if anything.
    fact const* standing(int seq) const {
        auto const found = standing_.find(seq);
        return found == standing_.end() ? nullptr : found->second;
    }

    named_entry find(std::string const& name, std::optional<uuid> const& own) const {
        for (int number = 1;; ++number) {
            auto const id = event_id(name, own, number);
            auto const found = entries_.find(id);
            if (found == entries_.end()) return {own && number == 1 ? merged_fact(id) : nullptr, id};
            if (found->second) return {found->second, id};
        }
    }

    /// What stands under a row's id in a dossier that was merged into the one at hand.
    fact const* merged_fact(uuid const& id) const {
        auto const found = merged_facts_.find(id);
        return found == merged_facts_.end() ? nullptr : found->second;
    }

    void look_at(comity::dossier const& held) {
        standing_.clear(), entries_.clear(), merged_facts_.clear();
        for (auto const& f : held.facts())
            if (f.request == held.id()) standing_.emplace(f.seq, &f);
        for (auto const& e : held.history()) entries_.emplace(e.id, standing(e.seq));
        if (held.merged().empty()) return;
        auto const ids = detail::row_ids(held);
        for (auto const& f : held.facts())
            if (f.request != held.id()) merged_facts_.emplace(ids.at({f.request, f.seq}), &f);
    }

    registry const& registry_;
    comity::law const& law_;
    detail::translator& read_;
    mapping const& map_;
    row_book& book_;
    std::map<std::string, uuid> known_{};
    std::set<uuid> by_own_id_{};     ///< requests that were found under the ids which their rows give
    std::optional<draft> first_{};
    bool begun_ = false;
    std::set<uuid> row_ids_{};       ///< of events, from the keys of the rows read so far
    std::size_t keys_known_ = 0;
    // Of the dossier at hand:
    std::map<int, fact const*> standing_{};       ///< by the number of the entry
    std::map<uuid, fact const*> entries_{};       ///< by the id of the entry; none, where it does not stand
    std::map<uuid, fact const*> merged_facts_{};  ///< by the ids of their rows
    std::deque<recording> changes_{};
    std::vector<std::string> vanished_{};
};

intake_report load(registry& registry, std::filesystem::path const& csv_path, std::filesystem::path const& mapping_path, progress const& tell, bool dry_run) {
    struct undone {};
    auto map = detail::read_mapping(mapping_path, registry.law());
    auto csv = detail::csv_file(csv_path, map.delimiter);
    map.bind(csv);
    row_book book;
    detail::translator read(csv, map, registry.law(), book, tell);
    plan todo(registry, read, map, book);
    // Progress is told of all there is when all is written, and not kept yet.
    if (todo.find_first()) try {
            registry.write([&] { return todo.next(); }, [&](std::size_t, std::size_t of) {
                if (dry_run && of > 0) throw undone();
            });
        } catch (undone const&) {
        }
    auto report = std::move(book).report(map.register_name);
    report.vanished = std::move(todo).vanished();
    return report;
}

/// A remark as the others of its sort are: "…" for what it quotes, and for its numbers.
std::string without_particulars(std::string_view text) {
    std::string result;
    auto quotes = false;
    for (char const c : text) {
        auto const particular = quotes || c == '"' || (c >= '0' && c <= '9');
        if (c == '"') quotes = !quotes;
        if (!particular) result += c;
        else if (!result.ends_with("…")) result += "…";
    }
    return result;
}

}  // namespace

intake_report import_csv(registry& registry, std::filesystem::path const& csv_path,
                         std::filesystem::path const& mapping_path, progress const& tell, bool dry_run) {
    for (int n = 1;; ++n) try {
            return load(registry, csv_path, mapping_path, tell, dry_run);
        } catch (detail::begin_again const&) {  // others wrote to the same: what is in the register is no longer what the file was held against
            if (n == 3) throw;
        }
}

std::size_t write(std::ostream& out, intake_report const& report, std::size_t of_each) {
    auto const refused = std::ranges::count(report.remarks, true, &remark::refused);
    // Numbers as texts: a stream would print them as its locale has them.
    auto const n = [](std::size_t number) { return std::to_string(number); };
    out << displayable(report.source) << ": " << n(report.rows) << " rows: " << n(report.filed) << " filed, "
        << n(report.amended) << " amended, " << n(report.unchanged) << " unchanged, " << n(report.refused) << " refused; "
        << n(report.remarks.size() - static_cast<std::size_t>(refused)) << " doubtful\n";
    std::size_t left_out = 0;
    for (auto const what : {true, false}) {  // refusals first: they are lost among thousands of doubts
        auto const kind = what ? "refused  " : "doubtful ";
        std::map<std::pair<std::string, std::string>, std::size_t> said;  // how often, of a column
        for (auto const& r : report.remarks) {
            if (r.refused != what) continue;
            if (of_each && ++said[{r.column, without_particulars(r.text)}] > of_each) continue;
            out << kind << "row " << n(r.row);
            if (!r.column.empty()) out << ", " << displayable(r.column);
            if (!r.value.empty()) out << ", " << detail::quoted(r.value);
            out << ": " << displayable(r.text) << '\n';
        }
        for (auto const& [of, times] : said) {
            if (times <= of_each) continue;
            out << kind << n(times - of_each) << " more" << (of.first.empty() ? "" : ", " + displayable(of.first)) << ": " << displayable(of.second) << '\n';
            left_out += times - of_each;
        }
    }
    std::map<std::string, std::size_t> amended;
    for (auto const& a : report.amendments) {
        auto const of = without_particulars(a.of);
        if (of_each && ++amended[of] > of_each) {
            ++left_out;
            continue;
        }
        auto const shown = [](std::string const& value) { return value.empty() ? "nothing" : detail::quoted(value); };
        out << "amended  row " << n(a.row) << ", " << displayable(a.of) << ": was " << shown(a.before) << ", is " << shown(a.after) << '\n';
    }
    for (auto const& [of, times] : amended)
        if (times > of_each) out << "amended  " << n(times - of_each) << " more: " << displayable(of) << '\n';
    auto const shown = of_each ? std::min(of_each, report.vanished.size()) : report.vanished.size();
    for (std::size_t i = 0; i < shown; ++i) out << "vanished " << detail::quoted(report.vanished[i]) << ": in the register, and in no row of the file that could be read\n";
    if (auto const more = report.vanished.size() - shown) out << "vanished " << n(more) << " more\n", left_out += more;
    return left_out;
}

table to_table(intake_report const& report) {
    auto t = table{.name = "remarks", .title = "Remarks on the file", .definition = "Refused: the row, or this value of it, did not go in. Doubtful: it went in. Amended: it went in, in the place of what was there.",
                   .columns = {{"row", "Row", column_type::integer}, {"went_in", "Went in", column_type::word}, {"column", "Column"}, {"value", "As found"}, {"text", "What is said of it"}}};
    for (auto const& r : report.remarks) t.rows.push_back({static_cast<std::int64_t>(r.row), r.refused ? "refused" : "doubtful", r.column, r.value, r.text});
    for (auto const& a : report.amendments) t.rows.push_back({static_cast<std::int64_t>(a.row), "amended", a.of, a.after, a.before.empty() ? "" : "was: " + a.before});
    for (auto const& key : report.vanished) t.rows.push_back({cell(), "vanished", "", key, "in the register, and in no row of the file that could be read"});
    return t;
}

}  // namespace comity::v0
