// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/law/rules.hpp"

#include <comity/dossier.hpp>
#include <comity/message.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

// What of the law bears on one request, and how it answers there.

namespace comity::inline v0::detail {

enum class answer { no, yes, unknown };

class bearing_law {
public:
    /// A limit that may run, and whether it was checked that its instrument bears on the request.
    struct part {
        std::size_t rule;
        bool verified;
    };

    bearing_law(comity::request const&, law const&);

    comity::request const& request() const { return request_; }
    comity::law const& law() const { return law_; }
    rulebook const& book() const { return *book_; }
    rule const& rule_at(std::size_t place) const { return book_->rules[place]; }
    std::vector<part> const& parts() const { return parts_; }
    std::vector<provision> const& unknown() const { return unknown_; }              ///< bases that this law does not have
    std::vector<deemed_event const*> const& deemed() const { return deemed_; }
    bool bears(std::string_view instrument) const;

    /// Who acts for a side: the part of the State where that is recorded.
    jurisdiction authority_of(side) const;
    /// The time zone of that authority; empty where it is not recorded.
    std::string zone_of(jurisdiction const&) const;

    /// Whether a limit exists here: the article is not reserved, and the request and these persons are as its row asks.
    answer exists(rule const&, std::span<subject const> persons) const;
    message why_unknown(time_limit const&, std::span<subject const> persons) const;
    /// Whether this version of the text is that of the trigger, or of the request; of a rough date, perhaps.
    answer in_force(time_limit const&, when const& trigger) const;
    /// The limit of a treaty for the same step: from such an event, to what meets this one.
    time_limit const* same_step_in_treaty(time_limit const&, event_meaning const& trigger, when const& on) const;
    /// What the requested State declared on the article; with a length, or on stops.
    instrument_declaration const* declaration(std::string_view instrument, std::string_view at, date on) const;
    counting const& counting_of(rule const&) const;

private:
    void add(instrument const&, std::vector<std::size_t> const& rules, bool verified);
    answer holds(circumstance, std::span<subject const> persons) const;

    comity::request const& request_;
    comity::law law_;
    rulebook const* book_;
    std::vector<instrument const*> instruments_;
    std::vector<part> parts_;
    std::vector<provision> unknown_;
    std::vector<deemed_event const*> deemed_;
};

}  // namespace comity::v0::detail
