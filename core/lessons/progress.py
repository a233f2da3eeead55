"""Progress: how far a person came in each lesson, what was answered, what the runs showed; on this machine only."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core import disk
from core.errors import FileError, foreign
from core.lessons.answers import Answer
from core.lessons.player import Player
from core.lessons.record import Record, read_record

FORMAT = 1
FILE = "lessons.json"
"""What it is called in Inkling's data folder."""

_MOST_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far one lesson was played.

    Attributes
    ----------
    version : str
        That of the lesson; see :attr:`core.lessons.lesson.Lesson.version`.
    step : str
        The step in sight.
    items : dict of str to int
        How many items of each step are behind.
    done : bool
        Whether it was ever played to its end.
    started : str
        When it was begun, as ISO 8601 in UTC.
    seconds : float
        How long it was played.
    answers : dict of str to Answer
        By the questions' names.
    runs : dict of str to dict
        The facts about each run.
    recalled : dict of str to str
        When a question that was missed came back, by its name; see :mod:`core.lessons.recall`.
    records : dict of str to Record
        What each run was trained with; of a run of an earlier Inkling it is not known.
    """

    version: str = ""
    step: str = ""
    items: dict[str, int] = field(default_factory=dict)
    done: bool = False
    started: str = ""
    seconds: float = 0.0
    answers: dict[str, Answer] = field(default_factory=dict)
    runs: dict[str, dict[str, float]] = field(default_factory=dict)
    recalled: dict[str, str] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)


def progress_of(player: Player, before: LessonProgress, now: datetime, seconds: float) -> LessonProgress:
    """Return a player's progress.

    Parameters
    ----------
    player : Player
        Who plays.
    before : LessonProgress
        What was known earlier.
    now : datetime
        With a time zone.
    seconds : float
        How long it was played since ``before``.
    """
    return replace(
        before,
        version=player.lesson.version,
        step=player.step.id,
        items=player.played,
        done=before.done or player.is_done,
        started=before.started or now.astimezone(UTC).isoformat(timespec="seconds"),
        seconds=before.seconds + seconds,
        answers=dict(player.answers),
        runs={name: dict(facts) for name, facts in player.runs.items()},
        records={name: record for name, record in before.records.items() if name in player.runs},
    )


class ProgressFile:
    """The file of a person's progress, which several windows share.

    Parameters
    ----------
    path : Path
        Where; it may not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[dict[str, LessonProgress], str]:
        """Return the progress by lessons, and a sentence where the file was damaged: it is kept under another name."""
        try:
            return self._read(), ""
        except FileError as error:
            return {}, self._set_aside(error)

    def save(self, lesson: str, progress: LessonProgress | None) -> None:
        """Write the progress of one lesson, or forget it; that of others stays as it is.

        Raises
        ------
        FileError
            When the file cannot be written.
        """
        with disk.locked(self.path):
            try:
                known = self._read()
            except FileError:
                known = {}
            known.pop(lesson, None)
            if progress is not None:
                known[lesson] = progress
            values = {"format": FORMAT, "lessons": {name: plain(one) for name, one in known.items()}}
            content = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False).encode()
            disk.replace_file(self.path, lambda file: file.write(content))

    def _read(self) -> dict[str, LessonProgress]:
        if not self.path.exists():
            return {}
        with foreign(self.path, "is damaged", "Your answers begin anew."), disk.open_to_read(self.path) as file:
            content = file.read(_MOST_BYTES + 1)
            if len(content) > _MOST_BYTES:
                raise ValueError("too large")
            values = json.loads(content)
            if values["format"] != FORMAT:
                raise FileError(f"{self.path.name} was written by another Inkling.", "Update Inkling to see it.")
            return {str(name): read_progress(one) for name, one in values["lessons"].items()}

    def _set_aside(self, error: FileError) -> str:
        aside = self.path.with_name(f"{self.path.stem}-damaged-{datetime.now(UTC):%Y-%m-%d %H.%M.%S}.json")
        try:
            with disk.locked(self.path):
                self.path.replace(aside)
        except OSError:
            return str(error)
        return f"{error.what} It is kept as {aside.name}, and your answers begin anew."


def plain(progress: LessonProgress) -> dict[str, Any]:
    """Return the progress of a lesson as plain values for a file."""
    named = {declared.name: getattr(progress, declared.name) for declared in fields(progress)}
    answers = {name: asdict(answer) for name, answer in progress.answers.items()}
    for answer in answers.values():
        answer["number"] = None if math.isnan(answer["number"]) else answer["number"]
    runs = {name: _finite(facts) for name, facts in progress.runs.items()}
    records = {name: record.to_dict() for name, record in progress.records.items()}
    return named | {"answers": answers, "runs": runs, "records": records}


def _finite(facts: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in facts.items() if math.isfinite(value)}


def read_progress(values: dict[str, Any]) -> LessonProgress:
    """Make the progress of a lesson from what :func:`plain` returned; the values may come from anywhere.

    Raises
    ------
    Exception
        Of any kind, for values that are none: who reads the file fences it.
    """
    answers = {str(name): _answer(one) for name, one in values["answers"].items()}
    runs = {str(n): {str(f): float(v) for f, v in facts.items()} for n, facts in values["runs"].items()}
    # Not there in what was written before runs had records.
    records = {str(name): read_record(one) for name, one in values.get("records", {}).items()}
    items = {str(name): int(count) for name, count in values["items"].items()}
    whole = {name: str(values[name]) for name in ("version", "step", "started")}
    done, seconds = bool(values["done"]), float(values["seconds"])
    recalled = {str(name): str(at) for name, at in values.get("recalled", {}).items()}  # a file may be older than it
    return LessonProgress(
        items=items,
        done=done,
        seconds=seconds,
        answers=answers,
        runs=runs,
        recalled=recalled,
        records=records,
        **whole,
    )


def _answer(values: dict[str, Any]) -> Answer:
    number = math.nan if values["number"] is None else float(values["number"])
    right = values["right"]
    if right is not None and not isinstance(right, bool):
        raise ValueError("right is neither yes nor no")
    return Answer(tuple(map(str, values["options"])), number, str(values["words"]), right, str(values["at"]))
