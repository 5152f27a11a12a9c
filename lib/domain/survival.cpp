// SPDX-License-Identifier: Apache-2.0
#include <comity/survival.hpp>

#include <comity/error.hpp>

#include "risk_sets.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace comity::inline v0 {

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
/// Times, and probabilities, closer than this are the same: the square root of the machine's epsilon, as R has it.
double const tolerance = std::sqrt(std::numeric_limits<double>::epsilon());

// ---- times ----------------------------------------------------------------------------------------------------------

std::string row_number(std::size_t i) { return "row " + std::to_string(i + 1); }

void check(std::span<double const> durations, std::size_t others, std::vector<double> const& entry) {
    auto const same = [&](std::size_t n, char const* what) {
        if (n != durations.size()) throw bad_input(std::to_string(durations.size()) + " durations, but " + std::to_string(n) + " " + what);
    };
    same(others, "observations");
    if (!entry.empty()) same(entry.size(), "entries");
    for (std::size_t i = 0; i < durations.size(); ++i) {
        if (!std::isfinite(durations[i]) || durations[i] < 0)
            throw bad_input(row_number(i) + ": a duration is a number from 0, not " + std::to_string(durations[i]));
        if (entry.empty()) continue;
        if (!std::isfinite(entry[i]) || entry[i] < 0) throw bad_input(row_number(i) + ": an entry is a number from 0, not " + std::to_string(entry[i]));
        if (entry[i] >= durations[i])
            throw bad_input(row_number(i) + ": it came under observation at " + std::to_string(entry[i]) + ", and not before it ended at " + std::to_string(durations[i]));
    }
}

double check_confidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) throw bad_input("confidence is " + std::to_string(confidence) + "; a number between 0 and 1, as 0.95, says how sure the limits are");
    return confidence;
}

/// The times that count as different, of near-equal ones the first.
class distinct_times {
public:
    distinct_times(std::span<double const> durations, std::vector<double> const& entry) {
        std::vector<double> all(durations.begin(), durations.end());
        all.insert(all.end(), entry.begin(), entry.end());
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        double sum = 0;
        for (auto const t : all) sum += t;
        auto const mean = sum / static_cast<double>(all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const step = i == 0 ? 0 : all[i] - all[i - 1];
            if (i == 0 || !(step <= tolerance || step / mean <= tolerance)) times_.push_back(all[i]);
        }
    }

    std::size_t size() const { return times_.size(); }
    double operator[](std::size_t number) const { return times_[number]; }
    /// The number of the one that this time counts as.
    std::size_t number_of(double time) const {
        return static_cast<std::size_t>(std::ranges::upper_bound(times_, time) - times_.begin()) - 1;
    }

private:
    std::vector<double> times_;
};

void check_interval(std::size_t i, std::size_t entry, std::size_t end) {
    if (entry == end) throw bad_input(row_number(i) + ": it came under observation and ended at times that count as equal");
}

// ---- limits ---------------------------------------------------------------------------------------------------------

double z_of(double confidence) { return boost::math::quantile(boost::math::normal(), 1 - (1 - confidence) / 2); }

struct limit_pair {
    double lower, upper;
};

/// Of a probability, from its own standard error relative to it.
limit_pair limits_of(double p, double relative, limits kind, double z) {
    switch (kind) {
        case limits::plain: {
            auto const width = relative * p * z;
            return {std::isnan(width) ? not_a_number : std::max(p - width, 0.0), std::isnan(width) ? not_a_number : std::min(p + width, 1.0)};
        }
        case limits::log: {
            if (p == 0) return {not_a_number, not_a_number};
            auto const width = z * relative;
            return {std::exp(std::log(p) - width), std::min(std::exp(std::log(p) + width), 1.0)};
        }
        case limits::log_log: {
            if (p == 0 || p == 1) return {not_a_number, not_a_number};
            auto const width = z * relative / std::log(p);
            auto const middle = std::log(-std::log(p));
            return {std::exp(-std::exp(middle - width)), std::exp(-std::exp(middle + width))};
        }
    }
    return {not_a_number, not_a_number};
}

// ---- quantiles ------------------------------------------------------------------------------------------------------

