// SPDX-License-Identifier: Apache-2.0
// Kills a program that writes to a register, over and over, and looks each time at what is left: every call that was acknowledged
// is there in whole, the one that was under way in whole or not at all, and nothing else.
//
//     comity-crash               on SQLite, in a folder of its own; or in a schema of the PostgreSQL database that COMITY_TEST_URL names
//     comity-crash server        kills the server's process in the place of the writer: everybody is thrown out, and the server
//                                recovers from its log. Not on a server that others use
//
// COMITY_CRASH_ROUNDS: how many (30). COMITY_CRASH_SEED: what is written follows from it, and when the writer is killed, as far as
// a clock can say; it is printed first. COMITY_CRASH_LIE: the writer acknowledges before it writes, so this must fail.
//
// What a killed program loses is what it had not given to the kernel or the server. What a power cut loses is more, and not seen here.

#include <comity/registry.hpp>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace comity::literals;
using comity::date;
using comity::event_kind;
using comity::named_uuid;
using comity::registry;
using comity::to_string;
using comity::uuid;
using std::chrono::milliseconds;
using wall_clock = std::chrono::steady_clock;

struct failure : std::runtime_error { using std::runtime_error::runtime_error; };

/// Numbers that follow from a seed (splitmix64).
class numbers {
public:
    numbers(std::uint64_t seed, std::uint64_t n) : state_(seed * 0x9e3779b97f4a7c15U + n) { next(), next(); }
    std::uint64_t below(std::uint64_t n) { return next() % n; }
    bool chance(std::uint64_t one, std::uint64_t of) { return below(of) < one; }

private:
    std::uint64_t next() {
        auto z = state_ += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    std::uint64_t state_;
};

// ---- what is written, and what must then be there ---------------------------------------------------------------------

enum class kind { file, record, record_many, file_many, amend, seal, erase };
constexpr std::array kind_names{"file", "record", "record_many", "file_many", "amend", "seal", "erase"};
constexpr auto kinds = kind_names.size();

struct call {
    ::kind kind{};
    std::vector<comity::filing> filings{};
    std::vector<comity::recording> recordings{};
    std::string name{};   ///< of whom to erase

    /// Whether it may be made again when nobody knows what became of it.
    bool has_ids() const { return kind != ::kind::seal && kind != ::kind::erase; }
};

constexpr auto why_erased = "order 12 of 2022";

/// What a register must hold after calls 1 to n. Which call is next follows from the seed and these.
class expectation {
public:
    explicit expectation(std::uint64_t seed) : seed_(seed) {}

    std::uint64_t calls() const { return calls_; }
    std::size_t seals() const { return seals_; }
    std::size_t dossiers() const { return dossiers_.size(); }
    std::size_t entries() const { return entries_; }
    call next() const;
    void apply(call const&);
    /// Empty, or the first thing that is otherwise. Every row is verified, against a seal that was kept, if one is given; and the
    /// content of what was written since `checked`, or of all.
    std::string difference(registry const&, comity::seal const* kept, bool all) const;
    void checked() { written_.clear(); }

private:
    struct expected_entry {
        std::optional<uuid> id{};   ///< none: the library's own
        std::optional<comity::event> event{};
    };
    struct expected {
        std::vector<expected_entry> history{};
        std::map<int, comity::request> versions{};
        std::string person{};       ///< who can be erased
    };

    uuid id(std::size_t i) const { return named_uuid("crash " + std::to_string(seed_), std::to_string(calls_ + 1) + " " + std::to_string(i)); }
    comity::request some_request(numbers&, std::size_t i) const;
    comity::recording some_recording(numbers&, uuid const& request, std::size_t i) const;
    std::string difference(expected const&, comity::dossier const&) const;
    void add(uuid const& request, comity::recording const&);

