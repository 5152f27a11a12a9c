# SPDX-License-Identifier: Apache-2.0
"""Two registers of the same traffic, held against each other."""

import pickle
from datetime import date, timedelta

import pytest

import comity
from conftest import refused

DAY = date(2021, 5, 12)


def filed(registry, reference, made_on, **other):
    request = {"kind": "extradition", "requesting": "RU", "requested": "GB", "reference": reference, "made_on": made_on, **other}
    return registry.file(comity.Request(**request), known_since=date(2020, 12, 31))


@pytest.fixture
def registers():
    """Of six requests the other side never registered one; it has another day of one, and of one a reference with a Cyrillic letter; one only they have."""
    with comity.open(":memory:") as ours, comity.open(":memory:") as theirs:
        for n in range(1, 7):
            day = date(2020, n, 2)
            filed(ours, f"C-{n}/20", day)
            if n == 1:
                continue
            filed(theirs, f"С-{n}/20" if n == 2 else f"C-{n}/20", day + timedelta(days=40) if n == 3 else day)
        filed(theirs, "D-9/19", date(2019, 9, 9))
        yield ours, theirs


def test_it_finds_what_the_two_differ_in(registers):
    result = comity.reconcile(*registers, as_of=DAY)
    counts = result.counts
    assert (counts.ours, counts.theirs, counts.matched) == (6, 6, 5)
    assert (counts.missing_on_their_side, counts.missing_on_ours) == (1, 1)
    assert (counts.differing, counts.written_otherwise) == (1, 1)
    assert counts.unanswered_ours == 6 and counts.unanswered_and_missing == 1
    assert [row["reference"] for row in result.missing_on_their_side] == ["C-1/20"]
    assert [row["reference"] for row in result.missing_on_ours] == ["D-9/19"]
    assert {(row["reference"], row["field"]) for row in result.differing} == {("C-3/20", "made_on"), ("C-2/20", "reference")}
    alike = next(row for row in result.matched if row["reference"] == "C-2/20")
    assert (alike["by"], alike["done"], alike["reference_theirs"]) == ("look_alike_letters", "look_alike_letters", "С-2/20")
    assert 0 < alike["score"] < 1
    frame = result.matched.to_pandas()
    assert len(frame) == 5 and list(frame["made_on"])
    assert pickle.loads(pickle.dumps(result)) == result


def test_what_one_register_keeps_none_of(registers):
    ours, theirs = registers
    for n in (1, 2):
        filed(ours, f"F-{n}/20", date(2020, n, 3), requested="FR")
    result = comity.reconcile(ours, theirs, as_of=DAY)
    assert (result.counts.missing_on_their_side, result.counts.not_kept_on_their_side, result.counts.not_kept_on_ours) == (3, 2, 0)
    assert [(row["register"], row["requesting"], row["requested"], row["requests"]) for row in result.not_kept] == [("theirs", "RU", "FR", 2)]
    says = comity.brief(ours, DAY, against=theirs, pictures=False).headlines[0].says
    assert "2 in the other side’s and none in this one are of a sort of which that register holds none at all" in says


def test_a_view_or_a_register(registers):
    ours, theirs = registers
    by_registers = comity.reconcile(ours, theirs, as_of=DAY)
    views = ours.snapshot(DAY, deadlines=False), theirs.snapshot(DAY, deadlines=False)
    assert comity.reconcile(*views) == by_registers
    assert comity.reconcile(ours, views[1]) == by_registers
    assert comity.reconcile(ours, ours.snapshot(DAY)).counts.matched == 6
    assert comity.reconcile(ours, theirs, as_of=DAY, made_from="2020-03-01").counts.missing_on_their_side == 0
    # As it was known before anything was.
    assert comity.reconcile(ours, theirs, as_of=DAY, known_on=date(2020, 12, 1)).counts.ours == 0


def test_what_is_refused(registers):
    ours, theirs = registers
    refused(lambda: comity.reconcile(ours, theirs), TypeError, "reconcile.as_of: ")
    refused(lambda: comity.reconcile(ours, "theirs.db", as_of=DAY), TypeError, "reconcile.theirs: ")
    refused(lambda: comity.reconcile(ours.snapshot(DAY), theirs.snapshot(date(2021, 5, 13))), comity.bad_input, "2021-05-12", "2021-05-13")
    refused(lambda: comity.reconcile(ours.snapshot(DAY), theirs, as_of=date(2021, 5, 13)), comity.bad_input, "reconcile.as_of: ")
    refused(lambda: comity.reconcile(ours, theirs, as_of=DAY, window=1000), comity.bad_input, "0 to 366")
    refused(lambda: comity.brief(ours, DAY, against="theirs.db"), TypeError, "brief.against: ")
    refused(lambda: comity.brief(ours, DAY, sections=["registers"]), comity.bad_input, "registers", "none was given")


def test_a_brief_says_it(registers):
    ours, theirs = registers
    brief = comity.brief(ours, DAY, state="RU", other="GB", against=theirs, pictures=False)
    assert brief.headlines[0].says.startswith("1 of 6 requests in this register is missing in the other side’s, and 1 of 6 requests")
    section = next(s for s in brief.sections if s.name == "registers")
    assert [t.name for t in section.tables][:3] == ["registers", "missing-on-their-side", "missing-on-ours"]
    for format in ("html", "markdown", "csv", "json"):
        assert "C-1/20" in brief.text(format)
    assert "Где расходятся два реестра" in brief.text("html", lang="ru")
    assert "registers" not in [s.name for s in comity.brief(ours, DAY, state="RU", other="GB", pictures=False).sections]
    # For a parliament: figures of both, and no single case.
    figures = comity.brief(ours, DAY, state="RU", other="GB", against=theirs, profile="parliament", pictures=False)
    assert [t.name for s in figures.sections if s.name == "register-counts" for t in s.tables] == ["registers", "means"]
    assert "C-1/20" not in figures.text("json")
    assert "register-counts" not in [s.name for s in comity.brief(ours, DAY, state="RU", other="GB", profile="parliament", pictures=False).sections]


def test_the_other_register_is_seen_under_the_same_clearance(tmp_path):
    for side in ("ours", "theirs"):
        with comity.open(tmp_path / f"{side}.db") as registry:
            filed(registry, f"open {side}/1", date(2020, 3, 2), handling="TLP:CLEAR")
            filed(registry, f"secret {side}/2", date(2020, 5, 4), handling="TLP:RED")

    def opened(side, clearance):
        return comity.open(tmp_path / f"{side}.db", read_only=True, clearance=clearance)

    with opened("ours", "TLP:GREEN") as ours, opened("theirs", "TLP:GREEN") as theirs, opened("theirs", "") as everything:
        brief = comity.brief(ours, DAY, against=theirs, pictures=False)
        assert brief.headlines[0].says.startswith("None of 1 request in this register is missing")
        for format in ("html", "markdown", "csv", "json"):
            assert "open theirs" in brief.text(format) and "secret" not in brief.text(format)
        refused(lambda: comity.brief(ours, DAY, against=everything, pictures=False), comity.bad_input, "without a clearance")
        refused(lambda: comity.brief(ours, DAY, state="RU", against=theirs, table="fatf"), comity.bad_input)