/// Where a curve that falls from 1 has come down to 1 − p. Limits need not fall throughout, and may be no numbers: of the steps that reach
/// so far the highest counts.
std::optional<double> come_down(std::vector<double> const& times, std::vector<double> const& curve, double p) {
    if (p == 0) return 0;
    struct step { double fallen, time; };
    std::optional<step> from, until;  // the highest steps that reach p, a little less, and a little more
    step last{0, 0};                  // of those unlike all before
    double most = 0;
    bool last_known = true, met_unknown = false;
    auto const reach = [](std::optional<step>& best, step s, double least) {
        if (s.fallen >= least && (!best || s.fallen < best->fallen)) best = s;
    };
    reach(from, last, p - tolerance), reach(until, last, p + tolerance);
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (std::isnan(curve[i])) {
            if (!std::exchange(met_unknown, true)) last_known = false;
            continue;
        }
        auto const one = step{1 - curve[i], times[i]};
        if (one.fallen == last.fallen || one.fallen == 0) continue;
        most = std::max(most, one.fallen);
        last = one, last_known = true;
        reach(from, one, p - tolerance), reach(until, one, p + tolerance);
    }
    if (most < p || !from) return {};
    if (last_known && std::abs(p - last.fallen) < tolerance) return (from->time + times.back()) / 2;  // flat to the end
    if (!until) return {};
    return (from->time + until->time) / 2;
}

}  // namespace

// ---- Kaplan–Meier ---------------------------------------------------------------------------------------------------

survival_curve detail::curve_of(std::vector<risk_set> const& sets, limits kind, double confidence) {
    auto const z = z_of(check_confidence(confidence));
    survival_curve c;
    for (auto* column : {&c.times, &c.survival, &c.std_error, &c.lower, &c.upper}) column->reserve(sets.size());
    for (auto* column : {&c.at_risk, &c.events, &c.censored}) column->reserve(sets.size());
    double survival = 1, greenwood = 0;
    for (auto const& s : sets) {
        auto const n = static_cast<double>(s.at_risk), d = static_cast<double>(s.events);
        if (s.events > 0) {
            survival *= (n - d) / n;
            greenwood += d / (n * (n - d));
        }
        auto const relative = std::sqrt(greenwood);
        auto const [lower, upper] = limits_of(survival, relative, kind, z);
        c.times.push_back(s.time), c.at_risk.push_back(s.at_risk), c.events.push_back(s.events), c.censored.push_back(s.censored);
        c.survival.push_back(survival), c.std_error.push_back(survival * relative), c.lower.push_back(lower), c.upper.push_back(upper);
    }
    return c;
}

namespace {

/// Of some of the rows.
survival_curve estimate(std::span<double const> durations, std::vector<bool> const& observed, survival_options const& o, distinct_times const& times,
                        std::vector<std::size_t> const& rows) {
    struct ending { std::size_t time; bool observed; };
    std::vector<ending> endings;
    std::vector<std::size_t> entries;
    for (auto const i : rows) {
        endings.push_back({times.number_of(durations[i]), observed[i]});
        if (o.entry.empty()) continue;
        entries.push_back(times.number_of(o.entry[i]));
        check_interval(i, entries.back(), endings.back().time);
    }
    std::ranges::sort(endings, {}, &ending::time);
    std::ranges::sort(entries);
    std::vector<detail::risk_set> sets;
    auto at_risk = static_cast<std::int64_t>(o.entry.empty() ? rows.size() : 0);
    auto entered = entries.begin();
    for (auto one = endings.begin(); one != endings.end();) {
        auto const time = one->time;
        for (; entered != entries.end() && *entered < time; ++entered) ++at_risk;
        auto set = detail::risk_set{.time = times[time], .at_risk = at_risk};
        for (; one != endings.end() && one->time == time; ++one) ++(one->observed ? set.events : set.censored);
        at_risk -= set.events + set.censored;
        sets.push_back(set);
    }
    return detail::curve_of(sets, o.limits, o.confidence);
}

/// The groups, in the order in which they first occur, and to which each row belongs.
struct grouping {
    explicit grouping(std::span<std::string const> group) {
        std::map<std::string_view, std::size_t> numbers;
        for (auto const& name : group) {
            auto const [at, is_new] = numbers.emplace(name, names.size());
            if (is_new) names.push_back(name);
            of.push_back(at->second);
        }
    }
    std::vector<std::string> names{};
    std::vector<std::size_t> of{};
};

std::vector<std::size_t> all_of(std::size_t count) {
    std::vector<std::size_t> rows(count);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
}

void check_groups(std::span<double const> durations, std::span<std::string const> group) {
    if (group.size() != durations.size()) throw bad_input(std::to_string(durations.size()) + " durations, but " + std::to_string(group.size()) + " groups");
}

}  // namespace

