// SPDX-License-Identifier: Apache-2.0
#include "figure.hpp"

#include "digest.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace comity::inline v0 {

bool query::matches(request const& r) const {
    auto const one_side = [&](state_code s) { return r.requesting == s || r.requested == s; };
    if (requesting && r.requesting != *requesting) return false;
    if (requested && r.requested != *requested) return false;
    if (state && !one_side(*state)) return false;
    if (other && !one_side(*other)) return false;
    if (kind && r.kind != *kind) return false;
    if (reference && r.reference != *reference && r.requested_reference != *reference) return false;
    if (made_from && !(r.made_on && r.made_on->latest() >= *made_from)) return false;
    if (made_until && !(r.made_on && r.made_on->earliest() <= *made_until)) return false;
    return true;
}

namespace detail {

// ---- reading --------------------------------------------------------------------------------------------------------

reader::reader(snapshot const& v)
    : view(v), columns(v.columns()), law_events_(v.law().events()), filed_(static_cast<std::uint16_t>(v.law().meaning(event_kind::filed).number)) {}

std::vector<bool> reader::kinds(std::vector<event_kind> const& named) const {
    std::vector<bool> result(law_events_.size());
    for (auto const& m : law_events_)
        for (auto const& ancestor : named)
            if (view.law().is_a(m.kind, ancestor)) result[m.number] = true;
    return result;
}

std::size_t reader::made(std::size_t request) const {
    auto event = columns.events_of(request).first;
    while (columns.events.kind[event] != filed_) ++event;
    return event;
}

bool reader::given_up(std::size_t event) const {
    using enum comity::outcome;
    auto const o = outcome(event);
    return has(event, register_columns::closed) || o == withdrawn || o == transferred || o == lapsed;
}

answers::answers(reader const& in, std::string_view definition) : in_(in), definition_(in.view.law().answer(definition)) {
    for (auto const& m : in.view.law().events()) counts_.push_back(definition_.counts(m));
}

std::optional<std::size_t> answers::first(std::size_t request) const {
    for (auto const e : in_.columns.events_of(request)) {
        if (!counts_[in_.columns.events.kind[e]] || in_.has(e, register_columns::before_request)) continue;
        if (!definition_.ends || !in_.has(e, register_columns::still_open)) return e;
    }
    return {};
}

std::string answers::of_the_unanswered() const {
    return definition_.text + " Counted are requests made by " + to_string(in_.view.as_of()) +
           " that have none, and are not withdrawn, returned, transferred, lapsed or closed. They wait since the date "
           "the request bears, as sent; of a rough date the last day is taken.";
}

bool answers::awaited(std::size_t request) const {
    auto const now = in_.last(request);
    return !in_.given_up(now) && in_.outcome(now) != outcome::returned && !first(request);
}

// ---- which requests -------------------------------------------------------------------------------------------------

std::vector<std::uint32_t> select(reader const& in, query const& q) {
    auto const& c = in.columns;
    auto const place = [&](std::optional<state_code> const& s) { return s ? c.words.find(s->text()) : word_list::none; };
    auto const requesting = place(q.requesting), requested = place(q.requested), state = place(q.state), other = place(q.other);
    auto const one_side = [&](std::size_t i, std::uint32_t s) { return c.requesting[i] == s || c.requested[i] == s; };
    auto const day = [](date d) { return d.days_since_1970(); };
    std::vector<std::uint32_t> result;
    for (std::size_t i = 0; i < c.size(); ++i) {
        if (q.requesting && c.requesting[i] != requesting) continue;
        if (q.requested && c.requested[i] != requested) continue;
        if (q.state && !one_side(i, state)) continue;
        if (q.other && !one_side(i, other)) continue;
        if (q.kind && c.kind[i] != static_cast<std::uint8_t>(*q.kind)) continue;
        if (q.reference && c.reference[i] != *q.reference && c.requested_reference[i] != *q.reference) continue;
        if (q.made_from && c.events.latest[in.made(i)] < day(*q.made_from)) continue;
        if (q.made_until && c.events.earliest[in.made(i)] > day(*q.made_until)) continue;
        result.push_back(static_cast<std::uint32_t>(i));
    }
    return result;
}

namespace {

using word = register_columns::word;

/// What a key says of each request: numbers, and what they are called.
class key_values {
public:
    key_values(reader const& in, key k, query const& q) : in_(in), key_(k), state_(q.state ? in.columns.words.find(q.state->text()) : word_list::none) {
        if (k == key::direction && !q.state) throw bad_input("a breakdown by direction needs the State whose requests are sent and received; name it in the query (state)");
    }

