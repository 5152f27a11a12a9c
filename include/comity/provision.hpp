// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace comity::inline v0 {

/// A citation: an instrument by its id in the law, and perhaps an article of it. Written "ets-24", "ets-24 16(4)".
class provision {
public:
    provision(char const* text) : provision(std::string_view(text)) {}
    provision(std::string const& text) : provision(std::string_view(text)) {}
    provision(std::string_view text)
        : instrument_(text.substr(0, text.find(' '))),
          article_(text.find(' ') == text.npos ? std::string_view() : text.substr(text.find(' ') + 1)) {}

    std::string const& instrument() const { return instrument_; }  ///< "ets-24"
    std::string const& article() const { return article_; }        ///< "16(4)", or empty

    friend auto operator<=>(provision const&, provision const&) = default;
    friend std::string to_string(provision const& p) {
        return p.article_.empty() ? p.instrument_ : p.instrument_ + " " + p.article_;
    }

private:
    std::string instrument_;
    std::string article_;
};

std::ostream& operator<<(std::ostream&, provision const&);

}  // namespace comity::v0
