// SPDX-License-Identifier: Apache-2.0
#include "mapping.hpp"

#include <comity/intake.hpp>

#include "../quoted.hpp"
#include "../toml_rows.hpp"

#include <algorithm>
#include <charconv>
#include <locale>
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
    if (kind == event_kind::retracted || kind == event_kind::merged || kind == event_kind::erased)
        throw bad_input(detail::quoted(v.text) + " is about entries of the register itself, and cannot be imported");
    return kind;
}

amount amount_of(incoming const& v) {
    if (!v.decimal_commas) return parse_amount(v.text);
    auto text = v.text;
    if (text.find('.') != text.npos)
        throw bad_input(detail::quoted(text) + " has a point, and the mapping says that a comma stands before decimals; write 1250000,50 EUR");
    std::ranges::replace(text, ',', '.');
    return parse_amount(text);
}

int number_of(incoming const& v) {
    int n = 0;
    auto const* const end = v.text.data() + v.text.size();
    auto const read = std::from_chars(v.text.data(), end, n);
    if (read.ec != std::errc() || read.ptr != end || n < 0) throw bad_input(detail::quoted(v.text) + " is not a whole number from 0");
    return n;
}

std::optional<uuid> id_of(incoming const& v) {
    if (is_new(v.text)) {
        static auto const of_many = export_options().register_name;  // that no id can be made from
        if (v.register_name == of_many)
            throw bad_input("the id of what is new follows from the register's name, and the mapping has \"" + of_many +
                            "\", as that of any other register; write a name of its own at `register`");
        return {};
    }
    try {
        return parse_uuid(v.text);
    } catch (bad_input const& e) {
        throw bad_input(std::string(e.what()) + "; " + std::string(hint_of_new));
    }
}

constexpr auto request_plain = member<filing>::plain;
constexpr auto request_several = member<filing>::several;
constexpr auto request_dated = member<filing>::dated;
constexpr auto event_plain = member<recording>::plain;
constexpr auto event_several = member<recording>::several;
constexpr auto event_dated = member<recording>::dated;

// ---- on the way out: what has no value leaves its cell empty

template <class T> void out(std::optional<T> const& v, std::string& cell) {
    if (v) cell = to_string(*v);
}
void out(bool v, std::string& cell) {
    if (v) cell = "true";
}
void out(int v, std::string& cell) {
    if (v != 0) cell = std::to_string(v);
}
template <class T> void out(std::vector<T> const& values, std::string& cell) {
    for (auto const& v : values) (cell += cell.empty() ? "" : "\n") += to_string(v);
}

/// What several columns speak of.
template <class T> T& made(std::optional<T>& v) { return v ? *v : v.emplace(); }
person_name& first_name(person& p) { return p.names.empty() ? p.names.emplace_back() : p.names.front(); }

// An authority has four columns. That of its kind is never empty, so that an authority of which nothing else is known is still one.
template <class T, auto Of> member<T> named(std::string_view name) {
    return {name, member<T>::plain, false, [](T& t, incoming& v) { made(Of(t)).name = v.text; }, [](T const& t, std::string& c) { if (Of(t)) c = Of(t)->name; }, true};
}
template <class T, auto Of> member<T> kind_of_authority(std::string_view name) {
    return {name, member<T>::plain, false, [](T& t, incoming& v) { made(Of(t)).kind = parse<authority_kind>(v.text); },
            [](T const& t, std::string& c) { if (Of(t)) c = to_string(Of(t)->kind); }};
}
template <class T, auto Of> member<T> jurisdiction_of(std::string_view name) {
    return {name, member<T>::plain, false, [](T& t, incoming& v) { made(Of(t)).jurisdiction = parse_jurisdiction(v.text); },
            [](T const& t, std::string& c) { if (Of(t)) out(Of(t)->jurisdiction, c); }};
}
template <class T, auto Of> member<T> zone_of(std::string_view name) {
    return {name, member<T>::plain, false, [](T& t, incoming& v) { made(Of(t)).zone = instant(0, v.text).zone(); }, [](T const& t, std::string& c) { if (Of(t)) c = Of(t)->zone; }};
}
constexpr auto requesting_side = [](auto& f) -> auto& { return f.request.requesting_authority; };
constexpr auto requested_side = [](auto& f) -> auto& { return f.request.requested_authority; };
constexpr auto actor = [](auto& r) -> auto& { return r.event.by; };

}  // namespace

