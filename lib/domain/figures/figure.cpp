// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "digest.hpp"
#include "normal_forms.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <unordered_map>

namespace comity::inline v0 {

bool query::matches(request const& r) const {
    auto const one_side = [&](state_code s) { return r.requesting == s || r.requested == s; };
    if (requesting && r.requesting != *requesting) return false;
    if (requested && r.requested != *requested) return false;
    if (state && !one_side(*state)) return false;
    if (other && !one_side(*other)) return false;
    if (kind && r.kind != *kind) return false;
    if (reference && std::ranges::none_of(detail::spellings(*reference), [&](auto const& spelt) { return r.reference == spelt || r.requested_reference == spelt; })) return false;
    auto const any = [](auto const& list, auto is) { return std::ranges::any_of(list, is); };
    if (instrument && !any(r.basis, [&](provision const& p) { return p.instrument() == *instrument; })) return false;
    auto const acts = [&](std::optional<comity::authority> const& a) {
        return std::ranges::any_of(detail::spellings(*authority), [&](auto const& spelt) { return (a ? a->name : std::string()) == spelt; });
    };
    if (authority && !acts(r.requesting_authority) && !acts(r.requested_authority)) return false;
    if (measure && !any(r.measures, [&](comity::measure const& m) { return m.kind == *measure; })) return false;
    if (offence && !any(r.offences, [&](comity::offence const& o) { return o.group == *offence; })) return false;
    if (urgent && r.urgent != *urgent) return false;
    if (channel && r.channel != *channel) return false;
    if (handling && r.handling != *handling) return false;
    if (made_from && !(r.made_on && r.made_on->latest() >= *made_from)) return false;
    if (made_until && !(r.made_on && r.made_on->latest() <= *made_until)) return false;
    return true;
}

namespace detail {

// ---- reading --------------------------------------------------------------------------------------------------------

column_reader::column_reader(snapshot const& v)
    : view(v), columns(v.columns()), law_events_(v.law().events()), filed_(static_cast<std::uint16_t>(v.law().meaning(event_kind::filed).number)) {}

std::vector<bool> column_reader::kinds(std::vector<event_kind> const& named) const {
    std::vector<bool> result(law_events_.size());
    for (auto const& m : law_events_)
        for (auto const& ancestor : named)
            if (view.law().is_a(m.kind, ancestor)) result[m.number] = true;
    return result;
}

std::size_t column_reader::made(std::size_t request) const {
    auto event = columns.events_of(request).first;
    while (columns.events.kind[event] != filed_) ++event;
    return event;
}

bool column_reader::given_up(std::size_t event) const {
    using enum comity::outcome;
    auto const o = outcome(event);
    return has(event, register_columns::closed) || o == withdrawn || o == transferred || o == lapsed;
}

std::optional<std::size_t> column_reader::first_act_of_requested(std::size_t request) const {
    for (auto const e : columns.events_of(request))
        if (is_act_of_requested(e)) return e;
    return {};
}

std::optional<std::size_t> column_reader::next_of(std::vector<bool> const& kinds, std::size_t from, std::size_t last) const {
    for (auto e = from; e <= last; ++e)
        if (kinds[columns.events.kind[e]]) return e;
    return {};
}

std::size_t column_reader::first_after_made(std::size_t request) const {
    auto event = columns.events_of(request).first;
    while (has(event, register_columns::before_request)) ++event;
    return event;
}

std::optional<std::size_t> column_reader::given_up_at(std::size_t request) const {
    std::optional<std::size_t> since;
    for (auto const e : columns.events_of(request)) {
        if (!given_up(e)) since.reset();
        else if (!since) since = e;
    }
    return since;
}

covered coverage_of(column_reader const& in, std::vector<std::uint32_t> const& requests) {
    covered result;
    for (auto const i : requests) {
        ++(in.exact(in.made(i)) ? result.dates.known : result.dates.approximate);
        result.dates.claimed += in.has(i, register_columns::claimed);
        result.erased_persons += in.columns.erased_persons[i];
        result.made_up += in.has(i, register_columns::synthetic);
    }
    return result;
}

answers::answers(column_reader const& in, std::string_view definition) : in_(in), definition_(in.view.law().answer(definition)) {
    for (auto const& m : in.view.law().events()) counts_.push_back(definition_.counts(m));
}

std::optional<std::size_t> answers::first(std::size_t request) const {
    for (auto const e : in_.columns.events_of(request)) {
        if (!counts_[in_.columns.events.kind[e]] || in_.has(e, register_columns::before_request)) continue;
        if (!definition_.ends || !in_.has(e, register_columns::still_open)) return e;
    }
    return {};
}

message answers::of_the_unanswered() const {
    return {"{answer} Counted are requests made by {as_of} that have none, and are not withdrawn, returned, transferred, lapsed or closed. They wait since the date the request bears, as sent; of a rough "
            "date the last day is taken.", {{"answer", message(definition_.text)}, {"as_of", comity::in_words(in_.view.as_of())}}};
}

bool answers::awaited(std::size_t request) const {
    auto const now = in_.last(request);
    return !in_.given_up(now) && in_.outcome(now) != outcome::returned && !first(request);
}

std::int64_t count_parts(column_reader const& in, std::size_t request, subject_kind kind) {
    return std::ranges::count_if(in.columns.parts_of(request), [&](std::size_t p) { return in.columns.parts.kind[p] == static_cast<std::uint8_t>(kind); });
}

std::string_view instrument_of(std::string_view provision) { return provision.substr(0, provision.find(' ')); }

// ---- which requests -------------------------------------------------------------------------------------------------

std::vector<std::uint32_t> select(column_reader const& in, query const& q) {
    auto const& c = in.columns;
    if (q == query{}) {
        std::vector<std::uint32_t> all(c.size());
        std::iota(all.begin(), all.end(), 0u);
        return all;
    }
    auto const place = [&](std::optional<state_code> const& s) { return s ? c.words.find(s->text()) : word_list::none; };  // of every request a State is known
    auto const requesting = place(q.requesting), requested = place(q.requested), state = place(q.state), other = place(q.other);
    auto const one_side = [&](std::size_t i, std::uint32_t s) { return c.requesting[i] == s || c.requested[i] == s; };
    // What is asked for in words that no request has matches none; an empty word is that of a request without one.
    constexpr auto in_none = word_list::none - 1;
    auto const named = [&](std::optional<std::string> const& text) {
        if (!text || text->empty()) return word_list::none;
        auto const found = c.words.find(*text);
        return found == word_list::none ? in_none : found;
    };
    auto const references = q.reference ? spellings(*q.reference) : std::vector<std::string>();
    auto const authority = named(q.authority), measure = named(q.measure), offence = named(q.offence), handling = named(q.handling);
    auto const has_part = [&](std::size_t i, subject_kind kind, std::uint32_t group) {
        return std::ranges::any_of(c.parts_of(i), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(kind) && c.parts.group[p] == group; });
    };
    auto const day = [](date d) { return d.days_since_1970(); };
    std::vector<std::uint32_t> result;
    for (std::size_t i = 0; i < c.size(); ++i) {
        if (q.requesting && c.requesting[i] != requesting) continue;
        if (q.requested && c.requested[i] != requested) continue;
        if (q.state && !one_side(i, state)) continue;
        if (q.other && !one_side(i, other)) continue;
        if (q.kind && c.kind[i] != static_cast<std::uint8_t>(*q.kind)) continue;
        if (q.reference && std::ranges::none_of(references, [&](auto const& spelt) { return c.reference[i] == spelt || c.requested_reference[i] == spelt; })) continue;
        if (q.instrument && !std::ranges::any_of(c.bases_of(i), [&](std::size_t b) { return instrument_of(in.word(c.basis[b])) == *q.instrument; })) continue;
        if (q.authority && c.requesting_authority[i] != authority && c.requested_authority[i] != authority) continue;
        if (q.measure && !has_part(i, subject_kind::measure, measure)) continue;
        if (q.offence && !has_part(i, subject_kind::offence, offence)) continue;
        if (q.urgent && in.has(i, register_columns::urgent) != *q.urgent) continue;
        if (q.channel && c.channel[i] != static_cast<std::uint8_t>(*q.channel)) continue;
        if (q.handling && c.handling[i] != handling) continue;
        if (q.made_from && in.day(i, in.made(i)) < day(*q.made_from)) continue;
        if (q.made_until && in.day(i, in.made(i)) > day(*q.made_until)) continue;
        result.push_back(static_cast<std::uint32_t>(i));
    }
    return result;
}

namespace {

using word = register_columns::word;

/// What a key says of each request: numbers, and what they are called.
class key_values {
public:
    key_values(column_reader const& in, key k, query const& q)
        : in_(in), key_(k), state_(q.state ? in.columns.words.find(q.state->text()) : word_list::none), consents_(k == key::consent ? in.kinds({event_kind::consent_given}) : std::vector<bool>()), revocations_(k == key::consent ? in.kinds({event_kind::consent_revoked}) : std::vector<bool>()) {
        if ((k == key::direction || k == key::counterpart) && !q.state)
            throw bad_input("a breakdown by " + std::string(to_string(k)) + " needs the State whose requests are sent and received; name it in the query (state)");
        if (k == key::offence_category) categories_of_groups();
    }

