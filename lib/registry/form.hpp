// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "private_texts.hpp"

#include <comity/event.hpp>
#include <comity/request.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The canonical form of values, as EVIDENCE.md describes it: fields of name, length and value, in a fixed order.
//
// `form_of<T>::fields(form, value)` names the fields of a type once; a form_writer and a form_reader both follow it.

namespace comity::inline v0::detail {

template <class T> struct form_of;
struct any_form;
template <class T>
concept has_form = requires(any_form& f, T& v) { form_of<T>::fields(f, v); };

/// Calls f(); a complaint from it says where.
template <class F> decltype(auto) within(std::string_view place, F f) {
    try {
        return f();
    } catch (error& e) {
        e.in(place);
        throw;
    }
}

/// What is recorded is recorded before it: 10000-01-01, in microseconds of UTC.
inline constexpr std::int64_t end_of_time = 253'402'300'800'000'000;

/// Throws bad_input for what no database or reader would keep as it is: NUL, broken UTF-8, more than 16 MB.
void check_text(std::string_view);

/// An instant with the zone that was recorded with it. Throws bad_input for what is no zone, unsupported for what may be one of a
/// newer tz database than this machine has.
instant zoned(std::int64_t microseconds_utc, std::string const& zone);

// How a single value is written. Reading trusts nothing, since anybody may have written to the database.
std::string const& form_text(std::string const&);
std::string form_text(std::int64_t);
std::string form_text(uuid const&);
std::string form_text(date);
std::string form_text(when const&);
std::string form_text(provision const&);
std::string form_text(subject const&);
std::string form_text(amount const&);
std::string form_text(state_code);
std::string form_text(jurisdiction const&);
std::string form_text(std::vector<state_code> const&);
template <std::integral N>
    requires(!std::same_as<N, bool> && !std::same_as<N, std::int64_t>)
std::string form_text(N n) { return form_text(static_cast<std::int64_t>(n)); }
template <std::same_as<bool> B> std::string form_text(B) { return "yes"; }
template <named_enum E> std::string_view form_text(E e) {
    if (static_cast<std::size_t>(e) >= enum_names<E>::names.size())
        throw bad_input(std::to_string(static_cast<int>(e)) + " is no " + std::string(enum_names<E>::what));
    return to_string(e);
}

/// What `form_text` wrote. Throws bad_input for anything else.
template <class T> T from_form(std::string_view);
template <> std::string from_form(std::string_view);
template <> std::int64_t from_form(std::string_view);
template <> int from_form(std::string_view);
template <> bool from_form(std::string_view);
template <> uuid from_form(std::string_view);
template <> date from_form(std::string_view);
template <> when from_form(std::string_view);
template <> provision from_form(std::string_view);
template <> subject from_form(std::string_view);
template <> amount from_form(std::string_view);
template <> state_code from_form(std::string_view);
template <> jurisdiction from_form(std::string_view);
template <> std::vector<state_code> from_form(std::string_view);
template <named_enum E> E from_form(std::string_view text) { return parse<E>(text); }

/// One meaning has one form: throws bad_input where the value would be written otherwise.
template <class T> void check_spelling(T const& value, std::string_view text) {
    if constexpr (std::same_as<T, when>)
        if (value.exact() && !value.at() && text.size() == 10) return;  // 2020-03-02, and nothing else that long is a day
    if constexpr (!std::same_as<T, std::string> && !named_enum<T> && !std::same_as<T, bool> && !std::same_as<T, uuid>)  // those have one already
        if (form_text(value) != text) throw bad_input("\"" + std::string(text.substr(0, 60)) + "\" is not how it is written");
}

/// Whether a field is left out.
inline bool is_blank(std::string const& s) { return s.empty(); }
inline bool is_blank(bool b) { return !b; }
inline bool is_blank(int n) { return n == 0; }
template <class T> bool is_blank(std::optional<T> const& v) { return !v; }
template <class T> bool is_blank(std::vector<T> const& v) { return v.empty(); }
template <class T>
    requires has_form<T> || named_enum<T>
bool is_blank(T const&) { return false; }
inline bool is_blank(state_code s) { return s.empty(); }
inline bool is_blank(uuid const&) { return false; }
inline bool is_blank(amount const&) { return false; }

/// Appends `name:length:value⏎`.
void append_field(std::string& form, std::string_view name, std::string_view value);
/// Takes the next field off the form and gives its value, if it has this name. Throws bad_input where it is cut or miscounted.
std::optional<std::string_view> next_field(std::string_view& form, std::string_view name);

class form_writer {
public:
    explicit form_writer(text_writer& texts) : texts_(texts) {}

    template <class T> void operator()(std::string_view name, T const& value) {
        if (!is_blank(value)) write(name, value);
    }
    template <class T> void each(std::string_view name, std::vector<T> const& values) {
        int number = 0;
        for (auto const& v : values) try {
                ++number;
                write(name, v);
            } catch (error& e) {  // the place is put into words only now
                e.in(std::string(name) + " " + std::to_string(number));
                throw;
            }
    }
    void zone(std::string_view name, std::string const& value) {
        (*this)(name, value);
        if (!value.empty()) within(name, [&] { instant(0, value); });
    }
    /// Not the value itself: a commitment to it.
    template <class T> void apart(std::string_view name, T const& value) {
        if (is_blank(value)) return;
        within(name, [&] { append_field(text, name, texts_.commit(plain(value))); });
    }

    std::string text{};

private:
    template <class T> static decltype(auto) plain(T const& v) { return form_text(v); }
    template <class T> static decltype(auto) plain(std::optional<T> const& v) { return form_text(*v); }

