# SPDX-License-Identifier: Apache-2.0
"""Briefs as other programs read them: workbooks by openpyxl, JSON by its schema, calendars by icalendar. make_briefs.cpp says what is in them."""

import copy
import json
import os
import pty
import re
import subprocess
import tomllib
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import jsonschema
import openpyxl
import pytest

SOURCE = Path(os.environ["SOURCE"])
SCHEMA = json.loads((SOURCE / "lib/report/brief.schema.json").read_text())
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BRIEFS = ["landmark", "parliament", "published", "statement", "claims", "empty", "hostile", "odd"]
ODD_NAMES = 15  # the tables of odd_tables() before the 300 of one name


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("briefs")
    temporary = tmp_path_factory.mktemp("temporary")
    done = subprocess.run([os.environ["MAKE_BRIEFS"], made, SOURCE / "examples/data"], env={**os.environ, "TMPDIR": str(temporary)}, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""  # no library speaks in between
    assert list(temporary.iterdir()) == []
    return made


@pytest.fixture(scope="session")
def opened(folder):
    kept = {}

    def open_workbook(name):
        if name not in kept:
            kept[name] = openpyxl.load_workbook(folder / f"{name}.xlsx")
        return kept[name]

    return open_workbook


def tables_of(folder, name):
    return [table for section in json.loads((folder / f"{name}.json").read_text())["sections"] for table in section["tables"]]


def spelt_out(value, kind):
    """A word as people read it in English, where it is no more than its name; the others as lib/languages/en.toml has them."""
    if kind != "word":
        return value
    others = tomllib.loads((SOURCE / "lib/languages/en.toml").read_text())["words"]
    return ", ".join(others.get(name, name.replace("_", " ")) for name in value.split(", "))


def cells_as_they_stand(value):
    """What the XML holds, whichever way a reader takes _x005F_."""
    return value.replace("_x005F_", "_") if isinstance(value, str) else value


# ---- workbooks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BRIEFS)
def test_no_workbook_has_a_formula_a_way_out_or_anything_hidden(folder, name):
    with zipfile.ZipFile(folder / f"{name}.xlsx") as file:
        assert file.testzip() is None
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in file.infolist())
        for part in file.namelist():
            assert not re.search("externalLink|vba|media|drawing|connections|custom", part)
            with file.open(part) as content:
                for _, element in ElementTree.iterparse(content):
                    assert element.tag != MAIN + "f", part
                    assert element.get("hidden") in (None, "0") or element.get("name") == "_xlnm._FilterDatabase", part
                    assert element.get("TargetMode") != "External", part
                    if element.tag == MAIN + "c":
                        assert element.get("t", "n") in ("n", "s", "inlineStr"), part
                    if element.tag == MAIN + "hyperlink":
                        assert [key for key in element.keys() if key.endswith("}id")] == []
                    if element.tag == MAIN + "t":
                        assert len(element.text.encode("utf-16-le")) // 2 <= 32_767
                        assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", element.text)


@pytest.mark.parametrize("name", BRIEFS)
def test_each_table_has_a_sheet_with_its_cells_and_the_first_sheet_leads_there(folder, opened, name):
    book, tables = opened(name), tables_of(folder, name)
    brief = json.loads((folder / f"{name}.json").read_text())
    assert book.sheetnames[0] == "Brief" and len(book.sheetnames) == 1 + len(tables)
    assert len({sheet.casefold() for sheet in book.sheetnames}) == len(book.sheetnames)
    links = [cell.hyperlink.location for row in book["Brief"] for cell in row if cell.hyperlink]
    found = [h["table"] for h in brief["headlines"] if h["table"]]
    names = [table["name"] for table in tables]
    assert links == [f"'{book.sheetnames[1 + names.index(name)]}'!A1" for name in found] + [f"'{sheet}'!A1" for sheet in book.sheetnames[1:]]
    shown = [cells_as_they_stand(cell.value) for row in book["Brief"] for cell in row]
    if name not in ("hostile", "odd"):
        for text in [brief["title"], brief["subtitle"], brief["warning"], *(p for s in brief["sections"] for p in s["paragraphs"])]:
            assert text in (None, "") or text in shown
        for fact in brief["facts"]:
            assert fact["name"] in shown and fact["value"] in shown
    for sheet, table in zip(book.worksheets[1:], tables):
        assert 1 <= len(sheet.title.encode("utf-16-le")) // 2 <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$|^history$", sheet.title, re.IGNORECASE)
        columns, rows = table["columns"], table["rows"]
        if not columns:
            continue
        assert sheet.freeze_panes == "A5"
        assert bool(sheet["A3"].value) == bool(brief["warning"])
        assert sheet.print_title_rows == "$4:$4"
        last = sheet.cell(4 + len(rows), len(columns)).coordinate
        assert sheet.auto_filter.ref == (f"A4:{last}" if rows else None)
        if name in ("hostile", "odd"):
            continue
        assert sheet["A1"].value == table["title"]
        assert [cell.value for cell in sheet[4]][: len(columns)] == [column["heading"] for column in columns]
        for at, row in enumerate(rows, start=5):
            for number, column in enumerate(columns, start=1):
                cell, value = sheet.cell(at, number), row[column["name"]]
                if value in (None, ""):
                    assert cell.value is None
                elif isinstance(value, (int, float)):
                    assert cell.data_type == "n" and cell.value == pytest.approx(value, rel=1e-15)
                elif column["type"] == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", value) and value >= "1900-03-01":
                    assert isinstance(cell.value, datetime) and cell.value.date() == date.fromisoformat(value) and cell.number_format == "yyyy-mm-dd"
                else:
                    assert cell.data_type == "s" and cell.number_format == "@" and cell.value == spelt_out(" ".join(re.split("[\n\t]", value)), column["type"])
        below = "".join(str(row[0].value or "") for row in sheet.iter_rows(min_row=6 + len(rows)))
        assert (table["digest"] or "") in below
        for text in [table["definition"], *table["notes"]]:
            assert re.sub(" ", "", text) in re.sub(" ", "", below)


