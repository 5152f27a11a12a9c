#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# install-packages.sh examples|tests|bench: installs what debian-packages.txt names for that script and is not there yet.
set -euo pipefail
list="$(dirname "${BASH_SOURCE[0]}")/debian-packages.txt"
mapfile -t wanted < <(awk -v for_script="$1" '$1 == for_script || ($1 == "both" && for_script != "bench") { print $2 }' "$list")

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: make sure that the equivalents of these are there: ${wanted[*]}" >&2
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    # ${…} is dpkg-query's own notation.
    # shellcheck disable=SC2016
    status=$(dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | head -n 1) || true
    [[ $status == installed ]] || missing+=("$package")
done
if (( ${#missing[@]} == 0 )); then
    echo "All ${#wanted[@]} packages are there."
    exit 0
fi

as_root=()
if (( EUID != 0 )); then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing, and installing them takes root or sudo:" >&2
        echo "    apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" </dev/null; }
apt update
apt install -y --no-install-recommends "${missing[@]}"
