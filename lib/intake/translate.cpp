// SPDX-License-Identifier: Apache-2.0
#include "translate.hpp"

#include <comity/mixed_scripts.hpp>

#include "../characters.hpp"
#include "../quoted.hpp"
#include "../registry/limits.hpp"
#include "cell_reader.hpp"
#include "csv_cell.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace comity::inline v0::detail {

namespace {

constexpr char key_separator = '\x1f';

}  // namespace

std::string readable_key(std::string_view key) {
    std::string text;
    for (char c : key)
        if (c == key_separator)
            text += " / ";
        else
            text += c;
    return text;
}

class translator::reader {
public:
    reader(csv_file& csv, mapping const& m, law const& law, row_book& book, progress const& tell)
        : csv_(csv), map_(m), book_(book), cells_(m, law, book), tell_(tell) {
        remark_unused();
        if (map_.rows == mapping::row_kind::events) note_sections();
        key_has_request_ = std::ranges::all_of(map_.request_key, [&](column_id c) { return std::ranges::any_of(map_.key, [&](column_id k) { return map_.name(k) == map_.name(c); }); });
    }

    std::optional<draft> next() {
        for (keyed_row row; next_row(row);) {
            if (map_.together && !groups_.empty() && groups_.back().key != row.request_key) {
                if (auto result = next_group(row)) return result;
            } else if (map_.rows == mapping::row_kind::events) read_event_row(row);
            else if (auto result = read_request_row(row)) return result;
        }
        while (finished_ < groups_.size())
            if (auto result = finish(groups_[finished_++])) return result;
        cells_.tell_states();
        return {};
    }

    bool has(std::string const& request_key) const {
        return (map_.rows == mapping::row_kind::events ? groups_by_key_.contains(request_key) : rows_by_key_.contains(request_key)) || unread_requests_.contains(request_key);
    }
    std::vector<std::string> const& row_keys() const { return row_keys_; }
    std::set<uuid> const& unread_ids() const { return unread_ids_; }

private:
    using got = cell_reader::got;

    /// Parts of a request as their rows come, each with its number.
    template <class T> struct numbered {
        int number;
        std::size_t row;
        T part;
    };
    template <class... T> struct numbered_lists : std::tuple<std::vector<numbered<T>>...> {};
    struct part_rows : numbered_lists<person, offence, measure, item, document, related_request> {
        std::vector<std::pair<int, numbered<person_name>>> names{};  ///< with the person's number
    };

    /// The rows of one request.
    struct group {
        std::string key{};
        csv_row carrier{};   ///< the row that what was asked is read from
        std::string sort{};  ///< of that row: "request", if it only carries it
        std::vector<std::pair<csv_row, std::string>> beside{};  ///< rows that say otherwise about the request, and their sorts
        std::unique_ptr<part_rows> parts{};
        std::vector<uuid> event_ids{};
        std::vector<std::size_t> of_parts{};
        std::vector<std::size_t> others{};
        std::vector<drafted_event> events{};
        bool refused = false;
        std::size_t rows = 0;
        std::size_t unread = 0;  ///< the part that could not be read
    };

    static bool is_part(std::string const& sort) { return sort != "event" && sort != "request"; }

    void remark_unused() {
        for (auto const& name : map_.unused(csv_))
            book_.remark(
                1, name, "",
                "nothing in the mapping reads this column, so it is not in the register; list it under `ignored` if that is meant",
                false);
    }

    /// Of the rows of one sort, by the places of columns in the file.
    struct section_columns {
        std::set<std::size_t> own{};              ///< that are read in such a row, but for what was asked
        std::vector<column_id> elsewhere{};       ///< that only rows of another sort are read from: what stands there in this one is lost
    };