    std::uint64_t seed_, calls_ = 0;
    std::size_t seals_ = 0, entries_ = 0;
    std::vector<uuid> order_{};
    std::map<uuid, expected> dossiers_{};
    std::map<std::string, uuid> persons_{};
    std::set<uuid> written_{};
};

comity::request expectation::some_request(numbers& r, std::size_t i) const {
    auto const number = std::to_string(calls_ + 1) + "/" + std::to_string(i);
    return {.kind = comity::request_kind::extradition,
            .requesting = "RU"_state,
            .requested = "GB"_state,
            .reference = number,
            .basis = {"ets-24"},
            .made_on = date(2020, 3, 2),
            .persons = {{.names = {{.text = "Anselm Qu" + std::string(1 + r.below(3), 'i') + number + "son", .kind = comity::name_kind::usual}},
                         .role = comity::person_role::accused,
                         .nationalities = {"RU"_state},
                         .born = comity::parse_when("1970-05")}},
            .note = std::string(r.chance(1, 10) ? 5000 : r.below(40), 'x')};
}

comity::recording expectation::some_recording(numbers& r, uuid const& request, std::size_t i) const {
    auto const what = r.below(3);
    return {.request = request,
            .event = {.kind = what == 0 ? event_kind::noted : what == 1 ? event_kind::reminder_sent : event_kind::supplementary_information_requested,
                      .on = date(2021, 1, static_cast<int>(1 + r.below(28))),
                      .source = "letter " + std::to_string(r.below(100)),
                      .note = std::string(r.chance(1, 20) ? 5000 : r.below(60), 'y')},
            .options = {.id = id(i)}};
}

call expectation::next() const {
    numbers r(seed_, calls_ + 1);
    auto const percent = order_.empty() ? 0 : r.below(100);
    auto const target = [&] { return order_[order_.size() - 1 - r.below(std::min<std::size_t>(order_.size(), 300))]; };
    call c{.kind = percent < 18   ? kind::file
                   : percent < 50 ? kind::record
                   : percent < 64 ? kind::record_many
                   : percent < 68 ? kind::file_many
                   : percent < 88 ? kind::amend
                   : percent < 96 ? kind::seal
                                  : kind::erase};
    if (c.kind == kind::erase) {
        auto const id = target();
        c.name = dossiers_.at(id).person;
        if (c.name.empty()) c.kind = kind::record;  // erased already
    }
    switch (c.kind) {
        case kind::file:
            c.filings.push_back({.request = some_request(r, 0), .options = {.id = id(0), .origin = comity::origin{"old", std::to_string(calls_)}}});
            break;
        case kind::record: {
            auto one = some_recording(r, target(), 0);
            if (r.chance(1, 4)) one.options.expected_seq = static_cast<int>(dossiers_.at(one.request).history.size()) + 1;
            c.recordings.push_back(one);
            break;
        }
        case kind::record_many:
            for (std::size_t i = 0, n = 20 + r.below(60); i < n; ++i)
                c.recordings.push_back(some_recording(r, i > 0 && r.chance(1, 2) ? c.recordings.back().request : target(), i));
            break;
        case kind::file_many:
            for (std::size_t i = 0, n = 100 + r.below(200), ids = 0; i < n; ++i) {
                c.filings.push_back({.request = some_request(r, i), .options = {.id = id(ids++)}});
                for (auto events = r.below(3); events > 0; --events) c.filings.back().events.push_back(some_recording(r, {}, ids++));
            }
            break;
        case kind::amend: {
            auto one = some_recording(r, target(), 0);
            auto const& there = dossiers_.at(one.request);
            auto const seq = static_cast<int>(1 + r.below(there.history.size()));
            auto const& corrected = there.history[static_cast<std::size_t>(seq - 1)].event;
            auto const can_be = seq > 1 && corrected && corrected->corrects == 0 && corrected->kind != event_kind::erased;
            one.event.corrects = can_be ? seq : 1;
            if (!can_be) {  // the request itself, in which the person has no name
                one.content = some_request(r, 0);
                one.content->persons = {{.names = {}, .role = comity::person_role::accused, .nationalities = {}, .born = {}}};
                one.event = {.kind = event_kind::filed, .on = one.content->made_on, .corrects = 1, .source = "letter"};
            }
            c.recordings.push_back(one);
            break;
        }
        case kind::seal:
        case kind::erase: break;
    }
    return c;
}

void expectation::add(uuid const& request, comity::recording const& r) {
    auto& d = dossiers_.at(request);
    written_.insert(request);
    d.history.push_back({.id = r.options.id, .event = r.event});
    if (r.content) d.versions.emplace(static_cast<int>(d.history.size()), *r.content);
    ++entries_;
}

void expectation::apply(call const& c) {
    for (auto const& f : c.filings) {
        auto const request = *f.options.id;
        order_.push_back(request);
        auto& d = dossiers_[request];
        d.person = f.request.persons.front().names.front().text;
        persons_[d.person] = request;
        add(request, {.event = {.kind = event_kind::filed, .on = f.request.made_on}, .options = {.id = request}, .content = f.request});
        for (auto const& r : f.events) add(request, r);
    }
    for (auto const& r : c.recordings) add(r.request, r);
    if (c.kind == kind::seal) ++seals_;
    if (c.kind == kind::erase) {
        auto const request = persons_.at(c.name);
        auto& d = dossiers_.at(request);
        for (auto& [seq, version] : d.versions)
            for (auto& person : version.persons) {
                if (person.names.empty()) continue;
                person.born.reset();
                for (auto& name : person.names) name.text = comity::erased;
            }
        d.person.clear();
        persons_.erase(c.name);
        add(request, {.event = {.kind = event_kind::erased, .note = why_erased}});
    }
    ++calls_;
}

std::string expectation::difference(expected const& there, comity::dossier const& found) const {
    auto const place = "request " + to_string(found.id()) + ": ";
    auto const& history = found.history();
    if (history.size() != there.history.size())
        return place + "it has " + std::to_string(history.size()) + " entries, not " + std::to_string(there.history.size());
    for (std::size_t i = 0; i < history.size(); ++i) {
        auto const& wanted = there.history[i];
        auto const& got = history[i];
        auto const same = wanted.event->kind == event_kind::erased ? got.event.kind == event_kind::erased && got.event.note == why_erased
                                                                   : wanted.id == got.id && wanted.event == got.event;
        if (!same || got.seq != static_cast<int>(i) + 1) return place + "entry " + std::to_string(i + 1) + " is another one";
    }
    if (found.versions() != there.versions) return place + "what is asked is something else";
    return {};
}

std::string expectation::difference(registry const& r, comity::seal const* kept, bool all) const {
    auto const sum = kept ? r.verify(*kept) : r.verify();
    auto const counts = [](auto dossiers, auto entries, auto seals) {
        return std::to_string(dossiers) + " requests, " + std::to_string(entries) + " entries, " + std::to_string(seals) + " seals";
    };
    auto const found = counts(sum.dossiers, sum.entries, sum.seals), wanted = counts(dossiers_.size(), entries_, seals_);
    if (found != wanted) return "it has " + found + ", and should have " + wanted;
    std::string problem;
    std::size_t seen = 0;
    auto const look = [&](comity::dossier const& d) {
        ++seen;
        auto const there = dossiers_.find(d.id());
        if (there == dossiers_.end()) problem = "request " + to_string(d.id()) + " was never filed";
        else if (auto const other = difference(there->second, d); !other.empty()) problem = other;
    };
    if (all) r.each({}, look);
    else for (auto const& id : written_) look(r.dossier(id));
    if (problem.empty() && all && seen != dossiers_.size()) return "each() shows " + std::to_string(seen) + " requests of " + std::to_string(dossiers_.size());
    return problem;
}

// ---- the program that is killed ---------------------------------------------------------------------------------------

/// To the parent: one write, so that a line is there or not.
void say(std::string line) {
    line += '\n';
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::_Exit(2);
}

/// What the parent must know of the result.
std::string make(registry& r, call const& c) {
    switch (c.kind) {
        case kind::file: r.file(c.filings.front().request, c.filings.front().options); break;
        case kind::file_many: r.file_many(c.filings); break;
        case kind::seal: {
            auto const s = r.seal();
            return std::to_string(s.number) + " " + s.digest;
        }
        case kind::erase:
            if (r.erase_person(c.name, why_erased).persons.empty()) throw failure(c.name + " is not found");
            break;
        case kind::record: r.record(c.recordings.front().request, c.recordings.front().event, c.recordings.front().options); break;
        case kind::record_many:
        case kind::amend: r.record_many(c.recordings); break;
    }
    return {};
}

bool const lies = std::getenv("COMITY_CRASH_LIE") != nullptr;

int writer(std::string const& url, std::uint64_t seed, std::uint64_t first) try {
    expectation there(seed);
    while (there.calls() + 1 < first) there.apply(there.next());
    auto const options = comity::open_options();
    say("opening");
    auto r = registry::open(url, options);
    say("ready");
    for (;;) {
        auto const c = there.next();
        auto const number = std::to_string(there.calls() + 1);
        say("begin " + number);
        if (lies) say("done " + number);
        auto const result = make(r, c);
        if (!lies) say("done " + number + " " + result);
        there.apply(c);
    }
} catch (std::exception const& e) {
    auto text = std::string("error ") + e.what();
    std::ranges::replace(text, '\n', ' ');
    say(text);
    return 1;
}

// ---- the one that kills it --------------------------------------------------------------------------------------------

/// What a writer told before it was killed.
struct told {
    bool opened = false;
    std::uint64_t begun = 0, done = 0;
    std::map<int, std::string> seals{};   ///< their digests
    std::string error{};
    milliseconds took_to_open{};
};

/// Where the register is.
class place {
public:
    place() : process_(std::to_string(::getpid())) {
        if (auto const* url = std::getenv("COMITY_TEST_URL")) server_ = url;
        folder_ = std::filesystem::temp_directory_path() / ("comity-crash-" + process_);
        if (server_.empty()) std::filesystem::create_directories(folder_);
    }

