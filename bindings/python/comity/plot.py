# SPDX-License-Identifier: Apache-2.0
"""Pictures of curves, figures and deadlines, on matplotlib.

    import comity.plot

    comity.plot.survival(view.waiting_curve("answer", by=["requested"]))
    comity.plot.stock_flow(view.flow("2020", step="month"), ax=axes[0])

Every function draws on the `ax` it is given, or on a new figure of its own, and returns the Axes. Nothing else of matplotlib is changed. Pictures can be read in
greyscale and by colour-blind readers: groups differ in line style or hatching too. A table's definition, notes and digest stand below it; on axes of a caller's
own they need room there, which `layout="constrained"` makes.

Text from outside is drawn as it stands, never read as mathematics or TeX. matplotlib draws letters one by one from left to right, also those of scripts that run
the other way, and has in its own font none for Chinese or Japanese.
"""

from __future__ import annotations

import datetime
import itertools
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Union

try:
    import numpy as np
    from matplotlib.colors import to_rgba
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
    from matplotlib.font_manager import FontProperties
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter
except ModuleNotFoundError as missing:
    raise ImportError("comity.plot draws on matplotlib, which is not installed: pip install matplotlib, or on Debian apt install python3-matplotlib", name=missing.name) from missing

from . import _core
from .enums import ColumnType
from .frames import _spelt
from .errors import bad_input

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

__all__ = ["ageing", "deadlines_ahead", "reciprocity", "stock_flow", "survival"]


def __dir__() -> list[str]:
    return list(__all__)


SMALL = 7.0  # points, of what stands below
MOST_MARKS, LETTERS = 4, 60  # of a text from outside: combining marks on a letter, letters in all
CONTROLS = dict.fromkeys(range(0x2400, 0x2427), "\N{REPLACEMENT CHARACTER}")  # the pictures of control characters, which matplotlib's font lacks

# Six that colour-blind readers tell apart (Okabe and Ito 2008), in an order in which neighbours differ in lightness.
COLOURS = ("#000000", "#D55E00", "#0072B2", "#E69F00", "#009E73", "#56B4E9")
LINES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (8, 2)))  # five beside six: thirty curves, no two alike
MOST_CURVES = 30
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "||||", "oo", "++++")
SHADES = ("#4d4d4d", "#c6dbef", "#9ecae1", "#f0f0f0", "#6baed6", "#fdd0a2", "#d9d9d9", "#fee6ce", "#bdbdbd")


# ---- what all of them share ------------------------------------------------------------------------------------------


def _shown(text: object, letters: int = LETTERS) -> str:
    """A text from outside, made fit to be drawn: on one line, without what turns its direction, cut where it is too long or heaped with marks."""
    whole = _core.displayable(str(text).encode("utf-8", "replace").decode()).translate(CONTROLS)
    kept: list[str] = []
    marks = count = 0
    for letter in whole:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        count += not marks
        if count > letters:
            return "".join(kept).rstrip() + "…"
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _as_it_stands(text: Text) -> Text:
    text.set_parse_math(False)
    text.set_usetex(False)
    return text


def _put(text: Text, value: str) -> Text:
    text.set_text(value)
    return _as_it_stands(text)


def _number(value: float) -> str:
    return f"{abs(value):,.0f}".replace(",", "\N{NO-BREAK SPACE}")


def _axes(ax: Axes | None, height: float = 4.5) -> Axes:
    """The caller's, or those of a new figure, so many inches high."""
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(9.0, height), layout="constrained")[1]


def _points(size: Any) -> float:
    return float(FontProperties(size=size).get_size_in_points())


def _inches(ax: Axes) -> float:
    """How wide the axes are."""
    return float(ax.bbox.width / ax.figure.canvas.figure.dpi)


def _settle(ax: Axes) -> None:
    """How wide the axes are is known only once all beside them has its place."""
    figure = ax.figure.canvas.figure  # also of a part of one
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()


