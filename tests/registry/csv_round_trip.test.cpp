// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <comity/intake.hpp>

#include <iterator>
#include <random>
#include <sstream>

using namespace test;

namespace {

/// A folder of its own, removed in the end.
class folder {
public:
    folder() {
        static int number = 0;
        path_ = std::filesystem::temp_directory_path() / ("comity-csv-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(path_);
    }
    ~folder() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }
    std::size_t files() const { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {})); }

private:
    std::filesystem::path path_;
};

std::string text_of(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(std::filesystem::path const& path, std::string const& text) { std::ofstream(path, std::ios::binary) << text; }

constexpr auto everything = [](char delimiter = ',') { return comity::export_options{.of = {}, .known_on = {}, .names = true, .delimiter = delimiter}; };

std::vector<comity::dossier> dossiers(registry const& r) {
    std::vector<comity::dossier> all;
    r.each({}, [&](comity::dossier const& d) { all.push_back(d); });
    return all;
}

/// What happened, as far as CSV carries it: not what an entry corrects, which is done, nor that something was erased.
std::vector<event> facts(comity::dossier const& d) {
    std::vector<event> result;
    for (auto const& f : d.facts()) {
        if (f.event.kind == event_kind::erased) continue;
        result.push_back(f.event);
        result.back().corrects = 0;
    }
    return result;
}

std::string remarks(comity::intake_report const& report) {
    std::ostringstream out;
    comity::write(out, report);
    return out.str();
}

/// From a register to CSV, into another register, and to CSV once more: the same bytes, and the same content under the same ids.
void goes_round(registry const& from, char delimiter = ',') {
    folder files;
    CHECK(comity::export_csv(from, files / "a.csv", files / "a.toml", everything(delimiter)) == dossiers(from).size());
    database other;
    auto to = other.open();
    auto const report = comity::import_csv(to, files / "a.csv", files / "a.toml");
    INFO(remarks(report));
    CHECK(report.refused == 0);
    CHECK(report.filed == report.rows);
    comity::export_csv(to, files / "b.csv", files / "b.toml", everything(delimiter));
    CHECK(text_of(files / "b.csv") == text_of(files / "a.csv"));
    CHECK(text_of(files / "b.toml") == text_of(files / "a.toml"));
    auto const before = dossiers(from), after = dossiers(to);
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        CHECK(after[i].id() == before[i].id());
        CHECK(after[i].request() == before[i].request());
        CHECK(facts(after[i]) == facts(before[i]));
    }
    auto const again = comity::import_csv(to, files / "a.csv", files / "a.toml");
    CHECK(again.unchanged == again.rows);
    CHECK(again.vanished.empty());
    CHECK(dossiers(to) == after);
}

/// Requests and events at random, with the texts that spreadsheets and CSV readers are known to stumble over.
class made_up {
public:
    explicit made_up(unsigned seed) : random_(seed) {}

    comity::filing filing() {
        auto r = request{.kind = request_kind::mutual_legal_assistance, .requesting = "RU"_state, .requested = "GB"_state, .reference = reference(), .requested_reference = reference(), .made_on = day()};
        if (chance()) r.basis = {"ets-30 14", "uncac", "ets-30 3(1); second sentence "};
        r.requesting_authority = authority();
        r.requested_authority = authority();
        r.channel = any<comity::channel>();
        r.urgent = chance(), r.synthetic = chance();
        r.urgency_reason = text(), r.language = label(), r.note = text();
        if (chance()) r.handling = "GB:OFFICIAL-SENSITIVE, TLP:AMBER";
        if (chance()) r.review_on = date(2022, 1, 31);
        several(3, [&] {
            auto p = comity::person{.role = any<comity::person_role>(), .legal_person = chance()};
            several(3, [&] { p.names.push_back({text(), any<comity::name_kind>()}); });
            if (chance()) p.nationalities = {"RU"_state, "IL"_state};
            if (chance()) p.born = day();
            r.persons.push_back(p);
        });
        several(2, [&] { r.offences.push_back({label(), label(), label(), chance() ? std::optional(day()) : std::nullopt}); });
        several(2, [&] { r.measures.push_back({label(), text(), text()}); });
        several(4, [&] { r.items.push_back({any<comity::item_kind>(), text(), at_most(65535), label(), chance() ? std::optional(day()) : std::nullopt}); });
        several(3, [&] {
            auto const translates = r.documents.empty() ? 0 : at_most(static_cast<int>(r.documents.size()));
            r.documents.push_back({text(), label(), translates, at_most(300), chance() ? std::string(64, 'e') : ""});
        });
        several(2, [&] { r.related.push_back({comity::named_uuid("test", std::to_string(random_())), any<comity::relation>()}); });
        auto f = comity::filing{.request = std::move(r), .options = {.known_since = since(), .source = text(), .note = text()}};
        several(6, [&] { f.events.push_back({.event = anything(f.request)}); });
        return f;
    }

