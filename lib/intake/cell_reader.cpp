// SPDX-License-Identifier: Apache-2.0
#include "cell_reader.hpp"

#include "../quoted.hpp"

#include <concepts>

namespace comity::inline v0::detail {

namespace {

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(' ');
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

std::string listed(std::map<std::string, std::string, std::less<>> const& values) {
    std::string list;
    for (auto const& [found, meant] : values) list += (list.empty() ? "" : ", ") + detail::quoted(found);
    return list;
}

std::string name_of(mapping const& m, column_or_day const& d) {
    if (auto const* c = std::get_if<column_id>(&d)) return m.name(*c);
    return to_string(std::get<when>(d));
}

std::string cell_text(mapping const& m, csv_row const& row, column_or_day const& d) {
    auto const* c = std::get_if<column_id>(&d);
    return c ? m.cell(row, *c) : "";
}

template <class T> std::string of_kind(T const& into) {
    if constexpr (std::same_as<T, recording>) return " for " + detail::quoted(into.event.kind.name());
    else return "";
}

}  // namespace

void cell_reader::refuse(csv_row const& row, std::string column, std::string_view value, std::string_view text) {
    book_.set(row.row, row_outcome::refused);
    book_.remark(row.row, std::move(column), value, text, true);
}

void cell_reader::doubt(csv_row const& row, std::string column, std::string_view value, std::string_view text) {
    book_.remark(row.row, std::move(column), value, text, false);
}

found_cell cell_reader::cell_of(csv_row const& row, value_source const& source) const {
    found_cell result;
    if (source.always) result.value = *source.always;
    for (auto const c : source.columns) {
        result.column += (result.column.empty() ? "" : ", ") + map_.name(c);
        auto const& cell = map_.cell(row, c);
        if (source.columns.size() > 1 && missing(cell)) continue;
        if (!result.value.empty()) result.value += source.join;
        result.value += cell;
    }
    return result;
}

template <class T> cell_reader::got cell_reader::put(csv_row const& row, value_source const& source, member<T> const& m, T& into) {
    auto const cell = cell_of(row, source);
    auto const put_text = [&](std::string const& text) {
        auto value = incoming{.text = text, .items = source.items, .law = &law_, .register_name = map_.register_name, .decimal_commas = map_.decimal_commas};
        if (m.takes == member<T>::dated) value.on = source.always ? parse_when(text) : source.dates->read(text);
        m.put(into, value);
        if (!value.remark.empty()) note_state(row, cell.column, text, value.remark);
    };
    try {
        if (m.takes == member<T>::dated && missing(cell.value)) return put_interval(row, source, m, into, cell);
        auto found = got::nothing;
        for (auto const& text : values_of(source, cell.value)) {
            put_text(text);
            found = got::value;
        }
        return found;
    } catch (error const& e) {
        refuse(row, cell.column, cell.value, e.what());
        return got::refused;
    }
}

template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<filing> const&, filing&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<recording> const&, recording&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<person> const&, person&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<person_name> const&, person_name&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<offence> const&, offence&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<measure> const&, measure&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<item> const&, item&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<document> const&, document&);
template cell_reader::got cell_reader::put(csv_row const&, value_source const&, member<related_request> const&, related_request&);

/// What a cell means: no value, one, or several.
std::vector<std::string> cell_reader::values_of(value_source const& source, std::string const& cell) const {
    std::vector<std::string> result;
    auto const add = [&](std::string_view text) {
        if (source.always) return result.emplace_back(text), void();
        auto meant = std::string(text);
        if (source.values) {
            if (auto const listed_value = source.values->find(text); listed_value != source.values->end()) meant = listed_value->second;
            else if (missing(text)) return;
            else if (source.otherwise) meant = *source.otherwise;
            else throw bad_input(detail::quoted(text) + " is not among the values that the mapping translates: " + listed(*source.values));
        } else if (missing(text)) {
            return;
        }
        if (!meant.empty()) result.push_back(std::move(meant));
    };
    if (source.split.empty()) {
        add(cell);
        return result;
    }
    for (auto rest = std::string_view(cell);;) {
        auto const end = rest.find(source.split);
        add(source.split == "\n" ? rest.substr(0, end) : trimmed(rest.substr(0, end)));
        if (end == rest.npos) return result;
        rest.remove_prefix(end + source.split.size());
    }
}

/// Where the cell is empty: some day between two others, and remarked on.
template <class T> cell_reader::got cell_reader::put_interval(csv_row const& row, value_source const& source, member<T> const& m, T& into, found_cell const& cell) {
    if (!source.or_between) return got::nothing;
    auto const& [first, second] = *source.or_between;
    auto const from = day_of(row, first, *source.dates);
    auto const to = day_of(row, second, *source.dates);
    if (!from || !to) {
        refuse(row, cell.column, cell.value, "is empty, and so is a column that would say between which days it was: " + name_of(map_, from ? second : first));
        return got::refused;
    }
    auto value = incoming{.text = "", .on = when(from->earliest(), to->latest()), .law = &law_, .register_name = map_.register_name};
    m.put(into, value);
    doubt(row, cell.column, cell.value, "no day is given" + of_kind(into) + "; recorded as some day of " + to_string(*value.on));
    return got::value;
}

std::optional<when> cell_reader::day_of(csv_row const& row, column_or_day const& d, date_format const& dates) const {
    auto const* c = std::get_if<column_id>(&d);
    if (!c) return std::get<when>(d);
    auto const& cell = map_.cell(row, *c);
    if (missing(cell)) return {};
    return dates.read(cell);
}

void cell_reader::doubt_of_checks(csv_row const& row) {
    for (auto const& c : map_.checks) {
        auto const day = [&](column_or_day const& end) -> std::optional<when> {
            try {
                return day_of(row, end, c.dates);
            } catch (error const& e) {
                doubt(row, name_of(map_, end), cell_text(map_, row, end), e.what());
                return {};
            }
        };
        auto const first = day(c.first), second = day(c.second);
        if (!first || !second || !(first->latest() < second->earliest())) continue;
        doubt(row, name_of(map_, c.first), cell_text(map_, row, c.first), c.text + " (" + name_of(map_, c.second) + " is " + to_string(*second) + ")");
    }
}

/// "UK read as GB" is said once, with the number of rows.
void cell_reader::note_state(csv_row const& row, std::string const& column, std::string const& value, std::string const& text) {
    auto [known, is_new] = states_.try_emplace({column, value}, state_remark{.row = row.row, .text = text});
    if (is_new || known->second.last != row.row) ++known->second.rows;
    known->second.last = row.row;
}

void cell_reader::tell_states() {
    for (auto const& [where, r] : states_)
        book_.remark(r.row, where.first, where.second, r.text + (r.rows == 1 ? "" : ", here and in " + std::to_string(r.rows - 1) + " more rows"), false);
    states_.clear();
}

}  // namespace comity::v0::detail
