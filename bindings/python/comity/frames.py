# SPDX-License-Identifier: Apache-2.0
"""Tables, deadlines and snapshots as DataFrames, and as HTML in a notebook.

pandas, NumPy and html are imported when they are first asked for.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Iterable, NamedTuple

from . import _core
from .enums import Doubt

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Days = npt.NDArray[np.datetime64]

__all__ = ["CountMany"]

FIRST_NS, LAST_NS = -106_751, 106_751  # days since 1970 that nanoseconds in 64 bits can tell


class CountMany(NamedTuple):
    """The ends of one period from many days."""

    earliest: Days
    """By which whoever must act does so: datetime64[D]."""
    latest: Days
    """After which it is certain that the period is over: datetime64[D]."""
    codes: npt.NDArray[np.uint8]
    """Why a result is less than certain, in bits; 0: it is certain. `doubts` reads them."""

    @property
    def last_day(self) -> Days:
        """Of two readings the later one."""
        return self.latest

    def doubts(self, place: int) -> frozenset[Doubt]:
        """Why this result is less than certain; empty when it is certain."""
        bits = int(self.codes[place])
        return frozenset(doubt for number, doubt in enumerate(Doubt) if bits >> number & 1)


# ---- DataFrames ------------------------------------------------------------------------------------------------------


def _days(days: npt.NDArray[np.integer[Any]], missing: npt.NDArray[np.bool_]) -> Any:
    """Days since 1970 as datetime64, or as period[D] where some are too far away for pandas' nanoseconds."""
    import numpy as np
    import pandas as pd

    if (missing | (days >= FIRST_NS) & (days <= LAST_NS)).all():
        nanoseconds = np.multiply(days, 86_400_000_000_000, dtype="int64")
        nanoseconds[missing] = pd.NaT.value
        return nanoseconds.view("datetime64[ns]")
    ordinals = days.astype("int64")
    ordinals[missing] = pd.NaT.value
    return pd.arrays.PeriodArray(ordinals, dtype=pd.PeriodDtype("D"))


def _column(name: str, kind: str, arrays: dict[str, Any]) -> dict[str, Any]:
    """A column of a DataFrame; of rough dates three: what is exact, and both ends."""
    import numpy as np
    import pandas as pd

    missing, odd = arrays["missing"], arrays["odd"]
    size = len(missing)
    # A count that is held back is a text in a column of numbers.
    mixed = "codes" in arrays and kind in ("integer", "number", "date") or kind == "date" and any(not isinstance(one, (datetime.date, _core.When)) for one in odd.values())
    if kind == "date" and not mixed:
        days = arrays.get("days", np.zeros(size, dtype="int32"))
        columns = {name: _days(days, missing)}
        if odd:
            for end in ("earliest", "latest"):
                ends, none = days.copy(), missing.copy()
                for row, value in odd.items():
                    day = getattr(value, end) if isinstance(value, _core.When) else value
                    ends[row] = day.toordinal() - 719_163
                    none[row] = False
                columns[f"{name}_{end}"] = _days(ends, none)
        return columns
    if odd or mixed:  # a column of several types
        cells = np.empty(size, dtype=object)
        cells[:] = None
        for row, value in odd.items():
            cells[row] = value
        whole = np.flatnonzero(~missing)
        if "codes" in arrays:
            texts = arrays["texts"]
            for row in whole:
                cells[row] = texts[arrays["codes"][row]]
        elif "numbers" in arrays:
            for row in whole:
                cells[row] = arrays["numbers"][row].item()
        elif "days" in arrays:
            for row in whole:
                cells[row] = pd.Timestamp(arrays["days"][row], unit="D").date()
        return {name: cells}
    if kind == "integer":
        numbers = arrays.get("numbers", np.zeros(size, dtype="int64"))
        return {name: pd.arrays.IntegerArray(numbers.astype("int64", copy=False), missing)}
    if kind == "number":
        numbers = arrays.get("numbers", np.zeros(size)).astype("float64")
        numbers[missing] = np.nan
        return {name: numbers}
    if "each" in arrays or kind == "identifier":
        cells = np.empty(size, dtype=object)
        cells[:] = arrays.get("each")
        return {name: cells}
    if "codes" in arrays:
        return {name: pd.Categorical.from_codes(arrays["codes"], categories=arrays["texts"])}
    if "numbers" in arrays:
        return {name: pd.arrays.IntegerArray(arrays["numbers"].astype("int64"), missing)}
    return {name: pd.Categorical.from_codes(np.full(size, -1), categories=pd.Index([], dtype=object))}