// clang-format off
std::vector<member<filing>> const request_members{
    {"id",                   request_plain,   false, [](filing& f, incoming& v) { f.options.id = id_of(v); }},
    {"requesting",           request_plain,   true,  [](filing& f, incoming& v) { f.request.requesting = state_of(v); },
                                                     [](filing const& f, std::string& c) { c = f.request.requesting.text(); }},
    {"requested",            request_plain,   true,  [](filing& f, incoming& v) { f.request.requested = state_of(v); },
                                                     [](filing const& f, std::string& c) { c = f.request.requested.text(); }},
    {"kind",                 request_plain,   true,  [](filing& f, incoming& v) { f.request.kind = parse<request_kind>(v.text); },
                                                     [](filing const& f, std::string& c) { c = to_string(f.request.kind); }},
    {"made_on",              request_dated,   true,  [](filing& f, incoming& v) { f.request.made_on = v.on; },
                                                     [](filing const& f, std::string& c) { out(f.request.made_on, c); }},
    {"reference",            request_plain,   false, [](filing& f, incoming& v) { f.request.reference = v.text; },
                                                     [](filing const& f, std::string& c) { c = f.request.reference; }},
    {"requested_reference",  request_plain,   false, [](filing& f, incoming& v) { f.request.requested_reference = v.text; },
                                                     [](filing const& f, std::string& c) { c = f.request.requested_reference; }},
    {"basis",                request_several, false, [](filing& f, incoming& v) { f.request.basis.emplace_back(v.text); },
                                                     [](filing const& f, std::string& c) { out(f.request.basis, c); }},
    {"channel",              request_plain,   false, [](filing& f, incoming& v) { f.request.channel = parse<channel>(v.text); },
                                                     [](filing const& f, std::string& c) { c = to_string(f.request.channel); }},
    {"urgent",               request_plain,   false, [](filing& f, incoming& v) { f.request.urgent = flag_of(v); },
                                                     [](filing const& f, std::string& c) { out(f.request.urgent, c); }},
    {"urgency_reason",       request_plain,   false, [](filing& f, incoming& v) { f.request.urgency_reason = v.text; },
                                                     [](filing const& f, std::string& c) { c = f.request.urgency_reason; }, true},
    {"language",             request_plain,   false, [](filing& f, incoming& v) { f.request.language = v.text; },
                                                     [](filing const& f, std::string& c) { c = f.request.language; }},
    {"handling",             request_plain,   false, [](filing& f, incoming& v) { f.request.handling = v.law->handling(v.text); },
                                                     [](filing const& f, std::string& c) { c = f.request.handling; }},
    {"review_on",            request_dated,   false, [](filing& f, incoming& v) { f.request.review_on = exact_day(v); },
                                                     [](filing const& f, std::string& c) { out(f.request.review_on, c); }},
    {"synthetic",            request_plain,   false, [](filing& f, incoming& v) { f.request.synthetic = flag_of(v); },
                                                     [](filing const& f, std::string& c) { out(f.request.synthetic, c); }},
    {"note",                 request_plain,   false, [](filing& f, incoming& v) { f.request.note = v.text; },
                                                     [](filing const& f, std::string& c) { c = f.request.note; }, true},
    named<filing, requesting_side>("requesting_authority"),
    kind_of_authority<filing, requesting_side>("requesting_authority_kind"),
    jurisdiction_of<filing, requesting_side>("requesting_authority_jurisdiction"),
    zone_of<filing, requesting_side>("requesting_authority_zone"),
    named<filing, requested_side>("requested_authority"),
    kind_of_authority<filing, requested_side>("requested_authority_kind"),
    jurisdiction_of<filing, requested_side>("requested_authority_jurisdiction"),
    zone_of<filing, requested_side>("requested_authority_zone"),
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
    {"source",               request_plain,   false, [](filing& f, incoming& v) { f.options.source = v.text; },
                                                     [](filing const& f, std::string& c) { c = f.options.source; }, true},
    {"known_since",          request_dated,   false, [](filing& f, incoming& v) { f.options.known_since = exact_day(v); },
                                                     [](filing const& f, std::string& c) { out(f.options.known_since, c); }},
    {"filing_note",          request_plain,   false, [](filing& f, incoming& v) { f.options.note = v.text; },
                                                     [](filing const& f, std::string& c) { c = f.options.note; }, true},
};

