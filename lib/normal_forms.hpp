// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace comity::inline v0::detail {

/// How a text may stand in a register, each once: as it is, composed (NFC) and decomposed (NFD). Registers keep the bytes they are given, and é is one letter
/// from one keyboard and two from another.
inline std::vector<std::string> spellings(std::string_view text) {
    std::vector<std::string> result{std::string(text)};
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return result;
    auto status = U_ZERO_ERROR;
    auto const all = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    for (auto const* form : {icu::Normalizer2::getNFCInstance(status), icu::Normalizer2::getNFDInstance(status)}) {
        std::string spelt;
        if (form) form->normalize(all, status).toUTF8String(spelt);
        if (U_SUCCESS(status) && std::ranges::find(result, spelt) == result.end()) result.push_back(std::move(spelt));
    }
    return result;
}

}  // namespace comity::v0::detail