    /// The column that has them, where a word is all there is to a key.
    std::vector<word> const* column() const {
        auto const& c = in_.columns;
        switch (key_) {
            case key::requesting: return &c.requesting;
            case key::requested: return &c.requested;
            case key::handling: return &c.handling;
            case key::language: return &c.language;
            case key::requesting_authority: return &c.requesting_authority;
            case key::requested_authority: return &c.requested_authority;
            default: return nullptr;
        }
    }
    /// Calls f(number) for each value that a request has, one at least.
    template <class F> void each(std::size_t i, F f) const {
        auto const& c = in_.columns;
        switch (key_) {
            case key::direction: return f(word{c.requesting[i] == state_});
            case key::consent: {
                bool stands = false;  // of any person
                for (auto const e : c.events_of(i)) stands = consents_[c.events.kind[e]] || (stands && !revocations_[c.events.kind[e]]);
                return f(word{stands});
            }
            case key::counterpart: return f(c.requesting[i] == state_ ? c.requested[i] : c.requesting[i]);
            case key::kind: return f(word{c.kind[i]});
            case key::urgency: return f(word{in_.has(i, register_columns::urgent)});
            case key::channel: return f(word{c.channel[i]});
            case key::year: return f(static_cast<word>(day_of(in_.day(i, in_.made(i))).year()));
            case key::measure: return each_of(c.parts_of(i), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(subject_kind::measure); }, c.parts.group, f);
            case key::offence: return each_of(c.parts_of(i), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(subject_kind::offence); }, c.parts.group, f);
            case key::offence_category: return each_of(c.parts_of(i), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(subject_kind::offence); }, c.parts.group, f);
            case key::instrument: return each_of(c.bases_of(i), [](std::size_t) { return true; }, c.basis, f);
            default: return f((*column())[i]);
        }
    }
    /// Numbers are less than this, or word_list::none.
    std::size_t bound() const { return std::max<std::size_t>(in_.columns.words.size(), 10'000); }
    std::string name(word value) const {
        switch (key_) {
            case key::direction: return value ? "sent" : "received";
            case key::kind: return std::string(to_string(static_cast<request_kind>(value)));
            case key::urgency: return value ? "urgent" : "not_urgent";
            case key::consent: return value ? "consented" : "no_consent_recorded";
            case key::channel: return std::string(to_string(static_cast<channel>(value)));
            case key::year: return std::to_string(value);
            case key::instrument: return std::string(instrument_of(in_.word(value)));
            case key::offence_category: return std::string(category_of(value));
            default: return std::string(in_.word(value));
        }
    }

private:
    /// Each word once; what is called the same is made one group later.
    template <class F> void each_of(row_range rows, auto take, std::vector<word> const& column, F f) const {
        std::vector<std::pair<std::string_view, word>> found;
        for (auto const r : rows) {
            if (!take(r)) continue;
            auto text = in_.word(column[r]);
            if (key_ == key::instrument) text = instrument_of(text);
            if (key_ == key::offence_category) text = category_of(column[r]);
            found.emplace_back(text, column[r]);
        }
        if (found.empty()) return f(word_list::none);
        std::ranges::sort(found);
        found.erase(std::unique(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.first == b.first; }), found.end());
        for (auto const& [text, value] : found) f(value);
    }

    void categories_of_groups() {
        for (auto const& g : in_.view.law().offence_groups())
            if (auto const place = in_.columns.words.find(g.name); place != word_list::none) categories_.emplace(place, g.category.empty() ? std::string_view("none of these by itself") : std::string_view(g.category));
    }
    std::string_view category_of(word group) const {
        if (group == word_list::none) return {};
        auto const found = categories_.find(group);
        return found == categories_.end() ? std::string_view("group not listed") : found->second;
    }

    column_reader const& in_;
    key key_;
    word state_;
    std::vector<bool> consents_, revocations_;
    std::unordered_map<word, std::string_view> categories_{};
};

