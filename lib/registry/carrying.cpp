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
using detail::called;
using detail::carried_dossier;
using detail::plain;
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

/// What came in, for what can be told only when all of it is there. Each in the order of ids.
struct registry::store::arrivals {
    std::vector<uuid> ids{};          ///< that were taken so far
    std::vector<uuid> mergers{};      ///< of these, with something new, and an entry that says that they are the same as another
    std::vector<uuid> here{};         ///< that were here already
    std::vector<uuid> grown{};        ///< of those, with new entries
    std::vector<uuid> passed_over{};  ///< that were not taken
    std::map<uuid, uuid> left{};      ///< of the mergers, what they were merged into, and are not any more
    bool with_origin = false;

    static bool among(std::vector<uuid> const& ids, uuid const& id) { return std::ranges::binary_search(ids, id); }
    bool is_new(uuid const& id) const { return among(ids, id) && !among(here, id); }
};

/// A dossier that comes in, and what is here of it.
struct registry::store::arrival {
    carried_dossier coming{};
    std::optional<detail::dossier_rows> here{};
    std::size_t known() const { return here ? here->entries.size() : 0; }
};

archive_report registry::store::take(detail::archive_reader& from, import_options const& options, progress const& tell) {
    auto const& trusted = options.against;
    std::map<uuid, std::string> passed_over;  // what cannot be taken, as showed only when all was there; and why
    misfits unfit;                            // what showed now
    auto const add = [&] {
        unfit.clear();
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
        auto const hint = std::string(takes_seals ? "" : "; the rest can be had without it (skip_conflicts, --skip-conflicts)");
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
                auto const before = passed_over.find(id);
                if (auto why = before != passed_over.end() ? before->second : conflict_with(a, stored, options); !why.empty()) {
                    if (!skips) throw conflict(why + hint);
                    all.passed_over.push_back(id);
                    result.passed_over.push_back({id, std::move(why)});
                    continue;
                }
                check_arrival(a, std::move(stored), all);
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
        std::set<uuid> changed;
        unfit = check_mergers(all, changed);
        if (!unfit.empty() && !skips) throw bad_input(unfit.front().why + hint);
        for (auto const& id : changed)
            if (all.among(all.here, id) && !all.among(all.grown, id)) result.changed.push_back({.id = id});
        if (all.with_origin) {
            auto twice = check_origins(all);
            if (!twice.empty() && !skips) throw conflict(twice.front().why + hint);
            unfit.insert(unfit.end(), twice.begin(), twice.end());
        }
        if (unfit.empty()) told.all();
        return result;
    };
    struct undone {};
    constexpr int most_rounds = 20;  // two, unless what was passed over makes other things unfit
    archive_report report;
    for (int round = 1;; ++round) {
        try {
            writing([&] {
                report = add();
                if (!unfit.empty() || options.dry_run) throw undone{};
                return true;
            }, locks{.once = true});
        } catch (undone const&) {  // to be tried only, or without what does not fit
        }
        if (unfit.empty()) break;
        if (round == most_rounds) throw bad_input(unfit.front().why + "; and the more is passed over, the more does not fit");
        for (auto& one : unfit) passed_over.emplace(one.id, std::move(one.why));
    }
    if (options.dry_run) return report;
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

/// What is here of it already is to be the beginning of what comes, or the other way round. Else it is another history: says so. Empty, where it is.
std::string registry::store::conflict_with(arrival const& a, stored_dossier const& stored, import_options const& options) const {
    if (!a.here) return {};
    auto const& ours = a.here->entries;
    auto const& theirs = a.coming.rows.entries;
    auto const is = called(stored.id, stored.versions.rbegin()->second);
    if (clearance_ && !seen(detail::decode(*a.here, options_.law, detail::depth::whole), {}))
        return "request " + to_string(stored.id) + " is in the register already, and is not for this clearance";
    auto const common = std::min(ours.size(), theirs.size());
    for (std::size_t i = 0; i < common; ++i)
        if (ours[i].event.digest != theirs[i].event.digest) {
            auto const said = [](detail::event_row const& e) { return e.kind + (e.happened.empty() ? "" : " (" + e.happened + ")"); };
            auto const here = said(ours[i].event), there = said(theirs[i].event);
            return is + " is in the register with another history: entry " + std::to_string(i + 1) +
                   (here == there ? " is " + here + " on both sides, but says something else, or was recorded at another time" : " is " + here + " here, and " + there + " there");
        }
    if (options.erase || theirs.size() <= ours.size()) return {};
    for (std::size_t i = 0; i < common; ++i)
        if (ours[i].texts && ours[i].texts->content != theirs[i].texts->content)
            return is + ": names or texts of entry " + std::to_string(i + 1) + " were erased there and are here; they go here too where that is asked for (erase, --erase)";
    return {};
}

/// Throws bad_input for what could not have been recorded. Notes whether something new is merged, or corrected where something was.
void registry::store::check_arrival(arrival const& a, stored_dossier stored, arrivals& all) {
    auto const common = std::min(a.known(), a.coming.rows.entries.size());
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
        auto const mergers_in = [](std::span<entry const> some) { return std::ranges::any_of(some, [](entry const& e) { return e.event.kind == event_kind::merged; }); };
        if (entries.size() == common || !mergers_in(entries)) return;
        all.mergers.push_back(d.id());
        if (!mergers_in(entries.first(common))) return;
        auto versions = d.versions();
        std::erase_if(versions, [&](auto const& v) { return static_cast<std::size_t>(v.first) > common; });
        auto const before = comity::dossier(d.id(), {entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(common)}, std::move(versions)).merged_into();
        if (before && before != d.merged_into()) all.left.emplace(d.id(), *before);
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

std::string registry::store::named(uuid const& id) { return called(id, plain(*load(id)).request()); }

/// Where a request leads by mergers, as far as that is into what came in; and what matters of it on the way.
struct registry::store::way_up {
    std::set<std::tuple<request_kind, state_code, state_code>> asked{};  ///< in all versions
    bool visible = true;
    std::optional<uuid> into{};
    uuid last{};
    std::size_t steps = 0;  ///< up to that one
    uuid misfit{};          ///< the first on the way, this one included, whose merger does not fit
    std::string why{};      ///< empty: all do
};

/// Of what came in and is merged, or was, and of all that is above it. What is merged is merged into something that came in too, up to the last, so that nobody's requests
/// grow by those of others; into what it can be the same as; and not into itself by way of others, nor by way of more than a reader follows.
std::map<uuid, registry::store::way_up> registry::store::ways_up(arrivals const& all) {
    std::map<uuid, way_up> ways;
    auto const look = [&](uuid const& id) {
        auto const d = plain(*load(id));
        auto way = way_up{.visible = visible(d.request()), .into = d.merged_into(), .last = id};
        for (auto const& [_, r] : d.versions()) way.asked.emplace(r.kind, r.requesting, r.requested);
        return way;
    };
    auto const problem = [&](uuid const& id, way_up const& way, way_up const& above) -> std::string {
        if (way.steps > detail::most_mergers) return "it is merged by way of more than " + std::to_string(detail::most_mergers) + " others";
        if (!all.among(all.mergers, id)) return {};  // its own merger was here already
        if (!above.visible) return "there is no request " + to_string(*way.into) + " in the register to merge it into";
        if (std::ranges::none_of(way.asked, [&](auto const& one) { return above.asked.contains(one); }))
            return "it cannot be the same as " + named(*way.into) + ", which it is merged into: " +
                   detail::difference(plain(*load(id)).request(), plain(*load(*way.into)).request());
        return {};
    };
    auto from = all.mergers;
    for (auto const& [_, into] : all.left) from.push_back(into);
    for (auto const& id : from) {
        std::vector<uuid> path;
        auto next = std::optional(id);
        for (; next && all.among(all.ids, *next) && !ways.contains(*next); next = ways.at(*next).into) {
            ways.emplace(*next, look(*next));
            path.push_back(*next);
        }
        auto const circle = next ? std::ranges::find(path, *next) : path.end();
        for (auto at = path.end(); at != path.begin();) {
            auto& way = ways.at(*--at);
            if (!way.into) continue;
            auto const into = to_string(*way.into);
            if (at >= circle) {
                way.why = "it is merged into itself, by way of " + into;
            } else if (!all.among(all.ids, *way.into)) {
                way.why = "it is merged into request " + into +
                          (all.among(all.passed_over, *way.into) ? ", which was passed over" : ", which is not in the archive; requests come with those that they are merged with, here or there");
            } else {
                auto const& above = ways.at(*way.into);
                way.last = above.last, way.steps = above.steps + 1;
                way.misfit = above.misfit, way.why = above.why;
                if (!way.why.empty()) continue;
                way.why = problem(*at, way, above);
            }
            way.misfit = *at;
        }
    }
    return ways;
}

/// Whether what came in fits with what it is merged with: each by its way, and then all that are one request now. `changed`: those of whose duplicates something new is told, or
/// into which something was merged, or is not any more.
registry::store::misfits registry::store::check_mergers(arrivals const& all, std::set<uuid>& changed) {
    auto const ways = ways_up(all);
    misfits unfit, with_them;
    for (auto const& id : all.mergers) {
        auto const& way = ways.at(id);
        if (way.why.empty()) continue;
        if (way.misfit == id) unfit.push_back({id, named(id) + ": " + way.why});
        else with_them.push_back({id, named(id) + ": it is merged with " + named(way.misfit) + ", which does not fit: " + way.why});
    }
    for (auto const& [id, into] : all.left) {
        auto const& way = ways.at(id);
        auto const above = ways.find(into);
        if (!way.why.empty() || (above != ways.end() && above->second.why.empty())) continue;
        with_them.push_back({id, named(id) + ": it is not merged any more into request " + to_string(into) +
                                     (above == ways.end() ? ", which does not come with it" : ", which does not fit: " + above->second.why)});
    }
    unfit.insert(unfit.end(), with_them.begin(), with_them.end());
    if (!unfit.empty()) return unfit;  // the rest shows when these are gone

    std::map<uuid, std::vector<uuid>> families;  // by the last: what is new in them
    for (auto const& id : all.grown) families[ways.contains(id) ? ways.at(id).last : id];
    auto const change = [&](std::optional<uuid> next) {
        for (; next && changed.insert(*next).second;) next = ways.at(*next).into;
    };
    for (auto const& id : all.mergers) {
        families[ways.at(id).last].push_back(id);
        change(ways.at(id).into);
    }
    for (auto const& [_, into] : all.left) change(into);
    for (auto& [last, members] : families) try {
            if (duplicates_of(last).empty()) continue;
            if (!all.among(members, last) && (all.is_new(last) || all.among(all.grown, last))) members.push_back(last);
            auto stored = load(last);
            auto weight = stored->weight;
            checked_family(plain(std::move(*stored)), weight, 0);
        } catch (bad_input const& e) {
            for (auto const& id : members)
                unfit.push_back({id, named(id) + ": it does not fit with those that it is merged with: " + e.what()});
        }
    return unfit;
}

/// With all that are merged into it now. Throws bad_input where they concern what it has not, or together are more than a request can be.
comity::dossier registry::store::checked_family(comity::dossier base, detail::weight& weight, std::size_t steps) {
    auto const refuse = [&](std::string const& problem) { throw bad_input(called(base.id(), base.request()) + ": " + problem); };
    weight.check();
    if (steps > detail::most_mergers) refuse("it is merged by way of more than " + std::to_string(detail::most_mergers) + " others");
    std::vector<comity::dossier> merged;
    for (auto const& one : duplicates_of(base.id())) {
        auto stored = load(one);
        auto const its = stored->weight;
        auto d = plain(std::move(*stored));
        if (d.merged_into() != base.id()) continue;  // it was, once
        weight += its;
        if (visible(d)) merged.push_back(checked_family(std::move(d), weight, steps + 1));
    }
    if (merged.empty()) return base;
    auto all = comity::dossier(base.id(), base.history(), base.versions(), std::move(merged));
    if (auto const problem = detail::part_problem(all, all.request()); !problem.empty()) refuse(problem);
    return all;
}

/// A row of another register became one request. What is here keeps it.
registry::store::misfits registry::store::check_origins(arrivals const& all) {
    std::string id, source, key;
    std::map<std::pair<std::string, std::string>, std::set<uuid>> of_row;
    soci::statement twice = (view().session().prepare << "select r.request_id, r.origin_source, r.origin_key from request r join (select origin_source, origin_key from request "
                             "where origin_source <> '' group by origin_source, origin_key having count(distinct request_id) > 1) twice "
                             "on twice.origin_source = r.origin_source and twice.origin_key = r.origin_key where r.origin_source <> ''",
                             soci::into(id), soci::into(source), soci::into(key));
    twice.execute();
    while (twice.fetch()) of_row[{source, key}].insert(detail::id_in_row(id, "request"));
    misfits unfit;
    for (auto const& [row, requests] : of_row) {
        auto const kept = std::ranges::find_if(requests, [&](uuid const& one) { return !all.is_new(one); });
        for (auto const& one : requests) {
            if (!all.is_new(one)) continue;
            auto const& other = kept != requests.end() ? *kept : *requests.begin() != one ? *requests.begin() : *std::next(requests.begin());
            unfit.push_back({one, named(one) + ": row " + detail::quoted(row.second) + " of " + detail::quoted(row.first) + " would be in the register as two requests" +
                                      (clearance_ ? "" : "; the other is " + to_string(other))});
        }
    }
    return unfit;
}

}  // namespace comity::v0
