// SPDX-License-Identifier: Apache-2.0
// The one file that implements doctest, and main().
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