/// Numbers for pairs of numbers, in the order in which they are met: looked up in a table where it would not be too large.
class pair_numbers {
public:
    pair_numbers(std::size_t firsts, std::size_t seconds) : seconds_(seconds + 1) {
        constexpr std::size_t too_large = 1 << 23;
        if (firsts * seconds_ <= too_large) table_.assign(firsts * seconds_, word_list::none);
    }
    std::uint32_t operator()(std::uint32_t a, std::uint32_t b) {
        auto& number = table_.empty() ? others_.try_emplace(std::uint64_t{a} << 32 | b, word_list::none).first->second
                                      : table_[a * seconds_ + (b == word_list::none ? seconds_ - 1 : b)];
        if (number == word_list::none) {
            number = static_cast<std::uint32_t>(pairs.size());
            pairs.emplace_back(a, b);
        }
        return number;
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs{};

private:
    std::size_t seconds_;
    std::vector<std::uint32_t> table_{};
    std::unordered_map<std::uint64_t, std::uint32_t> others_{};
};

}  // namespace

std::function<std::string(register_columns::word)> names_of(column_reader const& in, key k, query const& q) {
    return [values = key_values(in, k, q)](word of) { return values.name(of); };
}

grouping group(column_reader const& in, breakdown const& b) {
    constexpr std::size_t pairs_at_most = 4'000'000;  // beside one for each request: a request with a thousand measures and offences each
    grouping g;
    g.requests = select(in, b.of);
    g.groups.assign(g.requests.size(), 0);
    if (!g.requests.empty() || b.by.empty()) g.names.emplace_back();
    for (auto const k : b.by) {
        auto const values = key_values(in, k, b.of);
        pair_numbers numbers(g.names.size(), values.bound());
        if (auto const* column = values.column()) {
            for (std::size_t i = 0; i < g.requests.size(); ++i) g.groups[i] = numbers(g.groups[i], (*column)[g.requests[i]]);
        } else {
            std::vector<std::uint32_t> requests, groups;
            requests.reserve(g.requests.size()), groups.reserve(g.requests.size());
            for (std::size_t i = 0; i < g.requests.size(); ++i)
                values.each(g.requests[i], [&](std::uint32_t value) {
                    requests.push_back(g.requests[i]);
                    groups.push_back(numbers(g.groups[i], value));
                    if (requests.size() > in.size() + pairs_at_most) throw bad_input("by so many keys the requests are in more than " + std::to_string(pairs_at_most) + " groups; break the figure down by fewer");
                });
            g.several |= requests.size() > g.requests.size();
            g.requests = std::move(requests), g.groups = std::move(groups);
        }
        auto names = std::vector<std::vector<std::string>>();
        for (auto const& [outer, value] : numbers.pairs) names.push_back(g.names[outer]), names.back().push_back(values.name(value));
        g.names = std::move(names);
    }
    // By name; and what is called the same is one group.
    std::vector<std::size_t> order(g.names.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) -> auto const& { return g.names[i]; });
    std::vector<std::uint32_t> number(order.size());
    auto names = std::vector<std::vector<std::string>>();
    for (auto const i : order) {
        if (names.empty() || names.back() != g.names[i]) names.push_back(g.names[i]);
        number[i] = static_cast<std::uint32_t>(names.size() - 1);
    }
    for (auto& n : g.groups) n = number[n];
    g.names = std::move(names);
    if (g.several) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (std::size_t i = 0; i < g.requests.size(); ++i) pairs.emplace_back(g.requests[i], g.groups[i]);
        std::ranges::sort(pairs);
        pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
        g.requests.clear(), g.groups.clear();
        for (auto const& [request, group] : pairs) g.requests.push_back(request), g.groups.push_back(group);
    }
    return g;
}

