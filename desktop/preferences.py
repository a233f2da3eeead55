"""Preferences: what the window remembers from one day to the next, kept by QSettings."""

import json
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args, overload

from PySide6.QtCore import QByteArray, QSettings

from core.errors import InklingError, KnobError, foreign
from core.files.store import Budget
from core.hyperparameters import Hyperparameters
from core.insight.rejection import USUAL_THRESHOLD
from core.knob import Knob
from core.network.engine import WAYS, way_called
from core.presets import preset
from desktop.look.text_size import SIZES, USUAL
from desktop.look.theme import ThemeChoice

MOST_RECENT = 8
TIMELINE_MEGABYTES = (64, 256, 1024)
USUAL_MEGABYTES = 256
STORE_MEGABYTES = (256, 1024, 4096)
USUAL_STORE_MEGABYTES = 1024

_LAYOUT_KEYS = ("layout/", "view/tab ", "view/panel ", "view/preparation", "text_size")

WayIn = Literal["", "lessons", "play", "teach"]
"""The door of the welcome page that was chosen."""

_Value = TypeVar("_Value")


class Preference(Generic[_Value]):
    """One thing that is remembered, declared once, under the name of its attribute.

    Parameters
    ----------
    meaning : callable
        Returns what a text that is kept means. Whatever it raises, the preference is then at what is usual.
    usual : callable
        Returns the value of a preference that is missing or damaged.
    text : callable
        Returns the text to keep for a value.
    """

    def __init__(
        self,
        meaning: Callable[[str], _Value],
        usual: Callable[[], _Value],
        text: Callable[[_Value], str] = str,
    ) -> None:
        self._meaning, self._usual, self._text = meaning, usual, text

    def __set_name__(self, owner: "type[Preferences]", name: str) -> None:
        self._name = name

    @overload
    def __get__(self, kept: None, owner: "type[Preferences]") -> "Preference[_Value]": ...

    @overload
    def __get__(self, kept: "Preferences", owner: "type[Preferences]") -> _Value: ...

    def __get__(self, kept: "Preferences | None", owner: "type[Preferences]") -> "_Value | Preference[_Value]":
        return self if kept is None else kept.read(self._name, self._meaning, self._usual)

    def __set__(self, kept: "Preferences", value: _Value) -> None:
        text = self._text(value)
        self._meaning(text)  # what cannot be read is not written
        kept.write(self._name, text)


def _number(usual: float, declared: Knob) -> Preference[float]:
    def meaning(text: str) -> float:
        value = float(text)
        declared.check(value, float)
        return value

    return Preference(meaning, lambda: usual)


def _one_of(
    usual: _Value, choices: Sequence[_Value], today: Callable[[str], str] = lambda text: text
) -> Preference[_Value]:
    """Declare a preference with a few choices; ``today`` returns what a text of an older version is called now."""

    def meaning(text: str) -> _Value:
        for choice in choices:
            if str(choice) == today(text):
                return choice
        raise KnobError(f"There is no {text!r}.", f"Choose one of: {', '.join(map(str, choices))}.")

    return Preference(meaning, lambda: usual)


def _text() -> Preference[str]:
    return Preference(str, str)


def _settings_in(text: str) -> Hyperparameters:
    return Hyperparameters.from_dict(json.loads(text))


def _files_in(text: str) -> tuple[Path, ...]:
    """Return the files named in a list that are still there; what is no name of a file is left out."""
    names: Any = json.loads(text)
    texts = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return tuple(Path(name) for name in texts if os.path.isfile(name))  # Path.is_file raises on odd names


