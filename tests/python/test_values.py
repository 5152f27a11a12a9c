# SPDX-License-Identifier: Apache-2.0
"""Values: made by keyword, immutable, equal by what they say, and the same again when pasted, pickled or copied."""

import copy
import enum
import inspect
import pickle
import subprocess
import sys
import uuid
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import comity
from conftest import DATA, TODAY, refused

# ---- any value there can be ------------------------------------------------------------------------------------------

text = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
visible = st.text(st.characters(whitelist_categories=["L", "N"]), min_size=1, max_size=8)
words = lambda enum: st.sampled_from(list(enum))
days = st.dates(date(1400, 1, 1), date(9999, 12, 30))
instants = st.datetimes(datetime(1700, 1, 1), datetime(2400, 1, 1), timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=3))]))
rough = st.sampled_from(["2009-08", "2018-03~", "2004", "2004?", "2015-07-09/2015-11-24"]).map(comity.When)
dates = st.one_of(days, instants, rough)
states = st.sampled_from(["RU", "GB", "US", "FR"])
ids = st.uuids(version=4)
perhaps = lambda strategy: st.one_of(st.none(), strategy)


def values(cls, **fields):
    """Values of a class, of which the required fields are `_name`, and any of the others are left out."""
    needed = {name[1:]: strategy for name, strategy in fields.items() if name.startswith("_")}
    other = {name: strategy for name, strategy in fields.items() if not name.startswith("_")}
    return st.fixed_dictionaries(needed, optional=other).map(lambda given: cls(**given))


authorities = values(comity.Authority, name=text, kind=words(comity.AuthorityKind), jurisdiction=st.sampled_from(["GB", "GB-SCT"]), zone=st.just("Europe/London"))
names = values(comity.PersonName, _text=text, kind=words(comity.NameKind))
persons = values(comity.Person, names=st.lists(names, max_size=2), role=words(comity.PersonRole), nationalities=st.lists(states, max_size=2), born=perhaps(dates), legal_person=st.booleans())
offences = values(comity.Offence, title=text, group=text, text=text, committed_on=perhaps(dates))
measures = values(comity.Measure, kind=text, object=text, purpose=text)
items = values(comity.Item, kind=words(comity.ItemKind), value=text, port=st.integers(0, 65535), activity=text, observed_on=perhaps(dates))
documents = values(comity.Document, title=text, language=st.just("fr"), translates=st.just(0), pages=st.integers(0, 99), sha256=st.just("0" * 64))
related = values(comity.RelatedRequest, _id=ids, relation=words(comity.Relation))
requests = values(
    comity.Request, _kind=words(comity.RequestKind), _requesting=st.sampled_from(["RU", "UA"]), _requested=st.sampled_from(["GB", "FR"]), reference=visible,
    basis=st.lists(st.sampled_from(["ets-24", "ets-24 16(4)"]), max_size=2), made_on=perhaps(st.one_of(st.dates(date(1995, 1, 1), date(2030, 1, 1)), st.just(comity.When("2009-08")))),
    requesting_authority=authorities, channel=words(comity.Channel), urgent=st.booleans(), urgency_reason=text, language=st.just("ru"), handling=text,
    persons=st.lists(persons, max_size=2), offences=st.lists(offences, max_size=2), measures=st.lists(measures, max_size=2), items=st.lists(items, max_size=2),
    documents=st.lists(documents, max_size=1), related=st.lists(related, max_size=1), review_on=perhaps(days), synthetic=st.booleans(), note=text)  # fmt: skip
events = values(
    comity.Event, _kind=st.sampled_from(["noted", "refused", "provisional_arrest"]), on=perhaps(dates), by=authorities, provision=st.just("ets-24 6(1)"), ground=text,
    concerns=st.lists(st.sampled_from(["person 1", "item 1-30"]), max_size=2, unique=True), amounts=st.lists(st.just("1250000.50 EUR"), max_size=1), appoints=perhaps(dates),
    other=perhaps(ids), known_since=perhaps(days), corrects=st.integers(0, 9), source=text, note=text)  # fmt: skip
