// SPDX-License-Identifier: Apache-2.0
#include <comity/version.hpp>

// The number stands in two places: the top CMakeLists.txt and version.hpp.
static_assert(comity::version_major == COMITY_PROJECT_MAJOR);
static_assert(comity::version_minor == COMITY_PROJECT_MINOR);
static_assert(comity::version_patch == COMITY_PROJECT_PATCH);
