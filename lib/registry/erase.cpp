// SPDX-License-Identifier: Apache-2.0
#include "form.hpp"
#include "transaction.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <set>

// Erasing a person: which texts are theirs, and what remains.

namespace comity::inline v0 {

using detail::dossier_rows;
using detail::opened_text;
using detail::plain;
using detail::stored_dossier;
using detail::text_place;

namespace {

/// As names are compared: without regard to case, to composed and decomposed letters, and to spaces.
icu::UnicodeString folded(std::string_view text) {
    auto status = U_ZERO_ERROR;
    auto const* const rules = icu::Normalizer2::getNFKCCasefoldInstance(status);
    auto const all = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    auto const lower = U_SUCCESS(status) ? rules->normalize(all, status) : icu::UnicodeString();
    if (U_FAILURE(status)) throw unsupported("ICU cannot fold names: " + std::string(u_errorName(status)));
    icu::UnicodeString result;
    bool space = false;
    for (int32_t at = 0; at < lower.length(); at = lower.moveIndex32(at, 1)) {
        auto const c = lower.char32At(at);
        if (u_isUWhiteSpace(c)) {
            space = true;
            continue;
        }
        if (space && !result.isEmpty()) result.append(static_cast<UChar32>(' '));
        space = false;
        result.append(c);
    }
    return result;
}

/// Whether a word, or words, stand in a text: from the beginning of a word, to its end or an ending: Sidorov in "Sidorovs" and in
/// «Сидоровым», Mark not in "market", Ford not in "afford".
bool contains(icu::UnicodeString const& text, icu::UnicodeString const& part) {
    for (auto at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
        if (at > 0 && u_isalnum(text.char32At(text.moveIndex32(at, -1)))) continue;
        auto status = U_ZERO_ERROR;
        auto const latin = uscript_getScript(part.char32At(part.length() - 1), &status) == USCRIPT_LATIN;
        auto letters = 0;
        for (auto next = at + part.length(); next < text.length() && u_isalnum(text.char32At(next)); next = text.moveIndex32(next, 1)) ++letters;
        if (letters <= (latin ? 1 : 3)) return true;
    }
    return false;
}

using name_set = std::set<icu::UnicodeString>;

/// The words of a name that tell somebody apart: those of four letters and more.
void add_words(icu::UnicodeString const& name, name_set& words) {
    for (int32_t at = 0; at < name.length();) {
        auto end = name.indexOf(static_cast<UChar>(' '), at);
        if (end < 0) end = name.length();
        if (name.countChar32(at, end - at) >= 4) words.emplace(name, at, end - at);
        at = end + 1;
    }
}

name_set words_of(name_set const& names) {
    name_set words;
    for (auto const& name : names) add_words(name, words);
    return words;
}

bool is_of_person(opened_text const& t) { return !t.path.empty() && t.path.front().first == "person"; }
bool is_name(opened_text const& t) { return is_of_person(t) && t.path.size() == 2; }

/// A person as one version of a request has them: the number of the entry, and theirs in it.
using bearer = std::pair<int, int>;

/// All texts of a dossier, and which of them are a person's.
struct search {
    std::map<int, std::vector<opened_text>> texts{};   ///< by entry
    std::map<int, std::size_t> count{};                ///< of persons, by entry that has some
    std::set<bearer> persons{};                        ///< who bear the name
    name_set names;                                    ///< theirs, the others too

    search(dossier_rows const& d, std::map<int, request> const& versions, law const& law, icu::UnicodeString const& name) : names{name} {
        for (auto const& rows : d.entries)
            if (rows.texts) texts[static_cast<int>(rows.event.seq)] = detail::texts_of(rows, law);
        for (auto const& [seq, version] : versions) count[seq] = version.persons.size();
        for (auto const& [seq, all] : texts)
            for (auto const& t : all)
                if (is_name(t) && folded(t.text) == name) persons.emplace(seq, t.path.front().second);
        while (follow_numbers()) {}
        for (auto const& [seq, all] : texts)
            for (auto const& t : all)
                if (is_name(t) && persons.contains({seq, t.path.front().second})) names.insert(folded(t.text));
    }

    /// In a version in which nobody bears the name: the person with the same number, if there are as many persons, and they have
    /// no name, or one that shares a word with one of theirs: it was corrected. Who was put in their place has not.
    bool follow_numbers() {
        auto const before = persons.size();
        for (auto const& [from, number] : std::set(persons))
            for (auto const& [seq, persons_there] : count) {
                if (persons_there != count[from] || std::ranges::any_of(persons, [&, of = seq](bearer const& p) { return p.first == of; })) continue;
                auto const words = words_of(names_of({from, number}));
                auto const there = names_of({seq, number});
                auto const alike = there.empty() || std::ranges::any_of(there, [&](auto const& n) {
                    return std::ranges::any_of(words, [&](auto const& w) { return contains(n, w); });
                });
                if (alike) persons.emplace(seq, number);
            }
        return persons.size() > before;
    }

