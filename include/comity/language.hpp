// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// How texts for people read in one language.

namespace comity::inline v0 {

/// A language: its phrases, and how it writes numbers, days and States. It is one file (see lib/languages/README.md); a cheap, immutable value.
///
///     language("ru")(message("{n, plural, one {# request} other {# requests}}", {{"n", 253}}))  →  "253 запроса"
///
/// What the file has no phrase for stands in English.
class language {
public:
    language();                              ///< English
    /// One that is built in, by its tag in BCP 47: "en", "ru". Throws bad_input, which says which there are.
    explicit language(std::string_view tag);
    /// A file of a caller's own. Throws not_found; bad_input with the line for what is no such file, or a phrase that is no pattern or names other arguments than the English one.
    static language read(std::filesystem::path const&);
    /// The one or the other: what has a dot or a slash in it is a file.
    static language of(std::string const& tag_or_path);
    static std::vector<std::string> built_in();  ///< the tags

    std::string const& tag() const;          ///< "ru"
    std::string const& name() const;         ///< in the language itself, "русский"

    std::string operator()(message const&) const;
    /// Words spelt out: mutual_legal_assistance, or several with ", " between, each perhaps with a number in brackets behind it.
    std::string operator()(word const&) const;
    std::string operator()(std::int64_t) const;              ///< 12,345
    std::string operator()(double, int decimals) const;      ///< 48.50; three decimals at most
    std::string operator()(date) const;                  ///< 12 May 2021
    std::string operator()(series const&) const;         ///< "a, b and c"
    std::string operator()(named_state const&) const;    ///< the name it had; the code, where it meant nothing then

    /// The same, which tells what it is asked for and has no phrase or word of its own for (English lacks nothing): for who makes a file of phrases.
    language telling(std::function<void(std::variant<word, message> const&)> what_it_lacks) const;

private:
    struct data;
    explicit language(std::shared_ptr<data const> d) : data_(std::move(d)) {}
    void lacks(std::variant<word, message> const&) const;

    std::shared_ptr<data const> data_;
    std::function<void(std::variant<word, message> const&)> tell_{};
};

}  // namespace comity::v0
