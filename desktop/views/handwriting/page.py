"""CollectionPage: one collection of what a person wrote or drew: what is asked for, what is kept, how it is read."""

import math
from collections.abc import Callable
from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from core.arrays import Bytes
from core.files.samples import Sample
from core.training.history import NO_FIGURE, Figure
from core.training.snapshot import Snapshot
from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.look.words import accuracy
from desktop.models.handwriting import HandwritingModel
from desktop.session.workbench import Workbench
from desktop.views.handwriting.class_buttons import ClassButtons
from desktop.views.handwriting.words import Words, bold, push_button
from desktop.views.panel import Table
from desktop.views.wishes import WipePad, Wish
from desktop.widgets.labels import VerdictLabel, hint, plain
from desktop.widgets.tiles.image_grid import ImageGrid

_WIDEST = 1 / 6  # of the page, for the large name of what is asked for


class CollectionPage(QWidget):
    """What is asked for one by one and kept, newest first, with what the network takes it for.

    What differs between digits and symbols of one's own is said by :class:`DigitsPage` and :class:`SymbolsPage`.

    Parameters
    ----------
    workbench : Workbench
        The pad, the preferences, and the data set in use.
    theme : Theme
        The colors to draw with.
    model : HandwritingModel
        The collection.
    wish : callable
        Takes what is wished for of other panels.
    words : Words
        What it says.
    """

    def __init__(
        self,
        workbench: Workbench,
        theme: Theme,
        model: HandwritingModel,
        wish: Callable[[Wish], object],
        words: Words,
    ) -> None:
        super().__init__()
        self.workbench, self.model, self._wish, self._words = workbench, model, wish, words
        self._measured: Figure = NO_FIGURE
        self._elsewhere = ""  # the title of the data it is of, where that is not the one in use
        self._has_seen_them = False  # whether the network shown was trained on them
        self._takes_focus = False  # once something can be kept
        self._wanted = VerdictLabel("")
        self._prompt, self._hint = plain(), hint()
        self._keep = push_button("&Keep", f"Keep what is on the pad as the {words.kind} asked for.")
        self._skip = push_button("S&kip", f"Ask for another {words.kind}.")
        self._writer = QLineEdit(workbench.preferences.writer)
        self._classes = ClassButtons(words.names["class"])
        self._grid = ImageGrid(theme, words.noun)
        self._summary = QLabel()
        self._delete, self._undo, self._more = QToolButton(), QToolButton(), QToolButton()
        self._more_menu = QMenu(self)
        self._set_up()
        self._lay_out()
        self._join()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._grid.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Ask what the network of the moment reads in what is kept, and compare that with its accuracy on the data."""
        self._measured = snapshot.curves.latest(snapshot.curves.told)
        self._elsewhere = self.workbench.session.figures_of(snapshot)
        self._has_seen_them = self._was_trained_on(snapshot)
        if self._reads_these():
            self.model.ask(snapshot.network)
        self._show_summary()

    def table(self) -> Table | None:
        """Return what is kept, and what the network shown reads in each."""
        samples, reading = self.model.samples, self.model.reading
        if not samples:
            return None
        is_read = reading is not None and len(reading) == len(samples) and self._reads_these()
        read = (
            [self._name(number) for number in reading.digits]
            if reading is not None and is_read
            else [""] * len(samples)
        )
        rows = [(sample.label, sample.writer, name) for sample, name in zip(samples, read, strict=True)]
        return (self._words.noun, "writer", "read as"), rows

    def keep_wanted(self) -> None:
        """Keep what is on the pad as what is asked for."""
        if self.workbench.pad.ink.is_empty:
            self._hint.setText(self._words.no_ink)
        else:
            self._keep_as(self.model.wanted)

    def project(self, is_projected: bool) -> None:
        """Show no names where a class looks on."""
        self._writer.setHidden(is_projected)

    def take_focus(self) -> None:
        """Be where the keyboard goes, so that Enter keeps what is drawn; as soon as something can be kept."""
        self._takes_focus = not self.model.is_ready
        self._keep.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    # What differs

    @property
    def undoes(self) -> str:
        """What kind of thing undo takes back first while the page has the focus."""
        raise NotImplementedError

    def _named(self, number: int) -> str:
        """Return a class in a sentence."""
        raise NotImplementedError

    def _train_button(self) -> QWidget:
        """Return the button that trains on what is kept."""
        raise NotImplementedError

    def _reads_these(self) -> bool:
        """Return whether the network at hand tells the classes of this collection apart."""
        raise NotImplementedError

    def _was_trained_on(self, snapshot: Snapshot) -> bool:
        """Return whether a network has seen what is kept here."""
        raise NotImplementedError

    def _why_not(self) -> str:
        """Return why what is on the pad cannot be kept here; empty where it can."""
        return ""

    def _empty_text(self) -> str:
        """Return what stands where nothing is kept yet."""
        raise NotImplementedError

    def _prompt_texts(self) -> tuple[str, str]:
        """Return what is asked for, and what is said below it."""
        raise NotImplementedError

    def _unread_text(self) -> str:
        """Return what is said where the network at hand tells other classes apart."""
        raise NotImplementedError

    def _show_class_menu(self, number: int, place: QPoint) -> None:
        """Offer what can be done with a class, at a place of the screen."""

    # Layout

    def _set_up(self) -> None:
        names, noun = self._words.names, self._words.noun
        self._wanted.setObjectName(names["wanted"])
        self._wanted.setAccessibleDescription(f"The {self._words.kind} asked for.")
        self._wanted.setMinimumWidth(36)
        self._wanted.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._prompt.setObjectName(names["prompt"])
        self._prompt.setWordWrap(True)
        self._hint.setObjectName(names["hint"])
        self._keep.setObjectName(names["keep"])
        self._skip.setObjectName(names["skip"])
        self._writer.setObjectName(names["writer"])
        self._writer.setAccessibleName("Writer")
        self._writer.setPlaceholderText("Writer")
        self._writer.setToolTip(wrapped(f"Who writes. It is kept with each {noun}; it may stay empty."))
        self._writer.setMaximumWidth(120)
        self._writer.setMaxLength(100)
        self._classes.setObjectName(names["classes"])
        self._grid.setObjectName(names["grid"])
        self._grid.setAccessibleName(f"Your {noun}s")
        self._grid.set_tile_edge(42, grows=True)
        self._grid.set_tooltips(self._describe)
        self._summary.setObjectName(names["summary"])
        self._summary.setWordWrap(True)
        self._summary.setTextFormat(Qt.TextFormat.RichText)
        for button, name, text, tip in (
            (self._delete, "delete", "Delete", f"Delete the chosen {noun}. Undo brings it back."),
            (self._undo, "undo", "Undo", "Bring back what was deleted last."),
            (self._more, "more", "More", "Import, export, delete all."),
        ):
            button.setObjectName(names[name])
            button.setText(text)
            button.setToolTip(wrapped(tip))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._more_menu)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._prompt)
        words.addWidget(self._hint)
        words.addStretch(1)
        asked = QHBoxLayout()
        asked.setSpacing(8)
        asked.addWidget(self._wanted)
        asked.addLayout(words, 1)
        asked.addWidget(self._keep)
        asked.addWidget(self._skip)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(hint("It is a"))
        row.addWidget(self._classes, 1)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self._train_button())
        bar.addStretch(1)
        for widget in (self._writer, self._delete, self._undo, self._more):
            bar.addWidget(widget)
        top = QVBoxLayout()
        top.setContentsMargins(8, 4, 8, 4)
        top.setSpacing(4)
        for part in (asked, row, bar):
            top.addLayout(part)
        top.addWidget(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._grid, 1)

    def _join(self) -> None:
        self._keep.clicked.connect(self.keep_wanted)
        self._skip.clicked.connect(lambda: self.model.skip())
        self._classes.pressed.connect(self._keep_as)
        self._classes.menu_asked.connect(self._show_class_menu)
        self._writer.editingFinished.connect(self._remember_writer)
        self._delete.clicked.connect(self._delete_chosen)
        self._undo.clicked.connect(lambda: self.workbench.attempt(self.model.undo))
        self._grid.picked.connect(self._show_chosen)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._grid, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete_chosen)
        self.model.changed.connect(self.show_samples)
        self.model.read.connect(self._show_reading)
        self.workbench.pad.image_changed.connect(self._show_prompt)  # no lambda: that would outlive the page
        self.workbench.library.loaded.connect(self._show_summary)
        self.workbench.library.idle.connect(self._show_summary)

    # What a person does

    def _keep_as(self, number: int) -> None:
        ink, chosen = self.workbench.pad.ink, self._grid.chosen
        if not self.model.is_ready or not self.model.class_names:
            return
        if ink.is_empty and chosen is not None:
            self.workbench.attempt(lambda: self.model.relabel(self._place(chosen), number))
            self._grid.choose(None)
            self._show_buttons()
        elif ink.is_empty:
            self.model.ask_for(number)
            self._hint.setText(self._words.no_ink)
        elif reason := self._why_not():
            self._hint.setText(reason)
        else:
            count = len(self.model.samples)
            self.workbench.attempt(lambda: self.model.keep(number, ink, self._writer.text()))
            if len(self.model.samples) > count:  # else it could not be written, and stays on the pad
                self._wish(WipePad())

    def _delete_chosen(self) -> None:
        chosen = self._grid.chosen
        if chosen is not None:
            self.workbench.attempt(lambda: self.model.delete([self._place(chosen)]))

    def delete_all(self) -> None:
        """Delete all that is kept here; undo brings it back."""
        self.workbench.attempt(lambda: self.model.delete(range(len(self.model.samples))))

    def _remember_writer(self) -> None:
        self.workbench.preferences.writer = self._writer.text().strip()

    # What is shown

    def _place(self, tile: int) -> int:
        """Return which sample a tile shows: the newest comes first. It is its own inverse."""
        return len(self.model.samples) - 1 - tile

    def show_samples(self) -> None:
        """Show what is kept, and what is asked for."""
        model = self.model
        self._grid.set_empty_text(self._empty_text() if model.is_ready else f"Your {self._words.noun}s are being read.")
        images: Bytes = model.images
        if images.shape[0] != self._grid.count:
            self._grid.choose(None)
        self._grid.show_pictures(images[::-1], self._captions() or None)
        spoken = [self._named(number) for number in range(len(model.class_names))]
        self._classes.show_classes(model.class_names, model.counts, spoken)
        self._show_prompt()
        self._show_buttons()
        self._show_summary()

    def _show_reading(self) -> None:
        self._grid.show_pictures(self.model.images[::-1], self._captions() or None)
        self._show_summary()

    def _captions(self) -> list[str]:
        """Return what each is, and what it is taken for where that is something else."""
        samples, reading = self.model.samples, self.model.reading
        if reading is None or not self._reads_these():
            return [sample.class_name for sample in reversed(samples)]
        return [
            sample.class_name if is_right else f"{sample.class_name} → {self._name(number)}"
            for sample, is_right, number in zip(
                reversed(samples), reading.is_right[::-1], reading.digits[::-1], strict=True
            )
        ]

    def _name(self, number: int) -> str:
        """Return what a class is called that a network has read; it may know more than there are by now."""
        names = self.model.class_names
        return names[number] if number < len(names) else "?"

    def _show_prompt(self) -> None:
        names, wanted = self.model.class_names, self.model.wanted
        self._wanted.setText(names[wanted] if wanted < len(names) else "")
        self._make_room()
        prompt, below = self._prompt_texts()
        self._prompt.setText(prompt)
        self._hint.setText(below)

    def _make_room(self) -> None:
        """Leave out the large name of what is asked for where it would take the room of the words beside it."""
        self._wanted.setHidden(self._wanted.sizeHint().width() > _WIDEST * self.width())

    def _show_chosen(self, tile: int) -> None:
        self._show_buttons()
        if self.workbench.pad.ink.is_empty:
            number = int(self.model.pages.split.labels[self._place(tile)])
            kind = self._words.kind
            self._hint.setText(f"Chosen: {self._named(number)}. Press another {kind} if it is one, or Delete.")

    def _show_buttons(self) -> None:
        is_ready = self.model.is_ready
        for button in (self._keep, self._skip, self._classes):
            button.setEnabled(is_ready)
        if is_ready and self._takes_focus:
            self.take_focus()
        self._delete.setEnabled(is_ready and self._grid.chosen is not None)
        self._undo.setEnabled(is_ready and self.model.can_undo)

    def _show_summary(self) -> None:
        self._summary.setText(self._summary_text())

    def _summary_text(self) -> str:
        reading, noun = self.model.reading, self._words.noun
        if not self.model.samples:
            return ""
        if not self._reads_these():
            return escape(self._unread_text())
        if reading is None:
            return self._summary.text()
        counted = f"one {noun}" if len(reading) == 1 else f"{len(reading):,} {noun}s"
        text = f"The network reads {bold(reading.accuracy)} of your {counted}"
        if self._has_seen_them and reading.held_back:
            text += f" ({bold(reading.held_back_accuracy)} of the {reading.held_back:,} held back from training)"
        return f"{text}{self._beside_test_images()}."

    def _beside_test_images(self) -> str:
        """Return what the network reads of the test images, to be held against what it reads of one's own."""
        dataset = self.workbench.library.dataset
        if dataset is None or not math.isfinite(self._measured.value):
            return ""
        title = escape(self._elsewhere or dataset.title)
        return f" and <nobr><b>{accuracy(self._measured)}</b></nobr> of the {self._measured.kind} images ({title})"

    def _describe(self, tile: int) -> str:
        place = self._place(tile)
        if not 0 <= place < len(self.model.samples):
            return ""
        sample, reading = self.model.samples[place], self.model.reading
        text = self._told(sample, int(self.model.pages.split.labels[place]))
        if reading is not None and self._reads_these():
            text += f"; the network reads {self._name(reading.digits[place])}"
        if sample.is_held_back:
            text += "\nheld back from training, to test with"
        return text

    def _told(self, sample: Sample, number: int) -> str:
        verb = "written" if sample.ink.strokes else "added"
        text = f"{self._named(number)}, {verb} {sample.written.astimezone():%Y-%m-%d %H:%M}"
        return f"{text} by {sample.writer}" if sample.writer and not self._writer.isHidden() else text
