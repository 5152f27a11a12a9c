// SPDX-License-Identifier: Apache-2.0
#include <comity/columns.hpp>

#include "../course.hpp"
#include "digest.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace comity::inline v0 {

// ---- lists ----------------------------------------------------------------------------------------------------------

std::uint32_t word_list::add(std::string_view text) {
    if (auto const place = places_.find(text); place != places_.end()) return place->second;
    auto const place = static_cast<std::uint32_t>(words_.size());
    if (place == none) throw unsupported("a view of more than four thousand million different words");
    words_.emplace_back(text);
    places_.emplace(text, place);
    return place;
}

std::uint32_t word_list::find(std::string_view text) const {
    auto const place = places_.find(text);
    return place == places_.end() ? none : place->second;
}

void text_list::push_back(std::string_view text) {
    text_ += text;
    ends_.push_back(text_.size());
}

void text_list::append(text_list const& from, std::size_t first, std::size_t last) {
    auto const begin = first == 0 ? 0 : from.ends_[first - 1], end = last == 0 ? 0 : from.ends_[last - 1];
    auto const shift = text_.size() - begin;
    text_.append(from.text_, begin, end - begin);
    for (auto i = first; i < last; ++i) ends_.push_back(from.ends_[i] + shift);
}

void text_list::shrink() { text_.shrink_to_fit(), ends_.shrink_to_fit(); }

// ---- every column, once ---------------------------------------------------------------------------------------------

namespace {

/// Calls f(column, columns…): the same column of each. Numbers as they are, and words, which are places in a list.
template <class F, class... C> void each_request_number(F f, C&... c) {
    f(c.id...), f(c.kind...), f(c.channel...), f(c.marks...), f(c.stage...), f(c.silence...), f(c.known...), f(c.review_on...);
}
template <class F, class... C> void each_request_word(F f, C&... c) {
    f(c.requesting...), f(c.requested...), f(c.requesting_authority...), f(c.requested_authority...), f(c.requesting_part...), f(c.requested_part...), f(c.language...), f(c.handling...);
}
template <class F, class... C> void each_end(F f, C&... c) { f(c.events_end...), f(c.parts_end...), f(c.bases_end...), f(c.limits_end...); }
template <class F, class... C> void each_event_number(F f, C&... c) {
    f(c.events.earliest...), f(c.events.latest...), f(c.events.outcome...), f(c.events.state...);
}
template <class F, class... C> void each_part_number(F f, C&... c) {
    f(c.parts.kind...), f(c.parts.detail...), f(c.parts.outcome...), f(c.parts.custody...), f(c.parts.marks...), f(c.parts.decided...);
}
template <class F, class... C> void each_limit_word(F f, C&... c) { f(c.limits.provision...), f(c.limits.instrument...), f(c.limits.duty_of...); }
template <class F, class... C> void each_list_by_event(F f, C&... c) { f(c.clocks...), f(c.provisions...), f(c.grounds...), f(c.named...), f(c.actors...), f(c.amounts...); }

/// All arrays, whatever they hold.
template <class F, class... C> void each_array(F f, C&... c) {
    each_request_number(f, c...), each_request_word(f, c...), each_end(f, c...);
    f(c.digest...), f(c.erased_persons...), f(c.basis...), f(c.events.kind...), f(c.parts.group...), f(c.limits.status...), f(c.related...);
    each_event_number(f, c...), each_part_number(f, c...), each_limit_word(f, c...), each_list_by_event(f, c...);
}

std::uint32_t place(std::size_t n) {
    if (n >= std::numeric_limits<std::uint32_t>::max()) throw unsupported("a view of more than four thousand million rows");
    return static_cast<std::uint32_t>(n);
}

}  // namespace

std::size_t register_columns::bytes() const {
    std::size_t sum = reference.bytes() + requested_reference.bytes();
    each_array([&](auto const& column) { sum += column.capacity() * sizeof(column[0]); }, *this);
    for (std::uint32_t i = 0; i < words.size(); ++i) sum += 2 * (sizeof(std::string) + words[i].capacity()) + 32;
    return sum;
}

// ---- requests of other columns --------------------------------------------------------------------------------------

