# SPDX-License-Identifier: Apache-2.0
"""Figures: tables and columns as pandas and NumPy have them, survival as R has it, and HTML that shows what is there and runs nothing."""

import gc
import html.parser
import inspect
import pickle
import re
import uuid
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest

import comity
from conftest import DATA, TODAY, refused

# ---- every figure ----------------------------------------------------------------------------------------------------

PERIOD = "1998/2020"
FIGURES = {
    "requests": lambda view: view.requests(),
    "unanswered": lambda view: view.unanswered(definition="substantive"),
    "coverage_of_dates": lambda view: view.coverage_of_dates(),
    "coverage_of_requests": lambda view: view.coverage_of_requests(),
    "outcomes": lambda view: view.outcomes(),
    "compliance": lambda view: view.compliance(),
    "reminders": lambda view: view.reminders(by=["requesting"]),
    "questions": lambda view: view.questions(),
    "persons": lambda view: view.persons(),
    "complications": lambda view: view.complications(),
    "registration": lambda view: view.registration(),
    "feedback": lambda view: view.feedback(),
    "ageing": lambda view: view.ageing(by=["year", comity.Key.requesting], hold_back_below=2),
    "no_response": lambda view: view.no_response(at_least=timedelta(days=30)),
    "traffic": lambda view: view.traffic(PERIOD),
    "outcomes_by_year": lambda view: view.outcomes_by_year((date(1998, 1, 1), date(2020, 12, 31))),
    "items": lambda view: view.items(PERIOD),
    "refusals": lambda view: view.refusals(PERIOD),
    "amounts": lambda view: view.amounts(),
    "flow": lambda view: view.flow(PERIOD, step="year"),
    "stock": lambda view: view.stock("2020", by=["kind"], step=comity.Step.month),
    "time_to": lambda view: view.time_to("answer", by=["requesting", "requested"], within_days=[90, 365]),
    "waiting_curve": lambda view: view.waiting_curve("answer", limits="log-log"),
    "incidence": lambda view: view.incidence(after_days=[30, 365]),
    "item_times": lambda view: view.item_times(),
    "reciprocity": lambda view: view.reciprocity("US", "GB"),
    "ready_tables": lambda view: view.ready_tables("fatf", "GB"),
    "claim": lambda view: view.claim(comity.Claim(name="some", sentence="There were some.", counts="requests", at_least=1)),
}
each_figure = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(scope="module")
def empty():
    with comity.open(":memory:") as registry:
        return registry.snapshot(TODAY)


def tables_of(result):
    if isinstance(result, comity.ClaimResult):
        return [result.summary, *(reading.list for reading in result.readings)]
    return [result] if isinstance(result, comity.Table) else list(result)


def test_every_figure_of_a_snapshot_is_tried_here():
    assert {name for name in dir(comity.Snapshot) if not name.startswith("_") and callable(getattr(comity.Snapshot, name))} == set(FIGURES) | {"to_pandas"}


@each_figure
def test_a_figure_is_a_table_that_can_stand_alone_and_the_same_every_time(name, view, empty):
    for snapshot in (view, empty):
        for table in tables_of(FIGURES[name](snapshot)):
            assert table.name and table.title and len(table.digest) in (0, 64)
            assert len({column.name for column in table.columns}) == len(table.columns) > 0
            assert pickle.loads(pickle.dumps(table)) == table
            assert all(list(row) == [column.name for column in table.columns] for row in table)
        assert FIGURES[name](snapshot) == FIGURES[name](snapshot)


def same_cell(cell, shown, rough):
    """A cell of the table, and what the DataFrame has of it."""
    if cell is None:
        return shown is None or shown is pd.NaT or shown is pd.NA or shown != shown
    if isinstance(cell, float):
        return shown == pytest.approx(cell, nan_ok=True)
    if isinstance(cell, str) and isinstance(shown, str):
        return str(shown) == cell
    if isinstance(cell, date):
        return (shown.date() if isinstance(shown, pd.Timestamp) else shown.to_timestamp().date() if isinstance(shown, pd.Period) else shown) == cell
    if isinstance(cell, comity.When):
        return shown is pd.NaT and tuple(end.date() for end in rough) == (cell.earliest, cell.latest)
    return shown == cell and not isinstance(shown, bool)


