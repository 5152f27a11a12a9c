// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// The one place that runs gnuplot.

namespace comity::inline v0::detail {

/// The program, as found on PATH. It is run without a shell, in an empty environment and the root folder, for so long at most.
class gnuplot {
public:
    explicit gnuplot(std::chrono::milliseconds time_limit = std::chrono::seconds(20));

    /// What a script prints; none where gnuplot is missing or fails, and `trouble` says why. Where it is missing, cannot be started or takes too long it is
    /// asked no more: the next would fare no better. What fails for one picture says nothing of the next.
    std::optional<std::string> run(std::string_view script);
    /// Why pictures are left out, the first that is; empty while none is.
    std::string const& trouble() const { return trouble_; }
    /// Whether some are there all the same.
    bool drew() const { return drew_; }
    /// Says what became of what it printed.
    void drawn() { drew_ = true; }
    void fail(std::string why) {
        if (trouble_.empty()) trouble_ = std::move(why);
    }

private:
    void give_up(std::string why) {
        fail(std::move(why));
        given_up_ = true;
    }

    std::string program_;
    std::chrono::milliseconds time_limit_;
    std::string trouble_{};
    bool given_up_ = false, drew_ = false;
};

}  // namespace comity::v0::detail
