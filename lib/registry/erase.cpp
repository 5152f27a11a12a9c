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
                name_set words;
                auto here = names_of({from, number}), there = names_of({seq, number});
                for (auto const& n : here) add_words(n, words);
                auto const alike = there.empty() || std::ranges::any_of(there, [&](auto const& n) {
                    return std::ranges::any_of(words, [&](auto const& w) { return contains(n, w); });
                });
                if (alike) persons.emplace(seq, number);
            }
        return persons.size() > before;
    }

    name_set names_of(bearer const& who) const {
        name_set result;
        if (auto const found = texts.find(who.first); found != texts.end())
            for (auto const& t : found->second)
                if (is_name(t) && t.path.front().second == who.second) result.insert(folded(t.text));
        return result;
    }

    /// Their own texts; and, where they are in the dossier, free texts in which one of their names or a word of it stands, else
    /// those that have the whole name, if that is more than a word.
    std::vector<text_place> places() const {
        auto const wanted = wanted_words();
        auto const elsewhere = persons.empty() && names.begin()->indexOf(static_cast<UChar>(' ')) < 0;
        std::vector<text_place> found;
        for (auto const& [seq, all] : texts)
            for (auto const& t : all) {
                auto const theirs = is_of_person(t) ? persons.contains({seq, t.path.front().second}) : !elsewhere && mentions(t.text, wanted);
                if (theirs) found.push_back({seq, t.number});
            }
        return found;
    }

    name_set wanted_words() const {
        name_set wanted = names;
        if (!persons.empty())
            for (auto const& name : names) add_words(name, wanted);
        return wanted;
    }

    static bool mentions(std::string_view text, name_set const& wanted) {
        auto const in = folded(text);
        return std::ranges::any_of(wanted, [&](auto const& part) { return contains(in, part); });
    }

    /// Columns of the rows in which a name stands that cannot be taken out.
    void add_left(dossier_rows const& d, uuid const& id, std::vector<erasure::place>& left) const {
        auto const wanted = wanted_words();
        for (auto const& rows : d.entries) {
            auto const look = [&](char const* table, auto const& row) {
                detail::each_column(row, [&](char const* column, auto const& value) {
                    auto const of_names = std::string_view(column);
                    if (of_names.ends_with("_id") || of_names == "digest") return;
                    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, std::string>)
                        if (mentions(value, wanted))
                            left.push_back({.request = id, .seq = static_cast<int>(rows.event.seq), .field = std::string(table) + "." + column});
                });
            };
            look("event", rows.event);
            if (rows.request) look("request", *rows.request);
        }
    }
};

}  // namespace

/// A dossier in which something is to be erased.
struct registry::store::affected {
    dossier_rows rows;
    stored_dossier stored;
    std::vector<text_place> places;
    std::vector<subject> concerns;
};

erasure registry::store::find_person(std::string_view name, std::string_view why, std::vector<affected>* dossiers) {
    detail::check_text(name);
    auto const wanted = folded(name);
    if (wanted.countChar32() < 2) throw bad_input("the name is too short to tell a person; write it in full");
    if (wanted == folded(erased)) throw bad_input("that is what stands in the place of erased names");
    erasure found;
    name_set found_names{wanted};
    detail::pages(view(), {}, detail::depth::whole, [&](dossier_rows const& rows) {
        auto d = detail::decode(rows, options_.law, detail::depth::whole);
        auto const in = search(rows, d.versions, options_.law, wanted);
        if (!in.persons.empty()) found_names.insert(in.names.begin(), in.names.end());
        in.add_left(rows, d.id, found.left);
        auto places = in.places();
        if (places.empty()) return;
        found.texts += static_cast<std::int64_t>(places.size());
        std::set<int> numbers;
        for (auto const& [seq, number] : in.persons) numbers.insert(number);
        auto const newest = detail::plain(d).request().persons.size();
        std::vector<subject> concerns;
        for (auto const number : numbers) {
            found.persons.push_back({.request = d.id, .number = number});
            if (static_cast<std::size_t>(number) <= newest) concerns.push_back(person_number(number));
        }
        if (dossiers) dossiers->push_back({rows, std::move(d), std::move(places), std::move(concerns)});
    });
    if (found.persons.empty()) {  // a name that nobody bears is perhaps not written as it should be: nothing goes
        if (dossiers) dossiers->clear();
        return {};
    }
    for (auto const& n : name_set(found_names)) add_words(n, found_names);
    if (search::mentions(why, found_names)) throw bad_input("the reason names the person, and would stay; write it without the name");
    return found;
}

erasure registry::store::find_person(std::string_view name) {
    return reading([&] { return find_person(name, "", nullptr); });
}

erasure registry::store::erase_person(std::string_view name, std::string_view why) {
    detail::check_text(why);
    if (why.empty()) throw bad_input("why is the person erased? The reason is recorded: an order, a rule");

    auto const result = writing([&] {
        std::vector<affected> dossiers;
        auto const done = find_person(name, why, &dossiers);
        for (auto& a : dossiers) {
            draft d{.stored = std::move(a.stored)};
            d.known = d.stored.history.size();
            d.merged_into = detail::plain(d.stored).merged_into();
            append(d, detail::make_uuid7(), {.kind = event_kind::erased, .concerns = a.concerns, .note = std::string(why)}, nullptr, nullptr, a.places);
        }
        flush();  // first the entry that allows it
        for (auto const& f : dossiers)
            for (auto const& rows : f.rows.entries) {
                std::vector<int> numbers;
                for (auto const& p : f.places)
                    if (p.seq == rows.event.seq) numbers.push_back(p.number);
                if (numbers.empty()) continue;
                auto const content = detail::without_texts(rows.texts->content, numbers);
                view() << "update private_text set content = :content where request_id = :id and seq = :seq",
                    soci::use(content, "content"), soci::use(rows.event.request_id, "id"), soci::use(rows.event.seq, "seq");
            }
        return done;
    });
    forget_drafts();
    forget_statements();  // the database may not be tidied up while they look at it
    try {
        try {
            db_->scrub();
        } catch (soci::soci_error const& e) {
            db_->fail(e);
        }
    } catch (storage_error& e) {
        e.in(db_->place() + ": the erasure is recorded, and the texts are gone from the tables, but may still be read in the database's files; erase again once this is mended");
        throw;
    }
    return result;
}

}  // namespace comity::v0
