"""MutedNote: one line that says how many neurons are switched off, and switches them on again."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.look.tips import wrapped
from desktop.models.selection import Neuron, SelectionModel
from desktop.widgets.labels import hint
from desktop.widgets.words import neurons as words

_WHOLE = "Training goes on with all neurons, and the curves and the status line tell of all."


class MutedNote(QWidget):
    """Stands wherever a network without some of its neurons gives the figures; hidden while all are on.

    Parameters
    ----------
    selection : SelectionModel
        Who knows which neurons are switched off.
    label, button : str
        The object names of its parts.
    """

    def __init__(self, selection: SelectionModel, label: str, button: str) -> None:
        super().__init__()
        self._label = hint()
        self._label.setObjectName(label)
        self._button = QPushButton("Switch all on")
        self._button.setObjectName(button)
        self._button.setToolTip(wrapped("Let the network answer with all its neurons again."))
        self._button.clicked.connect(lambda: selection.mute(frozenset()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button)
        selection.muted_changed.connect(self._show)
        self._show(selection.muted)

    def set_text(self, text: str) -> None:
        """Say more than how many are off."""
        self._label.setText(text)

    def _show(self, muted: frozenset[Neuron]) -> None:
        self._label.setText(words.muted_short(muted))
        self._label.setToolTip(wrapped(f"{words.muted_names(muted)} switched off. {_WHOLE}"))
        self.setVisible(bool(muted))
