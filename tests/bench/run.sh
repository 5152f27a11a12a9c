#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How fast comity counts, beside a bare look-up in a table, Boost.Date_Time, QuantLib and NumPy; and how fast a register is, and a view
# of it is loaded, beside the bare APIs of its databases; and how fast deadlines are, beside a bare pass; and figures, beside a pass by hand over the same
# numbers, and beside those whom one would ask otherwise (rivals.sh); and two registers held against each other, beside a bare hash join. Each is measured beside its floor in one run. PostgreSQL is a throw-away server, or the one that
# COMITY_TEST_URL names. Fails if comity misses a target or an answer is wrong.
#
#   tests/bench/run.sh [BUILD FOLDER [--full]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=${1:-build/release}
scratch=$(mktemp -d)
trap 'tests/postgresql.sh stop "$scratch/postgresql"; rm -rf "$scratch"' EXIT

{
    cmake/install-packages.sh tests &&
        cmake/install-packages.sh bench &&
        cmake --preset release -B "$build" &&
        cmake --build "$build" --target comity-bench comity-bench-deadlines comity-bench-figures comity-bench-reconcile comity-bench-registry comity-bench-load comity-bench-brief comity-bench-archive &&
        { [[ -n ${COMITY_TEST_URL-} ]] || tests/postgresql.sh start "$scratch/postgresql"; }
} >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

result=0
"$build/bin/comity-bench" "$scratch" --benchmark_enable_random_interleaving=true --benchmark_min_time=0.1 || result=$?

with_numpy=
for python in /usr/bin/python3 python3; do  # Debian's NumPy is not for any python3
    if "$python" -c 'import numpy' 2>/dev/null; then
        with_numpy=$python
        break
    fi
done
if [[ -n $with_numpy ]]; then
    "$with_numpy" tests/bench/busday.py "$scratch"
else
    echo "No python3 with NumPy"
    result=1
fi

echo
"$build/bin/comity-bench-deadlines" || result=$?
echo
"$build/bin/comity-bench-figures" || result=$?
echo
"$build/bin/comity-bench-reconcile" || result=$?
echo
tests/postgresql.sh run "$scratch/postgresql" tests/bench/rivals.sh "$build" "$scratch" || result=$?
echo
tests/postgresql.sh run "$scratch/postgresql" "$build/bin/comity-bench-registry" "$scratch" "${@:2}" || result=$?
echo
tests/postgresql.sh run "$scratch/postgresql" "$build/bin/comity-bench-load" "$scratch" || result=$?

echo
"$build/bin/comity-bench-brief" "$scratch" || result=$?
echo
"$build/bin/comity-bench-archive" "$scratch" || result=$?
exit "$result"
