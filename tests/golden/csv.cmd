# A register goes out as CSV with its mapping, comes in elsewhere, and goes out again the same, wherever the machine stands.
try() { comity-register "$@" || echo "  -> exit $?"; }
cat >"$scratch/cases.csv" <<'CSV'
number,from,to,made,name,result,on,note
81/3-412,RU,GB,2020-03-02,Ivan Sidorov; Иван Сидоров,refused,2021-05-04,"=HYPERLINK(""http://example.test"")"
7,TR,DE,2020-03~,Işık İpek,,,-2
81/АB-7,RU,GB,2020,Ivаnov,noted,2020-05,"two
lines, 'quoted'"
CSV
cat >"$scratch/cases.toml" <<'TOML'
register = "three cases"
rows = "requests"
key = ["number"]
[request]
requesting = { column = "from" }
requested = { column = "to" }
kind = { always = "extradition" }
made_on = { column = "made" }
reference = { column = "number" }
persons = { column = "name", split = ";" }
note = { column = "note" }
[[events]]
kind = { column = "result" }
on = { column = "on" }
note = { column = "note" }
TOML
cd "$scratch"
try from-csv cases.db cases.csv --mapping cases.toml 2>log
try to-csv cases.db out.csv --mapping out.toml --names 2>log
sed 's/\r$//' out.csv
cat out.toml
try from-csv other.db out.csv --mapping out.toml 2>log | head -1
try to-csv other.db again.csv --mapping again.toml --names 2>log
cmp out.csv again.csv && cmp out.toml again.toml && echo "the same"
mkdir locales
for l in tr_TR de_DE; do
    localedef -i $l -f UTF-8 "locales/$l.UTF-8" >/dev/null 2>&1 || true  # where its sources are installed
    LOCPATH=$PWD/locales LC_ALL=$l.UTF-8 comity-register from-csv $l.db cases.csv --mapping cases.toml >$l.txt 2>log
    LOCPATH=$PWD/locales LC_ALL=$l.UTF-8 comity-register to-csv $l.db $l.csv --mapping $l.toml --names >/dev/null 2>log
    comity-register from-csv $l-C.db cases.csv --mapping cases.toml 2>log | cmp - $l.txt && cmp out.csv $l.csv && cmp out.toml $l.toml && echo "$l: the same"
    LOCPATH=$PWD/locales LC_ALL=$l.UTF-8 comity-report cases.db --state GB --as-of 2021-05-12 --format csv >$l.brief.csv 2>log
    comity-report cases.db --state GB --as-of 2021-05-12 --format csv 2>log | cmp - $l.brief.csv && echo "$l: the same brief"
done
try to-csv cases.db plain.csv --mapping plain.toml --delimiter ';' 2>log
grep -c 'Sidorov\|Işık\|HYPERLINK' plain.csv || true
try from-csv cases.db plain.csv --mapping plain.toml 2>log | head -1
try to-csv cases.db out.csv --mapping x.toml
try to-csv cases.db x.csv --mapping x.toml --delimiter x
try to-csv nowhere.db x.csv --mapping x.toml
try from-csv cases.db nowhere.csv --mapping out.toml
ls x.csv x.toml nowhere.db 2>/dev/null || true
