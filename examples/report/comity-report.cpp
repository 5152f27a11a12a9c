// SPDX-License-Identifier: Apache-2.0
// comity-report: a brief on a pair of States, or on one against all, from a register.
//
//     comity-report requests.db --between RU GB --as-of 2021-05-12 -o brief.html
//     comity-report --from cases.csv --mapping cases.toml --state GB --format markdown
//     comity-report requests.db --state GB --table parliament --period 2016-01-01 2020-12-31
//     comity-report requests.db --claims statement.toml --as-of 2021-05-12
//     comity-report requests.db --from cases.csv --mapping cases.toml --state GB        brings the cases into requests.db first
//     comity-report --from yearbook.csv --published yearbook.toml                       whether a published table adds up

#include <comity/comity.hpp>

#include "../progress.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>
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
    std::string format = "html";
    std::string output;
    bool names = false;
};

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
    app.add_option("--format", a.format, "html, markdown, csv or json")->capture_default_str();
    app.add_option("-o,--output", a.output, "Where to write it (standard output)")->type_name("FILE");
    app.add_flag("--names", a.names, "Show personal names, sources and notes");
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
    std::string gaps{};  ///< which part of a file did not go in
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
        result.gaps = std::to_string(report.refused) + " of " + std::to_string(report.rows) + " rows of the file could not be read and are not in this brief.";
    return result;
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
    if (!a.table.empty()) o.table = comity::parse<comity::ready_table>(a.table);
    if (!a.claims.empty()) o.claims = comity::read_claims(std::filesystem::path(a.claims));
    o.hold_back_below = a.hold_back_below;
    return o;
}

void write_to(std::filesystem::path const& path, comity::brief const& brief, comity::format format) {
    errno = 0;
    auto out = std::ofstream(path, std::ios::binary);
    if (out) write(out, brief, format);
    out.close();
    if (!out)
        throw comity::storage_error("it cannot be written" +
                                    (errno ? ": " + std::generic_category().message(errno) : ""));
}

/// Writes beside the target and then moves there, so that a failure leaves no half a brief. What is no regular file (a pipe,
/// /dev/null) is written to as it stands; a link stays, and what it points to is replaced.
void write_file(std::filesystem::path const& path, comity::brief const& brief, comity::format format) {
    namespace fs = std::filesystem;
    std::error_code unknown;  // then opening it says more
    auto const there = fs::exists(fs::symlink_status(path, unknown));
    if (there && !fs::is_regular_file(path, unknown)) return write_to(path, brief, format);
    auto const target = fs::weakly_canonical(path);
    auto const half = fs::path(target.string() + "." + std::to_string(::getpid()) + ".part");
    try {
        write_to(half, brief, format);
        fs::rename(half, target);
    } catch (...) {
        fs::remove(half, unknown);
        throw;
    }
}

/// A brief must not take the place of what it is made from.
void check_output(arguments const& a) {
    auto register_file = std::string_view(a.register_url);
    if (register_file.starts_with("sqlite://")) register_file.remove_prefix(9);
    for (auto const source : {register_file, std::string_view(a.csv), std::string_view(a.mapping), std::string_view(a.claims), std::string_view(a.published)}) {
        auto ignored = std::error_code();
        if (!source.empty() && std::filesystem::equivalent(source, a.output, ignored))
            throw comity::bad_input("the brief would overwrite " + a.output + ", which it is made from; name another file");
    }
}

comity::brief of_register(arguments const& a, comity::format as) {
    auto o = options(a);
    o.pictures = as == comity::format::html || as == comity::format::json;
    auto const from = open(a);
    auto brief = make_brief(from.registry, o);
    if (!from.gaps.empty()) brief.warning += (brief.warning.empty() ? "" : " ") + from.gaps;
    return brief;
}

void run(arguments const& a) {
    auto const format = comity::parse<comity::format>(a.format);
    auto const to_file = !a.output.empty() && a.output != "-";
    if (to_file) check_output(a);
    auto const brief = a.published.empty() ? of_register(a, format) : make_brief(comity::check_published(a.csv, a.published));
    if (to_file)
        write_file(a.output, brief, format);
    else
        write(std::cout, brief, format);
}

}  // namespace

int main(int argc, char** argv) {
    auto a = arguments();
    auto app = CLI::App("A brief on requests for extradition and legal assistance between States.", "comity-report");
    declare(app, a);
    CLI11_PARSE(app, argc, argv);
    try {
        run(a);
        return 0;
    } catch (std::exception const& e) {
        std::cerr << "comity-report: " << e.what() << '\n';
        return 1;
    }
}
