# Two synthetic registers of the same requests, held against each other: what the other side never registered, has under another date or reference, entered twice, or answered by a letter that did not arrive.
comity-statement "$scratch/ours.db" "$scratch/theirs.db" | tail -n 1
brief() { comity-report "$scratch/ours.db" --between RU GB --against "$scratch/theirs.db" --as-of 2021-05-12 --format markdown "$@"; }
brief --rows 8 | sed -n '1,/^## In short/p; /^## Where the two/,/^## Ageing/p'
echo "== in Russian, and what has no phrase"
brief --lang ru --untranslated "$scratch/lacking" --rows 3 --sections registers
cat "$scratch/lacking"
echo "== a register against itself"
comity-report "$scratch/ours.db" --between RU GB --against "$scratch/ours.db" --as-of 2021-05-12 --format markdown --rows 2 --sections registers | sed -n '/^## Where the two/,/^### How they/p'
echo "== the whole register against one that keeps a single pair of States"
comity-report "$scratch/ours.db" --against "$scratch/theirs.db" --as-of 2021-05-12 --format markdown --rows 3 --sections registers | sed -n '/^## Where the two/,/^### Missing on their/p'
echo "== for a parliament, no single case; a brief of theirs alone has the same digest"
brief --profile parliament --rows 2 | sed -n '/^## Where the two/,/^## What came/p' | grep '^##\|^Digest'
comity-report "$scratch/theirs.db" --between RU GB --as-of 2021-05-12 --format markdown | grep '^Digest of the register'
cd "$scratch"  # whose name is another one each time
refused() { comity-report ours.db --between RU GB "$@" || echo "  -> exit $?" >&2; }
refused --against nowhere.db
refused --against theirs.db --table fatf
refused --sections registers
refused --against theirs.db --format html -o theirs.db
