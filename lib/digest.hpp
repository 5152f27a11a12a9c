// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace comity::inline v0::detail {

/// SHA-256 over a sequence of texts and numbers. Each is preceded by its length, so that no two sequences look alike.
class digest {
public:
    digest();
    ~digest();

    digest& add(std::string_view text);
    digest& add(std::int64_t number);
    std::string hex();  ///< ends it

private:
    struct context;
    std::unique_ptr<context> context_;
};

}  // namespace comity::v0::detail
