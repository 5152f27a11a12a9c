# SPDX-License-Identifier: Apache-2.0
"""Requests that travel: a register as a file, and what the other side makes of it."""
import contextlib
import hashlib
import importlib.util
import json
import pathlib
import sqlite3
from datetime import date

import pytest

import comity
from conftest import SOURCES


@pytest.fixture
def registry(tmp_path):
    with comity.open(tmp_path / "requests.db") as r:
        full = comity.Request(
            kind="mutual_legal_assistance", requesting="FR", requested="GB", reference="№ 81/3", basis=["ets-30 14"], made_on="2017-11~",
            persons=[comity.Person(names=[comity.PersonName("Jean Dupont"), comity.PersonName("Жан Дюпон", kind="transliteration")], born="1961-05")],
            measures=[comity.Measure(kind="hearing", object="Jean Dupont")], items=[comity.Item(kind="ipv4", value="203.0.113.7", port=443)],
            urgent=True, urgency_reason="the hearing is near", note="line 1\nline 2")
        first = r.file(full, source="file 12")
        second = r.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="81/3-412-20", basis=["ets-24"], made_on=date(2020, 3, 2)))
        r.record(second, "provisional_arrest", on=date(2020, 3, 10), source="note verbale 114")
        r.seal()
        r.erase_person("Jean Dupont", "order 12/2026")
        yield r


@pytest.fixture
def other(tmp_path):
    with comity.open(tmp_path / "other.db") as r:
        yield r


@pytest.mark.parametrize("name", ["a.comity", "a.json"])
def test_a_register_arrives_as_it_left(registry, other, tmp_path, name):
    out = registry.export(tmp_path / name)
    assert (out.requests, out.whole, out.seals) == (2, True, 1)
    arrived = other.import_archive(tmp_path / name, against=registry.sealed())
    assert (arrived.added, arrived.unchanged, arrived.seals_kept) == (2, 0, True)
    assert other.verify(registry.sealed()).root == registry.verify().root
    for request in registry:
        assert other.dossier(request) == registry.dossier(request)
    other.export(tmp_path / f"again-{name}")
    assert (tmp_path / f"again-{name}").read_bytes() == (tmp_path / name).read_bytes()
    assert other.import_archive(str(tmp_path / name)).unchanged == 2


def test_some_requests_come_with_proofs(registry, other, tmp_path):
    one = registry.find(kind="extradition")
    report = registry.export(tmp_path / "one.json", requests=one)
    assert (report.requests, report.whole, report.proven) == (1, False, 1)
    assert registry.export(tmp_path / "to-gb.json", requesting="RU").requests == 1
    assert (tmp_path / "to-gb.json").read_bytes() == (tmp_path / "one.json").read_bytes()
    assert other.import_archive(tmp_path / "one.json", against=registry.sealed()).proven == 1
    assert tuple(other) == one


def test_json_keeps_to_its_schema(registry, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(comity.archive_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema)
    registry.export(tmp_path / "whole.json")
    registry.export(tmp_path / "some.json", kind="extradition")
    for name in ("whole.json", "some.json"):
        archive = json.loads((tmp_path / name).read_bytes())
        checker.validate(archive)
        for change in (lambda a: a.update(colour="red"), lambda a: a["dossiers"][0].pop("entries"), lambda a: a["dossiers"][0]["entries"][0].update(seq="1"),
                       lambda a: a["dossiers"][0]["entries"][0]["asked"].update(kind="kidnapping"), lambda a: a.update(version=2)):
            altered = json.loads(json.dumps(archive))
            change(altered)
            assert list(checker.iter_errors(altered))


def put_in_place_of(path, old, new):
    """As if an earlier release had recorded it: the text, its commitment, and the chain over it."""
    spec = importlib.util.spec_from_file_location("second_verifier", SOURCES / "examples" / "verify.py")
    second = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(second)
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.text_factory = bytes
        for trigger, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger.decode()}")
        seq, content, body = db.execute("SELECT t.seq, content, body FROM private_text t JOIN request USING (request_id, seq)").fetchone()
        salted = content.rstrip(b"\n").split(b":", 2)[2]
        assert salted[32:] == old.encode()
        commitments = [hashlib.sha256(bytes.fromhex(salted[:32].decode()) + text.encode()).hexdigest().encode() for text in (old, new)]
        db.execute("UPDATE private_text SET content = CAST(? AS TEXT) WHERE seq = ?", (second.field("text", salted[:32] + new.encode()), seq))
        db.execute("UPDATE request SET body = CAST(? AS TEXT)", (body.replace(*commitments),))
        digest = bytes(32)
        for event in db.execute("SELECT * FROM event ORDER BY seq").fetchall():
            form = second.field("form", 1) + second.fields_of(second.HEAD, event) + event[7]
            for request in db.execute("SELECT * FROM request WHERE seq = ?", (event[1],)):
                form += second.field("asked", second.fields_of(second.ASKED, request[2:]) + request[11])
            digest = second.chained(digest, form)
            db.execute("UPDATE event SET digest = ? WHERE seq = ?", (digest.hex(), event[1]))


