// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "digest.hpp"
#include "new_file.hpp"
#include "registry/limits.hpp"

#include <comity/archive.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

// An archive as a file: an envelope, which says what follows, how long it is and what its SHA-256 is; then the contents.

namespace comity::inline v0::detail {

/// A new file, of which the envelope comes last and stands in front.
class archive_output {
public:
    /// Throws as new_file.
    archive_output(std::filesystem::path, archive_format);

    void write(std::string_view);
    void finish();

private:
    new_file file_;
    archive_format format_;
    std::uint64_t length_ = 0;
    sha256_stream sha256_{};
};

/// A file whose envelope is in order, and whose contents have the length and the digest that it says.
class archive_input {
public:
    /// Throws not_found, bad_input, unsupported for a newer release's.
    explicit archive_input(std::filesystem::path);

    archive_format format() const { return format_; }
    /// To the beginning of the contents.
    void rewind();
    bool at_end() const { return left_ == 0; }
    std::uint64_t left() const { return left_; }
    /// The next bytes; throws bad_input where there are not so many.
    std::string bytes(std::uint64_t count);
    /// The next line, without its end.
    std::string line();

private:
    void read_envelope();

    std::filesystem::path path_;
    std::ifstream file_;
    archive_format format_{};
    std::uint64_t begin_ = 0, length_ = 0, left_ = 0;
};

}  // namespace comity::v0::detail