    void note_sections() {
        std::map<std::string, std::vector<value_source> const*, std::less<>> sections{{"event", &map_.events.front().members}};
        for (auto const& [section, members] : map_.lists) sections.emplace(section, &members);
        auto const place = [&](column_id c) { return map_.columns[c].index; };
        auto const columns_of = [&](value_source const& source) {
            auto columns = source.columns;
            auto const add = [&](column_or_day const& d) {
                if (auto const* const c = std::get_if<column_id>(&d)) columns.push_back(*c);
            };
            if (source.or_between) add(source.or_between->first), add(source.or_between->second);
            return columns;
        };
        std::set<std::size_t> of_all, asked;
        for (auto const* const key : {&map_.key, &map_.request_key})
            for (auto const c : *key) of_all.insert(place(c));
        if (map_.parts) of_all.insert(place(*map_.parts));
        for (auto const& check : map_.checks)
            for (auto const* const end : {&check.first, &check.second})
                if (auto const* const c = std::get_if<column_id>(end)) of_all.insert(place(*c));
        for (auto const& source : map_.request)
            for (auto const c : columns_of(source)) asked.insert(place(c));
        for (auto const& [section, members] : sections)
            for (auto const& source : *members)
                for (auto const c : columns_of(source)) sections_[section].own.insert(place(c));
        for (auto const c : map_.events.front().members.front().columns) sections_["request"].own.insert(place(c));
        for (auto& [section, columns] : sections_) {
            auto seen = columns.own;
            seen.insert(of_all.begin(), of_all.end()), seen.insert(asked.begin(), asked.end());
            for (auto const& [other, members] : sections)
                for (auto const& source : *members)
                    for (auto const c : columns_of(source))
                        if (seen.insert(place(c)).second) columns.elsewhere.push_back(c);
        }
    }

    /// `sort`: "event", "request", or the list that the row is a part of. What says the same as the request is not lost.
    void doubt_of_columns_elsewhere(csv_row const& row, std::string const& sort) {
        for (auto const c : sections_.at(sort).elsewhere) {
            auto const& cell = map_.cell(row, c);
            auto const asked = [&](value_source const& s) { return std::ranges::any_of(s.columns, [&](column_id of) { return map_.cell(row, of) == cell; }); };
            if (cell.empty() || cells_.missing(cell) || (sort == "request" && std::ranges::any_of(map_.request, asked))) continue;
            cells_.doubt(row, map_.name(c), cell, "was not taken: this column is not read in a row of the sort \"" + sort + "\"");
        }
    }

    // ---- keys ---------------------------------------------------------------------------------------------------------

    /// Why it cannot be part of a key, or empty.
    std::string key_problem(column_id c, std::string const& cell) const {
        auto const is_id = [&](value_source const* s) { return s && s->columns.size() == 1 && map_.name(s->columns.front()) == map_.name(c); };
        if (cell.empty()) return "is empty; a row is known by its key" + (is_id(map_.source_of_event_ids()) || is_id(map_.source_of("id")) ? "; " + std::string(hint_of_new) : "");
        if (std::ranges::any_of(cell, [](char b) { return b >= 0 && b < 32; })) return "holds a control character, and cannot be part of a key";
        if (cell.size() > 500) return "is over 500 bytes, and cannot be part of a key";
        try {
            check_characters("the key", cell, characters::label);
        } catch (bad_input const& e) {
            return e.what();
        }
        return {};
    }

    /// The cells of these columns; nothing where one cannot be part of a key, which is told as that of this column.
    std::optional<std::string> key_of(csv_row const& row, std::vector<column_id> const& columns, auto const& tell) {
        std::string key;
        for (auto const c : columns) {
            auto const& cell = map_.cell(row, c);
            if (auto const problem = key_problem(c, cell); !problem.empty()) {
                tell(c, cell, problem);
                return {};
            }
            (key += key.empty() ? "" : std::string(1, key_separator)) += cell;
        }
        return key;
    }

    std::optional<std::string> key_of(csv_row const& row, std::vector<column_id> const& columns) {
        return key_of(row, columns, [&](column_id c, std::string const& cell, std::string const& problem) { cells_.refuse(row, map_.name(c), cell, problem); });
    }

