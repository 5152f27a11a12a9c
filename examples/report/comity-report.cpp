// SPDX-License-Identifier: Apache-2.0
// comity-report: a brief on a pair of States, or on one against all, from a register.
//
//     comity-report requests.db --between RU GB --as-of 2021-05-12 -o brief.html
//     comity-report --from cases.csv --mapping cases.toml --state GB --format markdown
//     comity-report requests.db --state GB --table parliament --period 2016-01-01 2020-12-31
//     comity-report requests.db --between RU GB -o brief.xlsx                           a workbook; also .md, .csv, .json, and .ics: its deadlines as a calendar
//     comity-report requests.db --claims statement.toml --as-of 2021-05-12
//     comity-report requests.db --from cases.csv --mapping cases.toml --state GB        brings the cases into requests.db first
//     comity-report requests.db --between RU GB --against theirs.db -o brief.html       and where the other side's register differs
//     comity-report requests.db --between RU GB --lang ru --profile parliament -o brief.html
//     comity-report --from yearbook.csv --published yearbook.toml                       whether a published table adds up

#include <comity/comity.hpp>

#include "../new_register.hpp"
#include "../program.hpp"
#include "../progress.hpp"
#include "../remarks.hpp"

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
    std::string register_url, against;
    std::string csv, mapping, remarks;
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
    app.add_option("--against", a.against, "The register of the other side, to be held against this one: a file, sqlite://… or postgresql://…")->type_name("REGISTER");
    app.add_option("--remarks", a.remarks, "Write all that is said of rows of that file there, as CSV; on the terminal stand the first of each sort")->type_name("FILE")->needs("--from");
    app.add_option("--between", a.between, "Two States")->expected(2)->type_name("STATE");
    app.add_option("--state", a.state, "One State, against all others")->type_name("STATE")->excludes("--between");
    app.add_option("--as-of", a.as_of, "The day, or the instant, at whose end things stand so (today)")->type_name("DAY");
    app.add_option("--known-on", a.known_on, "As it was known at the end of that day")->type_name("DAY");
    app.add_option("--period", a.period, "Of stock and flow (five years); of a --table, when requests were made")->expected(2)->type_name("DAY");
    app.add_option("--definition", a.definition, "What counts as an answer")->capture_default_str();
    app.add_option("--table", a.table, "Only what a body asks for, of one --state: fatf, parliament, t-cy, eaw, directive-2023-977 or eio")->type_name("NAME")->needs("--state")->excludes("--against");
    app.add_option("--claims", a.claims, "Only claims, held against the register: a file in TOML")->type_name("FILE")->excludes("--table")->excludes("--against");
    app.add_option("--published", a.published, "Only whether a published table, --from, adds up: what is to be checked, in TOML")->type_name("FILE")->needs("--from")->excludes("--mapping")->excludes("register")->excludes("--table")->excludes("--claims")->excludes("--remarks")->excludes("--against");
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
    app.footer("The status is 0 if the brief is written, and 1 if it is not since an option, a file or the register cannot be read as it should. It is 2 if the database or the\n"
               "disk failed or the register does not verify, and 130 if it was stopped by Ctrl-C. Rows of a CSV file that are refused are named, and change none of this.");
    // An empty shell variable must not make another brief.
}

comity::date today() {
    return comity::date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())));
}

/// What an option says; a complaint names it.
template <class Read> auto of_option(char const* name, Read read) {
    try {
        return read();
    } catch (comity::error& e) {
        e.in(name);
        throw;
    }
}

/// Says aloud what was read otherwise than written.
comity::state_code read_state(char const* option, std::string const& text) {
    auto reading = of_option(option, [&] { return comity::read_state(text); });
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
    auto options = comity::open_options{.law = a.law_folder.empty() ? comity::law::built_in() : comity::law::load(a.law_folder), .clearance = a.clearance};
    if (a.csv.empty()) {
        options.access = comity::access::read_only;
        return {comity::registry::open(a.register_url, options)};
    }
    auto registry = register_to_fill(a.register_url.empty() ? ":memory:" : a.register_url, options);
    auto const report = comity::import_csv(*registry, a.csv, a.mapping, told("rows"));
    tell(std::cerr, report, a.remarks);
    auto result = source{std::move(registry).keep()};
    if (report.refused > 0)
        result.gaps = {"{refused} of {rows, plural, one {# row} other {# rows}} of the file could not be read and are not in this brief.", {{"refused", report.refused}, {"rows", report.rows}}};
    return result;
}

