// SPDX-License-Identifier: Apache-2.0
#pragma once

// A register that a program fills, and that may not be there yet: it is there when it is filled, and not before.

#include "program.hpp"

#include <comity/registry.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace {

/// One in a file that is not there is made beside its place, and goes again unless it is kept; what writes to it meanwhile is this program alone.
class register_to_fill {
public:
    register_to_fill(std::string url, comity::open_options options)
        : url_(std::move(url)), options_(std::move(options)), half_(url_), registry_(comity::registry::open(half_.path.empty() ? url_ : half_.path.string(), options_)) {}

    comity::registry& operator*() { return registry_; }

    /// Puts it in its place, and opens it there. Throws conflict where there is one meanwhile.
    comity::registry keep() && {
        if (half_.path.empty()) return std::move(registry_);
        registry_.close();
        half_.put_in_place();
        return comity::registry::open(url_, std::move(options_));
    }

private:
    struct half {
        std::filesystem::path place{}, path{};  ///< none, where the register is there, or is in no file

        explicit half(std::string const& url) : place(register_file(url)) {
            std::error_code unknown;  // then opening it says more
            auto const folder = place.has_parent_path() ? place.parent_path() : std::filesystem::path(".");
            if (place.empty() || std::filesystem::exists(std::filesystem::symlink_status(place, unknown)) || !std::filesystem::is_directory(folder, unknown)) return;
            for (auto const* beside : beside_register)
                if (auto const left = place.string() + beside; std::filesystem::exists(std::filesystem::symlink_status(left, unknown)))
                    throw comity::conflict(left + " is there, of a register that is not: its rows would be laid over the new one; move it away");
            path = place.string() + "." + std::to_string(::getpid()) + ".part";
        }
        half(half const&) = delete;
        ~half() {
            std::error_code ignored;
            if (!path.empty())
                for (auto const* beside : beside_register) std::filesystem::remove(path.string() + beside, ignored);
        }

        void put_in_place() const {
            auto const there_already = [&] { return comity::conflict(place.string() + " is there by now, and was not before; nothing was written to it, begin again"); };
            std::error_code problem;
            // A link is made only where there is nothing; where a file system has none, a look has to do.
            std::filesystem::create_hard_link(path, place, problem);
            if (problem == std::errc::file_exists) throw there_already();
            if (problem) {
                if (std::filesystem::exists(std::filesystem::symlink_status(place, problem))) throw there_already();
                std::filesystem::rename(path, place, problem);
                if (problem) throw comity::storage_error(place.string() + " cannot be written: " + problem.message());
            }
            auto const folder = ::open(place.has_parent_path() ? place.parent_path().c_str() : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (folder < 0) return;
            ::fsync(folder);  // or a power cut could take the name
            ::close(folder);
        }
    };

    std::string url_;
    comity::open_options options_;
    half half_;
    comity::registry registry_;
};

}  // namespace
