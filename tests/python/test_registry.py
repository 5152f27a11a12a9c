# SPDX-License-Identifier: Apache-2.0
"""The register from Python: what is written is read again, a refused write leaves nothing, and nothing crashes when it is closed or interrupted."""

import contextlib
import io
import os
import pathlib
import pty
import signal
import subprocess
import sys
import threading
import time
import uuid
from datetime import date

import pytest

import comity
from conftest import DATA, TODAY, refused

MADE_ON = date(2020, 3, 2)


def some(number, **other):
    """So many requests that differ in their reference."""
    return [comity.Request(**{"kind": "extradition", "requesting": "RU", "requested": "GB", "reference": f"r-{i}", "basis": ["ets-24"], "made_on": MADE_ON, **other}) for i in range(number)]


# ---- as the design has it --------------------------------------------------------------------------------------------


def test_the_program_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    registry = comity.open("requests.db")
    id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="81/3-412-20", basis=["ets-24"], made_on=date(2020, 3, 2)))
    registry.record(id, "provisional_arrest", on=date(2020, 3, 10), source="note verbale 114")
    for due in registry.dossier(id).deadlines(as_of=date(2020, 4, 1)):
        print(due.provision, due.last_day, due.status, due.certainty)
        print(*due.steps, sep="\n")
    printed = capsys.readouterr().out
    # ETS 24 art. 16(4): 18 days after the arrest, and 40 in any event.
    assert "ets-24 16(4), sentence 1 2020-03-28" in printed and "ets-24 16(4), sentence 2 2020-04-19" in printed

    assert comity.count("P30D", start=date(2007, 8, 2), counting="us-frcrp-45", calendar="US").last_day == date(2007, 9, 4)
    assert any(basis.instrument == "ets-24" for basis in comity.Law.built_in().bases("RU", "GB", on=date(2020, 3, 2), kind="extradition"))

    view = registry.snapshot(as_of=date(2021, 5, 12))
    # The arrest is an act on the merits, so that it is an answer; and nothing has been decided.
    assert len(view.unanswered(requesting="RU", requested="GB", kind="extradition").to_pandas()) == 0
    assert len(view.unanswered(requesting="RU", requested="GB", kind="extradition", definition="decision").to_pandas()) == 1
    assert len(view.time_to("answer", by=["requesting", "requested"]).to_pandas()) == 1
    assert comity.kaplan_meier([1, 2], [True, False]).median is not None
    assert comity.cumulative_incidence([1, 2], ["granted", None]).at(1) == {"granted": 0.5, None: 0.5}
    report = registry.import_csv(DATA / "landmark-cases.csv", mapping=DATA / "landmark-cases.toml")
    assert report.filed > 0 and report.refused == 0 and len(registry) > 20
    assert registry.verify().dossiers == len(registry)
    assert registry.seal().number == 1


# ---- writing ---------------------------------------------------------------------------------------------------------


def test_what_was_filed_is_read_again_as_it_was(registry, request_from_russia):
    id = registry.file(request_from_russia, source="a note")
    assert isinstance(id, uuid.UUID) and id in registry and uuid.uuid4() not in registry
    assert registry.dossier(id).request == request_from_russia
    assert registry.dossier(id).history[0].event.kind == "filed"
    assert tuple(registry) == (id,) == registry.find(kind="extradition", requesting="RU") and len(registry) == 1


def test_an_event_is_given_whole_or_by_its_fields(registry, request_from_russia):
    id = registry.file(request_from_russia)
    first = registry.record(id, comity.Event("request_received", on=date(2020, 3, 9)), source="stamp")
    second = registry.record(id, "provisional_arrest", on=date(2020, 3, 10))
    history = registry.dossier(id).history
    assert [entry.id for entry in history[1:]] == [first, second]
    assert history[1].event == comity.Event("request_received", on=date(2020, 3, 9), source="stamp")
    refused(lambda: registry.record(id, "provisional_arrest", when=date(2020, 3, 10)), TypeError, "Event has no field 'when'")
    refused(lambda: registry.record(id, "arested", on=date(2020, 3, 10)), comity.bad_input, "arested")
    refused(lambda: registry.record(uuid.uuid4(), "noted", on=date(2020, 3, 10)), comity.not_found)
    refused(lambda: registry.record(id, "noted", on=date(2020, 3, 10), expected_seq=2), comity.conflict)
    assert len(registry.dossier(id)) == 3


