"""The curve with a dot on it: the dot is on the curve, and what is no number leaves it out."""

import math

import numpy as np
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK
from desktop.widgets.plot.curve_dot import CurveDot


def test_the_dot_is_on_the_curve_and_its_numbers_are_told(qtbot: QtBot) -> None:
    curve = CurveDot()
    qtbot.addWidget(curve)
    curve.resize(240, 400)
    x = np.linspace(-6, 6, 61)
    curve.show_curve(x, np.tanh(x), (-1.0, math.tanh(-1), 1 - math.tanh(-1) ** 2))
    assert curve.accessibleDescription() == "At −1 the curve is −0.762, with a slope of 0.42."
    dot, left, right = curve.point(-1.0, math.tanh(-1)), curve.point(-6, -1), curve.point(6, 1)
    assert left.x() < dot.x() < right.x()
    assert right.y() < dot.y() < left.y() < 240  # no higher than wide
    shown = curve.grab().toImage()
    assert shown.pixelColor(dot.toPoint()).name() == curve._theme.test
    curve.set_theme(DARK)
    curve.show_curve(x, np.maximum(x, 0), (math.nan, math.nan, 0.0))
    assert curve.accessibleDescription() == ""
    assert curve.grab().toImage().pixelColor(dot.toPoint()).name() != DARK.test
    curve.show_curve(x, np.zeros(61), (0.0, 0.0, 0.0))  # as flat as can be
    curve.grab()
