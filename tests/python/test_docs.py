# SPDX-License-Identifier: Apache-2.0
"""Everything that is public says what it is and how it is called, where Python looks for that."""

import enum
import inspect
import re

import pytest

import comity

CLASSES = {name: getattr(comity, name) for name in comity.__all__ if isinstance(getattr(comity, name), type)}
FUNCTIONS = {name: getattr(comity, name) for name in comity.__all__ if callable(getattr(comity, name)) and name not in CLASSES}
OWN = {name: cls for name, cls in CLASSES.items() if not issubclass(cls, (enum.Enum, Exception, tuple))}
METHODS = {f"{name}.{method}": getattr(cls, method) for name, cls in OWN.items() for method in dir(cls) if not method.startswith("_") and callable(getattr(cls, method))}
PROPERTIES = {f"{name}.{field}": getattr(cls, field) for name, cls in OWN.items() for field in dir(cls) if isinstance(getattr(cls, field), property)}
CALLED = {**FUNCTIONS, **METHODS}
MADE = {name: cls for name, cls in OWN.items() if (cls.__text_signature__ or "").startswith("(")}

# What an argument of this name is, the name says.
PLAIN = {"self", "progress", "changes", "on", "day", "a", "b", "name", "id", "state", "kind", "trusted", "as_of", "known_on", "request", "seq", "first", "last", "time", "p", "format", "law",
         "path", "text", "registry", "before", "after", "period", "calendars", "limit", "visit", "position", "view", "other"}  # fmt: skip
# Others are said where a docstring points to: to Query, to Event, to another function.
FILTERS = set(inspect.signature(comity.Query).parameters)
ELSEWHERE = {"Query": FILTERS, "its other fields": set(inspect.signature(comity.Event).parameters), "as in `count`": {"length", "counting", "calendar", "direction", "custody"},
             "as in kaplan_meier": {"durations", "observed", "entry", "limits", "confidence"}, "as kaplan_meier": {"durations", "observed", "group"}, "as in `record`": {"event_id", "expected_seq"}}  # fmt: skip


def test_all_that_is_public_is_there_and_sorted_and_once():
    assert len(set(comity.__all__)) == len(comity.__all__)
    assert comity.__all__ == sorted(comity.__all__, key=lambda name: (name != "__version__", name.lower()))
    for name in comity.__all__:
        assert hasattr(comity, name)
    hidden = {name for name in vars(comity) if not name.startswith("_")} - set(comity.__all__) - {"open"}  # which is not to take the place of Python's own
    assert all(inspect.ismodule(getattr(comity, name)) for name in hidden), hidden


def test_the_package_says_what_it_is():
    assert "extradition" in comity.__doc__ and re.fullmatch(r"\d+\.\d+\.\d+", comity.__version__)


@pytest.mark.parametrize("name", [*CLASSES, *FUNCTIONS])
def test_everything_public_has_a_docstring_and_is_of_comity(name):
    thing = getattr(comity, name)
    doc = inspect.getdoc(thing)
    assert doc and len(doc) > 12 and doc[0].isalpha() and ("." in doc)
    if isinstance(thing, type):
        assert thing.__module__ == "comity"


@pytest.mark.parametrize("name", [*METHODS, *PROPERTIES])
def test_every_method_and_every_field_has_a_docstring(name):
    doc = inspect.getdoc({**METHODS, **PROPERTIES}[name])
    assert doc and len(doc) >= 3 and "pybind11" not in doc and "arg0" not in doc


@pytest.mark.parametrize("name", [*CALLED, *MADE])
def test_the_signature_is_known_and_no_argument_goes_unexplained(name):
    thing = {**CALLED, **MADE}[name]
    doc = inspect.getdoc(thing) or ""
    for parameter in inspect.signature(thing).parameters.values():
        assert re.match(r"[a-z]\w*$", parameter.name) and parameter.kind is not inspect.Parameter.VAR_POSITIONAL
        said_elsewhere = {name for words, names in ELSEWHERE.items() if words in doc for name in names}
        if parameter.name not in PLAIN | said_elsewhere:
            assert re.search(rf"\b{parameter.name}s?\b", doc, re.I) or re.search(rf"\b{parameter.name.replace('_', ' ')}\b", doc, re.I), f"{name} does not say what {parameter.name} is"


@pytest.mark.parametrize("name", [*CALLED])
def test_options_are_given_by_keyword_alone(name):
    """At most three arguments go without their name; flags and choices never."""
    parameters = inspect.signature(CALLED[name]).parameters.values()
    plain = [one for one in parameters if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and one.name != "self"]
    assert len(plain) <= 4, name
    assert not any(isinstance(one.default, bool) for one in plain), name