def test_the_same_again_under_ones_own_id_is_nothing_and_other_content_a_conflict(registry, request_from_russia):
    own, event = uuid.uuid4(), uuid.uuid4()
    for _ in range(2):
        assert registry.file(request_from_russia, request_id=own) == own
        assert registry.record(own, "noted", on=MADE_ON, event_id=event) == event
    refused(lambda: registry.file(request_from_russia.replace(note="other"), request_id=own), comity.conflict)
    assert len(registry.dossier(own)) == 2


def test_amending_retracting_and_merging(registry, request_from_russia):
    id, other = registry.file(request_from_russia), registry.file(request_from_russia.replace(reference="2"))
    registry.record(id, "provisional_arrest", on=date(2020, 3, 10))
    registry.amend(id, comity.Event("provisional_arrest", on=date(2020, 3, 11)), seq=2, source="corrigendum")
    assert [fact.event.on for fact in registry.dossier(id).facts if fact.event.kind == "provisional_arrest"] == [date(2020, 3, 11)]
    registry.amend(id, request_from_russia.replace(urgent=True))
    assert registry.dossier(id).request.urgent and registry.dossier(id).versions[1] == request_from_russia
    refused(lambda: registry.amend(id, request_from_russia, seq=2), comity.bad_input, "entry 1, not of entry 2")
    registry.retract(id, 2, "another person")
    assert not any(fact.event.kind == "provisional_arrest" for fact in registry.dossier(id).facts)
    refused(lambda: registry.retract(id, 1, ""), comity.bad_input)
    registry.merge(other, id, "the same request under two numbers")
    assert registry.dossier(other).merged_into == id


def test_many_are_filed_in_one_transaction_or_none(registry):
    filings = [comity.Filing(request, events=[comity.Recording(event=comity.Event("request_received", on=date(2020, 3, 9)))]) for request in some(20)]
    ids = registry.file_many(filings)
    assert list(ids) == [id for id in registry] and all(len(registry.dossier(id)) == 2 for id in ids)
    bad = some(5) + [comity.Request(kind="extradition", requesting="RU", requested="GB")]  # without a date
    refused(lambda: registry.file_many(bad), comity.bad_input, "made_on")
    assert len(registry) == 20
    events = registry.record_many([comity.Recording(request=id, event=comity.Event("noted", on=date(2020, 4, 1))) for id in ids])
    assert len(events) == 20
    refused(lambda: registry.record_many([comity.Recording(request=ids[0], event=comity.Event("noted", on=date(2020, 4, 1))), comity.Recording(request=uuid.uuid4(), event=comity.Event("noted", on=date(2020, 4, 1)))]), comity.not_found)
    assert len(registry.dossier(ids[0])) == 3


def test_many_may_come_from_a_generator_and_what_it_raises_is_raised(registry):
    def faulty():
        yield from some(3)
        raise RuntimeError("the source broke off")

    assert len(registry.file_many(request for request in some(3))) == 3
    refused(lambda: registry.file_many(faulty()), RuntimeError, "broke off")
    for wrong in ("x", 5, None, [5], [None], [{}], some(1) + ["x"]):
        refused(lambda: registry.file_many(wrong), TypeError)
    assert len(registry) == 3 and list(registry.file_many([])) == []


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_each_calls_with_every_dossier_and_may_read_and_what_it_raises_is_raised(registry):
    ids = registry.file_many(some(5))
    seen = []
    registry.each(lambda dossier: seen.append((dossier.id, registry.dossier(dossier.id) == dossier)))
    assert sorted(seen) == sorted((id, True) for id in ids)

    def stop(dossier):
        raise KeyError("enough")

    refused(lambda: registry.each(stop), KeyError, "enough")
    assert len(registry) == 5


def test_what_was_not_known_yet_is_not_seen(registry, request_from_russia):
    id = registry.file(request_from_russia)
    refused(lambda: registry.dossier(id, known_on=date(2020, 3, 3)), comity.not_found)
    assert list(registry.find(known_on=date(2020, 3, 3))) == []
    assert registry.dossier(id).known_on(date(2020, 3, 3)) is None


