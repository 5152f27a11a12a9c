// SPDX-License-Identifier: Apache-2.0
#include "store.hpp"

#include "clock.hpp"
#include "entry_rules.hpp"
#include "sqlite.hpp"
#include "uuid7.hpp"

#include <algorithm>
#include <chrono>

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

using detail::dossier_reader;
using detail::stored_dossier;

namespace {

/// How a message calls a dossier.
std::string called(uuid const& id, request const& r) {
    return "request " + to_string(id) + (r.reference.empty() ? "" : " (" + detail::quoted(r.reference) + ")");
}

/// What is asked for, as it was last amended.
request const& in_force(stored_dossier const& d) {
    auto const retracted = [&](int seq) {
        return std::ranges::any_of(d.history, [&](entry const& e) {
            return e.event.kind == event_kind::retracted && e.event.corrects == seq;
        });
    };
    auto version = d.versions.rbegin();
    while (version->first != 1 && retracted(version->first)) ++version;
    return version->second;
}

comity::dossier plain(stored_dossier d) {
    try {
        return comity::dossier(d.id, std::move(d.history), std::move(d.versions));
    } catch (error const& e) {  // a correction that corrects nothing
        throw tampered("dossier " + to_string(d.id) + ": " + e.what());
    }
}

uuid id_in_row(std::string const& text, char const* table) {
    try {
        return parse_uuid(text);
    } catch (bad_input const& e) {
        throw tampered(std::string("table ") + table + ": " + e.what());
    }
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

/// The same event, where the register fills in a date that was left out.
bool same(event given, event const& recorded) {
    auto const filled_in = recorded.kind == event_kind::filed || recorded.kind == event_kind::merged;
    if (!given.on && filled_in) given.on = recorded.on;
    return given == recorded;
}

/// The requests of which some version matches, as far as an index can tell; `query::matches` has the last word.
detail::condition candidates(query const& q) {
    if (q.other && !q.state) throw bad_input("query: other goes with state; name both");
    detail::condition result;
    std::string terms;
    auto const term = [&](char const* sql, char const* name, std::string text) {
        (terms += terms.empty() ? "" : " and ") += sql;
        result.texts.emplace_back(name, std::move(text));
    };
    if (q.requesting) term("requesting = :requesting", "requesting", to_string(*q.requesting));
    if (q.requested) term("requested = :requested", "requested", to_string(*q.requested));
    if (q.state) term("(requesting = :state or requested = :state)", "state", to_string(*q.state));
    if (q.other) term("(requesting = :other or requested = :other)", "other", to_string(*q.other));
    if (q.kind) term("kind = :kind", "kind", std::string(to_string(*q.kind)));
    if (q.reference) {
        detail::check_text(*q.reference);
        // An empty reference is in no index, and in most rows.
        term(
            q.reference->empty()
                ? "(reference = :reference or requested_reference = :reference)"
                : "(reference = :reference and reference <> '' or requested_reference = :reference and requested_reference <> '')",
            "reference", *q.reference);
    }
    if (!terms.empty()) result.sql = "where request_id in (select request_id from request where " + terms + ")";
    return result;
}

}  // namespace

struct registry::store::inserters {
    detail::inserter<detail::event_table> event;
    detail::inserter<detail::event_text_table> event_text;
    detail::inserter<detail::concern_table> concern;
    detail::inserter<detail::request_table> request;
    detail::inserter<detail::request_text_table> request_text;
    detail::inserter<detail::basis_table> basis;
    detail::inserter<detail::person_table> person;
    detail::inserter<detail::person_name_table> person_name;
    detail::inserter<detail::offence_table> offence;
    detail::inserter<detail::measure_table> measure;
    detail::inserter<detail::item_table> item;
    detail::inserter<detail::document_table> document;
    detail::inserter<detail::related_table> related;
    detail::inserter<detail::origin_table> origin;
};

registry::store::store(std::unique_ptr<soci::session> session, open_options options)
    : session_(std::move(session)), options_(std::move(options)), insert_(std::make_unique<inserters>()) {}
registry::store::~store() = default;

// ---- transactions ---------------------------------------------------------------------------------------------------

/// After a failure: a statement that was left in the middle would hold its view of the register.
void registry::store::forget_statements() {
    by_id_.reset();
    duplicates_.reset();
    insert_ = std::make_unique<inserters>();
}

template <class F> auto registry::store::writing(F f) {
    if (options_.access == access::read_only) throw unsupported("the register was opened for reading only");
    if (in_transaction_)
        throw unsupported(
            "the register cannot be written to from within each(); collect what to write, and write it after");
    struct flag {
        bool& is;
        explicit flag(bool& b) : is(b) { is = true; }
        ~flag() { is = false; }
    } const within(in_transaction_);
    bool begun = false;
    auto const undo = [&]() noexcept {
        try {
            forget_statements();
            if (begun) *session_ << "rollback";
        } catch (...) {  // the first failure is the one to report; what is not committed goes with the connection
        }
    };
    try {
        detail::sqlite::begin_writing(*session_);
        begun = true;
        auto result = f();
        *session_ << "commit";
        return result;
    } catch (soci::soci_error const& e) {
        auto const problem = detail::sqlite::explain(*session_, e);
        undo();
        throw problem;
    } catch (...) {
        undo();
        throw;
    }
}

/// One view of the register throughout.
template <class F> auto registry::store::reading(F f) {
    if (in_transaction_) return f();
    struct view {
        store& s;
        explicit view(store& of) : s(of) {
            *s.session_ << "begin";
            s.in_transaction_ = true;
        }
        ~view() {
            s.in_transaction_ = false;
            try {
                *s.session_ << "rollback";
            } catch (...) {  // nothing was written
            }
        }
    };
    try {
        view const within(*this);
        try {
            return f();
        } catch (soci::soci_error const& e) {
            throw detail::sqlite::explain(*session_, e);
        }
    } catch (soci::soci_error const& e) {
        throw detail::sqlite::explain(*session_, e);
    } catch (error const&) {
        forget_statements();
        throw;
    }
}

// ---- reading --------------------------------------------------------------------------------------------------------

std::optional<stored_dossier> registry::store::load(uuid const& id) {
    if (!by_id_)
        by_id_ = std::make_unique<dossier_reader>(
            *session_, options_.law, detail::condition{"where request_id = :id", {{"id", ""}}}, detail::depth::whole);
    by_id_->start(id);
    auto result = by_id_->next();
    if (result) by_id_->next();  // to the end: throws for rows that belong to nothing
    return result;
}

struct registry::store::duplicate_query {
    std::string of{}, found{};
    soci::statement statement;