@each_figure
def test_a_dataframe_has_what_the_table_has_cell_by_cell(name, view, empty):
    for snapshot in (view, empty):
        for table in tables_of(FIGURES[name](snapshot)):
            frame = table.to_pandas()
            assert len(frame) == len(table) and frame.attrs["definition"] == table.definition and frame.attrs["digest"] == table.digest
            for column in table.columns:
                shown, cells = frame[column.name], table[column.name]
                ends = [frame.get(f"{column.name}_{end}") for end in ("earliest", "latest")]
                for i, (cell, other) in enumerate(zip(cells, shown)):
                    assert same_cell(cell, other, [end[i] for end in ends if end is not None]), (column.name, cell, other)
                    assert table[i][column.name] == cell or cell != cell
                kinds = {type(cell) for cell in cells if cell is not None}
                if column.type == "date" and kinds <= {date, comity.When}:
                    assert shown.dtype.kind == "M" or isinstance(shown.dtype, pd.PeriodDtype)
                elif kinds == {int}:
                    assert shown.dtype == "Int64"
                elif kinds == {float}:
                    assert shown.dtype == "float64"
                elif kinds == {str} and column.type == "text":
                    assert isinstance(shown.dtype, pd.CategoricalDtype)


def test_a_count_that_is_held_back_is_not_shown_as_nought(view):
    """It is a letter in a column of numbers, alone or beside numbers."""
    table = view.ageing(by=["year", "requesting"], hold_back_below=3)
    held = [column.name for column in table.columns if column.type == "integer" and any(isinstance(cell, str) for cell in table[column.name])]
    assert held
    for name in held:
        assert list(table.to_pandas()[name]) == list(table[name])


def test_rows_and_columns_are_got_as_of_a_sequence(view):
    table = view.requests()
    rows = list(table)
    assert len(rows) == len(table) > 5 and table[-1] == rows[-1] and table[0] == rows[0]
    assert table["kind"] == tuple(row["kind"] for row in rows)
    with pytest.raises(IndexError):
        table[len(table)]
    with pytest.raises(KeyError, match="there is no column 'x'; there are"):
        table["x"]
    assert table == view.requests() and table != view.outcomes() and hash(table) == hash(view.requests())


def test_wrong_arguments_say_what_would_be_accepted(view):
    refused(lambda: view.outcomes(by=["states"]), comity.bad_input, "states", "requesting")
    refused(lambda: view.flow("20"), comity.bad_input)
    refused(lambda: view.flow((date(2020, 1, 1), date(2019, 1, 1))), comity.bad_input, "ends before it begins")
    refused(lambda: view.flow(2020), TypeError, "a period")
    refused(lambda: view.flow("2020", step="week"), comity.bad_input, "month, quarter, year")
    refused(lambda: view.unanswered(definition="none"), comity.bad_input, "substantive")
    refused(lambda: view.time_to("nothing"), comity.error)
    refused(lambda: view.time_to("answer", confidence=2), comity.bad_input, "confidence")
    refused(lambda: view.reciprocity("GB", "XX1"), comity.bad_input)
    refused(lambda: view.ready_tables("oecd", "GB"), comity.bad_input, "fatf")


# ---- days of all sizes -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def odd_days():
    with comity.open(":memory:") as registry:
        for i, made_on in enumerate([date(1500, 1, 1), date(2020, 3, 2), comity.When("2009-08"), comity.When("2015~"), datetime(2021, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9)))]):
            registry.file(comity.Request(kind="service", requesting="XA", requested="XB", reference=str(i), made_on=made_on, review_on=date(9999, 12, 31)))
        return registry.snapshot(TODAY)