    bool is_postgresql() const { return !server_.empty(); }
    std::string name() const { return is_postgresql() ? "schema " + schema() : folder_.string(); }
    std::string url() const { return is_postgresql() ? with("options=-c%20search_path%3D" + schema()) : "sqlite://" + file().string(); }
    /// By which the server's process of the writer is known.
    std::string writers_url() const { return is_postgresql() ? url() + "&application_name=" + writer_name() : url(); }

    void make_new() {
        remove();
        ++number_;
        if (is_postgresql()) connect() << "create schema " + schema();
    }
    void remove() {
        if (number_ == 0) return;
        if (is_postgresql()) connect() << "set client_min_messages = warning; drop schema " + schema() + " cascade";
        else for (auto const* end : {"", "-wal", "-shm"}) std::filesystem::remove(file().string() + end);
    }
    void remove_folder() { std::filesystem::remove_all(folder_); }

    /// The server's process that works for the writer; 0: none.
    int backend() const {
        int pid = 0;
        connect() << "select coalesce(max(pid), 0) from pg_stat_activity where application_name = '" + writer_name() + "'", soci::into(pid);
        return pid;
    }
    /// PostgreSQL may still be at what it was last told. Then, nobody is left who could change anything.
    void wait_until_alone() const {
        if (!is_postgresql()) return;
        auto const until = wall_clock::now() + std::chrono::seconds(60);
        for (;; std::this_thread::sleep_for(milliseconds(2))) {
            try {
                if (backend() == 0) return;
            } catch (soci::soci_error const&) {  // it recovers
                if (wall_clock::now() > until) throw;
                std::this_thread::sleep_for(milliseconds(50));
            }
            if (wall_clock::now() > until) throw failure("the server still works for a writer that was killed a minute ago");
        }
    }

