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

registry::pool::lease::lease(pool& of) : of_(of), store_(nullptr), mine_(true) {
    auto const me = std::this_thread::get_id();
    std::unique_lock lock(of_.mutex_);
    auto const used_by = [](std::thread::id who) { return [who](member const& m) { return m.user == who; }; };
    if (auto const held = std::ranges::find_if(of_.members_, used_by(me)); held != of_.members_.end()) {
        store_ = held->connection.get();
        mine_ = false;
        return;
    }
    auto const nobody = std::thread::id();
    auto const ready = [&] {
        return std::ranges::any_of(of_.members_, used_by(nobody)) || of_.members_.size() + of_.opening_ < of_.most_;
    };
    of_.freed_.wait(lock, ready);
    auto free = std::ranges::find_if(of_.members_, used_by(nobody));
    if (free == of_.members_.end()) {
        ++of_.opening_;
        lock.unlock();  // connecting takes its time
        std::unique_ptr<store> opened;
        try {
            opened = of_.connect();
        } catch (...) {
            lock.lock();
            --of_.opening_;
            of_.freed_.notify_one();
            throw;
        }
        lock.lock();
        --of_.opening_;
        of_.members_.push_back({.connection = std::move(opened)});
        free = std::prev(of_.members_.end());
    }
    free->user = me;
    store_ = free->connection.get();
}

registry::pool::lease::~lease() {
    if (!mine_) return;
    std::lock_guard const lock(of_.mutex_);
    for (auto& m : of_.members_)
        if (m.connection.get() == store_) m.user = {};
    of_.freed_.notify_one();
}

}  // namespace comity::v0
