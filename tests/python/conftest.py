# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Python package share: real data, and a profile under which hypothesis tries the same examples every time."""

import os
import pathlib
from datetime import date

import pytest
from hypothesis import HealthCheck, settings

import comity

settings.register_profile("comity", derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck), database=None)
settings.load_profile("comity")

SOURCES = pathlib.Path(__file__).resolve().parents[2]
DATA = SOURCES / "examples" / "data"
TODAY = date(2021, 5, 12)


@pytest.fixture(scope="session")
def program():
    """Where a program of the same build lies: beside the package, or in COMITY_BIN."""

    def find(name):
        folder = pathlib.Path(os.environ.get("COMITY_BIN") or pathlib.Path(comity.__file__).parents[2] / "bin")
        if not (folder / name).exists():
            pytest.skip(f"{name} is not built")
        return folder / name

    return find


@pytest.fixture(scope="session")
def landmark(tmp_path_factory):
    """The register of landmark cases, read from examples/data."""
    registry = comity.open(tmp_path_factory.mktemp("landmark") / "landmark.db")
    registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml")
    yield registry
    registry.close()


@pytest.fixture(scope="session")
def view(landmark):
    return landmark.snapshot(TODAY)


@pytest.fixture
def registry():
    with comity.open(":memory:") as opened:
        yield opened


@pytest.fixture
def request_from_russia():
    return comity.Request(kind="extradition", requesting="RU", requested="GB", reference="81/3-412-20", basis=["ets-24"], made_on=date(2020, 3, 2))


def refused(call, error, *words):
    """The message of what a call raises; it has all the words."""
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    for word in words:
        assert word in message, message
    return message
