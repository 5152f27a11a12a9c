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

/// Grows from left to right, in memory for one node a level. Keeps the audit paths of leaves, if asked.
class merkle_tree {
public:
    /// `watched`: the path of this leaf is wanted too.
    void add(std::string_view leaf, bool watched = false);
    std::int64_t size() const { return size_; }
    /// Nothing may be added after it.
    sha256_bytes root();
    /// Of the watched leaves, in their order; each from the leaf upwards; after `root`.
    std::vector<std::vector<sha256_bytes>> const& paths() const { return paths_; }

private:
    /// A complete subtree.
    struct node {
        sha256_bytes hash;
        int level;
        std::size_t watched, unwatched;  ///< the watched leaves in it: from this one to before that one
    };
    node join(node const& left, node const& right);

    std::vector<node> stack_{};  // of falling levels
    std::int64_t size_ = 0;
    std::vector<std::vector<sha256_bytes>> paths_{};
};

/// The root that a leaf and its path lead to; none where there are too many or too few of the path.
std::optional<sha256_bytes> root_from_path(std::string_view leaf, std::int64_t place, std::int64_t leaves, std::span<sha256_bytes const> path);

}  // namespace comity::v0::detail
