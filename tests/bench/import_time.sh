#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# import_time.sh [FOLDER]: what `import comity` costs, in milliseconds: the least of ten, less what Python itself takes to start; what of it is
# whose; and that nothing heavy is imported. FOLDER is where the package is (build/release/python).
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-/usr/bin/python3}
export PYTHONPATH="${1:-build/release/python}"

least() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        start=$(date +%s%N)
        "$python" -c "$1"
        end=$(date +%s%N)
        echo $(( (end - start) / 1000 ))
    done | sort -n | head -n 1
}
base=$(least pass)
whole=$(least 'import comity')
awk -v a="$whole" -v b="$base" 'BEGIN { printf "%.1f ms for import comity, beside %.1f for Python\n", (a - b) / 1000, b / 1000 }'
echo 'milliseconds, of its own:'
"$python" -X importtime -c 'import comity' 2>&1 | sed -n '/ site$/,$p' | awk -F'[:|]' 'NR > 1 { printf "%8.1f %s\n", $2 / 1000, $4 }' | sort -rn | head -n 8
"$python" -c 'import sys, comity; sys.exit("imported too: " + ", ".join(heavy) if (heavy := sorted({"numpy", "pandas", "matplotlib"} & set(sys.modules))) else 0)'
