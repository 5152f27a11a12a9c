// SPDX-License-Identifier: Apache-2.0
#include "form.hpp"
#include "normal_forms.hpp"
#include "transaction.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <vector>

// What a store reads: dossiers, with those merged into them, as they are known and for whom they are meant.

namespace comity::inline v0 {

using detail::dossier_reader;
using detail::plain;
using detail::stored_dossier;

detail::condition detail::candidates(query const& q) {
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
        // An empty reference is in no index, and in most rows. As it may be spelt: three ways at most.
        static constexpr std::array names{"reference", "spelt", "respelt"};
        std::string in;
        auto const spelt = detail::spellings(*q.reference);
        for (std::size_t i = 0; i < spelt.size(); ++i) {
            (in += in.empty() ? ":" : ", :") += names[i];
            result.texts.emplace_back(names[i], spelt[i]);
        }
        (terms += terms.empty() ? "" : " and ") += q.reference->empty() ? "(reference in (" + in + ") or requested_reference in (" + in + "))"
                                                                        : "(reference in (" + in + ") and reference <> '' or requested_reference in (" + in + ") and requested_reference <> '')";
    }
    if (!terms.empty()) result.sql = "request_id in (select request_id from request where " + terms + ")";
    return result;
}

registry::store::store(std::unique_ptr<detail::database> db, open_options options, std::optional<comity::clearance> clearance)
    : db_(std::move(db)), options_(std::move(options)), clearance_(std::move(clearance)) {}
registry::store::~store() = default;

/// After a failure: a statement that was left in the middle would hold its view of the register.
void registry::store::forget_statements() {
    by_id_.reset();
    duplicates_.reset();
}

detail::database& registry::store::view() {
    db_->look();
    return *db_;
}

bool registry::store::has_entries() {
    int there = 0;
    view().session() << "select cast(count(*) as int) from (select 1 from event limit 1) e", soci::into(there);
    return there > 0;
}

std::optional<detail::dossier_rows> registry::store::rows_of(uuid const& id) {
    flush();
    auto& db = view();
    if (!by_id_)
        by_id_.emplace(db, detail::condition{"request_id = :id", {{"id", ""}}}, detail::depth::whole);
    by_id_->start({to_string(id)});
    auto rows = by_id_->next();
    if (rows) by_id_->next();  // to the end: throws for rows that belong to nothing
    return rows;
}

std::optional<stored_dossier> registry::store::load(uuid const& id) {
    if (id.is_nil()) return {};  // of the seals
    auto const rows = rows_of(id);
    if (!rows) return {};
    return detail::decode(*rows, options_.law, detail::depth::whole);
}

/// Whether the reader may see it.
bool registry::store::visible(request const& r) const { return !clearance_ || clearance_->covers(r.handling); }

bool registry::store::has_hidden_versions(stored_dossier const& d) const {
    return std::ranges::any_of(d.versions, [&](auto const& v) { return !visible(v.second); });
}

std::vector<uuid> registry::store::duplicates_of(uuid const& id) {
    flush();
    auto& session = view().session();
    if (!duplicates_) duplicates_.emplace(session);
    return (*duplicates_)(id);
}

std::vector<comity::dossier> registry::store::merged_into(uuid const& id, std::optional<cutoff> const& known_on,
                                                          std::vector<uuid>& path) {
    std::vector<comity::dossier> result;
    path.push_back(id);
    for (auto const& duplicate : duplicates_of(id)) {
        auto stored = load(duplicate);
        auto base = stored ? seen(std::move(*stored), known_on) : std::nullopt;
        if (!base || base->merged_into() != id) continue;
        auto const circle = std::ranges::find(path, duplicate) != path.end();
        if (circle && known_on) continue;  // mergers that were taken back since may have made one
        if (circle || path.size() > detail::most_mergers + 1)
            throw tampered("dossier " + to_string(duplicate) + " is merged into itself, by way of " + to_string(id));
        auto inner = merged_into(duplicate, known_on, path);
        result.push_back(inner.empty()
                             ? std::move(*base)
                             : comity::dossier(duplicate, base->history(), base->versions(), std::move(inner)));
    }
    path.pop_back();
    return result;
}

/// Of a dossier and those that were ever merged into it. Stops where it is too much.
detail::weight registry::store::weight_of_family(uuid const& id) {
    detail::weight result;
    std::set<uuid> passed;
    for (auto next = std::vector{id}; !next.empty();) {
        auto const one = next.back();
        next.pop_back();
        if (!passed.insert(one).second) continue;
        auto const stored = load(one);
        if (!stored) continue;
        result += stored->weight;
        if (result.parts > detail::most_parts || result.bytes > detail::most_bytes) break;
        auto const duplicates = duplicates_of(one);
        next.insert(next.end(), duplicates.begin(), duplicates.end());
    }
    return result;
}