void append(register_columns& to, register_columns const& from, std::size_t first, std::size_t last) {
    if (first == last) return;
    std::vector<std::uint32_t> translated(from.words.size(), word_list::none);
    auto const translate = [&](std::uint32_t w) {
        if (w == word_list::none) return w;
        auto& place = translated[w];
        if (place == word_list::none) place = to.words.add(from.words[w]);
        return place;
    };
    auto const rows = row_range{first, last};
    auto const all_rows = [&](row_range (register_columns::*of)(std::size_t) const) {
        return row_range{(from.*of)(first).first, (from.*of)(last - 1).last};
    };
    auto const events = all_rows(&register_columns::events_of), parts = all_rows(&register_columns::parts_of),
               bases = all_rows(&register_columns::bases_of), limits = all_rows(&register_columns::limits_of);
    auto const numbers = [](row_range r) {
        return [r](auto& into, auto const& column) {
            auto const begin = column.begin();
            into.insert(into.end(), begin + static_cast<std::ptrdiff_t>(r.first), begin + static_cast<std::ptrdiff_t>(r.last));
        };
    };
    auto const as_words = [&](row_range r) {
        return [&, r](auto& into, auto const& column) {
            for (auto const i : r) into.push_back(translate(column[i]));
        };
    };

    auto const request_shift = place(to.size() + rows.size()) - static_cast<std::uint32_t>(last);
    auto const event_shift = place(to.events.kind.size() + events.size()) - static_cast<std::uint32_t>(events.last);
    std::array<std::size_t, 4> const sizes{to.events.kind.size(), to.parts.kind.size(), to.basis.size(), to.limits.status.size()};
    std::array<row_range, 4> const taken{events, parts, bases, limits};
    std::size_t table = 0;
    each_end([&](auto& into, auto const& ends) {
        auto const shift = place(sizes[table] + taken[table].size()) - static_cast<std::uint32_t>(taken[table].last);
        for (auto const i : rows) into.push_back(ends[i] + shift);
        ++table;
    }, to, from);

    each_request_number(numbers(rows), to, from);
    each_request_word(as_words(rows), to, from);
    numbers(rows)(to.digest, from.digest);
    numbers(rows)(to.erased_persons, from.erased_persons);
    to.reference.append(from.reference, first, last);
    to.requested_reference.append(from.requested_reference, first, last);
    as_words(bases)(to.basis, from.basis);
    numbers(events)(to.events.kind, from.events.kind);
    each_event_number(numbers(events), to, from);
    each_part_number(numbers(parts), to, from);
    as_words(parts)(to.parts.group, from.parts.group);
    each_limit_word(as_words(limits), to, from);
    numbers(limits)(to.limits.status, from.limits.status);

    auto const of_these = [](auto const& list, row_range r, auto member) {
        auto const begin = std::ranges::lower_bound(list, r.first, {}, member), end = std::ranges::lower_bound(list, r.last, {}, member);
        return std::span(begin, end);
    };
    each_list_by_event([&]<class Row>(std::vector<Row>& into, std::vector<Row> const& list) {
        for (auto row : of_these(list, events, &Row::event)) {
            row.event += event_shift;
            if constexpr (requires { row.text; }) row.text = translate(row.text);
            into.push_back(row);
        }
    }, to, from);
    for (auto row : of_these(from.related, rows, &register_columns::relation_row::request)) {
        row.request += request_shift;
        to.related.push_back(row);
    }
}

register_columns merged(register_columns const& before, std::set<uuid> const& without, register_columns const& added) {
    register_columns all;
    each_array([](auto& into, auto const& old, auto const& more) { into.reserve(old.size() + more.size()); }, all, before, added);
    auto replaced = without.begin();
    std::size_t next = 0;
    for (std::size_t i = 0; i < before.size();) {
        // A run that nothing is put into and nothing is taken from.
        auto const stays = [&](std::size_t n) {
            return (replaced == without.end() || before.id[n] < *replaced) && (next == added.size() || before.id[n] < added.id[next]);
        };
        auto const first = i;
        if (replaced == without.end() && next == added.size()) i = before.size();
        while (i < before.size() && stays(i)) ++i;
        append(all, before, first, i);
        if (i == before.size()) break;
        auto const first_added = next;
        while (next < added.size() && !(before.id[i] < added.id[next])) ++next;
        append(all, added, first_added, next);
        while (replaced != without.end() && *replaced < before.id[i]) ++replaced;
        if (replaced != without.end() && *replaced == before.id[i]) ++i;
        else if (next > first_added && added.id[next - 1] == before.id[i]) throw bad_input("request " + to_string(before.id[i]) + " is there twice");
        else continue;
    }
    append(all, added, next, added.size());
    shrink(all);
    return all;
}