    explicit duplicate_query(soci::session& session)
        : statement(
              (session.prepare << "select distinct request_id from event where other_id = :id order by request_id",
               soci::use(of, "id"), soci::into(found))) {}
};

/// Those that have, or once had, an entry saying that they are the same as this one.
std::vector<uuid> registry::store::duplicates_of(uuid const& id) {
    if (!duplicates_) duplicates_ = std::make_unique<duplicate_query>(*session_);
    duplicates_->of = to_string(id);
    std::vector<uuid> result;
    duplicates_->statement.execute(false);
    while (duplicates_->statement.fetch()) result.push_back(id_in_row(duplicates_->found, "event"));
    return result;
}

std::vector<comity::dossier> registry::store::merged_into(uuid const& id, std::optional<cutoff> const& known_on,
                                                          std::vector<uuid>& path) {
    std::vector<comity::dossier> result;
    path.push_back(id);
    for (auto const& duplicate : duplicates_of(id)) {
        auto stored = load(duplicate);
        auto base = stored ? std::optional(plain(std::move(*stored))) : std::nullopt;
        if (base && known_on) base = base->known_on(*known_on);
        if (!base || base->merged_into() != id) continue;
        if (std::ranges::find(path, duplicate) != path.end() || path.size() > 1000)
            throw tampered("dossier " + to_string(duplicate) + " is merged into itself, by way of " + to_string(id));
        auto inner = merged_into(duplicate, known_on, path);
        result.push_back(inner.empty()
                             ? std::move(*base)
                             : comity::dossier(duplicate, base->history(), base->versions(), std::move(inner)));
    }
    path.pop_back();
    return result;
}

/// A dossier with those merged into it, as known then; none if it was not.
std::optional<comity::dossier> registry::store::as_known(stored_dossier stored, std::optional<cutoff> const& known_on) {
    auto base = std::optional(plain(std::move(stored)));
    if (known_on) base = base->known_on(*known_on);
    if (!base) return {};
    std::vector<uuid> path;
    auto merged = merged_into(base->id(), known_on, path);
    return merged.empty()
               ? std::move(base)
               : std::optional(comity::dossier(base->id(), base->history(), base->versions(), std::move(merged)));
}

comity::dossier registry::store::dossier(uuid const& id, std::optional<cutoff> const& known_on) {
    return reading([&] {
        auto stored = load(id);
        if (!stored) throw not_found("there is no request " + to_string(id) + " in the register");
        auto result = as_known(std::move(*stored), known_on);
        if (!result) throw not_found("request " + to_string(id) + " was not known on " + to_string(*known_on));
        return std::move(*result);
    });
}

/// Whether a merged dossier is seen by itself all the same: what it was merged into was not known yet.
bool registry::store::stands_alone(comity::dossier const& d, std::optional<cutoff> const& known_on) {
    auto passed = std::vector{d.id()};
    for (auto next = d.merged_into(); next;) {
        auto const at = *next;
        if (std::ranges::find(passed, at) != passed.end())
            throw tampered("dossier " + to_string(d.id()) + " is merged into itself, by way of " + to_string(at));
        auto stored = load(at);
        if (!stored)
            throw tampered("dossier " + to_string(passed.back()) + " is merged into " + to_string(at) +
                           ", which is not in the register");
        auto base = std::optional(plain(std::move(*stored)));
        if (known_on) base = base->known_on(*known_on);
        if (!base) return passed.size() == 1;
        passed.push_back(at);
        next = base->merged_into();
    }
    return false;
}

std::vector<uuid> registry::store::find(query const& q, std::optional<cutoff> const& known_on) {
    return reading([&] {
        std::vector<std::pair<std::int64_t, uuid>> found;
        dossier_reader reader(*session_, options_.law, candidates(q), detail::depth::heads);
        reader.start();
        while (auto stored = reader.next()) {
            auto const filed_at = stored->history.front().recorded_at;
            auto d = std::optional(plain(std::move(*stored)));
            if (known_on) d = d->known_on(*known_on);
            if (d && q.matches(d->request())) found.emplace_back(filed_at, d->id());
        }
        std::ranges::sort(found);
        std::vector<uuid> ids;
        for (auto const& [at, id] : found) ids.push_back(id);
        return ids;
    });
}

void registry::store::each(query const& q, std::function<void(comity::dossier const&)> const& f,
                           std::optional<cutoff> const& known_on) {
    reading([&] {
        dossier_reader reader(*session_, options_.law, candidates(q), detail::depth::whole);
        reader.start();
        while (auto stored = reader.next()) {
            auto const d = as_known(std::move(*stored), known_on);
            if (!d || !q.matches(d->request())) continue;
            if (d->merged_into() && !stands_alone(*d, known_on)) continue;
            f(*d);
        }
    });
}

std::map<std::string, uuid> registry::store::imported(std::string_view source) {
    return reading([&] {
        auto const name = std::string(source);
        std::string row_key, id;
        std::map<std::string, uuid> result;
        soci::statement statement =
            (session_->prepare << "select row_key, request_id from origin where source = :source",
             soci::use(name, "source"), soci::into(row_key), soci::into(id));
        statement.execute();
        while (statement.fetch()) result.emplace(row_key, id_in_row(id, "origin"));
        return result;
    });
}

// ---- writing --------------------------------------------------------------------------------------------------------

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
        for (auto const& f : filings) {
            try {
                done(file(f));
            } catch (error& e) {
                if (of > 1) e.in("filing " + std::to_string(ids.size() + 1) + " of " + std::to_string(filings.size()));
                throw;
            }
        }
        std::optional<draft> open;
        for (auto const& r : recordings) {
            try {
                if (!open || open->stored.id != r.request) {
                    if (open) finish(*open);
                    open = load_draft(r.request);
                    if (!open) throw not_found("there is no request " + to_string(r.request) + " in the register");
                }
                done(record(*open, r));
            } catch (error& e) {
                if (of > 1)
                    e.in("recording " + std::to_string(ids.size() - filings.size() + 1) + " of " +
                         std::to_string(recordings.size()));
                throw;
            }
        }
        if (open) finish(*open);
        return ids;
    });
}

