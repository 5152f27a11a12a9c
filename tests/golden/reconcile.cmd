# Two synthetic registers of the same requests, held against each other: what the other side never registered, has under another date or reference, entered twice, or answered by a letter that did not arrive.
comity-statement "$scratch/ours.db" "$scratch/theirs.db" | tail -n 1
brief() { comity-report "$scratch/ours.db" --between RU GB --against "$scratch/theirs.db" --as-of 2021-05-12 --format markdown "$@"; }
brief --rows 14 | sed -n '1,/^## In short/p; /^## Where the two/,/^## Ageing/p'
echo "== in Russian, and what has no phrase"
brief --lang ru --untranslated "$scratch/lacking" --rows 3 --sections registers
cat "$scratch/lacking"
echo "== a register against itself"
comity-report "$scratch/ours.db" --between RU GB --against "$scratch/ours.db" --as-of 2021-05-12 --format markdown --rows 2 --sections registers | sed -n '/^## Where the two/,/^### How they/p'
refused() { brief "$@" || echo "  -> exit $?" >&2; }
comity-report "$scratch/ours.db" --between RU GB --against "$scratch/nowhere.db" || echo "  -> exit $?" >&2
refused --claims examples/data/statement-2021-05-12.toml
comity-report "$scratch/ours.db" --between RU GB --against "$scratch/theirs.db" --format html -o "$scratch/theirs.db" || echo "  -> exit $?" >&2