std::vector<cell> grouping::named_row(std::size_t group) const {
    std::vector<cell> row;
    for (auto const& name : names[group]) row.push_back(text(name));
    return row;
}

// ---- tables ---------------------------------------------------------------------------------------------------------

std::string heading(std::string_view name) {
    auto result = words(name);
    result[0] = static_cast<char>(result[0] >= 'a' && result[0] <= 'z' ? result[0] - 'a' + 'A' : result[0]);
    return result;
}

namespace {

column of_type(std::string_view name, message as, column_type type) {
    return {.name = std::string(name), .heading = as.empty() ? message(heading(name)) : std::move(as), .type = type};
}

column of_key(key k) {
    switch (k) {
        case key::requesting: return written("requesting", "From");
        case key::requested: return written("requested", "To");
        case key::counterpart: return written("counterpart", "State");
        case key::offence: return worded("offence", "Offences");
        case key::offence_category: return worded("offence_category", "Category of offences");
        case key::direction: case key::kind: case key::urgency: case key::consent: case key::channel: case key::measure: return worded(to_string(k));
        default: return written(to_string(k));
    }
}

/// Each with its length, so that no two lists look alike.
std::string lengths_and_texts(std::initializer_list<std::optional<std::string>> texts) {
    std::string result;
    for (auto const& t : texts) result += t ? std::to_string(t->size()) + ":" + *t + "," : "-,";
    return result;
}

std::string text_of(query const& q) {
    auto const code = [](std::optional<state_code> const& s) { return s ? std::string(s->text()) : std::string(); };
    auto const day = [](std::optional<date> const& d) { return d ? to_string(*d) : std::string(); };
    return code(q.requesting) + ">" + code(q.requested) + "|" + code(q.state) + "-" + code(q.other) + "|" +
           (q.kind ? std::string(to_string(*q.kind)) : "") + "|" + day(q.made_from) + ".." + day(q.made_until) + "|" + lengths_and_texts({q.reference, q.instrument, q.authority, q.measure, q.offence, q.handling}) +
           (q.urgent ? *q.urgent ? "|urgent" : "|not urgent" : "") + (q.channel ? "|" + std::string(to_string(*q.channel)) : "");
}

/// The table without its columns.
template <class Requests>
table head_of(column_reader const& in, std::string name, message title, message definition, std::string const& of, Requests const& requests, std::string_view parameters, int hold_back_below) {
    auto t = table{.name = std::move(name), .title = std::move(title), .definition = std::move(definition)};
    auto const [covers, erased_persons, made_up] = requests.size() == in.size() ? in.of_all() : coverage_of(in, requests);
    auto const small = [&](std::int64_t n) { return n > 0 && n < hold_back_below; };
    if (small(covers.known) || small(covers.approximate) || small(covers.claimed) || small(covers.missing)) t.notes.push_back("How well the dates are known is held back: some of the counts are small.");
    else t.covers = covers;
    if (made_up && static_cast<std::size_t>(made_up) == requests.size()) t.notes.push_back("Synthetic data: every request in this figure is made up.");
    else if (made_up) t.notes.push_back({"Synthetic data: {n} of the requests in this figure {n, plural, one {is} other {are}} made up.", {{"n", made_up}}});
    if (erased_persons)
        t.notes.push_back({"{n, plural, =-1 {A few persons in these requests have} one {# person in these requests has} other {# persons in these requests have}} been erased from the register: names and birth are gone, what happened is counted.",
                           {{"n", told(erased_persons, hold_back_below)}}});
    t.digest = digest().add(in.view.root()).add(t.name).add(to_string(t.definition)).add(of).add(parameters).hex();
    return t;
}

}  // namespace