    event anything(request const& r) {
        auto e = event{.kind = chance() ? event_kind::noted : event_kind::reminder_sent, .on = day()};
        e.by = authority();
        if (chance()) e.provision = "ets-30 2(b), last";
        e.ground = label();
        if (!r.persons.empty() && chance()) e.concerns.push_back(comity::person_number(static_cast<int>(r.persons.size())));
        if (r.items.size() > 1 && chance()) e.concerns.push_back(comity::item_numbers(1, 2));
        if (chance()) e.amounts = {comity::parse_amount("1250000.5 EUR"), comity::parse_amount("0.0001 BTC")};
        if (chance()) e.appoints = day();
        e.known_since = since(), e.source = text(), e.note = text();
        return e;
    }

private:
    bool chance() { return random_() % 2 == 0; }
    int at_most(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n + 1)); }
    void several(int most, auto f) {
        for (int n = at_most(most); n > 0; --n) f();
    }
    template <class E> E any() { return static_cast<E>(random_() % comity::detail::enum_names<E>::names.size()); }
    std::optional<date> since() { return chance() ? std::optional(date(2021, 7, at_most(27) + 1)) : std::nullopt; }

    std::optional<comity::authority> authority() {
        if (chance()) return {};
        if (chance()) return comity::authority{};
        return comity::authority{.name = label(), .kind = any<comity::authority_kind>(), .jurisdiction = comity::parse_jurisdiction("GB-SCT"), .zone = "Europe/London"};
    }
    when day() {
        static std::vector<std::string> const days{"2020", "2020-08", "2020-08-15", "2020-08-15~", "2020?", "2020-08%", "2020-07-09/2020-11-24", "2020-11-05T09:17:00+01:00[Europe/Brussels]",
                                                   "2020-08-15T23:30:00-04:00[America/New_York]", "2020-08-16T06:00:00+09:00[Asia/Tokyo]", "2020-10-25T02:30:00+01:00[Europe/Berlin]", "2020-03-10T10:00:00.000001Z",
                                                   "2020-08-15T10:00:00+02:00", "2020-08-15T10:00:00+02:00[Europe/Paris]~"};
        return comity::parse_when(days[random_() % days.size()]);
    }
    /// A reference has no control characters.
    std::string reference() {
        static std::vector<std::string> const all{"", "81/3-412-20", "=1+2", "-2", "'=x", " a ", "№ 7; \"b\", c", "'", "＝1", "1.2.3"};
        return all[random_() % all.size()];
    }
    /// Nor has any field of one line, but tabs; what lies in several may end them as files do.
    std::string label() {
        for (;;)
            if (auto one = text(); one.find_first_of("\r\n") == one.npos && one.find("\u202E") == one.npos) return one;
    }
    std::string text() {
        static std::vector<std::string> const all{"", "wire fraud", "=1+2", "=HYPERLINK(\"http://example.test\")", "+1", "+44 20 7946", "-2", "-2,5", "--2", "@SUM(A1)", "\ttab", "\r\nreturn", "\nline", "  =1",
                                                  "＝1", "＋1", "－1", "＠1", "'quoted'", "'=1", "''=1", "'-2", "'", " ", " lead", "trail ", "a,b;c|d\te", "he said \"no\"", "\"", "two\nlines", "two\r\nlines",
                                                  "Иван", "\xE2\x80\xAEmoc", "[erased]", "\xEF\xBB\xBFmark", "n/a", "person 2", "2020-03-02", "007", std::string(70'000, 'x')};
        return all[random_() % all.size()];
    }

    std::mt19937 random_;
};

}  // namespace

