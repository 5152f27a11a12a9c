// SPDX-License-Identifier: Apache-2.0
// comity-register: keeping a register. A register is a file, or postgresql://…
//
//     comity-register verify requests.db --seal 2026-11.seal
//     comity-register seal requests.db -o 2026-11.seal --key key.pem
//     comity-register list requests.db 81/3-412-20
//     comity-register prove requests.db 81/3-412-20 2 -o entry.proof
//     comity-register check-proof entry.proof --seal 2026-11.seal
//     comity-register move requests.db postgresql://clerk@db/registry
//     comity-register backup requests.db requests-2026-11-27.db
//     comity-register from-csv requests.db cases.csv --mapping cases.toml
//     comity-register to-csv requests.db requests.csv --mapping requests.toml --names
//     comity-register archive requests.db to-gb.json --requested GB
//     comity-register import requests.db from-fr.comity --seal fr-2026-11.seal
//     comity-register erase requests.db --name "Ivan Sidorov" --why "order 12/2026, Data Protection Act s. 47"

#include <comity/intake.hpp>
#include <comity/registry.hpp>
#include <comity/table.hpp>

#include "new_register.hpp"
#include "program.hpp"
#include "progress.hpp"
#include "remarks.hpp"
#include "requests.hpp"

#include <algorithm>
#include <concepts>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <string_view>

