# SPDX-License-Identifier: Apache-2.0
"""comity.plot: what is drawn is what the data says, whatever the labels are."""

import subprocess
import sys
import warnings
from datetime import date, timedelta
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb
from matplotlib.text import Text

import comity
from comity import plot

DATA = Path(__file__).resolve().parents[2] / "examples" / "data"
DAY = date(2020, 7, 1)
HOSTILE = ["$\\frac{", "$x^2$", "\\$", "_hidden", "%s {0} {x}", "שלום עולם", "\u202eabc\u202c", "a" + "\u0301" * 10_000, "x" * 5_000, "a\0b", "a\ud800b", "two\nlines", "", " "]


@pytest.fixture(autouse=True)
def nothing_left_changed():
    """Neither the settings, nor which figure is the current one where the axes were given."""
    before = dict(matplotlib.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        yield
    assert dict(matplotlib.rcParams) == before
    pyplot.close("all")


@pytest.fixture
def ax():
    figure, axes = pyplot.subplots(figsize=(8, 6), layout="constrained")
    return axes


@pytest.fixture(scope="module")
def register():
    """Six requests of 2020: two granted, one refused, three open; of which one is the other way round."""
    registry = comity.open(":memory:")
    for number, (requesting, requested, made, what, on) in enumerate([
        ("RU", "GB", date(2020, 1, 10), "granted", date(2020, 2, 9)),  # 30 days
        ("RU", "GB", date(2020, 1, 20), "granted", date(2020, 3, 20)),  # 60 days
        ("RU", "GB", date(2020, 2, 1), None, None),
        ("RU", "GB", date(2020, 4, 1), "refused", date(2020, 6, 30)),  # 90 days
        ("RU", "GB", date(2019, 6, 1), None, None),
        ("GB", "RU", date(2020, 5, 1), None, None),
    ]):
        id = registry.file(comity.Request(kind="extradition", requesting=requesting, requested=requested, reference=f"{number}", made_on=made))
        if what:
            registry.record(id, what, on=on)
    yield registry
    registry.close()


@pytest.fixture(scope="module")
def view(register):
    return register.snapshot(as_of=DAY)


@pytest.fixture(scope="module")
def cases():
    with comity.open(":memory:") as registry:
        registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml")
        yield registry


def drawn(ax):
    """Drawn indeed: mathematics and fonts are looked at only then."""
    ax.figure.canvas.draw()
    return [text.get_text() for text in ax.findobj(Text) if text.get_text().strip()]


def heights(container):
    return [patch.get_height() for patch in container]


def widths(container):
    return [patch.get_width() for patch in container]


# ---- survival --------------------------------------------------------------------------------------------------------


def test_the_steps_are_those_of_the_curve(ax):
    curve = comity.kaplan_meier([9, 13, 13, 18, 23], [True, True, False, True, True])
    assert plot.survival(curve, ax=ax) is ax
    steps = ax.lines[0]
    assert steps.get_drawstyle() == "steps-post"
    assert list(steps.get_xdata()) == [0, 9, 13, 18, 23]
    assert np.allclose(steps.get_ydata(), [1, 0.8, 0.6, 0.3, 0])
    censored = next(line for line in ax.lines if line.get_marker() == "|")
    assert list(censored.get_xdata()) == [13] and np.allclose(censored.get_ydata(), [0.6])
    band = ax.collections[0].get_paths()[0].vertices
    assert np.isclose(band[:, 1].min(), np.nanmin(curve.lower)) and band[:, 1].max() == 1
    assert "Days" in drawn(ax)


def test_numbers_at_risk_stand_below_their_ticks(ax):
    curve = comity.kaplan_meier([9, 13, 13, 18, 23], [True, True, False, True, True])
    plot.survival(curve, ax=ax, ticks=[0, 9, 10, 13, 20, 24])
    ax.figure.canvas.draw()
    at_risk = {}
    for note in ax.texts:
        if note.get_text().isdigit():
            at_risk[note.xy[0]] = int(note.get_text())
            box = note.get_window_extent()
            assert np.isclose((box.x0 + box.x1) / 2, ax.transData.transform((note.xy[0], 0))[0], atol=1.5)
            assert box.y1 < ax.get_window_extent().y0
    assert at_risk == {0: 5, 9: 5, 10: 4, 13: 4, 20: 1, 24: 0}


def test_groups_differ_otherwise_than_by_colour(ax):
    curves = comity.kaplan_meier([1, 2, 3, 4, 5, 6, 7, 8], [True] * 8, group=list("aabbccdd"))
    plot.survival(curves, ax=ax)
    steps = [line for line in ax.lines if line.get_drawstyle() == "steps-post"]
    assert len({line.get_linestyle() if line.get_linestyle() != "--" else line._dash_pattern[1].__repr__() for line in steps}) == 4
    assert len({band.get_hatch() for band in ax.collections}) == 4
    lightness = [0.299 * r + 0.587 * g + 0.114 * b for r, g, b in map(to_rgb, (line.get_color() for line in steps))]
    assert all(abs(one - other) > 0.05 for one, other in zip(lightness, lightness[1:]))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list("abcd")


def test_the_curve_of_a_snapshot(ax, view):
    table = view.waiting_curve("answer", by=["requesting"])
    plot.survival(table, ax=ax)
    rows = [row for row in (table[i] for i in range(len(table))) if row["requesting"] == "RU"]
    steps = next(line for line in ax.lines if line.get_drawstyle() == "steps-post" and line.get_xdata()[-1] == rows[-1]["days"])
    assert list(steps.get_xdata()[1:]) == [row["days"] for row in rows]
    assert list(steps.get_ydata()[1:]) == [row["still_waiting"] for row in rows]
    words = " ".join(drawn(ax)).replace("\n", " ")
    assert table.definition in words and table.digest in words and table.title in words


def test_what_is_no_curve_is_refused(view, ax):
    with pytest.raises(comity.bad_input, match="waiting_curve"):
        plot.survival(view.ageing(), ax=ax)
    with pytest.raises(TypeError, match="SurvivalCurve"):
        plot.survival([1, 2], ax=ax)
    with pytest.raises(TypeError, match="Deadlines"):
        plot.deadlines_ahead([], ax=ax)
    with pytest.raises(TypeError, match="Table"):
        plot.ageing(None, ax=ax)


# ---- stock and flow --------------------------------------------------------------------------------------------------


def test_what_came_in_stands_above_and_what_went_out_below(view, ax):
    table = view.flow((date(2020, 1, 1), DAY - timedelta(1)), step="month", requesting="RU")
    assert plot.stock_flow(table, ax=ax) is ax
    new, granted, refused = ax.containers
    assert heights(new) == [2, 1, 0, 1, 0, 0]
    assert heights(granted) == [0, -1, -1, 0, 0, 0]
    assert heights(refused) == [0, 0, 0, 0, 0, -1]
    stock = ax.lines[0]
    assert list(stock.get_xdata()) == [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    assert list(stock.get_ydata()) == [1, 3, 3, 2, 3, 3, 2]
    assert len({container[0].get_hatch() for container in ax.containers}) == 3
    assert "2020-03" in drawn(ax)
    low, high = ax.get_ylim()
    assert low < -1 and high > 3


def test_steps_have_the_names_of_years_and_quarters(view, ax):
    plot.stock_flow(view.flow((date(2019, 1, 1), date(2020, 6, 30)), step="quarter"), ax=ax)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2019 Q1", "2019 Q2", "2019 Q3", "2019 Q4", "2020 Q1", "2020 Q2"]
    other = pyplot.figure(layout="constrained").add_subplot()
    plot.stock_flow(view.flow((date(2019, 1, 1), date(2020, 6, 30))), ax=other)
    assert [label.get_text() for label in other.get_xticklabels()] == ["2019", "2020-01-01\nto 2020-06-30"]


def test_one_series_is_drawn_and_several_are_refused(view, ax):
    with pytest.raises(comity.bad_input, match="2 series"):
        plot.stock_flow(view.flow("2019", by=["requesting"]), ax=ax)


def test_what_is_held_back_is_no_zero(view, ax):
    plot.stock_flow(view.flow((date(2020, 1, 1), date(2020, 3, 31)), step="month", hold_back_below=10), ax=ax)
    assert drawn(ax).count("c") == 3
    assert np.isnan(ax.lines[0].get_ydata()).all()
    other = pyplot.figure(layout="constrained").add_subplot()
    plot.ageing(view.ageing(hold_back_below=10), ax=other)
    assert drawn(other).count("c") == 2 and not any(any(widths(container)) for container in other.containers)


# ---- ageing, reciprocity ---------------------------------------------------------------------------------------------


def test_the_longest_list_comes_first(view, ax):
    assert plot.ageing(view.ageing(), ax=ax) is ax
    assert [label.get_text() for label in ax.get_yticklabels()] == ["RU → GB, extradition", "GB → RU, extradition"]
    assert [widths(container) for container in ax.containers] == [[0, 1], [1, 0], [0, 0], [1, 0], [0, 0]]
    assert sum(patch.get_x() + patch.get_width() for patch in ax.containers[-1]) == 3
    assert ax.yaxis_inverted()


def test_groups_beyond_the_most_are_said_to_be_left_out(view, ax):
    plot.ageing(view.ageing(), ax=ax, most=1)
    assert len(ax.get_yticks()) == 1 and "Left out: 1 groups" in " ".join(drawn(ax)).replace("\n", " ")


def test_two_directions_side_by_side(view, ax):
    table = view.reciprocity("RU", "GB")
    assert plot.reciprocity(table, ax=ax) is ax
    left, right = ax.containers
    assert widths(left) == [-5, -3, -2, -2, -1] and widths(right) == [1, 0, 1, 0, 0]
    assert left[0].get_hatch() != right[0].get_hatch()
    words = " ".join(drawn(ax)).replace("\n", " ")
    assert "RU asks GB" in words and "GB asks RU" in words and "3 (60\N{NO-BREAK SPACE}%)" in words and "not yet half answered" in words


# ---- deadlines -------------------------------------------------------------------------------------------------------


def test_a_timeline_from_the_day_on(cases, ax):
    day = date(2017, 11, 7)
    deadlines = cases.deadlines(day)
    assert plot.deadlines_ahead(deadlines, ax=ax) is ax
    labels = [label.get_text().split("\n")[0] for label in ax.get_yticklabels()]
    assert labels[-4:] == ["be-eaw-law 16(1), (5)", "eaw-2002 17(3)", "be-eaw-law 19(1)", "be-eaw-law 19(2)"]
    assert labels == [due.provision for due in sorted((due for due in deadlines if due.open and due.last_day), key=lambda due: due.latest)][: len(labels) - 4] + labels[-4:]
    words = " ".join(drawn(ax)).replace("\n", " ")
    assert "2017-11-20, court" in words and "2018-01-03 or 2018-01-04" in words and "overdue since 2017-11-06" in words
    days = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D"]
    assert [date(1970, 1, 1) + timedelta(int(at)) for at in days] == [date(2017, 11, 20), date(2018, 1, 4), date(2018, 2, 5)]
    (bar,) = ax.containers[0]
    assert bar.get_width() == 1 and date(1970, 1, 1) + timedelta(int(bar.get_x())) == date(2018, 1, 3)
    assert len([line for line in ax.lines if line.get_marker() == "<"]) == len(labels) - 4


def test_what_has_no_day_is_said(cases, ax):
    plot.deadlines_ahead(cases.deadlines(date(2016, 1, 1)), ax=ax, most=1)
    words = " ".join(drawn(ax))
    still = [due for due in cases.deadlines(date(2016, 1, 1)) if due.open]
    without = sum(due.last_day is None for due in still)
    assert (f"Without a day: {without}" in words) == (without > 0)
    assert f"Left out: {len(still) - without - 1} that are overdue" in words


# ---- whatever is given -----------------------------------------------------------------------------------------------


def test_nothing_is_a_picture_too(register):
    nobody = register.snapshot(as_of=DAY, requesting="AQ")
    for made in (
        plot.survival(nobody.waiting_curve("answer")), plot.survival({}), plot.survival(comity.kaplan_meier([], [])), plot.stock_flow(nobody.flow("2019")),
        plot.ageing(nobody.ageing()), plot.ageing(nobody.ageing(by=[])), plot.reciprocity(nobody.reciprocity("AQ", "FR")), plot.deadlines_ahead(nobody_due(register)),
    ):
        assert drawn(made)


def nobody_due(register):
    return register.deadlines(DAY, 0)


def test_text_from_outside_is_drawn_as_it_stands(ax):
    curves = {label: comity.kaplan_meier([1 + place, 2, 3], [True] * 3) for place, label in enumerate(HOSTILE)}
    plot.survival(curves, ax=ax, unit="$\\frac{ days")
    words = drawn(ax)
    assert "$\\frac{" in words and "$x^2$" in words and "_hidden" in words and "\\$" in words
    assert not any("\u202e" in word or len(word) > 1200 for word in words)
    assert all(not text.get_parse_math() for text in ax.get_legend().get_texts())


def test_references_from_outside_too(ax):
    with comity.open(":memory:") as registry:
        for number, label in enumerate(HOSTILE):
            reference = label.encode("ascii", "ignore").decode().replace("\0", "").replace("\n", " ")[:150].strip()
            id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", basis=["ets-24"], reference=reference, made_on=date(2020, 3, 2),
                                              requested_authority=comity.Authority("$\\frac{ " + "".join(filter(str.isprintable, label))[:150])))
            registry.record(id, "provisional_arrest", on=date(2020, 3, 10) + timedelta(number))
        plot.deadlines_ahead(registry.deadlines(date(2020, 4, 1)), ax=ax)
        drawn(ax)
        other = pyplot.figure(figsize=(12, 12), layout="constrained").add_subplot()
        plot.ageing(registry.snapshot(as_of=date(2020, 4, 1)).ageing(by=["requested_authority"], definition="decision"), ax=other)
        assert any(word.startswith("$\\frac{ _hidden") for word in drawn(other))


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9999, 12, 1), date(1400, 1, 1)])
def test_the_first_and_the_last_days_there_are(cases, ax, day):
    deadlines = cases.deadlines(day)
    plot.deadlines_ahead(deadlines, ax=ax)
    assert any("overdue since 2013-02-06" in word for word in drawn(ax)) == (day.year == 9999)


