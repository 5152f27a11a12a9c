// SPDX-License-Identifier: Apache-2.0
// comity-report: a brief on a pair of States, or on one against all, from a register.
//
//     comity-report requests.db --between RU GB --as-of 2021-05-12 -o brief.html
//     comity-report --from cases.csv --mapping cases.toml --state GB --format markdown
//     comity-report requests.db --state GB --table parliament --period 2016-01-01 2020-12-31
//     comity-report requests.db --between RU GB -o brief.xlsx                           a workbook; also .md, .csv, .json, and .ics: its deadlines as a calendar
//     comity-report requests.db --claims statement.toml --as-of 2021-05-12
//     comity-report requests.db --from cases.csv --mapping cases.toml --state GB        brings the cases into requests.db first
//     comity-report requests.db --between RU GB --lang ru --profile parliament -o brief.html
//     comity-report --from yearbook.csv --published yearbook.toml                       whether a published table adds up

#include <comity/comity.hpp>

#include "../program.hpp"
#include "../progress.hpp"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <iomanip>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace {

struct arguments {
    std::string register_url;
    std::string csv, mapping;
    std::vector<std::string> between;
    std::string state;
    std::string as_of, known_on;
    std::vector<std::string> period;
    std::string definition = "substantive";
    std::string law_folder, clearance;
    std::string table, claims, published;
    int hold_back_below = 0;
    std::vector<std::string> sections;
    std::string profile;
    std::optional<std::size_t> rows;
    std::string format;
    std::string lang = "en";
    std::string output;
    bool names = false, schema = false;
    std::string untranslated;
};

std::string listed(std::vector<std::string> const& names) {
    std::string list;
    for (auto const& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
}

void declare(CLI::App& app, arguments& a) {
    app.add_option("register", a.register_url, "The register: a file, sqlite://… or postgresql://…");
    app.add_option("--from", a.csv, "Bring in a register kept in CSV first; without a register it is kept in memory only")->type_name("CSV");
    app.add_option("--mapping", a.mapping, "What its columns are")->type_name("TOML");
    app.add_option("--between", a.between, "Two States")->expected(2)->type_name("STATE");
    app.add_option("--state", a.state, "One State, against all others")->type_name("STATE")->excludes("--between");
    app.add_option("--as-of", a.as_of, "The day, or the instant, at whose end things stand so (today)")->type_name("DAY");
    app.add_option("--known-on", a.known_on, "As it was known at the end of that day")->type_name("DAY");
    app.add_option("--period", a.period, "Of stock and flow (five years); of a --table, when requests were made")->expected(2)->type_name("DAY");
    app.add_option("--definition", a.definition, "What counts as an answer")->capture_default_str();
    app.add_option("--table", a.table, "Only what a body asks for, of one --state: fatf, parliament, t-cy, eaw, directive-2023-977 or eio")->type_name("NAME")->needs("--state");
    app.add_option("--claims", a.claims, "Only claims, held against the register: a file in TOML")->type_name("FILE")->excludes("--table");
    app.add_option("--published", a.published, "Only whether a published table, --from, adds up: what is to be checked, in TOML")->type_name("FILE")->needs("--from")->excludes("--mapping")->excludes("register")->excludes("--table")->excludes("--claims");
    app.add_option("--hold-back-below", a.hold_back_below, "With --table: hold back counts from 1 up to this, and those from which they follow")->check(CLI::Range(0, 1000))->needs("--table");
    app.add_option("--law", a.law_folder, "Law files to put over the built-in ones")->type_name("FOLDER");
    app.add_option("--clearance", a.clearance, "Only requests that this handling code covers, such as TLP:GREEN")->type_name("CODE");
    app.add_option("--format", a.format, "html, markdown, csv, json, workbook or ics (as the file's name ends, or html)");
    app.add_option("--sections", a.sections, "Only these, in this order: " + listed(comity::section_names()))->delimiter(',')->type_name("NAME,…")->excludes("--table")->excludes("--claims")->excludes("--published");
    app.add_option("--profile", a.profile, "For whom: ministry, parliament, journalist, or a file in TOML that says which sections, clearance, names and rows")->type_name("NAME|FILE");
    app.add_option("--rows", a.rows, "How many rows a table has at most in HTML and Markdown; all of them are in a file of CSV beside (300; 0: all)")->check(CLI::Range(0, 1'000'000'000))->type_name("N");
    app.add_option("--lang", a.lang, "In which language: en, ru, or a file of phrases")->type_name("TAG|FILE")->capture_default_str();
    app.add_option("-o,--output", a.output, "Where to write it (standard output)")->type_name("FILE");
    app.add_option("--untranslated", a.untranslated, "Write there what this brief says that the language has no phrase for, as lines for its file")->type_name("FILE");
    app.add_flag("--names", a.names, "Show personal names, sources and notes");
    app.add_flag("--schema", a.schema, "Print the JSON Schema of briefs in JSON");
    app.set_version_flag("--version", std::to_string(comity::version_major) + "." + std::to_string(comity::version_minor) + "." +
                                          std::to_string(comity::version_patch));
    // An empty shell variable must not make another brief.
    for (auto* option : app.get_options()) option->check([](std::string const& value) { return value.empty() ? "is empty" : ""; });
}

comity::date today() {
    return comity::date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())));
}

