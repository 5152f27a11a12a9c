// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include "embedded.hpp"
#include "quoted.hpp"

#include <algorithm>

namespace comity::inline v0::detail {

std::string path_of_file(std::string_view url) {
    constexpr std::string_view hint = "write sqlite://requests.db, the path of a file, or postgresql://user@host/database";
    if (url.empty()) throw bad_input("the register's name is empty; " + std::string(hint));
    if (url.find('\0') != url.npos) throw bad_input("the register's name holds a NUL byte; " + std::string(hint));
    auto path = url;
    if (auto const colon = url.find("://"); colon != url.npos) {
        if (url.substr(0, colon) != "sqlite")
            throw bad_input(detail::quoted(url.substr(0, colon)) + " is not a kind of database; " + std::string(hint));
        path = url.substr(colon + 3);
        if (path.find_first_of("?#") != path.npos)
            throw bad_input("a sqlite:// URL takes no options behind ? or #; see open_options");
    } else if (url.starts_with("sqlite:") || url.starts_with("file:")) {
        throw bad_input(detail::quoted(url) + " is neither a URL nor a path; " + std::string(hint));
    } else if (url.starts_with("postgresql:") || url.starts_with("postgres:")) {
        throw bad_input("this is no URL; " + std::string(hint));
    }
    if (path.empty()) throw bad_input("the URL names no file; " + std::string(hint));
    return std::string(path);
}

std::unique_ptr<database> database::open(std::string_view url, access mode) {
    if ((url.starts_with("postgresql://") || url.starts_with("postgres://")) && url.find('\0') == url.npos)
        return open_postgresql(std::string(url), mode);
    auto const path = path_of_file(url);
    if (path == ":memory:" && mode == access::read_only)
        throw bad_input("a register in memory begins empty: read_only makes no sense for it");
    return open_sqlite(path, mode);
}

void database::rollback() noexcept {
    try {
        session_ << "rollback";
    } catch (...) {  // what is not committed goes with the connection
    }
}

std::string without_statement(std::string_view said) { return std::string(said.substr(0, said.find(" while executing \""))); }

std::vector<std::string_view> migrations_of(std::string_view kind) {
    auto const files = migrations();
    std::vector<embedded_file> sorted(files.begin(), files.end());
    std::ranges::sort(sorted, {}, &embedded_file::path);
    std::vector<std::string_view> scripts;
    for (auto const& file : sorted)
        if (file.path.starts_with(kind) && file.path.substr(kind.size()).starts_with("/0")) scripts.push_back(file.text);
    return scripts;
}

}  // namespace comity::v0::detail