def table_to_pandas(self: _core.Table) -> pd.DataFrame:
    """A DataFrame: texts are categoricals, identifiers objects, whole numbers Int64, missing ones NA or NaT.

    Days are datetime64 (period[D] in a column with days that nanoseconds do not reach). A column with rough dates has NaT for these, and two more beside it,
    `NAME_earliest` and `NAME_latest`. An id is its text, and `uuid.UUID(text)` or `frame["request"].map(uuid.UUID)` what other calls give; they all take either. `attrs` has the title, definition, notes, digest and coverage.
    """
    import pandas as pd

    columns: dict[str, Any] = {}
    for number, column in enumerate(self.columns):
        columns.update(_column(column.name, str(column.type), self._arrays(number)))
    frame = pd.DataFrame(columns, copy=False)
    coverage = self.coverage
    frame.attrs = {
        "name": self.name,
        "title": self.title,
        "definition": self.definition,
        "notes": list(self.notes),
        "digest": self.digest,
        "coverage": None if coverage is None else {name: getattr(coverage, name) for name in ("known", "approximate", "claimed", "missing")},
    }
    return frame


def _words(codes: npt.NDArray[np.unsignedinteger[Any]], words: tuple[str, ...]) -> Any:
    """A categorical of the words that occur, out of their places in the list of all."""
    import numpy as np
    import pandas as pd

    used = np.zeros(len(words) + 1, dtype=bool)
    places = np.minimum(codes, codes.dtype.type(len(words)))  # NO_WORD is larger than any place
    used[places] = True
    used[len(words)] = False
    shorter = np.full(len(words) + 1, -1, dtype="int32")
    shorter[used] = np.arange(used.sum(), dtype="int32")
    return pd.Categorical.from_codes(shorter[places], categories=[words[place] for place in np.flatnonzero(used)])


def snapshot_to_pandas(self: _core.Snapshot, *, references: bool = False) -> pd.DataFrame:
    """The requests as a DataFrame, one row each: codes are categoricals, days datetime64, and there is no object of Python for any row.

    With `references`, both sides' references and the id are there too, as text: an object for each. `frame["id"].map(uuid.UUID)` are the ids as other calls
    give them; they all take either.
    """
    import numpy as np
    import pandas as pd

    columns = self.columns
    requests, words, vocabularies = columns.requests, columns.words, columns.vocabularies
    frame: dict[str, Any] = {}
    for name in ("requesting", "requested"):
        frame[name] = _words(requests[name], words)
    for name in ("kind", "channel", "stage", "silence"):
        frame[name] = _words(requests[name], vocabularies[f"requests.{name}"])
    for name in ("requesting_authority", "requested_authority", "language", "handling"):
        frame[name] = _words(requests[name], words)
    marks = requests["marks"]
    for bit, name in ((1, "urgent"), (2, "synthetic"), (4, "claimed"), (8, "conditional"), (16, "open")):
        frame[name] = (marks & bit) != 0
    # The making of the request, of which each has one, and its last event.
    events, ends = columns.events, requests["events_end"].astype("int64")
    none = np.zeros(len(ends), dtype=bool)
    last = ends - 1
    made = np.flatnonzero(events["kind"] == vocabularies["events.kind"].index("filed"))
    frame["made_earliest"] = _days(events["earliest"][made], none)
    frame["made_latest"] = _days(events["latest"][made], none)
    frame["outcome"] = _words(events["outcome"][last], vocabularies["events.outcome"])
    frame["last_event"] = _words(events["kind"][last], vocabularies["events.kind"])
    frame["last_event_latest"] = _days(events["latest"][last], none)
    frame["known"] = _days(requests["known"], requests["known"] == columns.NO_DAY)
    frame["review_on"] = _days(requests["review_on"], requests["review_on"] == columns.NO_DAY)
    frame["events"] = np.diff(ends, prepend=0)
    if references:
        import uuid

        frame["reference"] = np.array(columns.references, dtype=object)
        frame["requested_reference"] = np.array(columns.requested_references, dtype=object)
        frame["id"] = np.array([str(uuid.UUID(bytes=row.tobytes())) for row in requests["id"]], dtype=object)
    result = pd.DataFrame(frame, copy=False)
    result.attrs = {"title": "Requests", "as_of": str(self.as_of), "known_on": None if self.known_on is None else str(self.known_on), "digest": self.root}
    return result


def deadlines_to_pandas(self: _core.Deadlines) -> pd.DataFrame:
    """A DataFrame with a row for each; see Table.to_pandas. `days_left` counts from `as_of` to `earliest`: negative where that is past, NA where nobody has to act any more."""
    return table_to_pandas(self.to_table())


# ---- HTML in a notebook ----------------------------------------------------------------------------------------------

ROWS_SHOWN = 60


def _text(value: Any, letters: int = 300) -> str:
    """What a cell is, made fit to be shown."""
    import html

    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    text = str(value).encode("utf-8", "replace").decode()
    return html.escape(_core.displayable(text if len(text) <= letters else text[: letters - 1] + "…"))


def _spelt(value: Any, kind: Any) -> Any:
    """A word as people read it: mutual_legal_assistance is mutual legal assistance."""
    return value.replace("_", " ") if kind == "word" and isinstance(value, str) else value


def _width(value: Any) -> str:
    """Numbers, days and short words stay on one line; long ones do not make the table wide."""
    return ";white-space:normal;min-width:12em;max-width:30em;overflow-wrap:anywhere" if isinstance(value, str) and len(value) > 30 else ";white-space:nowrap"


