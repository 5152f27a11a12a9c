# SPDX-License-Identifier: Apache-2.0
"""What the stubs say a property or a call gives is what it gives. (That names and arguments agree is for mypy.stubtest, which looks at no value.)

Values are followed from the built-in law and a small register through every property; each is held against its annotation in _core.pyi.
"""

import ast
import types
import typing
from datetime import date, datetime
from pathlib import Path

import comity
from comity import _core

stub = ast.parse((Path(_core.__file__).parent / "_core.pyi").read_text())
names: dict[str, object] = {**vars(typing), **{name: getattr(comity, name) for name in comity.__all__}}
exec("from collections.abc import *; from datetime import *; from os import PathLike; from uuid import UUID; import numpy as np, numpy.typing as npt, pandas as pd", names)
names["_Bar"] = object  # a protocol
for line in stub.body:
    if isinstance(line, ast.Assign):
        exec(ast.unparse(line), names)

properties: dict[str, dict[str, object]] = {}
results: dict[tuple[str, str], object] = {}  # of methods and functions; of overloaded ones none


def read(name: str, body: list[ast.stmt]) -> None:
    for line in body:
        if not isinstance(line, ast.FunctionDef):
            continue
        marks = {ast.unparse(mark) for mark in line.decorator_list}
        result = eval(ast.unparse(line.returns), names)
        if "property" in marks:
            properties[name][line.name] = result
        elif "overload" not in marks:
            results[name, line.name] = result


read("", stub.body)
for line in stub.body:
    if isinstance(line, ast.ClassDef):
        properties[line.name] = {}
        read(line.name, line.body)


def fits(value: object, annotation: object) -> bool:
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is typing.Any or annotation is object:
        return True
    if annotation is None or annotation is types.NoneType:
        return value is None
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is tuple and inner[-1] is not ...:
        return isinstance(value, tuple) and len(value) == len(inner) and all(map(fits, value, inner))
    if origin in (tuple, list, frozenset):
        return isinstance(value, origin) and all(fits(one, inner[0]) for one in value)
    if origin is not None and issubclass(origin, typing.Mapping):
        return isinstance(value, origin | types.MappingProxyType) and all(fits(key, inner[0]) and fits(one, inner[1]) for key, one in value.items())
    if origin is names["np"].ndarray:
        of = typing.get_args(inner[1])[0]
        return isinstance(value, origin) and (of is typing.Any or value.dtype == of)
    return type(value) is annotation  # a bool is no int here, nor a datetime a date


seen: dict[int, object] = {}
classes: set[str] = set()


def follow(value: object) -> None:
    if isinstance(value, (tuple, frozenset, comity.Deadlines)):
        for one in value:
            follow(one)
    name = type(value).__name__
    if type(value).__module__ != "comity" or name not in properties or id(value) in seen:
        return
    seen[id(value)] = value
    classes.add(name)
    for of, annotation in properties[name].items():
        found = getattr(value, of)
        assert fits(found, annotation), f"{name}.{of} is {found!r}, not {annotation}"
        follow(found)


def call(owner: object, name: str, *args: object, **options: object) -> typing.Any:
    found = getattr(owner, name)(*args, **options)
    of = owner.__name__ if isinstance(owner, type) else "" if owner is comity else type(owner).__name__
    annotation = results[of, name]
    assert fits(found, annotation), f"{of}.{name}() is {found!r}, not {annotation}"
    follow(found)
    return found


law = call(comity.Law, "built_in")
for a, b in (("RU", "GB"), ("DE", "FR"), ("GB", "US")):
    call(law, "bases", a, b, "2020-03-02", "extradition")
for method, of in (("event", "refused"), ("answer", "substantive"), ("instrument", "ets-24"), ("counting", "us-frcrp-45"), ("text", "events")):
    call(law, method, of)
call(law, "time_limits", "ets-24", "2020-03-02")
follow(call(law, "calendar", "US").working_days())
call(law.calendar("US"), "days_off", "2021")

