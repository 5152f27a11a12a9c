// SPDX-License-Identifier: Apache-2.0
#pragma once

// A made-up register, shaped like a public statement of 12 May 2021: about 50 requests for extradition from Russia to the
// United Kingdom without an answer, and over 9,000 malicious sources suppressed in Russia in 2020 at foreign request.
// Nothing in it is real. Every request says that it is synthetic, every address is one that is reserved for documentation, and
// the same seed gives the same register everywhere.

#include <comity/registry.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace statement {

using comity::date;
using comity::days;
using comity::event;
using comity::event_kind;
using comity::request_kind;
using namespace comity::literals;

/// What becomes of a request.
enum class fate {
    silent, reminded, acknowledged, registered,  // no answer
    refused_later,                               // an answer after the day of the statement
    asked, returned, withdrawn, refused_by_court, refused_by_minister, granted, surrendered,
    executed, partly_executed, refused,
};

/// What was learned only after the day of the statement.
enum class learned_late { nothing, answers, all };

/// Requests of one kind between two States over some years: how many of them fared how.
struct stream {
    comity::state_code requesting, requested;
    request_kind kind;
    char const* basis;
    date from, until;
    std::vector<std::pair<fate, int>> fates;
    learned_late late = learned_late::nothing;
};

/// A batch of malicious sources, and what was done about how many of them; the rest got no answer.
struct batch {
    comity::state_code requesting, requested;
    date made_on;
    int suppressed, inactive, elsewhere, refused, unanswered;
};

inline date const day_of_the_statement = date(2021, 5, 12);

inline std::vector<stream> streams() {
    using enum fate;
    auto const extradition = request_kind::extradition;
    auto const assistance = request_kind::mutual_legal_assistance;
    auto const RU = "RU"_state, GB = "GB"_state, DE = "DE"_state, US = "US"_state, FR = "FR"_state;
    auto const KZ = "KZ"_state, CY = "CY"_state;
    return {
        {RU, GB, extradition, "ets-24", date(2002, 2, 1), date(2019, 10, 31),
         {{silent, 11}, {acknowledged, 14}, {registered, 4}, {reminded, 5}, {refused_later, 2}, {asked, 8}, {returned, 10},
          {withdrawn, 8}, {refused_by_court, 14}, {refused_by_minister, 7}, {granted, 4}, {surrendered, 12}}},
        {RU, GB, extradition, "ets-24", date(2019, 11, 1), date(2020, 5, 31),
         {{refused_by_minister, 3}}, learned_late::answers},
        {RU, GB, extradition, "ets-24", date(2020, 1, 10), date(2021, 4, 20),
         {{silent, 4}, {acknowledged, 4}, {registered, 2}}},
        {RU, GB, extradition, "ets-24", date(2021, 2, 1), date(2021, 4, 20), {{silent, 4}}, learned_late::all},
        {RU, GB, extradition, "ets-24", date(2021, 5, 20), date(2021, 12, 1), {{silent, 2}, {acknowledged, 2}}},
        {GB, RU, extradition, "ets-24", date(2003, 1, 1), date(2021, 3, 31),
         {{silent, 3}, {acknowledged, 3}, {refused, 22}, {asked, 4}, {withdrawn, 2}}},
        {RU, DE, extradition, "ets-24", date(2008, 1, 1), date(2021, 3, 31),
         {{acknowledged, 6}, {asked, 8}, {returned, 4}, {refused_by_court, 16}, {granted, 4}, {surrendered, 22}}},
        {DE, RU, extradition, "ets-24", date(2008, 1, 1), date(2021, 3, 31),
         {{acknowledged, 2}, {refused, 9}, {surrendered, 6}}},
        {US, RU, extradition, "comity", date(2006, 1, 1), date(2021, 3, 31), {{silent, 9}, {refused, 14}}},
        {RU, US, extradition, "comity", date(2006, 1, 1), date(2021, 3, 31), {{silent, 13}, {acknowledged, 7}, {refused, 11}}},
        {RU, FR, extradition, "ets-24", date(2009, 1, 1), date(2021, 3, 31),
         {{acknowledged, 4}, {asked, 3}, {refused_by_court, 9}, {surrendered, 6}}},
        {KZ, RU, extradition, "cis-minsk-1993", date(2012, 1, 1), date(2021, 3, 31),
         {{acknowledged, 2}, {granted, 3}, {surrendered, 34}}},
        {RU, KZ, extradition, "cis-minsk-1993", date(2012, 1, 1), date(2021, 3, 31),
         {{acknowledged, 3}, {refused, 4}, {surrendered, 41}}},
        {RU, GB, assistance, "ets-30", date(2014, 1, 1), date(2021, 4, 20),
         {{silent, 8}, {acknowledged, 10}, {asked, 9}, {returned, 5}, {refused, 6}, {executed, 21}, {partly_executed, 7}}},
        {GB, RU, assistance, "ets-30", date(2014, 1, 1), date(2021, 4, 20),
         {{silent, 4}, {acknowledged, 5}, {asked, 3}, {refused, 4}, {executed, 12}, {partly_executed, 4}}},
        {RU, DE, assistance, "ets-30", date(2014, 1, 1), date(2021, 4, 20),
         {{acknowledged, 5}, {executed, 33}, {partly_executed, 6}}},
        {RU, CY, assistance, "ets-30", date(2014, 1, 1), date(2021, 4, 20), {{acknowledged, 8}, {asked, 6}, {executed, 22}}},
        {US, RU, assistance, "ru-us-mla-1999", date(2014, 1, 1), date(2021, 4, 20), {{silent, 7}, {refused, 5}, {executed, 8}}},
    };
}

