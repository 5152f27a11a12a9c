// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../../lib/registry/clock.hpp"

#include <comity/registry.hpp>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

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

/// A register in a file of its own, removed in the end.
class database {
public:
    database()
        : folder_(std::filesystem::temp_directory_path() /
                  ("comity-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count()))) {
        std::filesystem::create_directories(folder_);
    }
    ~database() { std::filesystem::remove_all(folder_); }
    database(database const&) = delete;

    std::filesystem::path folder() const { return folder_; }
    std::filesystem::path file() const { return folder_ / "requests.db"; }
    std::string url() const { return "sqlite://" + file().string(); }
    registry open(comity::open_options options = {}) const { return registry::open(url(), std::move(options)); }

    /// One statement, as somebody else's program would run it.
    void sql(std::string const& statement) const {
        soci::session session(soci::sqlite3, "dbname=" + file().string() + " timeout=5");
        session << statement;
    }
    /// The same, past the triggers that keep the register append-only.
    void tamper(std::string const& statement) const {
        soci::session session(soci::sqlite3, "dbname=" + file().string() + " timeout=5");
        std::vector<std::string> triggers(1000);
        session << "select name from sqlite_schema where type = 'trigger'", soci::into(triggers);
        for (auto const& trigger : triggers) session << "drop trigger " + trigger;
        session << statement;
    }
    std::vector<std::string> tables() const {
        soci::session session(soci::sqlite3, "dbname=" + file().string());
        std::vector<std::string> names(100);
        session << "select name from sqlite_schema where type = 'table' order by name", soci::into(names);
        return names;
    }
    /// How many rows each table has.
    std::map<std::string, long long> rows() const {
        soci::session session(soci::sqlite3, "dbname=" + file().string());
        std::map<std::string, long long> counts;
        for (auto const& table : tables()) session << "select count(*) from " + table, soci::into(counts[table]);
        return counts;
    }

private:
    static std::atomic<int>& count() {
        static std::atomic<int> n{0};
        return n;
    }
    std::filesystem::path folder_;
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
