// SPDX-License-Identifier: Apache-2.0
#include <comity/error.hpp>

#include <comity/table.hpp>

namespace comity::inline v0 {

// Names of files, words of a command line and what a database says come from outside, and stand in messages as they are: here is the one place that
// every message passes.
error::error(std::string const& message) : message_(displayable(message)) {
    constexpr std::size_t most = 8000;  // a name of a file can have as many letters as somebody likes
    if (message_.size() <= most) return;
    auto end = most;
    while ((static_cast<unsigned char>(message_[end]) & 0xC0) == 0x80) --end;
    message_.resize(end);
    message_ += "…";
}

void error::in(std::string_view place) { message_.insert(0, displayable(place) + ": "); }

}  // namespace comity::v0