entries = values(comity.Entry, _seq=st.integers(1, 9), _id=ids, _recorded_at=instants, _event=events)
queries = values(comity.Query, requesting=states, state=states, kind=words(comity.RequestKind), reference=text, urgent=st.booleans(), channel=words(comity.Channel), made_from=days, made_until=days)
origins = values(comity.Origin, _source=text, _row_key=text)
recordings = values(comity.Recording, request=ids, _event=events, event_id=perhaps(ids), expected_seq=perhaps(st.integers(1, 9)), content=perhaps(requests))
filings = values(comity.Filing, _request=requests, events=st.lists(recordings, max_size=2), request_id=perhaps(ids), known_since=perhaps(days), origin=perhaps(origins), source=text, note=text)
countings = values(
    comity.Counting, name=text, trigger_day=words(comity.TriggerDay), roll=words(comity.Roll), never_rolls=st.sets(words(comity.Exemption)), months=words(comity.MonthEnd),
    minimum_working_days=values(comity.MinimumWorkingDays, _days=st.integers(1, 3), of=st.just("P5D")), hours=words(comity.HourStart),
    hours_without=values(comity.NightlyWindow, _start=st.just(0), _end=st.just(540)), non_working=st.sets(words(comity.NonWorking)), calendars=st.lists(st.just("FR"), max_size=1),
    rolls_at_most=st.lists(st.sampled_from(["P3M", "P90D"]), max_size=2), articles=st.dictionaries(st.sampled_from(["roll", "months"]), text), note=text, verified=st.booleans())  # fmt: skip
days_off = values(comity.DayOff, _on=days, _name=text, kind=words(comity.DayOffKind), known=perhaps(days), source=text, why=text)
rests = values(comity.WeeklyRest, _days=st.lists(words(comity.Weekday), max_size=2, unique=True), first_day=perhaps(days), last_day=perhaps(days))
calendars = values(
    comity.Calendar, _name=visible, weekend=st.just(["Friday"]), days_off=st.one_of(st.lists(days_off, max_size=3), st.dictionaries(days, visible, max_size=3)),
    working_days=st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), max_size=2), coverage=st.just("2000/2030"), title=visible)  # fmt: skip
claims = values(
    comity.Claim, name=text, sentence=text, source=text, of=queries, period=st.sampled_from(["2020", (date(2019, 7, 1), date(2020, 6, 30))]), counts=words(comity.CountedThing),
    at_least=perhaps(st.integers(0, 99)), at_most=perhaps(st.integers(0, 99)), about=perhaps(st.integers(0, 99)), tolerance=st.floats(0, 1), origins=st.lists(states, max_size=2))  # fmt: skip
columns = values(comity.Column, name=text, heading=text, type=words(comity.ColumnType))
coverages = values(comity.Coverage, known=st.integers(0, 99), approximate=st.integers(0, 99), claimed=st.integers(0, 99), missing=st.integers(0, 99))
quantiles = values(comity.SurvivalQuantile, at=perhaps(st.floats(0, 9)), lower=perhaps(st.floats(0, 9)), upper=perhaps(st.floats(0, 9)))
means = values(comity.RestrictedMean, until=st.floats(0, 9), mean=st.floats(0, 9), std_error=st.floats(0, 9))
groups = values(comity.LogRankGroup, name=text, size=st.integers(0, 9), observed=st.integers(0, 9), expected=st.floats(0, 9))
tests = values(comity.LogRankTest, groups=st.lists(groups, max_size=2), chi_squared=st.floats(0, 9), degrees_of_freedom=st.integers(0, 9), p_value=st.floats(0, 1))

