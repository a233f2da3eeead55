"""MistakesPanel: which class is taken for which, the images behind it, and the neurons that argued for a mistake."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.training.snapshot import Snapshot
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import percent
from desktop.models.confusion import ReadMoment
from desktop.session.workbench import Workbench
from desktop.views.mistakes.arguments import Arguments
from desktop.views.mistakes.matrix import Matrix
from desktop.views.mistakes.matrix_area import Cell
from desktop.views.muted_note import MutedNote
from desktop.views.panel import Panel, Table
from desktop.views.wishes import Answers, ExplainPad, ShowMatrix, ShowNeuron
from desktop.widgets.labels import heading, hint
from desktop.widgets.spotlight import Spotlight
from desktop.widgets.tiles.image_grid import ImageGrid
from desktop.widgets.words.matrix import kind
from desktop.widgets.words.neurons import altered_short

_MOST_IMAGES = 400  # in the gallery: nobody scrolls through more, and they change with every refresh
_LEAST_HEIGHT = 84  # of a row of images with captions

Indices = npt.NDArray[np.intp]


class MistakesPanel(Panel):
    """The confusion matrix of the test images, a gallery of its cells, and what was said for a mistake."""

    rest_ms = 100  # the matrix asks for a reading of all test images, which rests longer by itself

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._moment: ReadMoment | None = None
        self._shown: ReadMoment | None = None  # the one the gallery is of: an earlier one while someone points there
        self._indices: Indices = np.arange(0)
        self._image: int | None = None  # the chosen image's place among the test images
        self._message = hint()
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(24)
        self._make_matrix()
        self._make_gallery()
        self._muted_note = MutedNote(workbench.selection, "mistakesMutedLabel", "mistakesAllOnButton")
        self._muted_note.setContentsMargins(8, 2, 8, 0)
        self._lay_out()
        workbench.confusion.changed.connect(self._show_reading)  # not by way of a lambda, which outlives the panel
        workbench.selection.cell_changed.connect(self._choose_cell)
        workbench.selection.altered.connect(self._draw_again)
        self._choose_cell(workbench.selection.cell)
        self._say("The network is being made.")

    def draw(self, snapshot: Snapshot) -> None:
        """Ask what the network of the moment reads in all test images; until then the latest reading is shown."""
        dataset = self.workbench.library.dataset
        if dataset is None:
            return
        if not len(dataset.test):
            self._say(f"{dataset.title} has no test images, so there are no mistakes to show. Choose data with some.")
            return
        is_urgent = not self.workbench.is_followed_live
        network = self.workbench.selection.as_seen(snapshot.network)
        self.workbench.confusion.ask(network, dataset, is_urgent=is_urgent)
        self._show_reading()

    def _draw_again(self) -> None:
        """Read anew, for the network is looked at otherwise."""
        if self.workbench.timeline.snapshot is not None and self.isVisible():
            self.draw(self.workbench.timeline.snapshot)

    def table(self) -> Table | None:
        """Return how often each class, a row, was taken for each, a column."""
        moment, dataset = self.workbench.confusion.current, self.workbench.library.dataset
        if moment is None or dataset is None:
            return None
        names = dataset.class_names
        counts = moment.reading.counts.tolist()
        selection = self.workbench.selection
        altered = altered_short(selection.muted, selection.damage)
        corner = "shown, taken for" + (f" ({altered})" if altered else "")
        return (corner, *names), [[name, *row] for name, row in zip(names, counts, strict=True)]

    def answers(self) -> Answers:
        """Point at a column of the matrix, or at all of it, for whoever tells of classes that are confused."""
        return {ShowMatrix: lambda wish: self._point_at(wish.cell)}

    def _point_at(self, cell: Cell | None) -> None:
        """Choose a cell, so that its images are shown, and point at its column for a moment; or at everything."""
        if cell is None:
            Spotlight(self, self.themes.theme.warning)
            return
        self.workbench.selection.choose_cell(cell)
        Spotlight(self._matrix, self.themes.theme.warning, lambda: self._matrix.column_rect(cell[1]))

    def set_theme(self, theme: Theme) -> None:
        for widget in (self._matrix, self._gallery, self._arguments):
            widget.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_again()
        self._show_reading()  # it may have come while the panel was hidden

    # What it is made of

    def _make_matrix(self) -> None:
        self._matrix = Matrix(self.themes.theme)
        self._matrix.set_class_names(self.workbench.class_names)
        self._matrix.setObjectName("confusionMatrix")
        self._matrix.setAccessibleName("Which class is taken for which")
        self._matrix.picked.connect(self.workbench.selection.choose_cell)
        self._matrix.pointed.connect(self._point)
        self._percent = QCheckBox("In percent")
        self._percent.setObjectName("percentCheck")
        self._percent.setToolTip(wrapped("Off: how many images. On: how many percent of the row's images."))
        self._percent.toggled.connect(self._change_figures)
        self._percent.setChecked(self.workbench.preferences.flag("matrix in percent", False))
        self._caption = hint()
        self._caption.setObjectName("cellLabel")
        self._caption.keep_lines(2)

    def _make_gallery(self) -> None:
        self._title = heading("", 1.0)
        self._title.setObjectName("mistakesTitle")
        self._title.setWordWrap(True)
        self._all = QPushButton("Show all")
        self._all.setObjectName("allMistakesButton")
        self._all.setToolTip(wrapped("Show the surest mistakes of all cells again."))
        self._all.clicked.connect(lambda: self.workbench.selection.choose_cell(None))
        self._why = QPushButton("Why?")
        self._why.setObjectName("whyMistakeButton")
        self._why.setToolTip(wrapped("See which pixels of the chosen image spoke for the mistake, under Why."))
        self._why.clicked.connect(self._ask_why)
        self._why.hide()  # until there is an image to ask about
        self._gallery = ImageGrid(self.themes.theme, "image")
        self._gallery.setObjectName("mistakeImages")
        self._gallery.setAccessibleName("Misread images, the surest mistake first")
        self._gallery.set_tile_edge(56, grows=True)
        self._gallery.set_tooltips(self._describe_image)
        self._gallery.opened.connect(self._open)
        self._gallery.left.connect(self._catch_up)
        self._arguments = Arguments(self.themes.theme, _LEAST_HEIGHT)
        self._arguments.picked.connect(self.workbench.selection.choose_neuron)
        self._arguments.opened.connect(lambda neuron: self.wished.emit(ShowNeuron(neuron, self.title)))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 0)
        bar.setSpacing(8)
        bar.addWidget(self._caption, 1)
        bar.addWidget(self._percent, 0, Qt.AlignmentFlag.AlignTop)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._matrix, 1)
        column.addWidget(self._muted_note)
        titles = QHBoxLayout()
        titles.setContentsMargins(6, 6, 8, 2)
        titles.addWidget(self._title, 1)
        titles.addWidget(self._why)
        titles.addWidget(self._all)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(titles)
        column.addWidget(_split(Qt.Orientation.Vertical, (self._gallery, 170), (self._arguments, 130)), 1)
        self._arguments.hide()
        self._gallery.setMinimumHeight(_LEAST_HEIGHT)
        sides = _split(Qt.Orientation.Horizontal, (left, 370), (right, 320))
        self._sides = sides
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._message)
        self._pages.addWidget(sides)

    # What it shows

    def _say(self, text: str) -> None:
        """Show a sentence in place of everything else."""
        self._message.setText(text)
        self._pages.setCurrentWidget(self._message)

    def _show_reading(self) -> None:
        moment = self.workbench.confusion.current
        if moment is None or moment is self._moment or not self.isVisible():
            return
        if self._moment is not None and moment.dataset is not self._moment.dataset:
            self._image = None
            if moment.dataset.class_names != self._moment.dataset.class_names:
                self.workbench.selection.choose_cell(None)  # it was one of a table of other classes
        self._moment = moment
        if not np.isfinite(moment.reading.largest).all():
            self._say(
                "The network's outputs are no longer numbers, so there is nothing to count. "
                "Go back to an earlier moment, or start over."
            )
            return
        self._pages.setCurrentWidget(self._sides)
        reading = moment.reading
        self._matrix.set_class_names(moment.dataset.class_names)
        self._matrix.show_counts(reading.counts, reading.recall, reading.precision)
        self._point("")
        if not self._is_gallery_held():
            self._show_gallery()

    def _is_gallery_held(self) -> bool:
        """Return whether the images have to stay where they are: someone points at them, and did not ask for others."""
        is_same = self._shown is not None and self._moment is not None and self._shown.dataset is self._moment.dataset
        return is_same and self.workbench.timeline.is_live and self._gallery.underMouse()

    def _catch_up(self) -> None:
        """Show the images of the latest reading, once nobody points at those of an earlier one."""
        if self._shown is not self._moment and self.isVisible():
            self._show_gallery()

    def _show_gallery(self) -> None:
        moment, cell = self._moment, self.workbench.selection.cell
        if moment is None:
            return
        self._shown = moment
        reading, names = moment.reading, moment.dataset.class_names
        found = reading.mistakes() if cell is None else reading.cell(*cell)
        self._indices = found[:_MOST_IMAGES]
        self._gallery.set_empty_text(_nothing(cell, names))
        captions = [self._caption_of(moment, int(index), cell) for index in self._indices]
        self._gallery.show_pictures(moment.dataset.test.images[self._indices], captions)
        self._gallery.choose(self._place_of(self._image))
        self._title.setText(_title(moment, cell, len(found)))
        self._all.setVisible(cell is not None)
        self._show_reasons()

    def _place_of(self, image: int | None) -> int | None:
        """Return where a test image is in the gallery, if it is."""
        places = np.flatnonzero(self._indices == (-1 if image is None else image))
        return int(places[0]) if len(places) else None

    @staticmethod
    def _caption_of(moment: ReadMoment, index: int, cell: Cell | None) -> str:
        reading, names = moment.reading, moment.dataset.class_names
        if cell is not None:
            return _sureness(moment, index)
        return f"{names[reading.labels[index]]} → {names[reading.digits[index]]}"

    def _describe_image(self, place: int) -> str:
        if self._shown is None or place >= len(self._indices):
            return ""
        index, reading, names = int(self._indices[place]), self._shown.reading, self._shown.dataset.class_names
        text = f"{kind(names[reading.labels[index]], 1)}, read as {names[reading.digits[index]]}"
        return f"{text} ({_sureness(self._shown, index)}); test image number {index + 1:,}"

    def _point(self, text: str) -> None:
        """Say what the cell pointed at says, or how much is misread in all."""
        if not text and self._moment is not None:
            reading = self._moment.reading
            wrong = len(reading) - int(np.trace(reading.counts))
            text = f"{wrong:,} of {len(reading):,} test images misread"
        self._caption.setText(text)

    def _show_reasons(self) -> None:
        """Show which neurons argued for what the chosen image was taken for."""
        moment, image = self._shown, self._image
        is_chosen = moment is not None and image is not None
        self._why.setVisible(is_chosen and self.is_answered(ExplainPad))
        self._arguments.setVisible(is_chosen)
        if moment is None or image is None:
            return
        label, digit = int(moment.reading.labels[image]), int(moment.reading.digits[image])
        pixels = moment.dataset.test.images[image]
        self._arguments.show_image(moment.network, pixels, label, digit, moment.dataset.class_names)

    # What a person does

    def _choose_cell(self, cell: Cell | None) -> None:
        self._matrix.choose(cell)
        self._gallery.verticalScrollBar().setValue(0)
        self._show_gallery()

    def _change_figures(self, is_percent: bool) -> None:
        self.workbench.preferences.set_flag("matrix in percent", is_percent)
        self._matrix.set_percent(is_percent)

    def _open(self, place: int) -> None:
        """Put an image on the pad, where it can be changed and asked again, and show who argued."""
        if self._shown is None or place >= len(self._indices):
            return
        self._image = int(self._indices[place])
        self._put_on_pad()
        self._show_reasons()

    def _ask_why(self) -> None:
        """Have the chosen image explained, though something else was drawn meanwhile."""
        self._put_on_pad()
        self.wished.emit(ExplainPad())

    def _put_on_pad(self) -> None:
        if self._shown is not None and self._image is not None:
            test = self._shown.dataset.test
            self.workbench.show_on_pad(test.images[self._image], int(test.labels[self._image]))


def _split(orientation: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    """Return widgets side by side or below one another, in shares that a person can change."""
    splitter = QSplitter(orientation)
    for index, (widget, share) in enumerate(parts):
        splitter.addWidget(widget)
        splitter.setStretchFactor(index, share)
        splitter.setCollapsible(index, False)
    splitter.setSizes([share for _, share in parts])
    return splitter


def _sureness(moment: ReadMoment, index: int) -> str:
    """Return how sure the network was of an image: a share, or the output itself where it is none."""
    largest = float(moment.reading.largest[index])
    return percent(largest) if moment.network.output.is_probability else f"{largest:.2f}"


def _title(moment: ReadMoment, cell: Cell | None, found: int) -> str:
    """Return what the gallery shows, given the chosen cell and how many images there are."""
    if cell is None:
        return "The surest mistakes" if found else "No mistakes"
    names = moment.dataset.class_names
    shown, read = (names[at] for at in cell)
    what = f"{shown} read as {read}" if cell[0] == cell[1] else f"{shown} taken for {read}"
    return f"{what}: {found:,} image{'' if found == 1 else 's'}"


def _nothing(cell: Cell | None, names: tuple[str, ...]) -> str:
    if cell is None:
        return "Every test image is read correctly at this moment."
    return f"No {kind(names[cell[0]], 1)} is taken for {names[cell[1]]} at this moment."
