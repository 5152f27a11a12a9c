// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"
#include "quoted.hpp"
#include "seal_file.hpp"
#include "sealed.hpp"
#include "transaction.hpp"

#include <algorithm>

// Seals, their verification, proofs, and copies of whole registers. EVIDENCE.md is the specification.

namespace comity::inline v0 {

using detail::bytes_of;
using detail::heads_at;
using detail::sealed_row;
using detail::to_hex;

namespace {

/// Whether the heads at these seals, as they lie in table sealed, are those that the seals speak of.
std::vector<bool> roots_hold(detail::database& db, std::span<seal const> seals) {
    std::vector<heads_at> heads;
    for (auto const& s : seals) heads.push_back({s.number});
    detail::each_sealed(db, [&](std::span<sealed_row const> rows) {
        for (auto& h : heads) h.add(rows);
    });
    std::vector<bool> hold;
    for (std::size_t i = 0; i < heads.size(); ++i) hold.push_back(to_hex(bytes_of(heads[i].tree.root())) == seals[i].root);
    return hold;
}

/// Throws tampered where a seal of these does not hold, naming one that comes after one which does: found by halves.
void check_roots(detail::database& db, std::vector<seal> const& seals, std::vector<int> const& numbers) {
    std::vector<seal> wanted;
    for (auto const n : numbers) wanted.push_back(seals[static_cast<std::size_t>(n - 1)]);
    auto const hold = roots_hold(db, wanted);
    auto const failed = std::ranges::find(hold, false);
    if (failed == hold.end()) return;
    auto const at = static_cast<std::size_t>(failed - hold.begin());
    auto good = at == 0 ? 0 : numbers[at - 1], bad = numbers[at];
    while (bad - good > 1) {
        auto const middle = good + (bad - good) / 2;
        (roots_hold(db, {&seals[static_cast<std::size_t>(middle - 1)], 1}).front() ? good : bad) = middle;
    }
    throw tampered("seal " + std::to_string(bad) +
                   ": the history that it covers is not the one that is in the register now, or rows of table sealed were altered");
}

}  // namespace

std::vector<seal> registry::store::seals() {
    auto const rows = rows_of(uuid{});
    return rows ? detail::read_seals(rows->entries) : std::vector<comity::seal>();
}

int registry::store::seals_made() {
    view();
    auto const head = db_->head_of(to_string(uuid{}));
    return head ? static_cast<int>(head->seq) : 0;
}

/// Held against its neighbours alone: the cost of a seal does not grow with their number.
comity::seal registry::store::seal_of(int number) {
    detail::cursor<detail::event_row> events(view(), {"request_id = :id and seq >= cast(:before as bigint) and seq <= cast(:after as bigint)",
                                                      {{"id", to_string(uuid{})}, {"before", std::to_string(number - 1)}, {"after", std::to_string(number + 1)}}});
    std::string before;
    std::optional<comity::seal> found;
    for (events.start({}); !events.at_end(); events.advance()) {
        if (events.row().seq < number) {
            before = events.row().digest;
            continue;
        }
        auto s = detail::read_seal({.event = std::move(events.row())}, found ? found->digest : before);
        if (!found) found = std::move(s);
    }
    if (!found || found->number != number) throw tampered("seal " + std::to_string(number) + " is missing");
    return std::move(*found);
}

seal registry::store::sealed(int number) {
    return reading([&] {
        auto const made = seals_made();
        if (number < 0 || number > made || made == 0)
            throw not_found("the register has " + std::to_string(made) + " seals" + (number ? ", and no number " + std::to_string(number) : ""));
        return seal_of(number == 0 ? made : number);
    });
}

seal registry::store::seal(std::string_view private_key, progress const& tell) {
    return writing([&] {
        detail::reading_told read(tell);
        auto const made = seals_made(), number = made + 1;
        auto const before = made ? std::optional(seal_of(made)) : std::nullopt;
        detail::merkle_tree tree;
        std::int64_t entries = 0, latest = 0;  // when the last of them was recorded, by a clock that may be ahead of this one
        detail::cursor<detail::event_row> events(view(), detail::within_range());
        detail::sealed_reader sealed(view());
        detail::id_ranges(view(), {}, detail::after_seals(), [&](std::string const& after, std::string const& upto) {
            events.start({after, upto});
            sealed.start(after, upto);
            while (!events.at_end()) {
                sealed_row head{.seal = number};
                auto const id = events.row().request_id;
                auto const known = sealed.of(id);
                for (; !events.at_end() && events.row().request_id == id; events.advance()) {
                    head.request_id = id, head.seq = events.row().seq, head.digest = events.row().digest;
                    latest = std::max<std::int64_t>(latest, events.row().recorded_at);
                    // A seal cannot be taken back: nothing is sealed over a chain that was written anew.
                    if (!known.empty() && known.back().seq == head.seq && known.back().digest != head.digest)
                        throw tampered("dossier " + detail::quoted(id) + ": entry " + std::to_string(head.seq) +
                                       " is not the one that was sealed (seal " + std::to_string(known.back().seal) + ")");
                }
                read.one_more();
                tree.add(detail::leaf_of(head.request_id, head.seq, head.digest));
                entries += head.seq;
                if (!known.empty() && known.back().seq > head.seq)
                    throw tampered("dossier " + detail::quoted(head.request_id) + ": entry " + std::to_string(head.seq + 1) +
                                   " is missing: seal " + std::to_string(known.back().seal) + " covers it");
                if (known.empty() || known.back().seq < head.seq) batch_.sealed.push_back(std::move(head));
            }
            sealed.finish();
            if (batch_.is_full()) flush();
        });
        read.all();
        auto const now = detail::clock.load()();
        detail::entry_rows row{.event = {.request_id = to_string(uuid{}),
                                         .seq = number,
                                         .event_id = to_string(detail::make_uuid7()),
                                         .recorded_at = std::max({now, latest, before ? before->sealed_at : 0}),
                                         .kind = "sealed",
                                         .body = detail::seal_body(to_hex(bytes_of(tree.root())), tree.size(), entries)}};
        comity::seal s{.form = detail::form_of_entry(row), .before = before ? before->digest : ""};
        s.digest = row.event.digest = detail::digest_of(s);
        detail::read_seal_form(s);
        if (!private_key.empty()) detail::sign(s, private_key);  // before anything is written: the key may be none
        batch_.add(std::move(row));
        return s;
    });
}

/// What is merged is merged into something that is there, and not into itself.
void registry::store::check_merged(std::map<uuid, uuid> const& into) {
    std::set<uuid> there;
    for (auto const& [id, first] : into) {
        auto const place = "dossier " + to_string(id) + ": ";
        if (!into.contains(first) && there.insert(first).second && !db_->head_of(to_string(first))) throw tampered(place + "it is merged into " + to_string(first) + ", which is not in the register");
        std::size_t steps = 1;
        for (auto next = into.find(first); next != into.end(); next = into.find(next->second))
            if (++steps > detail::most_mergers) throw tampered(place + "it is merged into itself, or by way of more than " + std::to_string(detail::most_mergers) + " others");
    }
}

verification registry::store::verify(comity::seal const* against, progress const& tell) {
    return reading([&] {
        auto const last_id = std::string("g");  // behind every id in hexadecimal digits
        for (auto const* table : {"event", "request", "private_text", "sealed"}) {
            int count = 0;
            // Ids that the runs of `id_ranges` do not reach.
            view().session() << std::string("select cast(count(*) as int) from ") + table + " where request_id is null or request_id = '' or request_id > :last",
                soci::use(last_id, "last"), soci::into(count);
            if (count) throw tampered(std::string("table ") + table + " has rows without a request");
        }
        auto const all = seals();
        verification result{.seals = static_cast<int>(all.size())};
        std::vector<int> wanted;  // of these the roots; of the others the counts tell
        if (against) {
            if (against->number < 1) throw bad_input("the seal to verify against has no number; read it with parse_seal");
            if (against->number > result.seals)
                throw tampered("seal " + std::to_string(against->number) + " is not in the register, which has " + std::to_string(result.seals) +
                               ": its end was cut off, or it is another register's");
            auto const& ours = all[static_cast<std::size_t>(against->number - 1)];
            if (ours.digest != against->digest || ours.form != against->form)
                throw tampered("seal " + std::to_string(against->number) +
                               " is another one in the register: the history was written anew, or it is another register's");
            result.against = against->number;
            if (against->number != result.seals) wanted.push_back(against->number);
        }
        if (!all.empty()) wanted.push_back(result.seals);

        detail::growth grown(all.size());
        detail::merkle_tree heads;
        std::map<uuid, uuid> mergers;
        detail::each_with_sealed(view(), "", [&](detail::dossier_rows const& rows, std::vector<sealed_row> const& at_seals) {
            if (rows.request_id == detail::after_seals()) {
                if (!at_seals.empty()) throw tampered("table sealed has rows of the seals themselves");
                return;
            }
            auto stored = detail::decode(rows, options_.law, detail::depth::whole);
            result.erased_texts += static_cast<std::int64_t>(stored.erased.size());
            auto const d = detail::plain(std::move(stored));
            if (d.merged_into()) mergers.emplace(d.id(), *d.merged_into());
            grown.add(rows, at_seals);
            heads.add(detail::leaf_of(rows.request_id, static_cast<std::int64_t>(rows.entries.size()), rows.entries.back().event.digest));
            ++result.dossiers;
            result.entries += static_cast<std::int64_t>(rows.entries.size());
            if (tell && result.dossiers % 100 == 0) tell(static_cast<std::size_t>(result.dossiers), 0);
        });
        grown.check(all);
        check_roots(view(), all, wanted);
        check_merged(mergers);
        db_->check_layout();
        db_->check();  // an index that leaves something out hides it
        result.unsealed_entries = result.entries - (all.empty() ? 0 : all.back().entries);
        result.root = to_hex(bytes_of(heads.root()));
        if (tell) tell(static_cast<std::size_t>(result.dossiers), static_cast<std::size_t>(result.dossiers));
        return result;
    });
}

proof registry::store::prove(uuid const& id, int seq, bool texts) {
    return reading([&] {
        auto const rows = id.is_nil() ? std::nullopt : rows_of(id);
        auto stored = rows ? std::optional(detail::decode(*rows, options_.law, detail::depth::whole)) : std::nullopt;
        auto const higher = stored && has_hidden_versions(*stored);
        auto const hidden = stored && stored->versions.contains(seq) && !visible(stored->versions.at(seq));
        if (!stored || !seen(std::move(*stored), {})) throw not_found("there is no request " + to_string(id) + " in the register");
        if (hidden || (texts && higher)) throw unsupported("request " + to_string(id) + " was marked higher before; what it was then, and its texts, are shown with a clearance that covers that, too");
        auto const made = seals_made();
        if (made == 0) throw not_found("the register has no seal; make one first");
        proof p{.seal = seal_of(made)};
        auto heads = heads_at{p.seal.number};
        long long sealed_entries = 0;
        detail::each_sealed(view(), [&](std::span<sealed_row const> of_one) {
            auto const own = of_one.front().request_id == rows->request_id;
            if (own) p.leaf = heads.tree.size(), sealed_entries = of_one.back().seq;
            heads.add(of_one, own);
        });
        if (seq < 1 || seq > sealed_entries)
            throw not_found("request " + to_string(id) + ": entry " + std::to_string(seq) + " is not sealed; " + std::to_string(sealed_entries) +
                            " entries are, by seal " + std::to_string(p.seal.number));
        p.leaves = heads.tree.size();
        heads.tree.root();
        for (auto const& hash : heads.tree.paths().front()) p.path.push_back(to_hex(bytes_of(hash)));
        auto const form_of = [&](long long number) { return detail::form_of_entry(rows->entries[static_cast<std::size_t>(number - 1)]); };
        p.entry = form_of(seq);
        if (seq > 1) p.before = rows->entries[static_cast<std::size_t>(seq - 2)].event.digest;
        for (long long later = seq + 1; later <= sealed_entries; ++later) p.after.push_back(to_hex(bytes_of(detail::sha256({form_of(later)}))));
        auto const& own_texts = rows->entries[static_cast<std::size_t>(seq - 1)].texts;
        if (texts && own_texts) p.texts = own_texts->content;
        comity::check(p, p.seal);
        return p;
    });
}

std::size_t registry::store::copy_to(store& to, progress const& tell) {
    auto const copied = reading([&] {
        verify(nullptr, {});
        return to.writing([&] {
            if (to.has_entries()) throw conflict("the register to copy into is not empty");
            if (auto const own = rows_of(uuid{})) {
                detail::read_seals(own->entries);
                for (auto const& rows : own->entries) to.batch_.add(rows);
            }
            std::size_t count = 0;
            detail::each_with_sealed(view(), detail::after_seals(), [&](detail::dossier_rows& rows, std::vector<sealed_row> at_seals) {
                detail::check_chain(rows);
                for (auto& entry : rows.entries) to.batch_.add(std::move(entry));
                for (auto& row : at_seals) to.batch_.sealed.push_back(std::move(row));
                if (to.batch_.is_full()) to.flush();
                if (++count % 100 == 0 && tell) tell(count, 0);
            });
            return count;
        });
    });
    auto const ours = verify(nullptr, {}), theirs = to.verify(nullptr, {});
    if (ours.root != theirs.root || ours.seals != theirs.seals)
        throw storage_error("the copy differs from the register, which was written to meanwhile, or the copy was; make it again");
    if (tell) tell(copied, copied);
    return copied;
}

}  // namespace comity::v0