def test_filters_are_the_fields_of_a_query_and_others_are_refused_by_name(landmark, view):
    for call in (landmark.find, lambda **f: landmark.deadlines(TODAY, **f), lambda **f: view.requests(**f), lambda **f: view.outcomes(**f)):
        refused(lambda: call(states="RU"), TypeError, "query has no field 'states'", "requesting, requested, state")
    assert set(landmark.find(state="GB")) == set(landmark.find(requesting="GB")) | set(landmark.find(requested="GB"))


def test_deadlines_are_a_sequence(landmark):
    deadlines = landmark.deadlines(date(2012, 1, 1))
    assert len(deadlines) > 3
    assert list(deadlines) == [deadlines[i] for i in range(len(deadlines))] and deadlines[-1] == list(deadlines)[-1]
    assert list(deadlines[1:3]) == list(deadlines)[1:3] and deadlines[:] == deadlines and list(deadlines[::-1]) == list(deadlines)[::-1]
    with pytest.raises(IndexError):
        deadlines[len(deadlines)]
    assert deadlines.to_icalendar().startswith(b"BEGIN:VCALENDAR\r\n")
    assert comity.compare(deadlines, deadlines) == ()


# ---- evidence, copies, erasure ---------------------------------------------------------------------------------------


def test_evidence(registry, request_from_russia):
    id = registry.file(request_from_russia.replace(note="secret"))
    refused(lambda: registry.prove(id, 1), comity.not_found)
    seal = registry.seal()
    assert comity.Seal.parse(str(seal)) == seal == registry.sealed() == registry.sealed(1)
    proof = registry.prove(id, 1, texts=True)
    assert comity.Proof.parse(str(proof)).check(seal) is None and ("note", "secret") in proof.fields
    registry.record(id, "noted", on=MADE_ON)
    verification = registry.verify(against=seal)
    assert (verification.dossiers, verification.entries, verification.seals, verification.unsealed_entries, verification.against) == (1, 2, 1, 1, 1)
    refused(lambda: comity.Seal.parse("x"), comity.bad_input)
    refused(lambda: comity.Seal.parse(str(seal).replace("dossiers", "dossier")), comity.error)


def test_a_seal_of_another_register_does_not_fit(registry, request_from_russia):
    registry.file(request_from_russia)
    with comity.open(":memory:") as other:
        other.file(request_from_russia)
        foreign = other.seal()
    registry.seal()
    refused(lambda: registry.verify(against=foreign), comity.tampered)


def test_a_file_that_was_altered_is_tampered(tmp_path, request_from_russia):
    import sqlite3

    path = tmp_path / "r.db"
    with comity.open(path) as registry:
        id = registry.file(request_from_russia.replace(note="it was so"))
    with sqlite3.connect(path) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {trigger}")
        changed = 0
        for table in tables:
            for column in [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]:
                for (content,) in raw.execute(f'SELECT DISTINCT "{column}" FROM {table} WHERE instr(CAST("{column}" AS TEXT), ?)', ("it was so",)).fetchall():
                    other = content.replace(b"it was so", b"it was no") if isinstance(content, bytes) else content.replace("it was so", "it was no")
                    changed += raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE "{column}" = ?', (other, content)).rowcount
    assert changed
    with comity.open(path) as registry:
        refused(registry.verify, comity.tampered)
        refused(lambda: registry.dossier(id), comity.tampered)


def test_copies(tmp_path, landmark):
    copy = tmp_path / "copy.db"
    landmark.backup(copy)
    with comity.open(copy, read_only=True) as same, comity.open(":memory:") as third:
        assert same.find() == landmark.find() and same.verify().root == landmark.verify().root
        assert same.copy_to(third) == len(landmark)
        assert third.verify().root == landmark.verify().root
        refused(lambda: same.copy_to(third), comity.conflict)
    refused(lambda: landmark.backup(copy), comity.error)  # it is there already


def test_a_register_is_not_copied_into_itself(registry, request_from_russia):
    registry.file(request_from_russia)
    refused(lambda: registry.copy_to(registry), comity.error)
    assert len(registry) == 1


