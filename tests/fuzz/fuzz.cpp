// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace fuzz {

std::map<std::string, body, std::less<>>& targets() {
    static std::map<std::string, body, std::less<>> all;
    return all;
}

void require(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

void require_readable(std::string_view complaint) {
    require(!complaint.empty() && complaint.size() < 16'384, "a complaint is short: " + std::string(complaint.substr(0, 1000)));
    auto const size = static_cast<std::int32_t>(complaint.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 c = 0;
        U8_NEXT(reinterpret_cast<std::uint8_t const*>(complaint.data()), at, size, c);
        auto const harmless = c > 0 && u_charType(c) != U_CONTROL_CHAR && u_charType(c) != U_LINE_SEPARATOR && u_charType(c) != U_PARAGRAPH_SEPARATOR && !u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
        require(harmless, "a complaint has no control characters, marks of direction or broken bytes: " + std::string(complaint));
    }
}

std::vector<std::string_view> parts(std::string_view input, std::size_t count) {
    constexpr std::string_view line = "\n----\n";
    std::vector<std::string_view> result;
    while (result.size() + 1 < count) {
        auto const end = input.find(line);
        result.push_back(input.substr(0, end));
        input = end == input.npos ? std::string_view() : input.substr(end + line.size());
    }
    result.push_back(input);
    return result;
}

namespace {

/// A folder of this process, in memory where the system has it; removed at the end.
class scratch {
public:
    scratch() {
        auto const memory = std::filesystem::path("/dev/shm");
        std::error_code unknown;
        auto name = ((std::filesystem::is_directory(memory, unknown) ? memory : std::filesystem::temp_directory_path()) / "comity-fuzz-XXXXXX").string();
        require(mkdtemp(name.data()) != nullptr, "a folder can be made");
        path = name;
    }
    ~scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
};

}  // namespace

file::file(std::string_view name, std::string_view contents) {
    static scratch const of_process;
    static int number = 0;
    folder_ = of_process.path / std::to_string(++number);
    path_ = folder_ / name;
    std::filesystem::create_directories(path_.parent_path());
    std::ofstream(path_, std::ios::binary).write(contents.data(), static_cast<std::streamsize>(contents.size()));
}

file::~file() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace fuzz
