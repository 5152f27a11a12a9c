# SPDX-License-Identifier: Apache-2.0
"""What a type checker says of a program that uses comity. It is checked, never run: `mypy` must know each type, and must complain of each mistake that
`type: ignore` marks, since a mark without a mistake is an error too.
"""

import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, assert_type

import numpy as np
import numpy.typing as npt

import comity

# A register is kept.
with comity.open(Path("requests.db")) as registry:
    id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="81/3-412-20", basis=["ets-24"], made_on=date(2020, 3, 2)))
    assert_type(id, uuid.UUID)
    registry.record(id, "provisional_arrest", on=date(2020, 3, 10), source="note verbale 114")
    registry.record(id, comity.Event("refused", on="2021-05", by=comity.Authority("Westminster Magistrates' Court", kind=comity.AuthorityKind.judicial)))
    registry.record(id, on=date(2020, 3, 10))  # type: ignore[call-arg]
    registry.record(id, "refused", when=date(2020, 3, 10))  # type: ignore[call-arg]
    registry.file_many([comity.Request(kind="service", requesting="FR", requested="DE")], progress=lambda done, of: print(done, of))
    comity.Request("extradition", "RU", "GB")  # type: ignore[misc]
    comity.Request(kind="extradition", requesting="RU")  # type: ignore[call-arg]

# Its deadlines.
dossier = registry.dossier(id)
assert_type(dossier.request.kind, comity.RequestKind)
assert_type(dossier.request.made_on, date | datetime | comity.When | None)
dossier.request.urgent = True  # type: ignore[misc]
for due in dossier.deadlines(as_of=date(2020, 4, 1)):
    assert_type(due, comity.Deadline)
    assert_type(due.last_day, date | None)
    assert_type(due.certainty, frozenset[comity.Doubt])
    print(due.last_day.year)  # type: ignore[union-attr]
    print(*due.steps, sep="\n")
assert_type(registry.deadlines("2020-04-01", within=timedelta(days=30), requesting="RU", kind="extradition")[0], comity.Deadline)
assert_type(registry.deadlines("2020-04-01")[:3], comity.Deadlines)
assert_type(dossier.standing("2020-04-01"), comity.Standing | None)
comity.Deadline("ets-24")  # type: ignore[arg-type]

# The law, and counting under it.
end = comity.count(["P10D", "P2M"], start=datetime(2007, 8, 2, 9).astimezone(), counting="us-frcrp-45", calendar=["US", "US-NY"])
assert_type(end.last_instant, datetime | None)
comity.count("P30D", date(2007, 8, 2), "us-frcrp-45")  # type: ignore[misc]
assert_type(comity.count_many("P30D", starts=[date(2007, 8, 2)], counting="us-frcrp-45").latest, npt.NDArray[np.datetime64])
assert_type([basis.since for basis in comity.Law.built_in().bases("RU", "GB", on=date(2020, 3, 2), kind="extradition")], list[date | None])
comity.Calendar("mine", days_off={date(2021, 1, 4): "a day"}, weekend=[comity.Weekday.friday], coverage=(date(2021, 1, 1), "2021-12-31"))
date(2021, 1, 4) in comity.Law.built_in().calendar("GB-ENG").working_days()

# Figures of it.
view = registry.snapshot(as_of=date(2021, 5, 12), known_on="2021-05-12")
table = view.unanswered(requesting="RU", requested="GB", kind=comity.RequestKind.extradition)
frame = table.to_pandas()
assert_type(table[:10], comity.Table)
assert_type(table[-1], dict[str, Any])
assert_type("reference" in table, bool)
registry.snapshot(np.datetime64("2021-05-12"))
print([row["days"] > 90 for row in table], table["reference"][0].lower())
assert_type(view.columns.vocabularies["requests.kind"], tuple[str, ...])
view.time_to("answer", by=["requesting", comity.Key.requested], within_days=[30, 60])
view.flow("2020", step="quarter", requesting="RU")
view.unanswered(requsting="RU")  # type: ignore[call-arg]
view.time_to("answer", within_days=30)  # type: ignore[arg-type]
assert_type(view.claim(comity.Claim(counts="unanswered", at_least=45)), comity.ClaimResult)
assert_type(view.claim("claims.toml"), tuple[comity.ClaimResult, ...])

# Survival.
curve = comity.kaplan_meier([9, 13, 13, 18, 23], [True, True, False, True, True])
assert_type(curve.median, float | None)
assert_type(curve.survival, npt.NDArray[np.float64])
assert_type(comity.kaplan_meier(np.array([9.0, 13.0]), [1, 0], group=["a", "b"]), dict[Any, comity.SurvivalCurve])
assert_type(comity.cumulative_incidence([timedelta(30), timedelta(45)], ["granted", None])["granted"], comity.IncidenceCurve)

# Errors are of the family, and of Python's.
try:
    registry.verify(against=registry.sealed())
except comity.bad_input as error:
    assert_type(error, comity.bad_input)
    value_error: ValueError = error