    /// What a row that cannot be read seems to be about has not vanished. A part that is not read would be missing from its request.
    void note_unread(csv_row const& row) {
        auto const silent = [](auto const&...) {};
        if (auto const key = key_of(row, map_.request_key, silent)) {
            unread_requests_.insert(*key);
            if (map_.parts && !is_event(row)) spoilt_.emplace(*key, row.row);
        } else if (map_.parts && map_.together && !groups_.empty()) spoilt_.emplace(groups_.back().key, row.row);
        if (auto const* const source = map_.source_of("id")) note_id(cells_.cell_of(row, *source).value);
        if (map_.rows == mapping::row_kind::requests) return;
        if (auto const* const source = map_.source_of_event_ids()) note_id(cells_.cell_of(row, *source).value);
        if (auto const key = key_of(row, map_.key, silent)) row_keys_.push_back(*key);
    }

    void note_id(std::string const& cell) {
        if (auto const id = try_id(cell)) unread_ids_.insert(*id);
    }

    static std::optional<uuid> try_id(std::string const& cell) {
        try {
            return parse_uuid(cell);
        } catch (bad_input const&) {
            return {};
        }
    }

    void as_meant(csv_row& row) const {
        if (map_.neutralised)
            for (auto& field : row.fields) field = detail::as_meant(std::move(field));
    }

    // ---- rows ---------------------------------------------------------------------------------------------------------

    /// A row, its own key, and that of its request: the same where each row is a request.
    struct keyed_row : csv_row {
        std::string key{}, request_key{};
    };

    /// The next row that can be read and has a key of its own.
    bool next_row(keyed_row& row) {
        while (csv_.next(row)) {
            book_.add(row.row);
            if (tell_ && ++rows_ % 100 == 0) tell_(rows_, 0);
            if (!row.problem.empty()) {
                cells_.refuse(row, "", row.fields.empty() ? "" : row.fields.front(), "the row " + row.problem);
                row.fields.resize(std::max(row.fields.size(), csv_.heading().size()));
                as_meant(row);
                note_unread(row);
                continue;
            }
            as_meant(row);
            auto const key = key_of(row, map_.key);
            auto const request_key = key && map_.rows == mapping::row_kind::events ? key_of(row, map_.request_key) : key;
            if (!key || !request_key) {
                note_unread(row);
                continue;
            }
            row.key = *key, row.request_key = *request_key;
            auto const [first, is_new] = rows_by_key_.emplace(row.key, row.row);
            if (is_new) return true;
            cells_.refuse(row, map_.name(map_.key.front()), readable_key(row.key), "row " + std::to_string(first->second) + " has this key already, and went before");
            if (map_.parts && !is_event(row)) spoilt_.emplace(row.request_key, row.row);
        }
        return false;
    }

    /// Where the rows of a request stand together, the one before is finished with the first row of the next.
    std::optional<draft> next_group(keyed_row& row) {
        if (groups_by_key_.contains(row.request_key)) {
            cells_.refuse(row, map_.name(map_.request_key.front()), readable_key(row.request_key), "had its rows further up, and the mapping says that they stand together; put them there, or take `together` out of it");
            return {};
        }
        auto result = finish(groups_.back());
        groups_.clear();
        if (key_has_request_) rows_by_key_.clear();
        rows_by_key_.emplace(row.key, row.row);
        read_event_row(row);
        return result;
    }

    std::optional<draft> read_request_row(keyed_row& row) {
        auto g = group{.key = row.key};
        std::set<column_id> dates_told;
        for (auto const& block : map_.events) {
            auto event = read_event(row, block, &g.refused, dates_told);
            if (event) {
                event->name = g.key + key_separator + block.name;
                g.events.push_back(std::move(*event));
            }
        }
        if (!g.refused) remark_untold_dates(row, dates_told);
        cells_.doubt_of_checks(row);
        g.carrier = std::move(row);
        return finish(g);
    }

    void read_event_row(keyed_row& row) {
        auto const [place, first] = groups_by_key_.emplace(row.request_key, groups_.size());
        if (first) groups_.emplace_back().key = row.request_key;
        auto& g = groups_[place->second];
        if (++g.rows > most_parts) return too_many(row, g);
        auto const sort = read_row(row, g);
        auto const carries = first || (!is_part(sort) && is_part(g.sort)) || (sort == "request" && g.sort != "request");
        if (carries && !first) {
            if (!is_part(g.sort)) g.others.push_back(g.carrier.row);
            g.beside.emplace_back(std::move(g.carrier), g.sort);
        }
        if (carries) {
            g.carrier = std::move(row), g.sort = sort;
            return;
        }
        if (!is_part(sort)) g.others.push_back(row.row);
        if (differs(row, sort, g.carrier)) g.beside.emplace_back(std::move(row), sort);
    }

