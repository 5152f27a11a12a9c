// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "quoted.hpp"

#include <sstream>

// Law files printed as text.

namespace comity::inline v0 {

namespace {

void print(std::ostream& out, std::string_view what, kind_set const& kinds) {
    if (kinds.empty()) return;
    out << "    " << what;
    for (auto const kind : kinds.named()) out << ' ' << kind.name();
    out << '\n';
}

void print(std::ostream& out, std::vector<event_row> const& events) {
    for (auto const& row : events) {
        auto const& e = row.says;
        out << e.kind.name() << "  " << e.title;
        if (e.is) out << ", a case of " << e.is->name();
        if (row.by) out << ", by " << e.by;
        if (row.substantive) out << (e.substantive ? ", substantive" : ", not substantive");
        if (e.stage) out << ", stage " << *e.stage;
        if (e.outcome) out << ", outcome " << *e.outcome;
        for (auto const from : e.from) out << (&from == e.from.data() ? " from " : " ") << from;
        if (e.custody) out << ", custody " << *e.custody;
        if (e.awaits) out << ", awaits " << *e.awaits;
        for (auto const of : e.of) out << (&of == e.of.data() ? ", of " : " ") << of;
        out << '\n';
    }
}

void print(std::ostream& out, std::vector<lifecycle_rule> const& rules) {
    for (auto const& rule : rules) {
        out << rule.name << "  " << (rule.refuse ? "refuse" : "warn") << ": " << rule.why << '\n';
        print(out, "on", rule.on);
        print(out, "needs", rule.needs);
        print(out, "barred by", rule.barred_by);
        print(out, "lifted by", rule.lifted_by);
        if (rule.per) out << "    per " << *rule.per << '\n';
    }
}

void print(std::ostream& out, std::vector<answer_definition> const& answers) {
    for (auto const& a : answers) {
        out << a.name << "  " << a.text << '\n';
        if (a.substantive) out << "    every substantive act of the requested side\n";
        if (a.by) out << "    every act by " << *a.by << '\n';
        print(out, "kinds", a.kinds);
        if (a.ends) out << "    only an act after which nothing is open\n";
    }
}

void print(std::ostream& out, std::vector<offence_group> const& offences) {
    for (auto const& o : offences) out << o.name << "  " << (o.category.empty() ? "in no category" : o.category) << (o.title.empty() ? "" : "  (" + o.title + ")") << '\n';
}

void print(std::ostream& out, std::vector<event_ground> const& grounds) {
    for (auto const& g : grounds) {
        out << g.name << (g.title.empty() ? "" : "  (" + g.title + ")");
        for (auto const& at : g.at) out << "  [" << to_string(at) << "]";
        out << '\n';
    }
}

void print(std::ostream& out, std::vector<handling_scale> const& scales) {
    for (auto const& s : scales) {
        out << s.name << "  " << s.title << "  [" << s.source << "]" << (s.verified ? "" : "  (not checked)") << '\n';
        for (auto const& c : s.codes) {
            out << "    " << c.code << "  " << c.title;
            for (auto const& other : c.also) out << (&other == c.also.data() ? ", also " : ", ") << other;
            out << '\n';
        }
    }
}

void print(std::ostream& out, detail::reference_words const& words) {
    detail::reference_words::each(words, [&](char const* key, std::vector<std::string> const& list) {
        out << key << '\n';
        for (auto const& text : list) out << "    " << text << '\n';
    });
}

void print(std::ostream& out, std::vector<absence> const& absences) {
    for (auto const& a : absences) {
        out << a.a;
        if (!a.b.empty()) out << " and " << a.b;
        if (!a.instrument.empty()) out << "  " << a.instrument;
        for (auto const kind : a.kinds) out << (&kind == a.kinds.data() ? ", for " : " ") << kind;
        out << "  " << a.why << (a.source.empty() ? "" : "  [" + a.source + "]") << (a.verified ? "" : "  (not checked)") << '\n';
    }
}

void print(std::ostream& out, std::span<state_record const> states) {
    for (auto const& s : states) {
        out << s.code << "  " << s.name;
        if (s.from) out << ", from " << *s.from;
        if (s.until) out << ", before " << *s.until;
        if (!s.before.empty()) out << ", until then " << s.before;
        if (!s.why.empty()) out << ": " << s.why;
        out << (s.source.empty() ? "" : "  [" + s.source + "]") << (s.verified ? "" : "  (not checked)") << '\n';
    }
}

}  // namespace

std::vector<std::string> law::files() const {
    std::vector<std::string> names{"edition", "events", "lifecycle", "answers", "offences", "grounds", "handling", "references", "absences", "states"};
    for (auto const& i : instruments()) names.push_back("instruments/" + i.id);
    for (auto const& c : countings()) names.push_back("countings/" + c.name);
    for (auto const& c : calendars()) names.push_back("calendars/" + c.name());
    return names;
}

std::string law::text(std::string_view file) const {
    auto const slash = file.find('/');
    auto const folder = slash == file.npos ? std::string_view() : file.substr(0, slash);
    auto const name = slash == file.npos ? file : file.substr(slash + 1);
    auto const in = [&](std::string_view wanted) { return folder.empty() || folder == wanted; };
    if (in("instruments"))
        for (auto const& i : instruments())
            if (i.id == name) return as_text(i);
    if (in("countings"))
        for (auto const& c : countings())
            if (c.name == name) return as_text(c);
    if (in("calendars"))
        for (auto const& c : calendars())
            if (c.name() == name) return as_text(c);
    std::ostringstream out;
    if (file == "edition") out << edition() << '\n';
    else if (file == "events") print(out, tables_->written);
    else if (file == "lifecycle") print(out, lifecycle());
    else if (file == "answers") print(out, answers());
    else if (file == "offences") print(out, offence_groups());
    else if (file == "grounds") print(out, grounds());
    else if (file == "handling") print(out, handling_scales());
    else if (file == "references") print(out, tables_->reference_words);
    else if (file == "absences") print(out, tables_->absences);
    else if (file == "states") print(out, state_records());
    else
        throw not_found("the law has no file " + detail::quoted(file) + "; it has edition, events, lifecycle, answers, offences, grounds, handling, references, absences, states, and the names "
                        "of instruments (ets-24), ways of counting (uk-after) and calendars (GB-ENG)");
    return out.str();
}

}  // namespace comity::v0
