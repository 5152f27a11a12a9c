# A register is kept: listed, sealed, verified, proved, copied, erased from, and found out when somebody changes it.
try() { comity-register "$@" || echo "  -> exit $?"; }
cp examples/data/landmark-cases.* "$scratch"
cd "$scratch"
comity-report cases.db --from landmark-cases.csv --mapping landmark-cases.toml --state GB -o brief.html 2>log
try list cases.db | head -3
try list cases.db GB-IE-2012 | sed 's/; recorded .*//'
openssl genpkey -algorithm ed25519 -out key.pem
try seal cases.db -o 1.seal --key key.pem
public=$(openssl pkey -in key.pem -pubout -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
try verify cases.db --seal 1.seal --signed-by "$public" | sed "s/$public/KEY/"
try prove cases.db GB-IE-2012 4 --texts -o 4.proof
try check-proof 4.proof --seal 1.seal --signed-by "$public" | sed "s/$public/KEY/" | grep -v '^recorded_at'
try backup cases.db backup.db
try move cases.db moved.db
try verify moved.db --seal 1.seal --signed-by "$public" | sed "s/$public/KEY/"
try erase cases.db --name "Roman Polanski" --dry-run
try erase cases.db --name "Roman Polanski" --why "order 12/2026" | tail -1
try verify cases.db --seal 1.seal | tail -2
/usr/bin/python3 - <<'PYTHON'
import sqlite3
db = sqlite3.connect("backup.db")
for (name,) in db.execute("select name from sqlite_schema where type = 'trigger'").fetchall(): db.execute("drop trigger " + name)
db.execute("update event set happened = '2012-12-18' where seq = 2 and request_id = (select request_id from request where reference = 'GB-IE-2012')")
db.commit()
PYTHON
try verify backup.db --seal 1.seal --signed-by "$public" 2>&1 | sed "s/$public/KEY/"
try verify backup.db --seal 1.seal --signed-by 0000000000000000000000000000000000000000000000000000000000000000 2>&1 | sed "s/$public/KEY/"
try check-proof 4.proof --seal 4.proof
try seal cases.db -o 1.seal
try prove cases.db nobody
try prove cases.db GB-IE-2012 99
try list nowhere.db