def test_what_cells_can_be(opened):
    sheet = opened("odd")["types"]
    rows = [[cells_as_they_stand(cell.value) for cell in row] for row in sheet.iter_rows(min_row=5, max_row=12, max_col=5)]
    assert rows[0] == ["=1+1", 48, 0.25, datetime(2020, 3, 2), "i"]
    assert rows[1] == ["0123", "9007199254740993", 48.5, "1900-02-28", "j"]  # beyond what a double has, and before what a spreadsheet counts
    assert rows[2] == [None, -2, None, "2009-08", "k"]
    assert rows[3] == [None, 2**53, pytest.approx(1 / 3, rel=1e-15), datetime(1900, 3, 1), "l"]
    assert rows[4] == ["_x0041_x0042_", None, None, datetime(9999, 12, 31), "m"]
    assert rows[5][0].startswith("x" * 32_000) and rows[5][0].endswith("(cut: it has 40000 characters, and a cell has room for 32767; the brief in JSON holds all)")
    assert rows[5][1:] == [None, -1e300, datetime(2020, 3, 2), "n"]
    assert rows[6][0].startswith("🙂zz") and len(rows[6][0].encode("utf-16-le")) // 2 == 32_766 and rows[6][3] == "1400-01-01"
    assert rows[7][0] == "a b␀c␛\ufffd␀" and rows[7][3] == "2015-07-09/2015-11-24"
    assert [sheet.cell(5, c).number_format for c in range(1, 6)] == ["@", "0", "0.000", "yyyy-mm-dd", "@"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    assert all(8 <= width <= 62 for width in widths) and widths[0] > 55
    below = [row[0].value for row in sheet.iter_rows(min_row=14) if row[0].value]
    assert all(len(line) <= 120 for line in below)
    assert "Dates: 48 known exactly, 2 approximately, 1 missing; 5 rest on a source’s claim." in below and "Note: =1+1" in below
    assert sheet["B2"].hyperlink.location == "'types'!A14" and sheet["A14"].value == "Definition:" and sheet["A15"].value == "d" * 110


def test_names_of_sheets(opened):
    names = opened("odd").sheetnames
    assert names[1 : 2 + ODD_NAMES] == [
        "types", "History (2)", "brief (2)", "Brief (3)", "’", "’’a’", "-a-------", "Table", "Table (2)", "TYPES (2)", "straße", "STRASSE (2)", "␛", "T a name that is longer than a",
        "external-x", "T 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"]  # fmt: skip
    assert names[2 + ODD_NAMES : -2] == ["one name for all"] + [f"one name for all ({n})" for n in range(2, 301)]
    assert opened("odd")["empty"]["A5"].value == "=None."
    assert opened("odd")["bare"]["A1"].value == "Bare"


def test_what_is_hostile_arrives_as_text(folder, opened):
    sheet = next(s for s in opened("hostile").worksheets if s["A1"].value == next(t["title"] for t in tables_of(folder, "hostile") if t["name"] == "requests"))
    texts = {cells_as_they_stand(cell.value) for row in sheet.iter_rows(min_row=5) for cell in row if isinstance(cell.value, str)}
    for text in ("=1+1", "+cmd|' /C calc'!A0", "@SUM(1;2)", "-2+3", "'=1+1", "a  END:VEVENT  ATTENDEE:mailto:x@y", "␛[2Jred", "\ufffdgnp.exe", "\ufffdx", "_x0041_x0042_", "internal:Brief!A1",
                 '=HYPERLINK("https://example.org")', "a[b]:*?/\\", "＝1+1"):  # fmt: skip
        assert text in texts, text


def test_what_a_sheet_has_no_room_for_is_left_out_and_said(folder):
    sheet = openpyxl.load_workbook(folder / "long.xlsx", read_only=True).worksheets[1]
    head = list(sheet.iter_rows(max_row=5, values_only=True))
    assert head[2][0] == "Cut: a sheet has room for 1,048,569 of its 1,048,580 rows; the other 11 are left out. The brief in CSV or JSON holds all."
    assert head[4][0] == 0 and head[4][1] in ("=_x0041_", "=_x005F_x0041_")
    with zipfile.ZipFile(folder / "long.xlsx") as file:
        content = file.read("xl/worksheets/sheet2.xml")
    assert content.count(b"<row ") == 1_048_576 - 1 and re.findall(rb'<row r="(\d+)"', content[-10_000:])[-1] == b"1048576"  # one is empty
    assert b"<f" not in content and content.endswith(b"</worksheet>")


def test_what_made_it_and_a_day_that_is_always_the_same(opened):
    properties = opened("odd").properties
    assert properties.title == "=1+1" and re.fullmatch(r"comity \d+\.\d+\.\d+", properties.description)
    assert properties.created == properties.modified == datetime(1980, 1, 1)


@pytest.mark.skipif(not os.environ.get("COMITY_REPORT"), reason="the examples are not built")
def test_a_workbook_is_not_sent_to_a_terminal():
    ours, theirs = pty.openpty()
    command = [os.environ["COMITY_REPORT"], "--from", SOURCE / "examples/data/landmark-cases.csv", "--mapping", SOURCE / "examples/data/landmark-cases.toml", "--state", "GB", "--format", "workbook"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    assert done.returncode == 1 and done.stderr == b"comity-report: a workbook is nothing for a terminal; name a file with -o\n"
    assert subprocess.run(command, capture_output=True, check=True).stdout.startswith(b"PK")
    os.close(ours)


# ---- JSON ------------------------------------------------------------------------------------------------------------

validator = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one_and_describes_every_member():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def look(at):
        if isinstance(at, dict):
            for name, member in (at.get("properties") or {}).items():
                assert member["description"], name
            if at.get("type") == "object" and "properties" in at:
                assert at["additionalProperties"] is False and at["required"] == list(at["properties"])
            for inner in at.values():
                look(inner)
        elif isinstance(at, list):
            for inner in at:
                look(inner)

    look(SCHEMA)


@pytest.mark.parametrize("name", BRIEFS)
def test_every_brief_fits_the_schema(folder, name):
    document = json.loads((folder / f"{name}.json").read_text(encoding="ascii"))
    validator.validate(document)
    assert document["$schema"] == SCHEMA["$id"] and list(document) == SCHEMA["required"]
    for table in tables_of(folder, name):
        for row in table["rows"]:
            assert list(row) == [column["name"] for column in table["columns"]]


def spoil(**changes):
    def change(document):
        document.update(changes)

    return change


@pytest.mark.parametrize("change", [
    spoil(format=2), spoil(more=1), spoil(warning=""), spoil(comity="0.1"), spoil(title=None), spoil(**{"$schema": "urn:comity:brief:2"}), lambda d: d.pop("facts"),
    lambda d: d["facts"][0].update(unit="day"), lambda d: d["sections"][0].pop("name"), lambda d: table_of(d).update(digest="9F86"), lambda d: table_of(d).pop("coverage"),
    lambda d: table_of(d)["columns"][0].update(type="texts"), lambda d: table_of(d)["rows"].append([1, 2]), lambda d: table_of(d)["rows"].append({"a": {"b": 1}}),
    lambda d: table_of(d)["rows"].append({"a": True}), lambda d: table_of(d).update(coverage={"known": 1, "approximate": 0, "claimed": 0}),
    lambda d: table_of(d).update(coverage={"known": -1, "approximate": 0, "claimed": 0, "missing": 0}),
])  # fmt: skip
def test_a_document_that_differs_does_not_fit(folder, change):
    document = json.loads((folder / "landmark.json").read_text())
    validator.validate(document)
    change(document)
    assert not validator.is_valid(document)


def table_of(document):
    return next(table for section in document["sections"] for table in section["tables"])


# ---- calendars -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["landmark", "statement", "empty", "hostile"])
def test_the_deadlines_of_a_brief_as_a_calendar(folder, name):
    content = (folder / f"{name}.ics").read_bytes()
    lines = content.split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is cut by a fold
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)
    calendar = icalendar.Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert len(events) == content.count(b"\r\nBEGIN:VEVENT\r\n") and [c.name for c in calendar.walk()] == ["VCALENDAR"] + ["VEVENT"] * len(events)
    assert len({str(event["UID"]) for event in events}) == len(events)
    for event in events:
        assert event["DTSTART"].dt < event["DTEND"].dt and set(event) == {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"}
    due = next((table for table in tables_of(folder, name) if table["name"] == "due"), {"rows": []})
    entries = [(event["DTSTART"].dt, event["DTEND"].dt - timedelta(days=1)) for event in events]
    for row in due["rows"]:
        if row["earliest"]:
            assert (date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"])) in entries
    assert (len(events) > 0) == (name != "empty")
    if name == "statement":
        assert all(str(event["DESCRIPTION"]).startswith("Synthetic data: ") for event in events)
    if name == "hostile":
        assert len(events) == 3 * 21
        assert all(str(event["DESCRIPTION"]).startswith("made up  END:VCALENDAR\n") for event in events)
        assert any(str(event["SUMMARY"]).startswith("a  END:VEVENT  ATTENDEE:mailto:x@y RU–GB: ") for event in events)
