// SPDX-License-Identifier: Apache-2.0
#include "archives.hpp"

static fuzz::target const archive_binary("archive_binary", [](std::string_view input) { fuzz::archive(comity::archive_format::binary, input); });
