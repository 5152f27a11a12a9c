// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything lives in the inline namespace comity::v0, so that two versions of the library in one program are told
// apart by the linker. Users write comity:: and never see it.

namespace comity::inline v0 {

inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;

}  // namespace comity::v0
