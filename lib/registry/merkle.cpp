// SPDX-License-Identifier: Apache-2.0
#include "merkle.hpp"

namespace comity::inline v0::detail {

using namespace std::literals;

sha256_bytes leaf_hash(std::string_view leaf) { return sha256({"\0"sv, leaf}); }
sha256_bytes node_hash(sha256_bytes const& left, sha256_bytes const& right) {
    return sha256({"\1"sv, bytes_of(left), bytes_of(right)});
}

merkle_tree::node merkle_tree::join(node const& left, node const& right) {
    for (auto i = left.watched; i < left.unwatched; ++i) paths_[i].push_back(right.hash);
    for (auto i = right.watched; i < right.unwatched; ++i) paths_[i].push_back(left.hash);
    return {node_hash(left.hash, right.hash), left.level + 1, left.watched, right.unwatched};
}

void merkle_tree::add(std::string_view leaf, bool watched) {
    auto const first = paths_.size();
    if (watched) paths_.emplace_back();
    auto top = node{leaf_hash(leaf), 0, first, paths_.size()};
    ++size_;
    while (!stack_.empty() && stack_.back().level == top.level) {
        auto const left = stack_.back();
        stack_.pop_back();
        top = join(left, top);
    }
    stack_.push_back(top);
}

sha256_bytes merkle_tree::root() {
    if (stack_.empty()) return sha256({});
    while (stack_.size() > 1) {
        auto const right = stack_.back();
        stack_.pop_back();
        stack_.back() = join(stack_.back(), right);
    }
    return stack_.back().hash;
}

/// As in RFC 9162, section 2.1.3.2.
std::optional<sha256_bytes> root_from_path(std::string_view leaf, std::int64_t place, std::int64_t leaves, std::span<sha256_bytes const> path) {
    if (place < 0 || place >= leaves) return {};
    auto hash = leaf_hash(leaf);
    auto node = place, last = leaves - 1;
    for (auto const& other : path) {
        if (last == 0) return {};
        if (node % 2 == 1 || node == last) {
            hash = node_hash(other, hash);
            while (node % 2 == 0 && node != 0) node /= 2, last /= 2;
        } else {
            hash = node_hash(hash, other);
        }
        node /= 2, last /= 2;
    }
    return last == 0 ? std::optional(hash) : std::nullopt;
}

}  // namespace comity::v0::detail
