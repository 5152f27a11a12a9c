// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../../lib/registry/clock.hpp"

#include <comity/registry.hpp>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

// A database to test a registry on, and the means to look past the library at what is in it.

namespace test {

using namespace comity::literals;
using comity::date;
using comity::event;
using comity::event_kind;
using comity::registry;
using comity::request;
using comity::request_kind;
using comity::to_string;
using comity::uuid;
using comity::when;

/// The clock of the register, stopped while this lives.
class stopped_clock {
public:
    explicit stopped_clock(date day) { set(day), comity::detail::clock = [] { return now().load(); }; }
    ~stopped_clock() { comity::detail::clock = system_; }
    void set(date day) { now() = std::int64_t{day.days_since_1970()} * 86'400'000'000 + 43'200'000'000; }  // noon

private:
    static std::atomic<std::int64_t>& now() {
        static std::atomic<std::int64_t> microseconds;
        return microseconds;
    }
    std::int64_t (*system_)() = comity::detail::clock;
};

/// The PostgreSQL database to test on; empty where the tests run on SQLite.
inline std::string test_url() {
    auto const* const url = std::getenv("COMITY_TEST_URL");
    return url ? url : "";
}

/// That one with a parameter. SOCI 4.0.3 takes a URL that has none for a keyword without a value, and appends `=`.
inline std::string test_url(std::string const& parameter) {
    auto const url = test_url();
    return url + (url.find('?') == url.npos ? '?' : '&') + parameter;
}

/// A register of its own, removed in the end: in a file, or, where COMITY_TEST_URL names a PostgreSQL database, in a schema of it.
class database {
public:
    database() {
        auto number = ++count();
        auto const process = std::to_string(::getpid());
        if (is_postgresql()) {
            soci::session session(soci::postgresql, test_url("application_name=comity-tests"));
            while (!create_schema(session, "comity_test_" + process + "_" + std::to_string(number))) number = ++count();
        }
        folder_ = std::filesystem::temp_directory_path() / ("comity-test-" + process + "-" + std::to_string(number));
        std::filesystem::create_directories(folder_);
    }
    ~database() {
        std::filesystem::remove_all(folder_);
        if (!is_postgresql()) return;
        try {
            // Should a test have left a transaction open, not for ever.
            connect() << "set lock_timeout = '20s'; drop schema " + schema_ + " cascade";
        } catch (soci::soci_error const& e) {
            FAIL_CHECK("left behind: schema " << schema_ << ": " << std::string(e.what()));
        }
    }
    database(database const&) = delete;

    bool is_postgresql() const { return !test_url().empty(); }
    /// A folder for this test alone, and on SQLite the register in it.
    std::filesystem::path folder() const { return folder_; }
    std::filesystem::path file() const { return folder_ / "requests.db"; }
    std::string url() const {
        return is_postgresql() ? test_url("options=-c%20search_path%3D" + schema_) : "sqlite://" + file().string();
    }
    registry open(comity::open_options options = {}) const { return registry::open(url(), std::move(options)); }

    /// As somebody else's program would.
    soci::session connect() const {
        if (is_postgresql()) return soci::session(soci::postgresql, url() + "%20-c%20client_min_messages%3Dwarning");
        return soci::session(soci::sqlite3, "dbname=" + file().string() + " timeout=5");
    }
    /// One statement, as somebody else's program would run it.
    void sql(std::string const& statement) const { connect() << statement; }
    /// The same, past the triggers that keep the register append-only.
    void tamper(std::string const& statement) const {
        auto session = connect();
        if (!is_postgresql()) {
            std::vector<std::string> triggers(1000);
            session << "select name from sqlite_schema where type = 'trigger'", soci::into(triggers);
            for (auto const& trigger : triggers) session << "drop trigger " + trigger;
        } else {
            try {
                session << "set session_replication_role = replica";
            } catch (soci::postgresql_soci_error const&) {  // which takes a superuser
                for (auto const& table : tables()) session << "alter table " + table + " disable trigger user";
            }
        }
        session << statement;
    }
    std::vector<std::string> tables() const {
        auto session = connect();
        std::vector<std::string> names(1000);
        session << (is_postgresql() ? "select tablename from pg_tables where schemaname = current_schema() order by 1"
                                    : "select name from sqlite_schema where type = 'table' order by 1"),
            soci::into(names);
        return names;
    }
    /// How many rows each table has.
    std::map<std::string, long long> rows() const {
        auto session = connect();
        std::map<std::string, long long> counts;
        for (auto const& table : tables()) session << "select count(*) from " + table, soci::into(counts[table]);
        return counts;
    }

private:
    /// Whether there was none of that name: a process of the same number, killed or on another machine, may have made one.
    bool create_schema(soci::session& session, std::string const& name) {
        try {
            session << "create schema " + name;
        } catch (soci::postgresql_soci_error const& e) {
            if (e.sqlstate() == "42P06") return false;
            throw;
        }
        schema_ = name;
        return true;
    }
    static std::atomic<int>& count() {
        static std::atomic<int> n{0};
        return n;
    }
    std::filesystem::path folder_;
    std::string schema_;
};

/// The message of the error of this type that a call throws.
template <class Error> std::string complaint(auto call) {
    try {
        call();
    } catch (Error const& e) {
        return e.what();
    } catch (std::exception const& e) {
        return std::string("(another error) ") + e.what();
    }
    return "(nothing thrown)";
}

/// Runs in a process of its own, with limits, a user and a crash of its own, and gives what that says.
inline std::string in_child(std::function<std::string()> const& f) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        for (auto const signal : {SIGSEGV, SIGABRT, SIGFPE, SIGILL}) std::signal(signal, SIG_DFL);  // doctest's are for its own process
        std::string text;
        try {
            text = f();
        } catch (std::exception const& e) {
            text = std::string("(an error) ") + e.what();
        }
        auto const n = ::write(ends[1], text.data(), text.size());
        std::_Exit(n == static_cast<ssize_t>(text.size()) ? 0 : 2);
    }
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> some;
    for (ssize_t n = 0; (n = ::read(ends[0], some.data(), some.size())) > 0;) text.append(some.data(), static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    return text;
}

