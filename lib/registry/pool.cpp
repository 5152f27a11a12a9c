// SPDX-License-Identifier: Apache-2.0
#include "pool.hpp"

#include <algorithm>

namespace comity::inline v0 {

registry::pool::pool(std::string url, open_options options) : url_(std::move(url)), options_(std::move(options)) {
    if (options_.connections < 1 || options_.connections > 1000)
        throw bad_input("connections is " + std::to_string(options_.connections) + "; write 1 to 1000");
    if (!options_.clearance.empty()) {
        clearance_ = options_.law.clearance(options_.clearance);
        options_.clearance = clearance_->text();
    }
    // The first one at once: whoever opens a register wants to hear of it here.
    members_.push_back({.connection = connect()});
    most_ = members_.front().connection->can_be_shared() ? static_cast<std::size_t>(options_.connections) : 1;
}

std::unique_ptr<registry::store> registry::pool::connect() const {
    return std::make_unique<store>(detail::database::open(url_, options_.access), options_, clearance_);
}

registry::pool::lease::lease(std::shared_ptr<pool> from) : of_(std::move(from)), store_(nullptr), mine_(true) {
    auto& of = *of_;
    auto const me = std::this_thread::get_id();
    std::unique_lock lock(of.mutex_);
    auto const used_by = [](std::thread::id who) { return [who](member const& m) { return m.user == who; }; };
    if (auto const held = std::ranges::find_if(of.members_, used_by(me)); held != of.members_.end()) {
        store_ = held->connection.get();
        mine_ = false;
        return;
    }
    auto const nobody = std::thread::id();
    auto const ready = [&] {
        return std::ranges::any_of(of.members_, used_by(nobody)) || of.members_.size() + of.opening_ < of.most_;
    };
    of.freed_.wait(lock, ready);
    auto free = std::ranges::find_if(of.members_, used_by(nobody));
    if (free == of.members_.end()) {
        ++of.opening_;
        lock.unlock();  // connecting takes its time
        std::unique_ptr<store> opened;
        try {
            opened = of.connect();
        } catch (...) {
            lock.lock();
            --of.opening_;
            of.freed_.notify_one();
            throw;
        }
        lock.lock();
        --of.opening_;
        of.members_.push_back({.connection = std::move(opened)});
        free = std::prev(of.members_.end());
    }
    free->user = me;
    store_ = free->connection.get();
}

registry::pool::lease::~lease() {
    if (!mine_) return;
    std::lock_guard const lock(of_->mutex_);
    for (auto& m : of_->members_)
        if (m.connection.get() == store_) m.user = {};
    of_->freed_.notify_one();
}

}  // namespace comity::v0
