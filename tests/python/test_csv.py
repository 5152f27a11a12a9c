# SPDX-License-Identifier: Apache-2.0
"""Registers as CSV, out and in again; names in the scripts of the world; and nothing that depends on where the machine stands."""

import csv
import os
import shutil
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import comity
import pytest

DATA = Path(__file__).parents[2] / "examples" / "data"
HOSTILE = ["=1+2", "-2", "'=x", "two\r\nlines", "a;b,c", "\ttab", "＝1", " lead", "‮gnp", "Иван", 'he said "no"']


def filled(registry):
    registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml")
    for note in HOSTILE:
        id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference=note if note.isprintable() and "‮" not in note else "",
                                          made_on=date(2020, 3, 2), note=note, persons=[comity.Person(names=[comity.PersonName("Ivan"), comity.PersonName(note)])]))  # fmt: skip
        registry.record(id, "noted", on=date(2020, 4, 1), note=note, amounts=["1250000.50 EUR"])
    return registry


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_register_goes_round_byte_for_byte(tmp_path, delimiter):
    with filled(comity.open(tmp_path / "a.db")) as registry, comity.open(tmp_path / "b.db") as other:
        assert registry.export_csv(tmp_path / "a.csv", tmp_path / "a.toml", names=True, delimiter=delimiter) == len(registry)
        report = other.import_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        assert report.refused == 0, str(report)
        other.export_csv(tmp_path / "b.csv", tmp_path / "b.toml", names=True, delimiter=delimiter)
        for name in ("csv", "toml"):
            assert (tmp_path / f"b.{name}").read_bytes() == (tmp_path / f"a.{name}").read_bytes()
        assert sorted(other) == sorted(registry)
        assert all(other.dossier(id).request == registry.dossier(id).request for id in registry)


def test_another_reader_finds_what_is_in_the_register_and_no_formula(tmp_path):
    with filled(comity.open(tmp_path / "a.db")) as registry:
        registry.export_csv(tmp_path / "a.csv", tmp_path / "a.toml", names=True)
        with open(tmp_path / "a.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["request"] for row in rows} == {str(id) for id in registry}
        assert not [cell for row in rows for cell in row.values() if cell.lstrip(" ").startswith(tuple("=+@\t\r\n＝＋－＠"))]
        notes = {row["event.note"] for row in rows}
        assert {"-2", "'=1+2", "''=x", "two\r\nlines", "'\ttab", "'＝1"} <= notes


def test_names_only_where_they_are_asked_for(tmp_path):
    with filled(comity.open(tmp_path / "a.db")) as registry:
        registry.export_csv(tmp_path / "a.csv", tmp_path / "a.toml", requested="GB")
        text = (tmp_path / "a.csv").read_text(encoding="utf-8")
        assert "Ivan" not in text and "gnp" not in text  # names, and a note that is no reference
        report = registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        assert report.unchanged == report.rows, str(report)
        with pytest.raises(comity.conflict, match="is there already"):
            registry.export_csv(tmp_path / "a.csv", tmp_path / "b.toml")
        with pytest.raises(comity.bad_input, match="delimiter"):
            registry.export_csv(tmp_path / "b.csv", tmp_path / "b.toml", delimiter="::")
        assert sorted(os.listdir(tmp_path)) == sorted(name for name in os.listdir(tmp_path) if not name.startswith("b."))


def test_references_are_found_in_either_normal_form_and_mixed_scripts_are_told(registry):
    for name in ("José", "Nguyễn", "홍길동", "Сергей", "آمنة"):
        for form in ("NFC", "NFD"):
            request = comity.Request(kind="extradition", requesting="RU", requested="GB", reference=unicodedata.normalize(form, name), made_on=date(2020, 3, 2))
            id = registry.file(request)
            assert registry.dossier(id).request.reference == unicodedata.normalize(form, name)
            assert id in registry.find(reference=unicodedata.normalize("NFC", name)) and id in registry.find(reference=unicodedata.normalize("NFD", name))
            assert comity.mixed_scripts(request) == ()
    mixed = comity.Request(kind="extradition", requesting="RU", requested="GB", made_on=date(2020, 3, 2), persons=[comity.Person(names=[comity.PersonName("Iv\N{CYRILLIC SMALL LETTER A}nov"), comity.PersonName("Иван Ivanov")])])
    (found,) = comity.mixed_scripts(mixed)
    assert (found.field, found.word) == ("person 1, name 1", "Iv\N{CYRILLIC SMALL LETTER A}nov") and "U+0430" in found.text


PROGRAM = """
import locale, sys
from datetime import date
import comity
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
folder = sys.argv[1]
with comity.open(folder + "/r.db") as registry:
    report = registry.import_csv(sys.argv[2] + "/landmark-cases.csv", sys.argv[2] + "/landmark-cases.toml")
    registry.file(comity.Request(kind="extradition", requesting="TR", requested="DE", reference="IĞDIR/ılgaz", made_on=date(2020, 3, 2), note="1,5 und 1.5", persons=[comity.Person(names=[comity.PersonName("Işık İpek")])]),
                  request_id="00000000-0000-4000-8000-000000000001")
    registry.export_csv(folder + "/r.csv", folder + "/r.toml", names=True)
    out = [str(report), str(len(registry.find_person("Işık İPEK").persons)), str(len(registry.find_person("işık ipek").persons))]
    view = registry.snapshot(date(2021, 5, 12))
    out += [view.time_to("answer").to_pandas().to_csv(), view.outcomes().to_pandas().to_csv(), str(comity.kaplan_meier([1, 2.5], [True, False]).std_error)]
    brief = comity.brief(registry, date(2021, 5, 12), state="GB")
    out += [brief.text(format) for format in ("html", "markdown", "csv", "json")]
open(folder + "/out.txt", "w", encoding="utf-8", newline="").write("\\n".join(out))
"""


def test_no_machine_locale_is_in_any_result(tmp_path):
    results = {}
    locales = tmp_path / "locales"
    locales.mkdir()
    for name in ("C", "tr_TR.UTF-8", "de_DE.UTF-8"):
        if name != "C" and shutil.which("localedef"):
            subprocess.run(["localedef", "-i", name[:5], "-f", "UTF-8", locales / name], capture_output=True)  # where its sources are installed
        folder = tmp_path / name
        folder.mkdir()
        environment = {**os.environ, "LC_ALL": name, "LANG": name, "LOCPATH": str(locales), "PYTHONUTF8": "1"}
        subprocess.run([sys.executable, "-c", PROGRAM, folder, DATA], env=environment, check=True)
        results[name] = [(folder / file).read_bytes() for file in ("r.csv", "r.toml", "out.txt")]
    assert all(result == results["C"] for result in results.values())
    assert results["C"][2].decode().split("\n").count("1") >= 1


def _two_persons(registry):
    persons = [comity.Person(names=[comity.PersonName("Ivan Sidorov")], born="1970"), comity.Person(names=[comity.PersonName("Anna Pavlova")], role="witness")]
    return registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="1/20", made_on=date(2020, 3, 2), persons=persons))


