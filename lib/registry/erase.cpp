// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"
#include "form.hpp"
#include "transaction.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

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

bool contains(icu::UnicodeString const& text, icu::UnicodeString const& part) { return text.indexOf(part) >= 0; }

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
    std::set<bearer> persons{};                        ///< found to be the one who is looked for
    name_set names;                                    ///< by which they go

    search(dossier_rows const& d, law const& law, icu::UnicodeString const& name) : names{name} {
        for (auto const& rows : d.entries)
            if (rows.texts) texts[static_cast<int>(rows.event.seq)] = detail::texts_of(rows, law);
        while (find_by_name() || find_by_number()) {}
    }

    /// Who bears one of the names; and what else they are called. Whether there was anybody new.
    bool find_by_name() {
        auto const before = persons.size();
        for (auto const& [seq, all] : texts)
            for (auto const& t : all)
                if (is_name(t) && names.contains(folded(t.text))) persons.emplace(seq, t.path.front().second);
        add_names();
        return persons.size() > before;
    }

    /// In a version in which nobody bears such a name, the person who has their number in another: a name was corrected.
    bool find_by_number() {
        auto const before = persons.size();
        std::set<int> numbers;
        for (auto const& [seq, number] : persons) numbers.insert(number);
        for (auto const& [seq, all] : texts) {
            if (std::ranges::any_of(persons, [&, of = seq](bearer const& p) { return p.first == of; })) continue;
            for (auto const& t : all)
                if (is_name(t) && numbers.contains(t.path.front().second)) persons.emplace(seq, t.path.front().second);
        }
        add_names();
        return persons.size() > before;
    }

    void add_names() {
        for (auto const& [seq, all] : texts)
            for (auto const& t : all)
                if (is_name(t) && persons.contains({seq, t.path.front().second})) names.insert(folded(t.text));
    }

    /// Their own texts; and, where they are in the dossier, free texts in which one of their names or a word of it occurs, else
    /// those that have the whole name.
    std::vector<text_place> places() const {
        name_set wanted = names;
        if (!persons.empty())
            for (auto const& name : names) add_words(name, wanted);
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

    /// Columns of the rows in which a name stands that cannot be taken out.
    void add_left(dossier_rows const& d, uuid const& id, std::vector<erasure::place>& left) const {
        for (auto const& rows : d.entries) {
            auto const look = [&](char const* table, auto const& row) {
                detail::each_column(row, [&](char const* column, auto const& value) {
                    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, std::string>)
                        if (mentions(value, names))
                            left.push_back({.request = id, .seq = static_cast<int>(rows.event.seq), .field = std::string(table) + "." + column});
                });
            };
            look("event", rows.event);
            if (rows.request) look("request", *rows.request);
        }
    }
};

}  // namespace

erasure registry::store::erase_person(std::string_view name, std::string_view why) {
    detail::check_text(name);
    detail::check_text(why);
    auto const wanted = folded(name);
    if (wanted.countChar32() < 2) throw bad_input("the name is too short to tell a person; write it in full");
    if (why.empty()) throw bad_input("why is the person erased? The reason is recorded: an order, a rule");
    name_set words{wanted};
    add_words(wanted, words);
    if (search::mentions(why, words)) throw bad_input("the reason names the person, and would stay; write it without the name");

    auto const result = writing([&] {
        erasure done;
        struct found {
            dossier_rows rows;
            std::vector<text_place> places;
            std::vector<subject> concerns;
        };
        std::vector<found> dossiers;
        detail::pages(view(), {}, detail::depth::whole, [&](dossier_rows const& rows) {
            auto const in = search(rows, options_.law, wanted);
            auto const id = parse_uuid(rows.request_id);
            in.add_left(rows, id, done.left);
            auto places = in.places();
            if (places.empty()) return;
            std::set<int> numbers;
            for (auto const& [seq, number] : in.persons) numbers.insert(number);
            for (auto const number : numbers) done.persons.push_back({.request = id, .number = number});
            done.texts += static_cast<std::int64_t>(places.size());
            found f{.rows = rows, .places = std::move(places), .concerns = {}};
            auto const newest = detail::decode(rows, options_.law, detail::depth::heads).versions.rbegin()->second.persons.size();
            for (auto const number : numbers)
                if (static_cast<std::size_t>(number) <= newest) f.concerns.push_back(person_number(number));
            dossiers.push_back(std::move(f));
        });
        auto const today = instant(detail::clock.load()()).local_date();
        for (auto const& f : dossiers) {
            draft d{.stored = detail::decode(f.rows, options_.law, detail::depth::whole)};
            d.known = d.stored.history.size();
            d.merged_into = detail::plain(d.stored).merged_into();
            auto const no_earlier = std::max(today, instant(d.stored.history.back().recorded_at).local_date());
            append(d, detail::make_uuid7(), {.kind = event_kind::erased, .on = no_earlier, .concerns = f.concerns, .note = std::string(why)}, nullptr,
                   nullptr, f.places);
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
    drafts_.clear(), kept_ = 0;
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
