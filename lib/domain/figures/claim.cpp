// SPDX-License-Identifier: Apache-2.0
#include <comity/claim.hpp>

#include "figure.hpp"
#include "quoted.hpp"
#include "toml_rows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace comity::inline v0 {

namespace {

using namespace detail;

// ---- what is claimed ------------------------------------------------------------------------------------------------

struct bounds {
    std::int64_t least = 0;
    std::optional<std::int64_t> most{};
    bool hold(std::int64_t n) const { return n >= least && (!most || n <= *most); }
};

bounds bounds_of(claim const& c) {
    if (c.counts == counted_thing::main_origins) {
        if (c.origins.empty()) throw bad_input("claim " + detail::quoted(c.name) + " names no States; a claim of main_origins says which are the first (origins)");
        return {};
    }
    if (!c.at_least && !c.at_most && !c.about) throw bad_input("claim " + detail::quoted(c.name) + " says no number; give at_least, at_most or about");
    if (c.about && (c.at_least || c.at_most)) throw bad_input("claim " + detail::quoted(c.name) + " says about, and at_least or at_most too; give one or the other");
    if (!(c.tolerance >= 0 && c.tolerance < 1)) throw bad_input("claim " + detail::quoted(c.name) + ": tolerance is a part of the number, from 0 to less than 1");
    for (auto const& n : {c.at_least, c.at_most, c.about})
        if (n && *n < 0) throw bad_input("claim " + detail::quoted(c.name) + " counts " + std::to_string(*n) + "; a number from 0");
    if (c.at_least && c.at_most && *c.at_least > *c.at_most) throw bad_input("claim " + detail::quoted(c.name) + " is at least " + std::to_string(*c.at_least) + " and at most " + std::to_string(*c.at_most));
    if (!c.about) return {c.at_least.value_or(0), c.at_most};
    constexpr std::int64_t most = 1'000'000'000'000'000;  // whole numbers to here are exact, and nobody counts further
    if (*c.about > most) throw bad_input("claim " + detail::quoted(c.name) + " is about " + std::to_string(*c.about) + "; a count is at most " + std::to_string(most));
    auto const width = static_cast<double>(*c.about) * c.tolerance + 1e-9;
    return {static_cast<std::int64_t>(std::ceil(static_cast<double>(*c.about) - width)), static_cast<std::int64_t>(std::floor(static_cast<double>(*c.about) + width))};
}

message in_words(bounds const& b) {
    if (!b.most) return {"at least {least}", {{"least", b.least}}};
    if (b.least == 0) return {"at most {most}", {{"most", *b.most}}};
    return {"from {least} to {most}", {{"least", b.least}, {"most", *b.most}}};
}

// ---- readings -------------------------------------------------------------------------------------------------------

class claim_check {
public:
    claim_check(snapshot const& view, claim const& c) : in_(view), claim_(c), bounds_(bounds_of(c)), within_(in_, c.period), requests_(select(in_, c.of)) {}

    claim_result result() {
        switch (claim_.counts) {
            case counted_thing::requests: made(); break;
            case counted_thing::unanswered: unanswered(); break;
            case counted_thing::granted: decided(is_granted, "granted"); break;
            case counted_thing::refused: decided([](outcome o) { return o == outcome::refused; }, "refused"); break;
            case counted_thing::surrendered: surrendered(); break;
            case counted_thing::items_reported: items_reported(); break;
            case counted_thing::items_suppressed: items_suppressed(); break;
            case counted_thing::main_origins: origins(); break;
        }
        auto result = claim_result{.claim = claim_, .readings = std::move(readings_)};
        auto const holding = std::ranges::count_if(result.readings, &claim_reading::holds);
        result.verdict = holding == std::ssize(result.readings) ? verdict::holds : holding == 0 ? verdict::fails : verdict::depends;
        auto const said = claim_.counts == counted_thing::main_origins ? message("which States come first") : in_words(bounds_);
        auto& t = result.summary = figure(in_, "claim-" + claim_.name, message::as_is(claim_.sentence), message::sentences({{"Held against this register: {said}.", {{"said", said}}}, claim_.source.empty() ? message() : message("Source: {source}.", {{"source", claim_.source}}),
                                          "The sentence is true or false if it is so under every reading; else it depends on what its words mean."}), claim_.of, requests_, parameters());
        t.columns = {worded("reading"), written("counted", "What is counted"), counted("value"), worded("verdict")};
        for (auto const& r : result.readings) t.rows.push_back({r.name, sentence{r.text}, r.value ? cell(*r.value) : cell(), r.holds ? "true" : "false"});
        return result;
    }

private:
    std::string parameters() const {
        auto const number = [](std::optional<std::int64_t> const& n) { return n ? std::to_string(*n) : std::string("-"); };
        std::string text = std::string(to_string(claim_.counts)) + "|" + text_of(claim_.period) + "|" + number(claim_.at_least) + "|" + number(claim_.at_most) + "|" + number(claim_.about) + "|" + to_text(cell(claim_.tolerance));
        for (auto const& s : claim_.origins) text += "|" + to_string(s);
        return text;
    }
    message when() const { return detail::in_words(claim_.period, in_.view.as_of()); }
    message as_of() const { return comity::in_words(in_.view.as_of()); }

