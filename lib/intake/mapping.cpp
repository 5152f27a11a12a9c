// SPDX-License-Identifier: Apache-2.0
#include "mapping.hpp"

#include "../quoted.hpp"
#include "../toml_rows.hpp"

#include <algorithm>
#include <sstream>

namespace comity::inline v0::detail {

namespace {

// ---- the members ----------------------------------------------------------------------------------------------------

state_code state_of(incoming& v) {
    auto const reading = read_state(v.text);
    v.remark = reading.remark;
    return reading.code;
}

date exact_day(incoming const& v) {
    if (!v.on->exact() || v.on->at())
        throw bad_input(detail::quoted(v.text) + " is not one day; write it as 2016-02-29");
    return v.on->earliest();
}

bool flag_of(incoming const& v) {
    if (v.text == "true" || v.text == "TRUE") return true;
    if (v.text == "false" || v.text == "FALSE") return false;
    throw bad_input(detail::quoted(v.text) + " is neither true nor false; other words need `values` in the mapping");
}

event_kind kind_of(incoming const& v) {
    auto const kind = v.law->event_kind(v.text);
    if (kind == event_kind::retracted || kind == event_kind::merged)
        throw bad_input(detail::quoted(v.text) + " is about entries of the register itself, and cannot be imported");
    return kind;
}

constexpr auto request_plain = member<filing>::plain;
constexpr auto request_several = member<filing>::several;
constexpr auto request_dated = member<filing>::dated;
constexpr auto event_plain = member<event>::plain;
constexpr auto event_several = member<event>::several;
constexpr auto event_dated = member<event>::dated;

}  // namespace

// clang-format off
std::vector<member<filing>> const request_members{
    {"requesting",           request_plain,   true,  [](filing& f, incoming& v) { f.request.requesting = state_of(v); }},
    {"requested",            request_plain,   true,  [](filing& f, incoming& v) { f.request.requested = state_of(v); }},
    {"kind",                 request_plain,   true,  [](filing& f, incoming& v) { f.request.kind = parse<request_kind>(v.text); }},
    {"made_on",              request_dated,   true,  [](filing& f, incoming& v) { f.request.made_on = v.on; }},
    {"reference",            request_plain,   false, [](filing& f, incoming& v) { f.request.reference = v.text; }},
    {"requested_reference",  request_plain,   false, [](filing& f, incoming& v) { f.request.requested_reference = v.text; }},
    {"basis",                request_several, false, [](filing& f, incoming& v) { f.request.basis.emplace_back(v.text); }},
    {"channel",              request_plain,   false, [](filing& f, incoming& v) { f.request.channel = parse<channel>(v.text); }},
    {"urgent",               request_plain,   false, [](filing& f, incoming& v) { f.request.urgent = flag_of(v); }},
    {"urgency_reason",       request_plain,   false, [](filing& f, incoming& v) { f.request.urgency_reason = v.text; }},
    {"language",             request_plain,   false, [](filing& f, incoming& v) { f.request.language = v.text; }},
    {"handling",             request_plain,   false, [](filing& f, incoming& v) { f.request.handling = v.law->handling(v.text); }},
    {"review_on",            request_dated,   false, [](filing& f, incoming& v) { f.request.review_on = exact_day(v); }},
    {"synthetic",            request_plain,   false, [](filing& f, incoming& v) { f.request.synthetic = flag_of(v); }},
    {"note",                 request_plain,   false, [](filing& f, incoming& v) { f.request.note = v.text; }},
    {"requesting_authority", request_plain,   false, [](filing& f, incoming& v) { f.request.requesting_authority = authority{.name = v.text}; }},
    {"requested_authority",  request_plain,   false, [](filing& f, incoming& v) { f.request.requested_authority = authority{.name = v.text}; }},
    {"persons",              request_several, false, [](filing& f, incoming& v) { f.request.persons.push_back({.names = {{.text = v.text}}}); }},
    {"nationalities",        request_several, false, [](filing& f, incoming& v) {
        auto const state = state_of(v);
        if (f.request.persons.empty()) f.request.persons.emplace_back();  // a register may leave out names
        for (auto& p : f.request.persons) p.nationalities.push_back(state);
    }},
    {"person_role",          request_plain,   false, [](filing& f, incoming& v) {
        auto const role = parse<person_role>(v.text);
        for (auto& p : f.request.persons) p.role = role;
    }},
    {"offences",             request_several, false, [](filing& f, incoming& v) { f.request.offences.push_back({.title = v.text}); }},
    {"measures",             request_several, false, [](filing& f, incoming& v) { f.request.measures.push_back({.kind = v.text}); }},
    {"items",                request_several, false, [](filing& f, incoming& v) { f.request.items.push_back({.kind = v.items, .value = v.text}); }},
    {"competing",            request_several, false, [](filing& f, incoming& v) {
        f.request.related.push_back({.id = imported_id(v.register_name, v.text), .relation = relation::competing});
    }},
    {"source",               request_plain,   false, [](filing& f, incoming& v) { f.options.source = v.text; }},
    {"known_since",          request_dated,   false, [](filing& f, incoming& v) { f.options.known_since = exact_day(v); }},
};

/// Who acted, of whom two columns may speak.
authority& by(event& e) {
    if (!e.by) e.by.emplace();
    return *e.by;
}

std::vector<member<event>> const event_members{
    {"kind",        event_plain,   true,  [](event& e, incoming& v) { e.kind = kind_of(v); }},
    {"on",          event_dated,   true,  [](event& e, incoming& v) { e.on = v.on; }},
    {"by",          event_plain,   false, [](event& e, incoming& v) { by(e).name = v.text; }},
    {"by_kind",     event_plain,   false, [](event& e, incoming& v) { by(e).kind = parse<authority_kind>(v.text); }},
    {"provision",   event_plain,   false, [](event& e, incoming& v) { e.provision = provision(v.text); }},
    {"ground",      event_plain,   false, [](event& e, incoming& v) { e.ground = v.text; }},
    {"concerns",    event_several, false, [](event& e, incoming& v) { e.concerns.push_back(parse_subject(v.text)); }},
    {"amounts",     event_several, false, [](event& e, incoming& v) { e.amounts.push_back(parse_amount(v.text)); }},
    {"appoints",    event_dated,   false, [](event& e, incoming& v) { e.appoints = v.on; }},
    {"known_since", event_dated,   false, [](event& e, incoming& v) { e.known_since = exact_day(v); }},
    {"source",      event_plain,   false, [](event& e, incoming& v) { e.source = v.text; }},
    {"note",        event_plain,   false, [](event& e, incoming& v) { e.note = v.text; }},
};
// clang-format on

namespace {

// ---- the file -------------------------------------------------------------------------------------------------------

/// A text, a day, a number or true and false, as text.
std::optional<std::string> scalar(toml::node const& node) {
    if (auto const text = node.value_exact<std::string>()) return *text;
    if (!node.is_boolean() && !node.is_integer() && !node.is_date()) return {};
    std::ostringstream written;
    node.visit([&](auto const& n) {
        if constexpr (toml::is_boolean<decltype(n)> || toml::is_integer<decltype(n)> || toml::is_date<decltype(n)>)
            written << n;
    });
    return written.str();
}

class mapping_reader {
public:
    mapping_reader(std::filesystem::path const& path, law const& law) : file_(path.filename().string()), law_(law) {
        table_ = parse_toml(file_, read_toml_text(path, "a mapping is a page"));
    }

