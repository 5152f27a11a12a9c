#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Golden cases: NAME.cmd is a command as a user would type it in the top folder, NAME.out the exact text it prints.
#
#   tests/golden/run.sh BIN_DIR NAME          compares, and shows the difference
#   tests/golden/run.sh --record [NAME…]      writes NAME.out anew (all of them, without a name) from build/release/bin
#
# What is printed to standard error comes after it, and last `exit N` where N is not 0. A command may write into "$scratch".
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
top=${here%/tests/golden}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

run() {  # NAME BIN_DIR: what the command prints
    mkdir "$scratch/$1"
    # Far from everybody's zone, and no language: neither may show in the output.
    status=0
    (cd "$top" && env -i PATH="$2:/usr/bin:/bin" LC_ALL=C TZ=Pacific/Auckland scratch="$scratch/$1" \
        sh -eu "$here/$1.cmd" </dev/null 2>"$scratch/stderr") || status=$?
    cat "$scratch/stderr"
    [ "$status" -eq 0 ] || echo "exit $status"
}

if [ "${1-}" = --record ]; then
    shift
    [ $# -gt 0 ] || set -- "$here"/*.cmd
    for name; do
        name=$(basename "$name" .cmd)
        run "$name" "$top/build/release/bin" >"$scratch/out"
        cmp -s "$scratch/out" "$here/$name.out" || echo "recorded: tests/golden/$name.out"
        cp "$scratch/out" "$here/$name.out"
    done
else
    run "$2" "$(CDPATH='' cd "$1" && pwd)" >"$scratch/out"
    diff -u "$here/$2.out" "$scratch/out"
fi
