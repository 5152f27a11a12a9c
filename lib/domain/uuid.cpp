// SPDX-License-Identifier: Apache-2.0
#include <comity/uuid.hpp>

#include "digest.hpp"
#include "quoted.hpp"

#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace comity::inline v0 {

std::string to_string(uuid const& id) { return boost::uuids::to_string(id); }

namespace {

/// As `to_string` writes it: so are the ids of every row that is read, and Boost takes its time.
std::optional<uuid> as_written_here(std::string_view text) {
    uuid id;
    if (text.size() != 36) return {};
    std::array<char, 32> digits;
    auto* to = digits.data();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i] != '-') return {};
        } else {
            *to++ = text[i];
        }
    }
    if (!detail::read_hex({digits.data(), digits.size()}, id.data)) return {};
    return id;
}

}  // namespace

uuid parse_uuid(std::string_view text) {
    if (auto const id = as_written_here(text)) return *id;
    try {
        // Boost also reads braces and digits without hyphens; one form is enough.
        if (text.size() == 36 && text[8] == '-') return boost::uuids::string_generator()(text.begin(), text.end());
    } catch (std::runtime_error const&) {
    }
    throw bad_input(detail::quoted(text) + " is not a UUID; write it as 01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f");
}

uuid named_uuid(std::string_view space, std::string_view name) {
    auto text = std::string(space);
    text += '\0';
    text += name;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw storage_error("libcrypto has no SHA-256");
    uuid id;
    std::copy_n(digest.begin(), id.size(), id.begin());
    id.data[6] = static_cast<std::uint8_t>(0x80 | (id.data[6] & 0x0F));  // version 8: made in a way of one's own
    id.data[8] = static_cast<std::uint8_t>(0x80 | (id.data[8] & 0x3F));
    return id;
}

}  // namespace comity::v0