class maker {
public:
    explicit maker(std::uint64_t seed)
        : random_(seed), name_("comity-statement, seed " + std::to_string(seed)), source_("synthetic: made by " + name_) {}

    std::vector<comity::filing> make() {
        for (auto const& s : streams())
            for (auto const& [fate, count] : s.fates)
                for (int i = 0; i < count; ++i) add_request(s, fate);
        add_batches_to_russia();
        add_batches_from_russia();
        std::ranges::stable_sort(filings_, {}, [](comity::filing const& f) { return f.request.made_on->latest(); });
        return std::move(filings_);
    }

private:
    // std::uniform_int_distribution gives other numbers with another standard library. And with another compiler the arguments
    // of a call may be evaluated in another order, those in braces never: only there may several of them be random.
    int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
    int between(int least, int most) { return least + below(most - least + 1); }
    template <class T, std::size_t n> T one_of(std::array<T, n> const& choice) {
        return choice[static_cast<std::size_t>(below(n))];
    }
    date day_of_2020() { return date{2020, between(1, 12), between(2, 18)}; }

    // ---- a request and its history --------------------------------------------------------------------------------------

    comity::filing& begin(comity::request r, date known_since) {
        auto const year = std::to_string(r.made_on->earliest().year());
        auto const pair = to_string(r.requesting) + "-" + to_string(r.requested);
        r.reference = "SYN/" + pair + "/" + year + "/" + std::to_string(++number_);
        r.synthetic = true;
        auto& f = filings_.emplace_back(comity::filing{.request = std::move(r)});
        f.options.id = comity::named_uuid(name_, f.request.reference);
        f.options.known_since = known_since;
        f.options.source = source_;
        return f;
    }

    /// An event that was known on the day it happened or some days later, but not before the request was.
    void add(comity::filing& f, event e, std::optional<date> known_from = {}) {
        auto known = e.on->latest() + days(below(12));
        if (below(20) == 0) known = known + days(between(60, 200));
        e.known_since = std::max({known, *f.options.known_since, known_from.value_or(known)});
        e.source = source_;
        comity::recording_options options;
        options.id = comity::named_uuid(name_, f.request.reference + " " + std::to_string(f.events.size() + 1));
        f.events.push_back({.event = std::move(e), .options = options});
    }

    comity::person made_up_person() {
        auto const n = std::to_string(++persons_);
        comity::person p;
        if (persons_ % 3 == 0)
            p.names = {{.text = "Вымышленное Лицо " + n},
                       {.text = "Vymyshlennoye Litso " + n, .kind = comity::name_kind::transliteration}};
        else
            p.names = {{.text = "Specimen Person " + n}};
        return p;
    }

    // ---- extradition and mutual legal assistance ------------------------------------------------------------------------

