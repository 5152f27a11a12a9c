// SPDX-License-Identifier: Apache-2.0
#include "carried.hpp"
#include "clock.hpp"
#include "entry_rules.hpp"
#include "form.hpp"
#include "quoted.hpp"
#include "seal_file.hpp"
#include "sealed.hpp"
#include "transaction.hpp"

#include <algorithm>

// Dossiers that leave a register with their evidence, and that come into one. What comes in is trusted in nothing: chains are computed anew, each
// entry is checked as if it were recorded, but for the order in which things can happen, which was the other register's to check.

namespace comity::inline v0 {

using detail::bytes_of;
using detail::carried_dossier;
using detail::to_hex;

namespace {

/// Seals, and what they are to cover: of a whole register all of it, of some dossiers the proof of each.
class seal_check {
public:
    explicit seal_check(detail::carried_head const& head)
        : whole_(head.whole), seals_(detail::read_seals(head.seals, head.before)), grown_(seals_.size()) {
        if (seals_.empty() ? !head.before.empty() : whole_ ? seals_.front().number != 1 || !head.before.empty() : seals_.size() != 1)
            throw bad_input("the seals of a whole register begin with the first; of some requests there is one");
        for (std::size_t i = 1; i < seals_.size(); ++i)
            if (seals_[i].number != seals_[i - 1].number + 1) throw tampered("seal " + std::to_string(seals_[i - 1].number + 1) + " is missing");
        look_at(last());
    }

    /// The history at this seal is to be the one that it was made over. What a seal says of itself is not enough: whoever makes the next one can put another history under both.
    void look_at(int seal) {
        if (seal > 0 && std::ranges::find(heads_, seal, &detail::heads_at::seal) == heads_.end()) heads_.push_back({seal});
    }

    std::vector<seal> const& seals() const { return seals_; }
    int last() const { return seals_.empty() ? 0 : seals_.back().number; }

    /// Throws tampered where the seals cover something else.
    void add(carried_dossier const& d) {
        if (whole_ ? d.proof.has_value() : !d.sealed.empty() || (d.proof && seals_.empty()))
            throw bad_input("an archive of a whole register has what was sealed, and one of some requests has proofs against the seal that it holds");
        grown_.add(d.rows, d.sealed);
        for (auto& h : heads_) h.add(d.sealed);
        if (d.proof) check_proof(d);
    }
    void finish() {
        if (!whole_ || seals_.empty()) return;
        grown_.check(seals_);
        for (auto& h : heads_)
            if (to_hex(bytes_of(h.tree.root())) != seals_[static_cast<std::size_t>(h.seal - 1)].root)
                throw tampered("seal " + std::to_string(h.seal) + " was made over another history than the one that is here");
    }

private:
    void check_proof(carried_dossier const& d) const {
        auto const& p = *d.proof;
        auto const place = "dossier " + detail::quoted(d.rows.request_id) + ": ";
        if (p.entry < 1 || p.entry > static_cast<long long>(d.rows.entries.size())) throw bad_input(place + "the proof is of an entry that is not here");
        std::vector<detail::sha256_bytes> path;
        for (auto const& hash : p.path) path.push_back(detail::parse_sha256(hash));
        auto const leaf = detail::leaf_of(d.rows.request_id, p.entry, d.rows.entries[static_cast<std::size_t>(p.entry - 1)].event.digest);
        auto const root = detail::root_from_path(leaf, p.leaf, seals_.front().dossiers, path);
        if (!root || to_hex(bytes_of(*root)) != seals_.front().root)
            throw tampered(place + "it was not in the register that seal " + std::to_string(last()) + " covers as it is here");
    }

