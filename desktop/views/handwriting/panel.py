"""HandwritingPanel: collect one's own digits, see how they are read, and teach them to the network."""

import math
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout

from core.data.classes import DIGITS
from core.training import personal
from core.training.history import NO_FIGURE
from core.training.snapshot import Snapshot
from desktop.actions import Actions, Commands
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import accuracy, percent
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel, Table
from desktop.views.wishes import Answers, KeepDigit, WipePad
from desktop.widgets.labels import VerdictLabel, hint, plain
from desktop.widgets.tiles.image_grid import ImageGrid

_EMPTY = (
    "No digits of yours yet.\n\n"
    "Write the digit asked for on the pad, and press Enter: it is kept, and the next one is asked for. "
    "Ten of each are enough to teach the network your hand."
)
_LOADING = "Your digits are being read."
_NO_INK = "The pad is empty: write the digit there first."
_AN_IMAGE = "There is an image on the pad, not your handwriting: clear the pad and write the digit yourself."
_MORE = ("importHandwritingAction", "exportHandwritingAction", "deleteHandwritingAction")
_PROMPT = "Enter keeps it and asks for the next."


class HandwritingPanel(Panel):
    """One's own digits: asked for one by one, newest first, with what the network takes them for.

    The pad is another panel's, which is asked to make room for the next digit when one is kept.
    """

    undoes = "digits"
    rest_ms = 250  # so often the digits are read again while the network is trained

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._mine = workbench.handwriting
        self._test_accuracy = NO_FIGURE
        self._elsewhere = ""  # the title of the data it is of, where that is not the one in use
        self._has_seen_them = False  # whether the network shown was trained on them
        self._wanted = VerdictLabel("")
        self._wanted.setObjectName("wantedDigitLabel")
        self._prompt, self._hint = plain(), hint()
        self._prompt.setObjectName("wantedLabel")
        self._prompt.setWordWrap(True)
        self._hint.setObjectName("handwritingHint")
        self._keep = _button("keepDigitButton", "&Keep", "Keep what is on the pad as the digit asked for.")
        self._skip = _button("skipDigitButton", "S&kip", "Ask for another digit.")
        self._writer = QLineEdit(workbench.preferences.writer)
        self._digits = [_digit_button(digit) for digit in range(10)]
        self._grid = ImageGrid(themes.theme, "digit")
        self._summary = QLabel()
        self._delete, self._undo = QToolButton(), QToolButton()
        self._train, self._more = QToolButton(), QToolButton()
        self._more_menu = QMenu(self)
        self._set_up()
        self._lay_out()
        self._join()
        self._show_samples()

    def set_theme(self, theme: Theme) -> None:
        self._grid.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Ask what the network of the moment reads in the digits, and compare that with its test accuracy."""
        self._test_accuracy = snapshot.curves.latest("test_accuracy")
        self._elsewhere = self.workbench.session.figures_of(snapshot)
        self._has_seen_them = personal.is_mixed(snapshot.data_name)
        self._mine.ask(snapshot.network)
        self._show_summary()

    def table(self) -> Table | None:
        """Return the digits, and what the network shown reads in each."""
        samples, reading = self._mine.samples, self._mine.reading
        if not samples:
            return None
        is_read = reading is not None and len(reading) == len(samples)
        read = [int(digit) for digit in reading.digits] if reading is not None and is_read else [""] * len(samples)
        rows = [(sample.label, sample.writer, digit) for sample, digit in zip(samples, read, strict=True)]
        return ("digit", "writer", "read as"), rows

    def answers(self) -> Answers:
        """Keep what is on the pad where that is wished for, as long as the panel can be seen."""
        return {KeepDigit: lambda wish: self._keep_wanted() if self.isVisible() else None}

    def commands(self) -> Commands:
        """Return what deletes all digits of one's own."""
        return {"deleteHandwritingAction": self._delete_all}

    def use_actions(self, actions: Actions) -> None:
        """Put training on the digits on a button, and what is done more seldom in the menu beside it."""
        actions["trainHandwritingAction"].setIconText("Train on my hand")  # on its button; the menu says more
        self._train.setDefaultAction(actions["trainHandwritingAction"])
        self._more_menu.addActions([actions[name] for name in _MORE])

    def _keep_wanted(self) -> None:
        """Keep what is on the pad as the digit asked for."""
        if self.workbench.pad.ink.is_empty:
            self._hint.setText(_NO_INK)
        else:
            self._keep_as(self._mine.wanted)

    def _delete_all(self) -> None:
        """Delete every digit; undo brings them back."""
        self.workbench.attempt(lambda: self._mine.delete(range(len(self._mine.samples))))

    # Layout

    def _set_up(self) -> None:
        self._wanted.setAccessibleDescription("The digit to write.")
        self._wanted.setMinimumWidth(36)
        self._wanted.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._writer.setObjectName("writerEdit")
        self._writer.setAccessibleName("Writer")
        self._writer.setPlaceholderText("Writer")
        self._writer.setToolTip(wrapped("Who writes. It is kept with each digit; it may stay empty."))
        self._writer.setMaximumWidth(120)
        self._writer.setMaxLength(100)
        self._grid.setObjectName("ownDigits")
        self._grid.setAccessibleName("Your digits")
        self._grid.set_tile_edge(42, grows=True)
        self._grid.set_tooltips(self._describe)
        self._summary.setObjectName("handwritingSummary")
        self._summary.setWordWrap(True)
        self._summary.setTextFormat(Qt.TextFormat.RichText)
        for button, name, text, tip in (
            (self._delete, "deleteDigitButton", "Delete", "Delete the chosen digit. Undo brings it back."),
            (self._undo, "undoDeleteButton", "Undo", "Bring back what was deleted last."),
            (self._more, "handwritingMoreButton", "More", "Import, export, delete all."),
        ):
            button.setObjectName(name)
            button.setText(text)
            button.setToolTip(wrapped(tip))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._train.setObjectName("trainHandwritingButton")
        self._train.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
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
        for button in self._digits:
            row.addWidget(button, 1)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self._train)
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
        self._keep.clicked.connect(self._keep_wanted)
        self._skip.clicked.connect(lambda: self._mine.skip())
        for digit, button in enumerate(self._digits):
            button.clicked.connect(lambda checked=False, digit=digit: self._keep_as(digit))
        self._writer.editingFinished.connect(self._remember_writer)
        self._delete.clicked.connect(self._delete_chosen)
        self._undo.clicked.connect(lambda: self.workbench.attempt(self._mine.undo))
        self._grid.picked.connect(self._show_chosen)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._grid, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete_chosen)
        self._mine.changed.connect(self._show_samples)
        self._mine.read.connect(self._show_reading)
        self.workbench.pad.image_changed.connect(lambda image: self._show_prompt())
        self.workbench.library.loaded.connect(lambda dataset: self._show_summary())
        self.workbench.library.idle.connect(self._show_summary)

    # What a person does

    def _keep_as(self, digit: int) -> None:
        ink, chosen = self.workbench.pad.ink, self._grid.chosen
        if not self._mine.is_ready:
            return
        if ink.is_empty and chosen is not None:
            self.workbench.attempt(lambda: self._mine.relabel(self._place(chosen), digit))
            self._grid.choose(None)
            self._show_buttons()
            return
        if ink.is_empty:
            self._hint.setText(_NO_INK)
            return
        if ink.picture is not None:
            self._hint.setText(_AN_IMAGE)
            return
        count = len(self._mine.samples)
        self.workbench.attempt(lambda: self._mine.keep(digit, ink, self._writer.text()))
        if len(self._mine.samples) > count:  # else it could not be written, and stays on the pad
            self.wished.emit(WipePad())

    def _delete_chosen(self) -> None:
        chosen = self._grid.chosen
        if chosen is not None:
            self.workbench.attempt(lambda: self._mine.delete([self._place(chosen)]))

    def project(self, is_projected: bool) -> None:
        """Show no names where a class looks on."""
        self._writer.setHidden(is_projected)

    def _remember_writer(self) -> None:
        self.workbench.preferences.writer = self._writer.text().strip()

    # What is shown

    def _place(self, tile: int) -> int:
        """Return which sample a tile shows: the newest comes first. It is its own inverse."""
        return len(self._mine.samples) - 1 - tile

    def _show_samples(self) -> None:
        self._grid.set_empty_text(_EMPTY if self._mine.is_ready else _LOADING)
        images = self._mine.images
        if images.shape[0] != self._grid.count:
            self._grid.choose(None)
        self._grid.show_pictures(images[::-1], self._captions() or None)
        for digit, (button, count) in enumerate(zip(self._digits, self._mine.counts, strict=True)):
            button.setText(f"{digit}\n{count or '–'}")
            button.setAccessibleName(f"It is {_a(digit)}; {count} kept")
        self._show_prompt()
        self._show_buttons()
        self._show_summary()

    def _show_reading(self) -> None:
        self._grid.show_pictures(self._mine.images[::-1], self._captions() or None)
        self._show_summary()

    def _captions(self) -> list[str]:
        """Return what each digit is, and what it is taken for where that is something else."""
        samples, reading = self._mine.samples, self._mine.reading
        if reading is None or not self._reads_digits():
            return [str(sample.label) for sample in reversed(samples)]
        return [
            str(sample.label) if is_right else f"{sample.label} → {digit}"
            for sample, is_right, digit in zip(
                reversed(samples), reading.is_right[::-1], reading.digits[::-1], strict=True
            )
        ]

    def _show_prompt(self) -> None:
        digit = self._mine.wanted
        self._wanted.setText(str(digit))
        self._prompt.setText(f"Please write {_a(digit)} on the pad.")
        self._hint.setText(_PROMPT)

    def _show_chosen(self, tile: int) -> None:
        self._show_buttons()
        if self.workbench.pad.ink.is_empty:
            label = self._mine.samples[self._place(tile)].label
            self._hint.setText(f"Chosen: {_a(label)}. Press another digit if it is one, or Delete.")

    def _show_buttons(self) -> None:
        is_ready = self._mine.is_ready
        for button in (self._keep, self._skip, *self._digits):
            button.setEnabled(is_ready)
        self._delete.setEnabled(is_ready and self._grid.chosen is not None)
        self._undo.setEnabled(is_ready and self._mine.can_undo)

    def _show_summary(self) -> None:
        self._summary.setText(self._summary_text())

    def _summary_text(self) -> str:
        samples, reading = self._mine.samples, self._mine.reading
        if not samples:
            return ""
        if not self._reads_digits():
            return "The data set in use is not made of digits."
        if reading is None:
            return self._summary.text()
        text = f"The network reads {_bold(reading.accuracy)} of your {_counted(len(reading))}"
        if self._has_seen_them and reading.held_back:
            text += f" ({_bold(reading.held_back_accuracy)} of the {reading.held_back:,} held back from training)"
        dataset = self.workbench.library.dataset
        if dataset is not None and math.isfinite(self._test_accuracy.value):
            title = escape(self._elsewhere or dataset.title)
            text += f" and <nobr><b>{accuracy(self._test_accuracy)}</b></nobr> of the test images ({title})"
        return text + "."

    def _reads_digits(self) -> bool:
        dataset = self.workbench.library.dataset
        return dataset is None or dataset.class_names == DIGITS

    def _describe(self, tile: int) -> str:
        place = self._place(tile)
        if not 0 <= place < len(self._mine.samples):
            return ""
        sample, reading = self._mine.samples[place], self._mine.reading
        text = f"{_a(sample.label)}, written {sample.written.astimezone():%Y-%m-%d %H:%M}"
        if sample.writer and not self._writer.isHidden():
            text += f" by {sample.writer}"
        if reading is not None and self._reads_digits():
            text += f"; the network reads {reading.digits[place]}"
        if sample.is_held_back:
            text += "\nheld back from training, to test with"
        return text


def _a(digit: int) -> str:
    return f"an {digit}" if digit == 8 else f"a {digit}"


def _bold(share: float) -> str:
    return f"<nobr><b>{percent(share)}</b></nobr>"


def _counted(count: int) -> str:
    return "one digit" if count == 1 else f"{count:,} digits"


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(wrapped(tip))
    button.setAutoDefault(True)  # Enter presses it as well as the space bar
    return button


def _digit_button(digit: int) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"isDigit{digit}Button")
    tip = f"Keep what is on the pad as {_a(digit)}. With an empty pad: call the chosen digit {_a(digit)}."
    button.setToolTip(wrapped(f"{tip} Below: how many are kept."))
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