    /// Theirs in the dossier.
    std::set<int> numbers() const {
        std::set<int> result;
        for (auto const& [seq, number] : persons) result.insert(number);
        return result;
    }

    name_set names_of(bearer const& who) const {
        name_set result;
        if (auto const found = texts.find(who.first); found != texts.end())
            for (auto const& t : found->second)
                if (is_name(t) && t.path.front().second == who.second) result.insert(folded(t.text));
        return result;
    }

    /// Their own texts, and the free texts in which something wanted stands.
    std::vector<text_place> places(name_set const& wanted) const {
        std::vector<text_place> found;
        for (auto const& [seq, all] : texts)
            for (auto const& t : all) {
                auto const theirs = is_of_person(t) ? persons.contains({seq, t.path.front().second}) : mentions(t.text, wanted);
                if (theirs) found.push_back({seq, t.number});
            }
        return found;
    }

    static bool mentions(std::string_view text, name_set const& wanted) {
        auto const in = folded(text);
        return std::ranges::any_of(wanted, [&](auto const& part) { return contains(in, part); });
    }

    /// Fields in which something wanted stands that cannot be taken out; and names of others that it stands in: theirs, perhaps, in
    /// another spelling.
    std::vector<erasure::place> left(dossier_rows const& d, uuid const& id, name_set const& wanted) const {
        std::vector<erasure::place> result;
        for (auto const& [seq, all] : texts)
            for (auto const& t : all)
                if (is_name(t) && !persons.contains({seq, t.path.front().second}) && mentions(t.text, wanted))
                    result.push_back({.request = id, .seq = seq, .field = "person " + std::to_string(t.path.front().second)});
        for (auto const& rows : d.entries) {
            auto const look = [&](std::string_view field, std::string_view value) {
                if (mentions(value, wanted)) result.push_back({.request = id, .seq = static_cast<int>(rows.event.seq), .field = std::string(field)});
            };
            auto const look_at = [&](auto const& row) {
                detail::each_column(row, [&]<class Value>(std::string_view column, Value const& value) {
                    if constexpr (std::is_same_v<Value, std::string>) {
                        if (column == "body") each_field(value, look);
                        else if (!column.ends_with("_id") && column != "digest") look(column, value);
                    }
                });
            };
            look_at(rows.event);
            if (rows.request) look_at(*rows.request);
        }
        return result;
    }