    bool whole_;
    std::vector<seal> seals_;
    detail::growth grown_;
    std::vector<detail::heads_at> heads_{};
};

/// All begins again, without these requests.
struct without {
    std::set<uuid> requests;
};

/// Of a dossier, the entries that this seal does not cover, or is not shown to.
std::size_t unsealed_entries(carried_dossier const& d, int seal) {
    auto sealed = d.proof ? d.proof->entry : 0;
    for (auto const& row : d.sealed)
        if (row.seal <= seal) sealed = row.seq;
    return d.rows.entries.size() - static_cast<std::size_t>(sealed);
}

/// Throws bad_input for what was recorded later than now.
void check_clock(std::int64_t recorded_at) {
    if (recorded_at > detail::clock.load()() + detail::clock_tolerance)
        throw bad_input("recorded_at is " + to_string(instant(recorded_at)) + ", in the future; one of the two clocks is wrong");
}

}  // namespace

// ---- out ------------------------------------------------------------------------------------------------------------

archive_report registry::store::give(archive_options const& options, detail::archive_writer& to, progress const& tell) {
    return reading([&] {
        archive_report report{.whole = options.of == query{} && !options.requests && !clearance_};
        detail::reading_told told(tell);
        detail::carried_head head{.whole = report.whole};
        auto const own = rows_of(uuid{});
        if (own) {
            head.seals = own->entries;
            if (!report.whole) {
                if (head.seals.size() > 1) head.before = head.seals[head.seals.size() - 2].event.digest;
                head.seals.erase(head.seals.begin(), head.seals.end() - 1);
            }
        }
        seal_check check(head);
        report.seals = check.last();
        to.begin(head);
        auto const give_one = [&](carried_dossier const& d) {
            check.add(d);
            to.add(d);
            told.one_more();
            ++report.requests;
            report.entries += d.rows.entries.size();
            report.unsealed_entries += unsealed_entries(d, report.seals);
            report.proven += d.proof.has_value();
        };
        if (report.whole) {
            detail::each_with_sealed(view(), detail::after_seals(), [&](detail::dossier_rows& rows, std::vector<detail::sealed_row> at_seals) {
                detail::decode(rows, options_.law, detail::depth::whole);
                give_one({.rows = std::move(rows), .sealed = std::move(at_seals)});
            });
            check.finish();
        } else {
            auto const ids = to_give(options);
            constexpr std::size_t at_once = 20'000;  // whose proofs are in memory
            for (auto first = ids.begin(); first != ids.end();) {
                auto const last = std::next(first, static_cast<std::ptrdiff_t>(std::min(at_once, static_cast<std::size_t>(std::distance(first, ids.end())))));
                auto const some = std::set<uuid>(first, last);
                auto proofs = head.seals.empty() ? std::map<std::string, detail::head_proof>() : head_proofs(some, report.seals);
                detail::pages(view(), detail::runs_of(view(), some), detail::depth::whole, [&](detail::dossier_rows& rows) {
                    detail::decode(rows, options_.law, detail::depth::whole);
                    carried_dossier d{.rows = std::move(rows)};
                    if (auto proof = proofs.extract(d.rows.request_id); !proof.empty()) d.proof = std::move(proof.mapped());
                    give_one(d);
                });
                first = last;
            }
        }
        told.all();
        return report;
    });
}

/// Those that are meant, and those that were ever merged with them: one cannot be read without the other.
std::set<uuid> registry::store::to_give(archive_options const& options) {
    std::set<uuid> ids;
    if (options.requests) {
        for (auto const& id : *options.requests) {
            auto stored = load(id);
            auto const d = stored ? seen(std::move(*stored), {}) : std::nullopt;
            if (!d) throw not_found("there is no request " + to_string(id) + " in the register");
            if (options.of.matches(d->request())) ids.insert(id);
        }
    } else {
        for (auto const& id : find(options.of, {}, {})) ids.insert(id);
    }
    auto with_mergers = merged_with(ids);
    if (clearance_)
        for (auto const& id : with_mergers) {
            auto stored = load(id);
            auto const higher = stored && has_hidden_versions(*stored);
            if (!stored || !seen(std::move(*stored), {}))
                throw unsupported("one of the requests was merged with another that is not for this clearance; archive it with one that covers both");
            if (higher) throw unsupported("request " + to_string(id) + " was marked higher before, and an archive has what it was then; archive it with a clearance that covers both");
        }
    return with_mergers;
}

/// The places of these dossiers in the tree of a seal. Which of them it covers.
std::map<std::string, detail::head_proof> registry::store::head_proofs(std::set<uuid> const& ids, int seal) {
    std::vector<std::pair<std::string, detail::head_proof>> proofs;
    auto heads = detail::heads_at{seal};
    detail::each_sealed(view(), [&](std::span<detail::sealed_row const> rows) {
        auto const wanted = ids.contains(detail::id_in_row(rows.front().request_id, "sealed"));
        if (wanted) proofs.emplace_back(rows.front().request_id, detail::head_proof{.entry = rows.back().seq, .leaf = heads.tree.size()});
        heads.add(rows, wanted);
    });
    heads.tree.root();
    std::map<std::string, detail::head_proof> result;
    for (std::size_t i = 0; i < proofs.size(); ++i) {
        for (auto const& hash : heads.tree.paths()[i]) proofs[i].second.path.push_back(to_hex(bytes_of(hash)));
        result.insert(std::move(proofs[i]));
    }
    return result;
}

// ---- in -------------------------------------------------------------------------------------------------------------

/// What came in, for what can be told only when all of it is there.
struct registry::store::arrivals {
    std::vector<uuid> ids{};      ///< in their order
    std::vector<uuid> mergers{};  ///< of these, with entries that say that they are the same as another
    std::vector<uuid> grown{};    ///< of which entries were here already
    std::vector<uuid> here{};     ///< that were here already
    bool with_origin = false;

