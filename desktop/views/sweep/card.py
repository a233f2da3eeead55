"""FindingsCard: what a sweep has shown, in sentences."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.labels import heading, hint, paragraph

_HOW = (
    "Averages over all runs with a value, not a model: a share says how much of all differences goes with a setting "
    "alone. What is left over is chance, and settings that matter only together."
)


class FindingsCard(QScrollArea):
    """The sentences, the most important first, and how they were come by."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweepCard")
        self.setAccessibleName("What the sweep has shown")  # the keys stop there, to scroll
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(10, 6, 10, 8)
        self._column.setSpacing(6)
        self._column.addWidget(heading("What it shows"))
        self._text = paragraph()
        self._text.setObjectName("sweepFindingsLabel")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._how = hint(_HOW)
        self._column.addWidget(self._text)
        self._column.addWidget(self._how)
        self._column.addStretch(1)
        self.setWidget(self._page)

    def minimumSizeHint(self) -> QSize:
        """Return room for the longest word: what is wider than the view of a page is cut off."""
        least, page = super().minimumSizeHint(), self._page.minimumSizeHint()
        return least.expandedTo(QSize(page.width() + self.verticalScrollBar().sizeHint().width(), 0))

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show other sentences."""
        self._text.setText("\n\n".join(sentences))
        self._how.setVisible(len(sentences) > 1)
