// SPDX-License-Identifier: Apache-2.0
// What every test includes, compiled once.
#pragma once

#include <doctest/doctest.h>

#if __has_include(<comity/comity.hpp>)
#include <comity/comity.hpp>
#endif

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>
