// SPDX-License-Identifier: Apache-2.0
#include "file.hpp"

#include "quoted.hpp"

#include <comity/error.hpp>

#include <cereal/archives/portable_binary.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iomanip>
#include <sstream>
#include <vector>

namespace comity::inline v0::detail {

namespace {

constexpr std::uint32_t this_version = 1;

/// No text begins with it, and what turns line feeds into something else, or cuts the eighth bit, breaks it.
constexpr std::string_view magic = "\x89" "CMTY\r\n\x1A";
constexpr std::string_view json_begins = R"({"format": "comity archive", )";

struct envelope {
    archive_format format{};
    std::uint64_t length = 0;
    std::string sha256{};  ///< of the contents, 64 hexadecimal digits
};

/// Always of the same length, so that it can be written last.
std::string text_of(envelope const& e) {
    std::ostringstream out(std::ios::binary);
    if (e.format == archive_format::json) {
        out << json_begins << R"("version": )" << this_version << R"(, "length": )" << std::setw(20) << e.length << R"(, "sha256": ")" << e.sha256 << "\",\n";
        return std::move(out).str();
    }
    out << magic;
    auto digest = parse_sha256(e.sha256);
    cereal::PortableBinaryOutputArchive to(out, cereal::PortableBinaryOutputArchive::Options::LittleEndian());
    to(this_version, e.length, cereal::binary_data(digest.data(), digest.size()));
    return std::move(out).str();
}

std::size_t size_of_envelope(archive_format format) { return text_of({.format = format, .sha256 = to_hex(bytes_of(sha256_bytes{}))}).size(); }

void check_version(std::uint64_t version) {
    if (version > this_version)
        throw unsupported("an archive of format version " + std::to_string(version) + ", of a newer release; this one reads version " + std::to_string(this_version));
    if (version < 1) throw bad_input("the archive has format version " + std::to_string(version) + "; there is none before 1");
}

constexpr std::string_view as_sent = "ask for the file as it was sent";

/// Another program may have read the same from it; but its digest is that of the bytes.
bad_input laid_out_anew() {
    return bad_input("it is an archive in JSON that an editor or another program wrote anew, with a mark at its beginning, other line ends or other spaces, and its SHA-256 is of the bytes as they were; " + std::string(as_sent));
}

/// Whether it begins as an archive in JSON but for spaces, line ends and a mark.
bool is_laid_out_anew(std::string_view begin) {
    auto const plain = [](std::string_view text) {
        auto result = std::string(text);
        std::erase_if(result, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
        return result;
    };
    if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
    return plain(begin).starts_with(plain(json_begins));
}

bad_input no_archive(std::string_view begin) {
    auto const at = begin.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return bad_input("it is no comity archive: it begins neither as one in JSON, with " + detail::quoted(json_begins) + ", nor as a binary one" +
                     (at != begin.npos && begin[at] == '{' ? "; if another program laid one out anew, " + std::string(as_sent) : ""));
}

/// What a file begins with; its length tells how much of it is the envelope.
envelope envelope_of(std::string_view begin) {
    envelope e;
    if (begin.starts_with(json_begins)) {
        e.format = archive_format::json;
        auto const line = begin.substr(0, begin.find('\n'));
        auto const head = nlohmann::json::parse(std::string(line.substr(0, line.find_last_of(','))) + "}", nullptr, false);
        if (!head.is_object() || !head.contains("version") || !head["version"].is_number_unsigned())
            throw bad_input("line 1: the envelope is cut or altered; it has format, version, length and sha256");
        check_version(head["version"].get<std::uint64_t>());
        if (!head.contains("length") || !head["length"].is_number_unsigned() || !head.contains("sha256") || !head["sha256"].is_string())
            throw bad_input("line 1: the envelope has length and sha256");
        e.length = head["length"].get<std::uint64_t>(), e.sha256 = head["sha256"].get<std::string>();
    } else if (begin.starts_with(magic)) {
        e.format = archive_format::binary;
        std::istringstream in(std::string(begin.substr(magic.size())), std::ios::binary);
        std::uint32_t version = 0;
        sha256_bytes digest{};
        try {
            if (in.peek() != 1) throw bad_input("the envelope is altered: numbers are not written with the lowest byte first");
            cereal::PortableBinaryInputArchive from(in);
            from(version);
            check_version(version);
            from(e.length, cereal::binary_data(digest.data(), digest.size()));
        } catch (cereal::Exception const&) {
            throw bad_input("the envelope is cut");
        }
        e.sha256 = to_hex(bytes_of(digest));
    } else {
        throw is_laid_out_anew(begin) ? laid_out_anew() : no_archive(begin);
    }
    parse_sha256(e.sha256);
    if (!begin.starts_with(text_of(e))) throw e.format == archive_format::json ? laid_out_anew() : bad_input("the envelope is not written as this release writes it");
    return e;
}

}  // namespace

// ---- out ------------------------------------------------------------------------------------------------------------

archive_output::archive_output(std::filesystem::path path, archive_format format) : file_(std::move(path)), format_(format) {
    file_.write(std::string(size_of_envelope(format_), ' '));
}

void archive_output::write(std::string_view bytes) {
    file_.write(bytes);
    sha256_.add(bytes);
    length_ += bytes.size();
}

void archive_output::finish() {
    file_.seek(0);
    file_.write(text_of({.format = format_, .length = length_, .sha256 = to_hex(bytes_of(sha256_.end()))}));
    file_.finish();
    file_.keep();
}

// ---- in -------------------------------------------------------------------------------------------------------------

archive_input::archive_input(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code problem;
    auto const status = std::filesystem::status(path_, problem);
    if (!std::filesystem::exists(status)) throw not_found(quoted_path(path_.string()) + ": there is no such file");
    if (!std::filesystem::is_regular_file(status)) throw bad_input(quoted_path(path_.string()) + " is not a file");
    file_.open(path_, std::ios::binary);
    if (!file_) throw not_found(quoted_path(path_.string()) + " cannot be read");
    try {
        read_envelope();
    } catch (error& e) {
        e.in(quoted_path(path_.string()));
        throw;
    }
}

void archive_input::read_envelope() {
    std::string begin(1000, '\0');
    file_.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    begin.resize(static_cast<std::size_t>(file_.gcount()));
    if (begin.empty()) throw bad_input("the file is empty");
    auto const said = envelope_of(begin);
    format_ = said.format, length_ = said.length, begin_ = size_of_envelope(format_);

    auto const whole = std::filesystem::file_size(path_);
    if (whole < begin_ || whole - begin_ < length_)
        throw bad_input("it is cut: " + std::to_string(whole - std::min<std::uint64_t>(whole, begin_)) + " bytes follow the envelope, which says " + std::to_string(length_));
    if (whole - begin_ > length_) throw bad_input("behind its end stand " + std::to_string(whole - begin_ - length_) + " bytes more; " + std::string(as_sent));
    rewind();
    sha256_stream sha256;
    while (left_ > 0) sha256.add(bytes(std::min<std::uint64_t>(left_, 1 << 20)));
    if (to_hex(bytes_of(sha256.end())) != said.sha256) throw bad_input("it is damaged or altered: its contents do not have the SHA-256 that the envelope says; " + std::string(as_sent));
    rewind();
}

void archive_input::rewind() {
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(begin_));
    left_ = length_;
}

