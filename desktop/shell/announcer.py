"""Announcer: has a screen reader say what is announced: notices, the end of a run, and what the views announce."""

import math
from collections import deque

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QMainWindow

from desktop.look.words import accuracy
from desktop.models.announcements import Announcement
from desktop.models.notices import Notice
from desktop.models.training import State
from desktop.session.workbench import Workbench

_POLITE, _ASSERTIVE = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive


class Announcer(QObject):
    """Hands announcements to Qt, and turns notices and the end of a run into some.

    Parameters
    ----------
    window : QMainWindow
        Whose announcements they are, and what owns it.
    workbench : Workbench
        All models.
    """

    def __init__(self, window: QMainWindow, workbench: Workbench) -> None:
        super().__init__(window)
        self._window, self._workbench = window, workbench
        self._told: deque[Notice] = deque(maxlen=20)  # those that come back when a newer one goes are no news
        workbench.announcements.said.connect(self._hand_on)
        workbench.notices.changed.connect(self._tell_notice)
        workbench.training.state_changed.connect(self._tell_state)

    def _hand_on(self, announcement: Announcement) -> None:
        event = QAccessibleAnnouncementEvent(self._window, announcement.text)
        event.setPoliteness(_ASSERTIVE if announcement.is_urgent else _POLITE)
        QAccessible.updateAccessibility(event)

    def _tell_notice(self) -> None:
        notice = self._workbench.notices.current
        if notice is None or notice in self._told:
            return
        self._told.append(notice)
        labels = ", ".join(label for label, _ in notice.actions)
        text = f"{notice.text} Buttons: {labels}." if labels else notice.text
        self._workbench.announcements.say("notice", Announcement(text, notice.kind == "error"), key=id(notice))

    def _tell_state(self, state: State) -> None:
        latest = self._workbench.timeline.latest
        if state is not State.FINISHED or latest is None:
            self._workbench.announcements.drop("run")
            return
        measured = latest.curves.latest(latest.curves.told)
        read = "" if math.isnan(measured.value) else f", {measured.kind} accuracy {accuracy(measured)}"
        text = f"Training is finished at epoch {latest.epoch:.3g}{read}."
        self._workbench.announcements.say("run", Announcement(text))
