// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <comity/error.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Readers of text from outside, each given any bytes at all. A file beside this one is the target of its name: it hands the bytes to a
// reader, and says what must hold of what comes back. libFuzzer looks for bytes of which it does not; comity-replay, in the ordinary
// tests, runs every target on what was found so far (corpus/NAME/, ../regress/NAME/).

namespace fuzz {

using body = void (*)(std::string_view input);
/// By name: all in comity-replay, one in a fuzzer.
std::map<std::string, body, std::less<>>& targets();

struct target {
    target(char const* name, body run) { targets().emplace(name, run); }
};

/// Ends the program unless it holds.
void require(bool holds, std::string_view what);
/// Of a complaint: that it is one short line that a terminal can show.
void require_readable(std::string_view complaint);

/// What a reader gives, or nothing where it complains in the one way that it may, by an error of the library.
template <class F> auto read(F f) -> std::optional<std::conditional_t<std::is_void_v<decltype(f())>, bool, decltype(f())>> {
    try {
        if constexpr (std::is_void_v<decltype(f())>) {
            f();
            return true;
        } else {
            return f();
        }
    } catch (comity::error const& e) {
        require_readable(e.what());
        return {};
    }
}

/// A value that is printed and read again is the same.
template <class F> void round_trip(F f, std::string_view input) {
    if (auto const value = read([&] { return f(input); })) {
        auto const again = f(to_string(*value));
        require(again == *value && to_string(again) == to_string(*value), "what is printed is read as the same value");
    }
}

/// The parts of an input that lines of "----" divide; as many as asked for, the last ones perhaps empty.
std::vector<std::string_view> parts(std::string_view input, std::size_t count);

/// A file in memory, for readers that take none but a path; gone with the value. A name may have a folder before it.
class file {
public:
    file(std::string_view name, std::string_view contents);
    ~file();
    file(file const&) = delete;
    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path const& folder() const { return folder_; }  ///< that holds nothing else

private:
    std::filesystem::path folder_, path_;
};

}  // namespace fuzz
