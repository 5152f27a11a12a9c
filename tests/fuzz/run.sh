#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Looks for bytes that a reader does not stand, in build/fuzz (cmake --preset fuzz && cmake --build --preset fuzz).
#
#   tests/fuzz/run.sh SECONDS [NAME…]      each target for so long, one after the other; what is found lies in build/fuzz/found/NAME/
#   tests/fuzz/run.sh --merge [NAME…]      adds to corpus/NAME/ what reaches code that nothing there reaches: the smallest inputs, up to 2 KiB each
#
# What was found goes, made smaller (build/fuzz/bin/fuzz-NAME -minimize_crash=1 …), into tests/regress/NAME/, under a name that says what it was.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
build=$here/../../build/fuzz
what=$1
shift
[ $# -gt 0 ] || set -- $(cd "$here" && ls -- *.cpp | grep -vxE '(fuzz|fuzzer|replay)\.cpp' | sed 's/\.cpp$//')
failed=
for name; do
    mkdir -p "$build/corpus/$name" "$build/found/$name"
    if [ "$what" = --merge ]; then
        "$build/bin/fuzz-$name" -merge=1 -use_counters=0 -max_len=2048 "$here/corpus/$name" "$build/corpus/$name" 2>&1 | grep -E 'MERGE-OUTER: [0-9]+ new files' || true
        continue
    fi
    # The words of the corpus are the words that mean something.
    grep -rohaE '[A-Za-z_][A-Za-z0-9_-]{1,40}' "$here/corpus/$name" | sort -u | sed 's/.*/"&"/' >"$build/corpus/$name.dict"
    echo "$name"
    nice "$build/bin/fuzz-$name" -max_total_time="$what" -rss_limit_mb=1024 -timeout=10 -max_len=16384 -dict="$build/corpus/$name.dict" \
        -artifact_prefix="$build/found/$name/" "$build/corpus/$name" "$here/corpus/$name" >"$build/found/$name.log" 2>&1 || failed="$failed $name"
    grep -E '^(Done|SUMMARY|stat::|does not hold)' "$build/found/$name.log" || true
done
[ -z "$failed" ] || { echo "found something in:$failed"; exit 1; }
