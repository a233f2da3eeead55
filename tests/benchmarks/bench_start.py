"""From the command to the first painted window, and to a network that is ready to train.

The command is run anew each time, by the code behind ``inkling``; the window is watched from an event filter. The
clock runs in the process that starts the command.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

if TYPE_CHECKING:
    from desktop.shell.window import MainWindow

_GOAL = 1.5
_IMPORTS_SHOWN = 14


def _launch(*python: str) -> tuple[float, float]:
    """Start the command once, and return seconds to the first paint and to the first network."""
    command = [sys.executable, *python, "-m", "tests.benchmarks.bench_start", "--launched"]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=measuring.ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        moments = []
        for word in ("painted", "ready"):
            line = process.stdout.readline().strip()
            if line != word:
                raise RuntimeError(f"the window said {line!r} in place of {word!r}")
            moments.append(time.perf_counter() - start)
    return moments[0], moments[1]


def launched() -> int:
    """Be the command: open the window as ``inkling`` does, say when it is painted and ready, and leave."""
    from PySide6.QtWidgets import QApplication

    from desktop.__main__ import main
    from desktop.shell.window import MainWindow

    enter_loop = QApplication.exec

    def watch_first(application: QApplication) -> int:
        _watch(next(widget for widget in application.topLevelWidgets() if isinstance(widget, MainWindow)))
        return enter_loop()

    QApplication.exec = watch_first  # type: ignore[assignment,method-assign]
    return main([])


def _watch(window: "MainWindow") -> None:
    """Say when the window was first painted, and when its first network was made; then close it."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from desktop.models.training import State

    said: list[str] = []

    def say(word: str) -> None:
        said.append(word)
        measuring.say(word)
        leave()

    def leave(*_: object) -> None:
        if "painted" in said and "ready" not in said and window.workbench.training.state is State.READY:
            say("ready")
            window.close()

    class Filter(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                # A timer's turn comes once the whole window is painted and on its way to the screen.
                QTimer.singleShot(0, lambda: say("painted"))
            return False

    window.installEventFilter(Filter(window))
    window.workbench.training.state_changed.connect(leave)


def import_times() -> str:
    """Return what the imports before the first paint cost, by package, the dearest first."""
    command = [sys.executable, "-X", "importtime", "-m", "tests.benchmarks.bench_start", "--launched"]
    answer = subprocess.run(command, cwd=measuring.ROOT, capture_output=True, text=True, check=True)
    packages: dict[str, float] = defaultdict(float)
    for line in answer.stderr.splitlines():
        parts = line.removeprefix("import time:").split("|")
        if len(parts) == 3 and parts[0].strip().isdigit():
            name = parts[2].strip()
            depth = 2 if name.startswith(("PySide6", "desktop", "core")) else 1
            packages[".".join(name.split(".")[:depth])] += int(parts[0]) / 1000
    dearest = sorted(packages.items(), key=lambda item: -item[1])[:_IMPORTS_SHOWN]
    lines = [f"  {time_ms:7.1f} ms  {name}" for name, time_ms in dearest]
    return "\n".join([f"imports, {sum(packages.values()):.0f} ms in all (slower than they are, being traced):", *lines])


def measure(times: int) -> list[Figure]:
    """Start the command so many times, after once to warm the disk."""
    _launch()
    painted, ready = zip(*(_launch() for _ in range(times)), strict=True)
    return [
        Figure(
            "command to first painted window, warm disk, median",
            "s",
            measuring.median(painted),
            _GOAL,
            note=measuring.spread(painted),
        ),
        Figure("command to a network that is ready to train, median", "s", measuring.median(ready)),
    ]


def main() -> int:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--times", type=int, default=5, help="how often the command is started (5)")
    parser.add_argument("--imports", action="store_true", help="tell as well what the imports cost")
    parser.add_argument("--launched", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.launched:
        return launched()
    measuring.find_mnist()
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        measuring.report(measure(options.times), options.json)
        if options.imports:
            measuring.tell(import_times())
    return 0


if __name__ == "__main__":
    sys.exit(main())