TEST_CASE("a register goes out as CSV, comes in elsewhere, and goes out again byte for byte") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(full_request(), {.known_since = date(2020, 3, 4), .source = "register of 2020", .note = "row 7"});
    registry.file(small_request());
    registry.record(id, {.kind = event_kind::refused_by_court,
                         .on = when(comity::parse_instant("2021-05-04T16:20:00+01:00[Europe/London]")),
                         .by = comity::authority{.name = "Westminster Magistrates’ Court", .kind = comity::authority_kind::judicial, .jurisdiction = comity::parse_jurisdiction("GB-EAW"), .zone = "Europe/London"},
                         .provision = "ets-30 2(b)",
                         .ground = "ordre_public",
                         .concerns = {comity::person_number(3), comity::measure_number(2), comity::offence_number(1), comity::item_numbers(1, 2)},
                         .amounts = {comity::parse_amount("1250000.5 EUR"), comity::parse_amount("0.0001 BTC")},
                         .appoints = comity::parse_when("2022-06~"),
                         .known_since = date(2021, 5, 5),
                         .source = "judgment of 4 May",
                         .note = "« sous réserve »"});
    goes_round(registry);
    goes_round(registry, ';');
    goes_round(registry, '\t');
}

TEST_CASE("whatever a register holds goes round: made up at random") {
    stopped_clock clock(date(2022, 1, 1));
    for (unsigned const seed : {1u, 2u, 3u, 4u}) {
        INFO("seed " << seed);
        made_up random(seed);
        database db;
        auto registry = db.open();
        std::vector<comity::filing> all;
        for (int i = 0; i < 60; ++i) all.push_back(random.filing());
        registry.file_many(all);
        goes_round(registry, seed % 2 == 0 ? ';' : ',');
    }
}

TEST_CASE("what goes out is what stands: amended content, nothing retracted, and of a merged request its events") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    auto const recorded = [&](uuid const& to, char const* day, char const* note) { registry.record(to, {.kind = event_kind::noted, .on = comity::parse_when(day), .note = note}); };
    recorded(id, "2020-05-01", "first");
    recorded(id, "2020-06-01", "second");
    registry.amend(id, 2, {.kind = event_kind::noted, .on = date(2020, 7, 1), .note = "amended"});
    registry.retract(id, 3, "of another request");
    auto content = small_request();
    content.note = "=now";
    registry.amend(id, content, "letter");
    auto const duplicate = registry.file(small_request());
    recorded(duplicate, "2020-08-01", "of the duplicate");
    registry.merge(duplicate, id, "the same request");
    goes_round(registry);

    folder files;
    comity::export_csv(registry, files / "a.csv", files / "a.toml", everything());
    auto const text = text_of(files / "a.csv");
    mentions(text, "amended"), mentions(text, "of the duplicate"), mentions(text, "'=now");
    CHECK(text.find("second") == text.npos);
    CHECK(text.find("first") == text.npos);
    CHECK(text.find(to_string(duplicate)) == text.npos);
    // Into the register that it came from it brings nothing, the events of the duplicate not either.
    auto const before = db.rows();
    auto const report = comity::import_csv(registry, files / "a.csv", files / "a.toml");
    INFO(remarks(report));
    CHECK(report.unchanged == report.rows);
    CHECK(db.rows() == before);
}

TEST_CASE("events of merged requests that have the same id, which is one within each, are rows of their own") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const same = comity::named_uuid("test", "the first event");
    auto const filed = [&](char const* reference, std::optional<uuid> into) {
        auto r = small_request();
        r.reference = reference;
        auto const id = registry.file(r, {.id = comity::named_uuid("test", reference)});
        registry.record(id, {.kind = event_kind::noted, .on = date(2020, 8, 1), .note = reference}, {.id = same});
        if (into) registry.merge(id, *into, "the same request");
        return id;
    };
    auto const id = filed("the one", {});
    filed("a duplicate", id);
    auto const other = filed("another duplicate", id);
    registry.retract(id, 2, "of the other one");  // its id is taken all the same
    goes_round(registry);

    folder files;
    comity::export_csv(registry, files / "a.csv", files / "a.toml", everything());
    auto text = text_of(files / "a.csv");
    mentions(text, "a duplicate"), mentions(text, "another duplicate");
    auto const before = db.rows();
    auto report = comity::import_csv(registry, files / "a.csv", files / "a.toml");
    INFO(remarks(report));
    CHECK(report.unchanged == report.rows);
    CHECK(db.rows() == before);
    // What is changed in one of the rows is told of that one's request.
    text.replace(text.rfind("another duplicate"), 17, "an amended note");
    write(files / "b.csv", text);
    report = comity::import_csv(registry, files / "b.csv", files / "a.toml");
    CHECK(report.refused == 1);
    mentions(remarks(report), "it is an entry of request " + to_string(other));
}