def test_rough_days_have_both_ends_and_far_days_are_no_error(odd_days):
    frame = odd_days.requests().to_pandas().set_index("reference")
    made = [column for column in frame if column.startswith("made")]
    assert len(made) == 3
    exact, earliest, latest = (frame[column] for column in made)
    assert isinstance(exact.dtype, pd.PeriodDtype)  # 1500 is out of the reach of nanoseconds
    assert exact["0"] == earliest["0"] == latest["0"] == pd.Period("1500-01-01", "D") or exact["0"] == pd.Period("1500-01-01", "D")
    assert exact["2"] is pd.NaT and (str(earliest["2"])[:10], str(latest["2"])[:10]) == ("2009-08-01", "2009-08-31")
    assert exact["3"] is pd.NaT and (str(earliest["3"])[:10], str(latest["3"])[:10]) == ("2015-01-01", "2015-12-31")
    whole = odd_days.to_pandas(references=True).set_index("reference")
    assert set(whole["review_on"].astype(str)) == {"9999-12-31"} and str(whole["made_earliest"]["0"]) == "1500-01-01"


# ---- columns ---------------------------------------------------------------------------------------------------------

TABLES = ["requests", "events", "parts", "limits", "clocks"]


def test_columns_share_the_memory_of_the_snapshot_and_cannot_be_written(view):
    columns = view.columns
    assert len(columns) == len(view) == len(columns.requests["known"])
    for table in TABLES:
        first, second = getattr(columns, table), getattr(view.columns, table)
        assert len(first)
        for name, array in first.items():
            assert not array.flags.owndata or array.size == 0
            assert array.size == 0 or np.shares_memory(array, second[name])
            assert not array.flags.writeable
            with pytest.raises(ValueError):
                array.setflags(write=True)
            with pytest.raises(ValueError):
                array[:] = array
        with pytest.raises(TypeError):
            first["x"] = 1
    with pytest.raises(ValueError):
        columns.basis[:] = 0


def test_columns_stay_when_everything_else_is_gone():
    registry = comity.open(":memory:")
    registry.import_csv(DATA / "landmark-cases.csv", DATA / "landmark-cases.toml")
    view = registry.snapshot(TODAY)
    arrays = {(table, name): array for table in TABLES for name, array in getattr(view.columns, table).items()}
    before = {place: array.copy() for place, array in arrays.items()}
    curve = comity.kaplan_meier(np.arange(1.0, 5000.0), np.ones(4999))
    survival, kept = curve.survival, curve.survival.copy()
    incidence = comity.cumulative_incidence(list(range(1, 5000)), ["a"] * 4999)["a"]
    probability = incidence.probability
    registry.close()
    del registry, view, curve, incidence
    gc.collect()
    rubbish = [np.full(10_000, 255, dtype="uint8") for _ in range(200)]
    for place, array in arrays.items():
        assert (array == before[place]).all(), place
    assert (survival == kept).all() and probability[-1] == pytest.approx(1)
    del rubbish


def test_what_the_columns_say_is_what_the_requests_table_says(view):
    columns, table = view.columns, view.requests()
    kinds, words = columns.vocabularies["requests.kind"], columns.words
    assert sorted(kinds[code] for code in columns.requests["kind"]) == sorted(map(str, table["kind"]))
    assert sorted(words[code] for code in columns.requests["requesting"]) == sorted(table["requesting"])
    assert sorted(columns.references) == sorted(row["reference"] or "" for row in table)
    frame = view.to_pandas(references=True)
    assert list(frame["reference"]) == list(columns.references) and len(frame) == len(view)
    assert sorted(frame["requesting"]) == sorted(table["requesting"]) and frame["open"].dtype == bool
    assert frame["requesting"].dtype == "category" and frame["made_latest"].dtype.kind == "M"