namespace {

struct arguments {
    std::string register_url, to, request, proof_file, seal_file, signed_by, key_file, output, name, why, law_folder, csv, mapping, remarks, delimiter = ",", register_name = comity::export_options().register_name, known_on, requesting, requested, clearance;
    std::vector<std::string> requests;
    int entry = 1, again = 0;
    bool texts = false, dry_run = false, names = false, erase = false, skip_conflicts = false;
};

/// Seals, proofs and keys are small; more is not read.
std::string read_file(std::string const& path) {
    constexpr std::size_t most = 64'000'000;
    std::error_code unknown;
    if (std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown)) throw comity::bad_input(path + " is not a file");
    std::ifstream file(path, std::ios::binary);
    std::string text(most + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file && !file.eof()) throw comity::not_found(path + ": cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > most) throw comity::bad_input(path + ": it is larger than 64 MB");
    return text;
}

/// Where a seal or proof goes: a new file, or standard output. Opened before anything is recorded, and removed if nothing was.
class output {
public:
    explicit output(std::string path) : path_(std::move(path)) {
        if (path_.empty()) return;
        std::error_code unknown;
        if (std::filesystem::exists(std::filesystem::symlink_status(path_, unknown))) throw comity::conflict(path_ + " is there already; name a new file");
        file_.open(path_, std::ios::binary);
        if (!file_) throw comity::storage_error(path_ + ": cannot be written");
    }
    ~output() {
        std::error_code ignored;
        if (!path_.empty() && !written_) std::filesystem::remove(path_, ignored);
    }
    void write(std::string const& text) {
        auto& to = path_.empty() ? std::cout : file_;
        to << text << std::flush;
        if (!to) throw comity::storage_error((path_.empty() ? "standard output" : path_) + ": cannot be written");
        written_ = true;
    }

private:
    std::string path_;
    std::ofstream file_;
    bool written_ = false;
};

template <class F> auto in_file(std::string const& path, F f) {
    try {
        return f(read_file(path));
    } catch (comity::error& e) {
        e.in(path);
        throw;
    }
}

/// Whose signature it is, only the caller knows; so it is said, and compared where they tell.
comity::seal seal_in(arguments const& a) {
    return in_file(a.seal_file, [&](std::string const& text) {
        auto seal = comity::parse_seal(text);
        if (!a.signed_by.empty() && seal.public_key != a.signed_by)
            throw comity::tampered("the seal is " + (seal.public_key.empty() ? "not signed" : "signed by " + seal.public_key) + ", not by " + a.signed_by);
        std::cout << "seal " << seal.number << ", " << (seal.public_key.empty() ? "not signed" : "signed by " + seal.public_key) << '\n';
        return seal;
    });
}

comity::open_options options_of(arguments const& a, comity::access access = comity::access::read_write) {
    comity::open_options options{.access = access, .clearance = a.clearance};
    if (!a.law_folder.empty()) options.law = comity::law::load(a.law_folder);
    return options;
}

comity::registry open(arguments const& a, std::string const& url, comity::access access) {
    auto options = options_of(a, comity::access::read_only);
    auto registry = comity::registry::open(url, options);
    if (access == comity::access::read_only) return registry;
    // Nothing that is only to be kept is made here.
    registry.close();
    options.access = access;
    return comity::registry::open(url, std::move(options));
}

/// Made, if it is not there.
register_to_fill open_or_make(arguments const& a, std::string const& url) { return {url, options_of(a)}; }

/// "1 seal", "2 seals".
std::string counted(std::uint64_t n, char const* one, char const* many) { return std::to_string(n) + ' ' + (n == 1 ? one : many); }
std::string requests(std::uint64_t n) { return counted(n, "request", "requests"); }
std::string entries(std::uint64_t n) { return counted(n, "entry", "entries"); }
std::string seals(std::uint64_t n) { return counted(n, "seal", "seals"); }

void verify(arguments const& a) {
    auto const registry = open(a, a.register_url, comity::access::read_only);
    auto const tell = told("dossiers checked");
    auto const v = a.seal_file.empty() ? registry.verify(tell) : registry.verify(seal_in(a), tell);
    std::cout << "verified: " << entries(v.entries) << " of " << requests(v.dossiers) << ", " << seals(v.seals) << '\n';
    if (v.against) std::cout << "everything that seal " << *v.against << " covers is there, and as it was\n";
    if (v.erased_texts) std::cout << v.erased_texts << " texts were erased, each with an entry that says so\n";
    if (v.unsealed_entries)
        std::cout << entries(v.unsealed_entries) << " not sealed yet: the last could be cut off without a trace\n";
}

void seal(arguments const& a) {
    auto to = output(a.output);
    if (a.again) return to.write(comity::to_string(open(a, a.register_url, comity::access::read_only).sealed(a.again)));
    auto registry = open(a, a.register_url, comity::access::read_write);
    auto const key = a.key_file.empty() ? std::string() : read_file(a.key_file);
    if (!a.key_file.empty() && key.empty()) throw comity::bad_input(a.key_file + ": there is no key in it");
    auto const seal = registry.seal(key);
    to.write(comity::to_string(seal));
    std::cerr << "seal " << seal.number << ": " << entries(seal.entries) << " of " << requests(seal.dossiers)
              << (seal.signature.empty() ? "" : ", signed") << "; keep a copy where nobody who writes to the register can\n";
}

/// What there is: the requests, or the entries of one.
void list(arguments const& a) {
    auto const registry = open(a, a.register_url, comity::access::read_only);
    if (a.request.empty()) {
        for (auto const& id : registry.find({})) {
            auto const d = registry.dossier(id);
            auto const& r = d.request();
            std::cout << comity::to_string(id) << "  " << comity::displayable(r.reference) << "  " << to_string(r.kind) << " from " << to_string(r.requesting)
                      << " to " << to_string(r.requested) << ", " << *r.made_on << "; entries: " << d.history().size() << (d.merged_into() ? ", merged" : "") << '\n';
        }
        return;
    }
    auto const dossier = registry.dossier(request_in(registry, a.request));
    std::cout << "request " << comity::to_string(dossier.id()) << '\n';
    for (auto const& [seq, id, recorded_at, event] : dossier.history()) {
        std::cout << seq << "  " << event.kind.name();
        if (event.on) std::cout << ' ' << *event.on;
        if (event.corrects) std::cout << ", in the place of " << event.corrects;
        std::cout << "; recorded " << to_string(comity::instant(recorded_at)) << '\n';
    }
}

void prove(arguments const& a) {
    // A proof is as long as its texts to the byte, so that none can be made fit to be shown.
    if (a.output.empty() && isatty(STDOUT_FILENO)) throw comity::bad_input("a proof holds texts as they were recorded, which a terminal might obey; name a file (-o), or send it to another program");
    auto const registry = open(a, a.register_url, comity::access::read_only);
    output(a.output).write(comity::to_string(registry.prove(request_in(registry, a.request), a.entry, a.texts)));
}

void check_proof(arguments const& a) {
    auto const trusted = seal_in(a);
    in_file(a.proof_file, [&](std::string const& text) {
        auto const proof = comity::parse_proof(text);
        check(proof, trusted);
        std::cout << "This entry is in the register that seal " << trusted.number << " covers:\n";
        for (auto const& [field, value] : fields_of(proof)) std::cout << field << ": " << comity::displayable(value) << '\n';
        if (proof.texts.empty()) std::cout << "(its names and texts, if it has any, are not shown)\n";
        return 0;
    });
}

void move(arguments const& a) {
    auto const from = open(a, a.register_url, comity::access::read_only);
    auto to = open_or_make(a, a.to);
    auto const dossiers = from.copy_to(*to, told("requests copied"));
    std::move(to).keep();
    std::cout << requests(dossiers) << " copied, and every entry, text and seal checked there\n";
}

void backup(arguments const& a) {
    open(a, a.register_url, comity::access::read_only).backup(a.to, told("pages copied"));
    std::cout << comity::displayable(a.to) << " is a copy of the register\n";
}

constexpr auto nothing_written = "this is what would be; nothing was written\n";

void archive(arguments const& a) {
    if (a.to == "-") throw comity::bad_input("an archive is a file, since its beginning is written last; name one, and send that on");
    auto const registry = open(a, a.register_url, comity::access::read_only);
    comity::archive_options options;
    if (!a.requesting.empty()) options.of.requesting = comity::parse_state(a.requesting);
    if (!a.requested.empty()) options.of.requested = comity::parse_state(a.requested);
    for (auto const& one : a.requests) options.requests = options.requests.value_or(std::vector<comity::uuid>()), options.requests->push_back(request_in(registry, one));
    auto const made = registry.export_archive(a.to, options, told("requests archived"));
    if (made.requests == 0 && (options.requests || !a.requesting.empty() || !a.requested.empty() || !a.clearance.empty())) {
        std::filesystem::remove(a.to);
        throw comity::not_found("no request matches what was asked for; no archive was made");
    }
    std::cout << comity::displayable(a.to) << ": " << entries(made.entries) << " of " << requests(made.requests) << ", names and notes included; ";
    if (made.whole) std::cout << "the whole register, " << seals(made.seals) << '\n';
    else if (made.seals) std::cout << made.proven << " of the requests with a proof against seal " << made.seals << '\n';
    else std::cout << "the register was never sealed\n";
}

/// A register that is not there is made.
status import(arguments const& a) {
    std::optional<comity::seal> against;
    if (!a.seal_file.empty()) against = seal_in(a);
    auto registry = open_or_make(a, a.register_url);
    auto const read = (*registry).import_archive(a.to, {.against = against, .erase = a.erase, .skip_conflicts = a.skip_conflicts, .dry_run = a.dry_run}, told("requests read"));
    auto const passed_over = read.passed_over.size();
    auto const nothing = passed_over > 0 && passed_over == read.requests;
    if (!a.dry_run && !nothing) std::move(registry).keep();
    std::cout << requests(read.requests) << ": " << read.added << " new, " << read.grown << " with new entries, " << read.unchanged << " known already"
              << (passed_over ? ", " + std::to_string(passed_over) + " passed over" : "") << '\n';
    if (against) std::cout << "the archive is of the register that seal " << against->number << " covers" << (read.whole ? "" : ", and " + std::to_string(read.proven) + " of these requests are shown to be in it") << '\n';
    else if (read.seals) std::cout << "its evidence holds, up to seal " << read.seals << "; hold that against one that came another way (--seal)\n";
    constexpr std::size_t shown = 20;
    for (auto const& c : std::span(read.changed).first(std::min(shown, read.changed.size()))) {
        std::cout << "request " << comity::to_string(c.id) << ": ";
        if (!c.first) std::cout << "those merged into it brought something new";
        if (c.first) std::cout << (c.first == c.last ? "entry " + std::to_string(c.first) : "entries " + std::to_string(c.first) + " to " + std::to_string(c.last)) << " came from there";
        if (c.erased_texts) std::cout << (c.first ? "; " : "") << c.erased_texts << " names and texts were erased";
        std::cout << '\n';
    }
    if (read.changed.size() > shown) std::cout << "and " << read.changed.size() - shown << " requests more that this register had\n";
    for (auto const& p : std::span(read.passed_over).first(std::min(shown, passed_over))) std::cout << "passed over: " << comity::displayable(p.why) << '\n';
    if (passed_over > shown) std::cout << "and " << passed_over - shown << " more that were passed over\n";
    if (read.seals && read.unsealed_entries) std::cout << entries(read.unsealed_entries) << " not covered by seal " << (against ? against->number : read.seals) << ": only its chain speaks for what no seal covers\n";
    if (read.whole && read.seals && !read.seals_kept) std::cout << "this register was not empty, so that those seals were not kept\n";
    if (a.dry_run) std::cout << nothing_written;
    return passed_over ? status::refused : status::done;
}

/// A register that is not there is made.
status bring_in(arguments const& a) {
    if (!a.remarks.empty()) check_output(a.remarks, a.register_url, {a.csv, a.mapping});
    auto registry = open_or_make(a, a.register_url);
    auto const report = comity::import_csv(*registry, a.csv, a.mapping, told("rows read"), a.dry_run);
    auto const nothing = report.rows > 0 && report.refused == report.rows;
    if (!a.dry_run && !nothing) std::move(registry).keep();
    tell(std::cout, report, a.remarks);
    if (a.dry_run) std::cout << nothing_written;
    return report.refused > 0 || std::ranges::any_of(report.remarks, &comity::remark::refused) ? status::refused : status::done;
}

void write_out(arguments const& a) {
    auto options = comity::export_options{.names = a.names};
    static std::map<std::string, char> const by_name{{"comma", ','}, {"semicolon", ';'}, {"bar", '|'}, {"tab", '\t'}};
    auto const named = by_name.find(a.delimiter);
    if (named == by_name.end() && a.delimiter.size() != 1) throw comity::bad_input("--delimiter is comma, semicolon, bar or tab, by name or as it stands");
    options.delimiter = named == by_name.end() ? a.delimiter.front() : named->second;
    if (!a.known_on.empty()) options.known_on = comity::parse_cutoff(a.known_on);
    auto const requests = comity::export_csv(open(a, a.register_url, comity::access::read_only), a.csv, a.mapping, options, told("requests written"));
    std::cout << requests << " requests written" << (a.names ? "" : ", without names and free texts (--names writes them)") << "; `comity-register from-csv` reads them back\n";
}

void erase(arguments const& a) {
    auto registry = open(a, a.register_url, comity::access::read_write);
    auto const done = a.dry_run ? registry.find_person(a.name) : registry.erase_person(a.name, a.why);
    if (done.persons.empty()) throw comity::not_found("nobody bears that name in full; nothing was erased");
    auto const* const is = a.dry_run ? " would be erased\n" : " erased\n";
    for (auto const& p : done.persons) std::cout << "request " << comity::to_string(p.request) << ": person " << p.number << is;
    std::cout << done.texts << " texts" << is;
    for (auto const& l : done.left)
        std::cout << "request " << comity::to_string(l.request) << ", entry " << l.seq << ": " << l.field << " still has a name, or one like it\n";
}

}  // namespace