TEST_CASE("events of one day whose clocks stood elsewhere keep their order, and so does what was recorded between them") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    for (auto const* day : {"2020-08-15T23:30:00-04:00[America/New_York]", "2020-08-16", "2020-08-16T06:00:00+09:00[Asia/Tokyo]", "2020-08-16", "2020-08"})
        registry.record(id, {.kind = event_kind::noted, .on = comity::parse_when(day), .note = day});
    goes_round(registry);
}

TEST_CASE("a batch of thousands of sources in one request") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto r = small_request();
    r.kind = request_kind::incident_assistance;
    for (int i = 0; i < 5000; ++i) r.items.push_back({.kind = comity::item_kind::ipv4, .value = "203.0." + std::to_string(i / 250) + "." + std::to_string(i % 250), .port = i, .activity = "phishing"});
    auto const id = registry.file(r);
    registry.record(id, {.kind = event_kind::source_suppressed, .on = date(2020, 4, 1), .concerns = {comity::item_numbers(1, 4000)}});
    goes_round(registry);
}

TEST_CASE("a spreadsheet is edited, its rows sorted, and what changed comes back as amendments") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(full_request());
    registry.record(id, {.kind = event_kind::noted, .on = date(2020, 5, 1), .note = "seen"});
    folder files;
    comity::export_csv(registry, files / "a.csv", files / "a.toml", everything());
    auto text = text_of(files / "a.csv");
    auto const at = text.find("seen");
    REQUIRE(at != text.npos);
    text.replace(at, 4, "read");
    // Rows of a request that has no line breaks in its cells can be turned round as lines.
    std::vector<std::string> lines;
    std::string row;
    bool quoted = false;
    for (char const c : text) {
        quoted ^= c == '"';
        row += c;
        if (c == '\n' && !quoted) lines.push_back(std::exchange(row, ""));
    }
    std::reverse(lines.begin() + 1, lines.end());
    std::string sorted;
    for (auto const& l : lines) sorted += l;
    write(files / "b.csv", sorted);
    auto const before = db.rows();
    auto const tried = comity::import_csv(registry, files / "b.csv", files / "a.toml", {}, true);
    CHECK(db.rows() == before);
    auto const report = comity::import_csv(registry, files / "b.csv", files / "a.toml");
    INFO(remarks(report));
    CHECK(remarks(tried) == remarks(report));
    mentions(remarks(report), "noted note: was \"seen\", is \"read\"");
    CHECK(report.refused == 0);
    CHECK(report.amended == 1);
    auto const d = registry.dossier(id);
    CHECK(d.request() == full_request());
    REQUIRE(d.history().size() == 3);
    CHECK(d.history().back().event.corrects == 2);
    CHECK(d.facts().back().event.note == "read");

    // A part that is missing would give its number to the next one: the request is refused, and stays as it was.
    std::string holed;
    for (auto const& l : lines)
        if (l.find(",person 1,") == l.npos) holed += l;
    write(files / "c.csv", holed);
    auto const refused = comity::import_csv(registry, files / "c.csv", files / "a.toml");
    mentions(remarks(refused), "\"person 2\": where 1 would come next");
    CHECK(registry.dossier(id).history().size() == 3);
}

TEST_CASE("names go out where they are asked for; a file without them takes none away") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(full_request(), {.source = "Sidorov's lawyer", .note = "x"});
    registry.record(id, {.kind = event_kind::refused, .on = date(2020, 5, 1), .by = comity::authority{.name = "Judge Sidorov"}, .ground = "Sidorov is ill", .source = "Sidorov", .note = "Sidorov again"});
    folder files;
    comity::export_csv(registry, files / "a.csv", files / "a.toml");
    auto const text = text_of(files / "a.csv");
    for (auto const* word : {"Sidorov", "Сидоров", "株式会社", "1970-05", "203.0.113.7", "the witness is dying", "Crown Office", "what was said"}) {
        INFO(word);
        CHECK(text.find(word) == text.npos);
    }
    mentions(text_of(files / "a.toml"), "withheld");
    auto const before = db.rows();
    auto const report = comity::import_csv(registry, files / "a.csv", files / "a.toml");
    INFO(remarks(report));
    CHECK(report.unchanged == report.rows);
    CHECK(db.rows() == before);

    database other;
    auto to = other.open();
    comity::import_csv(to, files / "a.csv", files / "a.toml");
    comity::export_csv(to, files / "b.csv", files / "b.toml");
    CHECK(text_of(files / "b.csv") == text);
    CHECK(text_of(files / "b.toml") == text_of(files / "a.toml"));
}