def _wrapped(ax: Axes, text: str, size: float) -> list[str]:
    figures = sum(letter.isdigit() for letter in text) > len(text) / 3  # a digest
    wide = (0.66 if figures else 0.58) * size  # as a rule of thumb, of matplotlib's own font
    return textwrap.wrap(text, max(24, int(_inches(ax) * 72 / wide)))


def _heading(ax: Axes, title: str) -> None:
    text = ax.set_title("", loc="left")
    _put(text, "\n".join(_wrapped(ax, _shown(title, 300), text.get_size())))


def _write(ax: Axes, text: str, at: tuple[float, float], coordinates: Any, offset: tuple[float, float], size: float, **how: Any) -> Text:
    """A text at a place, so many points from it; it may stand outside of the axes."""
    note = ax.annotate("", at, xycoords=coordinates, xytext=offset, textcoords="offset points", fontsize=size, annotation_clip=False, **how)
    return _put(note, text)


def _below_axis(ax: Axes) -> float:
    """How many points below the axes there is room, under ticks and label."""
    tick = ax.xaxis.get_major_ticks()[:1]
    depth = (tick[0].get_tick_padding() + tick[0].label1.get_size()) if tick else 0.0
    return float(depth + (ax.xaxis.labelpad + ax.xaxis.label.get_size() if ax.get_xlabel() else 0.0) + 5.0)


def _footing(ax: Axes, lines: Sequence[str], depth: float) -> None:
    """What a reader has to know, small, from so many points below the axes."""
    _settle(ax)
    folded = [part for line in lines if line for part in _wrapped(ax, _shown(line, 1000), SMALL)]
    if folded:
        _write(ax, "\n".join(folded), (0, 0), "axes fraction", (0, -depth), SMALL, ha="left", va="top", color="#333333", linespacing=1.25)


def _about(table: _core.Table) -> list[str]:
    return [table.definition, *table.notes, f"Digest {table.digest}" if table.digest else ""]


def _beside(ax: Axes, handles: Sequence[Any], labels: Sequence[str], length: float = 2.2) -> None:
    """A legend to the right. A label that begins with an underscore is one too, so the texts are put in afterwards."""
    legend = ax.legend(list(handles), [" "] * len(handles), loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, frameon=False,
                       handlelength=length, handleheight=1.2)
    for text, label in zip(legend.get_texts(), labels):
        _put(text, _shown(label, 40))


def _row_labels(ax: Axes, places: Sequence[float], labels: Sequence[str]) -> None:
    ax.set_yticks(list(places), labels=list(labels))
    for label in ax.get_yticklabels():
        _as_it_stands(label)
    ax.tick_params(axis="y", length=0)


def _nothing(ax: Axes, why: str) -> None:
    ax.set_xticks([])
    ax.set_yticks([])
    _put(ax.text(0.5, 0.5, "", transform=ax.transAxes, ha="center", va="center"), why)


def _bare(ax: Axes, *sides: str) -> None:
    for side in sides:
        ax.spines[side].set_visible(False)


def _needs(table: _core.Table, columns: Sequence[str], made_by: str) -> None:
    if not isinstance(table, _core.Table):
        raise TypeError(f"a Table from {made_by} is needed, not {type(table).__name__}")
    names = [column.name for column in table.columns]
    for name in columns:
        if name not in names:
            raise bad_input(f'a Table from {made_by} is needed; "{table.name}" has no column "{name}"')


def _count(cell: object) -> float:
    """NaN: held back, or not known."""
    return float(cell) if isinstance(cell, (int, float)) else np.nan


def _types(table: _core.Table) -> dict[str, Any]:
    return {column.name: column.type for column in table.columns}


def _group(row: Mapping[str, Any], keys: Sequence[str], types: Mapping[str, Any]) -> str:
    """By what a row is broken down: "RU → GB, extradition"."""
    words = [_spelt(str(row[key]), types[key]) for key in keys if row[key] is not None]
    if list(keys[:2]) == ["requesting", "requested"] and len(words) > 1:
        words[:2] = [f"{words[0]} → {words[1]}"]
    return ", ".join(words)


# ---- survival --------------------------------------------------------------------------------------------------------