MADE = {
    "Authority": authorities, "PersonName": names, "Person": persons, "Offence": offences, "Measure": measures, "Item": items, "Document": documents, "RelatedRequest": related,
    "Request": requests, "Event": events, "Entry": entries, "Query": queries, "Origin": origins, "Recording": recordings, "Filing": filings, "Counting": countings,
    "MinimumWorkingDays": values(comity.MinimumWorkingDays, _days=st.integers(1, 3), of=st.just("P5D")), "NightlyWindow": values(comity.NightlyWindow, _start=st.integers(0, 60), _end=st.integers(61, 99)),
    "DayOff": days_off, "WeeklyRest": rests, "Calendar": calendars, "Claim": claims, "Column": columns, "Coverage": coverages, "SurvivalQuantile": quantiles, "RestrictedMean": means,
    "LogRankGroup": groups, "LogRankTest": tests, "When": rough,
}  # fmt: skip
each_class = pytest.mark.parametrize("name", MADE)


def constructible():
    """The classes of which `inspect` knows how they are called."""
    return {name for name in comity.__all__ if isinstance(getattr(comity, name), type) and (getattr(comity, name).__text_signature__ or "").startswith("(")
            and getattr(comity, name).__module__ == "comity" and not hasattr(getattr(comity, name), "__members__") and not issubclass(getattr(comity, name), (Exception, tuple))}  # fmt: skip


def test_every_class_that_can_be_made_is_tested_here():
    assert constructible() == set(MADE)


@each_class
@given(data=st.data())
def test_what_repr_says_makes_the_same_again(name, data):
    value = data.draw(MADE[name])
    assert eval(repr(value), {"comity": comity}) == value


@each_class
@given(data=st.data())
def test_a_value_is_the_same_after_pickling_by_every_protocol_and_after_copying(name, data):
    value = data.draw(MADE[name])
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(value, protocol))
        assert again == value and hash(again) == hash(value) and repr(again) == repr(value) and type(again) is type(value)
    assert copy.copy(value) == copy.deepcopy(value) == value


@each_class
@given(data=st.data())
def test_two_values_that_say_the_same_are_equal_and_have_one_hash_and_others_are_not(name, data):
    one, other = data.draw(MADE[name]), data.draw(MADE[name])
    assert (one == other) is not (one != other)
    assert (one == other) is (repr(one) == repr(other))
    if one == other:
        assert hash(one) == hash(other)
    assert one != "text" and not one == None and one != object()  # noqa: E711


@each_class
@given(data=st.data())
def test_nothing_in_a_value_can_be_changed(name, data):
    value = data.draw(MADE[name])
    before = repr(value)
    for field in [field for field in dir(value) if not field.startswith("_")]:
        with pytest.raises(AttributeError):
            setattr(value, field, None)
        with pytest.raises(AttributeError):
            delattr(value, field)
        got = getattr(value, field)
        assert not isinstance(got, (list, set, bytearray))
        if isinstance(got, dict):  # a copy
            got["x"] = "y"
    with pytest.raises(AttributeError):
        value.what_it_does_not_have = 1
    assert repr(value) == before


# ---- how they are made -----------------------------------------------------------------------------------------------


def test_fields_are_given_by_name_and_the_message_says_how():
    refused(lambda: comity.Request("extradition", "RU", "GB"), TypeError, "Request takes its fields by name", "Request(kind=…)")
    refused(lambda: comity.Person([], "sought"), TypeError, "Person takes its fields by name")
    refused(lambda: comity.Event("noted", date(2020, 1, 1)), TypeError, "Event takes its first fields without their names")
    assert comity.Event("noted") == comity.Event(kind="noted")
    refused(lambda: comity.Event("noted", kind="noted"), TypeError, "Event.kind is given twice")


def test_what_is_needed_is_asked_for():
    refused(lambda: comity.Request(), TypeError, "Request.kind is needed: RequestKind")
    refused(lambda: comity.Request(kind="extradition", requesting="RU"), TypeError, "Request.requested is needed")
    refused(lambda: comity.Origin(source="x"), TypeError, "Origin.row_key is needed")


def test_an_unknown_field_is_refused_and_the_message_says_what_there_is():
    refused(lambda: comity.Person(name="X"), TypeError, "Person has no field 'name'", "names, role, nationalities, born, legal_person")
    refused(lambda: comity.Event("noted").replace(when="x"), TypeError, "Event has no field 'when'", "on, by")


