# What comity-law says where it cannot answer, and what would be accepted.
refuse() { comity-law "$@" 2>&1 || true; }
refuse bases RU RU 2020-03-02
refuse bases ru GB 2020-03-02
refuse bases RU GB 2020-11-31
refuse bases RU GB 2020-03-02 --kind rendition
refuse count 18D --from 2026-02-01 --counting treaty-silent
refuse count P9000Y --from 2026-02-01 --counting uk-after
refuse count P999999D P999999D P999999D --from 2026-02-01 --counting uk-after
refuse count PT48H --from 2026-02-01 --counting moment-hours
refuse count P1M --from 2026-01-31 --months refuse
refuse count P1M --from 2026-01-31 --counting by-thumb
refuse count P1M --from 2026-01-31 --roll next --calendar XX
refuse count P5D --from 2026-01-31
refuse count P5D --from 2026-01-31 --trigger-day included --clear
refuse count P5D --from 2026-01-31 --minimum-working-days two
refuse count PT5H --from '2026-03-29T02:30:00+01:00[Europe/Berlin]' --counting moment-hours
refuse print ets-23
refuse print
refuse
refuse limits uk-after
refuse --law /nowhere list
