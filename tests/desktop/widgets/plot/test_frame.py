"""FrameLayer: the room that is left for the curves, and labels that do not meet."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot

from desktop.look.contrast import mix
from desktop.look.theme import LIGHT
from desktop.widgets.plot.frame import AxisNames, Band, FrameLayer
from desktop.widgets.plot.scale import Scale
from tests.desktop.helpers import pixels_of


@pytest.fixture
def frame(qtbot: QtBot) -> FrameLayer:
    made = FrameLayer(AxisNames("epoch", "Cost"))
    made.theme = LIGHT
    return made


def painted(frame: FrameLayer) -> QImage:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    frame.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    return image


def test_the_curves_get_what_the_labels_leave(frame: FrameLayer) -> None:
    area = QRectF(0, 0, 400, 300)
    inner = frame.resize(area)
    assert area.contains(inner)
    assert inner.width() > 300
    low = frame.resize(QRectF(0, 0, 400, 60))  # without the name of x
    assert 60 - low.bottom() < 300 - inner.bottom()


@pytest.mark.parametrize("width", [60, 200, 380])
def test_labels_of_x_keep_apart(frame: FrameLayer, width: float) -> None:
    frame.resize(QRectF(0, 0, 400, 300))
    labels = frame.x_labels(Scale(QRectF(0, 0, width, 200), 0.0, 100.0, 0.0, 1.0))
    half = [QFontMetricsF(frame.font).horizontalAdvance(text) / 2 for _x, text in labels]
    ends = [(x - reach, x + reach) for (x, _text), reach in zip(labels, half, strict=True)]
    assert labels[0][1] == "0"
    assert all(left[1] < right[0] for left, right in zip(ends, ends[1:], strict=False))


def test_a_band_is_shaded_unless_there_is_nothing_to_compare_it_with(frame: FrameLayer) -> None:
    inner = frame.resize(QRectF(0, 0, 400, 300))
    frame.scale_shown = Scale(inner, 0.0, 10.0, 0.0, 1.0)
    frame.band = Band(0.4, 0.6, "good")
    shade = mix(LIGHT.surface, LIGHT.success, 0.14)
    assert pixels_of(painted(frame), shade) > 0.1 * inner.width() * inner.height()
    frame.empty_text = "Nothing yet."
    assert pixels_of(painted(frame), shade) == 0