    mapping read() {
        auto top = toml_row(file_, table_);
        result_.file = file_;
        result_.register_name = top.text("register");
        if (result_.register_name.empty() || result_.register_name.size() > 200 ||
            std::ranges::any_of(result_.register_name, [](char c) { return c >= 0 && c < 32; }))
            throw top.problem("register", "is " + detail::quoted(result_.register_name) +
                                              "; write the register's name, on one line of at most 200 bytes");
        read_rows(top);
        read_cells(top);
        read_request(top);
        read_events(top);
        for (auto row : top.rows("checks")) read_check(row);
        top.finish();
        return std::move(result_);
    }

private:
    using row_kind = mapping::row_kind;

    void read_rows(toml_row& top) {
        auto const rows = top.text("rows");
        if (rows != "requests" && rows != "events")
            throw top.problem("rows", "is " + detail::quoted(rows) + "; write \"requests\" or \"events\"");
        result_.rows = rows == "events" ? row_kind::events : row_kind::requests;
        result_.key = columns(top, "key");
        if (result_.key.empty())
            throw top.problem("key", "is missing; write the columns that name a row, as [\"number\"]");
        result_.request_key = columns(top, "request_key");
        if (result_.rows == row_kind::requests && !result_.request_key.empty())
            throw top.problem("request_key",
                              "is for rows = \"events\"; here each row is a request, and `key` names it");
        if (result_.rows == row_kind::events && result_.request_key.empty())
            throw top.problem("request_key",
                              "is missing; with rows = \"events\" write the columns that name the request");
        if (result_.rows == row_kind::requests) result_.request_key = result_.key;
    }