std::vector<member<recording>> const event_members{
    {"kind",        event_plain,   true,  [](recording& r, incoming& v) { r.event.kind = kind_of(v); },
                                          [](recording const& r, std::string& c) { c = r.event.kind.name(); }},
    {"on",          event_dated,   true,  [](recording& r, incoming& v) { r.event.on = v.on; },
                                          [](recording const& r, std::string& c) { out(r.event.on, c); }},
    {"id",          event_plain,   false, [](recording& r, incoming& v) { r.options.id = id_of(v); }},
    named<recording, actor>("by"),
    kind_of_authority<recording, actor>("by_kind"),
    jurisdiction_of<recording, actor>("by_jurisdiction"),
    zone_of<recording, actor>("by_zone"),
    {"provision",   event_plain,   false, [](recording& r, incoming& v) { r.event.provision = provision(v.text); },
                                          [](recording const& r, std::string& c) { out(r.event.provision, c); }},
    {"ground",      event_plain,   false, [](recording& r, incoming& v) { r.event.ground = v.text; },
                                          [](recording const& r, std::string& c) { c = r.event.ground; }},
    {"concerns",    event_several, false, [](recording& r, incoming& v) { r.event.concerns.push_back(parse_subject(v.text)); },
                                          [](recording const& r, std::string& c) { out(r.event.concerns, c); }},
    {"amounts",     event_several, false, [](recording& r, incoming& v) { r.event.amounts.push_back(amount_of(v)); },
                                          [](recording const& r, std::string& c) { out(r.event.amounts, c); }},
    {"appoints",    event_dated,   false, [](recording& r, incoming& v) { r.event.appoints = v.on; },
                                          [](recording const& r, std::string& c) { out(r.event.appoints, c); }},
    {"known_since", event_dated,   false, [](recording& r, incoming& v) { r.event.known_since = exact_day(v); },
                                          [](recording const& r, std::string& c) { out(r.event.known_since, c); }},
    {"source",      event_plain,   false, [](recording& r, incoming& v) { r.event.source = v.text; },
                                          [](recording const& r, std::string& c) { c = r.event.source; }, true},
    {"note",        event_plain,   false, [](recording& r, incoming& v) { r.event.note = v.text; },
                                          [](recording const& r, std::string& c) { c = r.event.note; }, true},
};

std::vector<member<person>> const person_members{
    {"name",          member<person>::plain,   false, [](person& p, incoming& v) { first_name(p).text = v.text; },
                                                      [](person const& p, std::string& c) { if (!p.names.empty()) c = p.names[0].text; }, true},
    {"name_kind",     member<person>::plain,   false, [](person& p, incoming& v) { first_name(p).kind = parse<name_kind>(v.text); },
                                                      [](person const& p, std::string& c) { if (!p.names.empty()) c = to_string(p.names[0].kind); }, true},
    {"role",          member<person>::plain,   false, [](person& p, incoming& v) { p.role = parse<person_role>(v.text); },
                                                      [](person const& p, std::string& c) { c = to_string(p.role); }},
    {"nationalities", member<person>::several, false, [](person& p, incoming& v) { p.nationalities.push_back(state_of(v)); },
                                                      [](person const& p, std::string& c) { out(p.nationalities, c); }},
    {"born",          member<person>::dated,   false, [](person& p, incoming& v) { p.born = v.on; },
                                                      [](person const& p, std::string& c) { out(p.born, c); }, true},
    {"legal_person",  member<person>::plain,   false, [](person& p, incoming& v) { p.legal_person = flag_of(v); },
                                                      [](person const& p, std::string& c) { out(p.legal_person, c); }},
};

std::vector<member<person_name>> const name_members{
    {"text", member<person_name>::plain, false, [](person_name& n, incoming& v) { n.text = v.text; },
                                                [](person_name const& n, std::string& c) { c = n.text; }, true},
    {"kind", member<person_name>::plain, false, [](person_name& n, incoming& v) { n.kind = parse<name_kind>(v.text); },
                                                [](person_name const& n, std::string& c) { c = to_string(n.kind); }, true},
};

