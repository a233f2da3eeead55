"""Drawing without a mouse: the arrow keys move the pen, the space bar puts it down; and pens that feel pressure."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.ink.canvas import InkCanvas
from desktop.widgets.ink.sheet import Tool

Key = Qt.Key


@pytest.fixture
def canvas(qtbot: QtBot) -> InkCanvas:
    made = InkCanvas(LIGHT)
    qtbot.addWidget(made)
    made.resize(202, 202)
    made.show()
    return made


def press(canvas: InkCanvas, *keys: Key) -> None:
    for key in keys:
        QTest.keyClick(canvas, key)


def test_keys_draw_a_stroke_from_the_middle(canvas: InkCanvas) -> None:
    press(canvas, Key.Key_Space, *[Key.Key_Right] * 4, Key.Key_Space)
    (stroke,) = canvas.strokes
    np.testing.assert_allclose(stroke[0], (0.5, 0.5))
    np.testing.assert_allclose(stroke[-1], (0.6, 0.5))


def test_keys_move_without_drawing_while_the_pen_is_up(canvas: InkCanvas) -> None:
    press(canvas, Key.Key_Down, Key.Key_PageUp)
    assert canvas.is_empty
    press(canvas, Key.Key_Space, Key.Key_Space)
    np.testing.assert_allclose(canvas.strokes[0], [(0.525, 0.5)])


def test_keys_stop_at_the_edge(canvas: InkCanvas) -> None:
    press(canvas, Key.Key_Space, *[Key.Key_Home] * 50, Key.Key_Space)
    assert canvas.strokes[0].min() == 0.0


def test_a_mouse_over_the_pad_does_not_draw_while_the_keys_do(canvas: InkCanvas) -> None:
    press(canvas, Key.Key_Space)
    QTest.mouseMove(canvas, QPoint(20, 20))
    press(canvas, Key.Key_Right, Key.Key_Space)
    assert len(canvas.strokes[0]) == 2


def test_a_press_of_the_mouse_ends_the_stroke_of_the_keys(canvas: InkCanvas) -> None:
    press(canvas, Key.Key_Space, Key.Key_Right)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    assert len(canvas.strokes) == 2


def test_a_pad_that_is_hidden_ends_its_stroke(qtbot: QtBot, canvas: InkCanvas) -> None:
    press(canvas, Key.Key_Space, Key.Key_Right)
    with qtbot.waitSignal(canvas.stroke_finished):
        canvas.hide()


def drawn_with(canvas: InkCanvas, pressure: float) -> QImage:
    """Return the pad after a stroke of a pen with the given pressure."""
    canvas.clear()
    kinds = QEvent.Type
    for kind, x in ((kinds.TabletPress, 40.0), (kinds.TabletMove, 100.0), (kinds.TabletMove, 160.0)):
        QApplication.sendEvent(canvas, _pen_event(kind, QPointF(x, 100.0), pressure))
    QApplication.sendEvent(canvas, _pen_event(kinds.TabletRelease, QPointF(160.0, 100.0), 0.0))
    return canvas.grab().toImage()


def _pen_event(
    kind: QEvent.Type, place: QPointF, pressure: float, device: QPointingDevice | None = None
) -> QTabletEvent:
    left = Qt.MouseButton.LeftButton  # held down as well: Qt drops the moves of a pen that only hovers
    device = device or QPointingDevice.primaryPointingDevice()
    assert isinstance(device, QInputDevice)
    return QTabletEvent(kind, device, place, place, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, left, left)


def ink_in(image: QImage) -> int:
    dark = 128 * 3
    pixels = (image.pixelColor(x, y) for x in range(10, image.width() - 10) for y in range(60, 140))
    return sum(color.red() + color.green() + color.blue() < dark for color in pixels)


def test_a_pen_pressed_harder_leaves_a_wider_line(canvas: InkCanvas) -> None:
    light, hard = ink_in(drawn_with(canvas, 0.1)), ink_in(drawn_with(canvas, 1.0))
    assert hard > 1.5 * light
    assert [len(stroke) for stroke in canvas.strokes] == [3]


def test_the_eraser_at_the_end_of_a_pen_erases_whatever_the_tool(canvas: InkCanvas) -> None:
    drawn_with(canvas, 0.7)
    end = QPointingDevice(
        "pen's end",
        7,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Eraser,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
    )
    for kind, y in (
        (QEvent.Type.TabletPress, 60.0),
        (QEvent.Type.TabletMove, 140.0),
        (QEvent.Type.TabletRelease, 140.0),
    ):
        QApplication.sendEvent(canvas, _pen_event(kind, QPointF(100.0, y), 0.5, end))
    assert len(canvas.strokes) == 2
    drawn_with(canvas, 0.7)
    assert len(canvas.strokes) == 1


def test_keys_erase_with_the_eraser(canvas: InkCanvas) -> None:
    press(canvas, Key.Key_Space, *[Key.Key_Right] * 8, Key.Key_Space)
    canvas.set_tool(Tool.ERASER)
    press(canvas, *[Key.Key_Left] * 4, Key.Key_Space, Key.Key_Space)
    assert len(canvas.strokes) == 2