def _edited(path, change):
    rows = path.read_bytes().decode("utf-8-sig").split("\r\n")
    path.write_text("\r\n".join(change(rows)), encoding="utf-8-sig", newline="")


def test_a_file_of_before_does_not_bring_back_who_was_erased(tmp_path):
    with comity.open(tmp_path / "r.db") as registry:
        id = _two_persons(registry)
        registry.export_csv(tmp_path / "a.csv", tmp_path / "a.toml", names=True)
        registry.erase_person("Ivan Sidorov", "order 12/2026")
        assert registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml").refused == 0
        # One more person in front, and the erased one has another number than before.
        _edited(tmp_path / "a.csv", lambda rows: [row.replace("person 2", "person 3").replace("person 1", "person 2") for row in rows[:-1]] + [rows[[i for i, row in enumerate(rows) if "person 2" in row][0]].replace("person 2", "person 1"), ""])
        report = registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        assert report.refused and any("erased" in remark.text for remark in report.remarks)
        assert "Sidorov" not in repr(registry.dossier(id).request)


def test_a_file_without_names_gives_nobody_the_name_of_another(tmp_path):
    with comity.open(tmp_path / "r.db") as registry:
        id = _two_persons(registry)
        registry.export_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        _edited(tmp_path / "a.csv", lambda rows: [row.replace("person 2", "person 1") for row in rows if "person 1" not in row])
        report = registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        assert any("another number of persons" in remark.text for remark in report.remarks)
        assert [person.names[0].text for person in registry.dossier(id).request.persons] == ["Ivan Sidorov", "Anna Pavlova"]


def test_one_row_that_cannot_be_does_not_stop_the_others(tmp_path):
    with comity.open(tmp_path / "r.db") as registry:
        for reference in ("1/20", "2/20"):
            registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference=reference, made_on=date(2020, 3, 2)))
        registry.export_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        _edited(tmp_path / "a.csv", lambda rows: [row.replace("2020-03-02", "2999-01-01") if "1/20" in row else row.replace("2020-03-02", "2020-03-03") for row in rows])
        report = registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        assert (report.amended, report.refused) == (1, 1) and any("not in the future" in remark.text and remark.refused for remark in report.remarks)
        made = {registry.dossier(id).request.reference: registry.dossier(id).request.made_on for id in registry}
        assert str(made["1/20"]) == "2020-03-02" and str(made["2/20"]) == "2020-03-03"


def test_what_would_change_is_told_and_nothing_is_written_and_what_is_new_goes_in_once(tmp_path):
    with comity.open(tmp_path / "r.db") as registry:
        id = _two_persons(registry)
        registry.record(id, "noted", on=date(2020, 4, 1), note="seen")
        registry.export_csv(tmp_path / "a.csv", tmp_path / "a.toml", names=True, register_name="ours")

        def change(rows):
            changed = [row.replace("Anna Pavlova", "Anna Petrova").replace("2020-04-01", "2020-04-02") for row in rows[:-1]]
            return [*changed, changed[-1].replace(changed[-1].split(",")[1], "new 1").replace("seen", "asked again"), ""]

        _edited(tmp_path / "a.csv", change)
        before = registry.dossier(id)
        tried = registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml", dry_run=True)
        assert registry.dossier(id) == before
        done = registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml")
        assert str(tried) == str(done) and tried == done
        assert [(a.of, a.before, a.after) for a in done.amendments] == [("person 2 name", "Anna Pavlova", "Anna Petrova"), ("noted on", "2020-04-01", "2020-04-02")]
        assert (done.filed, done.amended, done.refused) == (1, 4, 0)  # the request and its persons, and an event
        assert registry.import_csv(tmp_path / "a.csv", tmp_path / "a.toml").unchanged == done.rows
        assert [str(fact.event.on) for fact in registry.dossier(id).facts] == ["2020-03-02", "2020-04-02", "2020-04-02"]


def test_an_archive_is_tried_before_it_is_let_in(tmp_path):
    with comity.open(tmp_path / "a.db") as registry, comity.open(tmp_path / "b.db") as other:
        _two_persons(registry)
        registry.export(tmp_path / "a.json")
        tried = other.import_archive(tmp_path / "a.json", dry_run=True)
        assert tried.added == 1 and len(other) == 0
        assert other.import_archive(tmp_path / "a.json") == tried and len(other) == 1
