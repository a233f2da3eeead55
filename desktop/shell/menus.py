"""The menu bar, filled from the table of actions; recent files, data sets and themes are made as they are opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from core.insight.rejection import USUAL_THRESHOLD
from core.network.engine import WAYS
from desktop.actions import Actions
from desktop.look.theme import ThemeChoice, ThemeKeeper
from desktop.look.words import percent
from desktop.preferences import STORE_MEGABYTES, TIMELINE_MEGABYTES, USUAL_MEGABYTES, USUAL_STORE_MEGABYTES
from desktop.session.workbench import Workbench

_WAY_WORDS = {
    "measured": "As &measured: whichever is faster at the moment",
    "one thread": "&One thread: leaves the other processors alone",
    "two threads": "&Two threads",
    "plain": "The &plain engine: slow, as in the textbook",
}
_THRESHOLDS = {
    0.0: "&Never: always show a digit",
    USUAL_THRESHOLD: f"Below {percent(USUAL_THRESHOLD)}, as &usual",
    0.6: f"Below {percent(0.6)}",
    0.75: f"Below {percent(0.75)}",
    0.9: f"Below {percent(0.9)}",
}
_THEME_WORDS = {"system": "As the &system", "light": "&Light", "dark": "&Dark"}


@dataclass(frozen=True, slots=True)
class Menus:
    """What the menus act on.

    Attributes
    ----------
    bar : QMenuBar
        Where they go.
    actions : Actions
        The commands of the table.
    workbench : Workbench
        The models.
    themes : ThemeKeeper
        Who knows the colors.
    """

    bar: QMenuBar
    actions: Actions
    workbench: Workbench
    themes: ThemeKeeper

    def fill(self, open_path: Callable[[Path], None], toggles: Sequence[QAction]) -> None:
        """Make all menus; whole ones are left out where none of their commands does anything in this window.

        Parameters
        ----------
        open_path : callable
            Opens a file that is picked from the recent ones.
        toggles : sequence of QAction
            What hides the panels at the sides, and shows them again.
        """
        self._add_file_menu(open_path)
        self._add_training_menu()
        if self._is_offered("Pad"):
            pad = self.bar.addMenu("&Pad")
            pad.addActions(self.actions.of_menu("Pad"))
            self._add_doubt(pad)
        self._add_data_menu()
        view = self.bar.addMenu("&View")
        view.addActions(self.actions.of_menu("View"))
        view.addMenu("Text &size").addActions(self.actions.of_menu("Text size"))
        self._add_themes(view)
        view.addSeparator()
        view.addActions(toggles)
        self.bar.addMenu("&Help").addActions(self.actions.of_menu("Help"))

    def _is_offered(self, menu: str) -> bool:
        return any(action.isVisible() for action in self.actions.of_menu(menu))

    def _add_training_menu(self) -> None:
        menu = self.bar.addMenu("&Training")
        menu.addActions(self.actions.of_menu("Training"))
        menu.addMenu("Time&line").addActions(self.actions.of_menu("Timeline"))
        self._add_sizes(menu)
        self._add_ways(menu)

    def _add_file_menu(self, open_path: Callable[[Path], None]) -> None:
        menu = self.bar.addMenu("&File")
        *others, leave = self.actions.of_menu("File")
        menu.addActions(others)
        recent = QMenu("Open &recent", menu)
        recent.aboutToShow.connect(lambda: self._fill_recent(recent, open_path))
        menu.insertMenu(self.actions["saveAction"], recent)
        menu.addMenu("&Export").addActions(self.actions.of_menu("Export"))
        menu.addSeparator()
        menu.addAction(leave)

    def _fill_recent(self, menu: QMenu, open_path: Callable[[Path], None]) -> None:
        menu.clear()
        preferences = self.workbench.preferences
        paths = preferences.recent_files
        for path in paths:
            action = menu.addAction(str(path))
            action.triggered.connect(lambda checked=False, path=path: open_path(path))
        if not paths:
            menu.addAction("None yet").setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction("&Clear the list").triggered.connect(preferences.clear_recent_files)

    def _add_doubt(self, pad: QMenu) -> None:
        """Offer from which share of the outputs on an answer counts as sure."""
        menu = pad.addMenu("&Not sure")
        group = QActionGroup(menu)
        for threshold, words in _THRESHOLDS.items():
            action = QAction(words, menu, checkable=True)
            action.setData(str(threshold))
            action.triggered.connect(lambda checked=False, value=threshold: self.workbench.set_doubt_threshold(value))
            group.addAction(action)
            menu.addAction(action)
        menu.aboutToShow.connect(lambda: _check(group, str(self.workbench.pad.threshold)))

    def _add_data_menu(self) -> None:
        menu = self.bar.addMenu("&Data")
        handwriting = QMenu("My &handwriting", menu)
        handwriting.addActions(self.actions.of_menu("Handwriting"))
        menu.aboutToShow.connect(lambda: self._fill_data(menu, handwriting))
        self._fill_data(menu, handwriting)

    def _fill_data(self, menu: QMenu, handwriting: QMenu) -> None:
        """Offer every data set: those that are here to be used, the others to be fetched."""
        menu.clear()
        library = self.workbench.library
        for entry in library.entries():
            if entry.is_ready:
                action = menu.addAction(f"Use {entry.title}")
                action.triggered.connect(lambda checked=False, name=entry.name: self.workbench.use_dataset(name))
            else:
                action = menu.addAction(f"Fetch {entry.title} ({entry.download_size / 1e6:.0f} MB)")
                action.triggered.connect(lambda checked=False, name=entry.name: library.fetch(name))
        menu.addSeparator()
        menu.addActions(self.actions.of_menu("Data"))
        menu.addMenu(handwriting)

    def _add_ways(self, training: QMenu) -> None:
        """Offer the ways in which training may use the processor; the weights come out the same in each."""
        menu = training.addMenu("Use of the &processor")
        group = QActionGroup(menu)
        for way in WAYS:
            action = QAction(_WAY_WORDS[way], menu, checkable=True)
            action.setData(way)
            action.triggered.connect(lambda checked=False, way=way: self._choose_way(way))
            group.addAction(action)
            menu.addAction(action)
        menu.aboutToShow.connect(lambda: _check(group, self.workbench.training.way))

    def _add_sizes(self, training: QMenu) -> None:
        """Offer how much memory the moments of a run may take, and how much room on disk the runs that are kept."""
        workbench = self.workbench
        self._add_megabytes(
            training.addMenu("&Memory of the timeline"),
            (TIMELINE_MEGABYTES, USUAL_MEGABYTES),
            lambda: workbench.preferences.timeline_megabytes,
            workbench.set_timeline_memory,
        )
        self._add_megabytes(
            training.addMenu("&Room for runs that are kept"),
            (STORE_MEGABYTES, USUAL_STORE_MEGABYTES),
            lambda: workbench.preferences.store_megabytes,
            workbench.set_store_room,
        )

    def _add_megabytes(
        self, menu: QMenu, sizes: tuple[Sequence[int], int], now: Callable[[], int], choose: Callable[[int], None]
    ) -> None:
        group = QActionGroup(menu)
        for megabytes in sizes[0]:
            usual = ", as &usual" if megabytes == sizes[1] else ""
            action = QAction(f"{megabytes:,} MB{usual}", menu, checkable=True)
            action.setData(str(megabytes))
            action.triggered.connect(lambda checked=False, size=megabytes: choose(size))
            group.addAction(action)
            menu.addAction(action)
        menu.aboutToShow.connect(lambda: _check(group, str(now())))

    def _choose_way(self, way: str) -> None:
        self.workbench.training.use_way(way)
        self.workbench.preferences.way = way

    def _add_themes(self, view: QMenu) -> None:
        menu = view.addMenu("&Theme")
        group = QActionGroup(menu)
        for choice in get_args(ThemeChoice):
            action = QAction(_THEME_WORDS[choice], menu, checkable=True)
            action.setData(choice)
            action.triggered.connect(lambda checked=False, choice=choice: self._choose_theme(choice))
            group.addAction(action)
            menu.addAction(action)
        menu.aboutToShow.connect(lambda: _check(group, self.themes.choice))

    def _choose_theme(self, choice: ThemeChoice) -> None:
        self.themes.choose(choice)
        self.workbench.preferences.theme = choice


def _check(group: QActionGroup, choice: str) -> None:
    for action in group.actions():
        action.setChecked(action.data() == choice)
