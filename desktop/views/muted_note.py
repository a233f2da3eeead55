"""MutedNote: one line that says how the network is altered where it is looked at, and makes it whole again."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.look.tips import wrapped
from desktop.models.selection import SelectionModel
from desktop.widgets.labels import hint
from desktop.widgets.words import neurons as words

_WHOLE = "Training goes on with all neurons, sound, and the curves and the status line tell of that network."


class MutedNote(QWidget):
    """Stands wherever a network that is damaged or without some of its neurons gives the figures; else it is hidden.

    Parameters
    ----------
    selection : SelectionModel
        Who knows how the network is altered.
    label, button : str
        The object names of its parts.
    """

    def __init__(self, selection: SelectionModel, label: str, button: str) -> None:
        super().__init__()
        self._selection = selection
        self._label = hint()
        self._label.setObjectName(label)
        self._button = QPushButton()
        self._button.setObjectName(button)
        self._button.setToolTip(
            wrapped("Let the network answer with all its neurons, and sound, again. Key in Neurons: W")
        )
        self._button.clicked.connect(selection.make_whole)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button)
        selection.altered.connect(self._show)
        self._show()

    def set_text(self, text: str) -> None:
        """Say more than how it is altered."""
        self._label.setText(text)

    def _show(self) -> None:
        muted, damage = self._selection.muted, self._selection.damage
        short = words.altered_short(muted, damage)
        off = f"{words.muted_names(muted)} switched off" if muted else ""
        done = ". ".join(filter(None, (off, words.damage_names(damage))))
        self._label.setText(short[:1].upper() + short[1:])
        self._label.setToolTip(wrapped(f"{done}. {_WHOLE}"))
        self._button.setText("Switch all on" if damage.is_none else "Make it whole")
        self.setVisible(bool(short))