uuid registry::store::file(filing const& f) {
    check_id(f.options.id, "id");
    auto const id = f.options.id ? *f.options.id : detail::make_uuid7();
    auto known = f.options.id ? load_draft(id) : std::nullopt;
    try {
        auto d = known ? std::move(*known) : new_draft(f, id);
        if (d.before) confirm(f, d);
        for (std::size_t i = 0; i < f.events.size(); ++i) {
            auto const& r = f.events[i];
            // Without an id of its own, an event of a filing is known by its place.
            if (d.before && !r.options.id) {
                if (i + 1 >= d.stored.history.size() || !same(r.event, d.stored.history[i + 1].event))
                    throw conflict("it is in the register with other events");
                continue;
            }
            record(d, r);
        }
        finish(d);
    } catch (error& e) {
        e.in(called(id, f.request));
        throw;
    }
    return id;
}

registry::store::draft registry::store::new_draft(filing const& f, uuid const& id) {
    draft d{.stored = {.id = id}};
    auto const filed = event{.kind = event_kind::filed,
                             .known_since = f.options.known_since,
                             .source = f.options.source,
                             .note = f.options.note};
    if (f.options.origin)
        for (auto const& other : origins(f.options.origin->source, f.options.origin->row_key))
            throw conflict("row " + detail::quoted(f.options.origin->row_key) + " of " +
                           detail::quoted(f.options.origin->source) + " is in the register already, as request " +
                           to_string(other));
    append(d, id, filed, &f.request);
    if (f.options.origin) insert_->origin(*session_, to_string(id), 1, 1, *f.options.origin);
    return d;
}