survival_curve kaplan_meier(std::span<double const> durations, std::vector<bool> const& observed, survival_options const& o) {
    check(durations, observed.size(), o.entry);
    return estimate(durations, observed, o, distinct_times(durations, o.entry), all_of(durations.size()));
}

std::vector<grouped_survival> kaplan_meier(std::span<double const> durations, std::vector<bool> const& observed, std::span<std::string const> group,
                                           survival_options const& o) {
    check(durations, observed.size(), o.entry);
    check_groups(durations, group);
    auto const times = distinct_times(durations, o.entry);
    auto const groups = grouping(group);
    std::vector<std::vector<std::size_t>> rows(groups.names.size());
    for (std::size_t i = 0; i < durations.size(); ++i) rows[groups.of[i]].push_back(i);
    std::vector<grouped_survival> result;
    for (std::size_t g = 0; g < rows.size(); ++g) result.push_back({groups.names[g], estimate(durations, observed, o, times, rows[g])});
    return result;
}

double survival_curve::at(double time) const {
    auto const after = static_cast<std::size_t>(std::ranges::upper_bound(times, time) - times.begin());
    return after == 0 ? 1 : survival[after - 1];
}

std::optional<double> survival_curve::time_at(double p) const {
    if (!(p >= 0 && p <= 1)) throw bad_input("a quantile is asked for by a number from 0 to 1, not " + std::to_string(p));
    return come_down(times, survival, p);
}

survival_quantile survival_curve::quantile(double p) const {
    return {.at = time_at(p), .lower = come_down(times, lower, p), .upper = come_down(times, upper, p)};
}

restricted_mean survival_curve::mean_until(double until) const {
    if (!(until >= 0) || !std::isfinite(until)) throw bad_input("a mean is taken up to a time from 0, not " + std::to_string(until));
    std::size_t steps = 0;
    while (steps < times.size() && times[steps] <= until) ++steps;
    // From the last step back: what each event took from the area that was still to come is its part in the variance.
    double to_come = 0, variance = 0;
    for (auto i = steps; i-- > 0;) {
        to_come += survival[i] * ((i + 1 < steps ? times[i + 1] : until) - times[i]);
        auto const n = static_cast<double>(at_risk[i]), d = static_cast<double>(events[i]);
        if (n > d) variance += to_come * to_come * d / (n * (n - d));
    }
    auto const before = steps == 0 ? until : times.front();
    return {.until = until, .mean = before + to_come, .std_error = std::sqrt(variance)};
}

// ---- log-rank -------------------------------------------------------------------------------------------------------

namespace {

/// x'A⁻¹x, by elimination with the greatest pivot; none where A is singular.
std::optional<double> quadratic_form(std::vector<std::vector<double>> a, std::vector<double> const& x) {
    auto b = x;
    auto const n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        auto pivot = k;
        for (auto i = k; i < n; ++i)
            if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
        if (std::abs(a[pivot][k]) < 1e-300) return {};
        std::swap(a[k], a[pivot]), std::swap(b[k], b[pivot]);
        for (auto i = k + 1; i < n; ++i) {
            auto const factor = a[i][k] / a[k][k];
            for (auto j = k; j < n; ++j) a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    }
    double result = 0;
    for (auto k = n; k-- > 0;) {
        for (auto j = k + 1; j < n; ++j) b[k] -= a[k][j] * b[j];
        b[k] /= a[k][k];
        result += b[k] * x[k];
    }
    return result;
}

}  // namespace

