"""Hands at the window that do anything: they press, draw, type, scroll, drop files, and answer every dialog."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QSpinBox,
    QWidget,
)

from desktop.commands import COMMANDS
from desktop.models.training import State
from desktop.shell.window import MainWindow

_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_3),
    *(Qt.Key.Key_7, Qt.Key.Key_A, Qt.Key.Key_F, Qt.Key.Key_L, Qt.Key.Key_X, Qt.Key.Key_Period, Qt.Key.Key_Backspace),
)
_MODIFIERS = (
    *(Qt.KeyboardModifier.NoModifier,) * 5,
    *(Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier),
)
# Networks stay small: their size costs time and tries nothing else.
_TEXTS = (
    *("", "8", "16, 8", "1", "12 12 12", "x", "-1", "0.001", "1e-6", "1e9", "64.0", "1,5", "784-30-10"),
    *("\u202e7", "9" * 400),
)
_SIZES = ((1024, 700), (1280, 800), (1920, 1080), (640, 480), (2560, 1300))
_PAUSE_MS = 15  # between two looks for a menu or a dialog that holds everything up


class Hands(QObject):
    """Someone at the window who does anything.

    Parameters
    ----------
    window : MainWindow
        The window.
    chance : numpy.random.Generator
        What they do.
    files : list of Path
        What they open and drop, good and bad; what they write goes beside them.
    """

    def __init__(self, window: MainWindow, chance: np.random.Generator, files: list[Path]) -> None:
        super().__init__()
        self._window, self._workbench, self._chance, self._files = window, window.workbench, chance, files
        self._answers = np.random.default_rng(chance.integers(2**31))  # dialogs come when they come
        self.done: list[str] = []
        self._deeds: tuple[tuple[int, Callable[[], str]], ...] = (
            (6, self._trigger),
            (4, self._press),
            (3, self._draw),
            (4, self._point),
            (2, self._scroll),
            (4, self._type),
            (5, self._set),
            (2, self._choose_tab),
            (1, self._resize),
            (2, self._scrub),
            (1, self._drop),
            (3, self._train),
        )
        self._which = np.repeat(np.arange(len(self._deeds)), [weight for weight, _ in self._deeds])
        self._answer_dialogs()
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._end_what_waits)
        self._timer.start()

    def act(self) -> None:
        """Do one thing."""
        _, deed = self._deeds[self._which[self._chance.integers(len(self._which))]]
        self.done.append(deed.__name__.strip("_"))  # first, for whoever asks what has not come to an end
        self.done[-1] += f" {deed()}"

    def _any(self, things: list) -> object:
        return things[self._chance.integers(len(things))] if things else None

    def _widgets(self, kind: type) -> list:
        """Return what can be used now; where a dialog is open, what is in it."""
        where = QApplication.activeModalWidget() or self._window
        return [each for each in where.findChildren(kind) if each.isVisible() and each.isEnabled()]

    # What they do

    def _trigger(self) -> str:
        names = [command.name for command in COMMANDS]
        action = self._window.findChild(QAction, names[self._chance.integers(len(names))])
        if action is None or not action.isEnabled() or not action.isVisible():
            return "nothing"
        action.trigger()
        return action.objectName()

    def _press(self) -> str:
        button = self._any(self._widgets(QAbstractButton))
        if button is None:
            return "nothing"
        named = _name(button)
        button.click()
        return named

    def _draw(self) -> str:
        pad = self._window.findChild(QWidget, "pad")
        if pad is None or not pad.isVisible():
            return "nothing"
        places = [QPoint(*each) for each in self._chance.integers(-20, max(21, pad.width() + 20), (8, 2)).tolist()]
        button = Qt.MouseButton.RightButton if self._chance.random() < 0.1 else Qt.MouseButton.LeftButton
        QTest.mousePress(pad, button, Qt.KeyboardModifier.NoModifier, places[0])
        for place in places[1:]:
            QTest.mouseMove(pad, place)
        if self._chance.random() < 0.95:
            QTest.mouseRelease(pad, button, Qt.KeyboardModifier.NoModifier, places[-1])
        return ""

    def _point(self) -> str:
        widget = self._any(self._widgets(QWidget))
        if widget is None:
            return "nothing"
        named = _name(widget)
        place = QPoint(*(int(self._chance.integers(max(1, side))) for side in (widget.width(), widget.height())))
        modifier = _MODIFIERS[self._chance.integers(len(_MODIFIERS))]
        match self._chance.integers(5):
            case 0:
                QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, modifier, place)
            case 1:
                QTest.mouseClick(widget, Qt.MouseButton.RightButton, modifier, place)
            case 2:
                QTest.mouseMove(widget, place)
            case _:
                QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, place)
        return named

    def _scroll(self) -> str:
        widget = self._any(self._widgets(QWidget))
        if widget is None:
            return "nothing"
        place = QPointF(widget.rect().center())
        turn = QPoint(0, int(self._chance.choice([-1200, -120, 120, 1200])))
        modifier = _MODIFIERS[self._chance.integers(len(_MODIFIERS))]
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, widget.mapToGlobal(place), QPoint(), turn, none, modifier, phase, False)
        QApplication.sendEvent(widget, event)
        return _name(widget)

    def _type(self) -> str:
        widget = QApplication.focusWidget() or self._window
        key = _KEYS[self._chance.integers(len(_KEYS))]
        named = f"{key.name} into {_name(widget)}"
        QTest.keyClick(widget, key, _MODIFIERS[self._chance.integers(len(_MODIFIERS))])
        return named

    def _set(self) -> str:
        field = self._any(
            [*self._widgets(QAbstractSpinBox), *self._widgets(QComboBox), *self._widgets(QAbstractSlider)]
            + self._widgets(QLineEdit)
        )
        if field is None:
            return "nothing"
        named = _name(field)
        share = float(self._chance.choice([0.0, 1.0, self._chance.random(), self._chance.random() ** 4]))
        match field:
            case QSpinBox():
                field.setValue(round(field.minimum() + share * (field.maximum() - field.minimum())))
            case QDoubleSpinBox():
                field.setValue(field.minimum() + share * (field.maximum() - field.minimum()))
            case QComboBox():
                field.setCurrentIndex(int(share * max(0, field.count() - 1)))
            case QAbstractSlider():
                field.setValue(round(field.minimum() + share * (field.maximum() - field.minimum())))
            case QLineEdit():
                field.setText(_TEXTS[self._chance.integers(len(_TEXTS))])
                field.editingFinished.emit()
        return f"{named} to {share:g}"

    def _choose_tab(self) -> str:
        place = int(self._chance.integers(self._window.tabs.count()))
        self._window.tabs.setCurrentIndex(place)
        return str(place)

    def _resize(self) -> str:
        width, height = _SIZES[self._chance.integers(len(_SIZES))]
        self._window.resize(width, height)
        return f"to {width} x {height}"

    def _scrub(self) -> str:
        timeline = self._workbench.timeline
        if not len(timeline.recording):
            return "nothing"
        place = int(self._chance.integers(len(timeline.recording)))
        timeline.move_to(place)
        return str(place)

    def _drop(self) -> str:
        path = self._files[self._chance.integers(len(self._files))]
        self._window.open_path(path)
        return path.name

    def _train(self) -> str:
        if self._workbench.training.state in (State.READY, State.PAUSED, State.FINISHED):
            self._workbench.train()
            return "on"
        return "nothing"

    # What they answer

    def _answer_dialogs(self) -> None:
        """Answer at once what would wait for a person."""
        box = QMessageBox.StandardButton

        def pick(*_: object) -> tuple[str, str]:
            names = [*map(str, self._files), str(self._files[0].with_name(f"new{self._answers.integers(3)}")), "", ""]
            return names[self._answers.integers(len(names))], ""

        def answer(*_: object) -> QMessageBox.StandardButton:
            answers = (box.Save, box.Discard, box.Cancel, box.Yes, box.No)
            return answers[self._answers.integers(len(answers))]

        QFileDialog.getOpenFileName = QFileDialog.getSaveFileName = staticmethod(pick)
        QFileDialog.getOpenFileNames = staticmethod(lambda *_: ([name for name in pick()[:1] if name], ""))
        QFileDialog.getExistingDirectory = staticmethod(lambda *_: pick()[0])
        QMessageBox.exec = lambda box: answer().value
        QMessageBox.question = staticmethod(answer)

    def _end_what_waits(self) -> None:
        """Choose something in a menu that is open, or close it; close a dialog now and then."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            chosen = [each for each in popup.actions() if each.isEnabled() and each.isVisible() and not each.menu()]
            action = chosen[self._answers.integers(len(chosen))] if chosen and self._answers.random() < 0.5 else None
            popup.close()
            if action is not None and action.objectName() != "quitAction":
                action.trigger()
        elif popup is not None:
            popup.close()
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QDialog) and self._answers.random() < 0.3:
            modal.done(int(self._answers.integers(2)))

    def leave(self) -> None:
        """Let go of everything."""
        self._timer.stop()
        for each in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if each is not None:
                each.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _name(widget: QWidget) -> str:
    return widget.objectName() or widget.accessibleName() or type(widget).__name__