int main(int argc, char** argv) {
    arguments a;
    CLI::App app("Keeping a register of requests between States: seals, verification, proofs, copies, erasure.", "comity-register");
    app.require_subcommand(1);
    app.set_version_flag("--version", std::to_string(comity::version_major) + "." + std::to_string(comity::version_minor) + "." +
                                          std::to_string(comity::version_patch));
    auto const public_key = [](std::string const& key) {
        return key.size() == 64 && key.find_first_not_of("0123456789abcdef") == key.npos ? "" : "is no public key; write its 64 hexadecimal digits, in small letters";
    };
    auto result = status::done;
    auto const command = [&](char const* name, char const* text, auto f, bool has_register = true) {
        auto* const c = app.add_subcommand(name, text);
        if (has_register) c->add_option("register", a.register_url, "A file, sqlite://… or postgresql://…")->required();
        if (has_register) c->add_option("--law", a.law_folder, "A folder of law files that are laid over the built-in ones");
        c->callback([&, f] {
            if constexpr (std::same_as<decltype(f(a)), status>) result = f(a);
            else f(a);
        });
        return c;
    };
    auto* const v = command("verify", "Check every entry, text and seal", verify);
    v->add_option("--seal", a.seal_file, "A seal file that was kept elsewhere");
    v->add_option("--signed-by", a.signed_by, "The public key (64 hexadecimal digits) whose signature it must have")->needs("--seal")->check(public_key);
    auto* const s = command("seal", "Seal what is recorded, and write the seal file", seal);
    s->add_option("--key", a.key_file, "Sign with this Ed25519 private key (PEM; openssl genpkey -algorithm ed25519)");
    s->add_option("--again", a.again, "Make none, but write the seal of this number once more, unsigned")->check(CLI::Range(1, std::numeric_limits<int>::max()));
    s->add_option("-o,--output", a.output, "Where to; default: standard output");
    command("list", "List the requests in the order in which they were filed, or the entries of one", list)
        ->add_option("request", a.request, "Its id, or its reference");
    auto* const p = command("prove", "Write a proof that an entry is in the sealed register", prove);
    p->add_option("request", a.request, "The request's id, or its reference")->required();
    p->add_option("entry", a.entry, "The entry's number; default: 1, the filing");
    p->add_flag("--texts", a.texts, "Show its names and texts too");
    p->add_option("-o,--output", a.output, "Where to; default: standard output, where that is no terminal");
    auto* const c = command("check-proof", "Check a proof against a seal file; takes no register", check_proof, false);
    c->add_option("proof", a.proof_file)->required();
    c->add_option("--seal", a.seal_file, "The seal file, from whom it is trusted")->required();
    c->add_option("--signed-by", a.signed_by, "The public key (64 hexadecimal digits) whose signature it must have")->needs("--seal")->check(public_key);
    command("move", "Copy a register into an empty one, SQLite or PostgreSQL, and check it there", move)
        ->add_option("to", a.to, "The empty one; a file that is not there is made")->required();
    command("backup", "Copy a SQLite register while others write to it", backup)
        ->add_option("to", a.to, "A new file")->required();
    auto* const in = command("from-csv", "Bring in a register kept in CSV, and say what became of each row that is doubtful or refused", bring_in);
    in->add_option("csv", a.csv, "The CSV file")->required();
    in->add_option("--mapping", a.mapping, "The TOML file that says which column is what")->required();
    in->add_option("--remarks", a.remarks, "Write all that is said of rows there, as CSV; on the terminal stand the first of each sort")->type_name("FILE");
    in->add_flag("--dry-run", a.dry_run, "Say what would change, and write nothing");
    auto* const out = command("to-csv", "Write the register as CSV, and the mapping that reads it back", write_out);
    out->add_option("csv", a.csv, "A new file")->required();
    out->add_option("--mapping", a.mapping, "A new file, for the mapping")->required();
    out->add_flag("--names", a.names, "With personal names, sources, notes and other free text");
    out->add_option("--delimiter", a.delimiter, "What stands between cells: comma (default), semicolon, bar or tab, by name or as it stands");
    out->add_option("--register", a.register_name, "What the mapping calls the register. With a name that no other register has, rows can be added to the file (\"new 1\")");
    out->add_option("--known-on", a.known_on, "As the register was known on that day");
    auto* const x = command("archive", "Write requests to a file, with names, notes and evidence", archive);
    x->add_option("to", a.to, "A new file: JSON if it ends in .json, else binary")->required();
    x->add_option("--request", a.requests, "One of these only: an id, or a reference; may be given several times");
    x->add_option("--requesting", a.requesting, "Those of this State only");
    x->add_option("--requested", a.requested, "Those to this State only");
    x->add_option("--clearance", a.clearance, "Those only that it covers, as TLP:GREEN");
    auto* const i = command("import", "Add what an archive has, and this register has not; it is made if it is not there", import);
    i->add_option("archive", a.to)->required();
    i->add_option("--seal", a.seal_file, "A seal file of the register that it comes from, which came another way");
    i->add_flag("--erase", a.erase, "Erase here what was erased there, for good");
    i->add_flag("--skip-conflicts", a.skip_conflicts, "Pass over requests that do not fit with what is here, and those merged into them, and say why; the status is then 1");
    i->add_flag("--dry-run", a.dry_run, "Check it all and say what would be added, and write nothing");
    i->add_option("--signed-by", a.signed_by, "The public key (64 hexadecimal digits) whose signature it must have")->needs("--seal")->check(public_key);
    auto* const e = command("erase", "Erase a person from every request", erase);
    e->add_option("--name", a.name, "The name in full")->required();
    auto* const why = e->add_option("--why", a.why, "The order or rule; it is recorded");
    e->add_flag("--dry-run", a.dry_run, "Say what would go, and what would stay")->excludes(why);
    return run(app, argc, argv, [&] { return result; });
}
