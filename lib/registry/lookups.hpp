// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/error.hpp>
#include <comity/uuid.hpp>

#include <soci/soci.h>

#include <string>
#include <vector>

// A small question that is asked for each dossier; prepared once.

namespace comity::inline v0::detail {

inline uuid id_in_row(std::string const& text, char const* table) {
    try {
        return parse_uuid(text);
    } catch (bad_input const& e) {
        throw tampered(std::string("table ") + table + ": " + e.what());
    }
}

/// Which dossiers have, or once had, an entry saying that they are the same as this one.
class duplicate_query {
public:
    explicit duplicate_query(soci::session& session)
        : statement_((session.prepare << "select distinct request_id from event where other_id <> '' and other_id = :id order by request_id",
                      soci::use(of_, "id"), soci::into(found_))) {}

    std::vector<uuid> operator()(uuid const& id) {
        of_ = to_string(id);
        std::vector<uuid> result;
        statement_.execute(false);
        while (statement_.fetch()) result.push_back(id_in_row(found_, "event"));
        return result;
    }

private:
    std::string of_{}, found_{};
    soci::statement statement_;
};

}  // namespace comity::v0::detail
