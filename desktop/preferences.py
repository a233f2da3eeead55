"""Preferences: what the window remembers from one day to the next, kept by QSettings."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from core.errors import InklingError
from core.hyperparameters import Hyperparameters
from core.insight.doubt import USUAL_THRESHOLD
from core.network.engine import WAYS
from core.presets import preset
from desktop.look.text_size import SIZES, USUAL

MOST_RECENT = 8
TIMELINE_MEGABYTES = (64, 256, 1024)
USUAL_MEGABYTES = 256


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

    @property
    def theme(self) -> str:
        """The theme asked for: "system", "light" or "dark"."""
        choice = str(self._settings.value("theme", "system"))
        return choice if choice in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._settings.setValue("theme", choice)

    @property
    def text_size(self) -> float:
        """How large text is, times the system's size."""
        try:
            size = float(str(self._settings.value("text_size", USUAL)))
        except ValueError:
            return USUAL
        return size if SIZES[0] <= size <= SIZES[-1] else USUAL

    @text_size.setter
    def text_size(self, size: float) -> None:
        self._settings.setValue("text_size", size)

    @property
    def way(self) -> str:
        """How training uses the processor; one of the engine's ``WAYS``."""
        way = str(self._settings.value("way", WAYS[0]))
        return way if way in WAYS else WAYS[0]

    @way.setter
    def way(self, way: str) -> None:
        self._settings.setValue("way", way)

    @property
    def timeline_megabytes(self) -> int:
        """How much memory the moments of a run may take; one of ``TIMELINE_MEGABYTES``."""
        written = str(self._settings.value("timeline_megabytes", ""))
        megabytes = int(written) if written.isdecimal() else 0
        return megabytes if megabytes in TIMELINE_MEGABYTES else USUAL_MEGABYTES

    @timeline_megabytes.setter
    def timeline_megabytes(self, megabytes: int) -> None:
        self._settings.setValue("timeline_megabytes", megabytes)

    @property
    def hyperparameters(self) -> Hyperparameters:
        """The settings used last."""
        try:
            written = self._settings.value("hyperparameters")
            if written is not None:
                return Hyperparameters.from_dict(json.loads(str(written)))
        except (InklingError, ValueError, TypeError, AttributeError):
            pass  # written by another version, or by hand
        return preset("default").hyperparameters

    @hyperparameters.setter
    def hyperparameters(self, value: Hyperparameters) -> None:
        self._settings.setValue("hyperparameters", json.dumps(value.to_dict()))

    @property
    def dataset(self) -> str:
        """The name or folder of the data set used last; empty before the first time."""
        return str(self._settings.value("dataset", ""))

    @dataset.setter
    def dataset(self, name: str) -> None:
        self._settings.setValue("dataset", name)

    @property
    def doubt_threshold(self) -> float:
        """The share below which the pad holds back an answer, 0 to 1; with 0 it never does."""
        try:
            threshold = float(str(self._settings.value("doubt_threshold", USUAL_THRESHOLD)))
        except ValueError:
            return USUAL_THRESHOLD
        return threshold if 0 <= threshold <= 1 else USUAL_THRESHOLD

    @doubt_threshold.setter
    def doubt_threshold(self, threshold: float) -> None:
        self._settings.setValue("doubt_threshold", threshold)

    @property
    def line_width(self) -> float:
        """Width of the line on the pad, in parts of it; 0 before one was chosen."""
        try:
            width = float(str(self._settings.value("line_width", 0)))
        except ValueError:
            return 0.0
        return width if 0 < width < 1 else 0.0

    @line_width.setter
    def line_width(self, width: float) -> None:
        self._settings.setValue("line_width", width)

    @property
    def writer(self) -> str:
        """Who writes on the pad; empty when nobody said."""
        return str(self._settings.value("writer", ""))

    @writer.setter
    def writer(self, name: str) -> None:
        self._settings.setValue("writer", name)

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Weight files opened or saved last, latest first; those that are gone are left out."""
        try:
            names = json.loads(str(self._settings.value("recent_files", "[]")))
        except ValueError:
            return ()
        paths = (Path(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()
        return tuple(path for path in paths if path.is_file())

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
        folder = Path(str(self._settings.value("folder", "")) or Path.home())
        return folder if folder.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._settings.setValue("folder", str(folder.absolute()))

    def layout(self, name: str) -> QByteArray | None:
        """Return a widget's saved state (geometry, splitter positions), if there is one."""
        value: Any = self._settings.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else None

    def save_layout(self, name: str, state: QByteArray) -> None:
        """Keep a widget's state."""
        self._settings.setValue(f"layout/{name}", state)

    def flag(self, name: str, default: bool) -> bool:
        """Return a switch of the view, such as whether the cost axis is logarithmic."""
        return str(self._settings.value(f"view/{name}", default)).lower() == "true"

    def set_flag(self, name: str, value: bool) -> None:
        """Keep a switch of the view."""
        self._settings.setValue(f"view/{name}", value)

    def flush(self) -> None:
        """Write everything to disk now."""
        self._settings.sync()