inline std::string content_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// A register kept elsewhere: requests of a State, by their numbers.
inline void write_csv(std::filesystem::path const& file, std::string const& from, int first, int last) {
    std::ofstream out(file);
    out << "number,from,made\n";
    for (int i = first; i <= last; ++i) out << i << ',' << from << ",2016-02-01\n";
}

/// What reads it.
inline void write_mapping(std::filesystem::path const& file) {
    std::ofstream(file) << R"(
register = "test"
rows     = "requests"
key      = ["number"]
[request]
requesting = { column = "from" }
requested  = { always = "GB" }
kind       = { always = "extradition" }
made_on    = { column = "made" }
reference  = { column = "number" }
)";
}

inline bool mentions(std::string const& text, std::string_view part) {
    INFO(text);
    auto const found = text.find(part) != text.npos;
    CHECK_MESSAGE(found, part);
    return found;
}

inline request small_request() {
    return {.kind = request_kind::extradition,
            .requesting = "RU"_state,
            .requested = "GB"_state,
            .reference = "81/3-412-20",
            .basis = {"ets-24"},
            .made_on = date(2020, 3, 2)};
}

/// A request in which nothing is left out.
inline request full_request() {
    auto const brussels = comity::parse_instant("2017-11-05T09:17:00+01:00[Europe/Brussels]");
    return {
        .kind = request_kind::mutual_legal_assistance,
        .requesting = "FR"_state,
        .requested = "GB"_state,
        .reference = "№ 81/3-412-20",
        .requested_reference = "HO/2020/77",
        .basis = {"ets-30 14", "uncac", "ets-30 3(1) second sentence"},
        .made_on = when(brussels).doubted(),
        .requesting_authority = comity::authority{.name = "Parquet de Paris",
                                                  .kind = comity::authority_kind::prosecutor,
                                                  .jurisdiction = comity::jurisdiction("FR"_state),
                                                  .zone = "Europe/Paris"},
        .requested_authority = comity::authority{.name = "Crown Office",
                                                 .kind = comity::authority_kind::central,
                                                 .jurisdiction = comity::parse_jurisdiction("GB-SCT"),
                                                 .zone = "Europe/London"},
        .channel = comity::channel::interpol,
        .urgent = true,
        .urgency_reason = "the witness is dying",
        .language = "fr",
        .handling = "TLP:AMBER",
        .persons = {{.names = {{"Иван Петрович Сидоров", comity::name_kind::usual},
                               {"Ivan Sidorov", comity::name_kind::transliteration}},
                     .role = comity::person_role::accused,
                     .nationalities = {"RU"_state, "IL"_state},
                     .born = comity::parse_when("1970-05")},
                    {.names = {}, .role = comity::person_role::witness, .nationalities = {}, .born = {}},
                    {.names = {{"株式会社アクメ", comity::name_kind::former},
                               {"'; drop table event; --", comity::name_kind::alias}},
                     .role = comity::person_role::third_party,
                     .legal_person = true}},
        .offences = {{.title = "wire fraud",
                      .group = "fraud",
                      .text = "18 USC 1343",
                      .committed_on = comity::parse_when("2015-07-09/2015-11-24")},
                     {.title = "escroquerie", .group = "fraud"}},
        .measures = {{.kind = "hearing", .object = "person 2", .purpose = "what was said"}, {.kind = "bank_records"}},
        .items = {{.kind = comity::item_kind::ipv4,
                   .value = "203.0.113.7",
                   .port = 443,
                   .activity = "phishing",
                   .observed_on = comity::parse_when("2018-03~")},
                  {.kind = comity::item_kind::url, .value = "hxxp://example.test/a?b=c"}},
        .documents = {{.title = "Commission rogatoire", .language = "fr", .pages = 12, .sha256 = std::string(64, 'a')},
                      {.title = "Letter of request", .language = "en", .translates = 1, .pages = 14}},
        .related = {{.id = comity::named_uuid("test", "other"), .relation = comity::relation::supplements}},
        .review_on = date(2021, 1, 1),
        .synthetic = true,
        .note = "line 1\nline 2\t\"quoted\" — ends"};
}

}  // namespace test