/// The same filing again is nothing.
void registry::store::confirm(filing const& f, draft const& d) {
    auto const filed = event{.kind = event_kind::filed,
                             .known_since = f.options.known_since,
                             .source = f.options.source,
                             .note = f.options.note};
    if (d.stored.versions.at(1) != f.request || !same(filed, d.stored.history.front().event))
        throw conflict("this id is in the register with other content; amend that request, or file under another id");
    if (!f.options.origin) return;
    auto const there = origins(f.options.origin->source, f.options.origin->row_key);
    if (std::ranges::find(there, d.stored.id) == there.end())
        throw conflict("this id is in the register with another origin");
}

std::vector<uuid> registry::store::origins(std::string_view source, std::string_view row_key) {
    auto const of = std::string(source), key = std::string(row_key);
    std::string id;
    std::vector<uuid> result;
    soci::statement statement =
        (session_->prepare << "select request_id from origin where source = :source and row_key = :row_key",
         soci::use(of, "source"), soci::use(key, "row_key"), soci::into(id));
    statement.execute();
    while (statement.fetch()) result.push_back(id_in_row(id, "origin"));
    return result;
}

std::optional<registry::store::draft> registry::store::load_draft(uuid const& id) {
    auto stored = load(id);
    if (!stored) return {};
    std::vector<uuid> path;
    draft d{.stored = std::move(*stored), .merged = merged_into(id, {}, path)};
    d.before = d.merged.empty() ? plain(d.stored) : d.as_dossier();
    d.merged_into = d.before->merged_into();
    return d;
}