/// A dossier as known then, without those merged into it, nor versions that this reader may not see; none if it was not known, or if that goes for what is asked now, or was
/// then.
std::optional<comity::dossier> registry::store::seen(stored_dossier stored, std::optional<cutoff> const& known_on) const {
    if (has_hidden_versions(stored)) {
        auto const now = plain(stored);
        if (!visible(now)) return {};
        for (auto& e : stored.history) {
            auto const version = stored.versions.find(e.seq);
            if (version == stored.versions.end() || visible(version->second)) continue;
            e.event.on = now.request().made_on;
            e.event.source.clear(), e.event.note.clear();
            stored.versions.erase(version);
        }
    }
    auto now = plain(std::move(stored));
    if (known_on) return now.known_on(*known_on);
    return now;
}

/// The same, with those merged into it.
comity::dossier registry::store::with_merged(comity::dossier base, std::optional<cutoff> const& known_on) {
    std::vector<uuid> path;
    auto merged = merged_into(base.id(), known_on, path);
    if (merged.empty()) return base;
    return comity::dossier(base.id(), base.history(), base.versions(), std::move(merged));
}

namespace {

/// Mergers are few, and have an index of their own. The bounds hold for every id: without them PostgreSQL takes most rows of a table that has no
/// statistics yet for mergers, and goes through all.
constexpr auto are_mergers = "other_id <> '' and other_id > '' and other_id < 'g'";

}  // namespace

/// Of which another says, or said, that it is the same.
std::set<uuid> registry::store::ids_merged_into() {
    std::string id;
    std::set<uuid> result;
    soci::statement all = (view().session().prepare << "select distinct other_id from event where " << are_mergers, soci::into(id));
    all.execute();
    while (all.fetch()) result.insert(detail::id_in_row(id, "event"));
    return result;
}

comity::dossier registry::store::dossier(uuid const& id, std::optional<cutoff> const& known_on) {
    return reading([&] {
        auto stored = load(id);
        if (!stored) throw not_found("there is no request " + to_string(id) + " in the register");
        auto base = seen(std::move(*stored), known_on);
        if (!base)
            throw not_found(known_on ? "request " + to_string(id) + " was not known on " + to_string(*known_on)
                                     : "there is no request " + to_string(id) + " in the register");
        return with_merged(std::move(*base), known_on);
    });
}

/// Whether a merged dossier is seen by itself all the same: what it was merged into is not seen.
bool registry::store::stands_alone(comity::dossier const& d, std::optional<cutoff> const& known_on) {
    auto passed = std::vector{d.id()};
    for (auto next = d.merged_into(); next;) {
        auto const at = *next;
        if (std::ranges::find(passed, at) != passed.end()) {
            if (known_on) return true;
            throw tampered("dossier " + to_string(d.id()) + " is merged into itself, by way of " + to_string(at));
        }
        auto stored = load(at);
        if (!stored)
            throw tampered("dossier " + to_string(passed.back()) + " is merged into " + to_string(at) +
                           ", which is not in the register");
        auto const base = seen(std::move(*stored), known_on);
        if (!base) return passed.size() == 1;
        passed.push_back(at);
        next = base->merged_into();
    }
    return false;
}

std::vector<uuid> registry::store::find(query const& q, std::optional<cutoff> const& known_on, progress const& tell) {
    return reading([&] {
        detail::reading_told read(tell);
        std::vector<std::pair<std::int64_t, uuid>> found;
        detail::pages(view(), detail::runs_of(view(), detail::candidates(q)), detail::depth::heads, [&](detail::dossier_rows const& rows) {
            read.one_more();
            auto stored = detail::decode(rows, options_.law, detail::depth::heads);
            auto const filed_at = stored.history.front().recorded_at;
            auto const d = seen(std::move(stored), known_on);
            if (d && q.matches(d->request())) found.emplace_back(filed_at, d->id());
        });
        read.all();
        std::ranges::sort(found);
        std::vector<uuid> ids;
        for (auto const& [at, id] : found) ids.push_back(id);
        return ids;
    });
}

void registry::store::each(query const& q, std::function<void(comity::dossier const&)> const& f,
                           std::optional<cutoff> const& known_on, progress const& tell) {
    reading([&] {
        detail::reading_told read(tell);
        auto const merged = ids_merged_into();
        detail::pages(view(), detail::runs_of(view(), detail::candidates(q)), detail::depth::whole, [&](detail::dossier_rows const& rows) {
            read.one_more();
            auto base = seen(detail::decode(rows, options_.law, detail::depth::whole), known_on);
            if (!base) return;
            auto const d = merged.contains(base->id()) ? with_merged(std::move(*base), known_on) : std::move(*base);
            if (!q.matches(d.request())) return;
            if (d.merged_into() && !stands_alone(d, known_on)) return;
            f(d);
        });
        read.all();
    });
}