    /// Calls f(number) for each value that a request has, one at least.
    template <class F> void each(std::size_t i, F f) const {
        auto const& c = in_.columns;
        switch (key_) {
            case key::requesting: return f(c.requesting[i]);
            case key::requested: return f(c.requested[i]);
            case key::direction: return f(word{c.requesting[i] == state_});
            case key::kind: return f(word{c.kind[i]});
            case key::urgency: return f(word{in_.has(i, register_columns::urgent)});
            case key::channel: return f(word{c.channel[i]});
            case key::handling: return f(c.handling[i]);
            case key::language: return f(c.language[i]);
            case key::requesting_authority: return f(c.requesting_authority[i]);
            case key::requested_authority: return f(c.requested_authority[i]);
            case key::year: return f(static_cast<word>(day_of(c.events.latest[in_.made(i)]).year()));
            case key::measure: return each_of(c.parts_of(i), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(subject_kind::measure); }, c.parts.group, f);
            case key::offence: return each_of(c.parts_of(i), [&](std::size_t p) { return c.parts.kind[p] == static_cast<std::uint8_t>(subject_kind::offence); }, c.parts.group, f);
            case key::instrument: return each_of(c.bases_of(i), [](std::size_t) { return true; }, c.basis, f);
        }
    }
    /// Numbers are less than this, or word_list::none.
    std::size_t bound() const { return std::max<std::size_t>(in_.columns.words.size(), 10'000); }
    std::string name(word value) const {
        switch (key_) {
            case key::direction: return value ? "sent" : "received";
            case key::kind: return words(to_string(static_cast<request_kind>(value)));
            case key::urgency: return value ? "urgent" : "not urgent";
            case key::channel: return words(to_string(static_cast<channel>(value)));
            case key::year: return std::to_string(value);
            case key::instrument: {
                auto const text = in_.word(value);
                return std::string(text.substr(0, text.find(' ')));
            }
            case key::measure: case key::offence: return words(in_.word(value));
            default: return std::string(in_.word(value));
        }
    }

private:
    template <class F> void each_of(row_range rows, auto take, std::vector<word> const& column, F f) const {
        std::vector<std::string_view> seen;
        for (auto const r : rows) {
            if (!take(r)) continue;
            auto text = in_.word(column[r]);
            if (key_ == key::instrument) text = text.substr(0, text.find(' '));
            if (std::ranges::find(seen, text) != seen.end()) continue;
            seen.push_back(text);
            f(column[r]);
        }
        if (seen.empty()) f(word_list::none);
    }

    reader const& in_;
    key key_;
    word state_;
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

grouping group(reader const& in, breakdown const& b) {
    grouping g;
    g.requests = select(in, b.of);
    g.groups.assign(g.requests.size(), 0);
    if (!g.requests.empty() || b.by.empty()) g.names.emplace_back();
    for (auto const k : b.by) {
        auto const values = key_values(in, k, b.of);
        pair_numbers numbers(g.names.size(), values.bound());
        std::vector<std::uint32_t> requests, groups;
        requests.reserve(g.requests.size()), groups.reserve(g.requests.size());
        for (std::size_t i = 0; i < g.requests.size(); ++i)
            values.each(g.requests[i], [&](std::uint32_t value) {
                requests.push_back(g.requests[i]);
                groups.push_back(numbers(g.groups[i], value));
            });
        g.several |= requests.size() > g.requests.size();
        auto names = std::vector<std::vector<std::string>>();
        for (auto const& [outer, value] : numbers.pairs) names.push_back(g.names[outer]), names.back().push_back(values.name(value));
        g.requests = std::move(requests), g.groups = std::move(groups), g.names = std::move(names);
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
    return g;
}

// ---- tables ---------------------------------------------------------------------------------------------------------

std::string heading(std::string_view name) {
    auto result = words(name);
    result[0] = static_cast<char>(result[0] >= 'a' && result[0] <= 'z' ? result[0] - 'a' + 'A' : result[0]);
    return result;
}

namespace {

column of_type(std::string_view name, std::string_view as, column_type type) {
    return {.name = std::string(name), .heading = as.empty() ? heading(name) : std::string(as), .type = type};
}

column of_key(key k) {
    switch (k) {
        case key::requesting: return written("requesting", "From");
        case key::requested: return written("requested", "To");
        case key::offence: return written("offence", "Offences");
        default: return written(to_string(k));
    }
}

std::string text_of(query const& q) {
    auto const code = [](std::optional<state_code> const& s) { return s ? std::string(s->text()) : std::string(); };
    auto const day = [](std::optional<date> const& d) { return d ? to_string(*d) : std::string(); };
    return code(q.requesting) + ">" + code(q.requested) + "|" + code(q.state) + "-" + code(q.other) + "|" +
           (q.kind ? std::string(to_string(*q.kind)) : "") + "|" + day(q.made_from) + ".." + day(q.made_until) + "|" + q.reference.value_or("");
}

/// The table without its columns.
template <class Requests>
table head_of(reader const& in, std::string name, std::string title, std::string definition, std::string const& of, Requests const& requests, std::string_view parameters) {
    auto t = table{.name = std::move(name), .title = std::move(title), .definition = std::move(definition)};
    auto const& c = in.columns;
    auto& covers = t.covers.emplace();
    std::int64_t erased_persons = 0;
    for (auto const i : requests) {
        ++(in.exact(in.made(i)) ? covers.known : covers.approximate);
        covers.claimed += in.has(i, register_columns::claimed);
        erased_persons += c.erased_persons[i];
    }
    if (erased_persons)
        t.notes.push_back(std::to_string(erased_persons) + (erased_persons == 1 ? " person" : " persons") +
                          " in these requests have been erased from the register: names and birth are gone, what happened is counted.");
    t.digest = digest().add(in.view.root()).add(t.name).add(t.definition).add(of).add(parameters).hex();
    return t;
}

}  // namespace

column counted(std::string_view name) { return of_type(name, {}, column_type::integer); }
column written(std::string_view name, std::string_view as) { return of_type(name, as, column_type::text); }
column dated(std::string_view name, std::string_view as) { return of_type(name, as, column_type::date); }
column identifier(std::string_view name, std::string_view as) { return of_type(name, as, column_type::identifier); }
column measured(std::string_view name, std::string_view as) { return of_type(name, as, column_type::number); }

cell day_cell(reader const& in, std::size_t event) {
    auto const& e = in.columns.events;
    if (in.exact(event)) return day_of(e.latest[event]);
    auto w = when(day_of(e.earliest[event]), day_of(e.latest[event]));
    if (in.has(event, register_columns::approximate)) w = w.about();
    return in.has(event, register_columns::uncertain) ? w.doubted() : w;
}

table figure(reader const& in, std::string name, std::string title, std::string definition, query const& q, std::vector<std::uint32_t> const& requests,
             std::string_view parameters) {
    return head_of(in, std::move(name), std::move(title), std::move(definition), text_of(q), requests, parameters);
}

table figure(reader const& in, std::string name, std::string title, std::string definition, breakdown const& b, grouping const& g, std::string_view parameters) {
    std::string keys;
    for (auto const k : b.by) (keys += keys.empty() ? "" : ",") += to_string(k);
    auto requests = g.requests;
    if (g.several) requests.erase(std::unique(requests.begin(), requests.end()), requests.end());
    auto t = head_of(in, std::move(name), std::move(title), std::move(definition), text_of(b.of) + "|" + keys, requests, parameters);
    for (auto const k : b.by) t.columns.push_back(of_key(k));
    if (g.several) t.notes.push_back("A request can be in several groups, and counts in each: the groups add up to more than the " + std::to_string(requests.size()) + " requests there are.");
    return t;
}

void counts::append_to(table& t, grouping const& g, bool zero_rows) const {
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto const first = of_.begin() + static_cast<std::ptrdiff_t>(i * columns_), last = first + static_cast<std::ptrdiff_t>(columns_);
        if (!zero_rows && std::all_of(first, last, [](auto n) { return n == 0; })) continue;
        auto row = std::vector<cell>();
        for (auto const& name : g.names[i]) row.push_back(text(name));
        row.insert(row.end(), first, last);
        t.rows.push_back(std::move(row));
    }
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

std::string text_of(date_range p) { return to_string(p.from) + "/" + to_string(p.until); }

}  // namespace detail

}  // namespace comity::v0
