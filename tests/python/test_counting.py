# SPDX-License-Identifier: Apache-2.0
"""Counting: Python never disagrees with the C++ by a day, nor many at once with one by one."""

import subprocess
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from conftest import refused

LAW = comity.Law.built_in()
COUNTINGS = sorted(counting.name for counting in LAW.countings)
CALENDARS = ["US", "FR", "GB-ENG", "DE", "JP", "IL"]

lengths = st.one_of(
    st.builds("P{}{}".format, st.integers(1, 400), st.sampled_from(["D", "WD"])),
    st.builds("P{}{}".format, st.integers(1, 40), st.sampled_from(["M", "W", "Y"])),
    st.builds(lambda a, b: [f"P{a}D", f"P{b}M"], st.integers(1, 40), st.integers(1, 12)),
)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


# ---- beside the C++ --------------------------------------------------------------------------------------------------


def said(end):
    """An Expiry as `comity-law count --brief` prints it."""
    if end.last_instant is not None:
        whole = lambda instant: f"{instant.isoformat()}[{instant.tzinfo.key}]"
        ends = {"ends": whole(end.last_instant)} if end.earliest_instant == end.last_instant else {"earliest": whole(end.earliest_instant), "latest": whole(end.last_instant)}
    else:
        ends = {"last day": str(end.last_day)}
        if end.earliest != end.latest:
            ends |= {"earliest": str(end.earliest), "latest": str(end.latest)}
    return ends | ({"but": {str(doubt) for doubt in end.certainty}} if end.certainty else {})


