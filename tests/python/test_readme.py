# SPDX-License-Identifier: Apache-2.0
"""What the README shows in Python is what happens."""

import re
from datetime import date
from pathlib import Path

import comity

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
