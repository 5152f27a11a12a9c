// SPDX-License-Identifier: Apache-2.0
// What most files include, compiled once where that pays: see CMakeLists.txt. Each file includes what it uses all the same.
#pragma once

#include <comity/comity.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>
