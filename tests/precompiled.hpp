// SPDX-License-Identifier: Apache-2.0
// What every test includes, compiled once.
#pragma once

#include <doctest/doctest.h>

#include <comity/comity.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>
