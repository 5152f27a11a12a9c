# The format follows from the name of the file; the deadlines as a calendar; and the schema that the JSON names.
cases() { comity-report --from examples/data/landmark-cases.csv --mapping examples/data/landmark-cases.toml --as-of 2018-05-20 "$@" 2>"$scratch/log"; }
report() { cases --between ES DE "$@"; }
for file in brief.html brief.md brief.csv brief.json brief.xlsx brief; do
    report -o "$scratch/$file"
    printf '%s: ' "$file"
    head -c 15 "$scratch/$file" | tr -cd '[:print:]' | cut -c 1-14
done
report -o "$scratch/due.ics" && tr -d '\r' <"$scratch/due.ics"
report -o "$scratch/first.xlsx" && sleep 1.1 && report -o "$scratch/second.xlsx" && cmp "$scratch/first.xlsx" "$scratch/second.xlsx" && echo "the same workbook"
comity-report --schema | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["$id"])'
grep '"$schema"' "$scratch/brief.json"
cases --state GB --table fatf -o "$scratch/due.ics" || tail -n 1 "$scratch/log"