def test_an_empty_register_has_columns_and_frames_too(view, empty):
    for table in TABLES:
        assert all(len(array) == 0 for array in getattr(empty.columns, table).values())
    assert len(empty.to_pandas(references=True)) == 0 and len(empty.columns.basis) == 0
    assert list(empty.to_pandas()) == list(view.to_pandas())


# ---- parts of a table ------------------------------------------------------------------------------------------------


def test_a_table_is_taken_apart_as_a_pandas_user_expects(view):
    table = view.requests()
    rows = list(table)
    assert table[-1] == rows[-1] and table[-len(rows)] == rows[0]
    for slice_ in (slice(10), slice(5, None), slice(None, None, -1), slice(-3, None), slice(0, 0), slice(1, 9, 3)):
        part = table[slice_]
        assert type(part) is comity.Table and list(part) == rows[slice_] and part.columns == table.columns
        assert list(part.to_pandas()["reference"]) == list(table.to_pandas()["reference"])[slice_]
        if len(part) != len(table):
            assert part.notes[:-1] == table.notes and part.notes[-1].startswith(f"These are {len(part)} of its {len(table)} rows")
        assert pickle.loads(pickle.dumps(part)) == part and len(part._repr_html_()) > 0
    assert table[:] == table and table[:1] != table
    assert "reference" in table and "references" not in table and rows[0] in table and {} not in table
    for place in (len(rows), -len(rows) - 1):
        refused(lambda: table[place], IndexError, f"there are {len(rows)} rows")
    refused(lambda: table["references"], KeyError, "no column 'references'; there are")
    for wrong in (1.0, None, True, ["reference"], b"reference"):
        refused(lambda: table[wrong], TypeError, "a whole number (int), a slice or a column's name is needed")


def test_the_frame_of_deadlines_says_between_whom_and_what_to_do_and_how_long_there_is(landmark):
    day = date(2018, 5, 20)
    deadlines = landmark.deadlines(day)
    frame = deadlines.to_pandas()
    assert {"requesting", "requested", "next_step", "days_left", "provision", "status"} <= set(frame) and frame["days_left"].dtype == "Int64" and frame["requesting"].dtype == "category"
    assert len(frame) == len(deadlines) > 20
    for due, (_, row) in zip(deadlines, frame.iterrows()):
        assert (row["requesting"], row["requested"], row["next_step"]) == (due.requesting, due.requested, due.next_step)
        if due.open and due.earliest:
            assert row["days_left"] == (due.earliest - day).days
        else:
            assert row["days_left"] is pd.NA
    assert (frame["days_left"] < 0).any() and (frame["days_left"] > 0).any()
    assert set(deadlines[:0].to_pandas()) <= set(frame)


def test_an_id_out_of_a_frame_is_that_of_the_request(landmark, view):
    for frame, name in ((view.requests().to_pandas(), "id"), (view.to_pandas(references=True), "id"), (landmark.deadlines(TODAY).to_pandas(), "request")):
        ids = frame[name].map(uuid.UUID)
        assert set(ids) <= set(landmark) and landmark.dossier(frame[name][0]).id == ids[0]
    assert all("uuid.UUID" in cls.to_pandas.__doc__ for cls in (comity.Table, comity.Snapshot))


# ---- HTML ------------------------------------------------------------------------------------------------------------

NASTY = "<script>alert(1)</script> & \"q\" 'q'"


def parsed(text):
    """The tags of well-formed HTML."""
    tags, open_tags = [], []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            tags.append(tag)
            open_tags.append(tag)

        def handle_endtag(self, tag):
            assert open_tags.pop() == tag

    Reader().feed(text)
    assert not open_tags
    return tags