def test_replace_gives_another_value_and_leaves_the_first(request_from_russia):
    urgent = request_from_russia.replace(urgent=True, reference="2")
    assert (urgent.urgent, urgent.reference, urgent.kind) == (True, "2", "extradition")
    assert (request_from_russia.urgent, request_from_russia.reference) == (False, "81/3-412-20")
    assert urgent.replace(urgent=False, reference="81/3-412-20") == request_from_russia
    assert request_from_russia.replace() == request_from_russia


@pytest.mark.parametrize("wrong", ["no", "", 1, 0, None, 1.0, [], "True"])
def test_a_flag_is_true_or_false_and_nothing_that_merely_has_a_truth(request_from_russia, wrong):
    refused(lambda: request_from_russia.replace(urgent=wrong), TypeError, "Request.urgent: True or False is needed, not")


@pytest.mark.parametrize("wrong", [True, False, 80.0, "80", 2**70, -(2**70), b"80", [80]])
def test_a_number_is_an_int(wrong):
    refused(lambda: comity.Item(port=wrong), TypeError, "Item.port: a whole number (int) is needed, not")


def test_a_list_of_the_wrong_things_says_whose_field_it_is():
    refused(lambda: comity.Request(kind="extradition", requesting="RU", requested="GB", persons=["Ivan"]), TypeError, "Request.persons: a list of Person is needed")
    refused(lambda: comity.Request(kind="extradition", requesting="RU", requested="GB", persons="Ivan"), TypeError, "Request.persons: a list of Person is needed")
    refused(lambda: comity.Person(names=None), TypeError, "Person.names: a list of PersonName is needed, not None")


def test_text_is_str_and_not_bytes(registry, request_from_russia):
    refused(lambda: comity.Item(value=b"203.0.113.7"), TypeError, "Item.value: text (str) is needed, not b'203.0.113.7' (bytes)")
    refused(lambda: registry.file(request_from_russia, source=b"note"), TypeError, "text (str) is needed, not b'note' (bytes)")


def test_a_state_that_asks_itself_is_refused():
    refused(lambda: comity.Request(kind="extradition", requesting="GB", requested="GB"), comity.bad_input, "GB")
    refused(lambda: comity.Request(kind="extradition", requesting="GB", requested="RU").replace(requested="GB"), comity.bad_input, "GB")


# ---- results ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results():
    with comity.open(":memory:") as registry:
        id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="1", basis=["ets-24"], made_on=date(2020, 3, 2), persons=[comity.Person(names=[comity.PersonName("Ivan")])]))
        registry.record(id, "provisional_arrest", on=date(2020, 3, 10))
        registry.record(id, "request_received", on=comity.When("2020-03"))
        registry.seal()
        dossier, view, law = registry.dossier(id), registry.snapshot(date(2020, 6, 1)), comity.Law.built_in()
        expiry = comity.count("P3D", start=date(2020, 1, 1), counting="us-frcrp-45")
        claim = view.claim(comity.Claim(counts="requests", at_least=1))
        brief = comity.brief(registry, date(2020, 6, 1))
        incidence = comity.cumulative_incidence([1, 2, 3], ["a", None, "b"])
        yield {
            "dossier": dossier, "standing": dossier.standing(date(2020, 6, 1)), "fact": dossier.facts[0], "entry": dossier.history[0], "first answer": dossier.first_answer(date(2020, 6, 1)),
            "subject": dossier.standing(date(2020, 6, 1)).subjects[0], "law": law, "instrument": law.instrument("ets-24"), "instruments": law.instruments, "limit": dossier.deadlines(date(2020, 6, 1))[0].limit,
            "bases": law.bases("RU", "GB", date(2020, 3, 2), "extradition"), "events": law.events, "lifecycle": law.lifecycle, "answers": law.answers, "groups": law.offence_groups, "grounds": law.grounds,
            "scales": law.handling_scales, "countings": law.countings, "calendars": law.calendars, "joint": comity.Calendar.joint([law.calendar("FR"), law.calendar("DE")]),
            "steps": expiry.steps, "table": view.requests(), "no rows": view.amounts(), "claim": claim, "seal": registry.sealed(), "proof": registry.prove(id, 1, texts=True),
            "verification": registry.verify(), "changes": registry.changed_since(), "erasure": registry.find_person("Ivan"), "brief": brief, "survival": comity.kaplan_meier([1, 2], [1, 0]),
            "incidence": incidence, "one outcome": incidence["a"], "log rank": comity.log_rank([1, 2], [1, 0], ["a", "b"]),
        }  # fmt: skip