void shrink(register_columns& c) {
    each_array([](auto& column) { column.shrink_to_fit(); }, c);
    c.reference.shrink(), c.requested_reference.shrink();
}

// ---- one dossier ----------------------------------------------------------------------------------------------------

namespace {

/// What is hashed: each value with its length, words as they are written, so that no place in a list matters.
class canonical_bytes {
public:
    canonical_bytes() { bytes_.reserve(1024); }
    void number(auto value) {
        static_assert(std::endian::native == std::endian::little || sizeof(value) == 1, "written in the order of little-endian machines");
        auto const at = bytes_.size();
        bytes_.resize(at + sizeof(value));
        std::memcpy(bytes_.data() + at, &value, sizeof(value));
    }
    void text(std::string_view t) {
        number(static_cast<std::uint32_t>(t.size()));
        bytes_ += t;
    }
    void column(auto const& values, row_range rows) {
        number(static_cast<std::uint32_t>(rows.size()));
        for (auto const i : rows) number(values[i]);
    }
    void words(word_list const& list, std::vector<std::uint32_t> const& column, row_range rows) {
        for (auto const i : rows) text(column[i] == word_list::none ? std::string_view() : std::string_view(list[column[i]]));
    }
    std::array<std::uint8_t, 32> digest() const { return detail::sha256({bytes_}); }

private:
    std::string bytes_{};
};

/// Of the last request.
std::array<std::uint8_t, 32> digest_of_last(register_columns const& c, law const& law) {
    auto const i = c.id.size() - 1;
    auto const here = row_range{i, i + 1};
    auto const events = c.events_of(i), parts = c.parts_of(i), bases = c.bases_of(i), limits = c.limits_of(i);
    canonical_bytes b;
    each_request_number([&](auto const& column) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(column[0])>, uuid>) b.text({reinterpret_cast<char const*>(column[i].data), column[i].size()});
        else if (static_cast<void const*>(&column) != &c.known) b.number(column[i]);  // see days_known
    }, c);
    each_request_word([&](auto const& column) { b.words(c.words, column, here); }, c);
    b.text(c.reference[i]), b.text(c.requested_reference[i]);
    b.number(static_cast<std::uint32_t>(bases.size()));
    b.words(c.words, c.basis, bases);
    b.number(static_cast<std::uint32_t>(events.size()));
    for (auto const e : events) b.text(law.events()[c.events.kind[e]].kind.name());
    each_event_number([&](auto const& column) { b.column(column, events); }, c);
    each_part_number([&](auto const& column) { b.column(column, parts); }, c);
    b.words(c.words, c.parts.group, parts);
    b.column(c.limits.status, limits);
    each_limit_word([&](auto const& column) { b.words(c.words, column, limits); }, c);
    each_list_by_event([&]<class Row>(std::vector<Row> const& list) {
        auto const from = std::ranges::lower_bound(list, events.first, {}, &Row::event);
        b.number(static_cast<std::uint32_t>(list.end() - from));
        for (auto row = from; row != list.end(); ++row) {
            b.number(static_cast<std::uint32_t>(row->event - events.first));
            if constexpr (requires { row->text; }) b.text(c.words[row->text]);
            if constexpr (requires { row->microseconds_utc; }) b.number(row->microseconds_utc);
            if constexpr (requires { row->ten_thousandths; }) b.number(row->ten_thousandths);
            if constexpr (requires { row->of; }) b.number(static_cast<std::uint8_t>(row->of.kind)), b.number(row->of.first), b.number(row->of.last);
            if constexpr (requires { row->kind; }) b.number(static_cast<std::uint8_t>(row->kind));
        }
    }, c);
    auto const related = std::ranges::lower_bound(c.related, i, {}, &register_columns::relation_row::request);
    for (auto row = related; row != c.related.end(); ++row)
        b.text({reinterpret_cast<char const*>(row->other.data), row->other.size()}), b.number(static_cast<std::uint8_t>(row->to));
    return b.digest();
}

