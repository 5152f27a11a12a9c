// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "digest.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// The Merkle tree of RFC 6962, section 2.1, leaf by leaf.

namespace comity::inline v0::detail {

sha256_bytes leaf_hash(std::string_view leaf);
sha256_bytes node_hash(sha256_bytes const& left, sha256_bytes const& right);

/// Grows from left to right, in memory for one node a level. Keeps the audit path of one leaf, if asked.
class merkle_tree {
public:
    /// `watched`: the path of this leaf is wanted.
    void add(std::string_view leaf, bool watched = false);
    std::int64_t size() const { return size_; }
    /// Nothing may be added after it.
    sha256_bytes root();
    /// From the leaf upwards; after `root`.
    std::vector<sha256_bytes> const& path() const { return path_; }

private:
    /// A complete subtree.
    struct node {
        sha256_bytes hash;
        int level;
        bool has_watched;
    };
    node join(node const& left, node const& right);

    std::vector<node> stack_{};  // of falling levels
    std::int64_t size_ = 0;
    std::vector<sha256_bytes> path_{};
};

/// The root that a leaf and its path lead to; none where there are too many or too few of the path.
std::optional<sha256_bytes> root_from_path(std::string_view leaf, std::int64_t place, std::int64_t leaves, std::span<sha256_bytes const> path);

}  // namespace comity::v0::detail