def test_results_are_the_same_after_pickling_by_every_protocol(results):
    for name, value in results.items():
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(value, protocol))
            assert again == value and repr(again) == repr(value) and str(again) == str(value) and hash(again) == hash(value), name
    brief = results["brief"]
    assert all(pickle.loads(pickle.dumps(brief)).content(format) == brief.content(format) for format in comity.Format if format != "ics")  # deadlines hold their law, and stay behind


def test_a_brief_is_saved_in_the_format_that_the_name_says_and_a_workbook_is_bytes(results, tmp_path):
    brief = results["brief"]
    for ending, format in {"html": "html", "md": "markdown", "csv": "csv", "json": "json", "xlsx": "workbook", "ics": "ics"}.items():
        brief.save(tmp_path / f"brief.{ending}")
        assert (tmp_path / f"brief.{ending}").read_bytes() == brief.content(format)
        if format != "workbook":
            assert brief.text(format).encode() == brief.content(format)
    brief.save(tmp_path / "brief", "workbook")
    assert (tmp_path / "brief").read_bytes().startswith(b"PK")
    assert brief.text("ics").startswith("BEGIN:VCALENDAR")
    refused(lambda: brief.text("workbook"), comity.bad_input, "a workbook is no text; save it, or take its content")
    refused(lambda: brief.save(tmp_path / "brief.pdf"), comity.bad_input, '"brief.pdf" does not end in .html, .md, .csv, .json, .xlsx or .ics; name a format')
    with comity.open(":memory:") as registry:
        refused(lambda: comity.brief(registry, date(2020, 6, 1), state="GB", table="fatf").text("ics"), comity.bad_input, "no deadlines")
        refused(lambda: comity.brief(registry, date(2020, 6, 1), sections=["dues"]), comity.bad_input, "dues", "small-print")
        assert [one.name for one in comity.brief(registry, date(2020, 6, 1), sections=["ageing"]).sections] == ["ageing", "small-print"]


def test_a_brief_is_for_whom_its_profile_says_and_its_tables_are_no_longer_than_asked(tmp_path):
    path = tmp_path / "requests.db"
    with comity.open(path) as registry:
        for n in range(3):
            registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference=f"A/{n}", made_on=date(2020, 3, 2), handling="TLP:CLEAR", persons=[comity.Person(names=[comity.PersonName("Ivan")])]))
        own = tmp_path / "two.toml"
        own.write_text('sections = ["persons", "unanswered"]\nnames = true\nrows = 2\n')
        brief = comity.brief(registry, date(2020, 6, 1), profile=own)
        assert [one.name for one in brief.sections] == ["persons", "unanswered", "small-print"] and brief.rows_at_most == 2
        assert "Ivan" in brief.text() and "The first 2 of 3 rows" in brief.text("markdown") and "A/2" not in brief.text("markdown") and "A/2" in brief.text("csv")
        assert [one.name for one in comity.brief(registry, date(2020, 6, 1), profile=str(own), sections=["unanswered"]).sections] == ["unanswered", "small-print"]
        assert "A/2" in comity.brief(registry, date(2020, 6, 1), profile=own, rows=0).text("markdown")
        refused(lambda: comity.brief(registry, date(2020, 6, 1), profile="king"), comity.not_found, "king", "journalist")
        refused(lambda: comity.brief(registry, date(2020, 6, 1), profile="journalist"), comity.bad_input, "TLP:CLEAR", "open it with that clearance")
    with comity.open(path, read_only=True, clearance="TLP:CLEAR") as registry:
        assert comity.brief(registry, date(2020, 6, 1), profile="journalist").rows_at_most == 500
    refused(lambda: comity.open(tmp_path / "mistyped.db", read_only=True), comity.not_found, "mistyped.db")


