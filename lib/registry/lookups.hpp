// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/error.hpp>
#include <comity/uuid.hpp>

#include <soci/soci.h>

#include <string>
#include <tuple>
#include <vector>

// Small questions that are asked for each dossier; prepared once.

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

/// The last entry of a dossier, and how many entries of others say that they are the same as it.
class head_query {
public:
    explicit head_query(soci::session& session)
        : statement_((session.prepare << "select seq, digest, (select count(*) from event where other_id <> '' and other_id = :of_other) "
                                         "from event where request_id = :of order by seq desc limit 1",
                      soci::use(of_, "of_other"), soci::use(of_, "of"), soci::into(seq), soci::into(digest), soci::into(duplicates))) {}

    /// Whether there is one.
    bool operator()(uuid const& id) {
        of_ = to_string(id);
        statement_.execute(false);
        if (!statement_.fetch()) return false;
        auto const found = std::tuple(seq, digest, duplicates);
        while (statement_.fetch()) {}  // to the end
        std::tie(seq, digest, duplicates) = found;
        return true;
    }

    long long seq = 0, duplicates = 0;
    std::string digest{};

private:
    std::string of_{};
    soci::statement statement_;
};

}  // namespace comity::v0::detail
