#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The report of comity-bench-figures (figures by pair of States) by comity, by a pass written by hand, and by those whom one would ask otherwise,
# on the same rows: pandas, R with survival, SQLite, PostgreSQL, and DuckDB where npm installs it. Each reads the rows first, which is not
# counted; of several reports the fastest counts. Fails if an answer is not that of the pass by hand. PostgreSQL is the server that COMITY_TEST_URL names,
# in a schema bench_report, removed after.
#
#   tests/bench/rivals.sh BUILD_FOLDER SCRATCH_FOLDER [SIZE…]
#
# A rival prints a line for a report: its name, a tab, milliseconds, a tab, and the sums that all must agree on, in the order of `checksums` in figures.cpp.
set -euo pipefail
rivals=$(realpath "$(dirname "${BASH_SOURCE[0]}")/rivals")
bench=$(realpath "$1")/bin/comity-bench-figures
scratch=$(realpath "$2")
sizes=("${@:3}")
(( ${#sizes[@]} )) || sizes=(10000 100000 1000000)

report() {
    case $1 in
        pandas) "$rivals/report.py" ;;
        R) Rscript "$rivals/report.R" ;;
        SQLite) sqlite3 :memory: <"$rivals/report.sqlite.sql" ;;
        PostgreSQL) psql -Xq -f "$rivals/report.postgresql.sql" "$COMITY_TEST_URL" ;;
        DuckDB) node "$rivals/report.duckdb.mjs" ;;
    esac
}

present=()
try() {  # NAME COMMAND…: the rival is there if the command succeeds
    if "${@:2}" >"$scratch/log" 2>&1; then present+=("$1"); else echo "No $1: left out"; fi
}
try pandas /usr/bin/python3 -c 'import pandas'
try R Rscript -e 'library(survival)'
try SQLite sqlite3 -version
try PostgreSQL psql -Xqc 'select 1' "${COMITY_TEST_URL-}"
try DuckDB npm install --prefix "$scratch" --no-audit --no-fund @duckdb/node-api

mkdir -p "$scratch/rows"
cd "$scratch/rows"
result=0
for size in "${sizes[@]}"; do
    "$bench" --rows . "$size" >lines
    for rival in "${present[@]}"; do
        report "$rival" >>lines || { echo "$rival has failed"; result=1; }
    done
    printf '%-42s %10s %10s\n' "report over $size requests, $(( 4 * size )) events" ms "x by hand"
    awk -F '\t' '
        NR == 1 { floor = $2; sums = $3 }
        !($1 in least) { names[++n] = $1; least[$1] = $2 }
        $2 < least[$1] { least[$1] = $2 }
        $3 != sums { differs[$1] = $3 }
        END {
            for (i = 1; i <= n; ++i) printf "  %-40s %10.1f %10.1f\n", names[i], least[names[i]], least[names[i]] / floor
            for (name in differs) printf "  %s HAS OTHER SUMS: %s, not %s\n", name, differs[name], sums
            for (name in differs) exit 1
        }' lines || result=1
done
exit "$result"
