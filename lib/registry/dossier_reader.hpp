// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cursor.hpp"
#include "entry_form.hpp"
#include "limits.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace comity::inline v0::detail {

/// The rows of one dossier, in the order of its entries.
struct dossier_rows {
    std::string request_id{};
    std::vector<entry_rows> entries{};
};

/// A dossier as the register holds it: without those merged into it.
struct stored_dossier {
    uuid id{};
    std::vector<entry> history{};
    std::map<int, request> versions{};
    std::optional<comity::origin> origin{};
    std::vector<text_place> erased{};
    sha256_bytes head = no_digest;  ///< digest of the last entry
    detail::weight weight{};        ///< of all of it; where it was read whole
};

/// A value that this release would not write; a later one may.
struct unreadable : tampered { using tampered::tampered; };

/// Reads dossiers in the order of their ids: one cursor for each table, merged by the key that they share. Throws tampered for
/// entries that are missing and rows that belong to none.
class dossier_reader {
public:
    dossier_reader(database&, condition const&, depth);

    /// From the first again, for these values of what the condition asks for, in its order.
    void start(std::vector<std::string> const& texts);
    /// `spare`: one that is not needed any more, whose memory is used again.
    std::optional<dossier_rows> next(dossier_rows spare = {});

private:
    template <class F> void each_cursor(F f) {
        f(events_), f(requests_);
        if (texts_) f(*texts_);
    }

    cursor<event_row> events_;
    cursor<request_row> requests_;
    std::optional<cursor<text_row>> texts_{};  ///< none: heads only
};

/// What the rows say; checked, where it is read whole, against the digests of the chain and the commitments to texts.
/// Throws tampered for what the library cannot have written, naming the dossier and the entry (unreadable for a value); unsupported for a
/// kind of event that this law does not know.
stored_dossier decode(dossier_rows const&, law const&, depth);

/// The value, without those merged into it. Throws tampered for a correction that corrects nothing.
comity::dossier plain(stored_dossier);

/// The digest of the last entry, computed anew from the rows. Throws tampered where a row has another than follows.
sha256_bytes check_chain(dossier_rows const&);

/// Where the seals' own dossier and everything else begin: ids are greater than these.
inline std::string after_seals() { return to_string(uuid{}); }

/// Cuts the ids behind `after` into runs of some thousand entries, and calls f(after, upto) for each in order. By runs, since not every
/// database hands out a result bit by bit.
template <class F> void id_ranges(database& db, condition const& which, std::string after, F f) {
    constexpr std::size_t rows = 5000;
    std::string id;
    auto texts = named_texts{{"after", ""}};
    texts.insert(texts.end(), which.texts.begin(), which.texts.end());
    auto const next = db.rows("select request_id from event where request_id > :after" + (which.sql.empty() ? "" : " and " + which.sql) +
                              " order by request_id, seq limit 1 offset " + std::to_string(rows), std::move(texts), {&id});
    for (bool last = false; !last;) {
        next->start({after});
        last = true;
        while (next->next()) last = false;
        auto const upto = last ? std::string("\xF4\x8F\xBF\xBF") : id;  // the last character that there is
        f(after, upto);
        after = upto;
    }
}

/// The requests of which some version matches, as far as an index can tell; `query::matches` has the last word.
condition candidates(query const&);

/// The condition of a run, and then of what else is asked for.
inline condition within_range(condition const& which = {}) {
    auto result = condition{"request_id > :after and request_id <= :upto" + (which.sql.empty() ? "" : " and " + which.sql),
                            {{"after", ""}, {"upto", ""}}};
    result.texts.insert(result.texts.end(), which.texts.begin(), which.texts.end());
    return result;
}

/// Dossiers that are read run by run: a condition, and what calls f with the values of what it asks for first, for each run in order.
struct runs {
    condition of_one{};
    std::function<void(std::function<void(std::vector<std::string> const&)> const& f)> each{};
};
/// All that meet the condition but the seals'.
runs runs_of(database&, condition const&);
/// Those of these ids that there are.
runs runs_of(database&, std::set<uuid> const&);

/// Calls f(rows), which may take them, for each dossier of the runs, in the order of ids. The memory of those in `spare` is used again.
template <class F> void pages(database& db, runs const& wanted, depth how, F f, std::vector<dossier_rows>* spare = nullptr) {
    dossier_reader reader(db, wanted.of_one, how);
    auto const used = [&] {
        if (!spare || spare->empty()) return dossier_rows();
        auto one = std::move(spare->back());
        spare->pop_back();
        return one;
    };
    wanted.each([&](std::vector<std::string> const& values) {
        reader.start(values);
        while (auto rows = reader.next(used())) f(*rows);
    });
}

/// The same for many at once: take(work(dossiers)), in order, where the work is done on other threads while this one reads on, and what comes of
/// it is taken on this one. Some thousand rows are in memory for each thread, or one dossier.
template <class Work, class Take> void worked_pages(database& db, runs const& wanted, depth how, Work work, Take take) {
    constexpr std::size_t rows_at_most = 4000;
    using batch = std::vector<dossier_rows>;
    struct done {
        decltype(work(batch())) result;
        batch rows;
    };
    auto const threads = std::clamp(std::thread::hardware_concurrency(), 1u, 4u);
    std::deque<std::future<done>> pending;
    batch spare;  // to be filled again; and freed by no thread but the one that made them, which another would wait for
    auto const take_first = [&] {
        auto first = pending.front().get();
        pending.pop_front();
        spare.insert(spare.end(), std::move_iterator(first.rows.begin()), std::move_iterator(first.rows.end()));
        take(std::move(first.result));
    };
    batch next;
    std::size_t rows_read = 0;
    pages(db, wanted, how, [&](dossier_rows& rows) {
        rows_read += rows.entries.size();
        next.push_back(std::move(rows));
        if (rows_read < rows_at_most) return;
        pending.push_back(std::async(std::launch::async, [&work, of = std::move(next)]() mutable {
            auto result = work(of);
            return done{std::move(result), std::move(of)};
        }));
        next.clear(), rows_read = 0;
        if (pending.size() > threads) take_first();
    }, &spare);
    while (!pending.empty()) take_first();
    take(work(next));
}

}  // namespace comity::v0::detail
