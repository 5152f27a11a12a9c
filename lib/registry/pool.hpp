// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace comity::inline v0 {

/// The connections of a registry. Each call takes one, and waits where all are in use; a call from within each() goes on with the
/// one that its thread has, and so in the same view.
class registry::pool {
public:
    pool(std::string url, open_options);

    class lease {
    public:
        explicit lease(std::shared_ptr<pool>);
        ~lease();
        lease(lease const&) = delete;
        store* operator->() const { return store_; }
        store& operator*() const { return *store_; }

    private:
        std::shared_ptr<pool> of_;  // lives as long as a call, whoever closes the register meanwhile
        store* store_;
        bool mine_;
    };

    comity::law const& law() const { return options_.law; }
    std::string const& clearance() const { return options_.clearance; }

private:
    struct member {
        std::unique_ptr<store> connection;
        std::thread::id user{};
    };
    std::unique_ptr<store> connect() const;

    std::string url_;
    open_options options_;
    std::optional<comity::clearance> clearance_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<member> members_;  // as many as have been needed at once
    std::size_t opening_ = 0;
    std::size_t most_;
};

}  // namespace comity::v0