def test_a_second_program_can_write_the_same_bytes(tmp_path):
    """From ARCHIVES.md alone: how a text is spelled, and how the lines are laid out."""
    named = {8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\"}

    def spelled(value):
        if isinstance(value, str):
            return '"' + "".join(c if ord(c) > 31 and c not in '"\\' else "\\" + named.get(ord(c), f"u{ord(c):04X}") for c in value) + '"'
        if isinstance(value, dict):
            return "{" + ",".join(spelled(name) + ": " + spelled(inner) for name, inner in value.items()) + "}"
        return "[" + ",".join(map(spelled, value)) + "]" if isinstance(value, list) else json.dumps(value)

    # Of every control character but NUL; those that no text may have any more were recorded by earlier releases, and lie in private_text as they were.
    everything = "".join(map(chr, range(1, 0x120))) + "\u2028\u202e\ufeff\uffff\U0001f600\U0010ffff</script>"
    with comity.open(tmp_path / "r.db") as r:
        one = r.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference='№ "81"/3\\4', made_on=date(2020, 3, 2), note="x"))
        r.record(one, "noted", on=date(2020, 3, 3), note='tab\t, lines\n\r\n, / \\ "')
    put_in_place_of(tmp_path / "r.db", "x", everything)
    with comity.open(tmp_path / "r.db") as r:
        assert r.dossier(one).request.note == everything
        r.seal()
        r.export(tmp_path / "a.json")
    head, contents = (tmp_path / "a.json").read_bytes().split(b"\n", 1)
    a = json.loads(head + contents)
    lines = [spelled({name: a[name] for name in ("whole", "seals")})[1:-1] + ",", '"dossiers": [', ",\n".join(map(spelled, a["dossiers"])), "]}", ""]
    assert "\n".join(lines).encode() == contents
    for spelling in (rb"\u0001", rb"\b", rb"\u000B", rb"\u001B", rb"\u001F", rb"\\", b"/", b"\x7f", "\x80\x81".encode(), "\u2028\u202e".encode()):
        assert spelling in contents


def test_what_arrives_is_not_believed(registry, other, tmp_path):
    registry.export(tmp_path / "a.json")
    head, contents = (tmp_path / "a.json").read_bytes().split(b"\n", 1)

    def arrives(changed):
        envelope = head.replace(hashlib.sha256(contents).hexdigest().encode(), hashlib.sha256(changed).hexdigest().encode())
        envelope = envelope.replace(b"%20d" % len(contents), b"%20d" % len(changed))
        (tmp_path / "x.json").write_bytes(envelope + b"\n" + changed)
        return other.import_archive(tmp_path / "x.json")

    with pytest.raises(comity.tampered, match="entry 2 is not as it was recorded"):
        arrives(contents.replace(b"2020-03-10", b"2020-03-09"))
    with pytest.raises(comity.bad_input, match="asked: kind: it is not a text"):
        arrives(contents.replace(b'"kind": "extradition"', b'"kind": 3'))
    with pytest.raises(comity.bad_input, match="more than 16 levels"):
        arrives(contents.replace(b'"asked": {', b'"asked": ' + b'{"x": ' * 100_000))
    with pytest.raises(comity.bad_input, match="it is damaged or altered"):
        (tmp_path / "x.json").write_bytes(head + b"\n" + contents.replace(b"RU", b"UA"))
        other.import_archive(tmp_path / "x.json")
    with pytest.raises(comity.conflict, match="there already"):
        registry.export(tmp_path / "a.json")
    assert len(other) == 0
    assert arrives(contents).added == 2


@pytest.mark.parametrize("path", sorted((pathlib.Path(__file__).parents[1] / "archive").glob("*/*.json")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_files_of_every_release_keep_to_the_schema(path):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(json.loads(comity.archive_schema())).validate(json.loads(path.read_bytes()))


def test_what_is_passed_over_says_why(registry, other, tmp_path):
    registry.export(tmp_path / "1.comity")
    other.import_archive(tmp_path / "1.comity")
    one = registry.find(kind="extradition")[0]
    registry.record(one, "refused", on=date(2021, 5, 4))
    other.record(one, "granted", on=date(2021, 5, 4))
    registry.export(tmp_path / "2.comity")
    with pytest.raises(comity.conflict, match="skip_conflicts"):
        other.import_archive(tmp_path / "2.comity")
    report = other.import_archive(tmp_path / "2.comity", skip_conflicts=True)
    (passed,) = report.passed_over
    assert passed.id == one
    assert passed.why == f'request {one} ("81/3-412-20") is in the register with another history: entry 3 is granted (2021-05-04) here, and refused (2021-05-04) there'
    assert (report.requests, report.unchanged) == (2, 1)