/// Says aloud what was read otherwise than written.
comity::state_code read_state(std::string const& text) {
    auto reading = comity::read_state(text);
    if (!reading.remark.empty()) std::cerr << reading.remark << '\n';
    return reading.code;
}

/// The register, with what --from brings into it: one in memory if no other is named.
struct source {
    comity::registry registry;
    comity::message gaps{};  ///< which part of a file did not go in
};

source open(arguments const& a) {
    if (a.csv.empty() && a.register_url.empty()) throw comity::bad_input("give a register, or --from with its --mapping, or both");
    if (a.csv.empty() != a.mapping.empty()) throw comity::bad_input("--from and --mapping go together");
    auto options = comity::open_options{.law = a.law_folder.empty() ? comity::law::built_in() : comity::law::load(a.law_folder)};
    options.clearance = a.clearance;
    if (a.csv.empty()) {
        options.access = comity::access::read_only;
        return {comity::registry::open(a.register_url, options)};
    }
    auto registry = comity::registry::open(a.register_url.empty() ? ":memory:" : a.register_url, options);
    auto const report = comity::import_csv(registry, a.csv, a.mapping, told("rows"));
    write(std::cerr, report);
    auto result = source{std::move(registry)};
    if (report.refused > 0)
        result.gaps = {"{refused} of {rows, plural, one {# row} other {# rows}} of the file could not be read and are not in this brief.", {{"refused", report.refused}, {"rows", report.rows}}};
    return result;
}

comity::format format_of(arguments const& a) {
    if (!a.format.empty()) {
        auto const by_ending = comity::format_of("." + a.format);
        return by_ending ? *by_ending : comity::parse<comity::format>(a.format);
    }
    auto const name = std::filesystem::path(a.output).filename();
    auto const found = comity::format_of(name.string());
    if (!found && name.has_extension()) throw comity::bad_input("\"" + name.string() + "\" does not end in .html, .md, .csv, .json, .xlsx or .ics; name a --format");
    return found.value_or(comity::format::html);
}

comity::brief_options options(arguments const& a) {
    auto o = comity::brief_options{.as_of = a.as_of.empty() ? today() : comity::parse_cutoff(a.as_of)};
    if (!a.between.empty()) {
        o.state = read_state(a.between[0]);
        o.other = read_state(a.between[1]);
    } else if (!a.state.empty()) {
        o.state = read_state(a.state);
    }
    if (!a.known_on.empty()) o.known_on = comity::parse_cutoff(a.known_on);
    if (!a.period.empty()) o.period = comity::date_range{.from = comity::parse_date(a.period[0]), .until = comity::parse_date(a.period[1])};
    o.definition = a.definition;
    o.names = a.names;
    o.sections = a.sections;
    if (!a.table.empty()) o.table = comity::parse<comity::ready_table>(a.table);
    if (!a.claims.empty()) o.claims = comity::read_claims(std::filesystem::path(a.claims));
    o.hold_back_below = a.hold_back_below;
    return o;
}

/// How the brief is written.
struct manner {
    comity::format format;
    comity::language language;
};

void check_output(arguments const& a, std::filesystem::path const& output) {
    check_output(output, a.register_url, {a.csv, a.mapping, a.claims, a.published, a.profile, a.lang});
}