class _Curve(NamedTuple):
    label: str
    times: Any
    at_risk: Any
    censored: Any
    survival: Any
    lower: Any
    upper: Any


def _of_curve(label: str, curve: _core.SurvivalCurve) -> _Curve:
    if not isinstance(curve, _core.SurvivalCurve):
        raise TypeError(f"a SurvivalCurve is needed, not {type(curve).__name__}")
    return _Curve(label, curve.times, curve.at_risk, curve.censored, curve.survival, curve.lower, curve.upper)


def _of_table(table: _core.Table) -> list[_Curve]:
    columns = ["days", "at_risk", "censored", "still_waiting", "lower", "upper"]
    _needs(table, columns, "Snapshot.waiting_curve")
    keys = list(itertools.takewhile(lambda name: name != "days", (column.name for column in table.columns)))
    curves = []
    types = _types(table)
    for label, rows in itertools.groupby((table[i] for i in range(len(table))), lambda row: _group(row, keys, types)):
        values = np.array([[_count(row[name]) for name in columns] for row in rows])
        curves.append(_Curve(label, *values.T))
    return curves


def _at_risk(curve: _Curve, time: float) -> int:
    """Just before a time, as R's summary of a curve has it."""
    place = int(np.searchsorted(curve.times, time, side="left"))
    return int(curve.at_risk[place]) if place < len(curve.times) else 0


def survival(
    curves: Union[_core.SurvivalCurve, Mapping[str, _core.SurvivalCurve], _core.Table],
    *,
    ax: Axes | None = None,
    unit: str = "days",
    ticks: Sequence[float] | None = None,
    marks: bool = True,
) -> Axes:
    """Kaplan–Meier curves: steps, confidence limits as shaded bands, and the numbers at risk below the ticks.

    curves: one, a dict of them by group (kaplan_meier gives both), or a Table from Snapshot.waiting_curve. unit: of the durations. ticks: at which times, with the
    last of which the picture ends; None: round ones, to the end. marks: a small stroke where something was censored. Raises bad_input for a Table that is no such curve.
    """
    table = curves if isinstance(curves, _core.Table) else None
    if isinstance(curves, Mapping):
        drawn = [_of_curve(str(label), curve) for label, curve in curves.items()]
    else:
        drawn = _of_table(curves) if isinstance(curves, _core.Table) else [_of_curve("", curves)]
    drawn = [curve for curve in drawn if len(curve.times)]
    if len(drawn) > MOST_CURVES:
        raise bad_input(f"{len(drawn)} curves: nobody could tell more than {MOST_CURVES} apart; choose some, as by State or by year")
    ax = _axes(ax, 4.5 + SMALL * 1.5 / 72 * len(drawn))
    _heading(ax, table.title if table is not None else "Share in which it has not happened yet")
    if not drawn:
        _nothing(ax, _shown(table.if_empty) if table is not None else "No durations.")
        _footing(ax, _about(table) if table is not None else [], 6.0)
        return ax

    handles = []
    for number, curve in enumerate(drawn):
        colour, line, hatch = (of[number % len(of)] for of in (COLOURS, LINES, HATCHES))
        times, steps, lower, upper = (np.concatenate(([first], given)) for first, given in zip((0, 1, 1, 1), (curve.times, curve.survival, curve.lower, curve.upper)))
        ax.fill_between(times, lower, upper, step="post", facecolor=to_rgba(colour, 0.15), edgecolor=to_rgba(colour, 0.3), hatch=hatch, linewidth=0.4)
        handles += ax.step(times, steps, where="post", color=colour, linestyle=line, linewidth=1.6)
        censored = np.asarray(curve.censored) > 0
        if marks and censored.any():
            ax.plot(np.asarray(curve.times)[censored], np.asarray(curve.survival)[censored], linestyle="none", marker="|", markersize=6, color=colour)
    ax.axhline(0.5, color="#999999", linewidth=0.6, zorder=0)

    last = max(float(curve.times[-1]) for curve in drawn)
    if ticks is None:
        ticks = [tick for tick in MaxNLocator(max(2, min(8, int(_inches(ax) / 0.8))), steps=[1, 2, 3, 5, 10]).tick_values(0, last) if 0 <= tick <= last]
        ax.set_xlim(0, last * 1.01 or 1.0)
    else:
        ax.set_xlim(0, max(ticks) * 1.01 or 1.0)
    ax.set_ylim(0, 1.02)
    ax.set_xticks(list(ticks))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value) if value == int(value) else f"{value:g}"))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    _put(ax.xaxis.label, _shown(unit[:1].upper() + unit[1:]))
    _put(ax.yaxis.label, "Not yet" if table is None else "Still waiting")
    _bare(ax, "top", "right")

    grouped = len(drawn) > 1 or bool(drawn[0].label)
    if grouped:
        _beside(ax, handles, [curve.label.strip() or "(none)" for curve in drawn], length=3.5)
    depth, line_height = _below_axis(ax), SMALL * 1.5
    _write(ax, "At risk", (0, 0), "axes fraction", (-14, -depth), SMALL, ha="right", va="top", weight="bold")
    for number, curve in enumerate(drawn):
        colour = COLOURS[number % len(COLOURS)]
        if grouped:
            depth += line_height
            _write(ax, _shown(curve.label.strip() or "(none)", 16), (0, 0), "axes fraction", (-14, -depth), SMALL, ha="right", va="top", color=colour)
        for tick in ticks:
            _write(ax, _number(_at_risk(curve, tick)), (tick, 0), ax.get_xaxis_transform(), (0, -depth), SMALL, ha="center", va="top", color=colour)
    _footing(ax, _about(table) if table is not None else [], depth + 1.8 * line_height)
    return ax


