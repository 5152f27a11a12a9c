#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every law file as printed, against tests/golden/law/: an amendment is a changed line there.
#
#   tests/golden/law.sh BIN_DIR     compares, and shows the difference
#   tests/golden/law.sh --record    writes the folder anew from build/release/bin
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
if [ "${1-}" = --record ]; then
    rm -rf "$here/law"
    "${here%/tests/golden}/build/release/bin/comity-law" print --all "$here/law"
else
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    env -i LC_ALL=C TZ=Pacific/Auckland "$1/comity-law" print --all "$scratch/law"
    diff -ru "$here/law" "$scratch/law"
fi
