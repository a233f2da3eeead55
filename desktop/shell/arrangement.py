"""Arrangement: where the panels stand in the window, as the table of panels says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from desktop.look.tips import wrapped
from desktop.shell.notice_place import NoticePlace
from desktop.shell.tab_bar import TabBar
from desktop.views import table
from desktop.views.panel import Panel
from desktop.widgets.column import Column
from desktop.widgets.shrink_area import ShrinkArea

_LEAST_WIDTH, _LEAST_HEIGHT = 600, 240  # of the columns together; below what they need they are scrolled
_SIDES: tuple[table.Place, ...] = ("left", "right", "bottom")


@dataclass(frozen=True, slots=True)
class Lent:
    """What the projector view shows of the window: the right column, what is above the tabs, the tabs, and the lesson.

    Attributes
    ----------
    pad, plot, views, lesson : QWidget
        Empty and hidden where no panel stands in that place.
    hidden : frozenset of QWidget
        Which of them were hidden.
    """

    pad: QWidget
    plot: QWidget
    views: QWidget
    lesson: QWidget
    hidden: frozenset[QWidget]

    @property
    def widgets(self) -> tuple[QWidget, QWidget, QWidget, QWidget]:
        """All of them."""
        return self.pad, self.plot, self.views, self.lesson


class Arrangement(QWidget):
    """The middle of the window: three columns and what is below them.

    Parameters
    ----------
    panels : mapping of str to Panel
        All panels of the window, by their names in the table.
    notice_bar : QWidget
        What comes and goes below the tabs.

    Attributes
    ----------
    tabs : QTabWidget
        The views of which one is in front.
    splitters : dict of str to QSplitter
        What shares the room out, by name.
    toggles : dict of str to QAction
        Checked while a panel at the side, or a tab, is shown, by the panel's name.
    """

    taken_back = Signal(object)  # list of int: the columns in pixels, as they were before they were lent

    def __init__(self, panels: Mapping[str, Panel], notice_bar: QWidget) -> None:
        super().__init__()
        self._panels = panels
        self.splitters: dict[str, QSplitter] = {}
        self._stand_ins: list[QWidget] = []
        self._shares: dict[str, QByteArray] = {}
        self._columns: list[int] = []
        self._empty: dict[table.Place, QWidget] = {}
        self._is_middle_taken = False
        self.tabs = self._make_tabs()
        views = NoticePlace(self.tabs, notice_bar)
        middle = self._split("middle", Qt.Orientation.Vertical, [self.one("top"), views], (5, 5))
        self._left = Column([*self.at("lesson").values(), *self.at("left").values()])
        columns = [self._left, middle, self.one("right")]
        across = self._split("columns", Qt.Orientation.Horizontal, columns, (0, 4, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(ShrinkArea(across, QSize(_LEAST_WIDTH, _LEAST_HEIGHT)), 1)
        layout.addWidget(self.one("bottom"))
        sides = {name: panel for place in _SIDES for name, panel in self.at(place).items()}
        self.toggles = {name: self._toggle(panel) for name, panel in sides.items()}
        self.toggles |= {name: self._tab_toggle(panel) for name, panel in self.at("tabs").items()}
        self.tabs.currentChanged.connect(self._show_current)

    @property
    def view_in_front(self) -> Panel | None:
        """The panel of the tab in front; none where there are no tabs."""
        view = self.tabs.currentWidget()
        return view if isinstance(view, Panel) else None

    def take_column(self, is_taken: bool) -> None:
        """Hide the left column, whose place a lesson takes, or show it again where it was shown before."""
        for name, panel in self.at("left").items():
            panel.setVisible(not is_taken and self.toggles[name].isChecked())

    def take_middle(self, is_taken: bool) -> None:
        """Hide what stands above the tabs, whose room the view in front needs, or show it again."""
        self._is_middle_taken = is_taken
        self.one("top").setVisible(self._has_top)

    @property
    def _has_top(self) -> bool:
        return bool(self.at("top")) and not self._is_middle_taken

    def dim_tabs(self, needed: Collection[str]) -> None:
        """Dim the tabs that are not needed, by the panels' names; none where nothing is said."""
        views = self.at("tabs").items()
        self._tab_bar.dim([self.tabs.indexOf(panel) for name, panel in views if needed and name not in needed])

    def show_tab(self, name: str) -> None:
        """Bring a view to the front, by its name; nothing where it is not here."""
        panel = self.at("tabs").get(name)
        if panel is not None:
            self.offer_tab(name, True)
            self.tabs.setCurrentWidget(panel)

    def show_right(self) -> None:
        """Show the panel at the right, also where it was hidden: something comes there that a person asked for."""
        for name in self.at("right"):
            self.toggles[name].setChecked(True)

    def bring_back(self, view: QWidget) -> None:
        """Bring a view to the front that was there before, unless its tab was taken away meanwhile."""
        place = self.tabs.indexOf(view)
        if place >= 0 and self.tabs.isTabVisible(place):
            self.tabs.setCurrentIndex(place)

    def offer_tab(self, name: str, is_offered: bool) -> None:
        """Have the tab of a view there, or take it away; another one comes to the front then."""
        panel = self.at("tabs").get(name)
        if panel is not None:
            self.tabs.setTabVisible(self.tabs.indexOf(panel), is_offered)

    def show_first_tab(self) -> None:
        """Bring the first view to the front that is there."""
        places = range(self.tabs.count())
        self.tabs.setCurrentIndex(next((place for place in places if self.tabs.isTabVisible(place)), 0))

    def at(self, place: table.Place) -> dict[str, Panel]:
        """Return the panels that stand at a place, by name, in the order of the table."""
        return {entry.name: self._panels[entry.name] for entry in table.PANELS if entry.place == place}

    def one(self, place: table.Place) -> QWidget:
        """Return the panel that stands at a place, or something empty and hidden where none does."""
        found = self.at(place)
        if found:
            return next(iter(found.values()))
        if place not in self._empty:
            self._empty[place] = QWidget(self)
            self._empty[place].hide()
        return self._empty[place]

    # What is lent to the projector view

    @property
    def _places(self) -> tuple[tuple[QSplitter, int], ...]:
        columns, middle = self.splitters["columns"], self.splitters["middle"]
        return (columns, 2), (middle, 0), (middle, 1)

    def lend(self) -> Lent:
        """Hand over what another arrangement shows; something empty keeps each place, and so all sizes."""
        self._shares = {name: splitter.saveState() for name, splitter in self.splitters.items()}
        self._columns = self.splitters["columns"].sizes()
        own = [splitter.widget(place) for splitter, place in self._places]
        hidden = frozenset(widget for widget in (*own, self.one("lesson")) if widget is not None and widget.isHidden())
        self._stand_ins = [QWidget() for _ in self._places]  # held here: PySide lets go of them otherwise
        places = zip(self._places, self._stand_ins, strict=True)
        pad, plot, views = (_exchange(splitter, place, stand_in) for (splitter, place), stand_in in places)
        return Lent(pad, plot, views, self.one("lesson"), hidden)

    def take_back(self, lent: Lent) -> None:
        """Put everything back into its place, as large as it was.

        A lesson, or slow motion, which takes the room of the plot, may have begun or ended meanwhile.
        """
        has_lesson = not lent.lesson.isHidden()
        for (splitter, place), widget in zip(self._places, lent.widgets, strict=False):
            _exchange(splitter, place, widget)
        for stand_in in self._stand_ins:
            stand_in.deleteLater()
        self._stand_ins = []
        layout = self._left.layout()
        if self.at("lesson") and isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, lent.lesson)
        for widget in lent.widgets:
            widget.setVisible(widget not in lent.hidden)
        lent.lesson.setVisible(has_lesson)
        lent.plot.setVisible(self._has_top)
        for name, splitter in self.splitters.items():
            splitter.restoreState(self._shares[name])
        self.taken_back.emit(self._columns)

    def project(self, is_projected: bool) -> None:
        """Show no more than a class has to see, or all of it again."""
        self.tabs.tabBar().setVisible(not is_projected)
        for panel in self._panels.values():
            panel.project(is_projected)

    # Tabs

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("tabs")
        self._tab_bar = TabBar()
        tabs.setTabBar(self._tab_bar)
        tabs.setDocumentMode(True)
        tabs.setAccessibleName("Views")
        tabs.tabBar().setAccessibleName("Views")
        tabs.tabBar().setToolTip(wrapped("What to look at below the curves."))
        for panel in self.at("tabs").values():
            tabs.setTabVisible(tabs.addTab(panel, panel.title), not panel.comes_and_goes)
            panel.count_changed.connect(lambda count, panel=panel: self._show_count(panel, count))
        return tabs

    def _show_count(self, panel: Panel, count: int) -> None:
        """Tell in a panel's tab how much it has to say."""
        self.tabs.setTabText(self.tabs.indexOf(panel), f"{panel.title} ({count})" if count else panel.title)

    def _toggle(self, panel: Panel) -> QAction:
        action = QAction(panel.title, self, checkable=True, checked=True)
        action.toggled.connect(panel.setVisible)
        return action

    def _tab_toggle(self, panel: Panel) -> QAction:
        """Return what hides a tab and shows it again; the last one stays."""
        action = QAction(panel.title, self, checkable=True, checked=True)
        action.toggled.connect(lambda is_shown: self.tabs.setTabVisible(self.tabs.indexOf(panel), is_shown))
        action.toggled.connect(lambda is_shown: self._keep_one_tab())
        return action

    def _keep_one_tab(self) -> None:
        toggles = [self.toggles[name] for name in self.at("tabs")]
        shown = [toggle for toggle in toggles if toggle.isChecked()]
        for toggle in toggles:
            toggle.setEnabled(len(shown) > 1 or toggle not in shown)

    def _show_current(self, index: int) -> None:
        """Show the tab of a view that was led to, as by a lesson, also where it was hidden: nothing is locked."""
        for name, panel in self.at("tabs").items():
            if panel is self.tabs.widget(index):
                self.toggles[name].setChecked(True)

    def _split(
        self, name: str, orientation: Qt.Orientation, widgets: list[QWidget], stretch: tuple[int, ...]
    ) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setObjectName(f"{name}Splitter")
        for index, (widget, share) in enumerate(zip(widgets, stretch, strict=True)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(index, share)
            splitter.setCollapsible(index, False)
        self.splitters[name] = splitter
        return splitter


def _exchange(splitter: QSplitter, place: int, widget: QWidget) -> QWidget:
    """Put a widget in the place of another one, of the same size, and return that."""
    before = splitter.widget(place)
    assert before is not None
    splitter.replaceWidget(place, widget)
    splitter.setCollapsible(place, False)
    return before