    /// Which of these is still somewhere in SQLite's files.
    std::string left_of(std::vector<std::string> const& erased) const {
        if (is_postgresql()) return {};
        for (auto const* end : {"", "-wal"}) {
            std::ifstream in(file().string() + end, std::ios::binary);
            std::string const bytes(std::istreambuf_iterator<char>(in), {});
            for (auto const& name : erased)
                if (::memmem(bytes.data(), bytes.size(), name.data(), name.size())) return name;
        }
        return {};
    }

private:
    std::string schema() const { return "comity_crash_" + process_ + "_" + std::to_string(number_); }
    std::string writer_name() const { return "comity-crash-" + process_; }
    std::filesystem::path file() const { return folder_ / ("requests" + std::to_string(number_) + ".db"); }
    std::string with(std::string const& parameter) const { return server_ + (server_.find('?') == server_.npos ? '?' : '&') + parameter; }
    /// Once the server has recovered, if it is at it.
    soci::session connect() const {
        for (auto const until = wall_clock::now() + std::chrono::seconds(60);; std::this_thread::sleep_for(milliseconds(50))) try {
                return soci::session(soci::postgresql, with("application_name=comity-crash"));
            } catch (soci::soci_error const&) {
                if (wall_clock::now() >= until) throw;
            }
    }