# ---- stock and flow --------------------------------------------------------------------------------------------------


def _step_name(first: datetime.date, last: datetime.date) -> str:
    """2020, 2020 Q2, 2020-03, or both days."""
    whole = first.day == 1 and (last + datetime.timedelta(1)).day == 1 and first.year == last.year if last < datetime.date.max else False
    months = last.month - first.month + 1
    if whole and months == 12:
        return f"{first.year:04}"
    if whole and months == 3 and first.month % 3 == 1:
        return f"{first.year:04} Q{first.month // 3 + 1}"
    if whole and months == 1:
        return f"{first.year:04}-{first.month:02}"
    return f"{first}\nto {last}"


def stock_flow(table: _core.Table, *, ax: Axes | None = None) -> Axes:
    """Requests that came in (above zero) and went out (below) in each step, by what became of them, and the stock as a line.

    table: from Snapshot.flow, of one series. The line has the stock at the ends of the steps; "c" stands where counts are held back. Raises bad_input for a Table
    that is none, or has several series.
    """
    _needs(table, ["from", "until", "opening_stock", "new", "reopened", "closing_stock"], "Snapshot.flow")
    headings = {column.name: column.heading for column in table.columns}
    names = list(headings)
    keys = names[: names.index("from")]
    rows: list[dict[str, Any]] = [table[i] for i in range(len(table))]
    types = _types(table)
    series = {_group(row, keys, types) for row in rows}
    if len(series) > 1:
        raise bad_input(f"flow by {', '.join(keys)} has {len(series)} series, and one is drawn; choose it by arguments of Snapshot.flow, such as requested=\"GB\"")
    ax = _axes(ax)
    _heading(ax, table.title + "".join(f": {one}" for one in series if one))
    if not rows:
        _nothing(ax, _shown(table.if_empty))
        _footing(ax, _about(table), 6.0)
        return ax

    places = np.arange(len(rows), dtype=float)
    handles, labels = [], []
    drawn, ends = 0, []
    for names_of, sign in ((["new", "reopened"], 1), (names[names.index("reopened") + 1 : names.index("closing_stock")], -1)):
        reached = np.zeros(len(rows))
        for name in names_of:
            counts = np.nan_to_num([_count(row[name]) for row in rows])
            if not counts.any() and name != "new":
                continue
            shade, hatch = SHADES[drawn % len(SHADES)], HATCHES[drawn % len(HATCHES)]
            bars = ax.bar(places, sign * counts, 0.7, bottom=sign * reached, facecolor=shade, edgecolor="black", linewidth=0.5, hatch=hatch)
            handles.append(bars)
            labels.append(("In: " if sign > 0 else "Out: ") + headings[name].lower())
            reached += counts
            drawn += 1
        ends.append(float(reached.max()))
    for place, row in zip(places, rows):
        if any(not isinstance(row[name], int) for name in names[len(keys) + 2 :]):
            _write(ax, "c", (float(place), 0), "data", (0, 2), _points("small"), ha="center", va="bottom")
    stock = [_count(rows[0]["opening_stock"]), *(_count(row["closing_stock"]) for row in rows)]
    marker = {"marker": "o", "markersize": 4, "markerfacecolor": "white"} if len(rows) <= 40 else {}
    handles += ax.plot(np.arange(len(stock)) - 0.5, stock, color="black", linewidth=1.6, **marker)
    labels.append("Stock")
    ax.axhline(0, color="black", linewidth=0.8)

    _beside(ax, handles, labels)
    _settle(ax)
    names_of_steps = [_step_name(row["from"], row["until"]) for row in rows]
    every = -(-len(rows) // max(1, int(_inches(ax) * 72 / (max(len(line) for name in names_of_steps for line in name.split("\n")) * 6.5 + 8))))
    ax.set_xticks(list(places[::every]), labels=names_of_steps[::every])
    ax.set_xlim(-0.6, len(rows) - 0.4)
    top = max(1.0, ends[0], float(np.nan_to_num(stock).max()))
    ax.set_ylim(-max(ends[1], top * 0.05) - top * 0.05, top * 1.05)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value)))
    _put(ax.xaxis.label, "Period")
    _put(ax.yaxis.label, "Requests: out below zero, in above")
    _bare(ax, "top", "right")
    _footing(ax, _about(table), _below_axis(ax))
    return ax