std::string archive_input::bytes(std::uint64_t count) {
    if (count > left_) throw bad_input(std::to_string(count) + " bytes should follow, and " + std::to_string(left_) + " do");
    std::string result(count, '\0');
    file_.read(result.data(), static_cast<std::streamsize>(count));
    if (static_cast<std::uint64_t>(file_.gcount()) != count) throw storage_error(path_.string() + ": cannot be read any more");
    left_ -= count;
    return result;
}

std::string archive_input::line() {
    std::string result;
    constexpr std::size_t at_once = 1 << 16;
    std::vector<char> some(at_once);
    for (bool ended = false; !ended;) {
        if (left_ == 0) throw bad_input("the file ends within it");
        file_.get(some.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(at_once, left_ + 1)), '\n');
        auto const got = static_cast<std::size_t>(file_.gcount());
        if (got == 0) file_.clear();  // the end of the line stands first
        result.append(some.data(), got);
        left_ -= got;
        if (result.size() > most_bytes) throw bad_input("it is longer than " + std::to_string(most_bytes / 1'000'000) + " MB");
        if (left_ > 0 && file_.peek() == '\n') file_.ignore(), --left_, ended = true;
        else if (got == 0) throw storage_error(path_.string() + ": cannot be read any more");
    }
    return result;
}

}  // namespace comity::v0::detail