    std::string process_, server_{};
    std::filesystem::path folder_{};
    int number_ = 0;
};

/// A writer, and the moment at which it is killed: counted from when it opens the register, from when it has, or from when it
/// begins one of its calls.
struct murder {
    bool while_opening = false;
    int begun = 0;   ///< which one
    std::chrono::microseconds after{};
    bool of_server = false;
};

told run_writer(place const& where, std::uint64_t seed, std::uint64_t first, murder const& plan) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw failure("no pipe");
    auto const url = where.writers_url(), seed_text = std::to_string(seed), first_text = std::to_string(first);
    auto const child = ::fork();
    if (child < 0) throw failure("no fork");
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::execl("/proc/self/exe", "comity-crash", "writer", url.c_str(), seed_text.c_str(), first_text.c_str(), nullptr);
        std::_Exit(127);
    }
    ::close(ends[1]);

    told heard;
    std::string text;
    auto const now = [] { return wall_clock::now(); };
    auto opening = now(), at = now() + std::chrono::seconds(60);
    int begun = 0;
    auto const take = [&](std::string const& line) {
        std::istringstream in(line);
        std::string word;
        in >> word;
        if (word == "opening") {
            opening = now();
            if (plan.while_opening) at = opening + plan.after;
        } else if (word == "ready") {
            heard.opened = true;
            heard.took_to_open = std::chrono::duration_cast<milliseconds>(now() - opening);
            if (!plan.while_opening && plan.begun == 0) at = now() + plan.after;
        } else if (word == "begin") {
            in >> heard.begun;
            if (++begun == plan.begun) at = now() + plan.after;
        }
        else if (word == "done") {
            int seal = 0;
            std::string digest;
            if (in >> heard.done; in >> seal >> digest) heard.seals[seal] = digest;
        } else if (word == "error") heard.error = line.substr(6);
        else throw failure("the writer says: " + line);
    };
    auto const listen = [&](bool to_the_end) {
        for (std::array<char, 4096> some;;) {
            auto const left = std::chrono::duration_cast<std::chrono::microseconds>(at - now()).count();
            if (!to_the_end && left <= 0) return true;
            pollfd one{.fd = ends[0], .events = POLLIN, .revents = 0};
            timespec const wait{.tv_sec = left / 1'000'000, .tv_nsec = left % 1'000'000 * 1000};
            if (::ppoll(&one, 1, to_the_end ? nullptr : &wait, nullptr) <= 0) continue;
            auto const n = ::read(ends[0], some.data(), some.size());
            if (n <= 0) return false;
            text.append(some.data(), static_cast<std::size_t>(n));
            for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
                take(text.substr(0, end));
                text.erase(0, end + 1);
            }
        }
    };

    auto alive = listen(false);
    if (alive && plan.of_server) {
        if (auto const backend = where.backend(); backend > 0 && ::kill(backend, SIGKILL) != 0)
            throw failure("the server's process cannot be killed; that takes its user, or root");
        at = now() + plan.after / 4;
        alive = listen(false);
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (alive) listen(true);  // what it said before it died
    ::close(ends[0]);
    auto const killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (!killed && !(plan.of_server && !heard.error.empty()))
        throw failure("the writer ended by itself (" + std::to_string(status) + "): " + heard.error);
    return heard;
}