log_rank_test log_rank(std::span<double const> durations, std::vector<bool> const& observed, std::span<std::string const> group) {
    check(durations, observed.size(), {});
    check_groups(durations, group);
    auto const groups = grouping(group);
    auto const k = groups.names.size();
    if (k < 2) throw bad_input("there " + std::string(k == 1 ? "is one group" : "are no groups") + "; two or more can be compared");
    if (k > 1000) throw bad_input("there are " + std::to_string(k) + " groups; at most 1000 are compared");
    auto const times = distinct_times(durations, {});

    log_rank_test test;
    std::vector<double> at_risk(k);
    for (auto const& name : groups.names) test.groups.push_back({.name = name});
    for (std::size_t i = 0; i < durations.size(); ++i) {
        auto& g = test.groups[groups.of[i]];
        ++g.size, g.observed += observed[i], ++at_risk[groups.of[i]];
    }
    auto order = all_of(durations.size());
    std::ranges::sort(order, {}, [&](std::size_t i) { return durations[i]; });
    std::vector<std::vector<double>> variance(k, std::vector<double>(k));
    std::vector<double> leaving(k);
    double all = static_cast<double>(durations.size());
    for (std::size_t i = 0; i < order.size();) {
        auto const time = times.number_of(durations[order[i]]);
        double d = 0;
        std::ranges::fill(leaving, 0);
        for (; i < order.size() && times.number_of(durations[order[i]]) == time; ++i) {
            d += observed[order[i]];
            ++leaving[groups.of[order[i]]];
        }
        if (d > 0) {
            for (std::size_t g = 0; g < k; ++g) test.groups[g].expected += d * at_risk[g] / all;
            if (all > 1) {
                auto const ties = d * (all - d) / (all - 1);  // hypergeometric
                for (std::size_t g = 0; g < k; ++g)
                    for (std::size_t h = 0; h < k; ++h) variance[g][h] += ties * at_risk[g] / all * ((g == h) - at_risk[h] / all);
            }
        }
        for (std::size_t g = 0; g < k; ++g) at_risk[g] -= leaving[g], all -= leaving[g];
    }

    // A group at whose risk nothing happened says nothing; of the others one follows from the rest.
    std::vector<std::size_t> said;
    for (std::size_t g = 0; g < k; ++g)
        if (test.groups[g].expected > 0) said.push_back(g);
    if (said.size() < 2) return test;
    test.degrees_of_freedom = static_cast<int>(said.size()) - 1;
    said.erase(said.begin());
    std::vector<double> difference;
    std::vector<std::vector<double>> of_these;
    for (auto const g : said) {
        difference.push_back(static_cast<double>(test.groups[g].observed) - test.groups[g].expected);
        auto& row = of_these.emplace_back();
        for (auto const h : said) row.push_back(variance[g][h]);
    }
    auto const chi_squared = quadratic_form(std::move(of_these), difference);
    test.chi_squared = chi_squared.value_or(not_a_number);
    test.p_value = chi_squared ? boost::math::cdf(boost::math::complement(boost::math::chi_squared(test.degrees_of_freedom), std::max(*chi_squared, 0.0))) : not_a_number;
    return test;
}

// ---- cumulative incidence -------------------------------------------------------------------------------------------

namespace {

/// The influence that an observation has on every probability: how each would change if it counted a little more.
using influence = std::vector<double>;

}  // namespace