def test_erasing_a_person(registry, request_from_russia):
    id = registry.file(request_from_russia.replace(persons=[comity.Person(names=[comity.PersonName("Ivan Petrov")], role="sought")]))
    assert [person.request for person in registry.find_person("Ivan Petrov").persons] == [id]
    refused(lambda: registry.erase_person("Ivan Petrov", "by order about Ivan Petrov"), comity.bad_input)
    assert registry.erase_person("Ivan Petrov", "by order of 1 June").texts == 1
    assert "Ivan" not in repr(registry.dossier(id)) + repr(registry.dossier(id).request)
    assert registry.verify().erased_texts >= 1


def test_a_person_whom_nobody_knows_is_said_to_be_nobody(registry, request_from_russia):
    registry.file(request_from_russia)
    before = registry.changed_since().position
    for erasure in (registry.find_person("Iwan Petrow"), registry.erase_person("Iwan Petrow", "by order")):
        assert erasure.persons == () and repr(erasure) == "<comity.Erasure persons=(), texts=0, left=()>"
    assert registry.changed_since(before).requests == ()  # nothing was recorded of it
    assert all("nobody bears" in method.__doc__ for method in (comity.Registry.find_person, comity.Registry.erase_person))


def test_a_position_is_no_day(registry, request_from_russia):
    registry.file(request_from_russia)
    for day in (TODAY, 5, None):
        refused(lambda: registry.changed_since(day), TypeError, "Changes.position", "known_on", "history")
    refused(lambda: registry.changed_since("2020-01-01"), comity.bad_input, "position")
    assert len(registry.changed_since("").requests) == 1


# ---- opening and closing ---------------------------------------------------------------------------------------------


def test_a_register_is_opened_by_path_or_url_and_only_read_where_asked(tmp_path, request_from_russia):
    path = tmp_path / "año ✓ 100%.db"
    with comity.open(path) as registry:
        id = registry.file(request_from_russia)
    for where in (path, str(path)):
        with comity.open(where, read_only=True) as registry:
            assert id in registry
            refused(lambda: registry.file(request_from_russia), comity.error)
    refused(lambda: comity.open(tmp_path / "none.db", read_only=True), comity.not_found)
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("no database, but long enough to look like something" * 50)
    refused(lambda: comity.open(tmp_path / "text.db"), comity.error)
    refused(lambda: comity.open(tmp_path), comity.error)
    refused(lambda: comity.open(5), TypeError)
    refused(lambda: comity.open(os.fsencode(path)), TypeError, "a path, or a URL")
    refused(lambda: comity.open("mysql://host/db"), comity.error)
    refused(lambda: comity.open(":memory:", connections=0), comity.bad_input)


def test_a_clearance_hides_what_it_does_not_cover(tmp_path, request_from_russia):
    with comity.open(tmp_path / "r.db") as registry:
        red, green = (registry.file(request_from_russia.replace(handling=marking, reference=marking)) for marking in ("TLP:RED", "TLP:GREEN"))
    with comity.open(tmp_path / "r.db", clearance="TLP:AMBER") as registry:
        assert list(registry) == [green] and red not in registry and registry.clearance == "TLP:AMBER"


def calls_of(registry, request, id, seal, view, tmp_path):
    """A call of every method."""
    return {
        "file": lambda: registry.file(request), "record": lambda: registry.record(id, "noted", on=MADE_ON), "amend": lambda: registry.amend(id, request),
        "retract": lambda: registry.retract(id, 1, "x"), "merge": lambda: registry.merge(id, uuid.uuid4(), "x"), "file_many": lambda: registry.file_many([request]),
        "record_many": lambda: registry.record_many([comity.Recording(request=id, event=comity.Event("noted", on=MADE_ON))]),
        "import_csv": lambda: registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml"), "export_csv": lambda: registry.export_csv(tmp_path / "x.csv", tmp_path / "x.toml"), "dossier": lambda: registry.dossier(id), "find": registry.find,
        "each": lambda: registry.each(print), "changed_since": registry.changed_since, "imported": lambda: registry.imported("x"), "deadlines": lambda: registry.deadlines(TODAY),
        "impact": lambda: registry.impact(comity.Law.built_in(), TODAY), "agenda": lambda: registry.agenda(TODAY), "snapshot": lambda: registry.snapshot(TODAY),
        "refresh": lambda: registry.refresh(view), "seal": registry.seal, "sealed": registry.sealed, "verify": registry.verify, "prove": lambda: registry.prove(id, 1),
        "find_person": lambda: registry.find_person("x"), "erase_person": lambda: registry.erase_person("x", "y"), "check": registry.check,
        "backup": lambda: registry.backup(tmp_path / "copy.db"), "copy_to": lambda: registry.copy_to(comity.open(":memory:")),
        "export": lambda: registry.export(tmp_path / "x.comity"), "import_archive": lambda: registry.import_archive(tmp_path / "x.comity"),
    }  # fmt: skip


