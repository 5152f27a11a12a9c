// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"
#include "entry_rules.hpp"
#include "form.hpp"
#include "quoted.hpp"
#include "transaction.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>

// What a store writes: filings and entries, checked against the dossier they are to stand in.

namespace comity::inline v0::detail {

namespace {

std::int64_t system_clock() {
    using namespace std::chrono;
    return duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

std::atomic<std::int64_t (*)()> clock{system_clock};

}  // namespace comity::v0::detail

namespace comity::inline v0 {

using detail::called;
using detail::plain;
using detail::stored_dossier;

namespace {

constexpr std::size_t chunk = 500;                ///< of filings that are looked up at once
constexpr std::size_t chunk_bytes = 16'000'000;  ///< about as many, of texts above all

std::string as_list(std::vector<std::string> const& texts) { return nlohmann::json(texts).dump(); }

/// What is asked for, as it was last amended.
request const& in_force(stored_dossier const& d) {
    std::set<int> retracted;
    for (auto const& e : d.history)
        if (e.event.kind == event_kind::retracted) retracted.insert(e.event.corrects);
    auto version = d.versions.rbegin();
    while (version->first != 1 && retracted.contains(version->first)) ++version;
    return version->second;
}

/// By way of how many others the farthest of those merged into it is.
std::size_t steps_below(comity::dossier const& d) {
    std::size_t most = 0;
    for (auto const& m : d.merged()) most = std::max(most, 1 + steps_below(m));
    return most;
}

void check_related(uuid const& id, request const& r) {
    for (std::size_t i = 0; i < r.related.size(); ++i)
        if (r.related[i].id == id)
            throw bad_input("related " + std::to_string(i + 1) +
                            " is the request itself; name another one, or leave it out");
}

void check_id(std::optional<uuid> const& id, char const* field) {
    if (id && id->is_nil())
        throw bad_input(std::string(field) + " is the nil UUID; leave it out, or give one of your own");
}

/// The same event, where the register fills in a date that was left out, and what it had of it was perhaps erased.
bool same(event given, event const& recorded) {
    auto const filled_in = recorded.kind == event_kind::filed || recorded.kind == event_kind::merged;
    if (!given.on && filled_in) given.on = recorded.on;
    return detail::as_far_as_kept(std::move(given), recorded) == recorded;
}

bool same(request given, request const& recorded, law const& law) {
    given.handling = law.handling(given.handling);
    return detail::as_far_as_kept(std::move(given), recorded) == recorded;
}

}  // namespace

void registry::store::flush() {
    if (batch_.size() > 0) db_->insert(batch_);
}

std::vector<uuid> registry::store::write(std::span<filing const> filings, std::span<recording const> recordings,
                                         progress const& tell) {
    return writing([&] {
        std::vector<uuid> ids;
        auto const of = filings.size() + recordings.size();
        ids.reserve(of);
        auto const done = [&](uuid const& id) {
            ids.push_back(id);
            if (tell && (ids.size() % 100 == 0 || ids.size() == of)) tell(ids.size(), of);
        };
        for (std::size_t at = 0; at < filings.size(); at += chunk)
            file_chunk(filings.subspan(at, std::min(chunk, filings.size() - at)), done, at, of == 1 ? 1 : filings.size());
        record_all(recordings, done, 0, of);
        return ids;
    }, locks_for(filings, recordings));
}

/// A merger looks at a dossier that it does not write to, and an amendment at those merged into it; a row of another register is filed once, under whichever
/// id: no key of the tables would tell two of them apart.
registry::store::locks registry::store::locks_for(std::span<filing const> filings, std::span<recording const> recordings) {
    locks wanted;
    auto const look_at = [&](uuid const& request, event const& e) {
        if (!e.other && e.corrects == 0) return;
        wanted.always = true;
        wanted.names.push_back(to_string(request));
        if (e.other) wanted.names.push_back(to_string(*e.other));
    };
    std::set<std::string_view> sources;
    for (auto const& f : filings) {
        for (auto const& r : f.events) look_at(f.options.id.value_or(uuid{}), r.event);
        if (f.options.origin && sources.insert(f.options.origin->source).second) {
            wanted.always = true;
            wanted.names.push_back(to_string(detail::id_of({.source = f.options.origin->source})));
        }
    }
    for (auto const& r : recordings) look_at(r.request, r.event);
    if (wanted.always || filings.size() + recordings.size() > 500) return wanted;
    for (auto const& f : filings)
        if (f.options.id) wanted.names.push_back(to_string(*f.options.id));
    for (auto const& r : recordings) wanted.names.push_back(to_string(r.request));
    return wanted;
}

std::size_t registry::store::write(std::function<std::optional<addition>()> const& next, progress const& tell) {
    return writing([&] {
        std::size_t count = 0;
        auto const done = [&](uuid const&) {
            if (++count % 100 == 0 && tell) tell(count, 0);
        };
        std::vector<filing> filings;
        std::vector<recording> recordings;
        std::size_t bytes = 0;
        auto const put = [&] {
            file_chunk(filings, done, count, 0);
            filings.clear();
            record_all(recordings, done, count, 0);
            recordings.clear();
            bytes = 0;
        };
        auto const size_of = [](recording const& r) { return detail::weight_of(r.event, r.content ? &*r.content : nullptr, {}).bytes; };
        while (auto one = next()) {
            auto* const recorded = std::get_if<recording>(&*one);
            if (recorded ? !filings.empty() : !recordings.empty()) put();
            if (recorded) {
                bytes += size_of(*recorded);
                recordings.push_back(std::move(*recorded));
            } else {
                auto& f = filings.emplace_back(std::move(std::get<filing>(*one)));
                bytes += detail::weight_of(detail::filing_event(f.options), &f.request, {}).bytes;
                for (auto const& r : f.events) bytes += size_of(r);
            }
            if (filings.size() + recordings.size() == chunk || bytes > chunk_bytes) put();
        }
        put();
        if (tell) tell(count, count);
        return count;
    }, locks{.once = true});
}

void registry::store::file_chunk(std::span<filing const> filings, std::function<void(uuid const&)> const& done, std::size_t before,
                                 std::size_t of) {
    flush();
    ids_there_.clear();
    origins_there_.clear();
    look_up(filings);
    for (auto const& f : filings) {
        ++before;
        try {
            done(file(f));
        } catch (error& e) {
            if (of != 1) e.in("filing " + std::to_string(before) + (of ? " of " + std::to_string(of) : ""));
            throw;
        }
    }
}

/// Which of these are in the register already, by their ids and origins: asked once for all of them.
void registry::store::look_up(std::span<filing const> filings) {
    std::vector<std::string> ids, keys;
    for (auto const& f : filings) {
        if (f.options.id && ids_there_.emplace(*f.options.id, false).second) ids.push_back(to_string(*f.options.id));
        if (!f.options.origin) continue;
        detail::check_text(f.options.origin->row_key);
        keys.push_back(f.options.origin->row_key);
    }
    std::string list, id, source, key;
    if (!ids.empty()) {
        list = as_list(ids);
        soci::statement there = (view().session().prepare << std::string("select request_id from event where seq = 1 and request_id") + db_->in_list(),
                                 soci::use(list, "list"), soci::into(id));
        there.execute();
        while (there.fetch()) ids_there_[detail::id_in_row(id, "event")] = true;
    }
    if (keys.empty()) return;
    list = as_list(keys);
    soci::statement there = (view().session().prepare << std::string("select origin_source, origin_key, request_id from request where origin_source <> '' and origin_key") + db_->in_list(),
                             soci::use(list, "list"), soci::into(source), soci::into(key), soci::into(id));
    there.execute();
    while (there.fetch()) origins_there_.emplace(std::pair(source, key), detail::id_in_row(id, "request"));
}

void registry::store::record_all(std::span<recording const> recordings, std::function<void(uuid const&)> const& done, std::size_t number,
                                 std::size_t of) {
    std::optional<draft> open;
    for (auto const& r : recordings) {
        ++number;
        try {
            if (!open || open->stored.id != r.request) {
                if (open) finish(*open), keep(std::move(*open));
                open = load_draft(r.request);
                if (!open) throw not_found("there is no request " + to_string(r.request) + " in the register");
            }
            done(record(*open, r));
        } catch (error& e) {
            if (of != 1) e.in("recording " + std::to_string(number) + (of ? " of " + std::to_string(recordings.size()) : ""));
            throw;
        }
    }
    if (open) finish(*open), keep(std::move(*open));
}

uuid registry::store::file(filing const& f) {
    check_id(f.options.id, "id");
    // From a row of another register always the same, so that two who file it at once cannot both.
    auto const id = f.options.id       ? *f.options.id
                    : f.options.origin ? detail::id_of(*f.options.origin)
                                       : detail::make_uuid7();
    auto const is_known = f.options.id && std::exchange(ids_there_.at(id), true);
    auto known = is_known ? load_draft(id) : std::nullopt;
    if (is_known && !known) throw conflict("request " + to_string(id) + " is in the register already, and is not for this clearance");
    try {
        auto d = known ? std::move(*known) : new_draft(f, id);
        if (d.known) confirm(f, d);
        for (std::size_t i = 0; i < f.events.size(); ++i) {
            auto const& r = f.events[i];
            // Without an id of its own, an event of a filing is known by its place.
            if (d.known && !r.options.id) {
                if (i + 1 >= d.stored.history.size() || !same(r.event, d.stored.history[i + 1].event))
                    throw conflict("it is in the register with other events");
                continue;
            }
            record(d, r);
        }
        finish(d);
        keep(std::move(d));
    } catch (error& e) {
        e.in(called(id, f.request));
        throw;
    }
    return id;
}

registry::store::draft registry::store::new_draft(filing const& f, uuid const& id) {
    draft d{.stored = {.id = id}};
    auto const& origin = f.options.origin;
    if (origin) {
        if (origin->source.empty()) throw bad_input("origin: the source has no name");
        detail::check_origin(*origin);
        auto const [there, is_new] = origins_there_.emplace(std::pair(origin->source, origin->row_key), id);
        if (!is_new)
            throw conflict("row " + detail::quoted(origin->row_key) + " of " + detail::quoted(origin->source) +
                           " is in the register already" + (clearance_ ? "" : ", as request " + to_string(there->second)));
    }
    append(d, id, detail::filing_event(f.options), &f.request, origin ? &*origin : nullptr);
    return d;
}

/// The same filing again is nothing.
void registry::store::confirm(filing const& f, draft const& d) {
    if (!same(f.request, d.stored.versions.at(1), options_.law) || !same(detail::filing_event(f.options), d.stored.history.front().event))
        throw conflict("this id is in the register with other content; amend that request, or file under another id");
    if (f.options.origin && f.options.origin != d.stored.origin)
        throw conflict("this id is in the register with another origin");
}

/// Whether nobody has written to it since, nor merged another into it; what this connection does, its drafts know.
bool registry::store::is_current(draft const& d) {
    if (others_ != 0 && d.others == others_) return true;
    flush();
    auto const head = db_->head_of(to_string(d.stored.id));
    return head && head->seq == static_cast<long long>(d.stored.history.size()) && head->duplicates == 0 &&
           head->digest == detail::to_hex(detail::bytes_of(d.stored.head));
}

void registry::store::forget_drafts() {
    drafts_.clear();
    kept_ = {};
}

/// For the next time; with dossiers merged into it more would have to be looked at than its own head.
void registry::store::keep(draft d) {
    constexpr std::size_t most = 256;
    constexpr auto in_all = detail::weight{.parts = 100'000, .bytes = 64'000'000};
    if (!d.merged.empty()) return;
    d.known = d.stored.history.size();
    d.others = others_;
    auto const size = detail::weight{.parts = d.known, .bytes = d.family.bytes};
    if (drafts_.size() >= most || kept_.parts + size.parts > in_all.parts || kept_.bytes + size.bytes > in_all.bytes) forget_drafts();
    kept_ += size;
    auto const id = d.stored.id;
    drafts_.insert_or_assign(id, std::move(d));
}

std::optional<registry::store::draft> registry::store::load_draft(uuid const& id) {
    if (auto known = drafts_.extract(id); !known.empty()) {
        auto const& was = known.mapped();
        kept_.parts -= std::min(kept_.parts, was.known), kept_.bytes -= std::min(kept_.bytes, was.family.bytes);
        if (is_current(known.mapped()) && visible(in_force(known.mapped().stored))) return std::move(known.mapped());
    }
    auto stored = load(id);
    if (!stored) return {};
    std::vector<uuid> path;
    draft d{.stored = std::move(*stored), .merged = merged_into(id, {}, path), .known = 0};
    d.known = d.stored.history.size();
    auto const now = d.as_dossier();
    if (!visible(now)) return {};
    d.family = d.merged.empty() ? d.stored.weight : weight_of_family(id);
    d.merged_into = now.merged_into();
    return d;
}

uuid registry::store::record(draft& d, recording const& r) {
    try {
        check_id(r.options.id, "id");
        if (r.event.kind == event_kind::erased) throw bad_input("erased: nothing is erased by saying so; use erase_person");
        auto const content = r.content ? &*r.content : nullptr;
        auto const known = std::ranges::find_if(d.stored.history,
                                                [&](entry const& e) { return r.options.id && e.id == *r.options.id; });
        if (known != d.stored.history.end()) {
            auto const version = d.stored.versions.find(known->seq);
            auto const same_content = !content || (version != d.stored.versions.end() && same(*content, version->second, options_.law));
            if (!same_content || !same(r.event, known->event))
                throw conflict("event " + to_string(known->id) + " is in the register as entry " +
                               std::to_string(known->seq) + ", with other content");
            return known->id;
        }
        auto const seq = static_cast<int>(d.stored.history.size()) + 1;
        if (r.options.expected_seq && *r.options.expected_seq != seq)
            throw conflict("the new entry was expected to be number " + std::to_string(*r.options.expected_seq) +
                           " and would be " + std::to_string(seq) + "; read the dossier again");
        auto const id = r.options.id ? *r.options.id : detail::make_uuid7();
        append(d, id, r.event, content);
        return id;
    } catch (error& e) {
        if (d.known) e.in(called(d.stored.id, in_force(d.stored)));
        throw;
    }
}

void registry::store::append(draft& d, uuid const& id, event e, comity::request const* content, origin const* origin,
                             std::span<detail::text_place const> erases) {
    auto& history = d.stored.history;
    auto const seq = static_cast<int>(history.size()) + 1;
    auto const now = detail::clock.load()();
    auto const recorded_at = history.empty() ? now : std::max(now, history.back().recorded_at);

    if (content && !e.on) e.on = content->made_on;
    if ((e.kind == event_kind::merged || e.kind == event_kind::erased) && !e.on) e.on = when(instant(recorded_at).local_date());
    auto added = entry{.seq = seq, .id = id, .recorded_at = recorded_at, .event = std::move(e)};
    check_content(d.stored.id, added, content);
    if (content) {
        auto& version = d.stored.versions.emplace(seq, *content).first->second;
        version.handling = options_.law.handling(content->handling);
        content = &version;
    }
    detail::check_event(added.event, content ? *content : in_force(d.stored), options_.law);
    detail::check_event(added.event, seq, recorded_at);
    if (added.event.corrects != 0) {
        if (auto const problem = correction_problem(history, added.event); !problem.empty())
            throw conflict(std::string(added.event.kind.name()) + ": " + problem);
        check_correction(history, added.event);
    } else if (d.merged_into && added.event.kind != event_kind::erased) {
        throw conflict("it was merged into request " + to_string(*d.merged_into) + "; record it there");
    }

    auto const weight = detail::weight_of(added.event, content, {erases.begin(), erases.end()});
    auto const family = d.family + weight;
    if (added.event.kind != event_kind::retracted && added.event.kind != event_kind::erased) family.check();
    d.family = family;
    if (auto const known = families_.find(d.stored.id); known != families_.end()) known->second += weight;
    if (target_ && target_->id() == d.stored.id) target_.reset();
    auto rows = detail::to_rows(d.stored.id, added, content, origin, erases);
    d.stored.head = detail::link(d.stored.head, detail::form_of_entry(rows));
    rows.event.digest = detail::to_hex(detail::bytes_of(d.stored.head));
    batch_.add(std::move(rows));
    history.push_back(std::move(added));
    if (origin) d.stored.origin = *origin;
    if (history.back().event.corrects != 0 || history.back().event.kind == event_kind::merged) check_result(d, weight);
}

/// What an entry carries: a request if it is a filing or an amendment of it, and then of the same day.
void registry::store::check_content(uuid const& id, entry const& e, comity::request const* content) {
    if (detail::carries_request(e.event, e.seq) != (content != nullptr))
        throw bad_input(content ? "only a filing, or an amendment of entry 1, carries a request"
                                : "an amendment of entry 1 carries the request as it should be");
    if (!content) return;
    comity::check(*content);
    if (!content->made_on)
        throw bad_input("made_on is missing: write the date the request bears, as roughly as it is known (2009-08, 2004)");
    if (e.event.on != content->made_on)
        throw bad_input("on is " + (e.event.on ? to_string(*e.event.on) : "missing") + ", but the request was made on " + to_string(*content->made_on));
    check_related(id, *content);
}

/// Nobody knows a correction before what it corrects.
void registry::store::check_correction(std::span<entry const> history, event const& e) {
    auto const& target = history[static_cast<std::size_t>(e.corrects - 1)];
    auto const first = target.event.known_since.value_or(instant(target.recorded_at).local_date() + days(1));
    if (e.known_since && *e.known_since < first)
        throw bad_input("known_since is " + to_string(*e.known_since) + ", before entry " + std::to_string(e.corrects) +
                        " was known");
}

/// After a correction or a merger: what stands now must hang together. Its events count in the request that it is merged into, and in those that that one is merged into.
void registry::store::check_result(draft& d, detail::weight const& added) {
    auto const now = d.as_dossier();
    if (auto const problem = detail::part_problem(now, now.request()); !problem.empty()) throw bad_input(problem);
    if (auto const into = now.merged_into()) {
        auto const is_new = into != d.merged_into;
        auto last = *into;
        std::size_t steps = 1;
        for (auto next = check_merger(now, last, is_new).merged_into(); next; next = check_merger(now, last, false).merged_into()) {
            if (++steps > detail::most_mergers + 1) throw tampered("it is merged into itself, by way of " + to_string(last));
            last = *next;
        }
        auto const known = families_.find(last);
        auto const all = known == families_.end() ? weight_of_family(last) : known->second + (is_new ? d.family : added);
        if (d.stored.history.back().event.kind != event_kind::retracted || is_new) all.check();
        families_[last] = all;
    }
    d.merged_into = now.merged_into();
}

/// A merger, or a correction in a dossier that was merged: its events count in the other request, which it gives.
comity::dossier const& registry::store::check_merger(comity::dossier const& duplicate, uuid const& into, bool is_new) {
    if (into == duplicate.id()) throw conflict("it cannot be merged into itself");
    drafts_.erase(into);
    if (!target_ || target_->id() != into) {
        auto stored = load(into);
        if (!stored) throw not_found("there is no request " + to_string(into) + " in the register to merge it into");
        target_ = plain(std::move(*stored));
    }
    auto const& target = *target_;
    if (!visible(target)) throw not_found("there is no request " + to_string(into) + " in the register to merge it into");
    if (is_new && target.merged_into())
        throw conflict("request " + to_string(into) + " was itself merged into " + to_string(*target.merged_into()) +
                       "; merge into that one");
    if (is_new && steps_below(duplicate) + 1 > detail::most_mergers)
        throw conflict("it has requests merged into it by way of " + std::to_string(detail::most_mergers) + " others, which is the most; merge the other into this one");
    auto problem = is_new ? detail::difference(duplicate.request(), target.request()) : std::string();
    if (problem.empty()) problem = detail::part_problem(duplicate, target.request());
    if (!problem.empty()) throw conflict("it cannot be the same as " + called(into, target.request()) + ": " + problem);
    return target;
}

comity::dossier registry::store::draft::as_it_was() const {
    auto versions = stored.versions;
    std::erase_if(versions, [&](auto const& v) { return static_cast<std::size_t>(v.first) > known; });
    return comity::dossier(stored.id, {stored.history.begin(), stored.history.begin() + static_cast<std::ptrdiff_t>(known)},
                           std::move(versions), merged);
}

/// What stands now must be in an order in which it can have happened. Most events can be in no other.
void registry::store::finish(draft& d) {
    auto const added = std::span(d.stored.history).subspan(d.known);
    if (std::ranges::none_of(added, [&](entry const& e) { return detail::may_break_order(e.event, options_.law); })) return;
    try {
        auto const before = d.known ? std::optional(d.as_it_was()) : std::nullopt;
        detail::check_order(before ? &*before : nullptr, d.as_dossier(), options_.law);
    } catch (error& e) {
        if (d.known) e.in(called(d.stored.id, in_force(d.stored)));
        throw;
    }
}

}  // namespace comity::v0
