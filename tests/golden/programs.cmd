# What the programs say where they cannot do what is asked, what they leave behind, and how they end.
try() { "$@" 2>&1 || echo "  -> exit $?"; }
keep() { try comity-register "$@"; }
cp examples/data/landmark-cases.* "$scratch"
cd "$scratch"
mapping="--mapping landmark-cases.toml"
echo "== of a register that could not be filled nothing is left"
echo "requests,from" >junk.csv
keep import new.db junk.csv
keep from-csv new.db junk.csv $mapping
keep from-csv new.db landmark-cases.csv --mapping nowhere.toml
keep from-csv sqlite://new.db nowhere.csv $mapping
keep from-csv no/such/folder.db landmark-cases.csv $mapping
keep move nowhere.db new.db
try comity-report new.db --from junk.csv $mapping --state GB -o brief.html
ls
echo "== tried first, then done"
keep from-csv new.db landmark-cases.csv $mapping --dry-run
ls new.db* 2>/dev/null || true
keep from-csv new.db landmark-cases.csv $mapping
ls new.db*
# One event is of another day, and one row has a field too many.
sed 's/,hearing_held,2014-07,/,hearing_held,2014-08,/; s/^GB-IE-2012,2,/&,/' landmark-cases.csv >changed.csv
keep from-csv new.db changed.csv $mapping --dry-run
keep from-csv new.db changed.csv $mapping --remarks remarks.csv
cut -c1-100 remarks.csv | tr -d '\r'
keep from-csv new.db changed.csv $mapping --remarks changed.csv
echo "== all rows refused"
{ head -1 landmark-cases.csv; sed -n 's/,extradition,/,rendition,/p' landmark-cases.csv | head -2; } >none.csv
keep from-csv none.db none.csv $mapping
ls none.db* 2>/dev/null || true
echo "== archives"
keep archive new.db all.comity
keep import there.db all.comity --dry-run
ls there.db* 2>/dev/null || true
keep archive new.db nothing.comity --requested ZA
keep archive new.db -
ls nothing.comity ./- 2>/dev/null || true
keep archive new.db some.json --request GB-IE-2012
python3 -c 'import json; json.dump(json.load(open("some.json")), open("anew.json", "w"), indent=2)'
keep import there.db anew.json
keep verify new.db --seal all.comity
keep verify new.db --seal new.db
echo "== names for what is hard to type"
keep to-csv new.db out.csv --mapping out.toml --delimiter semicolon
head -1 out.csv | cut -c4-30
keep to-csv new.db x.csv --mapping x.toml --delimiter semi
try comity-report new.db --state GB --as-of 2021-05-12 --lang RU --format markdown | sed -n 1p
echo "== command lines"
keep
keep list
keep list new.db --no-such
keep listt new.db
try comity-due
try comity-due agenda new.db --on 2021-05-12 --due-within soon
try comity-due agenda new.db --on yesterday
try comity-due agenda junk.csv --on 2021-05-12
try comity-law
try comity-law bases RU
try comity-law --no-such
try comity-statement
try comity-statement no/such/folder.db
try comity-statement new.db
try comity-due --help | tail -n 3
echo "== an option that is empty is not one that is left out"
keep archive new.db leaked.json --requested ""
keep import there.db all.comity --seal ""
keep seal new.db --again 0
keep seal new.db --key "" -o made.seal
try comity-due deadlines new.db --as-of 2018-05-20 --law ""
try comity-law bases RU GB 2020-03-02 --law ""
ls leaked.json made.seal 2>/dev/null || true
