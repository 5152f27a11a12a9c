// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "words.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

// What binds two States on a day.

namespace comity::inline v0 {

namespace {

/// How one State stands to one instrument on a day.
struct membership {
    std::optional<date> since{};  ///< the first day of being bound; none: not bound
    bool listed = false;          ///< the file speaks of it
    bool undated = false;         ///< … and does not say from when it is bound
    std::string why{};            ///< why it is not bound
    std::string remark{};
    bool verified = true;
};

/// The State of which that code names a part, as far as any instrument says: CN for HK.
state_code state_of_part(std::vector<instrument> const& instruments, state_code part) {
    for (auto const& i : instruments)
        for (auto const* list : {&i.territories, &i.excluded})
            for (auto const& row : *list)
                if (row.territory == part) return row.of;
    return {};
}

membership by_party(instrument_party const& p, date on) {
    auto result = membership{.listed = true, .remark = p.note, .verified = p.verified};
    auto const name = to_string(p.state);
    if (p.bound_on(on)) result.since = p.from;
    else if (p.from && on < *p.from) result.why = name + " is bound only from " + to_string(*p.from);
    else if (p.from) result.why = name + " was bound until " + to_string(*p.until);
    else if (p.deposited) result.why = name + " deposited its instrument on " + to_string(*p.deposited) + " and is not yet bound";
    else if (p.signed_on) result.why = name + " signed on " + to_string(*p.signed_on) + " and is not bound";
    else result.why = "the day from which it binds " + name + " is not recorded here", result.undated = true;
    return result;
}

membership by_territory(instrument_territory const& t, date on) {
    auto result = membership{.listed = true, .remark = t.note, .verified = t.verified};
    auto const name = to_string(t.territory);
    if (!t.from) result.why = "the day on which it was extended to " + name + " is not recorded here";
    else if (on < *t.from) result.why = "it was extended to " + name + " only on " + to_string(*t.from);
    else if (t.until && *t.until < on) result.why = "it was extended to " + name + " until " + to_string(*t.until);
    else result.since = t.from;
    return result;
}

/// A State whose earlier name or union bore that code on that day, and whose row begins then: RS for CS in 2004.
bool continues(state_code successor, state_code code, date on) {
    return std::ranges::any_of(state_records(), [&](state_record const& r) { return r.code == successor && r.before == code && r.from && on < *r.from; });
}

membership membership_of(instrument const& i, state_code state, state_code whole, date on) {
    std::optional<membership> best;
    auto const consider = [&](membership m) {
        if (!best || m.since) best = std::move(m);
    };
    for (auto const& p : i.parties)
        if (p.state == state || (p.bound_on(on) && continues(p.state, state, on))) consider(by_party(p, on));
    for (auto const& t : i.territories)
        if (t.territory == state) consider(by_territory(t, on));
    for (auto const& t : i.excluded)
        if (t.territory == state)
            consider({.listed = true, .why = "it does not apply to " + to_string(state) + (t.note.empty() ? "" : ": " + t.note), .verified = t.verified});
    if (best) return *best;
    auto const name = to_string(state);
    if (!whole.empty() && std::ranges::find(i.parties, whole, &instrument_party::state) != i.parties.end())
        return {.why = to_string(whole) + " is a party, but nothing here extends it to " + name};
    return {.why = name + " is not a party in the list used here" + (i.as_of.empty() ? "" : " (" + i.as_of + ")")};
}

bool between(state_code a, state_code b, state_code x, state_code y) { return (a == x && b == y) || (a == y && b == x); }

class basis_finder {
public:
    basis_finder(std::vector<instrument> const& instruments, std::vector<absence> const& absences, legal_bases& result)
        : instruments_(instruments), absences_(absences), result_(result), a_(result.a), b_(result.b), on_(result.on), kind_(result.kind) {
        whole_of_a_ = state_of_part(instruments, a_);
        whole_of_b_ = state_of_part(instruments, b_);
    }

    void find() {
        auto const within = one_state();
        if (!within.empty())
            result_.missing.push_back({{}, {}, to_string(a_) + " and " + to_string(b_) + " are both of " + to_string(within) +
                                                   ": no treaty binds a State with itself; their own arrangements are not recorded here", true});
        for (auto const& i : instruments_) {
            if (!i.carries(kind_) || i.form == instrument_form::human_rights) continue;
            if (i.form == instrument_form::statute) domestic(i);
            else if (i.parties_recorded && within.empty()) treaty(i);
        }
        displace();
        rank();
        if (within.empty()) without_parties();
        for (auto const& absent : absences_)
            if (!absent.b.empty() && between(absent.a, absent.b, a_, b_) && !bilateral_found() &&
                (absent.kinds.empty() || std::ranges::find(absent.kinds, kind_) != absent.kinds.end()))
                result_.missing.push_back({absent.instrument, {}, absent.why, absent.verified});
        std::ranges::stable_sort(result_.found, {}, [](legal_basis const& basis) { return std::pair(basis.bearing, basis.since); });
    }

private:
    /// The State of which both are parts, or one is a part of the other; empty if there is none.
    state_code one_state() const {
        auto const a = whole_of_a_.empty() ? a_ : whole_of_a_, b = whole_of_b_.empty() ? b_ : whole_of_b_;
        return a == b ? a : state_code();
    }

