// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rows.hpp"

#include <map>
#include <optional>
#include <vector>

namespace comity::inline v0::detail {

/// A dossier as it lies in the tables: without those merged into it.
struct stored_dossier {
    uuid id{};
    std::vector<entry> history{};
    std::map<int, request> versions{};
};

/// How much of a dossier is read.
enum class depth {
    heads,  ///< events, and requests without their persons, measures and texts: enough to search
    whole,
};

/// Reads dossiers in the order of their ids: one cursor for each table, merged by the key that they share. Throws tampered for
/// what the library cannot have written.
class dossier_reader {
public:
    dossier_reader(soci::session&, law const&, condition const&, depth);

    void start();
    void start(uuid const& id);  ///< where the condition asks for one
    std::optional<stored_dossier> next();

private:
    void read_events(std::string const& request, stored_dossier&);
    void read_content(std::string const& request, stored_dossier&);

    law const& law_;
    depth depth_;
    cursor<event_table> events_;
    cursor<event_text_table> event_texts_;
    cursor<concern_table> concerns_;
    cursor<request_table> requests_;
    cursor<request_text_table> request_texts_;
    cursor<basis_table> bases_;
    cursor<person_table> persons_;
    cursor<person_name_table> person_names_;
    cursor<offence_table> offences_;
    cursor<measure_table> measures_;
    cursor<item_table> items_;
    cursor<document_table> documents_;
    cursor<related_table> related_;

    /// Calls f(cursor) for each table that is read beside event and request.
    template <class F> void each_part(F f) {
        if (depth_ == depth::heads) return;
        f(event_texts_), f(concerns_), f(request_texts_), f(bases_), f(persons_), f(person_names_), f(offences_), f(measures_), f(items_),
            f(documents_), f(related_);
    }
};

}  // namespace comity::v0::detail