std::string registry::store::position_now() {
    auto const now = db_->written();
    return std::to_string(now) + ":" + db_->mark_at(now);
}

/// Throws bad_input for a position of another register, or of this one as it was before it was put back.
long long registry::store::since(std::string_view position) {
    if (position.empty()) return 0;
    long long result = 0;
    auto const colon = std::min(position.find(':'), position.size());
    auto const [end, problem] = std::from_chars(position.data(), position.data() + colon, result);
    auto const is_number = problem == std::errc() && end == position.data() + colon && result >= 0 && result <= db_->written();
    if (!is_number || position.substr(colon) != ":" + db_->mark_at(result))
        throw bad_input("the position is not one of this register as it is now; begin anew, with an empty one");
    return result;
}

std::set<uuid> registry::store::written_to(long long since) {
    std::string id;
    std::set<uuid> changed;
    // Not `distinct`, for which SQLite would go through the whole index by id.
    soci::statement written = (view().session().prepare << "select request_id from event where " + db_->written_since(since), soci::into(id));
    written.execute();
    while (written.fetch()) changed.insert(detail::id_in_row(id, "event"));
    changed.erase(uuid{});  // seals
    return merged_with(std::move(changed));
}

/// These, and those that they were ever merged with.
std::set<uuid> registry::store::merged_with(std::set<uuid> ids) {
    if (ids.empty()) return ids;
    std::string id, other;
    // In code, since a recursive query would go through all events while the tables have no statistics.
    std::multimap<uuid, uuid> merged;
    soci::statement mergers = (view().session().prepare << "select request_id, other_id from event where " << are_mergers, soci::into(id), soci::into(other));
    mergers.execute();
    while (mergers.fetch()) {
        auto const one = detail::id_in_row(id, "event"), two = detail::id_in_row(other, "event");
        merged.emplace(one, two), merged.emplace(two, one);
    }
    for (auto next = std::vector(ids.begin(), ids.end()); !next.empty();) {
        auto const [first, last] = merged.equal_range(next.back());
        next.pop_back();
        for (auto at = first; at != last; ++at)
            if (ids.insert(at->second).second) next.push_back(at->second);
    }
    return ids;
}

changes registry::store::changed_since(std::string_view position) {
    return reading([&] {
        auto const from = since(position);
        auto result = changes{.position = position_now()};
        auto changed = written_to(from);
        if (clearance_) std::erase_if(changed, [&](uuid const& of) { return !visible_now_or_since(of, from); });
        result.requests.assign(changed.begin(), changed.end());
        return result;
    });
}

/// Or it was visible, and what was written since may have changed that.
bool registry::store::visible_now_or_since(uuid const& id, long long since) {
    auto stored = load(id);
    if (!stored) return false;
    auto const visible_once = std::ranges::any_of(stored->versions, [&](auto const& v) { return visible(v.second); });
    if (!visible_once || visible(plain(std::move(*stored)))) return visible_once;
    auto const of = to_string(id);
    int versions = 0;
    view().session() << "select cast(count(*) as int) from event where request_id = :id and kind in ('filed', 'retracted') and " + db_->written_since(since),
        soci::use(of, "id"), soci::into(versions);
    return versions > 0;
}

std::map<std::string, uuid> registry::store::imported(std::string_view source) {
    return reading([&] {
        auto const name = std::string(source);
        std::string row_key, id;
        std::map<std::string, uuid> result;
        soci::statement statement =
            (view().session().prepare << "select origin_key, request_id from request where origin_source <> '' and origin_source = :source",
             soci::use(name, "source"), soci::into(row_key), soci::into(id));
        statement.execute();
        while (statement.fetch()) result.emplace(row_key, detail::id_in_row(id, "request"));
        if (!clearance_) return result;
        auto const seen = find({}, {}, {});
        auto const sorted = std::set<uuid>(seen.begin(), seen.end());
        std::erase_if(result, [&](auto const& of) { return !sorted.contains(of.second); });
        return result;
    });
}

void registry::store::check() {
    reading([&] { db_->check(); });
}

void registry::store::backup(std::string const& path, progress const& tell) {
    if (in_transaction_) throw unsupported("the register cannot be backed up from within each() or write()");
    reading([&] { db_->backup(path, tell); });  // one view: else it would begin anew with each entry that others write
}

}  // namespace comity::v0