def test_html_shows_markup_and_marks_of_direction_as_text():
    with comity.open(":memory:") as registry:
        id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference=NASTY, basis=["ets-24"], made_on=date(2020, 3, 2), requesting_authority=comity.Authority(name=NASTY)))
        registry.record(id, "provisional_arrest", on=date(2020, 3, 10))
        dossier, view = registry.dossier(id), registry.snapshot(TODAY)
        shown = [dossier, dossier.deadlines(TODAY), dossier.deadlines(TODAY)[0], view.requests(), view.unanswered(), view.outcomes(by=["requesting_authority"]), comity.brief(registry, TODAY)]
        for value in shown:
            text = value._repr_html_()
            assert "<script>" not in text and "script" not in parsed(text)
    assert "&lt;script&gt;alert(1)" in dossier._repr_html_() and "&lt;script&gt;alert(1)" in view.requests()._repr_html_()
    table = view.requests()
    hidden = comity.Table._restored(("x\u202e", "\u2066t", "d\u200f", table.columns[:1], (("a\u202eb\0<b>",),), ("n\u2069",), None, "", ""))
    text = hidden._repr_html_()
    assert not any(mark in text for mark in "\u202e\u2066\u200f\u2069\0") and "<b>" not in text and "<bdi>" in text


@each_figure
def test_tables_print_as_tidy_html_empty_ones_too(name, view, empty):
    for snapshot in (view, empty):
        for table in tables_of(FIGURES[name](snapshot)):
            tags = parsed(table._repr_html_())
            assert tags.count("tr") == 1 + min(len(table), 60)
            if len(table) == 0:
                assert html.escape(table.if_empty) in table._repr_html_()


def test_long_tables_are_cut_and_say_so():
    with comity.open(":memory:") as registry:
        registry.file_many(comity.Request(kind="service", requesting="XA", requested="XB", reference=str(i), made_on=date(2020, 1, 1)) for i in range(75))
        assert "… and 15 more." in registry.snapshot(TODAY).requests()._repr_html_()


def test_deadlines_print_what_a_person_reads(landmark):
    deadlines = landmark.deadlines(date(2018, 5, 20))
    text = deadlines._repr_html_()
    headings = re.findall(r"<th [^>]*>(.*?)</th>", text)
    assert headings == ["Reference", "Provision", "Whose duty", "Earliest", "Latest", "Status", "Next step"]
    assert f"Deadlines as of {deadlines.as_of}" in text and text.count("<tr>") == 1 + min(len(deadlines), 60)
    first = re.findall(r"<bdi>(.*?)</bdi>", text)[:7]
    due = deadlines[0]
    assert first == [html.escape(str(word)) for word in (due.reference, due.provision, f"{due.binds} ({due.duty_of})", due.earliest, due.latest, due.status, due.next_step)]
    assert "None." in deadlines[:0]._repr_html_()


def test_a_definition_is_shown_in_full_and_a_long_cell_is_folded(view):
    longest = max((table for name in FIGURES for table in tables_of(FIGURES[name](view))), key=lambda table: len(table.definition))
    assert len(longest.definition) > 300 and html.escape(longest.definition) in longest._repr_html_()
    columns = (comity.Column(name="a", heading="A"),)
    cell = "word " * 200
    text = comity.Table._restored(("x", "t", "d " * 1000, columns, ((cell,), ("short",)), ("n " * 1000,), None, "", ""))._repr_html_()
    long, short = re.findall(r"<td style=\"(.*?)\">", text)
    assert "white-space:normal" in long and "max-width" in long and "white-space:nowrap" in short
    assert text.count("d d d") > 300 and text.count("n n n") > 300 and text.count("word") == 60


# ---- survival --------------------------------------------------------------------------------------------------------

# R: survival::aml (Miller 1997), and summary(survfit(Surv(time, status) ~ x, aml)), survdiff(…).
MAINTAINED = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
NOT_MAINTAINED = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]
TIMES, STATUS = MAINTAINED[0] + NOT_MAINTAINED[0], MAINTAINED[1] + NOT_MAINTAINED[1]
GROUP = ["Maintained"] * 11 + ["Nonmaintained"] * 12


