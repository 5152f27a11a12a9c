#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast comity is from Python, beside NumPy, pandas and R, on the same numbers with the same answers; in one run, each best of five.

    PYTHONPATH=build/release/python /usr/bin/python3 tests/bench/python.py [REQUESTS]

A register of that many requests (a million) with four events each is made in memory first, which takes minutes.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

import comity

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
failures = 0


def best(work, times=5):
    least = float("inf")
    for _ in range(times):
        begin = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - begin)
    return least, result


def line(what, seconds, floor=None, target=None):
    global failures
    text = f"  {what:<64}{seconds * 1e3:>12.3f} ms"
    if floor is not None:
        text += f"{seconds / floor:>10.2f} x"
    if target is not None:
        text += f"   target {target:g}"
        if seconds / floor > target:
            text += "  MISSED"
            failures += 1
    print(text, flush=True)


def same(what, a, b):
    global failures
    if not a:
        print(f"  {what}: the answers differ: {b}")
        failures += 1


def made(size):
    """Filings, a batch at a time."""
    states = ["RU", "GB", "DE", "US", "FR", "IT", "ES", "NL", "PL", "CH", "UA", "KZ"]
    kinds = ["extradition", "mutual_legal_assistance", "surrender", "service"]
    first = date(2010, 1, 1)
    events = ["request_received", "receipt_acknowledged", "supplementary_information_requested", "granted"]
    shared = [[comity.Recording(event=comity.Event(kind, on=first + timedelta(days=day + after)))
               for kind, after in zip(events, (5, 12, 40, 160))] for day in range(3650)]
    for begin in range(0, size, 50_000):
        yield [
            comity.Filing(
                comity.Request(kind=kinds[i % 4], requesting=states[i % 12], requested=states[(i * 7 + 1 + i % 12) % 12] if (i * 7 + 1 + i % 12) % 12 != i % 12 else states[(i + 1) % 12],
                               reference=f"{i}/26", made_on=first + timedelta(days=i % 3650), synthetic=True),
                events=shared[i % 3650],
            )
            for i in range(begin, min(begin + 50_000, size))
        ]


def frames():
    print(f"\n{SIZE:,} requests to pandas")
    registry = comity.open(":memory:")
    begin = time.perf_counter()
    for batch in made(SIZE):
        registry.file_many(batch)
    print(f"  (the register was made in {time.perf_counter() - begin:.0f} s)")
    view = registry.snapshot(as_of=date(2021, 5, 12), deadlines=False)
    spent, frame = best(view.to_pandas)

    # The same frame from arrays that are ready: what pandas alone takes, each column converted once.
    ready = {}
    for name in frame.columns:
        values = frame[name]
        if isinstance(values.dtype, pd.CategoricalDtype):
            ready[name] = (np.array(values.cat.codes), list(values.cat.categories))
        elif values.dtype == "datetime64[ns]":
            ready[name] = np.array(values, dtype="datetime64[D]").astype("int32")
        else:
            ready[name] = np.array(values)
    missing = {name: frame[name].isna().to_numpy() for name in frame.columns if frame[name].dtype == "datetime64[ns]"}

    def by_hand():
        columns = {}
        for name, values in ready.items():
            if isinstance(values, tuple):
                columns[name] = pd.Categorical.from_codes(*values)
            elif values.dtype == np.int32 and name in missing:
                dates = values.astype("datetime64[D]").astype("datetime64[ns]")
                dates[missing[name]] = np.datetime64("NaT")
                columns[name] = dates
            else:
                columns[name] = values
        return pd.DataFrame(columns, copy=False)

    floor, other = best(by_hand)
    same("to_pandas", other.equals(frame), [name for name in frame.columns if not other[name].equals(frame[name])])
    line("the same frame from NumPy arrays", floor)
    line("Snapshot.to_pandas", spent, floor)
    rows, _ = best(lambda: pd.DataFrame.from_records([{"kind": "extradition", "open": True, "events": 4}] * min(SIZE, 200_000)), 1)
    line(f"from dicts, three columns of {min(SIZE, 200_000):,} alone", rows, floor)

    table = view.requests()
    line("Table.to_pandas (Snapshot.requests)", best(table.to_pandas)[0], floor)
    line("Snapshot.columns", best(lambda: view.columns.requests["kind"].sum())[0], floor)