    void add_request(stream const& s, fate fate) {
        static constexpr std::array offences{"fraud",      "embezzlement",      "money_laundering",
                                             "cybercrime", "drug_trafficking", "homicide"};
        static constexpr std::array measures{"hearing", "search", "bank_records", "company_records", "service"};
        auto const made_on = s.from + days(below((s.until - s.from).count() + 1));
        auto r = comity::request{.kind = s.kind, .requesting = s.requesting, .requested = s.requested, .made_on = made_on};
        if (std::string_view(s.basis) != "comity") r.basis = {s.basis};
        r.persons = {made_up_person()};
        auto const* offence = one_of(offences);
        r.offences = {{.title = offence, .group = offence}};
        if (s.kind == request_kind::mutual_legal_assistance) {
            r.channel = comity::channel::central_authorities;
            for (int i = between(2, 4); i > 0; --i) r.measures.push_back({.kind = one_of(measures)});
        } else {
            r.channel = comity::channel::diplomatic;
        }
        auto const known = s.late == learned_late::all ? after_the_statement() : made_on + days(below(10));
        auto& f = begin(std::move(r), known);
        auto const known_from = s.late == learned_late::answers ? std::optional(after_the_statement()) : std::nullopt;
        for (auto& e : history(fate, f.request)) add(f, std::move(e), known_from);
    }

    date after_the_statement() { return day_of_the_statement + days(between(30, 150)); }

    std::vector<event> history(fate fate, comity::request const& r) {
        static constexpr std::array grounds{"political_offence", "human_rights", "statute_barred", "no_dual_criminality"};
        static constexpr std::array defects{"no_translation", "facts_not_stated", "warrant_missing"};
        auto day = r.made_on->latest();
        auto const in = [&](int least, int most) { return day = day + days(between(least, most)); };
        std::vector<event> events;
        auto const then = [&](event e) { events.push_back(std::move(e)); };
        auto const arrested = [&] {
            then({.kind = event_kind::arrest, .on = in(30, 300)});
            then({.kind = event_kind::hearing_held, .on = in(20, 90)});
        };
        switch (fate) {
        case fate::silent: break;
        case fate::reminded: then({.kind = event_kind::reminder_sent, .on = in(120, 400)}); break;
        case fate::acknowledged: then({.kind = event_kind::receipt_acknowledged, .on = in(5, 20)}); break;
        case fate::registered:
            then({.kind = event_kind::receipt_acknowledged, .on = in(3, 10)});
            then({.kind = event_kind::request_registered, .on = in(3, 10)});
            break;
        case fate::refused_later:
            day = day_of_the_statement;
            then({.kind = "refused_by_minister", .on = in(20, 240), .ground = one_of(grounds)});
            break;
        case fate::asked:
            then({.kind = event_kind::supplementary_information_requested, .on = in(30, 330)});
            break;
        case fate::returned:
            then({.kind = event_kind::request_returned, .on = in(20, 200), .ground = one_of(defects)});
            break;
        case fate::withdrawn:
            then({.kind = event_kind::supplementary_information_requested, .on = in(30, 330)});
            then({.kind = event_kind::request_withdrawn, .on = in(60, 400)});
            break;
        case fate::refused_by_court:
            arrested();
            then({.kind = event_kind::released_on_bail, .on = in(0, 20)});
            then({.kind = event_kind::refused_by_court, .on = in(60, 400), .ground = one_of(grounds)});
            then({.kind = event_kind::released, .on = day});
            break;
        case fate::refused_by_minister:
            then({.kind = "refused_by_minister", .on = in(40, 330), .ground = one_of(grounds)});
            break;
        case fate::refused:
            then({.kind = event_kind::refused, .on = in(40, 330), .ground = ground_of_refusal(r)});
            break;
        case fate::granted:
        case fate::surrendered:
            arrested();
            then({.kind = event_kind::found_admissible, .on = in(30, 200)});
            then({.kind = "granted_by_minister", .on = in(10, 60)});
            if (fate == fate::granted) break;
            then({.kind = event_kind::surrender_date_agreed, .on = in(3, 10), .appoints = day + days(14)});
            then({.kind = event_kind::person_surrendered, .on = day + days(14)});
            break;
        case fate::executed:
            then({.kind = event_kind::receipt_acknowledged, .on = in(3, 30)});
            then({.kind = "evidence_sent", .on = in(30, 300)});
            break;
        case fate::partly_executed:
            then({.kind = event_kind::receipt_acknowledged, .on = in(3, 30)});
            then({.kind = "evidence_sent", .on = in(30, 200), .concerns = {comity::measure_number(1)}});
            then({.kind = event_kind::refused, .on = in(10, 60), .ground = "no_dual_criminality",
                  .concerns = {comity::measure_number(static_cast<int>(r.measures.size()))}});
            break;
        }
        return events;
    }