registry = call(comity, "open", ":memory:")
person = comity.Person(names=[comity.PersonName("Ivan")], nationalities=["RU"], born="1970")
request = comity.Request(
    kind="extradition", requesting="RU", requested="GB", reference="81/3-412-20", basis=["ets-24"], made_on="2020-03", persons=[person], offences=[comity.Offence(title="fraud")],
    measures=[comity.Measure("hearing")], items=[comity.Item(value="203.0.113.7")], documents=[comity.Document()], requested_authority=comity.Authority("Home Office"),
)
first = call(registry, "file", request)
call(registry, "record", first, "provisional_arrest", on=date(2020, 3, 10), source="note verbale 114")
call(registry, "record", first, "request_received", on="2020-04-01T09:00:00+01:00[Europe/London]")
call(registry, "record", first, "refused", on="2021-02~", provision="ets-24 6(1)", concerns=["person 1"], amounts=["10 EUR"])
other = call(registry, "file_many", [comity.Filing(request, events=[comity.Recording(event=comity.Event("granted", on="2020-05-01"))])])[0]
follow(comity.Filing(request, events=[comity.Recording(event=comity.Event("noted"))]))
dossier = call(registry, "dossier", first)
for day in ("2020-01-01", "2020-03-20", "2021-05-12", datetime.fromisoformat("2021-05-12T09:00:00+00:00")):
    call(dossier, "standing", day)
    call(dossier, "phrase", day)
    call(dossier, "first_answer", day)
    call(call(dossier, "deadlines", day), "to_table")
call(dossier, "check_lifecycle")
call(dossier, "supposing", comity.Event("person_surrendered", on="2020-03-11"))
call(dossier, "known_on", "2020-01-01")
call(registry, "find", kind="extradition")
call(registry, "agenda", "2020-03-20")
call(registry, "deadlines", "2020-03-20", within=30)
call(registry, "impact", law.with_calendar(comity.Calendar("GB-ENG")), "2020-03-20")
call(comity, "compare", dossier.deadlines("2020-03-20"), dossier.deadlines("2021-05-12"))
call(registry, "seal")
call(registry, "sealed")
call(registry, "verify")
call(registry, "prove", first, 1)
call(registry, "changed_since")
call(registry, "imported", "elsewhere")
call(registry, "find_person", "Ivan")
call(call(comity, "brief", registry, "2021-05-12", state="RU", other="GB"), "text", "markdown")
call(comity, "reconcile", registry, registry, as_of="2021-05-12")

view = call(registry, "snapshot", "2021-05-12", known_on="2100-01-01")
for figure in ("requests", "unanswered", "outcomes", "compliance", "ageing", "incidence", "refusals", "amounts", "persons", "no_response", "coverage_of_dates"):
    call(view, figure)
for figure in ("flow", "stock", "traffic", "items"):
    call(view, figure, "2020")
call(view, "time_to", "answer")
call(view, "reciprocity", "RU", "GB")
call(view, "ready_tables", "fatf", "GB")
follow(view.claim(comity.Claim(of=comity.Query(requesting="RU", requested="GB"), counts="unanswered", at_least=45)))

call(comity, "count", "P30D", start=date(2007, 8, 2), counting="us-frcrp-45", calendar="US")
call(comity, "count", "PT48H", start="2020-03-02T09:00:00+00:00[Europe/London]", counting="treaty-silent")
many = comity.count_many("P30D", starts=[date(2007, 8, 2)], counting="us-frcrp-45")
assert many.latest.dtype == "datetime64[D]" and many.codes.dtype == "uint8"
curve = comity.kaplan_meier([9, 13, 13, 18, 23], [True, True, False, True, True])
follow(curve)
call(curve, "quantile", 0.5)
call(curve, "quantile", 0.999)
call(curve, "mean_until", 10)
curves = call(comity, "cumulative_incidence", [30, 45, 60, 80], ["granted", None, "refused", "granted"])
call(curves, "__getitem__", "granted")
call(curves, "at", 60)
call(comity, "log_rank", [1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"])
for value in (comity.When("2009-08"), comity.RelatedRequest(id=first), comity.Origin(source="a", row_key="b"), comity.MinimumWorkingDays(days=2), comity.NightlyWindow(start=1, end=2),
              comity.DayOff("2020-01-01", "a day"), comity.WeeklyRest(["Monday"]), comity.Counting(), comity.SurvivalQuantile()):
    follow(value)

unseen = {name for name in properties if properties[name]} - classes
print(f"{len(classes)} classes; no value met: {', '.join(sorted(unseen))}")
assert unseen <= {"Amendment", "ArchiveReport", "ChangedRequest", "Finding", "IntakeReport", "MixedWord", "NameLeft", "PassedOverRequest", "PublishedFigures", "Remark"}, unseen
