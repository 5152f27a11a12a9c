comity-report --from examples/data/landmark-cases.csv --mapping examples/data/landmark-cases.toml --state GB --as-of 2021-05-12 --format markdown