def printed(command):
    """What the program printed, by the first words of its lines; or what it complained of."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        return done.stderr
    lines = {line[:10].strip(): line[10:].strip() for line in done.stdout.splitlines()}
    if "but" in lines:
        lines["but"] = set(lines["but"].replace(",", " ").split())
    if "earliest" in lines and "last day" not in lines and "[" not in lines["earliest"]:
        lines["last day"] = lines["latest"]
    return lines


@settings(max_examples=150)
@given(length=lengths, start=days, counting=st.sampled_from(COUNTINGS), calendar=st.one_of(st.none(), st.sampled_from(CALENDARS), st.just(["FR", "DE"])), backward=st.booleans(), custody=st.booleans())
def test_count_says_what_the_program_in_cpp_prints(program, length, start, counting, calendar, backward, custody):
    command = [program("comity-law"), "count", *([length] if isinstance(length, str) else length), "--brief", "--from", start, "--counting", counting]
    if calendar:
        command += ["--calendar", *([calendar] if isinstance(calendar, str) else calendar)]
    there = printed(command + ["--backward"] * backward + ["--custody"] * custody)
    try:
        here = said(comity.count(length, start=start, counting=counting, calendar=calendar, direction="backward" if backward else "forward", custody=custody))
    except comity.error as e:
        here = f"comity-law: {e}\n"
    assert here == there


@settings(max_examples=40)
@given(
    hours=st.integers(1, 200), start=st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kathmandu"]).map(ZoneInfo), allow_imaginary=False),
    counting=st.sampled_from(["moment-hours", "hours-daily-window", "uk-hours-excluding-nonworking"]))  # fmt: skip
def test_hours_end_at_the_instant_that_the_program_in_cpp_prints(program, hours, start, counting):
    start = start.replace(microsecond=0)
    there = printed([program("comity-law"), "count", f"PT{hours}H", "--from", f"{start.isoformat()}[{start.tzinfo.key}]", "--counting", counting, "--calendar", "GB-ENG", "--brief"])
    assert said(comity.count(f"PT{hours}H", start=start, counting=counting, calendar="GB-ENG")) == there


# ---- beside NumPy ----------------------------------------------------------------------------------------------------


@given(day=days, n=st.integers(1, 500), backward=st.booleans())
def test_working_days_without_holidays_are_those_of_numpy(day, n, backward):
    only_weekends = comity.Calendar("weekends", coverage=("1900-01-01", "2200-01-01"))
    counting = comity.Counting(trigger_day="excluded", roll="none", non_working=["weekend"])
    start = np.datetime64(day)
    expected = np.busday_offset(start, -n if backward else n, roll="forward" if backward else "backward")
    end = comity.count(f"P{n}WD", start=day, counting=counting, calendar=only_weekends, direction="backward" if backward else "forward")
    assert end.last_day == expected.astype(object) and end.certainty == frozenset()
    working = only_weekends.working_days()
    assert working.add(day, -n if backward else n) == end.last_day
    assert (day in working) is bool(np.is_busday(start))
    assert working.on_or_after(day) == np.busday_offset(start, 0, roll="forward").astype(object)
    assert working.on_or_before(day) == np.busday_offset(start, 0, roll="backward").astype(object)


@given(days_off=st.sets(st.dates(date(2020, 1, 1), date(2021, 12, 31)), max_size=30), day=st.dates(date(2020, 1, 1), date(2021, 6, 1)), n=st.integers(1, 60), weekend=st.sampled_from([(5, 6), (4,), (4, 5)]))
def test_working_days_of_ones_own_calendar_are_those_of_numpy(days_off, day, n, weekend):
    names = list(comity.Weekday)
    own = comity.Calendar("own", weekend=[names[i] for i in weekend], days_off=sorted(days_off), coverage="2019/2030")
    numpys = np.busdaycalendar(weekmask="".join("0" if i in weekend else "1" for i in range(7)), holidays=sorted(days_off))
    expected = np.busday_offset(np.datetime64(day), n, roll="backward", busdaycal=numpys).astype(object)
    assert own.working_days().add(day, n) == expected
    assert own.working_days().count(day, expected) == np.busday_count(day, expected + timedelta(days=1), busdaycal=numpys)


def test_plain_days_are_pythons_own():
    consecutive = comity.Counting(trigger_day="excluded", roll="none")
    for start, n in ((date(2020, 2, 28), 2), (date(1900, 2, 28), 1), (date(1400, 1, 1), 999_999)):
        assert comity.count(f"P{n}D", start=start, counting=consecutive).last_day == start + timedelta(days=n)


# ---- worked examples -------------------------------------------------------------------------------------------------


def test_labor_day_is_skipped_and_the_steps_say_so():
    """Fed. R. Crim. P. 45(a): 30 days from 2 August 2007 end on Saturday 1 September, and Monday the 3rd is Labor Day."""
    end = comity.count("P30D", start=date(2007, 8, 2), counting="us-frcrp-45", calendar="US")
    assert end.last_day == end.earliest == end.latest == date(2007, 9, 4) and not end.certainty
    assert any("Labor Day" in str(step) for step in end.steps)


def test_of_two_readings_last_day_is_the_later_one():
    end = comity.count("P18D", start=date(2024, 2, 1), counting=comity.Counting(trigger_day="silent", roll="none"))
    assert (end.earliest, end.latest, end.last_day) == (date(2024, 2, 18), date(2024, 2, 19), date(2024, 2, 19))
    assert end.certainty == {"two_readings"}


def test_from_a_rough_date_both_ends_are_counted():
    end = comity.count("P10D", start=comity.When("2020-02"), counting=comity.Counting(trigger_day="excluded", roll="none"))
    assert (end.earliest, end.latest) == (date(2020, 2, 11), date(2020, 3, 10)) and "approximate" in end.certainty


@pytest.mark.parametrize(
    "wrong, error",
    [
        (dict(length="30 days"), comity.bad_input), (dict(length=30), TypeError), (dict(length=timedelta(days=3)), TypeError), (dict(length=[]), comity.bad_input), (dict(length="P9999999999999999999D"), comity.bad_input),
        (dict(length=["P3D", 4]), TypeError), (dict(start=None), TypeError), (dict(counting="nope"), comity.not_found), (dict(counting=None), TypeError), (dict(calendar="Narnia"), comity.not_found),
        (dict(calendar=5), TypeError), (dict(calendar=["US", 5]), TypeError), (dict(direction="sideways"), comity.bad_input), (dict(law="US"), TypeError), (dict(length="PT48H"), comity.bad_input),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused(wrong, error):
    refused(lambda: comity.count(**{"length": "P30D", "start": date(2020, 1, 1), "counting": "us-frcrp-45", **wrong}), error)


# ---- many at once ----------------------------------------------------------------------------------------------------

TREATY = dict(counting="us-frcrp-45", calendar="US")
day64 = st.one_of(st.just(np.datetime64("NaT")), st.dates(date(1950, 1, 1), date(2100, 1, 1)).map(np.datetime64))


@settings(max_examples=30)
@given(starts=st.lists(day64, max_size=30), length=lengths, counting=st.sampled_from(COUNTINGS), backward=st.booleans())
def test_many_are_counted_as_one_by_one(starts, length, counting, backward):
    terms = dict(counting=counting, calendar="FR", direction="backward" if backward else "forward")
    array = np.array(starts, dtype="datetime64[D]")
    try:
        many = comity.count_many(length, starts=array, **terms)
    except comity.bad_input:
        with pytest.raises(comity.bad_input):
            for start in array.astype(object):
                if start is not None:
                    comity.count(length, start=start, **terms)
        return
    assert many.earliest.dtype == many.latest.dtype == np.dtype("datetime64[D]") and many.codes.shape == array.shape
    for place, start in enumerate(array.astype(object)):
        if start is None:
            assert np.isnat(many.earliest[place]) and np.isnat(many.last_day[place]) and many.doubts(place) == frozenset()
        else:
            one = comity.count(length, start=start, **terms)
            assert (many.earliest[place].astype(object), many.latest[place].astype(object), many.doubts(place)) == (one.earliest, one.latest, one.certainty)


def test_the_shape_of_the_array_is_kept():
    square = np.array([["2007-08-02", "NaT"], ["2020-01-01", "2020-01-31"]], dtype="datetime64[D]")
    many = comity.count_many("P30D", starts=square, **TREATY)
    assert many.latest.shape == (2, 2) and many.latest[0, 0] == np.datetime64("2007-09-04") and np.isnat(many.latest[0, 1])
    assert comity.count_many("P30D", starts=square.T, **TREATY).latest.tolist() == many.latest.T.tolist()
    assert comity.count_many("P30D", starts=square[:, ::-1], **TREATY).latest.tolist() == many.latest[:, ::-1].tolist()
    assert comity.count_many("P30D", starts=[], **TREATY).latest.shape == (0,)
    assert comity.count_many("P30D", starts=np.array([], dtype="datetime64[D]"), **TREATY).latest.shape == (0,)


def test_starts_may_be_dates_text_or_what_pandas_has():
    pd = pytest.importorskip("pandas")
    wanted = [date(2007, 9, 4), None]
    for starts in ([date(2007, 8, 2), None], np.array(["2007-08-02", "NaT"], dtype="datetime64[ns]"), pd.Series(pd.to_datetime(["2007-08-02", None])), pd.DatetimeIndex(["2007-08-02", None]),
                   pd.Series([date(2007, 8, 2), None]), pd.Series([date(2007, 8, 2), pd.NaT], dtype=object)):  # fmt: skip
        assert comity.count_many("P30D", starts=starts, **TREATY).latest.tolist() == wanted
    assert comity.count_many("P30D", starts=["2007-08-02"], **TREATY).latest.tolist() == wanted[:1]


@pytest.mark.parametrize(
    "starts, error",
    [
        (np.array(["2020-01-01T12:00"], dtype="datetime64[ns]"), comity.bad_input), ([datetime(2020, 1, 1, 12)], (TypeError, comity.bad_input)), ([datetime(2020, 1, 1, tzinfo=timezone.utc)], (TypeError, comity.bad_input)),
        (np.array([20200101]), TypeError), ([1.5], TypeError), ([True], TypeError), (["2020-02-30"], (ValueError, comity.bad_input)), (["x"], (ValueError, comity.bad_input)), ([date(1, 1, 1)], comity.bad_input),
        (np.array(["1066-10-14"], dtype="datetime64[D]"), comity.bad_input), (np.array(["12020-01-01"], dtype="datetime64[D]"), comity.bad_input), (None, TypeError), (5, TypeError), (object(), TypeError),
        (["9999-12-30"], comity.bad_input), ([object()], TypeError), (np.array(["292277026596"], dtype="datetime64[Y]"), comity.bad_input), ([["2020-01-01"], ["2020-01-01", "2020-01-02"]], (ValueError, TypeError, comity.bad_input)),
        (["2020-01-01T12:00"], comity.bad_input), (["2020"], comity.bad_input), ([b"2020-01-01"], TypeError), (np.array([("2020-01-01", 1)], dtype=[("day", "M8[D]"), ("n", "i4")]), TypeError),
    ],
)  # fmt: skip
def test_starts_that_are_no_days_are_refused(starts, error):
    with pytest.raises(error):
        comity.count_many("P30D", starts=starts, **TREATY)


def test_hours_are_counted_one_by_one():
    refused(lambda: comity.count_many("PT48H", starts=["2020-01-01"], **TREATY), comity.bad_input, "give hours to count")
