# SPDX-License-Identifier: Apache-2.0
"""NumPy's busday_offset on the questions that comity-bench wrote into a folder: nanoseconds, and how many answers differ."""
import sys
import time
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1])
days, working_days, months = (np.fromfile(folder / name, "i4") for name in ("days", "working_days", "months"))
floor = dict(line.split() for line in (folder / "floor").read_text().splitlines())
calendar = np.busdaycalendar(holidays=np.loadtxt(folder / "holidays", dtype="U10").astype("M8[D]"))
epoch = np.datetime64("1970-01-01")
dates = epoch + days.astype("m8[D]")


def add():
    return np.busday_offset(dates, working_days, roll="backward", busdaycal=calendar)


def add_months():
    month = dates.astype("M8[M]")
    day = dates - month.astype("M8[D]")
    to = month + months.astype("m8[M]")
    last = (to + 1).astype("M8[D]") - to.astype("M8[D]") - 1
    return np.busday_offset(to.astype("M8[D]") + np.minimum(day, last), 0, roll="forward", busdaycal=calendar)


for name, answer in (("add", add), ("months", add_months)):
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        answers = answer()
        seconds.append(time.perf_counter() - start)
    ns = sorted(seconds)[2] / len(days) * 1e9
    different = int(((answers - epoch).astype("i4") != np.fromfile(folder / f"answers_{name}", "i4")).sum())
    remark = f"   {different} of {len(days)} differ: WRONG" if different else ""
    print(f"{name:<8} {'NumPy busday_offset':<20} {ns:10.1f} ns {ns / float(floor[name]):10.2f} x{remark}")
