"""One stroke is one stroke, whatever a system tells twice of a pen or a finger."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.widgets.ink.canvas import InkCanvas
from desktop.widgets.ink.sheet import Tool
from desktop.widgets.ink.turns import Device, Turns

LEFT, NO_BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
TABLET = (QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease)
MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)
PLACES = ((40, 40), (100, 60), (160, 150))
NOT_MARKED = Qt.MouseEventSource.MouseEventNotSynthesized
BY_SYSTEM = Qt.MouseEventSource.MouseEventSynthesizedBySystem


@pytest.fixture
def canvas(qtbot: QtBot) -> InkCanvas:
    made = InkCanvas()
    qtbot.addWidget(made)
    made.resize(202, 202)  # the paper is 200 pixels wide, one pixel in from the edge
    made.show()
    return made


@pytest.fixture
def pen() -> QPointingDevice:
    kinds, can = QInputDevice.DeviceType, QInputDevice.Capability
    return QPointingDevice("pen", 7, kinds.Stylus, QPointingDevice.PointerType.Pen, can.Position | can.Pressure, 1, 2)


def pen_events(canvas: InkCanvas, pen: QPointingDevice, places=PLACES) -> list[QTabletEvent]:
    """Return what a pen tells of a press, a move and a release; of one that hovers Qt drops the moves."""
    told = []
    for kind, place in zip(TABLET, places, strict=True):
        at, on_screen = QPointF(*place), QPointF(canvas.mapToGlobal(QPoint(*place)))
        held = NO_BUTTON if kind == TABLET[2] else LEFT
        told.append(QTabletEvent(kind, pen, at, on_screen, 0.7, 0, 0, 0, 0, 0, NO_KEY, LEFT, held))
    return told


def mouse_events(
    canvas: InkCanvas, source=NOT_MARKED, device: QPointingDevice | None = None, places=PLACES
) -> list[QMouseEvent]:
    """Return the same as a mouse's, a pixel beside it, as where a system rounds places."""
    device, told = device or QPointingDevice.primaryPointingDevice(), []
    for kind, (x, y) in zip(MOUSE, places, strict=True):
        at, on_screen = QPointF(x + 1, y), QPointF(canvas.mapToGlobal(QPoint(x + 1, y)))
        button, held = NO_BUTTON if kind == MOUSE[1] else LEFT, NO_BUTTON if kind == MOUSE[2] else LEFT
        told.append(QMouseEvent(kind, at, at, on_screen, button, held, NO_KEY, source, device))
    return told


def send(canvas: InkCanvas, events: list) -> None:
    for event in events:
        QApplication.sendEvent(canvas, event)


def between(first: list, second: list) -> list:
    return [event for pair in zip(first, second, strict=True) for event in pair]


ORDERS = {
    "between the pen's": lambda pen, mouse: between(pen, mouse),
    "each before the pen's": lambda pen, mouse: between(mouse, pen),
    "after the pen's": lambda pen, mouse: [*pen, *mouse],
}


@pytest.mark.parametrize("tool", [Tool.PEN, Tool.ERASER])
@pytest.mark.parametrize("marked", ["not", "by the system", "as the pen"])
@pytest.mark.parametrize("order", ORDERS)
def test_a_pen_that_also_sends_events_of_the_mouse_makes_one_change(
    canvas: InkCanvas, pen: QPointingDevice, order: str, marked: str, tool: Tool
):
    if tool is Tool.ERASER:
        send(canvas, mouse_events(canvas, places=((40, 60), (100, 62), (160, 60))))
        canvas.set_tool(tool)
    steps = canvas.undo_steps
    source = BY_SYSTEM if marked == "by the system" else NOT_MARKED
    mouse = mouse_events(canvas, source, pen if marked == "as the pen" else None)
    send(canvas, ORDERS[order](pen_events(canvas, pen), mouse))
    assert canvas.undo_steps == steps + 1
    if tool is Tool.PEN:
        (stroke,) = canvas.strokes
        np.testing.assert_allclose(stroke, [[0.195, 0.195], [0.495, 0.295]])  # where it was pressed, not lifted
    assert not canvas.is_drawing


def test_two_strokes_that_are_told_again_when_both_are_drawn_are_two(canvas: InkCanvas, pen: QPointingDevice):
    others = ((150, 20), (150, 100), (150, 180))
    send(canvas, [*pen_events(canvas, pen), *pen_events(canvas, pen, others)])
    send(canvas, [*mouse_events(canvas), *mouse_events(canvas, places=others)])
    assert canvas.undo_steps == 2


def test_a_finger_that_is_told_again_makes_one_stroke(canvas: InkCanvas):
    screen = QTest.createTouchDevice()
    spots = [QPoint(*place) for place in PLACES]
    QTest.touchEvent(canvas, screen).press(0, spots[0], canvas).commit()
    send(canvas, mouse_events(canvas)[:1])
    QTest.touchEvent(canvas, screen).move(0, spots[1], canvas).commit()
    send(canvas, mouse_events(canvas, BY_SYSTEM)[1:2])
    QTest.touchEvent(canvas, screen).release(0, spots[2], canvas).commit()
    send(canvas, mouse_events(canvas)[2:])
    assert canvas.undo_steps == len(canvas.strokes) == 1
    QTest.touchEvent(canvas, screen).press(0, spots[1], canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, spots[1], canvas).commit()
    send(canvas, mouse_events(canvas, places=(PLACES[1],) * 3))
    assert canvas.undo_steps == len(canvas.strokes) == 2
    np.testing.assert_allclose(canvas.strokes[0][[0, -1]], [[0.195, 0.195], [0.795, 0.745]])


def test_a_hand_beside_its_pen_and_a_mouse_elsewhere_draw_nothing_while_the_pen_is_down(
    canvas: InkCanvas, pen: QPointingDevice
):
    press, move, release = pen_events(canvas, pen)
    far = ((20, 180), (60, 190), (90, 190))
    send(canvas, [press, *mouse_events(canvas, places=far), move, release])
    assert [len(stroke) for stroke in canvas.strokes] == [2]


def test_the_mouse_draws_after_the_pen(canvas: InkCanvas, pen: QPointingDevice):
    send(canvas, pen_events(canvas, pen))
    send(canvas, mouse_events(canvas, places=((60, 180), (100, 180), (140, 180))))
    assert canvas.undo_steps == 2


def test_a_pen_that_only_a_mouse_tells_of_draws(canvas: InkCanvas, pen: QPointingDevice):
    send(canvas, mouse_events(canvas, BY_SYSTEM, pen))
    assert [len(stroke) for stroke in canvas.strokes] == [3]


def test_a_pen_whose_release_never_came_does_not_stop_the_mouse(canvas: InkCanvas, pen: QPointingDevice):
    send(canvas, pen_events(canvas, pen)[:2])
    canvas.undo()
    send(canvas, mouse_events(canvas, places=((60, 180), (100, 180), (140, 180))))
    assert len(canvas.strokes) == 1


def test_where_a_pen_was_a_second_ago_the_mouse_draws():
    now = [0.0]
    turns = Turns(lambda: now[0])
    assert turns.take(Device.PEN, (0.5, 0.5))
    turns.end()
    now[0] = 0.5
    assert not turns.take(Device.MOUSE, (0.5, 0.5))
    assert turns.take(Device.PEN, (0.5, 0.5))
    turns.end()
    now[0] = 2.0
    assert turns.take(Device.MOUSE, (0.5, 0.5))
