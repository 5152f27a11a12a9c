# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` lays down, and what find_package(comity) reads.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/comity")
set_target_properties(comity_core PROPERTIES EXPORT_NAME core)
install(TARGETS comity_core comity EXPORT comity-targets)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/comity" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

install(FILES "${PROJECT_SOURCE_DIR}/lib/report/brief.schema.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/comity")

install(EXPORT comity-targets NAMESPACE comity:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/comity-config.cmake.in comity-config.cmake INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file(comity-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES "${PROJECT_BINARY_DIR}/comity-config.cmake" "${PROJECT_BINARY_DIR}/comity-config-version.cmake"
        cmake/FindSOCI.cmake cmake/find_bare_library.cmake cmake/Findcctz.cmake cmake/Findcsv.cmake cmake/Findxlsxwriter.cmake cmake/Findminizip.cmake
  DESTINATION "${package_dir}")