uuid registry::store::record(draft& d, recording const& r) {
    try {
        check_id(r.options.id, "id");
        auto const content = r.content ? &*r.content : nullptr;
        auto const known = std::ranges::find_if(d.stored.history,
                                                [&](entry const& e) { return r.options.id && e.id == *r.options.id; });
        if (known != d.stored.history.end()) {
            auto const version = d.stored.versions.find(known->seq);
            auto const same_content = !content || (version != d.stored.versions.end() && version->second == *content);
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
        if (d.before) e.in(called(d.stored.id, d.before->request()));
        throw;
    }
}

void registry::store::append(draft& d, uuid const& id, event e, comity::request const* content) {
    auto& history = d.stored.history;
    auto const seq = static_cast<int>(history.size()) + 1;
    auto const now = detail::clock.load()();
    auto const recorded_at = history.empty() ? now : std::max(now, history.back().recorded_at);

    if (detail::carries_request(e, seq) != (content != nullptr))
        throw bad_input(content ? "only a filing, or an amendment of entry 1, carries a request"
                                : "an amendment of entry 1 carries the request as it should be");
    if (content) {
        check(*content);
        if (!content->made_on)
            throw bad_input(
                "made_on is missing: write the date the request bears, as roughly as it is known (2009-08, 2004)");
        if (e.on && e.on != content->made_on)
            throw bad_input("on is " + to_string(*e.on) + ", but the request was made on " +
                            to_string(*content->made_on));
        e.on = content->made_on;
        check_related(d.stored.id, *content);
    }
    if (e.kind == event_kind::merged && !e.on) e.on = when(instant(recorded_at).local_date());
    detail::check_event(e, seq, content ? *content : in_force(d.stored), law(), recorded_at);
    if (e.corrects != 0) check_correction(d, e);
    else if (d.merged_into)
        throw conflict("it was merged into request " + to_string(*d.merged_into) + "; record it there");

    history.push_back({.seq = seq, .id = id, .recorded_at = recorded_at, .event = std::move(e)});
    if (content) d.stored.versions.emplace(seq, *content);
    d.changed = true;
    insert(to_string(d.stored.id), history.back(), content);
    if (history.back().event.corrects != 0 || history.back().event.kind == event_kind::merged) check_result(d);
}

void registry::store::check_correction(draft const& d, event const& e) {
    if (auto const problem = correction_problem(d.stored.history, e); !problem.empty())
        throw conflict(std::string(e.kind.name()) + ": " + problem);
    auto const& target = d.stored.history[static_cast<std::size_t>(e.corrects - 1)];
    // Nobody knows a correction before what it corrects.
    auto const first = target.event.known_since.value_or(instant(target.recorded_at).local_date() + days(1));
    if (e.known_since && *e.known_since < first)
        throw bad_input("known_since is " + to_string(*e.known_since) + ", before entry " + std::to_string(e.corrects) +
                        " was known");
}

/// After a correction or a merger: what stands now must hang together.
void registry::store::check_result(draft& d) {
    auto const now = d.as_dossier();
    if (auto const problem = detail::part_problem(now, now.request()); !problem.empty()) throw bad_input(problem);
    if (now.merged_into()) check_merger(now, now.merged_into() != d.merged_into);
    d.merged_into = now.merged_into();
}

/// A merger, or a correction in a dossier that was merged: its events count in the other request.
void registry::store::check_merger(comity::dossier const& duplicate, bool is_new) {
    auto const into = *duplicate.merged_into();
    if (into == duplicate.id()) throw conflict("it cannot be merged into itself");
    auto stored = load(into);
    if (!stored) throw not_found("there is no request " + to_string(into) + " in the register to merge it into");
    auto const target = plain(std::move(*stored));
    if (is_new && target.merged_into())
        throw conflict("request " + to_string(into) + " was itself merged into " + to_string(*target.merged_into()) +
                       "; merge into that one");
    auto problem = is_new ? detail::difference(duplicate.request(), target.request()) : std::string();
    if (problem.empty()) problem = detail::part_problem(duplicate, target.request());
    if (!problem.empty()) throw conflict("it cannot be the same as " + called(into, target.request()) + ": " + problem);
}

void registry::store::finish(draft& d) {
    if (!d.changed) return;
    try {
        detail::check_order(d.before ? &*d.before : nullptr, d.as_dossier(), law());
    } catch (error& e) {
        if (d.before) e.in(called(d.stored.id, d.before->request()));
        throw;
    }
}

void registry::store::insert(std::string const& request, entry const& e, comity::request const* content) {
    insert_->event(*session_, request, e.seq, 1, e);
    if (!e.event.source.empty() || !e.event.note.empty()) insert_->event_text(*session_, request, e.seq, 1, e.event);
    insert_rows(insert_->concern, request, e.seq, e.event.concerns);
    if (content) insert_content(request, e.seq, *content);
}

void registry::store::insert_content(std::string const& request, int seq, comity::request const& r) {
    insert_->request(*session_, request, seq, 1, r);
    if (!r.urgency_reason.empty() || !r.note.empty()) insert_->request_text(*session_, request, seq, 1, r);
    insert_rows(insert_->basis, request, seq, r.basis);
    insert_rows(insert_->person, request, seq, r.persons);
    std::vector<detail::borne_name> names;
    for (std::size_t p = 0; p < r.persons.size(); ++p)
        for (auto const& name : r.persons[p].names) names.push_back({.person = static_cast<int>(p) + 1, .name = name});
    insert_rows(insert_->person_name, request, seq, names);
    insert_rows(insert_->offence, request, seq, r.offences);
    insert_rows(insert_->measure, request, seq, r.measures);
    insert_rows(insert_->item, request, seq, r.items);
    insert_rows(insert_->document, request, seq, r.documents);
    insert_rows(insert_->related, request, seq, r.related);
}

template <class Inserter, class Rows>
void registry::store::insert_rows(Inserter& insert, std::string const& request, int seq, Rows const& rows) {
    int number = 0;
    for (auto const& row : rows) insert(*session_, request, seq, ++number, row);
}

}  // namespace comity::v0