def test_after_close_every_call_is_a_storage_error_and_what_was_read_stays(tmp_path, request_from_russia):
    with comity.open(tmp_path / "r.db") as registry:
        id = registry.file(request_from_russia)
        registry.record(id, "provisional_arrest", on=date(2020, 3, 10))
        dossier, view, deadlines, seal = registry.dossier(id), registry.snapshot(TODAY), registry.deadlines(TODAY), registry.seal()
        table, columns = view.requests(), view.columns
    calls = calls_of(registry, request_from_russia, id, seal, view, tmp_path)
    assert set(calls) == {name for name in dir(comity.Registry) if not name.startswith("_") and callable(getattr(comity.Registry, name))} - {"close"}
    for name, call in calls.items():
        with pytest.raises(comity.storage_error, match="closed"):
            call()
    for call in (lambda: len(registry), lambda: list(registry), lambda: id in registry, lambda: comity.brief(registry, TODAY)):
        refused(call, comity.storage_error, "closed")
    registry.close()  # again is nothing
    with pytest.raises(comity.storage_error):
        with registry:
            registry.find()
    assert repr(registry) == "<comity.Registry, closed>" and bool(registry)
    del registry
    assert dossier.deadlines(TODAY) == deadlines[:] and len(table.to_pandas()) == 1 and len(columns.requests["known"]) == 1
    assert len(view.outcomes()) == 1 and deadlines[0].steps and view.to_pandas().shape[0] == 1


def test_a_register_that_is_closed_while_others_work_on_it_raises_and_does_not_crash(tmp_path):
    registry = comity.open(tmp_path / "r.db", connections=2)
    registry.file_many(some(50))
    odd = []

    def work():
        try:
            while True:
                registry.deadlines(TODAY)
        except comity.storage_error:
            pass
        except BaseException as e:
            odd.append(e)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    registry.close()
    for thread in threads:
        thread.join(20)
    assert not odd and not any(thread.is_alive() for thread in threads)


# ---- threads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("connections", [1, 2])
def test_threads_write_and_take_snapshots_of_one_register(tmp_path, connections):
    registry = comity.open(tmp_path / "r.db", connections=connections)
    errors, sizes = [], []

    def guarded(work):
        def run():
            try:
                work()
            except BaseException as e:
                errors.append(e)

        return threading.Thread(target=run)

    def write(name):
        for i in range(15):
            id = registry.file(some(1, reference=f"{name}-{i}")[0])
            registry.record(id, "provisional_arrest", on=date(2020, 3, 10))

    def read():
        for _ in range(8):
            view = registry.snapshot(TODAY, deadlines=False)
            sizes.append((len(view), len(view.requests())))
            ends = view.columns.requests["events_end"]
            assert len(ends) == len(view) and (len(ends) == 0 or ends[-1] == len(view.columns.events["kind"]))

    threads = [guarded(lambda: write("a")), guarded(lambda: write("b")), guarded(read), guarded(read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors and not any(thread.is_alive() for thread in threads)
    assert len(registry) == 30 and all(rows == size for size, rows in sizes)
    assert registry.verify().entries == 60
    registry.close()


def test_python_goes_on_while_a_long_call_runs(landmark, tmp_path):
    """Another thread counts while the register is worked on: the interpreter's lock is not held."""
    registry = comity.open(tmp_path / "r.db")
    requests = some(1500)
    ticks, stop = [], threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    begun = time.perf_counter()
    registry.file_many(requests)
    ended = time.perf_counter()
    stop.set()
    thread.join()
    within = [tick for tick in ticks if begun < tick < ended]
    # The list is read and the ids are made with the lock; of the rest the other thread gets its share.
    assert len(within) > 5 and ended - begun > 0.02
    registry.close()


# ---- progress --------------------------------------------------------------------------------------------------------


def test_progress_is_told_to_a_function_and_the_end_is_told(registry):
    for call, size in ((lambda tell: registry.file_many(some(300), progress=tell), 300), (lambda tell: registry.verify(progress=tell), None), (lambda tell: registry.deadlines(TODAY, progress=tell), None)):
        told = []
        call(lambda done, of: told.append((done, of)))
        assert told and told == sorted(told) and told[-1][0] == (size or told[-1][0]) and all(type(n) is int for pair in told for n in pair)


def test_progress_is_shown_by_a_bar_of_tqdm(registry, tmp_path):
    tqdm = pytest.importorskip("tqdm")
    with tqdm.tqdm(file=io.StringIO()) as bar:
        registry.file_many(some(300), progress=bar)
        assert (bar.n, bar.total) == (300, 300)
    with tqdm.tqdm(file=io.StringIO()) as bar:
        registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml", progress=bar)
        assert bar.n > 0
    for wrong in (5, "x", True, object()):
        refused(lambda: registry.file_many(some(1), progress=wrong), TypeError, "progress", "tqdm")
    assert registry.find(reference="r-0") == registry.find(reference="r-0")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, comity.conflict])
