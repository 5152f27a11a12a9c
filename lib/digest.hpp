// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace comity::inline v0::detail {

using sha256_bytes = std::array<std::uint8_t, 32>;

/// SHA-256 of these bytes, one after the other.
sha256_bytes sha256(std::initializer_list<std::string_view> parts);

inline std::string_view bytes_of(sha256_bytes const& b) { return {reinterpret_cast<char const*>(b.data()), b.size()}; }

/// The same of bytes that come one after the other.
class sha256_stream {
public:
    sha256_stream();
    ~sha256_stream();
    sha256_stream(sha256_stream&&) noexcept;
    sha256_stream& operator=(sha256_stream&&) noexcept;

    void add(std::string_view bytes);
    sha256_bytes end();

private:
    struct context;
    std::unique_ptr<context> context_;
};

std::string to_hex(std::string_view bytes);
/// Writes the bytes that an even number of digits, 0 to 9 and a to f, stands for; false where one is none.
bool read_hex(std::string_view digits, std::uint8_t* to);
/// The bytes that an even number of small hexadecimal digits stands for; else bad_input.
std::string from_hex(std::string_view digits);
/// 64 of them.
sha256_bytes parse_sha256(std::string_view digits);

/// SHA-256 over a sequence of texts and numbers. Each is preceded by its length, so that no two sequences look alike.
class digest {
public:
    digest& add(std::string_view text);
    digest& add(std::int64_t number);
    std::string hex();  ///< ends it

private:
    sha256_stream bytes_{};
};

}  // namespace comity::v0::detail