class executioner {
public:
    executioner(std::uint64_t seed, bool of_server) : seed_(seed), of_server_(of_server) {}

    void run(std::uint64_t rounds) {
        for (std::uint64_t n = 1; n <= rounds; ++n) {
            try {
                round(n, n == rounds);
            } catch (std::exception const& e) {
                auto const told = "round " + std::to_string(n) + ": " + e.what();
                if (!lies) throw failure(told + "\nThe register is left in " + where_.name());
                where_.remove(), where_.remove_folder();
                throw failure(told);
            }
        }
        // Whether a loss would have been seen: as if one more call had been acknowledged.
        auto const r = registry::open(where_.url());
        auto const true_one = there_;
        for (int i = 0; i < 5; ++i) {
            there_.apply(there_.next());
            if (there_.difference(r, nullptr, false).empty()) throw failure("a call that was never made is not missed");
        }
        print(rounds, true_one);
        auto const cut = whole_ + nothing_ + repeated_;
        if (cut == 0 || nothing_ == 0) throw failure("no call was cut off and undone: nothing was tested");
        where_.remove();
        where_.remove_folder();
    }

private:
    static constexpr std::uint64_t rounds_of_a_register = 30;

    void round(std::uint64_t n, bool is_last) {
        if ((n - 1) % rounds_of_a_register == 0) {
            where_.make_new();
            there_ = expectation(of_register_ = seed_ + n);
            kept_.clear(), given_.clear(), erased_.clear();
        }
        auto const is_last_of_register = is_last || n % rounds_of_a_register == 0;
        numbers r(~seed_, n);
        auto const how = r.below(8);
        murder plan{.while_opening = how == 0 || (n - 1) % rounds_of_a_register == 0, .of_server = of_server_};
        if (!plan.while_opening && how < 4) plan.begun = static_cast<int>(1 + r.below(10));
        plan.after = std::chrono::microseconds(r.below(plan.while_opening ? to_open_ : plan.begun ? 8'000 : how < 6 ? 100'000 : 800'000));
        plan.after *= 1 + 2 * in_vain_;  // else a call that takes long would never be done
        auto const heard = run_writer(where_, of_register_, there_.calls() + 1, plan);
        if (heard.opened) to_open_ = 1000 + 1000 * static_cast<std::uint64_t>(heard.took_to_open.count());
        else ++killed_while_opening_;

        given_.insert(heard.seals.begin(), heard.seals.end());
        while (there_.calls() < heard.done) {
            auto const c = there_.next();
            if (c.kind == kind::erase) erased_.push_back(c.name);
            there_.apply(c);
            ++acknowledged_;
            in_vain_ = 0;
        }
        // What an unseen round left may still be under way to be made again.
        pending_ = (pending_ && heard.done == 0) || heard.begun > heard.done;
        auto const was_cut = heard.begun > heard.done;
        // Now and then nobody looks, and the next writer finds what this one left, and makes the call again that was cut off. After
        // a lie it would stumble over what is not there.
        auto const seldom = !is_last_of_register && r.chance(1, 4) && !lies;
        if (seldom && (!pending_ || there_.next().has_ids())) {
            repeated_ += was_cut;
            return;
        }
        where_.wait_until_alone();
        auto reg = registry::open(where_.url());
        auto const* const kept = kept_.empty() ? nullptr : &kept_[r.below(kept_.size())];
        auto const all = is_last_of_register || r.chance(1, 8);
        auto const problem = there_.difference(reg, kept, all);
        if (!pending_) {
            if (!problem.empty()) throw failure("calls that were acknowledged, and nothing else, should be there, and " + problem);
        } else {
            auto const c = there_.next();
            auto const called = "call " + std::to_string(there_.calls() + 1) + " (" + kind_names[static_cast<std::size_t>(c.kind)] + ")";
            auto& of_kind = counts_[static_cast<std::size_t>(c.kind)];
            if (problem.empty()) {
                ++nothing_, ++of_kind.nothing, ++in_vain_;
            } else {
                there_.apply(c);
                if (auto const other = there_.difference(reg, kept, all); !other.empty())
                    throw failure(called + " was cut off. Had it not been made: " + problem + ". Had it been made: " + other);
                ++whole_, ++of_kind.whole;
                if (c.kind == kind::erase) {  // the entry is there, and what it promises perhaps not yet: again
                    if (!reg.erase_person(c.name, why_erased).persons.empty()) throw failure(c.name + " is there, and was erased");
                    erased_.push_back(c.name);
                }
            }
        }
        pending_ = false;
        there_.checked();
        for (auto number = kept_.size() + 1; number <= there_.seals(); ++number)
            kept_.push_back(reg.sealed(static_cast<int>(number)));
        for (auto const& [number, digest] : given_)
            if (kept_.at(static_cast<std::size_t>(number - 1)).digest != digest)
                throw failure("seal " + std::to_string(number) + " is not the one that was given away");
        if (auto const name = where_.left_of(erased_); !name.empty()) throw failure(name + " was erased, and is in the file");
    }

    void print(std::uint64_t rounds, expectation const& last) const {
        std::cout << rounds << " rounds, " << killed_while_opening_ << " killed while opening; " << acknowledged_ << " calls acknowledged, all there; "
                  << whole_ + nothing_ + repeated_ << " cut off: " << whole_ << " found whole, " << nothing_ << " not at all, " << repeated_
                  << " made again by the next writer\n";
        for (std::size_t i = 0; i < kinds; ++i)
            std::cout << "  " << kind_names[i] << ": " << counts_[i].whole << " whole, " << counts_[i].nothing << " not at all\n";
        std::cout << "The last register has " << last.dossiers() << " requests, " << last.entries() << " entries, " << last.seals() << " seals\n";
    }

    struct count { int whole = 0, nothing = 0; };

    std::uint64_t seed_, of_register_ = 0;
    bool of_server_;
    place where_{};
    expectation there_{0};
    bool pending_ = false;
    int in_vain_ = 0;
    std::vector<comity::seal> kept_{};
    std::map<int, std::string> given_{};
    std::vector<std::string> erased_{};
    std::uint64_t to_open_ = 100'000;
    std::uint64_t acknowledged_ = 0, whole_ = 0, nothing_ = 0, repeated_ = 0, killed_while_opening_ = 0;
    std::array<count, kinds> counts_{};
};

std::uint64_t number_in(char const* variable, std::uint64_t otherwise) {
    auto const* const text = std::getenv(variable);
    return text && *text ? std::stoull(text) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const arguments(argv + 1, argv + argc);
    if (arguments.size() == 4 && arguments[0] == "writer") return writer(arguments[1], std::stoull(arguments[2]), std::stoull(arguments[3]));
    auto const seed = number_in("COMITY_CRASH_SEED", std::random_device{}());
    std::cout << "COMITY_CRASH_SEED=" << seed << std::endl;
    try {
        executioner(seed, arguments == std::vector<std::string>{"server"}).run(number_in("COMITY_CRASH_ROUNDS", 30));
    } catch (std::exception const& e) {
        std::cout << "FAILED: " << e.what() << '\n';
        return 1;
    }
}