def _html(title: str, headings: Iterable[str], rows: Iterable[Iterable[Any]], numeric: Iterable[bool], below: Iterable[str], more: int) -> str:
    aligned = ["right" if n else "left" for n in numeric]
    head = "".join(f'<th scope="col" style="text-align:{side}">{_text(heading)}</th>' for heading, side in zip(headings, aligned))
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:{side}{_width(cell)}"><bdi>{_text(cell)}</bdi></td>' for cell, side in zip(row, aligned)) + "</tr>" for row in rows
    )
    left_out = f"<p>… and {more} more.</p>" if more > 0 else ""
    notes = "".join(f'<p style="font-size:smaller;max-width:60em">{_text(line, 10_000)}</p>' for line in below if line)
    caption = f'<caption style="text-align:left;font-weight:bold;caption-side:top">{_text(title)}</caption>' if title else ""
    return f"<div><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{left_out}{notes}</div>"


def table_html(self: _core.Table) -> str:
    columns = [(place, column) for place, column in enumerate(self.columns) if str(column.type) != "identifier"]
    rows = [list(self[i].values()) for i in range(min(len(self), ROWS_SHOWN))]
    coverage = self.coverage
    below = [self.definition, *self.notes]
    if coverage is not None:
        below.append(f"Dates known exactly: {coverage.known}; roughly: {coverage.approximate}; claimed: {coverage.claimed}; missing: {coverage.missing}.")
    if self.digest:
        below.append(f"Digest {self.digest}")
    if not rows:
        below.insert(0, self.if_empty)
    return _html(
        self.title,
        [column.heading for _, column in columns],
        [[_spelt(row[place], column.type) for place, column in columns] for row in rows],
        [str(column.type) in ("integer", "number") for _, column in columns],
        below,
        len(self) - len(rows),
    )


def _ends(due: _core.Deadline) -> tuple[Any, Any]:
    """The earliest and the latest end: clock times of a period in hours, else days."""
    return due.earliest_instant or due.earliest, due.last_instant or due.latest


def _whose(due: _core.Deadline) -> str:
    return f"{due.binds} ({due.duty_of})" if due.duty_of else str(due.binds)


def deadlines_html(self: _core.Deadlines) -> str:
    """What a person reads of each; to_table() has all the columns."""
    rows = [(due.reference, due.provision, _whose(due), *_ends(due), _spelt(due.status, "word"), due.next_step) for due in self[:ROWS_SHOWN]]
    empty = self[:0].to_table()
    below = ["" if rows else empty.if_empty, empty.definition, "Act by the earliest; only after the latest is it certain that the time is over."]
    headings = ["Reference", "Provision", "Whose duty", "Earliest", "Latest", "Status", "Next step"]
    return _html(f"Deadlines as of {self.as_of}", headings, rows, [False] * len(headings), below, len(self) - len(rows))


def deadline_html(self: _core.Deadline) -> str:
    facts = [
        ("Provision", self.provision),
        ("Runs from", f"{self.trigger_kind or 'the end of another period'}, {self.trigger}" if self.trigger is not None else None),
        ("Last day", self.last_instant or (f"{self.earliest} or {self.latest}" if self.earliest != self.latest else self.last_day)),
        ("Status", self.status),
        ("Whose duty", _whose(self)),
        ("Certainty", ", ".join(sorted(self.certainty)) or "certain"),
        ("What follows", self.consequence),
        ("Why", self.reason),
        ("Next", self.next_step),
    ]
    shown = _html("Deadline", ["", ""], [fact for fact in facts if fact[1]], [False, False], [], 0)
    return shown + _html("How it was counted", ["Day", "Step", "Provision"], [(step.on, step.what, step.source) for step in self.steps], [False] * 3, [], 0)


def dossier_html(self: _core.Dossier) -> str:
    request = self.request
    title = f"{request.kind}, {request.requesting} to {request.requested}, {request.reference or 'without reference'}"
    rows = [(entry.seq, entry.event.on, entry.event.kind, entry.event.provision, ", ".join(entry.event.concerns), f"corrects {entry.event.corrects}" if entry.event.corrects else "")
            for entry in self.history[:ROWS_SHOWN]]
    made = f"Made on {request.made_on}; relies on {', '.join(request.basis) or 'no instrument named'}."
    return _html(title, ["Entry", "Date", "What happened", "Provision", "Concerns", ""], rows, [True] + [False] * 5, [made], len(self.history) - len(rows))


for _class, _name, _function in (
    (_core.Table, "to_pandas", table_to_pandas),
    (_core.Table, "_repr_html_", table_html),
    (_core.Snapshot, "to_pandas", snapshot_to_pandas),
    (_core.Deadlines, "to_pandas", deadlines_to_pandas),
    (_core.Deadlines, "_repr_html_", deadlines_html),
    (_core.Deadline, "_repr_html_", deadline_html),
    (_core.Dossier, "_repr_html_", dossier_html),
):
    _function.__name__ = _name
    _function.__qualname__ = f"{_class.__name__}.{_name}"
    setattr(_class, _name, _function)