    /// No request has so many parts and events; of what is refused nothing is kept but the numbers of its rows.
    void too_many(csv_row const& row, group& g) {
        if (g.rows == most_parts + 1) {
            cells_.refuse(row, map_.name(map_.request_key.front()), readable_key(g.key), "has more than " + std::to_string(most_parts) + " rows; a request has at most so many parts and events");
            g.refused = true, g.unread = row.row;
            g.events = {}, g.parts = {}, g.beside = {};
        } else {
            g.others.push_back(row.row);
        }
    }

    /// Takes what the row says beside what was asked. Of which sort it is: "event", "request", or the list that it is a part of.
    std::string read_row(keyed_row const& row, group& g) {
        if (auto const part = read_part_row(row, g)) return *part;
        note_event(row, g);
        auto refused = false;
        std::set<column_id> dates_told;
        auto event = read_event(row, map_.events.front(), &refused, dates_told);
        auto const has_event = event || refused;
        if (map_.parts && !has_event && cells_.missing(kind_in(row).value) && !check_without_event(row, g)) return "event";
        doubt_of_columns_elsewhere(row, has_event ? "event" : "request");
        cells_.doubt_of_checks(row);
        if (event) {
            event->name = row.key;
            g.events.push_back(std::move(*event));
        }
        return has_event ? "event" : "request";
    }

    /// One row says what was asked. Where parts have rows of their own, a slip of the pen in another would leave out what it speaks of.
    bool check_without_event(csv_row const& row, group& g) {
        if (is_id(event_id_in(row))) {
            auto const kind = kind_in(row);
            cells_.refuse(row, kind.column, kind.value, "is empty; an event has a kind. One that did not happen is retracted in the register");
            return false;
        }
        if (g.sort != "request") return true;
        cells_.refuse(row, map_.name(*map_.parts), map_.cell(row, *map_.parts), "is no part of the request (\"person 1\", \"item 17\"), and no event; row " + std::to_string(g.carrier.row) + " says what was asked");
        g.refused = true, g.unread = row.row;
        return false;
    }

    /// Whether it can be nothing else, where rows may be parts.
    bool is_event(csv_row const& row) const {
        auto const kind = kind_in(row).value;
        return is_id(event_id_in(row)) || !(cells_.missing(kind) || kind == event_kind::filed.name());
    }

    static bool is_id(std::string const& cell) { return is_new(cell) || try_id(cell); }

    found_cell kind_in(csv_row const& row) const { return cells_.cell_of(row, map_.events.front().members.front()); }

    std::string event_id_in(csv_row const& row) const {
        auto const* const source = map_.source_of_event_ids();
        return source ? cells_.cell_of(row, *source).value : std::string();
    }

    /// Of an event that cannot be read, too: it has not vanished.
    void note_event(keyed_row const& row, group& g) {
        auto const id = event_id_in(row);
        if (cells_.missing(id) || is_new(id)) row_keys_.push_back(row.key);
        else if (auto const own = try_id(id)) g.event_ids.push_back(*own);
    }