comity::brief of_register(arguments const& a, comity::format as) {
    auto o = options(a);
    o.pictures = as == comity::format::html || as == comity::format::json;
    auto const from = open(a);
    o.warning = from.gaps;
    return make_brief(from.registry, o, told("requests"));
}

/// A whole table that stands in a file beside the brief.
struct beside {
    std::filesystem::path file;
    comity::table table;
};

/// Long tables are cut; all their rows go into files beside the brief, if that is a file. A table's name may come from outside, as that of a claim.
std::vector<beside> cut(comity::brief& brief, arguments const& a) {
    namespace fs = std::filesystem;
    auto const rows = a.rows.value_or(300);
    if (rows == 0) return {};
    std::error_code unknown;
    auto const is_file = !a.output.empty() && a.output != "-" && (!fs::exists(a.output, unknown) || fs::is_regular_file(a.output, unknown));
    std::vector<fs::path> files;
    auto const where = [&](comity::table const& t) {
        if (!is_file) return comity::message("in the brief as CSV or JSON");
        auto name = t.name;
        for (auto& c : name)
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') c = '-';
        auto file = fs::path(a.output).replace_extension(name + ".csv");
        for (int n = 2; std::ranges::find(files, file) != files.end(); ++n) file = fs::path(a.output).replace_extension(name + "-" + std::to_string(n) + ".csv");
        check_output(a, file);
        files.push_back(file);
        return comity::message::as_is(file.filename().string());
    };
    auto whole = cut_long_tables(brief, rows, where);
    std::vector<beside> all;
    for (std::size_t i = 0; i < files.size(); ++i) all.push_back({files[i], std::move(whole[i])});
    return all;
}

void apply_profile(arguments& a) {
    if (a.profile.empty()) return;
    auto const profile = comity::read_profile(a.profile);
    if (a.sections.empty()) a.sections = profile.sections;
    if (a.clearance.empty()) a.clearance = profile.clearance.value_or("");
    if (!a.rows) a.rows = profile.rows;
    a.names |= profile.names.value_or(false);
}

void run(arguments a) {
    if (a.schema) {
        std::cout << comity::brief_schema();
        return;
    }
    apply_profile(a);
    auto const is_file = a.lang.find_first_of("./") != a.lang.npos;
    std::set<std::string> words, phrases;
    auto as = manner{format_of(a), is_file ? comity::language::read(a.lang) : comity::language(a.lang)};
    if (!a.untranslated.empty())
        as.language = as.language.telling([&](auto const& lacking) {
            if (auto const* word = std::get_if<comity::word>(&lacking)) words.insert(word->name);
            else phrases.insert(std::get<comity::message>(lacking).pattern());
        });
    auto const to_file = !a.output.empty() && a.output != "-";
    if (!a.untranslated.empty()) check_output(a, a.untranslated);
    if (to_file) check_output(a, a.output);
    else if (as.format == comity::format::workbook && ::isatty(STDOUT_FILENO)) throw comity::bad_input("a workbook is nothing for a terminal; name a file with -o");
    auto brief = a.published.empty() ? of_register(a, as.format) : make_brief(comity::check_published(a.csv, a.published));
    auto const files = as.format == comity::format::html || as.format == comity::format::markdown ? cut(brief, a) : std::vector<beside>();
    if (to_file)
        write_file(a.output, [&](std::ostream& out) { write(out, brief, as.format, as.language); });
    else
        write(std::cout, brief, as.format, as.language);
    for (auto const& one : files) {
        write_file(one.file, [&](std::ostream& out) { write_csv(out, one.table, as.language); });
        complain("Beside it, with all rows: " + one.file.string());
    }
    if (a.untranslated.empty()) return;
    write_file(a.untranslated, [&](std::ostream& out) {
        for (auto const& [part, lacking] : {std::pair("words", &words), std::pair("phrases", &phrases)}) {
            if (!lacking->empty()) out << '[' << part << "]\n";
            for (auto const& text : *lacking) out << std::quoted(text) << " = \"\"\n";
        }
    });
}

}  // namespace

int main(int argc, char** argv) {
    auto a = arguments();
    auto app = CLI::App("A brief on requests for extradition and legal assistance between States.", "comity-report");
    declare(app, a);
    try {
        return parse(app, argc, argv, [&] { run(a); });
    } catch (std::exception const& e) {
        complain(std::string("comity-report: ") + e.what());
        return 1;
    }
}
