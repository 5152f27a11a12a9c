// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detail/enum_names.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// How long something takes when not everything has happened yet.
//
// A mean or a median of the requests that were answered leaves out those that never were, so that who does not answer looks fast. These
// estimates count them for as long as they have waited, as censored.
//
//     auto const waited = kaplan_meier({9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161},
//                                      {true, true, false, true, true, false, true, true, false, true, false});
//     waited.median().at     == 31
//     waited.at(31)          == 0.4909…        // still without an answer after 31 days
//
// Conventions are those of R's survival package (Therneau, 3.5): at one time events come before censorings; times closer to each other
// than 1.5e-8, or than that fraction of their mean, are one time (`timefix`); limits are two-sided.

namespace comity::inline v0 {

/// How confidence limits are made: symmetric about log S, about log(−log S), or about S itself. All are cut to 0 … 1. Where S is 0 the
/// first two have none, and log_log has none where it is 1 (not a number).
enum class limits { log, log_log, plain };

struct survival_options {
    std::vector<double> entry{};           ///< the age at which each came under observation, less than its duration; none: 0
    comity::limits limits = limits::log;
    double confidence = 0.95;              ///< between 0 and 1, of two-sided limits
};

/// A time, and its confidence limits; none where the curve or the limit does not come down so far.
struct survival_quantile {
    std::optional<double> at{};
    std::optional<double> lower{};
    std::optional<double> upper{};

    friend bool operator==(survival_quantile const&, survival_quantile const&) = default;
};

/// The area under a survival curve up to a time.
struct restricted_mean {
    double until = 0;
    double mean = 0;
    double std_error = 0;
};

/// A Kaplan–Meier estimate (Kaplan and Meier 1958): a step at each time at which something happened or was censored.
struct survival_curve {
    std::vector<double> times{};           ///< ascending
    std::vector<std::int64_t> at_risk{};   ///< just before each
    std::vector<std::int64_t> events{};    ///< at each
    std::vector<std::int64_t> censored{};  ///< at each, after the events
    std::vector<double> survival{};        ///< from each on
    std::vector<double> std_error{};       ///< of survival (Greenwood 1926); not a number where survival is 0. R's `summary(fit)$std.err`
    std::vector<double> lower{};           ///< confidence limits of survival
    std::vector<double> upper{};

    /// The probability that it has not happened by then: 1 before the first time.
    double at(double time) const;
    /// The first time at which the curve has come down to 1 − p; where it runs flat exactly there, the middle of the flat stretch. The
    /// limits are the same of `upper` and `lower` (Brookmeyer and Crowley 1982). Throws bad_input for a p outside 0 … 1.
    survival_quantile quantile(double p) const;
    survival_quantile median() const { return quantile(0.5); }
    std::optional<double> time_at(double p) const;  ///< the same without limits
    /// Days, or whatever the durations are in. The curve is taken to stay flat after its last time.
    restricted_mean mean_until(double time) const;
};

/// `durations` are until it happened (observed) or until it was last known not to have happened. Throws bad_input where they are of
/// different numbers, and for a duration or entry that is negative, not finite, or no greater than its entry.
survival_curve kaplan_meier(std::span<double const> durations, std::vector<bool> const& observed, survival_options const& = {});

/// Of several groups; near-equal times are found across all of them.
struct grouped_survival {
    std::string group{};
    survival_curve curve{};
};
/// In the order in which the groups first occur.
std::vector<grouped_survival> kaplan_meier(std::span<double const> durations, std::vector<bool> const& observed, std::span<std::string const> group,
                                           survival_options const& = {});

/// Whether groups differ (Mantel 1966, Peto and Peto 1972): what was observed in each, and what would be expected if they did not.
struct log_rank_test {
    struct group {
        std::string name{};
        std::int64_t size = 0;
        std::int64_t observed = 0;
        double expected = 0;
    };
    std::vector<group> groups{};           ///< in the order in which they first occur
    double chi_squared = 0;
    int degrees_of_freedom = 0;
    double p_value = 1;
};
/// Throws bad_input as `kaplan_meier`, and for fewer than two groups.
log_rank_test log_rank(std::span<double const> durations, std::vector<bool> const& observed, std::span<std::string const> group);

/// The probability that each of several outcomes has come by a time, where the first excludes the others (Aalen and Johansen 1978):
/// granted, refused, withdrawn. To censor the others instead would overstate each.
struct incidence_curves {
    /// Of one outcome.
    struct curve {
        std::vector<std::int64_t> events{};
        std::vector<double> probability{};
        std::vector<double> std_error{};   ///< infinitesimal jackknife, as R's `survfit` has it
        std::vector<double> lower{};       ///< confidence limits; not a number where the probability is 0
        std::vector<double> upper{};
    };
    std::vector<double> times{};
    std::vector<std::int64_t> at_risk{};
    std::vector<std::int64_t> censored{};
    std::vector<curve> outcomes{};         ///< number 0 is "still open": its probability is that of none of the others

    /// By number of the outcome; 1, 0, 0 … before the first time.
    std::vector<double> at(double time) const;
};

/// `outcomes` are numbers from 1; 0: still open when last heard of. Throws bad_input as `kaplan_meier`, and for numbers below 0 or above 1000.
incidence_curves cumulative_incidence(std::span<double const> durations, std::span<int const> outcomes, survival_options const& = {});

}  // namespace comity::v0

template <> struct comity::detail::enum_names<comity::limits> {
    static constexpr std::string_view what = "kind of limits";
    static constexpr std::array<std::string_view, 3> names{"log", "log-log", "plain"};
};