    /// The list that the row is a part of, if it is one.
    std::optional<std::string> read_part_row(csv_row const& row, group& g) {
        if (!map_.parts) return {};
        auto const& cell = map_.cell(row, *map_.parts);
        try {
            auto const place = read_part_place(cell);
            if (!place) return {};
            g.of_parts.push_back(row.row);
            auto const section = std::string(place->name ? "name" : place->list);
            if (!map_.lists.contains(section)) throw bad_input("the mapping does not say where its members come from; write [" + section + "]");
            doubt_of_columns_elsewhere(row, section);
            if (!g.parts) g.parts = std::make_unique<part_rows>();
            auto good = true;
            if (place->name) {
                auto n = numbered<person_name>{.number = place->name, .row = row.row, .part = {}};
                good = put_all(row, section, name_members, n.part);
                if (good) g.parts->names.emplace_back(place->number, std::move(n));
            } else {
                each_list([&]<class T>(std::string_view name, std::vector<member<T>> const& members, auto) {
                    if (name != place->list) return;
                    auto n = numbered<T>{.number = place->number, .row = row.row, .part = {}};
                    good = put_all(row, section, members, n.part);
                    if (good) std::get<std::vector<numbered<T>>>(*g.parts).push_back(std::move(n));
                });
            }
            if (!good) g.refused = true, g.unread = row.row;
            return section;
        } catch (error const& e) {
            cells_.refuse(row, map_.name(*map_.parts), cell, e.what());
            g.refused = true, g.unread = row.row;
            return "part";
        }
    }

    template <class T> bool put_all(csv_row const& row, std::string const& section, std::vector<member<T>> const& members, T& into) {
        auto good = true;
        for (auto const& source : map_.lists.find(section)->second) {
            auto const& m = *std::ranges::find(members, source.member, &member<T>::name);
            auto const put = cells_.put(row, source, m, into);
            if (put == got::nothing && m.required) {
                auto const cell = cells_.cell_of(row, source);
                cells_.refuse(row, cell.column, cell.value, "is empty; the " + section + " needs its " + source.member);
            }
            good &= put == got::value || (put == got::nothing && !m.required);
        }
        return good;
    }

    /// The parts in the order of their numbers, wherever their rows stand. False, and remarked on, where one is missing: what concerns "person 3" would
    /// concern another.
    bool put_parts(group& g, comity::request& r) {
        if (!g.parts) return true;
        auto good = true;
        auto const wrong = [&](std::size_t row, part_place const& found, int expected) {
            book_.set(row, row_outcome::refused);
            book_.remark(row, map_.name(*map_.parts), text_of(found), "where " + std::to_string(expected) + " would come next; parts are numbered from 1, each once", true);
            good = false;
        };
        each_list([&]<class T>(std::string_view name, auto const&, std::vector<T> request::*list) {
            auto& rows = std::get<std::vector<numbered<T>>>(*g.parts);
            std::ranges::stable_sort(rows, {}, &numbered<T>::number);
            auto const before = static_cast<int>((r.*list).size());
            for (auto& n : rows) {
                auto const expected = static_cast<int>((r.*list).size()) + 1;
                if (n.number != expected - before) return wrong(n.row, {.list = name, .number = n.number}, expected - before);
                (r.*list).push_back(std::move(n.part));
            }
        });
        std::ranges::stable_sort(g.parts->names, {}, [](auto const& n) { return std::pair(n.first, n.second.number); });
        for (auto& [person, n] : g.parts->names) {
            auto const known = static_cast<std::size_t>(person) <= r.persons.size() ? static_cast<int>(r.persons[static_cast<std::size_t>(person) - 1].names.size()) : 0;
            if (known == 0 || n.number != known + 1) {
                wrong(n.row, {.list = "person", .number = person, .name = n.number}, known + 1);
                break;
            }
            r.persons[static_cast<std::size_t>(person) - 1].names.push_back(std::move(n.part));
        }
        return good;
    }

    /// Calls f with what a row says otherwise about the request than the row that carries it.
    template <class F> void each_difference(csv_row const& row, std::string const& sort, csv_row const& carrier, F f) const {
        auto const section = sections_.find(sort);
        for (auto const& source : map_.request)
            for (auto const c : source.columns)
                if (auto const& cell = map_.cell(row, c); !cells_.missing(cell) && cell != map_.cell(carrier, c) && (section == sections_.end() || !section->second.own.contains(map_.columns[c].index))) f(c);
    }

    bool differs(csv_row const& row, std::string const& sort, csv_row const& carrier) const {
        auto result = false;
        each_difference(row, sort, carrier, [&](column_id) { result = true; });
        return result;
    }

