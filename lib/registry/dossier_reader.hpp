// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cursor.hpp"
#include "entry_form.hpp"

#include <map>
#include <optional>
#include <string>
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
};

/// Reads dossiers in the order of their ids: one cursor for each table, merged by the key that they share. Throws tampered for
/// entries that are missing and rows that belong to none.
class dossier_reader {
public:
    dossier_reader(soci::session&, condition const&, depth);

    /// From the first again, for these values of what the condition asks for, in its order.
    void start(std::vector<std::string> const& texts);
    std::optional<dossier_rows> next();

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
/// Throws tampered for what the library cannot have written, naming the dossier and the entry; unsupported for a kind of event that
/// this law does not know.
stored_dossier decode(dossier_rows const&, law const&, depth);

/// The value, without those merged into it. Throws tampered for a correction that corrects nothing.
comity::dossier plain(stored_dossier);

/// The digest of the last entry, computed anew from the rows. Throws tampered where a row has another than follows.
sha256_bytes check_chain(dossier_rows const&);

/// Where the seals' own dossier and everything else begin: ids are greater than these.
inline std::string after_seals() { return to_string(uuid{}); }

/// Cuts the ids behind `after` into runs of a thousand dossiers, and calls f(after, upto) for each in order. By runs, since not every
/// database hands out a result bit by bit.
template <class F> void id_ranges(soci::session& session, condition const& which, std::string after, F f) {
    constexpr std::size_t page = 1000;
    std::string id;
    auto texts = which.texts;
    soci::statement next(session);
    next.exchange(soci::into(id));
    next.exchange(soci::use(after, "after"));
    for (auto const& [name, text] : texts) next.exchange(soci::use(text, name));
    next.alloc();
    next.prepare("select request_id from event where seq = 1 and request_id > :after" + (which.sql.empty() ? "" : " and " + which.sql) +
                 " order by request_id limit " + std::to_string(page));
    next.define_and_bind();
    for (bool last = false; !last;) {
        std::size_t count = 0;
        next.execute(false);
        while (next.fetch()) ++count;
        last = count < page;
        auto const upto = last ? std::string("\xF4\x8F\xBF\xBF") : id;  // the last character that there is
        f(after, upto);
        after = upto;
    }
}

/// The condition of a run, and then of what else is asked for.
inline condition within_range(condition const& which = {}) {
    auto result = condition{"request_id > :after and request_id <= :upto" + (which.sql.empty() ? "" : " and " + which.sql),
                            {{"after", ""}, {"upto", ""}}};
    result.texts.insert(result.texts.end(), which.texts.begin(), which.texts.end());
    return result;
}

/// Calls f(rows) for each dossier that meets the condition but the seals', in the order of ids.
template <class F> void pages(soci::session& session, condition const& which, depth how, F f) {
    dossier_reader reader(session, within_range(which), how);
    id_ranges(session, which, after_seals(), [&](std::string const& after, std::string const& upto) {
        reader.start({after, upto});
        while (auto rows = reader.next()) f(*rows);
    });
}

}  // namespace comity::v0::detail