    void domestic(instrument const& i) {
        if (i.state != a_ && i.state != b_) return;
        if (i.in_force && on_ < i.in_force->earliest())
            return missing(i, "law of " + to_string(i.state) + ", in force only from " + to_string(*i.in_force), true);
        auto basis = legal_basis{.instrument = i.id, .title = i.title, .bearing = bearing::domestic, .why = "law of " + to_string(i.state)};
        if (!i.in_force) {
            basis.remarks.push_back("since when it is in force is not recorded here");
            basis.verified = false;
        }
        result_.found.push_back(std::move(basis));
    }

    void treaty(instrument const& i) {
        auto const a = membership_of(i, a_, whole_of_a_, on_), b = membership_of(i, b_, whole_of_b_, on_);
        auto const in_hub = [&](state_code s) { return std::ranges::find(i.hub, s) != i.hub.end(); };
        auto const facts_checked = a.verified && b.verified;
        if (!a.since || !b.since) {
            auto why = !a.since ? a.why : "";
            if (!b.since) why += (why.empty() ? "" : "; ") + b.why;
            auto const said = absent_by_name(i.id, a.since.has_value(), b.since.has_value());
            if (said) return missing(i, said->why, said->verified);
            auto const expected = (a.listed && b.listed) || (i.form == instrument_form::multilateral && (a.since || b.since));
            if (expected) missing(i, why, facts_checked);
            undated_treaty_ |= i.form == instrument_form::bilateral && a.listed && b.listed && (a.undated || b.undated);
            return;
        }
        if (!i.hub.empty() && in_hub(a_) == in_hub(b_)) {
            std::string hub;
            for (auto const s : i.hub) hub += (hub.empty() ? "" : " and ") + to_string(s);
            return missing(i, "it binds " + hub + " with each of the others, and not the others with one another", facts_checked);
        }
        for (auto const& gap : i.not_between)
            if (between(gap.a, gap.b, a_, b_) && (!gap.from || *gap.from <= on_) && (!gap.until || on_ <= *gap.until))
                return missing(i, "both are parties, but between the two it does not apply" + (gap.from ? " from " + to_string(*gap.from) : "") +
                                      (gap.until ? " until " + to_string(*gap.until) : "") + (gap.why.empty() ? "" : ": " + gap.why),
                               gap.verified);
        auto basis = legal_basis{.instrument = i.id, .title = i.title, .since = std::max(*a.since, *b.since), .verified = facts_checked};
        for (auto const& gap : i.not_between)  // between these two it began, or began again, later
            if (between(gap.a, gap.b, a_, b_) && gap.until && *gap.until < on_) basis.since = std::max(*basis.since, *gap.until + days(1));
        for (auto const& [state, m] : {std::pair(a_, &a), std::pair(b_, &b)})
            if (!m->remark.empty()) basis.remarks.push_back(to_string(state) + ": " + m->remark);
        for (auto const& d : i.declarations)
            if ((d.state == a_ || d.state == b_) && (!d.from || *d.from <= on_) && (!d.until || on_ <= *d.until))
                basis.declarations.push_back(to_string(d.state) + (d.at.empty() ? "" : " on " + d.at) + ": " + d.text);
        result_.found.push_back(std::move(basis));
    }

    /// A ministry's own treaty of the two, say, of which a row still says that there is none.
    bool bilateral_found() const {
        return std::ranges::any_of(result_.found, [&](legal_basis const& basis) { return named(basis.instrument).form == instrument_form::bilateral; });
    }

    /// A row that says of one of the two that this does not bind it, where it does bind the other.
    absence const* absent_by_name(std::string const& id, bool a_bound, bool b_bound) const {
        for (auto const& absent : absences_)
            if (absent.b.empty() && absent.instrument == id && ((absent.a == a_ && !a_bound && b_bound) || (absent.a == b_ && !b_bound && a_bound))) return &absent;
        return nullptr;
    }

    void missing(instrument const& i, std::string why, bool verified) { result_.missing.push_back({i.id, i.title, std::move(why), verified}); }

    legal_basis* found(std::string_view id) {
        auto const basis = std::ranges::find(result_.found, id, &legal_basis::instrument);
        return basis == result_.found.end() ? nullptr : &*basis;
    }
    instrument const& named(std::string_view id) const { return *std::ranges::find(instruments_, id, &instrument::id); }

