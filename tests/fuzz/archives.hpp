// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/formats.hpp"
#include "fuzz.hpp"

#include <comity/registry.hpp>

#include <fstream>
#include <iterator>

namespace fuzz {

inline std::string content_of(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// An archive that is nothing but these bytes; and one that has them as its contents, under an envelope that fits. What is read goes into a register and out again: it is
/// then the same file, and the register verifies.
inline void archive(comity::archive_format format, std::string_view input) {
    using namespace comity;
    file const as_it_is("a", input);
    read([&] { detail::archive_input(as_it_is.path()); });

    file const folder("kept/nothing", "");
    auto const enveloped = folder.folder() / "b";
    {
        detail::archive_output to(enveloped, format);
        to.write(input);
        to.finish();
    }
    auto const whole = read([&] {
        detail::archive_input from(enveloped);
        auto const reader = detail::reader_of(from);
        reader->begin();
        while (reader->next()) {}
    });
    if (!whole) return;
    auto registry = registry::open(":memory:");
    auto const report = read([&] { return registry.import_archive(enveloped); });
    if (!report) return;
    require(registry.verify().dossiers == static_cast<std::int64_t>(report->requests), "all that was read is there, and verifies");
    if (!report->whole || (report->seals > 0) != report->seals_kept) return;
    auto const again = folder.folder() / "c";
    registry.export_archive(again, {.format = format});
    require(content_of(again) == content_of(enveloped), "what was read is written as it was");
}

}  // namespace fuzz
