comity-law count P10D --from 2024-03-28 --counting nl-algemene-termijnenwet
echo ----
comity-law count P30D --from 2007-08-02 --counting us-frcrp-45
echo ----
comity-law count PT72H --from '2007-11-02T10:23:00-04:00[America/New_York]' --counting us-frcrp-45
echo ----
comity-law count P18D --from 2026-02-01 --counting treaty-silent
echo ----
comity-law count P10D P2M --from 2024-02 --counting uk-after --brief
echo ----
comity-law count P5D --from 2024-03-28 --roll next --non-working weekend,holiday --calendar GB
echo ----
comity-law count P5WD --backward --trigger-day excluded --from 2026-12-31 --calendar DE FR --brief
echo ----
comity-law count PT6H --from '2026-07-10T22:30:00+02:00[Europe/Paris]' --hours-without 00:00/09:00 --brief