comity::format format_of(arguments const& a) {
    if (!a.format.empty()) {
        auto const by_ending = comity::try_format_of("." + a.format);
        return by_ending ? *by_ending : of_option("--format", [&] { return comity::parse<comity::format>(a.format); });
    }
    auto const name = std::filesystem::path(a.output).filename();
    return name.has_extension() ? of_option("-o", [&] { return comity::format_of(name.string()); }) : comity::format::html;
}

std::size_t rows_at_most(arguments const& a) { return a.rows.value_or(300); }

comity::brief_options options(arguments const& a) {
    auto o = comity::brief_options{.as_of = a.as_of.empty() ? today() : of_option("--as-of", [&] { return comity::parse_cutoff(a.as_of); })};
    if (!a.between.empty()) {
        o.state = read_state("--between", a.between[0]);
        o.other = read_state("--between", a.between[1]);
    } else if (!a.state.empty()) {
        o.state = read_state("--state", a.state);
    }
    if (!a.known_on.empty()) o.known_on = of_option("--known-on", [&] { return comity::parse_cutoff(a.known_on); });
    if (!a.period.empty()) o.period = of_option("--period", [&] {
        auto const period = comity::date_range{.from = comity::parse_date(a.period[0]), .until = comity::parse_date(a.period[1])};
        if (period.until < period.from) throw comity::bad_input("it ends before it begins; write the earlier day first");
        return period;
    });
    o.definition = a.definition;
    o.names = a.names;
    o.sections = a.sections;
    if (!a.table.empty()) o.table = of_option("--table", [&] { return comity::parse<comity::ready_table>(a.table); });
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
    if (output.empty() || output == "-") return;
    check_output(output, a.register_url, {a.csv, a.mapping, a.claims, a.published, a.profile, a.lang});
    check_output(output, a.against);
}

comity::brief of_register(arguments const& a, comity::format as) {
    auto o = options(a);
    o.pictures = as == comity::format::html || as == comity::format::json;
    auto const from = open(a);
    of_option("--definition", [&] { return from.registry.law().answer(a.definition); });
    o.warning = from.gaps;
    std::optional<comity::registry> theirs;
    if (!a.against.empty()) theirs = comity::registry::open(a.against, {.access = comity::access::read_only, .law = from.registry.law(), .clearance = a.clearance});
    if (theirs) o.theirs = &*theirs;
    return make_brief(from.registry, o, told("requests", "no brief was written"));
}

/// A brief of one whole table, and the file beside the brief that it stands in.
struct beside {
    std::filesystem::path file;
    comity::brief brief;
};

/// Whether a file is a brief as CSV, as those beside are: nothing else is written over, or called a remnant.
bool is_brief_as_csv(std::filesystem::path const& file) {
    constexpr std::string_view head = "\uFEFFbrief,";
    auto begins = std::string(head.size(), '\0');
    return std::ifstream(file, std::ios::binary).read(begins.data(), static_cast<std::streamsize>(begins.size())) && begins == head;
}

