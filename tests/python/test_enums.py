# SPDX-License-Identifier: Apache-2.0
"""Enumerations: real ones of Python, each member equal to its word, and every word accepted where the member is."""

import copy
import enum
import json
import pickle
import re

import pytest

import comity
from conftest import SOURCES, refused

ENUMS = [getattr(comity, name) for name in comity.__all__ if isinstance(getattr(comity, name), type) and issubclass(getattr(comity, name), enum.Enum)]
each_enum = pytest.mark.parametrize("cls", ENUMS, ids=lambda cls: cls.__name__)

# Where a member of each goes in: a call, and how it is seen again.
REQUEST = comity.Request(kind="service", requesting="RU", requested="GB")
TAKERS = {
    comity.RequestKind: lambda word: REQUEST.replace(kind=word).kind,
    comity.Channel: lambda word: REQUEST.replace(channel=word).channel,
    comity.AuthorityKind: lambda word: comity.Authority(kind=word).kind,
    comity.NameKind: lambda word: comity.PersonName("x", kind=word).kind,
    comity.PersonRole: lambda word: comity.Person(role=word).role,
    comity.ItemKind: lambda word: comity.Item(kind=word).kind,
    comity.Relation: lambda word: comity.RelatedRequest(id="0" * 8 + "-0000-4000-8000-" + "0" * 12, relation=word).relation,
    comity.TriggerDay: lambda word: comity.Counting(trigger_day=word).trigger_day,
    comity.Roll: lambda word: comity.Counting(roll=word).roll,
    comity.MonthEnd: lambda word: comity.Counting(months=word).months,
    comity.HourStart: lambda word: comity.Counting(hours=word).hours,
    comity.Exemption: lambda word: next(iter(comity.Counting(never_rolls=[word]).never_rolls)),
    comity.NonWorking: lambda word: next(iter(comity.Counting(non_working={word}).non_working)),
    comity.DayOffKind: lambda word: comity.DayOff("2020-01-01", "x", kind=word).kind,
    comity.Weekday: lambda word: comity.WeeklyRest([word]).days[0],
    comity.CountedThing: lambda word: comity.Claim(counts=word).counts,
    comity.ColumnType: lambda word: comity.Column(type=word).type,
}
each_taker = pytest.mark.parametrize("cls", TAKERS, ids=lambda cls: cls.__name__)


def words_in_cpp():
    """{what it is called in C++: its words}, out of the public headers."""
    found = {}
    for header in (SOURCES / "include" / "comity").glob("*.hpp"):
        for name, body in re.findall(r"enum_names<comity::(?:v0::)?([\w:]+)> \{(.*?)\n\};", header.read_text(), re.S):
            names = re.search(r"names\{(.*?)\}", body, re.S)
            found[name.split("::")[-1]] = [word for word in re.findall(r'"([^"]*)"', names.group(1)) if word]
    return found


@each_enum
def test_the_words_are_those_of_the_public_headers_in_their_order(cls):
    called = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
    assert [member.value for member in cls] == words_in_cpp()[called]


def test_no_enumeration_of_the_public_headers_that_python_needs_is_left_out():
    known = {re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower() for cls in ENUMS}
    assert set(words_in_cpp()) - known == {"time_unit"}  # which is written within a period: P18D


@each_enum
def test_a_member_is_its_word(cls):
    for member in cls:
        assert member == member.value and hash(member) == hash(member.value) and str(member) == member.value and f"{member:>20}" == f"{member.value:>20}"
        assert {member.value: 1}[member] == 1 and json.loads(json.dumps(member)) == member.value
        assert cls(member.value) is member and cls[member.name] is member
        assert eval(repr(member), {"comity": comity}) is member
        assert copy.deepcopy(member) is member
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(member, protocol)) is member
    assert cls.__doc__ and cls.__doc__ != comity.enums.Word.__doc__


@each_enum
def test_names_of_members_are_their_words_but_for_what_python_cannot_say(cls):
    for member in cls:
        assert member.name.isidentifier()
        if cls not in (comity.Verdict, comity.Weekday):
            assert member.name == re.sub(r"[^a-z0-9_]", "_", member.value)


@each_taker
def test_each_word_and_each_member_is_accepted_and_comes_back_as_the_member(cls):
    for member in cls:
        assert TAKERS[cls](member) is member
        assert TAKERS[cls](member.value) is member


@each_taker
def test_a_wrong_word_is_refused_with_all_that_is_accepted(cls):
    wrong = refused(lambda: TAKERS[cls]("nonsense"), comity.bad_input, "nonsense")
    for member in cls:
        assert member.value in wrong
    for text in ("", " ", next(iter(cls)).value.upper() + " ", "\ud800", next(iter(cls)).value + "\0"):
        refused(lambda: TAKERS[cls](text), comity.bad_input)


@each_taker
def test_what_is_no_word_is_a_type_error(cls):
    for wrong in (None, 0, 1.5, b"extradition", [], object()):
        refused(lambda: TAKERS[cls](wrong), TypeError)


@each_taker
def test_a_member_of_another_enumeration_is_refused_were_its_word_the_same(cls):
    class Other(comity.enums.Word):
        same = next(iter(cls)).value

    refused(lambda: TAKERS[cls](Other.same), TypeError, "Other")


def test_a_str_of_a_subclass_is_a_word():
    class Label(str):
        pass

    assert REQUEST.replace(kind=Label("extradition")).kind is comity.RequestKind.extradition


def test_a_set_of_words_is_a_frozenset_of_members():
    got = comity.Counting(never_rolls=["custody", comity.Exemption.hours]).never_rolls
    assert got == frozenset({"custody", "hours"}) and type(got) is frozenset
    refused(lambda: comity.Counting(never_rolls="custody"), TypeError, "a set of words")


def test_of_a_misspelt_name_the_error_says_what_is_near(registry, request_from_russia):
    id = registry.file(request_from_russia)
    refused(lambda: comity.Law.built_in().instrument("ets24"), comity.not_found, "near it are ets-24")
    refused(lambda: registry.record(id, "arest", on="2020-03-10"), comity.bad_input, "Event.kind", "near it are arrest")
    refused(lambda: registry.snapshot("2021-01-01").time_to("answer", runs_from="request_recieved"), comity.bad_input, "time_to.runs_from", "request_received")
    refused(lambda: registry.find(kind="extraditon"), comity.bad_input, "Query.kind", "extradition")
