# SPDX-License-Identifier: Apache-2.0
"""What the README shows in Python is what happens."""

import re
from datetime import date
from pathlib import Path

import comity
from conftest import DATA, refused

README = Path(__file__).parents[2] / "README.md"


def test_the_program_of_the_readme_prints_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with comity.open("requests.db") as registry:  # as its C++ program leaves it
        id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="81/3-412-20", basis=["ets-24"], made_on=date(2020, 3, 2)))
        registry.record(id, "provisional_arrest", on=date(2020, 2, 20))
        registry.record(id, "request_received", on=date(2020, 3, 10))
    programs = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(programs) == 1
    exec(programs[0], {})
    printed = capsys.readouterr().out
    assert "81/3-412-20           436" in printed
    assert printed.endswith("2007-09-04\n")


def test_the_program_of_the_example_data_brings_in_the_log_with_its_law(tmp_path, monkeypatch, capsys):
    programs = re.findall(r"```python\n(.*?)```", (DATA / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(programs) == 1 and "law=law" in programs[0]
    (tmp_path / "examples").symlink_to(DATA.parent)
    monkeypatch.chdir(tmp_path)
    exec(programs[0], {})
    assert capsys.readouterr().out == "18965 5\n(78.0,)\n"
    with comity.open(":memory:") as registry:  # without it the mapping names what nobody knows
        refused(lambda: registry.import_csv(DATA / "muckrock-2016.csv", DATA / "muckrock-2016.toml"), comity.bad_input, "answer_due")


def test_the_rows_of_the_landmark_cases_are_as_many_as_is_said():
    rows = len((DATA / "landmark-cases.csv").read_text(encoding="utf-8").splitlines()) - 1
    with comity.open(":memory:") as registry:
        report = registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml")
        assert report.rows == report.filed + report.amended + report.unchanged + report.refused == rows
        assert f"{len(registry)} real requests" in (DATA / "README.md").read_text(encoding="utf-8") and f"{rows} rows, one for each event" in (DATA / "README.md").read_text(encoding="utf-8")

