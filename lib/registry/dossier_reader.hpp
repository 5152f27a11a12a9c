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
/// what the library cannot have written, unsupported for a kind of event that this law does not know.
class dossier_reader {
public:
    dossier_reader(soci::session&, law const&, condition const&, depth);

    void start();
    void start(uuid const& id);  ///< where the condition asks for one
    std::optional<stored_dossier> next();

private:
    void read_events(std::string const& request, stored_dossier&);
    void read_content(std::string const& request, stored_dossier&);

    /// What belongs to events and requests.
    struct parts {
        parts(soci::session&, condition const&);

        cursor<event_text_table> event_texts;
        cursor<concern_table> concerns;
        cursor<request_text_table> request_texts;
        cursor<basis_table> bases;
        cursor<person_table> persons;
        cursor<person_name_table> person_names;
        cursor<offence_table> offences;
        cursor<measure_table> measures;
        cursor<item_table> items;
        cursor<document_table> documents;
        cursor<related_table> related;
    };
    /// Calls f(cursor) for each of them.
    template <class F> void each_part(F f) {
        if (!parts_) return;
        auto& p = *parts_;
        f(p.event_texts), f(p.concerns), f(p.request_texts), f(p.bases), f(p.persons), f(p.person_names), f(p.offences),
            f(p.measures), f(p.items), f(p.documents), f(p.related);
    }

    law const& law_;
    cursor<event_table> events_;
    cursor<request_table> requests_;
    std::optional<parts> parts_{};  ///< none: heads only
};

}  // namespace comity::v0::detail
