// SPDX-License-Identifier: Apache-2.0
#include "dossier_reader.hpp"

#include "entry_rules.hpp"
#include "form.hpp"
#include "quoted.hpp"

#include <algorithm>
#include <limits>

namespace comity::inline v0::detail {

namespace {

std::string entry_number(long long seq) { return "entry " + std::to_string(seq); }

/// Gives the row of an entry to it. Rows of a dossier that was passed over belong to no entry.
template <class Row> void attach(cursor<Row>& rows, dossier_rows& d, std::optional<Row> entry_rows::*member) {
    for (; !rows.at_end() && rows.row().request_id <= d.request_id; rows.advance()) {
        auto& row = rows.row();
        if (row.request_id < d.request_id || row.seq < 1 || row.seq > static_cast<long long>(d.entries.size()))
            throw tampered("dossier " + detail::quoted(row.request_id) + ": " + entry_number(row.seq) +
                           " does not exist, but table " + Row::table + " has a row of it");
        auto& place = d.entries[static_cast<std::size_t>(row.seq - 1)].*member;
        if (place)
            throw tampered("dossier " + detail::quoted(row.request_id) + ": " + entry_number(row.seq) + " has two rows in table " + Row::table);
        place = std::move(row);
    }
}

/// Correct or not, each entry that carries a request has one, with its day; and there are no others. The first is the filing.
void check_whole(stored_dossier const& d) {
    for (auto const& e : d.history)
        if (carries_request(e.event, e.seq) != d.versions.contains(e.seq))
            throw tampered(entry_number(e.seq) + (d.versions.contains(e.seq) ? " carries a request, and is no filing"
                                                                             : " carries no request"));
    auto const& first = d.history.front().event;
    if (first.kind != event_kind::filed || first.corrects != 0) throw tampered("entry 1 is no filing");
    for (auto const& [seq, version] : d.versions)
        if (!version.made_on) throw tampered(entry_number(seq) + ": made_on is missing");
}

/// So that nothing counts to a number that somebody wrote into the database.
void check_concerns(stored_dossier const& d) {
    std::map<subject_kind, request const*> largest;  // looked for once: both events and versions may be many
    auto const version_for = [&](subject_kind kind) {
        auto& found = largest[kind];
        for (auto const& [seq, r] : d.versions)
            if (!found || parts_of(kind, r) > parts_of(kind, *found)) found = &r;
        return found;
    };
    for (auto const& e : d.history)
        for (auto const& s : e.event.concerns) {
            auto const there = largest.find(s.kind);
            auto const& r = *(there == largest.end() ? version_for(s.kind) : there->second);
            if (auto const problem = subject_problem(s, r); !problem.empty()) throw tampered(entry_number(e.seq) + ": " + problem);
        }
}

/// A text is gone because a later entry says so, and then it is gone.
void check_erased(stored_dossier const& d, std::vector<text_place> erases) {
    std::ranges::sort(erases);
    auto gone_places = d.erased;
    std::ranges::sort(gone_places);
    for (auto const& gone : d.erased)
        if (!std::ranges::binary_search(erases, gone))
            throw tampered(entry_number(gone.seq) + ": text " + std::to_string(gone.number) +
                           " was removed, and no entry says that it was erased");
    for (auto const& place : erases)
        if (!std::ranges::binary_search(gone_places, place))
            throw tampered(entry_number(place.seq) + ": text " + std::to_string(place.number) +
                           " was erased, as another entry says, and is there or never was");
}

}  // namespace

dossier_reader::dossier_reader(database& db, condition const& which, depth how) : events_(db, which), requests_(db, which) {
    if (how == depth::whole) texts_.emplace(db, which);
}

void dossier_reader::start(std::vector<std::string> const& texts) {
    each_cursor([&](auto& cursor) { cursor.start(texts); });
}

std::optional<dossier_rows> dossier_reader::next(dossier_rows d) {
    if (events_.at_end()) {
        each_cursor([](auto& cursor) {
            if (!cursor.at_end())
                throw tampered("dossier " + detail::quoted(cursor.row().request_id) + " has no entries, but rows of them");
        });
        return {};
    }
    d.request_id = events_.row().request_id;
    std::size_t count = 0;
    for (; !events_.at_end() && events_.row().request_id == d.request_id; events_.advance()) {
        auto const expected = static_cast<long long>(count) + 1;
        if (events_.row().seq != expected)
            throw tampered("dossier " + detail::quoted(d.request_id) + ": " + entry_number(expected) + " is missing (found number " +
                           std::to_string(events_.row().seq) + ")");
        if (expected > std::numeric_limits<int>::max()) throw tampered("dossier " + detail::quoted(d.request_id) + " is too long");
        if (count == d.entries.size()) d.entries.emplace_back();
        auto& entry = d.entries[count++];
        std::swap(entry.event, events_.row());
        entry.request.reset(), entry.texts.reset();
    }
    d.entries.resize(count);
    attach(requests_, d, &entry_rows::request);
    if (texts_) attach(*texts_, d, &entry_rows::texts);
    return d;
}

runs runs_of(database& db, condition const& which) {
    return {within_range(which), [&db, which](auto const& f) {
                id_ranges(db, which, after_seals(), [&](std::string const& after, std::string const& upto) { f({after, upto}); });
            }};
}

runs runs_of(database& db, std::set<uuid> const& ids) {
    return {{"request_id" + std::string(db.in_list()), {{"list", ""}}}, [&ids](auto const& f) {
                constexpr std::size_t most = 1000;
                std::size_t count = 0;
                std::string list;
                for (auto const& id : ids) {
                    list += (list.empty() ? "[\"" : ",\"") + to_string(id) + "\"";
                    if (++count % most != 0 && count != ids.size()) continue;
                    f({std::exchange(list, {}) + "]"});
                }
            }};
}

sha256_bytes check_chain(dossier_rows const& d) {
    auto head = no_digest;
    sha256_bytes recorded{};
    std::string form;
    for (auto const& rows : d.entries) {
        form.clear();
        append_form_of_entry(form, rows);
        head = link(head, form);
        auto const& digest = rows.event.digest;
        if (digest.size() != 2 * recorded.size() || !read_hex(digest, recorded.data()) || recorded != head)
            throw tampered("dossier " + detail::quoted(d.request_id) + ": " + entry_number(rows.event.seq) +
                           " is not as it was recorded, or one before it was altered, inserted, removed or moved: its digest differs");
    }
    return head;
}

stored_dossier decode(dossier_rows const& d, law const& law, depth how) {
    auto const altered = [&](error const& e) { return tampered("dossier " + detail::quoted(d.request_id) + ": " + e.what()); };
    stored_dossier result;
    std::vector<text_place> erases;
    try {
        result.id = from_form<uuid>(d.request_id);
        result.history.reserve(d.entries.size());
        for (auto const& rows : d.entries) try {
                auto e = from_rows(rows, law, how, result.erased);
                if (!result.history.empty() && e.entry.recorded_at < result.history.back().recorded_at)
                    throw tampered("it was recorded before entry " + std::to_string(result.history.back().seq));
                for (auto const& place : e.erases)
                    if (place.seq >= e.entry.seq) throw tampered("it erases a text of its own or of a later entry");
                if (e.content) result.versions.emplace(e.entry.seq, std::move(*e.content));
                if (e.origin) result.origin = std::move(e.origin);
                if (how == depth::whole) {
                    auto const content = result.versions.find(e.entry.seq);
                    result.weight += weight_of(e.entry.event, content == result.versions.end() ? nullptr : &content->second, e.erases);
                }
                erases.insert(erases.end(), e.erases.begin(), e.erases.end());
                result.history.push_back(std::move(e.entry));
            } catch (error& e) {
                e.in(entry_number(rows.event.seq));
                throw;
            }
        check_whole(result);
        check_concerns(result);
        if (how == depth::whole) check_erased(result, std::move(erases));
    } catch (bad_input const& e) {
        throw unreadable(altered(e).what());
    } catch (tampered const& e) {
        throw altered(e);
    } catch (unsupported& e) {
        check_chain(d);  // an altered word looks like one of another law
        e.in("dossier " + detail::quoted(d.request_id));
        throw;
    }
    if (how != depth::heads) result.head = check_chain(d);
    return result;
}

comity::dossier plain(stored_dossier d) {
    try {
        return comity::dossier(d.id, std::move(d.history), std::move(d.versions));
    } catch (error const& e) {  // a correction that corrects nothing
        throw tampered("dossier " + to_string(d.id) + ": " + e.what());
    }
}

}  // namespace comity::v0::detail