# ---- ageing ----------------------------------------------------------------------------------------------------------


def ageing(table: _core.Table, *, ax: Axes | None = None, most: int = 20) -> Axes:
    """How long the unanswered have waited: a bar for each group, the longer the darker, with the counts in it.

    table: from Snapshot.ageing. most: that many groups are drawn, those with the most unanswered; the others are said to be left out. "c" stands where counts
    are held back. Raises bad_input for a Table that is none.
    """
    _needs(table, ["under_3_months", "24_months_and_more", "total"], "Snapshot.ageing")
    keys = [column.name for column in table.columns if column.type in (ColumnType.text, ColumnType.word)]
    bands = [column for column in table.columns if column.type == ColumnType.integer and column.name != "total"]
    rows = sorted((table[i] for i in range(len(table))), key=lambda row: -float(np.nan_to_num(_count(row["total"]))))
    left_out = len(rows) - most
    rows = rows[:most]
    ax = _axes(ax, 2.4 + 0.42 * len(rows))
    _heading(ax, table.title)
    if not rows:
        _nothing(ax, _shown(table.if_empty))
        _footing(ax, _about(table), 6.0)
        return ax

    places = np.arange(len(rows), dtype=float)
    most_of_all = max(1.0, float(np.nan_to_num(_count(rows[0]["total"]))))
    shades = [str(shade) for shade in np.linspace(0.95, 0.2, len(bands))]
    handles = []
    reached = np.zeros(len(rows))
    for number, band in enumerate(bands):
        counts = np.nan_to_num([_count(row[band.name]) for row in rows])
        hatch = HATCHES[number % 2 + number // 2] if number < len(bands) - 1 else ""
        handles.append(ax.barh(places, counts, 0.7, left=reached, facecolor=shades[number], edgecolor="black", linewidth=0.5, hatch=hatch))
        for place, start, count in zip(places, reached, counts):
            if count >= most_of_all * 0.035:
                _write(ax, _number(count), (start + count / 2, place), "data", (0, 0), SMALL, ha="center", va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
        reached += counts
    for place, row, end in zip(places, rows, reached):
        total = _count(row["total"])
        if total > end:  # what it is made of is held back
            ax.barh(place, total - end, 0.7, left=end, facecolor="none", edgecolor="black", linewidth=0.8, linestyle="--")
        _write(ax, "c" if np.isnan(total) else _number(total), (max(end, np.nan_to_num(total)), float(place)), "data", (4, 0), _points("small"), ha="left", va="center", weight="bold")
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, most_of_all * 1.08)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value)))
    types = _types(table)
    _row_labels(ax, list(places), [_shown(_group(row, keys, types), 40) or "All" for row in rows])
    _put(ax.xaxis.label, "Unanswered requests")
    _bare(ax, "top", "right")
    _beside(ax, handles, [band.heading for band in bands])
    _footing(ax, [*_about(table), f"Left out: {left_out} groups with fewer." if left_out > 0 else ""], _below_axis(ax))
    return ax


