// SPDX-License-Identifier: Apache-2.0
#include "entry_fields.hpp"
#include "quoted.hpp"
#include "words.hpp"

namespace comity::inline v0::detail {

std::string form_text(text_place const& p) { return std::to_string(p.seq) + "." + std::to_string(p.number); }

template <> text_place from_form(std::string_view text) {
    auto const dot = text.find('.');
    if (dot == text.npos) throw bad_input(detail::quoted(text) + " is not a place of a text, such as 1.2");
    return {from_form<int>(text.substr(0, dot)), from_form<int>(text.substr(dot + 1))};
}

namespace {

template <class T> void put(std::string& column, T const& value) {
    if (!is_blank(value)) column = form_text(value);
}
template <class T> void put(std::string& column, std::optional<T> const& value) {
    if (value) column = form_text(*value);
}

void get(std::string const& column, std::string& value) { check_text(value = column); }
template <class T> void get(std::string const& column, T& value) { check_spelling(value = from_form<T>(column), column); }
template <class T> void get(std::string const& column, std::optional<T>& value) {
    if (!column.empty()) check_spelling(*(value = from_form<T>(column)), column);
}

event_kind kind_of(std::string const& name, law const& law) {
    try {
        return law.event_kind(name);
    } catch (bad_input const&) {
        if (!is_name(name)) throw;
        throw unsupported(detail::quoted(name) + " is not a kind of event in the law in use (" + law.edition() +
                          "); the register may have been written with other law files: open it with those "
                          "(open_options.law, --law)");
    }
}

}  // namespace

entry_rows to_rows(uuid const& request, entry const& e, comity::request const* content, origin const* origin,
                   std::span<text_place const> erases) {
    auto const id = to_string(request);
    entry_rows rows{.event = {.request_id = id,
                              .seq = e.seq,
                              .event_id = to_string(e.id),
                              .recorded_at = e.recorded_at,
                              .kind = std::string(e.event.kind.name())}};
    text_writer texts;
    within("event", [&] {
        put(rows.event.happened, e.event.on);
        put(rows.event.other_id, e.event.other);
        form_writer f(texts);
        auto const places = std::vector(erases.begin(), erases.end());
        event_fields(f, e.event, places);
        rows.event.body = std::move(f.text);
    });
    if (content) within("request", [&] {
            auto& row = rows.request.emplace(request_row{.request_id = id, .seq = e.seq});
            request_columns(row, *content, [](auto name, auto& column, auto const& value) {
                within(name, [&] { put(column, value); });
            });
            if (origin) {
                within("origin", [&] { row.origin_source = form_text(origin->source); });
                within("origin_key", [&] { row.origin_key = form_text(origin->row_key); });
            }
            form_writer f(texts);
            request_fields(f, *content);
            row.body = std::move(f.text);
        });
    if (!texts.content.empty()) rows.texts = text_row{.request_id = id, .seq = e.seq, .content = std::move(texts.content)};
    return rows;
}

namespace {

full_entry read(entry_rows const& rows, law const& law, text_reader& texts) {
    full_entry result{.entry = {.event = {.kind = event_kind::noted}}};
    auto& e = result.entry;
    for (auto const* body : {&rows.event.body, rows.request ? &rows.request->body : &rows.event.body})
        if (body->starts_with("form:")) throw unsupported("it has a form that a newer release writes");
    e.seq = static_cast<int>(rows.event.seq);
    e.recorded_at = rows.event.recorded_at;
    if (e.recorded_at < 0 || e.recorded_at >= end_of_time)
        throw bad_input("recorded_at is " + std::to_string(e.recorded_at) + " µs, outside 1970 to 9999");
    within("event", [&] {
        within("event_id", [&] { get(rows.event.event_id, e.id); });
        within("kind", [&] { e.event.kind = kind_of(rows.event.kind, law); });
        within("happened", [&] { get(rows.event.happened, e.event.on); });
        within("other_id", [&] { get(rows.event.other_id, e.event.other); });
        form_reader f(rows.event.body, texts);
        event_fields(f, e.event, result.erases);
        f.finish();
    });
    if (rows.request) within("request", [&] {
            auto const& row = *rows.request;
            auto& content = result.content.emplace();
            request_columns(row, content, [](auto name, auto const& column, auto& value) {
                within(name, [&] { get(column, value); });
            });
            if (row.origin_source.empty() ? !row.origin_key.empty() : rows.event.seq != 1)
                throw bad_input("an origin is of a filing, and has a source");
            within("origin", [&] { check_text(row.origin_source); });
            within("origin_key", [&] { check_text(row.origin_key); });
            if (!row.origin_source.empty()) result.origin = comity::origin{row.origin_source, row.origin_key};
            form_reader f(row.body, texts);
            request_fields(f, content);
            f.finish();
        });
    if (texts.shown()) texts.finish();
    if (rows.texts && rows.texts->content.empty()) throw bad_input("private_text has an empty row, and the entry no texts");
    if (!result.erases.empty() && e.event.kind != event_kind::erased) throw bad_input("only an entry of kind erased erases texts");
    return result;
}

std::string_view content_of(entry_rows const& rows) {
    return rows.texts ? std::string_view(rows.texts->content) : std::string_view();
}

}  // namespace

full_entry from_rows(entry_rows const& rows, law const& law, depth how, std::vector<text_place>& erased) {
    auto texts = text_reader(how == depth::whole ? std::optional(content_of(rows)) : std::nullopt);
    auto result = read(rows, law, texts);
    for (auto const number : texts.erased()) erased.push_back({result.entry.seq, number});
    return result;
}

std::vector<opened_text> texts_of(entry_rows const& rows, law const& law) {
    std::vector<opened_text> opened;
    auto texts = text_reader(content_of(rows));
    texts.trace = &opened;
    read(rows, law, texts);
    std::erase_if(opened, [](opened_text const& t) { return t.text.empty(); });
    return opened;
}

std::string form_of_entry(entry_rows const& rows) {
    std::string form;
    append_form_of_entry(form, rows);
    return form;
}

void append_form_of_entry(std::string& form, entry_rows const& rows) {
    form.reserve(form.size() + 400 + rows.event.body.size() + (rows.request ? 300 + rows.request->body.size() : 0));
    auto const field = [](std::string& to, std::string_view name, std::string_view value) {
        if (!value.empty()) append_field(to, name, value);
    };
    auto const& e = rows.event;
    append_field(form, "form", "1");
    append_field(form, "request", e.request_id);
    append_field(form, "seq", std::to_string(e.seq));
    append_field(form, "id", e.event_id);
    append_field(form, "recorded_at", std::to_string(e.recorded_at));
    append_field(form, "kind", e.kind);
    field(form, "on", e.happened);
    field(form, "other", e.other_id);
    form += e.body;
    if (!rows.request) return;
    std::string asked;
    auto const& r = *rows.request;
    comity::request const unused{};
    request_columns(r, unused, [&](auto name, auto const& column, auto const&) { field(asked, name, column); });
    field(asked, "origin", r.origin_source);
    field(asked, "origin_key", r.origin_key);
    asked += r.body;
    append_field(form, "asked", asked);
}

std::vector<std::pair<std::string, std::string>> fields_of(std::string_view form, std::optional<std::string_view> content) {
    form_lister list;
    text_reader texts(content);
    form_reader f(form, texts);
    auto const columns = [&](form_reader& from, std::initializer_list<std::string_view> names) {
        for (auto const name : names)
            if (auto const value = from.take(name)) list.fields.emplace_back(name, *value);
    };
    columns(f, {"form", "request", "seq", "id", "recorded_at", "kind", "on", "other"});
    auto const check_form = [](form_reader& body) {
        if (body.take("form")) throw unsupported("it has a form that a newer release writes");
    };
    check_form(f);
    auto e = event{.kind = event_kind::noted};
    std::vector<text_place> erases;
    event_fields(f, e, erases);
    event_fields(list, e, erases);
    if (auto const asked = f.take("asked")) {
        form_reader inner(*asked, texts);
        request_row row;
        request r;
        request_columns(row, r, [&](auto name, auto&, auto&) { columns(inner, {name}); });
        columns(inner, {"origin", "origin_key"});
        check_form(inner);
        request_fields(inner, r);
        inner.finish();
        request_fields(list, r);
    }
    f.finish();
    if (content) texts.finish();
    return std::move(list.fields);
}

sha256_bytes link(sha256_bytes const& before, sha256_bytes const& form_digest) {
    return sha256({bytes_of(before), bytes_of(form_digest)});
}

}  // namespace comity::v0::detail