constexpr bool in_names(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

/// Long tables are cut; all their rows go into files beside the brief, if that is a file. A table's name may come from outside, as that of a claim.
std::vector<beside> cut(comity::brief& brief, arguments const& a) {
    namespace fs = std::filesystem;
    std::error_code unknown;
    auto const is_file = !a.output.empty() && a.output != "-" && (!fs::exists(a.output, unknown) || fs::is_regular_file(a.output, unknown));
    if (!is_file) return {};
    std::vector<fs::path> files;
    auto whole = cut_long_tables(brief, [&](comity::table const& t) {
        auto name = t.name;
        for (auto& c : name)
            if (!in_names(c)) c = '-';
        auto file = fs::path(a.output).replace_extension(name + ".csv");
        for (int n = 2; std::ranges::find(files, file) != files.end(); ++n) file = fs::path(a.output).replace_extension(name + "-" + std::to_string(n) + ".csv");
        check_output(a, file);
        if (fs::exists(file, unknown) && !is_brief_as_csv(file))
            throw comity::bad_input("all rows of a table would be written over " + file.string() + ", which no brief has left there; move it, or name another file with -o");
        files.push_back(file);
        return comity::message::as_is(file.filename().string());
    });
    std::vector<beside> all;
    for (std::size_t i = 0; i < files.size(); ++i) all.push_back({files[i], std::move(whole[i])});
    return all;
}

/// Names what stands beside the brief as if it were of it, and is not: it may be of an earlier one. It may also be somebody's own, and stays.
void warn_of_remnants(std::filesystem::path const& output, std::vector<beside> const& files) {
    namespace fs = std::filesystem;
    auto const begins = output.stem().string() + ".";
    std::error_code unknown;
    std::vector<std::string> remnants;
    for (auto const& there : fs::directory_iterator(output.has_parent_path() ? output.parent_path() : fs::path("."), unknown)) {
        auto const name = there.path().filename().string();
        if (!name.starts_with(begins) || !name.ends_with(".csv") || name.size() <= begins.size() + 4) continue;
        auto const table = std::string_view(name).substr(begins.size(), name.size() - begins.size() - 4);
        if (!std::ranges::all_of(table, in_names) || std::ranges::any_of(files, [&](beside const& one) { return one.file.filename() == name; })) continue;
        if (there.is_regular_file(unknown) && is_brief_as_csv(there.path())) remnants.push_back(name);
    }
    std::ranges::sort(remnants);
    for (auto const& name : remnants) std::cerr << "Beside it, and not of it: " << comity::displayable(name) << ", perhaps of an earlier brief\n";
}

void apply_profile(arguments& a) {
    if (a.profile.empty()) return;
    auto const profile = of_option("--profile", [&] { return comity::read_profile(a.profile); });
    if (a.sections.empty()) a.sections = sections_of(profile, !a.against.empty());
    if (a.clearance.empty()) a.clearance = profile.clearance.value_or("");
    if (!a.rows) a.rows = profile.rows;
    a.names |= profile.names.value_or(false);
}

void make(arguments a) {
    if (a.schema) {
        std::cout << comity::brief_schema();
        return;
    }
    apply_profile(a);
    std::set<std::string> words, phrases;
    auto as = manner{format_of(a), of_option("--lang", [&] { return comity::language::of(a.lang); })};
    if (!a.untranslated.empty())
        as.language = as.language.telling([&](auto const& lacking) {
            if (auto const* word = std::get_if<comity::word>(&lacking)) words.insert(word->name);
            else phrases.insert(std::get<comity::message>(lacking).pattern());
        });
    auto const to_file = !a.output.empty() && a.output != "-";
    for (auto const& file : {a.output, a.remarks, a.untranslated}) check_output(a, file);
    if (!to_file && as.format == comity::format::workbook && ::isatty(STDOUT_FILENO)) throw comity::bad_input("a workbook is nothing for a terminal; name a file with -o");
    auto brief = a.published.empty() ? of_register(a, as.format) : make_brief(comity::check_published(a.csv, a.published));
    brief.rows_at_most = rows_at_most(a);
    auto const files = as.format == comity::format::html || as.format == comity::format::markdown ? cut(brief, a) : std::vector<beside>();
    if (to_file)
        write_file(a.output, [&](std::ostream& out) { write(out, brief, as.format, as.language); });
    else
        write(std::cout, brief, as.format, as.language);
    for (auto const& one : files) {
        write_file(one.file, [&](std::ostream& out) { write(out, one.brief, comity::format::csv, as.language); });
        complain("Beside it, with all rows: " + one.file.string());
    }
    if (to_file) warn_of_remnants(a.output, files);
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
    return run(app, argc, argv, [&] {
        make(a);
        return status::done;
    });
}
