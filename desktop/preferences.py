"""Preferences: what the window remembers from one day to the next, kept by QSettings."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from core.errors import FileError, KnobError, foreign
from core.hyperparameters import Hyperparameters
from core.insight.rejection import USUAL_THRESHOLD
from core.network.engine import WAYS
from core.presets import preset
from desktop.look.text_size import SIZES, USUAL

MOST_RECENT = 8
TIMELINE_MEGABYTES = (64, 256, 1024)
USUAL_MEGABYTES = 256

_Value = TypeVar("_Value")


class Preferences:
    """Typed access to what is remembered; what is missing or damaged is at its default.

    Parameters
    ----------
    settings : QSettings, optional
        Where it is kept; the person's own without one.
    """

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "inkling", "inkling"
        )

    def _read(self, name: str, usual: _Value, meaning: Callable[[str], _Value]) -> _Value:
        """Return what a text that is kept means; what is usual where it is missing, damaged or of another version."""
        with suppress(FileError), foreign(Path(self._settings.fileName()), "is damaged", ""):
            written = self._settings.value(name)
            if written is not None:
                return meaning(str(written))
        return usual

    @property
    def theme(self) -> str:
        """The theme asked for: "system", "light" or "dark"."""
        choice = self._read("theme", "system", str)
        return choice if choice in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._settings.setValue("theme", choice)

    @property
    def text_size(self) -> float:
        """How large text is, times the system's size."""
        size = self._read("text_size", USUAL, float)
        return size if SIZES[0] <= size <= SIZES[-1] else USUAL

    @text_size.setter
    def text_size(self, size: float) -> None:
        self._settings.setValue("text_size", size)

    @property
    def way(self) -> str:
        """How training uses the processor; one of the engine's ``WAYS``."""
        way = self._read("way", WAYS[0], str)
        return way if way in WAYS else WAYS[0]

    @way.setter
    def way(self, way: str) -> None:
        self._settings.setValue("way", way)

    @property
    def timeline_megabytes(self) -> int:
        """How much memory the moments of a run may take; one of ``TIMELINE_MEGABYTES``."""
        megabytes = self._read("timeline_megabytes", USUAL_MEGABYTES, int)
        return megabytes if megabytes in TIMELINE_MEGABYTES else USUAL_MEGABYTES

    @timeline_megabytes.setter
    def timeline_megabytes(self, megabytes: int) -> None:
        self._settings.setValue("timeline_megabytes", megabytes)

    @property
    def hyperparameters(self) -> Hyperparameters:
        """The settings used last."""
        usual = preset("default").hyperparameters
        with suppress(KnobError):  # of another version, or written by hand
            return self._read("hyperparameters", usual, lambda text: Hyperparameters.from_dict(json.loads(text)))
        return usual

    @hyperparameters.setter
    def hyperparameters(self, value: Hyperparameters) -> None:
        self._settings.setValue("hyperparameters", json.dumps(value.to_dict()))

    @property
    def dataset(self) -> str:
        """The name or folder of the data set used last; empty before the first time."""
        return self._read("dataset", "", str)

    @dataset.setter
    def dataset(self, name: str) -> None:
        self._settings.setValue("dataset", name)

    @property
    def doubt_threshold(self) -> float:
        """The share below which the pad holds back an answer, 0 to 1; with 0 it never does."""
        threshold = self._read("doubt_threshold", USUAL_THRESHOLD, float)
        return threshold if 0 <= threshold <= 1 else USUAL_THRESHOLD

    @doubt_threshold.setter
    def doubt_threshold(self, threshold: float) -> None:
        self._settings.setValue("doubt_threshold", threshold)

    @property
    def line_width(self) -> float:
        """Width of the line on the pad, in parts of it; 0 before one was chosen."""
        width = self._read("line_width", 0.0, float)
        return width if 0 < width < 1 else 0.0

    @line_width.setter
    def line_width(self, width: float) -> None:
        self._settings.setValue("line_width", width)

    @property
    def writer(self) -> str:
        """Who writes on the pad; empty when nobody said."""
        return self._read("writer", "", str)

    @writer.setter
    def writer(self, name: str) -> None:
        self._settings.setValue("writer", name)

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Weight files opened or saved last, latest first; those that are gone are left out."""
        names: Any = self._read("recent_files", [], json.loads)
        texts = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
        return tuple(Path(name) for name in texts if os.path.isfile(name))  # Path.is_file raises on odd names

    def add_recent_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        self._settings.sync()  # reads what other windows have put there since
        others = [str(other) for other in self.recent_files if other != path.absolute()]
        self._settings.setValue("recent_files", json.dumps([str(path.absolute()), *others][:MOST_RECENT]))

    def clear_recent_files(self) -> None:
        """Forget the recent files."""
        self._settings.remove("recent_files")

    @property
    def folder(self) -> Path:
        """Where the last file was opened or saved."""
        folder = self._read("folder", "", str)
        return Path(folder) if os.path.isdir(folder) else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._settings.setValue("folder", str(folder.absolute()))

    def layout(self, name: str) -> QByteArray | None:
        """Return a widget's saved state (geometry, splitter positions), if there is one."""
        with suppress(FileError), foreign(Path(self._settings.fileName()), "is damaged", ""):
            value: Any = self._settings.value(f"layout/{name}")
            if isinstance(value, QByteArray):
                return value
        return None

    def save_layout(self, name: str, state: QByteArray) -> None:
        """Keep a widget's state."""
        self._settings.setValue(f"layout/{name}", state)

    def flag(self, name: str, default: bool) -> bool:
        """Return a switch of the view, such as whether the cost axis is logarithmic."""
        return self._read(f"view/{name}", default, lambda text: text.lower() == "true")

    def set_flag(self, name: str, value: bool) -> None:
        """Keep a switch of the view."""
        self._settings.setValue(f"view/{name}", value)

    def flush(self) -> None:
        """Write everything to disk now."""
        self._settings.sync()