std::uint8_t byte(auto value) { return static_cast<std::uint8_t>(value); }
register_columns::day day_of(date d) { return d.days_since_1970(); }

class appender {
public:
    appender(register_columns& to, law const& law) : to_(to), law_(law) {}

    /// What happened, and how things stood after each; false if the request had not been made.
    bool events(dossier const& d, detail::course& course, cutoff const& as_of) {
        auto const first = to_.events.kind.size();
        bool made = false;
        for (auto const& f : d.facts()) {
            auto const& e = f.event;
            if (!as_of.covers(*e.on)) continue;
            course.happen(f);
            made |= e.kind == event_kind::filed;
            claimed_ |= e.known_since.has_value();
            auto const at = place(to_.events.kind.size());
            std::uint8_t state = byte(course.awaits());
            if (course.stage() == stage::closed) state |= register_columns::closed;
            if (course.open()) state |= register_columns::still_open;
            if (d.precedes_request(e)) state |= register_columns::before_request;
            if (e.on->approximate()) state |= register_columns::approximate;
            if (e.on->uncertain()) state |= register_columns::uncertain;
            to_.events.kind.push_back(static_cast<std::uint16_t>(law_.meaning(e.kind).number));
            to_.events.earliest.push_back(day_of(e.on->earliest())), to_.events.latest.push_back(day_of(e.on->latest()));
            to_.events.outcome.push_back(byte(course.combined())), to_.events.state.push_back(state);
            if (e.on->at()) to_.clocks.push_back({at, e.on->at()->microseconds_utc()});
            if (e.provision) to_.provisions.push_back({at, to_.words.add(to_string(*e.provision))});
            if (!e.ground.empty()) to_.grounds.push_back({at, to_.words.add(e.ground)});
            for (auto const& a : e.amounts) to_.amounts.push_back({at, to_.words.add(a.currency), a.ten_thousandths});
            for (auto const& s : e.concerns) to_.named.push_back({at, s});
            if (e.by && e.by->kind != authority_kind::unspecified) to_.actors.push_back({at, e.by->kind});
        }
        if (!made) {
            each_event_number([&](auto& column) { column.resize(first); }, to_);
            to_.events.kind.resize(first);
            each_list_by_event([&]<class Row>(std::vector<Row>& list) {
                list.erase(std::ranges::lower_bound(list, first, {}, &Row::event), list.end());
            }, to_);
        }
        return made;
    }

