// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"
#include "request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace comity::inline v0 {

/// A word whose letters come from scripts that are not written together: "Ivаnov" with a Cyrillic а, which nobody finds who writes it in Latin. It is kept
/// as it is; perhaps it is meant.
struct mixed_word {
    std::string field{};      ///< "reference", "person 2, name 1"
    std::string word{};       ///< as it is written
    message text{};           ///< "the word Ivаnov has letters of several scripts (Latin, Cyrillic): а U+0430"
};

/// Such words in the references of a request and in the names of its persons. Words of one script each are none ("Ivan Иванов"), nor is what is written together: Japanese, Korean and Chinese with
/// Latin letters (Unicode Technical Standard #39, highly restrictive).
std::vector<mixed_word> mixed_scripts(request const&);
/// In one text.
std::vector<mixed_word> mixed_scripts(std::string_view text);

}  // namespace comity::v0