    static char const* ground_of_refusal(comity::request const& r) {
        if (r.kind == request_kind::mutual_legal_assistance) return "essential_interests";
        if (r.basis.empty() && r.requested != "RU"_state) return "no_treaty";
        return "own_national";
    }

    // ---- incident assistance --------------------------------------------------------------------------------------------

    void add_batches_to_russia() {
        auto const partners = std::array{"US"_state, "DE"_state, "NL"_state, "FR"_state,
                                         "GB"_state, "JP"_state, "PL"_state, "CZ"_state};
        std::size_t next = 0;
        for (int month = 1; month <= 12; ++month)
            for (int i = 0; i < 3; ++i) {
                auto const from = partners[next++ % partners.size()];
                add_batch({from, "RU"_state, date(2020, month, between(2, 18)),
                           between(246, 262), between(10, 20), between(5, 14), 4, between(8, 24)});
            }
        add_batch({"US"_state, "RU"_state, date(2020, 9, 7), 0, 0, 0, 0, 120});
        add_batch({"NL"_state, "RU"_state, date(2020, 11, 3), 0, 0, 0, 0, 140});
    }

    void add_batches_from_russia() {
        auto const RU = "RU"_state;
        for (int i = 0; i < 10; ++i)
            add_batch({RU, "US"_state, day_of_2020(), between(60, 90), 10, 5, 20, between(100, 160)});
        for (int i = 0; i < 6; ++i)
            add_batch({RU, "DE"_state, day_of_2020(), between(110, 140), 15, 5, 6, between(20, 60)});
        for (int i = 0; i < 5; ++i)
            add_batch({RU, "NL"_state, day_of_2020(), between(90, 130), 15, 5, 4, between(20, 50)});
        add_batch({RU, "FR"_state, date(2020, 6, 9), 70, 5, 5, 0, 20});
        add_batch({RU, "GB"_state, date(2020, 10, 6), 0, 0, 0, 0, 110});
    }

    void add_batch(batch const& b) {
        auto const at = [&](int days_later, comity::state_code state) {
            return comity::instant{b.made_on + days(days_later), between(9, 18), below(60), 0, zone_of(state)};
        };
        auto r = comity::request{.kind = request_kind::incident_assistance, .requesting = b.requesting,
                                 .requested = b.requested, .made_on = at(0, b.requesting)};
        r.channel = comity::channel::incident_response;
        r.urgent = true;
        r.urgency_reason = "sources are active";
        r.handling = "TLP:AMBER";
        r.requested_authority = response_team(b.requested);
        auto const count = b.suppressed + b.inactive + b.elsewhere + b.refused + b.unanswered;
        for (int i = 0; i < count; ++i) r.items.push_back(made_up_item(b.made_on));
        auto& f = begin(std::move(r), b.made_on);
        if (b.unanswered == count) return;

        int last = 0;
        auto const then = [&](event_kind kind, int days_later, int items, char const* ground = "") {
            auto e = event{.kind = kind, .on = at(days_later, b.requested), .by = response_team(b.requested), .ground = ground};
            if (items > 0) e.concerns = {comity::item_numbers(last + 1, last + items)};
            last += items;
            add(f, std::move(e));
        };
        auto const half = b.suppressed / 2;
        then(event_kind::receipt_acknowledged, 1, 0);
        then(event_kind::source_suppressed, 2, half);
        then(event_kind::source_suppressed, between(3, 9), b.suppressed - half);
        if (b.inactive > 0) then(event_kind::source_inactive, 3, b.inactive);
        if (b.elsewhere > 0) then("source_not_in_jurisdiction", 4, b.elsewhere);
        if (b.refused > 0) then(event_kind::refused, 10, b.refused, "not_malicious");
    }

    static comity::authority response_team(comity::state_code state) {
        return {.name = "Specimen response team of " + to_string(state), .kind = comity::authority_kind::incident_response,
                .jurisdiction = state, .zone = zone_of(state)};
    }

    static std::string zone_of(comity::state_code state) {
        using named = std::pair<std::string_view, char const*>;
        static constexpr std::array zones{
            named("RU", "Europe/Moscow"), named("US", "America/New_York"), named("DE", "Europe/Berlin"),
            named("NL", "Europe/Amsterdam"), named("FR", "Europe/Paris"), named("GB", "Europe/London"),
            named("JP", "Asia/Tokyo"), named("PL", "Europe/Warsaw"), named("CZ", "Europe/Prague")};
        return std::ranges::find(zones, state.text(), &named::first)->second;
    }

