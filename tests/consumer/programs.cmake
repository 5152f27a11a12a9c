# SPDX-License-Identifier: Apache-2.0
# The two programs, for either way of finding the library. They say nothing of C++20: comity does.
enable_testing()

add_executable(uses_core "${CMAKE_CURRENT_LIST_DIR}/uses_core.cpp")
target_link_libraries(uses_core PRIVATE comity::core)
add_test(NAME uses_core COMMAND uses_core)

add_executable(quickstart "${CMAKE_CURRENT_LIST_DIR}/../../examples/quickstart.cpp")
target_link_libraries(quickstart PRIVATE comity::comity)
add_test(NAME fresh COMMAND "${CMAKE_COMMAND}" -E rm -f requests.db)
add_test(NAME quickstart COMMAND quickstart)
set_tests_properties(fresh PROPERTIES FIXTURES_SETUP fresh)
set_tests_properties(quickstart PROPERTIES FIXTURES_REQUIRED fresh)
