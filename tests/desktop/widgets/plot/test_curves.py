"""Dashed curves: cut by hand, and painted once while only the run at hand goes on."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.look import run_look
from desktop.look.theme import LIGHT
from desktop.widgets.plot.curves import dashed
from desktop.widgets.plot.line_plot import LinePlot


def test_dashes_follow_the_line_round_its_corners():
    pieces = dashed(np.array([0.0, 6.0, 6.0]), np.array([0.0, 0.0, 8.0]), (4.0, 3.0))
    # Of fourteen pixels the first four, and those from seven to eleven, are drawn.
    np.testing.assert_allclose(pieces, [[0, 0, 4, 0], [6, 1, 6, 5]])


@pytest.mark.parametrize("dash", [run_look.dash(which) for which in range(4)])
def test_as_much_is_drawn_as_the_pattern_says(dash: tuple[float, ...]):
    rng = np.random.default_rng(0)
    x, y = np.arange(400.0), rng.normal(size=400) * 10
    pieces = dashed(x, y, dash)
    drawn = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]).sum()
    length = np.hypot(np.diff(x), np.diff(y)).sum()
    assert abs(drawn / length - sum(dash[::2]) / sum(dash)) < 0.02


def test_runs_that_follow_one_another_look_different():
    looks = [(run_look.color(which), run_look.dash(which)) for which in range(20)]
    assert len(set(looks)) == 20
    assert len({dash for _color, dash in looks[:4]}) == 4  # without color


@pytest.fixture
def plot(qtbot: QtBot) -> LinePlot:
    plot = LinePlot("Cost")
    qtbot.addWidget(plot)
    plot.set_theme(LIGHT)
    plot.resize(400, 200)
    x = np.linspace(0, 10, 30)
    plot.set_series("test", x, np.exp(-x), color="test", label="test")
    plot.show()
    return plot


@pytest.mark.parametrize("size", [30, 3000])
def test_what_changes_about_another_run_is_seen(plot: LinePlot, size: int):
    x = np.linspace(0, 10, size)
    pictures = [plot.grab().toImage()]

    def show(color: int, height: float, dash: tuple[float, ...]) -> None:
        plot.set_series(
            "earlier", x, height * np.exp(-x), color=run_look.color(color), label="a", is_faint=True, dash=dash
        )
        pictures.append(plot.grab().toImage())

    show(0, 0.5, ())
    show(0, 0.5, run_look.dash(1))
    show(1, 0.5, run_look.dash(1))
    plot.remove_series("earlier")
    for before, after in zip(pictures, pictures[1:], strict=False):
        assert before != after
    assert plot.grab().toImage() == pictures[0]
