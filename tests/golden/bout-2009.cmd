comity-report --from examples/data/landmark-cases.csv --mapping examples/data/landmark-cases.toml --between US TH --as-of 2009-12-31 --format csv
