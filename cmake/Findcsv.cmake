# SPDX-License-Identifier: Apache-2.0
include("${CMAKE_CURRENT_LIST_DIR}/find_bare_library.cmake")
find_bare_library(csv csv.h)
