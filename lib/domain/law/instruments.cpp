// SPDX-License-Identifier: Apache-2.0
#include "near.hpp"
#include "tables.hpp"

#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

// instruments/*.toml, absences.toml and regions.toml

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

/// Limits as INSTRUMENT/ID, or ID alone for one of the same instrument.
std::vector<provision> law::tables::read_limits(toml_row& row, std::string_view key, std::string const& instrument) {
    std::vector<provision> result;
    for (auto const& name : row.one_or_more(key)) {
        auto const slash = name.find('/');
        auto const limit = slash == name.npos ? provision(instrument + " " + name) : provision(name.substr(0, slash) + " " + name.substr(slash + 1));
        references.push_back({instrument, row.place(key), limit.instrument(), limit.article()});
        result.push_back(limit);
    }
    return result;
}

std::vector<period_extension> law::tables::read_extensions(toml_row& about) {
    std::vector<period_extension> result;
    for (auto& row : about.rows("extensions")) {
        auto e = period_extension{.by = kind_set(event_kinds(row, "by")), .length = detail::optional_period(row, "length")};
        e.total = row.flag("total").value_or(false);
        e.new_start = row.flag("new_start").value_or(false);
        e.in_time = row.flag("in_time").value_or(false);
        e.late = row.flag("late").value_or(false);
        e.times = row.optional_number("times").value_or(0);
        e.organ = optional_word<authority_kind>(row, "organ").value_or(authority_kind::unspecified);
        e.when = text_or_empty(row, "when");
        e.at = text_or_empty(row, "at");
        if ((e.total || e.new_start) && !e.length) throw row.problem("length", "is missing");
        if (e.total && e.new_start) throw row.problem("total", "and new_start are two things");
        row.finish();
        result.push_back(std::move(e));
    }
    return result;
}

std::vector<interruption> law::tables::read_stops(toml_row& about, std::string const& instrument) {
    std::vector<interruption> result;
    for (auto& row : about.rows("stops")) {
        auto stop = interruption{.by = kind_set(event_kinds(row, "by")), .until = kind_set(event_kinds(row, "until")), .at_most = detail::optional_period(row, "at_most")};
        stop.declared = row.flag("declared").value_or(false);
        auto const at = row.text("at");
        auto const slash = at.find('/');  // INSTRUMENT/ARTICLE, or an article of the same one
        stop.at = slash == at.npos ? provision(instrument + " " + at) : provision(at.substr(0, slash) + " " + at.substr(slash + 1));
        if (slash != at.npos) references.push_back({instrument, row.place("at"), stop.at.instrument()});
        if (stop.by.empty()) throw row.problem("by", "is missing; write what stops the clock");
        row.finish();
        result.push_back(std::move(stop));
    }
    return result;
}