    /// None, where it is refused.
    std::optional<draft> finish(group& g) {
        draft result{.key = g.key, .row = g.carrier.row};
        auto unread = g.unread ? g.unread : g.carrier.row;
        if (auto const spoilt = spoilt_.find(g.key); spoilt != spoilt_.end()) {
            g.refused = true;
            unread = spoilt->second;
        } else if (!g.refused) {
            auto const read = read_request(g, result.filing);
            if (!read) g.refused = true;
        } else {
            auto scratch = filing();
            read_request(g, scratch);  // says what else is wrong with the row
        }
        auto const* const ids = map_.source_of("id");
        auto const own = ids ? cells_.cell_of(g.carrier, *ids).value : std::string();
        if (g.refused) {
            note_id(own);
            g.others.push_back(g.carrier.row);
            g.others.insert(g.others.end(), g.of_parts.begin(), g.of_parts.end());
            for (auto const row : g.others) {
                if (row == unread || book_.is_refused(row)) continue;
                book_.set(row, row_outcome::refused);
                book_.remark(row, "", readable_key(g.key), "the request it belongs to could not be read in row " + std::to_string(unread), true);
            }
            return {};
        }
        for (auto const& [row, sort] : g.beside)
            each_difference(row, sort, g.carrier, [&](column_id c) {
                cells_.doubt(row, map_.name(c), map_.cell(row, c), "row " + std::to_string(g.carrier.row) + " of the same request says " + detail::quoted(map_.cell(g.carrier, c)) + ", which is what went in");
            });
        result.is_new = map_.rows == mapping::row_kind::events && is_new(own);
        result.parts = std::move(g.of_parts);
        result.event_ids = std::move(g.event_ids);
        for (auto const& m : mixed_scripts(result.filing.request)) {
            auto const* const source = map_.source_of(m.field.starts_with("person") ? "persons" : m.field);
            cells_.doubt(g.carrier, source ? cells_.cell_of(g.carrier, *source).column : "", m.word, m.field + ": " + to_string(m.text) + "; it is kept as it is written");
        }
        result.filing.options.origin = origin{.source = map_.register_name, .row_key = g.key};
        result.events = std::move(g.events);
        std::ranges::stable_sort(result.events, {}, [](drafted_event const& e) { return e.event.on->latest(); });
        if (map_.rows == mapping::row_kind::requests)
            for (auto const& block : map_.events) {
                auto name = g.key + key_separator + block.name;
                if (std::ranges::find(result.events, name, &drafted_event::name) == result.events.end())
                    result.absent.push_back(std::move(name));
            }
        return result;
    }

    // ---- members ------------------------------------------------------------------------------------------------------

    bool read_request(group& g, filing& into) {
        auto const& row = g.carrier;
        auto good = true;
        for (auto const& m : request_members) {
            auto const source = std::ranges::find(map_.request, m.name, &value_source::member);
            if (source == map_.request.end()) continue;
            auto const put = cells_.put(row, *source, m, into);
            if (put == got::refused) good = false;
            if (put == got::nothing && m.required) {
                auto const cell = cells_.cell_of(row, *source);
                cells_.refuse(
                    row, cell.column, cell.value,
                    "is empty; a request needs " + std::string(m.name == "made_on" ? "the day it was made" : m.name));
                good = false;
            }
        }
        auto const* const source_of_source = map_.source_of("source");
        if (into.options.source.empty() && !map_.withheld && !(source_of_source && source_of_source->or_nothing)) into.options.source = map_.register_name;
        if (!put_parts(g, into.request) || !good) return false;
        try {
            check(into.request);
        } catch (error const& e) {
            // The message begins with the member's name.
            auto const source = std::ranges::find_if(map_.request, [&](auto const& s) {
                auto const what = std::string_view(e.what());
                return what.starts_with(s.member) && what.substr(s.member.size()).find_first_of(" :") == 0;
            });
            auto const cell = source == map_.request.end() ? found_cell{} : cells_.cell_of(row, *source);
            cells_.refuse(row, cell.column, cell.value, e.what());
            return false;
        }
        return true;
    }

