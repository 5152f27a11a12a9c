// SPDX-License-Identifier: Apache-2.0
#include <comity/archive.hpp>

#include "embedded.hpp"
#include "formats.hpp"
#include "quoted.hpp"
#include "registry/pool.hpp"

#include <comity/registry.hpp>

#include <algorithm>

namespace comity::inline v0 {

archive_report registry::export_archive(std::filesystem::path const& file, archive_options const& options, progress const& tell) const {
    opened();
    auto const ends_in = [&](std::string_view ending) {
        return std::ranges::equal(file.extension().string(), ending, {}, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    };
    if (!options.format && ends_in(".csv")) throw bad_input(detail::quoted_path(file.string()) + ": an archive is JSON or binary; export_csv writes CSV");
    auto const format = options.format.value_or(ends_in(".json") ? archive_format::json : archive_format::binary);
    detail::archive_output to(file, format);
    auto const writer = detail::writer_of(format, to);
    auto const report = pool::lease(opened())->give(options, *writer, tell);
    writer->end();
    to.finish();
    return report;
}

archive_report registry::import_archive(std::filesystem::path const& file, import_options const& options, progress const& tell) {
    opened();
    detail::archive_input from(file);
    auto const reader = detail::reader_of(from);
    try {
        return pool::lease(opened())->take(*reader, options, tell);
    } catch (storage_error const&) {
        throw;
    } catch (error& e) {
        e.in(detail::quoted_path(file.string()));
        throw;
    }
}

std::string_view archive_schema() { return detail::archive_files().front().text; }

}  // namespace comity::v0