def test_without_axes_there_is_a_new_figure_and_with_them_there_is_none(view, ax):
    before = pyplot.get_fignums()
    plot.ageing(view.ageing(), ax=ax)
    assert pyplot.get_fignums() == before
    assert plot.ageing(view.ageing()).figure.number not in before


def test_part_of_a_figure(view):
    left, right = pyplot.figure(figsize=(12, 5), layout="constrained").subfigures(1, 2)
    plot.reciprocity(view.reciprocity("RU", "GB"), ax=left.subplots())
    drawn(plot.stock_flow(view.flow("2019", step="month"), ax=right.subplots()))


def test_matplotlib_is_loaded_when_it_is_asked_for():
    code = "import sys, comity; assert 'matplotlib' not in sys.modules and 'plot' in dir(comity); comity.plot.survival; assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'plots'"):
        comity.plots


def test_without_matplotlib_one_error_says_what_to_install():
    code = """
import sys
sys.modules["matplotlib"] = None  # as if it were not installed
import comity
for ask in (lambda: comity.plot, lambda: __import__("comity.plot")):
    try:
        ask()
        print("nothing")
    except ImportError as e:
        print(type(e).__name__, e)
"""
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(said) == 2 and all(line.startswith("ImportError comity.plot draws on matplotlib") and "pip install matplotlib" in line for line in said), said


