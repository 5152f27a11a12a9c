// SPDX-License-Identifier: Apache-2.0
#include "digest.hpp"

#include "quoted.hpp"

#include <comity/error.hpp>

#include <openssl/evp.h>

#include <array>

namespace comity::inline v0::detail {

namespace {

/// Fetched once: asking libcrypto for it by name costs more than hashing an entry.
EVP_MD const* sha256_method() {
    struct release { void operator()(EVP_MD* m) const { EVP_MD_free(m); } };
    static std::unique_ptr<EVP_MD, release> const method(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    return method.get();
}

class sha256_context {
public:
    sha256_context() { start(); }
    void start() {
        if (!evp_ || EVP_DigestInit_ex2(evp_.get(), sha256_method(), nullptr) != 1) throw unsupported("libcrypto has no SHA-256");
    }
    void add(std::string_view bytes) { EVP_DigestUpdate(evp_.get(), bytes.data(), bytes.size()); }
    sha256_bytes end() {
        sha256_bytes result;
        EVP_DigestFinal_ex(evp_.get(), result.data(), nullptr);
        return result;
    }

private:
    struct release { void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); } };
    std::unique_ptr<EVP_MD_CTX, release> evp_{EVP_MD_CTX_new()};
};

}  // namespace

struct sha256_stream::context : sha256_context {};

sha256_stream::sha256_stream() : context_(std::make_unique<context>()) {}
sha256_stream::~sha256_stream() = default;
sha256_stream::sha256_stream(sha256_stream&&) noexcept = default;
sha256_stream& sha256_stream::operator=(sha256_stream&&) noexcept = default;
void sha256_stream::add(std::string_view bytes) { context_->add(bytes); }
sha256_bytes sha256_stream::end() { return context_->end(); }

sha256_bytes sha256(std::initializer_list<std::string_view> parts) {
    thread_local sha256_context context;  // making one costs more than hashing an entry
    context.start();
    for (auto const part : parts) context.add(part);
    return context.end();
}

std::string to_hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text(bytes.size() * 2, '\0');
    auto* to = text.data();
    for (auto const b : bytes) {
        *to++ = digits[static_cast<unsigned char>(b) >> 4];
        *to++ = digits[static_cast<unsigned char>(b) & 15];
    }
    return text;
}

namespace {

/// What each character stands for; -1: nothing.
constexpr auto digit_values = [] {
    std::array<signed char, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 16; ++i) values[static_cast<unsigned char>("0123456789abcdef"[i])] = static_cast<signed char>(i);
    return values;
}();

}  // namespace

bool read_hex(std::string_view digits, std::uint8_t* to) {
    int all = 0;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        int const high = digit_values[static_cast<unsigned char>(digits[i])], low = digit_values[static_cast<unsigned char>(digits[i + 1])];
        all |= high | low;
        *to++ = static_cast<std::uint8_t>((high << 4 | low) & 0xFF);
    }
    return all >= 0;
}

namespace {

void read(std::string_view digits, std::uint8_t* to) {
    if (!read_hex(digits, to)) throw bad_input(quoted(digits) + " is not written in hexadecimal digits, 0 to 9 and a to f");
}

}  // namespace

std::string from_hex(std::string_view digits) {
    if (digits.size() % 2 != 0) throw bad_input(quoted(digits) + " has an odd number of hexadecimal digits");
    std::string bytes(digits.size() / 2, '\0');
    read(digits, reinterpret_cast<std::uint8_t*>(bytes.data()));
    return bytes;
}

sha256_bytes parse_sha256(std::string_view digits) {
    sha256_bytes result;
    if (digits.size() != 2 * result.size())
        throw bad_input(quoted(digits) + " is not a SHA-256; write 64 hexadecimal digits");
    read(digits, result.data());
    return result;
}

digest& digest::add(std::string_view text) {
    bytes_.add(std::to_string(text.size()) + ":");
    bytes_.add(text);
    return *this;
}

digest& digest::add(std::int64_t number) { return add(std::to_string(number)); }

std::string digest::hex() { return to_hex(bytes_of(bytes_.end())); }

}  // namespace comity::v0::detail
