// SPDX-License-Identifier: Apache-2.0
// Against R's survival package: survival/survival.R wrote survival/survival.txt.
#include <comity/error.hpp>
#include <comity/survival.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

using namespace comity;

namespace {

using numbers = std::vector<double>;

numbers numbers_of(std::string const& text) {
    numbers result;
    std::istringstream in(text);
    for (std::string word; in >> word;) result.push_back(word == "nan" ? std::numeric_limits<double>::quiet_NaN() : std::stod(word));
    return result;
}

/// A line: "quantile 0.5 18 13 59".
struct line { std::string name, text; };

/// A data set, and what R says of it, in order.
struct r_set {
    std::string kind, name;
    std::vector<line> said{};
    numbers of(std::string const& name_of_line) const {
        for (auto const& l : said)
            if (l.name == name_of_line) return numbers_of(l.text);
        return {};
    }
};

std::vector<r_set> what_r_says() {
    std::ifstream in(COMITY_SOURCE_DIR "/tests/specs/survival/survival.txt");
    REQUIRE(in);
    std::vector<r_set> sets;
    for (std::string text; std::getline(in, text);) {
        auto const space = text.find(' ');
        auto const name = text.substr(0, space), rest = text.substr(space + 1);
        if (name == "set" || name == "competing") sets.push_back({name, rest});
        else sets.back().said.push_back({name, rest});
    }
    return sets;
}

bool near(double a, double b) { return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

void check_near(numbers const& ours, numbers const& theirs) {
    REQUIRE(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        if (!near(ours[i], theirs[i])) FAIL_CHECK("number " << i << ": " << ours[i] << ", and in R " << theirs[i]);
}

template <class T> numbers as_numbers(std::vector<T> const& values) { return {values.begin(), values.end()}; }
double or_nan(std::optional<double> x) { return x.value_or(std::numeric_limits<double>::quiet_NaN()); }

}  // namespace

TEST_CASE("Kaplan–Meier, its limits, quantiles, means and the log-rank test are R's") {
    int sets = 0;
    for (auto const& set : what_r_says()) {
        if (set.kind != "set") continue;
        ++sets;
        CAPTURE(set.name);
        auto const durations = set.of("time");
        std::vector<bool> observed;
        for (auto const s : set.of("status")) observed.push_back(s != 0);
        survival_options options{.entry = set.of("entry")};
        auto curve = kaplan_meier(durations, observed, options);
        check_near(curve.times, set.of("times"));
        check_near(as_numbers(curve.at_risk), set.of("risk"));
        check_near(as_numbers(curve.events), set.of("events"));
        check_near(curve.survival, set.of("survival"));
        check_near(curve.std_error, set.of("error"));
        std::vector<std::string> group;
        for (auto const& [name, text] : set.said) {
            CAPTURE(name);
            CAPTURE(text);
            if (name == "limits") {
                options.limits = parse<limits>(text);
                curve = kaplan_meier(durations, observed, options);
            }
            if (name == "lower") check_near(curve.lower, numbers_of(text));
            if (name == "upper") check_near(curve.upper, numbers_of(text));
            if (name == "quantile") {
                auto const expected = numbers_of(text);
                auto const q = curve.quantile(expected[0]);
                check_near({or_nan(q.at), or_nan(q.lower), or_nan(q.upper)}, {expected[1], expected[2], expected[3]});
            }
            if (name == "mean") {
                auto const expected = numbers_of(text);
                auto const m = curve.mean_until(expected[0]);
                check_near({m.mean, m.std_error}, {expected[1], expected[2]});
            }
            if (name == "group") {
                std::istringstream in(text);
                for (std::string one; std::getline(in, one, '|');) group.push_back(one);
            }
            if (name == "expected") {
                numbers expected;
                for (auto const& g : log_rank(durations, observed, group).groups) expected.push_back(g.expected);
                check_near(expected, numbers_of(text));
            }
            if (name == "chisq") {
                auto const test = log_rank(durations, observed, group);
                check_near({test.chi_squared, test.p_value}, numbers_of(text));
            }
        }
        // Each group by itself is the whole of what is in it.
        if (group.empty()) continue;
        for (auto const& [name, of_group] : kaplan_meier(durations, observed, group)) {
            numbers in_it;
            std::vector<bool> seen;
            for (std::size_t i = 0; i < group.size(); ++i)
                if (group[i] == name) in_it.push_back(durations[i]), seen.push_back(observed[i]);
            if (set.name != "near-equal") check_near(of_group.survival, kaplan_meier(in_it, seen).survival);
        }
    }
    CHECK(sets == 21);
}

TEST_CASE("cumulative incidence and its errors are R's") {
    int sets = 0;
    for (auto const& set : what_r_says()) {
        if (set.kind != "competing") continue;
        ++sets;
        CAPTURE(set.name);
        std::vector<int> outcomes;
        for (auto const o : set.of("outcome")) outcomes.push_back(static_cast<int>(o));
        auto const curves = cumulative_incidence(set.of("time"), outcomes, {.entry = set.of("entry")});
        check_near(curves.times, set.of("times"));
        check_near(as_numbers(curves.at_risk), set.of("risk"));
        std::size_t state = 0;
        for (auto const& [name, text] : set.said) {
            CAPTURE(state);
            if (name == "state") state = static_cast<std::size_t>(std::stoi(text));
            if (name == "probability") check_near(curves.outcomes.at(state).probability, numbers_of(text));
            if (name == "error") check_near(curves.outcomes.at(state).std_error, numbers_of(text));
            if (name == "lower") check_near(curves.outcomes.at(state).lower, numbers_of(text));
            if (name == "upper") check_near(curves.outcomes.at(state).upper, numbers_of(text));
        }
        for (auto const time : curves.times) {
            double sum = 0;
            for (auto const p : curves.at(time)) sum += p;
            CHECK(sum == doctest::Approx(1));
        }
        CHECK(curves.at(-1).front() == 1);
    }
    CHECK(sets == 5);
}

TEST_CASE("the example of the header: Embury and others 1977, maintained patients") {
    auto const waited = kaplan_meier(numbers{9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161}, {true, true, false, true, true, false, true, true, false, true, false});
    CHECK(waited.median().at == 31);
    CHECK(waited.at(31) == doctest::Approx(0.4909).epsilon(1e-4));
    CHECK(waited.at(8.9) == 1);
}

TEST_CASE("what cannot be counted is refused, with the row") {
    auto const with_entry = [](double entry) { return survival_options{.entry = {0, entry}}; };
    CHECK_THROWS_WITH_AS(kaplan_meier(numbers{1, -2}, {true, true}), "row 2: a duration is a number from 0, not -2.000000", bad_input);
    CHECK_THROWS_AS(kaplan_meier(numbers{1, std::nan("")}, {true, true}), bad_input);
    CHECK_THROWS_AS(kaplan_meier(numbers{1, INFINITY}, {true, true}), bad_input);
    CHECK_THROWS_WITH_AS(kaplan_meier(numbers{1, 2}, {true}), "2 durations, but 1 observations", bad_input);
    CHECK_THROWS_AS(kaplan_meier(numbers{1, 2}, {true, true}, with_entry(2)), bad_input);
    CHECK_THROWS_AS(kaplan_meier(numbers{1, 2}, {true, true}, with_entry(2 - 1e-9)), bad_input);
    CHECK_THROWS_AS(kaplan_meier(numbers{1}, {true}, {.confidence = 1}), bad_input);
    CHECK_THROWS_AS(kaplan_meier(numbers{1}, {true}).quantile(1.5), bad_input);
    CHECK_THROWS_AS(kaplan_meier(numbers{1}, {true}).mean_until(-1), bad_input);
    CHECK_THROWS_AS(cumulative_incidence(numbers{1}, std::vector{-1}), bad_input);
    CHECK_THROWS_AS(log_rank(numbers{1, 2}, {true, true}, std::vector<std::string>{"a", "a"}), bad_input);
    CHECK(kaplan_meier({}, {}).times.empty());
    CHECK(!kaplan_meier({}, {}).median().at);
    CHECK(cumulative_incidence({}, {}).times.empty());
}