    bool contain(uuid const& id) const { return std::ranges::binary_search(ids, id); }
};

/// A dossier that comes in, and what is here of it.
struct registry::store::arrival {
    carried_dossier coming{};
    std::optional<detail::dossier_rows> here{};
    std::size_t known() const { return here ? here->entries.size() : 0; }
};

archive_report registry::store::take(detail::archive_reader& from, import_options const& options, progress const& tell) {
    auto const& trusted = options.against;
    std::set<uuid> passed_over;  // what cannot be taken, as shows only when all is there
    auto const add = [&] {
        auto const head = from.begin();
        seal_check check(head);
        if (trusted && std::ranges::none_of(check.seals(), [&](auto const& s) { return s.digest == trusted->digest && s.form == trusted->form; }))
            throw tampered("the archive is not of the register that seal " + std::to_string(trusted->number) + " covers, or was made before or after it");
        for (auto const& s : check.seals()) detail::within("seal " + std::to_string(s.number), [&] { check_clock(s.sealed_at); });
        archive_report result{.whole = head.whole, .seals = check.last()};
        detail::reading_told told(tell);

        auto const there = has_entries();
        auto const own = seals();
        auto const known = own.size() >= check.seals().size() && std::equal(check.seals().begin(), check.seals().end(), own.begin());
        // With its last seal from elsewhere, a copy follows the register that it was made of.
        auto const follows = trusted && trusted->number == result.seals && !own.empty() && own.size() < check.seals().size() && std::equal(own.begin(), own.end(), check.seals().begin());
        auto const takes_seals = head.whole && (!there || follows);
        auto const skips = options.skip_conflicts && !takes_seals;  // who keeps the seals keeps all that they cover
        result.seals_kept = head.whole && result.seals > 0 && (takes_seals || known);
        if (head.whole && follows) check.look_at(static_cast<int>(own.size()));
        auto const seal = trusted ? trusted->number : result.seals;
        if (head.whole) check.look_at(seal);

        std::string last_id;
        arrivals all;
        while (auto d = from.next()) try {
                if (d->rows.request_id <= last_id || d->rows.request_id == detail::after_seals())
                    throw bad_input(d->rows.request_id == last_id ? "the request is there twice" : "requests come in the order of their ids, and the nil id is none");
                last_id = d->rows.request_id;
                auto stored = arrived(d->rows);
                auto const id = stored.id;
                arrival a{.coming = std::move(*d)};
                if (there) a.here = rows_of(id);
                check.add(a.coming);
                if (trusted && !head.whole && !a.coming.proof)
                    throw bad_input("request " + to_string(id) + " is not shown to be in the register that seal " + std::to_string(seal) + " covers; ask for an archive that was made after a seal of it");
                told.one_more();
                ++result.requests;
                result.entries += a.coming.rows.entries.size();
                result.unsealed_entries += unsealed_entries(a.coming, seal);
                result.proven += a.coming.proof.has_value();
                auto const with_origin = stored.origin && !a.here;
                if (with_origin) detail::check_origin(*stored.origin);
                try {
                    if (passed_over.contains(id)) throw conflict("passed over");
                    if (check_arrival(a, std::move(stored), options)) all.mergers.push_back(id);
                } catch (conflict const&) {
                    if (!skips) throw;
                    result.conflicts.push_back(id);
                    continue;
                }
                all.ids.push_back(id);
                if (a.here) all.here.push_back(id);
                if (with_origin) all.with_origin = true;
                if (a.here && a.known() < a.coming.rows.entries.size()) all.grown.push_back(id);
                add_arrival(a, result);
                if (takes_seals)
                    for (auto& row : a.coming.sealed)
                        if (row.seal > static_cast<long long>(own.size())) batch_.sealed.push_back(std::move(row));
                if (batch_.is_full()) flush();
            } catch (storage_error const&) {
                throw;
            } catch (error& e) {
                e.in(from.place());
                throw;
            }
        check.finish();
        if (takes_seals)
            for (auto i = own.size(); i < head.seals.size(); ++i) batch_.add(head.seals[i]);
        flush();
        std::set<uuid> unfit;
        for (auto const& id : check_mergers(all, skips ? &unfit : nullptr))
            if (std::ranges::binary_search(all.here, id) && !std::ranges::binary_search(all.grown, id)) result.changed.push_back({.id = id});
        if (all.with_origin) check_origins(all, skips ? &unfit : nullptr);
        if (!unfit.empty()) throw without{std::move(unfit)};
        told.all();
        return result;
    };
    struct undone { archive_report report; };
    archive_report report;
    for (bool again = true; std::exchange(again, false);) try {
            report = writing([&] {
                auto const done = add();
                if (options.dry_run) throw undone{done};
                return done;
            }, locks{.once = true});
        } catch (undone const& would_be) {
            return would_be.report;
        } catch (without const& these) {
            passed_over.insert(these.requests.begin(), these.requests.end());
            again = true;
        }
    forget_drafts();
    if (options.erase) scrub("what the archive has is recorded, and texts that were erased there are gone from the tables");
    return report;
}

/// What this release cannot read of something that nobody changed is no forgery.
detail::stored_dossier registry::store::arrived(detail::dossier_rows const& rows) const {
    try {
        return detail::decode(rows, options_.law, detail::depth::whole);
    } catch (detail::unreadable const& e) {
        detail::check_chain(rows);
        throw bad_input(e.what());
    }
}

/// What is here of it already is the beginning of what comes, or the other way round. Else it is another history: throws conflict. Throws bad_input for what
/// could not have been recorded. Whether something new is merged, or corrected where something was.
bool registry::store::check_arrival(arrival const& a, stored_dossier stored, import_options const& options) {
    auto const& rows = a.coming.rows;
    auto const common = std::min(a.known(), rows.entries.size());
    if (a.here && clearance_ && !seen(detail::decode(*a.here, options_.law, detail::depth::whole), {}))
        throw conflict("request " + rows.request_id + " is in the register already, and is not for this clearance");
    for (std::size_t i = 0; i < common; ++i)
        if (a.here->entries[i].event.digest != rows.entries[i].event.digest)
            throw conflict("request " + rows.request_id + " is in the register with another history: entry " + std::to_string(i + 1) + " differs");
    if (!options.erase && rows.entries.size() > a.known())
        for (std::size_t i = 0; i < common; ++i)
            if (auto const& ours = a.here->entries[i].texts; ours && ours->content != rows.entries[i].texts->content)
                throw conflict("request " + rows.request_id + ": names or texts of entry " + std::to_string(i + 1) + " were erased there and are here; an import that may erase takes it");
    stored.weight.check();

    auto const& history = stored.history;
    std::set<uuid> event_ids;
    std::map<int, comity::request const*> standing;  // versions that were not retracted so far: the last one is in force
    auto const pass = [&](entry const& e) {
        if (auto const version = stored.versions.find(e.seq); version != stored.versions.end()) standing.emplace(e.seq, &version->second);
        if (e.event.kind == event_kind::retracted && e.event.corrects != 1) standing.erase(e.event.corrects);
    };
    for (std::size_t i = 0; i < common; ++i) event_ids.insert(history[i].id), pass(history[i]);
    for (auto i = common; i < history.size(); ++i) try {
            auto const& e = history[i];
            auto const version = stored.versions.find(e.seq);
            check_clock(e.recorded_at);
            if (e.id.is_nil() || !event_ids.insert(e.id).second) throw bad_input("its id is the nil UUID, or that of another entry");
            check_content(stored.id, e, version == stored.versions.end() ? nullptr : &version->second);
            if (version != stored.versions.end() && options_.law.handling(version->second.handling) != version->second.handling)
                throw bad_input("handling " + detail::quoted(version->second.handling) + " is not how the law in use spells it");
            pass(e);
            detail::check_event(e.event, *standing.rbegin()->second, options_.law);
            detail::check_event(e.event, e.seq, e.recorded_at);
        } catch (error& e) {
            e.in("entry " + std::to_string(i + 1));
            throw;
        }
    try {
        auto const d = comity::dossier(stored.id, std::move(stored.history), std::move(stored.versions));  // throws conflict for a correction that corrects nothing
        auto const entries = std::span(d.history());
        for (auto i = common; i < entries.size(); ++i)
            if (entries[i].event.corrects != 0) check_correction(entries.first(i), entries[i].event);
        if (auto const problem = detail::part_problem(d, d.request()); !problem.empty()) throw bad_input(problem);
        return entries.size() > common && std::ranges::any_of(entries, [](entry const& e) { return e.event.kind == event_kind::merged; });
    } catch (conflict const& e) {
        throw bad_input(e.what());
    }
}

void registry::store::add_arrival(arrival const& a, archive_report& result) {
    auto const& d = a.coming;
    auto const known = a.known();
    if (d.rows.entries.size() <= known) {
        ++result.unchanged;
        return;
    }
    known ? ++result.grown : ++result.added;
    changed_request change{.first = static_cast<int>(known) + 1, .last = static_cast<int>(d.rows.entries.size())};
    for (auto i = known; i < d.rows.entries.size(); ++i) batch_.add(d.rows.entries[i]);
    bool flushed = false;
    for (std::size_t i = 0; i < known; ++i) {  // what was erased there is erased here
        auto const& ours = a.here->entries[i].texts;
        auto const& theirs = d.rows.entries[i].texts;
        if (!ours || ours->content == theirs->content) continue;
        if (!std::exchange(flushed, true)) flush();  // first the entry that allows it
        replace_texts(*theirs);
        change.erased_texts += detail::erased_in(theirs->content) - detail::erased_in(ours->content);
    }
    if (known == 0) return;
    change.id = detail::from_form<uuid>(d.rows.request_id);
    result.erased_texts += change.erased_texts;
    result.changed.push_back(change);
}

/// What is merged is merged into something that the archive has too, so that nobody's requests grow by those of others; that it can be the same as; and not into
/// itself by way of others, nor by way of more than a reader follows. What is not so is `unfit`, if that is asked for. Gives the requests that have others merged into them now, or
/// more than before.
std::set<uuid> registry::store::check_mergers(arrivals const& all, std::set<uuid>* unfit) {
    std::map<uuid, std::size_t> steps;  // to the end of the way
    std::map<uuid, uuid> into_of;
    std::set<uuid> targets;
    auto const merged_into = [&](uuid const& id) {
        auto stored = load(id);
        if (!stored) throw bad_input("it is merged into " + to_string(id) + ", which is not in the register");
        return plain(std::move(*stored)).merged_into();
    };
    auto const in_request = [&](uuid const& id, auto f) {
        try {
            f();
        } catch (storage_error const&) {
            throw;
        } catch (error const& e) {
            if (!unfit) throw bad_input("request " + to_string(id) + ": " + e.what());
            unfit->insert(id);
        }
    };
    for (auto const& id : all.mergers) in_request(id, [&] {
        auto stored = load(id);
        auto const d = plain(std::move(*stored));
        if (!d.merged_into()) return;
        auto const into = into_of[id] = *d.merged_into();
        if (!all.contain(into)) throw bad_input("it is merged into " + to_string(into) + ", which is not in the archive; requests come with those that they are merged with");
        auto const target = check_merger(d, into, false);
        auto const asked = [](comity::request const& r) { return std::tuple(r.kind, r.requesting, r.requested); };
        std::set<decltype(asked(d.request()))> versions;
        for (auto const& [_, version] : target.versions()) versions.insert(asked(version));
        if (std::ranges::none_of(d.versions(), [&](auto const& v) { return versions.contains(asked(v.second)); }))
            throw bad_input("it cannot be the same as " + to_string(into) + ", which it is merged into: " + detail::difference(d.request(), target.request()));
        targets.insert(into);
        std::vector<uuid> way{id};
        auto next = std::optional(into);
        for (; next && !steps.contains(*next); next = merged_into(*next)) {
            if (std::ranges::find(way, *next) != way.end()) throw bad_input("it is merged into itself, by way of " + to_string(*next));
            way.push_back(*next);
            if (way.size() > detail::most_mergers + 1) break;
        }
        std::size_t length = next && steps.contains(*next) ? steps.at(*next) + 1 : 0;
        for (auto at = way.rbegin(); at != way.rend(); ++at) steps.emplace(*at, length++);
        if (length > detail::most_mergers + 1)
            throw bad_input("it is merged by way of more than " + std::to_string(detail::most_mergers) + " others");
    });
    // Nor does what is merged into something unfit come in.
    auto const follow = [&] {
        for (auto more = true; std::exchange(more, false);)
            for (auto const& [id, into] : into_of)
                if (unfit->contains(into) && unfit->insert(id).second) more = true;
    };
    if (unfit && !unfit->empty()) {
        follow();
        return {};
    }
    // What a request that grew now has is what those merged into it speak of.
    targets.insert(all.grown.begin(), all.grown.end());
    for (auto const& id : targets) in_request(id, [&] {
        if (duplicates_of(id).empty()) return;
        weight_of_family(id).check();
        auto stored = load(id);
        auto const d = with_merged(plain(std::move(*stored)), {});
        if (auto const problem = detail::part_problem(d, d.request()); !problem.empty()) throw bad_input(problem);
    });
    if (unfit) follow();
    return targets;
}

/// A row of another register became one request.
void registry::store::check_origins(arrivals const& all, std::set<uuid>* unfit) {
    std::string id, source, key;
    soci::statement twice = (view().session().prepare << "select r.request_id, r.origin_source, r.origin_key from request r join request o on o.origin_source = r.origin_source "
                             "and o.origin_key = r.origin_key and o.request_id <> r.request_id where r.origin_source <> '' and o.origin_source <> ''",
                             soci::into(id), soci::into(source), soci::into(key));
    twice.execute();
    while (twice.fetch())
        if (auto const request = detail::id_in_row(id, "request"); !all.contain(request)) continue;
        else if (unfit) unfit->insert(request);
        else
            throw conflict("row " + detail::quoted(key) + " of " + detail::quoted(source) + " would be in the register as two requests");
}

}  // namespace comity::v0