    /// Only addresses and names that RFC 2606, 3849 and 5737 reserve for documentation.
    comity::item made_up_item(date day) {
        static constexpr std::array networks{"192.0.2.", "198.51.100.", "203.0.113."};
        static constexpr std::array activities{"phishing", "command_and_control", "denial_of_service", "malware"};
        static constexpr std::array ports{22, 80, 443, 8080};
        auto i = comity::item{.activity = one_of(activities), .observed_on = day - days(below(4))};
        auto const n = std::to_string(++items_);
        switch (below(5)) {
        case 0:
            i.kind = comity::item_kind::domain;
            i.value = "source-" + n + ".example";
            break;
        case 1:
            i.kind = comity::item_kind::url;
            i.value = "hxxp://source-" + n + ".example/login";
            break;
        case 2:
            i.kind = comity::item_kind::ipv6;
            i.value = "2001:db8::" + std::to_string(between(1, 9999));
            break;
        default:
            i.kind = comity::item_kind::ipv4;
            i.value = one_of(networks);
            i.value += std::to_string(between(1, 254));
            i.port = one_of(ports);
        }
        return i;
    }

    std::mt19937_64 random_;
    std::string name_, source_;
    std::vector<comity::filing> filings_;
    int number_ = 0, persons_ = 0, items_ = 0;
};

inline std::vector<comity::filing> make(std::uint64_t seed = 20210512) { return maker(seed).make(); }

/// What the other register has otherwise, and of how many requests.
struct other_side_counts {
    int never_registered = 0, other_date = 0, mangled_reference = 0, answered = 0, entered_twice = 0;
};

/// The requests between Russia and the United Kingdom as the other side might keep them, as made up as the rest: with references of its own, and of every so many requests from Russia
/// one that never was registered, one under the day on which it was entered, one whose reference was mangled, one that was refused in a letter which did not arrive, and one entered twice.
inline std::vector<comity::filing> kept_by_the_other_side(std::vector<comity::filing> const& all, other_side_counts& counts) {
    auto const GB = "GB"_state, RU = "RU"_state;
    auto const name = std::string("comity-statement, the other side");
    std::vector<comity::filing> theirs;
    int number = 0, waiting = 0;
    auto const keep = [&](comity::filing f) {
        ++number;
        f.options.id = comity::named_uuid(name, std::to_string(number));
        f.options.source = "synthetic: made by " + name;
        f.request.requested_reference = "SYN-HO/" + std::to_string(1000 + number);
        theirs.push_back(std::move(f));
    };
    for (auto const& ours : all) {
        auto const& r = ours.request;
        if (!((r.requesting == RU && r.requested == GB) || (r.requesting == GB && r.requested == RU))) continue;
        auto f = ours;
        f.request.related.clear();
        auto const day = r.made_on->latest();
        auto const silent = r.requesting == RU && r.kind == request_kind::extradition && ours.events.empty() && day < day_of_the_statement;
        auto& text = f.request.reference;
        switch (silent ? waiting++ % 3 : -1) {
            case 0: ++counts.never_registered; continue;
            case 1:
                f.events.push_back({.event = {.kind = event_kind::refused, .on = day + days(21), .ground = "human_rights", .known_since = std::max(day + days(21), *f.options.known_since)},
                                    .options = {.id = comity::named_uuid(name, text)}});
                ++counts.answered;
                break;
            default: break;
        }
        if (!silent && number % 17 == 3) {
            f.request.made_on = day - days(9 + number % 11);
            ++counts.other_date;
        } else if (number % 23 == 5) {
            switch (counts.mangled_reference++ % 4) {
                case 0: text = "SУN" + text.substr(3); break;                      // a Cyrillic letter
                case 1: std::ranges::replace(text, '/', ' '); break;
                case 2: std::swap(text[text.size() - 1], text[text.size() - 2]), text += "7"; break;
                default: text.erase(4, 1); break;
            }
        }
        if (!silent && number % 61 == 40) {
            keep(f);
            ++counts.entered_twice;
        }
        keep(std::move(f));
    }
    return theirs;
}

}  // namespace statement