    /// The event that a block finds in a row, if any. `refused` is set where there is one that cannot be read.
    std::optional<drafted_event> read_event(csv_row const& row, event_mapping const& block, bool* refused,
                                            std::set<column_id>& dates_told) {
        auto read = recording{.event = {.kind = event_kind::filed}};
        auto result = drafted_event{.row = row.row, .event = {.kind = event_kind::filed}};
        auto const& kind_source = block.members[0];
        auto const& on_source = block.members[1];
        auto const kind = cells_.put(row, kind_source, event_members[0], read);
        *refused |= kind == got::refused;
        if (kind != got::value || read.event.kind == event_kind::filed) return {};
        auto const on = cells_.put(row, on_source, event_members[1], read);
        *refused |= on == got::refused;
        if (on == got::refused) return {};
        std::tie(result.column, result.value) = [&] {
            auto const cell = cells_.cell_of(row, kind_source);
            return std::pair(cell.column, cell.value);
        }();
        if (on == got::nothing) {
            if (kind_source.always || on_source.or_nothing) return {};
            auto const cell = cells_.cell_of(row, on_source);
            cells_.refuse(row, cell.column, cell.value,
                   "is empty, and " + detail::quoted(result.value) + " in " + detail::quoted(result.column) +
                       " needs a day; write one, or let the mapping say `or_between` which days it was");
            *refused = true;
            return {};
        }
        dates_told.insert(on_source.columns.begin(), on_source.columns.end());
        auto sourceless = map_.withheld;
        for (std::size_t i = 2; i < block.members.size(); ++i) {
            auto const& source = block.members[i];
            auto const& m = *std::ranges::find(event_members, source.member, &member<recording>::name);
            *refused |= cells_.put(row, source, m, read) == got::refused;
            sourceless |= source.member == "source" && source.or_nothing;
        }
        if (read.event.source.empty() && !sourceless) read.event.source = map_.register_name;
        result.event = std::move(read.event);
        result.id = read.options.id;
        if (auto const* const ids = map_.source_of_event_ids()) result.is_new = is_new(cells_.cell_of(row, *ids).value);
        return *refused ? std::nullopt : std::optional(std::move(result));
    }

    /// A day that neither the request nor an event of the row took would be lost in silence.
    void remark_untold_dates(csv_row const& row, std::set<column_id> const& told) {
        std::set<std::string> names;
        for (auto const c : told) names.insert(map_.name(c));
        for (auto const& source : map_.request)
            for (auto const c : source.columns) names.insert(map_.name(c));
        for (auto const& block : map_.events)
            for (auto const c : block.members[1].columns)
                if (auto const& cell = map_.cell(row, c); !cells_.missing(cell) && names.insert(map_.name(c)).second)
                    cells_.doubt(row, map_.name(c), cell,
                          "is a day on which, as the mapping has it, nothing happened; it is not in the register");
    }

    csv_file& csv_;
    mapping const& map_;
    row_book& book_;
    cell_reader cells_;
    progress const& tell_;
    std::size_t rows_ = 0;
    std::map<std::string, section_columns, std::less<>> sections_;  ///< where each row is an event or a part
    bool key_has_request_ = false;  ///< so that two rows of one key are of one request
    std::unordered_map<std::string, std::size_t> rows_by_key_;  ///< where each is
    // With rows = "events", until the end of the file:
    std::vector<group> groups_;
    std::unordered_map<std::string, std::size_t> groups_by_key_;
    std::vector<std::string> row_keys_;
    // Of rows that cannot be read:
    std::set<std::string> unread_requests_;
    std::map<std::string, std::size_t> spoilt_;  ///< of these, which row may have been a part
    std::set<uuid> unread_ids_;
    std::size_t finished_ = 0;
};

translator::translator(csv_file& csv, mapping const& m, law const& law, row_book& book, progress const& tell)
    : reader_(std::make_unique<reader>(csv, m, law, book, tell)) {}
translator::~translator() = default;

std::optional<draft> translator::next() { return reader_->next(); }
bool translator::has(std::string const& request_key) const { return reader_->has(request_key); }
std::vector<std::string> const& translator::row_keys() const { return reader_->row_keys(); }
std::set<uuid> const& translator::unread_ids() const { return reader_->unread_ids(); }

}  // namespace comity::v0::detail
