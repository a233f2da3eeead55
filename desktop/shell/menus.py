"""The menu bar, filled from the table of actions; recent files, data sets and themes are made as they are opened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from core.insight.rejection import USUAL_THRESHOLD
from core.network.engine import WAYS
from core.plain import harmless
from desktop.actions import Actions
from desktop.look.theme import ThemeChoice, ThemeKeeper
from desktop.look.words import percent
from desktop.preferences import STORE_MEGABYTES, TIMELINE_MEGABYTES, USUAL_MEGABYTES, USUAL_STORE_MEGABYTES
from desktop.session.workbench import Workbench
from desktop.shell.own_data_menu import fill_own_data

Value = TypeVar("Value")
_WAY_WORDS = {
    "measured": "As &measured: whichever is faster at the moment",
    "one process": "&One process: leaves the other processors alone",
    "several processes": "&Several processes, as many as there are processors",
    "plain": "The &plain engine: slow, as in the textbook",
}
_THRESHOLDS = {
    0.0: "&Never: always show an answer",
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
            What hides the panels at the sides and the tabs, and shows them again.
        """
        self._add_file_menu(open_path)
        self.bar.addMenu("&Edit").addActions(self.actions.of_menu("Edit"))
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
        view.addMenu("&Panels").addActions(toggles)
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
            action = menu.addAction(harmless(str(path)).replace("&", "&&"))  # else a letter that a key picks
            action.triggered.connect(lambda checked=False, path=path: open_path(path))
        if not paths:
            menu.addAction("None yet").setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction("&Clear the list").triggered.connect(preferences.clear_recent_files)

    def _add_doubt(self, pad: QMenu) -> None:
        """Offer from which share of the outputs on an answer counts as sure."""
        workbench = self.workbench
        _offer(pad.addMenu("&Not sure"), _THRESHOLDS, lambda: workbench.pad.threshold, workbench.set_doubt_threshold)

    def _add_data_menu(self) -> None:
        menu = self.bar.addMenu("&Data")
        handwriting = QMenu("My &handwriting", menu)
        handwriting.addActions(self.actions.of_menu("Handwriting"))
        mine = QMenu("My &data sets", menu)
        mine.aboutToShow.connect(lambda: fill_own_data(mine, self.workbench))
        fill_own_data(mine, self.workbench)
        menu.aboutToShow.connect(lambda: self._fill_data(menu, mine, handwriting))
        self._fill_data(menu, mine, handwriting)

    def _fill_data(self, menu: QMenu, mine: QMenu, handwriting: QMenu) -> None:
        """Offer every data set: those that are here to be used, the others to be fetched."""
        menu.clear()
        library = self.workbench.library
        for entry in library.entries():
            if entry.is_ready:
                action = menu.addAction(f"Use {entry.title.replace('&', '&&')}")
                action.triggered.connect(lambda checked=False, name=entry.name: self.workbench.use_dataset(name))
            else:
                action = menu.addAction(f"Fetch {entry.title} ({entry.download_size / 1e6:.0f} MB)")
                action.triggered.connect(lambda checked=False, name=entry.name: library.fetch(name))
        menu.addSeparator()
        menu.addActions(self.actions.of_menu("Data"))
        menu.addMenu(mine)
        menu.addMenu(handwriting)

    def _add_ways(self, training: QMenu) -> None:
        """Offer the ways in which training may use the processor; the weights come out the same in each."""
        ways = {way: _WAY_WORDS[way] for way in WAYS}
        _offer(training.addMenu("Use of the &processor"), ways, lambda: self.workbench.training.way, self._choose_way)

    def _add_sizes(self, training: QMenu) -> None:
        """Offer how much memory the moments of a run may take, and how much room on disk the runs that are kept."""
        workbench, preferences = self.workbench, self.workbench.preferences
        _offer(
            training.addMenu("&Memory of the timeline"),
            _megabytes(TIMELINE_MEGABYTES, USUAL_MEGABYTES),
            lambda: preferences.timeline_megabytes,
            workbench.set_timeline_memory,
        )
        _offer(
            training.addMenu("&Room for runs that are kept"),
            _megabytes(STORE_MEGABYTES, USUAL_STORE_MEGABYTES),
            lambda: preferences.store_megabytes,
            workbench.set_store_room,
        )

    def _choose_way(self, way: str) -> None:
        self.workbench.training.use_way(way)
        self.workbench.preferences.way = way

    def _add_themes(self, view: QMenu) -> None:
        themes = {choice: _THEME_WORDS[choice] for choice in get_args(ThemeChoice)}
        _offer(view.addMenu("&Theme"), themes, lambda: self.themes.choice, self._choose_theme)

    def _choose_theme(self, choice: ThemeChoice) -> None:
        self.themes.choose(choice)
        self.workbench.preferences.theme = choice


def _megabytes(sizes: Sequence[int], usual: int) -> dict[int, str]:
    return {size: f"{size:,} MB{', as &usual' if size == usual else ''}" for size in sizes}


def _offer(menu: QMenu, words: Mapping[Value, str], now: Callable[[], Value], choose: Callable[[Value], None]) -> None:
    """Offer one of several values; the one in force when the menu is opened is ticked.

    Parameters
    ----------
    menu : QMenu
        Where they are put.
    words : mapping of value to str
        What each value is called.
    now : callable
        Returns the value in force.
    choose : callable
        Called with the value that is picked.
    """
    group = QActionGroup(menu)
    actions = {value: QAction(text, group, checkable=True) for value, text in words.items()}
    for value, action in actions.items():
        action.triggered.connect(lambda checked=False, value=value: choose(value))
    menu.addActions(list(actions.values()))

    def tick() -> None:
        for value, action in actions.items():
            action.setChecked(value == now())

    menu.aboutToShow.connect(tick)
