# A register as dirty as life: what goes in, and what is said of each row that does not.
cat >"$scratch/r.toml" <<'TOML'
register = "clerk's list"
rows     = "requests"
key      = ["no"]
dates    = "DD/MM/YYYY"

[request]
kind       = { column = "type", values = { EXT = "extradition", MLA = "mutual_legal_assistance" } }
requesting = { column = "from" }
requested  = { column = "to" }
reference  = { column = "ref" }
made_on    = { column = "made" }

[[events]]
kind = { always = "refused" }
on   = { column = "refused" }
TOML
{
    printf 'no,type,from,to,ref,made,refused\r\n'
    printf '1,EXT,RU,UK,A/1,02/03/2020,\r\n'
    printf '2,EXT,\320\241\320\220,GB,A/2,02/03/2020,\r\n'
    printf '3,EXT,RU,GB,A/3,31/02/2020,\r\n'
    printf '4,EXT,RU,GB,"A/4, second ""try""\r\non two lines",02/03/2020,\r\n'
    printf '5,XXX,RU,GB,A/5,02/03/2020,\r\n'
    printf '6,EXT,RU,GB,A/6\r\n'
    printf '7,EXT,RU,RU,A/7,02/03/2020,\r\n'
    printf '8,MLA,RU,GB,=1+1,02/03/2020,01/02/2020\r\n'
    printf '1,EXT,RU,GB,A/1,02/03/2020,\r\n'
    printf '9,EXT,RU,GB,A/9,2020-03-02,\r\n'
} >"$scratch/r.csv"
comity-report --from "$scratch/r.csv" --mapping "$scratch/r.toml" --between RU GB --as-of 2021-05-12 --remarks "$scratch/remarks.csv" --format csv | sed -n "1,/^warning/p; /^table,requests/,/^table,unanswered/p"
tr -d '\r' <"$scratch/remarks.csv" | sed -n '1,2p'
