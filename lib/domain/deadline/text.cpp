// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"
#include "words.hpp"

#include <algorithm>
#include <ostream>

// Deadlines for people: how one came about, in one line, what comes next, and what moved.

namespace comity::inline v0 {

using detail::words;

std::string const& deadline::counting() const {
    static std::string const none;
    return how_ ? how_->name : none;
}

std::string deadline::calendar() const {
    if (!how_ || !detail::asks_days(*how_, limit_->length)) return {};
    std::string names;
    for (auto const& c : detail::calendars_of(law_, *how_, bound_)) names += (names.empty() ? "" : ", ") + c.name();
    return names;
}

bool deadline::open() const {
    using enum deadline_status;
    return status == pending || status == suspended || ((status == disputed || status == missed) && !over_);
}

std::vector<counting_step> deadline::steps() const {
    std::vector<counting_step> result;
    auto const& row = *limit_;
    auto const say = [&](std::string what, std::string source = {}, std::optional<date> on = {}) { result.push_back({on, std::move(what), std::move(source)}); };
    if (!row.words.empty()) say("the text says: " + row.words, to_string(row.source));
    if (!row.verified) say("the text of this provision has not been read", to_string(row.source));
    else if (how_ && how_->verified && certainty.contains(doubt::unverified)) say("that the instrument binds the two has not been checked", row.source.instrument());
    if (trigger) say(trigger_kind ? words(trigger_kind->name()) + (trigger_entry ? ", entry " + std::to_string(trigger_entry) : "") : "end of " + to_string(row.after), to_string(row.source), trigger->latest());
    if (course_)
        for (auto const& r : course_->remarks) result.push_back(r);
    if (how_ && start_ && latest && (!course_ || !course_->fixed || course_->early)) {
        auto const direction_ = row.before ? direction::backward : direction::forward;
        auto const alternatives = detail::asks_days(*how_, row.length) ? detail::calendars_of(law_, *how_, bound_) : std::vector<comity::calendar>();
        auto const add = [&](period const& length, when const& from) {
            try {
                std::ranges::move(count(length, from, *how_, alternatives, direction_, rule_->custody).steps(), std::back_inserter(result));
            } catch (bad_input const& e) {
                say(e.what());
            }
        };
        auto const& length = course_ && course_->early ? *course_->early : row.length ? *row.length : *course_->early;
        add(length, course_ ? course_->from.value_or(*start_) : *start_);
        if (course_ && ((course_->late && *course_->late != length) || course_->from != course_->until)) {
            say("on the other reading:");
            add(course_->late.value_or(length), course_->until.value_or(*start_));
        }
    }
    if (!reason.empty()) say(words(to_string(status)) + ": " + to_string(reason));
    else if (done) say(words(to_string(status)) + (done_entry ? ", entry " + std::to_string(done_entry) : ""), {}, done->latest());
    for (auto const& text : row.suspended_by) say("what may stop it, and cannot be told from events: " + text, to_string(row.source));
    return result;
}

namespace {

std::string last_days(deadline const& d) {
    if (!d.latest) return d.status == deadline_status::not_computable ? "" : "no day";
    if (d.last_instant && d.earliest_instant == d.last_instant) return to_string(*d.last_instant).substr(0, 16);
    if (*d.earliest == *d.latest) return to_string(*d.latest);
    return to_string(*d.earliest) + " or " + to_string(*d.latest);
}

std::string parts_of(std::vector<subject> const& concerns) {
    std::string text;
    for (auto const& c : concerns) text += (text.empty() ? "" : ", ") + to_string(c);
    return text;
}

std::string from(deadline const& d) {
    if (!d.trigger) return {};
    return d.trigger_kind ? words(d.trigger_kind->name()) + " on " + to_string(*d.trigger) : "the end of " + to_string(d.limit().after) + " on " + to_string(*d.trigger);
}

}  // namespace

std::string to_string(deadline const& d) {
    auto text = displayable(to_string(d.provision()));
    if (auto const parts = parts_of(d.concerns); !parts.empty()) text += "  (" + parts + ")";
    if (auto const start = from(d); !start.empty()) text += "  from " + start;
    text += "  " + last_days(d) + "  " + std::string(to_string(d.status));
    if (d.done) text += " on " + to_string(*d.done);
    text += "  binds " + std::string(to_string(d.binds));
    if (!d.duty_of().empty()) text += " " + to_string(d.duty_of());
    text += "  " + words(to_string(d.nature()));
    if (!d.certainty.empty()) text += "  [" + to_string(d.certainty) + "]";
    if (!d.reason.empty()) text += "  " + to_string(d.reason);
    return text;
}

std::ostream& operator<<(std::ostream& out, deadline const& d) { return out << to_string(d); }

message next_step(deadline const& d) {
    using enum deadline_status;
    if (!d.open() && d.status != not_computable) return {};
    if (d.status == not_computable) return {"Record what is missing: {reason}.", {{"reason", d.reason}}};
    auto const& row = d.limit();
    auto const who = [&]() -> message {
        auto const where = d.duty_of().empty() ? "" : to_string(d.duty_of());
        switch (d.binds) {
            case bound_party::person: return "the person";
            case bound_party::provider: return "the provider";
            case bound_party::court: return {"a court of {state}", {{"state", where}}};
            case bound_party::executive: return {"the authorities of {state}", {{"state", where}}};
            case bound_party::requesting: return message::as_is(to_string(d.requesting));
            default: return message::as_is(where.empty() ? to_string(d.requested) : where);
        }
    }();
    std::vector<message> titles;
    for (auto const k : row.met_by.named()) titles.emplace_back(d.law_.meaning(k).title);
    auto const acts = message::listed(std::move(titles), row.met_by_all ? message::listing::all : message::listing::any);
    if (acts.empty()) return {};
    if (row.nature == nature::minimum && !row.before) {
        if (!d.latest) return {"Not before the end of that time: {acts}.", {{"acts", acts}}};
        return {"Not before the end of {day}: {acts}.", {{"day", *d.latest}, {"acts", acts}}};
    }
    auto const by = !d.earliest                  ? message("without delay")
                    : *d.earliest == *d.latest   ? message("by {day}", {{"day", *d.earliest}})
                                                 : message("by {day}, on the safe reading", {{"day", *d.earliest}});
    if (row.nature == nature::mandatory_release || row.nature == nature::permissive_release) {
        auto const release = std::vector<message::argument>{{"how", row.nature == nature::mandatory_release ? "due" : "possible"}, {"applied", row.effects.contains(effect::on_application) ? "yes" : "no"}};
        if (d.status == missed) return {"Release or discharge is {how, select, due {due} other {possible}}{applied, select, yes {, on application} other {}}.", release};
        return {"Unless {by}: {acts}, release or discharge is {how, select, due {due} other {possible}}{applied, select, yes {, on application} other {}}.", {{"by", by}, {"acts", acts}, release[0], release[1]}};
    }
    if (d.status == missed) return {"Still due from {who}: {acts}.", {{"who", who}, {"acts", acts}}};
    return {"Due from {who} {by}: {acts}.", {{"who", who}, {"by", by}, {"acts", acts}}};
}

// ---- what moved -----------------------------------------------------------------------------------------------------

namespace {

bool same_clock(deadline const& a, deadline const& b) {
    return a.request == b.request && a.instrument() == b.instrument() && a.limit().id == b.limit().id && a.trigger_request == b.trigger_request && a.trigger_entry == b.trigger_entry && a.trigger == b.trigger && a.concerns == b.concerns;
}

bool same_result(deadline const& a, deadline const& b) {
    return a.earliest == b.earliest && a.latest == b.latest && a.earliest_instant == b.earliest_instant && a.last_instant == b.last_instant && a.status == b.status &&
           a.certainty == b.certainty && a.nature() == b.nature() && a.binds == b.binds;
}

/// What the steps of one have and those of the other have not.
std::string difference(deadline const& before, deadline const& after) {
    std::string text;
    auto const add = [&](std::string const& what) { text += (text.empty() ? "" : "; ") + what; };
    if (before.limit().length != after.limit().length)
        add("the text gives " + (after.limit().length ? phrase(*after.limit().length) : "no number") + ", and gave " + (before.limit().length ? phrase(*before.limit().length) : "none"));
    if (before.nature() != after.nature()) add(words(to_string(after.nature())) + ", and before " + words(to_string(before.nature())));
    if (before.binds != after.binds) add("it binds the " + std::string(to_string(after.binds)) + ", and before the " + std::string(to_string(before.binds)));
    if (before.counting() != after.counting()) add("counted by " + after.counting() + ", and before by " + before.counting());
    if (before.limit().verified != after.limit().verified) add(after.limit().verified ? "the text was read" : "the text was not read");
    auto const old_steps = before.steps(), new_steps = after.steps();
    auto const only_in = [&](std::vector<counting_step> const& these, std::vector<counting_step> const& those, std::string_view how) {
        std::size_t shown = 0;
        for (auto const& s : these) {
            if (!s.on || std::ranges::find(those, s) != those.end()) continue;
            if (++shown > 3) return;
            add(std::string(how) + to_string(s));
        }
    };
    if (before.status != after.status && after.reason != before.reason && !after.reason.empty()) add(to_string(after.reason));
    only_in(new_steps, old_steps, "now: ");
    only_in(old_steps, new_steps, "before: ");
    return text;
}

}  // namespace

std::vector<moved_deadline> compare(std::vector<deadline> const& before, std::vector<deadline> const& after) {
    std::vector<moved_deadline> moved;
    std::vector<bool> matched(after.size());
    // The same clock first; where its trigger moved, the clock of the same row that is left.
    auto const match = [&](deadline const& b, auto same) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < after.size(); ++i)
            if (!matched[i] && same(b, after[i])) return i;
        return {};
    };
    std::vector<deadline const*> left;
    for (auto const& b : before) {
        auto const i = match(b, same_clock);
        if (!i) {
            left.push_back(&b);
            continue;
        }
        matched[*i] = true;
        if (!same_result(b, after[*i])) moved.push_back({b, after[*i], difference(b, after[*i])});
    }
    for (auto const* b : left) {
        auto const i = match(*b, [](deadline const& x, deadline const& y) {
            return x.request == y.request && x.instrument() == y.instrument() && x.limit().id == y.limit().id && x.concerns == y.concerns;
        });
        if (i) {
            matched[*i] = true;
            moved.push_back({*b, after[*i], "it runs from " + from(after[*i]) + ", and ran from " + from(*b)});
        } else {
            moved.push_back({*b, std::nullopt, "there is no such limit any more, or nothing it runs from"});
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i)
        if (!matched[i]) moved.push_back({std::nullopt, after[i], "new"});
    return moved;
}