def test_results_pickled_here_are_read_by_another_process(results):
    script = "import pickle, sys; all = pickle.load(sys.stdin.buffer); print(len(all), all['dossier'].deadlines('2020-06-01')[0].last_day)"
    done = subprocess.run([sys.executable, "-c", script], input=pickle.dumps(results), capture_output=True, check=True)
    expected = results["dossier"].deadlines("2020-06-01")[0].last_day
    assert done.stdout.decode().split() == [str(len(results)), str(expected)]


def test_results_are_copied_as_themselves_and_cannot_be_changed(results):
    for name, value in results.items():
        assert copy.copy(value) == copy.deepcopy(value) == value, name
        if not isinstance(value, tuple):
            with pytest.raises(AttributeError):
                value.anything = 1


def test_results_cannot_be_made_by_hand_in_any_way(results):
    for cls in (comity.Deadline, comity.Finding, comity.Snapshot, comity.Registry, comity.Table, comity.Dossier, comity.Law, comity.Expiry):
        with pytest.raises(TypeError):
            cls()
        with pytest.raises(TypeError):
            cls.__new__(cls)
        with pytest.raises(TypeError):
            object.__new__(cls)


WAYS_OUT = {"Registry": "open it again", "Snapshot": "Registry.snapshot(as_of, known_on)", "Columns": "Registry.snapshot(as_of, known_on)", "Deadlines": "pickle the Dossier, and ask its deadlines(as_of)",
            "Deadline": "pickle the Dossier, and ask its deadlines(as_of)", "Expiry": "count it again", "WorkingDays": "pickle the Calendar", "MovedDeadline": "compare"}  # fmt: skip


def test_what_belongs_to_an_open_register_or_to_a_law_is_not_pickled_and_says_so(landmark, view):
    deadlines = landmark.deadlines(TODAY)
    for value in (landmark, view, view.columns, deadlines, deadlines[0], comity.count("P1D", start=TODAY, counting="uk-after"), comity.Law.built_in().calendar("US").working_days()):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            refused(lambda: pickle.dumps(value, protocol), TypeError, f"cannot pickle a comity.{type(value).__name__}", WAYS_OUT[type(value).__name__])
        if value is not landmark:
            assert copy.copy(value) is value and copy.deepcopy(value) is value


def test_the_way_out_of_what_is_not_pickled_is_one(landmark, view):
    """What the messages say to do instead gives the same."""
    dossier = next(dossier for dossier in map(landmark.dossier, landmark) if len(dossier.deadlines(TODAY)))
    assert pickle.loads(pickle.dumps(dossier)).deadlines(TODAY) == dossier.deadlines(TODAY)
    assert pickle.loads(pickle.dumps(dossier.deadlines(TODAY).to_table())) == dossier.deadlines(TODAY).to_table()
    assert pickle.loads(pickle.dumps(view.requests())) == view.requests()
    assert pickle.loads(pickle.dumps(view.to_pandas())).equals(view.to_pandas())
    calendar = comity.Law.built_in().calendar("US")
    assert pickle.loads(pickle.dumps(calendar)).working_days().add(TODAY, 9) == calendar.working_days().add(TODAY, 9)


def test_a_value_can_be_a_key_and_a_member_of_a_set(request_from_russia):
    assert {request_from_russia: 1}[request_from_russia.replace()] == 1
    assert len({comity.Event("noted", on=date(2020, 1, day)) for day in (1, 2, 1)}) == 2


def test_equal_instants_in_two_zones_are_told_apart_or_have_one_hash():
    paris = comity.Event("noted", on=datetime(2020, 7, 1, 12, tzinfo=ZoneInfo("Europe/Paris")))
    london = comity.Event("noted", on=datetime(2020, 7, 1, 11, tzinfo=ZoneInfo("Europe/London")))
    assert paris != london or hash(paris) == hash(london)