column counted(std::string_view name) { return of_type(name, {}, column_type::integer); }
column written(std::string_view name, message as) { return of_type(name, std::move(as), column_type::text); }
column worded(std::string_view name, message as) { return of_type(name, std::move(as), column_type::word); }
column dated(std::string_view name, message as) { return of_type(name, std::move(as), column_type::date); }
column identifier(std::string_view name, message as) { return of_type(name, std::move(as), column_type::identifier); }
column measured(std::string_view name, message as) { return of_type(name, std::move(as), column_type::number); }

cell day_cell(column_reader const& in, std::size_t event) {
    auto const& e = in.columns.events;
    if (in.exact(event)) return day_of(e.latest[event]);
    auto w = when(day_of(e.earliest[event]), day_of(e.latest[event]));
    if (in.has(event, register_columns::approximate)) w = w.about();
    return in.has(event, register_columns::uncertain) ? w.doubted() : w;
}

table figure(column_reader const& in, std::string name, message title, message definition, query const& q, std::vector<std::uint32_t> const& requests,
             std::string_view parameters) {
    return head_of(in, std::move(name), std::move(title), std::move(definition), text_of(q), requests, parameters, 0);
}

table figure(column_reader const& in, std::string name, message title, message definition, breakdown const& b, grouping const& g, std::string_view parameters) {
    if (b.hold_back_below < 0) throw bad_input("counts are to be held back below " + std::to_string(b.hold_back_below) + "; a number from 0 says below which, and 0 that none are");
    std::string keys;
    for (auto const k : b.by) (keys += keys.empty() ? "" : ",") += to_string(k);
    auto requests = g.requests;
    if (g.several) requests.erase(std::unique(requests.begin(), requests.end()), requests.end());
    auto t = head_of(in, std::move(name), std::move(title), std::move(definition), text_of(b.of) + "|" + keys + (b.hold_back_below > 0 ? "|held back below " + std::to_string(b.hold_back_below) : ""), requests, parameters, b.hold_back_below);
    for (auto const k : b.by) t.columns.push_back(of_key(k));
    if (g.several) t.notes.push_back({"A request can be in several groups, and counts in each: the groups add up to more than {n, plural, =-1 {the few requests there are} one {the # request there is} other {the # requests there are}}.",
                                        {{"n", told(static_cast<std::int64_t>(requests.size()), b.hold_back_below)}}});
    return t;
}

