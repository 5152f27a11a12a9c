# SPDX-License-Identifier: Apache-2.0
"""Days, instants and ids: the same in both languages, whatever the clock and the zone of the machine."""

import datetime as dt
import os
import subprocess
import sys
import time
import uuid
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import comity
from conftest import refused

ZONES = ["UTC", "Europe/London", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Monrovia"]


def there_and_back(value):
    return comity.Event("noted", on=value).on


def same_clock(a, b):
    """The same instant, shown by the same clock."""
    return a.astimezone(timezone.utc) == b.astimezone(timezone.utc) and a.replace(tzinfo=None) == b.replace(tzinfo=None) and a.utcoffset() == b.utcoffset()


# ---- days ------------------------------------------------------------------------------------------------------------


@given(st.dates(date(1400, 1, 1), date(9999, 12, 31)))
def test_a_day_comes_back_as_it_went(day):
    assert there_and_back(day) == day and type(there_and_back(day)) is date


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1399, 12, 31)])
def test_before_1400_there_are_no_days(day):
    refused(lambda: there_and_back(day), comity.bad_input, "Event.on", "1400 to 9999")


def test_days_are_days_of_a_calendar_without_gaps():
    """1582 and 1752 are of Python's proleptic calendar, as Python counts them."""
    for day in (date(1582, 10, 4), date(1582, 10, 10), date(1752, 9, 3), date(1900, 2, 28), date(2000, 2, 29)):
        end = comity.count("P1D", start=day, counting=comity.Counting(trigger_day="excluded", roll="none"))
        assert end.last_day == day + timedelta(days=1)


@pytest.mark.parametrize("wrong", [5, True, 20200302, 1.5, b"2020-03-02", (2020, 3, 2), object()])
def test_what_is_no_date_is_refused_with_what_is_accepted(wrong):
    refused(lambda: there_and_back(wrong), TypeError, "Event.on", "datetime.date", "2020-03-02")


@pytest.mark.parametrize("wrong", ["2020-02-30", "31/02/2024", "", "2020-3-2", "yesterday", " 2020-03-02", "2020-03-02\0"])
def test_text_that_is_no_date_is_bad_input(wrong):
    refused(lambda: there_and_back(wrong), comity.bad_input, "Event.on")


def test_an_instant_where_a_day_is_meant_is_refused():
    """It falls on different days in different places."""
    late = datetime(2020, 3, 2, 23, 30, tzinfo=timezone.utc)
    refused(lambda: comity.Query(made_from=late), TypeError, "Query.made_from", ".date()")
    refused(lambda: comity.state_name("GB", late), TypeError, ".date()")


def test_a_subclass_of_date_is_a_date():
    class Feast(date):
        pass

    assert there_and_back(Feast(2020, 3, 2)) == date(2020, 3, 2)


def test_a_period_of_days_is_an_int_or_whole_days(registry):
    assert len(registry.deadlines(date(2020, 1, 1), within=timedelta(days=3))) == 0
    for wrong in (True, 1.0, "3", None.__class__):
        refused(lambda: registry.deadlines(date(2020, 1, 1), within=wrong), TypeError, "a number of days (int)")
    refused(lambda: registry.deadlines(date(2020, 1, 1), within=timedelta(hours=3)), comity.bad_input, "whole days")
    refused(lambda: registry.deadlines(date(2020, 1, 1), within=10**30), comity.bad_input, "within the calendar")


# ---- instants --------------------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from(ZONES).map(ZoneInfo), allow_imaginary=False))
def test_an_instant_comes_back_on_the_same_clock_in_every_zone(instant):
    if instant.utcoffset() % timedelta(minutes=1) == timedelta(0):
        assert same_clock(there_and_back(instant), instant)