def test_the_id_of_a_request_is_a_uuid(registry, request_from_russia):
    own = uuid.UUID(int=7)
    assert registry.file(request_from_russia, request_id=own) == own
    assert registry.dossier(str(own)).id == own


def test_a_value_is_made_once(request_from_russia):
    before = repr(request_from_russia)
    request_from_russia.__init__(kind="surrender", requesting="FR", requested="GB")
    assert repr(request_from_russia) == before


def test_rows_of_a_law_that_was_loaded_are_not_taken_for_those_of_the_built_in_one():
    law = comity.Law.load(DATA / "muckrock-law")
    other = law.with_calendar(comity.Calendar("US"))
    for value in (law, other, law.instrument("us-foi-log"), law.instrument("us-foi-log").time_limits[0]):
        refused(lambda: pickle.dumps(value), TypeError, "cannot")
    assert law != comity.Law.built_in() and law == comity.Law.load(DATA / "muckrock-law")


# ---- arguments -------------------------------------------------------------------------------------------------------

WORKING = comity.Law.built_in().calendar("US").working_days()
WRONG_ARGUMENTS = {
    "int": (lambda r, v, id: r.retract(id, "2", "x"), "retract.seq: a whole number (int) is needed, not '2' (str)"),
    "int of a bool": (lambda r, v, id: r.sealed(True), "sealed.number: a whole number (int) is needed, not True (bool)"),
    "int of a fraction": (lambda r, v, id: r.sealed(Decimal("1.5")), "sealed.number: a whole number (int) is needed, not Decimal('1.5')"),
    "int or None": (lambda r, v, id: r.record(id, "noted", on=TODAY, expected_seq="3"), "record.expected_seq: a whole number (int), or None, is needed, not '3' (str)"),
    "int at the end": (lambda r, v, id: WORKING.add(TODAY, 1.0), "add.n: a whole number (int) is needed, not 1.0 (float)"),
    "list of int": (lambda r, v, id: v.time_to("answer", within_days=["90"]), "time_to.within_days: a list of int is needed, not ['90'] (list)"),
    "list of bool": (lambda r, v, id: v.time_to("answer", within_days=[True]), "time_to.within_days: a list of int is needed"),
    "bool": (lambda r, v, id: r.snapshot(TODAY, deadlines="no"), "snapshot.deadlines: True or False is needed, not 'no' (str)"),
    "bool of an int": (lambda r, v, id: comity.count("P1D", start=TODAY, counting="uk-after", custody=1), "count.custody: True or False is needed, not 1 (int)"),
    "float": (lambda r, v, id: v.time_to("answer", confidence="95"), "time_to.confidence: a number is needed, not '95' (str)"),
    "float of a curve": (lambda r, v, id: comity.kaplan_meier([1], [1]).at("1"), "at.time: a number is needed, not '1' (str)"),
    "class": (lambda r, v, id: r.impact("2027a", TODAY), "impact.law: Law is needed, not '2027a' (str)"),
    "class or None": (lambda r, v, id: r.dossier(id).standing(TODAY, law="2027a"), "standing.law: Law, or None, is needed, not '2027a' (str)"),
    "class of None": (lambda r, v, id: r.file(None), "file.request: Request is needed, not None"),
    "register": (lambda r, v, id: r.copy_to("other.db"), "copy_to.other: Registry is needed, not 'other.db' (str)"),
    "brief": (lambda r, v, id: comity.brief("requests.db", TODAY), "brief.registry: Registry is needed, not 'requests.db' (str)"),
    "function": (lambda r, v, id: r.each(3), "each.visit: a function is needed, not 3 (int)"),
    "text": (lambda r, v, id: r.imported(3), "imported.source: text (str) is needed, not 3 (int)"),
    "date": (lambda r, v, id: r.agenda(3), "agenda.day: a date (datetime.date"),
    "self": (lambda r, v, id: comity.Registry.sealed(v), "sealed.self: Registry is needed, not <comity.Snapshot"),
    "missing": (lambda r, v, id: r.retract(id, 2), "retract.why is missing; it is called as retract(self, request, seq, why)"),
    "unknown": (lambda r, v, id: r.retract(id, 2, reason="x"), "retract.why is missing"),
    "unknown too": (lambda r, v, id: r.retract(id, 2, "x", reason="x"), "retract() has no argument 'reason'; it is called as retract(self, request, seq, why)"),
    "twice": (lambda r, v, id: r.dossier(id, request=id), "dossier.request is given twice"),
    "too many": (lambda r, v, id: r.sealed(1, 2), "sealed() takes 2 arguments without their names, and 3 were given"),
    "by name alone": (lambda r, v, id: comity.count("P1D", TODAY, "uk-after"), "count() takes 1 arguments without their names"),
    "field of an event": (lambda r, v, id: r.record(id, "noted", when=TODAY), "Event has no field 'when'; it has kind, on"),
    "place": (lambda r, v, id: v.requests()[1.5], "a whole number (int), a slice or a column's name is needed, not 1.5 (float)"),
    "position": (lambda r, v, id: r.changed_since(TODAY), "changed_since.position: a position (the text in Changes.position of an earlier call; what was known on a day is asked of snapshot(known_on=…)"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_ARGUMENTS)
def test_an_argument_that_cannot_be_is_named_with_what_would_be_accepted(name, registry, request_from_russia):
    id = registry.file(request_from_russia)
    call, said = WRONG_ARGUMENTS[name]
    message = refused(lambda: call(registry, registry.snapshot(TODAY), id), TypeError, said)
    assert "_core" not in message and "incompatible" not in message and "std::" not in message and len(message) < 500


def test_no_function_shows_what_it_is_in_cpp():
    """Whatever is wrong with a call, Python words the error: pybind11's own names types of C++."""
    nothing = object()
    classes = [cls for cls in vars(comity).values() if isinstance(cls, type) and cls.__module__ == "comity" and not issubclass(cls, (enum.Enum, Exception, tuple))]
    methods = [getattr(cls, name) for cls in classes for name in dir(cls) if not name.startswith("_") and callable(getattr(cls, name)) and not inspect.isfunction(getattr(cls, name))]
    functions = [thing for name, thing in vars(comity).items() if inspect.isbuiltin(thing)]
    assert len(methods) > 80 and len(functions) > 8
    for thing in methods + functions:
        for arguments in ((), (nothing,), (nothing,) * 2, (nothing,) * 9):
            try:
                thing(*arguments)
            except (TypeError, comity.error) as e:
                assert "incompatible" not in str(e) and "_core" not in str(e), (thing, str(e))


def test_numbers_of_numpy_are_numbers(registry, request_from_russia):
    np = pytest.importorskip("numpy")
    registry.file_many([request_from_russia] * 3)
    view = registry.snapshot(TODAY)
    assert comity.Item(port=np.uint16(80)).port == 80 and registry.deadlines(TODAY, within=np.int64(30)) == registry.deadlines(TODAY, within=30)
    assert view.time_to("answer", within_days=np.array([30, 60]), confidence=np.float32(0.5)) == view.time_to("answer", within_days=[30, 60], confidence=0.5)
    assert WORKING.add(TODAY, np.int8(-1)) == WORKING.add(TODAY, -1) and view.requests()[np.int64(-1)] == view.requests()[2]
    assert registry.snapshot(TODAY, deadlines=np.True_) == view
    for wrong in (np.float64(80), np.float32(80), np.True_, np.timedelta64(80), np.array([80, 81]), np.datetime64("2020-01-01")):
        refused(lambda: comity.Item(port=wrong), TypeError, "Item.port: a whole number (int) is needed")
        refused(lambda: registry.sealed(wrong), TypeError, "sealed.number: a whole number (int) is needed")
        refused(lambda: registry.deadlines(TODAY, within=wrong), TypeError, "deadlines.within: a number of days")
