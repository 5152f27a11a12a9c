// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "random.hpp"
#include "store.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

// How a store reads and writes: one view, one transaction; and what happens when it is overtaken or cut off.

namespace comity::inline v0 {

/// A complaint says of which register, unless it speaks of another: two are open when one is copied.
inline void registry::store::name_register(storage_error& e) const {
    if (!std::string_view(e.what()).starts_with("register ")) e.in(db_->place());
}

/// All that f adds, or nothing. Where another writer was faster, f runs again and sees what that one wrote; then, or at once if
/// need be, it keeps others from the same names meanwhile.
template <class F> auto registry::store::writing(F f, locks const& wanted) {
    if (options_.access == access::read_only) throw unsupported("the register was opened for reading only");
    if (in_transaction_)
        throw unsupported(
            "the register cannot be written to from within each(); collect what to write, and write it after");
    struct flag {
        bool& is;
        explicit flag(bool& b) : is(b) { is = true; }
        ~flag() { is = false; }
    } const within(in_transaction_);
    constexpr int most = 100;
    bool begun = false, locked = false, contended = false;
    auto const undo = [&]() noexcept {
        // The first failure is the one to report; what is not committed goes with the connection.
        auto const tried = [](auto step) {
            try {
                step();
            } catch (...) {
            }
        };
        tried([&] { batch_.clear(), forget_drafts(); });
        tried([&] { if (begun) db_->rollback(); });
        tried([&] { forget_statements(); });  // after that: PostgreSQL lets none go within a transaction that has failed
        tried([&] { if (locked) db_->unlock(); });
    };
    auto const attempt = [&] {
        begun = false;
        locked = wanted.once || (!wanted.names.empty() && (contended || wanted.always));
        if (locked) db_->lock(wanted.names, wanted.once);
        db_->begin_writing();
        if (wanted.once) db_->look();  // while it can still be done again
        begun = true;
        others_ = db_->written_by_others();
        families_.clear(), target_.reset();
        auto result = f();
        db_->commit(batch_);
        if (locked) db_->unlock();
        return result;
    };
    for (int n = 1;; ++n) {
        contended = n > 1;
        try {
            try {
                return attempt();
            } catch (soci::soci_error const& e) {
                db_->fail(e);
            }
        } catch (detail::overtaken const& e) {
            undo();
            if (wanted.once) throw detail::begin_again("others write to the same dossiers; nothing was recorded, try again");
            if (n == most) throw conflict(std::string("too many others write to the same dossier; try again later: ") + e.what());
            std::this_thread::sleep_for(std::chrono::microseconds(detail::random_bytes<1>()[0] * 20 * std::min(n, 10)));
        } catch (detail::disconnected const& e) {
            auto const last = n > 1 || e.committing || (wanted.once && begun);
            undo();
            if (last)
                throw storage_error(db_->place() + ": " + e.what() +
                                    (e.committing ? "; whether the call was recorded is not known: repeat it with the same ids" : ""));
            db_->reconnect();
        } catch (storage_error& e) {
            undo();
            name_register(e);
            throw;
        } catch (...) {
            undo();
            throw;
        }
    }
}

/// One view of the register throughout.
template <class F> auto registry::store::reading(F f) {
    if (in_transaction_) try {
            return f();
        } catch (soci::soci_error const& e) {  // not to be seen by who called from within each()
            db_->fail(e);
        }
    struct view {
        store& s;
        explicit view(store& of) : s(of) {
            s.db_->begin_reading();
            s.in_transaction_ = true;
        }
        ~view() {
            s.in_transaction_ = false;
            s.db_->rollback();
        }
    };
    for (bool again = false;; again = true) {
        bool begun = false;
        try {
            try {
                view const within(*this);
                begun = true;
                try {
                    return f();
                } catch (soci::soci_error const& e) {  // while the connection still knows the reason
                    db_->fail(e);
                }
            } catch (soci::soci_error const& e) {
                db_->fail(e);
            }
        } catch (detail::disconnected const& e) {
            forget_statements();
            // Nothing was seen yet of what the lost connection showed.
            if (again || begun) throw storage_error(db_->place() + ": " + e.what());
            db_->reconnect();
        } catch (detail::overtaken const& e) {  // of a standby; not to be taken for that of another register that is written to
            forget_statements();
            throw storage_error(db_->place() + ": " + e.what());
        } catch (storage_error& e) {
            forget_statements();
            name_register(e);
            throw;
        } catch (...) {
            forget_statements();
            throw;
        }
    }
}

}  // namespace comity::v0
