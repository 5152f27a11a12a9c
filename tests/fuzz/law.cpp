// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <comity/law.hpp>

using namespace comity;

// A law file laid over the law: its name within the folder, and the file.

static fuzz::target const law_files("law", [](std::string_view input) {
    auto const part = fuzz::parts(input, 2);
    // The name is what tells kinds of files apart; which paths a system takes is not asked here.
    auto const name = part[0];
    if (name.empty() || name.size() > 100 || name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/.") != name.npos || name.front() == '/' || name.find("..") != name.npos || name.back() == '/') return;
    auto const file = fuzz::file(name, part[1]);
    auto const found = fuzz::read([&] { return law::load(file.folder()); });
    if (!found) return;
    for (auto const& one : found->files())
        if (name.starts_with(one)) fuzz::require(!found->text(one).empty(), "a law file is printed");
});