time_limit law::tables::read_time_limit(toml_row& row, std::optional<toml_row> about, std::string const& instrument) {
    auto limit = time_limit{.id = row.text("id"), .source = instrument + " " + row.text("at")};
    auto const kinds = [&](toml_row& from, std::string_view key) { return kind_set(event_kinds(from, key)); };
    limit.from = kinds(row, "from");
    if (auto const after = read_limits(row, "after", instrument); !after.empty()) limit.after = after.front();
    limit.length = detail::optional_period(row, "length");
    limit.met_by = kinds(row, "met_by");
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
    for (auto const& text : row.one_or_more("requesting")) limit.requesting.push_back(row.at("requesting", [&] { return parse_state(text); }));
    for (auto const& text : row.one_or_more("requested")) limit.requested.push_back(row.at("requested", [&] { return parse_state(text); }));
    limit.valid_from = row.optional_day("from_date");
    limit.valid_until = row.optional_day("until_date");
    if (limit.valid_from && limit.valid_until && *limit.valid_until < *limit.valid_from) throw row.problem("until_date", "is a day before from_date");
    limit.verified = row.flag("verified").value_or(false);
    row.finish();
    if (!about) return limit;
    limit.except = kinds(*about, "except");
    limit.pick = optional_word<trigger_choice>(*about, "pick");
    limit.once = kinds(*about, "once");
    limit.needs = kinds(*about, "needs");
    limit.unless = kinds(*about, "unless");
    limit.asks = kinds(*about, "asks");
    limit.expected_after = kinds(*about, "expected_after");
    limit.organ = optional_word<authority_kind>(*about, "organ").value_or(authority_kind::unspecified);
    limit.where = detail::words_of<circumstance>(*about, "where");
    limit.measure = text_or_empty(*about, "measure");
    limit.value = optional_word<length_source>(*about, "value").value_or(length_source::text);
    limit.within = read_limits(*about, "within", instrument);
    limit.plus = text_or_empty(*about, "plus");
    limit.stops = read_stops(*about, instrument);
    limit.in_custody = about->flag("in_custody").value_or(false);
    limit.replaces = read_limits(*about, "replaces", instrument);
    limit.opened_by = kinds(*about, "opened_by");
    limit.extensions = read_extensions(*about);
    limit.waived_by = kinds(*about, "waived_by");
    limit.late_excused = text_or_empty(*about, "late_excused");
    for (auto const e : detail::words_of<effect>(*about, "effects")) limit.effects.insert(e);
    limit.extinguishes = read_limits(*about, "extinguishes", instrument);
    limit.counted_by = optional_word<side>(*about, "counted_by");
    if (limit.counted_by && *limit.counted_by != side::requesting && *limit.counted_by != side::requested)
        throw about->problem("counted_by", "is requesting or requested");
    limit.next_open_day = text_or_empty(*about, "next_open_day");
    if (about->find("evening")) limit.evening = detail::minute_of_day(*about, "evening");
    limit.dated_by = optional_word<version_day>(*about, "dated_by").value_or(version_day::trigger);
    limit.kinds = detail::words_of<request_kind>(*about, "for");
    limit.labels = about->texts("labels");
    limit.consequence = text_or_empty(*about, "consequence");
    limit.suspended_by = about->texts("suspended_by");
    limit.words = text_or_empty(*about, "words");
    limit.note = text_or_empty(*about, "note");
    limit.url = text_or_empty(*about, "source");
    limit.locator = text_or_empty(*about, "locator");
    limit.read = optional_word<reading_of_text>(*about, "read").value_or(reading_of_text::not_read);
    about->finish();
    if (limit.from.empty() == limit.after.instrument().empty()) throw row.problem("from", "or after is needed, and not both");
    return limit;
}