    void displace() {
        for (auto& basis : result_.found)
            for (auto const& row : named(basis.instrument).displaces) {
                auto* other = found(row.instrument);
                if (!other || !row.covers(kind_, on_)) continue;
                basis.displaces.push_back(row.instrument);
                basis.verified = basis.verified && row.verified;
                other->bearing = bearing::displaced;
                other->displaced_by.push_back(basis.instrument);
                other->at = row.at.empty() ? "" : basis.instrument + " " + row.at;
            }
        // What supplements another is displaced with it.
        for (auto& basis : result_.found)
            for (auto const& row : named(basis.instrument).supplements) {
                auto const* base = found(row.instrument);
                if (!base || !row.covers(kind_, on_) || basis.bearing == bearing::displaced || !basis.displaces.empty()) continue;
                basis.bearing = base->bearing == bearing::displaced ? bearing::displaced : bearing::supplements;
                basis.displaced_by = base->displaced_by;
                basis.at = row.at;
                basis.why = (basis.bearing == bearing::displaced ? "supplements " + row.instrument + ", which is displaced" : "supplements " + row.instrument);
            }
    }

    /// Which of those that bind serve only where no other does.
    void rank() {
        auto const row_of = [&](legal_basis const& basis) -> instrument_relation const* {
            for (auto const& row : named(basis.instrument).subsidiary)
                if (row.covers(kind_, on_)) return &row;
            return nullptr;
        };
        auto const principal = undated_treaty_ || std::ranges::any_of(result_.found, [&](legal_basis const& basis) { return basis.bearing == bearing::binds && !row_of(basis); });
        for (auto& basis : result_.found) {
            auto const* row = basis.bearing == bearing::binds ? row_of(basis) : nullptr;
            if (!row) continue;
            if (principal) basis.bearing = bearing::subsidiary;
            basis.at = row->at;
            basis.why = row->why;
            if (undated_treaty_) basis.remarks.push_back("a treaty between the two is recorded here without its dates; where it is in force, it comes first");
            else if (!principal) basis.remarks.push_back("no treaty between the two alone is recorded here; bilateral treaties are recorded for few pairs");
        }
    }

    /// Treaties of which nobody's ratification is recorded: protocols to what binds by name, the others in one line.
    void without_parties() {
        std::string others;
        for (auto const& i : instruments_) {
            if (!i.carries(kind_) || i.parties_recorded || i.form == instrument_form::statute || i.form == instrument_form::practice || i.form == instrument_form::human_rights) continue;
            if (i.opened && on_ < i.opened->earliest()) continue;
            auto const base = std::ranges::find_if(i.supplements, [&](instrument_relation const& row) {
                auto const* other = found(row.instrument);
                return other && other->bearing != bearing::displaced;
            });
            if (base != i.supplements.end()) missing(i, "supplements " + base->instrument + "; who is bound by it is not recorded here", false);
            else if (i.supplements.empty()) (others += others.empty() ? "" : ", ") += i.id;
        }
        if (!others.empty()) result_.missing.push_back({{}, {}, "who is bound by these is not recorded here: " + others, false});
    }

    std::vector<instrument> const& instruments_;
    std::vector<absence> const& absences_;
    legal_bases& result_;
    state_code a_, b_;
    date on_;
    request_kind kind_;
    state_code whole_of_a_{}, whole_of_b_{};
    bool undated_treaty_ = false;  ///< of the two alone: it may bind
};

}  // namespace

legal_bases law::bases(state_code a, state_code b, date on, request_kind kind) const {
    if (a == b) throw bad_input(to_string(a) + " is asked for a legal basis with itself; give two States");
    auto result = legal_bases{.a = a, .b = b, .on = on, .kind = kind};
    for (auto const state : {a, b}) {
        try {
            resolve(state, on);
        } catch (bad_input const& e) {
            result.missing.push_back({{}, {}, e.what(), true});
        }
    }
    if (result.missing.empty()) basis_finder(tables_->instruments, tables_->absences, result).find();
    return result;
}

std::string as_text(legal_bases const& bases) {
    std::ostringstream out;
    out << bases.a << " and " << bases.b << ", " << detail::words(to_string(bases.kind)) << ", on " << bases.on << '\n';
    if (bases.found.empty()) out << "nothing recorded here binds the two\n";
    auto const unchecked = [](bool verified) { return verified ? "" : "  (not checked)"; };
    auto const line = [&](std::string_view what, std::string const& text) {
        if (!text.empty()) out << "    " << what << text << '\n';
    };
    auto const listed = [](std::vector<std::string> const& ids) {
        std::string text;
        for (auto const& id : ids) (text += text.empty() ? "" : ", ") += id;
        return text;
    };
    for (auto const& basis : bases.found) {
        out << basis.bearing << "  " << basis.instrument << "  " << basis.title;
        if (basis.since) out << ", since " << *basis.since;
        out << unchecked(basis.verified) << '\n';
        if (!basis.displaces.empty()) line("displaces ", listed(basis.displaces));
        if (!basis.displaced_by.empty()) line("displaced by ", listed(basis.displaced_by));
        line("", basis.why + (basis.at.empty() ? "" : (basis.why.empty() ? "[" : " [") + basis.at + "]"));
        for (auto const& text : basis.declarations) line("declaration of ", text);
        for (auto const& text : basis.remarks) line("", text);
    }
    for (auto const& gap : bases.missing)
        out << "missing  " << gap.instrument << (gap.title.empty() ? "" : "  " + gap.title) << (gap.instrument.empty() ? "" : ": ") << gap.why << unchecked(gap.verified) << '\n';
    return out.str();
}

}  // namespace comity::v0
