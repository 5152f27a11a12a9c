// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

// What libFuzzer calls, with the one target that is linked with it.

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    static auto const run = fuzz::targets().begin()->second;
    run({reinterpret_cast<char const*>(data), size});
    return 0;
}
