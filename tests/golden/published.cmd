# A table as its publisher issued it, and whether it adds up; then a file that asks for what the table does not have.
comity-report --from examples/data/uk-foi-2010-2020.csv --published examples/data/uk-foi-2010-2020.toml --format markdown | head -n 45
sed 's/"late"/"later"/' examples/data/uk-foi-2010-2020.toml >"$scratch/wrong.toml"
comity-report --from examples/data/uk-foi-2010-2020.csv --published "$scratch/wrong.toml"
