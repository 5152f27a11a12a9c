#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How fast comity counts, beside a bare look-up in a table, Boost.Date_Time, QuantLib and NumPy: one run, as ratios to the look-up.
# Fails if comity misses its targets or an answer is wrong. run.sh [BUILD FOLDER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=${1:-build/release}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

{
    cmake/install-packages.sh tests
    cmake/install-packages.sh bench
    cmake --preset release -B "$build"
    cmake --build "$build" --target comity-bench
} >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

result=0
"$build/bin/comity-bench" "$scratch" --benchmark_enable_random_interleaving=true --benchmark_min_time=0.1 || result=$?

for python in /usr/bin/python3 python3; do  # Debian's NumPy is not for any python3
    if "$python" -c 'import numpy' 2>/dev/null; then
        "$python" tests/bench/busday.py "$scratch"
        exit "$result"
    fi
done
echo "No python3 with NumPy"
exit 1