@given(st.datetimes(datetime(1401, 1, 1), datetime(9999, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_an_instant_of_a_fixed_offset_comes_back(wall, minutes):
    instant = wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert same_clock(there_and_back(instant), instant)


def test_an_offset_with_seconds_is_refused():
    refused(lambda: there_and_back(datetime(2020, 1, 1, tzinfo=timezone(timedelta(seconds=30)))), comity.bad_input, "whole minutes")


def test_a_naive_datetime_is_refused_with_what_to_write():
    refused(lambda: there_and_back(datetime(2020, 3, 2, 9)), comity.bad_input, "has no time zone", "tzinfo=ZoneInfo(", ".date()")
    refused(lambda: comity.count("PT48H", start=datetime(2020, 3, 2, 9), counting="moment-hours"), comity.bad_input, "has no time zone")


def test_a_time_that_the_clocks_skip_in_spring_is_refused():
    refused(lambda: there_and_back(datetime(2020, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))), comity.bad_input, "does not exist", "Europe/Paris")
    assert there_and_back(datetime(2020, 3, 29, 3, 0, tzinfo=ZoneInfo("Europe/Paris"))).hour == 3
    # Samoa had no 30 December 2011.
    refused(lambda: there_and_back(datetime(2011, 12, 30, 12, tzinfo=ZoneInfo("Pacific/Apia"))), comity.bad_input, "does not exist")


@pytest.mark.parametrize("fold", [0, 1])
def test_of_a_time_that_comes_twice_in_autumn_the_one_that_was_meant_is_kept(fold):
    instant = datetime(2020, 10, 25, 2, 30, fold=fold, tzinfo=ZoneInfo("Europe/Paris"))
    back = there_and_back(instant)
    assert (back.fold, back.utcoffset()) == (fold, timedelta(hours=2 - fold))
    assert there_and_back(str(comity.Event("noted", on=instant)).split("on='")[1].split("'")[0]).utcoffset() == back.utcoffset()


def test_hours_run_across_a_change_of_clocks_as_hours():
    """48 hours from noon on the day before the clocks go forward end at 13:00 by the clock."""
    start = datetime(2020, 3, 28, 12, tzinfo=ZoneInfo("Europe/Paris"))
    end = comity.count("PT48H", start=start, counting=comity.Counting(hours="instant", roll="none")).last_instant
    assert end - start.astimezone(timezone.utc) == timedelta(hours=48)
    assert (end.hour, end.tzinfo.key) == (13, "Europe/Paris")


def test_zones_of_pytz_are_understood_where_they_were_localized():
    pytz = pytest.importorskip("pytz")
    paris = pytz.timezone("Europe/Paris")
    for dst in (True, False):
        given_ = paris.localize(datetime(2020, 10, 25, 2, 30), is_dst=dst)
        assert same_clock(there_and_back(given_), given_) and there_and_back(given_).tzinfo.key == "Europe/Paris"
    assert there_and_back(datetime(2020, 1, 1, tzinfo=pytz.FixedOffset(330))).utcoffset() == timedelta(minutes=330)
    # The classic mistake: a zone that was not localized has the mean time of a hundred years ago.
    refused(lambda: there_and_back(datetime(2020, 1, 1, tzinfo=paris)), comity.bad_input, "zone.localize(…)")


def test_zones_of_dateutil_are_the_offset_that_the_clock_had():
    tz = pytest.importorskip("dateutil.tz")
    for month, offset in ((1, 1), (7, 2)):
        given_ = datetime(2020, month, 1, 12, tzinfo=tz.gettz("Europe/Paris"))
        assert there_and_back(given_) == given_ and there_and_back(given_).utcoffset() == timedelta(hours=offset)


def test_timestamps_of_pandas_are_instants_if_they_have_a_zone():
    pd = pytest.importorskip("pandas")
    assert there_and_back(pd.Timestamp("2020-06-01 12:00", tz="US/Eastern")) == datetime(2020, 6, 1, 16, tzinfo=timezone.utc)
    refused(lambda: there_and_back(pd.Timestamp("2020-06-01 12:00:00.000000001", tz="UTC")), comity.bad_input, "nanoseconds")
    refused(lambda: there_and_back(pd.NaT), comity.bad_input, "NaT is no date")
    assert there_and_back(pd.Timestamp("2020-06-01").date()) == date(2020, 6, 1)


def test_the_ends_of_time():
    assert there_and_back(datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.utc)).microsecond == 999999
    for instant in (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))), datetime(1400, 1, 1, tzinfo=timezone(timedelta(hours=9))), datetime.min.replace(tzinfo=timezone.utc)):
        refused(lambda: there_and_back(instant), comity.bad_input, "1400 to 9999")
    refused(lambda: comity.count("P9D", start=date(9999, 12, 30), counting="consecutive-days"), comity.bad_input, "9999")


def test_a_zone_that_raises_raises_what_it_raises():
    class Broken(dt.tzinfo):
        def utcoffset(self, when):
            raise RuntimeError("no such clock")

    refused(lambda: there_and_back(datetime(2020, 1, 1, tzinfo=Broken())), RuntimeError, "no such clock")


# ---- the zone of the machine -----------------------------------------------------------------------------------------

SCRIPT = """
import comity
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo
with comity.open(":memory:") as registry:
    id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", basis=["ets-24"], made_on=date(2020, 3, 2)))
    registry.record(id, "provisional_arrest", on=datetime(2020, 3, 29, 0, 30, tzinfo=ZoneInfo("Europe/London")))
    dossier = registry.dossier(id)
    print([fact.event.on.isoformat() for fact in dossier.facts])
    print([(due.provision, str(due.last_day)) for due in dossier.deadlines(date(2020, 4, 1))])
    print(registry.snapshot(date(2020, 4, 1)).requests().to_pandas().select_dtypes("datetime").values.tolist())
    print(comity.count("PT72H", start=datetime(2020, 3, 28, 23, tzinfo=timezone.utc), counting="moment-hours").last_instant)
"""