TEST_CASE("what was erased is not in the file, and a file of before does not bring it back") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    registry.file(full_request());
    folder files;
    comity::export_csv(registry, files / "a.csv", files / "a.toml", everything());
    registry.erase_person("Ivan Sidorov", "order 12/2026");
    comity::export_csv(registry, files / "b.csv", files / "b.toml", everything());
    CHECK(text_of(files / "b.csv").find("Sidorov") == std::string::npos);
    comity::import_csv(registry, files / "a.csv", files / "a.toml");
    comity::export_csv(registry, files / "c.csv", files / "c.toml", everything());
    CHECK(text_of(files / "c.csv") == text_of(files / "b.csv"));
    goes_round(registry);
}

TEST_CASE("a reader's clearance, a selection, and a day before") {
    stopped_clock clock(date(2020, 6, 1));
    database db;
    auto registry = db.open();
    auto secret = small_request();
    secret.handling = "TLP:RED";
    registry.file(secret);
    auto open = small_request();
    open.handling = "TLP:GREEN";
    auto const id = registry.file(open);
    clock.set(date(2022, 1, 1));
    registry.record(id, {.kind = event_kind::noted, .on = date(2021, 5, 1), .note = "later"});
    folder files;
    auto const cleared = db.open({.access = comity::access::read_only, .clearance = "TLP:AMBER"});
    CHECK(comity::export_csv(cleared, files / "a.csv", files / "a.toml", everything()) == 1);
    CHECK(text_of(files / "a.csv").find("TLP:RED") == std::string::npos);
    CHECK(comity::export_csv(registry, files / "b.csv", files / "b.toml", {.of = {.handling = "TLP:RED"}}) == 1);
    CHECK(comity::export_csv(registry, files / "c.csv", files / "c.toml", {.of = {.handling = "TLP:GREEN"}, .known_on = date(2021, 1, 1), .names = true}) == 1);
    CHECK(text_of(files / "c.csv").find("later") == std::string::npos);
}

TEST_CASE("an export that cannot be finished leaves nothing, and overwrites nothing") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    folder files;
    write(files / "there.csv", "mine");
    mentions(complaint<comity::conflict>([&] { comity::export_csv(registry, files / "there.csv", files / "a.toml"); }), "is there already");
    mentions(complaint<comity::conflict>([&] { comity::export_csv(registry, files / "a.csv", files / "there.csv"); }), "is there already");
    mentions(complaint<comity::bad_input>([&] { comity::export_csv(registry, files / "a.csv", files / "a.csv"); }), "cannot be both");
    mentions(complaint<comity::storage_error>([&] { comity::export_csv(registry, files / "nowhere/a.csv", files / "a.toml"); }), "cannot be written");
    mentions(complaint<comity::bad_input>([&] { comity::export_csv(registry, files / "a.csv", files / "a.toml", everything('x')); }), "delimiter");
    mentions(complaint<comity::bad_input>([&] { comity::export_csv(registry, files / "a.csv", files / "a.toml", {.register_name = "two\nlines"}); }), "on one line");
    for (int i = 0; i < 200; ++i) registry.file(small_request());
    CHECK_THROWS_AS(comity::export_csv(registry, files / "a.csv", files / "a.toml", everything(), [](std::size_t, std::size_t) { throw std::runtime_error("stop"); }), std::runtime_error);
    registry.record(id, {.kind = event_kind::noted, .on = date(2021, 5, 1), .note = std::string(1'000'001, 'x')});
    mentions(complaint<comity::unsupported>([&] { comity::export_csv(registry, files / "a.csv", files / "a.toml", everything()); }), "event.note has 1000001 bytes");
    CHECK(files.files() == 1);
    CHECK(text_of(files / "there.csv") == "mine");
}

TEST_CASE("a text of a megabyte goes round, and a closed register says that it is closed") {
    stopped_clock clock(date(2022, 1, 1));
    database db;
    auto registry = db.open();
    auto const id = registry.file(small_request());
    registry.record(id, {.kind = event_kind::noted, .on = date(2021, 5, 1), .note = std::string(500'000, '"') + std::string(499'990, 'x')});
    goes_round(registry);
    registry.close();
    folder files;
    CHECK_THROWS_AS(comity::export_csv(registry, files / "a.csv", files / "a.toml"), comity::storage_error);
    CHECK(files.files() == 0);
}
