# Requests travel: archived, read elsewhere, grown, checked without comity, refused where they were altered.
try() { comity-register "$@" || echo "  -> exit $?"; }
verify() { /usr/bin/python3 "$OLDPWD/examples/verify.py" "$@" 2>&1 || echo "  -> exit $?"; }
cp examples/data/landmark-cases.* "$scratch"
cd "$scratch"
comity-report cases.db --from landmark-cases.csv --mapping landmark-cases.toml --state GB -o brief.html 2>log
try seal cases.db -o 1.seal 2>&1 | sed 's/;.*//'
try archive cases.db all.comity
try archive cases.db gb.json --requested GB
try archive cases.db one.json --request GB-IE-2012
try import other.db all.comity --seal 1.seal
try verify other.db --seal 1.seal
try import other.db all.comity
try archive other.db again.comity | sed 's/^again/  again/'
cmp all.comity again.comity && echo "the same bytes"
try import ministry.db gb.json --seal 1.seal
try import ministry.db all.comity
verify gb.json --seal 1.seal
verify one.json --seal 1.seal
try archive other.db all.json >/dev/null
verify all.json --seal 1.seal
sed 's/2012/2013/' one.json >altered.json
try import ministry.db altered.json
verify altered.json
try archive cases.db all.comity
try archive cases.db nobody.json --request nobody
[ -e nobody.json ] || echo "no file"
head -c 1000 all.comity >cut.comity
try import ministry.db cut.comity
try import ministry.db landmark-cases.csv
try import ministry.db nowhere.comity
# Whoever sends a file says what is new in it, and takes nothing out of here unless that is agreed.
try erase cases.db --name "Carles Puigdemont" --why "order 12/2026" | tail -1
try archive cases.db later.comity
try import other.db later.comity 2>&1
try import other.db later.comity --erase --dry-run | grep -v "^this register"
try import other.db later.comity --skip-conflicts --dry-run | grep -v "^this register"
