// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database.hpp"

#include "registry/dossier_reader.hpp"

// Rows as they lie in the tables, and what a dishonest administrator does with them.

namespace test {

inline comity::detail::dossier_rows rows_of(database const& db, uuid const& id) {
    auto const opened = comity::detail::database::open(db.url(), comity::access::read_only);
    comity::detail::dossier_reader reader(*opened, {"request_id = :id", {{"id", ""}}}, comity::detail::depth::whole);
    reader.start({to_string(id)});
    auto rows = *reader.next();
    while (reader.next()) {}
    return rows;
}

/// After altering rows: computes the digests of the dossier anew.
inline void rewrite_chain(database const& db, uuid const& id) {
    auto head = comity::detail::no_digest;
    for (auto const& e : rows_of(db, id).entries) {
        head = comity::detail::link(head, comity::detail::form_of_entry(e));
        db.tamper("update event set digest = '" + comity::detail::to_hex(comity::detail::bytes_of(head)) + "' where request_id = '" +
                  to_string(id) + "' and seq = " + std::to_string(e.event.seq));
    }
}

}  // namespace test