// ---- as a table -----------------------------------------------------------------------------------------------------

table to_table(std::span<deadline const> all, std::optional<cutoff> const& as_of) {
    auto t = table{.name = "deadlines",
                   .title = "Deadlines",
                   .definition = "Each time limit of an instrument that bears on the request, run from one event. Of two readings of a text the earliest and the latest last day are given; a limit "
                                 "without a number has none. Running out ends neither the request nor, unless the text says so, the duty.",
                   .columns = {{"id", "Id", column_type::identifier},
                               {"reference", "Reference"},
                               {"requesting", "From"},
                               {"requested", "To"},
                               {"provision", "Provision"},
                               {"concerns", "Concerns"},
                               {"trigger", "Runs from", column_type::word},
                               {"on", "On", column_type::date},
                               {"binds", "Binds", column_type::word},
                               {"duty_of", "Duty of"},
                               {"nature", "Nature", column_type::word},
                               {"earliest", "Last day, earliest", column_type::date},
                               {"latest", "Last day, latest", column_type::date},
                               {"days_left", "Days left", column_type::integer},
                               {"status", "Status", column_type::word},
                               {"done", "Done", column_type::date},
                               {"certainty", "Not certain", column_type::word},
                               {"counting", "Counted by"},
                               {"calendar", "Calendar"},
                               {"next_step", "Next step"},
                               {"consequence", "When it runs out"},
                               {"reason", "Remark"}}};
    auto const day = [](std::optional<date> const& d) { return d ? cell(*d) : cell(); };
    auto const rough = [](std::optional<when> const& w) { return !w ? cell() : w->exact() && !w->at() ? cell(w->earliest()) : cell(*w); };
    for (auto const& d : all)
        t.rows.push_back({to_string(d.request), d.reference, to_string(d.requesting), to_string(d.requested), to_string(d.provision()), parts_of(d.concerns), d.trigger_kind ? std::string(d.trigger_kind->name()) : d.trigger ? "the end of " + to_string(d.limit().after) : "",
                          rough(d.trigger), std::string(to_string(d.binds)), d.duty_of().empty() ? "" : to_string(d.duty_of()), std::string(to_string(d.nature())), day(d.earliest), day(d.latest), as_of && d.open() && d.earliest ? cell(std::int64_t{(*d.earliest - as_of->day()).count()}) : cell(),
                          std::string(to_string(d.status)), rough(d.done), d.certainty.empty() ? std::string() : to_string(d.certainty), d.counting(), d.calendar(), to_string(next_step(d)), d.consequence(), to_string(d.reason)});
    return t;
}

}  // namespace comity::v0
