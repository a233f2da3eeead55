"""HandwritingPanel: one's own digits and sets of symbols, of which one is in sight."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.data.dataset import Dataset
from core.training import own_classes
from core.training.snapshot import Snapshot
from desktop.actions import Actions, Commands
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.models.symbols import SymbolsModel
from desktop.session.workbench import Workbench
from desktop.views.handwriting.digits import DigitsPage
from desktop.views.handwriting.new_set import NewSetPage
from desktop.views.handwriting.page import CollectionPage
from desktop.views.handwriting.symbols import SymbolsPage
from desktop.views.panel import Panel, Table
from desktop.views.wishes import Answers, ComeToFront, KeepDigit
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.shrink_area import ShrinkArea

_DIGITS = "Digits"
_LEAST = QSize(0, 180)  # of what asks for names: what does not fit is scrolled to
_NEW_TIP = "Name symbols of your own, draw each about twenty times, and a fresh network learns to tell them apart."


class HandwritingPanel(Panel):
    """What a person has written or drawn: digits, or a set of symbols of their own; a chooser says which.

    The pad is another panel's, which is asked to make room for the next one when one is kept.
    """

    undoes = "digits"
    rest_ms = 250  # so often the digits are read again while the network is trained

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._digits = DigitsPage(workbench, themes.theme, self.wished.emit)
        self._pages: dict[SymbolsModel, SymbolsPage] = {}
        self._new = NewSetPage(self._begin_set, self._show_chosen)
        self._chooser = Combo()
        self._chooser.setObjectName("collectionCombo")
        self._chooser.setAccessibleName("What is collected")
        self._chooser.setToolTip(wrapped("Your digits, or a set of symbols of your own."))
        self._teach = QPushButton("Teach it something &new…")
        self._teach.setObjectName("newSymbolsButton")
        self._teach.setToolTip(wrapped(_NEW_TIP))
        self._teach.setAutoDefault(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._digits)
        self._asking = ShrinkArea(self._new, _LEAST)
        self._stack.addWidget(self._asking)
        self._lay_out()
        self._chooser.activated.connect(lambda index: self._show_chosen())
        self._teach.clicked.connect(self._ask_for_names)
        workbench.symbols.changed.connect(self._show_titles)
        workbench.symbols.opened.connect(self._come_with)
        workbench.library.loaded.connect(self._follow_data)
        self._show_titles()
        self._digits.show_samples()

    def set_theme(self, theme: Theme) -> None:
        for page in self._collections():
            page.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Ask what the network of the moment reads in what is in sight."""
        if (page := self._page) is not None:
            page.draw(snapshot)

    def table(self) -> Table | None:
        """Return what is in sight, and what the network shown reads in each."""
        return None if self._page is None else self._page.table()

    def answers(self) -> Answers:
        """Keep what is on the pad where that is wished for, as long as the panel can be seen."""
        return {KeepDigit: lambda wish: self._keep_wanted()}

    def commands(self) -> Commands:
        """Return what deletes all digits of one's own."""
        return {"deleteHandwritingAction": self._digits.delete_all}

    def use_actions(self, actions: Actions) -> None:
        """Give the page of digits its commands."""
        self._digits.use_actions(actions)

    def project(self, is_projected: bool) -> None:
        """Show no names where a class looks on."""
        for page in self._collections():
            page.project(is_projected)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 0)
        bar.setSpacing(8)
        bar.addWidget(self._chooser)
        bar.addWidget(self._teach)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)

    # What is in sight

    @property
    def _page(self) -> CollectionPage | None:
        """The collection in sight; none while names are asked for."""
        page = self._stack.currentWidget()
        return page if isinstance(page, CollectionPage) else None

    def _collections(self) -> list[CollectionPage]:
        return [self._digits, *self._pages.values()]

    def _keep_wanted(self) -> None:
        if self.isVisible() and self._page is not None:
            self._page.keep_wanted()

    def _ask_for_names(self) -> None:
        self._show(self._asking)
        self._new.begin()

    def _begin_set(self, names: str, title: str) -> None:
        self.workbench.attempt(lambda: self.workbench.symbols.begin(names, title))

    def _show_titles(self) -> None:
        """Show which sets there are; where the one in sight is gone, the digits."""
        chosen = self._chooser.currentData()
        self._chooser.blockSignals(True)
        self._chooser.clear()
        self._chooser.addItem(_DIGITS, "")
        for title in self.workbench.symbols.titles:
            self._chooser.addItem(title, title)
        self._chooser.setCurrentIndex(max(self._chooser.findData(chosen), 0))
        self._chooser.blockSignals(False)
        if self._page is not None:
            self._show_chosen()
        self._drop_pages()

    def _drop_pages(self) -> None:
        """Let the pages of sets go that were taken away; one that comes back gets another."""
        for model in [model for model in self._pages if not self.workbench.symbols.holds(model)]:
            page = self._pages.pop(model)
            self._stack.removeWidget(page)
            page.deleteLater()  # its menu may be what was pressed

    def _show_chosen(self) -> None:
        title = self._chooser.currentData()
        if title:
            self._show_set(self.workbench.symbols.model(title))
        else:
            self._show(self._digits)

    def _show_set(self, model: SymbolsModel) -> None:
        if model not in self._pages:
            self._pages[model] = SymbolsPage(self.workbench, self.themes.theme, model, self.wished.emit)
            self._stack.addWidget(self._pages[model])
        self._chooser.setCurrentIndex(self._chooser.findData(model.store.title))
        self._show(self._pages[model])

    def _follow_data(self, dataset: Dataset) -> None:
        """Show the set that is trained on from now on, where it is one."""
        if own_classes.is_own(dataset.name) and dataset.title in self.workbench.symbols.titles:
            self._show_set(self.workbench.symbols.model(dataset.title))

    def _come_with(self, model: SymbolsModel) -> None:
        self._show_set(model)
        self.wished.emit(ComeToFront())
        self._pages[model].take_focus()

    def _show(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self._teach.setVisible(page is not self._asking)
        self.undoes = page.undoes if isinstance(page, CollectionPage) else ""
        snapshot = self.workbench.timeline.snapshot
        if snapshot is not None and self._page is not None:
            self._page.draw(snapshot)
