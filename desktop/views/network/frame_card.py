"""FrameCard: one frame of slow motion: what happens, its picture, the formula, the numbers, the line of numpy."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.insight.walk import sentences
from core.insight.walk.frame import Frame
from core.insight.walk.walk import Walk
from desktop.look.theme import Theme
from desktop.views.network.frame_picture import FramePicture
from desktop.views.network.ledger import Ledger
from desktop.widgets.bars.agreement_bar import AgreementBar
from desktop.widgets.labels import heading, hint, plain

_MARGIN = 10
_COMPARED = range(8, 13)
"""The frames in which image and batch have slopes to compare."""


class FrameCard(QScrollArea):
    """Shows one frame, or a sentence in place of it.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("slowCard")
        self.setAccessibleName("The frame")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._title = heading("")
        self._symbols, self._numbers, self._mean = _line("slowSymbols"), _line("slowNumbers"), _line("slowMean")
        self._symbols.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._code, self._sentence, self._cosine = _line("slowCode"), hint(), hint()
        self._sentence.setObjectName("slowSentence")
        self._picture, self._ledger = FramePicture(theme), Ledger()
        self._agreement = AgreementBar(theme)
        self._lay_out()
        self._use_code_font()

    def show_frame(self, walk: Walk, frame: Frame, names: tuple[str, ...]) -> None:
        """Show a frame of a walk; ``names`` are what the outputs stand for."""
        cosine = sentences.cosine(walk.passage.cosine) if frame.number in _COMPARED and walk.passage.images > 1 else ""
        self._title.setText(frame.title)
        _fill(self._symbols, "\n".join(frame.symbols))
        _fill(self._numbers, "\n".join(frame.numbers))
        _fill(self._mean, "\n".join(line for line in frame.mean if line != cosine))
        _fill(self._cosine, cosine)
        _fill(self._code, frame.numpy)
        _fill(self._sentence, frame.sentence)
        self._picture.setVisible(bool(frame.arrays))
        self._picture.show_frame(walk, frame, names)
        self._ledger.show_step(walk, frame)
        self._agreement.setVisible(bool(cosine))
        self._agreement.show_cosine(walk.passage.cosine)
        self._go_to_top(frame.name)

    def show_text(self, text: str) -> None:
        """Say something in place of a frame."""
        self._title.setText("")
        for widget in (self._symbols, self._numbers, self._mean, self._cosine, self._code):
            widget.hide()
        self._agreement.hide()
        self._picture.hide()
        self._ledger.hide()
        _fill(self._sentence, text)
        self._go_to_top("")

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._picture.set_theme(theme)
        self._agreement.set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(340, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(190, 80)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._use_code_font()

    def _go_to_top(self, name: str) -> None:
        if self.property("shown") != name:  # the same frame of another image stays where it was scrolled to
            self.setProperty("shown", name)
            self.verticalScrollBar().setValue(0)

    def _use_code_font(self) -> None:
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPointSizeF(QFontInfo(QApplication.font()).pointSizeF())
        self._code.setFont(font)

    def _lay_out(self) -> None:
        self._title.setWordWrap(True)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(_MARGIN, 4, _MARGIN, 6)
        column.setSpacing(5)
        formula = (self._symbols, self._numbers, self._mean, self._code)
        for widget in (self._title, self._ledger, *formula, self._sentence, self._cosine, self._agreement):
            column.addWidget(widget)
        column.addWidget(self._picture, 1)
        column.addStretch(0)
        self.setWidget(sheet)


def _line(name: str) -> QLabel:
    label = plain()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _fill(label: QLabel, text: str) -> None:
    """Write a text into a label, which takes no room without one."""
    label.setText(text)
    label.setVisible(bool(text))