    void read_cells(toml_row& top) {
        zone_ = top.optional_text("time_zone").value_or("");
        if (!zone_.empty()) top.at("time_zone", [&] { return instant(0, zone_); });
        result_.dates = format(top, "dates").value_or(date_format("EDTF", zone_));
        if (auto const delimiter = top.optional_text("delimiter")) result_.delimiter = top.at("delimiter", [&] { return parse_delimiter(*delimiter); });
        for (auto& text : top.texts("missing")) result_.missing.insert(std::move(text));
        result_.ignored = columns(top, "ignored");
    }

    void read_request(toml_row& top) {
        auto const* node = top.find("request");
        if (!node || !node->is_table())
            throw top.problem("request", "is missing; write [request] and where its members come from");
        auto row = toml_row(file_, *node->as_table());
        result_.request = members(row, request_members);
    }

    void read_events(toml_row& top) {
        auto const of_events = result_.rows == row_kind::events;
        auto const* one = top.find("event");
        if (one && (!of_events || !one->is_table()))
            throw top.problem(
                "event", of_events
                             ? "is not a table; write [event]"
                             : "is for rows = \"events\"; write [[events]], one for each event that a row can hold");
        if (of_events) {
            if (top.find("events")) throw top.problem("events", "is for rows = \"requests\"; write [event]");
            if (!one) throw top.problem("event", "is missing; write [event] and where its members come from");
            auto row = toml_row(file_, *one->as_table());
            result_.events.push_back({.name = "", .members = members(row, event_members)});
            return;
        }
        for (auto row : top.rows("events")) {
            auto name = row.optional_text("name").value_or(std::to_string(result_.events.size() + 1));
            if (std::ranges::any_of(result_.events, [&](auto const& e) { return e.name == name; }))
                throw row.problem("name",
                                  "is " + detail::quoted(name) + ", like that of another event; give each its own");
            result_.events.push_back({.name = std::move(name), .members = members(row, event_members)});
        }
    }

    void read_check(toml_row& row) {
        auto const ends = two(row, "if_earlier");
        if (!ends) throw row.problem("if_earlier", "is missing; write two columns, as [\"due\", \"submitted\"]");
        result_.checks.push_back({.first = ends->first,
                                  .second = ends->second,
                                  .text = row.text("text"),
                                  .dates = format(row, "dates").value_or(result_.dates)});
        row.finish();
    }

    template <class T> std::vector<value_source> members(toml_row& row, std::vector<member<T>> const& all) {
        std::vector<value_source> result;
        for (auto const& m : all) {
            auto const* node = row.find(m.name);
            if (node)
                result.push_back(source(row, *node, m));
            else if (m.required)
                throw row.problem(
                    m.name, "is missing; write " + std::string(m.name) + " = { column = \"…\" } or { always = … }");
        }
        row.finish();
        return result;
    }

    template <class T> value_source source(toml_row& row, toml::node const& node, member<T> const& m) {
        if (!node.is_table()) throw row.problem(m.name, "is not a table; write { column = \"…\" } or { always = … }");
        auto from = toml_row(file_, *node.as_table());
        auto result = value_source{.member = std::string(m.name)};
        result.columns = columns(from, "column");
        if (auto const* always = from.find("always")) {
            result.always = scalar(*always);
            if (!result.always) throw from.problem("always", "is not a text, a day, a number, or true or false");
        }
        if (m.takes == member<T>::dated)
            read_dates(from, result);
        else
            read_translation(from, result);
        if (result.columns.size() > 1)
            if (auto join = from.optional_text("join")) result.join = *join;
        if (m.takes == member<T>::several)
            if (auto split = from.optional_text("split")) {
                if (split->empty())
                    throw from.problem("split", "is empty; write what stands between the values, as \";\"");
                result.split = *split;
            }
        if (m.name == "items")
            if (auto const kind = from.optional_text("kind"))
                result.items = from.at("kind", [&] { return parse<item_kind>(*kind); });
        from.finish();
        if (result.always && !result.columns.empty())
            throw row.problem(m.name, "has both `column` and `always`; write one of them");
        if (!result.always && result.columns.empty() && !result.or_between)
            throw row.problem(m.name, "says neither `column` nor `always`; write one of them");
        check_translations(from, result, m);
        return result;
    }