namespace {

/// What the groups are called, key by key.
std::vector<cell_column> name_columns(grouping const& g, std::vector<std::size_t> const& rows, std::size_t keys) {
    std::vector<cell_column> columns;
    for (std::size_t k = 0; k < keys; ++k) {
        auto const named = std::ranges::none_of(rows, [&](std::size_t i) { return g.names[i][k].empty(); });
        if (named) {
            std::vector<std::string> names;
            for (auto const i : rows) names.push_back(g.names[i][k]);
            columns.emplace_back(std::move(names));
        } else {
            for (cell_column& column = columns.emplace_back(); auto const i : rows) column.push_back(text(g.names[i][k]));
        }
    }
    return columns;
}

}  // namespace

row_classes totals_of(grouping const& g) {
    row_classes totals;
    auto const keys = g.names.empty() ? 0 : g.names.front().size();
    for (std::size_t first = 0; first < keys; ++first) {
        auto& classes = totals.emplace_back();
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < g.size(); ++i) {
            if (i > 0 && !std::equal(g.names[i].begin(), g.names[i].begin() + static_cast<std::ptrdiff_t>(first), g.names[i - 1].begin())) ++number;
            classes.push_back(number);
        }
    }
    return totals;
}

row_classes totals_of(grouping const& g, std::vector<std::uint32_t> const& groups_of_rows, std::vector<std::uint32_t> const& labels) {
    row_classes totals{groups_of_rows};
    for (auto const& of_groups : totals_of(g)) {
        auto& classes = totals.emplace_back();
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> numbers;
        for (std::size_t row = 0; row < labels.size(); ++row) classes.push_back(numbers.try_emplace({of_groups[groups_of_rows[row]], labels[row]}, static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    return totals;
}

namespace {

/// Hides rows of one total until what is hidden tells nothing: with one there go others, the least first.
class complement {
public:
    complement(std::vector<std::int64_t> const& counts, std::size_t columns, std::vector<std::size_t> which, int below) : counts_(counts), columns_(columns), which_(std::move(which)), below_(below) {}

    /// Whether another row was hidden.
    bool hide(std::vector<std::size_t> const& rows, std::vector<bool>& hidden) const {
        std::vector<std::int64_t> sums(which_.size());
        std::size_t count = 0;
        std::vector<std::pair<std::int64_t, std::size_t>> others;
        auto const add = [&](std::size_t row) {
            ++count;
            for (std::size_t c = 0; c < which_.size(); ++c) sums[c] += counts_[row * columns_ + which_[c]];
        };
        for (auto const row : rows) {
            if (hidden[row]) {
                add(row);
                continue;
            }
            std::int64_t size = 0, whole = 0;
            for (std::size_t c = 0; c < columns_; ++c) whole += counts_[row * columns_ + c];
            for (auto const c : which_) size += counts_[row * columns_ + c];
            if (whole > 0) others.emplace_back(size > 0 ? size : INT64_MAX, row);  // one of nothing but its headline hides little, and goes last
        }
        if (count == 0) return false;
        std::ranges::sort(others);
        auto const tells = [&] { return count < 2 || std::ranges::any_of(sums, [&](std::int64_t n) { return n > 0 && n < below_; }); };
        bool more = false;
        for (auto next = others.begin(); next != others.end() && tells(); ++next) hidden[next->second] = more = true, add(next->second);
        return more;
    }

private:
    std::vector<std::int64_t> const& counts_;
    std::size_t columns_;
    std::vector<std::size_t> which_;
    int below_;
};

}  // namespace

held_rows counts::held_back(int below, row_classes const& totals, std::size_t headline, row_sums sums) const {
    held_rows held{std::vector<bool>(rows()), std::vector<bool>(rows()), std::vector<bool>(columns_, true), std::vector<bool>(columns_)};
    if (below <= 0) return held;
    for (std::size_t at = 0; at < of_.size(); ++at)
        if (of_[at] != 0) held.nothing[at % columns_] = false;
    std::vector<std::vector<std::vector<std::size_t>>> classes;  // of each total: the rows
    for (auto const& of_rows : totals) {
        auto& these = classes.emplace_back(of_rows.empty() ? 0 : *std::ranges::max_element(of_rows) + 1);
        for (std::size_t row = 0; row < of_rows.size(); ++row) these[of_rows[row]].push_back(row);
    }
    auto const close = [&](std::vector<bool>& hidden, std::vector<std::size_t> const& which) {
        auto const one = complement(of_, columns_, which, below);
        for (bool again = true; again;) {
            again = false;
            for (auto const& of_total : classes)
                for (auto const& rows_of_class : of_total) again |= one.hide(rows_of_class, hidden);
        }
    };
    auto const is_small = [&](std::int64_t n) { return n > 0 && n < below; };
    auto const small = [&](std::size_t row, std::size_t column) { return is_small(of_[row * columns_ + column]); };
    if (headline != no_headline) {
        for (std::size_t row = 0; row < rows(); ++row) held.wholly[row] = small(row, headline);
        close(held.wholly, {headline});
    }
    std::vector<std::size_t> details;
    for (std::size_t c = 0; c < columns_; ++c)
        if (c != headline && !held.nothing[c]) details.push_back(c);
    /// The rows that are held back in detail where the first so many of the details are held back in every row.
    auto const rows_beside = [&](std::size_t columns) {
        auto const others = std::vector(details.begin() + static_cast<std::ptrdiff_t>(columns), details.end());
        auto hidden = held.wholly;
        std::vector<std::int64_t> sum(rows());
        for (std::size_t row = 0; row < rows(); ++row) {
            for (std::size_t n = 0; n < columns; ++n) sum[row] += of_[row * columns_ + details[n]];
            if (std::ranges::any_of(others, [&](std::size_t c) { return small(row, c); }) || (sums == row_sums::to_headline && is_small(sum[row]))) hidden[row] = true;
        }
        // What is 0 by its headline hides nothing: a row that alone has something in these columns would follow from their totals.
        if (sums == row_sums::to_headline)
            for (auto const& of_total : classes)
                for (auto const& rows_of_class : of_total)
                    if (auto const has = [&](std::size_t row) { return sum[row] > 0; }; rows_of_class.size() > 1 && std::ranges::count_if(rows_of_class, has) == 1) hidden[*std::ranges::find_if(rows_of_class, has)] = true;
        close(hidden, others);
        return hidden;
    };
    held.in_detail = rows_beside(0);
    if (sums != row_sums::unknown) {
        std::vector<double> smalls(columns_);  // as a part of those that are not 0
        for (auto const c : details) {
            double counted = 0;
            for (std::size_t row = 0; row < rows(); ++row) counted += of_[row * columns_ + c] != 0, smalls[c] += !held.wholly[row] && small(row, c);
            smalls[c] /= counted;
        }
        std::ranges::stable_sort(details, std::greater(), [&](std::size_t c) { return smalls[c]; });
        auto const lost = [&](std::size_t columns, std::vector<bool> const& hidden) { return columns * rows() + (details.size() - columns) * static_cast<std::size_t>(std::ranges::count(hidden, true)); };
        auto least = lost(0, held.in_detail);
        std::size_t most = 0;
        // One column alone would follow from the headline.
        for (std::size_t columns = sums == row_sums::to_headline ? 2 : 1; columns < details.size() && smalls[details[columns - 1]] > 0 && columns * rows() < least; ++columns) {
            auto hidden = rows_beside(columns);
            if (auto const now = lost(columns, hidden); now < least) least = now, most = columns, held.in_detail = std::move(hidden);
        }
        for (std::size_t n = 0; n < most; ++n) held.columns[details[n]] = true;
    }
    if (headline == no_headline) held.wholly = held.in_detail;
    return held;
}

void counts::append_to(std::vector<cell>& cells, std::size_t row, held_rows const& held, std::size_t headline) const {
    for (std::size_t c = 0; c < columns_; ++c) {
        auto const hidden = !held.nothing[c] && (held.columns[c] || (c == headline ? held.wholly[row] : held.in_detail[row]));
        cells.push_back(hidden ? cell(std::string(held_back_mark)) : cell(of_[row * columns_ + c]));
    }
}

counts::rows_put counts::append_to(table& t, grouping const& g, breakdown const& b, std::size_t headline, row_sums sums) const {
    auto const held = held_back(b.hold_back_below, totals_of(g), headline, sums);
    rows_put put;
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto const first = of_.begin() + static_cast<std::ptrdiff_t>(i * columns_);
        if (std::any_of(first, first + static_cast<std::ptrdiff_t>(columns_), [](auto n) { return n != 0; })) put.groups.push_back(i), put.held.push_back(held.in_detail[i]);
    }
    auto columns = name_columns(g, put.groups, b.by.size());
    for (std::size_t column = 0; column < columns_; ++column) {
        auto const hidden = [&](std::size_t i) { return !held.nothing[column] && (held.columns[column] || (column == headline ? held.wholly : held.in_detail)[i]); };
        if (std::ranges::none_of(put.groups, hidden)) {
            std::vector<std::int64_t> numbers;
            numbers.reserve(put.groups.size());
            for (auto const i : put.groups) numbers.push_back(of_[i * columns_ + column]);
            columns.emplace_back(std::move(numbers));
            continue;
        }
        cell_column mixed;
        for (auto const i : put.groups) mixed.push_back(hidden(i) ? cell(std::string(held_back_mark)) : cell(of_[i * columns_ + column]));
        columns.push_back(std::move(mixed));
    }
    t.rows = row_list(std::move(columns));
    if (held.any()) t.notes.push_back(held_back_note(b.hold_back_below));
    return put;
}

void counts::rows_put::add_shares(table& t, column heading, counts const& of, std::size_t part, std::size_t whole) const {
    cell_column all;
    auto fewest = std::numeric_limits<std::int64_t>::max();
    for (std::size_t n = 0; n < groups.size(); ++n) {
        all.push_back(held[n] ? cell() : percent(of(groups[n], part), of(groups[n], whole)));
        if (auto const cases = of(groups[n], whole); cases > 0) fewest = std::min(fewest, cases);
    }
    heading.decimals = share_decimals(fewest);
    t.columns.push_back(std::move(heading));
    t.rows.add_column(std::move(all));
}

std::int64_t told(std::int64_t count, int hold_back_below) { return count > 0 && count < hold_back_below ? -1 : count; }

message held_back_note(int below) {
    return {"“{mark}” stands for what is held back: counts from 1 to {most}, with their rows or their columns, whichever loses less, and others from which they would follow by the totals of the first of the keys. What several tables of the same requests give away together is not held back.",
            {{"mark", held_back_mark}, {"most", below - 1}}};
}

void check_period(date_range p, cutoff const& as_of) {
    if (p.until < p.from) throw bad_input("the period " + to_string(p.from) + " to " + to_string(p.until) + " ends before it begins");
    if (p.until > as_of.day())
        throw bad_input("the period ends on " + to_string(p.until) + ", after " + to_string(as_of) + ", the day the figures are as of");
}

std::vector<date_range> steps_of(date_range p, step by) {
    auto const months = by == step::month ? 1 : by == step::quarter ? 3 : 12;
    std::vector<date_range> steps;
    for (auto first = p.from;;) {
        auto const month = (first.month() - 1) / months * months + months;  // the step's last
        auto const last = month == 12 ? date(first.year(), 12, 31) : date(first.year(), month + 1, 1) - days(1);
        steps.push_back({.from = first, .until = std::min(last, p.until)});
        if (last >= p.until) return steps;
        first = last + days(1);
    }
}

message in_words(std::optional<date_range> const& p, cutoff const& as_of) {
    if (p) return {"from {first} to {last}", {{"first", p->from}, {"last", p->until}}};
    return {"by {as_of}", {{"as_of", comity::in_words(as_of)}}};
}

std::string text_of(std::optional<date_range> const& p) { return p ? text_of(*p) : std::string(); }
std::string text_of(date_range p) { return to_string(p.from) + "/" + to_string(p.until); }

}  // namespace detail

}  // namespace comity::v0