def test_the_module_shows_what_it_offers_and_nothing_else():
    assert dir(plot) == plot.__all__ == ["ageing", "deadlines_ahead", "reciprocity", "stock_flow", "survival"]


@pytest.mark.parametrize("width", [5, 9, 14])
def test_what_stands_below_an_empty_picture_is_all_there(width):
    with comity.open(":memory:") as registry:
        view = registry.snapshot(DAY)
        pictures = [lambda ax: plot.survival(view.waiting_curve("answer"), ax=ax), lambda ax: plot.stock_flow(view.flow("2019"), ax=ax), lambda ax: plot.ageing(view.ageing(), ax=ax),
                    lambda ax: plot.reciprocity(view.reciprocity("RU", "GB"), ax=ax), lambda ax: plot.deadlines_ahead(registry.deadlines(DAY), ax=ax)]  # fmt: skip
        for picture in pictures:
            for dpi in (60, 100, 200):
                figure = pyplot.figure(figsize=(width, 5), dpi=dpi, layout="constrained")
                ax = picture(figure.add_subplot())
                figure.canvas.draw()
                for text in ax.texts:
                    box = text.get_window_extent()
                    assert box.x0 >= 0 and box.x1 <= figure.bbox.width and box.y0 >= 0 and box.y1 <= figure.bbox.height, text.get_text()
                assert ax.get_window_extent().x1 > 0.85 * figure.bbox.width or ax.get_legend()


def test_more_curves_than_anybody_could_tell_apart_are_refused_and_no_two_of_the_others_look_alike():
    _, ax = pyplot.subplots(figsize=(9, 14), layout="constrained")
    curves = {f"State {number}": comity.kaplan_meier([1.0 + number, 2.0], [True, True]) for number in range(30)}
    plot.survival(curves, ax=ax)
    drawn = {(line.get_color(), str(line._unscaled_dash_pattern)) for line in ax.lines if line.get_drawstyle() == "steps-post"}
    assert len(drawn) == 30
    with pytest.raises(comity.bad_input, match="31 curves"):
        plot.survival({**curves, "one more": comity.kaplan_meier([1], [True])}, ax=ax)