def survival():
    size = 1_000_000
    print(f"\nKaplan-Meier of {size:,} durations")
    random = np.random.default_rng(12)
    durations = random.exponential(200, size).round() + 1
    observed = random.random(size) < 0.7
    spent, curve = best(lambda: comity.kaplan_meier(durations, observed))

    def by_pandas():
        frame = pd.DataFrame({"time": durations, "event": observed}).groupby("time")["event"].agg(["sum", "count"])
        at_risk = size - frame["count"].cumsum().shift(fill_value=0)
        return (1 - frame["sum"] / at_risk).cumprod()

    floor, other = best(by_pandas)
    same("kaplan_meier", np.allclose(other.to_numpy(), curve.survival, rtol=0, atol=1e-12), "pandas")
    line("pandas group-by, without errors or limits", floor)
    line("comity.kaplan_meier", spent, floor)
    if not shutil.which("Rscript"):
        print("  (no R)")
        return
    with tempfile.TemporaryDirectory() as folder:
        pd.DataFrame({"time": durations, "event": observed.astype(int)}).to_csv(Path(folder) / "rows.csv", index=False)
        script = ('d <- read.csv("rows.csv"); suppressMessages(library(survival)); b <- Inf\n'
                  'for (i in 1:3) { t <- system.time(f <- survfit(Surv(time, event) ~ 1, data = d))[["elapsed"]]; b <- min(b, t) }\n'
                  'cat(sprintf("%.6f %.15f %.15f", b, sum(f$surv), sum(f$std.err, na.rm = TRUE)))')
        seconds, total, _ = map(float, subprocess.run(["Rscript", "-e", script], cwd=folder, capture_output=True, text=True, check=True).stdout.split())
    same("kaplan_meier", abs(total - curve.survival.sum()) < 1e-6, "R")
    line("R survfit", seconds, floor)


def counting():
    print("\nTen working days in England and Wales")
    holidays = [np.datetime64(day.on) for day in comity.Law.built_in().calendar("GB-ENG").days_off("1990/2040")]
    calendar = np.busdaycalendar(holidays=holidays)
    days = np.datetime64("2000-01-01") + np.random.default_rng(7).integers(0, 8000, 1_000_000)
    law_calendar = comity.Law.built_in().calendar("GB-ENG")
    how = comity.Law.built_in().counting("uk-after")

    few, as_dates = days[:2000], days[:2000].astype(object)
    floor, theirs = best(lambda: [np.busday_offset(day, 10, roll="backward", busdaycal=calendar) for day in few])
    spent, ours = best(lambda: [comity.count("P10WD", start=day, counting="uk-after", calendar="GB-ENG").last_day for day in as_dates])
    same("count", all(np.datetime64(a) == b for a, b in zip(ours, theirs)), "busday_offset")
    line("2,000 one by one: numpy.busday_offset", floor)
    line("comity.count, by name", spent, floor)
    line("comity.count, with Counting and Calendar", best(lambda: [comity.count("P10WD", start=day, counting=how, calendar=law_calendar).last_day for day in as_dates])[0], floor)
    adder = law_calendar.working_days()
    line("Calendar.working_days().add", best(lambda: [adder.add(day, 10) for day in as_dates])[0], floor)

    floor, theirs = best(lambda: np.busday_offset(days, 10, roll="backward", busdaycal=calendar))
    spent, ours = best(lambda: comity.count_many("P10WD", starts=days, counting="uk-after", calendar="GB-ENG"))
    same("count_many", (ours.last_day == theirs).all(), "busday_offset")
    line(f"{len(days):,} at once: numpy.busday_offset", floor)
    line("comity.count_many", spent, floor)


def importing():
    print("\nImporting")
    alone = best(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))[0]
    line("python3 alone", alone)
    line("import comity", best(lambda: subprocess.run([sys.executable, "-c", "import comity"], check=True))[0] - alone)


if __name__ == "__main__":
    print("What it takes; a ratio is to the line above that has none")
    importing()
    counting()
    survival()
    frames()
    sys.exit(1 if failures else 0)
