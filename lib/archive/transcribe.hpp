// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/carried.hpp"
#include "registry/entry_fields.hpp"

#include <cereal/archives/json.hpp>
#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/string.hpp>

#include <concepts>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Dossiers between the tables and cereal's archives. What is archived of an entry is its canonical form, field by field, under the names that
// EVIDENCE.md gives them: a form in it becomes an object, a repeated field a list, a commitment the text that it stands for, with its salt. Nothing
// is understood on the way: what a form can say is known in one place, and reading puts the form together again, to be held against its digest.
//
// `saver` and `loader` do for an archive what form_writer and form_reader do for a form.

namespace comity::inline v0::detail {

/// Whether fields have names in this kind of archive. Where they have not, one that may be left out has a byte before it that says if it was.
template <class A> inline constexpr bool has_names = cereal::traits::is_text_archive<A>::value;

template <class T> struct without_optional { using type = T; };
template <class T> struct without_optional<std::optional<T>> { using type = T; };

/// How an archive holds a value of a form.
template <class T>
concept kept_as_flag = std::same_as<T, bool>;
template <class T>
concept kept_as_number = std::integral<T> && !kept_as_flag<T>;

// ---- saving ---------------------------------------------------------------------------------------------------------

/// Something that an archive holds as an object or a list, as f(archive) writes it.
template <class F> struct written {
    F f;
    template <class A> void save(A& to) const { f(to); }
};

template <class A, class F> void save_object(A& to, char const* name, F f) { to(cereal::make_nvp(name, written<F>{std::move(f)})); }

/// A list of as many elements, each as f(archive, number) writes it.
template <class A, class F> void save_list(A& to, char const* name, std::size_t size, F f) {
    save_object(to, name, [size, f](A& list) {
        list(cereal::make_size_tag(static_cast<cereal::size_type>(size)));
        for (std::size_t i = 0; i < size; ++i) f(list, i);
    });
}
template <class A, class F> void save_element(A& to, F f) { to(written<F>{std::move(f)}); }

template <class A> void save_text(A& to, char const* name, std::string_view text) { to(cereal::make_nvp(name, std::string(text))); }
template <class A> void save_number(A& to, char const* name, std::int64_t n) { to(cereal::make_nvp(name, n)); }
/// Says whether a field is there; gives the same.
template <class A> bool save_whether(A& to, bool there) {
    if constexpr (!has_names<A>) to(static_cast<std::uint8_t>(there));
    return there;
}

/// Takes the fields off a form, and the texts off the entry's.
template <class A> class saver {
public:
    saver(A& to, std::string_view form, std::string_view& texts) : to_(to), form_(form), texts_(texts) {}

    template <class T> void operator()(char const* name, T const&) {
        if (auto const text = taken(name)) put<typename without_optional<T>::type>(name, *text);
    }
    template <class T> void each(char const* name, std::vector<T> const&) {
        std::vector<std::string_view> values;
        while (auto const value = next_field(form_, name)) values.push_back(*value);
        if (!save_whether(to_, !values.empty())) return;
        save_list(to_, name, values.size(), [&](A& to, std::size_t i) {
            if constexpr (has_form<T>) save_element(to, [&](A& in) { fields<T>(in, values[i]); });
            else to(std::string(values[i]));
        });
    }
    void zone(char const* name, std::string const& value) { (*this)(name, value); }
    template <class T> void apart(char const* name, T const&) {
        auto const commitment = taken(name);
        if (!commitment) return;
        auto const salted = next_field(texts_, "text");
        if (!salted) throw bad_input(std::string(name) + ": the text is missing");
        save_object(to_, name, [&](A& to) {
            auto const erased = salted->empty();
            if (save_whether(to, erased)) return save_text(to, "commitment", *commitment);
            if (salted->size() < salt_digits) throw bad_input(std::string(name) + ": the text has no salt");
            save_text(to, "salt", salted->substr(0, salt_digits));
            save_text(to, "text", salted->substr(salt_digits));
        });
    }
    /// Throws where something is left.
    void finish() const {
        if (!form_.empty()) throw bad_input("a field that does not belong here");
    }

private:
    std::optional<std::string_view> taken(char const* name) {
        auto const text = next_field(form_, name);
        save_whether(to_, text.has_value());
        return text;
    }
    template <class T> void fields(A& to, std::string_view form) {
        static T const any{};
        saver inner(to, form, texts_);
        form_of<T>::fields(inner, any);
        inner.finish();
    }
    template <class T> void put(char const* name, std::string_view text) {
        if constexpr (has_form<T>) save_object(to_, name, [&](A& to) { fields<T>(to, text); });
        else if constexpr (kept_as_flag<T>) to_(cereal::make_nvp(name, from_form<bool>(text)));
        else if constexpr (kept_as_number<T>) save_number(to_, name, from_form<std::int64_t>(text));
        else save_text(to_, name, text);
    }

    A& to_;
    std::string_view form_;
    std::string_view& texts_;
};

// ---- loading --------------------------------------------------------------------------------------------------------

/// Calls f(); what cereal says of something that is no `what` becomes a complaint that says so.
template <class F> decltype(auto) as(char const* what, F f) {
    try {
        return f();
    } catch (cereal::Exception const&) {
        throw bad_input(std::string("it is not ") + what);
    }
}

/// Something that f(archive) reads.
template <class F> struct read_by {
    F f;
    template <class A> void load(A& from) { f(from); }
};
template <class F> read_by(F) -> read_by<F>;  // Clang 14 does not find it itself

/// Throws bad_input where fields are left.
template <class A> void finish_object(A& from) {
    if constexpr (has_names<A>)
        if (auto const* const name = from.getNodeName())
            throw bad_input("the field " + std::string(name).substr(0, 60) + " is unknown, or does not belong here, behind those before it");
}

template <class A> void require_name(A& from, char const* name) {
    if constexpr (has_names<A>) {
        auto const* const there = from.getNodeName();
        if (!there || std::string_view(there) != name)
            throw bad_input(std::string(name) + " is missing" + (there ? "; " + std::string(there).substr(0, 60) + " stands in its place" : ""));
    }
}

template <class A, class F> void load_object(A& from, char const* name, F f) {
    require_name(from, name);
    within(name, [&] {
        auto object = read_by{[&](A& in) { f(in), finish_object(in); }};
        as("an object", [&] { from(cereal::make_nvp(name, object)); });
    });
}
template <class A, class F> void load_element(A& from, F f) {
    auto object = read_by{[&](A& in) { f(in), finish_object(in); }};
    as("an object", [&] { from(object); });
}

/// In all lists of a record together: what takes a few bytes in a file takes hundreds in memory.
inline constexpr std::uint64_t most_elements = 500'000;
inline bad_input too_many_elements() { return bad_input("its lists have more than " + std::to_string(most_elements) + " elements"); }

/// Knows how much is left: texts and lists may be no longer.
class binary_input : public cereal::PortableBinaryInputArchive {
public:
    explicit binary_input(std::istream& in) : PortableBinaryInputArchive(in), in_(in) {}
    std::uint64_t left() const { return static_cast<std::uint64_t>(in_.rdbuf()->in_avail()); }
    /// Throws bad_input for more elements of lists than a record may have.
    void count(std::uint64_t elements) {
        if ((elements_ += elements) > most_elements) throw too_many_elements();
    }

private:
    std::istream& in_;
    std::uint64_t elements_ = 0;
};

template <class A> std::uint64_t load_size(A& from) {
    cereal::size_type size = 0;
    from(cereal::make_size_tag(size));
    if constexpr (!has_names<A>)  // of which there is one sort
        if (size > static_cast<binary_input const&>(from).left()) throw bad_input("it says to have " + std::to_string(size) + " bytes or parts, more than are left");
    return size;
}

/// A list, each element as f(archive, number from 1) reads it.
template <class A, class F> void load_list(A& from, char const* name, F f) {
    require_name(from, name);
    within(name, [&] {
        auto list = read_by{[&](A& in) {
            auto const size = load_size(in);
            if constexpr (!has_names<A>) static_cast<binary_input&>(in).count(size);
            for (std::uint64_t i = 0; i < size; ++i) within(std::to_string(i + 1), [&] { f(in, i); });
        }};
        as("a list", [&] { from(cereal::make_nvp(name, list)); });
    });
}

template <class A> std::string text_in(A& from) {
    std::string text;
    as("a text", [&] {
        if constexpr (has_names<A>) {
            from(text);
        } else {
            text.resize(load_size(from));
            from(cereal::binary_data(text.data(), text.size()));
        }
    });
    return text;
}
template <class A> std::string load_text(A& from, char const* name) {
    require_name(from, name);
    return within(name, [&] { return text_in(from); });
}
template <class A> std::int64_t load_number(A& from, char const* name) {
    require_name(from, name);
    return within(name, [&] {
        std::int64_t n = 0;
        as("a whole number", [&] { from(n); });
        return n;
    });
}
/// Whether the next field is this one.
template <class A> bool load_whether(A& from, char const* name) {
    if constexpr (has_names<A>) {
        auto const* const next = from.getNodeName();
        return next && std::string_view(next) == name;
    } else {
        std::uint8_t there = 0;
        as("a byte", [&] { from(there); });
        return there <= 1 ? there == 1 : throw bad_input(std::string(name) + ": a byte that is neither 0 nor 1 says whether it is there");
    }
}

/// Puts a form and the entry's texts together.
template <class A> class loader {
public:
    loader(A& from, std::string& texts) : from_(from), texts_(texts) {}

    template <class T> void operator()(char const* name, T const&) {
        if (load_whether(from_, name)) get<typename without_optional<T>::type>(name);
    }
    template <class T> void each(char const* name, std::vector<T> const&) {
        if (!load_whether(from_, name)) return;
        auto const before = form.size();
        load_list(from_, name, [&](A& in, std::uint64_t) {
            if constexpr (has_form<T>) load_element(in, [&](A& of) { append_field(form, name, fields<T>(of)); });
            else append_field(form, name, text_in(in));
        });
        if (form.size() == before) throw bad_input(std::string(name) + ": an empty list; such a field is left out");
    }
    void zone(char const* name, std::string const& value) { (*this)(name, value); }
    template <class T> void apart(char const* name, T const&) {
        if (!load_whether(from_, name)) return;
        load_object(from_, name, [&](A& in) {
            if (load_whether(in, "commitment")) {
                append_field(form, name, load_text(in, "commitment"));
                append_field(texts_, "text", "");
                return;
            }
            auto salted = load_text(in, "salt");
            auto const text = load_text(in, "text");
            if (salted.size() != salt_digits) throw bad_input("salt has " + std::to_string(salt_digits) + " hexadecimal digits");
            append_field(form, name, commitment(salted, text));
            append_field(texts_, "text", salted += text);
        });
    }

    std::string form{};

private:
    template <class T> std::string fields(A& from) {
        static T const any{};
        loader inner(from, texts_);
        form_of<T>::fields(inner, any);
        return std::move(inner.form);
    }
    template <class T> void get(char const* name) {
        if constexpr (has_form<T>) {
            load_object(from_, name, [&](A& in) { append_field(form, name, fields<T>(in)); });
        } else if constexpr (kept_as_flag<T>) {
            bool is = false;
            within(name, [&] { as("true", [&] { read_flag(is); }); });
            if (!is) throw bad_input(std::string(name) + " is false; what is not so is left out");
            append_field(form, name, form_text(true));
        } else if constexpr (kept_as_number<T>) {
            append_field(form, name, form_text(load_number(from_, name)));
        } else {
            append_field(form, name, load_text(from_, name));
        }
    }
    void read_flag(bool& is) {
        if constexpr (has_names<A>) from_(is);
        else is = load_whether(from_, "");
    }

    A& from_;
    std::string& texts_;
};

// ---- what an archive is made of --------------------------------------------------------------------------------------

namespace carried {

inline comity::event const any_event{.kind = event_kind::noted};
inline std::vector<text_place> const any_places{};
inline comity::request const any_request{};

/// The fields of a seal's body.
void seal_fields(auto& f) { f("root", std::string()), f("dossiers", std::int64_t()), f("entries", std::int64_t()); }

/// The columns of an entry that may be empty.
void columns(auto f, auto& event) { f("on", event.happened), f("other", event.other_id); }
void columns(auto f, auto& request, comity::request const&) {
    request_columns(request, any_request, [&](char const* name, auto& column, auto const&) { f(name, column); });
    f("origin", request.origin_source), f("origin_key", request.origin_key);
}

constexpr std::int64_t this_form = 1;
constexpr std::size_t id_size = 36, digest_size = 64;

}  // namespace carried

/// Saves columns that may be empty, by their names.
template <class A> auto columns_to(A& to) {
    return [&to](char const* name, std::string const& column) {
        if (save_whether(to, !column.empty())) save_text(to, name, column);
    };
}
/// And loads them.
template <class A> auto columns_from(A& from) {
    return [&from](char const* name, std::string& column) {
        if (!load_whether(from, name)) return;
        column = load_text(from, name);
        if (column.empty()) throw bad_input(std::string(name) + " is empty; such a field is left out");
    };
}

/// An entry; or one of the seals' own dossier.
template <class A> void save_entry(A& to, entry_rows const& rows, bool is_seal) {
    auto const& e = rows.event;
    save_number(to, "form", carried::this_form);
    save_number(to, "seq", e.seq);
    save_text(to, "id", e.event_id);
    save_number(to, "recorded_at", e.recorded_at);
    save_text(to, "kind", e.kind);
    auto texts = rows.texts ? std::string_view(rows.texts->content) : std::string_view();
    saver body(to, e.body, texts);
    if (is_seal) {
        carried::seal_fields(body);
        body.finish();
    } else {
        carried::columns(columns_to(to), e);
        event_fields(body, carried::any_event, carried::any_places);
        body.finish();
        if (save_whether(to, rows.request.has_value())) save_object(to, "asked", [&](A& asked) {
                carried::columns(columns_to(asked), *rows.request, carried::any_request);
                saver f(asked, rows.request->body, texts);
                request_fields(f, carried::any_request);
                f.finish();
            });
    }
    save_text(to, "digest", e.digest);
}

template <class A> entry_rows load_entry(A& from, std::string const& request_id, bool is_seal) {
    entry_rows rows{.event = {.request_id = request_id}};
    auto& e = rows.event;
    if (auto const form = load_number(from, "form"); form != carried::this_form)
        throw unsupported("form " + std::to_string(form) + " of an entry; this release reads form 1");
    e.seq = load_number(from, "seq");
    e.event_id = load_text(from, "id");
    e.recorded_at = load_number(from, "recorded_at");
    e.kind = load_text(from, "kind");
    if (e.event_id.size() != carried::id_size) throw bad_input("id: a UUID has 36 characters");
    std::string texts;
    loader body(from, texts);
    if (is_seal) {
        carried::seal_fields(body);
    } else {
        carried::columns(columns_from(from), e);
        event_fields(body, carried::any_event, carried::any_places);
        if (load_whether(from, "asked")) load_object(from, "asked", [&](A& asked) {
                auto& request = rows.request.emplace(request_row{.request_id = request_id, .seq = e.seq});
                carried::columns(columns_from(asked), request, carried::any_request);
                loader f(asked, texts);
                request_fields(f, carried::any_request);
                request.body = std::move(f.form);
            });
    }
    e.body = std::move(body.form);
    e.digest = load_text(from, "digest");
    if (e.digest.size() != carried::digest_size) throw bad_input("digest: a SHA-256 has 64 hexadecimal digits");
    if (!texts.empty()) rows.texts = text_row{.request_id = request_id, .seq = e.seq, .content = std::move(texts)};
    return rows;
}

template <class A> void save_dossier(A& to, carried_dossier const& d) {
    save_text(to, "request", d.rows.request_id);
    save_list(to, "entries", d.rows.entries.size(), [&](A& list, std::size_t i) {
        save_element(list, [&](A& in) { save_entry(in, d.rows.entries[i], false); });
    });
    if (save_whether(to, !d.sealed.empty())) save_list(to, "sealed", d.sealed.size(), [&](A& list, std::size_t i) {
            save_element(list, [&](A& in) {
                save_number(in, "seal", d.sealed[i].seal);
                save_number(in, "entry", d.sealed[i].seq);
            });
        });
    if (save_whether(to, d.proof.has_value())) save_object(to, "proof", [&](A& in) {
            save_number(in, "entry", d.proof->entry);
            save_number(in, "leaf", d.proof->leaf);
            save_list(in, "path", d.proof->path.size(), [&](A& list, std::size_t i) { list(d.proof->path[i]); });
        });
}

template <class A> carried_dossier load_dossier(A& from) {
    carried_dossier d;
    auto& id = d.rows.request_id = load_text(from, "request");
    if (id.size() != carried::id_size) throw bad_input("request: a UUID has 36 characters");
    within("request " + id, [&] {
        load_list(from, "entries", [&](A& in, std::uint64_t i) {
            load_element(in, [&](A& of) { d.rows.entries.push_back(load_entry(of, id, false)); });
            if (auto const seq = d.rows.entries.back().event.seq; seq != static_cast<std::int64_t>(i) + 1)
                throw bad_input("seq is " + std::to_string(seq) + "; entries are numbered from 1 without a gap");
        });
        if (d.rows.entries.empty()) throw bad_input("entries: a request has one at least, its filing");
        if (load_whether(from, "sealed")) load_list(from, "sealed", [&](A& in, std::uint64_t) {
                load_element(in, [&](A& of) {
                    auto& row = d.sealed.emplace_back(sealed_row{.request_id = id});
                    row.seal = load_number(of, "seal");
                    row.seq = load_number(of, "entry");
                    if (row.seq < 1 || row.seq > static_cast<long long>(d.rows.entries.size())) throw bad_input("entry: there is no number " + std::to_string(row.seq));
                    row.digest = d.rows.entries[static_cast<std::size_t>(row.seq - 1)].event.digest;
                });
            });
        if (load_whether(from, "proof")) load_object(from, "proof", [&](A& in) {
                auto& proof = d.proof.emplace();
                proof.entry = load_number(in, "entry");
                proof.leaf = load_number(in, "leaf");
                load_list(in, "path", [&](A& list, std::uint64_t) { proof.path.push_back(text_in(list)); });
            });
    });
    return d;
}

/// What stands at the head of an archive, behind its envelope.
template <class A> void save_head(A& to, carried_head const& head) {
    to(cereal::make_nvp("whole", head.whole));
    if (save_whether(to, !head.before.empty())) save_text(to, "before", head.before);
    save_list(to, "seals", head.seals.size(), [&](A& list, std::size_t i) {
        save_element(list, [&](A& in) { save_entry(in, head.seals[i], true); });
    });
}

template <class A> carried_head load_head(A& from) {
    carried_head head;
    require_name(from, "whole");
    if constexpr (has_names<A>) within("whole", [&] { as("true or false", [&] { from(head.whole); }); });
    else head.whole = load_whether(from, "whole");
    if (load_whether(from, "before")) head.before = load_text(from, "before");
    load_list(from, "seals", [&](A& in, std::uint64_t) { load_element(in, [&](A& of) { head.seals.push_back(load_entry(of, after_seals(), true)); }); });
    return head;
}

}  // namespace comity::v0::detail