    void read_dates(toml_row& from, value_source& result) {
        result.dates = format(from, "dates").value_or(result_.dates);
        result.or_between = two(from, "or_between");
        result.or_nothing = from.flag("or_nothing").value_or(false);
    }

    void read_translation(toml_row& from, value_source& result) {
        if (auto const* node = from.find("values")) {
            if (!node->is_table())
                throw from.problem("values", "is not a table; write { \"as found\" = \"as meant\" }");
            auto& values = result.values.emplace();
            for (auto const& [key, value] : *node->as_table()) {
                auto const text = scalar(value);
                if (!text)
                    throw from.problem("values",
                                       "translates " + detail::quoted(key.str()) + " into what is not a text");
                values.emplace(std::string(key.str()), *text);
            }
        }
        result.otherwise = from.optional_text("otherwise");
        if (result.otherwise && !result.values)
            throw from.problem("otherwise", "is for what `values` does not list, and there is none");
    }

    /// Everything that the mapping itself says must fit the member.
    template <class T> void check_translations(toml_row& from, value_source const& s, member<T> const& m) {
        auto const check = [&](std::string_view key, std::string const& text) {
            if (text.empty()) return;
            from.at(key, [&] {
                T scratch = blank<T>();
                auto value = incoming{.text = text, .law = &law_};
                if (m.takes == member<T>::dated) value.on = parse_when(text);
                try {
                    m.put(scratch, value);
                } catch (error& e) {
                    e.in(m.name);
                    throw;
                }
            });
        };
        if (s.always) check("always", *s.always);
        if (s.otherwise) check("otherwise", *s.otherwise);
        if (s.values)
            for (auto const& [found, meant] : *s.values) check("values", meant);
    }

    template <class T> static T blank() {
        if constexpr (std::same_as<T, event>)
            return event{.kind = event_kind::noted};
        else
            return T{};
    }

    std::optional<date_format> format(toml_row& row, std::string_view key) {
        auto const name = row.optional_text(key);
        if (!name) return {};
        return row.at(key, [&] { return date_format(*name, zone_); });
    }

    column_id add_column(toml_row const& row, std::string_view key, std::string name) {
        result_.columns.push_back({.name = std::move(name), .place = row.place(key)});
        return result_.columns.size() - 1;
    }

    /// A column, or a list of them.
    std::vector<column_id> columns(toml_row& row, std::string_view key) {
        std::vector<column_id> result;
        auto const* node = row.find(key);
        if (!node) return result;
        if (node->is_string()) return {add_column(row, key, row.text(key))};
        for (auto& name : row.texts(key)) result.push_back(add_column(row, key, std::move(name)));
        return result;
    }

    std::optional<std::pair<column_or_day, column_or_day>> two(toml_row& row, std::string_view key) {
        auto const* node = row.find(key);
        if (!node) return {};
        std::vector<column_or_day> ends;
        if (auto const* list = node->as_array())
            for (auto const& end : *list)
                if (auto const text = scalar(end)) {
                    if (auto const day = try_parse_date(*text))
                        ends.emplace_back(when(*day));
                    else
                        ends.emplace_back(add_column(row, key, *text));
                }
        if (ends.size() != 2 || node->as_array()->size() != 2)
            throw row.problem(key, "is not a list of two columns or days; write [\"submitted\", \"2016-05-31\"]");
        return std::pair(ends[0], ends[1]);
    }

    std::string file_;
    comity::law const& law_;
    toml::table table_;
    std::string zone_;
    mapping result_;
};

}  // namespace

mapping read_mapping(std::filesystem::path const& path, law const& law) { return mapping_reader(path, law).read(); }

void mapping::bind(csv_file const& csv) {
    auto const& heading = csv.heading();
    for (auto& c : columns) {
        auto const found = std::ranges::find(heading, c.name);
        if (found == heading.end()) {
            auto const hint = heading.size() == 1 ? "; if that is several, the mapping names the wrong delimiter" : "";
            throw bad_input(c.place + ": there is no column " + detail::quoted(c.name) + "; " + csv.name() + " has " +
                            csv.columns() + hint);
        }
        c.index = static_cast<std::size_t>(found - heading.begin());
    }
}

std::vector<std::string> mapping::unused(csv_file const& csv) const {
    std::vector<std::string> result;
    for (auto const& name : csv.heading())
        if (std::ranges::find(columns, name, &named_column::name) == columns.end()) result.push_back(name);
    return result;
}

}  // namespace comity::v0::detail