    template <class T> void write(std::string_view name, std::optional<T> const& v) { write(name, *v); }
    template <class T> void write(std::string_view name, T const& v) {
        if constexpr (has_form<T>) {
            form_writer inner(texts_);
            within(name, [&] { form_of<T>::fields(inner, v); });
            append_field(text, name, inner.text);
        } else {
            within(name, [&] { append_field(text, name, form_text(v)); });
        }
    }

    text_writer& texts_;
};

class form_reader {
public:
    form_reader(std::string_view form, text_reader& texts) : rest_(form), texts_(texts) {}

    template <class T> void operator()(std::string_view name, T& value) {
        if (auto const text = take(name)) within(name, [&] { set(value, *text); });
        else if constexpr (!can_be_blank<T>) throw bad_input(std::string(name) + " is missing");
    }
    template <class T> void each(std::string_view name, std::vector<T>& values) {
        while (auto const text = take(name)) {
            texts_.path.emplace_back(name, static_cast<int>(values.size()) + 1);
            if constexpr (has_form<T>) within(name, [&] { set(values.emplace_back(), *text); });
            else check_spelling(values.emplace_back(from_form<T>(*text)), *text);
            texts_.path.pop_back();
        }
    }
    void zone(std::string_view name, std::string& value) {
        (*this)(name, value);
        if (!value.empty()) within(name, [&] { zoned(0, value); });
    }
    template <class T> void apart(std::string_view name, T& value) {
        auto const commitment = take(name);
        if (!commitment) return;
        within(name, [&] {
            if (auto const text = texts_.open(name, *commitment)) set(value, *text);
            else if (texts_.shown()) set_erased(value);
        });
    }
    /// Throws bad_input where something is left.
    void finish() const;
    /// The value of the next field, if it has this name.
    std::optional<std::string_view> take(std::string_view name);

private:
    template <class T>
    static constexpr bool can_be_blank = requires(T const& v) { v.empty(); } || std::integral<T> || requires(T& v) { v.has_value(); };

    template <class T> void set(T& value, std::string_view text) {
        if constexpr (has_form<T>) {
            form_reader inner(text, texts_);
            form_of<T>::fields(inner, value);
            inner.finish();
        } else {
            value = from_form<T>(text);
            check_spelling(value, text);
        }
    }
    template <class T> void set(std::optional<T>& value, std::string_view text) {
        if constexpr (has_form<T>) set(value.emplace(), text);
        else check_spelling(*(value = from_form<T>(text)), text);
    }
    static void set_erased(std::string& value) { value = erased; }
    template <class T> static void set_erased(T&) {}  // a birth: not known any more

    std::string_view rest_;
    text_reader& texts_;
};

/// Lists what there is, for people: "person 2, name 1, text" and what it is.
class form_lister {
public:
    template <class T> void operator()(std::string_view name, T const& value) {
        if (!is_blank(value)) list(place_ + std::string(name), value);
    }
    template <class T> void each(std::string_view name, std::vector<T> const& values) {
        for (std::size_t i = 0; i < values.size(); ++i) list(place_ + std::string(name) + " " + std::to_string(i + 1), values[i]);
    }
    template <class T> void apart(std::string_view name, T const& value) { (*this)(name, value); }
    void zone(std::string_view name, std::string const& value) { (*this)(name, value); }

    std::vector<std::pair<std::string, std::string>> fields{};

private:
    template <class T> void list(std::string place, std::optional<T> const& v) { list(std::move(place), *v); }
    template <class T> void list(std::string place, T const& v) {
        if constexpr (has_form<T>) {
            auto const outer = std::exchange(place_, std::move(place) + ", ");
            form_of<T>::fields(*this, v);
            place_ = outer;
        } else {
            fields.emplace_back(std::move(place), std::string(form_text(v)));
        }
    }

    std::string place_{};
};

// ---- what is kept of each type; columns of the tables are named in entry_form.cpp -----------------------------------------

template <> struct form_of<authority> {
    static void fields(auto& f, auto& a) {
        f("name", a.name), f("kind", a.kind), f("jurisdiction", a.jurisdiction), f.zone("zone", a.zone);
    }
};

template <> struct form_of<person_name> {
    static void fields(auto& f, auto& n) { f("kind", n.kind), f.apart("text", n.text); }
};

template <> struct form_of<person> {
    static void fields(auto& f, auto& p) {
        f("role", p.role), f("nationalities", p.nationalities), f("legal_person", p.legal_person);
        f.apart("born", p.born);
        f.each("name", p.names);
    }
};

template <> struct form_of<offence> {
    static void fields(auto& f, auto& o) {
        f("title", o.title), f("group", o.group), f("text", o.text), f("committed_on", o.committed_on);
    }
};

template <> struct form_of<measure> {
    static void fields(auto& f, auto& m) { f("kind", m.kind), f.apart("object", m.object), f.apart("purpose", m.purpose); }
};

template <> struct form_of<item> {
    static void fields(auto& f, auto& i) {
        f("kind", i.kind), f.apart("value", i.value), f("port", i.port), f("activity", i.activity);
        f("observed_on", i.observed_on);
    }
};

template <> struct form_of<document> {
    static void fields(auto& f, auto& d) {
        f.apart("title", d.title), f("language", d.language), f("translates", d.translates), f("pages", d.pages);
        f("sha256", d.sha256);
    }
};

template <> struct form_of<related_request> {
    static void fields(auto& f, auto& r) { f("id", r.id), f("relation", r.relation); }
};

}  // namespace comity::v0::detail
