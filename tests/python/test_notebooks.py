# SPDX-License-Identifier: Apache-2.0
"""The notebooks run from top to bottom, and say what is known from elsewhere.

They run in a copy of the tree with links to the data and to a build: the one the package is from, or COMITY_BUILD.
"""

import ast
import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median

import nbformat
import pytest
from nbclient import NotebookClient

import comity

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "examples" / "data"
PACKAGE = Path(comity.__file__).parent
NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))
TYPED = """
[mypy]
strict = True
[mypy-pandas.*,matplotlib.*]
ignore_missing_imports = True
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a notebook, and then one cell more that tells values of its variables."""

    def run(name, told):
        folder = tmp_path / "examples" / "notebooks"
        folder.mkdir(parents=True)
        (folder.parent / "data").symlink_to(DATA)
        build = Path(os.environ.get("COMITY_BUILD") or PACKAGE.parents[1])
        assert (build / "bin" / "comity-statement").exists(), f"{build} has no comity-statement; COMITY_BUILD says where one is"
        (tmp_path / "build").mkdir()
        (tmp_path / "build" / "here").symlink_to(build.resolve())
        monkeypatch.setenv("PYTHONPATH", str(PACKAGE.parent))
        monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")

        notebook = nbformat.read(ROOT / "examples" / "notebooks" / f"{name}.ipynb", 4)
        told = {"python": "__import__('sys').executable", "comity": "comity.__file__", **told}
        cell = "import json as _json\nprint(_json.dumps({" + ", ".join(f"{key!r}: {value}" for key, value in told.items()) + "}, default=str))"
        notebook.cells.append(nbformat.v4.new_code_cell(cell))
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
        outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        assert not [output.text for output in outputs if output.get("name") == "stderr"]
        values = json.loads(outputs[-1].text)
        assert values.pop("python") == sys.executable and values.pop("comity") == comity.__file__
        pictures = sum("image/png" in output.get("data", {}) for output in outputs)
        return values, pictures, "".join(output.get("text", "") + output.get("data", {}).get("text/html", "") for output in outputs[:-1])

    return run


