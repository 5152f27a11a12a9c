#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every test, from a fresh machine: installs what is missing, builds, tests; then again under the sanitizers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
step() { printf '\n== %s\n' "$*"; }

step "Debian packages"
cmake/install-packages.sh tests
at_once=$(( $(nproc) + 2 ))  # some tests wait more than they work

step "Building (release)"
cmake --preset release
cmake --build --preset release

step "Testing (release)"
ctest --preset release --parallel "$at_once"

step "Building the tests with AddressSanitizer and UBSan"
cmake --preset asan
cmake --build --preset asan

step "Testing with AddressSanitizer and UBSan"
ctest --preset asan --parallel "$at_once"

step "All tests passed"
