// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace comity::inline v0::detail {

/// A file that is there when it is whole, and not before. Nothing that is there already is ever written over, nor what a link leads to.
class new_file {
public:
    /// Throws conflict where there is something of that name, storage_error where it cannot be made.
    explicit new_file(std::filesystem::path);
    new_file(new_file const&) = delete;
    ~new_file();

    void write(std::string_view bytes);
    void seek(std::streamoff);
    /// Puts it on the disk, under its name. Throws as the constructor.
    void finish();
    /// It stays. Until then it goes again with this.
    void keep() { kept_ = true; }

    std::fstream out{};

private:
    [[noreturn]] void failed(std::error_code const& = {}) const;

    std::filesystem::path path_, unfinished_;
    bool finished_ = false, kept_ = false;
};

}  // namespace comity::v0::detail