def test_an_exception_in_progress_stops_the_call_and_leaves_nothing(registry, error):
    def fail(done, of):
        raise error("stop here")

    refused(lambda: registry.file_many(some(50), progress=fail), error, "stop here")
    refused(lambda: registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml", progress=fail), error, "stop here")
    assert len(registry) == 0
    registry.file_many(some(50))
    for call in (
        lambda: registry.verify(progress=fail), lambda: registry.deadlines(TODAY, progress=fail), lambda: registry.impact(comity.Law.built_in(), TODAY, progress=fail),
        lambda: registry.agenda(TODAY, progress=fail), lambda: registry.snapshot(TODAY, progress=fail), lambda: comity.brief(registry, TODAY, progress=fail),
        lambda: registry.find_person("Ivan Petrov", progress=fail), lambda: registry.erase_person("Ivan Petrov", "by order", progress=fail),
        lambda: registry.seal(progress=fail),
        # Also where nothing of what is read matches.
        lambda: registry.find(measure="hearing", progress=fail), lambda: registry.each(print, measure="hearing", progress=fail), lambda: registry.deadlines(TODAY, measure="hearing", progress=fail),
    ):  # fmt: skip
        refused(call, error, "stop here")
    assert registry.verify().dossiers == registry.verify().entries == 50 and registry.verify().seals == 0


def test_progress_tells_of_all_that_is_read(registry):
    ids = registry.file_many(some(50))
    law = comity.Law.built_in()
    for call in (registry.find, lambda progress: registry.each(len, progress=progress), lambda progress: registry.deadlines(TODAY, progress=progress), lambda progress: registry.impact(law, TODAY, progress=progress),
                 lambda progress: registry.agenda(TODAY, progress=progress), lambda progress: registry.seal(progress=progress),
                 lambda progress: registry.find_person("Ivan Petrov", progress=progress)):  # fmt: skip
        told = []
        call(progress=lambda done, of: told.append((done, of)))
        assert told[-1] == (len(ids), len(ids)) and told == sorted(told)


def test_a_copy_that_was_stopped_leaves_nothing(landmark, tmp_path):
    def fail(done, of):
        raise ValueError("stop here")

    with comity.open(tmp_path / "one.db") as one, comity.open(tmp_path / "other.db") as other:
        one.file_many(some(250))
        refused(lambda: one.copy_to(other, progress=fail), ValueError, "stop here")
        assert len(other) == 0
    refused(lambda: landmark.backup(tmp_path / "copy.db", progress=fail), ValueError, "stop here")
    assert not (tmp_path / "copy.db").exists()


# ---- Ctrl-C ----------------------------------------------------------------------------------------------------------

INTERRUPTED = """
import sys, time
from datetime import date
import comity
registry = comity.open(sys.argv[1], law=comity.Law.load(sys.argv[6]))
request = comity.Request(kind="extradition", requesting="RU", requested="GB", reference="r", basis=["ets-24"], made_on=date(2020, 3, 2))
arrest = comity.Recording(event=comity.Event("provisional_arrest", on=date(2020, 3, 10)))
filings = [comity.Filing(request, events=[arrest])] * int(sys.argv[3])
if sys.argv[2] != "file_many":
    registry.file_many(filings)
before = len(registry)
calls = {"file_many": lambda: registry.file_many(filings), "verify": lambda: [registry.verify() for _ in range(10000)], "deadlines": lambda: [registry.deadlines(date(2021, 5, 12)) for _ in range(10000)],
         "import_csv": lambda: registry.import_csv(sys.argv[4], sys.argv[5]),
         "count_many": lambda: comity.count_many("P300D", starts=days, counting="us-frcrp-45")}
days = __import__("numpy").full(30_000_000, "2020-01-01", dtype="datetime64[D]") if sys.argv[2] == "count_many" else None
print("begun", flush=True)
try:
    calls[sys.argv[2]]()
    print("it ended by itself")
except KeyboardInterrupt:
    print("stopped", time.monotonic(), len(registry) - before, registry.verify().dossiers - before)
"""


@pytest.mark.parametrize("call, size", [("file_many", 50_000), ("verify", 300), ("deadlines", 300), ("import_csv", 0), ("count_many", 0)])
def test_ctrl_c_stops_within_a_second_and_leaves_nothing(tmp_path, call, size):
    arguments = [tmp_path / "r.db", call, str(size), DATA / "muckrock-2016.csv", DATA / "muckrock-2016.toml", DATA / "muckrock-law"]
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "begun\n", process.stderr.read()
        time.sleep(0.7)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert out.startswith("stopped"), out + errors
    _, when, left, verified = out.split()
    # Stopped, where it would have gone on: within a second where nothing else runs, and here others do.
    assert float(when) - sent < 30 and left == verified == "0"


def test_the_filter_for_the_other_state_is_taken_wherever_requests_are_chosen(landmark, view):
    law = comity.Law.built_in()
    for call in (landmark.find, lambda **f: landmark.deadlines(TODAY, **f), lambda **f: landmark.impact(law, TODAY, **f), view.requests):
        call(state="GB", other="US")
    assert landmark.impact(law, TODAY) == ()


FIRST_USE = """
import sys, threading, uuid
from datetime import date, datetime, timezone
import comity
sys.setswitchinterval(1e-6)
registry = comity.open(":memory:", connections=1)
request = comity.Request(kind="extradition", requesting="RU", requested="GB", made_on=date(2020, 3, 2))
ready = threading.Barrier(6)
def work():
    ready.wait()
    id = registry.file(request)
    registry.record(id, "noted", on="2020-03-10T09:00:00+01:00[Europe/Paris]")
    [entry.recorded_at for entry in registry.dossier(id).history]
    comity.When("2009-08").earliest
    view = registry.snapshot(comity.When("2021-05").latest)
    view.columns.requests, view.requests()._arrays(0)
threads = [threading.Thread(target=work, daemon=True) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(20)
print("alive" if any(thread.is_alive() for thread in threads) else len(registry))
"""


def test_threads_that_are_the_first_to_do_something_do_not_wait_for_each_other_for_ever():
    """What the package looks up in Python's modules when it is first needed, several threads may need at once."""
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", FIRST_USE], capture_output=True, text=True, timeout=60)
        assert done.stdout == "6\n", done.stdout + done.stderr


def test_a_proof_is_not_written_to_a_terminal(tmp_path, program):
    with comity.open(tmp_path / "requests.db") as registry:
        registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="81/3", made_on=MADE_ON, persons=[comity.Person(names=[comity.PersonName("Anna \N{RIGHT-TO-LEFT OVERRIDE}Example")])]))
        registry.seal()
    command = [program("comity-register"), "prove", tmp_path / "requests.db", "81/3", "--texts"]
    terminal, slave = pty.openpty()
    done = subprocess.run(command, stdout=slave, stderr=subprocess.PIPE, text=True)
    os.close(slave)
    os.set_blocking(terminal, False)
    with contextlib.suppress(BlockingIOError, OSError):  # nothing there, and nobody at the other end
        assert os.read(terminal, 100) == b""
    os.close(terminal)
    assert done.returncode == 1 and "name a file (-o)" in done.stderr
    proof = subprocess.run(command, capture_output=True, check=True).stdout  # a pipe gets it as it is
    assert proof.startswith(b"proof:1:1\n") and "\N{RIGHT-TO-LEFT OVERRIDE}".encode() in proof
