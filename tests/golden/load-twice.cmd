# The same file twice: nothing is filed, amended or lost the second time.
load() {
    comity-report "$scratch/cases.db" --from examples/data/landmark-cases.csv --mapping examples/data/landmark-cases.toml --between RU GB \
        --as-of 2021-05-12 --format json
}
load | sha256sum >"$scratch/first"
load | sha256sum | cmp - "$scratch/first" && echo "the same brief"
