#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh FOLDER MAKE_BRIEFS COMITY_REPORT COMITY_STATEMENT: makes briefs in FOLDER and looks at them in a browser, as check.mjs says. Exits with 77, and says why, where that cannot be done.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=$here/../../examples/data
folder=$1 make_briefs=$2 report=$3 statement=$4
skip() { echo "SKIPPED: $*"; exit 77; }

for program in node npm chromium pdfinfo pdftotext; do
    command -v $program >/dev/null || skip "there is no $program"
done
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || skip "node $(node --version) is older than 20"
mkdir -p "$folder"
cd "$folder"
if ! cmp -s "$here/package-lock.json" node_modules/installed.json; then
    cp "$here"/package.json "$here"/package-lock.json .
    npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000 || skip "npm could not install axe-core and playwright-core; is there a network?"
    cp package-lock.json node_modules/installed.json
fi

rm -rf briefs && mkdir briefs
"$make_briefs" briefs "$data" html
"$statement" briefs/statement.db briefs/theirs.db >/dev/null
brief() {  # NAME LANGUAGE ARGUMENTS…
    "$report" "${@:3}" --as-of 2021-05-12 --lang "$2" -o "briefs/$1.html" 2>log || { cat log; exit 1; }
}
cases=(--from "$data/landmark-cases.csv" --mapping "$data/landmark-cases.toml" --state GB)
brief cases-en en "${cases[@]}"
brief cases-ru ru "${cases[@]}"
brief statement-ru ru briefs/statement.db --between RU GB --against briefs/theirs.db
brief fatf-ru ru briefs/statement.db --state GB --table fatf
CHROMIUM=$(command -v chromium) node "$here/check.mjs" briefs/*.html