class Preferences:
    """Typed access to what is remembered; what is missing or damaged is at its default.

    Parameters
    ----------
    settings : QSettings, optional
        Where it is kept; the person's own without one.
    """

    theme: Preference[ThemeChoice] = _one_of("system", get_args(ThemeChoice))
    """The theme asked for."""
    text_size = _number(
        USUAL,
        Knob(label="Text size", help="How large text is, times the system's size.", low=SIZES[0], high=SIZES[-1]),
    )
    way = _one_of(WAYS[0], WAYS, way_called)
    """How training uses the processor; one of the engine's ``WAYS``."""
    timeline_megabytes = _one_of(USUAL_MEGABYTES, TIMELINE_MEGABYTES)
    """How much memory the moments of a run may take; one of ``TIMELINE_MEGABYTES``."""
    most_runs = _number(
        Budget().runs, Knob(label="Runs kept", help="How many runs are kept from day to day.", low=1, high=10_000)
    )
    store_megabytes = _one_of(USUAL_STORE_MEGABYTES, STORE_MEGABYTES)
    """How large the files of the runs that are kept from day to day may be together."""
    hyperparameters = Preference(
        _settings_in, lambda: preset("default").hyperparameters, lambda value: json.dumps(value.to_dict())
    )
    """The settings used last."""
    dataset = _text()
    """The name or folder of the data set used last; empty before the first time."""
    way_in: Preference[WayIn] = _one_of("", get_args(WayIn))
    """The door of the welcome page that was chosen; empty before that, and the page opens by itself."""
    doubt_threshold = _number(
        USUAL_THRESHOLD,
        Knob(
            label="Share of an answer",
            help="Below it the pad holds back an answer; with 0 it never does.",
            low=0.0,
            high=1.0,
        ),
    )
    line_width = _number(
        0.0,
        Knob(label="Line width", help="On the pad, in parts of it; 0 before one was chosen.", low=0.0, high=1.0),
    )
    writer = _text()
    """Who writes on the pad; empty when nobody said."""
    recent_files = Preference(_files_in, tuple, lambda paths: json.dumps([str(path) for path in paths]))
    """Weight files opened or saved last, latest first; those that are gone are left out."""
    folder = Preference(
        lambda text: Path(text) if os.path.isdir(text) else Path.home(), Path.home, lambda path: str(path.absolute())
    )
    """Where the last file was opened or saved."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "inkling", "inkling"
        )

    @property
    def store_budget(self) -> Budget:
        """How much is kept of runs from day to day."""
        return Budget(int(self.most_runs), self.store_megabytes * 2**20)

    def add_recent_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        self._settings.sync()  # reads what other windows have put there since
        others = [other for other in self.recent_files if other != path.absolute()]
        self.recent_files = (path.absolute(), *others)[:MOST_RECENT]

    def clear_recent_files(self) -> None:
        """Forget the recent files."""
        self._settings.remove("recent_files")

    def layout(self, name: str) -> QByteArray | None:
        """Return a widget's saved state (geometry, splitter positions), if there is one."""
        value = self._stored(f"layout/{name}")
        return value if isinstance(value, QByteArray) else None

    def save_layout(self, name: str, state: QByteArray) -> None:
        """Keep a widget's state."""
        self._settings.setValue(f"layout/{name}", state)

    def forget_layout(self) -> None:
        """Forget how the window was arranged: its size, panels, columns and tabs, and how large text is."""
        for key in self._settings.allKeys():
            if key.startswith(_LAYOUT_KEYS):
                self._settings.remove(key)

    def flag(self, name: str, default: bool) -> bool:
        """Return a switch of the view, such as whether the cost axis is logarithmic."""
        return self.read(f"view/{name}", lambda text: text.lower() == "true", lambda: default)

    def set_flag(self, name: str, value: bool) -> None:
        """Keep a switch of the view."""
        self._settings.setValue(f"view/{name}", value)

    def read(self, name: str, meaning: Callable[[str], _Value], usual: Callable[[], _Value]) -> _Value:
        """Return what a text that is kept means; what is usual where it is missing, damaged or of another version."""
        written = self._stored(name)
        with suppress(InklingError), self._fence():
            if written is not None:
                return meaning(str(written))
        return usual()

    def write(self, name: str, text: str) -> None:
        """Keep a text under a name."""
        self._settings.setValue(name, text)

    def _stored(self, name: str) -> object:
        with suppress(InklingError), self._fence():
            return self._settings.value(name)
        return None

    def _fence(self) -> AbstractContextManager[None]:
        return foreign(Path(self._settings.fileName()), "is damaged", "")

    def flush(self) -> None:
        """Write everything to disk now."""
        self._settings.sync()
