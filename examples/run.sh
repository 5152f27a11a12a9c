#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh machine to a brief: installs what is missing, builds, and runs the report generator on real cases.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
step() { printf '\n== %s\n' "$*"; }

step "Debian packages"
cmake/install-packages.sh examples

step "Building (release)"
cmake --preset release
cmake --build --preset release --target examples comity_python

out=build/release/examples
mkdir -p "$out"

step "A register of made-up requests, and the one that the other side might keep"
build/release/bin/comity-statement "$out/statement.db" "$out/theirs.db"

step "Three published sentences, held against the made-up register"
build/release/bin/comity-report "$out/statement.db" --claims examples/data/statement-2021-05-12.toml --as-of 2021-05-12 -o "$out/claims.html"

step "The report generator, on real cases"
rm -f "$out"/landmark.db*
build/release/bin/comity-report "$out/landmark.db" --from examples/data/landmark-cases.csv --mapping examples/data/landmark-cases.toml \
    --as-of 2024-12-31 -o "$out/brief.html"

printf '\nThe brief:       %s\nIts register:    %s\nThe made-up one: %s\nClaims on it:    %s\nIn Python:       PYTHONPATH=%s /usr/bin/python3 -c "import comity; …"\n' "$PWD/$out/brief.html" "$PWD/$out/landmark.db" "$PWD/$out/statement.db" "$PWD/$out/claims.html" "$PWD/build/release/python"
