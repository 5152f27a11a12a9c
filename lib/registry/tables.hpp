// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stored.hpp"

#include <comity/dossier.hpp>
#include <comity/registry.hpp>

#include <tuple>
#include <utility>

// The tables of the register, each described once: the columns between its key and its end, and the member of the domain type
// that a column holds. What is written and what is read follow from this (`rows.hpp`); migrations/ makes the tables.

namespace comity::inline v0::detail {

/// A value's name among the columns (its parts add their suffix), and where it is: a member, or a function giving one.
template <class Member> struct column_of {
    char const* name;
    Member member;
};
template <class Member> column_of(char const*, Member) -> column_of<Member>;

/// The member of an entry's event.
template <auto Member> constexpr auto of_event = [](auto& e) -> auto& { return e.event.*Member; };

struct event_table {
    using row = entry;
    static constexpr auto name = "event";
    static constexpr bool numbered = false;  ///< whether an entry has many of these rows
    static constexpr std::tuple columns{
        column_of{"event_id", &entry::id},
        column_of{"recorded_at", &entry::recorded_at},
        column_of{"kind", of_event<&event::kind>},
        column_of{"happened", of_event<&event::on>},
        column_of{"actor", of_event<&event::by>},
        column_of{"provision", of_event<&event::provision>},
        column_of{"ground", of_event<&event::ground>},
        column_of{"appoints", of_event<&event::appoints>},
        column_of{"other_id", of_event<&event::other>},
        column_of{"known_since", of_event<&event::known_since>},
        column_of{"corrects", of_event<&event::corrects>},
    };
};

struct event_text_table {
    using row = event;
    static constexpr auto name = "event_text";
    static constexpr bool numbered = false;
    static constexpr std::tuple columns{column_of{"source", &event::source}, column_of{"note", &event::note}};
};

struct concern_table {
    using row = subject;
    static constexpr auto name = "concern";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{
        column_of{"subject", &subject::kind},
        column_of{"first_number", &subject::first},
        column_of{"last_number", &subject::last},
    };
};

struct request_table {
    using row = request;
    static constexpr auto name = "request";
    static constexpr bool numbered = false;
    static constexpr std::tuple columns{
        column_of{"kind", &request::kind},
        column_of{"requesting", &request::requesting},
        column_of{"requested", &request::requested},
        column_of{"reference", &request::reference},
        column_of{"requested_reference", &request::requested_reference},
        column_of{"made", &request::made_on},
        column_of{"requesting_authority", &request::requesting_authority},
        column_of{"requested_authority", &request::requested_authority},
        column_of{"channel", &request::channel},
        column_of{"urgent", &request::urgent},
        column_of{"language", &request::language},
        column_of{"handling", &request::handling},
        column_of{"review_on", &request::review_on},
        column_of{"synthetic", &request::synthetic},
    };
};

struct request_text_table {
    using row = request;
    static constexpr auto name = "request_text";
    static constexpr bool numbered = false;
    static constexpr std::tuple columns{column_of{"urgency_reason", &request::urgency_reason},
                                        column_of{"note", &request::note}};
};

struct basis_table {
    using row = provision;
    static constexpr auto name = "basis";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{column_of{"provision", [](auto& p) -> auto& { return p; }}};
};

struct person_table {
    using row = person;
    static constexpr auto name = "person";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{
        column_of{"role", &person::role},
        column_of{"nationalities", &person::nationalities},
        column_of{"born", &person::born},
        column_of{"legal_person", &person::legal_person},
    };
};

/// A name, and the number of the person who bears it.
struct borne_name {
    int person = 1;
    person_name name;
};

struct person_name_table {
    using row = borne_name;
    static constexpr auto name = "person_name";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{
        column_of{"person", &borne_name::person},
        column_of{"name", [](auto& b) -> auto& { return b.name.text; }},
        column_of{"kind", [](auto& b) -> auto& { return b.name.kind; }},
    };
};

struct offence_table {
    using row = offence;
    static constexpr auto name = "offence";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{
        column_of{"title", &offence::title},
        column_of{"offence_group", &offence::group},
        column_of{"enactment", &offence::text},
        column_of{"committed", &offence::committed_on},
    };
};

struct measure_table {
    using row = measure;
    static constexpr auto name = "measure";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{
        column_of{"kind", &measure::kind},
        column_of{"object", &measure::object},
        column_of{"purpose", &measure::purpose},
    };
};

struct item_table {
    using row = item;
    static constexpr auto name = "item";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{
        column_of{"kind", &item::kind},
        column_of{"reported_value", &item::value},
        column_of{"port", &item::port},
        column_of{"activity", &item::activity},
        column_of{"observed", &item::observed_on},
    };
};

struct document_table {
    using row = document;
    static constexpr auto name = "document";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{
        column_of{"title", &document::title},
        column_of{"language", &document::language},
        column_of{"translates", &document::translates},
        column_of{"pages", &document::pages},
        column_of{"sha256", &document::sha256},
    };
};

struct related_table {
    using row = related_request;
    static constexpr auto name = "related";
    static constexpr bool numbered = true;
    static constexpr std::tuple columns{column_of{"related_id", &related_request::id},
                                        column_of{"relation", &related_request::relation}};
};

struct origin_table {
    using row = origin;
    static constexpr auto name = "origin";
    static constexpr bool numbered = false;
    static constexpr std::tuple columns{column_of{"source", &origin::source}, column_of{"row_key", &origin::row_key}};
};

}  // namespace comity::v0::detail
