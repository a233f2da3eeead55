"""Navigation: gives what one panel wishes for to the one that answers it, and leads there and back."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget

from desktop.views.panel import Panel
from desktop.views.wishes import Answers, ComeToFront, GoBack, Wish


class Navigation(QObject):
    """Joins the panels of a window, whichever these are.

    Parameters
    ----------
    tabs : QTabWidget
        Where most of them are; the one that answers is brought to the front.
    panels : collection of Panel
        In the order of the table: of two that answer the same wish the first one does.
    own : mapping
        What the window itself does for some kinds of wishes.
    parent : QObject
        What owns it.
    """

    def __init__(self, tabs: QTabWidget, panels: Collection[Panel], own: Answers, parent: QObject) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._own = own
        self._panels: dict[type[Wish], tuple[Panel, Answers]] = {}
        self._asked_in: Panel | None = None  # where the view in front was asked for
        for panel in panels:
            answers = panel.answers()
            for kind in answers:
                self._panels.setdefault(kind, (panel, answers))
        kinds: frozenset[type[Wish]] = frozenset((ComeToFront, GoBack, *own, *self._panels))
        for panel in panels:
            panel.set_answered(kinds)
            panel.wished.connect(partial(self._grant, panel))

    def _grant(self, asked_in: Panel, wish: Wish) -> None:
        if isinstance(wish, ComeToFront):
            self._bring_to_front(asked_in)
        elif isinstance(wish, GoBack):
            self._go_back()
        elif type(wish) in self._own:
            self._own[type(wish)](wish)
        elif type(wish) in self._panels:
            panel, answers = self._panels[type(wish)]
            if wish.leads_there:
                self._asked_in = asked_in
                self._bring_to_front(panel)
            answers[type(wish)](wish)

    def _bring_to_front(self, panel: Panel) -> None:
        if self._tabs.indexOf(panel) >= 0:  # else it is beside the tabs, and in sight
            self._tabs.setCurrentWidget(panel)

    def _go_back(self) -> None:
        if self._asked_in is not None:
            self._bring_to_front(self._asked_in)
            self._asked_in.setFocus()
