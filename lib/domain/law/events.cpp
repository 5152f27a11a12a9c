// SPDX-License-Identifier: Apache-2.0
#include "near.hpp"
#include "tables.hpp"

#include "quoted.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <set>

// events.toml, lifecycle.toml, answers.toml, offences.toml, grounds.toml, references.toml

namespace comity::inline v0 {

namespace {

using detail::overlay;
using detail::toml_row;

/// Names live as long as the program, so that an event kind is a view and costs nothing to copy. Only names from law files get
/// here; what else is read is looked up.
std::string_view intern(std::string_view name) {
    static std::mutex mutex;
    static std::set<std::string, std::less<>> names;
    std::lock_guard lock(mutex);
    return *names.emplace(name).first;
}

void check_name(toml_row& row, std::string const& name) {
    if (name.size() > 64 || !detail::is_name(name))
        throw row.problem("name", "is " + detail::quoted(name) + "; write small letters, digits and underscores, at most 64");
}

/// What the register says of its own entries is no case of anything that happens: a law that had it so would have an erasure count as a refusal.
void check_own(toml_row& row, event_meaning const& e) {
    constexpr std::array of_register{event_kind::retracted, event_kind::merged, event_kind::erased};
    auto const own = std::ranges::find(of_register, e.kind) != of_register.end();
    if (e.is && (own || e.kind == event_kind::filed))
        throw row.problem("is", "makes " + std::string(e.kind.name()) + " a case of another kind; what the register itself writes is a case of none");
    for (auto const* key : {"substantive", "stage", "outcome", "custody", "awaits", "fixes", "shows"})
        if (own && row.find(key)) throw row.problem(key, "is said of " + std::string(e.kind.name()) + "; what the register itself writes changes nothing of how a request stands");
}

event_kind kind_of(event_meaning const& e) { return e.kind; }
event_kind kind_of(event_row const& row) { return row.says.kind; }

template <class Event> event_kind find_event(std::vector<Event> const& events, std::string_view name) {
    for (auto const& e : events)
        if (kind_of(e).name() == name) return kind_of(e);
    auto const names = detail::near(name, events, [](Event const& e) -> std::string_view { return kind_of(e).name(); });
    throw bad_input(detail::quoted(name) + " is not a kind of event; " + (names.empty() ? "`law::events` lists the names (`comity-law print events`)" : "near it are " + names));
}

}  // namespace

std::vector<comity::event_kind> law::tables::event_kinds(toml_row& row, std::string_view key) const {
    std::vector<comity::event_kind> result;
    for (auto const& name : row.one_or_more(key)) result.push_back(row.at(key, [&] { return find_event(written, name); }));
    return result;
}

void law::tables::read_events(toml_row& file) {
    for (auto& row : file.rows("events")) {
        auto const name = row.text("name");
        check_name(row, name);
        auto e = event_meaning{.kind = comity::event_kind(comity::event_kind::interned{intern(name)}), .title = row.text("title")};
        if (auto parent = row.optional_text("is"))
            e.is = comity::event_kind(comity::event_kind::interned{intern(*parent)});  // may stand further down; see `inherit`
        auto const word = [&]<class E>(std::string_view key, std::optional<E>& to) {
            if (auto text = row.optional_text(key)) to = row.at(key, [&] { return parse<E>(*text); });
        };
        std::optional<side> by;
        word("by", by);
        if (!by && !e.is) throw row.problem("by", "is missing; say whose act it is");
        e.by = by.value_or(side::nobody);
        auto const substantive = row.flag("substantive");
        e.substantive = substantive.value_or(false);
        word("stage", e.stage);
        word("outcome", e.outcome);
        for (auto const& text : row.texts("from")) e.from.push_back(row.at("from", [&] { return parse<comity::outcome>(text); }));
        if (!e.from.empty() && !e.outcome) throw row.problem("from", "is said without an outcome");
        word("custody", e.custody);
        word("awaits", e.awaits);
        e.organ = detail::optional_word<authority_kind>(row, "organ").value_or(authority_kind::unspecified);
        e.repeated = detail::optional_word<repetition>(row, "repeated").value_or(repetition::another);
        if (auto day = row.optional_text("fixes"))
            e.fixes = comity::event_kind(comity::event_kind::interned{intern(*day)});  // may stand further down
        for (auto const& shown : row.one_or_more("shows")) e.shows.push_back(comity::event_kind(comity::event_kind::interned{intern(shown)}));
        for (auto const& text : row.texts("of")) e.of.push_back(row.at("of", [&] { return parse<request_kind>(text); }));
        check_own(row, e);
        row.finish();
        overlay(written, event_row{.says = std::move(e), .substantive = substantive.has_value(), .by = by.has_value(), .repeated = row.find("repeated") != nullptr, .place = row.place("name")},
                [](event_row const& r) { return r.says.kind; });
    }
}

void law::tables::read_lifecycle(toml_row& file) {
    for (auto& row : file.rows("rules")) {
        auto rule = lifecycle_rule{.name = row.text("rule"), .on = kind_set(event_kinds(row, "on")), .why = row.text("why")};
        rule.needs = kind_set(event_kinds(row, "needs"));
        rule.barred_by = kind_set(event_kinds(row, "barred_by"));
        rule.lifted_by = kind_set(event_kinds(row, "lifted_by"));
        if (auto per = row.optional_text("per")) rule.per = row.at("per", [&] { return parse<subject_kind>(*per); });
        auto const otherwise = row.text("otherwise");
        if (otherwise != "refuse" && otherwise != "warn")
            throw row.problem("otherwise", "is " + detail::quoted(otherwise) + "; write refuse or warn");
        rule.refuse = otherwise == "refuse";
        if (rule.on.empty() || rule.needs.empty() == rule.barred_by.empty())
            throw row.problem("on", "needs at least one kind, and either needs or barred_by beside it");
        row.finish();
        overlay(lifecycle, std::move(rule), &lifecycle_rule::name);
    }
}

void law::tables::read_answers(toml_row& file) {
    for (auto& row : file.rows("answers")) {
        auto answer = answer_definition{.name = row.text("name"), .text = row.text("text")};
        answer.substantive = row.flag("substantive").value_or(false);
        if (auto by = row.optional_text("by")) answer.by = row.at("by", [&] { return parse<side>(*by); });
        answer.kinds = kind_set(event_kinds(row, "kinds"));
        answer.ends = row.flag("ends").value_or(false);
        if (!answer.substantive && !answer.by && answer.kinds.empty())
            throw row.problem("name", "counts nothing: write kinds, by or substantive");
        row.finish();
        overlay(answers, std::move(answer), &answer_definition::name);
    }
}

void law::tables::read_offences(toml_row& file) {
    for (auto& row : file.rows("offences")) {
        auto group = offence_group{.name = row.text("name"), .title = row.optional_text("title").value_or(""), .category = row.optional_text("fatf").value_or("")};
        if (!detail::is_name(group.name)) throw row.problem("name", "is " + detail::quoted(group.name) + "; a group of offences is a word such as drug_trafficking");
        row.finish();
        overlay(offences, std::move(group), &offence_group::name);
    }
}

void law::tables::read_grounds(toml_row& file) {
    for (auto& row : file.rows("grounds")) {
        auto ground = event_ground{.name = row.text("name"), .title = row.optional_text("title").value_or("")};
        if (!detail::is_name(ground.name)) throw row.problem("name", "is " + detail::quoted(ground.name) + "; a ground is a word such as own_national");
        for (auto const& at : row.texts("at")) ground.at.emplace_back(at);
        row.finish();
        overlay(grounds, std::move(ground), &event_ground::name);
    }
}

void law::tables::read_reference_words(toml_row& file) {
    detail::reference_words::each(reference_words, [&](char const* key, std::vector<std::string>& words) {
        for (auto& text : file.texts(key)) {
            auto const is_letter = [](char c) { return (c & 0x80) != 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
            if (std::ranges::none_of(text, is_letter) || text.size() > 64) throw file.problem(key, "holds " + detail::quoted(text) + "; write words, of at most 64 bytes: \"our ref\"");
            if (std::ranges::find(words, text) == words.end()) words.push_back(std::move(text));
        }
    });
}

/// What a row does not say it takes from the kind it is a case of.
event_meaning law::tables::inherited(event_row const& row, std::vector<comity::event_kind>& chain) const {
    auto e = row.says;
    if (!e.is) return e;
    if (std::ranges::find(chain, e.kind) != chain.end())
        throw bad_input(row.place + ": " + std::string(e.kind.name()) + " is a case of itself");
    constexpr std::size_t deepest = 20;
    if (chain.size() == deepest) throw bad_input(row.place + ": a case of a case, more than " + std::to_string(deepest) + " deep");
    auto const parent_row = std::ranges::find(written, *e.is, [](event_row const& r) { return r.says.kind; });
    if (parent_row == written.end())
        throw bad_input(row.place + ": " + std::string(e.kind.name()) + " is a case of " + detail::quoted(e.is->name()) +
                        ", which is not a kind of event");
    chain.push_back(e.kind);
    auto const parent = inherited(*parent_row, chain);
    if (!row.by) e.by = parent.by;
    if (!row.substantive) e.substantive = parent.substantive;
    if (!e.stage) e.stage = parent.stage;
    if (!e.outcome) {
        e.outcome = parent.outcome;
        e.from = parent.from;
    }
    if (!e.custody) e.custody = parent.custody;
    if (!e.awaits) e.awaits = parent.awaits;
    if (!row.repeated) e.repeated = parent.repeated;
    if (!e.fixes) e.fixes = parent.fixes;
    if (e.organ == authority_kind::unspecified) e.organ = parent.organ;
    if (e.shows.empty()) e.shows = parent.shows;
    if (e.of.empty()) e.of = parent.of;
    return e;
}

void law::tables::finish_events() {
    constexpr std::size_t most = 5000;  // each is held against each
    if (written.size() > most) throw bad_input(written[most].place + ": more than " + std::to_string(most) + " kinds of events");
    events.clear();
    for (auto const& row : written) {
        std::vector<comity::event_kind> chain;
        events.push_back(inherited(row, chain));
    }
    index.clear();
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i].number = i;
        index.emplace(events[i].kind, i);
    }
    is_a.assign(events.size(), std::vector<bool>(events.size()));
    for (std::size_t i = 0; i < events.size(); ++i)
        for (auto at = std::optional(i); at;) {
            is_a[i][*at] = true;
            at = events[*at].is ? std::optional(index.at(*events[*at].is)) : std::nullopt;
        }
    for (auto const& row : written) {
        auto const known = [&](std::string_view key, comity::event_kind kind) {
            if (!index.contains(kind)) throw bad_input(row.place + ": " + std::string(key) + " is " + detail::quoted(kind.name()) + ", which is not a kind of event");
        };
        if (row.says.fixes) known("fixes", *row.says.fixes);
        for (auto const kind : row.says.shows) known("shows", kind);
    }
    course = {kinds({event_kind::reminder_sent}), kinds({event_kind::appeal_lodged}), kinds({event_kind::appeal_dismissed}), kinds({event_kind::granted_conditionally}), kinds({event_kind::reopened}), kinds({event_kind_named("stay_lifted")})};
    for (auto& rule : lifecycle)
        for (auto* set : {&rule.on, &rule.needs, &rule.barred_by, &rule.lifted_by}) fill(*set);
    for (auto& answer : answers) fill(answer.kinds);
    for (auto& i : instruments) {
        for (auto& limit : i.time_limits) {
            for (auto* set : {&limit.from, &limit.except, &limit.once, &limit.needs, &limit.unless, &limit.asks, &limit.expected_after, &limit.opened_by, &limit.met_by, &limit.waived_by}) fill(*set);
            for (auto& stop : limit.stops) fill(stop.by), fill(stop.until);
            for (auto& extension : limit.extensions) fill(extension.by);
        }
        for (auto& receipt : i.deemed) fill(receipt.event);
    }
}

kind_set law::tables::kinds(std::vector<comity::event_kind> named) const {
    auto result = kind_set(std::move(named));
    fill(result);
    return result;
}

kind_set law::tables::exactly(std::vector<comity::event_kind> named) const {
    auto result = kind_set(std::move(named));
    result.members_.assign(events.size(), false);
    for (auto const kind : result.named_) result.members_[index.at(kind)] = true;
    return result;
}

void law::tables::fill(kind_set& set) const {
    set.members_.assign(events.size(), false);
    for (auto const ancestor : set.named_)
        for (std::size_t i = 0; i < events.size(); ++i)
            if (is_a[i][index.at(ancestor)]) set.members_[i] = true;
}

comity::event_kind law::tables::event_kind_named(std::string_view name) const {
    auto const found = index.find(comity::event_kind(comity::event_kind::interned{name}));
    return found == index.end() ? find_event(events, name) : found->first;
}

comity::event_kind law::event_kind(std::string_view name) const { return tables_->event_kind_named(name); }

}  // namespace comity::v0