    void request(dossier const& d, detail::course const& course) {
        auto const& r = d.request();
        auto const& filing = d.history().front();
        auto const word = [&](std::string_view text) { return text.empty() ? word_list::none : to_.words.add(text); };
        auto const name = [&](std::optional<authority> const& a) { return a ? word(a->name) : word_list::none; };
        auto const part_of = [&](std::optional<authority> const& a) { return a && a->jurisdiction && !a->jurisdiction->part().empty() ? word(to_string(*a->jurisdiction)) : word_list::none; };
        std::uint8_t marks = 0;
        if (r.urgent) marks |= register_columns::urgent;
        if (r.synthetic) marks |= register_columns::synthetic;
        if (claimed_) marks |= register_columns::claimed;
        if (course.conditional()) marks |= register_columns::conditional;
        if (course.open()) marks |= register_columns::open;
        to_.id.push_back(d.id());
        to_.reference.push_back(r.reference), to_.requested_reference.push_back(r.requested_reference);
        to_.requesting.push_back(word(r.requesting.text())), to_.requested.push_back(word(r.requested.text()));
        to_.requesting_authority.push_back(name(r.requesting_authority)), to_.requested_authority.push_back(name(r.requested_authority));
        to_.requesting_part.push_back(part_of(r.requesting_authority)), to_.requested_part.push_back(part_of(r.requested_authority));
        to_.language.push_back(word(r.language)), to_.handling.push_back(word(r.handling));
        to_.kind.push_back(byte(r.kind)), to_.channel.push_back(byte(r.channel)), to_.marks.push_back(marks);
        to_.stage.push_back(byte(course.stage())), to_.silence.push_back(byte(course.silence()));
        to_.erased_persons.push_back(byte(std::min<std::ptrdiff_t>(255, std::ranges::count_if(r.persons, [](person const& p) {
            return std::ranges::any_of(p.names, [](person_name const& n) { return n.text == erased; });
        }))));
        to_.known.push_back(filing.event.known_since ? day_of(*filing.event.known_since) : static_cast<register_columns::day>(filing.recorded_at / 86'400'000'000));
        to_.review_on.push_back(r.review_on ? day_of(*r.review_on) : register_columns::no_day);
        for (auto const& p : r.basis) to_.basis.push_back(to_.words.add(to_string(p)));
        for (auto const& other : r.related) to_.related.push_back({place(to_.id.size() - 1), other.id, other.relation});
        to_.bases_end.push_back(place(to_.basis.size())), to_.events_end.push_back(place(to_.events.kind.size()));
    }

    void parts(comity::request const& r, detail::course const& course) {
        for (auto const& s : course.subjects()) {
            auto const at = static_cast<std::size_t>(s.number - 1);
            auto const [group, detail, marks] = about(r, s.kind, at);
            to_.parts.kind.push_back(byte(s.kind)), to_.parts.group.push_back(group.empty() ? word_list::none : to_.words.add(group));
            to_.parts.detail.push_back(detail), to_.parts.outcome.push_back(byte(s.outcome)), to_.parts.custody.push_back(byte(s.custody));
            to_.parts.marks.push_back(s.conditional ? marks | register_columns::on_conditions : marks);
            to_.parts.decided.push_back(s.decided_on ? day_of(*s.decided_on) : register_columns::no_day);
        }
        to_.parts_end.push_back(place(to_.parts.kind.size()));
    }

    void limits(std::span<deadline const> all) {
        for (auto const& one : all) {
            auto const p = one.provision();
            to_.limits.provision.push_back(to_.words.add(to_string(p))), to_.limits.instrument.push_back(to_.words.add(p.instrument()));
            to_.limits.duty_of.push_back(one.duty_of().empty() ? word_list::none : to_.words.add(to_string(one.duty_of())));
            to_.limits.status.push_back(byte(one.status));
        }
        to_.limits_end.push_back(place(to_.limits.status.size()));
    }

private:
    struct part {
        std::string_view group;
        std::uint8_t detail = 0, marks = 0;
    };
    static part about(comity::request const& r, subject_kind kind, std::size_t at) {
        switch (kind) {
            case subject_kind::person: {
                auto const& p = r.persons[at];
                auto const has = [&](state_code s) { return std::ranges::find(p.nationalities, s) != p.nationalities.end(); };
                std::uint8_t marks = 0;
                if (has(r.requested)) marks |= register_columns::national_of_requested;
                if (has(r.requesting)) marks |= register_columns::national_of_requesting;
                if (p.nationalities.size() > 1) marks |= register_columns::several_nationalities;
                if (!p.nationalities.empty()) marks |= register_columns::nationality_known;
                if (p.legal_person) marks |= register_columns::legal_person;
                return {{}, byte(p.role), marks};
            }
            case subject_kind::measure: return {r.measures[at].kind};
            case subject_kind::offence: return {r.offences[at].group};
            case subject_kind::item: return {r.items[at].activity, byte(r.items[at].kind)};
        }
        return {};
    }

    register_columns& to_;
    law const& law_;
    bool claimed_ = false;
};

}  // namespace

void append(register_columns& to, dossier const& d, law const& law, cutoff const& as_of, std::span<deadline const> its_deadlines) {
    if (!to.id.empty() && !(to.id.back() < d.id())) throw bad_input("dossier " + to_string(d.id()) + " does not come after " + to_string(to.id.back()) + "; columns are in the order of ids");
    auto course = detail::course(d.request(), law);
    auto one = appender(to, law);
    if (!one.events(d, course, as_of)) return;
    one.request(d, course);
    one.parts(d.request(), course);
    one.limits(its_deadlines);
    to.digest.push_back(digest_of_last(to, law));
}

}  // namespace comity::v0