    /// Requests, each with the event that makes it count.
    using found = std::vector<std::pair<std::size_t, std::size_t>>;

    table list_of(std::string const& reading, message const& what, found const& requests, message const& event_heading, std::optional<std::vector<std::int64_t>> const& counts = {}) const {
        auto const& c = in_.columns;
        auto t = figure(in_, "claim-" + claim_.name + "-" + reading, {"{sentence} ({reading})", {{"sentence", claim_.sentence}, {"reading", word{reading}}}}, what, claim_.of, requests_, "list|" + reading + "|" + parameters());
        t.columns = {written("reference"), written("requesting", "From"), written("requested", "To"), worded("kind"), dated("made_on", "Made on"), dated("counted_for", event_heading), identifier("id", "Id")};
        if (counts) t.columns.push_back(counted("items"));
        std::size_t n = 0;
        for (auto const& [i, e] : requests) {
            auto row = std::vector<cell>{text(std::string(c.reference[i])), std::string(in_.word(c.requesting[i])), std::string(in_.word(c.requested[i])), std::string(to_string(static_cast<request_kind>(c.kind[i]))),
                                         day_cell(in_, in_.made(i)), day_cell(in_, e), to_string(c.id[i])};
            if (counts) row.push_back((*counts)[n]);
            ++n;
            t.rows.push_back(std::move(row));
        }
        t.rows.sort([](auto const& row) { return std::tuple(to_text(row[4]), to_text(row[0])); });
        return t;
    }

    void add(std::string name, message what, std::int64_t value, table list) {
        readings_.push_back({.name = std::move(name), .text = std::move(what), .value = value, .holds = bounds_.hold(value), .list = std::move(list)});
    }
    void add(std::string const& name, message const& what, found const& requests, message const& heading) {
        add(name, what, static_cast<std::int64_t>(requests.size()), list_of(name, what, requests, heading));
    }

    void made() {
        found all;
        for (auto const i : requests_)
            if (within_(i, in_.made(i))) all.emplace_back(i, in_.made(i));
        add("made", {"Requests made {when}.", {{"when", when()}}}, all, "Made on");
    }

    void unanswered() {
        for (auto const& d : in_.view.law().answers()) {
            auto const answer = answers(in_, d.name);
            found waiting;
            for (auto const i : requests_)
                if (within_(i, in_.made(i)) && answer.awaited(i)) waiting.emplace_back(i, in_.last(i));
            add(d.name, message::sentences({{"Requests made {when}.", {{"when", when()}}}, answer.of_the_unanswered()}), waiting, "Last act on");
        }
    }

    template <class Is> void decided(Is is, std::string_view what) {
        found cohort, flow;
        for (auto const i : requests_) {
            auto const made = in_.made(i), last = in_.last(i);
            if (within_(i, made) && is(in_.outcome(last))) cohort.emplace_back(i, last);
            bool before = false;
            for (auto e = made; e <= last; ++e) {
                auto const now = is(in_.outcome(e));
                if (now && !before && within_(i, e)) {
                    flow.emplace_back(i, e);
                    break;
                }
                before = now;
            }
        }
        add("cohort", {"Requests made {when} and {what, select, granted {granted, in whole or in part,} other {refused}} by {as_of}.", {{"when", when()}, {"what", what}, {"as_of", as_of()}}}, cohort, "Last act on");
        add("flow", {"Requests {what, select, granted {granted, in whole or in part,} other {refused}} {when}, whenever they were made.", {{"what", what}, {"when", when()}}}, flow, "Decided on");
    }

