"""The curves of one run: its own part of them, along what is asked for."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.training.history import Curves, History
from desktop.views.curves.run_curves import Course, draw_own
from desktop.widgets.plot.line_plot import LinePlot


@pytest.fixture
def curves() -> Curves:
    history = History()
    for step in range(6):
        history.append(step=step, epoch=step / 2, seconds=step * 3.0, train_cost=1.0, test_cost=2.0, whole=step % 2)
    return history.curves()


def test_a_branch_begins_where_it_grew_out_of_another_run(curves: Curves) -> None:
    assert Course(curves, 0.0, "epochs", 10).first == 0
    assert Course(curves, 1.0, "epochs", 10).first == 2
    assert Course(curves, 1.2, "epochs", 10).first == 2


def test_estimates_are_told_apart_along_anything(curves: Curves, qtbot: QtBot) -> None:
    plot = LinePlot("Cost")
    qtbot.addWidget(plot)
    draw_own(plot, Course(curves, 1.0, "seconds", 10), "cost", "")
    x, y = plot.series()["test"]
    np.testing.assert_array_equal(x, [6, 9, 12, 15])
    np.testing.assert_array_equal(y, [2.0] * 4)
    test = plot._curves["test"]
    assert [test.is_estimate(float(at)) for at in x] == [True, False, True, False]


def test_images_held_out_have_a_curve_of_their_own_until_a_run_without_such_comes(curves: Curves, qtbot: QtBot) -> None:
    plot, history = LinePlot("Cost"), History()
    qtbot.addWidget(plot)
    for step in range(4):
        history.append(
            step=step, epoch=step, seconds=step, train_cost=1.0, test_cost=2.0, validation_cost=3.0 - step, whole=1,
            validation_accuracy=0.5,
        )  # fmt: skip
    draw_own(plot, Course(history.curves(), 0.0, "epochs", 10), "cost", "")
    assert list(plot.series()) == ["training", "test", "validation"]
    np.testing.assert_array_equal(plot.series()["validation"][1], [3.0, 2.0, 1.0, 0.0])
    assert plot._curves["validation"].dash, "told by its line as well as by its color"
    draw_own(plot, Course(curves, 0.0, "epochs", 10), "cost", "")
    assert list(plot.series()) == ["training", "test"]
