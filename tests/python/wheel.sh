#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# wheel.sh PYTHON SOURCE FOLDER: makes a wheel, and uses it from a fresh environment, somewhere else, without a network.
set -eu
python=$1 source=$2 folder=$3
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
"$python" -m pip wheel --no-index --no-build-isolation --no-deps --wheel-dir . "$source"
"$python" -m venv fresh
fresh/bin/python -m pip install --no-index --no-deps ./comity-*.whl
mkdir elsewhere
cd elsewhere
../fresh/bin/python - "$folder" "$source/bindings/python/comity" <<'EOF'
import importlib.metadata
import importlib.resources
import sys
from datetime import date
from pathlib import Path

import comity

assert comity.__file__.startswith(sys.argv[1]), comity.__file__
assert comity.__version__ == importlib.metadata.version("comity")
missing = {file.name for file in Path(sys.argv[2]).iterdir() if file.is_file()} - {file.name for file in importlib.resources.files("comity").iterdir()}
assert not missing, missing
law = comity.Law.built_in()
assert law.instrument("ets-24").time_limits and law.calendar("US").days_off("2007")
assert comity.count("P30D", start=date(2007, 8, 2), counting="us-frcrp-45", calendar="US").last_day == date(2007, 9, 4)
with comity.open("requests.db") as registry:
    id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", basis=["ets-24"], made_on=date(2020, 3, 2)))
    registry.record(id, "provisional_arrest", on=date(2020, 3, 10))
    assert registry.dossier(id).deadlines(as_of=date(2020, 4, 1))
print("comity", comity.__version__, "with the law of", law.edition)
EOF