    void surrendered() {
        // A person who was lent back and surrendered again was surrendered.
        changed(subject_kind::person, {event_kind::person_surrendered}, {}, {"Persons surrendered by {as_of} on requests made {when}, once on a request.", {{"as_of", as_of()}, {"when", when()}}},
                {"Persons surrendered {when}, whenever they were asked for; by their first surrender on a request.", {{"when", when()}}}, "Surrendered on");
    }

    void items_reported() {
        found all;
        std::vector<std::int64_t> counts;
        std::int64_t sum = 0;
        for (auto const i : requests_) {
            auto const n = count_parts(in_, i, subject_kind::item);
            if (n == 0 || !within_(i, in_.made(i))) continue;
            all.emplace_back(i, in_.made(i)), counts.push_back(n), sum += n;
        }
        auto const what = message("Items in requests made {when}.", {{"when", when()}});
        add("reported", what, sum, list_of("reported", what, all, "Reported on", counts));
    }

    void items_suppressed() {
        changed(subject_kind::item, {event_kind::source_suppressed}, {event_kind::source_reactivated}, 
                {"Items suppressed by {as_of} of those in requests made {when}; what was active again and suppressed again counts twice.", {{"as_of", as_of()}, {"when", when()}}},
                {"Items suppressed {when}, whenever they were reported; what was active again and suppressed again counts twice.", {{"when", when()}}}, "Suppressed on");
    }

    /// Parts to which something happened, and those to which it happened anew: of requests made in the period, and in the period.
    void changed(subject_kind kind, std::vector<event_kind> const& by, std::vector<event_kind> const& undone_by, message const& asked, message const& done, message const& day) {
        auto const happens = in_.kinds(by), undone = in_.kinds(undone_by);
        std::vector<std::uint8_t> becomes;
        for (std::size_t k = 0; k < happens.size(); ++k) becomes.push_back(happens[k] ? 1 : undone[k] ? 0 : none_of_it);
        std::array<found, 2> of;
        std::array<std::vector<std::int64_t>, 2> counts;
        std::array<std::int64_t, 2> sums{};
        for (auto const i : requests_) {
            auto const parts = count_parts(in_, i, kind);
            auto const all = kind == subject_kind::person ? std::max<std::int64_t>(parts, 1) : parts;  // a request that names nobody is about somebody
            each_change(in_, i, kind, static_cast<std::size_t>(all), becomes, [&](std::size_t e, std::uint8_t what, std::int64_t n) {
                if (what == 0) return;
                for (auto const which : {std::size_t{0}, std::size_t{1}})
                    if (within_(i, which == 0 ? in_.made(i) : e)) of[which].emplace_back(i, e), counts[which].push_back(n), sums[which] += n;
            });
        }
        add("cohort", asked, sums[0], list_of("cohort", asked, of[0], day, counts[0]));
        add("flow", done, sums[1], list_of("flow", done, of[1], day, counts[1]));
    }

    void origins() {
        for (auto const by_items : {true, false}) {
            std::map<std::string, std::int64_t> of;
            std::int64_t all = 0;
            for (auto const i : requests_) {
                auto const items = count_parts(in_, i, subject_kind::item);
                if (items == 0 || !within_(i, in_.made(i))) continue;
                auto const n = by_items ? items : 1;
                of[std::string(in_.word(in_.columns.requested[i]))] += n, all += n;
            }
            std::vector<std::pair<std::int64_t, std::string>> order;
            for (auto const& [state, n] : of) order.emplace_back(-n, state);
            std::ranges::sort(order);
            auto const first = claim_.origins.size();
            auto is_first = order.size() >= first;
            for (std::size_t n = 0; n < std::min(first, order.size()); ++n)
                is_first &= std::ranges::any_of(claim_.origins, [&](state_code s) { return s.text() == order[n].second; });
            if (is_first && order.size() > first && order[first].first == order[first - 1].first) is_first = false;  // a tie: another State is as much among the first
            auto const name = std::string(by_items ? "by_items" : "by_requests");
            auto const what = message(by_items ? "Items, in requests for incident assistance made {when}, by the State that was asked to act on the sources in it." : "Requests for incident assistance made {when}, by the State that was asked to act on the sources in it.", {{"when", when()}});
            auto t = figure(in_, "claim-" + claim_.name + (by_items ? "-items" : "-requests"), {"{sentence} ({reading})", {{"sentence", claim_.sentence}, {"reading", word{name}}}}, what, claim_.of, requests_, "list|" + name + "|" + parameters());
            t.columns = {written("state", "State"), counted(by_items ? "items" : "requests"), measured("share", "Share, %")};
            t.columns.back().decimals = share_decimals(all);
            for (auto const& [n, state] : order) t.rows.push_back({state, -n, percent(-n, all)});
            readings_.push_back({.name = name, .text = what, .holds = is_first, .list = std::move(t)});
        }
    }

