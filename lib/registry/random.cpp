// SPDX-License-Identifier: Apache-2.0
#include "random.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <chrono>
#include <mutex>

namespace comity::inline v0::detail {

namespace {

/// Milliseconds since 1970, and 12 bits for the fraction: the first 60 bits that are not fixed (RFC 9562, 6.2, method 3).
std::uint64_t next_tick() {
    static std::mutex mutex;
    static std::uint64_t last = 0;
    using namespace std::chrono;
    auto const now =
        static_cast<std::uint64_t>(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
    auto const tick = (now / 1'000'000) << 12 | (now % 1'000'000) * 4096 / 1'000'000;
    std::lock_guard lock(mutex);
    return last = std::max(tick, last + 1);
}

}  // namespace

/// One call of libcrypto serves many: it costs far more than the bytes do.
void fill_random(std::span<std::uint8_t> bytes) {
    thread_local std::array<std::uint8_t, 1024> pool;
    thread_local auto used = pool.size();
    for (auto& b : bytes) {
        if (used == pool.size()) {
            if (RAND_bytes(pool.data(), static_cast<int>(pool.size())) != 1)
                throw storage_error("libcrypto gives no random bytes");
            used = 0;
        }
        b = pool[used];
        pool[used++] = 0;  // a salt must not lie about once it is used
    }
}

uuid make_uuid7() {
    auto const tick = next_tick();
    uuid id;
    for (int i = 0; i < 6; ++i) id.data[i] = static_cast<std::uint8_t>(tick >> (52 - 8 * i));
    id.data[6] = static_cast<std::uint8_t>(0x70 | ((tick >> 8) & 0x0F));
    id.data[7] = static_cast<std::uint8_t>(tick);
    std::ranges::copy(random_bytes<8>(), id.data + 8);
    id.data[8] = static_cast<std::uint8_t>(0x80 | (id.data[8] & 0x3F));
    return id;
}

}  // namespace comity::v0::detail