incidence_curves cumulative_incidence(std::span<double const> durations, std::span<int const> outcomes, survival_options const& o) {
    check(durations, outcomes.size(), o.entry);
    auto const z = z_of(check_confidence(o.confidence));
    int most = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i] < 0 || outcomes[i] > 1000) throw bad_input(row_number(i) + ": an outcome is a number from 1 to 1000, or 0 for none yet, not " + std::to_string(outcomes[i]));
        most = std::max(most, outcomes[i]);
    }
    auto const states = static_cast<std::size_t>(most) + 1;
    auto const times = distinct_times(durations, o.entry);

    struct observation { std::size_t entry, end; std::size_t outcome; };
    std::vector<observation> all;
    std::vector<std::int64_t> entered(times.size());
    std::int64_t at_risk = o.entry.empty() ? static_cast<std::int64_t>(durations.size()) : 0;
    constexpr auto from_the_start = std::numeric_limits<std::size_t>::max();
    for (std::size_t i = 0; i < durations.size(); ++i) {
        auto one = observation{from_the_start, times.number_of(durations[i]), static_cast<std::size_t>(outcomes[i])};
        if (!o.entry.empty()) {
            one.entry = times.number_of(o.entry[i]);
            check_interval(i, one.entry, one.end);
            ++entered[one.entry];
        }
        all.push_back(one);
    }
    std::ranges::sort(all, {}, &observation::end);

    incidence_curves result;
    result.outcomes.resize(states);
    // Every observation at risk is moved alike at each time. So it is enough to follow one that is at risk from the start and never ends:
    // what another has gathered since it entered is the difference. Q is the sum of the squares over all; B the sum over those at risk.
    auto p = influence(states), always = influence(states), B = influence(states), Q = influence(states), cross = influence(states);
    p[0] = 1;
    double square_open = 0;  // Q of "still open" with itself
    struct moment { influence p, always; };
    std::vector<moment> at_entry(o.entry.empty() ? 0 : times.size());
    auto const of_one = [&](observation const& one) {
        if (one.entry == from_the_start) return always;
        auto const& then = at_entry[one.entry];
        auto u = always;
        if (then.p[0] <= 0) return influence(states);
        u[0] -= then.always[0] * p[0] / then.p[0];
        for (std::size_t k = 1; k < states; ++k) u[k] -= then.always[k] + then.always[0] * (p[k] - then.p[k]) / then.p[0];
        return u;
    };

    auto next = all.begin();
    for (std::size_t t = 0; t < times.size(); ++t) {
        auto const first = next;
        while (next != all.end() && next->end == t) ++next;
        if (first != next) {
            auto const n = static_cast<double>(at_risk);
            std::vector<double> d(states);
            for (auto one = first; one != next; ++one) ++d[one->outcome];
            double hazard = 0;
            for (std::size_t k = 1; k < states; ++k) hazard += d[k] / n;
            if (hazard > 0) {
                auto const open = p[0];
                // All are moved by the hazards: what was open goes to the outcomes.
                for (std::size_t k = 1; k < states; ++k) {
                    auto const h = d[k] / n;
                    Q[k] += 2 * cross[k] * h + square_open * h * h;
                    cross[k] = (cross[k] + square_open * h) * (1 - hazard);
                    always[k] += always[0] * h, B[k] += B[0] * h;
                    p[k] += open * h;
                }
                square_open *= (1 - hazard) * (1 - hazard);
                always[0] *= 1 - hazard, B[0] *= 1 - hazard;
                p[0] = open * (1 - hazard);
                // Those at risk, by being there; then those to whom it happened.
                auto g = influence(states);
                for (std::size_t k = 1; k < states; ++k) g[k] = -open * d[k] / (n * n);
                g[0] = open * hazard / n;
                for (std::size_t k = 1; k < states; ++k) {
                    Q[k] += 2 * g[k] * B[k] + n * g[k] * g[k];
                    cross[k] += g[k] * B[0] + g[0] * B[k] + n * g[0] * g[k];
                }
                square_open += 2 * g[0] * B[0] + n * g[0] * g[0];
                for (std::size_t k = 0; k < states; ++k) always[k] += g[k], B[k] += n * g[k];
                auto const jump = open / n;
                for (auto one = first; one != next; ++one) {
                    auto const k = one->outcome;
                    if (k == 0) continue;
                    auto const u = of_one(*one);
                    Q[k] += 2 * u[k] * jump + jump * jump;
                    square_open += -2 * u[0] * jump + jump * jump;
                    for (std::size_t j = 1; j < states; ++j) cross[j] += j == k ? u[0] * jump - u[k] * jump - jump * jump : -u[j] * jump;
                }
            }
            for (auto one = first; one != next; ++one) {
                auto const u = of_one(*one);
                for (std::size_t k = 0; k < states; ++k) B[k] -= u[k];
            }
            result.times.push_back(times[t]), result.at_risk.push_back(at_risk), result.censored.push_back(static_cast<std::int64_t>(d[0]));
            for (std::size_t k = 0; k < states; ++k) {
                auto& c = result.outcomes[k];
                auto const error = std::sqrt(std::max(k == 0 ? square_open : Q[k], 0.0));
                auto const [lower, upper] = limits_of(p[k], error == 0 ? 0 : error / p[k], o.limits, z);
                c.events.push_back(k == 0 ? 0 : static_cast<std::int64_t>(d[k])), c.probability.push_back(p[k]), c.std_error.push_back(error);
                c.lower.push_back(lower), c.upper.push_back(upper);
            }
            at_risk -= next - first;
        }
        if (!o.entry.empty()) {
            at_entry[t] = {p, always};
            at_risk += entered[t];
            // Who enters has no influence yet.
        }
    }
    return result;
}

std::vector<double> incidence_curves::at(double time) const {
    auto const after = static_cast<std::size_t>(std::ranges::upper_bound(times, time) - times.begin());
    std::vector<double> result;
    for (std::size_t k = 0; k < outcomes.size(); ++k) result.push_back(after == 0 ? (k == 0) : outcomes[k].probability[after - 1]);
    return result;
}

}  // namespace comity::v0
