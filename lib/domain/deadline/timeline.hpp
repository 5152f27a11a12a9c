// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/law/rules.hpp"

#include <comity/dossier.hpp>

#include <optional>
#include <vector>

// What happened to a part of a request, as the engine of deadlines looks at it.

namespace comity::inline v0::detail {

/// Something that happened, or a day that somebody fixed.
struct happening {
    event_meaning const* means;
    when on;
    fact const* told;                            ///< the fact that says so
    bool shown = false;                          ///< it is not recorded: another event shows that it had happened by then
    bool partial = false;                        ///< what it decides, it decides of some offences only

    /// What kind of authority acted: as recorded, or as the kind of event says.
    authority_kind organ() const { return told->event.by && told->event.by->kind != authority_kind::unspecified ? told->event.by->kind : means->organ; }
};

/// Which comes first, where clocks can tell; else by the days.
bool certainly_before(when const&, when const&);

/// Happenings in the order in which they were told, with what each kind needs to be found quickly; and where the request ended.
class timeline {
public:
    timeline(std::vector<happening>, rulebook const&, request_kind);

    std::size_t size() const { return all_.size(); }
    bool empty() const { return all_.empty(); }
    happening const& operator[](std::size_t i) const { return all_[i]; }
    happening const& last() const { return all_.back(); }

    bool any(kind_set const&) const;
    /// Whether one of these happened in the round of that place: since the request was last sent, or opened, again. No place: in any.
    bool any_in_round(kind_set const&, std::optional<std::size_t> place) const;
    std::size_t round_begin(std::size_t place) const;
    bool same_round(std::size_t a, std::size_t b) const { return round_begin(a) == round_begin(b); }
    /// The first of these after that place, or of all.
    std::optional<std::size_t> first_after(std::optional<std::size_t> place, kind_set const&) const;
    /// The first time the person was at liberty after that place.
    std::optional<std::size_t> released_after(std::optional<std::size_t> place) const;
    /// Where the request ended for good (withdrawn, closed, transferred) or as it stands now (refused, the person surrendered).
    std::optional<std::size_t> end_after(std::optional<std::size_t> place) const;
    bool ended_between(std::size_t a, std::size_t b) const;
    /// Whether it has ended, and was not opened again.
    bool ended() const { return !ends_.empty() && same_round(ends_.back(), all_.size() - 1); }
    /// Whether one of these came before or with that happening in its round, and still stood then: what decides, until another outcome is
    /// given; else, until one of `renewed` came again.
    bool stood_before(kind_set const&, std::size_t place, kind_set const& renewed) const;
    /// Whether an arrest there is a deprivation of liberty of its own: since that earlier place the person was free, or a new request came.
    bool arrested_anew(std::size_t since, std::size_t place) const;
    /// Whether an arrest there, of which that is not recorded, came before any request: then it is provisional.
    bool perhaps_provisional(std::size_t place) const;

private:
    struct kind_places {
        event_meaning const* means;
        std::size_t last;
    };
    void find_ends(request_kind);
    bool overturned(std::size_t given, std::size_t by) const;

    std::vector<happening> all_;
    rulebook const* rules_;
    std::vector<kind_places> kinds_;             ///< each kind once
    std::vector<std::size_t> ends_, releases_, rounds_;
};

}  // namespace comity::v0::detail
