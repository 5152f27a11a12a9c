// SPDX-License-Identifier: Apache-2.0
#include "digest.hpp"

#include <comity/error.hpp>

#include <openssl/evp.h>

#include <array>

namespace comity::inline v0::detail {

struct digest::context {
    struct release { void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); } };
    std::unique_ptr<EVP_MD_CTX, release> evp{EVP_MD_CTX_new()};
};

digest::digest() : context_(std::make_unique<context>()) {
    if (!context_->evp || EVP_DigestInit_ex(context_->evp.get(), EVP_sha256(), nullptr) != 1)
        throw unsupported("libcrypto has no SHA-256");
}

digest::~digest() = default;

digest& digest::add(std::string_view text) {
    auto const length = std::to_string(text.size()) + ":";
    EVP_DigestUpdate(context_->evp.get(), length.data(), length.size());
    EVP_DigestUpdate(context_->evp.get(), text.data(), text.size());
    return *this;
}

digest& digest::add(std::int64_t number) { return add(std::to_string(number)); }

std::string digest::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
    unsigned size = 0;
    EVP_DigestFinal_ex(context_->evp.get(), bytes.data(), &size);
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        constexpr char digits[] = "0123456789abcdef";
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

}  // namespace comity::v0::detail
