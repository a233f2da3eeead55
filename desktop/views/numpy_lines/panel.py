"""NumpyPanel: the twenty-five lines behind the window: what the settings shown would run in numpy alone."""

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout

from core import disk
from core.files.script import BLOCKS, Line, Script, script
from core.hyperparameters import is_live, label_of
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.session.workbench import Workbench
from desktop.views.numpy_lines.code_view import CodeView
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, Export, MarkLines
from desktop.widgets.labels import hint

_ABOUT = (
    "What the settings shown do, in numpy. Point at a line to see where it comes from; what changed last is marked."
)
_OF_NONE = "This line is the same whatever the settings are."


class NumpyPanel(Panel):
    """Shows the code, and writes it as a script that runs with numpy alone."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self.setObjectName("numpyPanel")
        self._spoken_of: frozenset[str] = frozenset()  # lines that another view shows at the moment
        self._text = CodeView(themes.theme)
        self._text.setObjectName("numpyText")
        self._text.setAccessibleName("The lines of numpy that the settings run")
        self._text.pointed.connect(self._explain)
        self._words = hint(_ABOUT)
        self._words.setObjectName("numpyLineLabel")
        self._words.keep_lines(2, no_more=True)
        self._copy = self._button("Copy", "numpyCopyButton", "Put the whole script on the clipboard.")
        self._copy.clicked.connect(self._put_on_clipboard)
        self._save = self._button(
            "Save as a script…",
            "numpySaveButton",
            "Write a program that trains so with numpy alone: python train.py FOLDER",
        )
        self._save.clicked.connect(lambda: self.wished.emit(Export("train", "py", self._write)))
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 4)
        row.addWidget(self._words, 1)
        row.addWidget(self._copy)
        row.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._text, 1)
        workbench.settings.changed.connect(lambda value: self._refresh())
        workbench.library.loaded.connect(lambda dataset: self._refresh())

    @property
    def script(self) -> Script:
        """The script of the settings shown."""
        library = self.workbench.library
        return script(self.workbench.settings.value, library.in_use or "builtin", len(library.class_names))

    def answers(self) -> Answers:
        """Return that the lines are here that others speak of."""
        return {MarkLines: lambda wish: self._mark(wish.text)}

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._text.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._text.use_font()

    def _refresh(self) -> None:
        if self.isVisible():
            self._text.show_lines(_of_blocks(self.script))
            self._text.mark_texts(self._spoken_of)

    def _mark(self, text: str) -> None:
        """Mark the lines that another view speaks of, now or as soon as they are in sight."""
        self._spoken_of = frozenset(filter(None, map(str.strip, text.splitlines())))
        self._refresh()

    def _explain(self, setting: str) -> None:
        if not setting:
            self._words.setText(_OF_NONE)
            return
        acts = "a change acts on the next batch" if is_live(setting) else "a change needs a new network"
        self._words.setText(f"This line comes from {label_of(setting)}: {acts}.")

    def _put_on_clipboard(self) -> None:
        QApplication.clipboard().setText(self.script.text)
        self._words.setText("The whole script is on the clipboard. It runs with python train.py FOLDER.")

    def _write(self, path: Path) -> None:
        content = self.script.text.encode()
        disk.replace_file(path, lambda file: file.write(content))

    def _button(self, text: str, name: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(wrapped(tip))
        return button


def _of_blocks(code: Script) -> list[Line]:
    """Return the lines of the five blocks, with an empty one between them."""
    blocks = [[line for line in code.lines if line.block == name] for name in BLOCKS]
    return [line for block in blocks for line in (*block, Line(""))][:-1]