    template <class F> static void each_field(std::string_view form, F f) {
        while (!form.empty()) {
            auto const name = form.substr(0, form.find(':'));
            f(name, *detail::next_field(form, name));
        }
    }
};

}  // namespace

/// A dossier in which something is to be erased, or would be, if it could.
struct registry::store::affected {
    dossier_rows rows;
    stored_dossier stored;
    search in;
    std::vector<text_place> places{};
    std::vector<erasure::place> left{};
};

std::map<uuid, registry::store::affected> registry::store::affected_by(std::string_view name, std::string_view why, progress const& tell) {
    detail::check_text(name);
    auto const wanted = folded(name);
    if (wanted.countChar32() < 2) throw bad_input("the name is too short to tell a person; write it in full");
    if (wanted == folded(erased)) throw bad_input("that is what stands in the place of erased names");
    auto const look_at = [&](dossier_rows rows) {
        auto stored = detail::decode(rows, options_.law, detail::depth::whole);
        auto in = search(rows, stored.versions, options_.law, wanted);
        return affected{.rows = std::move(rows), .stored = std::move(stored), .in = std::move(in)};
    };
    std::map<uuid, affected> found;
    auto const add = [&](affected a, name_set const& in_texts, name_set const& in_fields) {
        a.places = a.in.places(in_texts);
        a.left = a.in.left(a.rows, a.stored.id, in_fields);
        auto const id = a.stored.id;
        if (!a.places.empty() || !a.left.empty()) found.insert_or_assign(id, std::move(a));
    };
    // Where nobody bears the name: texts that have it whole, if it is more than a word.
    auto const elsewhere = wanted.indexOf(static_cast<UChar>(' ')) < 0 ? name_set() : name_set{wanted};
    std::vector<affected> with_person;
    detail::reading_told read(tell);
    detail::pages(view(), detail::runs_of(view(), detail::condition()), detail::depth::whole, [&](dossier_rows& rows) {
        read.one_more();
        auto a = look_at(std::move(rows));
        if (a.in.persons.empty()) add(std::move(a), elsewhere, {wanted});
        else with_person.push_back(std::move(a));
    });
    read.all();
    if (with_person.empty()) return {};  // a name that nobody bears is perhaps not written as it should be: nothing goes

    /// With those that are one with it by merger.
    auto const family_of = [&](affected first) {
        std::set ids{first.stored.id};
        std::vector<affected> family;
        family.push_back(std::move(first));
        for (std::size_t i = 0; i < family.size(); ++i) {
            auto const id = family[i].stored.id;
            auto const into = plain(family[i].stored).merged_into();
            auto others = duplicates_of(id);
            if (into) others.push_back(*into);
            for (auto const& other : others) {
                if (ids.contains(other)) continue;
                auto rows = rows_of(other);
                if (!rows) throw tampered("dossier " + to_string(id) + " is merged into " + to_string(other) + ", which is not in the register");
                auto a = look_at(std::move(*rows));
                if (into != other && plain(a.stored).merged_into() != id) continue;  // it was, once
                ids.insert(other);
                family.push_back(std::move(a));
            }
        }
        return family;
    };
    name_set all_names;
    for (auto& a : with_person) {
        if (found.contains(a.stored.id)) continue;  // of the family of one before
        auto family = family_of(std::move(a));
        name_set names;
        for (auto const& one : family) names.insert(one.in.names.begin(), one.in.names.end());
        names.merge(words_of(names));
        all_names.insert(names.begin(), names.end());
        for (auto& one : family) add(std::move(one), names, names);
    }
    if (search::mentions(why, all_names)) throw bad_input("the reason names the person, and would stay; write it without the name");
    return found;
}

erasure registry::store::summary(std::map<uuid, affected> const& found) {
    erasure result;
    for (auto const& [id, a] : found) {
        for (auto const number : a.in.numbers()) result.persons.push_back({.request = id, .number = number});
        result.texts += static_cast<std::int64_t>(a.places.size());
        result.left.insert(result.left.end(), a.left.begin(), a.left.end());
    }
    return result;
}

erasure registry::store::find_person(std::string_view name, progress const& tell) {
    return reading([&] { return summary(affected_by(name, "", tell)); });
}

void registry::store::replace_texts(detail::text_row const& row) {
    view().session() << "update private_text set content = :content where request_id = :id and seq = :seq", soci::use(row.content, "content"),
        soci::use(row.request_id, "id"), soci::use(row.seq, "seq");
}

erasure registry::store::erase_person(std::string_view name, std::string_view why, progress const& tell) {
    detail::check_text(why);
    if (why.empty()) throw bad_input("why is the person erased? The reason is recorded: an order, a rule");

    auto const result = writing([&] {
        auto const found = affected_by(name, why, tell);
        for (auto const& [id, a] : found) {
            if (a.places.empty()) continue;
            auto const last = plain(a.stored);
            draft d{.stored = a.stored, .merged_into = last.merged_into(), .known = a.stored.history.size()};
            std::vector<subject> concerns;
            for (auto const number : a.in.numbers())
                if (static_cast<std::size_t>(number) <= last.request().persons.size()) concerns.push_back(person_number(number));
            append(d, detail::make_uuid7(), {.kind = event_kind::erased, .concerns = concerns, .note = std::string(why)}, nullptr, nullptr, a.places);
        }
        flush();  // first the entry that allows it
        for (auto const& [id, a] : found)
            for (auto const& rows : a.rows.entries) {
                std::vector<int> numbers;
                for (auto const& p : a.places)
                    if (p.seq == rows.event.seq) numbers.push_back(p.number);
                if (numbers.empty()) continue;
                auto without = *rows.texts;
                without.content = detail::without_texts(without.content, numbers);
                replace_texts(without);
            }
        return summary(found);
    });
    forget_drafts();
    scrub("the erasure is recorded, and the texts are gone from the tables");
    return result;
}

/// Takes what was erased out of the database's files. `done`: what was, and stays, if that fails.
void registry::store::scrub(std::string const& done) {
    forget_statements();  // the database may not be tidied up while they look at it
    try {
        try {
            db_->scrub();
        } catch (soci::soci_error const& e) {
            db_->fail(e);
        }
    } catch (storage_error& e) {
        e.in(db_->place() + ": " + done + ", but may still be read in the database's files; erase again once this is mended");
        throw;
    }
}

}  // namespace comity::v0