def test_nothing_depends_on_the_zone_of_the_machine():
    outputs = set()
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"):
        done = subprocess.run([sys.executable, "-c", SCRIPT], env={**os.environ, "TZ": zone}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert "2020-03-29T00:30:00+00:00" in outputs.pop()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Apia", "America/Los_Angeles"])
def test_a_day_stays_the_day_when_the_zone_of_the_process_changes(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for day in (date(2011, 12, 30), date(1995, 1, 1), date(2020, 3, 8)):  # days that some of these zones skipped
            assert there_and_back(day) == day
            assert comity.count("P1D", start=day, counting="consecutive-days").last_day == day + timedelta(days=1)
    finally:
        monkeypatch.undo()
        time.tzset()


# ---- ids -------------------------------------------------------------------------------------------------------------


@given(st.uuids())
def test_an_id_comes_back_as_it_went(id):
    assert comity.RelatedRequest(id=id).id == id and comity.RelatedRequest(id=str(id)).id == id
    assert type(comity.RelatedRequest(id=id).id) is uuid.UUID


@pytest.mark.parametrize("wrong", [7, b"\0" * 16, None, 1.5])
def test_what_is_no_id_is_refused(wrong):
    refused(lambda: comity.RelatedRequest(id=wrong), TypeError, "RelatedRequest.id", "UUID")


def test_text_that_is_no_id_is_bad_input():
    refused(lambda: comity.RelatedRequest(id="no-uuid"), comity.bad_input, "RelatedRequest.id")


# ---- days of NumPy and pandas ----------------------------------------------------------------------------------------

DAY = date(2020, 3, 2)


def everywhere(day, registry):
    """What is made of a day wherever one is accepted."""
    return [there_and_back(day), comity.Query(made_from=day).made_from, registry.snapshot(day).as_of, registry.snapshot("2021-01-01", known_on=day).known_on, comity.Claim(period=(day, day)).period[1],
            comity.count("P1D", start=day, counting=comity.Counting(trigger_day="included", roll="none")).last_day, comity.Calendar("x", days_off=[day]).days_off("2020")[0].on]  # fmt: skip


def test_a_day_of_numpy_or_pandas_is_a_day(registry):
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for unit in ("D", "h", "m", "s", "ms", "us", "ns"):
        assert everywhere(np.datetime64("2020-03-02", unit), registry) == [DAY] * 7, unit
    assert everywhere(pd.Timestamp("2020-03-02"), registry) == [DAY] * 7
    assert everywhere(pd.Series(pd.to_datetime(["2020-03-02"]))[0], registry) == [DAY] * 7
    assert there_and_back(np.datetime64("9999-12-31")) == date(9999, 12, 31)
    instant = pd.Timestamp("2020-03-02 09:00", tz="Europe/London")
    assert there_and_back(instant) == instant and registry.snapshot(instant).as_of == instant


def test_a_time_of_day_where_a_day_is_meant_is_not_cut_off(registry):
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for late, way_out in ((np.datetime64("2020-03-02T23:30"), ".astype('datetime64[D]')"), (np.datetime64("2020-03-02T00:00:00.000000001"), ".astype('datetime64[D]')"),
                          (pd.Timestamp("2020-03-02 23:30"), ".normalize()"), (pd.Timestamp("2020-03-02") + pd.Timedelta(1, "ns"), ".normalize()")):  # fmt: skip
        for call in (lambda: there_and_back(late), lambda: comity.Query(made_from=late), lambda: registry.snapshot(late), lambda: comity.Claim(period=("2020-01-01", late))):
            refused(call, comity.bad_input, "has a time of day", way_out)
    zoned = pd.Timestamp("2020-03-02", tz="Europe/London")  # midnight there is an instant all the same
    refused(lambda: comity.Query(made_from=zoned), TypeError, "Query.made_from", ".date()")
    assert there_and_back(zoned) == zoned
    for month in (np.datetime64("2020-03"), np.datetime64("2020")):
        refused(lambda: comity.Query(made_from=month), comity.bad_input, "is no day", f'"{month}"')


def test_what_is_missing_is_no_day(registry):
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for nothing in (pd.NaT, np.datetime64("NaT"), np.datetime64("NaT", "D")):
        for call in (lambda: there_and_back(nothing), lambda: comity.Query(made_from=nothing), lambda: registry.snapshot(nothing), lambda: comity.Entry(seq=1, id=uuid.uuid4(), recorded_at=nothing, event=comity.Event("noted"))):
            refused(call, (comity.bad_input, TypeError), "NaT")


def test_days_are_read_without_numpy_and_pandas():
    code = "import comity, sys, datetime; comity.Event('noted', on=datetime.date(2020, 3, 2)); comity.Query(made_from='2020-03-02'); assert not {'numpy', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
