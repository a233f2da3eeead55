"""The dialog of a network of another program: what was found, how it reads, and what its neurons do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.files.exchange.trial import (
    Tried,
    activations_of,
    alike,
    in_words,
    likeliest,
    mismatch,
    reads_by_chance,
    reads_little,
)
from core.parts.activations import Activation
from core.parts.outputs import Output, outputs
from core.plain import LONGEST_NAME, harmless
from desktop.look.icons import icon_pixmap
from desktop.look.text_size import text_scale
from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.look.words import listed, percent
from desktop.session.importing import Offer
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.labels import heading, hint, plain

_WIDTH = 600
_MOST_OF_SCREEN = 0.9
_FEWEST_LINES = 5  # of the list of ways, its head among them
_ICON = 16
_TO_CONTENTS = QHeaderView.ResizeMode.ResizeToContents
_FEW_NAMES = 6
_ASKED = "Such a file does not say what its neurons do with their sums. The way that reads best is chosen."
_UNTOLD = "Such a file does not say what its neurons do with their sums. ReLU and softmax are met most often."
_SAYS = "What its file says is chosen."
_OTHER_IMAGES = (
    "It may have been taught other images: those of Inkling run from 0 (paper) to 1 (ink), upright, row by row, "
    "neither shifted nor scaled."
)
_OTHER_CLASSES = "Its file calls its classes {theirs}; here they are those of {title}."
_TIPS = {
    "Hidden neurons": "What each hidden neuron does with the sum of what comes in.",
    "Outputs": "What each output does with its sum. Of outputs that read alike, softmax and sigmoid can tell how "
    "sure they are.",
}


class ImportDialog(QDialog):
    """Asks what the neurons of an imported network do, and shows how well it reads if they do so.

    Parameters
    ----------
    offer : Offer
        The network, tried in every way.
    theme : Theme
        The color of the warning.
    """

    def __init__(self, offer: Offer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer, self._theme = offer, theme
        self._is_deep = len(offer.imported.weights) > 1
        self._mismatch = mismatch(offer.imported, offer.dataset)
        self.setObjectName("importDialog")
        self.setWindowTitle("Open a network of another program")
        self._activations, self._outputs = activations_of(offer.imported), tuple(part() for part in outputs)
        self._activation = self._combo("Hidden neurons", "importActivationCombo", self._activations)
        self._output = self._combo("Outputs", "importOutputCombo", self._outputs)
        self._verdict = heading("")
        self._verdict.setObjectName("importVerdict")
        self._verdict.setWordWrap(True)
        self._ways = self._tree()
        layout = self._lay_out()
        self._choose(*likeliest(offer.imported, offer.ways))
        self._activation.currentIndexChanged.connect(lambda place: self._refresh())
        self._output.currentIndexChanged.connect(lambda place: self._refresh())
        self._ways.itemSelectionChanged.connect(self._take_row)
        self._refresh()
        self._fit(layout)

    @property
    def activation(self) -> Activation:
        """What the hidden neurons do."""
        return self._activations[self._activation.currentIndex()]

    @property
    def output(self) -> Output:
        """What the outputs do."""
        return self._outputs[self._output.currentIndex()]

    # What it is made of

    def _fit(self, layout: QVBoxLayout) -> None:
        """Be as large as the words and the list ask for, where the screen has room for that."""
        room = self.screen().availableSize() * _MOST_OF_SCREEN
        width = min(round(_WIDTH * text_scale()), room.width())
        self.resize(width, min(layout.totalHeightForWidth(width), room.height()))

    def _combo(self, name: str, object_name: str, parts: tuple[Activation | Output, ...]) -> Combo:
        combo = Combo()
        combo.setObjectName(object_name)
        combo.setAccessibleName(name)
        combo.setToolTip(wrapped(_TIPS[name]))
        for part in parts:
            combo.addItem(part.label)
        return combo

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("importWays")
        tree.setAccessibleName("How each way reads, the best first")
        tree.setHeaderLabels(["Hidden neurons", "Outputs", "Reads"])
        tree.setRootIsDecorated(False)
        tree.setColumnHidden(0, not self._is_deep)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        for way in self._offer.ways:
            item = QTreeWidgetItem([way.activation.label, _either(way), percent(way.accuracy, 1)])
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, self._words(way, way.outputs[0]))
            tree.addTopLevelItem(item)
        tree.headerItem().setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        tree.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        tree.setMinimumHeight(_FEWEST_LINES * round(1.5 * QFontMetrics(tree.font()).height()))
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        for column, mode in enumerate((_TO_CONTENTS, QHeaderView.ResizeMode.Stretch, _TO_CONTENTS)):
            header.setSectionResizeMode(column, mode)
        return tree

    def _lay_out(self) -> QVBoxLayout:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        name = harmless(self._offer.imported.name, LONGEST_NAME)
        title = heading(name, 1.4)
        title.setWordWrap(True)
        layout.addWidget(title)
        layout.addWidget(_words_of(f"It is {harmless(self._offer.imported.found)}."))
        if self._mismatch:
            layout.addWidget(self._warning(self._of_classes()))
            layout.addStretch(1)
        else:
            self._lay_out_ways(layout)
        layout.addWidget(self._buttons())
        return layout

    def _lay_out_ways(self, layout: QVBoxLayout) -> None:
        layout.addWidget(hint(self._how_it_was_chosen()))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        if self._is_deep:
            form.addRow(plain("Hidden neurons"), self._activation)
        else:
            self._activation.setParent(self)
            self._activation.hide()
        form.addRow(plain("Outputs"), self._output)
        layout.addLayout(form)
        layout.addWidget(self._verdict)
        if text := self._warning_of_images():
            layout.addWidget(self._warning(text))
        layout.addWidget(self._ways, 1)
        if text := self._of_ways_alike():
            layout.addWidget(hint(text))

    def _warning(self, text: str) -> QWidget:
        sign, words = QLabel(), _words_of(text)
        size = round(_ICON * text_scale())
        sign.setPixmap(icon_pixmap("warning", self._theme.warning, size, self.devicePixelRatioF()))
        words.setObjectName("importWarning")
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return box

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Open | kinds.Cancel)
        go = self._open = buttons.button(kinds.Open)
        go.setObjectName("importOpenButton")
        go.setDefault(True)
        go.setEnabled(not self._mismatch)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    # What is chosen

    def _choose(self, activation: Activation, output: Output) -> None:
        self._activation.setCurrentIndex(self._activations.index(activation))
        self._output.setCurrentIndex(self._outputs.index(output))

    def _take_row(self) -> None:
        """Choose the way of the row that was selected; one of several outputs that read alike stays."""
        places = [index.row() for index in self._ways.selectedIndexes()]
        if places:
            way = self._offer.ways[places[0]]
            activation = way.activation if self._is_deep else self.activation
            self._choose(activation, self.output if self.output in way.outputs else way.outputs[0])

    def _refresh(self) -> None:
        """Tell how well it reads as it is chosen now, and show in the list which way that is."""
        for place, way in enumerate(self._offer.ways):
            if self.output in way.outputs and (way.activation == self.activation or not self._is_deep):
                self._verdict.setText(self._words(way, self.output))
                for combo in (self._activation, self._output):
                    combo.setAccessibleDescription(self._verdict.text())
                self._ways.setCurrentIndex(self._ways.model().index(place, 0))

    # What is said

    def _words(self, way: Tried, output: Output) -> str:
        how = f"{way.activation.label} and {in_words(output)}" if self._is_deep else f"{in_words(output)} outputs"
        return f"With {how} it reads {percent(way.accuracy, 1)} of these {way.images:,} {self._offer.images}."

    def _how_it_was_chosen(self) -> str:
        imported, dataset, ways = self._offer.imported, self._offer.dataset, self._offer.ways
        is_told = imported.activation is not None
        text = _SAYS if is_told else _UNTOLD if reads_little(ways) else _ASKED
        text = f"Each way was tried on {ways[0].images:,} {self._offer.images} of {harmless(dataset.title)}. {text}"
        names = imported.class_names
        if names != tuple(map(str, range(len(names)))) and names != dataset.class_names:
            shown = listed(names) if len(names) <= _FEW_NAMES else f"{', '.join(names[:_FEW_NAMES])}, …"
            text += " " + _OTHER_CLASSES.format(theirs=harmless(shown, LONGEST_NAME), title=dataset.title)
        return text

    def _warning_of_images(self) -> str:
        ways, classes = self._offer.ways, len(self._offer.imported.class_names)
        if reads_by_chance(ways, classes):
            return f"No way reads more than chance, which knows {percent(1 / classes)}. {_OTHER_IMAGES}"
        return f"That is little. {_OTHER_IMAGES}" if reads_little(ways) else ""

    def _of_classes(self) -> str:
        wanted = len(self._offer.imported.class_names)
        return (
            f"It cannot be opened beside the data in use: {self._mismatch}. Open a data set of {wanted} classes first, "
            "and then this file."
        )

    def _of_ways_alike(self) -> str:
        """Return which ways read alike; nothing where images decide or the file does, or where no way reads."""
        ways = self._offer.ways
        if self._offer.imported.activation is not None or reads_little(ways):
            return ""
        kinds, text = alike(ways), ""
        if len(kinds) > 1:
            text = f"{listed([kind.activation.label for kind in kinds])} read alike, to half a percent. "
        if len(ways[0].outputs) > 1:
            names = listed([in_words(output) for output in ways[0].outputs])
            text += f"So do the outputs {names}. " if text else f"The outputs {names} read alike. "
        return text + "Between those, images do not decide: who made the network knows what it had." if text else ""


def _either(way: Tried) -> str:
    """Return outputs that read alike: "Softmax, sigmoid or linear"."""
    *others, last = map(in_words, way.outputs)
    words = f"{', '.join(others)}{' or ' if others else ''}{last}"
    return words[:1].upper() + words[1:]


def _words_of(text: str) -> QLabel:
    """Return words that wrap, and can be selected and copied."""
    label = plain(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
