"""The keyboard page: every shortcut, and what the keys do where the focus is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from desktop.widgets.labels import heading, hint, plain

_ELSEWHERE = (
    ("On a plot", "Left, Right: along the points · Home, End · +, −: zoom · F: follow new data"),
    ("On the pad", "Arrows: move the ring · Space: put the pen or the eraser down and lift it"),
    ("While you collect your digits", "Enter on the pad: keep it, and ask for the next · Delete on a picture"),
    ("On pictures", "Arrows: choose · +, −: larger and smaller · 0: as large as fits"),
    (
        "In the table of runs",
        "Shift or Ctrl with arrows: choose several · F2: another name · Space: draw the curves or not · Delete",
    ),
    (
        "In slow motion",
        "Left, Right: one frame · Home, End · Space: play · Up, Down, Shift+Left, Shift+Right: point at a neuron · "
        "Enter: follow it · Esc: leave",
    ),
    (
        "In the projector view",
        "Page up, Page down, a presenter's remote: the lesson · 1 to 8: an answer · F5: train, or its run · "
        "C: cost or accuracy · Full stop, B: black · Esc: leave",
    ),
    ("On the timeline", "Left, Right: one moment · Page up, Page down: ten steps through the run"),
)
_COLUMNS = 2


class ShortcutsDialog(QDialog):
    """All that can be done without a mouse.

    Parameters
    ----------
    shortcuts : list of (str, str)
        What each command is called, and its keys.
    """

    def __init__(self, shortcuts: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(heading("Keyboard", 1.4))
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        rows = -(-len(shortcuts) // _COLUMNS)
        for place, (text, keys) in enumerate(shortcuts):
            column, row = divmod(place, rows)
            table.addWidget(plain(text), row, 3 * column)
            table.addWidget(hint(keys), row, 3 * column + 1, Qt.AlignmentFlag.AlignVCenter)
            table.setColumnMinimumWidth(3 * column + 1, 110)
        layout.addLayout(table)
        for where, text in _ELSEWHERE:
            line = plain(f"{where}: {text}")
            line.setWordWrap(True)
            layout.addWidget(line)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