def test_medians_and_limits_of_the_leukaemia_trial_are_those_that_r_prints():
    curves = comity.kaplan_meier(TIMES, STATUS, group=GROUP)
    assert list(curves) == ["Maintained", "Nonmaintained"]
    # R: 0.95LCL 18 and 8, no upper limit of the first, 0.95UCL NA and NA
    for name, median, lower in (("Maintained", 31, 18), ("Nonmaintained", 23, 8)):
        quantile = curves[name].quantile(0.5)
        assert (curves[name].median, quantile.at, quantile.lower) == (median, median, lower)
    assert curves["Maintained"].quantile(0.5).upper is None
    # R: summary(): at 9 days 0.909 (0.0867), limits 0.7541 to 1.000; at 13 days 0.818 (0.1163), 0.6192 to 1.000; at 48 days 0.184 (0.1535), 0.0359 to 0.944
    one = curves["Maintained"]
    for time, survival, std_error, lower, upper in ((9, 0.909, 0.0867, 0.7541, 1.0), (13, 0.818, 0.1163, 0.6192, 1.0), (48, 0.184, 0.1535, 0.0359, 0.944)):
        place = list(one.times).index(time)
        assert [one.survival[place], one.std_error[place], one.lower[place], one.upper[place]] == pytest.approx([survival, std_error, lower, upper], abs=5.1e-4)
        assert one.at(time) == one.survival[place]
    assert one.at(0) == 1 and list(one.at_risk) == [11, 10, 8, 7, 6, 5, 4, 3, 2, 1] and one.events.sum() == 7 and one.censored.sum() == 4


def test_the_log_rank_test_of_the_leukaemia_trial_is_that_which_r_prints():
    """R: survdiff: N 11 and 12, observed 7 and 11, expected 10.69 and 7.31; Chisq = 3.4 on 1 degrees of freedom, p = 0.07."""
    test = comity.log_rank(TIMES, STATUS, GROUP)
    assert [(group.name, group.size, group.observed, round(group.expected, 2)) for group in test.groups] == [("Maintained", 11, 7, 10.69), ("Nonmaintained", 12, 11, 7.31)]
    assert (round(test.chi_squared, 1), test.degrees_of_freedom, round(test.p_value, 2)) == (3.4, 1, 0.07)


def test_arrays_may_come_in_every_shape_that_pandas_users_have():
    wanted = comity.kaplan_meier(TIMES, STATUS)
    for durations, observed in [
        (np.array(TIMES), np.array(STATUS)), (np.array(TIMES, "float32"), np.array(STATUS, bool)), (pd.Series(TIMES), pd.Series(STATUS, dtype=bool)), (pd.Series(TIMES, dtype="Int64"), pd.Series(STATUS, dtype="boolean")),
        (tuple(TIMES), (s == 1 for s in STATUS)), (pd.to_timedelta(TIMES, unit="D"), STATUS), (pd.Series(pd.to_timedelta(TIMES, unit="D")), STATUS), ([timedelta(days=t) for t in TIMES], STATUS),
        (np.array(TIMES, "timedelta64[D]"), STATUS), (np.array(TIMES * 2)[::1][: len(TIMES)], STATUS), (np.array([TIMES, TIMES]).T[:, 0], STATUS), (np.array(TIMES, "uint8"), np.array(STATUS, "float64")),
    ]:  # fmt: skip
        assert comity.kaplan_meier(durations, observed) == wanted
    for group in (np.array(GROUP), pd.Series(GROUP), pd.Categorical(GROUP), iter(GROUP)):
        assert comity.kaplan_meier(TIMES, STATUS, group=group) == comity.kaplan_meier(TIMES, STATUS, group=GROUP)