std::vector<member<offence>> const offence_members{
    {"title",        member<offence>::plain, false, [](offence& o, incoming& v) { o.title = v.text; }, [](offence const& o, std::string& c) { c = o.title; }},
    {"group",        member<offence>::plain, false, [](offence& o, incoming& v) { o.group = v.text; }, [](offence const& o, std::string& c) { c = o.group; }},
    {"text",         member<offence>::plain, false, [](offence& o, incoming& v) { o.text = v.text; }, [](offence const& o, std::string& c) { c = o.text; }},
    {"committed_on", member<offence>::dated, false, [](offence& o, incoming& v) { o.committed_on = v.on; }, [](offence const& o, std::string& c) { out(o.committed_on, c); }},
};

std::vector<member<measure>> const measure_members{
    {"kind",    member<measure>::plain, false, [](measure& m, incoming& v) { m.kind = v.text; }, [](measure const& m, std::string& c) { c = m.kind; }},
    {"object",  member<measure>::plain, false, [](measure& m, incoming& v) { m.object = v.text; }, [](measure const& m, std::string& c) { c = m.object; }, true},
    {"purpose", member<measure>::plain, false, [](measure& m, incoming& v) { m.purpose = v.text; }, [](measure const& m, std::string& c) { c = m.purpose; }, true},
};

std::vector<member<item>> const item_members{
    {"kind",        member<item>::plain, true,  [](item& i, incoming& v) { i.kind = parse<item_kind>(v.text); }, [](item const& i, std::string& c) { c = to_string(i.kind); }},
    {"value",       member<item>::plain, false, [](item& i, incoming& v) { i.value = v.text; }, [](item const& i, std::string& c) { c = i.value; }, true},
    {"port",        member<item>::plain, false, [](item& i, incoming& v) { i.port = number_of(v); }, [](item const& i, std::string& c) { out(i.port, c); }},
    {"activity",    member<item>::plain, false, [](item& i, incoming& v) { i.activity = v.text; }, [](item const& i, std::string& c) { c = i.activity; }},
    {"observed_on", member<item>::dated, false, [](item& i, incoming& v) { i.observed_on = v.on; }, [](item const& i, std::string& c) { out(i.observed_on, c); }},
};

std::vector<member<document>> const document_members{
    {"title",      member<document>::plain, false, [](document& d, incoming& v) { d.title = v.text; }, [](document const& d, std::string& c) { c = d.title; }, true},
    {"language",   member<document>::plain, false, [](document& d, incoming& v) { d.language = v.text; }, [](document const& d, std::string& c) { c = d.language; }},
    {"translates", member<document>::plain, false, [](document& d, incoming& v) { d.translates = number_of(v); }, [](document const& d, std::string& c) { out(d.translates, c); }},
    {"pages",      member<document>::plain, false, [](document& d, incoming& v) { d.pages = number_of(v); }, [](document const& d, std::string& c) { out(d.pages, c); }},
    {"sha256",     member<document>::plain, false, [](document& d, incoming& v) { d.sha256 = v.text; }, [](document const& d, std::string& c) { c = d.sha256; }},
};

std::vector<member<related_request>> const related_members{
    {"id",       member<related_request>::plain, true, [](related_request& r, incoming& v) { r.id = parse_uuid(v.text); }, [](related_request const& r, std::string& c) { c = to_string(r.id); }},
    {"relation", member<related_request>::plain, true, [](related_request& r, incoming& v) { r.relation = parse<relation>(v.text); }, [](related_request const& r, std::string& c) { c = to_string(r.relation); }},
};
// clang-format on

void check_register_name(std::string_view name) {
    if (name.empty() || name.size() > 200 || std::ranges::any_of(name, [](char c) { return c >= 0 && c < 32; }))
        throw bad_input("register is " + detail::quoted(name) + "; write the register's name, on one line of at most 200 bytes");
    check_characters("register", name, characters::label);
}

// ---- parts ----------------------------------------------------------------------------------------------------------

std::string text_of(part_place const& p) {
    auto text = std::string(p.list) + " " + std::to_string(p.number);
    return p.name == 0 ? text : text + " name " + std::to_string(p.name);
}

