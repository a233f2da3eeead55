"""FindingCard: one thing that is not as it should be, with its figures, a pointer to it, and an experiment to try."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.widgets.labels import heading, plain

_EDGE = 4


class FindingCard(QFrame):
    """A card with two buttons. Its texts can change while it is looked at; the buttons stay where they are."""

    show_asked = Signal()
    try_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title = heading("")
        self._evidence = _paragraph()
        self._advice = _paragraph()
        self._show = QPushButton("Show me")
        self._show.setObjectName("showFindingButton")
        self._show.setToolTip(wrapped("Go to the view in which this can be seen."))
        self._show.clicked.connect(self.show_asked)
        self._try = QPushButton()
        self._try.setObjectName("tryFindingButton")
        self._try.clicked.connect(self.try_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._try)
        buttons.addWidget(self._show)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12 + _EDGE, 8, 12, 10)
        layout.setSpacing(4)
        for label in (self._title, self._evidence, self._advice):
            layout.addWidget(label)
        layout.addSpacing(4)
        layout.addLayout(buttons)

    def show_finding(self, title: str, evidence: str, advice: str, experiment: str = "", tip: str = "") -> None:
        """Show a finding.

        Parameters
        ----------
        title, evidence, advice : str
            What it is, how it shows, what to try.
        experiment : str
            The change of settings, for the button: ``learning rate 0.001``. Without it there is no button.
        tip : str
            What pressing that button does.
        """
        self._title.setText(title)
        self._evidence.setText(evidence)
        self._advice.setText(advice)
        self._try.setVisible(bool(experiment))
        self._try.setText(f"Try it: {experiment}".replace("&", "&&"))
        self._try.setToolTip(wrapped(tip))
        self.setAccessibleName(f"{title}. {evidence} {advice}")

    def offer_to_show(self, is_offered: bool) -> None:
        """Have the button that leads to where this can be seen, or not where nothing shows it."""
        self._show.setVisible(is_offered)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(0, 0, _EDGE, self.height(), QColor(self._theme.warning))
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _paragraph() -> QLabel:
    label = plain()
    label.setWordWrap(True)
    return label
