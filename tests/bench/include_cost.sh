#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a file pays for each public header, in seconds of compiling, beside the standard headers it would include anyway.
# The umbrella is to cost under two seconds more than those.
set -eu
cd "$(dirname "$0")/../.."
compiler=${CXX:-g++}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

standard='<algorithm> <array> <chrono> <compare> <concepts> <cstdint> <functional> <iosfwd> <map> <memory> <optional> <span>
    <string> <string_view> <utility> <variant> <vector>'

seconds() {  # HEADER…: the least of three
    for header; do echo "#include $header"; done >"$scratch/file.cpp"
    for _ in 1 2 3; do
        start=$(date +%s%N)
        "$compiler" -std=c++20 -Iinclude -fsyntax-only "$scratch/file.cpp"
        end=$(date +%s%N)
        echo $(( (end - start) / 1000000 ))
    done | sort -n | head -n 1 | awk '{ printf "%.2f", $1 / 1000 }'
}

# shellcheck disable=SC2086
base=$(seconds $standard)
printf '%6s  %6s  %s\n' seconds more header "$base" - 'the standard headers'
for header in include/comity/*.hpp; do
    name=${header#include/}
    # shellcheck disable=SC2086
    with=$(seconds $standard "<$name>")
    printf '%6s  %6s  %s\n' "$with" "$(awk -v a="$with" -v b="$base" 'BEGIN { printf "%.2f", a - b }')" "$name"
done
