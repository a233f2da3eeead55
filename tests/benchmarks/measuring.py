"""What the benchmarks share: a figure and its goal, the machine, a private home, the window and how to wait in it."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from core.hyperparameters import Hyperparameters
    from desktop.shell.window import MainWindow

# As everywhere in the tests; QT_QPA_PLATFORM=xcb asks for a window on the screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds for one thing to happen, on a slow and busy machine


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    ``goal`` is an upper limit, or a lower one where ``more_is_better``; None where there is none. A figure that
    could not be taken has no ``measured``, and its ``note`` says why.
    """

    what: str
    unit: str
    measured: float | None
    goal: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return what was measured in parts of the goal."""
        return None if self.goal is None or self.measured is None else self.measured / self.goal

    @property
    def verdict(self) -> str:
        """Return whether the goal is met, in a word."""
        if self.ratio is None:
            return "skipped" if self.measured is None else ""
        return "met" if (self.ratio >= 1 if self.more_is_better else self.ratio <= 1) else "MISSED"


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """Say how far the work is, on stderr."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


def report(figures: Iterable[Figure], as_json: bool) -> None:
    """Print figures as a table, or one JSON object a line for the process that asked."""
    figures = list(figures)
    if as_json:
        for figure in figures:
            say(json.dumps(asdict(figure)))
    else:
        say(table(figures))


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table in Markdown."""
    rows = [("what", "goal", "measured", "ratio", "", "remarks")]
    for figure in figures:
        sign = "≥" if figure.more_is_better else "≤"
        rows.append(
            (
                figure.what,
                "" if figure.goal is None else f"{sign} {_number(figure.goal)} {figure.unit}".rstrip(),
                "–" if figure.measured is None else f"{_number(figure.measured)} {figure.unit}".rstrip(),
                "" if figure.ratio is None else f"{figure.ratio:.2f}",
                figure.verdict,
                figure.note,
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


def in_fresh_process(module: str, *arguments: str) -> list[Figure]:
    """Run one benchmark in a process of its own and return its figures."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", "--json", *arguments]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode:
        return [Figure(module, "", None, note=f"it ended with status {answer.returncode}; see above")]
    return [Figure(**json.loads(line)) for line in answer.stdout.splitlines() if line.startswith("{")]


# The machine


def machine() -> str:
    """Return what the figures were taken on, a line a fact."""
    from PySide6 import __version__ as binding
    from PySide6.QtCore import qVersion
    from threadpoolctl import threadpool_info

    blas = [f"{p['internal_api']} {p['version']} ({p['num_threads']} threads)" for p in threadpool_info()]
    facts = {
        "processor": f"{processor()}, {os.cpu_count()} cores, load {_load()}",
        "system": platform.platform(),
        "Python": platform.python_version(),
        "numpy": f"{np.__version__} with {', '.join(blas) or 'an unknown BLAS'}",
        "Qt": f"{qVersion()} (PySide6 {binding}), platform {os.environ.get('QT_QPA_PLATFORM', 'as it is')}",
    }
    return "\n".join(f"{name + ':':<11}{fact}" for name, fact in facts.items())


def processor() -> str:
    """Return the processor's name."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _load() -> str:
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"


def resident_mb(field: str = "VmRSS") -> float | None:
    """Return the memory this process occupies in MB (VmHWM: its highest so far), None where it is not told."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(f"{field}:")), None)


# Where things are


def use_private_home(folder: Path) -> None:
    """Keep this process and its children away from the person's own files and settings."""
    for name in ("HOME", "USERPROFILE"):
        os.environ[name] = str(folder)
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        os.environ[name] = str(folder / name.lower())


def find_mnist() -> bool:
    """Return whether MNIST is here, in INKLING_DATA or beside the repository; make the window find it."""
    told = os.environ.get("INKLING_DATA")
    roots = ([Path(told)] if told else []) + [ROOT.parent / "shared"]
    for root in roots:
        if any(any(folder.glob("train-images*")) for folder in (root / "mnist", root)):
            os.environ["INKLING_DATA"] = str(root)
            return True
    return False


WITHOUT_MNIST = "MNIST is absent: set INKLING_DATA to a folder with its four files"


# The window


def open_window(dataset: str, hyperparameters: "Hyperparameters | None" = None) -> "tuple[QApplication, MainWindow]":
    """Open the real window as a new user gets it, with a data set, and wait until it is ready to train."""
    from core.hyperparameters import Hyperparameters
    from desktop import app
    from desktop.models.training import State
    from desktop.preferences import Preferences

    application = app.application()
    window = app.assemble(application, Preferences())
    window.workbench.settings.show_value(hyperparameters or Hyperparameters())
    window.show()
    window.workbench.use_first_dataset(dataset)
    wait(application, lambda: window.workbench.training.state is State.READY, "the first network")
    run_events(application, 0.3)
    return application, window


def trigger(window: "MainWindow", name: str) -> None:
    """Do what a menu entry does."""
    from PySide6.QtGui import QAction

    action = window.findChild(QAction, name)
    assert action is not None, name
    action.trigger()


def wait(application: "QApplication", is_so: Callable[[], bool], what: str) -> None:
    """Handle events until something is so."""
    from PySide6.QtCore import QEventLoop

    end = time.perf_counter() + PATIENCE
    while not is_so():
        if time.perf_counter() > end:
            raise TimeoutError(f"waited {PATIENCE:g} s in vain for {what}")
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def run_events(application: "QApplication", seconds: float) -> None:
    """Run the window's event loop for a while, as ``exec`` does."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop(application)
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def after_paint(widget_class: type, act: Callable[[Any], None]) -> None:
    """Call ``act(widget)`` after each painting of widgets of a class; to be asked for before they are made."""
    original: Callable[[Any, Any], None] = widget_class.paintEvent  # type: ignore[attr-defined]

    def paint_event(self: Any, event: Any) -> None:
        original(self, event)
        act(self)

    widget_class.paintEvent = paint_event  # type: ignore[attr-defined]


# Numbers


def percentile(values: Sequence[float], percent: float) -> float:
    """Return a percentile of what was measured."""
    return float(np.percentile(values, percent))


def median(values: Sequence[float]) -> float:
    """Return the middle of what was measured."""
    return float(statistics.median(values))


def spread(values: Sequence[float], unit: str = "") -> str:
    """Return the least and the most of what was measured, in words."""
    return f"{_number(min(values))} to {_number(max(values))} {unit}".rstrip() + f" in {len(values)}"