def test_labels_stay_what_they_are():
    assert list(comity.kaplan_meier([1, 2, 3], [1, 1, 1], group=[2020, 2021, 2020])) == [2020, 2021]
    assert list(comity.kaplan_meier([1, 2], [1, 1], group=np.array([True, False]))) == [True, False]
    refused(lambda: comity.kaplan_meier([1, 2], [1, 1], group=np.array([1, "1"], dtype=object)), comity.bad_input, "two labels that look the same")


def test_cases_that_came_under_observation_late_are_at_risk_from_then_on():
    """Two of three entered after 2: at 1 only the first is at risk, so survival falls to 0 of it."""
    late = comity.kaplan_meier([1, 5, 6], [1, 1, 0], entry=[0, 2, 2])
    assert list(late.at_risk) == [1, 2, 1] and list(late.survival) == [0, 0, 0]
    assert comity.kaplan_meier([1, 5, 6], [1, 1, 0], entry=pd.Series([0, 0, 0])) == comity.kaplan_meier([1, 5, 6], [1, 1, 0])
    refused(lambda: comity.kaplan_meier([1, 5], [1, 1], entry=[1, 0]), comity.bad_input)
    refused(lambda: comity.kaplan_meier([1, 5], [1, 1], entry=[0]), comity.bad_input)


def test_outcomes_that_exclude_each_other_add_up():
    """Aalen and Johansen by hand: of four, one granted at 1, one censored at 2, one refused at 3, one granted at 4: 1/4 + 3/4·1/2 granted, 3/4·1/2 refused."""
    curves = comity.cumulative_incidence([1, 2, 3, 4], ["granted", None, "refused", "granted"])
    assert curves.outcomes == ("granted", "refused") and list(curves.times) == [1, 2, 3, 4] and list(curves.at_risk) == [4, 3, 2, 1]
    assert curves.at(4) == pytest.approx({"granted": 0.625, "refused": 0.375, None: 0})
    assert curves.at(2) == pytest.approx({"granted": 0.25, "refused": 0, None: 0.75})
    assert curves["refused"].probability[-1] == pytest.approx(0.375) and curves[None].probability[0] == pytest.approx(0.75)
    with pytest.raises(KeyError, match="none of the outcomes"):
        curves["withdrawn"]
    single = comity.cumulative_incidence(TIMES, STATUS)
    assert 1 - single[1].probability == pytest.approx(comity.kaplan_meier(TIMES, STATUS).survival)


@pytest.mark.parametrize("nothing", [None, float("nan"), 0, 0.0, np.int64(0), pd.NA, pd.NaT, np.nan, False])
def test_what_is_still_open_may_be_written_in_many_ways(nothing):
    assert comity.cumulative_incidence([1, 2, 3], ["a", nothing, "b"]) == comity.cumulative_incidence([1, 2, 3], ["a", None, "b"])


def test_outcomes_may_come_as_arrays_series_and_categories():
    wanted = comity.cumulative_incidence([1, 2, 3], ["a", None, "b"])
    for outcomes in (np.array(["a", None, "b"], dtype=object), pd.Series(["a", None, "b"]), pd.Categorical(["a", None, "b"]), pd.Series(["a", None, "b"], dtype="string"), iter(["a", None, "b"])):
        assert comity.cumulative_incidence([1, 2, 3], outcomes) == wanted
    assert comity.cumulative_incidence([1, 2, 3], pd.Series([1, None, 2])).outcomes == (1, 2)  # which pandas keeps as floats


