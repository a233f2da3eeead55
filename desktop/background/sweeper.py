"""Sweeper: collects Python's cyclic garbage on the window's thread only.

Python collects it wherever an allocation happens to ask for it, also in the middle of
training. An object of Qt that is found then would be destroyed on that thread, where its
timers and children do not belong: Qt warns, and may crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_WHOLE_EVERY = 30  # sweeps: the old objects are looked through that seldom, since it takes longer


class Sweeper(QObject):
    """Collects garbage now and then for as long as it lives, in place of Python itself.

    Parameters
    ----------
    parent : QObject
        Whose thread does it, and with whom it ends.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()  # what is there now stays: modules and classes need not be looked through again
        gc.disable()
        self._sweeps = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(_EVERY_MS)
        self.destroyed.connect(_leave_it_to_python)

    def sweep(self) -> None:
        """Collect the garbage of late, and now and then all of it."""
        self._sweeps += 1
        gc.collect(2 if self._sweeps % _WHOLE_EVERY == 0 else 1)


def _leave_it_to_python() -> None:
    gc.enable()
    gc.unfreeze()
