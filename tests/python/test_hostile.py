# SPDX-License-Identifier: Apache-2.0
"""What nobody should give and somebody will: each is refused clearly or kept unchanged, and nothing crashes, hangs or is changed in silence."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import comity
from conftest import TODAY, refused

MADE_ON = date(2020, 3, 2)
COMBINING = "Z" + "\u0301" * 10_000
STRANGE = {
    "NUL": "a\0b", "right to left": "שלום עולם", "override of direction": "a\u202eb", "isolates": "\u2066a\u2069", "zero width": "a\u200bb\ufeff", "10,000 combining marks": COMBINING,
    "not normalised": "e\u0301 \u00e9", "emoji": "👩‍👩‍👧‍👦", "private use": "\ue000\U0010ffff", "line ends": "a\r\nb\u2028c\n", "quotes": "';--\"\\%s{}$(x)", "spaces": "  a \t ", "a million": "x" * 1_000_000,
}  # fmt: skip
each_strange = pytest.mark.parametrize("name", STRANGE)
LONE = ["\ud800", "a\udc80", "\udfff\ud800"]

ERRORS = (comity.error, TypeError)


def request(**other):
    return comity.Request(**{"kind": "extradition", "requesting": "RU", "requested": "GB", "made_on": MADE_ON, **other})


def holder(text):
    """A request that holds the text wherever text may stand."""
    return request(
        note=text, urgency_reason=text, persons=[comity.Person(names=[comity.PersonName(text)])], offences=[comity.Offence(title=text, text=text)],
        measures=[comity.Measure(object=text, purpose=text)], items=[comity.Item(value=text)], documents=[comity.Document(title=text)])  # fmt: skip


def texts_of(request):
    return [request.note, request.urgency_reason, request.persons[0].names[0].text, request.offences[0].title, request.offences[0].text, request.measures[0].object,
            request.measures[0].purpose, request.items[0].value, request.documents[0].title]  # fmt: skip


# ---- text ------------------------------------------------------------------------------------------------------------


@each_strange
def test_strange_text_comes_back_from_a_register_as_it_went_or_is_refused(name, registry):
    text = STRANGE[name]
    held = holder(text)
    assert set(texts_of(held)) == {text}
    try:
        id = registry.file(held, source=text, note=text)
        registry.record(id, "noted", on=MADE_ON, source=text, note=text)
    except comity.bad_input as e:
        assert len(str(e)) < 1000
        assert len(registry) == 0 or len(registry.dossier(id)) == 1
        return
    dossier = registry.dossier(id)
    assert dossier.request == held and set(texts_of(dossier.request)) == {text}
    assert dossier.history[1].event.note == dossier.history[1].event.source == text
    assert registry.verify().entries == 2
    assert eval(repr(dossier.request), {"comity": comity}) == held
    repr(dossier), dossier._repr_html_(), registry.snapshot(TODAY).requests()._repr_html_(), comity.brief(registry, TODAY, names=True).text()


@given(st.text(max_size=40))
def test_any_text_comes_back_as_it_went_or_is_refused(text):
    with comity.open(":memory:") as registry:
        try:
            id = registry.file(holder(text))
        except comity.bad_input:
            return
        assert set(texts_of(registry.dossier(id).request)) == {text}


@pytest.mark.parametrize("text", LONE)
def test_lone_surrogates_are_refused_everywhere_by_name(text, registry, request_from_russia):
    id = registry.file(request_from_russia)
    for call in (
        lambda: request(note=text), lambda: comity.PersonName(text), lambda: registry.file(request_from_russia, source=text), lambda: registry.record(id, "noted", on=MADE_ON, note=text),
        lambda: registry.record(id, text, on=MADE_ON), lambda: registry.retract(id, 1, text), lambda: registry.find(reference=text), lambda: registry.find_person(text), lambda: comity.count(text, start=MADE_ON, counting="uk-after"),
        lambda: comity.count("P1D", start=MADE_ON, counting=text), lambda: comity.count("P1D", start=text, counting="uk-after"), lambda: comity.When(text), lambda: comity.Calendar(text),
        lambda: comity.Calendar("x", days_off={MADE_ON: text}), lambda: comity.Seal.parse(text), lambda: comity.Law.built_in().instrument(text), lambda: comity.open(":memory:", clearance=text),
        lambda: request(requesting=text), lambda: request(basis=[text]), lambda: registry.snapshot(TODAY).unanswered(definition=text), lambda: registry.imported(text),
    ):  # fmt: skip
        refused(call, comity.bad_input)
    assert len(registry) == 1 and len(registry.dossier(id)) == 1


@pytest.mark.parametrize("text", ["a\0b", "a\u202eb", "a\nb", "\u2066a"])
def test_a_reference_is_visible_characters(text):
    refused(lambda: request(reference=text), comity.bad_input, "reference")
    refused(lambda: request(requested_reference=text), comity.bad_input, "reference")


def test_names_that_are_paths_with_nul_are_refused(tmp_path, registry):
    for call in (lambda: comity.open("a\0b"), lambda: comity.open(str(tmp_path / "a\0b.db")), lambda: registry.backup("a\0b"), lambda: registry.import_csv("a\0b", "c"), lambda: comity.Law.load("a\0b"), lambda: comity.read_claims("a\0b"), lambda: comity.Calendar.read("a\0b")):
        refused(call, (ValueError, comity.error))


def test_missing_files_are_not_found(tmp_path, registry):
    none = tmp_path / "none"
    for call in (lambda: registry.import_csv(none, none), lambda: comity.Law.load(none), lambda: comity.read_claims(none), lambda: comity.Calendar.read(none), lambda: comity.check_published(none, none)):
        refused(call, (comity.not_found, comity.storage_error, comity.bad_input))


# ---- numbers and lists -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("huge", [2**31, 2**63, 2**64, -(2**64), 10**4000])
def test_huge_numbers_are_refused(huge, registry, request_from_russia):
    id = registry.file(request_from_russia)
    for call in (
        lambda: comity.Item(port=huge), lambda: comity.Document(pages=huge), lambda: comity.Event("noted", corrects=huge), lambda: registry.sealed(huge), lambda: registry.prove(id, huge),
        lambda: registry.retract(id, huge, "x"), lambda: registry.record(id, "noted", on=MADE_ON, expected_seq=huge), lambda: registry.deadlines(TODAY, within=huge), lambda: comity.open(":memory:", connections=huge),
        lambda: registry.snapshot(TODAY).outcomes(hold_back_below=huge), lambda: registry.snapshot(TODAY).time_to("answer", within_days=[huge]), lambda: comity.Law.built_in().calendar("US").working_days().add(MADE_ON, huge),
    ):  # fmt: skip
        refused(call, ERRORS + (OverflowError,))
    with pytest.raises((IndexError, TypeError)):
        registry.snapshot(TODAY).requests()[huge]


def test_a_list_of_a_hundred_thousand_is_kept():
    measures = [comity.Measure(kind="hearing")] * 100_000
    assert len(request(measures=measures).measures) == 100_000


def test_arrays_and_bytes_are_no_numbers_and_no_lengths(view):
    np = pytest.importorskip("numpy")
    for call in (lambda: view.no_response(at_least=np.array([1, 2])), lambda: comity.count(b"P1D", start=MADE_ON, counting="uk-after"), lambda: comity.Counting(between_below=b"P3D"), lambda: comity.count(np.array([1]), start=MADE_ON, counting="uk-after")):
        refused(call, TypeError)


def test_what_is_nested_deeply_is_refused(registry):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    for call in (lambda: request(persons=nested), lambda: request(basis=nested), lambda: comity.count(nested, start=MADE_ON, counting="uk-after"), lambda: registry.file_many(nested), lambda: request(note=nested)):
        refused(call, ERRORS + (RecursionError,))


# ---- objects that do what they like ----------------------------------------------------------------------------------


class Evil:
    """Everything that Python may ask of it raises."""

    def __getattr__(self, name):
        raise RuntimeError("evil getattr")

    def _raise(self, *args, **kwargs):
        raise RuntimeError("evil")

    __str__ = __repr__ = __eq__ = __hash__ = __iter__ = __len__ = __bool__ = __index__ = __int__ = __float__ = __call__ = __getitem__ = __fspath__ = __contains__ = _raise


def test_objects_of_which_everything_raises_are_refused(registry, request_from_russia, view):
    id, evil = registry.file(request_from_russia), Evil()
    for call in (
        lambda: request(note=evil), lambda: request(kind=evil), lambda: request(made_on=evil), lambda: request(persons=evil), lambda: request(persons=[evil]), lambda: request(urgent=evil), lambda: request(requesting=evil),
        lambda: comity.Item(port=evil), lambda: comity.RelatedRequest(id=evil), lambda: comity.When(evil), lambda: comity.Claim(period=evil), lambda: comity.Counting(never_rolls=evil), lambda: comity.Counting(never_rolls=[evil]),
        lambda: comity.Calendar("x", days_off=evil), lambda: comity.Calendar("x", weekend=evil), lambda: comity.count(evil, start=evil, counting=evil), lambda: comity.count("P1D", start=MADE_ON, counting="uk-after", calendar=evil),
        lambda: comity.count_many("P1D", starts=evil, counting="uk-after"), lambda: comity.count_many("P1D", starts=[evil], counting="uk-after"), lambda: comity.kaplan_meier(evil, evil), lambda: comity.kaplan_meier([1], [evil]),
        lambda: comity.kaplan_meier([1], [1], group=[evil]), lambda: comity.kaplan_meier([1], [1], group=evil), lambda: comity.cumulative_incidence([1], [evil]), lambda: comity.cumulative_incidence([1], evil), lambda: comity.open(evil),
        lambda: registry.file(evil), lambda: registry.record(id, evil), lambda: registry.record(evil, "noted"), lambda: registry.file_many(evil), lambda: registry.file_many([evil]), lambda: registry.file_many([request_from_russia], progress=evil),
        lambda: registry.find(kind=evil), lambda: registry.each(evil), lambda: registry.deadlines(evil), lambda: registry.snapshot(evil), lambda: registry.verify(against=evil), lambda: view.outcomes(by=evil), lambda: view.claim(evil), lambda: evil in registry,
        lambda: view.requests()[evil], lambda: registry.amend(id, evil),
    ):  # fmt: skip
        refused(call, ERRORS + (RuntimeError,))
    assert len(registry) == 1 and len(registry.dossier(id)) == 1


def test_dicts_and_strings_of_ones_own_kind_do_no_harm(registry):
    class Word(str):
        def __eq__(self, other):
            raise RuntimeError("evil eq")

        def __hash__(self):
            return 7

    class Days(dict):
        def items(self):
            raise RuntimeError("evil items")

        __iter__ = items

    assert request(note=Word("text")).note == "text" and type(request(note=Word("text")).note) is str
    assert comity.Calendar("x", days_off=Days({MADE_ON: "day"})).name_of(MADE_ON) == "day"
    id = registry.file(request(note=Word("text")))
    assert registry.dossier(id).request.note == "text"


def test_iterators_that_raise_or_never_end_raise_what_they_raise():
    def faulty():
        yield comity.Measure(kind="hearing")
        raise RuntimeError("broke off")

    for call in (
        lambda: request(measures=faulty()), lambda: comity.Counting(calendars=(str(1 / 0) for _ in range(1))), lambda: comity.Calendar("x", days_off=(1 / 0 for _ in range(1))),
        lambda: comity.Counting(never_rolls=(1 / 0 for _ in range(1))), lambda: comity.kaplan_meier((1 / 0 for _ in range(1)), [1]), lambda: comity.cumulative_incidence([1], (1 / 0 for _ in range(1))),
    ):  # fmt: skip
        refused(call, (RuntimeError, ZeroDivisionError))
    assert len(request(measures=(comity.Measure(kind="hearing") for _ in range(3))).measures) == 3


def test_an_error_message_of_a_long_value_is_short():
    for call in (lambda: request(kind=["x" * 10_000]), lambda: request(persons="x" * 10_000), lambda: comity.Item(port="x" * 10_000), lambda: request(kind="x" * 10_000), lambda: comity.When("x" * 10_000)):
        with pytest.raises(ERRORS) as caught:
            call()
        assert len(str(caught.value)) < 12_000


def test_the_end_of_the_calendar(registry):
    id = registry.file(request(basis=["ets-24"], review_on=date(9999, 12, 31)))
    refused(lambda: registry.record(id, "provisional_arrest", on=date(9999, 12, 30)), comity.bad_input)  # the future
    dossier = registry.dossier(id).supposing(comity.Event("provisional_arrest", on=date(9999, 12, 30)))
    deadlines = dossier.deadlines(date(9999, 12, 31))
    assert all(due.status == "not_computable" or due.last_day for due in deadlines)
    registry.deadlines(date(9999, 12, 31)), registry.snapshot(date(9999, 12, 31)).ageing(), registry.agenda(date(9999, 12, 31))


# ---- the interpreter -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        "import comity; r = comity.open(':memory:')",  # never closed
        "import comity, threading; r = comity.open(':memory:'); threading.Thread(target=lambda: [r.find() for _ in range(20000)], daemon=True).start(); import time; time.sleep(0.1)",
        "import comity; view = comity.open(':memory:').snapshot('2020-01-01'); a = view.columns.requests['known']; del view; import sys; sys.modules.clear()",
        "import comity, sys; sys.setrecursionlimit(60); r = comity.Request(kind='service', requesting='RU', requested='GB'); repr(r)",
    ],
)
def test_the_interpreter_ends_without_a_crash(script):
    done = subprocess.run([sys.executable, "-X", "dev", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1) and "Fatal" not in done.stderr and "Segmentation" not in done.stderr, done.stderr