@pytest.mark.parametrize(
    "durations, observed, error",
    [
        ([1, 2, 3], [1, 0], comity.bad_input), ([1, np.nan], [1, 0], comity.bad_input), ([1, np.inf], [1, 0], comity.bad_input), ([1, None], [1, 0], comity.bad_input), ([1, -1], [1, 0], comity.bad_input),
        (["1", "2"], [1, 0], TypeError), ([[1, 2]], [[1, 0]], comity.bad_input), ([1, 2], [[1], [0]], comity.bad_input), ([[1], [2, 3]], [1, 0], comity.bad_input), (5, [1], TypeError), ([1, 2], 5, TypeError),
        ("12", [1, 0], TypeError), ([1, 2], "10", TypeError), (None, None, TypeError), ([1, 2], [None, 1], comity.bad_input), ([1, 2], [2, 1], comity.bad_input), ([1, 2], [1.5, 1], comity.bad_input),
        ([1, 2], ["yes", "no"], comity.bad_input), ([1j, 2], [1, 0], TypeError), ([date(2020, 1, 1)], [1], TypeError), ([True, False], [1, 0], TypeError), (np.array(["2020-01-01"], "datetime64[D]"), [1], TypeError),
        (pd.Series([1, None], dtype="Int64"), [1, 0], (TypeError, comity.bad_input)), (pd.to_timedelta(["1 day", None]), [1, 0], comity.bad_input), ([timedelta(days=1), 2], [1, 0], (TypeError, comity.bad_input)),
        (np.array(5.0), np.array(1), (TypeError, comity.bad_input)), ([1, 2], np.array([1, np.nan]), comity.bad_input), ({1: 2}, [1], (TypeError, comity.bad_input)), ([10**400], [1], (TypeError, comity.bad_input)),
    ],
)  # fmt: skip
def test_what_is_no_row_of_durations_and_observations_is_refused(durations, observed, error):
    message = refused(lambda: comity.kaplan_meier(durations, observed), error)
    assert "0-d" not in message and "incompatible function arguments" not in message
    refused(lambda: comity.log_rank(durations, observed, ["a"] * 2), error)


@pytest.mark.parametrize("group", [["a"], 5, "ab", [["a"], ["b"]], ["a", None], ["a", float("nan")], [["a"], ["b", "c"]]])
def test_groups_that_are_none_are_refused(group):
    refused(lambda: comity.kaplan_meier([1, 2], [1, 1], group=group), (comity.bad_input, TypeError), "group")


def test_outcomes_that_are_none_are_refused():
    for outcomes in (["a"], "ab", 5, None, [["a"], ["b"]], np.array([["a"], ["b"]]), [{}, {}]):
        refused(lambda: comity.cumulative_incidence([1, 2], outcomes), (comity.bad_input, TypeError))


def test_a_curve_without_cases_is_flat():
    curve = comity.kaplan_meier([], [])
    assert len(curve) == 0 and curve.median is None and curve.at(5) == 1 and len(curve.survival) == 0
    refused(lambda: curve.quantile(2), comity.bad_input)
    assert comity.cumulative_incidence([], []).at(1) == {None: 1.0}


def test_a_key_alone_is_a_list_of_one_and_what_is_no_list_is_refused(view):
    assert view.outcomes(by="requesting") == view.outcomes(by=["requesting"])
    assert view.outcomes(by=comity.Key.year) == view.outcomes(by=["year"])
    for wrong in ({"requesting"}, {"requesting": 1}, 5):
        with pytest.raises(TypeError, match="a list of"):
            view.outcomes(by=wrong)
    with pytest.raises(comity.bad_input, match="is not a key"):
        view.outcomes(by="requestor")
    assert "within_90_days" in {column.name for column in view.time_to("answer", within_days=[90, 90]).columns}
    view.time_to("answer", within_days=[90, 90])._repr_html_()


def test_a_masked_array_says_of_some_rows_nothing_and_is_refused():
    masked = np.ma.array([1.0, 2.0, 999.0], mask=[0, 0, 1])
    with pytest.raises(comity.bad_input, match="masked"):
        comity.kaplan_meier(masked, [True] * 3)
    with pytest.raises(comity.bad_input, match="masked"):
        comity.kaplan_meier([1, 2, 3], np.ma.array([True, True, False], mask=[0, 0, 1]))
    with pytest.raises(comity.bad_input, match="masked"):
        comity.count_many("P1D", starts=np.ma.array(["2020-01-01"], dtype="datetime64[D]", mask=[1]), counting="uk-after")
