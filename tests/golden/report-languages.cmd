# The same brief in Russian: nothing of it is left in English (--untranslated would say so), and the digests are the same. Sections by name; profiles.
comity-statement "$scratch/statement.db" >"$scratch/log"
brief() { comity-report "$scratch/statement.db" --as-of 2021-05-12 --format markdown "$@"; }
brief --between RU GB --lang ru --untranslated "$scratch/lacking" --rows 3 >"$scratch/ru.md"
cat "$scratch/lacking"
sed -n '1,/^## Ст/p' "$scratch/ru.md"
brief --between RU GB --rows 3 >"$scratch/en.md"
for language in ru en; do grep -o 'SHA-256 [0-9a-f]*' "$scratch/$language.md" >"$scratch/$language"; done
cmp "$scratch/ru" "$scratch/en" && echo "$(grep -c . "$scratch/ru") digests, the same in both"
echo "== long tables are cut, and all their rows are beside"
comity-report "$scratch/statement.db" --as-of 2021-05-12 --between RU GB --rows 40 -o "$scratch/brief.html" 2>"$scratch/log"
(cd "$scratch" && wc -l brief.*.csv | sed 's/^ *//')
tr -d '\r' <"$scratch/brief.unanswered.csv" | sed -n '1,/^reference/p'
grep -o 'The first 40 of [^<]*' "$scratch/brief.html"
echo "== what an earlier brief left beside is named, and stays; what is no brief is not written over"
comity-report "$scratch/statement.db" --as-of 2021-05-12 --between RU GB --sections unanswered --rows 40 -o "$scratch/brief.html" 2>&1 | sed "s|$scratch/||"
echo "a clerk's own list" >"$scratch/other.unanswered.csv"
comity-report "$scratch/statement.db" --as-of 2021-05-12 --between RU GB --rows 40 -o "$scratch/other.html" 2>&1 | sed "s|$scratch/||"
cat "$scratch/other.unanswered.csv" && ls "$scratch" | grep -c other.html || true
echo "== sections by name, in an order of one's own; profiles"
brief --between RU GB --sections reciprocity,ageing | grep '^## '
brief --between RU GB --profile parliament | grep '^## '
brief --between RU GB --profile journalist | grep 'Requests in view\|Cleared'
refused() { brief "$@" || echo "  -> exit $?" >&2; }
refused --sections due,dues
refused --lang de
refused --lang nowhere/de.toml
refused --profile king
