# What the public statement of 12 May 2021 is about, on the synthetic register: the list, and how it grows.
comity-statement "$scratch/statement.db" | tail -n 5
brief() { comity-report "$scratch/statement.db" --between RU GB --format markdown "$@"; }
brief --as-of 2021-05-12 | sed -n '1,/^## The requests/p; /^## The unanswered/,/^## The histories/p'
echo "== as of 1 January 2020"
brief --as-of 2020-01-01 | sed -n '/^## In short/,/^## The requests/p'
echo "== as of 12 May 2021, as known on 30 June 2020"
brief --as-of 2021-05-12 --known-on 2020-06-30 | sed -n '/^## In short/,/^## The requests/p'