    column_reader in_;
    claim claim_;
    bounds bounds_;
    within within_;
    std::vector<std::uint32_t> requests_;
    std::vector<claim_reading> readings_{};
};

// ---- files ----------------------------------------------------------------------------------------------------------

std::optional<state_code> optional_state(toml_row& row, std::string_view key) {
    auto const text = row.optional_text(key);
    if (!text) return {};
    return row.at(key, [&] { return read_state(*text).code; });
}

template <class E> std::optional<E> optional_value(toml_row& row, std::string_view key) {
    auto const text = row.optional_text(key);
    if (!text) return {};
    return row.at(key, [&] { return parse<E>(*text); });
}

query read_query(toml_row row) {
    query q;
    q.requesting = optional_state(row, "requesting"), q.requested = optional_state(row, "requested");
    q.state = optional_state(row, "state"), q.other = optional_state(row, "other");
    if (q.other && !q.state) throw row.problem("other", "goes with state; name both");
    q.kind = optional_value<request_kind>(row, "kind"), q.channel = optional_value<channel>(row, "channel");
    q.reference = row.optional_text("reference"), q.instrument = row.optional_text("instrument"), q.authority = row.optional_text("authority");
    q.measure = row.optional_text("measure"), q.offence = row.optional_text("offence"), q.handling = row.optional_text("handling");
    q.urgent = row.flag("urgent");
    q.made_from = row.optional_day("made_from"), q.made_until = row.optional_day("made_until");
    row.finish();
    return q;
}

std::optional<std::int64_t> optional_count(toml_row& row, std::string_view key) {
    auto const n = row.optional_number(key);
    if (n && *n < 0) throw row.problem(key, "is " + std::to_string(*n) + "; a count is a number from 0");
    return n ? std::optional<std::int64_t>(*n) : std::nullopt;
}

claim read_claim(toml_row& row) {
    claim c;
    c.name = row.text("name"), c.sentence = row.text("sentence"), c.source = row.text("source");
    c.counts = row.at("counts", [&] { return parse<counted_thing>(row.text("counts")); });
    if (auto of = row.table("of")) c.of = read_query(*of);
    if (auto period = row.table("period")) {
        c.period = date_range{.from = period->day("from"), .until = period->day("until")};
        period->finish();
        if (c.period->until < c.period->from) throw row.problem("period", "ends before it begins");
    }
    c.at_least = optional_count(row, "at_least"), c.at_most = optional_count(row, "at_most"), c.about = optional_count(row, "about");
    if (auto const percent = row.optional_number("tolerance_percent")) {
        if (*percent < 0 || *percent > 99) throw row.problem("tolerance_percent", "is " + std::to_string(*percent) + "; write 0 to 99");
        c.tolerance = *percent / 100.0;
    }
    for (auto const& text : row.texts("origins")) c.origins.push_back(row.at("origins", [&] { return read_state(text).code; }));
    row.finish();
    row.at("name", [&] { bounds_of(c); return 0; });
    return c;
}

}  // namespace

claim_result check(snapshot const& view, claim const& c) { return claim_check(view, c).result(); }

std::vector<claim> read_claims(std::string const& file_name, std::string_view toml) {
    auto const table = parse_toml(file_name, toml);
    auto file = toml_row(file_name, table);
    std::vector<claim> claims;
    constexpr std::size_t most = 200;  // each has a list of its own
    for (auto& row : file.rows("claims")) {
        if (claims.size() == most) throw bad_input(file_name + " has more than " + std::to_string(most) + " claims; write the others to another file");
        auto c = read_claim(row);
        if (std::ranges::find(claims, c.name, &claim::name) != claims.end()) throw row.problem("name", detail::quoted(c.name) + " is the name of another claim in this file");
        claims.push_back(std::move(c));
    }
    file.finish();
    if (claims.empty()) throw bad_input(file_name + " has no claims; write them as [[claims]]");
    return claims;
}

std::vector<claim> read_claims(std::filesystem::path const& path) {
    return read_claims(path.filename().string(), read_toml_text(path, "a file of claims is a page or two"));
}

}  // namespace comity::v0
