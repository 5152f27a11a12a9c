# What is refused, and what is said.
try() { comity-report "$@" >"$scratch/out" || echo "  -> exit $?" >&2; }
cases="--from examples/data/landmark-cases.csv --mapping examples/data/landmark-cases.toml"
try $cases --state СА                                 # Cyrillic
try $cases --state gb
try $cases --between RU GB --definition "a wink"
try $cases --state GB --as-of 31/02/2024
try $cases --state GB --as-of 2021-02-30
try $cases --state GB --format pdf
try $cases --state GB --period 2021-01-01 2020-01-01
try $cases --state GB --period 2020 2021
try $cases --state GB --known-on yesterday
try $cases --between RU gb
try $cases --state GB --no-such
try $cases --state GB --lang de
try --from nowhere.csv --mapping examples/data/landmark-cases.toml --state GB
try $cases --state SU --as-of 2021-05-12
try nowhere.db --state GB
try README.md --state GB
try $cases --state UK --as-of 2021-05-12
try --state GB
try $cases --state GB --as-of 2021-05-12 -o "$scratch/nowhere/brief.html" 2>"$scratch/log" || true
sed "s|$scratch|SCRATCH|" "$scratch/log" | tail -n 2 >&2