def code_of(path):
    """The code of a notebook, in one piece."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code") + "\n"


def log():
    with open(DATA / "muckrock-2016.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- they say what is so ---------------------------------------------------------------------------------------------


def test_the_statement_checked(run):
    values, pictures, shown = run("statement-checked", {
        "verdicts": "[str(result.verdict) for result in results]",
        "no_response": "{reading.name: reading.value for reading in no_response.readings}",
        "lists": "{reading.name: len(reading.list) for reading in no_response.readings}",
        "suppressed": "[reading.value for reading in suppressed.readings]",
        "origins": "list(origins.readings[0].list['state'][:3])",
        "synthetic": "bool(requests['synthetic'].all())",
    })
    # What comity-statement prints of the register that it makes, and what its source says it is made for.
    assert values["no_response"] == {"substantive": 50, "any_act": 26, "decision": 58, "final": 62}
    assert values["lists"] == values["no_response"]
    assert values["verdicts"] == ["depends", "true", "true"]
    assert all(8100 <= value <= 9900 for value in values["suppressed"]) and values["origins"] == ["US", "DE", "NL"]
    assert values["synthetic"] and shown.count("made up") >= 1
    assert pictures == 4


def test_how_long_states_take(run):
    values, pictures, shown = run("how-long-do-states-take", {
        "filed": "report.filed", "refused": "report.refused",
        "limits": "{row['provision']: [row['met'], row['total']] for row in in_time}",
        "medians": "medians['days'].tolist()",
        "by_hand": "by_hand.median", "by_comity": "view.time_to('answer', by=[])[0]['median']",
        "years": "dict(zip(years['year'].astype(str), zip(years['median_of_happened'], years['median'])))",
        "wrong": "shares['others censored: wrong']['together']",
        "right": "{name: share for name, share in shares['cumulative incidence: right'].items()}",
        "incidence": "view.incidence(after_days=[after])[0]",
        "cases": "len(landmark)",
    })
    rows = log()
    dated = [row for row in rows if row["date_submitted"]]
    assert [len(rows), values["filed"], values["refused"]] == [18_970, len(dated), 5]
    # examples/data/README.md, and the file itself.
    assert values["limits"]["us-foi-log answer"] == [4_011, 14_962]
    assert sum(bool(row["date_due"]) for row in rows) == 14_962

    # Each median again, from the file and by the definition: an answer without a day in the middle of the days it may be.
    answers = ("done", "no_docs", "partial", "rejected", "fix", "payment")
    durations, answered = [], []
    for row in dated:
        made, end = date.fromisoformat(row["date_submitted"]), date(2016, 4, 20)
        done = date.fromisoformat(row["date_done"]) if row["date_done"] else None
        came = row["status"] in answers or row["status"] == "appealing" and done is not None
        if came or row["status"] == "abandoned":
            durations.append((done - made).days if done else (end - made).days / 2)
        else:
            durations.append((end - made).days)
        answered.append(came)
    wrong, worse, right = values["medians"]
    assert abs(median(length for length, came in zip(durations, answered) if came) - wrong) <= 1
    assert abs(median(durations) - worse) <= 2
    at_risk, waiting = len(durations), 1.0
    for length, came in sorted(zip(durations, (not came for came in answered))):
        waiting *= 1 - (not came) / at_risk
        at_risk -= 1
        if waiting <= 0.5:
            break
    assert abs(length - right) <= 2
    assert right == values["by_hand"] == values["by_comity"] == 78 and wrong < worse < right

    assert all(happened < of_all for happened, of_all in values["years"].values())
    together = values["right"].pop("together")
    assert together <= 1 < values["wrong"]
    for outcome, share in values["right"].items():
        assert abs(100 * share - values["incidence"][outcome]) < 0.5
    assert values["cases"] == len({row["case"] for row in csv.DictReader(open(DATA / "landmark-cases.csv", encoding="utf-8"))}) == 22
    assert pictures == 5 and "14962" in shown


def test_what_is_due(run):
    values, pictures, shown = run("what-is-due", {
        "due": "{one.provision: [one.earliest, one.latest] for one in ahead if one.earliest >= day}",
        "moved": "[[one.before.provision, one.before.last_day, one.after.last_day] for one in moved]",
        "counted": "counted.last_day",
        "agenda": "[row['provision'] for row in agenda if row['why'] == 'due']",
    })
    arrest = date(2017, 11, 5)
    assert date.fromordinal(arrest.toordinal() + 90).strftime("%A") == "Saturday"
    assert values["due"] == {
        "be-eaw-law 16(1), (5)": ["2017-11-20", "2017-11-20"],
        "eaw-2002 17(3)": ["2018-01-03", "2018-01-04"],
        "be-eaw-law 19(1)": ["2018-01-04", "2018-01-04"],
        "be-eaw-law 19(2)": ["2018-02-05", "2018-02-05"],
    }
    assert values["moved"] == [["be-eaw-law 19(2)", "2018-02-05", "2018-02-06"]]
    assert values["counted"] == "2018-02-05" and values["agenda"] == ["be-eaw-law 16(1), (5)"]
    assert "not a working day: Saturday" in shown and "BEGIN:VCALENDAR" in shown
    assert pictures == 1


# ---- they are stored as they should be -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_clean(path):
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert text == json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5) and notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
            ast.parse("".join(cell["source"]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_types_of_its_code_are_right(path, tmp_path):
    assert NOTEBOOKS
    code, settings = tmp_path / "notebook.py", tmp_path / "mypy.ini"
    code.write_text(code_of(path), encoding="utf-8")
    settings.write_text(TYPED, encoding="utf-8")
    checked = subprocess.run([sys.executable, "-m", "mypy", "--config-file", settings, "--cache-dir", tmp_path / "cache", code], cwd=tmp_path,
                             env={**os.environ, "MYPYPATH": str(PACKAGE.parent)}, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
