"""The names of earlier runs: the latest where there is little room, and every one in full in a picture."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.legend_names import DASHED_LINE, NO_ONE, name_earlier, short_names

RUNS = [Curve(str(number), f"784-{number}-10, rate 0.1, momentum", "test", is_faint=True) for number in range(12)]


@pytest.fixture
def metrics(qtbot: QtBot) -> QFontMetricsF:
    return QFontMetricsF(QFont())


def test_the_latest_come_first_and_how_many_more_there_are_is_said(metrics: QFontMetricsF) -> None:
    named = name_earlier(RUNS, "", metrics, 500, 1)
    assert named.rows == 1
    assert [curve for curve, _name, _row, _x in named.names] == RUNS[: len(named.names)]
    ((_row, more, _x),) = named.texts
    assert more == f"and {len(RUNS) - len(named.names)} more"
    assert name_earlier(RUNS, "", metrics, 500, 0) is NO_ONE


@pytest.mark.parametrize("width", [150, 400, 960])
def test_all_are_named_in_rows_and_none_meet(metrics: QFontMetricsF, width: int) -> None:
    named = name_earlier(RUNS, "one is left out", metrics, width, None)
    assert [curve for curve, _name, _row, _x in named.names] == RUNS
    ends: dict[int, float] = {}
    for curve, name, row, x in named.names:
        assert x >= ends.get(row, 0)
        ends[row] = x + DASHED_LINE + metrics.horizontalAdvance(name)
        assert ends[row] <= width + 1
        assert name == curve.label or width == 150
    assert named.texts == [(named.rows - 1, "one is left out", 8.0)]
    assert named.rows == len(ends) + 1


def test_without_any_there_is_nothing(metrics: QFontMetricsF) -> None:
    for rows in (None, 3):
        assert name_earlier([], "", metrics, 300, rows).rows == 0


LESSON = "4 One by one, or all at once: "
KINDS = ["one by one", "all at once", "one by one, half the rate"]


def test_runs_of_one_lesson_are_told_apart_without_its_name(metrics: QFontMetricsF) -> None:
    short = short_names([LESSON + kind for kind in KINDS], metrics, 110)
    assert short[:2] == KINDS[:2]
    assert len(set(short)) == 3
    assert all(metrics.horizontalAdvance(name) <= 110 for name in short)


def test_runs_of_a_lesson_among_others_are_told_apart_by_their_ends(metrics: QFontMetricsF) -> None:
    short = short_names([LESSON + KINDS[0], "784-30-10", LESSON + KINDS[1]], metrics, 110)
    assert len(set(short)) == 3
    assert short[1] == "784-30-10"
    for name, kind in ((short[0], "one"), (short[2], "once")):
        assert name.startswith("4")
        assert name.endswith(kind)


def test_names_that_only_differ_at_their_ends_are_told_apart(metrics: QFontMetricsF) -> None:
    short = short_names([f"a network of many settings, rate {rate}" for rate in (1, 2)], metrics, 110)
    assert [name[-1] for name in short] == ["1", "2"]


def test_a_name_that_fits_is_whole_and_a_long_one_is_cut_at_its_end(metrics: QFontMetricsF) -> None:
    assert short_names(["a: b", "a: c"], metrics, 110) == ["a: b", "a: c"]
    assert short_names(["momentum and the rest of it"], metrics, 80)[0].startswith("mome")
