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

    /// What a script prints; none where gnuplot is missing or fails, and `trouble` says why. It is asked no more after that.
    std::optional<std::string> run(std::string_view script);
    /// Why pictures are left out; empty while none is.
    std::string const& trouble() const { return trouble_; }
    /// Says so, of what it printed.
    void fail(std::string why) { trouble_ = std::move(why); }

private:
    std::string program_;
    std::chrono::milliseconds time_limit_;
    std::string trouble_{};
};

}  // namespace comity::v0::detail
