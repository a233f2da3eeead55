"""Tracking: what is measured, point by point, for other programs to draw: ``--log tensorboard:DIR``, CSV or JSON lines.

A point of a run has the epoch and the seconds of training at which it was measured, and figures by the names of their
columns, such as ``test_accuracy``. Several runs, those of a sweep, are told apart by their names.
"""

import csv
import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, TextIO

from core.errors import FileError, KnobError
from core.training.history import Curves

KINDS = ("tensorboard", "csv", "json")
TAGS = {
    "train_cost": "train/cost",
    "train_accuracy": "train/accuracy",
    "validation_cost": "validation/cost",
    "validation_accuracy": "validation/accuracy",
    "test_cost": "test/cost",
    "test_accuracy": "test/accuracy",
    "learning_rate": "learning rate",
}
"""Columns of a run's curves that are logged, and what TensorBoard has them under."""

_MOST_WRITERS = 32  # of TensorBoard at a time: each has a file open, and a thread

Point = Mapping[str, float]


class Log(Protocol):
    """Where points are written."""

    def add(self, run: str, epoch: float, seconds: float, point: Point) -> None:
        """Write a point of a run: its figures after so many epochs and seconds of training."""

    def close(self) -> None:
        """Bring all to disk."""


class _Table:
    """A CSV file: a row a point."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._writer = file, csv.writer(file)
        self._writer.writerow(["run", "epoch", "seconds", *TAGS])

    def add(self, run: str, epoch: float, seconds: float, point: Point) -> None:
        cells = (f"{point[name]:.8g}" if name in point else "" for name in TAGS)
        self._writer.writerow([run, f"{epoch:g}", f"{seconds:.8g}", *cells])
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class _Lines:
    """A file of JSON lines: an object a point."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def add(self, run: str, epoch: float, seconds: float, point: Point) -> None:
        figures = {name: float(f"{figure:.8g}") for name, figure in point.items()}
        self._file.write(json.dumps({"run": run, "epoch": epoch, "seconds": seconds, **figures}) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class _EventFiles:
    """TensorBoard's event files: a folder a run."""

    def __init__(self, folder: Path, writer_class: Callable[[str], Any]) -> None:
        self._folder, self._writer_class, self._began = folder, writer_class, time.time()
        self._writers: dict[str, Any] = {}

    def add(self, run: str, epoch: float, seconds: float, point: Point) -> None:
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary

        values = [Summary.Value(tag=TAGS[name], simple_value=figure) for name, figure in point.items()]
        # As if all had begun now: TensorBoard's axis "relative" shows how long was trained.
        event = Event(wall_time=self._began + seconds, step=round(epoch), summary=Summary(value=values))
        self._of(run).add_event(event)

    def _of(self, run: str) -> Any:
        if run not in self._writers:
            if len(self._writers) >= _MOST_WRITERS:  # a run that goes on later has a second file in its folder
                self._writers.pop(next(iter(self._writers))).close()
            self._writers[run] = self._writer_class(str(self._folder / run))
        return self._writers[run]

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()


def checked(text: str) -> tuple[str, Path]:
    """Return the kind of a log and its place, as they are written on the command line: ``csv:points.csv``.

    Raises
    ------
    KnobError
        When it is of no known kind, has no place, or what it needs is not installed.
    """
    kind, _, place = text.partition(":")
    if kind not in KINDS or not place:
        raise KnobError(
            f"{text!r} is no log that can be written.",
            "Write tensorboard:FOLDER, csv:FILE or json:FILE.",
        )
    if kind == "tensorboard":
        _writer_class()
    return kind, Path(place)


@contextmanager
def opened(logs: Sequence[tuple[str, Path]]) -> Iterator[Sequence[Log]]:
    """Give the logs of some kinds and places for as long as there is something to write.

    Raises
    ------
    FileError
        When one of them cannot be written.
    """
    with ExitStack() as stack:
        made = []
        for kind, path in logs:
            log = _made(kind, path)
            stack.callback(_closed, log)
            made.append(log)
        yield made


def add_latest(logs: Sequence[Log], run: str, curves: Curves) -> None:
    """Write the latest point of a run's curves to all logs."""
    figures = {name: curves.last(name) for name in TAGS}
    add(logs, run, curves.last("epoch"), curves.last("seconds"), figures)


def add(logs: Sequence[Log], run: str, epoch: float, seconds: float, point: Point) -> None:
    """Write a point to all logs; what was not measured is left out.

    Raises
    ------
    FileError
        When one of them cannot be written, as on a full disk.
    """
    measured = {name: figure for name, figure in point.items() if math.isfinite(figure)}
    for log in logs:
        try:
            log.add(run, epoch, seconds, measured)
        except OSError as error:
            raise _unwritten("A log", error) from error


def _made(kind: str, path: Path) -> Log:
    try:
        if kind == "tensorboard":
            path.mkdir(parents=True, exist_ok=True)
            return _EventFiles(path, _writer_class())
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise _unwritten(str(path), error) from error
    return _Table(file) if kind == "csv" else _Lines(file)


def _closed(log: Log) -> None:
    """Close a log; every point is on its way to disk by then, and whoever could not write one was told."""
    with suppress(OSError):
        log.close()


def _unwritten(what: str, error: OSError) -> FileError:
    return FileError(f"{what} cannot be written: {error.strerror or error}.", "Choose another place.")


def _writer_class() -> Callable[[str], Any]:
    try:
        from tensorboard.summary.writer.event_file_writer import EventFileWriter
    except ImportError as error:
        raise KnobError(
            "Event files need TensorBoard, which is not installed.",
            'Install it with: pip install "inkling-lab[tensorboard]". Or write csv:FILE or json:FILE.',
        ) from error
    writer_class: Callable[[str], Any] = EventFileWriter
    return writer_class
