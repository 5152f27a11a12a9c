// SPDX-License-Identifier: Apache-2.0
#include <comity/error.hpp>

#include <comity/table.hpp>

namespace comity::inline v0 {

namespace {

// Names of files, words of a command line and what a database says come from outside, and stand in messages as they are: here is the one place that
// every message passes.
std::string one_line(std::string_view text) {
    constexpr std::size_t most = 8000;  // a name of a file can have as many letters as somebody likes
    auto shown = displayable(text);
    if (shown.size() <= most) return shown;
    auto end = most;
    while ((static_cast<unsigned char>(shown[end]) & 0xC0) == 0x80) --end;
    shown.resize(end);
    return shown += "…";
}

}  // namespace

error::error(std::string const& message) : message_(one_line(message)) {}

void error::in(std::string_view place) { message_.insert(0, one_line(place) + ": "); }

}  // namespace comity::v0
