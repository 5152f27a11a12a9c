#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The report of comity-bench-figures by pandas, on requests.csv and events.csv in the current folder. See ../rivals.sh."""
import time

import numpy as np
import pandas as pd

GRANTED, REFUSED, LAST, MONTHS = 5, 6, 3652, 120
SMALL = {"from": "uint8", "to": "uint8", "kind": "uint8", "made": "int32", "day": "int32"}
requests = pd.read_csv("requests.csv", index_col="number", dtype=SMALL)
events = pd.read_csv("events.csv", dtype=SMALL)


def month(days):
    return (np.datetime64("2011-01-01") + days.to_numpy("timedelta64[D]")).astype("datetime64[M]").astype("int64") - 41 * 12


def report():
    decisions = events[events.kind.isin((GRANTED, REFUSED))].drop_duplicates("request")  # events are in the order of their days
    all = requests.join(decisions.set_index("request"))
    all["pair"] = all["from"].astype("int32") * 64 + all["to"]
    all["answered"] = all.day.notna()
    all["granted"], all["refused"] = all.kind == GRANTED, all.kind == REFUSED
    all["took"] = all.day.fillna(LAST).astype("int32") - all.made
    outcomes = all.groupby("pair").agg(requests=("made", "size"), answered=("answered", "sum"), granted=("granted", "sum"), refused=("refused", "sum"))

    # The nearest rank, which none of pandas' interpolations is: of those in order, the one whose number is q n, rounded up.
    answered = all[all.answered]
    took = answered[["pair", "took"]].sort_values(["pair", "took"])
    rank, count = took.groupby("pair").cumcount() + 1, took.pair.map(outcomes.answered)
    median = took[rank == np.ceil(0.5 * count)].set_index("pair").took
    ninth = took[rank == np.ceil(0.9 * count)].set_index("pair").took

    # Kaplan–Meier. Where the curve is flat at one half, the median is the middle of the flat stretch, which may last to the end.
    at = all.groupby(["pair", "took"]).answered.agg(["sum", "size"]).reset_index()
    risk = at.pair.map(outcomes.requests) - at.groupby("pair")["size"].cumsum() + at["size"]
    at["waiting"] = (1 - at["sum"] / risk).groupby(at.pair).cumprod()
    at = at[["pair", "took", "waiting"]]
    since = at[at.waiting < 0.5 + 1.5e-8].groupby("pair").took.first()
    until = at[at.waiting <= 0.5 - 1.5e-8].groupby("pair").took.first()
    curve = (since + until.reindex(since.index).fillna(at.groupby("pair").took.last())) / 2

    def by_month(pairs, days):
        number = outcomes.index.searchsorted(pairs) * MONTHS + month(days)
        return np.bincount(number, minlength=len(outcomes) * MONTHS).reshape(-1, MONTHS)

    stock = (by_month(all.pair, all.made) - by_month(answered.pair, answered.day)).cumsum(axis=1)
    return outcomes, median, ninth, curve, stock


times = []
for _ in range(5):
    began = time.perf_counter()
    outcomes, median, ninth, curve, stock = report()
    times.append(time.perf_counter() - began)
sums = [(outcomes.requests - outcomes.answered).sum(), outcomes.granted.sum(), outcomes.refused.sum(), median.sum(), ninth.sum(), 2 * curve.sum(), len(curve),
        (stock * np.arange(1, MONTHS + 1)).sum()]
print(f"pandas {pd.__version__}", f"{1e3 * min(times):.3f}", " ".join(str(int(sum)) for sum in sums), sep="\t")
