// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "file.hpp"
#include "registry/carried.hpp"

#include <memory>

namespace comity::inline v0::detail {

/// Into the contents of a file; `end` when all is given.
struct archive_format_writer : archive_writer {
    virtual void end() = 0;
};
std::unique_ptr<archive_format_writer> writer_of(archive_format, archive_output&);
std::unique_ptr<archive_reader> reader_of(archive_input&);

}  // namespace comity::v0::detail
