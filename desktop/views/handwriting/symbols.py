"""SymbolsPage: draw symbols of one's own, which a fresh network learns to tell apart."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from core.files import symbols
from core.training.own_classes import PREFIX
from core.training.snapshot import Snapshot
from desktop.dialogs import symbols as dialogs
from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.models.symbols import SymbolsModel
from desktop.session.workbench import Workbench
from desktop.views.handwriting.page import CollectionPage
from desktop.views.handwriting.words import Words
from desktop.views.wishes import Export, Wish

ENOUGH, GOAL = 10, 20  # of each: from the first on training is worth while, the second is asked for

_EMPTY = (
    "Nothing drawn yet.\n\n"
    "Draw what is asked for on the pad, and press Enter: it is kept, and the next one is asked for. "
    f"With {GOAL} of each the network tells them apart well; {ENOUGH} are a beginning."
)
_NO_CLASSES = "There are no symbols in this set. Add some: More ▸ Add symbols…"
_TRAIN_TIP = (
    "Train a fresh network on these drawings, each bent a little at every showing. The network at hand is put aside, "
    "and can be brought back."
)
_NOT_YET = "There have to be two symbols, and a drawing of each, before a network can learn to tell them apart."
_WORDS = Words(
    noun="drawing",
    kind="symbol",
    no_ink="The pad is empty: draw it there first.",
    names={
        "wanted": "wantedSymbolLabel",
        "prompt": "wantedSymbolPrompt",
        "hint": "symbolsHint",
        "keep": "keepSymbolButton",
        "skip": "skipSymbolButton",
        "writer": "symbolWriterEdit",
        "classes": "symbolButtons",
        "class": "isSymbol{number}Button",
        "grid": "ownSymbols",
        "summary": "symbolsSummary",
        "delete": "deleteSymbolButton",
        "undo": "undoSymbolButton",
        "more": "symbolsMoreButton",
    },
)


class SymbolsPage(CollectionPage):
    """A set of symbols: asked for one by one, newest first, with what the network takes them for."""

    def __init__(self, workbench: Workbench, theme: Theme, model: SymbolsModel, wish: Callable[[Wish], object]) -> None:
        self._symbols = model
        self._train = QPushButton("&Train on these")
        self._train.setObjectName("trainSymbolsButton")
        self._theme = theme
        self._was_ready = False
        super().__init__(workbench, theme, model, wish, _WORDS)
        self._train.clicked.connect(lambda: workbench.symbols.train(model))
        self._more_menu.aboutToShow.connect(self._fill_more)
        self._fill_more()
        self.show_samples()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        self._show_train()

    def show_samples(self) -> None:
        """Show what is kept, what is asked for, and whether training is worth while."""
        super().show_samples()
        self._show_train()
        snapshot = self.workbench.timeline.snapshot
        if self.model.is_ready and not self._was_ready and snapshot is not None:
            self.draw(snapshot)  # only now it is known whether the network on screen tells these apart
        self._was_ready = self.model.is_ready

    def _show_train(self) -> None:
        """Let the button stand out once there is enough of each; it can be pressed before the drawings are read."""
        counts = self.model.counts
        is_possible = not self.model.is_ready or (len(counts) > 1 and min(counts) > 0)
        self._train.setEnabled(is_possible)
        self._train.setToolTip(wrapped(_TRAIN_TIP if is_possible else _NOT_YET))
        is_worth_while = len(counts) > 1 and min(counts) >= ENOUGH
        colors = QPalette()
        if is_worth_while:
            colors.setColor(QPalette.ColorRole.Button, self._theme.accent)
            colors.setColor(QPalette.ColorRole.ButtonText, self._theme.accent_text)
        self._train.setPalette(colors)

    # What a menu offers

    def _fill_more(self) -> None:
        menu, model = self._more_menu, self._symbols
        menu.clear()
        menu.addAction("&Add symbols…", self._add_classes)
        if model.class_names:
            self._add_class_actions(menu, model.wanted)
        menu.addSeparator()
        menu.addAction("&Import…", self._import)
        menu.addAction("&Export…", self._export).setEnabled(bool(model.samples))
        menu.addSeparator()
        menu.addAction("Delete all &drawings", self.delete_all).setEnabled(bool(model.samples))
        menu.addAction("Take this &set away", self._take_away)

    def _show_class_menu(self, number: int, place: QPoint) -> None:
        menu = QMenu(self)
        self._add_class_actions(menu, number)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _add_class_actions(self, menu: QMenu, number: int) -> None:
        name = self._named(number).replace("&", "&&")
        menu.addAction(f"Add &pictures as {name}…", partial(self._add_pictures, number))
        menu.addAction(f"&Rename {name}…", partial(self._rename, number))
        menu.addAction(f"Take {name} a&way", partial(self._remove, number))

    def _add_classes(self) -> None:
        text = dialogs.ask_for_names(self)
        if text is not None:
            self.workbench.attempt(lambda: self._symbols.add_classes(symbols.names_in(text)))

    def _rename(self, number: int) -> None:
        name = dialogs.ask_for_name(self, self.model.class_names[number])
        if name is not None:
            self.workbench.attempt(lambda: self._symbols.rename_class(number, " ".join(name.split())))

    def _remove(self, number: int) -> None:
        self.workbench.attempt(lambda: self._symbols.remove_class(number))

    def _add_pictures(self, number: int) -> None:
        preferences = self.workbench.preferences
        paths = dialogs.ask_for_pictures(self, preferences.folder, self._named(number))
        if paths:
            preferences.folder = paths[0].parent
            self._symbols.add_pictures(number, paths, self._writer.text())

    def _import(self) -> None:
        preferences = self.workbench.preferences
        path = dialogs.ask_for_symbols_to_open(self, preferences.folder)
        if path is not None:
            preferences.folder = path.parent
            self._symbols.merge(path)

    def _export(self) -> None:
        store, samples = self._symbols.store, self.model.samples
        self._wish(Export(store.title, "jsonl", lambda path: store.export(path, samples)))

    def _take_away(self) -> None:
        self.workbench.attempt(lambda: self.workbench.symbols.take_away(self._symbols.store.title))

    # What differs from digits

    @property
    def undoes(self) -> str:
        return self._symbols.undo_kind

    def _named(self, number: int) -> str:
        return f"“{self.model.class_names[number]}”"

    def _train_button(self) -> QWidget:
        return self._train

    def _reads_these(self) -> bool:
        dataset = self.workbench.library.dataset
        return dataset is not None and dataset.class_names == self.model.class_names

    def _was_trained_on(self, snapshot: Snapshot) -> bool:
        return snapshot.data_name == PREFIX + self._symbols.store.title

    def _empty_text(self) -> str:
        return _EMPTY if self.model.class_names else _NO_CLASSES

    def _prompt_texts(self) -> tuple[str, str]:
        model = self.model
        if not model.class_names:
            return "", ""
        there = model.counts[model.wanted]
        below = f"{there} of {GOAL} · Enter keeps it." if there < GOAL else f"{there} are kept."
        return f"Please draw {self._named(model.wanted)}.", below

    def _unread_text(self) -> str:
        dataset = self.workbench.library.dataset
        if dataset is not None and dataset.name == PREFIX + self._symbols.store.title:
            return "The network at hand was trained on this set before its symbols changed: train on these anew."
        return "The network at hand does not know these symbols yet."

    def _beside_test_images(self) -> str:
        return ""  # which are the drawings held back