std::optional<part_place> read_part_place(std::string_view cell) {
    auto result = part_place();
    each_list([&](std::string_view name, auto const&, auto) {
        if (cell.starts_with(name) && (cell.size() == name.size() || cell[name.size()] == ' ')) result.list = name;
    });
    if (result.list.empty()) return {};
    auto rest = cell.substr(result.list.size());
    auto const take = [&](int& n) {
        if (!rest.starts_with(' ')) return false;
        auto const read = std::from_chars(rest.data() + 1, rest.data() + rest.size(), n);
        rest.remove_prefix(read.ec == std::errc() ? static_cast<std::size_t>(read.ptr - rest.data()) : 0);
        return read.ec == std::errc() && n >= 1;
    };
    auto good = take(result.number);
    if (good && result.list == "person" && rest.starts_with(" name")) {
        rest.remove_prefix(5);
        good = take(result.name);
    }
    if (!good || !rest.empty()) throw bad_input(detail::quoted(cell) + " names no part of a request; write \"" + std::string(result.list) + " 2\", or \"person 2 name 3\" for a further name");
    return result;
}

namespace {

// ---- the file -------------------------------------------------------------------------------------------------------

/// A text, a day, a number or true and false, as text.
std::optional<std::string> scalar(toml::node const& node) {
    if (auto const text = node.value_exact<std::string>()) return *text;
    if (!node.is_boolean() && !node.is_integer() && !node.is_date()) return {};
    std::ostringstream written;
    written.imbue(std::locale::classic());  // whatever a program has set: 2016 is no 2,016
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
        top.at("register", [&] { return check_register_name(result_.register_name); });
        read_rows(top);
        read_cells(top);
        read_request(top);
        read_events(top);
        read_lists(top);
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
        result_.together = top.flag("together").value_or(false);
        if (result_.together && result_.rows == row_kind::requests) throw top.problem("together", "is for rows = \"events\"; here a request is one row");
        if (auto const parts = columns(top, "parts"); !parts.empty()) {
            if (result_.rows == row_kind::requests || parts.size() != 1)
                throw top.problem("parts", "is one column, with rows = \"events\": where it says \"person 2\", the row is the second person");
            result_.parts = parts.front();
        }
    }

    void read_cells(toml_row& top) {
        zone_ = top.optional_text("time_zone").value_or("");
        if (!zone_.empty()) top.at("time_zone", [&] { return instant(0, zone_); });
        if (auto const decimal = top.optional_text("decimal")) {
            if (*decimal != "," && *decimal != ".") throw top.problem("decimal", "is " + detail::quoted(*decimal) + "; write \",\" or \".\", which stands before decimals");
            result_.decimal_commas = *decimal == ",";
        }
        result_.dates = format(top, "dates").value_or(date_format("EDTF", zone_));
        if (auto const delimiter = top.optional_text("delimiter")) result_.delimiter = top.at("delimiter", [&] { return parse_delimiter(*delimiter); });
        if (auto const formulas = top.optional_text("formulas")) {
            if (*formulas != "neutralised") throw top.problem("formulas", "is " + detail::quoted(*formulas) + "; write \"neutralised\" where export_csv wrote the file, or leave it out");
            result_.neutralised = true;
        }
        result_.withheld = top.flag("withheld").value_or(false);
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

    void read_lists(toml_row& top) {
        auto const read = [&](std::string_view name, auto const& all) {
            auto row = top.table(name);
            if (!row) return;
            if (!result_.parts) throw top.problem(name, "needs the column that says which rows are of it; write parts = \"…\", with rows = \"events\"");
            result_.lists.emplace(name, members(*row, all));
        };
        each_list([&](std::string_view name, auto const& all, auto) { read(name, all); });
        read("name", name_members);
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
        if (result.member == "source") result.or_nothing = from.flag("or_nothing").value_or(false);
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
                auto value = incoming{.text = text, .law = &law_, .decimal_commas = result_.decimal_commas};
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
        if constexpr (std::same_as<T, recording>)
            return recording{.event = {.kind = event_kind::noted}};
        else
            return T{};
    }

    std::optional<date_format> format(toml_row& row, std::string_view key) {
        auto const name = row.optional_text(key);
        if (!name) return {};
        return row.at(key, [&] { return date_format(*name, zone_, result_.decimal_commas); });
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

value_source const* mapping::source_of(std::string_view request_member) const {
    auto const found = std::ranges::find(request, request_member, &value_source::member);
    return found == request.end() ? nullptr : &*found;
}

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
