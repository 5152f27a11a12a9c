# Published sentences held against the made-up register; and what a parliament asks for, with small counts held back.
comity-statement "$scratch/statement.db" > "$scratch/said"
claims() { comity-report "$scratch/statement.db" --as-of 2021-05-12 --format markdown --claims "$1"; }
claims examples/data/statement-2021-05-12.toml | sed -n '/^### Claims/,/^## /p; /^### .*(substantive)/,/^SHA/p; /^### .*(by items)/,/^SHA/p'
echo "== a trap"
claims examples/data/year-in-figures.toml | sed -n '/^### Claims/,/^## /p; /^### .*8 were granted.*(cohort)/,/^SHA/p'
echo "== a parliament asks"
comity-report "$scratch/statement.db" --state GB --table parliament --period 2016-01-01 2020-12-31 --as-of 2021-05-12 --format markdown --hold-back-below 3
echo "== not so"
comity-report "$scratch/statement.db" --table parliament || true
comity-report "$scratch/statement.db" --state GB --table parlament || true
printf '[[claims]]\nname = "x"\nsentence = "x"\nsource = "x"\ncounts = "granted"\n' > "$scratch/c.toml"
comity-report "$scratch/statement.db" --claims "$scratch/c.toml" 2>&1 | sed "s|$scratch|.|" || true