# ---- reciprocity -----------------------------------------------------------------------------------------------------


def reciprocity(table: _core.Table, *, ax: Axes | None = None) -> Axes:
    """What two States ask of each other and get: one direction to the left, the other to the right, as counts and as shares of what was asked.

    table: from Snapshot.reciprocity. Raises bad_input for a Table that is none.
    """
    counted = ["asked", "answered", "unanswered", "granted", "refused"]
    _needs(table, ["from", "to", *counted, "median_days", "median_lower", "median_upper"], "Snapshot.reciprocity")
    headings = {column.name: column.heading for column in table.columns}
    ax = _axes(ax)
    _heading(ax, table.title)
    if len(table) < 2:
        _nothing(ax, _shown(table.if_empty))
        _footing(ax, _about(table), 6.0)
        return ax

    places = np.arange(len(counted), dtype=float)
    widest = 1.0
    for row, side, shade, hatch in ((table[0], -1, "#9ecae1", "////"), (table[1], 1, "#4d4d4d", "")):
        counts = np.array([_count(row[name]) for name in counted])
        widest = max(widest, float(np.nanmax(np.nan_to_num(counts))))
        ax.barh(places, side * np.nan_to_num(counts), 0.7, facecolor=shade, edgecolor="black", linewidth=0.5, hatch=hatch)
        for place, count in zip(places, counts):
            share = f" ({count / counts[0]:.0%})".replace("%", "\N{NO-BREAK SPACE}%") if place and counts[0] > 0 else ""
            _write(ax, "c" if np.isnan(count) else _number(count) + share, (side * float(np.nan_to_num(count)), float(place)), "data", (side * 4, 0), _points("small"),
                   ha="right" if side < 0 else "left", va="center")
        median = _count(row["median_days"])
        limits = " to ".join("…" if np.isnan(limit) else _number(limit) for limit in (_count(row["median_lower"]), _count(row["median_upper"])))
        took = "nothing asked" if counts[0] == 0 else "not yet half answered" if np.isnan(median) else f"half answered within\n{_number(median)} days ({limits})"
        _write(ax, f"{_shown(row['from'], 20)} asks {_shown(row['to'], 20)}\n{took}", (0.25 if side < 0 else 0.75, 1), "axes fraction", (0, -2), _points("small"), ha="center", va="top")
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set_xlim(-widest * 1.3, widest * 1.3)
    ax.set_ylim(len(counted) - 0.4, -1.8)
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value)))
    _row_labels(ax, list(places), [_shown(headings[name]) for name in counted])
    _put(ax.xaxis.label, "Requests; in brackets the share of those asked")
    _bare(ax, "top", "right", "left")
    _footing(ax, _about(table), _below_axis(ax))
    return ax


# ---- deadlines -------------------------------------------------------------------------------------------------------


def _day(at: datetime.date | datetime.datetime) -> datetime.date:
    return at.date() if isinstance(at, datetime.datetime) else at


class _Due(NamedTuple):
    earliest: datetime.date
    latest: datetime.date
    due: _core.Deadline

    def over(self, today: datetime.date) -> bool:
        return self.latest < today or self.due.status == "missed"

    def ends(self) -> str:
        return f"{self.latest}" if self.earliest == self.latest else f"{self.earliest} or {self.latest}"


