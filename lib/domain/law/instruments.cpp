// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

// instruments/*.toml and absences.toml

namespace comity::inline v0 {

using detail::optional_word;
using detail::toml_row;

namespace {

/// What several kinds of rows have: the source by its key in `sources`, and whether it was checked.
class provenance {
public:
    explicit provenance(toml_row& file) {
        if (auto table = file.table("sources")) {
            for (auto const& key : table->keys()) urls_.emplace(key, table->text(key));
            table->finish();
        }
    }

    template <class Row> void read(toml_row& row, Row& to) const {
        to.source = row.optional_text("source").value_or("");
        if (auto const url = urls_.find(to.source); url != urls_.end()) to.source = url->second;
        to.verified = row.flag("verified").value_or(false);
    }

private:
    std::map<std::string, std::string> urls_;
};

std::string text_or_empty(toml_row& row, std::string_view key) { return row.optional_text(key).value_or(""); }

/// `from` and `until`, both included, into a row that has them.
template <class Row> void read_span(toml_row& row, Row& to) {
    to.from = row.optional_day("from");
    to.until = row.optional_day("until");
    if (to.from && to.until && *to.until < *to.from) throw row.problem("until", "is a day before from");
}

std::vector<instrument_relation> relations(toml_row& file, std::string_view key, std::string const& of, provenance const& from,
                                           std::vector<reference>& references) {
    std::vector<instrument_relation> result;
    for (auto& row : file.rows(key)) {
        auto relation = instrument_relation{.instrument = text_or_empty(row, "instrument"), .kinds = detail::words_of<request_kind>(row, "kinds"),
                                            .from = row.optional_day("from"), .at = text_or_empty(row, "at"), .why = text_or_empty(row, "why")};
        if (relation.instrument == of) throw row.problem("instrument", "is this instrument itself");
        if (!relation.instrument.empty()) references.push_back({of, row.place("instrument"), relation.instrument});
        from.read(row, relation);
        row.finish();
        result.push_back(std::move(relation));
    }
    return result;
}

std::vector<instrument_territory> territories(toml_row& file, std::string_view key, provenance const& from) {
    std::vector<instrument_territory> result;
    for (auto& row : file.rows(key)) {
        auto territory = instrument_territory{.territory = detail::code_in(row, "territory"), .of = detail::code_in(row, "of"), .note = text_or_empty(row, "note")};
        read_span(row, territory);
        from.read(row, territory);
        row.finish();
        result.push_back(std::move(territory));
    }
    return result;
}

std::vector<instrument_party> parties(toml_row& file, provenance const& from) {
    std::vector<instrument_party> result;
    for (auto& row : file.rows("parties")) {
        auto party = instrument_party{.state = detail::code_in(row, "state"), .signed_on = row.optional_day("signed"), .deposited = row.optional_day("deposited"),
                                      .how = optional_word<consent_to_be_bound>(row, "how").value_or(consent_to_be_bound::unknown),
                                      .note = text_or_empty(row, "note")};
        read_span(row, party);
        if (party.until && !party.from) throw row.problem("until", "is written without from");
        from.read(row, party);
        row.finish();
        result.push_back(std::move(party));
    }
    return result;
}

}  // namespace

time_limit law::tables::read_time_limit(toml_row& row, std::optional<toml_row> about, std::string const& instrument) {
    auto limit = time_limit{.id = row.text("id"), .source = instrument + " " + row.text("at")};
    limit.from = event_kinds(row, "from");
    if (auto after = row.optional_text("after")) {
        if (after->find('/') == after->npos) throw row.problem("after", "names a limit as INSTRUMENT/ID");
        limit.after = provision(after->substr(0, after->find('/')) + " " + after->substr(after->find('/') + 1));
        references.push_back({instrument, row.place("after"), limit.after.instrument(), limit.after.article()});
    }
    limit.length = detail::optional_period(row, "length");
    limit.met_by = event_kinds(row, "met_by");
    limit.met_by_all = row.flag("met_by_all").value_or(false);
    limit.before = row.flag("before").value_or(false);
    auto const word = [&]<class E>(std::string_view key, E& to) {
        auto const value = optional_word<E>(row, key);
        if (!value) throw row.problem(key, "is missing");
        to = *value;
    };
    word("binds", limit.binds);
    word("nature", limit.nature);
    limit.counting = text_or_empty(row, "counting");
    check_counting(row, limit.counting);
    limit.trigger_day = optional_word<comity::trigger_day>(row, "trigger_day");
    if (row.find("requesting")) limit.requesting = detail::code_in(row, "requesting");
    if (row.find("requested")) limit.requested = detail::code_in(row, "requested");
    limit.valid_from = row.optional_day("from_date");
    limit.valid_until = row.optional_day("until_date");
    if (limit.valid_from && limit.valid_until && *limit.valid_until < *limit.valid_from) throw row.problem("until_date", "is a day before from_date");
    limit.verified = row.flag("verified").value_or(false);
    row.finish();
    if (!about) return limit;
    limit.kinds = detail::words_of<request_kind>(*about, "for");
    limit.labels = about->texts("labels");
    limit.consequence = text_or_empty(*about, "consequence");
    if (auto more = about->table("extension")) {
        auto extension = period_extension{.length = detail::optional_period(*more, "length"), .when = text_or_empty(*more, "when"), .at = text_or_empty(*more, "at")};
        extension.total = more->flag("total").value_or(false);
        extension.new_start = more->flag("new_start").value_or(false);
        more->finish();
        limit.extension = std::move(extension);
    }
    limit.suspended_by = about->texts("suspended_by");
    limit.words = text_or_empty(*about, "words");
    limit.note = text_or_empty(*about, "note");
    limit.url = text_or_empty(*about, "source");
    limit.locator = text_or_empty(*about, "locator");
    limit.read = optional_word<reading_of_text>(*about, "read").value_or(reading_of_text::not_read);
    about->finish();
    return limit;
}

void law::tables::read_instrument(toml_row& file) {
    auto const from = provenance(file);
    auto i = comity::instrument{.id = file.text("id"), .title = file.text("title")};
    detail::check_id(file, i.id);
    std::erase_if(references, [&](reference const& r) { return r.of == i.id; });  // of the file that this one replaces
    auto const form = optional_word<instrument_form>(file, "form");
    if (!form) throw file.problem("form", "is missing; write multilateral, bilateral, eu, statute or practice");
    i.form = *form;
    i.opened = file.optional_when("opened");
    i.in_force = file.optional_when("in_force");
    i.depositary = text_or_empty(file, "depositary");
    i.kinds = detail::words_of<request_kind>(file, "kinds");
    if (i.kinds.empty()) throw file.problem("kinds", "is missing; write the kinds of request it can carry");
    i.counting = text_or_empty(file, "counting");
    check_counting(file, i.counting);
    if (file.find("state")) i.state = detail::code_in(file, "state");
    if (i.form == instrument_form::statute && i.state.empty()) throw file.problem("state", "is missing; write whose law it is");
    i.hub = detail::codes_in(file, "hub");
    i.displaces = relations(file, "displaces", i.id, from, references);
    i.supplements = relations(file, "supplements", i.id, from, references);
    i.subsidiary = relations(file, "subsidiary", i.id, from, references);
    for (auto& row : file.rows("status")) {
        auto const on = row.optional_when("on");
        if (!on) throw row.problem("on", "is missing; write a date");
        auto status = instrument_status{.on = *on, .is = row.text("is")};
        from.read(row, status);
        row.finish();
        i.status.push_back(std::move(status));
    }
    i.parties_recorded = file.find("parties") != nullptr;
    i.parties = parties(file, from);
    i.territories = territories(file, "territories", from);
    i.excluded = territories(file, "excluded", from);
    for (auto& row : file.rows("declarations")) {
        auto declaration = instrument_declaration{.state = detail::code_in(row, "state"), .at = text_or_empty(row, "at"),
                                                  .length = detail::optional_period(row, "length"), .text = row.text("text")};
        read_span(row, declaration);
        from.read(row, declaration);
        row.finish();
        i.declarations.push_back(std::move(declaration));
    }
    for (auto& row : file.rows("not_between")) {
        auto const between = detail::codes_in(row, "between");
        if (between.size() != 2 || between[0] == between[1]) throw row.problem("between", "takes two States");
        auto gap = instrument_gap{.a = between[0], .b = between[1], .at = text_or_empty(row, "at"), .why = text_or_empty(row, "why")};
        read_span(row, gap);
        from.read(row, gap);
        row.finish();
        i.not_between.push_back(std::move(gap));
    }
    auto about = file.table("about");
    std::set<std::string> ids;
    for (auto& row : file.rows("time_limits")) {
        auto const id = row.text("id");
        auto limit = read_time_limit(row, about ? about->table(id) : std::nullopt, i.id);
        if (!ids.insert(id).second) throw row.problem("id", "is used twice: " + detail::quoted(id));
        i.time_limits.push_back(std::move(limit));
    }
    if (about) about->finish();
    i.as_of = text_or_empty(file, "as_of");
    i.note = text_or_empty(file, "note");
    detail::overlay(instruments, std::move(i), [](comity::instrument const& x) { return x.id; });
}

void law::tables::read_absences(toml_row& file) {
    auto const from = provenance(file);
    for (auto& row : file.rows("absences")) {
        auto a = absence{.instrument = text_or_empty(row, "instrument"), .kinds = detail::words_of<request_kind>(row, "kinds"), .why = row.text("why")};
        auto const between = detail::codes_in(row, "between");
        if (between.size() == 2) a.a = between[0], a.b = between[1];
        else if (row.find("state")) a.a = detail::code_in(row, "state");
        else throw row.problem("between", "takes two States; or write state and instrument");
        if (a.b.empty() && a.instrument.empty()) throw row.problem("instrument", "is missing; write which one the State is not bound by");
        if (!a.instrument.empty()) references.push_back({{}, row.place("instrument"), a.instrument});
        from.read(row, a);
        row.finish();
        absences.push_back(std::move(a));
    }
}

void law::tables::check_counting(toml_row& row, std::string const& name) const {
    if (!name.empty() && std::ranges::find(countings, name, &comity::counting::name) == countings.end())
        throw row.problem("counting", "is " + detail::quoted(name) + ", and no way of counting has that name");
}

void law::tables::check_references() const {
    for (auto const& r : references) {
        auto const found = std::ranges::find(instruments, r.instrument, &instrument::id);
        if (found == instruments.end()) throw bad_input(r.place + ": there is no instrument " + detail::quoted(r.instrument));
        if (!r.limit.empty() && std::ranges::find(found->time_limits, r.limit, &time_limit::id) == found->time_limits.end())
            throw bad_input(r.place + ": " + r.instrument + " has no time limit " + detail::quoted(r.limit));
    }
    check_displacement();
}

/// That no instrument takes the place of one that takes its own: between the two nothing would be left.
void law::tables::check_displacement() const {
    std::map<std::string, int> state;  // 1: being looked at, 2: done
    auto const visit = [&](auto const& self, std::string const& id) -> void {
        if (state[id] == 2) return;
        if (state[id] == 1) throw bad_input("instruments/" + id + ".toml displaces an instrument that, directly or through others, displaces it");
        state[id] = 1;
        for (auto const& row : std::ranges::find(instruments, id, &instrument::id)->displaces) self(self, row.instrument);
        state[id] = 2;
    };
    for (auto const& i : instruments) visit(visit, i.id);
}

std::vector<comity::instrument> const& law::instruments() const { return tables_->instruments; }

comity::instrument const& law::instrument(std::string_view id) const {
    auto const& all = tables_->instruments;
    if (auto const found = std::ranges::find(all, id, &comity::instrument::id); found != all.end()) return *found;
    // The nearest: those that begin with the same word.
    std::string names;
    auto const word = id.substr(0, id.find('-'));
    for (auto const& i : all)
        if (!word.empty() && i.id.starts_with(word)) names += (names.empty() ? "" : ", ") + i.id;
    throw not_found("there is no instrument " + detail::quoted(id) + "; " + (names.empty() ? "an id is as ets-24, eaw-2002 or gb-us-extradition-2003" : "near it are " + names));
}

namespace {

/// Whether it bound somebody that day, as one that is applied provisionally may.
bool applied_on(instrument const& i, date on) {
    return std::ranges::any_of(i.parties, [&](instrument_party const& p) { return p.bound_on(on); });
}

}  // namespace

std::vector<time_limit> law::time_limits(std::string_view id, date on) const {
    auto const& of = instrument(id);
    auto limits = of.time_limits;
    std::erase_if(limits, [&](time_limit const& limit) { return !limit.valid_on(on) || (of.in_force && on < of.in_force->earliest() && !applied_on(of, on)); });
    return limits;
}

comity::counting law::counting_of(time_limit const& limit) const {
    auto const& of = instrument(limit.source.instrument());
    auto how = counting(!limit.counting.empty() ? limit.counting : !of.counting.empty() ? of.counting : "treaty-silent");
    if (!limit.trigger_day) return how;
    how.trigger_day = *limit.trigger_day;
    if (how.months == month_end::silent && *limit.trigger_day != trigger_day::silent)
        how.months = *limit.trigger_day == trigger_day::included ? month_end::day_before : month_end::same_number_else_last;
    how.name += " in the words of " + to_string(limit.source);
    how.articles.erase("trigger_day");
    return how;
}

// ---- as text --------------------------------------------------------------------------------------------------------

namespace {

template <class Range> std::string listed(Range const& range) {
    std::string text;
    for (auto const& value : range) {
        if (!text.empty()) text += ", ";
        if constexpr (requires { value.name(); }) text += value.name();
        else if constexpr (requires { value.substr(0); }) text += value;
        else text += to_string(value);
    }
    return text;
}

std::string unchecked(bool verified) { return verified ? "" : "  (not checked)"; }

}  // namespace

std::string as_text(time_limit const& limit) {
    std::ostringstream out;
    out << "  " << limit.source.article() << "  " << (limit.length ? to_string(*limit.length) : "no number");
    if (!limit.from.empty()) out << (limit.before ? "  before " : "  from ") << listed(limit.from);
    if (!limit.after.instrument().empty()) out << "  from the expiry of " << limit.after;
    if (!limit.met_by.empty()) out << "  to " << (limit.met_by_all ? "all of " : "") << listed(limit.met_by);
    out << "  binds " << limit.binds << "  " << limit.nature << unchecked(limit.verified) << '\n';
    auto const line = [&](std::string_view what, std::string const& text) {
        if (!text.empty()) out << "      " << what << ": " << text << '\n';
    };
    line("id", limit.id);
    line("of", listed(limit.kinds) + (limit.labels.empty() ? "" : " (" + listed(limit.labels) + ")"));
    line("way of counting", limit.counting);
    if (limit.trigger_day) line("trigger day", std::string(to_string(*limit.trigger_day)));
    if (!limit.requesting.empty()) line("only requests of", to_string(limit.requesting));
    if (!limit.requested.empty()) line("only requests to", to_string(limit.requested));
    if (limit.valid_from) line("valid from", to_string(*limit.valid_from));
    if (limit.valid_until) line("valid until", to_string(*limit.valid_until));
    line("words", limit.words);
    if (limit.extension) {
        auto const& e = *limit.extension;
        line("extension", (e.length ? to_string(*e.length) + (e.total ? " in all" : " more") : std::string("no number")) + (e.new_start ? ", from a new start" : "") +
                              (e.when.empty() ? "" : ": " + e.when) + (e.at.empty() ? "" : " [" + e.at + "]"));
    }
    for (auto const& event : limit.suspended_by) line("suspended by", event);
    line("consequence", limit.consequence);
    line("note", limit.note);
    line("read", std::string(to_string(limit.read)) + (limit.url.empty() ? "" : ": " + limit.url) + (limit.locator.empty() ? "" : ", " + limit.locator));
    return out.str();
}

namespace {

void print(std::ostream& out, std::string_view what, std::vector<instrument_relation> const& relations) {
    for (auto const& r : relations) {
        out << what << (r.instrument.empty() ? "" : " " + r.instrument);
        if (!r.kinds.empty()) out << " for " << listed(r.kinds);
        if (r.from) out << " from " << *r.from;
        out << (r.at.empty() ? "" : " [" + r.at + "]") << (r.why.empty() ? "" : ": " + r.why) << unchecked(r.verified) << '\n';
    }
}

void print(std::ostream& out, std::string_view what, std::vector<instrument_territory> const& territories) {
    for (auto const& t : territories) {
        out << what << ' ' << t.territory << " of " << t.of;
        if (t.from) out << " from " << *t.from;
        if (t.until) out << " until " << *t.until;
        out << (t.note.empty() ? "" : ": " + t.note) << unchecked(t.verified) << '\n';
    }
}

}  // namespace

std::string as_text(instrument const& i) {
    std::ostringstream out;
    out << i.id << "  " << i.title << '\n' << i.form;
    if (!i.state.empty()) out << " of " << i.state;
    if (i.opened) out << ", done " << *i.opened;
    out << (i.form == instrument_form::statute ? "" : i.in_force ? ", in force " + to_string(*i.in_force) : ", not in force, or not recorded") << '\n';
    out << "carries " << listed(i.kinds) << '\n';
    if (!i.depositary.empty()) out << "depositary: " << i.depositary << '\n';
    if (!i.counting.empty()) out << "counted by " << i.counting << '\n';
    if (!i.hub.empty()) out << "binds " << listed(i.hub) << " with the others, not the others with one another\n";
    print(out, "displaces", i.displaces);
    print(out, "supplements", i.supplements);
    print(out, "subsidiary", i.subsidiary);
    for (auto const& s : i.status) out << s.on << "  " << s.is << unchecked(s.verified) << '\n';
    if (!i.note.empty()) out << "note: " << i.note << '\n';
    if (i.parties_recorded) out << "\nparties" << (i.as_of.empty() ? "" : " (list of " + i.as_of + ")") << '\n';
    for (auto const& p : i.parties) {
        out << "  " << p.state << "  " << (p.from ? "bound from " + to_string(*p.from) : "not bound");
        if (p.until) out << " until " << *p.until;
        if (p.signed_on) out << ", signed " << *p.signed_on;
        if (p.deposited) out << ", deposited " << *p.deposited;
        if (p.how != consent_to_be_bound::unknown) out << ", " << detail::words(to_string(p.how));
        out << (p.note.empty() ? "" : "; " + p.note) << unchecked(p.verified) << '\n';
    }
    print(out, "extended to", i.territories);
    print(out, "does not apply to", i.excluded);
    for (auto const& s : i.not_between) {
        out << "not between " << s.a << " and " << s.b;
        if (s.from) out << " from " << *s.from;
        if (s.until) out << " until " << *s.until;
        out << (s.why.empty() ? "" : ": " + s.why) << unchecked(s.verified) << '\n';
    }
    for (auto const& d : i.declarations) {
        out << "declaration of " << d.state << (d.at.empty() ? "" : " on " + d.at);
        if (d.from) out << " from " << *d.from;
        if (d.until) out << " until " << *d.until;
        if (d.length) out << ", " << *d.length;
        out << ": " << d.text << unchecked(d.verified) << '\n';
    }
    if (!i.time_limits.empty()) out << "\ntime limits\n";
    for (auto const& limit : i.time_limits) out << as_text(limit);
    std::set<std::string> sources;
    auto const collect = [&](auto const&... lists) {
        auto const from = [&](auto const& list) {
            for (auto const& row : list)
                if (!row.source.empty()) sources.insert(row.source);
        };
        (from(lists), ...);
    };
    collect(i.displaces, i.supplements, i.subsidiary, i.status, i.parties, i.territories, i.excluded, i.not_between, i.declarations);
    if (!sources.empty()) out << "\nsources of the rows above, other than of time limits\n";
    for (auto const& source : sources) out << "  " << source << '\n';
    return out.str();
}

}  // namespace comity::v0
