// SPDX-License-Identifier: Apache-2.0
#include "new_file.hpp"

#include "quoted.hpp"
#include "registry/random.hpp"

#include <comity/error.hpp>
#include <comity/uuid.hpp>

#include <fcntl.h>
#include <unistd.h>

namespace comity::inline v0::detail {

namespace {

conflict there_already(std::filesystem::path const& path) { return conflict(quoted_path(path.string()) + " is there already; name a new file"); }
std::error_code last_error() { return {errno, std::generic_category()}; }

}  // namespace

new_file::new_file(std::filesystem::path path) : path_(std::move(path)), unfinished_(path_) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(path_, ignored))) throw there_already(path_);
    unfinished_ += "." + to_string(make_uuid7());
    errno = 0;
    out.open(unfinished_, std::ios::binary | std::ios::out | std::ios::trunc);
    if (!out) failed(last_error());
}

new_file::~new_file() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove(finished_ ? path_ : unfinished_, ignored);
}

void new_file::failed(std::error_code const& problem) const {
    throw storage_error(quoted_path(path_.string()) + " cannot be written" + (problem ? ": " + problem.message() : ""));
}

void new_file::write(std::string_view bytes) {
    errno = 0;
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out) failed(last_error());
}

void new_file::seek(std::streamoff place) { out.seekp(place); }

void new_file::finish() {
    errno = 0;
    out.close();
    if (!out) failed(last_error());
    auto const file = ::open(unfinished_.c_str(), O_RDONLY | O_CLOEXEC);
    auto const on_disk = file >= 0 && ::fsync(file) == 0;
    auto const why = last_error();
    if (file >= 0) ::close(file);
    if (!on_disk) failed(why);
    // A link is made only where there is nothing; where a file system has none, the look before has to do.
    std::error_code problem;
    if (::link(unfinished_.c_str(), path_.c_str()) == 0) {
        finished_ = true;
        std::filesystem::remove(unfinished_, problem);
        return;
    }
    if (errno == EEXIST) throw there_already(path_);
    std::filesystem::rename(unfinished_, path_, problem);
    if (problem) failed(problem);
    finished_ = true;
}

}  // namespace comity::v0::detail