def deadlines_ahead(deadlines: _core.Deadlines, *, ax: Axes | None = None, most: int = 30) -> Axes:
    """What is due from the day on: a bar from the earliest to the latest last day of each deadline, a diamond where the two are one; above, apart, what is overdue.

    deadlines: Deadlines as of a day, from Registry.deadlines or Dossier.deadlines; those that nobody has to act on any more are left out. most: that many of the
    overdue, the latest ones, and that many of the others, the first ones, are drawn; how many are not, and how many have no day, is said below.
    """
    if not isinstance(deadlines, _core.Deadlines):
        raise TypeError(f"Deadlines are needed, not {type(deadlines).__name__}")
    today = _day(deadlines.as_of)
    still = [due for due in deadlines if due.open]
    dated = [_Due(due.earliest, due.latest, due) for due in still if due.earliest is not None and due.latest is not None]
    overdue = [one for one in dated if one.over(today)]
    ahead = [one for one in dated if not one.over(today)]
    below = [f"Without a day: {len(still) - len(dated)}." if len(still) > len(dated) else ""]
    for of, name in ((overdue, "overdue"), (ahead, "ahead")):
        if len(of) > most:
            below.append(f"Left out: {len(of) - most} that are {name}.")
    overdue = sorted(overdue, key=lambda one: one.latest)[-most:] if most > 0 else []
    ahead = sorted(ahead, key=lambda one: one[:2])[:most]
    rows = [*overdue, *ahead]
    ax = _axes(ax, 2.8 + 0.42 * len(rows))
    _heading(ax, f"Deadlines as of {today}")
    if not rows:
        _nothing(ax, "Nothing is due.")
        _footing(ax, below, 6.0)
        return ax

    now = float(date2num(today))
    length = max([*(float(date2num(one.latest)) - now for one in ahead), 14.0])
    # To the left of the day no time runs: what is overdue stands there, and says since when.
    left, right = now - length * 0.06, min(now + length * 1.5, float(date2num(datetime.date.max)))
    for place, one in enumerate(overdue):
        days = (today - one.earliest).days  # as the agenda counts
        ax.plot([now - length * 0.03], [place], marker="<", markersize=8, color="#D55E00", markeredgecolor="black", linestyle="none")
        since = f"overdue since {one.ends()}" + (f", {_number(days)} day{'s' if days != 1 else ''}" if days > 0 else "")
        _write(ax, since, (now, place), "data", (5, 0), _points("small"), ha="left", va="center")
    for place, one in enumerate(ahead, len(overdue)):
        first, last = float(date2num(one.earliest)), float(date2num(one.latest))
        ax.plot([now, first], [place, place], color="#777777", linewidth=1.0, linestyle=":")
        if last > first:
            ax.barh(place, last - first, 0.5, left=first, facecolor="#9ecae1", edgecolor="black", linewidth=0.8, hatch="////")
        else:
            ax.plot([last], [place], marker="D", markersize=7, color="black", linestyle="none")
        _write(ax, f"{one.ends()}, {one.due.binds}", (last, place), "data", (8, 0), _points("small"), ha="left", va="center")
    ax.axvline(now, color="black", linewidth=1.2)
    if overdue and ahead:
        ax.axhline(len(overdue) - 0.5, color="#777777", linewidth=0.8)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(left, right)
    locator = AutoDateLocator(minticks=3, maxticks=max(4, int(_inches(ax) / 0.9)))
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    _row_labels(ax, range(len(rows)), [f"{_shown(due.provision, 44)}\n{_shown(f'{due.requesting} → {due.requested}  {due.reference}', 40)}" for due in (one.due for one in rows)])
    _put(ax.xaxis.label, f"Last day, from {today} on")
    _bare(ax, "top", "right", "left")
    handles = [Line2D([], [], marker="D", color="black", linestyle="none"), Patch(facecolor="#9ecae1", edgecolor="black", hatch="////"),
               Line2D([], [], marker="<", color="#D55E00", markeredgecolor="black", linestyle="none")]
    _beside(ax, handles, ["the last day", "earliest to latest", "overdue"])
    _footing(ax, below, _below_axis(ax))
    return ax
