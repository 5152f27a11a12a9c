# What is due in the landmark cases: listed, shown in steps, supposed, put on an agenda and into a calendar, moved by another law.
try() { comity-due "$@" || echo "  -> exit $?"; }
cp examples/data/landmark-cases.* "$scratch"
cd "$scratch"
comity-report cases.db --from landmark-cases.csv --mapping landmark-cases.toml -o brief.html --as-of 2018-05-20 2>log
try deadlines cases.db --as-of 2018-05-20 --within 10
try deadlines cases.db IN-GB-2017 --as-of 2020-06-01
try deadlines cases.db ES-BE-2017 --as-of 2017-11-05 --steps | head -40
try deadlines cases.db ES-DE-2018 --as-of 2018-05-20 --suppose "consent_given 2018-05-02"
try deadlines cases.db ES-DE-2018 --as-of 2018-05-20 --suppose "arrest 2018-03-26 corrects 2" --format csv
try agenda cases.db --on 2018-05-20 | head -24
mkdir -p draft/instruments
cat >draft/instruments/be-eaw-law.toml <<'TOML'
id         = "be-eaw-law"
title      = "a draft"
form       = "statute"
state      = "BE"
in_force   = 2004-01-01
kinds      = ["surrender"]
counting   = "uk-after"
time_limits = [
  { id = "16-1", at = "16(1)", from = "arrest", length = "P21D", met_by = "granted_by_court", binds = "court", nature = "maximum", verified = true },
]
[about.16-1]
for = ["surrender"]
TOML
try impact cases.db --as-of 2017-11-10 --other-law draft
try deadlines cases.db --as-of 2018-05-20 --ics due.ics >log
/usr/bin/python3 - <<'PYTHON'
import icalendar
calendar = icalendar.Calendar.from_ical(open("due.ics", "rb").read())
for e in calendar.walk("VEVENT"):
    print(e["DTSTART"].dt, e["DTEND"].dt, e["STATUS"], e["SUMMARY"])
PYTHON
try deadlines cases.db nobody --as-of 2018-05-20
try deadlines cases.db --as-of yesterday
try deadlines cases.db ES-DE-2018 --as-of 2018-05-20 --suppose "arrest"
try deadlines cases.db ES-DE-2018 --as-of 2018-05-20 --suppose "arest 2018-05-01"
try deadlines cases.db --as-of 2018-05-20 --suppose "arrest 2018-05-01"
try impact cases.db --as-of 2018-05-20
