// SPDX-License-Identifier: Apache-2.0
// make_briefs FOLDER DATA [html]: briefs in formats that other programs read, for those to read them, or in HTML. Of real cases (DATA is examples/data), of the synthetic
// register, of a register in which every text is hostile, and of tables with everything that a table can hold.
#include <comity/comity.hpp>

#include "../../examples/statement.hpp"

#include <fstream>
#include <iostream>
#include <limits>
#include <vector>

using namespace comity;
using namespace comity::literals;
using namespace std::string_literals;

namespace {

std::string folder;
bool in_html = false;

void save(std::string const& name, brief const& b, std::vector<format> formats) {
    if (in_html) formats = {format::html};
    for (auto const f : formats) {
        auto out = std::ofstream(folder + "/" + name + (f == format::workbook ? ".xlsx" : "." + std::string(to_string(f))), std::ios::binary);
        write(out, b, f);
        out.close();
        if (!out) throw storage_error("cannot write " + name);
    }
}

/// One request for each text, which stands wherever text may; what is recorded nowhere, as it is shown; names and references, which are refused where they hold what cannot be seen, likewise.
void hostile(registry& r) {
    for (auto const& text : {"=1+1"s, "+cmd|' /C calc'!A0"s, "@SUM(1;2)"s, "-2+3"s, "'=1+1"s, "\t=1+1"s, "a\r\nEND:VEVENT\r\nATTENDEE:mailto:x@y"s, "\x1b[2Jred"s, "\u202Egnp.exe"s, "\u2066x"s,
                             "]]>&lt;</t></is></c><c t=\"str\"><f>1+1</f></c>"s, "_x0041_x0042_"s, "https://example.org/#a"s, "internal:Brief!A1"s, "=HYPERLINK(\"https://example.org\")"s, "a\uFFFE"s,
                             std::string(40'000, 'x'), "=" + std::string(40'000, 'y'), "🙂"s + std::string(70, ';'), "a[b]:*?/\\"s, "＝1+1"s}) {
        auto const recorded = text.starts_with("\x1b") || text.starts_with("\u202E") || text.starts_with("\u2066") ? displayable(text) : text;
        auto const id = r.file({.kind = request_kind::extradition, .requesting = "RU"_state, .requested = "GB"_state, .reference = displayable(text).substr(0, 200), .basis = {"ets-24"}, .made_on = date(2020, 3, 2),
                                .persons = {{.names = {{displayable(text), name_kind::usual}}}}, .note = recorded},
                               {.source = recorded});
        r.record(id, {.kind = event_kind::provisional_arrest, .on = date(2020, 3, 10), .source = recorded, .note = recorded});
    }
}

/// What a sheet may not be named, or cannot hold.
brief odd_tables() {
    auto types = table{.name = "types", .title = "Types", .definition = std::string(5'000, 'd') + " " + std::string(300, 'e') + " end", .columns = {{"text", "Text"}, {"whole", "Whole", column_type::integer},
                       {"real", "Real", column_type::number}, {"day", "Day", column_type::date}, {"id", "Id", column_type::identifier}},
                       .notes = {"=1+1"}, .covers = coverage{48, 2, 5, 1}, .digest = std::string(64, 'a')};
    types.rows.push_back({"=1+1"s, std::int64_t{48}, 0.25, date(2020, 3, 2), "i"s});
    types.rows.push_back({"0123"s, (std::int64_t{1} << 53) + 1, 48.5, date(1900, 2, 28), "j"s});
    types.rows.push_back({cell(), std::int64_t{-2}, std::numeric_limits<double>::quiet_NaN(), parse_when("2009-08"), "k"s});
    types.rows.push_back({""s, (std::int64_t{1} << 53), 1.0 / 3, date(1900, 3, 1), "l"s});
    types.rows.push_back({"_x0041_x0042_"s, cell(), cell(), date(9999, 12, 31), "m"s});
    types.rows.push_back({std::string(40'000, 'x'), cell(), -1e300, when(date(2020, 3, 2)), "n"s});
    types.rows.push_back({"🙂"s + std::string(16'382 * 2, 'z'), cell(), cell(), date(1400, 1, 1), "o"s});
    types.rows.push_back({"a\nb\0c\x1b\u202E"s + "\0"s, cell(), cell(), parse_when("2015-07-09/2015-11-24"), "p"s});
    auto b = brief{.title = "=1+1", .subtitle = "@x", .facts = {{"=fact", "+1"}}, .warning = "=warning", .sections = {{.name = "types", .title = "=section", .paragraphs = {"=1+1"}, .tables = {types}}}};
    auto& many = b.sections.emplace_back(section{.name = "many", .title = "Many"});
    auto const add = [&](std::string const& name) { many.tables.push_back({.name = name, .title = "T " + name, .definition = "", .columns = {{"n", "N", column_type::integer}}, .rows = {{std::int64_t{1}}}}); };
    for (auto const* name : {"History", "brief", "Brief", "'", "''a'", "[a]:*?/\\#", "", "  ", "TYPES", "straße", "STRASSE", "\x1b", "a name that is longer than a sheet's may be and ends in '", "external:x", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"}) add(name);
    for (int i = 0; i < 300; ++i) add("one name for all");
    many.tables.push_back({.name = "empty", .title = "Empty", .definition = "", .columns = {{"n", "N"}}, .if_empty = "=None."});
    many.tables.push_back({.name = "bare", .title = "Bare", .definition = ""});
    return b;
}

/// As many rows as a sheet cannot hold, which go to disk as they come.
brief too_long() {
    auto t = table{.name = "long", .title = "Long", .definition = "D", .columns = {{"n", "N", column_type::integer}, {"text", "Text"}}};
    std::vector<std::int64_t> numbers(1'048'580);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
    t.rows = row_list({cell_column(std::move(numbers)), cell_column(std::vector<std::string>(1'048'580, "=_x0041_"))});
    return {.title = "Long", .sections = {{.name = "s", .title = "S", .tables = {std::move(t)}}}};
}

void make(std::string const& data) {
    using enum format;
    auto cases = registry::open(":memory:");
    import_csv(cases, data + "/landmark-cases.csv", data + "/landmark-cases.toml");
    save("landmark", make_brief(cases, {.as_of = date(2018, 5, 20), .names = true}), {json, workbook, ics});
    save("parliament", make_brief(cases, {.state = "GB"_state, .as_of = date(2021, 5, 12), .table = ready_table::parliament}), {json, workbook});
    save("published", make_brief(check_published(data + "/uk-foi-2010-2020.csv", data + "/uk-foi-2010-2020.toml")), {json, workbook});
    auto said = registry::open(":memory:");
    said.file_many(statement::make());
    save("statement", make_brief(said, {.state = "RU"_state, .other = "GB"_state, .as_of = date(2021, 5, 12)}), {json, workbook, ics});
    save("claims", make_brief(said, {.as_of = date(2021, 5, 12), .claims = read_claims(std::filesystem::path(data + "/statement-2021-05-12.toml"))}), {json, workbook});
    save("empty", make_brief(registry::open(":memory:"), {.as_of = date(2021, 5, 12)}), {json, workbook, ics});
    auto dirty = registry::open(":memory:");
    hostile(dirty);
    save("hostile", make_brief(dirty, {.as_of = date(2020, 3, 20), .warning = "made up\r\nEND:VCALENDAR", .names = true}), {json, workbook, ics});
    save("odd", odd_tables(), {json, workbook});
    if (!in_html) save("long", too_long(), {workbook});
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 4) return 2;
    folder = argv[1];
    in_html = argc == 4;
    try {
        make(argv[2]);
        return 0;
    } catch (std::exception const& e) {
        std::cerr << "make_briefs: " << e.what() << '\n';
        return 1;
    }
}
