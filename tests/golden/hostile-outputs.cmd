# Nothing that is written takes the place of what it is made from; what could not be written is said; a pipe that nobody writes to is not waited for.
cd "$scratch"
try() { "$@" >out || echo "  -> exit $?" >&2; }
full() { "$@" >/dev/full || echo "  -> exit $?" >&2; }
comity-statement r.db >/dev/null
try comity-due deadlines r.db --as-of 2021-05-12 --ics r.db
ln -s r.db link
try comity-due deadlines r.db --as-of 2021-05-12 --ics link
try comity-report r.db --state GB --as-of 2021-05-12 --lang ru --format markdown --untranslated r.db
try comity-report r.db --state GB --as-of 2021-05-12 --format csv -o sqlite.csv/no/such/folder.csv
full comity-due deadlines r.db --as-of 2021-05-12
full comity-due agenda r.db --on 2021-05-12
full comity-register list r.db
full comity-register verify r.db
full comity-report r.db --state GB --as-of 2021-05-12 --format ics
full comity-report --schema
full comity-law list
full comity-statement r.db
mkfifo pipe
try comity-register verify r.db --seal pipe
try comity-register seal r.db --key pipe -o new.seal
try comity-register check-proof pipe --seal pipe
escape=$(printf '\033]0;title\007')
try comity-report "$escape" --state GB
try comity-report r.db --state GB --table "$escape"
try comity-report r.db --state GB --rows "$escape"
try comity-due deadlines r.db --as-of 2021-05-12 --calendar "$escape"
comity-register verify r.db
ls