void law::tables::read_instrument(toml_row& file) {
    auto const from = provenance(file);
    auto i = comity::instrument{.id = file.text("id"), .title = file.text("title")};
    detail::check_id(file, i.id);
    std::erase_if(references, [&](reference const& r) { return r.of == i.id; });  // of the file that this one replaces
    auto const form = optional_word<instrument_form>(file, "form");
    if (!form) throw file.problem("form", "is missing; write multilateral, bilateral, eu, statute, practice or human_rights");
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
                                                  .length = detail::optional_period(row, "length"), .reserved = row.flag("reserved").value_or(false), .text = row.text("text")};
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
    for (auto& row : file.rows("deemed")) {
        auto deemed = deemed_event{.event = kind_set(event_kinds(row, "event")), .counts_as = event_kinds(row, "counts_as").at(0), .at = text_or_empty(row, "at")};
        from.read(row, deemed);
        row.finish();
        i.deemed.push_back(std::move(deemed));
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

void law::tables::read_regions(toml_row& file) {
    if (file.find("europe")) europe = detail::codes_in(file, "europe");
    if (file.find("partly_europe")) partly_europe = detail::codes_in(file, "partly_europe");
    if (file.find("borders")) borders.clear();
    for (auto const& pair : file.texts("borders")) {
        if (pair.size() != 5 || pair[2] != ' ') throw file.problem("borders", "is a list of pairs of States, as AR BO");
        borders.emplace_back(file.at("borders", [&] { return parse_state(pair.substr(0, 2)); }), file.at("borders", [&] { return parse_state(pair.substr(3)); }));
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
        if (overlaid.contains(r.instrument) && !overlaid.contains(r.of)) continue;
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
    if (auto const* found = tables_->find_instrument(id)) return *found;
    auto const names = detail::near(id, all, [](comity::instrument const& i) -> std::string_view { return i.id; });
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

comity::instrument const* law::tables::find_instrument(std::string_view id) const {
    auto const found = std::ranges::find(instruments, id, &comity::instrument::id);
    return found == instruments.end() ? nullptr : &*found;
}

comity::counting const* law::tables::find_counting(std::string_view name) const {
    auto const found = std::ranges::find(countings, name, &comity::counting::name);
    return found == countings.end() ? nullptr : &*found;
}

comity::counting law::tables::counting_of(time_limit const& limit) const {
    auto const* of = find_instrument(limit.source.instrument());
    auto how = *find_counting(!limit.counting.empty() ? limit.counting : of && !of->counting.empty() ? of->counting : "treaty-silent");
    if (!limit.trigger_day) return how;
    how.trigger_day = *limit.trigger_day;
    if (how.months == month_end::silent && *limit.trigger_day != trigger_day::silent)
        how.months = *limit.trigger_day == trigger_day::included ? month_end::day_before : month_end::same_number_else_last;
    how.name += " in the words of " + to_string(limit.source);
    how.articles.erase("trigger_day");
    return how;
}

comity::counting law::counting_of(time_limit const& limit) const { return tables_->counting_of(limit); }

// ---- as text --------------------------------------------------------------------------------------------------------

namespace {

std::string listed(kind_set const& set);

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

std::string listed(kind_set const& set) { return listed(set.named()); }

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
    if (!limit.requesting.empty()) line("only requests of", listed(limit.requesting));
    if (!limit.requested.empty()) line("only requests to", listed(limit.requested));
    if (limit.valid_from) line("valid from", to_string(*limit.valid_from));
    if (limit.valid_until) line("valid until", to_string(*limit.valid_until));
    if (limit.dated_by == version_day::request) line("valid by", "the day of the request");
    if (limit.pick) line("of several triggers", std::string(to_string(*limit.pick)));
    line("but not from", listed(limit.except));
    line("only after", listed(limit.once));
    line("only if", listed(limit.needs));
    line("not if", listed(limit.unless));
    line("asks for", listed(limit.asks));
    line("trigger expected after", listed(limit.expected_after));
    if (limit.organ != authority_kind::unspecified) line("only by", "a " + std::string(to_string(limit.organ)) + " authority");
    line("where", listed(limit.where) + (limit.measure.empty() ? "" : (limit.where.empty() ? "" : ", ") + ("a measure asked for is " + limit.measure)));
    if (limit.value != length_source::text) line("length from", std::string(to_string(limit.value)));
    line("within", listed(limit.within));
    line("plus", limit.plus);
    for (auto const& stop : limit.stops)
        line("stopped by", listed(stop.by) + (stop.until.empty() ? "" : " until " + listed(stop.until)) + (stop.at_most ? ", for " + to_string(*stop.at_most) + " at most" : "") +
                               (stop.declared ? ", if declared" : "") + " [" + to_string(stop.at) + "]");
    for (auto const& text : limit.suspended_by) line("suspended by", text);
    if (limit.in_custody) line("counts", "days in custody only");
    line("replaces", listed(limit.replaces));
    line("without end after", listed(limit.opened_by));
    line("words", limit.words);
    for (auto const& e : limit.extensions)
        line("extension", (e.length ? to_string(*e.length) + (e.total ? " in all" : e.new_start ? "" : " more") : std::string("no number")) + (e.new_start ? " from a new start" : "") +
                              (e.by.empty() ? "" : " by " + listed(e.by)) + (e.organ == authority_kind::unspecified ? "" : " of a " + std::string(to_string(e.organ)) + " authority") +
                              (e.in_time ? ", before it has run out" : e.late ? ", even after it has run out" : "") + (e.times == 0 ? "" : ", at most " + std::to_string(e.times) + (e.times == 1 ? " time" : " times")) +
                              (e.when.empty() ? "" : ": " + e.when) + (e.at.empty() ? "" : " [" + e.at + "]"));
    line("waived by", listed(limit.waived_by));
    line("late act accepted", limit.late_excused);
    line("effects", to_string(limit.effects));
    line("ends if missed", listed(limit.extinguishes));
    if (limit.counted_by) line("counted by the law of", "the " + std::string(to_string(*limit.counted_by)) + " State");
    line("on a closed day until the next open one", limit.next_open_day);
    if (limit.evening) line("evening from", std::to_string(*limit.evening / 60) + ":" + (*limit.evening % 60 < 10 ? "0" : "") + std::to_string(*limit.evening % 60));
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
        if (d.reserved) out << ", reserved";
        out << ": " << d.text << unchecked(d.verified) << '\n';
    }
    for (auto const& d : i.deemed)
        out << listed(d.event) << " counts as " << d.counts_as << (d.at.empty() ? "" : " [" + d.at + "]") << unchecked(d.verified) << '\n';
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
    collect(i.displaces, i.supplements, i.subsidiary, i.status, i.parties, i.territories, i.excluded, i.not_between, i.declarations, i.deemed);
    if (!sources.empty()) out << "\nsources of the rows above, other than of time limits\n";
    for (auto const& source : sources) out << "  " << source << '\n';
    return out.str();
}

}  // namespace comity::v0
