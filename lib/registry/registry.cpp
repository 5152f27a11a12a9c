// SPDX-License-Identifier: Apache-2.0
#include <comity/registry.hpp>

#include "quoted.hpp"
#include "sqlite.hpp"
#include "store.hpp"

#include <utility>

namespace comity::inline v0 {

namespace {

/// The file that a URL or bare path names. What stands behind an unknown scheme is not shown: it may hold a password.
std::string database_path(std::string_view url) {
    constexpr std::string_view hint = "write sqlite://requests.db, or the path of a file";
    if (url.empty()) throw bad_input("the register's name is empty; " + std::string(hint));
    if (url.find('\0') != url.npos) throw bad_input("the register's name holds a NUL byte; " + std::string(hint));
    for (std::string_view scheme : {"postgresql:", "postgres:"})
        if (url.starts_with(scheme))
            throw unsupported("PostgreSQL is not provided by this release; " + std::string(hint));
    auto path = url;
    if (auto const colon = url.find("://"); colon != url.npos) {
        if (url.substr(0, colon) != "sqlite")
            throw bad_input(detail::quoted(url.substr(0, colon)) + " is not a kind of database; " + std::string(hint));
        path = url.substr(colon + 3);
        if (path.find_first_of("?#") != path.npos)
            throw bad_input("a sqlite:// URL takes no options behind ? or #; see open_options");
    } else if (url.starts_with("sqlite:") || url.starts_with("file:")) {
        throw bad_input(detail::quoted(url) + " is neither a URL nor a path; " + std::string(hint));
    }
    if (path.empty()) throw bad_input("the URL names no file; " + std::string(hint));
    return std::string(path);
}

}  // namespace

registry registry::open(std::string_view url, open_options options) {
    auto const path = database_path(url);
    if (path == ":memory:" && options.access == access::read_only)
        throw bad_input("a register in memory begins empty: read_only makes no sense for it");
    auto session = detail::sqlite::open(path, options.access);
    return registry(std::make_unique<store>(std::move(session), std::move(options)));
}

registry::registry(std::unique_ptr<store> s) : store_(std::move(s)) {}
registry::registry(registry&&) noexcept = default;
registry& registry::operator=(registry&&) noexcept = default;
registry::~registry() = default;

registry::store& registry::opened() const {
    if (!store_) throw storage_error("the register is closed");
    return *store_;
}

uuid registry::file(request const& r, filing_options const& options) {
    auto const one = filing{.request = r, .options = options};
    return opened().write({&one, 1}, {}, {}).front();
}

uuid registry::record(uuid const& request, event const& e, recording_options const& options) {
    auto const one = recording{.request = request, .event = e, .options = options};
    return opened().write({}, {&one, 1}, {}).front();
}

uuid registry::amend(uuid const& request, int seq, event e, recording_options const& options) {
    if (seq < 1) throw bad_input("seq is " + std::to_string(seq) + "; write the number of the entry to amend");
    e.corrects = seq;
    return record(request, e, options);
}

uuid registry::amend(uuid const& request, comity::request const& content, std::string source,
                     recording_options const& options) {
    auto const one = recording{.request = request,
                               .event = {.kind = event_kind::filed, .corrects = 1, .source = std::move(source)},
                               .options = options,
                               .content = content};
    return opened().write({}, {&one, 1}, {}).front();
}

uuid registry::retract(uuid const& request, int seq, std::string why, recording_options const& options) {
    return amend(request, seq, {.kind = event_kind::retracted, .note = std::move(why)}, options);
}

uuid registry::merge(uuid const& duplicate, uuid const& into, std::string why, recording_options const& options) {
    return record(duplicate, {.kind = event_kind::merged, .other = into, .note = std::move(why)}, options);
}

std::vector<uuid> registry::file_many(std::span<filing const> filings, progress const& tell) {
    return opened().write(filings, {}, tell);
}

std::vector<uuid> registry::record_many(std::span<recording const> recordings, progress const& tell) {
    return opened().write({}, recordings, tell);
}

void registry::write(std::span<filing const> filings, std::span<recording const> recordings, progress const& tell) {
    opened().write(filings, recordings, tell);
}

comity::dossier registry::dossier(uuid const& request, std::optional<cutoff> const& known_on) const {
    return opened().dossier(request, known_on);
}

std::vector<uuid> registry::find(query const& q, std::optional<cutoff> const& known_on) const {
    return opened().find(q, known_on);
}

void registry::each(query const& q, std::function<void(comity::dossier const&)> const& f,
                    std::optional<cutoff> const& known_on) const {
    opened().each(q, f, known_on);
}

std::map<std::string, uuid> registry::imported(std::string_view source) const { return opened().imported(source); }

comity::law const& registry::law() const { return opened().law(); }

void registry::close() { store_.reset(); }

}  // namespace comity::v0
